"""Every long proof, one line each: `python -m tests.faults [--quick] [SEED]`. Exit 1 when one does not hold."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

from . import damage, disk, harness, kills, leak, manners
from .harness import Proof

# Proofs that are programs of their own, and how many rounds they get here.
OTHERS = {"weeks": 500, "simulate": 300}


def other(name: str, rounds: int) -> Proof:
    """A proof in a file of its own, where it is there."""
    proof = Proof(name)
    if importlib.util.find_spec(f"tests.faults.{name}") is None:
        proof.passed_over = "it is not here"
        return proof
    line = [sys.executable, "-m", f"tests.faults.{name}", str(rounds)]
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
        jobs += [lambda name=name, n=n: other(name, n // 25 if quick else n) for name, n in OTHERS.items()]
        return harness.show(jobs, seed)


if __name__ == "__main__":
    raise SystemExit(main())
