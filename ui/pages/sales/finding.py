"""Who is meant by what stands in the seller's field: a number, letters of a name, a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ... import scanning
from ...widgets.menu import Menu
from .typed import read_seller

if TYPE_CHECKING:
    from .sale import Sale

NAMES = 9  # found by letters and shown


class Finding:
    """`scanned` is when the last card came, by the sale's clock. Cards that were just used are known for a minute."""

    def __init__(self, sale: Sale) -> None:
        self.sale, self.page, self.desk, self.counter = sale, sale.page, sale.desk, sale.counter
        self.doubles = scanning.Doubles()
        self.scanned = -1.0

    def enter(self, text: str) -> None:
        """Whoever is meant stands at the desk, or a sentence says why nobody does; nothing when it is empty."""
        try:
            meant = read_seller(text)
            if meant is None:
                return
            if meant.code:
                self._card(meant.code)
            elif meant.number:
                self.sale.serve(self._of_number(meant.number))
            else:
                self.choose(meant.name)
        except UserFacingError as error:
            self.sale.refuse_seller(error.sentence)

    def choose(self, text: str = "") -> None:
        """The sellers in a menu, those whose name or number begins so; one alone is taken."""
        from alfdesk.sales import sellers

        found = self.desk.read(sellers.sellers, self.page.day, text=text)
        if not found:
            nobody = _("No seller is called {name}.").format(name=text) if text else _("There is no seller yet.")
            self.sale.refuse_seller(nobody)
            return
        if text and len(found) == 1:
            self.page.serve(found[0].person)
            return
        menu = Menu(self.counter.seller)
        for line in found[: NAMES if text else None]:
            action = menu.addAction(f"{line.number}  {line.name}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, person=line.person: self.page.serve(person))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.counter.seller.mapToGlobal(QPoint(0, self.counter.seller.height())))

    def forget(self) -> None:
        """Something was taken back: a card that was just used is a customer again."""
        self.doubles.clear()

    def _of_number(self, number: int) -> bytes:
        from alfdesk.sales import sellers

        person: bytes | None = self.desk.read(sellers.person_of, number)
        if person is None:
            raise UserFacingError(_("Nobody sells with number {number}.").format(number=number))
        return person

    def _card(self, code: str) -> None:
        from alfdesk.sales import sellers

        sale, now = self.sale, self.sale.clock()
        person = self.desk.read(sellers.scan, code, self.page.day)
        double, here = self.doubles.is_double(code, now), sale.standing
        self.scanned = now
        if not double or (here is not None and here.person == person):
            sale.serve(person)
            return
        # She was served a moment ago: what is under the scanner still is no new customer.
        self.counter.seller.clear()
        said = _("This card was just used. Write the number to sell more.")
        if not sale.back_from_card():
            self.counter.seller_under.hint(said)
        self.page.shell.say(said)
