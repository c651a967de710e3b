"""What the person card says about a seller, and the way to all of it; of somebody who does not sell, how she begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...selling import words
from ...widgets.buttons import Button
from ...widgets.layouts import Column
from .card_parts import Row

if TYPE_CHECKING:
    from .card_panel import CardPanel

MAY = ("desk", "office", "manager")


class SellerPart(QWidget):
    """Number, card, break and account in a line or two; a button opens the rest. Hidden where nobody sells."""

    def __init__(self, panel: CardPanel) -> None:
        super().__init__()
        self.panel, self.desk = panel, panel.desk
        self.open_button = Button("", "", "text").compact()
        self.open_button.clicked.connect(lambda _checked=False: self.act())
        self.row: QWidget | None = None
        self._column = Column(gap=0, parent=self)
        self.number: int | None = None
        self._shown: Any = None
        self.show_again()

    def show_again(self) -> None:
        from alfdesk.sales import accounts, editions, sellers

        person, today = self.panel.person, self.desk.today()

        def read(session: Any) -> Any:
            if sellers.number_of(session, person) is None:
                return bool(editions.publications(session)) or bool(sellers.numbers_ever(session)), None
            return True, (sellers.seller_page(session, person, today), accounts.account(session, person))

        found = self.desk.read(read)
        if found == self._shown:
            return
        self._shown = sold, seller = found
        self.number = seller[0].number if seller else None
        may = self.desk.may(*MAY)
        if seller is None and not (sold and may):
            self.hide()
        elif self.parentWidget() is not None:  # without one it would be a window of its own
            self.show()
        had_focus = self.open_button.hasFocus()
        self.open_button.say(_("Open seller") if seller else _("Make seller"))
        text = _("Seller no. {number}").format(number=self.number) if seller else _("Does not sell")
        row = Row(_("Seller"), text, _more(*seller, today) if seller else "", self.open_button)
        self._column.put(row)
        if self.row is not None:
            self._column.removeWidget(self.row)
            self.row.hide()
            self.row.deleteLater()
        self.row = row
        if had_focus:
            self.open_button.setFocus()

    def act(self) -> None:
        """All about the seller; or a number, where she has none."""
        from ...selling import SellerPanel
        from ...selling.forms import MakeSeller

        page, person = self.panel.page, self.panel.person
        if self.number is not None:
            SellerPanel(page, person).open()
        elif self.desk.may(*MAY) and self.panel.card is not None:
            MakeSeller(page, person, self.panel.card.name).open()


def _more(seller: Any, account: Any, today: Any) -> str:
    """Card, break and account: what somebody would ask about first."""
    said = [words.card_words(seller.cards, today)]
    now = words.break_now(seller.breaks, today)
    if now is not None:
        said.append(words.break_said(now))
    if account.owes_ore:
        said.append(_("Owes {amount}.").format(amount=words.money(account.owes_ore)))
    if account.held_for_ore:
        said.append(_("{amount} is held.").format(amount=words.money(account.held_for_ore)))
    return " ".join(said)
