"""The stock list: what should lie at each outlet and what is on its way there, with room to write what was counted."""

from __future__ import annotations

from collections.abc import Iterable

from alfdesk.i18n import gettext as _
from alfdesk.reports.desk_settlement import desk_head
from alfdesk.reports.money_page import Column, MoneyPage, Row, number
from alfdesk.reports.page_style import day_in_words, short_day
from alfdesk.sales.records import StockLine, StockSheet

ROW = 8.4  # mm, room for a figure in pen


def stock_list(sheet: StockSheet) -> bytes:
    """The stock as a PDF in portrait A4, outlet by outlet, then each edition over all outlets."""
    when = f"{short_day(sheet.day)} {day_in_words(sheet.day)}"
    page = MoneyPage(desk_head(sheet), _("Stock list"), when, [sheet.organisation] if sheet.organisation else [], [])
    outlets: dict[bytes, list[StockLine]] = {}
    for line in sheet.lines:
        outlets.setdefault(line.outlet_id, []).append(line)
    if not outlets:
        page.words(_("There are no copies at any outlet."))
    for lines in outlets.values():
        page.heading(lines[0].outlet, keep=30)
        _outlet(page, lines)
    if len(outlets) > 1:
        page.heading(_("All outlets"), keep=30)
        _together(page, sheet.lines)
    if any(line.copies < 0 for line in sheet.lines):
        page.y += 2
        page.words(_("Below zero: more has left the shelf than the book says came. Count it."))
    return page.finish()


def _outlet(page: MoneyPage, lines: list[StockLine]) -> None:
    columns = (
        Column(_("Edition"), 0, kind="name"), Column(_("In stock"), 24, "right", "strong"),
        Column(_("Under way"), 24, "right"), Column(_("Sold out"), 24, "right"), Column(_("Counted"), 34, kind="sign"),
    )
    rows = [
        Row((_title(line), number(line.copies), _or_dash(line.in_transit), line.sold_out or "–", "")) for line in lines
    ]
    page.table(columns, rows, high=ROW, sums=False)


def _together(page: MoneyPage, lines: Iterable[StockLine]) -> None:
    """Each edition once, in the order it is met."""
    sums: dict[bytes, tuple[str, int, int]] = {}
    for line in lines:
        _name, copies, transit = sums.get(line.edition_id, ("", 0, 0))
        sums[line.edition_id] = (_title(line), copies + line.copies, transit + line.in_transit)
    columns = (
        Column(_("Edition"), 0, kind="name"), Column(_("In stock"), 24, "right", "strong"),
        Column(_("Under way"), 24, "right"), Column(_("Together"), 58, "right"),
    )  # fmt: skip
    rows = [
        Row((title, number(copies), _or_dash(transit), number(copies + transit)))
        for title, copies, transit in sums.values()
    ]
    page.table(columns, rows, high=ROW, sums=False)


def _title(line: StockLine) -> str:
    return f"{line.product} {line.edition}"


def _or_dash(count: int) -> str:
    return number(count) if count else "–"
