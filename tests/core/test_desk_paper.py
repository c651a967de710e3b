"""The desk's paper list: what each line becomes, what comes back and what does not, and how people type."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alfdesk.errors import ListRefused, UserFacingError
from alfdesk.sales import outlets, paper, rules, sellers, selling, stock
from alfdesk.sales.paper_list import a_moment
from alfdesk.spreadsheets import write_xlsx
from alfdesk.store.workplace import Place

from .desk import FRIDAY, TODAY, table, text
from .paper_desk import Stall

ONE = "20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;"


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Stall:
    made = Stall(place, tmp_path)
    made.edition()
    made.edition("Julebok", "2026", 10_000)
    made.sellers(94, 118)
    return made


def purchases(desk: Stall) -> str:
    """Every purchase that counts: day, minute, what, copies, øre a copy, cash, Vipps, credit, reason, note."""
    rows = desk.place.cursor().execute(
        "SELECT day, at_minute, what, copies, unit_ore, cash_ore, vipps_ore, credit_ore, reason, note FROM purchase "
        "WHERE voided=0 ORDER BY id"
    )
    return table(rows.fetchall())


def test_each_kind_of_line_becomes_what_happened(desk: Stall) -> None:
    read = desk.paper("""
        20.11.2026 08.01;Hallvardsstuen;;Megafon;11/2026;1471;mottatt;
        20.11.2026 08.04;Hallvardsstuen;;Megafon;11/2026;46;flyttet;Strax-huset
        20.11.2026 08.14;Hallvardsstuen;94;Megafon;11/2026;2;vipps;
        20.11.2026 08.15;Strax-huset;94;Megafon;11/2026;5;gratis;Startblader
        20.11.2026 08.16;Strax-huset;94;Julebok;2026;1;gratis;til læreren
        20.11.2026 08.17;Strax-huset;118;Megafon;11/2026;20;kontant;hastet
        20.11.2026 08.18;Strax-huset;118;Megafon;11/2026;3;kreditt;
        20.11.2026 08.19;Strax-huset;118;Megafon;11/2026;2;retur;våte
        20.11.2026 08.20;Hallvardsstuen;;Megafon;11/2026;7;makulert;revet
        20.11.2026 08.21;Hallvardsstuen;;Megafon;11/2026;3;svinn;
    """)
    assert (read.lines, read.written) == (10, 10)
    assert read.warnings == (
        "New outlets: Hallvardsstuen, Strax-huset.", "More than lay there by the book: line 6."
    )  # fmt: skip
    assert read.flagged == ((6, "More than lay there by the book"),)
    assert purchases(desk) == text("""
        2026-11-20  494  sale  2  5000  –  10000  –  –  –
        2026-11-20  495  free  5  5000  –  –  –  starter  –
        2026-11-20  496  free  1  10000  –  –  –  other  til læreren
        2026-11-20  497  sale  20  5000  100000  –  –  –  hastet
        2026-11-20  498  sale  3  5000  –  –  15000  –  –
        2026-11-20  499  return  -2  5000  -10000  –  –  –  våte
    """)
    assert desk.stock() == {
        ("Hallvardsstuen", "Megafon", "11/2026"): 1471 - 46 - 2 - 7 - 3,
        ("Strax-huset", "Megafon", "11/2026"): 46 - 5 - 20 - 3 + 2, ("Strax-huset", "Julebok", "2026"): -1,
    }  # fmt: skip
    (transfer,) = desk.ask(stock.transfers, FRIDAY, FRIDAY)
    assert (transfer.copies, transfer.arrived, desk.in_transit()) == (46, 46, 0)
    assert desk.account(118) == (20 + 3, 2, 90_000, 15_000)
    assert desk.account(94) == (2, 0, 10_000, 0)
    assert desk.tills() == {"Hallvardsstuen": 0, "Strax-huset": 90_000}


def test_a_line_that_is_voided_does_not_come_back_and_an_undone_list_does(desk: Stall) -> None:
    lines = f"{ONE}\n{ONE}\n20.11.2026 08.04;Hallvardsstuen;;Megafon;11/2026;46;flyttet;Strax-huset"
    desk.paper(lines)
    (first,) = desk.place.cursor().execute("SELECT min(id) FROM purchase").fetchone()
    desk.do(selling.void_sale, purchase=first, reason="feil")
    assert desk.paper(lines).written == 0
    assert desk.account(94)[0] == 10
    desk.undo()  # of the voiding: the sale counts again, and is one of the two
    assert desk.account(94)[0] == 20
    assert desk.paper(lines).written == 0
    assert desk.paper(f"{lines}\n{ONE}").written == 1
    assert desk.undo() == 1
    assert desk.account(94)[0] == 20


def test_after_undo_and_redo_of_a_list_its_lines_stand(desk: Stall) -> None:
    desk.paper(f"{ONE}\n{ONE}")
    desk.undo()
    assert desk.account(94)[0] == 0
    desk.redo()
    assert (desk.account(94)[0], desk.paper(f"{ONE}\n{ONE}").written) == (20, 0)
    assert desk.paper(f"{ONE}\n{ONE}\n{ONE}").written == 1
    desk.undo()
    desk.undo()
    assert (desk.account(94)[0], desk.stock()) == (0, {})  # the outlet that the list made is gone too
    assert desk.paper(f"{ONE}\n{ONE}").written == 2
    assert desk.account(94)[0] == 20


def test_what_was_sold_in_the_window_is_no_line_of_a_list(desk: Stall) -> None:
    desk.paper(ONE)
    desk.do(selling.sell, outlet=desk.outlet("Hallvardsstuen"), person=desk.seller(94), day=FRIDAY, at_minute=481,
            edition=desk.edition(), copies=10)  # fmt: skip
    assert desk.paper(f"{ONE}\n{ONE}").written == 1
    assert desk.account(94)[0] == 30


@pytest.mark.parametrize("typed", [
    "20.11.2026 08.01", " 20.11.2026  8:01 ", "20.11.26 08.01", "20. 11. 2026 08.01", "2026-11-20 08:01",
    "2026-11-20T08:01", "2026-11-20 08:01:37", "20.11.2026 kl. 08.01", "20.11.2026, 08.01", "20.11.2026 0801",
    "20.11.2026 08.01.00",
])  # fmt: skip
def test_times_as_people_type_them(desk: Stall, typed: str) -> None:
    assert a_moment(typed) == (FRIDAY, 481)
    desk.paper(ONE)
    assert desk.paper(ONE.replace("20.11.2026 08.01", typed)).written == 0


@pytest.mark.parametrize("typed", [
    "20.11.2026", "08.01", "31.11.2026 08.01", "20.13.2026 08.01", "20.11.2026 24.00", "20.11.2026 08.61",
    "i går 08.01", "20.11.1926 08.01", "46346,33", "46346.33", "20.11.2026 08.01 ca", "20/11/2026 08.01",
    "20.11.2026 08.01-09.00",
])  # fmt: skip
def test_a_time_that_is_none_is_refused(desk: Stall, typed: str) -> None:
    stands = desk.digest()
    with pytest.raises(ListRefused) as refusal:
        desk.paper(f"{ONE}\n{ONE.replace('20.11.2026 08.01', typed)}")
    assert [line for line, _reason in refusal.value.lines] == [3]
    assert desk.digest() == stands


def test_a_workbook_reads_as_the_text_does(desk: Stall) -> None:
    rows = [
        (datetime(2026, 11, 20, 8, 1) + timedelta(microseconds=300), "Hallvardsstuen", 94, "Megafon", "11/2026", 10,
         "kontant", None),
        (datetime(2026, 11, 20, 8, 4), "Hallvardsstuen", None, "Julebok", 2026, 46, "mottatt", None),
        ("20.11.2026 08.05", "hallvardsstuen ", "118", "julebok", "2026", "2", "KREDITT", "skal betale\nfredag"),
    ]  # fmt: skip
    file = desk.folder / "desk.xlsx"
    file.write_bytes(write_xlsx(rows, paper.COLUMNS))
    assert desk.paper(file).written == 3
    assert desk.paper(f"""
        {ONE}
        20.11.2026 08.04;Hallvardsstuen;;Julebok;2026;46;mottatt;
        20.11.2026 08.05;Hallvardsstuen;118;Julebok;2026;2;kreditt;skal betale fredag
    """).written == 0


def test_a_cell_with_a_day_alone_is_no_time(desk: Stall) -> None:
    for cell in (datetime(2026, 11, 20), datetime(2026, 11, 20).date(), 46346.33, True, None):
        with pytest.raises(ValueError, match=r"The time must be written like 20\.11\.2026 08\.01\."):
            a_moment(cell)


def test_names_are_compared_without_case_and_extra_blanks(desk: Stall) -> None:
    desk.do(outlets.found_outlet, name="MO-senteret Nesttun")
    desk.paper("20.11.2026 08.01;mo-senteret   NESTTUN;94; megafon ;11/2026;1; Kontant ;")
    assert list(desk.tills()) == ["MO-senteret Nesttun"]


def test_a_break_and_a_limit_and_tomorrow_are_told_of(desk: Stall) -> None:
    publication = desk.place.cursor().execute("SELECT id FROM publication WHERE name='Megafon'").fetchone()[0]
    desk.do(rules.rule, about=publication, key="credit_limit", value=20_000, since=FRIDAY)
    desk.do(sellers.give_break, person=desk.seller(94), since=FRIDAY, until=FRIDAY, reason="rules")
    read = desk.paper("""
        19.11.2026 08.01;Hallvardsstuen;;Megafon;11/2026;100;mottatt;
        19.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;5;kreditt;
        20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;1;kreditt;
        20.11.2026 08.02;Hallvardsstuen;94;Megafon;11/2026;1;retur;
        21.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;1;kontant;
        24.11.2026 08.01;Hallvardsstuen;118;Megafon;11/2026;4;kreditt;
    """)
    assert table(read.flagged) == text("""
        4  A break from selling
        4  Above the credit limit
        7  Still to come
    """)
    assert desk.account(94)[3] == 30_000


def test_the_last_copy_is_told_with_its_minute(desk: Stall) -> None:
    desk.paper("""
        20.11.2026 08.00;Hallvardsstuen;;Megafon;11/2026;12;mottatt;
        20.11.2026 08.01;Hallvardsstuen;94;Megafon;11/2026;10;kontant;
        20.11.2026 11.20;Hallvardsstuen;118;Megafon;11/2026;5;kontant;
        20.11.2026 11.30;Hallvardsstuen;118;Megafon;11/2026;5;kontant;
    """)
    (line,) = desk.ask(stock.stock, day=FRIDAY)
    assert (line.copies, line.sold_out) == (-8, "11.20")


def test_the_price_is_that_of_the_day(desk: Stall) -> None:
    desk.edition(buy=6_000, since="2026-11-20", until="2026-11-20")
    desk.paper("\n".join(ONE.replace("20.11", f"{day}.11") for day in (19, 20, 21)))
    assert desk.account(94)[2] == 10 * (5_000 + 6_000 + 5_000)


def test_a_preview_says_what_reading_would_do_and_writes_nothing(desk: Stall) -> None:
    desk.paper(ONE)
    stands = desk.digest()
    lines = f"{ONE}\n{ONE}\n{ONE.replace(';94;', ';95;')}"
    file = desk.file(f"{';'.join(paper.COLUMNS)}\n{lines}\n".encode())
    found = desk.ask(paper.preview_desk, file=file, today=TODAY)
    assert (found.lines, found.refused) == (3, ((4, "No seller has number 95."),))
    file = desk.file(f"{';'.join(paper.COLUMNS)}\n{ONE}\n{ONE}\n".encode())
    found = desk.ask(paper.preview_desk, file=file, today=TODAY)
    assert (found.lines, found.written, found.unchanged, found.refused) == (2, 1, 1, ())
    assert desk.digest() == stands


def test_a_file_that_is_no_list_is_refused(desk: Stall) -> None:
    for content in (b"", b"hei", b"tid;utsted;selger\n1;2;3\n"):
        with pytest.raises(UserFacingError):
            with desk.place.write(batch=True) as work:
                paper.read_desk(work, file=desk.file(content), today=TODAY)
    assert desk.paper(desk.file(f"{';'.join(paper.COLUMNS)}\n".encode())).lines == 0


def test_a_birth_number_is_kept_out(desk: Stall) -> None:
    for line in (ONE + "010190 12345", ONE.replace("Hallvardsstuen", "010190 12345")):
        with pytest.raises(ListRefused) as refusal:
            desk.paper(line)
        assert "Birth numbers" in refusal.value.lines[0][1]


