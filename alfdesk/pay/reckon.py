"""A day's amount, from what was said of it and the rules that held that day.

minutes × the hourly rate ÷ 60, half up to the øre; a supplement likewise by itself; or a flat sum a day; or none.
"""

from __future__ import annotations

from datetime import date

from .. import money
from ..attendance.record import PRESENT, Said, minutes
from ..programmes import Rules
from .records import PaidDay


def paid_day(what: Said, rules: Rules, day: date) -> PaidDay | None:
    """What the day comes to; None for someone who was not there."""
    if what.outcome not in PRESENT:
        return None
    worked = minutes(what, rules.on(day, "cap"))
    rate, since = rules.on(day, "rate"), rules.since(day, "rate")
    basis, ore = rate if rate else (None, 0)
    base = money.hourly(worked, ore) if basis == "hour" else ore
    dirty, extra = what.dirty_minutes or 0, rules.on(day, "supplement") or 0
    return PaidDay(
        day, worked, basis, ore, since if basis else None, base, dirty, extra, money.hourly(dirty, extra)
    )  # fmt: skip


def to_pay(due: int, method: str) -> int:
    """What a line pays out for what is due: whole kroner in cash, to the øre by bank, and nothing below zero."""
    return money.cash(due) if method == "cash" else max(0, due)
