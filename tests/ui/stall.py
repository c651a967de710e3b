"""A day at the sales desk in the real window: two outlets, an edition with its price, sellers with numbers and cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from alfdesk import cards, people
from alfdesk.sales import desk, editions, outlets, sellers, selling, stock
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY, table
from tests.support import once
from ui.desk import Desk
from ui.look import look
from ui.pages.sales import Sales
from ui.prefs import Prefs
from ui.widgets.focus_ring import FocusRing
from ui.work import Work

from .hands import Hands, shown

YEAR = date(2026, 1, 1)
SELLERS = {
    94: ("Vigdis", "Eide"), 17: ("Per", "Aase"), 102: ("Mona", "Iversen"), 61: ("Tor Inge", "Berg"), 8: ("Siv", "Moe"),
    45: ("Roger", "Solheim"), 73: ("Liv", "Rustad"), 29: ("Stian", "Lunde"),
}  # fmt: skip
NAMED = ("Enter", "Esc", "Tab", "Up", "Down", "PgUp", "PgDown", "Backspace", "Space", "Shift+Tab")
HERE, THERE = "Hallvardsstuen", "Strax-huset"


def plain(words: str) -> str:
    """As it is read: a no-break space is a space."""
    return words.replace("\u00a0", " ")


@dataclass
class Stall:
    """The window with the sales desk in front, whoever sits at it, and the ids of sellers by number."""

    hands: Hands
    work: Work
    ids: dict[int, bytes]
    outlets: dict[str, bytes]
    editions: dict[str, bytes]
    now: list[float] = field(default_factory=lambda: [1000.0])

    @property
    def page(self) -> Sales:
        page = self.work.made["sales"]
        assert isinstance(page, Sales)
        return page

    @property
    def counter(self) -> Any:
        return self.page.counter

    @property
    def said(self) -> str:
        return plain(self.work.announcer.kept()[-1])

    @property
    def told(self) -> str:
        """The line under the copies."""
        return plain(self.counter.told.words.text())

    @property
    def to_pay(self) -> str:
        return plain(self.counter.to_pay.sum.text())

    @property
    def back(self) -> str:
        return plain(self.counter.back.sum.text())

    @property
    def stop(self) -> str:
        """What the band says, if there is one."""
        return plain(self.counter.stop.words.text()) if self.counter.stop.isVisible() else ""

    @property
    def focus(self) -> str:
        """Which of the fields has the focus."""
        fields = {"seller": self.counter.seller, "copies": self.counter.copies, "received": self.counter.received}
        return next((name for name, edit in fields.items() if edit.hasFocus()), "")

    def type(self, *parts: str) -> None:
        """"94", "Enter", "10v": what is no key by name is written letter by letter."""
        for part in parts:
            self.hands.press(part) if part in NAMED or "Ctrl+" in part else self.hands.write(part)

    def scan(self, number: int, serial: int = 1) -> None:
        """A seller's card under the scanner; then some time goes by."""
        self.hands.scan(cards.seller_code(number, serial))
        self.later(1)

    def later(self, seconds: float) -> None:
        self.now[0] += seconds

    def do(self, verb: Callable[..., Any], **named: Any) -> Any:
        with self.work.desk.place.write() as work:
            answer = verb(work, **named)
        QApplication.processEvents()
        return answer

    def ask(self, read: Callable[..., Any], *args: Any, **named: Any) -> Any:
        return self.work.desk.read(read, *args, **named)

    def bought(self, number: int, copies: int, **more: Any) -> bytes:
        """A sale on another day or from another window."""
        named: dict[str, Any] = {"outlet": self.outlets[HERE], "edition": self.editions["11/2026"], "day": TODAY}
        named |= {"at_minute": 600} | more
        made: bytes = self.do(selling.sell, person=self.ids[number], copies=copies, **named)
        return made

    def sales(self, outlet: str = HERE) -> str:
        """The day's sales as text, oldest first: number, copies, øre, how it was paid, whether it is voided."""
        rows = self.ask(desk.sales, self.outlets[outlet], self.work.desk.today(), limit=1000)
        return table(
            (row.number, row.copies, row.amount_ore, row.payment, *(["voided"] if row.voided else []))
            for row in reversed(rows)
        )  # fmt: skip


def furnish(place: Place) -> tuple[dict[int, bytes], dict[str, bytes], dict[str, bytes]]:
    """Sellers, outlets and one edition with 400 copies at the first of them."""
    ids, here, sold = {}, {}, {}

    def do(verb: Callable[..., Any], **named: Any) -> Any:
        with place.write() as work:
            return verb(work, **named)

    for name in (HERE, THERE):
        here[name] = do(outlets.found_outlet, name=name)
    sold["11/2026"] = do(editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5000, cover_ore=10000,
                         since=TODAY - timedelta(20), print_run=1200)  # fmt: skip
    do(stock.receive, outlet=here[HERE], edition=sold["11/2026"], copies=400, day=TODAY, at_minute=450)
    for number, (call, last) in SELLERS.items():
        ids[number] = do(people.register, call_name=call, last_name=last, today=TODAY)
        do(sellers.make_seller, person=ids[number], number=number)
        do(sellers.give_card, person=ids[number], day=YEAR, valid_to=date(2026, 12, 31))
    return ids, here, sold


@contextmanager
def at_the_desk(app: QApplication, place: Place, folder: Path, made: Any = None) -> Iterator[Stall]:
    """The window on a furnished place, the sales desk in front."""
    ids, here, sold = made or once(place, furnish)
    before = look.choice, look.zoom, look.glove
    folder.mkdir(exist_ok=True)
    window = Work(Desk(place), Prefs(folder))
    ring = FocusRing(window)
    shown(window)
    hands = Hands(window)
    stall = Stall(hands, window, ids, here, sold)
    window.go("sales")
    stall.page.sale.clock = lambda: stall.now[0]
    window.announcer.said.connect(hands.heard.append)
    app.processEvents()
    yield stall
    ring.hide()
    window.close()
    window.deleteLater()
    look.set(choice=before[0], zoom=before[1], glove=before[2])
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()


def opened(stall: Stall, kind: type[Any]) -> Any:
    """The panel of this kind that lies over the desk."""
    found = [one for one in stall.work.findChildren(kind) if one.isVisible()]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


@pytest.fixture
def stall(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Stall]:
    with at_the_desk(qapp, place, tmp_path / "prefs") as made:
        yield made
