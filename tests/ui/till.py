"""A house that pays, and whoever sits down at its window: each member of staff opens the workplace herself.

    house = House.founded(folder, clock)         Dagsverket with two teams, an office, two managers, a supervisor
    with house.seat("Olga") as seat:             her window, the pay page in front; seat.hands on the keys

A file of tests founds its house once, in a fixture `built`, and imports `house`: a copy for each test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from alfdesk import money, people, programmes, staff
from alfdesk.attendance import record
from alfdesk.attendance.record import Said
from alfdesk.store import slots, workplace
from alfdesk.store.workplace import Place
from tests.core.desk import table
from tests.support import SetClock
from ui import tasks
from ui.desk import Desk
from ui.look import look
from ui.pages.pay import CashBag, Pay, PayDay
from ui.prefs import Prefs
from ui.work import Work

from .hands import Hands, shown
from .sitting import until

PASSPHRASE = "fem gode venner drikker kaffe sammen"
STAFF = (("Olga", "office"), ("Mona", "manager"), ("Mia", "manager"), ("Sigurd", "supervisor"))
YEAR = date(2026, 1, 1)


@dataclass
class Seat:
    """A window and whoever sits at it."""

    work: Work
    hands: Hands

    @property
    def pay(self) -> Pay:
        page = self.work.made["pay"]
        assert isinstance(page, Pay)
        return page

    @property
    def day(self) -> PayDay:
        page = self.work.made["pay_day"]
        assert isinstance(page, PayDay)
        return page

    @property
    def bag(self) -> CashBag:
        page = self.work.made["cash_bag"]
        assert isinstance(page, CashBag)
        return page

    @property
    def said(self) -> str:
        kept = self.work.announcer.kept()
        return kept[-1] if kept else ""

    def rows(self) -> str:
        """The week's lines as the table shows them: every column that is in sight."""
        view = self.pay.table
        columns = [n for n in range(len(view.rows.columns)) if not view.isColumnHidden(n)]
        return table(
            [view.rows.cell(view.rows.index(row, n)).text or "–" for n in columns]
            for row in range(view.rows.rowCount())
        )

    def short(self) -> str:
        """Name, sum, method and receipt of each line."""
        return table(
            (n.name, money.written(n.to_pay_ore), n.method, *(("signed",) if n.signed else ()))
            for n in self.pay.week.lines
        )


@dataclass
class House:
    folder: Path
    clock: SetClock
    programme: bytes = b""
    teams: dict[str, bytes] = field(default_factory=dict)
    ids: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def founded(cls, folder: Path, clock: SetClock, *names: str, **rules: Any) -> House:
        """Dagsverket: 50 kr an hour, four hours at most, in cash. People are numbered as they are named."""
        house = cls(folder, clock)
        place = staff.found(
            folder, organisation="Prøvehuset", laptop="Kontor", name="Berit", passphrase_=PASSPHRASE, cost=slots.FLOOR,
            clock=clock,
        )  # fmt: skip
        try:
            for name, role in STAFF:
                staff.add(place, name=name, roles=[role], passphrase_=PASSPHRASE, cost=slots.FLOOR)
            rules = {"rate": ["hour", 5000], "cap": 240, "method": "cash", "cash_reason": "ingen konto"} | rules
            with place.write() as work:
                house.programme = programmes.set_up(
                    work, name="Dagsverket", kind="day", since=YEAR, fields={"list_name": "Liste 1"}, rules=rules
                )
            for team in ("Inne", "Ute"):
                with place.write() as work:
                    house.teams[team] = programmes.add_team(work, programme=house.programme, name=team)
            for number, name in enumerate(names, 1):
                first, _space, last = name.partition(" ")
                with place.write() as work:
                    house.ids[name] = people.register(
                        work, number=number, call_name=first, first_name=first, last_name=last or None
                    )
        finally:
            place.close()
        return house

    def copy(self, folder: Path) -> House:
        """The same house again, for one test to write in."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder, clock=SetClock(self.clock.now), ids=dict(self.ids))

    @contextmanager
    def open(self, name: str = "Berit") -> Iterator[Place]:
        with workplace.open(self.folder, name=name, passphrase=PASSPHRASE, clock=self.clock) as place:
            yield place

    def do(self, verb: Callable[..., Any], name: str = "Berit", **values: Any) -> Any:
        """A verb, by somebody who is not at the window."""
        with self.open(name) as place, place.write() as work:
            return verb(work, **values)

    def days(self, *worked: tuple[str, date, int | None]) -> None:
        """Name, day and minutes (None: the whole day) of each who was there."""
        with self.open() as place:
            for number, (name, day, minutes) in enumerate(worked):
                team = list(self.teams.values())[number % len(self.teams)]
                with place.write() as work:
                    record.correct(
                        work, person=self.ids[name], programme=self.programme, day=day, reason="lista på papir",
                        what=Said("present", said_minutes=minutes, team=team),
                    )  # fmt: skip

    def same_hours(self, name: str, day: date) -> bytes:
        """Another programme that pays her for the same hours. Returns the programme."""
        with self.open() as place:
            with place.write() as work:
                rules = {"rate": ["hour", 5000], "cap": 240}
                other = programmes.set_up(work, name="Verkstedet", kind="day", since=YEAR, fields={}, rules=rules)
            for programme, begin in ((self.programme, 540), (other, 600)):
                with place.write() as work:
                    record.correct(
                        work, person=self.ids[name], programme=programme, day=day, reason="lista på papir",
                        what=Said("present", from_minute=begin, to_minute=begin + 120),
                    )  # fmt: skip
        return other

    @contextmanager
    def seat(self, name: str, page: str = "pay") -> Iterator[Seat]:
        """Her window, at 100 % in the light theme."""
        look.load_fonts()
        look.set(choice="light", zoom=100, glove=False)
        look.apply()
        with self.open(name) as place:
            work = Work(Desk(place), Prefs(self.folder / "prefs"))
            shown(work)
            work.go(page)
            shown(work)
            start = work.front.start() if work.front is not None else None
            if start is not None:
                start.setFocus()
            QApplication.processEvents()
            try:
                yield Seat(work, Hands(work))
            finally:
                until(lambda: not tasks.running())
                work.hide()
                work.deleteLater()
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def house(qapp: QApplication, built: House, tmp_path: Path) -> House:
    """The file's own house, to write in."""
    return built.copy(tmp_path / "house")
