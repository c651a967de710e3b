"""Files that lie on a stick or in a folder, told apart before any is taken in: from whom, when, how much is new.

    eye = Eye.of(place)             on the thread that uses the place
    eye.look(path, size, read)      on any thread: the eye holds what it needs, and the stick may be slow
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..store import slots
from ..store.slots import Keys
from . import container, lines, reports, roster, tips
from .container import Opened
from .roster import Laptop
from .words import Refused

if TYPE_CHECKING:
    from ..store.workplace import Place

ENDING = ".alf"


@dataclass(frozen=True, slots=True)
class Lying:
    """One file. `kind` is "new", "seen" (taken in already), "own", "others" (for other laptops) or "refused".

    `new` counts the changes this laptop lacks, `made` is milliseconds since 1970 (UTC). Of an own file: its receivers,
    and whether all of them have said they have what it brought (`wipe`). `text` says why a file is refused.
    """

    path: Path
    kind: str
    sender: str = ""
    made: int = 0
    new: int = 0
    code: str = ""
    text: str = ""
    receivers: tuple[str, ...] = ()
    wipe: bool = False


@dataclass(frozen=True, slots=True)
class _Sent:
    size: int
    made: int
    receivers: tuple[str, ...]
    wipe: bool


@dataclass(frozen=True)
class Eye:
    """What telling files apart takes of a workplace, as it was then."""

    group: str
    me: Laptop
    keys: Keys | None
    laptops: dict[bytes, Laptop]
    seen: frozenset[bytes]
    sent: dict[str, _Sent]
    made: tips.Graph

    @classmethod
    def of(cls, place: Place) -> Eye:
        cursor = place.cursor()
        everyone = roster.laptops(cursor)
        me = everyone[roster.own(cursor)]
        seen = cursor.execute("SELECT id FROM parcel WHERE way IN ('in', 'joined')").fetchall()
        made = tips.graph(cursor)
        return cls(
            slots.read(place.folder / paths.SLOTS).database.hex(), me, roster.own_keys(cursor), everyone,
            frozenset(ident for (ident,) in seen), _sent(place, everyone, made), made,
        )  # fmt: skip

    def look(self, path: Path, size: int, read: Callable[[], bytes]) -> Lying:
        """Tell what this file is; `read` gives its bytes, and is called only where they are needed. Raises OSError."""
        own = self.sent.get(path.name)
        if own is not None and own.size == size:
            return Lying(path, "own", self.me.name, own.made, receivers=own.receivers, wipe=own.wipe)
        try:
            return self._opened(path, read())
        except Refused as refused:
            kind = "others" if refused.code == "NOT_FOR_US" else "refused"
            return Lying(path, kind, code=refused.code, text=refused.sentence)

    def _opened(self, path: Path, raw: bytes) -> Lying:
        """Raises Refused."""
        if self.keys is None:
            container.unframe(raw)
            raise Refused("NOT_FOR_US", laptop=self.me.name)
        found = container.unseal(raw, self.keys.identity)
        manifest = found.manifest
        if manifest.group != self.group:
            raise Refused("OTHER_GROUP")
        sender = self.laptops.get(_id(manifest.sender))
        if sender is None or not sender.keys:
            raise Refused("UNKNOWN_SENDER", sender=manifest.letter[:4] or "?")
        if not found.verified_by(sender.keys):
            raise Refused("BAD_SIGNATURE")
        kind = "seen" if _id(manifest.id) in self.seen or sender.id == self.me.id else "new"
        new = self._new(found) if kind == "new" else 0
        return Lying(path, kind, sender.name, manifest.made, new)

    def _new(self, found: Opened) -> int:
        """How many of its entries are not in the journal."""
        tops = {stream.hex(): known.top for stream, known in self.made.streams.items()}
        holes = {(stream.hex(), seq) for stream, seq in self.made.holes}
        return sum(seq > tops.get(stream, -1) or (stream, seq) in holes for stream, seq in lines.places(found.lines()))


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Refused("DAMAGED") from error


def _sent(place: Place, everyone: dict[bytes, Laptop], made: tips.Graph) -> dict[str, _Sent]:
    """What was made here, by the name of the file."""
    cursor = place.cursor()
    rows = cursor.execute("SELECT file, bytes, made, receivers FROM parcel WHERE way IN ('out', 'welcome')").fetchall()
    covers = {ident: [said.cover(made) for said in reports.of(cursor, ident)] for ident in everyone} if rows else {}
    found = {}
    for name, size, at, said in rows:
        ids = [ident for ident in map(bytes.fromhex, json.loads(said)) if ident in everyone]
        brought = _until(cursor, made, at)
        wipe = bool(ids) and all(_has(covers[ident], brought) for ident in ids)
        found[name] = _Sent(size, at, tuple(everyone[ident].name for ident in ids), wipe)
    return found


def _has(covers: list[dict[bytes, int]], brought: dict[bytes, int]) -> bool:
    """Whether a laptop has said, on each of its branches, that it has all of this."""
    return bool(covers) and all(cover.get(stream, -1) >= seq for cover in covers for stream, seq in brought.items())


def _until(cursor: Any, made: tips.Graph, at: int) -> dict[bytes, int]:
    """For each stream its newest entry that was written by then. What came later and is older counts too: rather one
    file too many than one too few."""
    query = "SELECT seq FROM entry WHERE stream=? AND wall<=? ORDER BY seq DESC LIMIT 1"
    found = {stream: cursor.execute(query, (stream, at)).fetchone() for stream in made.streams}
    return {stream: row[0] for stream, row in found.items() if row is not None}
