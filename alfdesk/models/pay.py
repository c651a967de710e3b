"""The week's money. Facts only: what was reckoned, who said so, what was handed out, what a bag held.

A week is its Monday. A prepared week is a snapshot: its lines are what was reckoned then, and stay so whatever is
changed later. Sums are whole øre.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..errors import UserFacingError
from ..i18n import gettext as _
from .base import Fact, Json, holding, unknown_kinds
from .packed import PackedDay

PAID_OUTCOMES = ("present", "went_home")


class PayWeek(Fact):
    """A programme's week was prepared. Sent back, or prepared anew, it is voided; the number of them is the version."""

    final = True
    __table_args__ = (Index("pay_week_of", "programme", "monday"),)
    programme: Mapped[bytes | None]
    monday: Mapped[date | None]
    staff: Mapped[bytes | None]
    version: Mapped[int | None]  # 1, 2 …


class PayLine(Fact):
    """What one person had coming in a prepared week."""

    final = True
    __table_args__ = (
        Index("pay_line_in", "week"), Index("pay_line_of", "person"),
        # Holds all that is summed of ten years of lines, person by person.
        Index("pay_line_sums", "programme", "voided", "person", "earned_ore", "corrected_ore", "deducted_ore"),
    )  # fmt: skip
    week: Mapped[bytes | None]  # the PayWeek
    programme: Mapped[bytes | None]
    person: Mapped[bytes | None]
    minutes: Mapped[int | None]
    earned_ore: Mapped[int | None]  # the week's own days
    corrected_ore: Mapped[int | None]  # of earlier weeks: the sum of its PayCorrections
    deducted_ore: Mapped[int | None]
    outstanding_ore: Mapped[int | None]  # of earlier weeks: not signed for, or below zero
    paid_ore: Mapped[int | None]  # on the day, less rounding
    to_pay_ore: Mapped[int | None]
    method: Mapped[str | None]  # "cash" or "bank"
    days: Mapped[str | None] = mapped_column(Json(list[PackedDay]))  # see pay.records.pack
    deductions: Mapped[str | None] = mapped_column(Json(list[tuple[int, str, str | None]]))  # øre, ground, words


class PayCorrection(Fact):
    """An earlier week's days came to more, or less, than was reckoned; counted once, in this week."""

    final = True
    __table_args__ = (Index("pay_correction_in", "week"), Index("pay_correction_of", "person", "monday"))
    week: Mapped[bytes | None]  # the PayWeek it is paid in
    person: Mapped[bytes | None]
    programme: Mapped[bytes | None]
    monday: Mapped[date | None]  # the week it puts right
    amount_ore: Mapped[int | None]


class PayStep(Fact):
    """A prepared week was attested, approved, paid or locked."""

    final = True
    __table_args__ = (Index("pay_step_of", "week"),)
    week: Mapped[bytes | None]
    step: Mapped[str | None]
    staff: Mapped[bytes | None]


class PayDeduction(Fact):
    """Something is held back from what a person is paid for a week. Only with a ground (aml § 14-15)."""

    __table_args__ = (Index("pay_deduction_of", "programme", "monday"),)
    programme: Mapped[bytes | None]
    person: Mapped[bytes | None]
    monday: Mapped[date | None]
    amount_ore: Mapped[int | None]
    ground: Mapped[str | None]  # of `pay.records.GROUNDS`
    words: Mapped[str | None]


class Payout(Fact):
    """Money was handed over and signed for, or sent to an account.

    `amount_ore` is what it settles; in cash `rounding_ore` came on top (or was left out), once. For a day: `day`. For a
    prepared week's line: `week`, the PayWeek.
    """

    __table_args__ = (
        Index("payout_day", "programme", "day"), Index("payout_week", "week"), Index("payout_of", "person"),
        Index("payout_bag", "bag"), Index("payout_sums", "programme", "voided", "person", "amount_ore"),
    )  # fmt: skip
    programme: Mapped[bytes | None]
    person: Mapped[bytes | None]
    day: Mapped[date | None]
    week: Mapped[bytes | None]
    paid_on: Mapped[date | None]
    amount_ore: Mapped[int | None]
    rounding_ore: Mapped[int | None]
    method: Mapped[str | None]
    reason: Mapped[str | None]  # why wages went out in cash, where it is not the programme's own
    bag: Mapped[bytes | None]
    staff: Mapped[bytes | None]


class Bag(Fact):
    """A bag of cash was handed to a member of staff, to pay from."""

    __table_args__ = (Index("bag_day", "programme", "day"),)
    programme: Mapped[bytes | None]
    day: Mapped[date | None]
    holder: Mapped[bytes | None]  # staff
    staff: Mapped[bytes | None]  # who handed it out


class BagMove(Fact):
    """Cash went into the bag (positive) or out of it other than as a payout (negative), counted by note and coin."""

    __table_args__ = (Index("bag_move_of", "bag"),)
    bag: Mapped[bytes | None]
    what: Mapped[str | None]  # handed_out, topped_up
    amount_ore: Mapped[int | None]
    counts: Mapped[str | None] = mapped_column(Json(dict[int, int]))  # {"1000": 2, …}
    staff: Mapped[bytes | None]


class BagCount(Fact):
    """The bag came back and was counted, blind: what was expected is reckoned after the count is written down."""

    final = True
    __table_args__ = (Index("bag_count_of", "bag"),)
    bag: Mapped[bytes | None]
    amount_ore: Mapped[int | None]
    expected_ore: Mapped[int | None]
    counts: Mapped[str | None]
    staff: Mapped[bytes | None]


class BagReason(Fact):
    """Why a count was not what was expected. The count stays."""

    final = True
    __table_args__ = (Index("bag_reason_of", "count"),)
    count: Mapped[bytes | None]  # the BagCount
    reason: Mapped[str | None]
    staff: Mapped[bytes | None]


@holding("attendance")
def approved_weeks_stand(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """A day that is paid for cannot change while its week is approved and not yet paid.

    Stands with the tables, so that every way of writing a day passes it: verbs, lists and undo alike. What comes from
    another laptop is not asked: there the snapshot stands and the day becomes a correction. Raises UserFacingError.
    """
    if monday := _with_step(cursor, [f for f in facts if f.get("outcome") in PAID_OUTCOMES], "approved", "paid"):
        raise UserFacingError(
            _("Week {week} is approved. Nothing has changed. Ask the manager to send it back first.").format(
                week=monday.isocalendar().week
            )
        )


@holding("payout")
def paid_money_stands(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """A day's payout comes or goes only before its week is approved, a line's only before the week is paid.
    Raises UserFacingError."""
    monday = _with_step(cursor, facts, "approved")
    if monday is None:
        weeks = json.dumps([f["week"] for f in facts if f.get("week")])
        found = cursor.execute(
            "SELECT w.monday FROM pay_week w JOIN pay_step s ON s.week=w.id AND s.step='paid' AND s.voided=0 "
            "WHERE w.id IN (SELECT unhex(value) FROM json_each(?)) LIMIT 1",
            (weeks,),
        ).fetchone()
        monday = date.fromisoformat(found[0]) if found else None
    if monday:
        raise UserFacingError(
            _("Week {week} is approved or paid. Payouts in it stand. Nothing has changed.").format(
                week=monday.isocalendar().week
            )
        )


@holding("pay_deduction")
def deductions_stand(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """A deduction comes or goes only before the week is approved. Raises UserFacingError."""
    if monday := _with_step(cursor, [{**f, "day": f.get("monday")} for f in facts], "approved"):
        raise UserFacingError(
            _("Week {week} is approved. Nothing has changed. Ask the manager to send it back first.").format(
                week=monday.isocalendar().week
            )
        )


@holding("pay_week")
@holding("pay_step")
@holding("payout")
def nothing_unknown(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """No week is prepared, approved or paid, and nothing is paid out, while there are entries that this version does not
    know: there may be money among them, and two versions would reckon two sheets. Raises UserFacingError."""
    if not any(not f.get("voided") and f.get("step", "paid") in ("approved", "paid") for f in facts):
        return
    if unknown_kinds(cursor):
        raise UserFacingError(
            _("Some entries need a newer Alfdesk. Nothing has changed. Update before you prepare or pay.")
        )


def _with_step(cursor: Any, facts: list[dict[str, Any]], step: str, but: str = "") -> date | None:
    """The Monday of a week that one of these facts lies in and that has come to this step, and not to the other."""
    pairs = {(f.get("programme"), f.get("day")) for f in facts}
    found = cursor.execute(
        "SELECT w.monday FROM json_each(:pairs) p JOIN pay_week w ON w.programme=unhex(p.value->>0) "
        "AND w.monday=date(p.value->>1, '-' || ((strftime('%w', p.value->>1) + 6) % 7) || ' days') "
        "WHERE w.voided=0 AND EXISTS (SELECT 1 FROM pay_step s WHERE s.week=w.id AND s.step=:step AND s.voided=0) "
        "AND NOT EXISTS (SELECT 1 FROM pay_step s WHERE s.week=w.id AND s.step=:but AND s.voided=0) LIMIT 1",
        {"pairs": json.dumps(sorted(p for p in pairs if all(p))), "step": step, "but": but},
    ).fetchone()
    return date.fromisoformat(found[0]) if found else None


@holding("bag_move")
@holding("payout")
def bags_balance(cursor: Any, facts: list[dict[str, Any]]) -> None:
    """Nothing goes into or out of a counted bag, and from no bag more is paid than was put in. Raises UserFacingError.

    Stands with the tables, so that undo passes it too: money that was paid out can't be said never to have been there.
    """
    change: dict[str, int] = {}
    for fact in facts:
        if fact.get("bag"):
            amount = (fact.get("amount_ore") or 0) + (fact.get("rounding_ore") or 0)
            into = ("paid_on" not in fact) != bool(fact.get("voided"))
            change[fact["bag"]] = change.get(fact["bag"], 0) + (amount if into else -amount)
    for bag, amount in change.items():
        counted, held = cursor.execute(
            "SELECT (SELECT count(*) FROM bag_count WHERE bag=b.id AND voided=0), "
            "(SELECT ifnull(sum(amount_ore), 0) FROM bag_move WHERE bag=b.id AND voided=0) - "
            "(SELECT ifnull(sum(amount_ore + ifnull(rounding_ore, 0)), 0) FROM payout WHERE bag=b.id AND voided=0) "
            "FROM (SELECT unhex(?) AS id) b",
            (bag,),
        ).fetchone()
        if counted:
            raise UserFacingError(_("The cash bag has been counted. Nothing has changed. Use another bag."))
        if amount < 0 and held + amount < 0:
            raise UserFacingError(_("There is not so much in the cash bag. Nothing has changed. Top it up first."))
