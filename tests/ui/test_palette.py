"""Ctrl+K: pages, acts, people and help from the first letters, and nothing behind it is touched meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.store.workplace import Place
from ui.dialogs.help import Help
from ui.dialogs.palette import Palette
from ui.work import Work

from .hands import Hands
from .sitting import sitting


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[tuple[Work, Hands]]:
    with sitting(qapp, place, tmp_path / "laptop") as both:
        yield both


def palette(work: Work) -> Palette:
    return next(p for p in work.findChildren(Palette) if not p._gone)


def shown(work: Work) -> list[tuple[str, str]]:
    return [(e.text, e.aside) for e in palette(work).list.rows.records]


def test_every_command_stands_there_with_its_key(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    wanted = {(c.text, c.key) for c in work.registry if c.run is not None and c.id != "find"}
    assert wanted and wanted <= set(shown(work))


def test_the_paper_list_stands_there_once(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    found = {}
    for page in ("today", "people"):
        work.go(page)
        hands.press("Ctrl+K")
        hands.write("paper list")
        found[page] = [(name, aside) for name, aside in shown(work) if aside != "help"]
        hands.press("Enter")
        assert work.front is not None and work.front.key == "paper"
    assert found == {"today": [("Paper list", "Ctrl+Shift+P")], "people": [("Paper list", "")]}


def test_what_is_written_finds_by_the_beginnings_of_words_folded(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    hands.write("laa")
    assert [t for t, _a in shown(work)] == ["Øystein Låstad  4"]
    hands.press("Backspace")
    hands.press("Backspace")
    hands.press("Backspace")
    hands.write("glo")
    assert shown(work)[0] == ("Glove view", "F9")


def test_arrows_choose_and_enter_goes_there(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    hands.write("sett")
    hands.press("Enter")
    assert work.front is not None and work.front.key == "settings"
    hands.press("Ctrl+K")
    first = palette(work).list.current()
    hands.press("Down")
    assert palette(work).list.current() != first
    hands.press("Up", "Up")
    assert palette(work).list.current() == first


def test_a_person_is_opened_on_her_page(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    hands.write("kari")
    hands.press("Enter")
    assert work.front is not None and work.front.key == "people"
    assert work.front.panel is not None


def test_escape_gives_the_focus_back_and_keys_stay_inside(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    before, page = QApplication.focusWidget(), work.front
    hands.press("Ctrl+K")
    hands.press("Ctrl+2")
    assert work.front is page
    for _n in range(5):
        hands.press("Tab")
        focus = QApplication.focusWidget()
        assert focus is not None and palette(work).isAncestorOf(focus)
    hands.press("Esc")
    assert not [p for p in work.findChildren(Palette) if not p._gone]
    assert QApplication.focusWidget() is before


def test_nothing_found_is_said(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    hands.write("zzz")
    assert palette(work).nothing.text() == "Found nothing called “zzz”."
    hands.press("Enter")
    assert palette(work).isVisible()


def test_a_help_topic_opens(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    hands.write("when the com")
    hands.press("Enter")
    assert work.findChildren(Help)[-1].topic == "emergency"


def test_a_key_takes_no_longer_than_thirty_milliseconds(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("Ctrl+K")
    took = []
    for letter in "larsaasen":
        began = time.perf_counter()
        hands.write(letter)
        took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.030
