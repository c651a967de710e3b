"""Somebody who is to sell: found among the people there are, and given a number that is never another's."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...desk import REFUSED
from ...dialogs.ask import RIM
from ...widgets.buttons import Button
from ...widgets.fields import Field, SearchBox
from ...widgets.layouts import Flow
from ...widgets.row_table import Cell, Column, RowTable
from .keys import STEPS
from .over_desk import Panel, framed, whole

MOST = 30  # people shown


class NewSeller(Panel):
    """Enter gives the marked person the number that is written, or the next one."""

    def __init__(self, page: Any, text: str = "") -> None:
        super().__init__(page, _("New seller"), wide=720, high=620, rim=RIM)
        self.box = SearchBox(_("Write a name or a number"))
        self.table = RowTable(_("People"), [
            Column(_("No."), lambda p: Cell("" if p.number is None else str(p.number), colour="mut"), 80, right=True),
            Column(_("Name"), lambda p: Cell(_name(p), kind="strong"), 220, 1),
        ], spoken=lambda p: f"{_name(p)}, {p.number or ''}", key=lambda p: p.id)  # fmt: skip
        self.number = Field(_("Seller number"), hint=_("Empty: the next free one."), numeric=True, width=220)
        self.number.edit.setMaxLength(4)
        self.give_button = Button(_("Give number"), "check", "primary", "Enter")
        self.person_button = Button(_("New person"), "user-plus")
        self.cancel = Button(_("Cancel"), key="Esc")
        self.head(_("New seller"))
        self.put_filled(self.box, last=(framed(self.table),))
        self.put_in_line(self.number)
        foot = QWidget()
        Flow(self.give_button, self.person_button, self.cancel, gap=8, parent=foot)
        self.put_in_line(foot)
        self.box.textChanged.connect(lambda _text: self.show_again())
        self.box.entered.connect(lambda _text: self.give())
        self.box.left.connect(self.leave)
        self.box.first_refusal = self._arrows
        self.table.opened.connect(lambda _person: self.give())
        self.give_button.clicked.connect(lambda _checked=False: self.give())
        self.person_button.clicked.connect(lambda _checked=False: self._new_person())
        self.cancel.clicked.connect(lambda _checked=False: self.leave())
        self.box.setText(text)
        self.show_again()

    def start(self) -> QWidget:
        return self.box

    def show_again(self) -> None:
        from alfdesk import people
        from alfdesk.sales import sellers

        text = self.box.text().strip()
        found = self.desk.read(people.search, text, limit=MOST) if text else []
        self.table.show_records([p for p in found if self.desk.read(sellers.number_of, p.id) is None])
        self.say("")
        if text and not self.table.rows.records:
            self.say(_("Nobody without a seller number is called {name}.").format(name=text), wrong=True)

    def give(self) -> None:
        """The marked person sells from now on."""
        from alfdesk.sales import sellers

        person, text = self.table.current(), self.number.text().strip()
        if person is None:
            self.say(_("Write who is to sell."), wrong=True)
            self.box.setFocus()
            return
        number = whole(text) if text else None
        if text and number is None:
            self.number.refuse(_("Write a whole number."))
            self.number.setFocus()
            return

        def said(given: int) -> str:
            return _("{name} is seller {number} now.").format(name=_name(person), number=given)

        if self.desk.do(sellers.make_seller, said, person=person.id, number=number) is not REFUSED:
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.is_enter(event):
            self.give()
            event.accept()
            return
        super().keyPressEvent(event)

    def _arrows(self, event: QKeyEvent) -> bool:
        if event.key() not in STEPS:
            return False
        self.table.step(STEPS[event.key()])
        return True

    def _new_person(self) -> None:
        """Somebody nobody knows yet: to the people's page, with its form open."""
        from ...dialogs.overlay import Overlay

        shell = self.page.shell
        for one in shell.findChildren(Overlay):
            if not one._gone:
                one.leave()
        shell.go("people").new_person()


def _name(person: Any) -> str:
    """First and last name; of whoever has no first name written the name she is called by."""
    return " ".join(n for n in (person.first_name or person.call_name, person.last_name) if n)
