"""Random workplaces, played into the program and into the second calculation; `python -m tests.faults.pay_weeks` runs
10,000 weeks of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alfdesk import money
from alfdesk.pay import ledger, steps

from .pay_weeks import STAFF, Pair, Unlike, run
from .second_calculation import Day

W47 = date(2026, 11, 16)
W48, W49 = W47 + timedelta(7), W47 + timedelta(14)
SEEDS = range(6)  # some sixty weeks


@pytest.mark.parametrize("seed", SEEDS)
def test_every_week_is_as_the_second_calculation_has_it_after_each_act(place, seed):
    run(place, seed)


@pytest.mark.parametrize(
    ("where", "name", "wrong"),
    [
        (money, "half_up", lambda top, bottom: (2 * top + bottom - 1) // (2 * bottom)),
        (ledger.Books, "corrections_in", lambda *_: {}),
        (ledger.Books, "outstanding", lambda *_: {}),
        (ledger.Books, "paid_on_days", lambda *_: {}),
        (steps, "undo_deduction", lambda *_, **_named: None),
    ],
    ids=["a half rounded down", "corrections forgotten", "outstanding forgotten", "day payouts forgotten",
         "a deduction that stays"],
)  # fmt: skip
def test_a_program_that_reckons_wrong_is_found_out(founded, tmp_path, monkeypatch, where, name, wrong):
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises(Unlike):
        for seed in SEEDS:
            with founded.copy(tmp_path / str(seed)) as place:
                run(place, seed)


# What only a certain order brings about, and was wrong once ----------------------------------------------------------


@pytest.fixture
def pair(place):
    """One programme by the hour, one person, and staff; each act is compared."""
    made = Pair(place, [W47, W48, W49], ["Dagsverket"])
    made.program.founded("Dagsverket", "day")
    made.both("person", 7, "cash")
    for name, role in STAFF:
        made.both("hired", name, role)
    made.both("rule", "Dagsverket", "rate", ["hour", 5000], date(2026, 1, 1))
    return made


def run_to(pair, week, status):
    steps = (("prepare", "Olga"), ("attest", "Mona"), ("approve", "Mia"), ("pay", "Olga"), ("lock", "Mona"))
    for step, by in steps:
        assert pair.both(step, "Dagsverket", week, by)
        pair.compare()
        if pair.books.status("Dagsverket", week) == status:
            return


def test_what_was_counted_for_a_week_that_is_then_sent_back_is_taken_off_again(pair):
    pair.both("day", "Dagsverket", 7, W47, Day(said=240))
    run_to(pair, W47, "approved")
    pair.both("rule", "Dagsverket", "rate", ["hour", 6000], W47)
    run_to(pair, W48, "prepared")
    pair.both("send_back", "Dagsverket", W47, "Mia")
    run_to(pair, W47, "approved")
    after = pair.books.lines("Dagsverket", W49)[7]
    assert after.corrections == {W47: -4000}


def test_a_late_day_that_was_counted_and_then_undone_is_taken_off_again_whatever_the_rates_do(pair):
    pair.both("day", "Dagsverket", 7, W47, Day(said=240))
    run_to(pair, W47, "locked")
    pair.both("person", 8, "bank")
    pair.both("day", "Dagsverket", 8, W47, Day(said=60))
    late = pair.program.last()
    pair.both("rule", "Dagsverket", "supplement", 1000, W47)
    run_to(pair, W48, "prepared")
    pair.same("undo", lambda: pair.books.day("Dagsverket", 8, W47, Day(present=False)), lambda: pair.program.undo(late))
    pair.compare()
    assert pair.books.lines("Dagsverket", W49)[8].corrections == {W47: -5000}


def test_of_two_corrections_of_one_day_the_first_comes_up_again_when_its_week_is_opened(pair):
    pair.both("day", "Dagsverket", 7, W47, Day(said=60))
    run_to(pair, W47, "locked")
    run_to(pair, W48, "prepared")
    pair.both("day", "Dagsverket", 7, W47, Day(said=120))
    run_to(pair, W49, "prepared")  # takes up the first hour
    pair.both("day", "Dagsverket", 7, W47, Day(said=180))
    pair.both("day", "Dagsverket", 7, W48, Day(said=60))
    run_to(pair, W48, "prepared")  # takes up the second
    pair.both("send_back", "Dagsverket", W49, "Mona")
    pair.compare()
    assert pair.books.lines("Dagsverket", W49)[7].corrections == {W47: 5000}


def test_somebody_there_for_no_time_at_all_does_not_open_the_week_again(pair):
    pair.both("day", "Dagsverket", 7, W47, Day(start=540, end=540))
    run_to(pair, W47, "locked")


def test_no_time_at_all_within_other_hours_is_no_hour_paid_twice(pair):
    pair.program.founded("Framnes", "day")
    pair.names.append("Framnes")
    pair.both("rule", "Framnes", "rate", ["day", 20000], date(2026, 1, 1))
    pair.both("day", "Framnes", 7, W47, Day(start=600, end=600))
    pair.both("day", "Dagsverket", 7, W47, Day(start=540, end=700))
    run_to(pair, W47, "prepared")


def test_what_is_too_little_to_hand_over_is_settled_by_its_rounding(pair):
    pair.both("rule", "Dagsverket", "supplement", 40, W47)
    pair.both("day", "Dagsverket", 7, W47, Day(said=0, dirty=60))
    pair.both("pay_day", "Dagsverket", W47)
    run_to(pair, W47, "paid")
    assert not pair.books.lines("Dagsverket", W48)
