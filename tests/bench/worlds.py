"""Invented workplaces to measure on, written through the journal's own door and kept in out/bench between runs.

A kept one is used again only while nothing that decides its bytes has changed: the models, the journal, this file.
"""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from alfdesk import programmes, staff
from alfdesk.attendance.record import Said, put
from alfdesk.journal.write import Work
from alfdesk.models.attendance import Arrival, Attendance
from alfdesk.models.people import Person, PersonNumber
from alfdesk.models.programmes import Enrolment
from alfdesk.store import slots, workplace
from alfdesk.store.workplace import Place

from ..support import PASSPHRASE, Template

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
FIRST_DAY = date(2024, 11, 25)
AT_EIGHT = 1_732_518_000_000  # that day at 08.00 in Bergen, in milliseconds (UTC)
TEAMS = ("Inne", "Ute 1", "Ute 2", "Verksted")
SHARES = (("fact", 60), ("correction", 15), ("edit", 15), ("arrival", 8.5), ("person", 1.5))

FIRST = (
    "Anne Kari Leif Ola Vigdis Henrik Rune Åse Øyvind Bjørn Turid Marit Abdi Samir Sissel Tor Eva Jan Gro Stian Máret "
    "Niillas Inger Per Hilde Knut Siri Arne Ragnhild Magnus Ellen Trond Nils Unni Geir Mona Yusuf Fatima Roar Liv"
).split()
LAST = (
    "Hansen Olsen Iversen Vik Berg Dahl Lie Haugen Moen Aas Ødegård Sæther Bakke Solberg Nilsen Eriksen Myhre Strand "
    "Lunde Holm Tveit Fossum Rød Skaar Eide Nygård Sand Brekke Hauge Aune Balto Somby Utsi Ali Hassan Ahmed Kvam Rask"
).split()


class Ticking:
    """A clock that goes seven milliseconds forward each time it is looked at."""

    def __init__(self, start: int = AT_EIGHT) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 7
        return self.now


@dataclass(frozen=True)
class World:
    """A kept workplace; measure on copies."""

    folder: Path
    template: Template
    programme: bytes
    people: tuple[bytes, ...]
    days: int

    def copy(self, name: str) -> Place:
        """A fresh copy, open, as if nobody had read it since it was made."""
        target = OUT / "work" / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder, target)
        return self.template.open(target, self.clock_after())

    def clock_after(self) -> Any:
        """A clock that begins on the evening of the last day."""
        return Ticking(AT_EIGHT + (self.last_day - FIRST_DAY).days * 86_400_000 + 9 * 3_600_000)

    @property
    def last_day(self) -> date:
        return day_no(self.days)


def day_no(count: int) -> date:
    """The working day so many after the first."""
    weeks, rest = divmod(count, 5)
    return FIRST_DAY + timedelta(weeks * 7 + rest)


def world(name: str, *, entries: int, people: int, per_day: int) -> World:
    """The workplace of this name: so many entries in the usual mix, so many of them each working day."""
    folder = OUT / "kept" / f"{name}-{entries}-{people}-{per_day}-{_version()}"
    if not (folder / "done").exists():
        for old in folder.parent.glob(f"{name}-*"):
            shutil.rmtree(old)
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = staff.found(
            folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE,
            cost=slots.FLOOR, clock=Ticking(AT_EIGHT - 3_600_000),
        )  # fmt: skip
        try:
            _Mix(place, people, per_day).write(entries)
        finally:
            place.close()
        (folder / "done").touch()
    place = workplace.open(folder, name="Anne", passphrase=PASSPHRASE, clock=Ticking(AT_EIGHT))
    try:
        known = Template(folder, place.key, place.keys, place.owner)
        cursor = place.cursor()
        ids = tuple(p for (p,) in cursor.execute("SELECT person FROM person_number ORDER BY number"))
        (programme,) = cursor.execute("SELECT id FROM programme").fetchone()
    finally:
        place.close()
    return World(folder, known, programme, ids, -(-entries // per_day))


def _version() -> str:
    core = ROOT / "alfdesk"
    files = [*sorted((core / "journal").glob("*.py")), *sorted((core / "models").glob("*.py")), Path(__file__)]
    return sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:10]


class _Mix:
    """Writes the acts of many days, each an entry of its own as if it had been done alone, a thousand a transaction."""

    def __init__(self, place: Place, people: int, per_day: int) -> None:
        self.place, self.wanted, self.per_day = place, people, per_day
        self.dice = random.Random(47)
        self.people: list[tuple[bytes, str | None]] = []  # id and phone
        self.recent: list[tuple[Attendance, Said]] = []
        self.programme = b""
        self.teams: list[bytes] = []

    def write(self, entries: int) -> None:
        with self.place.write() as work:
            self.programme = programmes.set_up(
                work, name="Dagsverket", kind="standing", since=FIRST_DAY, fields={}, rules={"cap": 300}
            )
        for name in TEAMS:
            with self.place.write() as work:
                self.teams.append(programmes.add_team(work, programme=self.programme, name=name))
        acts = self._acts(entries)
        for start in range(0, entries, 1000):
            with self.place.write(batch=True) as work:
                born, said = len(self.people), len(self.recent)
                for no in range(start, min(start + 1000, entries)):
                    day = day_no(no // self.per_day)
                    self.place.clock.now = max(  # type: ignore[attr-defined]
                        self.place.clock(), AT_EIGHT + (day - FIRST_DAY).days * 86_400_000
                    )
                    next(acts)(work, day, born, said)
                    work.next()
                work.batch = None  # one act at a time, not a list
            self.recent = self.recent[-4 * self.per_day :]

    def _acts(self, entries: int) -> Iterator:
        first = min(self.wanted // 3 + 1, entries // 4)
        yield from [self._person] * first
        names = [getattr(self, f"_{name}") for name, _share in SHARES]
        left = (self.wanted - first) / max(1, entries - first) * 100
        weights = [share for _name, share in SHARES[:-1]] + [left]
        while True:
            yield from self.dice.choices(names, weights, k=1000)

    def _person(self, work: Work, day: date, _born: int, _said: int) -> None:
        dice = self.dice
        number = len(self.people) + 1
        if number > self.wanted:
            return self._fact(work, day, _born, _said)
        work.command = "people.register"
        phone = f"{dice.randrange(40_000_000, 99_999_999)}" if dice.random() < 0.6 else None
        first, last = dice.choice(FIRST), dice.choice(LAST) + dice.choice(("", "", "", "sen", "stad", "vik"))
        born = dice.randrange(1950, 2007)
        person = work.add(Person(call_name=first, first_name=first, last_name=last, birth_year=born, phone=phone))
        work.add(PersonNumber(person=person, number=number))
        work.add(Enrolment(person=person, programme=self.programme))
        self.people.append((person, phone))
        return None

    def _fact(self, work: Work, day: date, _born: int, _said: int) -> None:
        work.command = "attendance.standing.mark"
        person, _phone = self.dice.choice(self.people)
        self._put(work, person, day, self._said(), [])

    def _correction(self, work: Work, day: date, _born: int, said: int) -> None:
        if said == 0:
            return self._fact(work, day, _born, said)
        work.command = "attendance.record.correct"
        old, what = self.recent.pop(self.dice.randrange(max(0, said // 2), said) if said < len(self.recent) else 0)
        changed = replace(self._said(), note="rettet")
        self._put(work, old.person or b"", old.day or day, changed, [old])
        return None

    def _put(self, work: Work, person: bytes, day: date, what: Said, live: list[Attendance]) -> None:
        put(work, person=person, programme=self.programme, day=day, what=what, live=live, why="skrevet feil på lista")
        fact = bytes.fromhex(work.drafts()[-1].ops[-1][2])
        self.recent.append((Attendance(id=fact, person=person, day=day), what))

    def _said(self) -> Said:
        dice = self.dice
        outcome = dice.choices(("present", "went_home", "reported_absent", "no_show"), (78, 7, 7, 8))[0]
        if outcome in ("reported_absent", "no_show"):
            return Said(outcome)
        start = dice.randrange(510, 560)
        what = Said(outcome, None, dice.choice(self.teams), start, start + dice.randrange(120, 300))
        if dice.random() < 0.2:
            what = replace(what, from_minute=None, to_minute=None, said_minutes=dice.randrange(120, 300, 15))
        if dice.random() < 0.1:
            what = replace(what, dirty_minutes=60)
        return what if dice.random() > 0.05 else replace(what, note="Hentet frokost til alle")

    def _edit(self, work: Work, _day: date, born: int, _said: int) -> None:
        work.command = "people.change"
        dice = self.dice
        at = dice.randrange(max(1, born or len(self.people)))
        person, phone = self.people[at]
        fields = {"phone": f"{dice.randrange(40_000_000, 99_999_999)}"}
        if dice.random() < 0.2:
            fields = {"payment_method": dice.choice(("cash", "bank"))}
        work.change(Person(id=person, phone=phone), **fields)

    def _arrival(self, work: Work, day: date, _born: int, _said: int) -> None:
        work.command = "attendance.day_work.arrive"
        person, _phone = self.dice.choice(self.people)
        no, at = self.dice.randrange(1, 60), self.dice.randrange(480, 600)
        work.add(Arrival(person=person, programme=self.programme, day=day, no=no, at_minute=at))


def write_list(path: Path, *, people: int, first: date, lines: int, shift: int = 0) -> None:
    """A list of attendance as people keep them: one line a person and day. `shift` moves everybody's end of the day,
    so that the list says something else about the same days."""
    dice = random.Random(10)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow("dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad".split(";"))
        for no in range(lines):
            at, number = divmod(no, people)
            day = _after(first, at)
            outcome = dice.choices(("til stede", "gått hjem", "meldt fravær", "ikke møtt"), (78, 7, 7, 8))[0]
            row = [f"{day:%d.%m.%Y}", "Dagsverket", "", number + 1, outcome, "", "", "", "", ""]
            end = 13 * 60 + dice.randrange(60) + shift
            hours, dirty, note = dice.random() < 0.2, dice.random() < 0.1, dice.random() < 0.05
            if outcome in ("til stede", "gått hjem"):
                row[2] = dice.choice(TEAMS)
                if hours:
                    row[7] = f"{dice.randrange(4, 10) / 2}".replace(".", ",")
                else:
                    row[5:7] = f"09.{dice.randrange(60):02}", f"{end // 60:02}.{end % 60:02}"
                row[8] = "1" if dirty else ""
                row[9] = "Hentet frokost til alle" if note else ""
            elif shift:
                row[9] = "rettet"
            out.writerow(row)


def _after(first: date, working_days: int) -> date:
    day = first
    for _ in range(working_days):
        day += timedelta(3 if day.weekday() == 4 else 1)
    return day
