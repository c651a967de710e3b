"""Personal data erased for ever: the one act that asks first, because nothing brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.i18n import gettext as _

from ...desk import REFUSED
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Band
from ...widgets.text import Text

if TYPE_CHECKING:
    from .card_panel import CardPanel


class Erase(QWidget):
    """What goes and what stays, and the person's number as the answer. Nothing is chosen beforehand."""

    def __init__(self, panel: CardPanel) -> None:
        super().__init__()
        self.panel, self.desk = panel, panel.desk
        assert panel.card is not None
        self.number_of = panel.card.card.found.number
        name = panel.card.name
        self.band = Band("wrong", _("This can't be undone."),
                         _("Names, phone, photo, messages and every day of {name} go for ever.").format(name=name),
                         )  # fmt: skip
        stays = Text(_("The number stays used. Old backups end by their own time."), wrap=True)
        self.number = Field(_("Write number {number} to confirm").format(number=self.number_of or ""), numeric=True)
        self.number.edit.setMaxLength(6)
        self.erase_button = Button(_("Erase for ever"), "trash", "danger")
        self.erase_button.clicked.connect(lambda _checked=False: self.send())
        buttons = QWidget()
        Flow(self.erase_button, gap=8, parent=buttons)
        Column(Text(_("Erase {name}").format(name=name), "h2", wrap=True), self.band, stays, self.number, buttons, 0,
               gap=14, parent=self)  # fmt: skip

    def start(self) -> QWidget:
        return self.number

    def send(self) -> None:
        """Erase, and write the file anew so that nothing of it is left on the disk."""
        from alfdesk import people

        if self.number.text().strip() != str(self.number_of or ""):
            self.number.refuse(_("This is not the number on the card. Nothing is erased."))
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk, page, person = self.desk, self.panel.page, self.panel.person
        page.close_panel()
        if desk.do(people.erase, person=person) is REFUSED:
            return
        # The file changes its key: nothing else may read or write meanwhile, so the window waits for it, and says so.
        page.shell.say(_("The person is erased. The file is being written anew."))
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            with desk.telling():
                desk.place.wipe()
                page.shell.say(_("The person is erased. This can't be undone."))
        finally:
            QApplication.restoreOverrideCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.erase_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
