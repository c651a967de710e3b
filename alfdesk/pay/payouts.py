"""Money handed over: on the day itself, and line by line of an approved week. What is not signed for is not paid.

A payout settles a sum to the øre; in cash its rounding to whole kroner stands beside it, once, and settles nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from .. import money
from .. import people as persons
from .. import programmes, put_away
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.people import Person
from ..models.pay import Bag, Payout
from ..people import plain_text
from ..weeks import monday_of
from .ledger import Books
from .records import DayLine, DayList, told_apart
from .reckon import to_pay
from .steps import TEXT_LIMIT, payout_of
from .troubles import overlaps
from .week import books_of, head, read

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@verb("supervisor", "office", "manager")
def pay_day(
    work: Work, *, programme: bytes, day: date, today: date, persons: Sequence[bytes] | None = None,
    bag: bytes | None = None, reason: str | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Cash for one day's work, handed over and signed for. Returns how many people, and the øre they were handed.

    Without `persons`: everyone who is paid in cash and has something left of that day. Raises UserFacingError when
    somebody has nothing left (nothing is paid twice), when nobody has, when somebody has the same hours in another
    programme, or when the week is approved.
    """
    books = books_of(work.session, programme)
    lines = _lines(work.session, books, day)
    if persons is None:
        chosen = [line for line in lines if line.method == "cash" and line.to_pay_ore]
    else:
        by_person = {line.person: line for line in lines}
        chosen = []
        for person in dict.fromkeys(persons):
            line = by_person.get(person)
            if line is None or line.earned_ore <= line.paid_ore:
                raise UserFacingError(_("This is more than the person has coming. Nothing has changed."))
            chosen.append(line)
    if not chosen:
        raise UserFacingError(_("Nobody has anything left to be paid for this day. Nothing has changed."))
    paid = {line.person for line in chosen}
    for trouble in overlaps(work.session, books, monday_of(day)):
        if trouble.stops and trouble.day == day and trouble.person in paid:
            raise UserFacingError(f"{trouble.words} " + _("Nothing has changed."))
    _known_bag(work, bag, programme)
    handed = 0
    for line in chosen:
        owed = line.earned_ore - line.paid_ore
        cash = money.cash(owed)
        handed += cash
        work.add(Payout(
            programme=programme, person=line.person, day=day, paid_on=today, amount_ore=owed,
            rounding_ore=cash - owed, method="cash", reason=plain_text(reason, TEXT_LIMIT), bag=bag,
            staff=work.acting.id,
        ))  # fmt: skip
    return len(chosen), handed


@verb("supervisor", "office", "manager")
def sign(
    work: Work, *, programme: bytes, monday: date, person: bytes, today: date, bag: bytes | None = None,
    reason: str | None = None,
) -> int:  # fmt: skip
    """The person has been paid her line of an approved week, and has signed. Returns the øre she was handed.

    Raises UserFacingError when the week is not approved or is paid already, or she has nothing left.
    """
    books = books_of(work.session, programme)
    week = read(work.session, programme, monday, books=books)
    no = monday.isocalendar().week
    if week.status != "approved":
        if week.status in ("paid", "locked"):
            raise UserFacingError(
                _("Week {week} is paid. What was not signed for comes up next week.").format(week=no)
            )
        raise UserFacingError(_("Week {week} is not approved yet. Nothing has changed.").format(week=no))
    line = next((n for n in week.lines if n.person == person), None)
    if line is None or line.signed or line.due_ore <= 0:
        raise UserFacingError(_("This is more than the person has coming. Nothing has changed."))
    _known_bag(work, bag, programme)
    work.add(payout_of(
        work, programme, books.snapshots[monday], line, today, bag=bag, reason=plain_text(reason, TEXT_LIMIT)
    ))  # fmt: skip
    return line.to_pay_ore


@verb("supervisor", "office", "manager")
def take_back(
    work: Work, *, programme: bytes, person: bytes, reason: str, day: date | None = None, monday: date | None = None
) -> int:
    """The person was not paid after all: for a day, or her line of a week. Returns how many payouts that was.

    Raises UserFacingError without a reason, when there is none, or when the week has come further.
    """
    why = plain_text(reason, TEXT_LIMIT)
    if not why:
        raise UserFacingError(_("Write a short reason. Nothing has changed."))
    query = select(Payout).where(Payout.programme == programme, Payout.person == person)
    if day is not None:
        query = query.where(Payout.day == day)
    else:
        snapshot = books_of(work.session, programme).snapshots.get(monday) if monday else None
        query = query.where(Payout.week == (snapshot.id if snapshot else b""))
    found = work.session.scalars(query.order_by(Payout.id)).all()
    if not found:
        raise UserFacingError(_("There is no such payout. Nothing has changed."))
    for payout in found:
        work.void(payout, reason=why)
    return len(found)


def day_list(session: Session, programme: bytes, day: date, *, practice: bool = False) -> DayList:
    """Everyone who earned something that day: by team, then name. Raises UserFacingError for no such programme."""
    books = books_of(session, programme)
    lines = tuple(_lines(session, books, day))
    shown = [f"{line.number}|{line.name}|{line.earned_ore}|{line.handed_ore}" for line in lines]
    return DayList(
        head(session, programme, day.isoformat(), shown, practice=practice, kind="D"), programme, day,
        books.status(monday_of(day)), told_apart(lines),
    )  # fmt: skip


# Private -------------------------------------------------------------------------------------------------------------


def _lines(session: Session, books: Books, day: date) -> list[DayLine]:
    worked = {p: w for p, w in books.days(day, day).items() if w.days}
    paid: dict[bytes, int] = defaultdict(int)
    rounded: dict[bytes, int] = defaultdict(int)
    given = select(Payout.person, Payout.amount_ore, Payout.rounding_ore).where(
        Payout.programme == books.programme, Payout.day == day
    )
    for person, amount, rounding in session.execute(given):
        if person:
            paid[person] += amount or 0
            rounded[person] += rounding or 0
    found = put_away.with_numbers(session, persons.everyone(session, {*worked, *paid}))
    rows = session.execute(select(Person.id, Person.payment_method).where(Person.id.in_(list(found))))
    methods = {person: method for person, method in rows}
    usual = books.rules.on(monday_of(day) + timedelta(6), "method", "bank")
    teams = {t.id: t.name or "" for t in programmes.teams(session, books.programme)}
    lines = []
    for person, who in found.items():
        one = worked.get(person)
        earned = one.days[day].amount_ore if one else 0
        minutes = one.days[day].minutes if one else 0
        method = methods.get(person) or usual
        owed = earned - paid[person]
        sum_ = to_pay(owed, method)
        if not (earned or minutes or paid[person]):
            continue
        lines.append(DayLine(
            person, who.number, who.full_name, teams.get(one.team) if one and one.team else None, minutes, earned,
            paid[person], sum_, sum_ - owed if method == "cash" and owed > 0 else 0, method,
            paid[person] + rounded[person],
        ))  # fmt: skip
    order = list(teams.values())
    return sorted(lines, key=lambda n: (
        order.index(n.team) if n.team in order else len(order), persons.sort_key(n.name), n.number or 0
    ))  # fmt: skip


def _known_bag(work: Work, bag: bytes | None, programme: bytes) -> None:
    if bag is None:
        return
    row = work.session.get(Bag, bag)
    if row is None or row.voided or row.programme != programme:
        raise UserFacingError(_("There is no such cash bag. Nothing has changed."))
