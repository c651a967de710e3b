"""The week's money once more, from the issue's words alone: nothing here is the program's.

`Books` is told what happens, in order, and raises `Refused` for what must not. It keeps what it was told, the sheets
as they were prepared, and no balance: every answer is reckoned again from the first day on, with fractions.
Programmes and staff are whatever names the test gives them, people are numbers, a week is its Monday, money is øre.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .second_coins import half_up, in_cash, notes

ROLES = {"prepare": "office", "attest": "manager", "approve": "manager", "pay": "office", "lock": "manager"}


class Refused(Exception):
    """What was told must not be. Its text says which rule; nothing has changed."""


@dataclass(frozen=True)
class Day:
    """What was said of somebody's day. Times and durations in minutes."""

    present: bool = True
    said: int | None = None
    start: int | None = None
    end: int | None = None
    dirty: int = 0


@dataclass(frozen=True)
class Handed:
    """Money handed over: for a day (`day`), or for a whole week's line. `amount` is what it settles."""

    programme: str
    week: date
    number: int
    day: date | None
    amount: int
    rounding: int


@dataclass
class Line:
    """One person's week."""

    number: int
    method: str
    days: dict[date, tuple[int, int, int]] = field(default_factory=dict)  # minutes, øre, dirty minutes
    corrections: dict[date, int] = field(default_factory=dict)  # by the week they point back to
    outstanding: int = 0
    paid: int = 0
    deducted: int = 0

    @property
    def minutes(self) -> int:
        return sum(minutes for minutes, _amount, _dirty in self.days.values())

    @property
    def earned(self) -> int:
        return sum(amount for _minutes, amount, _dirty in self.days.values())

    @property
    def gross(self) -> int:
        return self.earned + sum(self.corrections.values())

    @property
    def due(self) -> int:
        return self.gross - self.deducted + self.outstanding - self.paid

    @property
    def to_pay(self) -> int:
        if self.due <= 0:
            return 0
        return in_cash(self.due) if self.method == "cash" else self.due

    @property
    def rounding(self) -> int:
        return self.to_pay - self.due if self.due > 0 else 0

    def is_empty(self) -> bool:
        sums = (self.minutes, self.earned, self.corrections, self.outstanding, self.paid, self.deducted)
        return not any(sums)

    def shown(self) -> dict[str, Any]:
        days = {d.isoformat(): {"minutes": m, "amount_ore": x} for d, (m, x, _y) in sorted(self.days.items()) if m or x}
        corrections = [{"week": iso(week), "amount_ore": x} for week, x in sorted(self.corrections.items())]
        return {
            "number": self.number, "minutes": self.minutes, "gross_ore": self.gross, "paid_ore": self.paid,
            "rounding_ore": self.rounding, "to_pay_ore": self.to_pay, "method": self.method, "days": days,
            "corrections": corrections, "outstanding": self.outstanding, "deducted": self.deducted,
        }  # fmt: skip


@dataclass
class Sheet:
    """What a week was when it was prepared, and how far it has come."""

    lines: dict[int, Line]
    reached: str
    by: dict[str, str]  # step → who


def compared(lines: dict[int, Line]) -> dict[int, tuple[Any, ...]]:
    """What opens a prepared week when it changes: days, what was paid, what is deducted."""
    found = {}
    for number, line in lines.items():
        days = {day: told for day, told in line.days.items() if told[0] or told[1]}
        found[number] = (days, line.paid, line.deducted)
    return {number: told for number, told in found.items() if any(told)}


def monday(day: date) -> date:
    return day - timedelta(day.weekday())


def days_of(week: date) -> list[date]:
    return [week + timedelta(offset) for offset in range(7)]


def first_after(week: date, standing: Container[date]) -> date:
    """The next week that is open."""
    later = week + timedelta(7)
    while later in standing:
        later += timedelta(7)
    return later


def iso(week: date) -> str:
    year, number, _day = week.isocalendar()
    return f"{year}-W{number:02}"


class Books:
    """Everything that was told, and the answers."""

    def __init__(self) -> None:
        self.rules: list[tuple[str, str, date, Any]] = []
        self.people: dict[int, str | None] = {}  # their own method
        self.staff: dict[str, tuple[str, int | None]] = {}
        self.days: dict[tuple[str, int, date], Day] = {}
        self.handed: list[Handed] = []
        self.deductions: list[tuple[str, date, int, int]] = []
        self.sheets: dict[tuple[str, date], list[Sheet]] = defaultdict(list)

    # Told --------------------------------------------------------------------------------------------------------

    def rule(self, programme: str, key: str, value: Any, since: date) -> None:
        """rate (("hour" | "day", øre) or None), supplement (øre an hour), cap (minutes), method, from a day on."""
        self.rules.append((programme, key, since, value))

    def person(self, number: int, method: str | None = None) -> None:
        """Somebody, or a new method for her."""
        self.people[number] = method

    def hired(self, name: str, role: str, number: int | None = None) -> None:
        """Who takes the steps; with a number she is one of the people herself."""
        self.staff[name] = (role, number)

    def day(self, programme: str, number: int, day: date, what: Day) -> None:
        """What is true of this day from now on."""
        before = self.days.get((programme, number, day), Day(present=False))
        paid_for = what.present or before.present  # that somebody was not there changes no money
        if what != before and paid_for and self.status(programme, monday(day)) == "approved":
            raise Refused("a changed day in an approved week")
        self.days[programme, number, day] = what

    def deduct(self, programme: str, week: date, number: int, ore: int) -> None:
        """So much is taken from what is to be paid."""
        if self.status(programme, week) in ("approved", "paid", "locked"):
            raise Refused("a deduction in an approved week")
        if ore > self.lines(programme, week).get(number, Line(number, "")).due:
            raise Refused("above what is owed")
        self.deductions.append((programme, week, number, ore))

    def undo_deduction(self, programme: str, week: date, number: int, ore: int) -> None:
        """One such deduction is none; of several that are alike it does not matter which."""
        if (programme, week, number, ore) not in self.deductions:
            raise Refused("nothing is held back")
        if self.status(programme, week) in ("approved", "paid", "locked"):
            raise Refused("a deduction in an approved week")
        self.deductions.remove((programme, week, number, ore))

    def pay_day(self, programme: str, day: date, numbers: Iterable[int] | None = None) -> None:
        """Paid the same day in cash: these people, or everyone who gets cash and is owed what can be handed out."""
        week = monday(day)
        if self.status(programme, week) in ("approved", "paid", "locked"):
            raise Refused("a payout in an approved week")
        in_hand = [n for n in self.people if self.method(programme, n, week) == "cash"]
        everyone = [n for n in in_hand if self.owed(programme, n, day) >= 50]
        chosen = everyone if numbers is None else list(dict.fromkeys(numbers))
        if not chosen or any(self.owed(programme, n, day) <= 0 for n in chosen):
            raise Refused("above what is owed")
        if self.overlaps(programme, week) & {(number, day) for number in chosen}:
            raise Refused("the same hour in two programmes")
        for number in chosen:
            amount = self.owed(programme, number, day)
            self.handed.append(Handed(programme, week, number, day, amount, in_cash(amount) - amount))

    def prepare(self, programme: str, week: date, by: str) -> None:
        self._may("prepare", by)
        if self.status(programme, week) != "open":
            raise Refused("prepared before")
        if self.overlaps(programme, week):
            raise Refused("the same hour in two programmes")
        self.sheets[programme, week].append(Sheet(self.lines(programme, week), "prepared", {"prepared": by}))

    def attest(self, programme: str, week: date, by: str) -> None:
        self._may("attest", by)
        self._after("prepared", programme, week)
        self._reach("attested", programme, week, by, four_eyes=True)

    def approve(self, programme: str, week: date, by: str) -> None:
        self._may("approve", by)
        self._after("attested", programme, week)
        self._reach("approved", programme, week, by, four_eyes=True)

    def sign(self, programme: str, week: date, number: int) -> None:
        """One line is paid and signed for."""
        self._after("approved", programme, week)
        line = self.lines(programme, week).get(number)
        if line is None or line.due <= 0 or self.signed(programme, week, number):
            raise Refused("above what is owed")
        self.handed.append(Handed(programme, week, number, None, line.due, line.rounding))

    def take_back(self, programme: str, number: int, *, day: date | None = None, week: date | None = None) -> None:
        """Not paid after all: what was handed over for a day, or the line of a week."""
        status = self.status(programme, week or monday(day or date.min))
        if status in ("paid", "locked") or (day is not None and status == "approved"):
            raise Refused("the week has come further")
        of = (programme, week or monday(day or date.min), number, day)
        kept = [h for h in self.handed if (h.programme, h.week, h.number, h.day) != of]
        if len(kept) == len(self.handed):
            raise Refused("nothing to take back")
        self.handed = kept

    def pay(self, programme: str, week: date, by: str, *, everyone: bool = True) -> None:
        """The week is paid: every line, or of those in cash only what is signed for."""
        self._may("pay", by)
        self._after("approved", programme, week)
        for number, line in self.sheets[programme, week][-1].lines.items():
            if (everyone or line.method == "bank") and line.due > 0 and not self.signed(programme, week, number):
                self.sign(programme, week, number)
        self._reach("paid", programme, week, by)

    def lock(self, programme: str, week: date, by: str) -> None:
        self._may("lock", by)
        self._after("paid", programme, week)
        self._reach("locked", programme, week, by)

    def send_back(self, programme: str, week: date, by: str) -> None:
        self._may("approve", by)
        if self.status(programme, week) not in ("prepared", "attested", "approved"):
            raise Refused("nothing to send back")
        if any(self.signed(programme, week, number) for number in self.people):
            raise Refused("a line is paid")
        self.sheets[programme, week][-1].reached = "open"

    def _may(self, step: str, by: str) -> None:
        if self.staff[by][0] not in (ROLES[step], "administrator"):
            raise Refused("not hers to do")

    def _after(self, status: str, programme: str, week: date) -> None:
        if self.status(programme, week) != status:
            raise Refused("out of order")

    def _reach(self, step: str, programme: str, week: date, by: str, *, four_eyes: bool = False) -> None:
        sheet = self.sheets[programme, week][-1]
        if four_eyes and by in sheet.by.values():
            raise Refused("four eyes")
        if four_eyes and self.staff[by][1] in sheet.lines:
            raise Refused("her own line")
        sheet.reached, sheet.by = step, sheet.by | {step: by}

    # Answers -----------------------------------------------------------------------------------------------------

    def on(self, programme: str, key: str, day: date) -> Any:
        """The rule of the latest date that is not past the day; of two for one date, the one told last."""
        best, found = date.min, None
        for of, name, since, value in self.rules:
            if (of, name) == (programme, key) and best <= since <= day:
                best, found = since, value
        return found

    def method(self, programme: str, number: int, week: date) -> str:
        return self.people[number] or self.on(programme, "method", week + timedelta(6)) or "bank"

    def minutes(self, programme: str, number: int, day: date) -> int:
        what, cap = self.days.get((programme, number, day)), self.on(programme, "cap", day)
        if what is None or not what.present:
            return 0
        if what.said is not None:
            worked = what.said
        elif what.start is not None and what.end is not None:
            worked = what.end - what.start
        else:
            worked = cap or 0
        return worked if cap is None else min(worked, cap)

    def amount(self, programme: str, number: int, day: date) -> int:
        """What a day comes to, its supplement with it."""
        what = self.days.get((programme, number, day))
        if what is None or not what.present:
            return 0
        kind, ore = self.on(programme, "rate", day) or ("none", 0)
        base = {"none": 0, "day": ore, "hour": half_up(self.minutes(programme, number, day), ore)}[kind]
        return base + half_up(what.dirty, self.on(programme, "supplement", day) or 0)

    def owed(self, programme: str, number: int, day: date) -> int:
        before = (h.amount for h in self.handed if (h.programme, h.number, h.day) == (programme, number, day))
        return self.amount(programme, number, day) - sum(before)

    def signed(self, *line: Any) -> bool:
        """Whether the line of (programme, week, number) is paid."""
        return any((h.programme, h.week, h.number, h.day) == (*line, None) for h in self.handed)

    def status(self, programme: str, week: date) -> str:
        sheets = self.sheets.get((programme, week))
        if not sheets or sheets[-1].reached == "open":
            return "open"
        reached = sheets[-1].reached
        if reached in ("prepared", "attested") and compared(self._own(programme, week)) != compared(sheets[-1].lines):
            return "open"
        return reached

    def version(self, programme: str, week: date) -> int:
        return len(self.sheets.get((programme, week), ()))

    def lines(self, programme: str, week: date) -> dict[int, Line]:
        """By number: the snapshot from prepared on, before that as things stand."""
        if self.status(programme, week) != "open":
            return self.sheets[programme, week][-1].lines
        found, standing = self._own(programme, week), self._standing(programme)
        for number, line in found.items():
            line.corrections = self._corrections(programme, week, number, standing)
            line.outstanding = self._outstanding(programme, week, number, standing)
        return {number: line for number, line in sorted(found.items()) if not line.is_empty()}

    def overlaps(self, programme: str, week: date) -> set[tuple[int, date]]:
        """Who has the same minute in two programmes that both pay for the day, and when."""
        others = {p for p, _key, _since, _value in self.rules} - {programme}
        return {
            (number, day)
            for number in self.people
            for day in days_of(week)
            for other in others
            if self._times(programme, number, day) & self._times(other, number, day)
        }

    def _times(self, programme: str, number: int, day: date) -> set[int]:
        """The paid minutes of a day, each by itself; none when it is not known when they were."""
        what = self.days.get((programme, number, day))
        if what is None or what.start is None or not self.amount(programme, number, day):
            return set()
        end = what.start + self.minutes(programme, number, day) if what.end is None else what.end
        return set(range(what.start, end))

    def _own(self, programme: str, week: date) -> dict[int, Line]:
        """Everyone's days, day payouts and deductions of the week, as things stand."""
        found = {}
        for number in self.people:
            line = found[number] = Line(number, self.method(programme, number, week))
            for day in days_of(week):
                if what := self.days.get((programme, number, day)):
                    key = programme, number, day
                    line.days[day] = self.minutes(*key), self.amount(*key), what.dirty
            line.paid = sum(
                h.amount for h in self.handed if (h.programme, h.week, h.number) == (programme, week, number) and h.day
            )
            line.deducted = sum(x for p, w, n, x in self.deductions if (p, w, n) == (programme, week, number))
        return found

    def _standing(self, programme: str) -> dict[date, Sheet]:
        weeks = [week for p, week in list(self.sheets) if p == programme]
        return {week: self.sheets[programme, week][-1] for week in weeks if self.status(programme, week) != "open"}

    def _corrections(self, programme: str, week: date, number: int, sheets: dict[date, Sheet]) -> dict[date, int]:
        """What earlier weeks come to now, less what was reckoned, less what sheets have taken up of it."""
        found = {}
        for of, sheet in sheets.items():
            if sheet.reached in ("prepared", "attested") or first_after(of, sheets) != week:
                continue
            was = sheet.lines[number].earned if number in sheet.lines else 0
            taken = sum(s.lines[number].corrections.get(of, 0) for s in sheets.values() if number in s.lines)
            now = sum(self.amount(programme, number, day) for day in days_of(of))
            if now - was - taken:
                found[of] = now - was - taken
        return found

    def _outstanding(self, programme: str, week: date, number: int, sheets: dict[date, Sheet]) -> int:
        """What paid weeks came to, less what was handed over for them, less what unpaid sheets have taken up."""
        closed = {w for w, sheet in sheets.items() if sheet.reached in ("paid", "locked")}
        if not closed or first_after(max(closed), sheets) != week:
            return 0
        lines = {w: sheet.lines[number] for w, sheet in sheets.items() if number in sheet.lines}
        earned = sum(line.gross - line.deducted for w, line in lines.items() if w in closed)
        paid = sum(h.amount for h in self.handed if (h.programme, h.number) == (programme, number) and h.week in closed)
        return earned - paid - sum(line.outstanding for w, line in lines.items() if w not in closed)

    def show(self, programme: str, week: date) -> dict[str, Any]:
        """The week in the shape of `pay show --json`, without names."""
        lines = sorted(self.lines(programme, week).values(), key=lambda line: line.number)
        cash = [line.to_pay for line in lines if line.method == "cash"]
        to_pay = [line.to_pay for line in lines]
        return {
            "programme": programme,
            "week": iso(week),
            "status": self.status(programme, week),
            "lines": [line.shown() for line in lines],
            "totals": {
                "people": len(lines), "minutes": sum(n.minutes for n in lines),
                "gross_ore": sum(n.gross for n in lines), "to_pay_ore": sum(to_pay),
                "cash_ore": sum(cash), "bank_ore": sum(to_pay) - sum(cash),
            },
            "cash_need": notes(cash),
        }  # fmt: skip
