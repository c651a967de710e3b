"""What is read aloud at the desk: the page in a few words, the seller who stands there, the marked sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alfdesk.i18n import gettext as _

from . import words
from .last_sales import sale_words

if TYPE_CHECKING:
    from .page import Sales


def summary(page: Sales) -> str:
    if page.shown is None:
        return f"{page.title.text()}. {page.empty.words.text()}"
    card, said = page.card, [f"{page.title.text()}, {page.shown.outlet.name}."]
    if page.on_sale is not None:
        said.append(f"{card.title.text()}: {card.left.text()} {card.of.text()}.")
    said.append(f"{card.sold.label.text()}: {words.copies(page.shown.figures.copies)}.")
    return " ".join(said)


def nearest(page: Sales) -> str:
    """The sale that is marked in the list, else whoever stands at the desk, what is noted of her and what she pays."""
    table, before, counter = page.last.table, page.sale.before, page.counter
    if table.hasFocus() and (row := table.current()) is not None:
        return sale_words(row)
    if before is None:
        return ""
    usual = _("Usually {count}.").format(count=before.usual) if before.usual else ""
    paying = f"{counter.to_pay.label.text()}: {counter.to_pay.sum.text()}."
    parts = (f"{words.who(before)}.", usual, counter.stop.words.text(), counter.note.words.text(), paying)
    return " ".join(part for part in parts if part)
