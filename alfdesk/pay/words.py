"""Pay in words: what its acts are called, what an entry about money says, and what a person's history tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .. import money
from ..i18n import gettext as _
from ..i18n import marked, ngettext, worded
from ..models.pay import PayWeek
from ..models.programmes import Programme

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Command → what it is called, and its sentence where it is about a week.
ACTS = {
    "pay.steps.prepare": (marked("Week prepared"), marked("Week {week} of {programme} is prepared.")),
    "pay.steps.attest": (marked("Week attested"), marked("Week {week} of {programme} is attested.")),
    "pay.steps.approve": (marked("Week approved"), marked("Week {week} of {programme} is approved.")),
    "pay.steps.send_back": (marked("Week sent back"), marked("Week {week} of {programme} is sent back.")),
    "pay.steps.pay": (marked("Week paid"), marked("Week {week} of {programme} is paid.")),
    "pay.steps.lock": (marked("Week locked"), marked("Week {week} of {programme} is locked.")),
    "pay.steps.deduct": (marked("Deduction added"), ""),
    "pay.steps.undo_deduction": (marked("Deduction taken away"), ""),
    "pay.payouts.pay_day": (marked("Paid on the day"), ""),
    "pay.payouts.sign": (marked("Paid and signed for"), ""),
    "pay.payouts.take_back": (marked("Payout taken back"), ""),
    "pay.bag.hand_out": (marked("Cash bag handed out"), ""),
    "pay.bag.top_up": (marked("Cash bag topped up"), ""),
    "pay.bag.count": (marked("Cash bag counted"), ""),
    "pay.bag.explain": (marked("Difference in cash bag explained"), ""),
}


def kr(ore: int) -> str:
    """50 kr, 187,50 kr: what a person reads, with øre only where there are any."""
    return f"{money.written(ore).removesuffix(',00')}\u00a0kr"


def titles() -> dict[str, str]:
    """What each command is called, shortly."""
    return {command: worded(title) for command, (title, _sentence) in ACTS.items()}


def sentence(session: Session, command: str, ops: Sequence[Sequence[Any]], name: str | None) -> str | None:
    """What an entry of one of these commands says; None for other commands. `name` is the person's, where it is about
    one."""
    if command not in ACTS:
        return None
    title, about_week = ACTS[command]
    if about_week:
        week = _weeks(session).get(next((w for op in ops if (w := _week_in(op))), ""))
        if week is None:
            return f"{worded(title)}."
        return worded(about_week).format(week=week[1].isocalendar().week, programme=week[0])
    paid = [(op[3], op[4]) for op in ops if op[0] == "fact" and op[1] == "payout"]
    if paid:
        amount = kr(sum(_handed(values) for _person, values in paid))
        if len(paid) == 1 and name:
            return _("{name} was paid {amount}.").format(name=name, amount=amount)
        words = ngettext("{count} person was paid {amount}.", "{count} people were paid {amount}.", len(paid))
        return words.format(count=len(paid), amount=amount)
    in_bag = [op[4] for op in ops if op[0] == "fact" and op[1] in ("bag_move", "bag_count")]
    if in_bag:
        amount = kr(in_bag[0].get("amount_ore", 0))
        return _("{act}: {amount}.").format(act=worded(title), amount=amount)
    return f"{worded(title)}."


def of_fact(session: Session, programmes: dict[str, str]) -> dict[str, Callable[[dict[str, Any]], str]]:
    """Table → what one of its facts says in a person's history. `programmes` are names by id in hex."""
    weeks: dict[str, tuple[str, date]] = {}

    def said(words: str, values: dict[str, Any], ore: int) -> str:
        """With the programme and the week before it; a day's is said by whoever tells the day."""
        amount = worded(words).format(amount=kr(ore))
        if values.get("day"):
            return amount
        if not weeks:
            weeks.update(_weeks(session))
        name, monday = weeks.get(values.get("week") or "", ("", None))
        if values.get("monday"):
            name = programmes.get(values.get("programme") or "", name)
            monday = date.fromisoformat(values["monday"])
        week = _("week {week}").format(week=monday.isocalendar().week) if monday else ""
        return f"{name} {week}: {amount}"

    return {
        "payout": lambda v: said(marked("paid {amount}"), v, _handed(v)),
        "pay_line": lambda v: said(marked("to be paid {amount}"), v, v.get("to_pay_ore") or 0),
        "pay_correction": lambda v: said(marked("corrected by {amount}"), v, v.get("amount_ore") or 0),
        "pay_deduction": lambda v: said(marked("{amount} held back"), v, v.get("amount_ore") or 0),
    }


def _handed(values: dict[str, Any]) -> int:
    return (values.get("amount_ore") or 0) + (values.get("rounding_ore") or 0)


def _week_in(op: Sequence[Any]) -> str | None:
    """The id of the prepared week that this part of an entry makes, ends or takes a step of."""
    if op[0] in ("fact", "void") and op[1] == "pay_week":
        return str(op[2])
    return op[4].get("week") if op[0] == "fact" and op[1] == "pay_step" else None


def _weeks(session: Session) -> dict[str, tuple[str, date]]:
    """Every week that was ever prepared: its programme's name and its Monday, by id in hex."""
    rows = session.execute(
        select(PayWeek.id, Programme.name, PayWeek.monday)
        .join(Programme, Programme.id == PayWeek.programme)
        .execution_options(voided=True)
    )
    return {ident.hex(): (name or "", monday) for ident, name, monday in rows if monday}
