"""All sales of a day at the outlet: what was sold, what was voided and why; an older sale is voided here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...desk import REFUSED
from ...dialogs.overlay import Overlay
from ...widgets.buttons import Button
from ...widgets.choosing import Stepper
from ...widgets.layouts import Flow
from ...widgets.text import Text
from . import words
from .asking import ask_void
from .last_sales import SalesTable, sale_words

MOST = 1000  # rows


class AllSales(Overlay):
    """The table over the desk. Enter or the button voids the marked sale, with a reason."""

    def __init__(self, page: Any, mark: bytes | None = None) -> None:
        super().__init__(page.shell, _("All sales"), wide=860, high=640)
        self.page, self.desk = page, page.desk
        self.day: date = page.day
        self.step_day = Stepper(_("Day"), _("Day before"), _("Day after"), wide=190)
        self.table = SalesTable(_("All sales"), editions=True)
        self.reason = Text("", "small", "mut", wrap=True)
        self.sum = Text("", "strong")
        self.void_button = Button(_("Void sale"), "ban", "secondary", "Enter")
        self.head(_("All sales"), self.step_day)
        self.column.put(self.table, 1)
        self.column.put(self.reason)
        foot = QWidget()
        Flow(self.void_button, self.sum, gap=16, end=1, parent=foot)
        self.put_in_line(foot)
        self.step_day.stepped.connect(self.step)
        self.table.moved_to.connect(self._marked)
        self.table.opened.connect(lambda _sale: self.void())
        self.void_button.clicked.connect(lambda _checked=False: self.void())
        self.desk.wrote.connect(self._written)
        self.show_day(self.day, mark)

    def start(self) -> QWidget:
        return self.table

    def summary(self) -> str:
        row = self.table.current()
        return f"{self.accessibleName()}. {self.sum.text()}. {sale_words(row) if row is not None else ''}"

    def step(self, by: int) -> None:
        self.show_day(min(self.day + timedelta(by), self.desk.today()))

    def show_day(self, day: date, mark: bytes | None = None) -> None:
        from alfdesk.sales import desk

        self.day = day
        today = self.desk.today()
        self.step_day.show_text(formats.capital(formats.day_heading(day, today)), forth=day < today)
        sales = self.desk.read(desk.sales, self.page.outlet, day, limit=MOST)
        self.table.show_records(sales, mark)
        self.table.viewport().update()
        stands = [s for s in sales if not s.voided]
        self.sum.setText(_("{copies}, {amount}").format(
            copies=words.copies(sum(s.copies for s in stands if s.what != "free")),
            amount=words.money(sum(s.amount_ore for s in stands)),
        ))  # fmt: skip
        self._marked(self.table.current())

    def void(self) -> None:
        """The marked sale did not happen: ask why first."""
        sale = self.table.current()
        if sale is None:
            return
        if sale.voided or sale.purchase is None:
            self.page.shell.refuse(_("This sale does not count already.") if sale.voided else _("This is no sale."))
            return
        ask_void(self.page, sale_words(sale), lambda why: self._void(sale, why))

    def _void(self, sale: Any, why: str) -> None:
        from alfdesk.sales import selling

        said = _("The sale at {time} is voided.").format(time=sale_words(sale).split(",")[0])
        if self.desk.do(selling.void_sale, said, purchase=sale.purchase, reason=why) is not REFUSED:
            self.page.sale.finding.forget()

    def _marked(self, sale: Any) -> None:
        said = ""
        if sale is not None and sale.voided:
            said = _("Voided: {reason}").format(reason=sale.void_reason or "–")
        elif sale is not None and sale.reason:
            from alfdesk.i18n import worded
            from alfdesk.sales.words import FREE

            said = _("Reason: {reason}").format(reason=worded(FREE.get(sale.reason, sale.reason)))
        self.reason.setText(said)
        self.void_button.setVisible(sale is not None and not sale.voided)

    def _written(self, _tables: frozenset[str]) -> None:
        if not self._gone:
            row = self.table.current()
            self.show_day(self.day, row.move if row is not None else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(-1 if event.key() == Qt.Key.Key_Left else 1)
            event.accept()
            return
        super().keyPressEvent(event)
