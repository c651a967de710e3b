"""The lines of a week as a dense table, and under it what they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from ... import formats
from ...look import look
from ...widgets.row_table import EDGE, Cell, Column, RowTable
from .words import METHODS, hours, remark, spoken

Troubles = dict[bytes, list[Any]]


class WeekTable(RowTable):
    """Lines by name. Days are × or –, or the hours of each; Saturday and Sunday only where somebody worked."""

    def __init__(self) -> None:
        self.troubles: Troubles = {}
        super().__init__(
            _("Pay this week"), [Column(_("Name"), lambda line: line.name)], key=lambda line: line.person, dense=True,
            spoken=lambda line: spoken(line, self.troubles.get(line.person, ())),
        )  # fmt: skip

    def show_week(self, week: Any, lines: tuple[Any, ...], mark: bytes | None = None) -> None:
        self.troubles = {}
        for trouble in week.troubles:
            if trouble.person is not None:
                self.troubles.setdefault(trouble.person, []).append(trouble)
        self.show_columns(self._columns(week))
        self.show_records(lines, mark)
        self.viewport().update()

    def _columns(self, week: Any) -> list[Column]:
        standing = week.kind == "standing"
        paid = any(line.paid_ore for line in week.lines)
        corrected = any(line.corrections for line in week.lines)
        signing = week.status in ("approved", "paid", "locked")
        return [
            Column(_("No."), lambda line: Cell(str(line.number or ""), colour="mut"), 62, right=True),
            Column(_("Name"), self._name, 150, 3),
            *(Column(f"{formats.weekday_short(day)} {day.day}.", self._day(day), 52, middle=True, drops=3)
              for day in week.days),
            Column(_("Days"), lambda line: str(len(line.days)), 62, right=True, drops=4),
            Column(_("Hours"), lambda line: hours(line.minutes), 68, right=True, drops=0 if standing else 7),
            Column(_("Earned"), lambda line: money.written(line.earned_ore), 92, right=True, drops=6),
            *([Column(_("Paid"), lambda line: _or_dash(line.paid_ore), 80, right=True, drops=8)] if paid else []),
            *([Column(_("Corrections"), lambda line: _or_dash(line.corrected_ore), 104, right=True, drops=9)]
              if corrected else []),
            Column(_("To pay"), lambda line: Cell(formats.kroner(line.to_pay_ore), kind="strong"), 118, right=True),
            Column(_("Receipt"), _receipt, 128, drops=1) if signing  # it says the method too
            else Column(_("Paid in"), lambda line: worded(METHODS[line.method]), 114, drops=5),
            Column(_("Remark"), self._remark, 120, 4, drops=10),
        ]  # fmt: skip

    def _name(self, line: Any) -> Cell:
        stands = self.troubles.get(line.person)
        return Cell(line.name, "alert-triangle-filled" if stands else "", "later" if stands else "text", "name")

    def _day(self, day: Any) -> Callable[[Any], Cell]:
        def cell(line: Any) -> Cell:
            worked = next((d for d in line.days if d.day == day), None)
            asked = any(t.day == day for t in self.troubles.get(line.person, ()))
            if worked is None:
                return Cell("–", colour="mut")
            return Cell("?", colour="later", kind="strong") if asked else Cell("×", kind="strong")

        return cell

    def _remark(self, line: Any) -> Cell:
        troubles = self.troubles.get(line.person, ())
        return Cell(remark(line, troubles), colour="later" if troubles else "mut", kind="small")


def _or_dash(ore: int) -> Cell:
    return Cell(money.written(ore)) if ore else Cell("–", colour="mut")


def _receipt(line: Any) -> Cell:
    if line.signed:
        return Cell(_("signed") if line.method == "cash" else _("sent"), "circle-check-filled", "present", "label")
    if line.due_ore <= 0:
        return Cell("–", colour="mut")
    return Cell(_("not signed") if line.method == "cash" else _("to account"), "circle-dashed", "mut", "label")


class TotalsRow(QWidget):
    """What the table's columns come to, each under its own; the first words and the last take the room there is."""

    def __init__(self, table: RowTable) -> None:
        super().__init__()
        self.table = table
        self.words, self.aside, self.sums = "", "", {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        table.horizontalHeader().sectionResized.connect(lambda *_a: self.update())
        table.horizontalScrollBar().valueChanged.connect(lambda _v: self.update())
        look.changed.connect(self.updateGeometry)

    def show_sums(self, words: str, sums: dict[str, str], aside: str) -> None:
        """`sums` by heading of the column; `words` under the name, `aside` from the method on."""
        self.words, self.sums, self.aside = words, sums, aside
        self.setAccessibleName(f"{words}. {', '.join(f'{k} {v}' for k, v in sums.items())}. {aside}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), look.px(40))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(100), look.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("alt"))
        painter.fillRect(0, 0, self.width(), max(2, look.edge_width), look.colour("edge"))
        strong, model = look.font("strong"), self.table.rows
        metrics = QFontMetrics(strong)
        painter.setFont(strong)
        painter.setPen(look.colour("text"))
        shown = [n for n in range(len(model.columns)) if not self.table.isColumnHidden(n)]
        left = self.table.geometry().x()
        for number in shown:
            column = model.columns[number]
            x, wide = left + self.table.columnViewportPosition(number), self.table.columnWidth(number)
            box = QRectF(x, 0, wide, self.height())
            pad = model.pad(number)
            if text := self.sums.get(column.heading):
                room = box.adjusted(0 if column.middle else -look.px(40), 0, -pad, 0)
                painter.drawText(room, model.align(number), text)
            elif column.heading == _("Name"):
                following = next((m for m in shown if m > number and model.columns[m].heading in self.sums), None)
                end = self.table.columnViewportPosition(following) if following is not None else self.width()
                room = max(box.width(), end - box.left()) - pad
                said = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, round(room))
                painter.drawText(QRectF(box.left() + pad, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, said)
            elif column.heading in (_("Paid in"), _("Receipt")):
                label = look.font("label")
                painter.setFont(label)
                room = self.width() - box.left() - pad - look.px(EDGE)
                said = QFontMetrics(label).elidedText(self.aside, Qt.TextElideMode.ElideRight, round(room))
                painter.drawText(QRectF(box.left() + pad, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, said)
                break
        painter.end()
