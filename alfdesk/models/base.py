"""What a table is made of here: `Edited` rows, whose fields change, and `Fact` rows, which are only added and voided.

A table travels in the journal, is audited, can be undone and rebuilt by *being declared* as one of the two; nothing
else names it. There are no foreign keys and no UNIQUE on exchanged content, and every column may be empty, because
entries of different laptops overtake one another: a row that is only half there yet is simply not shown (`needs`).

Ids are 16 bytes (UUID version 7: time first, so that rows born together lie together); in the journal's JSON they are
32 lower-case hex digits. Money is whole øre, time whole minutes, dates ISO text.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Date, Integer, LargeBinary, MetaData, Text, and_, true
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Ident(LargeBinary):
    """A 16-byte id. Hex in the journal."""


class Bytes(LargeBinary):
    """Other bytes (a photo, a public key). Base64 in the journal."""


_kinds: dict[str, Kind] = {}

# What may not be written of a table: asked before this laptop's own entries are kept, with a cursor and the facts that
# come or go (those say "voided": 1), in the journal's own words. Raises UserFacingError.
Hold = Callable[[Any, list[dict[str, Any]]], None]
holds: dict[str, list[Hold]] = {}


def holding(table: str) -> Callable[[Hold], Hold]:
    """Mark a function as one that has a say before a fact of this table is added or voided on this laptop."""

    def mark(function: Hold) -> Hold:
        holds.setdefault(table, []).append(function)
        return function

    return mark


class Base(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map = {bytes: Ident, str: Text, int: Integer, date: Date}

    # Set by the journal's gate: administrative tables travel in entries that bear an administrator's signature.
    signed: ClassVar[bool] = False


class Projected(Base):
    """A row that the journal makes."""

    __abstract__ = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _kinds.clear()

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        name = cls.__name__
        return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))

    id: Mapped[bytes] = mapped_column(Ident, primary_key=True, sort_order=-2)


class Edited(Projected):
    """A row whose fields change; the latest stamp wins, field by field. `needs` are the fields it must have to show.

    `derived` are columns that follow from the fields of the same row: column → function of {field: value}. The journal
    fills them in whenever the row changes; no verb sets them, and they are no part of the digest.
    """

    __abstract__ = True
    needs: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[dict[str, Callable[[Mapping[str, Any]], Any]]] = {}

    @classmethod
    def shown(cls) -> ColumnElement[bool]:
        """Whether a row has all it needs (SQL)."""
        return and_(true(), *(getattr(cls, name).is_not(None) for name in cls.needs))


class Fact(Projected):
    """A row that is added once and never changed; a mistake is voided and added anew.

    `voided` (0 or 1) leaves it out of every read that does not ask for it. A `final` one is not taken back by undo, only
    by the verb for it. `entry` is this laptop's own number of the
    journal entry that bore it: local, and no part of the digest.
    """

    __abstract__ = True
    final: ClassVar[bool] = False
    voided: Mapped[int] = mapped_column(Integer, default=0, nullable=False, sort_order=90)
    entry: Mapped[int | None] = mapped_column(Integer, sort_order=91)


# Columns that the journal keeps for itself; no verb sets them.
KEPT = frozenset({"id", "voided", "entry"})


_newest_id = [0, 0]  # milliseconds and count of the newest id made in this run


def new_id(milliseconds: int) -> bytes:
    """A fresh UUID (version 7, RFC 9562 § 6.2 method 1): 48 bits of time, 12 of a count, 62 random.

    Ids of one run are in the order they were made, also within a millisecond: "first" and "newest" mean something.
    """
    time, count = _newest_id
    if milliseconds > time:
        time, count = milliseconds, 0
    elif count < 0xFFF:
        count += 1
    else:
        time, count = time + 1, 0
    _newest_id[:] = time, count
    raw = bytearray(time.to_bytes(6, "big") + (0x7000 | count).to_bytes(2, "big") + os.urandom(8))
    raw[8] = (raw[8] & 0x3F) | 0x80
    return bytes(raw)


def unknown_kinds(cursor: Any) -> list[str]:
    """Kinds of entries that came from a newer version and that this one does not know; none after the update."""
    found = cursor.execute("SELECT substr(key, 9) FROM local WHERE key LIKE 'unknown %'").fetchall()
    known = kinds() if found else {}
    return sorted(kind for (kind,) in found if kind not in known)


def _same(value: Any) -> Any:
    return value


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _unhex(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)


def _b64(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()


def _unb64(value: str | None) -> bytes | None:
    return None if value is None else base64.b64decode(value)


def _iso(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Field:
    """One column on its way: Python value → journal (JSON) → row of the database."""

    name: str
    to_journal: Callable[[Any], Any]
    to_row: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What the journal knows of one table, read off its declaration."""

    name: str
    model: type[Projected]
    is_fact: bool
    signed: bool
    has_person: bool  # facts: the person is lifted out of the values, so that history and erasure find her
    fields: dict[str, Field]  # every column but the ones the journal keeps, and but `person` of facts
    derived: dict[str, Callable[[Mapping[str, Any]], Any]]


def _field(column: Any) -> Field:
    if isinstance(column.type, Ident):
        return Field(str(column.key), _hex, _unhex)
    if isinstance(column.type, LargeBinary):
        return Field(str(column.key), _b64, _unb64)
    if isinstance(column.type, Date):
        return Field(str(column.key), _iso, _same)
    return Field(str(column.key), _same, _same)


def _declared(cls: type[Projected]) -> Iterator[type[Projected]]:
    for child in cls.__subclasses__():
        if "__abstract__" not in child.__dict__:
            yield child
        yield from _declared(child)


def kinds() -> dict[str, Kind]:
    """Every declared table by name. Tables declared since the last call are found too."""
    if not _kinds:
        for model in _declared(Projected):
            name = str(model.__table__.name)
            is_fact = issubclass(model, Fact)
            derived = getattr(model, "derived", {})
            columns = [c for c in model.__table__.columns if c.key not in KEPT and c.key not in derived]
            has_person = is_fact and any(c.key == "person" for c in columns)
            fields = {str(c.key): _field(c) for c in columns if not (has_person and c.key == "person")}
            _kinds[name] = Kind(name, model, is_fact, model.signed, has_person, fields, derived)
    return _kinds
