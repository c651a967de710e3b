"""XLSX: looked over here, read by openpyxl.

openpyxl trusts a file and takes parts of it whole, for as long as that takes. So it is never given the file itself.
Every member is first inflated here, a little at a time, while the bytes are counted and the clock is looked at. The
XML among them is read through once: a document type is refused before any entity in it is read, whatever the
encoding, and the sections that no list needs (merged cells, colouring, links, names, headers) are left out. The rest
goes into a new zip in memory, and openpyxl reads that through a file that looks at the clock at every step; what it
takes in one step is bounded. The dimensions that a sheet claims are not used, and links out of the file lead nowhere.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from contextlib import closing
from time import monotonic
from typing import Any, NoReturn
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.spreadsheets import tables
from alfdesk.spreadsheets.cells import Cell
from alfdesk.spreadsheets.tables import Columns, MissingHeadings, Table

MAX_SECONDS = 4.0  # and at most one more for the step that is being taken then
MAX_MEMBERS = 1_000
MAX_RATIO = 200  # inflated to packed; only looked at above FREE_BYTES. Lists that repeat themselves reach about 15
FREE_BYTES = 1024 * 1024
MAX_IN_STEP = 20_000  # elements in one row or text; a row can have 16,384 cells
MAX_AROUND = 20_000  # elements that are kept, in no row or text: styles, relationships, sheets
CHUNK = 64 * 1024

_ENTRY = b"PK\x01\x02"  # one for each member in the directory of a zip
_STEPS = {"sheetData": 3, "si": 2}  # the sections that openpyxl reads step by step: at which depth a step begins
_KEPT = {*_STEPS, "Default", "Override", "Relationship", "workbookPr", "sheets", "numFmts", "cellXfs"}
_IN_STEPS = set(
    "row c v f is t r rPr rPh phoneticPr rFont charset family b i strike outline shadow condense extend color sz u "
    "vertAlign scheme".split()
)
_CUT_CHARACTERS = re.compile("[\0\ud800-\udfff]")


def read_workbook(data: bytes, columns: Columns) -> Table:
    """The list in the workbook `data`: of its first visible sheet that has the needed headings.

    Raises UserFacingError when it is damaged, too large when inflated, too slow, protected by a password, of another
    kind than XLSX, or has no sheet with the headings.
    """
    try:
        package = _Watched(columns.name)
        _look_over(data, package)
        with warnings.catch_warnings(action="ignore"):
            return _read_sheets(package, columns)
    except UserFacingError:
        raise
    except Exception as error:  # openpyxl and its parsers raise whatever comes up
        sentence = _("{name} is damaged and was not read. Save the list again as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=columns.name)) from error


class _Watched(io.BytesIO):
    """A file in memory that cannot be read any more when the time is up."""

    def __init__(self, list_name: str) -> None:
        super().__init__()
        self.list_name = list_name
        self.ends = monotonic() + MAX_SECONDS

    def read(self, size: int | None = -1) -> bytes:
        self.look_at_the_clock()
        return super().read(size)

    def look_at_the_clock(self) -> None:
        if monotonic() > self.ends:
            self.refuse_slow()

    def refuse_slow(self) -> NoReturn:
        sentence = _("{name} takes too long to read. Save it as CSV, or split it.")
        raise UserFacingError(sentence.format(name=self.list_name))

    def refuse_packing(self, *_why: object) -> NoReturn:
        sentence = _("{name} is packed in an unusual way and was not opened. Save the list again as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=self.list_name))


# The file, before openpyxl sees it


def _look_over(data: bytes, package: _Watched) -> None:
    """Write into `package` what openpyxl may see of the zip `data`."""
    if data.count(_ENTRY) > MAX_MEMBERS:
        package.refuse_packing()
    sift = _Sift(package)
    inflated = 0
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(package, "w") as target:
        _check_directory(source.infolist(), package)
        for member in source.infolist():
            part = bytearray()
            with source.open(member) as file:  # gives no more than the size that was declared
                while chunk := file.read(CHUNK):
                    package.look_at_the_clock()
                    inflated += len(chunk)
                    if inflated > tables.MAX_FILE_BYTES:
                        raise tables.too_large(package.list_name)
                    part += chunk
            if member.filename.lower().endswith((".xml", ".rels")):
                target.writestr(member.filename, sift.needed(bytes(part)))


def _check_directory(members: list[zipfile.ZipInfo], package: _Watched) -> None:
    """Look at what the zip says about itself: count, sizes, method, password, kind."""
    name = package.list_name
    names = {member.filename.lower() for member in members}
    if len(members) > MAX_MEMBERS or len(members) != len(names):
        package.refuse_packing()
    if any(member.flag_bits & 1 for member in members):
        raise UserFacingError(tables.with_password(name))
    if sum(member.file_size for member in members) > tables.MAX_FILE_BYTES:
        raise tables.too_large(name)
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            package.refuse_packing()
        if member.file_size > max(FREE_BYTES, MAX_RATIO * member.compress_size):
            package.refuse_packing()
    if {"mimetype", "content.xml"} <= names:
        sentence = _("{name} is an OpenDocument file. Save it as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=name))
    if "[content_types].xml" not in names:
        raise tables.not_a_list(name)


class _Sift:
    """Keeps of each XML part the sections that a list is read from, and counts what is in them."""

    def __init__(self, package: _Watched) -> None:
        self.package = package
        self.around = 0

    def needed(self, part: bytes) -> bytes:
        """The XML `part` without the sections (elements right below the root) that are not in _KEPT."""
        package = self.package
        parser = expat.ParserCreate()
        edges = [0]  # where in `part` keeping begins and ends, by turns
        depth = line = in_step = 0
        kept = True
        last_cell = (0, "")
        step_depth: int | None = None

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth, line, last_cell, in_step, kept, step_depth
            depth += 1
            if not kept and depth > 2:
                return
            name = tag.rpartition(":")[2]
            if depth == 2:
                if (name in _KEPT) != kept:
                    kept = not kept
                    edges.append(parser.CurrentByteIndex)
                    self.around += 1
                step_depth = _STEPS.get(name)
            if step_depth is None or depth < step_depth:
                self.around += 1
                code = attributes.get("formatCode", "")
                if len(code) > 255 or code.count("[") > 20:
                    raise ValueError("no such format")
            elif depth > step_depth:
                in_step += 1
            else:
                in_step = 0
            if step_depth and name not in _IN_STEPS and depth > 2:
                raise ValueError("no such thing in a row or text")
            if name == "row" and depth == 3:
                before, line = line, int(attributes.get("r", line + 1))
                if not before < line <= tables.MAX_LINES:
                    raise ValueError("no such row, or one that comes too late")
                last_cell = (0, "")
            elif name == "c" and "r" in attributes:
                cell = (len(attributes["r"]), attributes["r"])  # B2 comes before AA2
                if cell <= last_cell:
                    raise ValueError("a cell comes too late")
                last_cell = cell
            if in_step > MAX_IN_STEP or self.around > MAX_AROUND:
                package.refuse_slow()

        def end(_tag: str) -> None:
            nonlocal depth
            depth -= 1
            if not depth and not kept:
                edges.append(parser.CurrentByteIndex)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.StartDoctypeDeclHandler = package.refuse_packing
        for place in range(0, len(part), CHUNK):
            package.look_at_the_clock()
            parser.Parse(part[place : place + CHUNK], False)
        parser.Parse(b"", True)
        edges.append(len(part))
        return b"".join(part[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True))


# What openpyxl makes of it


def _read_sheets(package: _Watched, columns: Columns) -> Table:
    try:
        book = load_workbook(package, read_only=True, data_only=True, keep_links=False)
    except OSError:  # "no valid workbook part"
        raise tables.not_a_list(columns.name) from None
    lacking: MissingHeadings | None = None
    with closing(book):
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                columns.start()
                try:
                    _read_rows(sheet, columns, package)
                    return columns.table()
                except MissingHeadings as error:
                    lacking = lacking or error
    raise lacking or tables.not_a_list(columns.name)


def _read_rows(sheet: Any, columns: Columns, package: _Watched) -> None:
    """Read one sheet: the first row that is not empty is the headings. openpyxl fills the gaps between rows."""
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(), 1):
        if not line % 1000:
            package.look_at_the_clock()
        width = len(row)
        while width and _is_empty(row[width - 1].value):
            width -= 1
        if not width:
            continue
        if not columns.width:
            columns.match([_value(cell) for cell in row[:width]])
        elif width > columns.width:
            columns.refuse(line, tables.more_cells_than_headings())
        else:
            _take(line, [row[place] if place < width else None for place in columns.places], columns)
    if not columns.width:
        columns.match(())


def _take(line: int, cells: list[Any], columns: Columns) -> None:
    """Keep or refuse a row."""
    values = tuple([_value(cell) if cell else None for cell in cells])
    if any([cell and cell.data_type == "e" for cell in cells]):
        columns.refuse(line, _("A cell shows an error instead of a value."))
    elif any([type(value) is str and len(value) > tables.MAX_CELL_LENGTH for value in values]):
        columns.refuse(line, tables.cell_too_long())
    else:
        columns.rows.append((line, values))
        if len(columns.rows) > tables.MAX_ROWS:
            raise tables.too_many_rows(columns.name)


def _is_empty(value: Cell) -> bool:
    return value is None or (type(value) is str and (not value or value.isspace()))


def _value(cell: Any) -> Cell:
    """What stands in a cell; in a text, _x000D_ is turned back into a character."""
    value = cell.value
    if type(value) is not str:
        return value
    if "_x" in value:
        value = _CUT_CHARACTERS.sub("", unescape(value))
    return None if _is_empty(value) else value
