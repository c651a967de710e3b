"""The command line: every call of the issue's table, as a shell would make it.

`run("people list")` calls the command line in this process and gives what a shell would see. Deriving keys is made
cheap here; three tests at the end start the program for real.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from alfdesk import i18n, paths, programmes, staff
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


# Founding, and where options stand


def test_init_founds_a_workplace_in_a_folder_that_is_made_and_needs_no_as(run, tmp_path, capsys):
    arguments = "init --organisation Prøvegården --laptop Kontor --staff Anne --profile a/b/c --json".split()
    assert frame.main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert run("people list --json", profile="a/b/c").json == {"people": []}
    assert run("staff list --json", profile="a/b/c").json == {"staff": [{"name": "Anne", "roles": ["administrator"]}]}
    again = run("init --organisation X --laptop Y --staff Z --json", profile="a/b/c", who="")
    assert (again.code, again.json["ok"]) == (3, False)


def test_init_refuses_a_weak_passphrase_and_leaves_no_workplace(run, tmp_path):
    said = run("init --organisation P --laptop K --staff Anne", passphrase="passord1")
    assert said.code == 3
    assert not (tmp_path / "workplace" / paths.DATABASE).exists()
    assert run("init --organisation P --laptop K --staff Anne").code == 0


@pytest.mark.parametrize(
    "line",
    [
        "--profile workplace --as Anne --json attendance show --programme Dagsverket --week 2026-W47",
        "attendance show --programme Dagsverket --week 2026-W47 --json --as Anne --profile workplace",
        "attendance show --json --programme Dagsverket --week 2026-W47 --profile workplace --as Anne",
        "--json attendance --as Anne show --profile=workplace --week=47/2026 --programme=Dagsverket",
        "attendance --json --profile workplace show --as Anne --programme dagsverket --week 2026-47",
    ],
)
def test_global_options_stand_before_or_after_the_command(office, line, capsys):
    code = frame.main(line.split())
    out = capsys.readouterr().out
    if "47/2026" in line:
        assert code == 2
    else:
        assert (code, json.loads(out)["week"]) == (0, "2026-W47")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "people",
        "people fly",
        "attendance show --programme X",
        "attendance show --programme X --week 2026-W54",
        "programme set X --kind weekly --from 2026-01-01",
        "programme set X --kind day",
        "programme set X --rate 5 --day 5 --from 2026-01-01",
        "programme set X --cap -1 --from 2026-01-01",
        "programme set X --cap 1.5 --from 2026-01-01",
        "staff add Ola",
        "staff add Ola --role boss",
        "init --organisation X",
        "attendance day --programme X --date 31.11.2026",
        "--lang en digest",
        "digest --language se",
        "print wall --programme X --week 47",
    ],
)
def test_what_is_no_command_exits_2_and_opens_nothing(run, line):
    said = run(line, profile="missing", language=None)
    assert (said.code, said.out) == (2, "")
    assert "bruk: alfdesk" in said.err or "usage: alfdesk" in said.err
    assert not Path("missing").exists()
    if line:
        assert run(line + " --json", profile="missing", language=None).json["ok"] is False


@pytest.mark.parametrize(
    ("environment", "who", "profile"),
    [
        ({"passphrase": OTHER}, "Anne", "workplace"),
        ({}, "Ola", "workplace"),
        ({"passphrase": ""}, "Anne", "workplace"),
        ({}, "Anne", "missing"),
    ],
)
def test_a_wrong_passphrase_name_or_folder_is_refused_with_one_sentence(office, environment, who, profile):
    said = office("check --json", who=who, profile=profile, **environment)
    assert said.code == 3
    assert said.json == {"ok": False, "error": said.err.strip()}
    assert len(said.err.strip().splitlines()) == 1


def test_a_bug_exits_1_tells_no_names_and_is_logged_without_them(office, monkeypatch, tmp_path):
    def broken(*_args):
        raise RuntimeError("Kari Vik 41234567")

    monkeypatch.setattr("alfdesk.people.search", broken)
    said = office("people search Kari --json")
    assert (said.code, said.json["ok"]) == (1, False)
    log = (tmp_path / "workplace" / paths.LOG).read_text()
    assert "RuntimeError at test_cli.py" in log
    assert not re.search("Kari|Vik|4123", log + said.err + said.out)


# Staff


def test_a_member_of_staff_signs_in_and_is_refused_what_her_roles_lack(office):
    assert office("staff add Bente --role desk --role supervisor --json", new_passphrase=OTHER).json == {
        "ok": True,
        "name": "Bente",
        "roles": ["desk", "supervisor"],
    }
    office("people add --call-name Kari")
    bente = {"who": "bente", "passphrase": OTHER}
    assert office("attendance arrive 1 --programme Dagsverket --at 08.05 --date 2026-11-16", **bente).code == 0
    before = digest(office)
    refused = [
        "programme set Ny --kind day --from 2026-01-01",
        "people erase 1",
        "staff add Ola --role desk",
        "recovery --out x.pdf",
        "programme close --from 2026-12-24 --to 2026-12-31",
        "people renumber 1 9",
        "staff remove Anne",
    ]
    for line in refused:
        said = office(line, new_passphrase=OTHER, **bente)
        assert (said.code, said.out) == (3, ""), line
        assert said.err.startswith(("Your role does not cover this", "Only an administrator")), line
    assert digest(office) == before
    office("staff add Kontor --role desk", new_passphrase=OTHER)
    assert office("attendance import days.csv", who="Kontor", passphrase=OTHER).code == 3
    assert office("staff remove Bente").code == 0
    assert office("people list", **bente).code == 3
    assert office("staff add Anne --role desk", new_passphrase=OTHER).code == 3


def test_a_changed_passphrase_opens_and_the_old_one_does_not(office):
    before = digest(office, who="")  # while there is one member of staff, --as can be left out
    assert office("passphrase change", new_passphrase=OTHER).code == 0
    assert office("check").code == 3
    assert digest(office, passphrase=OTHER) == before
    assert office("passphrase change", passphrase=OTHER, new_passphrase="kort").code == 3


def test_a_passphrase_is_never_an_argument():
    options = [o for parser in every_parser() for action in parser._actions for o in action.option_strings]
    assert "--profile" in options
    assert [o for o in options if re.search("pass|secret|key", o)] == []


# Programmes


def test_programme_set_makes_and_adds_settings_in_any_order_of_dates(office):
    for line in (
        "--rate 6000 --from 01.07.2026",
        "--rate 5500 --from 2026-03-01",
        "--rate 5500 --from 2026-03-01",
        "--cap 300 --from 2025-01-01",
        "--day 25000 --supplement 600 --method bank --list-name Gruppe --from 2026-12-01",
    ):
        assert office(f"programme set dagsverket {line}").code == 0
    shown = office("programme list --json").json["programmes"]
    assert [(p["name"], p["kind"], p["list_name"]) for p in shown] == [("Dagsverket", "day", "Gruppe")]
    before = digest(office)
    office("programme set Dagsverket --kind day --rate 6000 --from 2026-07-01")
    assert digest(office) == before
    for line in (
        "Dagsverket --kind standing --from 2026-01-01",
        "Ny --from 2026-01-01",
        "Ny --kind day --list-name Dagsverket-lista --from 2026-01-01",
        "Dagsverket --cap 1441 --from 2026-01-01",
    ):
        assert office(f"programme set {line}").code == 3
    assert digest(office) == before


# Lists


def test_lists_are_read_in_and_the_week_is_shown_as_the_issue_writes_it(office):
    people = office("people import people.csv --json")
    assert people.json == {"ok": True, "lines": 3, "written": 3, "unchanged": 0, "warnings": []}
    days = office("attendance import days.csv --json")
    assert days.json == {"ok": True, "lines": 4, "written": 4, "unchanged": 0, "warnings": []}
    shown = office("attendance show --programme Dagsverket --week 2026-W47 --json")
    assert shown.json == WEEK
    assert list(shown.json) == list(WEEK)
    assert shown.err == ""
    before = digest(office)
    assert office("people import people.csv --json").json["written"] == 0
    assert office("attendance import days.csv --json").json["written"] == 0
    assert digest(office) == before
    assert (
        office("attendance show --programme Dagsverket --week 2026-W47").out
        == text("""
        Day         Present  Turned away  Absent  Places
        16.11.2026        2            1       0      15
        17.11.2026        0            0       1      15
        In all            2            1       1
        2 different people were present.
    """)
        + "\n"
    )
    assert office("attendance show --programme Dagsverket --week 2026-W48 --json").json["days"] == {}
    assert office("attendance show --programme Ukjent --week 2026-W48 --json").code == 3


def test_refused_lines_are_named_on_stderr_and_nothing_is_read(office, tmp_path):
    office("people import people.csv")
    before = digest(office)
    (tmp_path / "days.csv").write_bytes(
        text(DAYS).replace("Inne;2", "Inne;9").replace("ikke møtt", "møtte").encode("cp1252")
    )
    said = office("attendance import days.csv")
    assert (said.code, said.out) == (3, "")
    assert (
        said.err
        == text("""
        line 3: Nobody has number 9.
        line 5: The outcome must be one of: til stede, gått hjem, meldt fravær, ikke møtt, avvist fullt, avvist annet.
        2 lines were refused. Nothing has been read in.
    """)
        + "\n"
    )
    document = office("attendance import days.csv --json").json
    assert (document["ok"], [r["line"] for r in document["refused"]]) == (False, [3, 5])
    assert digest(office) == before
    for name in ("missing.csv", ".", "workplace"):
        assert office(f"people import {name}").code == 3


def test_a_warning_goes_to_stderr_and_the_list_is_taken(office, tmp_path):
    office("people import people.csv")
    (tmp_path / "days.csv").write_text("dato;tiltak;nummer;utfall;\n25.12.2025;Dagsverket;1;til stede;\n\n")
    said = office("attendance import days.csv --json")
    assert (said.code, said.json["written"], len(said.json["warnings"])) == (0, 1, 1)
    assert said.err == f"Note: {said.json['warnings'][0]}\n" == "Note: 25.12.2025 is closed: Første juledag (line 2).\n"


def test_a_workbook_is_read_whatever_it_is_called(office, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["NUMMER", "Kallenavn", "x", "TILTAK"],
        [7.0, "=Kari", None, "dagsverket"],
        [None, None],
        [8, "Bo", 1, None],
    ):
        book.active.append(row)
    book.active["B2"].data_type = "s"
    book.save(tmp_path / "people.csv")
    assert office("people import people.csv --json").json["written"] == 2
    assert [(p["number"], p["call_name"]) for p in office("people list --json").json["people"]] == [
        (7, "=Kari"),
        (8, "Bo"),
    ]


def test_norwegian_is_spoken_until_another_language_is_kept(office, tmp_path):
    settings = tmp_path / "workplace" / paths.SETTINGS
    (tmp_path / "days.csv").write_text("dato;tiltak;nummer;utfall\n16.11.2026;Dagsverket;9;til stede\n")
    before = digest(office)

    def word(**more):
        return office("attendance import days.csv", **more).err.split(" ")[0]

    settings.unlink()
    spoken = i18n.FOLDER / "nb" / "LC_MESSAGES" / "alfdesk.po"
    norwegian = (
        "linje"
        if spoken.exists() and re.search(r'msgid "line \{line\}: \{reason\}"\nmsgstr "\w', spoken.read_text("utf-8"))
        else "line"
    )
    assert word(language=None) == norwegian
    assert not settings.exists()
    assert word(language="en") == word(language=None) == "line"
    assert json.loads(settings.read_text()) == {"language": "en"}
    assert word(language="nb") == word(language=None) == norwegian
    assert digest(office) == before


# Keeping it


def test_check_digest_and_rebuild(office):
    office("people import people.csv")
    said = office("check --json")
    assert said.code == 0
    assert {k: v for k, v in said.json.items() if k != "problems"} == {
        "ok": True,
        "entries": 5,
        "rebuild_equal": True,
        "pages_ok": True,
    }
    assert len(said.json["problems"]) == 1
    assert "recovery sheet" in said.json["problems"][0] and "recovery sheet" in said.err
    before = digest(office)
    assert re.fullmatch("[0-9a-f]{64}", before)
    assert office("digest").out == before + "\n"
    assert office("rebuild --json").json["digest"] == before
    assert digest(office) == before


def plain(folder: Path, *words: str) -> list[str]:
    """Which of these words stand readable in a file under the folder, with the file's name."""
    return [f"{w} in {f.name}" for f in folder.rglob("*") if f.is_file() for w in words if w.encode() in f.read_bytes()]


def test_a_recovery_sheet_is_the_only_file_with_the_secret_and_a_new_one_ends_the_old(office, tmp_path, monkeypatch):
    secrets = []
    real = staff.new_recovery

    def listen(*args, **named):
        paper = real(*args, **named)
        secrets.append(paper.secret)
        return paper

    monkeypatch.setattr(staff, "new_recovery", listen)
    assert office("recovery --out papers/one.pdf --json").code == 0
    assert (tmp_path / "papers" / "one.pdf").read_bytes().startswith(b"%PDF")
    assert office("check --json").json["problems"] == []
    office("backup --out copies/one")
    assert office("recovery --out papers/two.pdf").code == 0
    office("backup --out copies/two")
    old, new = secrets
    assert old != new and new.startswith("AGE-SECRET-KEY-")
    parts = [s[i : i + 20] for s in secrets for i in (15, 35, 54)]
    assert plain(tmp_path, *secrets, *parts, *(p.lower() for p in parts), PASSPHRASE) == []
    (tmp_path / "canary").write_text(new)
    assert plain(tmp_path, new) == [f"{new} in canary"]

    assert office("recovery --out papers").code == 3
    assert office("restore copies/two --to r1 --paper", recovery=old, new_passphrase=OTHER).code == 3
    assert office("restore copies/two --to r2 --paper", recovery=new.lower(), new_passphrase="kort").code == 3
    assert office("restore copies/two --to r2 --paper", who="Ukjent", recovery=new, new_passphrase=OTHER).code == 3
    spaced = " ".join(new[i : i + 6] for i in range(0, len(new), 6))
    said = office("restore copies/two --to r2 --paper --json", who="", recovery=spaced, new_passphrase=OTHER)
    assert (said.code, said.json["ok"]) == (0, True)
    assert office("check --json", profile="r2", passphrase=OTHER).json["ok"] is True
    assert office("check", profile="r2").code == 3
    assert office("restore copies/one --to r3 --paper", recovery=old, new_passphrase=OTHER).code == 0
    assert office("passphrase recover --json", recovery=new, new_passphrase=OTHER).json == {"ok": True}
    assert office("check", passphrase=OTHER).code == 0


def test_a_backup_is_restored_elsewhere_and_goes_on(office, tmp_path):
    office("people import people.csv")
    before = digest(office)
    made = office("backup --out copies --json").json
    assert (made["digest"], Path(made["file"]).exists()) == (before, True)
    office("people add --call-name Ny")
    said = office("restore copies --to other/place --json")
    assert (said.code, said.json["digest"], said.json["entries"]) == (0, before, made["entries"])
    assert digest(office, profile="other/place") == before
    assert office("people add --call-name Gry --json", profile="other/place").json["number"] == 4
    assert office("check --json", profile="other/place").json["ok"] is True
    assert office("restore copies --to other/place").code == 3
    assert office("restore copies --to x", passphrase=OTHER).code == 3
    assert office("restore missing --to x").code == 3


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


ALL = """
    init --organisation P --laptop K --staff Anne
    passphrase propose
    people import people.csv
    attendance import days.csv
    people list
    people search k
    people add --call-name Mina --phone 41234567
    people change 4 --first-name Mina --birth-year 1980 --payment-method bank
    people photo 4 photo.png
    people message 4 "Ring Ola" --until {soon}
    people show 4
    people history 4
    people due
    people renumber 4 40
    programme set Framnes --kind standing --starts 09.00 --controller Nav --legal-basis a --retention 24 --from 2026-01-01
    programme set Dagsverket --selection lottery --lottery-weight 3 --places 1 --meeting-place Torget --from 2026-11-18
    programme team Dagsverket Ute --places 5 --meeting-place Parken --from 2026-01-01
    programme close --programme Framnes --from 2026-12-24 --to 2027-01-01 --why Jul
    programme reason edru "ikke i stand"
    programme enrol Framnes 1 --from 2026-01-01
    programme enrol Framnes 2 --from 2026-01-01 --to 2026-12-31
    programme list
    attendance show --programme Dagsverket --week 2026-W47
    attendance arrive 1 --programme Dagsverket --date 2026-11-18 --at 08.05
    attendance arrive 2 --programme Dagsverket --date 2026-11-18 --at 0807
    lottery list --programme Dagsverket --date 18.11.2026
    lottery draw --programme Dagsverket --date 18.11.2026 --dice "6 1 3 2 5"
    print draw --programme Dagsverket --date 18.11.2026 --out draw.pdf
    attendance place 3 --programme Dagsverket --date 2026-11-19 --team Inne
    attendance move 3 --programme Dagsverket --date 2026-11-19 --team Ute
    attendance leave 3 --programme Dagsverket --date 2026-11-19 --at 10.30 --sent-home
    attendance turn-away 1 --programme Dagsverket --date 2026-11-19 --reason edru
    attendance mark 1 --programme Framnes --date 2026-11-19 --outcome coming_later
    attendance set 1 --programme Framnes --date 2026-11-20 --outcome present --hours 3,5 --reason "glemt"
    attendance close --programme Framnes --date 2026-11-19
    attendance day --programme Framnes --date 2026-11-19
    print wall --programme Framnes --week 2026-W47 --out wall.pdf
    print blank --programme Dagsverket --week 2026-W48 --team Ute --out blank.pdf
    undo
    redo
    log --limit 3
    staff add Bente --role desk --role office
    staff list
    staff remove Bente
    people erase 40
    recovery --out recovery.pdf
    passphrase change
    backup --out copies
    restore copies --to restored
    rebuild
    check
    digest
"""


def test_every_command_prints_one_json_document_and_nothing_else(run, tmp_path, monkeypatch):
    Image.new("RGB", (60, 80)).save(tmp_path / "photo.png")
    (tmp_path / "people.csv").write_text(text(PEOPLE), "utf-8")
    (tmp_path / "days.csv").write_text(text(DAYS), "utf-8")
    lines = text(ALL).format(soon=date.today() + timedelta(9)).splitlines()
    lines.insert(1, "programme set Dagsverket --kind day --rate 5000 --cap 240 --places 15 --from 2026-01-01")
    for line in lines:
        said = run(line + " --json", new_passphrase=PASSPHRASE + " igjen")
        if line.startswith("passphrase change"):
            monkeypatch.setenv("ALFDESK_PASSPHRASE", PASSPHRASE + " igjen")
        assert said.code == 0, (line, said.err)
        assert isinstance(said.json, dict), line
        assert said.out.count("\n") == 1, line
        assert "Traceback" not in said.err, line
    parsers = {" ".join(p.prog.split()[1:]) for p in every_parser() if hasattr(p, "_defaults") and "run" in p._defaults}
    left = {p for p in parsers if not any(line.startswith(p) for line in lines)} - {"demo", "passphrase recover"}
    assert left == set(), "a command that this test does not run"


def test_every_command_has_words_for_people_too(office, tmp_path):
    office("people import people.csv")
    for line in (
        "people list",
        "people search k",
        "people show 1",
        "people history 1",
        "people due",
        "programme list",
        "log",
        "staff list",
        "attendance day --programme Dagsverket --date 2026-11-16",
        "digest",
        "check",
        "passphrase propose",
    ):
        said = office(line)
        assert said.code == 0
        assert said.out.strip(), line
        assert not said.out.lstrip().startswith("{"), line


def test_a_sheet_that_is_printed_bears_the_list_name_and_never_the_programme(office, tmp_path):
    import pikepdf

    office("people import people.csv")
    office("attendance import days.csv")
    first = office("print wall --programme Dagsverket --week 2026-W47 --out wall.pdf --json").json
    raw = (tmp_path / "wall.pdf").read_bytes()
    office("programme team Dagsverket Annet --from 2026-01-01")
    assert (
        office("print wall --programme Dagsverket --week 2026-W47 --out again.pdf --json").json["hash"] == first["hash"]
    )
    assert (tmp_path / "again.pdf").read_bytes() == raw
    with pikepdf.open(tmp_path / "wall.pdf") as pdf:
        whole = (
            b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)) + repr(pdf.docinfo).encode()
        )
    assert b"Dagsverket" not in whole
    assert b"Dagsverket" not in raw


# The program itself


def program(*arguments, cwd, **environment):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ALFDESK_")} | environment
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=clean | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_alfdesk_alone_without_a_display_exits_2_and_brings_no_window(tmp_path):
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    said = program("-X", "importtime", "-m", "ui.app", cwd=tmp_path, **nowhere)
    assert (said.code, said.out) == (2, "")
    assert not re.search("PySide6|shiboken|sqlalchemy", said.err)
    assert "alfdesk --help" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_command_of_the_real_program_imports_no_window_and_asks_nothing(founded, tmp_path):
    shutil.copytree(founded, tmp_path / "workplace")
    listing = text("""
        import sys
        from ui.app import main
        code = main()
        print(sorted(m for m in sys.modules if "PySide" in m or "shiboken" in m), file=sys.stderr)
        sys.exit(code)
    """)
    said = program(
        "-c",
        listing,
        "--profile",
        "workplace",
        "--json",
        "check",
        "--as",
        "Anne",
        "--language",
        "en",
        cwd=tmp_path,
        ALFDESK_PASSPHRASE=PASSPHRASE,
    )
    assert (said.code, said.json["ok"]) == (0, True)
    assert said.err.splitlines()[-1] == "[]"
    nobody = program(
        "-m", "ui.app", "digest", "--profile", "workplace", "--as", "Anne", "--language", "en", cwd=tmp_path
    )
    assert (nobody.code, nobody.out) == (3, "")
    assert "ALFDESK_PASSPHRASE" in nobody.err
