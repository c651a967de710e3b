"""Sticks that are full, write-protected, gone, or that lie: no file under a final name, and nothing has changed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from alfdesk import i18n
from alfdesk.errors import UserFacingError
from alfdesk.exchange import joining, parcel, reading, words
from alfdesk.exchange import laptops as roster
from alfdesk.exchange.stick import Disk

from .carried import Carried


class Failing(Disk):
    """A disk that says no at one of its steps."""

    def __init__(self, step: str, number: int) -> None:
        self.step = step
        self.number = number

    def fail(self, step: str) -> None:
        if step == self.step:
            raise OSError(self.number, "no")

    def write(self, path: Path, content: bytes) -> None:
        if self.step == "half":  # pulled out while it was written
            path.write_bytes(content[: len(content) // 2])
            raise OSError(self.number, "no")
        self.fail("write")
        super().write(path, content)

    def read(self, path: Path, limit: int) -> bytes:
        self.fail("read")
        return super().read(path, limit)

    def rename(self, path: Path, to: Path) -> None:
        self.fail("rename")
        super().rename(path, to)


class Lying(Disk):
    """A stick that keeps something else than what is written: sold as larger than it is."""

    def write(self, path: Path, content: bytes) -> None:
        super().write(path, content[:-100] + bytes(100))


@pytest.mark.parametrize("step", ["write", "half", "read", "rename"])
@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "NO_SPACE"), (errno.EROFS, "READ_ONLY"), (errno.EIO, "STICK_GONE"), (errno.ENOENT, "STICK_GONE")],
)
def test_a_stick_that_says_no_gets_no_file(laptops: Carried, step: str, number: int, code: str):
    office = laptops.office
    before = office.everything()
    there = sorted(laptops.stick.iterdir())
    with pytest.raises(words.Refused) as refusal:
        parcel.make(office.place, "all", laptops.stick, disk=Failing(step, number))
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith("The file is not made.")
    assert sorted(laptops.stick.iterdir()) == there
    assert office.everything() == before


def test_what_is_read_back_is_compared(laptops: Carried):
    with pytest.raises(UserFacingError, match="doesn't keep what is written"):
        parcel.make(laptops.office.place, "all", laptops.stick, disk=Lying())
    assert list(laptops.stick.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(laptops: Carried):
    with pytest.raises(UserFacingError, match="not there"):
        parcel.make(laptops.office.place, "all", laptops.stick / "no such")


def test_nobody_is_let_in_when_there_is_no_folder_for_the_welcome(laptops: Carried, tmp_path: Path):
    asked = joining.request(tmp_path / "new", "Bilen", laptops.stick)
    before = laptops.office.everything()
    with pytest.raises(UserFacingError, match="not there"):
        roster.welcome(laptops.office.place, asked.path, asked.code, laptops.stick / "no such")
    assert laptops.office.everything() == before


def test_of_what_nothing_will_heal_the_newest_are_kept(laptops: Carried):
    office = laptops.office
    for number in range(reading.ASIDE + 5):
        file = laptops.stick / "bad.alf"
        file.write_bytes(b"x%d" % number)
        assert office.reads(file).code == "NOT_ALFDESK"
    assert len(reading.aside(office.place)) == reading.ASIDE


def test_no_room_says_how_much_is_missing(laptops: Carried):
    i18n.use("nb")
    with pytest.raises(words.Refused, match=r"^Det er ikke plass: \d+ kB mangler\. Filen er ikke laget\.$"):
        parcel.make(laptops.office.place, "all", laptops.stick, disk=Failing("write", errno.ENOSPC))


def test_the_name_tells_no_person_and_no_place(laptops: Carried):
    file = laptops.farm.sends("Kontor")
    assert file.name.isascii() and ":" not in file.name and len(file.name) < 60
    assert file.name.startswith("Alfdesk B 2026-11-22 0701 ") and file.suffix == ".alf"
    assert "Kontor" not in file.name


def test_a_second_file_never_takes_the_first_ones_place(laptops: Carried):
    names = {laptops.farm.sends("Kontor").name for _turn in range(4)}
    assert len(names) == 4


def test_copies_of_what_was_made_are_kept_thirty_days(laptops: Carried):
    farm = laptops.farm
    first = farm.sends("Kontor")
    box = farm.folder / parcel.OUTBOX
    assert (box / first.name).read_bytes() == first.read_bytes()
    farm.clock.forward(31 * 24 * 60)
    second = farm.sends("Kontor")
    assert [f.name for f in box.iterdir()] == [second.name]
