"""What the tests of sign-in, set-up and cover share: a window on a folder, waiting for what runs beside it, keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import i18n
from ui import start, tasks
from ui.look import look
from ui.prefs import Prefs
from ui.window import Window


def window(folder: Path) -> Window:
    """A window on the folder as a start makes it, but for what waits until after the paint."""
    app = start.application()
    prefs = Prefs(folder)
    if prefs.get("language") == "":
        prefs.values["language"] = i18n.language()
    start.dress(app, prefs)
    look.set(choice="light", zoom=100, glove=False)
    shown = Window(folder, prefs)
    shown.resize(1366, 768)
    shown.show()
    shown.show_start()
    spin()
    be_active(shown)
    return shown


def be_active(shown: Window) -> None:
    """Offscreen nobody else gives a window the focus."""
    shown.raise_()
    shown.activateWindow()
    wait_for(shown.isActiveWindow)
    spin()


def spin(seconds: float = 0.02) -> None:
    until = time.monotonic() + seconds
    while True:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if time.monotonic() >= until:
            return
        time.sleep(0.002)


def wait_for(true: Callable[[], object], seconds: float = 20) -> None:
    """Let the window live until something is so. Raises AssertionError when it never is."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came"
        spin(0.01)


def settle() -> None:
    """Until nothing runs in the background."""
    wait_for(lambda: not tasks.running())
    spin()


def type_text(text: str, into: QWidget | None = None) -> None:
    """Letter by letter into what has focus. QTest.keyClick aborts on ø."""
    for letter in text:
        target = into or QApplication.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to what has focus, shortcuts included."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    QTest.keyClick(target, key, with_)
    spin()


def end(shown: Window) -> None:
    settle()
    shown.close()
    shown.deleteLater()
    spin()


def children(widget: QWidget) -> list[QWidget]:
    """Every visible widget below."""
    return [w for w in widget.findChildren(QWidget) if w.isVisible()]
