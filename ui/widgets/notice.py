"""What is told: a band that must be looked at, the empty page, and the strip at the foot with its way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from alfdesk.i18n import gettext as _

from ..look import look
from .buttons import Button
from .layouts import Column, Flow, Line
from .marks import Keys
from .text import Picture, Text


class Surface(QWidget):
    """A rounded panel that other things lie on, in one of the tokens' colours."""

    def __init__(self, fill: str = "surf", edge: str = "line", radius: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fill, self.edge, self.radius = fill, edge, radius
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour(self.fill))
        wide = look.edge_width if self.edge else 0
        painter.setPen(QPen(look.colour(self.edge), wide) if self.edge else Qt.PenStyle.NoPen)
        inset = wide / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, look.px(self.radius), look.px(self.radius))


# What a band means: (icon, ink, fill).
BANDS = {
    "look": ("alert-triangle-filled", "later", "later-tint"),  # must be looked at
    "wrong": ("alert-triangle-filled", "danger", "danger-tint"),
    "tell": ("info-circle-filled", "reported", "reported-tint"),
    "good": ("circle-check-filled", "present", "present-tint"),
}


class Band(Surface):
    """A sentence over the page, with an icon, a fainter second sentence, and at most a few buttons."""

    def __init__(self, kind: str = "look", sentence: str = "", more: str = "", *buttons: Button,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        icon, ink, fill = BANDS[kind]
        super().__init__(fill, ink, 8, parent)
        self.picture = Picture(icon, 20, ink)
        self.words = Text(sentence, "strong", ink, wrap=True)
        self.more = Text(more, "small", "text", wrap=True)
        self.buttons = QWidget()
        flow = Flow(gap=8, parent=self.buttons)
        for button in buttons:
            flow.put(button)
        said = Line(gap=12)
        said.put(self.picture, align=Qt.AlignmentFlag.AlignTop)
        said.put(Column(self.words, self.more, gap=2), 1)
        line = Line(gap=12, margins=(14, 10, 14, 10), parent=self)
        line.put(Column(0, said, 0, gap=0), 1)  # beside a button the icon and its line stand in the middle together
        line.put(self.buttons)
        self.buttons.setVisible(bool(buttons))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.say(sentence, more)

    def say(self, sentence: str, more: str = "", kind: str | None = None) -> None:
        """Other words; no words, no band."""
        if kind is not None:
            icon, ink, self.fill = BANDS[kind]
            self.edge = ink
            self.picture.show_as(icon, ink)
            self.words.paint_as(ink)
        self.words.setText(sentence)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        if not sentence:
            self.hide()
        elif self.parentWidget() is not None:  # without one it would be a window of its own
            self.show()
        self.setAccessibleName(f"{sentence} {more}".strip())
        self.update()


class Empty(QWidget):
    """A page with nothing on it: one sentence and what to do."""

    def __init__(self, icon: str, sentence: str, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text(sentence, "body", "mut", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QWidget()
        flow = Flow(gap=8, parent=row)
        for button in buttons:
            flow.put(button)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = Column(gap=16, margins=(24, 24, 24, 24), parent=self)
        column.put(0)
        column.put(Picture(icon, 48, "edge"), align=middle)
        column.put(self.words)
        column.put(row, align=middle)
        column.put(0)
        row.setVisible(bool(buttons))


class _Toast(Surface):
    def __init__(self) -> None:
        super().__init__("toast", "", 8)
        self.picture = Picture("circle-check-filled", 20, "on-toast")
        self.words = Text("", "body", "on-toast", wrap=True)  # two lines have room
        self.back = _ToastButton(_("Undo"), "", "secondary", "Ctrl+Z")
        line = Line(gap=12, margins=(16, 1, 6, 1), parent=self)
        line.put(self.picture)
        line.put(self.words, 1)
        line.put(self.back)


class _ToastButton(Button):
    """Undo, on the dark strip."""

    def colours(self):  # type: ignore[no-untyped-def]
        return look.colour("toast"), look.colour("on-toast"), look.colour("on-toast")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)

    def _content(self, painter: QPainter, ink) -> None:  # type: ignore[no-untyped-def]
        was, self.role = self.role, "primary"  # its key in the same ink as the words
        super()._content(painter, ink)
        self.role = was


class Strip(QStackedWidget):
    """The foot of every page: the keys, and for a while after each act its sentence and the way back.

    One place of a fixed height, so that nothing on the page moves and nothing that has focus is hidden.
    """

    undo = Signal()
    SHOWN = 8_000  # milliseconds; the way back stays in Ctrl+Z and in the list of last acts

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = Keys()
        self.toast = _Toast()
        self.addWidget(self.keys)
        self.addWidget(self.toast)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)
        self.toast.back.clicked.connect(self.undo)
        self.toast.installEventFilter(self)
        self.restyle()
        look.changed.connect(self.restyle)

    def tell(self, sentence: str, *, can_undo: bool, wrong: bool = False) -> None:
        """Show a sentence that has become true (or a refusal, which stays a little longer)."""
        self.toast.picture.show_as("alert-triangle-filled" if wrong else "circle-check-filled", "on-toast")
        self.toast.words.setText(sentence)
        self.toast.setAccessibleName(sentence)
        self.toast.back.setVisible(can_undo)
        self.setCurrentWidget(self.toast)
        self._timer.start(self.SHOWN if not wrong else self.SHOWN + 4_000)

    def restyle(self) -> None:
        self.setFixedHeight(look.size("button") + look.px(2))

    def quiet(self) -> None:
        """Back to the keys at once."""
        self._timer.stop()
        self.setCurrentWidget(self.keys)

    def eventFilter(self, watched, event) -> bool:  # type: ignore[no-untyped-def]  # noqa: N802
        if event.type() == QEvent.Type.Enter:
            self._timer.stop()
        elif event.type() == QEvent.Type.Leave:
            self._timer.start(self.SHOWN)
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        if self.toast.back.hasFocus():
            self._timer.start(self.SHOWN)
        else:
            self.setCurrentWidget(self.keys)
