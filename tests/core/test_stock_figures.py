"""The stock list and the edition report: every figure is a sum of facts, and they come to one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfdesk.errors import UserFacingError
from alfdesk.sales import counting, selling, stock, stock_figures
from alfdesk.sales.records import EditionReport
from alfdesk.store.workplace import Place

from .desk import FRIDAY, MONDAY, TUESDAY, table, text
from .shop import Shop


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    shop = Shop(place, tmp_path)
    shop.kari = shop.seller("Kari", 94)  # type: ignore[attr-defined]
    return shop


def comes_to_itself(report: EditionReport) -> bool:
    """What came in is what went out, what is left and what is between the outlets."""
    came = report.received + report.returned + report.counted + report.differences
    gone = report.sold + report.free + report.pulped + report.lost + report.given_back
    return came == gone + report.left + report.in_transit


def a_week(shop: Shop) -> None:
    at = {"outlet": shop.main, "person": shop.kari, "edition": shop.magazine}  # type: ignore[attr-defined]
    shop.receive(200)
    shop.confirm(shop.send(50), 48, reason="to våte")
    shop.act(selling.sell, copies=10, **at)
    shop.act(selling.sell, copies=4, payment={"vipps": 15_000, "credit": 5_000}, **at)
    shop.act(selling.sell, copies=5, payment="free", reason="starter", **at)
    shop.act(selling.give_back, copies=3, day=TUESDAY, **at)
    gone = shop.act(selling.sell, copies=7, day=TUESDAY, **at)
    shop.do(selling.void_sale, purchase=gone, reason="feil nummer")
    for what, copies in (("pulped", 6), ("lost", 2), ("given_back", 20)):
        shop.act(stock.take_out, what=what, copies=copies, reason="vått", day=TUESDAY, outlet=shop.main,
                 edition=shop.magazine)  # fmt: skip
    begun = shop.act(counting.begin, outlet=shop.branch, day=TUESDAY)
    shop.do(counting.count, begun=begun, copies={shop.magazine: 47})
    shop.send(9, day=TUESDAY)


def test_what_became_of_an_edition(shop: Shop) -> None:
    a_week(shop)
    report = shop.ask(stock_figures.edition_report, shop.magazine, FRIDAY)
    assert (report.product, report.edition, report.print_run) == ("Megafon", "11/2026", None)
    assert (report.received, report.sold, report.returned, report.free) == (200, 14, 3, 5)
    assert (report.pulped, report.lost, report.given_back, report.counted) == (6, 2, 20, -1)
    assert (report.in_transit, report.differences, report.left) == (9, -2, 97 + 47)
    assert (report.cash_ore, report.vipps_ore, report.credit_ore, report.held_ore) == (35_000, 15_000, 5_000, 0)
    assert comes_to_itself(report)
    assert table((d.day, d.sold, d.returned, d.free, d.left) for d in report.days) == text("""
        2026-11-16  14  0  5  179
        2026-11-17  0  3  0  144
        """)
    assert report.days[-1].left == report.left
    assert (report.foot.number[:12], len(report.foot.digest)) == ("2026-11-20-A", 64)
    assert report.foot.newest is not None


def test_an_edition_of_which_nothing_is_known_yet(shop: Shop) -> None:
    report = shop.ask(stock_figures.edition_report, shop.book, FRIDAY)
    assert (report.received, report.left, report.days, report.sold_out, report.foot.newest) == (0, 0, (), (), None)
    with pytest.raises(UserFacingError, match="no such edition"):
        shop.ask(stock_figures.edition_report, b"n" * 16, FRIDAY)


def test_the_stock_list_has_what_lies_there_and_what_is_under_way(shop: Shop) -> None:
    a_week(shop)
    shop.act(stock.hand_over, frm=shop.main, to=shop.branch, edition=shop.book, copies=3)
    sheet = shop.ask(stock_figures.stock_sheet, TUESDAY)
    assert table((s.outlet, s.product, s.copies, s.in_transit) for s in sheet.lines) == text("""
        Hallvardsstuen  Julebok  -3  0
        Hallvardsstuen  Megafon  97  0
        Nesttun  Julebok  3  0
        Nesttun  Megafon  47  9
        """)
    assert (sheet.day, sheet.practice, sheet.foot.number) == (TUESDAY, False, "2026-11-17-A-B")
    again = shop.ask(stock_figures.stock_sheet, TUESDAY)
    assert again == sheet
    shop.receive(1)
    assert shop.ask(stock_figures.stock_sheet, TUESDAY).foot.digest != sheet.foot.digest
    shop.undo()
    assert shop.ask(stock_figures.stock_sheet, TUESDAY).foot.digest == sheet.foot.digest


def test_every_edition_has_a_number_of_its_own(shop: Shop) -> None:
    numbers = {
        shop.ask(stock_figures.edition_report, e, MONDAY).foot.number for e in (shop.magazine, shop.book)
    }  # fmt: skip
    assert numbers == {"2026-11-16-A-U1", "2026-11-16-A-U2"}
