"""Random days of a cash bag, each held against sums of its own: nothing may be left unexplained."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from alfdesk import money
from alfdesk.errors import UserFacingError
from alfdesk.pay import bag, payouts
from alfdesk.store.workplace import Place

from .desk import Desk
from .test_bag import Day


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


def bag_days(desk: Desk, seed: int, rounds: int) -> int:
    """So many random bag days on one workplace, each held against sums of its own: what is in the bag after every act,
    and 0 øre unexplained in the end. Returns how many there were."""
    rng = random.Random(seed)
    day = Day(desk, "Kari", "Ola", "Siv", "Per")
    for number in range(rounds):
        when = date(2027, 1, 4) + timedelta(number)
        worked = {person: rng.randint(1, 240) for person in day.people}
        day.came(*worked.values(), day=when)
        gets = {person: whole_kroner(to_the_ore(minutes * 5000)) for person, minutes in worked.items()}
        counts = some_money(rng) or {50: 1}
        one, inside, paid = day.out(counts, when), worth(counts), set()
        for what in rng.choices(("in", "pay", "pay", "pay", "back"), k=rng.randint(1, 6)):
            person = rng.choice(day.people)
            if what == "in" and (counts := some_money(rng)):
                desk.do(bag.top_up, bag=one, counts=counts)
                inside += worth(counts)
            elif what == "pay" and person not in paid and gets[person] > inside:
                with pytest.raises(UserFacingError, match="not so much"):
                    day.pay(one, person, day=when)
            elif what == "pay" and person not in paid:
                assert day.pay(one, person, day=when) == (1, gets[person])
                inside -= gets[person]
                paid.add(person)
            elif what == "back" and person in paid:
                desk.do(payouts.take_back, programme=day.programme, person=person, day=when, reason="not so")
                inside += gets[person]
                paid.remove(person)
            assert desk.ask(bag.left, one) == inside
        found = max(0, inside + rng.choice((0, 0, 0, 100, -100, 2_000)))
        assert desk.do(bag.count, bag=one, counts=money.fewest(found)) == found - inside
        if found != inside:
            assert desk.ask(bag.of, one).status == "unexplained"
            desk.do(bag.explain, bag=one, reason="miscounted")
        line = desk.ask(bag.of, one)
        assert (line.status, line.counted_ore, line.difference_ore) == ("returned", found, found - inside)
        assert line.paid_ore == sum(gets[person] for person in paid)
        assert line.put_in_ore - line.paid_ore + line.difference_ore - line.counted_ore == 0
        assert sum(m.amount_ore for m in line.moves) == -line.difference_ore
    assert desk.ask(bag.open_bags) == []
    return rounds


def some_money(rng: random.Random) -> dict[int, int]:
    return {value: n for value in rng.sample(money.DENOMINATIONS, 4) if (n := rng.randint(0, 2))}


def worth(counts: dict[int, int]) -> int:
    return sum(100 * value * n for value, n in counts.items())


def to_the_ore(sixtieths: int) -> int:
    return (sixtieths + 30) // 60


def whole_kroner(ore: int) -> int:
    return (ore + 50) // 100 * 100


def test_random_bag_days_leave_nothing_unexplained(desk: Desk) -> None:
    assert bag_days(desk, 47, 40) == 40


@pytest.mark.faults_long
@pytest.mark.parametrize("seed", range(20))
def test_many_random_bag_days_leave_nothing_unexplained(desk: Desk, seed: int) -> None:
    assert bag_days(desk, seed, 500) == 500
