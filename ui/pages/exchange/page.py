"""Utveksle: a parcel out, a parcel in, the backup; who has what. Nothing changes before it has been looked through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked

from ... import formats, sticks, tasks
from ...commands import Command
from ...desk import Desk
from ...messages import words_of
from ...sticks import Beside, Sticks
from ...widgets.buttons import Button
from ...widgets.text import Text
from . import words
from .after import After
from .cards import Cards
from .commands import commands_of
from .in_card import InCard
from .keep_card import KeepCard
from .keeping import Keeping
from .out_card import OutCard
from .places import Look
from .questions import Questions, at_once, may_answer, open_here
from .sending import EVERYONE
from .table import LaptopTable


class Exchange(Keeping):
    key, words, icon, order, number = "exchange", marked("Exchange"), "usb", 70, 7
    roles = frozenset({"supervisor", "desk", "office"})
    find: Callable[[], tuple[sticks.Stick, ...]] = staticmethod(sticks.here)

    @classmethod
    def waiting(cls, desk: Desk) -> int:
        return sum(may_answer(desk, question) for question in open_here(desk))

    def build(self) -> None:
        # Elements
        self.review = None
        self.status: Any = None
        self.out = None
        self.sticks = Sticks(self, type(self).find)
        self.copies = Beside(self)
        self.read_button = Button(_("Read aloud"), "volume", key="F8")
        self.save_button = Button(_("Save parcel"), "device-floppy", "primary", "Ctrl+S")
        self.folder_button = Button("", "folder-open", "text").only_icon(_("Another folder"))
        self.what_button = Button(_("What is in it?"), "", "text")
        self.join_button = Button(_("Add a laptop"), "device-laptop")
        self.choose_button = Button(_("Choose a file …"), "folder-open", "secondary", "Ctrl+O")
        self.backup_button = Button(_("Back up now"), "shield-check")
        self.go_back_button = Button(_("Restore …"), "history")
        self.out_card = OutCard(self.save_button, self.folder_button, self.what_button, self.join_button)
        self.in_card = InCard(self.choose_button)
        self.keep_card = KeepCard(self.backup_button, self.go_back_button)
        self.cards = Cards((self.out_card, 38), (self.in_card, 49), (self.keep_card, 21))
        self.after = After(self.take_back, self.order_missing, self.try_again)
        self.questions = Questions(self)
        self.table_title = Text(_("Who has what"), "h2")
        self.table = LaptopTable()
        # Assemble
        self.add_actions(self.read_button)
        for part in (self.cards, self.after, self.questions, self.table_title, self.table):
            self.body_column.put(part)
        self.body_column.put(0)
        self.body_column.put(4)
        self.keep_card.setVisible(self.desk.may("office", "manager"))
        self.go_back_button.setVisible(self.desk.may("administrator"))
        self.join_button.setEnabled(self.desk.may("administrator"))
        # Sooner the words after the title are cut than the title.
        self.title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.setAcceptDrops(True)
        # Connect
        self.read_button.clicked.connect(lambda _checked=False: self.shell.read_aloud())
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.folder_button.clicked.connect(lambda _checked=False: self.choose_folder())
        self.what_button.clicked.connect(lambda _checked=False: self.show_what())
        self.join_button.clicked.connect(lambda _checked=False: self.add_laptop())
        self.choose_button.clicked.connect(lambda _checked=False: self.choose_file())
        self.backup_button.clicked.connect(lambda _checked=False: self.back_up())
        self.go_back_button.clicked.connect(lambda _checked=False: self.choose_backup())
        self.out_card.chosen_to.connect(self._choose_to)
        self.out_card.chosen_where.connect(self._choose_where)
        self.in_card.asked.connect(self.look_through)
        self.sticks.changed.connect(self._looked)
        self.copies.answered.connect(self._show_copies)

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alfdesk.exchange import lying, outgoing, reading, status

        place, today = self.desk.place, self.desk.today()
        self.status = status.status(place)
        came = outgoing.came_in_last(place)
        names = outgoing.receivers(place)
        self.out_card.show_receivers(names, EVERYONE, self.shell.prefs.get("parcel_to"))
        self._read_outgoing()
        last = _("Last read in from {sender} {when}").format(
            sender=came.sender, when=words.moment(came.at, today)) if came else ""  # fmt: skip
        self.subtitle.setText(last)
        self.after.show_taken(came if self.status.can_take_back else None, today)
        self.after.show_status(self.status)
        if at_once(self.desk):
            self.questions.show_questions(open_here(self.desk), today)
        else:
            tasks.run(self, "", lambda _going: open_here(self.desk),
                      lambda found: self.questions.show_questions(found, self.desk.today()),
                      lambda error: self._refuse(words_of(error)))  # fmt: skip
        alone = len(self.status.laptops) < 2
        self.table.show_laptops(self.status.laptops, today)
        self.table.setVisible(not alone)
        self.table_title.setVisible(not alone)
        folder = self.shell.prefs.get("parcel_folder")
        self.sticks.look_in = Look(lying.Eye.of(place), folder, place.folder / reading.QUARANTINE)
        self._ask_copies()
        if self.isVisible():
            self.sticks.watch(True)
            self.sticks.look(later=True)

    def summary(self) -> str:
        asked = [] if self.questions.isHidden() else [self.questions.heading.words.text()]
        parts = [self.title.text(), self.subtitle.text(), *self.after.sentences(), *asked, self.out_card.since.text(),
                 *self.in_card.sentences()]  # fmt: skip
        return " ".join(formats.stopped(p) for p in parts if p)

    def marked_text(self) -> str:
        if self.review is not None:
            return self.review.summary()
        if asked := self.questions.marked_text():
            return asked
        return self.table.rows.spoken(self.table.current()) if self.table.hasFocus() and self.table.current() else ""

    def commands(self) -> list[Command]:
        return commands_of(self)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Enter is the button's that has the focus, else what is looked through; Esc leaves that."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            has = self.focusWidget()
            if isinstance(has, QPushButton) and has.isEnabled():
                has.click()
            elif self.review is not None:
                self.read_in()
            return True
        if event.key() == Qt.Key.Key_Escape and self.review is not None:
            self.close_review()
            return True
        return False

    def showEvent(self, event: Any) -> None:  # noqa: N802
        super().showEvent(event)
        if self.sticks.look_in is not None:  # before the first refresh there is nothing to tell files apart with
            self.sticks.watch(True)

    def hideEvent(self, event: Any) -> None:  # noqa: N802
        super().hideEvent(event)
        self.sticks.watch(False)

    def add_laptop(self) -> None:
        settings: Any = self.shell.go("settings")
        settings.choose("laptops")

    def print_table(self) -> None:
        """Who has what, as a sheet: shown before it is printed or saved."""

        def make() -> bytes:
            from alfdesk.exchange import status
            from alfdesk.reports import who_has_what

            moment, practice = self.desk.now().isoformat(" "), self.desk.practice
            lines = status.status(self.desk.place).laptops
            sheet = who_has_what.Sheet(self.desk.organisation, moment, lines, practice)
            made: bytes = who_has_what.who_has_what(sheet)
            return made

        self.shell.preview(_("Who has what"), make, f"maskiner-{self.desk.today().isoformat()}", "who has what")
