"""Every long proof, one line each: `python -m tests.faults [--quick] [SEED]`. Exit 1 when one does not hold."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import partial

from . import bundle, damage, disk, harness, kills, leak, manners
from .harness import Proof

# Proofs that are programs of their own: how many rounds they get here, in the long form and in the quick one.
OTHERS = {"weeks": ("500", "20"), "simulate": ("--examples=100", "--examples=4")}


def other(name: str, rounds: str) -> Proof:
    """A proof in a file of its own, where it is there."""
    proof = Proof(name)
    if importlib.util.find_spec(f"tests.faults.{name}") is None:
        proof.passed_over = "it is not here"
        return proof
    line = [sys.executable, "-m", f"tests.faults.{name}", rounds]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    said = [x for x in (done.stdout + done.stderr).splitlines() if x.strip()]
    proof.line = said[-1] if said else "it said nothing"
    proof.expect(done.returncode == 0, "\n       ".join([f"exit {done.returncode}", *said[-8:-1]]))
    return proof


def main() -> int:
    quick, seed = harness.asked(sys.argv[1:])
    with harness.scratch("faults") as base:
        kit = harness.kit(base / "kit")
        jobs: list[harness.Job] = []
        for part in (kills, damage, disk, manners):
            jobs += part.jobs(base, kit, seed, quick=quick)
        jobs += leak.jobs(base, seed, quick=quick)
        jobs += bundle.jobs(base, seed, quick=quick)
        jobs += [partial(other, name, rounds[quick]) for name, rounds in OTHERS.items()]
        return harness.show(jobs, seed)


if __name__ == "__main__":
    raise SystemExit(main())
