"""Publications, products, editions and what a copy costs on a day.

A price holds from a day on, or from–to; the one that began last is the one that counts. A price for one day comes
before a campaign, and a campaign before a price, where they begin on the same day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from .. import money
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.sales import Edition, EditionPrice, Product, Publication
from ..person_fields import plain_text
from ..store.session import Ready
from .outlets import ident_of, named, plain, same
from .records import EditionLine, PriceLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KINDS = ("price", "campaign", "day")  # of those that begin on one day the last of these counts
RUN_LIMIT = 10_000_000  # copies
REASON_LIMIT = 200  # characters

PUBLICATIONS = Ready(select(Publication.id, Publication.name).order_by(Publication.id))
PRODUCTS = Ready(select(Product.id, Product.publication, Product.name).order_by(Product.id))
_EDITION = select(Edition.id, Edition.product, Edition.name, Edition.print_run, Edition.last_day)
_PRICE = select(
    EditionPrice.id, EditionPrice.edition, EditionPrice.kind, EditionPrice.from_day, EditionPrice.to_day,
    EditionPrice.buy_ore, EditionPrice.cover_ore, EditionPrice.reason,
).order_by(EditionPrice.id)  # fmt: skip
EDITIONS = Ready(_EDITION.order_by(Edition.id))
THESE = Ready(_EDITION.where(Edition.id.in_(bindparam("ids", expanding=True))))
PRICES = Ready(_PRICE.where(EditionPrice.edition.in_(bindparam("ids", expanding=True))))
EVERY_PRICE = Ready(_PRICE)
PRICED = Ready(
    select(EditionPrice.edition).where(
        EditionPrice.from_day <= bindparam("day"),
        EditionPrice.to_day.is_(None) | (EditionPrice.to_day >= bindparam("day")),
    )
)

_LAST = b"\xff" * 16  # after every id


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("office", "manager")
def set_edition(
    work: Work, *, product: str, edition: str, buy_ore: int, cover_ore: int, since: date, until: date | None = None,
    print_run: int | None = None, kind: str = "price", reason: str | None = None,
) -> bytes:  # fmt: skip
    """An edition has this price from a day on, or from–to. Makes the product (of a publication with its own name) and
    the edition where there are none. Returns the edition's id.

    The same price again adds nothing; another of its kind that begins on the same day takes its place.
    """
    product, edition = named(product), named(edition)
    found = _standing(work.session, product, edition)
    if found is None:
        _sensible_run(print_run)
        of = _product(work, product)
        ident = ident_of(work, Edition, of.hex(), edition)
        if ident not in work.born:
            work.add(Edition(id=ident, product=of, name=edition, print_run=print_run))
    else:
        ident = found.id
        if print_run is not None:
            change_edition(work, edition=ident, print_run=print_run)
    _price(work, ident, kind, since, until, buy_ore, cover_ore, reason)
    return ident


@verb("desk", "office", "manager")
def day_price(work: Work, *, edition: bytes, day: date, buy_ore: int, reason: str) -> bytes:
    """What a copy costs on this one day, at all outlets, and why. Returns the price's id."""
    now = price_on(work.session, edition, day)
    if now is None:
        raise UserFacingError(_("This edition is not on sale that day. Nothing has changed."))
    return _price(work, edition, "day", day, day, buy_ore, now.cover_ore, reason)


@verb("office", "manager")
def end_price(work: Work, *, price: bytes, reason: str) -> None:
    """The price does not count; what was sold for it stands."""
    row = work.session.get(EditionPrice, price)
    if row is None or row.voided:
        raise UserFacingError(_("There is no such price. Nothing has changed."))
    work.void(row, reason=why(reason))


@verb("office", "manager")
def change_edition(work: Work, *, edition: bytes, **fields: Any) -> bool:
    """New values for name, print_run or last_day. Returns whether anything changed."""
    row = work.session.get(Edition, edition)
    if row is None:
        raise UserFacingError(_("There is no such edition. Nothing has changed."))
    if unknown := set(fields) - {"name", "print_run", "last_day"}:
        raise TypeError(f"an edition has no {', '.join(sorted(unknown))}")
    if "print_run" in fields:
        _sensible_run(fields["print_run"])
    if "name" in fields:
        fields["name"] = named(fields["name"])
        others = (e for e in EDITIONS(work.session) if e.product == row.product and e.id != edition)
        if any(same(e.name, fields["name"]) for e in others):
            raise UserFacingError(_("There is an edition with that name already."))
    if fields.get("last_day") and (first := _first(prices(work.session, edition))) and fields["last_day"] < first:
        raise UserFacingError(_("The last day is before the first."))
    return work.change(row, **fields)


@verb("office", "manager")
def rename_publication(work: Work, *, publication: bytes, name: str) -> bool:
    """Another name for the publication. Returns whether it is another."""
    row = work.session.get(Publication, publication)
    if row is None:
        raise UserFacingError(_("There is no such publication. Nothing has changed."))
    return _rename(work, row, name, PUBLICATIONS, _("There is a publication with that name already."))


@verb("office", "manager")
def rename_product(work: Work, *, product: bytes, name: str) -> bool:
    """Another name for the product. Returns whether it is another."""
    row = work.session.get(Product, product)
    if row is None:
        raise UserFacingError(_("There is no such product. Nothing has changed."))
    return _rename(work, row, name, PRODUCTS, _("There is a product with that name already."))


@verb("office", "manager")
def move_product(work: Work, *, product: bytes, publication: bytes) -> bool:
    """The product belongs to this publication: limits and accounts are reckoned there from now on."""
    row = work.session.get(Product, product)
    if row is None:
        raise UserFacingError(_("There is no such product. Nothing has changed."))
    if work.session.get(Publication, publication) is None:
        raise UserFacingError(_("There is no such publication. Nothing has changed."))
    return work.change(row, publication=publication)


# Reads ---------------------------------------------------------------------------------------------------------------


def editions(session: Session, day: date, *, all: bool = False) -> tuple[EditionLine, ...]:  # noqa: A002
    """The editions on sale that day, the newest of a product first, and first the product that comes out most often; of
    equals the one that got its price first. With `all` every edition there is, the newest first."""
    every = EDITIONS(session)
    found = every
    if not all:
        priced = {edition for (edition,) in PRICED(session, day=day)}
        found = [e for e in every if e.id in priced and (e.last_day is None or e.last_day >= day)]
    lines = _lines(session, found, day, every=all)
    lines.sort(key=lambda e: (e.first_day or date.max, e.id), reverse=True)
    if not all:
        often, first = Counter(e.product for e in every), {}
        for line in lines:
            first[line.product_id] = min(first.get(line.product_id, _LAST), line.price.id if line.price else _LAST)
        lines.sort(key=lambda e: (-often[e.product_id], first[e.product_id]))
    return tuple(lines)


def these_editions(session: Session, ids: Iterable[bytes], day: date) -> dict[bytes, EditionLine]:
    """These editions as they are on a day, by id."""
    return {line.id: line for line in _lines(session, THESE(session, ids=list(set(ids))), day)}


def edition_of(session: Session, edition: bytes, day: date) -> EditionLine:
    """One edition as it is on a day. Raises UserFacingError."""
    found = these_editions(session, [edition], day).get(edition)
    if found is None:
        raise UserFacingError(_("There is no such edition. Nothing has changed."))
    return found


def edition_named(session: Session, product: str, edition: str) -> bytes:
    """The id of the edition with these names, whatever case. Raises UserFacingError."""
    if found := _standing(session, product, edition):
        return found.id
    if not any(same(p.name, product) for p in PRODUCTS(session)):
        raise UserFacingError(_("There is no product called {name}. Nothing has changed.").format(name=product))
    raise UserFacingError(
        _("There is no edition {edition} of {product}. Nothing has changed.").format(edition=edition, product=product)
    )


def price_on(session: Session, edition: bytes, day: date) -> PriceLine | None:
    """What a copy costs that day; None when the edition is not on sale."""
    found = these_editions(session, [edition], day).get(edition)
    return found and found.price


def prices(session: Session, edition: bytes) -> tuple[PriceLine, ...]:
    """Every price of an edition, the one that begins last first."""
    lines = [_line(row) for row in PRICES(session, ids=[edition])]
    return tuple(sorted(lines, key=_rank, reverse=True))


def publications(session: Session) -> tuple[tuple[bytes, str, tuple[tuple[bytes, str], ...]], ...]:
    """The publications that have products, by name: id, name and products (id and name)."""
    of: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    for row in sorted(PRODUCTS(session), key=lambda p: (plain(p.name), p.id)):
        of[row.publication].append((row.id, row.name))
    rows = sorted(PUBLICATIONS(session), key=lambda p: (plain(p.name), p.id))
    return tuple((p.id, p.name, tuple(of[p.id])) for p in rows if p.id in of)


# For verbs -----------------------------------------------------------------------------------------------------------


def why(reason: str | None) -> str:
    """A reason as it is kept. Raises UserFacingError when there is none."""
    found = plain_text(reason, REASON_LIMIT)
    if not found:
        raise UserFacingError(_("Write in a few words why."))
    return found


def require_edition(work: Work, edition: bytes) -> None:
    """Raises UserFacingError unless the edition is there, or is made in this very unit of work."""
    if edition not in work.born and not THESE(work.session, ids=[edition]):
        raise UserFacingError(_("There is no such edition. Nothing has changed."))


# Private -------------------------------------------------------------------------------------------------------------


def _standing(session: Session, product: str, edition: str) -> Any:
    """The edition with these names, whatever case, or None."""
    of = {p.id for p in PRODUCTS(session) if same(p.name, product)}
    return next((e for e in EDITIONS(session) if e.product in of and same(e.name, edition)), None)


def _product(work: Work, name: str) -> bytes:
    """The product with this name. Made where there is none, of the publication with that name."""
    if (row := next((p for p in PRODUCTS(work.session) if same(p.name, name)), None)) is not None:
        return row.id
    product = ident_of(work, Product, name)
    if product not in work.born:
        publication = next((p.id for p in PUBLICATIONS(work.session) if same(p.name, name)), None)
        if publication is None:
            publication = work.add(Publication(id=ident_of(work, Publication, name), name=name))
        work.add(Product(id=product, publication=publication, name=name))
    return product


def _rename(work: Work, row: Publication | Product, name: str, every: Ready, taken: str) -> bool:
    """Whatever case, no two of `every` are called the same: `taken` says so."""
    name = named(name)
    if any(same(one.name, name) and one.id != row.id for one in every(work.session)):
        raise UserFacingError(taken)
    return work.change(row, name=name)


def _sensible_run(print_run: int | None) -> None:
    if print_run is not None and not 0 <= print_run <= RUN_LIMIT:
        raise UserFacingError(_("This print run can't be right. Nothing has changed."))


def _price(
    work: Work, edition: bytes, kind: str, since: date, until: date | None, buy_ore: int, cover_ore: int,
    reason: str | None,
) -> bytes:  # fmt: skip
    if kind not in KINDS:
        raise UserFacingError(_("A price is of the kind price, campaign or day."))
    if until is not None and until < since:
        raise UserFacingError(_("The last day is before the first."))
    if not 1 <= buy_ore <= money.LIMIT or not 0 <= cover_ore <= money.LIMIT:
        raise UserFacingError(_("This price can't be right. To give copies away, choose free and a reason."))
    reason = why(reason) if kind == "day" else plain_text(reason, REASON_LIMIT)
    new = (until, buy_ore, cover_ore, reason)
    for old in work.session.scalars(
        select(EditionPrice).where(
            EditionPrice.edition == edition, EditionPrice.kind == kind, EditionPrice.from_day == since
        )
    ).all():
        if (old.to_day, old.buy_ore, old.cover_ore, old.reason) == new:
            return old.id
        work.void(old, reason="set anew")
    return work.add(EditionPrice(
        edition=edition, kind=kind, from_day=since, to_day=until, buy_ore=buy_ore, cover_ore=cover_ore, reason=reason,
    ))  # fmt: skip


def _line(row: Any) -> PriceLine:
    return PriceLine(
        row.id, row.kind or "price", row.from_day or date.min, row.to_day, row.buy_ore or 0, row.cover_ore or 0,
        row.reason,
    )  # fmt: skip


def _rank(price: PriceLine) -> tuple[Any, ...]:
    return price.from_day, KINDS.index(price.kind) if price.kind in KINDS else 0, price.id


def _first(prices: Iterable[PriceLine]) -> date | None:
    return min((p.from_day for p in prices), default=None)


def _lines(session: Session, rows: list[Any], day: date, *, every: bool = False) -> list[EditionLine]:
    """Edition rows with their prices. An edition whose product is not here yet is not shown."""
    priced: dict[bytes, list[PriceLine]] = defaultdict(list)
    for row in EVERY_PRICE(session) if every else PRICES(session, ids=[r.id for r in rows]):
        if row.edition:
            priced[row.edition].append(_line(row))
    products = {p.id: p for p in PRODUCTS(session)}
    lines = []
    for row in rows:
        if (product := products.get(row.product)) is None:
            continue
        own = priced.get(row.id, [])
        holds = [p for p in own if p.from_day <= day and (p.to_day is None or day <= p.to_day)]
        over = row.last_day is not None and row.last_day < day
        price = None if over or not holds else max(holds, key=_rank)
        begun = [p.to_day or day for p in own if p.from_day <= day]
        ended = None
        if price is None and begun:
            ended = min(max(begun), row.last_day) if over else max(begun)
        lines.append(EditionLine(
            row.id, row.product, product.publication, product.name, row.name, row.print_run, _first(own), row.last_day,
            price, ended,
        ))  # fmt: skip
    return lines
