"""How every sheet of Alfdesk looks and is built: A4, one font, head, foot, tags, and the same bytes each time.

All lengths are millimetres from the top left corner of the page, text is placed by its baseline, and sizes of type are
points. A `Sheet` is drawn on from top to bottom and finished once; nothing is ever written to disk.

reportlab draws and pikepdf adds what reportlab cannot: a tree of headings, paragraphs and tables for those who listen
to a sheet, its language and its title. Everything drawn outside a tag is marked as an artifact (rules, boxes, fills).
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from alfdesk import i18n
from alfdesk.attendance.records import Foot
from alfdesk.i18n import gettext as _

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"
REGULAR, SEMIBOLD = "AlfdeskSans-Regular", "AlfdeskSans-SemiBold"

SHORT, LONG = 210.0, 297.0  # A4, mm
MARGIN = 15.0  # mm on all sides; printers reach no nearer than 5 mm to the edge
TITLE, HEADING, NAME, BODY, SMALL = 17.0, 12.5, 11.5, 10.5, 8.5  # points; nothing on a sheet is below SMALL
FILL, PALE, RULE = 0.92, 0.90, 0.55  # grey, 0 black to 1 white: fills, the practice word, thin rules

_LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@cache
def load_fonts() -> None:
    """Tell reportlab about the two weights, once in a process."""
    for name in (REGULAR, SEMIBOLD):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` in mm at `size` points."""
    load_fonts()
    return pdfmetrics.stringWidth(text, SEMIBOLD if bold else REGULAR, size) / mm


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


def day_in_words(day: date) -> str:
    """A date as it is written in Norway, and in English here as well: 20.11.2026."""
    return f"{day:%d.%m.%Y}"


def short_day(day: date) -> str:
    """The two letters of a weekday: ma, ti, on …"""
    return _("Mo Tu We Th Fr Sa Su").split()[day.weekday()]


def moment_in_words(moment: str) -> str:
    """An ISO local time ("2026-11-20 13:44") as "20.11.2026 kl. 13.44" in the language in use."""
    day, time = moment.replace("T", " ").split(" ")
    hour, minute = time.split(":")[:2]
    clock = _("{hour}:{minute}").format(hour=hour, minute=minute)
    return _("{date} at {time}").format(date=day_in_words(date.fromisoformat(day)), time=clock)


@dataclass
class _Node:
    """One element of the structure tree. `kids` are nodes, or (page, mark) pairs for marked content."""

    role: str
    kids: list = field(default_factory=list)
    alt: str | None = None
    scope: str | None = None  # of a TH: "Row" or "Column"
    span: int = 1  # columns a cell covers


class _Pages(Canvas):
    """A canvas that keeps its pages back until their number is known: the foot says "Page 1 of 2"."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[dict] = []

    def showPage(self) -> None:  # noqa: N802  (reportlab's name)
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def pages(self) -> Iterator[int]:
        """Bring each kept page back to be finished; yields its number from 0."""
        for number, state in enumerate(self.kept):
            self.__dict__.update(state)
            yield number
            super().showPage()


class Sheet:
    """A sheet being drawn. Open a page with `new_page`, draw, and take the bytes from `finish`."""

    def __init__(self, title: str, *, landscape: bool = False, practice: bool = False) -> None:
        load_fonts()
        self.title = unicodedata.normalize("NFC", title)
        self.practice = practice
        self.width, self.height = (LONG, SHORT) if landscape else (SHORT, LONG)
        self.left, self.right = MARGIN, self.width - MARGIN
        self.page = -1
        self._bytes = io.BytesIO()
        self._canvas = _Pages(
            self._bytes, pagesize=(self.width * mm, self.height * mm), pageCompression=1, invariant=1,
            initialFontName=REGULAR, initialFontSize=BODY,
        )
        self._root = _Node("Document")
        self._open = [self._root]
        self._owners: list[list[_Node]] = []  # by page, the node of each mark in order

    # Structure

    @contextmanager
    def tag(self, role: str, *, alt: str | None = None, scope: str | None = None, span: int = 1) -> Iterator[None]:
        """What is drawn inside belongs to one element: H1, H2, P, Table, TR, TH, TD, L, LI, LBody, Figure."""
        node = _Node(role, alt=alt, scope=scope, span=span)
        self._open[-1].kids.append(node)
        self._open.append(node)
        try:
            yield
        finally:
            self._open.pop()

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is for the eye only: a repeated head, a page number."""
        kept, self._open = self._open, [_Node("Artifact")]
        try:
            yield
        finally:
            self._open = kept

    @contextmanager
    def _marked(self, *, graphic: bool = False) -> Iterator[Canvas]:
        """Marked content around what is drawn: of the open element, or an artifact where there is none."""
        owner = self._open[-1]
        silent = self._open[0].role == "Artifact" or owner is self._root or (graphic and owner.role != "Figure")
        if silent:
            self._canvas._code.append("/Artifact BMC")
        else:
            marks = self._owners[self.page]
            self._canvas._code.append(f"/{owner.role} <</MCID {len(marks)}>> BDC")
            owner.kids.append((self.page, len(marks)))
            marks.append(owner)
        yield self._canvas
        self._canvas._code.append("EMC")

    # Drawing

    def new_page(self) -> None:
        """Start the next page; the pale practice word lies beneath everything else on it."""
        if self.page >= 0:
            self._canvas.showPage()
        self.page += 1
        self._owners.append([])
        if self.practice:
            self._practice_word()

    def text(
        self, x: float, y: float, text: str, size: float = BODY, *, bold: bool = False, align: str = "left",
        room: float | None = None, least: float = SMALL,
    ) -> float:
        """Write one line with its baseline at (x, y) mm; with `room` mm it shrinks or ends in "…". Returns its width.

        `align` says what x is: the "left", the "centre" or the "right" of the line.
        """
        text = unicodedata.normalize("NFC", text)
        if room:
            text, size = fitted(text, size, room, bold=bold, least=least)
        wide = width_of(text, size, bold=bold)
        if not text:
            return 0.0
        with self._marked() as canvas:
            canvas.setFillGray(0)
            canvas.setFont(SEMIBOLD if bold else REGULAR, size)
            start = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
            canvas.drawString(start * mm, (self.height - y) * mm, text)
        return wide

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
        with self._marked(graphic=True) as canvas:
            canvas.setLineWidth(weight)
            canvas.setStrokeGray(grey)
            canvas.line(x * mm, (self.height - y) * mm, to * mm, (self.height - y) * mm)

    def box(
        self, x: float, y: float, wide: float, high: float, *, weight: float = 0.7, fill: float | None = None
    ) -> None:
        """A rectangle with its upper left corner at (x, y) mm; `fill` is a grey, `weight` 0 is no line."""
        with self._marked(graphic=True) as canvas:
            canvas.setLineWidth(weight)
            canvas.setStrokeGray(0)
            if fill is not None:
                canvas.setFillGray(fill)
            lower, line, filled = self.height - y - high, int(weight > 0), int(fill is not None)
            canvas.rect(x * mm, lower * mm, wide * mm, high * mm, stroke=line, fill=filled)

    def hatch(self, x: float, y: float, wide: float, high: float, *, gap: float = 2.2) -> None:
        """Slanting lines in a rectangle: survives any black and white printer, and cannot be taken for a tick."""
        with self._marked(graphic=True) as canvas:
            canvas.saveState()
            clip = canvas.beginPath()
            clip.rect(x * mm, (self.height - y - high) * mm, wide * mm, high * mm)
            canvas.clipPath(clip, stroke=0, fill=0)
            canvas.setLineWidth(0.35)
            canvas.setStrokeGray(RULE)
            # Counted from the corner of the page, so that the lines of neighbouring cells meet.
            first, last = int((x + y) / gap), int((x + wide + y + high) / gap) + 1
            for step in range(first, last + 1):
                reach = step * gap  # the line where x + y = reach
                low, top = max(x, reach - y - high), min(x + wide, reach - y)
                if low < top:
                    canvas.line(low * mm, (self.height - reach + low) * mm, top * mm, (self.height - reach + top) * mm)
            canvas.restoreState()

    def squares(self, x: float, y: float, side: float, rows: list[list[bool]]) -> None:
        """Black squares of `side` mm in a grid (a QR code), as one filled path so that no seam shows between them."""
        with self._marked(graphic=True) as canvas:
            path = canvas.beginPath()
            for down, row in enumerate(rows):
                start = None
                for across, dark in enumerate([*row, False]):
                    if dark and start is None:
                        start = across
                    elif not dark and start is not None:
                        path.rect(
                            (x + start * side) * mm, (self.height - y - (down + 1) * side) * mm,
                            (across - start) * side * mm, side * mm,
                        )
                        start = None
            canvas.setFillGray(0)
            canvas.drawPath(path, stroke=0, fill=1)

    def _practice_word(self) -> None:
        word = _("PRACTICE")
        with self._marked(graphic=True) as canvas:
            canvas.saveState()
            canvas.translate(self.width / 2 * mm, self.height / 2 * mm)
            canvas.rotate(30 if self.width > self.height else 50)
            size = 100 * 150 / width_of(word, 100, bold=True)
            canvas.setFillGray(PALE)
            canvas.setFont(SEMIBOLD, size)
            canvas.drawCentredString(0, -size * 0.36, word)
            canvas.restoreState()

    # What every page bears

    def head(self, lines: list[str], aside: list[str]) -> float:
        """Title, `lines` beneath it and up to three lines `aside` at the right; returns the y (mm) of what follows.

        The first page's head is the heading of the document; on later pages it is repeated for the eye only.
        """
        with _nothing() if self.page == 0 else self.artifact():
            if self.practice:
                aside = [_("PRACTICE – not for real use"), *aside]
            side = [fitted(line, 9, 80)[0] for line in aside]
            room = self.right - self.left - max((width_of(line, 9) for line in side), default=0) - 6
            with self.tag("H1"):
                self.text(self.left, 21, self.title, TITLE, bold=True, room=room, least=11)
            for number, line in enumerate(side):
                with self.tag("P"):
                    self.text(self.right, 19 + number * 4.6, line, 9, align="right", bold=self.practice and number == 0)
            y = 27.5
            for line in lines:
                with self.tag("P"):
                    # Beside what stands at the right there is less room than beneath it.
                    beside = y < 16.5 + len(side) * 4.6
                    self.text(self.left, y, line, BODY, room=room if beside else self.right - self.left)
                y += 5
        return y

    def finish(self, foot: Foot | None, *, foot_lines=None) -> bytes:
        """The PDF. `foot_lines(sheet, number)` may draw above the last line of each page (e.g. a legend)."""
        total = self.page + 1
        self._canvas.showPage()
        for number in self._canvas.pages():
            self.page = number
            if foot_lines:
                with _nothing() if number == total - 1 else self.artifact():
                    foot_lines(self, number)
            self._last_line(foot, number, total)
        self._canvas.setTitle(self.title)
        self._canvas.setCreator("Alfdesk")
        self._canvas.save()
        return _tagged(self._bytes, self._root, self._owners, self.title)

    def _last_line(self, foot: Foot | None, number: int, total: int) -> None:
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


def _tagged(plain: io.BytesIO, root: _Node, owners: list[list[_Node]], title: str) -> bytes:
    """The same PDF with its structure tree, language and title, and without any time of making."""
    plain.seek(0)
    with pikepdf.open(plain) as pdf:
        made: dict[int, pikepdf.Object] = {}

        def element(node: _Node, parent: pikepdf.Object) -> pikepdf.Object:
            made[id(node)] = this = pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name(f"/{node.role}"), P=parent)
            )
            kids = Array()
            for kid in node.kids:
                if isinstance(kid, _Node):
                    kids.append(element(kid, this))
                else:
                    page, mark = kid
                    kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=mark))
            this.K = kids
            if node.alt:
                this.Alt = String(node.alt)
            if node.scope or node.span > 1:
                table = Dictionary(O=Name.Table)
                if node.scope:
                    table.Scope = Name(f"/{node.scope}")
                if node.span > 1:
                    table.ColSpan = node.span
                this.A = table
            return this

        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = element(root, tree)
        numbers = Array()
        for number, marks in enumerate(owners):
            pdf.pages[number].obj.StructParents = number
            pdf.pages[number].obj.Tabs = Name.S
            numbers.extend([number, pdf.make_indirect(Array([made[id(node)] for node in marks]))])
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        tree.ParentTreeNextKey = len(owners)
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String(_LOCALES[i18n.language()])
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        # A sheet says how fresh its entries are, never when it was made: the same record gives the same bytes.
        pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(title), Creator=String("Alfdesk")))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()
