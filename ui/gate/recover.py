"""The way in with the recovery sheet: its text, and a new passphrase for one member of staff."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ..prefs import Prefs
from ..widgets.buttons import ENTER, Button
from ..widgets.fields import Field
from ..widgets.layouts import Flow
from ..widgets.text import Text
from .new_passphrase import NewPassphrase
from .parts import Card, Gate

WIDE = 640


class Recover(Gate):
    """Emits what was written; the window does it in the background and answers."""

    entered = Signal(str, str, str)  # text of the sheet, name, new passphrase
    back = Signal()

    def __init__(self, prefs: Prefs, parent: QWidget | None = None) -> None:
        # Elements
        super().__init__(prefs, parent)
        self.paper = Field(_("Text of the recovery sheet"), hint=_("Type it, or read the code with a scanner."))
        self.name = Field(_("Your name"), prefs.get("name"),
                          hint=_("Left out, the first administrator gets the new passphrase."))  # fmt: skip
        self.new = NewPassphrase(lambda: (self.name.text(),))
        self.go = Button(_("Set new passphrase"), "key", "primary", ENTER)
        self.not_now = Button(_("Back"), "arrow-left")
        # Assemble
        card = Card(wide=WIDE)
        said = _("The sheet lies in the safe. Two people use it together. Afterwards you print a new one.")
        for part in (
            Text(_("Open with the recovery sheet"), "h1", wrap=True), Text(said, "body", "mut", wrap=True),
            self.paper, self.name, self.new, self.going, self.band,
        ):  # fmt: skip
            card.column.put(part)
        buttons = QWidget()
        Flow(self.go, self.not_now, parent=buttons)
        card.column.put(buttons)
        self.put_card(card)
        self.content.put(self.foot(("Esc", _("back"))))
        # Connect
        self.paper.edit.returnPressed.connect(lambda: self.name.edit.setFocus(Qt.FocusReason.TabFocusReason))
        self.name.edit.returnPressed.connect(lambda: self.new.phrase.edit.setFocus(Qt.FocusReason.TabFocusReason))
        self.new.entered.connect(self._enter)
        self.go.clicked.connect(self._enter)
        self.not_now.clicked.connect(self.back)
        self.does(self.back.emit, "Escape")

    def first(self) -> QWidget:
        return self.paper

    def aloud(self) -> str:
        return _("Open with the recovery sheet. Type its text, and choose a new passphrase.")

    def _enter(self) -> None:
        if self.busy:
            return
        self.band.say("")
        if not self.paper.text().strip():
            self.paper.refuse(_("Type the text that stands on the sheet."))
            self.paper.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.new.check():
            self.busy = True
            self.entered.emit(self.paper.text(), self.name.text(), self.new.text())
