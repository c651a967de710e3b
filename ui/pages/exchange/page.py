"""Utveksle: a parcel out, a parcel in, the backup; who has what. Nothing changes before it has been looked through."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ... import formats, sticks, tasks
from ...commands import Command
from ...desk import Desk
from ...dialogs.ask import Answer, Ask
from ...look import look
from ...messages import words_of
from ...page import Page
from ...sticks import Beside, Sticks
from ...widgets.buttons import Button
from ...widgets.text import Text
from . import acts, words
from .after import After
from .cards import Cards
from .choosing import ask_folder, ask_parcel, dropped
from .commands import commands_of
from .in_card import InCard
from .keep_card import KeepCard, copies_in
from .out_card import OutCard
from .places import Inside, Look, Where, places
from .questions import Questions, at_once, may_answer, open_here
from .review import Review
from .table import LaptopTable
from .what_panel import WhatPanel

EVERYONE = "all"  # as alfdesk.exchange.parcel has it


class Exchange(Page):
    key, words, icon, order, number = "exchange", marked("Exchange"), "usb", 70, 7
    roles = frozenset({"supervisor", "desk", "office"})
    find: Callable[[], tuple[sticks.Stick, ...]] = staticmethod(sticks.here)

    @classmethod
    def waiting(cls, desk: Desk) -> int:
        return sum(may_answer(desk, question) for question in open_here(desk))

    def build(self) -> None:
        # Elements
        self.review: Review | None = None
        self.status: Any = None
        self.out: Any = None  # what a parcel would bring
        self.sticks = Sticks(self, type(self).find)
        self.copies = Beside(self)
        self.read_button = Button(_("Read aloud"), "volume", key="F8")
        self.save_button = Button(_("Save parcel"), "device-floppy", "primary", "Ctrl+S")
        self.folder_button = Button("", "folder-open", "text").only_icon(_("Another folder"))
        self.what_button = Button(_("What is in it?"), "", "text")
        self.join_button = Button(_("Add a laptop"), "device-laptop")
        self.choose_button = Button(_("Choose a file …"), "folder-open", "secondary", "Ctrl+O")
        self.backup_button = Button(_("Back up now"), "shield-check")
        self.out_card = OutCard(self.save_button, self.folder_button, self.what_button, self.join_button)
        self.in_card = InCard(self.choose_button)
        self.keep_card = KeepCard(self.backup_button)
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

    def _read_outgoing(self) -> None:
        from alfdesk.errors import UserFacingError
        from alfdesk.exchange import outgoing

        self.out = None
        if not self.out_card.to:
            return
        try:
            self.out = outgoing.outgoing(self.desk.place, self.out_card.to)
        except UserFacingError as error:
            self.out_card.show_since(error.sentence)
            return
        if not self.out.new:
            self.out_card.show_since(_("Nothing is new since last time."))
        else:
            what = words.briefly(self.out.lines) or words.changes(self.out.new)
            self.out_card.show_since(_("Since last time: {what}.").format(what=what))

    def _looked(self) -> None:
        """Another thread has looked into all places."""
        today, inside = self.desk.today(), self.sticks.inside or Inside()
        here = places(self.sticks.now, self.shell.prefs.get("parcel_folder"))
        fallback = self.choose_button.hasFocus() and not self.save_button.isEnabled()
        self.out_card.show_places(here, self._wanted(here))
        self.in_card.show_files(inside.places, today)
        self.after.show_aside(inside.aside, today)
        target = self.start() if fallback and self.review is None else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._into_sight(target)

    def _into_sight(self, *parts: QWidget) -> None:
        """Scroll to these, when the layouts have come to rest; the last one counts most."""

        def scroll() -> None:
            for part in parts:
                if isValid(part) and self.body.isAncestorOf(part):
                    self._scroll.ensureWidgetVisible(part, 0, look.px(24))

        QTimer.singleShot(0, self, scroll)

    def _wanted(self, here: tuple[Where, ...]) -> Where | None:
        """The place that was used last if it is there, else a stick, else the folder."""
        last = self.shell.prefs.get("parcel_where")
        return next((w for w in here if str(w.root) == last), here[0] if here else None)

    def _ask_copies(self) -> None:
        folder = self.shell.prefs.get("backup_folder")
        self.copies.ask(lambda: (copies_in(folder), folder), later=True)

    def _show_copies(self, found: tuple[tuple[float, ...], str]) -> None:
        self.keep_card.show_copies(*found, self.desk.today())

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

    def start(self) -> QWidget | None:
        if self.review is not None:
            return self.review.start()
        if self.in_card.rows:
            return self.in_card.rows[0].button
        return self.save_button if self.save_button.isEnabled() and self.save_button.isVisible() else self.choose_button

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

    # Out ---------------------------------------------------------------------------------------------------------

    def _choose_to(self, to: str) -> None:
        self.shell.prefs.keep(parcel_to=to)
        self._read_outgoing()

    def _choose_where(self, where: Where) -> None:
        self.shell.prefs.keep(parcel_where=str(where.root))
        self._looked()

    def choose_folder(self) -> None:
        """Any folder, remembered."""
        ask_folder(self.shell, _("Save in"), self.shell.prefs.get("parcel_folder"), self.use_folder)

    def use_folder(self, folder: str) -> None:
        self.shell.prefs.keep(parcel_folder=folder, parcel_where=folder)
        if isinstance(self.sticks.look_in, Look):
            self.sticks.look_in.folder = folder
        self._looked()
        self.sticks.look(later=True)

    def show_what(self) -> None:
        """What a parcel would hold, beside the page."""
        if self.out is not None:
            panel = WhatPanel(self, self.out)
            self.open_panel(panel)
            panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self, to: str = "", *, only_ask: bool = False) -> None:
        """Make the parcel. Only when it has been read back does the page say that the stick can be taken out."""
        where = self.out_card.where
        if where is None or not self.out_card.to:
            self._refuse(self.out_card.alone.text() if not self.out_card.to else self.out_card.none.text())
            return
        done = partial(self._made, where, only_ask)
        acts.make(self, to or self.out_card.to, where, done, self._refuse, only_ask=only_ask)

    def _made(self, where: Where, only_ask: bool, made: Any) -> None:
        self.shell.prefs.keep(parcel_where=str(where.root), parcel_to=self.out_card.to)
        said = _("The request is saved and checked.") if only_ask else _("The parcel is saved and checked.")
        out = _("You can take out the memory stick.") if where.free is not None else ""
        what = _("{changes}, {size}, to {names}: {file}").format(
            changes=words.changes(made.entries), size=words.size(made.size), names=words.listed(made.receivers),
            file=made.path.name,
        )  # fmt: skip
        self.after.tell(f"{said} {out}".strip(), what)
        self.shell.announcer.say(f"{said} {out}".strip())
        self.refresh()
        self._into_sight(self.after)

    def order_missing(self) -> None:
        """Ask the others for what is missing: a file without entries, that says what this laptop has."""
        self.save(EVERYONE, only_ask=True)

    # In ----------------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        where = self.out_card.where
        ask_parcel(self.shell, str(where.root) if where else "", self.look_through)

    def look_through(self, file: Path, *, erase_many: bool = False) -> None:
        """Say what the file would bring. Nothing is changed."""
        self.after.tell("")
        done = partial(self._previewed, file, erase_many)
        acts.look_through(self, file, done, self._refuse, erase_many=erase_many)

    def _previewed(self, file: Path, erase_many: bool, taken: Any) -> None:
        if taken.status == "refused":
            self.close_review()
            self._refuse(taken.text)
            self.sticks.look(later=True)
            if taken.code == "ERASES_MANY" and self.desk.may("administrator"):
                Ask(self.shell, _("Look through all the same?"), taken.text,
                    Answer(_("Look through"), lambda: self.look_through(file, erase_many=True), "secondary"),
                    Answer(_("Cancel"))).open()  # fmt: skip
            return
        self.close_review(back=False)
        self.review = review = Review(file, taken, self.desk.today(), erase_many=erase_many)
        review.read_in.connect(self.read_in)
        review.left.connect(self.close_review)
        self.body_column.insertWidget(self.body_column.indexOf(self.after), review)
        self.in_card.mark(file)
        self._owner()
        review.start().setFocus(Qt.FocusReason.OtherFocusReason)
        self._into_sight(review, review.start())
        self.shell.announcer.say(review.summary())

    def close_review(self, *, back: bool = True) -> None:
        """Nothing has changed; the file lies where it lay."""
        if self.review is None:
            return
        review, self.review = self.review, None
        self.body_column.removeWidget(review)
        review.hide()
        review.deleteLater()
        self.in_card.mark(None)
        self._owner()
        if back:
            target = self.start()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _owner(self) -> None:
        """One primary button: the review's while there is one."""
        self.save_button.role = "secondary" if self.review is not None else "primary"
        self.save_button.updateGeometry()
        self.save_button.update()
        if self.shell.front is self:
            self.shell.follow_commands()

    def read_in(self) -> None:
        if self.review is None or self.review.go.isHidden():
            self.close_review()
            return
        review = self.review
        if not review.erase_many:
            acts.read_in(self, review.file, self._taken, self._refuse)
            return
        act = partial(acts.read_in, self, review.file, self._taken, self._refuse, erase_many=True)
        Ask(self.shell, _("Erase these people here too?"), _("What is erased on this laptop is gone for ever."),
            Answer(_("Read in"), act, "danger", "trash"), Answer(_("Cancel"))).open()  # fmt: skip

    def _taken(self, taken: Any) -> None:
        self.close_review(back=False)
        if taken.status == "refused":
            self._refuse(taken.text)
        else:
            said = ngettext("{count} change read in.", "{count} changes read in.", taken.new)
            said = said.format(count=formats.spaced(taken.new)) if taken.code != "SEEN" else taken.text
            more = ngettext("{count} file put aside earlier came in too.",
                            "{count} files put aside earlier came in too.", taken.again)  # fmt: skip
            more = more.format(count=taken.again) if taken.again else ""
            self.after.tell(more)
            self.shell.announcer.say(f"{said} {more}".strip())
        self.refresh()
        self.focus_after()

    def take_back(self) -> None:
        """All of the last parcel, as if it had not come."""
        acts.take_back(self, self._taken_back, self._refuse)

    def _taken_back(self, _none: Any) -> None:
        said = _("The parcel is taken back. All is as it was before.")
        self.after.tell(said)
        self.shell.announcer.say(said)
        self.refresh()
        self.focus_after()

    def try_again(self) -> None:
        acts.try_again(self, self._tried, self._refuse)

    def _tried(self, count: int) -> None:
        said = ngettext("{count} file was read in.", "{count} files were read in.", count).format(count=count)
        said = said if count else _("None of the files can be read in yet.")
        self.after.tell(said, kind="good" if count else "tell")
        self.shell.announcer.say(said)
        self.refresh()

    def focus_after(self) -> None:
        """To the way back while there is one, else to where the page begins."""
        back = self.after.take_back
        target = back if back.isVisible() else self.start()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._into_sight(self.after, target)


    def _refuse(self, sentence: str) -> None:
        """In one line; nothing has changed."""
        self.after.tell(sentence, kind="wrong")
        self.shell.announcer.say(sentence, at_once=True)
        self._into_sight(self.after)

    # Backup ------------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Into the folder that is remembered, else ask for one."""
        folder = self.shell.prefs.get("backup_folder")
        if folder:
            self.back_up_to(folder)
        else:
            ask_folder(self.shell, _("Back up into"), "", self.back_up_to)

    def back_up_to(self, folder: str) -> None:
        def done(copy: Any) -> None:
            self.shell.prefs.keep(backup_folder=folder)
            self.after.tell(_("The backup is saved and checked: {file}").format(file=copy.path))
            self.shell.announcer.say(_("The backup is saved and checked."))
            self._ask_copies()

        acts.back_up(self, Path(folder), done, self._refuse)

    # Dropped -----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped(event) is not None:
            event.acceptProposedAction()
            self.in_card.edge = "prim"
            self.in_card.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        self._plain()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        file = dropped(event)
        self._plain()
        if file is not None:
            event.acceptProposedAction()
            self.look_through(file)

    def _plain(self) -> None:
        self.in_card.edge = "line"
        self.in_card.update()
