"""From an old edition to a new one, in one act: what is left of the old is counted and goes by rule, the new is sent
out, starter copies are given. Taken back as one.

What sellers owe is settled by the verbs for it (`accounts`); the page tells who does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from .. import people
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work, verb
from ..models.sales import AccountMove, CountBegun, Edition, Product, Purchase, SellerBreak, SellerNumber
from ..store.session import Ready
from . import counting, stock
from .editions import edition_of
from .outlets import outlets as every_outlet
from .outlets import require_outlet
from .records import ChangeOver, EditionLine, LeftAt, SellerAtChange
from .rules import rules
from .sellers import break_on, require_seller
from .selling import MOST, record

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# What becomes of the copies that are left: back to the printer, pulped, lost; or they stay, and are counted only.
RULES = ("given_back", "pulped", "lost", "keep")

NUMBERS = Ready(select(SellerNumber.person, SellerNumber.number).order_by(SellerNumber.id.desc()))
_EDITIONS_OF = (
    select(Edition.id)
    .join(Product, Product.id == Edition.product)
    .where(Product.publication == bindparam("publication"))
)
ON_CREDIT = Ready(
    select(Purchase.person, func.sum(Purchase.credit_ore))
    .where(Purchase.credit_ore != 0, Purchase.edition.in_(_EDITIONS_OF))
    .group_by(Purchase.person)
)
OWES = Ready(
    select(AccountMove.person, func.sum(AccountMove.owes_ore))
    .where(AccountMove.publication == bindparam("publication"))
    .group_by(AccountMove.person)
)
STARTERS = Ready(
    select(Purchase.person, func.sum(Purchase.copies))
    .where(Purchase.edition == bindparam("edition"), Purchase.what == "free", Purchase.reason == "starter")
    .group_by(Purchase.person)
)
LAST = Ready(select(Purchase.person, func.max(Purchase.day).label("day")).group_by(Purchase.person))
BREAKS = Ready(
    select(SellerBreak.person).where(
        SellerBreak.from_day.is_(None) | (SellerBreak.from_day <= bindparam("day")),
        SellerBreak.to_day.is_(None) | (SellerBreak.to_day >= bindparam("day")),
    )
)


@verb("desk", "office", "manager")
def change_over(
    work: Work, *, old: bytes, new: bytes, day: date, at_minute: int, rule: str, outlets: Mapping[bytes, int | None],
    send: Mapping[bytes, int] | None = None, frm: bytes | None = None, starters: Iterable[tuple[bytes, int]] = (),
) -> None:  # fmt: skip
    """The old edition was on sale for the last time the day before; the new one is from this day.

    `outlets`: how many of the old were found at each, or None where the book is believed; they go by `rule` (`RULES`).
    `send`: how many of the new go to each outlet from `frm`. `starters`: sellers and how many each gets there, free.
    Raises UserFacingError, and nothing has changed, for whatever one of these acts is refused for.
    """
    session = work.session
    if rule not in RULES:
        raise ValueError(rule)
    if old == new:
        raise UserFacingError(_("Choose another edition to change to."))
    before, after = edition_of(session, old, day), edition_of(session, new, day)
    if after.price is None:
        raise UserFacingError(_("{title} has no price that day. Set its price first.").format(title=after.title))
    last = day - timedelta(1)
    if before.first_day and last < before.first_day:
        raise UserFacingError(_("The last day is before the first."))
    if before.last_day is None or before.last_day > last:
        work.change(session.get_one(Edition, old), last_day=last)
    for outlet, found in outlets.items():
        _left_over(work, outlet, before, found, rule, day, at_minute)
    _send_out(work, new, frm, send or {}, day, at_minute)
    given = tuple(starters)
    if given:
        _give_starters(work, after, frm, sum((send or {}).values()), given, day, at_minute)
    if waiting := sum(line.in_transit for line in stock.stock(session, editions=[old])):
        work.warn(
            ngettext(
                "{count} copy of the old edition is still under way.",
                "{count} copies of the old edition are still under way.",
                waiting,
            ).format(count=waiting)
        )


def change_over_page(session: Session, old: bytes, new: bytes, day: date) -> ChangeOver:
    """What the screen shows: the copies at each outlet, who owes, who has had no starter copies."""
    before, after = edition_of(session, old, day), edition_of(session, new, day)
    lines = {(s.outlet_id, s.edition_id): s for s in stock.stock(session, editions=[old, new])}
    left = []
    for outlet in every_outlet(session, closed=True):
        was, comes = lines.get((outlet.id, old)), lines.get((outlet.id, new))
        if not outlet.closed or was or comes:
            left.append(LeftAt(
                outlet.id, outlet.name, was.copies if was else 0, was.in_transit if was else 0,
                comes.copies if comes else 0, comes.in_transit if comes else 0,
            ))  # fmt: skip
    sellers = _sellers(session, before.publication_id, new, day)
    without = [s for s in sellers if not s.starters and not s.on_break]
    without.sort(key=lambda s: (s.last_bought or date.min, -s.number), reverse=True)
    return ChangeOver(
        before, after, tuple(left), tuple(sorted((s for s in sellers if s.owes_ore), key=lambda s: -s.owes_ore)),
        tuple(without), rules(session, after.product_id).on(day, "starter_copies"),
    )  # fmt: skip


# Private -------------------------------------------------------------------------------------------------------------


def _left_over(
    work: Work, outlet: bytes, edition: EditionLine, found: int | None, rule: str, day: date, at_minute: int
) -> None:
    """What was found there, against the book; then it goes by the rule."""
    require_outlet(work, outlet)
    book = stock.copies_at(work.session, outlet, edition.id)
    if found is not None:
        stock.a_count(found)
        begun = work.add(CountBegun(outlet=outlet, day=day, at_minute=at_minute, staff=work.acting.id))
        counting.write_down(work, begun, outlet, edition.id, found, book, day, at_minute, None)
    goes = book if found is None else found
    if goes > 0 and rule != "keep":
        stock.take_out(
            work, outlet=outlet, edition=edition.id, copies=goes, what=rule, reason=_("New edition"), day=day,
            at_minute=at_minute,
        )  # fmt: skip


def _send_out(
    work: Work, edition: bytes, frm: bytes | None, send: Mapping[bytes, int], day: date, at_minute: int
) -> None:
    for outlet, copies in send.items():
        if frm is None:
            raise UserFacingError(_("Choose where the new edition is sent from."))
        if copies:
            stock.send(work, frm=frm, to=outlet, edition=edition, copies=copies, day=day, at_minute=at_minute)


def _give_starters(
    work: Work, edition: EditionLine, outlet: bytes | None, sent: int, starters: tuple[tuple[bytes, int], ...],
    day: date, at_minute: int,
) -> None:  # fmt: skip
    if outlet is None:
        raise UserFacingError(_("Choose where the starter copies are given."))
    require_outlet(work, outlet, open_=True)
    # What this act itself sends and gives is not yet in the sums that are read.
    there = stock.copies_at(work.session, outlet, edition.id) - sent
    for person, copies in starters:
        number = require_seller(work.session, person)
        if break_on(work.session, person, day):
            raise UserFacingError(_("Seller {number} has a break. Take her off the list.").format(number=number))
        if type(copies) is not int or not 1 <= copies <= MOST:
            raise UserFacingError(_("A sale is of 1 to {limit} copies.").format(limit=MOST))
        record(
            work, outlet=outlet, person=person, edition=edition.id, what="free", copies=copies,
            unit=edition.price.buy_ore if edition.price else 0, parts={}, day=day, at_minute=at_minute,
            reason="starter", there=there,
        )  # fmt: skip
        there -= copies


def _sellers(session: Session, publication: bytes, edition: bytes, day: date) -> list[SellerAtChange]:
    """Everyone with a seller number, in the order of the numbers."""
    owes: dict[bytes | None, int] = defaultdict(int)
    for table in (ON_CREDIT, OWES):
        for person, ore in table(session, publication=publication):
            owes[person] += ore or 0
    had = dict(STARTERS(session, edition=edition))
    last = dict(LAST(session))
    rest = {row.person for row in BREAKS(session, day=day)}
    numbers = dict(NUMBERS(session))  # the first one that was given, where there are several
    found = people.everyone(session, [p for p in numbers if p])
    names = people.short_names(found.values())
    return [
        SellerAtChange(p, number, names[p], owes[p], had.get(p) or 0, p in rest, last.get(p))
        for p, number in sorted(numbers.items(), key=lambda one: one[1] or 0) if p in names and number
    ]  # fmt: skip
