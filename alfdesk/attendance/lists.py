"""Paper lists and spreadsheets read in: people, and days of attendance.

All or nothing: every line is looked at first, and one refused line refuses the list. Each line becomes an entry of its
own in one batch, so that history tells of each person and one undo takes the whole list back. A line that says what
stands already adds nothing; a later list corrects an earlier one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .. import people as persons
from .. import programmes
from ..errors import ListRefused, UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work, verb
from ..models.attendance import Attendance
from ..models.people import Person
from ..models.programmes import Enrolment
from ..models.sales import SellerNumber
from ..person_fields import NAME_LIMIT
from ..spreadsheets import a_date, a_duration, a_number, a_text, a_time, has_birth_number, read_table
from ..weeks import written
from . import people_list
from .people_list import PEOPLE_COLUMNS, Preview, unlike
from .people_list import preview as preview_people
from .record import NOTE_LIMIT, PRESENT, Said, put, sensible

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["DAY_COLUMNS", "PEOPLE_COLUMNS", "Preview", "ReadIn", "preview_people", "read_list", "read_people"]

DAY_COLUMNS = ("dato", "tiltak", "lag", "nummer", "utfall", "fra", "til", "timer", "smusstimer", "merknad")

# What a list may write → outcome and reason. Lists are Norwegian, whatever language the screen has.
OUTCOMES = {
    "til stede": ("present", None),
    "gått hjem": ("went_home", None),
    "meldt fravær": ("reported_absent", None),
    "ikke møtt": ("no_show", None),
    "avvist fullt": ("turned_away", "full"),
    "avvist annet": ("turned_away", "other"),
}


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What a list did: lines that said something new, lines that said what stood, and sentences of warning."""

    lines: int
    written: int
    unchanged: int
    warnings: tuple[str, ...]


# People --------------------------------------------------------------------------------------------------------------


@verb("supervisor", "office", "manager")
def read_people(
    work: Work, *, file: Path | None = None, text: str | None = None, today: date, programme: bytes | None = None
) -> ReadIn:
    """Read a list of people in, from a file or a text that was pasted. A known number brings the fields that the list
    has up to date (empty cells leave what stands, but an empty `betaling` means the programme's method); an unknown one
    registers a person under it. In a text, lines without a number get the next ones. `programme` enrols everybody.
    `lag` is the team she belongs to in the one programme of her line; a team that isn't there is made. `selger` is her number
    as a seller of the street paper, which was never another's.

    Raises ListRefused with (line, reason) for each line, or UserFacingError for the file. Needs a batch.
    """
    made = people_list.plan(work.session, file=file, text=text, today=today, programme=programme)
    refuse(made.refused)
    rows = {p.id: p for p in work.session.scalars(select(Person))}
    numbers = persons.numbers_ever(work.session) | {line.number for line in made.lines if line.number is not None}
    count, free = 0, max(numbers, default=0)
    teams: dict[tuple[bytes, str], bytes] = {}

    def team_of(programme: bytes, name: str) -> bytes:
        key = (programme, name.casefold())
        teams[key] = teams.get(key) or programmes.add_team(work, programme=programme, name=name)
        return teams[key]

    for line in made.lines:
        if not line.changes:
            continue
        work.next()
        person, number = line.person, line.number
        if person is None:
            if number is None:
                number = free = persons.within_bounds(free + 1)
            person = work.add(Person(**line.fields))
            work.add(persons.PersonNumber(person=person, number=number))
        elif line.back:
            for field, value in line.fields.items():
                work.put("person", person, field, value)
            work.add(persons.PersonNumber(person=person, number=number))
        else:
            work.change(rows[person], **line.fields)
        for stay in line.stays:
            team = team_of(stay.programme, stay.team) if stay.team else None
            if stay.enrolment is None:
                work.add(Enrolment(person=person, programme=stay.programme, team=team))
            else:
                work.change(work.session.get_one(Enrolment, stay.enrolment), team=team)
        if line.seller is not None:
            work.add(SellerNumber(person=person, number=line.seller))
        count += 1
    return ReadIn(made.total, count, made.total - count, tuple(made.warnings))


# Attendance ----------------------------------------------------------------------------------------------------------


@verb("supervisor", "office", "manager")
def read_list(work: Work, *, file: Path, today: date) -> ReadIn:
    """Read days of attendance in. Unknown numbers and programmes are refused, unknown teams are made; dates to come,
    red and closed days, and people outside their enrolment are taken, with a warning.

    Raises ListRefused with (line, reason) for each line, or UserFacingError for the file. Needs a batch.
    """
    table = read_table(file, needs=("dato", "tiltak", "nummer", "utfall"), knows=DAY_COLUMNS)
    known = _Known(work.session)
    refused: list[tuple[int, str]] = list(table.refused)
    lines: dict[tuple[bytes, bytes, date], tuple[int, str | None, Said]] = {}
    for line, cells in table.rows:
        try:
            day, programme, team, person, what = _day_line(cells, known)
            key = (person, programme, day)
            if key in lines:
                _first, other, said_there = lines[key]
                if ((other or "").casefold(), said_there) != ((team or "").casefold(), what):
                    raise ValueError(unlike(lines[key][0]))
            else:
                lines[key] = (line, team, what)
        except (ValueError, UserFacingError) as error:
            refused.append((line, str(error)))
    refuse(refused)
    standing = _standing(work.session, {(p, d) for _n, p, d in lines})
    why, count = _("a later list"), 0

    def new_team(programme: bytes, name: str) -> bytes:
        return programmes.add_team(work, programme=programme, name=name)

    for (person, programme, day), (_line, team, what) in lines.items():
        work.next()
        if team is not None:
            what = replace(what, team=known.team(programme, team, new_team))
        live = standing.get((person, programme, day), [])
        count += put(work, person=person, programme=programme, day=day, what=what, live=live, why=why)
    return ReadIn(len(table.rows), count, len(table.rows) - count, _warnings(work.session, lines, known, today))


class _Known:
    """What the lines of a list are held against, asked for once."""

    def __init__(self, session: Session) -> None:
        self.people = persons.by_numbers(session)
        rows = programmes.everyone(session)
        self.programmes = {p.name.casefold(): p.id for p in rows if p.name}
        self.teams = {
            (p.id, t.name.casefold()): t.id for p in rows for t in programmes.teams(session, p.id) if t.name
        }

    def team(self, programme: bytes, name: str, make: Callable[[bytes, str], bytes]) -> bytes:
        key = (programme, name.casefold())
        if key not in self.teams:
            self.teams[key] = make(programme, name)
        return self.teams[key]


def _day_line(cells: tuple[Any, ...], known: _Known) -> tuple[date, bytes, str | None, bytes, Said]:
    day = a_date(cells[0])
    name = a_text(cells[1], NAME_LIMIT)
    programme = known.programmes.get((name or "").casefold())
    if programme is None:
        raise ValueError(_("There is no programme called {name}.").format(name=name or ""))
    number = a_number(cells[3])
    person = known.people.get(number)
    if person is None:
        raise ValueError(_("Nobody has number {number}.").format(number=number))
    outcome = OUTCOMES.get(" ".join((a_text(cells[4], 40) or "").casefold().split()))
    if outcome is None:
        raise ValueError(_("The outcome must be one of: {outcomes}.").format(outcomes=", ".join(OUTCOMES)))
    times = [a_time(cells[5]), a_time(cells[6]), a_duration(cells[7]), a_duration(cells[8])]
    note = a_text(cells[9], NOTE_LIMIT)
    what = sensible(Said(outcome[0], outcome[1], None, *times, note))
    team = a_text(cells[2], programmes.NAME_LIMIT) if what.outcome in PRESENT else None
    if team and has_birth_number(team):
        raise ValueError(_("Birth numbers must not be written here. The birth year is enough."))
    return day, programme, team, person, what


def _standing(session: Session, days: set[tuple[bytes, date]]) -> dict[tuple[bytes, bytes, date], list[Attendance]]:
    """What stands for these days already, by (person, programme, day)."""
    found: dict[tuple[bytes, bytes, date], list[Attendance]] = defaultdict(list)
    for programme in {p for p, _day in days}:
        wanted = {d for p, d in days if p == programme}
        rows = session.scalars(
            select(Attendance)
            .where(Attendance.programme == programme, Attendance.day >= min(wanted), Attendance.day <= max(wanted))
            .order_by(Attendance.id)
        )
        for row in rows:
            if row.day in wanted and row.person:
                found[row.person, programme, row.day].append(row)
    return found


def _warnings(session: Session, lines: dict[Any, Any], known: _Known, today: date) -> tuple[str, ...]:
    sentences = []
    by_day: dict[tuple[bytes, date], list[int]] = defaultdict(list)
    for (_person, programme, day), (line, _team, _what) in lines.items():
        by_day[programme, day].append(line)
    closed = {
        programme: programmes.closed(session, programme, {d for p, d in by_day if p == programme})
        for programme in {p for p, _day in by_day}
    }
    for (programme, day), where in sorted(by_day.items(), key=lambda item: item[0][1]):
        if day > today:
            sentence = _("{date} is still to come ({lines}).")
            sentences.append(sentence.format(date=written(day), lines=which_lines(where)))
        if day in closed[programme]:
            sentence = _("{date} is closed: {why} ({lines}).")
            sentences.append(sentence.format(date=written(day), why=closed[programme][day], lines=which_lines(where)))
    periods: dict[tuple[bytes, bytes], list[Enrolment]] = defaultdict(list)
    for row in session.scalars(select(Enrolment)):
        if row.person and row.programme:
            periods[row.person, row.programme].append(row)
    outside = [
        line
        for (person, programme, day), (line, _team, _what) in lines.items()
        if not any(programmes.covers(e.from_day, e.to_day, day) for e in periods.get((person, programme), ()))
    ]
    if outside:
        sentences.append(_("Not enrolled that day: {lines}.").format(lines=which_lines(outside)))
    return tuple(sentences)


# For other lists ---------------------------------------------------------------------------------------------------


def which_lines(where: list[int]) -> str:
    """Lines of a list as a warning names them: the first of them."""
    shown = ", ".join(str(n) for n in sorted(where)[:5]) + (" …" if len(where) > 5 else "")
    return ngettext("line {lines}", "lines {lines}", len(where)).format(lines=shown)


def refuse(refused: list[tuple[int, str]]) -> None:
    """Raises ListRefused where there is anything to refuse."""
    if refused:
        count = len(refused)
        sentence = ngettext(
            "{count} line was refused. Nothing has been read in.",
            "{count} lines were refused. Nothing has been read in.",
            count,
        )
        raise ListRefused(sentence.format(count=count), tuple(sorted(refused)))

