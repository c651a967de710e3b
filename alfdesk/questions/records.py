"""A question as a finished record. No session, no SQL, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

# Kind → the verb that changes what it is about, where none of the choices is what somebody wants to say.
KINDS = {
    "field": "people.change",
    "day": "attendance.record.correct",
    "hours": "attendance.record.correct",
    "places": "attendance.day_work.turn_away",
    "late": "attendance.record.correct",
    "paid": "pay.payouts.take_back",
    "week": "pay.steps.send_back",
    "person": "people.change",
    "number": "people.renumber",
    "received": "sales.stock.void_move",
    "recalled": "sales.stock.void_move",
    "counted": "sales.counting.begin",
    "held": "sales.accounts.void_account_move",
    "settled": "sales.settling.void_settlement",
    "numbered": "sales.settling.void_settlement",
    "seller": "sales.sellers.renumber",
    "listed": "sales.selling.void_sale",
    "restored": "sales.selling.void_sale",
    "unknown": "",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two (or more) says, in words; who said so, when and on which laptop."""

    says: str
    who: str
    at: str  # local time, "2026-11-20 13:44"; "" where nobody said it
    laptop: str
    choice: str | None = None  # the choice that lets this stand


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `key` is what `answers.answer` takes; `roles` who alone may give it, where not all who may answer."""

    key: str
    words: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One plain question. Sides stand oldest first; without choices it is answered in another way (`verb`)."""

    id: str  # 32 hex digits, alike on every laptop
    kind: str  # of KINDS
    words: str
    sides: tuple[Side, ...]
    choices: tuple[Choice, ...]
    about: tuple[bytes, ...]  # what an `Answered` names
    subject: tuple[bytes, ...] = ()  # people it is about
    programme: bytes | None = None
    day: date | None = None  # for a week: its Monday
    field: str | None = None  # of the row, where one was changed at two places
    table: str | None = None
    follows: str = ""  # what an answer brings with it, where its words do not say so

    @property
    def verb(self) -> str:
        return KINDS[self.kind]


def ident(kind: str, *about: bytes | str) -> bytes:
    """The id of something asked about: 16 bytes made of the kind and of the ids in it, in whatever order they come."""
    parts = sorted(one.hex() if isinstance(one, bytes) else one for one in about)
    return sha256("\n".join((kind, *parts)).encode()).digest()[:16]


def of_several(kind: str, about: tuple[bytes, ...]) -> str:
    """The id of a question about all these."""
    return (about[0] if len(about) == 1 else ident(kind, *about)).hex()
