"""Min uke: the screen turned to the person. Her own week in large letters, and nothing else to be seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...dialogs.overlay import Overlay
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Inside
from ...widgets.scroll import Scroll
from ...widgets.text import Text
from .sum_rows import put_sum

if TYPE_CHECKING:
    from ...work import Work

SCROLLS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class MyWeek(Overlay):
    """Covers the window whole. Any key or press takes it away, but for the arrows, which scroll."""

    def __init__(self, shell: Work, person: bytes, monday: date) -> None:
        from alfdesk.pay import own

        # Elements
        self.slips: tuple[Any, ...] = shell.desk.read(own.my_week, person, monday, practice=shell.desk.practice)
        name = self.slips[0].line.name if self.slips else ""
        super().__init__(shell, _("My week"), wide=5000, high=5000, margins=(40, 28, 40, 24))
        self.back = Button(_("Back"), "arrow-left", key="Esc")
        inside = Inside()
        self.scroll = Scroll(inside, sideways=False)
        # Assemble
        lines = Column(gap=14, parent=inside)
        week = formats.capital(formats.week_label(monday, shell.desk.today()))
        lines.put(Text(f"{name} · {week}" if name else week, "own-strong", wrap=True))
        for slip in self.slips:
            self._slip(lines, slip)
        if not self.slips:
            lines.put(Text(_("There is nothing for you this week."), "own", wrap=True))
        lines.put(0)
        self.column.put(self.scroll, 1)
        self.column.put(self.back, align=Qt.AlignmentFlag.AlignLeft)
        # Connect
        self.back.clicked.connect(self.leave)

    def _slip(self, lines: Column, slip: Any) -> None:
        lines.put(Text(slip.sentence, "own", wrap=True))
        if slip.explained.sentence:
            lines.put(Text(formats.stopped(slip.explained.sentence), "own", "mut", wrap=True))
        put_sum(lines, slip.line, slip.explained, "own", "own-strong", 16)

    def fit(self) -> None:
        """The whole window: no edge of the page behind shows."""
        if not self._gone:
            self.setGeometry(self.over.rect())
            self.panel.setGeometry(self.rect())

    def start(self) -> QWidget:
        return self.back

    def summary(self) -> str:
        return " ".join(slip.sentence for slip in self.slips)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F8:
            super().keyPressEvent(event)
            return
        if key in SCROLLS:
            bar = self.scroll.verticalScrollBar()
            bar.setValue(bar.value() + SCROLLS[key] * look.px(40))
        elif key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta):
            self.leave()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        QPainter(self).fillRect(self.rect(), look.colour("surf"))
