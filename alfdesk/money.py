"""Money: whole øre. Reckoned half up, handed out in whole kroner, counted in the fewest notes and coins.

Python's `round()` goes to the even neighbour, and floats cannot hold an øre: neither is used here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

KRONE = 100  # øre
# The notes and coins that are legal tender, in kroner. No øre since 1 May 2012 (FOR-2011-03-16-294).
DENOMINATIONS = (1000, 500, 200, 100, 50, 20, 10, 5, 1)
# A sum no payout comes near: a slip of the finger is stopped here.
LIMIT = 100_000_000


def half_up(top: int, bottom: int) -> int:
    """top ÷ bottom to the nearest whole, halves away from zero. `bottom` is positive."""
    whole = (2 * abs(top) + bottom) // (2 * bottom)
    return whole if top >= 0 else -whole


def hourly(minutes: int, rate: int) -> int:
    """What so many minutes come to at `rate` øre an hour, half up to the øre."""
    return half_up(minutes * rate, 60)


def cash(ore: int) -> int:
    """What is handed out in cash for a sum that is owed: whole kroner, 1–49 øre down, 50–99 up; nothing below zero.

    By FOR-2011-03-16-294 § 1 only the final sum is rounded, and only in cash.
    """
    return max(0, half_up(ore, KRONE) * KRONE)


def fewest(ore: int) -> dict[int, int]:
    """The fewest notes and coins for a whole number of kroner: how many of each, all of them named.

    Taking the largest first is the fewest here, since each is at least twice the next but one and 1-2-5 throughout.
    """
    kroner, left = divmod(ore, KRONE)
    if left or kroner < 0:
        raise ValueError(ore)
    found = {}
    for value in DENOMINATIONS:
        found[value], kroner = divmod(kroner, value)
    return found


def needed(sums: Iterable[int]) -> dict[int, int]:
    """Notes and coins so that each of these sums (øre, whole kroner) can be handed out by itself."""
    total: Counter[int] = Counter(dict.fromkeys(DENOMINATIONS, 0))
    for ore in sums:
        total.update(fewest(ore))
    return dict(total)


def counted(counts: dict[int, int]) -> int:
    """What these notes and coins come to, in øre. Raises ValueError for a note that is none, or fewer than none."""
    if any(value not in DENOMINATIONS or count < 0 for value, count in counts.items()):
        raise ValueError(counts)
    return sum(value * count for value, count in counts.items()) * KRONE


def written(ore: int) -> str:
    """1 234,50 with no-break spaces, and a real minus."""
    kroner, rest = divmod(abs(ore), KRONE)
    grouped = f"{kroner:,}".replace(",", "\u00a0")
    return f"{'−' if ore < 0 else ''}{grouped},{rest:02}"
