"""Where keys go at the desk: what a field does not write itself, and what is typed while the focus is elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from .typed import SCANNED

if TYPE_CHECKING:
    from .page import Sales

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
# Along the rows of a list.
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DeskKeys:
    """Each asks about one field's key first; true when it was taken."""

    def __init__(self, page: Sales) -> None:
        self.page, self.counter = page, page.counter

    def seller(self, event: QKeyEvent) -> bool:
        here, text, edit = self.page.sale.before, event.text(), self.counter.seller
        if event.modifiers() & HELD:
            return False
        if event.key() == Qt.Key.Key_Down and here is not None:
            self.page.to_field()
        elif text and text.upper() in SCANNED and here is not None and edit.text() == str(here.number):
            self.page.sale.begin_card(text)  # a card over what stands there: the card counts
        elif not self._edition(event):
            return text == " " and not edit.text()
        return True

    def _edition(self, event: QKeyEvent) -> bool:
        """Plus and the page keys go through the editions."""
        if event.text() != "+" and event.key() not in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return False
        self.page.step_edition(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        return True

    def copies(self, event: QKeyEvent) -> bool:
        key, text, sale, ways = event.key(), event.text(), self.page.sale, self.counter.ways
        if event.modifiers() & HELD:
            return False
        if text and text.upper() in SCANNED:
            sale.begin_card(text)
        elif ways.asking and text.isdecimal():
            reason = ways.free.of_digit(text)
            if reason:
                sale.free(reason)
        elif ways.asking and key in ENTERS:
            pass  # a reason is chosen, never taken for granted
        elif self._edition(event):
            pass
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            sale.step(1 if key == Qt.Key.Key_Up else -1)
        elif (edition := self.counter.editions.of_letter(text)) is not None:
            self.page.choose_edition(edition)
        else:
            if ways.asking and text and text.isprintable():
                ways.ask(False)  # something else is written: the question is gone
            return text == " "
        return True

    def received(self, event: QKeyEvent) -> bool:
        """A card is a card here too; the numpad's full stop is a comma; letters are no money."""
        text, edit = event.text(), self.counter.received
        if event.modifiers() & HELD:
            return False
        if text and text.upper() in SCANNED:
            self.page.sale.begin_card(text)
        elif text == ".":
            edit.type_here(",")
        else:
            return text.isalpha()
        return True

    def elsewhere(self, event: QKeyEvent) -> bool:
        """What nobody took: a digit, a letter or a card goes where it belongs, from anywhere on the page."""
        text, counter, sale = event.text(), self.counter, self.page.sale
        if event.key() == Qt.Key.Key_Escape:
            if not self.page.close_panel():
                self.step_back()
            return True
        typed = text.isprintable() and text.strip() and not event.isAutoRepeat() and not event.modifiers() & HELD
        if not typed or not self.page.both.isVisible():
            return False
        if text.upper() in SCANNED:
            sale.begin_card(text)
        elif sale.before is None:
            counter.seller.type_here(text)
        elif not self.copies(event):
            if not counter.copies.isModified():
                counter.copies.selectAll()
            counter.copies.type_here(text)
        return True

    def step_back(self) -> None:
        """Esc, one step at a time: the reasons, a letter that was no card, the field Received, the seller."""
        if self.counter.ways.asking:
            self.page.sale.free("")
        elif self.page.sale.back_from_card():
            return
        elif self.counter.received.hasFocus():
            self.page.to_field()
        else:
            self.page.sale.clear()
