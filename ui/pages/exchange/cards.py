"""The page's cards: side by side where there is room, else one under the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ...look import look
from ...widgets.layouts import Column, Line
from ...widgets.notice import Surface
from ...widgets.text import Picture, Text

RIM, IN = 8, 12  # pixels at 100 %: what a marked row keeps free of the edge, and where words begin inside that
SIDE_BY_SIDE = 1000  # pixels at 100 %: below this they stand in a column


class Card(Surface):
    """A panel with an icon, a heading and, at the right of it, a few words."""

    def __init__(self, icon: str, heading: str) -> None:
        super().__init__()
        self.setAccessibleName(heading)
        self.heading = Text(heading, "h2")
        self.beside = Text("", "small", "mut")
        self.beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.beside.hide()
        self.column = Column(gap=10, margins=(RIM, 14, RIM, 16), parent=self)
        line = Line(gap=10, margins=(IN, 0, IN, 0))
        line.put(Picture(icon, 24, "prim"))
        line.put(self.heading)
        line.put(self.beside, 1)
        self.column.put(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def put(self, part: QWidget | int) -> None:
        """A part in line with the heading."""
        if isinstance(part, int):
            self.column.put(part)
            return
        self.column.put(Column(part, margins=(IN, 0, IN, 0)))

    def say_beside(self, words: str) -> None:
        self.beside.setText(words)
        self.beside.setVisible(bool(words))


class Cards(QWidget):
    """`parts` are cards and their shares of the width."""

    def __init__(self, *parts: tuple[QWidget, int]) -> None:
        super().__init__()
        self._line = Line(gap=16, parent=self)
        for part, share in parts:
            self._line.put(part, share)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        look.changed.connect(self.fit)

    def fit(self) -> None:
        ways = QBoxLayout.Direction
        wanted = ways.LeftToRight if self.width() >= look.px(SIDE_BY_SIDE) else ways.TopToBottom
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()
