"""What some columns hold as JSON (`base.Json`): the forms that whoever reads them takes apart."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from .base import HexId


class PackedDay(Struct, array_like=True):
    """A day of a pay sheet's line, as `pay.records.PaidDay.packed` writes it."""

    day: date
    minutes: int
    basis: str | None
    rate_ore: int
    since: date | None
    base_ore: int
    dirty_minutes: int = 0
    supplement_rate_ore: int = 0
    supplement_ore: int = 0


class SettledRow(Struct, array_like=True):
    """What a settlement took up, or carried over, of one day and kind."""

    day: str | None
    what: str
    count: int
    cash_ore: int
    vipps_ore: int
    credit_ore: int
    held_ore: int
    copies: int

    def __post_init__(self) -> None:
        if self.day:
            date.fromisoformat(self.day)


class ShownSettlement(Struct):
    """What a settlement says on paper, as `sales.settling` keeps it. A line: move, when, what, øre, reason, who."""

    days: list[SettledRow] = []
    carried: list[SettledRow] = []
    carried_moves: list[HexId] = []
    lines: list[tuple[HexId, str, str, int, str, str]] = []
    foot: tuple[str, str, str | None] | None = None
    outlet: str = ""
    at: str = ""
    who: str = ""
    organisation: str = ""
    practice: bool = False


class KeptAsOne(Struct):
    """What the answer that two registrations are one has done: enrolments with their last day before and after, and
    the fields that were filled."""

    ended: list[tuple[HexId, date | None, date]] = []
    filled: list[Literal["birth_year", "phone", "payment_method", "account"]] = []
