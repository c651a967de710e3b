"""The large fields of the desk, and what stands in line with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...look import look
from ...widgets.fields import Edit
from ...widgets.layouts import Column
from ...widgets.text import IconText, Text

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LargeEdit(Edit):
    """A number that is read from across the table. A key held down writes once; Enter is told, never repeated."""

    entered = Signal()
    arrived = Signal()  # it has got the focus
    own_undo = False  # Ctrl+Z takes back the last sale
    PAD = (12, 8)

    def __init__(self, name: str, *, high: int = 56, size: int = 28, limit: int = 40) -> None:
        self._high, self._size = high, size
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(limit)
        self.first_refusal: Callable[[QKeyEvent], bool] | None = None
        self.textEdited.connect(lambda _text: self.refuse(""))

    def restyle(self) -> None:
        super().restyle()
        self.setFont(look.font("h2", self._size))
        self.setFixedHeight(max(look.px(self._high), look.size("field")))

    def type_here(self, text: str) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.insert(text)
        self.textEdited.emit(self.text())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(120), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(80), self.height())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.arrived.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.isAutoRepeat() and (event.text().isprintable() and event.text() or event.key() in ENTERS):
            event.accept()
        elif self.first_refusal is not None and self.first_refusal(event):
            event.accept()
        elif event.key() in ENTERS:
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.entered.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # one step back is the page's
        else:
            super().keyPressEvent(event)


class Under(QWidget):
    """A label over a control, and one line below it: a hint, or in red why it was refused. Nothing moves when it
    changes."""

    def __init__(self, label: str, *parts: QWidget, wide: int = 0) -> None:
        super().__init__()
        self._wide = wide
        self.label = Text(label, "label", "mut")
        self.line = IconText("", "", "small", "mut", wrap=True)
        self.line.picture.hide()
        column = Column(gap=6, parent=self)
        column.put(self.label)
        for part in parts:
            column.put(part)
        column.put(self.line)
        sideways = QSizePolicy.Policy.Fixed if wide else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(sideways, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()
        look.changed.connect(self.restyle)

    def hint(self, words: str) -> None:
        self.line.show_as("", words, "mut")
        self.line.picture.hide()

    def refuse(self, words: str) -> None:
        self.line.show_as("alert-triangle-filled", words, "danger")
        self.line.picture.show()

    def good(self, words: str) -> None:
        self.line.show_as("circle-check-filled", words, "present")
        self.line.picture.show()

    def restyle(self) -> None:
        if self._wide:
            self.setFixedWidth(look.px(self._wide))


class Rule(QWidget):
    """A thin line between parts."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self._upright = upright
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if upright else free, free if upright else fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.edge_width, look.edge_width)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        QPainter(self).fillRect(self.rect(), look.colour("line"))
