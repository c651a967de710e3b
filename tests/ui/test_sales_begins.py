"""The sales desk in the window: where it begins, what it is called, who has it, and how days and clocks turn."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import i18n
from alfdesk.journal import Acting
from alfdesk.sales import editions, outlets, rules, sellers
from alfdesk.store.workplace import Place
from alfdesk.weeks import clock
from tests.core.desk import TODAY, text
from tests.support import SetClock
from ui.desk import Desk
from ui.pages.sales.set_up import NewEdition, NewOutlet
from ui.prefs import Prefs
from ui.work import Work

from .sitting import sitting
from .stall import SELLERS, Stall, at_the_desk, furnish, stall

assert stall  # a fixture, used by name

TOMORROW = TODAY + timedelta(1)


def test_the_place_in_the_rail_bears_the_name_of_the_one_publication(stall: Stall) -> None:
    button = stall.work.rail.places["sales"]
    assert (button.text(), stall.page.title.text()) == ("Megafon", "Megafon")
    publication = stall.page.publication
    stall.do(editions.rename_publication, publication=publication, name="Gatemagasinet")
    assert (button.text(), stall.page.title.text()) == ("Gatemagasinet", "Gatemagasinet")
    stall.do(editions.set_edition, product="Another", edition="1", buy_ore=1000, cover_ore=2000, since=TODAY)
    assert button.text() == "Paper sales"
    assert "Ctrl+5" in button.toolTip()


def test_what_the_page_reads_aloud(stall: Stall) -> None:
    said = "Megafon, Hallvardsstuen. Megafon 11/2026: 400 copies left of 1\u00a0200. Sold today: 0 copies."
    assert stall.page.summary() == said
    stall.type("94", "Enter", "10")
    assert stall.page.marked_text().replace("\u00a0", " ") == "Vigdis E., seller 94. Sum to pay: 500 kr."


def test_an_empty_workplace_leads_on_to_the_first_sale(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    with sitting(qapp, place, tmp_path / "prefs", "sales") as (work, hands):
        page = work.front
        assert page is not None and page.empty.isVisible()  # type: ignore[attr-defined]
        assert work.rail.places["sales"].text() == "Paper sales"
        hands.press("Enter")
        assert work.findChild(NewOutlet) is not None
        hands.write("Hallvardsstuen")
        hands.press("Enter", "Enter")
        assert work.findChild(NewEdition) is not None
        hands.write("Megafon")
        hands.press("Tab")
        hands.write("11/2026")
        hands.press("Tab")
        hands.write("50")
        hands.press("Tab")
        hands.write("100")
        hands.press("Enter")
        assert page.card.title.text() == "Megafon 11/2026"  # type: ignore[attr-defined]
        assert page.nobody_yet.words.text() == "Nobody has a seller number yet."  # type: ignore[attr-defined]
        with place.read() as session:
            assert [o.name for o in outlets.outlets(session)] == ["Hallvardsstuen"]


def test_the_desk_speaks_norwegian_twice(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    for turn, (language, said) in enumerate((("nb", "10 blader til selger 94. 500 kr kontant."),
                                             ("nn", "10 blad til seljar 94. 500 kr kontant."))):  # fmt: skip
        i18n.use(language)
        made = None if turn == 0 else made_of(place)
        with at_the_desk(qapp, place, tmp_path / language, made) as desk:
            desk.type("94", "Enter", "10", "Enter")
            assert desk.said == said


def made_of(place: Place) -> Any:
    """What stands in the place already."""
    with place.read() as session:
        ids = {n: sellers.person_of(session, n) for n in SELLERS}
        here = {o.name: o.id for o in outlets.outlets(session)}
        return ids, here, {e.name: e.id for e in editions.editions(session, TODAY)}


def test_letters_find_a_seller_by_name(stall: Stall) -> None:
    stall.type("vig", "Enter")
    assert stall.page.sale.before.number == 94
    stall.type("Esc", "xyz", "Enter")
    assert stall.said == "No seller is called xyz."
    assert stall.counter.seller.selectedText() == "xyz"
    stall.hands.click(stall.counter.choose_seller)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.actions()[0].text() == "8  Siv M."  # type: ignore[attr-defined]
    stall.type("Enter")
    assert stall.page.sale.before.number == 8


def test_an_old_edition_comes_back_at_the_last_price_it_had(stall: Stall) -> None:
    old = stall.do(editions.set_edition, product="Megafon", edition="10/2026", buy_ore=4000, cover_ore=8000,
                   since=TODAY - timedelta(60), until=TODAY - timedelta(21))  # fmt: skip
    stall.bought(94, 10, edition=old, day=TODAY - timedelta(30))
    stall.hands.click(stall.page.card.other)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [a.text() for a in menu.actions()] == ["Megafon 10/2026"]
    stall.type("Enter")
    assert stall.page.card.sold_out.words.text() == "No longer on sale. Returns are paid at the last price."
    stall.type("94", "Enter", "-4", "Enter")
    assert stall.sales() == "94  -4  -16000  return"
    stall.type("94", "Enter", "4", "Enter")
    assert stall.stop == "Megafon 10/2026 is no longer on sale. Its price ended 01.11.2026."
    stall.type("Esc", "+", "94", "Enter", "4", "Enter")
    assert stall.sales().splitlines()[-1] == "94  4  20000  cash"


def test_the_desk_role_begins_here_and_passes_over_nothing(
    qapp: QApplication, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = furnish(place)
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"desk"}), acting.sign)
    monkeypatch.setattr(place, "acting", lambda: narrow)
    with at_the_desk(qapp, place, tmp_path / "prefs", made) as desk:
        assert next(k.key for k in desk.work.kinds if k.first_for & desk.work.desk.acting.roles) == "sales"
        desk.do(sellers.give_break, person=desk.ids[94], since=TODAY, until=None, reason="rules")
        desk.type("94", "Enter", "10", "Enter")
        assert desk.stop == "This seller has a break: Broke the seller rules."
        assert not desk.counter.anyway.isVisible()
        desk.type("Esc", "17", "Enter", "10", "Enter")
        assert desk.sales() == "17  10  50000  cash"


def test_a_supervisor_has_no_desk(
    qapp: QApplication, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"supervisor"}), acting.sign)
    with sitting(qapp, place, tmp_path / "one", "today") as (work, _hands):
        assert "sales" in work.rail.places
    monkeypatch.setattr(place, "acting", lambda: narrow)
    work = Work(Desk(place), Prefs(tmp_path / "one"))
    assert "sales" not in work.rail.places
    work.deleteLater()


def test_a_clock_set_back_an_hour_changes_only_what_is_written(stall: Stall, clock: SetClock) -> None:
    stall.type("94", "Enter", "5", "Enter")
    clock.forward(-60)
    stall.type("17", "Enter", "4", "Enter")
    assert stall.sales() == text("""
        94  5  25000  cash
        17  4  20000  cash
    """)
    first, last = stall.page.shown.last[-1], stall.page.shown.last[0]
    assert (last.number, last.at_minute) == (17, first.at_minute - 60)
    assert stall.page.card.left.text() == "391"


def test_after_midnight_the_page_is_of_the_new_day(stall: Stall, clock: SetClock) -> None:
    stall.type("94", "Enter", "5", "Enter")
    clock.forward(24 * 60)
    stall.type("94", "Enter")
    assert stall.page.day == TOMORROW
    assert stall.counter.facts.today.number.text() == "0"
    stall.type("3", "Enter")
    assert stall.sales() == "94  3  15000  cash"
