"""Many random weeks of money against the second calculation: `python -m tests.faults.pay_weeks [weeks] [seed]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count, islice
from pathlib import Path

from alfdesk import i18n
from tests import support
from tests.core.pay_weeks import run

AT_ONCE = 5  # workplaces that a process is given


def some(founded: support.Template, seeds: range) -> tuple[int, int, int, list[int]]:
    """These workplaces one after another: weeks, acts, how many of those were refused, and the seeds that differ."""
    i18n.use("en")
    weeks, acts, refused, wrong = 0, 0, 0, []
    with tempfile.TemporaryDirectory(prefix="pay-weeks") as name:
        folder = Path(name)
        for seed in seeds:
            with founded.copy(folder / str(seed)) as place:
                try:
                    played = run(place, seed)
                    weeks += len(played.mondays) * len(played.names)
                    acts += played.acts
                    refused += played.refusals
                except Exception as error:  # the next one is worth a look whatever this one met
                    wrong.append(seed)
                    told = str(error).splitlines()
                    shown = [f"workplace {seed}: {type(error).__name__}", *told[:4], "…", *told[-8:]]
                    print("\n  ".join(shown), flush=True)
            support.shutil.rmtree(folder / str(seed))
    return weeks, acts, refused, wrong


def main(wanted: int = 10_000, first: int = 0) -> int:
    """Run workplaces until so many weeks agree, or twenty workplaces differ. Returns how many did."""
    start, weeks, acts, refused, wrong = time.perf_counter(), 0, 0, 0, []
    batches = (range(at, at + AT_ONCE) for at in count(first, AT_ONCE))
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="pay-weeks") as name, ProcessPoolExecutor(workers) as pool:
        founded = support.template(Path(name) / "founded")
        while weeks < wanted and len(wrong) < 20:
            for w, a, r, bad in pool.map(partial(some, founded), islice(batches, workers)):
                weeks, acts, refused, wrong = weeks + w, acts + a, refused + r, wrong + bad
    spent = time.perf_counter() - start
    print(
        f"{weeks} weeks of money, {acts} acts, {refused} refused by both, "
        f"{len(wrong)} workplaces unlike the second calculation, {spent:.0f} s"
    )
    return len(wrong)


if __name__ == "__main__":
    raise SystemExit(1 if main(*map(int, sys.argv[1:])) else 0)
