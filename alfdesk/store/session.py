"""Sessions for reading: mapped classes, and no way past the door.

Reads name classes only. Rows that are voided, or only half there yet, are left out here and nowhere else; a read that
wants them says `execution_options(voided=True)`.

What runs on every key is a `Ready`: the same select, put together once for as long as the program runs.
"""

from __future__ import annotations

import re
import sys
from collections import namedtuple
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import Date, Engine, Select, event
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from ..models.base import Projected
from . import ready_made

# One option for all tables: they are part of every statement's cache key, and twenty cost more than the statement.
_SHOWN = with_loader_criteria(Projected, lambda cls: cls._shown(), include_aliases=True)


class Reading(Session):
    """A session that reads, and refuses to flush."""


@event.listens_for(Reading, "do_orm_execute")
def _leave_out(state: ORMExecuteState) -> None:
    if state.is_select and not state.execution_options.get("voided"):
        state.statement = state.statement.options(_SHOWN)


@event.listens_for(Reading, "before_flush")
def _refuse(session: Session, _context: Any, _instances: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("write through a verb: work.add, work.change or work.void")


def sessions(engine: Engine) -> Callable[..., Session]:
    """What makes a session on this engine. A `sessionmaker` would make a class, and hang the listeners on it, each time
    a workplace is opened."""
    return partial(Reading, bind=engine, autoflush=False)


class Ready:
    """A select of columns that is run again and again, on the driver's own cursor in the session's transaction.

        QUEUE = Ready(select(Arrival.person, Arrival.no).where(Arrival.day == bindparam("day")))
        for row in QUEUE(session, day=day): …

    Made from the same classes and with the same rows left out as any other read, at a tenth of its price: to put a
    statement together anew costs more than to run it. Rows are named tuples. A list of values belongs to an expanding
    bindparam (never in a NOT IN: an empty list is a list with NULL in it). Behind a `lambda` it is made when it is
    first asked: a short command is spared those that it never asks.
    """

    every: ClassVar[list[Ready]] = []  # those of the modules that are loaded

    def __init__(self, statement: Select[Any] | Callable[[], Select[Any]], *, voided: bool = False) -> None:
        Ready.every.append(self)
        declared = sys._getframe(1)
        self.place = f"{declared.f_globals['__name__']}:{declared.f_lineno}"
        self._made, self._voided = statement, voided
        self._texts: dict[tuple[int, ...], str] = {}  # by how long the lists are
        self._fixed: dict[str, Any] = {}
        self._lists: tuple[str, ...] = ()
        self._row: Callable[[Any], Any] | None = None

    def __call__(self, session: Session, **values: Any) -> list[Any]:
        """The rows that are found."""
        make = self._row or self._put_together()
        named, lengths = dict(self._fixed), []
        for name, value in values.items():
            if isinstance(value, date):
                named[name] = value.isoformat()
            elif isinstance(value, list | tuple):
                continue
            else:
                named[name] = value
        for name in self._lists:
            every = values[name] if name in values else self._fixed[name]
            # Few lengths, so that the driver keeps the statement too: the last one stands several times.
            long = next((n for n in _LENGTHS if n >= len(every)), len(every))
            lengths.append(long)
            for place in range(long):
                named[f"{name}_{place}"] = every[min(place, len(every) - 1)] if every else None
        text = self._texts.get(tuple(lengths)) or self._spell(lengths)
        cursor = session.connection().connection.driver_connection.cursor()  # type: ignore[union-attr]
        return list(map(make, cursor.execute(text, named)))

    @classmethod
    def put_together(cls) -> None:
        """Have every statement at hand before it is first asked: while a passphrase is being typed."""
        for one in cls.every:
            if one._row is None:
                one._put_together()

    def _put_together(self) -> Callable[[Any], Any]:
        made = ready_made.of(self.place) or self.worked_out()
        self._texts[()], self._lists, self._fixed, days = made.text, made.lists, made.fixed, made.days
        made_of = _row(made.names)

        def with_days(found: tuple[Any, ...]) -> Any:
            values = list(found)
            for place in days:
                if values[place] is not None:
                    values[place] = date.fromisoformat(values[place])
            return made_of(values)

        self._row = with_days if days else made_of
        return self._row

    def worked_out(self) -> ready_made.Made:
        """What it comes to."""
        statement = self._made() if callable(self._made) else self._made
        if not self._voided:
            statement = statement.options(_SHOWN)
        made = statement.compile(dialect=_DIALECT)
        text, columns = str(made), statement.selected_columns
        lists = tuple(re.findall(r"__\[POSTCOMPILE_(\w+)\]", text))
        fixed = {k: v for k, v in made.params.items() if v is not None or k not in lists}
        days = tuple(place for place, column in enumerate(columns) if isinstance(column.type, Date))
        return ready_made.Made(text, lists, fixed, tuple(columns.keys()), days)

    def _spell(self, lengths: list[int]) -> str:
        """The text with lists so long."""
        text = self._texts[()]
        for name, long in zip(self._lists, lengths, strict=True):
            marks = ", ".join(f":{name}_{place}" for place in range(long))
            text = text.replace(f"__[POSTCOMPILE_{name}]", marks)
        self._texts[tuple(lengths)] = text
        return text


def _row(names: tuple[str, ...]) -> Callable[[Any], Any]:
    """What makes a tuple with these names out of what was found: as `namedtuple` does, without compiling a
    constructor for each statement."""
    kind = type("row", (tuple,), {"__slots__": (), **dict(zip(names, _PLACES[: len(names)], strict=True))})
    return partial(tuple.__new__, kind)


_MANY = namedtuple("_MANY", [f"at_{n}" for n in range(100)])  # type: ignore[misc]  # noqa: PYI024
_PLACES = [vars(_MANY)[name] for name in _MANY._fields]  # what reads the first, the second, … of any tuple
_DIALECT = SQLiteDialect(paramstyle="named")
_LENGTHS = (1, 2, 5, 10, 20, 30, 40, 60, 100, 200, 500)
