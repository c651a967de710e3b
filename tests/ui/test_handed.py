"""A double click on a parcel: the program opens, or the one that is open comes to the front, and says what it brings.

    alfdesk FILE ─▶ is it open already? ─ no ─▶ sign-in ─▶ Exchange, with the file looked through
                                        └ yes ─▶ handed over ─▶ the same, from behind a cover or a dialog too
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from alfdesk import staff
from alfdesk.exchange import joining, laptops
from alfdesk.store import slots
from ui import tasks
from ui.app import _beside_options, _for_window
from ui.gate.join import Join, Open
from ui.handed import Handed
from ui.pages.exchange import Exchange
from ui.window import Window

from . import gates
from .laptops import PASSPHRASE, Laptops

ENTER = Qt.Key.Key_Return


@pytest.fixture
def yard(two_laptops: Laptops, tmp_path: Path) -> Laptops:
    return two_laptops.copy(tmp_path / "yard")


@pytest.fixture
def folder(yard: Laptops) -> Path:
    """The office's: its window stands at sign-in."""
    return yard.folder / "Kontor"


@pytest.fixture
def parcel(yard: Laptops) -> Path:
    yard.register("Framnes gård", "Kari", "Ola")
    return yard.send("Framnes gård")


def sign_in(window: Window, name: str = "Berit") -> None:
    gates.type_text(name)
    gates.press(ENTER)
    gates.type_text(PASSPHRASE)
    gates.press(ENTER)
    gates.wait_for(lambda: window.work)


def shown(window: Window) -> Exchange:
    """The page with the file looked through."""
    gates.wait_for(lambda: getattr(window.work.front, "review", None) and not tasks.running())
    page = window.work.front
    assert isinstance(page, Exchange)
    return page


def told(window: Window) -> str:
    return str(window.work.announcer.kept()[-1])


def test_it_waits_for_sign_in_and_then_says_what_it_brings(window: Window, parcel: Path) -> None:
    Handed(window).take(parcel)
    assert window.gate.band.words.text() == "The file is shown when you are in."
    sign_in(window)
    page = shown(window)
    assert page.review.file == parcel
    assert page.review.go.text() == "Read in 2 changes" and page.review.go.hasFocus()


def test_handed_over_it_comes_before_the_page_that_is_open(window: Window, parcel: Path) -> None:
    handed = Handed(window)
    sign_in(window)
    window.work.go("today")
    handed.take(parcel)
    assert shown(window).review.file == parcel


def test_it_waits_behind_a_cover_and_a_dialog(window: Window, parcel: Path) -> None:
    handed = Handed(window)
    sign_in(window)
    window.work.find()
    handed.take(parcel)
    gates.spin(0.4)
    assert handed.file == parcel and "exchange" not in window.work.made  # nothing is torn out of anybody's hands
    window.cover()
    gates.spin()
    assert handed.file == parcel
    gates.press(Qt.Key.Key_Tab)
    window.gate.field.edit.setFocus()
    gates.type_text(PASSPHRASE)
    gates.press(ENTER)
    gates.wait_for(lambda: window.gate is None)
    gates.wait_for(lambda: not _close_dialogs(window))
    assert shown(window).review.file == parcel


def _close_dialogs(window: Window) -> list[object]:
    """Whatever lies over the page is left: the palette, and the PIN that is offered."""
    from ui.dialogs.overlay import Overlay

    found = [o for o in window.work.findChildren(Overlay) if not o._gone]
    for one in found:
        one.leave()
    return list(found)


@pytest.mark.parametrize(("name", "sentence"), [
    ("brev.txt", "“brev.txt” is no parcel. The name of a parcel ends in .alf."),
    ("Alfdesk.alfask", "“Alfdesk.alfask” is a request. Choose it in Settings, Laptops, Add laptop."),
    ("borte.alf", "“borte.alf” is not there. Perhaps the stick was taken out."),
])  # fmt: skip
def test_what_is_no_parcel_is_said_so(window: Window, yard: Laptops, name: str, sentence: str) -> None:
    file = yard.folder / name
    if name != "borte.alf":
        file.write_bytes(b"a letter")
    handed = Handed(window)
    sign_in(window)
    handed.take(file)
    assert told(window) == sentence
    assert "exchange" not in window.work.made


def test_a_letter_with_the_right_name_is_refused_by_the_page(window: Window, yard: Laptops) -> None:
    file = yard.folder / "brev.ALF"
    file.write_bytes(b"a letter")
    handed = Handed(window)
    sign_in(window)
    handed.take(file)
    gates.wait_for(lambda: not tasks.running())
    assert told(window) == "This is not an Alfdesk file. Nothing has changed."
    assert window.work.front.key == "exchange"


def test_a_role_that_reads_in_nothing_is_told(qapp: QApplication, yard: Laptops, parcel: Path) -> None:
    with yard.open("Kontor") as place:
        staff.add(place, name="Mona", roles=["manager"], passphrase_=PASSPHRASE, cost=slots.FLOOR)
    window = gates.window(yard.folder / "Kontor")
    Handed(window).take(parcel)
    sign_in(window, "Mona")
    gates.spin(0.1)
    assert told(window) == "Your role reads in no parcels. Ask the office."
    gates.end(window)


def test_a_laptop_that_waits_to_join_takes_it_for_its_welcome(qapp: QApplication, yard: Laptops) -> None:
    with yard.open("Kontor") as office:
        asked = joining.request(yard.folder / "Verkstedet", "Verkstedet", yard.stick)
        welcome = laptops.welcome(office, asked.path, asked.code, yard.stick).path
    window = gates.window(yard.folder / "Verkstedet")
    gates.settle()
    Handed(window).take(welcome)
    gate = window.gate
    assert isinstance(gate, Join) and isinstance(gate.step, Open)
    assert gate.so_far.welcome == welcome
    gates.end(window)


@pytest.mark.parametrize(("line", "files"), [
    ("", None),
    ("people", None),
    ("people list --json", None),
    ("a.alf", ["a.alf"]),
    ("A.ALF", ["A.ALF"]),
    ("/media/KINGSTON/brev.txt", ["/media/KINGSTON/brev.txt"]),
    ("--profile /p /m/a.alf", ["/m/a.alf"]),
    ("/m/a.alf --profile /p", ["/m/a.alf"]),
    ("--profile /p", []),
    ("--practice", []),
    ("a.alf b.alf", None),
    ("exchange read /m/a.alf", None),
    ("--profile", None),
    ("--to /m/a", None),
])  # fmt: skip
def test_a_file_is_told_from_a_command(line: str, files: list[str] | None) -> None:
    """None: it is for the command line."""
    words = line.split()
    for_window = bool(words) and _for_window(words)
    assert (_beside_options(words) if for_window else None) == files
