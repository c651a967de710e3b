"""A seller's account line by line, of the days that are chosen: taken back with a reason, printed as her statement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded
from alfdesk.weeks import clock

from .. import formats
from ..desk import Desk
from ..dialogs.ask import RIM
from ..dialogs.panels import Panel, TakeBack, framed
from ..prefs import Prefs
from ..widgets.buttons import Button
from ..widgets.choosing import DropDown, Labelled
from ..widgets.dates import DateField
from ..widgets.layouts import Flow
from ..widgets.notice import Empty
from ..widgets.row_table import Cell, Column, RowTable
from ..widgets.text import Text
from . import words

PERIODS = {
    "30": marked("The last 30 days"), "90": marked("The last 90 days"), "year": marked("This year"),
    "last_year": marked("Last year"), "days": marked("From a day to a day"),
}  # fmt: skip
KEPT = "statement_period"  # which of them was chosen last on this laptop; never the days


class Period(QWidget):
    """Which days: one of `PERIODS`, for the last of them two days that are written. `changed` when they are others."""

    changed = Signal()

    def __init__(self, desk: Desk, prefs: Prefs) -> None:
        super().__init__()
        self.desk, self.prefs = desk, prefs
        kept = prefs.get(KEPT, "90")
        self.choice = DropDown(_("Period"), [(key, worded(said)) for key, said in PERIODS.items()],
                               kept if kept in PERIODS else "90")  # fmt: skip
        self.first = DateField(_("From and with"), desk.today)
        self.last = DateField(_("To and with"), desk.today)
        Flow(Labelled(_("Period"), self.choice), self.first, self.last, gap=16, line_gap=8, top=True, parent=self)
        self._fit()
        self.choice.chosen.connect(self._chosen)
        for field in (self.first, self.last):
            field.settled.connect(lambda _day: self._written())
            field.edit.editingFinished.connect(self._written)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day; None while what is written is none."""
        if self.choice.value != "days":
            return self._reckoned(str(self.choice.value))
        first, last = self.first.day, self.last.day
        return (first, last) if first and last and first <= last else None

    def _reckoned(self, period: str) -> tuple[date, date]:
        today = self.desk.today()
        if period == "year":
            return date(today.year, 1, 1), today
        if period == "last_year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        return today - timedelta(int(period) - 1), today

    def _chosen(self, period: object) -> None:
        self.prefs.keep(**{KEPT: str(period)})
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        """From–to begins with the last 90 days."""
        own = self.choice.value == "days"
        if own and self.first.day is None:
            first, last = self._reckoned("90")
            self.first.set_day(first)
            self.last.set_day(last)
        for field in (self.first, self.last):
            field.setVisible(own)

    def _written(self) -> None:
        first, last = self.first.day, self.last.day
        if first and last:
            self.last.refuse(_("The last day is before the first.") if last < first else "")
        self.changed.emit()


class Lines(Panel):
    """Her purchases and account moves, the newest first. Enter prints what is shown; the marked line is taken back."""

    def __init__(self, page: Any, seller: Any) -> None:
        # Elements
        title = _("Account of {name}, seller {number}").format(name=seller.name, number=seller.number)
        super().__init__(page, title, wide=1000, high=680, rim=RIM)
        self.person, self.may = seller.person, self.desk.may("desk", "office", "manager")
        self.period = Period(self.desk, page.shell.prefs)
        self.table = RowTable(title, self._columns(), key=lambda line: line.id, spoken=self._spoken)
        self.frame = framed(self.table)
        self.empty = Empty("list-check", _("Nothing in this time."))
        self.reason = Text("", "small", "mut", wrap=True)
        self.print_button = Button(_("Print statement"), "printer", "primary", "Ctrl+P")
        self.back_button = Button(_("Take back"), "ban")
        self.close_button = Button(_("Close"), key="Esc")
        # Assemble
        self.head(title)
        self.put_filled(self.period, last=(self.frame, self.empty))
        self.put_in_line(self.reason)
        foot = QWidget()
        Flow(self.print_button, self.back_button, self.close_button, gap=8, parent=foot)
        self.put_in_line(foot)
        # Connect
        self.period.changed.connect(self.show_again)
        self.table.moved_to.connect(lambda _line: self._marked())
        self.table.opened.connect(lambda _line: self.take_back())
        self.print_button.clicked.connect(lambda _checked=False: self.print_sheet())
        self.back_button.clicked.connect(lambda _checked=False: self.take_back())
        self.close_button.clicked.connect(lambda _checked=False: self.leave())
        self.show_again()

    def _columns(self) -> list[Column]:
        return [
            Column(_("When"), lambda line: Cell(self._when(line), colour="mut"), 174),
            Column(_("What"), lambda line: Cell(line.words, colour=_ink(line)), 190, 1),
            Column(_("Papers"), lambda line: Cell(_many(line), colour=_ink(line)), 80, right=True, drops=3),
            Column(_("Sum"), _sum, 120, right=True),
            Column(_("How"), lambda line: Cell(_paid(line), colour="mut"), 110, 1, drops=2),
            Column(_("Reason"), _reason, 150, 2, drops=1),
        ]

    def start(self) -> QWidget:
        return self.print_button

    def summary(self) -> str:
        line = self.table.current()
        return f"{self.accessibleName()}. {self._spoken(line) if line is not None else self.empty.words.text()}"

    def show_again(self) -> None:
        from alfdesk.sales import statement

        days = self.period.days
        lines = self.desk.read(statement.account_lines, self.person, *days) if days else ()
        self.table.show_records(tuple(reversed(lines)))
        self.frame.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.print_button.setEnabled(days is not None)
        self._marked()

    def print_sheet(self) -> None:
        """Her statement of the days that are shown."""
        desk, person, days = self.desk, self.person, self.period.days
        if days is None:
            return

        def make() -> bytes:
            from alfdesk.reports.seller_statement import seller_statement
            from alfdesk.sales import statement

            return seller_statement(desk.read(statement.statement, person, *days))

        name = f"kontoutskrift-{desk.today().isoformat()}"
        self.page.shell.preview(_("Statement"), make, name, "seller statement")

    def take_back(self) -> None:
        """The marked line did not happen: ask why. What it did to a till is taken back with it."""
        from alfdesk.sales import accounts, selling

        line = self.table.current()
        if line is None or not self.may:
            return
        if line.voided:
            self.say(_("This is taken back already."), wrong=True)
            return
        verb, named = (selling.void_sale, "purchase") if line.bought else (accounts.void_account_move, "move")

        def void(reason: str) -> object:
            return self.desk.do(verb, _("It is taken back."), **{named: line.id}, reason=reason)

        what = formats.stopped(f"{line.words}: {words.money(line.amount_ore)}")
        if line.till:
            what += " " + _("The till of {outlet} is reckoned without it.").format(outlet=line.till)
        TakeBack(self.page, what, void).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.print_sheet()
            event.accept()
            return
        super().keyPressEvent(event)

    # Private parts -----------------------------------------------------------------------------------------------

    def _when(self, line: Any) -> str:
        return f"{formats.capital(formats.day_near(line.day, self.desk.today()))} {clock(line.at_minute)}"

    def _spoken(self, line: Any) -> str:
        many = "" if line.copies is None else ngettext("{copies} copy", "{copies} copies", abs(line.copies)).format(
            copies=formats.spaced(line.copies))  # fmt: skip
        parts = [self._when(line), line.words, many, words.money(line.amount_ore), _paid(line), _why(line)]
        return formats.stopped(", ".join(part for part in parts if part))

    def _marked(self) -> None:
        line = self.table.current()
        said = _why(line) if line is not None else ""
        self.reason.setText(said)
        self.reason.setVisible(bool(said))
        self.back_button.setVisible(self.may and line is not None and not line.voided)


def _many(line: Any) -> str:
    return "" if line.copies is None else formats.spaced(line.copies)


def _sum(line: Any) -> Cell:
    return Cell(words.money(line.amount_ore), colour=_ink(line), kind="strong")


def _paid(line: Any) -> str:
    from alfdesk.sales.words import PAYMENTS

    if line.payment == "mixed":
        return _("Several ways")
    return worded(PAYMENTS[line.payment]) if line.payment in PAYMENTS else ""


def _why(line: Any) -> str:
    """Why it was written, or why it was taken back, in full."""
    if line.voided:
        return _("Taken back: {reason}").format(reason=line.void_reason or "–")
    return _("Reason: {reason}").format(reason=line.reason) if line.reason else ""


def _ink(line: Any) -> str:
    return "mut" if line.voided else "text"


def _reason(line: Any) -> Cell:
    if line.voided:
        return Cell(_("taken back"), "ban", "missed", "small", line.void_reason)
    return Cell(line.reason, colour="mut", kind="small")
