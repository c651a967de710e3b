"""From an old edition to a new one: one screen, one act, and one thing to take back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.sales import change_over, editions, outlets, rules, sellers, selling, stock, stock_figures
from alfdesk.sales.records import SellerAtChange
from alfdesk.store.workplace import Place

from .desk import MONDAY, table, text
from .shop import CLERK, DECEMBER, SUPERVISOR, Shop


class Turn(Shop):
    """100 copies of November's at Hallvardsstuen and 30 on Nesttun, 500 of December's from the printer."""

    def __init__(self, place: Place, folder: Path) -> None:
        super().__init__(place, folder)
        self.december = self.edition("Megafon", "12/2026", 5000, DECEMBER)
        self.receive(130)
        self.act(stock.hand_over, frm=self.main, to=self.branch, edition=self.magazine, copies=30)
        self.receive(500, edition=self.december)
        self.people = {name: self.seller(name, number) for name, number in (("Kari", 94), ("Ola", 7), ("Siv", 12))}

    def sell(self, name: str, copies: int, **more: Any) -> bytes:
        values = {"outlet": self.main, "edition": self.magazine} | more
        return self.act(selling.sell, person=self.people[name], copies=copies, **values)

    def turn(self, **more: Any) -> None:
        values = {"old": self.magazine, "new": self.december, "day": DECEMBER, "rule": "pulped", "outlets": {}}
        self.act(change_over.change_over, **(values | more))

    def copies(self) -> str:
        """Of the old and the new edition at each outlet: copies, copies under way."""
        return self.stock(editions=[self.magazine, self.december])

    def page(self) -> Any:
        return self.ask(change_over.change_over_page, self.magazine, self.december, DECEMBER)


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Turn:
    return Turn(place, tmp_path)


def names(sellers_: tuple[SellerAtChange, ...]) -> str:
    return table((s.number, s.name, s.owes_ore, s.starters, s.last_bought) for s in sellers_)


def test_the_whole_of_it_in_one_act(shop: Turn) -> None:
    shop.sell("Kari", 10)
    before, entries = shop.copies(), shop.entries()
    shop.turn(
        outlets={shop.main: 88, shop.branch: None}, send={shop.branch: 120}, frm=shop.main,
        starters=[(shop.people["Kari"], 5), (shop.people["Ola"], 4)],
    )  # fmt: skip
    assert shop.entries() == entries + 1
    assert shop.copies() == text("""
        Hallvardsstuen  Megafon 12/2026  371  0  –
        Hallvardsstuen  Megafon 11/2026  0  0  –
        Nesttun  Megafon 12/2026  0  120  –
        Nesttun  Megafon 11/2026  0  0  –
        """)
    report = {"counted": -2, "pulped": 118}
    old = shop.ask(stock_figures.edition_report, shop.magazine, DECEMBER)
    assert {name: getattr(old, name) for name in report} == report
    assert "Megafon 11/2026" not in shop.on_sale(DECEMBER)
    assert shop.on_sale(MONDAY).splitlines()[0] == "Megafon 11/2026  –  2026-11-02  2026-11-30  5000  –"
    (waits,) = shop.ask(stock.under_way, shop.branch)
    shop.confirm(waits.id, 120, day=DECEMBER)
    shop.undo()
    shop.undo()
    assert (shop.copies(), shop.on_sale(MONDAY).splitlines()[0]) == (
        before, "Megafon 11/2026  –  2026-11-02  –  5000  –"
    )  # fmt: skip
    assert shop.rebuilt() == shop.digest()


@pytest.mark.parametrize(
    "rule, left, gone",
    [("pulped", 0, "pulped"), ("lost", 0, "lost"), ("given_back", 0, "given_back"), ("keep", 95, "")],
)
def test_what_is_left_goes_by_the_rule(shop: Turn, rule: str, left: int, gone: str) -> None:
    shop.turn(rule=rule, outlets={shop.main: 95})
    assert (shop.at(), shop.at(shop.branch)) == (left, 30)
    found = shop.place.cursor().execute(
        "SELECT what, copies FROM desk_move WHERE edition=? AND what NOT IN ('received', 'sent', 'arrived') "
        "ORDER BY id",
        (shop.magazine,),
    ).fetchall()  # fmt: skip
    assert found == [("counted", -5), *([(gone, -95)] if gone else [])]


def test_a_book_below_zero_is_left_where_nobody_counted(shop: Turn) -> None:
    shop.sell("Kari", 120)
    shop.turn(outlets={shop.main: None})
    assert shop.at() == -20
    shop.undo()
    shop.turn(outlets={shop.main: 0})
    assert shop.at() == 0


def test_an_edition_that_has_ended_keeps_its_last_day(shop: Turn) -> None:
    shop.do(editions.change_edition, edition=shop.magazine, last_day=MONDAY)
    shop.turn()
    assert "11/2026  –  2026-11-02  2026-11-16" in shop.on_sale(DECEMBER, all=True)


def test_what_is_under_way_is_warned_about(shop: Turn) -> None:
    shop.send(7)
    with shop.place.write() as work:
        change_over.change_over(
            work, old=shop.magazine, new=shop.december, day=DECEMBER, at_minute=480, rule="keep", outlets={}
        )
        assert work.warnings == ["7 copies of the old edition are still under way."]


def test_starter_copies_sell_the_stock_out_too(shop: Turn) -> None:
    shop.turn(send={shop.branch: 491}, frm=shop.main, starters=[(p, 5) for p in shop.people.values()])
    assert (shop.at(edition=shop.december), shop.stock(day=DECEMBER, editions=[shop.december])) == (-6, text("""
        Hallvardsstuen  Megafon 12/2026  -6  0  08.04
        Nesttun  Megafon 12/2026  0  491  –
        """))  # fmt: skip
    assert shop.place.cursor().execute("SELECT count(*) FROM sold_out").fetchone() == (1,)


def test_each_refusal_says_why_and_changes_nothing(shop: Turn) -> None:
    whole = {
        "old": shop.magazine, "new": shop.december, "day": DECEMBER, "at_minute": 480, "rule": "pulped",
        "outlets": {shop.main: 90},
    }  # fmt: skip

    def refused(sentence: str, **more: Any) -> None:
        shop.refused(sentence, change_over.change_over, **(whole | more))

    kari, nowhere = shop.people["Kari"], b"n" * 16
    refused("Choose another edition to change to.", new=shop.magazine)
    refused("There is no such edition. Nothing has changed.", new=nowhere)
    refused("Megafon 12/2026 has no price that day. Set its price first.", day=MONDAY)
    refused("There is no such outlet. Nothing has changed.", outlets={nowhere: None})
    refused("A count is a whole number, 0 or more. Nothing has changed.", outlets={shop.main: "12a"})
    refused("Choose where the new edition is sent from.", send={shop.branch: 5})
    refused("Choose another outlet to send to.", send={shop.main: 5}, frm=shop.main)
    refused("Choose where the starter copies are given.", starters=[(kari, 5)])
    refused("A sale is of 1 to 999 copies.", starters=[(kari, 0)], frm=shop.main)
    shop.do(sellers.give_break, person=kari, since=DECEMBER, until=None, reason="own_wish")
    refused("Seller 94 has a break. Take her off the list.", starters=[(kari, 5)], frm=shop.main)
    shop.do(outlets.change_outlet, outlet=shop.branch, closed=True)
    refused("Nesttun is closed. Nothing has changed.", starters=[(shop.people["Ola"], 5)], frm=shop.branch)
    with pytest.raises(ValueError, match="burnt"):
        shop.do(change_over.change_over, **(whole | {"rule": "burnt"}))
    with pytest.raises(NotAllowed):
        shop.acting(SUPERVISOR, change_over.change_over, **whole)
    shop.acting(CLERK, change_over.change_over, **whole)
    with pytest.raises(UserFacingError, match="no such seller|no seller|not a seller"):
        shop.turn(starters=[(shop.person("Per"), 5)], frm=shop.main)


# The page ----------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_there_is_to_do(shop: Turn) -> None:
    closed = shop.outlet("Strax-huset")
    shop.do(outlets.change_outlet, outlet=closed, closed=True)
    shop.outlet("Torget")
    shop.send(7)
    shop.send(11, shop.december)
    shop.sell("Kari", 10, payment="credit")
    shop.sell("Ola", 2, payment="credit")
    shop.sell("Ola", 20, payment="credit")
    shop.sell("Siv", 1)
    page = shop.page()
    assert (page.old.title, page.new.title, page.starter_copies) == ("Megafon 11/2026", "Megafon 12/2026", None)
    assert table((o.outlet, o.old, o.old_in_transit, o.new, o.new_in_transit) for o in page.outlets) == text("""
        Hallvardsstuen  60  0  489  0
        Nesttun  30  7  0  11
        Torget  0  0  0  0
        """)
    assert names(page.owe) == "7  Ola  110000  0  2026-11-16\n94  Kari  50000  0  2026-11-16"
    assert names(page.without_starters) == text("""
        7  Ola  110000  0  2026-11-16
        12  Siv  0  0  2026-11-16
        94  Kari  50000  0  2026-11-16
        """)
    shop.do(rules.rule, about=page.new.product_id, key="starter_copies", value=5, since=MONDAY)
    shop.do(sellers.give_break, person=shop.people["Siv"], since=DECEMBER, until=None, reason="own_wish")
    shop.turn(starters=[(shop.people["Kari"], 5)], frm=shop.main)
    page = shop.page()
    assert page.starter_copies == 5
    assert names(page.without_starters) == "7  Ola  110000  0  2026-11-16"
    assert names(page.owe).splitlines()[1] == "94  Kari  50000  5  2026-12-01"
    for outlet in page.outlets:
        assert (outlet.old, outlet.new) == tuple(
            shop.at(outlet.outlet_id, edition) for edition in (shop.magazine, shop.december)
        )


def test_what_is_owed_of_another_publication_is_not_told(shop: Turn) -> None:
    shop.sell("Kari", 1, edition=shop.book, payment="credit")
    assert shop.page().owe == ()
    megafon, julebok = shop.page().new.publication_id, shop.ask(editions.edition_of, shop.book, MONDAY).product_id
    shop.do(editions.move_product, product=julebok, publication=megafon)
    assert names(shop.page().owe) == "94  Kari  7500  0  2026-11-16"
