"""XLSX: a zip of XML parts, read part by part with a deadline.

The parts are read by expat as they are inflated, 64 KB at a time: at every step the bytes are counted and the clock
is looked at, so a file that unfolds without end, or is slow on purpose, is put away in time. (openpyxl builds whole
parts in memory first: 200,000 merged cells keep it busy for four seconds that nothing can interrupt.) A document type
is refused before any entity in it is read, whatever the encoding. The dimensions that a sheet claims are not used, a
gap between two rows costs nothing, and links out of the file are not followed.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from time import monotonic
from typing import NoReturn
from xml.parsers import expat

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.spreadsheets import tables
from alfdesk.spreadsheets.cells import Cell
from alfdesk.spreadsheets.tables import Columns, MissingHeadings, Table

MAX_SECONDS = 5.0
MAX_MEMBERS = 1_000
MAX_RATIO = 200  # inflated to packed; only looked at above FREE_BYTES. Lists that repeat themselves reach about 15
FREE_BYTES = 1024 * 1024
CHUNK = 64 * 1024

_ENTRY = b"PK\x01\x02"  # one for each member in the directory of a zip
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMAT_TEXT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_LENGTH_FORMAT = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_DATE, _LENGTH = "date", "length"
_BUILT_IN = dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), _DATE) | {46: _LENGTH}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    ValueError,
    LookupError,
    ArithmeticError,
    EOFError,
    OSError,
    RuntimeError,
    MemoryError,
)


def read_workbook(data: bytes, columns: Columns) -> Table:
    """The list in the workbook `data`: of its first visible sheet that has the needed headings.

    Raises UserFacingError when it is damaged, too large when inflated, too slow, protected by a password, of another
    kind than XLSX, or has no sheet with the headings.
    """
    try:
        package = _Package(data, columns.name)
        package.check()
        return _read_sheets(package, columns)
    except UserFacingError:
        raise
    except _BROKEN as error:
        sentence = _("{name} is damaged and was not read. Save the list again as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=columns.name)) from error


class _Package:
    """The zip: its members by name in lower case, and what reading them has cost so far."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.ends = monotonic() + MAX_SECONDS
        self.inflated = 0
        if data.count(_ENTRY) > MAX_MEMBERS:
            self.refuse_packing()
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.members = {member.filename.lower(): member for member in self.archive.infolist()}

    def refuse_packing(self) -> NoReturn:
        sentence = _("{name} is packed in an unusual way and was not opened. Save the list again as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=self.name))

    def check(self) -> None:
        """Look at the directory before anything is inflated: count, sizes as declared, method, password, kind."""
        listed = self.archive.infolist()
        if len(listed) > MAX_MEMBERS or len(listed) != len(self.members):
            self.refuse_packing()
        if any(member.flag_bits & 1 for member in listed):
            raise UserFacingError(tables.with_password(self.name))
        if sum(member.file_size for member in listed) > tables.MAX_FILE_BYTES:
            raise tables.too_large(self.name)
        for member in listed:
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self.refuse_packing()
            self.check_ratio(member, member.file_size)
        if "mimetype" in self.members and "content.xml" in self.members:
            sentence = _("{name} is an OpenDocument file. Save it as XLSX or CSV.")
            raise UserFacingError(sentence.format(name=self.name))
        if "[content_types].xml" not in self.members:
            raise tables.not_a_list(self.name)

    def check_ratio(self, member: zipfile.ZipInfo, inflated: int) -> None:
        if inflated > FREE_BYTES and inflated > MAX_RATIO * member.compress_size:
            self.refuse_packing()

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], object],
        end: Callable[[str], object] | None = None,
        text: Callable[[str], object] | None = None,
    ) -> None:
        """Read one part through the handlers of an expat parser, counting and watching the clock. Raises KeyError."""
        member = self.members[part.lower()]
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = lambda *_declaration: self.refuse_packing()
        inflated = 0
        with self.archive.open(member) as file:
            while chunk := file.read(CHUNK):
                inflated += len(chunk)
                self.inflated += len(chunk)
                if self.inflated > tables.MAX_FILE_BYTES:
                    raise tables.too_large(self.name)
                self.check_ratio(member, inflated)
                if monotonic() > self.ends:
                    sentence = _("{name} takes too long to read. Save it as CSV, or split it.")
                    raise UserFacingError(sentence.format(name=self.name))
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` ("" for the whole) points to inside the file: id -> (last word of the kind, part)."""
        folder, file = posixpath.split(part)
        targets: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
                targets[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], target)

        self.parse(posixpath.join(folder, "_rels", file + ".rels"), start)
        return targets


def _local(name: str) -> str:
    """The name of an element without its namespace prefix."""
    return name[name.rfind(":") + 1 :]


def _read_sheets(package: _Package, columns: Columns) -> Table:
    books = [part for kind, part in package.related("").values() if kind == "officeDocument"]
    if not books or books[0].endswith(".bin"):
        raise tables.not_a_list(package.name)
    related = package.related(books[0])
    sheets: list[str] = []
    first_day = datetime(1899, 12, 30)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal first_day
        local = _local(name)
        if local == "sheet" and attributes.get("state", "visible") == "visible":
            pointer = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = related.get(pointer, ("", ""))
            if kind == "worksheet":
                sheets.append(part)
        elif local == "workbookPr" and attributes.get("date1904", "0") in ("1", "true", "on"):
            first_day = datetime(1904, 1, 1)

    package.parse(books[0], start)
    if not sheets:
        raise tables.not_a_list(package.name)
    parts = dict(related.values())
    strings = _strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
    formats = _formats(package, parts["styles"]) if "styles" in parts else []
    lacking: MissingHeadings | None = None
    for part in sheets:
        columns.start()
        try:
            _Sheet(columns, strings, formats, first_day).read(package, part)
            return columns.table()
        except MissingHeadings as error:
            lacking = lacking or error
    assert lacking is not None
    raise lacking


def _unescaped(text: str) -> str:
    """A text with its _x000D_ turned back into characters; half characters and NUL are left out."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPED.sub(character, text) if "_x" in text else text


def _strings(package: _Package, part: str) -> list[str]:
    """The texts that cells point to by number. The reading aid over Japanese texts (rPh) is no part of them."""
    strings: list[str] = []
    pieces: list[str] = []
    inside = aside = False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside, aside
        local = _local(name)
        if local == "t":
            inside = not aside
        elif local == "si":
            pieces.clear()
        elif local == "rPh":
            aside = True

    def end(name: str) -> None:
        nonlocal inside, aside
        local = _local(name)
        if local == "t":
            inside = False
        elif local == "si":
            strings.append(_unescaped("".join(pieces)))
        elif local == "rPh":
            aside = False

    def text(characters: str) -> None:
        if inside:
            pieces.append(characters)

    package.parse(part, start, end, text)
    return strings


def _formats(package: _Package, part: str) -> list[str | None]:
    """For each style of a cell whether its number is a date or time, a length of time, or (None) a number."""
    own: dict[int, str | None] = {}
    formats: list[str | None] = []
    group = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal group
        local = _local(name)
        if local in ("numFmts", "cellXfs", "cellStyleXfs", "dxfs"):
            group = local
        elif local == "numFmt" and group == "numFmts":
            own[int(attributes["numFmtId"])] = _format_kind(attributes["formatCode"])
        elif local == "xf" and group == "cellXfs":
            number = int(attributes.get("numFmtId", 0))
            formats.append(own[number] if number in own else _BUILT_IN.get(number))

    package.parse(part, start)
    return formats


def _format_kind(code: str) -> str | None:
    plain = _FORMAT_TEXT.sub("", code).partition(";")[0]
    if _LENGTH_FORMAT.search(plain):
        return _LENGTH
    return _DATE if re.search("[dmyhs]", plain.replace("General", ""), re.IGNORECASE) else None


def _from_serial(serial: float, kind: str, first_day: datetime) -> datetime | time | timedelta:
    """What a number of days means, to the nearest second. Day 60 of 1900, which never was, is counted by Excel."""
    if serial < 0:
        raise ValueError("before the first day")
    length = timedelta(seconds=round(serial * 86_400))
    if kind == _LENGTH or serial < 1 <= length.days:
        return length
    if serial < 1:
        return (datetime.min + length).time()
    if serial < 60 and first_day.year == 1899:
        length += timedelta(days=1)
    return first_day + length


class _Sheet:
    """One sheet on its way into `columns`: the first row that is not empty is the headings."""

    def __init__(self, columns: Columns, strings: list[str], formats: list[str | None], first_day: datetime) -> None:
        self.columns = columns
        self.strings = strings
        self.formats = formats
        self.first_day = first_day
        self.line = 0
        self.cells: dict[int, Cell] = {}  # of the row being read, by column from 0; empty ones are not there
        self.reasons: dict[int, str] = {}  # why a cell of the row cannot be read

    def read(self, package: _Package, part: str) -> None:
        """Read the sheet. Raises MissingHeadings when its first row lacks a needed one or it is empty."""
        row = cell = value = inline = ""
        column = -1
        kind: str | None = None
        style: str | None = None
        pieces: list[str] = []
        inside = False
        numbers: dict[str, int] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, cell, value, inline, column, kind, style, inside
            if name == cell:
                reference = attributes.get("r")
                if reference is None:
                    column += 1
                else:
                    letters = reference.rstrip("0123456789")
                    if letters not in numbers:
                        numbers[letters] = _column(letters)
                    column = numbers[letters]
                kind = attributes.get("t")
                style = attributes.get("s")
                pieces.clear()
            elif name == value:
                inside = True
            elif name == inline:
                inside = kind == "inlineStr"
            elif name == row:
                number = attributes.get("r")
                self.line = int(number) if number else self.line + 1
                if not 0 < self.line <= tables.MAX_LINES:
                    raise ValueError("no such row")
                column = -1
            elif not row:
                prefix = name[: name.rfind(":") + 1]
                row, cell, value, inline = prefix + "row", prefix + "c", prefix + "v", prefix + "t"

        def end(name: str) -> None:
            nonlocal inside
            if name == value or name == inline:
                inside = False
            elif name == cell:
                if pieces:
                    self.take(column, kind, style, "".join(pieces))
            elif name == row:
                self.finish_row()

        package.parse(part, start, end, lambda characters: pieces.append(characters) if inside else None)
        if not self.columns.width:
            self.columns.match(())

    def take(self, column: int, kind: str | None, style: str | None, text: str) -> None:
        """Turn what stands in a cell into a value. Its column is noted also when it cannot be read."""
        value: Cell
        try:
            if kind == "s":
                value = self.strings[int(text)]
            elif kind is None or kind == "n":
                value = int(text) if len(text) < 16 and text.lstrip("-").isdecimal() else float(text)
                if style is not None and (moment := self.formats[int(style)]):
                    value = _from_serial(value, moment, self.first_day)
            elif kind in ("str", "inlineStr"):
                value = _unescaped(text)
            elif kind == "b":
                value = text.strip() in ("1", "true")
            elif kind == "d":
                value = _from_iso(text.strip())
            else:
                value = text
                self.reasons[column] = _("A cell shows an error instead of a value.")
        except (ValueError, LookupError, OverflowError):
            value = text
            self.reasons[column] = _("A cell cannot be read.")
        if not isinstance(value, str) or (value and not value.isspace()):
            self.cells[column] = value

    def finish_row(self) -> None:
        """Match the headings, or keep or refuse a row."""
        columns = self.columns
        cells, self.cells = self.cells, {}
        reasons, self.reasons = self.reasons, {}
        if not cells:
            return
        if not columns.width:
            columns.match([cells.get(place) for place in range(max(cells) + 1)])
            return
        if max(cells) >= columns.width:
            columns.refuse(self.line, tables.more_cells_than_headings())
            return
        if reasons:
            for place in columns.places:
                if place in reasons:
                    columns.refuse(self.line, reasons[place])
                    return
        row = tuple([cells.get(place) for place in columns.places])
        for value in row:
            if type(value) is str and len(value) > tables.MAX_CELL_LENGTH:
                columns.refuse(self.line, tables.cell_too_long())
                return
        columns.rows.append((self.line, row))
        if len(columns.rows) > tables.MAX_ROWS:
            raise tables.too_many_rows(columns.name)


def _column(letters: str) -> int:
    """The column of "A" (0) to "XFD". Raises ValueError for anything else."""
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError("no such column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _from_iso(text: str) -> datetime | time:
    if "T" not in text and ":" in text:
        return time.fromisoformat(text).replace(tzinfo=None)
    return datetime.fromisoformat(text).replace(tzinfo=None)
