"""The command line: programmes, lists read in, and the language it speaks."""

from __future__ import annotations

import json
import re

import openpyxl

from alfdesk import i18n, paths

from .command_line import DAYS, WEEK, cheap, digest, founded, office, run
from .desk import text


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
