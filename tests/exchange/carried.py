"""Laptops that carry files to one another: what the tests of the parcels share.

`group.office.writes("Kari")`, `group.farm.sends("Kontor")`, `group.office.reads(file)`: each step is the program's own,
on real encrypted files. A laptop's clock is its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alfdesk import people, staff
from alfdesk.exchange import joining, laptops, parcel, reading
from alfdesk.journal.digest import digest
from alfdesk.store import backup, slots, workplace
from alfdesk.store.check import check
from alfdesk.store.locking import lock
from alfdesk.store.workplace import Place
from tests.support import MORNING, PASSPHRASE, SetClock, Template

NAMES = ("Kontor", "Gården", "Senteret")


@dataclass(frozen=True)
class Group:
    """The folders of three laptops that have joined and know of one another, to be copied."""

    folder: Path
    keys: slots.Keys
    owner: bytes
    morning: int = MORNING + 60_000  # milliseconds since 1970 (UTC)


def group(founded: Template, folder: Path) -> Group:
    """The office founds the workplace and lets the farm and the centre in."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    with founded.copy(folder / "Kontor") as office:
        for name in NAMES[1:]:
            asked = joining.request(folder / name, name, stick)
            welcome = laptops.welcome(office, asked.path, asked.code, stick)
            joining.join(
                folder / name, welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=SetClock()
            ).close()
    return Group(folder, founded.keys, founded.owner)


def met(made: Group, folder: Path) -> Group:
    """The same after all have exchanged once: each knows the others, and has said what it has."""
    with three(made, folder) as laptops:
        laptops.hands_around()
    return Group(folder, made.keys, made.owner, MORNING + 10 * 60_000)


class Laptop:
    """One laptop, open. `folder` is its disk: copied while it is off, there are two of it."""

    def __init__(self, folder: Path, made: Group, stick: Path, clock: SetClock) -> None:
        self.folder = folder
        self.made = made
        self.stick = stick
        self.clock = clock
        self.place = self._open()

    def _open(self) -> Place:
        held = lock(self.folder)

        def way(ring: slots.Slots) -> tuple[bytes, slots.Keys, bytes]:
            return workplace.by_known(ring, workplace.Known(self.made.keys, self.made.owner))

        try:
            return workplace._open(self.folder, held, self.clock, way)
        except BaseException:
            held.release()
            raise

    # What people do ----------------------------------------------------------------------------------------------

    def writes(self, name: str) -> bytes:
        """Somebody is registered."""
        self.clock.forward(1)
        with self.place.write() as work:
            return people.register(work, call_name=name)

    def changes(self, person: bytes, **fields: str) -> None:
        self.clock.forward(1)
        with self.place.write() as work:
            people.change(work, person=person, **fields)

    def sends(self, to: str = "all") -> Path:
        return parcel.make(self.place, to, self.stick).path

    def reads(self, file: Path, **how: bool) -> reading.Taken:
        return reading.read(self.place, file, **how)

    def restarts(self) -> None:
        """The program is closed and opened again: a new stream."""
        self.place.close()
        self.place = self._open()

    def backs_up(self) -> Path:
        return backup.backup(self.place, self.folder.parent / f"{self.folder.name} backups").path

    def is_restored(self, copy: Path) -> None:
        """The disk broke; the workplace comes back from this copy."""
        self.place.close()
        shutil.rmtree(self.folder)
        opened = backup.unlock(copy, name="Anne", passphrase=PASSPHRASE)
        backup.restore(copy, self.folder, opened, self.clock).close()
        self.place = self._open()

    def is_copied(self, to: str) -> Laptop:
        """Somebody copies the whole disk to another machine."""
        self.place.close()
        folder = self.folder.parent / to
        shutil.copytree(self.folder, folder)
        self.place = self._open()
        return Laptop(folder, self.made, self.stick, SetClock(self.clock.now))

    # What stands -------------------------------------------------------------------------------------------------

    @property
    def digest(self) -> str:
        return digest(self.place.cursor())

    @property
    def names(self) -> list[str]:
        cursor = self.place.cursor()
        return [n for (n,) in cursor.execute("SELECT call_name FROM person WHERE call_name IS NOT NULL ORDER BY 1")]

    @property
    def entries(self) -> int:
        return self.place.cursor().execute("SELECT count(*) FROM entry").fetchone()[0]

    @property
    def waits(self) -> int:
        return self.place.cursor().execute("SELECT count(*) FROM waiting").fetchone()[0]

    def phone(self, person: bytes) -> str:
        return self.place.cursor().execute("SELECT phone FROM person WHERE id=?", (person,)).fetchone()[0]

    @property
    def is_whole(self) -> bool:
        """Chain, signatures, tables against the journal replayed."""
        return check(self.place).ok

    def everything(self) -> dict[str, list[object]]:
        """Every row of every table: to see that nothing at all has changed."""
        cursor = self.place.cursor()
        names = [n for (n,) in cursor.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        return {n: sorted(cursor.execute(f'SELECT * FROM "{n}"').fetchall(), key=repr) for n in names}


class Carried:
    """The three laptops of a test, each with a clock of its own, and the stick between them."""

    def __init__(self, made: Group, folder: Path) -> None:
        self.made = made
        self.stick = folder / "stick"
        self.stick.mkdir(exist_ok=True)
        self.all: list[Laptop] = []
        for name in NAMES:
            shutil.copytree(made.folder / name, folder / name)
            self.all.append(Laptop(folder / name, made, self.stick, SetClock(made.morning)))
        self.office, self.farm, self.centre = self.all

    def hands_around(self, *who: Laptop) -> None:
        """Files go from each to each until nobody learns anything new."""
        group = list(who or self.all)
        while True:
            before = [one.entries for one in group]
            for one in group:
                one.clock.forward(1)
                file = one.sends()
                for other in group:
                    if other is not one:
                        other.reads(file)
            if [one.entries for one in group] == before:
                return

    def close(self) -> None:
        for one in self.all:
            one.place.close()


@contextmanager
def three(made: Group, folder: Path) -> Iterator[Carried]:
    """Three laptops that know of one another, for one test."""
    folder.mkdir(parents=True, exist_ok=True)
    carried = Carried(made, folder)
    try:
        yield carried
    finally:
        carried.close()


def add_staff(laptop: Laptop, name: str, passphrase: str, *roles: str) -> bytes:
    return staff.add(laptop.place, name=name, roles=roles, passphrase_=passphrase, cost=slots.FLOOR)
