"""The least a window can take: PySide6, a plain window, its first paint. Prints the monotonic time of that in seconds."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        for words in ("Alfdesk", "Navn", "Passord"):
            layout.addWidget(QLabel(words))
        self.resize(1366, 768)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        print(time.monotonic(), flush=True)
        QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    app.setStyle("Fusion")
    window = Window()
    window.show()
    raise SystemExit(app.exec())
