"""An entry as one line of JSON, and back: its bodies as they are stored, byte for byte.

The hash of an entry is not in its line: whoever has the entry before it can reckon it, and the signed heads (tips.py)
say what it must come to. A line that follows the line before of its stream says no number, and its stamp is the
difference from that one's. A line that stands alone says number and stamp, and in `prev` the hash of the entry before.
The ops are their bodies where the salts follow from the seed, and else pairs: salt and body, or null and hash.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from ..journal import entry as form
from ..journal.clock import NEWEST
from ..journal.fits import fitting
from .words import Refused

class Line(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """What one line holds. What most often is the same as in the line before comes first, and costs next to nothing."""

    stream: str
    device: str
    actor: str
    command: str
    version: int
    must_understand: int
    batch: str | None
    extra: str | None
    signature: str | None
    seq: int | None
    stamp: int
    before_stamp: int  # what the clock showed: the stamp less this
    prev: str | None
    parent: tuple[str, int] | None
    ops: list[msgspec.Raw]
    seed: str | None = None  # base64 without its end


class _Start(msgspec.Struct, array_like=True):
    """The beginning of a line, as far as its number."""

    stream: str
    device: msgspec.Raw
    actor: msgspec.Raw
    command: msgspec.Raw
    version: msgspec.Raw
    must_understand: msgspec.Raw
    batch: msgspec.Raw
    extra: msgspec.Raw
    signature: msgspec.Raw
    seq: int | None


def places(found: Iterable[bytes]) -> Iterator[tuple[str, int]]:
    """Which entries the lines hold, as stream (hex) and number; the rest is passed over. Raises Refused (DAMAGED)."""
    decode, last = msgspec.json.Decoder(_Start).decode, dict[str, int]()
    for raw in found:
        try:
            start = decode(raw)
            seq = last[start.stream] + 1 if start.seq is None else start.seq
        except (msgspec.MsgspecError, KeyError, RecursionError) as error:
            raise Refused("DAMAGED") from error
        last[start.stream] = seq
        yield start.stream, seq


@dataclass(slots=True)
class Received:
    """An entry that came, not yet let in. `said` are its ops decoded, None for one that has been erased."""

    entry: form.Entry
    said: list[Any]
    from_: str = ""  # hex of the parcel it came in; "" when it was waiting already
    fits: bool = True  # every value is of its column's kind; what is not is left out of `said`

    @property
    def place(self) -> tuple[bytes, int]:
        return self.entry.stream, self.entry.seq


COLUMNS = (
    "stream, seq, hash, parent_stream, parent_seq, parent_hash, stamp, wall, device, actor, command, version, "
    "must_understand, batch, extra, signature, ops"
)


class Writer:
    """Rows of the journal (COLUMNS) into lines."""

    def __init__(self) -> None:
        self._last: dict[bytes, tuple[int, int]] = {}  # number and stamp of the newest line of each stream
        self._heads: tuple[Any, bytes] = (None, b"")  # the beginning of the line before, which is often this one's too

    def line(self, row: tuple[Any, ...], before: Callable[[tuple[bytes, int]], bytes | None]) -> bytes:
        """The line with its end, its ids marked (entry.whole makes JSON of it). `before` gives the hash of the entry at
        a place of the journal."""
        (stream, seq, _hash, up, up_seq, prev, stamp, wall, device, actor, command, version, must, batch, extra,
         signature, packed, *_more) = row  # fmt: skip
        head = (stream, device, actor, command, version, must, batch, extra, signature)
        if self._heads[0] != head:
            said = _encode((command, version, must))[1:-1]
            self._heads = head, b"[\xff%b,\xff%b,\xff%b,%b,%b,%b" % (
                stream, device, actor, said, b"\xff" + batch if batch else b"null",
                _encode((extra, signature and signature.hex()))[1:-1],
            )  # fmt: skip
        last = self._last.get(stream)
        self._last[stream] = seq, stamp
        if prev is None and up is None and last is not None and last[0] == seq - 1:
            numbers = b",null,%d,%d,null,null," % (stamp - last[1], stamp - wall)
        else:
            if prev is None and seq:
                prev = before((stream, seq - 1))
            parent = None if up is None else (up.hex(), up_seq)
            numbers = form.with_marks(b",%b," % _encode((seq, stamp, stamp - wall, prev and prev.hex(), parent))[1:-1])
        return b"%b%b%b]\n" % (self._heads[1], numbers, _ops(packed))


_encode = msgspec.json.encode


def _ops(packed: bytes) -> bytes:
    """The ops, and the seed if they have one."""
    seed = form.seed_of(packed)
    if seed is not None:
        return b'[%b],"%b"' % (b",".join(form.bodies(packed)), b64encode(seed)[:22])
    return form.with_marks(b"[%b]" % b",".join([
        b'[null,"%b"]' % raw.hex().encode() if salt is None else b'["%b",%b]' % (salt.hex().encode(), raw)
        for salt, raw in form.unpack(packed)
    ]))  # fmt: skip


def raw_line(one: Received) -> bytes:
    """The line of an entry by itself: for what waits."""
    e = one.entry
    up = e.parent or (None, None)
    row = (
        e.stream, e.seq, e.hash, *up, e.prev, e.stamp, e.wall, e.device, e.actor, e.command, e.version,
        e.must_understand, e.batch, e.extra, e.signature, form.pack(e.ops, e.seed),
    )  # fmt: skip
    return form.whole(Writer().line(row, lambda _spot: None))


def read(lines: Iterable[bytes], from_: str = "") -> Iterator[Received]:
    """The entries of a body, each with its hash. Raises Refused (DAMAGED) for whatever is not one."""
    decode, ids = msgspec.json.Decoder(Line).decode, _Ids()
    last: dict[str, tuple[int, int, bytes]] = {}
    for raw in lines:
        try:
            if len(raw) > 2 * form.ENTRY_LIMIT:
                raise ValueError("too long")
            line = decode(raw)
            if line.seq is None:
                before = last[line.stream]
                one = _received(line, before[0] + 1, before[1] + line.stamp, before[2], ids)
            else:
                prev = None if line.prev is None else _bytes(line.prev, 32)
                one = _received(line, line.seq, line.stamp, prev, ids)
        except (ValueError, TypeError, KeyError, msgspec.MsgspecError, RecursionError, OverflowError) as error:
            raise Refused("DAMAGED") from error
        one.from_ = from_
        last[line.stream] = (one.entry.seq, one.entry.stamp, one.entry.hash)
        yield one


def _received(line: Line, seq: int, stamp: int, prev: bytes | None, ids: _Ids) -> Received:
    wall = stamp - line.before_stamp
    if not (0 <= seq < 2**40 and 0 <= stamp <= NEWEST and abs(wall) <= NEWEST):
        raise ValueError("a number out of bounds")
    if not (0 <= line.version < 2**31 and 0 <= line.must_understand < 2**31 and len(line.command) <= 200):
        raise ValueError("a number out of bounds")
    if (seq > 0 and (prev is None or line.parent)) or (seq == 0 and (prev is None) != (line.parent is None)):
        raise ValueError("a chain that hangs on nothing")
    if line.parent and not 0 <= line.parent[1] < 2**40:
        raise ValueError("a number out of bounds")
    ops: list[form.Packed] = []
    said: list[Any] = []
    size, fits = 0, True
    seed = None if line.seed is None else _seed(line.seed)
    for salt, raw in _pairs(line.ops) if seed is None else zip(form.salts(seed, len(line.ops)), map(bytes, line.ops)):
        size += len(raw)
        if len(raw) > form.BODY_LIMIT or size > form.ENTRY_LIMIT:
            raise ValueError("too long")
        op = form.content(raw)
        if salt is None:
            ops.append((None, _bytes(op, 32)))
            said.append(None)
        else:
            _ask_form(op)
            ops.append((salt, raw))
            said.append(fitting(op))
            fits = fits and said[-1] is op
    one = form.Entry(
        stream=ids[line.stream], seq=seq, prev=prev,
        parent=None if line.parent is None else (ids[line.parent[0]], line.parent[1]), stamp=stamp,
        wall=wall, device=ids[line.device], actor=ids[line.actor], command=line.command,
        batch=None if line.batch is None else ids[line.batch], ops=ops, version=line.version,
        must_understand=line.must_understand, extra=line.extra,
        signature=None if line.signature is None else _bytes(line.signature, 64), seed=seed,
    )  # fmt: skip
    one.hash = form.hash_of(one)
    return Received(one, said, fits=fits)


_pair = msgspec.json.Decoder(tuple[str | None, msgspec.Raw]).decode


def _pairs(ops: list[msgspec.Raw]) -> Iterator[tuple[bytes | None, bytes]]:
    for one in ops:
        salt, raw = _pair(one)
        yield None if salt is None else _bytes(salt, form.SALT_BYTES), bytes(raw)


def _seed(text: str) -> bytes:
    """Raises ValueError where it is none, or is written in another way than its own."""
    seed = b64decode(text + "==", validate=True)
    if len(seed) != form.SALT_BYTES or b64encode(seed)[:22] != text.encode():
        raise ValueError("not a seed")
    return seed


class _Ids(dict[str, bytes]):
    """Ids that stand in line after line, each looked at once. Raises ValueError for what is none."""

    def __missing__(self, text: str) -> bytes:
        if len(self) > 10_000:
            self.clear()
        found = self[text] = _bytes(text, 16)
        return found


def _bytes(text: Any, length: int) -> bytes:
    """Bytes from lower-case hex of just that length. Raises ValueError."""
    if not isinstance(text, str) or len(text) != 2 * length:
        raise ValueError("not hex of that length")
    raw = bytes.fromhex(text)
    if len(raw) != length or not text.islower() and not text.isdecimal():
        raise ValueError("not hex of that length")
    return raw


def _ask_form(op: Any) -> None:
    """Raises ValueError or TypeError where an op has not the form of one. One that this version does not know has."""
    if not isinstance(op, list) or not op or not isinstance(op[0], str):
        raise ValueError("not an op")
    if op[0] == "set":
        _what, table, row, field, value, over = op
        _bytes(row, 16)
        if not isinstance(table, str) or not isinstance(field, str) or not isinstance(over, int):
            raise ValueError("not a set")
    elif op[0] == "fact":
        _what, table, row, person, values = op
        _bytes(row, 16)
        if person is not None:
            _bytes(person, 16)
        if not isinstance(table, str) or not isinstance(values, dict):
            raise ValueError("not a fact")
    elif op[0] == "void":
        _what, table, row, reason, *more = op
        _bytes(row, 16)
        if more and more != [None]:
            (person,) = more
            _bytes(person, 16)
        if not isinstance(table, str) or not isinstance(reason, str | None):
            raise ValueError("not a void")
    elif op[0] == "erase":
        _what, person, rows = op
        for row in (person, *rows):
            _bytes(row, 16)
