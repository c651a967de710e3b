"""A day's amount, from what was said of it and the rules that held that day.

minutes × the hourly rate ÷ 60, half up to the øre; a supplement likewise by itself; or a flat sum a day; or none.
"""

from __future__ import annotations

from datetime import date

from .. import money
from ..attendance.record import PRESENT, Said, minutes
from ..programmes import Rules
from ..record import Record
from .records import PaidDay


class Held(Record):
    """The rules that held on a day: what every day of the same date is reckoned by."""

    cap: int | None
    basis: str | None
    rate_ore: int
    since: date | None
    supplement_ore: int


def held_on(rules: Rules, day: date) -> Held:
    rate = rules.on(day, "rate")
    basis, ore = rate if rate else (None, 0)
    return Held(
        rules.on(day, "cap"), basis, ore, rules.since(day, "rate") if basis else None, rules.on(day, "supplement") or 0
    )


def paid_day(what: Said, held: Held, day: date) -> PaidDay | None:
    """What the day comes to; None for someone who was not there."""
    if what.outcome not in PRESENT:
        return None
    worked, dirty = minutes(what, held.cap), what.dirty_minutes or 0
    base = money.hourly(worked, held.rate_ore) if held.basis == "hour" else held.rate_ore
    extra = money.hourly(dirty, held.supplement_ore) if dirty else 0
    return PaidDay(
        day, worked, held.basis, held.rate_ore, held.since, base, dirty, held.supplement_ore, extra
    )


def to_pay(due: int, method: str) -> int:
    """What a line pays out for what is due: whole kroner in cash, to the øre by bank, and nothing below zero."""
    return money.cash(due) if method == "cash" else max(0, due)
