"""The seller's card: its measures, its code, and what it does not say."""

from __future__ import annotations

import io

import pikepdf
import pytest
import segno
from PIL import Image

from alfdesk import i18n
from alfdesk.reports.seller_card import HIGH, QR, QUIET, WIDE, seller_card, seller_cards
from alfdesk.sales.records import CardFace

from .conftest import collisions, heard, pages_of, proper_sheet, run, text_of, words_of
from .desk_records import SIXTY, face, jpeg

DOTS = 25.4 / 0.05  # a page drawn with twenty dots to the millimetre
SAFE = 3 / 25.4 * 72  # points


def drawn(pdf: bytes) -> Image.Image:
    return Image.open(io.BytesIO(run("pdftoppm", "-gray", "-r", str(DOTS), "-l", "1", "-", pdf=pdf)))


@pytest.mark.parametrize("code", ["Q009401K", "Q000100A", "Q999999Z"])
def test_the_code_on_the_card_is_the_code_module_by_module(code):
    """Dark and light as segno has it, a quiet zone of four modules around, and at least 15 mm in all."""
    assert QR >= 15 and QUIET == 4
    wanted = [[bool(dark) for dark in row] for row in segno.make(code, error="m", micro=False).matrix]
    size = len(wanted)
    side = QR / (size + 8)
    picture = drawn(seller_card(face(code=code)))
    left, top = WIDE - 3 + 1.8 - QR, 17.4
    for down in range(-QUIET, size + QUIET):
        for across in range(-QUIET, size + QUIET):
            x, y = left + (QUIET + across + 0.5) * side, top + (QUIET + down + 0.5) * side
            inside = 0 <= down < size and 0 <= across < size
            dark = picture.getpixel((round(x * 20), round(y * 20))) < 128
            assert dark == (inside and wanted[down][across]), (across, down)


def test_a_card_alone_is_a_page_of_its_own_size():
    with pikepdf.open(io.BytesIO(seller_card(face()))) as pdf:
        (page,) = pdf.pages
        wide, high = (float(side) / 72 * 25.4 for side in page.MediaBox[2:])
        assert (round(wide, 1), round(high, 1)) == (85.6, 54.0)
    assert "Page" not in text_of(seller_card(face()))


@pytest.mark.parametrize(("cards", "pages"), [(1, 1), (10, 1), (11, 2), (500, 50)])
def test_ten_cards_stand_on_a_page(cards, pages):
    pdf = seller_cards([face(number) for number in range(1, cards + 1)])
    proper_sheet(pdf)
    assert len(pages_of(pdf)) == pages
    numbers = [word for *_where, word in words_of(pdf) if word.isdigit()]
    assert {str(number) for number in range(1, cards + 1)} <= set(numbers)


def test_the_cards_of_a_page_touch_and_are_cut_once():
    """The same words are a card's width and a card's height apart."""
    tops: dict[float, list[float]] = {}
    for _page, left, top, _right, _bottom, word in words_of(seller_cards([face()] * 10)):
        if word == "Vigdis":
            tops.setdefault(round(top, 1), []).append(left)
    points = [72 * length / 25.4 for length in (WIDE, HIGH)]
    assert len(tops) == 5 and all(len(row) == 2 for row in tops.values())
    assert all(abs(max(row) - min(row) - points[0]) < 0.1 for row in tops.values())
    places = sorted(tops)
    assert all(abs(low - high - points[1]) < 0.2 for high, low in zip(places, places[1:], strict=False))


def test_it_says_what_a_customer_and_a_finder_need():
    text = text_of(seller_card(face(spots=("Square, Mo–Fr 10–14", "Nesttun, Sa 11–15"))))
    for words in (
        "Megafon", "Seller card", "Vigdis", "Seller no.", "94", "Valid to 31.12.2026", "Finner du kortet?",
        "Square, Mo–Fr 10–14", "Nesttun, Sa 11–15", "25 × 32 mm",
    ):
        assert words in text
    assert not {"last_name", "surname", "born", "birth_number"} & set(CardFace.__dataclass_fields__)


@pytest.mark.parametrize("number", [4, 9999])
def test_name_and_number_have_their_size(number):
    """17 and 38 points, the number in full and clear of the code."""
    with pikepdf.open(io.BytesIO(seller_card(face(number)))) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
    assert b" 17 Tf" in code and b" 38 Tf" in code
    found = next(one for one in words_of(seller_card(face(number))) if one[5] == str(number))
    assert found[3] / 72 * 25.4 < WIDE - 3 + 1.8 - QR + 2.4


def test_long_names_and_many_spots_stay_on_the_card():
    pdf = seller_card(
        face(9999, first_name=SIXTY, publication=SIXTY, found=SIXTY * 5, spots=(SIXTY,) * 9, practice=True, jpeg=jpeg())
    )
    words = words_of(pdf)
    wide, high = WIDE / 25.4 * 72, HIGH / 25.4 * 72
    for _page, left, top, right, bottom, word in words:
        middle = (top + bottom) / 2
        assert left >= SAFE and right <= wide - SAFE and SAFE - 1 < middle < high - SAFE, word
    assert collisions(seller_cards([face(9999, first_name=SIXTY, found=SIXTY * 5, spots=(SIXTY,) * 9)] * 10)) == []
    assert sum(word.endswith("…") for *_box, word in words) >= 4, "what is cut short says so"
    assert len(pages_of(pdf)) == 1


@pytest.mark.parametrize("photo", [jpeg(400, 300), jpeg(200, 900), jpeg(295, 378)])
def test_the_photo_fills_its_frame_and_keeps_its_shape(photo):
    """25 × 32 mm, dark left of the middle as it was taken, and white beyond the frame."""
    picture = drawn(seller_card(face(jpeg=photo)))
    middle, top = (4 + 12.5) * 20, 11 * 20
    for y in (top + 20, top + 32 * 20 - 20):
        assert picture.getpixel((round(middle - 40), y)) < 60 < 180 < picture.getpixel((round(middle + 40), y)) < 215
    assert picture.getpixel((round(29.6 * 20), top + 300)) > 250 and picture.getpixel((60, top + 300)) > 250


def test_a_screen_reader_meets_each_card_as_one_section():
    said = heard(seller_cards([face(94, jpeg=jpeg()), face(318)]))
    assert said.count("Sect") == 2 and said.count("H1") == 2
    assert said.count("Figure") == 3, "a photo and two codes"


def test_practice_says_so_on_each_card():
    text = text_of(seller_cards([face(practice=True), face()]))
    assert text.count("PRACTICE – not for real use") == 1


def test_nobody_gives_a_page_that_says_so():
    pdf = seller_cards([])
    proper_sheet(pdf)
    assert "Nobody has a card to print." in text_of(pdf)


def test_it_speaks_three_languages_and_the_same_card_gives_the_same_bytes():
    said = {}
    for language in i18n.LANGUAGES:
        i18n.use(language)
        said[language] = [word in text_of(seller_card(face())) for word in ("Selgerkort", "Seljarkort", "Seller card")]
    assert said == {"nb": [True, False, False], "nn": [False, True, False], "en": [False, False, True]}
    some = [face(number, jpeg=jpeg()) for number in range(12)]
    assert seller_cards(some) == seller_cards(list(some)) != seller_cards(some[1:])
