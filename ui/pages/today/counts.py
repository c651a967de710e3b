"""How the day stands, beside the box: numbers in semi-bold, on as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...look import look

Counted = tuple[int, str]


class Counts(QWidget):
    """Pairs of a number and its word. Its name says the same in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pairs: tuple[Counted, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_pairs(self, pairs: tuple[Counted, ...]) -> None:
        if pairs != self.pairs:
            self.pairs = pairs
            self.setAccessibleName(self.text())
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        return ", ".join(f"{number} {word}" for number, word in self.pairs)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = max((x + width for x, _y, width in self._spots(100_000)), default=0)
        return QSize(wide, self._line())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(120), self._line())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return max((y for _x, y, _w in self._spots(width)), default=0) + self._line()

    def _line(self) -> int:
        return look.px(26)

    def _spots(self, width: int) -> list[tuple[int, int, int]]:
        """Where each pair stands (x, y), and how wide it is."""
        bold, plain = QFontMetrics(look.font("strong")), QFontMetrics(look.font("body"))
        spots, x, y = [], 0, 0
        for number, word in self.pairs:
            wide = bold.horizontalAdvance(str(number)) + look.px(5) + plain.horizontalAdvance(word) + 1
            if x and x + wide > width:
                x, y = 0, y + self._line()
            spots.append((x, y, wide))
            x += wide + look.px(28)
        return spots

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, body = look.font("strong"), look.font("body")
        bold = QFontMetrics(strong)
        base = bold.ascent() + (self._line() - bold.height()) // 2
        for (number, word), (x, y, _wide) in zip(self.pairs, self._spots(self.width()), strict=True):
            if x:  # a point between two on the same line
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("mut"))
                painter.drawEllipse(QPoint(x - look.px(14), y + self._line() // 2 + look.px(1)), look.px(2), look.px(2))
            painter.setPen(look.colour("text"))
            painter.setFont(strong)
            painter.drawText(x, y + base, str(number))
            painter.setFont(body)
            painter.drawText(x + bold.horizontalAdvance(str(number)) + look.px(5), y + base, word)


class Beside(QWidget):
    """How the day stands, beside the box: it takes the room there is, and wraps."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(380), super().sizeHint().height())
