"""Registrations that were put away because the person is kept under another one: whose, and where she is kept now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from .models.people import Person, PersonNumber, SamePerson
from .record import replace
from .store.session import Ready

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from .people import Found

# Whoever is kept under somebody who has been erased since is kept under nobody.
LINKS = Ready(
    lambda: select(SamePerson.person, SamePerson.kept)
    .join(Person, Person.id == SamePerson.kept)
    .where(SamePerson.person.is_not(None))
    .order_by(SamePerson.id)
)

NUMBERS_EVER = Ready(
    lambda: select(PersonNumber.person, PersonNumber.number)
    .where(PersonNumber.person.in_(bindparam("ids", expanding=True)))
    .order_by(PersonNumber.id),
    voided=True,
)


def everyone(session: Session) -> dict[bytes, bytes]:
    """Who is put away → the registration that she is kept under."""
    return kept_under(LINKS(session))


def with_numbers(session: Session, found: dict[bytes, Found]) -> dict[bytes, Found]:
    """The same people; whoever is put away with the number she had. For papers: what was printed never changes."""
    lacking = [person for person, one in found.items() if one.number is None]
    away = [person for person in lacking if person in everyone(session)] if lacking else []
    if not away:
        return found
    numbers = dict(NUMBERS_EVER(session, ids=away))
    return found | {person: replace(found[person], number=numbers.get(person)) for person in away}


def kept_under(links: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The same of links that stand, in the order of their ids: followed to the end. Where laptops that did not know of
    each other have put several away in a ring, nobody in it is."""
    links = dict(links)
    ring = in_ring(links)
    found = {}
    for person in links.keys() - ring:
        kept = links[person]
        while kept in links and kept not in ring:
            kept = links[kept]
        found[person] = kept
    return found


def in_ring(links: dict[bytes, bytes]) -> set[bytes]:
    """Those who are kept under somebody who is kept, in the end, under them."""
    found = set()
    for person in links:
        seen, at = set[bytes](), person
        while at in links and at not in seen:
            seen.add(at)
            at = links[at]
            if at == person:
                found.add(person)
    return found
