"""A stock count that may run while the desk sells.

A count has a time: what the book says is reckoned of what was told up to its beginning, and what is sold after that is
added as it comes. The difference is a move of its own, dated when the count began. A count is ended on the laptop where
it was begun, since only there it is known what had been told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, cursor_of, verb
from ..models.sales import CountBegun, DeskMove, StockCount, TransferReceived
from ..person_fields import plain_text
from ..store.session import Ready
from ..weeks import clock
from . import editions as sold
from . import stock
from .outlets import ALL, plain, require_outlet
from .records import CountLine, CountSheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATEST = 2**62  # beyond every entry
BEGUN = Ready(
    select(CountBegun.id, CountBegun.outlet, CountBegun.day, CountBegun.at_minute, CountBegun.entry)
    .where(CountBegun.id == bindparam("of"))
)  # fmt: skip
_counted = select(StockCount.id).where(StockCount.begun == CountBegun.id, StockCount.voided == 0)
OPEN = Ready(
    select(CountBegun.id)
    .where(
        CountBegun.outlet == bindparam("outlet"), CountBegun.day >= bindparam("since"),
        ~_counted.correlate(CountBegun).exists(),
    )
    .order_by(CountBegun.id)
)  # fmt: skip
COUNTS = Ready(
    select(StockCount.id, StockCount.edition, StockCount.copies, StockCount.expected, StockCount.reason)
    .where(StockCount.begun == bindparam("begun"))
    .order_by(StockCount.id)
)  # fmt: skip
_AT = (DeskMove.outlet == bindparam("outlet"), DeskMove.edition.in_(bindparam("editions", expanding=True)))
UP_TO = Ready(
    select(DeskMove.edition, func.sum(DeskMove.copies)).where(*_AT, DeskMove.entry <= bindparam("entry"))
    .group_by(DeskMove.edition)
)  # fmt: skip
ARRIVED_UP_TO = Ready(
    select(DeskMove.source, DeskMove.edition, DeskMove.copies)
    .join(TransferReceived, TransferReceived.id == DeskMove.source)
    .where(*_AT, DeskMove.what == "arrived", DeskMove.entry <= bindparam("entry"))
)
_WHEN = bindparam("day"), bindparam("at_minute")
LATE = Ready(
    select(func.sum(func.abs(DeskMove.copies))).where(
        *_AT, DeskMove.entry > bindparam("entry"), DeskMove.what != "counted",
        (DeskMove.day < _WHEN[0]) | ((DeskMove.day == _WHEN[0]) & (DeskMove.at_minute < _WHEN[1])),
    )
)  # fmt: skip
# The counts whose differences are in what the book says of an edition.
KNOWN = """
    SELECT c.id, c.knew FROM desk_move m JOIN stock_count c ON c.id=m.source AND c.voided=0
    WHERE m.edition=:edition AND m.outlet=:outlet AND m.voided=0 AND m.what='counted' AND m.entry<=:entry
"""
# What was taken back after an entry and said again (the taking back was taken back) is a copy of what was said before.
# Each is led to what it is a copy of, which may be one too.
AGAIN_SINCE = """
    WITH RECURSIVE told(id, copy) AS (
        SELECT c.id, c.id FROM undone u CROSS JOIN desk_move c
        WHERE u.entry>:entry AND c.entry=u.entry AND c.outlet=:outlet AND c.voided=0
        UNION
        SELECT o.id, told.copy FROM told JOIN desk_move c ON c.id=told.id JOIN undone u ON u.entry=c.entry
        JOIN entry e ON e.stream=u.stream AND e.seq=u.seq
        JOIN desk_move o ON o.edition=c.edition AND o.outlet=c.outlet AND o.voided=1 AND o.copies=c.copies
        JOIN void v ON v.fact=o.id AND v.no=e.no
        WHERE c.entry>:entry AND o.what=c.what AND o.day IS c.day AND o.at_minute IS c.at_minute
    )
    SELECT c.source, c.edition, c.copies, c.what, c.day, c.at_minute FROM desk_move c
    WHERE c.id IN (SELECT told.copy FROM told JOIN desk_move o ON o.id=told.id WHERE o.entry<=:entry)
"""
# An edition that was counted again at the outlet in a count that was begun later.
AGAIN = Ready(
    select(StockCount.edition)
    .join(CountBegun, CountBegun.id == StockCount.begun)
    .where(CountBegun.outlet == bindparam("outlet"), CountBegun.entry > bindparam("entry"))
)


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def begin(work: Work, *, outlet: bytes, day: date, at_minute: int) -> bytes:
    """Somebody begins to count. Returns the count's id. Raises UserFacingError while another goes on there."""
    require_outlet(work, outlet)
    for one in open_counts(work.session, outlet):
        raise UserFacingError(
            _("A count goes on here since {time}. Finish it, or give it up.").format(time=clock(one.at_minute))
        )
    return work.add(CountBegun(outlet=outlet, day=day, at_minute=at_minute, staff=work.acting.id))


@verb("desk", "office", "manager")
def give_up(work: Work, *, begun: bytes, reason: str) -> None:
    """The count does not go on. Raises UserFacingError when something has been counted in it."""
    row = _row(work.session, begun)
    if COUNTS(work.session, begun=begun):
        raise UserFacingError(_("This has been counted already. Nothing has changed."))
    work.void(work.session.get_one(CountBegun, row.id), reason=sold.why(reason))


@verb("desk", "office", "manager")
def count(
    work: Work, *, begun: bytes, copies: Mapping[bytes, int], reasons: Mapping[bytes, str] | None = None
) -> tuple[CountLine, ...]:
    """So many copies of these editions lay there when the count began; those that are not named are left alone.

    Returns what the book said of each, written down with the difference whatever it is. Counted again in the same count
    takes the place of what was counted before.
    """
    row = _row(work.session, begun)
    if not _begun_here(work.session, row.entry):
        raise UserFacingError(_("This count was begun on another laptop. Finish it there."))
    if not copies:
        raise UserFacingError(_("Nothing has been counted yet."))
    for edition, found in copies.items():
        sold.require_edition(work, edition)
        stock.a_count(found)
    if any(again.edition in copies for again in AGAIN(work.session, outlet=row.outlet, entry=row.entry)):
        raise UserFacingError(_("This edition has been counted again since. Nothing has changed."))
    standing = [c for c in COUNTS(work.session, begun=begun) if c.edition in copies]
    for old in standing:
        take_back(work, old.id, "counted again")
    book = expected(work.session, row.outlet, copies, row.entry)
    said = {e: plain_text(r, sold.REASON_LIMIT) for e, r in (reasons or {}).items()}
    for edition, found in copies.items():
        write_down(
            work, begun, row.outlet, edition, found, book[edition], row.day, row.at_minute, said.get(edition), row.entry
        )
    titles = sold.these_editions(work.session, copies, row.day)
    return tuple(
        CountLine(e, titles[e].title if e in titles else "", found, book[e], said.get(e))
        for e, found in copies.items()
    )  # fmt: skip


# Reads ---------------------------------------------------------------------------------------------------------------


def sheet(session: Session, begun: bytes) -> CountSheet:
    """A count: the editions that lie there, are on sale or have been counted. What the book says of an edition is told
    when it has been counted. Raises UserFacingError."""
    row = _row(session, begun)
    counted = {c.edition: c for c in COUNTS(session, begun=begun)}
    here = [s.edition_id for s in stock.stock(session, outlet=row.outlet) if s.copies]
    on_sale = [e.id for e in sold.editions(session, row.day)]
    titles = sold.these_editions(session, {*here, *on_sale, *counted}, row.day)
    lines = [
        CountLine(e, line.title, *((c.copies, c.expected, c.reason) if (c := counted.get(e)) else (None, None, None)))
        for e, line in sorted(titles.items(), key=lambda one: (plain(one[1].product), one[1].first_day or date.max))
    ]
    ((late,),) = LATE(
        session, outlet=row.outlet, editions=list(titles), entry=row.entry, day=row.day, at_minute=row.at_minute
    )
    again = sum(
        abs(copies or 0)
        for _source, edition, copies, what, *when in _said_again(session, row.outlet, row.entry)
        if edition in titles and what != "counted" and tuple(when) < (row.day.isoformat(), row.at_minute)
    )
    names = {o.id: o.name for o in ALL(session)}
    return CountSheet(
        begun, row.outlet, names.get(row.outlet, ""), row.day, row.at_minute, tuple(lines), (late or 0) - again
    )


def open_counts(session: Session, outlet: bytes, since: date = date.min) -> tuple[CountSheet, ...]:
    """The counts at this outlet that were begun, `since` a day, and in which nothing is counted yet, oldest first."""
    return tuple(sheet(session, row.id) for row in OPEN(session, outlet=outlet, since=since))


# For verbs -----------------------------------------------------------------------------------------------------------


def expected(session: Session, outlet: bytes, editions: Mapping[bytes, object], entry: int) -> dict[bytes, int]:
    """What the book says of these editions when only what came up to this entry is asked."""
    wanted, book = list(editions), dict.fromkeys(editions, 0)
    for edition, copies in UP_TO(session, outlet=outlet, editions=wanted, entry=entry):
        book[edition] = copies or 0
    without = stock.doubled(session, wanted)
    for source, edition, copies, *_rest in _said_again(session, outlet, entry):
        if edition in book and source not in without:
            book[edition] += copies or 0
    if without:
        for source, edition, copies in ARRIVED_UP_TO(session, outlet=outlet, editions=wanted, entry=entry):
            book[edition] -= (copies or 0) if source in without else 0
    return book


def write_down(
    work: Work, begun: bytes, outlet: bytes, edition: bytes, found: int, book: int, day: date, at_minute: int,
    reason: str | None, entry: int = LATEST,
) -> None:  # fmt: skip
    """What was found, and the difference as a move. `entry`: the last one of which the book was reckoned."""
    one = work.add(StockCount(
        begun=begun, edition=edition, copies=found, expected=book, knew=_known(work.session, outlet, edition, entry),
        reason=reason, staff=work.acting.id,
    ))  # fmt: skip
    if found != book:
        work.add(stock.move(work, outlet, edition, "counted", found - book, day, at_minute, source=one, reason=reason))


def take_back(work: Work, counted: bytes, reason: str) -> None:
    """One edition's count and its difference do not count."""
    for row in work.session.scalars(select(DeskMove).where(DeskMove.source == counted)):
        work.void(row, reason=reason)
    work.void(work.session.get_one(StockCount, counted), reason=reason)


# Private -------------------------------------------------------------------------------------------------------------


def _said_again(session: Session, outlet: bytes, entry: int) -> list[Any]:
    """The moves of an outlet that were told by this entry and have been taken back and said again since."""
    return cursor_of(session).execute(AGAIN_SINCE, {"outlet": outlet, "entry": entry}).fetchall()


def _known(session: Session, outlet: bytes, edition: bytes, entry: int) -> str | None:
    """The counts that the book was reckoned with, less those that one of them knew of."""
    values = {"outlet": outlet, "edition": edition, "entry": entry}
    found = cursor_of(session).execute(KNOWN, values).fetchall()
    behind = {one for _ident, knew in found for one in json.loads(knew or "[]")}
    heads = sorted(ident.hex() for ident, _knew in found if ident.hex() not in behind)
    return json.dumps(heads) if heads else None


def _row(session: Session, begun: bytes) -> Any:
    for row in BEGUN(session, of=begun):
        return row
    raise UserFacingError(_("There is no such count. Nothing has changed."))


def _begun_here(session: Session, entry: int) -> bool:
    found = cursor_of(session).execute(
        "SELECT device=(SELECT unhex(value) FROM local WHERE key='device') FROM entry WHERE no=?", (entry,)
    ).fetchone()
    return bool(found and found[0])
