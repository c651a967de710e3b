"""Writing: one verb, one entry, one transaction.

    with place.write(acting=anne) as work:
        people.register(work, call_name="Kari")

A verb is a function marked `@verb(...)` that takes `work` first and keyword-only plain values after it. It reads
through `work.session`, says what happened through `work.add`, `work.change` and `work.void`, and never commits.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ..errors import NotAllowed, UserFacingError
from ..i18n import gettext as _
from ..models.base import Edited, Fact, Projected, holds, kinds, new_id
from ..record import Record, Struct, field
from . import entry as form
from .apply import Applied, apply
from .clock import Clock, stamp
from .tables import ENTRY_COLUMNS, opened

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ROLES = ("supervisor", "desk", "office", "manager", "administrator")

P = ParamSpec("P")
R = TypeVar("R")

_INSERT_ENTRY = f"INSERT INTO entry({ENTRY_COLUMNS}) VALUES({','.join('?' * (ENTRY_COLUMNS.count(',') + 1))})"


class Acting(Record):
    """Who is at the keyboard: a member of staff, her roles, and what signs administrative entries for her."""

    id: bytes
    name: str
    roles: frozenset[str]
    sign: Callable[[bytes], bytes] | None = None


def verb(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as a verb that these roles may call (an administrator may call all; none named: anyone).

    The entry takes its command from the first verb called: "attendance.arrive". Raises NotAllowed with a sentence.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        command = f"{function.__module__.removeprefix('alfdesk.')}.{function.__name__}"
        code = function.__code__  # type: ignore[attr-defined]
        if code.co_varnames[: code.co_argcount][:1] != ("work",):
            raise TypeError(f"{command}: a verb takes work first")

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            work: Work = args[0]  # type: ignore[assignment]
            if roles and not work.acting.roles.intersection((*roles, "administrator")):
                raise NotAllowed(_("Your role does not cover this. Nothing has changed. Ask the office."))
            work.command = work.command or command
            return function(*args, **kwargs)

        call.command = command  # type: ignore[attr-defined]
        return call

    return mark


class _Draft(Struct):
    """An entry that is being written. `reserved` are the times that its stamp has to be above."""

    command: str
    ops: list[list[Any]] = field(default_factory=list)
    over: int = 0
    signed: bool = False


class Written(Record):
    """What a commit wrote: the entries as (stream, seq), the list's id if it was one, the tables it touched."""

    entries: tuple[tuple[bytes, int], ...]
    batch: bytes | None
    topics: frozenset[str]


class Journal:
    """This laptop's own stream. A new random one at every start, so that no number is ever given twice."""

    def __init__(self, device: bytes, clock: Clock) -> None:
        self.device = device
        self.clock = clock
        self.stream = os.urandom(16)
        self.seq = -1
        self.last: bytes | None = None
        # The newest stamp of this run. It is not kept from run to run: a clock that was wrong once and has been put
        # right is right from the next start, and an edit is above what it replaces all the same (`over`).
        self.line = 0

    def head(self, cursor: Any) -> tuple[tuple[bytes, int] | None, bytes | None]:
        """The newest own entry on disk: its place and its hash."""
        found = cursor.execute("SELECT value FROM local WHERE key='head'").fetchone()
        if found is None:
            return None, None
        stream, seq, digest = found[0].split()
        return (bytes.fromhex(stream), int(seq)), bytes.fromhex(digest)

    def record(self, cursor: Any, acting: Acting, drafts: Sequence[_Draft], batch: bytes | None) -> Written:
        """Append the drafts to the stream and apply them, inside the caller's transaction.

        The caller commits, and calls `settle` after that: memory never runs ahead of the disk.
        """
        _ask_holds(cursor, drafts)
        parent, before = self.head(cursor)
        seq, last = self.seq, self.last
        line = self.line
        no = cursor.execute("SELECT ifnull(max(no), 0) FROM entry").fetchone()[0]
        rows, applied, places = [], [], []
        for draft in drafts:
            wall = self.clock()
            time, line = stamp(wall, line, draft.over)
            seq, no = seq + 1, no + 1
            bodies = [form.body(op) for op in draft.ops]
            if any(len(raw) > form.BODY_LIMIT for raw in bodies):
                raise UserFacingError(_("This is too long to keep. Nothing has changed. Make it shorter."))
            if sum(map(len, bodies)) > form.ENTRY_LIMIT:
                raise UserFacingError(_("This is too much for one entry. Nothing has changed. Divide it."))
            seed = os.urandom(form.SALT_BYTES)
            packed = list(zip(form.salts(seed, len(bodies)), bodies, strict=True))
            first = seq == 0
            one = form.Entry(
                stream=self.stream, seq=seq, prev=before if first else last, parent=parent if first else None,
                stamp=time, wall=wall, device=self.device, actor=acting.id, command=draft.command, batch=batch,
                ops=packed, seed=seed,
            )  # fmt: skip
            last = one.hash = form.hash_of(one)
            if draft.signed:
                if acting.sign is None or "administrator" not in acting.roles:
                    raise NotAllowed(_("Only an administrator may do this. Nothing has changed."))
                one.signature = acting.sign(one.hash)
            ops = form.pack(packed, seed)
            up = one.parent or (None, None)
            rows.append((
                no, one.stream, seq, one.hash, *up, one.prev if first else None, time, wall, one.device, one.actor,
                one.command, one.version, one.must_understand, batch, one.extra, one.signature, ops,
            ))  # fmt: skip
            applied.append((no, one.stream, seq, time, draft.ops))
            places.append((one.stream, seq))
        with opened(cursor):
            cursor.executemany(_INSERT_ENTRY, rows)
            topics = apply(cursor, applied)
            head = f"{self.stream.hex()} {seq} {last.hex()}"
            cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES('head', ?)", (head,))
        self._next = (seq, last, line)
        return Written(tuple(places), batch, frozenset(topics))

    def settle(self) -> None:
        """The transaction is on disk: go on from there."""
        self.seq, self.last, self.line = self._next


class Work:
    """One unit of work: what a verb reads through, and says what happened through."""

    def __init__(self, session: Session, acting: Acting, clock: Clock, *, batch: bool = False) -> None:
        self.session = session
        self.acting = acting
        self.clock = clock
        self.command = ""
        self.batch = os.urandom(16) if batch else None
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None
        self.warnings: list[str] = []
        # Rows added in this unit of work. Reads do not see them before the commit; verbs that come after may ask here.
        self.born: set[bytes] = set()

    # What a verb says ------------------------------------------------------------------------------------------

    def add(self, row: Projected) -> bytes:
        """Something happened (a Fact), or a new row (an Edited). Returns its id. The object never joins the session."""
        kind = kinds()[type(row).__table__.name]
        ident = getattr(row, "id", None) or new_id(self.clock())
        if kind.is_fact:
            values = {}
            for field_ in kind.fields.values():
                value = getattr(row, field_.name)
                if value is not None:
                    values[field_.name] = field_.to_journal(value)
            person = row.person.hex() if kind.has_person and row.person else None  # type: ignore[attr-defined]
            self._op(["fact", kind.name, ident.hex(), person, values], kind.signed)
        else:
            for field_ in kind.fields.values():
                value = getattr(row, field_.name)
                if value is not None:
                    self._op(["set", kind.name, ident.hex(), field_.name, field_.to_journal(value), 0], kind.signed)
            self.born.add(ident)
        return ident

    def fact(self, kind: str, person: bytes | None, values: dict[str, Any], ident: bytes | None = None) -> bytes:
        """The same as `add` for a fact already in the journal's own words (ids hex, dates ISO, nothing empty).

        Lists of ten thousand lines take this way; the op, and everything after it, is the same.
        """
        ident = ident or new_id(self.clock())
        self._op(["fact", kind, ident.hex(), person and person.hex(), values], kinds()[kind].signed)
        return ident

    def change(self, row: Edited, **fields: Any) -> bool:
        """Fields of a row change. Values that stand already are left alone. Returns whether anything changed."""
        kind = kinds()[type(row).__table__.name]
        new = {f: v for f, v in fields.items() if getattr(row, f) != v}
        if new:
            seen = self._stamps(kind.name, row.id)
            for name, value in new.items():
                over = seen.get(name, 0)
                op = ["set", kind.name, row.id.hex(), name, kind.fields[name].to_journal(value), over]
                self._op(op, kind.signed, over)
        return bool(new)

    def put(self, kind_name: str, row: bytes, name: str, value: Any) -> None:
        """One field gets a value in the journal's own words (undo knows only these)."""
        over = self._stamps(kind_name, row).get(name, 0)
        self._op(["set", kind_name, row.hex(), name, value, over], kinds()[kind_name].signed, over)

    def void(self, fact: Fact, *, reason: str) -> None:
        """The fact does not count; the reason is kept. Voids never un-void: a redo is a new fact."""
        kind = kinds()[type(fact).__table__.name]
        person = getattr(fact, "person", None) if kind.has_person else None
        self._op(form.void(kind.name, fact.id.hex(), reason, person and person.hex()), kind.signed)

    def erase(self, person: bytes, rows: Sequence[bytes]) -> None:
        """The content of the person and of these rows goes for ever. Signed."""
        self._op(["erase", person.hex(), [r.hex() for r in rows]], True)

    def next(self, command: str | None = None) -> None:
        """The next line of a list: a new entry in the same batch."""
        if self.batch is None:
            raise RuntimeError("only a batch has more than one entry")
        self._open = None
        if command:
            self.command = command

    def warn(self, sentence: str) -> None:
        """Something a person should know, though it does not stop the act."""
        self.warnings.append(sentence)

    # Private ---------------------------------------------------------------------------------------------------

    def _op(self, op: list[Any], signed: bool, over: int = 0) -> None:
        if self._open is None:
            self._open = _Draft(self.command)
            self._drafts.append(self._open)
        self._open.command = self._open.command or self.command
        self._open.ops.append(op)
        self._open.signed |= signed
        self._open.over = max(self._open.over, over)

    def _stamps(self, kind: str, row: bytes) -> dict[str, int]:
        cursor = cursor_of(self.session)
        return dict(cursor.execute("SELECT field, stamp FROM cell WHERE row=? AND kind=?", (row, kind)).fetchall())

    def drafts(self) -> list[_Draft]:
        return self._drafts


def _ask_holds(cursor: Any, drafts: Sequence[_Draft]) -> None:
    """Raises UserFacingError when a table's hold refuses a fact that comes or goes."""
    for name, functions in holds.items():
        facts, gone = [], []
        for draft in drafts:
            for op in draft.ops:
                if op[0] == "fact" and op[1] == name:
                    facts.append(op[4] | {"id": op[2], "person": op[3]})
                elif op[0] == "void" and op[1] == name:
                    gone.append(op[2])
        if gone:
            facts += [fact | {"voided": 1} for fact in _standing(cursor, name, gone)]
        for ask in functions if facts else ():
            ask(cursor, facts)


def _standing(cursor: Any, name: str, ids: list[str]) -> list[dict[str, Any]]:
    """These facts in the journal's own words, with their ids and whom they are about."""
    kind = kinds()[name]
    person = "person" if kind.has_person else "NULL"
    rows = cursor.execute(
        f"SELECT id, {person}, {','.join(kind.fields)} FROM {name} "
        "WHERE id IN (SELECT unhex(value) FROM json_each(?))",
        (json.dumps(ids),),
    ).fetchall()
    return [
        {n: f.to_journal(v) for (n, f), v in zip(kind.fields.items(), row, strict=True)}
        | {"id": ident.hex(), "person": person and person.hex()}
        for ident, person, *row in rows
    ]


def cursor_of(session: Session) -> Any:
    """The driver's own cursor under a session, in the same transaction."""
    return session.connection().connection.driver_connection.cursor()


def digest_of(*parts: str) -> str:
    """SHA-256 of texts, as 64 hex digits."""
    return sha256("\n".join(parts).encode()).hexdigest()


__all__ = ["ROLES", "Acting", "Applied", "Journal", "Work", "Written", "cursor_of", "digest_of", "verb"]
