"""What openpyxl may see of an XLSX file.

openpyxl trusts a file and takes parts of it whole, for as long as that takes. So it is never given the file itself.
Every member is first inflated here, a little at a time, while the bytes are counted and the clock is looked at. The
XML among them is read through once: a document type is refused before any entity in it is read, whatever the
encoding, and the sections that no list needs (merged cells, colouring, links, names, headers) are left out. The rest
goes into a new zip in memory, and openpyxl reads that through a file that looks at the clock at every step; what it
takes in one step is bounded. The dimensions that a sheet claims are not used, and links out of the file lead nowhere.
"""

from __future__ import annotations

import io
import zipfile
from time import thread_time
from typing import NoReturn
from xml.parsers import expat

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.spreadsheets import tables

MAX_SECONDS = 4.0  # of work (a busy machine is not the file's fault); the step begun then may take one more
MAX_MEMBERS = 1_000
MAX_RATIO = 200  # inflated to packed; only looked at above FREE_BYTES. Lists that repeat themselves reach about 15
FREE_BYTES = 1024 * 1024
MAX_IN_STEP = 20_000  # elements in one row or text; a row can have 16,384 cells
MAX_AROUND = 20_000  # elements that are kept, in no row or text: styles, relationships, sheets
MAX_NESTED = 100  # elements in each other, or attributes in one
CHUNK = 64 * 1024

_ENTRY = b"PK\x01\x02"  # one for each member in the directory of a zip
_STEPS = {"sheetData": 3, "si": 2}  # the sections that openpyxl reads step by step: at which depth a step begins
_KEPT = {*_STEPS, "dimension", "Default", "Override", "Relationship", "workbookPr", "sheets", "numFmts", "cellXfs"}
_IN_STEPS = set("row c v f is t r rPr rPh phoneticPr rFont charset family b i strike outline shadow condense".split())
_IN_STEPS |= set("extend color sz u vertAlign scheme extLst ext".split())


class Watched(io.BytesIO):
    """A file in memory that cannot be read any more when the time is up."""

    def __init__(self, list_name: str) -> None:
        super().__init__()
        self.list_name = list_name
        self.ends = thread_time() + MAX_SECONDS

    def read(self, size: int | None = -1) -> bytes:
        self.look_at_the_clock()
        return super().read(size)

    def look_at_the_clock(self, too_much: bool = False) -> None:
        if too_much or thread_time() > self.ends:
            sentence = _("{name} takes too long to read. Save it as CSV, or split it.")
            raise UserFacingError(sentence.format(name=self.list_name))

    def refuse_packing(self, *_why: object) -> NoReturn:
        sentence = _("{name} is packed in an unusual way and was not opened. Save the list again as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=self.list_name))


def look_over(data: bytes, package: Watched) -> None:
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


def _check_directory(members: list[zipfile.ZipInfo], package: Watched) -> None:
    """Look at what the zip says about itself: count, sizes, method, password, kind."""
    name = package.list_name
    names = {member.filename.lower() for member in members}
    if len(members) != len(names):
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

    def __init__(self, package: Watched) -> None:
        self.package = package
        self.around = 0

    def needed(self, part: bytes) -> bytes:
        """The XML `part` without the sections (elements right below the root) that are not in _KEPT."""
        package = self.package
        parser = expat.ParserCreate()
        edges = [0]  # where in `part` keeping begins and ends, by turns
        depth = line = in_step = 0
        kept = True
        cell = (0, "")
        step_depth: int | None = None

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth, line, cell, in_step, kept, step_depth
            depth += 1
            if max(depth, len(attributes)) > MAX_NESTED:
                raise ValueError("no workbook is like this")
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
                before, line, cell = line, int(attributes.get("r", line + 1)), (0, "")
                if not before < line <= tables.MAX_LINES:
                    raise ValueError("no such row, or one that comes too late")  # openpyxl would drop it
            elif name == "c" and "r" in attributes:
                before, cell = cell, (len(attributes["r"]), attributes["r"])  # B2 comes before AA2
                if cell <= before:
                    raise ValueError("a cell that comes too late")
            if in_step > MAX_IN_STEP or self.around > MAX_AROUND:
                package.look_at_the_clock(too_much=True)

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
