"""Notes and coins for each person and in all: what to ask the bank for."""

from __future__ import annotations

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.pay.records import DayList, PaySheet
from alfdesk.reports.money_page import (
    Column, MoneyPage, Row, is_draft, kr, people_in_words, week_aside, week_in_words, week_lines,
)  # fmt: skip
from alfdesk.reports.page_style import day_in_words, short_day

ROW = 7.6  # mm


def cash_need_list(sheet: PaySheet | DayList) -> bytes:
    """The list for a week or a day as a PDF in portrait A4: the fewest notes and coins so that each gets her sum."""
    head = sheet.head
    if isinstance(sheet, PaySheet):
        week, draft = sheet.week, is_draft(sheet.week)
        lines, when = week.lines, week_in_words(week.monday)
        words, aside = week_lines(head, week), week_aside(week)
    else:
        lines, when, draft = sheet.lines, f"{short_day(sheet.day)} {day_in_words(sheet.day)}", False
        words, aside = [head.list_name, head.organisation], []
    page = MoneyPage(head, _("Notes and coins"), when, words, aside, draft=draft)
    cash = [line for line in lines if line.method == "cash" and line.to_pay_ore]
    values = money.DENOMINATIONS
    columns = (
        Column(_("No."), 9, "right"), Column(_("Name"), 0, kind="name"), Column(_("Sum"), 25, "right", "strong"),
        *(Column(str(value), 12 if value == 1000 else 9 if value >= 100 else 7.6, "right") for value in values),
    )
    rows = []
    for number, line in enumerate(cash, 1):
        counts = money.fewest(line.to_pay_ore)
        cells = (str(counts[value] or "–") for value in values)
        rows.append(Row((str(number), line.name, kr(line.to_pay_ore), *cells)))
    page.table(columns, rows, high=ROW, sums=False, empty=_("Nobody is paid in cash."))
    need = money.needed(line.to_pay_ore for line in cash)
    if cash:
        page.need(36)
        page.sum(_("Cash needed"), money.counted(need))
        page.amounts([(people_in_words(len(cash)), "")])
        page.notes(need, _("In all"))
    return page.finish()
