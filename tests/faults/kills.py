"""kill -9 at random points: while writing, reading a list in, changing the key, founding, backing up and rebuilding.

After each kill a fresh start has to find every acknowledged entry, a clean check and a free lock.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from alfdesk import staff
from alfdesk.attendance import lists
from alfdesk.errors import UserFacingError
from alfdesk.journal import clock as clocks
from alfdesk.store import backup, rekey, slots, workplace

from . import harness
from .harness import CHEAP, MONDAY, NEW_PASSPHRASE, PASSPHRASE, Kit, Proof

ROUNDS_PER_WORKPLACE = 20
WARM = 5  # acts before the kill may come: the first ones compile their statements


def writing(
    base: Path, kit: Kit, rounds: int, seed: int, what: str = "writing", act: Callable[..., None] = harness.act,
    set_up: Callable[[workplace.Place], None] = lambda _: None, whole: Callable[[workplace.Place], str] = lambda _: "",
) -> Proof:  # fmt: skip
    """Verbs in a loop, each acknowledged after its block; the child never stops by itself."""
    proof = Proof(f"kill -9 while {what}")
    chance, folder = harness.dice(seed, what), base / what
    total = lost = clean = unsaid = 0
    so_far: set[bytes] = set()
    for one in range(rounds):
        if one % ROUNDS_PER_WORKPLACE == 0:
            kit.fresh(folder)
            place = kit.open(folder, clocks.now)
            set_up(place)
            so_far = harness.entries(place)
            place.close()
        private = chance.random()

        def job(say: Callable[[bytes], None], ready: Callable[[], None], private: float = private) -> None:
            own = harness.dice(0, f"{private}")
            place = kit.open(folder, clocks.now)
            done: list[bytes] = []
            for one in itertools.count():
                with contextlib.suppress(UserFacingError):
                    act(place, own)
                    done += harness.acknowledged(place)
                if one == WARM:
                    ready()
                if one >= WARM:
                    for row in done:
                        say(row)
                    done.clear()

        child = harness.start(job)
        child.wait_ready()
        child.run_for(chance.uniform(0, 0.25))
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        said = set(child.said())
        total += len(said)
        try:
            place = kit.open(folder, clocks.now)
        except UserFacingError as refusal:
            proof.wrong.append(f"kill {one}: does not open: {refusal.sentence}")
            break
        there = harness.entries(place)
        gone = (so_far | said) - there
        lost += len(gone)
        unsaid += len(there - so_far - said)
        proof.expect(not gone, f"kill {one}: {len(gone)} acknowledged entries are gone")
        found = harness.is_clean(place) or whole(place)
        clean += not found
        proof.expect(not found, f"kill {one}: {found}")
        so_far = harness.entries(place)
        place.close()
    proof.line = (
        f"{rounds} kills, {lost} of {total:,} acknowledged entries lost, check clean {clean} of {rounds} "
        f"({unsaid} entries whole but not yet acknowledged)"
    )
    proof.expect(total >= rounds, f"only {total} entries were acknowledged: the kills came too early to prove anything")
    return proof


def _list(file: Path, lines: int) -> None:
    rows = ["dato;tiltak;lag;nummer;utfall;timer"]
    for n in range(lines):
        day = MONDAY + timedelta(n // 20 % 400)
        rows.append(f"{day.isoformat()};Dagsverket;Lag {n % 5};{n % 20 + 1};til stede;{n % 5 + 1}")
    file.write_text("\n".join(rows) + "\n", "utf-8")


def in_a_list(base: Path, kit: Kit, rounds: int, seed: int, lines: int = 400) -> Proof:
    """A list is read in whole or not at all."""
    proof = Proof("kill -9 while a list is read in")
    chance = harness.dice(seed, "list")
    folder, file = base / "list", base / "list.csv"
    _list(file, lines)

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = kit.open(folder, clocks.now)
        place.acting()
        ready()
        with place.write(batch=True) as work:
            lists.read_list(work, file=file, today=date(2026, 11, 22))
        say(b"".join(harness.acknowledged(place)))
        time.sleep(60)

    kit.fresh(folder)
    spent, whole = _measure(lambda: harness.start(job))
    place = kit.open(folder, clocks.now)
    expected = len(harness.entries(place))
    place.close()
    kit.fresh(folder)
    place = kit.open(folder, clocks.now)
    before = len(harness.entries(place))
    place.close()
    proof.expect(whole and expected - before == lines, f"{expected - before} entries for {lines} lines")
    nothing = all_ = half = clean = 0
    aim = Aim(chance, spent)
    for one in range(rounds):
        kit.fresh(folder)
        child = harness.start(job)
        child.wait_ready()
        if one % 4 == 3:
            # The moment when the log of the database begins to grow: the list is being committed.
            child.run_until(lambda: _size(folder / "alfdesk.db-wal") > 0, chance.choice((0, chance.uniform(0, 0.004))))
        else:
            child.run_for(aim.after(one))
            aim.ended(child.said())
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        place = kit.open(folder, clocks.now)
        there = harness.entries(place)
        said = {raw[i : i + harness.ENTRY.size] for raw in child.said() for i in range(0, len(raw), harness.ENTRY.size)}
        nothing += len(there) == before
        all_ += len(there) == expected
        half += len(there) not in (before, expected)
        proof.expect(len(there) in (before, expected), f"kill {one}: {len(there) - before} of {lines} lines are there")
        proof.expect(said <= there, f"kill {one}: the list was acknowledged and is gone")
        found = harness.is_clean(place)
        clean += not found
        proof.expect(not found, f"kill {one}: {found}")
        place.close()
    proof.line = (
        f"{rounds} kills in a list of {lines} lines: {nothing} nothing, {all_} all, {half} half; "
        f"check clean {clean} of {rounds}"
    )
    return proof


class Aim:
    """Where to kill: half of the time anywhere in the act, half around its end, which is found by trying."""

    def __init__(self, chance: random.Random, spent: float) -> None:
        self.chance = chance
        self.end = spent

    def after(self, one: int) -> float:
        low = 0.0 if one % 4 < 2 else 0.8
        return self.chance.uniform(low, 1.2) * self.end

    def ended(self, done: object) -> None:
        self.end *= 0.95 if done else 1.06


def _measure(begin: Callable[[], harness.Child]) -> tuple[float, bool]:
    """How long the act takes from ready until it is done or said, and whether it came to its end."""
    child = begin()
    child.wait_ready()
    started = time.monotonic()
    while not child.said() and not child.done() and time.monotonic() - started < 30:
        if not child.listen(0.002):
            break
    spent = time.monotonic() - started
    whole = bool(child.said() or child.done())
    child.kill()
    return spent, whole


def re_keying(base: Path, kit: Kit, rounds: int, seed: int) -> Proof:
    """A passphrase is changed, or a member of staff removed: two files change together, or neither."""
    proof = Proof("kill -9 while the key is changed")
    chance = harness.dice(seed, "key")
    folder, old_copy = base / "key", base / "key-before"

    def job_of(removal: bool) -> Callable[[Callable[[bytes], None], Callable[[], None]], None]:
        def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
            place = kit.open(folder, clocks.now)
            place.acting()
            ready()
            if removal:
                staff.remove(place, name="Berit", today=date(2026, 11, 22))
            else:
                staff.change_passphrase(place, new=NEW_PASSPHRASE, cost=CHEAP)
            say(b"done")
            time.sleep(60)

        return job

    aims = {}
    for removal in (False, True):
        kit.fresh(folder)
        spent, whole = _measure(lambda removal=removal: harness.start(job_of(removal)))
        aims[removal] = Aim(chance, spent)
        proof.expect(whole, "the change itself does not work")
    kit.fresh(old_copy)
    place = kit.open(old_copy, clocks.now)
    before = harness.entries(place)
    berit = next(m.id for m in _members(place) if m.name == "Berit")
    place.close()
    old_way = new_way = gone = stayed = clean = mid = between = 0
    fresh, following = folder / rekey.FRESH, folder / rekey.NEXT
    for one in range(rounds):
        removal = one % 2 == 1
        kit.fresh(folder)
        child = harness.start(job_of(removal))
        child.wait_ready()
        if one % 8 >= 6:
            # The one moment that matters most: the database has been renamed, its key file not yet.
            child.run_until(_gone_again(fresh), 0)
        else:
            child.run_for(aims[removal].after(one))
            aims[removal].ended(child.said())
        between += following.exists() and not fresh.exists()
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        acknowledged = bool(child.said())
        mid += fresh.exists() or following.exists()
        ways = []
        for phrase in (PASSPHRASE, NEW_PASSPHRASE):
            try:
                place = harness.by_passphrase(folder, phrase)
            except UserFacingError:
                continue
            ways.append(phrase)
            there = harness.entries(place)
            proof.expect(before <= there, f"kill {one}: {len(before - there)} entries are gone")
            found = harness.is_clean(place)
            clean += not found
            proof.expect(not found, f"kill {one}: {found}")
            left = "Berit" not in {m.name for m in _members(place)}
            place.close()
        proof.expect(len(ways) == 1, f"kill {one}: {len(ways)} passphrases open")
        if removal:
            proof.expect(ways == [PASSPHRASE], f"kill {one}: Anne's passphrase does not open")
            ring = slots.read(folder / "slots.json")
            has_slot = any(s.owner == berit for s in ring.slots)
            gone, stayed = gone + left, stayed + (not left)
            proof.expect(left or not acknowledged, f"kill {one}: the removal was acknowledged and is gone")
            proof.expect(has_slot is not left, f"kill {one}: removed {left}, but slot there {has_slot}")
            if left:
                # The old key file and her old passphrase must open nothing of today.
                shutil.copy(old_copy / "slots.json", folder / "slots.json")
                refused = harness.sentence_of(lambda: harness.by_passphrase(folder, PASSPHRASE, "Berit").close())
                proof.expect(refused, f"kill {one}: the old key file still opens the file")
        else:
            old_way, new_way = old_way + (ways == [PASSPHRASE]), new_way + (ways == [NEW_PASSPHRASE])
            proof.expect(not acknowledged or ways == [NEW_PASSPHRASE], f"kill {one}: acknowledged, yet the old opens")
        rest = sorted(p.name for p in folder.iterdir() if ".next" in p.name)
        proof.expect(not rest, f"kill {one}: left over after opening: {rest}")
    proof.line = (
        f"{rounds} kills ({mid} with files half-way, {between} between the two renames): "
        f"{old_way} open with the old passphrase, {new_way} with the new; "
        f"removed member's slot gone {gone}, removal not begun {stayed}; check clean {clean} of {rounds}"
    )
    return proof


def _gone_again(path: Path) -> Callable[[], bool]:
    """Says once that a file, having been there, is there no more."""
    there, name = [False], str(path)

    def seen() -> bool:
        if os.path.exists(name):
            there[0] = True
            return False
        return there[0]

    return seen


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _members(place: workplace.Place) -> list[staff.Member]:
    with place.read() as session:
        return staff.members(session)


def founding(base: Path, kit: Kit, rounds: int, seed: int) -> Proof:
    """A workplace is whole, or it can be founded again in the same folder."""
    proof = Proof("kill -9 while founding")
    chance = harness.dice(seed, "founding")
    folder = base / "founding"

    def found() -> workplace.Place:
        return staff.found(
            folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=CHEAP
        )

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        ready()
        found()
        say(b"done")
        time.sleep(60)

    spent, works = _measure(lambda: harness.start(job))
    proof.expect(works, "founding itself does not work")
    whole = again = 0
    aim = Aim(chance, spent)
    for one in range(rounds):
        shutil.rmtree(folder, ignore_errors=True)
        child = harness.start(job)
        child.wait_ready()
        child.run_for(aim.after(one))
        aim.ended(child.said())
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        try:
            place = harness.by_passphrase(folder, PASSPHRASE)
            whole += 1
        except UserFacingError:
            proof.expect(not child.said(), f"kill {one}: founded, acknowledged, and does not open")
            place = found()
            again += 1
        found_wrong = harness.is_clean(place)
        proof.expect(not found_wrong, f"kill {one}: {found_wrong}")
        rest = sorted(p.name for p in folder.iterdir() if "founding" in p.name)
        proof.expect(not rest, f"kill {one}: left over: {rest}")
        place.close()
    proof.line = f"{rounds} kills: {whole} whole, {again} founded again in the same folder"
    return proof


def backing_up(base: Path, kit: Kit, rounds: int, seed: int) -> Proof:
    """No broken copy ever bears a final name."""
    proof = Proof("kill -9 while backing up")
    chance = harness.dice(seed, "backup")
    folder, out, back = base / "backed", base / "backups", base / "restored"
    kit.fresh(folder)

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = kit.open(folder, clocks.now)
        ready()
        backup.backup(place, out)
        say(b"done")
        time.sleep(60)

    place = kit.open(folder, clocks.now)
    wanted = harness.digest_of(place)
    place.close()
    spent, works = _measure(lambda: harness.start(job))
    proof.expect(works, "backing up itself does not work")
    final = broken = parts = 0
    aim = Aim(chance, spent)
    for one in range(rounds):
        shutil.rmtree(out, ignore_errors=True)
        child = harness.start(job)
        child.wait_ready()
        child.run_for(aim.after(one))
        aim.ended(child.said())
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        copies = sorted(out.glob(f"*{backup.COPY}")) if out.exists() else []
        parts += bool(out.exists() and list(out.glob("*.part*")))
        proof.expect(copies or not child.said(), f"kill {one}: acknowledged, and no copy is there")
        for copy in copies:
            final += 1
            shutil.rmtree(back, ignore_errors=True)
            try:
                opened = backup.unlock(copy, name="Anne", passphrase=PASSPHRASE)
                place = backup.restore(copy, back, opened, clocks.now)
                same = harness.digest_of(place) == wanted
                place.close()
            except UserFacingError as refusal:
                same = False
                proof.wrong.append(f"kill {one}: {refusal.sentence}")
            broken += not same
            proof.expect(same, f"kill {one}: the copy under a final name is not like the original")
    place = kit.open(folder, clocks.now)
    proof.expect(harness.digest_of(place) == wanted and not harness.is_clean(place), "the workplace itself changed")
    proof.expect(backup.backup(place, out).digest == wanted, "the next backup is not right")
    place.close()
    proof.line = (
        f"{rounds} kills: {final} copies under a final name, {broken} broken; "
        f"{parts} unfinished ones, none of which is taken for a copy"
    )
    return proof


def rebuilding(base: Path, kit: Kit, rounds: int, seed: int) -> Proof:
    """The tables are the old ones or the new ones, and both say the same."""
    proof = Proof("kill -9 while rebuilding")
    chance = harness.dice(seed, "rebuild")
    folder = base / "rebuilt"
    kit.fresh(folder)
    place = kit.open(folder, clocks.now)
    for _n in range(150):
        try:
            harness.act(place, chance)
        except UserFacingError:
            continue
    wanted = harness.digest_of(place)
    place.close()

    def job(say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = kit.open(folder, clocks.now)
        place.acting()
        ready()
        place.rebuild()
        say(b"done")
        time.sleep(60)

    spent, works = _measure(lambda: harness.start(job))
    proof.expect(works, "rebuilding itself does not work")
    equal = 0
    aim = Aim(chance, spent)
    for one in range(rounds):
        child = harness.start(job)
        child.wait_ready()
        child.run_for(aim.after(one))
        aim.ended(child.said())
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        place = kit.open(folder, clocks.now)
        same = harness.digest_of(place) == wanted
        equal += same
        found = harness.is_clean(place)
        proof.expect(same and not found, f"kill {one}: digest equal {same}; {found}")
        place.close()
    proof.line = f"{rounds} kills: digest as before and check clean {equal} of {rounds}"
    return proof


def jobs(base: Path, kit: Kit, seed: int, *, quick: bool = False) -> list[harness.Job]:
    """Every proof of this file. In the quick form with fewer rounds."""
    many = (20, 8, 8, 3, 3, 3) if quick else (200, 50, 50, 20, 20, 20)
    proofs = (writing, in_a_list, re_keying, founding, backing_up, rebuilding)
    return [partial(proof, base, kit, rounds, seed) for proof, rounds in zip(proofs, many, strict=True)]
