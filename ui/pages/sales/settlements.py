"""The settlements that were made, newest first: shown and printed again, and voided with a reason."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...widgets.buttons import Button, Choice
from ...widgets.layouts import Flow
from ...widgets.notice import Empty
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from . import prints, words
from .move_list import signed_money
from .over_desk import Panel, TakeBack, framed

MAY_VOID = ("office", "manager")
MOST = 200  # rows


class Settlements(Panel):
    def __init__(self, page: Any) -> None:
        # Elements
        title = _("Earlier settlements")
        super().__init__(page, title, wide=940, high=640)
        self.which = Choice(_("Which outlets"), [("here", page.shown.outlet.name), ("all", _("All outlets"))], "here")
        self.table = RowTable(title, self._columns(), spoken=_spoken, key=lambda s: s.id)
        self.frame = framed(self.table)
        self.empty = Empty("coins", _("The till has not been settled yet."))
        self.reason = Text("", "small", "mut", wrap=True)
        self.show_button = Button(_("Show and print"), "printer", "primary", "Enter")
        self.void_button = Button(_("Void settlement"), "ban")
        # Assemble
        self.head(title, self.which)
        self.column.put(self.told)
        self.column.put(self.frame, 1)
        self.column.put(self.empty, 1)
        self.column.put(self.reason)
        foot = QWidget()
        Flow(self.show_button, self.void_button, gap=8, parent=foot)
        self.column.put(foot)
        # Connect
        self.which.chosen.connect(lambda _value: self.show_again())
        self.table.opened.connect(lambda _line: self.show_sheet())
        self.table.moved_to.connect(lambda _line: self._fit())
        self.show_button.clicked.connect(lambda _checked=False: self.show_sheet())
        self.void_button.clicked.connect(lambda _checked=False: self.void())
        self.show_again()

    def _columns(self) -> list[Column]:
        return [
            Column(_("No."), lambda s: Cell(s.number, colour=_ink(s), kind="name"), 96),
            Column(_("Day"), lambda s: Cell(formats.day_short(s.day), colour=_ink(s)), 112, 1),
            Column(_("Outlet"), lambda s: Cell(s.outlet, colour=_ink(s)), 140, 2, drops=3),
            Column(_("Should be there"), lambda s: Cell(words.money(s.expected_ore), colour=_ink(s)), 136, right=True,
                   drops=2),
            Column(_("Counted"), lambda s: Cell(words.money(s.counted_ore), colour=_ink(s)), 124, right=True),
            Column(_("Difference"), _difference, 150, right=True),
            Column(_("Who"), _who, 120, 1, drops=1),
        ]  # fmt: skip

    def start(self) -> QWidget | None:
        return self.table if self.table.rows.records else None

    def summary(self) -> str:
        line = self.table.current()
        return f"{self.accessibleName()}. {_spoken(line) if line is not None else self.empty.words.text()}"

    def show_again(self) -> None:
        from alfdesk.sales import settling

        outlet = self.page.outlet if self.which.value == "here" else None
        self.table.show_records(self.desk.read(settling.settlements, outlet, limit=MOST))
        self._fit()

    def show_sheet(self) -> None:
        line = self.table.current()
        if line is not None:
            prints.show_settlement(self.page, line.id, line.number)

    def void(self) -> None:
        """The marked settlement does not count: ask why. It keeps its number."""
        from alfdesk.sales import settling

        line = self.table.current()
        if line is None or line.voided:
            return

        def void(reason: str) -> object:
            said = _("Settlement {number} is voided.").format(number=line.number)
            return self.desk.do(settling.void_settlement, said, can_undo=False, settlement=line.id, reason=reason)

        what = _("Settlement {number}: what it took up is unsettled again.").format(number=line.number)
        TakeBack(self.page, what, void, title=_("Void settlement?"), act=_("Void settlement")).open()

    def _fit(self) -> None:
        some, line = bool(self.table.rows.records), self.table.current()
        self.frame.setVisible(some)
        self.empty.setVisible(not some)
        self.show_button.setVisible(line is not None)
        self.void_button.setVisible(line is not None and not line.voided and self.desk.may(*MAY_VOID))
        said = ""
        if line is not None and line.voided:
            said = _("Voided: {reason}").format(reason=line.void_reason or "–")
        elif line is not None:
            carried = _("{amount} carried over").format(amount=words.money(line.carried_ore)) if line.carried else ""
            why = _("Reason: {reason}").format(reason=line.reason) if line.reason else ""
            said = "  ·  ".join(filter(None, [formats.capital(carried), why]))
        self.reason.setText(said)
        self.reason.setVisible(bool(said))


def _ink(line: Any) -> str:
    return "mut" if line.voided else "text"


def _difference(line: Any) -> Cell:
    if line.voided:
        return Cell(_("voided"), colour="missed", kind="label")
    if not line.difference_ore:
        return Cell(words.money(0), colour="mut")
    return Cell(signed_money(line.difference_ore), colour="danger", kind="strong")


def _who(line: Any) -> Cell:
    return Cell(line.who, colour="mut")


def _spoken(line: Any) -> str:
    counted = _("counted {amount}").format(amount=words.money(line.counted_ore))
    off = _("difference {amount}").format(amount=_difference(line).text)
    parts = [line.number, formats.day_short(line.day), line.outlet, counted, off, line.who]
    return formats.stopped(", ".join(p for p in parts if p))
