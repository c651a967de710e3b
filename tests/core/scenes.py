"""Small scenes to act in, and ways to look at what the journal and its files really hold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from alfdesk import models, people, programmes
from alfdesk.attendance import record, standing
from alfdesk.attendance.record import Said
from alfdesk.journal import apply as door
from alfdesk.journal import entry as form
from alfdesk.journal import history, tables
from alfdesk.journal.digest import digest
from alfdesk.store import engine, slots, workplace
from alfdesk.store.locking import lock
from alfdesk.store.workplace import Place
from tests.support import SetClock

assert models
MONDAY = date(2026, 11, 16)
YEAR = date(2026, 1, 1)
OTHER = "katt tolv grønn hylle busk melk"  # a second passphrase


@dataclass(frozen=True)
class Yard:
    """A standing crew of three."""

    programme: bytes
    kari: bytes
    ola: bytes
    siv: bytes


def yard(place: Place) -> Yard:
    with place.write() as work:
        programme = programmes.found(work, name="Gården", kind="standing")
    crew = []
    for name in ("Kari", "Ola", "Siv"):
        with place.write() as work:
            crew.append(people.register(work, call_name=name, last_name="Nordmann"))
        with place.write() as work:
            programmes.enrol(work, person=crew[-1], programme=programme)
    return Yard(programme, *crew)


def mark(place: Place, yard: Yard, person: bytes, outcome: str = "present", day: date = MONDAY) -> None:
    with place.write() as work:
        standing.mark(work, person=person, programme=yard.programme, day=day, what=Said(outcome))


def a_day(place: Place) -> Yard:
    """A yard with a day in which something of each sort happened: sets, facts, voids, an undo, a closed roll."""
    crew = yard(place)
    with place.write() as work:
        programmes.rule(work, about=crew.programme, key="cap", value=225, since=YEAR)
    mark(place, crew, crew.kari)
    mark(place, crew, crew.ola, "coming_later")
    with place.write() as work:
        record.correct(
            work, person=crew.kari, programme=crew.programme, day=MONDAY, what=Said("present", said_minutes=60),
            reason="went at ten",
        )  # fmt: skip
    with place.write() as work:
        people.change(work, person=crew.siv, phone="41 23 45 67")
    undo(place)
    with place.write() as work:
        standing.close_roll(work, programme=crew.programme, day=MONDAY)
    return crew


def undo(place: Place) -> int:
    """What Ctrl+Z does."""
    with place.write(batch=True) as work:
        act = history.last_act(work.session)
        assert act is not None
        return history.undo(work, stream=act.stream, seq=act.seq)


def redo(place: Place) -> int:
    """What Ctrl+Y does."""
    with place.write(batch=True) as work:
        act = history.last_undo(work.session)
        assert act is not None
        return history.redo(work, stream=act.stream, seq=act.seq)


def person(place: Place, ident: bytes) -> dict[str, Any]:
    """A person's fields as the table has them, empty ones left out."""
    cursor = place.cursor()
    rows = cursor.execute("SELECT call_name, phone, birth_year FROM person WHERE id=?", (ident,)).fetchall()
    return {k: v for row in rows for k, v in zip(("call_name", "phone", "birth_year"), row, strict=True) if v}


def day_of(place: Place, crew: Yard, day: date = MONDAY) -> str:
    """The standing outcomes of a day as text: "Kari present 60, Ola no_show"."""
    rows = place.cursor().execute(
        "SELECT call_name, outcome, said_minutes FROM attendance JOIN person ON person.id=attendance.person "
        "WHERE voided=0 AND programme=? AND day=? ORDER BY call_name",
        (crew.programme, day.isoformat()),
    )
    return ", ".join(" ".join(str(c) for c in row if c is not None) for row in rows)


def state(place: Place) -> str:
    return digest(place.cursor())


def commands(place: Place) -> list[str]:
    return [c for (c,) in place.cursor().execute("SELECT command FROM entry ORDER BY no")]


def by_keys(folder: Path, keys: slots.Keys, owner: bytes, clock: SetClock | None = None) -> Place:
    """Open with a member's private keys: all that her passphrase gives, without the time it costs."""

    def way(ring: slots.Slots) -> tuple[bytes, slots.Keys, bytes]:
        slot = next(s for s in ring.slots if s.owner == owner and s.recipient == keys.recipient)
        return slots.unseal(slot.sealed, keys), keys, owner

    held = lock(folder)
    try:
        return workplace._open(folder, held, clock or SetClock(), way)
    except BaseException:
        held.release()
        raise


# An empty journal in memory, and entries as other laptops write them ------------------------------------------------


@dataclass(frozen=True)
class Said1:
    """An entry as `apply` sees it: which stream and place, when, and what it says."""

    stream: int
    seq: int
    stamp: int
    ops: tuple[Any, ...]


@cache
def _empty() -> list[str]:
    """The statements that make an empty journal, gate table included."""
    cursor = engine.connect(None, None).cursor()
    for ddl in tables.OWN:
        cursor.execute(ddl)
    door.create(cursor)
    made = [sql for (sql,) in cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    return [*made, "CREATE TEMP TABLE gate(open INTEGER NOT NULL)", "INSERT INTO temp.gate VALUES(0)"]


class Scratch:
    """A journal in memory, to which entries come in any order."""

    def __init__(self) -> None:
        self.cursor = engine.connect(None, None).cursor()
        for ddl in _empty():
            self.cursor.execute(ddl)
        self.no = 0

    def take(self, *entries: Said1) -> Scratch:
        """Let these in as one batch."""
        batch = []
        with tables.opened(self.cursor):
            for one in entries:
                self.no += 1
                stream = bytes([one.stream]) * 16
                packed = form.pack([(os.urandom(form.SALT_BYTES), form.body(op)) for op in one.ops])
                self.cursor.execute(
                    "INSERT INTO entry(no, stream, seq, hash, stamp, wall, device, actor, command, version, "
                    "must_understand, ops) VALUES(?,?,?,x'',?,0,x'',x'','',1,0,?)",
                    (self.no, stream, one.seq, one.stamp, packed),
                )
                batch.append((self.no, stream, one.seq, one.stamp, one.ops))
            door.apply(self.cursor, batch)
        return self

    def again(self, *entries: Said1) -> Scratch:
        """Apply entries that are here already once more."""
        batch = []
        for one in entries:
            stream = bytes([one.stream]) * 16
            (no,) = self.cursor.execute("SELECT no FROM entry WHERE stream=? AND seq=?", (stream, one.seq)).fetchone()
            batch.append((no, stream, one.seq, one.stamp, one.ops))
        with tables.opened(self.cursor):
            door.apply(self.cursor, batch)
        return self

    def rebuilt(self) -> Scratch:
        door.rebuild(self.cursor)
        return self

    def ask(self, sql: str) -> list[Any]:
        return [row[0] if len(row) == 1 else row for row in self.cursor.execute(sql).fetchall()]

    @property
    def digest(self) -> str:
        return digest(self.cursor)


def ident(number: int) -> bytes:
    return bytes([number]) * 16


def sets(row: int, field: str, value: Any, *, table: str = "person") -> list[Any]:
    return ["set", table, ident(row).hex(), field, value, 0]


def fact(row: int, of: int | None, kind: str = "message", **values: Any) -> list[Any]:
    return ["fact", kind, ident(row).hex(), None if of is None else ident(of).hex(), values]


def void(row: int, reason: str = "wrong", kind: str = "message", of: int | None = None) -> list[Any]:
    return form.void(kind, ident(row).hex(), reason, None if of is None else ident(of).hex())


def erase(of: int, *rows: int) -> list[Any]:
    return ["erase", ident(of).hex(), [ident(r).hex() for r in rows]]


def from_another_laptop(place: Place, ops: Sequence[list[Any]], *, stamp: int) -> None:
    """Let an entry in that another laptop wrote, as an exchange will."""
    cursor = place.cursor()
    one = form.Entry(
        stream=os.urandom(16), seq=0, prev=None, parent=None, stamp=stamp, wall=stamp, device=b"2" * 16,
        actor=b"3" * 16, command="people.change", batch=None,
        ops=[(os.urandom(form.SALT_BYTES), form.body(op)) for op in ops],
    )  # fmt: skip
    cursor.execute("BEGIN IMMEDIATE")
    with tables.opened(cursor):
        (no,) = cursor.execute("SELECT ifnull(max(no), 0) + 1 FROM entry").fetchone()
        cursor.execute(
            f"INSERT INTO entry({tables.ENTRY_COLUMNS}) VALUES({','.join('?' * 18)})",
            (no, one.stream, 0, form.hash_of(one), None, None, None, stamp, stamp, one.device, one.actor, one.command,
             1, 0, None, None, None, form.pack(one.ops)),
        )  # fmt: skip
        door.apply(cursor, [(no, one.stream, 0, stamp, ops)])
    cursor.execute("COMMIT")


# The bytes on disk ---------------------------------------------------------------------------------------------------

PAGE, RESERVED = 4096, 80  # SQLCipher 4: AES-256-CBC, 16 bytes of IV and 64 of HMAC at the end of each page


def plain_bytes(path: Path, key: bytes) -> bytes:
    """Every page of the database and of its log, free ones too, decrypted."""
    out = []
    raw = path.read_bytes()
    pages = [(raw[at : at + PAGE], at == 0) for at in range(0, len(raw), PAGE)]
    log = path.with_name(path.name + "-wal")
    if log.exists():
        frames = log.read_bytes()
        for at in range(32, len(frames), 24 + PAGE):
            number = int.from_bytes(frames[at : at + 4], "big")
            pages.append((frames[at + 24 : at + 24 + PAGE], number == 1))
    for page, first in pages:
        out.append(_plain(page[16 if first else 0 :], key))
    return b"".join(out)


def _plain(page: bytes, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if len(page) <= RESERVED:
        return b""
    body, iv = page[:-RESERVED], page[-RESERVED : -RESERVED + 16]
    return Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor().update(body)
