"""The week's money from the command line: every call of the issue's table, by the people who may."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from alfdesk.pay.records import GROUNDS
from alfdesk.spreadsheets import read_table

from .command_line import OTHER, ROOT, cheap, founded, office, run
from .desk import text

assert cheap and founded and office and run  # fixtures, used by name

SAMPLE = ROOT / "tests" / "samples" / "week47"
W47 = "--programme Dagsverket --week 2026-W47"
LINE = {
    "number", "name", "minutes", "gross_ore", "paid_ore", "rounding_ore", "to_pay_ore", "method", "days", "corrections",
}  # fmt: skip
ROLES = {"Olga": "office", "Mona": "manager", "Mia": "manager", "Didi": "desk", "Sture": "supervisor"}


@pytest.fixture
def by(office):  # type: ignore[no-untyped-def]
    """Run a line as one of the staff: `by("Olga", "pay prepare …")`; Anne is the administrator."""
    for name, role in ROLES.items():
        assert office(f"staff add {name} --role {role}", new_passphrase=OTHER).code == 0

    def by(who: str, line: str, **more):  # type: ignore[no-untyped-def]
        return office(line, who=who, **({} if who == "Anne" else {"passphrase": OTHER}), **more)

    return by


def done(said) -> None:  # type: ignore[no-untyped-def]
    assert said.code == 0, said.err


def refused(said, sentence: str) -> None:  # type: ignore[no-untyped-def]
    assert (said.code, said.err.splitlines()[-1]) == (3, sentence)


def through(by, week: str, *, to: str = "lock") -> None:  # type: ignore[no-untyped-def]
    """The steps of a week, each by somebody who may."""
    for step, who in (("prepare", "Olga"), ("attest", "Mona"), ("approve", "Mia"), ("pay", "Olga"), ("lock", "Mona")):
        done(by(who, f"pay {step} {week}"))
        if step == to:
            break


def attended(by, *lines: str) -> None:  # type: ignore[no-untyped-def]
    heading = "dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad"
    Path("more.csv").write_text("\n".join((heading, *lines)) + "\n", "utf-8")
    done(by("Anne", "attendance import more.csv"))


def shown(by, week: str) -> dict:  # type: ignore[no-untyped-def]
    return by("Didi", f"pay show {week} --json").json


def test_week47_whole(by, tmp_path):
    wanted = json.loads((SAMPLE / "answers.json").read_text("utf-8"))
    for name in ("people.csv", "attendance.csv"):
        shutil.copy(SAMPLE / name, tmp_path / name)
        done(by("Anne", f"{'people' if name == 'people.csv' else 'attendance'} import {name}"))
    for step, status in (
        ("", "open"), ("prepare", "prepared"), ("attest", "attested"), ("approve", "approved"), ("pay", "paid"),
        ("lock", "locked"),
    ):  # fmt: skip
        if step:
            who = {"attest": "Mona", "approve": "Mia", "lock": "Mia"}.get(step, "Olga")
            assert by(who, f"pay {step} {W47} --json").json == {
                "ok": True, "programme": "Dagsverket", "week": "2026-W47", "status": status
            }  # fmt: skip
        found = shown(by, W47)
        assert set(found) == {"programme", "week", "status", "lines", "totals", "cash_need"}
        assert (found["programme"], found["week"], found["status"]) == ("Dagsverket", "2026-W47", status)
        assert [n["number"] for n in found["lines"]] == [n["number"] for n in wanted["lines"]]
        for line, answer in zip(found["lines"], wanted["lines"], strict=True):
            assert set(line) == LINE
            assert {key: line[key] for key in answer} == answer
            assert (line["paid_ore"], line["corrections"]) == (0, [])
        assert found["totals"] == wanted["totals"]
        assert found["cash_need"] == wanted["cash_need"]
    assert {n["name"] for n in found["lines"]} >= {"Vigdis Olsen", "Ola Iversen"}


@pytest.fixture
def week(by):  # type: ignore[no-untyped-def]
    """Kari (cash), Ola (bank) and Åse (the programme's bank) in week 47: 3, 1,5 and 4 hours on Monday."""
    done(by("Anne", "people import people.csv"))
    attended(
        by, "16.11.2026;Dagsverket;Inne;1;til stede;09.00;12.00;;;", "16.11.2026;Dagsverket;Inne;2;gått hjem;;;1,5;;",
        "16.11.2026;Dagsverket;;3;til stede;;;;;",
    )  # fmt: skip
    return by


def test_each_refused_step_exits_3_with_its_sentence(week):
    by = week
    refused(by("Mona", f"pay attest {W47}"), "Week 47 is not prepared yet. Nothing has changed.")
    refused(by("Olga", f"pay lock {W47}"), "Your role does not cover this. Nothing has changed. Ask the office.")
    for step in ("prepare", "attest", "approve", "pay", "lock"):
        for who in ("Didi", "Sture"):
            refused(by(who, f"pay {step} {W47}"), "Your role does not cover this. Nothing has changed. Ask the office.")
    done(by("Anne", f"pay prepare {W47}"))
    refused(by("Olga", f"pay prepare {W47}"), "Week 47 is prepared already. Nothing has changed.")
    refused(
        by("Anne", f"pay attest {W47}"),
        "You prepared this week yourself. Ask a colleague to attest it. Nothing has changed.",
    )
    refused(by("Olga", f"pay pay {W47}"), "Week 47 is not attested yet. Nothing has changed.")
    done(by("Mona", f"pay attest {W47}"))
    refused(
        by("Mona", f"pay approve {W47}"),
        "You attested this week yourself. Ask a colleague to approve it. Nothing has changed.",
    )
    done(by("Mia", f"pay approve {W47}"))
    Path("late.csv").write_text("dato;tiltak;nummer;utfall;timer\n17.11.2026;Dagsverket;1;til stede;1\n", "utf-8")
    refused(
        by("Anne", "attendance import late.csv"),
        "Week 47 is approved. Nothing has changed. Ask the manager to send it back first.",
    )
    refused(by("Olga", f"pay send-back {W47} --reason x"),
            "Your role does not cover this. Nothing has changed. Ask the office.")  # fmt: skip
    done(by("Mia", f'pay send-back {W47} --reason "an hour is missing"'))
    assert shown(by, W47)["status"] == "open"
    done(by("Anne", "attendance import late.csv"))
    through(by, W47, to="pay")
    refused(by("Olga", f"pay pay {W47}"), "Week 47 is paid already. Nothing has changed.")
    refused(
        by("Mia", f"pay send-back {W47} --reason x"),
        "Week 47 is paid, and stays so. A changed day becomes a correction in the next week.",
    )
    refused(by("Olga", "pay prepare --programme Ukjent --week 2026-W47"),
            "There is no programme called Ukjent. Nothing has changed.")  # fmt: skip
    assert by("Olga", "pay prepare --programme Dagsverket --week 2026-W54").code == 2


def test_nobody_attests_or_approves_her_own_money(week):
    by = week
    refused(by("Mona", "staff person Mona 3"), "Your role does not cover this. Nothing has changed. Ask the office.")
    done(by("Anne", "staff person Mona 3"))
    done(by("Olga", f"pay prepare {W47}"))
    own = "You are on this list yourself. Ask a colleague. Nothing has changed."
    refused(by("Mona", f"pay attest {W47}"), own)
    done(by("Mia", f"pay attest {W47}"))
    refused(by("Mona", f"pay approve {W47}"), own)
    done(by("Anne", "staff person Mona"))
    done(by("Mona", f"pay approve {W47}"))


def test_gaps_are_told_first_and_stop_nothing(week):
    said = week("Olga", f"pay prepare {W47}")
    assert said.code == 0
    assert "Note: Ola Moe is paid by bank, but has no account number." in said.err
    assert "Note: No reason is set for paying wages in cash." in said.err
    said = week("Anne", "people change 2 --account 86011117947")
    assert said.code == 0
    done(week("Anne", 'programme set Dagsverket --cash-reason "ingen konto" --holiday-basis yes --from 2026-01-01'))
    assert "Ola Moe" not in week("Olga", f"pay show {W47}").err.replace("Ola Moe  ", "")


def test_the_limit_of_the_year_is_set_from_a_day_and_told_of_the_weeks_from_it(week):
    above = "Note: Kari Vik comes above the limit for 2026."

    def told(line):
        done(week("Anne", f"workplace set {line}"))
        return above in week("Didi", f"pay show {W47}").err

    assert not told("--year-limit 14999 --from 2026-11-23")  # the week ends the day before
    assert not told("--year-limit 15000 --from 2026-11-22")  # 3 hours × 50 kr: up to the limit, and no further
    assert told("--year-limit 14999 --payments-kept 7 --from 2026-11-22")
    done(week("Anne", "undo"))  # both rules are one act
    assert above not in week("Didi", f"pay show {W47}").err


def test_what_holds_for_every_programme_is_set_by_the_office_and_shown(by):
    assert by("Didi", "workplace show --json").json == {
        "organisation": "Prøvegården", "rules": {"year_limit": None, "payments_kept": None}
    }  # fmt: skip
    done(by("Olga", "workplace set --year-limit 1000000 --from 2020-01-01"))
    done(by("Mona", "workplace set --payments-kept 10 --from 2020-01-01"))
    done(by("Anne", "workplace set --year-limit 1 --payments-kept 1 --from 2099-01-01"))
    assert by("Didi", "workplace show --json").json["rules"] == {"year_limit": 1_000_000, "payments_kept": 10}
    assert by("Didi", "workplace show").out == text("""
        Prøvegården              Today
        Most paid in a year      10\u00a0000,00
        Years payments are kept  10
    """) + "\n"
    refused(by("Anne", "workplace set --payments-kept 0 --from 2026-01-01"),
            "This value can't be used for payments_kept. Nothing has changed.")  # fmt: skip
    refused(by("Anne", "workplace set --from 2026-01-01"), "Say which rule is to be set. Nothing has changed.")
    for who in ("Didi", "Sture"):
        refused(by(who, "workplace set --year-limit 1 --from 2026-01-01"),
                "Your role does not cover this. Nothing has changed. Ask the office.")  # fmt: skip


def test_the_day_is_paid_from_the_bag_and_the_week_prepares_the_rest(week):
    by = week
    bag = "--programme Dagsverket --date 2026-11-16"
    refused(by("Sture", f"pay out {bag} --bag"), "You have no cash bag out for this programme. Nothing has changed.")
    done(by("Olga", f"pay bag out {bag} --holder Sture --count 100x1 50x1"))
    assert by("Sture", f"pay out {bag} --bag --json").json == {"ok": True, "people": 1, "handed_ore": 15_000}
    refused(
        by("Sture", f"pay out {bag} --bag"),
        "Nobody has anything left to be paid for this day. Nothing has changed.",
    )
    refused(by("Sture", f"pay out {bag} --person 1 2"), "This is more than the person has coming. Nothing has changed.")
    refused(by("Sture", f"pay out {bag} --person 2 --bag"),
            "There is not so much in the cash bag. Nothing has changed. Top it up first.")  # fmt: skip
    done(by("Sture", f"pay out {bag} --person 2"))
    (one,) = by("Olga", f"pay bag show {bag} --json").json["bags"]
    assert (one["status"], one["paid_ore"], one["difference_ore"]) == ("out", None, None)
    said = by("Sture", f"pay bag count {bag} --count 5x1")
    assert said.out == "The count is written down. It differs by 5,00 kr: say why with “pay bag explain”.\n"
    done(by("Sture", f'pay bag explain {bag} --reason "a gift"'))
    (one,) = by("Olga", f"pay bag show {bag} --json").json["bags"]
    assert one == {
        "holder": "Sture", "status": "returned", "put_in_ore": 15_000, "paid_ore": 15_000, "counted_ore": 500,
        "difference_ore": 500, "reason": "a gift",
    }  # fmt: skip
    lines = {n["number"]: (n["gross_ore"], n["paid_ore"], n["to_pay_ore"]) for n in shown(by, W47)["lines"]}
    assert lines == {1: (15_000, 15_000, 0), 2: (7_500, 7_500, 0), 3: (20_000, 0, 20_000)}
    done(by("Sture", f'pay take-back {bag} --person 2 --reason "did not get it"'))
    assert shown(by, W47)["totals"]["to_pay_ore"] == 27_500
    proposed = by("Olga", "pay bag propose --programme Dagsverket --date 2026-11-23 --json").json
    assert (proposed["people"], proposed["each_ore"], proposed["amount_ore"]) == (3, 20_000, 60_000)
    assert proposed["counts"]["200"] == 3
    done(by("Olga", f"pay bag sheet {bag} --holder Sture --out bag.pdf"))
    refused(by("Olga", f"pay bag sheet {bag} --out bag.pdf"), "There is no such cash bag. Nothing has changed.")
    assert by("Olga", f"pay bag count {bag} --count 200").code == 2


def test_a_years_end_with_a_new_rate(week):
    by = week
    w53 = "--programme Dagsverket --week 2026-W53"
    done(by("Anne", "programme set Dagsverket --rate 5555 --supplement 1000 --from 2027-01-01"))
    attended(by, "31.12.2026;Dagsverket;;1;til stede;;;3;1;", "01.01.2027;Dagsverket;;1;til stede;;;3;1;")
    (line,) = shown(by, w53)["lines"]
    assert line["days"] == {
        "2026-12-31": {"minutes": 180, "amount_ore": 15_000}, "2027-01-01": {"minutes": 180, "amount_ore": 17_665},
    }  # fmt: skip
    assert (line["gross_ore"], line["to_pay_ore"], line["rounding_ore"]) == (32_665, 32_700, 35)
    through(by, w53)
    attended(by, "31.12.2026;Dagsverket;;1;til stede;;;1;;")
    w1 = shown(by, "--programme Dagsverket --week 2027-W01")
    (line,) = w1["lines"]
    assert (line["corrections"], line["minutes"], line["days"]) == (
        [{"week": "2026-W53", "amount_ore": -10_000}], 0, {}
    )  # fmt: skip
    assert (line["gross_ore"], line["to_pay_ore"], line["rounding_ore"]) == (-10_000, 0, 0)
    assert w1["totals"] == {
        "people": 1, "minutes": 0, "gross_ore": -10_000, "to_pay_ore": 0, "cash_ore": 0, "bank_ore": 0
    }  # fmt: skip
    assert shown(by, w53)["lines"][0]["gross_ore"] == 32_665


def test_what_is_held_back_is_not_paid(week):
    done(week("Olga", f"pay deduct {W47} --person 3 --amount 5000 --ground agreement --words gloves"))
    (line,) = [n for n in shown(week, W47)["lines"] if n["number"] == 3]
    assert (line["gross_ore"], line["to_pay_ore"]) == (20_000, 15_000)
    for ground in GROUNDS:
        done(week("Olga", f"pay deduct {W47} --person 3 --amount 100 --ground {ground} --words gloves"))
    assert week("Olga", f"pay deduct {W47} --person 3 --amount 100 --ground lyst --words gloves").code == 2


def test_prints_are_made_from_prepared_on_and_bear_no_programme(week, tmp_path):
    by = week
    refused(by("Olga", f"pay sheet {W47} --out sheet.pdf"), "Week 47 is not prepared yet. Prepare it first.")
    assert not Path("sheet.pdf").exists()
    done(by("Olga", f"pay prepare {W47}"))
    for name in ("sheet", "slips", "bank", "notes"):
        said = by("Olga", f"pay {name} {W47} --out {name}.pdf --json").json
        assert said["ok"] and Path(f"{name}.pdf").read_bytes().startswith(b"%PDF-")
    done(by("Sture", "pay day --programme Dagsverket --date 2026-11-16 --out day.pdf"))
    refused(by("Olga", f"pay sheet {W47} --out sheet.doc"),
            "Name a file that ends in .pdf, .xlsx or .csv. Nothing has changed.")  # fmt: skip
    refused(by("Olga", f"pay slips {W47} --out slips.csv"), "Name a file that ends in .pdf. Nothing has changed.")


def test_tables_open_right(week):
    by = week
    done(by("Anne", "people change 2 --account 8601.11.17947"))
    done(by("Olga", f"pay prepare {W47}"))
    done(by("Olga", f"pay sheet {W47} --out week.csv"))
    assert Path("week.csv").read_bytes().startswith(b"\xef\xbb\xbfNumber;Name;Mo 16.11.2026;")
    kari, _ola, _ase = Path("week.csv").read_text("utf-8-sig").splitlines()[1:]
    assert kari == "1;Kari Vik;3:00;;;;;1;3:00;0,00;150,00;0,00;0,00;0,00;0,00;0,00;150,00;cash;no"
    done(by("Olga", f"pay bank {W47} --out bank.xlsx"))
    sheet = openpyxl.load_workbook("bank.xlsx").active
    assert [[c.value for c in row][:4] for row in sheet.iter_rows()] == [
        ["Number", "Name", "Account", "Sum"], [2, "Ola Moe", "86011117947", 75], [3, "Åse", None, 200],
    ]  # fmt: skip
    assert sheet["D2"].number_format == "#,##0.00"
    assert read_table("bank.xlsx", needs=("Number",), knows=("Number", "Sum")).rows
    done(by("Olga", "pay day --programme Dagsverket --date 2026-11-16 --out day.csv"))
    assert Path("day.csv").read_text("utf-8-sig").splitlines()[1] == "1;Kari Vik;Inne;3:00;150,00;0,00;0,00;150,00;cash"


def test_a_standing_crew_gets_an_hours_sheet_and_the_same_json(by):
    done(by("Anne", "programme set Gården --kind standing --rate 3100 --cap 300 --from 2026-01-01"))
    done(by("Anne", "people add --call-name Siv --number 7"))
    done(by("Anne", "programme enrol Gården 7"))
    attended(by, "16.11.2026;Gården;;7;til stede;;;;;")
    w47 = "--programme Gården --week 2026-W47"
    through(by, w47)
    (line,) = shown(by, w47)["lines"]
    assert (line["minutes"], line["gross_ore"], line["to_pay_ore"], line["method"]) == (300, 15_500, 15_500, "bank")
    done(by("Olga", f"pay sheet {w47} --out hours.pdf"))
    done(by("Olga", f"pay sheet {w47} --out hours.csv"))
    assert Path("hours.csv").read_text("utf-8-sig").splitlines()[1] == "7;Siv;5:00;;;;;1;5:00"


def test_the_text_is_a_table_with_sums(week):
    out = week("Olga", f"pay show {W47}").out.replace("\u00a0", " ")
    assert out == text("""
        Number  Name      Minutes  Earned  Paid  To pay  Payment
             1  Kari Vik      180  150,00  0,00  150,00  cash
             2  Ola Moe        90  75,00   0,00  75,00   bank
             3  Åse           240  200,00  0,00  200,00  bank
                In all        510  425,00  0,00  425,00
        Status: open.
        Notes and coins: 1 × 100, 1 × 50.
        """) + "\n"


def test_an_account_number_is_checked_and_never_shown_whole(week):
    by = week
    for wrong in ("86011117948", "1234", "8601 11 1794x"):
        refused(by("Anne", f"people change 1 --account '{wrong}'"),
                "This is not a Norwegian account number. Check the eleven digits.")  # fmt: skip
    done(by("Anne", "people change 1 --account '8601 11 17947'"))
    for line in ("people show 1", "people show 1 --json", "people history 1", "people history 1 --json", "log"):
        said = by("Anne", line)
        assert said.code == 0 and "86011117947" not in said.out.replace(".", "").replace(" ", "")
    assert "•••• 7947" in by("Anne", "people show 1").out
    assert "Account number changed" in by("Anne", "people history 1").out
