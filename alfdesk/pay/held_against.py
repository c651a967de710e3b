"""Snapshots held against the days as they are said now, all weeks at one go.

Who reckoned a week on another laptop had not heard of all that is said here, so each of its days is looked at. Once:
what is said after a snapshot came is found by its entry.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..attendance.record import PRESENT, Said
from ..weeks import monday_of
from .reckon import Held, paid_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from .ledger import Snapshot

# By the connections that were asked: they are made anew when the journal is, or another file is put in its place.
_known: WeakKeyDictionary[Any, dict[bytes, frozenset[bytes]]] = WeakKeyDictionary()

_DAYS = (
    "SELECT id, person, day, outcome, from_minute, to_minute, said_minutes, dirty_minutes FROM attendance "
    "WHERE programme=? AND voided=0 AND day BETWEEN ? AND ? AND person IS NOT NULL"
)
_LINES = "SELECT week, person, days FROM pay_line WHERE programme=? AND person IS NOT NULL"


def otherwise(
    session: Session, programme: bytes, snapshots: Iterable[Snapshot], held: Callable[[date], Held]
) -> dict[date, frozenset[bytes]]:
    """Of each week the people of whom something else was said than its snapshot has, when it was first held against it
    here. `held` gives the rules of a day."""
    wanted = list(snapshots)
    known = _known.setdefault(session.get_bind().pool, {})  # type: ignore[union-attr]
    if new := [s for s in wanted if s.id not in known]:
        known.update(compared(session, programme, new, held))
    return {s.monday: known[s.id] for s in wanted}


def compared(
    session: Session, programme: bytes, snapshots: list[Snapshot], held: Callable[[date], Held]
) -> dict[bytes, frozenset[bytes]]:
    """Of each snapshot (by its id) the people of whom something else is said now than it has."""
    from ..journal.write import cursor_of

    cursor = cursor_of(session)
    by_monday = {s.monday: s.id for s in snapshots}
    now: dict[tuple[bytes, bytes], dict[str, Any]] = defaultdict(dict)
    then: dict[tuple[bytes, bytes], dict[str, Any]] = defaultdict(dict)
    weeks, amounts = _Weeks(by_monday, held), {}
    latest: dict[tuple[bytes, str], tuple[Any, ...]] = {}
    ends = (min(by_monday).isoformat(), (max(by_monday) + timedelta(6)).isoformat())
    for row in cursor.execute(_DAYS, (programme, *ends)):
        other = latest.get(row[1:3])
        if other is None or other[0] < row[0]:
            latest[row[1:3]] = row
    for (person, day), (_id, _person, _day, outcome, *said) in latest.items():
        if outcome not in PRESENT or (found := weeks.of(day)) is None:
            continue
        week, rules, place = found
        key = (place, *said)
        if key not in amounts:
            start, end, hours, dirty = said
            what = Said("present", from_minute=start, to_minute=end, said_minutes=hours, dirty_minutes=dirty)
            one = paid_day(what, rules, date.fromisoformat(day))
            amounts[key] = one and (one.minutes, one.dirty_minutes, one.amount_ore)
        if (told := amounts[key]) and (told[0] or told[2]):
            now[week, person][day] = told
    ids = set(by_monday.values())
    for week, person, days in cursor.execute(_LINES, (programme,)):
        if week in ids:
            for day, minutes, _basis, _rate, _since, base, *extra in json.loads(days or "[]"):
                dirty, _rate, more = extra or (0, 0, 0)
                if minutes or base + more:
                    then[week, person][day] = (minutes, dirty, base + more)
    found_: dict[bytes, set[bytes]] = {week: set() for week in ids}
    for week, person in {*now, *then}:
        if now.get((week, person)) != then.get((week, person)):
            found_[week].add(person)
    return {week: frozenset(people) for week, people in found_.items()}


class _Weeks:
    """The snapshot that a day lies in, the rules of that day, and a number for rules that are alike."""

    def __init__(self, by_monday: dict[date, bytes], held: Callable[[date], Held]) -> None:
        self._by_monday = by_monday
        self._held = held
        self._found: dict[str, tuple[bytes, Held, int] | None] = {}
        self._alike: dict[Held, int] = {}

    def of(self, day: str) -> tuple[bytes, Held, int] | None:
        """None for a day of no such week."""
        if day not in self._found:
            one = date.fromisoformat(day)
            week = self._by_monday.get(monday_of(one))
            rules = self._held(one)
            self._found[day] = week and (week, rules, self._alike.setdefault(rules, len(self._alike)))  # type: ignore[assignment]
        return self._found[day]
