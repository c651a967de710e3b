"""How many keys the desk takes, counted on the real window. Each budget fails when it is broken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alfdesk import cards, people
from alfdesk.sales import stock
from tests.core.desk import text

from .stall import HERE, Stall, stall

assert stall  # a fixture, used by name


def test_a_sale_takes_six_keys(stall: Stall) -> None:
    stall.type("94", "Enter", "10", "Enter")
    assert stall.hands.keys <= 6
    assert stall.sales() == "94  10  50000  cash"
    assert stall.said == "10 copies to seller 94. 500 kr cash."
    assert stall.focus == "seller"


def test_the_usual_number_takes_four_keys(stall: Stall) -> None:
    for day in (1, 8, 15):
        stall.bought(94, 12, day=stall.page.day.replace(day=day + 1))
    stall.type("94", "Enter")
    assert stall.counter.copies.text() == stall.counter.copies.selectedText() == "12"
    assert stall.told == "The usual number is chosen."
    stall.type("Enter")
    assert stall.hands.keys <= 4
    assert stall.sales() == "94  12  60000  cash"


def test_by_card_it_takes_three_keys_after_the_scan(stall: Stall) -> None:
    stall.scan(94)
    stall.type("10", "Enter")
    assert stall.hands.keys <= 3
    stall.hands.keys = 0
    number = stall.ask(people.everyone)[stall.ids[17]].number  # a person's own card does as well
    stall.hands.scan(cards.code(number))
    stall.later(1)
    stall.type("7", "Enter")
    assert stall.hands.keys <= 3
    assert stall.sales() == text("""
        94  10  50000  cash
        17  7  35000  cash
    """)


def test_every_way_of_paying_is_one_letter_more(stall: Stall) -> None:
    for typed in ("10v", "10k", "−5", "-2", "5-"):
        stall.hands.keys = 0
        stall.type("94", "Enter", typed, "Enter")
        assert stall.hands.keys <= 7
    stall.type("94", "Enter", "5g", "Enter", "2")
    assert stall.sales() == text("""
        94  10  50000  vipps
        94  10  50000  credit
        94  -5  -25000  return
        94  -2  -10000  return
        94  -5  -25000  return
        94  5  0  free
    """)


def test_a_return_takes_six_keys(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.type("94", "Enter", "-5", "Enter")
    assert stall.hands.keys <= 6
    assert stall.said == "5 copies back from seller 94. 250 kr is paid out."
    assert stall.ask(stock.copies_at, stall.outlets[HERE], stall.editions["11/2026"]) == 395


def test_one_key_takes_the_last_sale_back(stall: Stall) -> None:
    stall.type("94", "Enter", "10", "Enter")
    stall.hands.keys = 0
    stall.type("Ctrl+Z")
    assert stall.hands.keys == 1
    assert stall.sales() == "94  10  50000  cash  voided"
    assert stall.focus == "seller"
    assert stall.ask(stock.copies_at, stall.outlets[HERE], stall.editions["11/2026"]) == 400


def test_change_from_a_thousand_takes_eleven_keys(stall: Stall) -> None:
    stall.type("94", "Enter", "10", "Tab")
    assert stall.focus == "received"
    stall.type("1000")
    assert stall.back == "500 kr"
    stall.type("Enter")
    assert stall.hands.keys <= 11
    assert stall.back == "500 kr"  # it stays until the next seller is written
    assert stall.said == "10 copies to seller 94. 500 kr cash. Back: 500 kr."
    stall.type("1")
    assert stall.back == "–"


def test_enter_alone_sells_nothing_and_no_key_repeats(stall: Stall) -> None:
    stall.type("Enter", "Enter", "Enter")
    stall.type("94", "Enter", "10", "Enter", "Enter", "Enter", "Enter")
    assert stall.sales() == "94  10  50000  cash"
    stall.type("17", "Enter", "1")
    for key, written in ((Qt.Key.Key_1, "1"), (Qt.Key.Key_1, "1"), (Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Return, "\r")):
        held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, written, True)
        QApplication.sendEvent(stall.counter.copies, held)
    assert stall.counter.copies.text() == "1"
    assert stall.sales() == "94  10  50000  cash"


def test_the_numpad_does_it_all(stall: Stall) -> None:
    def numpad(*keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(stall.hands.focus(), key, Qt.KeyboardModifier.KeypadModifier)

    numpad(Qt.Key.Key_9, Qt.Key.Key_4, Qt.Key.Key_Enter, Qt.Key.Key_3, Qt.Key.Key_Enter)
    numpad(Qt.Key.Key_9, Qt.Key.Key_4, Qt.Key.Key_Enter, Qt.Key.Key_Minus, Qt.Key.Key_1, Qt.Key.Key_Enter)
    assert stall.sales() == text("""
        94  3  15000  cash
        94  -1  -5000  return
    """)
    numpad(Qt.Key.Key_9, Qt.Key.Key_4, Qt.Key.Key_Enter, Qt.Key.Key_1)
    stall.type("Tab")
    numpad(Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_Period, Qt.Key.Key_5)
    assert stall.counter.received.text() == "50,5"
    assert stall.back == "0,50 kr"


def test_focus_comes_back_when_a_digit_is_typed_elsewhere(stall: Stall) -> None:
    stall.page.last.table.setFocus()
    stall.type("94", "Enter")
    assert stall.page.sale.before.number == 94
    stall.page.receive_button.setFocus()
    stall.type("7")
    assert (stall.focus, stall.counter.copies.text()) == ("copies", "7")
    stall.page.last.table.setFocus()
    stall.scan(17)
    assert stall.page.sale.before.number == 17
    assert stall.focus == "copies"
