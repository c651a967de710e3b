"""A draw that nobody can steer and anybody can repeat.

First the list is fixed: who is in it, in the order they came, and how many tickets each has. Its SHA-256 is shown and
printed. Then a participant throws dice, aloud. From the hash and the dice everything follows:

    key of a ticket     SHA-256("<hash>:<dice>:<arrival number>:<ticket>"), tickets counted from 1
    key of an entrant   the smallest of her tickets' keys
    the order           by key; the first ones get the places

Whoever fixed the list could not know the dice, and whoever threw them could not change the list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.attendance import Arrival, Attendance, LotteryDraw, LotteryList
from ..models.people import Person
from ..models.programmes import Programme
from ..people import everyone
from ..programmes import places, rules
from ..store.session import Ready
from ..weeks import written
from .record import PRESENT, Said, put, standing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DICE = 5  # at least so many throws: 7,776 outcomes, none of which anyone could have prepared a list for
DICE_LIMIT = 60

_LAST = (
    select((Attendance.outcome == "turned_away") & (Attendance.reason == "full"))
    .where(
        Attendance.person == Person.id,
        # A function over the column keeps SQLite from walking through the programme's years instead of her own.
        func.ifnull(Attendance.programme, b"") == bindparam("of"),
        Attendance.day < bindparam("day"), Attendance.outcome.in_((*PRESENT, "turned_away")), Attendance.voided == 0,
    )
    .order_by(Attendance.day.desc(), Attendance.id.desc())
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)  # fmt: skip
UNLUCKY = Ready(lambda: select(Person.id).where(Person.id.in_(bindparam("ids", expanding=True)), _LAST))
LISTS = Ready(
    lambda: select(LotteryList.id).where(LotteryList.programme == bindparam("of"), LotteryList.day == bindparam("day"))
)

# (person, arrival number, tickets)
Tickets = Sequence[tuple[bytes, int, int]]


@verb("supervisor", "office", "manager")
def fix_list(work: Work, *, programme: bytes, day: date) -> str:
    """Fix and hash the list of those who wait in the queue. Returns the hash (64 hex digits) to show before the dice.

    Raises UserFacingError when nobody waits, when no places are set, or when a list without dice stands already.
    """
    row = work.session.get(Programme, programme)
    if row is None:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    open_list, drawn = newest(work.session, programme, day)
    if open_list is not None and drawn is None:
        raise UserFacingError(_("The list is fixed already. Throw the dice, or undo the list first."))
    done = {a.person for a in standing(work.session, programme, day)}
    queue = work.session.scalars(
        select(Arrival).where(Arrival.programme == programme, Arrival.day == day).order_by(Arrival.no, Arrival.id)
    )
    waiting = [(a.person, a.no) for a in queue if a.person and a.no and a.person not in done]
    if not waiting:
        raise UserFacingError(_("Nobody waits in the queue. Nothing has changed."))
    of_programme = rules(work.session, programme)
    room = places(work.session, programme, day, of_programme)
    if room is None:
        raise UserFacingError(_("Set how many places there are first."))
    taken = len({a.person for a in standing(work.session, programme, day) if a.outcome in PRESENT})
    weight = int(of_programme.on(day, "lottery_weight", 1))
    lucky = turned_away_last(work.session, programme, day, [p for p, _no in waiting]) if weight > 1 else set()
    tickets = [(p, no, weight if p in lucky else 1) for p, no in waiting]
    free = max(room - taken, 0)
    text = list_text(work.session, row.list_name or "", day, free, tickets)
    digest = sha256(text.encode()).hexdigest()
    entrants = json.dumps([[p.hex(), no, count] for p, no, count in tickets])
    work.add(LotteryList(programme=programme, day=day, places=free, entrants=entrants, text=text, hash=digest))
    return digest


@verb("supervisor", "office", "manager")
def draw(work: Work, *, programme: bytes, day: date, dice: str) -> list[tuple[bytes, bool]]:
    """Draw with the dice a participant threw (at least five, 1–6). The first get a place, the others are turned away
    because it is full. Returns (person, got a place) in the order drawn."""
    thrown = re.sub(r"[\s,;.\-]", "", dice)
    if not re.fullmatch(rf"[1-6]{{{DICE},{DICE_LIMIT}}}", thrown):
        raise UserFacingError(_("Write at least {count} dice, each 1 to 6.").format(count=DICE))
    fixed, drawn = newest(work.session, programme, day)
    if fixed is None or drawn is not None or not fixed.hash:
        raise UserFacingError(_("Fix the list first, so that its code is known before the dice."))
    tickets = tickets_of(fixed)
    settled = {a.person for a in standing(work.session, programme, day)} & {p for p, _no, _count in tickets}
    if settled:
        raise UserFacingError(_("Someone on the list has been settled since. Undo that, or undo the list."))
    order = result(fixed.hash, thrown, [(no, count) for _p, no, count in tickets])
    by_no = {no: person for person, no, _count in tickets}
    outcome = [(by_no[no], rank < (fixed.places or 0)) for rank, (no, _key) in enumerate(order)]
    work.add(LotteryDraw(list=fixed.id, dice=thrown))
    for person, got in outcome:
        what = Said("present") if got else Said("turned_away", "full")
        put(work, person=person, programme=programme, day=day, what=what, live=[], why=_("drawn"))
    return outcome


def result(list_hash: str, dice: str, entrants: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """(arrival number, key) in the order drawn, from (arrival number, tickets). The rule itself; needs no database."""
    keys = []
    for no, tickets in entrants:
        of_tickets = (sha256(f"{list_hash}:{dice}:{no}:{t}".encode()).hexdigest() for t in range(1, tickets + 1))
        keys.append((min(of_tickets), no))
    return [(no, key) for key, no in sorted(keys)]


def list_text(session: Session, list_name: str, day: date, free: int, tickets: Tickets) -> str:
    """The text that is hashed, exactly as it is printed: a heading, then a line for each entrant with arrival number,
    the person's own number, and tickets. No names: a later spelling must not break an old draw."""
    people = everyone(session, [p for p, _no, _count in tickets])
    lines = [f"{list_name} {written(day)} {free}"]
    lines += [f"{no} {people[p].number or 0} {count}" for p, no, count in tickets if p in people]
    return "".join(f"{line}\n" for line in lines)


def tickets_of(fixed: LotteryList) -> list[tuple[bytes, int, int]]:
    return [(bytes.fromhex(p), no, count) for p, no, count in json.loads(fixed.entrants or "[]")]


def newest(session: Session, programme: bytes, day: date) -> tuple[LotteryList | None, LotteryDraw | None]:
    """The list of the day that waits for its dice, else the newest one, and its draw."""
    if not LISTS(session, of=programme, day=day):  # as on nearly every day
        return None, None
    lists = session.scalars(
        select(LotteryList)
        .where(LotteryList.programme == programme, LotteryList.day == day)
        .order_by(LotteryList.id.desc())
    ).all()
    draws = {d.list: d for d in session.scalars(select(LotteryDraw).where(LotteryDraw.list.in_([f.id for f in lists])))}
    # Not by time alone: a clock that was set back would call an old list the newest.
    fixed = next((f for f in lists if f.id not in draws), lists[0])
    return fixed, draws.get(fixed.id)


def turned_away_last(session: Session, programme: bytes, day: date, among: Iterable[bytes]) -> set[bytes]:
    """Who of these was turned away because it was full, the last time she came before this day. One seek in the index
    (person, day) for each, whatever the years before."""
    return {person for (person,) in UNLUCKY(session, ids=list(among), of=programme, day=day)}
