"""The list of people: letters typed anywhere find, Enter opens the card, Esc takes one step back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded
from alfdesk.weeks import clock

from ... import scanning, tokens
from ...commands import Command
from ...look import look
from ...page import Page
from ...widgets.buttons import Button, Choice
from ...widgets.fields import SearchBox
from ...widgets.layouts import Column as Stack
from ...widgets.layouts import Flow
from ...widgets.notice import Empty, Surface
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from alfdesk.directory import PersonLine

    from .card_panel import CardPanel

LEAST = 24  # rows read at once, or as many as are in sight: it is done on every key. More when the last is reached
READERS = frozenset({"supervisor", "office", "manager"})  # who may read a list in
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class People(Page):
    key, words, icon, order = "people", marked("People"), "users", 20
    roles = frozenset({"supervisor", "desk", "office", "manager"})
    follows = frozenset({
        "person", "person_number", "photo", "message", "enrolment", "programme", "team", "arrival", "attendance",
        "setting", "roll_closed", "seller_number", "seller", "seller_card", "card_lost", "seller_break", "account_move",
        "purchase",
    })  # fmt: skip

    def build(self) -> None:
        # Elements
        self.only = "all"
        self.limit = LEAST
        self.more = False
        self.counts: Any = None
        self.aloud_button = Button(_("Read aloud"), "volume", "secondary", "F8")
        self.read_button = Button(_("Read a list"), "package-import")
        self.new_button = Button(_("New person"), "user-plus", "primary", "Ctrl+N")
        self.search = SearchBox(_("Write a name or number"))
        self.filters = Choice(_("Who is shown"), [(k, worded(w)) for k, w in FILTERS.items()], "all")
        columns = [
            Column(_("Name"), self._name, 170, 3),
            Column(_("Place"), self._place, 160, 4, drops=1),
            Column(_("Today"), self._today, 190, 2),
            Column(_("Message"), self._message, 130, 1, drops=2),
        ]
        self.table = RowTable(_("People"), columns, spoken=spoken, key=lambda line: line.id)
        self.frame = Surface("surf", "line", 6)
        self.first_new = Button(_("New person"), "user-plus", "primary", "Ctrl+N")
        self.first_read = Button(_("Read a list"), "package-import")
        self.nobody = Empty("users", _("Nobody is registered yet. Add the first person, or read a list."),
                            self.first_new, self.first_read)  # fmt: skip
        self.add_found = Button("", "user-plus", "secondary", "Ctrl+N")
        self.show_all = Button(_("Show all"), "users")
        self.nothing = Empty("search", "", self.add_found, self.show_all)
        # Assemble
        self.add_actions(self.aloud_button, self.read_button, self.new_button)
        self.first_read.setVisible(self.desk.may(*READERS))
        bar = QWidget()
        Flow(self.search, self.filters, gap=12, line_gap=8, parent=bar)
        self.bar = bar
        Stack(self.table, margins=(2, 2, 2, 2), parent=self.frame)
        for part, stretch in ((bar, 0), (self.frame, 1), (self.nobody, 1), (self.nothing, 1)):
            self.body_column.put(part, stretch)
        # Connect
        self.aloud_button.clicked.connect(lambda _checked=False: self.shell.read_aloud())
        for button in (self.new_button, self.first_new, self.add_found):
            button.clicked.connect(lambda _checked=False: self.new_person())
        for button in (self.read_button, self.first_read):
            button.clicked.connect(lambda _checked=False: self.read_list())
        self.show_all.clicked.connect(lambda _checked=False: self.choose("all"))
        self.search.textChanged.connect(self._typed)
        self.search.entered.connect(self._entered)
        self.search.left.connect(self._box_left)
        self.search.first_refusal = self._box_key
        self.filters.chosen.connect(self.choose)
        self.table.pressed_row.connect(lambda line: self.open_card(line.id))
        self.table.opened.connect(lambda line: self.open_card(line.id))
        self.table.moved_to.connect(self._moved)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.fit()
        look.changed.connect(self.fit)

    def fit(self) -> None:
        """From 150 % on the head is one line and the box short, so that rows of people are left to see."""
        self.search.setMinimumWidth(look.px(120))
        self.search.setMaximumWidth(look.px(190 if look.scale >= 1.5 else 320))
        self.search.setPlaceholderText(_("Name or no.") if look.scale >= 1.5 else _("Write a name or number"))
        self._fit_head()

    def start(self) -> QWidget | None:
        return self.first_new if not self.nobody.isHidden() else self.search

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alfdesk import directory

        self.limit = max(self.limit, self._at_once)
        self.counts = self.desk.read(directory.people_counts, self.desk.today())
        counts = self.counts
        self.subtitle.setText(ngettext("{count} person", "{count} people", counts.all).format(count=counts.all))
        self.filters.say("today", _("Today") + f" {counts.today}")
        self.filters.say("missing", _("Missing something") + f" {counts.missing}")
        self.show_lines()
        if isinstance(self.panel, SidePanel):
            self.panel.show_again()

    def show_lines(self, mark: bytes | None = None) -> None:
        """Find and show; runs on every key."""
        from alfdesk import directory

        text = " ".join(self.search.text().split())
        page = self.desk.read(directory.people_page, text=text, only=self.only, today=self.desk.today(),
                              limit=self.limit)  # fmt: skip
        self.more = page.more
        self.table.show_records(page.rows, mark)
        empty = self.counts is not None and not self.counts.all
        had_focus = self.nobody.isAncestorOf(QApplication.focusWidget() or self)
        self.bar.setVisible(not empty)
        self.nobody.setVisible(empty)
        if had_focus and not empty:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit_head()
        self.frame.setVisible(bool(page.rows))
        self.nothing.setVisible(not page.rows and not empty)
        if not page.rows:
            self._say_nothing(text)

    def _say_nothing(self, text: str) -> None:
        self.add_found.setVisible(bool(text) and not text.isdecimal())
        self.show_all.setVisible(self.only != "all")
        if text.isdecimal():
            said = _("Nobody has number {number}.").format(number=text)
        elif text:
            said = _("Found nobody called “{name}”. Press Ctrl+N to add a person.").format(name=text)
            self.add_found.say(_("Add “{name}”").format(name=text if len(text) < 25 else text[:24] + "…"))
        elif self.only == "today":
            said = _("Nobody is on a list today.")
        else:
            said = _("Nothing is missing.")
        self.nothing.words.setText(said)

    def _name(self, line: PersonLine) -> Cell:
        digits = self.search is not None and self.search.text().strip().isdecimal()
        aside = str(line.number) if digits and line.number is not None and "(" not in line.name else ""
        return Cell(line.name, kind="name", aside=aside)

    def _place(self, line: PersonLine) -> str:
        return place_of(line)

    def _today(self, line: PersonLine) -> Cell:
        if line.outcome is None and line.programme_today is None and self.only != "today":
            return Cell("")
        from alfdesk.attendance.words import outcome_words

        icon, colour = tokens.STATUS[line.outcome]
        words = f"{outcome_words(line.outcome)}  {time_of(line)}".rstrip()
        return Cell(words, icon, colour, "label")

    def _message(self, line: PersonLine) -> Cell:
        if not line.messages:
            return Cell("")
        words = ngettext("{count} message", "{count} messages", line.messages).format(count=line.messages)
        return Cell(words, "flag-filled", "later", "label")

    def _fit_head(self) -> None:
        """One primary button at a time: the panel's while one is open, the empty page's own while nobody is there."""
        empty = self.counts is not None and not self.counts.all
        self.subtitle.setVisible(not empty)
        self.new_button.setVisible(not empty)
        self.new_button.role = "primary" if self.panel is None else "secondary"
        self.new_button.updateGeometry()
        self.new_button.update()
        wide = look.scale < 1.5  # both are in the menu and on keys too
        self.aloud_button.setVisible(wide)
        self.read_button.setVisible(wide and not empty and self.panel is None and self.desk.may(*READERS))

    # Finding -----------------------------------------------------------------------------------------------------

    def choose(self, only: object) -> None:
        """Another filter."""
        self.only, self.limit = str(only), self._at_once
        self.filters.choose(only)
        self.show_lines()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, _text: str) -> None:
        self.limit = self._at_once
        self.show_lines()
        if self.table.rows.records:  # the best one found is the marked one
            self.table.step(-len(self.table.rows.records))

    def _scrolled(self, value: int) -> None:
        if self.more and value >= self.table.verticalScrollBar().maximum():
            self._show_more()

    def _moved(self, line: PersonLine | None) -> None:
        self.search.setAccessibleDescription(spoken(line) if line is not None else "")
        if self.more and line is not None and line is self.table.rows.records[-1]:
            self._show_more()

    @property
    def _at_once(self) -> int:
        return max(LEAST, self.table.page_step + 6)

    def _show_more(self) -> None:
        self.more = False
        self.limit *= 3
        self.show_lines()

    def _entered(self, text: str) -> None:
        try:
            scanned = scanning.burst(text)
        except UserFacingError as error:
            self.search.selectAll()
            self.shell.refuse(error.sentence)
            return
        if scanned is not None:
            self._scanned(scanned.numbers[-1])
            return
        line = self.table.current()
        if line is not None and self.frame.isVisible():
            self.open_card(line.id)

    def _scanned(self, card: int | str) -> None:
        from alfdesk.sales import sellers

        self.search.clear()
        with self.desk.telling():
            person = self.desk.read(sellers.holder, card)
            self.show_lines(person)
            self.open_card(person)

    def _box_key(self, event: QKeyEvent) -> bool:
        """Arrows move the marked row while the box keeps the focus."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in STEPS:
            self.table.step(STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.table.step(self.table.page_step * (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not self.search.text():
            self.table.step(len(self.table.rows.records) * (1 if key == Qt.Key.Key_End else -1))
        else:
            return False
        return True

    def _box_left(self) -> None:
        """Esc in the empty box: one step back in the panel."""
        if isinstance(self.panel, SidePanel) and self.panel.step_back():
            self.shell.follow_commands()
            return
        self.close_panel()

    # Beside the list ---------------------------------------------------------------------------------------------

    @property
    def card(self) -> CardPanel | None:
        """The card that is open."""
        from .card_panel import CardPanel

        return self.panel if isinstance(self.panel, CardPanel) else None

    def open_card(self, person: bytes) -> CardPanel | None:
        """The person's card beside the list. Each opening is noted."""
        from .card_panel import CardPanel

        if self.card is not None and self.card.person == person:
            return self.card
        panel = CardPanel(self, person)
        if panel.card is None:
            panel.deleteLater()
            self.shell.refuse(_("This person is not here any more."))
            return None
        self._beside_list(panel)
        number = panel.card.card.found.number
        if not self.table.mark(person) and number is not None:  # further down the list than what has been read of it
            self.search.setText(str(number))
            self.search.selectAll()
            self.table.mark(person)
        self.desk.looked("card", person)
        return panel

    def new_person(self) -> None:
        from .new_person import NewPerson

        self._beside_list(NewPerson(self, self.search.text()), take_focus=True)

    def registered(self, person: bytes) -> None:
        """Somebody new stands: show her."""
        self.only = "all"
        self.filters.choose("all")
        self.search.clear()
        self.open_card(person)

    def read_list(self) -> None:
        from .read_panel import ReadPanel

        self._beside_list(ReadPanel(self), take_focus=True)

    def _beside_list(self, panel: SidePanel, *, take_focus: bool = False) -> None:
        if self.panel is not None and self.panel.isAncestorOf(QApplication.focusWidget() or self):
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)  # where the focus goes back to in the end
        panel.closed.connect(self.close_panel)
        self.open_panel(panel)
        panel.show()
        self._fit_head()
        target = panel.start()
        if target is not None and (take_focus or not self.search.isVisible()):
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shell.follow_commands()

    def close_panel(self, *, back: bool = True) -> bool:
        closed = super().close_panel(back=back)
        if closed:
            self._fit_head()
            self.shell.follow_commands()
        return closed

    # Said --------------------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        card = self.card
        shown = [
            Command("person.choose", marked("Choose person"), None, ("Up",), single=True, foot=marked("choose person"),
                    shown_keys="↑ ↓"),
            Command("person.open", marked("Open the card"), self._open_marked, ("Return",), "id-badge-2", single=True,
                    foot=marked("open the card")),
            *([Command("person.close", marked("Close the panel"), self.close_panel, ("Escape",), "x", single=True,
                       foot=marked("close"))] if self.panel is not None else []),
            Command("person.edit", marked("Edit the card"), partial(self._on_card, "edit"), ("F2",), "pencil",
                    foot=marked("edit"), more=marked("Each field is saved when you leave it.")),
            Command("person.new", marked("New person"), self.new_person, ("Ctrl+N",), "user-plus",
                    foot=marked("new person"), more=marked("A call name is enough.")),
            Command("person.message", marked("Leave message"), partial(self._on_card, "leave_message"), ("Ctrl+M",),
                    "flag"),
            Command("person.read", marked("Read a list"), self.read_list, ("Ctrl+O",), "package-import", READERS,
                    more=marked("People from a spreadsheet, a file or the clipboard.")),
        ]  # fmt: skip
        if card is not None:
            shown += [
                Command("person.enrol", marked("Enrol"), card.enrol, icon="plus", roles=READERS),
                Command("person.number", marked("Change number"), card.renumber, icon="list-numbers",
                        roles=frozenset({"office", "manager"})),
                Command("person.seller", marked("Seller"), card.open_seller, icon="news",
                        roles=frozenset({"desk", "office", "manager"})),
                Command("person.history", marked("History"), card.history, icon="history"),
                Command("person.looked", marked("Who has looked"), card.looked, icon="eye"),
                Command("person.erase", marked("Erase personal data"), card.erase, icon="trash",
                        roles=frozenset({"administrator"})),
            ]  # fmt: skip
        return shown

    def _open_marked(self) -> None:
        line = self.table.current()
        if line is not None:
            self.open_card(line.id)

    def _on_card(self, act: str) -> None:
        """On the open card, or the marked person's."""
        if self.card is None:
            self._open_marked()
        if self.card is not None:
            getattr(self.card, act)()

    def summary(self) -> str:
        said = [f"{self.title.text()}. {self.subtitle.text()}."]
        if self.counts is not None and self.counts.all:
            today, missing = self.counts.today, self.counts.missing
            words = ngettext("{count} is on a list today.", "{count} are on a list today.", today)
            said.append(words.format(count=today))
            if missing:
                words = ngettext("{count} is missing something.", "{count} are missing something.", missing)
                said.append(words.format(count=missing))
        if not self.nobody.isHidden():
            said = [self.nobody.words.text()]
        elif not self.nothing.isHidden():
            said.append(self.nothing.words.text())
        return " ".join(said)

    def marked_text(self) -> str:
        if self.card is not None:
            return self.card.spoken()
        line = self.table.current()
        return f"{spoken(line)}." if line is not None and not self.frame.isHidden() else ""


FILTERS = {"all": marked("All"), "today": marked("Today"), "missing": marked("Missing something")}


def place_of(line: PersonLine) -> str:
    """Where she is today, else where she belongs."""
    if line.programme_today and line.team:
        return f"{line.programme_today}, {line.team}"
    return line.programme_today or line.programmes


def time_of(line: PersonLine) -> str:
    shown = line.at_minute is not None and line.outcome in (None, "present", "coming_later")
    return clock(line.at_minute) if shown and line.at_minute is not None else ""


def spoken(line: PersonLine) -> str:
    """A row in words."""
    said = [line.name, place_of(line)]
    if line.outcome is not None or line.programme_today is not None:
        from alfdesk.attendance.words import outcome_words

        said.append(f"{outcome_words(line.outcome)} {time_of(line)}".rstrip())
    if line.messages:
        said.append(ngettext("{count} message", "{count} messages", line.messages).format(count=line.messages))
    return ", ".join(s for s in said if s)
