"""Covering the screen and dropping the key: real timers, clocks that the test moves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from ui.idle import Idle, elapsed

ROOT = Path(__file__).resolve().parents[2]


class Clocks:
    """Two clocks: one counts sleep, the other does not."""

    def __init__(self) -> None:
        self.now = self.awake = 1000.0

    def work(self, seconds: float) -> None:
        self.now += seconds
        self.awake += seconds

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def idle(qapp, clocks):
    idle = Idle(qapp, now=lambda: clocks.now, awake=lambda: clocks.awake)
    idle.heard = []
    for name in ("cover", "drop", "slept"):
        getattr(idle, name).connect(lambda name=name: idle.heard.append(name))
    idle.warning.connect(idle.heard.append)
    idle.start()
    yield idle
    idle.stop()
    idle.deleteLater()


def pass_time(idle: Idle, clocks: Clocks, seconds: float, step: float = 10.0) -> None:
    """Time goes by with the machine awake, and the timer comes when it should."""
    while seconds > 0:
        clocks.work(min(step, seconds))
        seconds -= step
        idle.look()


def key(qapp, field) -> None:
    qapp.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "ø"))


def move(qapp, field, x: float) -> None:
    place = QPointF(x, 5)
    none = Qt.MouseButton.NoButton
    qapp.sendEvent(
        field, QMouseEvent(QEvent.Type.MouseMove, place, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    )


@pytest.fixture
def field(qapp):
    field = QLineEdit()
    yield field
    field.deleteLater()


def test_five_minutes_without_input_cover_the_screen_after_a_warning(idle, clocks):
    pass_time(idle, clocks, 269)
    assert idle.heard == []
    pass_time(idle, clocks, 31, step=1)
    assert idle.heard == [*range(30, 0, -1), 0, "cover"]
    assert idle.is_covered


def test_input_begins_the_minutes_anew_and_takes_the_warning_away(idle, clocks, qapp, field):
    pass_time(idle, clocks, 280)
    assert idle.heard == [30, 20]
    key(qapp, field)
    assert idle.heard == [30, 20, 0]
    pass_time(idle, clocks, 260)
    assert idle.heard == [30, 20, 0]
    assert not idle.is_covered


def test_a_pointer_that_lies_still_is_nobody(idle, clocks, qapp, field):
    move(qapp, field, 1)
    for _ in range(27):
        pass_time(idle, clocks, 10)
        move(qapp, field, 1)
    assert idle.heard == [30]
    move(qapp, field, 2)
    assert idle.heard == [30, 0]


def test_an_hour_under_the_cover_drops_the_key_whatever_is_pressed(idle, clocks, qapp, field):
    idle.covered()
    for _ in range(59):
        pass_time(idle, clocks, 60)
        key(qapp, field)
    assert idle.heard == []
    pass_time(idle, clocks, 60)
    assert idle.heard == ["drop"]
    pass_time(idle, clocks, 7200)
    assert idle.heard == ["drop"]


def test_a_pin_forgets_the_hour(idle, clocks):
    idle.covered()
    pass_time(idle, clocks, 59 * 60)
    idle.opened()
    assert not idle.is_covered
    pass_time(idle, clocks, 200)
    idle.covered()
    pass_time(idle, clocks, 59 * 60)
    assert "drop" not in idle.heard


def test_a_sleep_is_noticed_by_the_timer_and_by_the_key_that_woke_the_machine(idle, clocks, qapp, field):
    pass_time(idle, clocks, 20)
    clocks.sleep(40)
    idle.look()
    assert idle.heard == ["slept"]
    idle.look()
    assert idle.heard == ["slept"]
    clocks.sleep(8 * 3600)
    key(qapp, field)
    assert idle.heard == ["slept", "slept"]


def test_a_process_that_was_stopped_counts_as_a_sleep(idle, clocks, qapp, field):
    pass_time(idle, clocks, 20)
    clocks.work(65)  # due after 30 s, comes 35 s late
    key(qapp, field)
    assert idle.heard == ["slept"]


def test_a_short_nap_is_none(idle, clocks):
    pass_time(idle, clocks, 20)
    clocks.sleep(20)
    idle.look()
    assert idle.heard == []


def test_a_sleep_under_the_cover_is_noticed_too(idle, clocks):
    idle.covered()
    pass_time(idle, clocks, 60)
    clocks.sleep(300)
    idle.look()
    assert idle.heard == ["slept"]


def test_logind_says_so_before_the_machine_sleeps(idle):
    idle.prepare_for_sleep(True)
    idle.prepare_for_sleep(False)
    assert idle.heard == ["slept"]


def test_after_the_end_nothing_is_heard(idle, clocks, qapp, field):
    idle.stop()
    pass_time(idle, clocks, 7200)
    key(qapp, field)
    idle.covered()
    idle.opened()
    idle.prepare_for_sleep(True)
    assert idle.heard == []


def test_the_setting_acts_at_once(idle, clocks):
    pass_time(idle, clocks, 100)
    idle.set_minutes(1)
    assert idle.heard == ["cover"]


def test_the_timer_comes_by_itself(qapp):
    heard = []
    idle = Idle(qapp, minutes=0.01)
    idle.cover.connect(lambda: heard.append("cover"))
    idle.start()
    end = time.monotonic() + 5
    while not heard and time.monotonic() < end:
        qapp.processEvents()
    assert heard == ["cover"]
    idle.stop()
    idle.deleteLater()


def test_the_clock_counts_seconds():
    first = elapsed()
    time.sleep(0.01)
    assert 0 < elapsed() - first < 5


def turning(qapp) -> float:
    """The share of a processor that two seconds of eight rounds of the loop take."""
    before = time.process_time()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        qapp.processEvents()
        time.sleep(0.25)
    return (time.process_time() - before) / 2


def test_waiting_costs_nothing(qapp):
    bare = turning(qapp)  # what the loop itself costs in this process is not the watch's
    idle = Idle(qapp)
    idle.start()
    spent = turning(qapp) - bare
    idle.stop()
    idle.deleteLater()
    assert idle._timer.interval() >= 29_000
    assert spent <= 0.01


BUS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from ui.idle import Idle
app = QCoreApplication([])
idle = Idle(app)
idle.slept.connect(lambda: (print("slept"), app.exit(0)))
idle.start()
assert idle.listen_to_the_system()
bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SystemBus, "logind")
assert bus.registerService("org.freedesktop.login1")
told = QDBusMessage.createSignal("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
told.setArguments([True])
QTimer.singleShot(200, lambda: bus.send(told))
QTimer.singleShot(5000, lambda: app.exit(1))
sys.exit(app.exec())
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")
def test_a_real_bus_tells_of_sleep():
    words = ["dbus-run-session", "--", "sh", "-c",
             'DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS" exec "$0" -c "$1"', sys.executable, BUS]  # fmt: skip
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stdout) == (0, "slept\n"), ended.stderr


def test_without_a_bus_it_is_silent():
    words = BUS.split("assert idle.listen")[0] + "print(idle.listen_to_the_system())"
    ended = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"},
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "False\n", "")
