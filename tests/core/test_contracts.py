"""Who may import whom: the contracts of pyproject.toml hold, and each one fails when it is broken."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Breaks a tree in one way after another and says what the linter finds. In a process of its own, so that the tree's
# `alfdesk` is read and not the one these tests have imported; in one process, since starting takes longer than reading.
LINTER = """
import contextlib, io, json, sys
from pathlib import Path
from importlinter.cli import lint_imports

found = []
for contract, file, text in json.load(sys.stdin):
    path = Path(file)
    as_written = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        failed = lint_imports(limit_to_contracts=(contract,), no_cache=True, no_logo=True)
    path.unlink() if as_written is None else path.write_text(as_written, encoding="utf-8")
    found.append([failed, " ".join(said.getvalue().split())])
print(json.dumps(found))
"""

NEW_ROOM = "alfdesk.room_without_a_place"  # a file that the tree does not have

# contract, the module that breaks it, what it imports there
BREAKS = [
    ("core-knows-no-screen", "alfdesk.people", "ui.app"),
    ("core-knows-no-screen", "alfdesk.i18n", "PySide6.QtCore"),
    ("core-knows-no-screen", "alfdesk.store", "shiboken6"),
    ("core-knows-no-screen", NEW_ROOM, "ui.app"),
    ("screens-know-no-tables", "ui.app", "sqlalchemy"),
    ("screens-know-no-tables", "ui.app", "sqlcipher3"),
    ("screens-know-no-tables", "ui.app", "alfdesk.models"),
    ("screens-use-the-front-of-the-journal", "ui.app", "alfdesk.journal.apply"),
    ("widgets-know-no-pages", "ui.widgets.buttons", "ui.work"),
    ("widgets-know-no-pages", "ui.widgets.text", "alfdesk.store"),
    ("pages-know-no-pages", "ui.pages.people", "ui.pages.today"),
    ("plain-parts-know-no-qt", "ui.formats", "PySide6.QtCore"),
    ("command-line-knows-no-tables", "alfdesk.cli", "sqlalchemy.orm"),
    ("command-line-knows-no-tables", "alfdesk.cli", "alfdesk.models"),
    ("rooms-in-order", "alfdesk.models", "alfdesk.journal"),
    ("rooms-in-order", "alfdesk.journal", "alfdesk.store"),
    ("rooms-in-order", "alfdesk.store", "alfdesk.staff"),
    ("rooms-in-order", "alfdesk.staff", "alfdesk.people"),
    ("rooms-in-order", "alfdesk.people", "alfdesk.programmes"),
    ("rooms-in-order", "alfdesk.programmes", "alfdesk.attendance"),
    ("rooms-in-order", "alfdesk.attendance", "alfdesk.reports"),
    ("rooms-in-order", "alfdesk.pay", "alfdesk.sales"),
    ("rooms-in-order", "alfdesk.sales", "alfdesk.questions"),
    ("rooms-in-order", "alfdesk.pay", "alfdesk.questions"),
    ("rooms-in-order", "alfdesk.questions", "alfdesk.exchange"),
    ("rooms-in-order", "alfdesk.exchange", "alfdesk.reports"),
    ("rooms-in-order", "alfdesk.reports", "alfdesk.demo"),
    ("rooms-in-order", "alfdesk.demo", "alfdesk.cli"),
    ("rooms-in-order", "alfdesk.models", "alfdesk.spreadsheets"),
    ("foundations-alone", "alfdesk.log", "alfdesk.paths"),
    ("foundations-alone", "alfdesk.errors", "alfdesk.i18n"),
    ("foundations-alone", "alfdesk.weeks", "alfdesk.errors"),
    ("foundations-alone", "alfdesk.paths", "alfdesk.weeks"),
    ("foundations-alone", "alfdesk.i18n", "alfdesk.paths"),
    ("sheets-know-finished-records", "alfdesk.reports", "alfdesk.attendance"),
    ("sheets-know-finished-records", "alfdesk.reports", "alfdesk.people"),
    ("sheets-know-finished-records", "alfdesk.reports", "alfdesk.sales.stock"),
    ("records-are-plain", "alfdesk.attendance.records", "alfdesk.models"),
    ("records-are-plain", "alfdesk.attendance.records", "sqlalchemy"),
    ("records-are-plain", "alfdesk.questions.records", "sqlalchemy"),
    ("records-are-plain", "alfdesk.sales.records", "alfdesk.sales.stock"),
    ("records-are-plain", "alfdesk.sales.records", "sqlalchemy"),
    ("sheets-know-no-database", "alfdesk.reports", "sqlalchemy"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], tuple[int, str]]:
    """What the linter says of a copy of the tree with each of BREAKS in it: whether it failed, and its words."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in ("alfdesk", "ui"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    trials = []
    for contract, module, imported in BREAKS:
        file = file_of(tree, module)
        trials.append((contract, str(file), text_of(file) + f"\n\nimport {imported}\n"))
    asked = subprocess.run(
        [sys.executable, "-c", LINTER], cwd=tree, input=json.dumps(trials), capture_output=True, text=True, timeout=60
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr
    return dict(zip(BREAKS, map(tuple, json.loads(asked.stdout)), strict=True))


def file_of(tree: Path, module: str) -> Path:
    path = tree.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_every_contract_holds():
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    asked = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert asked.returncode == 0, asked.stdout + asked.stderr


@pytest.mark.parametrize(("contract", "module", "imported"), BREAKS)
def test_a_broken_contract_is_found(found, contract: str, module: str, imported: str):
    failed, words = found[contract, module, imported]
    assert failed == 1
    # The linter names the very line that was added, and an outside package by its root alone.
    ours = imported.split(".")[0] in ("alfdesk", "ui")
    line = text_of(file_of(ROOT, module)).count("\n") + 3
    assert f"{module} -> {imported if ours else imported.split('.')[0]} (l.{line})" in words


def test_no_contract_goes_untried():
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"] for contract in described["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _, _ in BREAKS}
