"""The figures of the sales desk: from Enter on a sale to its durable row and the page painted again, in the real window
with ten years behind it; the same rows by a bare driver beside it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .desk_world import TODAY, desk_world
from .limits import sale as bare
from .measure import Figure, in_turn, p95, spread, timed
from .worlds import OUT

if TYPE_CHECKING:
    from alfdesk.store.workplace import Place
    from ui.work import Work

SHORT, LONG = 20_000, 200_000
TABLES = ("entry", "desk_move", "purchase")
KEY = b"k" * 32


def a_sale(quick: bool) -> Iterator[Figure]:
    n = 40 if quick else 200
    sizes = (2_000, SHORT) if quick else (SHORT, LONG)
    worlds = [desk_world(sales=size) for size in sizes]
    desks = [Desk(world.copy(f"desk-{size}"), world.sellers) for world, size in zip(worlds, sizes, strict=True)]
    limit = Bare(desks[1].place)
    for no in range(10):
        for desk in desks:
            desk.sells(no)
    less, more, least = in_turn(n, desks[0].sells, desks[1].sells, limit.sells)
    sold = desks[1].sold()
    for desk in desks:
        desk.end()
    assert sold == n + 10, f"{sold} sales on the disk of {n + 10}"
    yield Figure(
        f"a sale, Enter to durable row and repaint, {sizes[1]:,} sales behind it: p95", p95(more), 100, "ms",
        "≤ 100 ms", p95(more) <= 100, n, spread(more, []),
        [f"of this process alone p95 {p95(desks[1].own[10:]):.0f} ms, beside {p95(desks[0].own[10:]):.0f} ms"],
    )  # fmt: skip
    yield Figure(
        f"the same beside {sizes[0]:,} sales: p95", p95(more), p95(less), "ms", "≤ 1.5 ×", p95(more) <= 1.5 * p95(less),
        n, spread(more, less),
    )  # fmt: skip
    yield Figure(
        "the same beside its rows by a bare driver, indexes and commit and no window: p95", p95(more), p95(least), "ms",
        "no aim", True, n, spread(more, least),
    )  # fmt: skip


class Desk:
    """The window with the sales desk in front, and a queue of sellers."""

    def __init__(self, place: Place, sellers: int) -> None:
        from tests.ui.hands import Hands

        from .window import _settle, _work

        self.place, self.sellers, self.settle = place, sellers, _settle
        self.work: Work = _work(place, "sales")
        self.page: Any = self.work.made["sales"]
        assert self.page.day == TODAY, self.page.day
        self.hands = Hands(self.work)
        self.own: list[float] = []  # milliseconds of this process, whatever else the machine does

    def sells(self, no: int) -> float:
        """94 ⏎ 10 ⏎, by the next seller; the last key is timed. Milliseconds."""
        from PySide6.QtWidgets import QApplication

        self.work.activateWindow()
        self.page.counter.seller.setFocus()
        self.settle()
        before = self.place.last
        self.hands.write(str(no % self.sellers + 1))
        self.hands.press("Enter")
        self.hands.write("10")
        self.settle()
        began = time.process_time()
        took = timed(lambda: (self.hands.press("Enter"), QApplication.processEvents()))
        self.own.append(1000 * (time.process_time() - began))
        assert self.place.last is not None and self.place.last is not before, "the key wrote nothing"
        shown = self.page.shown.last[0]
        assert (shown.number, shown.copies) == (no % self.sellers + 1, 10), "the page shows another sale"
        return took

    def sold(self) -> int:
        """Sales of the day that the file has."""
        row = self.place.cursor().execute(
            "SELECT count(*) FROM purchase WHERE day=? AND voided=0", (TODAY.isoformat(),)
        ).fetchone()
        return int(row[0])

    def end(self) -> None:
        from .window import _end

        _end(self.work)


class Bare:
    """The rows of a sale, again and again, in a file that has all that the other one has of those tables."""

    def __init__(self, of: Place) -> None:
        cursor = of.cursor()
        marks = ",".join("?" * len(TABLES))
        ddl = [sql for (sql,) in cursor.execute(
            f"SELECT sql FROM main.sqlite_master WHERE tbl_name IN ({marks}) AND sql IS NOT NULL "
            "ORDER BY type='index'", TABLES,
        )]  # fmt: skip
        rows = {table: cursor.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        self.columns = {t: [row[1] for row in cursor.execute(f"PRAGMA table_info({t})").fetchall()] for t in TABLES}
        self.row = {table: list(every[-1]) for table, every in rows.items()}
        folder = OUT / "work" / "desk-bare"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.connection = bare.tables(folder / "bare.db", KEY, ddl, rows)

    def sells(self, no: int) -> float:
        for table, row in self.row.items():
            for place, name in enumerate(self.columns[table]):
                if name in ("id", "hash", "stream"):
                    row[place] = (no + 1).to_bytes(len(row[place]), "big")
                elif name == "no":
                    row[place] += 1
        return timed(lambda: bare.insert(self.connection, {table: tuple(row) for table, row in self.row.items()}))


FIGURES = {"desk": a_sale}
