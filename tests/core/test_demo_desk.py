"""The practice workplace's desk: what a visitor finds there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alfdesk import demo
from alfdesk.sales import editions, outlets, sellers, settling, stock, stock_figures, till
from alfdesk.store import workplace

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 13)  # the last day of its last whole week


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("practice") / "w"
    demo.make(made, people=32, weeks=2, today=SUNDAY)
    return made


def test_it_has_a_fortnight_of_sales_and_of_settlements(folder: Path) -> None:
    with workplace.open(folder, name="Berit", passphrase=demo.PASSPHRASE) as place, place.read() as session:
        assert {line.title for line in editions.editions(session, SUNDAY)} == {"Megafon 11/2026", "Julebok 2026"}
        found = sellers.sellers(session, SUNDAY)
        assert len(found) == 25 and len({line.number for line in found}) == 25
        assert any(line.on_break for line in found) and any(line.owes_ore for line in found)
        assert any(line.held_ore for line in found) and any(line.card_to is None for line in found)
        made = settling.settlements(session, limit=100)
        assert [s.number for s in reversed(made)] == [f"K-{n:04}" for n in range(1, 30)]  # three a day, and one waits
        assert [(s.difference_ore, s.reason) for s in made if s.difference_ore] == [
            (-5_000, "En femtilapp manglet. Telt to ganger.")
        ]
        first, second, third = outlets.outlets(session)
        assert [day.day for day in till.unsettled(session, first.id).days] == [FRIDAY]
        assert [till.unsettled_cash(session, outlet.id) for outlet in (second, third)] == [0, 0]
        (way,) = stock.under_way(session)
        assert (way.to_outlet, way.copies) == (third.name, 80)
        assert min(line.copies for line in stock.stock(session)) >= 0
        report = stock_figures.edition_report(session, way.edition_id, SUNDAY)
        assert report.sold_out and report.returned and report.free and report.differences == -4
        sums = (report.cash_ore, report.vipps_ore, report.credit_ore)
        assert all(ore > 0 for ore in sums)


def test_the_same_seed_makes_the_same_desk(tmp_path: Path) -> None:
    told = []
    for name in ("a", "b"):
        demo.make(tmp_path / name, people=8, weeks=1, today=SUNDAY)
        opened = workplace.open(tmp_path / name, name="Berit", passphrase=demo.PASSPHRASE)
        with opened as place, place.read() as session:
            lines = [(s.outlet, s.product, s.edition, s.copies) for s in stock.stock(session)]
            sums = [(s.number, s.expected_ore, s.counts) for s in settling.settlements(session)]
            told.append((lines, sums, [(s.number, s.name, s.owes_ore) for s in sellers.sellers(session, SUNDAY)]))
    assert told[0] == told[1]
