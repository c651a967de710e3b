"""What the tests of the street-paper desk share: a magazine, a book, two outlets, and acts in one line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alfdesk.errors import UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.sales import editions, outlets, sellers, stock
from alfdesk.store.workplace import Place
from alfdesk.weeks import clock

from .counting_house import staff
from .desk import MONDAY, Desk, table

NOVEMBER, DECEMBER = date(2026, 11, 2), date(2026, 12, 1)
CLERK, OFFICE, SUPERVISOR = staff("desk"), staff("office"), staff("supervisor")


class Shop(Desk):
    """Megafon 11/2026 since 2 November and the Julebok, at Hallvardsstuen and on Nesttun."""

    def __init__(self, place: Place, folder: Path) -> None:
        super().__init__(place, folder)
        self.minute = 480
        self.magazine = self.edition("Megafon", "11/2026", 5000)
        self.book = self.edition("Julebok", "2026", 7500)
        self.main, self.branch = self.outlet("Hallvardsstuen"), self.outlet("Nesttun")

    def edition(self, product: str, edition: str, buy_ore: int, since: date = NOVEMBER, **more: Any) -> bytes:
        return self.do(
            editions.set_edition, product=product, edition=edition, buy_ore=buy_ore, cover_ore=2 * buy_ore, since=since,
            **more,
        )  # fmt: skip

    def outlet(self, name: str) -> bytes:
        return self.do(outlets.found_outlet, name=name)

    def seller(self, call_name: str, number: int | None = None) -> bytes:
        person = self.person(call_name)
        self.do(sellers.make_seller, person=person, number=number)
        return person

    def act(self, verb: Callable[..., Any], *, day: date = MONDAY, **values: Any) -> Any:
        """A minute after the last one."""
        self.minute += 1
        return self.do(verb, day=day, at_minute=self.minute, **values)

    def acting(self, who: Acting, verb: Callable[..., Any], **values: Any) -> Any:
        with self.place.write(acting=who) as work:
            return verb(work, **values)

    def receive(self, copies: int, outlet: bytes | None = None, edition: bytes | None = None, **more: Any) -> bytes:
        at, what = outlet or self.main, edition or self.magazine
        return self.act(stock.receive, outlet=at, edition=what, copies=copies, **more)

    def send(self, copies: int, edition: bytes | None = None, **more: Any) -> bytes:
        """From Hallvardsstuen to Nesttun."""
        return self.act(
            stock.send, frm=self.main, to=self.branch, edition=edition or self.magazine, copies=copies, **more
        )

    def confirm(self, transfer: bytes, copies: int, **more: Any) -> bytes:
        return self.act(stock.confirm, transfer=transfer, copies=copies, **more)

    def refused(self, sentence: str, verb: Callable[..., Any], **values: Any) -> None:
        """The verb says this, and nothing has changed."""
        before = self.digest()
        with pytest.raises(UserFacingError) as said:
            self.do(verb, **values)
        assert (str(said.value), self.digest()) == (sentence, before)

    # What stands -------------------------------------------------------------------------------------------------

    def at(self, outlet: bytes | None = None, edition: bytes | None = None) -> int:
        return self.ask(stock.copies_at, outlet or self.main, edition or self.magazine)

    def stock(self, **which: Any) -> str:
        """Outlet, edition, copies, copies under way to it, when it was sold out."""
        lines = self.ask(stock.stock, **which)
        return table((s.outlet, f"{s.product} {s.edition}", s.copies, s.in_transit, s.sold_out) for s in lines)

    def prices(self, edition: bytes, *days: date) -> str:
        """What a copy costs on each of these days: buy and cover price, kind."""
        found = ((day, self.ask(editions.price_on, edition, day)) for day in days)
        return table((day, *((p.buy_ore, p.cover_ore, p.kind) if p else (None,))) for day, p in found)

    def on_sale(self, day: date = MONDAY, **which: Any) -> str:
        """Edition, print run, first and last day, buy price, the day its price ended."""
        lines = self.ask(editions.editions, day, **which)
        return table(
            (e.title, e.print_run, e.first_day, e.last_day, e.price and e.price.buy_ore, e.ended) for e in lines
        )

    def moved(self, *transfers: Any) -> str:
        """Transfers: from, to, edition, sent, arrived, when it was sent, reason."""
        return table(
            (t.from_outlet, t.to_outlet, t.title, t.copies, t.arrived, clock(t.at_minute), t.reason)
            for t in transfers
        )
