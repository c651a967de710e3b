"""Utveksle, more closely: who is behind a line of what comes, a backup that is taken back, the table on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from alfdesk import people
from alfdesk.store.backup import backup
from ui import tasks
from ui.dialogs.preview import Preview
from ui.pages.exchange.go_back import GoBack

from .laptops import PASSPHRASE, Laptops, Seat, texts
from .sitting import until


@pytest.fixture
def yard(two_laptops: Laptops, tmp_path: Path) -> Iterator[Laptops]:
    with two_laptops.at_work(tmp_path / "yard") as yard:
        yield yard


# Who is behind it ----------------------------------------------------------------------------------------------------


def test_show_opens_who_is_behind_a_line_and_hide_closes_it(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari", "Ola")
    yard.send("Framnes gård")
    with yard.seat("Kontor") as office:
        page = office.page
        office.hands.press("Enter")
        office.ready()
        review = page.review
        assert "Skrevet av Sissel." in texts(review)
        (sort,) = review.sorts
        assert sort.button.accessibleName() == "Vis: 2 personer nye eller endret"
        sort.button.setFocus()
        office.hands.press("Enter")
        office.ready()
        assert texts(sort.behind) == ["Kari Vik: ny", "Ola Vik: ny"]
        assert sort.button.text() == "Skjul" and sort.button.hasFocus()
        assert "Kari Vik: ny" in review.summary()
        office.hands.press("Enter")
        assert not sort.behind.isVisible() and office.people == 0
        assert page.review is review  # Enter was the button's, and read nothing in


def test_a_file_that_brings_nothing_new_has_nothing_to_show(yard: Laptops) -> None:
    file = yard.send("Framnes gård")
    with yard.seat("Kontor") as office:
        office.page.look_through(file)
        office.ready()
        assert office.page.review.sorts == []


def test_a_stick_that_goes_while_it_is_asked_is_told(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    file = yard.send("Framnes gård")
    with yard.seat("Kontor") as office:
        office.page.look_through(file)
        office.ready()
        file.unlink()
        office.page.review.sorts[0].button.click()
        office.ready()
        assert office.page.after.told.isVisible() and not office.page.review.sorts[0].open


# A backup taken back -------------------------------------------------------------------------------------------------


def asked(office: Seat) -> GoBack:
    """The panel with its list."""
    office.page.go_back_button.click()
    panel = next(p for p in office.work.findChildren(GoBack) if not p._gone)
    until(lambda: panel.table.isVisible())
    return panel


def told(panel: GoBack) -> list[str]:
    until(lambda: panel.loss is not None)
    until(lambda: not tasks.running())
    return [panel.lost.words.text(), panel.lost.more.text(), *panel.lines.text().splitlines()]


@pytest.fixture
def kept(yard: Laptops) -> Path:
    """A backup on the stick; Kari came after it."""
    with yard.open("Kontor") as place:
        copy = backup(place, yard.stick).path
    yard.clock.forward(60)
    yard.register("Kontor", "Kari")
    return copy


def test_a_backup_from_the_list_is_taken_back_by_keyboard(yard: Laptops, kept: Path) -> None:
    with yard.seat("Kontor") as office:
        panel = asked(office)
        assert [c.path for c in panel.table.rows.records] == [kept]
        assert panel._where(kept) == "KINGSTON (E:)"
        assert panel.table.hasFocus() and not panel.go.isVisible()
        office.hands.press("Enter")
        assert told(panel) == [
            "1 endring siden da blir borte herfra.",
            "Vi vet ikke om noen annen maskin som har det. Det som ikke står på papir, går tapt.",
            "Blant dette: 1 person ny eller endret.",
            "Skrevet av Berit.",
            "Hvem som logger inn, og gjenopprettingsarket, blir som de var da.",
            "Det som står her nå, blir kopiert først, på denne maskinen.",
        ]
        assert panel.passphrase.edit.hasFocus() and office.people == 1
        office.hands.write(PASSPHRASE)
        office.hands.press("Enter")
        until(lambda: panel._gone)
        office.ready()
        assert office.people == 0
        assert office.said.startswith("Alt er som det var i dag kl.")
        # The way back is the same way: what stood here was kept.
        panel = asked(office)
        newest = panel.table.rows.records[0]
        assert panel._where(newest.path) == "Av seg selv, på denne maskinen"
        panel.take(newest.path)
        assert told(panel)[:2] == ["Ingenting er skrevet siden. Ingenting går tapt.", "1 endring kommer tilbake."]
        panel.passphrase.set(PASSPHRASE)
        panel.go.click()
        until(lambda: panel._gone)
        office.ready()
        assert office.people == 1
        office.work.desk.do(people.register, "Lagt til", call_name="Åse", last_name="Lund")
        assert office.people == 2


def test_a_wrong_passphrase_changes_nothing(yard: Laptops, kept: Path) -> None:
    with yard.seat("Kontor") as office:
        panel = asked(office)
        panel.take(kept)
        told(panel)
        panel.go.click()
        assert panel.passphrase.error.words.text() == "Skriv passordet ditt."
        panel.passphrase.set("hest skog vann brød fjell bord")
        panel.go.click()
        until(lambda: not tasks.running())
        assert panel.passphrase.error.words.text() == (
            "Passordet er ikke riktig. Sjekk store og små bokstaver, og prøv igjen."
        )
        assert panel.passphrase.edit.hasFocus()
        assert panel.go.isEnabled() and office.people == 1
        office.hands.press("Esc")
        assert panel._gone and office.people == 1


def test_the_mark_on_another_copy_takes_away_what_was_told(yard: Laptops, kept: Path) -> None:
    with yard.open("Kontor") as place:
        backup(place, yard.stick)
    with yard.seat("Kontor") as office:
        panel = asked(office)
        assert len(panel.table.rows.records) == 2
        office.hands.press("Enter")
        told(panel)
        assert panel.go.isVisible()
        panel.table.setFocus()
        office.hands.press("Down")
        assert not panel.go.isVisible() and not panel.lost.isVisible()
        panel.go_on()
        assert office.people == 1
        panel.loss = None
        first = panel.table.visualRect(panel.table.rows.index(0, 0)).center()
        office.hands.click(panel.table.viewport(), first)
        told(panel)
        assert panel.copy == panel.table.rows.records[0].path and panel.go.isVisible()


def test_a_file_that_is_no_whole_backup_is_told(yard: Laptops, kept: Path) -> None:
    with yard.seat("Kontor") as office:
        panel = asked(office)
        panel.other.click()
        dialog = panel.findChild(QFileDialog)
        kept.with_suffix(".alfkeys").unlink()
        dialog.fileSelected.emit(str(kept))
        dialog.reject()
        until(lambda: panel.band.isVisible())
        assert panel.copy is None and not panel.go.isVisible()


def test_only_an_administrator_takes_back(yard: Laptops) -> None:
    with yard.seat("Framnes gård") as farm:
        assert not farm.page.go_back_button.isVisible()
        command = farm.work.registry.find("exchange.go_back")
        assert not command.may(farm.work.desk.acting.roles)


# On paper ------------------------------------------------------------------------------------------------------------


def test_the_table_is_shown_before_it_is_printed(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    with yard.seat("Kontor") as office:
        office.hands.press("Ctrl+P")
        preview = next(p for p in office.work.findChildren(Preview) if p.isVisible())
        until(lambda: preview.sheet is not None)
        assert preview.accessibleName() == "Hvem har hva"
        office.hands.press("Esc")
