"""Set-up from an empty folder: by keyboard alone, by mouse alone, and with everything skipped that can be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alfdesk import directory, i18n, programmes, staff
from alfdesk.store import slots, workplace
from ui.dialogs.preview import Preview
from ui.gate.recovery import RecoveryReminder
from ui.gate.set_up import SetUp
from ui.gate.sign_in import SignIn
from ui.window import Window

from . import gates

ENTER = Qt.Key.Key_Return


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(slots, "calibrated", lambda: slots.FLOOR)
    shown = gates.window(tmp_path / "workplace")
    yield shown
    gates.end(shown)


def screen(window: Window) -> SetUp:
    assert isinstance(window.front, SetUp)
    return window.front


def named(window: Window) -> SetUp:
    """Past the first screen."""
    frame = screen(window)
    for field, text in zip(frame.step.fields, ("Prøvegården", "Anne", "Kontor"), strict=True):
        field.set(text)
    frame.go_on()
    return frame


def founded(window: Window) -> SetUp:
    """Past the second."""
    frame = named(window)
    frame.go_on()
    gates.wait_for(lambda: frame.answers.founded)
    gates.spin()
    return frame


def test_by_keyboard_alone(window: Window, tmp_path: Path) -> None:
    frame = screen(window)
    assert frame.count.text() == "1 of 5"
    for text in ("Prøvegården", "Anne"):
        gates.type_text(text)
        gates.press(ENTER)
    assert frame.count.text() == "2 of 5"
    passphrase = frame.step.new.text()
    gates.press(ENTER)
    gates.wait_for(lambda: frame.answers.at == 2)
    gates.spin()
    assert frame.answers.passphrase == ""  # forgotten as soon as it is not needed
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert frame.skip.hasFocus()
    gates.press(Qt.Key.Key_Space)
    assert frame.count.text() == "4 of 5"
    gates.press(ENTER)  # the example is taken as it stands
    assert frame.count.text() == "5 of 5", frame.band.words.text()
    gates.type_text("Kari Prøve\rOla Prøve")
    frame.step.reading.paste.setPlainText("Kari Prøve\nOla Prøve")
    frame.next.click()
    gates.spin()
    assert window.work is not None
    assert window.desk.read(directory.people_counts, window.desk.today()).all == 2
    with window.desk.place.read() as session:
        assert [p.name for p in programmes.everyone(session)] == ["Day work"]
        assert programmes.places(session, programmes.everyone(session)[0].id, window.desk.today()) == 15
    window.leave()
    assert isinstance(window.gate, SignIn)
    with workplace.open(tmp_path / "workplace", name="anne", passphrase=passphrase) as place, place.read() as session:
        assert staff.members(session)[0].roles == ("administrator",)


def test_by_mouse_with_everything_skipped(window: Window) -> None:
    frame = founded(window)
    for at in (2, 3, 4):
        assert frame.answers.at == at and frame.skip.isVisible()
        QTest.mouseClick(frame.skip, Qt.MouseButton.LeftButton)
        gates.spin()
    assert window.work is not None
    assert [r for r in window.work.findChildren(RecoveryReminder) if r.isVisible()]


def test_the_names_are_asked_for(window: Window) -> None:
    frame = screen(window)
    frame.step.laptop.set("")
    frame.next.click()
    assert frame.answers.at == 0 and frame.step.organisation.error.words.text() == "This must be filled in."
    assert not frame.skip.isVisible() and not frame.back.isVisible()


def test_a_weak_passphrase_goes_no_further(window: Window, tmp_path: Path) -> None:
    frame = named(window)
    frame.step.new.phrase.set("Prøvegården")
    frame.go_on()
    assert frame.answers.at == 1 and frame.step.new.phrase.error.words.text()
    assert not frame.skip.isVisible()
    assert not (tmp_path / "workplace").exists()
    frame.back.click()
    assert frame.step.organisation.text() == "Prøvegården"


def test_another_language_keeps_the_step_and_what_was_written(window: Window) -> None:
    frame = screen(window)
    frame.step.organisation.set("Prøvegården")
    frame.languages.chosen.emit("nb")
    gates.spin()
    again = screen(window)
    assert again is not frame and i18n.language() == "nb"
    assert again.step.organisation.text() == "Prøvegården"


def test_the_sheet_is_in_force_once_it_was_saved(window: Window, tmp_path: Path) -> None:
    from PySide6.QtCore import QTimer

    frame = founded(window)

    def leave() -> None:
        (preview,) = frame.findChildren(Preview)
        preview.leave()

    QTimer.singleShot(300, frame, leave)
    frame.go_on()
    assert "not in force" in frame.band.words.text() and not window.desk.read(staff.has_recovery)

    def save() -> None:
        (preview,) = frame.findChildren(Preview)
        if preview.sheet is None:
            QTimer.singleShot(100, frame, save)
            return
        preview.save_to(tmp_path / "sheet.pdf")
        if preview.isVisible():
            preview.leave()

    QTimer.singleShot(300, frame, save)
    frame.go_on()
    assert window.desk.read(staff.has_recovery) and frame.answers.has_sheet
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    frame.go_on()
    assert frame.answers.at == 3


def test_a_programme_that_makes_no_sense_says_so(window: Window) -> None:
    frame = founded(window)
    frame.skip.click()
    (box,) = frame.step.boxes
    box.teams[0].places.set("many")
    frame.go_on()
    assert frame.answers.at == 3 and box.teams[0].places.error.words.text()
    box.teams[0].places.set("4")
    box.list_name.set("Day work")  # it tells the programme
    frame.go_on()
    assert frame.answers.at == 3 and box.name.error.words.text()
    box.remove.click()
    frame.go_on()
    assert frame.answers.at == 4
    with window.desk.place.read() as session:
        assert programmes.everyone(session) == []


def test_closing_halfway_leaves_a_workplace_to_sign_in_to(window: Window, tmp_path: Path) -> None:
    founded(window)
    window.idle.prepare_for_sleep(True)
    assert isinstance(window.gate, SignIn) and window.desk is None and window.front is None
