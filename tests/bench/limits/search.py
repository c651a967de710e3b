"""A search, at the limit: one statement over the folded names, or the numbers; nothing sorted by who came lately."""

from __future__ import annotations

from typing import Any

WHO = "p.id, n.number, p.call_name, p.first_name, p.last_name FROM person p JOIN person_number n ON n.person=p.id"


def search(connection: Any, folded: str) -> list[tuple[Any, ...]]:
    if folded.isdigit():
        where = "substr(n.number, 1, ?)=?"
        values: tuple[Any, ...] = (len(folded), folded)
    else:
        where = "instr(p.search, ?)"
        values = (f" {folded}",)
    return connection.execute(f"SELECT {WHO} WHERE {where} ORDER BY n.number LIMIT 50", values).fetchall()
