"""Sellers and the desk's settings for the contact sheets, on the desk of `sales_screens`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QWidget

from .dialogs.panels import FormPanel
from .sales_screens import desk, screen


def _person(page: Any, number: int = 94) -> bytes:
    from alfdesk.sales import sellers

    lines = page.desk.read(sellers.sellers, page.desk.today())
    found: bytes = next((line.person for line in lines if line.number == number), lines[0].person)
    return found


def _furnished(page: Any) -> bytes:
    """A seller with a bit of everything."""
    from alfdesk.sales import sellers, spots

    person, today, desk = _person(page), page.desk.today(), page.desk
    other = next(line.person for line in desk.read(sellers.sellers, today) if line.person != person)
    desk.do(sellers.change_seller, person=person, languages="Norsk, engelsk og litt polsk", rules_signed=today.replace(day=1))
    desk.do(sellers.give_break, person=person, since=today, until=today, reason="own_wish")
    for weekday in (0, 2):
        desk.do(spots.take_spot, person=person, spot="Torgallmenningen", weekday=weekday, from_minute=600, to_minute=840,
                since=today)  # fmt: skip
    desk.do(spots.take_spot, person=other, spot="Torgallmenningen", weekday=2, since=today)
    return person


def _seller(page: Any, state: str) -> Any:
    from .selling import SellerPanel

    panel = SellerPanel(page, _furnished(page) if state == "full" else _person(page, 73))
    panel.open()
    return panel


def _repay(page: Any, state: str) -> None:
    panel = _seller(page, "full")
    panel.repay_button.click()
    if state == "error":
        _send(page, "9999")


def _send(page: Any, text: str) -> None:
    from .selling.account import Repay

    form = page.shell.findChild(Repay)
    form.amount.set(text)
    form.send()


def _of_seller(which: str) -> Callable[[Any, str], None]:
    """Behind this button of the panel; in trouble sent as it stands."""

    def opened(page: Any, state: str) -> None:
        getattr(_seller(page, "full"), which).click()
        if state == "error":
            page.shell.findChild(FormPanel).send()

    return opened


def _lines(page: Any, state: str) -> None:
    """Her account line by line, one of them taken back; in trouble one that a payout rests on."""
    from alfdesk.sales import accounts, editions

    from .selling.lines import Lines

    panel = _seller(page, "full")
    desk, publication = page.desk, page.desk.read(editions.publications)[0][0]
    of = {"person": panel.person, "publication": publication, "day": desk.today(), "at_minute": desk.minute()}
    held = desk.do(accounts.hold, amount_ore=25_000, reason="Vipps på fredag", **of)
    wrong = desk.do(accounts.hold, amount_ore=90_000, reason="Vipps på lørdag", **of)
    desk.do(accounts.void_account_move, move=wrong, reason="Det var til en annen selger")
    desk.do(accounts.pay_out, person=panel.person, amount_ore=40_000, outlet=page.outlet, day=desk.today(),
            at_minute=desk.minute())  # fmt: skip
    panel.lines_button.click()
    shown = page.shell.findChild(Lines)
    shown.period.choice.choose("days")
    shown.period.choice.chosen.emit("days")
    shown.table.mark(wrong)
    if state == "error":
        shown.table.mark(held)
        shown.take_back()
        form = page.shell.findChild(FormPanel)
        form.reason.set("Det var til en annen selger")
        form.send()


def _limit(page: Any, state: str) -> None:
    """Her own limit; in trouble taken away from a day that is none."""
    from alfdesk.sales import rules

    from .selling.account import OwnLimit

    page.desk.do(rules.rule, about=_person(page), key="credit_limit", value=50_000, since=page.desk.today())
    panel = _seller(page, "full")
    panel.limit_button.click()
    if state == "error":
        form = page.shell.findChild(OwnLimit)
        form.none.setChecked(True)
        form.since.set("32.1")
        form.send()


def _print_cards(page: Any, _state: str) -> None:
    from .pages.sales.print_cards import PrintCards

    PrintCards(page).open()


def _settings(key: str, asked: str = "") -> Callable[[Any, str], Any]:
    """A section of the settings with this key; `asked` names the button that opens a form."""

    def led(shell: Any, state: str) -> None:
        settings = shell.go("settings")
        settings.lead_to(key)
        button = getattr(settings.sections[key], asked, None)
        if button is not None and button.isVisible():
            button.click()
            if state == "error":
                form = shell.findChild(FormPanel)
                form.buy.set("mye")
                form.send()

    @contextmanager
    def made(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import page_screen

        if state == "empty":
            with page_screen("settings")(stage, state) as work:
                led(work, state)
                yield work
        else:
            with desk(stage, state, lambda page, _state: led(page.shell, state)) as work:
                yield work

    return made


SCREENS: dict[str, Callable[[Any, str], Any]] = {
    "seller": screen(_seller), "seller_lines": screen(_lines), "seller_limit": screen(_limit),
    "seller_repay": screen(_repay), "seller_spot": screen(_of_seller("spot_button")),
    "seller_cards": screen(_print_cards), "settings_sold": _settings("sold"),
    "settings_new_price": _settings("sold", "new_price"), "settings_outlets": _settings("outlets"),
    "settings_desk_rules": _settings("desk_rules"),
}  # fmt: skip
