"""Workbooks that nobody should write, and any bytes at all: the answer is a table or a sentence, and soon."""

from __future__ import annotations

import random
import time as clock
import zipfile
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfdesk.errors import UserFacingError
from alfdesk.spreadsheets import MAX_FILE_BYTES, Table, packages, read_table, tables

from .list_files import FUZZ, HEAD, MAIN, WORKSHEET, english, inline, package, read, refusal, shown

DAMAGED = "list.dat is damaged and was not read. Save the list again as XLSX or CSV."
PACKED = "list.dat is packed in an unusual way and was not opened. Save the list again as XLSX or CSV."
LARGE = "list.dat is too large. A list can be 20 MB at most."
SLOW = "list.dat takes too long to read. Save it as CSV, or split it."
OTHER = "list.dat is not a list that Alfdesk can read. Save it as XLSX, or as CSV with UTF-8."

LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///private.txt">]>'
SHEET = f"<worksheet><sheetData>{HEAD}</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (package(LAUGHS + SHEET), PACKED),
        (package(OUTSIDE + SHEET), PACKED),
        (package(HEAD, strings=LAUGHS + "<sst/>"), PACKED),
        (package(HEAD, more=[("xl/worksheets/sheet1.xml", (LAUGHS + SHEET).encode("utf-16"))]), PACKED),
        (package(HEAD, more=[("xl/media/zeros.bin", bytes(5_000_000))]), PACKED),
        (package(HEAD, more=[("xl/media/noise.bin", bytes(MAX_FILE_BYTES))], method=zipfile.ZIP_STORED)[:-99], LARGE),
        (package(HEAD, more=[(f"xl/{n}.xml", "") for n in range(1001)]), PACKED),
        (package(HEAD, more=[("XL/Workbook.xml", "<workbook/>")]), PACKED),
        (package(HEAD, method=zipfile.ZIP_LZMA), PACKED),
        (package(HEAD, more=[("xl/worksheets/sheet1.xml", "<worksheet><sheetData>")]), DAMAGED),
        (package(HEAD + '<row r="1048577"><c><v>1</v></c></row>'), DAMAGED),
        (package(HEAD + '<row r="0"><c><v>1</v></c></row>'), DAMAGED),
        (package(HEAD + '<row><c r="ÆØ1"><v>1</v></c></row>'), DAMAGED),
        (package(HEAD + '<row r="3"/><row r="2"><c><v>1</v></c></row>'), DAMAGED),
        (package(HEAD + '<row><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'), DAMAGED),
        (package(HEAD + "<row><c><v>nan</v></c></row>"), DAMAGED),
        (package(HEAD, book="<workbook><sheets><sheet/></sheets></workbook>"), DAMAGED),
        (package(HEAD, book="<workbook><sheets/></workbook>"), OTHER),
        (package(HEAD, more=[("[Content_Types].xml", "<Types/>")]), OTHER),
        (package(HEAD, more=[("docProps/core.xml", LAUGHS + "<w>&b;</w>")]), PACKED),
        (package(HEAD)[:-30], DAMAGED),
        (b"PK\x03\x04 and then something else", DAMAGED),
        (b"PK\x05\x06" + bytes(18), OTHER),
        (package(HEAD, more=[("mimetype", "x"),
        ("content.xml", "x")]), "list.dat is an OpenDocument file. Save it as XLSX or CSV."),
    ],
    ids=count(1),
)  # fmt: skip
def test_a_workbook_that_is_refused_says_why(refusal, content, sentence):
    assert refusal(content) == sentence


def test_a_password_is_seen_before_anything_is_opened(refusal):
    content = bytearray(package(HEAD))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    assert refusal(bytes(content)).startswith("list.dat is an older Excel file or has a password.")


def test_a_bomb_that_lies_about_its_size(refusal):
    """The directory says 2,000 bytes; what is packed would be 30 MB."""
    honest = package(HEAD, more=[("xl/worksheets/sheet1.xml", "<worksheet>" + " " * 30_000_000 + "</worksheet>")])
    size = (30_000_000 + 23).to_bytes(4, "little")
    assert refusal(honest) == LARGE
    assert refusal(honest.replace(size, (2_000).to_bytes(4, "little"))) == DAMAGED


def test_what_is_inflated_is_counted(refusal, monkeypatch):
    monkeypatch.setattr(packages, "_check_directory", lambda members, package: None)
    spread = "".join(f"<row r='{n}'/>" for n in range(2, 200_000))
    monkeypatch.setattr(tables, "MAX_FILE_BYTES", 1_000_000)
    assert refusal(package(HEAD + spread)).startswith("list.dat is too large.")


def test_reading_stops_when_the_time_is_up(refusal, monkeypatch):
    monkeypatch.setattr(packages, "MAX_SECONDS", 0.05)
    slow = HEAD + "<row>" + "".join(f"<c a{n % 9}='{n}'/>" for n in range(200_000)) + "</row>"
    content = package(slow)
    before = clock.perf_counter()
    assert refusal(content) == SLOW
    assert clock.perf_counter() - before < 0.5


@pytest.mark.parametrize(
    "hostile",
    [
        lambda: package(HEAD, strings="<sst>" + "<si/>" * 200_000 + "</sst>"),
        lambda: package(HEAD, book="<workbook><sheets>" + WORKSHEET * 9_000 + "</sheets></workbook>"),
        lambda: package(HEAD + ("<row>" + "<c t='b'><v>1</v></c>" * 6_000 + "</row>") * 20),
        lambda: package(HEAD + '<row><c r="XFD1"/></row>' * 30_000),
    ],
    ids=["texts", "sheets", "cells", "wide"],
)
def test_what_openpyxl_does_at_length_is_cut_short(refusal, monkeypatch, hostile):
    """The time is scaled down to a twentieth; a step may last past it."""
    monkeypatch.setattr(packages, "MAX_RATIO", 10_000)
    monkeypatch.setattr(packages, "MAX_SECONDS", 0.2)
    content = hostile()
    before = clock.thread_time()
    assert refusal(content) == SLOW
    assert clock.thread_time() - before < 1.4


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: package(HEAD + "<row>" + "<c/>" * 25_000 + "</row>"), "SLOW"),
        (lambda: package(HEAD, styles="<styleSheet><cellXfs>" + "<xf/>" * 25_000 + "</cellXfs></styleSheet>"), "SLOW"),
        (lambda: package(HEAD, styles=f"<styleSheet><numFmts><numFmt formatCode='{'[' * 99}'/></numFmts></styleSheet>"),
         "DAMAGED"),
        (lambda: package(HEAD + "<row><mergeCells/></row>"), "DAMAGED"),
        (lambda: package(HEAD + "<row " + " ".join(f"a{n}='{n}'" for n in range(200)) + "/>"), "DAMAGED"),
        (lambda: package(HEAD + "<row>" + "<c>" * 200 + "</c>" * 200 + "</row>"), "DAMAGED"),
    ],
    ids=count(1),
)  # fmt: skip
def test_what_no_clock_can_interrupt_is_bounded(refusal, content, sentence):
    assert refusal(content()) == {"SLOW": SLOW, "DAMAGED": DAMAGED}[sentence]


def test_sections_that_no_list_needs_cost_nothing(read):
    """Many merged cells would keep openpyxl busy for seconds; a bad link or property would stop it."""
    merged = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(20_000)) + "</mergeCells>"
    ends = merged + "<conditionalFormatting/><hyperlinks><hyperlink/></hyperlinks><headerFooter/>"
    rows = HEAD + inline("1", "æ")
    sheet = f'<worksheet><dimension ref="A1"/>{merged}<sheetData>{rows}</sheetData>{ends}</worksheet>'
    names = "<definedNames>" + '<definedName name="_xlnm.Print_Area" localSheetId="0">x</definedName>' * 9
    book = f"<workbook>{names}</definedNames><sheets>{WORKSHEET}</sheets></workbook>"
    properties = [("docProps/core.xml", "<cp><created>never</created></cp>")]
    for encoding in ("utf-8", "utf-16"):
        part = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet.replace("<worksheet>", f"<worksheet {MAIN}>")
        more = [*properties, ("xl/worksheets/sheet1.xml", part.encode(encoding))]
        before = clock.thread_time()
        assert shown(read(package(HEAD, book=book, more=more))) == "2: 1 | æ | -"
        assert clock.thread_time() - before < 0.6


def test_links_out_of_the_file_are_not_followed(refusal):
    link = '<Relationship Id="worksheet" Type="x/worksheet" TargetMode="External" Target="file:///private.txt"/>'
    outside = f"<Relationships>{link}</Relationships>"
    assert refusal(package(HEAD, more=[("xl/_rels/workbook.xml.rels", outside)])) == OTHER


# Whatever the bytes are, the answer is a table or a sentence


def answer(path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        assert isinstance(read_table(path, needs=["a"], knows=["a", "b"]), Table)
    except UserFacingError as refused:
        assert refused.sentence


PIECES = [b"a", b"b", b";", b",", b'"', b"\n", b"\r", b"'", b"=", b" ", b"\xe5", b"\xc3\xa5"]


@FUZZ
@given(st.binary(max_size=200) | st.lists(st.sampled_from(PIECES)).map(b"".join))
def test_any_bytes_after_a_heading(tmp_path, content):
    answer(tmp_path / "any", content)
    answer(tmp_path / "any", b"a;b\n" + content)


def test_any_flipped_bytes_in_a_workbook(tmp_path):
    chance = random.Random(1)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        whole = package(inline("a", "b") + inline("1", "2"), strings="<sst><si><t>x</t></si></sst>", method=method)
        for _turn in range(100):
            content = bytearray(whole)
            for _flip in range(chance.randrange(1, 4)):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            answer(tmp_path / "any", bytes(content))
        for end in range(0, len(whole), 37):
            answer(tmp_path / "any", whole[:end])


WORDS = (
    "<row> </row> <c> <c/> </c> <v> </v> <is> </is> <t> </t> 1 -1 9e9 x 2026-11-16 &amp; &x; <![CDATA[x]]>".split()
    + ['<c t="s">', '<c t="n" s="0">', '<c t="d">', '<c t="b">', '<c r="C3">']
)


@FUZZ
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_xml_in_a_sheet(tmp_path, words):
    answer(tmp_path / "any", package(inline("a", "b") + "".join(words)))
    row = "".join(f"<row><c>{word}</c></row>" for word in words if not word.startswith(("<r", "</r", "<c", "</c")))
    answer(tmp_path / "any", package(inline("a", "b") + row, strings="".join(words)))
