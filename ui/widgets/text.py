"""Text on the screen, by the kinds of tokens.TYPE."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from .. import icons
from ..look import look


class Text(QLabel):
    """A label of one kind and colour. `wrap` breaks lines; without, what is too long ends in an ellipsis."""

    def __init__(self, text: str = "", kind: str = "body", colour: str = "text", *, wrap: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(text, parent)
        self.kind, self.colour_name = kind, colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.restyle()
        look.changed.connect(self.restyle)

    def paint_as(self, colour: str) -> None:
        """Take another colour."""
        self.colour_name = colour
        self.restyle()

    def restyle(self) -> None:
        self.setFont(look.font(self.kind))
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, look.colour(self.colour_name))
        self.setPalette(palette)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        if self.wordWrap():
            return QSize(look.px(40), super().minimumSizeHint().height())
        return QSize(look.px(16), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self.wordWrap() or self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(look.colour(self.colour_name))
        short = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), short)
        if self.toolTip() != self.text():
            self.setToolTip(self.text())


class IconText(QWidget):
    """An icon beside words, in one colour: a status, a hint."""

    def __init__(self, icon: str, text: str, kind: str = "body", colour: str = "text", *, wrap: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        from .layouts import Column, Line

        self.picture = Picture(icon, 20, colour)
        self.words = Text(text, kind, colour, wrap=wrap)
        line = Line(gap=8)
        line.put(self.picture, align=Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        line.put(self.words, 1)
        Column(0, line, 0, gap=0, parent=self)  # where there is more height than it takes, both stand in the middle

    def show_as(self, icon: str, text: str, colour: str) -> None:
        self.picture.show_as(icon, colour)
        self.words.setText(text)
        self.words.paint_as(colour)


class Picture(QWidget):
    """An icon by itself, beside words that say the same: it has no name of its own."""

    def __init__(self, icon: str, size: int = 20, colour: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._size, self._colour = icon, size, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_as(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(self._size), look.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if self._icon:
            icons.paint(QPainter(self), self._icon, look.colour(self._colour), 0, 0, look.px(self._size))
