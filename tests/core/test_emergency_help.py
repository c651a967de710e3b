"""The emergency page of the help: its commands, as they stand, open a parcel with the stock age tool and the paper.

    parcel ── tail ──▶ age ── the key on the sheet ──▶ its inside ── unpack.py ──▶ entries, one a line
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from alfdesk import i18n, paths, people, staff
from alfdesk.exchange import joining, laptops
from alfdesk.store.workplace import Place

from .desk import TODAY


@pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_commands_open_a_parcel(place: Place, tmp_path: Path, language: str) -> None:
    paper = staff.new_recovery(place, today=date(2026, 11, 22))
    with place.write() as work:
        people.register(work, call_name="Kari", last_name="Nordmann", today=TODAY)
    asked = joining.request(tmp_path / "farm", "Gården", tmp_path)
    made = laptops.welcome(place, asked.path, asked.code, tmp_path)
    page = (paths.RESOURCES / "help" / language / "emergency.md").read_text("utf-8")
    script, commands = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    named = re.findall(r'"(Alfdesk .*?\.alf)"', commands)
    shutil.copy(made.path, tmp_path / named[0])
    (tmp_path / "key.txt").write_text(f"{paper.secret}\n")
    (tmp_path / "unpack.py").write_text(script)
    assert all(word in page for word in ("`key.txt`", "`unpack.py`", "`parcel.json`", "`AGE-SECRET-KEY-1`"))
    subprocess.run(["sh", "-e", "-c", commands], cwd=tmp_path, check=True, capture_output=True)
    entries = [json.loads(line) for line in (tmp_path / "parcel.json").read_text("utf-8").splitlines()]
    assert len(entries) == made.entries
    assert any('"Nordmann"' in json.dumps(entry) for entry in entries)
