"""What the tests of the week's money share: four members of staff, days and steps in one line each, the week as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from alfdesk import money
from alfdesk.attendance import record
from alfdesk.attendance.record import Said
from alfdesk.journal.write import Acting
from alfdesk.pay import payouts, steps, week

from .desk import MONDAY, TODAY, Desk, table

WEEK48 = date(2026, 11, 23)
WEEK49 = date(2026, 11, 30)


def staff(role: str, place: int = 0) -> Acting:
    """A member of staff with this one role; another for each place."""
    return Acting(bytes([len(role), place]) * 8, f"{role} {place}", frozenset({role}))


OFFICE, MANAGER, OTHER_MANAGER, SUPERVISOR = staff("office"), staff("manager"), staff("manager", 1), staff("supervisor")


class House(Desk):
    """A desk with a programme that pays, and the people on it by name."""

    def start(self, *names: str, **rules: Any) -> bytes:
        """Dagsverket: 50 kr an hour, four hours at most, paid in cash."""
        rules = {"rate": ["hour", 5000], "cap": 240, "method": "cash", "cash_reason": "ingen konto"} | rules
        self.of = self.programme(**rules)
        self.ids = {name: self.person(name) for name in names}
        return self.of

    def acting(self, who: Acting, verb: Callable[..., Any], **values: Any) -> Any:
        with self.place.write(acting=who) as work:
            return verb(work, **values)

    def day(self, name: str, day: date, minutes: int | None = None, *, of: bytes | None = None, **said: Any) -> None:
        """She worked that day: the whole of it, so many minutes, or what is said. 0 minutes: she did not come."""
        what = Said("no_show") if minutes == 0 else Said("present", said_minutes=minutes, **said)
        self.do(
            record.correct, person=self.ids[name], programme=of or self.of, day=day, what=what, reason="lista på papir"
        )

    def step(self, *names: str, monday: date = MONDAY, of: bytes | None = None) -> None:
        """These steps, each by somebody who may."""
        who = {"prepare": OFFICE, "attest": MANAGER, "approve": OTHER_MANAGER, "pay": OFFICE, "lock": MANAGER}
        for name in names:
            more: dict[str, Any] = {"today": TODAY, "everyone": True} if name == "pay" else {}
            self.acting(who[name], getattr(steps, name), programme=of or self.of, monday=monday, **more)

    def paid_out(self, day: date, *names: str) -> tuple[int, int]:
        chosen = [self.ids[name] for name in names] or None
        return self.do(payouts.pay_day, programme=self.of, day=day, today=day, persons=chosen)

    def status(self, monday: date = MONDAY) -> str:
        return self.ask(week.read, self.of, monday).status

    def pay(self, monday: date = MONDAY, of: bytes | None = None) -> str:
        """The week: status; then name, minutes, earned, corrections, deducted, outstanding, paid, rounding, to pay."""
        found = self.ask(week.read, of or self.of, monday)
        rows = [(found.status, f"version {found.version}")]
        for n in found.lines:
            corrected = " ".join(f"{c.week[5:]} {kroner(c.amount_ore)}" for c in n.corrections) or None
            sums = (n.deducted_ore, n.outstanding_ore, n.paid_ore, n.rounding_ore, n.to_pay_ore)
            rows.append((n.name, n.minutes, kroner(n.earned_ore), corrected, *(kroner(s) for s in sums)))
        return table(rows)


def kroner(ore: int) -> str | None:
    return money.written(ore) if ore else None
