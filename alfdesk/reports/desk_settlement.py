"""The day's settlement of a desk's till: what moved, what should be there, what was counted, and why it differs.

Alfdesk is no cash register: this sheet is neither a receipt nor a cash register's report, and says so. What the
declared cash register says stands beside it, to compare.
"""

from __future__ import annotations

from datetime import date

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded
from alfdesk.pay.records import Head
from alfdesk.reports.money_page import BOTTOM, TOP, Column, MoneyPage, Row, kr, number, signed
from alfdesk.reports.page_style import BODY, RULE, SMALL, Sheet, day_in_words, moment_in_words, short_day
from alfdesk.sales.records import EditionReport, Settled, StockSheet
from alfdesk.sales.words import MOVES

ROW = 7.4  # mm


def desk_settlement(settled: Settled) -> bytes:
    """The settlement as a PDF in portrait A4. A voided one is crossed out, with the reason, and stays readable."""
    when = _dated(settled.day)
    by = _("Settled {moment}, {name}").format(moment=moment_in_words(_colon(settled.at)), name=settled.who)
    lines = [f"{settled.outlet} · {when}", " · ".join(filter(None, [settled.organisation, by]))]
    aside = [_("VOIDED – does not count")] if settled.voided else []
    page = MoneyPage(desk_head(settled), _("Day's settlement"), settled.number, lines, aside)
    if settled.voided:
        page.words(_("Voided. Reason: {reason}").format(reason=settled.void_reason or "–"), bold=True)
        page.y += 3
    _days(page, settled)
    _cash(page, settled)
    _counted(page, settled)
    _elsewhere(page, settled)
    _in_and_out(page, settled)
    _register(page, settled)
    page.sign(_("Settled by (date and signature)"), _("Seen by (date and signature)"))
    return page.finish(_crossed if settled.voided else _what_it_is_not)


def desk_head(sheet: Settled | StockSheet | EditionReport) -> Head:
    """What a sheet of money bears, of a sheet of the desk: there is no list of people."""
    foot = sheet.foot
    return Head(sheet.organisation, "", None, sheet.practice, foot.number, foot.digest, foot.newest)


def _colon(moment: str) -> str:
    """A moment as the journal writes it: "2026-11-20 10.12" has the point that people read."""
    return moment.replace(".", ":")


def _days(page: MoneyPage, settled: Settled) -> None:
    """The days it settles and those it leaves open, where it is not that of the day alone."""
    if not settled.carried and [day for day, _ore in settled.settles] in ([], [settled.day]):
        return
    page.amounts([(_("Settles {day}").format(day=_dated(day)), _cash_of(ore)) for day, ore in settled.settles])
    page.amounts([(_("Carries over {day}").format(day=_dated(day)), _cash_of(ore)) for day, ore in settled.carried])
    page.y += 2


def _dated(day: date) -> str:
    return f"{short_day(day)} {day_in_words(day)}"


def _cash_of(ore: int) -> str:
    return f"{signed(ore)}\u00a0kr"


def _cash(page: MoneyPage, settled: Settled) -> None:
    """From the float to what should be there, by what it was."""
    columns = (
        Column(_("Cash"), 0, kind="name"), Column(_("Number of times"), 36, "right"), Column(_("Sum"), 34, "right"),
    )  # fmt: skip
    rows = [Row((_("Float when it was opened"), "", kr(settled.float_ore)))]
    rows += [Row((worded(MOVES[what]), number(count), f"{signed(ore)}\u00a0kr")) for what, ore, count in settled.sums]
    if settled.carried:
        rows.append(Row((_("Carried over to the next settlement"), "", _cash_of(settled.carried_ore))))
    page.table(columns, rows, high=ROW, sums=False)
    page.sum(_("Should be in the till"), settled.expected_ore)


def _counted(page: MoneyPage, settled: Settled) -> None:
    page.amounts([(_("Counted"), kr(settled.counted_ore))])
    page.total(_("Difference"), f"{signed(settled.difference_ore)}\u00a0kr")
    if settled.difference_ore:
        page.words(_("Reason: {reason}").format(reason=settled.reason or "–"), bold=True)
    counts = dict(settled.counts)
    page.notes({value: counts.get(value, 0) for value in money.DENOMINATIONS}, _("Counted"))


def _elsewhere(page: MoneyPage, settled: Settled) -> None:
    """What the desk did that the till has nothing of."""
    page.y += 2
    page.amounts(
        [
            (_("Copies sold, less returned"), number(settled.copies)),
            (_("Vipps, not in the till"), kr(settled.vipps_ore)),
            (_("Credit, not in the till"), kr(settled.credit_ore)),
            (_("Of what is held for sellers, not in the till"), kr(settled.held_ore)),
        ]
    )


def _in_and_out(page: MoneyPage, settled: Settled) -> None:
    """Each movement that was no sale: who, when, and why in full."""
    page.y += 2
    page.heading(_("Into and out of the till"), keep=24)
    columns = (
        Column(_("When"), 42), Column(_("What"), 0, kind="name"), Column(_("Who"), 34), Column(_("Sum"), 30, "right"),
    )
    rows = [
        Row((moment_in_words(_colon(at)), worded(MOVES[what]), who, f"{signed(ore)}\u00a0kr"), reason=reason or "")
        for at, what, ore, reason, who in settled.lines
    ]
    page.table(columns, rows, high=ROW, sums=False, empty=_("Nothing but sales went in or out."))


def _register(page: MoneyPage, settled: Settled) -> None:
    """The declared cash register's number and total, written or to be filled in by pen, beside what the desk sold."""
    page.heading(_("The declared cash register"), keep=34)
    page.amounts([(_("Sold less returned by this sheet"), kr(settled.sold_ore))])
    total = settled.z_total_ore
    _field(page, _("Number of its Z report"), settled.z_number)
    _field(page, _("Its total"), None if total is None else kr(total))
    _field(page, _("The cash register has more (+) or less (−)"), _more(settled))


def _more(settled: Settled) -> str | None:
    if settled.z_total_ore is None:
        return None
    return f"{signed(settled.z_total_ore - settled.sold_ore)}\u00a0kr"


def _field(page: MoneyPage, words: str, value: str | None) -> None:
    """What and its value at the right, or a line to write it on."""
    if value:
        page.amounts([(words, value)])
        return
    page.need(9)
    page.y += 7.4
    with page.paper.tag("P"):
        page.paper.text(page.left, page.y, words, BODY, room=page.room - 54)
    page.paper.rule(page.right - 50, page.y + 0.6, page.right, weight=0.7)


def _what_it_is_not(paper: Sheet, _number: int) -> None:
    words = _("This sheet counts the desk's own till. It is no receipt, and no report of a cash register.")
    with paper.tag("P"):
        paper.text(paper.left, paper.height - 16, words, SMALL)


def _crossed(paper: Sheet, number: int) -> None:
    _what_it_is_not(paper, number)
    for start, end in ((TOP, BOTTOM), (BOTTOM, TOP)):
        paper.stroke(paper.left, start, paper.right, end, weight=2, grey=RULE)
