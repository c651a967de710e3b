"""Clocks. Nothing is ever refused for its time; a stamp only has to be later than what its author had seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

# Milliseconds since 1970, UTC. Tests and simulations put their own in its place.
Clock = Callable[[], int]

NEWEST = 2**60  # no stamp is higher, and no clock of a file
_FIRST, _LAST = 86_400, 32_503_593_600  # seconds: what every system can tell, 1970-01-02 and 2999-12-30


def now() -> int:
    """The machine's clock, in milliseconds since 1970 (UTC)."""
    return time.time_ns() // 1_000_000


def stamp(clock: int, last: int, over: int) -> tuple[int, int]:
    """The stamp of a new entry, and the laptop's own line after it (both in milliseconds).

    `last` is the laptop's line so far and `over` the newest stamp among the values that the entry replaces (0 for
    none). The last term lifts this entry only: one laptop with a wrong clock must not drag the others along. Above the
    highest stamp there is none: what is written over it has the same, and may lose.
    """
    line = max(clock, last + 1)
    return min(max(line, over + 1), NEWEST), line


def local(wall: int) -> datetime:
    """A moment (milliseconds since 1970, UTC) as this laptop's own clock showed it. A clock that was wrong by ages, or
    that somebody lied about, shows the first or the last day there is."""
    return datetime.fromtimestamp(min(max(wall // 1000, _FIRST), _LAST))
