"""Cards printed for many, ten on an A4: those without a good card are chosen beforehand, others can be."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import RIM
from ...selling.cards import print_cards
from ...widgets.buttons import Button
from ...widgets.layouts import Flow
from ...widgets.notice import Empty
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from . import words
from .over_desk import Panel, framed


class PrintCards(Panel):
    """Space, or a press on the row, takes somebody in or out; Enter prints. Who has no good card stands first in the list, and
    gets a new one."""

    def __init__(self, page: Any) -> None:
        # Elements
        super().__init__(page, _("Print cards"), wide=820, high=660, rim=RIM)
        self.chosen: set[bytes] | None = None  # None: nobody has been read yet
        self.count = Text("", "body", "mut", wrap=True)
        self.table = RowTable(_("Sellers"), self._columns(), spoken=self._spoken, key=lambda s: s.person)
        self.frame = framed(self.table)
        self.empty = Empty("users", _("Nobody has a seller number yet."))
        self.print_button = Button(_("Print cards"), "printer", "primary", "Enter")
        self.without_button = Button(_("Without a card"), "id-badge-2")
        self.all_button = Button(_("Choose all"), "list-check")
        self.none_button = Button(_("Choose none"), "x")
        # Assemble
        self.head(_("Print cards"))
        self.put_filled(self.count, last=(self.frame, self.empty))
        foot = QWidget()
        Flow(self.print_button, self.without_button, self.all_button, self.none_button, gap=8, parent=foot)
        self.put_in_line(foot)
        # Connect
        self.table.first_refusal = self._space
        self.table.pressed_row.connect(self.turn)
        self.table.opened.connect(lambda _line: self.print())
        self.print_button.clicked.connect(lambda _checked=False: self.print())
        self.without_button.clicked.connect(lambda _checked=False: self.choose(lambda s: self._has_none(s)))
        self.all_button.clicked.connect(lambda _checked=False: self.choose(lambda _s: True))
        self.none_button.clicked.connect(lambda _checked=False: self.choose(lambda _s: False))
        self.show_again()

    def _columns(self) -> list[Column]:
        return [
            Column(_("Print"), self._mark, 100),
            Column(_("No."), lambda s: Cell(str(s.number), kind="strong"), 70, right=True, drops=1),
            Column(_("Seller"), lambda s: s.name, 160, 2),
            Column(_("Card to"), self._card, 180, 1, drops=2),
        ]

    def start(self) -> QWidget:
        return self.table if self.table.rows.records else self.print_button

    def summary(self) -> str:
        return f"{self.accessibleName()}. {self.count.text()}"

    def show_again(self) -> None:
        from alfdesk.sales import sellers

        found = sorted(self.desk.read(sellers.sellers, self.desk.today()), key=lambda s: not self._has_none(s))
        if self.chosen is None:
            self.chosen = {s.person for s in found if self._has_none(s)}
        self.table.show_records(found)
        self.frame.setVisible(bool(found))
        self.empty.setVisible(not found)
        for button in (self.print_button, self.without_button, self.all_button, self.none_button):
            button.setVisible(bool(found))
        self._tell()

    def choose(self, wanted: Any) -> None:
        self.chosen = {s.person for s in self.table.rows.records if wanted(s)}
        self._tell()

    def turn(self, line: Any) -> None:
        """In or out."""
        assert self.chosen is not None
        self.chosen ^= {line.person}
        self._tell()

    def print(self) -> None:  # noqa: A003
        """New cards where they are needed, as one act; then the sheet."""
        chosen = [s for s in self.table.rows.records if s.person in (self.chosen or ())]
        if not chosen:
            self.say(_("Choose somebody first."), wrong=True)
            return
        new = [s.person for s in chosen if self._has_none(s)]
        if new:
            said = ngettext("{count} new card is made.", "{count} new cards are made.", len(new)).format(count=len(new))
            if self.desk.do(_give_cards, said, batch=True, persons=new, day=self.desk.today()) is REFUSED:
                return
        print_cards(self.page, [s.person for s in chosen], f"selgerkort-{self.desk.today().isoformat()}")

    def _space(self, event: QKeyEvent) -> bool:
        line = self.table.current()
        if event.key() != Qt.Key.Key_Space or line is None:
            return False
        if not event.isAutoRepeat():
            self.turn(line)
        return True

    def _tell(self) -> None:
        from alfdesk.sales import sellers

        many = len(self.chosen or ())
        new = sum(self._has_none(s) for s in self.table.rows.records if s.person in (self.chosen or ()))
        said = [ngettext("{count} card, ten on a page.", "{count} cards, ten on a page.", many).format(count=many)]
        if new:
            said.append(ngettext("{count} of them is new.", "{count} of them are new.", new).format(count=new))
            fee, _publication = self.desk.read(sellers.of_any_publication, "card_fee_ore", self.desk.today()) or (0, None)
            if fee:
                said.append(_("After a lost card the fee of {amount} is owed.").format(amount=words.money(fee)))
        self.count.setText(" ".join(said))
        self.table.viewport().update()

    def _has_none(self, line: Any) -> bool:
        return line.card_to is None or bool(line.card_to < self.desk.today())

    def _mark(self, line: Any) -> Cell:
        on = line.person in (self.chosen or ())
        return Cell(_("yes"), "circle-check-filled", "present") if on else Cell(_("no"), "circle-dashed", "mut")

    def _card(self, line: Any) -> Cell:
        if line.card_to is None:
            return Cell(_("no valid card"), colour="mut")
        late = self._has_none(line)
        return Cell(formats.day_short(line.card_to), "alert-triangle-filled" if late else "", "later" if late else "text")

    def _spoken(self, line: Any) -> str:
        return f"{line.number} {line.name}, {self._mark(line).text}, {self._card(line).text}"


def _give_cards(work: Any, *, persons: list[bytes], day: Any) -> None:
    from alfdesk.sales import sellers

    for person in persons:
        work.next()
        sellers.give_card(work, person=person, day=day)
