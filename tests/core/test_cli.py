"""The command line: how a workplace is founded, where options stand, every command, and the real program."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from alfdesk import paths
from alfdesk.cli import frame

from .command_line import DAYS, OTHER, PASSPHRASE, PEOPLE, ROOT, Said, cheap, every_parser, founded, office, run
from .desk import text


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
    def broken(*_args, **_choices):
        raise RuntimeError("Kari Vik 41234567")

    monkeypatch.setattr("alfdesk.people.search", broken)
    said = office("people search Kari --json")
    assert (said.code, said.json["ok"]) == (1, False)
    log = (tmp_path / "workplace" / paths.LOG).read_text()
    assert "RuntimeError at test_cli.py" in log
    assert not re.search("Kari|Vik|4123", log + said.err + said.out)


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
    people photo 4 --remove
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
    workplace set --year-limit 1000000 --payments-kept 6 --from 2026-01-01
    workplace show
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
    staff add Mona --role manager
    staff add Mia --role manager
    staff person Mia 40
    pay bag propose --programme Dagsverket --date 2026-11-23
    pay bag out --programme Dagsverket --date 2026-11-16 --count 200x1
    pay bag top-up --programme Dagsverket --date 2026-11-16 --count 50x1
    pay out --programme Dagsverket --date 2026-11-16 --person 1 --bag
    pay bag count --programme Dagsverket --date 2026-11-16 --count 50x1
    pay bag explain --programme Dagsverket --date 2026-11-16 --reason "mistet i snøen"
    pay bag show --programme Dagsverket --date 2026-11-16
    pay bag sheet --programme Dagsverket --date 2026-11-16 --out bag.pdf
    pay out --programme Dagsverket --date 2026-11-16 --person 2
    pay day --programme Dagsverket --date 2026-11-16 --out day.pdf
    pay take-back --programme Dagsverket --date 2026-11-16 --person 2 --reason "fikk ikke"
    pay deduct --programme Dagsverket --week 2026-W47 --person 2 --amount 100 --ground law --words frakk
    pay show --programme Dagsverket --week 2026-W47
    pay prepare --programme Dagsverket --week 2026-W47
    Mona: pay send-back --programme Dagsverket --week 2026-W47 --reason "feil"
    pay prepare --programme Dagsverket --week 2026-W47
    Mona: pay attest --programme Dagsverket --week 2026-W47
    Mia: pay approve --programme Dagsverket --week 2026-W47
    pay sheet --programme Dagsverket --week 2026-W47 --out sheet.xlsx
    pay slips --programme Dagsverket --week 2026-W47 --out slips.pdf
    pay bank --programme Dagsverket --week 2026-W47 --out bank.csv
    pay notes --programme Dagsverket --week 2026-W47 --out notes.pdf
    pay pay --programme Dagsverket --week 2026-W47
    pay lock --programme Dagsverket --week 2026-W47
    megafon edition set Megafon 11/2026 --buy 5000 --cover 10000 --from 2026-11-01 --print-run 3500
    megafon edition list
    people import sellers.csv
    megafon import desk.csv
    megafon outlets --all
    megafon stock
    megafon account --seller 94
    megafon rule credit_limit 50000 --of Megafon --from 2026-01-01
    megafon settle --outlet Strax-huset --counted count.json
    megafon settlement list
    megafon settlement print K-0001 --out settlement.pdf
    megafon settlement void K-0001 --reason "feil skuff"
    megafon cards --out cards.pdf
    megafon statement --seller 94 --from 2026-01-01 --to 2026-12-31 --out statement.pdf
    megafon stock-list --out stock.pdf
    megafon edition report Megafon 11/2026 --out edition.pdf
    people erase 40
    recovery --out recovery.pdf
    passphrase change
    backup --out copies
    restore copies --to restored
    rebuild
    check
    digest
    questions
"""


SELLERS = """
    nummer;fornavn;selger
    77;Siv;94
"""

DESK = """
    tid;utsted;selger;produkt;utgave;antall;betaling;merknad
    20.11.2026 08.01;Strax-huset;94;Megafon;11/2026;2;kontant;
"""


def carried(run, folder):
    """The commands between two laptops, each with what the one before it said."""
    farm = {"profile": "farm"}
    said = {}

    def told(line, **who):
        answer = run(line + " --json", **who)
        assert (answer.code, answer.out.count("\n")) == (0, 1), (line, answer.err)
        said.update(answer.json)
        return line

    yield told(f'exchange request --laptop Gården --out "{folder}"', **farm)
    yield told(f'exchange welcome "{said["file"]}" --code "{said["code"]}" --out "{folder}"')
    yield told(f'exchange join "{said["file"]}" --staff Anne', **farm)
    yield told(f'exchange make --to K --out "{folder}"', **farm)
    yield told(f'exchange read "{said["file"]}"')
    yield told("exchange status")
    yield told("exchange questions")


def test_every_command_prints_one_json_document_and_nothing_else(run, tmp_path, monkeypatch):
    Image.new("RGB", (60, 80)).save(tmp_path / "photo.png")
    (tmp_path / "people.csv").write_text(text(PEOPLE), "utf-8")
    (tmp_path / "days.csv").write_text(text(DAYS), "utf-8")
    (tmp_path / "sellers.csv").write_text(text(SELLERS), "utf-8")
    (tmp_path / "desk.csv").write_text(text(DESK), "utf-8")
    (tmp_path / "count.json").write_text('{"100": 1}', "utf-8")
    lines = text(ALL).format(soon=date.today() + timedelta(9)).splitlines()
    lines.insert(1, "programme set Dagsverket --kind day --rate 5000 --cap 240 --places 15 --from 2026-01-01")
    for at, line in enumerate(lines):
        who, lines[at] = line.split(": ") if line.startswith(("Mona: ", "Mia: ")) else ("Anne", line)
        own = {} if who == "Anne" else {"passphrase": PASSPHRASE + " igjen"}
        said = run(lines[at] + " --json", who=who, new_passphrase=PASSPHRASE + " igjen", **own)
        if line.startswith("passphrase change"):
            monkeypatch.setenv("ALFDESK_PASSPHRASE", PASSPHRASE + " igjen")
        assert said.code == 0, (line, said.err)
        assert isinstance(said.json, list if line == "megafon stock" else dict), line
        assert said.out.count("\n") == 1, line
        assert "Traceback" not in said.err, line
    lines += carried(run, tmp_path)
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
        "workplace show",
        "exchange status",
        "log",
        "staff list",
        "attendance day --programme Dagsverket --date 2026-11-16",
        "digest",
        "check",
        "passphrase propose",
        "megafon outlets",
        "megafon edition list",
        "megafon stock",
        "megafon settlement list",
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
