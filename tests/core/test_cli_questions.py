"""The command line: what only a person can decide."""

from __future__ import annotations

from .command_line import cheap, digest, founded, office, run

assert cheap and founded and office and run  # fixtures


def test_a_question_is_listed_answered_and_gone(office):
    assert office("questions --json").json == {"questions": []}
    assert office("questions").out.strip() == "There is nothing to answer."
    for _turn in range(2):
        assert office("people add --call-name Siv --last-name Lie --birth-year 1980").code == 0
    found = office("questions --json").json["questions"]
    assert [(q["kind"], q["words"], q["verb"]) for q in found] == [
        ("person", "Is Siv Lie registered twice?", "people.change")
    ]
    (question,) = found
    assert [c["words"] for c in question["choices"]] == [
        "They are two people", "They are one: keep No. 1", "They are one: keep No. 2"
    ]
    assert question["follows"].endswith("What stands, stays.")
    assert [s["who"] for s in question["sides"]] == ["Anne", "Anne"]
    said = office("questions").out
    assert question["id"] in said and "--choice two" in said and question["follows"] in said
    assert office("exchange questions --json").json == {"questions": found}
    answered = office(f"questions answer {question['id']} --choice two --json")
    assert (answered.code, answered.json) == (0, {"ok": True})
    assert office("questions --json").json == {"questions": []}


def test_what_is_no_answer_is_refused_and_changes_nothing(office):
    before = digest(office)
    for line in ("questions answer", "questions answer ab", f"questions answer {'ab' * 16} --choice two"):
        said = office(line + " --json")
        assert said.code == 3 and said.json["ok"] is False and said.json["error"], line
    assert office("questions ask").code == 2
    assert digest(office) == before
