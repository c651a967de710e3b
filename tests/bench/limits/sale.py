"""One sale, at the limit: its entry, its move and its purchase as plain rows with their indexes, in one durable
transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import opened


def tables(path: Path, key: bytes, ddl: list[str], rows: dict[str, list[tuple[Any, ...]]]) -> Any:
    """The program's own tables with their own indexes, and what lay in them."""
    connection = opened(path, key)
    connection.execute("BEGIN IMMEDIATE")
    for line in ddl:
        connection.execute(line)
    for table, every in rows.items():
        connection.executemany(f"INSERT INTO {table} VALUES({','.join('?' * len(every[0]))})", every)
    connection.execute("COMMIT")
    return connection


def insert(connection: Any, rows: dict[str, tuple[Any, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table, row in rows.items():
        connection.execute(f"INSERT INTO {table} VALUES({','.join('?' * len(row))})", row)
    connection.execute("COMMIT")
