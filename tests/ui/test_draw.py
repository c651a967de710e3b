"""Drawing lots in the window: the code before the dice, the dice by a participant, the order for everyone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.attendance import lottery, reads
from alfdesk.store.workplace import Place
from tests.core.desk import table, text
from ui.pages.today.draw import Die, Draw

from .hands import Hands, shown
from .yard import Yard, morning


@pytest.fixture
def yard(qapp: QApplication, place: Place) -> Iterator[Yard]:
    """Two places, and four people who wait for the draw."""
    with morning(place, teams=(("Inne", 1), ("Ute", 1)), selection="lottery") as yard:
        for number in (94, 17, 9, 12):
            yard.hands.write(str(number))
            yard.hands.press("Enter")
            assert yard.view.choosing is None
        yield yard


def opened(yard: Yard) -> tuple[Draw, Hands]:
    yard.hands.press("Ctrl+T")
    draw = next(w for w in yard.work.children() if isinstance(w, Draw) and w.isVisible())
    shown(draw, 760, 680)
    draw.primary.setFocus()
    return draw, Hands(draw)


def test_a_draw_from_beginning_to_end_by_keys(yard: Yard) -> None:
    draw, hands = opened(yard)
    assert draw.list.rows.records[0].name == "Roger S."
    hands.press("Enter")
    assert draw.stage == "code"
    state = yard.view.board.lottery
    assert draw.code.text().replace(" ", "") == state.hash
    assert draw.code.accessibleName().startswith("Code of the list: ")
    hands.press("Enter")
    assert draw.stage == "dice"
    hands.press("3", "1", "4", "1", "Enter")
    assert draw.wrong.words.text() == "Write at least 5 dice, each 1 to 6."
    hands.press("6", "Backspace", "5", "Enter")
    assert draw.stage == "order"
    assert draw.thrown == "31415"
    order = lottery.result(state.hash, "31415", [(no, 1) for no in (1, 2, 3, 4)])
    assert [d.no for d in draw.order.rows.records] == [no for no, _key in order]
    assert [d.got_place for d in draw.order.rows.records] == [True, True, False, False]
    hands.press("Enter")
    QApplication.processEvents()
    shown(yard.work)
    yard.view.box.setFocus()
    got = {no for no, _key in order[:2]}
    statuses = [(r.arrival, yard.view.queue.words(r)) for r in yard.view.board.rows]
    assert statuses == [(n, "Got a place" if n in got else "Turned away, full") for n in (1, 2, 3, 4)]


def test_those_drawn_are_given_a_team_afterwards(yard: Yard) -> None:
    draw, hands = opened(yard)
    hands.press("Enter", "Enter", *"66666", "Enter", "Enter")
    QApplication.processEvents()
    shown(yard.work)
    yard.view.box.setFocus()
    assert [c.team.name for c in yard.view.teams.columns] == ["Inne", "Ute", "No team yet"]
    yard.hands.press("Enter", "1", "Enter", "Enter")
    assert [c.team.name for c in yard.view.teams.columns] == ["Inne", "Ute"]
    teams = sorted(r.team for r in yard.view.board.rows if r.team)
    assert teams == ["Inne", "Ute"]


def test_a_draw_that_was_closed_goes_on_where_it_stood(yard: Yard) -> None:
    draw, hands = opened(yard)
    hands.press("Enter")
    code = draw.code.text()
    hands.press("Esc")
    QApplication.processEvents()
    shown(yard.work)
    again, _hands = opened(yard)
    assert again.stage == "code"
    assert again.code.text() == code
    again.reject()


def test_dice_by_pointer(yard: Yard) -> None:
    draw, hands = opened(yard)
    hands.click(draw.primary)
    hands.click(draw.primary)
    for key in draw.keypad.findChildren(Die)[:5]:
        hands.click(key)
    assert draw.thrown == "12345"
    assert draw.dice.accessibleName() == "5 dice thrown: 1 2 3 4 5"
    hands.click(draw.primary)
    assert draw.stage == "order"
    draw.accept()


def test_turned_away_last_time_is_one_ticket_more(qapp: QApplication, place: Place) -> None:
    with morning(place, teams=(("Inne", 1),), selection="lottery", lottery_weight=2) as yard:
        page = yard.work.made["today"]
        page.step_day(-1)  # type: ignore[attr-defined]
        yard.hands.press("9", "4", "Enter", "Enter", "0")
        page.to_today()  # type: ignore[attr-defined]
        for number in (94, 17):
            yard.hands.write(str(number))
            yard.hands.press("Enter")
        draw, hands = opened(yard)
        cells = [[draw.list.rows.cell(draw.list.rows.index(r, c)).text for c in range(3)] for r in range(2)]
        assert table(cells) == text("""
            1  Roger S.  2 tickets · turned away last time
            2  Steinar L.  1 ticket
        """)
        hands.press("Enter")
        with place.read() as session:
            sheet = reads.draw_sheet(session, yard.programme, yard.work.desk.today())
        assert sheet is not None and [e.tickets for e in sheet.entrants] == [2, 1]
        draw.reject()


def test_nobody_waits_or_no_places_are_set_is_said(qapp: QApplication, place: Place) -> None:
    with morning(place, teams=()) as yard:
        draw, hands = opened(yard)
        hands.press("Enter")
        assert draw.wrong.words.text() == "Nobody waits in the queue. Nothing has changed."
        draw.reject()
