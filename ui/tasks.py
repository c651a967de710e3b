"""Long work beside the window: reading a list in, a sheet of many pages, a backup. The window never stands still.

    task = run(self, _("Reading the list"), lambda going: read(file, going), self._read, self._failed)
    task.slow.connect(…)        after half a second: show a bar with task.label and, if task.may_cancel, a button
    task.stepped.connect(…)     done, total; total 0 where nobody knows
    task.ended.connect(…)       take the bar away; always comes, after `done` or `failed`

`work` runs on another thread: it opens its own `place.read()` or `place.write()`, touches no widget, and asks
`going.check()` between steps, which raises `Cancelled` when the person has had enough: a write is then rolled back.
`done(result)` or `failed(error)` is called on the window's thread; neither is called when the work was cancelled or the
one who asked (`parent`) is gone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot
from shiboken6 import isValid

from alfdesk import log
from alfdesk.errors import UserFacingError

T = TypeVar("T")

SLOW = 500  # ms before anything is shown
STEP = 0.05  # s between two reports of progress
_running: set[Task] = set()  # keeps a task alive until it has ended


class Cancelled(Exception):
    """The person had enough. Passes through the work and is reported nowhere."""


class Going:
    """What the work is given: whether to go on, and a place to report how far it is. Safe on any thread."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stopped = Event()
        self._reported = 0.0

    @property
    def cancelled(self) -> bool:
        return self._stopped.is_set()

    def check(self) -> None:
        """Raise Cancelled if the person had enough."""
        if self._stopped.is_set():
            raise Cancelled

    def step(self, done: int, total: int = 0) -> None:
        """Report progress, at most twenty times a second and at the end; raises Cancelled as `check` does."""
        self.check()
        now = time.monotonic()
        if now - self._reported >= STEP or done == total:
            self._reported = now
            self._report(done, total)


class Task(QObject):
    """One piece of work under way. Made by `run`."""

    slow = Signal()
    stepped = Signal(int, int)
    ended = Signal()
    _step = Signal(int, int)  # from the work's thread; the rest is emitted on the window's
    _finished = Signal(object, object)  # result, error

    def __init__(
        self, parent: QObject | None, label: str, work: Callable[[Going], Any], done: Callable[[Any], None],
        failed: Callable[[BaseException], None], may_cancel: bool,
    ) -> None:  # fmt: skip
        super().__init__()  # no Qt parent: it outlives a page that is closed while the work goes on
        self.label, self.may_cancel, self.running = label, may_cancel, True
        self._asker, self._work, self._done, self._failed = parent, work, done, failed
        self._going = Going(self._step.emit)
        # Through a slot of this object, so that it waits for the window's thread, and for those who connect after `run`.
        self._step.connect(self._stepped)
        self._finished.connect(self._deliver)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.slow)
        self._timer.start(SLOW)

    @property
    def stopped(self) -> bool:
        """Whether the person has had enough."""
        return self._going.cancelled

    def cancel(self) -> None:
        """Ask the work to stop; `ended` comes when it has."""
        if self.may_cancel:
            self._going._stopped.set()

    def _run(self) -> None:
        try:
            result, error = self._work(self._going), None
        except BaseException as raised:  # whatever it is, the window must hear of it
            result, error = None, raised
        finally:
            if bare := sys.modules.get("alfdesk.store.bare"):
                bare.leave()
        self._finished.emit(result, error)

    @Slot(int, int)
    def _stepped(self, done: int, total: int) -> None:
        self.stepped.emit(done, total)

    @Slot(object, object)
    def _deliver(self, result: Any, error: BaseException | None) -> None:
        self._timer.stop()
        self.running = False
        _running.discard(self)
        wanted = self._asker is None or isValid(self._asker)
        if error is not None and not isinstance(error, Cancelled | UserFacingError):
            log.bug(type(error), error, error.__traceback__)
        try:
            if wanted and error is None and not self._going.cancelled:
                self._done(result)
            elif wanted and error is not None and not isinstance(error, Cancelled):
                self._failed(error)
        except Exception:
            sys.excepthook(*sys.exc_info())
        self.ended.emit()
        self._asker = self._work = self._done = self._failed = None


def run(
    parent: QObject | None,
    label: str,
    work: Callable[[Going], T],
    done: Callable[[T], None],
    failed: Callable[[BaseException], None],
    cancel: bool = True,
) -> Task:
    """Start `work` beside the window. `label` says what happens, for the bar ("Reading the list")."""
    task = Task(parent, label, work, done, failed, cancel)
    _running.add(task)
    QThreadPool.globalInstance().start(task._run)
    return task


def running() -> tuple[Task, ...]:
    """What is under way, so that the window can wait for it before it closes."""
    return tuple(_running)
