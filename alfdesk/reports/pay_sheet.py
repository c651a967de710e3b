"""The weekly pay sheet: who was here, what it comes to, and a line to sign on for the money.

It shows first and last names, no birth number and never the programme. Who is paid by bank has the last four digits of
the account where others sign. Until it is attested it is a draft, and says so.
"""

from __future__ import annotations

from datetime import date

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.pay.records import Line, PaySheet, cash_need, totals
from alfdesk.reports.money_page import (
    Column, MoneyPage, Row, SIGN, account_end, hours, is_draft, kr, people_in_words, rates_in_words, signed,
    week_alone, week_aside, week_in_words, week_lines,
)  # fmt: skip
from alfdesk.reports.page_style import SMALL, Sheet, short_day

_CROWDED = 6  # days: with so many there is less room for each


def pay_sheet(sheet: PaySheet) -> bytes:
    """The week's pay sheet as a PDF in portrait A4, 21 people to a page."""
    head, week = sheet.head, sheet.week
    rates = rates_in_words(day for line in week.lines for day in line.days)
    page = MoneyPage(
        head, _("Pay sheet"), week_in_words(week.monday), week_lines(head, week, *rates), week_aside(week),
        draft=is_draft(week),
    )  # fmt: skip
    days = week.days
    wide, sign = (6.6, SIGN) if len(days) < _CROWDED else (5.8, SIGN - 3)
    columns = (
        Column(_("No."), 9, "right"), Column(_("Name"), 0, kind="name"),
        *(Column(short_day(day), wide, "centre") for day in days),
        Column(_("Days"), 11.5, "right"), Column(_("Hours"), 13.5, "right"), Column(_("Sum"), 24.5, "right", "strong"),
        Column(_("Receipt"), sign, kind="sign"),
    )
    rows = [_row(number, line, days) for number, line in enumerate(week.lines, 1)]
    amounts, need = _amounts(sheet), cash_need(week.lines)
    after = 10.5 + 5.6 * len(amounts) + (36 if any(need.values()) else 0)
    page.table(columns, rows, after=after)
    if rows:
        page.need(after)
        _totals(page, sheet, amounts, need)
    _changed(page, sheet)
    return page.finish(_legend)


def _row(number: int, line: Line, days: tuple[date, ...]) -> Row:
    there = {day.day for day in line.days}
    marks = ("×" if day in there else "–" for day in days)
    cells = (
        str(number), line.name, *marks, str(len(there)), hours(line.minutes), kr(line.to_pay_ore), _receipt(line),
    )  # fmt: skip
    return Row(cells, line.to_pay_ore, _detail(line))


def _receipt(line: Line) -> str:
    """What stands in place of a line to sign on; "" where the person signs."""
    if line.to_pay_ore == 0:
        return _("nothing to pay")
    if line.method == "bank":
        return _("account {end}").format(end=account_end(line.account)) if line.account else _("account is missing")
    return _("paid, signed for") if line.signed else ""


def _detail(line: Line) -> tuple[str, ...]:
    """How the sum came about where it is not simply what was earned: in full, then shorter."""
    extra = sum(day.supplement_ore for day in line.days)
    before = [_("supplement {amount}").format(amount=money.written(extra))] if extra else []
    after = []
    if line.outstanding_ore:
        after.append(_("from before {amount}").format(amount=signed(line.outstanding_ore)))
    if line.deducted_ore:
        after.append(_("deducted {amount}").format(amount=signed(-line.deducted_ore)))
    if line.paid_ore:
        after.append(_("paid on the day {amount}").format(amount=signed(-line.paid_ore)))
    if line.rounding_ore:
        after.append(_("rounding {amount}").format(amount=signed(line.rounding_ore)))
    if line.carried_ore:
        after.append(_("carried over {amount}").format(amount=signed(line.carried_ore)))
    each = [
        _("{week} {amount}").format(week=week_alone(one.monday), amount=signed(one.amount_ore))
        for one in line.corrections
    ]
    together = [_("corrections {amount}").format(amount=signed(line.corrected_ore))] if line.corrections else []
    earned = [_("earned {amount}").format(amount=money.written(line.earned_ore))]
    if not (before or after or each):
        return ()
    more = max(0, line.outstanding_ore) + max(0, line.corrected_ore)
    less = line.due_ore - line.earned_ore - more
    summed = [_("added {amount}").format(amount=signed(more)), _("taken off {amount}").format(amount=signed(less))]
    see = [_("see the slip")]
    variants = (
        [*earned, *before, *each, *after], [*earned, *each, *after], [*earned, *together, *after],
        [*earned, *summed, *see],
    )  # fmt: skip
    return tuple(" · ".join(words) for words in variants)


def _amounts(sheet: PaySheet) -> list[tuple[str, str]]:
    """What the whole week comes to: earned, in cash, to accounts, and what rounding made of it."""
    lines = sheet.week.lines
    whole, cash = totals(lines), sum(line.method == "cash" and line.to_pay_ore > 0 for line in lines)
    amounts = [(f"{people_in_words(whole.people)} · {_hours_in_words(whole.minutes)}", _earned(whole.gross_ore))]
    if cash:
        amounts.append((_("In cash to {people}").format(people=people_in_words(cash)), kr(whole.cash_ore)))
    if whole.bank_ore:
        amounts.append((_("To accounts"), kr(whole.bank_ore)))
    if rounding := sum(line.rounding_ore for line in lines):
        amounts.append((_("Of this, rounding to whole kroner"), f"{signed(rounding)}\u00a0kr"))
    return amounts


def _totals(page: MoneyPage, sheet: PaySheet, amounts: list[tuple[str, str]], need: dict[int, int]) -> None:
    """The grand total, what it is made of, and who handed out the cash."""
    page.sum(_("To be paid out"), totals(sheet.week.lines).to_pay_ore)
    page.amounts(amounts)
    if any(need.values()):
        page.notes(need)
        page.sign(_("Cash handed out by (date and signature)"))


def _hours_in_words(minutes: int) -> str:
    return _("{hours} hours").format(hours=hours(minutes))


def _earned(gross: int) -> str:
    return _("earned {amount}").format(amount=kr(gross))


def _changed(page: MoneyPage, sheet: PaySheet) -> None:
    """What a later version says otherwise than the one before it, in words and sums."""
    week = sheet.week
    if week.version < 2:
        return
    page.heading(_("Changed since version {version}").format(version=week.version - 1), keep=24)
    if not week.changed:
        page.words(_("No sum has changed."))
        return
    columns = (
        Column(_("Name"), 0, kind="name"), Column(_("Before"), 36, "right"), Column(_("Now"), 36, "right", "strong"),
    )  # fmt: skip
    rows = [Row((one.name, _sum_or_none(one.before_ore), _sum_or_none(one.after_ore))) for one in week.changed]
    page.table(columns, rows, high=7.4, sums=False)


def _sum_or_none(ore: int | None) -> str:
    return _("not on the sheet") if ore is None else kr(ore)


def _legend(paper: Sheet, _number: int) -> None:
    with paper.tag("P"):
        paper.text(paper.left, paper.height - 15.5, _("× = present   – = not present"), SMALL)
