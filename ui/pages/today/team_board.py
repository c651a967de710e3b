"""The teams of the day: a column each with its places. Whoever has one is a tile, a free one is dashed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStyleOptionViewItem, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import icons
from ...look import look
from ...widgets.focus_ring import paint_ring
from ...widgets.layouts import Column, Line
from ...widgets.marks import Cap, Meter
from ...widgets.notice import Surface
from ...widgets.scroll import Scroll
from ...widgets.text import Text
from ...widgets.tile_paint import paint_tile
from ...widgets.tiles import Tile, TileDelegate, Tiles
from ...widgets.typeset import Typeset, plate

Index = QModelIndex | QPersistentModelIndex
FREE = "free"  # the outcome of a tile that is nobody's yet
NARROWEST = 218  # pixels at 100 %: a column of a team, and of one in the glove view
NARROWEST_GLOVE = 290
MOST_FREE = 40  # dashed tiles drawn


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team as its column shows it; `id` None is the one column of a programme without teams."""

    id: bytes | None
    name: str
    key: str  # the digit that chooses it
    meeting_place: str
    places: int | None
    used: int
    shut: str  # the word where nobody works that day
    tiles: tuple[Tile, ...]

    @property
    def free(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.used)


class PlaceDelegate(TileDelegate):
    """A tile with a place, or the dashed one of a free place. The ring is there only while the view has focus."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile, view = index.data(Qt.ItemDataRole.UserRole), option.widget
        if not isinstance(tile, Tile) or not isinstance(view, PlaceTiles):
            return
        gap = look.size("tile-gap") / 2
        box = QRectF(option.rect).adjusted(1, gap, -1, -gap)
        painter.save()
        if tile.outcome == FREE:
            paint_free(painter, box, tile.name, tile.status, view.typeset)
        else:
            paint_tile(painter, box, tile, view.typeset, selected=tile.key == view.marked)
        painter.restore()
        if view.hasFocus() and view.currentIndex() == index:
            painter.save()
            paint_ring(painter, QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), look.px(10))
            painter.restore()


def paint_free(painter: QPainter, box: QRectF, name: str, shut: str, words: Typeset) -> None:
    """A free place: dashed, with a plus. Where nobody works it is hatched and bears the word."""
    if shut:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(look.colour("line"), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), look.px(8), look.px(8))
    wide = max(1.5 * look.scale, look.edge_width)
    # The edge's middle lies a pixel inside the box.
    plate(painter, box.adjusted(1, 1, -1, -1).adjusted(-wide / 2, -wide / 2, wide / 2, wide / 2), "", "edge", wide,
          look.px(8), dashed=True)  # fmt: skip
    size = look.size("icon")
    x = box.left() + look.px(12)
    line = QRectF(x + size + look.px(12), box.top(), box.width() - size - look.px(36), box.height())
    if shut:
        # The word on a plain ground, or the hatching runs through it.
        room = min(words.width(shut, "body"), line.width())
        ground = QRectF(0, 0, room + look.px(12), words.face("body")[1].height())
        ground.moveCenter(line.center())
        ground.moveLeft(line.left() - look.px(6))
        painter.fillRect(ground, look.colour("surf"))
    else:
        icons.paint(painter, "plus", look.colour("mut"), x, box.top() + (box.height() - size) / 2, size)
    painter.setPen(look.colour("mut"))
    words.draw(painter, shut or name, "body", line.left(), line.center().y(), line.width())


class PlaceTiles(Tiles):
    """The places of a team, one under the other, as high as they are many."""

    def __init__(self, name: str) -> None:
        self.roomy = True
        self.marked: bytes | None = None
        super().__init__(name, most=1)
        self.tile_model.lay_out(1)
        self.setItemDelegate(PlaceDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.first_refusal = self._key

    def row_height(self) -> int:
        return look.px(72) if self.roomy and not look.glove else look.size("tile") + look.size("tile-gap")

    def lay(self, *, anew: bool = False) -> None:
        self.setColumnWidth(0, self.viewport().width())
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.setFixedHeight(self.row_height() * max(1, len(self.tile_model.tiles)))
        self.viewport().update()

    def show_marked(self, person: bytes | None) -> None:
        touched = {person, self.marked} & {t.key for t in self.tile_model.tiles} if person != self.marked else None
        self.marked = person
        if touched:
            self.viewport().update()

    def _key(self, event: QKeyEvent) -> bool:
        tile = self.current_tile()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and tile is not None:
            if not event.isAutoRepeat():
                self.pressed_tile.emit(tile)
            return True
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()  # it shows all it has: what is under it scrolls

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(NARROWEST - 24), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(120), self.row_height())


class TeamColumn(Surface):
    """One team: name, the key that chooses it, where it meets, how full it is, and its places."""

    def __init__(self, team: TeamView) -> None:
        # Elements
        super().__init__("surf", "line", 12)
        self.name = Text("", "h2")
        self.cap = Cap(team.key)
        self.taken = Text("", "strong")
        self.meets = Text("", "label", "mut")
        self.meter = Meter()
        self.rest = Text("", "key")
        self.tiles = PlaceTiles(team.name)
        # Assemble
        first, second = Line(gap=10), Line(gap=8)
        first.put(self.name)
        first.put(self.cap)
        first.put(self.taken, 1)
        second.put(self.meter)
        second.put(self.rest, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.taken.setAlignment(right)
        self.rest.setAlignment(right)
        column = Column(gap=6, margins=(12, 12, 12, 8), parent=self)
        for part in (first, self.meets, second, self.tiles):
            column.put(part)
        column.put(0)
        self.cap.setVisible(bool(team.key))
        self.show_team(team)

    def show_team(self, team: TeamView) -> None:
        self.team = team
        self.name.setText(team.name)
        self.meets.setText(team.meeting_place)
        self.meets.setVisible(bool(team.meeting_place))
        free = team.free
        if free is None:
            taken, rest = str(team.used), ""
        else:
            taken = ngettext("{used} of {count} place", "{used} of {count} places", team.places or 0)
            taken = taken.format(used=team.used, count=team.places)
            rest = _("Full") if not free else ngettext("{count} free", "{count} free", free).format(count=free)
        self.taken.setText(taken)
        self.rest.setText(team.shut or rest)
        self.rest.paint_as("mut" if team.shut or free == 0 else "text")
        self.meter.setVisible(free is not None)
        self.meter.set(f"{taken}. {team.shut or rest}", team.used, team.places or 0)
        self.fill = "alt" if free == 0 and not team.tiles else "surf"
        self.setAccessibleName(f"{team.name}. {taken}. {team.shut or rest}")
        self.tiles.setAccessibleName(f"{team.name}. {taken}")
        self.tiles.roomy = len(team.tiles) <= 5
        self.tiles.show_tiles(team.tiles)
        self.tiles.lay()
        self.tiles.setVisible(bool(team.tiles))
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(160), super().minimumSizeHint().height())


class Teams(Scroll):
    """All teams side by side, on as many lines as it takes; it scrolls when there are more than fit."""

    person_pressed = Signal(object)  # a person's id
    person_held = Signal(object)  # pressed long, or with the right button
    place_pressed = Signal(object)  # a team's id, None where there are no teams

    def __init__(self) -> None:
        self._inside = QWidget()
        super().__init__(self._inside, sideways=False)
        self.columns: list[TeamColumn] = []
        self.tall = False  # as high as it is: something outside scrolls
        self._across = 0
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._restyle)

    def show_teams(self, teams: list[TeamView], marked: bytes | None) -> None:
        """Show these; columns are made anew only when the teams are others."""
        if [(t.id, t.key) for t in teams] != [(c.team.id, c.team.key) for c in self.columns]:
            for old in self.columns:
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.columns = []
            for team in teams:
                column = TeamColumn(team)
                column.tiles.pressed_tile.connect(lambda tile, column=column: self._pressed(column, tile))
                column.tiles.held_tile.connect(self._held)
                self.columns.append(column)
            self._lay(again=True)
        else:
            for column, team in zip(self.columns, teams, strict=True):
                if team != column.team:
                    column.show_team(team)
        self.mark(marked)
        self._fit()

    def mark(self, person: bytes | None) -> None:
        """The tile of whoever is marked in the queue."""
        for column in self.columns:
            column.tiles.show_marked(person)

    def stand_tall(self, tall: bool) -> None:
        """Whether to be as high as all that is in it."""
        self.tall = tall
        self._fit()

    def _pressed(self, column: TeamColumn, tile: Tile) -> None:
        if tile.outcome == FREE:
            self.place_pressed.emit(column.team.id)
        else:
            self.person_pressed.emit(tile.key)

    def _held(self, tile: Tile) -> None:
        if tile.outcome != FREE:
            self.person_held.emit(tile.key)

    def _lay(self, *, again: bool = False) -> None:
        gap = look.px(16)
        self._grid.setSpacing(gap)
        room = self.viewport().width()
        least = look.px(NARROWEST_GLOVE if look.glove else NARROWEST)
        across = max(1, min(len(self.columns), (room + gap) // (least + gap)))
        if across == self._across and not again:
            return
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 1 if number < across else 0)
        for number, column in enumerate(self.columns):
            self._grid.addWidget(column, number // across, number % across)
            self._grid.setColumnStretch(number % across, 1)
            column.show()
        self._grid.setRowStretch(-(-len(self.columns) // across), 1)
        self._across = across

    def _fit(self) -> None:
        high = self._inside.sizeHint().height() if self.tall else look.px(140)
        self.setMinimumHeight(high)

    def _restyle(self) -> None:
        for column in self.columns:
            column.tiles.lay()
        self._lay(again=True)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(770), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(180), self.minimumHeight())
