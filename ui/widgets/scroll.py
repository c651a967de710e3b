"""What scrolls: the area that pages, panels and questions lie in, and the bar beside all that is longer than its room.

The window has no style sheet of its own: Qt would work it into every widget again at each change of theme or size. The
few things Qt draws for us that need one (bars, menus) carry their own, put on when they are seen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QScrollBar, QWidget

from ..look import look

WIDE = 14  # pixels at 100 %


class ScrollBar(QScrollBar):
    """A groove and a handle, no arrows."""

    def __init__(self, way: Qt.Orientation) -> None:
        super().__init__(way)
        self._dressed: tuple[object, ...] = ()
        look.changed.connect(self._changed)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide, least = look.px(WIDE), look.px(36)
        return QSize(wide, least) if self.orientation() == Qt.Orientation.Vertical else QSize(least, wide)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        self._dress()
        super().showEvent(event)

    def _changed(self) -> None:
        self.updateGeometry()
        if self.isVisible():
            self._dress()

    def _dress(self) -> None:
        worn = (look.theme, look.scale)
        if worn == self._dressed:
            return
        self._dressed = worn
        edge, handle = look.px(36), look.colour("edge").name()
        self.setStyleSheet(f"""
        QScrollBar {{ background: {look.colour("alt").name()}; margin: 0; border: 0; }}
        QScrollBar::handle {{ background: {handle}; border-radius: {look.px(5)}px; margin: {look.px(2)}px;
            min-height: {edge}px; min-width: {edge}px; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
        """)


def own_bars(area: QAbstractScrollArea, *, see_through: bool = False) -> None:
    """Give what scrolls our bars, and no frame; with `see_through` what lies behind it shows."""
    area.setVerticalScrollBar(ScrollBar(Qt.Orientation.Vertical))
    area.setHorizontalScrollBar(ScrollBar(Qt.Orientation.Horizontal))
    area.setFrameShape(QFrame.Shape.NoFrame)
    if see_through:
        area.viewport().setAutoFillBackground(False)


class Scroll(QScrollArea):
    """Holds one widget as wide as itself and scrolls it. Never takes focus; what lies behind it shows."""

    def __init__(self, inside: QWidget | None = None, *, sideways: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_bars(self, see_through=True)
        self.setObjectName("bare")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if inside is not None:
            self.setWidget(inside)

    def setWidget(self, inside: QWidget) -> None:  # noqa: N802
        super().setWidget(inside)
        inside.setAutoFillBackground(False)  # which Qt has just put on
