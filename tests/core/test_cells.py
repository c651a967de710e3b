"""What one cell of a list may say, and what is refused with a reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfdesk.spreadsheets import a_date, a_duration, a_number, a_text, a_time, has_birth_number

from .list_files import english


# One cell


def said(parse, cell, *more) -> str:
    try:
        return repr(parse(cell, *more))
    except ValueError as reason:
        return str(reason)


NUMBER = "The number must be a whole number from 1 to 999999."


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("362", 362), (" 362 ", 362), ("\u00a0362", 362), ("0362", 362), (362, 362), (362.0, 362), ("999999", 999999),
        ("3,5", NUMBER), ("0", NUMBER), ("-1", NUMBER), ("1000000", NUMBER), ("9" * 30, NUMBER), ("٣", NUMBER),
        ("1_0", NUMBER),
        ("12 345", NUMBER), (3.5, NUMBER), (0, NUMBER), (float("nan"), NUMBER), (float("inf"), NUMBER), (True, NUMBER),
        (date(2026, 1, 1), NUMBER), ("", "The number is missing."), (" ", "The number is missing."),
        (None, "The number is missing."),
    ],
    ids=repr,
)  # fmt: skip
def test_a_number(cell, means):
    assert said(a_number, cell) == str(means)


DATE = "The date must be written like 22.11.2026."
DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("02.11.2026", DAY), ("2.11.2026", DAY), ("2.11.26", DAY), (" 2. 11. 2026 ", DAY), ("2026-11-02", DAY),
        ("2026-11-02T00:00:00", DAY),
        (DAY, DAY), (datetime(2026, 11, 2, 9), DAY), ("29.2.2028", date(2028, 2, 29)),
        ("1.1.2000", date(2000, 1, 1)), ("31.12.2100", date(2100, 12, 31)),
        ("29.2.2026", "There is no such day in the calendar."), ("32.1.2026", "There is no such day in the calendar."),
        ("1.1.1999", DATE), ("1.1.2101", DATE), ("2/11/2026", DATE), ("2.11", DATE), ("2.11.026", DATE),
        ("46328", DATE), (46328, DATE), (46328.0, DATE),
        (date(1999, 12, 31), DATE), (time(9), DATE), (True, DATE), ("", "The date is missing."),
        (None, "The date is missing."),
    ],
    ids=repr,
)  # fmt: skip
def test_a_date(cell, means):
    assert said(a_date, cell) == (means if isinstance(means, str) else repr(means))


TIME = "The time must be written like 09.00."


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        *((nine, 540) for nine in ("09.00", "9:00", "0900", "900", "9", "09:00:00", " 9 ", 9, 900, 9.0, 0.375)),
        *((nine, 540) for nine in (time(9), timedelta(hours=9), datetime(2026, 11, 16, 9))),
        ("0", 0), ("0000", 0), (0.0, 0), (time(), 0), ("23:59", 1439), ("24.00", 1440), ("2400", 1440),
        (timedelta(days=1), 1440), ("930", 570),
        (547 / 1440, 547), (0.379861111111, 547), (time(9, 6, 59, 999_990), 547), (time(9, 7, 59), 547),
        (None, None), ("", None), (" ", None),
        *((bad, TIME) for bad in ("24.01", "25", "9.5", "9.60", "960", "9,00", "ni", "12345", "-9", "09:00:30")),
        *((bad, TIME) for bad in (-1, 9.5, 10_000, float("nan"), 1e300, True, timedelta(days=2), timedelta(-1))),
        (datetime(2026, 11, 16), TIME), (date(2026, 11, 16), TIME),
    ],
    ids=repr,
)  # fmt: skip
def test_a_time(cell, means):
    assert said(a_time, cell) == str(means)


HOURS = "The hours must be from 0 to 24, written like 3,75 or 3:45."


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        *((same, 225) for same in ("3,75", "3.75", "3:45", " 3,750 ", 3.75, time(3, 45), timedelta(hours=3.75))),
        ("5", 300), (5, 300), ("0", 0), ("24", 1440), ("24:00", 1440), (timedelta(days=1), 1440), (",5", 30),
        ("3.45", 207), ("0,1", 6), (0.1, 6),
        ("0,008333333", 0), ("0,0083333334", HOURS), ("0,008333334", 1), ("1,00833333", 60), ("1,00833334", 61),
        ("0,025", 2), (0.025, 2), ("2,675", 161), (2.675, 161),
        ("", None), (None, None),
        *((bad, HOURS) for bad in ("-1", "24,01", "24:01", "3:60", "3,7,5", "1e1", "tre", -1, -0.5, 24.01, 25, True)),
        *((bad, HOURS) for bad in (float("nan"), float("inf"), datetime(1900, 1, 1), timedelta(hours=25))),
    ],
    ids=repr,
)  # fmt: skip
def test_a_duration(cell, means):
    assert said(a_duration, cell) == str(means)


@given(st.integers(0, 24_000))
def test_a_duration_is_the_same_however_it_is_written(thousandths):
    exact = Decimal(thousandths) / 1000
    minutes = int(exact * 60 + Decimal("0.5"))
    assert a_duration(f"{exact}") == a_duration(f"{exact}".replace(".", ",")) == a_duration(float(exact)) == minutes


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("Åse", "Åse"), ("A\u030ase", "Åse"), ("  Tor  Inge\t", "Tor Inge"), ("over\r\nto linjer", "over to linjer"),
        ("Nils\u00a0Ánte", "Nils Ánte"),
        ("a\x00b\x1bc\x85", "abc"), ("\u202eesÅ\u202c", "esÅ"), ("\ufeffÅse", "Åse"), ("\ud800x", "x"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("=1+1", "=1+1"), ("+47 41", "+47 41"),
        ("", None), (" \u200e ", None), (None, None), (41234567, "41234567"), (41234567.0, "41234567"), (3.5, "3,5"),
        (-0.25, "-0,25"),
        (DAY, "02.11.2026"), (datetime(2026, 11, 2), "02.11.2026"),
        (datetime(2026, 11, 2, 9, 7), "02.11.2026 09:07"), (time(9), "09:00"), (timedelta(hours=30), "30:00"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_text(cell, means):
    assert a_text(cell, 20) == means


def test_a_text_that_is_none():
    assert a_text("x" * 20, 20) == "x" * 20
    assert said(a_text, "x" * 21, 20) == "The text is longer than 20 characters."
    assert said(a_text, "\ufb2c" * 7, 20) == "The text is longer than 20 characters."  # NFC makes it longer
    for cell in (True, float("nan"), float("inf"), 10**400, 1e300):
        assert said(a_text, cell, 20) == "This must be a text."


def test_a_reason_never_repeats_what_the_cell_held():
    for parse in (a_number, a_date, a_time, a_duration, lambda cell: a_text(cell, 1)):
        assert "hemmelig" not in said(parse, "hemmelig")


@pytest.mark.parametrize(
    "written",
    [
        "01019012345", "010190 12345", "010190-12345", "nr. 01019012345.", "31129912345", "41019012345", "71929912345",
        "01419012345", "01669012345", "01819012345",
    ],
)  # fmt: skip
def test_a_birth_number_is_seen(written):
    assert has_birth_number(f"Åse, {written}, kontant")


@pytest.mark.parametrize(
    "written",
    [
        "41234567", "+47 41 23 45 67", "+4741234567", "004741234567", "+01019012345", "00019012345", "32019012345",
        "01139012345", "010190", "0101901234", "010190123456", "16.11.2026 09:00", "86011117947", "",
    ],
)  # fmt: skip
def test_other_numbers_are_not_birth_numbers(written):
    assert not has_birth_number(written)
