"""A table of records: one marked row, keys and presses, columns that give way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from ui.look import look
from ui.widgets.row_table import Cell, Column, RowTable


@dataclass(frozen=True)
class Line:
    key: int
    name: str
    place: str = "Gården"


LINES = [Line(n, f"Person {n}") for n in range(50)]


@pytest.fixture
def table(qapp: QApplication) -> Iterator[RowTable]:
    look.load_fonts()
    look.set(choice="light", zoom=100)
    columns = [
        Column("Name", lambda line: Cell(line.name, kind="name", aside="17"), 160, 2),
        Column("Place", lambda line: line.place, 160, 1, drops=1),
        Column("Today", lambda line: Cell("Present", "circle-check-filled", "present"), 160, 1, drops=2),
    ]
    table = RowTable("People", columns, spoken=lambda line: f"{line.name}, {line.place}", key=lambda line: line.key)
    table.resize(700, 400)
    table.show_records(LINES)
    table.show()
    table.activateWindow()
    table.setFocus()
    qapp.processEvents()
    yield table
    look.set(zoom=100)
    table.close()
    table.deleteLater()


def test_arrows_home_and_end_move_the_mark_and_change_nothing(table: RowTable) -> None:
    assert table.current() == LINES[0]
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.current() == LINES[2]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current() == LINES[-1]
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current() == LINES[0]
    table.step(-5)
    assert table.current() == LINES[0]
    table.step(7)
    assert table.current() == LINES[7]


def test_enter_opens_and_a_press_tells_the_row(table: RowTable) -> None:
    opened, pressed = [], []
    table.opened.connect(opened.append)
    table.pressed_row.connect(pressed.append)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [LINES[0]]
    at = table.visualRect(table.rows.index(3, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pressed == [LINES[3]]
    assert table.current() == LINES[3]
    # A slip of the finger: let go on another row, and nothing is pressed.
    QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(0, 120))
    assert pressed == [LINES[3]]


def test_the_mark_stays_with_its_record(table: RowTable) -> None:
    table.mark(5)
    table.show_records(LINES[3:20])
    assert table.current().key == 5
    table.show_records([Line(n, "again") for n in range(3, 20)])
    assert table.current() == Line(5, "again")
    table.show_records(LINES[10:12])
    assert table.current() == LINES[10]
    table.show_records(LINES, mark=20)
    assert table.current() == LINES[20]
    table.show_records([])
    assert table.current() is None


def test_columns_give_way_where_there_is_no_room(table: RowTable, qapp: QApplication) -> None:
    hidden = lambda: [table.isColumnHidden(n) for n in range(3)]  # noqa: E731
    assert hidden() == [False, False, False]
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(400, 400)
    qapp.processEvents()
    assert hidden() == [False, False, True]
    look.set(zoom=200)
    table.resize(500, 400)
    qapp.processEvents()
    assert hidden() == [False, True, True]
    assert table.horizontalScrollBar().maximum() == 0


def test_what_is_cut_is_told_whole_where_the_pointer_rests(table: RowTable, qapp: QApplication) -> None:
    long = "Gården bortenfor den andre gården, innerst i dalen"
    table.show_records([Line(0, "Person 0"), Line(1, "Person 1", long)])
    qapp.processEvents()
    assert [table.cut(table.rows.index(row, 1)) for row in (0, 1)] == ["", long]
    spot = table.visualRect(table.rows.index(1, 1)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(spot))
    QApplication.sendEvent(table.viewport(), event)
    assert QToolTip.text() == long
    QToolTip.hideText()


def test_a_screen_reader_hears_the_row_and_sight_shows_the_ring(table: RowTable, qapp: QApplication) -> None:
    # One accessible cell past the row of headings.
    interface = QAccessible.queryAccessibleInterface(table)
    texts = [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())[:8]]
    assert "Person 0, Gården" in texts
    focused = table.grab().toImage()
    table.clearFocus()
    qapp.processEvents()
    assert table.grab().toImage() != focused
