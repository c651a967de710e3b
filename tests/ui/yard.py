"""A morning of day work in the real window: Dagsverket with three teams of five, and people with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from alfdesk import people, programmes
from alfdesk.store.workplace import Place
from alfdesk.weeks import clock as written
from tests.core.desk import table
from ui.desk import Desk
from ui.look import look
from ui.pages.today.day_work import DayWork
from ui.prefs import Prefs
from ui.work import Work

from .hands import Hands, shown

YEAR = date(2026, 1, 1)
NAMES = {
    17: ("Steinar", "Lunde"), 9: ("Ali", "Rahman"), 94: ("Roger", "Solheim"), 12: ("Kåre", "Berg"), 40: ("Mona", "Øye"),
    41: ("Monica", "Haug"), 55: ("Elin", "Moe"), 60: ("Anne Lise", "Tveit"),
}  # fmt: skip


@dataclass
class Yard:
    """The window with the page I dag in front, whoever sits at it, and the ids of people by number."""

    hands: Hands
    work: Work
    programme: bytes
    ids: dict[int, bytes]
    teams: dict[str, bytes]

    @property
    def view(self) -> DayWork:
        view = self.work.made["today"].view  # type: ignore[attr-defined]
        assert isinstance(view, DayWork)
        return view

    @property
    def said(self) -> str:
        return self.work.announcer.kept()[-1]

    def time(self) -> str:
        """What the clock on the wall says."""
        return written(self.work.desk.minute())

    def queue(self) -> str:
        """The queue as text: number, name, status, team, whether it is the marked one."""
        view = self.view
        rows = view.queue.rows.records
        return table(
            (r.arrival, r.name, view.queue.words(r), r.team, *("<" if r.person == view.marked else "",)) for r in rows
        ).replace("  \n", "\n").rstrip()  # fmt: skip


def set_up(place: Place, teams: tuple[tuple[str, int | None], ...], people_: dict[int, tuple[str, str]],
           **rules: Any) -> tuple[bytes, dict[int, bytes], dict[str, bytes]]:  # fmt: skip
    """A day-work programme with its teams, and people."""
    with place.write() as work:
        programme = programmes.found(work, name="Dagsverket", kind="day")
    ids, made = {}, {}
    for key, value in rules.items():
        with place.write() as work:
            programmes.rule(work, about=programme, key=key, value=value, since=YEAR)
    for name, places in teams:
        with place.write() as work:
            made[name] = programmes.add_team(work, programme=programme, name=name)
            if places is not None:
                programmes.rule(work, about=made[name], key="places", value=places, since=YEAR)
    with place.write() as work:
        for number, (first, last) in people_.items():
            ids[number] = people.register(work, call_name=first, last_name=last, number=number)
    return programme, ids, made


@contextmanager
def window(place: Place) -> Iterator[Work]:
    """The window at work over an open workplace."""
    look.set(choice="light")  # whatever the machine is set to
    work = Work(Desk(place), Prefs(place.folder))
    work.go("today")
    shown(work)
    work.front.start().setFocus()  # type: ignore[union-attr]
    QApplication.processEvents()
    yield work
    work.hide()
    work.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def morning(place: Place, teams: tuple[tuple[str, int | None], ...] = (("Inne", 2), ("Ute 1", 2), ("Ute 2", 3)),
            people_: dict[int, tuple[str, str]] = NAMES, **rules: Any) -> Iterator[Yard]:  # fmt: skip
    programme, ids, made = set_up(place, teams, people_, **rules)
    with window(place) as work:
        yield Yard(Hands(work), work, programme, ids, made)


@pytest.fixture
def yard(qapp: QApplication, place: Place) -> Iterator[Yard]:
    """The morning as most tests want it."""
    with morning(place) as made:
        yield made


def arrive(yard: Yard, *numbers: int) -> None:
    """People in the queue who are left waiting."""
    for number in numbers:
        yard.hands.write(str(number))
        yard.hands.press("Enter", "Esc")
