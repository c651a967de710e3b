"""Reads for sheets: the stock list, and what became of an edition."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from .. import staff
from ..attendance.records import Foot
from ..journal.history import newest as newest_entry
from ..journal.write import digest_of
from ..models.sales import DeskMove, SoldOut
from ..store.session import Ready
from . import stock
from .editions import EDITIONS, edition_of
from .outlets import ALL
from .records import DaySold, EditionReport, StockSheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_EDITION = bindparam("edition")
NEWEST = Ready(select(func.max(DeskMove.entry)).where(DeskMove.edition.is_not(None)))
NEWEST_OF = Ready(select(func.max(DeskMove.entry)).where(DeskMove.edition == _EDITION))
BY_DAY = Ready(
    select(
        DeskMove.day, DeskMove.what, func.sum(DeskMove.copies).label("copies"),
        func.sum(DeskMove.cash_ore).label("cash"), func.sum(DeskMove.vipps_ore).label("vipps"),
        func.sum(DeskMove.credit_ore).label("credit"), func.sum(DeskMove.held_ore).label("held"),
    )
    .where(DeskMove.edition == _EDITION)
    .group_by(DeskMove.day, DeskMove.what)
    .order_by(DeskMove.day)
)  # fmt: skip
ARRIVED = Ready(
    select(DeskMove.source, DeskMove.day, DeskMove.copies).where(
        DeskMove.edition == _EDITION, DeskMove.what == "arrived"
    )
)
SOLD_OUT = Ready(
    select(SoldOut.outlet, SoldOut.day, SoldOut.at_minute).where(SoldOut.edition == _EDITION).order_by(SoldOut.id)
)


def stock_sheet(session: Session, day: date) -> StockSheet:
    """Every outlet and edition of which something lies there or is under way."""
    lines = tuple(s for s in stock.stock(session, day=day) if s.copies or s.in_transit)
    shown = [f"{s.outlet} {s.product} {s.edition} {s.copies} {s.in_transit} {s.sold_out}" for s in lines]
    ((entry,),) = NEWEST(session)
    number = f"{day.isoformat()}-{staff.letter_of(session)}-B"
    return StockSheet(
        day, lines, staff.is_practice(session), _foot(session, number, shown, entry), staff.organisation_of(session)
    )


def edition_report(session: Session, edition: bytes, today: date) -> EditionReport:
    """What was printed, sold, returned and given away, what is left, and how it went day by day."""
    line = edition_of(session, edition, today)
    rows = BY_DAY(session, edition=edition)
    without = stock.doubled(session, [edition])
    doubled = [row for row in ARRIVED(session, edition=edition) if row.source in without]
    copies: Counter[str] = Counter()
    for row in rows:
        copies[row.what] += row.copies or 0
    copies["arrived"] -= sum(row.copies or 0 for row in doubled)
    own = [s for s in stock.stock(session, editions=[edition])]
    transit = sum(s.in_transit for s in own)
    names = {o.id: o.name for o in ALL(session)}
    sold_out = [(names.get(r.outlet, ""), r.day, r.at_minute or 0) for r in SOLD_OUT(session, edition=edition)]
    money = {way: sum(getattr(row, way) or 0 for row in rows) for way in ("cash", "vipps", "credit", "held")}
    ((entry,),) = NEWEST_OF(session, edition=edition)
    left = sum(s.copies for s in own)
    days = _days(rows, doubled)
    shown = [
        line.title, f"{line.print_run} {sorted(copies.items())} {transit} {left} {sorted(money.items())}",
        *map(str, days), *map(str, sold_out),
    ]  # fmt: skip
    place = sum(one.id <= edition for one in EDITIONS(session))
    number = f"{today.isoformat()}-{staff.letter_of(session)}-U{place}"
    return EditionReport(
        line.product, line.name, line.print_run, copies["received"], -copies["sale"], copies["return"],
        -copies["free"], -copies["pulped"], -copies["lost"], -copies["given_back"], copies["counted"], transit,
        copies["sent"] + copies["arrived"] + transit, left, money["cash"], money["vipps"], money["credit"],
        money["held"], days, tuple(sold_out), staff.is_practice(session), _foot(session, number, shown, entry),
        staff.organisation_of(session),
    )  # fmt: skip


# Private -------------------------------------------------------------------------------------------------------------


def _days(rows: list, doubled: list) -> tuple[DaySold, ...]:  # type: ignore[type-arg]
    """The days on which something was sold, returned or given away, with what lay at the outlets when each ended."""
    found: dict[date, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.day, Counter())[row.what] += row.copies or 0
    for row in doubled:
        found[row.day]["arrived"] -= row.copies or 0
    days, left = [], 0
    for day, copies in sorted(found.items()):
        left += sum(copies.values())
        if copies["sale"] or copies["return"] or copies["free"]:
            days.append(DaySold(day, -copies["sale"], copies["return"], -copies["free"], left))
    return tuple(days)


def _foot(session: Session, number: str, shown: list[str], entry: int | None) -> Foot:
    return Foot(number, digest_of(number, *shown), newest_entry(session, [entry]))
