"""The sales desk in the window: who is found, what is asked, what is refused and that nothing is lost by it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import cards, i18n
from alfdesk.journal import Acting
from alfdesk.sales import accounts, editions, outlets, rules, sellers, stock
from alfdesk.store.workplace import Place
from alfdesk.weeks import clock
from tests.core.desk import TODAY, text
from tests.support import SetClock
from ui.desk import Desk
from ui.dialogs.ask import Ask
from ui.pages.sales.all_sales import AllSales
from ui.pages.sales.divide import Divide
from ui.pages.sales.set_up import NewEdition, NewOutlet
from ui.prefs import Prefs
from ui.work import Work

from .sitting import sitting
from .stall import HERE, SELLERS, THERE, YEAR, Stall, at_the_desk, furnish, stall

assert stall  # a fixture, used by name

TOMORROW = TODAY + timedelta(1)


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


def test_the_place_in_the_rail_bears_the_name_of_the_one_publication(stall: Stall) -> None:
    button = stall.work.rail.places["sales"]
    assert (button.text(), stall.page.title.text()) == ("Megafon", "Megafon")
    publication = stall.page.publication
    stall.do(editions.rename_publication, publication=publication, name="Gatemagasinet")
    assert (button.text(), stall.page.title.text()) == ("Gatemagasinet", "Gatemagasinet")
    stall.do(editions.set_edition, product="Another", edition="1", buy_ore=1000, cover_ore=2000, since=TODAY)
    assert button.text() == "Paper sales"
    assert "Ctrl+5" in button.toolTip()


def test_what_the_page_reads_aloud(stall: Stall) -> None:
    said = "Megafon, Hallvardsstuen. Megafon 11/2026: 400 copies left of 1\u00a0200. Sold today: 0 copies."
    assert stall.page.summary() == said
    stall.type("94", "Enter", "10")
    assert stall.page.marked_text().replace("\u00a0", " ") == "Vigdis E., seller 94. Sum to pay: 500 kr."


def test_an_empty_workplace_leads_on_to_the_first_sale(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    with sitting(qapp, place, tmp_path / "prefs", "sales") as (work, hands):
        page = work.front
        assert page is not None and page.empty.isVisible()  # type: ignore[attr-defined]
        assert work.rail.places["sales"].text() == "Paper sales"
        hands.press("Enter")
        assert work.findChild(NewOutlet) is not None
        hands.write("Hallvardsstuen")
        hands.press("Enter", "Enter")
        assert work.findChild(NewEdition) is not None
        hands.write("Megafon")
        hands.press("Tab")
        hands.write("11/2026")
        hands.press("Tab")
        hands.write("50")
        hands.press("Tab")
        hands.write("100")
        hands.press("Enter")
        assert page.card.title.text() == "Megafon 11/2026"  # type: ignore[attr-defined]
        assert page.nobody_yet.words.text() == "Nobody has a seller number yet."  # type: ignore[attr-defined]
        with place.read() as session:
            assert [o.name for o in outlets.outlets(session)] == ["Hallvardsstuen"]


def test_the_desk_speaks_norwegian_twice(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    for turn, (language, said) in enumerate((("nb", "10 blader til selger 94. 500 kr kontant."),
                                             ("nn", "10 blad til seljar 94. 500 kr kontant."))):  # fmt: skip
        i18n.use(language)
        made = None if turn == 0 else made_of(place)
        with at_the_desk(qapp, place, tmp_path / language, made) as desk:
            desk.type("94", "Enter", "10", "Enter")
            assert desk.said == said


def made_of(place: Place) -> Any:
    """What stands in the place already."""
    with place.read() as session:
        ids = {n: sellers.person_of(session, n) for n in SELLERS}
        here = {o.name: o.id for o in outlets.outlets(session)}
        return ids, here, {e.name: e.id for e in editions.editions(session, TODAY)}


def test_letters_find_a_seller_by_name(stall: Stall) -> None:
    stall.type("vig", "Enter")
    assert stall.page.sale.before.number == 94
    stall.type("Esc", "xyz", "Enter")
    assert stall.said == "No seller is called xyz."
    assert stall.counter.seller.selectedText() == "xyz"
    stall.hands.click(stall.counter.choose_seller)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.actions()[0].text() == "8  Siv M."  # type: ignore[attr-defined]
    stall.type("Enter")
    assert stall.page.sale.before.number == 8


def test_an_old_edition_comes_back_at_the_last_price_it_had(stall: Stall) -> None:
    old = stall.do(editions.set_edition, product="Megafon", edition="10/2026", buy_ore=4000, cover_ore=8000,
                   since=TODAY - timedelta(60), until=TODAY - timedelta(21))  # fmt: skip
    stall.bought(94, 10, edition=old, day=TODAY - timedelta(30))
    stall.hands.click(stall.page.card.other)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [a.text() for a in menu.actions()] == ["Megafon 10/2026"]
    stall.type("Enter")
    assert stall.page.card.sold_out.words.text() == "No longer on sale. Returns are paid at the last price."
    stall.type("94", "Enter", "-4", "Enter")
    assert stall.sales() == "94  -4  -16000  return"
    stall.type("94", "Enter", "4", "Enter")
    assert stall.stop == "Megafon 10/2026 is no longer on sale. Its price ended 01.11.2026."
    stall.type("Esc", "+", "94", "Enter", "4", "Enter")
    assert stall.sales().splitlines()[-1] == "94  4  20000  cash"


def test_the_desk_role_begins_here_and_passes_over_nothing(
    qapp: QApplication, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = furnish(place)
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"desk"}), acting.sign)
    monkeypatch.setattr(place, "acting", lambda: narrow)
    with at_the_desk(qapp, place, tmp_path / "prefs", made) as desk:
        assert next(k.key for k in desk.work.kinds if k.first_for & desk.work.desk.acting.roles) == "sales"
        desk.do(sellers.give_break, person=desk.ids[94], since=TODAY, until=None, reason="rules")
        desk.type("94", "Enter", "10", "Enter")
        assert desk.stop == "This seller has a break: Broke the seller rules."
        assert not desk.counter.anyway.isVisible()
        desk.type("Esc", "17", "Enter", "10", "Enter")
        assert desk.sales() == "17  10  50000  cash"


def test_a_supervisor_has_no_desk(
    qapp: QApplication, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"supervisor"}), acting.sign)
    with sitting(qapp, place, tmp_path / "one", "today") as (work, _hands):
        assert "sales" in work.rail.places
    monkeypatch.setattr(place, "acting", lambda: narrow)
    work = Work(Desk(place), Prefs(tmp_path / "one"))
    assert "sales" not in work.rail.places
    work.deleteLater()


def test_a_clock_set_back_an_hour_changes_only_what_is_written(stall: Stall, clock: SetClock) -> None:
    stall.type("94", "Enter", "5", "Enter")
    clock.forward(-60)
    stall.type("17", "Enter", "4", "Enter")
    assert stall.sales() == text("""
        94  5  25000  cash
        17  4  20000  cash
    """)
    first, last = stall.page.shown.last[-1], stall.page.shown.last[0]
    assert (last.number, last.at_minute) == (17, first.at_minute - 60)
    assert stall.page.card.left.text() == "391"


def test_after_midnight_the_page_is_of_the_new_day(stall: Stall, clock: SetClock) -> None:
    stall.type("94", "Enter", "5", "Enter")
    clock.forward(24 * 60)
    stall.type("94", "Enter")
    assert stall.page.day == TOMORROW
    assert stall.counter.facts.today.number.text() == "0"
    stall.type("3", "Enter")
    assert stall.sales() == "94  3  15000  cash"
