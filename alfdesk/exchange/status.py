"""Who has what: for each laptop what it has itself confirmed, and when; what waits, what was put aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import reading, reports, roster, tips

if TYPE_CHECKING:
    from ..store.workplace import Place

SILENT_DAYS = 14
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class LaptopLine:
    """One laptop. Moments are milliseconds since 1970 (UTC), None for never.

    `heard`: when the newest file of its own that came here was made. `lacks`: how many entries of this laptop it has
    not said it has. `has`: for each laptop's letter, the moment of the newest entry that it has confirmed.
    """

    name: str
    letter: str
    own: bool
    barred: bool
    heard: int | None
    lacks: int | None
    has: dict[str, int]
    branches: int  # more than one: it was copied, or restored from a backup
    silent: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What the page shows. `waiting`: whose entries wait, and how many; `aside`: codes of files put aside."""

    laptops: tuple[LaptopLine, ...]
    waiting: tuple[tuple[str, int], ...]
    aside: tuple[str, ...]
    unknown: tuple[str, ...]
    can_take_back: bool


def status(place: Place) -> Status:
    """Reads the journal's streams and this laptop's own log."""
    place.acting()
    cursor = place.cursor()
    made, me, now = tips.graph(cursor), roster.own(cursor), place.clock()
    everyone = roster.laptops(cursor)
    rows = cursor.execute("SELECT stream, max(seq), wall FROM entry GROUP BY stream").fetchall()
    newest = {stream: wall for stream, _top, wall in rows}
    lines = []
    for one in everyone.values():
        said = reports.of(cursor, one.id)
        covers = [r.cover(made) for r in said]
        if one.id == me:
            covers = [made.cover((s, t.top) for s, t in made.streams.items())]
        heard = max((r.made for r in said), default=None)
        branches = len(made.tips_of(one.id))
        lines.append(LaptopLine(
            one.name, one.letter, one.id == me, one.barred is not None, heard,
            None if not covers else sum(_lack(stream, t.top, covers) for stream, t in made.streams.items()),
            _has(cursor, made, everyone, covers, newest), max(branches, 1),
            one.id != me and one.barred is None and heard is not None and heard < now - SILENT_DAYS * _DAY,
        ))  # fmt: skip
    return Status(
        tuple(lines), _waiting(cursor, everyone), tuple(code for code, _file in reading.aside(place)),
        tuple(roster.unknown_kinds(cursor)), reading.can_take_back(place) is not None,
    )  # fmt: skip


def _lack(stream: bytes, top: int, covers: list[dict[bytes, int]]) -> int:
    return max(top - min(min(cover.get(stream, -1), top) for cover in covers), 0)


def _has(
    cursor: Any, made: tips.Graph, everyone: dict[bytes, roster.Laptop], covers: list[dict[bytes, int]],
    newest: dict[bytes, int],
) -> dict[str, int]:  # fmt: skip
    """For each laptop's letter the moment of its newest entry that is had on every branch."""
    found: dict[str, int] = {}
    for stream, t in made.streams.items():
        upto = min((min(cover.get(stream, -1), t.top) for cover in covers), default=-1)
        if upto < 0 or t.device not in everyone:
            continue
        wall = newest[stream]
        if upto < t.top:
            row = cursor.execute("SELECT wall FROM entry WHERE stream=? AND seq=?", (stream, upto)).fetchone()
            wall = row[0] if row else 0
        letter = everyone[t.device].letter
        found[letter] = max(wall, found.get(letter, 0))
    return dict(sorted(found.items()))


def _waiting(cursor: Any, everyone: dict[bytes, roster.Laptop]) -> tuple[tuple[str, int], ...]:
    """Whose entries wait: by the laptop that wrote them, where it is known."""
    from . import lines

    counts: Counter[str] = Counter()
    for (raw,) in cursor.execute("SELECT raw FROM waiting").fetchall():
        one = next(lines.read([raw]))
        counts[everyone[one.entry.device].name if one.entry.device in everyone else "?"] += 1
    return tuple(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that others wait for: where it stands, how many wait behind it in its stream."""

    stream: bytes
    seq: int
    behind: int


def missing(place: Place) -> list[Missing]:
    """The entries that are lacking: what can be asked for, or declared lost, and was not yet."""
    from . import lines

    cursor = place.cursor()
    waits = {}
    for (raw,) in cursor.execute("SELECT raw FROM waiting").fetchall():
        one = next(lines.read([raw])).entry
        waits[one.stream, one.seq] = one.parent if one.parent else (one.stream, one.seq - 1) if one.seq else None
    there = {spot for spot in waits.values() if spot and _is_there(cursor, spot)}
    there |= set(cursor.execute("SELECT stream, seq FROM gap WHERE voided=0"))
    lacking = Counter(spot for spot in waits.values() if spot and spot not in waits and spot not in there)
    behind = {spot: sum(1 for s, q in waits if s == spot[0] and q > spot[1]) for spot in lacking}
    return [Missing(s, q, max(behind[s, q], n)) for (s, q), n in sorted(lacking.items())]


def _is_there(cursor: Any, spot: tips.Spot) -> bool:
    return cursor.execute("SELECT 1 FROM entry WHERE stream=? AND seq=?", spot).fetchone() is not None
