"""The attendance list for the wall or the van: names to the left, a box of 8 mm for each day.

It is ticked by pen when the computer is off, so its blank is part of every parcel. It bears the list's name and never
a programme: the wall is read by everyone.
"""

from __future__ import annotations

from alfdesk.attendance.records import WallList, WallRow
from alfdesk.i18n import gettext as _
from alfdesk.reports.page_style import (
    BODY, FILL, NAME, RULE, SMALL, Sheet, day_in_words, fitted, short_day, width_of,
)

BOX = 8.0  # mm, room for a cross by a cold hand
ROW = 9.8  # mm
HEAD = 8.0  # mm, the band with the days
BOTTOM = 188.0  # mm from the top: rows end above the legend


def wall_list(sheet: WallList) -> bytes:
    """The list of one week as a PDF in landscape A4; rows with an empty name are lines to write on."""
    week = _("week {week} · {year}").format(week=int(sheet.week[-2:]), year=sheet.week[:4])
    paper = Sheet(
        _("{what} · {week}").format(what=_("Attendance list"), week=week), landscape=True, practice=sheet.practice
    )
    rows = list(sheet.rows)
    while True:
        paper.new_page()
        top = paper.head(_lines(sheet), _aside(sheet)) - 1
        fits = int((BOTTOM - top - HEAD) / ROW)
        _table(paper, sheet, rows[:fits], top)
        rows = rows[fits:]
        if not rows:
            return paper.finish(sheet.foot, foot_lines=lambda page, _number: _legend(page, sheet))


def _lines(sheet: WallList) -> list[str]:
    """The list's name, its days, and where the team meets, on one line."""
    parts = [sheet.list_name]
    if sheet.days:
        parts.append(f"{day_in_words(sheet.days[0])}–{day_in_words(sheet.days[-1])}")
    if sheet.team:
        parts.append(sheet.team)
    if sheet.meeting_place:
        parts.append(_("Meeting place: {place}").format(place=sheet.meeting_place))
    return [" · ".join(parts)]


def _aside(sheet: WallList) -> list[str]:
    aside = [_("Blank list, to fill in by pen")] if sheet.blank else []
    if sheet.signed_by:
        aside.append(_("Closed by {name}").format(name=sheet.signed_by))
    return aside


def _table(paper: Sheet, sheet: WallList, rows: list[WallRow], top: float) -> None:
    """Draw the band with the days at `top` mm and `rows` beneath it."""
    days = len(sheet.days)
    wide = min(30.0, 155.0 / max(days, 1))  # mm for a day; the names take the rest
    first = paper.right - days * wide
    names = first - paper.left - 6
    with paper.tag("Table"):
        paper.box(paper.left, top, paper.right - paper.left, HEAD, weight=0, fill=FILL)
        with paper.tag("TR"):
            with paper.tag("TH", scope="Column"):
                paper.text(paper.left + 2, top + 5.3, _("Name"), 9.5, bold=True)
            for number, day in enumerate(sheet.days):
                with paper.tag("TH", scope="Column"):
                    middle = first + (number + 0.5) * wide
                    paper.text(middle, top + 5.3, f"{short_day(day)} {day:%d.%m.}", 9.5, bold=True, align="centre")
        y = top + HEAD
        for row in rows:
            with paper.tag("TR"):
                with paper.tag("TH", scope="Row"):
                    paper.text(paper.left + 2, y + ROW / 2 + 1.4, row.name, NAME, room=names)
                marks = (*row.marks, *(None,) * days)[:days]
                for number, (mark, closed) in enumerate(zip(marks, sheet.closed, strict=True)):
                    with paper.tag("TD"):
                        _cell(paper, first + number * wide, y, wide, mark, closed)
            y += ROW
            paper.rule(paper.left, y, paper.right, grey=RULE)
        if not rows:
            with paper.tag("TR"), paper.tag("TD", span=days + 1):
                paper.text(paper.left + 2, y + 6.5, _("Nobody is on this list."), BODY)


def _cell(paper: Sheet, x: float, y: float, wide: float, mark: str | None, closed: bool) -> None:
    """One day of one person: a box with × or –, an empty box, or hatching with the word where the day is closed."""
    if closed:
        paper.hatch(x, y, wide, ROW)
        if mark is None:
            word, size = fitted(_("closed"), 9, wide - 4)
            room = width_of(word, size) + 2.4
            paper.box(x + (wide - room) / 2, y + ROW / 2 - 2.4, room, 4.8, weight=0, fill=1)
            paper.text(x + wide / 2, y + ROW / 2 + 1.1, word, size, align="centre")
            return
    paper.box(x + (wide - BOX) / 2, y + (ROW - BOX) / 2, BOX, BOX, fill=1 if closed else None)
    if mark is not None:
        sign, size, drop = ("×", 22, 2.2) if mark == "present" else ("–", 14, 1.5)
        paper.text(x + wide / 2, y + ROW / 2 + drop, sign, size, align="centre")


def _legend(paper: Sheet, sheet: WallList) -> None:
    """What the signs mean, who signed, and the telephone: on each page, for pages part company on a wall."""
    y = paper.height - 16.5
    with paper.tag("P"):
        x = paper.left
        for sign in (_("× = present"), _("– = not present"), _("empty box = fill in with a pen")):
            x += paper.text(x, y, sign, SMALL) + 5
    phone = _("Telephone to the office: {phone}").format(phone=sheet.phone or "_" * 16)
    with paper.tag("P"):
        taken = paper.text(paper.right, y, phone, BODY, bold=True, align="right", room=100)
    if not sheet.signed_by:
        with paper.tag("P"):
            x += paper.text(x + 6, y, _("Signature"), SMALL) + 8
        paper.rule(x, y + 0.6, paper.right - taken - 8, weight=0.5)
