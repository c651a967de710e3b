"""Standing crew: the same people every day, five statuses, and a roll that the supervisor closes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work, verb
from ..models.attendance import Arrival, RollClosed
from ..models.programmes import Programme
from ..programmes import crew, rules
from .fixed import having
from .record import Said, check_reason, known, put, said, sensible, standing, team_of

STATUSES = ("present", "coming_later", "reported_absent", "no_show", "went_home")


@verb("supervisor", "office", "manager")
def mark(work: Work, *, person: bytes, programme: bytes, day: date, what: Said) -> bool:
    """One of the five statuses for somebody today. Marking again changes it; the old one stays in history."""
    known(work, person, programme)
    if what.outcome not in STATUSES:
        raise UserFacingError(_("This outcome is not known."))
    team_of(work, programme, what.team)
    check_reason(work, what)
    live = standing(work.session, programme, day, person)
    return put(
        work, person=person, programme=programme, day=day, what=sensible(what), live=live, why=_("marked anew")
    )


@verb("supervisor", "office", "manager")
def close_roll(work: Work, *, programme: bytes, day: date) -> int:
    """The rest did not come: everyone in a standing crew, or with a fixed place in day work, who is not marked, or said
    to come later and did not. This is the signature of whoever is signed in. Returns how many were marked.

    Raises UserFacingError when the roll is closed already, or when somebody in the queue of day work still waits.
    """
    if closed_by(work, programme, day) is not None:
        raise UserFacingError(_("The roll for this day is closed already. You can still correct a person."))
    rows = standing(work.session, programme, day)
    marked = {a.person: a for a in rows}
    waiting = work.session.scalars(select(Arrival).where(Arrival.programme == programme, Arrival.day == day)).all()
    left = len({a.person for a in waiting} - set(marked))
    if left:
        sentence = ngettext(
            "{count} person in the queue still waits. Give a place or turn away first.",
            "{count} people in the queue still wait. Give places or turn away first.",
            left,
        )
        raise UserFacingError(sentence.format(count=left))
    row = known_programme(work, programme)
    own = rules(work.session, programme)
    rest = crew(work.session, programme, day) if row.kind == "standing" else having(work.session, row, day, own)
    absent = [p for p in sorted(rest) if p not in marked or said(marked[p]).outcome == "coming_later"]
    for person in absent:
        live = [a for a in rows if a.person == person]
        put(
            work, person=person, programme=programme, day=day, what=Said("no_show"), live=live, why=_("roll closed")
        )
    work.add(RollClosed(programme=programme, day=day, staff=work.acting.id))
    return len(absent)


def closed_by(work: Work, programme: bytes, day: date) -> RollClosed | None:
    return work.session.scalars(
        select(RollClosed).where(RollClosed.programme == programme, RollClosed.day == day).order_by(RollClosed.id)
    ).first()


def known_programme(work: Work, programme: bytes) -> Programme:
    """The programme's row. Raises UserFacingError when there is none."""
    row = work.session.get(Programme, programme)
    if row is None or row.kind is None:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    return row
