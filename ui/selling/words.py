"""A seller in words: card, break, spot."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from .. import formats


def money(ore: int) -> str:
    return formats.kroner(ore, short=True)


def called(page: Any) -> str:
    """The name as it begins a sentence: "Kari N" of "Kari N."."""
    name: str = page.name
    return name.rstrip(".")


def good(cards: Any, today: date) -> Any:
    """The card she may show, expired or not: the newest, unless it is lost. None where there is none."""
    return next((card for card in cards[:1] if card.lost is None), None)


def card_words(cards: Any, today: date) -> str:
    """How her card stands."""
    if not cards:
        return _("There is no card yet.")
    card = cards[0]
    fields = {"serial": f"{card.serial:02}", "day": formats.day_short(card.lost or card.valid_to)}
    if card.lost is not None:
        return _("Card {serial} was lost {day}.").format(**fields)
    if card.valid_to < today:
        return _("Card {serial} ended {day}.").format(**fields)
    return _("Card {serial} is valid to {day}.").format(**fields)


def break_words(line: Any) -> str:
    from alfdesk.sales.words import BREAKS

    reason, first = worded(BREAKS.get(line.reason, line.reason)), formats.day_short(line.from_day)
    if line.to_day is None:
        return _("{reason}, from {day}").format(reason=reason, day=first)
    if line.to_day == line.from_day:
        return f"{reason}, {first}"
    return f"{reason}, {first}–{formats.day_short(line.to_day)}"


def break_now(breaks: Any, today: date) -> Any:
    """The break that holds today, or None."""
    return next((b for b in breaks if b.from_day <= today and (b.to_day is None or today <= b.to_day)), None)


def break_said(line: Any) -> str:
    """ "Break from selling: Own wish, 20.11.2026." """
    return formats.stopped(_("Break from selling") + f": {break_words(line)}")


def spot_words(line: Any) -> str:
    """ "Torget, monday 10.00–14.00"."""
    weekday = formats.weekday_name(date(2024, 1, 1 + line.weekday))  # 1 January 2024 was a Monday
    hours = "" if line.from_minute is None else formats.span(line.from_minute, line.to_minute or 24 * 60)
    return f"{line.spot}, {weekday} {hours}".rstrip()
