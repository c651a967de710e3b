"""Dated rules, of a programme, a team or the sales desk: what holds today, what held before, a new value from a day on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from ... import formats
from ...widgets.buttons import Button
from ...widgets.choosing import Check, DropDown, Labelled
from ...widgets.dates import DateField
from ...widgets.fields import Field
from ...widgets.layouts import Column as Lines
from ...widgets.layouts import Flow
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from .rule_words import RULES, Rule
from .section import fit_rows

if TYPE_CHECKING:
    from ...work import Work

Line = tuple[str, str, date, bool]  # rule, value in words, from, whether it holds today


class RuleEditor(QWidget):
    """What holds, as a table; and one line to set a rule from a day on. `known` are the rules there are."""

    known: ClassVar[Mapping[str, Rule]] = RULES

    def __init__(self, shell: Work) -> None:
        # Elements
        super().__init__()
        self.desk = shell.desk
        self.about: bytes = b""
        self.rule = DropDown(_("Rule"))
        self.text = Field(_("New value"), width=220)
        self.unit = DropDown(_("For each"))
        self.option = DropDown(_("New value"))
        self.ends = Check("")
        self.since = DateField(_("From the day"), self.desk.today, self.desk.today())
        self.set_button = Button(_("Set rule"), "check")
        self.table = RowTable(_("Rules"), [
            Column(_("Rule"), lambda r: Cell(worded(self.known[r[0]].words), colour="text" if r[3] else "mut"), 150, 1),
            Column(_("Value"), lambda r: Cell(r[1], kind="strong" if r[3] else "body", colour="text" if r[3]
                                              else "mut"), 130, 2),
            Column(_("From"), lambda r: Cell(formats.day_short(r[2]), colour="text" if r[3] else "mut"), 120),
            Column("", lambda r: Cell(_("Now"), "circle-check-filled", "present") if r[3] else
                   Cell(_("later") if r[2] > self.desk.today() else _("before"), colour="mut"), 110, drops=1),
        ], key=lambda r: r[:3])  # fmt: skip
        self.none = Text(_("No rules yet."), "body", "mut")
        # Assemble
        row = QWidget()
        self.unit_box, self.option_box = Labelled(_("For each"), self.unit), Labelled(_("New value"), self.option)
        self.ends_box = Labelled(_("Or"), self.ends)
        Flow(Labelled(_("Rule"), self.rule), self.text, self.unit_box, self.option_box, self.ends_box, self.since,
             gap=16, line_gap=8, top=True, parent=row)  # fmt: skip
        buttons = QWidget()
        Flow(self.set_button, parent=buttons)
        Lines(self.table, self.none, row, buttons, gap=12, parent=self)
        # Connect
        self.rule.chosen.connect(lambda _key: self.ends.setChecked(False))
        self.rule.chosen.connect(lambda _key: self._fit())
        self.ends.toggled.connect(lambda _on: self.text.refuse(""))
        self.ends.toggled.connect(lambda _on: self._fit())
        self.set_button.clicked.connect(self._set)
        self.text.edit.returnPressed.connect(self._set)

    def show_rules(self, about: bytes, *, of: str, name: str) -> None:
        """The rules `of` this "programme", "team" or "workplace", by id; `name` is said when one is set."""
        fits = {
            "programme": lambda k, r: k != "in_use" and not r.for_workplace, "team": lambda _k, r: r.for_team,
            "workplace": lambda _k, r: r.for_workplace,
        }[of]  # fmt: skip
        self.show_those(about, [k for k, r in self.known.items() if fits(k, r)], name)

    def show_those(self, about: bytes, keys: list[str], name: str) -> None:
        """These rules about something with this id."""
        from alfdesk.dated import rules as rules_of

        if about != self.about or not self.rule.count():
            self.rule.offer([(k, worded(self.known[k].words)) for k in keys], self.rule.value if self.rule.value in keys
                            else keys[0])
            self.since.set_day(self.desk.today())
            self.ends.setChecked(False)
        self.about, self._name = about, name
        rules, today = self.desk.read(rules_of, about), self.desk.today()
        lines: list[Line] = []
        for key in keys:
            values = rules.values.get(key, ())
            now = max((since for since, _value in values if since <= today), default=None)
            lines += [(key, self._shown(key, value), since, since == now) for since, value in reversed(values)]
        self.table.show_records(lines)
        fit_rows(self.table)
        self.none.setVisible(not lines)
        self._fit()

    def _fit(self) -> None:
        rule = self.known[str(self.rule.value)]
        self.text.setVisible(not rule.options)
        self.text.edit.setEnabled(not (rule.ended and self.ends.isChecked()))
        self.ends_box.setVisible(bool(rule.ended))
        if rule.ended:
            self.ends.say(worded(rule.ended))
        self.text.hint.setText(worded(rule.hint) if rule.hint else "")
        self.text.hint.setVisible(bool(rule.hint))
        self.option_box.setVisible(bool(rule.options))
        self.unit_box.setVisible(bool(rule.units))
        if rule.options and [v for v, _w in rule.options] != self.option._values:
            self.option.offer([(v, worded(w)) for v, w in rule.options], rule.options[0][0])
        if rule.units and not self.unit.count():
            self.unit.offer([(v, worded(w)) for v, w in rule.units], rule.units[0][0])

    @staticmethod
    def verb() -> Callable[..., Any]:
        """What writes a rule down."""
        from alfdesk import programmes

        return programmes.rule

    def _set(self) -> None:
        key = str(self.rule.value)
        rule, since = self.known[key], self.since.day
        gone = bool(rule.ended) and self.ends.isChecked()
        value: Any = None if gone else self.option.value
        if not rule.options and not gone:
            try:
                value = rule.read(self.text.text())
            except UserFacingError as error:
                self.text.refuse(error.sentence)
                self.text.edit.setFocus()
                return
        if rule.units and not gone:
            value = [self.unit.value, value]
        if since is None:
            self.since.refuse(self.since.error.words.text() or _("Write the day it begins."))
            self.since.edit.setFocus()
            return
        said = _("{name}: {rule} no longer holds from {day}.") if gone else _("{name}: {rule} is {value} from {day}.")
        said = said.format(name=self._name, rule=worded(rule.words), value=self._shown(key, value),
                           day=formats.day_short(since))  # fmt: skip
        if self.desk.do(self.verb(), said, about=self.about, key=key, value=value, since=since):
            self.text.set("")
            self.ends.setChecked(False)

    def _shown(self, key: str, value: Any) -> str:
        """A value in words; None: what holds since it was taken away."""
        return worded(self.known[key].ended) if value is None else self.known[key].shown(value)
