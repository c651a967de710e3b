"""Joining from an empty profile, in its own window: asked, closed, opened again, let in; and all that can be wrong.

    the new laptop                    the office                     the new laptop
    name → request, code      ──▶     types the code → welcome ──▶   name, passphrase → the work
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from alfdesk import directory, paths, staff
from alfdesk.exchange import joining, laptops
from alfdesk.exchange.status import status
from alfdesk.store.workplace import Place
from tests import support
from tests.core.desk import TODAY
from tests.core.scenes import OTHER
from ui import session
from ui.gate.join import Ask, Join, Open, Wait
from ui.gate.set_up import SetUp
from ui.gate.sign_in import SignIn
from ui.plugged import Plugged
from ui.sticks import Stick
from ui.window import Window

from . import gates
from .sitting import sitting, until

ENTER = Qt.Key.Key_Return


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "farm"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def gate(window: Window) -> Join:
    assert isinstance(window.gate, Join)
    return window.gate


def asked(window: Window, stick: Path, name: str = "Gården 2") -> Join:
    """The name is written and the request made; the code stands there."""
    assert isinstance(window.front, SetUp)
    window.show_join()
    join = gate(window)
    assert isinstance(join.step, Ask)
    join.step.name.set(name)
    join.ask_into(stick)
    gates.wait_for(lambda: isinstance(join.step, Wait))
    return join


def welcome_for(place: Place, join: Join, stick: Path) -> Path:
    """What the office makes of the request and the code that is read aloud."""
    (request,) = stick.glob("*.alfask")
    return laptops.welcome(place, request, " ".join(join.so_far.code.split()), stick).path


def with_welcome(window: Window, place: Place, stick: Path) -> Open:
    join = asked(window, stick)
    join.step.take_welcome(welcome_for(place, join, stick))
    assert isinstance(join.step, Open)
    return join.step


def nothing_changed(window: Window) -> None:
    gates.settle()
    join = gate(window)
    assert window.work is None and not join.busy
    assert not session.is_there(window.folder) and session.has_asked(window.folder)


def test_from_the_first_screen_to_the_work_by_keyboard(
    window: Window, place: Place, stick: Path, folder: Path
) -> None:
    front = window.front
    assert isinstance(front, SetUp)
    window.show_join()
    join = gate(window)
    gates.spin()
    join.step.name.set("")
    gates.type_text("Gården 2")
    gates.press(ENTER)
    dialog = join.findChild(QFileDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.fileSelected.emit(str(stick))
    dialog.reject()
    gates.be_active(window)
    gates.wait_for(lambda: isinstance(join.step, Wait))
    code = join.so_far.code
    assert [len(group) for group in code.split()] == [4] * 5
    assert join.step.code.accessibleName() == "Code: " + ". ".join(" ".join(g) for g in code.split())
    assert code.split()[0][0] in join.aloud()
    join.step.take_welcome(welcome_for(place, join, stick))
    gates.spin()
    gates.type_text("Anne")
    gates.press(ENTER)
    gates.type_text(support.PASSPHRASE)
    gates.press(ENTER)
    gates.wait_for(lambda: window.work)
    assert window.desk is not None and window.desk.acting.name == "Anne"
    assert [(o.letter, o.name, o.own) for o in status(window.desk.place).laptops] == [
        ("A", "Kontor", False), ("B", "Gården 2", True),
    ]  # fmt: skip
    assert not (folder / paths.ASKED).exists()
    window.leave()
    assert isinstance(window.gate, SignIn)


def test_the_program_may_be_closed_between(qapp: QApplication, folder: Path, place: Place, stick: Path) -> None:
    shown = gates.window(folder)
    code = asked(shown, stick).so_far.code
    gates.end(shown)
    assert (folder / paths.ASKED).stat().st_mode & 0o077 == 0
    again = gates.window(folder)
    join = gate(again)
    gates.wait_for(lambda: join.so_far.code)
    assert isinstance(join.step, Wait)
    assert (join.so_far.code, join.so_far.laptop) == (code, "Gården 2")
    assert join.lead.text() == "“Gården 2” has asked to join. Now an administrator lets it in."
    join.step.take_welcome(welcome_for(place, join, stick))
    join.join(join.so_far.welcome, "Anne", support.PASSPHRASE)
    gates.wait_for(lambda: again.work)
    gates.end(again)


def test_the_same_request_again_has_the_same_code(window: Window, stick: Path) -> None:
    join = asked(window, stick)
    code = join.so_far.code
    join.ask_into(stick)
    gates.settle()
    assert join.so_far.code == code and len(list(stick.glob("*.alfask"))) == 2


def test_asking_no_more_leads_back_to_the_beginning(window: Window, stick: Path, folder: Path) -> None:
    join = asked(window, stick)
    join.step.give_up.click()
    gates.spin()
    assert isinstance(window.front, SetUp) and window.gate is None
    assert not session.has_asked(folder)


def test_back_from_the_name(window: Window) -> None:
    window.show_join()
    gates.spin()
    gates.press(Qt.Key.Key_Escape)
    assert isinstance(window.front, SetUp) and window.gate is None
    assert QGuiApplication.focusObject() is not None


@pytest.mark.parametrize(("name", "passphrase"), [
    ("Anne", "hest skog vann brød fjell bord"), ("Berit", support.PASSPHRASE),
])  # fmt: skip
def test_a_wrong_name_or_passphrase(window: Window, place: Place, stick: Path, name: str, passphrase: str) -> None:
    step = with_welcome(window, place, stick)
    step.name.set(name)
    step.passphrase.set(passphrase)
    step.go.click()
    nothing_changed(window)
    assert step.passphrase.error.words.text().startswith("The name or the passphrase isn't right.")
    assert step.passphrase.edit.hasFocus()
    step.name.set("Anne")
    step.passphrase.set(support.PASSPHRASE)
    step.go.click()
    gates.wait_for(lambda: window.work)


def test_what_is_missing_is_asked_for(window: Window, place: Place, stick: Path) -> None:
    step = with_welcome(window, place, stick)
    step.go.click()
    assert step.name.error.words.text() == "This must be filled in."
    step.name.set("Anne")
    step.go.click()
    assert step.passphrase.error.words.text() == "Write your passphrase."
    nothing_changed(window)


def spoil(kind: str, welcome: Path, place: Place, tmp_path: Path) -> None:
    """Make the file something else than this laptop's welcome."""
    raw = welcome.read_bytes()
    if kind == "half":
        welcome.write_bytes(raw[: len(raw) // 2])
    elif kind == "empty":
        welcome.write_bytes(b"")
    elif kind == "a letter":
        welcome.write_bytes(b"Dear Anne")
    elif kind == "one bit":
        welcome.write_bytes(raw[:900] + bytes([raw[900] ^ 1]) + raw[901:])
    elif kind == "another's":
        other = joining.request(tmp_path / "other", "Fjorden", tmp_path)
        welcome.write_bytes(laptops.welcome(place, other.path, other.code, tmp_path).path.read_bytes())
    else:
        welcome.unlink()


@pytest.mark.parametrize(("kind", "beginning"), [
    ("half", "The file is not whole:"),
    ("empty", "The file is empty."),
    ("a letter", "This is not an Alfdesk file."),
    ("one bit", "The file was damaged on the way."),
    ("another's", "The file is not made for this laptop. Ask the sender to choose “Gården 2” as receiver."),
    ("gone", ""),
])  # fmt: skip
def test_a_file_that_is_not_this_welcome(
    window: Window, place: Place, stick: Path, tmp_path: Path, kind: str, beginning: str
) -> None:
    step = with_welcome(window, place, stick)
    join = gate(window)
    welcome = join.so_far.welcome
    assert welcome is not None
    whole = welcome.read_bytes()
    spoil(kind, welcome, place, tmp_path)
    step.name.set("Anne")
    step.passphrase.set(support.PASSPHRASE)
    step.go.click()
    nothing_changed(window)
    said = join.band.words.text()
    assert said and said.startswith(beginning)
    assert step.passphrase.text() == support.PASSPHRASE  # what was written stays
    other = tmp_path / "whole.alf"
    other.write_bytes(whole)
    step.take_other(other)
    assert step.file.words.text() == "Welcome: whole.alf" and join.band.isHidden()
    step.go.click()
    gates.wait_for(lambda: window.work)


def test_a_stick_that_is_gone_is_told(window: Window, tmp_path: Path) -> None:
    window.show_join()
    join = gate(window)
    join.step.name.set("Gården 2")
    join.ask_into(tmp_path / "nowhere")
    gates.settle()
    assert join.band.words.text() and isinstance(join.step, Ask) and not join.busy


def test_another_language_keeps_how_far_it_has_come(window: Window, place: Place, stick: Path) -> None:
    step = with_welcome(window, place, stick)
    step.name.set("Anne")
    file = step.file.words.text().removeprefix("Welcome: ")
    gate(window).languages.chosen.emit("nb")
    gates.spin()
    again = gate(window).step
    assert isinstance(again, Open) and again is not step
    assert again.name.text() == "Anne" and again.file.words.text() == f"Velkomst: {file}"


def test_two_windows_the_whole_way(
    window: Window, place: Place, stick: Path, tmp_path: Path, qapp: QApplication
) -> None:
    """As two people do it: one at the new laptop, one at the office's, and a stick between them."""
    join = asked(window, stick, "Varebilen")
    with sitting(qapp, place, tmp_path / "laptop", "settings") as (work, _hands):
        work.front.choose("laptops")
        section = work.front.sections["laptops"]
        panel = section.ask_new()
        (request,) = stick.glob("*.alfask")
        panel.take_request(request)
        until(lambda: panel.asked is not None)
        assert panel.full_copy.words.text() == "You give “Varebilen” a full copy of this workplace."
        panel.code.set(join.step.code.accessibleName().removeprefix("Code: ").replace(".", ""))
        panel.passphrase.set(support.PASSPHRASE)
        panel.give.click()
        until(lambda: panel.done)
        panel.close_it.click()
    (welcome,) = stick.glob("*.alf")
    join.step.take_welcome(welcome)
    join.step.name.set("Anne")
    join.step.passphrase.set(support.PASSPHRASE)
    join.step.go.click()
    gates.wait_for(lambda: window.work)
    found = window.desk.read(directory.people_page, today=TODAY, limit=50).rows
    assert len(found) == 4  # everybody who was at the office's is here


def test_somebody_else_of_the_staff_joins_with_her_own(
    window: Window, place: Place, stick: Path, folder: Path
) -> None:
    """The welcome takes every member's own keys along; each opens with her own passphrase, and only that."""
    staff.add(place, name="Sissel", roles=["supervisor"], passphrase_=OTHER)
    step = with_welcome(window, place, stick)
    step.name.set("Sissel")
    step.passphrase.set(OTHER)
    step.go.click()
    gates.wait_for(lambda: window.work)
    assert window.desk is not None and window.desk.acting.roles == frozenset({"supervisor"})
    window.leave()
    gates.spin()
    assert isinstance(window.gate, SignIn)
    window.gate.name.set("Anne")
    window.gate.passphrase.set(support.PASSPHRASE)
    window.gate.open.click()
    gates.wait_for(lambda: window.work)
    assert window.desk.read(directory.people_counts, TODAY).all == 0


# What is plugged in is proposed --------------------------------------------------------------------------------------


@pytest.fixture
def plugged(stick: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Plugged, "find", staticmethod(lambda: (Stick(stick, "KINGSTON (E:)", 3_100_000_000),)))
    return stick


def test_the_stick_that_is_plugged_in_takes_the_request_and_brings_the_welcome(
    window: Window, place: Place, plugged: Path
) -> None:
    window.show_join()
    join = gate(window)
    gates.wait_for(lambda: join.step.places.buttons)
    join.step.name.set("Gården 2")
    (button,) = join.step.places.buttons
    assert button.text() == "KINGSTON (E:)"
    button.setFocus()
    gates.press(Qt.Key.Key_Space)
    gates.wait_for(lambda: isinstance(join.step, Wait))
    assert len(list(plugged.glob("*.alfask"))) == 1
    assert join.step.welcomes.buttons == []
    welcome = welcome_for(place, join, plugged)
    gates.wait_for(lambda: join.step.welcomes.buttons)
    (button,) = join.step.welcomes.buttons
    assert button.text() == f"{welcome.name}, KINGSTON (E:)"
    button.click()
    assert isinstance(join.step, Open) and join.so_far.welcome == welcome


def test_a_name_is_asked_for_before_the_stick_is_written(window: Window, plugged: Path) -> None:
    window.show_join()
    join = gate(window)
    gates.wait_for(lambda: join.step.places.buttons)
    join.step.name.set(" ")
    join.step.places.buttons[0].click()
    assert join.step.name.error.words.text() == "This must be filled in."
    assert list(plugged.iterdir()) == []


def test_sticks_come_and_go_and_the_focus_stays(window: Window, plugged: Path, tmp_path: Path) -> None:
    window.show_join()
    join = gate(window)
    places = join.step.places
    gates.wait_for(lambda: places.buttons)
    places.buttons[0].setFocus()
    second = tmp_path / "second"
    second.mkdir()
    both = (Stick(second, "ANNA (D:)", 1), Stick(plugged, "KINGSTON (E:)", 1))
    places.sticks.find = lambda: both
    places.sticks.look(later=True)
    gates.wait_for(lambda: len(places.buttons) == 2)
    assert [b.text() for b in places.buttons] == ["ANNA (D:)", "KINGSTON (E:)"] and places.buttons[1].hasFocus()
    places.sticks.find = lambda: ()
    places.sticks.look(later=True)
    gates.wait_for(lambda: not places.buttons)
    assert not places.shown.isVisible()
