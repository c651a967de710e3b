"""Day work in the window: what is shown of a day; other days, other set-ups, twice as large."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import i18n, programmes
from alfdesk.attendance import day_work
from alfdesk.store.workplace import Place
from tests.core.desk import text
from ui.look import look
from ui.widgets.buttons import Button

from .yard import Yard, arrive, morning, yard

assert yard  # a fixture, used by name


def test_an_empty_queue_says_so_until_somebody_comes(yard: Yard) -> None:
    queue = yard.view.queue
    empty = queue.viewport().grab().toImage()
    assert queue.accessibleDescription() == "Nobody has come yet."
    assert len({empty.pixel(x, empty.height() // 2) for x in range(empty.width())}) > 1, "words stand in the middle"
    yard.hands.press("Alt+Left")
    assert queue.accessibleDescription() == "Nobody came."
    yard.hands.press("Alt+Home", "9", "4", "Enter")
    assert queue.accessibleDescription() == "" and yard.queue().startswith("1  Roger S.")
    filled = queue.viewport().grab().toImage()
    assert len({filled.pixel(x, filled.height() // 2) for x in range(filled.width())}) == 1, "and stand there no more"


def test_before_anybody_comes_there_is_nothing_to_press(yard: Yard) -> None:
    below = yard.view.suggestion
    assert below.words.text() == "Nobody waits."
    assert [b for b in below.findChildren(Button) if b.isVisible()] == []


def test_without_teams_or_places_there_is_one_column_and_no_meter(qapp: QApplication, place: Place) -> None:
    with morning(place, teams=()) as yard:
        assert yard.view.meter.isHidden()
        yard.hands.press("9", "4", "Enter", "Enter", "1", "7", "Enter", "1")
        assert yard.queue() == text("""
            1  Roger S.  Got a place  –
            2  Steinar L.  Got a place  –  <
        """)
        assert [c.team.name for c in yard.view.teams.columns] == ["Places"]
        assert yard.view.places.text() == "2 have a place"


def test_those_with_a_fixed_place_are_expected(qapp: QApplication, place: Place) -> None:
    with morning(place, selection="fixed") as yard:
        with place.write() as work:
            programmes.enrol(work, person=yard.ids[12], programme=yard.programme)
        QApplication.processEvents()
        yard.hands.press("9", "4", "Enter", "Esc")
        assert yard.queue() == text("""
            1  Roger S.  Waits  –  <
            –  Kåre B.  Expected  –
        """)
        yard.hands.press("1", "2", "Enter", "Enter")
        assert yard.queue().splitlines()[1] == "2  Kåre B.  Got a place  Ute 2"


def test_a_closed_day_is_hatched_and_says_so(qapp: QApplication, place: Place) -> None:
    with morning(place) as yard:
        today = yard.work.desk.today()
        with place.write() as work:
            programmes.close_days(work, programme=yard.programme, first=today, last=today, why="Planning day")
        QApplication.processEvents()
        assert {c.rest.text() for c in yard.view.teams.columns} == {"Planning day"}
        yard.hands.press("9", "4", "Enter", "1")  # who comes all the same is taken in
        assert yard.queue() == "1  Roger S.  Got a place  Inne  <"


def test_another_day_forgets_who_was_marked(yard: Yard) -> None:
    arrive(yard, 94)
    page = yard.work.made["today"]
    page.step_day(-1)  # type: ignore[attr-defined]
    assert yard.queue() == ""
    assert yard.view.marked is None
    page.to_today()  # type: ignore[attr-defined]
    assert yard.queue() == "1  Roger S.  Waits  –  <"


def test_the_week_before_is_another_day(yard: Yard) -> None:
    assert yard.work.desk.today() == date(2026, 11, 22)
    yard.work.made["today"].show_day(date(2026, 11, 22) - timedelta(7))  # type: ignore[attr-defined]
    yard.hands.press("9", "4", "Enter", "1")
    assert yard.queue() == "1  Roger S.  Got a place  Inne  <"


def test_what_another_screen_writes_shows_at_once(yard: Yard, place: Place) -> None:
    arrive(yard, 94)
    yard.hands.press("Enter")
    with place.write() as work:
        day_work.turn_away(work, person=yard.ids[94], programme=yard.programme, day=yard.work.desk.today(), reason="late")
    assert yard.queue() == "1  Roger S.  Turned away, late  –  <"
    assert yard.view.choosing is None


def test_twice_as_large_everything_fits_the_width_and_scrolls(yard: Yard) -> None:
    arrive(yard, 94, 17)
    try:
        look.set(zoom=200)
        QApplication.processEvents()
        page = yard.work.made["today"]
        assert page.body.width() <= page._scroll.viewport().width()  # type: ignore[attr-defined]
        assert yard.view.queue.isVisible() and yard.view.teams.columns[2].isVisible()
    finally:
        look.set(zoom=100)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_twice_as_large_the_buttons_stand_on_one_line(place: Place, qapp: QApplication, language: str) -> None:
    """Under the name of the programme; the print button is its icon alone, and has its words again at 100 %."""
    i18n.use(language)
    with morning(place) as yard:
        page: Any = yard.work.made["today"]
        words = page.print_button.text()
        buttons = (page.earlier, page.read_button, page.print_button, yard.view.draw_button)
        try:
            look.set(zoom=200)
            for _turn in range(3):
                QApplication.processEvents()
            assert len({button.y() for button in buttons}) == 1
            assert (page.print_button.text(), page.print_button.accessibleName()) == ("", words)
            assert page.print_button.toolTip() == words
        finally:
            look.set(zoom=100)
        for _turn in range(3):
            QApplication.processEvents()
        assert (page.print_button.text(), page.print_button.toolTip()) == (words, "")
