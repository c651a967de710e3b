"""kill -9 while a parcel is made or taken in, a disk that fills up under it, and two programs at once.

Taken in is all or nothing; no broken file ever bears a final name; what was acknowledged is there.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from alfdesk import people, programmes
from alfdesk.attendance import record
from alfdesk.errors import UserFacingError
from alfdesk.exchange import parcel, reading
from alfdesk.exchange.words import Refused
from alfdesk.store.workplace import Place
from tests.core.scenes import by_keys
from tests.simulate import world
from tests.support import SetClock

from . import disk, harness
from .harness import MONDAY, Job, Proof
from .kills import Aim, _measure
from .manners import program

CROWD, DAYS = 40, 10  # a parcel of some hundred entries


@dataclass(frozen=True)
class Two:
    """The office and the farm, closed; a parcel from the farm that the office has not read; what it comes to."""

    base: Path
    founded: world.Founded
    file: Path
    before: set[bytes]
    after: set[bytes]
    digest: str

    def fresh(self, name: str) -> Path:
        to = self.base / name
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.founded.folder / name, to)
        return to

    def open(self, name: str) -> Place:
        return by_keys(self.base / name, self.founded.keys, self.founded.owner, SetClock())

    def opened_at(self, folder: Path) -> Place:
        return by_keys(folder, self.founded.keys, self.founded.owner, SetClock())


def two(base: Path) -> Two:
    """Cheap passphrases must be in force."""
    founded = world.found(base / "founded")
    clock = SetClock()
    with by_keys(founded.folder / "Gården", founded.keys, founded.owner, clock) as farm:
        with farm.write(batch=True) as work:
            programme = programmes.by_name(work.session, "Gården").id
            for one in range(CROWD):
                work.next()
                people.register(work, call_name=f"Ny {one}", number=100 + one)
        with farm.write(batch=True) as work:
            for person in people.everyone(work.session):
                for day in range(DAYS):
                    work.next()
                    said = record.Said("present", said_minutes=60 + day)
                    record.correct(
                        work, person=person, programme=programme, day=MONDAY + timedelta(day), what=said, reason="list"
                    )
        made = parcel.make(farm, "Kontor", base)
    shutil.copytree(founded.folder / "Kontor", base / "whole")
    with by_keys(base / "whole", founded.keys, founded.owner, clock) as office:
        before = harness.entries(office)
        reading.read(office, made.path)
        return Two(base, founded, made.path, before, harness.entries(office), harness.digest_of(office))


def taking_in(base: Path, rounds: int, seed: int) -> Proof:
    """All of a parcel, or nothing; and the same file again brings the rest."""
    proof = Proof("kill -9 while a parcel is taken in")
    both = two(base / "in")

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = both.open("Kontor")
        place.acting()
        ready()
        reading.read(place, both.file)
        say(b"done")
        time.sleep(60)

    both.fresh("Kontor")
    spent, works = _measure(lambda: harness.start(job))
    proof.expect(works, "taking it in does not work")
    nothing = whole = half = clean = 0
    aim = Aim(harness.dice(seed, "in"), spent)
    for one in range(rounds):
        folder = both.fresh("Kontor")
        child = harness.start(job)
        child.wait_ready()
        if one % 4 == 3:  # the log of the database grows: it is being committed
            log = folder / "alfdesk.db-wal"
            child.run_until(lambda log=log: _size(log) > 300_000, aim.chance.uniform(0, 0.01))
        else:
            child.run_for(aim.after(one))
            aim.ended(child.said())
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        with both.open("Kontor") as place:
            there = harness.entries(place)
            nothing, whole = nothing + (there == both.before), whole + (there == both.after)
            half += there not in (both.before, both.after)
            proof.expect(there in (both.before, both.after), f"kill {one}: {len(there - both.before)} came")
            proof.expect(there == both.after or not child.said(), f"kill {one}: acknowledged, and gone")
            (logged,) = place.cursor().execute("SELECT count(*) FROM parcel WHERE file=?", (both.file.name,)).fetchone()
            proof.expect(logged == (there == both.after), f"kill {one}: in the log {logged} times")
            found = harness.is_clean(place)
            clean += not found
            proof.expect(not found, f"kill {one}: {found}")
            again = reading.read(place, both.file)
            rest = (0, len(both.after - both.before))
            proof.expect(again.status == "taken" and again.new in rest, f"kill {one}: {again}")
            proof.expect(harness.digest_of(place) == both.digest, f"kill {one}: read again, it is something else")
    proof.line = (
        f"{rounds} kills in a parcel of {len(both.after - both.before)} entries: "
        f"{nothing} nothing, {whole} all, {half} half; check clean {clean} of {rounds}, read again {rounds}"
    )
    return proof


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def making(base: Path, rounds: int, seed: int) -> Proof:
    """Written under another name, read back, renamed: what bears a final name is whole."""
    proof = Proof("kill -9 while a parcel is made")
    both = two(base / "out")
    both.fresh("Gården")
    stick = both.base / "stick"

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = both.open("Gården")
        place.acting()
        ready()
        parcel.make(place, parcel.ALL, stick)
        say(b"done")
        time.sleep(60)

    stick.mkdir()
    spent, works = _measure(lambda: harness.start(job))
    proof.expect(works, "making one does not work")
    whole = broken = left = clean = 0
    aim = Aim(harness.dice(seed, "out"), spent)
    both.fresh("Kontor")
    with both.open("Kontor") as office:
        for one in range(rounds):
            shutil.rmtree(stick)
            stick.mkdir()
            child = harness.start(job)
            child.wait_ready()
            if one % 4 == 3:
                child.run_until(lambda: any(stick.iterdir()), aim.chance.choice((0, 0.0005, 0.002)))
            else:
                child.run_for(aim.after(one))
                aim.ended(child.said())
            proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
            files = sorted(stick.glob("*.alf"))
            left += any(stick.glob("*.TMP"))
            proof.expect(files or not child.said(), f"kill {one}: acknowledged, and no file is there")
            for file in files:
                try:
                    reading.verify(office, file.read_bytes())
                    whole += 1
                except Refused as refused:
                    broken += 1
                    proof.wrong.append(f"kill {one}: a file under a final name is {refused.code}")
            with both.open("Gården") as place:
                found = harness.is_clean(place) if one % 5 == 0 else []
                clean += one % 5 == 0 and not found
                proof.expect(not found, f"kill {one}: {found}")
    proof.line = f"{rounds} kills: {whole} files under a final name, {broken} broken; {left} unfinished under another"
    return proof


def at_work(base: Path, rounds: int, seed: int) -> Proof:
    """People write while parcels are made: nothing that was acknowledged is lost, and every file can be taken in."""
    proof = Proof("kill -9 while writing and making parcels")
    both, chance = two(base / "work"), harness.dice(seed, "work")
    stick = both.base / "stick"
    stick.mkdir()
    both.fresh("Gården")
    both.fresh("Kontor")

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = both.open("Gården")
        place.acting()
        ready()
        while True:
            for _n in range(4):
                with contextlib.suppress(UserFacingError):
                    harness.act(place, chance)
                    for raw in harness.acknowledged(place):
                        say(raw)
            parcel.make(place, "Kontor", stick)

    total = lost = files = 0
    so_far: set[bytes] = set()
    with both.open("Kontor") as office:
        for one in range(rounds):
            child = harness.start(job)
            child.wait_ready()
            child.run_for(chance.uniform(0.02, 0.3))
            proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
            said = set(child.said())
            total += len(said)
            with both.open("Gården") as place:
                there = harness.entries(place)
                gone = (so_far | said) - there
                lost += len(gone)
                proof.expect(not gone, f"kill {one}: {len(gone)} acknowledged entries are gone")
                so_far = there
            for file in sorted(stick.glob("*.alf"))[-2:]:
                taken = reading.read(office, file)
                files += 1
                proof.expect(taken.status == "taken" and not taken.waiting, f"kill {one}: {taken}")
            for file in stick.iterdir():
                file.unlink()
            chance.random()
        with both.open("Gården") as place:
            found = harness.is_clean(place)
            proof.expect(not found, f"{found}")
            last = parcel.make(place, "Kontor", stick)
            reading.read(office, last.path)
            proof.expect(harness.entries(place) <= harness.entries(office), "the office has not all in the end")
    proof.line = f"{rounds} kills, {lost} of {total:,} acknowledged entries lost; {files} files taken in, none broken"
    proof.expect(total >= rounds, f"only {total} entries were acknowledged: the kills came too early to prove anything")
    return proof


def no_room(base: Path, rounds: int, seed: int) -> Proof:
    """A stick, or the laptop's own disk, has no room for it: a sentence, no file, nothing half; then room is made."""
    proof = Proof("no room for a parcel")
    both, chance = two(base / "room"), harness.dice(seed, "room")
    both.fresh("Gården")
    sticks = disks = 0
    need = both.file.stat().st_size // 1024
    held = sum(f.stat().st_size for f in (both.founded.folder / "Kontor").rglob("*")) // 1024
    for _one in range(rounds):
        with disk.small_disk(both.base, chance.randint(4, max(5, need - 2))) as stick, both.open("Gården") as place:
            try:
                parcel.make(place, parcel.ALL, stick)
                proof.wrong.append("a file where there is no room for it")
            except Refused as refused:
                proof.expect(refused.code == "NO_SPACE", f"refused as {refused.code}")
                sticks += 1
            proof.expect(not list(stick.glob("*.alf")), "a file under a final name")
    for _one in range(rounds):
        with disk.small_disk(both.base, held + chance.randint(60, 1_600)) as where:
            shutil.copytree(both.founded.folder / "Kontor", where / "Kontor")
            place = both.opened_at(where / "Kontor")
            said = harness.sentence_of(lambda place=place: reading.read(place, both.file))
            place.let_go()
            place._held.release()
            disk.room(where, 20_000)
            with both.opened_at(where / "Kontor") as place:
                there = harness.entries(place)
                proof.expect(there in (both.before, both.after), f"{len(there - both.before)} entries came")
                proof.expect(said is None or harness.is_clear(said), f"what it says: {said}")
                disks += said is not None
                again = reading.read(place, both.file)
                proof.expect(again.status == "taken" and harness.entries(place) == both.after, f"with room: {again}")
                found = harness.is_clean(place)
                proof.expect(not found, f"{found}")
    proof.line = (
        f"{sticks} sticks too small, 0 files; {disks} of {rounds} disks full while it was taken in, "
        "none half, all go on when there is room"
    )
    return proof


def two_at_once(base: Path, rounds: int, seed: int) -> Proof:
    """While one program has the workplace open, another makes and takes in nothing there."""
    proof = Proof("two programs and one parcel")
    both = two(base / "twice")
    folder = both.fresh("Kontor")

    def job(_say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = both.open("Kontor")
        place.acting()
        ready()
        time.sleep(60)
        place.close()

    refused = 0
    for one in range(rounds):
        child = harness.start(job)
        child.wait_ready()
        words = ("read", str(both.file)) if one % 2 else ("make", "--to", "all", "--out", str(both.base))
        second = program(folder, "exchange", *words)
        _out, error = second.communicate(timeout=60)
        child.kill()
        refused += second.returncode == 3
        lines = error.strip().splitlines()
        proof.expect(second.returncode == 3 and len(lines) == 1, f"{words[0]}: exit {second.returncode}, {lines}")
    with both.open("Kontor") as place:
        proof.expect(harness.entries(place) == both.before, "something was taken in all the same")
        proof.expect(reading.read(place, both.file).new > 0, "and afterwards it can't be taken in")
    proof.line = f"{refused} of {rounds} refused with one sentence; then taken in"
    return proof


def jobs(base: Path, seed: int, *, quick: bool = False) -> list[Job]:
    """Every proof of this file. In the quick form with fewer rounds."""
    many = (8, 8, 4, 2, 2) if quick else (100, 100, 200, 20, 6)
    proofs = (taking_in, making, at_work, no_room, two_at_once)
    made = [partial(proof, base / proof.__name__, rounds, seed) for proof, rounds in zip(proofs, many, strict=True)]
    return [partial(disk.where_allowed, job) if job.func is no_room else job for job in made]


if __name__ == "__main__":
    import sys

    quick, seed = harness.asked(sys.argv[1:])
    with harness.scratch("parcels") as base:
        raise SystemExit(harness.show(jobs(base, seed, quick=quick), seed))
