"""The one door: entries in, tables out. A local act, a list, a parcel and a rebuild all come through here.

The state is a function of the *set* of entries. For a field the greatest (stamp, stream, seq, place) wins; facts,
voids and erasures are unions. So neither order nor repetition can matter, and both are tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ..models.base import Kind, kinds
from . import entry as form
from .fits import content
from .tables import KEPT, REBUILT, arm, disarm

if TYPE_CHECKING:
    from sqlalchemy import Index, Table

# (this laptop's number of the entry, stream, seq, stamp, its ops decoded; an erased op is None)
Applied = tuple[int, bytes, int, int, Sequence[Sequence[Any] | None]]

# What decides between two sets of a field: stamp, stream, seq, place in the entry.
Order = tuple[int, bytes, int, int]

Cell = tuple[bytes, str, str]  # a field: row, table, name

CHUNK = 4_000  # entries at a time in a rebuild: the memory of a small laptop stays small


def apply(cursor: Any, entries: Iterable[Applied]) -> set[str]:
    """Write what the entries say into the tables; the gate must be open. Returns the names of the tables touched.

    Ops of kinds or with fields that this version does not know are left in the journal and change nothing here.
    """
    known = kinds()
    entries = list(entries)
    # Whatever stands beside an erasure in its batch, before it or after it, is gone too.
    erasures = [
        (no, [bytes.fromhex(op[1]), *map(bytes.fromhex, op[2])])
        for no, _stream, _seq, _stamp, ops in entries
        for op in ops
        if op is not None and op[0] == "erase"
    ]
    gone = {row for (row,) in cursor.execute("SELECT row FROM erased")}
    gone.update(row for _no, rows in erasures for row in rows)
    facts: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    touched: set[tuple[bytes, int]] = set()
    voids: list[tuple[bytes, str, bytes, int]] = []
    voided: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
    cells: dict[Cell, tuple[Order, int, Any]] = {}
    said: dict[Cell, list[tuple[Order, int, int]]] = defaultdict(list)
    for no, stream, seq, stamp, ops in entries:
        for place, op in enumerate(ops):
            if op is None:
                continue
            what = op[0]
            if what == "fact":
                kind = known.get(op[1])
                fact, person = bytes.fromhex(op[2]), op[3] and bytes.fromhex(op[3])
                if person:
                    touched.add((person, no))
                if fact in gone:
                    touched.add((fact, no))
                if kind is None or not kind.is_fact or fact in gone or person in gone:
                    continue
                facts[kind.name].append(_fact_row(kind, fact, person, op[4], no))
            elif what == "set":
                kind, row = known.get(op[1]), bytes.fromhex(op[2])
                touched.add((row, no))
                if kind is None or kind.is_fact or op[3] not in kind.fields or row in gone:
                    continue
                order, key = (stamp, stream, seq, place), (row, kind.name, op[3])
                said[key].append((order, no, op[5]))
                if key not in cells or cells[key][0] < order:
                    cells[key] = (order, no, op[4])
            elif what == "void":
                kind, fact, person = known.get(op[1]), bytes.fromhex(op[2]), bytes.fromhex((op[4:5] or [""])[0] or "")
                if person:
                    touched.add((person, no))
                if person in gone:
                    continue
                voids.append((fact, op[1], person, no))
                if kind is not None and kind.is_fact and (kind.has_person or not person):
                    voided[kind.name].append((fact, person))
    cursor.executemany("INSERT OR IGNORE INTO touch(row, no) VALUES(?,?)", sorted(touched))
    cursor.executemany("INSERT OR IGNORE INTO void(fact, kind, person, no) VALUES(?,?,?,?)", voids)
    for name, rows in facts.items():
        cursor.executemany(_insert_fact(known[name]), rows)
        if cursor.rowcount != len(rows):
            _said_twice(cursor, known[name], rows)
    for name, ids in voided.items():
        hers = "?2 IN (x'', person)" if known[name].has_person else "?2=x''"
        cursor.executemany(f"UPDATE {name} SET voided=1 WHERE id=?1 AND {hers}", ids)
    sets = _apply_cells(cursor, cells, said)
    for no, rows in erasures:
        _erase(cursor, rows, no)
    return set(facts) | set(voided) | sets


def _fact_row(kind: Kind, fact: bytes, person: bytes | None, values: dict[str, Any], no: int) -> tuple[Any, ...]:
    row = [fact, person] if kind.has_person else [fact]
    for name, field in kind.fields.items():
        value = values.get(name)
        row.append(None if value is None else field.to_row(value))
    row += (fact, kind.name, person or b"", no)
    return tuple(row)


def _insert_fact(kind: Kind) -> str:
    columns = ["id", *(["person"] if kind.has_person else []), *kind.fields]
    marks = ",".join("?" * len(columns))
    # A void may have come before its fact: then the fact is born voided. One that names another kind voids nothing: who
    # may void a message may not void a role. Nor does one that names another person: it goes when that one is erased.
    return (
        f"INSERT OR IGNORE INTO {kind.name}({','.join(columns)},voided,entry) "
        f"VALUES({marks},EXISTS(SELECT 1 FROM void WHERE fact=? AND kind=? AND person IN (x'', ?)),?)"
    )


def _said_twice(cursor: Any, kind: Kind, rows: Sequence[tuple[Any, ...]]) -> None:
    """What two entries say under one id counts for nothing: an id is chance, so one of them only pretends. Which stood
    first here must not decide. Whoever did it could have voided the fact as well, and no more than that comes of it."""
    when = "SELECT stamp, stream, seq FROM entry WHERE no=?"
    for row in rows:
        (there,) = cursor.execute(f"SELECT entry FROM {kind.name} WHERE id=?", (row[0],)).fetchone()
        if there == row[-1]:
            continue
        if cursor.execute(when, (row[-1],)).fetchone() < cursor.execute(when, (there,)).fetchone():
            cursor.execute(f"DELETE FROM {kind.name} WHERE id=?", (row[0],))
            cursor.execute(_insert_fact(kind), row)
        cursor.execute(f"UPDATE {kind.name} SET voided=1 WHERE id=?", (row[0],))


def _apply_cells(
    cursor: Any, cells: dict[Cell, tuple[Order, int, Any]], said: dict[Cell, list[tuple[Order, int, int]]]
) -> set[str]:
    """Keep the sets that win against what stands, and write them row by row, all fields of a row at once."""
    won: list[tuple[bytes, str, str, int, int, int]] = []
    clashed: list[tuple[bytes, str, str, int, int]] = []
    rows: dict[tuple[str, bytes], dict[str, Any]] = defaultdict(dict)
    (any_clash,) = cursor.execute("SELECT EXISTS(SELECT 1 FROM clash)").fetchone()
    for cell, (order, no, value) in cells.items():
        row, table, field = cell
        standing = cursor.execute(
            "SELECT stamp, no, place FROM cell WHERE row=? AND kind=? AND field=?", cell
        ).fetchone()
        stands: Order | None = None
        if standing and (
            standing[0] >= order[0] or any_clash or len(said[cell]) > 1 or said[cell][0][2] != standing[0]
        ):
            stream, seq = cursor.execute("SELECT stream, seq FROM entry WHERE no=?", (standing[1],)).fetchone()
            stands = (standing[0], stream, seq, standing[2])
        if stands or len(said[cell]) > 1:
            earlier = any_clash and cursor.execute(
                "SELECT 1 FROM clash WHERE row=? AND kind=? AND field=? LIMIT 1", cell
            ).fetchone()
            if earlier:
                clashed += [(*cell, number, one[3]) for one, number, _over in said[cell]]
            elif _clash(stands, said[cell]):
                clashed += [(*cell, *spot) for spot in _said(cursor, cell)]
        if stands and stands >= order:
            continue
        won.append((*cell, order[0], no, order[3]))
        rows[table, row][field] = value
    cursor.executemany("INSERT OR IGNORE INTO clash(row, kind, field, no, place) VALUES(?,?,?,?,?)", clashed)
    cursor.executemany(
        "INSERT INTO cell(row, kind, field, stamp, no, place) VALUES(?,?,?,?,?,?) ON CONFLICT(row, kind, field) "
        "DO UPDATE SET stamp=excluded.stamp, no=excluded.no, place=excluded.place",
        won,
    )
    shapes: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    known = kinds()
    for (table, row), values in rows.items():
        fields = known[table].fields
        shapes[table, tuple(values)].append((row, *(fields[f].to_row(v) for f, v in values.items())))
    for (table, columns), values in shapes.items():
        updates = ",".join(f"{c}=excluded.{c}" for c in columns)
        cursor.executemany(
            f"INSERT INTO {table}(id,{','.join(columns)}) VALUES({','.join('?' * (len(columns) + 1))}) "
            f"ON CONFLICT(id) DO UPDATE SET {updates}",
            values,
        )
    for kind in known.values():
        if kind.derived:
            _derive(cursor, kind, [row for table, row in rows if table == kind.name])
    return {table for table, _ in shapes}


def _clash(before: Order | None, said: list[tuple[Order, int, int]]) -> bool:
    """Whether one of these, as (order, entry, what it was written over), names another value than the one it finds.

    That depends on the order they came in; what nobody had seen is found in every order.
    """
    for order, _no, over in said:
        if before is not None and order != before:
            # In a list two lines may say one field, and the second one does not see the first.
            seen = over == before[0] or (over < before[0] and order[1] == before[1])
            if order < before or not seen:
                return True
        before = order
    return False


def _said(cursor: Any, cell: Cell) -> Iterator[tuple[int, int]]:
    """All that was ever said of a field, as (entry, place in it)."""
    row, table, field = cell
    wanted = ["set", table, row.hex(), field]
    for no, packed in cursor.execute(
        "SELECT entry.no, entry.ops FROM touch JOIN entry ON entry.no=touch.no WHERE touch.row=?", (row,)
    ).fetchall():
        for place, (salt, raw) in enumerate(form.unpack(packed)):
            if salt is not None and content(raw)[:4] == wanted:
                yield no, place


def _derive(cursor: Any, kind: Kind, rows: Sequence[bytes]) -> None:
    """Fill in the columns that follow from the others. In Python: SQL for it would be worked out a hundred times as
    slowly, and would lock the file to this program."""
    names = list(kind.fields)
    changed = []
    for row in rows:
        found = cursor.execute(f"SELECT {','.join(names)} FROM {kind.name} WHERE id=?", (row,)).fetchone()
        values = dict(zip(names, found, strict=True))
        changed.append((*(function(values) for function in kind.derived.values()), row))
    marks = ",".join(f"{column}=?" for column in kind.derived)
    cursor.executemany(f"UPDATE {kind.name} SET {marks} WHERE id=?", changed)


def _erase(cursor: Any, rows: Sequence[bytes], no: int) -> None:
    """Take the content of these rows out of every entry that speaks of them, and the rows out of every table.

    Salt and content go, the hash of each op stays: the chain still verifies, and nobody can guess the content back.
    """
    cursor.executemany("INSERT OR IGNORE INTO erased(row, no) VALUES(?,?)", [(r, no) for r in rows])
    lost = set(rows)
    about = {n for r in rows for (n,) in cursor.execute("SELECT no FROM touch WHERE row=?", (r,))}
    for kind in kinds().values():
        if kind.has_person:
            rows_of = cursor.execute(f"SELECT id, entry FROM {kind.name} WHERE person=?", (rows[0],)).fetchall()
            lost.update(fact for fact, _ in rows_of)
            about.update(n for _, n in rows_of)
        if kind.is_fact:  # one that bears no person and is about her all the same: a rule of her own
            for row in rows[1:]:
                about.update(n for (n,) in cursor.execute(f"SELECT entry FROM {kind.name} WHERE id=?", (row,)))
    about |= {n for fact in lost for (n,) in cursor.execute("SELECT no FROM void WHERE fact=?", (fact,))}
    for n in sorted(about - {no}):
        (packed,) = cursor.execute("SELECT ops FROM entry WHERE no=?", (n,)).fetchone()
        kept = [(None, form.op_hash(p)) if _speaks_of(p, lost) else p for p in form.unpack(packed)]
        wall = cursor.execute("SELECT wall FROM entry WHERE no=?", (no,)).fetchone()
        cursor.execute(
            "UPDATE entry SET ops=?, erased_at=? WHERE no=?", (form.pack(kept), wall[0] if wall else 0, n)
        )
    for kind in kinds().values():
        cursor.executemany(f"DELETE FROM {kind.name} WHERE id=?", [(r,) for r in lost])
    cursor.executemany("DELETE FROM cell WHERE row=?", [(r,) for r in lost])
    cursor.executemany("DELETE FROM clash WHERE row=?", [(r,) for r in lost])
    cursor.executemany("DELETE FROM void WHERE fact=?", [(r,) for r in lost])
    cursor.executemany("DELETE FROM looked WHERE person=?", [(r,) for r in rows])


def _speaks_of(packed: form.Packed, lost: set[bytes]) -> bool:
    if packed[0] is None:
        return False
    return any(bytes.fromhex(one) in lost for one in form.about(form.content(packed[1])))


def stored(cursor: Any, order: str = "no") -> Iterator[Applied]:
    """Every entry of the journal, decoded, in the order given (an SQL expression)."""
    rows = cursor.execute(f"SELECT no, stream, seq, stamp, ops FROM entry ORDER BY {order}")
    for no, stream, seq, stamp, packed in rows:
        yield no, stream, seq, stamp, [None if s is None else content(raw) for s, raw in form.unpack(packed)]


def create(cursor: Any, *, indexes: bool = True) -> None:
    """Make the tables that are rebuilt, empty."""
    for ddl in REBUILT.values():
        cursor.execute(ddl)
    for kind in kinds().values():
        cursor.execute(_ddl(kind.model.__table__))
    if indexes:
        create_indexes(cursor)


def create_indexes(cursor: Any) -> None:
    for kind in kinds().values():
        for index in sorted(kind.model.__table__.indexes, key=lambda i: i.name or ""):
            cursor.execute(_ddl(index))


@cache
def _ddl(made: Table | Index) -> str:
    """The statement that makes a table or an index. Finding its words takes longer than carrying it out."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable, Table

    words = CreateTable(made) if isinstance(made, Table) else CreateIndex(made)
    return str(words.compile(dialect=sqlite.dialect()))


def shape() -> str:
    """What the rebuilt tables look like in this version: when it changes, they are thrown away and made again."""
    return _shape(tuple(sorted(kinds())))


@cache
def _shape(names: tuple[str, ...]) -> str:
    from hashlib import sha256

    lines = [*REBUILT.values()]
    for kind in map(kinds().__getitem__, names):
        lines.append(f"{kind.name} {[(name, type(of).__name__) for name, of in kind.columns.items()]}")
        lines.append(str(sorted(kind.indexes)))
    return sha256("\n".join(lines).encode()).hexdigest()


def rebuild(cursor: Any) -> None:
    """Throw the rebuilt tables away and make them again from the journal, inside the caller's transaction."""
    disarm(cursor)
    tables = [n for (n,) in cursor.execute("SELECT name FROM main.sqlite_master WHERE type='table'").fetchall()]
    for name in tables:
        if name not in KEPT and not name.startswith("sqlite_"):
            cursor.execute(f'DROP TABLE main."{name}"')
    # The gate goes up after the replay, and the indexes are sorted once at its end: together half the time.
    create(cursor, indexes=False)
    replay(cursor, stored(cursor.connection.cursor()))
    create_indexes(cursor)
    arm(cursor)


def replay(cursor: Any, entries: Iterator[Applied]) -> None:
    """Apply many entries, a chunk at a time."""
    chunk: list[Applied] = []
    for one in entries:
        chunk.append(one)
        if len(chunk) == CHUNK:
            apply(cursor, chunk)
            chunk.clear()
    apply(cursor, chunk)

