"""Every workplace that a version of Alfdesk ever made opens for ever. One of each is kept in tests/samples/workplaces."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from alfdesk import __version__, people
from alfdesk.exchange import reading
from alfdesk.store import workplace
from alfdesk.store.check import check
from tests.keep_workplace import COUNTED, KEPT, a_second_laptop, a_week, contents
from tests.support import SetClock

from .scenes import state

EVERY = sorted(f.name for f in KEPT.iterdir() if f.is_dir())
PARCELS = sorted(f.stem for f in KEPT.glob("*.alf"))


def test_one_of_this_version_is_kept() -> None:
    assert __version__ in EVERY


@pytest.mark.parametrize("version", EVERY)
def test_a_kept_workplace_opens_whole_and_goes_on(version: str, tmp_path: Path) -> None:
    wanted = json.loads((KEPT / f"{version}.json").read_text("utf-8"))
    folder = tmp_path / "workplace"
    shutil.copytree(KEPT / version, folder)
    clock = SetClock()
    clock.forward(24 * 60)
    with workplace.open(folder, name=wanted["name"], passphrase=wanted["passphrase"], clock=clock) as place:
        with place.read():
            pass  # tables of an older version are made again here
        found = contents(place)
        # Of a table that it did not have, an older version has nothing to say.
        assert found == {key: wanted[key] for key in found} | {"rows": dict.fromkeys(COUNTED, 0) | wanted["rows"]}
        report = check(place)
        assert report.ok and report.entries == wanted["entries"]
        live = state(place)
        if version == __version__:
            assert live == wanted["digest"]
        place.rebuild()
        assert state(place) == live and contents(place) == found
        with place.write() as work:
            people.register(work, call_name="Etterpå")
        assert check(place).ok


def test_one_parcel_of_this_version_is_kept() -> None:
    assert __version__ in PARCELS


@pytest.mark.parametrize("version", PARCELS)
def test_a_kept_parcel_is_read_and_what_it_brought_stands(version: str, tmp_path: Path) -> None:
    wanted = json.loads((KEPT / f"{version}.json").read_text("utf-8"))
    folder = tmp_path / "workplace"
    shutil.copytree(KEPT / version, folder)
    with workplace.open(folder, name=wanted["name"], passphrase=wanted["passphrase"], clock=SetClock()) as place:
        taken = reading.read(place, KEPT / f"{version}.alf")
        assert (taken.status, taken.code, taken.sender, taken.new) == ("taken", "", "Gården", 1)
        assert contents(place)["names"] == sorted([*wanted["names"], "Odd"])
        assert check(place).ok


def test_what_is_kept_is_what_the_script_makes(place: workplace.Place, clock: SetClock, tmp_path: Path) -> None:
    """So that the script still runs on the day the next version is kept."""
    a_week(place, clock, tmp_path)
    a_second_laptop(place, clock, tmp_path)
    wanted = json.loads((KEPT / f"{__version__}.json").read_text("utf-8"))
    found = contents(place)
    assert {k: v for k, v in found.items() if k != "newest"} == {k: wanted[k] for k in found if k != "newest"}
