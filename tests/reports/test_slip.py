"""The slip that goes with the person."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest

from alfdesk import i18n
from alfdesk.pay.records import Correction, Deduction, Explained
from alfdesk.record import replace
from alfdesk.reports import page_style
from alfdesk.reports.slip import slips

from .conftest import grey_on, heard, pages_of, proper_sheet, text_of, words_of
from .pay_records import ALL_AT_ONCE, LAST_WEEK, PRACTICE, PROGRAMME, SIXTY, day, everyone, line, slip

LONG_WORDS = "4 days × 4 hours × 50 kr, Thursday 3 hours, Friday 7 hours at another rate that began on that day. " * 3


@pytest.mark.parametrize(("people", "pages"), [(0, 1), (1, 1), (3, 1), (4, 2), (21, 7), (22, 8), (200, 67)])
def test_there_are_three_on_a_page_in_the_order_given(people, pages):
    pdf = slips([slip(one) for one in everyone(people)])
    proper_sheet(pdf)
    texts = pages_of(pdf)
    assert len(texts) == pages
    found = [name for page in texts for name in page.splitlines() if "week 47 · 2026" in name]
    assert [" ".join(name.split()) for name in found] == [f"{one.name} week 47 · 2026" for one in everyone(people)]


def test_each_slip_keeps_to_its_own_third_of_the_page():
    """They are cut apart: nothing stands within 5 mm of a cut."""
    full = slip(ALL_AT_ONCE, holiday_basis_ore=38750, holiday_basis_year_ore=812500)
    long = replace(full, explained=Explained(LONG_WORDS, LONG_WORDS, ()), sentence=LONG_WORDS)
    for of in (slip(line("Ola N", *map(day, range(7)))), full, long):
        pdf = slips([of] * 3)
        proper_sheet(pdf)
        for _page, _left, top, _right, bottom, word in words_of(pdf):
            third = 842 / 3
            assert int((top - 14) // third) == int((bottom + 14) // third), f"{word} is too near a cut"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_nothing_is_written_across_something_else(language):
    """However much there is to say, no two words overlap."""
    i18n.use(language)
    rows = tuple(Deduction(b"d", 100 + n, "admitted", "Something rather long that was broken") for n in range(9))
    fullest = replace(ALL_AT_ONCE, deductions=rows)
    long = slip(fullest, holiday_basis_ore=1, holiday_basis_year_ore=2, explained=Explained(LONG_WORDS, LONG_WORDS, ()))
    for of in (long, replace(long, sentence=LONG_WORDS), slip(ALL_AT_ONCE), slip(line("Ola N", day(0), method="bank"))):
        words = words_of(slips([of]))
        for n, (_p, left, top, right, bottom, word) in enumerate(words):
            for _q, left2, top2, right2, bottom2, other in words[n + 1 :]:
                across = min(right, right2) - max(left, left2) > 0.5
                # Boxes of words hold room for accents: letters touch when more than a third of them is shared.
                down = min(bottom, bottom2) - max(top, top2) > 0.34 * min(bottom - top, bottom2 - top2)
                assert not (across and down), f"{word} and {other}"


def test_it_says_for_what_how_much_by_which_rule_and_whom_to_tell():
    of = slip(
        line("Ola Nordmann", day(0), day(2), day(4)), sentence="You were here 3 days in week 47 and get 600 kr.",
        explained=Explained("3 days × 4 hours × 50 kr", "Rate of 50,00 kr an hour since 01.01.2026", ()),
    )  # fmt: skip
    (page,) = pages_of(slips([of]))
    for words in (
        "Ola Nordmann", "Lillevik arbeid og opplæring AS · List 3 · number 7", "16.11.2026–22.11.2026",
        "You were here 3 days in week 47 and get 600 kr.", "3 days × 4 hours × 50 kr",
        "Rate of 50,00 kr an hour since 01.01.2026", "Paid out in 2026: 24 875,00 kr.", "600,00 kr",
        "Collected (signature)", "Is it wrong? Tell the office, telephone 55 00 00 00,", "List 2026-47-A1",
        "Check 0123456789ab",
    ):  # fmt: skip
        assert words in page
    assert "holiday" not in page and "Earned" not in page and PROGRAMME not in page


def test_the_year_is_that_of_the_sunday():
    text = text_of(slips([slip(line("Ola N", day(0)), monday=date(2026, 12, 28))]))
    assert "week 53 · 2026" in text and "Paid out in 2027: 24 875,00 kr." in text.replace("\u00a0", " ")


def test_the_sum_is_the_largest_on_the_slip():
    with pikepdf.open(io.BytesIO(slips([slip(line("Ola N", day(0)))]))) as pdf:
        sizes = {
            float(operands[1])
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) == "Tf"
        }
    assert max(sizes) == 20 and min(sizes) >= page_style.SMALL


def test_every_step_from_earned_to_paid_has_a_line():
    text = text_of(slips([slip(ALL_AT_ONCE)]))
    for words, amount in (
        ("Earned", "387,50"), ("Correction of week 46", "+200,00"), ("Correction of week 45", "−50,50"),
        ("Deducted by agreement: Workwear", "−50,00"), ("Not paid out before", "+200,00"),
        ("Paid on the day", "−187,50"), ("Rounding to whole kroner", "+0,50"), ("You get", "500,00"),
    ):  # fmt: skip
        row = next(row for row in text.splitlines() if words in row)
        assert f" {amount} kr" in row.split(words)[1], row
    assert 38750 + 20000 - 5050 - 5000 + 20000 - 18750 + 50 == 50000


def test_more_steps_than_fit_are_added_up():
    ten = tuple(Correction(LAST_WEEK, 100) for _ in range(10))
    text = text_of(slips([slip(line("Ola N", day(0), corrections=ten))]))
    assert text.count("Correction of") == 6 and "+4,00 kr" in text.split("Other, see the office")[1].split("\n")[0]


def test_what_is_below_nothing_is_carried_over():
    text = text_of(slips([slip(line("Ola N", day(0), outstanding_ore=-30000))]))
    for words in ("Paid too much before", "−300,00 kr", "Carried over to next week", "+100,00 kr", " 0,00 kr"):
        assert words in text
    assert "Collected" not in text


def test_who_is_paid_by_bank_reads_where_it_goes():
    bank = slip(line("Ola N", day(0), method="bank", account="12345678903"))
    text = text_of(slips([bank]))
    assert "Goes to account ···· 8903" in text and "45678903" not in text and "Collected" not in text
    assert "Account is missing: tell the office." in text_of(slips([slip(line("Ola N", day(0), method="bank"))]))


def test_the_basis_for_holiday_pay_is_told_where_the_programme_has_one():
    text = text_of(slips([slip(line("Ola N", day(0)), holiday_basis_ore=20000, holiday_basis_year_ore=812500)]))
    assert "Basis for holiday pay: 200,00 kr, this year 8 125,00 kr." in text


def test_a_supplement_and_a_weekend_fit():
    worked = [replace(day(n), dirty_minutes=60, supplement_rate_ore=1000, supplement_ore=1000) for n in range(7)]
    pdf = slips([slip(line(SIXTY, *worked))])
    proper_sheet(pdf)
    text = text_of(pdf)
    sentence = 2  # "3 days × 4 hours × 50 kr"
    assert text.count("×") == 7 + sentence and SIXTY in text


def test_practice_is_told_on_each_slip():
    real, practice = (slips([slip(line("Ola N", day(0)), **more)] * 3) for more in ({}, {"head": PRACTICE}))
    proper_sheet(practice)
    assert text_of(practice).count("PRACTICE – not for real use") == 3
    assert grey_on(practice, page_style.PALE) > 0.005 > 0.001 > grey_on(real, page_style.PALE)


def test_a_screen_reader_meets_each_slip_as_one_section():
    said = heard(slips([slip(one) for one in everyone(4)]))
    assert said.count("Sect") == 4 and said.count("H1") == 4
    assert '"You get 600,00 kr' in said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("uke 47 · 2026", "Hentet (underskrift)", "Du får", "Stemmer det ikke?")),
        ("nn", ("veke 47 · 2026", "Henta (underskrift)", "Du får", "Stemmer det ikkje?")),
    ],
)
def test_it_speaks_the_language_in_use(language, words):
    i18n.use(language)
    text = text_of(slips([slip(line("Ola N", day(0)))]))
    for word in words:
        assert word in text


def test_the_same_slips_give_the_same_bytes():
    some = [slip(one) for one in everyone(7)]
    assert slips(some) == slips(list(some)) != slips(some[1:])
