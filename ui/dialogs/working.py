"""Work that has the workplace to itself: the window is covered meanwhile, and the cover is seen when it is slow."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from .. import tasks
from ..messages import words_of
from ..widgets.progress import Progress
from ..widgets.text import Text
from .overlay import Overlay

if TYPE_CHECKING:
    from ..page import Page
    from ..tasks import Going, Task


class Cover(Overlay):
    """Over everything; nothing is seen of it for half a second. Esc cancels what can be cancelled."""

    def __init__(self, over: QWidget, label: str) -> None:
        super().__init__(over, label, wide=480)
        self.progress = Progress()
        self.column.put(Text(label, "h2", wrap=True))
        self.column.put(self.progress)
        self.panel.hide()
        self._task: Task | None = None

    def follow(self, task: Task) -> None:
        self._task = task
        self.progress.follow(task)
        task.slow.connect(self.seen)
        task.ended.connect(self.leave)

    def start(self) -> QWidget | None:
        return self  # what is behind hears no key

    def seen(self) -> None:
        """It takes its time: say so."""
        self.panel.show()
        self.fit()
        self.update()
        if self.progress.cancel.isVisible():
            self.progress.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self.panel.isVisible():
            super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            if self._task is not None:
                self._task.cancel()
            event.accept()
            return
        super().keyPressEvent(event)


def run(
    page: Page, label: str, act: Callable[[Going], Any], done: Callable[[Any], None], *,
    refused: Callable[[str], None], cancelled: Callable[[], None] | None = None,
) -> Task:  # fmt: skip
    """Do `act` beside the window, which it has to itself, and then `done` with its answer.

    It can be cancelled where `cancelled` says what then; what was finished before the word came counts as done.
    What the workplace tells meanwhile is heard when it has ended.
    """
    desk, shell, answers = page.desk, page.shell, []

    def ended() -> None:
        if isValid(desk):
            desk.release()
        if not isValid(page):
            return
        if answers:
            done(answers[0])
        elif task._going.cancelled and cancelled is not None:
            cancelled()

    desk.hold()
    cover = Cover(shell, label)
    cover.open()
    failed = partial(_failed, refused)
    others = tasks.running()

    def alone(going: Going) -> None:
        while any(task.running for task in others):  # what reads beside the window ends first
            going.check()
            time.sleep(0.01)
        answers.append(act(going))

    task = tasks.run(page, label, alone, lambda _none: None, failed, cancel=cancelled is not None)
    cover.follow(task)
    task.ended.connect(ended)
    return task


def _failed(refused: Callable[[str], None], error: BaseException) -> None:
    refused(words_of(error))
