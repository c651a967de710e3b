"""What both views of I dag are: a widget under the box, that shows a board and answers keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ...commands import Command

if TYPE_CHECKING:
    from .page import Today

    Board = Any  # alfdesk.attendance.reads.Board: not imported before the first paint


class View(QWidget):
    """`page` has the programme, the day, the box and the desk."""

    def __init__(self, page: Today) -> None:
        super().__init__()
        self.page, self.desk, self.shell = page, page.desk, page.shell
        self.board: Board | None = None
        self.beside: QWidget | None = None  # what stands beside the box instead of the line `counts`
        self.box_width = 0  # pixels at 100 %: how wide the box is; 0: all there is room for
        self.build()

    def build(self) -> None: ...

    def show_board(self, board: Board) -> None:
        """Show the day as it stands."""

    def actions(self) -> list[QWidget]:
        """The view's own parts of the header, the primary button last."""
        return []

    def commands(self) -> list[Command]:
        return []

    def counts(self, board: Board) -> str:
        """The line beside the box."""
        return ""

    def summary(self) -> str:
        return ""

    def marked_text(self) -> str:
        return ""

    def start(self) -> QWidget | None:
        return self.page.search

    def takes_key(self, event: QKeyEvent) -> bool:
        return False

    def typed(self, text: str) -> None:
        """The box's text changed."""

    def entered(self, text: str) -> None:
        """Enter in the box."""

    def do(self, act: Callable[..., Any], said: str | Callable[[Any], str], **named: Any) -> Any:
        """One verb for this programme and day."""
        return self.desk.do(act, said, programme=self.page.programme, day=self.page.day, **named)
