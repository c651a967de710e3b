"""A scripted morning of 200 arrivals, what it must leave behind, and a program that plays it: a child to be killed.

    python -m tests.ui.morning_script FOLDER SEED FIRST END     plays from step FIRST to before END, prints each one done

The model below knows nothing of the window or the store: a queue, outcomes, places, and snapshots to undo with.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alfdesk.store.workplace import Place

    from .yard import Yard

TEAMS = (("Inne", 40), ("Ute 1", 40), ("Ute 2", 40))
PEOPLE = {number: (f"Fornavn{number}", "Etternavn") for number in range(1, 221)}
ARRIVALS = 200
Outcome = tuple[str, str]  # present and the team, turned_away and the reason
State = tuple[tuple[int, ...], tuple[tuple[int, Outcome], ...]]


@dataclass
class Model:
    """The morning in plain Python. `before` holds what an undo brings back."""

    queue: list[int] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    before: list[State] = field(default_factory=list)

    def state(self) -> State:
        return tuple(self.queue), tuple(sorted(self.outcomes.items()))

    def arrive(self, number: int) -> None:
        if number not in self.queue:
            self.before.append(self.state())
            self.queue.append(number)

    def settle(self, number: int, outcome: Outcome) -> None:
        self.before.append(self.state())
        self.outcomes[number] = outcome

    def free(self, team: int) -> int:
        name, places = TEAMS[team]
        return places - sum(o == ("present", name) for o in self.outcomes.values())

    def give(self, number: int, team: int | None) -> bool:
        """A place in this team, or in the one with most free places. False: it is full."""
        if team is None:
            team = max(range(len(TEAMS)), key=self.free)
        if self.free(team) == 0:
            return False
        self.settle(number, ("present", TEAMS[team][0]))
        return True

    def undo(self) -> None:
        queue, outcomes = self.before.pop()
        self.queue, self.outcomes = list(queue), dict(outcomes)


@dataclass(frozen=True)
class Step:
    """One thing that happens at the window, and the states it goes through, the last one last."""

    kind: str
    keys: tuple[str, ...] = ()  # by hand
    scan: str = ""  # by the scanner
    minutes: int = 0  # the clock goes on first; many when the laptop has slept
    states: tuple[State, ...] = ()


def plan(seed: int) -> list[Step]:
    """200 arrivals in an order of chance, with doubles, wrong numbers, bursts, undos and a laptop that sleeps."""
    chance, model = Random(seed), Model()
    numbers = chance.sample(sorted(PEOPLE), ARRIVALS)
    steps: list[Step] = []
    while numbers or any(n not in model.outcomes for n in model.queue[-5:]):
        steps.append(_step(chance, model, numbers))
        if len(steps) > 2_000:
            break
    return steps


def _step(chance: Random, model: Model, numbers: list[int]) -> Step:
    from alfdesk import cards

    roll, minutes = chance.random(), chance.choice((0, 0, 0, 1, 2))
    waiting = [n for n in model.queue if n not in model.outcomes]
    if roll < 0.04 and model.before:
        gone = set(model.queue)
        model.undo()
        numbers.extend(gone - set(model.queue))
        return Step("undo", keys=("Ctrl+Z",), states=(model.state(),))
    if roll < 0.07:
        return Step("wrong number", keys=(*str(chance.randrange(300, 999)), "Enter", "Esc"), states=(model.state(),))
    if roll < 0.10:
        code = cards.code(chance.choice(sorted(PEOPLE)))
        bad = code[:-1] + ("A" if code[-1] != "A" else "B")
        return Step("bad card", scan=bad, keys=("Esc",), states=(model.state(),))
    if roll < 0.16 and model.queue:
        return Step("double", scan=cards.code(chance.choice(model.queue)), minutes=minutes, states=(model.state(),))
    if roll < 0.18:
        return Step("asleep", minutes=chance.randrange(15, 90), states=(model.state(),))
    if roll < 0.40 and numbers:
        burst = [numbers.pop() for _ in range(min(len(numbers), chance.choice((1, 1, 2, 3))))]
        states = []
        for number in burst:
            model.arrive(number)
            states.append(model.state())
        return Step("scan", scan="".join(map(cards.code, burst)), minutes=minutes, states=tuple(states))
    number = numbers.pop() if numbers and (roll < 0.9 or not waiting) else chance.choice(waiting or model.queue)
    model.arrive(number)
    states = [model.state()]
    keys = [*str(number), "Enter"]
    if number not in model.outcomes:
        choice = chance.choice(("1", "2", "3", "Enter", "Enter", "0", "late", "Esc"))
        if choice == "Esc":
            keys.append("Esc")
        elif choice in ("0", "late"):
            model.settle(number, ("turned_away", "full" if choice == "0" else "late"))
            keys += ["0"] if choice == "0" else ["-", "2"]
        elif model.give(number, None if choice == "Enter" else int(choice) - 1):
            keys.append(choice)
        else:
            keys += [choice, "Esc"]
        states.append(model.state())
    return Step("by hand", keys=tuple(keys), minutes=minutes, states=tuple(states))


def play(yard: Yard, clock: object, step: Step) -> None:
    """Do one step at the window."""
    if step.minutes:
        clock.forward(step.minutes)  # type: ignore[attr-defined]
    if step.scan:
        yard.hands.scan(step.scan)
    yard.hands.rattle(*step.keys)


def stored(place: Place, programme: bytes, day: date) -> State:
    """What the store holds, read past the window and past the reads."""
    cursor = place.cursor()
    numbers = dict(cursor.execute("SELECT person, number FROM person_number WHERE voided=0").fetchall())
    teams = dict(cursor.execute("SELECT id, name FROM team").fetchall())
    who = (programme, day.isoformat())
    queue = cursor.execute(
        "SELECT person, no FROM arrival WHERE voided=0 AND programme=? AND day=? ORDER BY no", who
    ).fetchall()
    assert [no for _p, no in queue] == list(range(1, len(queue) + 1))
    facts = cursor.execute(
        "SELECT person, outcome, team, reason FROM attendance WHERE voided=0 AND programme=? AND day=?", who
    ).fetchall()
    outcomes = [(numbers[p], (o, teams[t] if o == "present" else r)) for p, o, t, r in facts]
    assert len({n for n, _o in outcomes}) == len(outcomes)
    return tuple(numbers[p] for p, _no in queue), tuple(sorted(outcomes))


def main(folder: Path, seed: int, first: int, end: int) -> None:
    """Play from a step on, in a process of its own; say each step that is done and stored."""
    from PySide6.QtWidgets import QApplication

    from alfdesk import programmes
    from alfdesk.store import workplace
    from tests.support import PASSPHRASE, SetClock

    from .hands import Hands
    from .yard import Yard, window

    app = QApplication(["morning"])
    clock = SetClock()
    steps = plan(seed)[:end]
    clock.forward(sum(step.minutes for step in steps[:first]) + first)
    place = workplace.open(folder, name="Anne", passphrase=PASSPHRASE, clock=clock)
    with place.read() as session:
        programme = programmes.by_name(session, "Dagsverket").id
    with window(place) as work:
        yard = Yard(Hands(work), work, programme, {}, {})
        for number, step in enumerate(steps[first:], first):
            play(yard, clock, step)
            print(number, flush=True)
    place.close()
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
