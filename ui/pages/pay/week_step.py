"""◀ week 46 | week 47 | week 48 ▶: the week shown, and the two beside it. The one in the middle asks for another."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...widgets.buttons import Button
from ...widgets.layouts import Line

WEEK = timedelta(7)


class WeekStep(QWidget):
    """Emits `stepped` (−1 or 1) and `asked`, when another week is to be written."""

    stepped = Signal(int)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Week"))
        self.back = Button("", "chevron-left")
        self.now = Button("", "calendar")
        self.forth = Button("", "chevron-right")
        Line(self.back, self.now, self.forth, gap=4, parent=self)
        self.now.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forth.clicked.connect(lambda: self.stepped.emit(1))
        self.now.clicked.connect(self._asked)

    def show_week(self, monday: date, today: date) -> None:
        for button, day in ((self.back, monday - WEEK), (self.now, monday), (self.forth, monday + WEEK)):
            button.say(formats.week_label(day, today))
        self.back.setAccessibleName(_("Week before: {week}").format(week=self.back.text()))
        self.forth.setAccessibleName(_("Week after: {week}").format(week=self.forth.text()))
        self.now.setAccessibleName(_("Go to another week than {week}").format(week=self.now.text()))
        self.now.setChecked(True)

    def _asked(self, _checked: bool = False) -> None:
        self.now.setChecked(True)
        self.asked.emit()
