"""What the tests of the desk's paper list share: a workplace that sells, and its sums as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from alfdesk.attendance import lists
from alfdesk.sales import accounts, editions, outlets, paper, sellers, stock, till
from alfdesk.sales.records import DeskRead

from .desk import TODAY, Desk

FRIDAY = date(2026, 11, 20)
HEADING = "tid;utsted;selger;produkt;utgave;antall;betaling;merknad"
Lines = list[tuple[Any, ...]]


class Stall(Desk):
    """A desk that sells."""

    def edition(self, product: str = "Megafon", name: str = "11/2026", buy: int = 5000, since: str = "2026-01-01",
                until: str | None = None) -> bytes:  # fmt: skip
        return self.do(
            editions.set_edition, product=product, edition=name, buy_ore=buy, cover_ore=2 * buy,
            since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None,
        )  # fmt: skip

    def sellers(self, *numbers: int) -> None:
        for number in numbers:
            self.do(sellers.make_seller, person=self.person(f"Selger {number}"), number=number)

    def seller(self, number: int) -> bytes:
        found = self.ask(sellers.person_of, number)
        assert found
        return found

    def outlet(self, name: str) -> bytes:
        return next(o.id for o in self.ask(outlets.outlets, closed=True) if o.name == name)

    def paper(self, lines: str | Lines | Path, today: date = TODAY) -> DeskRead:
        """Read a paper list in: its lines as text under the heading, as cells, or a file."""
        if isinstance(lines, list):
            lines = "\n".join(";".join("" if cell is None else str(cell) for cell in line) for line in lines)
        file = lines if isinstance(lines, Path) else self.file(f"{HEADING}\n{_plain(lines)}\n".encode())
        with self.place.write(batch=True) as work:
            return paper.read_desk(work, file=file, today=today)

    # What stands -------------------------------------------------------------------------------------------------

    def stock(self) -> dict[tuple[str, str, str], int]:
        return {(s.outlet, s.product, s.edition): s.copies for s in self.ask(stock.stock)}

    def in_transit(self) -> int:
        return sum(s.in_transit for s in self.ask(stock.stock))

    def account(self, number: int) -> tuple[int, int, int, int]:
        """Copies bought, copies returned, øre paid, øre owed."""
        found = self.ask(accounts.account, self.seller(number))
        return found.copies_bought, found.copies_returned, found.paid_ore, found.owes_ore

    def tills(self) -> dict[str, int]:
        return {o.name: self.ask(till.unsettled_cash, o.id) for o in self.ask(outlets.outlets, closed=True)}

    def plain_till(self, outlet: bytes) -> int:
        """Every move's cash less what every settlement took up, and nothing clever."""
        cursor = self.place.cursor()
        sums = (
            "SELECT ifnull(sum(cash_ore), 0) FROM desk_move WHERE outlet=? AND voided=0",
            "SELECT ifnull(sum(moved_ore), 0) FROM settlement WHERE outlet=? AND voided=0",
        )
        moved, settled = (cursor.execute(sql, (outlet,)).fetchone()[0] for sql in sums)
        return moved - settled


def _plain(lines: str) -> str:
    return "\n".join(line.strip() for line in lines.strip().splitlines())


def read_day(desk: Stall, folder: Path, answers: Mapping[str, Any]) -> DeskRead:
    """A whole day of the sample: editions, people, list."""
    for one in answers["editions"]:
        desk.do(
            editions.set_edition, product=one["product"], edition=one["edition"], buy_ore=one["buy_ore"],
            cover_ore=one["cover_ore"], since=date.fromisoformat(answers["date"]),
        )  # fmt: skip
    with desk.place.write(batch=True) as work:
        lists.read_people(work, file=folder / "people.csv", today=TODAY)
    return desk.paper(folder / "desk.csv")
