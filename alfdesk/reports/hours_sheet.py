"""The hours sheet of a programme that is paid elsewhere: hours day by day, no sums and no receipts."""

from __future__ import annotations

from datetime import date

from alfdesk.i18n import gettext as _
from alfdesk.pay.records import Line, PaySheet
from alfdesk.reports.money_page import (
    Column, MoneyPage, Row, hours, is_draft, people_in_words, week_aside, week_in_words, week_lines,
)  # fmt: skip
from alfdesk.reports.page_style import short_day

ROW = 8.4  # mm


def hours_sheet(sheet: PaySheet) -> bytes:
    """The week's hours as a PDF in portrait A4."""
    head, week = sheet.head, sheet.week
    page = MoneyPage(
        head, _("Timesheet"), week_in_words(week.monday), week_lines(head, week), week_aside(week),
        draft=is_draft(week),
    )  # fmt: skip
    days = week.days
    columns = (
        Column(_("No."), 10, "right"), Column(_("Name"), 0, kind="name"),
        *(Column(f"{short_day(day)} {day.day}.", 14 if len(days) < 6 else 12.5, "right") for day in days),
        Column(_("Days"), 13, "right"), Column(_("Hours"), 17, "right", "strong"),
    )
    rows = [_row(number, line, days) for number, line in enumerate(week.lines, 1)]
    page.table(columns, rows, high=ROW, after=34, written=hours)
    if week.lines:
        page.need(34)
        by_day = [sum(day.minutes for line in week.lines for day in line.days if day.day == one) for one in days]
        page.total(_("Hours in all"), hours(sum(line.minutes for line in week.lines)))
        page.amounts([(people_in_words(len(week.lines)), _by_day(days, by_day))])
    return page.finish()


def _row(number: int, line: Line, days: tuple[date, ...]) -> Row:
    worked = {day.day: day.minutes for day in line.days}
    cells = (hours(worked[day]) if day in worked else "–" for day in days)
    return Row((str(number), line.name, *cells, str(len(worked)), hours(line.minutes)), line.minutes)


def _by_day(days: tuple[date, ...], minutes: list[int]) -> str:
    pairs = zip(days, minutes, strict=True)
    return "   ".join(f"{short_day(day)} {hours(count)}" for day, count in pairs)
