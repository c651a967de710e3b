"""The quick form of the long proofs; `make faults` runs them in many rounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import bodies, damage, desk_kills, disk, harness, kills, leak, manners, parcel_kills, pay_steps

pytestmark = [pytest.mark.faults, pytest.mark.slow]

SEED = 1
PARTS = {
    "kills": ["writing", "in_a_list", "re_keying", "founding", "backing_up", "rebuilding"],
    "damage": ["database", "commands", "slots_file", "a_backup"],
    "disk": ["size_limit", "full", "full_during", "aborted", "read_only", "sheet_nowhere"],
    "manners": ["two_programs", "clock_back", "newer"],
    "pay_steps": ["killed"],
    "desk_kills": ["selling_on"],
    "leak": ["teeth", "run_acts", "parcels"],
    "parcel_kills": ["taking_in", "making", "at_work", "no_room", "two_at_once"],
    "bodies": ["drawn", "heaviest"],
}


ALONE = {"leak": leak, "parcel_kills": parcel_kills, "bodies": bodies}  # they make the workplace they need


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    with harness.scratch("tests") as folder:
        yield folder


@pytest.fixture(scope="module")
def kit(base: Path) -> harness.Kit:
    return harness.kit(base / "kit")


LONG = {("bodies", "heaviest")}  # seconds each, in the long form


@pytest.mark.parametrize(("part", "name"), [
    pytest.param(p, n, marks=pytest.mark.faults_long if (p, n) in LONG else ())
    for p, names in PARTS.items() for n in names
])  # fmt: skip
def test_holds(part: str, name: str, base: Path, kit: harness.Kit) -> None:
    if part in ALONE:
        jobs = ALONE[part].jobs(base, SEED, quick=True)
    else:
        module = {
            "kills": kills, "damage": damage, "disk": disk, "manners": manners, "pay_steps": pay_steps,
            "desk_kills": desk_kills,
        }[part]  # fmt: skip
        jobs = module.jobs(base, kit, SEED, quick=True)
    assert len(jobs) == len(PARTS[part]), "a proof without a test"
    proof = jobs[PARTS[part].index(name)]()
    if proof.passed_over:
        pytest.skip(proof.passed_over)
    print(proof.told())
    assert not proof.wrong, proof.told()
