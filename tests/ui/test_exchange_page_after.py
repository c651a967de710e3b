"""Utveksle, when not all is well: what must be answered, what waits, what was put aside, what a role may not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from alfdesk import people
from alfdesk.exchange import joining, laptops, reading
from alfdesk.store.workplace import Place
from ui.dialogs.ask import Ask

from .laptops import PASSPHRASE, SITS, Laptops, Seat, texts
from .sitting import until
from .yard import window


@pytest.fixture
def yard(three_laptops: Laptops, tmp_path: Path) -> Iterator[Laptops]:
    with three_laptops.at_work(tmp_path / "yard") as yard:
        yield yard


def kari_on_two_telephones(yard: Laptops) -> Path:
    """One edits what the other edited. Returns the farm's parcel."""
    with yard.open("Kontor") as place, place.write() as work:
        kari = people.register(work, call_name="Kari", last_name="Nes")
    yard.take("Framnes gård", yard.send("Kontor"))
    for laptop, telephone in (("Kontor", "90011223"), ("Framnes gård", "90033445")):
        yard.clock.forward(5)
        with yard.open(laptop) as place, place.write() as work:
            people.change(work, person=kari, phone=telephone)
    return yard.send("Framnes gård")


def test_one_edits_what_the_other_edited_and_is_asked_which_is_right(yard: Laptops) -> None:
    kari_on_two_telephones(yard)
    with yard.seat("Kontor") as office:
        page = office.page
        office.hands.press("Enter")
        office.ready()
        assert "1 må du svare på etterpå." in texts(page.review)
        office.hands.press("Enter")
        office.ready()
        (card,) = page.questions.cards
        assert page.questions.heading.words.text() == "1 må du svare på"
        assert [line.split(",")[0] for line in card.lines] == ["Telefon: 90011223: Berit", "Telefon: 90033445: Sissel"]
        assert [b.text() for b in card.buttons] == ["Dette er riktig", "Dette er riktig"]
        assert not any(b.isChecked() or b.role == "primary" for b in card.buttons)  # nothing is chosen beforehand
        card.buttons[0].setFocus()
        assert page.marked_text() == card.summary()
        office.hands.press("Enter")
        assert phone(office) == "90011223"
        assert not page.questions.isVisible()
        office.hands.press("Ctrl+Z")
        assert phone(office) == "90033445"


def test_the_rail_says_how_many_wait_for_an_answer(yard: Laptops) -> None:
    yard.take("Kontor", kari_on_two_telephones(yard))
    with yard.seat("Kontor") as office:
        place = office.work.rail.places["exchange"]
        office.work.count_waiting()
        until(lambda: place.waiting)
        assert (place.waiting, place.accessibleName()) == (1, "Utveksle: 1 venter")
        office.page.questions.cards[0].buttons[1].click()
        until(lambda: not place.waiting)  # counted by itself when it has been quiet for a moment
        assert place.accessibleName() == "Utveksle"


def test_what_waits_for_a_lost_file_is_told_and_can_be_asked_for(yard: Laptops) -> None:
    """The office said that it has Åge, and is then put back to how it was before he came."""
    before = yard.folder / "before"
    shutil.copytree(yard.folder / "Kontor", before)
    yard.register("MO-senteret", "Åge")
    yard.take("Kontor", yard.send("MO-senteret"))
    yard.take("MO-senteret", yard.send("Kontor"))
    shutil.rmtree(yard.folder / "Kontor")
    before.rename(yard.folder / "Kontor")
    yard.clock.forward(61 * 24 * 60)  # what is younger is sent again anyhow
    yard.register("MO-senteret", "Bente")
    file = yard.send("MO-senteret", "Kontor")
    said = "1 endring venter: en tidligere fil fra MO-senteret mangler."
    with yard.seat("Kontor") as office:
        office.page.look_through(file)
        office.ready()
        assert said in texts(office.page.review)
        office.page.read_in()
        office.ready()
        assert office.page.after.waits.words.text() == said
        office.page.after.order.click()
        office.ready()
        assert office.page.after.told.words.text() == "Bestillingen er lagret og kontrollert. Du kan ta ut minnepinnen."
    yard.clock.forward(1)
    request = max(yard.stick.iterdir(), key=lambda f: f.stat().st_mtime_ns)
    yard.take("MO-senteret", request)
    yard.take("Kontor", yard.send("MO-senteret", "Kontor"))
    with yard.seat("Kontor") as office:
        assert not office.page.after.waits.isVisible()


def test_a_file_from_a_laptop_not_known_yet_is_put_aside_and_comes_in_later(yard: Laptops) -> None:
    with yard.open("Kontor") as office:
        asked = joining.request(yard.folder / "Verkstedet", "Verkstedet", yard.stick)
        welcome = laptops.welcome(office, asked.path, asked.code, yard.stick).path
        folder = yard.folder / "Verkstedet"
        joining.join(folder, welcome, name="Sissel", passphrase_=PASSPHRASE, clock=yard.clock).close()
    for file in yard.stick.iterdir():
        file.unlink()
    SITS["Verkstedet"] = "Sissel"
    yard.register("Verkstedet", "Tor")
    early = yard.send("Verkstedet")
    with yard.seat("Framnes gård") as farm:
        farm.page.look_through(early)
        farm.ready()
        farm.look()
        assert "maskin vi ikke kjenner" in farm.page.after.told.words.text()
        assert farm.page.after.aside.isVisible()
        farm.page.after.again.click()
        farm.ready()
        assert farm.page.after.told.words.text() == "Ingen av filene kan leses inn ennå."
    early.unlink()
    file = yard.send("Kontor")
    with yard.seat("Framnes gård") as farm:
        farm.page.look_through(file)
        farm.ready()
        farm.page.read_in()
        farm.ready()
        assert farm.page.after.told.words.text() == "1 fil som var lagt til side, kom også inn."
        assert [code for code, _f in reading.aside(farm.work.desk.place)] == []
        farm.look()
        assert not farm.page.after.aside.isVisible()


def test_a_supervisor_sees_no_backup(yard: Laptops) -> None:
    with yard.seat("Framnes gård") as farm:
        assert not farm.page.keep_card.isVisible()


def test_where_there_is_no_other_laptop_an_administrator_is_shown_where_to_add_one(place: Place) -> None:
    with window(place) as work:
        page = work.go("exchange")
        assert page.out_card.alone.isVisible() and not page.save_button.isVisible()  # type: ignore[attr-defined]
        page.join_button.click()  # type: ignore[attr-defined]
        assert (work.front.key, work.front.front) == ("settings", "laptops")  # type: ignore[union-attr, attr-defined]


def test_many_people_are_erased_only_when_an_administrator_says_so_here(yard: Laptops) -> None:
    names = [f"Per {number}" for number in range(5)]
    yard.register("Kontor", *names)
    yard.take("Framnes gård", yard.send("Kontor"))
    with yard.open("Kontor") as place:
        for (person,) in place.cursor().execute("SELECT id FROM person").fetchall():
            with place.write() as work:
                people.erase(work, person=person)
    file = yard.send("Kontor")
    with yard.seat("Framnes gård") as farm:  # a supervisor
        farm.page.look_through(file)
        farm.ready()
        assert "Filen sletter 5 personer." in farm.page.after.told.words.text()
        assert farm.work.findChildren(Ask) == []
    with yard.seat("Framnes gård", "Berit") as farm:
        farm.page.look_through(file)
        farm.ready()
        (asked,) = farm.work.findChildren(Ask)
        asked.buttons[0].click()
        farm.ready()
        assert farm.page.review.go.role == "danger" and farm.page.review.not_now.hasFocus()
        farm.page.review.go.click()
        asked = next(a for a in farm.work.findChildren(Ask) if a.isVisible())
        asked.buttons[0].click()
        farm.ready()
        assert farm.work.desk.place.cursor().execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_the_backup_goes_into_the_folder_that_is_remembered(yard: Laptops) -> None:
    folder = yard.folder / "kopier"
    folder.mkdir()
    with yard.seat("Kontor") as office:
        office.page.back_up_to(str(folder))
        office.ready()
        until(lambda: office.page.keep_card.count.text() == "1 kopi i kopier")
        office.hands.press("Ctrl+B")
        office.ready()
        until(lambda: office.page.keep_card.count.text() == "2 kopier i kopier")
        assert office.page.keep_card.when.text() == f"{yard.wall()[:1].upper()}{yard.wall()[1:]}"


def test_a_parcel_to_one_of_several_and_to_all(yard: Laptops) -> None:
    yard.register("Kontor", "Kari")
    with yard.seat("Kontor") as office:
        drop = office.page.out_card.chooser
        assert [drop.itemText(n) for n in range(drop.count())] == ["Framnes gård", "MO-senteret", "Alle"]
        drop.setCurrentIndex(2)
        drop.activated.emit(2)
        office.hands.press("Ctrl+S")
        office.ready()
        assert "til Framnes gård og MO-senteret" in office.page.after.told.more.text()
    for laptop in ("Framnes gård", "MO-senteret"):
        with yard.seat(laptop) as seat:
            assert len(seat.page.in_card.rows) == 1
    with yard.seat("Kontor") as office:
        assert office.page.out_card.to == "all"
        assert any("Ikke alle har den ennå." in t for t in texts(office.page.in_card))


def test_a_stick_says_when_its_files_can_be_deleted(yard: Laptops) -> None:
    yard.register("Kontor", "Kari")
    file = yard.send("Kontor", "Framnes gård")
    yard.take("Framnes gård", file)
    yard.take("Kontor", yard.send("Framnes gård", "Kontor"))
    with yard.seat("Kontor") as office:
        assert any("Alle har den: den kan slettes." in t for t in texts(office.page.in_card))


def phone(seat: Seat) -> str:
    return seat.work.desk.place.cursor().execute("SELECT phone FROM person").fetchone()[0]
