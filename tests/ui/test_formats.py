"""How days, times and counts are shown, and what fields take."""

from __future__ import annotations

from datetime import date

import pytest

from alfdesk import i18n
from alfdesk.errors import UserFacingError
from ui import formats

TODAY = date(2026, 11, 22)  # a Sunday, in week 47


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22.11", "2026-11-22"), ("22.11.", "2026-11-22"), ("2211", "2026-11-22"), ("221126", "2026-11-22"),
        ("22.11.26", "2026-11-22"), ("22/11", "2026-11-22"), ("22/11/26", "2026-11-22"), ("22-11-2026", "2026-11-22"),
        ("22112026", "2026-11-22"), (" 2. 3 ", "2027-03-02"), ("2026-11-22", "2026-11-22"), ("5.1", "2027-01-05"),
        ("i dag", "2026-11-22"), ("I  DAG", "2026-11-22"), ("today", "2026-11-22"), ("idag", "2026-11-22"),
        ("i går", "2026-11-21"), ("yesterday", "2026-11-21"), ("i morgen", "2026-11-23"), ("i morgon", "2026-11-23"),
        ("ma", "2026-11-16"), ("Må", "2026-11-16"), ("mon", "2026-11-16"), ("ti", "2026-11-17"), ("ty", "2026-11-17"),
        ("tu", "2026-11-17"), ("on", "2026-11-18"), ("to", "2026-11-19"), ("th", "2026-11-19"), ("fre.", "2026-11-20"),
        ("lø", "2026-11-21"), ("la", "2026-11-21"), ("sø", "2026-11-22"), ("su", "2026-11-22"),
        ("torsdag", "2026-11-19"), ("+1", "2026-11-23"), ("-1", "2026-11-21"), ("−7", "2026-11-15"),
    ],
)  # fmt: skip
def test_a_day_is_typed_in_many_ways(typed, meant):
    assert formats.parse_day(typed, TODAY) == date.fromisoformat(meant)


def test_a_day_without_a_year_is_the_nearest_one():
    assert formats.parse_day("22.12", date(2027, 1, 5)) == date(2026, 12, 22)
    assert formats.parse_day("05.01", date(2026, 12, 20)) == date(2027, 1, 5)
    assert formats.parse_day("29.02", date(2027, 11, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "The date is missing."), ("  ", "The date is missing."),
        ("31.02", "There is no such day in the calendar."), ("31.02.26", "There is no such day in the calendar."),
        ("0013", "There is no such day in the calendar."), ("29.02", "There is no such day in the calendar."),
        ("22.11/26", "The date must be written like 22.11.2026."), ("m", "The date must be written like 22.11.2026."),
        ("22", "The date must be written like 22.11.2026."), ("mars", "The date must be written like 22.11.2026."),
        ("22.11.1926", "The date must be written like 22.11.2026."),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(UserFacingError) as refused:
        formats.parse_day(typed, date(2026, 3, 1))
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("8", 480), ("08", 480), ("800", 480), ("0800", 480), ("8.00", 480), ("8:00", 480), ("08.05", 485),
        ("1030", 630), ("10.30", 630), ("10:30", 630), ("0", 0), ("24.00", 1440), ("kl. 8", 480), (" Kl 8.15 ", 495),
    ],
)  # fmt: skip
def test_a_time_is_typed_in_many_ways(typed, minute):
    assert formats.parse_minute(typed) == minute


@pytest.mark.parametrize("typed", ["halv elleve", "8.5", "25", "8.60", "-1", "kl", "åtte", "", "24.01"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(UserFacingError) as refused:
        formats.parse_minute(typed)
    assert refused.value.sentence in ("The time must be written like 09.00.", "The time is missing.")


def test_a_week_is_typed_in_many_ways():
    for typed in ("47", "u47", "uke 47", "2026-47"):
        assert formats.parse_week(typed, TODAY) == (2026, 47)
    with pytest.raises(UserFacingError, match="^The week must be a number from 1 to 53.$"):
        formats.parse_week("54", TODAY)


def test_counts_have_a_space_that_does_not_break():
    assert [formats.spaced(n) for n in (0, 999, 1000, 10_000, 1_234_567, -3, -1000)] == [
        "0", "999", "1\u00a0000", "10\u00a0000", "1\u00a0234\u00a0567", "\u22123", "\u22121\u00a0000",
    ]  # fmt: skip


def test_days_and_weeks_as_they_are_shown():
    assert formats.day_heading(date(2026, 11, 23)) == "Monday 23 November"
    assert formats.day_heading(date(2025, 11, 24), TODAY) == "Monday 24 November 2025"
    assert formats.day_short(TODAY) == "22.11.2026"
    assert formats.week_label(TODAY) == formats.week_label(TODAY, TODAY) == "week 47"
    assert formats.week_label(date(2027, 1, 1), date(2027, 1, 1)) == "week 53"
    assert formats.week_label(date(2027, 1, 1), date(2027, 1, 4)) == "week 53, 2026"
    assert formats.clock(485) == "08.05"
    assert formats.span(480, 930) == "08.00–15.30"
    assert [formats.day_near(date(2026, 11, d), TODAY) for d in (20, 21, 22, 23)] == [
        "20.11.2026", "yesterday", "today", "tomorrow",
    ]  # fmt: skip
    assert formats.capital("uke 47") == "Uke 47"
    assert formats.capital("") == ""


@pytest.mark.parametrize(
    ("language", "heading", "week", "near"),
    [
        ("nb", "mandag 23. november", "uke 47, 2026", "i går"),
        ("nn", "måndag 23. november", "veke 47, 2026", "i går"),
        ("en", "Monday 23 November", "week 47, 2026", "yesterday"),
    ],
)
def test_headings_in_each_language(language, heading, week, near):
    i18n.use(language)
    assert formats.day_heading(date(2026, 11, 23)) == heading
    assert formats.week_label(TODAY, date(2027, 1, 4)) == week
    assert formats.day_near(date(2026, 11, 21), TODAY) == near


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_weekday_and_month_has_its_word(language):
    i18n.use(language)
    days = [date(2026, 11, 16 + n) for n in range(7)]
    assert len({formats.weekday_short(day) for day in days}) == 7
    for day in days:
        assert formats.weekday_name(day).startswith(formats.weekday_short(day).lower()) or language == "en"
        assert formats.parse_day(formats.weekday_short(day), TODAY) == day
        assert formats.parse_day(formats.weekday_name(day), TODAY) == day
    assert len({formats.month_name(date(2026, month, 1)) for month in range(1, 13)}) == 12
