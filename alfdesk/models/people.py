"""People. A call name is enough; there is no birth number, no diagnosis and no case note anywhere."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import ClassVar

from sqlalchemy import Computed, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Bytes, Edited, Fact

# How names are found: å = aa, ø = oe, æ = ae, and letters with marks as those without. SQLite folds only a–z by
# itself, so both cases stand in the table. The same table folds what is typed (alfdesk/people.py).
_OWN = {"å": "aa", "ø": "oe", "æ": "ae", "ä": "ae", "ö": "oe", "đ": "d", "ŋ": "n", "ŧ": "t", "ł": "l"}
_MARKED = "áàâãąăčćçďéèêëęěíìîïńñňóòôõřšśşșţțťúùûüůýžźż"
FOLD_TABLE = {
    form: plain
    for letter, plain in (_OWN | {m: unicodedata.normalize("NFD", m)[0] for m in _MARKED}).items()
    for form in (letter, letter.upper())
}


def _search_sql() -> str:
    sql = "ifnull(call_name,'')||' '||ifnull(first_name,'')||' '||ifnull(last_name,'')"
    for letter, plain in FOLD_TABLE.items():
        sql = f"replace({sql},'{letter}','{plain}')"
    return f"' '||lower({sql})"


class Person(Edited):
    needs: ClassVar[tuple[str, ...]] = ("call_name",)
    call_name: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    birth_year: Mapped[int | None]
    phone: Mapped[str | None]
    payment_method: Mapped[str | None]  # "cash", "bank" or empty: the programme's own
    # What search looks in: folded by the database itself, so that it can never lag behind the names.
    search: Mapped[str | None] = mapped_column(Text, Computed(_search_sql(), persisted=True))


class PersonNumber(Fact):
    """The number the workplace gave. Voided or not, a number is never given to another person."""

    __table_args__ = (Index("person_number_of", "person"), Index("person_number_by", "number"))
    person: Mapped[bytes | None]
    number: Mapped[int | None]


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
