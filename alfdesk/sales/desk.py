"""What the page shows: the seller at the desk, the editions on sale, the day's figures and the last sales."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import people
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal import entry as form
from ..journal.write import cursor_of
from ..models.people import Photo
from ..models.sales import DeskMove, Purchase, SellerNumber
from ..store.session import Ready
from ..weeks import clock
from .accounts import balances, owed
from .counting import open_counts
from .editions import editions, these_editions
from .outlets import outlets
from .records import Before, DayFigures, DeskPage, OnSale, SaleLine
from .sellers import break_on, good_card, notes_on, require_seller
from .stock import stock, under_way
from .till import float_of, opened_since, should_hold
from .usual import usual

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SALES = ("sale", "free", "return")
WAYS = ("cash", "vipps", "credit", "held")

# What was sent or begun to be counted earlier, and never ended, is told under Stock: the page is drawn after each sale.
OPEN_DAYS = timedelta(183)

HAS_PHOTO = Ready(select(Photo.id).where(Photo.person == bindparam("person")).limit(1))
TAKEN = Ready(
    select(Purchase.day, func.sum(Purchase.copies).label("copies"))
    .where(
        Purchase.person == bindparam("person"), Purchase.day >= bindparam("first"), Purchase.day <= bindparam("day"),
        Purchase.what != "free",
    )
    .group_by(Purchase.day)
)
# Voided sales are shown too; the index (outlet, day) finds the day's moves, however many there were before.
OF_DAY = Ready(
    select(
        DeskMove.id, DeskMove.day, DeskMove.at_minute, DeskMove.edition, DeskMove.what, DeskMove.copies,
        DeskMove.cash_ore, DeskMove.vipps_ore, DeskMove.credit_ore, DeskMove.held_ore, DeskMove.reason,
        DeskMove.voided, Purchase.id.label("purchase"), Purchase.person, Purchase.reason.label("why"),
    )
    .outerjoin(Purchase, Purchase.move == DeskMove.id)
    .where(DeskMove.outlet == bindparam("outlet"), DeskMove.day == bindparam("day"), DeskMove.what.in_(SALES))
    .order_by(DeskMove.id.desc())
    .limit(bindparam("limit")),
    voided=True,
)
NUMBERS = Ready(
    select(SellerNumber.person, SellerNumber.number)
    .where(SellerNumber.person.in_(bindparam("persons", expanding=True)))
    .order_by(SellerNumber.id)
)
FIGURES = Ready(
    select(
        func.sum(DeskMove.copies).label("copies"), func.sum(DeskMove.cash_ore).label("cash"),
        func.sum(DeskMove.vipps_ore).label("vipps"), func.sum(DeskMove.credit_ore).label("credit"),
        func.sum(DeskMove.held_ore).label("held"),
    ).where(
        DeskMove.outlet == bindparam("outlet"), DeskMove.day == bindparam("day"),
        DeskMove.what.in_(("sale", "return")),
    )
)  # fmt: skip
OUT = Ready(
    select(DeskMove.edition, func.sum(DeskMove.copies).label("copies"))
    .where(DeskMove.edition.in_(bindparam("editions", expanding=True)), DeskMove.what.in_(SALES))
    .group_by(DeskMove.edition)
)


def before(session: Session, person: bytes, edition: bytes | None, outlet: bytes, day: date) -> Before:
    """The seller at the desk, and how many of the edition she usually takes. Raises UserFacingError when there is no
    such seller."""
    number = require_seller(session, person)
    name = people.short_names(people.everyone(session, [person]).values()).get(person, "")
    valid_to = good_card(session, person)
    monday = day - timedelta(day.weekday())
    taken = {row.day: row.copies or 0 for row in TAKEN(session, person=person, first=monday, day=day)}
    owes, held_ore = balances(session, person)
    return Before(
        person, number, name, bool(HAS_PHOTO(session, person=person)), valid_to,
        valid_to is not None and valid_to < day, break_on(session, person, day), notes_on(session, person, day),
        usual(session, person, edition, day) if edition else None, taken.get(day, 0), sum(taken.values()),
        owed(session, person, day, owes), held_ore,
    )  # fmt: skip


def sales(session: Session, outlet: bytes, day: date, *, limit: int = 200) -> tuple[SaleLine, ...]:
    """The day's sales at an outlet, free copies and returns among them, newest first; voided ones too."""
    rows = OF_DAY(session, outlet=outlet, day=day, limit=limit)
    return sale_lines(session, rows, day)


def sale_lines(session: Session, rows: Iterable[Any], day: date) -> tuple[SaleLine, ...]:
    """Rows as `OF_DAY` has them, as lines."""
    rows = list(rows)
    persons = list({row.person for row in rows if row.person})
    found = people.everyone(session, persons)
    names = {p: people.short_names([one])[p] for p, one in found.items()}
    numbers = dict(NUMBERS(session, persons=persons)) if persons else {}
    titles = these_editions(session, {row.edition for row in rows}, day)
    reasons = void_reasons(session, [(row.id, row.purchase) for row in rows if row.voided])
    return tuple(
        SaleLine(
            row.id, row.purchase, row.day, row.at_minute or 0, row.person if row.person in found else None,
            numbers.get(row.person), names.get(row.person, ""),
            titles[row.edition].title if row.edition in titles else "", row.what, -(row.copies or 0), _amount(row),
            payment_of(row), row.why or row.reason, bool(row.voided), reasons.get(row.id),
        )
        for row in rows
    )  # fmt: skip


def desk_page(session: Session, outlet: bytes, day: date, *, last: int = 7) -> DeskPage:
    """What the page shows at an outlet on a day. Raises UserFacingError when there is no such outlet."""
    own = next((one for one in outlets(session, closed=True) if one.id == outlet), None)
    if own is None:
        raise UserFacingError(_("There is no such outlet. Nothing has changed."))
    open_ = open_counts(session, outlet, day - OPEN_DAYS)
    return DeskPage(
        own, day, on_sale(session, outlet, day), day_figures(session, outlet, day),
        sales(session, outlet, day, limit=last), under_way(session, outlet, day - OPEN_DAYS),
        open_[-1] if open_ else None,
    )  # fmt: skip


def on_sale(session: Session, outlet: bytes, day: date) -> tuple[OnSale, ...]:
    """The editions that can be sold that day, with the outlet's own stock."""
    lines = editions(session, day)
    if not lines:
        return ()
    ids = [line.id for line in lines]
    lies = {one.edition_id: one for one in stock(session, outlet=outlet, editions=ids, day=day)}
    out = {row.edition: -(row.copies or 0) for row in OUT(session, editions=ids)}
    return tuple(
        OnSale(
            line, lies[line.id].copies if line.id in lies else 0, lies[line.id].in_transit if line.id in lies else 0,
            out.get(line.id, 0), lies[line.id].sold_out if line.id in lies else None,
        )
        for line in lines
    )  # fmt: skip


def day_figures(session: Session, outlet: bytes, day: date) -> DayFigures:
    """An outlet's day: what was sold less what came back, and what the till should hold."""
    (row,) = FIGURES(session, outlet=outlet, day=day)
    ways = [getattr(row, way) or 0 for way in WAYS]
    opened = opened_since(session, outlet)
    return DayFigures(
        -(row.copies or 0), sum(ways), *ways, should_hold(session, outlet, day), float_of(session, outlet, day),
        clock(opened[2] or 0) if opened else None,
    )  # fmt: skip


def payment_of(row: Any) -> str:
    """How a sale was paid: one way, or mixed; free and return are ways of their own."""
    if row.what in ("free", "return"):
        return str(row.what)
    ways = [way for way in WAYS if getattr(row, f"{way}_ore")]
    return ways[0] if len(ways) == 1 else "mixed" if ways else ""


def void_reasons(session: Session, pairs: Iterable[tuple[bytes, bytes | None]]) -> dict[bytes, str]:
    """Why sales were voided, by move: what stands with the purchase, since it may be about her. Where two laptops did so
    without knowing of one another, what the first by the clock says."""
    cursor, found = cursor_of(session), {}
    for move, purchase in pairs:
        if purchase is None:
            continue
        row = cursor.execute(
            "SELECT e.ops FROM void v JOIN entry e ON e.no=v.no WHERE v.fact=? ORDER BY e.stamp, e.stream, e.seq LIMIT 1",
            (purchase,),
        ).fetchone()
        for salt, raw in form.unpack(row[0]) if row else ():
            op = form.content(raw) if salt is not None else [""]
            if op[0] == "void" and op[2] == purchase.hex():
                found[move] = op[3]
    return found


def _amount(row: Any) -> int:
    return sum(getattr(row, f"{way}_ore") or 0 for way in WAYS)
