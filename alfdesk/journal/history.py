"""What happened, to what, by whom; and taking it back.

Undo is an entry like any other: a field gets the value it had, a fact is voided, a voided fact is added anew. It is
refused when somebody has built on it since, because taking it back would silently take that with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..models.base import kinds
from ..models.undone import Undone
from . import entry as form
from .write import Work, cursor_of, verb

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Change:
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


@dataclass(frozen=True, slots=True)
class Act:
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
    return datetime.fromtimestamp(wall // 1000).isoformat(" ")


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
    changes: list[Change] = []
    standing: dict[tuple[str, str], Any] = {}
    for change in _changes(cursor, sorted(numbers)):
        if change.what == "set":
            key = (change.row or "", change.field or "")
            before, standing[key] = standing.get(key), change.after
            change = _with_before(change, before)
        if change.what == "erased" or change.row in about:
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
    cursor = cursor_of(session)
    device = cursor.execute("SELECT value FROM local WHERE key='device'").fetchone()
    rows = cursor.execute(
        "SELECT stream, min(seq), batch, max(wall), actor, command, count(*), max(no) AS newest FROM entry "
        "WHERE device=? GROUP BY ifnull(batch, no) ORDER BY newest DESC LIMIT ?",
        (bytes.fromhex(device[0]) if device else b"", limit),
    ).fetchall()
    return [
        Act(s, q, b, local_time(w), a, c, n, _is_undone(cursor, s, q)) for s, q, b, w, a, c, n, _newest in rows
    ]


def last_act(session: Session) -> Act | None:
    """What Ctrl+Z takes back: the newest act of this laptop that stands and is not itself an undo."""
    return _newest_act(session, lambda act: act.command != undo.command)  # type: ignore[attr-defined]


def last_undo(session: Session) -> Act | None:
    """What Ctrl+Y does again: the newest taking back that stands, unless something else was done since."""
    act = _newest_act(session, lambda _act: True)
    return act if act and act.command == undo.command else None  # type: ignore[attr-defined]


def _newest_act(session: Session, wanted: Callable[[Act], bool]) -> Act | None:
    step = 50
    while True:
        found = acts(session, limit=step)
        for act in found:
            if not act.undone and wanted(act):
                return act
        if len(found) < step:
            return None
        step *= 4


@verb()
def undo(work: Work, *, stream: bytes, seq: int) -> int:
    """Take back the entry at (stream, seq), or the whole list it belongs to. Returns how many entries that was.

    Needs a batch. Raises UserFacingError when it is unknown, taken back already, administrative, erased, or when
    something it said has been changed since.
    """
    return _take_back(work, stream, seq)


@verb()
def redo(work: Work, *, stream: bytes, seq: int) -> int:
    """Do again what the undo at (stream, seq) took back. Returns how many entries that was. Needs a batch."""
    return _take_back(work, stream, seq)


def _take_back(work: Work, stream: bytes, seq: int) -> int:
    cursor = cursor_of(work.session)
    row = cursor.execute("SELECT no, batch, signature FROM entry WHERE stream=? AND seq=?", (stream, seq)).fetchone()
    if row is None:
        raise UserFacingError(_("There is nothing to undo."))
    no, batch, signature = row
    if signature is not None:
        raise UserFacingError(_("Staff, roles and keys can't be undone. Make the opposite change instead."))
    if _is_undone(cursor, stream, seq):
        raise UserFacingError(_("This has been undone already."))
    numbers = [no]
    if batch is not None:
        numbers = [n for (n,) in cursor.execute("SELECT no FROM entry WHERE batch=? ORDER BY no", (batch,))]
    for one in reversed(numbers):
        work.next()
        _mirror(work, cursor, one)
    return len(numbers)


def _mirror(work: Work, cursor: Any, no: int) -> None:
    stream, seq, packed = cursor.execute("SELECT stream, seq, ops FROM entry WHERE no=?", (no,)).fetchone()
    ops = form.unpack(packed)
    for place in reversed(range(len(ops))):
        salt, raw = ops[place]
        op = form.content(raw) if salt is not None else ["erase"]
        if op[0] == "erase":
            raise UserFacingError(_("This was erased and can't be brought back."))
        if op[0] == "set":
            _set_back(work, cursor, no, place, op)
        elif op[0] == "void":
            _add_again(work, cursor, no, op)
        elif op[1] == "undone":
            # Redo: the entry that had been taken back stands again.
            work._op(["void", "undone", op[2], ""], False)
        elif op[0] == "fact":
            kind = kinds().get(op[1])
            fact = bytes.fromhex(op[2])
            standing = kind and cursor.execute(f"SELECT voided FROM {kind.name} WHERE id=?", (fact,)).fetchone()
            if not standing or standing[0]:
                raise UserFacingError(_("This has been corrected since. Undo the correction first."))
            work._op(["void", op[1], op[2], _("undone")], False)
    work.add(Undone(stream=stream, seq=seq))


def _set_back(work: Work, cursor: Any, no: int, place: int, op: list[Any]) -> None:
    _what, table, row, field, _value, _over = op
    ident = bytes.fromhex(row)
    winner = cursor.execute("SELECT no, place FROM cell WHERE row=? AND field=?", (ident, field)).fetchone()
    if winner != (no, place):
        raise UserFacingError(_("This has been changed since. Undo the later change first."))
    earlier: tuple[Any, Any] = ((), None)
    numbers = [n for (n,) in cursor.execute("SELECT no FROM touch WHERE row=?", (ident,))]
    for other in numbers:
        stream, seq, stamp, packed = cursor.execute(
            "SELECT stream, seq, stamp, ops FROM entry WHERE no=?", (other,)
        ).fetchone()
        for at, (salt, raw) in enumerate(form.unpack(packed)):
            if salt is None or (other, at) == (no, place):
                continue
            said = form.content(raw)
            if said[0] == "set" and said[1:4] == [table, row, field]:
                earlier = max(earlier, ((stamp, stream, seq, at), said[4]), key=lambda pair: pair[0])
    work.put(table, ident, field, earlier[1])


def _add_again(work: Work, cursor: Any, no: int, op: list[Any]) -> None:
    kind = kinds().get(op[1])
    fact = bytes.fromhex(op[2])
    first = cursor.execute("SELECT no FROM void WHERE fact=?", (fact,)).fetchone()
    if kind is None or first != (no,):
        return  # it was voided before, by someone else: that stands
    columns = [*(["person"] if kind.has_person else []), *kind.fields]
    found = cursor.execute(f"SELECT {','.join(columns)} FROM {kind.name} WHERE id=?", (fact,)).fetchone()
    values = dict(zip(columns, found, strict=True))
    if kind.name == "undone":
        work.add(Undone(stream=values["stream"], seq=values["seq"]))
        return
    person = values.pop("person", None)
    plain = {n: kind.fields[n].to_journal(v) for n, v in values.items() if v is not None}
    work.fact(kind.name, person, plain)


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
            op = form.content(raw) if salt is not None else ["erased"]
            if op[0] == "set":
                yield Change(*head, "set", op[1], op[2], op[3], None, op[4], None)
            elif op[0] == "fact":
                yield Change(*head, "fact", op[1], op[2], None, None, op[4], None)
            elif op[0] == "void":
                yield Change(*head, "void", op[1], op[2], None, None, None, op[3])
            else:
                yield Change(*head, "erased", None, None, None, None, None, None)


def _with_before(change: Change, before: Any) -> Change:
    from dataclasses import replace

    return replace(change, before=before)
