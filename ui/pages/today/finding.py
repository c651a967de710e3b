"""Finding people by letters, numbers and cards: those on the list first, then everybody else, who can be added."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column
from ...widgets.notice import Surface

MOST = 5  # suggestions shown

# A card while it is being typed by the scanner: nothing is looked for until Enter.
_HALF_A_CARD = re.compile(r"[PpQq][0-9]+[0-9A-Za-z]*")


def half_a_card(text: str) -> bool:
    return _HALF_A_CARD.fullmatch(text.strip()) is not None


def on_list(rows: Iterable[Any], text: str) -> list[bytes]:
    """Whoever on the list (rows of the day) is meant by what was typed, the best first: those who wait before the
    others, first names before last names. Digits are the beginning of a number."""
    from alfdesk.people import fold

    typed = fold(text).split()
    if not typed:
        return []
    digits = typed[0] if len(typed) == 1 and typed[0].isdigit() else ""
    found = []
    for place, row in enumerate(rows):
        if digits:
            number = str(row.number or "")
            if number.startswith(digits):
                found.append((number != digits, place, row.person))
            continue
        words = fold(f"{row.call_name} {row.full_name}").split()
        if all(any(word.startswith(part) for word in words) for part in typed):
            waits = (None, "coming_later").index(row.outcome) if row.outcome in (None, "coming_later") else 2
            found.append((waits, (not words[0].startswith(typed[0])), place, row.person))  # type: ignore[arg-type]
    return [one[-1] for one in sorted(found)]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who is not on the list."""

    person: bytes
    number: int | None
    name: str


def beyond(session: Any, text: str, listed: set[bytes]) -> list[Other]:
    """People found outside the list. A number must be whole to be meant."""
    from alfdesk import people

    text = text.strip()
    found = people.search(session, text, limit=MOST + len(listed) if not text.isdigit() else MOST)
    others = [p for p in found if p.id not in listed and (not text.isdigit() or str(p.number) == text)][:MOST]
    names = people.short_names(others)
    return [Other(p.id, p.number, names[p.id]) for p in others]


class Suggestions(Surface):
    """A short list under the box: who can be added to the day, and a new person by that name. The box keeps the focus;
    arrows choose, Enter takes."""

    added = Signal(object)  # Other
    new = Signal(str)  # the name as it was typed

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surf", "edge", 10, parent)
        self.others: list[Other] = []
        self.text = ""
        self._marked = 0
        self._buttons: list[Button] = []
        self._column = Column(gap=4, margins=(6, 6, 6, 6), parent=self)
        self.setAccessibleName(_("People who can be added"))
        look.changed.connect(self.hide)
        self.hide()

    def show_for(self, others: list[Other], text: str, below: QWidget) -> None:
        """Show these, and the new person where `text` may be a name."""
        self.others, self.text, self._marked = others, text.strip(), 0
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for other in others:
            self._add(_("Add {name} to today's list").format(name=other.name), "user-plus").clicked.connect(
                lambda _checked=False, other=other: self.added.emit(other)
            )
        if self.text and not any(c.isdigit() for c in self.text):
            name = proper(self.text)
            self._add(_("New person: {name}").format(name=name), "plus", "Ctrl+Enter").clicked.connect(
                lambda _checked=False: self.new.emit(name)
            )
        if not self._buttons:
            self.hide()
            return
        self._show_mark()
        page = self.parentWidget()
        room = page.width() - 2 * look.px(16)
        wide = min(room, max(below.width(), *(b.sizeHint().width() + look.px(12) for b in self._buttons)))
        corner = below.mapTo(page, QPoint(0, below.height() + look.px(4)))
        self.setFixedWidth(wide)
        self.adjustSize()
        self.move(corner)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Mark another one."""
        if self._buttons:
            self._marked = (self._marked + by) % len(self._buttons)
            self._show_mark()

    def take(self) -> bool:
        """Enter: what is marked. A new person is taken by Ctrl+Enter or when marked by hand."""
        if not self.isVisible() or not self._buttons or (not self.others and self._marked == 0):
            return False
        self._buttons[self._marked].click()
        return True

    def words(self) -> str:
        """What is marked, for the ear."""
        return self._buttons[self._marked].text() if self.isVisible() and self._buttons else ""

    def _add(self, text: str, icon: str, key: str = "") -> Button:
        button = Button(text.replace("&", "&&"), icon, "secondary", key)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.put(button)
        self._buttons.append(button)
        button.show()
        return button

    def _show_mark(self) -> None:
        chosen = bool(self.others) or self._marked > 0
        for number, button in enumerate(self._buttons):
            button.setChecked(chosen and number == self._marked)


def proper(name: str) -> str:
    """A name that was typed in a hurry: "mona lise" is Mona Lise; what has capitals of its own is left alone."""
    words = name.split()
    return " ".join(w[:1].upper() + w[1:] for w in words) if name.islower() else " ".join(words)
