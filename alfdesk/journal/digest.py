"""One number for the whole state: equal sets of entries give equal digests, on every laptop.

SHA-256 over every rebuilt table in the order of their names, each row in the order of its id. Left out: the entries
themselves, what waits, this laptop's own log and settings, caches, and columns that number this laptop's own rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from .tables import LOCAL_COLUMNS, NO_DIGEST, names

AT_ONCE = 500  # rows
KEPT = 8  # forms of the tables whose statements are remembered: one program meets one or two
_MADE = "SELECT name, sql FROM main.sqlite_master WHERE type='table' ORDER BY name"
_COLUMNS = """SELECT t.name, c.name FROM main.sqlite_master t, pragma_table_info(t.name, 'main') c
    WHERE t.type='table' ORDER BY t.name, c.cid"""
_kept: dict[tuple[Any, ...], list[tuple[bytes, str]]] = {}


def digest(cursor: Any) -> str:
    """64 hex digits. Reads the tables as they stand; needs neither the models nor SQLAlchemy."""
    total = sha256()
    for heading, statement in _reads(cursor):
        total.update(heading)
        rows = cursor.execute(statement)
        while some := rows.fetchmany(AT_ONCE):
            total.update("".join(map(repr, some)).encode())
    return total.hexdigest()


def _reads(cursor: Any) -> list[tuple[bytes, str]]:
    """Of each table what stands before its rows, and the statement that reads them. As the tables were made, so they
    are read: to ask for their columns takes two thirds of the time of a small workplace."""
    made = tuple(cursor.execute(_MADE).fetchall())
    if made not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[made] = list(_statements(cursor))
    return _kept[made]


def _statements(cursor: Any) -> Iterator[tuple[bytes, str]]:
    by_table: dict[str, list[str]] = {table: [] for table in names(cursor) if table not in NO_DIGEST}
    # table_info leaves generated columns out, and those follow from the others.
    for table, column in cursor.execute(_COLUMNS).fetchall():
        if table in by_table:
            by_table[table].append(column)
    for table, columns in by_table.items():
        kept = sorted(c for c in columns if c not in LOCAL_COLUMNS and (table, c) != ("cell", "place"))
        first = columns[0]
        order = ", ".join([first, *(c for c in kept if c != first)])
        heading = f"{table}({','.join(kept)})\n".encode()
        yield heading, f'SELECT {",".join(kept)} FROM "{table}" ORDER BY {order}'
