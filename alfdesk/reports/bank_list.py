"""The bank payout list: what the week pays to accounts, for the one who keys it into the bank.

Paper shows the last four digits; the whole account number is in the table that is saved for the bank.
"""

from __future__ import annotations

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext
from alfdesk.pay.records import Line, PaySheet
from alfdesk.reports.money_page import (
    Column, MoneyPage, Row, account_end, is_draft, kr, people_in_words, week_aside, week_in_words, week_lines,
)  # fmt: skip

ROW = 8.4  # mm


def bank_lines(sheet: PaySheet) -> list[Line]:
    """The lines that pay something to an account."""
    return [line for line in sheet.week.lines if line.method == "bank" and line.to_pay_ore]


def bank_list(sheet: PaySheet) -> bytes:
    """The list as a PDF in portrait A4; who has no account is marked, and counted at the end."""
    head, week, lines = sheet.head, sheet.week, bank_lines(sheet)
    page = MoneyPage(
        head, _("Payouts to accounts"), week_in_words(week.monday), week_lines(head, week), week_aside(week),
        draft=is_draft(week),
    )  # fmt: skip
    columns = (
        Column(_("No."), 10, "right"), Column(_("Name"), 0, kind="name"), Column(_("Account"), 36),
        Column(_("Sum"), 30, "right", "strong"),
    )
    rows = [
        Row((str(number), line.name, account_end(line.account) or _("× account is missing"), kr(line.to_pay_ore)),
            line.to_pay_ore)
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    page.table(columns, rows, high=ROW, after=30, empty=_("Nobody is paid to an account this week."))
    if lines:
        page.need(30)
        page.sum(_("To accounts"), sum(line.to_pay_ore for line in lines))
        page.amounts([(people_in_words(len(lines)), "")])
    if without := sum(not line.account for line in lines):
        words = ngettext(
            "{count} person has no account. The sum is in the total.",
            "{count} people have no account. Their sums are in the total.",
            without,
        )
        page.words(words.format(count=without), bold=True)
    return page.finish()
