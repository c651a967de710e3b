"""The one-folder program tries itself where nothing of this checkout is: its own `--selftest`, from an empty
environment, in a folder elsewhere; and there it lets a double click on a parcel find it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from ui import double_click

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
        registered(proof, program, Path(elsewhere))
    said = done.stdout.splitlines()
    proof.expect(done.returncode == 0, f"exit {done.returncode}: {done.stderr[-800:]}")
    for step in STEPS:
        proof.expect(any(x.startswith(f"ok      {step}:") for x in said), f"{step} did not hold")
    proof.expect(size <= LARGEST, f"{size:,} bytes")
    proof.line = f"{len(STEPS)} steps held, registered and taken away again, {size / 1e6:.0f} MB"
    return proof


def registered(proof: Proof, program: Path, home: Path) -> None:
    """Moved to a folder with spaces, `--register` brings all the desktop needs, and `--unregister` takes it again."""
    moved = home / "A folder with spaces"
    shutil.copytree(program.parent, moved, symlinks=True)
    before = set(home.rglob("*"))
    for option in ("--register", "--register", "--unregister"):
        line = ["env", "-i", f"HOME={home}", f"PATH={os.defpath}", "LC_ALL=C.UTF-8", str(moved / "alfdesk"), option]
        done = subprocess.run(line, cwd=home, capture_output=True, text=True, check=False, timeout=120)
        proof.expect(done.returncode == 0, f"{option}: exit {done.returncode}: {done.stderr[-400:]}")
        if option == "--register":
            there = [home / ".local/share" / place for place in double_click.PLACES.values()]
            missing = [str(path) for path in there if not path.is_file()]
            if proof.expect(not missing, f"not in place: {missing}"):
                entry = there[0].read_text("utf-8")
                proof.expect(f'Exec="{moved / "alfdesk"}" %f' in entry.splitlines(), f"another command: {entry}")
            listed = home / ".config/mimeapps.list"
            said = listed.read_text("utf-8").count(double_click.TYPE) if listed.is_file() else 0
            proof.expect(said == len(double_click.ASSOCIATIONS), f"{said} lines in mimeapps.list")
    left = [
        str(p.relative_to(home)) for p in set(home.rglob("*")) - before
        if p.is_file() and ("alfdesk" in p.name or p.name == "mimeapps.list")
    ]  # fmt: skip
    proof.expect(not left, f"left behind: {left}")


def jobs(base: Path, _seed: int, *, quick: bool) -> list[harness.Job]:
    """In the long form only: building takes a minute."""
    return [] if quick else [partial(selftest, base)]
