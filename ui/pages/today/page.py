"""The page I dag: which programme and which day, the box, the counts; the view below follows the programme's kind."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ... import formats
from ...commands import Command
from ...look import look
from ...page import Page
from ...widgets.buttons import Button
from ...widgets.fields import SearchBox
from ...widgets.layouts import Flow
from ...widgets.menu import Menu
from ...widgets.notice import Band, Empty
from ...widgets.text import Text
from .drafts import cells_waiting
from .view import View

# Tables that the chooser itself shows: when none of them is written, it is not read again.
SET_UP = frozenset({"programme", "team", "setting", "closed_days", "enrolment"})
SETTERS = ("office", "manager")  # who has the section of the settings where programmes are set up


class Today(Page):
    key, words, icon, order = "today", marked("Today"), "home", 10
    roles = frozenset({"supervisor", "office", "manager"})
    follows = frozenset({
        "arrival", "attendance", "roll_closed", "lottery_list", "lottery_draw", "person", "person_number", "message",
        "programme", "team", "setting", "closed_days", "enrolment", "turn_away_reason",
    })  # fmt: skip

    def build(self) -> None:
        # Elements
        self.programme: bytes | None = None
        self.day: date = self.desk.today()
        self.view: View | None = None
        self._kind = ""
        self._lines: tuple[Any, ...] = ()
        self._lines_of: date | None = None  # the day they were read for; None: read them again
        self._box_line: QWidget | None = None
        self.choose_programme = Button("", "chevron-down", "text").only_icon(_("Choose programme"))
        self.earlier = Button("", "chevron-left").only_icon(_("Day before"))
        self.later = Button("", "chevron-right").only_icon(_("Day after"))
        self.read_button = Button(_("Read aloud"), "volume")
        self.print_button = Button(_("Print list"), "printer")
        self.search = SearchBox(_("Write a name or scan a card"))
        self.counts = Text("", "body", wrap=True)
        self.other_day = Button(_("Go to today"), "home")
        self.other_day.compact()
        self.band = Band("look", "", "", self.other_day)
        self.draft_button = Button(_("Go on"), "keyboard").compact()
        self.draft_band = Band("tell", "", "", self.draft_button)
        self.set_up: Button | None = None
        if self.desk.may(*SETTERS):
            self.set_up = Button(_("Set up programme"), "settings", "primary")
            self.empty = Empty("calendar", _("No programme is set up yet."), self.set_up)
        else:
            self.empty = Empty("calendar", _("No programme is set up yet. The office does it."))
        # Assemble
        titles = self.title.parentWidget().layout()
        assert isinstance(titles, QBoxLayout)
        titles.insertWidget(1, self.choose_programme)
        titles.setSpacing(look.px(4))
        self.bar_holder = QWidget()
        self.bar = Flow(self.search, self.counts, gap=20, line_gap=10, parent=self.bar_holder)
        self.body_column.put(self.bar_holder)
        self.body_column.put(self.band)
        self.body_column.put(self.draft_band)
        self.body_column.put(self.empty, 1)
        # Connect
        self.choose_programme.clicked.connect(self._menu_of_programmes)
        self.earlier.clicked.connect(partial(self.step_day, -1))
        self.later.clicked.connect(partial(self.step_day, 1))
        self.read_button.clicked.connect(lambda _checked=False: self.shell.read_aloud())
        self.print_button.clicked.connect(self.print_list)
        self.other_day.clicked.connect(self.to_today)
        if self.set_up is not None:
            self.set_up.clicked.connect(self.to_settings)
        self.draft_button.clicked.connect(self.type_paper)
        self.search.textChanged.connect(self._typed)
        self.search.entered.connect(lambda text: self.view and self.view.entered(text))
        self.search.left.connect(self.to_view)
        self.search.first_refusal = self._box_key
        self.search.installEventFilter(self)
        self.desk.wrote.connect(self._set_up_changed)
        look.changed.connect(self.fit_box)
        self.head.installEventFilter(self)

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alfdesk.attendance import reads

        if self._lines_of != self.day:
            self._read_lines()
        self.choose_programme.setVisible(len(self._lines) > 1)
        self.empty.setVisible(self.programme is None)
        self.bar_holder.setVisible(self.programme is not None)
        if self.programme is None:
            self.title.setText(_("Today"))
            self.band.say("")
            return
        board = self.desk.read(reads.day_board, self.programme, self.day)
        self._take_view(board.kind)
        assert self.view is not None
        self.title.setText(board.programme)
        heading = formats.capital(formats.day_heading(self.day, self.desk.today()))
        self.subtitle.setText(f"{heading} · {formats.week_label(self.day, self.desk.today())}")
        self.subtitle.paint_as("danger" if board.closed else "mut")  # a red day; the band has the word
        self.later.setEnabled(self.day < self.desk.today())
        if self._box_line is self.counts:
            self.counts.setText(self.view.counts(board))
        self._show_bands(board)
        self.view.board = board
        self.view.show_board(board)

    def _read_lines(self) -> None:
        from alfdesk.attendance import reads

        self._lines, self._lines_of = self.desk.read(reads.programmes_on, self.day), self.day
        if self.programme not in {line.id for line in self._lines}:
            wanted = self.shell.prefs.get("programme")
            line = next((x for x in self._lines if x.id.hex() == wanted), self._lines[0] if self._lines else None)
            self.programme = line.id if line else None

    def _take_view(self, kind: str) -> None:
        if kind == self._kind:
            return
        from .crew import Crew
        from .day_work import DayWork

        own = (self.earlier, self.later, self.read_button, self.print_button)
        if self.view is not None:
            self.close_panel(back=False)
            self.body_column.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            if self._box_line is not None and self._box_line is not self.counts:
                self._box_line.hide()
                self._box_line.deleteLater()
        while (item := self.actions_flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in own:
                widget.hide()
                widget.deleteLater()
        self._kind = kind
        self.view = Crew(self) if kind == "standing" else DayWork(self)
        self.body_column.put(self.view, 1)
        self.add_actions(*own, *self.view.actions())
        while self.bar.count():
            self.bar.takeAt(0)
        self._box_line = self.view.beside or self.counts
        self.counts.setVisible(self._box_line is self.counts)
        self.bar.put(self.search)
        self.bar.put(self._box_line)
        self.fit_box()
        self.shell.follow_commands()

    def fit_box(self) -> None:
        """The box is as wide as the view wants it."""
        wide = self.view.box_width if self.view is not None else 0
        self.search.setMinimumWidth(look.px(wide or 80))
        self.search.setMaximumWidth(look.px(wide) if wide else 16_777_215)

    def _fit_head(self) -> None:
        """The buttons bear their keys where that leaves the header on one line. Where the buttons need a line of their
        own and are too wide for it, the print button is its icon alone, and then the one that reads aloud."""
        read, print_ = self.read_button, self.print_button
        rest = self.actions_flow.sizeHint().width() - read.sizeHint().width() - print_.sizeHint().width()
        title = self.title.parentWidget().sizeHint().width() + look.px(16)
        reading, printing = _("Read aloud"), _("Print list")
        shapes = ((reading, "F8", printing, "Ctrl+P", title), (reading, "", printing, "", 0), (reading, "", "", "", 0))
        shape: tuple[str, str, str, str, int] = ("", "", "", "", 0)
        for said, key, said_of_print, key_of_print, beside in shapes:
            if beside + rest + read.wide(said, key) + print_.wide(said_of_print, key_of_print) <= self.head.width():
                shape = (said, key, said_of_print, key_of_print, beside)
                break
        for button, name, words, key in ((read, reading, *shape[:2]), (print_, printing, *shape[2:4])):
            button.show_key(key)
            if button.text() != words and words:
                button.say(words)
                button.setToolTip("")
            elif button.text() != words:
                button.only_icon(name).updateGeometry()

    def _show_bands(self, board: Any) -> None:
        today = self.desk.today()
        sentences = []
        if self.day != today:
            sentences.append(_("This is {day}, not today.").format(day=formats.day_heading(self.day, today)))
        if board.closed:
            sentences.append(_("{word}. No attendance is expected.").format(word=board.closed))
        self.band.buttons.setVisible(self.day != today)
        self.band.say(" ".join(sentences))
        count = cells_waiting(self.desk)
        self.draft_band.say(
            ngettext(
                "{count} day on the paper list is not put in yet.",
                "{count} days on the paper list are not put in yet.",
                count,
            ).format(count=count)
            if count
            else ""
        )

    def _set_up_changed(self, tables: frozenset[str]) -> None:
        if tables & SET_UP:
            self._lines_of = None
            if self.shell.front is self:
                self.refresh()
            else:
                self.stale = True

    # Commands ----------------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        own = self.view.commands() if self.view is not None else []
        taken = {key for command in own for key in command.keys}
        mine = [
            Command("print", marked("Print list"), self.print_list, ("Ctrl+P",), "printer",
                    more=marked("The attendance list of the week, shown before it is printed.")),
            Command("go.paper", marked("Paper list"), self.type_paper, ("Ctrl+Shift+P",), "keyboard",
                    more=marked("Puts in many days from a list on paper, as one act.")),
            Command("pay.day", marked("Pay out the day"), self.pay_day, ("Ctrl+D",), "cash-banknote",
                    more=marked("Who has what coming for this day, and who has signed.")),
            Command("day.before", marked("Day before"), partial(self.step_day, -1), ("Alt+Left",), "chevron-left"),
            Command("day.after", marked("Day after"), partial(self.step_day, 1), ("Alt+Right",), "chevron-right"),
            Command("day.today", marked("Go to today"), self.to_today, ("Alt+Home",), "home"),
            Command("programme", marked("Choose programme"), self._menu_of_programmes, ("Ctrl+G",), "chevron-down"),
        ]  # fmt: skip
        return [*own, *(c for c in mine if not taken & set(c.keys))]

    def step_day(self, by: int, _checked: bool = False) -> None:
        """Another day. A day that has not come has no attendance to take."""
        self.show_day(min(self.day + timedelta(by), self.desk.today()))

    def to_today(self, _checked: bool = False) -> None:
        self.show_day(self.desk.today())

    def show_day(self, day: date) -> None:
        """Show another day; a side panel that is open belongs to the day before it."""
        self.close_panel(back=False)
        self.day = day
        self.search.clear()
        self.refresh()
        self.to_view()

    def choose(self, programme: bytes) -> None:
        """Another programme, remembered on this laptop."""
        self.programme = programme
        self.shell.prefs.keep(programme=programme.hex())
        self.show_day(self.day)

    def print_list(self, _checked: bool = False) -> None:
        """The week's attendance list, shown before it is printed."""
        if self.programme is None:
            return
        year, week, _weekday = self.day.isocalendar()
        self.shell.preview(
            _("Attendance list, week {week}").format(week=week), partial(self._sheet, self.programme, year, week),
            f"{year}-{week:02}.pdf", "attendance list",
        )  # fmt: skip

    def _sheet(self, programme: bytes, year: int, week: int) -> bytes:
        from alfdesk.attendance import reads
        from alfdesk.reports import attendance_list

        sheet = self.desk.read(reads.wall_list, programme, year, week, practice=self.desk.practice)
        made: bytes = attendance_list.wall_list(sheet)
        return made

    def pay_day(self) -> None:
        """To the payout of this day, in this programme."""
        if self.programme is not None:
            page: Any = self.shell.go("pay_day")
            page.show_day(self.day, self.programme)

    def type_paper(self, _checked: bool = False) -> None:
        """To the paper list, with the same programme."""
        if self.programme is not None:
            self.shell.prefs.keep(programme=self.programme.hex())
        self.shell.go("paper")

    def to_settings(self, _checked: bool = False) -> None:
        """To where programmes are set up."""
        page: Any = self.shell.go("settings")
        page.lead_to("programmes")

    def _menu_of_programmes(self, _checked: bool = False) -> None:
        self._read_lines()
        menu = Menu(self)
        for line in self._lines:
            action = menu.addAction(line.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(line.id == self.programme)
            action.triggered.connect(lambda _checked=False, which=line.id: self.choose(which))
        menu.popup(self.title.mapToGlobal(self.title.rect().bottomLeft()))

    # Keys --------------------------------------------------------------------------------------------------------

    def start(self) -> QWidget | None:
        if self.view is not None:
            return self.view.start()
        return self.set_up if self.programme is None and self.set_up is not None else self.search

    def to_view(self) -> None:
        """Focus back where the page begins."""
        target = self.start()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_spot(self, inside: QWidget, spot: QRect) -> None:
        """Scroll the page, where large text makes it scroll, so that this part of a widget is seen."""
        if self._scroll.verticalScrollBar().maximum() > 0:
            middle = inside.mapTo(self.body, spot.center())
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, spot.height())

    def show_part(self, part: QWidget) -> None:
        """Scroll the page, where it scrolls, so that all of this part is seen."""
        self._scroll.ensureWidgetVisible(part, 0, look.px(8))

    @property
    def low(self) -> bool:
        """Whether there is so little height that the page itself scrolls, and its lists show all they have."""
        return self.height() < look.px(480)

    def takes_key(self, event: QKeyEvent) -> bool:
        return self.view is not None and self.view.takes_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        # In glove view the box is hidden until a letter is typed.
        letter = event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if look.glove and letter and self.programme is not None and not self.search.isVisible():
            if not self.takes_key(event):
                self.search.show()
                self.search.type_here(event.text())
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.head and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit_head()
        # Ctrl+Enter is the box's own while it holds text; else it is the window's shortcut.
        if watched is self.search and event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.search.text().strip():
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _box_key(self, event: QKeyEvent) -> bool:
        return self.view is not None and self.view.takes_key(event)

    def _typed(self, text: str) -> None:
        if self.view is not None:
            self.view.typed(text)
        self.place_panel()

    def leave(self) -> None:
        self.search.clear()

    def summary(self) -> str:
        said = self.view.summary() if self.view is not None else ""
        return f"{super().summary()} {said}".strip()

    def marked_text(self) -> str:
        return self.view.marked_text() if self.view is not None else ""
