"""Parts of the seller's panel: a heading, lines that come and go, and buttons that stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ..look import look
from ..widgets.buttons import Button
from ..widgets.layouts import Column, Flow, Line
from ..widgets.text import Picture, Text


class Entry(QWidget):
    """One line: what it says with a mark before it, fainter words below, and a button at the right."""

    def __init__(self, text: str, more: str = "", *, icon: str = "", colour: str = "text", warning: str = "",
                 button: Button | None = None) -> None:  # fmt: skip
        super().__init__()
        said = Line(gap=8)
        if icon:
            said.put(Picture(icon, 20, colour), align=Qt.AlignmentFlag.AlignTop)
        words = Column(Text(text, "body", colour, wrap=True), gap=2)
        if more:
            words.put(Text(more, "small", "mut", wrap=True))
        if warning:
            words.put(Text(warning, "small", "later", wrap=True))
        said.put(words, 1)
        line = Line(gap=8, margins=(0, 6, 0, 6), parent=self)
        line.put(Column(0, said, 0, gap=0), 1)
        if button is not None:
            button.setAccessibleDescription(text)
            line.put(button)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, look.colour("line"))
        painter.end()


class Sum(QWidget):
    """A label at the left, an amount at the right; wrapped where there is no room for both."""

    def __init__(self, label: str, amount: str, more: str = "", colour: str = "text") -> None:
        super().__init__()
        line = Line(gap=8, margins=(0, 6, 0, 6), parent=self)
        line.put(Text(label, wrap=True), 1)
        right = Column(gap=2)
        right.put(Text(amount, "strong", colour), align=Qt.AlignmentFlag.AlignRight)
        if more:
            right.put(Text(more, "small", "mut"), align=Qt.AlignmentFlag.AlignRight)
        line.put(right)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        Entry.paintEvent(self, event)  # type: ignore[arg-type]


class Part(QWidget):
    """A heading, its lines, and its buttons: one stands beside the heading, several under the lines. The first of them
    takes the focus when the line that had it goes."""

    def __init__(self, heading: str, *buttons: Button) -> None:
        super().__init__()
        self.buttons = buttons
        self.lines = Column(gap=0)
        self._head = QWidget()
        line = Line(gap=8, parent=self._head)
        line.put(Text(heading, "h2", wrap=True), 1)
        if len(buttons) == 1:
            line.put(buttons[0])
        column = Column(self._head, self.lines, gap=6, parent=self)
        if len(buttons) > 1:
            row = QWidget()
            Flow(*buttons, gap=8, parent=row)
            column.put(row)
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Headings side by side stand in one line, with a button or without."""
        self._head.setMinimumHeight(look.size("button"))

    def show_lines(self, *lines: QWidget) -> None:
        """These lines, and no others."""
        focus = QApplication.focusWidget()
        lost = False
        while (item := self.lines.takeAt(0)) is not None:
            old = item.widget()
            lost = lost or (focus is not None and old.isAncestorOf(focus))
            old.hide()
            old.deleteLater()
        for line in lines:
            self.lines.put(line)
        if lost:
            first = next((b for b in self.buttons if not b.isHidden()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
