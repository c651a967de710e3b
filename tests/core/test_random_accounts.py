"""Random days at the desk, held against a ledger of its own that shares no code with it: accounts, tills and stock."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alfdesk.errors import UserFacingError
from alfdesk.sales import accounts, editions, rules, sellers, selling, stock, till
from alfdesk.store.workplace import Place

from .desk import Desk
from .selling_desk import MONDAY, Selling

LIMIT = 90_000  # øre that one of them may owe of each publication
START = 500  # copies that each outlet has of each edition
PRICES = (5_000, 7_500)


def coins(amount: int, way: str) -> bool:
    """Whether there are coins for it."""
    return way != "cash" or amount % 100 == 0


@dataclass
class Act:
    """One act in the ledger: what it did to whom, and whether it stands. `of` is the act that it voids."""

    kind: str
    when: tuple[date, int]
    seller: int = 0
    publication: int | None = None
    bought: int = 0
    returned: int = 0
    paid: int = 0
    owes: int = 0
    held: int = 0
    till: dict[int, int] = field(default_factory=dict)
    copies: dict[tuple[int, int], int] = field(default_factory=dict)
    of: Act | None = None
    stands: bool = True


class Ledger:
    """What ought to be, added up act by act in the plainest way there is."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.undone: list[Act] = []  # by Ctrl+Z, the newest last
        self.can_redo = False

    def add(self, act: Act) -> None:
        self.acts.append(act)
        self.can_redo = False
        if act.of:
            act.of.stands = False

    def turn(self, act: Act, back: bool) -> None:
        """Undo or redo an act."""
        if act.of:
            act.of.stands = back
        else:
            act.stands = not back

    def standing(self) -> list[Act]:
        return [act for act in self.acts if act.stands and act.of is None and act not in self.undone]

    def account(self, seller: int) -> tuple[int, ...]:
        own = [act for act in self.standing() if act.seller == seller]
        return tuple(sum(getattr(a, name) for a in own) for name in ("bought", "returned", "paid", "owes", "held"))

    def owes(self, seller: int, publication: int) -> int:
        return sum(a.owes for a in self.standing() if (a.seller, a.publication) == (seller, publication))

    def till(self, outlet: int) -> int:
        return sum(a.till.get(outlet, 0) for a in self.standing())

    def copies(self, outlet: int, edition: int) -> int:
        return START + sum(a.copies.get((outlet, edition), 0) for a in self.standing())


class Days:
    """A desk and a ledger, and the acts that both of them are told of."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.rng = random.Random(seed)
        self.shop = Selling(desk, "Kari Nes", "Ola Vik", "Siv Dahl")
        self.desk = desk
        self.sellers = list(self.shop.sellers.values())
        self.editions = [self.shop.edition, self.shop.on_sale("Julebok", "2026", PRICES[1], date(2026, 11, 2))]
        named = {name: ident for ident, name, _products in desk.ask(editions.publications)}
        self.publications = [named["Megafon"], named["Julebok"]]
        self.outlets = [self.shop.outlet, self.shop.place("Nesttun", START)]
        for outlet in self.outlets:
            desk.do(stock.receive, outlet=outlet, edition=self.editions[1], copies=START, day=MONDAY, at_minute=480)
        desk.do(rules.rule, about=self.sellers[0], key="credit_limit", value=LIMIT, since=date(2026, 1, 1))
        self.ledger = Ledger()
        self.refused = 0
        self.clock = 0

    def step(self) -> None:
        self.clock += 1
        kinds = ("sell",) * 8 + ("back", "repay", "hold", "hold", "pay_out", "set_off", "write_off", "fee")
        kinds += ("undo",) * 4 + ("void",) * 3 + ("redo",) * 2
        getattr(self, self.rng.choice(kinds))()

    def when(self) -> dict[str, Any]:
        """Each act at a moment of its own: by that it is found again."""
        return {"day": MONDAY + timedelta(self.clock // 1400), "at_minute": self.clock % 1400}

    def told(self, verb: Any, act: Act, expected: bool, **values: Any) -> None:
        """Both are told; the desk takes it when the ledger says that it ought to."""
        try:
            self.desk.do(verb, **self.when(), **values)
        except UserFacingError as error:
            assert not expected, (act, error.sentence)
            self.refused += 1
            return
        assert expected, act
        self.ledger.add(act)

    def act(self, kind: str, **values: Any) -> Act:
        when = self.when()
        return Act(kind, (when["day"], when["at_minute"]), **values)

    # What happens ------------------------------------------------------------------------------------------------

    def sell(self) -> None:
        rng, seller, which, outlet = self.rng, *(self.rng.randrange(n) for n in (3, 2, 2))
        copies = rng.choice((1, 2, 5, 10, 20))
        total = copies * PRICES[which]
        where = {"outlet": self.outlets[outlet], "person": self.sellers[seller], "edition": self.editions[which]}
        gone = {(outlet, which): -copies}
        if rng.random() < 0.1:
            act = self.act("free", seller=seller, publication=which, copies=gone)
            self.told(selling.sell, act, True, copies=copies, payment="free", reason="gift", **where)
            return
        cuts = sorted(rng.choices(range(0, total + 1, 500), k=3)) if rng.random() < 0.4 else [total] * 3
        parts = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], total - cuts[2]]
        rng.shuffle(parts)
        cash, vipps, credit, held = parts
        fits = held <= self.ledger.account(seller)[4]
        if seller == 0 and credit:
            fits = fits and self.ledger.owes(seller, which) + credit <= LIMIT
        act = self.act("sale", seller=seller, publication=which, bought=copies, paid=cash + vipps, owes=credit,
                       held=-held, till={outlet: cash}, copies=gone)  # fmt: skip
        payment = {"cash": cash, "vipps": vipps, "credit": credit, "held": held}
        self.told(selling.sell, act, fits, copies=copies, payment=payment, **where)

    def back(self) -> None:
        rng, seller, which, outlet = self.rng, *(self.rng.randrange(n) for n in (3, 2, 2))
        copies = rng.choice((1, 2, 5))
        total = copies * PRICES[which]
        credit = rng.choice((0, total, 500))
        act = self.act("return", seller=seller, publication=which, returned=copies, paid=credit - total, owes=-credit,
                       till={outlet: credit - total}, copies={(outlet, which): copies})  # fmt: skip
        self.told(
            selling.give_back, act, credit == 0 or credit <= self.ledger.owes(seller, which), copies=copies,
            outlet=self.outlets[outlet], person=self.sellers[seller], edition=self.editions[which],
            pay={"cash": total - credit, "credit": credit},
        )  # fmt: skip

    def _owing(self) -> tuple[int, int, int]:
        """A seller, a publication, and an amount that may be more than she owes."""
        seller, which = self.rng.randrange(3), self.rng.randrange(2)
        owes = self.ledger.owes(seller, which)
        return seller, which, self.rng.choice((owes, owes // 2, owes + 500, 5_000)) or 500

    def repay(self) -> None:
        (seller, which, amount), outlet, way = self._owing(), self.rng.randrange(2), self.rng.choice(("cash", "vipps"))
        act = self.act("repaid", seller=seller, publication=which, paid=amount, owes=-amount,
                       till={outlet: amount if way == "cash" else 0})  # fmt: skip
        self.told(
            accounts.repay, act, 0 < amount <= self.ledger.owes(seller, which) and coins(amount, way),
            person=self.sellers[seller],
            publication=self.publications[which], amount_ore=amount, pay=way, outlet=self.outlets[outlet],
        )  # fmt: skip

    def write_off(self) -> None:
        seller, which, amount = self._owing()
        act = self.act("written_off", seller=seller, publication=which, owes=-amount)
        self.told(
            accounts.write_off, act, 0 < amount <= self.ledger.owes(seller, which), person=self.sellers[seller],
            publication=self.publications[which], amount_ore=amount, reason="moved",
        )  # fmt: skip

    def hold(self) -> None:
        seller, which, amount = self.rng.randrange(3), self.rng.randrange(2), self.rng.choice((5_000, 12_500, 40_000))
        act = self.act("held", seller=seller, publication=which, held=amount)
        self.told(accounts.hold, act, True, person=self.sellers[seller], publication=self.publications[which],
                  amount_ore=amount, reason="Vipps")  # fmt: skip

    def _of_held(self, seller: int) -> int:
        there = self.ledger.account(seller)[4]
        return self.rng.choice((there, there // 2, there + 1, 2_500)) or 1

    def pay_out(self) -> None:
        seller, outlet, way = self.rng.randrange(3), self.rng.randrange(2), self.rng.choice(("cash", "bank"))
        amount = self._of_held(seller)
        act = self.act("paid_out", seller=seller, held=-amount, till={outlet: -amount if way == "cash" else 0})
        self.told(
            accounts.pay_out, act, amount <= self.ledger.account(seller)[4] and coins(amount, way),
            person=self.sellers[seller],
            amount_ore=amount, pay=way, outlet=self.outlets[outlet],
        )  # fmt: skip

    def set_off(self) -> None:
        seller, which, amount = self._owing()
        most = {(s, w): min(self.ledger.owes(s, w), self.ledger.account(s)[4]) for s in range(3) for w in range(2)}
        if can := [pair for pair, ore in most.items() if ore > 0]:
            seller, which = self.rng.choice(can)
            amount = self.rng.choice((most[seller, which], most[seller, which] // 2 + 1, amount))
        fits = 0 < amount <= most[seller, which]
        act = self.act("set_off", seller=seller, publication=which, owes=-amount, held=-amount)
        self.told(accounts.set_off, act, fits, person=self.sellers[seller], publication=self.publications[which],
                  amount_ore=amount)  # fmt: skip

    def fee(self) -> None:
        """What is charged for a card, for two in three of them onto the account."""
        seller, outlet, cash = self.rng.randrange(3), self.rng.randrange(2), self.rng.random() < 0.3
        paid = {"till": {outlet: 2_500}} if cash else {"owes": 2_500}
        act = self.act("fee", seller=seller, publication=0, **paid)
        self.told(_charge, act, True, person=self.sellers[seller], publication=self.publications[0],
                  outlet=self.outlets[outlet] if cash else None)  # fmt: skip

    # What is taken back ------------------------------------------------------------------------------------------

    def undo(self) -> None:
        done = [act for act in self.ledger.acts if act not in self.ledger.undone]
        if not done:
            return
        act, before = done[-1], self.ledger.account(done[-1].seller)[4]
        with_it = act.of or act
        after = before + (with_it.held if act.of else -with_it.held if with_it.stands else 0)
        try:
            self.desk.undo()
        except UserFacingError as error:
            assert "paid out since" in error.sentence, (act, error.sentence)
            assert after < 0 or self._is_settled(act), act
            self.refused += 1
            return
        assert after >= 0, act
        self.ledger.undone.append(act)
        self.ledger.can_redo = True
        if act.of:
            act.of.stands = True

    def redo(self) -> None:
        if not self.ledger.can_redo:
            return
        act = self.ledger.undone[-1]
        self.desk.redo()
        self.ledger.undone.pop()
        if act.of:
            act.of.stands = False
        self.ledger.can_redo = False

    def void(self) -> None:
        """An older act is voided, with a reason: found in the tables by its moment."""
        can = self.ledger.standing()
        if not can:
            return
        old = self.rng.choice(can)
        table = "purchase" if old.kind in ("sale", "free", "return") else "account_move"
        day, minute = old.when
        (ident,) = self.desk.place.cursor().execute(
            f"SELECT id FROM {table} WHERE voided=0 AND day=? AND at_minute=?", (day.isoformat(), minute)
        ).fetchone()
        act = self.act("void", seller=old.seller, of=old)
        verb, named = {"purchase": (selling.void_sale, "purchase")}.get(table, (accounts.void_account_move, "move"))
        after = self.ledger.account(old.seller)[4] - old.held
        try:
            self.desk.do(verb, **{named: ident}, reason="not so")
        except UserFacingError as error:
            assert "paid out since" in error.sentence, (act, error.sentence)
            assert after < 0 or self._is_settled(old), act
            self.refused += 1
            return
        assert after >= 0, act
        self.ledger.add(act)

    def _is_settled(self, act: Act) -> bool:
        """Whether a payout has taken of what this act said was held."""
        lines = self.desk.ask(accounts.held, self.sellers[act.seller])
        return act.kind == "held" and any(h.left_ore < h.amount_ore for h in lines if h.amount_ore == act.held)

    # What ought to be alike --------------------------------------------------------------------------------------

    def unlike(self) -> list[tuple[Any, ...]]:
        """Every figure that the desk and the ledger do not agree about."""
        pairs: list[tuple[Any, Any, Any]] = []
        for at, person in enumerate(self.sellers):
            found = self.desk.ask(accounts.account, person)
            said = (found.copies_bought, found.copies_returned, found.paid_ore, found.owes_ore, found.held_for_ore)
            pairs.append((f"account {at}", said, self.ledger.account(at)))
            by_publication = {o.publication_id: o.owes_ore for o in self.desk.ask(accounts.owed, person, MONDAY)}
            for which, publication in enumerate(self.publications):
                pairs.append((f"owes {at} {which}", by_publication.get(publication, 0), self.ledger.owes(at, which)))
            left = sum(h.left_ore for h in self.desk.ask(accounts.held, person))
            pairs.append((f"held {at}", left, self.ledger.account(at)[4]))
            (line,) = (s for s in self.desk.ask(sellers.sellers, MONDAY, text=str(at + 1)) if s.number == at + 1)
            pairs.append((f"list {at}", (line.owes_ore, line.held_ore), self.ledger.account(at)[3:]))
        for at, outlet in enumerate(self.outlets):
            pairs.append((f"till {at}", self.desk.ask(till.should_hold, outlet, MONDAY), self.ledger.till(at)))
            for which, edition in enumerate(self.editions):
                lies = self.desk.ask(stock.copies_at, outlet, edition)
                pairs.append((f"stock {at} {which}", lies, self.ledger.copies(at, which)))
        return [(what, said, ought) for what, said, ought in pairs if said != ought]


def _charge(work: Any, *, person: bytes, publication: bytes, outlet: bytes | None, day: date, at_minute: int) -> None:
    work.command = "test"
    sellers._charge(work, person, publication, 2_500, outlet, day, at_minute)


def random_days(desk: Desk, seed: int, steps: int) -> Days:
    days = Days(desk, seed)
    for number in range(steps):
        days.step()
        if number % 10 == 9:
            assert days.unlike() == []
    assert days.unlike() == []
    assert desk.rebuilt() == desk.digest()
    assert days.unlike() == []
    return days


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


def test_random_days_agree_with_a_ledger_of_their_own(desk: Desk) -> None:
    days = random_days(desk, 94, 300)
    kinds = {act.kind for act in days.ledger.acts}
    assert kinds == {"sale", "free", "return", "repaid", "written_off", "held", "paid_out", "set_off", "fee", "void"}
    assert days.refused > 10 and len(days.ledger.undone) > 5


@pytest.mark.faults_long
@pytest.mark.parametrize("seed", range(12))
def test_many_random_days_agree_with_a_ledger_of_their_own(desk: Desk, seed: int) -> None:
    random_days(desk, seed, 1_500)
