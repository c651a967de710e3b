"""People as tiles in fixed places: down the columns, as on the paper list. A name never moves when it is marked."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent,
)  # fmt: skip
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from PySide6.QtWidgets import QWidget

from ..look import look
from .focus_ring import paint_ring
from .scroll import own_bars
from .tile_paint import paint_mark, paint_tile
from .typeset import Typeset

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. `status` is the word shown under the name, `spoken` what a screen reader says of it all."""

    key: bytes
    name: str
    outcome: str | None
    status: str
    time: str = ""
    aside: str = ""
    message: bool = False
    spoken: str = ""
    heading: bool = False  # a heading over the tiles that follow, and no tile


class TileModel(QAbstractTableModel):
    """Tiles by row and column: down the columns, each group under its heading by itself. `lay_out` says where."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles: Sequence[Tile] = ()
        self.columns = 4
        self.rows = 0
        self.headings: tuple[int, ...] = ()  # rows that hold a heading
        self.faint: frozenset[bytes] = frozenset()
        self._spots: list[tuple[int, int]] = []  # of each tile: row, column
        self._places: dict[tuple[int, int], int] = {}  # and back

    def lay_out(self, columns: int) -> None:
        """Give each tile its spot."""
        self.columns, self._spots, top = columns, [], 0
        headings, group = [], 0
        for place, tile in enumerate(self.tiles):
            if tile.heading:
                top = self._group(group, place, top)
                headings.append(top)
                self._spots.append((top, 0))
                top, group = top + 1, place + 1
        self.rows = self._group(group, len(self.tiles), top)
        self.headings = tuple(headings)
        self._places = {spot: place for place, spot in enumerate(self._spots)}

    def _group(self, first: int, last: int, top: int) -> int:
        """Spots for the tiles from `first` to before `last`, from the row `top` on. Returns the row below."""
        high = math.ceil((last - first) / self.columns)
        self._spots += [(top + n % high, n // high) for n in range(last - first)]
        return top + high

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self.columns

    def place(self, index: Index) -> int | None:
        """Which tile in the order stands here."""
        return self._places.get((index.row(), index.column())) if index.isValid() else None

    def at(self, index: Index) -> Tile | None:
        place = self.place(index)
        return self.tiles[place] if place is not None else None

    def where(self, place: int) -> QModelIndex:
        """The index of the tile at `place` in the order."""
        return self.index(*self._spots[place]) if place < len(self._spots) else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        tile = self.at(index)
        if tile is None or tile.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tile = self.at(index)
        if tile is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tile.spoken or ", ".join(w for w in (tile.name, tile.status, tile.time) if w)
        if role == Qt.ItemDataRole.UserRole:
            return tile
        return None


class TileDelegate(QStyledItemDelegate):
    """Paints a tile from the tokens."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(look.px(180), look.size("tile") + look.size("tile-gap"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(tile, Tile):
            return
        view = option.widget
        current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        faint = isinstance(view, Tiles) and tile.key in view.tile_model.faint
        gap = look.size("tile-gap") / 2
        box = QRectF(option.rect).adjusted(gap, gap, -gap, -gap)
        painter.save()
        if faint:
            painter.setOpacity(0.3)
        paint_tile(painter, box, tile, view.typeset if isinstance(view, Tiles) else Typeset(),
                   selected=selected and not current)  # fmt: skip
        painter.restore()
        if current:
            painter.save()
            if view.hasFocus():
                paint_ring(painter, QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), look.px(10))
            else:
                paint_mark(painter, box)
            painter.restore()


class Tiles(QTableView):
    """The view. It marks one tile (`current_tile`), may select several, and hands keys it doesn't use to the page."""

    pressed_tile = Signal(object)  # Tile: pressed and let go inside
    _laid = -1  # the width that the columns were laid out for
    _tall = False
    pressed_heading = Signal(object)  # Tile
    held_tile = Signal(object)  # Tile: pressed long, or with the right button
    moved_to = Signal(object)  # Tile or None: the marked one

    def __init__(
        self, name: str, least: int = 262, most: int = 8, closer: int = 206, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        # Least width of a column at 100 %; `closer` is as narrow as they get to spare a scroll bar.
        self.least, self.most, self.closer = least, most, closer
        self.typeset = Typeset()
        look.changed.connect(self.typeset.forget)
        self.tile_model = TileModel()
        self.setModel(self.tile_model)
        self.setItemDelegate(TileDelegate(self))
        self.setAccessibleName(name)
        self.setObjectName("bare")
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        own_bars(self, see_through=True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.first_refusal: Callable[[QKeyEvent], bool] | None = None
        self._down: Tile | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD)
        self._hold.timeout.connect(self._held)
        palette = QPalette()  # the delegate paints what is selected: nothing behind it
        palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 0, 0))
        self.setPalette(palette)
        look.changed.connect(self.lay)
        self.selectionModel().currentChanged.connect(lambda now, _was: self.moved_to.emit(self.tile_model.at(now)))

    # What is shown -----------------------------------------------------------------------------------------------

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these. The marked one stays marked; when the same people stand in the same order only they repaint."""
        marked = self.current_tile()
        before = self.tile_model.tiles
        if [(t.key, t.heading) for t in tiles] == [(t.key, t.heading) for t in before]:
            self.tile_model.tiles = tiles
            for place, (new, old) in enumerate(zip(tiles, before, strict=True)):
                if new != old:
                    index = self.tile_model.where(place)
                    self.tile_model.dataChanged.emit(index, index)
            return
        self.tile_model.beginResetModel()
        self.tile_model.tiles = tiles
        self.tile_model.lay_out(self.tile_model.columns)
        self.tile_model.endResetModel()
        self.lay()
        self._span_headings()
        if marked is None or not self.mark(marked.key):
            first = next((t for t in tiles if not t.heading), None)
            if first:
                self.mark(first.key)

    def faint_but(self, keys: Sequence[bytes] | None) -> None:
        """Make all but these faint; None brings everyone back."""
        kept = None if keys is None else set(keys)
        was, model = self.tile_model.faint, self.tile_model
        model.faint = frozenset() if kept is None else frozenset(t.key for t in model.tiles if t.key not in kept)
        for place, tile in enumerate(model.tiles):
            if (tile.key in was) != (tile.key in model.faint):
                self.update(model.where(place))

    def current_tile(self) -> Tile | None:
        return self.tile_model.at(self.currentIndex())

    def selected_tiles(self) -> list[Tile]:
        """Those selected, in order; the marked one alone where nothing more is selected."""
        places = sorted(p for i in self.selectedIndexes() if (p := self.tile_model.place(i)) is not None)
        several = [t for p in places if not (t := self.tile_model.tiles[p]).heading]
        current = self.current_tile()
        return several if len(several) > 1 else [current] if current else []

    def mark(self, key: bytes) -> bool:
        """Mark the tile of `key`, and scroll to it."""
        for place, tile in enumerate(self.tile_model.tiles):
            if tile.key == key and not tile.heading:
                index = self.tile_model.where(place)
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return True
        return False

    def mark_next(self, wanted: Callable[[Tile], bool] = lambda _t: True) -> Tile | None:
        """Go on to the next tile that is wanted, in order and round the end. None where there is no other."""
        tiles = self.tile_model.tiles
        current = self.current_tile()
        here = next((i for i, t in enumerate(tiles) if current and t.key == current.key), -1)
        for step in range(1, len(tiles) + 1):
            tile = tiles[(here + step) % len(tiles)]
            if not tile.heading and wanted(tile):
                self.mark(tile.key)
                return tile
        return None

    # Size --------------------------------------------------------------------------------------------------------

    def stand_tall(self, tall: bool) -> None:
        """Whether to be as high as all that is in it: then something outside scrolls."""
        if tall != self._tall:
            self._tall = tall
            off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.setVerticalScrollBarPolicy(off if tall else needed)
            self.lay()

    def lay(self) -> None:
        """As many columns as there is room for; rows as tall as the density says."""
        wide = self.viewport().width()
        columns = self._columns(wide)
        if columns != self.tile_model.columns:
            marked = self.current_tile()
            self.tile_model.beginResetModel()
            self.tile_model.lay_out(columns)
            self.tile_model.endResetModel()
            if marked:
                self.mark(marked.key)
            self._span_headings()
        for column in range(columns):
            self.setColumnWidth(column, (wide * (column + 1)) // columns - (wide * column) // columns)
        high = look.size("tile") + look.size("tile-gap")
        self.verticalHeader().setDefaultSectionSize(high)
        self.setMinimumHeight(high * self.tile_model.rows if self._tall else 0)
        self.viewport().update()

    def _span_headings(self) -> None:
        self.clearSpans()
        for row in self.tile_model.headings:
            if self.tile_model.columns > 1:
                self.setSpan(row, 0, 1, self.tile_model.columns)

    def _columns(self, wide: int) -> int:
        """How many columns: comfortable ones, narrower ones where that spares a scroll bar."""
        comfortable = max(1, min(self.most, 3 if look.glove else self.most, wide // look.px(self.least)))
        high = look.size("tile") + look.size("tile-gap")
        room = self.viewport().height() // high * comfortable
        count = len(self.tile_model.tiles)
        if self._tall or look.glove or not room or count <= room:
            return comfortable
        closer = max(1, min(self.most, wide // look.px(self.closer)))
        return closer if count <= self.viewport().height() // high * closer else comfortable

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.lay()

    def updateGeometries(self) -> None:  # noqa: N802
        super().updateGeometries()
        # A scroll bar that goes gives its width back here, and nobody is told of it.
        if self.viewport().width() != self._laid:
            self._laid = self.viewport().width()
            self.lay()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(560), look.px(300))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), max(look.px(120), 3 * (look.size("tile") + look.size("tile-gap"))))

    # Keys and pointer --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.first_refusal is not None and self.first_refusal(event):
            event.accept()
            return
        choose = event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in ARROWS or choose:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update(self.currentIndex())

    def keyboardSearch(self, _search: str) -> None:  # noqa: N802
        """Letters belong to the search box."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        plain = not event.modifiers() and event.button() == Qt.MouseButton.LeftButton
        self._down = self.tile_model.at(self.indexAt(event.position().toPoint())) if plain else None
        if self._down is not None:
            self._hold.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._down is not None and self.tile_model.at(self.indexAt(event.position().toPoint())) is not self._down:
            self._hold.stop()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        self._hold.stop()
        tile = self.tile_model.at(self.indexAt(event.position().toPoint()))
        down, self._down = self._down, None
        # On release inside what was pressed: a slip of the finger can be taken back by moving away.
        if tile is not None and down is not None and (tile.key, tile.heading) == (down.key, down.heading):
            (self.pressed_heading if tile.heading else self.pressed_tile).emit(tile)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        tile = self.tile_model.at(self.indexAt(event.pos()))
        if event.reason() != QContextMenuEvent.Reason.Mouse or tile is None or tile.heading:
            event.ignore()
            return
        self.mark(tile.key)
        self.held_tile.emit(tile)

    def _held(self) -> None:
        down, self._down = self._down, None
        if down is not None and not down.heading:
            self.held_tile.emit(down)


HOLD = 550  # milliseconds: a long press
ARROWS = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
}  # fmt: skip
