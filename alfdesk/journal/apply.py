"""The one door: entries in, tables out. A local act, a list, a parcel and a rebuild all come through here.

The state is a function of the *set* of entries. For a field the greatest (stamp, stream, seq, place) wins; facts,
voids and erasures are unions. So neither order nor repetition can matter, and both are tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..models.base import Kind, kinds
from . import entry as form
from .tables import KEPT, REBUILT, arm, disarm

# (this laptop's number of the entry, stream, seq, stamp, its ops decoded; an erased op is None)
Applied = tuple[int, bytes, int, int, Sequence[Sequence[Any] | None]]

# What decides between two sets of a field: stamp, stream, seq, place in the entry.
Order = tuple[int, bytes, int, int]

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
    voids: list[tuple[bytes, str, int]] = []
    voided: dict[str, list[tuple[bytes]]] = defaultdict(list)
    cells: dict[tuple[bytes, str], tuple[Order, int, str, Any]] = {}
    said: dict[tuple[bytes, str], list[tuple[Order, int, int]]] = defaultdict(list)
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
                if kind is None or not kind.is_fact or fact in gone or person in gone:
                    continue
                facts[kind.name].append(_fact_row(kind, fact, person, op[4], no))
            elif what == "set":
                kind, row = known.get(op[1]), bytes.fromhex(op[2])
                touched.add((row, no))
                if kind is None or kind.is_fact or op[3] not in kind.fields or row in gone:
                    continue
                order, key = (stamp, stream, seq, place), (row, op[3])
                said[key].append((order, no, op[5]))
                if key not in cells or cells[key][0] < order:
                    cells[key] = (order, no, kind.name, op[4])
            elif what == "void":
                fact = bytes.fromhex(op[2])
                voids.append((fact, op[1], no))
                if op[1] in known and known[op[1]].is_fact:
                    voided[op[1]].append((fact,))
    cursor.executemany("INSERT OR IGNORE INTO touch(row, no) VALUES(?,?)", sorted(touched))
    cursor.executemany("INSERT OR IGNORE INTO void(fact, kind, no) VALUES(?,?,?)", voids)
    for name, rows in facts.items():
        cursor.executemany(_insert_fact(known[name]), rows)
    for name, ids in voided.items():
        cursor.executemany(f"UPDATE {name} SET voided=1 WHERE id=?", ids)
    sets = _apply_cells(cursor, cells, said)
    for no, rows in erasures:
        _erase(cursor, rows, no)
    return set(facts) | set(voided) | sets


def _fact_row(kind: Kind, fact: bytes, person: bytes | None, values: dict[str, Any], no: int) -> tuple[Any, ...]:
    row = [fact, person] if kind.has_person else [fact]
    for name, field in kind.fields.items():
        value = values.get(name)
        row.append(None if value is None else field.to_row(value))
    row += (fact, kind.name, no)
    return tuple(row)


def _insert_fact(kind: Kind) -> str:
    columns = ["id", *(["person"] if kind.has_person else []), *kind.fields]
    marks = ",".join("?" * len(columns))
    # A void may have come before its fact: then the fact is born voided. One that names another kind voids nothing: who
    # may void a message may not void a role.
    return (
        f"INSERT OR IGNORE INTO {kind.name}({','.join(columns)},voided,entry) "
        f"VALUES({marks},EXISTS(SELECT 1 FROM void WHERE fact=? AND kind=?),?)"
    )


def _apply_cells(cursor: Any, cells: dict[tuple[bytes, str], Any], said: dict[tuple[bytes, str], Any]) -> set[str]:
    """Keep the sets that win against what stands, and write them row by row, all fields of a row at once."""
    won: list[tuple[bytes, str, int, int, int]] = []
    clashed: list[tuple[bytes, str, int, int]] = []
    rows: dict[tuple[str, bytes], dict[str, Any]] = defaultdict(dict)
    (any_clash,) = cursor.execute("SELECT EXISTS(SELECT 1 FROM clash)").fetchone()
    for (row, field), (order, no, table, value) in cells.items():
        standing = cursor.execute("SELECT stamp, no, place FROM cell WHERE row=? AND field=?", (row, field)).fetchone()
        stands: Order | None = None
        if standing and (standing[0] >= order[0] or any_clash or len(said[row, field]) > 1 or said[row, field][0][2] != standing[0]):
            stream, seq = cursor.execute("SELECT stream, seq FROM entry WHERE no=?", (standing[1],)).fetchone()
            stands = (standing[0], stream, seq, standing[2])
        if stands or len(said[row, field]) > 1:
            earlier = any_clash and cursor.execute(
                "SELECT 1 FROM clash WHERE row=? AND field=? LIMIT 1", (row, field)
            ).fetchone()
            before = (stands, standing[1]) if stands else None
            clashed += [(row, field, *place) for place in _clashing(before, said[row, field], bool(earlier))]
        if stands and stands >= order:
            continue
        won.append((row, field, order[0], no, order[3]))
        rows[table, row][field] = value
    cursor.executemany("INSERT OR IGNORE INTO clash(row, field, no, place) VALUES(?,?,?,?)", clashed)
    cursor.executemany(
        "INSERT INTO cell(row, field, stamp, no, place) VALUES(?,?,?,?,?) ON CONFLICT(row, field) "
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


def _clashing(
    before: tuple[Order, int] | None, said: list[tuple[Order, int, int]], clash: bool
) -> list[tuple[int, int]]:
    """Of what is said of one field those (entry, place in it) that were not all written upon one another: from the first
    that names another value than the one it finds, all that follow, and the one before.

    Which they are depends on the order they came in. Whatever the order, those that nobody had seen are among them.
    """
    found: list[tuple[int, int]] = []
    for order, no, over in said:
        if before is not None and order == before[0]:
            continue
        # In a list two lines may say one field, and the second one does not see the first.
        fits = before is None or (
            order > before[0] and (over == before[0][0] or (over < before[0][0] and order[1] == before[0][1]))
        )
        if before is not None and not fits and not clash:
            clash = True
            found.append((before[1], before[0][3]))
        if clash:
            found.append((no, order[3]))
        if before is None or order > before[0]:
            before = (order, no)
    return found


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
    op = form.content(packed[1])
    ids = [op[2], op[3]] if op[0] == "fact" else [op[2]] if op[0] in ("set", "void") else []
    return any(i is not None and bytes.fromhex(i) in lost for i in ids)


def stored(cursor: Any, order: str = "no") -> Iterator[Applied]:
    """Every entry of the journal, decoded, in the order given (an SQL expression)."""
    rows = cursor.execute(f"SELECT no, stream, seq, stamp, ops FROM entry ORDER BY {order}")
    for no, stream, seq, stamp, packed in rows:
        yield no, stream, seq, stamp, [None if s is None else form.content(raw) for s, raw in form.unpack(packed)]


def create(cursor: Any, *, indexes: bool = True) -> None:
    """Make the tables that are rebuilt, empty."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateTable

    for ddl in REBUILT.values():
        cursor.execute(ddl)
    for kind in kinds().values():
        cursor.execute(str(CreateTable(kind.model.__table__).compile(dialect=sqlite.dialect())))
    if indexes:
        create_indexes(cursor)


def create_indexes(cursor: Any) -> None:
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex

    for kind in kinds().values():
        for index in sorted(kind.model.__table__.indexes, key=lambda i: i.name or ""):
            cursor.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))


def shape() -> str:
    """What the rebuilt tables look like in this version: when it changes, they are thrown away and made again."""
    from hashlib import sha256

    lines = [*REBUILT.values()]
    for kind in sorted(kinds().values(), key=lambda k: k.name):
        lines.append(f"{kind.name} {[(c.name, type(c.type).__name__) for c in kind.model.__table__.columns]}")
        lines.append(str(sorted(i.name or "" for i in kind.model.__table__.indexes)))
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

