"""A workplace open in its window for one test: what the tests of palette, help, preview and settings share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from alfdesk import i18n, people, programmes
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from ui import tasks
from ui.desk import Desk
from ui.look import look
from ui.pages.settings import Settings
from ui.prefs import Prefs
from ui.widgets.focus_ring import FocusRing
from ui.work import Work

from .hands import Hands


@contextmanager
def sitting(app: QApplication, place: Place, folder: Path, page: str = "today") -> Iterator[tuple[Work, Hands]]:
    """A window of 1366 × 768 on the place, with a programme and four people, and somebody's hands on it."""
    with place.write() as work:
        programme = programmes.found(work, name="Dagsverket", kind="day")
    for call, last in (("Kari", "Nordmann"), ("Åse", "Lund"), ("Lars", "Aasen"), ("Øystein", "Låstad")):
        with place.write() as work:
            person = people.register(work, call_name=call, last_name=last, today=TODAY)
        with place.write() as work:
            programmes.enrol(work, person=person, programme=programme)
    before = look.choice, look.zoom, look.glove, i18n.language()
    folder.mkdir(exist_ok=True)
    window = Work(Desk(place), Prefs(folder))
    window.resize(1366, 768)
    ring = FocusRing(window)
    window.show()
    window.activateWindow()
    window.go(page)
    app.processEvents()
    hands = Hands(window)
    window.announcer.said.connect(hands.heard.append)
    yield window, hands
    until(lambda: not tasks.running())
    ring.hide()
    window.close()
    window.deleteLater()
    look.set(choice=before[0], zoom=before[1], glove=before[2], airy=False, own_font=False, calm=False)
    i18n.use(before[3])
    app.processEvents()


@contextmanager
def in_settings(app: QApplication, place: Place, folder: Path) -> Iterator[tuple[Work, Hands, Settings]]:
    """The same with the settings in front."""
    with sitting(app, place, folder, "settings") as (work, hands):
        page = work.front
        assert isinstance(page, Settings)
        yield work, hands, page


def section_of(page: Settings, key: str, kind: type[Any] = object) -> Any:
    """The section of this key, brought to the front."""
    page.choose(key)
    QApplication.processEvents()
    section = page.sections[key]
    assert isinstance(section, kind)
    return section


def until(true: Callable[[], object], seconds: float = 30) -> None:
    """Let the window live until this is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.002)
    QApplication.processEvents()
