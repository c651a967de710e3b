"""The memory sticks: found in the machine's own tables, and asked so that a slow one holds up nothing."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ui import sticks
from ui.sticks import Beside, Stick, Sticks

from .sitting import until

MOUNTS = """\
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
tmpfs /run/user/1000 tmpfs rw 0 0
/dev/sdb1 /media/berit/KINGSTON vfat rw,nosuid,nodev 0 0
/dev/sdc1 /run/media/berit/Gården\\0402 exfat rw,nosuid,nodev 0 0
/dev/sdd1 /mnt/disk ext4 rw 0 0
"""


def test_linux_names_what_is_plugged_in() -> None:
    assert sticks.mounted(MOUNTS) == [
        (Path("/media/berit/KINGSTON"), "KINGSTON"), (Path("/run/media/berit/Gården 2"), "Gården 2")
    ]  # fmt: skip


def test_a_stick_that_does_not_answer_is_left_out(tmp_path: Path) -> None:
    found = sticks.answering([(tmp_path, "B"), (tmp_path / "gone", "A")])
    assert [(s.name, s.root) for s in found] == [("B", tmp_path)]
    assert found[0].free > 0


def test_macos_leaves_out_the_disk_it_started_from(tmp_path: Path) -> None:
    (tmp_path / "Macintosh HD").symlink_to("/")
    (tmp_path / "not mounted").mkdir()
    assert sticks._volumes(tmp_path) == []
    assert sticks._volumes(tmp_path / "gone") == []


def test_this_machine_answers_in_no_time() -> None:
    start = time.perf_counter()
    assert isinstance(sticks.here(), tuple)
    assert time.perf_counter() - start < 1


def test_a_stick_that_comes_and_goes_is_told(qapp: QApplication, tmp_path: Path) -> None:
    parent, there, told = QObject(), [Stick(tmp_path, "KINGSTON", 100)], []
    found = Sticks(parent, lambda: tuple(there))
    found.changed.connect(lambda: told.append([s.name for s in found.now]))
    found.look()
    until(lambda: told == [["KINGSTON"]])
    found.look()
    until(lambda: not found.busy)
    assert told == [["KINGSTON"]]  # nothing new, nothing told
    there.clear()
    found.look()
    until(lambda: told == [["KINGSTON"], []])


def test_one_that_hangs_holds_up_neither_the_window_nor_a_second_look(qapp: QApplication) -> None:
    parent, hangs, looks = QObject(), Event(), []

    def slow() -> tuple[Stick, ...]:
        looks.append(1)
        hangs.wait(20)
        return ()

    found = Sticks(parent, slow)
    start = time.perf_counter()
    for _look in range(5):
        found.look()
    assert time.perf_counter() - start < 0.5
    assert len(looks) == 1 and found.busy
    hangs.set()
    until(lambda: not found.busy)


def test_who_asked_may_be_gone_when_the_answer_comes(qapp: QApplication) -> None:
    hangs, parent = Event(), QObject()
    Beside(parent).ask(lambda: hangs.wait(20))
    parent.deleteLater()
    qapp.sendPostedEvents(None, 52)
    qapp.processEvents()
    hangs.set()
    until(lambda: not sticks._under_way)


def test_what_went_while_it_was_asked_is_no_answer(qapp: QApplication) -> None:
    def gone() -> None:
        raise OSError

    parent, told = QObject(), []
    beside = Beside(parent)
    beside.answered.connect(told.append)
    beside.ask(gone)
    until(lambda: not beside.busy)
    assert told == []
