"""What each laptop has said, in its own files, that it has: the only thing it is ever believed to have."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from . import tips
from .container import Manifest, Report
from .tips import Graph, Spot

BRANCH_DAYS = 60  # a branch of a laptop that has been silent so long, while another spoke, is over
_DAY = 86_400_000

_encode, _decode = msgspec.json.encode, msgspec.json.Decoder(Report).decode


@dataclass(frozen=True, slots=True)
class Said:
    """One report: of a laptop, at its own newest entry `head`, made then by its clock and heard then by this one's
    (milliseconds since 1970, UTC)."""

    no: int
    device: bytes
    head: Spot | None
    made: int
    report: Report
    heard: int

    def cover(self, made: Graph) -> dict[bytes, int]:
        return made.cover(tips.spots(self.report.tips))

    def has(self, other: Said, made: Graph) -> bool:
        """Whether it has all that the other has."""
        mine, holes = self.cover(made), set(tips.spots(self.report.holes))
        others = set(tips.spots(other.report.holes))
        return holes <= others and all(mine.get(s, -1) >= seq for s, seq in other.cover(made).items())


def of(cursor: Any, device: bytes) -> list[Said]:
    """The live reports of a laptop: one, or one for each of its branches when it was copied or restored."""
    rows = cursor.execute(
        "SELECT no, device, head_stream, head_seq, made, said, heard FROM report WHERE device=? ORDER BY no", (device,)
    ).fetchall()
    return [
        Said(no, d, None if s is None else (s, q), made, _decode(said), heard) for no, d, s, q, made, said, heard in rows
    ]


def keep(cursor: Any, made: Graph, manifest: Manifest, now: int) -> None:
    """Keep what the sender of a file says it has, in place of what it said before. The gate must be open. `now` is this
    laptop's clock: a moment that lies ahead of it says nothing, and how long a branch was silent it alone tells."""
    device = bytes.fromhex(manifest.sender)
    head = None if manifest.head is None else (bytes.fromhex(manifest.head[0]), manifest.head[1])
    new = Said(0, device, head, manifest.made, manifest.report, now)
    before = of(cursor, device)
    if any(_over(old, new, made, now) for old in before):
        return
    # By its own clock a twin whose clock is years behind would be silent while it speaks, and get nothing more. And one
    # that only reads speaks of an entry far back, again and again: what the other goes on from is its own word, not that.
    over = [old for old in before if _over(new, old, made, now)]
    gone = [
        old.no for old in before if old.heard < now - BRANCH_DAYS * _DAY or
        old in over and all(o.head == old.head or not made.lies_behind(old.head, o.head) for o in over)
    ]  # fmt: skip
    cursor.executemany("DELETE FROM report WHERE no=?", [(no,) for no in gone])
    cursor.execute(
        "INSERT INTO report(device, head_stream, head_seq, made, said, heard) VALUES(?,?,?,?,?,?)",
        (device, *(head or (None, None)), new.made, _encode(new.report).decode(), now),
    )


def _over(later: Said, earlier: Said, made: Graph, now: int) -> bool:
    """Whether one report stands in the place of another: the laptop has written since, or has come to know more.

    A copied or restored laptop has two that neither stands for the other: then only what both have counts as had. One
    that was restored and has not written yet speaks of an entry further back, but later.
    """
    if _moment(later, now) < _moment(earlier, now):
        return False
    if later.head == earlier.head:
        return later.has(earlier, made)
    return made.lies_behind(earlier.head, later.head)


def _moment(said: Said, now: int) -> int:
    """When it was said. A clock that went wrong once must not outlive its being put right."""
    return said.made if said.made <= now + 2 * _DAY else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Entries to be sent: of each stream all from a number on, and single ones before it."""

    onward: dict[bytes, int]
    single: frozenset[Spot] = frozenset()

    def numbers(self, cursor: Any) -> list[int]:
        """The numbers that they have in this journal, in order."""
        found = {
            no for stream, first in self.onward.items()
            for (no,) in cursor.execute("SELECT no FROM entry WHERE stream=? AND seq>=?", (stream, first))
        }  # fmt: skip
        for spot in self.single:
            found.update(no for (no,) in cursor.execute("SELECT no FROM entry WHERE stream=? AND seq=?", spot))
        return sorted(found)


def everything(made: Graph) -> Wanted:
    return Wanted(dict.fromkeys(made.streams, 0))


def lacking(cursor: Any, made: Graph, devices: Sequence[bytes], since: int) -> Wanted:
    """What one of these laptops has not said that it has; and all that is young, whatever they said."""
    onward, single = {name: stream.top + 1 for name, stream in made.streams.items()}, set[Spot]()
    for device in devices:
        said = of(cursor, device)
        if not said:
            return everything(made)
        for one in said:
            cover = one.cover(made)
            onward = {name: min(first, cover.get(name, -1) + 1) for name, first in onward.items()}
            single.update(tips.spots(one.report.holes))
    young = _young(cursor, made, since)
    return Wanted({name: min(first, young.get(name, first)) for name, first in onward.items()}, frozenset(single))


def _young(cursor: Any, made: Graph, since: int) -> dict[bytes, int]:
    """By stream, the first entry that is young: what a laptop wrote after something young is, whatever its clock showed
    by then. Else, where a clock was set back, the young would go without what follows, and only what follows tells that
    they are genuine."""
    young = dict(cursor.execute("SELECT stream, min(seq) FROM entry WHERE wall>=? GROUP BY stream", (since,)))
    onward: dict[bytes, list[bytes]] = defaultdict(list)
    for name, stream in made.streams.items():
        before = made.streams.get(stream.parent[0]) if stream.parent else None
        if stream.parent and before and before.device == stream.device:
            onward[stream.parent[0]].append(name)
    following = deque(young)
    while following:
        name = following.popleft()
        for after in onward[name]:
            parent = made.streams[after].parent
            if parent and parent[1] >= young[name] and young.get(after) != 0:
                young[after] = 0
                following.append(after)
    return young
