"""A person's card as the screen shows it: her own fields, today, where she belongs, the last weeks, who has looked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from . import crew_teams, people, programmes, put_away, staff
from .attendance.board import TodayRow, person_today
from .attendance.record import PRESENT
from .i18n import gettext as _
from .journal.history import local_time
from .journal.write import cursor_of
from .models.attendance import Attendance
from .models.programmes import Enrolment
from .told import moment
from .weeks import label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One stay in a programme. An empty first day: since before the lists began."""

    id: bytes
    programme_id: bytes
    programme: str
    from_day: date | None
    to_day: date | None
    now: bool
    team_id: bytes | None  # the team she belongs to there
    team: str | None
    has_teams: bool  # whether it is a standing crew with teams to belong to


@dataclass(frozen=True, slots=True)
class Weeks:
    """The last weeks, oldest first: a row for each weekday, Monday first, the weekend where anything stands."""

    labels: tuple[str, ...]  # "2026-W47", one a column
    rows: tuple[tuple[str | None, ...], ...]  # outcome by weekday and week; the best of a day in several programmes
    present: int  # days, those she went home early from among them
    reported_absent: int
    no_show: int
    turned_away: int
    expected: int | None  # working days up to today in a standing crew; None where none expected her


@dataclass(frozen=True, slots=True)
class CardPage:
    card: people.Card
    name: str  # first name and initial
    age: int | None  # by the year
    programmes: tuple[Enrolled, ...]
    today: tuple[TodayRow, ...]
    weeks: Weeks
    changed_at: str | None  # when a field of hers was last changed, "20.11.2026 13.44"
    changed_by: str | None
    kept: people.Found | None  # of somebody registered twice: the registration that she is kept under


@dataclass(frozen=True, slots=True)
class LookedLine:
    """Somebody on this laptop has opened something of hers."""

    at: str  # local time, "20.11.2026 13.44"
    who: str
    what: str


def card_page(session: Session, person: bytes, today: date) -> CardPage:
    """Everything the card shows. Raises UserFacingError when there is no such person."""
    card = people.card(session, person, today)
    every = programmes.everyone(session)
    names, kinds = {p.id: p.name or "" for p in every}, {p.id: p.kind for p in every}
    rows = list(session.scalars(select(Enrolment).where(Enrolment.person == person).order_by(Enrolment.id)))
    teams = {e.programme: crew_teams.choices(session, e.programme) for e in rows}
    enrolled = tuple(
        Enrolled(
            e.id, e.programme, names[e.programme], e.from_day, e.to_day,
            programmes.covers(e.from_day, e.to_day, today), e.team, dict(teams[e.programme]).get(e.team),
            bool(teams[e.programme]) and kinds[e.programme] == "standing",
        )
        for e in rows
        if e.programme in names and not (e.from_day and e.to_day and e.to_day < e.from_day)
    )  # fmt: skip
    kept = put_away.everyone(session).get(person)
    changed = cursor_of(session).execute(
        "SELECT entry.wall, entry.actor FROM cell JOIN entry ON entry.no=cell.no WHERE cell.row=? AND cell.kind='person' "
        "ORDER BY entry.no DESC LIMIT 1",
        (person,),
    ).fetchone()  # fmt: skip
    return CardPage(
        card, people.short_names([card.found])[person], card.birth_year and today.year - card.birth_year, enrolled,
        person_today(session, person, today), weeks_of(session, person, today),
        moment(local_time(changed[0])) if changed else None,
        staff.names(session).get(changed[1]) if changed else None,
        people.everyone(session, [kept]).get(kept) if kept else None,
    )  # fmt: skip


def weeks_of(session: Session, person: bytes, today: date, weeks: int = WEEKS) -> Weeks:
    """The outcomes of so many ISO weeks, this one among them, and what they come to."""
    monday = today - timedelta(today.weekday() + 7 * (weeks - 1))
    rank = (*PRESENT, "coming_later", "reported_absent", "turned_away", "no_show")
    best: dict[date, str] = {}
    facts = select(Attendance.day, Attendance.outcome).where(
        Attendance.person == person, Attendance.day >= monday, Attendance.day <= today
    )
    for day, outcome in session.execute(facts):
        if outcome in rank and (day not in best or rank.index(outcome) < rank.index(best[day])):
            best[day] = outcome
    shown = range(7 if any(d.weekday() > 4 for d in best) else 5)
    counts = Counter(best.values())
    return Weeks(
        tuple(label(monday + timedelta(7 * n)) for n in range(weeks)),
        tuple(tuple(best.get(monday + timedelta(7 * n + d)) for n in range(weeks)) for d in shown),
        sum(counts[o] for o in PRESENT), counts["reported_absent"], counts["no_show"], counts["turned_away"],
        _expected(session, person, monday, today),
    )  # fmt: skip


def looked_lines(session: Session, person: bytes) -> tuple[LookedLine, ...]:
    """Who has opened her card or its history on this laptop, newest first."""
    names = staff.names(session)
    words = {"card": _("the card"), "history": _("the history"), "pay": _("the pay"), "own week": _("the own week"),
             "seller": _("her page as a seller")}  # fmt: skip
    return tuple(
        LookedLine(moment(at), names.get(who, ""), words.get(what, what.removeprefix("print ")))
        for at, who, what in people.looked(session, person)
    )


def _expected(session: Session, person: bytes, first: date, last: date) -> int | None:
    """Working days on which a standing crew expected her."""
    days: set[date] = set()
    crews = {p.id for p in programmes.everyone(session) if p.kind == "standing"}
    every = [first + timedelta(n) for n in range((last - first).days + 1)]
    expected = False
    for row in session.scalars(select(Enrolment).where(Enrolment.person == person)):
        if row.programme in crews:
            expected = True
            shut = programmes.closed(session, row.programme, every)
            days |= {
                d for d in every
                if d.weekday() < 5 and d not in shut and programmes.covers(row.from_day, row.to_day, d)
            }  # fmt: skip
    return len(days) if expected else None
