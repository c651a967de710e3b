"""A PIN for short pauses: kept in memory only, so it ends with the session."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ..dialogs.ask import RIM, Scrolled
from ..dialogs.overlay import Overlay
from ..widgets.buttons import ENTER, Button
from ..widgets.fields import Field
from ..widgets.layouts import Flow
from ..widgets.text import Text


class ChoosePin(Overlay):
    """Twice the same four to eight digits. Emits the Pin."""

    chosen = Signal(object)

    def __init__(self, over: QWidget) -> None:
        # Elements
        super().__init__(over, _("Choose a PIN"), wide=480, rim=RIM)
        self.digits = Field(_("PIN, 4 to 8 digits"), secret=True, numeric=True)
        self.again = Field(_("Once more"), secret=True, numeric=True)
        self.keep = Button(_("Use this PIN"), "check", "primary", ENTER)
        self.not_now = Button(_("Not now"))
        # Assemble
        self.head(_("Choose a PIN"))
        said = _("It opens the covered screen until you sign out. It is never saved.")
        buttons = QWidget()
        Flow(self.keep, self.not_now, parent=buttons)
        self.body = Scrolled(Text(said, "body", "mut", wrap=True), self.digits, self.again)
        self.column.put(self.body, 1)
        self.put_in_line(buttons)
        self.digits.edit.setMaxLength(8)
        self.again.edit.setMaxLength(8)
        # Connect
        self.keep.clicked.connect(self._keep)
        self.not_now.clicked.connect(self.leave)
        self.digits.edit.returnPressed.connect(lambda: self.again.edit.setFocus(Qt.FocusReason.TabFocusReason))
        self.again.edit.returnPressed.connect(self._keep)

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def start(self) -> QWidget:
        return self.digits.edit

    def _keep(self) -> None:
        from alfdesk.store.pin import Pin

        try:
            pin = Pin.of(self.digits.text())
        except UserFacingError as error:
            self.digits.refuse(error.sentence)
            self.digits.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.again.text().strip() != self.digits.text().strip():
            self.again.refuse(_("The two are not the same. Write the PIN once more."))
            self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.again.edit.selectAll()
            return
        self.chosen.emit(pin)
        self.leave()
