"""Where somebody is led who was told elsewhere that something waits at the desk: to the seller, the sending, the count,
the till itself. The desk stays at its own outlet, or comes back to it."""

from __future__ import annotations

from typing import Any

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from . import panels


def lead_to(page: Any, task: Any) -> None:
    """Open what a task of `alfdesk.todo` speaks of. What is done or taken back meanwhile opens nothing."""
    if task.person is not None:
        from ...selling import SellerPanel

        SellerPanel(page, task.person).open()
    elif task.kind == "road":
        _to_sending(page, task.about)
    elif task.kind == "count":
        _to_count(page, task.about)
    elif task.kind == "till":
        _to_till(page, task.outlet)


def _to_sending(page: Any, transfer: bytes) -> None:
    from alfdesk.sales import stock

    from .confirm import Confirm

    line = next((one for one in page.desk.read(stock.under_way) if one.id == transfer), None)
    if line is not None:
        Confirm(page, line).open()


def _to_count(page: Any, begun: bytes) -> None:
    from .stock_count import StockCount

    try:
        StockCount(page, begun).open()
    except UserFacingError as error:
        page.shell.refuse(error.sentence)


def _to_till(page: Any, outlet: bytes) -> None:
    """The settlement of that outlet's till. The desk is there while it is open: what is sold after it is sold here."""
    from .settle import Settle

    own = page.outlet
    if own == outlet:
        panels.open_settle(page)
        return
    _stand_at(page, outlet)
    panel = Settle(page)
    panel.left.connect(lambda: _stand_at(page, own))
    panel.open()


def _stand_at(page: Any, outlet: bytes | None) -> None:
    """At this outlet, without being remembered for it."""
    kept = page.shell.prefs.get("sales_outlet")
    if outlet is not None:
        page.choose(outlet)
        page.shell.prefs.keep(sales_outlet=kept)
        page.shell.say(_("The desk is at {outlet} now.").format(outlet=page.shown.outlet.name))
