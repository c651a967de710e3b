"""People. A call name is enough; there is no birth number, no diagnosis and no case note anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import Bytes, Edited, Fact, Json
from .packed import KeptAsOne

# How names are found: å = aa, ø = oe, æ = ae, and letters with marks as those without.
_OWN = {"å": "aa", "ø": "oe", "æ": "ae", "ä": "ae", "ö": "oe", "đ": "d", "ŋ": "n", "ŧ": "t", "ł": "l"}
_MARKED = "áàâãąăčćçďéèêëęěíìîïńñňóòôõřšśşșţțťúùûüůýžźż"
FOLD_TABLE = {
    form: plain
    for letter, plain in (_OWN | {m: unicodedata.normalize("NFD", m)[0] for m in _MARKED}).items()
    for form in (letter, letter.upper())
}
_fold = str.maketrans(FOLD_TABLE)
_JOINED = re.compile(r"(?<=\w)-(?=\w)")


def fold(text: str) -> str:
    """Text as it is searched for: å = aa, ø = oe, æ = ae, other marks gone, lower case, Anne-Lise two words."""
    return _JOINED.sub(" ", unicodedata.normalize("NFC", text).translate(_fold).lower())


def _search(row: Mapping[str, Any]) -> str:
    """Every word of the names, folded, each with a space before it."""
    return fold("".join(f" {row[n]}" for n in ("call_name", "first_name", "last_name") if row[n]))


class Person(Edited):
    needs: ClassVar[tuple[str, ...]] = ("call_name",)
    derived: ClassVar = {"search": _search}
    call_name: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    birth_year: Mapped[int | None]
    phone: Mapped[str | None]
    payment_method: Mapped[str | None]  # "cash", "bank" or empty: the programme's own
    account: Mapped[str | None]  # Norwegian bank account, eleven digits; sheets show the last four
    search: Mapped[str | None]


class PersonNumber(Fact):
    """The number the workplace gave. Voided or not, a number is never given to another person."""

    __table_args__ = (Index("person_number_of", "person"), Index("person_number_by", "number"))
    person: Mapped[bytes | None]
    number: Mapped[int | None]


class SamePerson(Fact):
    """Somebody was registered twice: `person` is put away, and kept under the other registration."""

    __table_args__ = (Index("same_person_of", "person"),)
    person: Mapped[bytes | None]
    kept: Mapped[bytes | None]
    done: Mapped[str | None] = mapped_column(Json(KeptAsOne))


class Photo(Fact):
    """A small picture: JPEG of at most 24 kB without metadata. An entry of its own."""

    __table_args__ = (Index("photo_of", "person"),)
    person: Mapped[bytes | None]
    jpeg: Mapped[bytes | None] = mapped_column(Bytes)


class Message(Fact):
    """A message to whoever meets the person next; it expires by itself."""

    __table_args__ = (Index("message_of", "person"),)
    person: Mapped[bytes | None]
    text: Mapped[str | None]
    until: Mapped[date | None]  # the last day it shows
