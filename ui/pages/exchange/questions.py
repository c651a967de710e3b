"""What only a person can decide: one plain question each, what each side says, who said it and when. No answer is
chosen beforehand; an answer is an act like any other, and Ctrl+Z takes it back."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded

from ...desk import REFUSED
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Surface
from ...widgets.text import IconText, Text
from . import words

if TYPE_CHECKING:
    from .page import Exchange

SHOWN = 5  # cards at a time; the next come as these are answered
TOLD = 60  # characters of a question that was answered, in the line that says so: two lines at 200 %
PAGES = {"attendance": "today", "people": "people", "pay": "pay"}  # where what has no choices is put right

# Kind → what the button in a side's own row says, where the choice in full words would say the side over again.
BESIDE = {
    "received": marked("This is right"), "counted": marked("This is right"),
    "settled": marked("This one counts"), "numbered": marked("This one counts"),
}  # fmt: skip

_looked_through: WeakSet[Any] = WeakSet()  # desks whose whole journal has been looked through once


def open_here(desk: Any) -> tuple[Any, ...]:
    """Every open question. The first time all the journal is looked through: not on the window's thread."""
    from alfdesk.questions import every

    found = desk.read(every.every)
    _looked_through.add(desk)
    return found


def at_once(desk: Any) -> bool:
    """Whether asking for them takes no time."""
    return desk in _looked_through


def may_answer(desk: Any, question: Any) -> bool:
    from alfdesk.questions import answers

    roles = answers.ROLES[question.kind]
    return desk.may(*roles) if roles else desk.may("administrator")


class Questions(QWidget):
    """A heading with their number, and the first of them as cards."""

    def __init__(self, page: Exchange) -> None:
        super().__init__()
        self.page = page
        self.cards: list[Card] = []
        self.heading = IconText("alert-triangle-filled", "", "h2", "later", wrap=True)
        self.rest = Text("", "small", "mut", wrap=True)
        self._holder = QWidget()
        self._cards = Column(gap=10, parent=self._holder)
        Column(self.heading, self._holder, self.rest, gap=8, margins=(0, 4, 0, 4), parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_questions(self, questions: tuple[Any, ...], today: date) -> None:
        """Cards that are there already stay as they are."""
        wanted = questions[:SHOWN]
        if [card.question for card in self.cards] != list(wanted):
            self._fill(wanted, today)
        count = len(questions)
        said = ngettext("{count} must be answered", "{count} must be answered", count).format(count=count)
        self.heading.words.setText(said)
        rest = count - len(wanted)
        more = ngettext("{count} more comes after these.", "{count} more come after these.", rest).format(count=rest)
        self.rest.setText(more)
        self.rest.setVisible(rest > 0)
        self.setVisible(bool(questions))

    def _fill(self, questions: tuple[Any, ...], today: date) -> None:
        for card in self.cards:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for question in questions:
            card = Card(self.page, question, today)
            card.answered.connect(partial(self.answer, question))
            self.cards.append(card)
            self._cards.put(card)

    def answer(self, question: Any, choice: str) -> None:
        """Somebody decided. The next question has the focus then."""
        from alfdesk.questions import answers

        said = _("Answered: {question}").format(question=shorten(question.words, TOLD, placeholder=" …"))
        if self.page.desk.do(answers.answer, said, question=question.id, choice=choice) is REFUSED:
            return
        self.page.refresh()
        first = next((card.buttons[0] for card in self.cards if card.buttons), None)
        target = first if first is not None else self.page.start()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def marked_text(self) -> str:
        """What F8 reads while something in a card has the focus."""
        has = self.page.focusWidget()
        return next((card.summary() for card in self.cards if has is not None and card.isAncestorOf(has)), "")


class Card(Surface):
    """One question. Emits `answered` with the key of the choice."""

    answered = Signal(str)

    def __init__(self, page: Exchange, question: Any, today: date) -> None:
        super().__init__("surf", "later", 8)
        self.question = question
        self.buttons: list[Button] = []
        self.lines: list[str] = []
        self.setAccessibleName(question.words)
        self.title = Text(question.words, "strong", wrap=True)
        may = may_answer(page.desk, question)
        choices = {c.key: c for c in question.choices if may and (not c.roles or page.desk.may(*c.roles))}
        self._head = QWidget()
        Column(self.title, margins=(18, 9, 18, 9), parent=self._head)
        inside = Column(gap=12, margins=(18, 8, 10, 10))
        for side in question.sides:
            inside.put(self._side(side, choices.pop(side.choice, None), today))
        foot = [self._button(choice, choice.words, question.words) for choice in choices.values()]
        if question.choices and not may:
            foot.append(Text(_("Somebody else answers this: your role does not cover it."), "small", "mut", wrap=True))
        elif not question.choices:
            foot += self._elsewhere(page)
        if question.follows and len(choices) > 1:
            inside.put(Text(question.follows, "small", "mut", wrap=True))
            self.lines.append(question.follows)
        if foot:
            row = QWidget()
            Flow(*foot, gap=8, line_gap=6, parent=row)
            inside.put(row)
        Column(self._head, inside, gap=0, margins=(0, 0, 0, 0), parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _side(self, side: Any, choice: Any, today: date) -> QWidget:
        """What one says; who, on which laptop, when; and the button that lets it stand."""
        who = ", ".join(part for part in (side.who, side.laptop, _when(side.at, today)) if part)
        self.lines.append(f"{side.says}: {who}" if who else side.says)
        parts: list[QWidget] = [Text(side.says, "strong", wrap=False), Text(who, "body", "mut")]
        if choice is not None:
            same = _("This is right") if choice.words == side.says else choice.words
            says = worded(BESIDE[self.question.kind]) if self.question.kind in BESIDE else same
            parts.append(self._button(choice, says, self.lines[-1]))
        row = QWidget()
        Flow(*parts, gap=16, line_gap=4, end=1 if choice is not None else 0, parent=row)
        return row

    def _button(self, choice: Any, says: str, about: str) -> Button:
        button = Button(says)
        button.setAccessibleName(f"{says}: {about}")
        button.clicked.connect(lambda _checked=False: self.answered.emit(choice.key))
        self.buttons.append(button)
        return button

    def _elsewhere(self, page: Exchange) -> list[QWidget]:
        key = PAGES.get(self.question.verb.partition(".")[0], "")
        kind = next((k for k in page.shell.places if k.key == key), None)
        if kind is None:
            return []
        button = Button(_("To {page}").format(page=worded(kind.words)), "arrow-right")
        button.clicked.connect(lambda _checked=False: page.shell.go(key))
        self.buttons.append(button)
        return [button]

    def summary(self) -> str:
        return ". ".join([self.question.words, *self.lines])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        # The heading lies on the tint of what must be looked at, inside the rounded edge.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, radius = look.edge_width, look.px(self.radius)
        box = QRectF(self.rect()).adjusted(wide, wide, -wide, -wide)
        shape = QPainterPath()
        shape.addRoundedRect(box, radius - wide, radius - wide)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), self._head.height()), look.colour("later-tint"))
        painter.fillRect(QRectF(box.left(), box.top() + self._head.height(), box.width(), wide), look.colour("later"))
        painter.end()


def _when(at: str, today: date) -> str:
    if not at:
        return ""
    return words.moment(int(datetime.fromisoformat(at).timestamp() * 1000), today)
