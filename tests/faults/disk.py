"""A disk that is full, write-protected or failing: one clear sentence, every acknowledged entry there, no retry.

Full disks are small tmpfs mounts, and a failing one is an ext4 image on a loop device that is aborted in the middle of
the work; both need root, and are passed over with a line where it is lacking. A limit on the size of files (the system
call then fails, and the driver reports an input/output error) needs nothing.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from alfdesk import paths, staff
from alfdesk.attendance import lists
from alfdesk.errors import StorageFailed, UserFacingError
from alfdesk.journal import clock as clocks
from alfdesk.store import backup, rekey
from alfdesk.store.workplace import Place

from . import harness, kills
from .damage import command_line
from .harness import CHEAP, NEW_PASSPHRASE, PASSPHRASE, Kit, Proof

MOST_ACTS = 20_000


class NoMounts(Exception):
    """This machine does not let us mount."""


def _system(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoMounts(done.stderr.strip().splitlines()[0] if done.stderr.strip() else words[0])


@contextlib.contextmanager
def small_disk(base: Path, kilobytes: int) -> Iterator[Path]:
    """A tmpfs of that size."""
    if os.geteuid():
        raise NoMounts("not root")
    where = base / f"disk-{kilobytes}"
    where.mkdir()
    _system("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(where))
    try:
        yield where
    finally:
        subprocess.run(("umount", "-l", str(where)), capture_output=True, check=False)
        where.rmdir()


def room(where: Path, kilobytes: int) -> None:
    """Make the tmpfs larger."""
    _system("mount", "-o", f"remount,size={kilobytes}k", str(where))


@contextlib.contextmanager
def failing_disk(base: Path) -> Iterator[Path]:
    """An ext4 file system of 8 MB in a file."""
    if os.geteuid():
        raise NoMounts("not root")
    image, where = base / "image", base / "loop"
    with open(image, "wb") as file:
        file.truncate(8 << 20)
    where.mkdir()
    try:
        _system("mkfs.ext4", "-q", "-F", str(image))
        _system("mount", "-o", "loop", str(image), str(where))
    except (NoMounts, FileNotFoundError) as error:
        image.unlink()
        where.rmdir()
        raise NoMounts(str(error)) from error
    try:
        yield where
    finally:
        subprocess.run(("umount", "-l", str(where)), capture_output=True, check=False)
        image.unlink()
        where.rmdir()


def until_it_fails(
    proof: Proof, place: Place, chance: Any, label: str, said: list[bytes], most: int = MOST_ACTS
) -> bool:
    """Act until the disk says no; then nothing more may be called saved in this session."""
    for _n in range(most):
        try:
            harness.act(place, chance)
        except StorageFailed as refusal:
            proof.expect(harness.is_clear(refusal.sentence), f"{label}: {refusal.sentence!r}")
            break
        except UserFacingError:
            continue
        said += harness.acknowledged(place)
    else:
        return False
    for _again in range(3):
        try:
            harness.act(place, chance)
        except StorageFailed as refusal:
            proof.expect(harness.is_clear(refusal.sentence), f"{label}: {refusal.sentence!r}")
        else:
            proof.wrong.append(f"{label}: a write after the failure was taken")
    proof.expect(place.broken, f"{label}: the place does not know that the disk failed")
    return True


def all_there(proof: Proof, kit: Kit, folder: Path, said: list[bytes], label: str, chance: Any) -> int:
    """After a fresh start: everything acknowledged is there, check is clean, and work goes on. Returns what is lost."""
    try:
        place = kit.open(folder, clocks.now)
    except UserFacingError as refusal:
        proof.wrong.append(f"{label}: does not open again: {refusal.sentence}")
        return len(said)
    gone = set(said) - harness.entries(place)
    proof.expect(not gone, f"{label}: {len(gone)} acknowledged entries are gone")
    proof.expect(not (wrong := harness.is_clean(place)), f"{label}: {wrong}")
    for _n in range(5):
        with contextlib.suppress(UserFacingError):
            harness.act(place, chance)
    with place.write() as work:
        work.add(_person())
    proof.expect(set(harness.acknowledged(place)) <= harness.entries(place), f"{label}: work does not go on")
    place.close()
    return len(gone)


def _person() -> Any:
    from alfdesk.models.people import Person

    return Person(call_name="Etterpå")


def _copy_into(kit: Kit, folder: Path) -> Path:
    shutil.copytree(kit.folder, folder)
    return folder


def full(base: Path, kit: Kit, seed: int, sizes: int) -> Proof:
    """tmpfs of several sizes, written until full; then room is made, and it goes on."""
    proof = Proof("a full disk while writing")
    chance = harness.dice(seed, "full")
    least = (kit.folder / paths.DATABASE).stat().st_size // 1024 + 220
    total = lost = filled = 0
    for one in range(sizes):
        size = least + (one * 997 + chance.randrange(400)) % 6_000
        with small_disk(base, size) as disk:
            folder, said = _copy_into(kit, disk / "place"), list[bytes]()
            label = f"{size} kB"
            place = kit.open(folder, clocks.now)
            # A smaller part is filled by somebody else, so that a large disk takes no minutes.
            ballast = disk / "ballast"
            free = shutil.disk_usage(disk).free
            if free > 1_500_000:
                ballast.write_bytes(b"\0" * (free - 700_000))
            filled += until_it_fails(proof, place, chance, label, said)
            place.close()
            # With the disk still full: it may refuse to open, with a sentence; never lose anything.
            sentence = harness.sentence_of(lambda folder=folder: kit.open(folder, clocks.now).close())
            proof.expect(sentence is None or harness.is_clear(sentence), f"{label}: {sentence!r}")
            ballast.unlink(missing_ok=True)
            room(disk, size + 4_000)
            total += len(said)
            lost += all_there(proof, kit, folder, said, label, chance)
    proof.expect(filled == sizes, f"only {filled} of {sizes} disks were filled")
    proof.line = f"{sizes} sizes, {lost} of {total:,} acknowledged entries lost, goes on with room {sizes} of {sizes}"
    return proof


def full_during(base: Path, kit: Kit, seed: int, rounds: int) -> Proof:
    """A list, a backup, a new key and founding on a disk without room: the old state stays whole."""
    proof = Proof("a full disk during list, backup, new key, founding")
    chance = harness.dice(seed, "full during")
    file = base / "long.csv"
    kills._list(file, 1_500)
    size = (kit.folder / paths.DATABASE).stat().st_size // 1024

    def read_in(place: Place, _disk: Path) -> None:
        with place.write(batch=True) as work:
            lists.read_list(work, file=file, today=date(2026, 11, 22))

    acts: dict[str, Callable[[Place, Path], object]] = {
        "list": read_in,
        "backup": lambda place, disk: backup.backup(place, disk / "backups"),
        "new key": lambda place, _disk: staff.change_passphrase(place, new=NEW_PASSPHRASE, cost=CHEAP),
        "removal": lambda place, _disk: staff.remove(place, name="Berit", today=date(2026, 11, 22)),
        "founding": lambda _place, disk: staff.found(
            disk / "other", organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=CHEAP
        ).close(),
    }
    refused = whole = passed = 0
    for one in range(rounds):
        for name, act in acts.items():
            with small_disk(base, 3 * size + 4_000) as disk:
                folder = _copy_into(kit, disk / "place")
                place = kit.open(folder, clocks.now)
                before, entries = harness.digest_of(place), harness.entries(place)
                free = shutil.disk_usage(disk).free
                left = chance.randrange(20_000, size * 1024 + 60_000) if one else 40_000
                (disk / "ballast").write_bytes(b"\0" * max(free - left, 0))
                label = f"{name}, {left // 1024} kB left"
                try:
                    act(place, disk)
                    passed += 1
                    place.close()
                    continue
                except StorageFailed as refusal:
                    refused += 1
                    proof.expect(harness.is_clear(refusal.sentence), f"{label}: {refusal.sentence!r}")
                place.close()
                copies = list((disk / "backups").glob("Alfdesk *")) if (disk / "backups").exists() else []
                proof.expect(not copies, f"{label}: {len(copies)} files of a backup stand there")
                (disk / "ballast").unlink()
                room(disk, 6 * size + 4_000)
                try:
                    place = harness.by_passphrase(folder, PASSPHRASE)
                except UserFacingError as again:
                    proof.wrong.append(f"{label}: the old passphrase does not open: {again.sentence}")
                    continue
                there = harness.entries(place)
                if name == "removal" and there != entries:
                    # Her removal was an entry of its own and stands; the next start took her key.
                    proof.expect(entries < there, f"{label}: entries are gone")
                    ring = (folder / paths.SLOTS).read_text()
                    proof.expect(ring.count('"staff"') == len(harness.STAFF) - 1, f"{label}: her slot is still there")
                else:
                    same = there == entries and harness.digest_of(place) == before
                    proof.expect(same, f"{label}: the old state is not whole")
                proof.expect(not (wrong := harness.is_clean(place)), f"{label}: {wrong}")
                place.close()
                rest = [p.name for p in folder.iterdir() if ".next" in p.name or ".new" in p.name]
                proof.expect(not rest, f"{label}: left over: {rest}")
                if name == "founding":
                    act(place, disk)  # in the same folder, now that there is room
                whole += 1
    proof.expect(refused >= rounds, f"only {refused} acts met the full disk")
    proof.line = (
        f"{rounds} × {len(acts)} acts: {refused} refused with a sentence and the old state whole {whole}, "
        f"{passed} had room"
    )
    return proof


def size_limit(base: Path, kit: Kit, seed: int, rounds: int) -> Proof:
    """A limit on the size of files in a child: the driver's input/output error."""
    proof = Proof("an input/output error while writing (file size limit)")
    chance = harness.dice(seed, "limit")
    folder = base / "limited"
    total = lost = met = 0
    for one in range(rounds):
        kit.fresh(folder)
        size = (folder / paths.DATABASE).stat().st_size
        # Sometimes the log of the database hits the limit, sometimes the key file or a copy.
        limit = chance.choice((chance.randrange(33_000, 500_000), chance.randrange(size, size + 600_000)))
        private = chance.random()
        kind = ("write", "key", "backup")[one % 3]

        def job(
            say: Callable[[bytes], None], ready: Callable[[], None], limit: int = limit, private: float = private,
            kind: str = kind,
        ) -> None:  # fmt: skip
            own, inside, said = harness.dice(0, f"{private}"), Proof("inside"), list[bytes]()
            place = kit.open(folder, clocks.now)
            place.acting()
            ready()
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            if kind == "write":
                met = until_it_fails(inside, place, own, f"limit {limit}", said, 3_000)
            else:
                change = lambda: staff.change_passphrase(place, new=NEW_PASSPHRASE, cost=CHEAP)  # noqa: E731
                copy = lambda: backup.backup(place, base / "limited-backups")  # noqa: E731
                sentence = harness.sentence_of(change if kind == "key" else copy)
                met = sentence is not None
                inside.expect(sentence is None or harness.is_clear(sentence), f"{kind}: {sentence!r}")
            for row in said:
                say(row)
            say(("M" if met else "-").encode() + "\n".join(inside.wrong).encode())

        child = harness.start(job)
        child.finish()
        proof.expect(child.done(), f"limit {limit}: the child crashed: {child.crash()[-300:]}")
        if not child.done():
            continue
        *said, last = child.said()
        met += last.startswith(b"M")
        proof.wrong += [w for w in last[1:].decode().splitlines() if w]
        total += len(said)
        out = base / "limited-backups"
        if kind == "backup" and last.startswith(b"M"):
            proof.expect(not list(out.glob("Alfdesk *")), f"limit {limit}: a broken backup stands there")
        shutil.rmtree(out, ignore_errors=True)
        if kind == "key":
            phrase = PASSPHRASE if last.startswith(b"M") else NEW_PASSPHRASE
            sentence = harness.sentence_of(lambda phrase=phrase: harness.by_passphrase(folder, phrase).close())
            proof.expect(sentence is None, f"limit {limit}: {sentence}")
        else:
            lost += all_there(proof, kit, folder, said, f"limit {limit}", chance)
    proof.expect(met * 3 >= rounds, f"only {met} of {rounds} met the limit")
    proof.line = (
        f"{rounds} runs, {met} met it, {lost} of {total:,} acknowledged entries lost, nothing called saved after it"
    )
    return proof


def aborted(base: Path, kit: Kit, seed: int, rounds: int) -> Proof:
    """The file system is aborted in the middle of the work, as a dying disk's is."""
    proof = Proof("a disk that fails in the middle of the work")
    chance = harness.dice(seed, "aborted")
    total = lost = 0
    for one in range(rounds):
        rescued = base / "rescued"
        shutil.rmtree(rescued, ignore_errors=True)
        with failing_disk(base) as disk:
            folder, said = _copy_into(kit, disk / "place"), list[bytes]()
            place = kit.open(folder, clocks.now)
            for _n in range(chance.randrange(5, 60)):
                with contextlib.suppress(UserFacingError):
                    harness.act(place, chance)
                    said += harness.acknowledged(place)
            _system("mount", "-o", "remount,abort", str(disk))
            if one % 3 == 0:
                proof.expect(until_it_fails(proof, place, chance, "abort", said, 200), "the disk never failed")
            else:
                act = (
                    lambda place=place: rekey.rekey(place, _ring(place), rekey.recipients(place)),
                    lambda place=place, disk=disk: backup.backup(place, disk / "backups"),
                )[one % 3 - 1]
                sentence = harness.sentence_of(act)
                proof.expect(harness.is_clear(sentence), f"abort: {sentence!r}")
            place.close()
            sentence = harness.sentence_of(lambda folder=folder: kit.open(folder, clocks.now).close())
            proof.expect(harness.is_clear(sentence), f"opening on the failed disk: {sentence!r}")
            shutil.copytree(folder, rescued)
        total += len(said)
        lost += all_there(proof, kit, rescued, said, "abort", chance)
    proof.line = f"{rounds} disks, {lost} of {total:,} acknowledged entries lost, one sentence each, nothing retried"
    return proof


def _ring(place: Place) -> Any:
    from alfdesk.store import slots

    return slots.read(place.folder / paths.SLOTS)


EVERY_COMMAND = (
    "init --organisation Prøvegården --laptop Kontor --staff Anne", "staff add Dina --role office", "staff list",
    "staff remove Berit", "passphrase change", "recovery --out OUT/sheet.pdf", "check", "digest", "rebuild",
    "backup --out OUT", "restore BACKUPS --to OUT/restored", "undo", "redo", "log",
    "demo OUT/demo --people 3 --weeks 1",
    "people import LIST", "people list", "people search Del", "people add --call-name Nils", "people due",
    "people change 3 --phone 55555555", "people show 3", "people history 3", "people erase 3", "people photo 3 LIST",
    "people message 3 Hei --until 2026-11-25", "people renumber 3 99", "programme list",
    "programme set Dagsverket --places 3 --from 2026-11-16", "programme team Dagsverket Ute --from 2026-11-16",
    "programme close --from 2026-11-16 --to 2026-11-17", "programme reason x y", "programme enrol Dagsverket 3",
    "attendance import LIST", "attendance show --programme Dagsverket --week 2026-W47",
    "attendance day --programme Dagsverket", "attendance arrive 3 --programme Dagsverket",
    "attendance place 3 --programme Dagsverket", "attendance turn-away 3 --programme Dagsverket",
    "attendance mark 3 --programme Gården --outcome present", "attendance close --programme Gården",
    "lottery list --programme Dagsverket", "lottery draw --programme Dagsverket --dice 123456",
    "print wall --programme Dagsverket --week 2026-W47 --out OUT/w.pdf",
    "print blank --programme Dagsverket --week 2026-W47 --out OUT/b.pdf",
    "print draw --programme Dagsverket --out OUT/d.pdf",
)  # fmt: skip


def read_only(base: Path, kit: Kit, seed: int) -> Proof:
    """Every command on a write-protected disk: one sentence, exit 3, nothing written."""
    proof = Proof("a write-protected disk")
    with small_disk(base, 8_000) as disk:
        folder = _copy_into(kit, disk / "place")
        place = kit.open(folder, clocks.now)
        wanted = harness.digest_of(place)
        backup.backup(place, disk / "backups")
        place.close()
        (disk / "list.csv").write_text("dato;tiltak;nummer;utfall\n2026-11-16;Dagsverket;3;til stede\n")
        _system("mount", "-o", "remount,ro", str(disk))
        for line in EVERY_COMMAND:
            words = line.replace("OUT", str(disk / "out")).replace("BACKUPS", str(disk / "backups"))
            code, out, err = command_line(folder, words.replace("LIST", str(disk / "list.csv")))
            said = err.strip().splitlines()
            one = code == 3 and len(said) == 1 and harness.is_clear(said[0])
            proof.expect(one, f"{line}: exit {code}: {said[-3:]}")
            proof.expect("Traceback" not in out + err, f"{line}: a traceback")
        # A write-protected stick is where a backup may well lie: it has to come back from there.
        code, _out, err = command_line(folder, f"restore {disk / 'backups'} --to {base / 'restored-ro'}")
        proof.expect(code == 0, f"restoring from a write-protected stick: exit {code}: {err.strip()[-200:]}")
        _system("mount", "-o", "remount,rw", str(disk))
        place = kit.open(folder, clocks.now)
        proof.expect(harness.digest_of(place) == wanted, "something was written")
        # The workplace can be written to, the place for sheets and copies cannot.
        place.close()
    shutil.rmtree(base / "restored-ro", ignore_errors=True)
    proof.line = f"{len(EVERY_COMMAND)} commands, one sentence and exit 3 each; a backup on it comes back"
    return proof


def sheet_nowhere(base: Path, kit: Kit, seed: int) -> Proof:
    """A sheet or copy that can't be saved: the recovery identity in force stays in force, and the folder as it was."""
    proof = Proof("sheets and copies onto a write-protected disk")
    folder = kit.fresh(base / "sheets")
    code, _out, err = command_line(folder, f"recovery --out {base / 'first.pdf'}")
    proof.expect(code == 0, f"recovery: {err}")
    with small_disk(base, 1_000) as disk:
        _system("mount", "-o", "remount,ro", str(disk))
        place = kit_open_as_anne(folder)
        wanted = harness.digest_of(place)
        place.close()
        lines = [line for line in EVERY_COMMAND if "OUT" in line and "print draw" not in line and "restore" not in line]
        for line in lines:
            code, _out, err = command_line(folder, line.replace("OUT", str(disk / "out")))
            said = err.strip().splitlines()
            proof.expect(code == 3 and said and harness.is_clear(said[-1]), f"{line}: exit {code}: {said[-3:]}")
            place = kit_open_as_anne(folder)
            proof.expect(harness.digest_of(place) == wanted, f"{line}: refused, yet something changed")
            place.close()
    proof.line = f"{len(lines)} commands refused with a sentence, nothing changed"
    return proof


def kit_open_as_anne(folder: Path) -> Place:
    return harness.by_passphrase(folder, PASSPHRASE)


def where_allowed(job: harness.Job) -> Proof:
    """The proof, or a line that says why it was passed over."""
    try:
        return job()
    except NoMounts as why:
        name = getattr(getattr(job, "func", job), "__name__", "disk").replace("_", " ")
        return Proof(name, passed_over=f"it needs root and mounts ({why})")


def jobs(base: Path, kit: Kit, seed: int, *, quick: bool = False) -> list[harness.Job]:
    """Every proof of this file. Where mounting is not allowed, those that need it say so and count as passed over."""
    mounted = [
        partial(full, base, kit, seed, 2 if quick else 40),
        partial(full_during, base, kit, seed, 1 if quick else 10),
        partial(aborted, base, kit, seed, 1 if quick else 12),
        partial(read_only, base, kit, seed),
        partial(sheet_nowhere, base, kit, seed),
    ]
    return [partial(size_limit, base, kit, seed, 4 if quick else 60), *(partial(where_allowed, job) for job in mounted)]
