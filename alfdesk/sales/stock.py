"""What lies where: received from the printer, sent and confirmed, pulped, lost, given back. A stock is a sum of facts.

Below zero is allowed and shown: the shelf is right, the book is late. Of two receptions of one transfer, made on two
laptops, the one with the lowest id counts, and what the other brought in is left out of every sum; so is what came of a
transfer that was taken back on another laptop. Both are asked about (`alfdesk.questions.shelf`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, null, select
from sqlalchemy.orm import aliased

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work, verb
from ..models.sales import DeskMove, Edition, Purchase, SoldOut, StockCount, Transfer, TransferReceived
from ..store.session import Ready
from ..weeks import clock
from .editions import PRICES, PRODUCTS, THESE, require_edition, why
from .outlets import ALL, plain, require_outlet
from .records import StockLine, TransferLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LIMIT = 1_000_000  # copies in one move
TAKEN_OUT = ("pulped", "lost", "given_back", "free")
OF_AN_ACCOUNT = ("repaid", "paid_out", "fee")

_other = aliased(TransferReceived)
_received = select(_other.id).where(_other.voided == 0)
# Another reception of the same transfer came first.
_behind = (
    _received.where(_other.transfer == TransferReceived.transfer, _other.id < TransferReceived.id)
    .correlate(TransferReceived)
    .exists()
)
_unconfirmed = ~_received.where(_other.transfer == Transfer.id).correlate(Transfer).exists()
_OUTLET, _EDITION = bindparam("outlet"), bindparam("edition")
_EDITIONS = bindparam("editions", expanding=True)
# A reception that does not count: another came first, or the transfer it is of has been taken back. What the transfer was
# may be gone (declared lost, or with a laptop that is barred): where the copies came, their move says by itself.
_doubled = (
    select(DeskMove.outlet, DeskMove.edition, func.sum(DeskMove.copies), TransferReceived.id)
    .join(TransferReceived, TransferReceived.id == DeskMove.source)
    .outerjoin(Transfer, Transfer.id == TransferReceived.transfer)
    .where(
        TransferReceived.voided == 0, DeskMove.voided == 0, DeskMove.what == "arrived",
        _behind | (Transfer.voided == 1),
    )
    .group_by(TransferReceived.id)
)  # fmt: skip
DOUBLED_AT = Ready(_doubled.where(DeskMove.outlet == _OUTLET, DeskMove.edition == _EDITION), voided=True)
DOUBLED = Ready(_doubled.where(DeskMove.edition.in_(_EDITIONS)), voided=True)
AT = Ready(select(func.sum(DeskMove.copies)).where(DeskMove.edition == _EDITION, DeskMove.outlet == _OUTLET))
_sums = select(DeskMove.edition, DeskMove.outlet, func.sum(DeskMove.copies)).group_by(DeskMove.edition, DeskMove.outlet)
SUMS = Ready(_sums.where(DeskMove.edition.in_(_EDITIONS)))
SUMS_AT = Ready(_sums.where(DeskMove.edition.in_(_EDITIONS), DeskMove.outlet == _OUTLET))
EVERY_EDITION = Ready(select(Edition.id))
TO = Ready(
    select(Transfer.edition, Transfer.to_outlet, func.sum(Transfer.copies))
    .where(_unconfirmed, Transfer.edition.in_(_EDITIONS))
    .group_by(Transfer.edition, Transfer.to_outlet)
)
SOLD_OUT = Ready(
    select(SoldOut.outlet, SoldOut.edition, SoldOut.at_minute)
    .where(SoldOut.edition.in_(_EDITIONS), SoldOut.day == bindparam("day"))
    .order_by(SoldOut.id)
)
_sent = (
    Transfer.id, Transfer.from_outlet, Transfer.to_outlet, Transfer.edition, Transfer.copies, Transfer.day,
    Transfer.at_minute,
)  # fmt: skip
_as_sent = Transfer.day, Transfer.at_minute, Transfer.id
_open = select(*_sent, null().label("arrived"), null().label("reason")).where(_unconfirmed).order_by(*_as_sent)
UNDER_WAY = Ready(_open)
UNDER_WAY_TO = Ready(_open.where(Transfer.to_outlet == bindparam("to"), Transfer.day >= bindparam("since")))
TRANSFERS = Ready(
    select(*_sent, TransferReceived.copies.label("arrived"), TransferReceived.reason)
    .outerjoin(
        TransferReceived,
        (TransferReceived.transfer == Transfer.id) & (TransferReceived.voided == 0) & ~_behind,
    )
    .where(Transfer.day >= bindparam("first"), Transfer.day <= bindparam("last"))
    .order_by(*_as_sent)
)


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def receive(
    work: Work, *, outlet: bytes, edition: bytes, copies: int, day: date, at_minute: int, reason: str | None = None
) -> bytes:
    """Copies came from the printer. Returns the move's id."""
    require_outlet(work, outlet, open_=True)
    require_edition(work, edition)
    said = why(reason) if reason else None
    return work.add(move(work, outlet, edition, "received", _some(copies), day, at_minute, reason=said))


@verb("desk", "office", "manager")
def take_out(
    work: Work, *, outlet: bytes, edition: bytes, copies: int, what: str, reason: str, day: date, at_minute: int
) -> bytes:
    """Copies left the stock and were not sold: pulped, lost, given back to the printer, or free to somebody who is no
    seller. Returns the move's id."""
    if what not in TAKEN_OUT:
        raise ValueError(what)
    require_outlet(work, outlet)
    require_edition(work, edition)
    said = why(reason)
    if what == "free" and copies_at(work.session, outlet, edition) in range(1, _some(copies) + 1):
        work.add(SoldOut(outlet=outlet, edition=edition, day=day, at_minute=at_minute))
    return work.add(move(work, outlet, edition, what, -_some(copies), day, at_minute, reason=said))


@verb("desk", "office", "manager")
def send(work: Work, *, frm: bytes, to: bytes, edition: bytes, copies: int, day: date, at_minute: int) -> bytes:
    """Copies go from one outlet to another; they are under way until they are confirmed. Returns the transfer's id."""
    if frm == to:
        raise UserFacingError(_("Choose another outlet to send to."))
    require_outlet(work, frm)
    require_outlet(work, to, open_=True)
    require_edition(work, edition)
    transfer = work.add(Transfer(
        from_outlet=frm, to_outlet=to, edition=edition, copies=_some(copies), day=day, at_minute=at_minute,
        staff=work.acting.id,
    ))  # fmt: skip
    work.add(move(work, frm, edition, "sent", -copies, day, at_minute, source=transfer))
    return transfer


@verb("desk", "office", "manager")
def confirm(
    work: Work, *, transfer: bytes, copies: int, day: date, at_minute: int, reason: str | None = None
) -> bytes:
    """So many copies came. Returns the reception's id. Raises UserFacingError when it has been confirmed, and for a
    difference without a reason."""
    row = work.session.get(Transfer, transfer)
    if row is None or row.voided:
        raise UserFacingError(_("There is no such transfer. Nothing has changed."))
    done = work.session.scalars(select(TransferReceived).where(TransferReceived.transfer == transfer)).first()
    if done is not None:
        raise UserFacingError(
            ngettext(
                "This has been confirmed already: {count} copy. Nothing has changed.",
                "This has been confirmed already: {count} copies. Nothing has changed.",
                done.copies or 0,
            ).format(count=done.copies or 0)
        )
    if a_count(copies) != row.copies and not reason:
        raise UserFacingError(_("{sent} were sent and {copies} came. Write in a few words why.").format(
            sent=row.copies, copies=copies))  # fmt: skip
    return _arrived(work, transfer, row.to_outlet, row.edition, copies, day, at_minute, why(reason) if reason else None)


@verb("desk", "office", "manager")
def hand_over(
    work: Work, *, frm: bytes, to: bytes, edition: bytes, copies: int, day: date, at_minute: int
) -> bytes:
    """Copies went from one outlet to another and were confirmed there at once. Returns the transfer's id."""
    transfer = send(work, frm=frm, to=to, edition=edition, copies=copies, day=day, at_minute=at_minute)
    _arrived(work, transfer, to, edition, copies, day, at_minute, None)
    return transfer


@verb("desk", "office", "manager")
def void_move(work: Work, *, move: bytes, reason: str) -> None:
    """A move that was no sale does not count: of the stock or of the till. What belongs to it goes with it; a transfer
    that has been confirmed is first unconfirmed, by its arrival."""
    row = work.session.get(DeskMove, move)
    said = why(reason)
    if row is None or row.voided:
        raise UserFacingError(_("There is no such move. Nothing has changed."))
    bought = work.session.scalars(select(Purchase.id).where(Purchase.move == move)).first()
    if row.what in ("sale", "return") or bought:
        raise UserFacingError(_("This is a sale. Take it back in the list of sales."))
    if row.what in OF_AN_ACCOUNT:
        raise UserFacingError(_("This belongs to a seller's account. Take it back there."))
    if row.what == "sent" and work.session.scalars(
        select(TransferReceived.id).where(TransferReceived.transfer == row.source)
    ).first():
        raise UserFacingError(_("This has been confirmed already. Take the arrival back first."))
    work.void(row, reason=said)  # what names another goes first, so that an undo brings back the other first
    owner = {"sent": Transfer, "arrived": TransferReceived, "counted": StockCount}.get(row.what or "")
    if owner and row.source and (of := work.session.get(owner, row.source)) is not None and not of.voided:
        work.void(of, reason=said)


# Reads ---------------------------------------------------------------------------------------------------------------


def copies_at(session: Session, outlet: bytes, edition: bytes) -> int:
    """What lies there by the book."""
    ((moved,),) = AT(session, outlet=outlet, edition=edition)
    doubled = sum(row[2] or 0 for row in DOUBLED_AT(session, outlet=outlet, edition=edition))
    return (moved or 0) - doubled


def stock(
    session: Session, *, outlet: bytes | None = None, editions: Collection[bytes] | None = None,
    day: date | None = None,
) -> tuple[StockLine, ...]:  # fmt: skip
    """Every outlet and edition that ever moved, or is under way, by outlet and product, the newest edition first.
    `sold_out` is told of `day`, where there is nothing left."""
    wanted = list(editions) if editions is not None else [e for (e,) in EVERY_EDITION(session)]
    rows = SUMS(session, editions=wanted) if outlet is None else SUMS_AT(session, editions=wanted, outlet=outlet)
    copies = {(e, o): n or 0 for e, o, n in rows if o}
    for to, edition, doubled, _reception in DOUBLED(session, editions=wanted):
        if (edition, to) in copies:
            copies[edition, to] -= doubled or 0
    transit = {(e, o): n or 0 for e, o, n in TO(session, editions=wanted) if outlet in (None, o)}
    ended: dict[tuple[bytes, bytes], int] = {}
    if day is not None:
        ended = {(row.edition, row.outlet): row.at_minute or 0 for row in SOLD_OUT(session, editions=wanted, day=day)}
    names = {o.id: o.name for o in ALL(session)}
    titles = _titles(session, {e for e, _o in (*copies, *transit)})
    lines = []
    for edition, at in {*copies, *transit}:
        if edition in titles and at in names:
            left, minute = copies.get((edition, at), 0), ended.get((edition, at))
            said = clock(minute) if minute is not None and left <= 0 else None
            product, name, _began = titles[edition]
            lines.append(
                StockLine(at, names[at], edition, product, name, left, transit.get((edition, at), 0), said)
            )
    lines.sort(key=lambda line: (titles[line.edition_id][2], line.edition_id), reverse=True)
    lines.sort(key=lambda line: (plain(line.outlet), line.outlet_id, plain(line.product)))
    return tuple(lines)


def under_way(session: Session, to: bytes | None = None, since: date = date.min) -> tuple[TransferLine, ...]:
    """What has been sent and not confirmed, oldest first; to one outlet, or to all. A page that is drawn after each sale
    asks of what was sent `since` a day, so that it never looks through all there ever was."""
    return _transfers(session, UNDER_WAY(session) if to is None else UNDER_WAY_TO(session, to=to, since=since))


def transfers(session: Session, first: date, last: date) -> tuple[TransferLine, ...]:
    """What was sent between outlets on these days, oldest first."""
    return _transfers(session, TRANSFERS(session, first=first, last=last))


# For verbs and other reads -------------------------------------------------------------------------------------------


def move(
    work: Work, outlet: bytes, edition: bytes, what: str, copies: int, day: date, at_minute: int,
    source: bytes | None = None, reason: str | None = None,
) -> DeskMove:  # fmt: skip
    """Copies moved and no money."""
    return DeskMove(
        outlet=outlet, edition=edition, what=what, copies=copies, day=day, at_minute=at_minute, source=source,
        reason=reason, staff=work.acting.id,
    )  # fmt: skip


def doubled(session: Session, editions: Collection[bytes]) -> set[bytes]:
    """The receptions of these editions that do not count."""
    return {row[3] for row in DOUBLED(session, editions=list(editions))}


def a_count(copies: int) -> int:
    """The number, where so many copies can have been counted. Raises UserFacingError."""
    if type(copies) is not int or not 0 <= copies <= LIMIT:
        raise UserFacingError(_("A count is a whole number, 0 or more. Nothing has changed."))
    return copies


# Private -------------------------------------------------------------------------------------------------------------


def _some(copies: int) -> int:
    if type(copies) is not int or not 1 <= copies <= LIMIT:
        raise UserFacingError(_("This number of copies can't be right. Nothing has changed."))
    return copies


def _arrived(
    work: Work, transfer: bytes, outlet: bytes, edition: bytes, copies: int, day: date, at_minute: int,
    reason: str | None,
) -> bytes:  # fmt: skip
    received = work.add(TransferReceived(
        transfer=transfer, copies=copies, day=day, at_minute=at_minute, reason=reason, staff=work.acting.id,
    ))  # fmt: skip
    work.add(move(work, outlet, edition, "arrived", copies, day, at_minute, source=received, reason=reason))
    return received


def _titles(session: Session, editions: Iterable[bytes]) -> dict[bytes, tuple[str, str, date]]:
    """Product, edition and first day of each."""
    ids = list(editions)
    products = {p.id: p.name for p in PRODUCTS(session)}
    began: dict[bytes, date] = {}
    for row in PRICES(session, ids=ids):
        began[row.edition] = min(row.from_day or date.max, began.get(row.edition, date.max))
    return {
        e.id: (products[e.product], e.name, began.get(e.id, date.min))
        for e in THESE(session, ids=ids) if e.product in products
    }  # fmt: skip


def _transfers(session: Session, rows: list) -> tuple[TransferLine, ...]:  # type: ignore[type-arg]
    names = {o.id: o.name for o in ALL(session)}
    titles = _titles(session, {row.edition for row in rows})
    return tuple(
        TransferLine(
            row.id, row.from_outlet, names.get(row.from_outlet, ""), row.to_outlet, names.get(row.to_outlet, ""),
            row.edition, " ".join(titles[row.edition][:2]), row.copies or 0, row.day, row.at_minute or 0, row.arrived,
            row.reason,
        )
        for row in rows if row.edition in titles
    )  # fmt: skip
