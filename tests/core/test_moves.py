"""The last moves of an outlet that were no sale, and what a settlement would find before it is made."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from alfdesk.sales import moves, selling, settling, stock, till
from alfdesk.sales.records import Ahead
from alfdesk.store.workplace import Place

from .desk import MONDAY, TUESDAY, table, text
from .shop import Shop


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    return Shop(place, tmp_path)


def listed(lines: tuple[moves.MoveLine, ...]) -> str:
    return table(
        (m.what, m.title or "–", m.copies, m.cash_ore, m.other or "–", m.reason or "–",
         *([f"voided: {m.void_reason}"] if m.voided else ["idle"] if m.idle else [])) for m in lines
    )  # fmt: skip


def test_of_the_stock_newest_first_and_no_sale_among_them(shop: Shop) -> None:
    vigdis = shop.seller("Vigdis", 94)
    wrong = shop.receive(1000, reason="too many")
    shop.receive(100)
    shop.confirm(shop.send(30), 28, reason="two wet")
    for copies, how in ((5, "cash"), (1, "free")):
        shop.act(selling.sell, outlet=shop.main, person=vigdis, edition=shop.magazine, copies=copies, payment=how,
                 reason="gift" if how == "free" else None)  # fmt: skip
    shop.act(stock.take_out, outlet=shop.main, edition=shop.magazine, copies=2, what="free", reason="to the library")
    shop.do(stock.void_move, move=wrong, reason="a zero too many")
    assert listed(shop.ask(moves.stock_moves, shop.main, MONDAY)) == text("""
        free  Megafon 11/2026  -2  0  –  to the library
        sent  Megafon 11/2026  -30  0  Nesttun  –
        received  Megafon 11/2026  100  0  –  –
        received  Megafon 11/2026  1000  0  –  too many  voided: a zero too many
        """)
    assert listed(shop.ask(moves.stock_moves, shop.branch, MONDAY)) == (
        "arrived  Megafon 11/2026  28  0  Hallvardsstuen  two wet"
    )
    assert shop.ask(moves.stock_moves, shop.main, TUESDAY) == ()
    assert len(shop.ask(moves.stock_moves, shop.main, MONDAY, limit=2)) == 2


def test_of_the_till_who_and_why(shop: Shop) -> None:
    shop.act(till.cash_in, outlet=shop.main, amount_ore=50_000, reason="change")
    shop.act(till.cash_out, outlet=shop.main, amount_ore=2_000, reason="coffee")
    lines = shop.ask(moves.till_moves, shop.main, MONDAY)
    assert listed(lines) == "cash_out  –  0  -2000  –  coffee\ncash_in  –  0  50000  –  change"
    assert {line.who for line in lines} == {"Anne"}


def test_what_a_settlement_would_find_is_what_it_finds(shop: Shop) -> None:
    vigdis = shop.seller("Vigdis", 94)
    for day, copies, how in ((MONDAY, 4, "cash"), (TUESDAY, 6, "cash"), (TUESDAY, 3, "vipps")):
        shop.act(selling.sell, day=day, outlet=shop.main, person=vigdis, edition=shop.magazine, copies=copies,
                 payment=how)  # fmt: skip
    assert shop.ask(till.counts_before, shop.main) == {}
    shop.act(till.open_till, outlet=shop.main, counts={100: 5})
    assert shop.ask(till.counts_before, shop.main) == {100: 5}
    assert shop.ask(settling.ahead, shop.main, TUESDAY) == Ahead(50_000, 100_000, 65_000, 0)
    assert shop.ask(settling.ahead, shop.main, TUESDAY, TUESDAY) == Ahead(50_000, 100_000, 65_000, 0)
    late = shop.ask(settling.ahead, shop.main, TUESDAY, MONDAY)
    assert late == Ahead(50_000, 100_000, 20_000, 30_000)  # what is carried over lies in the till with the rest
    made = shop.act(settling.settle, day=TUESDAY, outlet=shop.main, counts={1000: 1}, upto=MONDAY)
    assert (made.float_ore, made.expected_ore, made.sold_ore, made.carried_ore) == (
        late.float_ore, late.expected_ore, late.sold_ore, late.carried_ore,
    )  # fmt: skip
    assert shop.ask(till.counts_before, shop.main) == {100: 5}
    assert shop.ask(settling.ahead, shop.branch, TUESDAY + timedelta(1)) == Ahead(0, 0, 0, 0)
