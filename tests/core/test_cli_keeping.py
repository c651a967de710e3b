"""The command line: staff and passphrases, the recovery sheet, backup, check and rebuild."""

from __future__ import annotations

import re
from pathlib import Path

from alfdesk import staff

from .command_line import OTHER, PASSPHRASE, cheap, digest, every_parser, founded, office, run


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
