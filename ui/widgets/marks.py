"""Small marks: a status as glyph and word, places as squares, keys and what they do, a photograph."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from .. import icons, tokens
from ..look import look
from .text import IconText


class Status(IconText):
    """A status: shape, word and colour."""

    def __init__(self, outcome: str | None, words: str, kind: str = "strong", parent: QWidget | None = None) -> None:
        icon, colour = tokens.STATUS[outcome]
        super().__init__(icon, words, kind, colour, parent=parent)

    def set(self, outcome: str | None, words: str) -> None:
        icon, colour = tokens.STATUS[outcome]
        self.show_as(icon, words, colour)


class Meter(QWidget):
    """Places as squares, five and five: filled are taken. Its name says the same in words."""

    def __init__(self, name: str = "", used: int = 0, places: int = 0, size: int = 14,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._size = size
        self.used = self.places = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.set(name, used, places)

    def set(self, name: str, used: int, places: int) -> None:
        self.used, self.places = used, min(places, 40)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def _left(self, index: int) -> float:
        return index * look.px(self._size + 3) + index // 5 * look.px(6)

    def sizeHint(self) -> QSize:  # noqa: N802
        if not self.places:
            return QSize(0, look.px(self._size))
        return QSize(round(self._left(self.places - 1)) + look.px(self._size), look.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(self._size)
        for index in range(self.places):
            box = QRectF(self._left(index) + 0.5, 0.5, side - 1, side - 1)
            taken = index < self.used
            painter.setPen(QPen(look.colour("prim" if taken else "edge"), 1))
            painter.setBrush(look.colour("prim") if taken else look.colour("surf"))
            painter.drawRoundedRect(box, look.px(3), look.px(3))


class Keys(QWidget):
    """The foot line: keys, semi-bold, and what each does. As many as there is room for; F1 has them all."""

    def __init__(self, parent: QWidget | None = None, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._pairs: list[tuple[str, str]] = []
        self._centred = centred
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def set(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self.setAccessibleName(", ".join(f"{key}: {does}" for key, does in pairs))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), look.px(28))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(60), look.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        bold, plain = look.font("key"), look.font("small")
        wide, narrow = QFontMetrics(bold), QFontMetrics(plain)
        x, size = 0.0, look.px(18)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._centred:
            parts = [(size if k == "Enter" else wide.horizontalAdvance(k)) + narrow.horizontalAdvance(d)
                     for k, d in self._pairs]  # fmt: skip
            x = max(0.0, (self.width() - sum(parts) - len(parts) * look.px(26) + look.px(20)) / 2)
        for key, does in self._pairs:
            arrow = key == "Enter"
            key_wide = size if arrow else wide.horizontalAdvance(key)
            total = key_wide + look.px(6) + narrow.horizontalAdvance(does)
            if x + total > self.width():
                return
            if arrow:
                icons.paint(painter, "corner-down-left", look.colour("text"), x, (self.height() - size) / 2, size)
            else:
                painter.setFont(bold)
                painter.setPen(look.colour("text"))
                painter.drawText(QRectF(x, 0, key_wide + 2, self.height()), middle, key)
            x += key_wide + look.px(6)
            painter.setFont(plain)
            painter.setPen(look.colour("mut"))
            painter.drawText(QRectF(x, 0, total, self.height()), middle, does)
            x += narrow.horizontalAdvance(does) + look.px(20)


class Cap(QWidget):
    """A key drawn as a cap: the digit that chooses a team."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(24), look.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        paint_cap(QPainter(self), self.key, QRectF(self.rect()))


def paint_cap(painter: QPainter, key: str, box: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("edge"), 1))
    painter.setBrush(look.colour("alt"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
    painter.setPen(look.colour("text"))
    painter.setFont(look.font("key"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)


class Photo(QWidget):
    """A person's photograph, or the outline of one where there is none."""

    def __init__(self, name: str = "", jpeg: bytes | None = None, wide: int = 96, high: int = 124,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._wide, self._high = wide, high
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.set(name, jpeg)

    def set(self, name: str, jpeg: bytes | None) -> None:
        self.setAccessibleName(name)
        self._picture = None
        if jpeg:
            picture = QPixmap()
            self._picture = picture if picture.loadFromData(jpeg) else None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(self._wide), look.px(self._high))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, look.px(8), look.px(8))
        painter.setClipPath(shape)
        painter.fillPath(shape, look.colour("alt"))
        if self._picture:
            size = self.size() * self.devicePixelRatioF()
            filled = self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                                          Qt.TransformationMode.SmoothTransformation)  # fmt: skip
            filled.setDevicePixelRatio(self.devicePixelRatioF())
            left = (self.width() - filled.width() / self.devicePixelRatioF()) / 2
            painter.drawPixmap(QPointF(left, 0), filled)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("edge"))
            painter.setOpacity(0.55)
            wide, high = self.width(), self.height()
            painter.drawEllipse(QPointF(wide / 2, high * 0.36), wide * 0.19, wide * 0.19)
            shoulders = QPainterPath()
            shoulders.addRoundedRect(QRectF(wide * 0.14, high * 0.62, wide * 0.72, high), wide * 0.3, wide * 0.3)
            painter.drawPath(shoulders)
            painter.setOpacity(1)
        painter.setClipping(False)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, look.px(8), look.px(8))
