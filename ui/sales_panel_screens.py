"""What opens from the sales desk, for the contact sheets: stock, count, till, settlement, change of edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from .sales_screens import screen


def _top(page: Any, kind: type[Any]) -> Any:
    return next(w for w in page.shell.findChildren(kind) if w.isVisible())


def _do(page: Any, verb: Callable[..., Any], **named: Any) -> Any:
    """Something that was written before the picture."""
    with page.desk.place.write() as work:
        return verb(work, day=page.desk.today(), at_minute=page.desk.minute(), **named)


def _other(page: Any) -> bytes:
    found: bytes = next(o.id for o in page._outlets if o.id != page.outlet)
    return found


def _receive(page: Any, state: str) -> None:
    from .pages.sales.receive import Receive

    asked = Receive(page)
    asked.open()
    asked.copies.set("1 200" if state != "error" else "tolv")
    if state == "error":
        asked.send()


def _stock(page: Any, _state: str) -> None:
    """All outlets; one below zero, a count that goes on, something under way."""
    from alfdesk.sales import counting, stock

    from .pages.sales import panels
    from .pages.sales.stock import Stock

    _do(page, stock.take_out, outlet=page.outlet, edition=page.edition, copies=5000, what="lost", reason="Regn")
    _do(page, counting.begin, outlet=page.outlet)
    panels.open_stock(page)
    panel = _top(page, Stock)
    panel.which.choose("all")
    panel.show_again()


def _take_out(page: Any, state: str) -> None:
    from .pages.sales.stock_acts import TakeOut

    asked = TakeOut(page, page.outlet, page.shown.outlet.name, page.edition)
    asked.open()
    if state == "error":
        asked.copies.set("12")
        asked.send()


def _moves(page: Any, _state: str) -> None:
    from alfdesk.sales import stock

    from .pages.sales.stock_moves import StockMoves

    _do(page, stock.send, frm=page.outlet, to=_other(page), edition=page.edition, copies=40)
    wrong = _do(page, stock.receive, outlet=page.outlet, edition=page.edition, copies=4000)
    with page.desk.place.write() as work:
        stock.void_move(work, move=wrong, reason="En null for mye")
    StockMoves(page, page.outlet, page.shown.outlet.name).open()


def _count(page: Any, state: str) -> None:
    """What was counted, and what the book said; in trouble a letter in it."""
    from .pages.sales import panels
    from .pages.sales.stock_count import StockCount

    panels.open_count(page)
    panel = _top(page, StockCount)
    for place, field in enumerate(panel.fields.values()):
        field.set("35o" if state == "error" else str(3 + 350 * place))
    panel.write()


def _till(page: Any, _state: str) -> None:
    from alfdesk.sales import till

    from .pages.sales import panels

    _do(page, till.open_till, outlet=page.outlet, counts={500: 2, 100: 5})
    _do(page, till.cash_in, outlet=page.outlet, amount_ore=50_000, reason="Veksel fra banken")
    _do(page, till.cash_out, outlet=page.outlet, amount_ore=4_950, reason="Kaffe til skranken")
    panels.open_till(page)


def _open_till(page: Any, state: str) -> None:
    from .pages.sales.till import OpenTill

    asked = OpenTill(page)
    asked.open()
    for value, many in ((500, "2"), (100, "5x" if state == "error" else "5")):
        asked.counting.rows[value].edit.setText(many)
    if state == "error":
        asked.send()


def _settle(page: Any, state: str) -> None:
    """Yesterday is open too, and carried over; in trouble no day is settled."""
    from alfdesk.sales import till

    from .pages.sales import panels
    from .pages.sales.settle import Settle

    with page.desk.place.write() as work:
        till.cash_in(work, outlet=page.outlet, amount_ore=50_000, reason="Veksel fra banken", at_minute=600,
                     day=page.desk.today() - timedelta(1))  # fmt: skip
    _do(page, till.cash_out, outlet=page.outlet, amount_ore=4_950, reason="Kaffe til skranken")
    panels.open_settle(page)
    panel = _top(page, Settle)
    for row in panel.days.rows if state == "error" else panel.days.rows[:1]:
        row.check.setChecked(False)
    if state == "error":
        panel.show_result()


def _result(page: Any, state: str) -> None:
    """Counted, and something is missing; in trouble no reason for it."""
    from .pages.sales import panels
    from .pages.sales.settle import Settle

    panels.open_settle(page)
    panel = _top(page, Settle)
    panel.counting.rows[500].edit.setText("3")
    panel.show_result()
    panel.z_total.set("1 500")
    panel._compare()
    if state == "error":
        panel.settle()


def _settlements(page: Any, _state: str) -> None:
    from alfdesk.sales import settling

    from .pages.sales import panels

    for reason in ("Til safen", "Talt på nytt"):
        made = _do(page, settling.settle, outlet=page.outlet, counts={100: 5}, reason=reason)
    with page.desk.place.write() as work:
        settling.void_settlement(work, settlement=made.id, reason="Gjort for tidlig")
    panels.open_settlements(page)


def _change(page: Any, state: str) -> None:
    from alfdesk.sales import editions

    from .pages.sales import panels
    from .pages.sales.change_over import ChangeOver

    with page.desk.place.write() as work:
        editions.set_edition(work, product="Megafon", edition="Neste", buy_ore=5000, cover_ore=10000,
                             since=page.desk.today() + timedelta(3))  # fmt: skip
    panels.open_change_over(page)
    if state == "error":
        panel = _top(page, ChangeOver)
        panel.outlets[0].found.set("førti")
        panel.change()


def _listed(page: Any, *lines: str) -> Path:
    """A paper list of today."""
    from alfdesk.sales.paper_list import COLUMNS

    title, day = page.shown.on_sale[0].edition, page.desk.today()
    written = [f"{day:%d.%m.%Y} {line.format(paper=f'{title.product};{title.name}')}" for line in lines]
    file = Path(page.desk.place.folder) / "papirliste.csv"
    file.write_text("\n".join([";".join(COLUMNS), *written, ""]), encoding="utf-8")
    return file


LINES = (
    "08.05;Hallvardsstuen;94;{paper};10;kontant;", "08.20;Hallvardsstuen;94;{paper};5;vipps;",
    "08.40;Torget;94;{paper};4;kreditt;", "09.00;Hallvardsstuen;;{paper};2;makulert;våte",
)  # fmt: skip


def _read(page: Any, *lines: str) -> Any:
    from .pages.sales.paper_list import ReadPaper
    from .parcel_screens import until

    number = str(page.shown.last[0].number)
    asked = ReadPaper(page, _listed(page, *(line.replace(";94;", f";{number};") for line in lines)))
    asked.open()
    until(lambda: asked.preview is not None)
    return asked


def _paper(page: Any, state: str) -> None:
    """A list that was looked through: a new outlet, and more copies than lay there. In trouble refused lines."""
    wrong = ("10.00;Hallvardsstuen;7777;{paper};3;kontant;", "10.10;Hallvardsstuen;94;{paper};0;kontant;")
    _read(page, *LINES, *(wrong if state == "error" else ()))


def _paper_none(page: Any, _state: str) -> None:
    from .pages.sales import panels

    panels.open_paper(page)


def _paper_again(page: Any, _state: str) -> None:
    from .pages.sales.paper_list import ReadPaper
    from .parcel_screens import until

    asked = _read(page, *LINES)
    asked.send()
    until(lambda: asked._gone)
    again = ReadPaper(page, asked.file)
    again.open()
    until(lambda: again.preview is not None)


SCREENS: dict[str, Callable] = {
    "sales_receive": screen(_receive), "sales_stock": screen(_stock), "sales_take_out": screen(_take_out),
    "sales_moves": screen(_moves), "sales_count": screen(_count), "sales_till": screen(_till),
    "sales_open_till": screen(_open_till), "sales_settle": screen(_settle), "sales_result": screen(_result),
    "sales_settlements": screen(_settlements), "sales_change": screen(_change), "sales_paper": screen(_paper),
    "sales_paper_none": screen(_paper_none), "sales_paper_again": screen(_paper_again),
}  # fmt: skip
