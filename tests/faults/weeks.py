"""Many random weeks against the independent calculation: `python -m tests.faults.weeks [how many] [first seed]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from alfdesk import i18n
from tests import support
from tests.core.desk import Desk
from tests.core.test_random_weeks import make_week, run


def main(count: int = 2_000, first: int = 0) -> int:
    """Run the weeks, each in a workplace of its own; print each that differs. Returns how many did."""
    i18n.use("en")
    start, wrong, lines = time.perf_counter(), [], 0
    with tempfile.TemporaryDirectory(prefix="weeks") as name:
        folder = Path(name)
        founded = support.template(folder / "founded")
        for seed in range(first, first + count):
            week = make_week(seed)
            lines += len(week.lines) + len(week.corrections)
            own = folder / str(seed)
            own.mkdir()
            place = founded.copy(own / "workplace")
            try:
                run(Desk(place, own), week)
            except Exception as error:  # the next week is worth a look whatever this one met
                wrong.append(seed)
                print(f"week {seed}: {type(error).__name__}: {str(error)[:300]}")
            finally:
                place.close()
                support.shutil.rmtree(own)
    spent = time.perf_counter() - start
    print(f"{count} weeks, {lines} lines, {len(wrong)} unlike the independent calculation, {spent:.0f} s")
    return len(wrong)


if __name__ == "__main__":
    raise SystemExit(1 if main(*map(int, sys.argv[1:])) else 0)
