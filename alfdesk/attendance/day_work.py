"""Day work: the queue, the places, the teams. The verbs stand in the order of the morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work, verb
from ..models.attendance import Arrival, Attendance
from ..programmes import TEAM, places, rules
from ..store.session import Ready
from . import fixed
from .record import PRESENT, WENT_HOME, Said, check_reason, known, put, said, sensible, standing, team_of, why_given

QUEUE = Ready(
    lambda: select(Arrival.person, Arrival.no)
    .where(Arrival.programme == bindparam("of"), Arrival.day == bindparam("day"))
    .order_by(Arrival.no)
)
OUTCOMES = Ready(
    lambda: select(Attendance.person, Attendance.outcome, Attendance.team)
    .where(Attendance.programme == bindparam("of"), Attendance.day == bindparam("day"))
    .order_by(Attendance.id)
)


@verb("supervisor", "office", "manager")
def arrive(work: Work, *, person: bytes, programme: bytes, day: date, at_minute: int) -> int:
    """Somebody stands in the queue at `at_minute` after midnight. Returns the arrival number; the same one again for
    somebody who is in the queue already."""
    known(work, person, programme)
    queue = QUEUE(work.session, of=programme, day=day)
    for row in queue:
        if row.person == person and row.no:
            return row.no
    no = max((r.no or 0 for r in queue), default=0) + 1
    work.add(Arrival(person=person, programme=programme, day=day, no=no, at_minute=at_minute))
    return no


@verb("supervisor", "office", "manager")
def place(
    work: Work, *, person: bytes, programme: bytes, day: date, team: bytes | None, over: str | None = None
) -> bool:
    """Somebody gets a place, in a team where the programme has teams.

    Raises UserFacingError when the day or the team is full, or when what is free is kept for those with a fixed place;
    with a reason in `over` one more is taken all the same.
    """
    row = known(work, person, programme)
    team_of(work, programme, team)
    everyone = OUTCOMES(work.session, of=programme, day=day)
    live = standing(work.session, programme, day, person) if any(a.person == person for a in everyone) else []
    if over is None:
        _refuse_when_full(work, row, day, team, person, everyone)
    old = next((said(a) for a in live if a.outcome in PRESENT), None)
    what = replace(old, team=team) if old else Said("present", team=team)
    why = why_given(over) if over else _("placed")
    return put(work, person=person, programme=programme, day=day, what=what, live=live, why=why)


def _refuse_when_full(
    work: Work, programme: Any, day: date, team: bytes | None, person: bytes, everyone: list[Any]
) -> None:
    others = [a for a in everyone if a.outcome in PRESENT and a.person != person]
    own = rules(work.session, programme.id)
    room = places(work.session, programme.id, day, own)
    used = len({a.person for a in others})
    if room is not None and used >= room:
        raise UserFacingError(_("The day is full: {used} of {room} places are taken.").format(used=used, room=room))
    with_place = fixed.having(work.session, programme, day, own)
    kept = len(fixed.kept(with_place, everyone))
    if room is not None and person not in with_place and used + kept >= room:
        sentence = ngettext(
            "The last {count} place is kept for someone with a fixed place.",
            "The last {count} places are kept for those with a fixed place.",
            room - used,
        )
        raise UserFacingError(sentence.format(count=room - used))
    if not team:
        return
    (row,) = TEAM(work.session, of=team)
    of_team = rules(work.session, row.id)
    room = of_team.on(day, "places")
    if not of_team.on(day, "in_use", True):
        raise UserFacingError(_("{team} does not work that day.").format(team=row.name))
    used = len({a.person for a in others if a.team == team})
    if room is not None and used >= room:
        sentence = _("{team} is full: {used} of {room} places are taken.")
        raise UserFacingError(sentence.format(team=row.name, used=used, room=room))


@verb("supervisor", "office", "manager")
def turn_away(work: Work, *, person: bytes, programme: bytes, day: date, reason: str = "full") -> bool:
    """Somebody gets no place, for a reason on the list."""
    known(work, person, programme)
    what = Said("turned_away", reason)
    check_reason(work, what)
    live = standing(work.session, programme, day, person)
    return put(work, person=person, programme=programme, day=day, what=what, live=live, why=_("turned away"))


@verb("supervisor", "office", "manager")
def move(work: Work, *, person: bytes, programme: bytes, day: date, team: bytes, over: str | None = None) -> bool:
    """Somebody who has a place goes over to another team. Raises UserFacingError when that one is full."""
    _present(work, person, programme, day)
    return place(work, person=person, programme=programme, day=day, team=team, over=over)


@verb("supervisor", "office", "manager")
def leave(
    work: Work, *, person: bytes, programme: bytes, day: date, at_minute: int, kind: str = "left_early"
) -> bool:
    """Somebody went home before the end: `left_early`, or `sent_home` by the supervisor. Counts from the day's start
    (the rule `starts`, or when she came) to `at_minute`."""
    if kind not in WENT_HOME:
        raise UserFacingError(_("Choose a reason from the list."))
    live = _present(work, person, programme, day)
    old = said(live[-1])
    start = old.from_minute
    if start is None:
        start = rules(work.session, programme).on(day, "starts")
    if start is None:
        came = work.session.scalars(
            select(Arrival.at_minute).where(
                Arrival.programme == programme, Arrival.day == day, Arrival.person == person
            )
        ).first()
        start = came
    if start is not None and at_minute < start:
        at_minute = start  # home before the work began: no minutes
    what = replace(
        old, outcome="went_home", reason=kind, from_minute=start, to_minute=at_minute, said_minutes=None
    )
    return put(
        work, person=person, programme=programme, day=day, what=sensible(what), live=live, why=_("went home")
    )


def _present(work: Work, person: bytes, programme: bytes, day: date) -> list[Attendance]:
    known(work, person, programme)
    live = standing(work.session, programme, day, person)
    if not any(a.outcome in PRESENT for a in live):
        raise UserFacingError(_("This person has no place that day. Give a place first."))
    return live
