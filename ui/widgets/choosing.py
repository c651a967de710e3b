"""What is chosen: a drop-down, a check box with a target as tall as a button, and a step back and forth (◀ text ▶)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from PySide6.QtWidgets import QStyle

from .. import icons
from ..look import look
from .buttons import Button, line_style
from .layouts import Column, Line
from .scroll import own_bars
from .text import Text

Index = QModelIndex | QPersistentModelIndex
WIDEST = 420  # pixels at 100 %: a drop-down asks for no more, whatever its words are


class _ChoiceRow(QStyledItemDelegate):
    """A row of the list that drops down: as tall as a button, the one in use with a tick."""

    def __init__(self, box: DropDown) -> None:
        super().__init__(box)
        self._box = box

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(look.px(120), look.size("button"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        over = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect)
        painter.save()
        painter.fillRect(box, look.colour("sel" if over else "surf"))
        ink = look.colour("on-sel" if over else "text")
        size, pad = look.px(20), look.px(12)
        if index.row() == self._box.currentIndex():
            icons.paint(painter, "check", ink, box.left() + pad, box.top() + (box.height() - size) / 2, size)
        font = look.font("body")
        room = box.width() - size - 3 * pad
        painter.setFont(font)
        painter.setPen(ink)
        words = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(box.left() + size + 2 * pad, box.top(), room, box.height()),
                         Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)  # fmt: skip
        painter.restore()


class DropDown(QComboBox):
    """One of several, where there are too many to stand side by side. Emits `chosen` with the value when a person
    chose, never when it is filled. The wheel scrolls the page, not the value."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[object, str]] = (), value: object = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_ChoiceRow(self))
        own_bars(self.view())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._values: list[object] = []
        self.offer(options, value)
        self.activated.connect(lambda index: self.chosen.emit(self._values[index]))
        look.changed.connect(self.updateGeometry)

    def offer(self, options: Sequence[tuple[object, str]], value: object = None) -> None:
        """Other things to choose among."""
        self._values = [v for v, _text in options]
        self.clear()
        self.addItems([text for _value, text in options])
        self.choose(value)

    @property
    def value(self) -> object:
        return self._values[self.currentIndex()] if 0 <= self.currentIndex() < len(self._values) else None

    def choose(self, value: object) -> None:
        """Show this value; emits nothing."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def sizeHint(self) -> QSize:  # noqa: N802
        words = QFontMetrics(look.font("body"))
        widest = max((words.horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        return QSize(min(widest + look.px(12 + 8 + 20 + 12 + 4), look.px(WIDEST)), look.size("button"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(96), look.size("button"))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isEnabled()
        wide = look.edge_width
        painter.setPen(QPen(look.colour("edge" if on else "line"), wide, line_style(on)))
        painter.setBrush(look.colour("surf" if on and not self.underMouse() else "alt"))
        inset = wide / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), look.px(8), look.px(8))
        size, pad = look.px(20), look.px(12)
        ink = look.colour("text" if on else "mut")
        icons.paint(painter, "chevron-down", ink, self.width() - pad - size, (self.height() - size) / 2, size)
        font = look.font("body")
        painter.setFont(font)
        painter.setPen(ink)
        room = self.width() - 2 * pad - size - look.px(8)
        words = QFontMetrics(font).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(pad, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # the form's own
            else:
                self.showPopup()
        else:
            super().keyPressEvent(event)


class Check(QCheckBox):
    """Yes or no. The whole line is the target; the sentence wraps."""

    def __init__(self, text: str, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._words = text
        self.setAccessibleName(text)
        self.setChecked(on)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def say(self, text: str) -> None:
        """Take other words."""
        self._words = text
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def _left(self) -> int:
        return look.px(24 + 10)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        room, words = max(look.px(60), width - self._left()), QFontMetrics(look.font("body"))
        high = words.boundingRect(0, 0, room, 9999, int(Qt.TextFlag.TextWordWrap), self._words).height()
        return max(look.size("button"), high + look.px(8))

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = self._left() + QFontMetrics(look.font("body")).horizontalAdvance(self._words) + look.px(8)
        return QSize(min(wide, look.px(560)), self.heightForWidth(min(wide, look.px(560))))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(160), look.size("button"))

    def hitButton(self, at: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, able = self.isChecked(), self.isEnabled()
        side, wide = look.px(24), max(2, look.edge_width)
        box = QRectF(look.px(2), (self.height() - side) / 2, side, side).adjusted(wide / 2, wide / 2, -wide / 2,
                                                                                  -wide / 2)
        fill = "prim" if on else "surf"
        if not able:
            fill = "alt"
        elif self.underMouse():
            fill = "prim-over" if on else "alt"
        painter.setPen(QPen(look.colour("prim" if on and able else "edge" if able else "line"), wide, line_style(able)))
        painter.setBrush(look.colour(fill))
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        if on:
            size, ink = look.px(18), look.colour("on-prim" if able else "mut")
            icons.paint(painter, "check", ink, box.center().x() - size / 2, box.center().y() - size / 2, size)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text" if able else "mut"))
        painter.drawText(QRectF(self._left() + look.px(2), 0, self.width() - self._left(), self.height()),
                         int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), self._words)  # fmt: skip


class Labelled(QWidget):
    """Any one control under its label, with a hint below: what Field is for a line of text."""

    def __init__(self, label: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.control = Text(label, "label", "mut"), control
        self.hint = Text(hint, "small", "mut", wrap=True)
        Column(self.label, control, self.hint, gap=6, parent=self)
        self.hint.setVisible(bool(hint))
        self.label.setBuddy(control)
        self.setFocusProxy(control)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if not control.accessibleName():
            control.setAccessibleName(label)


class Stepper(QWidget):
    """◀ what is shown ▶. Emits `stepped` with −1 or 1."""

    stepped = Signal(int)

    def __init__(self, name: str, back: str, forth: str, text: str = "", wide: int = 120,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._wide = wide
        self.setAccessibleName(name)
        self.back = Button("", "chevron-left").only_icon(back)
        self.forth = Button("", "chevron-right").only_icon(forth)
        self.words = Text(text, "strong")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        Line(self.back, self.words, self.forth, gap=4, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forth.clicked.connect(lambda: self.stepped.emit(1))
        self.restyle()
        look.changed.connect(self.restyle)

    def show_text(self, text: str, *, back: bool = True, forth: bool = True) -> None:
        """What stands between the two; whether there is anything on either side."""
        self.words.setText(text)
        self.back.setEnabled(back)
        self.forth.setEnabled(forth)

    def restyle(self) -> None:
        self.words.setMinimumWidth(look.px(self._wide))
