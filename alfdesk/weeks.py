"""ISO weeks, red days, and how dates and times are written. Monday first; 2026 has a week 53."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache


def week_of(text: str, today: date) -> tuple[int, int]:
    """(ISO year, week) from "2026-W47", "2026-47", "W47", "47" or "uke 47". Raises ValueError.

    Without a year it is the ISO year of `today`.
    """
    found = re.fullmatch(r"(?:(\d{4})[- ]?)?(?:uke|veke|week|[wWuU])?\s*(\d{1,2})", text.strip(), re.IGNORECASE)
    if not found:
        raise ValueError(text)
    year = int(found[1]) if found[1] else today.isocalendar().year
    date.fromisocalendar(year, int(found[2]), 1)
    return year, int(found[2])


def days(year: int, week: int) -> tuple[date, ...]:
    """The seven days of an ISO week, Monday first."""
    monday = date.fromisocalendar(year, week, 1)
    return tuple(monday + timedelta(n) for n in range(7))


def monday_of(day: date) -> date:
    """The Monday of the week that the day lies in."""
    return day - timedelta(day.weekday())


def label(day: date) -> str:
    """The ISO week of a day, "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


@lru_cache(maxsize=4096)
def red_day(day: date) -> str | None:
    """The Norwegian name of a public holiday; None on other days, Sundays among them.

    By lov 24 Feb 1995 no. 12 and lov 26 Apr 1947 no. 1, as the `holidays` library has them.
    """
    return _norway(day.year).get(day)


@lru_cache(maxsize=16)
def _norway(year: int) -> dict[date, str]:
    import holidays

    return dict(holidays.country_holidays("NO", years=year, language="no"))


def written(day: date) -> str:
    """22.11.2026"""
    return f"{day:%d.%m.%Y}"


def clock(minute: int) -> str:
    """Minutes after midnight as 09.00"""
    return f"{minute // 60:02}.{minute % 60:02}"


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(months)
