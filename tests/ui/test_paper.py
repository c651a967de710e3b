"""The paper list typed in later: cells by keys, one act, one undo, corrections with a reason, a draft that stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.attendance import paper, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError
from alfdesk.store.workplace import Place
from tests.core.desk import MONDAY, TODAY
from ui.look import look
from ui.pages.today.drafts import cells_waiting
from ui.pages.today.sheet import read_cell
from ui.widgets.fields import CellEdit

from .farm import Farm, farm


@pytest.fixture
def list_(qapp: QApplication, place: Place) -> Iterator[Farm]:
    with farm(place, ["Kari N.", "Ola H.", "Siv M."]) as made:
        made.hands.press("Ctrl+Shift+P")
        assert made.work.front is not None and made.work.front.key == "paper"
        made.hands.keys = 0
        yield made


def cells(made: Farm) -> list[tuple[Any, ...]]:
    grid = made.work.desk.read(paper.paper_grid, made.programme, [MONDAY, MONDAY + timedelta(1)])
    return [
        tuple(c and (c.outcome, c.from_minute, c.to_minute, c.said_minutes) for c in row.cells) for row in grid.rows
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x", Said("present")), ("–", Said("no_show")), ("-", Said("no_show")), ("m", Said("reported_absent")),
        ("4", Said("present", said_minutes=240)), ("4,5", Said("present", said_minutes=270)),
        ("8-12.30", Said("present", from_minute=480, to_minute=750)),
        ("08.00–12.00", Said("present", from_minute=480, to_minute=720)), ("", None),
    ],
)  # fmt: skip
def test_what_a_cell_says(typed: str, said: Said | None) -> None:
    assert read_cell(typed) == said


@pytest.mark.parametrize("typed", ["0", "30", "tolv", "12–8"])
def test_what_a_cell_cannot_say(typed: str) -> None:
    with pytest.raises(UserFacingError):
        read_cell(typed)


def test_a_week_is_typed_and_put_in_as_one(list_: Farm) -> None:
    page: Any = list_.work.front
    list_.hands.press("x", "-", "m", "4", ",", "5", "Enter")
    assert len(page.draft) == 4 and page.put_button.text() == "Put in 4 days"
    assert cells(list_) == [(None, None)] * 3  # nothing is written yet
    assert page.about.text().startswith("Entered today, 22.11.2026.")
    list_.hands.press("Ctrl+Return")
    assert cells(list_) == [
        (("present", None, None, None), ("present", None, None, 270)), (("no_show", None, None, None), None),
        (("reported_absent", None, None, None), None),
    ]  # fmt: skip
    assert list_.said == "4 days are put in." and not page.draft
    list_.hands.press("Ctrl+Z")
    assert cells(list_) == [(None, None)] * 3


def test_a_correction_asks_for_one_reason(list_: Farm, place: Place) -> None:
    page: Any = list_.work.front
    kari = page.grid.rows[0].person
    with place.write() as work:
        standing.mark(work, person=kari, programme=list_.programme, day=MONDAY, what=Said("no_show"))
    list_.hands.press("x", "x", "Ctrl+Return")
    assert QApplication.focusWidget() is page.reason.edit
    assert cells(list_)[0][0] == ("no_show", None, None, None)
    list_.hands.write("lista")
    list_.hands.press("Ctrl+Return")
    assert cells(list_)[0][0] == ("present", None, None, None)
    assert list_.said == "2 days are put in. 1 of them is a correction."


def test_what_cannot_be_read_stays_to_be_mended(list_: Farm) -> None:
    page: Any = list_.work.front
    list_.hands.press("9", "9", "Enter")
    assert list_.said == "The hours must be from 0 to 24, written like 3,75 or 3:45."
    list_.hands.press("Backspace", "Enter")
    assert [what.said_minutes for what in page.draft.values()] == [540]


def test_the_line_over_a_cell_is_one_of_ours(list_: Farm) -> None:
    """As large as the cell at every size, marked while it can't be read, and with an undo of its own."""
    page: Any = list_.work.front
    for zoom in (100, 200):
        look.set(zoom=zoom)
        list_.hands.press("9", "9", "Enter")
        edit = QApplication.focusWidget()
        assert isinstance(edit, CellEdit) and edit.wrong
        assert edit.accessibleDescription() == list_.said != ""
        cell = page.sheet.visualRect(page.sheet.currentIndex())
        assert abs(edit.height() - cell.height()) <= 1 and edit.width() == cell.width()
        list_.hands.press("Backspace")
        assert not edit.wrong and not edit.accessibleDescription()
        list_.hands.press("Ctrl+Z")
        assert edit.text() == "99"  # the field's own undo, not the window's
        list_.hands.press("Escape")


def test_a_draft_is_never_lost_in_silence(list_: Farm) -> None:
    list_.hands.press("x", "x")
    page: Any = list_.work.front
    page.step_week(-1)
    assert cells_waiting(list_.work.desk) == 2
    list_.hands.press("x")
    list_.hands.press("Alt+Home")
    assert list_.said == "3 days are kept, but not put in."
    assert list_.page.draft_band.words.text() == "3 days on the paper list are not put in yet."
    list_.hands.click(list_.page.draft_button)
    assert list_.work.front is page and len(page.draft) == 3


def test_delete_takes_back_one_cell_and_no_day_to_come_is_typed(list_: Farm) -> None:
    page: Any = list_.work.front
    list_.hands.press("x", "Up", "Delete")
    assert not page.draft and not page.put_button.isEnabled()
    assert page.grid.days[-1] == TODAY and not page.later.isEnabled()
