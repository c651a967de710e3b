"""Random workplaces with random weeks of money, played into the program and into the second calculation at once.

`run(place, seed)` draws two programmes, people, rules that change inside weeks, and lets things happen in any order:
days, day payouts, deductions, the steps by whoever, weeks sent back, days corrected after the lock, acts taken back.
After each act both must agree: on whether it was refused, and on every week to the øre.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from alfdesk import people, programmes, staff
from alfdesk.attendance import record
from alfdesk.errors import UserFacingError
from alfdesk.journal import history
from alfdesk.journal.write import Acting
from alfdesk.pay import payouts, steps
from alfdesk.pay import records as told
from alfdesk.pay import week as weeks
from alfdesk.store import slots
from alfdesk.store.workplace import Place

from .second_calculation import NOTES, Books, Day, Line, Refused, days_of, iso, monday

NEXT = {"open": "prepare", "prepared": "attest", "attested": "approve", "approved": "pay", "paid": "lock"}
STAFF = (("Olga", "office"), ("Mona", "manager"), ("Mia", "manager"), ("Adam", "administrator"), ("Didi", "desk"))
FITTING = {
    "prepare": ("Olga", "Olga", "Adam"), "attest": ("Mona", "Mia", "Adam"), "approve": ("Mia", "Mona", "Adam"),
    "pay": ("Olga", "Adam"), "lock": ("Mona", "Adam"), "send_back": ("Mona", "Mia", "Adam"),
}  # fmt: skip
YEAR_ENDS = (date(2026, 12, 14), date(2026, 12, 21), date(2020, 12, 21), date(2025, 12, 15))


class Unlike(AssertionError):
    """The program and the second calculation do not say the same. Its text is everything that happened."""


@dataclass
class Program:
    """The program, told the same things in the same words as `Books`. Raises Refused with the program's sentence."""

    place: Place
    programmes: dict[str, bytes] = field(default_factory=dict)
    people: dict[int, bytes] = field(default_factory=dict)
    staff: dict[str, Acting] = field(default_factory=dict)

    def do(self, verb: Callable[..., Any], by: str = "Adam", **values: Any) -> None:
        try:
            with self.place.write(self.staff.get(by)) as work:
                verb(work, **values)
        except UserFacingError as error:
            raise Refused(str(error)) from None

    def founded(self, name: str, kind: str) -> None:
        with self.place.write() as work:
            self.programmes[name] = programmes.found(work, name=name, kind=kind)

    def hired(self, name: str, role: str, number: int | None = None) -> None:
        with self.place.write() as work:
            ident = staff.add_member(work, name=name, roles=[role], keys=slots.fresh_keys())
        if number is not None:
            with self.place.write() as work:
                staff.also_person(work, staff=ident, person=self.people[number])
        self.staff[name] = Acting(ident, name, frozenset({role}))

    def rule(self, programme: str, key: str, value: Any, since: date) -> None:
        self.do(programmes.rule, about=self.programmes[programme], key=key, value=value, since=since)

    def person(self, number: int, method: str | None = None) -> None:
        if number in self.people:
            self.do(people.change, person=self.people[number], payment_method=method)
            return
        with self.place.write() as work:
            names = {"call_name": f"P{number}", "first_name": f"P{number}"}
            self.people[number] = people.register(work, number=number, payment_method=method, **names)

    def all_days(self, days: list[tuple[str, int, date, Day]]) -> None:
        """Many days in one transaction, as from a list."""
        with self.place.write(batch=True) as work:
            for programme, number, day, what in days:
                record.correct(work, **self._day(programme, number, day, what))

    def day(self, programme: str, number: int, day: date, what: Day) -> None:
        self.do(record.correct, **self._day(programme, number, day, what))

    def _day(self, programme: str, number: int, day: date, what: Day) -> dict[str, Any]:
        said = record.Said(
            "present" if what.present else "no_show", from_minute=what.start, to_minute=what.end,
            said_minutes=what.said, dirty_minutes=what.dirty or None,
        )  # fmt: skip
        ids = {"person": self.people[number], "programme": self.programmes[programme]}
        return {**ids, "day": day, "what": said, "reason": "said so"}

    def deduct(self, programme: str, week: date, number: int, ore: int) -> None:
        ids = {"programme": self.programmes[programme], "monday": week, "person": self.people[number]}
        self.do(steps.deduct, **ids, amount_ore=ore, ground="agreement", words="key")

    def pay_day(self, programme: str, day: date, numbers: list[int] | None = None) -> None:
        persons = None if numbers is None else [self.people[n] for n in numbers]
        self.do(payouts.pay_day, programme=self.programmes[programme], day=day, today=day, persons=persons)

    def take_back(self, programme: str, number: int, *, day: date | None = None, week: date | None = None) -> None:
        ids = {"programme": self.programmes[programme], "person": self.people[number]}
        self.do(payouts.take_back, **ids, day=day, monday=week, reason="wrong envelope")

    def sign(self, programme: str, week: date, number: int) -> None:
        ids = {"programme": self.programmes[programme], "monday": week, "person": self.people[number]}
        self.do(payouts.sign, **ids, today=week + timedelta(4))

    def step(self, name: str, programme: str, week: date, by: str, **values: Any) -> None:
        self.do(getattr(steps, name), by, programme=self.programmes[programme], monday=week, **values)

    def prepare(self, programme: str, week: date, by: str) -> None:
        self.step("prepare", programme, week, by)

    def attest(self, programme: str, week: date, by: str) -> None:
        self.step("attest", programme, week, by)

    def approve(self, programme: str, week: date, by: str) -> None:
        self.step("approve", programme, week, by)

    def pay(self, programme: str, week: date, by: str, *, everyone: bool = True) -> None:
        self.step("pay", programme, week, by, today=week + timedelta(4), everyone=everyone)

    def lock(self, programme: str, week: date, by: str) -> None:
        self.step("lock", programme, week, by)

    def send_back(self, programme: str, week: date, by: str) -> None:
        self.step("send_back", programme, week, by, reason="hours are missing")

    def undo(self) -> None:
        with self.place.write(batch=True) as work:
            act = history.last_act(work.session)
            assert act is not None
            history.undo(work, stream=act.stream, seq=act.seq)

    def statuses(self, programme: str, mondays: list[date]) -> dict[date, str]:
        with self.place.read() as session:
            books = weeks.books_of(session, self.programmes[programme])
            return {m: books.status(m) for m in mondays}

    def show(self, programme: str, mondays: list[date]) -> list[dict[str, Any]]:
        with self.place.read() as session:
            books = weeks.books_of(session, self.programmes[programme])
            found = [weeks.read(session, self.programmes[programme], m, books=books) for m in mondays]
        return [shown(programme, one) for one in found]


def shown(programme: str, week: told.Week) -> dict[str, Any]:
    """The program's week in the shape of `Books.show`."""
    totals = told.totals(week.lines)
    need = told.cash_need(week.lines)
    return {
        "programme": programme,
        "week": week.week,
        "status": week.status,
        "lines": [
            {
                "number": line.number, "minutes": line.minutes, "gross_ore": line.gross_ore,
                "paid_ore": line.paid_ore, "rounding_ore": line.rounding_ore, "to_pay_ore": line.to_pay_ore,
                "method": line.method,
                "days": {
                    d.day.isoformat(): {"minutes": d.minutes, "amount_ore": d.amount_ore}
                    for d in line.days
                    if d.minutes or d.amount_ore
                },
                "corrections": [{"week": c.week, "amount_ore": c.amount_ore} for c in line.corrections],
                "outstanding": line.outstanding_ore,
                "deducted": line.deducted_ore,
            }
            for line in sorted(week.lines, key=lambda line: line.number or 0)
        ],
        "totals": {
            "people": totals.people, "minutes": totals.minutes, "gross_ore": totals.gross_ore,
            "to_pay_ore": totals.to_pay_ore, "cash_ore": totals.cash_ore, "bank_ore": totals.bank_ore,
        },
        "cash_need": {str(note): need[note] for note in NOTES},
        "version": week.version,
    }  # fmt: skip


class Pair:
    """A workplace in two versions, told the same."""

    def __init__(self, place: Place, mondays: list[date], names: list[str]) -> None:
        self.program, self.books = Program(place), Books()
        self.mondays, self.names = mondays, names
        self.log: list[str] = []
        self.refusals = 0
        self.seen: dict[tuple[str, date], dict[str, Any]] = {}

    def both(self, act: str, *values: Any, **named: Any) -> bool:
        """Let it happen in both. Returns whether it did; raises Unlike when it did in one only."""
        self.log.append(f"{act}{values}{named or ''}")
        said = []
        for one in (self.books, self.program):
            try:
                getattr(one, act)(*values, **named)
                said.append("")
            except Refused as refused:
                said.append(str(refused))
        self.log[-1] += f" refused: {said[0]} / {said[1]}" if any(said) else ""
        if bool(said[0]) != bool(said[1]):
            raise self.unlike("refused by one only")
        self.refusals += bool(said[0])
        return not said[0]

    def unlike(self, what: str) -> Unlike:
        return Unlike(f"{what}\n" + "\n".join(self.log[-400:]))

    def compare(self, programme: str | None = None) -> None:
        """Every week of both programmes. With a programme: the status of each of its weeks, and to the øre those that
        what happened should have changed; to read all of them each time would take most of the hour."""
        asked = [*self.mondays, self.mondays[-1] + timedelta(7)]
        whole = programme is None
        for programme in self.names if whole else [programme]:
            ours = {m: self.books.show(programme, m) for m in asked}
            for week, one in ours.items():
                one["version"] = self.books.version(programme, week)
            theirs = self.program.statuses(programme, asked)
            if theirs != {m: one["status"] for m, one in ours.items()}:
                raise self.unlike(f"{programme}: {[(iso(m), ours[m]['status'], s) for m, s in theirs.items()]}")
            read = asked if whole else [m for m in asked if ours[m] != self.seen.get((programme, m))]
            for week, shown_ in zip(read, self.program.show(programme, read), strict=True):
                if ours[week] != shown_:
                    raise self.unlike(f"{programme} {iso(week)}\n{_first_difference(ours[week], shown_)}")
                self.seen[programme, week] = ours[week]


class Played(Pair):
    """A random workplace, and what happens to it."""

    def __init__(self, place: Place, seed: int) -> None:
        self.random = rng = random.Random(seed)
        first = rng.choice((*YEAR_ENDS, *(date(2026, 1, 5) + timedelta(7 * rng.randint(0, 60)) for _n in range(4))))
        mondays = [first + timedelta(7 * n) for n in range(rng.randint(3, 6))]
        super().__init__(place, mondays, ["Dagsverket", "Framnes"])
        self.acts = 0
        self._found()

    # Drawn -------------------------------------------------------------------------------------------------------

    def _found(self) -> None:
        rng = self.random
        for name in self.names:
            self.program.founded(name, rng.choice(["day", "standing"]))
        for number in rng.sample(range(1, 1000), rng.randint(3, 12)):
            self.both("person", number, rng.choice([None, None, "cash", "bank"]))
        for name, role in STAFF:
            own = rng.choice(sorted(self.books.people)) if name == "Mia" and rng.random() < 0.3 else None
            self.both("hired", name, role, own)
        for name in self.names:
            for key, chance in (("rate", 0.95), ("supplement", 0.5), ("cap", 0.9), ("method", 0.8)):
                if rng.random() < chance:
                    self.both("rule", name, key, self._value(key), self.mondays[0] - timedelta(rng.randint(0, 400)))
                    for _change in range(rng.choice([0, 0, 1, 1, 2])):
                        self.both("rule", name, key, self._value(key), self._day())
        days = [self._draw_day(programme, number, day) for programme, number, day in self._everyone()]
        for one in days:
            self.books.day(*one)
            self.log.append(f"day{one}")
        self.program.all_days(days)

    def _everyone(self) -> list[tuple[str, int, date]]:
        found = []
        for week in self.mondays[: self.random.randint(1, len(self.mondays))]:
            for number in self.books.people:
                home = self.random.choice(self.names)
                for day in days_of(week)[: self.random.choice([5, 5, 7])]:
                    for programme in self.names:
                        if self.random.random() < (0.6 if programme == home else 0.1):
                            found.append((programme, number, day))
        return found

    def _value(self, key: str) -> Any:
        rng = self.random
        if key == "rate":
            return rng.choice([["hour", rng.randint(4000, 6500)], ["hour", 5000], ["day", rng.randint(15000, 30050)]])
        if key == "supplement":
            return rng.randint(0, 2000)
        return rng.randint(60, 480) if key == "cap" else rng.choice(["cash", "cash", "bank"])

    def _day(self) -> date:
        return self.random.choice(self.mondays) + timedelta(self.random.randint(0, 6))

    def _draw_day(self, programme: str, number: int, day: date) -> tuple[str, int, date, Day]:
        rng = self.random
        if rng.random() < 0.12:
            return programme, number, day, Day(present=False)
        dirty = rng.choice([0, 0, 0, rng.randint(1, 300)])
        start = end = said = None
        if rng.random() < 0.35:
            start = rng.randint(6 * 60, 16 * 60)
            end = start + rng.randint(1, 300) if rng.random() < 0.8 else None
        if rng.random() < 0.4:
            said = rng.choice([rng.randint(1, 480), 240, 225])
        return programme, number, day, Day(True, said, start, end, dirty)

    # Played ------------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """One thing happens, drawn from what may happen anywhere."""
        rng, books = self.random, self.books
        programme, week = rng.choice(self.names), rng.choice(self.mondays)
        number = rng.choice(sorted(books.people))
        before = deepcopy(books) if rng.random() < 0.1 else None
        self.acts += 1
        kind = rng.choices(
            ["on", "wild", "day", "pay_day", "sign", "deduct", "send_back", "rule", "person", "take_back"],
            [40, 3, 22, 8, 8, 3, 4, 4, 3, 3],
        )[0]
        if kind == "on":
            going = [w for w in self.mondays if books.status(programme, w) != "locked"] or [week]
            week = going[0] if rng.random() < 0.7 else rng.choice(going)
            for _step in range(rng.randint(1, 5)):
                if not self._step(NEXT.get(books.status(programme, week), "prepare"), programme, week):
                    break
        elif kind == "wild":
            self._step(rng.choice(list(NEXT.values())), programme, week, rng.choice(STAFF)[0])
        elif kind == "day":
            settled = [w for w in self.mondays if books.status(programme, w) in ("paid", "locked")]
            week, changed = rng.choice(settled) if settled and rng.random() < 0.6 else week, False
            for _day in range(rng.choice([1, 1, 2, 4])):
                who = rng.choice(sorted(books.people))
                one = self._draw_day(programme, who, week + timedelta(rng.randint(0, 6)))
                news = one[3] != books.days.get(one[:3])
                changed = self.both("day", *one) and news  # the same again writes nothing that could be undone
            if _day == 0 and changed:
                self._perhaps_undone(before)
        elif kind == "pay_day":
            owing = [(n, d) for n in books.people for d in days_of(week) if books.owed(programme, n, d) > 0]
            day = rng.choice(owing)[1] if owing else week
            chosen = [n for n, d in owing if d == day] if rng.random() < 0.8 else [number]
            some = rng.sample(chosen, rng.randint(1, len(chosen))) if chosen else [number]
            self.both("pay_day", programme, day, rng.choice([None, some]))
        elif kind == "sign":
            ready = [(p, w) for p in self.names for w in self.mondays if books.status(p, w) == "approved"]
            programme, week = rng.choice(ready) if ready else (programme, week)
            lines = sorted(books.lines(programme, week))
            for one in rng.sample(lines, rng.randint(0, len(lines))) or [number]:
                self.both("sign", programme, week, one)
        elif kind == "deduct":
            due = books.lines(programme, week).get(number, Line(number, "")).due
            if self.both("deduct", programme, week, number, max(1, due + rng.choice([-due // 2, -100, 0, 1]))):
                self._perhaps_undone(before)
        elif kind == "send_back":
            ready = [w for w in self.mondays if books.status(programme, w) in ("prepared", "attested", "approved")]
            self._step("send_back", programme, rng.choice(ready or [week]))
        elif kind == "rule":
            key = rng.choice(["rate", "supplement", "cap", "method"])
            self.both("rule", programme, key, self._value(key), self._day())
        elif kind == "person":
            self.both("person", number, rng.choice([None, "cash", "bank"]))
        elif kind == "take_back":
            paid = [h for h in books.handed if h.programme == programme]
            one = rng.choice(paid) if paid and rng.random() < 0.9 else None
            where = {"day": one.day} if one and one.day else {"week": one.week if one else week}
            self.both("take_back", programme, one.number if one else number, **where)
        self.compare(None if self.acts % 10 == 0 or kind == "person" else programme)

    def _step(self, step: str, programme: str, week: date, by: str | None = None) -> bool:
        fitting, sheets = FITTING[step], self.books.sheets[programme, week]
        if step in ("attest", "approve") and sheets and self.random.random() < 0.85:
            fitting = tuple(who for who in fitting if who not in sheets[-1].by.values())
        if step == "prepare" and self.random.random() < 0.8:
            for number, day in sorted(self.books.overlaps(programme, week)):
                self.both("day", programme, number, day, Day(present=False))
        named = {"everyone": self.random.random() < 0.5} if step == "pay" else {}
        return self.both(step, programme, week, by or self.random.choice(fitting), **named)

    def _perhaps_undone(self, before: Books | None) -> None:
        if before is not None:
            self.compare()
            self.log.append("undone")
            self.program.undo()
            self.books = before


def _first_difference(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    rows = []
    for key in ours:
        if key == "lines":
            mine, his = ({line["number"]: line for line in one["lines"]} for one in (ours, theirs))
            rows += [
                f"second {mine.get(n)}\nprogram {his.get(n)}"
                for n in sorted(mine | his)
                if mine.get(n) != his.get(n)
            ]
        elif ours[key] != theirs[key]:
            rows.append(f"{key}: second {ours[key]}, program {theirs[key]}")
    return "\n".join(rows)


def run(place: Place, seed: int) -> Played:
    """A workplace from its first day to its last act. Raises Unlike with everything that happened."""
    played = Played(place, seed)
    played.compare()
    for _act in range(8 * len(played.mondays)):
        played.act()
    played.compare()
    before = [played.program.show(p, played.mondays) for p in played.names]
    if seed % 10 == 0:
        place.rebuild()
        if [played.program.show(p, played.mondays) for p in played.names] != before:
            raise played.unlike("otherwise after the tables were made again")
    return played
