"""The finished records of the week's money: what screens show, what sheets print, what the command line tells.

No session, no SQL, no Qt. Sums are whole øre, times whole minutes, a week is its Monday, `at` is ISO local time to the
minute ("2026-11-20 13:44").
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import TypeVar

from .. import money
from ..i18n import marked, worded
from ..record import Record, field, replace
from ..weeks import label

STATUSES = ("open", "prepared", "attested", "approved", "paid", "locked")
STEPS = STATUSES[1:]


class Ground(Record):
    """Why something may be held back: `words` where it is chosen, `told` on the person's own slip."""

    words: str
    told: str


GROUNDS = {  # aml § 14-15
    "agreement": Ground(marked("Agreed in writing"), marked("Deducted by agreement")),
    "law": Ground(marked("By law"), marked("Deducted by law")),
    "admitted": Ground(marked("Damage she admits"), marked("Deducted as you have admitted")),
}


class PaidDay(Record):
    """What one day of one person comes to, and how."""

    day: date
    minutes: int
    basis: str | None  # "hour", "day" (a flat sum) or None: hours only
    rate_ore: int  # an hour, or the flat sum
    since: date | None  # the day that rate has held from
    base_ore: int
    dirty_minutes: int
    supplement_rate_ore: int
    supplement_ore: int

    @property
    def amount_ore(self) -> int:
        return self.base_ore + self.supplement_ore

    def packed(self) -> list[object]:
        """As it lies in a snapshot: day, minutes, basis, rate, since when, amount, and the supplement where it is."""
        since = self.since and self.since.isoformat()
        told = [self.day.isoformat(), self.minutes, self.basis, self.rate_ore, since, self.base_ore]
        extra = [self.dirty_minutes, self.supplement_rate_ore, self.supplement_ore]
        return [*told, *(extra if self.dirty_minutes else [])]


def pack(days: tuple[PaidDay, ...]) -> str:
    return json.dumps([d.packed() for d in days], separators=(",", ":"))


def unpack(text: str | None) -> tuple[PaidDay, ...]:
    """The days of a snapshot's line."""
    return tuple(
        PaidDay(date.fromisoformat(d), m, b, r, date.fromisoformat(s) if s else None, base, *(rest or (0, 0, 0)))
        for d, m, b, r, s, base, *rest in json.loads(text or "[]")
    )


class Correction(Record):
    """An earlier week comes to this much more (or less) than was reckoned."""

    monday: date
    amount_ore: int

    @property
    def week(self) -> str:
        return label(self.monday)


class Deduction(Record):
    id: bytes
    amount_ore: int
    ground: str  # of GROUNDS
    words: str

    @property
    def told(self) -> str:
        """As her slip says it: "Deducted by law: tax"."""
        ground = GROUNDS.get(self.ground)
        return ": ".join(filter(None, (worded(ground.told) if ground else "", self.words)))


class Line(Record):
    """One person's week."""

    person: bytes
    number: int | None
    name: str  # first and last
    short_name: str  # first and initial
    days: tuple[PaidDay, ...]
    absent: tuple[date, ...]  # days on which she was expected and did not come
    minutes: int
    corrections: tuple[Correction, ...]
    deductions: tuple[Deduction, ...]
    outstanding_ore: int  # of earlier weeks: not signed for; below zero: had too much
    paid_ore: int  # on the day, less rounding
    to_pay_ore: int
    method: str  # "cash" or "bank"
    account: str | None  # eleven digits; sheets show the last four
    signed: bool  # the line's own payout is there
    team: str | None = None  # where she worked last that week

    @property
    def earned_ore(self) -> int:
        return sum(d.amount_ore for d in self.days)

    @property
    def corrected_ore(self) -> int:
        return sum(c.amount_ore for c in self.corrections)

    @property
    def gross_ore(self) -> int:
        return self.earned_ore + self.corrected_ore

    @property
    def deducted_ore(self) -> int:
        return sum(d.amount_ore for d in self.deductions)

    @property
    def due_ore(self) -> int:
        """Before rounding; below zero it is carried to the next week."""
        return self.gross_ore - self.deducted_ore + self.outstanding_ore - self.paid_ore

    @property
    def rounding_ore(self) -> int:
        """What rounding added (or took) where the line is paid in cash."""
        return self.to_pay_ore - self.due_ore if self.method == "cash" and self.due_ore > 0 else 0

    @property
    def carried_ore(self) -> int:
        """What is below zero and comes up next week."""
        return min(0, self.due_ore)


Named = TypeVar("Named", "Line", "DayLine")


def told_apart(lines: tuple[Named, ...]) -> tuple[Named, ...]:
    """The same for paper: where two have one name, their numbers stand behind it."""
    alike = Counter(line.name for line in lines)
    return tuple(
        replace(line, name=f"{line.name} ({line.number})") if alike[line.name] > 1 and line.number else line
        for line in lines
    )


class Totals(Record):
    people: int
    minutes: int
    gross_ore: int
    to_pay_ore: int
    cash_ore: int
    bank_ore: int


def totals(lines: tuple[Line, ...]) -> Totals:
    cash = sum(line.to_pay_ore for line in lines if line.method == "cash")
    everything = sum(line.to_pay_ore for line in lines)
    return Totals(
        len(lines), sum(line.minutes for line in lines), sum(line.gross_ore for line in lines), everything, cash,
        everything - cash,
    )  # fmt: skip


def cash_need(lines: tuple[Line, ...]) -> dict[int, int]:
    """Notes and coins for every cash line by itself: {1000: n, …, 1: n}."""
    return money.needed(line.to_pay_ore for line in lines if line.method == "cash")


class Step(Record):
    """A step that was taken, by whom and when."""

    step: str
    staff_id: bytes
    staff: str
    at: str


class Trouble(Record):
    """Something to look at before the week is paid. One that `stops` must be settled before it can be prepared."""

    kind: str  # overlap, same_day, no_account, no_reason, roll_open, waits, no_hours, year_limit, no_rate, more_to_pay
    stops: bool
    words: str  # one sentence
    person: bytes | None = None
    day: date | None = None


class Changed(Record):
    """What a later version of a sheet says otherwise than the one before it, for one person."""

    name: str
    before_ore: int | None  # to pay; None: was not on it
    after_ore: int | None  # None: is no longer on it


class Week(Record):
    """A programme's week, reckoned live while it is open, as the snapshot from prepared on."""

    programme_id: bytes
    programme: str
    kind: str  # "day" or "standing"
    list_name: str
    monday: date
    status: str
    version: int  # of the snapshot; 0 while none was ever made
    steps: tuple[Step, ...]
    reopened: bool  # it was prepared, and a day was changed since
    lines: tuple[Line, ...]  # by name
    troubles: tuple[Trouble, ...]
    changed: tuple[Changed, ...]  # against the version before

    @property
    def week(self) -> str:
        return label(self.monday)

    @property
    def days(self) -> tuple[date, ...]:
        """Monday to Friday, and the weekend where anybody worked."""
        used = {d.day for line in self.lines for d in line.days}
        every = (self.monday + timedelta(n) for n in range(7))
        return tuple(d for d in every if d.weekday() < 5 or d in used)

    @property
    def next_step(self) -> str | None:
        at = STATUSES.index(self.status)
        return STATUSES[at + 1] if at + 1 < len(STATUSES) else None


# Sheets --------------------------------------------------------------------------------------------------------------


class Head(Record):
    """What every sheet of money bears besides its rows."""

    organisation: str
    list_name: str  # neutral: a sheet never bears a programme's name
    phone: str | None
    practice: bool
    number: str  # list number, "2026-47-A1"
    digest: str  # SHA-256 over what the sheet shows, 64 hex digits; sheets print the first 12
    newest: str | None  # local time of the newest entry behind the sheet


class PaySheet(Record):
    """The week on paper: pay sheet, bank list or hours sheet, all from the same record."""

    head: Head
    week: Week  # from prepared on


class Explained(Record):
    """One sentence about a sum, and the rows that make it up."""

    sentence: str  # "4 days × 4 hours × 50 kr, Thursday 3 hours"
    rule: str  # the rule and its date; "" where there is none
    rows: tuple[tuple[str, int], ...]  # words, øre


class Slip(Record):
    """One person's week on her own paper."""

    head: Head
    monday: date
    line: Line
    explained: Explained
    sentence: str  # "You were here 4 days in week 47 and get 800 kr."
    holiday_basis_ore: int | None  # this week's, where the programme has one
    holiday_basis_year_ore: int | None
    year_ore: int  # paid out in the calendar year so far


class DayLine(Record):
    """One person on a day's payout list."""

    person: bytes
    number: int | None
    name: str
    team: str | None
    minutes: int
    earned_ore: int
    paid_ore: int  # already, without rounding
    to_pay_ore: int  # rounded where it is cash
    rounding_ore: int
    method: str
    handed_ore: int  # what she has been given: paid and rounding


class DayList(Record):
    """A day's payout list, team by team."""

    head: Head
    programme_id: bytes
    day: date
    status: str  # of the week it lies in
    lines: tuple[DayLine, ...]  # by team, then name

    @property
    def cash_need(self) -> dict[int, int]:
        return money.needed(line.to_pay_ore for line in self.lines if line.method == "cash")


class BagMoved(Record):
    """Cash in or out of a bag, in order."""

    at: str
    what: str  # handed_out, topped_up, payout, counted
    who: str  # staff, or the person paid
    amount_ore: int  # out of the bag: below zero
    counts: dict[int, int] = field(default_factory=dict)


class BagLine(Record):
    """A bag: what went in, what was paid, what came back."""

    id: bytes
    programme_id: bytes
    day: date
    holder_id: bytes
    holder: str
    put_in_ore: int
    paid_ore: int  # as handed over, rounding included
    counted_ore: int | None  # the last count; None while it is out
    difference_ore: int | None  # counted − expected at the count; None while it is out
    reason: str | None  # why there is a difference
    moves: tuple[BagMoved, ...]

    @property
    def status(self) -> str:
        """out, unexplained (counted with a difference that nobody has given a reason for) or returned."""
        if self.difference_ore is None:
            return "out"
        return "unexplained" if self.difference_ore and not self.reason else "returned"


class BagSheet(Record):
    """A bag's count on paper."""

    head: Head
    bag: BagLine


class Proposed(Record):
    """Tomorrow's bag: how many are likely to come, what each gets, and the notes for it."""

    day: date
    days_seen: int  # earlier days of that weekday that were looked at
    people: int  # the 90th percentile of those who came
    each_ore: int  # a whole day at that day's rate, in cash
    amount_ore: int
    counts: dict[int, int]
