"""What was ugly on the contact sheets once, and may not come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPalette, QTextCursor
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from alfdesk import i18n
from ui import contact_sheets, other_screens
from ui.dialogs.help import Help
from ui.dialogs.preview import Preview
from ui.gate.choose_pin import ChoosePin
from ui.gate.new_passphrase import NewPassphrase
from ui.look import look

from .test_audit import plain_look, settle

__all__ = ["plain_look"]  # a fixture: each test ends with the plain look

LONG = "kjøkkenbenk trampoline gulrotkake fjellvandring regnværsdag sommerferie"


@pytest.fixture(autouse=True)
def language(qapp: QApplication) -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.use(before)


def bars(window: QWidget) -> int:
    """How many things scroll up and down."""
    return sum(b.isVisible() and b.maximum() > 0 and b.orientation().name == "Vertical"
               for b in window.findChildren(QScrollBar))  # fmt: skip


@pytest.mark.parametrize("until", ["list", "order"])
def test_in_a_draw_only_the_list_scrolls(stage: contact_sheets.Stage, until: str) -> None:
    look.set(zoom=200)
    with other_screens.draw(until)(stage, "full") as window:
        for wide in (1366, 800):  # at the second, what is said takes several lines
            window.resize(wide, window.height())
            settle()
            assert (bars(window), bars(window.middle)) == (1, 0), wide


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_code_of_a_list_is_seen_whole(stage: contact_sheets.Stage, zoom: int) -> None:
    look.set(zoom=zoom)
    with other_screens.draw("code")(stage, "full") as window:
        settle()
        assert bars(window.middle) == 0
        assert window.frame.isVisible() == (zoom == 100), "the list that was shown before makes room"


def test_why_a_draw_was_refused_is_in_sight(stage: contact_sheets.Stage) -> None:
    look.set(zoom=200)
    with contact_sheets.screens()["draw_dice"](stage, "error") as window:
        settle()
        view = window.middle.viewport()
        at = QRect(window.wrong.mapTo(view, QPoint(0, 0)), window.wrong.size())
        assert window.wrong.words.text() and view.rect().contains(at)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_both_lines_of_a_new_pin_are_seen_at_once(stage: contact_sheets.Stage, language: str) -> None:
    i18n.use(language)
    look.set(zoom=200)
    with contact_sheets.screens()["choose_pin"](stage, "empty") as window:
        settle()
        asked = window.findChild(ChoosePin)
        assert asked is not None and bars(asked) == 0


def test_beside_a_sheet_it_is_not_black(stage: contact_sheets.Stage) -> None:
    look.set(choice="sun")
    with contact_sheets.screens()["preview"](stage, "full") as window:
        view = window.findChild(Preview).view
        assert view.palette().color(QPalette.ColorRole.Dark) == look.colour("alt")
        assert view.grab().toImage().pixelColor(4, 40) == look.colour("alt")
        look.set(choice="dark")
        assert view.palette().color(QPalette.ColorRole.Dark) == look.colour("alt")


def test_words_to_be_written_down_are_seen_whole(stage: contact_sheets.Stage) -> None:
    with contact_sheets.screens()["set_up_2"](stage, "full") as window:
        new = window.findChild(NewPassphrase)
        new.phrase.set("sitron bukse hage")
        assert new.words.isHidden()
        look.set(zoom=200)
        new.phrase.set(LONG)
        settle()
        assert new.words.isVisible() and new.words.text() == LONG
        new.phrase.show_button.click()
        assert new.words.isHidden(), "hidden words are hidden everywhere"


def test_a_weak_passphrase_is_told_once(stage: contact_sheets.Stage) -> None:
    with contact_sheets.screens()["set_up_2"](stage, "error") as window:
        new = window.findChild(NewPassphrase)
        assert new.phrase.error.isVisible() and new.strength.isHidden()


def test_the_lines_of_a_list_in_help_stand_alike(stage: contact_sheets.Stage) -> None:
    with contact_sheets.screens()["help"](stage, "full") as window:
        block = window.findChild(Help).browser.document().begin()
        gaps = set()
        while block.isValid():
            if QTextCursor(block).currentList() is not None:
                gaps.add(block.blockFormat().topMargin())
            block = block.next()
    assert len(gaps) == 1


def test_titles_stand_at_one_height_and_the_rail_marks_where_we_are(stage: contact_sheets.Stage) -> None:
    heights, marked = {}, {}
    for name in ("today", "paper", "people", "settings"):
        with contact_sheets.screens()[name](stage, "full") as work:
            settle()
            title = work.front.title
            heights[name] = title.mapTo(work, title.rect().center()).y()
            marked[name] = [key for key, button in work.rail.places.items() if button.isChecked()]
    assert len(set(heights.values())) == 1, heights
    assert marked == {"today": ["today"], "paper": ["today"], "people": ["people"], "settings": ["settings"]}
