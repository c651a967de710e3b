"""The outcome of one person's day: what was said, how it is corrected, what it comes to in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from .. import people, programmes
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.attendance import Attendance
from ..spreadsheets import has_birth_number

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PRESENT = ("present", "went_home")  # they count as person-days and have minutes
ABSENT = ("reported_absent", "no_show")
OUTCOMES = (*PRESENT, "coming_later", *ABSENT, "turned_away")
WENT_HOME = ("left_early", "sent_home")
NOTE_LIMIT = 200  # characters
REASON_LIMIT = 200
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Said:
    """What a list or a supervisor says of a day. Times are minutes after midnight, durations whole minutes."""

    outcome: str
    reason: str | None = None
    team: bytes | None = None
    from_minute: int | None = None
    to_minute: int | None = None
    said_minutes: int | None = None
    dirty_minutes: int | None = None
    note: str | None = None


def said(row: Any) -> Said:
    """The same of a row that stands (an `Attendance`, or its columns)."""
    return Said(
        row.outcome or "", row.reason, row.team, row.from_minute, row.to_minute, row.said_minutes,
        row.dirty_minutes, row.note,
    )  # fmt: skip


def minutes(what: Said, cap: int | None) -> int:
    """Whole minutes of a day: hours said, else to − from, else the cap; never above the cap. 0 unless present.

    `cap` is the programme's cap on the day's own date; without one nothing is cut, and a day with neither hours nor
    times has none to show.
    """
    if what.outcome not in PRESENT:
        return 0
    if what.said_minutes is not None:
        worked = what.said_minutes
    elif what.from_minute is not None and what.to_minute is not None:
        worked = what.to_minute - what.from_minute
    else:
        worked = cap or 0
    return worked if cap is None else min(worked, cap)


def sensible(what: Said) -> Said:
    """The same, tidied: only those present have times, hours and dirty hours; whoever comes later, when. Raises
    UserFacingError."""
    if what.outcome not in OUTCOMES:
        raise UserFacingError(_("This outcome is not known."))
    note = " ".join((what.note or "").split()) or None
    if note and len(note) > NOTE_LIMIT:
        raise UserFacingError(_("The text is longer than {limit} characters.").format(limit=NOTE_LIMIT))
    if note and has_birth_number(note):
        raise UserFacingError(_("Birth numbers must not be written here. The birth year is enough."))
    if what.outcome not in PRESENT:
        later = what.outcome == "coming_later"
        if later and what.from_minute is not None and not 0 <= what.from_minute <= DAY:
            raise UserFacingError(_("A day has at most 24 hours."))
        team, expected = (what.team, what.from_minute) if later else (None, None)
        return Said(what.outcome, what.reason, team, expected, note=note)
    start, end = what.from_minute, what.to_minute
    if start is not None and end is not None and end < start:
        raise UserFacingError(_("The end time is before the start."))
    for value in (start, end, what.said_minutes, what.dirty_minutes):
        if value is not None and not 0 <= value <= DAY:
            raise UserFacingError(_("A day has at most 24 hours."))
    return Said(
        what.outcome, what.reason if what.outcome == "went_home" else None, what.team, start, end,
        what.said_minutes, what.dirty_minutes, note,
    )  # fmt: skip


def put(
    work: Work, *, person: bytes, programme: bytes, day: date, what: Said, live: list[Attendance], why: str
) -> bool:
    """Let this be the outcome of the day. `live` is what stands; it is voided with the reason `why`.

    Returns False when the same stands already, and then nothing is written.
    """
    if len(live) == 1 and said(live[0]) == what:
        return False
    for old in live:
        work.void(old, reason=why)
    work.fact("attendance", person, words(programme, day, what))
    return True


def words(programme: bytes, day: date, what: Said) -> dict[str, Any]:
    """The fact's values in the journal's own words: ids hex, dates ISO, nothing empty."""
    values: dict[str, Any] = {"programme": programme.hex(), "day": day.isoformat(), "outcome": what.outcome}
    if what.reason:
        values["reason"] = what.reason
    if what.team:
        values["team"] = what.team.hex()
    for key in ("from_minute", "to_minute", "said_minutes", "dirty_minutes", "note"):
        value = getattr(what, key)
        if value is not None:
            values[key] = value
    return values


def standing(session: Session, programme: bytes, day: date, person: bytes | None = None) -> list[Attendance]:
    """What stands for a day: of everyone, or of one person."""
    query = select(Attendance).where(Attendance.programme == programme, Attendance.day == day)
    if person is not None:
        query = query.where(Attendance.person == person)
    return list(session.scalars(query.order_by(Attendance.id)))


def latest_day(session: Session, programme: bytes) -> date | None:
    """The newest day anything stands for."""
    return session.scalars(select(func.max(Attendance.day)).where(Attendance.programme == programme)).first()


def known(work: Work, person: bytes, programme: bytes) -> Any:
    """The programme (`programmes.ONE`), when both are there. Raises UserFacingError."""
    people.require(work, person)
    found = programmes.ONE(work.session, of=programme)
    if not found:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    return found[0]


def team_of(work: Work, programme: bytes, team: bytes | None) -> None:
    """Raises UserFacingError when the team is not one of the programme's."""
    if team and not any(t.programme == programme for t in programmes.TEAM(work.session, of=team)):
        raise UserFacingError(_("There is no such team. Nothing has changed."))


def why_given(reason: str) -> str:
    """The reason of a correction, tidied. Raises UserFacingError without one."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LIMIT or has_birth_number(reason):
        raise UserFacingError(_("Write a short reason for the correction. Keep health out of it."))
    return reason


@verb("supervisor", "office", "manager")
def correct(work: Work, *, person: bytes, programme: bytes, day: date, what: Said, reason: str) -> bool:
    """The day was otherwise. The old value stays in history, with the reason. Returns whether anything changed."""
    known(work, person, programme)
    team_of(work, programme, what.team)
    check_reason(work, what)
    live = standing(work.session, programme, day, person)
    return put(
        work, person=person, programme=programme, day=day, what=sensible(what), live=live, why=why_given(reason)
    )


def check_reason(work: Work, what: Said) -> None:
    """Raises UserFacingError when the reason is not on the list of its outcome."""
    if what.outcome == "turned_away" and what.reason not in programmes.reasons(work.session):
        raise UserFacingError(_("Choose a reason from the list."))
    if what.outcome == "went_home" and what.reason not in (None, *WENT_HOME):
        raise UserFacingError(_("Choose a reason from the list."))
