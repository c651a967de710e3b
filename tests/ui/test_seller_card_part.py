"""All there is about a seller, over her person card and over the desk: what stands there, and what is done with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import people, person_card
from alfdesk.errors import UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.sales import accounts, editions, rules, sellers, spots, statement, till
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY, table
from tests.core.scenes import OTHER
from ui.dialogs.panels import FormPanel
from ui.dialogs.preview import Preview
from ui.look import look
from ui.pages.people import People
from ui.selling import SellerPanel
from ui.selling.forms import MakeSeller
from ui.widgets.text import Text

from .sitting import until
from .stall import HERE, Stall, opened, plain, stall

assert stall  # a fixture, used by name


def hers(stall: Stall, number: int = 94) -> SellerPanel:
    """Her panel over the desk."""
    SellerPanel(stall.page, stall.ids[number]).open()
    QApplication.processEvents()
    found: SellerPanel = opened(stall, SellerPanel)
    return found


def said(widget: Any) -> str:
    """What stands in a part, line by line."""
    QApplication.processEvents()
    return "\n".join(plain(t.text()) for t in widget.findChildren(Text) if t.isVisible() and t.text())


def form(stall: Stall) -> Any:
    return opened(stall, FormPanel)


def account(stall: Stall, number: int = 94) -> str:
    found = stall.ask(accounts.account, stall.ids[number])
    return table([(found.copies_bought, found.copies_returned, found.paid_ore, found.owes_ore, found.held_for_ore)])


def click(stall: Stall, button: Any) -> None:
    panel = opened(stall, SellerPanel)
    panel.body.ensureWidgetVisible(button)
    stall.hands.click(button)


# From the person card ------------------------------------------------------------------------------------------------


def card_of(stall: Stall, person: bytes) -> Any:
    page = stall.work.go("people")
    assert isinstance(page, People)
    card = page.open_card(person)
    QApplication.processEvents()
    assert card is not None
    return card


def test_the_person_card_says_that_she_sells_and_opens_the_rest(stall: Stall) -> None:
    stall.bought(94, 10, payment="credit")
    card = card_of(stall, stall.ids[94])
    assert said(card.seller) == "Seller\nSeller no. 94\nCard 01 is valid to 31.12.2026. Owes 500 kr."
    card.seller.open_button.setFocus()
    stall.type("Enter")
    panel = opened(stall, SellerPanel)
    assert not panel.serve_button.isVisible(), "nobody is served on the page of people"
    stall.hands.click(panel.repay_button)
    stall.type("200", "Enter")
    stall.type("Esc")
    assert said(card.seller).endswith("Owes 300 kr.")
    assert card.seller.open_button.hasFocus()


def test_each_opening_is_noted_in_the_laptops_own_log(stall: Stall) -> None:
    hers(stall)
    stall.type("Esc")
    lines = stall.ask(person_card.looked_lines, stall.ids[94])
    assert [(line.who, line.what) for line in lines] == [("Anne", "her page as a seller")]


def test_somebody_who_does_not_sell_gets_the_number_that_is_proposed_or_another(stall: Stall) -> None:
    person = stall.do(people.register, call_name="Oddny", last_name="Rø", today=TODAY)
    card = card_of(stall, person)
    assert said(card.seller) == "Seller\nDoes not sell"
    card.seller.open_button.setFocus()
    stall.type("Enter")
    asked = opened(stall, MakeSeller)
    assert asked.number.text() == "103"
    stall.type("94", "Enter")
    assert asked.number.error.words.text() == "Seller number 94 has been given before. Choose another."
    stall.type("x", "Enter")
    assert asked.number.error.words.text() == "Write a whole number."
    stall.type("300", "Enter")
    assert stall.ask(sellers.number_of, person) == 300
    assert said(card.seller).startswith("Seller\nSeller no. 300\nThere is no card yet.")
    stall.type("Ctrl+Z")
    assert said(card.seller) == "Seller\nDoes not sell"


def test_where_nothing_is_sold_the_card_says_nothing_of_it(qapp: QApplication, place: Place, tmp_path: Any) -> None:
    from .sitting import sitting

    with sitting(qapp, place, tmp_path / "prefs", "people") as (work, _hands):
        page = work.front
        assert isinstance(page, People)
        card = page.open_card(page.table.rows.records[0].id)
        QApplication.processEvents()
        assert card is not None and card.seller is not None and not card.seller.isVisible()


def test_a_supervisor_reads_and_changes_nothing(stall: Stall) -> None:
    stall.bought(94, 10, payment="credit")
    stall.work.desk._acting = Acting(id=OTHER, name="Sigurd", roles=frozenset({"supervisor"}))
    panel = hers(stall)
    parts = (panel.about, panel.card, panel.breaks, panel.notes, panel.spots, panel.account)
    shown = [b.text() for part in parts for b in part.buttons if b.isVisible()]
    assert shown == ["Print card", "Card printer", "Statement"]


# Number, languages, card ---------------------------------------------------------------------------------------------


def test_languages_and_the_day_the_rules_were_signed(stall: Stall) -> None:
    panel = hers(stall)
    assert said(panel.about) == "The seller\nLanguages are not written down.\nHas not signed the seller rules."
    click(stall, panel.about_button)
    stall.type("norsk, polsk", "Tab", "1.11.2026", "Enter")
    assert said(panel.about) == "The seller\nnorsk, polsk\nLanguages\nSigned the seller rules 01.11.2026."
    click(stall, panel.about_button)
    form(stall).signed.set("24.12.2026")
    stall.type("Enter")
    assert form(stall).signed.error.words.text() == "This day has not been yet."


def test_a_card_is_lost_and_another_is_made_with_its_fee_in_the_till(stall: Stall) -> None:
    publication = stall.ask(editions.publications)[0][0]
    stall.do(rules.rule, about=publication, key="card_fee_ore", value=5_000, since=TODAY)
    panel = hers(stall)
    click(stall, panel.lost_button)
    assert said(panel.card).startswith("Card\nCard 01 was lost")
    assert not panel.print_a4.isVisible() and not panel.lost_button.isVisible()
    before = stall.ask(till.should_hold, stall.outlets[HERE], TODAY)
    click(stall, panel.new_card)
    assert plain(form(stall).paid.parentWidget().label.text()) == "Fee of 50 kr"
    stall.type("Enter")
    assert said(panel.card).startswith("Card\nCard 02 is valid to")
    assert stall.ask(till.should_hold, stall.outlets[HERE], TODAY) == before + 5_000
    with pytest.raises(UserFacingError, match="reported lost"):
        stall.ask(sellers.scan, panel.seller.cards[1].code, TODAY)


def test_a_card_that_was_not_lost_costs_nothing_and_its_last_day_is_looked_at(stall: Stall) -> None:
    panel = hers(stall)
    click(stall, panel.new_card)
    assert not form(stall).paid.isVisible()
    form(stall).until.set("1.1.2026")
    stall.type("Enter")
    assert form(stall).until.error.words.text() == "This day has been."
    form(stall).until.set("32.1.2027")
    stall.type("Enter")
    assert form(stall).until.error.words.text()
    form(stall).until.set("31.1.2027")
    stall.type("Enter")
    assert stall.ask(sellers.good_card, stall.ids[94]) == date(2027, 1, 31)


def sheet(stall: Stall) -> str:
    """The title of the sheet that is shown once it is made; it is taken away."""
    shown = opened(stall, Preview)
    until(lambda: shown.sheet is not None)
    title = shown.title.text()
    stall.type("Esc")
    return title


def test_her_card_and_her_statement_are_printed(stall: Stall) -> None:
    panel = hers(stall)
    titles = []
    for button in (panel.print_a4, panel.print_alone):
        click(stall, button)
        titles.append(sheet(stall))
    click(stall, panel.lines_button)
    stall.type("Enter")
    titles.append(sheet(stall))
    stall.hands.press("Ctrl+P")
    titles.append(sheet(stall))
    stall.type("Esc")
    stall.hands.press("Ctrl+P")
    assert [*titles, sheet(stall)] == ["Seller cards", "Seller card", "Statement", "Statement", "Seller cards"]


# Breaks, notes, spots ------------------------------------------------------------------------------------------------


def test_a_break_is_given_told_and_ended(stall: Stall) -> None:
    panel = hers(stall, 17)
    assert said(panel.breaks) == "Breaks from selling\nNo breaks."
    click(stall, panel.break_button)
    form(stall).until.set("1.1.2026")
    form(stall).send()
    assert form(stall).until.error.words.text() == "The last day is before the first."
    form(stall).until.set("31.12.2026")
    form(stall).send()
    assert said(panel.breaks) == f"Breaks from selling\nOwn wish, {TODAY:%d.%m.%Y}–31.12.2026\nnow"
    assert "Break from selling: Own wish" in panel.summary()
    ends = next(b for b in panel.breaks.findChildren(type(panel.break_button)) if b.text() == "End")
    ends.setFocus()
    stall.type("Enter")
    assert panel.break_button.hasFocus(), "the line that had the focus is gone"
    assert said(panel.breaks) == "Breaks from selling\nNo breaks."


def test_a_note_with_a_mark_shows_at_the_desk_until_it_is_taken_away(stall: Stall) -> None:
    panel = hers(stall, 8)
    click(stall, panel.note_button)
    stall.type("Enter")
    assert form(stall).text.error.words.text() == "Write the note."
    stall.type("Ring hjem")
    stall.hands.click(form(stall).warns)
    form(stall).until.set("31.12.2026")
    form(stall).send()
    assert said(panel.notes) == "Notes at the desk\nRing hjem\nShown until 31.12.2026"
    panel.serve()
    assert stall.counter.note.words.text() == "Ring hjem"
    panel = hers(stall, 8)
    click(stall, next(b for b in panel.notes.findChildren(type(panel.note_button)) if b.text() == "Take away"))
    assert said(panel.notes) == "Notes at the desk\nNo notes."
    assert not stall.counter.note.isVisible()


def test_a_spot_is_given_and_who_else_stands_there_is_told(stall: Stall) -> None:
    stall.do(spots.take_spot, person=stall.ids[17], spot="Torget", weekday=0, from_minute=600, to_minute=720, since=TODAY)
    panel = hers(stall)
    click(stall, panel.spot_button)
    stall.type("torget")
    form(stall).start_at.set("14")
    form(stall).end_at.set("11")
    form(stall).send()
    assert form(stall).end_at.error.words.text() == "The end time is before the start."
    form(stall).end_at.set("half past")
    form(stall).send()
    assert form(stall).end_at.error.words.text()
    form(stall).start_at.set("11")
    form(stall).end_at.set("15.30")
    form(stall).send()
    assert said(panel.spots) == "Selling spots\nTorget, Monday 11.00–15.30\nAlso there then: Per A., 17."
    assert panel.told.words.text() == "Vigdis E has the spot torget. Also there then: Per A., 17."
    click(stall, next(b for b in panel.spots.findChildren(type(panel.spot_button)) if b.text() == "Leave spot"))
    assert said(panel.spots) == "Selling spots\nNo spots."


# Account -------------------------------------------------------------------------------------------------------------


def test_an_account_by_keyboard_repaid_held_set_off_and_paid_out(stall: Stall) -> None:
    stall.bought(94, 10, payment="credit")
    panel = hers(stall)
    assert said(panel.account).startswith("Account\nBought\n10\nPaid\n0 kr\nOwes of Megafon\n500 kr\nHeld for her\n0 kr")
    assert not panel.pay_out_button.isVisible() and not panel.set_off_button.isVisible()

    def act(button: Any, *typed: str) -> None:
        button.setFocus()
        stall.type("Enter", *typed)

    act(panel.repay_button, "200", "Enter")
    act(panel.hold_button, "150", "Enter", "Vipps fredag", "Enter")
    act(panel.set_off_button, "100", "Enter")
    assert account(stall) == "10  0  20000  20000  5000"
    act(panel.repay_button, "300", "Enter")  # more than she owes
    assert plain(form(stall).amount.error.words.text()) == "She owes 200 kr. Nothing has changed."
    assert form(stall).amount.text() == "300"
    stall.type("Esc")
    assert panel.repay_button.hasFocus()
    act(panel.pay_out_button, "Enter")  # all of it is proposed
    assert account(stall) == "10  0  20000  20000  0"
    assert panel.serve_button.hasFocus(), "the button that had the focus has nothing more to do"
    stall.type("Ctrl+Z")
    assert account(stall) == "10  0  20000  20000  5000"


def test_what_is_written_off_has_a_reason_and_only_who_may_does_it(stall: Stall) -> None:
    stall.bought(94, 10, payment="credit")
    panel = hers(stall)
    click(stall, panel.write_off_button)
    stall.type("50", "Enter")
    assert form(stall).reason.error.words.text() == "Write in a few words why."
    stall.type("avtalt", "Enter")
    assert account(stall) == "10  0  0  45000  0"
    panel.leave()
    stall.work.desk._acting = Acting(id=OTHER, name="Dagny", roles=frozenset({"desk"}))
    panel = hers(stall)
    assert panel.repay_button.isVisible()
    assert not panel.write_off_button.isVisible() and not panel.limit_button.isVisible()


def test_her_own_limit_goes_before_the_publications_until_it_is_taken_back(stall: Stall) -> None:
    publication = stall.ask(editions.publications)[0][0]
    stall.do(rules.rule, about=publication, key="credit_limit", value=50_000, since=TODAY)
    panel = hers(stall)
    assert "Owes of Megafon\n0 kr\nof 500 kr" in said(panel.account)
    click(stall, panel.limit_button)
    stall.type("mye", "Enter")
    assert form(stall).amount.error.words.text() == "Write kroner, as in 200 or 200,50."
    stall.type("200", "Enter")
    assert "of 200 kr" in said(panel.account) and "Own credit limit\n200 kr" in said(panel.account)
    stall.type("Ctrl+Z")
    assert "of 500 kr" in said(panel.account) and "Own credit limit" not in said(panel.account)
    click(stall, panel.limit_button)
    assert not form(stall).none.isVisible(), "there is nothing to take away"
    stall.type("Esc")


def test_her_own_limit_is_removed_and_the_publications_holds_again(stall: Stall) -> None:
    publication = stall.ask(editions.publications)[0][0]
    before = TODAY - timedelta(30)
    stall.do(rules.rule, about=publication, key="credit_limit", value=50_000, since=before)
    stall.do(rules.rule, about=stall.ids[94], key="credit_limit", value=20_000, since=before)
    panel = hers(stall)
    click(stall, panel.limit_button)
    stall.hands.click(form(stall).none)
    assert not form(stall).amount.edit.isEnabled() and form(stall).act.text() == "Remove limit"
    form(stall).since.set("32.1")
    stall.type("Enter")
    assert form(stall).since.error.words.text() == "There is no such day in the calendar."
    form(stall).since.set_day(TODAY)
    stall.type("Enter")
    assert plain(panel.told.words.text()) == "Vigdis E has no limit of her own. The publication's holds."
    assert "of 500 kr" in said(panel.account) and "Own credit limit" not in said(panel.account)
    assert stall.ask(accounts.limits_on, stall.ids[94], [publication], TODAY - timedelta(1)) == {publication: 20_000}
    stall.type("Ctrl+Z")
    assert "of 200 kr" in said(panel.account)


# Where and how it is shown -------------------------------------------------------------------------------------------


def test_what_is_written_elsewhere_shows_and_a_number_taken_back_closes_it(stall: Stall) -> None:
    person = stall.do(people.register, call_name="Oddny", today=TODAY)
    stall.do(sellers.make_seller, person=person)
    SellerPanel(stall.page, person).open()
    panel = opened(stall, SellerPanel)
    stall.work.undo()
    QApplication.processEvents()
    assert not panel.isVisible()
    panel = hers(stall)
    stall.bought(94, 3)
    assert "Bought\n3" in said(panel.account)


@pytest.mark.parametrize("zoom", [80, 100, 200])
def test_all_of_it_is_reached_at_every_size(stall: Stall, zoom: int) -> None:
    stall.bought(94, 10, payment="credit")
    stall.do(sellers.give_break, person=stall.ids[94], since=TODAY, until=TODAY + timedelta(3), reason="own_wish")
    look.set(zoom=zoom)
    QApplication.processEvents()
    panel = hers(stall)
    QApplication.processEvents()
    assert panel.panel.width() <= stall.work.width() and panel.panel.height() <= stall.work.height()
    inside = panel.body.widget()
    assert inside.width() <= panel.body.viewport().width(), "nothing to the side"
    seen = set()
    for _step in range(30):
        stall.hands.press("Tab")
        focus = QApplication.focusWidget()
        assert panel.isAncestorOf(focus)
        if panel.body.isAncestorOf(focus):
            at = focus.mapTo(panel.body.viewport(), focus.rect().center())
            assert panel.body.viewport().rect().contains(at), focus.accessibleName()
        seen.add(focus)
    assert {panel.repay_button, panel.limit_button, panel.spot_button, panel.about_button} <= seen


def test_the_statement_is_the_same_sum_as_the_panel(stall: Stall) -> None:
    stall.bought(94, 10, payment="credit")
    panel = hers(stall)
    made = stall.ask(statement.statement, stall.ids[94], TODAY - timedelta(90), TODAY)
    assert made.account == panel.sums
