"""Choosing among the workplaces on this laptop, and making room for one more."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..widgets.buttons import ENTER, Button
from ..widgets.fields import Field
from ..widgets.layouts import Column, Flow
from ..widgets.text import Text
from .parts import Card, Gate, Rule

if TYPE_CHECKING:
    from ..window import Window

WIDE = 560
NAME_LIMIT = 40


class Workplaces(Gate):
    """A button for each; then what a new one is to be called."""

    def __init__(self, window: Window) -> None:
        # Elements
        super().__init__(window.prefs)
        self.host = window
        self.choices: dict[Path, Button] = {}
        self.title = Text(_("Choose workplace"), "h1", wrap=True)
        self.list, self.form = QWidget(), QWidget()
        self.add = Button(_("Add workplace"), "plus")
        self.not_now = Button(_("Back"), "arrow-left")
        self.name = Field(_("Name of the new one"), hint=_("It stands openly on this laptop, before the passphrase."))
        self.of_first = Field(_("Name of the one you have"))
        self.make = Button(_("Go on"), "", "primary", ENTER)
        self.rather_not = Button(_("Back"), "arrow-left")
        # Assemble
        card = Card(wide=WIDE)
        said = _("Each has its own folder, keys and people. Nothing passes between them.")
        card.column.put(Column(self.title, Text(said, "body", "mut", wrap=True), gap=6))
        for part in (self.band, self.list, self.form, self.going):
            card.column.put(part)
        self._fill_list()
        self._fill_form()
        self.form.hide()
        self.put_card(card)
        self.content.put(self.foot(("Esc", _("back"))))
        # Connect
        self.add.clicked.connect(self.ask_new)
        self.not_now.clicked.connect(window.show_start)
        self.rather_not.clicked.connect(self.back)
        self.make.clicked.connect(self.go_on)
        self.name.edit.returnPressed.connect(self.go_on)
        self.of_first.edit.returnPressed.connect(self.go_on)
        self.does(self.back, "Escape")

    def first(self) -> QWidget:
        return self.choices.get(self.host.home) or self.add

    def aloud(self) -> str:
        names = "" if self.form.isVisible() else ", ".join(b.text() for b in self.choices.values())
        return f"{self.title.text()}. {names}"

    def ask_new(self) -> None:
        """What it is to be called; the first one gets its name at the same time."""
        self.title.setText(_("Add workplace"))
        self.list.hide()
        self.form.show()
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        if self.form.isVisible():
            self.title.setText(_("Choose workplace"))
            self.form.hide()
            self.list.show()
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.host.show_start()

    def go_on(self) -> None:
        """To the new one, once both have names that are not the same."""
        fields = [f for f in (self.name, self.of_first) if f.isVisibleTo(self.form)]
        taken = {b.text().casefold() for b in self.choices.values()} if len(fields) == 1 else set()
        for field in fields:
            text = " ".join(field.text().split())
            if not text or text.casefold() in taken:
                field.refuse(_("This must be filled in.") if not text else _("Another one has that name already."))
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            taken.add(text.casefold())
        of_first = " ".join(self.of_first.text().split()) if len(fields) == 2 else ""
        self.host.add_workplace(" ".join(self.name.text().split()), of_first)

    def _fill_list(self) -> None:
        column = Column(gap=8, parent=self.list)
        for folder, name in self.host.workplaces():
            button = Button(name, "building")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self.host.go_to, folder))
            self.choices[folder] = button
            column.put(button)
        column.put(Rule())
        row = QWidget()
        Flow(self.add, self.not_now, parent=row)
        column.put(row)

    def _fill_form(self) -> None:
        row = QWidget()
        Flow(self.make, self.rather_not, parent=row)
        column = Column(gap=14, parent=self.form)
        for part in (self.name, self.of_first, row):
            column.put(part)
        self.of_first.setVisible(not self.host.first_is_named())
        for field in (self.name, self.of_first):
            field.edit.setMaxLength(NAME_LIMIT)
