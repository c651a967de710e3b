"""A day of a desk with three outlets, from paper list to sums, against the answers of an independent calculation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from alfdesk import money
from alfdesk.errors import UserFacingError
from alfdesk.sales import settling
from alfdesk.store.workplace import Place

from .paper_desk import Stall, read_day

SAMPLE = Path(__file__).parent.parent / "samples" / "megafon-day"
DAY = date(2026, 11, 20)


@pytest.fixture
def answers() -> dict:  # type: ignore[type-arg]
    return json.loads((SAMPLE / "answers.json").read_text("utf-8"))


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Stall:
    return Stall(place, tmp_path)


def sums(desk: Stall, answers: dict) -> tuple:  # type: ignore[type-arg]
    """Stock, accounts and tills as the answers have them."""
    found = [
        {"outlet": o, "product": p, "edition": e, "copies": n} for (o, p, e), n in sorted(desk.stock().items())
    ]
    accounts = []
    for one in answers["accounts"]:
        bought, returned, paid, owes = desk.account(one["seller"])
        accounts.append({"seller": one["seller"], "copies_bought": bought, "copies_returned": returned,
                         "paid_ore": paid, "owes_ore": owes})  # fmt: skip
    return found, accounts, desk.tills()


def wanted(answers: dict) -> tuple:  # type: ignore[type-arg]
    return answers["stock"], answers["accounts"], answers["cash_ore"]


def test_the_day_comes_to_the_answers(desk: Stall, answers: dict) -> None:  # type: ignore[type-arg]
    read = read_day(desk, SAMPLE, answers)
    assert (read.lines, read.written, read.unchanged) == (127, 127, 0)
    assert sums(desk, answers) == wanted(answers)


def test_reading_it_again_adds_nothing_and_an_undo_takes_all_of_it_back(
    desk: Stall, answers: dict  # type: ignore[type-arg]
) -> None:
    read_day(desk, SAMPLE, answers)
    entries = desk.entries()
    again = desk.paper(SAMPLE / "desk.csv")
    assert (again.written, again.unchanged, desk.entries()) == (0, 127, entries)
    desk.undo()
    assert not any(desk.stock().values()) and not any(desk.tills().values())
    back = desk.paper(SAMPLE / "desk.csv")
    assert (back.written, back.unchanged) == (127, 0)
    assert sums(desk, answers) == wanted(answers)
    assert desk.digest() == desk.rebuilt()


def test_what_the_till_must_hold_is_settled_once(desk: Stall, answers: dict) -> None:  # type: ignore[type-arg]
    read_day(desk, SAMPLE, answers)
    for at, (name, ore) in enumerate(sorted(answers["cash_ore"].items()), 1):
        settle = {"outlet": desk.outlet(name), "day": DAY, "at_minute": 944}
        with pytest.raises(UserFacingError, match="differs by"):
            desk.do(settling.settle, **settle, counts={})
        done = desk.do(settling.settle, **settle, counts=money.fewest(ore))
        assert (done.number, done.expected_ore, done.difference_ore) == (f"K-{at:04}", ore, 0)
    assert set(desk.tills().values()) == {0}
