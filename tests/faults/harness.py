"""What the proofs share: a child that can be killed, a workplace that is cheap to open, and how a proof is told.

A child is forked from this process after everything is imported, so it is at work within a millisecond, and a kill can
meet any point of an act. It runs the real program on real files; only the passphrase's cost is low.
"""

from __future__ import annotations

import contextlib
import os
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from alfdesk import people, programmes, staff
from alfdesk.attendance import day_work, record, standing
from alfdesk.errors import UserFacingError
from alfdesk.journal import clock as clocks
from alfdesk.journal import history
from alfdesk.journal.digest import digest
from alfdesk.store import slots, workplace
from alfdesk.store.check import check
from alfdesk.store.workplace import Place
from tests import support

CHEAP = slots.Cost(8, 1, 1)  # the least that a key file may say: a derivation takes no time
PASSPHRASE = support.PASSPHRASE
NEW_PASSPHRASE = "sitron bukse hage fjell vann tog"
STAFF = ("Anne", "Berit", "Cato")
ENTRY = struct.Struct("<16sq32s")  # stream, seq, hash: what a child acknowledges
MONDAY = date(2026, 11, 16)
UNSAID: Any = object()


@dataclass
class Proof:
    """One proof: its summary line, and what went wrong (nothing, where it holds)."""

    name: str
    line: str = ""
    wrong: list[str] = field(default_factory=list)
    passed_over: str = ""

    def expect(self, holds: object, otherwise: str) -> bool:
        if not holds:
            self.wrong.append(otherwise)
        return bool(holds)

    def told(self) -> str:
        if self.passed_over:
            return f"--   {self.name}: passed over, {self.passed_over}"
        mark = "ok  " if not self.wrong else "FAIL"
        shown = "".join(f"\n       {one}" for one in self.wrong[:8])
        more = f"\n       … and {len(self.wrong) - 8} more" if len(self.wrong) > 8 else ""
        return f"{mark} {self.name}: {self.line}{shown}{more}"


Job = Callable[[], Proof]


def show(jobs: Sequence[Job], seed: int, at_once: int = 2) -> int:
    """Run the proofs, each in a process of its own, and print a line as each ends. Returns 1 when one does not hold."""
    print(f"seed {seed}", flush=True)
    began, wrong, waiting, running = time.monotonic(), 0, list(jobs), list[Child]()
    while waiting or running:
        while waiting and len(running) < at_once:
            running.append(start(partial(_told, waiting.pop(0))))
        for child in list(running):
            if not child.listen(0.05):
                running.remove(child)
                child.finish()
                lines = [said.decode() for said in child.said()] or [f"FAIL a proof crashed: {child.crash()}"]
                print("\n".join(lines), flush=True)
                wrong += not lines[0].startswith(("ok", "--"))
    print(f"{len(jobs)} proofs, {wrong} did not hold, {time.monotonic() - began:.0f} s", flush=True)
    return 1 if wrong else 0


def _told(job: Job, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    ready()
    say(job().told().encode())


def asked(words: Sequence[str]) -> tuple[bool, int]:
    """What stands on the command line: whether the quick form is wanted, and the seed (a new one where none is)."""
    numbers = [int(w) for w in words if w.isdigit()]
    return "--quick" in words, numbers[0] if numbers else time.time_ns() % 1_000_000


def dice(seed: int, name: str) -> random.Random:
    """Each proof throws its own dice, so that one can be repeated without the others."""
    return random.Random(f"{seed} {name}")


@contextlib.contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A folder that is gone afterwards. Meanwhile passphrases cost next to nothing in this process and its children."""
    folder = Path(tempfile.mkdtemp(prefix=f"alfdesk-{name}-"))
    floor, slots.FLOOR = slots.FLOOR, CHEAP
    try:
        yield folder
    finally:
        slots.FLOOR = floor
        shutil.rmtree(folder, ignore_errors=True)


# A workplace ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kit(support.Template):
    """A founded workplace with staff, two programmes, a team and some people; copied for each round."""

    def fresh(self, to: Path) -> Path:
        """A closed copy."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to)
        return to


def kit(folder: Path, *, crowd: int = 20) -> Kit:
    """Anne is administrator, Berit and Cato are of the office; everybody's passphrase is the same."""
    place = staff.found(
        folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=CHEAP
    )
    for name in STAFF[1:]:
        staff.add(place, name=name, roles=["office"], passphrase_=PASSPHRASE, cost=CHEAP)
    with place.write() as work:
        for name, kind in (("Dagsverket", "day"), ("Gården", "standing")):
            programmes.set_up(
                work, name=name, kind=kind, since=MONDAY, fields={},
                rules={"rate": ["hour", 10_000], "cap": 300, **({"places": 2_000} if kind == "day" else {})},
            )  # fmt: skip
    with place.write() as work:
        programmes.add_team(work, programme=programmes.by_name(work.session, "Dagsverket").id, name="Ute 1")
    with place.write(batch=True) as work:
        for number in range(crowd):
            work.next()
            people.register(work, call_name=f"Deltaker {number + 1}", number=number + 1)
    with place.write(batch=True) as work:
        standing_crew = programmes.by_name(work.session, "Gården").id
        for person in people.everyone(work.session):
            work.next()
            programmes.enrol(work, person=person, programme=standing_crew)
    made = Kit(folder, place.key, place.keys, place.owner)
    place.close()
    return made


def by_passphrase(folder: Path, phrase: str, name: str = "Anne", clock: clocks.Clock = clocks.now) -> Place:
    return workplace.open(folder, name=name, passphrase=phrase, clock=clock)


def act(place: Place, chance: random.Random) -> None:
    """One random verb, one entry. Raises UserFacingError where the verb refuses; then nothing was written."""
    place.last = UNSAID
    day = MONDAY + timedelta(chance.randrange(5))
    minute = chance.randrange(420, 900)
    what = chance.randrange(10)
    with place.write(batch=what == 9) as work:
        known = list(people.everyone(work.session))
        person = chance.choice(known)
        yard, farm = (programmes.by_name(work.session, n).id for n in ("Dagsverket", "Gården"))
        who = {"person": person, "programme": yard, "day": day}
        if what == 0:
            people.register(work, call_name=f"Ny {chance.randrange(10_000)}", phone="55 55 55 55")
        elif what == 1:
            people.change(work, person=person, last_name=f"Etternavn {chance.randrange(10_000)}")
        elif what == 2:
            text = "Ring kontoret. " * chance.randrange(1, 12)
            people.leave_message(work, person=person, text=text, until=day, today=day)
        elif what == 3:
            day_work.arrive(work, at_minute=minute, **who)
        elif what == 4:
            day_work.place(work, team=None, **who)
        elif what == 5:
            day_work.turn_away(work, **who)
        elif what == 6:
            day_work.leave(work, at_minute=minute, **who)
        elif what == 7:
            outcome = chance.choice(("present", "no_show", "reported_absent"))
            standing.mark(work, person=person, programme=farm, day=day, what=record.Said(outcome))
        elif what == 8:
            said = record.Said("present", said_minutes=chance.randrange(300))
            record.correct(work, what=said, reason="regnet feil", **who)
        else:
            last = history.last_act(work.session)
            # What the workplace was set up with stays, or every later act would be refused.
            if last is not None and last.batch is None and last.command.startswith(("people.", "attendance.")):
                history.undo(work, stream=last.stream, seq=last.seq)
    if place.last is UNSAID:
        raise AssertionError("the block ended well, yet nothing says what was written")


def acknowledged(place: Place) -> list[bytes]:
    """What the last unit of work wrote, as it is acknowledged: read back from the open place."""
    if place.last is None:
        return []
    cursor = place.cursor()
    rows = []
    for stream, seq in place.last.entries:
        (found,) = cursor.execute("SELECT hash FROM entry WHERE stream=? AND seq=?", (stream, seq)).fetchone()
        rows.append(ENTRY.pack(stream, seq, found))
    return rows


def entries(place: Place) -> set[bytes]:
    """Every entry in the file, in the same form."""
    rows = place.cursor().execute("SELECT stream, seq, hash FROM entry").fetchall()
    return {ENTRY.pack(*row) for row in rows}


def is_clean(place: Place) -> list[str]:
    """What `check` finds wrong (a missing recovery sheet is no fault here)."""
    report = check(place)
    if report.ok and report.pages_ok and report.rebuild_equal:
        return []
    return list(report.problems) or ["check is not ok and does not say why"]


def digest_of(place: Place) -> str:
    return digest(place.cursor())


# A child -------------------------------------------------------------------------------------------------------------

READY = b"R"
SAID = b"A"
DONE = b"D"
CRASHED = b"X"


@dataclass
class Child:
    """A process of our own that does one thing until it ends or is killed."""

    pid: int
    pipe: int
    heard: bytearray = field(default_factory=bytearray)
    reaped: int | None = None

    def listen(self, until: float) -> bool:
        """Read what it says for at most that long; False when it has closed its end."""
        end = time.monotonic() + until
        while True:
            left = end - time.monotonic()
            ready, _w, _x = select.select([self.pipe], [], [], max(left, 0))
            if not ready:
                return True
            chunk = os.read(self.pipe, 65536)
            if not chunk:
                return False
            self.heard += chunk
            if left <= 0:
                return True

    def wait_ready(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not self.heard.startswith(READY):
            if time.monotonic() > end or not self.listen(0.02):
                break
        if not self.heard.startswith(READY):
            self.kill()
            raise RuntimeError(f"the child never began: {self.crash()}")

    def kill(self) -> None:
        """SIGKILL, now, and read what it had said until then."""
        if self.reaped is None:
            os.kill(self.pid, signal.SIGKILL)
            self.finish()

    def finish(self) -> int:
        """Wait for its end. Returns its status."""
        while self.listen(60):
            pass
        os.close(self.pipe)
        _pid, status = os.waitpid(self.pid, 0)
        self.reaped = status
        return status

    def run_for(self, seconds: float) -> None:
        """Let it work for so long, then kill it (it may have ended before)."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self.listen(min(left, 0.005)):
                break
        self.kill()

    def run_until(self, seen: Callable[[], bool], extra: float, at_most: float = 20) -> None:
        """Let it work until something can be seen from outside (a file appears, or is gone), then kill it."""
        end = time.monotonic() + at_most
        turns = 0
        while not seen():  # nothing else in the loop, as the moment may be short
            turns += 1
            if turns % 200 == 0 and (not self.listen(0) or self.said() or time.monotonic() > end):
                break
        if extra:
            time.sleep(extra)
        self.kill()

    def frames(self) -> list[tuple[bytes, bytes]]:
        """What it said, whole frames only."""
        found, at = [], len(READY)
        while at + 5 <= len(self.heard):
            kind, length = self.heard[at : at + 1], int.from_bytes(self.heard[at + 1 : at + 5], "little")
            if at + 5 + length > len(self.heard):
                break
            found.append((bytes(kind), bytes(self.heard[at + 5 : at + 5 + length])))
            at += 5 + length
        return found

    def said(self) -> list[bytes]:
        return [content for kind, content in self.frames() if kind == SAID]

    def done(self) -> bool:
        return any(kind == DONE for kind, _c in self.frames())

    def crash(self) -> str:
        """The exception it ended with, if it did."""
        return "".join(content.decode(errors="replace") for kind, content in self.frames() if kind == CRASHED)


def start(job: Callable[[Callable[[bytes], None], Callable[[], None]], None]) -> Child:
    """Fork a child that runs `job(say, ready)`. It ends without ever coming back to the caller's code."""
    sys.stdout.flush()
    sys.stderr.flush()
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write_end)
        return Child(pid, read_end)

    def frame(kind: bytes, content: bytes) -> None:
        os.write(write_end, kind + len(content).to_bytes(4, "little") + content)

    status = 1
    try:
        os.close(read_end)
        begun = []

        def ready() -> None:
            begun.append(True)
            os.write(write_end, READY)

        job(lambda content: frame(SAID, content), ready)
        frame(DONE, b"")
        status = 0
    except BaseException:
        if not begun:
            os.write(write_end, READY)
        frame(CRASHED, traceback.format_exc().encode()[-4000:])
    finally:
        os._exit(status)


def sentence_of(call: Callable[[], Any]) -> str | None:
    """The one sentence that a call is refused with; None when it is not. Anything else that is raised is a crash."""
    try:
        call()
    except UserFacingError as refusal:
        return refusal.sentence
    return None


def is_clear(sentence: str | None) -> bool:
    """One line, for people: it begins with a capital, ends with a stop, and holds no code."""
    if not sentence or "\n" in sentence or len(sentence) > 200:
        return False
    return sentence[0].isupper() and sentence.endswith((".", "!")) and "Error" not in sentence
