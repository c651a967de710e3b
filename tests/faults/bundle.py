"""The one-folder program tries itself where nothing of this checkout is: its own `--selftest`, from an empty
environment, in a folder elsewhere."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from . import harness
from .harness import Proof

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 300_000_000  # bytes
STEPS = ("open", "check_in", "print", "rebuild", "paint", "read_pdf", "close")


def selftest(base: Path) -> Proof:
    """Built, moved away, started with an empty environment: every step holds."""
    proof = Proof("the one-folder program, outside the checkout")
    made = subprocess.run(
        [sys.executable, str(ROOT / "build_installer.py"), "bundle", "--out", str(base / "bundle")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if not proof.expect(made.returncode == 0, f"not built: {made.stderr[-600:]}"):
        return proof
    program = next((base / "bundle").rglob("alfdesk"), None)
    program = next((p for p in (base / "bundle").rglob("alfdesk") if p.is_file()), program)
    size = sum(f.stat().st_size for f in (base / "bundle").rglob("*") if f.is_file() and not f.is_symlink())
    with tempfile.TemporaryDirectory() as elsewhere:
        line = ["env", "-i", f"HOME={elsewhere}", f"TMPDIR={elsewhere}", "LC_ALL=C.UTF-8", str(program), "--selftest"]
        done = subprocess.run(line, cwd=elsewhere, capture_output=True, text=True, check=False, timeout=300)
    said = done.stdout.splitlines()
    proof.expect(done.returncode == 0, f"exit {done.returncode}: {done.stderr[-800:]}")
    for step in STEPS:
        proof.expect(any(x.startswith(f"ok      {step}:") for x in said), f"{step} did not hold")
    proof.expect(size <= LARGEST, f"{size:,} bytes")
    proof.line = f"{len(STEPS)} steps held, {size / 1e6:.0f} MB"
    return proof


def jobs(base: Path, _seed: int, *, quick: bool) -> list[harness.Job]:
    """In the long form only: building takes a minute."""
    return [] if quick else [partial(selftest, base)]
