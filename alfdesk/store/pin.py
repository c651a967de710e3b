"""A short code that opens a covered screen again, while the program runs and its key is in memory.

The code itself is kept nowhere, its hash in memory only. Five wrong ones end it: then the passphrase is asked for.
"""

from __future__ import annotations

import hmac
import os

from ..errors import UserFacingError
from ..i18n import gettext as _

SHORTEST, LONGEST = 4, 8  # digits
TRIES = 5
# Whoever can read the memory has the key itself; the cost only spares a PIN that its owner uses elsewhere too.
MEMORY_KIB, PASSES = 16 * 1024, 2


class Pin:
    """A code that has been chosen. `left` are the tries until it is spent."""

    __slots__ = ("_hash", "_salt", "left")

    def __init__(self, salt: bytes, hash_: bytes) -> None:
        self._salt, self._hash = salt, hash_
        self.left = TRIES

    @classmethod
    def of(cls, digits: str) -> Pin:
        """A new one. Raises UserFacingError unless it is four to eight digits, or when anyone would guess it."""
        digits = digits.strip()
        if not (digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
            raise UserFacingError(_("A PIN has {least} to {most} digits.").format(least=SHORTEST, most=LONGEST))
        if _anyone_would_guess(digits):
            raise UserFacingError(_("This PIN is easy to guess. Choose other digits."))
        salt = os.urandom(16)
        return cls(salt, _hash(digits, salt))

    @property
    def spent(self) -> bool:
        """Whether it has been tried wrong too often: it opens nothing any more."""
        return self.left <= 0

    def matches(self, text: str) -> bool:
        """Whether this is the code. A wrong one costs a try, a right one gives them all back."""
        if self.spent:
            return False
        if hmac.compare_digest(_hash(text.strip(), self._salt), self._hash):
            self.left = TRIES
            return True
        self.left -= 1
        return False


def _anyone_would_guess(digits: str) -> bool:
    """One digit all along, two in turn, or a row up or down (7890 too)."""
    steps = {(int(b) - int(a)) % 10 for a, b in zip(digits, digits[1:], strict=False)}
    return steps in ({0}, {1}, {9}) or digits == (digits[:2] * len(digits))[: len(digits)]


def _hash(text: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    argon = Argon2id(salt=salt, length=32, iterations=PASSES, lanes=1, memory_cost=MEMORY_KIB)
    return argon.derive(text.encode("utf-8", "replace"))
