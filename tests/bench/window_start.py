"""The real window from nothing to a list to mark in, timed. Run as a program: the folder of a workplace, the passphrase
of Anne in it, and the moment its clock begins at (milliseconds, UTC).

It prints, as `word seconds` by the monotonic clock: `painted` (the window), `ready` (fields to write in), `entered`
(Enter on the passphrase), `listed` (Today is painted and has focus); and `derived`, how long the key took to make.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from ui import start


def said(word: str, at: float | None = None) -> None:
    print(word, time.monotonic() if at is None else at, flush=True)


class Shown(start.Window):
    """The window, with somebody at the keys who writes name and passphrase as soon as there is somewhere to write."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.clock = Ticking(int(sys.argv[3]))
        self.painted = False

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            said("painted")

    def warm_up(self) -> None:
        super().warm_up()
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        QApplication.processEvents()
        said("ready")
        QTimer.singleShot(0, self.write)

    def write(self) -> None:
        """Name and passphrase. Enter comes when what is loaded meanwhile has been: nobody writes one faster."""
        from PySide6.QtCore import QTimer
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from alfdesk.store import workplace
        from ui import tasks

        if tasks.running():
            QTimer.singleShot(20, self.write)
            return
        derive = workplace.derive

        def derived(*args: Any, **named: Any) -> Any:
            begun = time.monotonic()
            try:
                return derive(*args, **named)
            finally:
                self.derived = time.monotonic() - begun

        workplace.derive = derived
        self.gate.name.set("Anne")  # type: ignore[union-attr]
        field = self.gate.passphrase  # type: ignore[union-attr]
        field.set(sys.argv[2])
        field.edit.setFocus()
        QApplication.processEvents()
        said("entered")
        QTest.keyClick(field.edit, start_key())

    def begin(self) -> None:
        from PySide6.QtWidgets import QApplication

        super().begin()
        QApplication.processEvents()
        assert self.work is not None and self.work.front is not None
        view = self.work.front.view  # type: ignore[attr-defined]
        assert view.board.rows and view.start().hasFocus() and view.start().isVisible()
        said("listed")
        said("derived", self.derived)
        self.close()
        QApplication.quit()


class Ticking:
    """A clock that goes seven milliseconds forward each time it is looked at."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 7
        return self.now


def start_key() -> Any:
    from PySide6.QtCore import Qt

    return Qt.Key.Key_Return


if __name__ == "__main__":
    start.Window = Shown  # type: ignore[misc]
    raise SystemExit(start.run(Path(sys.argv[1])))
