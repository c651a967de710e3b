"""What is to be looked at before a week is paid. Few of them stop it: the same hour is never paid twice; the rest are
gaps, shown first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import people as persons
from .. import programmes
from ..attendance.record import PRESENT, minutes, said
from ..i18n import gettext as _
from ..i18n import ngettext
from ..models.attendance import Arrival, Attendance, RollClosed
from ..models.pay import Payout
from ..models.staff import Workplace
from ..programmes import Rules
from ..store.session import Ready
from ..weeks import written
from .ledger import Books
from .reckon import held_on, paid_day
from .records import Line, Trouble

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_FIRST, _LAST, _IDS = bindparam("first"), bindparam("last"), bindparam("ids", expanding=True)
OTHERS = Ready(
    lambda: select(Attendance.programme)
    .where(
        Attendance.person.in_(_IDS), Attendance.day >= _FIRST, Attendance.day <= _LAST,
        Attendance.programme != bindparam("of"),
    )
    .distinct()
)  # fmt: skip
ELSEWHERE = Ready(
    lambda: select(
        Attendance.programme, Attendance.person, Attendance.day, Attendance.outcome, Attendance.reason,
        Attendance.team, Attendance.from_minute, Attendance.to_minute, Attendance.said_minutes,
        Attendance.dirty_minutes, Attendance.note,
    )
    .where(Attendance.person.in_(_IDS), Attendance.day >= _FIRST, Attendance.day <= _LAST)
    .order_by(Attendance.id)
)  # fmt: skip
ROLLS = Ready(
    lambda: select(RollClosed.day).where(
        RollClosed.programme == bindparam("of"), RollClosed.day >= _FIRST, RollClosed.day <= _LAST
    )
)
ARRIVED = Ready(
    lambda: select(Arrival.day, Arrival.person).where(
        Arrival.programme == bindparam("of"), Arrival.day >= _FIRST, Arrival.day <= _LAST
    )
)
TURNED_AWAY = Ready(
    lambda: select(Attendance.person, Attendance.day).where(
        Attendance.programme == bindparam("of"), Attendance.day >= _FIRST, Attendance.day <= _LAST,
        Attendance.outcome == "turned_away",
    )
)  # fmt: skip
WORKPLACE = Ready(lambda: select(Workplace.id))
PAID_IN_YEAR = Ready(
    lambda: select(Payout.person, func.sum(Payout.amount_ore + Payout.rounding_ore))
    .where(Payout.person.in_(_IDS), Payout.paid_on >= _FIRST, Payout.paid_on <= _LAST)
    .group_by(Payout.person)
)


def found(
    session: Session, books: Books, kind: str, monday: date, status: str, lines: tuple[Line, ...]
) -> tuple[Trouble, ...]:
    """Those that stop first, then by person and day."""
    every: list[Trouble] = []
    if status == "open":
        every += overlaps(session, books, monday)
        every += _days(session, books, kind, monday)
    every += _payments(session, books, monday, lines)
    return tuple(sorted(every, key=lambda t: (not t.stops, t.day or date.min)))


def overlaps(session: Session, books: Books, monday: date) -> Iterable[Trouble]:
    """The same hours in two programmes that both pay; and the same day in both where nobody knows the hours."""
    worked = books.worked(monday)
    paying = {p for p, w in worked.items() if any(d.amount_ore for d in w.days.values())}
    week = {"ids": sorted(paying), "first": monday, "last": monday + timedelta(6)}
    other = [programme for (programme,) in OTHERS(session, of=books.programme, **week)]
    if not other:
        return
    latest: dict[tuple[bytes, date, bytes], Any] = {}
    for fact in ELSEWHERE(session, **week):
        if fact.programme:
            latest[fact.person, fact.day, fact.programme] = fact
    rules = {**programmes.rules_of(session, other), books.programme: books.rules}
    by_day: dict[tuple[bytes, date], list[tuple[bytes, Any]]] = defaultdict(list)
    for (person, day, programme), fact in latest.items():
        own = rules[programme]
        paid = paid_day(said(fact), held_on(own, day), day)
        if fact.outcome in PRESENT and paid is not None and paid.amount_ore:
            by_day[person, day].append((programme, _span(fact, own, day)))
    doubled = {key: spans for key, spans in by_day.items() if len(spans) > 1}
    names = persons.everyone(session, {person for person, _day in doubled}) if doubled else {}
    for (person, day), spans in sorted(doubled.items(), key=lambda item: (item[0][1], item[0][0])):
        own_span = next((span for programme, span in spans if programme == books.programme), None)
        others = [span for programme, span in spans if programme != books.programme]
        if not any(programme == books.programme for programme, _span_ in spans):
            continue
        who, when = names[person].full_name, written(day)
        if own_span and any(o and max(o[0], own_span[0]) < min(o[1], own_span[1]) for o in others):
            words = _("{name} has the same hours in two programmes on {day}. Correct one of them.")
            yield Trouble("overlap", True, words.format(name=who, day=when), person, day)
        elif own_span is None or any(o is None for o in others):
            words = _("{name} is in two programmes on {day}. Check that no hour is paid twice.")
            yield Trouble("same_day", False, words.format(name=who, day=when), person, day)


def _span(fact: Any, rules: Rules, day: date) -> tuple[int, int] | None:
    """From when until when, in minutes after midnight; None where nobody said from when."""
    if fact.from_minute is None:
        return None
    worked = minutes(said(fact), rules.on(day, "cap"))
    return fact.from_minute, fact.to_minute if fact.to_minute is not None else fact.from_minute + worked


def _days(session: Session, books: Books, kind: str, monday: date) -> Iterable[Trouble]:
    """Days that are not finished: somebody still waits, the roll is open, hours that nobody wrote."""
    worked = books.worked(monday)
    week = {"of": books.programme, "first": monday, "last": monday + timedelta(6)}
    used = {d for w in worked.values() for d in (*w.days, *w.absent, *(w.waits or ()))}
    closed = {day for (day,) in ROLLS(session, **week)}
    queue: dict[date, set[bytes]] = defaultdict(set)
    settled = {(p, d) for p, w in worked.items() for d in (*w.days, *w.absent)}
    settled |= {(p, d) for p, d in TURNED_AWAY(session, **week) if p and d}
    for day, person in ARRIVED(session, **week):
        if day and person and (person, day) not in settled:
            queue[day].add(person)
    for person, one in worked.items():
        for day in one.waits or ():
            queue[day].add(person)
    for day in sorted(used | set(queue)):
        if queue[day]:
            words = ngettext(
                "{count} person still waits on {day}.", "{count} people still wait on {day}.", len(queue[day])
            )
            yield Trouble("waits", False, words.format(count=len(queue[day]), day=written(day)), day=day)
        elif day not in closed and kind == "standing":
            yield Trouble("roll_open", False, _("The roll for {day} is not closed.").format(day=written(day)), day=day)
    silent = [(p, d) for p, w in worked.items() for d in w.days.values() if not d.minutes and d.basis != "day"]
    names = persons.everyone(session, {p for p, _d in silent}) if silent else {}
    for person, day in sorted(silent, key=lambda s: s[1].day):
        words = _("{name} was there on {day}, but has no hours.")
        told = words.format(name=names[person].full_name, day=written(day.day))
        yield Trouble("no_hours", False, told, person, day.day)
    if kind == "day":
        without = sorted({d.day for w in worked.values() for d in w.days.values() if d.basis is None})
        if without:
            words = _("There is no rate on {day}: only hours are counted.")
            yield Trouble("no_rate", False, words.format(day=written(without[0])), day=without[0])


def _payments(session: Session, books: Books, monday: date, lines: tuple[Line, ...]) -> Iterable[Trouble]:
    last = monday + timedelta(6)
    for line in lines:
        if line.method == "bank" and line.to_pay_ore and not line.account:
            words = _("{name} is paid by bank, but has no account number.")
            yield Trouble("no_account", False, words.format(name=line.name), line.person)
    if any(line.method == "cash" and line.to_pay_ore for line in lines) and not books.rules.on(last, "cash_reason"):
        yield Trouble("no_reason", False, _("No reason is set for paying wages in cash."))
    limit = _year_limit(session, last)
    if limit and lines:
        paid = paid_in_year(session, [line.person for line in lines], last.year)
        for line in lines:
            total = paid.get(line.person, 0) + (0 if line.signed else line.to_pay_ore)
            if total > limit:
                words = _("{name} comes above the limit for {year}.")
                yield Trouble("year_limit", False, words.format(name=line.name, year=last.year), line.person)


def _year_limit(session: Session, day: date) -> int | None:
    found = WORKPLACE(session)
    return programmes.rules(session, found[0].id).on(day, "year_limit") if found else None


def paid_in_year(session: Session, ids: Iterable[bytes], year: int) -> dict[bytes, int]:
    """Øre handed over or sent to each in a calendar year, from every programme."""
    rows = PAID_IN_YEAR(session, ids=list(ids), first=date(year, 1, 1), last=date(year, 12, 31))
    return {person: amount or 0 for person, amount in rows if person}
