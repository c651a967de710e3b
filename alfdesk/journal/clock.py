"""Clocks. Nothing is ever refused for its time; a stamp only has to be later than what its author had seen."""

from __future__ import annotations

import time
from collections.abc import Callable

# Milliseconds since 1970, UTC. Tests and simulations put their own in its place.
Clock = Callable[[], int]


def now() -> int:
    """The machine's clock, in milliseconds since 1970 (UTC)."""
    return time.time_ns() // 1_000_000


def stamp(clock: int, last: int, over: int) -> tuple[int, int]:
    """The stamp of a new entry, and the laptop's own line after it (both in milliseconds).

    `last` is the laptop's line so far and `over` the newest stamp among the values that the entry replaces (0 for
    none). The last term lifts this entry only: one laptop with a wrong clock must not drag the others along.
    """
    line = max(clock, last + 1)
    return max(line, over + 1), line
