"""Where sellers stand: a spot on a weekday, from–to. Two at one spot at one time are told of, and never refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .. import people
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.sales import SellerNumber, Spot, SpotTime
from .outlets import named, same
from .records import SpotLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DAY = 24 * 60


@verb("desk", "office", "manager")
def take_spot(
    work: Work, *, person: bytes, spot: str, weekday: int, from_minute: int | None = None,
    to_minute: int | None = None, since: date, until: date | None = None,
) -> bytes:  # fmt: skip
    """She stands at the spot with this name on a weekday (0 is Monday), from–to (None: all day), from `since` on.

    A spot that isn't there is made. Others there at the same time are warned about. Returns the id of her time there.
    """
    people.require(work, person)
    name = named(spot)
    if weekday not in range(7):
        raise UserFacingError(_("Choose a weekday."))
    if until is not None and until < since:
        raise UserFacingError(_("The last day is before the first."))
    start, end = _span(from_minute, to_minute)
    if not 0 <= start < end <= DAY:
        raise UserFacingError(_("The end time is before the start."))
    row = next((s for s in work.session.scalars(select(Spot).order_by(Spot.id)) if same(s.name or "", name)), None)
    ident = row.id if row else work.add(Spot(name=name))
    made = SpotTime(
        spot=ident, person=person, weekday=weekday, from_minute=from_minute, to_minute=to_minute, from_day=since,
        to_day=until,
    )  # fmt: skip
    others = _clashes(work.session, made) if row else ()
    if others:
        work.warn(_("{spot} has others at that time: {names}.").format(spot=name, names=", ".join(others)))
    return work.add(made)


@verb("desk", "office", "manager")
def leave_spot(work: Work, *, id: bytes, day: date) -> None:  # noqa: A002  the promise's word
    """The spot is free from `day` on."""
    row = work.session.get(SpotTime, id)
    if row is None or row.voided:
        raise UserFacingError(_("Nobody has this spot. Nothing has changed."))
    work.void(row, reason="left")
    last = day - timedelta(1)
    if row.from_day and last >= row.from_day:
        kept = {name: getattr(row, name) for name in ("spot", "person", "weekday", "from_minute", "to_minute")}
        work.add(SpotTime(from_day=row.from_day, to_day=last, **kept))


def spots(session: Session, day: date) -> tuple[tuple[SpotLine, str], ...]:
    """Who stands where from `day` on, by spot, weekday and time: the line, and her name and number."""
    rows = _from(session.scalars(select(SpotTime)), day)
    names = _names(session, {row.person for row in rows})
    lines = [(_line(session, row), names.get(row.person, "")) for row in rows]
    return tuple(sorted(lines, key=lambda one: (people.sort_key(one[0].spot), one[0].weekday, one[0].from_minute or 0)))


def spots_of(session: Session, person: bytes, day: date) -> tuple[SpotLine, ...]:
    """Where she stands from `day` on, by weekday and time."""
    rows = _from(session.scalars(select(SpotTime).where(SpotTime.person == person)), day)
    lines = (_line(session, row) for row in rows)
    return tuple(sorted(lines, key=lambda one: (one.weekday, one.from_minute or 0)))


# In words --------------------------------------------------------------------------------------------------------


def spots_in_words(lines: Iterable[SpotLine]) -> tuple[str, ...]:
    """Where and when, one text a spot: "Torget Mo–We 10–14, Fr 12.30–16". Spots by their first weekday."""
    days: dict[str, dict[str, set[int]]] = {}
    for line in lines:
        days.setdefault(line.spot, {}).setdefault(hours(line.from_minute, line.to_minute), set()).add(line.weekday)
    return tuple(
        f"{spot} {', '.join(f'{_weekdays(those)} {when}'.rstrip() for when, those in times.items())}"
        for spot, times in days.items()
    )


def hours(from_minute: int | None, to_minute: int | None) -> str:
    """ "10–14", "10.30–14"; "" where it is all day."""
    if from_minute is None and to_minute is None:
        return ""
    start, end = _span(from_minute, to_minute)
    return f"{_short(start)}–{_short(end)}"


def _short(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}.{rest:02}" if rest else str(hour)


def _weekdays(days: set[int]) -> str:
    """ "Mo–We, Fr" of 0, 1, 2 and 4."""
    names = _("Mo Tu We Th Fr Sa Su").split()
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs)


# Private ---------------------------------------------------------------------------------------------------------


def _from(rows: Iterable[SpotTime], day: date) -> list[SpotTime]:
    return [row for row in rows if row.to_day is None or row.to_day >= day]


def _line(session: Session, row: Any) -> SpotLine:
    spot = session.get(Spot, row.spot)
    return SpotLine(
        row.id, row.spot, (spot and spot.name) or "", row.weekday, row.from_minute, row.to_minute, row.from_day,
        row.to_day, _clashes(session, row),
    )  # fmt: skip


def _clashes(session: Session, row: Any) -> tuple[str, ...]:
    """The others at the same spot at the same time: name and number."""
    start, end = _span(row.from_minute, row.to_minute)
    found = set()
    same_day = select(SpotTime).where(SpotTime.spot == row.spot, SpotTime.weekday == row.weekday)
    for other in session.scalars(same_day.where(SpotTime.person != row.person)):
        first, last = _span(other.from_minute, other.to_minute)
        together = (row.to_day is None or other.from_day <= row.to_day) and (
            other.to_day is None or row.from_day <= other.to_day
        )
        if together and first < end and start < last:
            found.add(other.person)
    return tuple(sorted(_names(session, found).values(), key=people.sort_key))


def _span(from_minute: int | None, to_minute: int | None) -> tuple[int, int]:
    return 0 if from_minute is None else from_minute, DAY if to_minute is None else to_minute


def _names(session: Session, persons: set[Any]) -> dict[bytes, str]:
    """ "Kari N., 94" by person."""
    found = people.everyone(session, persons)
    short = people.short_names(found.values())
    numbers = dict(session.execute(
        select(SellerNumber.person, SellerNumber.number)
        .where(SellerNumber.person.in_(found)).order_by(SellerNumber.id)
    ).all())  # fmt: skip
    return {p: f"{name}, {numbers[p]}" if p in numbers else name for p, name in short.items()}
