"""A seller's own statement, in large type."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from alfdesk import i18n
from alfdesk.reports import page_style
from alfdesk.reports.seller_statement import LARGE, seller_statement
from alfdesk.sales.words import PAYMENTS

from .conftest import collisions, grey_on, heard, pages_of, proper_sheet, text_of
from .desk_records import SIXTY, bought, statement


def test_it_says_how_her_account_stands():
    text = text_of(seller_statement(statement()))
    for words in (
        r"Statement for Vigdis, seller 94", r"From 01\.11\.2026 to 30\.11\.2026", r"Copies you bought +120\n",
        r"Copies you gave back +3\n", r"You have paid +3 450,00 kr", r"You owe +200,00 kr",
        r"We keep for you +150,00 kr",
        r"Nothing in this time\.", r"Tell the office",
    ):
        assert re.search(words, text), words


def test_who_has_paid_more_than_she_owed_owes_nothing():
    account = replace(statement().account, owes_ore=-5000)
    text = text_of(seller_statement(statement(account=account)))
    assert re.search(r"You have paid too much +50,00 kr", text) and "You owe" not in text


def test_each_line_says_what_how_many_and_how_it_was_paid():
    text = text_of(seller_statement(statement(
        bought(), bought(1, 5000, "vipps"), bought(-3, -15000, "return"), bought(2, 0, "free"),
        bought(4, 20000, "mixed"), bought(None, 20000, "cash", words="Repaid"),
    )))  # fmt: skip
    for words in (
        "Bought 10 copies · Cash", "Bought 1 copy · Vipps", "Gave back 3 copies", "Got 2 copies free",
        "Bought 4 copies · Paid in several ways", "Repaid",
    ):
        assert words in text
    assert re.search(r"20\.11\.2026 +Megafon 11/2026 +−150,00 kr", text) and "Return" not in text


@pytest.mark.parametrize("payment", [*PAYMENTS, "mixed", ""])
def test_every_way_to_pay_has_words(payment):
    proper_sheet(seller_statement(statement(bought(payment=payment))))


def test_what_was_taken_back_says_so():
    text = text_of(seller_statement(statement(bought(), bought(voided=True))))
    assert text.count("Taken back: does not count") == 1 and text.count("Megafon 11/2026") == 2


def test_nothing_but_the_foot_is_below_sixteen_points():
    with pikepdf.open(io.BytesIO(seller_statement(statement(bought(), practice=True)))) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
    sizes = sorted(float(size) for size in re.findall(rb"([\d.]+) Tf", code))
    assert [size for size in sizes if size < LARGE] in ([8.5] * 2, [8.5] * 2 + [10.5]), "the foot's two, and no text"
    assert LARGE >= 16


@pytest.mark.parametrize("lines", [0, 1, 30, 500])
def test_every_line_stands_whole_on_one_page(lines):
    pdf = seller_statement(statement(*(bought(n + 1) for n in range(lines))))
    proper_sheet(pdf)
    pages = pages_of(pdf)
    counts = [int(n) for page in pages for n in re.findall(r"Bought (\d+) cop", page)]
    assert counts == list(range(1, lines + 1))
    for page in pages:
        assert page.count("Megafon 11/2026") == len(re.findall(r"Bought \d+ cop", page))
        assert "Statement for Vigdis, seller 94" in page and "List K-0041" in page
        if "Bought" in page:
            assert re.search(r"Day +What +Sum", page), "the heads of the columns are repeated"


def test_nothing_is_written_over_something_else():
    """A long title and a large sum keep clear of each other and of the day, and the title stands in full."""
    pdf = seller_statement(statement(bought(999, 99_999_900, words=SIXTY, payment="mixed"), first_name=SIXTY))
    proper_sheet(pdf)
    assert collisions(pdf) == []
    told = " ".join(text_of(pdf).replace("999 999,00 kr", "").replace("20.11.2026", "").split())
    assert SIXTY in told.split("What happened")[1]


def test_practice_says_so():
    real, practice = seller_statement(statement()), seller_statement(statement(practice=True))
    proper_sheet(practice)
    assert "PRACTICE – not for real use" in text_of(practice) and "PRACTICE" not in text_of(real)
    assert grey_on(practice, page_style.PALE) > 0.005 > 0.001 > grey_on(real, page_style.PALE)


def test_a_screen_reader_meets_one_heading_and_a_table():
    said = heard(seller_statement(statement(*[bought()] * 40)))
    assert said.count("H1") == 1 and said.count("TR\n") == 41
    assert "/Scope /Column" in said and "/Scope /Row" in said


def test_it_speaks_three_languages_and_the_same_statement_gives_the_same_bytes():
    said = {}
    for language in i18n.LANGUAGES:
        i18n.use(language)
        text = text_of(seller_statement(statement(bought())))
        said[language] = [re.search(r"(You owe|Du skylder|Du skuldar)", text)[0], re.search(r"\S+ 10 \S+", text)[0]]
    assert said == {
        "nb": ["Du skylder", "Kjøpte 10 blader"], "nn": ["Du skuldar", "Kjøpte 10 blad"],
        "en": ["You owe", "Bought 10 copies"],
    }  # fmt: skip
    one = statement(bought())
    assert seller_statement(one) == seller_statement(one) != seller_statement(statement())
