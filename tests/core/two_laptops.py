"""Two laptops of one workplace, and their entries carried from one to the other in any order."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alfdesk.journal import apply as door
from alfdesk.journal import entry as form
from alfdesk.journal import tables
from alfdesk.journal.write import Acting
from alfdesk.models.staff import Laptop, Staff
from alfdesk.questions import answers, every
from alfdesk.questions.records import Question
from alfdesk.store.workplace import Place
from tests.support import Template

from .counting_house import MANAGER, OFFICE, OTHER_MANAGER, House
from .desk import table

FARM, CAR = b"F" * 16, b"C" * 16
COLUMNS = [c.strip() for c in tables.ENTRY_COLUMNS.split(",")]


class Laptop2(House):
    """A desk on one of several laptops."""

    def do(self, verb: Callable[..., Any], **values: Any) -> Any:
        """A minute after what was done before, wherever that was."""
        self.place.clock.forward(1)  # type: ignore[attr-defined]
        return super().do(verb, **values)

    def acting(self, who: Acting, verb: Callable[..., Any], **values: Any) -> Any:
        self.place.clock.forward(1)  # type: ignore[attr-defined]
        return super().acting(who, verb, **values)

    def questions(self, *kinds: str) -> list[Question]:
        found = self.ask(every.every)
        return [q for q in found if not kinds or q.kind in kinds]

    def asked(self, *kinds: str) -> str:
        """Each question in its words; under it its sides; then the answers."""
        rows: list[tuple[Any, ...]] = []
        for q in self.questions(*kinds):
            rows.append((q.words,))
            rows += [("  ", s.says, s.who, s.laptop) for s in q.sides]
            rows.append(("  →", " | ".join(c.words for c in q.choices)))
        return table(rows)

    def say(self, words: str, kind: str | None = None) -> None:
        """Answer the only question (of this kind) by the choice with these words."""
        (question,) = self.questions(*([kind] if kind else []))
        self.do(answers.answer, question=question.id, choice=self.choice(question, words))

    @staticmethod
    def choice(question: Question, words: str) -> str:
        (found,) = [c.key for c in question.choices if words in c.words]
        return found

    def ids_asked(self) -> list[str]:
        return [q.id for q in self.questions()]


def pair(
    founded: Template, place: Place, folder: Path, scene: Callable[[Laptop2], Any] = lambda _one: None
) -> tuple[Laptop2, Laptop2]:
    """The office, where the scene happens, and the farm, which has all of it."""
    office = Laptop2(place, folder)
    with place.write() as work:
        for device, name, letter in ((FARM, "Gården", "B"), (CAR, "Bilen", "C")):
            work.add(Laptop(id=device, name=name, letter=letter))
        for who, name in ((OFFICE, "Berit"), (MANAGER, "Nora"), (OTHER_MANAGER, "Odd")):
            work.add(Staff(id=who.id, name=name))
    scene(office)
    return office, another(founded, office, folder / "farm", FARM)


def another(founded: Template, of: Laptop2, folder: Path, device: bytes) -> Laptop2:
    """One more laptop, with everything that this one has."""
    of.place.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(of.place.folder, folder)
    made = Laptop2(founded.open(folder, of.place.clock), of.folder)  # type: ignore[arg-type]
    made.place.be_laptop(device)
    for name in ("of", "ids"):
        if hasattr(of, name):
            setattr(made, name, getattr(of, name) if name == "of" else dict(getattr(of, name)))
    return made


def carry(source: Laptop2, target: Laptop2, *, order: random.Random | None = None, one_by_one: bool = False) -> int:
    """Let what the source has and the target has not into the target. Returns how many entries that was."""
    rows = _lacking(source, target)
    if order:
        order.shuffle(rows)
    for part in [[row] for row in rows] if one_by_one else [rows]:
        target.place.transaction(lambda part=part: _let_in(target.place, part))
    return len(rows)


def carried(source: Laptop2, target: Laptop2) -> None:
    """The same inside a transaction that somebody else may roll back."""
    _let_in(target.place, _lacking(source, target))


def _lacking(source: Laptop2, target: Laptop2) -> list[tuple[Any, ...]]:
    there = set(target.place.cursor().execute("SELECT stream, seq FROM entry").fetchall())
    every_ = source.place.cursor().execute(f"SELECT {tables.ENTRY_COLUMNS} FROM entry ORDER BY no").fetchall()
    return [row for row in every_ if (row[1], row[2]) not in there]


def _let_in(place: Place, rows: list[tuple[Any, ...]]) -> None:
    cursor = place.cursor()
    stamp, packed, device = (COLUMNS.index(c) for c in ("stamp", "ops", "device"))
    with tables.opened(cursor):
        (no,) = cursor.execute("SELECT max(no) FROM entry").fetchone()
        applied = []
        for at, row in enumerate(rows, no + 1):
            cursor.execute(
                f"INSERT INTO entry({tables.ENTRY_COLUMNS}) VALUES({','.join('?' * len(COLUMNS))})", (at, *row[1:])
            )
            ops = [None if salt is None else form.content(raw) for salt, raw in form.unpack(row[packed])]
            applied.append((at, row[1], row[2], row[stamp], ops))
        door.apply(cursor, applied)
        own = cursor.execute("SELECT unhex(value) FROM local WHERE key='device'").fetchone()
        if any(row[device] == own[0] for row in rows):
            cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES('branched', ?)", (str(applied[-1][0]),))


def meet(one: Laptop2, other: Laptop2) -> None:
    """Each gets what the other has; then they are alike in all that is asked."""
    carry(one, other)
    carry(other, one)
    alike(one, other)


def alike(*laptops: Laptop2) -> None:
    """Equal digests, equal questions word for word, and a second look, from nothing, finds the same."""
    from alfdesk.questions import watch

    first = laptops[0]
    for one in laptops:
        assert one.digest() == first.digest()
        assert one.questions() == first.questions()
    for one in laptops:
        found = one.questions()
        watch._kept.clear()
        assert one.questions() == found
        assert len({q.id for q in found}) == len(found)
