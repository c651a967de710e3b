"""The day's settlement on the real window: blind, in at most forty keys, by the pointer alone, late, voided."""

from __future__ import annotations

from datetime import timedelta

from alfdesk.sales import settling, till
from alfdesk.sales.records import Settled
from tests.core.desk import TODAY, table
from ui.dialogs.preview import Preview
from ui.pages.sales.over_desk import TakeBack
from ui.pages.sales.settle import Settle
from ui.pages.sales.settlements import Settlements
from ui.pages.sales.till import Till

from .sitting import until
from .stall import HERE, Stall, opened, plain, stall
from .test_sales_stock import rows

assert stall  # a fixture, used by name

BUDGET = 40  # keys, the one that prints included
YESTERDAY = TODAY - timedelta(1)


def made(stall: Stall) -> str:
    """The settlements, newest first: number, day, expected, counted, carried, reason, the register's."""
    found: tuple[Settled, ...] = stall.ask(settling.settlements)
    return table(
        (s.number, s.day, s.expected_ore, s.counted_ore, s.carried_ore, s.reason or "–", s.z_number or "–",
         s.z_total_ore if s.z_total_ore is not None else "–", *([f"voided: {s.void_reason}"] if s.voided else []))
        for s in found
    )  # fmt: skip


def seen(stall: Stall) -> Preview:
    """The sheet, when it is made."""
    sheet: Preview = opened(stall, Preview)
    until(lambda: sheet.sheet is not None)
    return sheet


def count(stall: Stall, **notes: int) -> None:
    """Type how many of each, ↓ between."""
    for value in ("1000", "500", "200", "100", "50", "20", "10", "5", "1"):
        if (many := notes.get(f"k{value}")) is not None:
            stall.type(str(many))
        if value != "1":
            stall.type("Down")
    stall.type("Enter")


def test_a_settlement_with_a_difference_takes_at_most_forty_keys(stall: Stall) -> None:
    stall.do(till.open_till, outlet=stall.outlets[HERE], day=TODAY, at_minute=480, counts={500: 2, 100: 5})
    stall.bought(94, 45)
    stall.bought(17, 10, payment="vipps")
    stall.hands.keys = 0
    stall.type("Ctrl+D")
    panel = opened(stall, Settle)
    count(stall, k1000=1, k500=2, k200=5, k100=4, k50=3, k20=9, k10=1)
    assert [plain(f.number.text()) for f in (panel.should, panel.counted, panel.difference)] == [
        "3 750 kr", "3 740 kr", "−10 kr",
    ]  # fmt: skip
    assert plain(panel.verdict.words.text()) == (
        "The till has 10 kr less than it should. Count again, or write what happened."
    )
    stall.type("veksel", "Enter")
    assert stall.said == "Settlement K-0001 is made."
    sheet = seen(stall)
    assert stall.hands.keys + 1 <= BUDGET  # and Enter prints
    assert sheet.accessibleName() == "Day's settlement K-0001"
    assert made(stall) == "K-0001  2026-11-22  375000  374000  0  veksel  –  –"
    stall.type("Esc")
    assert stall.focus == "seller"


def test_a_till_that_is_right_with_the_registers_numbers(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.bought(17, 2, payment="vipps")
    stall.hands.keys = 0
    stall.type("Ctrl+D")
    panel = opened(stall, Settle)
    count(stall, k500=1)
    assert panel.verdict.words.text() == "The till is right."
    assert not panel.reason.isVisible()
    stall.hands.click(panel.z_number.edit)
    stall.type("118", "Tab", "600", "Enter")
    assert stall.hands.keys + 1 <= BUDGET
    assert made(stall) == "K-0001  2026-11-22  50000  50000  0  –  118  60000"


def test_the_register_is_compared_with_what_the_desk_sold(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.type("Ctrl+D")
    panel = opened(stall, Settle)
    count(stall, k500=1)
    assert plain(panel.register_words.text()) == "By this count of the desk 500 kr was sold, less returned."
    panel.z_total.edit.setFocus()
    stall.type("500")
    assert plain(panel.register_words.text()).endswith("The cash register has the same.")
    stall.type("5")
    assert plain(panel.register_words.text()).endswith("The cash register has 4 505 kr more.")
    stall.type("x", "Enter")
    assert panel.z_total.error.words.text() == "Write kroner, as in 200 or 200,50."
    assert made(stall) == ""


def test_it_is_counted_blind(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.type("Ctrl+D")
    panel = opened(stall, Settle)
    assert (stall.page.card.till.number.text(), stall.page.card.cash.number.text()) == ("•••", "•••")
    assert "500" not in plain(panel.summary())
    assert not panel.figures.isVisible()
    stall.type("Esc")
    assert plain(stall.page.card.till.number.text()) == "500 kr"
    assert made(stall) == ""


def test_a_difference_without_a_reason_takes_no_number(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.type("Ctrl+D")
    panel = opened(stall, Settle)
    count(stall, k200=2)
    stall.type("Enter")
    assert panel.reason.error.words.text() == "Write in a few words why."
    assert made(stall) == ""
    stall.hands.click(panel.again_button)  # a note was overlooked
    stall.type("Down", "Down", "Down", "1", "Ctrl+Enter", "Enter")
    assert made(stall) == "K-0001  2026-11-22  50000  50000  0  –  –  –"


def test_a_letter_in_the_count_is_refused_with_a_sentence(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.type("Ctrl+D", "Down", "1x", "Ctrl+Enter")
    panel = opened(stall, Settle)
    assert plain(panel.counting.wrong.words.text()) == "How many of 500 kr must be a whole number."
    assert panel.ahead is None
    stall.type("1", "Ctrl+Enter", "Enter")
    assert made(stall) == "K-0001  2026-11-22  50000  50000  0  –  –  –"


def listed(panel: Settle) -> str:
    """The open days as they are listed: ticked or not, day, what moved, what becomes of it."""
    return table(
        ("×" if row.check.isChecked() else "–", row.check.accessibleName(), plain(row.moved.text()),
         plain(row.fate.words.text()))
        for row in panel.days.rows
    )  # fmt: skip


def three_days(stall: Stall) -> Settle:
    """Something is open of the day before yesterday, of yesterday and of today; the panel is open."""
    here = stall.outlets[HERE]
    stall.do(till.open_till, outlet=here, day=YESTERDAY, at_minute=480, counts={500: 1})
    stall.bought(94, 2, day=YESTERDAY - timedelta(1))
    stall.bought(94, 4, day=YESTERDAY)
    stall.do(till.cash_out, outlet=here, amount_ore=5_000, reason="coffee", day=YESTERDAY, at_minute=600)
    stall.bought(94, 6)
    stall.bought(17, 2, payment="vipps")
    stall.type("Ctrl+D")
    panel: Settle = opened(stall, Settle)
    return panel


def test_what_is_open_from_before_is_listed_first_with_what_moved_and_without_amounts(stall: Stall) -> None:
    panel = three_days(stall)
    assert panel.earlier.words.text() == "Not settled from before: Friday 20 November, Saturday 21 November."
    assert listed(panel) == (
        "×  Friday 20 November  Sold once  With this settlement\n"
        "×  Saturday 21 November  Money out of the till once  ·  Sold once  With this settlement\n"
        "×  Today, Sunday 22 November  Sold 2 times  With this settlement"
    )
    assert "kr" not in listed(panel) and "Friday 20 November: Sold once" in panel.summary()
    assert panel.counting.rows[1000].edit.hasFocus()
    count(stall, k1000=1, k50=1)
    assert listed(panel) == (
        "×  Friday 20 November  Sold once  With this settlement  ·  100 kr\n"
        "×  Saturday 21 November  Money out of the till once  ·  Sold once  With this settlement  ·  150 kr\n"
        "×  Today, Sunday 22 November  Sold 2 times  With this settlement  ·  300 kr"
    )
    assert panel.verdict.words.text() == "The till is right."
    stall.hands.click(panel.again_button)
    assert "kr" not in listed(panel)
    stall.type("Ctrl+Enter", "Enter")
    assert made(stall) == "K-0001  2026-11-22  105000  105000  0  –  –  –"


def test_today_alone_is_settled_and_the_days_before_are_carried_over(stall: Stall) -> None:
    panel = three_days(stall)
    for row in panel.days.rows[:2]:
        stall.hands.click(row.check)
    assert listed(panel) == (
        "–  Friday 20 November  Sold once  Carried over\n"
        "–  Saturday 21 November  Money out of the till once  ·  Sold once  Carried over\n"
        "×  Today, Sunday 22 November  Sold 2 times  With this settlement"
    )
    panel.counting.setFocus()
    count(stall, k1000=1, k50=1)
    assert plain(panel.should.number.text()) == "1 050 kr"  # all that lies in the till
    assert plain(panel.should.accessibleName()).endswith("float 500 kr in it  ·  250 kr carried over")
    assert panel.verdict.words.text() == "The till is right."
    assert plain(panel.leaves.text()) == "Take out 300 kr and leave 750 kr: the float and what is carried over."
    stall.type("Enter")
    seen(stall)
    assert made(stall) == "K-0001  2026-11-22  105000  105000  25000  –  –  –"
    stall.type("Esc")
    assert plain(stall.page.card.till.number.text()) == "750 kr"
    stall.type("Ctrl+T")
    till_panel = opened(stall, Till)
    assert plain(till_panel.opened.words.text()) == "The till goes on with a float of 500 kr."
    assert till_panel.open_button.text() == "Open anew"
    stall.hands.click(till_panel.earlier_button)
    panel = opened(stall, Settlements)
    assert plain(panel.reason.text()) == "250 kr carried over"
    stall.type("Esc")
    stall.type("Esc", "Ctrl+D")
    panel = opened(stall, Settle)
    assert panel.upto == YESTERDAY  # nothing has moved today since
    count(stall, k500=1, k200=1, k50=1)
    stall.type("Enter")
    assert made(stall).splitlines()[0] == "K-0002  2026-11-21  75000  75000  0  –  –  –"


def test_an_earlier_day_is_settled_by_itself_by_the_keyboard_alone_within_forty_keys(stall: Stall) -> None:
    panel = three_days(stall)
    stall.hands.keys = 0
    stall.type("Shift+Tab")
    assert panel.days.rows[-1].check.hasFocus()
    stall.type("Space", "Tab")
    count(stall, k1000=1, k50=1)
    assert plain(panel.leaves.text()) == "Take out 250 kr and leave 800 kr: the float and what is carried over."
    stall.type("Enter")
    sheet = seen(stall)
    assert stall.hands.keys + 3 <= BUDGET  # Ctrl+D before, Enter that prints
    assert sheet.accessibleName() == "Day's settlement K-0001"
    assert made(stall) == "K-0001  2026-11-21  105000  105000  30000  –  –  –"


def test_one_day_at_least_is_settled(stall: Stall) -> None:
    panel = three_days(stall)
    for row in panel.days.rows:
        row.check.click()
    stall.type("Ctrl+Enter")
    assert panel.ahead is None and panel.told.words.text() == "Choose at least one open day to settle."
    assert panel.days.rows[-1].check.hasFocus()
    assert panel.told.visibleRegion().boundingRect().height() == panel.told.height()  # not scrolled out of sight
    stall.type("Space")
    assert not panel.told.isVisible()


def test_a_day_that_was_forgotten_is_proposed_for_its_own_date(stall: Stall) -> None:
    stall.bought(94, 4, day=YESTERDAY)
    stall.type("Ctrl+D")
    panel = opened(stall, Settle)
    assert panel.upto == YESTERDAY and not panel.days.isVisible()  # there is nothing to choose
    count(stall, k200=1)
    stall.type("Enter")
    assert made(stall) == "K-0001  2026-11-21  20000  20000  0  –  –  –"


def test_nothing_to_settle_says_so(stall: Stall) -> None:
    stall.type("Ctrl+D")
    assert opened(stall, Settle).earlier.words.text() == "Nothing has moved since it was settled last."


def test_by_the_pointer_alone(stall: Stall) -> None:
    stall.bought(94, 12)
    stall.hands.click(stall.page.settle_button)
    panel = opened(stall, Settle)
    for value in (500, 100):
        stall.hands.click(panel.counting.rows[value].more)
    stall.hands.click(panel.show_button)
    stall.hands.click(panel.settle_button)
    assert made(stall) == "K-0001  2026-11-22  60000  60000  0  –  –  –"


def test_an_earlier_one_is_shown_again_and_voided_with_a_reason(stall: Stall) -> None:
    stall.bought(94, 10)
    for _again in range(2):
        stall.do(settling.settle, outlet=stall.outlets[HERE], day=TODAY, at_minute=900, counts={}, reason="safe")
    stall.type("Ctrl+T")
    stall.hands.click(opened(stall, Till).earlier_button)
    panel = opened(stall, Settlements)
    assert rows(panel) == (
        "K-0002  22.11.2026  Hallvardsstuen  0 kr  0 kr  0 kr  Anne\n"
        "K-0001  22.11.2026  Hallvardsstuen  500 kr  0 kr  −500 kr  Anne"
    )
    stall.type("Enter")
    assert opened(stall, Preview).accessibleName() == "Day's settlement K-0002"
    stall.type("Esc")
    stall.hands.click(panel.void_button)
    stall.type("Enter")
    assert opened(stall, TakeBack).reason.error.words.text() == "Write in a few words why."
    stall.type("too early", "Enter")
    assert panel.told.words.text() == "Settlement K-0002 is voided."
    assert panel.reason.text() == "Voided: too early"
    assert not panel.void_button.isVisible()
    assert made(stall) == (
        "K-0002  2026-11-22  0  0  0  safe  –  –  voided: too early\nK-0001  2026-11-22  50000  0  0  safe  –  –"
    )


def test_a_settlement_is_not_undone_but_voided(stall: Stall) -> None:
    stall.bought(94, 10)
    stall.type("Ctrl+D")
    count(stall, k500=1)
    stall.type("Enter")
    seen(stall)
    stall.type("Esc", "Ctrl+Z")
    assert made(stall) == "K-0001  2026-11-22  50000  50000  0  –  –  –"
    stall.type("Ctrl+Shift+D")
    assert rows(opened(stall, Settlements)) == "K-0001  22.11.2026  Hallvardsstuen  500 kr  500 kr  0 kr  Anne"
