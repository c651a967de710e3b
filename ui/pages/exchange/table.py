"""Who has what: a row for each laptop, and when the newest was written that it has of each other's."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...look import look
from ...widgets.row_table import Cell, Column, RowTable
from . import words

MOST = 8  # rows before the table scrolls


class LaptopTable(RowTable):
    def __init__(self) -> None:
        super().__init__(_("Who has what"), [Column(_("Laptop"), lambda line: line.name, 200, 1)],
                         key=lambda line: line.letter, spoken=self._said)  # fmt: skip
        self._today = date.min
        self.moved_to.connect(lambda _line: self._into_sight())
        look.changed.connect(self._fit)

    def show_laptops(self, lines: tuple[Any, ...], today: date) -> None:
        self._today = today
        some = [Column(_("Laptop"), self._name, 180, 2), Column(_("Heard from"), self._heard, 150, 1, drops=1),
                Column(_("Has of what is here"), self._lacks, 165, 1)]  # fmt: skip
        # All of these have the same turn to go, the first: half a matrix says nothing.
        each = [Column(_("Of {laptop}").format(laptop=line.name), partial(self._of, line.letter), 150, 1, drops=2)
                for line in lines]  # fmt: skip
        self.show_columns([*some, *(each if len(lines) > 1 else [])])
        self.show_records(lines)
        self._fit()

    def _fit(self) -> None:
        rows = min(MOST, max(1, len(self.rows.records)))
        self.setFixedHeight(look.px(36) + rows * look.size("row") + look.px(6))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._into_sight()

    def _into_sight(self) -> None:
        """The marked row, on a page that scrolls: the table itself is as tall as its rows."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is None or not self.hasFocus() or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        at = self.viewport().mapTo(around.widget(), self.visualRect(self.currentIndex()).center())
        around.ensureVisible(at.x(), at.y(), 0, look.size("row"))

    # Cells -------------------------------------------------------------------------------------------------------

    def _name(self, line: Any) -> Cell:
        if line.barred:
            return Cell(line.name, "ban", "missed", "name", _("barred"))
        if line.branches > 1:
            return Cell(line.name, "copy", "text", "name", _("restored or copied"))
        return Cell(line.name, "device-laptop", "text", "name", _("this one") if line.own else "")

    def _heard(self, line: Any) -> Cell:
        if line.own:
            return Cell("–", colour="mut")
        if line.heard is None:
            return Cell(_("never yet"), "clock", "mut")
        when = words.shortly(line.heard, self._today)
        return Cell(when, "alert-triangle-filled", "later") if line.silent else Cell(when)

    @staticmethod
    def _lacks(line: Any) -> Cell:
        if line.own:
            return Cell(_("all"), "circle-check-filled", "present")
        if line.lacks is None:
            return Cell(_("not known"), "circle-dashed", "mut")
        if not line.lacks:
            return Cell(_("all"), "circle-check-filled", "present")
        lacks = ngettext("lacks {count}", "lacks {count}", line.lacks).format(count=formats.spaced(line.lacks))
        return Cell(lacks, "circle-dashed", "text")

    def _of(self, letter: str, line: Any) -> Cell:
        if line.letter == letter:
            return Cell("–", colour="mut")
        if letter not in line.has:
            return Cell(_("nothing"), colour="mut")
        return Cell(words.shortly(line.has[letter], self._today))

    def _said(self, line: Any) -> str:
        """The row as it is read aloud."""
        name = self._name(line)
        cells = [f"{name.text} {name.aside}".strip(), *(
            f"{column.heading}: {shown.text}" for column in self.rows.columns[1:]
            if isinstance(shown := column.cell(line), Cell)
        )]  # fmt: skip
        return ". ".join(cells)
