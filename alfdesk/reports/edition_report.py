"""What became of an edition: how many were printed, where they went, how fast they sold, and where it was sold out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.reports.desk_settlement import desk_head
from alfdesk.reports.money_page import Column, MoneyPage, Row, kr, number, week_in_words
from alfdesk.reports.page_style import RULE, SMALL, clock_in_words, day_in_words, short_day
from alfdesk.sales.records import DaySold, EditionReport

ROW = 6.8  # mm
BARS = 20  # as many as there is room to write the figure over
HIGH = 42.0  # mm, the tallest bar
_INK = 0.35  # grey, dark on any printer

Bar = tuple[str, str, str, int]  # beneath the bar, beneath that, said aloud, copies


def edition_report(report: EditionReport) -> bytes:
    """The report as a PDF in portrait A4: key figures, a chart of what was sold, the days in a table."""
    title = f"{report.product} {report.edition}"
    whose = [report.organisation] if report.organisation else []
    page = MoneyPage(desk_head(report), _("Edition report"), title, whose, [])
    _copies(page, report)
    _money(page, report)
    _sold_out(page, report)
    _chart(page, report.days)
    _days(page, report)
    return page.finish()


def _copies(page: MoneyPage, report: EditionReport) -> None:
    """Every way a copy can go, with its share of what came from the printer."""
    out = report.sold - report.returned + report.free
    figures = [
        (_("Received from the printer"), report.received, False),
        (_("Out: sold and given away, less returned"), out, False),
        (_("Sold"), report.sold, False),
        (_("Returned"), report.returned, False),
        (_("Given away"), report.free, False),
        (_("Pulped"), report.pulped, False),
        (_("Lost"), report.lost, False),
        (_("Sent back to the printer"), report.given_back, False),
        (_("Put right by counts"), report.counted, True),
        (_("More (+) or less (−) when transfers arrived"), report.differences, True),
        (_("Under way between outlets"), report.in_transit, False),
        (_("Left at the outlets"), report.left, False),
    ]
    columns = (
        Column(_("Copies"), 0, kind="name"), Column(_("How many"), 30, "right", "strong"),
        Column(_("Of received"), 34, "right"),
    )  # fmt: skip
    printed = _("not told") if report.print_run is None else number(report.print_run)
    rows = [Row((_("Printed"), printed, "–"))]
    rows += [
        Row((words, _signed(count) if put else number(count), _share(count, report.received)))
        for words, count, put in figures
    ]
    page.table(columns, rows, high=ROW, sums=False)


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else ''}{number(count)}"


def _share(count: int, whole: int) -> str:
    """12 %, to the nearest; "–" where nothing was received."""
    return f"{number(money.half_up(100 * count, whole))}\u00a0%" if whole > 0 else "–"


def _money(page: MoneyPage, report: EditionReport) -> None:
    paid = (
        (_("Cash"), report.cash_ore), (_("Vipps"), report.vipps_ore), (_("Credit"), report.credit_ore),
        (_("Held for the seller"), report.held_ore),
    )
    page.sum(_("Sold for, less what was paid back"), sum(ore for _words, ore in paid))
    page.amounts([(words, kr(ore)) for words, ore in paid if ore])


def _sold_out(page: MoneyPage, report: EditionReport) -> None:
    page.y += 2
    page.heading(_("Sold out"), keep=10)
    if not report.sold_out:
        page.words(_("It has not been sold out anywhere."))
    moment = _("{date} at {time}")
    page.amounts(
        (outlet, moment.format(date=day_in_words(day), time=clock_in_words(minute)))
        for outlet, day, minute in report.sold_out
    )


def _chart(page: MoneyPage, days: Sequence[DaySold]) -> None:
    """A bar for each day, or for each week, month or year where there are too many, with its figure over it."""
    page.y += 2
    bars = _bars(days)
    most = max((copies for *_labels, copies in bars), default=0)
    if most <= 0:
        page.heading(_("Nothing is sold"), keep=0)
        return
    best = next(bar for bar in bars if bar[3] == most)
    page.heading(_("Most were sold {when}: {count}").format(when=best[2], count=number(most)), keep=HIGH + 22)
    paper, wide = page.paper, page.room / max(len(bars), 10)
    foot = page.y + 6 + HIGH
    told = ", ".join(f"{said} {copies}" for _label, _under, said, copies in bars)
    with paper.tag("Figure", alt=_("Copies sold: {figures}").format(figures=told)):
        before, reach = None, page.left
        for place, (label, under, _said, copies) in enumerate(bars):
            middle = page.left + (place + 0.5) * wide
            high = HIGH * max(copies, 0) / most
            if high:
                paper.box(middle - wide * 0.36, foot - high, wide * 0.72, high, weight=0, fill=_INK)
            paper.text(middle, foot - high - 1.2, number(copies), SMALL, bold=True, align="centre")
            paper.text(middle, foot + 4, label, SMALL, align="centre")
            if under != before and middle - wide / 2 >= reach:
                reach = middle - wide / 2 + paper.text(middle - wide * 0.36, foot + 7.8, under, SMALL) + 2
                before = under
        paper.rule(page.left, foot, page.left + len(bars) * wide, grey=RULE)
    page.y = foot + 9


def _bars(days: Sequence[DaySold]) -> list[Bar]:
    """What was sold by the first of day, week, month and year that gives few enough bars."""
    ways: tuple[Callable[[date], tuple[str, str, str]], ...] = (_by_day, _by_week, _by_month, _by_year)
    bars: dict[tuple[str, str, str], int] = {}
    for way in ways:
        bars = {}
        for day in days:
            bars[way(day.day)] = bars.get(way(day.day), 0) + day.sold
        if len(bars) <= BARS:
            break
    return [(*labels, copies) for labels, copies in bars.items()]


def _by_day(day: date) -> tuple[str, str, str]:
    return f"{day.day}.", f"{day:%m.%Y}", f"{short_day(day)} {day_in_words(day)}"


def _by_week(day: date) -> tuple[str, str, str]:
    year, week, _weekday = day.isocalendar()
    return str(week), str(year), week_in_words(day)


def _by_month(day: date) -> tuple[str, str, str]:
    return str(day.month), str(day.year), f"{day:%m.%Y}"


def _by_year(day: date) -> tuple[str, str, str]:
    return str(day.year), "", str(day.year)


def _days(page: MoneyPage, report: EditionReport) -> None:
    """Day by day, with what was sold so far and its share of what was received."""
    if not report.days:
        return
    page.heading(_("Day by day"), keep=24)
    columns = (
        Column(_("Day"), 0, kind="name"), Column(_("Sold"), 21, "right", "strong"), Column(_("Returned"), 23, "right"),
        Column(_("Given away"), 25, "right"), Column(_("Left"), 21, "right"), Column(_("Sold so far"), 25, "right"),
        Column(_("Of received"), 25, "right"),
    )
    rows, so_far = [], 0
    for day in report.days:
        so_far += day.sold - day.returned
        counts = (number(count) if count else "–" for count in (day.sold, day.returned, day.free))
        when = f"{short_day(day.day)} {day_in_words(day.day)}"
        rows.append(Row((when, *counts, number(day.left), number(so_far), _share(so_far, report.received))))
    page.table(columns, rows, high=ROW, sums=False)
