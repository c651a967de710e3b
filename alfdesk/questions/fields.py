"""A field that was changed at two places by people who did not know of each other; and what this version does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..i18n import gettext as _
from ..i18n import marked, worded
from ..journal import entry as form
from ..models.base import unknown_kinds
from ..told import field_titles, value_words
from ..weeks import written
from .asking import Asking
from .records import Choice, Question, ident, of_several

TITLES = {
    "programme": {
        "name": marked("Name"), "list_name": marked("List name"), "controller": marked("Controller"),
        "legal_basis": marked("Legal basis"), "retention_months": marked("Months kept"), "kind": marked("Kind"),
    },
    "team": {"name": marked("Name"), "programme": marked("Programme")},
    "enrolment": {
        "from_day": marked("First day"), "to_day": marked("Last day"), "team": marked("Team"),
        "programme": marked("Programme"),
    },
    "workplace": {"organisation": marked("Organisation"), "office_phone": marked("The office's phone")},
    "staff": {"name": marked("Name")},
    "turn_away_reason": {"words": marked("Words")},
    "publication": {"name": marked("Name")},
    "product": {"name": marked("Name"), "publication": marked("Publication")},
    "edition": {
        "name": marked("Name"), "product": marked("Product"), "print_run": marked("Print run"),
        "last_day": marked("Last day"),
    },
    "outlet": {"name": marked("Name"), "closed": marked("Closed")},
    "spot": {"name": marked("Name")},
    "seller": {"languages": marked("Languages"), "rules_signed": marked("Rules signed")},
}  # fmt: skip
_NAMED = {
    "programme": "name", "team": "name", "staff": "name", "workplace": "organisation", "turn_away_reason": "words",
    "publication": "name", "product": "name", "edition": "name", "outlet": "name", "spot": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Set:
    """One value that was given to a field. `order` decides which stands."""

    order: tuple[int, bytes, int, int]
    no: int
    value: Any
    over: int

    @property
    def id(self) -> str:
        _stamp, stream, seq, place = self.order
        return f"{stream.hex()} {seq} {place}"

    @property
    def choice(self) -> str:
        return f"set-{ident('set', self.id).hex()[:8]}"


def found(asking: Asking, row: bytes, table: str, field: str) -> Iterator[Question]:
    """Whether the field has a value which nobody saw when another was written over it."""
    said = heads(asking, row, table, field)
    last = said[-1] if said else None
    unseen = [one for one in said[:-1] if last and one.value != last.value]
    about = {ident("field", row, field, one.id): one for one in unseen}
    open_ = {key: one for key, one in about.items() if not asking.answered(key)}
    if last and open_:
        yield _question(asking, row, table, field, open_, last)


def keys(asking: Asking) -> set[tuple[bytes, str, str]]:
    """Row, table and name of every field that was said without knowing of what it was said over."""
    return set(asking.facts("SELECT DISTINCT row, kind, field FROM clash"))


def heads(asking: Asking, row: bytes, table: str, field: str) -> list[Set]:
    """The values of a field that nobody who wrote another one had seen: oldest first, the last one stands.

    What was taken back, and the taking back, were never said; unless that leaves another value than the one that stands.
    """
    every = _clashed(asking, row, table, field)
    back = {one.order: one.over for one in every if _taken_back(asking, one)}
    left = _unseen(asking, [one for one in every if one.order not in back], {o[0]: over for o, over in back.items()})
    return left if left and left[-1].value == every[-1].value else _unseen(asking, every, {})


def _unseen(asking: Asking, every: list[Set], back: dict[int, int]) -> list[Set]:
    """Those of these that none of the others was written over. `back` leads from what was taken back to what that was
    written over, both by their stamps."""

    def over(by: Set) -> set[int]:
        found, at = set[int](), by.over
        while at not in found:
            found.add(at)
            at = back.get(at, at)
        return found

    def seen(one: Set, by: Set) -> bool:
        if by is one or by.order < one.order:
            return False
        stamp, stream, seq, _place = one.order
        return stamp in reach[by.order] or asking.knew((by.order[1], by.order[2]), (stream, seq))

    reach = {one.order: over(one) for one in every}
    return [one for one in every if not any(seen(one, by) for by in every)]


def _taken_back(asking: Asking, one: Set) -> bool:
    """Whether the entry was taken back, or took another one back."""
    _stamp, stream, seq, _place = one.order
    return bool(asking.facts(
        "SELECT 1 FROM undone WHERE entry=? UNION ALL SELECT 1 FROM undone WHERE stream=? AND seq=? AND voided=0 LIMIT 1",
        one.no, stream, seq,
    ))  # fmt: skip


def _clashed(asking: Asking, row: bytes, table: str, field: str) -> list[Set]:
    said = []
    for no, place, stream, seq, stamp, packed in asking.facts(
        "SELECT e.no, c.place, e.stream, e.seq, e.stamp, e.ops FROM clash c JOIN entry e ON e.no=c.no "
        "WHERE c.row=? AND c.kind=? AND c.field=?",
        row, table, field,
    ):  # fmt: skip
        salt, raw = form.unpack(packed)[place]
        if salt is not None:
            _what, _table, _row, _field, value, over = form.content(raw)
            said.append(Set((stamp, stream, seq, place), no, value, over))
    return sorted(said, key=lambda one: one.order)


def _question(
    asking: Asking, row: bytes, table: str, field: str, unseen: dict[bytes, Set], last: Set
) -> Question:
    title = field_titles().get(field) if table == "person" else None
    title = title or worded(TITLES.get(table, {}).get(field, "")) or field
    about = tuple(sorted(unseen))
    sides = sorted((*unseen.values(), last), key=lambda one: one.order)
    words = _("{name}: {field} was changed at two places. Which is right?")
    name, person = _whose(asking, table, row)
    choices = [Choice(one.choice, f"{title}: {_value(asking, field, one.value)}") for one in sides]
    return Question(
        of_several("field", about), "field", words.format(name=name, field=title),
        tuple(asking.side(one.no, f"{title}: {_value(asking, field, one.value)}", one.choice) for one in sides),
        tuple(choices), about, (person,) if person else (), field=field, table=table,
    )  # fmt: skip


def _whose(asking: Asking, table: str, row: bytes) -> tuple[str, bytes | None]:
    """What the row is called, and the person it is about."""
    if table == "person":
        return asking.person(row), row
    if table == "enrolment":
        for person, programme in asking.facts("SELECT person, programme FROM enrolment WHERE id=?", row):
            return f"{asking.person(person or b'')} ({asking.programme(programme)})", person
    if table == "seller":
        for (person,) in asking.facts("SELECT person FROM seller WHERE id=?", row):
            return asking.person(person or b""), person
    if table in _NAMED:
        for (name,) in asking.facts(f"SELECT {_NAMED[table]} FROM {table} WHERE id=?", row):
            return name or "", None
    return "", None


def _value(asking: Asking, field: str, value: Any) -> str:
    if value is not None and field in ("from_day", "to_day", "last_day", "rules_signed"):
        return written(date.fromisoformat(value))
    if value is not None and field == "programme":
        return asking.programme(bytes.fromhex(value))
    if value is not None and field == "team":
        return next((name or "" for (name,) in asking.facts("SELECT name FROM team WHERE id=?", bytes.fromhex(value))), "–")
    if value is not None and field in ("publication", "product"):
        rows = asking.facts(f"SELECT name FROM {field} WHERE id=?", bytes.fromhex(value))
        return next((name or "" for (name,) in rows), "–")
    if field == "closed":
        return _("yes") if value else _("no")
    return value_words(field, value)


def unknown(asking: Asking) -> Iterator[Question]:
    """Entries that a newer version wrote: only an update answers that."""
    if kinds := unknown_kinds(asking.cursor):
        about = (ident("unknown", *kinds),)
        words = _("Some entries need a newer Alfdesk. Update this laptop.")
        yield Question(about[0].hex(), "unknown", words, (), (), about)
