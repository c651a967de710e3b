"""What happened, to what, by whom; and taking it back.

Undo is an entry like any other: a field gets the value it had, a fact is voided, a voided fact is added anew. It is
refused when somebody has built on it since, because taking it back would silently take that with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ..errors import NotAllowed, UserFacingError
from ..i18n import gettext as _
from ..models.base import Ident, kinds, new_id
from ..models.undone import Undone
from ..record import Record, replace
from . import entry as form
from .apply import Cell
from .clock import local
from .fits import SILENT, content
from .write import Work, cursor_of, verb

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Who may take back what somebody else did. One's own acts anyone may.
OTHERS = frozenset({"office", "manager", "administrator"})


class Change(Record):
    """One line of history. `before` and `after` are in the journal's own words; None where there was nothing."""

    stream: bytes
    seq: int
    at: str  # local time of the entry, "2026-11-20 13:44:02"
    actor: bytes
    command: str
    what: str  # "set", "fact", "void" or "erased"
    table: str | None
    row: str | None  # hex
    field: str | None
    before: Any
    after: Any
    reason: str | None


class Act(Record):
    """One entry, or one list of them, as a person remembers it: one thing that can be taken back."""

    stream: bytes
    seq: int
    batch: bytes | None
    at: str
    actor: bytes
    command: str
    entries: int
    undone: bool


def local_time(wall: int) -> str:
    """A moment (milliseconds since 1970, UTC) as this laptop's own clock showed it."""
    return local(wall).isoformat(" ")


def of_row(session: Session, row: bytes) -> list[Change]:
    """Everything that was said of a row or a person, oldest first, voids of her facts included."""
    cursor = cursor_of(session)
    numbers = {n for (n,) in cursor.execute("SELECT no FROM touch WHERE row=?", (row,))}
    lost: set[bytes] = {row}
    for kind in kinds().values():
        if kind.is_fact:
            where = "person=? OR id=?" if kind.has_person else "id=?"
            values = (row, row) if kind.has_person else (row,)
            for fact, no in cursor.execute(f"SELECT id, entry FROM {kind.name} WHERE {where}", values).fetchall():
                numbers.add(no)
                lost.add(fact)
    for fact in lost:
        numbers |= {n for (n,) in cursor.execute("SELECT no FROM void WHERE fact=?", (fact,))}
    about = {i.hex() for i in lost}
    # A row that was erased has only that left to tell; where others were erased is nothing of hers.
    gone = cursor.execute("SELECT no FROM erased WHERE row=?", (row,)).fetchone()
    if gone:
        numbers = set(gone)
    changes: list[Change] = []
    standing: dict[tuple[str, str, str], Any] = {}
    for change in _changes(cursor, sorted(numbers)):
        if change.what == "set":
            key = (change.table or "", change.row or "", change.field or "")
            before, standing[key] = standing.get(key), change.after
            change = _with_before(change, before)
        if change.row in about or (gone and change.what == "erased"):
            changes.append(change)
    return changes


def newest(session: Session, numbers: list[int | None]) -> str | None:
    """Local time, to the minute, of the newest of these entries (this laptop's own numbers)."""
    real = [n for n in numbers if n is not None]
    if not real:
        return None
    cursor = cursor_of(session)
    walls = []
    for start in range(0, len(real), 500):
        part = real[start : start + 500]
        marks = ",".join("?" * len(part))
        walls += [w for (w,) in cursor.execute(f"SELECT max(wall) FROM entry WHERE no IN ({marks})", part)]
    return local_time(max(walls))[:16]


def acts(session: Session, *, limit: int = 50) -> list[Act]:
    """The newest acts of this laptop, newest first. A list that was read in is one act."""
    return list(islice(_acts(cursor_of(session)), limit))


def _acts(cursor: Any) -> Iterator[Act]:
    """From the newest backwards, an act at a time: what is asked for on a key press must not read years."""
    device = cursor.execute("SELECT value FROM local WHERE key='device'").fetchone()
    before = 1 << 62
    while True:
        row = cursor.execute(
            "SELECT no, stream, seq, batch, wall, actor, command FROM entry WHERE device=? AND no<? "
            "ORDER BY no DESC LIMIT 1",
            (bytes.fromhex(device[0]) if device else b"", before),
        ).fetchone()
        if row is None:
            return
        before, stream, seq, batch, wall, actor, command = row
        count = 1
        if batch is not None:
            before, seq, count = cursor.execute(
                "SELECT min(no), min(seq), count(*) FROM entry WHERE batch=?", (batch,)
            ).fetchone()
        yield Act(stream, seq, batch, local_time(wall), actor, command, count, _is_undone(cursor, stream, seq))


def last_act(session: Session) -> Act | None:
    """What Ctrl+Z takes back: the newest act of this laptop that stands and is not itself an undo."""
    return _newest_act(session, lambda act: act.command != undo.command)  # type: ignore[attr-defined]


def last_undo(session: Session) -> Act | None:
    """What Ctrl+Y does again: the newest taking back that stands, unless something else than redoing was done since."""
    act = _newest_act(session, lambda act: act.command != redo.command)  # type: ignore[attr-defined]
    return act if act and act.command == undo.command else None  # type: ignore[attr-defined]


def _newest_act(session: Session, wanted: Callable[[Act], bool]) -> Act | None:
    return next((act for act in _acts(cursor_of(session)) if not act.undone and wanted(act)), None)


@verb()
def undo(work: Work, *, stream: bytes, seq: int) -> int:
    """Take back the entry at (stream, seq), or the whole list it belongs to. Returns how many entries that was.

    Needs a batch. Raises UserFacingError when it is unknown, taken back already, administrative, erased, or when
    something it said has been changed since; NotAllowed for the act of another, but for the office and above.
    """
    return _take_back(work, stream, seq)


@verb()
def redo(work: Work, *, stream: bytes, seq: int) -> int:
    """Do again what the undo at (stream, seq) took back. Returns how many entries that was. Needs a batch."""
    return _take_back(work, stream, seq)


def _take_back(work: Work, stream: bytes, seq: int) -> int:
    cursor = cursor_of(work.session)
    row = cursor.execute(
        "SELECT no, batch, signature, actor FROM entry WHERE stream=? AND seq=?", (stream, seq)
    ).fetchone()
    if row is None:
        raise UserFacingError(_("There is nothing to undo."))
    no, batch, signature, actor = row
    if actor != work.acting.id and not work.acting.roles & OTHERS:
        raise NotAllowed(_("Somebody else did this. Ask the office to undo it."))
    if signature is not None:
        raise UserFacingError(_("Staff, roles and keys can't be undone. Make the opposite change instead."))
    if _is_undone(cursor, stream, seq):
        raise UserFacingError(_("This has been undone already."))
    numbers = [no]
    if batch is not None:
        numbers = [n for (n,) in cursor.execute("SELECT no FROM entry WHERE batch=? ORDER BY no", (batch,))]
    taking = _Taking(work, cursor)
    for one in reversed(numbers):
        taking.name_copies(one)
    for one in reversed(numbers):
        work.next()
        taking.mirror(one)
    taking.refuse_when_leant_on()
    return len(numbers)


class _Taking:
    """One taking back: what of it has been voided or emptied so far."""

    def __init__(self, work: Work, cursor: Any) -> None:
        self.work = work
        self.cursor = cursor
        self.gone: dict[bytes, str] = {}  # facts that no longer count, rows that no longer show, with their tables
        self._left: dict[Cell, int] = {}  # for each field, how much of what was said of it is left
        self._named: dict[str, str] = {}

    def name_copies(self, no: int) -> None:
        """Ids for what the entry voided and will be added again, in that order: what names it is to name the copy,
        whichever comes first."""
        (packed,) = self.cursor.execute("SELECT ops FROM entry WHERE no=?", (no,)).fetchone()
        for salt, raw in reversed(form.unpack(packed)):
            op = content(raw) if salt is not None else [""]
            if op[0] == "void" and op[1] in kinds() and self._voided_by(no, op):
                self._named[op[2]] = new_id(self.work.clock()).hex()

    def mirror(self, no: int) -> None:
        """The opposite of an entry, last word first."""
        stream, seq, packed = self.cursor.execute("SELECT stream, seq, ops FROM entry WHERE no=?", (no,)).fetchone()
        ops = form.unpack(packed)
        for place in reversed(range(len(ops))):
            salt, raw = ops[place]
            op = content(raw) if salt is not None else ["erase"]
            if op[0] == "erase":
                raise UserFacingError(_("This was erased and can't be brought back."))
            if op[0] not in ("set", "fact", "void") or op[1] not in kinds():
                raise UserFacingError(_("Some entries need a newer Alfdesk. Update this laptop."))
            if op[0] != "set" and getattr(kinds()[op[1]].model, "final", False):
                raise UserFacingError(_("This step can't be undone. Do the opposite instead, with a reason."))
            if op[0] == "set":
                self._set_back(no, place, op)
            elif op[0] == "void":
                self._add_again(no, op)
            elif op[0] == "fact":
                fact = self._standing(op[1], bytes.fromhex(op[2]))
                if fact is None:
                    raise UserFacingError(_("This has been corrected since. Undo the correction first."))
                self.gone[fact] = op[1]
                # Where an undo is taken back, the entry that it had taken back stands again.
                reason = "" if op[1] == "undone" else _("undone")
                self.work._op(form.void(op[1], fact.hex(), reason, op[3]), False)
        self.work.add(Undone(stream=stream, seq=seq))

    def _standing(self, name: str, fact: bytes) -> bytes | None:
        """The fact as it counts now: itself, or its copy where the entry that voided it was taken back."""
        while name in kinds():
            row = self.cursor.execute(f"SELECT entry, voided FROM {name} WHERE id=?", (fact,)).fetchone()
            if row is None or not row[1]:
                return fact if row else None
            brought_back = self.cursor.execute(
                "SELECT undone.entry FROM void JOIN entry ON entry.no=void.no JOIN undone "
                "ON undone.stream=entry.stream AND undone.seq=entry.seq AND undone.voided=0 WHERE void.fact=? "
                "ORDER BY void.no",
                (fact,),
            ).fetchall()
            said = next((op for op in self._facts(row[0]) if op[2] == fact.hex()), None)
            # Where two laptops voided it, only the entry that was first to whoever took it back brought it back.
            facts = (op for (no,) in brought_back for op in self._facts(no))
            again = [op for op in facts if bytes.fromhex(op[2]) not in self.gone]
            alike = (op for op in again if said and [op[1], *op[3:]] == [said[1], *said[3:]])
            copies = (op for op in again if said and op[1] == said[1] and self._says(op) == self._says(said))
            copy = next((bytes.fromhex(op[2]) for op in chain(alike, copies)), None)
            if copy is None:
                return None
            fact = copy
        return None

    def _says(self, op: list[Any]) -> list[Any]:
        """What a fact says but its own id. Of an id that it names, whose that is now: a copy names copies."""
        kind, values = kinds()[op[1]], dict(op[4])
        for name in values:
            if name in kind.fields and isinstance(kind.model.__table__.columns[name].type, Ident):
                values[name] = self._copy_of(values[name])
        return [op[3], values]

    def _facts(self, no: int) -> list[list[Any]]:
        (packed,) = self.cursor.execute("SELECT ops FROM entry WHERE no=?", (no,)).fetchone()
        said = (content(raw) for salt, raw in form.unpack(packed) if salt is not None)
        return [op for op in said if op[0] == "fact"]

    def _set_back(self, no: int, place: int, op: list[Any]) -> None:
        _what, table, row, field, _value, _over = op
        ident = bytes.fromhex(row)
        said = self._said(table, ident, field)
        at = next(i for i, one in enumerate(said) if one[1:3] == (no, place))
        cell = (ident, table, field)
        if at not in self._now(said, cell):
            raise UserFacingError(_("This has been changed since. Undo the later change first."))
        self._left[cell] = at - 1
        before = said[at - 1][3] if at else None
        self.work.put(table, ident, field, before)
        if before is None and field in kinds()[table].model.needs:  # type: ignore[attr-defined]
            self.gone[ident] = table

    def _said(self, table: str, row: bytes, field: str) -> list[tuple[Any, int, int, Any]]:
        """Everything said of one field, as (order, entry, place in it, value); the last one stands."""
        found = []
        for (no,) in self.cursor.execute("SELECT no FROM touch WHERE row=?", (row,)).fetchall():
            stream, seq, stamp, packed = self.cursor.execute(
                "SELECT stream, seq, stamp, ops FROM entry WHERE no=?", (no,)
            ).fetchone()
            for place, (salt, raw) in enumerate(form.unpack(packed)):
                op = content(raw) if salt is not None else ["erased"]
                if op[0] == "set" and op[1:4] == [table, row.hex(), field]:
                    found.append(((stamp, stream, seq, place), no, place, op[4]))
        return sorted(found, key=lambda one: one[0])

    def _now(self, said: list[tuple[Any, int, int, Any]], cell: Cell) -> set[int]:
        """Which of all that was said stands: the last; and where that took something back, what stood before it."""
        at, found = self._left.get(cell, len(said) - 1), set[int]()
        while at >= 0 and at not in found:
            found.add(at)
            back = self.cursor.execute(
                "SELECT entry.no FROM undone JOIN entry ON entry.stream=undone.stream AND entry.seq=undone.seq "
                "WHERE undone.entry=?",
                (said[at][1],),
            ).fetchone()
            at = next((i for i, one in enumerate(said) if back and one[1] == back[0]), 0) - 1
        return found

    def _add_again(self, no: int, op: list[Any]) -> None:
        kind = kinds().get(op[1])
        fact = bytes.fromhex(op[2])
        if kind is None or not self._voided_by(no, op):
            return  # it was voided before, by someone else: that stands
        if self._standing(kind.name, fact) is not None:
            raise UserFacingError(_("This has been changed since. Undo the later change first."))
        columns = [*(["person"] if kind.has_person else []), *kind.fields]
        found = self.cursor.execute(f"SELECT {','.join(columns)} FROM {kind.name} WHERE id=?", (fact,)).fetchone()
        values = dict(zip(columns, found, strict=True))
        person = values.pop("person", None) if kind.has_person else None
        plain = {n: kind.fields[n].to_journal(v) for n, v in values.items() if v is not None}
        for name in plain:
            if isinstance(kind.model.__table__.columns[name].type, Ident):
                plain[name] = self._name_now(plain[name])
        self.work.fact(kind.name, person, plain, bytes.fromhex(self._named[fact.hex()]))

    def _voided_by(self, no: int, op: list[Any]) -> bool:
        """Whether it was this entry that voided the fact, and no other before it."""
        first = self.cursor.execute("SELECT min(no) FROM void WHERE fact=?", (bytes.fromhex(op[2]),)).fetchone()
        return bool(first == (no,))

    def _name_now(self, named: str) -> str:
        """An id that a fact names, or the id of the copy that stands in for it now."""
        if named not in self._named:
            self._named[named] = self._copy_of(named)
        return self._named[named]

    def _copy_of(self, named: str) -> str:
        ident = bytes.fromhex(named)
        for kind in kinds().values():
            if kind.is_fact and self.cursor.execute(f"SELECT 1 FROM {kind.name} WHERE id=?", (ident,)).fetchone():
                return (self._standing(kind.name, ident) or ident).hex()
        return named

    def refuse_when_leant_on(self) -> None:
        """Raises UserFacingError when something that stands names a row that would be gone, and stays itself."""
        if not self.gone:
            return
        known, tables = kinds(), set(self.gone.values())
        gone = json.dumps([g.hex() for g in self.gone])
        for kind in kinds().values():
            # A column that is called as a table names rows of that table and no others: years of sales, of one outlet
            # or by one member of staff, are not looked through for what can't be there.
            names = [
                c.name for c in kind.model.__table__.columns
                if isinstance(c.type, Ident) and c.name != "id" and (c.name not in known or c.name in tables)
            ]  # fmt: skip
            if not names or kind.model is Undone:
                continue
            among = " IN (SELECT unhex(value) FROM json_each(:gone))"
            standing = "voided=0 AND " if kind.is_fact else ""
            leans = " OR ".join(f"{name}{among}" for name in names)
            sql = f"SELECT 1 FROM {kind.name} WHERE {standing}id NOT{among} AND ({leans}) LIMIT 1"
            if self.cursor.execute(sql, {"gone": gone}).fetchone():
                raise UserFacingError(_("This has been changed since. Undo the later change first."))


def _is_undone(cursor: Any, stream: bytes, seq: int) -> bool:
    found = cursor.execute("SELECT 1 FROM undone WHERE stream=? AND seq=? AND voided=0", (stream, seq)).fetchone()
    return found is not None


def _changes(cursor: Any, numbers: list[int]) -> Iterator[Change]:
    for no in numbers:
        stream, seq, wall, actor, command, packed = cursor.execute(
            "SELECT stream, seq, wall, actor, command, ops FROM entry WHERE no=?", (no,)
        ).fetchone()
        head = (stream, seq, local_time(wall), actor, command)
        for salt, raw in form.unpack(packed):
            op = content(raw) if salt is not None else ["erased"]
            if op[0] == "set" and op[1] == SILENT:
                continue
            if op[0] == "set":
                yield Change(*head, "set", op[1], op[2], op[3], None, op[4], None)
            elif op[0] == "fact":
                yield Change(*head, "fact", op[1], op[2], None, None, op[4], None)
            elif op[0] == "void":
                yield Change(*head, "void", op[1], op[2], None, None, None, op[3])
            else:
                yield Change(*head, "erased", None, None, None, None, None, None)


def _with_before(change: Change, before: Any) -> Change:
    return replace(change, before=before)
