"""The sellers over the desk: found, opened, served, given a number, and their cards printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alfdesk import people
from alfdesk.sales import sellers
from tests.core.desk import TODAY
from ui.dialogs.preview import Preview
from ui.pages.sales.new_seller import NewSeller
from ui.pages.sales.print_cards import PrintCards
from ui.pages.sales.sellers import Sellers
from ui.selling import SellerPanel

from .sitting import until
from .stall import Stall, opened, plain, stall

assert stall  # a fixture, used by name


def the_list(stall: Stall) -> Any:
    stall.type("Ctrl+M")
    return opened(stall, Sellers)


def numbers(panel: Any) -> list[int]:
    return [line.number for line in panel.table.rows.records]


def shown_pages(stall: Stall) -> int:
    """How many pages the sheet has that is shown; it is taken away."""
    sheet = opened(stall, Preview)
    until(lambda: sheet.sheet is not None)
    count: int = sheet.sheet.pages
    stall.type("Esc")
    return count


def test_letters_and_digits_find_and_enter_opens(stall: Stall) -> None:
    panel = the_list(stall)
    assert numbers(panel) == [8, 17, 29, 45, 61, 73, 94, 102]
    stall.type("vi")
    assert numbers(panel) == [94]
    stall.type("Enter")
    assert opened(stall, SellerPanel).title.text() == "Vigdis E., seller 94"
    stall.type("Esc")
    assert panel.box.hasFocus()
    stall.type("Backspace", "Backspace", "1", "Down", "Enter")
    assert opened(stall, SellerPanel).seller.number == 102


def test_the_seller_at_the_desk_is_opened_and_is_the_one_marked(stall: Stall) -> None:
    stall.hands.press("Ctrl+I")  # nobody stands there
    assert opened(stall, Sellers).box.hasFocus()
    stall.type("Esc", "61", "Enter")
    stall.hands.press("Ctrl+I")
    assert opened(stall, SellerPanel).seller.number == 61
    stall.type("Esc")
    assert (stall.page.sale.before.number, stall.focus) == (61, "copies")
    assert the_list(stall).table.current().number == 61


def test_nobody_found_is_said(stall: Stall) -> None:
    panel = the_list(stall)
    stall.type("qq")
    assert panel.empty.words.text() == "No seller is called qq."
    stall.type("Enter")
    assert not stall.work.findChildren(SellerPanel)


def test_whoever_is_marked_is_served_from_the_list_and_from_her_panel(stall: Stall) -> None:
    the_list(stall)
    stall.type("94")
    stall.hands.press("Ctrl+Enter")
    assert (stall.page.sale.before.number, stall.focus) == (94, "copies")
    stall.type("Esc")
    the_list(stall)
    stall.type("17", "Enter", "Enter")
    assert (stall.page.sale.before.number, stall.focus) == (17, "copies")


def test_a_card_that_is_scanned_over_the_list_is_served(stall: Stall) -> None:
    the_list(stall)
    stall.scan(17)
    assert (stall.page.sale.before.number, stall.focus) == (17, "copies")


def test_the_pointer_opens_serves_and_closes(stall: Stall) -> None:
    panel = the_list(stall)
    panel.table.mark(stall.ids[45])
    stall.hands.click(panel.open_button)
    assert opened(stall, SellerPanel).seller.number == 45
    stall.hands.click(opened(stall, SellerPanel).serve_button)
    assert stall.page.sale.before.number == 45
    assert not [p for p in stall.work.findChildren(Sellers) if p.isVisible()]


def test_somebody_gets_a_number_that_nobody_had(stall: Stall) -> None:
    person = stall.do(people.register, call_name="Oddny", last_name="Rø", today=TODAY)
    panel = the_list(stall)
    stall.type("Ctrl+N", "odd", "Enter")
    assert stall.ask(sellers.number_of, person) == 103
    assert panel.told.words.text() == "Oddny Rø is seller 103 now."
    other = stall.do(people.register, call_name="Oddvar", last_name="Ås", today=TODAY)
    stall.type("Ctrl+N", "oddv")
    opened(stall, NewSeller).number.set("94")
    stall.type("Enter")
    assert "94" in opened(stall, NewSeller).told.words.text()
    opened(stall, NewSeller).number.set("200")
    stall.type("Enter")
    assert stall.ask(sellers.number_of, other) == 200


# Cards ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def without(stall: Stall) -> Stall:
    """Two without a card, and one whose card ended."""
    for number, name in ((200, "Oddny"), (201, "Oddvar")):
        stall.ids[number] = stall.do(people.register, call_name=name, today=TODAY)
        stall.do(sellers.make_seller, person=stall.ids[number], number=number)
    stall.do(sellers.give_card, person=stall.ids[45], day=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    return stall


def test_those_without_a_good_card_are_chosen_and_get_one(without: Stall) -> None:
    stall = without
    the_list(stall)
    stall.type("Ctrl+P")
    panel = opened(stall, PrintCards)
    assert numbers(panel)[:3] == [45, 200, 201]
    assert panel.count.text() == "3 cards, ten on a page. 3 of them are new."
    stall.type("Enter")
    assert shown_pages(stall) == 1
    assert stall.ask(sellers.good_card, stall.ids[200]) == date(2027, 11, TODAY.day)
    assert [c.serial for c in stall.ask(sellers.seller_page, stall.ids[45], TODAY).cards] == [3, 2, 1]
    assert panel.told.words.text() == "3 new cards are made."
    stall.type("Ctrl+Z")  # all of them are one act
    assert stall.ask(sellers.good_card, stall.ids[200]) is None
    assert stall.ask(sellers.good_card, stall.ids[201]) is None


def test_those_chosen_are_printed_ten_on_a_page(without: Stall) -> None:
    stall = without
    more = stall.do(people.register, call_name="Turid", today=TODAY)
    stall.do(sellers.make_seller, person=more)
    the_list(stall)
    stall.type("Ctrl+P")
    panel = opened(stall, PrintCards)
    stall.hands.click(panel.all_button)
    assert panel.count.text() == "11 cards, ten on a page. 4 of them are new."
    stall.hands.click(panel.print_button)
    assert shown_pages(stall) == 2
    stall.hands.click(panel.none_button)
    stall.hands.click(panel.print_button)
    assert panel.told.words.text() == "Choose somebody first."
    panel.table.setFocus()
    stall.hands.press("Down", "Space")
    assert panel.count.text() == "1 card, ten on a page."
    stall.hands.press("Space")
    assert panel.count.text() == "0 cards, ten on a page."


def test_what_a_lost_card_costs_is_said_before_it_is_owed(without: Stall) -> None:
    from alfdesk.sales import editions, rules

    stall = without
    publication = stall.ask(editions.publications)[0][0]
    stall.do(rules.rule, about=publication, key="card_fee_ore", value=5_000, since=TODAY)
    the_list(stall)
    stall.type("Ctrl+P")
    assert plain(opened(stall, PrintCards).count.text()).endswith("After a lost card the fee of 50 kr is owed.")
