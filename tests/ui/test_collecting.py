"""The collector of cycles works, and on the window's thread only."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui import collecting


def test_a_cycle_with_a_widget_in_it_is_deleted_on_the_windows_thread(qapp: QApplication) -> None:
    was = gc.isenabled()
    collector = collecting.Collecting(qapp)
    assert not gc.isenabled()
    widget = QWidget()
    widget.itself = widget  # type: ignore[attr-defined]
    gone: list[threading.Thread] = []
    weakref.finalize(widget, lambda: gone.append(threading.current_thread()))
    del widget

    busy = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    busy.start()
    busy.join()
    assert gone == [], "another thread collects nothing"

    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    kept = [[] for _ in range(collecting.MANY[0] + 1)]
    collector.look()
    gc.collect()
    assert gone == [threading.main_thread()]
    del kept
    collector.stop()
    collector.deleteLater()
    if not was:
        gc.disable()
