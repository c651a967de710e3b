"""The second calculation is itself held to answers: the shared week's, and small weeks worked out by hand.

A person's days stand as she said them, `4.30` four and a half hours. A sheet is one line for each person: number,
minutes, earned and corrected, already paid, outstanding, to pay, rounding, method (k cash, b bank), and what the
corrections point back to.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from .desk import table, text
from .second_calculation import Books, Day, Refused, monday
from .second_coins import fewest, in_cash, notes

SAMPLE = Path(__file__).parent.parent / "samples" / "week47"
W46, W47, W48, W49 = (date(2026, 11, day) for day in (9, 16, 23, 30))
PROGRAMME = "Dagsverket"
STAFF = (("Olga", "office"), ("Mona", "manager"), ("Mia", "manager"), ("Adam", "administrator"))


def books(method: str = "cash", rate: tuple[str, int] | None = ("hour", 5000), supplement: int = 0) -> Books:
    made = Books()
    for name, role in STAFF:
        made.hired(name, role)
    for key, value in (("rate", rate), ("supplement", supplement), ("cap", 240), ("method", method)):
        made.rule(PROGRAMME, key, value, date(2026, 1, 1))
    return made


def week(of: Books, block: str, start: date = W47, programme: str = PROGRAMME) -> Books:
    """Number, then Monday, Tuesday …: hours.minutes, `9.00–12.30`, `4.00+1.00` with dirty time, x full day, – none."""
    for line in text(block).splitlines():
        number, *cells = line.split()
        of.people.setdefault(int(number), None)
        for offset, cell in enumerate(cells):
            if cell != "–":
                of.day(programme, int(number), start + timedelta(offset), said(cell))
    return of


def said(cell: str) -> Day:
    if cell == "away":
        return Day(present=False)
    time, _plus, dirty = cell.partition("+")
    start, _dash, end = time.partition("–")
    if "–" in time:
        return Day(start=minute(start), end=minute(end), dirty=minute(dirty))
    return Day(said=None if time == "x" else minute(time), dirty=minute(dirty))


def minute(clock: str) -> int:
    hours, _point, minutes = clock.partition(".")
    return int(hours or 0) * 60 + int(minutes or 0)


def kroner(ore: int) -> str:
    return f"{Decimal(ore) / 100:.2f}"


def sheet(of: Books, start: date = W47, programme: str = PROGRAMME) -> str:
    shown = of.show(programme, start)
    rows = [
        (
            line["number"], line["minutes"], *(kroner(line[k]) for k in ("gross_ore", "paid_ore", "outstanding")),
            kroner(line["to_pay_ore"]), kroner(line["rounding_ore"]), line["method"][0],
            *(f"{c['week'][5:]}:{kroner(c['amount_ore'])}" for c in line["corrections"]),
        )
        for line in shown["lines"]
    ]  # fmt: skip
    return table([(shown["status"],), *rows])


def run(of: Books, start: date = W47, to: str = "locked", programme: str = PROGRAMME) -> None:
    """The steps from where the week is, by four eyes."""
    steps: list[tuple[str, Callable[..., None], str]] = [
        ("prepared", of.prepare, "Olga"), ("attested", of.attest, "Mona"), ("approved", of.approve, "Mia"),
        ("paid", of.pay, "Olga"), ("locked", of.lock, "Mona"),
    ]  # fmt: skip
    reached = ["open", *(s for s, _do, _by in steps)].index(of.status(programme, start))
    for step, do, by in steps[reached:]:
        do(programme, start, by)
        if step == to:
            break
    assert of.status(programme, start) == to


def refused(act: Callable[..., None], *values: object, **named: object) -> str:
    with pytest.raises(Refused) as why:
        act(*values, **named)
    return str(why.value)


# The shared week -----------------------------------------------------------------------------------------------------


def in_minutes(hours: str) -> int:
    return int((Decimal(hours.replace(",", ".")) * 60).quantize(Decimal(1), ROUND_HALF_UP))


def at(clock: str) -> int | None:
    return minute(clock.replace(":", ".")) if clock else None


def test_the_shared_week_comes_to_its_answers() -> None:
    wanted = json.loads((SAMPLE / "answers.json").read_text("utf-8"))
    settings, since = wanted["settings"], date(2026, 1, 1)
    of = Books()
    of.rule(PROGRAMME, "cap", settings["cap_minutes"], since)
    of.rule(PROGRAMME, "supplement", settings["supplement_ore"], since)
    for day, ore in settings["rates"]:
        of.rule(PROGRAMME, "rate", ("hour", ore), date.fromisoformat(day))
    with (SAMPLE / "people.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            of.person(int(row["nummer"]), {"kontant": "cash", "bank": "bank"}[row["betaling"]])
    with (SAMPLE / "attendance.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            what = Day(
                row["utfall"] in ("til stede", "gått hjem"), in_minutes(row["timer"]) if row["timer"] else None,
                at(row["fra"]), at(row["til"]), in_minutes(row["smusstimer"] or "0"),
            )  # fmt: skip
            of.day(PROGRAMME, int(row["nummer"]), date(*map(int, reversed(row["dato"].split(".")))), what)
    found = of.show(PROGRAMME, monday(date(2026, 11, 16)))
    assert (found["programme"], found["week"], found["status"]) == (wanted["programme"], wanted["week"], "open")
    keys = sorted(wanted["lines"][0])
    assert keys == ["days", "gross_ore", "method", "minutes", "number", "rounding_ore", "to_pay_ore"]
    assert [{k: line[k] for k in keys} for line in found["lines"]] == wanted["lines"]
    assert not [line for line in found["lines"] if line["paid_ore"] or line["corrections"] or line["outstanding"]]
    assert (found["totals"], found["cash_need"]) == (wanted["totals"], wanted["cash_need"])


# A day and a week ----------------------------------------------------------------------------------------------------


def test_a_new_rate_holds_from_its_own_day() -> None:
    of = week(books(), "7  4.00 4.00 4.00 4.00 4.00")
    of.rule(PROGRAMME, "rate", ("hour", 6050), date(2026, 11, 19))
    assert sheet(of) == text("""
        open
        7  1200  1084.00  0.00  0.00  1084.00  0.00  c
    """)


def test_a_supplement_is_rounded_by_itself() -> None:
    of = week(books(method="bank", rate=("hour", 5001), supplement=1001), "7  0.30+0.30")
    assert sheet(of) == text("""
        open
        7  30  30.02  0.00  0.00  30.02  0.00  b
    """)  # 25,005 + 5,005


def test_a_day_sum_is_for_whoever_was_there() -> None:
    of = week(books(rate=("day", 20000), supplement=1000), "7  x 0.30+1.00 away")
    assert sheet(of) == text("""
        open
        7  270  410.00  0.00  0.00  410.00  0.00  c
    """)


def test_hours_only_has_minutes_and_no_money() -> None:
    of = week(books(rate=None), "7  4.00")
    assert sheet(of) == "open\n7  240  0.00  0.00  0.00  0.00  0.00  c"
    assert of.show(PROGRAMME, W47)["lines"][0]["days"] == {"2026-11-16": {"minutes": 240, "amount_ore": 0}}


def test_the_cap_cuts_what_was_said_and_stands_in_for_what_was_not() -> None:
    assert sheet(week(books(), "7  9.00–14.00 x 3.00 5.00")) == text("""
        open
        7  900  750.00  0.00  0.00  750.00  0.00  c
    """)


@pytest.mark.parametrize(("ore", "kr"), [(1, 0), (49, 0), (50, 100), (99, 100), (149, 100), (150, 200), (250, 300)])
def test_cash_goes_to_the_nearest_krone_and_fifty_goes_up(ore: int, kr: int) -> None:
    assert in_cash(ore) == kr


def test_only_cash_is_rounded() -> None:
    of = week(books(rate=("hour", 4949)), "7  1.00\n8  1.00\n9  1.00")
    of.person(8, "bank")
    of.rule(PROGRAMME, "rate", ("hour", 4950), W47 + timedelta(1))
    week(of, "9  away 1.00")
    assert sheet(of) == text("""
        open
        7  60  49.49  0.00  0.00  49.00  -0.49  c
        8  60  49.49  0.00  0.00  49.49  0.00  b
        9  60  49.50  0.00  0.00  50.00  0.50  c
    """)


def test_the_programmes_method_is_that_of_the_weeks_sunday_and_bank_without_one() -> None:
    of = week(books(), "7  4.00")
    of.rule(PROGRAMME, "method", "bank", W47 + timedelta(6))
    assert of.method(PROGRAMME, 7, W47) == "bank"
    assert of.method(PROGRAMME, 7, W46) == "cash"
    assert of.method("Framnes", 7, W46) == "bank"


def test_the_notes_for_a_sum_are_the_fewest() -> None:
    assert len(fewest()) == 1000
    counts = (1, 1, 1, 1, 2, 1, 2, 1, 1)  # 1 886 kr and, by itself, 60 kr
    assert list(notes([188600, 6000]).items()) == list(zip(notes([]), counts, strict=True))


# Paid the same day ---------------------------------------------------------------------------------------------------


def test_a_day_paid_in_cash_is_settled_and_the_week_pays_the_rest() -> None:
    of = week(books(), "7  3.45 4.00\n8  4.00")
    of.pay_day(PROGRAMME, W47, [7])
    assert [(h.amount, h.rounding) for h in of.handed] == [(18750, 50)]
    assert sheet(of) == text("""
        open
        7  465  387.50  187.50  0.00  200.00  0.00  c
        8  240  200.00  0.00  0.00  200.00  0.00  c
    """)
    assert refused(of.pay_day, PROGRAMME, W47, [7, 8]) == "above what is owed"
    of.pay_day(PROGRAMME, W47)
    assert refused(of.pay_day, PROGRAMME, W47) == "above what is owed"


def test_the_day_list_leaves_out_who_gets_it_by_bank() -> None:
    tuesday = W47 + timedelta(1)
    of = week(books(), "7  – 3.45\n8  – 4.00")
    of.person(8, "bank")
    of.pay_day(PROGRAMME, tuesday)
    assert [h.number for h in of.handed] == [7]
    of.pay_day(PROGRAMME, tuesday, [8])
    assert sheet(of) == text("""
        open
        7  225  187.50  187.50  0.00  0.00  0.00  c
        8  240  200.00  200.00  0.00  0.00  0.00  b
    """)


def test_a_day_that_grows_after_it_was_paid_owes_the_difference() -> None:
    of = week(books(), "7  3.00")
    of.pay_day(PROGRAMME, W47)
    week(of, "7  3.30")
    of.pay_day(PROGRAMME, W47)
    assert [h.amount for h in of.handed] == [15000, 2500]
    week(of, "7  2.00")
    assert sheet(of) == text("""
        open
        7  120  100.00  175.00  0.00  0.00  0.00  c
    """)


def test_a_day_payout_opens_a_prepared_week() -> None:
    of = week(books(), "7  3.00 4.00")
    run(of, to="attested")
    of.pay_day(PROGRAMME, W47)
    assert of.status(PROGRAMME, W47) == "open"
    run(of, to="approved")
    assert of.lines(PROGRAMME, W47)[7].to_pay == 20000


def test_less_than_half_a_krone_is_not_handed_out_and_settled_when_it_is_asked_for() -> None:
    of = week(books(rate=("hour", 49)), "7  1.00\n8  1.00")
    assert refused(of.pay_day, PROGRAMME, W47) == "above what is owed"
    of.pay_day(PROGRAMME, W47, [8])
    of.rule(PROGRAMME, "rate", ("hour", 50), W47)
    of.pay_day(PROGRAMME, W47)
    assert [(h.number, h.amount, h.rounding) for h in of.handed] == [(8, 49, -49), (7, 50, 50)]


def test_a_payout_that_was_none_is_taken_back_until_the_week_has_come_further() -> None:
    of = week(books(), "7  4.00\n8  2.00")
    of.pay_day(PROGRAMME, W47)
    of.take_back(PROGRAMME, 7, day=W47)
    assert [h.number for h in of.handed] == [8]
    assert refused(of.take_back, PROGRAMME, 7, day=W47) == "nothing to take back"
    run(of, to="approved")
    of.sign(PROGRAMME, W47, 7)
    assert refused(of.take_back, PROGRAMME, 8, day=W47) == "the week has come further"
    of.take_back(PROGRAMME, 7, week=W47)
    of.send_back(PROGRAMME, W47, "Mona")
    run(of, to="paid")
    assert refused(of.take_back, PROGRAMME, 7, week=W47) == "the week has come further"


def test_a_deduction_comes_from_what_is_to_be_paid() -> None:
    of = week(books(), "7  4.00")
    assert refused(of.deduct, PROGRAMME, W47, 7, 20001) == "above what is owed"
    assert refused(of.deduct, PROGRAMME, W47, 8, 1) == "above what is owed"
    of.deduct(PROGRAMME, W47, 7, 20000)
    assert sheet(of) == "open\n7  240  200.00  0.00  0.00  0.00  0.00  c"
    of = week(books(), "7  4.00")
    of.deduct(PROGRAMME, W47, 7, 4030)
    assert sheet(of) == "open\n7  240  200.00  0.00  0.00  160.00  0.30  c"
    run(of)
    assert sheet(of, W48) == "open"


# After the week ------------------------------------------------------------------------------------------------------


def test_a_late_hour_after_the_lock_is_a_correction_in_the_next_open_week() -> None:
    of = week(books(), "7  3.00 4.00")
    run(of)
    week(of, "7  4.00 4.00\n8  1.00")
    week(of, "7  2.00", W48)
    assert sheet(of) == text("""
        locked
        7  420  350.00  0.00  0.00  350.00  0.00  c
    """)
    assert sheet(of, W48) == text("""
        open
        7  120  150.00  0.00  0.00  150.00  0.00  c  W47:50.00
        8  0  50.00  0.00  0.00  50.00  0.00  c  W47:50.00
    """)
    assert sheet(of, W49) == "open"


def test_a_correction_counts_once_and_only_what_is_new_comes_again() -> None:
    of = week(books(), "7  3.00")
    run(of, to="paid")
    week(of, "7  4.00")
    run(of, W48, to="prepared")
    assert sheet(of, W49) == "open"
    week(of, "7  3.30")
    assert sheet(of, W48) == text("""
        prepared
        7  0  50.00  0.00  0.00  50.00  0.00  c  W47:50.00
    """)
    assert sheet(of, W49) == text("""
        open
        7  0  -25.00  0.00  0.00  0.00  0.00  c  W47:-25.00
    """)


def test_a_negative_sum_pays_nothing_and_is_carried() -> None:
    of = week(books(method="bank"), "7  4.00")
    run(of)
    week(of, "7  1.00")
    week(of, "7  2.00", W48)
    assert sheet(of, W48) == text("""
        open
        7  120  -50.00  0.00  0.00  0.00  0.00  b  W47:-150.00
    """)
    run(of, W48)
    week(of, "7  4.00", W49)
    assert sheet(of, W49) == text("""
        open
        7  240  200.00  0.00  -50.00  150.00  0.00  b
    """)
    run(of, W49)
    assert sheet(of, W49 + timedelta(7)) == "open"


def test_a_line_not_signed_for_comes_up_next_week() -> None:
    of = week(books(), "7  3.00\n8  4.00\n9  1.00")
    of.person(9, "bank")
    week(of, "8  1.00", W48)
    run(of, to="approved")
    of.sign(PROGRAMME, W47, 7)
    assert refused(of.sign, PROGRAMME, W47, 7) == "above what is owed"
    assert refused(of.send_back, PROGRAMME, W47, "Mia") == "a line is paid"
    assert sheet(of, W48) == text("""
        open
        8  60  50.00  0.00  0.00  50.00  0.00  c
    """)
    of.pay(PROGRAMME, W47, "Olga", everyone=False)  # 9 has it by bank, which nobody signs for
    assert sheet(of, W48) == text("""
        open
        8  60  50.00  0.00  200.00  250.00  0.00  c
    """)
    run(of, W48, to="prepared")
    assert sheet(of, W49) == "open"
    run(of, W48)
    assert sheet(of, W49) == "open"


def test_what_rounding_gave_is_not_asked_back() -> None:
    of = week(books(rate=("hour", 4950)), "7  1.00\n8  1.00")
    of.pay_day(PROGRAMME, W47, [8])
    run(of, to="approved")
    assert refused(of.sign, PROGRAMME, W47, 8) == "above what is owed"
    run(of)
    assert sheet(of) == text("""
        locked
        7  60  49.50  0.00  0.00  50.00  0.50  c
        8  60  49.50  49.50  0.00  0.00  0.00  c
    """)
    assert sheet(of, W48) == "open"
