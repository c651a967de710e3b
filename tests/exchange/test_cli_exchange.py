"""The command line: two laptops from founding to equal digests, and what a shell sees of a bad file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.command_line import OTHER, cheap, founded, office, run  # noqa: F401  fixtures

LAPTOP = {"profile": "farm", "who": ""}


def names(run, **options) -> list[str]:
    return [p["name"] for p in run("people list --json", **options).json["people"]]


@pytest.fixture
def joined(office, tmp_path: Path):
    """The farm has joined the office's workplace; files go by the folder "stick"."""
    (tmp_path / "stick").mkdir()
    asked = office("exchange request --laptop Gården --out stick --json", **LAPTOP)
    assert asked.code == 0 and set(asked.json) == {"file", "code"}
    welcome = office(f'exchange welcome "{asked.json["file"]}" --code "{asked.json["code"]}" --out stick --json')
    assert welcome.code == 0 and set(welcome.json) == {"file"}
    done = office(f'exchange join "{welcome.json["file"]}" --staff Anne --json', **LAPTOP)
    assert done.code == 0, done.err
    return office


def test_two_laptops_from_founding_to_equal_digests(joined, tmp_path: Path):
    office = joined
    assert office("digest --json").json == office("digest --json", profile="farm").json
    assert office("people add --call-name Ola --json", profile="farm").code == 0
    made = office("exchange make --to Kontor --out stick --json", profile="farm")
    assert made.code == 0 and set(made.json) == {"file", "entries", "bytes", "receivers"}
    assert made.json["receivers"] == ["Kontor"]
    assert made.json["bytes"] == Path(made.json["file"]).stat().st_size
    before = office("digest --json").json
    seen = office(f'exchange read "{made.json["file"]}" --preview --json')
    assert (seen.code, seen.json["status"], seen.json["new"]) == (0, "preview", 1)
    assert office("digest --json").json == before
    taken = office(f'exchange read "{made.json["file"]}" --json')
    assert {"status", "code", "new", "known", "waiting", "questions"} <= set(taken.json)
    found = {k: taken.json[k] for k in ("status", "code", "new", "waiting", "questions")}
    assert found == {"status": "taken", "code": None, "new": 1, "waiting": 0, "questions": 0}
    again = office(f'exchange read "{made.json["file"]}" --json')
    assert (again.code, again.json["status"], again.json["new"], again.json["code"]) == (0, "taken", 0, "SEEN")
    assert office("digest --json").json == office("digest --json", profile="farm").json
    assert office("check --json").code == office("check --json", profile="farm").code == 0


def test_a_bad_file_is_exit_three_and_one_sentence(joined, tmp_path: Path):
    bad = tmp_path / "bad.alf"
    bad.write_bytes(b"")
    refused = joined('exchange read bad.alf --json')
    assert (refused.code, refused.json["status"], refused.json["code"]) == (3, "refused", "EMPTY")
    assert refused.json["error"] == "The file is empty. The stick was probably taken out too soon. Make the file again."
    assert refused.json["error"] in refused.err
    spoken = joined("exchange read bad.alf", language="nn")
    assert (spoken.code, spoken.out) == (3, "")
    assert "Fila er tom." in spoken.err
    nowhere = joined("exchange read nowhere.alf --json")
    assert nowhere.code == 3 and "not there" in nowhere.json["error"]


def test_status_and_questions(joined):
    said = joined("exchange status --json").json
    assert [(o["name"], o["letter"], o["own"], o["heard"]) for o in said["laptops"]] == [
        ("Kontor", "A", True, None), ("Gården", "B", False, None)
    ]  # fmt: skip
    assert joined("exchange questions --json").json == {"questions": []}
    assert "Gården" in joined("exchange status").out


def test_what_cannot_be_made_or_joined_is_exit_three(joined, tmp_path: Path):
    for line, said, options in (
        ("exchange make --to Nowhere --out stick --json", "Choose among: Gården", {}),
        ("exchange make --to all --out missing --json", "not there", {}),
        ("exchange request --laptop Ny --out stick --json", "There is a workplace in this folder already", {}),
        ("exchange join x.alf --staff Anne --json", "There is a workplace in this folder already", {}),
        ("exchange join x.alf --staff Anne --json", "Make a request first", {"profile": "fresh"}),
    ):
        refused = joined(line, **options)
        assert refused.code == 3 and said in refused.json["error"], refused


def test_a_wrong_passphrase_joins_nothing_and_the_right_one_still_does(office, tmp_path: Path):
    (tmp_path / "stick").mkdir()
    asked = office("exchange request --laptop Gården --out stick --json", **LAPTOP).json
    again = office("exchange request --laptop Gården --out stick --json", **LAPTOP).json
    assert again["code"] == asked["code"]
    welcome = office(f'exchange welcome "{asked["file"]}" --code "{asked["code"]}" --out stick --json').json
    wrong = office(f'exchange join "{welcome["file"]}" --staff Anne --json', passphrase=OTHER, **LAPTOP)
    assert wrong.code == 3 and not (tmp_path / "farm" / "alfdesk.db").exists()
    assert office(f'exchange join "{welcome["file"]}" --staff Anne --json', **LAPTOP).code == 0
    assert not (tmp_path / "farm" / "joining.json").exists()


def test_a_lone_laptop_has_nobody_to_write_for(office):
    refused = office("exchange make --to all --out . --json")
    assert refused.code == 3 and "no other laptop" in refused.json["error"]
