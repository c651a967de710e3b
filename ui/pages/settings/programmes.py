"""Programmes: names, teams, and the rules each has from a day on."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ...dialogs.ask import Answer, Ask
from ...widgets.buttons import Button, Choice
from ...widgets.choosing import DropDown, Labelled
from ...widgets.fields import Field
from .rules import RuleEditor
from .section import Section

KINDS = (("day", marked("Day work")), ("standing", marked("Standing crew")))


class Programmes(Section):
    key, words, icon = "programmes", marked("Programmes"), "tractor"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.programme = DropDown(_("Programme"))
        self.new = Button(_("New programme"), "plus")
        self.fields = {
            "name": Field(_("Name"), width=300),
            "list_name": Field(_("Name on lists"), hint=_("Everyone who passes can read it. Keep it neutral."),
                               width=300),
            "controller": Field(_("Controller"), hint=_("Who answers for the data."), width=300),
            "legal_basis": Field(_("Legal basis"), width=300),
            "retention_months": Field(_("Months kept after the last day"), numeric=True, width=300),
        }
        self.about = DropDown(_("Rules for"))
        self.add_team = Button(_("New team"), "plus")
        self.rules = RuleEditor(self.shell)
        # Assemble
        self.heading(_("Programmes"))
        self.flow(self.programme, self.new)
        first = self.column.count()
        self.flow(*self.fields.values(), top=True, gap=16)
        self.heading(_("Rules and teams"), _("A rule holds from a day on. What was before stands."))
        self.flow(Labelled(_("Rules for"), self.about))
        self.column.put(self.rules)
        self.flow(self.add_team)
        parts = (self.column.itemAt(n) for n in range(first, self.column.count()))
        self.whole = [item.widget() for item in parts if item is not None and item.widget() is not None]
        # Connect
        self.programme.chosen.connect(lambda _id: self.refresh())
        self.about.chosen.connect(lambda _id: self._show_rules())
        self.new.clicked.connect(self.ask_new)
        self.add_team.clicked.connect(self.ask_team)
        for key, field in self.fields.items():
            field.edit.editingFinished.connect(lambda k=key: self._keep(k))

    def refresh(self, chosen: bytes | None = None) -> None:
        from alfdesk import programmes

        def read(session: Any) -> tuple[Any, ...]:
            everyone = [(p.id, p.name or "") for p in programmes.everyone(session)]
            here = chosen or self.programme.value or (everyone[0][0] if everyone else None)
            if here is None:
                return everyone, None, None, []
            view = programmes.overview(session, here, self.desk.today())
            return everyone, here, view, [(t.id, t.name or "") for t in programmes.teams(session, here)]

        everyone, here, view, teams = self.desk.read(read)
        self.programme.offer(everyone, here)
        self.programme.setVisible(bool(everyone))
        for part in self.whole:
            part.setVisible(view is not None)
        self.view = view
        if view is None:
            return
        for key, field in self.fields.items():
            if not field.edit.hasFocus():
                field.set(self._stands(key))
        self.about.offer([(here, _("The whole programme")), *teams], self.about.value)
        if self.about.value is None:
            self.about.choose(here)
        self._show_rules()

    def start(self) -> QWidget | None:
        return self.new if self.view is None else None

    def ask_new(self) -> None:
        """Name and kind of a new programme."""
        name = Field(_("Name"))
        kind = Choice(_("Kind"), [(k, worded(w)) for k, w in KINDS], "day")
        kinds = Labelled(_("Kind"), kind, _("Day work: a queue and places. Standing crew: the same people each day."))

        def make() -> bool:
            from alfdesk import programmes

            said = _("{name} is a new programme.").format(name=name.text().strip())
            made = self.desk.do(programmes.found, said, name=name.text(), kind=str(kind.value))
            if not made:
                name.refuse(_("Write a name that is not in use."))
                return False
            self.refresh(made)
            return True

        question = Ask(self.shell, _("New programme"), _("The rest can be set afterwards."),
                       Answer(_("Make programme"), make, "primary"), Answer(_("Cancel")),
                       parts=(name, kinds))  # fmt: skip
        question.open()

    def ask_team(self) -> None:
        """The name of a new team."""
        name = Field(_("Name"))

        def make() -> bool:
            from alfdesk import programmes

            said = _("{name} is a new team.").format(name=name.text().strip())
            made = self.desk.do(programmes.add_team, said, programme=self.programme.value, name=name.text())
            if not made:
                name.refuse(_("Write the team's name."))
                return False
            self.refresh()
            self.about.choose(made)
            self._show_rules()
            return True

        question = Ask(self.shell, _("New team"), _("Places and meeting place are rules of the team."),
                       Answer(_("Make team"), make, "primary"), Answer(_("Cancel")), parts=(name,))  # fmt: skip
        question.open()

    def _show_rules(self) -> None:
        about = self.about.value
        if isinstance(about, bytes):
            team = about != self.programme.value
            name = self.about.currentText() if team else self.programme.currentText()
            self.rules.show_rules(about, of="team" if team else "programme", name=name)

    def _stands(self, key: str) -> str:
        value = getattr(self.view, key)
        return "" if value is None else str(value)

    def _keep(self, key: str) -> None:
        from alfdesk import programmes

        field = self.fields[key]
        text = " ".join(field.text().split())
        if self.view is None or text == self._stands(key):
            return
        value: Any = text or None
        if key == "retention_months" and text:
            if not text.isdecimal():
                field.refuse(_("Write a whole number."))
                return
            value = int(text)
        said = _("{name} is changed.").format(name=self.programme.currentText())
        if self.desk.do(programmes.change, said, programme=self.programme.value, **{key: value}) in (True, False):
            field.refuse("")
        else:
            field.refuse(_("This was not kept. See the line at the foot."))

