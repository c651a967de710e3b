"""The cash bag: handed out with a count, paid from, topped up, counted blind when it comes back.

A bag that is counted is closed: nothing more goes into it or is paid from it, and no payout of it is taken back. A
difference gets a reason, and neither is ever taken away.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from .. import money, people, programmes, staff
from ..attendance.record import PRESENT
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.history import local_time
from ..journal.history import newest as newest_entry
from ..journal.write import Work, cursor_of, verb
from ..models.attendance import Attendance
from ..models.pay import Bag, BagCount, BagMove, BagReason, Payout
from ..models.programmes import Programme
from ..record import replace
from .records import BagLine, BagMoved, BagSheet, Proposed
from .week import head

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REASON_LIMIT = 200  # characters
# Tomorrow's bag: so many of the last open days of that weekday, and a bag that was enough on so many in a hundred. Of
# fewer than ten days the nearest rank to ninety in a hundred would always be the day on which most came.
DAYS_LOOKED_AT = 10
ENOUGH_ON = 90


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("office", "manager")
def hand_out(work: Work, *, programme: bytes, day: date, holder: bytes, counts: dict[int, int]) -> bytes:
    """A bag for a day, to a member of staff, with what was counted into it. Returns its id."""
    if work.session.get(Programme, programme) is None:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    if holder not in {m.id for m in staff.members(work.session)}:
        raise UserFacingError(_("There is no member of staff with that name. Nothing has changed."))
    amount = _amount(counts)
    if not amount:
        raise UserFacingError(_("Count the money into the bag first."))
    if any(b.day == day for b in open_bags(work.session, holder=holder, programme=programme)):
        raise UserFacingError(_("This bag is out already. Top it up instead."))
    bag = work.add(Bag(programme=programme, day=day, holder=holder, staff=work.acting.id))
    work.add(_move(work, bag, "handed_out", amount, counts))
    return bag


@verb("office", "manager")
def top_up(work: Work, *, bag: bytes, counts: dict[int, int]) -> None:
    """More money into a bag that is out."""
    _out(work.session, bag)
    amount = _amount(counts)
    if not amount:
        raise UserFacingError(_("Count the money into the bag first."))
    work.add(_move(work, bag, "topped_up", amount, counts))


@verb("supervisor", "office", "manager")
def count(work: Work, *, bag: bytes, counts: dict[int, int]) -> int:
    """The bag is back, and this is in it. Recorded whatever it is, and closes the bag. Returns counted − expected."""
    expected = left(work.session, bag)
    amount = _amount(counts)
    work.add(BagCount(bag=bag, amount_ore=amount, expected_ore=expected, counts=_packed(counts), staff=work.acting.id))
    return amount - expected


@verb("supervisor", "office", "manager")
def explain(work: Work, *, bag: bytes, reason: str) -> None:
    """Why the count is not what was expected. The count stays, and so do earlier reasons."""
    line = of(work.session, bag)
    if line.difference_ore is None:
        raise UserFacingError(_("Count the bag first."))
    if not line.difference_ore:
        raise UserFacingError(_("The count was right. There is nothing to explain."))
    words = people.plain_text(reason, REASON_LIMIT)
    if not words:
        raise UserFacingError(_("Write in a few words why the count differs."))
    counted = work.session.scalars(select(BagCount.id).where(BagCount.bag == bag).order_by(BagCount.id)).first()
    work.add(BagReason(count=counted, reason=words, staff=work.acting.id))


# Reads ---------------------------------------------------------------------------------------------------------------


def open_bags(session: Session, *, holder: bytes | None = None, programme: bytes | None = None) -> list[BagLine]:
    """The bags that are out, oldest first."""
    counted = select(BagCount.id).where(BagCount.bag == Bag.id).correlate(Bag).exists()
    query = select(Bag).where(~counted)
    if holder is not None:
        query = query.where(Bag.holder == holder)
    if programme is not None:
        query = query.where(Bag.programme == programme)
    return _lines(session, query)


def bags(session: Session, programme: bytes, first: date, last: date) -> list[BagLine]:
    """The bags of these days, in their order."""
    return _lines(session, select(Bag).where(Bag.programme == programme, Bag.day >= first, Bag.day <= last))


def of(session: Session, bag: bytes) -> BagLine:
    """One bag. Raises UserFacingError."""
    found = _lines(session, select(Bag).where(Bag.id == bag))
    if not found:
        raise UserFacingError(_("There is no such cash bag. Nothing has changed."))
    return found[0]


def left(session: Session, bag: bytes) -> int:
    """What should lie in a bag that is out, in øre. Raises UserFacingError when it is counted, or is none."""
    _out(session, bag)
    put_in = session.scalars(select(func.sum(BagMove.amount_ore)).where(BagMove.bag == bag)).one() or 0
    given = func.sum(Payout.amount_ore + func.ifnull(Payout.rounding_ore, 0))
    return put_in - (session.scalars(select(given).where(Payout.bag == bag)).one() or 0)


def sheet(session: Session, bag: bytes, *, practice: bool = False) -> BagSheet:
    """The bag on paper: what went in, what was paid from it, the count and its reason."""
    line = of(session, bag)
    same_day = [b.id for b in bags(session, line.programme_id, line.day, line.day)]
    shown = [
        line.day.isoformat(), line.holder, f"{line.put_in_ore} {line.paid_ore} {line.counted_ore}", line.reason or "",
        *(f"{m.what} {m.who} {m.amount_ore}" for m in line.moves),
    ]  # fmt: skip
    entries = [
        entry
        for table in (BagMove, BagCount, Payout)
        for entry in session.scalars(select(table.entry).where(table.bag == bag))
    ]
    number, kind = line.day.isoformat(), f"K{same_day.index(bag) + 1}"
    top = head(session, line.programme_id, number, shown, practice=practice, kind=kind)
    return BagSheet(replace(top, newest=newest_entry(session, entries)), line)


def propose(session: Session, programme: bytes, day: date) -> Proposed:
    """A bag for the day: how many came on the last open days of that weekday (nearest rank, so that it is a number
    that really came), a whole day's pay for each at the day's own rules, in whole kroner."""
    weekday = func.strftime("%w", Attendance.day) == f"{day:%w}"
    seen = (
        select(Attendance.day)
        .where(Attendance.programme == programme, Attendance.day < day, weekday)
        .distinct()
        .order_by(Attendance.day.desc())
        .limit(3 * DAYS_LOOKED_AT)
    )
    days = [d for d in session.scalars(seen) if d]
    shut = programmes.closed(session, programme, days)
    days = [d for d in days if d not in shut][:DAYS_LOOKED_AT]
    facts = select(Attendance.day, Attendance.person, Attendance.outcome).where(
        Attendance.programme == programme, Attendance.day.in_(days)
    )
    latest = {(d, person): outcome for d, person, outcome in session.execute(facts.order_by(Attendance.id))}
    came = sorted(sum(d == one and outcome in PRESENT for (d, _p), outcome in latest.items()) for one in days)
    expected = came[-(-len(came) * ENOUGH_ON // 100) - 1] if came else 0
    rules = programmes.rules(session, programme)
    basis, ore = rules.on(day, "rate") or (None, 0)
    each = money.cash(money.hourly(rules.on(day, "cap") or 0, ore) if basis == "hour" else ore)
    return Proposed(day, len(days), expected, each, expected * each, money.needed([each] * expected))


# Private -------------------------------------------------------------------------------------------------------------


def _out(session: Session, bag: bytes) -> None:
    """Raises UserFacingError unless the bag is there and is not counted."""
    if session.get(Bag, bag) is None:
        raise UserFacingError(_("There is no such cash bag. Nothing has changed."))
    if session.scalars(select(BagCount.id).where(BagCount.bag == bag)).first():
        raise UserFacingError(_("The cash bag has been counted. Nothing has changed. Use another bag."))


def _amount(counts: dict[int, int]) -> int:
    try:
        amount = money.counted(counts)
    except ValueError as error:
        raise UserFacingError(_("This is no note or coin. Nothing has changed.")) from error
    if amount > money.LIMIT:
        raise UserFacingError(_("This is more than a bag can hold. Count again."))
    return amount


def _packed(counts: dict[int, int]) -> str:
    return json.dumps({str(value): n for value, n in sorted(counts.items(), reverse=True) if n})


def _unpacked(text: str | None) -> dict[int, int]:
    return {int(value): n for value, n in json.loads(text or "{}").items()}


def _move(work: Work, bag: bytes, what: str, amount: int, counts: dict[int, int]) -> BagMove:
    return BagMove(bag=bag, what=what, amount_ore=amount, counts=_packed(counts), staff=work.acting.id)


def _lines(session: Session, query: Select[tuple[Bag]]) -> list[BagLine]:
    """These bags with all that happened to them, by day."""
    every = session.scalars(query.order_by(Bag.day, Bag.id)).all()
    ids = [b.id for b in every]
    if not ids:
        return []
    moves, payouts, counts = (_by_bag(session, table, ids) for table in (BagMove, Payout, BagCount))
    counted = {bag: of_bag[0] for bag, of_bag in counts.items()}
    given = select(BagReason.count, BagReason.reason).where(BagReason.count.in_([c.id for c in counted.values()]))
    reasons = dict(session.execute(given.order_by(BagReason.id)).all())
    names = staff.names(session)
    found = people.everyone(session, {p.person for of_bag in payouts.values() for p in of_bag if p.person})
    facts = (fact for by_bag in (moves, payouts, counts) for of_bag in by_bag.values() for fact in of_bag)
    walls = _walls(session, (fact.entry for fact in facts))

    def happened(bag: bytes) -> tuple[BagMoved, ...]:
        told = []
        for move in moves[bag]:
            who = names.get(move.staff or b"", "")
            told.append((move, move.what or "", who, move.amount_ore or 0, _unpacked(move.counts)))
        for payout in payouts[bag]:
            who = found[payout.person].full_name if payout.person in found else ""
            told.append((payout, "payout", who, -_handed(payout), {}))
        for count in counts[bag]:
            who = names.get(count.staff or b"", "")
            told.append((count, "counted", who, -(count.amount_ore or 0), _unpacked(count.counts)))
        told.sort(key=lambda one: (one[0].entry or 0, one[0].id))
        return tuple(BagMoved(walls.get(fact.entry or 0, ""), *rest) for fact, *rest in told)

    lines = []
    for one in every:
        put_in = sum(m.amount_ore or 0 for m in moves[one.id])
        paid, cash, difference, reason = sum(map(_handed, payouts[one.id])), None, None, None
        if last := counted.get(one.id):
            # What was expected when it was counted stands, also when somebody who was paid from it has been erased.
            paid, cash = put_in - (last.expected_ore or 0), last.amount_ore or 0
            difference, reason = cash - (last.expected_ore or 0), reasons.get(last.id)
        holder = one.holder or b""
        lines.append(BagLine(
            one.id, one.programme or b"", one.day or date.min, holder, names.get(holder, ""), put_in, paid, cash,
            difference, reason, happened(one.id),
        ))  # fmt: skip
    return lines


def _by_bag(session: Session, table: Any, ids: list[bytes]) -> dict[bytes, list[Any]]:
    found: dict[bytes, list[Any]] = defaultdict(list)
    for fact in session.scalars(select(table).where(table.bag.in_(ids)).order_by(table.id)):
        found[fact.bag].append(fact)
    return found


def _handed(payout: Payout) -> int:
    return (payout.amount_ore or 0) + (payout.rounding_ore or 0)


def _walls(session: Session, entries: Iterable[int | None]) -> dict[int, str]:
    """When each entry was written: local time to the minute."""
    numbers = json.dumps(sorted({e for e in entries if e}))
    rows = cursor_of(session).execute(
        "SELECT no, wall FROM entry WHERE no IN (SELECT value FROM json_each(?))", (numbers,)
    )
    return {no: local_time(wall)[:16] for no, wall in rows}
