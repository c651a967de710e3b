"""What a side panel is: a head with ✕, a body that scrolls, and Esc as one step back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..look import look
from .buttons import Button
from .layouts import Column, Flow, Inside, Line
from .scroll import Scroll
from .text import Text

EDGE = 20  # pixels of air at the sides


class SidePanel(QWidget):
    """`page` is the page it lies beside. `self.parts` takes what is shown, `self.head_actions` the buttons before ✕."""

    closed = Signal()

    def __init__(self, page: Any, title: str) -> None:
        super().__init__()
        self.page, self.desk, self.shell = page, page.desk, page.shell
        self.setAccessibleName(title)
        self.title = Text(title, "label", "mut")
        self.head_actions = QWidget()
        self.head_flow = Flow(gap=8, parent=self.head_actions)
        self.close_button = Button("", "x").only_icon(_("Close the panel"))
        self.close_button.clicked.connect(self.closed)
        head = QWidget()
        line = Line(gap=8, parent=head)
        line.put(self.title, 1)
        line.put(self.head_actions)
        line.put(self.close_button)
        self.inside = Inside()
        self.parts = Column(gap=10, margins=(EDGE, 4, EDGE, 16), parent=self.inside)
        self.scroll = Scroll(self.inside, sideways=False)
        outer = Column(gap=0, parent=self)
        top = QWidget()
        Column(head, margins=(EDGE, 12, EDGE, 8), parent=top)
        top.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        outer.put(top)
        outer.put(self.scroll, 1)
        look.changed.connect(self.update)

    def start(self) -> QWidget | None:
        """What has focus when the panel takes it."""
        return self.close_button

    def step_back(self) -> bool:
        """One step back within the panel; False when it is time to close it."""
        return False

    def show_again(self) -> None:
        """Something was written: read again."""

    def in_sight(self, widget: QWidget) -> None:
        self.scroll.ensureWidgetVisible(widget, 0, look.px(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.step_back():
            return
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            bar = self.scroll.verticalScrollBar()
            bar.setValue(bar.value() + (1 if event.key() == Qt.Key.Key_PageDown else -1) * bar.pageStep())
            return
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surf"))
        painter.fillRect(0, 0, look.edge_width, self.height(), look.colour("edge"))
        painter.end()
