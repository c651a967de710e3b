"""Two laptops of one workplace, each with its window, and a folder that is carried between them like a stick.

    yard = Laptops.met(folder)                    Kontor, where Berit sits, and Framnes gård, where Sissel sits
    with yard.seat("Kontor") as seat:             her window with the page Utveksle in front; seat.hands on the keys
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import i18n, people, staff
from alfdesk.exchange import joining, laptops, parcel, reading
from alfdesk.store import slots, workplace
from alfdesk.store.workplace import Place
from tests.core.desk import table
from tests.support import SetClock
from ui import tasks
from ui.desk import Desk
from ui.look import look
from ui.pages.exchange import Exchange
from ui.pages.exchange.words import moment
from ui.prefs import Prefs
from ui.sticks import Stick
from ui.widgets.focus_ring import FocusRing
from ui.widgets.text import Text
from ui.work import Work

from .hands import Hands, shown
from .sitting import until

PASSPHRASE = "fem gode venner drikker kaffe sammen"
SITS = {"Kontor": "Berit", "Framnes gård": "Sissel", "MO-senteret": "Sissel"}
FREE = 3_100_000_000  # bytes on the stick


@dataclass
class Seat:
    """A window with Utveksle in front."""

    work: Work
    hands: Hands

    @property
    def page(self) -> Exchange:
        page = self.work.made["exchange"]
        assert isinstance(page, Exchange)
        return page

    @property
    def said(self) -> str:
        return self.work.announcer.kept()[-1]

    def ready(self) -> None:
        """Wait until no other thread is at work and the stick has been looked into."""
        page = self.page
        until(lambda: not tasks.running() and page.sticks.looked and not page.sticks.busy)

    @property
    def people(self) -> int:
        """How many are known on this laptop."""
        count: int = self.work.desk.place.cursor().execute("SELECT count(*) FROM person").fetchone()[0]
        return count

    def look(self) -> None:
        self.page.sticks.look(later=True)
        self.ready()

    def files(self) -> str:
        """The new files as they are listed."""
        return table((r.sender.text(), r.when.text(), r.count.text()) for r in self.page.in_card.rows)

    def laptops(self) -> str:
        """Who has what, as the table shows it."""
        rows = self.page.table.rows
        cells = [[rows.cell(rows.index(r, n)) for n in range(rows.columnCount())] for r in range(rows.rowCount())]
        return table([f"{cell.text} {cell.aside}".strip() for cell in row] for row in cells)


def texts(widget: QWidget) -> list[str]:
    """Everything that stands in it."""
    return [t.text() for t in widget.findChildren(Text) if t.isVisible()]


@dataclass
class Laptops:
    folder: Path
    clock: SetClock
    stick: Path
    names: list[str] = field(default_factory=list)

    @classmethod
    def met(cls, folder: Path, *others: str) -> Laptops:
        """Founded at the office, and joined by the others; nothing lies on the stick."""
        yard = cls(folder, SetClock(), folder / "stick", ["Kontor", *(others or ("Framnes gård",))])
        yard.stick.mkdir(parents=True)
        office = staff.found(
            folder / "Kontor", organisation="Prøvegården", laptop="Kontor", name="Berit", passphrase_=PASSPHRASE,
            cost=slots.FLOOR, clock=yard.clock,
        )  # fmt: skip
        staff.add(office, name="Sissel", roles=["supervisor"], passphrase_=PASSPHRASE, cost=slots.FLOOR)
        for name in yard.names[1:]:
            asked = joining.request(folder / name, name, yard.stick)
            welcome = laptops.welcome(office, asked.path, asked.code, yard.stick).path
            joining.join(folder / name, welcome, name="Sissel", passphrase_=PASSPHRASE, clock=yard.clock).close()
            asked.path.unlink()
            welcome.unlink()
        office.close()
        return yard

    @contextmanager
    def at_work(self, folder: Path) -> Iterator[Laptops]:
        """A copy of them for one test to write in, speaking bokmål."""
        before = i18n.language()
        i18n.use("nb")
        yield self.copy(folder)
        i18n.use(before)

    def copy(self, folder: Path) -> Laptops:
        """The same laptops again, for one test to write in."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder, clock=SetClock(self.clock.now), stick=folder / "stick")

    @contextmanager
    def open(self, laptop: str, name: str = "") -> Iterator[Place]:
        name = name or SITS[laptop]
        with workplace.open(self.folder / laptop, name=name, passphrase=PASSPHRASE, clock=self.clock) as place:
            yield place

    def register(self, laptop: str, *names: str) -> None:
        """People who are registered there."""
        with self.open(laptop) as place:
            for name in names:
                with place.write() as work:
                    people.register(work, call_name=name, last_name="Vik")

    def send(self, laptop: str, to: str = "all") -> Path:
        """A parcel onto the stick, by nobody at a window."""
        self.clock.forward(1)
        with self.open(laptop) as place:
            return parcel.make(place, to, self.stick).path

    def take(self, laptop: str, file: Path) -> Any:
        with self.open(laptop) as place:
            return reading.read(place, file)

    def wall(self) -> str:
        """The moment now, as the page writes it."""
        return moment(self.clock.now, datetime.fromtimestamp(self.clock.now / 1000).date())

    def plugged(self) -> tuple[Stick, ...]:
        """The stick while its folder is there."""
        return (Stick(self.stick, "KINGSTON (E:)", FREE),) if self.stick.is_dir() else ()

    @contextmanager
    def seat(self, laptop: str, name: str = "") -> Iterator[Seat]:
        """The window, at 100 % in the light theme, in bokmål."""
        look.load_fonts()
        look.set(choice="light", zoom=100, glove=False)
        look.apply()
        before, find = i18n.language(), Exchange.find
        i18n.use("nb")
        Exchange.find = staticmethod(self.plugged)  # type: ignore[method-assign]
        prefs = self.folder / f"prefs {laptop}"
        prefs.mkdir(exist_ok=True)
        try:
            with self.open(laptop, name) as place:
                work = Work(Desk(place), Prefs(prefs))
                FocusRing(work)
                shown(work)
                work.go("today")
                work.take_focus()
                seat = Seat(work, Hands(work))
                seat.hands.press("Ctrl+7")
                seat.ready()
                seat.hands.keys = 0
                try:
                    yield seat
                finally:
                    seat.ready()
                    work.hide()
                    work.deleteLater()
                    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        finally:
            Exchange.find = find  # type: ignore[method-assign]
            i18n.use(before)
