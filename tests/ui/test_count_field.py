"""A number of copies with − and +: pressed, held down, typed; the same in every form of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.sales import counting
from tests.core.desk import TODAY, table, text
from ui.look import look
from ui.pages.sales.change_parts import AtOutlet, Starters
from ui.pages.sales.confirm import Confirm
from ui.pages.sales.receive import Receive
from ui.pages.sales.set_up import NewEdition
from ui.pages.sales.stock_acts import Send, TakeOut
from ui.pages.sales.stock_count import StockCount
from ui.pages.settings.sold_forms import ChangeEdition
from ui.pages.settings.sold_forms import NewEdition as NewSold
from ui.widgets.count_field import CountField
from ui.widgets.fields import Field

from .hands import Hands, shown
from .stall import HERE, THERE, Stall, opened, stall

assert stall  # a fixture, used by name


@pytest.fixture
def field(qapp: QApplication) -> Iterator[CountField]:
    made = CountField("Copies that came", of="Nesttun")
    made.resize(300, 120)
    shown(made)
    yield made
    made.close()
    made.deleteLater()


def test_each_press_is_one_and_none_is_the_least(field: CountField) -> None:
    hands, told = Hands(field), []
    field.edit.textEdited.connect(told.append)
    cases = [("", field.more), ("9", field.more), ("1 199", field.more), ("10", field.fewer), ("1", field.fewer),
             ("0", field.fewer), ("", field.fewer), ("9999999", field.more), ("tolv", field.more)]  # fmt: skip
    found = []
    for before, button in cases:
        field.set(before)
        hands.click(button)
        found.append((before or "–", "+" if button is field.more else "−", field.text()))
    assert table(found) == text("""
        –  +  1
        9  +  10
        1 199  +  1200
        10  −  9
        1  −  0
        0  −  0
        –  −  0
        9999999  +  9999999
        tolv  +  tolv
    """)
    assert told == ["1", "10", "1200", "9", "0", "0", "0"], "heard as if it was typed"


def test_a_press_takes_the_error_away_and_can_be_undone_in_the_field(field: CountField) -> None:
    field.refuse("Write a whole number.")
    Hands(field).click(field.more)
    assert not field.error.isVisible()
    field.edit.undo()
    assert field.text() == ""


def test_held_down_it_goes_on_in_tens_and_hundreds(field: CountField) -> None:
    field.set("7")
    field.more.setDown(True)
    field.more.pressed.emit()
    seen = []
    for _ in range(25):
        field._go_on()
        seen.append(int(field.text()))
    assert seen == [*range(8, 18), *range(20, 120, 10), *range(200, 700, 100)]
    field.more.setDown(False)
    field.more.released.emit()
    field.more.clicked.emit()
    assert field.text() == "600" and not field._held.isActive(), "letting go is no step of its own"
    Hands(field).click(field.fewer)
    assert field.text() == "599"


def test_a_finger_that_rests_makes_it_go_on(field: CountField) -> None:
    from PySide6.QtCore import Qt

    QTest.mousePress(field.more, Qt.MouseButton.LeftButton)
    QTest.qWait(700)
    QTest.mouseRelease(field.more, Qt.MouseButton.LeftButton)
    held = int(field.text())
    assert held > 1
    QTest.qWait(200)
    assert int(field.text()) == held


def test_buttons_are_named_and_leave_tab_to_the_fields(field: CountField) -> None:
    assert field.edit.accessibleName() == "Copies that came, Nesttun"
    assert [b.accessibleName() for b in (field.fewer, field.more)] == [
        "Copies that came, Nesttun: one fewer", "Copies that came, Nesttun: one more",
    ]  # fmt: skip
    field.edit.setFocus()
    Hands(field).press("Tab")
    assert QApplication.focusWidget() is field.edit
    for button in (field.fewer, field.more):
        assert min(button.width(), button.height()) >= look.px(44)


def forms(stall: Stall) -> list[QWidget]:
    """Every form of the desk that asks for copies, as it opens."""
    from alfdesk.sales import change_over, stock

    page, desk = stall.page, stall.work.desk
    edition = stall.editions["11/2026"]
    stall.do(stock.send, frm=stall.outlets[HERE], to=stall.outlets[THERE], edition=edition, copies=4, day=TODAY,
             at_minute=500)  # fmt: skip
    begun = stall.do(counting.begin, outlet=stall.outlets[HERE], day=TODAY, at_minute=510)
    over = stall.ask(change_over.change_over_page, edition, edition, TODAY)
    line = page.on_sale.edition
    return [
        Receive(page), Send(page, stall.outlets[HERE], edition), TakeOut(page, stall.outlets[HERE], HERE, edition),
        Confirm(page, desk.read(stock.under_way)[0]), StockCount(page, begun), NewEdition(page),
        AtOutlet(over.outlets[0]), Starters(), NewSold(page, line), ChangeEdition(page, line),
    ]  # fmt: skip


def test_every_form_that_asks_for_copies_has_them(stall: Stall) -> None:
    """A field for digits alone is a number of copies, unless it is one of kroner."""
    made = forms(stall)
    try:
        plainly: list[Any] = []
        for one in made:
            counts = one.findChildren(CountField)
            assert counts, type(one).__name__
            numeric = [f for f in one.findChildren(Field) if f.edit.inputMethodHints() and f.hint.text() != "kroner"]
            plainly += [(type(one).__name__, f.label.text()) for f in numeric if not isinstance(f, CountField)]
        assert plainly == []
    finally:
        for one in made:
            one.deleteLater()


def test_copies_are_taken_in_by_the_pointer_alone(stall: Stall) -> None:
    stall.hands.press("Ctrl+N")
    asked = opened(stall, Receive)
    for _ in range(3):
        stall.hands.click(asked.copies.more)
    stall.hands.click(asked.copies.fewer)
    assert asked.copies.text() == "2"
    stall.hands.click(asked.act)
    assert stall.said == "2 copies of Megafon 11/2026 are taken in."
