"""From an old edition to a new one on one screen: one act, and one undo."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QApplication

from alfdesk.sales import accounts, change_over, editions, rules, stock
from tests.core.desk import TODAY, table, text
from ui.pages.sales.change_over import ChangeOver
from ui.pages.sales.set_up import NewEdition
from ui.selling import SellerPanel

from .stall import HERE, THERE, YEAR, Stall, opened, plain, stall

assert stall  # a fixture, used by name


def lies(stall: Stall) -> str:
    return table((s.outlet, s.edition, s.copies, s.in_transit) for s in stall.ask(stock.stock, day=TODAY))


def comes(stall: Stall, copies: int = 500) -> bytes:
    """The new edition, with its copies at Hallvardsstuen and some of the old at the other outlet."""
    new: bytes = stall.do(editions.set_edition, product="Megafon", edition="12/2026", buy_ore=5000, cover_ore=10000,
                          since=TODAY)  # fmt: skip
    stall.do(stock.receive, outlet=stall.outlets[HERE], edition=new, copies=copies, day=TODAY, at_minute=470)
    stall.do(stock.hand_over, frm=stall.outlets[HERE], to=stall.outlets[THERE], edition=stall.editions["11/2026"],
             copies=30, day=TODAY, at_minute=471)  # fmt: skip
    return new


def change(stall: Stall) -> ChangeOver:
    stall.type("Ctrl+R")
    panel = opened(stall, ChangeOver)
    assert isinstance(panel, ChangeOver)
    return panel


def test_everything_in_one_act_and_back_in_one(stall: Stall) -> None:
    new = comes(stall)
    stall.bought(61, 20, payment="credit")
    stall.do(rules.rule, about=stall.page.on_sale.edition.product_id, key="starter_copies", value=5, since=YEAR)
    panel = change(stall)
    assert (panel.old.currentText(), panel.new.currentText()) == ("Megafon 11/2026", "Megafon 12/2026")
    assert [plain(row.line.outlet) for row in panel.outlets] == [HERE, THERE]
    assert [plain(b.text()) for b in panel.owe.buttons.values()] == ["61 Tor Inge B. 1 000 kr"]
    assert panel.starters.copies.text() == "5"
    here, there = panel.outlets
    assert not here.send.isVisible()  # nothing is sent to where it is sent from
    before = lies(stall)
    here.found.edit.setFocus()
    stall.type("345", "Enter")  # five fewer than the book; Enter goes on, and does nothing else
    assert there.found.edit.hasFocus()
    stall.type("Tab", "120")
    for number in (94, 17):
        panel.starters.checks[stall.ids[number]].click()
    assert lies(stall) == before
    stall.type("Ctrl+Enter")
    assert stall.said == "Megafon 12/2026 is on sale from today."
    assert lies(stall) == text("""
        Hallvardsstuen  12/2026  370  0
        Hallvardsstuen  11/2026  0  0
        Strax-huset  12/2026  0  120
        Strax-huset  11/2026  0  0
    """)
    assert set(stall.sales().splitlines()[-2:]) == {"94  5  0  free", "17  5  0  free"}
    assert [line.name for line in stall.ask(editions.editions, TODAY)] == ["12/2026"]
    assert (stall.page.edition, stall.focus) == (new, "seller")
    stall.type("Ctrl+Z")
    assert lies(stall) == before
    assert [line.name for line in stall.ask(editions.editions, TODAY)] == ["12/2026", "11/2026"]


def test_by_the_pointer_alone_the_book_is_believed(stall: Stall) -> None:
    comes(stall)
    stall.hands.click(stall.page.change_button)
    panel = opened(stall, ChangeOver)
    panel.rule.choose("pulped")
    stall.hands.click(panel.act)
    assert lies(stall) == text("""
        Hallvardsstuen  12/2026  500  0
        Hallvardsstuen  11/2026  0  0
        Strax-huset  11/2026  0  0
    """)


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_done(stall: Stall) -> None:
    comes(stall)
    panel = change(stall)
    before = lies(stall)
    panel.outlets[1].send.edit.setFocus()
    stall.type("12o", "Ctrl+Enter")
    assert panel.outlets[1].send.error.words.text() == "Write a whole number."
    stall.type("120")
    panel.starters.checks[stall.ids[94]].click()
    stall.type("Ctrl+Enter")
    assert panel.starters.copies.error.words.text() == "Write how many copies each gets."
    assert panel.starters.copies.edit.hasFocus()
    assert lies(stall) == before


def test_what_the_core_refuses_is_said_in_the_panel(stall: Stall) -> None:
    comes(stall)
    panel = change(stall)
    panel.old.choose(panel.new.value)
    panel.fill()
    stall.type("Ctrl+Enter")
    assert panel.told.words.text() == "Choose another edition to change to."
    assert panel.isVisible()


def test_without_a_new_edition_it_says_what_to_do(stall: Stall) -> None:
    panel = change(stall)
    assert panel.empty.words.text() == "There is no new edition to change to yet. Write its name, price and first day."
    stall.type("Enter")
    assert opened(stall, NewEdition).isVisible()


def test_a_new_edition_that_begins_later_is_changed_to_on_its_day(stall: Stall) -> None:
    later = TODAY + timedelta(3)
    stall.do(editions.set_edition, product="Megafon", edition="12/2026", buy_ore=5000, cover_ore=10000, since=later)
    panel = change(stall)
    assert panel.day.day == later
    QApplication.processEvents()
    found = stall.ask(change_over.change_over_page, panel.old.value, panel.new.value, later)
    assert panel.shown == found


def test_what_is_owed_is_settled_from_here_and_nothing_typed_is_lost(stall: Stall) -> None:
    comes(stall)
    stall.bought(61, 20, payment="credit")
    panel = change(stall)
    panel.outlets[0].found.set("345")
    stall.hands.click(panel.owe.buttons[stall.ids[61]])
    assert opened(stall, SellerPanel).person == stall.ids[61]
    stall.do(accounts.repay, person=stall.ids[61], publication=panel.shown.old.publication_id, amount_ore=100_000,
             outlet=stall.outlets[HERE], day=TODAY, at_minute=600)  # fmt: skip
    stall.type("Esc")
    assert panel.owe.sentence.text() == "Nobody owes anything."
    assert panel.outlets[0].found.text() == "345"
