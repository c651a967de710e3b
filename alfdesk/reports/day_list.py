"""The day's payout list, team by team: hours, sum, method and a line to sign on, with the notes and coins it takes."""

from __future__ import annotations

from itertools import groupby

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.pay.records import DayLine, DayList
from alfdesk.reports.money_page import (
    Column, MoneyPage, Row, hours, kr, method_in_words, people_in_words, signed,
)  # fmt: skip
from alfdesk.reports.page_style import day_in_words, short_day


def day_list(sheet: DayList) -> bytes:
    """One day's payouts as a PDF in portrait A4. What is not signed for is not paid."""
    head = sheet.head
    when = f"{short_day(sheet.day)} {day_in_words(sheet.day)}"
    aside = [_("Advance: the week is not attested")] if sheet.status in ("open", "prepared") else []
    page = MoneyPage(head, _("Day payout"), when, [head.list_name, head.organisation], aside)
    teams = [(team, list(lines)) for team, lines in groupby(sheet.lines, key=lambda line: line.team)]
    number = 0
    for team, lines in teams or [(None, [])]:
        if len(teams) > 1 or team:
            page.heading(team or _("Without a team"), keep=40)
        _team(page, lines, number, sums=len(teams) < 2)
        number += len(lines)
    if sheet.lines:
        _whole_day(page, sheet, len(teams))
    return page.finish()


def _team(page: MoneyPage, lines: list[DayLine], before: int, *, sums: bool) -> None:
    """The people of one team, what they get in cash, and the notes and coins for that."""
    columns = (
        Column(_("No."), 9, "right"), Column(_("Name"), 0, kind="name"), Column(_("Hours"), 15, "right"),
        Column(_("Sum"), 26, "right", "strong"), Column(_("Method"), 18), Column(_("Receipt"), 40, kind="sign"),
    )
    page.table(columns, [_row(number, line) for number, line in enumerate(lines, before + 1)], sums=sums, after=62)
    if lines:
        need = money.needed(line.to_pay_ore for line in lines if line.method == "cash")
        page.notes(need, _("In cash"))


def _row(number: int, line: DayLine) -> Row:
    cells = (
        str(number), line.name, hours(line.minutes), kr(line.to_pay_ore), method_in_words(line.method), _receipt(line),
    )  # fmt: skip
    return Row(cells, line.to_pay_ore if line.method == "cash" else 0, _detail(line))


def _receipt(line: DayLine) -> str:
    if line.to_pay_ore and line.method == "cash":
        return ""
    if line.handed_ore:
        return _("paid {amount}").format(amount=kr(line.handed_ore))
    return _("paid with the week") if line.to_pay_ore else _("nothing to pay")


def _detail(line: DayLine) -> tuple[str, ...]:
    """Earned, already paid and rounding, where the sum is not simply what was earned."""
    words = [_("earned {amount}").format(amount=money.written(line.earned_ore))]
    if line.paid_ore:
        words.append(_("paid before {amount}").format(amount=signed(-line.paid_ore)))
    if line.to_pay_ore and line.rounding_ore:
        words.append(_("rounding {amount}").format(amount=signed(line.rounding_ore)))
    return (" · ".join(words),) if len(words) > 1 else ()


def _whole_day(page: MoneyPage, sheet: DayList, teams: int) -> None:
    cash = [line for line in sheet.lines if line.method == "cash" and line.to_pay_ore]
    page.need(62 if teams > 1 else 46)
    page.sum(_("To be paid out in cash"), sum(line.to_pay_ore for line in cash))
    rounding = sum(line.rounding_ore for line in cash)
    page.amounts([(people_in_words(len(cash)), "")])
    if rounding:
        page.amounts([(_("Of this, rounding to whole kroner"), f"{signed(rounding)}\u00a0kr")])
    handed = sum(line.handed_ore for line in sheet.lines)
    if handed:
        page.amounts([(_("Paid before this list was made"), kr(handed))])
    if teams > 1:
        page.notes(sheet.cash_need, _("In cash"))
    page.sign(_("Cash handed out by (date and signature)"))
