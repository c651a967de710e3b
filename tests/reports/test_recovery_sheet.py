"""The recovery sheet."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from alfdesk.reports.recovery_sheet import RecoverySheet, recovery_sheet

from .conftest import heard, pages_of, poppler, proper_sheet, text_of

# Not a key of anyone: the signs of Bech32 in order, twice, cut to length.
SECRET = ("AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2)[:74]
SHEET = RecoverySheet(
    organisation="Lillevik arbeid og opplæring AS", laptop="Kontoret 1", made_on=date(2026, 11, 20), secret=SECRET,
    recipient="age1" + "q" * 58, practice=False,
)


def test_one_page_says_what_it_is_and_how_it_is_used():
    pdf = recovery_sheet(SHEET)
    proper_sheet(pdf)
    (page,) = pages_of(pdf)
    for words in (
        "Recovery sheet", "Lillevik arbeid og opplæring AS · Kontoret 1 · made 20.11.2026", "How it is used",
        "Two sheets, two safes", "An older sheet is dead", SHEET.recipient, "1. Date, signature", "2. Date, signature",
        "Telephone to the office",
    ):
        assert words in page


@pytest.mark.parametrize("order", ["-layout", "-raw", "-q"])
def test_the_secret_comes_back_when_white_space_is_taken_out(order):
    text = poppler("pdftotext", order, "-", "-", pdf=recovery_sheet(SHEET))
    assert SECRET in re.sub(r"\s", "", text)


def test_the_secret_is_read_aloud_in_one_piece():
    said = heard(recovery_sheet(SHEET))
    assert SECRET in re.sub(r'[\s"]', "", said)
    assert "Figure" in said


def test_the_secret_is_nowhere_but_on_the_page():
    pdf = recovery_sheet(SHEET)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        told = [str(value) for value in opened.trailer.Info.values()]
        outside = [repr(thing) for thing in opened.objects if not isinstance(thing, pikepdf.Stream)]
    assert told == ["Recovery sheet", "Alfdesk"] or sorted(told) == ["Alfdesk", "Recovery sheet"]
    assert "AGE-SECRET" not in "".join(told + outside) and SECRET[16:21] not in "".join(told + outside)
    assert SECRET[16:] not in repr(SHEET), "a traceback prints the record"


def test_what_is_not_an_age_identity_is_refused_without_repeating_it():
    for wrong in (SECRET.lower(), SECRET[:-1], SECRET + "Q", SECRET[:-1] + "B", "age1" + "q" * 58):
        with pytest.raises(ValueError) as refused:
            recovery_sheet(replace(SHEET, secret=wrong))
        assert wrong not in str(refused.value)


def test_long_names_and_practice_still_fit_one_page():
    sheet = replace(SHEET, organisation="Å" * 60, laptop="Đ" * 60, practice=True)
    pdf = recovery_sheet(sheet)
    proper_sheet(pdf)
    assert len(pages_of(pdf)) == 1
    assert "PRACTICE – not for real use" in text_of(pdf)
    assert SECRET in re.sub(r"\s", "", text_of(pdf))


def test_the_same_sheet_gives_the_same_bytes():
    other = replace(SHEET, secret=SECRET[:-1] + "Q")
    assert recovery_sheet(SHEET) == recovery_sheet(SHEET) != recovery_sheet(other)
