"""One act of one person: its form, its hashes, its bytes.

An entry is a header and a list of ops. Each op is its own body: canonical JSON, hashed as bytes with a salt of its own
and never encoded again, so that erasing one person can take salt and content of her ops and leave the hash standing. An
entry draws one seed, and the salts of its ops follow from it: once an op is erased the seed is gone, the salts of the
others are kept by themselves, and none of them leads to the one that is gone.

    ["set", table, id, field, value, over]      one field of one row; `over` is the stamp of the value it replaces
    ["fact", kind, id, person or null, {…}]     something that happened
    ["void", kind, id, reason]                  that fact does not count (the kind spares a search through all tables)
    ["void", kind, id, reason, person]          the same of a fact about a person: so the reason goes when she is erased,
                                                also where the fact itself is gone already
    ["erase", person, [ids…]]                   the content of these rows is gone, for ever

    salt        first half of SHA-256(SALTED ‖ seed ‖ place of the op, 2 bytes)
    op hash     SHA-256(salt ‖ body)
    entry hash  SHA-256(header), where the header lists the op hashes and the hash of the entry before it
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

FORM = "alfdesk-entry-1"
SALTED = b"alfdesk-salt-1"
SALT_BYTES = 16  # of a seed too
BODY_LIMIT = 32 * 1024  # bytes in one op: the largest text, or a photo of 24 kB in base64
ENTRY_LIMIT = 256 * 1024  # bytes in one entry

_encode = msgspec.json.Encoder(order=None).encode
_decode = msgspec.json.Decoder().decode

# (salt, body) of an op, or (None, hash) where it has been erased.
Packed = tuple[bytes | None, bytes]


@dataclass(slots=True)
class Entry:
    """One entry as the journal keeps it. Ids and hashes are bytes, times milliseconds since 1970 (UTC)."""

    stream: bytes
    seq: int
    prev: bytes | None  # hash of the entry before: in this stream, or of the parent where seq is 0
    parent: tuple[bytes, int] | None  # the entry that a new stream continues from
    stamp: int
    wall: int
    device: bytes
    actor: bytes
    command: str
    batch: bytes | None
    ops: Sequence[Packed]
    version: int = 1
    must_understand: int = 0
    extra: str | None = None  # header fields of a newer version, kept as they came
    signature: bytes | None = None
    hash: bytes = b""
    seed: bytes | None = None  # what the salts follow from; None where one is gone, or each was drawn by itself


def body(op: Sequence[Any]) -> bytes:
    """The bytes of an op. The order of the values is the order they were declared in."""
    return _encode(op)


def content(raw: bytes) -> list[Any]:
    """The op back from its bytes."""
    return _decode(raw)


def void(kind: str, fact: str, reason: str, person: str | None) -> list[Any]:
    """The op that says a fact does not count. Ids in hex."""
    return ["void", kind, fact, reason, *([person] if person else [])]


def about(op: Sequence[Any]) -> list[str]:
    """The rows and people that an op speaks of, in hex: where one of them is erased, the op is."""
    if op[0] not in ("set", "fact", "void"):
        return []
    person = op[3:4] if op[0] == "fact" else op[4:5] if op[0] == "void" else []
    return [op[2], *(one for one in person if one)]


def op_hash(packed: Packed) -> bytes:
    salt, raw = packed
    return raw if salt is None else sha256(salt + raw).digest()


def hash_of(entry: Entry) -> bytes:
    """The entry's hash: what its successor, and an administrator's signature, are tied to."""
    parent = entry.parent
    header = (
        FORM,
        entry.stream.hex(),
        entry.seq,
        None if entry.prev is None else entry.prev.hex(),
        None if parent is None else (parent[0].hex(), parent[1]),
        entry.stamp,
        entry.wall,
        entry.device.hex(),
        entry.actor.hex(),
        entry.command,
        entry.version,
        entry.must_understand,
        None if entry.batch is None else entry.batch.hex(),
        [op_hash(p).hex() for p in entry.ops],
        entry.extra,
    )
    return sha256(_encode(header)).digest()


def salts(seed: bytes, count: int) -> list[bytes]:
    """The salts of an entry with so many ops."""
    return [sha256(SALTED + seed + place.to_bytes(2, "big")).digest()[:SALT_BYTES] for place in range(count)]


# In the database an id in an op takes 16 bytes and a mark: 0xFF, which stands nowhere in UTF-8.
_ID = re.compile(rb'"([0-9a-f]{32})"')
_MARKED_ID = re.compile(rb"\xff([\s\S]{16})")
_GONE, _BY_ITSELF, _SEEDED = b"\x00", b"\x01", b"\x02"


def with_marks(text: bytes) -> bytes:
    """JSON with each id in it, 32 hex digits and their quotes, as its mark and 16 bytes."""
    return _ID.sub(lambda found: b"\xff" + unhexlify(found[1]), text)


def whole(text: bytes) -> bytes:
    """The JSON back, to the byte."""
    return _MARKED_ID.sub(lambda found: b'"%b"' % found[1].hex().encode(), text) if b"\xff" in text else text


def pack(ops: Iterable[Packed], seed: bytes | None = None) -> bytes:
    """The ops of an entry as one value of the database.

    With the seed that their salts follow from: the seed, and each op's length and bytes. Without: per op its salt (or,
    erased, its hash), length and bytes.
    """
    parts: list[bytes] = []
    if seed is not None:
        parts += (_SEEDED, seed)
        for salt, raw in ops:
            if salt is None:
                raise ValueError("an erased op, and the seed that gives its salt back")
            short = with_marks(raw)
            parts += (len(short).to_bytes(2, "big"), short)
        return b"".join(parts)
    for salt, raw in ops:
        if salt is None:
            parts += (_GONE, raw)
        else:
            parts += (_BY_ITSELF, salt, len(raw).to_bytes(4, "big"), raw)
    return b"".join(parts)


def seed_of(packed: bytes) -> bytes | None:
    """The seed that packed ops stand with."""
    return packed[1 : 1 + SALT_BYTES] if packed[:1] == _SEEDED else None


def bodies(packed: bytes) -> list[bytes]:
    """The ops' bytes as they are kept, with their ids marked, of an entry that stands with its seed."""
    found, at, end = [], 1 + SALT_BYTES, len(packed)
    while at < end:
        until = at + 2 + int.from_bytes(packed[at : at + 2], "big")
        found.append(packed[at + 2 : until])
        at = until
    return found


def unpack(packed: bytes) -> list[Packed]:
    seed = seed_of(packed)
    if seed is not None:
        found = [whole(one) for one in bodies(packed)]
        return list(zip(salts(seed, len(found)), found, strict=True))
    ops: list[Packed] = []
    at, end = 0, len(packed)
    while at < end:
        if packed[at] == 0:
            ops.append((None, packed[at + 1 : at + 33]))
            at += 33
        else:
            length = int.from_bytes(packed[at + 17 : at + 21], "big")
            ops.append((packed[at + 1 : at + 17], packed[at + 21 : at + 21 + length]))
            at += 21 + length
    return ops
