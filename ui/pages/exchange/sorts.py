"""A line of what a file brings, and the people and subjects behind it when somebody asks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Line
from ...widgets.text import IconText, Text

IN = 30  # pixels at 100 %: under the words, beside the sign


class Sort(QWidget):
    """"✓ 28 nye oppmøter [Vis]". Emits `asked` until it has been told what is behind it; then it opens by itself."""

    asked = Signal()

    def __init__(self, line: str) -> None:
        # Elements
        super().__init__()
        self.line, self.told, self.open = line, False, False
        self.words = IconText("circle-check-filled", formats.capital(line), "strong", "present", wrap=True)
        self.words.words.paint_as("text")
        self.button = Button(_("Show"), "chevron-down", "text")
        self.behind = QWidget()
        self._lines = Column(gap=4, margins=(IN, 2, 0, 6), parent=self.behind)
        # Assemble
        row = Line(gap=12)
        row.put(self.words, 1, align=Qt.AlignmentFlag.AlignVCenter)
        row.put(self.button)
        Column(row, self.behind, gap=0, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.behind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.behind.hide()
        self._fit()
        # Connect
        self.button.clicked.connect(lambda _checked=False: self.turn() if self.told else self.asked.emit())

    def show_behind(self, lines: tuple[tuple[str, str], ...], more: int) -> None:
        """Name and words of each, and how many there are besides."""
        self.told = True
        for name, words in lines:
            self._lines.put(Text(f"{name}: {words}" if words else name, "body", "text", wrap=True))
        if more:
            rest = ngettext("{count} more.", "{count} more.", more).format(count=formats.spaced(more))
            self._lines.put(Text(rest, "small", "mut", wrap=True))
        if not lines:
            self._lines.put(Text(_("There is no more to tell of this."), "small", "mut", wrap=True))

    def turn(self) -> None:
        """Open what is closed, and the other way round."""
        self.open = not self.open
        self.behind.setVisible(self.open)
        self._fit()

    def _fit(self) -> None:
        self.button.say(_("Hide") if self.open else _("Show"), "chevron-up" if self.open else "chevron-down")
        self.button.setAccessibleName(f"{self.button.text()}: {self.line}")

    def spoken(self) -> list[str]:
        """What F8 reads of it."""
        behind = [t.text() for t in self.behind.findChildren(Text)] if self.open else []
        return [self.words.words.text(), *behind]
