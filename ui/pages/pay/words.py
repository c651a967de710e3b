"""The words of pay on the screen: steps, methods, notes, what is to be said of a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded

from ... import formats

STEPS = {
    "prepared": marked("Prepare"), "attested": marked("Attest"), "approved": marked("Approve"),
    "paid": marked("Pay out"), "locked": marked("Lock"),
}  # fmt: skip
# What is said under a step that is still to come.
COMING = {
    "prepared": marked("By the office"), "attested": marked("By another person"),
    "approved": marked("By a third person"), "paid": marked("Cash and accounts"), "locked": marked("When all is paid"),
}  # fmt: skip
METHODS = {"cash": marked("cash"), "bank": marked("account")}
TROUBLE = {  # in the row that has it
    "overlap": marked("same hours twice"), "same_day": marked("in two programmes"),
    "no_account": marked("account number missing"), "no_hours": marked("hours missing"),
    "year_limit": marked("above the year's limit"),
}  # fmt: skip
TROUBLE_DAYS = {"roll_open": marked("the roll is not closed"), "waits": marked("somebody still waits")}


def week_days(monday: date, days: Sequence[date] = ()) -> str:
    """16.–20. november 2026"""
    last = days[-1] if days else monday + timedelta(4)
    if last.month == monday.month:
        words = _("{first}.–{last}. {month} {year}")
        return words.format(first=monday.day, last=last.day, month=formats.month_name(last), year=last.year)
    words = _("{first}. {month}–{last}. {next_month} {year}")
    return words.format(first=monday.day, month=formats.month_name(monday), last=last.day,
                        next_month=formats.month_name(last), year=last.year)  # fmt: skip


def people(count: int) -> str:
    """38 people"""
    return ngettext("{count} person", "{count} people", count).format(count=formats.spaced(count))


def hours(minutes: int) -> str:
    """17.30 would be a time: 17:30, as in spreadsheets."""
    return f"{minutes // 60}:{minutes % 60:02}"


def notes(counts: dict[int, int]) -> str:
    """9 × 1000 · 12 × 500"""
    parts = [f"{n} × {formats.spaced(value)}" for value, n in sorted(counts.items(), reverse=True) if n]
    return " · ".join(parts) or _("no cash")


def at(step: Any) -> str:
    """Sunniva, 20.11. 13.44"""
    day, _space, clock = step.at.partition(" ")
    if not clock:
        return str(step.staff)
    _year, month, dom = day.split("-")
    return f"{step.staff}, {int(dom)}.{int(month)}. {clock.replace(':', '.')}"


def remark(line: Any, troubles: Sequence[Any]) -> str:
    """What is special about a line, shortly: its trouble, else what the sum is made of besides the days."""
    said = [worded(TROUBLE[t.kind]) for t in troubles if t.kind in TROUBLE]
    said += [
        _("correction of week {week}").format(week=c.monday.isocalendar().week) for c in line.corrections
    ]
    if line.deductions:
        said.append(_("deducted {amount}").format(amount=formats.kroner(line.deducted_ore, short=True)))
    if line.outstanding_ore > 0:
        said.append(_("not collected {amount}").format(amount=formats.kroner(line.outstanding_ore, short=True)))
    elif line.outstanding_ore < 0:
        said.append(_("had {amount} too much").format(amount=formats.kroner(-line.outstanding_ore, short=True)))
    if line.carried_ore:
        said.append(_("{amount} carried over").format(amount=formats.kroner(line.carried_ore, short=True)))
    return ", ".join(dict.fromkeys(said))


def spoken(line: Any, troubles: Sequence[Any] = ()) -> str:
    """A row as it is read aloud."""
    count = len(line.days)
    said = [
        line.name, ngettext("{count} day", "{count} days", count).format(count=count),
        formats.kroner(line.to_pay_ore, short=True), worded(METHODS[line.method]), remark(line, troubles),
    ]  # fmt: skip
    return ", ".join(s for s in said if s)
