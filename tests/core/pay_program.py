"""The program, told in the words of the second calculation and answering in its shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partialmethod
from typing import Any

from sqlalchemy import select

from alfdesk import people, programmes, staff
from alfdesk.attendance import record
from alfdesk.errors import UserFacingError
from alfdesk.journal import history
from alfdesk.journal.write import Acting
from alfdesk.models.pay import PayDeduction
from alfdesk.pay import payouts, steps
from alfdesk.pay import records as told
from alfdesk.pay import week as weeks
from alfdesk.store import slots
from alfdesk.store.workplace import Place

from .second_calculation import Day, Refused
from .second_coins import NOTES


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

    def undo_deduction(self, programme: str, week: date, number: int, ore: int) -> None:
        of = {"programme": self.programmes[programme], "monday": week, "person": self.people[number]}
        with self.place.read() as session:
            found = session.scalars(select(PayDeduction.id).filter_by(**of, amount_ore=ore)).first()
        self.do(steps.undo_deduction, deduction=found or bytes(16), reason="the key is back")

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

    prepare = partialmethod(step, "prepare")
    attest = partialmethod(step, "attest")
    approve = partialmethod(step, "approve")
    lock = partialmethod(step, "lock")

    def pay(self, programme: str, week: date, by: str, *, everyone: bool = True) -> None:
        self.step("pay", programme, week, by, today=week + timedelta(4), everyone=everyone)

    def send_back(self, programme: str, week: date, by: str) -> None:
        self.step("send_back", programme, week, by, reason="hours are missing")

    def last(self) -> tuple[bytes, int]:
        """Where the newest act stands in the journal."""
        with self.place.read() as session:
            act = history.last_act(session)
        assert act is not None
        return act.stream, act.seq

    def undo(self, act: tuple[bytes, int]) -> None:
        try:
            with self.place.write(batch=True) as work:
                history.undo(work, stream=act[0], seq=act[1])
        except UserFacingError as error:
            raise Refused(str(error)) from None

    def day_list(self, programme: str, day: date) -> dict[int, tuple[Any, ...]]:
        with self.place.read() as session:
            lines = payouts.day_list(session, self.programmes[programme], day).lines
        return {
            n.number or 0: (n.minutes, n.earned_ore, n.paid_ore, n.handed_ore, n.to_pay_ore, n.method) for n in lines
        }

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
