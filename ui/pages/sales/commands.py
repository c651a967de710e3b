"""What can be done at the desk: keys, foot line, menu, palette and F1 are all fed from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from alfdesk.i18n import marked

from ...commands import Command
from . import panels, prints
from .old_editions import open_menu

if TYPE_CHECKING:
    from .page import Sales

SETTERS = frozenset({"office", "manager"})


def of(page: Sales) -> list[Command]:
    """Those that make sense as the page stands."""
    from .set_up import NewEdition, NewOutlet

    if page.outlet is None:
        return [
            Command("sales.outlet.new", marked("Add outlet"), lambda: NewOutlet(page).open(), icon="plus"), _paper(page),
        ]  # fmt: skip
    return [
        Command("sales.sell", marked("Sell"), None, ("Return",), "news", single=True, foot=marked("sell"),
                more=marked("Number, Enter, copies, Enter. Enter twice takes the usual number.")),
        Command("sales.received", marked("Next field"), None, ("Tab",), single=True, foot=marked("received")),
        Command("sales.next", marked("Next seller"), page.sale.clear, ("Escape",), "x", single=True,
                foot=marked("next seller"), more=marked("Nothing is sold; the fields are empty.")),
        Command("sales.ways", marked("How it is paid"), None, single=True, shown_keys="v k g −",
                more=marked("A letter after the number: v Vipps, k credit, g free. Also t held money, d divided. A minus "
                            "is a return.")),
        Command("sales.edition.next", marked("Next edition"), page.step_edition, ("PgDown",), "books", single=True,
                more=marked("Where several are on sale. Plus and the edition's letter choose too.")),
        Command("sales.edition.old", marked("Other edition"), partial(open_menu, page), ("Ctrl+Shift+R",), "books",
                more=marked("An older edition, for returns.")),
        Command("search", marked("To the seller field"), partial(_to_seller, page), ("Ctrl+F",), "search"),
        Command("sales.choose", marked("Choose a seller"), page.sale.finding.choose, icon="users"),
        Command("sales.receive", marked("Take in copies"), lambda: panels.open_receive(page), ("Ctrl+N",), "package",
                foot=marked("take in copies"), more=marked("Copies from the printer.")),
        Command("sales.stock", marked("Stock"), lambda: panels.open_stock(page), ("Ctrl+B",), "stack-2",
                more=marked("What lies where, what is under way, and counting.")),
        Command("sales.count", marked("Count stock"), lambda: panels.open_count(page), icon="list-numbers",
                more=marked("The desk may sell meanwhile. A count that is open is gone on with.")),
        Command("sales.print", marked("Print stock list"), lambda: prints.show_stock(page), ("Ctrl+P",), "printer"),
        Command("sales.report", marked("Edition report"), lambda: prints.ChooseEdition(page).open(), ("Ctrl+Shift+P",),
                "printer", more=marked("Printed, sold, returned, left, and how it went day by day.")),
        Command("sales.settlements", marked("Earlier settlements"), lambda: panels.open_settlements(page),
                ("Ctrl+Shift+D",), "history", more=marked("Shown and printed again, or voided with a reason.")),
        Command("sales.till", marked("Till"), lambda: panels.open_till(page), ("Ctrl+T",), "cash-banknote",
                more=marked("The float, and money in and out with a reason.")),
        Command("sales.settle", marked("Count the till"), lambda: panels.open_settle(page), ("Ctrl+D",), "coins",
                more=marked("The day's settlement, counted by note and coin.")),
        _paper(page),
        Command("sales.sellers", marked("Sellers"), lambda: panels.open_sellers(page), ("Ctrl+M",), "users",
                more=marked("Numbers, cards, breaks, notes and accounts.")),
        Command("sales.seller", marked("Seller at the desk"), lambda: panels.open_seller(page), ("Ctrl+I",), "id-badge-2",
                more=marked("Her number, card, breaks, notes, spots and account.")),
        Command("sales.all", marked("All sales"), page.all_sales, ("Ctrl+J",), "list-check",
                more=marked("The day's sales. An older one is voided here, with a reason.")),
        Command("sales.change", marked("Change edition"), lambda: panels.open_change_over(page), ("Ctrl+R",),
                "arrows-exchange", more=marked("From an old edition to the new one, in one screen.")),
        Command("sales.edition.new", marked("New edition"), lambda: NewEdition(page).open(), ("Ctrl+Shift+N",), "plus",
                SETTERS, more=marked("Its name, its price and the first day. Also a new price from a day on.")),
        Command("sales.sold", marked("What is sold"), lambda: page.shell.go("settings").lead_to("sold"), icon="books",
                roles=SETTERS, more=marked("Editions and prices, in the settings.")),
        Command("sales.outlet", marked("Choose outlet"), page.menu_of_outlets, ("Ctrl+G",), "chevron-down"),
        Command("sales.outlet.new", marked("Add outlet"), lambda: NewOutlet(page).open(), icon="plus"),
        Command("sales.confirm", marked("Confirm a sending"), page.confirm_transfer, ("Ctrl+Return",), "check",
                more=marked("Copies that were sent here from another outlet.")),
    ]  # fmt: skip


def _paper(page: Sales) -> Command:
    return Command("sales.paper", marked("Read in paper list"), lambda: panels.open_paper(page), ("Ctrl+O",),
                   "package-import", more=marked("What was sold without the laptop, from a file. Also dropped here."))


def _to_seller(page: Sales) -> None:
    page.counter.seller.setFocus()
    page.counter.seller.selectAll()
