"""The covered screen: the clock, who is signed in, and one field for the PIN or the passphrase."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..look import look
from ..prefs import Prefs
from ..widgets.buttons import ENTER, Button
from ..widgets.fields import Field
from ..widgets.layouts import Column, Line
from ..widgets.text import Text
from .parts import Card, Clock, Gate, Rule

MIDDLE = Qt.AlignmentFlag.AlignHCenter


class Cover(Gate):
    """Knows neither the PIN nor the key: it emits what was written, and the window answers."""

    entered = Signal(str)
    lock = Signal()  # Ctrl+L again
    switch = Signal()  # somebody else wants to sign in

    def __init__(
        self, prefs: Prefs, *, who: str, role: str, with_pin: bool, secret: bool, why: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        # Elements
        super().__init__(prefs, parent)
        self.secret = secret
        self.clock = Clock()
        self.field = Field(_("PIN or passphrase") if with_pin else _("Passphrase"), secret=True)
        self.open = Button(_("Unlock"), "lock-open", "primary", ENTER)
        self.other = Button(_("Change person"))
        self.why = Text(why, "small", "mut", wrap=True)
        # Assemble
        who_line = Line(gap=16)
        who_line.put(Initials(who))
        who_line.put(Column(Text(who, "strong"), Text(role, "small", "mut"), gap=2), 1)
        who_line.put(self.other)
        card = Card()
        card.head("lock-filled")
        card.column.put(self.clock)
        card.column.put(Rule())
        card.column.put(who_line)
        for part in (self.field, self.open, self.going, self.band):
            card.column.put(part)
        self.open.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.setVisible(secret)
        self.put_card(card)
        self.content.put(self.foot(("Enter", _("unlock")), ("Ctrl+L", _("end the session"))))
        self.why.setAlignment(MIDDLE)
        self.content.put(self.why)
        # Connect
        self.open.clicked.connect(self._enter)
        self.field.edit.returnPressed.connect(self._enter)
        self.other.clicked.connect(self.switch)
        self.does(self.lock.emit, "Ctrl+L")

    def first(self) -> QWidget:
        return self.field if self.secret else self.open

    def aloud(self) -> str:
        said = _("The screen is covered. Write your PIN or your passphrase, and press Enter.")
        return f"{said} {self.field.error.words.text()}".strip()

    def at_fault(self) -> Field:
        return self.field

    def only_passphrase(self) -> None:
        """The PIN is spent."""
        self.field.label.setText(_("Passphrase"))
        self.field.edit.setAccessibleName(_("Passphrase"))

    def _enter(self) -> None:
        if self.busy:
            return
        if self.secret and not self.field.text():
            self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.busy = True
        self.field.refuse("")
        self.entered.emit(self.field.text())


class Initials(QWidget):
    """A round mark with the first letters of a name; the name stands beside it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = "".join(part[0] for part in name.split()[:2]).upper()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(48), look.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("alt"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("strong"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._letters)
