"""The stock at the desk: taken in, sent and confirmed, taken out, taken back, and counted while the desk sells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.sales import counting, editions, moves, outlets, stock
from alfdesk.store.workplace import Place
from alfdesk.weeks import clock
from tests.core.desk import TODAY, table, text
from ui.dialogs.preview import Preview
from ui.pages.sales.change_over import ChangeOver
from ui.pages.sales.confirm import Confirm
from ui.pages.sales.over_desk import TakeBack
from ui.pages.sales.prints import ChooseEdition
from ui.pages.sales.receive import Receive
from ui.pages.sales.sendings import Sendings
from ui.pages.sales.stock import Stock
from ui.pages.sales.stock_acts import Send, TakeOut
from ui.pages.sales.stock_count import StockCount
from ui.pages.sales.stock_moves import StockMoves

from .sitting import until
from .stall import HERE, THERE, Stall, at_the_desk, opened, plain, stall

assert stall  # a fixture, used by name


def lies(stall: Stall) -> str:
    lines = stall.ask(stock.stock, day=TODAY)
    return table((s.outlet, f"{s.product} {s.edition}", s.copies, s.in_transit) for s in lines)


def now(stall: Stall) -> str:
    """The time of day, wherever the test is run."""
    return clock(stall.work.desk.minute())


def rows(panel: Any) -> str:
    """What a panel's table shows."""
    shown = panel.table.rows
    return table(
        [cell.strip() for column in range(shown.columnCount())
         if (cell := plain(f"{(c := shown.cell(shown.index(row, column))).text} {c.aside}")).strip()]
        for row in range(shown.rowCount())
    )  # fmt: skip


def test_copies_from_the_printer_by_keyboard(stall: Stall) -> None:
    stall.type("Ctrl+N", "Enter")
    panel = opened(stall, Receive)
    assert panel.copies.error.words.text() == "Write a whole number."
    stall.type("1 200", "Tab", "Tab", "note 7731", "Enter")
    assert stall.said == "1 200 copies of Megafon 11/2026 are taken in."
    assert (stall.focus, lies(stall)) == ("seller", "Hallvardsstuen  Megafon 11/2026  1600  0")
    stall.type("Ctrl+Z")
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  400  0"


@pytest.mark.parametrize("typed", ["0", "-5", "ti", "1,5", "12345678"])
def test_a_number_that_is_none_is_said_at_the_field_and_stays(stall: Stall, typed: str) -> None:
    stall.type("Ctrl+N", typed, "Enter")
    panel = opened(stall, Receive)
    assert (panel.copies.error.words.text(), panel.copies.text()) == ("Write a whole number.", typed)
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  400  0"
    stall.type("20", "Enter")  # typing takes its place
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  420  0"


def test_sent_and_confirmed_with_a_difference(stall: Stall) -> None:
    stall.type("Ctrl+B", "Enter")
    opened(stall, Send)
    stall.type("60", "Enter")
    panel = opened(stall, Stock)
    assert plain(panel.told.words.text()) == "60 copies are on the way to Strax-huset."
    assert rows(panel) == "Hallvardsstuen  Megafon 11/2026  340"
    stall.hands.click(panel.which.buttons()[1])
    assert rows(panel) == "Hallvardsstuen  Megafon 11/2026  340\nStrax-huset  Megafon 11/2026  0  60"
    stall.type("Esc")
    stall.page.choose(stall.outlets[THERE])
    stall.type("Ctrl+B")
    panel = opened(stall, Stock)
    assert plain(panel.waits.words.text()) == "60 copies of Megafon 11/2026 are on their way from Hallvardsstuen."
    stall.hands.click(panel.confirm_button)
    confirm = opened(stall, Confirm)
    stall.type("57", "Enter")
    assert confirm.reason.error.words.text() == "Write why the number is another."
    stall.type("three were wet", "Enter")
    assert not panel.waits.isVisible()
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  340  0\nStrax-huset  Megafon 11/2026  57  0"


def test_several_sendings_are_a_list_to_confirm_in(stall: Stall) -> None:
    for copies in (5, 7):
        stall.do(stock.send, frm=stall.outlets[HERE], to=stall.outlets[THERE], edition=stall.editions["11/2026"],
                 copies=copies, day=TODAY, at_minute=600)  # fmt: skip
    stall.page.choose(stall.outlets[THERE])
    stall.type("Ctrl+B")
    assert opened(stall, Stock).waits.words.text() == "2 sendings are on their way here."
    stall.hands.click(opened(stall, Stock).confirm_button)
    assert rows(opened(stall, Sendings)) == text("""
        Today 10.00  Hallvardsstuen  Megafon 11/2026  5
        Today 10.00  Hallvardsstuen  Megafon 11/2026  7
    """)
    stall.type("Down", "Enter", "Enter", "Esc")
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  388  0\nStrax-huset  Megafon 11/2026  7  5"


def test_what_another_has_confirmed_meanwhile_is_said_in_the_panel(stall: Stall) -> None:
    sent = stall.do(stock.send, frm=stall.outlets[HERE], to=stall.outlets[THERE], edition=stall.editions["11/2026"],
                    copies=5, day=TODAY, at_minute=600)  # fmt: skip
    stall.page.choose(stall.outlets[THERE])
    stall.type("Ctrl+Return")
    panel = opened(stall, Confirm)
    stall.do(stock.confirm, transfer=sent, copies=5, day=TODAY, at_minute=601)
    stall.type("Enter")
    assert panel.told.words.text() == "This has been confirmed already: 5 copies. Nothing has changed."
    assert panel.told.isVisible()


def test_taken_out_with_what_became_of_them_and_why(stall: Stall) -> None:
    stall.type("Ctrl+B")
    panel = opened(stall, Stock)
    stall.hands.click(panel.out_button)
    form = opened(stall, TakeOut)
    stall.type("12", "Enter")
    assert form.reason.error.words.text() == "Write in a few words why."
    stall.hands.click(form.what.buttons()[1])
    stall.hands.click(form.reason.edit)
    stall.type("rain", "Enter")
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  388  0"
    stall.hands.click(panel.moves_button)
    newest = rows(opened(stall, StockMoves)).splitlines()[0]
    assert newest == f"Today {now(stall)}  Lost  Megafon 11/2026  −12  rain  Anne"
    stall.type("Esc", "Ctrl+Z")
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  400  0"


def test_an_older_move_is_taken_back_with_a_reason(stall: Stall) -> None:
    stall.type("Ctrl+B")
    stall.hands.click(opened(stall, Stock).moves_button)
    panel = opened(stall, StockMoves)
    stall.type("Enter", "Enter")
    ask = opened(stall, TakeBack)
    assert plain(ask.words.text()) == (
        "Received from the printer: +400 Megafon 11/2026. It stays in the list, and counts no more."
    )
    assert ask.reason.error.words.text() == "Write in a few words why."
    stall.type("counted twice", "Enter")
    assert rows(panel) == "Today 07.30  Received from the printer  Megafon 11/2026  +400  taken back counted twice  Anne"
    assert not panel.back_button.isVisible()
    stall.type("Enter")
    assert panel.told.words.text() == "This is taken back already."
    assert stall.ask(stock.copies_at, stall.outlets[HERE], stall.editions["11/2026"]) == 0


def test_below_zero_and_sold_out_have_a_mark_and_words(stall: Stall) -> None:
    stall.bought(94, 400)
    stall.do(stock.take_out, outlet=stall.outlets[THERE], edition=stall.editions["11/2026"], copies=3, what="lost",
             reason="rain", day=TODAY, at_minute=600)  # fmt: skip
    stall.type("Ctrl+B")
    panel = opened(stall, Stock)
    stall.hands.click(panel.which.buttons()[1])
    assert rows(panel) == text("""
        Hallvardsstuen  Megafon 11/2026  0  sold out at 10.00
        Strax-huset  Megafon 11/2026  −3  below zero
    """)
    assert panel.below.words.text() == "Below zero: the shelf has more than the book. Count it."
    assert plain(panel.table.rows.spoken(panel.table.rows.records[1])) == (
        "Strax-huset, Megafon 11/2026, −3 copies, below zero."
    )


def test_a_count_goes_on_while_the_desk_sells(stall: Stall) -> None:
    stall.type("Ctrl+B")
    stall.hands.click(opened(stall, Stock).count_button)
    count = opened(stall, StockCount)
    stall.type("39", "Esc", "Esc")  # a customer comes
    assert stall.page.count_open.words.text() == f"A count of the stock goes on since {now(stall)}."
    stall.type("94", "Enter", "10", "Enter")
    stall.hands.click(stall.page.go_on)
    count = opened(stall, StockCount)
    assert [f.text() for f in count.fields.values()] == ["39"]  # what was typed is kept
    assert "400" not in count.summary()  # blind
    stall.type("Backspace", "Backspace", "39o", "Enter")
    assert next(iter(count.fields.values())).error.words.text() == "Write a whole number."
    stall.type("397", "Enter")
    assert "Counted 397, by the book 400, difference −3" in plain(count.summary())
    stall.type("three were torn", "Enter")
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  387  0"
    assert stall.ask(counting.open_counts, stall.outlets[HERE]) == ()
    assert not stall.page.count_open.isVisible()
    assert stall.focus == "seller"
    told = stall.ask(moves.stock_moves, stall.outlets[HERE], TODAY)
    assert [m.reason for m in told if m.what == "counted" and not m.voided] == ["three were torn"]


def test_a_count_that_is_right_asks_for_nothing(stall: Stall) -> None:
    stall.do(editions.set_edition, product="Julebok", edition="2026", buy_ore=7500, cover_ore=15000, since=TODAY)
    stall.page.shell.registry.find("sales.count").run()
    count = opened(stall, StockCount)
    assert [f.label.text() for f in count.fields.values()] == ["Julebok 2026", "Megafon 11/2026"]
    stall.type("Down", "400", "Enter")  # the book is left alone
    assert "Counted 400, by the book 400, difference 0" in plain(count.summary())
    assert not count.act.isVisible()
    stall.type("Enter")  # Close
    assert stall.focus == "seller"


def test_a_count_is_given_up_with_a_reason_or_by_undo(stall: Stall) -> None:
    for way in ("button", "undo"):
        stall.page.shell.registry.find("sales.count").run()
        count = opened(stall, StockCount)
        if way == "button":
            stall.hands.click(count.up)
            stall.type("no time", "Enter")
        else:
            count.up.setFocus()
            stall.type("Ctrl+Z")
        assert stall.ask(counting.open_counts, stall.outlets[HERE]) == ()
        assert stall.focus == "seller"  # there is nothing to count any more


def test_the_stock_list_and_an_edition_report_are_shown(stall: Stall) -> None:
    stall.type("Ctrl+P")
    sheet = opened(stall, Preview)
    until(lambda: sheet.sheet is not None)
    stall.type("Esc", "Ctrl+Shift+P", "Enter")
    sheet = opened(stall, Preview)
    until(lambda: sheet.sheet is not None)
    assert sheet.accessibleName() == "Edition report"


def test_before_there_is_an_edition_every_panel_says_what_is_missing(
    qapp: QApplication, place: Place, tmp_path: Path
) -> None:
    with place.write() as work:
        here = outlets.found_outlet(work, name=HERE)
    with at_the_desk(qapp, place, tmp_path / "prefs", ({}, {HERE: here}, {})) as stall:
        missing = "There is no edition yet. Write its name, price and first day."
        stall.type("Ctrl+N", "5", "Enter")
        assert opened(stall, Receive).told.words.text() == missing
        stall.type("Esc", "Ctrl+Shift+P", "Enter")
        assert opened(stall, ChooseEdition).told.words.text() == missing
        stall.type("Esc", "Ctrl+B")
        stall.hands.click(opened(stall, Stock).send_button)
        stall.type("5", "Enter")
        assert opened(stall, Send).told.words.text() == missing
        stall.type("Esc")
        stall.hands.click(opened(stall, Stock).count_button)
        assert opened(stall, StockCount).words.text() == "No edition lies here, and none is on sale."
        stall.type("Ctrl+Z", "Esc", "Ctrl+R")
        assert "There is no new edition" in opened(stall, ChangeOver).empty.words.text()


def test_with_one_outlet_there_is_nowhere_to_send(stall: Stall) -> None:
    stall.do(outlets.change_outlet, outlet=stall.outlets[THERE], closed=True)
    stall.type("Ctrl+B", "Enter", "5", "Enter")
    assert opened(stall, Send).told.words.text() == "Choose another outlet to send to."
    assert lies(stall) == "Hallvardsstuen  Megafon 11/2026  400  0"
