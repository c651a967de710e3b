"""One focus ring for the whole window: it lies over everything and follows the focus."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from ..look import look

# What happens to something that has focus, or to what it lies in, and moves the ring with it.
FOLLOWED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.ZOrderChange}


class FocusRing(QWidget):
    """An inner line of 2 and an outer of 3 pixels around what has focus, by keyboard or pointer, as far as that is in
    sight. Views draw their own ring around the marked row, so they get none here."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._about: QWidget | None = None
        self._watched: list[QWidget] = []
        self._shown = QRect()  # of the ring itself
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)
        look.changed.connect(self.follow)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        self._about = new if new is not None and new.window() is self.window() and self._wanted(new) else None
        self._watched = list(self._chain())
        for each in self._watched:
            each.installEventFilter(self)
        self._into_sight()
        QTimer.singleShot(0, self, self._into_sight)  # what came into view with the focus may have moved it
        self.follow()

    def _into_sight(self) -> None:
        """What has focus is never scrolled away; only a press of the pointer leaves the page where it is, or it would
        let go of something else than it pressed."""
        if self._about is None or not isValid(self._about) or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        for around in self._chain():
            if isinstance(around, QScrollArea) and around is not self._about:
                around.ensureWidgetVisible(self._about, look.px(8), look.px(16))

    def _chain(self) -> Iterator[QWidget]:
        """What has focus and all it lies in: when one of them moves, so does the ring."""
        each = self._about
        while each is not None and each is not self.window():
            yield each
            each = each.parentWidget()

    @staticmethod
    def _wanted(widget: QWidget) -> bool:
        return not isinstance(widget, QAbstractItemView) and not (
            isinstance(widget, QAbstractScrollArea) and widget.objectName() == "bare"
        )

    def follow(self) -> None:
        """Lie around what has focus now."""
        about = self._about
        if about is None or not isValid(about) or not about.isVisible():
            self.hide()
            return
        pad = look.px(5)
        box, seen = self._rect(about), self._seen()
        if not box.intersects(seen):  # the wheel took it away: the ring would lie around something else
            self.hide()
            return
        box.adjust(-pad, -pad, pad, pad)
        self._shown = seen.adjusted(-pad, -pad, pad, pad).translated(-box.topLeft())
        self.setGeometry(box)
        self.show()
        self.raise_()
        self.update()

    def _seen(self) -> QRect:
        """What can be seen of what it lies in, less what is scrolled away."""
        seen = self.window().rect()
        for around in self._chain():
            if isinstance(around, QAbstractScrollArea) and around is not self._about:
                seen &= self._rect(around.viewport())
        return seen

    def _rect(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self.window(), QPoint(0, 0)), widget.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in FOLLOWED:
            self.follow()
        elif event.type() == QEvent.Type.Destroy:
            self._about = None
            self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setClipRect(self._shown)
        paint_ring(painter, QRectF(self.rect()))
        painter.end()


def paint_ring(painter: QPainter, box: QRectF, radius: float | None = None) -> None:
    """The ring just inside `box`: 3 pixels of focus, and 2 of the inner colour within."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outer = look.px(8) + look.px(4) if radius is None else radius
    wide, inner = look.px(3), look.px(2)
    painter.setPen(QPen(look.colour("focus"), wide))
    half = wide / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), outer, outer)
    painter.setPen(QPen(look.colour("focus-inner"), inner))
    edge = wide + inner / 2
    painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), max(0.0, outer - wide), max(0.0, outer - wide))
