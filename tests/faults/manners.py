"""Two programs at once, a clock set back, a file from a newer version: one sentence each, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from alfdesk import paths, people
from alfdesk.errors import AlreadyOpen, TooNew, UserFacingError
from alfdesk.journal import clock as clocks
from alfdesk.journal import tables
from alfdesk.store import engine
from alfdesk.store.check import check

from . import harness
from .damage import command_line
from .harness import PASSPHRASE, Kit, Proof

YEAR = 365 * 24 * 3600 * 1000  # milliseconds


def program(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The real program in a process of its own."""
    environment = os.environ | {"ALFDESK_PASSPHRASE": PASSPHRASE, "ALFDESK_NEW_PASSPHRASE": harness.NEW_PASSPHRASE}
    line = [sys.executable, "-m", "alfdesk.cli", "--profile", str(folder), "--as", "Anne", *words]
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        line, env=environment, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def two_programs(base: Path, kit: Kit, seed: int, rounds: int) -> Proof:
    """The second says so and ends with 3; when the first is killed, the lock is free at once."""
    proof = Proof("two programs at once")
    chance = harness.dice(seed, "two")
    folder = kit.fresh(base / "two")
    refused = free = 0

    def first(_say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
        place = kit.open(folder, clocks.now)
        ready()
        while True:
            time.sleep(0.01)
            with contextlib.suppress(UserFacingError):
                harness.act(place, chance)

    for one in range(rounds):
        child = harness.start(first)
        child.wait_ready()
        if one % 10 == 0:
            second = program(folder, "people", "add", "--call-name", "Nils")
            out, err = second.communicate(timeout=60)
            code, said = second.returncode, err.strip().splitlines()
            proof.expect(code == 3 and len(said) == 1 and harness.is_clear(said[0]), f"exit {code}: {err!r}")
            proof.expect(not out, f"stdout: {out!r}")
            refused += code == 3
        else:
            try:
                harness.by_passphrase(folder, PASSPHRASE).close()
                proof.wrong.append(f"start {one}: the second was let in")
            except AlreadyOpen as refusal:
                proof.expect(harness.is_clear(refusal.sentence), refusal.sentence)
                refused += 1
        child.kill()
        proof.expect(not child.crash(), f"start {one}: the first crashed: {child.crash()[-300:]}")
        try:
            place = kit.open(folder, clocks.now)
            free += 1
            if one % 10 == 0:
                proof.expect(not (wrong := harness.is_clean(place)), f"start {one}: {wrong}")
            place.close()
        except UserFacingError as refusal:
            proof.wrong.append(f"start {one}: after the kill: {refusal.sentence}")
    # Both at the same moment: at least one does its work, and no entry is lost or doubled.
    place = kit.open(folder, clocks.now)
    before = len(harness.entries(place))
    place.close()
    both = [program(folder, "people", "add", "--call-name", f"Nils {n}") for n in range(2)]
    codes = []
    for one_program in both:
        one_program.communicate(timeout=60)
        codes.append(one_program.returncode)
    place = kit.open(folder, clocks.now)
    proof.expect(set(codes) <= {0, 3} and 0 in codes, f"both at once: {codes}")
    proof.expect(len(harness.entries(place)) - before == codes.count(0), "entries do not match what was said")
    place.close()
    proof.line = f"second refused with one sentence {refused} of {rounds}, lock free after the kill {free} of {rounds}"
    return proof


def clock_back(base: Path, kit: Kit, seed: int) -> Proof:
    """The clock is set back by years: one sentence, work goes on, and the newest value stands all the same."""
    proof = Proof("a clock set back by years")
    chance = harness.dice(seed, "clock")
    folder = kit.fresh(base / "clock")
    sentences = 0
    for back in (0, 2, 7, 30, 56):
        clock = lambda back=back: clocks.now() - back * YEAR  # noqa: E731
        place = harness.by_passphrase(folder, PASSPHRASE, clock=clock)
        sentences += len(place.warnings)
        proof.expect(len(place.warnings) == (back > 0), f"{back} years: {place.warnings}")
        proof.expect(all(map(harness.is_clear, place.warnings)), f"{back} years: {place.warnings}")
        done = 0
        while done < 10:
            try:
                harness.act(place, chance)
                done += 1
            except UserFacingError:
                continue
        with place.read() as session:
            person = people.by_number(session, 3)
        with place.write() as work:
            people.change(work, person=person, last_name=f"For {back} år siden")
        with place.read() as session:
            shown = people.everyone(session, [person])[person].last_name
        proof.expect(shown == f"For {back} år siden", f"{back} years: the newest value does not stand: {shown}")
        proof.expect(check(place).ok, f"{back} years: check is not clean")
        place.close()
    # The same with the real program: somebody worked three years ahead, and the clock is right again.
    place = harness.by_passphrase(folder, PASSPHRASE, clock=lambda: clocks.now() + 3 * YEAR)
    while True:
        try:
            harness.act(place, chance)
            break
        except UserFacingError:
            continue
    place.close()
    code, _out, err = command_line(folder, "people add --call-name Nils")
    said = err.strip().splitlines()
    proof.expect(code == 0 and len(said) == 1 and said[0].endswith("."), f"command line: exit {code}: {said}")
    code, _out, err = command_line(folder, "check")
    proof.expect(code == 0, f"check after it: {err}")
    proof.line = (
        f"{sentences} warnings at 4 clocks set back 2 to 56 years, the newest value stands, check clean; "
        "the command line says one line"
    )
    return proof


def newer(base: Path, kit: Kit, seed: int) -> Proof:
    """A database, a key file and a backup from a newer version: refused with a sentence, not a byte changed."""
    proof = Proof("a file of a newer version")
    folder = kit.fresh(base / "newer")
    connection = engine.connect(folder / paths.DATABASE, kit.key)
    connection.execute(f"PRAGMA user_version={tables.SCHEMA + 1}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".db", ".json")}
    refused = 0
    for line in ("digest", "people add --call-name Nils", "check", "rebuild", "people list"):
        code, out, err = command_line(folder, line)
        said = err.strip().splitlines()
        refused += code == 3
        proof.expect(code == 3 and len(said) == 1 and harness.is_clear(said[0]), f"{line}: exit {code}: {said}")
        proof.expect(not out, f"{line}: {out!r}")
    after = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".db", ".json")}
    proof.expect(before == after, "a refused file was changed")
    folder = kit.fresh(base / "newer")
    slots = folder / paths.SLOTS
    slots.write_text(slots.read_text().replace('"alfdesk_slots": 1', '"alfdesk_slots": 2'))
    try:
        harness.by_passphrase(folder, PASSPHRASE).close()
        proof.wrong.append("a newer key file was opened")
    except TooNew as refusal:
        proof.expect(harness.is_clear(refusal.sentence), refusal.sentence)
        refused += 1
    proof.line = f"{refused} of 6 tries refused with one sentence and exit 3, not a byte changed"
    return proof


def interrupted(base: Path, kit: Kit, seed: int, rounds: int) -> Proof:
    """The real program, killed: what it called done is there."""
    proof = Proof("kill -9 of the command line")
    chance = harness.dice(seed, "program")
    folder = kit.fresh(base / "program")
    done = 0
    for one in range(rounds):
        running = program(folder, "people", "add", "--call-name", f"Kari {one}", "--number", str(1000 + one))
        time.sleep(chance.uniform(0.1, 1.4))
        running.send_signal(signal.SIGKILL)
        _out, _err = running.communicate(timeout=60)
        place = kit.open(folder, clocks.now)
        numbers = {n for (n,) in place.cursor().execute("SELECT number FROM person_number")}
        if running.returncode == 0:
            done += 1
            proof.expect(1000 + one in numbers, f"kill {one}: said done, and is not there")
        proof.expect(not (wrong := harness.is_clean(place)), f"kill {one}: {wrong}")
        place.close()
    proof.line = f"{rounds} kills, {done} had ended before; check clean after each"
    return proof


def jobs(base: Path, kit: Kit, seed: int, *, quick: bool = False) -> list[harness.Job]:
    """Every proof of this file."""
    found: list[harness.Job] = [
        partial(two_programs, base, kit, seed, 4 if quick else 100),
        partial(clock_back, base, kit, seed),
        partial(newer, base, kit, seed),
    ]
    return found if quick else [*found, partial(interrupted, base, kit, seed, 20)]
