"""The number a seller usually takes: the median of her sales of the product, on this weekday of an edition as old."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median_low
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from ..models.sales import Edition, EditionPrice, Purchase
from ..store.session import Ready

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WEEKS = 52
OLDEST = 3  # weeks from which an edition is old

# Answered by the index `purchase_of` alone.
BOUGHT = Ready(
    select(Purchase.day, Purchase.edition, Purchase.copies).where(
        Purchase.person == bindparam("person"), Purchase.day > bindparam("after"), Purchase.day <= bindparam("day"),
        Purchase.what == "sale",
    )
)
PRODUCTS = Ready(
    select(Edition.id, Edition.product).where(Edition.id.in_(bindparam("editions", expanding=True))), voided=True
)
FIRST_DAYS = Ready(
    select(EditionPrice.edition, func.min(EditionPrice.from_day).label("day"))
    .where(EditionPrice.edition.in_(bindparam("editions", expanding=True)))
    .group_by(EditionPrice.edition)
)


def usual(session: Session, person: bytes, edition: bytes, day: date) -> int | None:
    """What she is asked whether she wants: the lower median of her sales of the last 52 weeks, of this product, on this
    weekday at this age of the edition; where there are none, on this weekday; else on any day. The day's own sales
    count where there are no others. None: never bought."""
    rows = BOUGHT(session, person=person, after=day - timedelta(7 * WEEKS), day=day)
    rows = [row for row in rows if row.day < day] or rows
    if not rows:
        return None
    editions = list({row.edition for row in rows} | {edition})
    product = dict(PRODUCTS(session, editions=editions))
    own = product.get(edition)
    alike = [row for row in rows if product.get(row.edition) == own]
    first = {row.edition: row.day for row in FIRST_DAYS(session, editions=editions)}

    def age(of: bytes, on: date) -> int:
        return min(OLDEST, (on - first[of]).days // 7) if of in first else OLDEST

    weekday = [row for row in alike if row.day.weekday() == day.weekday()]
    same_age = [row for row in weekday if age(row.edition, row.day) == age(edition, day)]
    sold = same_age or weekday or alike
    return median_low(row.copies for row in sold) if sold else None
