"""One person at the window who has keys alone, a mouse alone, or a finger alone; anything else is noted and fails.

Pointer and finger press at a place in the window, so that whatever lies there gets it. What is written is pasted from
the field's menu by the mouse, and comes from the machine's own keys on the screen for a finger (an input method).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputDevice, QInputMethodEvent, QPointerEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton, QAbstractItemView, QApplication, QMenu, QPlainTextEdit, QScrollArea, QWidget,
)  # fmt: skip

from ui.look import look

from . import gates
from .hands import Hands

KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut})
MOUSE = frozenset({
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove, QEvent.Type.Wheel,
})  # fmt: skip
TOUCH = frozenset({QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd})
LEAST = {False: 44, True: 72}  # pixels at 100 %: a target for a finger, and for a glove
LINE = 56  # a line to write on, in the glove view: it is pressed once, at rest, and nothing is done by it
MOST_TABS = 60
HELD = 0.7  # s: longer than a long press
RESTS = 0.03  # s a finger lies on what it presses


class Watch(QObject):
    """Notes each event that must not come, in the whole program. A press that Qt makes out of a touch is a touch."""

    def __init__(self, app: QApplication, forbidden: frozenset[QEvent.Type]) -> None:
        super().__init__(app)
        self.forbidden = forbidden
        self.seen: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in self.forbidden:
            finger = isinstance(event, QPointerEvent) and event.deviceType() == QInputDevice.DeviceType.TouchScreen
            if not finger or event.type() in TOUCH:
                self.seen.append(f"{event.type().name} to {type(watched).__name__}")
        return False


class Way(ABC):
    """What somebody can do at the window. Every act ends with a look at what must not have come."""

    name: str
    forbidden: frozenset[QEvent.Type]

    def __init__(self, window: QWidget) -> None:
        self.window = window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.watch = Watch(app, self.forbidden)

    @abstractmethod
    def use(self, widget: QWidget, key: str = "") -> None:
        """Press a button; `key` does the same by keyboard."""

    @abstractmethod
    def write(self, into: QWidget, text: str) -> None:
        """Type into a field."""

    @abstractmethod
    def menu(self, words: str) -> None:
        """Take what says this in the menu that is open."""

    def end(self) -> None:
        QApplication.instance().removeEventFilter(self.watch)
        self.check()

    def check(self) -> None:
        gates.spin(0)
        assert self.watch.seen == [], f"by {self.name} alone: {self.watch.seen}"

    @staticmethod
    def open_menu() -> QMenu:
        gates.wait_for(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu


class ByKeys(Way):
    name, forbidden = "keys", MOUSE | TOUCH

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hands = Hands(window)

    def press(self, *keys: str) -> None:
        self.hands.press(*keys)
        self.check()

    def use(self, widget: QWidget, key: str = "") -> None:
        if key:
            self.press(key)
        else:
            self.to(widget)
            self.press("Space")

    def write(self, into: QWidget, text: str) -> None:
        self.to(into)
        self.press(*("Enter" if letter == "\n" else letter for letter in text))

    def menu(self, words: str) -> None:
        menu = self.open_menu()
        for _ in menu.actions():
            self.press("Down")
            if menu.activeAction() is not None and words in menu.activeAction().text():
                self.press("Enter")
                return
        raise AssertionError(f"{words} is not in the menu")

    def to(self, widget: QWidget) -> None:
        """With Tab, as far away as it may be; among a few that stand side by side, with the arrow."""
        beside = widget.group().buttons() if isinstance(widget, QAbstractButton) and widget.group() else []
        been = []
        for _ in range(MOST_TABS):
            if widget.hasFocus():
                return
            been.append(type(self.hands.focus()).__name__ + " " + self.hands.focus().accessibleName())
            self.press("Right" if any(b.hasFocus() for b in beside) else "Tab")
        way = ", ".join(dict.fromkeys(been))
        raise AssertionError(f"Tab never comes to {widget.accessibleName() or widget}: {way}")


class ByPointer(Way):
    """What mouse and finger share: a place in the window."""

    @abstractmethod
    def at(self, where: QWidget, spot: QPoint, *, right: bool = False, held: bool = False) -> None:
        """Press at a spot of the widget."""

    def use(self, widget: QWidget, key: str = "") -> None:
        gates.spin()  # nobody presses before it lies still
        self.reach(widget)
        assert widget.isVisible() and widget.isEnabled(), widget.accessibleName()
        self.fits(widget.rect().size(), widget.accessibleName())
        self.at(widget, widget.rect().center())
        self.check()

    def item(self, view: QAbstractItemView, place: Any, *, held: bool = False) -> None:
        """Press a row or a tile."""
        gates.spin()
        self.reach(view)
        rect = view.visualRect(place)
        self.fits(rect.size(), str(place.data()))
        self.at(view.viewport(), rect.center(), held=held)
        self.check()

    def fits(self, size: Any, what: str, least: int = 0) -> None:
        """Whether it can be hit. A mouse hits anything."""

    def menu(self, words: str) -> None:
        menu = self.open_menu()
        action = next(a for a in menu.actions() if words in a.text())
        self.fits(menu.actionGeometry(action).size(), words)
        self.at(menu, menu.actionGeometry(action).center())
        self.check()

    def reach(self, widget: QWidget) -> None:
        """Scroll what it lies in until all of it can be seen, or its middle where it is large."""
        for area in self._areas(widget):
            view = area.viewport()
            for _ in range(80):
                middle, half = widget.mapTo(view, widget.rect().center()).y(), min(widget.height() // 2 + 1, 60)
                if half <= middle <= view.height() - half:
                    break
                self.scroll(view, -1 if middle + half > view.height() else 1)
        gates.spin()

    def scroll(self, view: QWidget, way: int) -> None:
        """A notch of the wheel, or of two fingers on the pad: no finger drags a page here."""
        at = QPointF(view.rect().center())
        QApplication.sendEvent(view, QWheelEvent(
            at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * way), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip

    @staticmethod
    def _areas(widget: QWidget) -> list[QScrollArea]:
        areas, parent = [], widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                areas.append(parent)
            parent = parent.parentWidget()
        return areas

    def place(self, where: QWidget, spot: QPoint) -> QPoint:
        """The spot in its window; nothing else lies over it."""
        window = where.window()
        point = where.mapTo(window, spot)
        hit = window.childAt(point) if where is not window else where
        assert hit is not None and (hit is where or where.isAncestorOf(hit)), f"{hit} lies over {where}"
        return point


class ByMouse(ByPointer):
    name, forbidden = "mouse", KEYS | TOUCH

    def at(self, where: QWidget, spot: QPoint, *, right: bool = False, held: bool = False) -> None:
        handle, point = where.window().windowHandle(), self.place(where, spot)
        button = Qt.MouseButton.RightButton if right or held else Qt.MouseButton.LeftButton
        QTest.mouseMove(handle, point)
        QTest.mouseClick(handle, button, Qt.KeyboardModifier.NoModifier, point)
        QTest.qWait(1)

    def write(self, into: QWidget, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        inner = into.viewport() if isinstance(into, QPlainTextEdit) else into
        self.reach(into)
        self.at(inner, inner.rect().center())
        self.at(inner, inner.rect().center(), right=True)
        self.menu("&Paste")


class ByTouch(ByPointer):
    name, forbidden = "touch", KEYS | MOUSE - {QEvent.Type.Wheel}
    device = None

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        if ByTouch.device is None:
            ByTouch.device = QTest.createTouchDevice()

    def fits(self, size: Any, what: str, least: int = 0) -> None:
        least = look.px(least or LEAST[look.glove])
        assert size.width() >= least and size.height() >= least, f"{what}: {size.width()} × {size.height()} < {least}"

    def at(self, where: QWidget, spot: QPoint, *, right: bool = False, held: bool = False) -> None:
        handle, point = where.window().windowHandle(), self.place(where, spot)
        QTest.touchEvent(handle, self.device).press(0, point, handle).commit()
        gates.spin(HELD if held else RESTS)
        QTest.touchEvent(handle, self.device).release(0, point, handle).commit()
        QTest.qWait(1)

    def write(self, into: QWidget, text: str) -> None:
        inner = into.viewport() if isinstance(into, QPlainTextEdit) else into
        self.reach(into)
        self.fits(into.size(), into.accessibleName(), LINE if look.glove else 0)
        self.at(inner, inner.rect().center())
        assert into.hasFocus() and into.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(into, event)
        self.check()


WAYS: dict[str, type[Way]] = {"keys": ByKeys, "mouse": ByMouse, "touch": ByTouch, "glove": ByTouch}
