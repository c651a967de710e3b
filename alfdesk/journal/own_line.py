"""Whether this laptop was copied, or put back to an earlier state: then there are two lines of what it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import tables

Spot = tuple[bytes, int]  # a stream and a number in it


@dataclass(frozen=True, slots=True)
class OwnLine:
    """The entries of this laptop that lead up to its newest one here, where it has written others too, or may have.

    `line` is the number of each stream on the way and its newest entry there, `since` the place where the last of the
    other lines left it (None: before the first entry), `times` how often it was put back to an earlier state, `among`
    which of the lines this is by an order that is alike on all of them.
    """

    line: dict[bytes, tuple[int, int]]
    since: tuple[int, int] | None
    times: int
    among: int

    def alone(self, spot: Spot) -> bool:
        """Whether an entry of this laptop was written on this line, after all others had left it."""
        number, top = self.line.get(spot[0], (-1, -1))
        return number >= 0 and spot[1] <= top and (self.since is None or (number, spot[1]) > self.since)


def own_line(cursor: Any) -> OwnLine:
    """This laptop's own line, as far as it knows of others. Costs a look at every stream there is: `local` says by
    `restored` and `branched` whether there can be any."""
    times, then = tables.restored(cursor)
    streams = _own_streams(cursor)
    way: list[Spot] = []  # from the newest back
    spot = _newest(cursor)
    while spot is not None:
        way.append(spot)
        spot = streams[spot[0]][1] if spot[0] in streams else None
    line = {stream: (number, top) for number, (stream, top) in enumerate(reversed(way))}
    left: dict[bytes, tuple[int, int]] = {}  # the first stream of each other line, and where it leaves this one
    for name, (top, parent) in streams.items():
        if name not in line:
            if parent is not None and parent[0] in line:
                number, until = line[parent[0]]
                left[name] = (number, min(parent[1], until))
        elif top > line[name][1]:
            left[name] = line[name]
    since = max(left.values(), default=None)
    put_back = bool(times)
    if then is not None and then[0] in line:
        mark = (line[then[0]][0], min(then[1], line[then[0]][1]))
        put_back, since = since is None or mark >= since, max(mark, since or mark)
    if put_back or since is None:
        return OwnLine(line, since, times, 0)
    own = next((stream for stream, where in line.items() if where > since), None)
    # What it writes first on its own line, the others see when they see that there is such a line.
    others = [name for name, where in left.items() if where == since and own is not None and name < own]
    return OwnLine(line, since, times, len(others))


def _newest(cursor: Any) -> Spot | None:
    found = cursor.execute("SELECT value FROM local WHERE key='head'").fetchone()
    if found is None:
        return None
    stream, seq, _hash = found[0].split()
    return bytes.fromhex(stream), int(seq)


def _own_streams(cursor: Any) -> dict[bytes, tuple[int, Spot | None]]:
    """This laptop's streams: the newest entry of each, and the entry it continues from."""
    rows = cursor.execute(
        "SELECT t.stream, t.top, f.parent_stream, f.parent_seq FROM (SELECT stream, max(seq) AS top FROM entry "
        "GROUP BY stream) t JOIN entry n ON n.stream=t.stream AND n.seq=t.top LEFT JOIN entry f ON f.stream=t.stream "
        "AND f.seq=0 WHERE n.device=(SELECT unhex(value) FROM local WHERE key='device')"
    ).fetchall()
    return {stream: (top, None if up is None else (up, up_seq)) for stream, top, up, up_seq in rows}
