"""XLSX, read by openpyxl once `packages` has looked the file over."""

from __future__ import annotations

import re
import warnings
from contextlib import closing
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.spreadsheets import tables
from alfdesk.spreadsheets.cells import Cell
from alfdesk.spreadsheets.packages import Watched, look_over
from alfdesk.spreadsheets.tables import Columns, MissingHeadings, Table

_CUT_CHARACTERS = re.compile("[\0\ud800-\udfff]")


def read_workbook(data: bytes, columns: Columns) -> Table:
    """The list in the workbook `data`: of its first visible sheet that has the needed headings.

    Raises UserFacingError when it is damaged, too large when inflated, too slow, protected by a password, of another
    kind than XLSX, or has no sheet with the headings.
    """
    try:
        package = Watched(columns.name)
        look_over(data, package)
        with warnings.catch_warnings(action="ignore"):
            return _read_sheets(package, columns)
    except UserFacingError:
        raise
    except Exception as error:  # openpyxl and its parsers raise whatever comes up
        sentence = _("{name} is damaged and was not read. Save the list again as XLSX or CSV.")
        raise UserFacingError(sentence.format(name=columns.name)) from error


def _read_sheets(package: Watched, columns: Columns) -> Table:
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


def _read_rows(sheet: Any, columns: Columns, package: Watched) -> None:
    """Read one sheet: the first row that is not empty is the headings. openpyxl fills the gaps between rows."""
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(), 1):
        if not line % 100:
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
    return value is None or (type(value) is str and not value.strip())


def _value(cell: Any) -> Cell:
    """What stands in a cell; in a text, _x000D_ is turned back into a character."""
    value = cell.value
    if type(value) is str and "_x" in value:
        value = _CUT_CHARACTERS.sub("", unescape(value))
    return None if _is_empty(value) else value
