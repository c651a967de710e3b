"""Outlets: added, renamed, closed and opened again, and the float each till begins with."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ... import formats
from ...desk import REFUSED
from ...widgets.buttons import Button
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from .desk_rules import OF, DeskRuleEditor
from .section import Section, fit_rows
from .sold_forms import NameForm


class Outlets(Section):
    key, words, icon = "outlets", marked("Outlets"), "map-pin"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.table = RowTable(_("Outlets"), [
            Column(_("Outlet"), lambda o: Cell(o[0].name, kind="name", colour="mut" if o[0].closed else "text"), 160, 2),
            Column(_("Papers"), lambda o: Cell(formats.spaced(o[2]) if o[2] else ""), 130, right=True, drops=3),
            Column(_("Float"), lambda o: formats.kroner(o[1], short=True) if o[1] else "–", 110, right=True, drops=2),
            Column("", _state, 130, drops=1),
        ], key=lambda o: o[0].id, spoken=_spoken)  # fmt: skip
        self.none = Text(_("There is no outlet yet. Sellers buy their copies at an outlet."), "body", "mut", wrap=True)
        self.new = Button(_("Add outlet"), "plus")
        self.rename = Button(_("Rename"), "pencil")
        self.close_button = Button(_("Close outlet"), "ban")
        self.rules = DeskRuleEditor(self.shell)
        # Assemble
        self.heading(_("Outlets"), _("Each has its own stock and its own till."))
        self.column.put(self.table)
        self.column.put(self.none)
        self.flow(self.new, self.rename, self.close_button)
        first = self.column.count()
        self.heading(_("Float"), _("What the till of the marked outlet begins with. It holds from a day on."))
        self.column.put(self.rules)
        parts = (self.column.itemAt(n) for n in range(first, self.column.count()))
        self.of_one = [item.widget() for item in parts if item is not None and item.widget() is not None]
        # Connect
        self.table.moved_to.connect(lambda _line: self._fit())
        self.table.opened.connect(lambda _line: self.ask_name())
        self.new.clicked.connect(lambda _checked=False: self.ask_new())
        self.rename.clicked.connect(lambda _checked=False: self.ask_name())
        self.close_button.clicked.connect(lambda _checked=False: self.turn())

    def refresh(self, mark: bytes | None = None) -> None:
        from alfdesk.dated import rules_of
        from alfdesk.sales import outlets, stock

        today = self.desk.today()

        def read(session: Any) -> Any:
            lines = outlets.outlets(session, closed=True)
            floats = rules_of(session, [line.id for line in lines])
            copies = dict.fromkeys((line.id for line in lines), 0)
            for one in stock.stock(session):
                copies[one.outlet_id] = copies.get(one.outlet_id, 0) + one.copies
            return [(line, floats[line.id].on(today, "float_ore", 0), copies[line.id]) for line in lines]

        lines = self.desk.read(read)
        self.table.show_records(lines, mark)
        fit_rows(self.table)
        self.none.setVisible(not lines)
        self._fit()

    def start(self) -> Any:
        return self.table if self.table.rows.records else self.new

    def ask_new(self) -> None:
        """The name of a new outlet."""
        from alfdesk.sales import outlets

        def make(form: NameForm, name: str) -> object:
            made = form.do_at(form.name, outlets.found_outlet, _("{name} is an outlet now.").format(name=name), name=name)
            if made is not REFUSED:
                self.refresh(made)
            return made

        NameForm(self, _("Add outlet"), _("Add outlet"), make).open()

    def ask_name(self) -> None:
        """Another name for the marked outlet."""
        from alfdesk.sales import outlets

        line = self._marked()
        if line is None:
            return

        def call(form: NameForm, name: str) -> object:
            said = _("{old} is called {new} now.").format(old=line.name, new=name)
            return form.do_at(form.name, outlets.change_outlet, said, outlet=line.id, name=name)

        NameForm(self, _("Rename {name}").format(name=line.name), _("Rename"), call, line.name).open()

    def turn(self) -> None:
        """Close the marked outlet, or open it again. What lies there still is said."""
        from alfdesk.sales import outlets

        current = self.table.current()
        if current is None:
            return
        line, _float, copies = current
        if line.closed:
            said = _("{name} is open again.").format(name=line.name)
        else:
            said = _("{name} is closed.").format(name=line.name)
            if copies > 0:
                left = ngettext("{count} copy lies there still.", "{count} copies lie there still.", copies)
                said += " " + left.format(count=formats.spaced(copies))
        self.desk.do(outlets.change_outlet, said, outlet=line.id, closed=not line.closed)

    def _marked(self) -> Any:
        current = self.table.current()
        return current[0] if current is not None else None

    def _fit(self) -> None:
        line = self._marked()
        self.rename.setVisible(line is not None)
        self.close_button.setVisible(line is not None)
        for part in self.of_one:
            part.setVisible(line is not None)
        if line is not None:
            self.close_button.say(_("Open again") if line.closed else _("Close outlet"), "check" if line.closed else "ban")
            self.rules.show_those(line.id, OF["outlet"], line.name)


def _state(one: Any) -> Cell:
    return Cell(_("closed"), "ban", "mut") if one[0].closed else Cell(_("is open"), "circle-check", "mut")


def _spoken(one: Any) -> str:
    line, ore, copies = one
    parts = [line.name, _("closed") if line.closed else _("is open")]
    if copies:
        parts.append(ngettext("{copies} copy", "{copies} copies", abs(copies)).format(copies=formats.spaced(copies)))
    if ore:
        parts.append(_("Float") + f" {formats.kroner(ore, short=True)}")
    return ", ".join(parts)
