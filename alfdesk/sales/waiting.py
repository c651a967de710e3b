"""What waits at the sales desk: copies on the road, tills and counts not ended, cards that end, limits passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select

from ..i18n import gettext as _
from ..i18n import ngettext
from ..models.programmes import Setting
from ..models.sales import CountBegun, Purchase, SellerCard, StockCount
from ..pay.words import kr
from ..store.session import Ready
from ..weeks import clock, written
from .accounts import owed
from .outlets import outlets
from .sellers import good_card, sellers
from .stock import under_way
from .till import unsettled

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ROAD = timedelta(3)  # that copies may be under way
CARD = timedelta(30)  # before a card ends
ACTIVE = timedelta(60)  # since she last bought

_counted = select(StockCount.id).where(StockCount.begun == CountBegun.id, StockCount.voided == 0)
COUNTS = Ready(
    select(CountBegun.id, CountBegun.outlet, CountBegun.day, CountBegun.at_minute)
    .where(~_counted.correlate(CountBegun).exists())
    .order_by(CountBegun.day, CountBegun.id)
)
ENDING = Ready(
    select(SellerCard.person, SellerCard.valid_to)
    .where(SellerCard.valid_to >= bindparam("today"), SellerCard.valid_to <= bindparam("last"))
    .order_by(SellerCard.valid_to, SellerCard.person, SellerCard.serial)
)
BOUGHT = Ready(
    select(Purchase.id).where(Purchase.person == bindparam("person"), Purchase.day >= bindparam("since")).limit(1)
)
LIMITS = Ready(select(Setting.id).where(Setting.key == "credit_limit").limit(1))


class Waiting(NamedTuple):
    """One sentence, and where it is done; `kind` is road, till, count, card or limit."""

    kind: str
    words: str
    day: date | None = None
    person: bytes | None = None
    outlet: bytes | None = None  # of road: the receiver's
    about: bytes | None = None  # the transfer, or the count that was begun


def road(session: Session, today: date) -> Iterator[Waiting]:
    """Copies that have been between two outlets for more than three days."""
    for one in under_way(session):
        if one.day < today - ROAD:
            words = ngettext(
                "{count} copy of {title} has been on its way to {outlet} since {day}.",
                "{count} copies of {title} have been on their way to {outlet} since {day}.", one.copies,
            )  # fmt: skip
            day = written(one.day)
            said = words.format(count=one.copies, title=one.title, outlet=one.to_outlet, day=day)
            yield Waiting("road", said, one.day, outlet=one.to_outlet_id, about=one.id)


def tills(session: Session, today: date) -> Iterator[Waiting]:
    """Tills that have had cash on days before this one, and are not settled since."""
    for outlet in outlets(session, closed=True):
        days = [day.day for day in unsettled(session, outlet.id, today - timedelta(1), day=today).days
                if any(ore for _what, ore, _count in day.sums)]  # fmt: skip
        if days:
            words = _("{outlet}: the till has not been settled since {day}.")
            yield Waiting("till", words.format(outlet=outlet.name, day=written(days[0])), days[0], outlet=outlet.id)


def counts(session: Session, today: date) -> Iterator[Waiting]:
    """Stock counts that were begun before this day, and in which nothing has been counted."""
    names = {one.id: one.name for one in outlets(session, closed=True)}
    for begun, outlet, day, minute in COUNTS(session):
        if outlet in names and day and day < today:
            words = _("{outlet}: a stock count was begun {day} at {time} and not ended.")
            said = words.format(outlet=names[outlet], day=written(day), time=clock(minute or 0))
            yield Waiting("count", said, day, outlet=outlet, about=begun)


def cards(session: Session, today: date) -> Iterator[Waiting]:
    """Cards that end within thirty days, of sellers who have bought lately."""
    rows = [
        row for row in ENDING(session, today=today, last=today + CARD)
        if good_card(session, row.person) == row.valid_to
        and BOUGHT(session, person=row.person, since=today - ACTIVE)
    ]  # fmt: skip
    lines = {one.person: one for one in sellers(session, today)} if rows else {}
    for person, day in dict(rows).items():
        if person in lines:
            words = _("Seller {number}, {name}: the card ends {day}.")
            line = lines[person]
            yield Waiting("card", words.format(number=line.number, name=line.name, day=written(day)), day, person)


def limits(session: Session, today: date) -> Iterator[Waiting]:
    """Sellers who owe more than they may."""
    if not LIMITS(session):
        return
    for line in sellers(session, today):
        if line.owes_ore <= 0:
            continue
        for one in owed(session, line.person, today):
            if one.limit_ore is not None and one.owes_ore > one.limit_ore:
                words = _("Seller {number}, {name}, owes {amount} of {publication}. The limit is {limit}.")
                yield Waiting("limit", words.format(
                    number=line.number, name=line.name, amount=kr(one.owes_ore), publication=one.publication,
                    limit=kr(one.limit_ore),
                ), None, line.person)  # fmt: skip
