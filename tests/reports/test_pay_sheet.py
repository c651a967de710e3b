"""The weekly pay sheet."""

from __future__ import annotations

import re
from datetime import date

import pytest

from alfdesk import i18n
from alfdesk.money import written
from alfdesk.pay.records import Changed, totals
from alfdesk.record import replace
from alfdesk.reports import page_style
from alfdesk.reports.pay_sheet import pay_sheet

from .conftest import grey_on, heard, pages_of, poppler, proper_sheet, text_of, words_of
from .pay_records import (
    ALL_AT_ONCE, LAST_WEEK, NAMES, PRACTICE, PROGRAMME, SIXTY, Correction, day, everyone, line, sheet,
)  # fmt: skip


def amount(ore: int) -> str:
    """As a reader of the text gets it: poppler gives a no-break space as a plain one."""
    return written(ore).replace("\u00a0", " ")


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (14, 1), (21, 2), (22, 2), (200, 10)])
def test_every_person_has_a_line_and_21_of_them_a_page(rows, pages):
    pdf = pay_sheet(sheet(*everyone(rows)))
    proper_sheet(pdf)
    texts = pages_of(pdf)
    assert len(texts) == pages
    found = [re.findall(r"^ *(\d+) (\S.*?)  +[×–].* 600,00 kr$", text, re.MULTILINE) for text in texts]
    assert [len(page) for page in found] == [min(21, max(0, rows - 21 * n)) for n in range(pages)]
    assert [(int(no), name) for page in found for no, name in page] == [
        (n + 1, f"{NAMES[n % 7]} {n}") for n in range(rows)
    ]


def test_the_head_says_whose_list_which_days_how_far_and_by_whom():
    for page in pages_of(pay_sheet(sheet(*everyone(22)))):
        for words in (
            "Pay sheet · week 47 · 2026", "List 3 · 16.11.2026–20.11.2026 · 50,00 kr an hour",
            "Lillevik arbeid og opplæring AS · Approved", "Prepared 20.11.2026 at 12:04, Berit N.",
            "Attested 20.11.2026 at 12:30, Olav Nes", "Approved 20.11.2026 at 13:01, Kari Ås",
            "Receipt", "× = present – = not present", "List 2026-47-A1", "Check 0123456789ab ",
            "Newest entry 20.11.2026 at 13:44",
        ):  # fmt: skip
            assert words in page
        assert "DRAFT" not in page and "Version" not in page


def test_a_line_tells_days_hours_and_sum():
    text = text_of(pay_sheet(sheet(line("Ola Nordmann", day(0), day(1), day(3, 225), day(4, 495)))))
    assert re.search(r"1 Ola Nordmann +× +× +– +× +× +4 +20:00 +1 000,00 kr", text)


def test_a_mark_stands_under_its_day():
    words = words_of(pay_sheet(sheet(line("Ola Nordmann", day(1), day(4)))))
    days = {word: (left + right) / 2 for _p, left, _t, right, _b, word in words if word in "Mo Tu We Th Fr".split()}
    row = next(top for _p, _l, top, _r, _b, word in words if word == "Nordmann")
    marks = {
        name: word
        for _p, left, top, right, _b, word in words
        for name, middle in days.items()
        if abs(top - row) < 6 and word in "×–" and abs((left + right) / 2 - middle) < 5
    }
    assert marks == {"Mo": "–", "Tu": "×", "We": "–", "Th": "–", "Fr": "×"}


def test_sums_of_pages_run_on_to_the_grand_total():
    lines = everyone(50)
    pages = pages_of(pay_sheet(sheet(*lines)))
    first, second, third = 21 * 60000, 21 * 60000, 8 * 60000
    assert f"Sum page 1: {amount(first)} kr\n" in pages[0] and "To be paid out" not in pages[0]
    assert f"Sum page 2: {amount(second)} kr So far: {amount(first + second)} kr" in pages[1]
    assert f"Sum page 3: {amount(third)} kr So far: {amount(first + second + third)} kr" in pages[2]
    assert re.search(rf"To be paid out +{amount(totals(lines).to_pay_ore)} kr", pages[2])


def test_a_total_that_goes_to_the_next_page_leaves_the_sum_of_its_own_behind():
    first, last = pages_of(pay_sheet(sheet(*everyone(21))))
    assert "Sum page 1: 12 600,00 kr" in first and "To be paid out" not in first
    assert "To be paid out" in last and "Nordmann" not in last
    (only,) = pages_of(pay_sheet(sheet(*everyone(3))))
    assert "Sum page" not in only and "To be paid out" in only


def test_the_last_page_tells_notes_coins_rounding_and_who_handed_out():
    lines = (
        line("Ola Nordmann", day(0, 225)), line("Kari Nordmann", day(0, 240)),
        line("Per Nordmann", day(0, 225), method="bank", account="12345678903"),
    )  # fmt: skip
    text = text_of(pay_sheet(sheet(*lines)))
    assert re.search(r"To be paid out +575,50 kr", text)
    assert re.search(r"3 people · 11:30 hours +earned 575,00 kr", text)
    assert re.search(r"In cash to 2 people +388,00 kr", text) and re.search(r"To accounts +187,50 kr", text)
    assert re.search(r"Of this, rounding to whole kroner +\+0,50 kr", text)
    assert re.search(r"Notes and coins +1000 +500 +200 +100 +50 +20 +10 +5 +1\n", text)
    assert re.search(r"388,00 kr +– +– +1 +1 +1 +1 +1 +1 +3\n", text)
    assert "Cash handed out by (date and signature)" in text


def test_a_week_without_cash_asks_for_no_notes_and_no_signature():
    text = text_of(pay_sheet(sheet(line("Ola Nordmann", day(0), method="bank", account="12345678903"))))
    assert "Notes and coins" not in text and "Cash handed out" not in text


def test_who_is_paid_by_bank_has_four_digits_where_others_sign():
    lines = (
        line("Ola Nordmann", day(0), method="bank", account="12345678903"), line("Kari Nordmann", day(0), method="bank")
    )  # fmt: skip
    text = text_of(pay_sheet(sheet(*lines)))
    assert re.search(r"Ola Nordmann .*account ···· 8903", text) and "45678903" not in text
    assert re.search(r"Kari Nordmann .*account is missing", text)


def test_a_line_that_is_signed_for_and_one_with_nothing_to_pay_say_so():
    text = text_of(pay_sheet(sheet(line("Ola N", day(0), signed=True), line("Kari N", day(0), paid_ore=20000))))
    assert re.search(r"Ola N .*paid, signed for", text)
    assert re.search(r"Kari N .* 0,00 kr +nothing to pay", text)


def test_what_is_not_simply_earned_stands_beneath_the_name():
    lines = (
        line("Ola N", day(0), day(1, 225), corrections=(Correction(LAST_WEEK, -11250),), paid_ore=18750),
        line("Kari N", day(0), outstanding_ore=-30000),
        line("Per N", replace(day(0), dirty_minutes=60, supplement_rate_ore=1000, supplement_ore=1000)),
    )
    text = text_of(pay_sheet(sheet(*lines)))
    assert "earned 387,50 · week 46 −112,50 · paid on the day −187,50 · rounding +0,50" in text
    assert "earned 200,00 · from before −300,00 · carried over −100,00" in text
    assert "earned 210,00 · supplement 10,00" in text
    assert "earned" not in text_of(pay_sheet(sheet(line("Ola N", day(0))))).split("To be paid out")[0]


def test_more_than_fits_beneath_a_name_is_added_up_and_leads_to_the_slip():
    text = text_of(pay_sheet(sheet(ALL_AT_ONCE)))
    assert "earned 387,50 · added +349,50 · taken off −237,50 · see the slip" in text
    assert re.search(r" 500,00 kr", text) and 38750 + 34950 - 23750 == 49950


@pytest.mark.parametrize("lines", [[line(SIXTY, day(0))], [ALL_AT_ONCE], [line(SIXTY, *map(day, range(7)))]])
def test_a_name_of_sixty_letters_fits_on_two_lines(lines):
    assert len(SIXTY) == 60
    raw = poppler("pdftotext", "-raw", "-", "-", pdf=pay_sheet(sheet(*lines)))
    assert SIXTY in " ".join(raw.split())


def test_sixty_letters_without_a_space_fit_on_three_lines_and_more_ends_in_dots():
    raw = poppler("pdftotext", "-raw", "-", "-", pdf=pay_sheet(sheet(line("Đ" * 60, day(0)), line("Æ" * 160, day(0)))))
    assert raw.count("Đ") == 60
    assert "Æ…" in raw


def test_a_weekend_is_shown_where_anybody_worked():
    pdf = pay_sheet(sheet(line("Ola N", *map(day, range(7)))))
    proper_sheet(pdf)
    assert re.search(r"Mo +Tu +We +Th +Fr +Sa +Su Days", text_of(pdf)) and "16.11.2026–22.11.2026" in text_of(pdf)
    assert "Sa" not in text_of(pay_sheet(sheet(line("Ola N", day(0)))))


def test_rates_that_change_inside_the_week_are_both_told_and_more_are_left_to_the_slips():
    text = text_of(pay_sheet(sheet(line("Ola N", day(0), day(4, rate=5200)))))
    assert "50,00 kr an hour / 52,00 kr an hour" in text
    flat = replace(day(2), basis="day", rate_ore=20000)
    assert "an hour" not in text_of(pay_sheet(sheet(line("Ola N", day(0), flat, day(4, rate=5200)))))
    assert "200,00 kr a day" in text_of(pay_sheet(sheet(line("Ola N", flat))))


def test_a_draft_says_so_in_large_and_in_words_until_it_is_attested():
    draft, attested = (pay_sheet(sheet(*everyone(2), status=status)) for status in ("prepared", "attested"))
    assert "DRAFT – not attested" in text_of(draft) and "DRAFT" not in text_of(attested)
    assert grey_on(draft, page_style.PALE) > 0.01 > 0.001 > grey_on(attested, page_style.PALE)


def test_practice_and_draft_are_both_told():
    pdf = pay_sheet(sheet(*everyone(2), status="prepared", head=PRACTICE))
    proper_sheet(pdf)
    assert "PRACTICE – not for real use" in text_of(pdf) and "DRAFT – not attested" in text_of(pdf)


def test_a_second_version_says_what_it_replaces_and_what_changed():
    changed = (Changed("Ola Nordmann", 20000, 123450), Changed(SIXTY, None, 10000), Changed("Per N", 5000, None))
    text = text_of(pay_sheet(sheet(*everyone(3), version=2, changed=changed)))
    assert "Version 2, replaces 1" in text and "Changed since version 1" in text
    assert re.search(r"Ola Nordmann +200,00 kr +1 234,50 kr", text)
    assert re.search(rf"{SIXTY} +not on the sheet +100,00 kr", text)
    assert re.search(r"Per N +50,00 kr +not on the sheet", text)
    assert "No sum has changed." in text_of(pay_sheet(sheet(*everyone(3), version=3)))


def test_two_hundred_changes_go_on_over_pages():
    changed = tuple(Changed(f"Ola {n}", n * 100, n * 200) for n in range(200))
    pdf = pay_sheet(sheet(*everyone(1), version=2, changed=changed))
    proper_sheet(pdf)
    assert len(re.findall(r"^ *Ola \d+ ", text_of(pdf), re.MULTILINE)) == 200


def test_the_programme_is_nowhere_on_it():
    assert PROGRAMME not in text_of(pay_sheet(sheet(*everyone(3))))


def test_a_week_at_the_end_of_a_year_bears_the_iso_year():
    text = text_of(pay_sheet(sheet(line("Ola N"), monday=date(2026, 12, 28))))
    assert "week 53 · 2026" in text and "28.12.2026–01.01.2027" in text


def test_a_screen_reader_meets_one_table_whose_head_is_read_once():
    said = heard(pay_sheet(sheet(*everyone(30))))
    people, notes = 31, 2
    assert said.count("H1") == 1 and said.count("TR\n") == people + notes
    for words in ("/Scope /Column", "/Scope /Row", '"Ánne Šoŋŋá 0"', '"Kåre-Olai Bø 27"', '"600,00 kr"', '"×"'):
        assert words in said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Lønnsliste · uke 47 · 2026", "UTKAST – ikke attestert", "Til utbetaling", "Side 1 av 1")),
        ("nn", ("Lønsliste · veke 47 · 2026", "UTKAST – ikkje attestert", "Til utbetaling", "Side 1 av 1")),
    ],
)  # fmt: skip
def test_it_speaks_the_language_in_use(language, words):
    i18n.use(language)
    text = text_of(pay_sheet(sheet(*everyone(2), status="prepared")))
    for word in words:
        assert word in text


def test_the_same_week_gives_the_same_bytes():
    assert pay_sheet(sheet(*everyone(30))) == pay_sheet(sheet(*everyone(30))) != pay_sheet(sheet(*everyone(29)))
