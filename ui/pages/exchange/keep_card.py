"""The backup: when the newest was made, how many there are, one more, and one that is taken back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...widgets.buttons import Button
from ...widgets.layouts import Flow
from ...widgets.text import Text
from . import words
from .cards import Card

COPIES = "Alfdesk *.alfbak"


class KeepCard(Card):
    def __init__(self, take: Button, back: Button) -> None:
        from PySide6.QtWidgets import QWidget

        super().__init__("shield-check", _("Backup"))
        self.when = Text("", "strong", wrap=True)
        self.count = Text("", "small", "mut", wrap=True)
        row = QWidget()
        Flow(take, back, gap=8, line_gap=6, parent=row)
        for part in (self.when, self.count, 0, row):
            self.put(part)

    def show_copies(self, copies: tuple[float, ...], folder: str, today: date) -> None:
        """`copies` are the moments of those in the folder, the newest first (seconds since 1970)."""
        newest = words.moment(int(copies[0] * 1000), today) if copies else ""
        self.when.setText(formats.capital(newest) if copies else _("No backup is known here"))
        told = ngettext("{count} copy in {folder}", "{count} copies in {folder}", len(copies))
        self.count.setText(told.format(count=len(copies), folder=Path(folder).name or folder) if copies else "")
        self.count.setVisible(bool(copies))


def copies_in(folder: str) -> tuple[float, ...]:
    """When the copies in a folder were made, by their names, the newest first. For another thread: a disk may be slow.
    """
    if not folder:
        return ()
    found = []
    for file in Path(folder).glob(COPIES):
        try:
            found.append(datetime.strptime(file.stem[8:25], "%Y-%m-%d %H%M%S").timestamp())
        except ValueError:
            continue
    return tuple(sorted(found, reverse=True))
