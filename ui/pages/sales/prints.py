"""The desk's sheets: the stock list, what became of an edition, a day's settlement."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from .over_desk import FormPanel, choice_of, edition_in, editions_to_choose


def show_stock(page: Any) -> None:
    """What lies at every outlet today."""
    desk, day = page.desk, page.desk.today()

    def make() -> bytes:
        from alfdesk.reports.stock_list import stock_list
        from alfdesk.sales import stock_figures

        return stock_list(desk.read(stock_figures.stock_sheet, day))

    page.shell.preview(_("Stock list"), make, f"lager-{day.isoformat()}", "stock list")


def show_edition(page: Any, edition: bytes) -> None:
    """What became of an edition, day by day."""
    desk, day = page.desk, page.desk.today()

    def make() -> bytes:
        from alfdesk.reports.edition_report import edition_report
        from alfdesk.sales import stock_figures

        return edition_report(desk.read(stock_figures.edition_report, edition, day))

    page.shell.preview(_("Edition report"), make, f"utgave-{day.isoformat()}", "edition report")


def show_settlement(page: Any, settlement: bytes, number: str) -> None:
    """A settlement as it was made, now or earlier."""
    desk = page.desk

    def make() -> bytes:
        from alfdesk.reports.desk_settlement import desk_settlement
        from alfdesk.sales import settling

        return desk_settlement(desk.read(settling.settlement, settlement))

    title = _("Day's settlement {number}").format(number=number)
    page.shell.preview(title, make, f"dagsoppgjor-{number}", "day's settlement")


class ChooseEdition(FormPanel):
    """Which edition the report is of."""

    def __init__(self, page: Any) -> None:
        self.edition, part = choice_of(_("Edition"), editions_to_choose(page, all=True), page.edition)
        sentence = _("Printed, sold, returned, left, and how it went day by day.")
        super().__init__(page, _("Edition report"), sentence, _("Show report"), part, icon="printer")

    def start(self) -> QWidget:
        return self.act

    def send(self) -> None:
        chosen = edition_in(self, self.edition)
        if chosen is not None:
            self.leave()
            show_edition(self.page, chosen)
