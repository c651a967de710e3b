"""From an empty workplace to a settlement on paper: by keyboard alone, and by the pointer with nothing but text typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.sales import settling, stock
from alfdesk.store.workplace import Place
from ui.dialogs.preview import Preview
from ui.pages.sales.new_seller import NewSeller
from ui.pages.sales.receive import Receive
from ui.pages.sales.sellers import Sellers
from ui.pages.sales.set_up import NewEdition, NewOutlet
from ui.pages.sales.settle import Settle
from ui.pages.sales.till import OpenTill, Till
from ui.widgets.buttons import Button
from ui.work import Work

from .hands import Hands
from .sitting import sitting, until


KEYS = {"Enter", "Tab", "Down", "Esc", "Ctrl+N", "Ctrl+M", "Ctrl+T", "Ctrl+D", "Ctrl+Return"}


def top(window: Work, kind: type[Any]) -> Any:
    """The panel of this kind that lies over the desk."""
    return next(one for one in reversed(window.findChildren(kind)) if one.isVisible())


def typed(hands: Hands, *parts: str) -> None:
    """What is no key by name is written letter by letter."""
    for part in parts:
        hands.press(part) if part in KEYS else hands.write(part)


def close(hands: Hands, panel: QWidget) -> None:
    """Its ✕."""
    hands.click(next(b for b in panel.findChildren(Button) if b.accessibleName() == "Close"))


def on_paper(window: Work) -> bytes:
    """The sheet, when it is made."""
    sheet = top(window, Preview)
    until(lambda: sheet.sheet is not None)
    made: bytes = sheet.sheet.bytes
    return made


def settled(place: Place) -> tuple[Any, ...]:
    with place.read() as session:
        return tuple((s.number, s.float_ore, s.expected_ore, s.counted_ore) for s in settling.settlements(session))


def test_by_keyboard_alone(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    with sitting(qapp, place, tmp_path / "prefs", "sales") as (window, hands):
        typed(hands, "Enter", "Hallvardsstuen", "Enter")
        typed(hands, "Enter", "Megafon", "Tab", "11/2026", "Tab", "50", "Tab", "100", "Enter")
        typed(hands, "Ctrl+N", "400", "Enter")
        typed(hands, "Ctrl+M", "Ctrl+N", "kari", "Enter", "Esc")
        typed(hands, "Ctrl+T", "Enter", "Down", "Down", "Down", "5", "Ctrl+Return", "Esc")
        typed(hands, "1", "Enter", "10", "Enter")
        typed(hands, "Ctrl+D", "Down", "2", "Ctrl+Return", "Enter")
        assert on_paper(window).startswith(b"%PDF")
        assert settled(place) == (("K-0001", 50_000, 100_000, 100_000),)
        with place.read() as session:
            assert [line.copies for line in stock.stock(session)] == [390]


def test_by_the_pointer_with_nothing_but_text_typed(qapp: QApplication, place: Place, tmp_path: Path) -> None:
    with sitting(qapp, place, tmp_path / "prefs", "sales") as (window, hands):
        page: Any = window.front

        def fill(field: QWidget, text: str) -> None:
            hands.click(field)
            hands.write(text)

        hands.click(page.set_up)
        fill(top(window, NewOutlet).name.edit, "Hallvardsstuen")
        hands.click(top(window, NewOutlet).act)
        hands.click(page.set_up)
        form = top(window, NewEdition)
        for field, text in ((form.product, "Megafon"), (form.edition, "11/2026"), (form.buy, "50"), (form.cover, "100")):
            fill(field.edit, text)
        hands.click(form.act)
        hands.click(page.receive_button)
        fill(top(window, Receive).copies.edit, "400")
        hands.click(top(window, Receive).act)
        hands.click(page.sellers_button)
        hands.click(top(window, Sellers).new_button)
        fill(top(window, NewSeller).box, "kari")
        hands.click(top(window, NewSeller).give_button)
        close(hands, top(window, Sellers))
        hands.click(page.till_button)
        hands.click(top(window, Till).open_button)
        hands.click(top(window, OpenTill).counting.rows[500].more)
        hands.click(top(window, OpenTill).act)
        close(hands, top(window, Till))
        hands.click(page.counter.choose_seller)
        menu: Any = QApplication.activePopupWidget()
        hands.click(menu, menu.actionGeometry(menu.actions()[0]).center())
        fill(page.counter.copies, "10")
        hands.click(page.counter.ways.pay.buttons["cash"])
        hands.click(page.settle_button)
        for _note in range(2):
            hands.click(top(window, Settle).counting.rows[500].more)
        hands.click(top(window, Settle).show_button)
        hands.click(top(window, Settle).settle_button)
        assert on_paper(window).startswith(b"%PDF")
        assert settled(place) == (("K-0001", 50_000, 100_000, 100_000),)
