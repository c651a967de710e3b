"""Text as it is said aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.spoken import number, pieces, spoken, written_place


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("nb", "kl. 08.02", "klokken åtte null to"),
        ("nn", "kl. 08.02", "klokka åtte null to"),
        ("en", "at 08.02", "at eight oh two"),
        ("nb", "Til stede 08.00", "Til stede åtte"),
        ("nb", "kl. 8 og kl. 15.30", "klokken åtte og klokken femten tretti"),
        ("nb", "08.00–15.30", "åtte til femten tretti"),
        ("en", "Present 08:00", "Present eight o'clock"),
        ("nb", "1 000 kr", "ett tusen kroner"),
        ("nb", "1\u00a0000 kr.", "ett tusen kroner."),
        ("nn", "1 000 kr", "eitt tusen kroner"),
        ("en", "1 000 kr", "one thousand kroner"),
        ("nb", "1 kr", "en krone"),
        ("nb", "24 600,50 kr", "tjuefire tusen seks hundre kroner og femti øre"),
        ("nb", "600,00 kr", "seks hundre kroner"),
        ("nb", "−150 kr", "minus ett hundre og femti kroner"),
        ("nb", "uke 47", "uke førtisju"),
        ("nn", "veke 47", "veke førtisju"),
        ("en", "week 47", "week forty-seven"),
        ("nb", "uke 47, 2026", "uke førtisju, tjue tjueseks"),
        ("nb", "Mandag 23. november · uke 48", "Mandag tjuetredje november, uke førtiåtte"),
        ("nn", "23. november", "tjuetredje november"),
        ("en", "Monday 23 November", "Monday the twenty-third of November"),
        ("nb", "22.11.2026", "tjueandre november tjue tjueseks"),
        ("nb", "1. mai 2009", "første mai to tusen og ni"),
        ("nb", "til 30.06.2027", "til trettiende juni tjue tjuesju"),
        ("nb", "19 til stede, 17 venter.", "nitten til stede, sytten venter."),
        ("nb", "8 av 8", "åtte av åtte"),
        ("nb", "Full 8/8", "Full åtte av åtte"),
        ("nb", "f. 1987 (39 år)", "født nitten åttisju (trettini år)"),
        ("nb", "Selger nr. 94", "Selger nummer nittifire"),
        ("nb", "kort 0094", "kort null null ni fire"),
        ("nb", "80 %", "åtti prosent"),
        ("nb", "3,5 timer", "tre komma fem timer"),
        ("en", "3,75 hours", "three point seven five hours"),
        ("nb", "☎ 22 22 22 22", "☎ tjueto tjueto tjueto tjueto"),
        ("nb", "Kari N. er til stede fra kl. 08.06.", "Kari N. er til stede fra klokken åtte null seks."),
        ("nb", "P0094K", "P0094K"),
        ("nb", "Anne-Lise", "Anne-Lise"),
        ("nb", "", ""),
        ("nb", "Ingenting venter.", "Ingenting venter."),
        ("nb", "99.99.2026", "ni ni ni ni to null to seks"),
    ],
)
def test_figures_are_said_as_people_say_them(language, written, said):
    assert spoken(written, language) == said


@pytest.mark.parametrize(
    ("value", "nb", "en"),
    [
        (0, "null", "zero"), (7, "sju", "seven"), (20, "tjue", "twenty"), (21, "tjueen", "twenty-one"),
        (100, "ett hundre", "one hundred"), (101, "ett hundre og en", "one hundred and one"),
        (1001, "ett tusen og en", "one thousand and one"), (12_300, "tolv tusen tre hundre", None),
        (999_999, "ni hundre og nittini tusen ni hundre og nittini", None),
        (1_000_000, "en million", "one million"), (2_000_005, "to millioner og fem", "two million and five"),
        (1_000_000_000, "en null null null null null null null null null", None),
    ],
)  # fmt: skip
def test_numbers_in_words(value, nb, en):
    assert number(value, "nb") == nb
    assert en is None or number(value, "en") == en


def test_the_word_being_said_is_found_where_it_is_written():
    written = "Kari kom kl. 08.02 i dag"
    parts = pieces(written, "nb")
    said = spoken(written, "nb")

    def place(word: str) -> str:
        start, length = written_place(parts, said.index(word), len(word))
        return written[start : start + length]

    assert [place(word) for word in ("Kari", "kom", "klokken", "null", "dag")] == [
        "Kari", "kom", "kl. 08.02", "kl. 08.02", "dag",
    ]  # fmt: skip
    assert place("kom klokken åtte") == "kom kl. 08.02"
    assert written_place(parts, 1000, 5) == (0, 0)


@given(st.text(alphabet="0123456789 \u00a0.,:/–−-krfl·%nov emba", max_size=40), st.sampled_from(["nb", "nn", "en"]))
def test_no_text_is_lost_and_no_digit_is_left_to_the_voice(written, language):
    parts = pieces(written, language)
    assert "".join(written[part.start : part.end] for part in parts) == written
    for part in parts:
        assert written_place(parts, 0, 10**6) == (0, len(written)) or not spoken(written, language)
        if part.said != written[part.start : part.end]:
            assert not any(letter.isdecimal() for letter in part.said)
