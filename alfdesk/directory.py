"""The people page: who there is, where they belong, how today stands for them. A read across subjects.

Runs on every key: the search is one statement, and what is joined to it is joined for the rows that show. Nothing is
remembered from key to key, so nothing can be out of date.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from . import people as persons
from . import programmes, put_away
from .attendance.record import PRESENT
from .models.attendance import Arrival, Attendance
from .models.people import Message, Person
from .models.programmes import Enrolment, Programme, Team
from .store.session import Ready

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ONLY = ("all", "today", "missing")

_IDS, _TODAY = bindparam("ids", expanding=True), bindparam("today")
BELONGS = Ready(
    select(Enrolment.person, Programme.name, Enrolment.from_day, Enrolment.to_day)
    .join(Programme, Programme.id == Enrolment.programme)
    .where(Enrolment.person.in_(_IDS))
    .order_by(Programme.id)
)
FACTS = Ready(
    select(Attendance.person, Attendance.outcome, Attendance.from_minute, Programme.name, Team.name.label("team"))
    .join(Programme, Programme.id == Attendance.programme)
    .outerjoin(Team, Team.id == Attendance.team)
    .where(Attendance.person.in_(_IDS), Attendance.day == _TODAY)
    .order_by(Attendance.id)
)
CAME = Ready(
    select(Arrival.person, Arrival.at_minute, Programme.name)
    .join(Programme, Programme.id == Arrival.programme)
    # The queue of a day is found by its programme: named so, nobody walks through the queues of years.
    .where(Arrival.programme.in_(select(Programme.id)), Arrival.day == _TODAY, Arrival.person.in_(_IDS))
    .order_by(Arrival.no.desc())
)
_WAITING = (
    select(func.count())
    .where(Message.person == Person.id, Message.until.is_(None) | (Message.until >= _TODAY), Message.voided == 0)
    .correlate(Person)
    .scalar_subquery()
)
_NEWEST = (
    select(Attendance.day)
    .where(
        Attendance.person == Person.id, Attendance.day <= _TODAY, Attendance.outcome.in_(PRESENT),
        Attendance.voided == 0,
    )
    .order_by(Attendance.day.desc())
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)  # fmt: skip
# How many messages wait for each, and the newest day she was present: one seek for each in the index of her days.
MORE = Ready(select(Person.id, _WAITING.label("waiting"), _NEWEST.label("newest")).where(Person.id.in_(_IDS)))


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list."""

    id: bytes
    number: int | None
    name: str  # first name and initial
    full_name: str
    call_name: str
    programmes: str  # those she is enrolled in today, "Dagsverket, Gården"
    team: str | None  # today's
    outcome: str | None  # today's
    programme_today: str | None  # where she is on a list or in a queue today
    at_minute: int | None  # when she came today
    messages: int
    last_seen: date | None  # the newest day she was present
    missing: bool  # something the office should fill in: a last name or a programme


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: tuple[PersonLine, ...]
    more: bool  # there are others than those shown


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many each filter holds."""

    all: int
    today: int
    missing: int


def people_page(
    session: Session, *, text: str = "", only: str = "all", today: date, limit: int = 200
) -> PeoplePage:
    """People by name; with a text those it finds, lately seen first. `only` is one of ONLY."""
    among = {"all": lambda *_: None, "today": _of_today, "missing": _missing}[only](session, today)
    if text.strip():
        found = persons.search(session, text, limit=limit + 1, among=among, every=True)
    else:
        found = _by_name(session, among, limit + 1)
    return PeoplePage(_lines(session, found[:limit], today), len(found) > limit)


def people_counts(session: Session, today: date) -> PeopleCounts:
    """How many each filter holds. For a refresh, not for every key."""
    everyone = session.scalars(select(func.count(Person.id))).one()
    return PeopleCounts(everyone, len(_of_today(session, today)), len(_missing(session, today)))


# Private -------------------------------------------------------------------------------------------------------------


def _by_name(session: Session, among: set[bytes] | None, limit: int) -> list[persons.Found]:
    named = (
        (persons.sort_key(f"{first} {last}" if first and last else first or last or call), ident)
        for ident, call, first, last in persons.ALL(session)
        if among is None or ident in among
    )
    shown = [ident for _key, ident in nsmallest(limit, named)]
    found = persons.everyone(session, shown)
    return [found[ident] for ident in shown]


def _of_today(session: Session, today: date) -> set[bytes]:
    """Who is on a list today: arrived, marked, or expected."""
    every = programmes.everyone(session)
    of = [p.id for p in every]
    ids: set[bytes | None] = set()
    for table in (Arrival, Attendance):
        ids.update(session.scalars(select(table.person).where(table.programme.in_(of), table.day == today)))
    rules = programmes.rules_of(session, of)
    for one in every:
        if one.kind == "standing" or rules[one.id].on(today, "selection") == "fixed":
            ids.update(programmes.crew(session, one.id, today))
    return {i for i in ids if i}


def _missing(session: Session, _today: date) -> set[bytes]:
    """Who has no last name, or is in no programme."""
    enrolled = select(Enrolment.id).where(Enrolment.person == Person.id).correlate(Person).exists()
    lacks = Person.last_name.is_(None) | ~enrolled
    return set(session.scalars(select(Person.id).where(lacks))) - put_away.everyone(session).keys()


def _lines(session: Session, found: list[persons.Found], today: date) -> tuple[PersonLine, ...]:
    ids = [f.id for f in found]
    if not ids:
        return ()
    short = persons.short_names(found)
    ever: set[bytes] = set()
    belongs: dict[bytes, dict[str, None]] = defaultdict(dict)
    for person, name, first, last in BELONGS(session, ids=ids):
        ever.add(person)
        if programmes.covers(first, last, today):
            belongs[person][name] = None
    facts: dict[bytes, Any] = {row.person: row for row in FACTS(session, ids=ids, today=today)}
    came: dict[bytes, Any] = {row.person: row for row in CAME(session, ids=ids, today=today)}
    more = {person: (waiting, newest) for person, waiting, newest in MORE(session, ids=ids, today=today)}
    lines = []
    for one in found:
        fact, arrival = facts.get(one.id), came.get(one.id)
        where = fact or arrival
        lines.append(
            PersonLine(
                one.id, one.number, short[one.id], one.full_name, one.call_name, ", ".join(belongs[one.id]),
                fact.team if fact else None, fact.outcome if fact else None, where.name if where else None,
                arrival.at_minute if arrival else fact.from_minute if fact else None, *more[one.id],
                not one.last_name or one.id not in ever,
            )  # fmt: skip
        )
    return tuple(lines)
