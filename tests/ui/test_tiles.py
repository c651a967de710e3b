"""Tiles: fixed places down the columns, groups under headings, a mark that stays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui.look import look
from ui.widgets.tiles import Tile, TileModel, Tiles


def of(*names: str) -> list[Tile]:
    """Tiles; a name in capitals is a heading."""
    return [Tile(n.encode(), n, None, "Waits", heading=n.isupper()) for n in names]


def spots(model: TileModel) -> list[str]:
    rows = []
    for row in range(model.rows):
        line = [model.at(model.index(row, column)) for column in range(model.columns)]
        rows.append(" ".join(tile.name if tile else "." for tile in line))
    return rows


def test_down_the_columns(qapp: QApplication) -> None:
    model = TileModel()
    model.tiles = of("a", "b", "c", "d", "e")
    model.lay_out(2)
    assert spots(model) == ["a d", "b e", "c ."]
    assert [model.place(model.where(n)) for n in range(5)] == [0, 1, 2, 3, 4]


def test_each_group_by_itself_under_its_heading(qapp: QApplication) -> None:
    model = TileModel()
    model.tiles = of("ONE", "a", "b", "c", "TWO", "d")
    model.lay_out(2)
    assert spots(model) == ["ONE .", "a c", "b .", "TWO .", "d ."]
    assert model.headings == (0, 3)


@pytest.fixture
def view(qapp: QApplication) -> Tiles:
    look.set(choice="light", zoom=100)
    view = Tiles("People")
    view.resize(900, 400)
    view.show_tiles(of("a", "b", "c", "d", "e", "f"))
    return view


def test_the_mark_stays_when_a_tile_changes(view: Tiles) -> None:
    view.mark(b"c")
    changed = of("a", "b", "c", "d", "e", "f")
    changed[2] = Tile(b"c", "c", "present", "Present", "08.00")
    view.show_tiles(changed)
    current = view.current_tile()
    assert current is not None and (current.key, current.time) == (b"c", "08.00")


def test_the_next_one_goes_round_the_end_and_past_headings(view: Tiles) -> None:
    view.show_tiles(of("ONE", "a", "b", "TWO", "c"))
    view.mark(b"b")
    assert (found := view.mark_next()) is not None and found.name == "c"
    assert (found := view.mark_next()) is not None and found.name == "a"
    assert view.mark_next(lambda tile: False) is None


def test_columns_are_narrowed_to_spare_a_scroll_bar(view: Tiles) -> None:
    names = [f"p{n}" for n in range(26)]
    view.resize(1142, 7 * 56)
    view.show_tiles(of(*names))
    view.show()
    QApplication.processEvents()
    assert view.tile_model.columns == 4
    view.show_tiles(of(*names, *(f"q{n}" for n in range(6))))
    QApplication.processEvents()
    assert (view.tile_model.columns, view.verticalScrollBar().maximum()) == (5, 0)
    assert sum(view.columnWidth(n) for n in range(5)) == view.viewport().width()
