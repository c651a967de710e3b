"""The box over the tiles: letters, numbers and cards, people who are not on the list, and new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ...desk import REFUSED
from ...scanning import Doubles, burst
from ...widgets.tiles import Tiles
from . import finding
from .said import sentence
from .view import View


class CrewBox(View):
    """The half of the standing crew's view that answers the box. The other half (crew.py) gives what is named here."""

    tiles: Tiles
    rows: dict[bytes, Any]
    doubles: Doubles
    seconds: Callable[[], float]
    suggestions: finding.Suggestions
    _mark_before: bytes | None
    _present: Callable[..., bool]  # marks a row present
    _fit: Callable[[], None]

    @property
    def is_today(self) -> bool:
        return self.page.day == self.desk.today()

    def typed(self, text: str) -> None:
        text = text.strip()
        self._fit()
        if not text or finding.half_a_card(text):
            self.tiles.faint_but(None)
            self.suggestions.hide()
            if not text:
                before, self._mark_before = self._mark_before, None
                if before is not None:
                    self.tiles.mark(before)
                if self.page.search.hasFocus() and self.rows:
                    self.page.to_view()
            return
        if self._mark_before is None:
            tile = self.tiles.current_tile()
            self._mark_before = tile.key if tile is not None else None
        found = finding.on_list(self.rows.values(), text)
        self.tiles.faint_but(found)
        if found:
            self.tiles.mark(found[0])
        whole = found and (not text.isdigit() or str(self.rows[found[0]].number) == text)
        others = [] if whole else self.desk.read(finding.beyond, text, set(self.rows))
        if whole:
            self.suggestions.hide()
        else:
            self.suggestions.show_for(others, text, self.page.search)
        self.page.search.setAccessibleDescription(self.suggestions.words() or self.marked_text())

    def entered(self, text: str) -> None:
        if not text.strip():
            return
        try:
            cards = burst(text)
        except UserFacingError as error:
            self._empty_box()
            self.shell.refuse(error.sentence)
            return
        if cards is not None:
            self._empty_box()
            for card in cards.numbers:
                self._scanned(card)
            return
        found = finding.on_list(self.rows.values(), text)
        tile = self.tiles.current_tile()
        whole = found and (not text.strip().isdigit() or str(self.rows[found[0]].number) == text.strip())
        if whole and tile is not None:
            row = self.rows[tile.key if tile.key in found else found[0]]
            self._empty_box(back_to=row.person)
            self._present(row)
        elif not self.suggestions.take():
            self._empty_box()
            digits = text.strip().isdigit()
            none = _("Nobody is called {name}. Ctrl+Enter adds a new person.")
            if digits:
                none = _("Nobody has number {number}.")
            self.shell.refuse(none.format(number=text.strip(), name=text.strip()))

    def _scanned(self, card: int | str) -> None:
        """A card: present. Held up twice within 60 seconds it is one."""
        from alfdesk import people
        from alfdesk.sales import sellers

        try:
            person = self.desk.read(sellers.holder, card)
        except UserFacingError as error:
            self.shell.refuse(error.sentence)
            return
        row = self.rows.get(person)
        if row is None:  # not on the list: asked, since presence is pay
            self.page.search.show()
            self.page.search.setText(str(self.desk.read(people.everyone, [person])[person].number))
            self.page.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        double = self.doubles.is_double(person.hex(), self.seconds())
        self.tiles.mark(row.person)
        if not (double and row.outcome is not None):
            self._present(row)

    def _step_found(self, by: int) -> None:
        """Arrows in the box: among those found, or among the suggestions."""
        if self.suggestions.isVisible():
            self.suggestions.step(by)
            self.page.search.setAccessibleDescription(self.suggestions.words())
            return
        found = finding.on_list(self.rows.values(), self.page.search.text())
        tile = self.tiles.current_tile()
        if found:
            here = found.index(tile.key) if tile is not None and tile.key in found else 0
            self.tiles.mark(found[(here + by) % len(found)])

    def _empty_box(self, back_to: bytes | None = None) -> None:
        """Nothing in the box, everyone back, focus on the tiles."""
        if back_to is not None:
            self._mark_before = back_to
        self.page.search.clear()
        self.page.to_view()

    def _to_box(self) -> None:
        self.page.search.show()
        self.page.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_other(self, other: finding.Other) -> None:
        """Somebody who is not on today's list is present."""
        from alfdesk.attendance import standing
        from alfdesk.attendance.record import Said

        now = self.desk.minute() if self.is_today else None
        said = sentence(other.name, "present", now, None)
        self._empty_box()
        if self.do(standing.mark, said, person=other.person, what=Said("present", from_minute=now)) is not REFUSED:
            self.tiles.mark(other.person)
            self.page.to_view()

    def _new_from_box(self) -> None:
        text = self.page.search.text().strip()
        if not text or any(c.isdigit() for c in text):
            self._to_box()
            self.shell.refuse(_("Write the name of the new person first."))
            return
        self._add_new(finding.proper(text))

    def _add_new(self, name: str) -> None:
        from alfdesk.attendance import newcomer

        said = _("{name} is a new person, and present.").format(name=name)
        self._empty_box()
        person = self.do(newcomer.first_time, said, call_name=name, at_minute=self.desk.minute())
        if person is not REFUSED:
            self.tiles.mark(person)
            self.page.to_view()
