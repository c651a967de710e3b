"""Two laptops that both sell, at Hallvardsstuen and Nesttun, and what lies and is owed there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alfdesk import people
from alfdesk.sales import accounts, editions, outlets, sellers, selling, stock, till

from .desk import MONDAY, text
from .two_laptops import pair

WHEN = {"day": MONDAY, "at_minute": 600}


def scene(one):
    one.magazine = one.do(
        editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5000, cover_ore=10_000,
        since=date(2026, 11, 2),
    )  # fmt: skip
    one.main, one.branch = (one.do(outlets.found_outlet, name=name) for name in ("Hallvardsstuen", "Nesttun"))
    one.kari = one.do(people.register, call_name="Kari")
    one.do(sellers.make_seller, person=one.kari, number=94)
    one.do(stock.receive, outlet=one.main, edition=one.magazine, copies=100, **WHEN)


@pytest.fixture
def both(founded, place, tmp_path):
    office, farm = pair(founded, place, tmp_path, scene)
    for name in ("magazine", "main", "branch", "kari"):
        setattr(farm, name, getattr(office, name))
    yield office, farm
    farm.place.close()


def sells(one, copies=10, payment: Any = "cash"):
    return one.do(
        selling.sell, outlet=one.main, person=one.kari, edition=one.magazine, copies=copies, payment=payment, **WHEN
    )  # fmt: skip


def sends(one, copies=40):
    return one.do(stock.send, frm=one.main, to=one.branch, edition=one.magazine, copies=copies, **WHEN)


def arrives(one, transfer, copies=40):
    one.do(stock.confirm, transfer=transfer, copies=copies, reason="talt", **WHEN)


def lies(*laptops) -> tuple[int, int, int]:
    """At Hallvardsstuen, on Nesttun and on the road; the same on each laptop."""
    found = set()
    for one in laptops:
        here, there = (one.ask(stock.copies_at, outlet, one.magazine) for outlet in (one.main, one.branch))
        found.add((here, there, sum(t.copies for t in one.ask(stock.under_way))))
    (same,) = found
    return same


def money_of(one) -> tuple[int, int]:
    """Kroner unsettled in the till at Hallvardsstuen, and held for Kari."""
    return one.ask(till.unsettled_cash, one.main) // 100, one.ask(accounts.account, one.kari).held_for_ore // 100


def shown(said: str) -> str:
    return text(said).replace(" kr", "\u00a0kr")
