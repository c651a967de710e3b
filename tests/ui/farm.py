"""A morning of a standing crew in the real window: forty people on the list, and somebody's hands on the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from alfdesk import people, programmes
from alfdesk.attendance import reads
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from tests.support import once
from ui.desk import Desk
from ui.look import look
from ui.pages.today import Today
from ui.pages.today.crew import Crew
from ui.prefs import Prefs
from ui.work import Work

from .hands import Hands, shown

# Common names, two of the same first letters here and there, as on a real list.
FORTY = (
    "Ahmed H.|Aleksander B.|Anders K.|Anne Lise T.|Arvid S.|Beate N.|Bjørn Å.|Camilla R.|Dag Erik V.|Elin M.|Erik Ø.|"
    "Frode J.|Geir L.|Grethe H.|Hanne S.|Henrik D.|Ingvild F.|Iselin K.|Jan Petter O.|Jorunn E.|Kåre B.|Kari N.|"
    "Kjell A.|Kristin V.|Lars G.|Leif Magne T.|Liv R.|Máret Eŋŋá S.|Mona I.|Nils Ánte U.|Ola H.|Per Ove K.|"
    "Ragnhild J.|Roger S.|Siv M.|Stian L.|Terje F.|Tor Inge B.|Vigdis E.|Øystein N."
).split("|")


@dataclass
class Farm:
    """The page in front, whoever sits at it, and the programme. People's numbers are 1, 2, 3 … in the order named."""

    hands: Hands
    work: Work
    programme: bytes

    @property
    def page(self) -> Today:
        page = self.work.made["today"]
        assert isinstance(page, Today)
        return page

    @property
    def crew(self) -> Crew:
        view = self.page.view
        assert isinstance(view, Crew)
        return view

    @property
    def said(self) -> str:
        kept = self.work.announcer.kept()
        return kept[-1] if kept else ""

    @property
    def marked(self) -> str:
        tile = self.crew.tiles.current_tile()
        return tile.name if tile else ""

    def rows(self) -> dict[str, Any]:
        """The day as the store has it, by short name."""
        board = self.work.desk.read(reads.day_board, self.programme, self.page.day)
        return {row.name: row for row in board.rows}

    def of(self, outcome: str | None) -> list[str]:
        return [name for name, row in self.rows().items() if row.outcome == outcome]

    def focus_on_tiles(self) -> bool:
        return QApplication.focusWidget() is self.crew.tiles

    def tap(self, name: str) -> None:
        tiles = self.crew.tiles
        place = next(n for n, tile in enumerate(tiles.tile_model.tiles) if tile.name == name)
        self.hands.click(tiles.viewport(), tiles.visualRect(tiles.tile_model.where(place)).center())


def set_up(place: Place, names: Sequence[str], since: Any = None) -> bytes:
    """A standing crew of these people: first names, and a letter for the last name."""
    with place.write() as work:
        programme = programmes.found(work, name="Gården", kind="standing")
    for number, name in enumerate(names, 1):
        first, _space, last = name.rpartition(" ")
        with place.write() as work:
            person = people.register(work, call_name=first, last_name=f"{last.rstrip('.')}vik", number=number, today=TODAY)
        with place.write() as work:
            programmes.enrol(work, person=person, programme=programme, since=since)
    return programme


@contextmanager
def farm(place: Place, names: list[str] = FORTY) -> Iterator[Farm]:
    """The window over such a crew, at 100 % in the light theme."""
    programme = once(place, set_up, tuple(names))
    before = look.choice, look.zoom, look.glove
    look.load_fonts()
    look.set(choice="light", zoom=100, glove=False)
    look.apply()
    work = Work(Desk(place), Prefs(place.folder))
    work.go("today")
    shown(work)
    start = work.made["today"].start()
    if start is not None:
        start.setFocus()
    QApplication.processEvents()
    try:
        yield Farm(Hands(work), work, programme)
    finally:
        work.hide()
        work.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        look.set(choice=before[0], zoom=before[1], glove=before[2])
