"""Whole mornings in the one window, from an empty folder: set-up, people, Dagsverket, the farm, lock and unlock.

Four times the same: by keyboard alone, by mouse alone, by touch, and by touch in the glove view. Whatever else comes to
the program fails (three_ways.py), a finger's targets are measured at each press, and each leaves the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.attendance import reads
from alfdesk.store import slots
from tests.core.desk import table, text
from tests.support import SetClock
from ui.dialogs.preview import Preview
from ui.gate.choose_pin import ChoosePin
from ui.gate.cover import Cover
from ui.gate.set_up import SetUp
from ui.look import look
from ui.pages.today.crew import Crew
from ui.pages.today.day_work import DayWork
from ui.pages.today.status_panel import StatusPanel
from ui.pages.today.team_person import PersonPanel
from ui.window import Window
from ui.work import Work

from . import gates
from .three_ways import WAYS, ByKeys, ByPointer, Way

NAMES = "Ada Aas\nBo Berg\nCato Dahl\nDina Eng\nEva Foss"
PIN = "2580"
DAY_WORK = text("""
    Ada A.  went_home  left_early  Indoors  {came}  {left}  –
    Bo B.  present  –  Outdoors  –  –  –
    Cato D.  turned_away  full  –  –  –  –
    Dina E.  present  –  Outdoors  –  –  –
""")
FARM = text("""
    Ada A.  present  –  –  {left}  –  –
    Bo B.  reported_absent  –  –  –  –  –
    Cato D.  no_show  –  –  –  –  –
    Dina E.  present  –  –  {left}  –  –
    Eva F.  no_show  –  –  –  –  –
""")


@pytest.fixture
def window(
    qapp: QApplication, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    monkeypatch.setattr(slots, "calibrated", lambda: slots.FLOOR)
    before = look.choice, look.zoom, look.glove
    shown = gates.window(tmp_path / "workplace")
    shown.clock = clock
    yield shown
    gates.end(shown)
    look.set(choice=before[0], zoom=before[1], glove=before[2])


class Morning:
    """One morning at the window, each part once by keys and once by what is pressed."""

    def __init__(self, window: Window, way: Way) -> None:
        self.window, self.way = window, way
        self.passphrase = ""
        self.minutes: dict[str, int] = {}  # when people came, and half an hour later

    @property
    def work(self) -> Work:
        assert self.window.work is not None
        return self.window.work

    @property
    def page(self) -> Any:
        return self.work.made["today"]

    # Set-up ------------------------------------------------------------------------------------------------------

    def set_up(self) -> None:
        way, frame = self.way, self.window.front
        assert isinstance(frame, SetUp)
        way.write(frame.step.organisation.edit, "Prøvegården")
        way.write(frame.step.name.edit, "Anne Ås")
        if not frame.step.laptop.text():
            way.write(frame.step.laptop.edit, "Kontor")
        way.use(frame.next, "Enter")
        self.passphrase = frame.step.new.text()
        way.use(frame.next, "Enter")
        gates.wait_for(lambda: frame.answers.founded)
        gates.settle()
        way.use(frame.skip)
        way.use(frame.step.add)
        box = frame.step.boxes[1]
        way.write(box.name.edit, "The farm")
        way.use(box.kind.buttons()[1])
        way.use(frame.next)
        assert frame.answers.made == ["Day work", "The farm"]
        reading = frame.step.reading
        way.write(reading.paste, NAMES)
        way.use(reading.programme.buttons()[2])
        way.use(frame.next)
        gates.wait_for(lambda: self.window.work is not None)
        gates.settle()

    # Dagsverket --------------------------------------------------------------------------------------------------

    def dagsverket(self, clock: SetClock) -> None:
        way, view = self.way, self.page.view
        assert isinstance(view, DayWork)
        self.minutes["came"] = self.work.desk.minute()
        self.arrives("Ada", "Indoors", "1")
        self.arrives("Bo", "Outdoors", "2")
        self.arrives("Cato", "Turn away", "0")
        self.arrives("Dina", "Indoors", "1")
        way.use(self.work.strip.toast.back, "Ctrl+Z")
        assert [r.outcome for r in view.board.rows] == ["present", "present", "turned_away", None]
        self.chosen("Give place", "Enter")
        self.chosen("Outdoors", "2")
        clock.forward(30)
        self.minutes["left"] = self.work.desk.minute()
        self.goes_early()
        way.use(self.page.print_button, "Ctrl+P")
        (preview,) = self.work.findChildren(Preview)
        gates.wait_for(lambda: preview.sheet is not None)
        gates.settle()
        way.use(preview.close_button, "Esc")
        assert not self.work.findChildren(Preview)

    def arrives(self, name: str, option: str, key: str) -> None:
        view = self.page.view
        self.way.write(view.box, name)
        if isinstance(self.way, ByPointer):
            found = view.matches.table
            self.way.item(found, found.rows.index(0, 1))
        else:
            self.press("Enter")
        self.chosen(option, key)

    def chosen(self, option: str, key: str) -> None:
        """A button of the choice under the teams."""
        if isinstance(self.way, ByPointer):
            self.way.use(next(b for b in self.page.view.suggestion.buttons if b.text() == option))
        else:
            self.press(key)

    def goes_early(self) -> None:
        """Ada, the first in the queue, goes home before the end."""
        view = self.page.view
        if isinstance(self.way, ByPointer):
            tiles = view.teams.columns[0].tiles
            self.way.item(tiles, tiles.tile_model.where(0))
        else:
            self.press("Home", "F2")
        gates.spin()
        panel = self.page.panel
        assert isinstance(panel, PersonPanel) and panel.row.name == "Ada A."
        self.way.use(next(b for b in panel.acts if b.text() == "Left early"))
        assert self.page.panel is None

    # The farm ----------------------------------------------------------------------------------------------------

    def farm(self) -> None:
        way = self.way
        way.use(self.page.choose_programme, "Ctrl+G")
        way.menu("The farm")
        view = self.page.view
        assert isinstance(view, Crew)
        if isinstance(way, ByPointer):
            self.tap(0)
            self.panel_of(1, "reported_absent")
            self.panel_of(2, "coming_later")
            self.tap(3)
        else:
            self.press("Space", "3", "2", "Space")
        assert [r.outcome for r in view.board.rows] == ["present", "reported_absent", "coming_later", "present", None]
        way.use(view.close_button, "Ctrl+Enter")
        way.use(view.question.yes, "Enter")
        assert view.board.roll_closed_by == "Anne Ås"

    def tap(self, place: int) -> None:
        assert isinstance(self.way, ByPointer)
        tiles = self.page.view.tiles
        self.way.item(tiles, tiles.tile_model.where(place))

    def panel_of(self, place: int, outcome: str) -> None:
        """A long press, or the right button, opens the panel."""
        assert isinstance(self.way, ByPointer)
        tiles = self.page.view.tiles
        self.way.item(tiles, tiles.tile_model.where(place), held=True)
        panel = self.page.panel
        assert isinstance(panel, StatusPanel)
        self.way.use(panel.buttons.buttons[outcome])

    # Lock --------------------------------------------------------------------------------------------------------

    def lock_and_unlock(self) -> None:
        self.lock()
        self.unlock(self.passphrase)
        (panel,) = self.work.findChildren(ChoosePin)
        self.way.write(panel.digits.edit, PIN)
        self.way.write(panel.again.edit, PIN)
        self.way.use(panel.keep, "Enter")
        assert self.window.pin is not None
        self.lock()
        self.unlock(PIN)

    def lock(self) -> None:
        self.way.use(self.work.rail.feet[-1], "Ctrl+L")
        assert isinstance(self.window.gate, Cover)

    def unlock(self, secret: str) -> None:
        cover = self.window.gate
        assert isinstance(cover, Cover)
        self.way.write(cover.field.edit, secret)
        self.way.use(cover.open, "Enter")
        gates.settle()
        gates.wait_for(lambda: not self.window.covered)

    def press(self, *keys: str) -> None:
        assert isinstance(self.way, ByKeys)
        self.way.press(*keys)

    def stored(self) -> list[str]:
        """Each programme's day as a plain table."""
        read, today = self.work.desk.read, self.work.desk.today()
        return [
            table((r.name, r.outcome, r.reason, r.team, r.from_minute, r.to_minute, r.note)
                  for r in read(reads.day_board, line.id, today).rows)
            for line in read(reads.programmes_on, today)
        ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", WAYS)
def test_both_mornings_from_an_empty_folder(window: Window, clock: SetClock, name: str) -> None:
    look.set(glove=name == "glove")
    gates.spin()
    way = WAYS[name](window)
    morning = Morning(window, way)
    try:
        morning.set_up()
        morning.dagsverket(clock)
        morning.farm()
        morning.lock_and_unlock()
        assert morning.stored() == [DAY_WORK.format(**morning.minutes), FARM.format(**morning.minutes)]
    finally:
        way.end()
