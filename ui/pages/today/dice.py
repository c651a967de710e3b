"""What a draw is shown by: the code of the list in large groups, the buttons for a throw, and the dice thrown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ...look import look
from ...widgets.buttons import Button


class Code(QWidget):
    """The code of a list, large, in groups of four that can be read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_code(self, code: str) -> None:
        self._groups = [code[i : i + 4] for i in range(0, len(code), 4)]
        self.setAccessibleName(_("Code of the list: {code}").format(code=self.text()))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return " ".join(self._groups)

    def _across(self, width: int) -> int:
        """Groups on a line: 8, 4, 2 or 1, so that lines are alike."""
        cell = self._cell()
        return next((n for n in (8, 4, 2) if n * cell <= width - look.px(24)), 1)

    @staticmethod
    def _cell() -> int:
        return QFontMetrics(look.font("h1", 22)).horizontalAdvance("dddd") + look.px(22)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        lines = -(-len(self._groups) // self._across(width)) if self._groups else 0
        return lines * look.px(36) + look.px(16)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = 8 * self._cell() + look.px(24)
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._cell() + look.px(24), self.heightForWidth(self.width()))

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("prim"), 2))
        painter.setBrush(look.colour("surf"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(8), look.px(8))
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("h1", 22))
        across, cell = self._across(self.width()), self._cell()
        left = (self.width() - across * cell) / 2
        for place, group in enumerate(self._groups):
            box = QRectF(left + place % across * cell, look.px(8) + place // across * look.px(36), cell, look.px(36))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, group)


SPOTS = {
    "1": ((1, 1),), "2": ((0, 0), (2, 2)), "3": ((0, 0), (1, 1), (2, 2)), "4": ((0, 0), (2, 0), (0, 2), (2, 2)),
    "5": ((0, 0), (2, 0), (1, 1), (0, 2), (2, 2)), "6": ((0, 0), (2, 0), (0, 1), (2, 1), (0, 2), (2, 2)),
}  # fmt: skip


def paint_die(painter: QPainter, face: str, box: QRectF) -> None:
    """One die; an empty face is one that is still to be thrown."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = Qt.PenStyle.SolidLine if face else Qt.PenStyle.DashLine
    painter.setPen(QPen(look.colour("text" if face else "edge"), max(2, look.edge_width), style))
    painter.setBrush(look.colour("surf"))
    painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), look.px(8), look.px(8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("text"))
    spot = box.width() * 0.17
    for column, row in SPOTS.get(face, ()):
        x, y = (box.left() + box.width() * (0.26 + 0.24 * n) for n in (column, 0))
        y = box.top() + box.height() * (0.26 + 0.24 * row)
        painter.drawEllipse(QRectF(x - spot / 2, y - spot / 2, spot, spot))


class Die(Button):
    """A button for one face; the digit stands in its corner."""

    def __init__(self, face: str) -> None:
        super().__init__(face)
        self.face = face
        self.setAccessibleName(_("Die {face}").format(face=face))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(88), look.px(88))

    def _content(self, painter: QPainter, ink: Any) -> None:
        side = look.px(52)
        paint_die(painter, self.face, QRectF((self.width() - side) / 2, look.px(8), side, side))
        painter.setPen(ink)
        painter.setFont(look.font("key"))
        foot = QRectF(0, self.height() - look.px(25), self.width(), look.px(20))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self.face)


class Dice(QWidget):
    """What has been thrown, in order, and how many more it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.thrown, self.least = "", 5
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_dice(self, thrown: str, least: int) -> None:
        self.thrown, self.least = thrown, least
        words = ngettext("{count} die thrown: {dice}", "{count} dice thrown: {dice}", len(thrown))
        self.setAccessibleName(words.format(count=len(thrown), dice=" ".join(thrown)))
        self.updateGeometry()
        self.update()

    def _faces(self) -> list[str]:
        return [*self.thrown, *[""] * max(0, self.least - len(self.thrown))]

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        across = max(1, width // look.px(56))
        return -(-len(self._faces()) // across) * look.px(56)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(300), self.heightForWidth(max(self.width(), look.px(300))))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        cell, side = look.px(56), look.px(48)
        across = max(1, self.width() // cell)
        for place, face in enumerate(self._faces()):
            paint_die(painter, face, QRectF(place % across * cell, place // across * cell, side, side))
