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

LIMIT = 2**18  # ids
DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}

_MARKED = re.compile(rb"\xff([\s\S]{16})")
_MARKED_OR_LIKE = re.compile(rb'\xff([\s\S]{16})|"@')
_SAID = re.compile(rb'"(?:([0-9a-f]{32})"|@(?:@|([0-9A-Za-z]{1,4})"))')


class _Numbers(dict[bytes, bytes]):
    """What stands for an id: the id itself when first asked, its number from then on."""

    def __missing__(self, ident: bytes) -> bytes:
        if len(self) < LIMIT:
            self[ident] = b'"@%b"' % _number(len(self))
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


class Whole:
    """The receiver's side. Call it with line after line. Raises ValueError for a number that nothing has."""

    def __init__(self) -> None:
        self._ids: list[bytes] = []

    def __call__(self, line: bytes) -> bytes:
        return _SAID.sub(self._one, line)

    def _one(self, found: re.Match[bytes]) -> bytes:
        ident, number = found.groups()
        if ident is not None:
            if len(self._ids) < LIMIT:
                self._ids.append(found[0])
            return found[0]
        if number is None:
            return b'"@'
        value = 0
        for digit in number:
            value = value * 62 + _VALUE[digit]
        if value >= len(self._ids) or number != _number(value):
            raise ValueError("a number that no id has")
        return self._ids[value]


def _number(value: int) -> bytes:
    digits = bytearray()
    while True:
        value, digit = divmod(value, 62)
        digits.append(DIGITS[digit])
        if not value:
            return bytes(reversed(digits))
