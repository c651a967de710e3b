"""Random acts, undos, redos, clocks and restarts, for as long as one likes: `python -m tests.faults.simulate`.

Each example is one laptop that lives through a number of steps; after each step the invariants of
`tests/core/test_invariants.py` are looked at. What breaks one is shrunk to the fewest steps and printed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from pathlib import Path

from tests import support
from tests.core.test_invariants import play


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=200, metavar="N", help="laptops (200)")
    parser.add_argument("--steps", type=int, default=40, metavar="N", help="steps of each (40)")
    args = parser.parse_args()
    warnings.simplefilter("error")
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="alfdesk-") as folder:
        found = play(support.template(Path(folder) / "founded"), examples=args.examples, steps=args.steps)
    names = {"start": "starts", "key": "new keys", "replay": "replays"}
    names = {n: n for n in ("workplaces", "acts", "undos", "redos", "erasures")} | names | {"entries": "entries"}
    figures = ", ".join(f"{found[name]} {words}" for name, words in names.items())
    print(f"simulate: {figures}; 0 invariants broken; {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
