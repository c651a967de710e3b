"""The street-paper desk from the command line: every call of the issue, and what bad input gets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .command_line import OTHER, ROOT, cheap, digest, founded, office, run
from .desk import text

assert cheap and founded and office and run  # fixtures, used by name

SAMPLE = ROOT / "tests" / "samples" / "megafon-day"
HEADING = "tid;utsted;selger;produkt;utgave;antall;betaling;merknad"


def done(said):  # type: ignore[no-untyped-def]
    assert said.code == 0, said.err
    return said


def refused(said, sentence):  # type: ignore[no-untyped-def]
    assert (said.code, said.err.splitlines()[-1]) == (3, sentence)


def written(name: str, *lines: str) -> str:
    Path(name).write_text("\n".join((HEADING, *lines)) + "\n", "utf-8-sig")
    return name


def counted(name: str, said: object) -> str:
    Path(name).write_text(said if isinstance(said, str) else json.dumps(said), "utf-8")
    return name


@pytest.fixture
def desk(office):  # type: ignore[no-untyped-def]
    """Megafon 11/2026 at 50 and 100 kr from November; sellers 94 and 118."""
    done(office("megafon edition set Megafon 11/2026 --buy 5000 --cover 10000 --from 2026-11-01"))
    Path("sellers.csv").write_text("nummer;fornavn;etternavn;selger\n500;Kari;Moe;94\n501;Ola;Vik;118\n", "utf-8")
    done(office("people import sellers.csv"))
    return office


def test_the_day_of_the_sample_whole(office, tmp_path):
    answers = json.loads((SAMPLE / "answers.json").read_text("utf-8"))
    for name in ("people.csv", "desk.csv"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    for one in answers["editions"]:
        done(office(f"megafon edition set {one['product']} {one['edition']} --buy {one['buy_ore']} "
                    f"--cover {one['cover_ore']} --from {answers['date']}"))  # fmt: skip
    done(office("people import people.csv"))
    assert done(office("people import people.csv --json")).json["written"] == 0
    read = done(office("megafon import desk.csv --json")).json
    assert (read["lines"], read["written"], read["unchanged"]) == (127, 127, 0)
    before = digest(office)
    again = done(office("megafon import desk.csv --json")).json
    assert (again["written"], again["unchanged"], digest(office)) == (0, 127, before)
    stock = done(office("megafon stock --json")).json
    assert [{key: one[key] for key in ("outlet", "product", "edition", "copies")} for one in stock] == answers["stock"]
    assert {one["in_transit"] for one in stock} == {0}
    for one in answers["accounts"]:
        assert done(office(f"megafon account --seller {one['seller']} --json")).json == one | {"held_for_ore": 0}
    for at, (name, ore) in enumerate(answers["cash_ore"].items(), 1):
        counted("count.json", {"100": ore // 10_000, "50": ore % 10_000 // 5_000})
        said = done(office(f'megafon settle --outlet "{name}" --counted count.json --json'))
        assert said.json == {
            "number": f"K-{at:04}", "expected_ore": ore, "counted_ore": ore, "difference_ore": 0
        }  # fmt: skip


def test_each_refused_line_is_named_and_nothing_is_read(desk):
    desk("megafon edition set Sommer 2026 --buy 4000 --cover 8000 --from 2026-06-01 --to 2026-11-19")
    stands = digest(desk)
    said = desk("megafon import " + written(
        "desk.csv",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;95;Megafon;11/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafonen;11/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;10/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;0;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;1000;kontant;",
        "31.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;",
        "20.11.2026 25.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;94;Sommer;2026;10;kontant;",
        "31.10.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;vipps;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;bitcoin;",
        "20.11.2026 08.01;;94;Megafon;11/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;;Megafon;11/2026;10;kontant;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;mottatt;",
        "20.11.2026 08.01;Hallvardsstuen;;Megafon;11/2026;10;flyttet;",
        "20.11.2026 08.01;Hallvardsstuen;;Megafon;11/2026;10;flyttet;hallvardsSTUEN",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;-3;retur;",
        "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;999;kontant;",
    ))  # fmt: skip
    assert said.code == 3
    assert said.err == text("""
        line 3: No seller has number 95.
        line 4: There is no product called Megafonen.
        line 5: There is no edition 10/2026 of Megafon.
        line 6: Copies must be a whole number from 1 to 999.
        line 7: Copies must be a whole number from 1 to 999.
        line 8: There is no such day in the calendar.
        line 9: The time must be written like 09.00.
        line 10: Sommer 2026 has no price on 20.11.2026.
        line 11: Megafon 11/2026 has no price on 31.10.2026.
        line 12: Payment must be one of: kontant, vipps, kreditt, gratis, retur, mottatt, flyttet, makulert, svinn.
        line 13: The outlet is missing.
        line 14: The seller's number is missing.
        line 15: Copies that are received, moved, pulped or lost have no seller.
        line 16: Write in merknad which outlet the copies went to.
        line 17: Choose another outlet to send to.
        line 18: Copies must be a whole number from 1 to 999.
        16 lines were refused. Nothing has been read in.
    """) + "\n"
    assert digest(desk) == stands
    assert desk("megafon import desk.csv --json").json["refused"][0] == {
        "line": 3, "reason": "No seller has number 95."
    }  # fmt: skip
    refused(desk("megafon import missing.csv"), "There is no file named missing.csv.")


def test_what_happened_is_flagged_and_taken(desk):
    done(desk("megafon rule credit_limit 20000 --of Megafon --from 2026-01-01"))
    said = done(desk("megafon import --json " + written(
        "desk.csv",
        "20.11.2026 08.01;Hallvardsstuen;;Megafon;11/2026;8;mottatt;",
        "20.11.2026 08.02;Hallvardsstuen;94;Megafon;11/2026;4;kreditt;",
        "20.11.2026 08.03;Hallvardsstuen;94;Megafon;11/2026;1;kreditt;",
        "20.11.2026 08.03;Hallvardsstuen;118;Megafon;11/2026;4;kontant;",
    )))  # fmt: skip
    assert said.json["flagged"] == [
        {"line": 4, "reason": "Above the credit limit"}, {"line": 5, "reason": "More than lay there by the book"}
    ]  # fmt: skip
    assert said.err == text("""
        Note: New outlets: Hallvardsstuen.
        Note: Above the credit limit: line 4.
        Note: More than lay there by the book: line 5.
    """) + "\n"
    assert desk("megafon account --seller 94 --json").json["owes_ore"] == 25_000
    assert desk("megafon stock --json").json[0]["copies"] == -1


def test_returns_are_bought_back_unless_that_is_forbidden(desk):
    back = "20.11.2026 09.00;Hallvardsstuen;94;Megafon;11/2026;2;retur;"
    done(desk("megafon rule returns no --of Megafon --from 2026-11-20"))
    assert "line 2: Megafon is not bought back." in desk("megafon import " + written("desk.csv", back)).err
    done(desk("megafon import " + written("desk.csv", back.replace("20.11", "19.11"))))
    assert desk("megafon account --seller 94 --json").json == {
        "seller": 94, "copies_bought": 0, "copies_returned": 2, "paid_ore": -10_000, "owes_ore": 0, "held_for_ore": 0
    }  # fmt: skip


def test_equal_lines_are_separate_sales_and_a_longer_file_adds_only_what_is_new(desk):
    one = "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;"
    assert done(desk("megafon import --json " + written("desk.csv", one, one))).json["written"] == 2
    assert done(desk("megafon import --json " + written("desk.csv", one, one, one))).json["written"] == 1
    typed = " 20.11.26 8:01 ;hallvardsstuen ;94; megafon;11/2026;10;Kontant;"
    assert done(desk("megafon import --json " + written("desk.csv", typed))).json["written"] == 0
    assert desk("megafon account --seller 94 --json").json["copies_bought"] == 30


def test_days_are_carried_over_by_choice_and_all_is_settled_where_none_is_named(desk):
    done(desk("megafon import " + written(
        "desk.csv", "19.11.2026 08.01;Strax-huset;94;Megafon;11/2026;10;kontant;",
        "20.11.2026 08.01;Strax-huset;94;Megafon;11/2026;2;kontant;",
        "21.11.2026 08.01;Strax-huset;94;Megafon;11/2026;4;kontant;",
    )))  # fmt: skip
    settle = "megafon settle --outlet Strax-huset --counted count.json --json"
    counted("count.json", {"500": 1, "200": 1, "100": 1})  # all that lies in the till
    every = " ".join(f"--carry {day}.11.2026" for day in (19, 20, 21))
    refused(desk(f"{settle} {every}"), "Choose at least one open day to settle. Nothing has changed.")
    said = done(desk(f"{settle} --carry 19.11.2026 --carry 21.11.2026"))
    assert said.json == {"number": "K-0001", "expected_ore": 80_000, "counted_ore": 80_000, "difference_ore": 0}
    counted("count.json", {"500": 1, "200": 1})
    said = done(desk(settle))
    assert said.json == {"number": "K-0002", "expected_ore": 70_000, "counted_ore": 70_000, "difference_ore": 0}
    listed = done(desk("megafon settlement list --json")).json["settlements"]
    assert [(s["number"], s["carried_ore"]) for s in listed] == [("K-0002", 0), ("K-0001", 70_000)]


def test_a_settlement_is_refused_without_a_reason_and_takes_no_number(desk):
    done(desk("megafon import " + written(
        "desk.csv", "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;",
        "21.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;2;vipps;",
        "31.12.2026 08.01;hallvardsstuen;118;Megafon;11/2026;1;kontant;",
        "20.11.2026 08.01;Strax-huset;118;Megafon;11/2026;1;kreditt;",
    )))  # fmt: skip
    settle = "megafon settle --outlet hallvardsstuen --counted count.json"
    counted("count.json", {"500": 1, "50": 2})
    for reason in ("", ' --reason "  "'):
        sentence = "The count differs by 50,00 kr. Write in a few words why, and settle again."
        refused(desk(settle + reason), sentence)
    said = done(desk(settle + ' --reason "fant en femtilapp" --json'))
    assert said.json == {
        "number": "K-0001", "expected_ore": 55_000, "counted_ore": 60_000, "difference_ore": 5_000
    }  # fmt: skip
    counted("none.json", {})
    said = done(desk("megafon settle --outlet Strax-huset --counted none.json --json"))
    assert said.json == {"number": "K-0002", "expected_ore": 0, "counted_ore": 0, "difference_ore": 0}
    said = done(desk("megafon settle --outlet Hallvardsstuen --counted none.json"))
    assert said.out == "Settlement K-0003: 0,00 expected, 0,00 counted, difference 0,00.\n"
    done(desk("megafon settlement void k-0001 --reason feil"))
    refused(desk("megafon settlement void K-0001 --reason feil"), "There is no such settlement. Nothing has changed.")
    refused(desk("megafon settlement void K-1001 --reason feil"),
            "There is no settlement numbered K-1001. Nothing has changed.")  # fmt: skip
    assert done(desk(settle + " --reason igjen --json")).json["number"] == "K-0004"
    listed = done(desk("megafon settlement list --json")).json["settlements"]
    assert [(s["number"], s["difference_ore"], s["voided"]) for s in listed] == [
        ("K-0004", 5_000, False), ("K-0003", 0, False), ("K-0002", 0, False), ("K-0001", 5_000, True)
    ]  # fmt: skip


@pytest.mark.parametrize(("said", "sentence"), [
    ('{"500": "a"}', "How many of 500 must be a whole number from 0 to 9999. Nothing has changed."),
    ('{"500": -1}', "How many of 500 must be a whole number from 0 to 9999. Nothing has changed."),
    ('{"500": 1.5}', "How many of 500 must be a whole number from 0 to 9999. Nothing has changed."),
    ('{"500": true}', "How many of 500 must be a whole number from 0 to 9999. Nothing has changed."),
    ('{"25": 1}', "25 is no note or coin. Nothing has changed. Use 1000, 500, 200, 100, 50, 20, 10, 5, 1."),
    ('{"femti": 1}', "femti is no note or coin. Nothing has changed. Use 1000, 500, 200, 100, 50, 20, 10, 5, 1."),
    ('{"500": 1, "500": 2}', "500 is counted twice. Nothing has changed."),
    ("[1, 2]", 'count.json must hold a count like {"500": 1, "10": 3}. Nothing has changed.'),
    ('{"500": {"1": 1}}', 'count.json must hold a count like {"500": 1, "10": 3}. Nothing has changed.'),
    ('{"500": 1', 'count.json must hold a count like {"500": 1, "10": 3}. Nothing has changed.'),
    ("", 'count.json must hold a count like {"500": 1, "10": 3}. Nothing has changed.'),
])  # fmt: skip
def test_a_count_that_is_none_is_refused(desk, said, sentence):
    done(desk("megafon import " + written("desk.csv", "20.11.2026 08.01;Strax-huset;94;Megafon;11/2026;1;kontant;")))
    counted("count.json", said)
    refused(desk("megafon settle --outlet Strax-huset --counted count.json --reason x"), sentence)
    assert desk("megafon settlement list --json").json == {"settlements": []}


def test_what_is_not_there_is_said(desk):
    counted("count.json", {})
    refused(desk("megafon settle --outlet Ukjent --counted count.json"),
            "There is no outlet called Ukjent. Nothing has changed.")  # fmt: skip
    refused(desk("megafon settle --outlet Ukjent --counted nothing.json"), "There is no file named nothing.json.")
    refused(desk("megafon account --seller 95"), "Nobody has seller number 95. Nothing has changed.")
    assert desk("megafon account --seller x").code == 2
    refused(desk("megafon rule float_ore 50000 --of Ukjent --from 2026-01-01"),
            "There is no outlet called Ukjent. Nothing has changed.")  # fmt: skip
    refused(desk("megafon rule returns kanskje --of Megafon --from 2026-01-01"),
            "This value can't be used for returns. Nothing has changed.")  # fmt: skip
    refused(desk("megafon edition set Megafon 11/2026 --buy 0 --cover 10000 --from 2026-11-01"),
            "This price can't be right. To give copies away, choose free and a reason.")  # fmt: skip
    assert desk("megafon edition set Megafon 11/2026 --buy -5 --cover 10000 --from 2026-11-01").code == 2


def test_rules_are_set_by_name(desk):
    done(desk("megafon import " + written("desk.csv", "20.11.2026 08.01;Strax-huset;94;Megafon;11/2026;1;kontant;")))
    done(desk("megafon rule float_ore 50000 --of strax-huset --from 2026-01-01"))
    done(desk("megafon rule letter M --of Kontor --from 2026-01-01"))
    done(desk("megafon rule credit_limit 10000 --of 94 --from 2026-01-01"))
    counted("count.json", {"500": 1, "50": 1})
    said = done(desk("megafon settle --outlet Strax-huset --counted count.json --json")).json
    assert said == {"number": "M-0001", "expected_ore": 55_000, "counted_ore": 55_000, "difference_ore": 0}


def test_a_limit_is_taken_away_by_name(desk):
    """`none`: her own limit no longer holds, and the publication's does."""
    line = "20.11.2026 08.{minute};Strax-huset;94;Megafon;11/2026;3;kreditt;"
    done(desk("megafon rule credit_limit 10000 --of Megafon --from 2026-01-01"))
    done(desk("megafon rule credit_limit none --of Megafon --from 2026-11-20"))
    done(desk("megafon rule credit_limit 10000 --of 94 --from 2026-01-01"))
    assert above_the_limit(desk, line.format(minute="01"))
    done(desk("megafon rule credit_limit none --of 94 --from 2026-11-20"))
    assert not above_the_limit(desk, line.format(minute="02"))
    done(desk("megafon rule return_days none --of Megafon --from 2026-11-20"))
    refused(desk("megafon rule float_ore none --of Strax-huset --from 2026-11-20"),
            "This value can't be used for float_ore. Nothing has changed.")  # fmt: skip


def above_the_limit(desk, line: str) -> bool:  # type: ignore[no-untyped-def]
    said = done(desk("megafon import " + written("desk.csv", line) + " --json")).json
    return "Above the credit limit" in [one["reason"] for one in said["flagged"]]


def test_a_seller_number_in_a_list_of_people_is_never_anothers(desk):
    def people(*lines: str):  # type: ignore[no-untyped-def]
        Path("more.csv").write_text("\n".join(("nummer;fornavn;selger", *lines)) + "\n", "utf-8")
        return desk("people import more.csv --json")

    assert done(people("500;Kari;94", "502;Siv;7")).json["written"] == 1
    assert done(people("502;Siv;7", "502;Siv;7", "503;Per;")).json["written"] == 1
    said = people("500;Kari;95", "504;Mia;94", "505;Ida;10000", "506;Liv;x", "507;Bo;8", "508;Jo;8")
    assert [r["line"] for r in said.json["refused"]] == [2, 3, 4, 5, 7]
    assert desk("megafon account --seller 7 --json").json["seller"] == 7
    done(desk("undo"))


def test_cards_need_no_edition(office):
    refused(office("megafon cards --out cards.pdf"), "There is nobody to make a card for. Nothing has changed.")
    Path("sellers.csv").write_text("nummer;fornavn;selger\n500;Kari;94\n501;Ola;118\n", "utf-8")
    done(office("people import sellers.csv"))
    assert done(office("megafon cards --out cards.pdf --json")).json == {
        "ok": True, "file": "cards.pdf", "cards": 2, "new": 2
    }  # fmt: skip
    assert done(office("megafon cards --out cards.pdf --seller 94 94 --json")).json["cards"] == 1
    refused(office("megafon cards --out cards.pdf --seller 95"), "Nobody has seller number 95. Nothing has changed.")


def test_supervisors_read_and_the_desk_sells_and_settles(desk):
    for name, role in (("Didi", "desk"), ("Sture", "supervisor")):
        done(desk(f"staff add {name} --role {role}", new_passphrase=OTHER))
    none = "Your role does not cover this. Nothing has changed. Ask the office."
    counted("count.json", {"50": 1})
    lines = written("desk.csv", "20.11.2026 08.01;Strax-huset;94;Megafon;11/2026;1;kontant;")
    refused(desk(f"megafon import {lines}", who="Sture", passphrase=OTHER), none)
    done(desk(f"megafon import {lines}", who="Didi", passphrase=OTHER))
    settle = "megafon settle --outlet Strax-huset --counted count.json"
    refused(desk(settle, who="Sture", passphrase=OTHER), none)
    done(desk(settle, who="Didi", passphrase=OTHER))
    refused(desk("megafon edition set Megafon 12/2026 --buy 5000 --cover 10000 --from 2026-12-01", who="Didi",
                 passphrase=OTHER), none)  # fmt: skip
    assert done(desk("megafon stock --json", who="Sture", passphrase=OTHER)).json[0]["copies"] == -1


def test_sheets_are_made(desk):
    done(desk("megafon import " + written(
        "desk.csv", "20.11.2026 08.01;Strax-huset;;Megafon;11/2026;100;mottatt;",
        "20.11.2026 08.01;Strax-huset;94;Megafon;11/2026;1;kontant;",
    )))  # fmt: skip
    counted("count.json", {"50": 1})
    done(desk("megafon settle --outlet Strax-huset --counted count.json"))
    for line in (
        "cards", "cards --seller 94 --single", "statement --seller 94 --from 2026-11-01 --to 2026-11-30", "stock-list",
        "edition report Megafon 11/2026", "settlement print K-0001",
    ):  # fmt: skip
        assert done(desk(f"megafon {line} --out sheet.pdf --json")).json["ok"]
        assert Path("sheet.pdf").read_bytes().startswith(b"%PDF-")
        Path("sheet.pdf").unlink()
    assert desk("megafon cards --out cards.pdf --json").json["new"] == 0
    refused(desk("megafon cards --single --out card.pdf"), "Name the one seller whose card it is. Nothing has changed.")
    refused(desk("megafon stock-list --out stock.csv"), "Name a file that ends in .pdf. Nothing has changed.")
