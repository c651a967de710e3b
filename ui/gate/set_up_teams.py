"""The fourth screen of set-up: programmes, their teams and places. An example stands there, and can be taken out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked

from ..desk import REFUSED
from ..widgets.buttons import Button, Choice
from ..widgets.fields import Field
from ..widgets.layouts import Column, Flow, Line
from ..widgets.notice import Band, Surface
from ..widgets.text import Text
from .set_up_steps import FIELD, Step

MOST_PLACES = 9999


@dataclass
class TeamDraft:
    name: str = ""
    places: str = ""


@dataclass
class Draft:
    """A programme that is not made yet. `kind` is "day" (a queue each morning) or "standing" (the same crew)."""

    name: str = ""
    kind: str = "day"
    list_name: str = ""
    teams: list[TeamDraft] = field(default_factory=list)


def example() -> Draft:
    return Draft(_("Day work"), "day", "", [TeamDraft(_("Indoors"), "5"), TeamDraft(_("Outdoors"), "10")])


class TeamsStep(Step):
    words = marked("Teams and places")

    def lead(self) -> str:
        return _("What do people come to, and how many are there places for? Change the example, or remove it.")

    def build(self) -> None:
        if self.answers.programmes is None:
            self.answers.programmes = [example()]
        self.boxes: list[ProgrammeBox] = []
        self.made = Band("good")
        self.add = Button(_("Add programme"), "plus")
        self.inside = QWidget()
        self.list = Column(gap=16, parent=self.inside)
        row = QWidget()
        Flow(self.add, parent=row)
        for part in (self.made, self.inside, row):
            self.column.put(part)
        for draft in self.answers.programmes:
            self._box(draft)
        names = ", ".join(self.answers.made)
        self.made.say(_("Made: {names}.").format(names=names) if names else "")
        self.add.clicked.connect(self._add)

    def first(self) -> QWidget:
        return self.boxes[0].name if self.boxes else self.add

    def keep(self) -> None:
        self.answers.programmes = [b.draft() for b in self.boxes]

    def go_on(self) -> None:
        """Make what stands here, one programme after another; the first refusal stops, and says why at its field."""
        desk = self.frame.desk
        assert desk is not None
        if not all([box.check() for box in self.boxes]):
            return
        for box in list(self.boxes):
            refused: list[str] = []
            desk.refused.connect(refused.append)
            answer = desk.do(set_up_programme, draft=box.draft(), since=desk.today())
            desk.refused.disconnect(refused.append)
            if answer is REFUSED:
                box.name.refuse(refused[-1] if refused else "")
                box.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self.answers.made.append(box.draft().name)
            self._remove(box)
        self.frame.advance()

    def _add(self) -> None:
        self._box(Draft(teams=[TeamDraft()])).name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _box(self, draft: Draft) -> ProgrammeBox:
        box = ProgrammeBox(draft)
        self.boxes.append(box)
        self.list.put(box)
        box.removed.connect(lambda: self._remove(box))
        box.entered.connect(self.frame.go_on)
        return box

    def _remove(self, box: ProgrammeBox) -> None:
        self.boxes.remove(box)
        self.list.removeWidget(box)
        box.hide()
        box.deleteLater()
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)


class ProgrammeBox(Surface):
    """One programme: its name, its kind, the name its list carries, its teams."""

    removed = Signal()
    entered = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        # Elements
        super().__init__(parent=parent)
        self.name = Field(_("Name of the programme"), draft.name, width=FIELD)
        kinds = [("day", _("Day work")), ("standing", _("Standing crew"))]
        self.kind = Choice(_("Kind"), kinds, draft.kind)
        self.list_name = Field(_("Name on printed lists"), draft.list_name, width=FIELD,
                               hint=_("Leave it out, and it becomes “List 1”. It must not tell the programme."))
        self.teams: list[TeamRow] = []
        self.add = Button(_("Add team"), "plus")
        self.remove = Button(_("Remove programme"), "trash")
        # Assemble
        column = Column(gap=12, margins=(20, 16, 20, 16), parent=self)
        column.put(self.name)
        kind = Column(Text(_("Kind"), "label", "mut"), self.kind, gap=6)
        column.put(kind)
        said = _("Day work: a queue and places. Standing crew: the same people each day.")
        column.put(Text(said, "small", "mut", wrap=True))
        column.put(self.list_name)
        inside = QWidget()
        self.rows = Column(gap=8, parent=inside)
        column.put(inside)
        buttons = QWidget()
        Flow(self.add, self.remove, parent=buttons)
        column.put(buttons)
        for team in draft.teams:
            self._row(team)
        # Connect
        self.add.clicked.connect(lambda: self._row(TeamDraft()).name.edit.setFocus(Qt.FocusReason.OtherFocusReason))
        self.remove.clicked.connect(self.removed)
        self.name.edit.returnPressed.connect(self.entered)
        self.list_name.edit.returnPressed.connect(self.entered)

    def draft(self) -> Draft:
        teams = [TeamDraft(r.name.text().strip(), r.places.text().strip()) for r in self.teams]
        return Draft(self.name.text().strip(), str(self.kind.value), self.list_name.text().strip(), teams)

    def check(self) -> bool:
        """Whether every line makes sense; else the first that doesn't says so and has the focus."""
        wrong = []
        if not self.name.text().strip():
            wrong.append((self.name, _("This must be filled in.")))
        for row in self.teams:
            places = row.places.text().strip()
            if places and not (places.isascii() and places.isdigit() and int(places) <= MOST_PLACES):
                wrong.append((row.places, _("Write a whole number.")))
            if places and not row.name.text().strip():
                wrong.append((row.name, _("This must be filled in.")))
        for one, sentence in reversed(wrong):
            one.refuse(sentence)
            one.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def _row(self, team: TeamDraft) -> TeamRow:
        row = TeamRow(team)
        self.teams.append(row)
        self.rows.put(row)
        row.removed.connect(lambda: self._remove(row))
        row.entered.connect(self.entered)
        return row

    def _remove(self, row: TeamRow) -> None:
        self.teams.remove(row)
        self.rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)


class TeamRow(QWidget):
    """A team and its places, side by side."""

    removed = Signal()
    entered = Signal()

    def __init__(self, team: TeamDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Field(_("Team"), team.name)
        self.places = Field(_("Places"), team.places, numeric=True, width=180)
        self.places.edit.setMaxLength(4)
        remove = Button("", "x", "text").only_icon(_("Remove team"))
        line = Line(gap=12, parent=self)
        top = Qt.AlignmentFlag.AlignTop
        line.put(self.name, 1)
        line.put(self.places)
        line.put(Column(Text("", "label"), remove, 0, gap=6))
        for field in (self.name, self.places):
            line.setAlignment(field, top)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        remove.clicked.connect(self.removed)
        self.name.edit.returnPressed.connect(self.entered)
        self.places.edit.returnPressed.connect(self.entered)


def set_up_programme(work: Any, *, draft: Draft, since: Any) -> bytes:
    """One programme with its teams and their places, as one act."""
    from alfdesk import programmes

    fields = {"list_name": draft.list_name} if draft.list_name else {}
    programme = programmes.set_up(work, name=draft.name, kind=draft.kind, since=since, fields=fields, rules={})
    for team in draft.teams:
        if team.name:
            made = programmes.add_team(work, programme=programme, name=team.name)
            if team.places:
                programmes.rule(work, about=made, key="places", value=int(team.places), since=since)
    return programme
