"""Parts of a card: who it is, a message, a line with its label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock, written

from ... import formats
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Line
from ...widgets.marks import Photo, Status
from ...widgets.notice import Surface
from ...widgets.text import IconText, Picture, Text

if TYPE_CHECKING:
    from datetime import date

    from alfdesk.person_card import CardPage

LABEL = 92  # pixels of the label column


class Who(QWidget):
    """Photograph, name, how today stands, and how to reach her."""

    def __init__(self, page: CardPage) -> None:
        super().__init__()
        card = page.card
        found = card.found
        self.photo = Photo(_("Photo of {name}").format(name=page.name) if card.photo else "", card.photo)
        self.name = Text(page.name, "h1", wrap=True)
        lines = Column(gap=4)
        lines.put(self.name)
        for row in page.today:
            lines.put(_status(row, several=len(page.today) > 1))
        if not page.today:
            lines.put(Text(_("On no list today"), "body", "mut", wrap=True))
        lines.put(Text(_joined(found.full_name, _("No. {number}").format(number=found.number or "–")), wrap=True))
        born = card.birth_year and _("born {year} ({age} years)").format(year=card.birth_year, age=page.age)
        called = found.call_name if found.call_name not in (found.first_name, found.full_name) else ""
        if called or born:
            lines.put(Text(_joined(called and _("called {name}").format(name=called), born), wrap=True))
        if card.phone:
            lines.put(IconText("phone", card.phone))
        belongs = [e.programme for e in page.programmes if e.now]
        if belongs:
            lines.put(Text("  ·  ".join(belongs), wrap=True))
        line = Line(gap=16, parent=self)
        line.put(self.photo, align=Qt.AlignmentFlag.AlignTop)
        line.put(lines, 1)


class Row(QWidget):
    """A line of the card: its label, what it says, fainter words below, and a button at the right."""

    def __init__(self, label: str, text: str, more: str = "", *buttons: Button) -> None:
        super().__init__()
        self.label = Text(label, "label", "mut", wrap=True)
        self.value = Text(text, wrap=True)
        words = Column(self.value, gap=2)
        if more:
            words.put(Text(more, "small", "mut", wrap=True))
        line = Line(gap=8, margins=(0, 8, 0, 8), parent=self)
        line.put(self.label, align=Qt.AlignmentFlag.AlignTop)
        line.put(words, 1)
        for button in buttons:
            line.put(button)
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self) -> None:
        self.label.setFixedWidth(look.px(LABEL))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, look.colour("line"))
        painter.end()


class MessageBand(Surface):
    """A message: what it says, until when, and the button that takes it away."""

    def __init__(self, text: str, until: date | None, today: date, take: Button) -> None:
        super().__init__("later-tint", "later", 8)
        last = _("Message") if until is None else _("Message, shown until {day}").format(
            day=_near(until, today)
        )
        line = Line(gap=12, margins=(14, 10, 8, 10), parent=self)
        line.put(Picture("flag-filled", 20, "later"), align=Qt.AlignmentFlag.AlignTop)
        line.put(Column(Text(text, "strong", "later", wrap=True), Text(last, "small", "text", wrap=True), gap=2), 1)
        line.put(take)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


class KeptBand(Surface):
    """Of somebody registered twice: under which registration she is kept, and the way there."""

    def __init__(self, page: CardPage, show: Button) -> None:
        super().__init__("later-tint", "later", 8)
        self.show_button, kept = show, page.kept
        words = _("Kept as no. {number}: {name}").format(number=kept.number or "–", name=kept.call_name)
        why = _("Registered twice. What stands here, stays.")
        line = Line(gap=12, margins=(14, 10, 8, 10), parent=self)
        line.put(Picture("arrow-right", 20, "later"), align=Qt.AlignmentFlag.AlignTop)
        line.put(Column(Text(words, "strong", "later", wrap=True), Text(why, "small", "text", wrap=True), gap=2), 1)
        line.put(show)
        show.setAccessibleDescription(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


def today_words(row: Any) -> str:
    """How one list of today stands, in words: "Present today 08.05"."""
    from alfdesk.attendance.words import outcome_words

    minute = row.to_minute if row.outcome == "went_home" else row.from_minute
    minute = row.at_minute if minute is None and row.outcome in (None, "present") else minute
    return " ".join(w for w in (outcome_words(row.outcome), _("today"), "" if minute is None else clock(minute)) if w)


def dates(first: date | None, last: date | None) -> str:
    """From and to of an enrolment, in words; empty when neither is known."""
    if first and last:
        return f"{written(first)}–{written(last)}"
    if first:
        return _("from {day}").format(day=written(first))
    return _("until {day}").format(day=written(last)) if last else ""


def _status(row: Any, *, several: bool) -> QWidget:
    status = Status(row.outcome, today_words(row), "strong")
    status.words.setWordWrap(True)
    where = _joined(row.programme if several else "", row.team)
    if not where:
        return status
    both = QWidget()
    beneath = Column(Text(where, "small", "mut", wrap=True), margins=(28, 0, 0, 0))  # under the words, not the mark
    Column(status, beneath, gap=2, parent=both)
    return both


def _joined(*words: str | None) -> str:
    return "  ·  ".join(w for w in words if w)


def _near(day: date, today: date) -> str:
    return formats.day_near(day, today)
