"""The cover: nothing for eyes or screen readers, the PIN, and the key that goes when it should."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import people, staff
from alfdesk.store import slots, workplace
from alfdesk.store.pin import Pin
from tests import support
from ui import session
from ui.gate.choose_pin import ChoosePin
from ui.gate.cover import Cover
from ui.gate.sign_in import SignIn
from ui.window import Window

from . import gates

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(founded: support.Template, tmp_path: Path) -> Path:
    shutil.copytree(founded.folder, tmp_path / "workplace")
    return tmp_path / "workplace"


@pytest.fixture
def window(qapp: QApplication, founded: support.Template, folder: Path) -> Iterator[Window]:
    shown = gates.window(folder)
    shown.open_with(founded.open(folder))
    gates.be_active(shown)
    yield shown
    gates.end(shown)


def heard(widget: QWidget) -> list[str]:
    """Every name a screen reader can walk to below the widget."""
    names: list[str] = []

    def walk(interface: object) -> None:
        if interface is None:
            return
        names.append(interface.text(QAccessible.Text.Name))  # type: ignore[attr-defined]
        for index in range(interface.childCount()):  # type: ignore[attr-defined]
            walk(interface.child(index))  # type: ignore[attr-defined]

    walk(QAccessible.queryAccessibleInterface(widget))
    return names


def test_nothing_is_seen_or_heard(window: Window) -> None:
    work, title = window.work, window.work.front.title.text()
    assert title in heard(window)
    gates.press(Qt.Key.Key_F12)
    assert isinstance(window.gate, Cover) and not work.isVisible()
    assert title not in heard(window)
    assert not any(isinstance(w, type(work)) for w in gates.children(window))
    assert window.desk.place.key  # F12 keeps the key


def test_a_pin_opens_and_the_focus_is_back(window: Window) -> None:
    window.pin = Pin.of("4826")
    window.work.rail.feet[0].setFocus()
    window.cover()
    gates.type_text("4826")
    gates.press(Qt.Key.Key_Return)
    assert window.gate is None and window.stack.currentWidget() is window.work
    assert window.work.rail.feet[0].hasFocus()


def test_five_wrong_ones_need_the_passphrase(window: Window) -> None:
    window.pin = Pin.of("4826")
    window.cover()
    cover = window.gate
    assert isinstance(cover, Cover)
    for tries in range(5):
        cover.field.set("4827")
        cover.open.click()
        assert cover.field.error.words.text().startswith("The PIN isn't right.")
        assert ("used up" in cover.field.error.words.text()) == (tries == 4)
    cover.field.set("4826")
    cover.open.click()
    gates.settle()
    assert window.covered  # the right one comes too late
    cover.field.set(support.PASSPHRASE)
    cover.open.click()
    gates.wait_for(lambda: not window.covered)
    assert window.desk.place.key


def test_the_passphrase_opens_and_a_pin_is_offered_once(window: Window) -> None:
    for offered in (True, False):
        window.cover()
        cover = window.gate
        cover.field.set("wrong words they are today")
        cover.open.click()
        gates.settle()
        assert "isn't right" in cover.field.error.words.text() and window.covered
        cover.field.set(support.PASSPHRASE)
        cover.open.click()
        gates.wait_for(lambda: not window.covered)
        panels = [p for p in window.work.findChildren(ChoosePin) if p.isVisible()]
        assert bool(panels) == offered
        for panel in panels:
            panel.not_now.click()
            gates.spin()


def test_choosing_a_pin(window: Window) -> None:
    window.choose_pin()
    (panel,) = window.work.findChildren(ChoosePin)
    panel.digits.set("1234")
    panel.keep.click()
    assert panel.digits.error.words.text() and window.pin is None
    panel.digits.set("4826")
    panel.again.set("4862")
    panel.keep.click()
    assert panel.again.error.words.text() and window.pin is None
    panel.again.set("4826")
    panel.keep.click()
    assert window.pin is not None and window.pin.matches("4826")
    window.drop()
    assert window.pin is None  # it ends with the session


def test_ctrl_l_twice_drops_the_key(window: Window) -> None:
    place = window.desk.place
    gates.press(Qt.Key.Key_L, CTRL)
    assert window.covered and place.key
    gates.press(Qt.Key.Key_L, CTRL)
    assert isinstance(window.gate, SignIn) and place.key == b"" and window.desk is None


def test_sixty_minutes_covered_drop_the_key(window: Window) -> None:
    place = window.desk.place
    window.idle.cover.emit()
    assert window.covered and place.key and "covered itself at" in window.gate.why.text()
    window.idle.drop.emit()
    assert place.key == b"" and isinstance(window.gate, SignIn)
    assert window.gate.band.words.text().startswith("The screen locked itself at ")


def test_the_last_half_minute_is_counted_and_taken_away(window: Window) -> None:
    window.idle.warning.emit(30)
    assert window.work.strip.toast.words.text() == "The screen is covered in 30 seconds."
    window.idle.warning.emit(1)
    assert window.work.strip.toast.words.text() == "The screen is covered in 1 second."
    assert len(window.work.announcer.kept()) == 1
    window.idle.warning.emit(0)
    assert window.work.strip.currentWidget() is window.work.strip.keys


def test_the_same_person_gets_the_same_page_back(window: Window, founded: support.Template, folder: Path) -> None:
    last = window.work.kinds[-1].key
    window.work.go(last)
    window.drop()
    window.open_with(founded.open(folder))
    assert window.work.front.key == last


def test_the_language_changes_under_the_cover_too(window: Window) -> None:
    window.cover()
    window.gate.languages.chosen.emit("nb")
    gates.spin()
    assert isinstance(window.gate, Cover) and window.covered
    assert window.work is not None and not window.work.isVisible()
    window.pin = Pin.of("4826")
    window.gate.field.set("4826")
    window.gate.open.click()
    gates.spin()
    assert window.gate is None and window.work.isVisible()


def test_a_dialog_is_hidden_and_comes_back(window: Window) -> None:
    from PySide6.QtWidgets import QDialog

    dialog = QDialog(window.work)
    dialog.open()
    gates.spin()
    window.cover()
    assert not dialog.isVisible()
    window._open_cover()
    gates.spin()
    assert dialog.isVisible()
    dialog.close()
    dialog.deleteLater()


def test_work_in_the_background_ends_before_the_place_is_closed(window: Window) -> None:
    import time

    from ui import tasks

    place, seen = window.desk.place, []

    def slowly(_going: tasks.Going) -> None:
        time.sleep(0.2)
        with place.read() as session:
            seen.append(staff.organisation_of(session))

    tasks.run(window, "", slowly, lambda _r: None, lambda error: seen.append(error), cancel=False)
    window.drop()
    assert window.covered and place.key  # covered at once, closed when it can be
    gates.wait_for(lambda: place.key == b"")
    assert seen == ["Prøvegården"]


def test_no_key_is_left_in_the_memory(qapp: QApplication, folder: Path) -> None:
    shown = gates.window(folder)
    before = {id(k) for k in _keys()}
    shown.open_with(session.open_place(folder, "Anne", support.PASSPHRASE))
    assert {id(k) for k in _keys()} - before
    shown.drop()
    gates.spin()
    gc.collect()
    assert not {id(k) for k in _keys()} - before
    gates.end(shown)


def _keys() -> list[slots.Keys]:
    return [o for o in gc.get_objects() if type(o) is slots.Keys and o.seed]


def test_a_hundred_suspends_and_locks(window: Window, founded: support.Template, folder: Path) -> None:
    """What was written before each sleep is there after it; key and connections are gone meanwhile."""
    for number in range(1, 101):
        place = window.desk.place
        window.desk.do(people.register, number=number, call_name=f"Prøve {number}")
        if number % 4 == 0:
            window.cover()
        if number % 3 == 0:
            window.cover()
            window.cover()
            if window.desk is not None:
                window.drop()
        else:
            window.idle.prepare_for_sleep(True)
        gates.wait_for(lambda window=window: window.desk is None)  # what is under way is ended first
        assert window.desk is None and window.front is None and isinstance(window.gate, SignIn)
        assert place.key == b"" and not place.keys.seed and not place._bare and place._engine is None
        if number == 100:
            break
        window.open_with(founded.open(folder))
        if number % 25 == 0:
            gates.spin()
    with workplace.open(folder, name="Anne", passphrase=support.PASSPHRASE) as place, place.read() as session:
        assert people.numbers_ever(session) == set(range(1, 101))
