"""Day work in the window: queue → places → teams, by keys, scanner and pointer, against a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from alfdesk import cards, i18n, programmes
from alfdesk.attendance import day_work, record
from alfdesk.store.workplace import Place
from tests.core.desk import text
from tests.support import SetClock
from ui.look import look

from .yard import Yard, morning


@pytest.fixture
def yard(qapp: QApplication, place: Place) -> Iterator[Yard]:
    with morning(place) as yard:
        yield yard


def arrive(yard: Yard, *numbers: int) -> None:
    """People in the queue who are left waiting."""
    for number in numbers:
        yard.hands.write(str(number))
        yard.hands.press("Enter", "Esc")


def test_from_arrival_to_team_takes_four_keys(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter", "2")
    assert yard.queue() == "1  Roger S.  Got a place  Ute 1  <"
    yard.hands.press("1", "7", "Enter", "Enter")  # the proposal: most places are free in Ute 2
    assert yard.hands.keys == 8 <= 2 * 6
    assert yard.queue() == text("""
        1  Roger S.  Got a place  Ute 1
        2  Steinar L.  Got a place  Ute 2  <
    """)
    assert yard.said == "Steinar L. got a place in Ute 2."
    assert yard.hands.focus() is yard.view.box
    assert not yard.view.box.text()


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


def test_only_the_next_key_chooses(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter")
    assert yard.view.choosing == yard.ids[94]
    yard.hands.press("Esc")
    assert yard.view.choosing is None
    yard.hands.press("1", "7", "Enter", "k")
    assert yard.view.choosing is None
    assert yard.view.box.text() == "k"
    yard.hands.press("Esc")
    assert yard.queue() == text("""
        1  Roger S.  Waits  –
        2  Steinar L.  Waits  –  <
    """)
    yard.hands.press("Up", "Enter", "Down")
    assert yard.view.choosing is None
    assert yard.view.marked == yard.ids[17]
    yard.hands.press("Enter", "7")
    assert yard.said == "There is no team 7. Press Esc to write a number."
    assert yard.view.choosing == yard.ids[17]


def test_enter_on_the_empty_box_takes_whoever_waits_and_nobody_when_nobody_does(yard: Yard) -> None:
    yard.hands.press("Enter")
    assert yard.view.choosing is None
    assert yard.work.announcer.kept() == ()
    arrive(yard, 94, 17)
    yard.hands.press("Up", "Enter", "Enter", "Enter", "Enter")
    assert yard.queue() == text("""
        1  Roger S.  Got a place  Ute 2
        2  Steinar L.  Got a place  Inne  <
    """)
    yard.hands.press("Enter", "Enter")
    assert yard.view.choosing is None


def test_a_key_held_down_says_yes_once(yard: Yard) -> None:
    yard.hands.press("9", "4")
    box = yard.view.box
    for again in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again)
        QApplication.sendEvent(box, event)
    assert yard.queue() == "1  Roger S.  Waits  –  <"


def test_names_and_nicknames_from_the_first_letter_those_who_wait_first(yard: Yard) -> None:
    arrive(yard, 41)
    yard.hands.write("mo")
    matches = yard.view.matches.table.rows.records
    assert [(m.number, m.name, m.status) for m in matches] == [
        (41, "Monica H.", "Waits"), (55, "Elin M.", "new today"), (40, "Mona Ø.", "new today"),
        (None, "Mo", "new person"),
    ]  # fmt: skip
    yard.hands.write("na")
    yard.hands.press("Enter", "1")
    yard.hands.write("kaa")  # å is aa
    yard.hands.press("Enter", "Esc")
    yard.hands.write("lise")
    yard.hands.press("Enter", "Esc")
    assert yard.queue() == text("""
        1  Monica H.  Waits  –
        2  Mona Ø.  Got a place  Inne
        3  Kåre B.  Waits  –
        4  Anne Lise T.  Waits  –  <
    """)


def test_arrows_choose_among_the_matches(yard: Yard) -> None:
    yard.hands.write("m")
    first = yard.view.matches.current()
    yard.hands.press("Down")
    second = yard.view.matches.current()
    assert first is not None and second is not None and first.person != second.person
    yard.hands.press("Enter")
    assert yard.view.marked == second.person


def test_a_wrong_number_is_said_and_the_next_key_takes_its_place(yard: Yard) -> None:
    yard.hands.press("9", "5", "Enter")
    assert yard.said == "Nobody has number 95."
    assert (yard.view.box.text(), yard.view.box.selectedText()) == ("95", "95")
    yard.hands.press("9", "4", "Enter")
    assert yard.queue() == "1  Roger S.  Waits  –  <"
    yard.hands.press("Esc", "4", "Enter")  # the beginning of 40 and 41 is nobody's number
    assert yard.said == "Nobody has number 4."


def test_a_scanned_card_only_queues(yard: Yard, clock: SetClock) -> None:
    yard.hands.scan(cards.code(94))
    assert yard.hands.keys == 0
    assert yard.queue() == "1  Roger S.  Waits  –  <"
    assert yard.view.choosing is None
    came = yard.time()
    yard.hands.scan(cards.code(94))
    assert yard.said == f"Roger S. is in already, since {came}."
    clock.forward(3)
    yard.hands.scan(cards.code(17))
    yard.hands.scan(cards.code(94))
    assert yard.said == f"Roger S. is in already, since {came}."
    assert yard.view.marked == yard.ids[94]
    assert yard.queue() == text("""
        1  Roger S.  Waits  –  <
        2  Steinar L.  Waits  –
    """)


def test_a_card_within_sixty_seconds_is_one_arrival_and_moves_no_mark(yard: Yard, clock: SetClock) -> None:
    yard.hands.scan(cards.code(94))
    clock.now += 20_000
    yard.hands.scan(cards.code(17))
    clock.now += 20_000
    yard.hands.scan(cards.code(94))
    assert yard.view.marked == yard.ids[17]
    yard.hands.press("Ctrl+Z", "Ctrl+Z")
    assert yard.queue() == ""
    yard.hands.scan(cards.code(94))  # the arrival was undone: she arrives
    assert yard.queue() == "1  Roger S.  Waits  –  <"


def test_a_burst_is_two_people_a_wrong_check_character_nobody(yard: Yard) -> None:
    yard.hands.scan(cards.code(94) + cards.code(17))
    good = cards.code(9)
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    yard.hands.scan(wrong)
    assert yard.said == "This card was not read right. Scan it again, or type the number."
    assert yard.view.box.selectedText() == wrong
    yard.hands.scan(good[:4])
    assert yard.said == "Only a part of the card was read. Scan it again."
    yard.hands.scan(good)
    assert [r.number for r in yard.view.board.rows] == [94, 17, 9]
    yard.hands.press("Esc")
    yard.hands.write("mon")
    yard.hands.scan(cards.code(12))
    assert yard.view.box.text() == "mon"
    assert [r.number for r in yard.view.board.rows] == [94, 17, 9, 12]


def test_a_scan_while_a_choice_is_open_leaves_her_waiting(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter")
    yard.hands.scan(cards.code(17))
    assert yard.queue() == text("""
        1  Roger S.  Waits  –
        2  Steinar L.  Waits  –  <
    """)


def test_a_full_team_is_refused_by_name_and_a_full_day_as_the_day(yard: Yard) -> None:
    for number in (94, 17):
        yard.hands.write(str(number))
        yard.hands.press("Enter", "1")
    yard.hands.press("9", "Enter", "1")
    assert yard.said == "Inne is full: 2 of 2 places are taken."
    assert yard.view.choosing == yard.ids[9]
    yard.hands.press("Enter")
    for number in (12, 40, 41, 55):
        yard.hands.write(str(number))
        yard.hands.press("Enter", "Enter")
    yard.hands.press("6", "0", "Enter", "Enter")
    assert yard.said == "The day is full: 7 of 7 places are taken."
    assert "Full" in yard.view.teams.columns[0].rest.text()
    yard.hands.press("0")
    assert yard.said == "Anne Lise T. is turned away: full."
    assert yard.queue().splitlines()[-1] == "8  Anne Lise T.  Turned away, full  –  <"
    assert yard.view.summary() == "7 of 7 places. 0 wait."
    assert yard.view.count_line.text() == "7 got a place, 0 wait, 1 turned away (full)"


def test_why_somebody_is_turned_away_is_one_key_more(yard: Yard, place: Place) -> None:
    with place.write() as work:
        programmes.add_reason(work, code="shoes", words="no work shoes")
    yard.hands.press("9", "4", "Enter", "-")
    assert [(o.words, o.key) for o in yard.view.suggestion.options] == [
        ("full", "1"), ("late", "2"), ("other", "3"), ("no work shoes", "4"), ("Back", "Esc"),
    ]  # fmt: skip
    yard.hands.press("Esc")
    assert yard.view.choosing == yard.ids[94]
    yard.hands.press("-", "4")
    assert yard.queue() == "1  Roger S.  Turned away, no work shoes  –  <"


def test_whoever_comes_again_is_marked_and_told(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter", "3")
    arrive(yard, 17)
    yard.hands.press("9", "4", "Enter")
    assert yard.said == "Roger S. has a place in Ute 2 already."
    assert yard.view.choosing is None
    assert yard.view.marked_text() == f"Roger S. Got a place: Ute 2. Number 1, came {yard.time()}."


def test_somebody_new_arrives_by_name_in_one_act(yard: Yard) -> None:
    yard.hands.write("jonatan")
    yard.hands.press("Enter")
    assert yard.said == "Nobody is called jonatan. Ctrl+Enter takes in a new person."
    yard.hands.press("Ctrl+Return")
    assert yard.queue() == "1  Jonatan  Waits  –  <"
    assert yard.view.choosing == yard.view.marked
    yard.hands.press("Ctrl+Z")
    assert yard.queue() == ""


def test_one_undo_takes_back_the_last_act_and_the_next_key_is_a_number_again(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter", "1")
    yard.hands.press("Ctrl+Z")
    assert yard.queue() == "1  Roger S.  Waits  –  <"
    yard.hands.press("1", "7")
    assert yard.view.box.text() == "17"


def panel(yard: Yard, number: int) -> dict[str, object]:
    """Open a person's panel; its buttons by their words."""
    yard.view.open_panel(yard.ids[number])
    QApplication.processEvents()
    return {button.text(): button for button in yard.work.made["today"].panel.acts}  # type: ignore[attr-defined]


def test_moved_left_early_and_sent_home_from_the_panel(yard: Yard, clock: SetClock) -> None:
    yard.hands.press("9", "4", "Enter", "1", "1", "7", "Enter", "1")
    buttons = panel(yard, 94)
    yard.hands.click(buttons["Ute 1"])  # type: ignore[arg-type]
    assert yard.said == "Roger S. is moved to Ute 1."
    assert yard.work.made["today"].panel is None  # type: ignore[attr-defined]
    clock.forward(90)
    yard.hands.click(panel(yard, 94)["Left early"])  # type: ignore[arg-type]
    assert yard.said == f"Roger S. left early at {yard.time()}."
    buttons = panel(yard, 17)
    time = yard.work.made["today"].panel.time  # type: ignore[attr-defined]
    time.set("halv elleve")
    yard.hands.click(buttons["Sent home"])  # type: ignore[arg-type]
    assert time.error.words.text()
    time.set("1015")
    yard.hands.click(buttons["Sent home"])  # type: ignore[arg-type]
    assert yard.queue() == text("""
        1  Roger S.  Left early  Ute 1
        2  Steinar L.  Sent home  Inne  <
    """)
    assert yard.hands.focus() is yard.view.box


def test_the_panel_by_keys_alone(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter", "1", "F2")
    assert yard.hands.focus().text() == "Ute 1"  # type: ignore[attr-defined]
    yard.hands.press("Tab", "Space")
    assert yard.said == "Roger S. is moved to Ute 2."
    yard.hands.press("F2", "Esc")
    assert yard.hands.focus() is yard.view.box


def test_a_correction_needs_a_reason_and_keeps_the_old_value(yard: Yard, place: Place) -> None:
    yard.hands.press("9", "4", "Enter", "0")
    panel(yard, 94)
    made = yard.work.made["today"].panel  # type: ignore[attr-defined]
    made.correct()
    fix = made.correction
    yard.hands.click(fix.outcome.buttons()[0])
    fix.save.click()
    assert fix.reason.error.words.text()
    fix.reason.set("was here all day")
    yard.hands.click(fix.team.buttons()[1])
    fix.save.click()
    QApplication.processEvents()
    assert yard.queue() == "1  Roger S.  Got a place  Ute 1  <"
    rows = place.cursor().execute("SELECT outcome, voided FROM attendance ORDER BY id").fetchall()
    assert [(o, bool(v)) for o, v in rows] == [("turned_away", True), ("present", False)]


def test_by_pointer_alone(yard: Yard) -> None:
    arrive(yard, 94, 17)
    queue = yard.view.queue
    yard.hands.click(queue.viewport(), queue.visualRect(queue.rows.index(0, 2)).center())
    assert yard.view.choosing == yard.ids[94]
    assert yard.hands.focus() is yard.view.box
    yard.hands.click(next(b for b in yard.view.suggestion.buttons if b.text() == "Ute 1"))
    tiles = yard.view.teams.columns[2].tiles
    yard.hands.click(tiles.viewport(), tiles.visualRect(tiles.tile_model.where(0)).center())
    assert yard.queue() == text("""
        1  Roger S.  Got a place  Ute 1
        2  Steinar L.  Got a place  Ute 2  <
    """)
    yard.hands.click(tiles.viewport(), tiles.visualRect(tiles.tile_model.where(0)).center())
    assert yard.work.made["today"].panel.person == yard.ids[17]  # type: ignore[attr-defined]
    free = yard.view.teams.columns[0].tiles
    yard.work.made["today"].close_panel()  # type: ignore[attr-defined]
    QApplication.processEvents()
    yard.hands.click(free.viewport(), free.visualRect(free.tile_model.where(0)).center())
    assert yard.said == "Nobody waits. Write a number or a name first."


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


def test_a_person_absent_by_the_list_who_comes_is_taken_in(yard: Yard, place: Place) -> None:
    with place.write() as work:
        record.correct(
            work, person=yard.ids[94], programme=yard.programme, day=yard.work.desk.today(),
            what=record.Said("reported_absent"), reason="phoned",
        )  # fmt: skip
    QApplication.processEvents()
    yard.hands.press("9", "4", "Enter", "1")
    assert yard.queue() == "1  Roger S.  Got a place  Inne  <"


def test_the_week_before_is_another_day(yard: Yard) -> None:
    assert yard.work.desk.today() == date(2026, 11, 22)
    yard.work.made["today"].show_day(date(2026, 11, 22) - timedelta(7))  # type: ignore[attr-defined]
    yard.hands.press("9", "4", "Enter", "1")
    assert yard.queue() == "1  Roger S.  Got a place  Inne  <"
