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
from datetime import date
from threading import RLock
from typing import Annotated, Any, ClassVar

from msgspec import Meta, MsgspecError
from msgspec.json import Decoder
from sqlalchemy import Column, ColumnElement, Date, Index, Integer, LargeBinary, Table, Text, and_, orm, true
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeEngine

from ..record import Record


class Ident(LargeBinary):
    """A 16-byte id. Hex in the journal."""


class Bytes(LargeBinary):
    """Other bytes (a photo, a public key). Base64 in the journal."""


class Json(Text):
    """Text that holds JSON of this form (a type as msgspec has them), as whoever reads it takes it apart. What has
    another form says nothing, like a day that is none."""

    def __init__(self, form: Any = Any) -> None:
        super().__init__()
        self.form = form


HexId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]  # an id within JSON

_kinds: dict[str, Kind] = {}

# What may not be written of a table: asked before this laptop's own entries are kept, with a cursor and the facts that
# come or go (those say "voided": 1), in the journal's own words, with "id" and "person". Raises UserFacingError.
Hold = Callable[[Any, list[dict[str, Any]]], None]
holds: dict[str, list[Hold]] = {}


def holding(table: str) -> Callable[[Hold], Hold]:
    """Mark a function as one that has a say before a fact of this table is added or voided on this laptop."""

    def mark(function: Hold) -> Hold:
        holds.setdefault(table, []).append(function)
        return function

    return mark


registry = orm.registry()

# One of each for all columns: what a dialect makes of a type it keeps by the object.
_TYPES: dict[str, TypeEngine[Any]] = {"bytes": Ident(), "str": Text(), "int": Integer(), "date": Date()}
_mapping = RLock()
_under_way: set[type] = set()
_tables: dict[type, Table] = {}
_FILLED = {"id": None, "voided": 0}  # the columns that are never empty, and what stands there when nothing is said


class Declared(type):
    """A class whose rows lie in a table, or the ground for such classes."""

    def __subclasses__(cls) -> list[Any]:  # type: ignore[override]
        """Without those that are not mapped yet: a criterion for all of them (`_shown`) is not to wake the rest."""
        return [child for child in type.__subclasses__(cls) if type(child) is Declared]


class Unasked(Declared):
    """One that nobody has asked anything of yet. Mapping takes longer than many a read, and a run asks of few tables:
    it waits until a column is named, a row is made, or SQLAlchemy looks into the class for what it is mapped to. From
    then on the class is `Declared` and as any other. A thread that asks while another is at it waits. `__table__` alone
    is made without the rest.
    """

    def __getattribute__(cls, name: str) -> Any:
        if name == "__table__":
            return _table(cls)
        if name == "__dict__" or name in type.__getattribute__(cls, "_columns"):
            _map(cls)
        return type.__getattribute__(cls, name)

    def __call__(cls, *args: Any, **values: Any) -> Any:
        _map(cls)
        return type.__call__(cls, *args, **values)


def _map(cls: Any) -> None:
    with _mapping:
        if type(cls) is Unasked and cls not in _under_way:
            _under_way.add(cls)
            registry.map_imperatively(cls, _table(cls))
            cls.__class__ = Declared


def _table(cls: Any) -> Table:
    with _mapping:
        if cls not in _tables:
            columns = [
                Column(name, kind, primary_key=name == "id", nullable=name not in _FILLED, default=_FILLED.get(name))
                for name, kind in cls._columns.items()
            ]
            _tables[cls] = cls.__table__ = Table(cls._name, registry.metadata, *columns, *cls.__table_args__)
    return _tables[cls]


def _declaration(cls: type) -> Iterator[tuple[str, TypeEngine[Any]]]:
    """Name and type of each column: `name: Mapped[str | None]`, or of the type that a `mapped_column` beside it says."""
    for name, annotation in cls.__annotations__.items():
        if annotation.startswith("Mapped["):
            given = cls.__dict__.get(name)
            yield name, given.column.type if given is not None else _TYPES[annotation[7:-1].removesuffix(" | None")]
            if given is not None:
                delattr(cls, name)


class Projected(metaclass=Declared):
    """A row that the journal makes."""

    __abstract__ = True
    __table__: ClassVar[Table]
    __table_args__: ClassVar[tuple[Index, ...]] = ()
    _name: ClassVar[str]
    _columns: ClassVar[dict[str, TypeEngine[Any]]]  # by name, in the order they have in the table
    _kept: ClassVar[dict[str, TypeEngine[Any]]] = {}  # those the journal keeps for itself besides the id

    # Set by the journal's gate: administrative tables travel in entries that bear an administrator's signature.
    signed: ClassVar[bool] = False

    id: Mapped[bytes]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        global _kinds
        super().__init_subclass__(**kwargs)
        if "__abstract__" in cls.__dict__:
            return
        cls._name = "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(cls.__name__))
        cls._columns = {"id": _TYPES["bytes"], **dict(_declaration(cls)), **cls._kept}
        cls.__class__ = Unasked
        _kinds = {}

    def __init__(self, **values: Any) -> None:
        """A row to be added by a verb. No session ever holds it, so nobody need be told of its values one by one."""
        if unknown := values.keys() - self._columns.keys():
            raise TypeError(f"{type(self).__name__} has no column {min(unknown)}")
        vars(self).update(values)

    @classmethod
    def _shown(cls) -> ColumnElement[bool]:
        """Whether a row is for reads that do not ask for every one (SQL)."""
        return true()


class Edited(Projected):
    """A row whose fields change; the latest stamp wins, field by field. `needs` are the fields it must have to show.

    `derived` are columns that follow from the fields of the same row: column → function of {field: value}. The journal
    fills them in whenever the row changes; no verb sets them, and they are no part of the digest.
    """

    __abstract__ = True
    needs: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[dict[str, Callable[[Mapping[str, Any]], Any]]] = {}

    @classmethod
    def _shown(cls) -> ColumnElement[bool]:
        return and_(true(), *(getattr(cls, name).is_not(None) for name in cls.needs))


class Fact(Projected):
    """A row that is added once and never changed; a mistake is voided and added anew.

    `voided` (0 or 1) leaves it out of every read that does not ask for it. A `final` one is not taken back by undo, only
    by the verb for it. `entry` is this laptop's own number of the
    journal entry that bore it: local, and no part of the digest.
    """

    __abstract__ = True
    final: ClassVar[bool] = False
    voided: Mapped[int]
    entry: Mapped[int | None]
    _kept: ClassVar = {"voided": _TYPES["int"], "entry": _TYPES["int"]}

    @classmethod
    def _shown(cls) -> ColumnElement[bool]:
        return true() if cls is Fact else cls.voided == 0


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


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and -(2**63) <= value < 2**63


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_id(value: Any) -> bool:
    try:
        return len(value) == 32 and bytes.fromhex(value).hex() == value
    except (TypeError, ValueError):
        return False


def _is_b64(value: Any) -> bool:
    try:
        return isinstance(value, str) and base64.b64decode(value, validate=True) is not None
    except ValueError:
        return False


def _is_day(value: Any) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        return False


def _is_json(form: Any) -> Callable[[Any], bool]:
    decode: list[Callable[[str], Any]] = []  # made when it is first asked for

    def fits(value: Any) -> bool:
        decode.extend([Decoder(form).decode] if not decode else [])
        try:
            decode[0](value)
        except (MsgspecError, TypeError, ValueError, RecursionError):
            return False
        return True

    return fits


class Field(Record):
    """One column on its way: Python value → journal (JSON) → row of the database. `fits` says whether a value of the
    journal, other than null, is one of its own."""

    name: str
    to_journal: Callable[[Any], Any]
    to_row: Callable[[Any], Any]
    fits: Callable[[Any], bool]


class Kind(Record):
    """What the journal knows of one table, read off its declaration."""

    name: str
    model: type[Projected]
    is_fact: bool
    signed: bool
    has_person: bool  # facts: the person is lifted out of the values, so that history and erasure find her
    fields: dict[str, Field]  # every column but the ones the journal keeps, and but `person` of facts
    derived: dict[str, Callable[[Mapping[str, Any]], Any]]
    columns: dict[str, TypeEngine[Any]]  # every one, in the order of the table
    indexes: tuple[Any, ...]  # their names


def _field(name: str, kind: TypeEngine[Any]) -> Field:
    if isinstance(kind, Ident):
        return Field(name, _hex, _unhex, _is_id)
    if isinstance(kind, LargeBinary):
        return Field(name, _b64, _unb64, _is_b64)
    if isinstance(kind, Date):
        return Field(name, _iso, _same, _is_day)
    if isinstance(kind, Json):
        return Field(name, _same, _same, _is_json(kind.form))
    return Field(name, _same, _same, _is_number if isinstance(kind, Integer) else _is_text)


def _declared(cls: type[Projected]) -> Iterator[type[Projected]]:
    for child in type.__subclasses__(cls):
        if hasattr(child, "_columns"):
            yield child
        yield from _declared(child)


def kinds() -> dict[str, Kind]:
    """Every declared table by name. Tables declared since the last call are found too."""
    global _kinds
    found = _kinds
    if not found:
        found = {}
        for model in _declared(Projected):
            is_fact = issubclass(model, Fact)
            derived = getattr(model, "derived", {})
            columns = model._columns
            has_person = is_fact and "person" in columns
            left_out = KEPT | derived.keys() | ({"person"} if has_person else set())
            fields = {name: _field(name, columns[name]) for name in columns if name not in left_out}
            indexes = tuple(index.name for index in model.__table_args__)
            found[model._name] = Kind(
                model._name, model, is_fact, model.signed, has_person, fields, derived, columns, indexes
            )
        _kinds = found  # all at once: other threads may be reading it
    return found
