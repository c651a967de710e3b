"""A day as the screens show it: one programme's board, all programmes in a line each, one person's day.

These run after every key, so nothing here reads more than the day, the people on it and the rules that hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from .. import people as persons
from .. import programmes
from ..journal.history import newest as newest_entry
from ..models.attendance import Arrival, Attendance, RollClosed
from ..models.people import Message
from ..models.programmes import Team
from ..models.staff import Staff
from ..store.session import Ready
from . import fixed as fixed_places
from . import lottery
from .record import PRESENT, minutes, said

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# What is read of a fact: rows of columns, which take a third of the time of loaded objects.
FACT = (
    Attendance.programme, Attendance.person, Attendance.outcome, Attendance.reason, Attendance.team,
    Attendance.from_minute, Attendance.to_minute, Attendance.said_minutes, Attendance.dirty_minutes, Attendance.note,
)  # fmt: skip
_DAY, _MANY = bindparam("day"), bindparam("of", expanding=True)
FACTS = Ready(
    lambda: select(*FACT).where(Attendance.programme.in_(_MANY), Attendance.day == _DAY).order_by(Attendance.id)
)
QUEUE = Ready(
    lambda: select(Arrival.programme, Arrival.person, Arrival.no, Arrival.at_minute)
    .where(Arrival.programme.in_(_MANY), Arrival.day == _DAY)
    .order_by(Arrival.no.desc())
)
MESSAGES = Ready(
    lambda: select(Message.person).where(
        Message.person.in_(bindparam("ids", expanding=True)), (Message.until.is_(None)) | (Message.until >= _DAY)
    )
)
ROLL = Ready(
    lambda: select(Staff.name, RollClosed.entry)
    .join(RollClosed, RollClosed.staff == Staff.id)
    .where(RollClosed.programme == bindparam("of"), RollClosed.day == _DAY)
    .order_by(RollClosed.id)
)


@dataclass(frozen=True, slots=True)
class Row:
    """One person on a day's board."""

    person: bytes
    number: int | None
    name: str
    arrival: int | None
    at_minute: int | None
    outcome: str | None  # None: waits, or is expected
    reason: str | None
    team: str | None
    from_minute: int | None
    to_minute: int | None
    minutes: int
    dirty_minutes: int
    full_name: str
    call_name: str
    team_id: bytes | None
    note: str | None
    message: bool  # somebody has left a message that shows that day
    turned_away_last: bool  # because it was full, the last time she came
    fixed: bool  # she has a fixed place
    crew_team: bytes | None  # the team she belongs to in a standing crew, whatever the day says


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """A team on a day. `places` is None where none are set."""

    id: bytes
    name: str
    meeting_place: str | None
    places: int | None
    in_use: bool
    used: int


@dataclass(frozen=True, slots=True)
class Counts:
    """People of a day by what was last said of them. `waits`: in the queue, or in a standing crew, without an outcome;
    `expected`: has a fixed place, is not here and nothing is said."""

    present: int
    coming_later: int
    reported_absent: int
    no_show: int
    went_home: int
    turned_away: int
    waits: int
    expected: int


@dataclass(frozen=True, slots=True)
class LotteryState:
    """A list that has been fixed: its hash, and the dice once they are thrown."""

    hash: str
    drawn: bool
    dice: str | None
    entrants: int
    places: int


@dataclass(frozen=True, slots=True)
class Board:
    """A day: who waits in the order they came, who has a place, who was turned away, who is absent."""

    programme: str
    kind: str
    day: date
    closed: str | None  # the word for a red or closed day
    places: int | None
    rows: tuple[Row, ...]
    roll_closed_by: str | None
    programme_id: bytes
    list_name: str
    selection: str  # "arrival", "lottery" or "fixed"
    teams: tuple[TeamBoard, ...]
    counts: Counts
    kept: int  # places kept for people with a fixed place who are not here
    roll_closed_at: str | None  # local time, "08.45"
    starts: int | None  # minute
    meeting_place: str | None
    lottery: LotteryState | None

    def of(self, *outcomes: str | None) -> tuple[Row, ...]:
        return tuple(r for r in self.rows if r.outcome in outcomes)


def day_board(session: Session, programme: bytes, day: date) -> Board:
    """Everyone of the day: the queue by arrival, then the rest by name. Standing crews show all who are enrolled, and
    so does day work with fixed places, those who have not come last."""
    (row,) = programmes.ONE(session, of=programme)
    kind = row.kind or "day"
    of_teams = programmes.TEAMS(session, of=programme)
    rules = programmes.rules_of(session, [programme, *(t.id for t in of_teams)])
    own = rules[programme]
    arrivals = _arrivals(session, [programme], day)[programme]
    facts = _facts(session, [programme], day)[programme]
    with_place = fixed_places.having(session, row, day, own)
    ids = {*arrivals, *facts, *with_place}
    crew = programmes.crew_teams(session, programme, day) if kind == "standing" else {}
    ids |= set(crew)
    found = persons.everyone(session, ids)
    names = persons.short_names(found.values())
    teams = _teams(of_teams, rules, day, facts)
    team_names = {t.id: t.name for t in teams}
    cap = own.on(day, "cap")
    written = _with_message(session, found, day)
    unlucky = lottery.turned_away_last(session, programme, day, found) if kind == "day" else set()
    rows = []
    for person, who in found.items():
        fact, came = facts.get(person), arrivals.get(person)
        what = said(fact) if fact else None
        rows.append(
            Row(
                person, who.number, names[person], came and came.no, came and came.at_minute,
                what and what.outcome, what and what.reason, team_names.get(what.team) if what and what.team else None,
                what and what.from_minute, what and what.to_minute, minutes(what, cap) if what else 0,
                (what and what.dirty_minutes) or 0, who.full_name, who.call_name, what and what.team,
                what and what.note, person in written, person in unlucky, person in with_place,
                crew.get(person),
            )  # fmt: skip
        )
    rows.sort(key=lambda r: (
        kind == "day" and r.arrival is None and r.outcome is None, r.arrival is None, r.arrival or 0,
        persons.sort_key(r.name), r.number or 0,
    ))  # fmt: skip
    closer, closed_at = _roll(session, programme, day)
    return Board(
        row.name or "", kind, day, programmes.closed(session, programme, [day]).get(day), _places(own, teams, day),
        tuple(rows), closer,
        programme, row.list_name or "", own.on(day, "selection", "arrival"), teams,
        _counts(kind, found, arrivals, facts), len(fixed_places.kept(with_place, facts.values())), closed_at,
        own.on(day, "starts"), own.on(day, "meeting_place"),
        _lottery(session, programme, day) if kind == "day" else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme as the chooser shows it."""

    id: bytes
    name: str
    kind: str
    list_name: str
    meeting_place: str | None
    places: int | None
    closed: str | None
    counts: Counts


def programmes_on(session: Session, day: date) -> tuple[ProgrammeLine, ...]:
    """Every programme and how its day stands, in the order they were made."""
    every = programmes.everyone(session)
    arrivals, facts = (read(session, [p.id for p in every], day) for read in (_arrivals, _facts))
    teams = defaultdict(list)
    for team in session.scalars(select(Team).order_by(Team.id)):
        teams[team.programme].append(team)
    rules = programmes.rules_of(session, [*(p.id for p in every), *(t.id for of in teams.values() for t in of)])
    lines = []
    for one in every:
        own = rules[one.id]
        expected = programmes.crew(session, one.id, day) if one.kind == "standing" else []
        ids = {*expected, *fixed_places.having(session, one, day, own), *arrivals[one.id], *facts[one.id]}
        places = _places(own, _teams(teams[one.id], rules, day, {}), day)
        lines.append(
            ProgrammeLine(
                one.id, one.name or "", one.kind or "day", one.list_name or "", own.on(day, "meeting_place"), places,
                programmes.closed(session, one.id, [day]).get(day),
                _counts(one.kind or "day", ids, arrivals[one.id], facts[one.id]),
            )  # fmt: skip
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One person's day in one programme. Neither arrival nor outcome: she is expected."""

    programme_id: bytes
    programme: str
    kind: str
    arrival: int | None
    at_minute: int | None
    outcome: str | None
    reason: str | None
    team: str | None
    from_minute: int | None
    to_minute: int | None
    minutes: int


def person_today(session: Session, person: bytes, day: date) -> tuple[TodayRow, ...]:
    """Where this person is, or is expected, on a day: a row for each programme."""
    every = programmes.everyone(session)
    mine = select(*FACT).where(Attendance.person == person, Attendance.day == day).order_by(Attendance.id)
    facts = {row.programme: row for row in session.execute(mine)}
    arrivals = _arrivals(session, [p.id for p in every], day)
    rules = programmes.rules_of(session, [p.id for p in every])
    rows = []
    for one in every:
        fact, came = facts.get(one.id), arrivals[one.id].get(person)
        own = rules[one.id]
        if fact is None and came is None:
            expects = one.kind == "standing" or own.on(day, "selection") == "fixed"
            enrolled = programmes.enrolments(session, person, one.id) if expects else []
            if not any(programmes.covers(e.from_day, e.to_day, day) for e in enrolled):
                continue
        what = said(fact) if fact else None
        team = next((t.name for t in programmes.teams(session, one.id) if what and t.id == what.team), None)
        rows.append(
            TodayRow(
                one.id, one.name or "", one.kind or "day", came and came.no, came and came.at_minute,
                what and what.outcome, what and what.reason, team, what and what.from_minute,
                what and what.to_minute, minutes(what, own.on(day, "cap")) if what else 0,
            )  # fmt: skip
        )
    return tuple(rows)


# Private -------------------------------------------------------------------------------------------------------------


def _arrivals(session: Session, of: list[bytes], day: date) -> dict[bytes, dict[bytes, Any]]:
    """The queue of each programme, by person; the first place of somebody who stands in it twice."""
    found: dict[bytes, dict[bytes, Any]] = defaultdict(dict)
    for row in QUEUE(session, of=of, day=day):
        if row.person:
            found[row.programme][row.person] = row
    return found


def _facts(session: Session, of: list[bytes], day: date) -> dict[bytes, dict[bytes, Any]]:
    """What was last said of each person that day, by programme."""
    found: dict[bytes, dict[bytes, Any]] = defaultdict(dict)
    for row in FACTS(session, of=of, day=day):
        if row.person:
            found[row.programme][row.person] = row
    return found


def _teams(
    teams: Iterable[Any], rules: dict[bytes, programmes.Rules], day: date, facts: dict[bytes, Any]
) -> tuple[TeamBoard, ...]:
    used = Counter(a.team for a in facts.values() if a.outcome in PRESENT)
    return tuple(
        TeamBoard(
            t.id, t.name or "", rules[t.id].on(day, "meeting_place"), rules[t.id].on(day, "places"),
            rules[t.id].on(day, "in_use", True), used[t.id],
        )
        for t in teams
    )  # fmt: skip


def _places(own: programmes.Rules, teams: Iterable[TeamBoard], day: date) -> int | None:
    said = own.on(day, "places")
    sums = [t.places for t in teams if t.in_use and t.places is not None]
    return said if said is not None else sum(sums) if sums else None


def _with_message(session: Session, ids: Iterable[bytes], day: date) -> set[bytes | None]:
    return {person for (person,) in MESSAGES(session, ids=list(ids), day=day)}


def _counts(
    kind: str, ids: Iterable[bytes], arrivals: dict[bytes, Any], facts: dict[bytes, Any]
) -> Counts:
    by_outcome = Counter(a.outcome for a in facts.values())
    silent = [p for p in ids if p not in facts]
    waits = sum(kind == "standing" or p in arrivals for p in silent)
    return Counts(
        *(by_outcome[o] for o in (
            "present", "coming_later", "reported_absent", "no_show", "went_home", "turned_away"
        )),
        waits, len(silent) - waits,
    )  # fmt: skip


def _roll(session: Session, programme: bytes, day: date) -> tuple[str | None, str | None]:
    """Who closed the roll, and when on this laptop's clock."""
    found = ROLL(session, of=programme, day=day)
    if not found:
        return None, None
    name, entry = found[0]
    at = newest_entry(session, [entry])
    return name, at and at[11:16].replace(":", ".")


def _lottery(session: Session, programme: bytes, day: date) -> LotteryState | None:
    fixed, drawn = lottery.newest(session, programme, day)
    if fixed is None:
        return None
    entrants = len(lottery.tickets_of(fixed))
    return LotteryState(fixed.hash or "", drawn is not None, drawn.dice if drawn else None, entrants, fixed.places or 0)
