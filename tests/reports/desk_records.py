"""Finished records of the street-paper desk, made by hand: no store, no session."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

from alfdesk.attendance.records import Foot
from alfdesk.photos import small_photo
from alfdesk.sales.records import (
    Account, CardFace, DaySold, EditionReport, Settled, Statement, StatementLine, StockLine, StockSheet,
)  # fmt: skip

FRIDAY = date(2026, 11, 20)
OWN = "Lillevik arbeid og opplæring AS"
SIXTY = "Annabella-Konstanse Margrethe von und zu Hohensteinfurthen Ø"
FOOT = Foot("K-0041", "0123456789abcdef" * 4, "2026-11-20 13:44")


def jpeg(wide: int = 400, high: int = 300) -> bytes:
    """A grey photo with a dark left half, as the photo of a person is kept."""
    from PIL import Image

    picture = Image.new("RGB", (wide, high), (200, 200, 200))
    picture.paste((20, 20, 20), (0, 0, wide // 2, high))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return small_photo(out.getvalue())


def face(number: int = 94, **changes) -> CardFace:
    plain = CardFace(
        publication="Megafon", first_name="Vigdis", number=number, code=f"Q{number:04}01K",
        valid_to=date(2026, 12, 31), jpeg=None, found="Finner du kortet? Lever det til Lillevik.", spots=(),
        practice=False,
    )  # fmt: skip
    return replace(plain, **changes)


def bought(copies: int | None = 10, ore: int = 50000, payment: str = "cash", **changes) -> StatementLine:
    return replace(StatementLine(FRIDAY, 600, "Megafon 11/2026", copies, ore, payment, False), **changes)


def statement(*lines: StatementLine, **changes) -> Statement:
    plain = Statement(
        first_name="Vigdis", number=94, first=date(2026, 11, 1), last=date(2026, 11, 30), lines=lines,
        account=Account(94, 120, 3, 345000, 20000, 15000), practice=False, foot=FOOT, organisation=OWN,
    )  # fmt: skip
    return replace(plain, **changes)


def told(count: int, reason: str = "Change from the bank") -> tuple[tuple[str, str, int, str, str], ...]:
    """So many times 100 kr into the till, each with its number in the reason."""
    return tuple(("2026-11-20 10.12", "cash_in", 10000, f"{reason} {n}", "Berit N.") for n in range(count))


def settled(**changes) -> Settled:
    """Float 1 000, +3 450 −120 +500 −200 = 4 630 kr, and 50 kr too little was counted."""
    plain = Settled(
        id=b"s", number="K-0041", outlet="Hallvardsstuen", day=FRIDAY, at="2026-11-20 15:44", who="Berit N.",
        float_ore=100000,
        sums=(("sale", 345000, 41), ("return", -12000, 2), ("cash_in", 50000, 1), ("paid_out", -20000, 1)),
        lines=(
            ("2026-11-20 10.12", "cash_in", 50000, "Change from the bank", "Berit N."),
            ("2026-11-20 13.05", "paid_out", -20000, "", "Kåre-Olai Bø"),
        ),
        vipps_ore=98000, credit_ore=40000, held_ore=5000, sold_ore=476000, copies=1123, expected_ore=463000,
        counted_ore=458000, counts=((1000, 4), (500, 1), (50, 1), (20, 1), (10, 1)), carried_ore=0,
        reason="One note too many back", z_number="212", z_total_ore=470000, voided=False, void_reason=None,
        practice=False, foot=FOOT, organisation=OWN,
    )  # fmt: skip
    return replace(plain, **changes)


def lies(outlet: str, edition: str, copies: int, in_transit: int = 0, sold_out: str | None = None) -> StockLine:
    return StockLine(outlet.encode(), outlet, edition.encode(), "Megafon", edition, copies, in_transit, sold_out)


def stock(*lines: StockLine, **changes) -> StockSheet:
    return replace(StockSheet(day=FRIDAY, lines=lines, practice=False, foot=FOOT, organisation=OWN), **changes)


def days(*sold: int) -> tuple[DaySold, ...]:
    """So many sold on each day from 2 November on, of 1 000."""
    first = date(2026, 11, 2)
    return tuple(DaySold(first + timedelta(n), count, 0, 0, 1000 - sum(sold[: n + 1])) for n, count in enumerate(sold))


def edition(*sold: DaySold, **changes) -> EditionReport:
    plain = EditionReport(
        product="Megafon", edition="11/2026", print_run=1200, received=1000, sold=700, returned=40, free=30, pulped=11,
        lost=2, given_back=100, counted=-4, in_transit=50, differences=-1, left=142, cash_ore=3000000, vipps_ore=200000,
        credit_ore=100000, held_ore=0, days=sold, sold_out=(), practice=False, foot=FOOT, organisation=OWN,
    )  # fmt: skip
    return replace(plain, **changes)
