"""The last moves of an outlet's stock: received, sent, arrived, taken out, counted."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...widgets.buttons import Button
from ...widgets.layouts import Flow
from ...widgets.notice import Empty
from ...widgets.text import Text
from .move_list import SHOWN, MoveTable, reason_words, take_back
from .over_desk import Panel, framed


class StockMoves(Panel):
    def __init__(self, page: Any, outlet: bytes, name: str) -> None:
        title = _("Last moves at {outlet}").format(outlet=name)
        super().__init__(page, title, wide=1080, high=640)
        self.outlet = outlet
        self.table = MoveTable(title, self.desk.today, money=False)
        self.frame = framed(self.table)
        self.empty = Empty("history", _("Nothing but sales has moved lately."))
        self.reason = Text("", "small", "mut", wrap=True)
        self.back_button = Button(_("Take back"), "ban", "secondary", "Enter")
        self.head(title)
        self.column.put(self.told)
        self.column.put(self.frame, 1)
        self.column.put(self.empty, 1)
        self.column.put(self.reason)
        foot = QWidget()
        Flow(self.back_button, gap=8, parent=foot)
        self.column.put(foot)
        self.table.opened.connect(lambda _move: take_back(page, self.table))
        self.back_button.clicked.connect(lambda _checked=False: take_back(page, self.table))
        self.table.moved_to.connect(lambda _move: self._fit())
        self.show_again()

    def start(self) -> QWidget | None:
        return self.table if self.table.rows.records else None

    def summary(self) -> str:
        move = self.table.current()
        return f"{self.accessibleName()}. {self.table.spoken(move) if move is not None else self.empty.words.text()}"

    def show_again(self) -> None:
        from alfdesk.sales import moves

        self.table.show_records(self.desk.read(moves.stock_moves, self.outlet, self.desk.today() - SHOWN))
        self._fit()

    def _fit(self) -> None:
        some, move = bool(self.table.rows.records), self.table.current()
        self.frame.setVisible(some)
        self.empty.setVisible(not some)
        self.reason.setText(reason_words(move))
        self.reason.setVisible(bool(self.reason.text()))
        self.back_button.setVisible(move is not None and not move.voided)
