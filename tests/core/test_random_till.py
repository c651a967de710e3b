"""Random acts at tills on two laptops: the quick reckoning is the plain sum, nothing is settled twice or lost."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alfdesk import money
from alfdesk.errors import UserFacingError
from alfdesk.sales import outlets, selling, settling, stock, till
from alfdesk.store.workplace import Place
from tests.support import Template

from .paper_desk import Stall
from .two_laptops import Laptop2, carry, meet, pair

MONDAY = date(2026, 11, 16)
NAMES = ("Hallvardsstuen", "Strax-huset")
SELLERS = (94, 118, 244)


class Counter_(Laptop2, Stall):
    """A desk that sells, on one of two laptops."""


@pytest.fixture
def two(founded: Template, place: Place, tmp_path: Path) -> tuple[Counter_, Counter_]:
    from . import two_laptops

    made = Counter_(place, tmp_path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(two_laptops, "Laptop2", Counter_)
        made, other = pair(founded, place, tmp_path, scene)
    return made, other  # type: ignore[return-value]


def scene(desk: Any) -> None:
    desk.edition()
    for name in NAMES:
        desk.do(outlets.found_outlet, name=name)
    desk.sellers(*SELLERS)


def act(desk: Counter_, rng: random.Random, day: date) -> None:
    """One act of those that a till sees, or that shake what it has settled."""
    outlet = desk.outlet(rng.choice(NAMES))
    at = {"outlet": outlet, "day": day - timedelta(rng.choice((0, 0, 0, 1, 2))), "at_minute": rng.randint(480, 960)}
    what = rng.choice(("sell",) * 6 + ("back", "in", "out", "open", "settle", "settle", "past", "some", "some",
                                       "void", "void_in", "unsettle", "undo", "redo"))  # fmt: skip
    edition = desk.ask(selling_edition)
    if what == "sell":
        ways = rng.choice(("cash", "cash", "vipps", "credit"))
        desk.do(selling.sell, person=desk.seller(rng.choice(SELLERS)), edition=edition, copies=rng.randint(1, 20),
                payment=ways, **at)  # fmt: skip
    elif what == "back":
        desk.do(selling.give_back, person=desk.seller(rng.choice(SELLERS)), edition=edition, copies=rng.randint(1, 5),
                **at)  # fmt: skip
    elif what in ("in", "out"):
        verb = till.cash_in if what == "in" else till.cash_out
        desk.do(verb, amount_ore=rng.randint(1, 500) * 100, reason="veksel", **at)
    elif what == "open":
        desk.do(till.open_till, counts={500: rng.randint(0, 3), 10: 5}, **at)
    elif what in ("settle", "past", "some"):
        upto = day - timedelta(rng.randint(1, 2)) if what == "past" else None
        carried = [day - timedelta(back) for back in range(4) if what == "some" and rng.random() < 0.5]
        settle(desk, rng, outlet, day, upto, carried)
    elif what == "void":
        rows = desk.place.cursor().execute("SELECT id FROM purchase WHERE voided=0 ORDER BY id").fetchall()
        if rows:
            desk.do(selling.void_sale, purchase=rng.choice(rows)[0], reason="feil")
    elif what == "void_in":
        rows = desk.place.cursor().execute(
            "SELECT id FROM desk_move WHERE voided=0 AND what IN ('cash_in', 'cash_out') ORDER BY id"
        ).fetchall()
        if rows:
            desk.do(stock.void_move, move=rng.choice(rows)[0], reason="feil")
    elif what == "unsettle":
        rows = desk.place.cursor().execute("SELECT id FROM settlement WHERE voided=0 ORDER BY id").fetchall()
        if rows:
            desk.do(settling.void_settlement, settlement=rng.choice(rows)[0], reason="feil")
    else:
        try:
            desk.undo() if what == "undo" else desk.redo()
        except (UserFacingError, AssertionError):
            pass  # nothing to undo, or something that stays: a settlement, or what was built on


def selling_edition(session: Any) -> bytes:
    from alfdesk.sales import editions

    return editions.editions(session, MONDAY)[0].id


def settle(
    desk: Counter_, rng: random.Random, outlet: bytes, day: date, upto: date | None, carried: list[date]
) -> None:
    """Settle, with a difference at times; what it expects is the float and all that is unsettled, of which it takes up
    the days that are not carried over. Nothing is made where none would be."""
    before = desk.ask(till.unsettled_cash, outlet)
    open_ = {(one.day, what): ore for one in desk.ask(till.unsettled, outlet).days for what, ore, _count in one.sums}
    stays = {key for key in open_ if key[0] in carried or upto is not None and key[0] > upto}
    shown = desk.ask(till.unsettled, outlet, upto, day=day, carried=carried)
    assert {(one.day, what) for one in shown.days for what, _ore, _count in one.sums} == set(open_) - stays
    taken = sum(ore for key, ore in open_.items() if key not in stays)
    found = max(0, (shown.float_ore + before) // 100 * 100 + rng.choice((0, 0, 500, -100)))
    values = {"outlet": outlet, "day": day, "at_minute": 960, "counts": money.fewest(found), "upto": upto,
              "carried": carried, "reason": "telt"}  # fmt: skip
    if stays == set(open_) != set():
        with pytest.raises(UserFacingError, match="at least one open day"):
            desk.do(settling.settle, **values)
        assert desk.ask(till.unsettled_cash, outlet) == before
        return
    done = desk.do(settling.settle, **values)
    assert (done.expected_ore, done.counted_ore) == (shown.float_ore + before, found)
    assert done.difference_ore == found - shown.float_ore - before
    assert sum(ore for _what, ore, _count in done.sums) == taken == sum(ore for _day, ore in done.settles)
    assert done.carried_ore == before - taken == desk.ask(till.unsettled_cash, outlet)
    assert {one for one, _ore in done.carried} == {one for one, _what in stays}
    if stays:
        assert desk.ask(till.float_of, outlet, day) == shown.float_ore
    if upto is None and not carried:
        assert done.carried_ore == 0
    assert desk.ask(settling.settlement, done.id) == done


def holds(desk: Counter_) -> None:
    """The quick reckoning, by day and in one sum, is the plain sum; numbers have no gaps."""
    for name in NAMES:
        outlet = desk.outlet(name)
        plain = desk.plain_till(outlet)
        assert desk.ask(till.unsettled_cash, outlet) == plain
        days = desk.ask(till.unsettled, outlet).days
        assert sum(ore for one in days for _what, ore, _count in one.sums) == plain
        assert by_day(desk, outlet) == {
            (one.day.isoformat(), what): (ore, count) for one in days for what, ore, count in one.sums
        }
    numbers: dict[tuple[bytes, str], list[int]] = {}
    rows = "SELECT laptop, letter, number FROM settlement ORDER BY number"
    for laptop, letter, number in desk.place.cursor().execute(rows):
        numbers.setdefault((laptop, letter), []).append(number)
    for own in numbers.values():
        assert own == list(range(1, len(own) + 1))


def by_day(desk: Counter_, outlet: bytes) -> dict[tuple[str, str], tuple[int, int]]:
    """What is unsettled by day and kind, from every move and every settlement there is."""
    import json

    cursor = desk.place.cursor()
    cash: Counter[tuple[str, str]] = Counter()
    count: Counter[tuple[str, str]] = Counter()
    other: Counter[tuple[str, str]] = Counter()
    moves = "SELECT day, what, cash_ore, vipps_ore, credit_ore, copies FROM desk_move WHERE outlet=? AND voided=0"
    for day, what, ore, vipps, credit, copies in cursor.execute(moves, (outlet,)).fetchall():
        cash[day, what] += ore or 0
        count[day, what] += 1
        other[day, what] += (vipps or 0) + (credit or 0) + (copies or 0)
    settled = "SELECT shown FROM settlement WHERE outlet=? AND voided=0"
    for (shown,) in cursor.execute(settled, (outlet,)).fetchall():
        for day, what, how_many, ore, vipps, credit, _held, copies in json.loads(shown)["days"]:
            cash[day, what] -= ore
            count[day, what] -= how_many
            other[day, what] -= vipps + credit + copies
    return {key: (cash[key], count[key]) for key in count if cash[key] or count[key] or other[key]}


def nothing_lost(desk: Counter_) -> None:
    """All the cash that ever moved is settled once or open: by what is in the moves, whoever settled what."""
    for name in NAMES:
        outlet = desk.outlet(name)
        cursor = desk.place.cursor()
        moved = cursor.execute("SELECT ifnull(sum(cash_ore), 0) FROM desk_move WHERE outlet=? AND voided=0", (outlet,))
        every = desk.ask(settling.settlements, outlet, limit=10_000)
        taken = sum(s.expected_ore - s.float_ore - s.carried_ore for s in every if not s.voided)
        assert moved.fetchone()[0] == taken + desk.ask(till.unsettled_cash, outlet)


@pytest.mark.parametrize("seed", range(4))
def test_two_laptops_settle_the_same_outlets_apart(two: tuple[Counter_, Counter_], seed: int) -> None:
    rng = random.Random(seed)
    for step in range(60):
        desk = rng.choice(two)
        act(desk, rng, MONDAY + timedelta(step // 12))
        holds(desk)
        if rng.random() < 0.1:
            if rng.random() < 0.5:
                carry(*rng.sample(two, 2))
            else:
                meet(*two)
            for one in two:
                holds(one)
                nothing_lost(one)
    meet(*two)
    digests = {one.digest() for one in two}
    for one in two:
        nothing_lost(one)
        one.place.rebuild()
        holds(one)
    assert len(digests) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_laptop_that_was_restored_gets_its_own_settlements_back_in_any_order(
    founded: Template, two: tuple[Counter_, Counter_], tmp_path: Path, seed: int
) -> None:
    from . import two_laptops

    rng = random.Random(200 + seed)
    office, _farm = two
    for step in range(10):
        act(office, rng, MONDAY)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(two_laptops, "Laptop2", Counter_)
        own = bytes.fromhex(office.place.cursor().execute("SELECT value FROM local WHERE key='device'").fetchone()[0])
        restored = two_laptops.another(founded, office, tmp_path / "restored", own)
    for step in range(25):
        act(office, rng, MONDAY + timedelta(step // 5))
    carry(office, restored, order=rng, one_by_one=True)
    assert restored.digest() == office.digest()
    for step in range(10):
        holds(restored)  # type: ignore[arg-type]
        act(restored, rng, MONDAY + timedelta(6))  # type: ignore[arg-type]
    nothing_lost(restored)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(4))
def test_one_laptop_is_never_slow_and_never_wrong(place: Place, tmp_path: Path, seed: int) -> None:
    """No parcel ever came: what is reckoned is what came since the last settlement, and the plain sum all the same."""
    desk = Counter_(place, tmp_path)
    scene(desk)
    rng = random.Random(100 + seed)
    for step in range(80):
        act(desk, rng, MONDAY + timedelta(step // 16))
        holds(desk)
    nothing_lost(desk)


# The drawer ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_the_drawer_itself_is_never_out_of_step(place: Place, tmp_path: Path, seed: int) -> None:
    """An independent ledger of notes that change hands: what the till should hold is what lies there, whatever is
    settled late, alone, along or carried over, and however it is opened. What goes missing is told once, in full."""
    desk = Counter_(place, tmp_path)
    scene(desk)
    rng = random.Random(300 + seed)
    outlet, edition = desk.outlet(NAMES[0]), desk.ask(selling_edition)
    drawer = missing = settled = had = 0
    differences = []
    for step in range(120):
        day = MONDAY + timedelta(step // 20)
        at = {"outlet": outlet, "day": day - timedelta(rng.choice((0, 0, 0, 0, 1, 2))), "at_minute": 600}
        what = rng.choice(("sell",) * 6 + ("back", "in", "out", "theft", "open", "whole", "settle", "settle", "void"))
        open_days = [one.day for one in desk.ask(till.unsettled, outlet).days]
        if what == "sell":
            copies = rng.randint(1, 20)
            desk.do(selling.sell, person=desk.seller(94), edition=edition, copies=copies, **at)
            drawer, had = drawer + copies * 5_000, had + copies * 5_000
        elif what == "back" and drawer >= 15_000:
            desk.do(selling.give_back, person=desk.seller(94), edition=edition, copies=3, **at)
            drawer, had = drawer - 15_000, had - 15_000
        elif what == "in" or what == "out" and drawer >= 5_000:
            verb, ore = (till.cash_in, 5_000) if what == "in" else (till.cash_out, -5_000)
            desk.do(verb, amount_ore=5_000, reason="veksel", **at)
            drawer, had = drawer + ore, had + ore
        elif what == "theft" and drawer >= 2_000:
            drawer, missing = drawer - 2_000, missing + 2_000
        elif what == "open" and not missing:  # the float is made this large, whatever else lies there
            unsettled = desk.ask(till.unsettled_cash, outlet)
            assert desk.do(till.open_till, counts={100: 3}, **at) == 30_000
            drawer = 30_000 + unsettled
        elif what == "whole" and not missing and drawer >= max(0, desk.ask(till.unsettled_cash, outlet)):
            before = desk.ask(till.float_of, outlet, day)
            assert desk.do(till.open_till, counts=money.fewest(drawer), along=True, **at) == before
        elif what == "void":
            sales = "SELECT id, cash_ore FROM purchase WHERE voided=0 AND what='sale' AND cash_ore<=? ORDER BY id"
            rows = desk.place.cursor().execute(sales, (drawer,)).fetchall()
            if rows:
                sale, ore = rng.choice(rows)
                desk.do(selling.void_sale, purchase=sale, reason="feil")
                drawer, had = drawer - ore, had - ore
        elif what == "settle" and drawer >= 0:
            carried = [one for one in open_days if rng.random() < 0.4]
            if open_days and len(carried) == len(open_days):
                carried.pop()
            done = desk.do(
                settling.settle, outlet=outlet, day=day, at_minute=960, counts=money.fewest(drawer), carried=carried,
                reason="borte" if missing else None,
            )  # fmt: skip
            assert done.difference_ore == -missing
            differences.append(missing)
            missing = 0
            left = done.carried_ore + (done.float_ore if carried else 0)
            settled += done.expected_ore - done.float_ore - done.carried_ore
            drawer = left  # the rest is taken out, or as much put in as is lacking
        assert desk.ask(till.should_hold, outlet, day) == drawer + missing
        assert had == settled + desk.ask(till.unsettled_cash, outlet)
    assert any(differences) and len(differences) > 5
