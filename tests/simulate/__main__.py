"""Schedules of exchange on five laptops: `python -m tests.simulate [how many] [seed]`. Exit 1 when one is broken.

Each seed that is broken is printed with what happened; `python -m tests.simulate 1 SEED` plays it again.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from alfdesk import i18n
from tests import support

from . import world
from .schedule import STEPS, Lengths, Schedule

AT_ONCE = 5  # schedules that a process is given
GATES = 10  # of so many schedules one goes with the gate before its tables
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


def play(
    founded: world.Founded, base: Path, seed: int, *, desk: bool | None = None, lengths: Lengths = STEPS
) -> tuple[Counter[str], str]:  # fmt: skip
    """One schedule; every third is a day at the sales desk. Returns how much happened, and what broke ("" where all
    held)."""
    desk = seed % 3 == 0 if desk is None else desk
    gate = nullcontext() if seed % GATES == 0 else world.without_gate()
    i18n.use("en")
    folder = Path(tempfile.mkdtemp(dir=base))
    with world.cheap(), support.shared_statements(), world.each_body_once(), gate, world.dice(f"schedule {seed}") as rng:
        one = Schedule(founded, folder, rng, desk=desk, lengths=lengths)
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
    cores = os.cpu_count() or 1
    size = min(AT_ONCE, -(-count // cores))
    batches = [seeds[at : at + size] for at in range(0, count, size)]
    done = 0
    with prepared() as (founded, base), _workers(cores) as pool:
        for batch, (found, wrong) in zip(batches, pool.map(partial(some, founded, base), batches), strict=True):
            figures += found
            done += len(batch)
            for seed, said in wrong.items():
                broken += 1
                if broken <= 10:
                    print(f"seed {seed}: {said}\n", flush=True)
                else:
                    print(f"seed {seed}: {said.splitlines()[0]}", flush=True)
    spent = time.perf_counter() - start
    told = ", ".join(f"{figures[word]} {word}" for word in WORDS)
    each = f"{1000 * spent / done:.0f} ms each" if done else "none played"
    stopped = f", stopped before {count}" if done < count else ""
    print(f"{done} schedules from seed {first}{stopped}: {told}; {broken} broken; {spent:.0f} s, {each}")
    return broken + (done < count)


@contextmanager
def _workers(cores: int) -> Iterator[ProcessPoolExecutor]:
    """A process for each core. Ctrl+C ends them where they are, and what was played by then is told."""
    pool = ProcessPoolExecutor(cores, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        yield pool
        pool.shutdown()
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
    finally:
        for worker in multiprocessing.active_children():
            worker.terminate()
            worker.join()


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # a seed must play again the same way
        line = [sys.executable, "-m", "tests.simulate", *sys.argv[1:]]
        os.execve(sys.executable, line, {**os.environ, "PYTHONHASHSEED": "0"})
    try:
        raise SystemExit(1 if main(*map(int, sys.argv[1:])) else 0)
    except KeyboardInterrupt:  # before the first was played
        raise SystemExit(130) from None
