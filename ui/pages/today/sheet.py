"""The paper list as a grid to type in: people down, days across. What is typed is marked until it is put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel, QAbstractTableModel, QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal,
)  # fmt: skip
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton, QAbstractItemDelegate, QAbstractItemView, QHeaderView, QStyledItemDelegate,
    QStyleOptionViewItem, QTableView, QWidget,
)  # fmt: skip

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats, icons, tokens
from ...look import look
from ...widgets.fields import CellEdit
from ...widgets.focus_ring import paint_ring
from ...widgets.row_table import Index
from ...widgets.scroll import own_bars
from ...widgets.tiles import ARROWS

# One key each; a number or a time is written out.
PRESENT, MISSED, REPORTED = ("x", "X", " "), ("-", "–", "−"), ("m", "M")


def read_cell(text: str) -> Any:
    """What a cell of the list says (a Said), or None for nothing: x, –, m, hours (4 or 4,5) or times (8–12.30).

    Raises UserFacingError.
    """
    from alfdesk.attendance.record import Said
    from alfdesk.spreadsheets.cells import a_duration

    text = text.strip()
    if not text:
        return None
    if text in PRESENT:
        return Said("present")
    if text in MISSED:
        return Said("no_show")
    if text in REPORTED:
        return Said("reported_absent")
    parts = re.split(r"\s*[-–−]\s*", text)
    if len(parts) == 2:
        begin, end = (formats.parse_minute(part) for part in parts)
        if end < begin:
            raise UserFacingError(_("The end time is before the start."))
        return Said("present", from_minute=begin, to_minute=end)
    try:
        worked = a_duration(text)
    except ValueError as error:
        raise UserFacingError(str(error)) from None
    if not worked:
        raise UserFacingError(_("Write – when somebody did not come."))
    return Said("present", said_minutes=worked)


def cell_words(what: Any) -> str:
    """What a cell shows beside its glyph."""
    from alfdesk.attendance.words import outcome_words

    if what is None:
        return ""
    if what.outcome in ("present", "went_home"):
        if what.said_minutes is not None:
            hours, minutes = divmod(what.said_minutes, 60)
            return _("{hours} h").format(hours=hours) if not minutes else f"{hours}:{minutes:02}"
        if what.from_minute is not None and what.to_minute is not None:
            return formats.span(what.from_minute, what.to_minute)
        if what.from_minute is not None:
            return _("from {time}").format(time=clock(what.from_minute))
    return outcome_words(what.outcome)


def as_typed(what: Any) -> str:
    """The same as it would be typed, for changing it."""
    if what is None or what.outcome not in ("present", "went_home"):
        return ""
    if what.said_minutes is not None:
        hours, minutes = divmod(what.said_minutes, 60)
        return f"{hours}" if not minutes else f"{hours}:{minutes:02}"
    if what.from_minute is not None and what.to_minute is not None:
        return formats.span(what.from_minute, what.to_minute)
    return ""


class SheetModel(QAbstractTableModel):
    """A grid of the core (PaperGrid), and over it the draft."""

    def __init__(self) -> None:
        super().__init__()
        self.grid: Any = None
        self.draft: dict[tuple[bytes, date], Any] = {}
        self.today = date.min

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if self.grid is None or (parent is not None and parent.isValid()) else len(self.grid.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if self.grid is None or (parent is not None and parent.isValid()) else len(self.grid.days)

    def where(self, index: Index) -> tuple[bytes, date]:
        return self.grid.rows[index.row()].person, self.grid.days[index.column()]

    def stands(self, index: Index) -> Any:
        return self.grid.rows[index.row()].cells[index.column()]

    def typed(self, index: Index) -> bool:
        return self.where(index) in self.draft

    def shown(self, index: Index) -> Any:
        return self.draft.get(self.where(index), self.stands(index))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.grid.days[index.column()] > self.today:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(self.shown(index))
        if role == Qt.ItemDataRole.EditRole:
            return as_typed(self.shown(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = cell_words(self.shown(index)) or _("nothing written")
            parts = [self.grid.rows[index.row()].name, formats.day_heading(self.grid.days[index.column()]), said]
            return ", ".join([*parts, _("not put in yet")] if self.typed(index) else parts)
        return None

    def headerData(  # noqa: N802
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if self.grid is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if way == Qt.Orientation.Vertical:
            return self.grid.rows[section].name
        day, closed = self.grid.days[section], self.grid.closed[section]
        head = f"{formats.weekday_short(day)} {day.day}.{day.month}."
        return f"{head}\n{closed}" if closed else head


class SheetDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        if not isinstance(model, SheetModel) or not isinstance(view, QTableView):
            return
        box, what, typed = QRectF(option.rect), model.shown(index), model.typed(index)
        painter.save()
        to_come = not index.flags() & Qt.ItemFlag.ItemIsEnabled
        painter.fillRect(box, look.colour("later-tint" if typed else "alt" if to_come else "surf"))
        line, edge = look.colour("line"), option.rect
        painter.fillRect(edge.left(), edge.bottom(), edge.width(), 1, line)
        painter.fillRect(edge.right(), edge.top(), 1, edge.height(), line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if what is not None:
            icon, colour = tokens.STATUS[what.outcome]
            size = look.px(20)
            ink = look.colour(colour)
            icons.paint(painter, icon, ink, box.left() + look.px(7), box.top() + (box.height() - size) / 2, size)
            font = look.font("label")
            painter.setFont(font)
            painter.setPen(look.colour("text"))
            left = box.left() + look.px(7) + size + look.px(5)
            room = box.right() - left - look.px(2)
            words = QFontMetrics(font).elidedText(cell_words(what), Qt.TextElideMode.ElideRight, round(room))
            painter.drawText(QRectF(left, box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if typed:  # a corner, so that it is not the colour alone
            side = look.px(11)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("later"))
            corner = box.topRight()
            painter.drawPolygon([corner, corner - QPointF(side, 0), corner + QPointF(0, side)])
        if view.currentIndex() == index and view.hasFocus():
            paint_ring(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4))
        elif view.currentIndex() == index:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("edge"), 1))
            painter.drawRect(box.adjusted(1.5, 1.5, -2.5, -2.5))
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:  # noqa: N802
        return CellEdit(_("Hours or times"), 20, parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        if isinstance(editor, CellEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        sheet = self.parent()
        if isinstance(editor, CellEdit) and isinstance(sheet, Sheet):
            sheet.take(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter and the arrows up and down keep what is written and go on; what can't be read stays to be mended."""
        sheet = self.parent()
        if isinstance(watched, CellEdit) and isinstance(sheet, Sheet) and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            step = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(event.key())
            if step and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                why_not = sheet.why_not(watched.text())
                watched.refuse(why_not)
                if not why_not:
                    self.commitData.emit(watched)
                    self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                    sheet.step(step)
                return True
        return super().eventFilter(watched, event)


class SheetHeader(QHeaderView):
    """The days above, or the names to the left, painted from tokens."""

    def __init__(self, way: Qt.Orientation, kind: str, parent: QWidget) -> None:
        super().__init__(way, parent)
        self._kind = kind
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:  # noqa: N802
        """What the sheet gives it; Qt would ask for every name's size."""
        return QSize(look.px(180), look.px(48))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        beside = self.orientation() == Qt.Orientation.Vertical
        painter.save()
        painter.fillRect(rect, look.colour("alt"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        font, pad = look.font(self._kind), look.px(8)
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        box = rect.adjusted(pad, 0, -pad, 0)
        cut, room = Qt.TextElideMode.ElideRight, box.width()
        said = str(self.model().headerData(section, self.orientation()) or "").splitlines()
        words = "\n".join(QFontMetrics(font).elidedText(line, cut, room) for line in said)
        across = Qt.AlignmentFlag.AlignLeft if beside else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(box, int(across | Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


class Sheet(QTableView):
    """The grid. `written` is a cell that was typed: (person, day) and what it says; None takes it back."""

    written = Signal(object, object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sheet = SheetModel()
        self.setModel(self.sheet)
        self.setItemDelegate(SheetDelegate(self))
        self.setAccessibleName(_("Paper list"))
        self.setShowGrid(False)
        own_bars(self)
        self.setCornerWidget(QWidget())  # where both bars end
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        kinds = QAbstractItemView.EditTrigger
        self.setEditTriggers(kinds.AnyKeyPressed | kinds.EditKeyPressed | kinds.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(SheetHeader(Qt.Orientation.Horizontal, "label", self))
        self.setVerticalHeader(SheetHeader(Qt.Orientation.Vertical, "name", self))
        self.setCornerButtonEnabled(False)
        for corner in self.findChildren(QAbstractButton):  # over the names, before the days
            corner.installEventFilter(self)
        self.first_refusal: Callable[[QKeyEvent], bool] | None = None
        look.changed.connect(self.lay)
        self.lay()

    def show_grid(self, grid: Any, draft: dict[tuple[bytes, date], Any], today: date) -> None:
        """Show this, and mark the same cell as before, or the first."""
        before = self.currentIndex()
        row, column = max(0, before.row()), max(0, before.column())
        self.sheet.beginResetModel()
        self.sheet.grid, self.sheet.draft, self.sheet.today = grid, draft, today
        self.sheet.endResetModel()
        if grid.rows:
            last = max((n for n, day in enumerate(grid.days) if day <= today), default=0)
            self.setCurrentIndex(self.sheet.index(min(row, len(grid.rows) - 1), min(column, last)))
        self.lay()

    def take(self, index: Index, text: str) -> None:
        """What was typed in a cell. Nothing, or the same as stands, takes the draft back."""
        try:
            what = read_cell(text)
        except UserFacingError as error:
            self.refused.emit(error.sentence)
            return
        stands = self.sheet.stands(index)
        if what is not None and what == stands:
            what = None
        self.written.emit(self.sheet.where(index), what)

    def why_not(self, text: str) -> str:
        """Why this can't be read, which is told too; empty when it can."""
        try:
            read_cell(text)
        except UserFacingError as error:
            self.refused.emit(error.sentence)
            return error.sentence
        return ""

    def step(self, by: int) -> None:
        """Down (or up) the column; below the last, to the top of the next day."""
        index = self.currentIndex()
        row, column = index.row() + by, index.column()
        if row >= self.sheet.rowCount():
            row, column = 0, column + 1
        target = self.sheet.index(row, column)
        if target.isValid() and target.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentIndex(target)
            self.scrollTo(target)

    def lay(self) -> None:
        columns = self.sheet.columnCount()
        self.verticalHeader().setFixedWidth(look.px(180))
        self.horizontalHeader().setFixedHeight(look.px(48))
        self.verticalHeader().setDefaultSectionSize(look.size("row"))
        for column in range(columns):
            wide = self.viewport().width()
            share = (wide * (column + 1)) // columns - (wide * column) // columns
            self.setColumnWidth(column, max(look.px(116), share))
        self.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The corner is empty paper."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QAbstractButton):
            QPainter(watched).fillRect(watched.rect(), look.colour("alt"))
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.lay()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(560), look.px(150))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), look.px(150))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        index, text, key = self.currentIndex(), event.text(), event.key()
        control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not index.isValid() or control:
            event.ignore()
        elif text and text in (*PRESENT, *MISSED, *REPORTED):
            self.take(index, "x" if text == " " else text)
            self.step(1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take(index, "")
        elif key in ARROWS or key == Qt.Key.Key_F2 or text.isdigit():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:  # noqa: N802
        """Letters mean something here."""
