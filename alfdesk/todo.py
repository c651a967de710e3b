"""What there is to do: what must be answered, what is missing, what waits, what ends soon.

Everything is reckoned from the state, nothing is kept: a line is gone when what it speaks of is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from . import people, programmes, retention
from .i18n import gettext as _
from .i18n import marked, ngettext, worded
from .models.attendance import Attendance, RollClosed
from .models.people import Person
from .models.programmes import Enrolment, Programme
from .pay import week
from .questions.every import every
from .sales import waiting
from .store.session import Ready
from .weeks import monday_of, written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from .store.workplace import Place

BACK = timedelta(14)  # a roll that is older than this was hardly forgotten by mistake
AHEAD = timedelta(14)  # an end that is nearer than this ends soon
WEEKS = 8  # of each programme, the newest ones: older weeks are told by the page of pay

# The kind of a task → its group, in the order the groups are shown.
GROUPS = {
    "question": marked("Questions"),
    "roll": marked("Missing"),
    "parcel": marked("Missing"),
    "week": marked("Waits"),
    "road": marked("Waits"),
    "till": marked("Waits"),
    "count": marked("Waits"),
    "limit": marked("Waits"),
    "ends": marked("Ends soon"),
    "card": marked("Ends soon"),
    "due": marked("Ends soon"),
}
_STEPS = {
    "open": marked("{programme}, week {week}: not prepared yet."),
    "prepared": marked("{programme}, week {week}: waits to be attested."),
    "attested": marked("{programme}, week {week}: waits to be approved."),
    "approved": marked("{programme}, week {week}: waits to be paid."),
}
# Who has something to do with each kind; an administrator has with all.
ROLES = {
    "question": frozenset({"supervisor", "desk", "office", "manager"}),
    "roll": frozenset({"supervisor", "office"}),
    "parcel": frozenset({"supervisor", "desk", "office", "manager"}),
    "week": frozenset({"office", "manager"}),
    "road": frozenset({"desk", "office", "manager"}),
    "till": frozenset({"desk", "office", "manager"}),
    "count": frozenset({"desk", "office", "manager"}),
    "limit": frozenset({"office", "manager"}),
    "ends": frozenset({"supervisor", "office", "manager"}),
    "card": frozenset({"desk", "office", "manager"}),
    "due": frozenset({"office", "manager"}),
}

_OPEN_DAYS = Ready(
    lambda: select(Attendance.programme, Attendance.day)
    .join(Programme, Programme.id == Attendance.programme)
    .where(
        Programme.kind == "standing", Attendance.day >= bindparam("first"), Attendance.day < bindparam("today"),
        ~select(RollClosed.id)
        .where(RollClosed.programme == Attendance.programme, RollClosed.day == Attendance.day, RollClosed.voided == 0)
        .exists(),
    )
    .distinct()
    .order_by(Attendance.day, Attendance.programme)
)  # fmt: skip
_ENDING = Ready(
    lambda: select(Enrolment.person, Enrolment.programme, Enrolment.to_day)
    .join(Person, Person.id == Enrolment.person)
    .where(Enrolment.to_day >= bindparam("today"), Enrolment.to_day <= bindparam("last"))
    .order_by(Enrolment.to_day, Enrolment.person)
)


@dataclass(frozen=True, slots=True)
class Task:
    """One line. `words` is a whole sentence, `more` what else is known; the rest is where it is done."""

    kind: str  # of GROUPS
    words: str
    more: str = ""
    programme: bytes | None = None
    day: date | None = None  # for a week: its Monday
    person: bytes | None = None
    outlet: bytes | None = None
    about: bytes | None = None  # of the desk: the transfer, or the count that was begun

    @property
    def group(self) -> str:
        return worded(GROUPS[self.kind])


def tasks(session: Session, today: date, roles: frozenset[str]) -> tuple[Task, ...]:
    """What somebody of these roles has to do, group by group, the oldest first."""
    names = {p.id: p.name or "" for p in programmes.everyone(session)}
    found = {
        "question": lambda: _questions(session),
        "roll": lambda: _rolls(session, names, today),
        "week": lambda: _weeks(session, names, today),
        "road": lambda: _at_the_desk(waiting.road(session, today)),
        "till": lambda: _at_the_desk(waiting.tills(session, today)),
        "count": lambda: _at_the_desk(waiting.counts(session, today)),
        "limit": lambda: _at_the_desk(waiting.limits(session, today)),
        "ends": lambda: _ending(session, names, today),
        "card": lambda: _at_the_desk(waiting.cards(session, today)),
        "due": lambda: _due(session, today),
    }
    mine = [kind for kind in found if roles & {*ROLES[kind], "administrator"}]
    return tuple(task for kind in mine for task in found[kind]())


def parcels(place: Place) -> tuple[Task, ...]:
    """What has not come, and what came and could not be taken in."""
    from .exchange import status

    now = status.status(place)
    silent = [one.name for one in now.laptops if one.silent]
    late = [_("Nothing has come from {names} for more than 14 days.").format(names=name) for name in silent]
    for sender, count in now.waiting:
        late.append(ngettext(
            "{count} change waits: an earlier file from {sender} is missing.",
            "{count} changes wait: an earlier file from {sender} is missing.", count,
        ).format(count=count, sender=sender))  # fmt: skip
    if now.aside:
        late.append(ngettext("{count} file was put aside.", "{count} files were put aside.", len(now.aside)).format(
            count=len(now.aside)))  # fmt: skip
    return tuple(Task("parcel", words) for words in late)


# Private -------------------------------------------------------------------------------------------------------------


def _questions(session: Session) -> Iterator[Task]:
    for one in every(session):
        more = " · ".join(f"{side.who}: {side.says}" if side.who else side.says for side in one.sides)
        yield Task("question", one.words, more, one.programme, one.day, one.subject[0] if one.subject else None)


def _rolls(session: Session, names: dict[bytes, str], today: date) -> Iterator[Task]:
    for programme, day in _OPEN_DAYS(session, first=today - BACK, today=today):
        words = _("{programme}, {day}: the roll is not closed.").format(programme=names[programme], day=written(day))
        yield Task("roll", words, "", programme, day)


def _weeks(session: Session, names: dict[bytes, str], today: date) -> Iterator[Task]:
    """Weeks that are over and not paid, of programmes that pay or have prepared a week before."""
    last = monday_of(today) - timedelta(1)
    rules = programmes.rules_of(session, list(names))
    for programme, name in names.items():
        books = week.books_of(session, programme)
        if not books.snapshots and rules[programme].on(today, "rate") is None:
            continue
        for monday in week.waiting(session, programme, until=last)[-WEEKS:]:
            words = worded(_STEPS[books.status(monday)])
            number = monday.isocalendar().week
            yield Task("week", words.format(programme=name, week=number), "", programme, monday)


def _ending(session: Session, names: dict[bytes, str], today: date) -> Iterator[Task]:
    rows = [row for row in _ENDING(session, today=today, last=today + AHEAD) if row.programme in names]
    shown = people.short_names(people.everyone(session, [row.person for row in rows]).values())
    for person, programme, day in rows:
        words = _("{name} ends in {programme} on {day}.").format(
            name=shown[person], programme=names[programme], day=written(day)
        )
        yield Task("ends", words, "", programme, day, person)


def _at_the_desk(found: Iterator[waiting.Waiting]) -> Iterator[Task]:
    for one in found:
        yield Task(one.kind, one.words, "", None, one.day, one.person, one.outlet, one.about)


def _due(session: Session, today: date) -> Iterator[Task]:
    count = len({one.person for one in retention.due(session, today)})
    if count:
        words = ngettext("{count} person is to be erased.", "{count} people are to be erased.", count)
        yield Task("due", words.format(count=count))
