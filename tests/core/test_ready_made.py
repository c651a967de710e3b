"""Statements that are worked out ahead are those that would be worked out now, or are not used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alfdesk.store import ready_made
from alfdesk.store.session import Ready


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "statements.msgpack"
    assert ready_made.make(file)
    return file


def test_each_is_what_it_comes_to_now(made: Path):
    kept = ready_made.read(made)
    ours = [one for one in Ready.every if one.place.startswith("alfdesk.")]
    places = [one.place for one in ours]
    alone = [one for one in ours if places.count(one.place) == 1]
    assert len(kept) == len(alone) > 100
    assert len(set(places)) - len(alone) < 10  # lines with more than one
    unlike = [one.place for one in alone if kept[one.place] != one.worked_out()]
    assert unlike == []


def test_they_are_made_once(made: Path):
    assert not ready_made.make(made)


def test_the_setting_up_has_made_them():
    assert ready_made.FILE.exists()


@pytest.mark.parametrize("change", ["a line more", "only its time", "one more", "one less", "another SQLAlchemy"])
def test_other_sources_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str):
    (tmp_path / "pay").mkdir()
    for name in ("people.py", "pay/week.py", "notes.txt"):
        (tmp_path / name).write_text("A = 1\n", encoding="utf-8")
    week = tmp_path / "pay" / "week.py"
    before = ready_made.sources(tmp_path)
    (tmp_path / "notes.txt").write_text("more", encoding="utf-8")
    assert ready_made.sources(tmp_path) == before
    if change == "a line more":
        told = week.stat()
        week.write_text("A = 1\nB = 2\n", encoding="utf-8")
        os.utime(week, ns=(told.st_atime_ns, told.st_mtime_ns))
    elif change == "only its time":
        os.utime(week, ns=(1, 1))
    elif change == "one more":
        (tmp_path / "pay" / "more.py").touch()
    elif change == "one less":
        week.unlink()
    else:
        monkeypatch.setattr("sqlalchemy.__version__", "9")
    assert ready_made.sources(tmp_path) != before


def test_what_is_damaged_cut_short_or_of_other_sources_is_not_used(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    raw, file = made.read_bytes(), tmp_path / "statements.msgpack"
    assert ready_made.read(file) == {}
    for bad in (b"", raw[:-1], raw[:1000], b"\x00" + raw[1:], raw + b"x", b"{}"):
        file.write_bytes(bad)
        assert ready_made.read(file) == {}
    file.write_bytes(raw)
    assert ready_made.read(file)
    monkeypatch.setattr(ready_made, "sources", lambda: "others")
    assert ready_made.read(file) == {}


def test_a_read_uses_them(made: Path):
    """What they are for: nothing is put together anew."""
    words = """
from alfdesk.store import ready_made
from pathlib import Path
ready_made.FILE = Path(sys.argv[1])
from alfdesk.pay import ledger
from alfdesk.store.session import Ready
Ready.worked_out = None
for one in (ledger.SNAPSHOTS, ledger.DAYS):
    one._put_together()
    print(len(one._texts[()]) > 100)
"""
    line = [sys.executable, "-c", "import sys" + words, str(made)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"] and not done.stderr
