"""Python's collector of cycles runs on the window's thread only.

A cycle that holds a widget may be found while another thread runs; to delete a widget there ends the process. So the
automatic collector is off while the window is open, and a timer on the window's thread does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 4_000  # milliseconds
MANY = (2_000, 20, 10)  # objects, collections of the youngest, of the middle: then collect that generation


class Collecting(QObject):
    """Collects now and then, as much as the automatic one would."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY)

    def look(self) -> None:
        """Collect the oldest generation that has enough in it."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > MANY[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()
