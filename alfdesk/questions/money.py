"""Money: somebody was paid twice for the same; a week was prepared twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..i18n import gettext as _
from ..i18n import ngettext
from ..pay.ledger import Books
from ..pay.records import STATUSES
from ..pay.words import kr
from ..weeks import monday_of, written
from .asking import Asking
from .records import Choice, Question, Side, ident, of_several


@dataclass(frozen=True, slots=True)
class Paid:
    """A payout that stands: for a `day`, or for the line of a `week` (a snapshot)."""

    id: bytes
    person: bytes
    day: date | None
    week: bytes | None
    settles_ore: int
    handed_ore: int
    entry: int


# Paid twice ----------------------------------------------------------------------------------------------------------


def twice(asking: Asking, programme: bytes, monday: date) -> Iterator[Question]:
    """Of a week's payouts those that settle the same twice, and that were made without knowing of one another. What was
    handed out by the same two acts is one question."""
    of_person: dict[bytes, list[Paid]] = defaultdict(list)
    for one in _payouts(asking, programme, monday):
        of_person[one.person].append(one)
    books: Books | None = None
    together: dict[tuple[date | None, tuple[int, ...]], dict[bytes, list[Paid]]] = defaultdict(dict)
    for person, payouts in sorted(of_person.items()):
        if len(payouts) > 1 and asking.some_apart([one.entry for one in payouts]):
            books = books or asking.books(programme)
            for double in _doubles(books, monday, person, payouts):
                about = ident("paid", *(one.id for one in double))
                if asking.some_apart([one.entry for one in double]) and not asking.answered(about):
                    day = double[0].day if len({one.day for one in double}) == 1 else None
                    together[day, tuple(sorted({one.entry for one in double}))][about] = double
    for (day, entries), doubles in sorted(together.items(), key=lambda item: min(item[1])):
        yield _paid_twice(asking, programme, monday, day, sorted(entries, key=asking.order), doubles)


def _payouts(asking: Asking, programme: bytes, monday: date) -> list[Paid]:
    """Everything that was paid for this week: on its days, and for its lines, whichever snapshot they stood on."""
    if date.max - monday < timedelta(6):  # the end of the calendar, which only somebody who lies has a week in
        return []
    rows = asking.facts(
        "SELECT id, person, day, week, amount_ore, rounding_ore, entry FROM payout WHERE programme=? AND voided=0 "
        "AND day BETWEEN ? AND ? UNION "
        "SELECT p.id, p.person, p.day, p.week, p.amount_ore, p.rounding_ore, p.entry FROM pay_week w "
        "JOIN payout p ON p.week=w.id AND p.voided=0 WHERE w.programme=? AND w.monday=?",
        programme, monday.isoformat(), (monday + timedelta(6)).isoformat(), programme, monday.isoformat(),
    )  # fmt: skip
    return [
        Paid(ident_, person, day and date.fromisoformat(day), week, amount or 0, (amount or 0) + (rounding or 0), entry)
        for ident_, person, day, week, amount, rounding, entry in rows
        if person
    ]


def _doubles(books: Books, monday: date, person: bytes, payouts: list[Paid]) -> Iterator[list[Paid]]:
    on_days: dict[date, list[Paid]] = defaultdict(list)
    for one in payouts:
        if one.day:
            on_days[one.day].append(one)
    for day, same in sorted(on_days.items()):
        worked = books.worked(monday).get(person)
        earned = worked.days[day].amount_ore if worked and day in worked.days else 0
        if len(same) > 1 and sum(one.settles_ore for one in same) > earned:
            yield same
    lines = [one for one in payouts if one.week]
    if len(lines) > 1:
        yield lines
    elif lines and on_days:
        line = books.lines(lines[0].week or b"").get(person)
        if sum(one.settles_ore for one in payouts if one.day) > (line.paid_ore or 0 if line else 0):
            yield payouts


def _paid_twice(
    asking: Asking, programme: bytes, monday: date, day: date | None, entries: list[int],
    doubles: dict[bytes, list[Paid]],
) -> Question:  # fmt: skip
    people = tuple(dict.fromkeys(one.person for double in doubles.values() for one in double))
    what = written(day) if day else _("week {week}").format(week=monday.isocalendar().week)
    words = ngettext("{name} was paid twice for {what}.", "{count} people were paid twice for {what}.", len(people))
    sides, choices = [], [Choice("carry", _("Both were paid: settle it later"))]
    for no in entries:
        mine = [one for double in doubles.values() for one in double if one.entry == no]
        key = taking_back(*(one.id for one in mine))
        amount = kr(sum(one.handed_ore for one in mine))
        says = ngettext("{amount} to {count} person", "{amount} to {count} people", len({o.person for o in mine}))
        side: Side = asking.side(no, says.format(amount=amount, count=len({o.person for o in mine})))
        sides.append(side)
        choices.append(Choice(key, _("Never handed out: {amount} by {who}").format(amount=amount, who=side.who)))
    about = tuple(sorted(doubles))
    return Question(
        of_several("paid", about), "paid",
        words.format(name=asking.person(people[0]), count=len(people), what=what)
        + " " + _("What is to happen?"),
        tuple(sides), tuple(choices), about, people, programme, day or monday,
    )  # fmt: skip


def taking_back(*payouts: bytes) -> str:
    """The choice that these were never handed out."""
    return f"never-{ident('choice', *payouts).hex()[:8]}"


def never_handed(asking: Asking, question: Question, choice: str) -> list[bytes]:
    """The payouts that a choice says were never handed out."""
    programme, monday = question.programme or b"", monday_of(question.day or date.min)
    by_entry: dict[int, list[bytes]] = defaultdict(list)
    every = [one for one in _payouts(asking, programme, monday) if one.person in question.subject]
    for person in question.subject:
        mine = [one for one in every if one.person == person]
        for double in _doubles(asking.books(programme), monday, person, mine):
            if ident("paid", *(one.id for one in double)) in question.about:
                for one in double:
                    by_entry[one.entry].append(one.id)
    return next((ids for ids in by_entry.values() if taking_back(*ids) == choice), [])


def twice_keys(asking: Asking) -> set[tuple[bytes, str]]:
    """Weeks in which the same person has two payouts for the same: a day, the week's line, or both where the line does
    not know of the day."""
    weeks = {week: (programme, monday) for week, programme, monday in asking.facts(
        "SELECT id, programme, monday FROM pay_week WHERE programme IS NOT NULL AND monday IS NOT NULL"
    )}  # fmt: skip
    monday_on = cache(lambda day: monday_of(date.fromisoformat(day)).isoformat())
    on_days: Counter[tuple[bytes, bytes, str]] = Counter()
    sums: Counter[tuple[tuple[bytes, str], bytes]] = Counter()
    lines: dict[tuple[tuple[bytes, str], bytes], list[bytes]] = defaultdict(list)
    for programme, person, day, week, amount in asking.facts(
        "SELECT programme, person, day, week, amount_ore FROM payout WHERE voided=0 AND programme IS NOT NULL"
    ):
        if day:
            on_days[programme, person, day] += 1
            sums[(programme, monday_on(day)), person] += amount or 0
        elif week in weeks:
            lines[weeks[week], person].append(week)
    found = {(programme, monday_on(day)) for (programme, _person, day), count in on_days.items() if count > 1}
    found |= {week for (week, _person), of in lines.items() if len(of) > 1}
    known = {(week, person): paid for week, person, paid in asking.facts(
        "SELECT week, person, paid_ore FROM pay_line WHERE paid_ore<>0"
    )}  # fmt: skip
    return found | {
        week for (week, person), paid in sums.items()
        if any(paid > known.get((of, person), 0) for of in lines.get((week, person), ()))
    }  # fmt: skip


# A week prepared twice -----------------------------------------------------------------------------------------------


def prepared_twice(asking: Asking, programme: bytes, monday: date) -> Iterator[Question]:
    """Two snapshots of one week. The one that has come furthest counts until a person has said which."""
    rows = asking.facts(
        "SELECT w.id, w.entry, (SELECT group_concat(s.step) FROM pay_step s WHERE s.week=w.id AND s.voided=0), "
        "(SELECT sum(n.to_pay_ore) FROM pay_line n WHERE n.week=w.id AND n.voided=0) "
        "FROM pay_week w WHERE w.programme=? AND w.monday=? AND w.voided=0 ORDER BY w.id",
        programme, monday.isoformat(),
    )  # fmt: skip
    if len(rows) < 2:
        return
    at = {week: max(map(STATUSES.index, (steps or "prepared").split(","))) for week, _no, steps, _sum in rows}
    paid = STATUSES.index("paid")
    sides, choices = [], []
    for week, no, _steps, amount in sorted(rows, key=lambda row: asking.order(row[1])):
        # A week that is paid is never sent back: then only it, or another that is paid, can be the one.
        may = at[week] >= paid or max(at.values()) < paid
        key = keeping(week) if may and all(at[other] < paid for other in at if other != week) else None
        said = _("{sum}, {status}").format(sum=kr(amount or 0), status=_status(STATUSES[at[week]]))
        side = asking.side(no, said, key)
        sides.append(side)
        if key:
            choices.append(Choice(key, _("{sum} by {who}").format(sum=kr(amount or 0), who=side.who)))
    about = (ident("week", *(row[0] for row in rows)),)
    if not choices:  # both are paid: the first is the sheet, what the other paid out is counted, and nothing is undone
        if asking.answered(about[0]):
            return
        choices = [Choice("seen", _("Both were paid"))]
    words = _("Week {week} of {programme} was prepared twice. Which one counts?")
    yield Question(
        about[0].hex(), "week", words.format(week=monday.isocalendar().week, programme=asking.programme(programme)),
        tuple(sides), tuple(choices), about, (), programme, monday,
    )  # fmt: skip


def keeping(week: bytes) -> str:
    """The choice that this snapshot counts."""
    return f"week-{ident('choice', week).hex()[:8]}"


def _status(status: str) -> str:
    return {
        "prepared": _("prepared"), "attested": _("attested"), "approved": _("approved"), "paid": _("paid"),
        "locked": _("locked"),
    }[status]  # fmt: skip


def prepared_keys(asking: Asking) -> set[tuple[bytes, str]]:
    return set(asking.facts(
        "SELECT programme, monday FROM pay_week WHERE voided=0 AND programme IS NOT NULL AND monday IS NOT NULL "
        "GROUP BY programme, monday HAVING count(*)>1"
    ))  # fmt: skip
