"""kill -9 while the desk sells: no acknowledged sale is gone, and stock and till are what the entries come to."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from alfdesk import money, people
from alfdesk.journal import entry as form
from alfdesk.journal import history
from alfdesk.sales import accounts, editions, outlets, sellers, selling, settling, stock, till
from alfdesk.store.workplace import Place
from tests.simulate.ledger import Ledger

from . import harness, kills
from .harness import MONDAY, Kit, Proof

WEEK = timedelta(7)


def open_desk(place: Place) -> None:
    """An outlet with copies of one edition, and everybody a seller."""
    with place.write(batch=True) as work:
        edition = editions.set_edition(
            work, product="Megafon", edition="11/2026", buy_ore=5_000, cover_ore=10_000, since=MONDAY - WEEK
        )
        for name in ("Hallvardsstuen", "Nesttun"):
            work.next()
            outlet = outlets.found_outlet(work, name=name)
        work.next()
        stock.receive(work, outlet=outlet, edition=edition, copies=5_000, day=MONDAY, at_minute=480)
        for person in sorted(people.everyone(work.session)):
            work.next()
            sellers.make_seller(work, person=person)


def act(place: Place, chance: random.Random) -> None:
    """One act of the desk, one entry: most are sales."""
    place.last = harness.UNSAID
    when: dict[str, Any] = {"day": MONDAY, "at_minute": chance.randrange(420, 900)}
    what = chance.randrange(12)
    with place.write(batch=what > 10) as work:
        session = work.session
        here, there = (one.id for one in outlets.outlets(session)[:2])
        edition = editions.editions(session, MONDAY)[0].id
        person = chance.choice(sellers.sellers(session, MONDAY)).person
        goods = {"outlet": here, "edition": edition, "copies": chance.randint(1, 12)} | when
        if what < 6:
            way = chance.choice(("cash", "vipps", "credit"))
            selling.sell(work, person=person, payment=way, **goods)
        elif what == 6:
            selling.give_back(work, person=person, **goods)
        elif what == 7:
            stock.hand_over(work, frm=here, to=there, edition=edition, copies=3, **when)
        elif what == 8:
            publication = editions.publications(session)[0][0]
            accounts.hold(work, person=person, publication=publication, amount_ore=5_000, reason="Vipps", **when)
        elif what == 9:
            accounts.pay_out(work, person=person, amount_ore=1_000, outlet=here, **when)
        elif what == 10:
            expected = settling.ahead(session, here, MONDAY).expected_ore
            counts = money.fewest(max(0, expected))
            settling.settle(work, outlet=here, counts=counts, reason="talt", **when)
        else:
            last = history.last_act(session)
            if last is not None and last.batch is None and last.command.startswith("sales.selling"):
                history.undo(work, stream=last.stream, seq=last.seq)


def whole(place: Place) -> str:
    """Where a stock or a till is not what the entries come to; "" where all are."""
    rows = place.cursor().execute("SELECT ops FROM entry").fetchall()
    ledger = Ledger(form.content(raw) for (packed,) in rows for salt, raw in form.unpack(packed) if salt)
    with place.read() as session:
        for pair, copies in ledger.copies().items():
            if (found := stock.copies_at(session, *map(bytes.fromhex, pair))) != copies:
                return f"a stock of {found}, not {copies}"
        for outlet, ore in ledger.tills().items():
            if (found := till.unsettled_cash(session, bytes.fromhex(outlet))) != ore:
                return f"a till of {found}, not {ore}"
    for numbers in ledger.numbers().values():
        if numbers != [*range(1, len(numbers) + 1)]:
            return f"settlements numbered {numbers}"
    return ""


def selling_on(base: Path, kit: Kit, rounds: int, seed: int) -> Proof:
    return kills.writing(base, kit, rounds, seed, "selling", act, open_desk, whole)


def jobs(base: Path, kit: Kit, seed: int, *, quick: bool = False) -> list[harness.Job]:
    return [partial(selling_on, base, kit, 10 if quick else 200, seed)]
