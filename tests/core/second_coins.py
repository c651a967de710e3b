"""Øre, kroner, notes and coins once more, for the second calculation: nothing here is the program's."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import floor

NOTES = (1000, 500, 200, 100, 50, 20, 10, 5, 1)


@cache
def half_up(minutes: int, hourly: int) -> int:
    return floor(Fraction(minutes, 60) * hourly + Fraction(1, 2))


def in_cash(ore: int) -> int:
    return int((Decimal(ore) / 100).quantize(Decimal(1), ROUND_HALF_UP)) * 100


@cache
def fewest() -> list[tuple[int, ...]]:
    """The notes and coins below a thousand for each sum of 0–999 kr: every way there is built on, the shortest kept.

    Two shortest ways for one sum would make "the fewest" say nothing; there is no such sum.
    """
    best: list[set[tuple[int, ...]]] = [{()}]
    for sum_ in range(1, 1000):
        ways = {tuple(sorted((*way, n))) for n in NOTES[1:] if n <= sum_ for way in best[sum_ - n]}
        count = min(map(len, ways))
        best.append({way for way in ways if len(way) == count})
    assert all(len(ways) == 1 for ways in best)
    return [next(iter(ways)) for ways in best]


def notes(sums: Iterable[int]) -> dict[str, int]:
    """How many of each for these sums (øre), each handed out by itself."""
    need = dict.fromkeys(map(str, NOTES), 0)
    for ore in sums:
        for note in (*[1000] * (ore // 100_000), *fewest()[ore % 100_000 // 100]):
            need[str(note)] += 1
    return need
