"""One person's day, over the tiles: what stands, the five statuses, times, a note, messages and history.

What is written is kept when its field is left. Where something stands from an earlier day it is a correction: then
nothing is written before there is a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow, Line
from ...widgets.marks import Status
from ...widgets.notice import Band, Surface
from ...widgets.scroll import Scroll
from ...widgets.text import Text
from .status_buttons import StatusButtons

if TYPE_CHECKING:
    from .crew import Crew

LINES = 6  # of history
HERE = ("present", "went_home")


class StatusPanel(Surface):
    def __init__(self, crew: Crew, row: Any) -> None:
        super().__init__("surf", "line", 0)
        # Elements
        from alfdesk.attendance.words import outcome_words

        self.crew, self.row = crew, row
        self._written = ("", "", "")  # what the fields showed when they were filled
        self._wanted = ""  # the status that waits for a reason
        self.name = Text(row.name, "h2", wrap=True)
        self.status = Status(row.outcome, outcome_words(row.outcome))
        self.close_button = Button("", "x").only_icon(_("Close"))
        self.message = Band("tell")
        self.reason = Field(_("Reason for the correction"), hint=_("The old value is kept, with the reason."))
        self.buttons = StatusButtons(least=168, most=2)
        self.begin = Field(_("From"), width=130)
        self.end = Field(_("Until"), width=130)
        self.note = Field(_("Note"), hint=_("Write only what the supervisor needs to know."))
        self.correct_button = Button(_("Correct"), "check", "primary")
        self.history_title = Text(_("What has been said"), "label", "mut")
        self.history = Text("", "small", "text", wrap=True)
        # Assemble
        head = Line(gap=8)
        head.put(Column(self.name, self.status, gap=2), 1)
        head.put(self.close_button, align=Qt.AlignmentFlag.AlignTop)
        times = QWidget()
        Flow(self.begin, self.end, gap=12, parent=times)
        inside = QWidget()
        Column(
            self.message, self.reason, self.buttons, times, self.note, self.correct_button, self.history_title,
            self.history, 0, gap=12, margins=(16, 4, 16, 16), parent=inside,
        )  # fmt: skip
        whole = Column(gap=4, parent=self)
        top = QWidget()
        Column(head, margins=(16, 12, 8, 4), parent=top)
        whole.put(top)
        whole.put(Scroll(inside, sideways=False), 1)
        self.setAccessibleName(_("Status of {name}").format(name=row.name))
        # Connect
        self.close_button.clicked.connect(lambda _checked=False: crew.page.close_panel())
        self.buttons.chosen.connect(self.choose)
        self.correct_button.clicked.connect(lambda _checked=False: self.choose(self._wanted or self.row.outcome))
        for field in (self.begin, self.end, self.note):
            field.edit.editingFinished.connect(self._left)
        self.reason.edit.returnPressed.connect(lambda: self.choose(self._wanted or self.row.outcome))
        self.show_row(row)

    # Shown -------------------------------------------------------------------------------------------------------

    def show_row(self, row: Any) -> None:
        """Show this row, as it stands now."""
        from alfdesk.attendance.words import outcome_words

        other = row.person != self.row.person
        self.row, self._wanted = row, ""
        minute = row.to_minute if row.outcome == "went_home" else row.from_minute
        time = f"  {clock(minute)}" if minute is not None else ""
        self.name.setText(row.name)
        self.status.set(row.outcome, f"{outcome_words(row.outcome)}{time}")
        correction = self.correction
        self.reason.setVisible(correction)
        self.correct_button.setVisible(correction)
        self.begin.label.setText(_("Expected at") if row.outcome == "coming_later" else _("From"))
        self.begin.edit.setAccessibleName(self.begin.label.text())
        self.begin.edit.setPlaceholderText("" if row.outcome else _("now") if self.crew.is_today else "")
        self.end.setVisible(row.outcome in HERE)
        self.begin.setVisible(row.outcome not in ("reported_absent", "no_show"))
        shown = tuple(clock(m) if m is not None else "" for m in (row.from_minute, row.to_minute))
        self._written = (*shown, row.note or "")
        for field, text in zip((self.begin, self.end, self.note), self._written, strict=True):
            field.set(text)
            field.refuse("")
        if other:
            self.reason.set("")
            self.setAccessibleName(_("Status of {name}").format(name=row.name))
        self.buttons.stand(row.outcome)
        self._say_consequences()
        self._read_about()

    @property
    def correction(self) -> bool:
        """Whether something stands from an earlier day."""
        return not self.crew.is_today and self.row.outcome is not None

    def first_focus(self) -> QWidget:
        """Where the hand begins."""
        if self.correction:
            return self.reason.edit
        return self.buttons.buttons[self.row.outcome or "present"]

    def _say_consequences(self) -> None:
        now = clock(self.crew.desk.minute()) if self.crew.is_today else ""
        says = {
            "present": _("From {time}").format(time=now) if now else _("The whole day"),
            "coming_later": _("Is still expected"),
            "reported_absent": _("Said so beforehand"),
            "no_show": _("Nothing was said"),
            "went_home": _("Until {time}").format(time=now) if now else _("Before the end"),
        }
        if self.row.outcome is not None:
            says[self.row.outcome] = _("Stands now")
        for outcome, words in says.items():
            self.buttons.buttons[outcome].say_more(words)

    def _read_about(self) -> None:
        """Messages on the card, and what has been said of this day."""
        crew = self.crew
        messages, lines = crew.desk.read(about, self.row.person, crew.page.programme, crew.page.day)
        self.message.say(" ".join(messages))
        self.message.setVisible(bool(messages))
        self.history.setText("\n".join(lines[:LINES]))
        self.history_title.setVisible(bool(lines))
        self.history.setVisible(bool(lines))

    # Slots -------------------------------------------------------------------------------------------------------

    def choose(self, outcome: str | None) -> None:
        """Let this be the status, with the times and the note that are written."""
        if outcome is None or not self.isVisible():
            return
        row, was = self.row, self.row.outcome
        try:
            begin, end = self._times()
        except UserFacingError:
            return
        if self.correction and not self.reason.text().strip():
            self._wanted = outcome
            self.buttons.stand(outcome)
            self.reason.refuse(_("Write a short reason first."))
            self.reason.edit.setFocus()
            return
        now = self.crew.desk.minute() if self.crew.is_today else None
        new_begin = self.begin.text() != self._written[0]
        new_end = self.end.text() != self._written[1]
        if outcome == "present":
            begin, end = (begin if new_begin or was in HERE else now), (end if new_end else None)
        elif outcome == "went_home":
            begin, end = (begin if new_begin or was in HERE else None), (end if new_end or was == outcome else now)
        elif outcome == "coming_later":
            begin, end = (begin if new_begin or was == outcome else None), None
        else:
            begin = end = None
        if outcome == was == "present" and not new_end:
            end = row.to_minute
        done = self.crew.act(
            row, outcome, from_minute=begin, to_minute=end, note=self.note.text(), reason=self.reason.text()
        )
        if done:
            self.crew.page.close_panel()

    def _left(self) -> None:
        """A field was left: what changed in it is kept."""
        now = (self.begin.text(), self.end.text(), self.note.text())
        if now == self._written or not self.isVisible():
            return
        try:
            begin, end = self._times()
        except UserFacingError:
            return
        if self.row.outcome is None or self.correction:
            return  # kept together with the status, or with the reason
        self.crew.act(
            self.row, self.row.outcome, from_minute=begin, to_minute=end, note=self.note.text(), go_on=False
        )

    def _times(self) -> tuple[int | None, int | None]:
        """What the two fields say. Raises UserFacingError, after showing it under the field."""
        found = []
        for field in (self.begin, self.end):
            text = field.text().strip()
            try:
                found.append(formats.parse_minute(text) if text and field.isVisibleTo(self) else None)
            except UserFacingError as error:
                field.refuse(error.sentence)
                raise
        return found[0], found[1]


def about(session: Any, person: bytes, programme: bytes, day: Any) -> tuple[list[str], list[str]]:
    """The messages on a person's card, and what has been said of her day: "08.05 Berit. Marked. …", newest first."""
    from alfdesk import people, told

    messages = [text for _id, text, _until in people.card(session, person, day).messages]
    rows, entries = set(), set()
    for change in people.history(session, person):
        said = change.after if change.what == "fact" and isinstance(change.after, dict) else {}
        if change.table != "attendance":
            continue
        if said.get("day") == day.isoformat() and said.get("programme") == programme.hex():
            rows.add(change.row)
            entries.add((change.stream, change.seq))
        elif change.what == "void" and change.row in rows:
            entries.add((change.stream, change.seq))
    lines = []
    for line in told.history_lines(session, person):
        if (line.stream, line.seq) in entries:
            why = f" ({line.reason})" if line.reason else ""
            lines.append(f"{line.at} {line.who}: {' '.join(line.says) or line.act}{why}")
    return messages, lines
