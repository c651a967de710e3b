"""A day that came when its week was approved, paid or locked already. The snapshot stands; the day is a correction in
the next open week, and a person looks at it once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..i18n import gettext as _
from ..i18n import ngettext
from ..pay.held_against import compared
from ..pay.ledger import Books, Snapshot
from ..pay.records import PaidDay, unpack
from ..pay.words import kr
from ..weeks import clock, written
from .asking import Asking
from .records import Choice, Question, ident, of_several

STANDS = (
    "SELECT id, entry, voided FROM attendance WHERE programme=? AND person=? AND day=? ORDER BY id"
)


def found(asking: Asking, programme: bytes, monday: date) -> Iterator[Question]:
    """One question for all the days of a week that came late and that nobody has looked at."""
    if not settled(asking, programme, monday):
        return
    books = asking.books(programme)
    snapshot = books.snapshots.get(monday)
    if snapshot is None or not snapshot.settled:
        return
    late: list[tuple[bytes, bytes, date, PaidDay | None, PaidDay | None, int]] = []
    for person, day, then, now in _otherwise(books, snapshot):
        facts = asking.facts(STANDS, programme, person, day.isoformat())
        standing = [(fact, no) for fact, no, voided in facts if not voided]
        # Where something stands that was said where the week was reckoned, whoever said it knew.
        if standing and not any(asking.apart(no, snapshot.entry) for _fact, no in standing):
            continue
        about = ident("late", snapshot.id, *(fact for fact, _no in standing or [(f, n) for f, n, _v in facts]))
        if not asking.answered(about):
            no = max((n for _f, n in standing), key=asking.order) if standing else snapshot.entry
            late.append((about, person, day, then, now, no))
    if late:
        yield _question(asking, programme, snapshot, sorted(late, key=lambda one: (one[2], one[1])))


def _otherwise(books: Books, snapshot: Snapshot) -> Iterator[tuple[bytes, date, PaidDay | None, PaidDay | None]]:
    """Days on which somebody worked otherwise than the snapshot says. A rate that was set late is no day's news."""
    worked, lines = books.worked(snapshot.monday), books.lines(snapshot.id)
    for person in sorted({*worked, *lines}):
        now = {day: one for day, one in (worked[person].days if person in worked else {}).items() if _counts(one)}
        line = lines.get(person)
        then = {one.day: one for one in unpack(line.days if line else None) if _counts(one)}
        if now != then:
            for day in sorted({*now, *then}):
                a, b = then.get(day), now.get(day)
                if (a and (a.minutes, a.dirty_minutes)) != (b and (b.minutes, b.dirty_minutes)):
                    yield person, day, a, b


def _counts(one: PaidDay) -> bool:
    return bool(one.minutes or one.amount_ore)


def _question(asking: Asking, programme: bytes, snapshot: Snapshot, late: list[Any]) -> Question:
    about = tuple(sorted(one[0] for one in late))
    words = ngettext(
        "{count} day of week {week} ({programme}) came after it was approved. Is it right?",
        "{count} days of week {week} ({programme}) came after it was approved. Are they right?", len(late),
    )  # fmt: skip
    sides = []
    for _about, person, day, then, now, no in late:
        says = _("{name} on {day}: {now}; on the sheet: {then}").format(
            name=asking.person(person), day=written(day), now=_told(now), then=_told(then)
        )
        sides.append(asking.side(no, says))
    people = tuple(dict.fromkeys(one[1] for one in late))
    return Question(
        of_several("late", about), "late",
        words.format(
            count=len(late), week=snapshot.monday.isocalendar().week, programme=asking.programme(programme)
        ),
        tuple(sides), (Choice("seen", _("Right: settle it with the next week")),), about, people, programme, snapshot.monday,
    )  # fmt: skip


def _told(one: PaidDay | None) -> str:
    if one is None:
        return "–"
    hours = _("{hours} hours").format(hours=clock(one.minutes))
    return f"{hours}, {kr(one.amount_ore)}" if one.amount_ore else hours


def settled(asking: Asking, programme: bytes, monday: date) -> bool:
    """Whether the week has come so far that a day can be late for it."""
    rows = asking.facts(
        "SELECT 1 FROM pay_week w JOIN pay_step s ON s.week=w.id AND s.voided=0 "
        "AND s.step IN ('approved', 'paid', 'locked') WHERE w.programme=? AND w.monday=? AND w.voided=0 LIMIT 1",
        programme, monday.isoformat(),
    )  # fmt: skip
    return bool(rows)


def keys(asking: Asking) -> set[tuple[bytes, str]]:
    """Every settled week of which something else is said than its snapshot has."""
    found = set()
    # A programme that has not come yet has no weeks to look at: they are looked at when it has.
    for (programme,) in asking.facts(
        "SELECT DISTINCT programme FROM pay_week WHERE programme IN "
        "(SELECT id FROM programme WHERE name IS NOT NULL AND kind IS NOT NULL)"
    ):  # fmt: skip
        books = asking.books(programme)
        settled = {one.id: one for one in books.snapshots.values() if one.settled}
        if settled:
            now = compared(asking.session, programme, list(settled.values()), books.held)
            found |= {(programme, settled[week].monday.isoformat()) for week, people in now.items() if people}
    return found
