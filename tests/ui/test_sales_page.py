"""The sales desk in the window: who is found, what is asked, what is refused and that nothing is lost by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alfdesk.sales import accounts, editions, outlets, rules, sellers, stock
from tests.core.desk import TODAY, text
from ui.pages.sales.all_sales import AllSales
from ui.pages.sales.divide import Divide

from .stall import HERE, THERE, YEAR, Stall, stall

assert stall  # a fixture, used by name


def test_the_seller_is_shown_with_all_that_matters_at_the_desk(stall: Stall) -> None:
    publication = stall.page.publication
    assert publication is not None
    stall.do(rules.rule, about=publication, key="credit_limit", value=100_000, since=YEAR)
    stall.do(accounts.hold, person=stall.ids[94], publication=publication, amount_ore=30_000, reason="Vipps", day=TODAY,
             at_minute=600)  # fmt: skip
    stall.do(sellers.note, person=stall.ids[94], text="Wants a jacket", warns=False)
    stall.do(sellers.note, person=stall.ids[94], text="Call the office", warns=True)
    stall.bought(94, 10, day=TODAY - timedelta(14))
    stall.bought(94, 3, payment="credit")
    stall.type("94", "Enter")
    face, facts = stall.counter.face, stall.counter.facts
    assert (face.name.text(), face.about.text(), face.card.words.text()) == (
        "Vigdis E.", "Seller no. 94", "Card to 31.12.2026",
    )  # fmt: skip
    shown = (facts.usual, facts.today, facts.week, facts.owes, facts.held)
    assert [f.accessibleName().replace("\u00a0", " ") for f in shown] == [
        "Usually: 10", "Today: 3", "This week: 3", "Owes: 150 kr of 1 000 kr", "Held for her: 300 kr",
    ]  # fmt: skip
    assert (stall.counter.note.words.text(), stall.counter.note.more.text()) == ("Call the office", "Wants a jacket")
    stall.type("Esc", "17", "Enter")
    assert not stall.counter.note.isVisible()
    assert not facts.held.isVisible()


@pytest.mark.parametrize(("typed", "said"), [
    ("95", "Nobody sells with number 95."),
    ("0", "A seller number is from 1 to 9999."),
    ("12345", "A seller number is from 1 to 9999."),
    ("9770805123456", "A seller number is from 1 to 9999."),
    ("Q0094", "Only a part of the card was read. Scan it again."),
    ("009401K", "Only a part of the card was read. Scan it again."),
    ("Q009401A", "This card was not read right. Scan it again, or type the number."),
])  # fmt: skip
def test_a_seller_that_is_none_gets_a_sentence_and_stays_written(stall: Stall, typed: str, said: str) -> None:
    stall.hands.scan(typed)
    assert stall.said == said
    assert (stall.counter.seller.text(), stall.counter.seller.selectedText()) == (typed, typed)
    assert stall.counter.seller.accessibleDescription() == said
    stall.type("94", "Enter", "10", "Enter")  # typing takes its place
    assert stall.sales() == "94  10  50000  cash"


@pytest.mark.parametrize(("typed", "said"), [
    ("0", "A sale is from 1 to 999 copies."),
    ("1000", "A sale is from 1 to 999 copies."),
    ("10000", "A sale is from 1 to 999 copies."),
    ("-1000", "A sale is from 1 to 999 copies."),
    ("010", "This is a part of a card or a bar code. Write how many copies."),
    ("9770805123456", "This is a part of a card or a bar code. Write how many copies."),
    ("094K", "This is a part of a card or a bar code. Write how many copies."),
    ("1o", "The letter is not known. Use v, k, g, t or d."),
    ("1,5", "Write a number, as in 10, 10v, 5g or −5."),
    ("ti", "Write a number, as in 10, 10v, 5g or −5."),
    ("-5v", "A return is paid back in cash, or with k from what is owed."),
    ("", "Write how many copies."),
])  # fmt: skip
def test_copies_that_are_none_get_a_sentence_and_stay_written(stall: Stall, typed: str, said: str) -> None:
    stall.type("94", "Enter", *([typed] if typed else []), "Enter")
    assert stall.told == stall.said == said
    assert (stall.focus, stall.counter.copies.text()) == ("copies", typed)
    assert stall.sales() == ""
    stall.type("10", "Enter")
    assert stall.sales() == "94  10  50000  cash"


@pytest.mark.parametrize(("typed", "back"), [
    ("500", "0 kr"), ("550", "50 kr"), ("550,5", "50,50 kr"), ("550,50", "50,50 kr"), ("550.50", "50,50 kr"),
    ("1 000", "500 kr"), ("1000", "500 kr"),
])  # fmt: skip
def test_what_was_received_is_read_as_people_write_it(stall: Stall, typed: str, back: str) -> None:
    stall.type("94", "Enter", "10", "Tab", typed)
    assert stall.back == back
    stall.type("Enter")
    assert stall.sales() == "94  10  50000  cash"


@pytest.mark.parametrize(("typed", "said"), [
    ("400", "400 kr is less than 500 kr. Write what was received."),
    ("5,123", "Write kroner, as in 200 or 200,50."),
])  # fmt: skip
def test_too_little_received_is_refused_and_nothing_is_lost(stall: Stall, typed: str, said: str) -> None:
    stall.type("94", "Enter", "10", "Tab", typed, "Enter")
    assert stall.said == said
    assert (stall.counter.copies.text(), stall.counter.received.text()) == ("10", typed)
    assert stall.sales() == ""


def test_free_copies_need_one_of_four_reasons(stall: Stall) -> None:
    stall.type("94", "Enter", "5g", "Enter")
    assert stall.told == "Why is it free? Press a number."
    stall.type("Enter", "Enter", "9")
    assert stall.sales() == ""
    stall.type("Esc")
    assert not stall.counter.ways.asking
    stall.type("Enter", "1")
    assert stall.sales() == "94  5  0  free"
    stall.type("17", "Enter", "3")
    stall.hands.click(stall.counter.ways.pay.buttons["free"])
    stall.hands.click(stall.counter.ways.free.buttons[1])
    assert stall.said == "3 copies to seller 17, free."


def test_held_money_pays_as_far_as_it_goes(stall: Stall) -> None:
    assert stall.page.publication is not None
    stall.do(accounts.hold, person=stall.ids[94], publication=stall.page.publication, amount_ore=30_000, reason="Vipps",
             day=TODAY, at_minute=600)  # fmt: skip
    stall.type("94", "Enter", "10t")
    assert stall.counter.to_pay.aside.text().replace("\u00a0", " ") == "300 kr is held for her, 200 kr in cash"
    stall.type("Enter")
    assert stall.sales() == "94  10  50000  mixed"
    assert stall.ask(accounts.account, stall.ids[94]).held_for_ore == 0


def test_a_payment_is_divided(stall: Stall) -> None:
    stall.type("94", "Enter", "10d", "Enter")
    asked = stall.work.findChild(Divide)
    assert asked is not None
    stall.type("200")
    assert asked.fields["cash"].text() == "300"
    asked.fields["cash"].edit.setFocus()
    asked.fields["cash"].edit.selectAll()
    stall.type("100", "Enter")
    assert asked.left_over.words.text().replace("\u00a0", " ") == "200 kr is left to pay."
    stall.type("Backspace", "Backspace", "Backspace", "300", "Enter")
    assert stall.sales() == "94  10  50000  mixed"
    assert stall.page.shown.figures.vipps_ore == 20_000


def test_the_mouse_alone_sells(stall: Stall) -> None:
    stall.page.serve(stall.ids[94])  # from the list of sellers
    for _press in range(3):
        stall.hands.click(stall.counter.more)
    stall.hands.click(stall.counter.fewer)
    assert (stall.counter.copies.text(), stall.focus) == ("2", "copies")
    stall.hands.click(stall.counter.ways.pay.buttons["vipps"])
    assert stall.sales() == "94  2  10000  vipps"


def test_a_press_on_a_way_to_pay_never_sells_to_the_one_before(stall: Stall) -> None:
    stall.type("94", "Enter", "10")
    stall.counter.seller.setFocus()
    stall.counter.seller.selectAll()
    stall.type("17")
    stall.hands.click(stall.counter.ways.pay.buttons["cash"])
    assert stall.sales() == ""
    assert stall.page.sale.before.number == 17


def test_several_editions_are_chosen_by_key_and_remembered(stall: Stall) -> None:
    book = stall.do(editions.set_edition, product="Christmas book", edition="2026", buy_ore=10_000, cover_ore=20_000,
                    since=TODAY)  # fmt: skip
    stall.do(stock.receive, outlet=stall.outlets[HERE], edition=book, copies=50, day=TODAY, at_minute=480)
    choice = stall.counter.editions
    assert choice.isVisible()
    first = stall.page.edition
    stall.type("94", "Enter", "2", "+")
    assert stall.page.edition != first
    stall.type("PgDown")
    assert stall.page.edition == first
    letter = "ab"[list(choice.buttons).index(book)]
    stall.type(letter)
    assert (stall.page.edition, stall.focus) == (book, "copies")
    stall.type("Enter")
    assert stall.sales() == "94  2  20000  cash"
    assert stall.work.prefs.get("sales_edition") == book.hex()


def test_an_edition_whose_price_ended_yesterday_is_not_sold(stall: Stall) -> None:
    stall.type("94", "Enter", "5")
    stall.do(editions.change_edition, edition=stall.editions["11/2026"], last_day=TODAY - timedelta(1))
    stall.type("Enter")
    assert stall.said == "No edition is on sale today."
    assert stall.counter.copies.text() == "5"
    assert stall.sales() == ""


def test_the_outlet_is_remembered_on_this_laptop(stall: Stall) -> None:
    stall.page.choose(stall.outlets[THERE])
    stall.type("94", "Enter", "5", "Enter", "Enter")
    assert stall.sales(THERE) == "94  5  25000  cash"
    assert stall.sales() == ""
    assert stall.work.prefs.get("sales_outlet") == stall.outlets[THERE].hex()


def test_a_sending_is_confirmed_from_the_band(stall: Stall) -> None:
    stall.do(stock.receive, outlet=stall.outlets[THERE], edition=stall.editions["11/2026"], copies=90, day=TODAY,
             at_minute=470)  # fmt: skip
    stall.do(stock.send, frm=stall.outlets[THERE], to=stall.outlets[HERE], edition=stall.editions["11/2026"], copies=40,
             day=TODAY, at_minute=480)  # fmt: skip
    assert stall.page.waits.words.text() == "40 copies of Megafon 11/2026 are on their way from Strax-huset."
    stall.hands.click(stall.page.confirm)
    stall.type("39", "Enter")
    assert stall.page.card.left.text() == "400"
    stall.type("One was wet", "Enter")
    assert stall.page.card.left.text() == "439"
    assert not stall.page.waits.isVisible()


def test_an_older_sale_is_voided_from_the_list_with_a_reason(stall: Stall) -> None:
    for number in (94, 17, 8):
        stall.type(str(number), "Enter", "5", "Enter")
    stall.type("Ctrl+J")
    every = stall.work.findChild(AllSales)
    assert every is not None
    stall.type("Down", "Enter")
    stall.type("Enter")
    assert stall.sales().count("voided") == 0
    stall.type("Wrong seller", "Enter")
    assert stall.sales() == text("""
        94  5  25000  cash
        17  5  25000  cash  voided
        8  5  25000  cash
    """)
    assert every.reason.text() == "Voided: Wrong seller"
    stall.type("Enter")
    assert stall.said == "This sale does not count already."
    stall.type("Esc")
    assert stall.focus == "seller"


def test_what_lies_over_the_desk_keeps_the_focus(stall: Stall) -> None:
    stall.type("94", "Enter", "5", "Enter")
    stall.type("Ctrl+J")
    every = stall.work.findChild(AllSales)
    assert every is not None
    stall.type("Enter", "Wrong seller", "Enter")  # the very sale whose sums still stand
    assert stall.sales() == "94  5  25000  cash  voided"
    assert stall.to_pay == "–"
    assert every.table.hasFocus()
    stall.type("Esc", "94", "Enter", "5", "Ctrl+J")
    stall.do(sellers.note, person=stall.ids[94], text="From elsewhere", warns=True)
    every = next(w for w in stall.work.findChildren(AllSales) if not w._gone)
    assert every.isAncestorOf(stall.hands.focus())
    assert (stall.counter.note.words.text(), stall.counter.copies.text()) == ("From elsewhere", "5")


def test_the_till_is_not_told_while_it_is_counted(stall: Stall) -> None:
    stall.type("94", "Enter", "5", "Enter")
    assert stall.page.card.till.number.text().replace("\u00a0", " ") == "250 kr"
    stall.page.count_blind(True)
    stall.type("94", "Enter", "5", "Enter")
    assert "5" not in stall.page.card.till.number.text()
    stall.page.count_blind(False)
    assert stall.page.card.till.number.text().replace("\u00a0", " ") == "500 kr"
