"""What is written in: a field with its label above, its hint below and its error in words; the search box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSizePolicy, QTextBrowser, QWidget

from alfdesk.i18n import gettext as _

from .. import icons
from ..look import look
from .buttons import Button
from .layouts import Column, Line
from .scroll import Scroll, own_bars
from .text import IconText, Text


def paint_paper(painter: QPainter, widget: QWidget, *, wrong: bool = False, radius: int = 8) -> None:
    """What is written on: the whole widget in the field's colour with its edge; `radius` in pixels at 100 %."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill, edge = ("surf", "edge") if widget.isEnabled() else ("alt", "line")
    wide = 2 if wrong else look.edge_width
    painter.setBrush(look.colour(fill))
    painter.setPen(QPen(look.colour("danger" if wrong else edge), wide))
    inset = wide / 2
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), look.px(radius),
                            look.px(radius))  # fmt: skip


def see_through(widget: QWidget) -> None:
    """Let what we paint ourselves show where Qt would fill."""
    palette = QPalette()  # this one colour; the others stay the window's
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    widget.setPalette(palette)


class Edit(QLineEdit):
    """A line to write on, as tall as the density says."""

    own_undo = True  # Ctrl+Z takes back what was just typed here, while there is something to take back
    PAD, RADIUS = (12, 12), 8  # pixels at 100 %: left and right of the text, and of the corners

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.wrong = False
        self.setFrame(False)
        see_through(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self) -> None:
        self.setFont(look.font("body"))
        self.setTextMargins(look.px(self.PAD[0]), 0, look.px(self.PAD[1]), 0)
        self.setFixedHeight(look.size("field"))

    def refuse(self, sentence: str) -> None:
        """Mark what is written as wrong, and why, for a screen reader; an empty sentence takes it away."""
        self.setAccessibleDescription(sentence)
        self.wrong = bool(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        paint_paper(painter, self, wrong=self.wrong, radius=self.RADIUS)
        painter.end()
        super().paintEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(240), look.size("field"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(80), look.size("field"))

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the field's own only while it has something to take back; else they are the window's, and
        so is Ctrl+K, which a line otherwise takes for itself."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
            find = event.matches(QKeySequence.StandardKey.DeleteEndOfLine)
            mine = self.own_undo and ((undo and self.isUndoAvailable()) or (redo and self.isRedoAvailable()))
            if find or ((undo or redo) and not mine):
                event.ignore()
                return True
        return super().event(event)


class CellEdit(Edit):
    """The line over a cell of a table while it is written in: as large as the cell, which the table says."""

    PAD, RADIUS = (6, 6), 0

    def __init__(self, words: str, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(words)
        self.setMaxLength(limit)
        self.textEdited.connect(lambda _text: self.refuse(""))

    def restyle(self) -> None:
        self.setFont(look.font("body"))
        self.setTextMargins(look.px(self.PAD[0]), 0, look.px(self.PAD[1]), 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, 0)


class _Paper:
    """A larger piece of paper: edge and ground as of a line, the text with room around it, our bars."""

    def lay_paper(self: Any) -> None:
        own_bars(self, see_through=True)
        see_through(self)
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self: Any) -> None:
        self.setFont(look.font("body"))
        side, top = look.px(12), look.px(6)
        self.setViewportMargins(side, top, look.edge_width, top)

    def event(self: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:  # of the area itself; what is written is painted by its viewport
            paint_paper(QPainter(self), self)
            return True
        return super().event(event)  # type: ignore[misc]


class Paper(_Paper, QPlainTextEdit):
    """Several lines to write on."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.lay_paper()


class Print(_Paper, QTextBrowser):
    """Text to read, with headings and tables."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lay_paper()


class SearchBox(Edit):
    """The one box that always has focus. Letters and digits typed anywhere on the page end up here (`type_here`)."""

    entered = Signal(str)  # Enter with text, or without
    left = Signal()  # Esc in an empty box
    own_undo = False  # what is typed to find somebody is no work: Ctrl+Z takes back the last act
    PAD = (40, 12)  # room for the glass

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setMaxLength(80)
        # Keys the page answers while the box is empty (Space, 2 …) or always (arrows): asked first, true when taken.
        self.first_refusal: Callable[[QKeyEvent], bool] | None = None

    def type_here(self, text: str) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.insert(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.first_refusal is not None and self.first_refusal(event):
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text())
            return
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        size = look.px(20)
        icons.paint(QPainter(self), "search", look.colour("mut"), look.px(12), (self.height() - size) / 2, size)


class Field(QWidget):
    """Label, line, hint, error. The error is shown with `refuse`, goes when something is written, and is the line's
    accessible description while it stands. `check` looks when the line is left: it returns a sentence or nothing."""

    changed = Signal(str)

    def __init__(
        self, label: str, text: str = "", *, hint: str = "", secret: bool = False, numeric: bool = False,
        width: int = 0, check: Callable[[str], str] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        # Elements
        super().__init__(parent)
        self.label = Text(label, "label", "mut")
        self.edit = Edit(text)
        self.hint = Text(hint, "small", "mut", wrap=True)
        self.error = IconText("alert-triangle-filled", "", "small", "danger", wrap=True)
        self.show_button = Button(_("Show"), "eye")
        self._check, self._width = check, width
        # Assemble
        self.line = Line(gap=8)
        self.line.put(self.edit, 1)
        self.line.put(self.show_button)
        Column(self.label, self.line, self.hint, self.error, gap=6, parent=self)  # room for the ring
        self.label.setBuddy(self.edit)
        self.edit.setAccessibleName(label)
        self.hint.setVisible(bool(hint))
        self.error.hide()
        self.show_button.setVisible(secret)
        self.show_button.setCheckable(True)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        if numeric:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        # Connect
        self.edit.textEdited.connect(self._written)
        self.edit.textChanged.connect(self.changed)
        self.edit.editingFinished.connect(self._left)
        self.show_button.toggled.connect(self._shown)
        self.edit.setCursorPosition(0)
        self.setFocusProxy(self.edit)
        self.restyle()
        look.changed.connect(self.restyle)

    def text(self) -> str:
        return self.edit.text()

    def set(self, text: str) -> None:
        self.edit.setText(text)
        self.edit.setCursorPosition(0)  # a long text is read from its beginning

    def refuse(self, sentence: str) -> None:
        """Show what is wrong; an empty sentence takes it away."""
        self.error.words.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.edit.refuse(sentence)
        if sentence:
            QTimer.singleShot(0, self, self._error_into_sight)  # when it has got its place

    def restyle(self) -> None:
        if self._width:
            self.setMaximumWidth(look.px(self._width))

    def sizeHint(self) -> QSize:  # noqa: N802
        hint = super().sizeHint()
        return QSize(look.px(self._width), hint.height()) if self._width else hint

    def _error_into_sight(self) -> None:
        """What is wrong is never told below the edge of what scrolls."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, Scroll):
            around = around.parentWidget()
        if around is not None and self.error.isVisible():
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            around.ensureWidgetVisible(self.error, look.px(8), look.px(16))

    def _written(self) -> None:
        self.refuse("")

    def _left(self) -> None:
        if self._check is not None:
            self.refuse(self._check(self.text()))

    def _shown(self, on: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.show_button.say(_("Hide") if on else _("Show"), "eye-off" if on else "eye")

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self.edit.setFocus(event.reason())
