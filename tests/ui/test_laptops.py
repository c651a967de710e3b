"""The settings' laptops on a real store: one is let in by its request and code, one is lost and barred, and is found.

                 request + code                    welcome
    new laptop ─────────────────▶ administrator ─────────────▶ new laptop: the same workplace
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alfdesk import directory, journal, people, told
from alfdesk.exchange import joining, laptops, parcel, reading
from alfdesk.exchange.stick import Disk
from alfdesk.journal.write import Acting
from alfdesk.store import workplace
from alfdesk.store.workplace import Place
from tests import support
from tests.core.desk import TODAY
from ui import tasks
from ui.dialogs.ask import Ask
from ui.pages.settings import Settings, let_in
from ui.pages.settings.laptops import Laptops
from ui.pages.settings.let_in import LetIn
from ui.plugged import Plugged
from ui.sticks import Stick
from ui.work import Work

from .hands import Hands
from .sitting import in_settings, section_of, sitting, until

NAME = "Gården 2"
Seat = tuple[Work, Hands, Laptops]


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Seat]:
    with in_settings(qapp, place, tmp_path / "laptop") as (work, hands, page):
        yield work, hands, section_of(page, "laptops", Laptops)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def asked(tmp_path: Path, stick: Path) -> joining.Asked:
    """A new laptop has asked."""
    return joining.request(tmp_path / "farm", NAME, stick)


def rows(section: Laptops) -> list[tuple[str, ...]]:
    """The table as it is shown."""
    model = section.table.model()
    return [tuple(model.index(row, c).data() for c in range(3)) for row in range(model.rowCount())]


def panel_with(section: Laptops, asked: joining.Asked) -> LetIn:
    panel = section.ask_new()
    panel.take_request(asked.path)
    until(lambda: panel.asked is not None)
    return panel


def filled(panel: LetIn, asked: joining.Asked) -> LetIn:
    """With the right code and her own passphrase: only the button is left."""
    panel.code.set(asked.code)
    panel.passphrase.set(support.PASSPHRASE)
    return panel


def let_in_by_hand(section: Laptops, asked: joining.Asked) -> Path:
    panel = filled(panel_with(section, asked), asked)
    panel.give.click()
    until(lambda: panel.done)
    panel.close_it.click()
    QApplication.processEvents()
    return next(asked.path.parent.glob("*.alf"))


def test_the_only_laptop_is_this_one(seat: Seat) -> None:
    _work, _hands, section = seat
    assert rows(section) == [("A", "Kontor", "This laptop")]
    assert section.add.isVisible() and not section.bar.isVisible() and not section.lift.isVisible()
    assert section.about.isHidden()


def test_what_is_plugged_in_is_proposed(
    seat: Seat, asked: joining.Asked, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    both = (Stick(stick, "KINGSTON (E:)", 3_100_000_000), Stick(other, "SANDISK (F:)", 1_000_000))
    monkeypatch.setattr(Plugged, "find", staticmethod(lambda: both))
    _work, hands, section = seat
    panel = section.ask_new()
    until(lambda: panel.requests.buttons)
    (button,) = panel.requests.buttons
    assert button.text() == f"{asked.path.name}, KINGSTON (E:)"
    button.setFocus()
    hands.press("Enter")
    until(lambda: panel.asked is not None)
    assert panel.folder == stick and not panel.requests.isVisible()
    until(lambda: panel.places.buttons)
    assert [b.text() for b in panel.places.buttons] == ["SANDISK (F:)"]  # the request's own stick is chosen already
    panel.places.buttons[0].click()
    assert panel.folder == other
    assert [b.text() for b in panel.places.buttons] == ["KINGSTON (E:)"]
    filled(panel, asked)
    panel.give.click()
    until(lambda: panel.done)
    assert len(list(other.glob("*.alf"))) == 1 and not panel.places.isVisible()
    panel.leave()


def test_a_laptop_is_let_in_and_joins(seat: Seat, asked: joining.Asked, stick: Path, tmp_path: Path) -> None:
    work, hands, section = seat
    panel = panel_with(section, asked)
    assert panel.full_copy.words.text() == "You give “Gården 2” a full copy of this workplace."
    assert panel.code.edit.hasFocus()
    hands.write(asked.code.replace(" ", "").lower())
    assert panel.code.text() == asked.code  # in groups, as it is shown there
    hands.press("Enter")
    assert panel.passphrase.edit.hasFocus()
    hands.write(support.PASSPHRASE)
    hands.press("Enter")
    until(lambda: panel.done)
    said = "The welcome is written and checked. You can take out the stick."
    assert panel.band.words.text() == said == hands.heard[-1]
    assert panel.passphrase.text() == ""
    hands.press("Enter")
    assert rows(section) == [("A", "Kontor", "This laptop"), ("B", NAME, "Not heard from yet")]
    (welcome,) = stick.glob("*.alf")
    with joining.join(tmp_path / "farm", welcome, name="Anne", passphrase_=support.PASSPHRASE) as farm:
        with farm.read() as session:
            assert directory.people_counts(session, TODAY).all == 4
    assert work.desk.place.cursor().execute("SELECT count(*) FROM laptop").fetchone() == (2,)


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "The code has 20 letters and digits. Nothing has changed."),
    ("Q7KM 3MZ2", "The code has 20 letters and digits. Nothing has changed."),
    ("other", "This is not the code of that file. Nothing has changed. Ask the new laptop again."),
])  # fmt: skip
def test_a_wrong_code_changes_nothing(
    seat: Seat, asked: joining.Asked, stick: Path, tmp_path: Path, typed: str, sentence: str
) -> None:
    _work, _hands, section = seat
    other = joining.request(tmp_path / "elsewhere", "Fjorden", tmp_path)
    panel = panel_with(section, asked)
    panel.code.set(other.code if typed == "other" else typed)
    panel.passphrase.set(support.PASSPHRASE)
    panel.give.click()
    assert panel.code.error.words.text() == sentence and panel.code.edit.hasFocus()
    assert panel.task is None and list(stick.glob("*.alf")) == []
    panel.leave()
    assert len(rows(section)) == 1


def test_a_slip_is_told_by_its_group(seat: Seat, asked: joining.Asked) -> None:
    _work, _hands, section = seat
    panel = panel_with(section, asked)
    groups = asked.code.split()
    groups[2] = ("A" if groups[2][0] != "A" else "B") + groups[2][1:]
    panel.code.set(" ".join(groups))
    panel.give.click()
    assert panel.code.error.words.text() == "The code is not right. Look at group 3 again. Nothing has changed."


def test_a_wrong_passphrase_changes_nothing(seat: Seat, asked: joining.Asked, stick: Path) -> None:
    _work, _hands, section = seat
    panel = panel_with(section, asked)
    panel.code.set(asked.code)
    panel.give.click()
    assert panel.passphrase.error.words.text() == "Write your passphrase."
    panel.passphrase.set("hest skog vann brød fjell bord")
    panel.give.click()
    until(lambda: panel.task is None)
    assert panel.passphrase.error.words.text().startswith("The passphrase isn't right.")
    assert panel.passphrase.edit.hasFocus()
    assert list(stick.glob("*.alf")) == []
    panel.leave()
    assert len(rows(section)) == 1


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "The file is empty. The stick was probably taken out too soon. Make the file again."),
    (b"a letter", "This is not an Alfdesk file. Nothing has changed."),
    (None, "The file is not whole: 1 of 1 kB came along. Copy it once more."),
])  # fmt: skip
def test_a_file_that_is_no_request(
    seat: Seat, asked: joining.Asked, content: bytes | None, sentence: str
) -> None:
    _work, _hands, section = seat
    asked.path.write_bytes(asked.path.read_bytes()[:-7] if content is None else content)
    panel = section.ask_new()
    panel.take_request(asked.path)
    until(lambda: not tasks.running())
    assert panel.band.words.text() == sentence
    assert panel.request is None and panel.give.isHidden()


def test_a_name_that_is_taken_is_told(seat: Seat, stick: Path, tmp_path: Path) -> None:
    _work, _hands, section = seat
    asked = joining.request(tmp_path / "farm", "kontor", stick)
    panel = filled(panel_with(section, asked), asked)
    panel.give.click()
    until(lambda: panel.task is None)
    assert panel.band.words.text() == "There is a laptop with that name already. Choose another."
    assert panel.band.more.text() == "" and len(section.table.rows.records) == 1


def test_stopped_too_late_is_done(
    seat: Seat, asked: joining.Asked, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was there when she had had enough: it is not said that there is none."""
    _work, _hands, section = seat
    panel = filled(panel_with(section, asked), asked)
    plain = parcel.log

    def log(*args: object) -> None:
        assert panel.task is not None
        panel.task.cancel()
        plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(parcel, "log", log)
    panel.give.click()
    until(lambda: panel.task is None)
    assert panel.done and panel.band.words.text().startswith("The welcome is written")
    assert len(list(stick.glob("*.alf"))) == 1


def test_a_folder_that_is_gone_changes_nothing(
    seat: Seat, asked: joining.Asked, tmp_path: Path
) -> None:
    _work, _hands, section = seat
    panel = panel_with(section, asked)
    panel.take_folder(tmp_path / "nowhere")
    filled(panel, asked)
    panel.give.click()
    until(lambda: panel.task is None)
    assert panel.band.words.text() and not panel.band.more.text() and not panel.done
    section.refresh()
    assert len(rows(section)) == 1


def test_a_full_stick_leaves_the_laptop_in_the_list(
    seat: Seat, asked: joining.Asked, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal comes first; the same request then makes the file."""
    _work, _hands, section = seat
    panel = filled(panel_with(section, asked), asked)

    def full(self: Disk, path: Path, to: Path) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(Disk, "rename", full)
        panel.give.click()
        until(lambda: panel.task is None)
    assert panel.band.words.text().startswith("There is not enough room") and not panel.done
    assert panel.band.more.text() == "Gården 2 is in the list already. The same request makes a new welcome."
    assert [f.name for f in stick.iterdir()] == [asked.path.name]
    panel.give.click()
    until(lambda: panel.done)
    panel.leave()
    assert len(rows(section)) == 2


def test_stopped_half_way_leaves_no_file(
    seat: Seat, asked: joining.Asked, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _work, hands, section = seat
    panel = filled(panel_with(section, asked), asked)
    plain, written, enough = Disk.read, Event(), Event()

    def read(self: Disk, path: Path, limit: int) -> bytes:
        if path.suffix == ".TMP":  # it is written, and about to be compared
            written.set()
            assert enough.wait(20)
        return plain(self, path, limit)

    monkeypatch.setattr(Disk, "read", read)
    panel.give.click()
    until(written.is_set)
    assert not panel.close_it.isEnabled()
    hands.press("Esc")
    assert not panel._gone  # what is under way is ended first
    enough.set()
    until(lambda: panel.task is None)
    assert panel.band.words.text() == "Stopped. No file was written."
    assert [f.name for f in stick.iterdir()] == [asked.path.name]
    assert not panel.done and panel.give.isEnabled()
    assert panel.band.more.text() == "Gården 2 is in the list already. The same request makes a new welcome."
    hands.press("Esc")
    assert panel._gone


def test_a_lost_laptop_is_barred_and_taken_back(
    seat: Seat, asked: joining.Asked, stick: Path, tmp_path: Path
) -> None:
    """What it wrote before counts. What comes after waits, until the bar is lifted."""
    work, hands, section = seat
    welcome = let_in_by_hand(section, asked)
    farm = joining.join(tmp_path / "farm", welcome, name="Anne", passphrase_=support.PASSPHRASE)
    section.table.step(1)
    question = section.ask_bar()
    assert isinstance(question, Ask)
    question.buttons[0].click()
    why = question._parts[-1]
    assert not question._gone and why.error.words.text() == "Write why. It stays in the journal."
    why.set("stjålet fra bilen")
    question.buttons[0].click()
    until(lambda: hands.heard[-1:] == ["Gården 2 is barred. Make a parcel for the others, so that they know."])
    assert rows(section)[1] == ("B", NAME, "Barred")
    section.table.step(1)
    assert ": stjålet fra bilen" in section.about.words.text() and "by Anne" in section.about.words.text()
    assert section.lift.isVisible() and not section.bar.isVisible()
    late = says_something(farm, "Nils", stick)
    farm.close()
    taken = reading.read(work.desk.place, late)
    assert (taken.status, taken.code) == ("refused", "REVOKED")
    question = section.ask_lift()
    assert isinstance(question, Ask)
    question._parts[0].set("funnet igjen")
    question.buttons[0].click()
    until(lambda: hands.heard[-1].startswith("Gården 2 is with us again."))
    assert rows(section)[1][2] != "Barred"
    with work.desk.place.read() as session:
        told_ = [told.act_words(session, act) for act in journal.acts(session, limit=3)]
    assert told_ == ["Bar lifted.", "Laptop barred.", "Laptop let in."]
    work.undo()  # the way back of such an act is its own, with a reason
    assert rows(section)[1][2] != "Barred"
    assert reading.read(work.desk.place, late).status == "taken"


def says_something(farm: Place, name: str, stick: Path) -> Path:
    """Somebody is registered at the farm, and the office is told."""
    with farm.write() as unit:
        people.register(unit, call_name=name, last_name="Gård", today=TODAY)
    return parcel.make(farm, "Kontor", stick).path


def test_a_copied_laptop_is_told_from_one(seat: Seat, asked: joining.Asked, stick: Path, tmp_path: Path) -> None:
    """Its disk was copied, and both went on. Nobody's work is lost, and everybody sees it."""
    work, _hands, section = seat
    welcome = let_in_by_hand(section, asked)
    joining.join(tmp_path / "farm", welcome, name="Anne", passphrase_=support.PASSPHRASE).close()
    shutil.copytree(tmp_path / "farm", tmp_path / "copy")
    for folder, name in (("farm", "Nils"), ("copy", "Olga")):
        with workplace.open(tmp_path / folder, name="Anne", passphrase=support.PASSPHRASE) as farm:
            sent = says_something(farm, name, stick)
        assert reading.read(work.desk.place, sent).status == "taken"
    section.refresh()
    assert rows(section)[1] == ("B", NAME, "Copied or restored")
    section.table.step(1)
    assert section.about.words.text() == "Gården 2 seems to be copied, or restored from a backup."
    assert work.desk.read(directory.people_counts, TODAY).all == 6


def test_a_silent_laptop_is_asked_after(
    seat: Seat, asked: joining.Asked, stick: Path, tmp_path: Path, clock: support.SetClock
) -> None:
    work, _hands, section = seat
    welcome = let_in_by_hand(section, asked)
    assert section.about.isHidden()  # this one is marked, and all is well with it
    section.table.step(1)
    assert section.about.words.text() == "Gården 2 has not been heard from yet."
    with joining.join(tmp_path / "farm", welcome, name="Anne", passphrase_=support.PASSPHRASE, clock=clock) as farm:
        sent = says_something(farm, "Nils", stick)
    reading.read(work.desk.place, sent)
    section.refresh()
    assert rows(section)[1] == ("B", NAME, "With us") and section.about.isHidden()
    clock.forward(15 * 24 * 60)
    section.refresh()
    assert rows(section)[1] == ("B", NAME, "Silent for 14 days")
    assert section.about.words.text() == "Nothing has come from Gården 2 for 14 days."


def test_this_laptop_is_not_barred_from_itself(seat: Seat) -> None:
    _work, _hands, section = seat
    assert not section.bar.isVisible()
    with pytest.raises(Exception, match="You can't bar the laptop you sit at"):
        laptops.revoke(section.desk.place, "Kontor", why="")


def test_the_office_sees_them_and_changes_nothing(
    qapp: QApplication, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = place.acting()
    narrow = Acting(acting.id, acting.name, frozenset({"office"}), acting.sign)
    with sitting(qapp, place, tmp_path / "laptop") as (work, _hands):
        monkeypatch.setattr(work.desk, "_acting", narrow)
        page = Settings(work)
        page.choose("laptops")
        section = page.sections["laptops"]
        assert isinstance(section, Laptops)
        assert [section.add.isHidden(), section.bar.isHidden(), section.lift.isHidden()] == [True] * 3
        assert len(section.table.rows.records) == 1
        page.deleteLater()


def test_the_right_code_is_nowhere_in_the_panel(seat: Seat, asked: joining.Asked) -> None:
    """It cannot be clicked past: whoever lets a laptop in must have heard it from there."""
    from .audit import texts

    _work, _hands, section = seat
    panel = panel_with(section, asked)
    shown = " ".join(texts(panel)).replace(" ", "")
    assert asked.code.replace(" ", "") not in shown and asked.code.split()[0] not in shown


def test_typing_in_the_middle_keeps_its_place(seat: Seat, asked: joining.Asked) -> None:
    _work, hands, section = seat
    panel = panel_with(section, asked)
    hands.write("abcd efgh")
    assert panel.code.text() == "ABCD EFGH"
    panel.code.edit.setCursorPosition(2)
    hands.write("z")
    assert panel.code.text() == "ABZC DEFG H"
    hands.write("y")
    assert panel.code.text() == "ABZY CDEF GH"
    QTest.keyClick(panel.code.edit, Qt.Key.Key_Backspace)
    assert panel.code.text() == "ABZC DEFG H"
    panel.code.edit.setText("")
    hands.write("x" * 30)
    assert panel.code.full() and len(panel.code.text()) == 24
    assert let_in.CODE == laptops.CODE_LENGTH
