"""The finished records of editions, outlets and stock; `records` has them under its own name.

No session, no SQL, no Qt. Amounts are whole øre, days are dates, times of day whole minutes after midnight, copies whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..attendance.records import Foot

# What is sold ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One dated price. `to_day` None: until another takes over."""

    id: bytes
    kind: str  # price, campaign, day
    from_day: date
    to_day: date | None
    buy_ore: int
    cover_ore: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition on a day. `price` is what holds that day, None when it is not on sale."""

    id: bytes
    product_id: bytes
    publication_id: bytes
    product: str
    name: str
    print_run: int | None
    first_day: date | None  # the first day of its first price
    last_day: date | None
    price: PriceLine | None
    ended: date | None  # the day its last price ended, when there is none now

    @property
    def title(self) -> str:
        """ "Megafon 11/2026": how it is named to people."""
        return f"{self.product} {self.name}"


# Where it lies -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutletLine:
    id: bytes
    name: str
    closed: bool


@dataclass(frozen=True, slots=True)
class StockLine:
    """What lies at an outlet. `in_transit`: sent to it and not confirmed. `sold_out`: "11.20" when it ended today."""

    outlet_id: bytes
    outlet: str
    edition_id: bytes
    product: str
    edition: str
    copies: int
    in_transit: int
    sold_out: str | None


@dataclass(frozen=True, slots=True)
class TransferLine:
    """Copies between two outlets. `arrived` None: still under way."""

    id: bytes
    from_outlet_id: bytes
    from_outlet: str
    to_outlet_id: bytes
    to_outlet: str
    edition_id: bytes
    title: str
    copies: int
    day: date
    at_minute: int
    arrived: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class CountLine:
    """One edition in a stock count. `expected` is told only after `copies` has been written down."""

    edition_id: bytes
    title: str
    copies: int | None
    expected: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class CountSheet:
    """A stock count, begun and perhaps ended."""

    id: bytes
    outlet_id: bytes
    outlet: str
    day: date
    at_minute: int
    lines: tuple[CountLine, ...]
    late: int  # copies that moved before it began and were told afterwards


# From one edition to the next --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftAt:
    """What an outlet has of the old edition and of the new one."""

    outlet_id: bytes
    outlet: str
    old: int
    old_in_transit: int
    new: int
    new_in_transit: int


@dataclass(frozen=True, slots=True)
class SellerAtChange:
    """A seller as the change-over looks at her. `starters`: copies of the new edition she has had as starter copies."""

    person: bytes
    number: int
    name: str
    owes_ore: int
    starters: int
    on_break: bool
    last_bought: date | None


@dataclass(frozen=True, slots=True)
class ChangeOver:
    """What one screen shows when an old edition goes and a new one comes."""

    old: EditionLine
    new: EditionLine
    outlets: tuple[LeftAt, ...]
    owe: tuple[SellerAtChange, ...]  # of the publication; the most first
    without_starters: tuple[SellerAtChange, ...]  # and on no break; who bought last first
    starter_copies: int | None  # that each gets by the product's rule


# Sheets ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StockSheet:
    """The stock list: every outlet, every edition that lies there or is under way."""

    day: date
    lines: tuple[StockLine, ...]
    practice: bool
    foot: Foot
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class DaySold:
    day: date
    sold: int
    returned: int
    free: int
    left: int  # over all outlets, at the end of the day


@dataclass(frozen=True, slots=True)
class EditionReport:
    """What became of an edition. `left` is what lies at the outlets, `in_transit` what is between them."""

    product: str
    edition: str
    print_run: int | None
    received: int
    sold: int
    returned: int
    free: int
    pulped: int
    lost: int
    given_back: int
    counted: int  # what counts have put right, together
    in_transit: int
    differences: int  # what was missing (below zero) or too many when transfers arrived
    left: int
    cash_ore: int
    vipps_ore: int
    credit_ore: int
    held_ore: int
    days: tuple[DaySold, ...]
    sold_out: tuple[tuple[str, date, int], ...]  # outlet, day, minute
    practice: bool
    foot: Foot
    organisation: str = ""
