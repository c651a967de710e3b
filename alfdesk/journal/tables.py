"""The journal's own tables, and the gate that stands before every table.

`entry` is the truth. `waiting` holds what arrived before its predecessor, `signed_head` how far each laptop has vouched
for its streams. `local`, `looked`, `parcel` and `report` are this laptop's own and never travel. The rest is rebuilt
from `entry`: `touch` (which entries speak of a row or a person), `cell` (which entry won a field), `clash` (all that
was said of a field that some said without knowing of one another), `void` and `erased`; and the tables of `alfdesk.models`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Raised when a table of the journal changes form. The tables of the models have no version: they are rebuilt.
SCHEMA = 3

# 3: the ops of an entry may stand with a seed, which a program that knows only 2 would misread; a report says when it
# was heard.

# What came with the parcels, in version 2.
EXCHANGE = (
    """CREATE TABLE IF NOT EXISTS waiting(
        stream BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL, received_from TEXT,
        PRIMARY KEY(stream, seq, hash)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS signed_head(
        stream BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, device BLOB NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY(stream, seq, hash)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS parcel(
        no INTEGER PRIMARY KEY, id BLOB NOT NULL, way TEXT NOT NULL, wall INTEGER NOT NULL, made INTEGER NOT NULL,
        device BLOB NOT NULL, file TEXT, bytes INTEGER NOT NULL, entries INTEGER NOT NULL, receivers TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS report(
        no INTEGER PRIMARY KEY, device BLOB NOT NULL, head_stream BLOB, head_seq INTEGER, made INTEGER NOT NULL,
        said TEXT NOT NULL, heard INTEGER NOT NULL)""",
)
OWN = (
    """CREATE TABLE entry(
        no INTEGER PRIMARY KEY, stream BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
        parent_stream BLOB, parent_seq INTEGER, parent_hash BLOB, stamp INTEGER NOT NULL, wall INTEGER NOT NULL,
        device BLOB NOT NULL, actor BLOB NOT NULL, command TEXT NOT NULL, version INTEGER NOT NULL,
        must_understand INTEGER NOT NULL, batch BLOB, extra TEXT, signature BLOB, erased_at INTEGER,
        ops BLOB NOT NULL, UNIQUE(stream, seq))""",
    "CREATE INDEX entry_batch ON entry(batch) WHERE batch IS NOT NULL",
    "CREATE TABLE local(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "CREATE TABLE looked(no INTEGER PRIMARY KEY, wall INTEGER NOT NULL, staff BLOB NOT NULL, person BLOB, what TEXT)",
    "CREATE INDEX looked_person ON looked(person)",
    *EXCHANGE,
)
# Never thrown away: the truth, what waits to join it, and this laptop's own.
KEPT = frozenset({"entry", "waiting", "signed_head", "local", "looked", "parcel", "report"})
# Where a row is spoken of, its table (`kind`) is named too: nothing keeps two tables from having a row of one id. A
# void has the person that it names, or x''. Two laptops may void one fact without knowing of one another: each of these
# entries is kept, or who is said to have done it would hang on which came first. Since when the fact does not count
# here is the least `no`.
REBUILT = {
    "touch": "CREATE TABLE touch(row BLOB NOT NULL, no INTEGER NOT NULL, PRIMARY KEY(row, no)) WITHOUT ROWID",
    "cell": """CREATE TABLE cell(
        row BLOB NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL, stamp INTEGER NOT NULL, no INTEGER NOT NULL,
        place INTEGER NOT NULL, PRIMARY KEY(row, kind, field)) WITHOUT ROWID""",
    "clash": """CREATE TABLE clash(
        row BLOB NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL, no INTEGER NOT NULL, place INTEGER NOT NULL,
        PRIMARY KEY(row, kind, field, no, place)) WITHOUT ROWID""",
    "void": """CREATE TABLE void(
        fact BLOB NOT NULL, kind TEXT NOT NULL, person BLOB NOT NULL, no INTEGER NOT NULL,
        PRIMARY KEY(fact, kind, person, no)) WITHOUT ROWID""",
    "void_no": "CREATE INDEX void_no ON void(no)",  # what was voided since an entry
    "erased": "CREATE TABLE erased(row BLOB PRIMARY KEY, no INTEGER NOT NULL) WITHOUT ROWID",
}
# Left out of the digest: the truth itself, this laptop's own, and what only says where things stand. A void stands in
# its fact; one that comes when its fact is erased already has nothing to say, and must not tell two laptops apart. What
# clashed is written down as it came.
NO_DIGEST = KEPT | {"touch", "void", "clash"}
# Columns that number this laptop's own rows, and the one that is derived from others of its row.
LOCAL_COLUMNS = frozenset({"entry", "no", "search"})

ENTRY_COLUMNS = (
    "no, stream, seq, hash, parent_stream, parent_seq, parent_hash, stamp, wall, device, actor, command, version, "
    "must_understand, batch, extra, signature, ops"
)

SHUT = "write through a verb: the tables are made by the journal alone"


def upgrade(cursor: Any) -> None:
    """Give a file of an older version the tables it has not. Each connection asks, before its gate goes up."""
    (version,) = cursor.execute("PRAGMA user_version").fetchone()
    if not 0 < version < SCHEMA:
        return
    cursor.execute("BEGIN IMMEDIATE")
    if version < 2:
        cursor.execute("DROP TABLE waiting")  # nothing ever waited before there were parcels
        for ddl in EXCHANGE:
            cursor.execute(ddl)
    else:
        cursor.execute("ALTER TABLE report ADD COLUMN heard INTEGER NOT NULL DEFAULT 0")
        cursor.execute("UPDATE report SET heard=made")
    cursor.execute(f"PRAGMA user_version={SCHEMA}")
    cursor.execute("COMMIT")


def mark_restored(connection: Any, times: int = 0) -> None:
    """This file is an earlier state that is put back, the next time after `times`. Kept with it is the newest own entry
    of then: what this laptop wrote after that may be with others."""
    times = max(times, restored(connection)[0]) + 1
    connection.execute(
        "INSERT OR REPLACE INTO local(key, value) "
        "VALUES('restored', ? || ifnull((SELECT ' ' || value FROM local WHERE key='head'), ''))", (str(times),)
    )  # fmt: skip


def restored(connection: Any) -> tuple[int, tuple[bytes, int] | None]:
    """How many times this laptop was put back to an earlier state, and its newest own entry when that was done last."""
    found = connection.execute("SELECT value FROM local WHERE key='restored'").fetchone()
    if found is None:
        return 0, None
    times, *head = found[0].split()
    return int(times), (bytes.fromhex(head[0]), int(head[1])) if head else None


def names(cursor: Any) -> list[str]:
    """Every table in the file, sorted."""
    rows = cursor.execute("SELECT name FROM main.sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    return sorted(name for (name,) in rows)


def arm(cursor: Any) -> None:
    """Put the gate before every table of this connection. Temporary: each connection arms its own, and so does
    whoever drops a table, for a dropped table takes its triggers along in silence."""
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS gate(open INTEGER NOT NULL)")
    if not cursor.execute("SELECT count(*) FROM temp.gate").fetchone()[0]:
        cursor.execute("INSERT INTO temp.gate VALUES(0)")
    armed = {name for (name,) in cursor.execute("SELECT name FROM temp.sqlite_master WHERE type='trigger'")}
    gates = [
        (f"gate_{table}_{act}", table,
         f'CREATE TRIGGER "gate_{table}_{act}" BEFORE {act} ON main."{table}" '
         f"WHEN (SELECT open FROM temp.gate)=0 BEGIN SELECT RAISE(ABORT, '{SHUT}'); END")
        for table in names(cursor) for act in ("INSERT", "UPDATE", "DELETE") if f"gate_{table}_{act}" not in armed
    ]  # fmt: skip
    # All at once: made one by one, SQLite looks through those before it each time, a fifth of what opening takes.
    cursor.execute("PRAGMA writable_schema=ON")
    cursor.executemany("INSERT INTO temp.sqlite_master VALUES('trigger', ?, ?, 0, ?)", gates)
    cursor.execute("PRAGMA writable_schema=RESET")


def disarm(cursor: Any) -> None:
    """Take the gate away for a while: a rebuild writes a million rows and asks no one."""
    rows = cursor.execute("SELECT name FROM temp.sqlite_master WHERE type='trigger' AND name LIKE 'gate_%'").fetchall()
    for (name,) in rows:
        cursor.execute(f'DROP TRIGGER temp."{name}"')


@contextmanager
def opened(cursor: Any) -> Iterator[None]:
    """The gate is open inside, and shut again whatever happens."""
    cursor.execute("UPDATE temp.gate SET open=1")
    try:
        yield
    finally:
        cursor.execute("UPDATE temp.gate SET open=0")
