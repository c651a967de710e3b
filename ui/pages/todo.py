"""Å gjøre: what must be answered, what is missing, what waits, what ends soon. Each line leads to where it is done."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from .. import formats
from ..commands import Command
from ..page import Page
from ..widgets.buttons import Button
from ..widgets.layouts import Column as Stack
from ..widgets.notice import Empty, Surface
from ..widgets.row_table import Cell, Column, RowTable

# Shape and colour of each kind; the group's name says the same in words.
ICONS = {
    "question": ("help-circle", "later"), "roll": ("circle-dashed", "later"), "parcel": ("usb", "later"),
    "road": ("package", "later"), "till": ("coins", "later"), "count": ("books", "later"),
    "limit": ("alert-triangle", "later"), "card": ("id-badge-2", "text"), "week": ("cash-banknote", "text"),
    "ends": ("calendar", "text"), "due": ("trash", "text"),
}  # fmt: skip
AT_THE_DESK = frozenset({"road", "till", "count", "limit", "card"})


class ToDo(Page):
    key, words, icon, order, number = "todo", marked("To do"), "list-check", 12, 8
    first_for = frozenset({"office"})
    # What it shows hangs on the days, the weeks, the questions and the parcels alike: it follows everything.
    follows = frozenset()

    def build(self) -> None:
        # Elements
        self.aloud_button = Button(_("Read aloud"), "volume", key="F8")
        columns = [
            Column(_("What"), lambda task: Cell(task.group, colour="mut", kind="label"), 130, drops=2),
            Column(_("To do"), lambda task: Cell(task.words, *ICONS[task.kind], kind="strong"), 520, 3),
            Column(_("More"), lambda task: Cell(task.more, colour="mut"), 160, 2, drops=1),
        ]
        self.table = RowTable(_("To do"), columns, spoken=spoken, key=lambda task: task)
        self.frame = Surface("surf", "line", 6)
        self.nothing = Empty("circle-check", _("There is nothing to do now."))
        # Assemble
        self.add_actions(self.aloud_button)
        Stack(self.table, margins=(2, 2, 2, 2), parent=self.frame)
        self.body_column.put(self.frame, 1)
        self.body_column.put(self.nothing, 1)
        # Connect
        self.aloud_button.clicked.connect(lambda _checked=False: self.shell.read_aloud())
        self.table.opened.connect(self.open)
        self.table.pressed_row.connect(self.open)

    def start(self) -> QWidget | None:
        return self.aloud_button if self.frame.isHidden() else self.table

    def refresh(self) -> None:
        from alfdesk import todo

        late = todo.parcels(self.desk.place) if self.desk.may(*todo.ROLES["parcel"]) else ()
        found = self.desk.read(todo.tasks, self.desk.today(), self.desk.acting.roles)
        order = list(todo.GROUPS)
        tasks = tuple(sorted((*found, *late), key=lambda task: order.index(task.kind)))
        self.table.show_records(tasks)
        self.frame.setVisible(bool(tasks))
        self.nothing.setVisible(not tasks)
        self.subtitle.setText(ngettext("{count} thing", "{count} things", len(tasks)).format(count=len(tasks)) if tasks else "")

    def open(self, task: Any) -> None:
        """To where it is done."""
        shell = self.shell
        if task.kind == "roll":
            today: Any = shell.go("today")
            if task.programme in {line.id for line in today._lines}:
                today.choose(task.programme)
            today.show_day(task.day)
        elif task.kind == "week":
            pay: Any = shell.go("pay")
            pay.show_week(task.day, task.programme)
        elif task.kind == "ends":
            people: Any = shell.go("people")
            people.open_card(task.person)
        elif task.kind in AT_THE_DESK:
            desk: Any = shell.go("sales")
            desk.lead_to(task)
        elif task.kind == "due":
            settings: Any = shell.go("settings")
            settings.lead_to("keeping")
        else:
            shell.go("exchange")

    # Keys and words ----------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        return [Command("todo.open", _("Go to it"), self._open_marked, ("Enter",), "arrow-right", single=True,
                        foot=marked("go to it"))]  # fmt: skip

    def summary(self) -> str:
        lines = [spoken(task) for task in self.table.rows.records]
        return " ".join(formats.stopped(part) for part in (self.title.text(), *(lines or [self.nothing.words.text()])))

    def marked_text(self) -> str:
        task = self.table.current()
        return spoken(task) if task is not None else ""

    def _open_marked(self) -> None:
        task = self.table.current()
        if task is not None:
            self.open(task)


def spoken(task: Any) -> str:
    """The whole line: group, sentence and what else is known."""
    return " ".join(formats.stopped(part) for part in (task.group, task.words, task.more) if part)
