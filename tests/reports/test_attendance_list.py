"""The attendance list for the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alfdesk.attendance.records import Foot, WallList, WallRow
from alfdesk.reports import page_style
from alfdesk.reports.attendance_list import wall_list

from .conftest import grey_on, heard, pages_of, proper_sheet, text_of, words_of

MONDAY = date(2026, 11, 16)
NAMES = ("Ánne Š", "Đuro Ŋ", "Ŧiina Ž", "Æsæl Ø", "Łucja Ż", "Ștefan Ț", "Kåre-Olai B")


def week(*rows: WallRow, days: int = 5, **changes) -> WallList:
    """Week 47 with these rows, all days open."""
    dates = tuple(MONDAY + timedelta(n) for n in range(days))
    plain = WallList(
        list_name="Morning list", week="2026-W47", days=dates, closed=(False,) * days, rows=rows, team="Outdoors",
        meeting_place="The barn", phone="22 00 00 00", signed_by="Tone N", blank=False, practice=False,
        foot=Foot("2026-47-A", "0123456789abcdef" * 4, "2026-11-20 13:44"),
    )
    return replace(plain, **changes)


def unmarked(name: str) -> WallRow:
    return WallRow(name, (None,) * 5)


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (15, 1), (16, 2), (21, 2), (22, 2), (200, 14)])
def test_every_name_stands_on_one_line_of_its_own(rows, pages):
    names = [f"{NAMES[n % 7]}{n}" for n in range(rows)]
    pdf = wall_list(week(*map(unmarked, names)))
    proper_sheet(pdf, landscape=True)
    assert len(pages_of(pdf)) == pages
    lines = [line.strip() for line in text_of(pdf).splitlines()]
    assert [line for line in lines if line in names] == names


def test_each_page_bears_the_head_the_days_and_the_telephone():
    for page in pages_of(wall_list(week(*map(unmarked, ["Ola N."] * 22)))):
        for words in (
            "Attendance list · week 47 · 2026",
            "Morning list · 16.11.2026–20.11.2026 · Outdoors · Meeting place: The barn",
            "Mo 16.11.", "Tu 17.11.", "We 18.11.", "Th 19.11.", "Fr 20.11.", "Closed by Tone N",
            "Telephone to the office: 22 00 00 00", "× = present", "– = not present",
            "List 2026-47-A", "Check 0123456789ab ", "Newest entry 20.11.2026 at 13:44",
        ):
            assert words in page


def test_a_mark_stands_under_its_day():
    pdf = wall_list(week(WallRow("Ola N.", ("present", "absent", None, "sick", "present"))))
    words = words_of(pdf)
    days = {word: (left + right) / 2 for _page, left, _top, right, _bottom, word in words if word in "Mo Tu We Th Fr"}
    row = next(top for _page, _left, top, _right, _bottom, word in words if word == "Ola")
    signs = {
        day: word
        for _page, left, top, right, _bottom, word in words
        for day, middle in days.items()
        if abs(top - row) < 15 and word in "×–" and abs((left + right) / 2 - middle) < 30
    }
    assert signs == {"Mo": "×", "Tu": "–", "Th": "–", "Fr": "×"}, "whatever is not presence is a dash, not its reason"
    assert "sick" not in text_of(pdf)


def test_a_closed_day_is_hatched_and_says_so():
    sheet = week(*map(unmarked, ["Ola N.", "Kari N."]), closed=(False, False, True, False, False))
    assert text_of(wall_list(sheet)).count("closed") == 2
    came_anyway = WallRow("Per N.", (None, None, "present", None, None))
    text = text_of(wall_list(replace(sheet, rows=(came_anyway,))))
    assert "×" in text.split("Per N.")[1].split("\n")[0] and "closed" not in text


def test_a_blank_has_empty_lines_and_says_so():
    pdf = wall_list(week(unmarked("Ola N."), *map(unmarked, [""] * 14), blank=True, signed_by=None, phone=None))
    proper_sheet(pdf, landscape=True)
    text = text_of(pdf)
    assert "Blank list, to fill in by pen" in text and "Signature" in text
    assert "Telephone to the office: ____" in text
    assert heard(pdf).count("TR\n") == 16  # the band and fifteen lines


def test_a_long_name_shrinks_and_a_longer_one_is_shortened():
    sixty = "Annabella-Konstanse Margrethe von und zu Hohensteinfurthen Ø"
    assert len(sixty) == 60
    assert sixty in text_of(wall_list(week(unmarked(sixty))))
    assert sixty in text_of(wall_list(week(WallRow(sixty, (None,) * 7), days=7)))
    cut = text_of(wall_list(week(unmarked(sixty * 3))))
    assert sixty in cut and "…" in cut


def test_weekends_and_single_days_fit():
    for days in (1, 7):
        proper_sheet(wall_list(week(WallRow("Ola N.", (None,) * days), days=days)), landscape=True)


def test_practice_says_so_in_large_and_in_words():
    pdf = wall_list(week(unmarked("Ola N."), practice=True))
    proper_sheet(pdf, landscape=True)
    assert "PRACTICE – not for real use" in text_of(pdf)
    real = wall_list(week(unmarked("Ola N.")))
    assert grey_on(pdf, page_style.PALE) > 0.01 > 0.001 > grey_on(real, page_style.PALE)


def test_a_screen_reader_meets_a_table():
    said = heard(wall_list(week(WallRow("Ola N.", ("present",) * 5))))
    assert said.index("H1") < said.index("Table") < said.index("TR")
    for words in ("/Scope /Column", "/Scope /Row", '"Ola N."', '"×"'):
        assert words in said


def test_a_programme_cannot_reach_the_wall():
    """The record has no room for one: what the list is called is all there is."""
    assert not any("programme" in field for field in WallList.__dataclass_fields__)
    assert text_of(wall_list(week())).count("Morning list") == 1


def test_the_same_list_gives_the_same_bytes():
    rows = tuple(map(unmarked, NAMES))
    assert wall_list(week(*rows)) == wall_list(week(*rows)) != wall_list(week(*rows[1:]))
