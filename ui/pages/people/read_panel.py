"""A list of people read in, beside the people there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...dialogs.read_people import ReadPeople
from ...widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from .page import People


class ReadPanel(SidePanel):
    def __init__(self, page: People) -> None:
        super().__init__(page, _("Read a list"))
        self.flow = ReadPeople(page.desk)
        self.parts.put(self.flow, 1)
        self.flow.read_in.connect(lambda _done: page.close_panel())

    def start(self) -> QWidget:
        return self.flow.start()
