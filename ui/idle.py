"""When nobody is at the machine: first the screen is covered, then the key goes.

    cover          after so many minutes without input (a setting); `warning` counts the last 30 seconds down
    drop           60 minutes after the screen was covered, whatever was pressed meanwhile
    slept          the machine slept, or the process was stopped, for more than 30 seconds: drop the key

The owner answers: it covers the screen on `cover` and calls `covered()` (also when a person covers it by hand),
`opened()` when the PIN was right, and `stop()` when the key is gone. Between inputs one timer is due every half minute;
input itself only notes the time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot

WARNING = 30  # s before the screen is covered
DROP_AFTER = 60  # minutes covered
BEAT = 30.0  # s between two looks at the clocks
LATE = 30.0  # s a look may be late before the machine counts as having slept

INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
    QEvent.Type.NativeGesture,
})  # fmt: skip


def elapsed() -> float:
    """Seconds that pass also while the machine sleeps, whatever the wall clock is set to."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # Python's own monotonic stands still in sleep there
    return time.monotonic()


class Idle(QObject):
    """Watches input in the whole application. `now` counts sleep; both clocks are seconds and only go forward."""

    warning = Signal(int)  # seconds left, once a second; 0: somebody came, take the warning away
    cover = Signal()
    drop = Signal()
    slept = Signal()

    def __init__(
        self,
        app: QCoreApplication,
        *,
        minutes: float = 5,
        drop_minutes: float = DROP_AFTER,
        now: Callable[[], float] = elapsed,
        awake: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or app)
        self._app, self._now, self._awake = app, now, awake
        self._minutes, self._drop_minutes = minutes, drop_minutes
        self._on = False
        self._input = self._seen = self._offset = 0.0
        self._due = 0.0  # when the timer should come
        self._covered: float | None = None
        self._warned = False
        self._pointer: object = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.look)

    def set_minutes(self, minutes: float) -> None:
        """The setting: minutes without input before the screen is covered."""
        self._minutes = minutes
        if self._on:
            self.look()

    @property
    def is_covered(self) -> bool:
        return self._covered is not None

    def start(self) -> None:
        """Somebody has signed in and the screen is open."""
        self._on, self._covered = True, None
        self._input = self._seen = self._now()
        self._offset = self._input - self._awake()
        self._warned = False
        self._app.installEventFilter(self)
        self._wait()

    def stop(self) -> None:
        """There is no key to drop."""
        self._on, self._covered, self._warned = False, None, False
        self._app.removeEventFilter(self)
        self._timer.stop()

    def covered(self) -> None:
        """The screen is covered now."""
        if self._on and self._covered is None:
            self._covered = self._now()
            self._take_warning_away()
            self._wait()

    def opened(self) -> None:
        """The PIN was right: the screen is open, and the 60 minutes are forgotten."""
        if self._on:
            self._covered = None
            self._input = self._now()
            self._wait()

    def listen_to_the_system(self) -> bool:
        """Hear of a sleep as it begins, where logind tells (Linux). Elsewhere the clocks tell on waking."""
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        return bus.connect(
            "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
            self, SLOT("prepare_for_sleep(bool)"),
        )  # fmt: skip

    # Slots

    @Slot(bool)
    def prepare_for_sleep(self, begins: bool) -> None:
        """logind: the machine is about to sleep (True) or has woken (False)."""
        if self._on and begins:
            self._sleep()

    @Slot()
    def look(self) -> None:
        """Look at the clocks and say what is due. The timer comes here; calling it more often does no harm."""
        if not self._on or self._has_slept():
            return
        now = self._now()
        if self._covered is not None:
            if now - self._covered >= self._drop_minutes * 60:
                self.stop()
                self.drop.emit()
                return
        else:
            left = self._minutes * 60 - (now - self._input)
            if left <= 0:
                self.covered()
                self.cover.emit()
                return
            if left <= min(WARNING, self._minutes * 30):
                self._warned = True
                self.warning.emit(max(1, round(left)))
            else:
                self._take_warning_away()
        self._wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if self._on and event.type() in INPUT:
            self._somebody(event)
        return False

    # Private parts

    def _somebody(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.MouseMove:
            # A pointer that lies still is no person: windows that open beneath it make moves, too.
            place = event.globalPosition()
            if place == self._pointer:
                return
            self._pointer = place
        if self._has_slept():
            return  # the key that woke the machine does not open it
        self._input = self._now()
        if self._warned:
            self._take_warning_away()
            self._wait()

    def _has_slept(self) -> bool:
        """Whether the machine slept, or nobody looked for far too long. Emits `slept` then."""
        now = self._now()
        offset = now - self._awake()
        slept = offset - self._offset > LATE or now - max(self._seen, self._due) > LATE
        self._seen, self._offset = now, offset
        if slept:
            self._sleep()
        return slept

    def _sleep(self) -> None:
        self._seen = self._input = self._now()
        self._offset = self._seen - self._awake()
        self._take_warning_away()
        self._wait()
        self.slept.emit()

    def _take_warning_away(self) -> None:
        if self._warned:
            self._warned = False
            self.warning.emit(0)

    def _wait(self) -> None:
        """Set the timer to the next thing that is due, half a minute off at most."""
        if not self._on:
            return
        now = self._now()
        if self._covered is not None:
            left = self._drop_minutes * 60 - (now - self._covered)
        elif self._warned:
            left = 1.0
        else:
            left = self._minutes * 60 - (now - self._input)
            left -= min(WARNING, self._minutes * 30)
        left = min(max(left, 0.05), BEAT)
        self._due = now + left
        self._timer.start(max(1, int(left * 1000)))
