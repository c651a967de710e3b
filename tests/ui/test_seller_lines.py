"""A seller's account line by line: the time that is chosen, what is taken back, and the statement of just that time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.journal.write import Acting
from alfdesk.sales import accounts, editions, settling, till
from tests.core.desk import TODAY, table, text
from tests.core.scenes import OTHER
from ui.dialogs.panels import TakeBack
from ui.dialogs.preview import Preview
from ui.look import look
from ui.selling import SellerPanel
from ui.selling.lines import PERIODS, Lines

from .sitting import until
from .stall import HERE, Stall, opened, plain, stall

assert stall  # a fixture, used by name

LAST_YEAR = date(TODAY.year - 1, 6, 1)


def hers(stall: Stall) -> Any:
    """Her lines, over her panel."""
    SellerPanel(stall.page, stall.ids[94]).open()
    QApplication.processEvents()
    stall.hands.click(opened(stall, SellerPanel).lines_button)
    return opened(stall, Lines)


def lines(panel: Any) -> str:
    """What, sum, how, why."""
    QApplication.processEvents()
    model = panel.table.rows
    return table(
        [plain(model.cell(model.index(row, n)).text) or "–" for n in (1, 3, 4, 5)] for row in range(model.rowCount())
    )


def act(stall: Stall, verb: Any, ore: int, day: date = TODAY, **more: Any) -> bytes:
    publication = stall.ask(editions.publications)[0][0]
    if verb is not accounts.pay_out:
        more["publication"] = publication
    if verb in (accounts.repay, accounts.pay_out):
        more = {"outlet": stall.outlets[HERE]} | more
    made: bytes = stall.do(verb, person=stall.ids[94], amount_ore=ore, day=day, at_minute=700, **more)
    return made


@pytest.fixture
def busy(stall: Stall) -> Stall:
    """500 kr on credit, 200 of it repaid in cash; 150 held, 50 of it paid out and 40 set off, 10 written off."""
    stall.bought(94, 10, payment="credit")
    act(stall, accounts.repay, 20_000)
    act(stall, accounts.hold, 15_000, reason="Vipps fredag")
    act(stall, accounts.pay_out, 5_000)
    act(stall, accounts.set_off, 4_000)
    act(stall, accounts.write_off, 1_000, reason="avtalt")
    return stall


def account(stall: Stall) -> str:
    """Owes, held, and what the till should hold."""
    found = stall.ask(accounts.account, stall.ids[94])
    should = stall.ask(till.should_hold, stall.outlets[HERE], TODAY)
    return f"{found.owes_ore} {found.held_for_ore} {should}"


def back(stall: Stall, what: str, why: str = "feil") -> None:
    """Take the line that says this back."""
    panel = opened(stall, Lines)
    line = next(one for one in panel.table.rows.records if one.words == what)
    panel.table.mark(line.id)
    stall.hands.click(panel.back_button)
    stall.type(why, "Enter")


def test_each_line_is_taken_back_with_a_reason_and_the_tills_part_with_it(busy: Stall) -> None:
    panel = hers(busy)
    assert lines(panel) == text("""
        Written off  10 kr  –  avtalt
        Set off against credit  40 kr  –  –
        Paid out  50 kr  Cash  –
        Held for the seller  150 kr  –  Vipps fredag
        Repaid  200 kr  Cash  –
        Megafon 11/2026  500 kr  Credit  –
    """)
    assert account(busy) == "25000 6000 15000"
    back(busy, "Repaid", "en annen selger")
    assert account(busy) == "45000 6000 -5000"
    assert panel.told.words.text() == "It is taken back."
    back(busy, "Written off")
    back(busy, "Set off against credit")
    back(busy, "Paid out")
    back(busy, "Held for the seller")
    back(busy, "Megafon 11/2026")
    assert account(busy) == "0 0 0"
    assert lines(panel).splitlines()[4] == "Repaid  200 kr  Cash  taken back"
    panel.table.mark(next(one.id for one in panel.table.rows.records if one.words == "Repaid"))
    assert panel.reason.text() == "Taken back: en annen selger" and not panel.back_button.isVisible()
    busy.type("Ctrl+Z", "Ctrl+Z")
    assert account(busy) == "50000 15000 0"


def test_what_a_payout_rests_on_is_not_taken_back_and_the_form_says_why(busy: Stall) -> None:
    hers(busy)
    back(busy, "Held for the seller")
    asked = opened(busy, TakeBack)
    assert asked.told.words.text() == "This has been paid out since. Take the payout back first."
    assert asked.reason.text() == "feil" and account(busy) == "25000 6000 15000"


def test_the_form_says_what_is_taken_back_and_from_which_till(busy: Stall) -> None:
    panel = hers(busy)
    for what, said in (
        ("Repaid", "Repaid: 200 kr. The till of Hallvardsstuen is reckoned without it."),
        ("Set off against credit", "Set off against credit: 40 kr."),
    ):
        panel.table.mark(next(one.id for one in panel.table.rows.records if one.words == what))
        panel.table.setFocus()
        busy.type("Enter")
        assert plain(opened(busy, TakeBack).words.text()) == f"{said} It stays in the list, and counts no more."
        busy.type("Enter")
        assert opened(busy, TakeBack).reason.error.words.text() == "Write in a few words why."
        busy.type("Esc")


def test_after_the_settlement_the_next_one_takes_it_back(busy: Stall) -> None:
    here = busy.outlets[HERE]
    made = busy.do(settling.settle, outlet=here, day=TODAY, at_minute=720, counts={100: 1, 50: 1})
    hers(busy)
    back(busy, "Repaid")
    assert account(busy) == "45000 6000 -20000"
    assert busy.ask(settling.settlement, made.id) == made, "it stands as it was printed"
    assert busy.ask(settling.ahead, here, TODAY).expected_ore == -20_000


def test_whoever_only_reads_takes_nothing_back(busy: Stall) -> None:
    busy.work.desk._acting = Acting(id=OTHER, name="Sigurd", roles=frozenset({"supervisor"}))
    panel = hers(busy)
    panel.table.setFocus()
    busy.hands.press("Down", "Enter")
    assert not panel.back_button.isVisible()
    assert not [form for form in busy.work.findChildren(TakeBack) if form.isVisible()]


# The time ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def years(stall: Stall) -> Stall:
    """One amount for each time there is: today, 40 days ago, in January, last June."""
    for day, ore in ((TODAY, 100), (TODAY - timedelta(40), 200), (date(TODAY.year, 1, 5), 400), (LAST_YEAR, 800)):
        act(stall, accounts.hold, ore, day, reason=f"{ore}")
    return stall


def choose(panel: Any, period: str) -> list[str]:
    """The reasons of the lines that show."""
    panel.period.choice.choose(period)
    panel.period.choice.chosen.emit(period)
    QApplication.processEvents()
    return [line.reason for line in panel.table.rows.records]


def test_the_time_is_chosen_and_remembered_on_the_laptop(years: Stall) -> None:
    panel = hers(years)
    assert panel.period.choice.value == "90"
    shown = {period: choose(panel, period) for period in PERIODS}
    assert shown == {
        "30": ["100"], "90": ["100", "200"], "year": ["100", "200", "400"], "last_year": ["800"],
        "days": ["100", "200"],
    }  # fmt: skip
    choose(panel, "last_year")
    assert years.work.prefs.get("statement_period") == "last_year"
    years.type("Esc", "Esc")
    assert hers(years).period.choice.value == "last_year"


def test_the_first_and_the_last_day_are_counted(stall: Stall) -> None:
    for ago in (0, 29, 30, 89, 90):
        act(stall, accounts.hold, 100, TODAY - timedelta(ago), reason=str(ago))
    panel = hers(stall)
    assert (choose(panel, "30"), choose(panel, "90")) == (["0", "29"], ["0", "29", "30", "89"])


def test_from_a_day_to_a_day_is_written(years: Stall) -> None:
    panel = hers(years)
    choose(panel, "days")
    panel.period.first.setFocus()
    panel.period.first.edit.selectAll()
    years.type(f"1.1.{TODAY.year}", "Tab")
    assert [line.reason for line in panel.table.rows.records] == ["100", "200", "400"]
    panel.period.last.set(f"{TODAY - timedelta(41):%d.%m.%Y}")
    panel.period.last.edit.editingFinished.emit()
    assert [line.reason for line in panel.table.rows.records] == ["400"]
    for wrong, said in (
        ("1.1.2020", "The last day is before the first."), ("32.1", "There is no such day in the calendar."),
    ):  # fmt: skip
        panel.period.last.set(wrong)
        panel.period.last.edit.editingFinished.emit()
        assert panel.period.last.error.words.text() == said
        assert panel.empty.isVisible() and not panel.print_button.isEnabled()
        years.hands.press("Ctrl+P")
        assert not [one for one in years.work.findChildren(Preview) if one.isVisible()]
    assert years.work.prefs.get("statement_period") == "days", "the days themselves are not kept"
    kept = " ".join(years.work.prefs.values.values())
    assert str(TODAY.year) not in kept


def test_the_statement_is_of_the_time_that_shows(years: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    from alfdesk.reports import seller_statement

    drawn: list[Any] = []
    draw = seller_statement.seller_statement
    monkeypatch.setattr(seller_statement, "seller_statement", lambda record: drawn.append(record) or draw(record))
    panel = hers(years)
    choose(panel, "last_year")
    years.hands.press("Ctrl+P")
    sheet = opened(years, Preview)
    until(lambda: sheet.sheet is not None)
    (record,) = drawn
    assert (record.first, record.last) == (date(TODAY.year - 1, 1, 1), date(TODAY.year - 1, 12, 31))
    assert [line.id for line in record.lines] == [line.id for line in panel.table.rows.records]


@pytest.mark.parametrize("zoom", [80, 100, 200])
def test_all_of_it_is_reached_at_every_size(busy: Stall, zoom: int) -> None:
    look.set(zoom=zoom)
    QApplication.processEvents()
    panel = hers(busy)
    choose(panel, "days")
    assert panel.panel.width() <= busy.work.width() and panel.panel.height() <= busy.work.height()
    seen = set()
    for _step in range(14):
        busy.hands.press("Tab")
        focus = QApplication.focusWidget()
        assert panel.isAncestorOf(focus)
        seen.add(focus)
    assert {panel.print_button, panel.back_button, panel.table, panel.period.choice, panel.period.last.edit} <= seen
