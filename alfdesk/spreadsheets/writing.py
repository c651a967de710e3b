"""Tables out: CSV and XLSX that Excel opens as they are, and that `read_table` reads back as they were."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from alfdesk.spreadsheets.cells import Cell
from alfdesk.spreadsheets.tables import GUARD

_TO_GUARD = re.compile(rf"'*(?:{GUARD})")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_FORMATS = {
    date: "dd.mm.yyyy", datetime: "dd.mm.yyyy hh:mm", time: "hh:mm", timedelta: "[h]:mm", Decimal: "#,##0.00",
}  # fmt: skip


def write_csv(rows: Iterable[Sequence[Cell | Decimal]], headings: Sequence[str]) -> bytes:
    """A CSV for Norwegian Excel: UTF-8 with byte-order mark, semicolons, CRLF, decimal comma, 22.11.2026, 09:00.

    A text that a spreadsheet could take for a formula (it begins with = + - @, a tab or a line break, after blanks or
    apostrophes) gets an apostrophe in front, phone numbers with + among them. `read_table` takes exactly that one
    away again. Numbers are not texts: -5 stays -5.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(heading) for heading in headings])
    writer.writerows([_for_csv(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _guarded(text: str) -> str:
    text = text.replace("\0", "")
    return "'" + text if _TO_GUARD.match(text) else text


def _for_csv(cell: Cell | Decimal) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _guarded(cell)
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    return repr(cell).replace(".", ",")


def write_xlsx(rows: Iterable[Sequence[Cell | Decimal]], headings: Sequence[str]) -> bytes:
    """A workbook with one sheet: the headings in bold and held in place, then the rows.

    Texts are stored as texts, so that none becomes a formula; those that look like one also bear the mark (quote
    prefix) that keeps Excel from making it one when the cell is edited. The same rows give the same bytes: the file
    bears no time of its making.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.creator = "Alfdesk"
    sheet = book.create_sheet("Alfdesk")
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)

    def typed(value: Cell | Decimal) -> object:
        if isinstance(value, str):
            text = _NOT_IN_XML.sub("", value)
            if not _TO_GUARD.match(text) and not text.startswith("#"):
                return text
            cell = WriteOnlyCell(sheet, text)
            cell.data_type = "s"
            cell.quotePrefix = True
            return cell
        if type(value) in _FORMATS:
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = _FORMATS[type(value)]
            return cell
        return value

    heads = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", heading))
        cell.data_type = "s"
        cell.font = bold
        heads.append(cell)
    sheet.append(heads)
    for row in rows:
        sheet.append([typed(value) for value in row])
    raw = io.BytesIO()
    book.save(raw)
    return _without_times(raw)


def _without_times(raw: io.BytesIO) -> bytes:
    """The same zip with every time in it set to the first that a zip can hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            member = zipfile.ZipInfo(name, _NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, content)
    return out.getvalue()
