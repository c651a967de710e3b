"""The dated rules in words: what each is called, how a value is shown, and how one that is typed is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ... import formats


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `options` (value, msgid) where there is something to choose; else `read` makes the value of a text."""

    words: str
    shown: Callable[[Any], str]
    read: Callable[[str], Any] = str
    options: tuple[tuple[Any, str], ...] = ()
    hint: str = ""
    units: tuple[tuple[str, str], ...] = ()  # for the rate: an hour or a day
    for_team: bool = False
    for_workplace: bool = False  # and for nothing below it
    ended: str = ""  # msgid of what holds when it is taken away; empty: it can't be


def hours(minutes: int) -> str:
    """3 hours 45 minutes as 3.45 would be a time: "3 h 45 min"."""
    whole, rest = divmod(minutes, 60)
    words = _("{hours} h {minutes} min") if rest else _("{hours} h")
    return words.format(hours=whole, minutes=rest)


def read_hours(text: str) -> int:
    """Minutes of "3,75" or "3:45". Raises UserFacingError."""
    from alfdesk.spreadsheets.cells import a_duration

    try:
        minutes = a_duration(text)
    except ValueError as error:
        raise UserFacingError(str(error)) from None
    if minutes is None:
        raise UserFacingError(_("Write hours, as in 3,75 or 3:45."))
    return minutes


def read_count(text: str) -> int:
    """A whole number from nought. Raises UserFacingError."""
    if not text.strip().isdecimal() or len(text.strip()) > 5:
        raise UserFacingError(_("Write a whole number."))
    return int(text)


def read_text(text: str) -> str:
    """What is written, or a refusal where nothing is."""
    if not text.strip():
        raise UserFacingError(_("Write something here first."))
    return " ".join(text.split())


def of_options(options: tuple[tuple[Any, str], ...]) -> Callable[[Any], str]:
    return lambda value: next((worded(words) for option, words in options if option == value), str(value))


SELECTION = (("arrival", marked("In order of arrival")), ("lottery", marked("By lottery")),
             ("fixed", marked("Fixed places")))
METHOD = (("cash", marked("Cash")), ("bank", marked("Bank account")))
YES_NO = ((True, marked("Yes")), (False, marked("No")))
IN_USE = ((True, marked("Works")), (False, marked("Rests")))
UNITS = (("hour", marked("an hour")), ("day", marked("a day")))

RULES: dict[str, Rule] = {
    "places": Rule(marked("Places a day"), formats.spaced, read_count, for_team=True),
    "selection": Rule(marked("Who gets a place"), of_options(SELECTION), options=SELECTION),
    "lottery_weight": Rule(marked("Tickets after being turned away"), formats.spaced, read_count,
                           hint=marked("How many tickets for someone turned away last time. 1 is no difference.")),
    "starts": Rule(marked("Day begins"), formats.clock, formats.parse_minute, hint=marked("As in 08.30.")),
    "meeting_place": Rule(marked("Meeting place"), str, read_text, for_team=True),
    "rate": Rule(marked("Rate"), lambda v: f"{formats.kroner(v[1])} {of_options(UNITS)(v[0])}", formats.parse_kroner,
                 units=UNITS),
    "supplement": Rule(marked("Dirty-work supplement"), lambda v: f"{formats.kroner(v)} {of_options(UNITS)('hour')}",
                       formats.parse_kroner, hint=marked("Kroner an hour.")),
    "cap": Rule(marked("Most paid time a day"), hours, read_hours, hint=marked("As in 3,75 or 3:45 hours.")),
    "method": Rule(marked("Paid by"), of_options(METHOD), options=METHOD),
    "cash_reason": Rule(marked("Why wages go out in cash"), str, read_text,
                        hint=marked("A few words, as the law asks for.")),
    "holiday_basis": Rule(marked("Counts for holiday pay"), of_options(YES_NO), options=YES_NO),
    "year_limit": Rule(marked("Most paid in a year"), formats.kroner, formats.parse_kroner, for_workplace=True,
                       hint=marked("Kroner a person. It is told before it is passed.")),
    "payments_kept": Rule(marked("Years payments are kept"), formats.spaced, read_count, for_workplace=True,
                          hint=marked("After the year they were made in, by law.")),
    "in_use": Rule(marked("Team works"), of_options(IN_USE), options=IN_USE, for_team=True),
}  # fmt: skip
