"""A scripted morning of 200 arrivals ends with exactly the planned rows, also when the program is killed on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from tests.support import SetClock, Template

from .morning_script import ARRIVALS, PEOPLE, TEAMS, Step, plan, play, stored
from .yard import morning, set_up

ROOT = Path(__file__).parents[2]


def test_the_script_has_everything_in_it() -> None:
    steps = plan(1)
    kinds = Counter(step.kind for step in steps)
    assert len(steps[-1].states[-1][0]) == ARRIVALS
    assert {"undo", "wrong number", "bad card", "double", "asleep", "scan", "by hand"} == set(kinds)
    assert min(kinds.values()) >= 3
    assert sum(step.kind == "scan" and len(step.states) > 1 for step in steps) > 3
    assert plan(1) == steps


@pytest.mark.slow
def test_two_hundred_arrivals_end_with_exactly_the_planned_rows(
    qapp: QApplication, place: Place, clock: SetClock
) -> None:
    with morning(place, TEAMS, PEOPLE) as yard:
        today = yard.work.desk.today()
        for number, step in enumerate(plan(1)):
            play(yard, clock, step)
            if number % 20 == 0:
                assert stored(place, yard.programme, today) == step.states[-1], f"step {number}: {step.kind}"
        assert stored(place, yard.programme, today) == step.states[-1]
        shown = [(r.number, r.outcome) for r in yard.view.queue.rows.records]
        assert shown == [(n, dict(step.states[-1][1]).get(n, (None,))[0]) for n in step.states[-1][0]]


@pytest.mark.slow
@pytest.mark.faults
def test_killed_on_the_way_it_goes_on_from_what_is_stored(founded: Template, tmp_path: Path) -> None:
    killed(founded, tmp_path / "workplace", plan(3)[:40], seed=3, kills=1)


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.faults_long
def test_killed_again_and_again_until_all_have_come(founded: Template, tmp_path: Path) -> None:
    """`make faults` runs this one: the whole morning, killed five times."""
    killed(founded, tmp_path / "workplace", plan(3), seed=3, kills=5)


def killed(founded: Template, folder: Path, steps: list[Step], *, seed: int, kills: int) -> None:
    """Play the steps in a process that is killed so many times; each time what is stored is a state of the plan."""
    place = founded.copy(folder)
    programme, _ids, _teams = set_up(place, TEAMS, PEOPLE)
    place.close()
    chance, first, done_kills = Random(seed), 0, 0
    most = len(steps) // (kills + 1)
    while first < len(steps):
        line = [sys.executable, "-m", "tests.ui.morning_script", str(folder), str(seed), str(first), str(len(steps))]
        until = first + chance.randrange(5, most) if done_kills < kills else len(steps)
        done = first - 1
        with subprocess.Popen(
            line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        ) as child:  # fmt: skip
            assert child.stdout is not None and child.stderr is not None
            for said in child.stdout:
                done = int(said)
                if done == until:
                    time.sleep(chance.uniform(0, 0.1))
                    child.kill()
                    done_kills += 1
            errors = child.stderr.read()
        assert child.returncode in (0, -9), errors
        place = founded.open(folder)
        now = stored(place, programme, TODAY)
        place.close()
        here = steps[done].states[-1] if done >= 0 else ((), ())
        following = steps[done + 1].states if done + 1 < len(steps) else ()
        assert now in (here, *following), f"killed after step {done}: {steps[min(done + 1, len(steps) - 1)].kind}"
        # Half a step is done again from its start: an arrival is found, and what is settled stays.
        first = done + 2 if following and now == following[-1] != here else done + 1
    assert done_kills == kills
    assert now == steps[-1].states[-1]
