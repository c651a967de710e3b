"""Å gjøre in the window: every line leads to where it is done, and is gone when it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import people, programmes
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said
from alfdesk.store.workplace import Place
from ui.pages.todo import ToDo

from .hands import Hands
from .yard import window


@pytest.fixture
def page(qapp: QApplication, place: Place) -> Iterator[Any]:
    """A roll was not closed last week, Kari ends soon, and Ola may be registered twice."""
    with window(place) as work:
        today = work.desk.today()
        last_week = today - timedelta(7)
        do = work.desk.do
        farm = do(programmes.found, name="Gården", kind="standing")
        do(programmes.rule, about=farm, key="rate", value=["hour", 5000], since=last_week)
        kari = do(people.register, call_name="Kari", last_name="Ås", today=today)
        do(programmes.enrol_until, person=kari, programme=farm, since=last_week, last=today + timedelta(3))
        do(standing.mark, person=kari, programme=farm, day=last_week, what=Said("present", said_minutes=240))
        for _ in range(2):
            do(people.register, call_name="Ola", last_name="Vik", birth_year=1990, today=today)
        work.farm, work.kari, work.last_week = farm, kari, last_week  # type: ignore[attr-defined]
        page = work.go("todo")
        QApplication.processEvents()
        yield page


def lines(page: Any) -> list[str]:
    return [f"{t.kind}: {t.words}" for t in page.table.rows.records]


def test_lines_stand_by_group_and_lead_to_where_it_is_done(page: Any) -> None:
    shell, hands = page.shell, Hands(page.shell)
    kinds = [t.kind for t in page.table.rows.records]
    assert kinds == ["question", "roll", "week", "ends"]
    assert QApplication.focusWidget() is page.table
    led = []
    for place, _kind in enumerate(kinds):
        shell.go("todo")
        hands.press("Home", *["Down"] * place, "Enter")
        led.append(shell.front.key)
        if shell.front.key == "today":
            assert (shell.front.day, shell.front.programme) == (shell.last_week, shell.farm)
        if shell.front.key == "people":
            assert shell.front.panel.person == shell.kari
    assert led == ["exchange", "today", "pay", "people"]


def test_a_line_is_gone_when_it_is_done(page: Any) -> None:
    shell = page.shell
    assert any(line.startswith("roll") for line in lines(page))
    shell.desk.do(standing.close_roll, programme=shell.farm, day=shell.last_week)
    QApplication.processEvents()
    assert not any(line.startswith("roll") for line in lines(page))
    assert "3 things" in page.subtitle.text()


def test_the_mouse_goes_there_too_and_all_is_read_aloud(page: Any) -> None:
    table, hands = page.table, Hands(page.shell)
    assert "the roll is not closed" in page.summary() and page.marked_text().startswith("Questions.")
    hands.click(table.viewport(), table.visualRect(table.rows.index(1, 1)).center())
    assert page.shell.front.key == "today"


def test_nothing_to_do_says_so(qapp: QApplication, place: Place) -> None:
    with window(place) as work:
        page: Any = work.go("todo")
        QApplication.processEvents()
        assert page.nothing.isVisible() and not page.frame.isVisible()
        assert page.summary() == "To do. There is nothing to do now."
        assert QApplication.focusWidget() is page.aloud_button


def test_the_office_begins_here() -> None:
    from ui import page as pages

    assert [kind.key for kind in pages.found() if "office" in kind.first_for] == ["todo"]
    assert not ToDo.first_for & {"supervisor", "desk", "administrator"}
