"""A folder or a file, asked for by the computer's own dialog, or dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from alfdesk.i18n import gettext as _


def ask_folder(shell: Any, title: str, begin: str, chosen: Callable[[str], object]) -> None:
    dialog = QFileDialog(shell, title, begin or str(Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_parcel(shell: Any, begin: str, chosen: Callable[[Path], object]) -> None:
    dialog = QFileDialog(shell, _("Choose a file"), begin, _("Alfdesk parcels") + " (*.alf)")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


def dropped(event: QDropEvent) -> Path | None:
    """The file that is carried, if it is one."""
    urls = [u for u in event.mimeData().urls() if u.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
