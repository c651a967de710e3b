"""What a parcel would bring somebody, told before it is made; and when something came in last. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..journal import entry as form
from ..journal.fits import content
from . import parcel, reports, roster, said, tips
from .admit import Let, count_op

if TYPE_CHECKING:
    from ..store.workplace import Place

WORDS_FOR = 2_000  # so many entries are told sort by sort; of more there is only the count
_SOME = 500


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What at least one of the receivers has not said that it has. `lines` is empty where there is too much to tell."""

    receivers: tuple[str, ...]
    new: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameIn:
    """The newest parcel that was taken in: whose it was, when it was taken in (milliseconds UTC), how much was new."""

    sender: str
    at: int
    new: int


def receivers(place: Place) -> tuple[str, ...]:
    """The names of those a parcel can be made for."""
    cursor = place.cursor()
    me = roster.own(cursor)
    return tuple(
        one.name for one in roster.laptops(cursor).values() if one.id != me and one.recipient and one.barred is None
    )


def outgoing(place: Place, to: str) -> Outgoing:
    """What a parcel for the laptop of that name, or for ALL, would bring. Raises UserFacingError as `make` does."""
    cursor = place.cursor()
    everyone = parcel._receivers(place, to)
    made = tips.graph(cursor)
    covers: list[dict[bytes, int]] = []
    holes: set[tips.Spot] = set()
    for one in everyone:
        heard = reports.of(cursor, one.id)
        covers += [report.cover(made) for report in heard] or [{}]
        holes.update(spot for report in heard for spot in tips.spots(report.report.holes))
    above = {stream: min(cover.get(stream, -1) for cover in covers) for stream in made.streams}
    count = "SELECT count(*) FROM entry WHERE stream=? AND seq>?"
    new = sum(cursor.execute(count, spot).fetchone()[0] for spot in above.items())
    filled = [s for s in holes if s[1] <= above.get(s[0], -1) and s not in made.holes and s[0] in made.streams]
    new += len(filled)
    lines = _told(cursor, above, filled) if 0 < new <= WORDS_FOR else ()
    return Outgoing(tuple(one.name for one in everyone), new, lines)


def _told(cursor: Any, above: dict[bytes, int], filled: list[tips.Spot]) -> tuple[str, ...]:
    let = Let()
    for packed in _packed(cursor, above, filled):
        for salt, raw in form.unpack(packed):
            if salt is not None:
                count_op(let, content(raw))
    return said.lines(let)


def _packed(cursor: Any, above: dict[bytes, int], filled: list[tips.Spot]) -> Iterator[bytes]:
    for stream, seq in above.items():
        rows = cursor.execute("SELECT ops FROM entry WHERE stream=? AND seq>?", (stream, seq))
        while some := rows.fetchmany(_SOME):
            yield from (ops for (ops,) in some)
    for spot in filled:
        yield cursor.execute("SELECT ops FROM entry WHERE stream=? AND seq=?", spot).fetchone()[0]


def came_in_last(place: Place) -> CameIn | None:
    """The newest parcel that was taken in here, the welcome too."""
    cursor = place.cursor()
    row = cursor.execute(
        "SELECT device, wall, entries FROM parcel WHERE way IN ('in', 'joined') ORDER BY no DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    sender = roster.laptops(cursor).get(row[0])
    return CameIn(sender.name if sender is not None else "?", row[1], row[2])
