"""Several workplaces on one laptop, in one window: each in its own folder, and never mixed.

    Alfdesk      Dagsverket     its own file, keys, lock and settings
    Alfdesk-2    Aurora         likewise
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from alfdesk import directory, paths, people, staff
from alfdesk.errors import UserFacingError
from alfdesk.exchange import joining, laptops
from alfdesk.store import slots, workplace
from alfdesk.store.workplace import Place
from tests import support
from tests.core.desk import TODAY
from ui import session
from ui.gate.join import Join
from ui.gate.set_up import SetUp
from ui.gate.sign_in import SignIn
from ui.gate.workplaces import Workplaces
from ui.prefs import Prefs
from ui.window import Window

from . import gates


@pytest.fixture
def root(founded: support.Template, tmp_path: Path) -> Path:
    shutil.copytree(founded.folder, tmp_path / "Alfdesk")
    return tmp_path / "Alfdesk"


@pytest.fixture
def second(root: Path) -> Path:
    """Aurora, beside the first; Turid signs in there and nowhere else."""
    folder = root.with_name("Alfdesk-2")
    place = staff.found(folder, organisation="Aurora", laptop="Kontor", name="Turid", passphrase_=support.PASSPHRASE,
                        cost=slots.FLOOR)  # fmt: skip
    with place.write() as work:
        people.register(work, call_name="Kari", last_name="Nordmann", today=TODAY)
    place.close()
    Prefs(root).keep(workplace="Dagsverket", theme="light")
    Prefs(folder).keep(workplace="Aurora", language="en", theme="dark", zoom="120")
    return folder


@pytest.fixture
def window(qapp: QApplication, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(slots, "calibrated", lambda: slots.FLOOR)
    shown = gates.window(root)
    yield shown
    gates.end(shown)


def sign_in(window: Window, name: str) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.name.set(name)
    gate.passphrase.set(support.PASSPHRASE)
    gate.open.click()
    gates.wait_for(lambda: window.work)


def choices(window: Window) -> Workplaces:
    gates.wait_for(lambda: isinstance(window.gate, Workplaces))
    assert isinstance(window.gate, Workplaces)
    return window.gate


def test_one_workplace_has_nothing_to_choose(window: Window) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    assert not gate.where.isVisible()


def test_to_the_other_and_back(second: Path, window: Window, root: Path) -> None:
    sign_in(window, "Anne")
    work = window.work
    assert work is not None and work.rail.practice.text() == "Dagsverket"
    assert window.desk is not None and window.desk.read(directory.people_counts, TODAY).all == 0
    work.registry.find("workplaces").run()
    gate = choices(window)
    assert window.desk is None and window.work is None
    assert [b.text() for b in gate.choices.values()] == ["Dagsverket", "Aurora"]
    gate.choices[second].click()
    gates.spin()
    assert isinstance(window.gate, SignIn) and (window.folder, window.home) == (second, second)
    sign_in(window, "Turid")
    assert window.desk.read(staff.organisation_of) == "Aurora"
    assert window.desk.read(directory.people_counts, TODAY).all == 1
    assert window.work.rail.practice.text() == "Aurora"
    window.choose_workplace()
    choices(window).choices[root].click()
    gates.spin()
    sign_in(window, "Anne")
    assert window.desk.read(directory.people_counts, TODAY).all == 0


def test_a_passphrase_of_one_opens_only_that(second: Path, window: Window) -> None:
    window.choose_workplace()
    choices(window).choices[second].click()
    gates.spin()
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.name.set("Anne")
    gate.passphrase.set(support.PASSPHRASE)
    gate.open.click()
    gates.settle()
    assert gate.passphrase.error.words.text() and window.work is None


def test_the_lock_goes_with_the_workplace(second: Path, window: Window, root: Path) -> None:
    sign_in(window, "Anne")
    with pytest.raises(UserFacingError, match="already open"):
        workplace.open(root, name="Anne", passphrase=support.PASSPHRASE)
    window.choose_workplace()
    choices(window).choices[second].click()
    gates.spin()
    sign_in(window, "Turid")
    workplace.open(root, name="Anne", passphrase=support.PASSPHRASE).close()  # the first is let go of
    with pytest.raises(UserFacingError, match="already open"):
        workplace.open(second, name="Turid", passphrase=support.PASSPHRASE)


def test_settings_are_each_ones_own(second: Path, window: Window, root: Path) -> None:
    from ui.look import look

    window.choose_workplace()
    choices(window).choices[second].click()
    gates.spin()
    assert (look.choice, look.zoom) == ("dark", 120)
    assert isinstance(window.gate, SignIn)
    window.gate.name.set("Turid")
    window.gate.remember.setChecked(True)
    assert paths.read_settings(second)["name"] == "Turid" and "name" not in paths.read_settings(root)
    window.choose_workplace()
    choices(window).choices[root].click()
    gates.spin()
    assert (look.choice, look.zoom) == ("light", 100)
    assert isinstance(window.gate, SignIn) and window.gate.name.text() == ""


def test_sign_in_leads_to_the_others_and_back(second: Path, window: Window) -> None:
    assert isinstance(window.gate, SignIn)
    assert window.gate.where.isVisible() and window.gate.where.text() == "Dagsverket"
    window.gate.where.click()
    gate = choices(window)
    gates.spin()
    assert list(gate.choices.values())[0].hasFocus()
    gates.press(Qt.Key.Key_Escape)
    assert isinstance(window.gate, SignIn)


def test_a_second_one_is_set_up_beside_the_first(window: Window, root: Path) -> None:
    window.choose_workplace()
    gate = choices(window)
    gate.add.click()
    gates.spin()
    gates.type_text("Aurora")
    gates.press(Qt.Key.Key_Return)
    assert gate.of_first.error.words.text() == "This must be filled in." and gate.of_first.edit.hasFocus()
    gates.type_text("aurora")
    gates.press(Qt.Key.Key_Return)
    assert gate.of_first.error.words.text() == "Another one has that name already."
    gate.of_first.set("Dagsverket")
    gate.make.click()
    gates.spin()
    frame = window.front
    assert isinstance(frame, SetUp) and window.home == root.with_name("Alfdesk-2")
    assert not window.home.exists()  # nothing is made before the passphrase is chosen
    for field, text in zip(frame.step.fields, ("Aurora", "Turid", "Kontor"), strict=True):
        field.set(text)
    frame.go_on()
    frame.go_on()
    gates.wait_for(lambda: frame.answers.founded)
    gates.spin()
    window.choose_workplace()
    gate = choices(window)
    assert [(f.name, b.text()) for f, b in gate.choices.items()] == [("Alfdesk", "Dagsverket"), ("Alfdesk-2", "Aurora")]
    assert session.next_folder(root).name == "Alfdesk-3"


def test_one_changes_her_mind(window: Window, root: Path) -> None:
    window.add_workplace("Aurora", "Dagsverket")
    gates.spin()
    assert isinstance(window.front, SetUp)
    window.choose_workplace()
    choices(window).choices[root].click()
    gates.spin()
    assert isinstance(window.gate, SignIn) and not root.with_name("Alfdesk-2").exists()


def test_the_second_one_may_be_joined(window: Window, root: Path, place: Place, tmp_path: Path) -> None:
    """Aurora is on the office's laptop; it comes here by request and welcome, into its own folder."""
    stick = tmp_path / "stick"
    stick.mkdir()
    window.add_workplace("Aurora", "Dagsverket")
    gates.spin()
    window.show_join()
    gate = window.gate
    assert isinstance(gate, Join)
    gate.ask_into(stick)
    gates.settle()
    assert session.has_asked(root.with_name("Alfdesk-2"))
    window.choose_workplace()  # meanwhile she works in the first
    choices(window).choices[root].click()
    gates.spin()
    assert isinstance(window.gate, SignIn)
    window.choose_workplace()
    choices(window).choices[root.with_name("Alfdesk-2")].click()
    gates.settle()
    gate = window.gate
    assert isinstance(gate, Join) and gate.so_far.code
    (request,) = stick.glob("*.alfask")
    asked = joining.asked(window.home)
    assert asked is not None
    gate.step.take_welcome(laptops.welcome(place, request, asked[1], stick).path)
    gate.join(gate.so_far.welcome, "Anne", support.PASSPHRASE)
    gates.wait_for(lambda: window.work)
    assert window.work.rail.practice.text() == "Aurora"
    assert paths.read_settings(window.home)["workplace"] == "Aurora"
