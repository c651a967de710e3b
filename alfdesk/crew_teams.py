"""The team somebody belongs to in a programme: said of her enrolment, and empty where nobody has said it.

Where she works on one day stands with that day (attendance); this is where she stands on a list of many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import programmes
from .errors import UserFacingError
from .i18n import gettext as _
from .journal.write import Work, verb
from .models.programmes import Enrolment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@verb("supervisor", "office", "manager")
def set_team(work: Work, *, enrolment: bytes, team: bytes | None) -> bool:
    """The team of an enrolment, one of its programme's; None is no team. Returns whether anything changed."""
    row = work.session.get(Enrolment, enrolment)
    if row is None:
        raise UserFacingError(_("There is no such enrolment. Nothing has changed."))
    if team is not None and team not in {ident for ident, _name in choices(work.session, row.programme or b"")}:
        raise UserFacingError(_("There is no such team in the programme. Nothing has changed."))
    return work.change(row, team=team)


def choices(session: Session, programme: bytes) -> tuple[tuple[bytes, str], ...]:
    """The programme's teams, id and name, in the order they were made."""
    return tuple((team, name or "") for team, name in programmes.TEAMS(session, of=programme))
