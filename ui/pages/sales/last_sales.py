"""The last sales at the outlet, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column as Rows
from ...widgets.layouts import Line
from ...widgets.notice import Surface
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from . import words

LAST = 12  # read; as many are shown as there is room for
LEAST = 4


class SalesTable(RowTable):
    """Sales as rows; one that was voided says so instead of how it was paid. `arrived`: it has got the focus."""

    arrived = Signal(object)

    def __init__(self, name: str, *, editions: bool = False) -> None:
        columns = [
            Column(_("Time"), lambda s: Cell(clock(s.at_minute), colour="mut"), 70),
            Column(_("No."), lambda s: Cell("" if s.number is None else str(s.number), colour=_ink(s), kind="strong"), 54,
                   right=True),
            Column(_("Seller"), lambda s: Cell(s.name, colour=_ink(s)), 90, 1, drops=3),
            *([Column(_("Edition"), lambda s: Cell(s.title, colour="mut", kind="small"), 130, 1, drops=4)]
              if editions else []),
            Column(_("Papers"), lambda s: Cell(formats.spaced(s.copies), colour=_ink(s)), 70, right=True),
            Column(_("Amount"), lambda s: Cell(words.line_amount(s), colour=_ink(s), kind="strong"), 98, right=True),
            Column(_("Paid"), _paid, 94, drops=2),
        ]  # fmt: skip
        super().__init__(name, columns, spoken=self.spoken, key=lambda s: s.move, dense=False)

    def spoken(self, sale: Any) -> str:
        return sale_words(sale)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        if self.rows.records and not self.currentIndex().isValid():
            self.step(1)
        super().focusInEvent(event)
        self.arrived.emit(self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self.rows.records:
            painter = QPainter(self.viewport())
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("mut"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, _("Nothing is sold yet today."))
            painter.end()


def _ink(sale: Any) -> str:
    return "mut" if sale.voided else "text"


def _paid(sale: Any) -> Cell:
    if sale.voided:
        return Cell(_("voided"), colour="missed", kind="small")
    return Cell(words.paid(sale.payment), colour="mut")


def sale_words(sale: Any) -> str:
    """A sale in one line: "10.42, 94 Vigdis E., 10 copies, 500 kr, cash"."""
    seller = f"{sale.number or ''} {sale.name}".strip()
    parts = [clock(sale.at_minute), seller, f"{formats.spaced(sale.copies)} {sale.title}", words.line_amount(sale)]
    parts.append(_("voided") if sale.voided else words.paid(sale.payment))
    if sale.voided and sale.void_reason:
        parts.append(sale.void_reason)
    return ", ".join(part for part in parts if part)


class LastSales(Surface):
    def __init__(self) -> None:
        super().__init__("surf", "line", 12)
        self._sales: tuple[Any, ...] = ()
        self.title = Text(_("Last sales"), "h2")
        self.all = Button(_("All sales"), "list-check", "text", "Ctrl+J").compact()
        self.table = SalesTable(_("Last sales"))
        head = Line(gap=8, margins=(20, 8, 10, 6))
        head.put(self.title, 1)
        head.put(self.all)
        column = Rows(gap=0, margins=(1, 0, 1, 8), parent=self)
        column.put(head)
        column.put(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_sales(self, sales: Sequence[Any]) -> None:
        self._sales = tuple(sales)
        self._fit()

    def _fit(self) -> None:
        """As many as there is room for: the last sales never scroll, a whole day does."""
        row = max(1, self.table.verticalHeader().defaultSectionSize())
        room = self.table.height() - self.table.horizontalHeader().height()
        self.table.show_records(self._sales[: max(LEAST, room // row)])
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._sales else Qt.FocusPolicy.NoFocus)
        if not self.table.hasFocus():  # a mark is for whoever goes along the rows
            self.table.setCurrentIndex(QModelIndex())
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # when the table has got its height

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(280), look.px(52 + 36 + LEAST * 40 + 12))
