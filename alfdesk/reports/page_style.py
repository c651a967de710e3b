"""How every sheet of Alfdesk looks and is built: A4, one font, head, foot, tags, and the same bytes each time.

All lengths are millimetres from the top left corner of the page, text is placed by its baseline, and sizes of type are
points. A `Sheet` is drawn on from top to bottom and finished once; nothing is ever written to disk.

reportlab draws, and `tags` adds a tree of headings, paragraphs and tables for those who listen to a sheet, its language
and its title. Everything drawn outside a tag is marked as an artifact (rules, boxes, fills).
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from math import cos, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFZCompress
from reportlab.pdfbase.ttfonts import TTFont

from alfdesk import i18n
from alfdesk.i18n import gettext as _
from alfdesk.reports.canvas import Letters, Pages
from alfdesk.reports.tags import Node, tell, with_tree

if TYPE_CHECKING:
    from alfdesk.attendance.records import Foot
    from alfdesk.pay.records import Head

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"
REGULAR, SEMIBOLD = "AlfdeskSans-Regular", "AlfdeskSans-SemiBold"

SHORT, LONG = 210.0, 297.0  # A4, mm
MARGIN = 15.0  # mm on all sides; printers reach no nearer than 5 mm to the edge
TITLE, HEADING, NAME, BODY, SMALL = 17.0, 12.5, 11.5, 10.5, 8.5  # points; nothing on a sheet is below SMALL
FILL, PALE, RULE = 0.92, 0.90, 0.55  # grey, 0 black to 1 white: fills, the practice word, thin rules

rl_config.useA85 = 0  # streams stay bytes: written as letters they are a quarter longer, and slow

_SHARE = {"left": 0.0, "centre": 0.5, "right": 1.0}  # how much of a line is to the left of the x it is placed by
_LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@cache
def load_fonts() -> None:
    """Tell reportlab about the two weights, once in a process."""
    for name in (REGULAR, SEMIBOLD):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` in mm at `size` points."""
    return _breadth(text, bold) * size


@lru_cache(maxsize=4096)
def _breadth(text: str, bold: bool) -> float:
    """mm for a point of size: sheets say the same words again and again."""
    load_fonts()
    return sum(map(_WIDTHS[bold].__getitem__, text))


class _Widths(dict[str, float]):
    """The width of each letter in mm for a point of size. reportlab's own way takes several times as long."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __missing__(self, letter: str) -> float:
        face = pdfmetrics.getFont(self.name).face
        wide = self[letter] = face.charWidths.get(ord(letter), face.defaultWidth) / 1000 / mm
        return wide


_WIDTHS = (_Widths(REGULAR), _Widths(SEMIBOLD))


def fitted(text: str, size: float, room: float, *, bold: bool = False, least: float = SMALL) -> tuple[str, float]:
    """`text` and a size in points so that it takes at most `room` mm: first smaller down to `least`, then shortened.

    A shortened text ends in "…": a reader should see that something is left out.
    """
    text = unicodedata.normalize("NFC", text)
    wide = width_of(text, size, bold=bold)
    if wide <= room:
        return text, size
    # Rounded down to whole quarters of a point, so that neighbours in a column do not differ by a hair.
    size = max(least, int(size * room / wide * 4) / 4)
    if width_of(text, size, bold=bold) <= room:
        return text, size
    while text and width_of(text.rstrip() + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…", size


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """`text` broken at spaces into lines of at most `room` mm; a longer word is broken where it must be."""
    lines, line = [], ""
    for word in unicodedata.normalize("NFC", text).split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width_of(word, size, bold=bold) > room:
            cut = next(n for n in range(len(word), 0, -1) if n == 1 or width_of(word[:n], size, bold=bold) <= room)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line]


def cut(text: str, size: float, room: float, most: int) -> list[str]:
    """`text` in at most so many lines of `room` mm, the last one ending in "…" where there is more."""
    lines = wrapped(text, size, room) if text else []
    if len(lines) > most:
        lines = [*lines[: most - 1], fitted(" ".join(lines[most - 1 :]), size, room, least=size)[0]]
    return lines


def day_in_words(day: date) -> str:
    """A date as it is written in Norway, and in English here as well: 20.11.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def short_day(day: date) -> str:
    """The two letters of a weekday: ma, ti, on …"""
    return _("Mo Tu We Th Fr Sa Su").split()[day.weekday()]


def moment_in_words(moment: str) -> str:
    """An ISO local time ("2026-11-20 13:44") as "20.11.2026 kl. 13.44" in the language in use."""
    day, time = moment.replace("T", " ").split(" ")
    hour, minute = time.split(":")[:2]
    clock = clock_in_words(int(hour) * 60 + int(minute))
    return _("{date} at {time}").format(date=day_in_words(date.fromisoformat(day)), time=clock)


def clock_in_words(minute: int) -> str:
    """Minutes after midnight as a time of day: 09.05, in English 09:05."""
    return _("{hour}:{minute}").format(hour=f"{minute // 60:02}", minute=f"{minute % 60:02}")


class _Inside:
    """While a node is the open one. A class, as a generator for each of five thousand takes four times as long."""

    __slots__ = ("_node", "_open")

    def __init__(self, nodes: list[Node], node: Node) -> None:
        self._open, self._node = nodes, node

    def __enter__(self) -> None:
        self._open.append(self._node)

    def __exit__(self, *_: object) -> None:
        self._open.pop()


class _Piece:
    """While texts are gathered into one mark."""

    __slots__ = ("_sheet",)

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __enter__(self) -> None:
        self._sheet._piece = []

    def __exit__(self, *_: object) -> None:
        codes, self._sheet._piece = self._sheet._piece, None
        if codes:
            self._sheet._mark(" ".join(codes))


class Sheet:
    """A sheet being drawn. Open a page with `new_page`, draw, and take the bytes from `finish`."""

    def __init__(
        self, title: str, *, landscape: bool = False, practice: bool = False, draft: bool = False,
        size: tuple[float, float] | None = None,
    ) -> None:  # fmt: skip
        """A4, or `size` mm wide and high: something that is not cut out of a page but is one, like a card."""
        load_fonts()
        self.title = unicodedata.normalize("NFC", title)
        self.practice = practice
        self.draft = draft
        self.width, self.height = size or ((LONG, SHORT) if landscape else (SHORT, LONG))
        self.left, self.right = MARGIN, self.width - MARGIN
        self.page = -1
        self._bytes = io.BytesIO()
        self._canvas = Pages(
            self._bytes, pagesize=(self.width * mm, self.height * mm), pageCompression=1, invariant=1, pdfVersion=(1, 7),
            initialFontName=REGULAR, initialFontSize=BODY,
        )
        self._canvas._doc.defaultStreamFilters = [PDFZCompress]
        self._root = Node("Document")
        self._open = [self._root]
        self._owners: list[list[Node]] = []  # by page, the node of each mark in order
        self._piece: list[str] | None = None  # what is being gathered into one mark
        self._letters = (Letters(REGULAR, self._canvas), Letters(SEMIBOLD, self._canvas))

    # Structure

    def tag(self, role: str, *, alt: str | None = None, scope: str | None = None, span: int = 1) -> _Inside:
        """What is drawn inside belongs to one element: H1, H2, P, Table, TR, TH, TD, L, LI, LBody, Figure."""
        node = Node(role, [], alt, scope, span)
        self._open[-1].kids.append(node)
        return _Inside(self._open, node)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is for the eye only: a repeated head, a page number."""
        kept, self._open = self._open, [Node("Artifact")]
        try:
            yield
        finally:
            self._open = kept

    def piece(self) -> _Piece:
        """The texts written inside are one piece of their element, with spaces between: cheaper than many pieces."""
        return _Piece(self)

    def _mark(self, code: str, *, graphic: bool = False) -> None:
        """Put `code` on the page as marked content: of the open element, or an artifact where there is none."""
        if self._piece is not None and not graphic:
            self._piece.append(code)
            return
        owner = self._open[-1]
        if self._open[0].role == "Artifact" or owner is self._root or (graphic and owner.role != "Figure"):
            self._canvas._code.append(f"/Artifact BMC {code} EMC")
            return
        marks = self._owners[self.page]
        self._canvas._code.append(f"/{owner.role} <</MCID {len(marks)}>> BDC {code} EMC")
        owner.kids.append((self.page, len(marks)))
        marks.append(owner)

    def _shown(self, x: float, y: float, text: str, size: float, bold: bool) -> str:
        """The code that writes `text` from (x, y) mm on."""
        at = f"{x * mm:.2f} {(self.height - y) * mm:.2f}"
        letters = self._letters[bold]
        try:
            return f"BT {at} Td {letters.subset(0)} {size:g} Tf ({''.join(map(letters.__getitem__, text))}) Tj ET"
        except KeyError:
            parts = letters.split(text)
            pieces = (f"{letters.subset(n)} {size:g} Tf ({letters.escaped(part)}) Tj" for n, part in parts)
            return f"BT {at} Td {' '.join(pieces)} ET"

    # Drawing

    def new_page(self) -> None:
        """Start the next page; the pale words of practice and draft lie beneath everything else on it."""
        if self.page >= 0:
            self._canvas.showPage()
        self.page += 1
        self._owners.append([])
        words = [_("PRACTICE")] * self.practice + [_("DRAFT")] * self.draft
        for number, word in enumerate(words, 1):
            middle = self.height * number / (len(words) + 1)
            self.pale(word, self.width / 2, middle, 150 / len(words), 30 if self.width > self.height else 50)

    def text(
        self, x: float, y: float, text: str, size: float = BODY, *, bold: bool = False, align: str = "left",
        room: float | None = None, least: float = SMALL, ink: float = 0,
    ) -> float:
        """Write one line with its baseline at (x, y) mm; with `room` mm it shrinks or ends in "…". Returns its width.

        `align` says what x is: the "left", the "centre" or the "right" of the line. `ink` is a grey: 1 on a dark field.
        """
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if room:
            text, size = fitted(text, size, room, bold=bold, least=least)
        wide = width_of(text, size, bold=bold)
        if not text:
            return 0.0
        start = x - wide * _SHARE[align]
        shown = self._shown(start, y, text if self._piece is None else text + " ", size, bold)
        self._mark(f"q {ink:g} g {shown} Q" if ink else shown)
        return wide

    def lines(self, x: float, y: float, lines: list[str], size: float = BODY, *, apart: float) -> None:
        """Write lines `apart` mm from each other, the first baseline at y, as one piece of text."""
        with self.piece():
            for number, line in enumerate(lines):
                self.text(x, y + number * apart, line, size)

    def paragraph(
        self, x: float, y: float, text: str, size: float = BODY, *, room: float, role: str | None = "P"
    ) -> float:
        """Write `text` in lines of at most `room` mm, the first baseline at y; returns that of the line to come.

        `role` None leaves the tag to the caller.
        """
        with self.tag(role) if role else _nothing():
            for line in wrapped(text, size, room):
                self.text(x, y, line, size)
                y += size * 1.4 / mm
        return y

    def rule(self, x: float, y: float, to: float, *, weight: float = 0.5, grey: float = 0) -> None:
        """A level line from x to `to` mm, `weight` in points."""
        level = (self.height - y) * mm
        self._mark(
            f"{weight:g} w {grey:g} G {x * mm:.2f} {level:.2f} m {to * mm:.2f} {level:.2f} l S", graphic=True
        )

    def stroke(self, x: float, y: float, to_x: float, to_y: float, *, weight: float = 0.5, grey: float = 0) -> None:
        """A straight line between two points, any way."""
        ends = f"{x * mm:.2f} {(self.height - y) * mm:.2f} m {to_x * mm:.2f} {(self.height - to_y) * mm:.2f} l S"
        self._mark(f"{weight:g} w {grey:g} G {ends}", graphic=True)

    def dashes(self, x: float, y: float, to: float) -> None:
        """A dashed line from x to `to` mm, to cut along."""
        level = (self.height - y) * mm
        line = f"{x * mm:.2f} {level:.2f} m {to * mm:.2f} {level:.2f} l S"
        self._mark(f"q 0.5 w {RULE:g} G [3 3] 0 d {line} Q", graphic=True)

    def box(
        self, x: float, y: float, wide: float, high: float, *, weight: float = 0.7,
        fill: float | tuple[float, float, float] | None = None,
    ) -> None:  # fmt: skip
        """A rectangle with its upper left corner at (x, y) mm; `fill` is a grey, or red, green and blue from 0 to 1;
        `weight` 0 is no line."""
        paint = ("B" if weight > 0 else "f") if fill is not None else "S"
        shade = f"{fill:g} g" if isinstance(fill, float | int) else " ".join(f"{part:g}" for part in fill or ()) + " rg"
        colour = f"q {shade}" if fill is not None else "q"
        corner = f"{x * mm:.2f} {(self.height - y - high) * mm:.2f} {wide * mm:.2f} {high * mm:.2f} re"
        self._mark(f"{colour} 0 G {weight:g} w {corner} {paint} Q", graphic=True)

    def hatch(self, x: float, y: float, wide: float, high: float, *, gap: float = 2.2) -> None:
        """Slanting lines in a rectangle: survives any black and white printer, and cannot be taken for a tick."""
        corner = f"{x * mm:.2f} {(self.height - y - high) * mm:.2f} {wide * mm:.2f} {high * mm:.2f} re"
        lines = []
        # Counted from the corner of the page, so that the lines of neighbouring cells meet.
        first, last = int((x + y) / gap), int((x + wide + y + high) / gap) + 1
        for step in range(first, last + 1):
            reach = step * gap  # the line where x + y = reach
            low, top = max(x, reach - y - high), min(x + wide, reach - y)
            if low < top:
                start, end = (self.height - reach + low) * mm, (self.height - reach + top) * mm
                lines.append(f"{low * mm:.2f} {start:.2f} m {top * mm:.2f} {end:.2f} l")
        self._mark(f"q {corner} W n 0.35 w {RULE:g} G {' '.join(lines)} S Q", graphic=True)

    def squares(self, x: float, y: float, side: float, rows: list[list[bool]]) -> None:
        """Black squares of `side` mm in a grid (a QR code), as one filled path so that no seam shows between them."""
        squares = []
        for down, row in enumerate(rows):
            start = None
            for across, dark in enumerate([*row, False]):
                if dark and start is None:
                    start = across
                elif not dark and start is not None:
                    corner = f"{(x + start * side) * mm:.4f} {(self.height - y - (down + 1) * side) * mm:.4f}"
                    squares.append(f"{corner} {(across - start) * side * mm:.4f} {side * mm:.4f} re")
                    start = None
        self._mark(f"{' '.join(squares)} f", graphic=True)

    def photo(self, x: float, y: float, wide: float, high: float, jpeg: bytes) -> None:
        """A photograph that fills a frame; what does not fit into it is cut off on both sides alike."""
        picture, code = ImageReader(io.BytesIO(jpeg)), self._canvas._code
        across, down = picture.getSize()
        scale = max(wide / across, high / down)
        left, foot = x - (across * scale - wide) / 2, self.height - y - high - (down * scale - high) / 2
        before = len(code)
        self._canvas.drawImage(picture, left * mm, foot * mm, across * scale * mm, down * scale * mm)
        drawn = " ".join(code[before:])
        del code[before:]
        frame = f"{x * mm:.2f} {(self.height - y - high) * mm:.2f} {wide * mm:.2f} {high * mm:.2f} re"
        self._mark(f"q {frame} W n {drawn} Q", graphic=True)

    def pale(self, word: str, x: float, y: float, wide: float, slant: float) -> None:
        """A word across the page in pale grey, `wide` mm with its middle at (x, y), turned `slant` degrees."""
        size = 100 * wide / width_of(word, 100, bold=True)
        turned = f"{cos(radians(slant)):.5f} {sin(radians(slant)):.5f} {-sin(radians(slant)):.5f}"
        matrix = f"{turned} {cos(radians(slant)):.5f} {x * mm:.2f} {(self.height - y) * mm:.2f} cm"
        # Placed from the foot of the turned page: `_shown` counts from the top.
        shown = self._shown(-wide / 2, self.height + size * 0.36 / mm, word, size, True)
        self._mark(f"q {PALE:g} g {matrix} {shown} Q", graphic=True)

    # What every page bears

    def head(self, lines: list[str], aside: list[str]) -> float:
        """Title, `lines` beneath it and up to five lines `aside` at the right; returns the y (mm) of what follows.

        The first page's head is the heading of the document; on later pages it is repeated for the eye only.
        """
        with _nothing() if self.page == 0 else self.artifact():
            if self.practice:
                aside = [_("PRACTICE – not for real use"), *aside]
            side = [fitted(line, 9, 80)[0] for line in aside]
            room = self.right - self.left - max((width_of(line, 9) for line in side), default=0) - 6
            with self.tag("H1"):
                self.text(self.left, 21, self.title, TITLE, bold=True, room=room, least=11)
            first, apart = (19, 4.6) if len(side) <= 3 else (17, 4.2)
            for number, line in enumerate(side):
                with self.tag("P"):
                    bold = number < self.practice + self.draft
                    self.text(self.right, first + number * apart, line, 9, align="right", bold=bold)
            y = 27.5
            for line in lines:
                with self.tag("P"):
                    # Beside what stands at the right there is less room than beneath it.
                    beside = y < first - 2.5 + len(side) * apart
                    self.text(self.left, y, line, BODY, room=room if beside else self.right - self.left)
                y += 5
        return y

    def finish(self, foot: Foot | Head | None, *, foot_lines=None, numbered: bool = True) -> bytes:
        """The PDF. `foot_lines(sheet, number)` may draw above the last line of each page (e.g. a legend)."""
        total = self.page + 1
        self._canvas.showPage()
        for number in self._canvas.pages():
            self.page = number
            if foot_lines:
                with _nothing() if number == total - 1 else self.artifact():
                    foot_lines(self, number)
            if numbered:
                self._last_line(foot, number, total)
        document = self._canvas._doc
        tell(document, total, self.title, _LOCALES[i18n.language()])
        self._canvas.save()
        return with_tree(self._bytes.getvalue(), document, self._root, self._owners)

    def _last_line(self, foot: Foot | Head | None, number: int, total: int) -> None:
        y = self.height - 11
        if foot is not None:
            parts = [_("List {number}").format(number=foot.number), _("Check {digest}").format(digest=foot.digest[:12])]
            if foot.newest:
                parts.append(_("Newest entry {moment}").format(moment=moment_in_words(foot.newest)))
            with _nothing() if number == total - 1 else self.artifact(), self.tag("P"):
                self.text(self.left, y, "   ".join(parts), SMALL, room=self.right - self.left - 30)
        with self.artifact():
            page = _("Page {number} of {total}").format(number=number + 1, total=total)
            self.text(self.right, y, page, SMALL, align="right")


@contextmanager
def _nothing() -> Iterator[None]:
    yield
