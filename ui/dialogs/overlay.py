"""What lies over the pages, inside the window: it dims what is behind, keeps the focus, and gives it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ..look import look
from ..widgets.buttons import Button
from ..widgets.layouts import Column, Line, Margins
from ..widgets.notice import Surface
from ..widgets.text import Text

# Shortcuts of the window that go on working over what lies behind: size, lock, hide.
THROUGH = {"Ctrl++", "Ctrl+=", "Ctrl+Shift++", "Ctrl+-", "Ctrl+0", "Ctrl+L", "F12", "F9"}


class Overlay(QWidget):
    """A panel over `over`. Everything behind is out of reach until `leave`; Esc leaves."""

    left = Signal()

    def __init__(self, over: QWidget, name: str, *, wide: int = 640, high: int = 0,
                 margins: Margins = (24, 20, 24, 20), rim: int = 0) -> None:
        """`rim`: what the body keeps free around itself, in pixels at 100 %; `put_in_line` stands in line with it."""
        super().__init__(over)
        margins = (margins[0] - rim, margins[1], margins[2] - rim, margins[3])
        self._rim = rim
        self.over, self._wide, self._high = over, wide, high
        self._before: QWidget | None = None
        self._gone = False
        self.setAccessibleName(name)
        self.panel = Surface("surf", "edge", 12, self)
        self.panel.setAccessibleName(name)
        self.column = Column(gap=12, margins=margins, parent=self.panel)
        over.installEventFilter(self)
        look.changed.connect(self.fit)
        self.hide()

    # What others do ----------------------------------------------------------------------------------------------

    def open(self) -> Overlay:
        """Show it. One of a kind at a time: the one before goes."""
        for other in self.over.findChildren(type(self), options=Qt.FindChildOption.FindDirectChildrenOnly):
            if other is not self and not other._gone:
                other.leave()
        self._before = QApplication.focusWidget()
        self.fit()
        self.show()
        self.raise_()
        start = self.start()
        (start if start is not None else self.panel).setFocus(Qt.FocusReason.PopupFocusReason)
        self.fit()
        return self

    def leave(self) -> None:
        """Take it away, and give the focus back."""
        if self._gone:
            return
        self._gone = True
        self.over.removeEventFilter(self)
        self.hide()
        before, self._before = self._before, None
        if before is not None and _alive(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        elif (under := self._under()) is not None:
            start = under.start()
            (start if start is not None else under.panel).setFocus(Qt.FocusReason.PopupFocusReason)
        elif (take := getattr(self.over, "take_focus", None)) is not None:  # what had it is gone with what was asked
            take()
        self.left.emit()
        self.deleteLater()

    def _under(self) -> Overlay | None:
        """What lies over the pages under this one."""
        others = self.over.findChildren(Overlay, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next((one for one in reversed(others) if one is not self and not one._gone and one.isVisible()), None)

    def start(self) -> QWidget | None:
        """What has the focus first; None: the panel itself, so that Enter answers nothing."""
        return None

    def summary(self) -> str:
        """What F8 reads."""
        return self.accessibleName()

    # Parts -------------------------------------------------------------------------------------------------------

    def put_in_line(self, part: QWidget | Line) -> None:
        """A part whose left edge is that of what the body shows."""
        self.column.put(Column(part, margins=(self._rim, 0, self._rim, 0)) if self._rim else part)

    def head(self, title: str, *more: QWidget) -> Line:
        """Title, more controls, and ✕."""
        from alfdesk.i18n import gettext as _

        self.title = Text(title, "h1", wrap=True)
        close = Button("", "x", "text").only_icon(_("Close"))
        close.clicked.connect(self.leave)
        line = Line(gap=8)
        line.put(self.title, 1)
        for part in more:
            line.put(part)
        line.put(close, align=Qt.AlignmentFlag.AlignTop)
        self.put_in_line(line)
        return line

    # Size, keys, pointer -----------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Over everything, the panel in the middle and never larger than the window."""
        if self._gone:
            return
        self.setGeometry(self.over.rect())
        room_wide, room_high = self.width() - 2 * look.px(12), self.height() - 2 * look.px(12)
        wide = min(look.px(self._wide), room_wide)
        high = min(look.px(self._high) if self._high else self.wanted(wide), room_high)
        top = (self.height() - high) // 2 if not self._high else max(look.px(12), (self.height() - high) // 3)
        self.panel.setGeometry((self.width() - wide) // 2, top, wide, high)

    def wanted(self, wide: int) -> int:
        """The panel's height for this width, where no height was given."""
        by_width = self.column.hasHeightForWidth()
        return self.column.totalHeightForWidth(wide) if by_width else self.panel.sizeHint().height()

    def event(self, event: QEvent) -> bool:
        # Accepting it turns the window's shortcut into an ordinary key, which ends here.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            text = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
            event.setAccepted(text not in THROUGH)
            return event.isAccepted()
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F8:
            reader = getattr(self.over, "reader", None)
            if reader is not None:
                reader.toggle(self.summary())
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab stays inside."""
        inside = [w for w in self.panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus
                  and w.isVisible() and w.isEnabled() and w.focusProxy() is None]  # fmt: skip
        chain = self._in_order(inside)
        if not chain:
            return True
        has = QApplication.focusWidget()
        here = chain.index(has) if has in chain else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        chain[(here + (1 if forward else -1)) % len(chain)].setFocus(reason)
        return True

    def _in_order(self, inside: list[QWidget]) -> list[QWidget]:
        wanted, ordered = set(inside), []
        each = self.panel.nextInFocusChain()
        while each is not self.panel and len(ordered) < len(inside):
            if each in wanted:
                ordered.append(each)
            each = each.nextInFocusChain()
        return ordered

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        event.accept()  # what is behind stays out of reach

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.over and event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        dark = QColor(0, 0, 0, 190 if look.theme in ("dark", "contrast") else 110)
        QPainter(self).fillRect(self.rect(), dark)


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(widget)
