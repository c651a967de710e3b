"""A file with a list becomes a `Table`: headings matched in any order, lines numbered as in the file.

This file holds what the kinds of file have in common: the limits, the sentences, the matching of headings and the
reading of CSV. `workbooks` reads XLSX.
"""

from __future__ import annotations

import csv
import io
import re
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.spreadsheets.cells import Cell

MAX_FILE_BYTES = 20 * 1024 * 1024  # of the file itself, and of everything inside an XLSX when inflated
MAX_ROWS = 100_000  # that are not empty, the heading not counted
MAX_COLUMNS = 200
MAX_CELL_LENGTH = 1_000  # characters in a cell of a column that is asked for
MAX_LINES = 1_048_576  # physical lines, empty ones too; also the last row of an XLSX sheet
MAX_LINE_LENGTH = 131_072  # characters in one physical line of a CSV; the csv module takes no more in one cell

GUARD = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"  # how a text begins that a spreadsheet could take for a formula
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")
_GUARDED = re.compile(rf"'(?='*(?:{GUARD}))")


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it stood in the file.

    `columns` are the headings that were asked for, in that order, and every row has one cell for each of them: None
    where the cell is empty or the column missing. (A cell of blanks may stay; the parsers take it as empty too.) A
    row bears the number of its line in the file: for CSV the physical line where the record begins, for XLSX the row
    of the sheet; the headings normally stand on line 1.
    """

    columns: tuple[str, ...]
    rows: list[tuple[int, tuple[Cell, ...]]]
    refused: tuple[tuple[int, str], ...] = ()  # (line, reason in the person's language), not in `rows`
    missing: tuple[str, ...] = ()  # the columns that the file does not have


def read_table(path: str | Path, *, needs: Sequence[str], knows: Sequence[str]) -> Table:
    """Read the list in `path` (CSV or XLSX, whatever it is called): the columns `knows`, `needs` among them.

    Headings may stand in any order and in any case; other columns are left out, and so are empty rows. CSV may be
    UTF-8 or Windows-1252, with semicolon or comma. Of a workbook the first visible sheet with the headings is read,
    formulas by the value last shown. Raises UserFacingError when the file is missing, unreadable, too large, too
    slow, of another kind, lacks a needed heading or repeats a known one.
    """
    name = Path(path).name.encode("utf-8", "replace").decode()
    data = _content(Path(path), name)
    columns = Columns(name, needs, knows)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from alfdesk.spreadsheets.workbooks import read_workbook

        return read_workbook(data, columns)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UserFacingError(with_password(name))
    return _read_csv(_text(data, name), columns)


def _content(path: Path, name: str) -> bytes:
    try:
        kind = path.stat()
        if not stat.S_ISREG(kind.st_mode):
            raise UserFacingError(_("{name} is not a file.").format(name=name))
        if kind.st_size > MAX_FILE_BYTES:
            raise too_large(name)
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise UserFacingError(_("There is no file named {name}.").format(name=name)) from None
    except (OSError, ValueError) as error:
        sentence = _("{name} could not be read. Check that it is not open in another program, and try again.")
        raise UserFacingError(sentence.format(name=name)) from error
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UserFacingError(_("{name} is empty.").format(name=name))
    return data


def too_large(name: str) -> UserFacingError:
    """The refusal of a file above MAX_FILE_BYTES."""
    sentence = _("{name} is too large. A list can be {limit} MB at most.")
    return UserFacingError(sentence.format(name=name, limit=MAX_FILE_BYTES // 1024 // 1024))


def with_password(name: str) -> str:
    """The sentence about a workbook that is encrypted, or of the kind before XLSX; from outside they look the same."""
    sentence = _("{name} is an older Excel file or has a password. Save it as XLSX without a password.")
    return sentence.format(name=name)


def too_many_rows(name: str) -> UserFacingError:
    """The refusal of a list above MAX_ROWS."""
    sentence = _("{name} has more than {limit} rows. Split it, and read the parts one at a time.")
    return UserFacingError(sentence.format(name=name, limit=MAX_ROWS))


def not_a_list(name: str) -> UserFacingError:
    """The refusal of a file of another kind."""
    sentence = _("{name} is not a list that Alfdesk can read. Save it as XLSX, or as CSV with UTF-8.")
    return UserFacingError(sentence.format(name=name))


# Headings


def folded(heading: Cell) -> str:
    """A heading as it is compared: NFC, without byte-order mark, outer and doubled white space and case."""
    text = "" if heading is None else unicodedata.normalize("NFC", str(heading))
    return " ".join(text.replace("\ufeff", "").split()).casefold()


class MissingHeadings(UserFacingError):
    """The first line lacks a needed heading; of a workbook, another sheet may have it."""


class Columns:
    """Where the columns that are asked for stand, once `match` has seen the headings; and the table so far."""

    def __init__(self, name: str, needs: Sequence[str], knows: Sequence[str]) -> None:
        self.name = name
        self.knows = tuple(knows)
        self.needs = tuple(needs)
        self.folded = tuple(folded(heading) for heading in self.knows)
        if not {folded(heading) for heading in self.needs} <= set(self.folded):
            raise ValueError("every needed heading must be known")
        self.start()

    def start(self) -> None:
        """Forget the headings and rows of the sheet before."""
        self.places: tuple[int, ...] = ()
        self.width = 0
        self.rows: list[tuple[int, tuple[Cell, ...]]] = []
        self.refused: list[tuple[int, str]] = []

    def found(self, headings: Sequence[Cell]) -> int:
        """How many of the columns that are asked for are among `headings`."""
        return len({folded(heading) for heading in headings} & set(self.folded))

    def match(self, headings: Sequence[Cell]) -> None:
        """Find the columns by the heading line. A missing column gets the place just past the last."""
        if len(headings) > MAX_COLUMNS:
            sentence = _("{name} has more than {limit} columns. Remove those that are not needed.")
            raise UserFacingError(sentence.format(name=self.name, limit=MAX_COLUMNS))
        seen = [folded(heading) for heading in headings]
        for heading, known in zip(self.knows, self.folded, strict=True):
            if seen.count(known) > 1:
                sentence = _("{name} has the heading {heading} more than once. Nothing was read.")
                raise UserFacingError(sentence.format(name=self.name, heading=heading))
        lacking = [heading for heading in self.needs if folded(heading) not in seen]
        if lacking:
            sentence = _("{name} lacks these headings on its first line: {headings}.")
            raise MissingHeadings(sentence.format(name=self.name, headings=", ".join(lacking)))
        self.width = len(seen)
        self.places = tuple(seen.index(known) if known in seen else self.width for known in self.folded)

    def refuse(self, line: int, reason: str) -> None:
        """Note a line that cannot be read. Raises UserFacingError past MAX_ROWS."""
        self.refused.append((line, reason))
        if len(self.refused) > MAX_ROWS:
            raise too_many_rows(self.name)

    def table(self) -> Table:
        """What was read."""
        missing = tuple(name for name, place in zip(self.knows, self.places, strict=True) if place == self.width)
        return Table(self.knows, self.rows, tuple(self.refused), missing)


def more_cells_than_headings() -> str:
    """Why a line is refused whose last cells belong to no column: often a divider inside a text."""
    return _("The line has more cells than there are headings.")


def cell_too_long() -> str:
    """Why a line is refused that has a cell above MAX_CELL_LENGTH."""
    return _("A cell is longer than {limit} characters.").format(limit=MAX_CELL_LENGTH)


# CSV


def _text(data: bytes, name: str) -> str:
    """The characters of a CSV file. UTF-8 goes first: Windows-1252 with æ, ø or å is hardly ever valid UTF-8."""
    if b"\0" in data:
        raise not_a_list(name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith(b"\xef\xbb\xbf"):
            raise not_a_list(name) from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise not_a_list(name) from None


def _read_csv(text: str, columns: Columns) -> Table:
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise too_many_rows(columns.name)
    lines = io.StringIO(text, newline="").readlines()
    if max(map(len, lines)) > MAX_LINE_LENGTH:
        raise not_a_list(columns.name)
    reader = csv.reader(lines, delimiter=_divider(lines, columns), strict=True)
    guarded = "'" in text
    try:
        heading = next(reader)
        while not "".join(heading).strip():
            heading = next(reader)
    except (csv.Error, StopIteration):
        raise not_a_list(columns.name) from None
    try:
        columns.match([_unguarded(cell) for cell in heading])
    except MissingHeadings:
        if _CONTROL.search(text):
            raise not_a_list(columns.name) from None
        raise
    _read_records(reader, columns, guarded)
    return columns.table()


def _unguarded(text: str) -> str:
    """A text without the apostrophe that `write_csv` puts before what could be taken for a formula."""
    return text[1:] if _GUARDED.match(text) else text


def _divider(lines: list[str], columns: Columns) -> str:
    """Semicolon or comma: the one that finds more of the headings, then the one that makes more cells."""

    def fit(divider: str) -> tuple[int, int]:
        try:
            for cells in csv.reader(lines, delimiter=divider, strict=True):
                if "".join(cells).strip():
                    return columns.found(cells[: MAX_COLUMNS + 1]), len(cells)
        except csv.Error:
            pass
        return -1, 0

    return max(";", ",", key=fit)


def _read_records(reader: Any, columns: Columns, guarded: bool) -> None:
    """Keep or refuse every record after the heading.

    A record begins one line after the one before it ended. When the quotation marks of a record do not match, the
    reader has either stayed on one line, which is then refused, or swallowed the lines up to the next quotation mark:
    then nobody can say which lines were meant, and the file is refused.
    """
    width = columns.width
    places = columns.places
    pick = itemgetter(*places) if len(places) > 1 else lambda cells: [cells[place] for place in places]
    rows = columns.rows
    line = reader.line_num + 1
    while True:
        try:
            for cells in reader:
                joined = "".join(cells)
                if joined and not joined.isspace():
                    if len(cells) > width and not "".join(cells[width:]).strip():
                        del cells[width:]
                    if len(cells) > width:
                        columns.refuse(line, more_cells_than_headings())
                    else:
                        cells.extend([""] * (width + 1 - len(cells)))
                        row = tuple([cell or None for cell in pick(cells)])
                        if len(joined) > MAX_CELL_LENGTH and any(cell and len(cell) > MAX_CELL_LENGTH for cell in row):
                            columns.refuse(line, cell_too_long())
                        else:
                            if guarded:
                                row = tuple([_unguarded(cell) if cell else None for cell in row])
                                if "".join(filter(None, row)).isspace():  # an apostrophe before blanks alone
                                    line = reader.line_num + 1
                                    continue
                            rows.append((line, row))
                            if len(rows) > MAX_ROWS:
                                raise too_many_rows(columns.name)
                line = reader.line_num + 1
            return
        except csv.Error:
            if reader.line_num > line:
                sentence = _("The quotation marks from line {line} of {name} on do not match. Nothing was read.")
                raise UserFacingError(sentence.format(line=line, name=columns.name)) from None
            columns.refuse(line, _("The quotation marks do not match."))
            line = reader.line_num + 1
