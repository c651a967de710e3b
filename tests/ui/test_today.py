"""I dag itself: programmes, days, bands, what is empty, and what is read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import programmes
from alfdesk.attendance import reads
from alfdesk.journal.write import Acting
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from ui.pages.today.crew import Crew
from ui.pages.today.day_work import DayWork
from ui.pages.today.page import SETTERS

from .farm import farm
from .hands import Hands
from .yard import window


def test_another_day_has_a_band_and_a_way_back(qapp: QApplication, place: Place) -> None:
    with farm(place, ["Kari N.", "Ola H."]) as yard:
        page = yard.page
        assert not page.band.isVisible() and not page.later.isEnabled()
        yard.hands.press("Alt+Left")
        assert page.day == TODAY - timedelta(1)
        assert page.band.words.text() == "This is Saturday 21 November, not today."
        yard.hands.click(page.other_day)
        assert page.day == TODAY and not page.band.isVisible() and yard.focus_on_tiles()
        page.step_day(1)
        assert page.day == TODAY


def test_a_red_day_is_told_and_can_be_used(qapp: QApplication, place: Place) -> None:
    with place.write() as work:
        programmes.close_days(work, programme=None, first=TODAY, last=TODAY, why="Ferie")
    with farm(place, ["Kari N.", "Ola H."]) as yard:
        assert yard.page.band.words.text() == "Ferie. No attendance is expected."
        assert yard.page.subtitle.colour_name == "danger"
        yard.hands.press("Space")
        assert yard.of("present") == ["Kari N."]


def test_nobody_is_set_up(qapp: QApplication, place: Place) -> None:
    with farm(place, []) as yard:
        view = yard.crew
        assert view.empty.isVisible() and not view.tiles.isVisible() and not view.close_button.isVisible()
        yard.hands.click(view.add_person)
        yard.hands.write("wera")
        yard.hands.press("Ctrl+Return")
        assert yard.of("present") == ["Wera"] and view.tiles.isVisible()


def test_no_programme(qapp: QApplication, place: Place) -> None:
    from ui.desk import Desk
    from ui.prefs import Prefs
    from ui.work import Work

    work = Work(Desk(place), Prefs(place.folder))
    page: Any = work.go("today")
    assert page.empty.isVisibleTo(page) and not page.bar_holder.isVisibleTo(page)
    with place.write() as unit:
        programmes.found(unit, name="Gården", kind="standing")
    QApplication.processEvents()
    assert isinstance(page.view, Crew)
    work.deleteLater()


def test_without_a_programme_those_who_may_are_led_to_where_one_is_set_up(qapp: QApplication, place: Place) -> None:
    with window(place) as work:
        page: Any = work.front
        assert page.empty.words.text() == "No programme is set up yet."
        assert QApplication.focusWidget() is page.set_up
        Hands(work).press("Enter")
        settings: Any = work.front
        assert (settings.key, settings.front) == ("settings", "programmes")
        assert settings.kinds["programmes"].roles == frozenset(SETTERS)


def test_without_a_programme_a_supervisor_is_told_who_does_it(
    qapp: QApplication, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"supervisor"}), acting.sign)
    monkeypatch.setattr(place, "acting", lambda: narrow)
    with window(place) as work:
        page: Any = work.front
        assert page.empty.words.text() == "No programme is set up yet. The office does it."
        assert page.set_up is None


def test_a_programme_of_the_other_kind_takes_the_other_view(qapp: QApplication, place: Place) -> None:
    with farm(place, ["Kari N."]) as yard:
        with place.write() as work:
            day = programmes.found(work, name="Dagsverket", kind="day")
        assert yard.page.choose_programme.isVisible()
        yard.page.choose(day)
        assert isinstance(yard.page.view, DayWork)
        yard.page.choose(yard.programme)
        assert isinstance(yard.page.view, Crew)
        yard.hands.press("Space")
        assert yard.of("present") == ["Kari N."]
        assert yard.work.prefs.get("programme") == yard.programme.hex()


def test_the_chooser_is_not_read_on_every_key(
    qapp: QApplication, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with farm(place, ["Kari N.", "Ola H."]) as yard:
        read: list[str] = []
        for name in ("programmes_on", "day_board"):
            function = getattr(reads, name)
            monkeypatch.setattr(reads, name, lambda *a, f=function, n=name: (read.append(n), f(*a))[1])
        yard.hands.press("Space")
        assert read == ["day_board"]
        yard.hands.press("Alt+Left")
        assert "programmes_on" in read


def test_a_disk_that_fails_is_told_and_everything_stays(
    qapp: QApplication, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alfdesk.errors import StorageFailed

    with farm(place, ["Kari N.", "Ola H."]) as yard:

        def fail(*_args: object, **_named: object) -> None:
            raise StorageFailed("The disk said no.")

        monkeypatch.setattr(place, "write", fail)
        yard.hands.press("Space")
        assert yard.said == "The disk said no."
        assert yard.of(None) == ["Kari N.", "Ola H."] and yard.marked == "Kari N."
