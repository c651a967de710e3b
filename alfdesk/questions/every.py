"""All questions that are open, as finished records in an order that is the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from threading import local
from typing import TYPE_CHECKING, Any

from ..errors import UserFacingError
from . import days, fields, late, listed, money, registered, restored, shelf, tills, watch
from .asking import Asking
from .records import KINDS, Question

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def every(session: Session, *, keep: bool = True) -> tuple[Question, ...]:
    """Every open question: by kind, then by day and id. `keep` where to look for the next time."""
    asking = Asking(session)
    watched = watch.at(asking, keep=keep)
    found = list(fields.unknown(asking))
    for kind, ask in _ASK.items():
        for key in sorted(watched.keys[kind]):
            asked = watched.asked.get((kind, key))
            if asked is None:
                before = asking.put_aside
                try:
                    asked = list(ask(asking, *key))
                except UserFacingError:  # its programme has not come yet: asked again when it has
                    continue
                watched.asked[kind, key] = asked
                # Where nothing is asked, and nothing would be but for an answer, only a new entry can raise a question.
                if not asked and asking.put_aside == before:
                    watched.drop(kind, key)
            found += asked
    by_id = {question.id: question for question in found}
    return tuple(sorted(by_id.values(), key=lambda q: (_ORDER[q.kind], q.day or date.min, q.id)))


def in_trial(cursor: Any, *, keep: bool = False) -> tuple[Question, ...]:
    """The same of a transaction that is not committed, on the bare driver's cursor it runs on: what a parcel would
    raise, before it is taken in. `keep` where it is committed next."""
    _here.lent = _Lent(cursor.connection)
    try:
        with _trials()() as session:
            return every(session, keep=keep)
    finally:
        del _here.lent


_here = local()


@cache
def _trials() -> Callable[..., Session]:
    """One engine for every trial, of whatever file: to work the statements out anew costs more than to run them."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    from ..store import engine
    from ..store.session import sessions

    lent = lambda: _here.lent  # noqa: E731
    return sessions(create_engine("sqlite+pysqlite://", module=engine.driver, creator=lent, poolclass=NullPool))


class _Lent:
    """A connection that somebody else's transaction runs on: read through it, and leave the transaction alone."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def rollback(self) -> None:
        pass

    commit = close = rollback


def _on_day(ask: Callable[[Asking, bytes, date], Iterator[Question]]) -> Callable[..., Iterator[Question]]:
    return lambda asking, about, day: ask(asking, about, date.fromisoformat(day))


_ASK: dict[str, Callable[..., Iterator[Question]]] = {
    "fields": fields.found, "twice": _on_day(days.twice), "crowded": _on_day(days.crowded), "late": _on_day(late.found),
    "paid": _on_day(money.twice), "prepared": _on_day(money.prepared_twice),
    "alike": registered.alike, "numbers": registered.shared,
    "received": shelf.received, "counted": shelf.counted, "held": tills.held, "settled": tills.settled,
    "numbered": tills.numbered, "seller": tills.seller, "listed": listed.listed,
    "restored": restored.restored,
}  # fmt: skip
assert tuple(_ASK) == watch.KINDS
