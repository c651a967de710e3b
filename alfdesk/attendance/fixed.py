"""Fixed places: with the selection "fixed", whoever is enrolled in day work has a place kept until she has an outcome.

She gets it also when the others have filled the day up to what is kept. Nobody has to let a place go by the clock: who
is marked absent frees hers, and a reason (`over`) takes one that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date
from typing import TYPE_CHECKING, Any

from ..programmes import Rules, crew

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def having(session: Session, programme: Any, day: date, own: Rules) -> frozenset[bytes]:
    """Who has a fixed place that day. `programme` has an id and a kind, `own` are its rules."""
    if programme.kind != "day" or own.on(day, "selection") != "fixed":
        return frozenset()
    return frozenset(crew(session, programme.id, day))


def kept(fixed: Set[bytes], facts: Iterable[Any]) -> set[bytes]:
    """For whom a place is still kept: those without an outcome, or who come later. `facts` are what stands."""
    return set(fixed) - {a.person for a in facts if a.person and a.outcome != "coming_later"}
