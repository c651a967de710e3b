"""Lists in and out: people and paper lists from CSV and XLSX, parsing of cells, and tables written for Excel.

`read_table` turns a file into a `Table` of raw cells, whatever the order of its columns. The parsers (`a_number`,
`a_date`, `a_time`, `a_duration`, `a_text`) turn one cell into one value, or raise ValueError with a reason in the
person's language. `write_csv` and `write_xlsx` make files that `read_table` reads back as they were.

A list is never trusted. Its kind is decided from its content, its size is counted while it unfolds, nothing in it is
followed or run, and reading has a deadline. A file that cannot be read is a `UserFacingError`; a line that cannot is
listed in `Table.refused` with its number.
"""

from __future__ import annotations

from alfdesk.spreadsheets.cells import Cell, a_date, a_duration, a_number, a_text, a_time, has_birth_number
from alfdesk.spreadsheets.tables import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    Table,
    read_table,
)
from alfdesk.spreadsheets.writing import write_csv, write_xlsx

__all__ = [
    "MAX_CELL_LENGTH",
    "MAX_COLUMNS",
    "MAX_FILE_BYTES",
    "MAX_ROWS",
    "Cell",
    "Table",
    "a_date",
    "a_duration",
    "a_number",
    "a_text",
    "a_time",
    "has_birth_number",
    "read_table",
    "write_csv",
    "write_xlsx",
]
