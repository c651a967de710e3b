"""The settings in a real window on a real store: what acts at once, what is kept, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alfdesk import programmes, staff
from alfdesk.journal.write import Acting
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from tests.core.scenes import OTHER
from ui.dialogs.ask import Ask
from ui.formats import kroner, parse_kroner
from ui.look import look
from ui.pages.settings import Settings
from ui.pages.settings.rule_words import RULES
from ui.prefs import Prefs
from ui.work import Work

from .hands import Hands
from .sitting import in_settings, section_of, sitting, until

Seat = tuple[Work, Hands, Settings]


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Seat]:
    with in_settings(qapp, place, tmp_path / "laptop") as seat:
        yield seat


def asked(work: Work) -> Ask:
    return next(a for a in work.findChildren(Ask) if not a._gone)


def test_the_look_changes_at_once_and_is_remembered(seat: Seat) -> None:
    work, hands, page = seat
    mine = section_of(page, "look")
    hands.click(mine.colours.buttons()[2])
    hands.click(mine.rows.buttons()[1])
    hands.click(mine.calm)
    assert (look.choice, look.glove, look.calm) == ("dark", True, True)
    again = Prefs(work.prefs.folder)
    assert (again.get("theme"), again.get("glove"), again.get("calm")) == ("dark", "yes", "yes")
    hands.click(mine.idle.buttons()[0])
    assert Prefs(work.prefs.folder).get("idle") == "2"
    hands.click(mine.reset_look)
    assert (look.choice, look.glove, look.calm) == ("system", False, False)


def test_size_and_language(seat: Seat) -> None:
    work, hands, page = seat
    mine = section_of(page, "look")
    hands.click(mine.text_size.forth)
    assert look.zoom == 110 and mine.text_size.words.text() == "110 %"
    chosen: list[str] = []
    work.language_chosen.connect(chosen.append)
    hands.click(mine.language.buttons()[1])
    assert chosen == ["nn"] and work.prefs.get("language") == "nn"


def test_a_rule_is_set_from_a_day_and_the_one_before_stands(seat: Seat) -> None:
    work, hands, page = seat
    those = section_of(page, "programmes")
    editor = those.rules
    for text, day in (("12", "1.1.2026"), ("15", "1.12.2026")):
        editor.text.set(text)
        editor.since.set(day)
        hands.click(editor.set_button)
    assert [(r[0], r[1], str(r[2]), r[3]) for r in editor.table.rows.records] == [
        ("places", "15", "2026-12-01", False), ("places", "12", "2026-01-01", True),
    ]  # fmt: skip
    assert hands.heard[-1] == "Dagsverket: Places a day is 15 from 01.12.2026."
    editor.text.set("many")
    hands.click(editor.set_button)
    assert editor.text.error.words.text() == "Write a whole number."
    work.undo()
    QApplication.processEvents()
    assert [r[1] for r in editor.table.rows.records] == ["12"]


def test_the_reason_for_cash_and_the_years_limit_are_rules_too(seat: Seat) -> None:
    work, hands, page = seat
    those = section_of(page, "programmes").rules
    those.rule.choose("cash_reason")
    those._fit()
    those.text.set("betales samme dag")
    hands.click(those.set_button)
    assert [r[:2] for r in those.table.rows.records] == [("cash_reason", "betales samme dag")]
    house = section_of(page, "workplace").rules
    assert house.rule.count() == 2  # the workplace's own, and no programme's
    house.rule.choose("year_limit")
    house._fit()
    house.text.set("10 000")
    hands.click(house.set_button)
    assert [r[:2] for r in house.table.rows.records] == [("year_limit", "10\u00a0000,00\u00a0kr")]


def test_every_rule_has_words_and_reads_what_it_shows() -> None:
    assert set(RULES) == set(programmes.RULES)
    assert parse_kroner("1 250,50 kr") == 125050 and kroner(125050).startswith("1\u00a0250,50")
    assert RULES["cap"].read("3,75") == 225 and RULES["cap"].shown(225) == "3 h 45 min"
    assert RULES["starts"].shown(RULES["starts"].read("8.30")) == "08.30"


def test_programme_and_team_are_made_and_renamed(seat: Seat) -> None:
    work, hands, page = seat
    those = section_of(page, "programmes")
    hands.click(those.new)
    hands.write("Hagen")
    hands.press("Enter")
    assert those.programme.currentText() == "Hagen"
    hands.click(those.add_team)
    hands.write("Drivhuset")
    hands.press("Enter")
    assert those.about.currentText() == "Drivhuset"
    assert hands.heard == ["Hagen is a new programme.", "Drivhuset is a new team."], "no second try"
    assert work.desk.read(lambda s: [t.name for t in programmes.teams(s, those.programme.value)]) == ["Drivhuset"]
    those.fields["name"].edit.setFocus()
    those.fields["name"].set("Parken")
    hands.press("Tab")
    assert [p.name for p in _everyone(work)] == ["Dagsverket", "Parken"]
    assert not [a for a in work.findChildren(Ask) if not a._gone]


def _everyone(work: Work):  # type: ignore[no-untyped-def]
    return work.desk.read(lambda s: [programmes.overview(s, p.id, TODAY) for p in programmes.everyone(s)])


def test_closed_days_phone_and_reasons(seat: Seat) -> None:
    work, hands, page = seat
    office = section_of(page, "workplace")
    hands.click(office.close_days)
    assert office.first.error.words.text() == "Write the first day."
    office.first.set("24.12.2026")
    office.why.set("Jul")
    hands.click(office.close_days)
    assert [c[:2] for c in office.closed.rows.records] == [(date(2026, 12, 24), date(2026, 12, 24))]
    office.phone.edit.setFocus()
    office.phone.set("55 55 55 55")
    hands.press("Tab")
    assert work.desk.read(staff.office_phone_of) == "55 55 55 55"
    office.reason.set("Beruset")
    hands.click(office.add_reason)
    assert "Beruset" in work.desk.read(programmes.reasons).values()


def test_a_member_is_added_and_removed_beside_the_window(seat: Seat) -> None:
    work, hands, page = seat
    those = section_of(page, "staff")
    question = those.ask_new()
    name, _boxes, words, _another = question._parts
    name.set("Ola")
    words.set(OTHER)
    question.buttons[0].click()
    until(lambda: "Ola can sign in." in hands.heard)
    assert [m.name for m in those.table.rows.records] == ["Anne", "Ola"]
    those.table.step(1)
    hands.click(those.remove)
    hands.press("Enter")  # nothing is chosen beforehand
    assert not asked(work)._gone
    hands.click(asked(work).buttons[0])
    until(lambda: "Ola can't sign in any more." in hands.heard)
    assert [m.name for m in those.table.rows.records] == ["Anne"]


def test_my_passphrase_must_be_strong(seat: Seat, founded: object) -> None:
    work, hands, page = seat
    those = section_of(page, "staff")
    question = those.ask_passphrase()
    question._parts[0].set("hest")
    question.buttons[0].click()
    assert not question._gone and question._parts[0].error.words.text()
    question._parts[0].set(OTHER)
    question.buttons[0].click()
    until(lambda: "The passphrase is changed. The file has a new key." in hands.heard)
    assert work.desk.read(staff.members)[0].name == "Anne"


def test_backup_and_check_answer_in_words(seat: Seat, tmp_path: Path) -> None:
    _work, _hands, page = seat
    keeping = section_of(page, "keeping")
    keeping.back_up_to(tmp_path / "stick")
    until(lambda: keeping.band.words.text().startswith("The backup is saved and checked"))
    assert len(list((tmp_path / "stick").glob("*.alfbak"))) == 1
    keeping.check.click()
    until(lambda: keeping.band.words.text().startswith("Everything is there"))


def test_an_act_further_down_is_taken_back(seat: Seat) -> None:
    work, hands, page = seat
    acts = section_of(page, "acts")
    top = acts.table.current()
    assert top is not None and acts.back.isEnabled()
    crew = lambda: work.desk.read(programmes.crew, _first(work), TODAY)  # noqa: E731
    before = len(crew())
    hands.click(acts.back)
    assert len(crew()) == before - 1
    assert any(a[0].undone for a in acts.table.rows.records)


def _first(work: Work) -> bytes:
    return work.desk.read(lambda session: programmes.everyone(session)[0].id)


def test_a_supervisor_has_her_look_and_the_last_acts_only(
    qapp: QApplication, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"supervisor"}), acting.sign)
    with sitting(qapp, place, tmp_path / "laptop") as (work, _hands):
        monkeypatch.setattr(work.desk, "_acting", narrow)
        page = Settings(work)
        assert list(page.kinds) == ["look", "acts"]
        page.deleteLater()


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_every_section_fits_the_window_at_any_size(seat: Seat, zoom: int) -> None:
    work, _hands, page = seat
    look.set(zoom=zoom)
    QApplication.processEvents()
    for key in page.kinds:
        section_of(page, key)
        assert page._scroll.horizontalScrollBar().maximum() == 0, key
    assert page.side.isHidden() == (zoom > 100)


def test_sections_are_walked_by_keys(seat: Seat) -> None:
    _work, _hands, page = seat
    page.buttons["staff"].setFocus()
    QTest.keyClick(page.buttons["staff"], Qt.Key.Key_Space)
    assert page.front == "staff"
