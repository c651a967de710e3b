"""The desk's paper list read in from a file in the window: looked through first, then read in as one act."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import people
from alfdesk.sales import editions, sellers, stock, till
from alfdesk.spreadsheets import write_xlsx
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY, text
from ui import tasks
from ui.dialogs.working import Cover
from ui.pages.sales.paper_list import ReadPaper

from .stall import HERE, THERE, Stall, at_the_desk, opened, plain, stall  # noqa: F401  a fixture

HEADING = "tid;utsted;selger;produkt;utgave;antall;betaling;merknad"
DAY = f"{TODAY:%d.%m.%Y}"
LINES = (
    f"{DAY} 08.05;Hallvardsstuen;94;Megafon;11/2026;10;kontant;",
    f"{DAY} 08.20;Hallvardsstuen;17;Megafon;11/2026;5;vipps;", f"{DAY} 08.40;Torget;61;Megafon;11/2026;4;kreditt;",
    f"{DAY} 09.00;Hallvardsstuen;94;Megafon;11/2026;2;retur;",
    f"{DAY} 09.10;Hallvardsstuen;;Megafon;11/2026;3;makulert;våte",
)  # fmt: skip
UNKNOWN = f"{DAY} 09.20;Hallvardsstuen;7777;Megafon;11/2026;1;kontant;"


def until(true: Callable[[], object]) -> None:
    for _time in range(2_000):
        QApplication.processEvents()
        if true():
            return
        QTest.qWait(5)
    raise AssertionError("it did not come")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "papirliste.csv", *LINES)


def written(file: Path, *lines: str) -> Path:
    file.write_text("\n".join([HEADING, *lines, ""]), encoding="utf-8")
    return file


def looked_through(stall: Stall, file: Path) -> ReadPaper:  # noqa: F811
    """The panel as it is opened and given a file."""
    stall.type("Ctrl+O")
    panel: ReadPaper = opened(stall, ReadPaper)
    panel.take(file)
    until(lambda: panel._looking is None)
    return panel


def shown(panel: ReadPaper) -> str:
    """What the panel says of the list, line by line."""
    parts = [panel.wrong.words.text() if panel.wrong.isVisible() else ""]
    if panel.shown.isVisible():
        parts += [panel.counts.text(), panel.sums.text(), *(w.accessibleName() for w in panel._marks)]
        parts.append(panel.still.text())
    return "\n".join(plain(part) for part in parts if part)


def sums(stall: Stall) -> tuple[int, int, int]:  # noqa: F811
    """Copies at Hallvardsstuen, kroner in its till, and entries in the journal."""
    at, edition = stall.outlets[HERE], stall.editions["11/2026"]
    (entries,) = stall.work.desk.place.cursor().execute("SELECT count(*) FROM entry").fetchone()
    return stall.ask(stock.copies_at, at, edition), stall.ask(till.unsettled_cash, at) // 100, entries


def test_from_nothing_to_read_in_and_back_by_keys(stall: Stall, file: Path) -> None:  # noqa: F811
    before = sums(stall)
    stall.type("Ctrl+O")
    panel = opened(stall, ReadPaper)
    assert panel.empty.isVisible() and panel.first.hasFocus() and not panel.read_button.isVisible()
    assert plain(panel.columns.text()).endswith("tid, utsted, selger, produkt, utgave, antall, betaling, merknad.")
    panel.take(file)
    until(lambda: panel._looking is None)
    assert shown(panel) == text("""
        5 new lines.
        17 copies sold, cash 400 kr, Vipps 250 kr, credit 200 kr.
        New outlets: Torget.
        Line 4: More than lay there by the book
        Nothing has changed yet. Lines with a mark are read in too: the paper is right.
    """)
    assert sums(stall) == before
    assert panel.read_button.hasFocus() and panel.read_button.text() == "Read in 5 lines"
    stall.type("Enter")
    until(lambda: panel._gone)
    assert stall.said == "5 lines are read in."
    copies, kroner, _entries = sums(stall)
    assert (copies, kroner) == (400 - 10 - 5 + 2 - 3, 500 - 100)
    assert stall.focus == "seller"
    stall.type("Ctrl+Z")
    assert sums(stall)[:2] == before[:2]
    assert "Torget" not in [o.name for o in stall.page._outlets]


def test_lines_that_are_refused_are_mended_and_looked_at_again(stall: Stall, file: Path) -> None:  # noqa: F811
    before = sums(stall)
    written(file, *LINES, UNKNOWN, f"{DAY} 09.30;Hallvardsstuen;94;Megafon;11/2026;0;kontant;")
    panel = looked_through(stall, file)
    assert shown(panel) == text("""
        2 of 7 lines are refused.
        Line 7: No seller has number 7777.
        Line 8: Copies must be a whole number from 1 to 999.
        Nothing has changed. Mend these lines in the list, and look again.
    """)
    assert panel.read_button.text() == "Look again"
    written(file, *LINES)
    stall.type("Enter")
    until(lambda: panel._looking is None)
    assert panel.read_button.text() == "Read in 5 lines" and sums(stall) == before


def test_a_list_that_was_read_adds_nothing_and_one_that_grew_some(stall: Stall, file: Path) -> None:  # noqa: F811
    panel = looked_through(stall, file)
    stall.type("Enter")
    until(lambda: panel._gone)
    before = sums(stall)
    panel = looked_through(stall, file)
    assert shown(panel) == "0 new lines, 5 as before.\nThe list is read in already."
    assert not panel.read_button.isVisible() and panel.other_button.hasFocus()
    panel.send()
    assert sums(stall) == before
    panel.take(written(file, *LINES, f"{DAY} 12.00;Hallvardsstuen;94;Megafon;11/2026;1;kontant;"))
    until(lambda: panel._looking is None)
    assert shown(panel).splitlines()[0] == "1 new line, 5 as before."
    stall.type("Enter")
    until(lambda: panel._gone)
    assert sums(stall)[0] == before[0] - 1


def test_a_spreadsheet_and_a_file_that_is_none(stall: Stall, tmp_path: Path) -> None:  # noqa: F811
    book, other = tmp_path / "liste.xlsx", tmp_path / "bilde.xlsx"
    book.write_bytes(write_xlsx([line.split(";") for line in LINES], HEADING.split(";")))
    panel = looked_through(stall, book)
    assert shown(panel).startswith("5 new lines.")
    other.write_bytes(b"\x89PNG")
    panel.take(other)
    until(lambda: panel._looking is None)
    assert panel.wrong.isVisible() and not panel.shown.isVisible()
    assert panel.wrong.more.text() == "Nothing has changed." and panel.read_button.text() == "Look again"


def drop(target: QWidget, *files: Path) -> bool:
    """Carry files there and let go; whether they were taken."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, carried, *held)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, *held))
    return enter.isAccepted()


def test_a_list_that_is_dropped_on_the_page_or_the_panel(stall: Stall, file: Path) -> None:  # noqa: F811
    assert not drop(stall.page, file, file)
    assert drop(stall.page, file)
    panel = opened(stall, ReadPaper)
    until(lambda: panel._looking is None)
    assert shown(panel).startswith("5 new lines.")
    assert drop(panel, written(file, *LINES[:2]))
    until(lambda: panel._looking is None)
    assert shown(panel).startswith("2 new lines.")


def many(file: Path, count: int) -> Path:
    return written(file, *(
        f"{DAY} {8 + at % 600 // 60:02}.{at % 60:02};{THERE};94;Megafon;11/2026;1;kontant;" for at in range(count)
    ))  # fmt: skip


def test_a_long_list_is_cancelled_and_then_read(stall: Stall, file: Path) -> None:  # noqa: F811
    panel = looked_through(stall, many(file, 1_000))
    before = sums(stall)
    panel.send()
    cover = next(one for one in stall.work.findChildren(Cover) if not one._gone)
    QTest.keyClick(cover, Qt.Key.Key_Escape)
    until(lambda: cover._gone and not any(task.running for task in tasks.running()))
    assert sums(stall) == before and shown(panel).startswith("Cancelled. Nothing has changed.")
    stall.type("Enter")
    until(lambda: panel._gone)
    at = stall.outlets[THERE]
    assert stall.ask(stock.copies_at, at, stall.editions["11/2026"]) == -1_000
    assert stall.ask(till.unsettled_cash, at) == 1_000 * 5_000
    stall.type("Ctrl+Z")
    assert sums(stall)[:2] == before[:2] and stall.ask(till.unsettled_cash, at) == 0


def test_what_changed_since_it_was_looked_at_is_said(stall: Stall, file: Path) -> None:  # noqa: F811
    """A number was taken away between: nothing is read in, and the line is shown."""
    panel = looked_through(stall, file)
    before = sums(stall)
    written(file, *LINES, UNKNOWN)
    stall.type("Enter")
    until(lambda: panel._looking is None and panel.preview is not None and panel.preview.refused)
    assert shown(panel).startswith("1 line was refused. Nothing has been read in.")
    assert "Line 7: No seller has number 7777." in shown(panel) and sums(stall) == before


def test_where_there_is_no_outlet_yet_the_list_makes_them(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    with at_the_desk(qapp, place, tmp_path / "prefs", ({}, {}, {})) as empty:
        empty.do(editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5000, cover_ore=9000, since=TODAY)
        person = empty.do(people.register, call_name="Vigdis", today=TODAY)
        empty.do(sellers.make_seller, person=person, number=94)
        assert empty.page.outlet is None
        panel = looked_through(empty, written(tmp_path / "liste.csv", LINES[0]))
        empty.type("Enter")
        until(lambda: panel._gone)
        assert [o.name for o in empty.page._outlets] == [HERE] and empty.page.outlet is not None
