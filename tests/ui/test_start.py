"""Starting: what the first paint loads, what it must not, one window, and what is said where there is no screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import support

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("sqlalchemy", "reportlab", "babel", "alfdesk.models", "alfdesk.store", "sqlcipher3", "PySide6.QtNetwork",
         "PySide6.QtPdf", "PySide6.QtTextToSpeech", "cryptography", "openpyxl", "ui.work", "ui.look",
         "ui.widgets")  # fmt: skip
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import ui.start, ui.window
furnish = ui.start._furnish
def painted(app, window, single, *more):
    print("loaded", *[m for m in {heavy} if m in sys.modules])
    furnish(app, window, single, *more)
    print("screen", type(window.gate or window.front).__name__)
    QTimer.singleShot(1500, window.close)
ui.start._furnish = painted
from ui.app import main
sys.exit(main(sys.argv[1:]))
"""


def start(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    known = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, cwd=ROOT, env=known | env, timeout=60, check=False
    )  # fmt: skip


def run(folder: Path, *more: str) -> str:
    program = PROGRAM.format(heavy=repr(HEAVY))
    done = start("-c", program, "--profile", str(folder), *more, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_paint_waits_for_nothing_heavy(founded: support.Template, tmp_path: Path) -> None:
    shutil.copytree(founded.folder, tmp_path / "workplace")
    said = run(tmp_path / "workplace").splitlines()
    assert said[0].split() == ["loaded"]
    assert said[1] == "screen SignIn"
    assert (tmp_path / "workplace" / "settings.json").exists()  # it remembers its size


def test_an_empty_folder_is_set_up(tmp_path: Path) -> None:
    assert "screen SetUp" in run(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_practice_opens_beside_the_profile(tmp_path: Path) -> None:
    assert "screen Door" in run(tmp_path / "mine", "--practice")


def test_no_screen_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = start("-m", "ui.app", "--profile", str(tmp_path))
    assert done.returncode == 2 and done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


def test_a_file_it_was_started_with_is_taken_along(founded: support.Template, tmp_path: Path) -> None:
    shutil.copytree(founded.folder, tmp_path / "workplace")
    program = "import ui.handed as h\nh.Handed.take = lambda _self, file: print('file', file)\n" + PROGRAM
    done = start("-c", program.format(heavy=repr(HEAVY)), "--profile", str(tmp_path / "workplace"),
                 "./Alfdesk B 1502.alf", QT_QPA_PLATFORM="offscreen")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"file {ROOT / 'Alfdesk B 1502.alf'}" in done.stdout.splitlines()
