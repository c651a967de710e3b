"""The practice workplace's money: weeks in every state, a day paid in cash, a bag. By the verbs that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol

from . import money, staff
from .attendance import record
from .journal.write import Acting
from .pay import bag, payouts, steps
from .pay import week as weeks
from .store.workplace import Place

STATES = {1: "attested", 2: "paid"}  # weeks before the last one; older ones are locked, the last one is prepared
NOT_COLLECTED = 1  # people who have not come for their money in a week that is paid
BAG = {200: 12, 50: 10, 20: 15, 10: 10, 5: 6, 1: 20}


class Clock(Protocol):
    def go_to(self, day: date, hour: int, minute: int = 0) -> None: ...


def week(place: Place, programme: bytes, monday: date, state: str) -> None:
    """The week as far as `state`, each step by somebody who may."""
    friday = monday + timedelta(4)
    named: dict[str, Any] = {"programme": programme, "monday": monday}
    with place.read() as session:
        if not weeks.read(session, programme, monday).lines:
            return
    office, manager, owner = (_acting(place, role) for role in ("office", "manager", "administrator"))
    _do(place, office, steps.prepare, **named)
    if state == "prepared":
        return
    _do(place, manager, steps.attest, **named)
    if state == "attested":
        return
    _do(place, owner, steps.approve, **named)
    with place.read() as session:
        lines = weeks.read(session, programme, monday).lines
    cash = [n.person for n in lines if n.method == "cash" and n.due_ore > 0]
    with place.write(office, batch=True) as work:
        for person in cash[: len(cash) - (NOT_COLLECTED if state == "paid" else 0)]:
            work.next()
            payouts.sign(work, **named, person=person, today=friday)
    _do(place, office, steps.pay, **named, today=friday, everyone=False)
    if state == "locked":
        _do(place, manager, steps.lock, **named)


def on_the_day(place: Place, programme: bytes, day: date, clock: Clock) -> None:
    """The supervisor has a bag, and pays the first who come at two o'clock; a coin is lost on the way."""
    office, holder = _acting(place, "office"), _acting(place, "supervisor")
    with place.read() as session:
        owed = [n for n in payouts.day_list(session, programme, day).lines if n.method == "cash" and n.to_pay_ore]
    if not owed:
        return
    clock.go_to(day, 13, 30)
    out = _do(place, office, bag.hand_out, programme=programme, day=day, holder=holder.id, counts=BAG)
    clock.go_to(day, 14)
    chosen = [n.person for n in owed[:5]]
    _count, handed = _do(
        place, holder, payouts.pay_day, programme=programme, day=day, today=day, persons=chosen, bag=out
    )
    clock.go_to(day, 14, 40)
    left = money.fewest(money.counted(BAG) - handed - money.KRONE)
    _do(place, holder, bag.count, bag=out, counts=left)
    _do(place, holder, bag.explain, bag=out, reason="én krone falt i snøen")


def afterwards(place: Place, programme: bytes, first: date, last: date) -> None:
    """The last week is prepared; and in the first one, if it is over, a day is corrected."""
    if first != last:
        with place.read() as session:
            rows = record.standing(session, programme, first)
            came = next((r for r in rows if r.outcome == "present" and r.person), None)
            before = record.said(came) if came else None
        if came is not None and before is not None and came.person:
            with place.write() as work:
                record.correct(
                    work, person=came.person, programme=programme, day=first, reason="gikk kl. 11",
                    what=replace(before, outcome="went_home", reason="left_early", from_minute=540, to_minute=660),
                )  # fmt: skip
    week(place, programme, last, "prepared")


def _acting(place: Place, role: str) -> Acting:
    """The member of staff who has this role."""
    with place.read() as session:
        found = next(m for m in staff.members(session) if role in m.roles)
    return Acting(found.id, found.name, frozenset(found.roles))


def _do(place: Place, who: Acting, verb: Callable[..., Any], **values: Any) -> Any:
    with place.write(who) as work:
        return verb(work, **values)
