"""Five laptops of one workplace in one process: their disks, clocks and dice given from outside, a stick in memory.

`Machine` is one disk with the program running on it. Copied while it is off, there are two of it; put back from a copy,
it is restored. Only what lies outside the program is invented here: verbs, journal, parcels and their keys are its own.
"""

from __future__ import annotations

import errno
import os
import pickle
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from alfdesk import paths, people, programmes, staff
from alfdesk.exchange import joining, laptops, parcel, reading
from alfdesk.exchange.stick import Disk
from alfdesk.journal import tables
from alfdesk.journal.write import Acting
from alfdesk.questions import watch
from alfdesk.sales import editions, outlets, sellers, stock
from alfdesk.store import slots
from alfdesk.store.workplace import Place
from tests.core.scenes import by_keys
from tests.faults.harness import CHEAP, MONDAY, PASSPHRASE
from tests.support import MORNING, SetClock

NAMES = ("Kontor", "Gården", "Dagsverket", "Verkstedet", "Kjøkkenet")
STAFF = (("Olga", "office"), ("Mona", "manager"), ("Mia", "manager"), ("Didi", "desk"), ("Siri", "supervisor"))
DAY = 86_400_000  # milliseconds
YEAR = 365 * DAY


class Crash(BaseException):
    """The machine goes dark in the middle of something."""


class Stick(Disk):
    """A memory stick: files by name. `failing` is what the next write meets: an errno, or "torn" for a lie."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.failing: int | str | None = None

    def read(self, path: Path, limit: int) -> bytes:
        if path.name not in self.files:
            raise FileNotFoundError(errno.ENOENT, "no such file")
        return self.files[path.name][: limit + 1]

    def write(self, path: Path, content: bytes) -> None:
        fails, self.failing = self.failing, None
        if isinstance(fails, int):
            self.files[path.name] = content[: len(content) // 2]
            raise OSError(fails, "the stick")
        self.files[path.name] = content[:-1] + bytes([content[-1] ^ 1]) if fails else content

    def rename(self, path: Path, to: Path) -> None:
        self.files[to.name] = self.files.pop(path.name)

    def remove(self, path: Path) -> None:
        self.files.pop(path.name, None)


class Backups:
    """Stands before `alfdesk.store.backup` while a parcel is read: a copy is made where it will be needed."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.wanted = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def backup(self, place: Any, out: Path) -> Any:
        return self.real.backup(place, out) if self.wanted else None


@dataclass
class Time:
    """What time it really is, in milliseconds since 1970 (UTC)."""

    now: int = MORNING


@dataclass
class Machine:
    """One disk, and the program on it. `off_by` is how wrong its clock goes."""

    name: str
    folder: Path
    keys: slots.Keys
    owner: bytes
    time: Time
    off_by: int = 0
    place: Place = field(init=False)
    line: int = 0  # the newest stamp of this run, reckoned beside the program
    set_back: bool = False  # to a copy of its disk
    images: list[Path] = field(default_factory=list)  # copies of its disk, taken while it was off

    def __post_init__(self) -> None:
        self.start()

    def clock(self) -> int:
        return self.time.now + self.off_by

    def start(self) -> None:
        self.line = 0
        self.forget()
        self.place = by_keys(self.folder, self.keys, self.owner, self.clock)  # type: ignore[arg-type]

    def forget(self) -> None:
        """A program that starts remembers nothing of where to look for questions."""
        watch._kept.pop(str(self.folder / paths.DATABASE), None)

    def stop(self) -> None:
        self.place.close()

    def die(self) -> None:
        """The process is gone; what was not committed is too."""
        self.place.let_go()
        self.place._held.release()

    def restart(self) -> None:
        self.stop()
        self.start()

    def restore(self, image: Path) -> None:
        self.set_back = True
        self.stop()
        shutil.rmtree(self.folder)
        shutil.copytree(image, self.folder)
        self.start()

    @property
    def device(self) -> bytes:
        return bytes.fromhex(self.ask("SELECT value FROM local WHERE key='device'")[0])

    def ask(self, sql: str, *values: Any) -> list[Any]:
        rows = self.place.cursor().execute(sql, values).fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    def entries(self) -> dict[tuple[bytes, int], bytes]:
        return {(s, q): h for s, q, h in self.ask("SELECT stream, seq, hash FROM entry")}

    def acting(self, name: str) -> Acting | None:
        """A member of staff; None is Anne, who opened the place and is its administrator."""
        row = self.ask("SELECT id FROM staff WHERE name=?", name)
        if not row or name == "Anne":
            return None
        roles = self.ask("SELECT role FROM staff_role WHERE staff=? AND voided=0", row[0])
        return Acting(row[0], name, frozenset(roles))


@dataclass(frozen=True)
class Founded:
    """The disks of five laptops that have joined and know of one another, to be copied."""

    folder: Path
    keys: slots.Keys
    owner: bytes


def found(folder: Path) -> Founded:
    """The office founds the workplace, hires, sets up two programmes with a crew of four and a sales desk, and lets
    four laptops in."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    clock = SetClock()
    with cheap():
        office = staff.found(
            folder / NAMES[0], organisation="Prøvegården", laptop=NAMES[0], name="Anne", passphrase_=PASSPHRASE,
            cost=CHEAP, clock=clock,
        )  # fmt: skip
        for name, role in STAFF:
            with office.write() as work:
                staff.add_member(work, name=name, roles=[role], keys=slots.fresh_keys())
        for name, kind in (("Dagsverket", "day"), ("Gården", "standing")):
            with office.write() as work:
                programmes.set_up(
                    work, name=name, kind=kind, since=MONDAY, fields={},
                    rules={"rate": ["hour", 10_000], "cap": 300, **({"places": 3} if kind == "day" else {})},
                )  # fmt: skip
        with office.write(batch=True) as work:
            for number in range(4):
                work.next()
                person = people.register(work, call_name=f"Deltaker {number + 1}", number=number + 1)
                for one in ("Dagsverket", "Gården"):
                    programmes.enrol(work, person=person, programme=programmes.by_name(work.session, one).id)
                work.next()
                sellers.make_seller(work, person=person)
        _opens_the_desk(office)
        for name in NAMES[1:]:
            asked = joining.request(folder / name, name, stick)
            welcome = laptops.welcome(office, asked.path, asked.code, stick)
            joining.join(folder / name, welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=clock).close()
        # Each has read that all the others are there, and has said what it has.
        places = [office] + [by_keys(folder / n, office.keys, office.owner, clock) for n in NAMES[1:]]
        for file in [parcel.make(place, parcel.ALL, stick).path for place in places]:
            for place in places:
                reading.read(place, file)
        made = Founded(folder, office.keys, office.owner)
        for place in places:
            place.close()
    for name in NAMES:
        for part in [p for p in (folder / name).iterdir() if p.is_dir()]:  # copies of parcels and of what was before
            shutil.rmtree(part)
    shutil.rmtree(stick)
    return made


def _opens_the_desk(office: Place) -> None:
    with office.write(batch=True) as work:
        made = []
        for product, edition in (("Megafon", "11/2026"), ("Julebok", "2026")):
            work.next()
            made.append(editions.set_edition(
                work, product=product, edition=edition, buy_ore=5_000, cover_ore=10_000, since=MONDAY - timedelta(60)
            ))  # fmt: skip
        for name in ("Hallvardsstuen", "Nesttun"):
            work.next()
            outlet = outlets.found_outlet(work, name=name)
            for edition in made:
                work.next()
                stock.receive(work, outlet=outlet, edition=edition, copies=200, day=MONDAY, at_minute=480)


@contextmanager
def cheap() -> Iterator[None]:
    """Passphrases cost next to nothing inside."""
    floor, slots.FLOOR = slots.FLOOR, CHEAP
    try:
        yield
    finally:
        slots.FLOOR = floor


def scratch() -> Path:
    """A folder of our own, in memory where the machine has such a place: nothing here is about the disk."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="alfdesk-simulate-", dir=shared if shared.is_dir() else None))


@contextmanager
def dice(seed: str) -> Iterator[random.Random]:
    """Every random byte that the program draws comes from this seed: streams, ids, salts, codes."""
    rng = random.Random(seed)
    bytes_of = random.Random(f"{seed} bytes").randbytes
    before = os.urandom, random._urandom  # type: ignore[attr-defined]
    os.urandom = random._urandom = bytes_of  # type: ignore[attr-defined,assignment]
    try:
        yield rng
    finally:
        os.urandom, random._urandom = before  # type: ignore[attr-defined]


@contextmanager
def without_gate() -> Iterator[None]:
    """No triggers before the tables: two hundred are made for each connection, and a write past them is a mistake in
    the program whatever parcels do. Some schedules go with them, and so does every other test."""
    arm = tables.arm

    def opens(cursor: Any) -> None:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS gate(open INTEGER NOT NULL)")
        cursor.execute("INSERT INTO temp.gate VALUES(0)")

    tables.arm = opens
    try:
        yield
    finally:
        tables.arm = arm


@contextmanager
def each_body_once() -> Iterator[None]:
    """A file that five laptops open is taken apart by the first of them; the others are handed what it found."""
    contents, found = reading.contents, dict[tuple[bytes, bytes], bytes]()

    def again(opened: Any) -> Any:
        body = opened.signed, opened.packed
        if body not in found:
            found[body] = pickle.dumps(contents(opened), pickle.HIGHEST_PROTOCOL)
        return pickle.loads(found[body])

    reading.contents = again
    try:
        yield
    finally:
        reading.contents = contents
