"""What is pressed: buttons, the rail's, chips, choices. All painted from tokens, all real buttons to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from alfdesk.i18n import ngettext, worded

from .. import icons
from ..commands import Command
from ..look import look
from .layouts import Flow

ENTER = "⏎"


def line_style(enabled: bool) -> Qt.PenStyle:
    """The edge of a control: broken when it can't be used, where no fainter colour could say so."""
    plain = enabled or look.theme not in ("sun", "contrast")
    return Qt.PenStyle.SolidLine if plain else Qt.PenStyle.DashLine


def enter_pressed(button: QPushButton, event: QKeyEvent) -> bool:
    """Press the button when the key is Enter; once, however long it is held. Whether it was."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True


class Button(QPushButton):
    """A verb. `role`: "primary" (one on a page), "secondary", "text" (no edge) or "danger". The shortcut stands after
    the words; Enter is drawn as its icon."""

    def __init__(self, text: str, icon: str = "", role: str = "secondary", key: str = "",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(text, parent)
        self._icon, self.role, self._key = icon, role, key
        self._size = "button"
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        look.changed.connect(self.updateGeometry)
        self._name()

    @classmethod
    def of(cls, command: Command, role: str = "secondary", *, icon: str | None = None) -> Button:
        """The button of a command: its words, icon and key, and its act."""
        button = cls(command.text, command.icon if icon is None else icon, role, command.key)
        if command.run is not None:
            button.clicked.connect(lambda _checked=False: command.run and command.run())
        button.setToolTip(f"{worded(command.more)} {command.key}".strip() if command.more else "")
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses what has focus, on every system; not what is chosen among, where it is the form's, nor what
        can't be undone, which takes Space."""
        if self.isCheckable() or self.role == "danger" or not enter_pressed(self, event):
            super().keyPressEvent(event)

    def say(self, text: str, icon: str | None = None) -> None:
        """Take other words (and icon)."""
        self.setText(text)
        if icon is not None:
            self._icon = icon
        self._name()
        self.updateGeometry()

    def key_width(self, key: str) -> int:
        """How many pixels a key takes on the button."""
        if not key:
            return 0
        words = "" if key in (ENTER, "Enter") else key
        return look.px(10) + (QFontMetrics(look.font("label")).horizontalAdvance(words) or look.px(18))

    def show_key(self, key: str) -> None:
        """Bear this key, or none ("")."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def wide(self, words: str, key: str) -> int:
        """How many pixels the button takes with these words and this key."""
        font = QFontMetrics(look.font("strong" if self.role == "primary" else "body"))
        width = font.horizontalAdvance(words.replace("&", "")) if words else 0
        if self._icon:
            width += look.px(20) + (look.px(8) if words else 0)
        return max(width + self.key_width(key) + look.px(16 if words else 12) * 2, self._high())

    def compact(self) -> Button:
        """The height of an office table's button."""
        self._size = "office"
        return self

    def only_icon(self, name: str) -> Button:
        """An icon alone (✕, ◀, ▶), with a name and a tooltip."""
        self.setText("")
        self.setAccessibleName(name)
        self.setToolTip(name)
        return self

    def _name(self) -> None:
        if self.text():
            self.setAccessibleName(self.text())

    def _high(self) -> int:
        return look.px(36) if self._size == "office" and not look.glove else look.size("button")

    def _key_text(self) -> str:
        return "" if self._key in (ENTER, "Enter") else self._key

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.wide(self.text(), self._key), self._high())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, edge, ink."""
        if not self.isEnabled():
            return look.colour("alt"), look.colour("line"), look.colour("mut")
        if self.role == "primary":
            return look.colour("prim-over" if self.underMouse() or self.isDown() else "prim"), None, look.colour("on-prim")
        over = self.underMouse() or self.isDown()
        fill = look.colour("alt") if over else look.colour("surf")
        if self.isChecked():
            fill = look.colour("sel")
            return fill, look.colour("prim"), look.colour("on-sel")
        if self.role == "text":
            return look.colour("alt") if over else None, None, look.colour("link")
        if self.role == "danger":
            return fill, look.colour("danger"), look.colour("danger")
        return fill, look.colour("edge"), look.colour("text")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, ink = self.colours()
        wide = look.edge_width if not self.isChecked() else look.edge_width + 1
        inset = wide / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(edge, wide, line_style(self.isEnabled())) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, look.px(8), look.px(8))
        self._content(painter, ink)

    def _content(self, painter: QPainter, ink: QColor) -> None:
        font = look.font("strong" if self.role == "primary" or self.isChecked() else "body")
        keys = look.font("label")
        words = self.text().replace("&", "")
        size, gap = look.px(20), look.px(8)
        total = QFontMetrics(font).horizontalAdvance(words)
        if self._icon:
            total += size + (gap if words else 0)
        key = self._key_text()
        key_wide = (QFontMetrics(keys).horizontalAdvance(key) if key else look.px(18)) + look.px(10) if self._key else 0
        x = max(look.px(6), (self.width() - total - key_wide) / 2)
        if self._icon:
            icons.paint(painter, self._icon, ink, x, (self.height() - size) / 2, size)
            x += size + gap
        painter.setPen(ink)
        painter.setFont(font)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        room = self.width() - x - key_wide - look.px(6)
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, round(room) + 2)
        painter.drawText(QRectF(x, 0, room + 2, self.height()), middle, shown)
        if not self._key:
            return
        x += QFontMetrics(font).horizontalAdvance(shown) + look.px(10)
        if key:
            painter.setFont(keys)
            painter.setPen(ink if self.role == "primary" or self.isChecked() else look.colour("mut"))
            painter.drawText(QRectF(x, 0, self.width() - x, self.height()), middle, key)
        else:
            small = look.px(18)
            icons.paint(painter, "corner-down-left", ink, x, (self.height() - small) / 2, small)

    def enterEvent(self, event: object) -> None:  # noqa: N802
        self.update()
        super().enterEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: object) -> None:  # noqa: N802
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]


class RailButton(QPushButton):
    """A place in the rail: icon and word, a number where something waits. Narrow: the icon over the word."""

    def __init__(self, text: str, icon: str, key: str = "", *, place: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon, self._key, self.waiting = icon, key, 0
        self.narrow = False
        self.setCheckable(place)
        self.setAutoExclusive(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.rename(text, key)
        look.changed.connect(self.updateGeometry)

    def rename(self, text: str, key: str) -> None:
        """Another word for the place."""
        self.setText(text)
        self.setToolTip(f"{text} {key}".strip())
        self.setAccessibleName(text)

    def wait_for(self, count: int) -> None:
        """So many things wait there: a number, in the name too."""
        if count == self.waiting:
            return
        self.waiting = count
        said = ngettext("{place}: {count} waits", "{place}: {count} wait", count).format(place=self.text(), count=count)
        self.setAccessibleName(said if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        if self.narrow:
            return QSize(look.px(84), look.px(24 + 4 + 20 + 12))
        return QSize(look.px(176), max(look.px(44), look.size("button") if look.glove else 0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not enter_pressed(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        ink = look.colour("text")
        if self.isChecked():
            painter.fillRect(self.rect(), look.colour("sel"))
            painter.fillRect(0, 0, look.px(5), self.height(), look.colour("prim"))
            ink = look.colour("on-sel")
        elif self.underMouse():
            painter.fillRect(self.rect(), look.colour("alt"))
        font = look.font("strong" if self.isChecked() else "body", 13 if self.narrow else None)
        painter.setFont(font)
        painter.setPen(ink)
        size = look.px(20)
        flag = Qt.AlignmentFlag
        name = f"{self._icon}-filled" if self.isChecked() and (icons.FOLDER / f"{self._icon}-filled.svg").exists() else self._icon
        if self.narrow:
            icons.paint(painter, name, ink, (self.width() - size) / 2, look.px(8), size)
            if self.waiting:
                self._badge(painter, self.width() / 2 + look.px(11), look.px(3), font, ink)
            if QFontMetrics(font).horizontalAdvance(self.text()) > self.width() - look.px(6):
                font = look.font("body", 13)  # sooner lighter than cut: the mark is seen by more than weight
                painter.setFont(font)
            words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - look.px(6))
            painter.drawText(QRectF(0, look.px(30), self.width(), look.px(24)), flag.AlignCenter, words)
            return
        x = look.px(17)
        icons.paint(painter, name, ink, x, (self.height() - size) / 2, size)
        room = self.width() - x - size - look.px(14)
        if self.waiting:
            room -= look.px(30)
            self._badge(painter, self.width() - look.px(38), (self.height() - look.px(22)) / 2, font, ink)
        words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x + size + look.px(8), 0, room, self.height()),
                         flag.AlignVCenter | flag.AlignLeft, words)  # fmt: skip


    def _badge(self, painter: QPainter, x: float, y: float, font: QFont, ink: QColor) -> None:
        said = str(self.waiting) if self.waiting < 100 else "99+"
        wide = max(look.px(28), QFontMetrics(look.font("key")).horizontalAdvance(said) + look.px(10))
        badge = QRectF(x, y, wide, look.px(22))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("prim"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(badge, look.px(11), look.px(11))
        painter.setPen(look.colour("on-prim"))
        painter.setFont(look.font("key"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, said)
        painter.setFont(font)
        painter.setPen(ink)


class Choice(QWidget):
    """One of a few, side by side: language, theme, a filter. Emits `chosen` with the value."""

    chosen = Signal(object)

    def __init__(self, name: str, options: list[tuple[object, str]], value: object = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values = [v for v, _t in options]
        flow = Flow(gap=8, parent=self)
        for index, (option, text) in enumerate(options):
            button = Button(text)
            button.setCheckable(True)
            button.setAccessibleDescription(name)
            button.setChecked(option == value)
            self._group.addButton(button, index)
            flow.addWidget(button)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._values[index]))

    @property
    def value(self) -> object:
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    def choose(self, value: object) -> None:
        """Show another value as the chosen one; emits nothing."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def say(self, value: object, text: str) -> None:
        """Other words on one of them ("Today 40")."""
        button = self._group.button(self._values.index(value))
        if isinstance(button, Button):
            button.say(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Its lines are never squeezed: a scroll bar that comes or goes is reckoned too late by the layouts outside."""
        super().resizeEvent(event)
        high = self.heightForWidth(self.width())
        if high != self.minimumHeight():
            self.setMinimumHeight(high)

    def buttons(self) -> list[Button]:
        return [b for b in self._group.buttons() if isinstance(b, Button)]
