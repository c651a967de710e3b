"""The memory sticks in this laptop, by name and free space, as they come and go.

    sticks = Sticks(parent); sticks.changed.connect(…); sticks.watch(True)      only while a page shows them

A stick may be slow, or gone while it is asked. So each look is on a thread of its own that nothing waits for, with
calls that let the window live meanwhile (which QStorageInfo does not promise); while one hangs no other is begun.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

EVERY = 2_000  # milliseconds between two looks
MEDIA = ("/media/", "/run/media/")  # where Linux puts what is plugged in
REMOVABLE = 2  # what Windows calls such a drive


@dataclass(frozen=True, slots=True)
class Stick:
    """A stick that can be read: its name for people ("KINGSTON (E:)") and its free space in bytes."""

    root: Path
    name: str
    free: int


def here() -> tuple[Stick, ...]:
    """Every stick that answers now."""
    if sys.platform == "win32":
        found = _windows()
    elif sys.platform == "darwin":
        found = [(p, p.name) for p in _volumes(Path("/Volumes"))]
    else:
        found = mounted(_mounts())
    return answering(found)


def answering(found: Iterable[tuple[Path, str]]) -> tuple[Stick, ...]:
    """Those of these roots that say how much is free on them."""
    sticks = []
    for root, name in found:
        try:
            sticks.append(Stick(root, name, shutil.disk_usage(root).free))
        except OSError:
            continue
    return tuple(sorted(sticks, key=lambda s: (s.name.casefold(), str(s.root))))


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def mounted(table: str) -> list[tuple[Path, str]]:
    """Roots and names of what is plugged in, from Linux's table of mounts."""
    found = []
    for line in table.splitlines():
        parts = line.split(" ")
        root = _plain(parts[1]) if len(parts) > 2 else ""
        if root.startswith(MEDIA):
            found.append((Path(root), Path(root).name))
    return found


def _plain(text: str) -> str:
    """The table writes a space in a name as \\040."""
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, sign)
    return text


def _volumes(folder: Path) -> list[Path]:
    """What macOS has mounted, but for the disk it started from, which lies there as a link."""
    try:
        return [p for p in folder.iterdir() if not p.is_symlink() and os.path.ismount(p)]
    except OSError:
        return []


def _windows() -> list[tuple[Path, str]]:
    import ctypes

    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]
    drives, found = kernel.GetLogicalDrives(), []
    for number in range(26):
        root = f"{chr(65 + number)}:\\"
        if not drives >> number & 1 or kernel.GetDriveTypeW(root) != REMOVABLE:
            continue
        label = ctypes.create_unicode_buffer(261)
        kernel.GetVolumeInformationW(root, label, 261, None, None, None, None, 0)
        found.append((Path(root), f"{label.value} ({root[:2]})".strip()))
    return found


class _Question(QObject):
    """One question under way. It has no parent: the thread may speak when whoever asked is long gone."""

    came = Signal(object)

    def __init__(self, beside: Beside, question: Callable[[], Any]) -> None:
        super().__init__()
        self._beside, self._question = beside, question
        self.came.connect(self._deliver)

    def run(self) -> None:
        answer: Any = None
        try:
            with suppress(OSError):  # the stick went while it was asked
                answer = self._question()
        finally:
            self.came.emit(answer)

    @Slot(object)
    def _deliver(self, answer: Any) -> None:
        _under_way.discard(self)
        if isValid(self._beside):
            self._beside.deliver(answer)


_under_way: set[_Question] = set()


class Beside(QObject):
    """Asks one thing at a time on a thread of its own, and gives the answer on the window's.

    The thread is a daemon: it holds up neither the window nor the program's end. What it does touches no workplace.
    """

    answered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.busy = False
        self._next: Callable[[], Any] | None = None

    def ask(self, question: Callable[[], Any], *, later: bool = False) -> None:
        """Begin, if nothing is under way; with `later` it is asked when that has ended."""
        if self.busy:
            self._next = question if later else self._next
            return
        self.busy = True
        asked = _Question(self, question)
        _under_way.add(asked)
        Thread(target=asked.run, daemon=True).start()

    def deliver(self, answer: Any) -> None:
        """The answer has come; None where there is none."""
        self.busy = False
        if answer is not None:
            self.answered.emit(answer)
        if self._next is not None:
            question, self._next = self._next, None
            self.ask(question)


class Sticks(QObject):
    """The sticks as they are. `find` is what looks for them; `look_in` tells what is on them, on the same thread."""

    changed = Signal()

    def __init__(self, parent: QObject, find: Callable[[], tuple[Stick, ...]] = here) -> None:
        super().__init__(parent)
        self.find = find
        self.look_in: Callable[[tuple[Stick, ...]], Any] | None = None
        self.now: tuple[Stick, ...] = ()
        self.inside: Any = None  # what `look_in` told last
        self.looked = False  # whether a look has come back
        self._beside = Beside(self)
        self._beside.answered.connect(self._found)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)

    def watch(self, on: bool) -> None:
        """Look now and again, or stop."""
        if on and not self._timer.isActive():
            self._timer.start()
            self.look()
        elif not on:
            self._timer.stop()

    def look(self, *, later: bool = False) -> None:
        """Look once; `changed` tells when something came or went. With `later` also when a look is under way."""
        self._beside.ask(self._all, later=later)

    def _all(self) -> tuple[tuple[Stick, ...], Any]:
        found, look_in = self.find(), self.look_in
        return found, look_in(found) if look_in is not None else None

    def _found(self, found: tuple[tuple[Stick, ...], Any]) -> None:
        if found != (self.now, self.inside) or not self.looked:
            (self.now, self.inside), self.looked = found, True
            self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether a look is under way."""
        return self._beside.busy
