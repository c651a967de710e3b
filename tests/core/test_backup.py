"""Backups: the folder alone is enough, on an empty machine, with what was valid that day."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from alfdesk import paths, people, staff
from alfdesk.errors import Damaged, UserFacingError, WrongPassphrase
from alfdesk.store import backup, slots, workplace
from alfdesk.store.check import check
from alfdesk.store.workplace import Place
from tests.support import PASSPHRASE, SetClock

from .conftest import Busy
from .scenes import MONDAY, OTHER, Yard, by_keys, mark, state

FLOOR = slots.FLOOR
DAY = 24 * 60  # minutes


@pytest.fixture
def place(busy: Busy, tmp_path: Path, clock: SetClock) -> Iterator[Place]:
    with busy.template.copy(tmp_path / "workplace", clock) as place:
        yield place


@pytest.fixture
def crew(busy: Busy) -> Yard:
    return busy.crew


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def opened(place: Place, copy: Path) -> backup.Opened:
    """What Anne's passphrase gives of a backup, without the time it costs."""
    document = json.loads(copy.with_suffix(backup.KEYS).read_bytes())
    ring = slots.decode(json.dumps(document["slots"]).encode())
    slot = next(s for s in ring.slots if s.owner == place.owner)
    key = slots.unseal(slot.sealed, place.keys)
    wrapped = bytes.fromhex(document["key"])
    copy_key = ChaCha20Poly1305(key).decrypt(wrapped[:12], wrapped[12:], b"alfdesk backup " + ring.database)
    return backup.Opened(ring, key, copy_key, place.keys, place.owner)


def restored(place: Place, copy: Path, to: Path) -> Place:
    return backup.restore(copy, to, opened(place, copy), place.clock)


def streams(place: Place) -> list[tuple[bytes, int]]:
    return place.cursor().execute("SELECT stream, seq FROM entry ORDER BY no").fetchall()


def test_the_folder_alone_opens_on_an_empty_machine_with_the_passphrase_of_that_day(
    place: Place, crew: Yard, out: Path, tmp_path: Path
) -> None:
    made = backup.backup(place, out)
    wanted = state(place)
    staff.change_passphrase(place, new=OTHER, cost=FLOOR)  # later, and on the old machine alone
    place.close()
    shutil.rmtree(place.folder)
    stick = tmp_path / "another machine" / "stick"
    shutil.copytree(out, stick)
    copy = backup.newest(stick)
    assert copy.name == made.path.name
    with pytest.raises(WrongPassphrase):
        backup.unlock(copy, name="Anne", passphrase=OTHER)
    way = backup.unlock(copy, name="Anne", passphrase=PASSPHRASE)
    with backup.restore(copy, tmp_path / "new", way, SetClock()) as again:
        assert state(again) == wanted == made.digest
        report = check(again)
        assert report.ok and report.entries == made.entries
    with workplace.open(tmp_path / "new", name="Anne", passphrase=PASSPHRASE, clock=SetClock()) as again:
        assert state(again) == wanted


def test_the_folder_alone_opens_with_the_paper_of_that_day(place: Place, crew: Yard, out: Path, tmp_path: Path) -> None:
    paper = staff.new_recovery(place, today=MONDAY)
    copy = backup.backup(place, out).path
    later = staff.new_recovery(place, today=MONDAY)
    wanted = state(place)
    with pytest.raises(WrongPassphrase, match="This sheet"):
        backup.unlock(copy, paper=later.secret)
    way = backup.unlock(copy, paper=paper.secret)
    with backup.restore(copy, tmp_path / "new", way, SetClock()) as again:
        assert state(again) != wanted  # the later sheet is not in it
        staff.take_over(again, name="Anne", passphrase_=OTHER, cost=FLOOR)
        assert check(again).problems == ()


def test_no_name_and_no_key_stands_in_the_files_of_a_backup(place: Place, crew: Yard, out: Path) -> None:
    made = backup.backup(place, out)
    raw = b"".join(f.name.encode() + f.read_bytes() for f in sorted(out.iterdir()))
    for word in ("Anne", "Kari", "Nordmann", "Gården", "Prøvegården", place.key.hex(), "attendance"):
        assert word.encode() not in raw
    assert sorted(f.suffix for f in out.iterdir()) == [".alfbak", ".alfkeys"]
    assert made.size == made.path.stat().st_size


def test_a_restored_workplace_goes_on_in_a_new_stream_and_no_number_is_used_twice(
    place: Place, crew: Yard, out: Path, tmp_path: Path
) -> None:
    copy = backup.backup(place, out).path
    then = streams(place)
    mark(place, crew, crew.siv, "went_home")
    one, two = (restored(place, copy, tmp_path / name) for name in ("one", "two"))
    for again in (one, two):
        assert streams(again) == then
        mark(again, crew, crew.siv, "present")
    found = {p: streams(p)[len(then) :] for p in (place, one, two)}
    assert len({s for rows in found.values() for s, _seq in rows}) == 3
    assert [seq for _s, seq in found[one]] == [seq for _s, seq in found[two]] == [0]
    for again in (one, two):
        assert check(again).ok
        (up,) = again.cursor().execute("SELECT parent_stream FROM entry ORDER BY no DESC").fetchone()
        assert up == then[-1][0]  # the chain says what it goes on from
        again.close()


def test_a_restore_leaves_the_backup_as_it_was_to_the_byte(place: Place, crew: Yard, out: Path, tmp_path: Path) -> None:
    copy = backup.backup(place, out).path
    before = {f.name: f.read_bytes() for f in out.iterdir()}
    restored(place, copy, tmp_path / "new").close()
    assert {f.name: f.read_bytes() for f in out.iterdir()} == before


def test_a_restore_into_a_workplace_is_refused(place: Place, crew: Yard, out: Path, tmp_path: Path) -> None:
    copy = backup.backup(place, out).path
    way, before = opened(place, copy), {f.name: f.read_bytes() for f in place.folder.iterdir()}
    for folder in (place.folder, tmp_path / "keys alone"):
        folder.mkdir(exist_ok=True)
        shutil.copy(place.folder / paths.SLOTS, folder / paths.SLOTS) if folder != place.folder else None
        with pytest.raises(UserFacingError, match="There is a workplace in this folder already"):
            backup.restore(copy, folder, way, place.clock)
    assert {f.name: f.read_bytes() for f in place.folder.iterdir()} == before


def test_a_damaged_backup_is_refused_and_leaves_nothing_behind(
    place: Place, crew: Yard, out: Path, tmp_path: Path
) -> None:
    copy = backup.backup(place, out).path
    way, whole = opened(place, copy), copy.read_bytes()
    for at in (0, 20, 4096 - 70, len(whole) // 2, len(whole) - 1):
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Damaged, match="damaged"):
            backup.restore(copy, tmp_path / "new", way, place.clock)
        assert {f.name for f in (tmp_path / "new").iterdir()} <= {paths.LOCK}
    copy.write_bytes(whole[: len(whole) // 8192 * 4096])
    with pytest.raises(Damaged, match="damaged"):
        backup.restore(copy, tmp_path / "new", way, place.clock)
    copy.write_bytes(whole)
    restored(place, copy, tmp_path / "new").close()  # the same folder serves when the backup is whole


def test_a_damaged_key_file_is_said_to_be_damaged(place: Place, out: Path) -> None:
    copy = backup.backup(place, out).path
    keys_file = copy.with_suffix(backup.KEYS)
    whole = keys_file.read_bytes()
    forged = (b"", whole[:-40], b"[" * 100_000, b"[]")
    for raw in (*forged, *(whole.replace(b'"key": "', b'"key": "' + x, 1) for x in (b"xx", b"00", b'", "no": "'))):
        keys_file.write_bytes(raw)
        with pytest.raises(Damaged, match="key file is damaged"):
            backup.unlock(copy, name="Anne", passphrase=PASSPHRASE)


def test_which_backup_is_meant(place: Place, out: Path, clock: SetClock) -> None:
    with pytest.raises(UserFacingError, match="no backup in this folder"):
        out.mkdir()
        backup.newest(out)
    made = []
    for minutes in (0, 0, 90):
        clock.forward(minutes)
        made.append(backup.backup(place, out).path)
        assert backup.newest(out) == made[-1]  # the newest, also of two in one minute
    assert backup.newest(made[0]) == backup.newest(made[0].with_suffix(backup.KEYS)) == made[0]
    made[2].with_suffix(backup.KEYS).unlink()
    assert backup.newest(out) == made[1]  # a copy without its key opens nothing
    with pytest.raises(UserFacingError, match="Both are needed"):
        backup.newest(made[2])


def test_old_backups_are_ended_after_their_time_and_others_files_left_alone(
    place: Place, out: Path, clock: SetClock
) -> None:
    first = backup.backup(place, out).path
    for name in ("Alfdesk gammel.alfkeys", "notat.txt", "Alfdesk 2020-01-01.alfkeys"):
        (out / name).write_text("annet")
    clock.forward(backup.KEEP_DAYS * DAY)
    assert backup.backup(place, out).ended == 0 and first.exists()
    clock.forward(2 * DAY)
    assert backup.backup(place, out).ended == 1
    assert not first.exists() and not first.with_suffix(backup.KEYS).exists()
    assert len(list(out.glob("*.alfbak"))) == 2 and len(list(out.iterdir())) == 2 * 2 + 3


def test_what_came_after_the_backup_is_not_in_it_and_the_erased_are(
    place: Place, crew: Yard, out: Path, tmp_path: Path
) -> None:
    copy = backup.backup(place, out).path
    with place.write() as work:
        people.erase(work, person=crew.kari)
    newer = backup.backup(place, out / "newer").path
    with restored(place, copy, tmp_path / "one") as one, restored(place, newer, tmp_path / "two") as two:
        for again, names in ((one, ["Kari", "Ola", "Siv"]), (two, ["Ola", "Siv"])):
            with again.read() as session:
                assert sorted(p.call_name for p in people.everyone(session).values()) == names


def test_a_backup_that_fails_leaves_no_file_with_a_final_name(place: Place, crew: Yard, tmp_path: Path) -> None:
    out = tmp_path / "a file, no folder"
    out.write_text("x")
    with pytest.raises(UserFacingError):
        backup.backup(place, out)
    with by_keys_again(place) as again:
        assert check(again).ok


def by_keys_again(place: Place) -> Place:
    place.close()
    return by_keys(place.folder, place.keys, place.owner)
