"""The sellers: found by name or number, opened, served; somebody new, and cards printed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...dialogs.ask import RIM
from ...widgets.buttons import Button
from ...widgets.fields import SearchBox
from ...widgets.layouts import Flow
from ...widgets.notice import Empty
from ...widgets.row_table import Cell, Column, RowTable
from ...selling import SellerPanel
from . import words
from .keys import ENTERS, HELD, STEPS
from .new_seller import NewSeller
from .over_desk import Panel, framed
from .print_cards import PrintCards
from .typed import is_card


class Sellers(Panel):
    """Enter opens whoever is marked; Ctrl and Enter, or a card that is scanned, serves: she stands at the desk."""

    def __init__(self, page: Any) -> None:
        # Elements
        super().__init__(page, _("Sellers"), wide=1080, high=700, rim=RIM)
        self.box = SearchBox(_("Write a name or a number"))
        self.table = RowTable(_("Sellers"), self._columns(), spoken=self._spoken, key=lambda s: s.person)
        self.frame = framed(self.table)
        self.empty = Empty("users", _("Nobody has a seller number yet."))
        self.open_button = Button(_("Open seller"), "id-badge-2", "primary", "Enter")
        self.serve_button = Button(_("Serve"), "check", key="Ctrl+Enter")
        self.new_button = Button(_("New seller"), "user-plus", key="Ctrl+N")
        self.print_button = Button(_("Print cards"), "printer", key="Ctrl+P")
        # Assemble
        self.head(_("Sellers"))
        self.put_filled(self.box, last=(self.frame, self.empty))
        foot = QWidget()
        self._of_one = (self.open_button, self.serve_button, self.print_button)
        Flow(self.open_button, self.serve_button, self.new_button, self.print_button, gap=8, parent=foot)
        self.put_in_line(foot)
        # Connect
        self.box.textChanged.connect(lambda _text: self.show_again())
        self.box.entered.connect(self._entered)
        self.box.left.connect(self.leave)
        self.box.first_refusal = self._arrows
        self.table.opened.connect(lambda _line: self.open_seller())
        self.open_button.clicked.connect(lambda _checked=False: self.open_seller())
        self.serve_button.clicked.connect(lambda _checked=False: self.serve())
        self.new_button.clicked.connect(lambda _checked=False: NewSeller(page, self.box.text()).open())
        self.print_button.clicked.connect(lambda _checked=False: PrintCards(page).open())
        self.show_again()
        if page.sale.before is not None:
            self.table.mark(page.sale.before.person)

    def _columns(self) -> list[Column]:
        return [
            Column(_("No."), lambda s: Cell(str(s.number), kind="strong"), 70, right=True),
            Column(_("Seller"), lambda s: Cell(s.name), 150, 2),
            Column(_("Card to"), self._card, 150, 1),
            Column("", lambda s: Cell(_("break"), "hand-stop", "later") if s.on_break else Cell(""), 110, drops=1),
            Column(_("Owes"), lambda s: words.money(s.owes_ore) if s.owes_ore else "", 110, right=True),
            Column(_("Held money"), lambda s: words.money(s.held_ore) if s.held_ore else "", 120, right=True, drops=2),
            Column(_("Bought last"), lambda s: formats.day_short(s.last_bought) if s.last_bought else "", 120, drops=3),
        ]  # fmt: skip

    def start(self) -> QWidget:
        return self.box

    def summary(self) -> str:
        line = self.table.current()
        return f"{self.accessibleName()}. {self._spoken(line) if line is not None else ''}"

    def show_again(self) -> None:
        from alfdesk.sales import sellers

        text = self.box.text().strip()
        found = self.desk.read(sellers.sellers, self.page.day, text=text)
        self.table.show_records(found)
        self.frame.setVisible(bool(found))
        self.empty.setVisible(not found)
        if not found:
            nobody = _("No seller is called {name}.").format(name=text) if text else _("Nobody has a seller number yet.")
            self.empty.words.setText(nobody)
        for button in self._of_one:
            button.setVisible(bool(found))

    def open_seller(self) -> None:
        """All there is about whoever is marked."""
        line = self.table.current()
        if line is not None:
            SellerPanel(self.page, line.person).open()

    def serve(self) -> None:
        """Whoever is marked stands at the desk."""
        line = self.table.current()
        if line is not None:
            self.leave()
            self.page.serve(line.person)

    def _entered(self, text: str) -> None:
        """A card that is scanned here is a seller at the desk; else whoever is marked."""
        if not is_card(text):
            self.open_seller()
            return
        self.leave()
        self.page.counter.seller.setText(text.strip())
        self.page.sale.enter_seller()

    def _arrows(self, event: QKeyEvent) -> bool:
        """The arrows go along the rows while the box keeps the focus; Ctrl and Enter is the panel's."""
        if event.key() in ENTERS and event.modifiers() & HELD:
            self.keyPressEvent(event)
            return True
        if event.key() not in STEPS:
            return False
        self.table.step(STEPS[event.key()])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        acts = {
            Qt.Key.Key_N: lambda: NewSeller(self.page, self.box.text()).open(), Qt.Key.Key_Return: self.serve,
            Qt.Key.Key_Enter: self.serve, Qt.Key.Key_P: lambda: PrintCards(self.page).open(),
        }  # fmt: skip
        if event.key() in acts and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                acts[Qt.Key(event.key())]()
            event.accept()
            return
        super().keyPressEvent(event)

    def _card(self, line: Any) -> Cell:
        if line.card_to is None:
            return Cell(_("no valid card"), colour="mut")
        late = line.card_to < self.page.day
        return Cell(formats.day_short(line.card_to), "alert-triangle-filled" if late else "", "later" if late else "text")

    def _spoken(self, line: Any) -> str:
        parts = [f"{line.number} {line.name}", self._card(line).text, _("break") if line.on_break else ""]
        if line.owes_ore:
            parts.append(_("owes {amount}").format(amount=words.money(line.owes_ore)))
        return ", ".join(p for p in parts if p)
