"""What opens from the desk: each of these shows one panel or overlay, and gives the focus back to the sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .page import Sales


def open_receive(page: Sales) -> None:
    """Take in copies from the printer."""
    from .receive import Receive

    Receive(page).open()


def open_stock(page: Sales) -> None:
    """What lies where, what is under way, and what can be done with it."""
    from .stock import Stock

    Stock(page).open()


def open_till(page: Sales) -> None:
    """The float, and money into and out of the till."""
    from .till import Till

    Till(page).open()


def open_settle(page: Sales) -> None:
    """Count the till: the day's settlement."""
    from .settle import Settle

    Settle(page).open()


def open_settlements(page: Sales) -> None:
    """The settlements that were made: shown, printed again, voided."""
    from .settlements import Settlements

    Settlements(page).open()


def open_count(page: Sales) -> None:
    """Count the stock, or go on with the count that is open."""
    from .stock_count import count_stock

    count_stock(page)


def open_sellers(page: Sales) -> None:
    """Who sells: numbers, cards, breaks, notes, accounts."""
    from .sellers import Sellers

    Sellers(page).open()


def open_seller(page: Sales) -> None:
    """All there is about the seller at the desk; the list of sellers while nobody stands there."""
    from ...selling import SellerPanel

    if page.sale.before is None:
        open_sellers(page)
    else:
        SellerPanel(page, page.sale.before.person).open()


def open_paper(page: Sales) -> None:
    """Read a paper list in: what was sold while there was no laptop."""
    from .paper_list import ReadPaper

    ReadPaper(page).open()


def open_change_over(page: Sales) -> None:
    """From the old edition to the new one."""
    from .change_over import ChangeOver

    ChangeOver(page).open()
