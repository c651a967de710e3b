"""Sixty thousand Qt calls that give nothing back do not end the process.

A release of PySide6 on Python 3.11 dropped one reference to None in each such call, and the process ended with
"none_dealloc" after some thousands. The version is pinned; this says why, should somebody move it.
"""

from __future__ import annotations

import os
import subprocess
import sys

CALLS = """
import sys
from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QStandardItemModel, QStandardItem
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

app = QApplication(["calls"])

class Says(QObject):
    said = Signal(str)
    heard = 0
    @Slot(str)
    def hear(self, word):
        self.heard += 1

says = Says()
says.said.connect(says.hear)
window = QWidget()
label, field, button = QLabel(window), QLineEdit(window), QPushButton(window)
layout = QVBoxLayout(window)
item, model = QStandardItem(), QStandardItemModel()
model.appendRow(item)
timer, image, palette = QTimer(), QImage(8, 8, QImage.Format.Format_ARGB32), QPalette()
painter = QPainter(image)
kinds = [
    lambda n: label.setText("x"), lambda n: field.setText("x"), lambda n: button.setText("x"),
    lambda n: button.setEnabled(bool(n % 2)), lambda n: says.said.emit("x"), lambda n: label.setToolTip("x"),
    lambda n: window.setGeometry(QRect(0, 0, 100 + n % 9, 50)), lambda n: label.move(QPoint(1, n % 9)),
    lambda n: window.update(), lambda n: item.setText("x"), lambda n: timer.setInterval(n % 9 + 1),
    lambda n: palette.setColor(QPalette.ColorRole.Window, QColor(n % 255, 0, 0)),
    lambda n: painter.fillRect(QRect(0, 0, 4, 4), QColor(0, n % 255, 0)), lambda n: layout.setSpacing(n % 9),
    lambda n: label.setAccessibleName("x"), lambda n: button.setProperty("kind", "x"), lambda n: field.clear(),
    lambda n: window.setWindowTitle("x"), lambda n: label.repaint(),
    lambda n: app.processEvents() if n % 50 == 0 else None,
]
before = sys.getrefcount(None), sys.getrefcount(True)
for n in range(3000):
    for call in kinds:
        call(n)
after = sys.getrefcount(None), sys.getrefcount(True)
painter.end()
print(says.heard, len(kinds) * 3000, min(a - b for a, b in zip(after, before)) > -500)
"""


def test_sixty_thousand_calls_do_not_end_the_process():
    ended = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "3000 60000 True\n", "")
