"""Programmes: what they are called, the rules they have from a day on, their teams, closed days and enrolments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from sqlalchemy import bindparam, select

from . import people
from .dated import METHODS, RULES, SELECTION, TEXT_LIMIT, Rules, rules, rules_of, sensible  # noqa: F401  under one name
from .errors import UserFacingError
from .i18n import gettext as _
from .journal.write import Work, verb
from .models.programmes import ClosedDays, Enrolment, Programme, Setting, Team, TurnAwayReason
from .record import Record
from .store.session import Ready
from .weeks import red_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NAME_LIMIT = 80  # characters
KINDS = ("day", "standing")
TEAMS = Ready(lambda: select(Team.id, Team.name).where(Team.programme == bindparam("of")).order_by(Team.id))
_OF = bindparam("of")
ONE = Ready(
    lambda: select(Programme.id, Programme.name, Programme.kind, Programme.list_name).where(Programme.id == _OF)
)
TEAM = Ready(lambda: select(Team.id, Team.name, Team.programme).where(Team.id == bindparam("of")))
CLOSED = Ready(lambda: select(ClosedDays.programme, ClosedDays.from_day, ClosedDays.to_day, ClosedDays.why))
CREW = Ready(
    lambda: select(Enrolment.person, Enrolment.team).where(
        Enrolment.programme == bindparam("of"),
        Enrolment.from_day.is_(None) | (Enrolment.from_day <= bindparam("day")),
        Enrolment.to_day.is_(None) | (Enrolment.to_day >= bindparam("day")),
    ).order_by(Enrolment.id)
)

TURN_AWAY = ("full", "late", "other")  # the short closed list; the office can lengthen it (TurnAwayReason)


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("office", "manager")
def found(
    work: Work, *, name: str, kind: str, list_name: str | None = None, controller: str | None = None,
    legal_basis: str | None = None, retention_months: int | None = None,
) -> bytes:  # fmt: skip
    """A new programme. Returns its id. Without a list name it gets a neutral one ("Liste 2")."""
    name = people.plain_text(name, NAME_LIMIT) or ""
    if not name:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=NAME_LIMIT))
    if kind not in KINDS:
        raise UserFacingError(_("A programme is of the kind day or standing."))
    others = everyone(work.session)
    if any(p.name and _same(p.name, name) for p in others):
        raise UserFacingError(_("There is a programme with that name already."))
    list_name = people.plain_text(list_name, NAME_LIMIT) or _free_list_name(others, name)
    _neutral(list_name, name, others)
    return work.add(Programme(
        name=name, kind=kind, list_name=list_name, controller=people.plain_text(controller, TEXT_LIMIT),
        legal_basis=people.plain_text(legal_basis, TEXT_LIMIT), retention_months=_months(retention_months),
    ))  # fmt: skip


@verb("office", "manager")
def change(work: Work, *, programme: bytes, **fields: Any) -> bool:
    """New values for name, list_name, controller, legal_basis or retention_months."""
    row = work.session.get(Programme, programme)
    if row is None:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    others = [p for p in everyone(work.session) if p.id != programme]
    for key, value in fields.items():
        limit = NAME_LIMIT if key in ("name", "list_name") else TEXT_LIMIT
        fields[key] = _months(value) if key == "retention_months" else people.plain_text(value, limit)
    if "name" in fields and not fields["name"]:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=NAME_LIMIT))
    name = fields.get("name") or row.name or ""
    if any(p.name and _same(p.name, name) for p in others):
        raise UserFacingError(_("There is a programme with that name already."))
    if "list_name" in fields and not fields["list_name"]:
        fields["list_name"] = _free_list_name(others, name)
    if {"name", "list_name"} & set(fields):
        _neutral(fields.get("list_name") or row.list_name or "", name, others)
    return work.change(row, **fields)


@verb("office", "manager")
def rule(work: Work, *, about: bytes, key: str, value: Any, since: date) -> bool:
    """A rule of a programme or team (`about`) has this value from the day `since` on. Returns whether that is new.

    Any order of dates; a second value for the same day takes the first one's place, and both stay in history.
    """
    if key not in RULES:
        raise UserFacingError(_("There is no rule called {name}.").format(name=key))
    sensible(key, value)
    return lay_down(work, about, key, value, since)


def lay_down(work: Work, about: bytes, key: str, value: Any, since: date) -> bool:
    """Write down a rule that has been looked at. Returns whether that is new. For verbs."""
    text = json.dumps(value, ensure_ascii=False)
    same = work.session.scalars(
        select(Setting).where(Setting.about == about, Setting.key == key, Setting.from_day == since)
    ).all()
    if any(s.value == text for s in same):
        return False
    for old in same:
        work.void(old, reason="set anew")
    work.add(Setting(about=about, key=key, from_day=since, value=text))
    return True


@verb("office", "manager")
def set_up(
    work: Work, *, name: str, kind: str | None, since: date, fields: dict[str, Any], rules: dict[str, Any]
) -> bytes:
    """Make the programme, or add rules to the one that stands, all from the day `since`. Returns its id.

    `fields` are those of `change`, `rules` those of `RULES`. A new programme needs a kind; one that stands keeps its.
    """
    row = next((p for p in everyone(work.session) if _same(p.name or "", name)), None)
    if row is None:
        if kind is None:
            raise UserFacingError(_("A new programme needs a kind: day or standing."))
        programme = found(work, name=name, kind=kind, **fields)
    else:
        if kind is not None and kind != row.kind:
            raise UserFacingError(_("A programme can't change its kind. Make a new one."))
        programme = row.id
        if fields:
            change(work, programme=programme, **fields)
    for key, value in rules.items():
        rule(work, about=programme, key=key, value=value, since=since)
    return programme


@verb("supervisor", "office", "manager")
def add_team(work: Work, *, programme: bytes, name: str) -> bytes:
    """A team of the programme. Returns its id; the one that stands when the name is taken."""
    name = people.plain_text(name, NAME_LIMIT) or ""
    if not name:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=NAME_LIMIT))
    for team in teams(work.session, programme):
        if team.name and _same(team.name, name):
            return team.id
    return work.add(Team(programme=programme, name=name))


@verb("office", "manager")
def close_days(work: Work, *, programme: bytes | None, first: date, last: date, why: str) -> bytes:
    """The programme (all of them where it is None) is closed from first to last, both included."""
    if last < first:
        raise UserFacingError(_("The last day is before the first."))
    word = people.plain_text(why, TEXT_LIMIT)
    return work.add(ClosedDays(programme=programme, from_day=first, to_day=last, why=word))


@verb("supervisor", "office", "manager")
def enrol(work: Work, *, person: bytes, programme: bytes, since: date | None = None) -> bytes | None:
    """The person is in the programme from `since` on (None: since before the lists began). Returns the enrolment's id,
    or None when she is in it already."""
    people.require(work, person)
    for row in enrolments(work.session, person, programme):
        if row.to_day is None and (row.from_day is None or (since is not None and row.from_day <= since)):
            return None
    return work.add(Enrolment(person=person, programme=programme, from_day=since))


@verb("office", "manager")
def end_enrolment(work: Work, *, enrolment: bytes, last: date) -> None:
    """The last day of an enrolment."""
    row = work.session.get(Enrolment, enrolment)
    if row is None:
        raise UserFacingError(_("There is no such enrolment. Nothing has changed."))
    if row.from_day and last < row.from_day:
        raise UserFacingError(_("The last day is before the first."))
    work.change(row, to_day=last)


@verb("office", "manager")
def enrol_until(work: Work, *, person: bytes, programme: bytes, since: date | None, last: date) -> bytes:
    """The person is in the programme from `since` to `last`. An open enrolment from the same day gets that end."""
    people.require(work, person)
    if since and last < since:
        raise UserFacingError(_("The last day is before the first."))
    for row in enrolments(work.session, person, programme):
        if row.to_day is None and row.from_day == since:
            work.change(row, to_day=last)
            return row.id
    return work.add(Enrolment(person=person, programme=programme, from_day=since, to_day=last))


@verb("office", "manager")
def add_reason(work: Work, *, code: str, words: str) -> bytes:
    """One more reason to turn someone away. Health is no reason to write down: keep it to what everyone saw."""
    code, words = (people.plain_text(code, 20) or "").lower(), people.plain_text(words, NAME_LIMIT) or ""
    if not code or not words or code in reasons(work.session):
        raise UserFacingError(_("Give the reason a new short code and some words."))
    return work.add(TurnAwayReason(code=code, words=words))


# Reads ---------------------------------------------------------------------------------------------------------------


def everyone(session: Session) -> list[Programme]:
    """All programmes, in the order they were made. For verbs and other reads; screens get records."""
    return list(session.scalars(select(Programme).order_by(Programme.id)))


def by_name(session: Session, name: str) -> Programme:
    """The programme with this name, case apart. Raises UserFacingError."""
    for programme in everyone(session):
        if _same(programme.name or "", name):
            return programme
    raise UserFacingError(_("There is no programme called {name}. Nothing has changed.").format(name=name))


def teams(session: Session, programme: bytes) -> list[Team]:
    """The programme's teams, in the order they were made."""
    return list(session.scalars(select(Team).where(Team.programme == programme).order_by(Team.id)))


def places(session: Session, programme: bytes, day: date, own: Rules | None = None) -> int | None:
    """Places that day: the programme's own figure, else the sum of its teams'; None where neither is set."""
    said = (own or rules(session, programme)).on(day, "places")
    if said is not None:
        return int(said)
    of_teams = rules_of(session, [t.id for t in TEAMS(session, of=programme)]).values()
    sums = [int(t.on(day, "places")) for t in of_teams if t.on(day, "in_use", True) and t.on(day, "places") is not None]
    return sum(sums) if sums else None


def closed(session: Session, programme: bytes, days: Iterable[date]) -> dict[date, str]:
    """Which of these days are red or closed, and the word for it."""
    days = list(days)
    found = {d: name for d in days if (name := red_day(d))}
    for row in CLOSED(session):
        if row.programme in (None, programme) and row.from_day and row.to_day:
            for day in days:
                if row.from_day <= day <= row.to_day:
                    found.setdefault(day, row.why or _("closed"))
    return found


def closures(session: Session) -> list[tuple[date, date, bytes | None, str]]:
    """Every closure written down: first day, last day, programme (None: all of them), why. Newest first."""
    rows = session.scalars(select(ClosedDays).order_by(ClosedDays.from_day.desc()))
    return [(r.from_day, r.to_day, r.programme, r.why or _("closed")) for r in rows if r.from_day and r.to_day]


def reasons(session: Session) -> dict[str, str]:
    """Why someone may be turned away: code → words, the closed list first, then the office's own."""
    own = {r.code: r.words for r in session.scalars(select(TurnAwayReason).order_by(TurnAwayReason.id))}
    fixed = {"full": _("full"), "late": _("late"), "other": _("other")}
    return fixed | {c: w for c, w in own.items() if c and w}


class Overview(Record):
    """A programme as the office sees it: its fields, its teams, and the rules that hold on a day."""

    name: str
    kind: str
    list_name: str | None
    controller: str | None
    legal_basis: str | None
    retention_months: int | None
    places: int | None
    teams: tuple[str, ...]
    rules: dict[str, Any]


def overview(session: Session, programme: bytes, day: date) -> Overview:
    """The programme and what holds for it on this day."""
    row = session.get_one(Programme, programme)
    own = rules(session, programme)
    return Overview(
        row.name or "", row.kind or "", row.list_name, row.controller, row.legal_basis, row.retention_months,
        places(session, programme, day, own), tuple(t.name or "" for t in teams(session, programme)),
        {key: value for key in RULES if (value := own.on(day, key)) is not None},
    )  # fmt: skip


def crew(session: Session, programme: bytes, day: date) -> list[bytes]:
    """Who is enrolled that day, by id."""
    return sorted(crew_teams(session, programme, day))


def crew_teams(session: Session, programme: bytes, day: date) -> dict[bytes, bytes | None]:
    """Who is enrolled that day, and the team each belongs to; of several enrolments the newest that names one."""
    teams: dict[bytes, bytes | None] = {}
    for person, team in CREW(session, of=programme, day=day):
        if person:
            teams[person] = team or teams.get(person)
    return teams


def enrolments(session: Session, person: bytes, programme: bytes) -> list[Enrolment]:
    """The person's enrolments in the programme, in the order they were made. For verbs and other reads."""
    rows = select(Enrolment).where(Enrolment.person == person, Enrolment.programme == programme)
    return list(session.scalars(rows.order_by(Enrolment.id)))


def covers(first: date | None, last: date | None, day: date) -> bool:
    """Whether an enrolment from first to last (None: open) holds that day."""
    return (first is None or first <= day) and (last is None or day <= last)


# Private -------------------------------------------------------------------------------------------------------------


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _months(months: int | None) -> int | None:
    if months is not None and not 0 <= months <= 1200:
        raise UserFacingError(_("Retention is a number of months, 0 to 1200."))
    return months


def _free_list_name(others: list[Programme], name: str) -> str:
    """"Liste 2", or "Ark 2" where a programme has such a name itself."""
    taken, names = {p.list_name for p in others}, [name, *(p.name or "" for p in others)]
    for words in (_("List {number}"), _("Sheet {number}"), "{number}"):
        for number in range(len(others) + 1, 2 * len(others) + 12):
            found = words.format(number=number)
            if found not in taken and not reveals(found, names):
                return found
    return "–"


def reveals(text: str, names: Iterable[str]) -> bool:
    """Whether a text that anyone may read carries one of these programme names: within a word too, but a name of three
    letters or fewer as a word of its own."""
    plain = _plain(text)
    for name in filter(None, map(_plain, names)):
        if name in plain and (len(name) > 3 or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)):
            return True
    return False


def _neutral(list_name: str, name: str, others: list[Programme]) -> None:
    """A list is read by anyone who passes: it must not carry the name of any programme."""
    if reveals(list_name, (name, *(p.name or "" for p in others))):
        raise UserFacingError(_("The list name must not show which programme it is. Choose a neutral one."))
