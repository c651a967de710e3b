"""The till at the desk: opened with a float by note and coin, money in and out with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alfdesk.sales import till
from tests.core.desk import TODAY
from ui.pages.sales.over_desk import TakeBack
from ui.pages.sales.till import CashIn, CashOut, OpenTill, Till

from .stall import HERE, Stall, opened, plain, stall
from .test_sales_stock import now, rows

assert stall  # a fixture, used by name


def holds(stall: Stall) -> int:
    found: int = stall.ask(till.should_hold, stall.outlets[HERE], TODAY)
    return found


def test_the_till_is_opened_by_note_and_coin(stall: Stall) -> None:
    stall.type("Ctrl+T")
    panel = opened(stall, Till)
    assert panel.opened.words.text() == "The till is not opened since it was settled."
    stall.type("Enter")
    form = opened(stall, OpenTill)
    stall.type("Down", "1", "Down", "2", "Down", "5", "Ctrl+Enter")
    assert plain(panel.opened.words.text()) == "The till was opened with 1 400 kr."
    assert plain(panel.told.words.text()) == "The till is opened with 1 400 kr."
    assert not form.isVisible()
    assert plain(stall.page.card.till.number.text()) == "1 400 kr"
    stall.type("Ctrl+Z")
    assert holds(stall) == 0
    assert panel.opened.words.text() == "The till is not opened since it was settled."


def test_the_next_morning_is_one_enter(stall: Stall) -> None:
    stall.do(till.open_till, outlet=stall.outlets[HERE], day=TODAY, at_minute=480, counts={500: 2, 100: 5})
    stall.type("Ctrl+T")
    stall.hands.click(opened(stall, Till).open_button)
    form = opened(stall, OpenTill)
    assert plain(form.counting.sum.text()) == "Together 1 500 kr"
    stall.type("Enter")
    assert holds(stall) == 150_000


def test_what_is_not_settled_is_no_float(stall: Stall) -> None:
    """200 kr of yesterday lie in the till with 500 kr: counted whole or apart, it is 700 kr, and never 900."""
    stall.bought(94, 4, day=TODAY - timedelta(1))
    stall.type("Ctrl+T", "Enter")
    form = opened(stall, OpenTill)
    assert plain(form.open_days.words.text()) == "200 kr is not settled yet."
    stall.hands.click(form.whole.buttons()[1])
    stall.type("Down", "1", "Down", "1", "Ctrl+Enter")
    assert holds(stall) == 70_000
    assert plain(opened(stall, Till).told.words.text()) == "The till is opened with 500 kr."
    stall.hands.click(opened(stall, Till).open_button)
    form = opened(stall, OpenTill)
    assert form.counting.counts == {}  # what was counted whole is not offered as a float
    stall.type("Down", "1", "Ctrl+Enter")
    assert holds(stall) == 70_000
    stall.hands.click(opened(stall, Till).open_button)
    form = opened(stall, OpenTill)
    assert form.counting.counts == {500: 1}
    stall.hands.click(form.whole.buttons()[1])
    assert form.counting.counts == {} and form.counting.rows[1000].edit.hasFocus()
    stall.hands.click(form.whole.buttons()[0])
    assert form.counting.counts == {500: 1}
    stall.hands.click(form.whole.buttons()[1])
    stall.type("Down", "Down", "Down", "1", "Ctrl+Enter")
    assert plain(form.told.words.text()) == (
        "There is 100,00 kr less than what is not settled. Nothing has changed. Settle first."
    )
    assert holds(stall) == 70_000


def test_a_count_with_a_letter_in_it_is_refused_with_a_sentence(stall: Stall) -> None:
    stall.type("Ctrl+T", "Enter", "1", "Down", "2o", "Ctrl+Enter")
    form = opened(stall, OpenTill)
    assert plain(form.counting.wrong.words.text()) == "How many of 500 kr must be a whole number."
    edit = form.counting.rows[500].edit
    assert (edit.hasFocus(), edit.text(), edit.accessibleDescription()) == (True, "2o", "Write a whole number.")
    assert holds(stall) == 0
    stall.type("2", "Ctrl+Enter")
    assert holds(stall) == 200_000


def test_by_the_pointer_alone(stall: Stall) -> None:
    stall.hands.click(stall.page.till_button)
    stall.hands.click(opened(stall, Till).open_button)
    form = opened(stall, OpenTill)
    for _press in range(3):
        stall.hands.click(form.counting.rows[500].more)
    stall.hands.click(form.counting.rows[500].fewer)
    stall.hands.click(form.counting.rows[20].fewer)  # never below none
    stall.hands.click(form.act)
    assert holds(stall) == 100_000


def test_money_in_and_out_with_a_reason(stall: Stall) -> None:
    stall.type("Ctrl+T")
    panel = opened(stall, Till)
    assert panel.empty.isVisible()
    stall.hands.click(panel.in_button)
    stall.type("500", "Enter")
    assert opened(stall, CashIn).reason.error.words.text() == "Write in a few words why."
    stall.type("change from the bank", "Enter")
    stall.hands.click(panel.out_button)
    stall.type("49,50", "Tab", "coffee", "Enter")
    assert rows(panel) == (
        f"Today {now(stall)}  Money out of the till  −49,50 kr  coffee  Anne\n"
        f"Today {now(stall)}  Money into the till  +500 kr  change from the bank  Anne"
    )
    assert holds(stall) == 45_050
    stall.type("Ctrl+Z")
    assert holds(stall) == 50_000
    panel.table.step(1)
    panel.table.setFocus()
    stall.type("Enter", "never came", "Enter")
    assert holds(stall) == 0
    assert "taken back never came" in rows(panel)
    assert stall.work.findChildren(TakeBack) == [] or not stall.work.findChildren(TakeBack)[-1].isVisible()


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Write kroner, as in 200 or 200,50."), ("ti", "Write kroner, as in 200 or 200,50."),
    ("-5", "Write kroner, as in 200 or 200,50."), ("0", "Write an amount above zero."),
])  # fmt: skip
def test_an_amount_that_is_none_is_said_at_the_field(stall: Stall, typed: str, said: str) -> None:
    stall.type("Ctrl+T")
    stall.hands.click(opened(stall, Till).out_button)
    form = opened(stall, CashOut)
    stall.type(*([typed] if typed else []), "Enter")
    assert (form.amount.error.words.text(), form.amount.edit.accessibleDescription()) == (said, said)
    assert form.amount.edit.hasFocus()
