"""What can go wrong in a way that a person can understand.

Everything raised on purpose towards a person is a `UserFacingError`: one or two plain sentences that say what
happened, what still stands and what to do. Any other exception that reaches a front end is a bug.
"""

from __future__ import annotations


class UserFacingError(Exception):
    """A refusal with a sentence (already in the person's language). The command line ends with exit code 3."""

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class NotAllowed(UserFacingError):
    """The acting person's roles do not cover this act."""


class WrongPassphrase(UserFacingError):
    """Neither the passphrase nor the name opens a slot. The two are never told apart."""


class Damaged(UserFacingError):
    """A file of the workplace does not hold what was written."""


class TooNew(UserFacingError):
    """The file was made by a newer version of the program."""


class AlreadyOpen(UserFacingError):
    """Another program has this workplace open."""


class StorageFailed(UserFacingError):
    """The disk said no (full, read-only, input/output error). Nothing is called saved after this."""


class ListRefused(UserFacingError):
    """A list was not read in. `lines` holds (line number, reason) for each refused line; nothing was changed."""

    def __init__(self, sentence: str, lines: tuple[tuple[int, str], ...]) -> None:
        super().__init__(sentence, lines=lines)
        self.lines = lines
