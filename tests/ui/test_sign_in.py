"""Signing in: by keyboard, by mouse, with the wrong words, with the paper, and never with a frozen window."""

from __future__ import annotations

import json
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from alfdesk import i18n, paths, staff
from alfdesk.store import slots, workplace
from tests import support
from ui.gate.door import Door
from ui.gate.recover import Recover
from ui.gate.sign_in import SignIn
from ui.window import Window

from . import gates

ENTER = Qt.Key.Key_Return

pytestmark = pytest.mark.usefixtures("true_floor")


@pytest.fixture(scope="module")
def founded(true_floor: None, tmp_path_factory: pytest.TempPathFactory) -> support.Template:
    return support.template(tmp_path_factory.mktemp("floor") / "workplace")


@pytest.fixture
def folder(founded: support.Template, tmp_path: Path) -> Path:
    shutil.copytree(founded.folder, tmp_path / "workplace")
    return tmp_path / "workplace"


def test_by_keyboard_alone(window: Window) -> None:
    """Name, Enter, passphrase, Enter: the work."""
    gates.type_text("Anne")
    gates.press(ENTER)
    gates.type_text(support.PASSPHRASE)
    gates.press(ENTER)
    gates.wait_for(lambda: window.work)
    assert window.desk is not None and window.desk.acting.name == "Anne"
    assert window.gate is None and window.stack.currentWidget() is window.work


def test_by_mouse_and_paste(window: Window) -> None:
    """Everything can be pasted, and the button does what Enter does."""
    gate = window.gate
    assert isinstance(gate, SignIn)
    QGuiApplication.clipboard().setText(support.PASSPHRASE)
    gate.passphrase.edit.paste()
    QTest.mouseClick(gate.open, Qt.MouseButton.LeftButton)  # one member: the name may be left out
    gates.wait_for(lambda: window.work)


def test_the_window_lives_while_the_key_is_derived(window: Window) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.passphrase.set(support.PASSPHRASE)
    before = time.monotonic()
    gate.open.click()
    assert time.monotonic() - before < 0.05  # the click came back at once
    gate.open.click()  # a second Enter does not start it twice
    gates.wait_for(lambda: window.work)


def test_wrong_words_stay_marked(window: Window) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.name.set("Anne")
    gate.passphrase.set("hest skog vann brød fjell bord")
    gate.open.click()
    gates.settle()
    assert gate.passphrase.error.words.text() == slots.wrong()
    assert gate.passphrase.edit.hasSelectedText()
    assert gate.passphrase.edit.accessibleDescription() == slots.wrong()
    assert gate.passphrase.edit.hasFocus()
    assert window.work is None and window.desk is None


def test_nothing_written_says_so(window: Window) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.open.click()
    assert gate.passphrase.error.words.text() == "Write your passphrase."


def test_caps_lock_is_told(window: Window) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gates.type_text("A", gate.passphrase.edit)
    assert gate.caps.isVisible()
    gates.type_text("a", gate.passphrase.edit)
    assert not gate.caps.isVisible()


def test_a_name_is_kept_only_when_asked(window: Window, folder: Path) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.name.set("Anne")
    gate.passphrase.set(support.PASSPHRASE)
    assert not gate.remember.isChecked()
    gate.open.click()
    gates.wait_for(lambda: window.work)
    assert "Anne" not in (folder / paths.SETTINGS).read_text("utf-8") if (folder / paths.SETTINGS).exists() else True
    window.leave()
    again = window.gate
    assert isinstance(again, SignIn)
    again.name.set("Anne")
    again.remember.setChecked(True)
    assert json.loads((folder / paths.SETTINGS).read_text("utf-8"))["name"] == "Anne"
    again.remember.setChecked(False)
    assert json.loads((folder / paths.SETTINGS).read_text("utf-8"))["name"] == ""


def test_already_open_is_told(window: Window, folder: Path) -> None:
    with workplace.open(folder, name="Anne", passphrase=support.PASSPHRASE):
        gate = window.gate
        assert isinstance(gate, SignIn)
        gate.passphrase.set(support.PASSPHRASE)
        gate.open.click()
        gates.settle()
        assert "already open" in gate.passphrase.error.words.text()


def test_a_damaged_key_file_is_told(window: Window, folder: Path) -> None:
    (folder / paths.SLOTS).write_text("{")
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.passphrase.set(support.PASSPHRASE)
    gate.open.click()
    gates.settle()
    assert "damaged" in gate.passphrase.error.words.text()


def test_another_language_keeps_what_was_written(window: Window, folder: Path) -> None:
    gate = window.gate
    assert isinstance(gate, SignIn)
    gate.name.set("Anne")
    gate.languages.chosen.emit("nn")
    gates.spin()
    again = window.gate
    assert isinstance(again, SignIn) and again is not gate
    assert i18n.language() == "nn" and again.name.text() == "Anne"
    assert json.loads((folder / paths.SETTINGS).read_text("utf-8"))["language"] == "nn"


def test_the_recovery_sheet_opens(window: Window, founded: support.Template, folder: Path) -> None:
    place = founded.open(folder)
    paper = staff.new_recovery(place, today=date(2026, 11, 22))
    place.close()
    assert isinstance(window.gate, SignIn)
    window.gate.by_paper.click()
    gate = window.gate
    assert isinstance(gate, Recover)
    new = gate.new.text()
    assert len(new.split()) == 6 and gate.new.phrase.edit.echoMode() == QLineEdit.EchoMode.Normal
    gate.paper.set("not a sheet")
    gate.go.click()
    gates.settle()
    assert gate.band.words.text() and window.work is None and not gate.busy
    gate.paper.set(paper.secret)
    gate.go.click()
    gates.wait_for(lambda: window.work)
    assert window.desk is not None and window.desk.acting.name == "Anne"
    window.leave()
    with workplace.open(folder, name="Anne", passphrase=new):
        pass


def test_a_sentence_from_elsewhere_ends_nothing(window: Window) -> None:
    """That there is no voice is told while the key is derived; what was entered is still not entered twice."""
    window._show_recover()
    gate = window.gate
    assert isinstance(gate, Recover)
    gate.busy = True
    gate.wait("The key is derived …")
    gate.tell("There is no voice for this language.")
    assert gate.busy and gate.going.isVisible() and gate.band.isVisible()
    gate.refuse("The sheet isn't right.")
    assert not gate.busy and not gate.going.isVisible()


def test_hidden_words_are_written_twice(window: Window) -> None:
    window._show_recover()
    gate = window.gate
    assert isinstance(gate, Recover)
    gate.new.own.click()
    assert gate.new.again.isVisibleTo(gate.new)
    gate.new.phrase.set("en gammel rev på låven sov")
    gate.new.again.set("noe annet")
    assert not gate.new.check()
    assert gate.new.again.error.words.text()
    gate.new.again.set("en gammel rev på låven  sov ")
    assert gate.new.check()
    gate.new.phrase.set("hest")
    assert not gate.new.check() and gate.new.phrase.error.words.text()


def test_practice_lies_beside_and_asks_for_nothing(window: Window, folder: Path) -> None:
    window.practise()
    assert isinstance(window.gate, Door)
    gates.wait_for(lambda: window.work, 60)
    assert window.desk is not None and window.desk.practice
    assert window.desk.place.folder == folder.with_name("workplace-practice")
    window.leave()
    assert isinstance(window.gate, Door) and window.desk is None
    window.gate.leave.click()
    gates.spin()
    assert isinstance(window.gate, SignIn) and window.folder == folder
