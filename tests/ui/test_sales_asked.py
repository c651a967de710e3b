"""The sales desk in the window: what it asks before it sells, what it refuses, and what a scanner sends."""

from __future__ import annotations

from datetime import date, timedelta

from alfdesk import cards
from alfdesk.sales import rules, sellers, stock
from alfdesk.weeks import clock
from tests.core.desk import TODAY, text
from ui.dialogs.ask import Ask

from .stall import YEAR, Stall, stall

assert stall  # a fixture, used by name


def test_much_more_than_usual_is_asked_about_in_place(stall: Stall) -> None:
    for days in (7, 14):
        stall.bought(94, 10, day=TODAY - timedelta(days))
    stall.type("94", "Enter", "30", "Enter")  # three times is no question
    stall.type("94", "Enter", "100", "Enter")
    assert stall.told == "100 copies? She usually takes 10 copies. Press Enter once more."
    assert stall.focus == "copies"
    stall.type("10", "Enter")  # another number is another question
    stall.type("94", "Enter", "100", "Enter", "Enter")
    assert stall.sales() == text("""
        94  30  150000  cash
        94  10  50000  cash
        94  100  500000  cash
    """)


def test_the_answer_is_to_what_was_asked_however_it_came_about(stall: Stall) -> None:
    for days in (7, 14):
        stall.bought(94, 10, day=TODAY - timedelta(days))
    stall.type("94", "Enter", "50")
    stall.hands.click(stall.counter.ways.pay.buttons["vipps"])
    assert stall.told.startswith("50 copies?")
    stall.type("Enter")
    stall.type("94", "Enter", "60g", "Enter", "3")
    assert stall.told.startswith("60 copies?")
    stall.type("Enter")
    stall.type("94", "Enter", "70d", "Enter", "1000", "Enter")
    assert stall.told.startswith("70 copies?")
    stall.type("Enter")
    assert stall.sales() == text("""
        94  50  250000  vipps
        94  60  0  free
        94  70  350000  mixed
    """)


def test_a_way_that_was_stopped_is_no_sale_for_cash(stall: Stall) -> None:
    stall.do(rules.rule, about=stall.page.publication, key="credit_limit", value=50_000, since=YEAR)
    stall.type("94", "Enter", "11")
    stall.hands.click(stall.counter.ways.pay.buttons["credit"])
    stall.type("Enter", "Enter")
    assert stall.sales() == ""
    stall.hands.click(stall.counter.ways.pay.buttons["cash"])
    assert stall.sales() == "94  11  55000  cash"


def test_more_than_lies_there_is_asked_about_and_then_sold(stall: Stall) -> None:
    stall.type("94", "Enter", "401", "Enter")
    assert stall.told == "401 copies? By the book 400 copies lie here. Press Enter once more."
    stall.type("Enter")
    assert stall.page.card.left.text() == "−1"
    assert stall.page.card.sold_out.words.text() == "The shelf has more than the book. Count the stock."


def test_the_last_copy_is_told_of(stall: Stall) -> None:
    stall.type("94", "Enter", "400", "Enter")
    assert stall.page.card.sold_out.words.text() == f"Sold out at {clock(stall.work.desk.minute())}. Tell the office."


def test_a_break_stops_the_sale_and_whoever_may_says_why(stall: Stall) -> None:
    stall.do(sellers.give_break, person=stall.ids[94], since=TODAY, until=TODAY + timedelta(8), reason="own_wish")
    stall.type("94", "Enter")
    assert stall.stop == "Break from selling through 30.11.2026: Own wish."
    stall.type("10", "Enter", "Enter", "Enter")
    assert stall.sales() == ""
    assert stall.stop == "This seller has a break to 30.11.2026: Own wish."
    stall.hands.click(stall.counter.anyway)
    asked = stall.work.findChild(Ask)
    assert asked is not None
    stall.type("Enter")
    assert stall.sales() == ""
    assert asked.reason.error.words.text() == "Write why."
    stall.type("Agreed with the manager", "Enter")
    assert stall.sales() == "94  10  50000  cash"
    assert stall.focus == "seller"


def test_over_the_credit_limit_is_refused_with_a_sentence(stall: Stall) -> None:
    assert stall.page.publication is not None
    stall.do(rules.rule, about=stall.page.publication, key="credit_limit", value=50_000, since=YEAR)
    stall.type("94", "Enter", "11k", "Enter", "Enter")
    assert stall.stop == "With this she owes 550 kr. The limit is 500 kr."
    assert stall.sales() == ""
    assert stall.counter.copies.text() == "11k"
    stall.type("10k", "Enter")
    assert stall.stop == ""
    assert stall.sales() == "94  10  50000  credit"


def test_an_ended_card_is_asked_about_and_a_lost_one_refused(stall: Stall) -> None:
    stall.do(sellers.give_card, person=stall.ids[17], day=YEAR, valid_to=date(2026, 10, 31))
    stall.scan(17, 2)
    assert stall.said == "The card expired 31.10.2026. Make a new one."
    stall.scan(17, 1)
    assert stall.said == "This card has been replaced. Ask for the new one."
    stall.do(sellers.card_lost, person=stall.ids[94], serial=1, day=TODAY)
    stall.scan(94)
    assert stall.said == "This card was reported lost 22.11.2026. Keep it here."
    assert stall.page.sale.before is None


def test_scanner_bursts_never_become_copies(stall: Stall) -> None:
    stall.type("94", "Enter", "1")
    stall.scan(17)  # in the middle of the copies of another
    assert stall.page.sale.before.number == 17
    assert stall.counter.copies.text() == ""
    stall.type("3", "Tab", "50")
    stall.scan(8)  # in the middle of the money
    assert stall.page.sale.before.number == 8
    stall.hands.scan(cards.seller_code(45, 1) + cards.seller_code(73, 1))
    assert stall.said == "Two cards were read. Scan one at a time."
    stall.later(1)
    stall.hands.scan(cards.seller_code(45, 1) * 2)  # the same twice is one
    assert stall.page.sale.before.number == 45
    assert stall.sales() == ""


def test_a_double_scan_is_harmless(stall: Stall) -> None:
    stall.scan(94)
    stall.type("7")
    stall.scan(94)
    assert (stall.page.sale.before.number, stall.counter.copies.text()) == (94, "7")
    stall.type("8", "Enter")
    stall.scan(94)  # it lies there still
    assert stall.said == "This card was just used. Write the number to sell more."
    assert (stall.page.sale.before, stall.counter.seller.text()) == (None, "")
    stall.type("17", "Enter", "5", "Enter")  # the next one is not sold to the one before
    stall.later(61)
    stall.scan(94)
    assert stall.page.sale.before.number == 94
    stall.type("2", "Enter")
    assert stall.sales() == text("""
        94  8  40000  cash
        17  5  25000  cash
        94  2  10000  cash
    """)


def test_a_scanner_that_sends_two_line_ends_sells_nothing(stall: Stall) -> None:
    for days in (7, 14):
        stall.bought(94, 10, day=TODAY - timedelta(days))
    stall.hands.scan(cards.seller_code(94, 1))
    stall.type("Enter")
    assert stall.sales() == ""
    stall.later(0.3)
    stall.type("Enter")  # a hand
    assert stall.sales() == "94  10  50000  cash"


def test_a_letter_that_was_no_card_gives_the_seller_back(stall: Stall) -> None:
    stall.type("94", "Enter", "12", "p")
    assert stall.focus == "seller"
    stall.type("Esc")
    assert (stall.focus, stall.counter.copies.text(), stall.counter.seller.text()) == ("copies", "12", "94")
    stall.type("Enter")
    assert stall.sales() == "94  12  60000  cash"


def test_after_an_undo_the_card_is_a_customer_again(stall: Stall) -> None:
    stall.scan(94)
    stall.type("7", "Enter", "Ctrl+Z")
    assert stall.to_pay == "–"
    stall.scan(94)
    assert stall.page.sale.before.number == 94
