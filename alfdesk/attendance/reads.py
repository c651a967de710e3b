"""The reads: a day, a week, and the sheets, as finished records in display order. The day itself is in `board`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from .. import people as persons
from .. import programmes
from ..journal.history import newest as newest_entry
from ..journal.write import digest_of
from ..models.attendance import Attendance, RollClosed
from ..models.programmes import Programme
from ..models.staff import Staff, Workplace
from ..staff import letter_of
from ..weeks import days as days_of
from ..weeks import label
from . import lottery
from .board import Board, ProgrammeLine, Row, TeamBoard, TodayRow, day_board, person_today, programmes_on
from .record import ABSENT, PRESENT
from .records import Drawn, DrawSheet, Entrant, Foot, WallList, WallRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = [
    "Board", "DayCounts", "ProgrammeLine", "Row", "TeamBoard", "TodayRow", "WeekCounts", "day_board", "draw_sheet",
    "person_today", "programmes_on", "wall_list", "week_counts",
]  # fmt: skip

BLANK_ROWS = 10  # empty lines at the end of a blank list, for those nobody expected


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Person-days of one day. `places` is that day's capacity, None where none is set."""

    present: int
    turned_away: int
    absent: int
    places: int | None


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """A week's person-days; `people` are different persons present. `days` holds those with anything recorded."""

    programme: str
    week: str
    present: int
    turned_away: int
    absent: int
    people: int
    days: dict[date, DayCounts]


def week_counts(session: Session, programme: bytes, year: int, week: int) -> WeekCounts:
    """The week's attendance of a programme, person by person and day by day."""
    days = days_of(year, week)
    row = session.get(Programme, programme)
    facts = session.execute(
        select(Attendance.day, Attendance.person, Attendance.outcome).where(
            Attendance.programme == programme, Attendance.day >= days[0], Attendance.day <= days[6]
        )
    )
    # A person counts once a day, however many facts two laptops brought; the best outcome is the one that counts.
    best: dict[tuple[date, bytes], int] = {}
    groups = (PRESENT, ("turned_away",), ABSENT)
    for day, person, outcome in facts:
        rank = next((i for i, group in enumerate(groups) if outcome in group), None)
        if rank is not None and day and person:
            best[day, person] = min(rank, best.get((day, person), rank))
    rules = programmes.rules(session, programme)
    counts: dict[date, DayCounts] = {}
    for day in sorted({d for d, _p in best}):
        ranks = [r for (d, _p), r in best.items() if d == day]
        room = programmes.places(session, programme, day, rules)
        counts[day] = DayCounts(ranks.count(0), ranks.count(1), ranks.count(2), room)
    present = {p for (_d, p), r in best.items() if r == 0}
    return WeekCounts(
        (row and row.name) or "",
        label(days[0]),
        sum(c.present for c in counts.values()),
        sum(c.turned_away for c in counts.values()),
        sum(c.absent for c in counts.values()),
        len(present),
        counts,
    )


# Sheets --------------------------------------------------------------------------------------------------------------


def wall_list(
    session: Session, programme: bytes, year: int, week: int, *, team: bytes | None = None, blank: bool = False,
    practice: bool = False,
) -> WallList:  # fmt: skip
    """The attendance list for the wall, or its blank: everyone who is enrolled or came that week, first name and
    initial, Monday to Friday and the weekend where anybody came."""
    row = session.get(Programme, programme)
    days = days_of(year, week)
    query = select(Attendance).where(
        Attendance.programme == programme, Attendance.day >= days[0], Attendance.day <= days[6]
    )
    facts = [a for a in session.scalars(query.order_by(Attendance.id)) if a.person]
    if team is not None:
        facts = [a for a in facts if a.team == team]
    used = {a.day for a in facts}
    days = tuple(d for d in days if d.weekday() < 5 or d in used)
    ids = {a.person for a in facts if a.person}
    if team is None and (blank or (row and row.kind == "standing")):
        ids.update(p for d in days for p in programmes.crew(session, programme, d))
    found = persons.everyone(session, ids)
    names = persons.short_names(found.values())
    marks: dict[bytes, dict[date, str]] = defaultdict(dict)
    for fact in facts:
        if fact.day and fact.person and fact.outcome != "coming_later":
            came = fact.outcome in PRESENT or marks[fact.person].get(fact.day) == "present"
            marks[fact.person][fact.day] = "present" if came else "absent"
    order = sorted(found.values(), key=lambda p: (persons.sort_key(names[p.id]), p.number or 0))
    rows = [WallRow(names[p.id], tuple(None if blank else marks[p.id].get(d) for d in days)) for p in order]
    if blank:
        rows += [WallRow("", (None,) * len(days))] * BLANK_ROWS
    shut = programmes.closed(session, programme, days)
    teams = {t.id: t.name for t in programmes.teams(session, programme)}
    meets = programmes.rules(session, team).on(days[0], "meeting_place") if team else None
    if meets is None:
        meets = programmes.rules(session, programme).on(days[0], "meeting_place")
    signed = [
        c for c in session.scalars(
            select(RollClosed).where(
                RollClosed.programme == programme, RollClosed.day >= days[0], RollClosed.day <= days[-1]
            )
        )
    ]  # fmt: skip
    staff = {s.id: s.name for s in session.scalars(select(Staff))}
    by = sorted({staff.get(c.staff) or "" for c in signed} - {""}) if not blank else []
    phone = session.scalars(select(Workplace.office_phone)).first()
    numbers = [] if blank else [*(f.entry for f in facts), *(c.entry for c in signed)]
    list_name = (row and row.list_name) or ""
    every = [p.name or "" for p in programmes.everyone(session)]
    team_name = teams.get(team) if team else None
    # What hangs on a wall names no programme, whatever a team or a place is called.
    team_name = None if team_name and programmes.reveals(team_name, every) else team_name
    meets = None if meets and programmes.reveals(meets, every) else meets
    closed = tuple(d in shut for d in days)
    shown = [list_name, label(days[0]), team_name or "", meets or "", phone or "", f"{closed}",
             *(f"{r.name}|{r.marks}" for r in rows), *by]  # fmt: skip
    foot = _foot(session, f"{label(days[0]).replace('-W', '-')}-{_serial(session, programme)}", shown, numbers)
    return WallList(
        list_name, label(days[0]), days, closed, tuple(rows), team_name, meets, phone, ", ".join(by) or None,
        blank, practice, foot,
    )  # fmt: skip


def draw_sheet(session: Session, programme: bytes, day: date, *, practice: bool = False) -> DrawSheet | None:
    """The draw of a day as it is printed, before or after the dice; None where no list has been fixed."""
    fixed, drawn = lottery.newest(session, programme, day)
    row = session.get(Programme, programme)
    if fixed is None or row is None:
        return None
    tickets = lottery.tickets_of(fixed)
    found = persons.everyone(session, [p for p, _no, _count in tickets])
    names = persons.short_names(found.values())
    by_no = {no: names.get(person, "") for person, no, _count in tickets}
    entrants = tuple(Entrant(no, by_no[no], count) for _p, no, count in tickets)
    order: Sequence[tuple[int, str]] = ()
    if drawn is not None and drawn.dice:
        order = lottery.result(fixed.hash or "", drawn.dice, [(no, count) for _p, no, count in tickets])
    free = fixed.places or 0
    result = tuple(Drawn(i + 1, no, by_no[no], key, i < free) for i, (no, key) in enumerate(order))
    dice = drawn.dice if drawn else None
    shown = [fixed.text or "", fixed.hash or "", dice or "", *(f"{d.no} {d.key}" for d in result)]
    number = f"{day.isoformat()}-{_serial(session, programme)}-L"
    foot = _foot(session, number, shown, [fixed.entry, *([drawn.entry] if drawn else [])])
    return DrawSheet(
        row.list_name or "", day, free, fixed.text or "", fixed.hash or "", entrants, dice, result, practice, foot
    )


def _foot(session: Session, number: str, shown: Iterable[str], entries: Sequence[int | None]) -> Foot:
    return Foot(number, digest_of(number, *shown), newest_entry(session, list(entries)))


def _serial(session: Session, programme: bytes) -> str:
    """This laptop's letter and the programme's place among the programmes: a number that names no programme."""
    place = next((i + 1 for i, p in enumerate(programmes.everyone(session)) if p.id == programme), 0)
    return f"{letter_of(session)}{place}"
