"""Taking times in turn, and what is said of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figure:
    """One line of the table. Times are milliseconds; `aim` holds for `by`, which is "ours" or "ratio"."""

    name: str
    ours: float
    limit: float
    unit: str
    aim: str
    met: bool
    n: int
    spread: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return self.ours / self.limit if self.limit else float("nan")


def timed(act: Callable[[], Any]) -> float:
    """How long it took, in milliseconds."""
    start = time.perf_counter_ns()
    act()
    return (time.perf_counter_ns() - start) / 1e6


def in_turn(rounds: int, *acts: Callable[[int], float]) -> list[list[float]]:
    """Each act once a round, in turn, so that what else the machine does falls on all of them alike."""
    samples: list[list[float]] = [[] for _ in acts]
    for no in range(rounds):
        for act, times in zip(acts, samples, strict=True):
            times.append(act(no))
    return samples


def p95(times: Sequence[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def spread(ours: Sequence[float], limit: Sequence[float]) -> str:
    """Lowest, median, p95 and highest of both, in milliseconds."""
    return " | ".join(
        f"{who} {min(t):.2f} {median(t):.2f} {p95(t):.2f} {max(t):.2f}"
        for who, t in (("ours", ours), ("limit", limit))
        if t
    )
