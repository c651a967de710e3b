"""A draw of lots that anyone can repeat from the paper."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date

import pytest

from alfdesk.attendance.records import Drawn, DrawSheet, Entrant, Foot
from alfdesk.reports.draw import draw_sheet

from .conftest import heard, pages_of, proper_sheet, text_of

LONG = "Annabella-Konstanse Margrethe von und zu Hohensteinfurthen Ø"
NAMES = ("Ánne Š", "Đuro Ŋ", "Ŧiina Ž", LONG)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def before(count: int, places: int = 3, **changes) -> DrawSheet:
    """A list of `count` entrants; every third has two tickets."""
    entrants = tuple(Entrant(no, NAMES[no % 4], 1 + (no % 3 == 0)) for no in range(1, count + 1))
    text = f"Morning list 2026-11-20, {places} places\n"
    text += "".join(f"{one.no} {one.name} {one.tickets}\n" for one in entrants)
    plain = DrawSheet(
        list_name="Morning list", day=date(2026, 11, 20), places=places, text=text, list_hash=sha(text),
        entrants=entrants, dice=None, drawn=(), practice=False,
        foot=Foot("2026-47-B", "0123456789abcdef" * 4, "2026-11-20 08:20"),
    )
    return replace(plain, **changes)


def after(count: int, dice: str = "416325", places: int = 3) -> DrawSheet:
    """The same list after the throw."""
    sheet = before(count, places)
    keys = {}
    for one in sheet.entrants:
        keys[one] = min(sha(f"{sheet.list_hash}:{dice}:{one.no}:{ticket}") for ticket in range(1, one.tickets + 1))
    order = sorted(sheet.entrants, key=keys.get)
    drawn = tuple(Drawn(rank, one.no, one.name, keys[one], rank <= places) for rank, one in enumerate(order, 1))
    return replace(sheet, dice=dice, drawn=drawn)


def repeated_from_paper(text: str) -> tuple[str, list[int]]:
    """Do what "How anyone can repeat this" says with nothing but the words on the paper: (code, numbers in order)."""
    furniture = r".*(Page \d+ of \d+|Draw of lots ·|entrants · ).*"
    lines = [line for line in text.replace("\f", "\n").splitlines() if line.strip() and not re.match(furniture, line)]
    start = next(n for n, line in enumerate(lines) if "UTF-8" in line) + 1
    end = next(n for n, line in enumerate(lines) if "How anyone can repeat this" in line)
    while not lines[start].strip().startswith("Morning list"):
        start += 1
    margin = len(lines[start]) - len(lines[start].lstrip())
    listed = ""
    for line in lines[start:end]:
        indented = len(line) - len(line.lstrip()) > margin + 1
        listed = listed.removesuffix("\n") + " " if indented else listed
        listed += line.strip() + "\n"
    dice = re.search(r'printf %s "\$code:(\d+):', text).group(1)
    code, keys = sha(listed), []
    for number, tickets in re.findall(r"^(\d+) .* (\d+)$", listed, re.MULTILINE):
        keys.append((min(sha(f"{code}:{dice}:{number}:{n}") for n in range(1, int(tickets) + 1)), int(number)))
    return code, [number for _key, number in sorted(keys)]


@pytest.mark.parametrize("count", [1, 21, 22, 60])
def test_anyone_can_repeat_the_draw_from_the_paper(count):
    sheet = after(count)
    pdf = draw_sheet(sheet)
    proper_sheet(pdf)
    text = text_of(pdf)
    code, order = repeated_from_paper(text)
    assert re.sub(r"\s", "", text).count(code) == 1, "the code on the paper is the code of the text on the paper"
    results = re.findall(r"^ *(\d+) +(\d+) .*  (no place|place) +([0-9a-f]{16})$", text, re.MULTILINE)
    assert [int(number) for _rank, number, _result, _key in results] == order
    assert [result for _rank, _number, result, _key in results] == [*["place"] * 3, *["no place"] * count][:count]
    assert [key for *_others, key in results] == [one.key[:16] for one in sheet.drawn]


@pytest.mark.parametrize("count", [0, 1, 21, 22, 200])
def test_before_the_dice_the_list_and_its_code_are_on_paper(count):
    sheet = before(count)
    pdf = draw_sheet(sheet)
    proper_sheet(pdf)
    text = text_of(pdf)
    assert sheet.list_hash in re.sub(r"\s", "", text)
    assert "Before the dice" in text and "The dice have not been thrown." in text
    for one in sheet.entrants:
        assert re.search(rf"^ *{one.no} +{one.name} +{one.tickets}$", text, re.MULTILINE)
    assert "The order" not in text and "sha256sum" not in text


def test_each_page_bears_the_head_and_the_foot():
    pages = pages_of(draw_sheet(after(60)))
    assert len(pages) > 2
    for page in pages:
        for words in (
            "Draw of lots · Morning list", "20.11.2026 · 3 places · 60 entrants · 80 tickets", "After the dice",
            "List 2026-47-B", "Check 0123456789ab ", "Newest entry 20.11.2026 at 08:20",
        ):
            assert words in page


def test_the_dice_are_shown_as_they_fell():
    dice = "66123455" * 3
    text = text_of(draw_sheet(after(2, dice=dice)))
    assert dice in re.sub(r"\s", "", text.split("The dice")[1].split("The order")[0])
    assert f'printf %s "$code:{dice}:1:1" | sha256sum' in text


def test_one_place_is_not_several():
    assert "The first one gets the place." in text_of(draw_sheet(after(4, places=1)))
    assert "The first 3 get a place." in text_of(draw_sheet(after(4)))


def test_a_list_that_cannot_be_repeated_is_not_printed():
    with pytest.raises(ValueError, match="code"):
        draw_sheet(before(2, list_hash="0" * 64))
    two_parts, hard_space, endless = "A\u030ase\n", "a\xa0b\n", "x" * 61 + "\n"
    for text in ("tab\tin it\n", "no line feed", two_parts, hard_space, endless):
        with pytest.raises(ValueError, match="paper"):
            draw_sheet(before(2, text=text, list_hash=sha(text)))


def test_spaces_that_an_eye_would_miss_are_shown():
    strange = " at the start\ntwo  between\nat the end \n\n"
    text = text_of(draw_sheet(before(2, text=strange, list_hash=sha(strange))))
    for line in ("␣at the start", "two␣␣between", "at the end␣", "The sign ␣ is a space."):
        assert line in text
    assert "␣" not in text_of(draw_sheet(before(2)))


def test_practice_says_so():
    pdf = draw_sheet(replace(after(5), practice=True))
    proper_sheet(pdf)
    assert "PRACTICE – not for real use" in text_of(pdf)


def test_a_screen_reader_meets_headings_and_one_table():
    said = heard(draw_sheet(after(40)))
    assert said.count("H1") == 1 and said.count("H2") == 5 and said.count("Table (block)") == 1
    assert said.count("TR\n") == 41, "the band that is repeated on each page is read once"


def test_the_same_draw_gives_the_same_bytes():
    assert draw_sheet(after(30)) == draw_sheet(after(30)) != draw_sheet(after(30, dice="416326"))
