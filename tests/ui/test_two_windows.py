"""Two laptops, two windows, one memory stick, and nothing but keys: from two empty folders to the same workplace.

    office: set-up, Kari is registered        farm: asks to join
            lets the farm in      ◀─ request ─
                                  ─ welcome ─▶      joins: the same passphrase, the same people
            Kari's telephone              while the stick lies still             Kari's telephone, another one
            is asked which is right    ◀─ parcel ─
            answers                    ─ parcel ─▶      the answer: the same everywhere
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import i18n
from alfdesk.journal.digest import digest
from alfdesk.store import slots
from tests.support import SetClock
from ui.gate.join import Ask, Join, Open, Wait
from ui.gate.set_up import SetUp
from ui.pages.exchange import Exchange
from ui.pages.settings.let_in import LetIn
from ui.plugged import Plugged
from ui.sticks import Stick
from ui.window import Window

from . import gates
from .three_ways import ByKeys

FARM = "Gaarden"


class Desk:
    """One laptop: its window, and somebody's fingers on its keys."""

    def __init__(self, folder: Path, clock: SetClock) -> None:
        self.window = gates.window(folder)
        self.window.clock = clock
        self.way = ByKeys(self.window)

    def comes_forward(self) -> Desk:
        """She turns to this laptop."""
        gates.be_active(self.window)
        return self

    @property
    def work(self) -> Any:
        return self.window.work

    @property
    def exchange(self) -> Any:
        return self.work.made["exchange"]

    @property
    def digest(self) -> str:
        return digest(self.window.desk.place.cursor())

    def ready(self) -> None:
        """Nothing is under way, and the stick has been looked into."""
        gates.settle()
        if self.work is not None and self.work.front is not None and self.work.front.key == "exchange":
            sticks = self.exchange.sticks
            sticks.look(later=True)
            gates.wait_for(lambda: sticks.looked and not sticks.busy)
        gates.settle()

    def phone_is(self) -> str:
        row = self.window.desk.place.cursor().execute("SELECT phone FROM person").fetchone()
        return str(row[0])

    def writes_phone(self, text: str) -> None:
        """To the people, Enter on the only one, F2, and down to the telephone."""
        self.way.press(self.work.registry.find("go.people").keys[0])
        gates.settle()
        self.way.press("Down", "Enter")
        gates.settle()
        card = self.work.front.card
        self.way.press("F2")
        self.way.to(card.part.fields["phone"].edit)
        self.way.write(card.part.fields["phone"].edit, text)
        self.way.press("Tab")
        gates.settle()
        assert self.phone_is() == text


@pytest.fixture
def desks(
    qapp: QApplication, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Desk, Desk, Path]]:
    stick = tmp_path / "stick"
    stick.mkdir()
    plugged = staticmethod(lambda: (Stick(stick, "KINGSTON (E:)", 3_100_000_000),))
    monkeypatch.setattr(slots, "calibrated", lambda: slots.FLOOR)
    monkeypatch.setattr(Exchange, "find", plugged)
    monkeypatch.setattr(Plugged, "find", plugged)
    before = i18n.language()
    i18n.use("en")
    office, farm = Desk(tmp_path / "office", clock), Desk(tmp_path / "farm", clock)
    yield office, farm, stick
    for desk in (office, farm):
        desk.way.end()
        gates.end(desk.window)
    i18n.use(before)


def set_up(office: Desk) -> str:
    """Three names, the passphrase that is proposed, and the rest is skipped. Returns the passphrase."""
    window, way = office.comes_forward().window, office.way
    frame = window.front
    assert isinstance(frame, SetUp)
    way.write(frame.step.organisation.edit, "Gaarden og kontoret")
    way.write(frame.step.name.edit, "Anne")
    way.press("Enter")
    passphrase = frame.step.new.text()
    way.press("Enter")
    gates.wait_for(lambda: frame.answers.founded)
    gates.settle()
    for _screen in range(3):
        way.use(frame.skip)
        gates.settle()
    return passphrase


def ask(farm: Desk) -> str:
    """The farm asks. Returns the code that its screen shows."""
    window, way = farm.comes_forward().window, farm.way
    way.use(next(b for b in window.front.other_ways.findChildren(type(window.front.next)) if b.text() == "Join"))
    gates.settle()
    join = window.gate
    assert isinstance(join, Join) and isinstance(join.step, Ask)
    gates.wait_for(lambda: join.step.places.buttons)
    way.to(join.step.name.edit)
    way.press("End", *("Backspace" for _letter in join.step.name.text()))
    way.write(join.step.name.edit, FARM)
    way.use(join.step.places.buttons[0])
    gates.wait_for(lambda: isinstance(join.step, Wait) and join.so_far.code)
    return str(join.so_far.code)


def let_in(office: Desk, code: str, passphrase: str) -> None:
    """The office takes the request from the stick, types the code, and writes the welcome there."""
    way, work = office.comes_forward().way, office.work
    way.press("Ctrl+,")
    way.use(work.front.buttons["laptops"])
    way.use(work.front.sections["laptops"].add)
    (panel,) = work.findChildren(LetIn)
    gates.wait_for(lambda: panel.requests.buttons)
    way.use(panel.requests.buttons[0])
    gates.wait_for(lambda: panel.asked is not None and panel.code.edit.hasFocus())
    way.press(*code.replace(" ", "").lower(), "Enter", *passphrase, "Enter")
    gates.wait_for(lambda: panel.done)
    way.press("Enter")
    gates.settle()


def join(farm: Desk, passphrase: str) -> None:
    way, gate = farm.comes_forward().way, farm.window.gate
    gate.step.welcomes.sticks.look(later=True)
    gates.wait_for(lambda: gate.step.welcomes.buttons)
    way.use(gate.step.welcomes.buttons[0])
    assert isinstance(gate.step, Open)
    way.write(gate.step.name.edit, "Anne")
    way.press("Enter", *passphrase, "Enter")
    gates.wait_for(lambda: farm.work is not None)
    gates.settle()


def send(desk: Desk) -> None:
    """Save a parcel: Ctrl+7, Ctrl+S."""
    desk.comes_forward().way.press("Ctrl+7")
    desk.ready()
    desk.way.press("Ctrl+S")
    desk.ready()
    told = desk.exchange.after.told.words.text()
    assert told == "The parcel is saved and checked. You can take out the memory stick."


def take_in(desk: Desk) -> None:
    """Look through the one new file, and read it in: Enter, Enter."""
    desk.comes_forward().way.press("Ctrl+7")
    desk.ready()
    assert len(desk.exchange.in_card.rows) == 1
    desk.way.to(desk.exchange.in_card.rows[0].button)
    desk.way.press("Enter")
    desk.ready()
    assert desk.exchange.review is not None and desk.exchange.review.go.hasFocus()
    desk.way.press("Enter")
    desk.ready()
    assert desk.exchange.review is None


def test_from_two_empty_folders_to_the_same_workplace(desks: tuple[Desk, Desk, Path], clock: SetClock) -> None:
    office, farm, stick = desks
    passphrase = set_up(office)
    office.way.press(office.work.registry.find("go.people").keys[0], "Ctrl+N", *"Kari", "Enter")
    gates.settle()

    code = ask(farm)
    let_in(office, code, passphrase)
    join(farm, passphrase)
    assert sorted(f.suffix for f in stick.iterdir()) == [".alf", ".alfask"]
    for file in stick.iterdir():
        file.unlink()

    clock.forward(5)
    office.comes_forward().writes_phone("90011223")
    clock.forward(5)
    farm.comes_forward().writes_phone("90033445")

    clock.forward(5)
    send(farm)
    take_in(office)
    (card,) = office.exchange.questions.cards
    assert [line.split(",")[0] for line in card.lines] == ["Phone: 90011223: Anne", "Phone: 90033445: Anne"]
    office.way.use(card.buttons[0])
    gates.settle()
    assert office.phone_is() == "90011223" and office.exchange.questions.isHidden()

    clock.forward(5)
    send(office)
    take_in(farm)
    assert farm.phone_is() == "90011223" and farm.exchange.questions.isHidden()
    assert farm.digest == office.digest
    assert {f.suffix for f in stick.iterdir()} == {".alf"}
