"""A section of the settings, and work in it that takes its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ... import tasks
from ...dialogs.overlay import Overlay
from ...look import look
from ...messages import words_of
from ...widgets.layouts import Column, Flow
from ...widgets.progress import Progress
from ...widgets.row_table import RowTable
from ...widgets.text import Text

if TYPE_CHECKING:
    from ...work import Work


class _Lines(Column):
    """Asks for the height it needs once the page's scroll bar stands beside it: Qt reckons without the bar."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return super().heightForWidth(width - look.px(14))


class Section(QWidget):
    """One heading's worth of settings. Changes act at once; a verb's way back is Ctrl+Z."""

    key: ClassVar[str] = ""
    words: ClassVar[str] = ""  # msgid
    icon: ClassVar[str] = "settings"
    roles: ClassVar[frozenset[str]] = frozenset()  # who has it; empty: everyone

    def __init__(self, shell: Work) -> None:
        super().__init__()
        self.shell, self.desk = shell, shell.desk
        self.column = _Lines(gap=12, margins=(0, 0, 12, 16), parent=self)
        self.build()
        self.column.put(0)

    def build(self) -> None:
        """Elements, assemble, connect."""

    def refresh(self) -> None:
        """Read again and show."""

    def start(self) -> QWidget | None:
        """What has focus when somebody is led here; None: its button in the list of sections."""
        return None

    def summary(self) -> str:
        """What F8 reads of it."""
        return ". ".join(t.text() for t in self.findChildren(Text) if t.isVisible() and t.text())

    # Parts -------------------------------------------------------------------------------------------------------

    def heading(self, words: str, more: str = "") -> None:
        if self.column.count():
            self.column.put(8)
        self.column.put(Text(words, "h2", wrap=True))
        if more:
            self.column.put(Text(more, "small", "mut", wrap=True))

    def flow(self, *parts: QWidget, top: bool = False, gap: int = 8) -> QWidget:
        row = QWidget()
        Flow(*parts, gap=gap, line_gap=8, top=top, parent=row)
        self.column.put(row)
        return row


def fit_rows(table: RowTable, most: int = 8) -> None:
    """Make the table as tall as its rows, up to `most`; none, no table."""
    count = len(table.rows.records)
    table.setVisible(bool(count))
    table.setFixedHeight(look.px(36) + look.size("row") * min(most, count) + look.px(4))


class Working(Overlay):
    """Over everything while one piece of work uses the workplace: nobody else may meanwhile. Esc does not leave."""

    def __init__(self, over: QWidget, label: str) -> None:
        super().__init__(over, label, wide=480)
        self.progress = Progress()
        self.column.put(Text(label, "h2", wrap=True))
        self.column.put(self.progress)
        self.progress.tell("")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
        else:
            super().keyPressEvent(event)


def work_on(
    shell: Work, label: str, act: Callable[[], Any], done: Callable[[Any], None],
    failed: Callable[[str], None] | None = None,
) -> None:  # fmt: skip
    """Do `act` on another thread with the window covered, then `done` with its answer. A refusal is told."""
    cover = Working(shell, label)
    cover.open()
    refuse = failed or shell.refuse
    task = tasks.run(shell, label, lambda _going: act(), done, lambda error: refuse(words_of(error)), cancel=False)
    task.ended.connect(cover.leave)
