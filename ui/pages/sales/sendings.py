"""Copies on their way here from other outlets: a list where there are several. Enter confirms one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats
from ...widgets.buttons import Button
from ...widgets.layouts import Flow
from ...widgets.row_table import Cell, Column, RowTable
from .confirm import Confirm
from .over_desk import Panel, framed


class Sendings(Panel):
    def __init__(self, page: Any) -> None:
        super().__init__(page, _("On the way here"), wide=760, high=520)
        columns = [
            Column(_("Sent"), self._when, 150), Column(_("From"), lambda t: Cell(t.from_outlet, kind="name"), 160, 2),
            Column(_("Edition"), lambda t: t.title, 150, 2),
            Column(_("Papers"), lambda t: Cell(formats.spaced(t.copies), kind="strong"), 100, right=True),
        ]  # fmt: skip
        self.table = RowTable(_("On the way here"), columns, key=lambda t: t.id)
        self.confirm_button = Button(_("Confirm"), "check", "primary", "Enter")
        self.head(_("On the way here"))
        self.column.put(self.told)
        self.column.put(framed(self.table), 1)
        foot = QWidget()
        Flow(self.confirm_button, gap=8, parent=foot)
        self.column.put(foot)
        self.table.opened.connect(lambda _line: self.confirm())
        self.confirm_button.clicked.connect(lambda _checked=False: self.confirm())
        self.show_again()

    def start(self) -> QWidget:
        return self.table

    def show_again(self) -> None:
        from alfdesk.sales import stock

        self.table.show_records(self.desk.read(stock.under_way, self.page.outlet))
        self.confirm_button.setVisible(bool(self.table.rows.records))

    def confirm(self) -> None:
        line = self.table.current()
        if line is not None:
            Confirm(self.page, line).open()

    def _when(self, line: Any) -> str:
        return f"{formats.capital(formats.day_near(line.day, self.desk.today()))} {clock(line.at_minute)}"
