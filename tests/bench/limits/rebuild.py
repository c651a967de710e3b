"""A rebuild, at the limit: the entries are read, and the rows that they come to, known already, are put in anew."""

from __future__ import annotations

from typing import Any

from .read_list import Rows


def rebuild(connection: Any, tables: Rows) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for _entry in connection.execute("SELECT no, stream, seq, stamp, ops FROM entry ORDER BY no"):
        pass
    for table, (columns, rows) in tables.items():
        made = "SELECT sql FROM main.sqlite_master WHERE tbl_name=? AND sql IS NOT NULL ORDER BY type DESC"
        ddl = connection.execute(made, (table,)).fetchall()
        connection.execute(f"DROP TABLE {table}")
        for (sql,) in ddl:
            connection.execute(sql)
        marks = ",".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table}({','.join(columns)}) VALUES({marks})", rows)
    connection.execute("COMMIT")
