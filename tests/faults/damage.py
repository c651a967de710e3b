"""A wrong byte on the disk: found wherever it is, said in a sentence, and never made worse.

Every 97th byte of a closed workplace's database, every 997th of a backup, every byte of the key files, one at a time.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from unittest import mock

from alfdesk import cli, paths
from alfdesk.errors import UserFacingError
from alfdesk.journal import clock as clocks
from alfdesk.store import backup, engine
from alfdesk.store.check import check, pages_ok

from . import harness
from .harness import PASSPHRASE, Kit, Proof

# Commands that read or write much; on a damaged file each ends with a sentence and exit 3, or does its work (0).
COMMANDS = (
    "digest", "check", "rebuild", "people list", "people show 3", "people history 3", "people add --call-name Nils",
    "log", "attendance show --programme Dagsverket --week 2026-W47", "undo", "backup --out OUT", "staff list",
    "attendance day --programme Gården --date 2026-11-16", "people due", "programme list",
)  # fmt: skip


def _flipped(content: bytes, at: int, chance: random.Random, bits: int = 0) -> bytes:
    damaged = bytearray(content)
    damaged[at] ^= bits or chance.randrange(1, 256)
    return bytes(damaged)


def _put(path: Path, content: bytes) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(content)


def _places(size: int, step: int, most: int | None, chance: random.Random) -> list[int]:
    every = list(range(0, size, step))
    return every if most is None or len(every) <= most else sorted(chance.sample(every, most))


def database(base: Path, kit: Kit, seed: int, most: int | None = None) -> Proof:
    """Every 97th byte: refused at opening, or found by the first thing that `check` looks at; every 20th place is
    held against the whole of `check`."""
    proof = Proof("a damaged byte in the database")
    chance = harness.dice(seed, "damage")
    folder = kit.fresh(base / "damaged")
    file = folder / paths.DATABASE
    whole = file.read_bytes()
    places = _places(len(whole), 97, most, chance)
    refused = by_pages = by_check = 0
    for n, at in enumerate(places):
        _put(file, _flipped(whole, at, chance))
        try:
            place = kit.open(folder, clocks.now)
        except UserFacingError as refusal:
            refused += 1
            proof.expect(harness.is_clear(refusal.sentence), f"byte {at}: {refusal.sentence!r}")
            continue
        try:
            if n % 20 == 0:
                found = not check(place).ok
                by_check += found
            else:
                with contextlib.closing(engine.connect(file, kit.key)) as fresh:
                    found = not pages_ok(fresh)
                by_pages += found
            proof.expect(found, f"byte {at}: not found")
        except UserFacingError:
            refused += 1
        finally:
            place.close()
    _put(file, whole)
    place = kit.open(folder, clocks.now)
    proof.expect(not harness.is_clean(place), "the undamaged file is not clean: the proof proves nothing")
    place.close()
    all_found = refused + by_pages + by_check
    proof.line = (
        f"{all_found:,} of {len(places):,} found (every 97th byte of {len(whole):,}; {refused:,} at opening, "
        f"{by_pages + by_check:,} by check)"
    )
    return proof


def commands(base: Path, kit: Kit, seed: int, places: int) -> Proof:
    """What a person sees: every command on a damaged file says a sentence and is no bug."""
    proof = Proof("commands on a damaged database")
    chance = harness.dice(seed, "commands")
    folder = kit.fresh(base / "commands")
    file = folder / paths.DATABASE
    whole = file.read_bytes()
    codes = {0: 0, 3: 0}
    for _n in range(places):
        at = chance.randrange(len(whole))
        line = chance.choice(COMMANDS)
        shutil.rmtree(base / "out", ignore_errors=True)
        # From the third page on, so that it opens: the sentence has to come from the command.
        _put(file, _flipped(whole, at if chance.random() < 0.2 else max(at, 8192), chance))
        code, out, err = command_line(folder, line.replace("OUT", str(base / "out")))
        codes[code] = codes.get(code, 0) + 1
        proof.expect(code in (0, 3), f"byte {at}, {line}: exit {code}: {err.strip()[-200:]}")
        proof.expect("Traceback" not in err + out, f"byte {at}, {line}: a traceback")
        proof.expect(code == 0 or err.strip(), f"byte {at}, {line}: refused without a word")
    proof.line = f"{places} runs of {len(COMMANDS)} commands: {codes[3]} refused with a sentence, {codes[0]} not hit"
    return proof


def command_line(folder: Path, line: str, passphrase: str = PASSPHRASE) -> tuple[int, str, str]:
    """Run one command of the real command line in this process. Returns exit code, stdout, stderr."""
    out, err = io.StringIO(), io.StringIO()
    environment = {"ALFDESK_PASSPHRASE": passphrase, "ALFDESK_NEW_PASSPHRASE": harness.NEW_PASSPHRASE}
    words = ["--profile", str(folder), "--as", "Anne", *line.split()]
    with mock.patch.dict(os.environ, environment):
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(words)
    return code, out.getvalue(), err.getvalue()


def slots_file(base: Path, kit: Kit, seed: int, bits: Iterable[int], most: int | None = None) -> Proof:
    """Every byte of slots.json: it opens exactly as before, or is refused with a sentence; and once the right file is
    put back, everybody opens as ever."""
    proof = Proof("a damaged byte in slots.json")
    chance = harness.dice(seed, "slots")
    folder = kit.fresh(base / "slots")
    file = folder / paths.SLOTS
    whole = file.read_bytes()
    place = harness.by_passphrase(folder, PASSPHRASE)
    wanted = harness.digest_of(place)
    place.close()
    database = (folder / paths.DATABASE).read_bytes()
    as_before = refused = new_keys = 0
    places = [(at, b) for at in _places(len(whole), 1, most, chance) for b in bits]
    # In the quick form too: one byte of each public key, which nothing in the file itself vouches for.
    places += [(at, 1) for at in range(len(whole)) if whole[at - 4 : at] == b"age1"]
    for at, bit in places:
        _put(file, _flipped(whole, at, chance, bit))
        for name in ("Anne", "Berit"):
            try:
                place = harness.by_passphrase(folder, PASSPHRASE, name)
            except UserFacingError as refusal:
                refused += 1
                proof.expect(harness.is_clear(refusal.sentence), f"byte {at}: {refusal.sentence!r}")
            except Exception as crash:  # noqa: BLE001  whatever it is, it is a finding
                proof.wrong.append(f"byte {at}: {type(crash).__name__}: {crash}")
            else:
                as_before += 1
                proof.expect(harness.digest_of(place) == wanted, f"byte {at}: opens with other content")
                place.close()
        same = (folder / paths.DATABASE).read_bytes() == database
        if not proof.expect(same, f"byte {at}: the damaged key file led to a new key"):
            new_keys += 1
            _put(folder / paths.DATABASE, database)
    _put(file, whole)
    for name in harness.STAFF:
        harness.by_passphrase(folder, PASSPHRASE, name).close()
    proof.line = (
        f"{len(places):,} damages × 2 members: {as_before:,} open as before, {refused:,} refused with a sentence, "
        f"{new_keys} new keys"
    )
    return proof


def a_backup(base: Path, kit: Kit, seed: int, most: int | None = None) -> Proof:
    """Every 997th byte of the copy, every 7th of its key file."""
    proof = Proof("a damaged byte in a backup")
    chance = harness.dice(seed, "backup damage")
    folder, out, back = kit.fresh(base / "source"), base / "copies", base / "back"
    place = kit.open(folder, clocks.now)
    wanted = harness.digest_of(place)
    copy = backup.backup(place, out).path
    place.close()
    found = equal = tried = 0
    for file, step in ((copy, 997), (copy.with_suffix(backup.KEYS), 7)):
        whole = file.read_bytes()
        for at in _places(len(whole), step, most, chance):
            tried += 1
            _put(file, _flipped(whole, at, chance))
            shutil.rmtree(back, ignore_errors=True)
            try:
                opened = backup.unlock(copy, name="Anne", passphrase=PASSPHRASE)
                place = backup.restore(copy, back, opened, clocks.now)
            except UserFacingError as refusal:
                found += 1
                proof.expect(harness.is_clear(refusal.sentence), f"{file.suffix} byte {at}: {refusal.sentence!r}")
                proof.expect(not (back / paths.DATABASE).exists(), f"{file.suffix} byte {at}: half restored")
            except Exception as crash:  # noqa: BLE001  whatever it is, it is a finding
                proof.wrong.append(f"{file.suffix} byte {at}: {type(crash).__name__}: {crash}")
            else:
                equal += 1
                same = file != copy and harness.digest_of(place) == wanted
                proof.expect(same, f"{file.suffix} byte {at}: taken for whole")
                place.close()
        _put(file, whole)
    opened = backup.unlock(copy, name="Anne", passphrase=PASSPHRASE)
    shutil.rmtree(back, ignore_errors=True)
    place = backup.restore(copy, back, opened, clocks.now)
    proof.expect(harness.digest_of(place) == wanted, "the undamaged copy does not come back whole")
    place.close()
    proof.line = (
        f"{found:,} of {tried:,} refused with a sentence; the rest, {equal} key files, open as before"
    )
    return proof


def jobs(base: Path, kit: Kit, seed: int, *, quick: bool = False) -> list[harness.Job]:
    """Every proof of this file. In the quick form at about 80 places each."""
    one = (0,)  # 0: bits by chance
    return [
        partial(database, base, kit, seed, 80 if quick else None),
        partial(commands, base, kit, seed, 20 if quick else 200),
        partial(slots_file, base, kit, seed, one if quick else (0, 1, 0x20), 80 if quick else None),
        partial(a_backup, base, kit, seed, 40 if quick else None),
    ]
