"""Random days on paper, each held against a calculation of its own: stock, accounts and tills."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path

import pytest

from alfdesk.store.workplace import Place

from .desk_days import CHANGED, OUTLETS, PRICES, SELLERS, Row, days, price, reckoned
from .paper_desk import Stall


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Stall:
    made = Stall(place, tmp_path)
    for (product, edition), ore in PRICES.items():
        made.edition(product, edition, ore)
    made.edition("Julebok", "2026", price("Julebok", "2026", CHANGED), since=CHANGED.isoformat())
    made.sellers(*SELLERS)
    return made


def agrees(desk: Stall, rows: list[Row]) -> None:
    sums = reckoned(rows)
    # A new outlet is spelled as the first line that names it: STRAX-HUSET.
    there = {(o.lower(), p, e): n for (o, p, e), n in desk.stock().items() if n}
    assert there == {(o.lower(), p, e): n for (o, p, e), n in sums.stock.items() if n}
    assert {n: desk.account(n) for n in SELLERS} == {n: sums.account(n) for n in SELLERS}
    tills = {name.lower(): ore for name, ore in desk.tills().items()}
    assert tills == {name.lower(): sums.cash[name] for name in OUTLETS if name.lower() in tills}


@pytest.mark.parametrize("seed", range(8))
def test_random_days_come_to_the_same_however_they_are_read(desk: Stall, seed: int) -> None:
    rows = days(seed, 240)
    half, more = random.Random(seed).randint(1, 238), days(seed + 1000, 40)
    first = desk.paper(rows[:half])
    agrees(desk, rows[:half])
    assert (first.written, first.unchanged) == (half, 0)
    again = desk.paper(rows[:half])
    assert (again.written, again.unchanged) == (0, half)
    whole = desk.paper(rows)
    assert (whole.written, whole.unchanged) == (len(rows) - half, half)
    agrees(desk, rows)
    shuffled = rows + more
    random.Random(seed).shuffle(shuffled)
    assert desk.paper(shuffled).written == len(more)
    assert desk.paper(rows).written == 0
    agrees(desk, rows + more)
    assert desk.digest() == desk.rebuilt()


def test_lines_of_two_lists_that_share_some_are_counted_once(desk: Stall) -> None:
    rows = days(99, 200)
    desk.paper(rows[:120])
    desk.paper(rows[80:])  # lines 80–120 stand already; of those that are alike the nth is the nth
    desk.paper(rows)
    agrees(desk, rows)


def test_ten_thousand_lines_take_seconds(desk: Stall) -> None:
    rows = days(5, 10_000, date(2026, 11, 2), 20)
    began = time.perf_counter()
    desk.paper(rows)
    read = time.perf_counter() - began
    began = time.perf_counter()
    assert desk.paper(rows).written == 0
    again = time.perf_counter() - began
    agrees(desk, rows)
    assert len(OUTLETS) == len(desk.tills())
    print(f"\n10,000 lines read in {read:.2f} s, and again in {again:.2f} s")
    assert read < 10 and again < 4  # seconds, on a machine with other things to do
