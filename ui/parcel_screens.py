"""Utveksle for the contact sheets: laptops that exchange over a stick, made once for a stage."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

FARM, CENTRE = "Framnes gård", "MO-senteret"
LOOKS = 10  # seconds at most until another thread has looked into the stick
DAYS, HOUR = 86_400_000, 3_600_000  # milliseconds


def _office(folder: Path) -> Path:
    return folder / "parcels" / "office"


def _stick(folder: Path) -> Path:
    return folder / "parcels" / "KINGSTON"


def _made(stage: Any) -> None:
    """The stage's workplace with two more laptops, and a stick with a new file from each."""
    from alfdesk import demo, directory, people, staff
    from alfdesk.exchange import parcel, reading
    from alfdesk.store import slots, workplace

    if _office(stage.folder).exists():
        return
    stick = _stick(stage.folder)
    stick.mkdir(parents=True)
    shutil.copytree(stage.folder / "full", _office(stage.folder))
    long_ago, ticks = stage.clock() - 20 * DAYS, count(stage.clock(), 1_000)
    known = workplace.derive(_office(stage.folder), name="Berit", passphrase=demo.PASSPHRASE)
    with workplace.open_known(_office(stage.folder), known, clock=lambda: next(ticks)) as office:
        staff.add(office, name="Sissel", roles=["supervisor"], passphrase_=demo.PASSPHRASE, cost=slots.FLOOR)
        farm = joined(office, stage, stick, FARM, lambda: next(ticks))
        centre = joined(office, stage, stick, CENTRE, lambda: long_ago)
        with centre.write() as work:
            people.register(work, call_name="Jorunn", last_name="Myhre")
        first = parcel.make(centre, "all", stick)
        centre.clock = lambda: stage.clock() - 2 * DAYS
        reading.read(office, first.path)
        first.path.unlink()
        for name in ("Åge", "Bente", "Cato"):
            with centre.write() as work:
                people.register(work, call_name=name, last_name="Ås")
        parcel.make(centre, "all", stick)
        reading.read(office, parcel.make(farm, "Kontor", stick).path)
        with office.read() as session:
            today = date.fromtimestamp(stage.clock() / 1000)
            both = [row.id for row in directory.people_page(session, today=today, limit=2).rows]
        for place, telephone in ((office, "90011223"), (farm, "90033445")):
            for person in both:
                with place.write() as work:
                    people.change(work, person=person, phone=telephone)
        for number in range(28):
            with farm.write() as work:
                people.register(work, call_name=f"Nils {number}", last_name="Vik")
        for file in stick.iterdir():
            if " B " in file.name:
                file.unlink()
        parcel.make(farm, "all", stick)
        for laptop in (farm, centre):
            laptop.close()
        parcel.make(office, "all", stick)
        for number in range(6):
            with office.write() as work:
                people.register(work, call_name=f"Per {number}", last_name="Lie")


def joined(office: Any, stage: Any, stick: Path, name: str, clock: Callable[[], int]) -> Any:
    from alfdesk import demo
    from alfdesk.exchange import joining, laptops

    folder = stage.folder / "parcels" / name
    asked = joining.request(folder, name, stick)
    welcome = laptops.welcome(office, asked.path, asked.code, stick).path
    place = joining.join(folder, welcome, name="Sissel", passphrase_=demo.PASSPHRASE, clock=clock)
    for file in (asked.path, welcome):
        file.unlink()
    return place


@contextmanager
def exchange(stage: Any, state: str, opened: Callable[[Any, Path, str], object] = lambda *_: None) -> Iterator[QWidget]:
    """The page with its stick; each time on a copy, for what is done there stands."""
    from .contact_sheets import page_screen
    from .pages.exchange import Exchange
    from .sticks import Stick

    _made(stage)
    number = len(list((stage.folder / "parcels").glob("shown *")))
    folder = stage.folder / "parcels" / f"shown {number}"
    shutil.copytree(_office(stage.folder), folder / "full")
    stick = folder / "KINGSTON"
    shutil.copytree(_stick(stage.folder), stick)
    if state == "error":
        whole = sorted(stick.glob("*.alf"))[0]
        whole.write_bytes(whole.read_bytes()[:1000])
    own = stage.beside(folder)
    own.clock = lambda: stage.clock() + HOUR
    before = Exchange.find
    Exchange.find = staticmethod(lambda: (Stick(stick, "KINGSTON (E:)", 3_100_000_000),))  # type: ignore[method-assign]
    try:
        with page_screen("exchange")(own, "full") as work:
            page: Any = work.front  # type: ignore[attr-defined]
            until(lambda: page.sticks.looked and page.in_card.rows)
            opened(page, stick, state)
            QApplication.processEvents()
            yield work
    finally:
        Exchange.find = before  # type: ignore[method-assign]
        shutil.rmtree(folder, ignore_errors=True)


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + LOOKS
    while not true() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def _review(page: Any, _stick_: Path, _state: str) -> None:
    page.look_through(page.in_card.rows[0].file)
    until(lambda: page.review is not None)


def _wrong(page: Any, stick: Path, state: str) -> None:
    """A file that was cut short."""
    file = stick / "Alfdesk C 2026-11-20 1400 7Q2M.alf"
    file.write_bytes(page.in_card.rows[0].file.read_bytes()[:900])
    page.look_through(file)
    until(lambda: not page.after.told.isHidden())


def _taken(page: Any, stick: Path, state: str) -> None:
    _review(page, stick, state)
    page.read_in()
    until(lambda: not page.after.taken.isHidden() and not page.sticks.busy)


def _saved(page: Any, _stick_: Path, _state: str) -> None:
    page.save()
    until(lambda: not page.after.told.isHidden())
    until(lambda: not page.sticks.busy)


def _asked(page: Any, stick: Path, state: str) -> None:
    """Read in: two fields that were changed at two places."""
    _taken(page, stick, state)
    page.questions.cards[0].buttons[0].setFocus()


def _working(page: Any, _stick_: Path, _state: str) -> None:
    """A parcel on a slow stick: how far it is, and Cancel."""
    from alfdesk.i18n import gettext as _

    from .dialogs.working import Cover

    label = _("Saves the parcel in {place}").format(place="KINGSTON (E:)")
    cover = Cover(page.shell, label)
    cover.open()
    cover.progress.tell("", 40, 100, may_cancel=True)
    cover.seen()


def _what(page: Any, _stick_: Path, _state: str) -> None:
    page.show_what()


def _behind(page: Any, stick: Path, state: str) -> None:
    """Who is behind a line of what comes."""
    _review(page, stick, state)
    if page.review is not None and page.review.sorts:
        sort = page.review.sorts[0]
        sort.button.click()
        until(lambda: sort.open)


def _go_back(page: Any, stick: Path, state: str) -> None:
    """A backup on the stick, and what taking it back would lose; else a file that is none."""
    from alfdesk import people
    from alfdesk.store.backup import backup

    clock = page.desk.place.clock
    page.desk.place.clock = lambda: clock() - 3 * DAYS
    copy = backup(page.desk.place, stick).path
    page.desk.place.clock = clock
    for name in ("Kari", "Ola"):
        page.desk.do(people.register, "", call_name=name, last_name="Vik")
    page.sticks.look(later=True)
    panel = page.choose_backup()
    until(lambda: panel.table.isVisible())
    if state == "error":
        copy.with_suffix(".alfkeys").unlink()
    if state != "empty":
        panel.take(copy)
        until(lambda: panel.loss is not None or panel.band.isVisible())


def screen(opened: Callable[[Any, Path, str], object]) -> Callable[[Any, str], Any]:
    return lambda stage, state: exchange(stage, state, opened)


SCREENS: dict[str, Callable] = {
    "parcels": exchange, "parcel_review": screen(_review), "parcel_taken": screen(_taken),
    "parcel_asked": screen(_asked), "parcel_saved": screen(_saved), "parcel_wrong": screen(_wrong),
    "parcel_what": screen(_what), "parcel_behind": screen(_behind), "parcel_go_back": screen(_go_back),
    "parcel_working": screen(_working),
}  # fmt: skip
