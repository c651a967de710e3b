"""Whose time is over: who is to be erased by now, by each programme's retention and the bookkeeping law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from . import bookkeeping, programmes
from .models.attendance import Attendance
from .models.programmes import Enrolment
from .weeks import add_months

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Due:
    """A person whose time in a programme is over and whose retention has run out."""

    person: bytes
    programme: bytes
    last_day: date
    due: date


def due(session: Session, today: date) -> list[Due]:
    """Who is to be erased by now, counted per programme: the last day enrolled or present plus its retention.

    A person who is still enrolled without an end, or who came since, is not on the list; nor is one whose payments must
    be kept longer. A programme without a retention has none to count.
    """
    found = []
    for programme in programmes.everyone(session):
        if programme.retention_months is None:
            continue
        came = dict(
            session.execute(
                select(Attendance.person, func.max(Attendance.day))
                .where(Attendance.programme == programme.id)
                .group_by(Attendance.person)
            ).all()
        )
        ends: dict[bytes, list[Enrolment]] = {}
        for row in session.scalars(select(Enrolment).where(Enrolment.programme == programme.id)):
            ends.setdefault(row.person or b"", []).append(row)
        for person in sorted({*came, *ends} - {None, b""}):
            # An enrolment without dates comes from a list of people, and says nothing of when it ended.
            dated = [e for e in ends.get(person, []) if e.from_day or e.to_day]
            if any(e.to_day is None for e in dated):
                continue
            known = [d for d in (came.get(person), *(e.to_day for e in dated)) if d]
            if known and (end := add_months(max(known), programme.retention_months)) <= today:
                kept = bookkeeping.kept_until(session, person)
                end = max(end, kept + timedelta(1)) if kept else end
                if end <= today:
                    found.append(Due(person, programme.id, max(known), end))
    return sorted(found, key=lambda d: (d.due, d.person))
