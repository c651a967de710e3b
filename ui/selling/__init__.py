"""A seller, wherever she is opened: from her person card and from the sales desk.

    panel.py     all there is about her as a seller, and what can be done with it: `SellerPanel(page, person).open()`
    parts.py     its parts: a heading with lines and buttons
    forms.py     the number, languages and rules, a break, a note, a spot
    cards.py     a new card, and cards printed
    account.py   money: repaid, held, paid out, set off, written off; her own limit
    lines.py     her account line by line in a time that is chosen: taken back, or printed as her statement
    words.py     how it is put in words

`page` is the page it lies over: it has `shell` and `desk`, and the sales desk `outlet` too.
"""

from .panel import SellerPanel

__all__ = ["SellerPanel"]
