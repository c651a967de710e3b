"""Random days at two outlets, on one laptop and on two, each held against a ledger that shares no code: 0 unlike."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from alfdesk.errors import UserFacingError
from alfdesk.sales import counting, selling, stock, stock_figures
from alfdesk.store.workplace import Place
from tests.support import Template

from .desk import MONDAY
from .shop import Shop
from .stock_ledger import Laptop, Said, newest
from .test_stock import Twin
from .two_laptops import FARM, another, carry

ACTS = (
    ["sell"] * 8 + ["give_back"] * 2 + ["receive"] * 3 + ["take_out"] * 3 + ["send"] * 3 + ["confirm"] * 4
    + ["begin"] * 2 + ["count"] * 4 + ["undo"] * 4 + ["redo"] + ["void"] * 4
)  # fmt: skip
SOLD = ("sale", "free to a seller", "return")


class Desks:
    """Laptops that do at random what a desk does, and the ledger of each."""

    def __init__(self, shops: list[Shop], seed: int) -> None:
        self.rng = random.Random(seed)
        self.shops = shops
        self.ledgers = [Laptop() for _shop in shops]
        first = shops[0]
        self.people = first.people  # type: ignore[attr-defined]
        self.outlets, self.editions = (first.main, first.branch), (first.magazine, first.book)
        self.order = 0
        self.done: dict[str, int] = dict.fromkeys(ACTS, 0)
        self.twice = 0  # parcels that two laptops were found to have confirmed

    def act(self, at: int) -> None:
        """One act on the laptop `at`; what can't be done just then is left."""
        name = self.rng.choice(ACTS)
        if self.ledgers[at].undone and self.rng.random() < 0.4:
            name = "redo"
        self.order += 1
        self.shops[at].place.clock.forward(1)  # type: ignore[attr-defined]
        if getattr(self, name)(at, self.shops[at], self.ledgers[at]):
            self.done[name] += 1

    def somewhere(self) -> dict[str, bytes]:
        return {"outlet": self.rng.choice(self.outlets), "edition": self.rng.choice(self.editions)}

    def said(self, at: int, what: str, copies: int, **more: object) -> Said:
        return Said(what, copies=copies, order=self.order, by=at, **more)  # type: ignore[arg-type]

    # What a desk does --------------------------------------------------------------------------------------------

    def receive(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        where, copies = self.somewhere(), self.rng.randint(1, 60)
        move = shop.act(stock.receive, copies=copies, **where)
        ledger.act("receive", [self.said(at, "received", copies, id=move, **where)], [])
        return True

    def take_out(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        where, copies = self.somewhere(), self.rng.randint(1, 15)
        what = self.rng.choice(stock.TAKEN_OUT)
        move = shop.act(stock.take_out, copies=copies, what=what, reason="vått", **where)
        ledger.act("take_out", [self.said(at, what, -copies, id=move, **where)], [])
        return True

    def sell(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        where, copies = self.somewhere(), self.rng.randint(1, 20)
        person, payment = self.rng.choice(self.people), self.rng.choice(("cash", "vipps", "credit", "free"))
        reason = "starter" if payment == "free" else None
        bought = shop.act(selling.sell, copies=copies, person=person, payment=payment, reason=reason, **where)
        what = "free to a seller" if payment == "free" else "sale"
        ledger.act("sell", [self.said(at, what, -copies, id=bought, **where)], [])
        return True

    def give_back(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        where, copies = self.somewhere(), self.rng.randint(1, 5)
        back = shop.act(selling.give_back, copies=copies, person=self.rng.choice(self.people), **where)
        ledger.act("give_back", [self.said(at, "return", copies, id=back, **where)], [])
        return True

    def send(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        frm, to = self.rng.sample(self.outlets, 2)
        edition, copies = self.rng.choice(self.editions), self.rng.randint(1, 30)
        transfer = shop.act(stock.send, frm=frm, to=to, edition=edition, copies=copies)
        ledger.act("send", [self.said(at, "sent", -copies, outlet=frm, edition=edition, to=to, id=transfer)], [])
        return True

    def confirm(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        """What is under way, or, now and then, what has come already: that is refused."""
        every = ledger.under_way() if self.rng.random() < 0.9 else ledger.stands()
        known = [one for one in every if one.to is not None and one.id is not None]
        return bool(known) and self.arrive(shop, ledger, at, self.rng.choice(known))

    def arrive(self, shop: Shop, ledger: Laptop, at: int, parcel: Said) -> bool:
        copies = max(0, -parcel.copies + self.rng.choice((0, 0, 0, -1, -2, 3)))
        values = {"transfer": parcel.id, "copies": copies, "reason": "talt på nytt"}
        if parcel not in ledger.under_way():
            with pytest.raises(UserFacingError, match="confirmed already"):
                shop.act(stock.confirm, **values)
            return False
        received = shop.act(stock.confirm, **values)
        (move,) = shop.place.cursor().execute("SELECT id FROM desk_move WHERE source=?", (received,)).fetchone()
        one = self.said(at, "arrived", copies, outlet=parcel.to, edition=parcel.edition, parcel=parcel, id=move)
        ledger.act("confirm", [one], [])
        return True

    def both_confirm(self) -> None:
        """One parcel, confirmed on both laptops before they meet."""
        one, other = self.ledgers
        there = other.under_way()
        for parcel in one.under_way()[-1:]:
            if parcel in there and parcel.id is not None:
                for at in self.rng.sample((0, 1), 2):
                    self.order += 1
                    self.shops[at].place.clock.forward(1)  # type: ignore[attr-defined]
                    self.arrive(self.shops[at], self.ledgers[at], at, parcel)

    def begin(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        outlet = self.rng.choice(self.outlets)
        if any(not ledger.counts_in(one) for one in ledger.begun_at(outlet)):
            with pytest.raises(UserFacingError, match="A count goes on here"):
                shop.act(counting.begin, outlet=outlet)
            return False
        begun = shop.act(counting.begin, outlet=outlet)
        ledger.act("begin", [self.said(at, "begun", 0, outlet=outlet, edition=b"", id=begun)], [])
        return True

    def count(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        """A count that was begun here is ended, or put right."""
        mine = [b for o in self.outlets for b in ledger.begun_at(o) if b.by == at and b.id is not None]
        if not mine:
            return False
        begun = self.rng.choice(mine[-3:])
        wanted = self.rng.sample(self.editions, self.rng.randint(1, 2))
        later = ledger.begun_at(begun.outlet)
        later = later[later.index(begun) + 1 :]
        if any(one.edition in wanted for b in later for one in ledger.counts_in(b)):
            with pytest.raises(UserFacingError, match="counted again since"):
                shop.do(counting.count, begun=begun.id, copies=dict.fromkeys(wanted, 1))
            return False
        old = [one for one in ledger.counts_in(begun) if one.edition in wanted]
        book = {e: ledger.book(begun, e) for e in wanted}
        found = {e: max(0, book[e] + self.rng.choice((0, 0, 1, -1, -3))) for e in wanted}
        lines = shop.do(counting.count, begun=begun.id, copies=found)
        assert {line.edition_id: line.expected for line in lines} == book
        counted = [
            self.said(at, "counted", found[e] - book[e], outlet=begun.outlet, edition=e, count=begun) for e in wanted
        ]
        ledger.act("count", counted, old)
        return True

    def void(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        """Something that was done here long ago, or just now, did not happen."""
        mine = [
            one for one in ledger.stands() if one.by == at and one.id is not None and one.what != "begun"
        ]  # fmt: skip
        if not mine:
            return False
        one = self.rng.choice(mine)
        if one.what in SOLD:
            shop.do(selling.void_sale, purchase=one.id, reason="feil nummer")
        elif one.to is not None:
            cursor = shop.place.cursor().execute("SELECT id FROM desk_move WHERE source=?", (one.id,))
            values = {"move": cursor.fetchone()[0], "reason": "ble ikke sendt"}
            if one not in ledger.under_way():
                with pytest.raises(UserFacingError, match="Take the arrival back first"):
                    shop.do(stock.void_move, **values)
                return False
            shop.do(stock.void_move, **values)
        else:
            shop.do(stock.void_move, move=one.id, reason="skrevet feil")
        ledger.act("void", [], [one])
        return True

    def undo(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        """Ctrl+Z; what another laptop has built on since stays."""
        if not ledger.acts:
            return False
        _name, said, _back = ledger.acts[-1]
        standing = [newest(one) for one in said]  # what was undone and done again is a sending of its own
        if any(other.parcel in standing for other in ledger.stands() if other.parcel is not None):
            with pytest.raises(UserFacingError, match="changed since"):
                shop.undo()
            return False
        shop.undo()
        ledger.undo(self.order)
        return True

    def redo(self, at: int, shop: Shop, ledger: Laptop) -> bool:
        if ledger.undone is None:
            return False
        shop.redo()
        ledger.redo(self.order)
        return True

    # Held against ------------------------------------------------------------------------------------------------

    def compare(self, at: int) -> None:
        shop, ledger = self.shops[at], self.ledgers[at]
        copies, transit = ledger.copies(), {}
        for one in ledger.under_way():
            transit[one.to, one.edition] = transit.get((one.to, one.edition), 0) - one.copies
        lines = shop.ask(stock.stock)
        shown = {(s.outlet_id, s.edition_id): (s.copies, s.in_transit) for s in lines}
        assert all(shown.get(key, (0, 0)) == (copies[key], transit.get(key, 0)) for key in {*shown, *copies, *transit})
        for outlet in self.outlets:
            for edition in self.editions:
                assert shop.at(outlet, edition) == copies[outlet, edition]
        assert len(shop.ask(stock.under_way)) == len(ledger.under_way())
        arrivals = [id(one.parcel) for one in ledger.stands() if one.parcel is not None]
        self.twice = max(self.twice, len(arrivals) - len(set(arrivals)))

    def report(self, at: int) -> None:
        """Every figure of each edition, and that they come to one another."""
        shop, ledger = self.shops[at], self.ledgers[at]
        for edition in self.editions:
            found = shop.ask(stock_figures.edition_report, edition, MONDAY)
            total = {w: ledger.total(w, edition) for w in ("received", "pulped", "lost", "given_back", "free", *SOLD)}
            assert (found.received, found.returned, found.counted) == (
                total["received"], total["return"], ledger.total("counted", edition)
            )  # fmt: skip
            assert (found.sold, found.free) == (-total["sale"], -total["free"] - total["free to a seller"])
            assert (found.pulped, found.lost, found.given_back) == (
                -total["pulped"], -total["lost"], -total["given_back"]
            )  # fmt: skip
            came = found.received + found.returned + found.counted + found.differences
            gone = found.sold + found.free + found.pulped + found.lost + found.given_back
            assert came == gone + found.left + found.in_transit
            assert not found.days or found.days[-1].left == found.left
        assert shop.rebuilt() == shop.digest()
        self.compare(at)


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    shop = Shop(place, tmp_path)
    shop.people = [shop.seller(name) for name in ("Kari", "Ola", "Siv")]  # type: ignore[attr-defined]
    return shop


def alone(shop: Shop, seed: int, acts: int) -> dict[str, int]:
    desks = Desks([shop], seed)
    for number in range(acts):
        desks.act(0)
        if number % 5 == 0:
            desks.compare(0)
    desks.report(0)
    return desks.done


def apart(shop: Shop, founded: Template, folder: Path, seed: int, meetings: int) -> Desks:
    """Two laptops that do as they please and meet now and then."""
    shops = [shop, Twin(shop, another(founded, shop, folder, FARM).place)]  # type: ignore[arg-type]
    desks = Desks(shops, seed)
    for _meeting in range(meetings):
        for _act in range(desks.rng.randint(1, 16)):
            desks.act(desks.rng.randint(0, 1))
        desks.both_confirm()
        for at in (0, 1):
            desks.compare(at)
        carry(shops[0], shops[1])  # type: ignore[arg-type]
        carry(shops[1], shops[0])  # type: ignore[arg-type]
        desks.ledgers[1].hear(desks.ledgers[0])
        desks.ledgers[0].hear(desks.ledgers[1])
        assert shops[0].digest() == shops[1].digest()
        for at in (0, 1):
            desks.compare(at)
    for at in (0, 1):
        desks.report(at)
    return desks


def test_random_days_on_one_laptop(shop: Shop) -> None:
    done = alone(shop, 47, 260)
    assert min(done.values()) >= 5, done


def test_random_days_on_two_laptops(shop: Shop, founded: Template, tmp_path: Path) -> None:
    desks = apart(shop, founded, tmp_path / "other", 11, 24)
    assert min(desks.done.values()) >= 3 and desks.twice >= 2, (desks.done, desks.twice)


@pytest.mark.faults_long
@pytest.mark.parametrize("seed", range(20))
def test_many_random_days_on_one_laptop(shop: Shop, seed: int) -> None:
    alone(shop, seed, 600)


@pytest.mark.faults_long
@pytest.mark.parametrize("seed", range(20))
def test_many_random_days_on_two_laptops(shop: Shop, founded: Template, tmp_path: Path, seed: int) -> None:
    apart(shop, founded, tmp_path / "other", seed, 60)
