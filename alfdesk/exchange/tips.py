"""What a laptop has, said in a few items; and how far each laptop has vouched for what it wrote.

A stream begins where the laptop's newest own entry was, and names it. So the newest entries (tips) say it all: a tip
stands for its stream up to there, and for everything behind it. Holes are the entries declared lost.

A signed head is a laptop's signature over (stream, number, hash) of its newest own entry. By the chain of hashes it
vouches for all that lies behind it in the laptop's own streams, whoever carries them; so B can hand on A's entries
and C can still tell that they are A's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..store.slots import Keys
from . import healing
from .container import Report, verifies

HEAD = b"alfdesk-head-v1"
LOST_LIMIT = 10_000  # entries at the end of a stream that are told to be lost

Spot = tuple[bytes, int]  # a stream and a number in it


@dataclass(frozen=True, slots=True)
class Head:
    """A laptop's word for one entry and all that lies behind it."""

    stream: bytes
    seq: int
    hash: bytes
    device: bytes
    signature: bytes

    def holds(self, keys: Iterable[bytes]) -> bool:
        """Whether one of the laptop's public keys made it."""
        return any(verifies(key, self.signature, _signed(self.stream, self.seq, self.hash)) for key in keys)


def _signed(stream: bytes, seq: int, hash_: bytes) -> bytes:
    return HEAD + stream + seq.to_bytes(8, "big") + hash_


@dataclass(slots=True)
class Stream:
    """One stream: its newest entry here, what it continues from, whose it is."""

    top: int
    parent: Spot | None
    device: bytes


@dataclass(slots=True)
class Graph:
    """Every stream of a journal, and the holes in them."""

    streams: dict[bytes, Stream] = field(default_factory=dict)
    holes: set[Spot] = field(default_factory=set)

    def report(self) -> Report:
        """What there is, as a peer is told."""
        folded = {s.parent for s in self.streams.values() if s.parent}
        tips = sorted((n, s.top) for n, s in self.streams.items() if (n, s.top) not in folded)
        return Report([(n.hex(), seq) for n, seq in tips], sorted((n.hex(), seq) for n, seq in self.holes))

    def tips_of(self, device: bytes) -> list[Spot]:
        """The newest entry of each branch of a laptop: one, or more when it was copied or restored."""
        folded = {s.parent for s in self.streams.values() if s.parent and s.device == device}
        mine = ((n, s.top) for n, s in self.streams.items() if s.device == device)
        return sorted(spot for spot in mine if spot not in folded)

    def cover(self, tips: Iterable[Spot]) -> dict[bytes, int]:
        """All that the tips stand for, as far as it is known here: stream → its newest entry among them."""
        found: dict[bytes, int] = {}
        waiting = list(tips)
        while waiting:
            stream, seq = waiting.pop()
            if found.get(stream, -1) >= seq:
                continue
            known = self.streams.get(stream)
            first = stream not in found
            found[stream] = seq
            if known and known.parent and first:
                waiting.append(known.parent)
        return found

    def lies_behind(self, spot: Spot | None, other: Spot | None) -> bool:
        """Whether the entry is the other one or lies behind it. Nothing lies behind everything."""
        if spot is None:
            return True
        return other is not None and self.cover([other]).get(spot[0], -1) >= spot[1]


def graph(cursor: Any) -> Graph:
    """The streams of a journal."""
    made = Graph()
    tops = cursor.execute("SELECT stream, max(seq), count(*) FROM entry GROUP BY stream").fetchall()
    for stream, top, count in tops:
        (device,) = cursor.execute("SELECT device FROM entry WHERE stream=? AND seq=?", (stream, top)).fetchone()
        # The first one may have been declared lost.
        up, up_seq = cursor.execute(
            "SELECT parent_stream, parent_seq FROM entry WHERE stream=? AND seq=0", (stream,)
        ).fetchone() or (None, None)
        made.streams[stream] = Stream(top, None if up is None else (up, up_seq), device)
        if count != top + 1:
            there = {s for (s,) in cursor.execute("SELECT seq FROM entry WHERE stream=?", (stream,))}
            made.holes.update((stream, s) for s in range(top + 1) if s not in there)
    for one in list(made.streams.values()):
        if one.parent:  # the end of the stream before may have been declared lost, or all of it
            before, seq = one.parent
            top = made.streams[before].top if before in made.streams else -1
            made.holes.update((before, s) for s in range(max(top + 1, seq - LOST_LIMIT), seq + 1))
    made.holes |= healing.lacking(cursor)
    return made


def spots(said: Iterable[tuple[str, int]]) -> list[Spot]:
    return [(bytes.fromhex(stream), seq) for stream, seq in said]


# Signed heads --------------------------------------------------------------------------------------------------------


def own_head(cursor: Any) -> tuple[Spot, bytes] | None:
    """The newest own entry: its place and its hash."""
    found = cursor.execute("SELECT value FROM local WHERE key='head'").fetchone()
    if found is None:
        return None
    stream, seq, hash_ = found[0].split()
    return (bytes.fromhex(stream), int(seq)), bytes.fromhex(hash_)


def heads(cursor: Any, device: bytes, keys: Keys) -> list[Head]:
    """Every head that goes along in a parcel: those it was given, and this laptop's own, signed now, whatever anybody
    else has said of its streams."""
    rows = cursor.execute("SELECT stream, seq, hash, device, signature FROM signed_head ORDER BY stream, seq")
    found = [Head(*row) for row in rows.fetchall()]
    own = own_head(cursor)
    if own is None:
        return found
    (stream, seq), hash_ = own
    mine = Head(stream, seq, hash_, device, keys.sign(_signed(stream, seq, hash_)))
    return [*(h for h in found if (h.stream, h.seq, h.hash) != (stream, seq, hash_)), mine]


def keep_heads(cursor: Any, made: Graph, heads: Iterable[Head], good: Iterable[Head]) -> None:
    """Keep the heads that are needed, and let go of those that a later one stands for. The gate must be open.

    What anybody says of an entry may be kept until that entry comes; a word that is known to be `good`, of the laptop
    that wrote it, takes the place of any other."""
    for ground, some in (("IGNORE", heads), ("REPLACE", good)):
        cursor.executemany(
            f"INSERT OR {ground} INTO signed_head(stream, seq, hash, device, signature) VALUES(?,?,?,?,?)",
            [(h.stream, h.seq, h.hash, h.device, h.signature) for h in some],
        )
    # Whose stream it is, is known: nobody else can vouch for it.
    said = cursor.execute("SELECT DISTINCT stream, device FROM signed_head").fetchall()
    others = [(name, by) for name, by in said if name in made.streams and made.streams[name].device != by]
    cursor.executemany("DELETE FROM signed_head WHERE stream=? AND device=?", others)
    let_in = cursor.execute(
        "SELECT stream, seq FROM signed_head h WHERE EXISTS"
        "(SELECT 1 FROM entry e WHERE e.stream=h.stream AND e.seq=h.seq AND e.hash=h.hash)"
    ).fetchall()
    later: dict[bytes, int] = {}  # how far back in a stream a later word of the same laptop takes over
    for stream, seq in let_in:
        later[stream] = max(seq - 1, later.get(stream, -1))
    for one in made.streams.values():
        if one.parent and (up := made.streams.get(one.parent[0])) and up.device == one.device:
            later[one.parent[0]] = max(one.parent[1], later.get(one.parent[0], -1))
    gone = [(stream, seq) for stream, seq in let_in if seq <= later[stream]]
    cursor.executemany("DELETE FROM signed_head WHERE stream=? AND seq=?", gone)
