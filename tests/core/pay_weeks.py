"""Random workplaces with random weeks of money, played into the program and into the second calculation at once.

`run(place, seed)` draws two programmes, people, rules that change inside weeks, and lets things happen in any order:
days, day payouts, deductions and none after all, the steps by whoever, weeks sent back, days corrected after the lock,
acts taken back.
After each act both must agree: on whether it was refused, and on every week to the øre.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from functools import partial
from typing import Any

from alfdesk.store.workplace import Place

from .pay_program import Program
from .second_calculation import Books, Day, Line, Refused, days_of, iso, monday
from .second_coins import in_cash

NEXT = {"open": "prepare", "prepared": "attest", "attested": "approve", "approved": "pay", "paid": "lock"}
STAFF = (("Olga", "office"), ("Mona", "manager"), ("Mia", "manager"), ("Adam", "administrator"), ("Didi", "desk"))
FITTING = {
    "prepare": ("Olga", "Olga", "Adam"), "attest": ("Mona", "Mia", "Adam"), "approve": ("Mia", "Mona", "Adam"),
    "pay": ("Olga", "Adam"), "lock": ("Mona", "Adam"), "send_back": ("Mona", "Mia", "Adam"),
}  # fmt: skip
# What happens, and how often.
ACTS = {
    "on": 40, "days": 22, "pay_day": 8, "sign": 8, "undo": 5, "deduct": 5, "send_back": 4, "rule": 4, "wild": 3,
    "person": 3, "take_back": 3, "undo_deduction": 8,
}  # fmt: skip
YEAR_ENDS = (date(2026, 12, 14), date(2026, 12, 21), date(2020, 12, 21), date(2025, 12, 15))


class Unlike(AssertionError):
    """The program and the second calculation do not say the same. Its text is everything that happened."""


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
        ours, theirs = (partial(getattr(one, act), *values, **named) for one in (self.books, self.program))
        return self.same(f"{act}{values}{named or ''}", ours, theirs)

    def same(self, what: str, ours: Callable[[], None], theirs: Callable[[], None]) -> bool:
        """The same thing, told to each in its own way."""
        self.log.append(what)
        said = []
        for tell in (ours, theirs):
            try:
                tell()
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

    def compare_day(self, programme: str, day: date) -> None:
        """Who is on the day's payout list, what each earned, has had, was handed and is still to have."""
        books, week, ours = self.books, monday(day), {}
        for number in books.people:
            earned, owed = books.amount(programme, number, day), books.owed(programme, number, day)
            had = [h for h in books.handed if (h.programme, h.number, h.day) == (programme, number, day)]
            method, minutes = books.method(programme, number, week), books.minutes(programme, number, day)
            to_pay = in_cash(owed) if method == "cash" and owed > 0 else max(0, owed)
            if earned or minutes or sum(h.amount for h in had):
                handed = sum(h.amount + h.rounding for h in had)
                ours[number] = (minutes, earned, earned - owed, handed, to_pay, method)
        theirs = self.program.day_list(programme, day)
        if ours != theirs:
            raise self.unlike(f"{programme} {day}\nsecond {ours}\nprogram {theirs}")

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
        self.written: list[tuple[Any, Day | None, tuple[bytes, int]]] = []  # days that may be undone later
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
        """One thing happens, drawn from what may happen anywhere, and both are compared."""
        self.acts += 1
        programme, week = self.random.choice(self.names), self.random.choice(self.mondays)
        kind = self.random.choices(list(ACTS), list(ACTS.values()))[0]
        getattr(self, f"_{kind}")(programme, week, self.random.choice(sorted(self.books.people)))
        if self.acts % 4 == 0:
            self.compare_day(programme, week + timedelta(self.random.randint(0, 6)))
        self.compare(programme if self.acts % 10 and kind not in ("sign", "person", "undo") else None)

    def _on(self, programme: str, week: date, _number: int) -> None:
        """A week, the oldest as a rule, comes some steps further."""
        going = [w for w in self.mondays if self.books.status(programme, w) != "locked"] or [week]
        week = going[0] if self.random.random() < 0.7 else self.random.choice(going)
        for _step in range(self.random.randint(1, 5)):
            if not self._step(NEXT.get(self.books.status(programme, week), "prepare"), programme, week):
                break

    def _wild(self, programme: str, week: date, _number: int) -> None:
        """Any step by anybody."""
        self._step(self.random.choice(list(NEXT.values())), programme, week, self.random.choice(STAFF)[0])

    def _days(self, programme: str, week: date, _number: int) -> None:
        """Days are corrected, in weeks that are paid as a rule; one alone is taken back at once now and then."""
        rng, before = self.random, deepcopy(self.books)
        settled = [w for w in self.mondays if self.books.status(programme, w) in ("paid", "locked")]
        week = rng.choice(settled) if settled and rng.random() < 0.6 else week
        count = rng.choice([1, 1, 2, 4])
        for _day in range(count):
            who = rng.choice(sorted(self.books.people))
            one = self._draw_day(programme, who, week + timedelta(rng.randint(0, 6)))
            was = self.books.days.get(one[:3])
            if self.both("day", *one) and one[3] != was:  # the same again writes nothing
                if count == 1 and rng.random() < 0.1:
                    self._take_back_at_once(before)
                else:
                    self.written.append((one, was, self.program.last()))

    def _undo(self, _programme: str, _week: date, _number: int) -> None:
        """A day that was said some time ago is undone, when nothing has taken its place since."""
        if not self.written:
            return
        (programme, *at, what), was, act = self.written.pop(self.random.randrange(len(self.written)))
        if self.books.days.get((programme, *at)) is what:
            before_it = partial(self.books.day, programme, *at, was or Day(present=False))
            self.same(f"undo {programme, *at, what}", before_it, partial(self.program.undo, act))

    def _pay_day(self, programme: str, week: date, number: int) -> None:
        rng, books, week = self.random, self.books, self._not_approved(programme, week)
        owing = [(n, d) for n in books.people for d in days_of(week) if books.owed(programme, n, d) > 0]
        day = rng.choice(owing)[1] if owing else week
        chosen = [n for n, d in owing if d == day] if rng.random() < 0.8 else [number]
        some = rng.sample(chosen, rng.randint(1, len(chosen))) if chosen else [number]
        self.both("pay_day", programme, day, rng.choice([None, some]))

    def _not_approved(self, programme: str, week: date) -> date:
        """As a rule a week in which money may still be moved."""
        early = [w for w in self.mondays if self.books.status(programme, w) in ("open", "prepared", "attested")]
        return self.random.choice(early) if early and self.random.random() < 0.8 else week

    def _sign(self, programme: str, week: date, number: int) -> None:
        ready = [(p, w) for p in self.names for w in self.mondays if self.books.status(p, w) == "approved"]
        programme, week = self.random.choice(ready) if ready else (programme, week)
        lines = sorted(self.books.lines(programme, week))
        for one in self.random.sample(lines, self.random.randint(0, len(lines))) or [number]:
            self.both("sign", programme, week, one)

    def _deduct(self, programme: str, week: date, number: int) -> None:
        before, week = deepcopy(self.books), self._not_approved(programme, week)
        lines = self.books.lines(programme, week)
        number = self.random.choice([number, *lines])
        due = lines.get(number, Line(number, "")).due
        ore = max(1, due + self.random.choice([-due // 2, -100, 0, 1]))
        if self.both("deduct", programme, week, number, ore) and self.random.random() < 0.3:
            self._take_back_at_once(before)

    def _undo_deduction(self, programme: str, week: date, number: int) -> None:
        """What is held back is not, as a rule where that may still be said; now and then there was nothing."""
        rng, held = self.random, self.books.deductions
        early = [one for one in held if self.books.status(*one[:2]) in ("open", "prepared", "attested")]
        if not early and rng.random() < 0.8:
            self._deduct(programme, week, number)
            return
        before = deepcopy(self.books)
        one = rng.choice((early if rng.random() < 0.8 else held) or held or [(programme, week, number, 100)])
        if self.both("undo_deduction", *one) and rng.random() < 0.3:
            self._take_back_at_once(before)

    def _send_back(self, programme: str, week: date, _number: int) -> None:
        ready = [w for w in self.mondays if self.books.status(programme, w) in ("prepared", "attested", "approved")]
        self._step("send_back", programme, self.random.choice(ready or [week]))

    def _rule(self, programme: str, _week: date, _number: int) -> None:
        key = self.random.choice(["rate", "supplement", "cap", "method"])
        self.both("rule", programme, key, self._value(key), self._day())

    def _person(self, _programme: str, _week: date, number: int) -> None:
        self.both("person", number, self.random.choice([None, "cash", "bank"]))

    def _take_back(self, programme: str, week: date, number: int) -> None:
        paid = [h for h in self.books.handed if h.programme == programme]
        one = self.random.choice(paid) if paid and self.random.random() < 0.9 else None
        where = {"day": one.day} if one and one.day else {"week": one.week if one else week}
        self.both("take_back", programme, one.number if one else number, **where)

    def _step(self, step: str, programme: str, week: date, by: str | None = None) -> bool:
        fitting, sheets = FITTING[step], self.books.sheets[programme, week]
        if step in ("attest", "approve") and sheets and self.random.random() < 0.85:
            fitting = tuple(who for who in fitting if who not in sheets[-1].by.values())
        if step == "prepare" and self.random.random() < 0.8:
            for number, day in sorted(self.books.overlaps(programme, week)):
                self.both("day", programme, number, day, Day(present=False))
        named = {"everyone": self.random.random() < 0.5} if step == "pay" else {}
        return self.both(step, programme, week, by or self.random.choice(fitting), **named)

    def _take_back_at_once(self, before: Books) -> None:
        self.compare()
        self.log.append("undone at once")
        self.program.undo(self.program.last())
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
