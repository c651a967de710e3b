"""A seller's card: a new one with what it costs, one reported lost, and cards printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.weeks import add_months

from ..desk import REFUSED
from ..dialogs.panels import choice_of
from ..widgets.dates import DateField
from . import words
from .account import outlets_of
from .forms import OfSeller


class NewCard(OfSeller):
    """A new card; the one before is no longer good. After a lost one there may be a fee, paid into a till or owed."""

    def __init__(self, page: Any, seller: Any) -> None:
        from alfdesk.sales import sellers

        today = page.desk.today()
        months = (page.desk.read(sellers.of_any_publication, "card_months", today) or (sellers.MONTHS, None))[0]
        fee = (page.desk.read(sellers.of_any_publication, "card_fee_ore", today) or (0, None))[0]
        self.until = DateField(_("Valid to"), page.desk.today, add_months(today, months))
        lost = bool(seller.cards) and seller.cards[0].lost is not None
        here = outlets_of(page)
        self.paid, paid = choice_of(_("Fee of {amount}").format(amount=words.money(fee or 0)), [
            *((ident, _("Paid into the till at {outlet}").format(outlet=name)) for ident, name in here),
            (None, _("Owed")),
        ], here[0][0] if here else None)  # fmt: skip
        if not (fee and lost):
            self.paid.choose(None)
        sentence = words.card_words(seller.cards, today)
        if words.good(seller.cards, today) is not None:
            sentence += " " + _("It is refused from the moment there is a new one.")
        super().__init__(page, seller, _("New card"), sentence, _("Make card"), self.until, paid,
                         icon="id-badge-2")  # fmt: skip
        paid.setVisible(bool(fee and lost))

    def start(self) -> Any:
        return self.act

    def write(self) -> Any:
        from alfdesk.sales import sellers

        if self.until.day is None:
            return self.wrong(self.until, _("Write the last day.")) or REFUSED
        if self.until.day < self.desk.today():
            return self.wrong(self.until, _("This day has been.")) or REFUSED
        said = _("{name} has a new card.").format(name=words.called(self.seller))
        return self.do_at(self.until, sellers.give_card, said, person=self.person, day=self.desk.today(),
                          valid_to=self.until.day, outlet=self.paid.value, at_minute=self.desk.minute())  # fmt: skip


def report_lost(page: Any, seller: Any) -> None:
    """Her newest card is refused from this moment."""
    from alfdesk.sales import sellers

    serial = seller.cards[0].serial
    said = _("Card {serial} is lost, and is refused from now on.").format(serial=f"{serial:02}")
    page.desk.do(sellers.card_lost, said, person=seller.person, serial=serial, day=page.desk.today())


def print_cards(page: Any, persons: Sequence[bytes], name: str) -> None:
    """Cards of these sellers, ten on an A4; who has none that is good is left out."""
    desk, day = page.desk, page.desk.today()

    def make() -> bytes:
        from alfdesk.reports.seller_card import seller_cards
        from alfdesk.sales import statement

        return seller_cards(desk.read(statement.card_faces, persons, day))

    page.shell.preview(_("Seller cards"), make, name, "seller card")


def print_alone(page: Any, seller: Any) -> None:
    """One card on a page of its own size, for a card printer."""
    desk, day = page.desk, page.desk.today()

    def make() -> bytes:
        from alfdesk.reports.seller_card import seller_card
        from alfdesk.sales import statement

        (face,) = desk.read(statement.card_faces, [seller.person], day)
        return seller_card(face)

    page.shell.preview(_("Seller card"), make, f"selgerkort-{day.isoformat()}", "seller card")
