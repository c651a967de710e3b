"""The last moves of an outlet that were no sale, newest first, voided ones too: of its stock, and of its till."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from .. import staff
from ..models.sales import DeskMove, Purchase, Transfer, TransferReceived
from ..store.session import Ready
from .desk import void_reasons
from .editions import these_editions
from .outlets import ALL
from .stock import doubled
from .till import TOLD

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OF_STOCK = ("received", "sent", "arrived", "pulped", "lost", "given_back", "counted", "free")

# Sales lie between them: the index (outlet, day) keeps what is looked through to the days that are asked for.
MOVES = Ready(
    select(
        DeskMove.id, DeskMove.day, DeskMove.at_minute, DeskMove.edition, DeskMove.what, DeskMove.copies,
        DeskMove.cash_ore, DeskMove.source, DeskMove.reason, DeskMove.staff, DeskMove.voided,
    )
    .outerjoin(Purchase, Purchase.move == DeskMove.id)
    .where(
        DeskMove.outlet == bindparam("outlet"), DeskMove.day >= bindparam("since"),
        DeskMove.what.in_(bindparam("kinds", expanding=True)), Purchase.id.is_(None),
    )
    .order_by(DeskMove.id.desc())
    .limit(bindparam("limit")),
    voided=True,
)  # fmt: skip
_SOURCES = bindparam("sources", expanding=True)
SENT_TO = Ready(select(Transfer.id, Transfer.to_outlet).where(Transfer.id.in_(_SOURCES)), voided=True)
CAME_FROM = Ready(
    select(TransferReceived.id, Transfer.from_outlet)
    .join(Transfer, Transfer.id == TransferReceived.transfer)
    .where(TransferReceived.id.in_(_SOURCES)),
    voided=True,
)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move. `other` is the outlet it was sent to or came from; `idle`: a second reception, which no sum has in it."""

    id: bytes
    day: date
    at_minute: int
    what: str  # code of words.MOVES
    title: str
    copies: int  # what it did to the stock
    cash_ore: int  # what it did to the till
    other: str
    reason: str | None
    who: str
    idle: bool
    voided: bool
    void_reason: str | None


def stock_moves(session: Session, outlet: bytes, since: date, *, limit: int = 200) -> tuple[MoveLine, ...]:
    """What moved copies at the outlet from a day on and was no sale."""
    return _moves(session, outlet, since, OF_STOCK, limit)


def till_moves(session: Session, outlet: bytes, since: date, *, limit: int = 200) -> tuple[MoveLine, ...]:
    """What moved money at the outlet from a day on and was no sale."""
    return _moves(session, outlet, since, TOLD, limit)


def _moves(session: Session, outlet: bytes, since: date, kinds: tuple[str, ...], limit: int) -> tuple[MoveLine, ...]:
    rows = MOVES(session, outlet=outlet, since=since, kinds=list(kinds), limit=limit)
    names, members = {o.id: o.name for o in ALL(session)}, staff.names(session) if rows else {}
    sources = [row.source for row in rows if row.source]
    other = dict(SENT_TO(session, sources=sources)) | dict(CAME_FROM(session, sources=sources)) if sources else {}
    titles = these_editions(session, {row.edition for row in rows if row.edition}, since)
    without = doubled(session, list(titles))
    reasons = void_reasons(session, [(row.id, row.id) for row in rows if row.voided])
    return tuple(
        MoveLine(
            row.id, row.day or date.min, row.at_minute or 0, row.what or "",
            titles[row.edition].title if row.edition in titles else "", row.copies or 0, row.cash_ore or 0,
            names.get(other.get(row.source), ""), row.reason, members.get(row.staff or b"", ""), row.source in without,
            bool(row.voided), reasons.get(row.id),
        )
        for row in rows
    )  # fmt: skip
