"""The queue in the order people came, and the short list of whom the box may mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ... import tokens
from ...look import look
from ...widgets.layouts import Column as Rows
from ...widgets.notice import Surface
from ...widgets.row_table import Cell, Column, RowTable
from .queue_finding import Match, came, status_words
from .queue_words import outcome_in_full

STATUS = 140  # pixels at 100 %


class QueueTable(RowTable):
    """Everyone of the day, by arrival. The mark is the view's own: a press marks, Enter and F2 belong to the view."""

    def __init__(self, reasons: dict[str, str]) -> None:
        self.reasons = reasons
        self.nobody = ""
        columns = [
            Column(_("No."), lambda r: Cell("" if r.arrival is None else str(r.arrival)), 52, right=True),
            Column(_("Came"), lambda r: Cell(came(r), colour="mut", kind="small"), 64, drops=1),
            Column(_("Queue today"), _name, 96, 1),
            Column(_("Status"), self._status, STATUS),
        ]
        super().__init__(_("Queue today"), columns, spoken=self.spoken, key=lambda r: r.person, dense=True)
        # The box keeps the focus when a row is pressed; Tab comes here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _status(self, row: Any) -> Cell:
        icon, colour = tokens.STATUS[row.outcome]
        words = self.words(row)
        if self.typeset.width(words, "label") > look.px(STATUS - 46):
            words = status_words(row)  # the reason is in the panel, and is spoken
        return Cell(words, icon, colour, "label")

    def show_board(self, board: Any, mark: bytes | None, today: date) -> None:
        """Everyone of the day, or that nobody is."""
        self.nobody = "" if board.rows else _("Nobody has come yet.") if board.day == today else _("Nobody came.")
        if self.accessibleDescription() != self.nobody:
            self.setAccessibleDescription(self.nobody)
            self.viewport().update()
        self.show_records(board.rows, mark)

    def words(self, row: Any) -> str:
        """The status in full: "Turned away, full"."""
        return outcome_in_full(row, self.reasons)

    def spoken(self, row: Any) -> str:
        parts = [str(row.arrival or ""), row.name, self.words(row), came(row), row.team or ""]
        return ", ".join(part for part in parts if part)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.nobody:
            painter = QPainter(self.viewport())
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("mut"))
            room = self.viewport().rect().adjusted(look.px(16), 0, -look.px(16), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.nobody)
            painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(402), look.px(160))


def _name(row: Any) -> Cell:
    settled = row.outcome not in (None, "present")
    return Cell(f"{row.name} •" if row.message else row.name, kind="body" if settled else "strong")


class Matches(Surface):
    """Whom the box may mean, right under it. The box keeps the focus; a press takes the one pressed."""

    taken = Signal(object)  # Match

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surf", "edge", 8, parent)
        columns = [
            Column("", lambda m: Cell("" if m.number is None else str(m.number), colour="mut"), 64, right=True),
            Column("", lambda m: Cell(m.name, "user-plus" if m.person is None else "", kind="strong"), 140, 1),
            Column("", lambda m: Cell(m.status, colour="mut", kind="label"), 120),
        ]
        self.table = _MatchTable(_("Found"), columns, spoken=lambda m: f"{m.number or ''} {m.name}, {m.status}".strip())
        Rows(self.table, margins=(4, 4, 4, 4), parent=self)
        self.table.clicked.connect(lambda index: self.taken.emit(self.table.rows.records[index.row()]))
        self.hide()

    def show_matches(self, matches: Sequence[Match], box: QWidget, best: int) -> None:
        """Show these under `box`; `best` is the one Enter takes, -1 none. Nothing to show: nothing is."""
        self.table.show_matches(matches, best)
        if not matches:
            self.hide()
            return
        parent = self.parentWidget()
        corner = box.mapTo(parent, QPoint(0, box.height() + look.px(4)))
        high = len(matches) * self.table.row_height() + look.px(10)
        room = max(self.table.row_height(), parent.height() - corner.y())
        self.setGeometry(corner.x(), corner.y(), max(box.width(), look.px(330)), min(high, room))
        self.show()
        self.raise_()

    def current(self) -> Match | None:
        return self.table.current() if self.isVisible() else None

    def step(self, by: int) -> None:
        self.table.step(by)


class _MatchTable(RowTable):
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.horizontalHeader().hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_matches(self, matches: Sequence[Match], best: int) -> None:
        self.rows.beginResetModel()
        self.rows.records = matches
        self.rows.endResetModel()
        self.setCurrentIndex(self.rows.index(best, 0))
        self.scrollToTop()

    def row_height(self) -> int:
        return max(look.size("row"), look.px(44))

    def lay(self) -> None:
        super().lay()
        self.verticalHeader().setDefaultSectionSize(self.row_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(160), self.row_height())
