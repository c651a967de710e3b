"""A programme's week: reckoned live while it is open, the snapshot from prepared on; and what is to be looked at first.

    week = read(session, programme, date(2026, 11, 16))
    week.status, week.lines[0].to_pay_ore
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import people as persons
from .. import programmes, put_away
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.history import newest as newest_entry
from ..journal.write import digest_of
from ..models.attendance import Attendance
from ..models.people import Person
from ..models.pay import Payout, PayStep, PayWeek
from ..models.staff import Staff, Workplace
from ..record import replace
from ..staff import letter_of
from ..store.session import Ready
from ..weeks import monday_of
from . import troubles
from .ledger import Books, Snapshot
from .reckon import to_pay
from .records import Changed, Deduction, Head, Line, PaySheet, Step, Week, told_apart, unpack

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["books_of", "head", "read", "sheet", "signed", "waiting"]


_OF, _MONDAY, _WEEK = bindparam("of"), bindparam("monday"), bindparam("week")
# On any sheet of the week: one may have been sent back at the office while the farm paid from it.
PAID_OUT = Ready(
    lambda: select(Payout.person)
    .join(PayWeek, PayWeek.id == Payout.week)
    .where(PayWeek.programme == _OF, PayWeek.monday == _MONDAY, Payout.voided == 0),
    voided=True,
)
CAME = Ready(
    lambda: select(Attendance.day)
    .where(
        Attendance.programme == _OF, Attendance.outcome.in_(("present", "went_home")),
        Attendance.day >= bindparam("first"), Attendance.day <= bindparam("last"),
    )
    .distinct()
)  # fmt: skip
PLACE = Ready(lambda: select(Workplace.organisation, Workplace.office_phone))
NEWEST = Ready(lambda: select(func.max(PayWeek.entry)).where(PayWeek.programme == _OF))
HOW_PAID = Ready(
    lambda: select(Person.id, Person.payment_method, Person.account)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
)
NAMES = Ready(lambda: select(Staff.id, Staff.name))
STEPS = Ready(
    lambda: select(PayStep.step, PayStep.staff, PayStep.entry).where(PayStep.week == _WEEK).order_by(PayStep.id)
)
VERSIONS = Ready(
    lambda: select(PayWeek.id, PayWeek.version)
    .where(PayWeek.programme == _OF, PayWeek.monday == _MONDAY)
    .order_by(PayWeek.version, PayWeek.id),
    voided=True,
)


def books_of(session: Session, programme: bytes) -> Books:
    """All weeks of a programme. Raises UserFacingError when there is no such programme."""
    if not programmes.ONE(session, of=programme):
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    return Books(session, programme, programmes.rules(session, programme))


def read(session: Session, programme: bytes, monday: date, *, books: Books | None = None) -> Week:
    """The week. Raises UserFacingError when there is no such programme."""
    books = books or books_of(session, programme)
    if monday not in books.weeks:
        books.weeks[monday] = _read(session, books, programme, monday)
    return books.weeks[monday]


def signed(session: Session, programme: bytes, monday: date) -> set[bytes]:
    """Who has been paid her line of the week as it stands: what changes while people come for their money."""
    return {person for (person,) in PAID_OUT(session, of=programme, monday=monday) if person}


def waiting(session: Session, programme: bytes, *, until: date) -> list[date]:
    """Mondays of the weeks up to `until` that have something to pay and are not paid yet, oldest first."""
    books = books_of(session, programme)
    found = {m for m, s in books.snapshots.items() if not s.closed}
    newest = max((m for m, s in books.snapshots.items() if s.closed), default=None)
    # Days since the last paid week; and older ones that a correction waits in.
    days = {monday_of(d) for (d,) in CAME(session, of=programme, first=newest or date.min, last=until)}
    found |= {m for m in days if m not in books.snapshots}
    found |= {books.next_open(of) for of in books.uncounted()}
    if newest and books.left():
        found.add(books.next_open(newest))
    return sorted(m for m in found if m <= until)


def sheet(
    session: Session, programme: bytes, monday: date, *, practice: bool = False, books: Books | None = None
) -> PaySheet:
    """The week as it is printed. Raises UserFacingError while it is open: what is not reckoned is not handed round."""
    week = read(session, programme, monday, books=books)
    if week.status == "open":
        raise UserFacingError(_("Week {week} is not prepared yet. Prepare it first.").format(week=_no(monday)))
    shown = [week.status, str(week.version), *(f"{n.number}|{n.name}|{n.to_pay_ore}|{n.gross_ore}" for n in week.lines)]
    week = replace(week, lines=told_apart(week.lines))
    return PaySheet(head(session, programme, week.week.replace("-W", "-"), shown, practice=practice), week)


def head(
    session: Session, programme: bytes, number: str, shown: list[str], *, practice: bool = False, kind: str = ""
) -> Head:
    """What a sheet bears besides its rows; `number` is the week or day it is of, `kind` a letter for its kind."""
    row = next(iter(programmes.ONE(session, of=programme)), None)
    place = next((i + 1 for i, p in enumerate(programmes.everyone(session)) if p.id == programme), 0)
    own = next(iter(PLACE(session)), None)
    number = f"{number}-{letter_of(session)}{place}{'-' + kind if kind else ''}"
    ((entry,),) = NEWEST(session, of=programme)
    return Head(
        (own and own[0]) or "", (row and row.list_name) or "", own and own[1], practice, number,
        digest_of(number, *shown), newest_entry(session, [entry]),
    )  # fmt: skip


# Private -------------------------------------------------------------------------------------------------------------


def _no(monday: date) -> int:
    return monday.isocalendar().week


def _read(session: Session, books: Books, programme: bytes, monday: date) -> Week:
    (row,) = programmes.ONE(session, of=programme)
    snapshot = books.snapshots.get(monday)
    status = books.status(monday)
    if snapshot is None or status == "open":
        lines, steps = _live(session, books, monday), ()
    else:
        lines, steps = _kept(session, books, snapshot), _steps(session, snapshot)
    # Every snapshot of the week there ever was: what has changed is told against the one before.
    versions = VERSIONS(session, of=programme, monday=monday)
    own = snapshot.version if snapshot and status != "open" else None
    before = next((v.id for v in reversed(versions) if own is None or (v.version and v.version < own)), None)
    return Week(
        programme, row.name or "", row.kind or "day", row.list_name or "", monday, status,
        own or len(versions), steps, snapshot is not None and status == "open", lines,
        troubles.found(session, books, row.kind or "day", monday, status, lines),
        _changed(session, books, before, lines) if before else (),
    )  # fmt: skip


def _live(session: Session, books: Books, monday: date) -> tuple[Line, ...]:
    worked, paid, held = books.worked(monday), books.paid_on_days(monday), books.deducted(monday)
    corrections, left = books.corrections(monday), books.outstanding(monday)
    ids = {p for p, w in worked.items() if w.days} | {*paid, *held, *corrections, *left}
    last = monday + timedelta(6)
    usual = books.rules.on(last, "method", "bank")
    found, names, own = _people(session, ids)
    lines = []
    for person, who in found.items():
        one = worked.get(person)
        days = tuple(one.days.values()) if one else ()
        deductions = tuple(
            Deduction(d.id, d.amount_ore or 0, d.ground or "", d.words or "") for d in held.get(person, ())
        )
        method, account = own[person][0] or usual, own[person][1]
        line = Line(
            person, who.number, who.full_name, names[person], days, tuple(sorted(one.absent)) if one else (),
            sum(d.minutes for d in days), tuple(corrections.get(person, ())), deductions, left.get(person, 0),
            paid.get(person, 0), 0, method, account, False, team=None,
        )  # fmt: skip
        if line.minutes or line.earned_ore or line.corrections or line.outstanding_ore or line.paid_ore or deductions:
            lines.append(_with_sum(line))
    return _in_order(lines)


def _with_sum(line: Line) -> Line:
    return replace(line, to_pay_ore=to_pay(line.due_ore, line.method))


def _kept(session: Session, books: Books, snapshot: Snapshot) -> tuple[Line, ...]:
    rows, corrections = books.lines(snapshot.id), books.corrections_in(snapshot.id)
    found, names, own = _people(session, rows)
    paid = signed(session, books.programme, snapshot.monday)
    lines = []
    for person, row in rows.items():
        who = found.get(person)
        lines.append(Line(
            person, who.number if who else None, who.full_name if who else "", names.get(person, ""),
            unpack(row.days), (), row.minutes or 0, tuple(corrections.get(person, ())),
            tuple(Deduction(b"", o, g, w) for o, g, w in json.loads(row.deductions or "[]")),
            row.outstanding_ore or 0, row.paid_ore or 0, row.to_pay_ore or 0, row.method or "bank",
            own[person][1] if person in own else None, person in paid,
        ))  # fmt: skip
    return _in_order(lines)


def _people(session: Session, ids: Any) -> tuple[dict[bytes, Any], dict[bytes, str], dict[bytes, tuple[Any, Any]]]:
    """Who they are, their short names, and how each is paid: method and account."""
    found = put_away.with_numbers(session, persons.everyone(session, ids))
    own = {person: (method, account) for person, method, account in HOW_PAID(session, ids=list(ids))}
    return found, persons.short_names(found.values()), own


def _in_order(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (persons.sort_key(line.name), line.number or 0, line.person)))


def _steps(session: Session, snapshot: Snapshot) -> tuple[Step, ...]:
    """Prepared first, then each step as it was taken."""
    staff, rows = {s: n or "" for s, n in NAMES(session)}, STEPS(session, week=snapshot.id)
    taken = [("prepared", snapshot.staff, snapshot.entry), *((s or "", w or b"", e) for s, w, e in rows)]
    return tuple(
        Step(step, who, staff.get(who, ""), newest_entry(session, [entry]) or "") for step, who, entry in taken
    )


def _changed(session: Session, books: Books, before: bytes, lines: tuple[Line, ...]) -> tuple[Changed, ...]:
    """What the lines say otherwise than that snapshot, person by person, in the order of the sheet."""
    then = {person: row.to_pay_ore or 0 for person, row in books.lines(before).items()}
    found = [
        Changed(line.name, then.get(line.person), line.to_pay_ore)
        for line in lines
        if then.get(line.person) != line.to_pay_ore
    ]
    gone = set(then) - {line.person for line in lines}
    names = persons.everyone(session, gone)
    found += [Changed(who.full_name, then[person], None) for person, who in names.items()]
    return tuple(sorted(found, key=lambda c: persons.sort_key(c.name)))
