"""What the tests of the command line share.

`run("people list")` calls the command line in this process and gives what a shell would see. Deriving keys is made
cheap, and the parsers are made once for each language.
"""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from alfdesk import i18n, programmes, staff
from alfdesk.cli import frame
from alfdesk.store import slots

from .desk import text

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE, OTHER = "hest skog vann brød fjell stol", "tulipan regnbue kajakk ørken sjøfugl blåbær"
CHEAP = slots.Cost(64, 1, 1)

PEOPLE = """
    nummer;fornavn;etternavn;kallenavn;fødselsår;telefon;tiltak;betaling
    1;Kari;Vik;;1991;;Dagsverket;kontant
    2;Ola;Moe;;;;Dagsverket;bank
    3;;;Åse;;;Dagsverket;
"""

DAYS = """
    dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad
    16.11.2026;Dagsverket;Inne;1;til stede;09.00;12.00;;1;
    16.11.2026;Dagsverket;Inne;2;gått hjem;;;1,5;;
    16.11.2026;Dagsverket;;3;avvist fullt;;;;;
    17.11.2026;Dagsverket;;1;ikke møtt;;;;;
"""

WEEK = {
    "programme": "Dagsverket",
    "week": "2026-W47",
    "present": 2,
    "turned_away": 1,
    "absent": 1,
    "people": 2,
    "days": {
        "2026-11-16": {"present": 2, "turned_away": 1, "absent": 0, "places": 15},
        "2026-11-17": {"present": 0, "turned_away": 0, "absent": 1, "places": 15},
    },
}


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        return json.loads(self.out)


@pytest.fixture(scope="module", autouse=True)
def cheap():
    """Keys that cost nothing, and the parsers made once for each language: a shell starts them anew at every call."""
    made, build = {}, frame.build
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(frame, "build", lambda: made.get(i18n.language()) or made.setdefault(i18n.language(), build()))
        patched.setattr(slots, "FLOOR", CHEAP)
        patched.setattr(slots, "calibrated", lambda: CHEAP)
        yield


@pytest.fixture(scope="module")
def founded(tmp_path_factory, cheap):
    folder = tmp_path_factory.mktemp("founded") / "workplace"
    place = staff.found(
        folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=CHEAP
    )
    rules = {"rate": ["hour", 5000], "cap": 240, "places": 15}
    with place.write() as work:
        programmes.set_up(work, name="Dagsverket", kind="day", since=date(2026, 1, 1), fields={}, rules=rules)
    place.close()
    frame.keep_language(folder, "en")
    return folder


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command line in an empty folder; the workplace, when there is one, is in `workplace`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALFDESK_PASSPHRASE", PASSPHRASE)
    for variable in ("ALFDESK_NEW_PASSPHRASE", "ALFDESK_RECOVERY"):
        monkeypatch.delenv(variable, raising=False)

    def run(line, *, profile="workplace", who="Anne", language="en", **environment):
        with monkeypatch.context() as own:
            for name, value in environment.items():
                own.setenv(f"ALFDESK_{name.upper()}", value)
            options = ["--profile", profile, "--as", who, *(["--language", language] if language else [])]
            code = frame.main([*shlex.split(line), *options])
        out = capsys.readouterr()
        return Said(code, out.out, out.err)

    return run


@pytest.fixture
def office(run, founded, tmp_path):
    """A workplace with Dagsverket, and the files people.csv and days.csv beside it."""
    shutil.copytree(founded, tmp_path / "workplace")
    (tmp_path / "people.csv").write_text(text(PEOPLE), "utf-8-sig")
    (tmp_path / "days.csv").write_text(text(DAYS), "utf-8-sig")
    return run


def digest(run, **more):
    return run("digest --json", **more).json["digest"]


# Every command


def every_parser():
    commands = frame.build()
    seen, waiting = [], [commands.top]
    while waiting:
        parser = waiting.pop()
        seen.append(parser)
        for action in parser._actions:
            if hasattr(action, "_name_parser_map"):
                waiting += action._name_parser_map.values()
    return seen
