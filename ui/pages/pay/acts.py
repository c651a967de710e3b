"""The steps as the window takes them: which verb, who may, what the button says and what is told afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ... import formats
from .words import people

if TYPE_CHECKING:
    from ...desk import Desk


@dataclass(frozen=True, slots=True)
class Act:
    """A step: its verb's name in `alfdesk.pay.steps`, the roles that have it, its icon and what is said when it is
    taken."""

    verb: str
    roles: tuple[str, ...]
    icon: str
    said: str


ACTS = {
    "prepared": Act("prepare", ("office",), "list-check", marked("Week {week} is prepared.")),
    "attested": Act("attest", ("manager",), "check", marked("Week {week} is attested.")),
    "approved": Act("approve", ("manager",), "check", marked("Week {week} is approved.")),
    "paid": Act("pay", ("office",), "cash-banknote", marked("Week {week} is paid.")),
    "locked": Act("lock", ("manager",), "lock", marked("Week {week} is locked.")),
}
WHOSE = {
    "office": marked("This step is the office's."), "manager": marked("This step is the manager's."),
}  # fmt: skip


def number(week: Any) -> int:
    return int(week.monday.isocalendar().week)


def button_words(week: Any, totals: Any) -> str:
    """What the next step's button says: what it does, with the sum and the people where money is let out."""
    step = week.next_step
    amount, count = formats.kroner(totals.to_pay_ore), people(totals.people)
    if step == "prepared":
        return _("Prepare week {week}").format(week=number(week))
    if step == "attested":
        return _("Attest {amount} for {people}").format(amount=amount, people=count)
    if step == "approved":
        return _("Approve {amount} for {people}").format(amount=amount, people=count)
    if step == "paid":
        left = sum(n.to_pay_ore for n in week.lines if not n.signed and n.method == "bank")
        signed = sum(n.to_pay_ore for n in week.lines if n.signed)
        return _("End payout of {amount}").format(amount=formats.kroner(left + signed))
    return _("Lock week {week}").format(week=number(week)) if step else ""


def why_not(desk: Desk, week: Any, own_person: bytes | None) -> str:
    """Why whoever sits here can't take the next step; empty when she can. The verb has the last word."""
    step = week.next_step
    if step is None:
        return ""
    stops = next((t for t in week.troubles if t.stops), None)
    if step == "prepared" and stops is not None:
        return str(stops.words)
    act = ACTS[step]
    if not desk.may(*act.roles):
        return worded(WHOSE[act.roles[0]])
    if step not in ("attested", "approved"):
        return ""
    taken = {s.step: s.staff_id for s in week.steps}
    if taken.get("prepared") == desk.acting.id:
        return _("You prepared this week yourself. Ask a colleague.")
    if step == "approved" and taken.get("attested") == desk.acting.id:
        return _("You attested this week yourself. Ask a colleague.")
    if own_person and any(line.person == own_person for line in week.lines):
        return _("You are on this list yourself. Ask a colleague.")
    return ""


def hint(week: Any) -> str:
    """What stands beside the button when she may."""
    step = week.next_step
    if week.reopened:
        return _("A day was changed after the week was prepared. Prepare it once more.")
    if step == "prepared":
        return _("The list is marked DRAFT until another person has attested it.")
    if step == "attested":
        return _("Read the list first. Another person than who prepared it attests.")
    if step == "approved":
        return _("A third person lets the money out.")
    if step == "paid":
        left = [n for n in week.lines if n.method == "cash" and n.due_ore > 0 and not n.signed]
        if not left:
            return _("Everyone who is paid in cash has signed.")
        amount = formats.kroner(sum(n.to_pay_ore for n in left))
        words = _("Not signed: {amount} for {people}. It stays, and comes up next week.")
        return words.format(people=people(len(left)), amount=amount)
    if step == "locked":
        return _("What is changed later becomes a correction in the next week.")
    return _("The week is over. What is changed becomes a correction in the next week.")


def take(desk: Desk, week: Any) -> Any:
    """The next step, as whoever sits here. Returns what the verb returned, or REFUSED."""
    from alfdesk.pay import steps

    act = ACTS[week.next_step]
    named: dict[str, Any] = {"programme": week.programme_id, "monday": week.monday}
    if act.verb == "pay":
        named |= {"today": desk.today(), "everyone": False}
    said = worded(act.said).format(week=number(week))
    # A step is not undone: the week is sent back, or what was wrong is corrected.
    return desk.do(getattr(steps, act.verb), said, can_undo=False, **named)
