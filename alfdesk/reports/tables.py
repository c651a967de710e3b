"""The week's money as tables for a spreadsheet: headings and rows for `spreadsheets.write_csv` and `write_xlsx`.

Sums are Decimal kroner with two decimals, hours are durations, days are dates: numbers that a spreadsheet can add up.
The whole account number stands in the bank table only, as text: it may begin with a nought.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from alfdesk.i18n import gettext as _
from alfdesk.pay.records import DayList, Line, PaySheet
from alfdesk.reports.money_page import method_in_words
from alfdesk.reports.page_style import day_in_words, short_day

Cell = str | int | Decimal | date | timedelta | None
Table = tuple[list[str], list[list[Cell]]]


def kroner(ore: int) -> Decimal:
    """1234.50, exactly."""
    return Decimal(ore).scaleb(-2)


def pay_table(sheet: PaySheet) -> Table:
    """Headings and rows of the pay sheet: a column for each step from earned to what is paid."""
    headings = [
        _("Number"), _("Name"), *_day_headings(sheet), _("Days"), _("Hours"), _("Supplement"), _("Earned"),
        _("Corrections"), _("Deducted"), _("From before"), _("Paid on the day"), _("Rounding"), _("To pay"),
        _("Method"), _("Signed"),
    ]  # fmt: skip
    days = sheet.week.days
    return headings, [_pay_row(line, days) for line in sheet.week.lines]


def bank_table(sheet: PaySheet) -> Table:
    """Headings and rows of what is paid to accounts, with whole account numbers."""
    message = _("Week {week}, list {number}")
    message = message.format(week=sheet.week.monday.isocalendar().week, number=sheet.head.number)
    rows: list[list[Cell]] = [
        [line.number, line.name, line.account, kroner(line.to_pay_ore), message]
        for line in sheet.week.lines
        if line.method == "bank" and line.to_pay_ore
    ]
    return [_("Number"), _("Name"), _("Account"), _("Sum"), _("Words to the receiver")], rows


def hours_table(sheet: PaySheet) -> Table:
    """Headings and rows of hours day by day."""
    days = sheet.week.days
    headings = [_("Number"), _("Name"), *_day_headings(sheet), _("Days"), _("Hours")]
    rows: list[list[Cell]] = [
        [line.number, line.name, *_worked(line, days), len(line.days), timedelta(minutes=line.minutes)]
        for line in sheet.week.lines
    ]
    return headings, rows


def day_table(sheet: DayList) -> Table:
    """Headings and rows of a day's payouts, in the order of the list."""
    headings = [
        _("Number"), _("Name"), _("Team"), _("Hours"), _("Earned"), _("Paid"), _("Rounding"), _("To pay"), _("Method")
    ]
    rows: list[list[Cell]] = [
        [
            line.number, line.name, line.team, timedelta(minutes=line.minutes), kroner(line.earned_ore),
            kroner(line.paid_ore), kroner(line.rounding_ore), kroner(line.to_pay_ore), method_in_words(line.method),
        ]
        for line in sheet.lines
    ]  # fmt: skip
    return headings, rows


def _pay_row(line: Line, days: tuple[date, ...]) -> list[Cell]:
    return [
        line.number, line.name, *_worked(line, days), len({day.day for day in line.days}),
        timedelta(minutes=line.minutes), kroner(sum(day.supplement_ore for day in line.days)),
        kroner(line.earned_ore), kroner(line.corrected_ore), kroner(-line.deducted_ore), kroner(line.outstanding_ore),
        kroner(-line.paid_ore), kroner(line.rounding_ore), kroner(line.to_pay_ore), method_in_words(line.method),
        _("yes") if line.signed else _("no"),
    ]  # fmt: skip


def _worked(line: Line, days: tuple[date, ...]) -> list[Cell]:
    """Hours on each day; nothing where she was not here."""
    worked = {day.day: timedelta(minutes=day.minutes) for day in line.days}
    return [worked.get(day) for day in days]


def _day_headings(sheet: PaySheet) -> list[str]:
    return [f"{short_day(day)} {day_in_words(day)}" for day in sheet.week.days]
