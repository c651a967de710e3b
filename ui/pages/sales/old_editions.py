"""Editions that are no longer on sale: chosen for a return, at the last price they had."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alfdesk.i18n import gettext as _

from ...widgets.menu import Menu

MOST = 12  # the newest


def old_editions(page: Any) -> list[Any]:
    """Those that were on sale and are not, the newest first."""
    from alfdesk.sales import editions

    on_sale = {one.edition.id for one in page.shown.on_sale}
    every = page.desk.read(editions.editions, page.day, all=True)
    return [line for line in every if line.id not in on_sale and line.ended is not None][:MOST]


def as_sold(page: Any, line: Any) -> Any:
    """The edition as the desk shows it, with the last price it had; None when it never had one."""
    from alfdesk.sales import editions, stock
    from alfdesk.sales.records import OnSale

    price = page.desk.read(editions.price_on, line.id, line.ended)
    if price is None:
        return None
    return OnSale(replace(line, price=price), page.desk.read(stock.copies_at, page.outlet, line.id), 0, 0, None)


def open_menu(page: Any) -> None:
    """The old editions under the button; the chosen one is what the desk takes back."""
    lines = old_editions(page)
    if not lines:
        page.shell.refuse(_("No other edition has been on sale."))
        return
    menu = Menu(page)
    for line in lines:
        action = menu.addAction(line.title.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False, which=line: page.choose_old(which))
    menu.setActiveAction(menu.actions()[0])
    menu.popup(page.card.other.mapToGlobal(page.card.other.rect().bottomLeft()))
