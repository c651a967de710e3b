"""Two desks on two laptops, a day apart from one another: what each sells, sends, counts and settles is in the end one
day, and both laptops tell the same of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alfdesk import money
from alfdesk.journal import entry as form
from alfdesk.questions import answers
from alfdesk.questions.every import every
from alfdesk.sales import accounts, counting, editions, outlets, sellers, selling, settling, stock, till
from tests.simulate.ledger import Ledger

from .carried import Carried, Laptop

FRIDAY = date(2026, 11, 20)
TABLE = 16  # letters of an outlet's name


class Day:
    """One laptop at one outlet. Times are as they are written on the paper beside it."""

    def __init__(self, one: Laptop, outlet: str) -> None:
        self.one, self.name = one, outlet

    def does(self, at: str, verb: Any, **values: Any) -> Any:
        self.one.clock.forward(1)
        hour, minute = map(int, at.split("."))
        with self.one.place.write() as work:
            return verb(work, day=FRIDAY, at_minute=60 * hour + minute, **values)

    def asks(self, read: Any, *args: Any, **named: Any) -> Any:
        with self.one.place.read() as session:
            return read(session, *args, **named)

    def outlet(self, name: str = "") -> bytes:
        return next(o.id for o in self.asks(outlets.outlets) if o.name == (name or self.name))

    @property
    def edition(self) -> bytes:
        return self.asks(editions.edition_named, "Megafon", "11/2026")

    def sells(self, at: str, number: int, copies: int, payment: Any = "cash") -> bytes:
        return self.does(
            at, selling.sell, outlet=self.outlet(), person=self.asks(sellers.person_of, number), edition=self.edition,
            copies=copies, payment=payment,
        )  # fmt: skip

    def sends(self, at: str, copies: int, to: str) -> bytes:
        return self.does(
            at, stock.send, frm=self.outlet(), to=self.outlet(to), edition=self.edition, copies=copies
        )  # fmt: skip

    def settles(self, at: str) -> tuple[str, int]:
        """The number, and kroner counted."""
        ore = self.asks(settling.ahead, self.outlet(), FRIDAY).expected_ore
        done = self.does(at, settling.settle, outlet=self.outlet(), counts=money.fewest(ore))
        return done.number, done.counted_ore // 100

    def tells(self) -> list[str]:
        """Outlet, copies there and on the way to it, kroner unsettled."""
        lines = [
            f"{s.outlet:<{TABLE}}{s.copies:>4}{s.in_transit:>4}{self.asks(till.unsettled_cash, s.outlet_id) // 100:>6}"
            for s in self.asks(stock.stock)
        ]
        for number in (17, 94):
            a = self.asks(accounts.account, self.asks(sellers.person_of, number))
            sums = (a.copies_bought, a.copies_returned, a.paid_ore // 100, a.owes_ore // 100, a.held_for_ore // 100)
            lines.append(f"seller {number}: {' '.join(map(str, sums))}")
        return lines

    def ledger(self) -> Ledger:
        rows = self.one.place.cursor().execute("SELECT ops FROM entry").fetchall()
        return Ledger(form.content(raw) for (packed,) in rows for salt, raw in form.unpack(packed) if salt)


@pytest.fixture
def both(laptops: Carried) -> tuple[Day, Day]:
    """Hallvardsstuen has 200 copies; Vigdis is seller 94, Per is 17. Then everybody has it all."""
    office, farm, _centre = laptops.all
    here, there = Day(office, "Hallvardsstuen"), Day(farm, "Nesttun")
    for name, number in (("Vigdis", 94), ("Per", 17)):
        person = office.writes(name)
        with office.place.write() as work:
            sellers.make_seller(work, person=person, number=number)
    with office.place.write() as work:
        editions.set_edition(
            work, product="Megafon", edition="11/2026", buy_ore=5_000, cover_ore=10_000, since=date(2026, 11, 1)
        )
    for name in ("Hallvardsstuen", "Nesttun"):
        with office.place.write() as work:
            outlets.found_outlet(work, name=name)
    here.does("7.30", stock.receive, outlet=here.outlet(), edition=here.edition, copies=200)
    laptops.hands_around()
    return here, there


def test_a_day_at_two_desks_that_exchange_at_noon_and_in_the_evening(laptops: Carried, both: tuple[Day, Day]) -> None:
    here, there = both
    sent = here.sends("8.00", 60, "Nesttun")
    here.sells("8.10", 94, 10)
    wrong = here.sells("8.20", 17, 50)
    there.sells("8.30", 17, 5)  # of what he brought himself: the book is late, and the shelf is right
    assert there.tells()[1] == "Nesttun           -5   0   250"
    laptops.hands_around(here.one, there.one)

    there.does("12.00", stock.confirm, transfer=sent, copies=58, reason="to var våte")
    here.does("12.00", _void_sale, purchase=wrong)
    begun = here.does("12.05", counting.begin, outlet=here.outlet())
    here.sells("12.10", 94, 4, "credit")
    with here.one.place.write() as work:
        counting.count(work, begun=begun, copies={here.edition: 129})
    there.sells("12.30", 94, 6, {"cash": 20_000, "vipps": 10_000})
    there.does("12.40", selling.give_back, outlet=there.outlet(), person=there.asks(sellers.person_of, 17),
               edition=there.edition, copies=2)  # fmt: skip
    publication = here.asks(editions.publications)[0][0]
    here.does("12.50", accounts.hold, person=here.asks(sellers.person_of, 94), publication=publication,
              amount_ore=30_000, reason="Vipps")  # fmt: skip
    here.does("13.00", accounts.pay_out, person=here.asks(sellers.person_of, 94), amount_ore=10_000,
              outlet=here.outlet())  # fmt: skip
    assert (here.settles("15.00"), there.settles("15.05")) == (("K-0001", 400), ("KB-0001", 350))
    laptops.hands_around(here.one, there.one)

    assert here.one.digest == there.one.digest
    assert here.tells() == there.tells() == [
        "Hallvardsstuen   125   0     0",
        "Nesttun           49   0     0",
        "seller 17: 5 2 150 0 0",
        "seller 94: 20 0 800 200 200",
    ]  # fmt: skip
    ledger = here.ledger()
    assert sorted(ledger.copies().values()) == [49, 125] and ledger.under_way([here.edition.hex()]) == set()
    assert set(ledger.tills().values()) == {0} and ledger.told_twice() == {}
    assert sorted(ledger.numbers().values()) == [[1], [1]]
    assert not here.asks(every) and not there.asks(every)


def test_what_both_did_to_one_transfer_and_one_till_is_asked_about_and_then_settled(
    laptops: Carried, both: tuple[Day, Day]
) -> None:
    here, there = both
    sent = here.sends("8.00", 60, "Nesttun")
    here.sells("8.10", 94, 10)
    laptops.hands_around(here.one, there.one)
    for one, copies in ((there, 60), (here, 59)):
        one.does("9.00", stock.confirm, transfer=sent, copies=copies, reason="talt")
    there.name = "Hallvardsstuen"
    assert (here.settles("15.00"), there.settles("15.05")) == (("K-0001", 500), ("KB-0001", 500))
    laptops.hands_around(here.one, there.one)
    assert here.tells() == there.tells()
    assert here.tells()[:2] == ["Hallvardsstuen   130   0  -500", "Nesttun           60   0     0"]
    asked = here.asks(every)
    assert [q.kind for q in asked] == ["received", "settled"] and there.asks(every) == asked
    for question in asked:
        here.one.clock.forward(1)
        with here.one.place.write() as work:
            answers.answer(work, question=question.id, choice=question.choices[0].key)
    laptops.hands_around(here.one, there.one)
    assert not there.asks(every)
    assert there.tells()[:2] == ["Hallvardsstuen   130   0     0", "Nesttun           60   0     0"]


def _void_sale(work: Any, *, purchase: bytes, day: date, at_minute: int) -> None:
    selling.void_sale(work, purchase=purchase, reason="feil selger")
