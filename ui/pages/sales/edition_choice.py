"""Which edition is sold, where several are on sale: chips with a letter each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from alfdesk.i18n import gettext as _

from ...widgets.buttons import Button
from ...widgets.layouts import Flow
from . import words

LETTERS = "abcefij"  # none that a way of paying or a card begins with


class EditionChoice(QWidget):
    """The editions of the day, the one that is sold marked. Hidden while there is one or none. `chosen` with the id."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Edition"))
        self.buttons: dict[bytes, Button] = {}
        self._group = QButtonGroup(self)
        self._flow = Flow(gap=8, parent=self)
        self._shown: tuple[Any, ...] = ()
        self.hide()

    def offer(self, editions: Sequence[Any], chosen: bytes | None) -> None:
        """The editions on sale, and the one that is sold."""
        shown = tuple((one.id, one.title, one.price.buy_ore) for one in editions)
        if shown != self._shown:
            self._shown = shown
            for button in self.buttons.values():
                self._group.removeButton(button)
                self._flow.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.buttons = {one.id: self._chip(place, one) for place, one in enumerate(editions)}
            self.setVisible(len(shown) > 1)
        if chosen in self.buttons:
            self.buttons[chosen].setChecked(True)

    def of_letter(self, letter: str) -> bytes | None:
        place = LETTERS.find(letter.lower())
        return list(self.buttons)[place] if len(letter) == 1 and 0 <= place < len(self.buttons) else None

    def next(self, chosen: bytes | None, way: int = 1) -> bytes | None:
        """The edition after the one that is sold, round and round."""
        every = list(self.buttons)
        if len(every) < 2 or chosen not in every:
            return None
        return every[(every.index(chosen) + way) % len(every)]

    def _chip(self, place: int, one: Any) -> Button:
        letter = LETTERS[place].upper() if place < len(LETTERS) else ""
        button = Button(f"{one.title}  {words.money(one.price.buy_ore)}", "", "secondary", letter).compact()
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._pressed, one.id))
        self._group.addButton(button)
        self._flow.put(button)
        return button

    def _pressed(self, edition: bytes, _checked: bool = False) -> None:
        self.chosen.emit(edition)
