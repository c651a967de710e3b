"""Hands at a window: keys sent to what has focus and counted, presses of the pointer, and the window in a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_NAMED = {
    "Space": (Qt.Key.Key_Space, " "), "Enter": (Qt.Key.Key_Return, "\r"), "Esc": (Qt.Key.Key_Escape, ""),
    "Tab": (Qt.Key.Key_Tab, "\t"), "Up": (Qt.Key.Key_Up, ""), "Down": (Qt.Key.Key_Down, ""),
    "Left": (Qt.Key.Key_Left, ""), "Right": (Qt.Key.Key_Right, ""), "Home": (Qt.Key.Key_Home, ""),
    "End": (Qt.Key.Key_End, ""), "Delete": (Qt.Key.Key_Delete, ""), "Backspace": (Qt.Key.Key_Backspace, "\b"),
}  # fmt: skip


@dataclass
class Hands:
    """Whoever sits at the window. `keys` counts every key pressed, a chord as one."""

    window: QWidget
    keys: int = 0
    heard: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Keys by name: "Space", "Enter", "F8", "Ctrl+Z", or one letter or digit."""
        for key in keys:
            self.keys += 1
            self._send(key)
            QApplication.processEvents()

    def rattle(self, *keys: str) -> None:
        """Keys so quick after each other that the window is painted only after the last."""
        for key in keys:
            self.keys += 1
            self._send(key)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Each letter is a key."""
        self.press(*text)

    def scan(self, code: str) -> None:
        """A scanner types the code and Enter in a burst: no key by hand."""
        for letter in (*code, "Enter"):
            self._send(letter)
        QApplication.processEvents()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press and let go with the left button, in the middle or at a place in the widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())
        QApplication.processEvents()

    def focus(self) -> QWidget:
        """What has focus, or the window; a menu that is open comes first."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def _send(self, key: str) -> None:
        target = self.focus()
        if key in _NAMED:
            code, text = _NAMED[key]
            self._event(target, code, Qt.KeyboardModifier.NoModifier, text)
        elif len(key) == 1:
            upper = key.upper()
            code = Qt.Key(ord(upper)) if upper.isascii() else Qt.Key.Key_unknown
            self._event(target, code, Qt.KeyboardModifier.NoModifier, key)
        else:
            combination = QKeySequence(key)[0]
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())

    @staticmethod
    def _event(target: QWidget, code: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        # QTest.keyClick aborts on letters outside ASCII; the event itself does not.
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            if kind == QKeyEvent.Type.KeyPress or target is QApplication.focusWidget():
                QApplication.sendEvent(target, QKeyEvent(kind, code, modifiers, text))


def shown(window: QWidget, width: int = 1366, height: int = 768) -> QWidget:
    """The window on the screen, active and laid out."""
    window.resize(width, height)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 2000)
    QApplication.processEvents()
    return window
