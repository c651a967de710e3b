"""The accessibility tree as another program sees it: a real window under a real X server, read through AT-SPI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NEEDED = ("Xvfb", "dbus-run-session")
RUN = """
Xvfb -displayfd 3 -screen 0 1400x900x24 3>"$1/display" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$1/display" ] && break; sleep 0.1; done
export DISPLAY=":$(cat "$1/display")"
"$2" -m tests.ui.outside.window "$1/stage" "$3" >"$1/said" 2>"$1/wrong" &
window=$!
for _ in $(seq 300); do grep -q shown "$1/said" && break; sleep 0.1; done
"$4" "$5" 30 >"$1/tree"
kill $window $server
wait $window $server 2>/dev/null
exit 0
"""


def tree(tmp_path: Path, page: str) -> list[dict[str, Any]]:
    python = "/usr/bin/python3"
    environment = os.environ | {
        "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1",
        "XDG_RUNTIME_DIR": str(tmp_path), "NO_AT_BRIDGE": "0",
    }  # fmt: skip
    tmp_path.chmod(0o700)
    script = ["dbus-run-session", "--", "sh", "-c", RUN, "sh", str(tmp_path), sys.executable, page, python,
              str(HERE / "outside" / "at_spi_reader.py")]  # fmt: skip
    done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=120, check=False)
    lines = (tmp_path / "tree").read_text("utf-8").splitlines() if (tmp_path / "tree").exists() else []
    wrong = (tmp_path / "wrong").read_text("utf-8") if (tmp_path / "wrong").exists() else ""
    assert lines, f"no tree: {done.stderr[-2000:]} {wrong[-2000:]}"
    return [json.loads(line) for line in lines]


def can_read() -> bool:
    if any(shutil.which(tool) is None for tool in NEEDED) or not Path("/usr/bin/python3").exists():
        return False
    question = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    return subprocess.run(["/usr/bin/python3", "-c", question], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_read(), reason="needs Xvfb, dbus-run-session, python3-gi and gir1.2-atspi-2.0")
def test_a_screen_reader_hears_names_and_statuses(tmp_path: Path) -> None:
    nodes = tree(tmp_path, "today")
    showing = [n for n in nodes if n["showing"]]
    names = {n["name"] for n in showing}
    assert {"I dag", "Lås", "Finn …"} <= names
    nameless = [n for n in showing if n["focusable"] and not n["name"] and n["role"] not in ("filler", "panel", "frame")]
    assert nameless == []
    spoken = [n["name"] for n in showing if n["role"] in ("table cell", "list item")]
    assert any("til stede" in s.casefold() for s in spoken), spoken[:10]
    assert sum(n["focused"] for n in showing) >= 1
