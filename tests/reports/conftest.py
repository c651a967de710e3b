"""Reading a sheet as others do: by eye (poppler), by ear (the structure tree) and byte by byte."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pikepdf
import pytest

from alfdesk import i18n

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def english():
    """Sheets in these tests speak English, whose words are the message ids themselves."""
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


def run(program: str, *arguments: str, pdf: bytes) -> bytes:
    """Give a PDF to a program on its standard input; a complaint fails the test."""
    if shutil.which(program) is None:
        pytest.skip("poppler-utils is not installed")
    done = subprocess.run([program, *arguments], input=pdf, capture_output=True, check=True)
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout


def poppler(program: str, *arguments: str, pdf: bytes) -> str:
    """What a program of poppler-utils says of a PDF given on its standard input."""
    return run(program, *arguments, pdf=pdf).decode()


def text_of(pdf: bytes) -> str:
    """The text as it stands on the paper, columns side by side; a form feed after each page."""
    return poppler("pdftotext", "-layout", "-", "-", pdf=pdf)


def pages_of(pdf: bytes) -> list[str]:
    return text_of(pdf).split("\f")[:-1]


def words_of(pdf: bytes) -> list[tuple[int, float, float, float, float, str]]:
    """Each word with its page (from 0) and its box (left, top, right, bottom) in points from the upper left corner."""
    words, page = [], -1
    for line in poppler("pdftotext", "-bbox", "-", "-", pdf=pdf).splitlines():
        if "<page " in line:
            page += 1
        if found := re.search(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line):
            *box, word = found.groups()
            words.append((page, *map(float, box), unescape(word)))
    return words


def collisions(pdf: bytes) -> list[tuple[str, str]]:
    """Words that are written over each other, or closer than a space apart. The letters themselves fill the middle of
    the box a word is told with."""
    boxes = []
    for page, left, top, right, bottom, word in words_of(pdf):
        edge = (bottom - top) * 0.25
        boxes.append((page, left, top + edge, right, bottom - edge, word))
    return [
        (one[5], other[5])
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[0] == other[0] and max(one[1], other[1]) < min(one[3], other[3]) + 1.2
        and max(one[2], other[2]) + 0.3 < min(one[4], other[4])
    ]  # fmt: skip


def fonts_of(pdf: bytes) -> list[str]:
    """One line a font: name, type, encoding, and yes or no to embedded, subset and readable as Unicode."""
    return poppler("pdffonts", "-", pdf=pdf).splitlines()[2:]


def grey_on(pdf: bytes, grey: float) -> float:
    """How much of the first page has this grey (0 black to 1 white), from 0 to 1."""
    pixels = run("pdftoppm", "-gray", "-r", "40", "-l", "1", "-", pdf=pdf).split(b"\n", 3)[3]
    return sum(abs(pixel - grey * 255) < 1.5 for pixel in pixels) / len(pixels)


def heard(pdf: bytes) -> str:
    """The sheet as a screen reader gets it: roles and text in reading order."""
    return poppler("pdfinfo", "-struct-text", "-", pdf=pdf)


def proper_sheet(pdf: bytes, *, landscape: bool = False) -> None:
    """What is asked of every sheet, whatever it says."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == [] and opened.get_warnings() == []
        root = opened.Root
        assert root.MarkInfo.Marked and root.StructTreeRoot.K.S == "/Document"
        assert str(root.Lang) == "en-GB" and root.ViewerPreferences.DisplayDocTitle
        assert set(opened.trailer.Info.keys()) == {"/Title", "/Creator"}, "a sheet does not tell when it was made"
        for page in opened.pages:
            wide, high = (float(side) / 72 * 25.4 for side in page.MediaBox[2:])
            assert (round(wide), round(high)) == ((297, 210) if landscape else (210, 297)), "A4, mm"
            sizes = {float(size) for size in re.findall(rb"([\d.]+) Tf", page.Contents.read_bytes())}
            assert sizes and min(sizes) >= 8.5, "points: nobody has to read what is smaller"
    fonts = fonts_of(pdf)
    assert fonts and all("AlfdeskSans" in font and not re.search(r"\bno\b", font) for font in fonts), fonts
    edge, (wide, high) = 5 / 25.4 * 72, ((842, 595) if landscape else (595, 842))
    for _page, left, top, right, bottom, word in words_of(pdf):
        inside = left >= edge and top >= edge and right <= wide - edge and bottom <= high - edge
        assert inside, f"{word} is too near the edge"
    pages = pages_of(pdf)
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page


def made_elsewhere(program: str) -> str:
    """What `program` prints in another process, whose sets are shuffled differently from those of this one."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from alfdesk import i18n\ni18n.use('en')\n" + program]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()
