"""Every long proof, one line each: `python -m tests.faults [--quick] [SEED]`. Exit 1 when one does not hold."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import partial

from . import bodies, bundle, damage, desk_kills, disk, harness, kills, leak, manners, parcel_kills, pay_steps
from .harness import Proof

# Proofs that are programs of their own: how many rounds they get here, in the long form and in the quick one.
OTHERS = {
    "faults.weeks": ("500", "20"), "faults.pay_weeks": ("10000", "40"),
    "faults.simulate": ("--examples=100", "--examples=4"), "simulate": ("500", "20"),
}  # fmt: skip

# Proofs that are tests, as pytest is told of them: the long form, and the quick one.
TESTS = {
    "audit": (
        "tests/ui/test_audit.py tests/ui/test_dialogs_in_every_language.py -m faults_long",
        "tests/ui/test_audit.py -m faults_long -k set_up_3",
    ),
    "random days": (
        "tests/core -m faults_long",
        "tests/core/test_random_bags.py -k test_random_bag_days",
    ),
    "planted": ("tests/simulate -m faults_long", "tests/simulate -k verb"),
    "parcels": (
        "tests/exchange -m faults_long",
        "tests/exchange/test_files.py -k cut_is_refused",
    ),
    "mornings": (
        "tests/ui/test_morning.py tests/ui/test_desk_day.py -m faults_long",
        "tests/ui/test_morning.py::test_killed_on_the_way_it_goes_on_from_what_is_stored",
    ),
}  # fmt: skip


def other(name: str, rounds: str) -> Proof:
    """A proof in a file of its own, where it is there."""
    proof = Proof(name.removeprefix("faults."))
    if importlib.util.find_spec(f"tests.{name}") is None:
        proof.passed_over = "it is not here"
        return proof
    return told(proof, [sys.executable, "-m", f"tests.{name}", rounds])


def test(name: str, which: str) -> Proof:
    """A proof that is a test, or several."""
    return told(Proof(name), [sys.executable, "-m", "pytest", "-q", "-n", "0", *which.split()])


def told(proof: Proof, line: list[str]) -> Proof:
    """What a program says last is the proof's line."""
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
        for part in (kills, damage, disk, manners, pay_steps, desk_kills):
            jobs += part.jobs(base, kit, seed, quick=quick)
        jobs += leak.jobs(base, seed, quick=quick)
        jobs += parcel_kills.jobs(base, seed, quick=quick) + bodies.jobs(base, seed, quick=quick)
        jobs += bundle.jobs(base, seed, quick=quick)
        jobs += [partial(other, name, rounds[quick]) for name, rounds in OTHERS.items()]
        jobs += [partial(test, name, nodes[quick]) for name, nodes in TESTS.items()]
        return harness.show(jobs, seed)


if __name__ == "__main__":
    raise SystemExit(main())
