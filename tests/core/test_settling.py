"""The till and its settlement: float, money in and out, the count, what is carried over, what stays to be seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alfdesk import people
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.sales import accounts, editions, outlets, rules, selling, settling, till
from alfdesk.sales.records import Settled
from alfdesk.store.workplace import Place

from .desk import FRIDAY, THURSDAY, WEDNESDAY, table, text
from .paper_desk import Stall

SUPERVISOR = Acting(b"S" * 16, "Sture", frozenset({"supervisor"}))


class Shop(Stall):
    """One outlet, one edition at 50 kr, two sellers."""

    def start(self) -> Shop:
        self.magazine = self.edition()
        self.at = self.do(outlets.found_outlet, name="Hallvardsstuen")
        self.sellers(94, 118)
        return self

    def sell(self, copies: int, payment: object = "cash", day: date = FRIDAY, number: int = 94) -> bytes:
        return self.do(
            selling.sell, outlet=self.at, person=self.seller(number), edition=self.magazine, copies=copies, day=day,
            at_minute=600, payment=payment,
        )  # fmt: skip

    def settle(self, counts: dict, reason: str | None = None, **more: object) -> Settled:  # type: ignore[type-arg]
        more = {"day": FRIDAY, "at_minute": 944} | more
        return self.do(settling.settle, outlet=self.at, counts=counts, reason=reason, **more)

    def open_now(self, upto: date | None = None) -> str:
        """What is unsettled: day, what, kroner in cash, how many; then the float."""
        found = self.ask(till.unsettled, self.at, upto, day=FRIDAY)
        rows = [(d.day.isoformat(), what, ore // 100, n) for d in found.days for what, ore, n in d.sums]
        return table([*rows, ("float", found.float_ore // 100)])


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    return Shop(place, tmp_path).start()


def test_a_settlement_takes_up_the_cash_alone_and_tells_the_rest(shop: Shop) -> None:
    shop.do(till.open_till, outlet=shop.at, day=FRIDAY, at_minute=480, counts={"100": "2", 50: 1})
    shop.sell(10)
    shop.sell(4, "vipps")
    shop.sell(2, "credit")
    shop.sell(3, {"cash": 5_000, "vipps": 10_000})
    shop.do(selling.give_back, outlet=shop.at, person=shop.seller(94), edition=shop.magazine, copies=1, day=FRIDAY,
            at_minute=620)  # fmt: skip
    shop.do(till.cash_in, outlet=shop.at, amount_ore=20_000, reason="veksel", day=FRIDAY, at_minute=630)
    shop.do(till.cash_out, outlet=shop.at, amount_ore=30_000, reason="til safen", day=FRIDAY, at_minute=640)
    publication = shop.ask(editions.publications)[0][0]
    shop.do(accounts.repay, person=shop.seller(94), publication=publication, amount_ore=10_000, outlet=shop.at,
            day=FRIDAY, at_minute=650)  # fmt: skip
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 75_000
    done = shop.settle({500: 1, 200: 1, 50: 1}, z_number="117", z_total_ore=85_000)
    assert (done.number, done.float_ore, done.expected_ore, done.difference_ore) == ("K-0001", 25_000, 75_000, 0)
    assert done.sums == (
        ("sale", 55_000, 4), ("return", -5_000, 1), ("repaid", 10_000, 1), ("cash_in", 20_000, 1),
        ("cash_out", -30_000, 1),
    )  # fmt: skip
    assert (done.vipps_ore, done.credit_ore, done.held_ore, done.copies) == (30_000, 10_000, 0, 18)
    assert [line[:4] for line in done.lines] == [
        ("2026-11-20 10.30", "cash_in", 20_000, "veksel"), ("2026-11-20 10.40", "cash_out", -30_000, "til safen"),
        ("2026-11-20 10.50", "repaid", 10_000, ""),
    ]  # fmt: skip
    assert {line[4] for line in done.lines} == {"Anne"}
    assert (done.z_number, done.z_total_ore, done.at, done.counts) == (
        "117", 85_000, "2026-11-20 15:44", ((500, 1), (200, 1), (50, 1))
    )  # fmt: skip
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 0  # no rule names a float, and everything was taken out


def test_a_difference_needs_a_reason_and_is_never_erased(shop: Shop) -> None:
    shop.sell(10)
    before = shop.entries()
    with pytest.raises(UserFacingError, match="differs by −50,00 kr"):
        shop.settle({200: 2, 50: 1})
    with pytest.raises(UserFacingError, match="differs by 500,00 kr"):
        shop.settle({1000: 1}, "  ")
    assert shop.entries() == before
    done = shop.settle({200: 2, 50: 1}, "fant den ikke")
    assert (done.number, done.difference_ore, done.reason) == ("K-0001", -5_000, "fant den ikke")
    with pytest.raises(UserFacingError, match="can't be undone"):
        shop.undo()
    shop.do(settling.void_settlement, settlement=done.id, reason="telte feil skuff")
    again = shop.settle({500: 1})
    assert (again.number, again.expected_ore) == ("K-0002", 50_000)
    kept = shop.ask(settling.settlement, done.id)
    assert (kept.voided, kept.void_reason, kept.difference_ore, kept.reason) == (
        True, "telte feil skuff", -5_000, "fant den ikke"
    )  # fmt: skip
    with pytest.raises(UserFacingError, match="no such settlement"):
        shop.do(settling.void_settlement, settlement=done.id, reason="en gang til")


def test_a_past_day_is_closed_late_and_the_rest_is_carried_over(shop: Shop) -> None:
    for day, copies in ((WEDNESDAY, 1), (THURSDAY, 2), (FRIDAY, 4)):
        shop.sell(copies, day=day)
    shop.do(till.cash_in, outlet=shop.at, amount_ore=10_000, reason="veksel", day=FRIDAY, at_minute=480)
    assert shop.open_now() == text("""
        2026-11-18  sale  50  1
        2026-11-19  sale  100  1
        2026-11-20  cash_in  100  1
        2026-11-20  sale  200  1
        float  0
    """)
    done = shop.settle({200: 2, 50: 1}, upto=THURSDAY)  # all that lies in the till
    assert (done.day, done.expected_ore, done.carried_ore, done.lines) == (THURSDAY, 45_000, 30_000, ())
    assert done.settles == ((WEDNESDAY, 5_000), (THURSDAY, 10_000)) and done.carried == ((FRIDAY, 30_000),)
    shop.sell(1, day=THURSDAY)  # told afterwards: it is settled with the next
    assert shop.open_now() == text("""
        2026-11-19  sale  50  1
        2026-11-20  cash_in  100  1
        2026-11-20  sale  200  1
        float  0
    """)
    done = shop.settle({200: 1, 100: 1, 50: 1})
    assert (done.expected_ore, done.carried_ore, [line[1:4] for line in done.lines]) == (
        35_000, 0, [("cash_in", 10_000, "veksel")]
    )  # fmt: skip
    assert shop.open_now() == "float  0"


def test_any_open_day_is_carried_over_by_choice_and_lies_in_the_till_meanwhile(shop: Shop) -> None:
    shop.do(till.open_till, outlet=shop.at, day=WEDNESDAY, at_minute=480, counts={100: 5})
    for day, copies in ((WEDNESDAY, 1), (THURSDAY, 2), (FRIDAY, 4)):
        shop.sell(copies, day=day)
    shop.do(till.cash_out, outlet=shop.at, amount_ore=5_000, reason="kaffe", day=THURSDAY, at_minute=700)
    late = shop.settle({500: 1, 200: 1, 100: 1}, carried=[WEDNESDAY, THURSDAY])  # today alone
    assert (late.day, late.expected_ore, late.difference_ore, late.sold_ore) == (FRIDAY, 80_000, 0, 20_000)
    assert (late.settles, late.carried) == (((FRIDAY, 20_000),), ((WEDNESDAY, 5_000), (THURSDAY, 5_000)))
    assert late.lines == ()
    # 200 kr was taken out: the float and what was carried over are left, and the till goes on with both.
    assert shop.open_now() == text("""
        2026-11-18  sale  50  1
        2026-11-19  cash_out  -50  1
        2026-11-19  sale  100  1
        float  500
    """)
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 60_000
    gap = shop.settle({500: 1, 100: 1}, carried=[WEDNESDAY], upto=THURSDAY)  # one in the middle
    assert (gap.day, gap.expected_ore, gap.settles, gap.carried) == (
        THURSDAY, 60_000, ((THURSDAY, 5_000),), ((WEDNESDAY, 5_000),)
    )  # fmt: skip
    assert [line[1:4] for line in gap.lines] == [("cash_out", -5_000, "kaffe")]
    last = shop.settle({500: 1, 50: 1})
    assert (last.expected_ore, last.settles, last.carried) == (55_000, ((WEDNESDAY, 5_000),), ())
    assert shop.open_now() == "float  0"  # all was taken out, and nothing is left to go on with


def test_a_difference_is_the_whole_tills_and_of_the_settlement_that_found_it(shop: Shop) -> None:
    for day, copies in ((THURSDAY, 2), (FRIDAY, 4)):
        shop.sell(copies, day=day)
    with pytest.raises(UserFacingError, match="differs by −20,00 kr"):
        shop.settle({200: 1, 50: 1, 20: 1, 10: 1}, carried=[THURSDAY])
    first = shop.settle({200: 1, 50: 1, 20: 1, 10: 1}, "mistet", carried=[THURSDAY])
    assert (first.expected_ore, first.counted_ore, first.difference_ore) == (30_000, 28_000, -2_000)
    second = shop.settle({100: 1})  # 180 kr was taken out, and 100 kr left
    assert (second.expected_ore, second.difference_ore) == (10_000, 0)


def test_something_must_be_settled(shop: Shop) -> None:
    for day in (THURSDAY, FRIDAY):
        shop.sell(1, day=day)
    for left in ({"carried": [THURSDAY, FRIDAY]}, {"upto": WEDNESDAY}, {"upto": THURSDAY, "carried": [THURSDAY]}):
        with pytest.raises(UserFacingError, match="at least one open day"):
            shop.settle({100: 1}, **left)
    assert shop.settle({100: 1}, carried=[WEDNESDAY]).number == "K-0001"  # nothing moved that day


def test_a_settlement_that_carried_over_is_voided_and_all_is_open_again(shop: Shop) -> None:
    shop.do(till.open_till, outlet=shop.at, day=THURSDAY, at_minute=480, counts={100: 5})
    for day, copies in ((THURSDAY, 2), (FRIDAY, 4)):
        shop.sell(copies, day=day)
    before = shop.open_now()
    done = shop.settle({500: 1, 200: 1, 100: 1}, carried=[THURSDAY])
    shop.do(settling.void_settlement, settlement=done.id, reason="feil skuff")
    assert shop.open_now() == before
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 80_000


def test_the_till_is_opened_with_what_is_carried_over_in_it(shop: Shop) -> None:
    shop.do(till.open_till, outlet=shop.at, day=THURSDAY, at_minute=480, counts={100: 5})
    for day, copies in ((THURSDAY, 2), (FRIDAY, 4)):
        shop.sell(copies, day=day)
    shop.settle({500: 1, 200: 1, 100: 1}, carried=[THURSDAY])
    opening = {"outlet": shop.at, "day": FRIDAY, "at_minute": 960}
    # 600 kr lies in the till. Counted whole, the 100 kr of Thursday are no float; counted alone, the float is 500 kr.
    assert shop.do(till.open_till, **opening, counts={500: 1, 100: 1}, along=True) == 50_000
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 60_000
    assert shop.ask(till.counts_before, shop.at) == {}  # that count was not of the float
    assert shop.do(till.open_till, **opening, counts={500: 1}) == 50_000
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 60_000
    assert shop.ask(till.counts_before, shop.at) == {500: 1}
    with pytest.raises(UserFacingError, match="50,00 kr less than what is not settled"):
        shop.do(till.open_till, **opening, counts={50: 1}, along=True)


def test_what_is_voided_after_it_was_settled_comes_back_with_the_next(shop: Shop) -> None:
    wrong = shop.sell(2)
    shop.sell(10)
    shop.settle({500: 1, 100: 1})
    shop.do(selling.void_sale, purchase=wrong, reason="feil nummer")
    assert shop.ask(till.unsettled_cash, shop.at) == -10_000
    shop.sell(6)
    done = shop.settle({200: 1})
    assert (done.expected_ore, done.sums) == (20_000, (("sale", 20_000, 0),))


def test_the_float_is_what_was_counted_else_what_the_rules_say(shop: Shop) -> None:
    shop.do(rules.rule, about=shop.at, key="float_ore", value=50_000, since=THURSDAY)
    assert shop.ask(till.should_hold, shop.at, WEDNESDAY) == 0
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 50_000
    shop.do(till.open_till, outlet=shop.at, day=FRIDAY, at_minute=480, counts={100: 3})
    shop.do(till.open_till, outlet=shop.at, day=FRIDAY, at_minute=481, counts={100: 4})  # counted anew
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 40_000
    assert shop.settle({200: 2}).float_ore == 40_000
    assert shop.ask(till.should_hold, shop.at, FRIDAY) == 50_000  # not opened since


def test_it_prints_the_same_for_ever(shop: Shop) -> None:
    shop.sell(10)
    shop.do(till.cash_out, outlet=shop.at, amount_ore=10_000, reason="til safen", day=FRIDAY, at_minute=640)
    done = shop.settle({200: 2})
    shop.do(outlets.change_outlet, outlet=shop.at, name="Hallvards hus")
    shop.do(rules.rule, about=shop.at, key="float_ore", value=50_000, since=WEDNESDAY)
    shop.place.clock.forward(7 * 366 * 24 * 60)  # type: ignore[attr-defined]  # what she bought must be kept till then
    shop.do(people.erase, person=shop.seller(94))
    assert shop.ask(settling.settlement, done.id) == done
    assert shop.ask(settling.numbered, "k-0001") == done
    assert done.outlet == "Hallvardsstuen" and done.foot.number == "K-0001" and len(done.foot.digest) == 64
    assert shop.ask(till.unsettled_cash, shop.at) == 0  # what moved at the desk bears nobody's name


def test_one_series_over_all_outlets_and_an_outlet_with_nothing_can_be_settled(shop: Shop) -> None:
    other = shop.do(outlets.found_outlet, name="Strax-huset")
    shop.settle({})
    empty = shop.do(settling.settle, outlet=other, day=FRIDAY, at_minute=950, counts={})
    shop.do(settling.void_settlement, settlement=empty.id, reason="feil hus")
    assert [shop.settle({}).number for _twice in range(2)] == ["K-0003", "K-0004"]
    assert [s.number for s in shop.ask(settling.settlements)] == ["K-0004", "K-0003", "K-0002", "K-0001"]
    assert [s.number for s in shop.ask(settling.settlements, other)] == ["K-0002"]
    with pytest.raises(UserFacingError, match="no such outlet"):
        shop.do(settling.settle, outlet=b"x" * 16, day=FRIDAY, at_minute=950, counts={})


@pytest.mark.parametrize(("counts", "sentence"), [
    ({"500": "1o"}, "How many of 500"), ({500: -1}, "How many of 500"), ({500: 1.0}, "How many of 500"),
    ({500: 10_000}, "How many of 500"), ({500: None}, "How many of 500"), ({500: ""}, "How many of 500"),
    ({"ti": 1}, "ti is no note or coin"), ({25: 1}, "25 is no note or coin"), ({"": 1}, "– is no note or coin"),
    ({500: 1, "500": 1}, "500 is counted twice"), ({" 500 ": "²"}, "How many of 500"),
])  # fmt: skip
def test_a_count_with_a_letter_in_it_is_refused(shop: Shop, counts: dict[Any, Any], sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        shop.settle(counts, "x")
    assert shop.ask(settling.settlements) == ()


def test_supervisors_only_read(shop: Shop) -> None:
    for verb, values in (
        (settling.settle, {"counts": {}}), (till.open_till, {"counts": {}}),
        (till.cash_in, {"amount_ore": 100, "reason": "x"}), (till.cash_out, {"amount_ore": 100, "reason": "x"}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed), shop.place.write(SUPERVISOR) as work:
            verb(work, outlet=shop.at, day=FRIDAY, at_minute=600, **values)
    for ore in (0, -100, 100_000_001):
        with pytest.raises(UserFacingError, match="above zero"):
            shop.do(till.cash_in, outlet=shop.at, amount_ore=ore, reason="x", day=FRIDAY, at_minute=600)
    with pytest.raises(UserFacingError, match="why"):
        shop.do(till.cash_out, outlet=shop.at, amount_ore=100, reason=" ", day=FRIDAY, at_minute=600)
