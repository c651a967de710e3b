"""Who has what, on paper: a row for each laptop, and up to when it has what each of the others wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext
from alfdesk.reports import page_style
from alfdesk.reports.page_style import BODY, FILL, NAME, RULE, SMALL, moment_in_words

ROW = 9.0  # mm
HEAD = 8.0  # mm, the band with what the columns are
NAMES = 52.0  # mm for a laptop's name
LEAST = 34.0  # mm that a moment needs
BOTTOM = 186.0  # mm from the top: rows end above the foot


class Laptop(Protocol):
    """One row, as `exchange.status.LaptopLine` says it. Moments are milliseconds since 1970, None for never."""

    @property
    def name(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def own(self) -> bool: ...
    @property
    def barred(self) -> bool: ...
    @property
    def heard(self) -> int | None: ...
    @property
    def lacks(self) -> int | None: ...
    @property
    def has(self) -> dict[str, int]: ...
    @property
    def branches(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """`at` is an ISO local time."""

    organisation: str
    at: str
    laptops: tuple[Laptop, ...]
    practice: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    cell: Callable[[Laptop], str]


def who_has_what(sheet: Sheet) -> bytes:
    """The table as a PDF in landscape A4. Where there are more laptops than columns, it goes on beneath."""
    paper = page_style.Sheet(_("Who has what"), landscape=True, practice=sheet.practice)
    paper.new_page()
    top = paper.head([f"{sheet.organisation} · {moment_in_words(sheet.at)}"], []) - 1
    many = int((paper.right - paper.left - NAMES) / LEAST)
    columns = _columns(sheet)
    for start in range(0, len(columns), many):
        some, rows = columns[start : start + many], list(sheet.laptops)
        while True:
            fits = int((BOTTOM - top - HEAD) / ROW)
            if fits < min(2, len(rows)):
                paper.new_page()
                top = paper.head([], []) - 1
                continue
            _table(paper, some, rows[:fits], top)
            top += HEAD + ROW * len(rows[:fits]) + 6
            rows = rows[fits:]
            if not rows:
                break
    return paper.finish(None, foot_lines=lambda page, _number: _legend(page))


def _columns(sheet: Sheet) -> list[_Column]:
    heads = [_Column(_("Heard from"), _heard), _Column(_("Has of what is here"), _lacks)]
    if len(sheet.laptops) > 1:
        heads += [
            _Column(_("Of {laptop}").format(laptop=of.name), lambda line, letter=of.letter: _of(letter, line))
            for of in sheet.laptops
        ]
    return heads


def _table(paper: page_style.Sheet, columns: list[_Column], rows: list[Laptop], top: float) -> None:
    wide = (paper.right - paper.left - NAMES) / len(columns)
    wide = min(wide, 60.0)
    end = paper.left + NAMES + wide * len(columns)
    with paper.tag("Table"):
        paper.box(paper.left, top, end - paper.left, HEAD, weight=0, fill=FILL)
        with paper.tag("TR"):
            for number, title in enumerate((_("Laptop"), *(column.title for column in columns))):
                with paper.tag("TH", scope="Column"):
                    x = paper.left + 2 if not number else paper.left + NAMES + (number - 1) * wide
                    room = (NAMES if not number else wide) - 4
                    paper.text(x, top + 5.3, title, 9.5, bold=True, room=room)
        y = top + HEAD
        for line in rows:
            with paper.tag("TR"):
                with paper.tag("TH", scope="Row"):
                    paper.text(paper.left + 2, y + ROW / 2 + 1.4, _name(line), NAME, room=NAMES - 4)
                for number, column in enumerate(columns):
                    with paper.tag("TD"):
                        x = paper.left + NAMES + number * wide
                        paper.text(x, y + ROW / 2 + 1.4, column.cell(line), BODY, room=wide - 4)
            y += ROW
            paper.rule(paper.left, y, end, grey=RULE)


def _name(line: Laptop) -> str:
    aside = _("barred") if line.barred else _("restored or copied") if line.branches > 1 else ""
    aside = aside or (_("this one") if line.own else "")
    return f"{line.name} ({aside})" if aside else line.name


def _moment(wall: int) -> str:
    """20.11.2026 15.02"""
    then = datetime.fromtimestamp(wall // 1000)
    return f"{page_style.day_in_words(then.date())} {page_style.clock_in_words(then.hour * 60 + then.minute)}"


def _heard(line: Laptop) -> str:
    if line.own:
        return "–"
    return _("never yet") if line.heard is None else _moment(line.heard)


def _lacks(line: Laptop) -> str:
    if line.lacks is None:
        return _("not known")
    if line.own or not line.lacks:
        return _("all")
    return ngettext("lacks {count}", "lacks {count}", line.lacks).format(count=line.lacks)


def _of(letter: str, line: Laptop) -> str:
    if line.letter == letter:
        return "–"
    return _moment(line.has[letter]) if letter in line.has else _("nothing")


def _legend(paper: page_style.Sheet) -> None:
    with paper.tag("P"):
        told = _("When the newest was written that a laptop has said it has. What is under way is not counted.")
        paper.text(paper.left, paper.height - 16.5, told, SMALL, room=paper.right - paper.left)
