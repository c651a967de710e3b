"""Forms of the sales desk and of what is sold, for the contact sheets: each open; in trouble sent as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .dialogs.panels import FormPanel
from .sales_screens import desk, screen


def _form(made: Callable[[Any], Any]) -> Callable[[Any, str], Any]:
    """What `made` makes of the desk's page."""

    def opened(page: Any, state: str) -> None:
        asked = made(page)
        asked.open()
        if state == "error" and isinstance(asked, FormPanel):
            asked.send()

    return screen(opened)


def _sold(button: str) -> Callable[[Any, str], Any]:
    """Behind this button of the settings' section of what is sold."""

    def opened(page: Any, state: str) -> None:
        settings = page.shell.go("settings")
        settings.lead_to("sold")
        getattr(settings.sections["sold"], button).click()
        if state == "error":
            page.shell.findChild(FormPanel).send()

    return lambda stage, state: desk(stage, state, opened)


def _send(page: Any) -> Any:
    from .pages.sales.stock_acts import Send

    return Send(page, page.outlet, page.edition)


def _sendings(page: Any) -> Any:
    from .pages.sales.sendings import Sendings

    return Sendings(page)


def _outlet(page: Any) -> Any:
    from .pages.sales.set_up import NewOutlet

    return NewOutlet(page)


def _report(page: Any) -> Any:
    from .pages.sales.prints import ChooseEdition

    return ChooseEdition(page)


def _cash(name: str) -> Callable[[Any], Any]:
    def made(page: Any) -> Any:
        from .pages.sales import till

        return getattr(till, name)(page)

    return made


SCREENS: dict[str, Callable] = {
    "sales_send": _form(_send), "sales_sendings": _form(_sendings), "sales_outlet": _form(_outlet),
    "sales_report": _form(_report), "sales_cash_in": _form(_cash("CashIn")), "sales_cash_out": _form(_cash("CashOut")),
    "sold_new": _sold("new"), "sold_change": _sold("change"), "sold_end_price": _sold("end_price"),
    "sold_rename": _sold("rename_product"), "sold_move": _sold("move_product"),
}  # fmt: skip
