"""Perhaps one person twice; one number with two people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from .. import put_away
from ..i18n import gettext as _
from .asking import Asking
from .records import Choice, Question, ident

_FIELDS = "id, search, last_name, birth_year, phone"


ONE = ("office", "manager")  # who may say that two are one: it ends enrolments, and a number


def alike(asking: Asking, person: bytes) -> Iterator[Question]:
    """Everybody who may be this person: the same names, and the same year of birth or the same phone. Never merged by
    the program."""
    own = asking.facts(f"SELECT {_FIELDS} FROM person WHERE id=? AND call_name IS NOT NULL", person)
    if not own:
        return
    others = asking.facts(
        f"SELECT {_FIELDS} FROM person WHERE search=? AND call_name IS NOT NULL AND id<>?", own[0][1], person
    )
    found = {other[0] for other in others if same(own[0], other)}
    for other in sorted(found | _linked(asking, person)):
        yield from _asked(asking, *sorted((person, other)))


def _asked(asking: Asking, first: bytes, second: bytes) -> Iterator[Question]:
    """Whether these two are one: until that has been answered, and again where two answers do not agree."""
    about = (ident("person", first, second),)
    said = _said(asking, about[0], first, second)
    links = dict(asking.put_away_links)
    ring = put_away.in_ring(links)
    if len(said) == 1 and not {first, second} <= ring or not said and (links.keys() - ring) & {first, second}:
        asking.put_aside += 1
        return
    choices = _choices(asking, first, second)
    if len(said) > 1:
        words = _("Is {name} registered twice? It was answered in two ways.")
        worded = {choice.key: choice.words for choice in choices}
        sides = [asking.side(no, worded[key], key) for key, no in said.items()]
    else:
        words = _("Is {name} registered twice?")
        sides = [asking.side(_born(asking, one), _told(asking, one)) for one in (first, second)]
    yield Question(
        about[0].hex(), "person", words.format(name=asking.person(first)), tuple(sorted(sides, key=lambda s: s.at)),
        choices, about, (first, second),
        follows=_("If they are one, the other number and its enrolments end. What stands, stays."),
    )  # fmt: skip


def _choices(asking: Asking, first: bytes, second: bytes) -> tuple[Choice, ...]:
    """Two people, or one: then either is kept. By its number, and where that says nothing, by which came first."""
    numbers = [_number(asking, one) for one in (first, second)]
    if None in numbers or len(set(numbers)) == 1:
        order = sorted((first, second), key=lambda one: (asking.order(_born(asking, one)), one))
        ones = zip(order, (_("They are one: keep the first"), _("They are one: keep the second")), strict=True)
    else:
        words = _("They are one: keep No. {number}")
        ones = zip((first, second), (words.format(number=number) for number in numbers), strict=True)
    named = sorted(ones, key=lambda one: asking.order(_born(asking, one[0])))
    return (Choice("two", _("They are two people")), *(Choice(keeping(one), words, ONE) for one, words in named))


def _number(asking: Asking, person: bytes) -> int | None:
    """The number she has, or had until she was put away."""
    rows = asking.facts(
        "SELECT number FROM person_number WHERE person=? AND number IS NOT NULL ORDER BY voided, id DESC LIMIT 1",
        person,
    )
    return rows[0][0] if rows else None


def _said(asking: Asking, about: bytes, first: bytes, second: bytes) -> dict[str, int]:
    """What has been answered of these two, with the entry that said so."""
    said = asking.facts("SELECT choice, entry FROM answered WHERE about=? AND voided=0 ORDER BY id DESC", about)
    links = asking.facts(
        "SELECT kept, entry FROM same_person WHERE (person, kept) IN (VALUES (?, ?), (?, ?)) AND voided=0 "
        "ORDER BY id DESC", first, second, second, first,
    )  # fmt: skip
    return dict(said) | {keeping(kept): no for kept, no in links}


def _linked(asking: Asking, person: bytes) -> set[bytes]:
    """Who was said to be the same: asked about where the answers do not agree, whatever she is called by now."""
    return {
        one for two in asking.facts(
            "SELECT s.person, s.kept FROM same_person s JOIN person p ON p.id=s.person AND p.call_name IS NOT NULL "
            "JOIN person k ON k.id=s.kept AND k.call_name IS NOT NULL WHERE ? IN (s.person, s.kept) AND s.voided=0",
            person,
        ) for one in two if one != person
    }  # fmt: skip


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two of one name may be one: by phone, or by year of birth where they have a last name (half a town has a
    Kari of 1980). Never where their years differ."""
    years, phones = {one[3], other[3]} - {None}, (_digits(one[4]), _digits(other[4]))
    if len(years) > 1:
        return False
    if phones[0] and phones[0] == phones[1]:
        return True
    return one[3] is not None and one[3] == other[3] and bool(one[2] and other[2])


def _digits(phone: str | None) -> str:
    """The last eight digits: a number with and without the country's."""
    return "".join(c for c in phone or "" if c.isdigit())[-8:]


def _born(asking: Asking, person: bytes) -> int:
    """The entry that registered her."""
    rows = asking.facts("SELECT no FROM cell WHERE row=? AND kind='person' AND field='call_name'", person)
    numbers = asking.facts("SELECT entry FROM person_number WHERE person=? ORDER BY id LIMIT 1", person)
    return (numbers or rows)[0][0]


def _told(asking: Asking, person: bytes) -> str:
    ((year, phone),) = asking.facts("SELECT birth_year, phone FROM person WHERE id=?", person)
    parts = [asking.numbered(person), _("born {year}").format(year=year) if year else "", phone or ""]
    return ", ".join(filter(None, parts))


def alike_keys(asking: Asking) -> set[tuple[bytes]]:
    """One of each two who may be one person."""
    rows = asking.facts(
        f"SELECT {_FIELDS} FROM person WHERE call_name IS NOT NULL AND search IN (SELECT search FROM person "
        "WHERE call_name IS NOT NULL GROUP BY search HAVING count(*)>1) ORDER BY search, id"
    )
    by_name: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_name.setdefault(row[1], []).append(row)
    linked = set(asking.facts("SELECT person FROM same_person WHERE voided=0 AND person IS NOT NULL"))
    return linked | {(one[0],) for of in by_name.values() for one, other in combinations(of, 2) if same(one, other)}


# Numbers -------------------------------------------------------------------------------------------------------------


def shared(asking: Asking, number: int) -> Iterator[Question]:
    """Two people with one number: it stands on a badge, so a person says who keeps it."""
    rows = asking.facts(
        "SELECT n.person, n.entry FROM person_number n JOIN person p ON p.id=n.person AND p.call_name IS NOT NULL "
        "WHERE n.number=? AND n.voided=0 ORDER BY n.id",
        number,
    )  # fmt: skip
    holders = dict(rows)
    if len(holders) < 2:
        return
    sides, choices = [], []
    for person, no in sorted(holders.items(), key=lambda item: asking.order(item[1])):
        sides.append(asking.side(no, asking.person(person), keeping(person)))
        choices.append(Choice(keeping(person), _("{name} keeps it").format(name=asking.person(person))))
    about = (ident("number", str(number), *holders),)
    words = _("Number {number} belongs to {count} people. Who keeps it?")
    yield Question(
        about[0].hex(), "number", words.format(number=number, count=len(holders)), tuple(sides), tuple(choices), about,
        tuple(sorted(holders)),
    )  # fmt: skip


def keeping(person: bytes) -> str:
    """The choice that this person keeps the number."""
    return f"keep-{ident('choice', person).hex()[:8]}"


def shared_keys(asking: Asking) -> set[tuple[int]]:
    return set(asking.facts(
        "SELECT number FROM person_number WHERE voided=0 AND person IS NOT NULL AND number IS NOT NULL "
        "GROUP BY number HAVING count(DISTINCT person)>1"
    ))  # fmt: skip
