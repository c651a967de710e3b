"""One window for one workplace."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from ui import single
from ui.single import Single

ROOT = Path(__file__).resolve().parents[2]
FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.single import Single
app = QCoreApplication([])
one = Single(Path(sys.argv[1]))
assert one.take()
if sys.argv[2] == "listens":
    assert one.listen()
    one.asked.connect(lambda: print("asked", flush=True))
    one.brought.connect(lambda file: print(ascii(str(file)), flush=True))
print("ready", flush=True)
app.exec()
"""


@pytest.fixture(autouse=True)
def room(monkeypatch):
    """A room for locks and sockets that only this test sees, with a short path: a socket's may have 107 letters."""
    with tempfile.TemporaryDirectory(prefix="alf") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def first(room):
    started = []

    def start(listens: str = "listens") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", FIRST, str(room / "Kari Nordmann"), listens],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_second_brings_the_first_to_the_front(qapp, room, first):
    process = first()
    second = Single(room / "Kari Nordmann")
    assert not second.take()
    assert second.ask() == "Alfdesk is already open. Its window is now in front."
    assert process.stdout.readline() == "asked\n"
    assert second.ask() == "Alfdesk is already open. Its window is now in front."


def test_a_file_is_handed_over_whatever_its_name(qapp, room, first, monkeypatch):
    process = first()
    second = Single(room / "Kari Nordmann")
    monkeypatch.chdir(room)
    for name in ("Alfdesk B 2026-11-20.alf", "Ås\nfront\n.alf", os.fsdecode(b"\xff.alf"), "æ" * 120 + ".alf"):
        assert second.ask(file=Path(name)).endswith("Its window is now in front.")
        assert process.stdout.readline() == "asked\n"
        assert process.stdout.readline() == f"{ascii(str(room / name))}\n"


@pytest.mark.parametrize("said", [b"file zz\n", b"file 6\n", b"file 612f62", b"file\n", b"front", b"front 6162\n"])
def test_words_that_name_no_file_bring_none(said):
    assert single._file_in(said) is None


def test_another_workplace_has_a_window_of_its_own(qapp, room, first):
    first()
    other = Single(room / "another")
    assert other.take()
    other.close()


def test_a_first_that_does_not_answer_is_said_so(qapp, room, first):
    first("is deaf")
    second = Single(room / "Kari Nordmann")
    assert not second.take()
    begun = time.monotonic()
    assert second.ask(300) == "Alfdesk is already open, but doesn't answer. Close it, and start again."
    assert time.monotonic() - begun < 2


def test_a_frozen_first_is_said_so(qapp, room, first):
    process = first()
    os.kill(process.pid, signal.SIGSTOP)
    assert Single(room / "Kari Nordmann").ask(300).startswith("Alfdesk is already open, but")
    os.kill(process.pid, signal.SIGCONT)


def test_what_a_killed_process_left_is_no_hindrance(qapp, room, first):
    process = first()
    process.kill()
    process.wait()
    assert list(room.glob("alfdesk-*"))
    fresh = Single(room / "Kari Nordmann")
    assert fresh.take()
    assert fresh.listen()
    assert fresh.listen()
    fresh.close()


def test_a_window_that_closed_leaves_the_place_free(qapp, room):
    one, two = Single(room / "x"), Single(room / "x")
    assert one.take()
    assert one.take()
    assert not two.take()
    one.close()
    assert two.take()
    two.close()


def test_no_name_in_clear_and_nobody_else_may(qapp, room, first):
    first()
    left = list(room.iterdir())
    assert len(left) == 2
    for path in left:
        assert "Kari" not in path.name
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        assert not path.is_file() or path.read_bytes() == b""


def test_words_nobody_expects_do_nothing(qapp, room):
    from PySide6.QtNetwork import QLocalSocket

    one, asked = Single(room / "x"), []
    one.asked.connect(lambda: asked.append(1))
    assert one.take()
    assert one.listen()
    socket = QLocalSocket()
    socket.connectToServer(one._address())
    assert socket.waitForConnected(1000)
    socket.write(b"x" * 100_000)
    end = time.monotonic() + 5
    while socket.state() != QLocalSocket.LocalSocketState.UnconnectedState and time.monotonic() < end:
        qapp.processEvents()
    assert socket.state() == QLocalSocket.LocalSocketState.UnconnectedState
    assert asked == []
    one.close()


def test_without_a_place_for_a_lock_the_window_starts_all_the_same(qapp, room, monkeypatch):
    monkeypatch.setattr(single, "_room", lambda: room / "gone")
    assert Single(room / "x").take()
