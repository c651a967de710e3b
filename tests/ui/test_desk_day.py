"""A scripted day at the desk: 200 customers with doubles, wrong numbers, bursts and undos end with the planned rows."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from alfdesk import cards
from alfdesk.sales import accounts, desk, stock

from .stall import HERE, SELLERS, Stall, stall

assert stall  # a fixture, used by name

CUSTOMERS = 200
WAYS = {"": "cash", "v": "vipps", "k": "credit", "g": "free", "-": "return"}


class Clerk:
    """Whoever sits there, with a plan of what is to stand in the book at the end and a hand that slips."""

    def __init__(self, stall: Stall, seed: int) -> None:
        self.stall, self.chance = stall, random.Random(seed)
        self.plan: list[tuple[int, int, int, str]] = []  # number, copies, øre, how it was paid
        self.voided: list[tuple[int, int, int, str]] = []
        self.slips: Counter[str] = Counter()

    def serve(self) -> None:
        chance, stall = self.chance, self.stall
        number, copies = chance.choice(list(SELLERS)), chance.randint(1, 12)
        letter = chance.choices(list(WAYS), (10, 4, 2, 1, 2))[0]
        self._come(number)
        self._slip_before(number)
        typed = f"-{copies}" if letter == "-" else f"{copies}{letter}"
        stall.type(typed, "Enter")
        if letter == "g":
            stall.type(str(chance.randint(1, 4)))
        if stall.focus == "copies":  # it was asked about
            self.slips["asked"] += 1
            stall.type("Enter")
        sign = -1 if letter == "-" else 1
        row = (number, sign * copies, 0 if letter == "g" else sign * copies * 5000, WAYS[letter])
        self.plan.append(row)
        self._slip_after(number, row)

    def _come(self, number: int) -> None:
        """By number or by card, from wherever the focus happens to be."""
        stall, chance = self.stall, self.chance
        stall.later(chance.choice((5, 5, 90)))
        slip = chance.random()
        if slip < 0.08:
            self.slips["wrong number"] += 1
            stall.type(str(chance.choice((7, 999, 1000, 12345))), "Enter")
        elif slip < 0.14:
            self.slips["nothing"] += 1
            stall.type("Enter", "Enter")
        elif slip < 0.2:
            self.slips["elsewhere"] += 1
            stall.page.last.table.setFocus()
        elif slip < 0.25:
            self.slips["bad read"] += 1
            stall.hands.scan(cards.seller_code(number, 1)[:-1] + "*")
            stall.type("Esc")
        if chance.random() < 0.4:
            self.slips["by card"] += 1
            stall.scan(number)
            if chance.random() < 0.3:
                self.slips["scanned twice"] += 1
                stall.scan(number)
            if stall.page.sale.before is None:  # the card was used within the minute: the number does it
                self.slips["used just now"] += 1
                stall.type(str(number), "Enter")
        else:
            stall.type(str(number), "Enter")
        assert stall.page.sale.before.number == number

    def _slip_before(self, number: int) -> None:
        """Something goes wrong with the copies, and is put right."""
        stall, chance = self.stall, self.chance
        slip = chance.random()
        if slip < 0.05:
            self.slips["bar code"] += 1
            stall.hands.scan("9770805123456")
        elif slip < 0.1:
            self.slips["no number"] += 1
            stall.type(chance.choice(("0", "1000", "5x", "ti", "1,5")), "Enter")
        elif slip < 0.15:
            self.slips["another's card"] += 1
            other = chance.choice([n for n in SELLERS if n != number])
            stall.type(str(chance.randint(1, 9)))
            stall.scan(other)
            stall.type("Esc", str(number), "Enter")
        elif slip < 0.2:
            self.slips["too little money"] += 1
            stall.type("9", "Tab", "20", "Enter")
            stall.counter.received.clear()
        elif slip < 0.24:
            self.slips["began again"] += 1
            stall.type("9", "Esc", str(number), "Enter")

    def _slip_after(self, number: int, row: tuple[int, int, int, str]) -> None:
        stall, chance = self.stall, self.chance
        slip = chance.random()
        if slip < 0.1:
            self.slips["undone"] += 1
            stall.type("Ctrl+Z")
            self.voided.append(self.plan.pop())
        elif slip < 0.15:
            self.slips["card left lying"] += 1
            stall.scan(number)
            if stall.page.sale.before is not None:
                stall.type("Esc")
        elif slip < 0.25:
            self.slips["Enter once more"] += 1
            stall.type("Enter", "Enter")


@pytest.mark.parametrize("seed", [11, pytest.param(12, marks=pytest.mark.faults_long)])
def test_two_hundred_customers_end_as_planned(stall: Stall, seed: int) -> None:
    stall.do(stock.receive, outlet=stall.outlets[HERE], edition=stall.editions["11/2026"], copies=2000,
             day=stall.page.day, at_minute=460)  # fmt: skip
    clerk = Clerk(stall, seed)
    for _customer in range(CUSTOMERS):
        clerk.serve()
    rows = stall.ask(desk.sales, stall.outlets[HERE], stall.page.day, limit=2000)
    written = [(r.number, r.copies, r.amount_ore, r.payment) for r in reversed(rows) if not r.voided]
    assert written == clerk.plan
    assert sorted((r.number, r.copies, r.amount_ore, r.payment) for r in rows if r.voided) == sorted(clerk.voided)
    assert min(clerk.slips.values()) >= 3, clerk.slips  # each slip was made, else the day proves little of it
    assert len(clerk.slips) >= 15, clerk.slips

    sums = stall.page.shown.figures
    left = stall.ask(stock.copies_at, stall.outlets[HERE], stall.editions["11/2026"])
    assert left == 2400 - sum(r[1] for r in clerk.plan)
    assert sums.copies == sum(r[1] for r in clerk.plan if r[3] != "free")
    assert sums.cash_ore == sum(r[2] for r in clerk.plan if r[3] in ("cash", "return"))
    assert sums.vipps_ore == sum(r[2] for r in clerk.plan if r[3] == "vipps")
    for number, person in stall.ids.items():
        own = stall.ask(accounts.account, person)
        assert own.copies_bought == sum(r[1] for r in clerk.plan if r[0] == number and r[3] not in ("free", "return"))
        assert own.copies_returned == -sum(r[1] for r in clerk.plan if r[0] == number and r[3] == "return")
        assert own.owes_ore == sum(r[2] for r in clerk.plan if r[0] == number and r[3] == "credit")
