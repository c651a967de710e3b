"""Asking for a file or a folder: the system's own dialog, which answers when somebody has chosen; and files dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(over: QWidget, title: str, start: str, then: Callable[[Path], object]) -> QFileDialog:
    """A folder that is there, or a new one; `start` is shown first."""
    dialog = _dialog(over, title, start, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def ask_file(over: QWidget, title: str, start: str, kinds: str, then: Callable[[Path], object]) -> QFileDialog:
    """A file of these kinds ("Welcomes (*.alf)")."""
    dialog = _dialog(over, title, start, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.open()
    return dialog


def dropped(event: QDropEvent) -> Path | None:
    """The file that is carried, if it is one."""
    urls = [u for u in event.mimeData().urls() if u.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None


def _dialog(over: QWidget, title: str, start: str, then: Callable[[Path], object]) -> QFileDialog:
    dialog = QFileDialog(over, title, start or str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return dialog
