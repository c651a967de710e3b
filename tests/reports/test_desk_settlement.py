"""The day's settlement of the desk's till."""

from __future__ import annotations

import io
import re
from datetime import date

import pikepdf
import pytest

from alfdesk import i18n
from alfdesk.reports import page_style
from alfdesk.reports.desk_settlement import desk_settlement
from alfdesk.sales.words import MOVES

from .conftest import collisions, grey_on, heard, pages_of, proper_sheet, text_of
from .desk_records import SIXTY, settled, told

WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (18, 19, 20))


def test_it_goes_from_the_float_to_the_difference():
    text = text_of(desk_settlement(settled()))
    for words in (
        r"Day's settlement · K-0041", r"Hallvardsstuen · Fr 20\.11\.2026", r"Settled 20\.11\.2026 at 15:44, Berit N\.",
        r"Lillevik arbeid og opplæring AS", r"Float when it was opened +1 000,00 kr", r"Sold +41 +\+3 450,00 kr",
        r"Returned +2 +−120,00 kr", r"Money into the till +1 +\+500,00 kr", r"Paid out to a seller +1 +−200,00 kr",
        r"Should be in the till +4 630,00 kr", r"Counted +4 580,00 kr", r"Difference +−50,00 kr",
        r"Reason: One note too many back", r"Copies sold, less returned +1 123", r"Vipps, not in the till +980,00 kr",
        r"Credit, not in the till +400,00 kr", r"held for sellers, not in the till +50,00 kr",
        r"Settled by \(date and signature\)", r"Seen by \(date and signature\)",
    ):
        assert re.search(words, text), words
    assert "Carried over" not in text, "nothing is"


def test_notes_and_coins_are_named_all():
    text = text_of(desk_settlement(settled()))
    assert re.search(r"Counted +1000 +500 +200 +100 +50 +20 +10 +5 +1\n", text)
    assert re.search(r"4 580,00 kr +4 +1 +– +– +1 +1 +1 +– +–\n", text)


def test_who_and_when_and_why_in_full():
    why = "Coffee and cakes for the meeting of sellers; the receipt lies in the folder at the office. " * 3
    line = ("2026-11-20 13.05", "cash_out", -30000, why.strip(), SIXTY)
    pdf = desk_settlement(settled(lines=(line,)))
    proper_sheet(pdf)
    text = text_of(pdf)
    assert re.search(r"20\.11\.2026 at 13:05 +Money out of the till .* −300,00 kr", text)
    assert why.strip() in re.sub(r"\s+", " ", text), "a reason is never cut short"


@pytest.mark.parametrize("what", MOVES)
def test_every_kind_of_move_has_words(what):
    assert re.search(r"\+12,00 kr", text_of(desk_settlement(settled(sums=((what, 1200, 1),)))))


def test_what_stays_open_is_told():
    days = {"settles": ((FRIDAY, 363_000),), "carried": ((WEDNESDAY, 9_000), (THURSDAY, -3_000))}
    text = text_of(desk_settlement(settled(carried_ore=6_000, expected_ore=469_000, **days)))
    for words in (
        r"Settles Fr 20\.11\.2026 +\+3 630,00 kr", r"Carries over We 18\.11\.2026 +\+90,00 kr",
        r"Carries over Th 19\.11\.2026 +−30,00 kr", r"Carried over to the next settlement +\+60,00 kr",
        r"Should be in the till +4 690,00 kr",
    ):  # fmt: skip
        assert re.search(words, text), words


def test_the_days_it_settles_are_named_where_they_are_others_than_its_own():
    assert "Settles" not in text_of(desk_settlement(settled(settles=((FRIDAY, 363_000),))))
    late = text_of(desk_settlement(settled(settles=((THURSDAY, 100_000), (FRIDAY, 263_000)))))
    assert re.search(r"Settles Th 19\.11\.2026 +\+1 000,00 kr\n+ *Settles Fr 20\.11\.2026 +\+2 630,00 kr", late)


def test_no_difference_asks_for_no_reason():
    text = text_of(desk_settlement(settled(counted_ore=463000, reason=None)))
    assert re.search(r"Difference +0,00 kr", text) and "Reason" not in text


# The declared cash register


def test_the_declared_register_stands_beside_what_was_sold():
    text = text_of(desk_settlement(settled()))
    for words in (
        r"Sold less returned by this sheet +4 760,00 kr", r"Number of its Z report +212", r"Its total +4 700,00 kr",
        r"The cash register has more \(\+\) or less \(−\) +−60,00 kr",
    ):
        assert re.search(words, text), words


def test_without_its_figures_there_is_room_to_write_them():
    text = text_of(desk_settlement(settled(z_number=None, z_total_ore=None)))
    for words in ("Number of its Z report", "Its total", r"The cash register has more \(\+\) or less \(−\)"):
        assert re.search(words + r" *\n", text), words


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_neither_is_nor_looks_like_a_receipt_or_a_z_report(language):
    """Forbidden names never stand as a title, and each page says what the sheet is not."""
    i18n.use(language)
    for page in pages_of(desk_settlement(settled(lines=told(80)))):
        title = page.strip().split("\n")[0]
        assert re.match(r"(Dagsoppgjør|Dagsoppgjer|Day's settlement) · K-0041", title)
        plain = re.sub(r"\s+", " ", page)
        assert re.search(
            r"ingen kvittering og ingen rapport fra et kassesystem|inga kvittering og ingen rapport frå eit kassasystem"
            r"|no receipt, and no report of a cash register", plain
        )  # fmt: skip
        assert not re.search(r"salgskvittering|salskvittering|sales receipt|mva|org\.? ?nr", plain, re.IGNORECASE)


# Voided, long and in practice


def test_a_voided_one_is_crossed_out_on_every_page_and_says_why():
    one = settled(lines=told(80))
    pdf = desk_settlement(settled(lines=told(80), voided=True, void_reason="Counted wrong, see K-0042"))
    proper_sheet(pdf)
    pages = pages_of(pdf)
    assert "Voided. Reason: Counted wrong, see K-0042" in pages[0]
    assert all("VOIDED – does not count" in page for page in pages) and len(pages) > 1
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        crosses = [page.Contents.read_bytes().count(b"2 w 0.55 G") for page in opened.pages]
    assert crosses == [2] * len(pages), "two strokes on each page"
    assert "VOIDED" not in text_of(desk_settlement(one))


@pytest.mark.parametrize("lines", [0, 1, 40, 500])
def test_every_movement_stands_once_under_its_heads(lines):
    pdf = desk_settlement(settled(lines=told(lines)))
    proper_sheet(pdf)
    numbers = [int(n) for n in re.findall(r"Change from the bank (\d+)", text_of(pdf))]
    assert numbers == list(range(lines))
    for page in pages_of(pdf):
        assert "Day's settlement · K-0041" in page and "List K-0041" in page
        if "Change from the bank" in page:
            assert re.search(r"When +What +Who +Sum", page)
    assert lines or "Nothing but sales went in or out." in text_of(pdf)


def test_a_usual_day_is_one_page():
    assert len(pages_of(desk_settlement(settled()))) == 1


def test_long_names_and_practice_fit():
    pdf = desk_settlement(settled(outlet=SIXTY * 2, who=SIXTY, organisation=SIXTY, practice=True, reason=SIXTY * 4))
    proper_sheet(pdf)
    assert "PRACTICE – not for real use" in text_of(pdf)
    large = {"float_ore": 99_999_900, "vipps_ore": 99_999_900, "z_total_ore": 99_999_900}
    assert collisions(desk_settlement(settled(outlet=SIXTY * 2, who=SIXTY, lines=told(20, SIXTY * 3), **large))) == []
    real = desk_settlement(settled())
    assert grey_on(pdf, page_style.PALE) > 0.005 > 0.001 > grey_on(real, page_style.PALE)


def test_a_screen_reader_meets_a_heading_and_tables():
    said = heard(desk_settlement(settled(lines=told(80))))
    assert said.count("H1") == 1 and said.count("Table") == 3 and "/Scope /Row" in said
    assert said.count('"When"') == 1, "repeated heads are for the eye only"


def test_it_prints_again_the_same():
    assert desk_settlement(settled()) == desk_settlement(settled()) != desk_settlement(settled(reason="Other"))
