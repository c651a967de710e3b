"""From an old edition to the new one on one screen: what is left, what goes out, who owes, who gets starter copies.

One act, and Ctrl+Z takes all of it back. What a field of found copies does not say, the book is believed for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import RIM, Scrolled
from ...widgets.buttons import Button
from ...widgets.dates import DateField
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Empty
from ...widgets.text import Text
from .change_parts import AtOutlet, Owing, Starters
from .over_desk import Panel, choice_of, editions_to_choose, outlets_to_choose, whole


class ChangeOver(Panel):
    def __init__(self, page: Any) -> None:
        # Elements
        title = _("Change edition")
        super().__init__(page, title, wide=1060, high=4000, rim=RIM)
        self.shown: Any = None
        every = editions_to_choose(page, all=True)
        self.new_edition = Button(_("New edition"), "plus", "primary")
        self.empty = Empty("news", _("There is no new edition to change to yet. Write its name, price and first day."),
                           self.new_edition)  # fmt: skip
        old, new, first = self._proposed()
        self.old, self.old_part = choice_of(_("The old edition"), every, old)
        self.new, self.new_part = choice_of(_("The new edition"), every, new)
        self.day = DateField(_("New on sale from"), page.desk.today, first)
        self.rule, self.rule_part = choice_of(_("What is left of the old"), _rules(), "given_back")
        self.frm, self.from_part = choice_of(_("The new is sent from"), outlets_to_choose(page), page.outlet)
        self.outlets: list[AtOutlet] = []
        self.rows = QWidget()
        self.rows_column = Column(gap=8, parent=self.rows)
        self.owe = Owing()
        self.starters = Starters()
        self.act = Button(_("Change edition"), "arrows-exchange", "primary", "Ctrl+Enter")
        self.cancel = Button(_("Cancel"), key="Esc")
        # Assemble
        top, below = QWidget(), QWidget()
        Flow(self.old_part, self.new_part, self.day, gap=14, line_gap=10, top=True, parent=top)
        Flow(self.rule_part, self.from_part, gap=14, line_gap=10, top=True, parent=below)
        self.words = Text(_("All of it is one act. Ctrl+Z takes it back as one."), "body", "mut", wrap=True)
        self.head(title)
        self.told_first = Scrolled(
            self.words, self.told, top, below, Text(_("At the outlets"), "h2"), self.rows, Text(_("Who owes"), "h2"),
            self.owe, Text(_("Starter copies"), "h2"), self.starters,
        )  # fmt: skip
        self.column.put(self.told_first, 1)
        self.column.put(self.empty, 1)
        foot = QWidget()
        Flow(self.act, self.cancel, gap=8, parent=foot)
        self.put_in_line(foot)
        # Connect
        for box in (self.old, self.new):
            box.chosen.connect(lambda _value: self.fill())
        self.frm.chosen.connect(lambda _value: self._fit_outlets())
        self.owe.opened.connect(self._open_seller)
        self.day.settled.connect(lambda _day: self.fill())
        self.act.clicked.connect(lambda _checked=False: self.change())
        self.cancel.clicked.connect(lambda _checked=False: self.leave())
        self.new_edition.clicked.connect(lambda _checked=False: self._make_edition())
        able = len(every) > 1
        self.told_first.setVisible(able)
        self.act.setVisible(able)
        self.empty.setVisible(not able)
        self.new_edition.setVisible(self.desk.may("office", "manager"))
        if able:
            self.fill()

    def _proposed(self) -> tuple[object, object, date]:
        """The old one and the new, the two newest of the product that is sold; and the new one's first day, not before
        today."""
        from alfdesk.sales import editions

        today = self.desk.today()
        lines = self.desk.read(editions.editions, today, all=True)
        here = next((line for line in lines if line.id == self.page.edition), lines[0] if lines else None)
        same = [line for line in lines if here is not None and line.product_id == here.product_id]
        two = same if len(same) > 1 else lines
        if len(two) < 2:
            return None, None, today
        return two[1].id, two[0].id, max(today, two[0].first_day or today)

    def start(self) -> QWidget:
        return self.old if self.act.isVisibleTo(self) else self.new_edition

    def summary(self) -> str:
        if self.shown is None:
            return f"{self.accessibleName()}. {self.empty.words.text()}"
        said = [f"{self.accessibleName()}.", f"{self.shown.old.title} – {self.shown.new.title}.", self.owe.sentence.text()]
        return " ".join(said)

    # Shown -------------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Read what the two editions have, and show it anew."""
        from alfdesk.sales import change_over

        old, new, day = self.old.value, self.new.value, self.day.day
        if not isinstance(old, bytes) or not isinstance(new, bytes) or day is None:
            return
        self.shown = self.desk.read(change_over.change_over_page, old, new, day)
        for row in self.outlets:
            self.rows_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.outlets = [AtOutlet(line) for line in self.shown.outlets]
        for row in self.outlets:
            self.rows_column.put(row)
        self._fit_outlets()
        self.owe.offer(self.shown.owe)
        self.starters.offer(self.shown.without_starters, self.shown.starter_copies)

    def show_again(self) -> None:
        """What is owed may have been settled meanwhile. The rest stays as it is being written."""
        from alfdesk.sales import change_over

        if self.shown is not None:
            old, new, day = self.shown.old.id, self.shown.new.id, self.desk.today()
            self.owe.offer(self.desk.read(change_over.change_over_page, old, new, day).owe)

    def _open_seller(self, person: bytes) -> None:
        from ...selling import SellerPanel

        SellerPanel(self.page, person).open()

    def _fit_outlets(self) -> None:
        """Nothing is sent to the outlet it is sent from."""
        for row in self.outlets:
            row.send.setVisible(row.line.outlet_id != self.frm.value)

    # The act -----------------------------------------------------------------------------------------------------

    def change(self) -> None:
        """All of it at once; what can't be read says so at its field, and nothing is done."""
        from alfdesk.sales import change_over

        if self.shown is None:
            return
        day = self.day.day
        if day is None:
            self._wrong(self.day, self.day.error.words.text() or _("Write the first day."))
            return
        found, send = {}, {}
        for row in self.outlets:
            for field, said in ((row.found, found), (row.send, send)):
                if field.isHidden() or not field.text().strip():
                    continue
                number = whole(field.text())
                if number is None:
                    self._wrong(field, _("Write a whole number."))
                    return
                said[row.line.outlet_id] = number
        each = self.starters.each
        if self.starters.chosen and each is None:
            self._wrong(self.starters.copies, _("Write how many copies each gets."))
            return
        title, since = self.shown.new.title, _since(day, self.desk.today())
        done = self.desk.do(
            change_over.change_over, _("{title} is on sale from {day}.").format(title=title, day=since),
            old=self.shown.old.id, new=self.shown.new.id, day=day, at_minute=self.desk.minute(), rule=self.rule.value,
            outlets={row.line.outlet_id: found.get(row.line.outlet_id) for row in self.outlets}, send=send,
            frm=self.frm.value, starters=[(person, each) for person in self.starters.chosen],
        )  # fmt: skip
        if done is not REFUSED:
            self.leave()
            self.page.sold_next(self.shown.new.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.is_enter(event):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.change()
            else:
                self.focusNextPrevChild(True)
            event.accept()
            return
        super().keyPressEvent(event)

    def _make_edition(self) -> None:
        from .set_up import NewEdition

        self.leave()
        NewEdition(self.page).open()

    @staticmethod
    def _wrong(field: Field, sentence: str) -> None:
        field.refuse(sentence)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()


def _rules() -> list[tuple[object, str]]:
    """What becomes of the old copies, in words."""
    from alfdesk.sales.change_over import RULES
    from alfdesk.sales.words import MOVES

    return [(code, worded(MOVES[code]) if code in MOVES else _("They stay here")) for code in RULES]


def _since(day: date, today: date) -> str:
    return formats.day_near(day, today)
