"""Who has what, on paper."""

from __future__ import annotations

from datetime import datetime

import pytest

from alfdesk.exchange.status import LaptopLine
from alfdesk.reports.who_has_what import Sheet, who_has_what

from .conftest import heard, pages_of, proper_sheet, text_of

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def line(letter: str, name: str, **said: object) -> LaptopLine:
    plain: dict[str, object] = {
        "own": False, "barred": False, "heard": None, "lacks": None, "has": {}, "branches": 1, "silent": False,
    }  # fmt: skip
    return LaptopLine(name=name, letter=letter, **(plain | said))  # type: ignore[arg-type]


def test_each_laptop_has_a_row_and_a_column() -> None:
    moment = at("2026-11-20 15:02")
    pdf = who_has_what(Sheet("Prøvegården", "2026-11-22 09:10", (
        line("A", "Kontor", own=True, lacks=0, has={"A": moment, "B": moment}),
        line("B", "Framnes gård", heard=moment, lacks=1200, has={"A": moment, "B": moment}),
        line("C", "Varebilen", barred=True),
    )))  # fmt: skip
    proper_sheet(pdf, landscape=True)
    rows = [" ".join(row.split()) for row in text_of(pdf).splitlines() if row.strip()]
    assert rows[:6] == [
        "Who has what",
        "Prøvegården · 22.11.2026 at 09:10",
        "Laptop Heard from Has of what is here Of Kontor Of Framnes gård Of Varebilen",
        "Kontor (this one) – all – 20.11.2026 15:02 nothing",
        "Framnes gård 20.11.2026 15:02 lacks 1200 20.11.2026 15:02 – nothing",
        "Varebilen (barred) never yet not known nothing nothing –",
    ]
    assert heard(pdf).count("TH") >= 9


@pytest.mark.parametrize("count", [1, 2, 5, 6, 12, 24])
def test_many_laptops_find_room_beneath_and_on_the_next_page(count: int) -> None:
    laptops = tuple(line(letter, f"Maskin {letter}", own=letter == "A") for letter in LETTERS[:count])
    pdf = who_has_what(Sheet("Prøvegården", "2026-11-22 09:10", laptops))
    proper_sheet(pdf, landscape=True)
    text = text_of(pdf)
    for one in laptops:
        assert f"Maskin {one.letter}" in text
        assert count == 1 or f"Of Maskin {one.letter}" in text
    assert len(pages_of(pdf)) <= 1 + count // 3


def test_practice_is_said_on_the_sheet() -> None:
    assert "PRACTICE" in text_of(who_has_what(Sheet("Prøve", "2026-11-22 09:10", (line("A", "Kontor"),), True)))
