"""What the tests of selling share: a street-paper desk with an edition, an outlet and sellers, in one line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfdesk.sales import accounts, desk, editions, outlets, sellers, selling, stock

from .desk import Desk, table

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))
TEN = 10 * 60


class Selling:
    """Megafon 11/2026 at 50 kr a copy on sale from 2 November, and 500 copies at Hallvardsstuen."""

    def __init__(self, desk: Desk, *names: str) -> None:
        self.desk = desk
        self.edition = self.on_sale("Megafon", "11/2026", 5000, date(2026, 11, 2))
        self.outlet = self.place("Hallvardsstuen", 500)
        self.sellers = {name: self.seller(name) for name in names or ("Kari Nes", "Ola Vik")}
        self.kari = self.sellers[next(iter(self.sellers))]

    def on_sale(self, product: str, edition: str, buy_ore: int, since: date, until: date | None = None) -> bytes:
        return self.desk.do(
            editions.set_edition, product=product, edition=edition, buy_ore=buy_ore, cover_ore=2 * buy_ore,
            since=since, until=until,
        )  # fmt: skip

    def place(self, name: str, copies: int = 0, edition: bytes | None = None) -> bytes:
        outlet = self.desk.do(outlets.found_outlet, name=name)
        if copies:
            self.desk.do(stock.receive, outlet=outlet, edition=edition or self.edition, copies=copies,
                         day=date(2026, 11, 2), at_minute=480)  # fmt: skip
        return outlet

    def seller(self, name: str, number: int | None = None) -> bytes:
        person = self.desk.person(name)
        self.desk.do(sellers.make_seller, person=person, number=number)
        return person

    def sell(self, person: bytes, copies: int, payment: Any = "cash", day: date = MONDAY, **more: Any) -> bytes:
        more = {"outlet": self.outlet, "edition": self.edition, "at_minute": TEN} | more
        return self.desk.do(selling.sell, person=person, copies=copies, payment=payment, day=day, **more)

    def back(self, person: bytes, copies: int, day: date = MONDAY, **more: Any) -> bytes:
        more = {"outlet": self.outlet, "edition": self.edition, "at_minute": TEN} | more
        return self.desk.do(selling.give_back, person=person, copies=copies, day=day, **more)

    @property
    def publication(self) -> bytes:
        return next(ident for ident, name, _products in self.desk.ask(editions.publications) if name == "Megafon")

    def account(self, person: bytes) -> str:
        """Bought, returned, paid, owes, held."""
        found = self.desk.ask(accounts.account, person)
        return table([(found.copies_bought, found.copies_returned, found.paid_ore, found.owes_ore, found.held_for_ore)])

    def copies(self) -> int:
        return self.desk.ask(stock.copies_at, self.outlet, self.edition)

    def last(self, day: date = MONDAY) -> str:
        """Number, name, title, what, copies, øre, how paid, reason, why voided."""
        return table(
            (s.number, s.name, s.title, s.what, s.copies, s.amount_ore, s.payment, s.reason,
             (s.void_reason or "voided") if s.voided else None)
            for s in self.desk.ask(desk.sales, self.outlet, day)
        )  # fmt: skip
