"""The stock list, and the report of an edition."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest

from alfdesk import i18n
from alfdesk.reports import page_style
from alfdesk.reports.edition_report import BARS, edition_report
from alfdesk.reports.stock_list import stock_list

from .conftest import collisions, grey_on, heard, pages_of, poppler, proper_sheet, text_of
from .desk_records import FRIDAY, OWN, SIXTY, days, edition, lies, stock


def content(pdf: bytes) -> str:
    """What is drawn on all pages, as it stands in the file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return "".join(page.Contents.read_bytes().decode("latin-1") for page in opened.pages)


def alternatives(pdf: bytes) -> list[str]:
    """What is told of each picture to those who do not see it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [str(one.Alt) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]


# The stock list


def test_outlet_by_outlet_and_then_all_together():
    text = text_of(stock_list(stock(
        lies("Hallvardsstuen", "11/2026", 1240), lies("Hallvardsstuen", "2026", -3),
        lies("Strax-huset", "11/2026", 0, 200, "11.20"),
    )))  # fmt: skip
    for words in (
        r"Stock list · Fr 20\.11\.2026", OWN, r"Edition +In stock +Under way +Sold out +Counted",
        r"Megafon 11/2026 +1 240 +– +–", r"Megafon 2026 +−3 +– +–", r"Megafon 11/2026 +0 +200 +11\.20",
        r"Megafon 11/2026 +1 240 +200 +1 440", r"Megafon 2026 +−3 +– +−3", r"Below zero: .* Count it\.",
    ):
        assert re.search(words, text), words
    assert text.index("Hallvardsstuen") < text.index("Strax-huset") < text.index("All outlets")


def test_one_outlet_is_not_added_up_and_nothing_below_zero_is_not_explained():
    text = text_of(stock_list(stock(lies("Hallvardsstuen", "11/2026", 4))))
    assert "All outlets" not in text and "Below zero" not in text


@pytest.mark.parametrize(("outlets", "editions"), [(0, 0), (1, 1), (1, 500), (50, 10), (250, 2)])
def test_every_pair_stands_once_under_its_heads(outlets, editions):
    pairs = [(o, e) for o in range(outlets) for e in range(editions)]
    pdf = stock_list(stock(*(lies(f"Outlet {o}", f"{e}", 10000 + o * editions + e) for o, e in pairs)))
    proper_sheet(pdf)
    pages = pages_of(pdf)
    each = text_of(pdf).split("All outlets")[0]
    counts = [int(re.sub(r"\s", "", count)) for count in re.findall(r"(\d{2}\s\d{3}) +– +–", each)]
    assert counts == [10000 + n for n in range(len(pairs))]
    for page in pages:
        assert "Stock list · Fr 20.11.2026" in page and "List K-0041" in page
        if "Megafon" in page:
            assert re.search(r"Edition +In stock", page)
    assert pairs or "There are no copies at any outlet." in pages[0]


# The edition's report


def test_every_way_a_copy_can_go():
    text = text_of(edition_report(edition()))
    for words in (
        r"Edition report · Megafon 11/2026", OWN, r"Printed +1 200 +–", r"Received from the printer +1 000 +100\s?%",
        r"Out: sold and given away, less returned +690 +69\s?%", r"Sold +700 +70\s?%", r"Returned +40 +4\s?%",
        r"Given away +30 +3\s?%", r"Pulped +11 +1\s?%", r"Lost +2 +0\s?%", r"Sent back to the printer +100 +10\s?%",
        r"Put right by counts +−4 +0\s?%", r"when transfers arrived +−1 +0\s?%",
        r"Under way between outlets +50 +5\s?%",
        r"Left at the outlets +142 +14\s?%", r"Sold for, less what was paid back +33 000,00 kr",
        r"Cash +30 000,00 kr", r"Vipps +2 000,00 kr", r"Credit +1 000,00 kr",
    ):
        assert re.search(words, text), words
    assert "Held for the seller" not in text, "nothing was"


def test_without_a_print_run_or_a_receipt_there_is_no_share():
    text = text_of(edition_report(edition(*days(3), print_run=None, received=0)))
    assert re.search(r"Printed +not told +–", text) and re.search(r"Sold +700 +–", text) and "%" not in text


def test_where_and_when_it_was_sold_out():
    gone = edition(sold_out=(("Strax-huset", FRIDAY, 680), ("Hallvardsstuen", FRIDAY, 15)))
    text = text_of(edition_report(gone))
    assert re.search(r"Strax-huset +20\.11\.2026 at 11:20", text)
    assert re.search(r"Hallvardsstuen +20\.11\.2026 at 00:15", text)
    assert "It has not been sold out anywhere." in text_of(edition_report(edition()))


def test_the_days_add_up_and_tell_what_is_left():
    sold = days(100, 0, 50)
    some = (sold[0], replace(sold[1], returned=10, free=3), sold[2])
    text = text_of(edition_report(edition(*some)))
    for words in (
        r"Day +Sold +Returned +Given away +Left +Sold so far +Of received",
        r"Mo 02\.11\.2026 +100 +– +– +900 +100 +10\s?%", r"Tu 03\.11\.2026 +– +10 +3 +900 +90 +9\s?%",
        r"We 04\.11\.2026 +50 +– +– +850 +140 +14\s?%",
    ):
        assert re.search(words, text), words


def chart(pdf: bytes) -> str:
    """What is written in the chart, bar by bar: its figure, then what stands beneath it."""
    raw = poppler("pdftotext", "-raw", "-", "-", pdf=pdf).split("Most were sold")[1].split("List K-0041")[0]
    return " ".join(raw.split())


def test_each_bar_has_its_figure_over_it_and_is_as_high_as_it_says():
    """The rectangles of the chart, in order; nothing sold is no bar, and still a figure."""
    pdf = edition_report(edition(*days(100, 0, 50, 25)))
    assert chart(pdf) == "Mo 02.11.2026: 100 100 2. 11.2026 0 3. 50 4. 25 5."
    high = [float(high) for high in re.findall(r"q 0\.35 g 0 G 0 w [\d.]+ [\d.]+ [\d.]+ ([\d.]+) re f", content(pdf))]
    assert [round(one / high[0], 2) for one in high] == [1, 0.5, 0.25]


@pytest.mark.parametrize(
    ("count", "first", "said"),
    [
        (BARS, "Mo 02.11.2026: 2 2 2. 11.2026 2 3. 2 4.", "Mo 02.11.2026 2, Tu 03.11.2026 2"),
        (BARS + 1, "week 45 · 2026: 14 14 45 2026 14 46 14 47", "week 45 · 2026 14, week 46 · 2026 14"),
        (300, "12.2026: 62 58 11 2026 62 12 62 1 2027 56 2", "11.2026 58, 12.2026 62, 01.2027 62"),
        (900, "2028: 732 120 2026 730 2027 732 2028 218 2029", "2026 120, 2027 730, 2028 732"),
    ],
)
def test_many_days_are_drawn_by_week_month_or_year(count, first, said):
    """And whoever listens gets the same figures."""
    pdf = edition_report(edition(*days(*[2] * count)))
    proper_sheet(pdf)
    assert chart(pdf).startswith(first)
    (told,) = alternatives(pdf)
    assert told.startswith("Copies sold: ") and said in told


def test_nothing_sold_is_said_in_place_of_a_chart():
    for some in ((), days(0, 0)):
        pdf = edition_report(edition(*some))
        proper_sheet(pdf)
        assert "Nothing is sold" in text_of(pdf) and "Figure" not in heard(pdf)


def test_five_hundred_days_stand_in_the_table_once_each():
    pdf = edition_report(edition(*days(*[1] * 500)))
    proper_sheet(pdf)
    found = re.findall(r"(?:Mo|Tu|We|Th|Fr|Sa|Su) (\d\d\.\d\d\.\d{4}) +1 ", text_of(pdf))
    assert found == [f"{date(2026, 11, 2) + timedelta(n):%d.%m.%Y}" for n in range(500)]
    for page in pages_of(pdf)[1:]:
        assert re.search(r"Day +Sold +Returned", page)


# Both

BOTH = [
    pytest.param(lambda **more: stock_list(stock(lies(SIXTY, SIXTY, 7, 9), **more)), id="stock list"),
    pytest.param(lambda **more: edition_report(edition(*days(3), **more)), id="edition report"),
]


@pytest.mark.parametrize("made", BOTH)
def test_practice_says_so_and_the_same_record_gives_the_same_bytes(made):
    real, practice = made(), made(practice=True, organisation=SIXTY)
    proper_sheet(practice)
    proper_sheet(real)
    assert "PRACTICE – not for real use" in text_of(practice) and "PRACTICE" not in text_of(real)
    assert grey_on(practice, page_style.PALE) > 0.005 > 0.001 > grey_on(real, page_style.PALE)
    assert made() == real
    assert collisions(real) == []


@pytest.mark.parametrize("made", BOTH)
def test_a_screen_reader_meets_a_heading_and_rows(made):
    said = heard(made())
    assert said.count("H1") == 1 and "/Scope /Column" in said and "/Scope /Row" in said


def test_they_speak_three_languages():
    titles = {}
    for language in i18n.LANGUAGES:
        i18n.use(language)
        prints = stock_list(stock()), edition_report(edition())
        titles[language] = [text_of(pdf).split(" · ")[0].strip() for pdf in prints]
    assert titles == {
        "nb": ["Lagerliste", "Utgaverapport"], "nn": ["Lagerliste", "Utgåverapport"],
        "en": ["Stock list", "Edition report"],
    }  # fmt: skip
