"""The second calculation's steps: who may, in which order, what is refused. Sheets as in test_second_calculation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from .desk import text
from .second_calculation import Books, Day
from .test_second_calculation import PROGRAMME, W47, W48, W49, books, refused, run, sheet, week



def acts(of: Books) -> dict[str, Callable[[], None]]:
    return {
        "day": lambda: of.day(PROGRAMME, 7, W47, Day(said=10)),
        "deduct": lambda: of.deduct(PROGRAMME, W47, 7, 100),
        "payout": lambda: of.pay_day(PROGRAMME, W47, [7]),
        "send back": lambda: of.send_back(PROGRAMME, W47, "Mona"),
    }


@pytest.mark.parametrize(
    ("status", "may"),
    [
        ("open", "day deduct payout"), ("prepared", "day deduct payout send back"), ("paid", "day"),
        ("attested", "day deduct payout send back"), ("approved", "send back"), ("locked", "day"),
    ],
)  # fmt: skip
def test_what_may_still_be_told_of_a_week(status: str, may: str) -> None:
    for name in acts(books()):
        of = week(books(), "7  3.00")
        if status != "open":
            run(of, to=status)
        if name in may:
            acts(of)[name]()
            assert of.status(PROGRAMME, W47) == (status if status in ("paid", "locked") else "open"), name
        else:
            refused(acts(of)[name])


@pytest.mark.parametrize("status", ["open", "prepared", "attested", "approved", "paid", "locked"])
def test_a_deduction_is_taken_away_until_the_week_is_approved(status: str) -> None:
    of = week(books(), "7  4.00")
    of.deduct(PROGRAMME, W47, 7, 4030)
    of.deduct(PROGRAMME, W47, 7, 100)
    if status != "open":
        run(of, to=status)
    if status in ("approved", "paid", "locked"):
        assert refused(of.undo_deduction, PROGRAMME, W47, 7, 4030) == "a deduction in an approved week"
        return
    assert refused(of.undo_deduction, PROGRAMME, W47, 7, 4031) == "nothing is held back"
    of.undo_deduction(PROGRAMME, W47, 7, 4030)
    assert sheet(of) == "open\n7  240  200.00  0.00  0.00  199.00  0.00  c"
    assert refused(of.undo_deduction, PROGRAMME, W47, 7, 4030) == "nothing is held back"


@pytest.mark.parametrize("rate", [("hour", 5000), None])
def test_a_changed_day_opens_a_week_until_it_is_approved_and_the_same_day_again_closes_it(rate) -> None:
    of = week(books(rate=rate), "7  3.00")
    run(of, to="attested")
    week(of, "7  4.00")
    assert of.status(PROGRAMME, W47) == "open"
    week(of, "7  3.00")
    assert of.status(PROGRAMME, W47) == "attested"
    of.approve(PROGRAMME, W47, "Mia")
    assert refused(of.day, PROGRAMME, 7, W47, Day(said=10)) == "a changed day in an approved week"
    assert refused(of.day, PROGRAMME, 8, W47, Day(said=10)) == "a changed day in an approved week"
    assert refused(of.day, PROGRAMME, 7, W47, Day(present=False)) == "a changed day in an approved week"
    of.day(PROGRAMME, 8, W47, Day(present=False))


def test_a_week_sent_back_is_prepared_again_as_a_new_version() -> None:
    of = week(books(), "7  3.00")
    run(of, to="approved")
    of.send_back(PROGRAMME, W47, "Mia")
    assert of.status(PROGRAMME, W47) == "open"
    week(of, "7  4.00")
    run(of)
    assert of.version(PROGRAMME, W47) == 2


def test_a_correction_taken_by_a_week_that_is_sent_back_is_shown_by_it_again() -> None:
    of = week(books(), "7  3.00")
    run(of)
    week(of, "7  4.00")
    run(of, W48, to="attested")
    run(of, W49, to="prepared")
    of.send_back(PROGRAMME, W48, "Adam")
    assert sheet(of, W48) == text("""
        open
        7  0  50.00  0.00  0.00  50.00  0.00  c  W47:50.00
    """)


def test_the_steps_have_an_order_and_a_person_for_each() -> None:
    of = week(books(), "7  3.00")
    assert refused(of.attest, PROGRAMME, W47, "Mona") == "out of order"
    assert refused(of.prepare, PROGRAMME, W47, "Mona") == "not hers to do"
    of.prepare(PROGRAMME, W47, "Adam")
    assert refused(of.prepare, PROGRAMME, W47, "Olga") == "prepared before"
    assert refused(of.attest, PROGRAMME, W47, "Adam") == "four eyes"
    assert refused(of.approve, PROGRAMME, W47, "Mia") == "out of order"
    of.attest(PROGRAMME, W47, "Mona")
    assert refused(of.approve, PROGRAMME, W47, "Adam") == "four eyes"
    assert refused(of.approve, PROGRAMME, W47, "Mona") == "four eyes"
    assert refused(of.pay, PROGRAMME, W47, "Adam") == "out of order"
    of.approve(PROGRAMME, W47, "Mia")
    of.pay(PROGRAMME, W47, "Adam")
    of.lock(PROGRAMME, W47, "Adam")


def test_nobody_attests_a_week_with_a_line_of_her_own() -> None:
    of = week(books(), "7  3.00")
    of.hired("Mona", "manager", 7)
    run(of, to="prepared")
    assert refused(of.attest, PROGRAMME, W47, "Mona") == "her own line"
    of.attest(PROGRAMME, W47, "Mia")
    assert refused(of.approve, PROGRAMME, W47, "Mona") == "her own line"


def test_the_same_minute_in_two_programmes_stops_both_and_touching_does_not() -> None:
    of = week(books(), "7  9.00–12.00\n8  9.00–12.00\n9  9.00–12.00")
    for key, value in (("rate", ("day", 30000)), ("cap", 400)):
        of.rule("Framnes", key, value, date(2026, 1, 1))
    week(of, "7  12.00–15.00\n8  11.59–15.00\n9  6.00", programme="Framnes")
    assert of.overlaps(PROGRAMME, W47) == of.overlaps("Framnes", W47) == {(8, W47)}
    assert refused(of.prepare, PROGRAMME, W47, "Olga") == "the same hour in two programmes"
    assert refused(of.pay_day, PROGRAMME, W47) == "the same hour in two programmes"
    of.pay_day(PROGRAMME, W47, [7])
    of.rule("Framnes", "rate", None, W47)
    run(of, to="prepared")
    of.rule("Framnes", "rate", ("day", 30000), W47)
    of.day("Framnes", 8, W47, Day(start=719))
    assert refused(of.prepare, "Framnes", W47, "Olga") == "the same hour in two programmes"
    of.day("Framnes", 8, W47, Day(start=720))
    run(of, programme="Framnes")


def test_the_last_week_of_2026_is_the_53rd_and_its_friday_has_the_new_years_rate() -> None:
    of = books()
    last = date(2026, 12, 28)
    of.rule(PROGRAMME, "rate", ("hour", 5200), date(2027, 1, 1))
    week(of, "7  4.00 4.00 4.00 4.00 4.00", last)
    assert of.show(PROGRAMME, last)["week"] == "2026-W53"
    assert of.show(PROGRAMME, last + timedelta(7))["week"] == "2027-W01"
    run(of, last)
    week(of, "7  – – – – 3.00", last)
    assert sheet(of, last + timedelta(7)) == text("""
        open
        7  0  -52.00  0.00  0.00  0.00  0.00  c  W53:-52.00
    """)
