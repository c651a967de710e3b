"""Å gjøre at the sales desk: each line lands at the seller, the sending, the count or the till that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.sales import counting, editions, outlets, rules, sellers, selling, settling, stock
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from ui.dialogs.overlay import Overlay
from ui.pages.sales.confirm import Confirm
from ui.pages.sales.settle import Settle
from ui.pages.sales.stock_count import StockCount
from ui.selling import SellerPanel

from .stall import HERE, THERE, Stall, at_the_desk, furnish, opened

BEFORE = TODAY - timedelta(5)


@pytest.fixture
def stall(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Stall]:
    """At Strax-huset a till of five days ago, a count and a sending that wait; a card that ends and a limit passed."""
    made = furnish(place)
    ids, here, sold = made
    with place.write(batch=True) as work:
        there, edition = here[THERE], sold["11/2026"]
        at: Any = {"day": BEFORE, "at_minute": 600}
        selling.sell(work, outlet=there, person=ids[94], edition=edition, copies=2, **at)
        selling.sell(work, outlet=there, person=ids[17], edition=edition, copies=2, payment="credit", **at)
        counting.begin(work, outlet=there, **at)
        stock.send(work, frm=here[HERE], to=there, edition=edition, copies=40, **at)
        sellers.give_card(work, person=ids[94], day=BEFORE, valid_to=TODAY + timedelta(3))
    with place.write() as work:
        publication = next(one[0] for one in editions.publications(work.session))
        rules.rule(work, about=publication, key="credit_limit", value=5_000, since=BEFORE)
    with at_the_desk(qapp, place, tmp_path / "prefs", made) as stall:
        stall.page.choose(here[HERE])
        yield stall


def go(stall: Stall, kind: str) -> None:
    """Open the line of this kind."""
    page: Any = stall.work.go("todo")
    QApplication.processEvents()
    (task,) = (t for t in page.table.rows.records if t.kind == kind)
    page.table.mark(task)
    page.table.setFocus()
    stall.hands.press("Enter")
    assert stall.work.front.key == "sales"


def over(stall: Stall) -> list[Any]:
    return [one for one in stall.work.findChildren(Overlay) if one.isVisible() and not one._gone]


def test_a_till_is_counted_where_it_stands_and_the_desk_comes_back(stall: Stall) -> None:
    go(stall, "till")
    panel = opened(stall, Settle)
    assert panel.place.text().startswith(THERE) and stall.page.outlet == stall.outlets[THERE]
    stall.type("Esc")
    assert stall.page.outlet == stall.outlets[HERE] and stall.focus == "seller"
    assert stall.said == f"The desk is at {HERE} now."
    go(stall, "till")
    panel = opened(stall, Settle)
    panel.counting.rows[100].edit.setText("1")
    stall.hands.press("Ctrl+Enter")
    stall.hands.press("Enter")
    (made,) = stall.ask(settling.settlements)
    assert (made.outlet, made.counted_ore) == (THERE, 10_000)
    assert stall.page.outlet == stall.outlets[HERE], "what is sold after it is sold here"
    assert stall.work.prefs.get("sales_outlet") == stall.outlets[HERE].hex()


def test_a_closed_outlets_till_is_counted_too(stall: Stall) -> None:
    stall.do(outlets.change_outlet, outlet=stall.outlets[THERE], closed=True)
    go(stall, "till")
    assert opened(stall, Settle).place.text().startswith(THERE)
    stall.type("Esc")
    assert stall.page.outlet == stall.outlets[HERE]


def test_the_desks_own_till_is_counted_as_ever(stall: Stall) -> None:
    stall.page.choose(stall.outlets[THERE])
    go(stall, "till")
    assert opened(stall, Settle).place.text().startswith(THERE)
    stall.type("Esc")
    assert stall.page.outlet == stall.outlets[THERE]


def test_a_sending_is_confirmed_and_a_count_gone_on_with(stall: Stall) -> None:
    go(stall, "road")
    assert opened(stall, Confirm).transfer.to_outlet == THERE
    stall.type("Enter")
    assert stall.ask(stock.under_way) == ()
    go(stall, "count")
    assert opened(stall, StockCount).sheet.outlet == THERE
    stall.type("39", "Enter", "Enter")
    stall.type("Esc")
    assert stall.ask(stock.copies_at, stall.outlets[THERE], stall.editions["11/2026"]) != 0
    assert stall.page.outlet == stall.outlets[HERE]
    page: Any = stall.work.go("todo")
    assert not {"road", "count"} & {t.kind for t in page.table.rows.records}


@pytest.mark.parametrize(("kind", "number"), [("card", 94), ("limit", 17)])
def test_a_seller_is_opened(stall: Stall, kind: str, number: int) -> None:
    go(stall, kind)
    assert opened(stall, SellerPanel).seller.number == number
    stall.type("Esc")
    assert stall.focus == "seller" and not over(stall)


def test_what_was_done_meanwhile_opens_nothing(stall: Stall) -> None:
    page: Any = stall.work.go("todo")
    tasks = {t.kind: t for t in page.table.rows.records}
    stall.do(stock.confirm, transfer=tasks["road"].about, copies=40, day=TODAY, at_minute=600)
    stall.do(counting.give_up, begun=tasks["count"].about, reason="stengt")
    page.open(tasks["road"])
    assert stall.work.front.key == "sales" and not over(stall)
    page.open(tasks["count"])
    assert not over(stall)
    assert stall.hands.heard[-1] == "There is no such count. Nothing has changed."
