"""How days, times and counts are shown on the screen, and what a field takes when a person types them. No Qt.

Days are `date`, times whole minutes after midnight. What is shown follows the language in use. What is typed is read
the same way in every language; what can't be read is a `UserFacingError` with a sentence to put under the field.
`clock` ("08.00") and `day_short` ("22.11.2026") are the core's own, so that screen, sheet and command line agree.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from alfdesk import money, weeks
from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock, written as day_short

__all__ = [
    "capital", "clock", "day_heading", "day_near", "day_short", "kroner", "month_name", "parse_day", "parse_kroner",
    "parse_minute", "parse_week", "spaced", "span", "week_label", "weekday_name", "weekday_short",
]  # fmt: skip

NO_BREAK = "\u00a0"
MINUS = "\u2212"

_NEAR = {
    "i dag": 0, "idag": 0, "today": 0,
    "i går": -1, "igår": -1, "i gaar": -1, "yesterday": -1,
    "i morgen": 1, "imorgen": 1, "i morgon": 1, "imorgon": 1, "tomorrow": 1,
}  # fmt: skip
# Each weekday in bokmål, nynorsk and English: two letters are enough, and no two letters mean two days.
_WEEKDAYS = (
    ("mandag", "måndag", "monday"), ("tirsdag", "tysdag", "tuesday"), ("onsdag", "onsdag", "wednesday"),
    ("torsdag", "torsdag", "thursday"), ("fredag", "fredag", "friday"), ("lørdag", "laurdag", "saturday"),
    ("søndag", "sundag", "sunday"),
)  # fmt: skip
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})\s*[./-]\s*([0-9]{1,2})\.?|([0-9]{2})([0-9]{2})")
_WITH_YEAR = re.compile(r"([0-9]{1,2})\s*([./-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})|"
                        r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")  # fmt: skip
_DAYS_ON = re.compile(rf"([+{MINUS}–-])\s*([0-9]{{1,3}})")


# Shown


def weekday_name(day: date) -> str:
    """mandag, tirsdag …"""
    return _("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()[day.weekday()]


def weekday_short(day: date) -> str:
    """ma, ti, on …, the same two letters as on the sheets."""
    return _("Mo Tu We Th Fr Sa Su").split()[day.weekday()]


def month_name(day: date) -> str:
    """januar, februar …"""
    months = _("January February March April May June July August September October November December")
    return months.split()[day.month - 1]


def day_heading(day: date, today: date | None = None) -> str:
    """"mandag 23. november"; with `today` given, the year follows when it is another one."""
    said = _("{weekday} {day} {month}").format(weekday=weekday_name(day), day=day.day, month=month_name(day))
    return said if today is None or day.year == today.year else f"{said} {day.year}"


def day_near(day: date, today: date) -> str:
    """"i dag", "i går", "i morgen", else 22.11.2026."""
    match (day - today).days:
        case 0:
            return _("today")
        case -1:
            return _("yesterday")
        case 1:
            return _("tomorrow")
    return day_short(day)


def week_label(day: date, today: date | None = None) -> str:
    """"uke 47" of a day; with `today` given, "uke 47, 2025" when it is a week of another ISO year."""
    year, week, _weekday = day.isocalendar()
    if today is None or year == today.isocalendar().year:
        return _("week {week}").format(week=week)
    return _("week {week}, {year}").format(week=week, year=year)


def span(from_minute: int, to_minute: int) -> str:
    """08.00–15.30"""
    return f"{clock(from_minute)}–{clock(to_minute)}"


def spaced(number: int) -> str:
    """A count with a no-break space between thousands and a true minus: 10 000, −3."""
    return f"{number:,}".replace(",", NO_BREAK).replace("-", MINUS)


def stopped(text: str) -> str:
    """The text with one full stop at its end; "Kari N." has hers already."""
    return text if text.endswith(".") else f"{text}."


def kroner(ore: int, *, short: bool = False) -> str:
    """1 250,00 kr; `short` leaves the øre out where there are none, as in what is read aloud: 50 kr."""
    amount = money.written(ore)
    return f"{amount.removesuffix(',00') if short else amount}{NO_BREAK}kr"


def capital(text: str) -> str:
    """The same with a capital first letter, for headings: "Mandag 23. november"."""
    return text[:1].upper() + text[1:]


# Typed


def parse_day(text: str, today: date) -> date:
    """A day as people write it: 22.11 · 2211 · 22/11 · 22.11.26 · 221126 · 2026-11-22 · i går · ma · +1.

    Without a year it is the one that brings the day nearest to `today`: 22.12 in January is last year's. A weekday is
    the one of this week, Monday first. Raises UserFacingError.
    """
    from alfdesk.spreadsheets.cells import a_date

    typed = " ".join(text.split()).casefold()
    if typed in _NEAR:
        return today + timedelta(_NEAR[typed])
    if match := _DAYS_ON.fullmatch(typed):
        return today + timedelta(int(match[2]) * (1 if match[1] == "+" else -1))
    weekday = _weekday(typed)
    if weekday is not None:
        return today + timedelta(weekday - today.weekday())
    if match := _DAY_AND_MONTH.fullmatch(typed):
        return _nearest(int(match[1] or match[3]), int(match[2] or match[4]), today)
    if match := _WITH_YEAR.fullmatch(typed):
        typed = f"{match[1] or match[5]}.{match[3] or match[6]}.{match[4] or match[7]}"
    try:
        return a_date(typed)
    except ValueError as error:
        raise UserFacingError(str(error)) from None


def _weekday(typed: str) -> int | None:
    word = typed.rstrip(".")
    if len(word) < 2:
        return None
    return next((n for n, names in enumerate(_WEEKDAYS) if any(name.startswith(word) for name in names)), None)


def _nearest(day: int, month: int, today: date) -> date:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise UserFacingError(_("There is no such day in the calendar."))
    return min(found, key=lambda candidate: abs(candidate - today))


def parse_minute(text: str) -> int:
    """A time of day, 0 to 1440, as people write it: 8 · 08 · 800 · 0800 · 8.00 · 8:00 · kl. 8.

    Words such as "halv elleve" are not guessed at. Raises UserFacingError.
    """
    from alfdesk.spreadsheets.cells import a_time

    try:
        minute = a_time(re.sub(r"^\s*kl\b\.?", "", text, flags=re.IGNORECASE))
    except ValueError as error:
        raise UserFacingError(str(error)) from None
    if minute is None:
        raise UserFacingError(_("The time is missing."))
    return minute


def parse_week(text: str, today: date) -> tuple[int, int]:
    """(ISO year, week) as people write it: 47 · u47 · uke 47 · 2026-47. Raises UserFacingError."""
    try:
        return weeks.week_of(text, today)
    except ValueError:
        raise UserFacingError(_("The week must be a number from 1 to 53.")) from None


def parse_kroner(text: str) -> int:
    """Whole øre of "200", "200,50" or "1 250,00 kr". Raises UserFacingError."""
    plain = text.casefold().replace("kr", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        ore = Decimal(plain) * 100
    except InvalidOperation:
        raise UserFacingError(_("Write kroner, as in 200 or 200,50.")) from None
    if not ore.is_finite() or ore < 0 or ore != ore.to_integral_value():
        raise UserFacingError(_("Write kroner, as in 200 or 200,50."))
    return int(ore)
