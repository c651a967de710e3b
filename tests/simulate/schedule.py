"""One schedule: a few months on five laptops, and their parcels, drawn from one seed.

People write with every verb; parcels are made, lost, doubled, damaged, forged, and read by whoever finds them; machines
crash, are restarted, restored and cloned; clocks are years wrong; one laptop runs a newer program. Then they exchange
by the same rules as on any day, until nothing moves, and everything has to agree: `Broken` says what did not.
"""

from __future__ import annotations

import errno
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alfdesk.errors import UserFacingError
from alfdesk.exchange import admit, laptops, lines, parcel, reading, reports, tips
from alfdesk.journal import entry as form
from alfdesk.journal.digest import digest

from .acts import ALL_DAY, AT_THE_DESK, act
from .desk import MEETING, SENDING
from .holding import Holding, Spot
from .world import DAY, MORNING, NAMES, YEAR, Backups, Crash, Founded, Machine, Stick, Time

EVENTS = {
    "act": 42, "send": 13, "deliver": 24, "crash": 2, "take_back": 1, "restart": 3, "image": 4, "restore": 3,
    "clone": 2, "clock": 2, "days": 4, "newer": 2, "forge": 1, "ask": 1, "bad_stick": 1, "bar": 0.3, "pardon": 0.6,
    "drawer": 1, "met": 0,
}  # fmt: skip
Lengths = tuple[tuple[int, int], ...]  # from so many steps to so many, one of these
STEPS: Lengths = ((25, 70),)
MIXED: Lengths = *((3, 25),) * 7, (25, 70)  # short ones cost a third, and their ends are as hard
OFFS = (0, 0, 3_600_000, -3_600_000, 2 * YEAR, -2 * YEAR)
REFUSALS = {"NOT_FOR_US", "REVOKED", "FORK"}  # what a whole file may be answered with
DAMAGE = {"EMPTY", "NOT_ALFDESK", "CUT_SHORT", "TRAILING", "DAMAGED", "TOO_BIG"}


@dataclass
class Carried:
    """A file on its way."""

    name: str
    raw: bytes
    sender: Machine
    forged: bool = False


class Schedule(Holding):
    """What happens, step by step."""

    def __init__(
        self, founded: Founded, base: Path, rng: random.Random, *, desk: bool = False,
        lengths: Lengths = STEPS,
    ) -> None:  # fmt: skip
        self.lengths = lengths
        self.among, self.at_once = (AT_THE_DESK, 12) if desk else (ALL_DAY, 3)
        self.desks = rng.sample(NAMES, 2) if desk else NAMES  # where people work
        self.founded, self.base, self.rng = founded, base, rng
        # As a rule so long after the beginning that what was said then is sent to nobody who has said he has it.
        self.time, self.stick = Time(MORNING + rng.choice((0, 61, 61, 61, 61)) * DAY), Stick()
        self.out = base / "stick"
        self.out.mkdir(parents=True)
        self.log: list[str] = []
        self.figures: Counter[str] = Counter()
        self.transit: list[Carried] = []
        self.truth: dict[Spot, bytes] = {}  # every entry that was ever acknowledged
        self.had: dict[bytes, set[Spot]] = defaultdict(set)  # what each laptop has ever had
        self.barred: dict[str, bytes] = {}
        self.machines: list[Machine] = []
        self.stands: dict[int, dict[Spot, bytes]] = {}  # what a machine must still have
        self.newer = rng.choice(NAMES)
        for name in NAMES:
            self._add(name, founded.folder / name)

    def _add(self, name: str, disk: Path, off_by: int = 0) -> Machine:
        folder = self.base / f"disk {len(self.machines)}"
        shutil.copytree(disk, folder)
        one = Machine(name, folder, self.founded.keys, self.founded.owner, self.time, off_by)
        self.machines.append(one)
        self._look(one, fresh=True)
        return one

    def run(self) -> None:
        often = EVENTS | {"met": 12} if self.among is AT_THE_DESK else EVENTS
        kinds, weights = list(often), list(often.values())
        steps = self.rng.randint(*(self.rng.choice(self.lengths) if len(self.lengths) > 1 else self.lengths[0]))
        with self._backups():
            for _step in range(steps):
                self.time.now += self.rng.randrange(1, 3_600_000)
                kind = self.rng.choices(kinds, weights)[0]
                machine = self.rng.choice([m for m in self.machines if kind != "act" or m.name in self.desks])
                self.log.append(f"{kind} {self._name(machine)}")
                getattr(self, f"_{kind}")(machine)
                self.figures["steps"] += 1
            self._finale()

    def close(self) -> None:
        for one in self.machines:
            one.die()
            one.forget()

    @contextmanager
    def _backups(self) -> Iterator[None]:
        real, remember = reading.backup, reading._remember
        self.backups = Backups(real)
        reading.backup = self.backups  # type: ignore[assignment]
        reading._remember = lambda place, copy: remember(place, copy) if self.backups.wanted else None  # type: ignore[assignment]
        try:
            yield
        finally:
            reading.backup, reading._remember = real, remember

    # What people do --------------------------------------------------------------------------------------------------

    def _act(self, machine: Machine) -> None:
        today = date.fromtimestamp(self.time.now / 1000)
        for _one in range(self.rng.randint(1, self.at_once)):
            what, written = act(machine, self.rng, today, self.among)
            self._say(what)
            self._wrote(machine, written)

    def _met(self, machine: Machine) -> None:
        """What one desk has sent the other hears of; then both do as they please with it."""
        today = date.fromtimestamp(self.time.now / 1000)
        desks = [m for m in self.machines if m.name in self.desks]
        machine, other = self.rng.choice(desks), self.rng.choice([m for m in desks if m.name != desks[0].name])
        for one, among in ((machine, SENDING), (machine, MEETING), (other, MEETING), (machine, MEETING)):
            what, written = act(one, self.rng, today, among)
            self._say(what)
            self._wrote(one, written)
            if among is SENDING and one.name != other.name and (made := self._make(one, other.name)):
                self._read(other, made)

    def _wrote(self, machine: Machine, written: list[Spot]) -> None:
        """What was acknowledged stands, under a number of its own and a stamp that follows from this laptop alone."""
        self.figures["entries"] += len(written)
        for spot in written:
            hash_, stamp, packed = machine.ask("SELECT hash, stamp, ops FROM entry WHERE stream=? AND seq=?", *spot)[0]
            if self.truth.setdefault(spot, hash_) != hash_:
                raise self.broken(f"{spot[0].hex()} {spot[1]} stands for two entries")
            said = (form.content(raw) for _salt, raw in form.unpack(packed))
            over = max((op[5] for op in said if op[0] == "set"), default=0)
            machine.line = max(machine.clock(), machine.line + 1)
            if stamp != max(machine.line, over + 1):
                raise self.broken(f"stamped {stamp}, not {max(machine.line, over + 1)}: something moved the clock")
        if written:
            self._look(machine)

    def _newer(self, machine: Machine) -> None:
        """A newer program writes what this one does not know."""
        machine = next(m for m in self.machines if m.name == self.newer)
        person = self.rng.choice(machine.ask("SELECT id FROM person ORDER BY id") or [b"p" * 16]).hex()
        ident = self.rng.randbytes(16).hex()
        op = self.rng.choice((
            ["fact", "later", ident, person, {"amount": 3, "more": [1, {"a": None}]}],
            ["fact", "message", ident, person, {"text": "Hei", "later": "æøå"}],
            ["set", "person", person, "later", "value", 0], ["set", "later", ident, "name", 4.5, 0],
            ["void", "later", ident, None], ["tally", ident, [1, 2, 3]], ["tally"],
        ))  # fmt: skip
        self._say(str(op))
        with machine.place.write() as work:
            work.command = "later.verb"
            work._op(op, False)
        assert machine.place.last
        self._wrote(machine, list(machine.place.last.entries))

    # Files -----------------------------------------------------------------------------------------------------------

    def _send(self, machine: Machine) -> None:
        to = parcel.ALL if self.rng.random() < 0.5 else self.rng.choice(self._others(machine)).name
        self._make(machine, to)

    def _ask(self, machine: Machine) -> None:
        self._make(machine, parcel.ALL, only_ask=True)

    def _make(self, machine: Machine, to: str, **more: Any) -> Carried | None:
        before = self._everything(machine)[:2] if self.rng.random() < 0.08 else None
        try:
            made = parcel.make(machine.place, to, self.out, disk=self.stick, **more)
        except UserFacingError as refusal:
            self._say(f"no file: {refusal}")
            return None
        if before and self._everything(machine)[:2] != before:
            raise self.broken("making a parcel changed the digest")
        since = machine.clock() - 60 * DAY
        (young,) = machine.ask("SELECT count(*) FROM entry WHERE wall>=?", since)
        if not more and made.entries < young:
            raise self.broken(f"{made.entries} entries went along of {young} from the last 60 days")
        name = made.path.name
        one = Carried(name, self.stick.files.pop(name), machine)
        if self.stick.files:
            raise self.broken(f"left on the stick: {list(self.stick.files)}")
        self._say(f"to {to}, {made.entries} entries, {name}")
        self.transit.append(one)
        self.figures["made"] += 1
        return one

    def _bad_stick(self, machine: Machine) -> None:
        """A stick that is full, write-protected, pulled out, or that lies."""
        self.stick.failing = self.rng.choice((errno.ENOSPC, errno.EROFS, errno.EIO, "torn"))
        made = self._make(machine, parcel.ALL)
        self.stick.failing = None
        if made or self.stick.files:
            raise self.broken("a file on a stick that failed")

    def _deliver(self, machine: Machine) -> None:
        if not self.transit:
            return
        carried = self.rng.choice(self.transit)
        if self.rng.random() > 0.3:
            self.transit.remove(carried)
        fate = self.rng.random()
        if fate < 0.08:
            self._say(f"{carried.name} is lost")
            self.figures["lost"] += 1
        elif fate < 0.18:
            self._damaged(machine, carried)
        else:
            self._read(machine, carried, preview=fate < 0.26)

    def _damaged(self, machine: Machine, carried: Carried) -> None:
        raw, at = carried.raw, self.rng.randrange(len(carried.raw))
        bit = bytes([raw[at] ^ 1 << self.rng.randrange(8)])
        hurt = self.rng.choice((raw[:at], raw[:at] + bit + raw[at + 1 :], raw + b"\0", raw[: at - at % 512], b""))
        if hurt == raw:
            return
        self.figures["damaged"] += 1
        before = machine.entries()
        taken = self._taken(machine, carried.name, hurt)
        if taken.code not in DAMAGE or machine.entries() != before:
            raise self.broken(f"a damaged file was {taken}")

    def _taken(self, machine: Machine, name: str, raw: bytes, **more: Any) -> reading.Taken:
        self.stick.files = {name: raw}
        try:
            return reading.read(machine.place, self.out / name, disk=self.stick, **more)
        finally:
            self.stick.files = {}

    def _read(self, machine: Machine, carried: Carried, *, preview: bool = False) -> reading.Taken:
        if preview:
            before = self._everything(machine)
            seen = self._taken(machine, carried.name, carried.raw, preview=True)
            if self._everything(machine) != before:
                raise self.broken("a preview changed something")
        taken = self._taken(machine, carried.name, carried.raw)
        if taken.code == "ERASES_MANY":  # an administrator looks at it, and says yes
            self._say("it erases many")
            taken = self._taken(machine, carried.name, carried.raw, erase_many=True)
        said = f"{carried.name} {taken.status} {taken.code} {taken.new} new {taken.known} known {taken.waiting} waiting"
        self._say(f"{said}{' forged' if carried.forged else ''}")
        self.figures["read"] += 1
        self.figures["seen"] += taken.code == "SEEN"
        if preview and taken.code != "FORK" and seen.code != "ERASES_MANY":
            if (seen.new, seen.waiting, seen.lines) != (taken.new, taken.waiting, taken.lines):
                raise self.broken(f"the preview said {seen}, and it was {taken}")
        allowed = REFUSALS if self.figures["forged"] else REFUSALS - {"FORK"}
        if taken.status == "refused" and taken.code not in allowed:
            raise self.broken(f"a whole file was {taken}")
        self._look(machine)
        self._nothing_stuck(machine)
        return taken

    def _everything(self, machine: Machine) -> tuple[Any, ...]:
        return digest(machine.place.cursor()), machine.entries(), machine.ask("SELECT count(*) FROM report, parcel")

    def _forge(self, machine: Machine) -> None:
        """A laptop of the workplace hands on what another wrote, and not as it was."""
        mine, own = machine.device, lines.Writer.line
        others = machine.ask("SELECT stream, seq FROM entry WHERE device!=? AND seq>0 ORDER BY no", mine)
        if not others:
            return
        # Whoever has the entry already passes the forged one over: what somebody lacks is what can deceive.
        lacked = [spot for spot in others if any(spot not in self.had[m.device] for m in self._others(machine))]
        spot = self.rng.choice(lacked or others)

        def line(writer: lines.Writer, row: Any, before: Any) -> bytes:
            if (row[0], row[1]) == spot:
                row = (*row[:10], "people.forged", *row[11:])
            return own(writer, row, before)

        lines.Writer.line = line  # type: ignore[method-assign]
        try:
            made = self._make(machine, parcel.ALL)
        finally:
            lines.Writer.line = own  # type: ignore[method-assign]
        if made:
            made.forged = True
            self.figures["forged"] += 1

    # What happens to machines ----------------------------------------------------------------------------------------

    def _crash(self, machine: Machine) -> None:
        """The machine goes dark while it takes a file in: all of it is there afterwards, or nothing."""
        if not self.transit:
            return
        carried = self.rng.choice(self.transit)
        where = self.rng.choice((
            (admit, "apply"), (tips, "keep_heads"), (reports, "keep"), (reading, "_note_unknown"), (parcel, "log"),
            (reading, "_after"), (reading, "_take_slots"), (reading, "verify"),
        ))  # fmt: skip
        after = self.rng.random() < 0.5
        before, real = (machine.entries(), machine.ask("SELECT count(*) FROM parcel")), getattr(*where)

        def dark(*args: Any, **named: Any) -> Any:
            if after:
                real(*args, **named)
            raise Crash

        setattr(*where, dark)
        try:
            self._taken(machine, carried.name, carried.raw)
        except Crash:
            self.figures["crashes"] += 1
        finally:
            setattr(*where, real)
        machine.die()
        machine.start()
        now = (machine.entries(), machine.ask("SELECT count(*) FROM parcel"))
        self._say(f"{carried.name} in {where[1]}, {len(now[0]) - len(before[0])} entries came")
        if now[0] != before[0] and now[1] == before[1]:
            raise self.broken("half a parcel was taken in")
        self._look(machine)

    def _take_back(self, machine: Machine) -> None:
        if not self.transit:
            return
        before = machine.entries(), digest(machine.place.cursor())
        self.backups.wanted = True
        try:
            taken = self._read(machine, self.rng.choice(self.transit))
            if taken.status != "taken" or taken.code == "SEEN":
                return
            reading.take_back(machine.place)
            machine.set_back = True
        finally:
            self.backups.wanted = False
        self.figures["taken back"] += 1
        if (machine.entries(), digest(machine.place.cursor())) != before:
            raise self.broken("taken back, it is not as it was")
        self._look(machine, fresh=True)

    def _restart(self, machine: Machine) -> None:
        machine.restart()

    def _image(self, machine: Machine) -> None:
        machine.stop()
        image = self.base / f"image {self.figures['images']}"
        shutil.copytree(machine.folder, image)
        machine.images.append(image)
        self.figures["images"] += 1
        machine.start()

    def _restore(self, machine: Machine) -> None:
        """From one of its copies, or from the day it joined."""
        machine.restore(self.rng.choice([*machine.images, self.founded.folder / machine.name]))
        self.figures["restores"] += 1
        self._look(machine, fresh=True)
        if self.rng.random() < 0.5:
            self._catches_up(machine)

    def _catches_up(self, machine: Machine) -> None:
        """Long after what it lost, a restored machine is given what is new first, and old files after that."""
        self.time.now += self.rng.randint(61, 90) * DAY
        other = self.rng.choice(self._others(machine))
        self._act(other)
        made = self._make(other, machine.name)
        if made:
            self._read(machine, made)
        for carried in self.rng.sample(self.transit, min(3, len(self.transit))):
            self._read(machine, carried)

    def _drawer(self, machine: Machine) -> None:
        """A file was read and answered for, and its reader is set back; what builds on it comes first, long after.
        Then the file is found in a drawer, or its writer too is set back, and nobody has it any more."""
        other = self.rng.choice(self._others(machine))
        self._image(machine)
        self._act(other)
        first = self._make(other, machine.name)
        if first:
            self._read(machine, first)
        answer = self._make(machine, other.name)
        if answer:
            self._read(other, answer)
        machine.restore(machine.images[-1])
        self._look(machine, fresh=True)
        self.time.now += self.rng.randint(61, 90) * DAY
        other.restart()
        self._act(other)
        second = self._make(other, machine.name)
        if second:
            self._read(machine, second)
        if first and self.rng.random() < 0.6:
            self._read(machine, first)
        elif first:
            self.transit.remove(first)
            other.restore(self.rng.choice([*other.images, self.founded.folder / other.name]))
            self._look(other, fresh=True)

    def _clone(self, machine: Machine) -> None:
        if len(self.machines) < len(NAMES) + 2:
            machine.stop()
            self._add(machine.name, self.rng.choice([machine.folder, *machine.images]), machine.off_by)
            self.figures["clones"] += 1
            machine.start()

    def _clock(self, machine: Machine) -> None:
        machine.off_by = self.rng.choice(OFFS)
        self._say(f"{machine.off_by // DAY} days off")
        machine.restart()

    def _days(self, _machine: Machine) -> None:
        self.time.now += self.rng.randint(1, 45) * DAY

    def _bar(self, machine: Machine) -> None:
        lost = self.rng.choice(self._others(machine))
        if machine.name in self.barred or lost.name in self.barred or len(self.barred) > 1:
            return
        laptops.revoke(machine.place, lost.name, why="lost")
        self._say(f"{lost.name} is barred")
        assert machine.place.last
        self._after_roster(machine)
        self.barred[lost.name] = lost.device

    def _pardon(self, machine: Machine) -> None:
        for name in list(self.barred):
            if name != machine.name and machine.name not in self.barred and laptops.find(machine.place, name).barred:
                laptops.pardon(machine.place, name, why="found")
                self._say(f"{name} is not barred any more")
                self._after_roster(machine)

    def _after_roster(self, machine: Machine) -> None:
        """The newest entry here that nobody has heard of is the one of the roster."""
        for spot, hash_ in machine.entries().items():
            if self.truth.setdefault(spot, hash_) != hash_:
                raise self.broken("an entry of the roster stands for two")
        machine.line = max(machine.clock(), machine.line + 1)
        self._look(machine, fresh=True)
