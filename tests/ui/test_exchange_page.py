"""Utveksle: two laptops of one workplace exchange a day's work by a folder, each at its own window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from alfdesk import i18n, people
from alfdesk.exchange import parcel, stick
from ui import tasks
from ui.pages.exchange.words import listed, moment, size

from .laptops import Laptops, texts

TODAY = date(2026, 11, 22)


@pytest.fixture
def yard(two_laptops: Laptops, tmp_path: Path) -> Iterator[Laptops]:
    with two_laptops.at_work(tmp_path / "yard") as yard:
        yield yard


def test_two_windows_exchange_a_days_work(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari", "Ola", "Per")
    with yard.seat("Framnes gård") as farm:
        page = farm.page
        assert page.out_card.place_name.text() == "KINGSTON (E:)"
        assert page.out_card.free.text() == "3,1\u00a0GB ledig"
        assert page.out_card.since.text() == "Siden sist: 3 personer nye eller endret."
        farm.hands.press("Enter")
        farm.ready()
        assert farm.hands.keys == 1  # and Ctrl+7: two actions
        assert page.after.told.words.text() == "Pakken er lagret og kontrollert. Du kan ta ut minnepinnen."
        assert farm.said == "Pakken er lagret og kontrollert. Du kan ta ut minnepinnen."
    (file,) = yard.stick.iterdir()
    made = yard.wall()
    yard.clock.forward(60)
    with yard.seat("Kontor") as office:
        page = office.page
        assert office.files() == f"Framnes gård  {made}  3 endringer"
        office.hands.press("Enter")
        office.ready()
        assert page.review.summary() == (
            f"Se gjennom: Framnes gård, {made}. Skrevet av Sissel. 3 personer nye eller endret. "
            "4 endringer er her fra før. Ingenting er endret ennå."
        )
        assert page.review.go.text() == "Les inn 3 endringer"
        assert office.people == 0
        office.hands.press("Enter")
        office.ready()
        assert office.people == 3
        assert office.said == "3 endringer lest inn."
        assert office.hands.keys == 2
        assert page.after.taken.words.text() == "3 endringer lest inn."
        assert page.subtitle.text() == f"Sist lest inn fra Framnes gård {yard.wall()}"
        office.look()
        assert office.files() == ""
        assert "1 fil er lest inn før." in texts(page.in_card)
    assert file.exists()


def test_what_came_is_taken_back_whole(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari", "Ola")
    yard.send("Framnes gård")
    with yard.seat("Kontor") as office:
        office.hands.press("Enter")
        office.ready()
        office.hands.press("Enter")
        office.ready()
        assert office.people == 2
        assert office.page.after.take_back.hasFocus()
        office.hands.press("Enter")
        office.ready()
        assert office.people == 0
        assert office.said == "Innlesingen er angret. Alt er som det var før."
        assert not office.page.after.taken.isVisible()
        office.look()
        assert office.files() == f"Framnes gård  {yard.wall()}  2 endringer"


def test_after_the_next_entry_it_can_not_be_taken_back(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    file = yard.send("Framnes gård")
    with yard.seat("Kontor") as office:
        office.page.look_through(file)
        office.ready()
        office.page.read_in()
        office.ready()
        assert office.page.after.taken.isVisible()
        office.work.desk.do(people.register, "Lagt til", call_name="Åse", last_name="Lund")
        assert not office.page.after.taken.isVisible()


def test_not_now_changes_nothing_and_the_page_is_as_before(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    yard.send("Framnes gård")
    with yard.seat("Kontor") as office:
        page = office.page
        page.in_card.rows[0].button.click()
        office.ready()
        assert page.save_button.role == "secondary"
        assert not page.in_card.rows[0].button.isVisible() and page.in_card.rows[0].shown.isVisible()
        office.hands.press("Esc")
        assert page.review is None
        assert page.save_button.role == "primary"
        assert page.in_card.rows[0].button.hasFocus()
        assert office.people == 0


def test_a_file_that_came_already_says_so_and_offers_nothing(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    file = yard.send("Framnes gård")
    yard.take("Kontor", file)
    with yard.seat("Kontor") as office:
        office.page.look_through(file)
        office.ready()
        assert "Det er ingenting å gjøre." in office.page.review.summary()
        assert not office.page.review.go.isVisible()
        assert office.page.review.not_now.hasFocus()


def test_a_file_that_was_cut_short_is_refused_in_one_line(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    file = yard.send("Framnes gård")
    file.write_bytes(file.read_bytes()[:2000])
    with yard.seat("Kontor") as office:
        assert any("Filen er ikke hel" in t for t in texts(office.page.in_card))
        office.page.look_through(file)
        office.ready()
        assert office.page.review is None
        assert office.page.after.told.words.text() == "Filen er ikke hel: 2 av 5 kB kom med. Kopier den en gang til."
        assert office.people == 0


def test_a_file_dropped_on_the_page_is_looked_through(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    file = yard.send("Framnes gård")
    elsewhere = yard.folder / file.name
    file.rename(elsewhere)
    with yard.seat("Kontor") as office:
        assert office.files() == ""
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(elsewhere))])
        event = QDropEvent(QPoint(300, 300), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
                           Qt.KeyboardModifier.NoModifier)  # fmt: skip
        office.page.dropEvent(event)
        office.ready()
        assert office.page.review.go.text() == "Les inn 1 endring"


def test_cancelled_there_is_no_file_and_it_is_said(yard: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    yard.register("Framnes gård", "Kari")
    with yard.seat("Framnes gård") as farm:
        put = stick.put

        def cancelled(disk: stick.Disk, out: Path, name: str, content: bytes) -> Path:
            (task,) = tasks.running()
            task.cancel()
            return put(disk, out, name, content)

        monkeypatch.setattr(parcel.stick, "put", cancelled)
        farm.hands.press("Ctrl+S")
        farm.ready()
        assert farm.page.after.told.words.text() == "Avbrutt. Ingen fil er laget."
    assert list(yard.stick.iterdir()) == []


def test_a_stick_that_goes_is_not_offered_and_the_button_waits(yard: Laptops) -> None:
    with yard.seat("Kontor") as office:
        assert office.page.save_button.isEnabled()
        yard.stick.rmdir()
        office.look()
        assert not office.page.save_button.isEnabled()
        assert office.page.out_card.none.text() == "Sett inn en minnepinne, eller velg en mappe."
        office.hands.press("Ctrl+S")
        assert office.said == "Sett inn en minnepinne, eller velg en mappe."
        yard.stick.mkdir()
        office.look()
        assert office.page.save_button.isEnabled()


def test_a_folder_is_remembered(yard: Laptops) -> None:
    folder = yard.folder / "felles"
    folder.mkdir()
    with yard.seat("Kontor") as office:
        office.page.use_folder(str(folder))
        office.ready()
        assert office.page.out_card.drop.currentText() == "Mappen felles"
    with yard.seat("Kontor") as office:
        assert office.page.out_card.where.root == folder
        office.hands.press("Ctrl+S")
        office.ready()
        assert office.page.after.told.words.text() == "Pakken er lagret og kontrollert."
    assert [f.suffix for f in folder.iterdir()] == [".alf"]


def test_who_has_what(yard: Laptops) -> None:
    before = yard.wall()
    yard.register("Framnes gård", "Kari", "Ola")
    yard.take("Kontor", yard.send("Framnes gård"))
    yard.register("Kontor", "Per")
    with yard.seat("Kontor") as office:
        assert office.laptops() == (
            f"Kontor denne  –  alt  –  {before}\n"
            f"Framnes gård  {yard.wall()}  mangler 1  {before}  –"
        )  # fmt: skip


def test_fourteen_silent_days_are_told_in_a_line(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari")
    yard.take("Kontor", yard.send("Framnes gård"))
    yard.clock.forward(13 * 24 * 60)
    with yard.seat("Kontor") as office:
        assert not office.page.after.silent.isVisible()
    yard.clock.forward(2 * 24 * 60)
    with yard.seat("Kontor") as office:
        assert office.page.after.silent.words.text() == "Det har ikke kommet noe fra Framnes gård på mer enn 14 dager."


def test_what_is_in_the_parcel_is_told_beside_the_page(yard: Laptops) -> None:
    yard.register("Framnes gård", "Kari", "Ola")
    with yard.seat("Framnes gård") as farm:
        farm.page.what_button.click()
        assert "2 personer nye eller endret" in texts(farm.page.panel)
        farm.hands.press("Esc")
        assert farm.page.panel is None


def test_words_for_moments_and_sizes() -> None:
    def at(text: str) -> int:
        return int(datetime.fromisoformat(text).timestamp() * 1000)

    before = i18n.language()
    i18n.use("nb")
    assert moment(at("2026-11-22 15:02"), TODAY) == "i dag kl. 15.02"
    assert moment(at("2026-11-21 09:05"), TODAY) == "i går kl. 09.05"
    assert moment(at("2026-11-18 14:40"), TODAY) == "onsdag kl. 14.40"
    assert moment(at("2026-11-10 14:40"), TODAY) == "10.11.2026 kl. 14.40"
    assert [size(n).replace("\u00a0", " ") for n in (900, 5_400, 24_600_000, 3_190_000_000)] == [
        "0 kB", "5 kB", "24 MB", "3,1 GB"
    ]  # fmt: skip
    assert listed(("a", "b", "c")) == "a, b og c"
    i18n.use(before)
