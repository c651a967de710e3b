"""Random schedules: any order, repetition and loss of files; restarts, restores, copies and wrong clocks among them.

After the last exchange, by the same rules as in daily life, every laptop has the same digest and nobody has lost what a
laptop that is still there, or a file that was not lost, holds.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from alfdesk import people
from alfdesk.exchange import reading
from alfdesk.journal.apply import rebuild
from alfdesk.journal.tables import opened
from alfdesk.store.check import check

from .carried import Carried, Group, Laptop, three

PHONES = ("41 23 45 67", "98 76 54 32", "22 33 44 55")
STEPS = 22


class Play:
    """One schedule. What it did stands in `told`, so that a failure can be read."""

    def __init__(self, laptops: Carried, seed: int) -> None:
        self.laptops = laptops
        self.chance = random.Random(seed)
        self.files: list[Path] = []
        self.copies: list[tuple[Laptop, Path]] = []
        self.people: list[bytes] = []
        self.told: list[str] = []
        self.named = 0

    def run(self) -> None:
        acts = [self.write] * 5 + [self.change] * 4 + [self.send] * 6 + [self.read] * 8 + [self.lose, self.restart]
        acts += [self.back_up, self.restore, self.copy, self.clock, self.take_back, self.erase, self.old]
        for _step in range(STEPS):
            act = self.chance.choice(acts)
            one = self.chance.choice(self.laptops.all)
            self.told.append(f"{act.__name__} {one.folder.name}")
            act(one)

    def write(self, one: Laptop) -> None:
        self.named += 1
        self.people.append(one.writes(f"P{self.named}"))

    def change(self, one: Laptop) -> None:
        there = {i for (i,) in one.place.cursor().execute("SELECT id FROM person WHERE call_name IS NOT NULL")}
        known = [p for p in self.people if p in there]
        if known:
            one.changes(self.chance.choice(known), phone=self.chance.choice(PHONES))

    def erase(self, one: Laptop) -> None:
        there = {i for (i,) in one.place.cursor().execute("SELECT id FROM person WHERE call_name IS NOT NULL")}
        known = [p for p in self.people if p in there]
        if known and self.chance.random() < 0.5:
            with one.place.write() as work:
                people.erase(work, person=self.chance.choice(known))

    def send(self, one: Laptop) -> None:
        self.files.append(one.sends())

    def read(self, one: Laptop) -> None:
        if self.files:
            taken = one.reads(self.chance.choice(self.files), erase_many=True)
            assert taken.code in ("", "SEEN", "GAP", "UNKNOWN_SENDER", "NOT_FOR_US"), taken

    def lose(self, _one: Laptop) -> None:
        if self.files:
            self.files.pop(self.chance.randrange(len(self.files))).unlink()

    def restart(self, one: Laptop) -> None:
        one.restarts()

    def back_up(self, one: Laptop) -> None:
        self.copies.append((one, one.backs_up()))

    def restore(self, _one: Laptop) -> None:
        if self.copies:
            one, copy = self.chance.choice(self.copies)
            one.is_restored(copy)

    def copy(self, one: Laptop) -> None:
        if len(self.laptops.all) < 5:
            self.laptops.all.append(one.is_copied(f"copy {len(self.laptops.all)}"))

    def clock(self, one: Laptop) -> None:
        one.clock.now += self.chance.choice((-2, -1, 1, 2)) * 365 * 86_400_000

    def take_back(self, one: Laptop) -> None:
        if reading.can_take_back(one.place):
            reading.take_back(one.place)

    def old(self, _one: Laptop) -> None:
        for one in self.laptops.all:
            one.clock.forward(65 * 24 * 60)


def settle(play: Play) -> None:
    """Every file that was not lost is read once more, then all is handed around by the usual rules."""
    for file in play.files:
        for one in play.laptops.all:
            one.reads(file, erase_many=True)
    everyone = play.laptops.all
    for _round in range(12):
        before = [(one.entries, one.waits) for one in everyone]
        for one in everyone:
            one.clock.forward(1)
            file = one.sends()
            for other in everyone:
                if other is not one:
                    other.reads(file, erase_many=True)
        if [(one.entries, one.waits) for one in everyone] == before:
            return


def converges(made: Group, folder: Path, seed: int) -> None:
    with three(made, folder) as laptops:
        play = Play(laptops, seed)
        play.run()
        settle(play)
        told = f"seed {seed}: {', '.join(play.told)}"
        digests = {one.digest for one in laptops.all}
        entries = {one.entries for one in laptops.all}
        assert (len(digests), len(entries)) == (1, 1), told
        assert [one.waits for one in laptops.all] == [0] * len(laptops.all), told
        for one in laptops.all:
            assert check(one.place).ok, told
        last = laptops.all[-1]
        before = last.digest
        cursor = last.place.cursor()

        def again() -> None:
            with opened(cursor):
                rebuild(cursor)

        last.place.transaction(again)
        last.place.let_go()
        assert last.digest == before, told
    shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(2))
def test_any_schedule_ends_in_one_state(joined: Group, tmp_path: Path, seed: int):
    converges(joined, tmp_path / "laptops", seed)


@pytest.mark.faults_long
@pytest.mark.parametrize("start", range(0, 300, 20))
def test_three_hundred_schedules_end_in_one_state(joined: Group, tmp_path: Path, start: int):
    for seed in range(start, start + 20):
        converges(joined, tmp_path / str(seed), seed)
