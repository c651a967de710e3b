"""Long work, shown: what happens, how far it is, and Cancel. Nothing is shown during the first half second."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..look import look
from ..tasks import Task
from .buttons import Button
from .layouts import Column, Line
from .text import Text


class Bar(QProgressBar):
    """How far it is: a filled line, or one that wanders while nobody knows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setRange(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._at = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._wander)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), look.px(12))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(80), look.px(12))

    def showEvent(self, event: object) -> None:  # noqa: N802
        super().showEvent(event)  # type: ignore[arg-type]
        if not look.calm:
            self._timer.start(60)

    def hideEvent(self, event: object) -> None:  # noqa: N802
        super().hideEvent(event)  # type: ignore[arg-type]
        self._timer.stop()

    def _wander(self) -> None:
        if self.maximum() == 0:
            self._at = (self._at + 3) % 130
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_ = box.height() / 2
        painter.setPen(look.colour("edge"))
        painter.setBrush(look.colour("alt"))
        painter.drawRoundedRect(box, round_, round_)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("prim"))
        if self.maximum():
            wide = box.width() * self.value() / self.maximum()
            if self.value():
                painter.drawRoundedRect(QRectF(box.left(), box.top(), max(wide, box.height()), box.height()), round_,
                                        round_)
            return
        wide = box.width() * 0.3
        left = box.left() + (box.width() - wide) * (0.35 if look.calm else max(0, min(100, self._at - 15)) / 100)
        painter.drawRoundedRect(QRectF(left, box.top(), wide, box.height()), round_, round_)


class Progress(QWidget):
    """Text, bar and Cancel for one task at a time. `follow` shows itself when the task turns out to be slow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text("", "body", wrap=True)
        self.bar = Bar()
        self.cancel = Button(_("Cancel"), "x")
        line = Line(gap=12)
        line.put(self.bar, 1)
        line.put(self.cancel)
        Column(self.words, line, gap=4, parent=self)
        self._task: Task | None = None
        self.cancel.clicked.connect(self._cancel)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show how this task goes, from when it is slow until it has ended."""
        self._task = task
        task.slow.connect(self._slow)
        task.stepped.connect(self._stepped)
        task.ended.connect(self._ended)

    def tell(self, words: str, done: int = 0, total: int = 0, *, may_cancel: bool = False) -> None:
        """Show this much at once."""
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        self.cancel.setVisible(may_cancel)
        self._stepped(done, total)
        if self.parentWidget() is not None:
            self.show()

    def _slow(self) -> None:
        if self._task is not None and self._task.running:
            self.tell(self._task.label, self.bar.value(), self.bar.maximum(), may_cancel=self._task.may_cancel)

    def _stepped(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _ended(self) -> None:
        self._task = None
        self.hide()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
