"""One number for the whole state: equal sets of entries give equal digests, on every laptop.

SHA-256 over every rebuilt table in the order of their names, each row in the order of its id. Left out: the entries
themselves, what waits, this laptop's own log and settings, caches, and columns that number this laptop's own rows.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from .tables import LOCAL_COLUMNS, NO_DIGEST, names


def digest(cursor: Any) -> str:
    """64 hex digits. Reads the tables as they stand; needs neither the models nor SQLAlchemy."""
    total = sha256()
    for table in names(cursor):
        if table in NO_DIGEST:
            continue
        # table_info leaves generated columns out, and those follow from the others.
        columns = [row[1] for row in cursor.execute(f'PRAGMA main.table_info("{table}")').fetchall()]
        kept = sorted(c for c in columns if c not in LOCAL_COLUMNS and (table, c) != ("cell", "place"))
        first = columns[0]
        order = ", ".join([first, *(c for c in kept if c != first)])
        total.update(f"{table}({','.join(kept)})\n".encode())
        for row in cursor.execute(f'SELECT {",".join(kept)} FROM "{table}" ORDER BY {order}'):
            total.update(repr(row).encode())
    return total.hexdigest()
