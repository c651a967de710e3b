"""One cell in, one value out.

Each parser takes a raw cell of a `Table` and returns a value, or raises ValueError whose text is a short sentence in
the person's language. The sentence says what the cell should be and never repeats what it held, so that it can be
logged. Numbers, dates and times repeat from line to line and are remembered; texts may be names and are not.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from alfdesk.i18n import gettext as _

Cell = str | int | float | datetime | date | time | timedelta | None
"""What a cell can hold. CSV gives only str and None; a truth value from XLSX is a bool, which every parser refuses."""

MAX_NUMBER = 999_999
FIRST_YEAR = 2000
LAST_YEAR = 2100
DAY = 24 * 60  # minutes
DAY_SECONDS = 24 * 60 * 60

_NORWEGIAN_DATE = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4}|[0-9]{2})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2})(?:[.:]00)?)?|([0-9]{1,2})([0-9]{2})")
_HOURS = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{0,9})?|[.,][0-9]{1,9}")
_HOURS_AND_MINUTES = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_BETWEEN = "[ \u00a0\u202f\u2010\u2011\u2013-]?"
_BIRTH_NUMBER = re.compile(rf"(?<![0-9+])([0-9]{{2}})([0-9]{{2}})[0-9]{{2}}{_BETWEEN}[0-9]{{5}}(?![0-9])")
_DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def a_number(cell: Cell) -> int:
    """A whole number from 1 to 999,999, such as a participant number. 362.0 from a spreadsheet is 362.

    Raises ValueError for anything else, an empty cell included.
    """
    if type(cell) is str:
        return _number(cell)
    if cell is None:
        raise ValueError(_("The number is missing."))
    if type(cell) is int:
        number = cell
    elif type(cell) is float and cell.is_integer():
        number = int(cell)
    else:
        raise ValueError(_not_a_number())
    if not 1 <= number <= MAX_NUMBER:
        raise ValueError(_not_a_number())
    return number


@lru_cache(maxsize=4096)
def _number(text: str) -> int:
    text = text.strip()
    if not text:
        raise ValueError(_("The number is missing."))
    if text.isascii() and text.isdigit() and len(text) <= 20:
        number = int(text)
        if 1 <= number <= MAX_NUMBER:
            return number
    raise ValueError(_not_a_number())


def _not_a_number() -> str:
    return _("The number must be a whole number from 1 to {limit}.").format(limit=MAX_NUMBER)


def a_date(cell: Cell) -> date:
    """A day from 2000 to 2100: 22.11.2026, 2.1.26 (always 20xx), 2026-11-22, or a date cell (its time is left out).

    A plain number is refused: 46348 may be a date without its format, or something else. Raises ValueError for that
    and for an empty cell.
    """
    if type(cell) is str:
        return _date(cell)
    if cell is None:
        raise ValueError(_("The date is missing."))
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date) and FIRST_YEAR <= cell.year <= LAST_YEAR:
        return cell
    raise ValueError(_not_a_date())


@lru_cache(maxsize=4096)
def _date(text: str) -> date:
    text = text.strip()
    if not text:
        raise ValueError(_("The date is missing."))
    if match := _NORWEGIAN_DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
        if year < 100:
            year += 2000
    elif match := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(_not_a_date())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_not_a_date())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no such day in the calendar.")) from None


def _not_a_date() -> str:
    return _("The date must be written like 22.11.2026.")


def a_time(cell: Cell) -> int | None:
    """A time of day in minutes after midnight, 0 to 1440 (24.00 is the end of the day); None for an empty cell.

    09.00, 9:00, 0900, 900 and 9 are all nine o'clock, as are time cells and the fraction 0.375 of a day. Seconds are
    left out. Raises ValueError for anything else; 9.5 too, which may be half past nine or five past.
    """
    if type(cell) is str:
        return _clock(cell)
    if cell is None:
        return None
    if isinstance(cell, datetime):
        if cell.time() == time():
            raise ValueError(_not_a_time())
        cell = cell.time()
    if isinstance(cell, time):
        return _minutes(datetime.combine(date.min, cell) - datetime.min)
    if isinstance(cell, timedelta):
        if not timedelta() <= cell <= timedelta(days=1):
            raise ValueError(_not_a_time())
        return _minutes(cell)
    if type(cell) is float:
        if 0 <= cell < 1:
            return round(cell * DAY_SECONDS) // 60
        if cell.is_integer() and cell < 10_000:
            return _clock(str(int(cell)))
    if type(cell) is int and 0 <= cell < 10_000:
        return _clock(str(cell))
    raise ValueError(_not_a_time())


@lru_cache(maxsize=4096)
def _clock(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if match := _CLOCK.fullmatch(text):
        hour = int(match[1] or match[3])
        minute = int(match[2] or match[4] or 0)
        if minute < 60 and hour * 60 + minute <= DAY:
            return hour * 60 + minute
    raise ValueError(_not_a_time())


def _minutes(length: timedelta) -> int:
    """Whole minutes, after rounding to the nearest second: spreadsheets keep 09.07 a few microseconds off."""
    return round(length.total_seconds()) // 60


def _not_a_time() -> str:
    return _("The time must be written like 09.00.")


def a_duration(cell: Cell) -> int | None:
    """A length of work from 0 to 24 hours in whole minutes, half a minute up; None for an empty cell.

    Hours are decimal with comma or point (3,75 is 225), or hours and minutes with a colon (3:45 is 225), or a time
    cell. 3.45 is a decimal, 207 minutes. Reckoned exactly. Raises ValueError for anything else.
    """
    if type(cell) is str:
        return _hours(cell)
    if cell is None:
        return None
    if type(cell) is time:
        return _minutes(datetime.combine(date.min, cell) - datetime.min)
    if type(cell) is timedelta and timedelta() <= cell <= timedelta(days=1):
        return _minutes(cell)
    if type(cell) in (int, float) and 0 <= cell <= 24:
        return _half_up(Decimal(repr(cell)))
    raise ValueError(_not_a_duration())


@lru_cache(maxsize=4096)
def _hours(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if _HOURS.fullmatch(text):
        hours = Decimal(text.replace(",", "."))
        if hours <= 24:
            return _half_up(hours)
    elif match := _HOURS_AND_MINUTES.fullmatch(text):
        minutes = int(match[1]) * 60 + int(match[2])
        if minutes <= DAY:
            return minutes
    raise ValueError(_not_a_duration())


def _half_up(hours: Decimal) -> int:
    return int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP))


def _not_a_duration() -> str:
    return _("The hours must be from 0 to 24, written like 3,75 or 3:45.")


def a_text(cell: Cell, limit: int) -> str | None:
    """A text of at most `limit` characters in NFC, on one line, or None when nothing is left of it.

    Any run of white space, line breaks included, becomes one space. Control characters and the invisible marks that
    turn the direction of writing are taken out. Numbers and dates from a spreadsheet become what a person would have
    typed: 41234567, 3,5, 22.11.2026, 09:00. Raises ValueError for a longer text and for a truth value.
    """
    if cell is None:
        return None
    text = cell.strip() if type(cell) is str else _typed(cell)
    if not (text.isprintable() and "  " not in text and (text.isascii() or unicodedata.is_normalized("NFC", text))):
        text = _clean(text)
    if len(text) > limit:
        raise ValueError(_("The text is longer than {limit} characters.").format(limit=limit))
    return text or None


def _clean(text: str) -> str:
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(
            letter
            for letter in text
            if unicodedata.category(letter) not in ("Cc", "Cs") and letter not in _DIRECTION_MARKS
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def _typed(cell: Cell) -> str:
    """What a person would have typed to get this cell."""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}" if cell.time() == time() else f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = _minutes(cell)
        return f"{minutes // 60}:{minutes % 60:02}"
    if type(cell) is float and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if type(cell) is int and abs(cell) < 10**15:
        return str(cell)
    if type(cell) is float and abs(cell) < 1e15:
        return format(Decimal(repr(cell)), "f").replace(".", ",")
    raise ValueError(_("This must be a text."))


def has_birth_number(text: str) -> bool:
    """Whether `text` seems to hold a Norwegian birth number, which no list should bring in.

    That is eleven digits in a row, or six and five with a space or hyphen between, whose first four can be a day and
    a month. D-numbers (day + 40) and made-up test numbers (month + 40, + 65 or + 80) count. The check digits do not
    matter: a number with a slip of the pen is still personal. Phone numbers are not flagged; a bank account number
    that happens to begin like a day and a month is.
    """
    for match in _BIRTH_NUMBER.finditer(text):
        day, month = int(match[1]), int(match[2])
        if 1 <= day - 40 * (day > 40) <= 31 and any(1 <= month - more <= 12 for more in (0, 40, 65, 80)):
            return True
    return False
