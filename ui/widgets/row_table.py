"""A table of finished records: columns are declared, cells are painted from tokens, one row is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal,
)  # fmt: skip
from PySide6.QtGui import (
    QFocusEvent, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent,
)  # fmt: skip
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from .. import icons
from ..look import look
from .focus_ring import paint_ring
from .scroll import own_bars
from .tiles import ARROWS
from .typeset import Typeset

Index = QModelIndex | QPersistentModelIndex
EDGE = 14  # pixels from the edge of the table to the first words


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows: words, an icon before them, a colour token, a kind of type, and fainter words after."""

    text: str
    icon: str = ""
    colour: str = "text"
    kind: str = "body"
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it shows of a record, its least width at 100 %, and its share of what is left.

    Where there is no room for all, those with the highest `drops` go first, alike together; 0 stays. Marks (× and –) stand in the
    `middle`.
    """

    heading: str
    cell: Callable[[Any], Cell | str]
    width: int = 120
    share: int = 0
    right: bool = False
    drops: int = 0
    middle: bool = False


class RowModel(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], spoken: Callable[[Any], str] | None) -> None:
        super().__init__()
        self.columns, self.spoken = columns, spoken
        self.records: Sequence[Any] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, index: Index) -> Cell:
        found = self.columns[index.column()].cell(self.records[index.row()])
        return found if isinstance(found, Cell) else Cell(found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.records):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if self.spoken is not None and index.column() == 0:
                return self.spoken(self.records[index.row()])
            cell = self.cell(index)
            return f"{cell.text} {cell.aside}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self.align(index.column()))
        return None

    def align(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].right else Qt.AlignmentFlag.AlignLeft
        if self.columns[column].middle:
            side = Qt.AlignmentFlag.AlignHCenter
        return side | Qt.AlignmentFlag.AlignVCenter

    def pad(self, column: int) -> int:
        """Pixels between the edges of a cell and what stands in it."""
        return look.px(2 if self.columns[column].middle else 10)

    def headerData(  # noqa: N802
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self.align(section))
        return None


class RowHeader(QHeaderView):
    """The headings, painted from tokens."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        model = self.model()
        if not isinstance(model, RowModel):
            return
        painter.save()
        painter.fillRect(rect, look.colour("alt"))
        painter.setFont(look.font("label"))
        painter.setPen(look.colour("mut"))
        pad = model.pad(section)
        box = QRectF(rect).adjusted(look.px(EDGE) if section == 0 else pad, 0, -pad, 0)
        words = QFontMetrics(look.font("label")).elidedText(
            model.columns[section].heading, Qt.TextElideMode.ElideRight, round(box.width())
        )
        painter.drawText(box, model.align(section), words)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.colour("alt"))
        if look.theme in ("contrast", "sun"):  # there `alt` is hardly another colour: a line parts the headings off
            line = look.edge_width
            painter.fillRect(0, self.viewport().height() - line, self.viewport().width(), line, look.colour("line"))
        painter.end()
        super().paintEvent(event)


class RowTable(QTableView):
    """Rows with one marked. Enter, double press (`opened`) and a press let go inside the row (`pressed_row`) are told
    apart; letters go to the page."""

    opened = Signal(object)
    pressed_row = Signal(object)
    moved_to = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column], *, spoken: Callable[[Any], str] | None = None,
        key: Callable[[Any], Any] = id, dense: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.rows = RowModel(columns, spoken)
        self._key, self._dense = key, dense
        self._down = -1
        self.setHorizontalHeader(RowHeader(self))
        self.setModel(self.rows)
        self.typeset = Typeset()
        look.changed.connect(self.typeset.forget)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        own_bars(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.first_refusal: Callable[[QKeyEvent], bool] | None = None
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.records[index.row()]))
        look.changed.connect(self.lay)
        self.lay()

    # What is shown -----------------------------------------------------------------------------------------------

    def show_records(self, records: Sequence[Any], mark: Any = None) -> None:
        """Show these; `mark` (a key) is marked, else the one that was, else the first."""
        current = self.current()
        keys = [self._key(r) for r in records]
        before = self.rows.records
        if before and keys[: len(before)] == [self._key(r) for r in before]:
            # The same rows say something else, or more came after them: nothing moves, and only what is new is painted.
            changed = [row for row, old in enumerate(before) if old != records[row]]
            if len(records) > len(before):
                self.rows.beginInsertRows(QModelIndex(), len(before), len(records) - 1)
                self.rows.records = records
                self.rows.endInsertRows()
            self.rows.records = records
            for row in changed:
                self._repaint(row)
            if mark is not None:
                self.mark(mark)
            return
        wanted = mark if mark is not None else self._key(current) if current is not None else None
        where = self.verticalScrollBar().value()
        self.rows.beginResetModel()
        self.rows.records = records
        self.rows.endResetModel()
        if not self.mark(wanted) and records:
            self.setCurrentIndex(self.rows.index(0, 0))
            self.scrollToTop()
        elif mark is None:
            self.verticalScrollBar().setValue(where)
            self.scrollTo(self.currentIndex())

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, where what is shown needs them; the records stay."""
        if [c.heading for c in columns] == [c.heading for c in self.rows.columns]:
            self.rows.columns = columns
            return
        marked = self.currentIndex().row()
        self.rows.beginResetModel()
        self.rows.columns = columns
        self.rows.endResetModel()
        self.lay()
        if 0 <= marked < len(self.rows.records):
            self._mark_row(marked)

    def current(self) -> Any:
        """The marked record, or None."""
        row = self.currentIndex().row()
        return self.rows.records[row] if 0 <= row < len(self.rows.records) else None

    def mark(self, key: Any) -> bool:
        """Mark the row of `key`, and scroll to it."""
        for row, record in enumerate(self.rows.records):
            if self._key(record) == key:
                self._mark_row(row)
                return True
        return False

    def step(self, by: int) -> None:
        """Move the mark so many rows."""
        last = len(self.rows.records) - 1
        if last >= 0:
            self._mark_row(max(0, min(last, self.currentIndex().row() + by)))

    @property
    def page_step(self) -> int:
        """Rows in sight, less one."""
        return max(1, self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) - 1)

    def _mark_row(self, row: int) -> None:
        self.setCurrentIndex(self.rows.index(row, 0))
        self.scrollTo(self.rows.index(row, 0))

    # Size --------------------------------------------------------------------------------------------------------

    def lay(self) -> None:
        """Columns as wide as there is room for; rows as tall as the density says."""
        self.horizontalHeader().setFixedHeight(look.px(36))
        self.verticalHeader().setMinimumSectionSize(1)
        high = look.px(30) if self._dense and not look.glove else look.size("row")
        self.verticalHeader().setDefaultSectionSize(high)
        room = self.viewport().width()
        shown = list(range(len(self.rows.columns)))
        for drops in sorted({c.drops for c in self.rows.columns} - {0}, reverse=True):
            if sum(look.px(self.rows.columns[n].width) for n in shown) > room:
                shown = [n for n in shown if self.rows.columns[n].drops != drops]
        spare = max(0, room - sum(look.px(self.rows.columns[n].width) for n in shown))
        shares = sum(self.rows.columns[n].share for n in shown) or 1
        used = 0
        for number, column in enumerate(self.rows.columns):
            self.setColumnHidden(number, number not in shown)
            if number in shown:
                wide = look.px(column.width) + spare * column.share // shares
                if number == shown[-1] and any(self.rows.columns[n].share for n in shown):
                    wide = max(wide, room - used)
                self.setColumnWidth(number, wide)
                used += wide
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.lay()
        if self.currentIndex().isValid():  # what is marked stays in sight
            self.scrollTo(self.currentIndex())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(sum(look.px(c.width) for c in self.rows.columns), look.px(140))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(160), look.px(140))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The rows that are to be painted anew, and no others: through a delegate each cell costs five times that."""
        at = self.visualRect(self.currentIndex())
        region, wide = event.region(), self.viewport().width()
        columns = [
            (number, self.columnViewportPosition(number), self.columnWidth(number))
            for number in range(len(self.rows.columns)) if not self.isColumnHidden(number)
        ]  # fmt: skip
        painter = QPainter(self.viewport())
        first, last = (self.rowAt(y) for y in (event.rect().top(), event.rect().bottom()))
        for row in range(first, (last if last >= 0 else len(self.rows.records) - 1) + 1) if first >= 0 else ():
            top, high = self.rowViewportPosition(row), self.rowHeight(row)
            if region.intersects(QRect(0, top, wide, high)):
                self._paint_row(painter, row, columns, top, high)
        if self.hasFocus() and at.isValid():
            ring = QRectF(0, at.top(), wide, at.height())
            paint_ring(painter, ring.adjusted(1, 1, -1, -1), look.px(6))
        painter.end()

    def cut(self, index: Index) -> str:
        """All that the cell says, where its column is too narrow for it; else nothing."""
        if not index.isValid():
            return ""
        cell = self.rows.cell(index)
        wide = look.px(10 if index.column() else EDGE) + self.typeset.width(cell.text, cell.kind) + look.px(10)
        wide += look.px(20) + look.px(8) if cell.icon else 0
        wide += look.px(8) + self.typeset.width(cell.aside, "small") if cell.aside else 0
        return f"{cell.text} {cell.aside}".strip() if wide > self.columnWidth(index.column()) else ""

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.cut(self.indexAt(event.pos())), self)  # "" takes one away
            return True
        return super().viewportEvent(event)

    def _paint_row(
        self, painter: QPainter, row: int, columns: Sequence[tuple[int, int, int]], top: int, high: int
    ) -> None:
        marked, record = self.currentIndex().row() == row, self.rows.records[row]
        edge, pad, size, middle = look.px(EDGE), look.px(10), look.px(20), top + high / 2
        left, end = columns[0][1], columns[-1][1] + columns[-1][2]
        if marked:
            painter.fillRect(left, top, end - left, high, look.colour("sel"))
            painter.fillRect(left, top, look.px(4), high, look.colour("prim"))
        else:
            painter.fillRect(left + edge, top + high - 1, end - left - 2 * edge, 1, look.colour("line"))
        # What lies on `sel` has its ink: in the two strong themes the status colours were not made for it.
        strong = look.theme in ("contrast", "sun")
        for place, (number, x, wide) in enumerate(columns):
            column = self.rows.columns[number]
            found = column.cell(record)
            cell = found if isinstance(found, Cell) else Cell(found)
            if not cell.text:
                continue
            on_mark = marked and (strong or cell.colour in ("text", "mut"))
            ink = look.colour("on-sel" if on_mark else cell.colour)
            right, start = x + wide - pad, x + (pad if place else edge)
            if cell.icon:
                icons.paint(painter, cell.icon, ink, start, top + (high - size) / 2, size)
                start += size + look.px(8)
            if column.middle:
                start = x + (wide - self.typeset.width(cell.text, cell.kind)) / 2
            painter.setPen(ink)
            room = right - start
            start += self.typeset.draw(painter, cell.text, cell.kind, start, middle, room, right=column.right) + look.px(8)
            if cell.aside and right - start > look.px(16):
                painter.setPen(look.colour("on-sel" if marked else "mut"))
                self.typeset.draw(painter, cell.aside, "small", start, middle, right - start, right=column.right)

    # Keys and pointer --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.first_refusal is not None and self.first_refusal(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):  # by themselves they would go along the row
            self.step(-len(self.rows.records) if event.key() == Qt.Key.Key_Home else len(self.rows.records))
        elif event.key() in ARROWS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:  # noqa: N802
        """Letters belong to the search box."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        plain = not event.modifiers() and event.button() == Qt.MouseButton.LeftButton
        self._down = self.indexAt(event.position().toPoint()).row() if plain else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        row, down = self.indexAt(event.position().toPoint()).row(), self._down
        self._down = -1
        # On release inside what was pressed: a slip of the finger can be taken back by moving away.
        if 0 <= row == down:
            self.pressed_row.emit(self.rows.records[row])

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.viewport().update()

    def _repaint(self, row: int) -> None:
        """The row, with the line over it that its neighbour drew."""
        high = self.rowHeight(row)
        self.viewport().update(0, self.rowViewportPosition(row) - 2, self.viewport().width(), high + 4)

    def _moved(self, now: QModelIndex, was: QModelIndex) -> None:
        for index in (now, was):
            if index.isValid():
                self._repaint(index.row())
        self.moved_to.emit(self.current())
