"""A paper list typed in afterwards: many days at once, as one act. The journal keeps when it was typed; the day of the
work stands in each fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from .. import people as persons
from .. import programmes
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.attendance import Attendance
from ..models.programmes import Programme
from ..weeks import written
from .record import Said, check_reason, known, put, said, sensible, team_of, why_given

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Typed:
    """What typing a list in did: cells that were new, that corrected what stood, and that said what stood."""

    written: int
    corrected: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    person: bytes
    number: int | None
    name: str  # as on the list on the wall
    cells: tuple[Said | None, ...]  # what stands, one a day


@dataclass(frozen=True, slots=True)
class PaperGrid:
    """A list as it lies on the table: people down, days across."""

    programme_id: bytes
    programme: str
    days: tuple[date, ...]
    closed: tuple[str | None, ...]  # the word for a red or closed day, one a day
    rows: tuple[PaperRow, ...]


@verb("supervisor", "office", "manager")
def type_days(
    work: Work, *, programme: bytes, days: Mapping[tuple[bytes, date], Said | None], today: date,
    reason: str | None = None,
) -> Typed:  # fmt: skip
    """Let these be the outcomes of (person, day). None changes nothing. All or nothing; needs a batch.

    Raises UserFacingError for a day to come, and for a cell that differs from what stands when no reason is given.
    """
    said_of = {key: what for key, what in days.items() if what is not None}
    if not said_of:
        return Typed(0, 0, 0)
    late = max(day for _person, day in said_of)
    if late > today:
        raise UserFacingError(_("{date} is still to come. Nothing has changed.").format(date=written(late)))
    standing = _standing(work.session, programme, {d for _p, d in said_of})
    counts = {"written": 0, "corrected": 0, "unchanged": 0}
    for (person, day), what in sorted(said_of.items(), key=lambda cell: (cell[0][1], cell[0][0])):
        known(work, person, programme)
        team_of(work, programme, what.team)
        check_reason(work, what)
        live, what = standing.get((person, day), []), sensible(what)
        if len(live) == 1 and said(live[0]) == what:
            counts["unchanged"] += 1
            continue
        if live and reason is None:
            raise UserFacingError(_("Some days stand otherwise already. Write a short reason for the correction."))
        work.next()
        why = why_given(reason) if live and reason is not None else ""
        put(work, person=person, programme=programme, day=day, what=what, live=live, why=why)
        counts["corrected" if live else "written"] += 1
    return Typed(**counts)


def paper_grid(session: Session, programme: bytes, days: Sequence[date], team: bytes | None = None) -> PaperGrid:
    """Whoever is enrolled on one of these days or has anything recorded then, with what stands, in the order of the
    list on the wall. With a team: those who have been in it these days, and those enrolled who were in none."""
    row = session.get_one(Programme, programme)
    standing = _standing(session, programme, set(days))
    teams_of: dict[bytes, set[bytes]] = defaultdict(set)
    for (person, _day), facts in standing.items():
        teams_of[person].update(f.team for f in facts if f.team)
    ids = {p for p, _day in standing} | {p for day in days for p in programmes.crew(session, programme, day)}
    if team is not None:
        ids = {p for p in ids if not teams_of[p] or team in teams_of[p]}
    found = persons.everyone(session, ids)
    names = persons.short_names(found.values())
    rows = [
        PaperRow(
            p.id, p.number, names[p.id],
            tuple(said(standing[p.id, d][-1]) if (p.id, d) in standing else None for d in days),
        )
        for p in sorted(found.values(), key=lambda p: (persons.sort_key(names[p.id]), p.number or 0))
    ]  # fmt: skip
    shut = programmes.closed(session, programme, days)
    return PaperGrid(programme, row.name or "", tuple(days), tuple(shut.get(d) for d in days), tuple(rows))


def _standing(session: Session, programme: bytes, days: set[date]) -> dict[tuple[bytes, date], list[Attendance]]:
    found: dict[tuple[bytes, date], list[Attendance]] = defaultdict(list)
    if days:
        rows = select(Attendance).where(
            Attendance.programme == programme, Attendance.day >= min(days), Attendance.day <= max(days)
        )
        for row in session.scalars(rows.order_by(Attendance.id)):
            if row.person and row.day in days:
                found[row.person, row.day].append(row)
    return found
