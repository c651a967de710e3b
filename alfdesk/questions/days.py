"""Days: said otherwise at two places; the same hours at two sites; more heads than places."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import bindparam, select

from .. import programmes
from ..attendance.record import PRESENT, Said, minutes, said
from ..i18n import gettext as _
from ..models.attendance import Attendance
from ..store.session import Ready
from ..weeks import written
from .asking import Asking
from .records import Choice, Question, ident

SAID = (
    Attendance.id, Attendance.entry, Attendance.programme, Attendance.outcome, Attendance.reason, Attendance.team,
    Attendance.from_minute, Attendance.to_minute, Attendance.said_minutes, Attendance.dirty_minutes, Attendance.note,
)  # fmt: skip
OF_DAY = Ready(
    lambda: select(*SAID)
    .where(Attendance.person == bindparam("person"), Attendance.day == bindparam("day"))
    .order_by(Attendance.id)
)
HEADS = Ready(
    lambda: select(Attendance.person, Attendance.entry)
    .where(
        Attendance.programme == bindparam("of"), Attendance.day == bindparam("day"), Attendance.outcome.in_(PRESENT)
    )
    .order_by(Attendance.id)
)  # fmt: skip


def twice(asking: Asking, person: bytes, day: date) -> Iterator[Question]:
    """What there is to ask about one person's day."""
    rows = [row for row in OF_DAY(asking.session, person=person, day=day) if row.programme]
    by_programme: dict[bytes, list[Any]] = defaultdict(list)
    for row in rows:
        by_programme[row.programme].append(row)
    for programme, facts in sorted(by_programme.items()):
        if len({said(fact) for fact in facts}) > 1:
            yield _day(asking, person, programme, day, facts)
    if len(by_programme) > 1:
        yield from _hours(asking, person, day, {p: facts[-1] for p, facts in by_programme.items()})


def choice_of(*facts: bytes) -> str:
    """The choice that lets these facts stand."""
    return f"day-{ident('choice', *facts).hex()[:8]}"


def groups(facts: list[Any]) -> dict[Said, list[Any]]:
    """Facts that say the same, together; by when they were made."""
    same: dict[Said, list[Any]] = defaultdict(list)
    for fact in facts:
        same[said(fact)].append(fact)
    return same


def _day(asking: Asking, person: bytes, programme: bytes, day: date, facts: list[Any]) -> Question:
    words = _("{name} on {day}: two places say otherwise. Which is right?")
    sides, choices = [], []
    for what, same in groups(facts).items():
        key, says = choice_of(*(f.id for f in same)), asking.of_day(what)
        sides.append(asking.side(same[0].entry, says, key))
        choices.append(Choice(key, says))
    about = (ident("day", *(fact.id for fact in facts)),)
    return Question(
        about[0].hex(), "day", words.format(name=asking.person(person), day=written(day)), tuple(sides),
        tuple(choices), about, (person,), programme, day,
    )  # fmt: skip


def _hours(asking: Asking, person: bytes, day: date, latest: dict[bytes, Any]) -> Iterator[Question]:
    spans = []
    rules = programmes.rules_of(asking.session, latest)
    for programme, fact in sorted(latest.items(), key=lambda item: item[1].id):
        what = said(fact)
        if what.outcome in PRESENT and what.from_minute is not None:
            worked = minutes(what, rules[programme].on(day, "cap"))
            end = what.to_minute if what.to_minute is not None else what.from_minute + worked
            spans.append((programme, fact, (what.from_minute, end)))
    for (one, a, mine), (other, b, theirs) in combinations(spans, 2):
        if max(mine[0], theirs[0]) >= min(mine[1], theirs[1]):
            continue
        sides, choices = [], []
        for programme, fact in ((one, a), (other, b)):
            key, says = choice_of(fact.id), f"{asking.programme(programme)}: {asking.of_day(said(fact))}"
            sides.append(asking.side(fact.entry, says, key))
            choices.append(Choice(key, asking.programme(programme)))
        words = _("{name} on {day}: the same hours at two places. Where was it?")
        about = (ident("hours", a.id, b.id),)
        yield Question(
            about[0].hex(), "hours", words.format(name=asking.person(person), day=written(day)), tuple(sides),
            tuple(choices), about, (person,), None, day,
        )  # fmt: skip


def crowded(asking: Asking, programme: bytes, day: date) -> Iterator[Question]:
    """More came than there are places, because two laptops gave them away without knowing of each other. Who takes one
    too many on purpose has given a reason for it, and is not asked."""
    rows = [row for row in HEADS(asking.session, of=programme, day=day) if row.person]
    people = dict.fromkeys(row.person for row in rows)
    room = programmes.places(asking.session, programme, day) if rows else None
    if room is None or len(people) <= room or not asking.some_apart([row.entry for row in rows]):
        return
    about = (ident("places", programme, day.isoformat(), *people),)
    if asking.answered(about[0]):
        return
    by_laptop: dict[bytes, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: asking.order(r.entry)):
        by_laptop[asking.spoken(row.entry).device].append(row)
    sides = []
    for mine in by_laptop.values():
        names = ", ".join(dict.fromkeys(asking.person(row.person) for row in mine))
        sides.append(asking.side(mine[-1].entry, names))
    words = _("{programme} on {day}: {used} people on {room} places. Do all stay?")
    yield Question(
        about[0].hex(), "places",
        words.format(programme=asking.programme(programme), day=written(day), used=len(people), room=room),
        tuple(sides), (Choice("stay", _("They all stay")),), about, tuple(people), programme, day,
    )  # fmt: skip


def twice_keys(asking: Asking) -> set[tuple[bytes, str]]:
    """Everybody's days of whom more than one thing stands."""
    return {
        (person, day)
        for person, day in asking.facts(
            "SELECT person, day FROM attendance WHERE voided=0 AND person IS NOT NULL AND day IS NOT NULL "
            "GROUP BY person, day HAVING count(*)>1"
        )
    }


def crowded_keys(asking: Asking) -> set[tuple[bytes, str]]:
    """Days with more heads than places, whoever gave them."""
    found = set()
    for programme in [p.id for p in programmes.everyone(asking.session)]:
        rules = programmes.rules(asking.session, programme)
        teams = programmes.rules_of(asking.session, [t.id for t in programmes.TEAMS(asking.session, of=programme)])
        if not any("places" in own.values for own in (rules, *teams.values())):
            continue
        marks = json.dumps(list(PRESENT))
        for day, heads in asking.facts(
            "SELECT day, count(DISTINCT person) FROM attendance WHERE programme=? AND voided=0 AND day IS NOT NULL "
            "AND outcome IN (SELECT value FROM json_each(?)) GROUP BY day",
            programme, marks,
        ):  # fmt: skip
            room = rules.on(date.fromisoformat(day), "places")
            if room is None:
                room = programmes.places(asking.session, programme, date.fromisoformat(day), rules)
            if room is not None and heads > room:
                found.add((programme, day))
    return found
