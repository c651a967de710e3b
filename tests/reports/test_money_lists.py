"""The bank list, the hours sheet, the day's payout list, the notes and coins, and the count of a cash bag."""

from __future__ import annotations

import re

import pytest

from alfdesk import i18n
from alfdesk.record import replace
from alfdesk.reports import page_style
from alfdesk.reports.bag_count import bag_count
from alfdesk.reports.bank_list import bank_list
from alfdesk.reports.cash_need import cash_need_list
from alfdesk.reports.day_list import day_list
from alfdesk.reports.hours_sheet import hours_sheet
from alfdesk.reports.pay_sheet import pay_sheet

from .conftest import grey_on, heard, pages_of, poppler, proper_sheet, text_of
from .pay_records import (
    NAMES, PRACTICE, PROGRAMME, SIXTY, bag, day, day_line, day_sheet, everyone, line, sheet,
)  # fmt: skip

ACCOUNT = "12345678903"


def in_bank(count: int):
    return tuple(replace(one, method="bank", account=ACCOUNT) for one in everyone(count))


def people(count: int, teams: int = 1):
    """Seven names over and over, in so many teams of like size."""
    names = [f"{NAMES[n % 7]} {n}" for n in range(count)]
    return tuple(day_line(name, f"Team {n * teams // count}" if teams > 1 else None) for n, name in enumerate(names))


ALL = [
    pytest.param(lambda rows, **more: bank_list(sheet(*in_bank(rows), **more)), id="bank list"),
    pytest.param(lambda rows, **more: hours_sheet(sheet(*everyone(rows), **more)), id="hours sheet"),
    pytest.param(lambda rows, **more: cash_need_list(sheet(*everyone(rows), **more)), id="notes and coins"),
    pytest.param(lambda rows, **more: day_list(day_sheet(*people(rows), **more)), id="day list"),
    pytest.param(lambda rows, **more: bag_count(bag(paid=rows, **more)), id="bag count"),
]


@pytest.mark.parametrize("rows", [0, 1, 21, 22, 200])
@pytest.mark.parametrize("made", ALL)
def test_every_person_is_on_it_once(made, rows):
    pdf = made(rows)
    proper_sheet(pdf)
    text = text_of(pdf)
    names = [name for name in NAMES for _ in re.findall(rf"{name}\b", text)]
    assert len(names) == rows
    assert PROGRAMME not in text
    for page in pages_of(pdf):
        assert "Lillevik arbeid og opplæring AS" in page and "List 2026-47-A1" in page and "List 3" in page


@pytest.mark.parametrize("made", ALL)
def test_practice_says_so_and_the_same_record_gives_the_same_bytes(made):
    real, practice = made(3), made(3, head=PRACTICE)
    assert "PRACTICE – not for real use" in text_of(practice) and "PRACTICE" not in text_of(real)
    assert grey_on(practice, page_style.PALE) > 0.005 > 0.001 > grey_on(real, page_style.PALE)
    assert made(3) == real != made(4)


@pytest.mark.parametrize("made", ALL)
def test_a_screen_reader_meets_a_heading_and_rows(made):
    said = heard(made(30))
    assert said.count("H1") == 1 and "/Scope /Column" in said and '"Ánne Šoŋŋá' in said


def test_three_prints_have_three_headings():
    titles = {}
    for language in i18n.LANGUAGES:
        i18n.use(language)
        prints = pay_sheet(sheet()), day_list(day_sheet()), hours_sheet(sheet())
        titles[language] = [text_of(pdf).split(" · ")[0] for pdf in prints]
    assert titles == {
        "nb": ["Lønnsliste", "Dagsutbetaling", "Timeliste"],
        "nn": ["Lønsliste", "Dagsutbetaling", "Timeliste"],
        "en": ["Pay sheet", "Day payout", "Timesheet"],
    }


# The bank list


def test_the_bank_list_has_four_digits_the_sum_and_the_total():
    rows = (
        line("Ola N", day(0, 225), method="bank", account=ACCOUNT), line("Kari N", day(0), method="bank"),
        line("Per N", day(0)), line("Liv N", day(0), method="bank", account=ACCOUNT, paid_ore=20000),
    )  # fmt: skip
    text = text_of(bank_list(sheet(*rows)))
    assert re.search(r"1 Ola N +···· 8903 +187,50 kr", text) and "45678903" not in text
    assert re.search(r"2 Kari N +× account is missing +200,00 kr", text)
    assert "Per N" not in text, "is paid in cash"
    assert "Liv N" not in text, "has nothing to get"
    assert re.search(r"To accounts +387,50 kr", text) and "2 people" in text
    assert "1 person has no account. The sum is in the total." in text


def test_the_bank_list_of_a_draft_says_so_and_its_pages_run_on():
    text = text_of(bank_list(sheet(*in_bank(60), status="prepared")))
    assert "DRAFT – not attested" in text
    assert re.search(r"Sum page 2: .* So far: ", text) and re.search(r"To accounts +36 000,00 kr", text)


# The hours sheet


def test_the_hours_sheet_has_hours_a_day_and_neither_sums_nor_receipts():
    text = text_of(hours_sheet(sheet(line("Ola N", day(0), day(3, 225)), line("Kari N", day(0, 450)), kind="standing")))
    assert re.search(r"Mo 16\. +Tu 17\. +We 18\. +Th 19\. +Fr 20\. +Days +Hours", text)
    assert re.search(r"1 Ola N +4:00 +– +– +3:45 +– +2 +7:45", text)
    assert re.search(r"Hours in all +15:15", text)
    assert re.search(r"2 people +Mo 11:30 Tu 0:00 We 0:00 Th 3:45 Fr 0:00", text)
    assert " kr" not in text and "Receipt" not in text and "signature" not in text


def test_the_hours_of_pages_run_on():
    text = text_of(hours_sheet(sheet(*everyone(60))))
    found = [int(hours) for hours in re.findall(r"Sum page \d: (\d+):00", text)]
    assert sum(found) == 60 * 12 and re.search(r"Hours in all +720:00", text)


def test_seven_days_of_hours_fit():
    pdf = hours_sheet(sheet(line(SIXTY, *map(day, range(7)))))
    proper_sheet(pdf)
    assert SIXTY in " ".join(poppler("pdftotext", "-raw", "-", "-", pdf=pdf).split())
    assert "…" not in text_of(pdf)


# The day's payout list


def test_the_day_list_goes_by_team_with_notes_and_coins_for_each_and_for_all():
    lines = (
        day_line("Ola N", "Bikes"), day_line("Kari N", "Bikes"), day_line("Per N", "Outdoors"),
        day_line("Liv N", "Outdoors", method="bank"),
    )  # fmt: skip
    text = text_of(day_list(day_sheet(*lines)))
    bikes, outdoors = text.index("Bikes"), text.index("Outdoors")
    assert bikes < text.index("Ola N") < text.index("Kari N") < outdoors < text.index("Per N") < text.index("Liv N")
    sums = re.findall(r"^ *(\S+) kr((?: +[–\d]+){9})$", text, re.MULTILINE)
    assert [(amount, [0 if n == "–" else int(n) for n in counts.split()]) for amount, counts in sums] == [
        ("376,00", [0, 0, 0, 2, 2, 2, 2, 2, 6]), ("188,00", [0, 0, 0, 1, 1, 1, 1, 1, 3]),
        ("564,00", [0, 0, 0, 3, 3, 3, 3, 3, 9]),
    ]  # fmt: skip
    assert re.search(r"To be paid out in cash +564,00 kr", text)
    assert re.search(r"3 people\n", text) and re.search(r"rounding to whole kroner +\+1,50 kr", text)
    assert "Cash handed out by (date and signature)" in text


def test_a_line_of_the_day_list_tells_hours_sum_method_and_what_was_paid_before():
    lines = (
        day_line("Ola N"), day_line("Kari N", paid=10000), day_line("Per N", paid=18750),
        day_line("Liv N", method="bank"),
    )  # fmt: skip
    text = text_of(day_list(day_sheet(*lines)))
    assert re.search(r"1 Ola N +3:45 +188,00 kr cash\n +earned 187,50 · rounding \+0,50", text)
    assert "earned 187,50 · paid before −100,00 · rounding +0,50" in text
    assert re.search(r"3 Per N +3:45 +0,00 kr cash +paid 188,00 kr", text)
    assert re.search(r"4 Liv N +3:45 +187,50 kr account +paid with the week", text)
    assert re.search(r"Paid before this list was made +288,00 kr", text)


def test_a_payout_before_the_week_is_attested_is_an_advance():
    assert "Advance: the week is not attested" in text_of(day_list(day_sheet(day_line("Ola N"))))
    assert "Advance" not in text_of(day_list(day_sheet(day_line("Ola N"), status="attested")))


def test_many_teams_with_long_names_fit():
    lines = tuple(day_line(f"{SIXTY[:56]} {n:03}", f"{SIXTY} {n // 10}") for n in range(60))
    pdf = day_list(day_sheet(*lines))
    proper_sheet(pdf)
    raw = " ".join(poppler("pdftotext", "-raw", "-", "-", pdf=pdf).split())
    for one in lines:
        assert one.name in raw and one.team in raw


# Notes and coins


def test_the_notes_and_coins_are_told_for_each_person_and_in_all():
    rows = (line("Ola N", day(0, 225)), line("Kari N", *map(day, range(5))), line("Per N", day(0), method="bank"))
    text = text_of(cash_need_list(sheet(*rows)))
    assert re.search(r"1 Ola N +188,00 kr +– +– +– +1 +1 +1 +1 +1 +3\n", text)
    assert re.search(r"2 Kari N +1 000,00 kr +1 +– +– +– +– +– +– +– +–\n", text)
    assert re.search(r"Cash needed +1 188,00 kr", text) and "Per N" not in text
    assert re.search(r"1 188,00 kr +1 +– +– +1 +1 +1 +1 +1 +3\n", text)


def test_a_day_has_its_own_notes_and_coins():
    text = text_of(cash_need_list(day_sheet(day_line("Ola N"), day_line("Kari N", paid=18750))))
    assert "Notes and coins · Mo 16.11.2026" in text and "Ola N" in text and "Kari N" not in text


# The cash bag


def test_the_bag_tells_what_went_in_what_was_paid_and_what_was_counted():
    text = text_of(bag_count(bag(paid=2)))
    for words in (
        "Cash bag · Mo 16.11.2026", "List 3 · Holder: Olav Nes", "Counted and returned",
        "Holder of the bag (date and signature)", "Counted together with (date and signature)",
    ):  # fmt: skip
        assert words in text
    assert re.search(r"Put into the bag +41 000,00 kr\nPaid out of it +−376,00 kr", text)
    assert re.search(r"Should be in it +40 624,00 kr", text) and re.search(r"Difference +0,00 kr", text)
    kinds = "Handed out|Topped up|Payout|Counted"
    moves = re.findall(rf"16\.11\.2026 at (\S+) +({kinds}) .* (\d+ \d+,00) kr$", text, re.MULTILINE)
    assert moves == [
        ("07:45", "Handed out", "40 000,00"), ("12:10", "Topped up", "41 000,00"), ("14:00", "Payout", "40 812,00"),
        ("14:00", "Payout", "40 624,00"), ("15:05", "Counted", "40 624,00"),
    ]  # fmt: skip


def test_a_difference_needs_a_reason_and_keeps_it():
    without, with_reason = (text_of(bag_count(bag(difference=-2000, reason=r))) for r in (None, "A coin rolled away"))
    assert "Counted, difference not explained" in without and "No reason is given yet." in without
    assert re.search(r"Difference +−20,00 kr", without)
    assert "Reason: A coin rolled away" in with_reason and "Counted and returned" in with_reason


def test_a_bag_that_is_out_shows_no_count():
    text = text_of(bag_count(bag(difference=None)))
    assert "Out: not counted yet" in text and "Difference" not in text
