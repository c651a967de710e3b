"""Day work in the window: queue → places → teams, by keys and pointer, against a real store."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from alfdesk import programmes
from alfdesk.attendance import record
from alfdesk.store.workplace import Place
from tests.core.desk import text

from .yard import Yard, arrive, yard

assert yard  # a fixture, used by name


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


def test_a_person_absent_by_the_list_who_comes_is_taken_in(yard: Yard, place: Place) -> None:
    with place.write() as work:
        record.correct(
            work, person=yard.ids[94], programme=yard.programme, day=yard.work.desk.today(),
            what=record.Said("reported_absent"), reason="phoned",
        )  # fmt: skip
    QApplication.processEvents()
    yard.hands.press("9", "4", "Enter", "1")
    assert yard.queue() == "1  Roger S.  Got a place  Inne  <"
