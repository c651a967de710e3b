"""The door to the practice workplace: nothing in it is real, so it asks for no passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..prefs import Prefs
from ..widgets.buttons import ENTER, Button
from ..widgets.text import Text
from .parts import Card, Gate

MIDDLE = Qt.AlignmentFlag.AlignHCenter


class Door(Gate):
    """One button in, one button back to the workplace of one's own."""

    entered = Signal()
    back = Signal()

    def __init__(self, prefs: Prefs, *, can_leave: bool, parent: QWidget | None = None) -> None:
        # Elements
        super().__init__(prefs, parent)
        self.open = Button(_("Open practice"), "school", "primary", ENTER)
        self.leave = Button(_("Leave practice"))
        # Assemble
        card = Card()
        title = Text(_("Practice"), "h1")
        said = Text(_("Everybody here is invented. Try whatever you like."), "body", "mut", wrap=True)
        said.setAlignment(MIDDLE)
        card.head("school")
        card.column.put(title, align=MIDDLE)
        for part in (said, self.going, self.band, self.open, self.leave):
            card.column.put(part)
        for button in (self.open, self.leave):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.leave.setVisible(can_leave)
        self.put_card(card)
        self.content.put(self.foot(("Enter", _("open"))))
        # Connect
        self.open.clicked.connect(self.entered)
        self.leave.clicked.connect(self.back)
        self.does(self.entered.emit, "Return", "Enter")

    def first(self) -> QWidget:
        return self.open

    def aloud(self) -> str:
        return self.going.text() or _("Practice. Everybody in this workplace is invented. Press Enter to open it.")

    def wait(self, sentence: str) -> None:
        """The button waits with you."""
        super().wait(sentence)
        self.open.setVisible(not sentence)
