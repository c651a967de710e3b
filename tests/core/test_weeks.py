"""Weeks and days: ISO weeks, red days by the law, and the months of a retention."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alfdesk import weeks

TODAY = date(2026, 11, 22)


def test_2026_has_a_week_53_and_new_year_s_day_lies_in_it():
    days = weeks.days(2026, 53)
    assert (days[0], days[4], days[6]) == (date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 3))
    assert weeks.label(date(2027, 1, 1)) == "2026-W53"
    assert weeks.label(date(2027, 1, 4)) == "2027-W01"
    assert weeks.label(date(2025, 12, 29)) == "2026-W01"
    with pytest.raises(ValueError):
        weeks.days(2027, 53)


@pytest.mark.parametrize(
    "typed", ["2026-W47", "2026-w47", "2026-47", "2026W47", "202647", "W47", "47", "uke 47", "Uke 47", " 47 "]
)
def test_a_week_may_be_typed_in_many_ways(typed):
    assert weeks.week_of(typed, TODAY) == (2026, 47)


def test_a_week_without_a_year_is_of_the_iso_year_of_today():
    assert weeks.week_of("53", date(2027, 1, 2)) == (2026, 53)
    assert weeks.week_of("1", date(2025, 12, 30)) == (2026, 1)


@pytest.mark.parametrize(
    "typed", ["", "2026-W54", "2027-W53", "2026-W00", "W", "2026", "47-2026", "-47", "4 7", "0000-W01"]
)
def test_what_is_no_week_is_refused(typed):
    with pytest.raises(ValueError):
        weeks.week_of(typed, TODAY)


def test_every_day_lies_in_the_week_that_its_label_says():
    day = date(2019, 12, 20)
    while day < date(2030, 1, 15):
        assert day in weeks.days(*weeks.week_of(weeks.label(day), TODAY))
        day += timedelta(1)


# Easter Sunday, and from it the others; 1 January, 1 and 17 May, 25 and 26 December.
@pytest.mark.parametrize(
    ("year", "easter"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_red_days_are_those_of_the_two_laws_and_no_others(year, easter):
    sunday = date(year, *easter)
    wanted = {sunday + timedelta(n) for n in (-3, -2, 0, 1, 39, 49, 50)}
    wanted |= {date(year, 1, 1), date(year, 5, 1), date(year, 5, 17), date(year, 12, 25), date(year, 12, 26)}
    found = {d for n in range(366) if (d := date(year, 1, 1) + timedelta(n)).year == year and weeks.red_day(d)}
    assert found == wanted


def test_17_may_2027_is_whit_monday_too_and_one_red_day():
    assert weeks.red_day(date(2027, 5, 17))
    assert date(2027, 5, 17) == date(2027, 3, 28) + timedelta(50)
    assert weeks.red_day(date(2027, 5, 18)) is None


@pytest.mark.parametrize(
    "day", [date(2026, 4, 4), date(2026, 4, 1), date(2026, 12, 24), date(2026, 12, 31), date(2026, 11, 22)]
)
def test_eves_wednesday_before_easter_and_plain_sundays_are_not_red(day):
    assert weeks.red_day(day) is None


def test_days_and_times_are_written_as_norwegians_do():
    assert weeks.written(date(2026, 11, 2)) == "02.11.2026"
    assert [weeks.clock(m) for m in (0, 9 * 60, 23 * 60 + 59)] == ["00.00", "09.00", "23.59"]


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-11-20", 2, "2027-01-20"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 60, "2031-12-31"),
    ],
)
def test_some_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day, months, due):
    assert weeks.add_months(date.fromisoformat(day), months).isoformat() == due
