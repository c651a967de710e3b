"""The figures, each beside its limit program, in one run."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from alfdesk import people
from alfdesk.attendance import lists, record, standing
from alfdesk.attendance.record import Said
from alfdesk.journal import tables
from alfdesk.store.workplace import Place

from .limits import opened, read_list, rebuild, search, verb
from .measure import Figure, in_turn, median, p95, spread, timed
from .worlds import OUT, ROOT, World, world, write_list

TODAY = date(2026, 11, 22)
KEPT = frozenset({"entry", "waiting", "local", "looked"})  # what a rebuild leaves alone


def warm(place: Place) -> Place:
    """Open all the way: the tables mapped, a connection made, the pages that a morning's work needs read once."""
    with place.read() as session:
        people.search(session, "a")
    return place


def rows_of(place: Place, *, without: frozenset[str] = frozenset()) -> read_list.Rows:
    """Every row of every table as it stands, in the order it lies."""
    cursor, found = place.cursor(), {}
    for table in tables.names(cursor):
        if table not in without:
            columns = [row[1] for row in cursor.execute(f"PRAGMA table_info({table})").fetchall()]
            found[table] = (columns, cursor.execute(f"SELECT {','.join(columns)} FROM {table}").fetchall())
    return found


# One verb ------------------------------------------------------------------------------------------------------------


class Desk:
    """Somebody at the keyboard of a standing crew of forty: marks, corrects, changes a phone number."""

    def __init__(self, kept: World, name: str) -> None:
        self.kept, self.place = kept, warm(kept.copy(name))
        self.dice = random.Random(1)
        self.acting = self.place.acting()

    def act(self, no: int) -> float:
        who = self.kept.people[self.dice.randrange(40)]
        end = self.dice.randrange(780, 840)
        about: dict[str, Any] = {"person": who, "programme": self.kept.programme, "day": self.kept.last_day}
        said = Said("present", from_minute=540, to_minute=end)

        def one() -> None:
            with self.place.write(self.acting) as work:
                if no % 3 == 0:
                    standing.mark(work, **about, what=said)
                elif no % 3 == 1:
                    record.correct(work, **about, what=said, reason="skrevet feil på lista")
                else:
                    people.change(work, person=who, phone=f"412{no:05}", today=TODAY)

        return timed(one)


def one_verb(quick: bool) -> Iterator[Figure]:
    n = 150 if quick else 600
    short = Desk(world("short", entries=5_000, people=100, per_day=100), "short")
    long = Desk(world("long", entries=50_000, people=100, per_day=100), "long")
    path, key = OUT / "work" / "verb.db", os.urandom(32)
    for old in path.parent.glob("verb.db*"):
        old.unlink()
    bare = verb.table(path, key)
    (size,) = short.place.cursor().execute(
        "SELECT avg(length(ops)+length(command)+16*3+32+8*4) FROM entry"
    ).fetchone()  # fmt: skip
    for warming in range(15):
        short.act(warming), long.act(warming)
    ours, more, least = in_turn(
        n, short.act, long.act, lambda _no: timed(lambda: verb.insert(bare, os.urandom(int(size))))
    )
    for closing in (short.place, long.place, bare):
        closing.close()
    yield Figure(
        "one verb, durable, 5,000 entries: p95", p95(ours), p95(least), "ms", "≤ 20 ms", p95(ours) <= 20, n,
        spread(ours, least),
    )  # fmt: skip
    yield Figure(
        "the same with 50,000 entries: p95, beside 5,000", p95(more), p95(ours), "ms", "≤ 1.5 ×",
        p95(more) <= 1.5 * p95(ours) and p95(more) <= 20, n, spread(more, ours),
        [f"medians {median(more):.2f} and {median(ours):.2f} ms, ratio {median(more) / median(ours):.2f}"],
    )  # fmt: skip


# Search --------------------------------------------------------------------------------------------------------------


def searching(quick: bool) -> Iterator[Figure]:
    place = warm(mix(quick).copy("search"))
    names = [n for (n,) in place.cursor().execute("SELECT search FROM person WHERE search IS NOT NULL")]
    dice = random.Random(2)
    typed = [dice.choice(dice.choice(names).split())[: dice.randrange(1, 5)] for _ in range(120 if quick else 500)]
    typed += [str(dice.randrange(1, 3000))[: dice.randrange(1, 5)] for _ in range(len(typed) // 4)]
    dice.shuffle(typed)
    key, path = place.key, place.database
    bare = opened(path, key)
    with place.read() as session:
        ours, least = in_turn(
            len(typed),
            lambda no: timed(lambda: people.search(session, typed[no])),
            lambda no: timed(lambda: search.search(bare, typed[no])),
        )
    bare.close()
    place.close()
    slow = sorted(zip(ours, typed, strict=True), reverse=True)[:5]
    yield Figure(
        f"search among {len(names):,} people: p95", p95(ours), p95(least), "ms", "≤ 15 ms", p95(ours) <= 15,
        len(typed), spread(ours, least), ["slowest: " + ", ".join(f"“{t}” {ms:.1f}" for ms, t in slow)],
    )  # fmt: skip


def mix(quick: bool) -> World:
    entries = 20_000 if quick else 200_000
    return world("mix", entries=entries, people=3_000, per_day=40 if quick else 400)


# Rebuild -------------------------------------------------------------------------------------------------------------


def rebuilding(quick: bool) -> Iterator[Figure]:
    kept = mix(quick)
    place = warm(kept.copy("rebuild"))
    rows, key = rows_of(place, without=KEPT), place.key

    def ours(_no: int) -> float:
        took = timed(place.rebuild)
        warm(place)
        return took

    def least(_no: int) -> float:
        other = kept.copy("rebuild-limit")
        path = other.database
        other.close()
        bare = opened(path, key)
        took = timed(lambda: rebuild.rebuild(bare, rows))
        bare.close()
        return took

    n = 3
    mine, raw = in_turn(n, ours, least)
    (count,) = place.cursor().execute("SELECT count(*) FROM entry").fetchone()
    place.close()
    yield Figure(
        f"rebuild of {count:,} entries", median(mine), median(raw), "ms", "≤ 4 ×; 15 s",
        median(mine) <= 4 * median(raw) and median(mine) <= 15_000, n, spread(mine, raw),
        [f"{table} {len(r):,}" for table, (_c, r) in sorted(rows.items(), key=lambda i: -len(i[1][1]))[:6]],
    )  # fmt: skip


# A list read in ------------------------------------------------------------------------------------------------------


def reading(quick: bool) -> Iterator[Figure]:
    kept = world("lists", entries=5_000, people=500, per_day=250)
    lines = 2_000 if quick else 10_000
    new, again = OUT / "work" / "list.csv", OUT / "work" / "again.csv"
    write_list(new, people=200, first=date(2026, 1, 5), lines=lines)
    write_list(again, people=200, first=date(2026, 1, 5), lines=lines, shift=9)
    for name, file, before in (("read in", new, None), ("read in again, changed", again, new)):
        place = _copy(kept, "list", before)
        stood = {table: set(rows) for table, (_c, rows) in rows_of(place).items()}
        read_in(place, file)
        left = {
            table: (columns, fresh)
            for table, (columns, rows) in rows_of(place).items()
            if (fresh := [row for row in rows if row not in stood[table]])
        }
        place.close()
        base = _copy(kept, "list-base", before)
        base.close()

        def ours(_no: int, file: Path = file) -> float:
            place = warm(_again(kept, "list"))
            took = timed(lambda: read_in(place, file))
            place.close()
            return took

        def least(_no: int, left: read_list.Rows = left) -> float:
            place = _again(kept, "list-limit")
            path, key = place.database, place.key
            place.close()
            bare = opened(path, key)
            bare.execute("SELECT count(*) FROM attendance").fetchone()
            took = timed(lambda: read_list.insert(bare, left))
            bare.close()
            return took

        n = 5 if quick else 9
        mine, raw = in_turn(n, ours, least)
        yield Figure(
            f"a list of {lines:,} lines {name}", median(mine), median(raw), "ms", "≤ 6 ×",
            median(mine) <= 6 * median(raw), n, spread(mine, raw),
            [", ".join(f"{table} {len(rows):,}" for table, (_c, rows) in left.items())],
        )  # fmt: skip


def _copy(kept: World, name: str, before: Path | None) -> Place:
    place = warm(kept.copy(name))
    if before is not None:
        read_in(place, before)
    return place


def _again(kept: World, name: str) -> Place:
    """The workplace as it stood before the list: one that was closed whole, copied."""
    target = OUT / "work" / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(OUT / "work" / "list-base", target)
    return kept.template.open(target, kept.clock_after())


def read_in(place: Place, file: Path) -> None:
    with place.write(batch=True) as work:
        lists.read_list(work, file=file, today=TODAY)


# Bytes on disk -------------------------------------------------------------------------------------------------------


def size(quick: bool) -> Iterator[Figure]:
    place = mix(quick).copy("size")
    yield _size_of(place, "bytes on disk per entry, the mix")
    place.close()
    kept = world("lists", entries=5_000, people=500, per_day=250)
    before = kept.copy("size")
    base, entries = before.database.stat().st_size, _entries(before)
    file = OUT / "work" / "list.csv"
    write_list(file, people=200, first=date(2026, 1, 5), lines=10_000)
    read_in(before, file)
    before.close()
    place = kept.template.open(OUT / "work" / "size", kept.clock_after())
    each = (place.database.stat().st_size - base) / (_entries(place) - entries)
    (said,) = place.cursor().execute("SELECT avg(length(ops)) FROM entry WHERE batch IS NOT NULL").fetchone()
    place.close()
    yield Figure(
        "bytes on disk per entry, a list of 10,000", each, said, "bytes", "≤ 900", each <= 900, 10_000,
        "limit: the ops alone",
    )  # fmt: skip


def _entries(place: Place) -> int:
    return place.cursor().execute("SELECT count(*) FROM entry").fetchone()[0]


def _size_of(place: Place, name: str) -> Figure:
    cursor, count = place.cursor(), _entries(place)
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    each = place.database.stat().st_size / count
    (said,) = cursor.execute("SELECT sum(length(ops)) FROM entry").fetchone()
    columns = [row[1] for row in cursor.execute("PRAGMA table_info(entry)").fetchall()]
    sums = cursor.execute(f"SELECT {','.join(f'sum(length({c}))' for c in columns)} FROM entry").fetchone()
    notes = ["a compact copy holds: " + ", ".join(f"{n} {b / count:.0f}" for n, b in _where(place)[:14])]
    header = ", ".join(f"{c} {(s or 0) / count:.0f}" for c, s in zip(columns, sums, strict=True) if s)
    notes.append(f"in an entry (as text or bytes): {header}")
    return Figure(name, each, said / count, "bytes", "≤ 900", each <= 900, count, "limit: the ops alone", notes)


def _where(place: Place) -> list[tuple[str, int]]:
    """Bytes by table and index, in a compact copy without encryption; the whole and the slack besides."""
    plain = OUT / "work" / "plain.db"
    plain.unlink(missing_ok=True)
    cursor = place.cursor()
    cursor.execute("ATTACH ? AS plain KEY ''", (str(plain),))
    cursor.execute("SELECT sqlcipher_export('plain')").fetchone()
    # An older SQLite cannot parse the search column; to count pages it need not.
    cursor.execute("PRAGMA writable_schema=ON")
    cursor.execute("UPDATE plain.sqlite_master SET sql='CREATE TABLE person(id PRIMARY KEY)' WHERE name='person'")
    cursor.execute("PRAGMA writable_schema=OFF")
    cursor.execute("DETACH plain")
    whole = plain.stat().st_size
    parts = [("whole", whole), ("slack in the real file", place.database.stat().st_size - whole)]
    counted = sqlite3.connect(plain)
    try:
        rows = counted.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
    except sqlite3.OperationalError:  # this Python's SQLite was built without dbstat
        rows = []
    counted.close()
    plain.unlink()
    return [*parts, *rows]


# The start of `digest` -----------------------------------------------------------------------------------------------


def starting(quick: bool) -> Iterator[Figure]:
    kept = world("demo", entries=1_200, people=40, per_day=60)
    place = kept.copy("digest")
    keys = [place.key, place.keys.identity.encode(), place.keys.seed]
    folder, known = place.folder, json.dumps([part.hex() for part in keys])
    place.close()
    here = Path(__file__).parent

    def run(*words: str, stdin: str = "") -> float:
        command = [sys.executable, *words]
        env = os.environ | {"PYTHONPATH": str(ROOT), "ALFDESK_PASSPHRASE": "known already"}
        return timed(lambda: subprocess.run(command, input=stdin, text=True, check=True, capture_output=True, env=env))

    n = 10 if quick else 30
    ours = lambda _no: run("-m", "tests.bench.start", str(folder), stdin=known)  # noqa: E731
    least = lambda _no: run(str(here / "limits" / "imports.py"))  # noqa: E731
    bare = lambda _no: run("-c", "pass")  # noqa: E731
    in_turn(1, ours, least, bare)
    mine, sqlalchemy, python = in_turn(n, ours, least, bare)
    start = median(python)
    yield Figure(
        "digest, the key open, less a bare start", median(mine) - start, median(sqlalchemy) - start, "ms", "≤ 2 ×",
        median(mine) - start <= 2 * (median(sqlalchemy) - start), n, spread(mine, sqlalchemy),
        [f"a bare start is {start:.0f} ms"],
    )  # fmt: skip


FIGURES = {
    "verb": one_verb, "search": searching, "rebuild": rebuilding, "list": reading, "size": size, "start": starting,
}  # fmt: skip
