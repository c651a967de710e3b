"""The finished records of the desk: what screens show, what sheets print, what the command line tells.

No session, no SQL, no Qt. Amounts are whole øre, days are dates, times of day whole minutes after midnight, copies whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..attendance.records import Foot
from .stock_records import (  # noqa: F401  under one name
    ChangeOver,
    CountLine,
    CountSheet,
    DaySold,
    EditionLine,
    EditionReport,
    LeftAt,
    OutletLine,
    PriceLine,
    SellerAtChange,
    StockLine,
    StockSheet,
    TransferLine,
)

# Who sells it ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardLine:
    serial: int
    day: date
    valid_to: date
    lost: date | None
    code: str  # what stands in its QR: "Q009401K"


@dataclass(frozen=True, slots=True)
class BreakLine:
    id: bytes
    from_day: date
    to_day: date | None
    reason: str  # code of words.BREAKS


@dataclass(frozen=True, slots=True)
class NoteLine:
    id: bytes
    text: str
    warns: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A seller's spot on a weekday (0 Monday). `clashes`: the other sellers (name and number) there at the same time."""

    id: bytes
    spot_id: bytes
    spot: str
    weekday: int
    from_minute: int | None
    to_minute: int | None
    from_day: date | None
    to_day: date | None
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SellerLine:
    """One seller in a list."""

    person: bytes
    number: int
    name: str  # first name and initial
    card_to: date | None
    on_break: bool
    owes_ore: int
    held_ore: int
    last_bought: date | None


@dataclass(frozen=True, slots=True)
class SellerPage:
    """All there is about a person as a seller, for her card and the desk's side panel."""

    person: bytes
    number: int
    name: str
    languages: str
    rules_signed: date | None
    credit_limit_ore: int | None  # her own; None: that of the publication
    cards: tuple[CardLine, ...]  # newest first
    breaks: tuple[BreakLine, ...]  # newest first
    notes: tuple[NoteLine, ...]  # those that show today
    spots: tuple[SpotLine, ...]


# What she bought and owes ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """A seller's account: sums of facts. `copies_bought` before returns and without what was free; `paid_ore` is cash
    and Vipps less what was paid back."""

    seller: int
    copies_bought: int
    copies_returned: int
    paid_ore: int
    owes_ore: int
    held_for_ore: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What a seller owes of one publication, and the most she may. `limit_ore` None: no limit."""

    publication_id: bytes
    publication: str
    owes_ore: int
    limit_ore: int | None


@dataclass(frozen=True, slots=True)
class HeldLine:
    """An amount held for a seller, and how much of it is not paid out."""

    id: bytes
    day: date
    amount_ore: int
    left_ore: int
    reason: str | None


# The page ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnSale:
    """An edition the desk can sell now, with this outlet's stock. `share` of the print run is not told where it is unknown."""

    edition: EditionLine
    copies: int
    in_transit: int
    out: int  # sold and given away by all outlets, less returns
    sold_out: str | None  # "11.20"


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line of the last sales. `person` None: it was a move without a seller, or the seller is erased."""

    move: bytes
    purchase: bytes | None
    day: date
    at_minute: int
    person: bytes | None
    number: int | None
    name: str
    title: str
    what: str  # sale, free, return
    copies: int  # as the seller sees it: bought above zero, returned below
    amount_ore: int
    payment: str  # cash, vipps, credit, held, free, return, mixed
    reason: str | None
    voided: bool
    void_reason: str | None


@dataclass(frozen=True, slots=True)
class Before:
    """The seller who stands at the desk, before the sale. `card_to` of the newest good card."""

    person: bytes
    number: int
    name: str
    has_photo: bool
    card_to: date | None
    card_expired: bool
    on_break: BreakLine | None
    notes: tuple[NoteLine, ...]
    usual: int | None  # copies of the edition that is asked about; None: never bought
    today: int  # copies
    week: int
    owed: tuple[Owed, ...]
    held_ore: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """An outlet's day so far. `till_ore` is what the till should hold; `float_ore` what it was opened with."""

    copies: int
    sold_ore: int
    cash_ore: int
    vipps_ore: int
    credit_ore: int
    held_ore: int
    till_ore: int
    float_ore: int
    opened: str | None  # "08.02"; None: not opened since it was last settled


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the page shows at one outlet on one day."""

    outlet: OutletLine
    day: date
    on_sale: tuple[OnSale, ...]
    figures: DayFigures
    last: tuple[SaleLine, ...]  # newest first
    waits: tuple[TransferLine, ...]  # under way to this outlet
    open_count: CountSheet | None


# The till ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TillLine:
    """Money into or out of the till that was no sale."""

    move: bytes
    day: date
    at_minute: int
    what: str
    cash_ore: int
    reason: str | None
    who: str


@dataclass(frozen=True, slots=True)
class OpenDay:
    """What is not settled of one day at an outlet: by what it was, øre in cash and how many."""

    day: date
    sums: tuple[tuple[str, int, int], ...]  # what, øre, count


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What a settlement would take up. Earlier days are told first: each can be taken along or carried over."""

    float_ore: int
    days: tuple[OpenDay, ...]  # oldest first
    lines: tuple[TillLine, ...]  # in and out with their reasons


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a settlement would find, before it is made."""

    float_ore: int
    expected_ore: int  # in the drawer: what is carried over lies there too
    sold_ore: int  # as of Settled
    carried_ore: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement as it was printed, and prints again."""

    id: bytes
    number: str  # "K-0041"
    outlet: str
    day: date
    at: str  # "2026-11-20 15:44"
    who: str
    float_ore: int
    sums: tuple[tuple[str, int, int], ...]  # what, øre in cash, how many
    lines: tuple[tuple[str, str, int, str, str], ...]  # "2026-11-20 10.12", what, øre, reason, who
    vipps_ore: int
    credit_ore: int
    held_ore: int
    sold_ore: int  # sold less bought back, however it was paid: what the cash register should have, too
    copies: int
    expected_ore: int
    counted_ore: int
    counts: tuple[tuple[int, int], ...]  # note or coin in kroner, how many; highest first
    carried_ore: int
    reason: str | None
    z_number: str | None
    z_total_ore: int | None
    voided: bool
    void_reason: str | None
    practice: bool
    foot: Foot
    organisation: str = ""
    settles: tuple[tuple[date, int], ...] = ()  # day and øre in cash, oldest first
    carried: tuple[tuple[date, int], ...] = ()  # the same, of the days that stay open

    @property
    def difference_ore(self) -> int:
        return self.counted_ore - self.expected_ore


# Sheets ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardFace:
    """One seller card (ID-1): no surname, nothing about the person but her first name and number."""

    publication: str
    first_name: str
    number: int
    code: str
    valid_to: date
    jpeg: bytes | None
    found: str  # "Finner du kortet? …": who it is handed in to
    spots: tuple[str, ...]
    practice: bool


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A purchase, a return or an account move. What stands after `voided` is for the screen; the sheet's digest is of
    what stands before it."""

    day: date
    at_minute: int
    words: str  # "Megafon 11/2026", "Repaid", …
    copies: int | None
    amount_ore: int
    payment: str
    voided: bool
    id: bytes = field(default=b"", repr=False)
    bought: bool = field(default=False, repr=False)  # a Purchase; else an AccountMove
    reason: str = field(default="", repr=False)
    void_reason: str = field(default="", repr=False)
    till: str = field(default="", repr=False)  # the outlet whose till it moved cash of


@dataclass(frozen=True, slots=True)
class Statement:
    """A seller's own statement, in large type."""

    first_name: str
    number: int
    first: date
    last: date
    lines: tuple[StatementLine, ...]
    account: Account
    practice: bool
    foot: Foot
    organisation: str = ""


# The desk's paper list ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeskRead:
    """What a paper list did, or would do: lines that are new, lines that stood. `flagged`: (line, what it passed over);
    `warnings` say the same once for each kind, with the first of the lines. The sums are those of the new lines: copies
    sold less those returned, and what was paid for them."""

    lines: int
    written: int
    unchanged: int
    flagged: tuple[tuple[int, str], ...]
    warnings: tuple[str, ...]
    refused: tuple[tuple[int, str], ...] = ()  # of a preview: any of them refuses the whole list
    new_outlets: tuple[str, ...] = ()
    sold: int = 0
    cash_ore: int = 0
    vipps_ore: int = 0
    credit_ore: int = 0
