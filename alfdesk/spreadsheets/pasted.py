"""Names pasted in: cells from a spreadsheet (tabs), semicolons, or one name a line; with headings or without.

Without headings each cell is known by its looks: a number first on the line, a birth year, a phone number, names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.spreadsheets.tables import MAX_CELL_LENGTH, Table, cell_too_long, folded, more_cells_than_headings

MAX_CHARACTERS = 1_000_000
MAX_LINES = 20_000
NAMES = ("fornavn", "etternavn", "kallenavn")


def read_pasted(text: str, *, knows: Sequence[str]) -> Table:
    """The lines of a text as a table with the columns `knows`, which hold NAMES, "nummer", "fødselsår" and "telefon".
    Raises UserFacingError when there is nothing in it, or far too much."""
    lines = text.replace("\0", "").splitlines()
    if len(text) > MAX_CHARACTERS or len(lines) > MAX_LINES:
        raise UserFacingError(_("This is more than can be pasted in. Read it from a file."))
    filled = [(no, line) for no, line in enumerate(lines, 1) if line.strip(" \t;,\ufeff")]
    if not filled:
        raise UserFacingError(_("There are no names here. Paste one name a line."))
    divider = next((d for d in ("\t", ";") if any(d in line for _no, line in filled)), None)
    table = [(no, [" ".join(c.split()) for c in line.split(divider)]) for no, line in filled] if divider else [
        (no, [" ".join(line.split())]) for no, line in filled
    ]  # fmt: skip
    places = {folded(name): i for i, name in enumerate(knows)}
    headings = [folded(cell) for cell in table[0][1]]
    known = set(headings) & set(places)
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    refused: list[tuple[int, str]] = []
    for no, cells in table[1:] if known else table:
        while cells and not cells[-1]:
            cells.pop()
        if any(len(cell) > MAX_CELL_LENGTH for cell in cells):
            refused.append((no, cell_too_long()))
        elif known and len(cells) > len(headings):
            refused.append((no, more_cells_than_headings()))
        else:
            named = dict(zip(headings, cells, strict=False)) if known else _by_looks(cells)
            rows.append((no, tuple(named.get(folded(name)) or None for name in knows)))
    missing = tuple(name for i, name in enumerate(knows) if not any(row[i] for _no, row in rows))
    return Table(tuple(knows), rows, tuple(refused), missing)


def _by_looks(cells: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    texts = []
    for place, cell in enumerate(cells):
        digits = re.sub(r"[ +()-]", "", cell)
        if place == 0 and re.fullmatch(r"[0-9]{1,6}", cell):
            found["nummer"] = cell
        elif re.fullmatch(r"(19|20)[0-9]{2}", cell):
            found["fødselsår"] = cell
        elif digits.isdigit() and len(digits) >= 5:
            found["telefon"] = cell
        elif cell:
            texts.append(cell)
    if len(texts) == 1:
        last, comma, first = texts[0].partition(",")
        words = texts[0].split()
        texts = [first.strip(), last.strip()] if comma and first.strip() else [" ".join(words[:-1]) or words[-1]]
        texts += words[-1:] if not comma and len(words) > 1 else []
    return found | dict(zip(NAMES, texts, strict=False))
