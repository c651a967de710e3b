"""The sales desk for the contact sheets: a workplace with outlets, editions, sellers and a morning's sales."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

HERE, THERE = "Hallvardsstuen", "Strax-huset"
NUMBERS = (94, 17, 102, 61, 8, 45, 73, 29)
MORNING = ((29, 15, "cash"), (73, 2, "free"), (45, 10, "vipps"), (8, 10, "cash"), (61, 20, "cash"), (17, 5, "vipps"))
NOTE = "Skal ha ny jakke fra lageret."
SOON = date(2099, 12, 31)  # the last day of cards that are good


def _made(stage: Any) -> None:
    """The stage's workplace with a desk that has sold since eight o'clock."""
    from alfdesk import demo
    from alfdesk.sales import accounts, editions, outlets, rules, sellers, selling, stock
    from alfdesk.store import workplace

    folder = stage.folder / "desk"
    if folder.exists():
        return
    shutil.copytree(stage.folder / "full", folder / "full")
    today = date.fromtimestamp(stage.clock() / 1000)
    with workplace.open(folder / "full", name="Berit", passphrase=demo.PASSPHRASE, clock=stage.clock) as place:

        def do(verb: Callable[..., Any], **named: Any) -> Any:
            with place.write() as work:
                return verb(work, **named)

        with place.read() as session:
            from alfdesk import directory

            rows = directory.people_page(session, today=today, limit=40).rows
            people = [row.id for row in rows if sellers.number_of(session, row.id) is None][: len(NUMBERS)]
            ever = sellers.numbers_ever(session)
        here, there = (do(outlets.found_outlet, name=name) for name in (HERE, THERE))
        paper = do(editions.set_edition, product="Megafon", edition=f"{today.month}/{today.year}", buy_ore=5000,
                   cover_ore=10000, since=today - timedelta(20), print_run=4800)  # fmt: skip
        book = do(editions.set_edition, product="Julebok", edition=str(today.year), buy_ore=10000, cover_ore=20000,
                  since=today - timedelta(10), print_run=600)  # fmt: skip
        do(stock.receive, outlet=here, edition=paper, copies=420, day=today, at_minute=450)
        do(stock.receive, outlet=there, edition=paper, copies=300, day=today, at_minute=450)
        do(stock.receive, outlet=here, edition=book, copies=2, day=today, at_minute=450)
        with place.read() as session:
            publication = next(e.publication_id for e in editions.editions(session, today) if e.id == paper)
        do(rules.rule, about=publication, key="credit_limit", value=50_000, since=today - timedelta(300))
        ids = {}
        for number, person in zip(NUMBERS, people, strict=True):
            ids[number] = person
            do(sellers.make_seller, person=person, number=None if number in ever else number)
            do(sellers.give_card, person=person, day=today, valid_to=SOON)
        for days in (7, 14):
            do(selling.sell, outlet=here, person=ids[94], edition=paper, copies=10, day=today - timedelta(days),
               at_minute=600)  # fmt: skip
        do(sellers.note, person=ids[94], text=NOTE, warns=True)
        do(accounts.hold, person=ids[94], publication=publication, amount_ore=30_000, reason="Vipps", day=today,
           at_minute=480)  # fmt: skip
        do(selling.sell, outlet=here, person=ids[94], edition=paper, copies=5, day=today, at_minute=490,
           payment="credit")  # fmt: skip
        do(sellers.give_break, person=ids[8], since=today + timedelta(1), until=today + timedelta(9), reason="own_wish")
        for place_in, (number, copies, way) in enumerate(MORNING):
            do(selling.sell, outlet=here, person=ids[number], edition=paper, copies=copies, day=today,
               at_minute=495 + 4 * place_in, payment=way, reason="starter" if way == "free" else None)  # fmt: skip
        do(stock.send, frm=there, to=here, edition=paper, copies=40, day=today, at_minute=500)


@contextmanager
def desk(stage: Any, state: str, opened: Callable[[Any, str], object] = lambda *_: None) -> Iterator[QWidget]:
    """The desk in front on a copy of its own; what is done there stands. "empty" is a workplace just founded."""
    from .contact_sheets import page_screen

    _made(stage)
    folder = stage.folder / "desk" / f"shown {len(list((stage.folder / 'desk').glob('shown *')))}"
    kind = "empty" if state == "empty" else "full"
    shutil.copytree(stage.folder / "empty" if state == "empty" else stage.folder / "desk" / "full", folder / kind)
    own = stage.beside(folder)
    try:
        with page_screen("sales")(own, kind) as work:
            if state != "empty":
                _to_the_paper(work.front)  # type: ignore[attr-defined]
                opened(work.front, state)  # type: ignore[attr-defined]
            QApplication.processEvents()
            yield work
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _to_the_paper(page: Any) -> None:
    """The outlet and the edition of the morning's sales, whatever else the invented workplace sells."""
    page.choose(next(o.id for o in page._outlets if o.name == HERE))
    page.choose_edition(next(one.edition.id for one in page.shown.on_sale if one.edition.product == "Megafon"))


def _number(page: Any, wanted: int) -> int:
    """The seller with this number, or the first there is."""
    found: int = next((s.number for s in page.shown.last if s.number == wanted), page.shown.last[0].number)
    return found


def _seller(page: Any, number: int = 94) -> None:
    page.counter.seller.setText(str(_number(page, number)))
    page.sale.enter_seller()


def _copies(page: Any, typed: str) -> None:
    page.counter.copies.setText(typed)
    page.counter.copies.setModified(True)
    page.sale.copies_edited()


def _waiting(page: Any, state: str) -> None:
    """Before anybody has come, and in trouble a number that is nobody's."""
    if state == "error":
        page.counter.seller.setText("7777")
        page.sale.enter_seller()


def _served(page: Any, state: str) -> None:
    """A seller, copies and what was received; in trouble no number."""
    _seller(page)
    _copies(page, "10" if state != "error" else "10 000")
    page.counter.received.setText("600")
    page.sale.copies_edited()
    if state == "error":
        page.sale.enter()


def _asked(page: Any, _state: str) -> None:
    """A hundred copies for somebody who takes ten."""
    _seller(page)
    _copies(page, "100")
    page.sale.enter()


def _stopped(page: Any, _state: str) -> None:
    """Over the credit limit."""
    _seller(page)
    _copies(page, "40k")
    page.sale.enter()


def _free(page: Any, _state: str) -> None:
    _seller(page, 17)
    _copies(page, "5g")
    page.sale.enter()


def _sold(page: Any, state: str) -> None:
    _served(page, "full")
    page.sale.enter()


def _divided(page: Any, state: str) -> None:
    from .pages.sales.divide import Divide

    _seller(page)
    _copies(page, "10d")
    page.sale.enter()
    asked = page.shell.findChild(Divide)
    asked.fields["vipps"].set("20x" if state == "error" else "200")
    asked._written("vipps")
    if state == "error":
        asked.sell()


def _why(page: Any, state: str) -> None:
    from .dialogs.ask import Ask

    _stopped(page, state)
    page.sale.sell_anyway()
    if state == "error":
        page.shell.findChild(Ask).buttons[0].click()


def _all(page: Any, _state: str) -> None:
    page.all_sales()


def _edition(page: Any, state: str) -> None:
    from .pages.sales.set_up import NewEdition

    asked = NewEdition(page)
    asked.open()
    if state == "error":
        asked.send()


def _confirm(page: Any, state: str) -> None:
    from .pages.sales.confirm import Confirm

    page.confirm_transfer()
    if state == "error":
        asked = page.shell.findChild(Confirm)
        asked.copies.set("39")
        asked.send()


def _sellers(page: Any, state: str) -> None:
    from .pages.sales import panels
    from .pages.sales.sellers import Sellers

    panels.open_sellers(page)
    if state == "error":
        page.shell.findChild(Sellers).box.setText("qqq")


def _new_seller(page: Any, state: str) -> None:
    from .pages.sales.new_seller import NewSeller

    asked = NewSeller(page, "qqq" if state == "error" else "e")
    asked.open()
    if state == "error":
        asked.give()


def screen(opened: Callable[[Any, str], object]) -> Callable[[Any, str], Any]:
    return lambda stage, state: desk(stage, state, opened)


SCREENS: dict[str, Callable] = {
    "sales_waiting": screen(_waiting), "sales_served": screen(_served), "sales_asked": screen(_asked),
    "sales_stopped": screen(_stopped), "sales_free": screen(_free), "sales_sold": screen(_sold),
    "sales_divided": screen(_divided), "sales_why": screen(_why), "sales_all": screen(_all),
    "sales_edition": screen(_edition), "sales_confirm": screen(_confirm), "sales_sellers": screen(_sellers),
    "sales_new_seller": screen(_new_seller),
}  # fmt: skip
