"""Ten years at the sales desk: 3,000 people, an edition a month, so many sales; transfers, counts and settlements among
them. Kept in out/bench between runs, as the other workplaces are."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from alfdesk import money, staff
from alfdesk.models.people import Person, PersonNumber
from alfdesk.models.sales import SellerCard, SellerNumber
from alfdesk.sales import counting, editions, outlets, selling, settling, stock
from alfdesk.store import slots, workplace
from alfdesk.store.workplace import Place

from ..support import PASSPHRASE, Template
from .worlds import FIRST, LAST, OUT, ROOT, Ticking

TODAY = date(2026, 11, 20)
AT_SEVEN = 1_795_154_400_000  # that day at 07.00 in Bergen, in milliseconds (UTC)
DAY = 86_400_000
HERE, THERE = "Hallvardsstuen", "MO-senteret Nesttun"
BUY = 5_000  # øre


@dataclass(frozen=True)
class DeskWorld:
    """A kept workplace; measure on copies. Nothing has been sold on `TODAY`. Seller numbers are 1 to `sellers`."""

    template: Template
    sellers: int

    def copy(self, name: str) -> Place:
        target = OUT / "work" / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.template.folder, target)
        return self.template.open(target, Ticking(AT_SEVEN))


def desk_world(*, sales: int, people_: int = 3_000, years: int = 10, sellers: int = 300) -> DeskWorld:
    folder = OUT / "kept" / f"desk-{sales}-{people_}-{years}-{sellers}-{_version()}"
    if not (folder / "done").exists():
        for old in folder.parent.glob(f"desk-{sales}-{people_}-*"):
            shutil.rmtree(old)
        folder.parent.mkdir(parents=True, exist_ok=True)
        first = TODAY - timedelta(365 * years)
        place = staff.found(
            folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=slots.FLOOR,
            clock=Ticking(AT_SEVEN - (TODAY - first).days * DAY),
        )  # fmt: skip
        try:
            Years(place, sales, people_, sellers, first).write()
        finally:
            place.close()
        (folder / "done").touch()
    place = workplace.open(folder, name="Anne", passphrase=PASSPHRASE, clock=Ticking(AT_SEVEN))
    try:
        known = Template(folder, place.key, place.keys, place.owner)
    finally:
        place.close()
    return DeskWorld(known, sellers)


class Years:
    """Writes one working day after the other, each act an entry of its own, a month a transaction."""

    def __init__(self, place: Place, sales: int, people_: int, sellers: int, first: date) -> None:
        self.place, self.people, self.sellers = place, people_, sellers
        self.dice = random.Random(47)
        days = [first + timedelta(n) for n in range((TODAY - first).days)]
        self.days = [day for day in days if day.weekday() < 5]
        self.left = sales
        self.ids: list[bytes] = []

    def write(self) -> None:
        with self.place.write(batch=True) as work:
            for number in range(1, self.people + 1):
                self._person(work, number)
                work.next()
            work.batch = None
        self.here, self.there = (self._do(outlets.found_outlet, name=name) for name in (HERE, THERE))
        months = sorted({(day.year, day.month) for day in self.days} | {(TODAY.year, TODAY.month)})
        for year, month in months:
            of = self._do(
                editions.set_edition, product="Megafon", edition=f"{month}/{year}", buy_ore=BUY, cover_ore=2 * BUY,
                since=date(year, month, 1), until=None if (year, month) == months[-1] else _last(year, month),
            )  # fmt: skip
            self._month([day for day in self.days if (day.year, day.month) == (year, month)], of)

    def _month(self, days: list[date], edition: bytes) -> None:
        begins = days[0] if days else TODAY
        self._on(begins)
        self._do(stock.receive, outlet=self.here, edition=edition, copies=40_000, day=begins, at_minute=480)
        with self.place.write(batch=True) as work:
            for day in days:
                self._on(day)
                many = self.left // max(1, len(self.days) - self.days.index(day))
                self.left -= many
                for no in range(many):
                    self._sale(work, day, 480 + no % 400, edition)
                    work.next()
            work.batch = None
        for day in days[::3]:
            self._on(day)
            move = {"edition": edition, "copies": 20, "day": day, "at_minute": 900}
            transfer = self._do(stock.send, frm=self.here, to=self.there, **move)
            self._do(stock.confirm, transfer=transfer, copies=20, day=day, at_minute=930)
        for day in days[::5]:
            self._on(day)
            begun = self._do(counting.begin, outlet=self.here, day=day, at_minute=931)
            with self.place.read() as session:
                there = stock.copies_at(session, self.here, edition)
            self._do(counting.count, begun=begun, copies={edition: max(0, there - self.dice.randint(0, 2))})
        if days:
            with self.place.read() as session:
                expected = settling.ahead(session, self.here, days[-1]).expected_ore
            self._do(
                settling.settle, outlet=self.here, day=days[-1], at_minute=960, counts=money.fewest(max(0, expected)),
                reason="talt",
            )  # fmt: skip

    def _person(self, work, number: int) -> None:  # type: ignore[no-untyped-def]
        dice = self.dice
        first, last = dice.choice(FIRST), dice.choice(LAST)
        person = work.add(Person(call_name=first, first_name=first, last_name=last))
        work.add(PersonNumber(person=person, number=number))
        if number <= self.sellers:
            work.add(SellerNumber(person=person, number=number))
            work.add(SellerCard(person=person, serial=1, day=self.days[0], valid_to=date(2027, 12, 31)))
            self.ids.append(person)

    def _sale(self, work, day: date, minute: int, edition: bytes) -> None:  # type: ignore[no-untyped-def]
        work.command = "sales.selling.sell"
        copies, way = self.dice.randint(4, 16), self.dice.choice(("cash", "cash", "vipps", "credit"))
        selling.record(
            work, outlet=self.here, person=self.dice.choice(self.ids), edition=edition, what="sale", copies=copies,
            unit=BUY, parts={way: copies * BUY}, day=day, at_minute=minute,
        )  # fmt: skip

    def _on(self, day: date) -> None:
        clock = self.place.clock
        clock.now = max(clock.now, AT_SEVEN - (TODAY - day).days * DAY)  # type: ignore[attr-defined]

    def _do(self, verb, **values):  # type: ignore[no-untyped-def]
        with self.place.write() as work:
            return verb(work, **values)


def _last(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def _version() -> str:
    core = ROOT / "alfdesk"
    files = [*sorted((core / "journal").glob("*.py")), core / "models" / "base.py", core / "models" / "people.py"]
    files += [core / "models" / "sales.py", Path(__file__)]
    return sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:10]
