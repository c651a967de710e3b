"""Reading lists in: what a list may look like, and files that are no list.

Lists are written here as a person would type them; `shown` prints what was read, a line number before each row.
"""

from __future__ import annotations

import re
from itertools import count

import pytest

from alfdesk.errors import UserFacingError
from alfdesk.spreadsheets import MAX_FILE_BYTES, a_date, a_duration, a_number, a_time, read_table

from .list_files import KNOWS, NEEDS, english, read, refusal, shown, text


# CSV as people make it


def test_a_list_in_any_order_with_columns_nobody_asked_for(read):
    table = read("Navn;farge; NUMMER ;Dato\nÅse;grønn;362;16.11.2026\nBjørn;;66;17.11.2026\n")
    assert table.columns == KNOWS
    assert shown(table) == text("2: 362 | 16.11.2026 | Åse", "3: 66 | 17.11.2026 | Bjørn")


def test_a_column_that_is_not_needed_may_be_missing(read):
    table = read("dato;nummer\n16.11.2026;362\n")
    assert shown(table) == "2: 362 | 16.11.2026 | -"
    assert table.missing == ("navn",)


@pytest.mark.parametrize(
    "content",
    [
        "nummer;dato;navn\r\n362;16.11.2026;Åse Bjørnøy\r\n",
        "nummer;dato;navn\n362;16.11.2026;Åse Bjørnøy",
        "nummer;dato;navn\r362;16.11.2026;Åse Bjørnøy\r",
        "nummer,dato,navn\n362,16.11.2026,Åse Bjørnøy\n",
        '"nummer","dato","navn"\n"362","16.11.2026","Åse Bjørnøy"\n',
        '"nummer";"dato";"navn";"sted, rom"\n362;16.11.2026;Åse Bjørnøy;\n',
        "nummer;dato;navn;;\n362;16.11.2026;Åse Bjørnøy;;;;;\n",
    ],
    ids=count(1),
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_divider_line_end_and_encoding(read, content, encoding):
    assert shown(read(content.encode(encoding))) == "2: 362 | 16.11.2026 | Åse Bjørnøy"


def test_a_letter_in_two_parts_is_the_same_letter_in_a_heading(read):
    table = read("fødsela\u030ar\n1991\n", needs=["fødselår"], knows=["fødselår"])
    assert shown(table) == "2: 1991"


def test_line_numbers_are_those_of_the_file(read):
    table = read('nummer;dato;navn\n1;d;"over\nto linjer"\n\n;;\n2;d;x\n  ; ;\n3;d\n')
    assert [line for line, _row in table.rows] == [2, 6, 8]
    assert table.rows[0][1] == ("1", "d", "over\nto linjer")
    assert table.rows[2][1] == ("3", "d", None)


def test_quotation_marks_inside_a_cell(read):
    table = read('nummer;dato;navn\n1;d;"Kafé ""Måken""; ute"\n2;d;Kafé "Måken"\n')
    assert shown(table) == text('2: 1 | d | Kafé "Måken"; ute', '3: 2 | d | Kafé "Måken"')


def test_lines_that_cannot_be_read_are_listed_and_the_others_kept(read):
    long = "x" * 1001
    table = read(f'nummer;dato;navn\n1;d;Hansen;Åse\n2;d;{long}\n3;d;"Måken" kafé\n4;d;x\n5;d;"slutt')
    assert shown(table) == text(
        "5: 4 | d | x",
        "2! The line has more cells than there are headings.",
        "3! A cell is longer than 1000 characters.",
        "4! The quotation marks do not match.",
        "6! The quotation marks do not match.",
    )


def test_a_long_text_in_a_column_nobody_asked_for_does_no_harm(read):
    assert shown(read(f"nummer;dato;notat\n1;d;{'x' * 5000}\n")) == "2: 1 | d | -"


def test_a_quotation_mark_that_swallows_lines_refuses_the_file(refusal):
    sentence = refusal('nummer;dato;navn\n1;d;x\n2;d;"Åse\n3;d;x\n4;d;x\n')
    assert sentence == "The quotation marks from line 3 of list.dat on do not match. Nothing was read."


def test_the_sample_shapes_of_a_week(read):
    table = read(
        "\ufeffdato;tiltak;lag;nummer;utfall;fra;til;timer\r\n"
        "16.11.2026;Dagsverket;Ute 2;362;gått hjem;09.00;09.37;\r\n"
        "18.11.2026;Dagsverket;Inne;272;til stede;;;3,75\r\n",
        needs=("dato", "nummer"),
        knows=("dato", "nummer", "fra", "til", "timer"),
    )
    parsed = [
        (a_date(day).isoformat(), a_number(number), a_time(start), a_time(end), a_duration(hours))
        for _line, (day, number, start, end, hours) in table.rows
    ]
    assert parsed == [("2026-11-16", 362, 540, 577, None), ("2026-11-18", 272, None, None, 225)]


# Files that are no list


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "list.dat is empty."),
        (b"\xef\xbb\xbf\r\n\r\n", "list.dat is empty."),
        (b"navn;alder\nx;3\n", "list.dat lacks these headings on its first line: nummer, dato."),
        (b"nummer;dato;Nummer\n", "list.dat has the heading nummer more than once. Nothing was read."),
        (b"nummer;dato" + b";x" * 200, "list.dat has more than 200 columns. Remove those that are not needed."),
        (b"nummer;dato\n1;\x00\n", "list.dat is not a list that Alfdesk can read."),
        ("nummer;dato\n".encode("utf-16"), "list.dat is not a list that Alfdesk can read."),
        (b"\x89PNG\r\n\x1a\n\x01\x02", "list.dat is not a list that Alfdesk can read."),
        (b"nummer;dato\n1;\x81\xe5\n", "list.dat is not a list that Alfdesk can read."),
        (b"\xef\xbb\xbfnummer;dato\n1;\xe5\n", "list.dat is not a list that Alfdesk can read."),
        (b'"nummer;dato\n', "list.dat is not a list that Alfdesk can read."),
        (b"nummer;dato\n" + b";" * 500_000, "list.dat is not a list that Alfdesk can read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list.dat is an older Excel file or has a password."),
        (b"nummer;dato\n" + b"1;d\n" * 100_001, "list.dat has more than 100000 rows."),
        (b"nummer;dato\n" + b"\n" * 1_100_000, "list.dat has more than 100000 rows."),
        (b"nummer;dato\n" + b"1;2;3\n" * 100_001, "list.dat has more than 100000 rows."),
        (b"x" * (MAX_FILE_BYTES + 1), "list.dat is too large. A list can be 20 MB at most."),
    ],
    ids=count(1),
)
def test_a_file_that_is_refused_says_why(refusal, content, sentence):
    assert refusal(content).startswith(sentence)


def test_paths_that_are_no_file(tmp_path):
    for path, sentence in [
        (tmp_path / "gone.csv", "There is no file named gone.csv."),
        (tmp_path, f"{tmp_path.name} is not a file."),
        (tmp_path / "a\0b", "a\0b could not be read."),
        (tmp_path / ("x" * 300), "x" * 300 + " could not be read."),
    ]:
        with pytest.raises(UserFacingError, match=re.escape(sentence)):
            read_table(path, needs=NEEDS, knows=KNOWS)


def test_needing_a_heading_that_is_not_known_is_a_bug(read):
    with pytest.raises(ValueError, match="must be known"):
        read("a;b\n", needs=["a"], knows=["b"])
