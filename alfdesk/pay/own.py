"""A person's own week: what it comes to in a sentence, row by row, and on her slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from .. import programmes
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import digest_of
from ..models.pay import PayLine
from ..record import replace
from ..weeks import written
from . import week as weeks
from .ledger import Books
from .records import Explained, Head, Line, PaidDay, Slip, Week
from .troubles import paid_in_year
from .words import kr

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["explained", "my_week", "paid_in_year", "slips"]


def slips(
    session: Session, programme: bytes, monday: date, *, persons: Collection[bytes] | None = None,
    practice: bool = False, books: Books | None = None,
) -> list[Slip]:  # fmt: skip
    """A slip for everyone on the week's sheet, or for these. Raises UserFacingError while the week is open."""
    books = books or weeks.books_of(session, programme)
    sheet = weeks.sheet(session, programme, monday, practice=practice, books=books)
    lines = [line for line in sheet.week.lines if persons is None or line.person in persons]
    return _slips(session, books, sheet.week, sheet.head, lines)


def my_week(session: Session, person: bytes, monday: date, *, practice: bool = False) -> tuple[Slip, ...]:
    """Her week in every programme where she has something coming, has been paid or worked; reckoned live while open."""
    found = []
    for one in programmes.everyone(session):
        books = weeks.books_of(session, one.id)
        week = weeks.read(session, one.id, monday, books=books)
        lines = [line for line in week.lines if line.person == person]
        if lines:
            head = weeks.head(session, one.id, week.week.replace("-W", "-"), [week.status], practice=practice)
            found += _slips(session, books, week, head, lines)
    return tuple(found)


def explained(line: Line) -> Explained:
    """One sentence about what a line comes to, the rules behind it, and rows that add up to what is paid."""
    rules = dict.fromkeys(
        (d.basis, d.rate_ore, d.since) for d in line.days if d.basis is not None and (d.minutes or d.basis == "day")
    )
    return Explained(_days_in_words(line.days), "; ".join(_rule(*one) for one in rules), tuple(_rows(line)))


# Private: slips ------------------------------------------------------------------------------------------------------


def _slips(session: Session, books: Books, week: Week, head: Head, lines: Sequence[Line]) -> list[Slip]:
    sunday = week.monday + timedelta(6)
    paid = paid_in_year(session, [line.person for line in lines], sunday.year)
    has_basis = bool(books.rules.on(sunday, "holiday_basis"))
    earlier = _basis_before(session, books, week.monday) if has_basis else {}
    made = []
    for line in lines:
        basis = line.gross_ore if has_basis else None
        year = basis if basis is None else basis + earlier.get(line.person, 0)
        number = f"{head.number}-{line.number or line.person.hex()[-6:]}"
        sums = f"{line.gross_ore}|{line.deducted_ore}|{line.outstanding_ore}|{line.paid_ore}|{line.to_pay_ore}"
        own = replace(head, number=number, digest=digest_of(number, str(week.version), line.name, sums))
        sentence = _sentence(line, week.monday.isocalendar().week)
        made.append(Slip(own, week.monday, line, explained(line), sentence, basis, year, paid.get(line.person, 0)))
    return made


def _basis_before(session: Session, books: Books, monday: date) -> dict[bytes, int]:
    """What the basis for holiday pay came to in the weeks of the year before this one, by person."""
    year = (monday + timedelta(6)).year
    ids = [
        s.id
        for m, s in books.snapshots.items()
        if m < monday and (m + timedelta(6)).year == year and books.rules.on(m + timedelta(6), "holiday_basis")
        and not books.is_open(m)
    ]  # fmt: skip
    rows = session.execute(
        select(PayLine.person, func.sum(PayLine.earned_ore + PayLine.corrected_ore))
        .where(PayLine.week.in_(ids))
        .group_by(PayLine.person)
    )
    return {person: amount or 0 for person, amount in rows if person}


# Private: words ------------------------------------------------------------------------------------------------------


def _sentence(line: Line, week: int) -> str:
    days = len(line.days)
    if not days:
        if line.to_pay_ore:
            sentence = _("You get {amount} from earlier weeks.")
        else:
            sentence = _("You get nothing for week {week}.")
    elif line.to_pay_ore:
        sentence = ngettext(
            "You were here {count} day in week {week} and get {amount}.",
            "You were here {count} days in week {week} and get {amount}.", days,
        )  # fmt: skip
    elif line.paid_ore and not line.due_ore:
        sentence = ngettext(
            "You were here {count} day in week {week}, and all of it is paid.",
            "You were here {count} days in week {week}, and all of it is paid.", days,
        )  # fmt: skip
    else:
        sentence = ngettext(
            "You were here {count} day in week {week}.", "You were here {count} days in week {week}.", days
        )
    return sentence.format(count=days, week=week, amount=kr(line.to_pay_ore))


def _days_in_words(days: Sequence[PaidDay]) -> str:
    """"4 days × 4 hours × 50 kr, Thursday 3 hours": days alike together, most of them first. The rate is said again
    where it is another than before."""
    alike: dict[tuple[str | None, int, int], list[PaidDay]] = defaultdict(list)
    for day in days:
        alike[day.basis, day.rate_ore, 0 if day.basis == "day" else day.minutes].append(day)
    groups = sorted(alike.values(), key=lambda g: (-len(g), g[0].day))
    parts, said = [], None
    for group in groups:
        first, many = group[0], len(group)
        factors = [] if first.basis == "day" else [_hours(first.minutes)]
        if first.basis is not None and said != (first.basis, first.rate_ore):
            factors.append(kr(first.rate_ore))
        said = first.basis, first.rate_ore
        if many == 1:
            parts.append(f"{_weekday(first.day)} {' × '.join(factors)}".rstrip())
        else:
            count = ngettext("{count} day", "{count} days", many).format(count=many)
            parts.append(" × ".join([count, *factors]))
    extra: dict[int, int] = defaultdict(int)
    for day in days:
        if day.supplement_ore:
            extra[day.supplement_rate_ore] += day.dirty_minutes
    for rate, minutes in extra.items():
        parts.append(_("supplement {hours} × {rate}").format(hours=_hours(minutes), rate=kr(rate)))
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _rule(basis: str, rate: int, since: date | None) -> str:
    words = _("{amount} an hour") if basis == "hour" else _("{amount} a day")
    said = words.format(amount=kr(rate))
    return _("{rule} since {day}").format(rule=said, day=written(since)) if since else said


def _rows(line: Line) -> list[tuple[str, int]]:
    """From the first day to what is paid; they add up."""
    rows: list[tuple[str, int]] = []
    for day in line.days:
        name = f"{_weekday(day.day).capitalize()} {day.day.day}.{day.day.month}."
        if day.basis == "hour":
            rows.append((f"{name} {_hours(day.minutes)} × {kr(day.rate_ore)}", day.base_ore))
        else:
            rows.append((f"{name} {_hours(day.minutes)}", day.base_ore))
        if day.supplement_ore:
            words = _("supplement {hours} × {rate}")
            extra = words.format(hours=_hours(day.dirty_minutes), rate=kr(day.supplement_rate_ore))
            rows.append((f"{name} {extra}", day.supplement_ore))
    for one in line.corrections:
        week = _("week {week}").format(week=one.monday.isocalendar().week)
        rows.append((_("Correction of {week}").format(week=week), one.amount_ore))
    rows += [(held.told, -held.amount_ore) for held in line.deductions]
    rest = (
        (_("Not paid out before") if line.outstanding_ore > 0 else _("Paid too much before"), line.outstanding_ore),
        (_("Paid on the day"), -line.paid_ore),
        (_("Rounding to whole kroner"), line.rounding_ore),
        (_("Carried over to next week"), -line.carried_ore),
    )
    return rows + [(words, ore) for words, ore in rest if ore]


def _hours(minutes: int) -> str:
    """4 hours, 3 hours 45 min, 37 min."""
    whole, rest = divmod(minutes, 60)
    hours = ngettext("{count} hour", "{count} hours", whole).format(count=whole)
    left = _("{count} min").format(count=rest)
    return left if not whole and rest else f"{hours} {left}" if rest else hours


def _weekday(day: date) -> str:
    return _("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()[day.weekday()]
