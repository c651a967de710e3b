"""What stands of every week of a programme: its snapshots, what was corrected since, what is still outstanding.

Sums over snapshots and payouts, never a stored balance. A programme's ten years are a few hundred snapshots; what is
read of each day is limited to the weeks that something was said of after they were reckoned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select

from ..attendance.record import ABSENT, said
from ..models.attendance import Attendance
from ..models.pay import PayCorrection, PayDeduction, PayLine, Payout, PayStep, PayWeek
from ..programmes import Rules
from ..record import Record, Struct
from ..store.session import Ready
from ..weeks import monday_of
from .held_against import otherwise
from .reckon import Held, held_on, paid_day
from .records import STATUSES, Correction, PaidDay, Week, unpack

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WEEK = timedelta(7)
RECKONED_BY = ("rate", "supplement", "cap")  # the rules that a day's amount follows from

SNAPSHOTS = Ready(
    lambda: select(
        PayWeek.id, PayWeek.monday, PayWeek.version, PayWeek.staff, PayWeek.entry,
        func.max(case({step: at for at, step in enumerate(STATUSES)}, value=PayStep.step, else_=1)).label("at"),
    )
    .outerjoin(PayStep, (PayStep.week == PayWeek.id) & (PayStep.voided == 0))
    .where(PayWeek.programme == bindparam("of"))
    .group_by(PayWeek.id)
    .order_by(PayWeek.id)
)  # fmt: skip
DAYS = Ready(
    lambda: select(
        Attendance.person, Attendance.day, Attendance.outcome, Attendance.reason, Attendance.team,
        Attendance.from_minute, Attendance.to_minute, Attendance.said_minutes, Attendance.dirty_minutes,
        Attendance.note,
    )
    .where(
        Attendance.programme == bindparam("of"), Attendance.day >= bindparam("first"),
        Attendance.day <= bindparam("last"),
    )
    .order_by(Attendance.id)
)  # fmt: skip
PAID_DAYS = Ready(
    lambda: select(Payout.person, Payout.day, Payout.amount_ore, Payout.rounding_ore).where(
        Payout.programme == bindparam("of"), Payout.day >= bindparam("first"), Payout.day <= bindparam("last")
    )
)
DEDUCTED = Ready(
    lambda: select(
        PayDeduction.id, PayDeduction.person, PayDeduction.amount_ore, PayDeduction.ground, PayDeduction.words
    )
    .where(PayDeduction.programme == bindparam("of"), PayDeduction.monday == bindparam("monday"))
    .order_by(PayDeduction.id)
)
EARNED = Ready(
    lambda: select(PayLine.person, func.sum(PayLine.earned_ore + PayLine.corrected_ore - PayLine.deducted_ore))
    .where(PayLine.programme == bindparam("of"))
    .group_by(PayLine.person)
)
PAID = Ready(
    lambda: select(Payout.person, func.sum(Payout.amount_ore))
    .where(Payout.programme == bindparam("of"))
    .group_by(Payout.person)
)
LINES = Ready(
    lambda: select(
        PayLine.person, PayLine.minutes, PayLine.earned_ore, PayLine.corrected_ore, PayLine.deducted_ore,
        PayLine.outstanding_ore, PayLine.paid_ore, PayLine.to_pay_ore, PayLine.method, PayLine.days,
        PayLine.deductions,
    ).where(PayLine.week == bindparam("week"))
)  # fmt: skip
CORRECTED = Ready(
    lambda: select(PayCorrection.person, PayCorrection.monday, PayCorrection.amount_ore)
    .where(PayCorrection.week == bindparam("week"))
    .order_by(PayCorrection.monday)
)
COUNTED = Ready(
    lambda: select(
        PayCorrection.week, PayCorrection.person, PayCorrection.monday, PayCorrection.amount_ore, PayCorrection.entry
    ).where(PayCorrection.programme == bindparam("of"))
)
EVERY_WEEK = Ready(lambda: select(PayWeek.id, PayWeek.monday).where(PayWeek.programme == bindparam("of")), voided=True)
_WEEKS = bindparam("weeks", expanding=True)
EARNED_IN = Ready(
    lambda: select(PayLine.person, PayLine.earned_ore + PayLine.corrected_ore - PayLine.deducted_ore)
    .where(PayLine.week.in_(_WEEKS))
)  # fmt: skip
PAID_IN = Ready(lambda: select(Payout.person, Payout.amount_ore).where(Payout.week.in_(_WEEKS)))
_ON_DAYS = select(Payout.day).where(Payout.programme == bindparam("of"), Payout.day.is_not(None)).limit(1)
# Each end by itself: together they would have to look at every payout there is.
ENDS = Ready(_ON_DAYS.order_by(Payout.day)), Ready(_ON_DAYS.order_by(Payout.day.desc()))
# Said after its week was reckoned: the entry is newer, or the fact was voided by a newer one. Day by day, since then
# the index leads to what is newer; the order of the joins is said, for the planner has no counts to go by.
LATE = """
    WITH d(n) AS (VALUES (0), (1), (2), (3), (4), (5), (6))
    SELECT w.monday, a.person, max(a.entry) FROM pay_week w CROSS JOIN d CROSS JOIN attendance a
    WHERE w.programme=:of AND w.voided=0 AND w.monday BETWEEN :first AND :last AND a.programme=w.programme
    AND a.voided=0 AND a.day=date(w.monday, d.n || ' days') AND a.entry>w.entry
    GROUP BY w.monday, a.person
    UNION ALL
    SELECT w.monday, a.person, max(v.no) FROM attendance a CROSS JOIN void v CROSS JOIN d CROSS JOIN pay_week w
    WHERE a.programme=:of AND a.voided=1 AND v.fact=a.id AND w.programme=a.programme AND w.voided=0
    AND w.monday=date(a.day, -d.n || ' days') AND w.monday BETWEEN :first AND :last AND v.no>w.entry
    GROUP BY w.monday, a.person
"""
# Who reckoned on another laptop had not seen what came to this one meanwhile, whatever order the entries arrived in. On
# a laptop that was restored or copied that may be itself: then entries of its own came in a parcel (`branched`).
_ELSEWHERE = (
    "(e.device<>(SELECT unhex(value) FROM local WHERE key='device') "
    "OR EXISTS(SELECT 1 FROM local WHERE key='branched'))"
)
FOREIGN = f"""
    SELECT DISTINCT w.monday FROM pay_week w JOIN entry e ON e.no=w.entry
    WHERE w.programme=:of AND w.voided=0 AND w.monday BETWEEN :first AND :last AND {_ELSEWHERE}
"""
COUNTED_ELSEWHERE = f"""
    SELECT DISTINCT c.entry FROM pay_correction c JOIN entry e ON e.no=c.entry WHERE c.programme=:of AND {_ELSEWHERE}
"""


class Snapshot(Record):
    """A prepared week as it stands. `status` is the furthest step that was taken."""

    id: bytes
    monday: date
    version: int
    staff: bytes
    entry: int
    status: str

    @property
    def settled(self) -> bool:
        """Whether later changes become corrections."""
        return self.status in ("approved", "paid", "locked")

    @property
    def closed(self) -> bool:
        """Whether what is left of it is outstanding."""
        return self.status in ("paid", "locked")


class Worked(Struct):
    """One person's week as it is said now."""

    days: dict[date, PaidDay]
    absent: set[date]
    team: bytes | None = None
    waits: set[date] | None = None  # said to come later


class Books:
    """A programme's weeks, asked about one of them or all; reads each thing once."""

    def __init__(self, session: Session, programme: bytes, rules: Rules) -> None:
        self.session = session
        self.programme = programme
        self.rules = rules
        self.snapshots = _snapshots(session, programme)
        self._changed: dict[date, bool] = {}
        self._held: dict[date, Held] = {}
        self._worked: dict[date, dict[bytes, Worked]] = {}
        self._lines: dict[bytes, dict[bytes, Any]] = {}
        self.weeks: dict[date, Week] = {}  # as `week.read` has read them

    def held(self, day: date) -> Held:
        """The rules of that day."""
        if day not in self._held:
            self._held[day] = held_on(self.rules, day)
        return self._held[day]

    # One week ----------------------------------------------------------------------------------------------------

    def worked(self, monday: date) -> dict[bytes, Worked]:
        """Everyone's week as it is said now, by person."""
        if monday not in self._worked:
            self._worked[monday] = self.days(monday, monday + timedelta(6))
        return self._worked[monday]

    def days(self, first: date, last: date) -> dict[bytes, Worked]:
        latest: dict[tuple[bytes, date], Any] = {}
        for row in DAYS(self.session, of=self.programme, first=first, last=last):
            if row.person and row.day:
                latest[row.person, row.day] = row
        found: dict[bytes, Worked] = defaultdict(lambda: Worked({}, set()))
        for (person, day), row in sorted(latest.items(), key=lambda item: item[0][1]):
            one, paid = found[person], paid_day(said(row), self.held(day), day)
            if paid is not None:
                one.days[day] = paid
                one.team = row.team or one.team
            elif row.outcome in ABSENT:
                one.absent.add(day)
            elif row.outcome == "coming_later":
                one.waits = {*(one.waits or ()), day}
        return dict(found)

    def paid_on_days(self, monday: date) -> dict[bytes, int]:
        """What was paid for the week's days before the week was, without rounding, by person."""
        found: dict[bytes, int] = defaultdict(int)
        last = monday + timedelta(6)
        for row in PAID_DAYS(self.session, of=self.programme, first=monday, last=last):
            if row.person:
                found[row.person] += row.amount_ore or 0
        return dict(found)

    def deducted(self, monday: date) -> dict[bytes, list[Any]]:
        found: dict[bytes, list[Any]] = defaultdict(list)
        for row in DEDUCTED(self.session, of=self.programme, monday=monday):
            if row.person:
                found[row.person].append(row)
        return dict(found)

    def lines(self, snapshot: bytes) -> dict[bytes, Any]:
        """A snapshot's lines by person, voided or not."""
        if snapshot not in self._lines:
            rows = LINES(self.session, week=snapshot)
            self._lines[snapshot] = {row.person: row for row in rows if row.person}
        return self._lines[snapshot]

    def corrections_in(self, snapshot: bytes) -> dict[bytes, list[Correction]]:
        found: dict[bytes, list[Correction]] = defaultdict(list)
        for person, monday, amount in CORRECTED(self.session, week=snapshot):
            if person and monday:
                found[person].append(Correction(monday, amount or 0))
        return dict(found)

    def is_open(self, monday: date) -> bool:
        """Whether the week is to be prepared: it never was, or something of it has changed since."""
        snapshot = self.snapshots.get(monday)
        return snapshot is None or (not snapshot.settled and self._differs(snapshot))

    def status(self, monday: date) -> str:
        return "open" if self.is_open(monday) else self.snapshots[monday].status

    def _differs(self, snapshot: Snapshot) -> bool:
        if snapshot.monday not in self._changed:
            lines, worked = self.lines(snapshot.id), self.worked(snapshot.monday)
            paid, held = self.paid_on_days(snapshot.monday), self.deducted(snapshot.monday)

            def now(person: bytes) -> tuple[Any, ...]:
                days = worked[person].days.values() if person in worked else ()
                return _told(days), paid.get(person, 0), sum(d.amount_ore or 0 for d in held.get(person, ()))

            def then(person: bytes) -> tuple[Any, ...]:
                line = lines.get(person)
                return (_told(unpack(line.days)), line.paid_ore or 0, line.deducted_ore or 0) if line else ([], 0, 0)

            people = {*lines, *worked, *paid, *held}
            self._changed[snapshot.monday] = any(now(p) != then(p) for p in people)
        return self._changed[snapshot.monday]

    # Between weeks -----------------------------------------------------------------------------------------------

    def next_open(self, after: date) -> date:
        """The first week after this one that is not prepared."""
        monday = after + WEEK
        while not self.is_open(monday):
            monday += WEEK
        return monday

    def corrections(self, monday: date) -> dict[bytes, list[Correction]]:
        """What earlier weeks come to more (or less) than was reckoned, where this week is the one to pay it."""
        # An earlier week that is not prepared takes up those before it, and of its own there are none.
        found: dict[bytes, list[Correction]] = defaultdict(list)
        first = monday
        while not self.is_open(first - WEEK):
            first -= WEEK
        if first < monday and self.is_open(monday):
            for of, amounts in self.uncounted(first, monday - WEEK).items():
                for person, amount in amounts.items():
                    found[person].append(Correction(of, amount))
        return dict(found)

    def uncounted(self, first: date = date.min, last: date = date.max) -> dict[date, dict[bytes, int]]:
        """Of each settled week from first to last, what each person has coming, or had too much, that no week has taken
        up yet."""
        settled = {m: s for m, s in self.snapshots.items() if s.settled and first <= m <= last}
        if not settled:
            return {}
        standing = {s.id for s in self.snapshots.values() if not self.is_open(s.monday)}
        counted: dict[tuple[date, bytes], int] = defaultdict(int)
        times: dict[tuple[date, bytes], int] = defaultdict(int)
        seen: dict[tuple[date, bytes], int] = {}
        for week, person, of, amount, entry in COUNTED(self.session, of=self.programme):
            if not person or not of:
                continue
            times[of, person] += 1
            if week in standing:
                counted[of, person] += amount or 0
                seen[of, person] = entry or 0
        # Counted more than once: which of them still stand may have changed since the last, so all is reckoned again.
        # And who counted elsewhere had not heard of all that was said here before.
        elsewhere = self._counted_elsewhere() if seen else set()
        seen |= {key: 0 for key, entry in seen.items() if times[key] > 1 or entry in elsewhere}
        found: dict[date, dict[bytes, int]] = {}
        for of, people in sorted(self._candidates(settled, seen, times).items()):
            worked, lines = self.worked(of), self.lines(settled[of].id)
            if people is None:
                people = {*worked, *lines, *(person for week, person in counted if week == of)}
            for person in sorted(people):
                now = sum(d.amount_ore for d in worked[person].days.values()) if person in worked else 0
                then = (lines[person].earned_ore or 0) if person in lines else 0
                if rest := now - then - counted[of, person]:
                    found.setdefault(of, {})[person] = rest
        return found

    def _counted_elsewhere(self) -> set[int]:
        from ..journal.write import cursor_of

        return {no for (no,) in cursor_of(self.session).execute(COUNTED_ELSEWHERE, {"of": self.programme})}

    def _candidates(
        self, settled: dict[date, Snapshot], seen: dict[tuple[date, bytes], int], times: Iterable[tuple[date, bytes]]
    ) -> dict[date, set[bytes] | None]:
        """Of these weeks those, and the people in them (None: all), of whom something was said after they were
        reckoned. `times` are the weeks and people of whom anything was ever counted."""
        from ..journal.write import cursor_of

        cursor = cursor_of(self.session)
        named = {"of": self.programme, "first": min(settled).isoformat(), "last": max(settled).isoformat()}
        some: dict[date, set[bytes]] = defaultdict(set)
        for day, person, no in cursor.execute(LATE, named).fetchall():
            of = date.fromisoformat(day)
            if of in settled and person is not None and no > seen.get((of, person), 0):
                some[of].add(person)
        # Counted, and then the week itself was sent back and reckoned anew: what was counted may be too much.
        for (of, person), no in seen.items():
            if of in settled and settled[of].entry > no:
                some[of].add(person)
        foreign = {date.fromisoformat(day) for (day,) in cursor.execute(FOREIGN, named)} & set(settled)
        for of, people in self.otherwise(settled[of] for of in sorted(foreign)).items():
            if people:
                some[of] |= people
        for of, person in times:
            if of in foreign:
                some[of].add(person)
        return {**some} | {of: None for of in self._with_late_rules(settled)}

    def otherwise(self, snapshots: Iterable[Snapshot]) -> dict[date, frozenset[bytes]]:
        """Of these weeks the people of whom something else is said than the snapshot has, or was when it came here."""
        return otherwise(self.session, self.programme, snapshots, self.held)

    def _with_late_rules(self, settled: dict[date, Snapshot]) -> Iterable[date]:
        """Of these weeks those that a rate, supplement or cap reaches into which was set, or taken away, after them."""
        from ..journal.write import cursor_of

        rows = cursor_of(self.session).execute(
            "SELECT s.key, s.from_day, max(s.entry, ifnull(v.no, 0)) FROM setting s LEFT JOIN void v ON v.fact=s.id "
            "WHERE s.about=?",
            (self.programme,),
        ).fetchall()  # fmt: skip
        oldest = min(s.entry for s in settled.values())
        for key, since, no in rows:
            if key not in RECKONED_BY or since is None or no <= oldest:
                continue
            first = date.fromisoformat(since)
            later = [d for d, _value in self.rules.values.get(key, ()) if d > first]
            until = min(later, default=date.max)
            for monday, snapshot in settled.items():
                if snapshot.entry < no and monday + timedelta(6) >= first and monday < until:
                    yield monday

    def outstanding(self, monday: date) -> dict[bytes, int]:
        """What earlier weeks still owe each person (below zero: had too much), where this week is the one to pay it."""
        closed = [s for s in self.snapshots.values() if s.closed]
        if not closed or monday != self.next_open(max(s.monday for s in closed)):
            return {}
        return self.left(monday)

    def left(self, monday: date | None = None) -> dict[bytes, int]:
        """What paid and locked weeks still owe each person, less what another prepared week has taken up."""
        found: dict[bytes, int] = defaultdict(int)
        if not any(s.closed for s in self.snapshots.values()):
            return {}
        # All there ever was, less the little that lies outside paid weeks: both sums run along one index.
        for person, amount in EARNED(self.session, of=self.programme):
            found[person] += amount or 0
        for person, amount in PAID(self.session, of=self.programme):
            found[person] -= amount or 0
        closed = {s.id for s in self.snapshots.values() if s.closed}
        mondays = {s.monday for s in self.snapshots.values() if s.closed}
        every = [(row.id, row.monday) for row in EVERY_WEEK(self.session, of=self.programme)]
        if outside := [week for week, _monday in every if week not in closed]:
            for person, amount in EARNED_IN(self.session, weeks=outside):
                found[person] -= amount or 0
        # One sheet counts of each week; what was paid out on another one of it is out of the box all the same.
        if unpaid := [week for week, monday in every if monday not in mondays]:
            for person, amount in PAID_IN(self.session, weeks=unpaid):
                found[person] += amount or 0
        for person, amount in self._on_days_outside(closed):
            found[person] += amount or 0
        for snapshot in self.snapshots.values():
            if snapshot.monday != monday and not snapshot.closed and not self.is_open(snapshot.monday):
                for person, line in self.lines(snapshot.id).items():
                    found[person] -= line.outstanding_ore or 0
        return {person: amount for person, amount in found.items() if person and amount}

    def _on_days_outside(self, closed: set[bytes]) -> Iterable[tuple[bytes, int]]:
        """What was paid for days of weeks that are not paid yet: who, and øre."""
        ends = [day for end in ENDS for (day,) in end(self.session, of=self.programme)]
        if not ends:
            return
        first, last = ends
        mondays = {s.monday for s in self.snapshots.values() if s.id in closed}
        monday = monday_of(first)
        while monday <= last:
            if monday not in mondays:
                yield from self.paid_on_days(monday).items()
            monday += WEEK


def _told(days: Iterable[PaidDay]) -> list[tuple[Any, ...]]:
    """What of a person's days a snapshot is held against. Someone there for no time at all has no line for it."""
    return [(d.day, d.minutes, d.amount_ore, d.dirty_minutes) for d in days if d.minutes or d.amount_ore]


def _snapshots(session: Session, programme: bytes) -> dict[date, Snapshot]:
    """The snapshot that counts for each week. Two laptops may have prepared one week: the one that has come furthest
    counts, and among equals the first, until somebody has said which it is."""
    found: dict[date, Snapshot] = {}
    for row in SNAPSHOTS(session, of=programme):
        if row.monday is None:
            continue
        other = found.get(row.monday)
        if other is None or STATUSES.index(other.status) < row.at:
            found[row.monday] = Snapshot(
                row.id, row.monday, row.version or 1, row.staff or b"", row.entry or 0, STATUSES[row.at]
            )
    return dict(sorted(found.items()))
