"""What the tests of lists share: reading one under any name, and sheets written by hand. A test file imports the
fixtures it needs by name; `english` holds for all that it holds.
"""

from __future__ import annotations

import io
import zipfile
from gettext import NullTranslations

import pytest
from hypothesis import HealthCheck, settings

from alfdesk import i18n
from alfdesk.errors import UserFacingError
from alfdesk.spreadsheets import Table, read_table

NEEDS = ("nummer", "dato")
KNOWS = ("nummer", "dato", "navn")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Messages as they stand in the code, whatever the catalogues say."""
    monkeypatch.setattr(i18n, "_loaded", dict.fromkeys(i18n.LANGUAGES, NullTranslations()))


@pytest.fixture
def read(tmp_path):
    """Read a list from text or bytes, under a name that says nothing about its kind."""

    def reading(content: str | bytes, needs=NEEDS, knows=KNOWS) -> Table:
        path = tmp_path / "list.dat"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path, needs=needs, knows=knows)

    return reading


@pytest.fixture
def refusal(read):
    """The sentence with which a whole file is refused."""

    def refusing(content: str | bytes, **asked) -> str:
        with pytest.raises(UserFacingError) as caught:
            read(content, **asked)
        return caught.value.sentence

    return refusing


def shown(table: Table) -> str:
    lines = [f"{line}: " + " | ".join("-" if cell is None else str(cell) for cell in row) for line, row in table.rows]
    return "\n".join(lines + [f"{line}! {reason}" for line, reason in table.refused])


def text(*lines: str) -> str:
    return "\n".join(lines)


# XLSX written by hand: what other programs write, and what nobody should


SCHEMAS = "http://schemas.openxmlformats.org"
MAIN = f'xmlns="{SCHEMAS}/spreadsheetml/2006/main"'
LINKS = f'xmlns:r="{SCHEMAS}/officeDocument/2006/relationships"'
WORKSHEET = '<sheet name="A" sheetId="1" r:id="worksheet"/>'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def package(sheet: str, *, strings="", styles="", book="", more=(), method=zipfile.ZIP_DEFLATED) -> bytes:
    """A small workbook with the rows `sheet`; other parts in full where they are given."""
    relations = f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{{}}</Relationships>'
    kinds = f"{SCHEMAS}/officeDocument/2006/relationships"
    relation = f'<Relationship Id="{{0}}" Type="{kinds}/{{0}}" Target="{{1}}"/>'
    override = f'<Override PartName="/xl/{{}}.xml" ContentType="{KIND}{{}}+xml"/>'
    if "worksheet" not in sheet:
        sheet = f"<worksheet><sheetData>{sheet}</sheetData></worksheet>"
    book = book or f"<workbook><sheets>{WORKSHEET}</sheets></workbook>"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
        + override.format("workbook", "sheet.main")
        + (override.format("sharedStrings", "sharedStrings") if strings else "")
        + "</Types>",
        "_rels/.rels": relations.format(relation.format("officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": book.replace("<workbook>", f"<workbook {MAIN} {LINKS}>"),
        "xl/_rels/workbook.xml.rels": relations.format(relation.format("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet.replace("<worksheet>", f"<worksheet {MAIN}>"),
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings.replace("<sst>", f"<sst {MAIN}>")
    if styles:
        parts["xl/styles.xml"] = styles.replace("<styleSheet>", f"<styleSheet {MAIN}>")
    parts.update(more)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def inline(*values: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values) + "</row>"


HEAD = inline("nummer", "dato")

FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
