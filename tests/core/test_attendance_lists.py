"""Lists read in: how they may be written, what is refused and how, and that nothing is said twice."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from alfdesk import people, programmes
from alfdesk.attendance import reads
from alfdesk.errors import ListRefused, UserFacingError

from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, WEDNESDAY, table, text
from .list_desk import HEADING, columns, desk, refused

# How a list may be written

SAME = """
    1  present  Inne  540  780  240  30
    2  went_home  –  540  617  77  0
    3  turned_away  –  –  –  0  0
"""

WRITTEN = {
    "as they are printed": """
        dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad
        16.11.2026;Dagsverket;Inne;1;til stede;09.00;13.00;;0,5;
        16.11.2026;Dagsverket;;2;gått hjem;09.00;10.17;;;
        16.11.2026;Dagsverket;;3;avvist fullt;;;;;
    """,
    "columns in another order, more columns, no empty ones": """
        fødselsnummer;NUMMER;Utfall;DATO;lag;Sum;tiltak;til;fra;SmussTimer
        01019012345;1;TIL STEDE;2026-11-16;Inne;=1+1;dagsverket;1300;0900;.5
        ;2;Gått  hjem;2026-11-16;;;DAGSVERKET;10:17;9:00;
        ;3;avvist fullt;2026-11-16;;x;Dagsverket;;;
    """,
    "with commas": """
        dato,tiltak,lag,nummer,utfall,fra,til,timer,smusstimer,merknad
        16.11.2026,Dagsverket,Inne,1,til stede,9.00,13:00,,"0,5","Kom, og gikk"
        16.11.2026,Dagsverket,,2,gått hjem,900,1017,,,
        2026-11-16,Dagsverket,,3,avvist fullt,,,,,
    """,
    "with blank lines, blanks, quotes and dividers at the end": """

        dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad;;
        ;;;;;;;;;
        "16.11.2026"; Dagsverket ;" Inne ";001; til stede ; 9 ;13; ;0.500; ;;
        16. 11. 2026;Dagsverket;;2;gått hjem;9.00;10.17

        16.11.26;Dagsverket;;3;avvist fullt;;;;;;;

    """,
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_one_list_may_be_written_in_many_ways(desk, content):
    done = desk.read_list(content)
    assert (done.lines, done.written, done.warnings) == (3, 3, ())
    assert columns(desk) == text(SAME)


@pytest.mark.parametrize(
    ("code", "ends"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("cp1252", "\r\n"), ("cp1252", "\r")]
)
def test_any_usual_code_and_line_end_is_read(desk, code, ends):
    content = text(WRITTEN["as they are printed"]).replace("\n", ends).encode(code)
    assert content.startswith(codecs.BOM_UTF8) == (code == "utf-8-sig")
    desk.read_list(content)
    assert columns(desk) == text(SAME)


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_cells_of_a_workbook_may_be_real_dates_times_and_numbers(desk, tmp_path):
    desk.read_list(
        workbook(
            tmp_path / "list.xlsx",
            ["DATO", "Tiltak", "LAG", "nummer", "Utfall", "Fra", "Til", "Timer", "Smusstimer", "Merknad", "Annet"],
            [datetime(2026, 11, 16), "Dagsverket", "Inne", 1.0, "til stede", time(9), time(13), None, 0.5, None, 12],
            [None, None],
            [date(2026, 11, 16), "Dagsverket", None, "2", "gått hjem", "09.00", timedelta(hours=10, minutes=17)],
            ["16.11.2026", "Dagsverket", None, 3, "avvist fullt"],
            [date(2026, 11, 16), "Dagsverket", None, 4, "til stede", None, None, 3.75, 2],
            [date(2026, 11, 16), "Dagsverket", None, 5, "til stede", 900, "1230", None, None, 3.5],
        )
    )
    assert columns(desk) == text(SAME) + "\n4  present  –  –  –  225  120\n5  present  –  540  750  210  0"


def test_people_of_a_workbook_may_be_numbers_too(desk, tmp_path):
    done = desk.read_people(
        workbook(
            tmp_path / "people.xlsx",
            ["Nummer", "FORNAVN", "Etternavn", "Kallenavn", "FØDSELSÅR", "Telefon", "Tiltak", "Betaling", "Sko"],
            [41, "Eva", "Lund", None, 1991, 41234567, "Dagsverket", "Bank", 38],
            [42.0, None, None, "Bo", 1991.0, "412 34 567", None, None, None],
        )
    )
    cards = [desk.ask(people.card, desk.ask(people.by_number, n), TODAY) for n in (41, 42)]
    assert done.written == 2
    rows = ((c.found.full_name, c.birth_year, c.phone, c.payment_method, len(c.enrolled)) for c in cards)
    assert table(rows) == text("""
        Eva Lund  1991  41234567  bank  1
        Bo  1991  412 34 567  –  0
    """)


# Minutes


def test_minutes_are_hours_else_from_to_else_the_cap_and_never_above_the_cap(desk):
    cases = [  # outcome; from; to; hours; dirty hours → minutes, dirty minutes
        ("til stede;;;;", 240, 0),
        ("til stede;;;3,75;", 225, 0),
        ("til stede;;;3.75;", 225, 0),
        ("til stede;;;5;", 240, 0),
        ("til stede;09.00;10.00;;", 60, 0),
        ("til stede;09.00;13.37;;", 240, 0),
        ("til stede;09.00;10.00;2;", 120, 0),
        ("til stede;09.00;;;", 240, 0),
        ("til stede;;13.00;;", 240, 0),
        ("til stede;;;0;", 0, 0),
        ("til stede;10.00;10.00;;", 0, 0),
        ("til stede;;;0,025;", 2, 0),
        ("til stede;;;0,0249;", 1, 0),
        ("til stede;;;1,008333333;", 60, 0),
        ("til stede;;;1,008334;", 61, 0),
        ("til stede;;;;6,5", 240, 390),
        ("til stede;;;1;2,5", 60, 150),
        ("gått hjem;09.00;09.37;;", 37, 0),
        ("gått hjem;;;;1", 240, 60),
        ("gått hjem;09.00;15.00;;", 240, 0),
        ("meldt fravær;09.00;12.00;3;1", 0, 0),
        ("ikke møtt;;;4;", 0, 0),
        ("avvist fullt;;;4;2", 0, 0),
        ("avvist annet;09.00;12.00;;", 0, 0),
    ]
    lines = [f"{n};P" for n in range(101, 101 + len(cases))]
    desk.read_people("\n".join(["nummer;kallenavn", *lines]))
    desk.read_list(
        "\n".join(
            [
                "dato;tiltak;nummer;utfall;fra;til;timer;smusstimer",
                *(f"16.11.2026;Dagsverket;{n};{said}" for n, (said, *_wanted) in enumerate(cases, 101)),
            ]
        )
    )
    rows = {r.number: (r.minutes, r.dirty_minutes) for r in desk.ask(reads.day_board, desk.dagsverket, MONDAY).rows}
    assert {said: rows[n] for n, (said, *_wanted) in enumerate(cases, 101)} == {said: (m, d) for said, m, d in cases}


def test_the_cap_is_that_of_the_day_itself_in_whatever_order_it_was_set(desk):
    for cap, since in ((300, WEDNESDAY), (180, TUESDAY)):
        desk.do(programmes.rule, about=desk.dagsverket, key="cap", value=cap, since=since)
    desk.read_list(
        "dato;tiltak;nummer;utfall\n" + "\n".join(f"{d};Dagsverket;1;til stede" for d in (MONDAY, TUESDAY, WEDNESDAY))
    )
    assert [desk.ask(reads.day_board, desk.dagsverket, d).rows[0].minutes for d in (MONDAY, TUESDAY, WEDNESDAY)] == [
        240,
        180,
        300,
    ]


@pytest.mark.parametrize("kind", ["day", "standing"])
def test_every_outcome_is_allowed_for_both_kinds_of_programme(desk, kind):
    desk.programme("Framnes", kind=kind, cap=60)
    outcomes = ("til stede", "gått hjem", "meldt fravær", "ikke møtt", "avvist fullt")
    desk.read_list(
        "\n".join(
            [
                HEADING,
                *(f"16.11.2026;Framnes;;{n};{said};;;;;" for n, said in enumerate(outcomes, 1)),
                "17.11.2026;Framnes;;1;avvist annet;;;;;",
            ]
        )
    )
    framnes = desk.ask(programmes.by_name, "framnes").id
    assert desk.week(framnes) == text("""
        2026-11-16  2  1  2  –
        2026-11-17  0  1  0  –
        2026-W47  2  2  2  2 people
    """)


# What is refused


def test_each_refused_line_is_named_with_its_reason_and_nothing_is_read(desk):
    assert refused(
        desk,
        f"""
        {HEADING}
        16.11.2026;Dagsverket;Inne;1;til stede;;;;;
        31.11.2026;Dagsverket;Inne;2;til stede;;;;;
        16.11.2026;Kaffekroken;;2;til stede;;;;;

        16.11.2026;Dagsverket;;77;til stede;;;;;
        16.11.2026;Dagsverket;;;til stede;;;;;
        16.11.2026;Dagsverket;;3;kanskje;;;;;
        16.11.2026;Dagsverket;;3;;;;;;
        16.11.2026;Dagsverket;;3;til stede;kl 9;;;;
        16.11.2026;Dagsverket;;3;til stede;13.00;09.00;;;
        16.11.2026;Dagsverket;;3;til stede;;;25;;
        16.11.2026;Dagsverket;;3;til stede;;;-1;;
        16.11.2026;Dagsverket;;3;til stede;;;;1e9;
        ;Dagsverket;;3;til stede;;;;;
        46342;Dagsverket;;3;til stede;;;;;
        16.11.2026;Dagsverket;;3;til stede;;;;;ring 010190 12345
        16.11.2026;Dagsverket;01019012345;3;til stede;;;;;
        16.11.2026;Dagsverket;;4;til stede;;;;;Takk;for;sist
        16.11.2026;;;4;til stede;;;;;
    """,
    ) == text("""
        3: There is no such day in the calendar.
        4: There is no programme called Kaffekroken.
        6: Nobody has number 77.
        7: The number is missing.
        8: The outcome must be one of: til stede, gått hjem, meldt fravær, ikke møtt, avvist fullt, avvist annet.
        9: The outcome must be one of: til stede, gått hjem, meldt fravær, ikke møtt, avvist fullt, avvist annet.
        10: The time must be written like 09.00.
        11: The end time is before the start.
        12: The hours must be from 0 to 24, written like 3,75 or 3:45.
        13: The hours must be from 0 to 24, written like 3,75 or 3:45.
        14: The hours must be from 0 to 24, written like 3,75 or 3:45.
        15: The date is missing.
        16: The date must be written like 22.11.2026.
        17: Birth numbers must not be written here. The birth year is enough.
        18: Birth numbers must not be written here. The birth year is enough.
        19: The line has more cells than there are headings.
        20: There is no programme called .
    """)
    assert desk.ask(programmes.overview, desk.dagsverket, MONDAY).teams == ()


def test_two_unlike_lines_for_one_person_and_day_are_refused_and_alike_ones_are_taken(desk):
    desk.programme("Framnes", cap=60)
    assert refused(
        desk,
        f"""
        {HEADING}
        16.11.2026;Dagsverket;Inne;1;til stede;;;3;;
        16.11.2026;Dagsverket;Inne;1;til stede;;;4;;
        17.11.2026;Dagsverket;Inne;1;til stede;;;4;;
        16.11.2026;Dagsverket;Inne;2;til stede;;;;;
        16.11.2026;Dagsverket;Ute;2;til stede;;;;;
        16.11.2026;Framnes;Inne;2;til stede;;;;;
        16.11.2026;Dagsverket;;3;avvist fullt;;;;;
        16.11.2026;Dagsverket;;3;avvist annet;;;;;
    """,
    ) == text("""
        3: This says something else than line 2 about the same.
        6: This says something else than line 5 about the same.
        9: This says something else than line 8 about the same.
    """)
    done = desk.read_list(f"""
        {HEADING}
        16.11.2026;Dagsverket;Inne;1;til stede;09.00;12.00;3;;
        2026-11-16;dagsverket;INNE;001;Til stede;9;1200;3,0;;
        16.11.2026;Framnes;Inne;1;til stede;;;;;
    """)
    assert (done.lines, done.written, done.unchanged) == (3, 2, 1)


def test_a_list_without_the_needed_headings_is_refused_as_a_whole(desk):
    for content in ("dato;tiltak;nummer\n16.11.2026;Dagsverket;1", "nummer;utfall\n1;til stede", "\n", "bare tekst"):
        with pytest.raises(UserFacingError) as refusal:
            desk.read_list(content)
        assert not isinstance(refusal.value, ListRefused)
    for content in ("fornavn\nKari", "nummer;telefon\n9;41234567"):
        with pytest.raises(UserFacingError) as refusal:
            desk.read_people(content)
        assert not isinstance(refusal.value, ListRefused)


# What is taken with a warning


def test_days_to_come_closed_days_and_days_outside_an_enrolment_are_taken_with_a_warning(desk):
    desk.do(programmes.close_days, programme=desk.dagsverket, first=TUESDAY, last=TUESDAY, why="Flytting")
    ola = desk.ask(people.by_number, 2)
    ((_programme, since, _to),) = desk.ask(people.card, ola, TODAY).enrolled
    desk.do(programmes.enrol_until, person=ola, programme=desk.dagsverket, since=since, last=MONDAY)
    desk.read_people("nummer;kallenavn\n9;Gjest")
    done = desk.read_list(f"""
        {HEADING}
        17.11.2026;Dagsverket;;1;til stede;;;;;
        23.11.2026;Dagsverket;;1;til stede;;;;;
        25.12.2026;Dagsverket;;1;til stede;;;;;
        16.11.2026;Dagsverket;;2;til stede;;;;;
        20.11.2026;Dagsverket;;2;til stede;;;;;
        20.11.2026;Dagsverket;;9;til stede;;;;;
        22.11.2026;Dagsverket;;1;til stede;;;;;
    """)
    assert done.written == 7
    assert "\n".join(done.warnings) == text("""
        17.11.2026 is closed: Flytting (line 2).
        23.11.2026 is still to come (line 3).
        25.12.2026 is still to come (line 4).
        25.12.2026 is closed: Første juledag (line 4).
        Not enrolled that day: lines 6, 7.
    """)


# Lists that follow one another


def test_the_same_list_again_adds_no_entry_and_a_later_one_corrects(desk):
    first = f"""
        {HEADING}
        16.11.2026;Dagsverket;Inne;1;til stede;;;3;1;Flink
        16.11.2026;Dagsverket;Kjøkken;2;til stede;09.00;12.00;;;
        16.11.2026;Dagsverket;;3;avvist fullt;;;;;
    """
    desk.read_list(first)
    before = desk.digest(), desk.entries()
    again = desk.read_list(first)
    assert (again.written, again.unchanged) == (0, 3)
    assert (desk.digest(), desk.entries()) == before
    desk.read_list(first.replace("avvist fullt", "til stede").replace(";3;1;Flink", ";2,5;;"))
    assert desk.entries() == before[1] + 2
    assert columns(desk) == text("""
        1  present  Inne  –  –  150  0
        2  present  Kjøkken  540  720  180  0
        3  present  –  –  –  240  0
    """)
    desk.undo()
    assert columns(desk).splitlines()[2] == "3  turned_away  –  –  –  0  0"
    assert desk.ask(programmes.overview, desk.dagsverket, MONDAY).teams in (("Inne", "Kjøkken"), ("Kjøkken", "Inne"))


def test_a_list_taken_back_can_be_read_in_again(desk):
    content = f"{HEADING}\n16.11.2026;Dagsverket;Inne;1;til stede;;;;;\n17.11.2026;Dagsverket;Inne;2;til stede;;;;;"
    desk.read_list(content)
    week = desk.week(desk.dagsverket)
    assert desk.undo() == 2
    assert desk.week(desk.dagsverket) == "2026-W47  0  0  0  0 people"
    assert desk.read_list(content).written == 2
    assert desk.week(desk.dagsverket) == week


def test_a_text_that_looks_like_a_formula_stays_a_text(desk):
    cells = dict(enumerate(["=1+1", "+47", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1+1"], 40))
    desk.read_people("nummer;kallenavn\n" + "\n".join(f'{n};"{cell}"' for n, cell in cells.items()))
    desk.read_list(
        f"{HEADING}\n" + "\n".join(f'16.11.2026;Dagsverket;"{c}";{n};til stede;;;;;"{c}"' for n, c in cells.items())
    )
    rows = desk.ask(reads.day_board, desk.dagsverket, MONDAY).rows
    names = {p.number: p.call_name for p in desk.ask(people.everyone).values()}
    for n, cell in cells.items():
        assert next(r.team for r in rows if r.number == n) == names[n] == cell.removeprefix("'")


def test_one_line_of_a_list_is_one_entry_and_the_list_is_one_act(desk):
    before = desk.entries()
    desk.read_list(f"{HEADING}\n" + "\n".join(f"20.11.2026;Dagsverket;;{n};til stede;;;;;" for n in (1, 2, 3, 4, 5)))
    assert desk.entries() == before + 5
    assert desk.undo() == 5
    assert desk.ask(reads.day_board, desk.dagsverket, FRIDAY).rows == ()
