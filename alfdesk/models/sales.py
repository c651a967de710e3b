"""The street-paper desk: what is sold, where it lies, who sells it, what moved.

Copies, money and accounts are facts; stock, till and balances are their sums and stand nowhere. What moved at the desk
(`DeskMove`) bears nobody's name: the till and the stock stay right when a seller is erased. What a seller bought is
her `Purchase`, which points to the move. Amounts are whole øre, moments a day and minutes after midnight.

Limits, permissions and floats are dated rules (`Setting`): see `alfdesk.sales.rules`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ..errors import UserFacingError
from ..i18n import gettext as _
from .base import Edited, Fact, HexId, Json, holding
from .packed import ShownSettlement

# What is sold ------------------------------------------------------------------------------------------------------


class Publication(Edited):
    """A street paper: what credit limits and seller rules are about. Its products may be several."""

    needs: ClassVar[tuple[str, ...]] = ("name",)
    name: Mapped[str | None]


class Product(Edited):
    """What sellers buy under one name: the magazine, the Christmas book."""

    needs: ClassVar[tuple[str, ...]] = ("publication", "name")
    publication: Mapped[bytes | None]
    name: Mapped[str | None]


class Edition(Edited):
    """One issue of a product. It is on sale on the days it has a price, until `last_day` where one is set."""

    __table_args__ = (Index("edition_of", "product"),)
    needs: ClassVar[tuple[str, ...]] = ("product", "name")
    product: Mapped[bytes | None]
    name: Mapped[str | None]  # "11/2026"
    print_run: Mapped[int | None]  # copies
    last_day: Mapped[date | None]


class EditionPrice(Fact):
    """What a copy costs from a day on, or from–to. The latest `from_day` that holds on a day counts; what ends gives way
    to what stood before it."""

    __table_args__ = (Index("edition_price_of", "edition"),)
    edition: Mapped[bytes | None]
    kind: Mapped[str | None]  # price, campaign, day (with a reason)
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    buy_ore: Mapped[int | None]  # what the seller pays
    cover_ore: Mapped[int | None]  # what her customer pays
    reason: Mapped[str | None]


# Where it lies -----------------------------------------------------------------------------------------------------


class Outlet(Edited):
    """A place where sellers buy, with its own stock and its own till."""

    needs: ClassVar[tuple[str, ...]] = ("name",)
    name: Mapped[str | None]
    closed: Mapped[int | None]  # 1: no longer in use


class DeskMove(Fact):
    """Copies or money moved at an outlet.

    `copies` is what it does to the stock (a sale is below zero), `cash_ore` what it does to the till. `vipps_ore`,
    `credit_ore` and `held_ore` are how the rest of a sale was paid. `source` is what it belongs to: a Transfer,
    TransferReceived, StockCount or AccountMove.
    """

    __table_args__ = (
        # The first holds all that is summed of a stock, the second what a till has had since it was last settled.
        Index("desk_move_stock", "edition", "outlet", "voided", "what", "copies"),
        Index("desk_move_till", "outlet", "entry", "voided", "day", "cash_ore"),
        Index("desk_move_day", "outlet", "day"), Index("desk_move_source", "source"),
        # Where a line of a paper list stands twice is seen by going along this once.
        Index(
            "desk_move_listed", "outlet", "day", "at_minute", "edition", "what", "copies", "listed",
            sqlite_where=text("listed IS NOT NULL AND voided=0"),
        ),
    )  # fmt: skip
    outlet: Mapped[bytes | None]
    edition: Mapped[bytes | None]
    # sale, free, return; received (from the printer), sent, arrived, pulped, lost, counted, given_back (to the printer);
    # repaid, paid_out, fee, cash_in, cash_out
    what: Mapped[str | None]
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    copies: Mapped[int | None]
    cash_ore: Mapped[int | None]
    vipps_ore: Mapped[int | None]
    credit_ore: Mapped[int | None]
    held_ore: Mapped[int | None]
    source: Mapped[bytes | None]
    reason: Mapped[str | None]
    listed: Mapped[int | None]  # a line of a paper list: of equal lines the first, the second …
    staff: Mapped[bytes | None]


class Transfer(Fact):
    """Copies were sent from one outlet to another. They are under way until the receiver confirms."""

    __table_args__ = (
        Index("transfer_of", "edition", "to_outlet", "voided", "copies", "id"), Index("transfer_to", "to_outlet", "day"),
    )  # fmt: skip
    from_outlet: Mapped[bytes | None]
    to_outlet: Mapped[bytes | None]
    edition: Mapped[bytes | None]
    copies: Mapped[int | None]
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    staff: Mapped[bytes | None]


class TransferReceived(Fact):
    """The receiver counted what came. Of two that say so of one transfer the first counts, and the other is asked about."""

    __table_args__ = (Index("transfer_received_of", "transfer", "voided", "id"),)
    transfer: Mapped[bytes | None]
    copies: Mapped[int | None]
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    reason: Mapped[str | None]  # of a difference
    staff: Mapped[bytes | None]


class CountBegun(Fact):
    """Somebody begins to count an outlet's stock. What is sold after this does not disturb the count."""

    __table_args__ = (Index("count_begun_at", "outlet", "day"),)
    outlet: Mapped[bytes | None]
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    staff: Mapped[bytes | None]


class StockCount(Fact):
    """So many copies lay there when the count began. The difference stands beside it as a DeskMove.

    `knew` are the counts of this edition there whose differences were in what was expected: those that no other of
    them knew of. So two counts that did not know of one another can be told, whenever they meet.
    """

    __table_args__ = (Index("stock_count_in", "begun"),)
    begun: Mapped[bytes | None]
    edition: Mapped[bytes | None]
    copies: Mapped[int | None]
    expected: Mapped[int | None]
    knew: Mapped[str | None] = mapped_column(Json(list[HexId]))  # nothing where there was none
    reason: Mapped[str | None]
    staff: Mapped[bytes | None]


class SoldOut(Fact):
    """The last copy of an edition left an outlet."""

    __table_args__ = (Index("sold_out_of", "edition"),)
    outlet: Mapped[bytes | None]
    edition: Mapped[bytes | None]
    day: Mapped[date | None]
    at_minute: Mapped[int | None]


# Who sells it ------------------------------------------------------------------------------------------------------


class SellerNumber(Fact):
    """The number a seller is known by. Voided or not, it is never given to another."""

    __table_args__ = (Index("seller_number_of", "person"), Index("seller_number_by", "number"))
    person: Mapped[bytes | None]
    number: Mapped[int | None]


class Seller(Edited):
    """What there is about a person as a seller."""

    __table_args__ = (Index("seller_of", "person"),)
    needs: ClassVar[tuple[str, ...]] = ("person",)
    person: Mapped[bytes | None]
    languages: Mapped[str | None]
    rules_signed: Mapped[date | None]


class SellerCard(Fact):
    """A card was made. Only the newest that is not lost is good."""

    __table_args__ = (Index("seller_card_of", "person"),)
    person: Mapped[bytes | None]
    serial: Mapped[int | None]  # 1–99
    day: Mapped[date | None]
    valid_to: Mapped[date | None]


class CardLost(Fact):
    """A card is lost: its serial is dead from this moment."""

    __table_args__ = (Index("card_lost_of", "person"),)
    person: Mapped[bytes | None]
    serial: Mapped[int | None]
    day: Mapped[date | None]


class SellerBreak(Fact):
    """The seller has a break from selling, from–to; without an end until somebody ends it."""

    __table_args__ = (Index("seller_break_of", "person"),)
    person: Mapped[bytes | None]
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    reason: Mapped[str | None]  # of `alfdesk.sales.words.BREAKS`
    staff: Mapped[bytes | None]


class SellerNote(Fact):
    """A note beside the sale; it expires by itself."""

    __table_args__ = (Index("seller_note_of", "person"),)
    person: Mapped[bytes | None]
    text: Mapped[str | None]
    warns: Mapped[int | None]  # 1: with a warning mark
    until: Mapped[date | None]  # the last day it shows


class Spot(Edited):
    """Where sellers stand."""

    needs: ClassVar[tuple[str, ...]] = ("name",)
    name: Mapped[str | None]


class SpotTime(Fact):
    """A seller has a spot on a weekday, from–to, from a day on."""

    __table_args__ = (Index("spot_time_at", "spot"), Index("spot_time_of", "person"))
    spot: Mapped[bytes | None]
    person: Mapped[bytes | None]
    weekday: Mapped[int | None]  # 0 is Monday
    from_minute: Mapped[int | None]
    to_minute: Mapped[int | None]
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]


# What she bought and owes ------------------------------------------------------------------------------------------


class Purchase(Fact):
    """A seller bought copies, got them free, or gave some back (`copies` below zero). `move` is what it did at the desk.

    `listed` is that of the move, so that reading a paper list again adds nothing.
    """

    __table_args__ = (
        # Holds all that the usual number, the account and the sums beside a sale are reckoned from.
        Index(
            "purchase_of", "person", "voided", "day", "edition", "what", "copies", "credit_ore", "held_ore", "cash_ore",
            "vipps_ore",
        ),
        Index("purchase_move", "move"),
    )  # fmt: skip
    person: Mapped[bytes | None]
    move: Mapped[bytes | None]
    edition: Mapped[bytes | None]
    outlet: Mapped[bytes | None]
    what: Mapped[str | None]  # sale, free, return
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    copies: Mapped[int | None]
    unit_ore: Mapped[int | None]
    cash_ore: Mapped[int | None]
    vipps_ore: Mapped[int | None]
    credit_ore: Mapped[int | None]
    held_ore: Mapped[int | None]
    reason: Mapped[str | None]  # free: starter, gift, campaign, other; or why a limit or a break was passed over
    note: Mapped[str | None]
    listed: Mapped[int | None]


class AccountMove(Fact):
    """Something else on a seller's account.

    `owes_ore` is added to what she owes, `held_ore` to what is held for her. `settles` says which held amounts a payout
    pays: JSON [[AccountMove hex, øre], …].
    """

    __table_args__ = (
        Index(
            "account_move_of", "person", "voided", "publication", "what", "owes_ore", "held_ore", "cash_ore",
            "vipps_ore",
        ),
    )  # fmt: skip
    person: Mapped[bytes | None]
    publication: Mapped[bytes | None]
    what: Mapped[str | None]  # repaid, held, paid_out, set_off, fee, written_off
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    owes_ore: Mapped[int | None]
    held_ore: Mapped[int | None]
    cash_ore: Mapped[int | None]
    vipps_ore: Mapped[int | None]
    settles: Mapped[str | None] = mapped_column(Json(list[tuple[HexId, int]]))
    reason: Mapped[str | None]
    outlet: Mapped[bytes | None]
    staff: Mapped[bytes | None]


# The till ----------------------------------------------------------------------------------------------------------


class TillOpened(Fact):
    """The till was opened with a float, counted."""

    __table_args__ = (Index("till_opened_at", "outlet", "entry"),)
    outlet: Mapped[bytes | None]
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    float_ore: Mapped[int | None]
    counts: Mapped[str | None] = mapped_column(Json(dict[int, int]))  # {"500": 2, …}
    staff: Mapped[bytes | None]


class Settlement(Fact):
    """The day's settlement of an outlet. Numbered without gaps in the laptop's own series; voided, never deleted.

    `moved_ore` is the cash it settles, `carried_ore` that of the days it leaves open for the next: with the float the
    two are what should have been in the till. `day` is what it is made for. `shown` is what was printed, so that it can be
    printed again, and what it took up and carried over day by day: see `alfdesk.sales.settling`.
    """

    final = True
    __table_args__ = (Index("settlement_at", "outlet", "entry"),)
    outlet: Mapped[bytes | None]
    laptop: Mapped[bytes | None]
    letter: Mapped[str | None]  # "K"
    number: Mapped[int | None]  # 1, 2 …
    day: Mapped[date | None]
    at_minute: Mapped[int | None]
    float_ore: Mapped[int | None]
    moved_ore: Mapped[int | None]
    carried_ore: Mapped[int | None]
    counted_ore: Mapped[int | None]
    counts: Mapped[str | None] = mapped_column(Json(dict[int, int]))
    reason: Mapped[str | None]  # of a difference
    z_number: Mapped[str | None]  # the declared cash register's own
    z_total_ore: Mapped[int | None]
    shown: Mapped[str | None] = mapped_column(Json(ShownSettlement))
    staff: Mapped[bytes | None]


# What may not be written -------------------------------------------------------------------------------------------


@holding("account_move")
@holding("purchase")
def held_money_stands(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """What is held for a seller never goes below zero, and no amount goes that a payout has settled. Raises
    UserFacingError.

    Stands with the tables, so that undo passes it too: money that was paid out can't be said never to have been there.
    """
    change: dict[str, int] = defaultdict(int)
    gone = {fact["id"] for fact in facts if fact.get("voided")}
    for fact in facts:
        if ore := fact.get("held_ore"):
            in_ = ore if "move" not in fact else -ore  # a purchase takes of it, and names what it did at the desk
            change[fact["person"]] += -in_ if fact.get("voided") else in_
    for person, ore in change.items():
        if ore >= 0 or not person:
            continue
        (held,) = cursor.execute(
            "SELECT (SELECT ifnull(sum(held_ore), 0) FROM account_move WHERE person=unhex(?1) AND voided=0) - "
            "(SELECT ifnull(sum(held_ore), 0) FROM purchase WHERE person=unhex(?1) AND voided=0)",
            (person,),
        ).fetchone()
        paid = cursor.execute(
            "SELECT lower(hex(id)), settles FROM account_move "
            "WHERE person=unhex(?1) AND voided=0 AND settles IS NOT NULL",
            (person,),
        ).fetchall()
        settled = "".join(settles for ident, settles in paid if ident not in gone)
        if held + ore < 0 or any(one in settled for one in gone):
            raise UserFacingError(_("This has been paid out since. Take the payout back first."))


@holding("seller_number")
def sellers_keep_numbers(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """No seller who has bought anything is left without a number. Raises UserFacingError."""
    have = {fact["person"] for fact in facts if not fact.get("voided")}
    gone = [fact["person"] for fact in facts if fact.get("voided")]
    for person in gone:
        if person and person not in have and cursor.execute(
            "SELECT EXISTS(SELECT 1 FROM purchase WHERE person=unhex(?1) AND voided=0) OR "
            "EXISTS(SELECT 1 FROM account_move WHERE person=unhex(?1) AND voided=0)",
            (person,),
        ).fetchone()[0]:
            raise UserFacingError(_("She has bought copies under this number. It can't be taken away."))
