"""A question inside the window, for the few things that can't be taken back. Each answer says what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ..look import look
from ..widgets.buttons import Button
from ..widgets.layouts import Column, Flow, Inside
from ..widgets.scroll import Scroll
from ..widgets.text import Text
from .overlay import Overlay


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its words, and what it does (None: nothing). "danger" is never chosen beforehand."""

    words: str
    run: Callable[[], object] | None = None
    role: str = "secondary"
    icon: str = ""


RIM = 6  # pixels at 100 %: room for the focus ring around what is scrolled. What is not scrolled keeps it free too


class Scrolled(Scroll):
    """Parts one under the other, scrolled where there is no room for all of them."""

    LEAST = 60  # pixels at 100 %

    def __init__(self, *parts: QWidget) -> None:
        inside = Inside()
        self.inside = Column(*parts, gap=12, margins=(RIM, 0, RIM, RIM), parent=inside)
        super().__init__(inside, sideways=False)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self) -> None:
        self.setMinimumHeight(look.px(self.LEAST))

    def wanted(self, wide: int) -> int:
        """The height at which nothing scrolls."""
        by_width = self.inside.hasHeightForWidth()
        return self.inside.totalHeightForWidth(wide) if by_width else self.inside.sizeHint().height()

    def more(self, wide: int) -> int:
        """How much higher than the least it would be in an overlay of this width."""
        return max(0, self.wanted(wide - 2 * look.px(24 - RIM)) - look.px(self.LEAST) + look.px(8))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(300), look.px(self.LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What has the focus stays in sight when the parts get other places."""
        if watched is self.widget() and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, lambda: self._focus_moved(None, QApplication.focusWidget()))
        return super().eventFilter(watched, event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, look.px(40))


class Ask(Overlay):
    """Title, a sentence or two, the answers from the left. `parts` (a field) stand between. Esc answers nothing."""

    def __init__(self, over: QWidget, title: str, sentence: str, *answers: Answer,
                 parts: tuple[QWidget, ...] = ()) -> None:
        super().__init__(over, title, wide=560, rim=RIM if parts else 0)
        self._sentence, self._parts = sentence, parts
        self.put_in_line(Text(title, "h1", wrap=True))
        self.words = Text(sentence, "body", wrap=True)
        self.body = Scrolled(self.words, *parts) if parts else self.words
        self.column.put(self.body, 1)
        row = QWidget()
        flow = Flow(gap=8, parent=row)
        self.buttons = [Button(a.words, a.icon, a.role) for a in answers]
        for button, answer in zip(self.buttons, answers, strict=True):
            button.clicked.connect(partial(self._answer, answer))
            flow.put(button)
        self.put_in_line(row)
        self._first = next((b for b in self.buttons if b.role == "primary"), None)
        self._danger = any(b.role == "danger" for b in self.buttons)

    def wanted(self, wide: int) -> int:
        if not isinstance(self.body, Scrolled):
            return super().wanted(wide)
        return super().wanted(wide) + self.body.more(wide)

    def start(self) -> QWidget | None:
        if self._parts:
            return self._parts[0]
        return None if self._danger else self._first

    def summary(self) -> str:
        return f"{self.accessibleName()}. {self._sentence} {', '.join(b.text() for b in self.buttons)}."

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((b for b in self.buttons if b.hasFocus()), None)
            chosen = focused or (None if self._danger else self._first)
            if chosen is not None:
                chosen.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def _answer(self, answer: Answer, _checked: bool = False) -> None:
        """The answer's act comes first: one that returns False (a wrong field) keeps the question open."""
        if answer.run is not None and answer.run() is False:
            return
        self.leave()
