"""A standing crew by keys, cards and taps, in the real window on a real store. The budgets of keys are tests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alfdesk import cards, people
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from tests.support import SetClock
from ui.look import look
from ui.pages.today.status_panel import StatusPanel

from .farm import FORTY, Farm, farm


@pytest.fixture
def crew(qapp: QApplication, place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farm]:
    """Eight in the morning, on a clock of this country wherever the test runs."""
    monkeypatch.setenv("TZ", "CET-1CEST")
    time.tzset()
    with farm(place) as made:
        yield made
    monkeypatch.undo()
    time.tzset()


def panel_of(made: Farm) -> StatusPanel:
    panel = made.page.panel
    assert isinstance(panel, StatusPanel)
    return panel


# Budgets


def test_forty_people_stand_without_scrolling(crew: Farm) -> None:
    tiles = crew.crew.tiles
    assert len(tiles.tile_model.tiles) == 40
    assert (tiles.horizontalScrollBar().maximum(), tiles.verticalScrollBar().maximum()) == (0, 0)
    assert crew.page._scroll.verticalScrollBar().maximum() == 0


def test_twenty_present_in_order(crew: Farm) -> None:
    for _n in range(20):
        crew.hands.press("Space")
    assert crew.hands.keys <= 22
    assert len(crew.of("present")) == 20
    assert {row.from_minute for row in crew.rows().values() if row.outcome} == {8 * 60}
    assert crew.focus_on_tiles()


def test_twenty_of_forty_by_name_in_any_order(crew: Farm) -> None:
    order = Random(47).sample(FORTY, 20)
    for name in order:
        for letter in name:
            if letter == " ":
                break
            crew.hands.press(letter.lower())
            if crew.marked == name:
                break
        assert crew.marked == name
        crew.hands.press("Enter")
        assert crew.page.search.text() == "" and crew.focus_on_tiles()
    assert sorted(crew.of("present")) == sorted(order)
    assert crew.hands.keys <= 62


def test_twenty_cards_need_no_hand(crew: Farm) -> None:
    for number in range(1, 21):
        crew.hands.scan(cards.code(number))
    assert crew.hands.keys == 0
    assert len(crew.of("present")) == 20
    assert crew.focus_on_tiles() and crew.page.search.text() == ""


def test_undo_is_one_key_and_the_mark_goes_back(crew: Farm) -> None:
    crew.hands.press("Space", "Space")
    crew.hands.keys = 0
    crew.hands.press("Ctrl+Z")
    assert crew.hands.keys == 1
    assert crew.of("present") == ["Ahmed H."]
    assert crew.marked == "Aleksander B."


def test_somebody_who_is_not_on_the_list(crew: Farm, place: Place) -> None:
    with place.write() as work:
        people.register(work, call_name="Wenche", last_name="Ås", number=77, today=TODAY)
    crew.hands.press("w", "e", "Enter")
    assert crew.hands.keys <= 5
    assert crew.rows()["Wenche Å."].outcome == "present"
    assert crew.focus_on_tiles()
    crew.hands.press("Ctrl+Z")
    assert "Wenche Å." not in crew.rows()


def test_closing_the_roll_is_two_keys(crew: Farm) -> None:
    crew.hands.press("Space", "2")
    crew.hands.keys = 0
    crew.hands.press("Ctrl+Return")
    assert crew.crew.question.words.text() == "39 people wait or are coming later."
    assert crew.of("no_show") == []
    crew.hands.press("Enter")
    assert crew.hands.keys == 2
    assert len(crew.of("no_show")) == 39
    assert crew.crew.closed.words.text() == "Closed by Anne 08.00"
    assert not crew.crew.close_button.isVisible() and crew.focus_on_tiles()
    crew.hands.press("Ctrl+Z")
    assert len(crew.of("no_show")) == 0 and crew.crew.close_button.isVisible()


def test_esc_leaves_the_roll_open(crew: Farm) -> None:
    crew.hands.press("Ctrl+Return", "Esc")
    assert len(crew.of(None)) == 40 and crew.focus_on_tiles()
    assert crew.page.bar_holder.isVisible()


# One key a person


def test_the_exceptions(crew: Farm, clock: SetClock) -> None:
    crew.hands.press("2")
    assert crew.said == "Ahmed H. is coming later."
    crew.hands.press("3")
    assert crew.said == "Aleksander B. has reported absence."
    crew.hands.press("4")
    assert crew.said == "Anders K. did not come."
    crew.hands.press("5")
    assert crew.said == "Anne Lise T. is not present. Mark present first."
    crew.hands.press("Space", "Up")
    assert crew.said == "Anne Lise T. is present from 08.00."
    clock.forward(95)
    crew.hands.press("5")
    assert crew.said == "Anne Lise T. went home at 09.35."
    row = crew.rows()["Anne Lise T."]
    assert (row.from_minute, row.to_minute, row.minutes) == (480, 575, 95)
    assert crew.crew.counted.text() == (
        "0 present, 1 coming later, 1 absence reported, 1 did not come, 1 went home, 36 waits"
    )


def test_a_slip_of_space_changes_nothing(crew: Farm, clock: SetClock) -> None:
    crew.hands.press("Space", "Up")
    clock.forward(10)
    entries = crew.work.desk.place.cursor().execute("SELECT count(*) FROM entry").fetchone()
    crew.hands.press("Space")
    assert crew.said == "Ahmed H. is present already."
    assert crew.rows()["Ahmed H."].from_minute == 480
    assert crew.work.desk.place.cursor().execute("SELECT count(*) FROM entry").fetchone() == entries


def test_digits_with_text_in_the_box_mark_nobody(crew: Farm) -> None:
    crew.hands.press("a", "3")
    assert crew.page.search.text() == "a3"
    assert len(crew.of(None)) == 40
    crew.hands.press("Esc")
    assert crew.page.search.text() == "" and crew.focus_on_tiles() and crew.marked == "Ahmed H."


def test_there_is_no_all_present(crew: Farm) -> None:
    crew.hands.press("Ctrl+A", "Space")
    assert crew.of("present") == ["Ahmed H."]
    crew.hands.press("Shift+Down", "Shift+Down", "Space")
    assert crew.said == "Present is marked one person at a time."
    assert crew.of("present") == ["Ahmed H."]


def test_several_get_one_status_and_one_undo(crew: Farm) -> None:
    crew.hands.press("Shift+Down", "Shift+Down", "3")
    assert crew.of("reported_absent") == ["Ahmed H.", "Aleksander B.", "Anders K."]
    assert crew.said == "3 people: absence reported."
    crew.hands.press("Ctrl+Z")
    assert len(crew.of(None)) == 40


# Finding


def test_others_grow_faint_and_those_who_wait_come_first(crew: Farm) -> None:
    crew.hands.press("k", "r")
    assert crew.marked == "Kristin V."
    assert len(crew.crew.tiles.tile_model.faint) == 39
    crew.hands.press("Enter")
    assert crew.crew.tiles.tile_model.faint == frozenset()
    crew.hands.press("k")
    assert crew.marked == "Kari N."  # Kristin is here already
    crew.hands.press("Down")
    assert crew.marked == "Kjell A."
    crew.hands.press("Enter")
    assert crew.of("present") == ["Kjell A.", "Kristin V."]


def test_a_number_finds(crew: Farm) -> None:
    crew.hands.press("1", "7", "Enter")
    assert crew.of("present") == ["Ingvild F."]
    crew.hands.press("9", "9", "9", "Enter")
    assert crew.said == "Nobody has number 999."


def test_a_card_held_up_twice_is_one_and_a_wrong_one_nobody(crew: Farm) -> None:
    crew.hands.scan(cards.code(5))
    crew.hands.press("Ctrl+Z")
    crew.hands.scan(cards.code(5))  # taken back, so it counts again
    crew.hands.scan(cards.code(5))
    assert crew.of("present") == ["Arvid S."]
    good = cards.code(6)
    crew.hands.scan(good[:-1] + ("A" if good[-1] != "A" else "B"))
    assert crew.said == "This card was not read right. Scan it again, or type the number."
    assert crew.of("present") == ["Arvid S."]
    assert crew.page.search.text() == "" and crew.focus_on_tiles()


def test_somebody_nobody_knows(crew: Farm) -> None:
    crew.hands.write("wera")
    crew.hands.press("Ctrl+Return")
    assert crew.rows()["Wera"].outcome == "present"
    assert crew.said == "Wera is a new person, and present."
    crew.hands.write("xx")
    crew.hands.press("Enter")
    assert crew.said == "Nobody is called xx. Ctrl+Enter adds a new person."


# Taps and the panel


def test_a_tap_marks_and_a_second_tap_opens_the_panel(crew: Farm) -> None:
    crew.tap("Kari N.")
    assert crew.of("present") == ["Kari N."]
    crew.tap("Kari N.")
    assert crew.of("present") == ["Kari N."]
    panel = panel_of(crew)
    for button in panel.buttons.buttons.values():
        assert button.width() >= look.px(88) and button.height() >= look.px(88)
    crew.hands.click(panel.buttons.buttons["reported_absent"])
    assert crew.of("reported_absent") == ["Kari N."]
    assert crew.page.panel is None and crew.focus_on_tiles()


def test_the_panel_lies_over_the_page_and_no_name_moves(crew: Farm) -> None:
    """At the right; at the left where it would hide the tile it is about."""
    tiles = crew.crew.tiles
    before = [tiles.visualRect(tiles.tile_model.where(n)) for n in range(40)]
    for place, left in ((0, False), (39, True)):
        crew.crew.open_panel(tiles.tile_model.tiles[place].key)
        QApplication.processEvents()
        panel = panel_of(crew)
        assert [tiles.visualRect(tiles.tile_model.where(n)) for n in range(40)] == before
        corner = panel.mapTo(crew.page, QPoint(0, 0))
        assert (corner.x() == 0) is left and (corner.x() + panel.width() == crew.page.width()) is not left
        assert panel.height() == crew.page.height()
        assert not QRect(corner, panel.size()).intersects(crew.crew._spot())
        crew.hands.press("Esc")
        assert crew.page.panel is None and crew.focus_on_tiles()


def test_the_panel_gives_way_when_the_focus_goes_under_it(crew: Farm) -> None:
    crew.crew.open_panel(crew.crew.tiles.tile_model.tiles[0].key)
    QApplication.processEvents()
    crew.page.print_button.setFocus()
    QApplication.processEvents()
    assert crew.page.panel is None and crew.page.print_button.hasFocus()


def test_times_and_a_note_in_the_panel(crew: Farm) -> None:
    crew.tap("Elin M.")
    crew.tap("Elin M.")
    panel = panel_of(crew)
    crew.hands.click(panel.begin.edit)
    panel.begin.edit.selectAll()
    crew.hands.write("0745")
    crew.hands.press("Tab")
    assert crew.rows()["Elin M."].from_minute == 465
    panel.note.edit.setFocus()
    crew.hands.write("bil")
    crew.hands.press("Enter")
    assert crew.rows()["Elin M."].note == "bil"
    crew.hands.press("Esc")
    assert crew.page.panel is None and crew.focus_on_tiles()


@pytest.mark.parametrize("typed", ["1030", "10.30", "10:30"])
def test_coming_later_with_a_time(crew: Farm, typed: str) -> None:
    crew.crew.open_panel()
    panel = panel_of(crew)
    panel.begin.edit.setFocus()
    crew.hands.write(typed)
    crew.hands.click(panel.buttons.buttons["coming_later"])
    assert crew.said == "Ahmed H. is coming at 10.30."
    assert crew.rows()["Ahmed H."].from_minute == 630


def test_a_time_that_cannot_be_read_is_told_under_its_field(crew: Farm) -> None:
    crew.crew.open_panel()
    panel = panel_of(crew)
    panel.begin.edit.setFocus()
    crew.hands.write("halv elleve")
    crew.hands.click(panel.buttons.buttons["coming_later"])
    assert panel.begin.error.words.text()
    assert len(crew.of(None)) == 40


def test_long_press_and_right_button_open_the_panel(crew: Farm) -> None:
    tiles = crew.crew.tiles
    spot = tiles.visualRect(tiles.tile_model.where(3)).center()
    QTest.mousePress(tiles.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QTest.qWait(700)
    QTest.mouseRelease(tiles.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert panel_of(crew).row.name == "Anne Lise T."
    assert len(crew.of(None)) == 40
    crew.page.close_panel()
    tiles.held_tile.emit(tiles.tile_model.tiles[5])
    assert panel_of(crew).row.name == "Beate N."


def test_an_earlier_day_is_corrected_with_a_reason(crew: Farm) -> None:
    crew.page.step_day(-1)
    crew.hands.press("Space")
    assert crew.said == "Ahmed H. is present."  # no clock time on another day
    crew.hands.press("Up", "4")
    panel = panel_of(crew)
    assert crew.of("no_show") == []
    assert QApplication.focusWidget() is panel.reason.edit
    crew.hands.write("feil navn")
    crew.hands.press("Enter")
    assert crew.of("no_show") == ["Ahmed H."]
    crew.crew.open_panel(crew.rows()["Ahmed H."].person)
    assert "feil navn" in panel_of(crew).history.text()


# Glove view, many people, words


def test_glove_view(crew: Farm) -> None:
    look.set(glove=True)
    QApplication.processEvents()
    tiles = crew.crew.tiles
    assert tiles.tile_model.columns in (2, 3)
    assert not crew.page.search.isVisible() and crew.crew.bar.isVisible()
    assert all(b.height() >= 88 for b in crew.crew.bar.buttons.values())
    crew.hands.press("e")
    assert crew.page.search.isVisible() and crew.page.search.text() == "e"
    crew.hands.press("Esc")
    assert not crew.page.search.isVisible() and crew.focus_on_tiles()
    crew.hands.click(crew.crew.bar.buttons["no_show"])
    assert crew.of("no_show") == ["Ahmed H."]


def test_what_is_read_aloud(crew: Farm) -> None:
    crew.hands.press("Space")
    assert crew.page.summary().endswith("1 present, 39 waits. Aleksander B. is next.")
    crew.hands.press("Up")
    assert crew.page.marked_text() == "Ahmed H., present, 08.00"


def test_every_key_of_the_foot_is_answered(crew: Farm) -> None:
    ids = {c.id for c in crew.page.commands()}
    assert {"present", "later", "reported", "missed", "home", "close", "new", "go.paper", "print"} <= ids
    assert all(c.text for c in crew.page.commands())
