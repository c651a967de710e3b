"""Somebody nobody knows stands at the door: a call name is enough, and one act takes her in."""

from __future__ import annotations

from datetime import date

from .. import people
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.programmes import Programme
from .day_work import arrive
from .record import Said
from .standing import mark


@verb("supervisor", "office", "manager")
def first_time(work: Work, *, call_name: str, programme: bytes, day: date, at_minute: int) -> bytes:
    """Register a person by her call name, and let her stand in the queue (day work) or be present (standing crew).
    One entry, one undo. Returns her id; she gets the next number."""
    row = work.session.get(Programme, programme)
    if row is None:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    person = people.register(work, call_name=call_name, today=day)
    if row.kind == "standing":
        mark(work, person=person, programme=programme, day=day, what=Said("present", from_minute=at_minute))
    else:
        arrive(work, person=person, programme=programme, day=day, at_minute=at_minute)
    return person
