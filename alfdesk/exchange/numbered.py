"""Ids in the body of a parcel: in whole where they first stand, by number after that.

    "019361e7…"   32 hex digits: an id the first time; it is number 0, 1, 2 … in the order they come
    "@4c"         number 4c of them, base 62
    "@@           what says "@ in truth

The sender has its ids marked (journal/entry.py); the receiver gets JSON, to the byte what it was. Only the first LIMIT
ids have a number, so that neither side keeps a list without end; those after them stand in whole.
"""

from __future__ import annotations

import re
from binascii import hexlify
from collections.abc import Iterator
from itertools import islice, product

LIMIT = 2**18  # ids
DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

_MARKED = re.compile(rb"\xff([\s\S]{16})")
_MARKED_OR_LIKE = re.compile(rb'\xff([\s\S]{16})|"@')
_SAID = re.compile(rb'("(?:[0-9a-f]{32}"|@@|@[0-9A-Za-z]{1,4}"))')


def _in_order() -> Iterator[bytes]:
    """What stands for the first id, for the second … and so on to the last that has a number."""
    numbers = (
        b'"@%b"' % bytes(digits) for more in range(4) for digits in product(DIGITS[more > 0 :], *[DIGITS] * more)
    )  # fmt: skip
    return islice(numbers, LIMIT)


class _Numbers(dict[bytes, bytes]):
    """What stands for an id: the id itself when first asked, its number from then on."""

    def __init__(self) -> None:
        super().__init__()
        self._free = _in_order()

    def __missing__(self, ident: bytes) -> bytes:
        number = next(self._free, None)
        if number is not None:
            self[ident] = number
        return b'"%b"' % hexlify(ident)


class Shorten:
    """The sender's side. Call it with whole lines, in order, their ids marked."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def __call__(self, text: bytes) -> bytes:
        numbers = self._numbers
        if b'"@' in text:
            return _MARKED_OR_LIKE.sub(lambda found: b'"@@' if found[1] is None else numbers[found[1]], text)
        parts = _MARKED.split(text)
        parts[1::2] = [numbers[ident] for ident in parts[1::2]]
        return b"".join(parts)


class _Ids(dict[bytes, bytes]):
    """What was said by number, as it stands in whole. An id in whole gets the next number, and stays what it is."""

    def __init__(self) -> None:
        super().__init__({b'"@@': b'"@'})
        self._free = _in_order()

    def __missing__(self, said: bytes) -> bytes:
        if said[1:2] == b"@":
            raise ValueError("a number that no id has")
        number = next(self._free, None)
        if number is not None:
            self[number] = said
        return said


class Whole:
    """The receiver's side. Call it with whole lines, in order. Raises ValueError for a number that nothing has."""

    def __init__(self) -> None:
        self._ids = _Ids()

    def __call__(self, text: bytes) -> bytes:
        ids = self._ids
        parts = _SAID.split(text)
        parts[1::2] = [ids[said] for said in parts[1::2]]
        return b"".join(parts)
