"""Which of the sales desk's questions a fact, or its void, may concern: where `watch` has to look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .asking import Asking

TABLES = frozenset({
    "transfer", "transfer_received", "stock_count", "account_move", "purchase", "settlement", "desk_move"
})  # fmt: skip
LISTED = "SELECT outlet FROM desk_move WHERE id=? AND listed IS NOT NULL"
NUMBERS = "SELECT number FROM seller_number WHERE person=? AND voided=0 AND number IS NOT NULL"


def places(asking: Asking, op: list[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Kind of `watch.KINDS` and key. On a till settled twice a move bears only where it can end a question, or is a
    line that was read in twice."""
    table, ident = op[1], bytes.fromhex(op[2])
    if table == "transfer":
        yield "received", (ident,)
    elif table == "transfer_received":
        yield from _known("received", asking, "SELECT transfer FROM transfer_received WHERE id=?", ident)
    elif table == "stock_count":
        yield from _known("counted", asking, (
            "SELECT b.outlet, c.edition FROM stock_count c JOIN count_begun b ON b.id=c.begun WHERE c.id=?"
        ), ident)  # fmt: skip
    elif table == "account_move":
        yield from _known("held", asking, "SELECT person FROM account_move WHERE id=?", ident)
    elif table == "purchase":
        yield from _known("held", asking, "SELECT person FROM purchase WHERE id=? AND held_ore<>0", ident)
    elif table == "settlement":
        yield from _known("settled", asking, "SELECT outlet FROM settlement WHERE id=?", ident)
        yield from _known("numbered", asking, "SELECT letter, number FROM settlement WHERE id=?", ident)
    elif table == "seller_number":
        yield from _known("seller", asking, "SELECT number FROM seller_number WHERE id=?", ident)
    elif table == "desk_move" and op[0] == "fact":
        if op[4].get("outlet"):
            yield "settled", (bytes.fromhex(op[4]["outlet"]),)
        if op[4].get("listed"):
            yield "listed", ()
    elif table == "desk_move":
        for outlet in asking.facts(LISTED, ident):
            yield from (("listed", ()), ("settled", outlet))


def _known(kind: str, asking: Asking, sql: str, ident: bytes) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield from ((kind, key) for key in asking.facts(sql, ident) if None not in key)
