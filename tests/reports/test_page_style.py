"""What all sheets share: the font, the measures and the words of the foot."""

from __future__ import annotations

import gettext
import hashlib
import io
import subprocess
import sys
import unicodedata
from datetime import date

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics

from alfdesk import i18n
from alfdesk.attendance.records import Foot
from alfdesk.reports import page_style
from alfdesk.reports.bag_count import bag_count
from alfdesk.reports.bank_list import bank_list
from alfdesk.reports.cash_need import cash_need_list
from alfdesk.reports.day_list import day_list
from alfdesk.reports.desk_settlement import desk_settlement
from alfdesk.reports.edition_report import edition_report
from alfdesk.reports.hours_sheet import hours_sheet
from alfdesk.reports.page_style import SMALL, Sheet, fitted, moment_in_words, short_day, width_of, wrapped
from alfdesk.reports.pay_sheet import pay_sheet
from alfdesk.reports.seller_card import seller_cards
from alfdesk.reports.seller_statement import seller_statement
from alfdesk.reports.slip import slips
from alfdesk.reports.stock_list import stock_list

from . import desk_records, pay_records, test_attendance_list, test_draw, test_recovery_sheet
from .conftest import ROOT, heard, made_elsewhere, proper_sheet, text_of

NORTHERN_SAMI = "ÁČĐŊŠŦŽáčđŋšŧž"
OTHERS = "ÆØÅæøå ÄÖÏäöï ǨǦǤƷǮǩǧǥʒǯ ĄĆĘŁŃÓŚŹŻąćęłńóśźż ĂÂÎȘȚăâîșț Привіт –×−·✓…“”«»"


def simple(text: str) -> bytes:
    """A sheet with a head, a foot and one paragraph."""
    sheet = Sheet("A sheet")
    sheet.new_page()
    y = sheet.head(["With one line"], ["And one aside"])
    sheet.paragraph(sheet.left, y, text, room=100)
    return sheet.finish(Foot("2026-47-A", "ab" * 32, None))


@pytest.mark.parametrize("letters", [NORTHERN_SAMI, *OTHERS.split()])
def test_every_letter_of_a_name_is_drawn_and_comes_back(letters):
    page_style.load_fonts()
    for name in (page_style.REGULAR, page_style.SEMIBOLD):
        assert [letter for letter in letters if ord(letter) not in pdfmetrics.getFont(name).face.charToGlyph] == []
    assert letters in text_of(simple(letters))


def test_the_font_answers_to_its_own_name_only():
    """Inter's licence lets it be changed and sold; a changed font should not be taken for the one its makers drew."""
    page_style.load_fonts()
    for name in (page_style.REGULAR, page_style.SEMIBOLD):
        face = pdfmetrics.getFont(name).face
        assert (face.name.decode(), face.familyName.decode()[:12]) == (name, "Alfdesk Sans")
    assert "SIL OPEN FONT LICENSE" in (page_style.FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_digits_are_even_and_i_and_l_are_told_apart():
    assert {width_of(digit, 10) for digit in "0123456789"} == {width_of("0", 10)}
    assert width_of("I", 10) > 1.2 * width_of("i", 10), "the I has serifs"
    assert width_of("l", 10) > width_of("i", 10), "the l has a tail"
    assert width_of("-", 10) < width_of("0", 10), "the hyphen in Anne-Lise is not a digit"


def test_a_name_typed_in_two_parts_is_drawn_in_one():
    assert "Åse Č" in text_of(simple("A\u030ase C\u030c"))


def test_more_letters_than_one_subset_holds_are_all_drawn():
    """A font goes into the file in subsets of 256 letters: a text may take turns between two of them."""
    page_style.load_fonts()
    known = pdfmetrics.getFont(page_style.REGULAR).face.charToGlyph
    letters = [letter for letter in map(chr, sorted(known)) if letter.isalpha()]
    letters = [letter for letter in letters if len(unicodedata.normalize("NFD", letter)) == 1]
    assert len(letters) > 300
    said = "".join(heard(simple(" ".join(letters))).split())
    assert all(letter in said for letter in letters)


def test_text_shrinks_before_it_is_shortened_and_never_below_the_smallest_size():
    assert fitted("Ola N.", 11.5, 50) == ("Ola N.", 11.5)
    text, size = fitted("Ola Nordmann", 11.5, 22)
    assert text == "Ola Nordmann" and SMALL <= size < 11.5
    text, size = fitted("Ola Nordmann", 11.5, 12)
    assert text.endswith("…") and text.startswith("Ola") and size == SMALL
    assert width_of(text, size) <= 12


def test_lines_break_at_spaces_and_lose_nothing():
    words = "one two three four five six seven"
    lines = wrapped(words, 10, 25)
    assert len(lines) > 1 and " ".join(lines) == words
    assert all(width_of(line, 10) <= 25 for line in lines)
    assert "".join(wrapped("x" * 200, 10, 25)) == "x" * 200


def test_times_and_days_are_said_in_the_language_in_use(monkeypatch):
    """The words come from the catalogue each time, so that one run can print in two languages."""

    class Bokmal(gettext.NullTranslations):
        def gettext(self, message):
            words = {"{hour}:{minute}": "{hour}.{minute}", "{date} at {time}": "{date} kl. {time}"}
            return words.get(message, "ma ti on to fr lø sø")

    monkeypatch.setitem(i18n._loaded, "nb", Bokmal())
    assert moment_in_words("2026-11-20 13:44") == "20.11.2026 at 13:44"
    assert short_day(date(2026, 11, 21)) == "Sa"
    i18n.use("nb")
    assert moment_in_words("2026-11-20T13:44") == "20.11.2026 kl. 13.44"
    assert short_day(date(2026, 11, 21)) == "lø"


@pytest.mark.parametrize(("language", "locale"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_a_sheet_knows_its_language_and_title(language, locale):
    i18n.use(language)
    with pikepdf.open(io.BytesIO(simple("Hei"))) as pdf:
        assert str(pdf.Root.Lang) == locale
        assert str(pdf.trailer.Info.Title) == "A sheet"


def test_all_marked_content_belongs_to_one_element():
    """Each mark on a page leads through the parent tree to the element that holds it, so that nothing is read twice."""
    with pikepdf.open(io.BytesIO(simple("a " * 120))) as pdf:
        marks = [
            operands[1].MCID
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        assert marks == list(range(len(parents))) and len(marks) > 5
        for number, parent in enumerate(parents):
            assert number in [kid.MCID for kid in parent.K]


def test_rules_and_page_numbers_are_not_read_aloud():
    pdf = simple("Hei")
    proper_sheet(pdf)
    assert "Page 1 of 1" in text_of(pdf) and "Page" not in heard(pdf)
    assert "List 2026-47-A" in heard(pdf)


def one_of_each() -> str:
    """The hash of one sheet of each kind together."""
    wall, draw, recovery = test_attendance_list, test_draw, test_recovery_sheet
    rows = map(wall.unmarked, wall.NAMES)
    made = wall.wall_list(wall.week(*rows)) + draw.draw_sheet(draw.after(30)) + recovery.recovery_sheet(recovery.SHEET)
    week = pay_records.sheet(*pay_records.everyone(30))
    made += pay_sheet(week) + bank_list(week) + hours_sheet(week) + cash_need_list(week)
    made += slips([pay_records.slip(one) for one in week.week.lines]) + bag_count(pay_records.bag())
    made += day_list(pay_records.day_sheet(*(pay_records.day_line(name) for name in pay_records.NAMES)))
    records = desk_records
    made += seller_cards([records.face(jpeg=records.jpeg())]) + desk_settlement(records.settled())
    made += seller_statement(records.statement(records.bought())) + edition_report(records.edition(*records.days(3)))
    made += stock_list(records.stock(records.lies("Hallvardsstuen", "11/2026", 4)))
    return hashlib.sha256(made).hexdigest()


def test_another_process_makes_the_same_bytes():
    assert made_elsewhere("from tests.reports import test_page_style as t\nprint(t.one_of_each())") == one_of_each()


def test_importing_the_room_of_sheets_costs_nothing():
    program = "import sys, alfdesk.reports; sys.exit('reportlab' in sys.modules or 'pikepdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
