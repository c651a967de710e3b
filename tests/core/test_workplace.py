"""Opening and founding: each thing that can be wrong with the folder gives one sentence and loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alfdesk import paths, people, staff
from alfdesk.errors import AlreadyOpen, Damaged, StorageFailed, TooNew, UserFacingError
from alfdesk.journal import tables
from alfdesk.store import engine, rekey, slots, workplace
from alfdesk.store.check import check
from alfdesk.store.workplace import Place
from tests.support import MORNING, PASSPHRASE, SetClock, Template

from .conftest import Busy
from .scenes import mark, state

YEARS = 2 * 365 * 24 * 60  # minutes


@pytest.fixture
def folder(busy: Busy, tmp_path: Path) -> Path:
    """A workplace with a day in it, closed."""
    shutil.copytree(busy.template.folder, tmp_path / "workplace")
    return tmp_path / "workplace"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name != paths.LOCK}


def refused(template: Template, folder: Path, kind: type[UserFacingError], says: str) -> None:
    """Opening says this one sentence, and not a byte has changed."""
    before = bytes_of(folder)
    with pytest.raises(kind, match=says) as error:
        template.open(folder)
    assert error.value.sentence and "\n" not in error.value.sentence
    assert bytes_of(folder) == before


# Two programs at once ------------------------------------------------------------------------------------------------

HOLD = "import sys; from pathlib import Path; from alfdesk.store.locking import lock; " + (
    "held = lock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def other_program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the workplace open."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with program:
        assert program.stdout is not None and program.stdout.readline() == "held\n"
        yield program
        program.kill()


def test_a_second_program_is_told_and_the_first_when_killed_leaves_nothing_in_the_way(
    busy: Busy, folder: Path, other_program: subprocess.Popen[str]
) -> None:
    for _turn in range(2):
        refused(busy.template, folder, AlreadyOpen, "already open in another window")
    with pytest.raises(AlreadyOpen):
        workplace.open(folder, name="Anne", passphrase=PASSPHRASE)
    with pytest.raises(AlreadyOpen):
        staff.found(folder, organisation="Ny", laptop="Ny", name="Ny", passphrase_=PASSPHRASE, cost=slots.FLOOR)
    other_program.kill()
    other_program.wait()
    busy.template.open(folder).close()


def test_the_same_program_does_not_open_it_twice(busy: Busy, folder: Path) -> None:
    with busy.template.open(folder), pytest.raises(AlreadyOpen):
        busy.template.open(folder)
    busy.template.open(folder).close()


# Newer, missing, half, damaged -----------------------------------------------------------------------------------------


def test_a_newer_file_is_not_touched(busy: Busy, folder: Path) -> None:
    connection = engine.connect(folder / paths.DATABASE, busy.template.key)
    connection.execute(f"PRAGMA user_version={tables.SCHEMA + 1}")
    connection.close()
    refused(busy.template, folder, TooNew, "made by a newer Alfdesk")


def test_a_newer_key_file_is_not_touched(busy: Busy, folder: Path) -> None:
    path = folder / paths.SLOTS
    path.write_bytes(path.read_bytes().replace(b'"alfdesk_slots": 1', b'"alfdesk_slots": 2'))
    refused(busy.template, folder, TooNew, "made by a newer Alfdesk")


def test_where_there_is_no_workplace(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UserFacingError, match="There is no workplace in this folder"):
            workplace.open(folder, name="Anne", passphrase=PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_gone(busy: Busy, folder: Path) -> None:
    (folder / paths.DATABASE).unlink()
    keys = (folder / paths.SLOTS).read_bytes()
    refused(busy.template, folder, Damaged, "The database is gone")
    # It may only have been moved, and is lost without its keys: nothing is founded over them.
    with pytest.raises(UserFacingError, match="There is a workplace in this folder already"):
        staff.found(folder, organisation="Ny", laptop="Ny", name="Ny", passphrase_=PASSPHRASE, cost=slots.FLOOR)
    assert (folder / paths.SLOTS).read_bytes() == keys


def test_a_key_file_that_is_gone(busy: Busy, folder: Path) -> None:
    (folder / paths.SLOTS).unlink()
    refused(busy.template, folder, Damaged, "The key file can't be read")
    with pytest.raises(UserFacingError, match="There is a workplace in this folder already"):
        staff.found(folder, organisation="Ny", laptop="Ny", name="Ny", passphrase_=PASSPHRASE, cost=slots.FLOOR)
    assert (folder / paths.DATABASE).exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(5000), os.urandom(9000)], ids=len)
def test_a_database_that_is_none(busy: Busy, folder: Path, content: bytes) -> None:
    (folder / paths.DATABASE).write_bytes(content)
    with pytest.raises(Damaged, match="The database is damaged. Do not go on with it"):
        busy.template.open(folder)


def test_a_founding_that_was_cut_off_is_founded_again(tmp_path: Path) -> None:
    """Before its end nobody was told of it: the half-made file lies there, and perhaps the keys."""
    half = tmp_path / "half"
    half.mkdir()
    for name in (paths.SLOTS, paths.DATABASE + ".founding", paths.DATABASE + ".founding-wal"):
        (half / name).write_bytes(b"rest")
    place = staff.found(
        half, organisation="Ny", laptop="Ny", name="Siv", passphrase_=PASSPHRASE, cost=slots.FLOOR, clock=SetClock()
    )
    assert check(place).ok
    place.close()
    assert {f.name for f in half.iterdir()} == {paths.DATABASE, paths.SLOTS, paths.LOCK}


def test_a_founding_that_is_refused_leaves_no_workplace(tmp_path: Path) -> None:
    for names, passphrase, says in (
        (("", "Kontor", "Anne"), PASSPHRASE, "Write a name"),
        (("Gård", "x" * 81, "Anne"), PASSPHRASE, "Write a name"),
        (("Gård", "Kontor", " "), PASSPHRASE, "Write a name"),
        (("Gård", "Kontor", "Anne"), "anne kontor gård", "too easy to guess"),
    ):
        organisation, laptop, name = names
        with pytest.raises(UserFacingError, match=says):
            staff.found(tmp_path / "w", organisation=organisation, laptop=laptop, name=name, passphrase_=passphrase)
    assert not workplace.is_there(tmp_path / "w")


# Read-only ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def write_protected(folder: Path) -> Iterator[Path]:
    """The folder, where nothing can be written: a read-only mount for root, else by its rights."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        if subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode:
            pytest.skip("this root may not mount")
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True, capture_output=True)
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True, capture_output=True)
    else:
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_folder(busy: Busy, write_protected: Path) -> None:
    refused(busy.template, write_protected, StorageFailed, "can't be written to. Nothing has changed")
    with pytest.raises(StorageFailed, match="can't be written to"):
        staff.found(
            write_protected / "new", organisation="Ny", laptop="Ny", name="Ny", passphrase_=PASSPHRASE,
            cost=slots.FLOOR,
        )  # fmt: skip


def test_a_folder_that_becomes_read_only_while_it_is_open(busy: Busy, folder: Path) -> None:
    """What was saved before stands; nothing is called saved after."""
    place = busy.template.open(folder)
    mark(place, busy.crew, busy.crew.siv, "went_home")
    before = state(place)
    place.cursor().execute("PRAGMA query_only=ON")
    place.let_go()
    if not (hasattr(os, "geteuid") and os.geteuid() == 0):
        pytest.skip("only root mounts")
    if subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode:
        pytest.skip("this root may not mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True, capture_output=True)
        # The lock was taken by the folder's other name, so this is the same program, cut off from its disk.
        with pytest.raises(StorageFailed, match="can't be written to") as said:
            mark(place, busy.crew, busy.crew.siv, "present")
        assert said.value.sentence
    finally:
        place.let_go()
        subprocess.run(["umount", folder], check=True, capture_output=True)
    place.close()
    with busy.template.open(folder) as again:
        assert state(again) == before and check(again).ok


# The clock ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [-2, -24 * 60, -YEARS], ids=["two minutes", "a day", "two years"])
def test_a_clock_that_was_set_back_gives_one_sentence_and_loses_nothing(
    busy: Busy, folder: Path, clock: SetClock, back: int
) -> None:
    clock.forward(back)
    with busy.template.open(folder, clock) as place:
        assert len(place.warnings) == 1
        assert place.warnings[0].startswith("The computer's clock shows ") and "Check date and time" in place.warnings[0]
        mark(place, busy.crew, busy.crew.siv, "went_home")  # it stops no one
        assert check(place).ok
    clock.forward(-back)
    with busy.template.open(folder, clock) as place:
        assert place.warnings == [] and check(place).ok
        mark(place, busy.crew, busy.crew.siv, "present")


def test_a_right_clock_gives_none(busy: Busy, folder: Path, clock: SetClock) -> None:
    assert clock.now == MORNING
    with busy.template.open(folder, clock) as place:
        assert place.warnings == []


# Versions ------------------------------------------------------------------------------------------------------------------


def test_an_erasure_that_was_cut_off_before_the_file_was_written_anew_is_ended_at_the_next_start(
    place: Place, founded: Template
) -> None:
    with place.write() as work:
        person = people.register(work, call_name="Mona")
    with place.write() as work:
        people.erase(work, person=person)
    key, folder = place.key, place.folder
    place.close()
    with founded.open(folder) as again:
        assert again.key != key
        key = again.key
        rekey.wipe_stale(again)
        assert again.key == key  # once is enough


def test_tables_of_another_version_are_made_again_from_the_journal(busy: Busy, folder: Path) -> None:
    """An older program's tables, or a newer one's: thrown away and rebuilt at opening; nothing of the journal is lost."""
    connection = engine.connect(folder / paths.DATABASE, busy.template.key)
    connection.execute("ALTER TABLE person DROP COLUMN phone")
    connection.execute("CREATE TABLE of_tomorrow(id BLOB PRIMARY KEY)")
    connection.execute("UPDATE local SET value='another' WHERE key IN ('shape', 'program')")
    connection.close()
    with busy.template.open(folder) as place, place.read():
        assert "of_tomorrow" not in tables.names(place.cursor())
        assert check(place).ok
        wanted = state(place)
    with busy.template.copy(folder.with_name("another")) as untouched:
        assert state(untouched) == wanted


def test_a_place_that_is_closed_gives_its_key_away_to_nobody(place: Place) -> None:
    place.close()
    assert place.key == b""
