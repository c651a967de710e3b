"""Words that a view paints again and again: set in type once, drawn many times. And plates: what lies under them."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText, QTransform

from ..look import look

MOST = 1_000  # kept at once; then from the beginning


class Typeset:
    """Words cut to their room. It keeps what it has drawn, names too: it belongs to one view and goes with it."""

    def __init__(self) -> None:
        self._faces: dict[tuple[str, float | None], tuple[QFont, QFontMetrics]] = {}
        self._kept: dict[tuple[str, float | None, str, int], tuple[QStaticText, int]] = {}
        self._widths: dict[tuple[str, float | None, str], int] = {}

    def forget(self) -> None:
        """The look has changed."""
        self._faces.clear()
        self._kept.clear()
        self._widths.clear()

    def face(self, kind: str, size: float | None = None) -> tuple[QFont, QFontMetrics]:
        """The font of a kind, and its measures."""
        found = self._faces.get((kind, size))
        if found is None:
            font = look.font(kind, size)
            found = self._faces[kind, size] = font, QFontMetrics(font)
        return found

    def width(self, text: str, kind: str, size: float | None = None) -> int:
        """How wide the words are, uncut."""
        found = self._widths.get((kind, size, text))
        if found is None:
            if len(self._widths) >= MOST:
                self._widths.clear()
            found = self._widths[kind, size, text] = self.face(kind, size)[1].horizontalAdvance(text)
        return found

    def draw(self, painter: QPainter, text: str, kind: str, x: float, middle: float, room: float, *,
             size: float | None = None, right: bool = False) -> int:  # fmt: skip
        """Draw in the painter's ink from `x` on, `middle` the height of the line's middle; with `right` they end at
        x + room. What is too long ends in an ellipsis. Returns how wide they are."""
        if not text or room < 1:
            return 0
        font, metrics = self.face(kind, size)
        key = (kind, size, text, int(room))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            found = self._kept[key] = self._set(text, font, metrics, int(room))
        words, wide = found
        painter.setFont(font)
        # Rounded alike wherever it lies: a view that scrolls moves the pixels of what it has painted.
        left = x + room - wide if right else x
        painter.drawStaticText(floor(left + 0.5), floor(middle - metrics.height() / 2), words)
        return wide

    @staticmethod
    def _set(text: str, font: QFont, metrics: QFontMetrics, room: int) -> tuple[QStaticText, int]:
        wide = metrics.horizontalAdvance(text)
        if wide > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            wide = metrics.horizontalAdvance(text)
        words = QStaticText(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        words.prepare(QTransform(), font)
        return words, wide


def plate(
    painter: QPainter, box: QRectF, fill: str, edge: str, wide: float, radius: float, *, dashed: bool = False
) -> None:  # fmt: skip
    """A rounded panel in tokens' colours (`fill` may be ""), its edge inside `box`: painted once, and kept."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    left, top = floor(box.left()), floor(box.top())
    inside = (round(box.left() - left, 2), round(box.top() - top, 2), round(box.width(), 2), round(box.height(), 2))
    ink, ground = look.colour(edge).name(), look.colour(fill).name() if fill else ""
    painter.drawPixmap(QPoint(left, top), _plate(inside, ground, ink, wide, radius, dashed, ratio))


@lru_cache(maxsize=96)
def _plate(
    inside: tuple[float, float, float, float], fill: str, edge: str, wide: float, radius: float, dashed: bool,
    ratio: float,
) -> QPixmap:  # fmt: skip
    x, y, width, height = inside
    image = QPixmap(ceil((x + width) * ratio), ceil((y + height) * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), wide, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if fill:
        painter.setBrush(QColor(fill))
    half = wide / 2
    painter.drawRoundedRect(QRectF(x, y, width, height).adjusted(half, half, -half, -half), radius, radius)
    painter.end()
    return image
