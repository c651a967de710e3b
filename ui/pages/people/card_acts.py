"""What is written on a card: a message, an enrolment and its end, another number. Each is a small form in the panel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import written

from ... import formats
from ...desk import REFUSED
from ...widgets.buttons import Button, Choice
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.text import Text

if TYPE_CHECKING:
    from .card_panel import CardPanel


class Form(QWidget):
    """A heading, fields, and one primary button that Enter presses too. `send` does it; done, the card is back."""

    def __init__(self, panel: CardPanel, heading: str, button: str, *fields: QWidget) -> None:
        super().__init__()
        self.panel, self.desk = panel, panel.desk
        self.first = fields[0]
        self.send_button = Button(button, "", "primary", "Enter")
        self.send_button.clicked.connect(lambda _checked=False: self.send())
        buttons = QWidget()
        Flow(self.send_button, gap=8, parent=buttons)
        column = Column(Text(heading, "h2", wrap=True), *fields, gap=14, parent=self)
        column.put(buttons)
        column.put(0)

    @property
    def name(self) -> str:
        return self.panel.card.name if self.panel.card else ""

    def start(self) -> QWidget:
        return self.first

    def send(self) -> None: ...

    def do(self, field: Field | None, verb: Callable[..., Any], said: str | Callable[[Any], str], **values: Any) -> Any:
        """The verb; a refusal stands under the field and the form stays."""
        refused: list[str] = []
        self.desk.refused.connect(refused.append)
        try:
            answer = self.desk.do(verb, said, **values)
        finally:
            self.desk.refused.disconnect(refused.append)
        if answer is not REFUSED:
            self.panel.step_back()
        elif field is not None:
            field.refuse(refused[0] if refused else "")
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        return answer

    def day_in(self, field: Field) -> date | None:
        """The day written in the field; None when it can't be read, which then stands under it."""
        try:
            return formats.parse_day(field.text(), self.desk.today())
        except UserFacingError as error:
            field.refuse(error.sentence)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.send()
        else:
            super().keyPressEvent(event)


class MessageForm(Form):
    """A message to whoever meets the person next."""

    def __init__(self, panel: CardPanel) -> None:
        self.text = Field(_("Message"), hint=_("Write only what the supervisor needs to know."))
        self.text.edit.setMaxLength(200)
        self.until = Field(_("Last day it shows"), written(panel.desk.today() + timedelta(7)),
                           hint=_("For example 27.11, fr or +3."))  # fmt: skip
        name = panel.card.name if panel.card else ""
        super().__init__(panel, _("Message about {name}").format(name=name), _("Leave message"), self.text, self.until)

    def send(self) -> None:
        from alfdesk import people

        if not self.text.text().strip():
            self.text.refuse(_("Write a message first."))
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        until = self.day_in(self.until)
        if until is None:
            return
        today = self.desk.today()
        wrong = self.until if not today <= until <= today + timedelta(people.MESSAGE_DAYS) else self.text
        said = _("{name} has a message on the card.").format(name=self.name)
        self.do(wrong, people.leave_message, said, person=self.panel.person, text=self.text.text(), until=until,
                today=today)  # fmt: skip


class EnrolForm(Form):
    """Into a programme, from a day on."""

    def __init__(self, panel: CardPanel) -> None:
        from alfdesk import programmes

        inside = {e.programme_id for e in panel.card.programmes if e.now and e.to_day is None} if panel.card else set()

        def those(session: Any) -> list[tuple[object, str]]:
            return [(p.id, p.name or "") for p in programmes.everyone(session) if p.id not in inside]

        self.options = panel.desk.read(those)
        self.which = Choice(_("Programme"), self.options, self.options[0][0] if self.options else None)
        self.since = Field(_("First day"), written(panel.desk.today()),
                           hint=_("Leave it empty when nobody knows."))  # fmt: skip
        label = Text(_("Programme") if self.options else _("There is no other programme to enrol in."), "label", "mut",
                     wrap=True)  # fmt: skip
        choose = QWidget()
        Column(label, self.which, gap=6, parent=choose)
        name = panel.card.name if panel.card else ""
        super().__init__(panel, _("Enrol {name}").format(name=name), _("Enrol"), choose, self.since)
        self.since.setVisible(bool(self.options))
        self.send_button.setVisible(bool(self.options))

    def start(self) -> QWidget:
        return self.which.buttons()[0] if self.options else self.panel.back_button

    def send(self) -> None:
        from alfdesk import programmes

        since = None
        if self.since.text().strip():
            since = self.day_in(self.since)
            if since is None:
                return
        where = dict(self.options).get(self.which.value, "")
        said = _("{name} is enrolled in {programme}.").format(name=self.name, programme=where)
        self.do(self.since, programmes.enrol, said, person=self.panel.person, programme=self.which.value, since=since)


class EndForm(Form):
    """The last day of an enrolment."""

    def __init__(self, panel: CardPanel, enrolment: bytes) -> None:
        self.enrolment = enrolment
        self.last = Field(_("Last day"), written(panel.desk.today()), hint=_("For example 27.11, fr or +3."))
        rows = panel.card.programmes if panel.card else ()
        self.programme = next((e.programme for e in rows if e.id == enrolment), "")
        super().__init__(panel, _("End the time in {programme}").format(programme=self.programme), _("Set last day"),
                         self.last)  # fmt: skip

    def send(self) -> None:
        from alfdesk import programmes

        last = self.day_in(self.last)
        if last is not None:
            said = _("{name} is in {programme} until {day}.").format(
                name=self.name, programme=self.programme, day=written(last)
            )
            self.do(self.last, programmes.end_enrolment, said, enrolment=self.enrolment, last=last)


class TeamForm(Form):
    """The team she belongs to in a programme."""

    def __init__(self, panel: CardPanel, enrolment: bytes) -> None:
        from alfdesk import crew_teams

        rows = panel.card.programmes if panel.card else ()
        self.row = next(e for e in rows if e.id == enrolment)
        teams: list[tuple[object, str]] = [*panel.desk.read(crew_teams.choices, self.row.programme_id)]
        self.options = [*teams, (None, _("No team"))]
        self.which = Choice(_("Team"), self.options, self.row.team_id)
        heading = _("The team of {name} in {programme}").format(
            name=panel.card.name if panel.card else "", programme=self.row.programme
        )
        super().__init__(panel, heading, _("Set team"), self.which)

    def start(self) -> QWidget:
        return self.which.buttons()[0]

    def send(self) -> None:
        from alfdesk import crew_teams

        team = self.which.value
        said = _("{name} is in {team} now.") if team else _("{name} is in no team now.")
        name = dict(self.options).get(team, "")
        self.do(None, crew_teams.set_team, said.format(name=self.name, team=name), enrolment=self.row.id, team=team)


class NumberForm(Form):
    """Another number, where two people were given the same."""

    def __init__(self, panel: CardPanel) -> None:
        self.number = Field(_("New number"), numeric=True,
                            hint=_("The old number is never given to anyone else."))  # fmt: skip
        self.number.edit.setMaxLength(6)
        name = panel.card.name if panel.card else ""
        super().__init__(panel, _("New number for {name}").format(name=name), _("Change number"), self.number)

    def send(self) -> None:
        from alfdesk import people

        text = self.number.text().strip()
        if not text.isascii() or not text.isdecimal():
            self.number.refuse(_("Write the number with digits."))
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        said = _("{name} has number {number} now.").format(name=self.name, number=int(text))
        self.do(self.number, people.renumber, said, person=self.panel.person, number=int(text))
