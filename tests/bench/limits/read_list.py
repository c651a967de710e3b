"""A list read in, at the limit: the rows that it leaves are known already and go into their tables in one commit."""

from __future__ import annotations

from typing import Any

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # by table: its columns, and the rows


def insert(connection: Any, tables: Rows) -> None:
    connection.execute("BEGIN IMMEDIATE")
    put(connection, tables)
    connection.execute("COMMIT")


def put(connection: Any, tables: Rows) -> None:
    for table, (columns, rows) in tables.items():
        # A row that stood before (a fact that is voided now, this laptop's newest entry) is written over.
        verb = "INSERT" if table in ("entry", "touch", "void") else "REPLACE"
        marks = ",".join("?" * len(columns))
        connection.executemany(f"{verb} INTO {table}({','.join(columns)}) VALUES({marks})", rows)
