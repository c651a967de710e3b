"""The pages of pay where nothing is set up yet: those who may are led to where it is done, by the mouse or by Space."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import programmes
from alfdesk.journal.write import Acting
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from ui.pages.pay.here import SETTERS

from .hands import Hands
from .yard import window

EMPTY = {"pay": "empty", "pay_day": "no_programme", "cash_bag": "no_programme"}


@pytest.mark.parametrize("key", EMPTY)
def test_space_leads_to_where_a_programme_is_set_up(qapp: QApplication, place: Place, key: str) -> None:
    with window(place) as work:
        page: Any = work.go(key)
        empty = getattr(page, EMPTY[key])
        assert empty.isVisible() and empty.words.text() == "No programme is set up yet."
        assert page.summary().endswith("No programme is set up yet.")
        assert QApplication.focusWidget() is empty.button
        Hands(work).press("Space")
        settings: Any = work.front
        assert (settings.key, settings.front) == ("settings", "programmes")
        assert settings.kinds["programmes"].roles == frozenset(SETTERS)
        assert QApplication.focusWidget() is settings.sections["programmes"].new
        with place.write() as unit:
            programmes.set_up(unit, name="Dagsverket", kind="day", since=TODAY, fields={}, rules={})
        QApplication.processEvents()
        assert work.go(key) is page and not empty.isVisible()
        assert page.start().isVisible()


@pytest.mark.parametrize("key", ["pay_day", "cash_bag"])
def test_a_supervisor_is_told_who_does_it(
    qapp: QApplication, place: Place, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"supervisor"}), acting.sign)
    monkeypatch.setattr(place, "acting", lambda: narrow)
    with window(place) as work:
        page: Any = work.go(key)
        empty = page.no_programme
        assert empty.words.text() == "No programme is set up yet. The office does it." and empty.button is None
        assert page.start().isVisible()
