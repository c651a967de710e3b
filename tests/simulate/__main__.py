"""Schedules of exchange on five laptops: `python -m tests.simulate [how many] [seed]`. Exit 1 when one is broken.

Each seed that is broken is printed with what happened; `python -m tests.simulate 1 SEED` plays it again.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from alfdesk import i18n

from . import world
from .schedule import Schedule

AT_ONCE = 20  # schedules that a process is given
WORDS = (
    "steps", "entries", "made", "read", "seen", "lost", "damaged", "forged", "crashes", "restores", "clones",
    "taken back", "gaps", "questions", "sales", "settlements",
)  # fmt: skip


@contextmanager
def prepared() -> Iterator[tuple[world.Founded, Path]]:
    """Five laptops that have joined, and room for their copies."""
    base = world.scratch()
    try:
        yield world.found(base / "founded"), base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def play(founded: world.Founded, base: Path, seed: int, *, desk: bool | None = None) -> tuple[Counter[str], str]:
    """One schedule; every third is a day at the sales desk. Returns how much happened, and what broke ("" where all
    held)."""
    desk = seed % 3 == 0 if desk is None else desk
    i18n.use("en")
    folder = Path(tempfile.mkdtemp(dir=base))
    with world.cheap(), world.shared_statements(), world.dice(f"schedule {seed}") as rng:
        one = Schedule(founded, folder, rng, desk=desk)
        try:
            one.run()
            wrong = ""
        except Exception as error:  # whatever it is, this seed is worth a look
            last = traceback.extract_tb(error.__traceback__)[-1]
            wrong = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno} {error}"
            if type(error).__name__ != "Broken":
                wrong += "\n" + "\n".join([*traceback.format_exc().splitlines()[-12:], *one.log[-25:]])
        finally:
            one.close()
            shutil.rmtree(folder, ignore_errors=True)
    return one.figures, wrong


def some(founded: world.Founded, base: Path, seeds: Sequence[int]) -> tuple[Counter[str], dict[int, str]]:
    figures: Counter[str] = Counter()
    broken = {}
    for seed in seeds:
        found, wrong = play(founded, base, seed)
        figures += found
        if wrong:
            broken[seed] = wrong
    return figures, broken


def main(count: int = 500, first: int = 1) -> int:
    start, figures, broken = time.perf_counter(), Counter[str](), 0
    seeds = range(first, first + count)
    batches = [seeds[at : at + AT_ONCE] for at in range(0, count, AT_ONCE)]
    with prepared() as (founded, base), ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        for found, wrong in pool.map(partial(some, founded, base), batches):
            figures += found
            for seed, said in wrong.items():
                broken += 1
                if broken <= 10:
                    print(f"seed {seed}: {said}\n", flush=True)
                else:
                    print(f"seed {seed}: {said.splitlines()[0]}", flush=True)
    spent = time.perf_counter() - start
    told = ", ".join(f"{figures[word]} {word}" for word in WORDS)
    each = 1000 * spent / count
    print(f"{count} schedules from seed {first}: {told}; {broken} broken; {spent:.0f} s, {each:.0f} ms each")
    return broken


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # a seed must play again the same way
        line = [sys.executable, "-m", "tests.simulate", *sys.argv[1:]]
        os.execve(sys.executable, line, {**os.environ, "PYTHONHASHSEED": "0"})
    raise SystemExit(1 if main(*map(int, sys.argv[1:])) else 0)
