"""Workbooks read in: made by another program, and written by hand as other programs write them."""

from __future__ import annotations

import io
import re
import time as clock
from datetime import date, datetime, time, timedelta

import openpyxl

from .list_files import HEAD, MAIN, WORKSHEET, english, inline, package, read, refusal, shown, text


# XLSX: workbooks made by another program


def workbook(*sheets: list[list[object]], prepare=None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Ark{number}")
        for row in rows:
            sheet.append(row)
    if prepare:
        prepare(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADINGS = ["dato", "nummer", "navn"]


def test_a_workbook(read):
    content = workbook([HEADINGS, [date(2026, 11, 16), 362, "Åse"], [], [datetime(2026, 11, 17), 66.0, None]])
    table = read(content)
    assert table.rows == [
        (2, (362, datetime(2026, 11, 16), "Åse")),
        (4, (66, datetime(2026, 11, 17), None)),
    ]


def test_every_kind_of_cell_is_read_as_openpyxl_reads_it(read):
    values = [
        7, -3, 3.75, 1e20, "tekst", " to  ord ", "<&>\"'", "linje\nskift", "=1+1 som tekst", True, None,
        date(2026, 11, 16), datetime(2026, 11, 16, 9, 7), datetime(1900, 1, 15),
        time(9, 7), timedelta(hours=30, minutes=15),
    ]  # fmt: skip

    def as_text(book):
        book.worksheets[0]["B10"].data_type = "s"

    content = workbook([["nummer", "verdi"], *([n, value] for n, value in enumerate(values, 1))], prepare=as_text)
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Ark0"]
    theirs = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    ours = [row[1] for _line, row in read(content, needs=["nummer"], knows=["nummer", "verdi"]).rows]
    assert ours == theirs


def test_the_first_visible_sheet_with_the_headings_is_read(read, refusal):
    def hide(book):
        book.worksheets[1].sheet_state = "hidden"

    good = [["nummer", "dato"], [5, "d"]]
    content = workbook([["Forside"]], [["nummer", "dato"], [1, "skjult"]], [], good, prepare=hide)
    assert shown(read(content)) == "2: 5 | d | -"
    sentence = refusal(workbook([["Forside"]], [["nummer"]]))
    assert sentence == "list.dat lacks these headings on its first line: nummer, dato."
    assert refusal(workbook([])).startswith("list.dat lacks these headings")


def test_lines_of_a_sheet_that_cannot_be_read(read):
    rows = [
        ["nummer", "dato", "navn", "annet"],
        [1, "#REF!", "x"], [2, "d", "y" * 1001], [3, "d", "x", "#N/A"],
        [4, "d", None, None, "utenfor"], [5, "=A1", "+47"],
    ]  # fmt: skip
    assert shown(read(workbook(rows))) == text(
        "4: 3 | d | x",
        "6: 5 | - | +47",
        "2! A cell shows an error instead of a value.",
        "3! A cell is longer than 1000 characters.",
        "5! The line has more cells than there are headings.",
    )


def test_cells_and_rows_without_references(read):
    assert shown(read(package(HEAD + inline("1", "d") + "<row/>" + inline("2", "e")))) == "2: 1 | d | -\n4: 2 | e | -"


def test_another_namespace_prefix(read):
    start = f"<x:worksheet {MAIN.replace('=', ':x=', 1)}><x:sheetData>"
    sheet = start + re.sub(r"<(/?)", r"<\1x:", HEAD + inline("1", "d"))
    assert shown(read(package(sheet + "</x:sheetData></x:worksheet>"))) == "2: 1 | d | -"


def test_rich_texts_reading_aids_and_escapes(read):
    strings = (
        "<sst><si><r><t>num</t></r><r><t>mer</t></r></si><si><t>dato</t><rPh sb='0' eb='1'><t>lest</t></rPh></si>"
        '<si><t xml:space="preserve"> a_x000D_\nb_xD800__x0000_</t></si></sst>'
    )
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>1</v></c><c t="s"><v>2</v></c></row>'
    assert read(package(cells, strings=strings)).rows == [(2, (1, " a\r\nb", None))]


def test_a_date_is_known_by_its_format(read):
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-414]d. mmmm yyyy;@"/>'
        '<numFmt numFmtId="165" formatCode="#,##0&quot; dager&quot;"/><numFmt numFmtId="166" formatCode="[Red]0.00"/>'
        '<numFmt numFmtId="167" formatCode="[hh]:mm"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
        + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 164, 165, 166, 167, 20))
        + '</cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="d"/></dxf></dxfs></styleSheet>'
    )

    def values(cells, book=""):
        rows = "".join(f'<row><c><v>1</v></c><c s="{style}"><v>{value}</v></c></row>' for style, value in cells)
        table = read(package(HEAD + rows, styles=styles, book=book))
        return [row[1] for _line, row in table.rows] + [line for line, _reason in table.refused]

    day = datetime(2026, 11, 16)
    assert values([(0, 46342), (1, 46342), (2, 46342.0), (3, 46342), (4, "2.5")]) == [46342, day, day, 46342, 2.5]
    assert values([(1, "46342.379861111112"), (6, 0.375), (5, 1.5), (1, 31)]) == [
        datetime(2026, 11, 16, 9, 7), time(9), timedelta(hours=36), datetime(1900, 1, 31),
    ]  # fmt: skip
    assert values([(1, "1e300"), (1, -1), (99, 1)]) == [datetime(1899, 12, 29), 1, 2]
    mac = f'<workbook><workbookPr date1904="1"/><sheets>{WORKSHEET}</sheets></workbook>'
    assert values([(1, 44880)], mac) == [day]


def test_a_sheet_that_claims_to_be_huge_is_read_at_once(read):
    sheet = (
        f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{HEAD}<row r="1048576"><c r="A1048576"><v>7</v></c>'
        "</row></sheetData></worksheet>"
    )
    read(package(HEAD))  # what is loaded once is not what is timed
    before = clock.perf_counter()
    assert shown(read(package(sheet))) == "1048576: 7 | - | -"
    assert clock.perf_counter() - before < 0.5
