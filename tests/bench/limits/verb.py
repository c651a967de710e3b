"""One act, at the limit: one row of the size of an entry, in one durable transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import opened


def table(path: Path, key: bytes) -> Any:
    connection = opened(path, key)
    connection.execute("CREATE TABLE act(no INTEGER PRIMARY KEY, said BLOB NOT NULL)")
    return connection


def insert(connection: Any, said: bytes) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO act(said) VALUES(?)", (said,))
    connection.execute("COMMIT")
