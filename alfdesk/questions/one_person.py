"""Two registrations are one person: one is kept, the other put away. What stands on the other stays there: hours, money
and slips are never moved, and what she has not been paid is paid on the registration it stands on.

From then on nothing more is to come there: her open enrolments end, her number does not count, and whoever waits in
today's queue under it waits under the other. A seller's number, and the money that hangs on it, stay where they are.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from ..i18n import gettext as _
from ..journal.clock import local
from ..journal.write import Work
from ..models.attendance import Arrival, Attendance, LotteryList
from ..models.people import Person, PersonNumber, SamePerson
from ..models.programmes import Enrolment
from ..models.questions import Answered
from .records import Question
from .registered import keeping

FILLED = ("birth_year", "phone", "payment_method", "account")  # the names are alike, or nobody would have asked


def say(work: Work, question: Question, choice: str) -> None:
    """Write the answer anew, whatever was said of these two before: then two answers of two laptops both stand."""
    before = _said(work, question.subject)
    for old in work.session.scalars(select(Answered).where(Answered.about == question.about[0])):
        work.void(old, reason=_("answered anew"))
    kept = next((person for person in question.subject if keeping(person) == choice), None)
    for link in before:
        work.void(link, reason=_("answered anew"))
        if link.kept != kept:
            _bring_back(work, link, numbered=link.person != kept)
    if kept is None:
        work.add(Answered(about=question.about[0], kind=question.kind, choice=choice))
    else:
        (other,) = set(question.subject) - {kept}
        _keep(work, kept, other, [link for link in before if link.kept == kept])


def _said(work: Work, two: tuple[bytes, ...]) -> list[SamePerson]:
    rows = select(SamePerson).where(SamePerson.person.in_(two), SamePerson.kept.in_(two)).order_by(SamePerson.id)
    return list(work.session.scalars(rows))


def _keep(work: Work, kept: bytes, other: bytes, before: list[SamePerson]) -> None:
    yesterday = local(work.clock()).date() - timedelta(1)
    numbers = {person: _numbers(work, person) for person in (kept, other)}
    number = next((n.number for n in reversed(numbers[kept]) if not n.voided), _newest(numbers[kept]))
    done: dict[str, Any] = {"ended": [], "filled": []}
    for link in before:
        for what, rows in _done(link).items():
            done[what] += [row for row in rows if row not in done[what]]
    ends = []
    for row in work.session.scalars(select(Enrolment).where(Enrolment.person == other).order_by(Enrolment.id)):
        if row.to_day is None or row.to_day > yesterday:
            last = min(yesterday, row.from_day - timedelta(1)) if row.from_day else yesterday
            was = row.to_day.isoformat() if row.to_day else None
            ends.append((row, last))
            done["ended"].append([row.id.hex(), was, last.isoformat()])
    ours, theirs = (work.session.get_one(Person, person) for person in (kept, other))
    filled = {f: getattr(theirs, f) for f in FILLED if getattr(ours, f) is None and getattr(theirs, f) is not None}
    done["filled"] += sorted(filled.keys() - set(done["filled"]))

    work.add(SamePerson(person=other, kept=kept, done=json.dumps(done)))
    for row, last in ends:
        work.change(row, to_day=last)
    if filled:
        work.change(ours, **filled)
    words = _("the same person as number {number}").format(number=number) if number else _("the same person")
    for old in numbers[other]:
        if not old.voided:
            work.void(old, reason=words)
    for old in numbers[kept]:
        if not old.voided:
            work.void(old, reason=_("answered anew"))
    if number:
        work.add(PersonNumber(person=kept, number=number))
    _let_wait(work, kept, other, yesterday + timedelta(1))


def _bring_back(work: Work, link: SamePerson, *, numbered: bool) -> None:
    """Whoever this put away is somebody by herself after all, with what it ended and without what was filled in."""
    done = _done(link)
    person, kept = work.session.get(Person, link.person), work.session.get(Person, link.kept)
    for ident, before, ended in done["ended"]:
        row = work.session.get(Enrolment, bytes.fromhex(ident))
        if row is not None and row.to_day == date.fromisoformat(ended):
            work.put("enrolment", row.id, "to_day", before)
    if person is not None and kept is not None:
        same = {f: None for f in done["filled"] if getattr(kept, f) == getattr(person, f)}
        work.change(kept, **same)
    numbers = _numbers(work, link.person or b"")
    if numbered and (number := _newest(numbers)) and all(n.voided for n in numbers):
        work.add(PersonNumber(person=link.person, number=number))


def _let_wait(work: Work, kept: bytes, other: bytes, today: date) -> None:
    """Whoever stands in today's queue and has no outcome keeps her place in it, until a list for a draw is fixed."""
    of_day = select(Arrival).where(Arrival.day == today, Arrival.person.in_((kept, other))).order_by(Arrival.id)
    rows = list(work.session.scalars(of_day))
    waiting = {row.programme for row in rows if row.person == kept}
    for row in rows:
        settled = (
            select(func.count()).select_from(table).where(table.programme == row.programme, table.day == today, *more)
            for table, more in ((Attendance, (Attendance.person == other,)), (LotteryList, ()))
        )
        if row.person != other or any(work.session.scalar(one) for one in settled):
            continue
        work.void(row, reason=_("the same person"))
        if row.programme not in waiting:
            work.add(Arrival(
                person=kept, programme=row.programme, day=today, no=row.no, at_minute=row.at_minute
            ))  # fmt: skip
            waiting.add(row.programme)


def _numbers(work: Work, person: bytes) -> list[PersonNumber]:
    """Every number she ever had here, voided ones too, oldest first."""
    rows = select(PersonNumber).where(PersonNumber.person == person).order_by(PersonNumber.id)
    return list(work.session.scalars(rows.execution_options(voided=True)))


def _newest(numbers: list[PersonNumber]) -> int | None:
    return numbers[-1].number if numbers else None


def _done(link: SamePerson) -> dict[str, Any]:
    return {"ended": [], "filled": []} | json.loads(link.done or "{}")
