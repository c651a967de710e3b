"""The count of a cash bag: what went in, what was paid, what was counted, and any difference with its reason."""

from __future__ import annotations

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded
from alfdesk.pay.records import BagMoved, BagSheet
from alfdesk.reports.money_page import Column, MoneyPage, Row, kr, signed
from alfdesk.reports.page_style import day_in_words, moment_in_words, short_day

ROW = 7.4  # mm

_WHAT = {
    "handed_out": marked("Handed out"),
    "topped_up": marked("Topped up"),
    "payout": marked("Payout"),
    "counted": marked("Counted"),
}
_STATUS = {
    "out": marked("Out: not counted yet"),
    "unexplained": marked("Counted, difference not explained"),
    "returned": marked("Counted and returned"),
}


def bag_count(sheet: BagSheet) -> bytes:
    """The bag's count as a PDF in portrait A4, with every movement in order and lines for two to sign on."""
    head, bag = sheet.head, sheet.bag
    when = f"{short_day(bag.day)} {day_in_words(bag.day)}"
    holder = _("Holder: {name}").format(name=bag.holder)
    lines = [f"{head.list_name} · {holder}", head.organisation]
    page = MoneyPage(head, _("Cash bag"), when, lines, [worded(_STATUS[bag.status])])
    expected = bag.put_in_ore - bag.paid_ore
    page.amounts([(_("Put into the bag"), kr(bag.put_in_ore)), (_("Paid out of it"), kr(-bag.paid_ore))])
    page.sum(_("Should be in it"), expected)
    if bag.counted_ore is not None and bag.difference_ore is not None:
        page.amounts([(_("Counted"), kr(bag.counted_ore))])
        page.amounts([(_("Difference"), f"{signed(bag.difference_ore)}\u00a0kr")])
    if bag.difference_ore:
        reason = _("Reason: {reason}").format(reason=bag.reason) if bag.reason else _("No reason is given yet.")
        page.words(reason, bold=not bag.reason)
    for moved in bag.moves:
        if moved.counts:
            page.notes(_all_named(moved.counts), worded(_WHAT[moved.what]))
    _moves(page, bag.moves)
    page.sign(_("Holder of the bag (date and signature)"), _("Counted together with (date and signature)"))
    return page.finish()


def _all_named(counts: dict[int, int]) -> dict[int, int]:
    return {value: counts.get(value, 0) for value in money.DENOMINATIONS}


def _moves(page: MoneyPage, moves: tuple[BagMoved, ...]) -> None:
    """Every movement, who and when, with what was in the bag after it."""
    page.heading(_("Movements"), keep=24)
    columns = (
        Column(_("When"), 42), Column(_("What"), 24), Column(_("Who"), 0, kind="name"),
        Column(_("Sum"), 28, "right"), Column(_("In the bag"), 28, "right", "strong"),
    )
    rows, there = [], 0
    for moved in moves:
        if moved.what == "counted":
            amount, after = "", -moved.amount_ore
        else:
            there += moved.amount_ore
            amount, after = f"{signed(moved.amount_ore)}\u00a0kr", there
        at = moment_in_words(moved.at) if moved.at else ""
        rows.append(Row((at, worded(_WHAT[moved.what]), moved.who, amount, kr(after))))
    page.table(columns, rows, high=ROW, sums=False, empty=_("Nothing has gone in or out."))
