"""Day work: queue → places → teams.

One box takes everything, and Enter has two steps. With something in the box it means a person: a number, a name, or a
scanned card. She stands in the queue now and is the marked one. Then the very next key may choose for her: 1–9 the team,
0 turns away, - says why, Enter takes what is proposed. Any other key leaves her waiting, so that the next number is a
number again. A scanned card only queues, and so does every arrival where lots are drawn.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ...commands import Command
from ...desk import REFUSED
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.marks import Meter
from ...widgets.notice import Surface
from ...widgets.text import Text
from . import queue_commands, queue_finding, queue_words
from .counts import Beside, Counts
from .queue_choice import Suggestion
from .queue_entrance import Entrance
from .queue_table import Matches, QueueTable
from .team_board import NARROWEST, Teams, TeamView
from .view import View

QUEUE, SLIM = 402, 338  # pixels at 100 %: the queue, and the box over it; and without the time
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10,
         Qt.Key.Key_Home: -9999, Qt.Key.Key_End: 9999}  # fmt: skip
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DayWork(View):
    def build(self) -> None:
        # Elements
        from alfdesk import programmes

        self.box_width = QUEUE
        self.marked: bytes | None = None
        self.choosing: bytes | None = None  # for whom the next key chooses
        self.asking = False  # why she is turned away
        self._showing = False
        self._shown: tuple[Any, ...] = ()
        self.columns: list[TeamView] = []  # the teams of the board that shows
        self.reasons: dict[str, str] = self.desk.read(programmes.reasons)
        self.box = self.page.search
        self.queue = QueueTable(self.reasons)
        self.teams = Teams()
        self.suggestion = Suggestion()
        self.matches = Matches(self.page.body)
        self.entrance = Entrance(self)
        self.places = Text("", "h2")
        self.meter = Meter()
        self.count_line = Counts()
        # Assemble
        around = Surface("surf", "line", 12)
        Column(self.queue, margins=(1, 1, 1, 8), parent=around)
        self._around = around
        right = QWidget()
        self._right = Column(gap=14, parent=right)
        self._right.put(self.teams, 1)
        self._right.put(self.suggestion)
        self._sides = Line(gap=16, margins=(0, 0, 0, 2), parent=self)
        self._sides.put(around)
        self._sides.put(right, 1)
        self.beside = Beside()
        left = QWidget()
        Line(self.places, self.meter, gap=16, parent=left)
        Flow(left, self.count_line, gap=16, line_gap=2, end=1, parent=self.beside)
        # Connect
        self.queue.first_refusal = self.takes_key
        self.queue.moved_to.connect(self._moved)
        self.queue.clicked.connect(lambda index: self.row_pressed(self.queue.rows.records[index.row()]))
        self.queue.opened.connect(lambda row: self.open_panel(row.person))
        self.teams.person_pressed.connect(self.tile_pressed)
        self.teams.person_held.connect(self.open_panel)
        self.teams.place_pressed.connect(self.place_pressed)
        self.matches.taken.connect(self.entrance.take)
        self.destroyed.connect(self.matches.deleteLater)
        look.changed.connect(self._stand)
        self.box.show()  # where crews hide it, it is needed here

    def actions(self) -> list[QWidget]:
        self.draw_button = Button(_("Draw lots"), "dice-5", "secondary", "Ctrl+T")
        self.draw_button.clicked.connect(lambda _checked=False: self.draw())
        return [self.draw_button]

    def commands(self) -> list[Command]:
        return queue_commands.of(self)

    # What is shown -----------------------------------------------------------------------------------------------

    def show_board(self, board: Any) -> None:
        self.board = board
        day = (board.programme_id, board.day)
        if self._shown[:2] != day:
            self.entrance.doubles.clear()
            self.marked = self.choosing = None
            self.page.close_panel(back=False)
        shape = (*day, len(board.teams), board.selection)
        if shape != self._shown:
            self._shown = shape
            self.draw_button.role = "primary" if self.by_lot() else "secondary"
            self.draw_button.updateGeometry()
            self.draw_button.update()
            self.shell.follow_commands()
        if self.row(self.marked) is None:
            following = self.following()
            self.marked = following.person if following else None
        row = self.row(self.choosing)
        if row is None or not self.is_open(row):
            self.choosing, self.asking = None, False
        self._showing = True
        self.queue.show_board(board, self.marked, self.desk.today())
        self._showing = False
        self.columns = queue_words.team_views(board)
        self.teams.show_teams(self.columns, self.marked)
        self.places.setText(queue_words.places_words(board))
        self.meter.setVisible(board.places is not None)
        self.meter.set(self.places.text(), queue_words.used_places(board), board.places or 0)
        self.count_line.show_pairs(queue_words.count_pairs(board, self.reasons))
        self._show_choice()
        panel = self.page.panel
        if panel is not None and (row := self.row(getattr(panel, "person", None))) is not None:
            panel.show_row(row)
        self._stand()

    def counts(self, board: Any) -> str:
        return ", ".join(f"{number} {words}" for number, words in queue_words.count_pairs(board, self.reasons))

    def summary(self) -> str:
        return queue_words.summary(self.board, self.following()) if self.board else ""

    def marked_text(self) -> str:
        row = self.row(self.marked)
        return queue_words.row_words(row, self.reasons) if row is not None else ""

    def _show_choice(self) -> None:
        if self.board is not None:
            self.suggestion.show_for(self)
        if self.choosing and self.page.low:  # once it is as high as its buttons need
            QTimer.singleShot(0, self.suggestion, lambda: self.page.show_part(self.suggestion))

    # The box -----------------------------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        self.entrance.typed(text)

    def entered(self, text: str) -> None:
        self.entrance.entered(text)

    def wrong(self, sentence: str) -> None:
        """Nothing is lost: what was written stays, selected, so that typing takes its place."""
        self.shell.refuse(sentence)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def clear(self) -> None:
        self.let_wait()
        self.box.clear()

    # The choice --------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """Enter in the empty box: whoever is marked and waits, else the first who waits. Nobody waits: nothing."""
        if self.choosing:
            self._take_proposal()
            return
        row = self.row(self.marked)
        if row is None or not self.is_open(row):
            row = self.following()
        if row is not None:
            self.mark(row.person)
            self.choose(row.person)

    def choose(self, person: bytes) -> None:
        """The next key chooses for this person."""
        self.choosing, self.asking = person, False
        self._show_choice()

    def let_wait(self) -> None:
        """No choice now: she stays where she is in the queue."""
        if self.choosing:
            self.choosing, self.asking = None, False
            self._show_choice()

    def give(self, team: bytes | None, person: bytes | None = None) -> bool:
        """A place, in this team where there are teams; for whoever has a place already, another team. Returns whether
        she has it."""
        from alfdesk.attendance import day_work

        row = self.row(person or self.choosing or self.marked)
        if row is None:
            return False
        where = next((t.name for t in self.board.teams if t.id == team), "")
        if row.team_id is not None and row.outcome in ("present", "went_home"):
            words = _("{name} is moved to {team}.")
        else:
            words = _("{name} got a place in {team}.") if where else _("{name} got a place.")
        said = words.format(name=row.name, team=where)
        if self.do(day_work.place, said, person=row.person, team=team) is REFUSED:
            return False
        self._on_from(row.person)
        return True

    def turn_away(self, reason: str = "full", person: bytes | None = None) -> bool:
        from alfdesk.attendance import day_work

        row = self.row(person or self.choosing or self.marked)
        if row is None or (person is None and not self.is_open(row)):
            return False
        said = _("{name} is turned away: {reason}.").format(name=row.name, reason=self.reasons.get(reason, reason))
        if self.do(day_work.turn_away, said, person=row.person, reason=reason) is REFUSED:
            return False
        self._on_from(row.person)
        return True

    def ask_reason(self) -> None:
        """Show the reasons for turning away; the next key chooses one."""
        from alfdesk import programmes

        row = self.row(self.choosing or self.marked)
        if row is None or not self.is_open(row):
            return
        self.reasons.update(self.desk.read(programmes.reasons))
        self.choosing, self.asking = row.person, True
        self._show_choice()

    def leave(self, kind: str, minute: int | None = None, person: bytes | None = None) -> bool:
        """Home before the end, now or at a minute. Returns whether it was written."""
        from alfdesk.attendance import day_work

        row = self.row(person or self.marked)
        if row is None:
            return False
        minute = self.desk.minute() if minute is None else minute
        words = _("{name} left early at {time}.") if kind == "left_early" else _("{name} was sent home at {time}.")
        said = words.format(name=row.name, time=clock(minute))
        return self.do(day_work.leave, said, person=row.person, at_minute=minute, kind=kind) is not REFUSED

    def _take_proposal(self) -> None:
        row = self.row(self.choosing)
        if row is None:
            return
        proposed = queue_finding.proposed(self.board, row)
        if proposed is False:
            # The core says which is full, and that nothing has changed.
            proposed = self.board.teams[0].id if self.board.teams else None
        self.give(proposed)

    def _digit(self, digit: int) -> None:
        if self.asking:
            codes = list(self.reasons)
            if 1 <= digit <= len(codes):
                self.turn_away(codes[digit - 1])
            return
        if digit == 0:
            self.turn_away("full")
            return
        teams = [t.id for t in self.board.teams] or [None]
        if digit > len(teams):
            self.shell.refuse(_("There is no team {number}. Press Esc to write a number.").format(number=digit))
        else:
            self.give(teams[digit - 1])

    def back(self) -> None:
        self.asking = False
        self._show_choice()

    def _on_from(self, person: bytes) -> None:
        """She is settled: the next who waits is marked, and the box is free."""
        self.choosing, self.asking = None, False
        rows = list(self.board.rows)
        here = next((i for i, r in enumerate(rows) if r.person == person), -1)
        following = next((r for r in rows[here + 1 :] + rows[: here + 1] if self.is_open(r)), None)
        self.mark(following.person if following is not None else person)
        self._show_choice()
        if self.page.panel is None:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    # Pressed -----------------------------------------------------------------------------------------------------

    def row_pressed(self, row: Any) -> None:
        """A row of the queue: whoever waits gets her choice, the others their panel."""
        self.mark(row.person)
        if self.is_open(row):
            self.page.close_panel()
            self.choose(row.person)
        else:
            self.open_panel(row.person)

    def tile_pressed(self, person: bytes) -> None:
        row = self.row(person)
        if row is not None:
            self.row_pressed(row)

    def place_pressed(self, team: bytes | None) -> None:
        """A free place: for whoever is marked and waits."""
        row = self.row(self.choosing or self.marked)
        if row is None or not self.is_open(row):
            row = self.following()
        if row is None:
            self.shell.refuse(_("Nobody waits. Write a number or a name first."))
            return
        self.give(team, row.person)

    def open_panel(self, person: bytes | None = None) -> None:
        """One person's day beside the page: move, home, correct, and what was done."""
        from .team_person import PersonPanel

        row = self.row(person or self.marked)
        if row is None:
            return
        self.let_wait()
        self.mark(row.person)
        self.box.clear()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)  # where the focus goes back to
        panel = PersonPanel(self, row)
        self.page.open_panel(panel, over=True)
        QTimer.singleShot(0, panel, panel.begin)  # once it is laid out: the ring lies where the button is

    def draw(self) -> None:
        from .draw import Draw

        self.let_wait()
        Draw(self).open()

    def print_blank(self) -> None:
        """The blank of the week's attendance list, to fill in by pen."""
        from alfdesk.attendance import reads

        programme, (year, week, _weekday) = self.page.programme, self.page.day.isocalendar()

        def make() -> bytes:
            from alfdesk.reports import attendance_list

            sheet = self.desk.read(reads.wall_list, programme, year, week, blank=True, practice=self.desk.practice)
            made: bytes = attendance_list.wall_list(sheet)
            return made

        self.shell.preview(_("Blank attendance list"), make, f"{year}-{week:02}.pdf", "attendance list")

    # Keys --------------------------------------------------------------------------------------------------------

    def takes_key(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if key in ENTERS and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.box.text().strip():
            self.entrance.newcomer()
            return True
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            return False
        if key in ENTERS and event.isAutoRepeat():
            return True  # a key held down says yes once
        if not self.box.text():
            if key == Qt.Key.Key_Space and self.box.hasFocus():
                return True
            if self.choosing and self._chosen_by(event):
                return True
            if key in STEPS and self.box.hasFocus():
                self.queue.step(STEPS[key])
                return True
            if text and text.isprintable():
                self.let_wait()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.matches.isVisible():
            self.matches.step(STEPS[key])
            return True
        return False

    def _chosen_by(self, event: QKeyEvent) -> bool:
        """The one key that chooses; what it does not know is left to the box."""
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            (self.back if self.asking else self.let_wait)()
        elif key in ENTERS and not self.asking and self.box.hasFocus():
            self._take_proposal()
        elif text == "-" and not self.asking:
            self.ask_reason()
        elif len(text) == 1 and text in "0123456789":
            if not event.isAutoRepeat():
                self._digit(int(text))
        else:
            return False
        return True

    # Private parts -----------------------------------------------------------------------------------------------

    def row(self, person: bytes | None) -> Any:
        if self.board is None or person is None:
            return None
        return next((r for r in self.board.rows if r.person == person), None)

    def is_open(self, row: Any) -> bool:
        return queue_finding.is_open(row, bool(self.board.teams))

    def following(self) -> Any:
        rows = queue_words.open_rows(self.board) if self.board else []
        return rows[0] if rows else None

    def by_lot(self) -> bool:
        return self.board is not None and self.board.selection == "lottery"

    def mark(self, person: bytes) -> None:
        self.marked = person
        self._showing = True
        self.queue.mark(person)
        self._showing = False
        self.teams.mark(person)
        if self.choosing and self.choosing != person:
            self.choosing, self.asking = None, False
        self._show_choice()

    def _moved(self, row: Any) -> None:
        if self._showing or row is None:
            return
        self.mark(row.person)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """Queue beside the teams; over them where there is no room for both."""
        beside = self.width() >= look.px(SLIM + 16 + NARROWEST + 30) and not self.page.low
        two = self.width() >= look.px(QUEUE + 16 + 2 * (NARROWEST + 16) + 14)
        wide = QUEUE if two or not beside else SLIM  # rather two teams side by side than the time
        if wide != self.box_width:
            self.box_width = wide
            self.page.fit_box()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)
            # Right under the box where queue and teams run off the screen: box and choice are seen at once.
            if beside:
                self._right.put(self.suggestion)
            else:
                self._sides.insertWidget(0, self.suggestion)
        self._around.setMinimumWidth(look.px(wide) if beside else 0)
        self._around.setMaximumWidth(look.px(wide) if beside else 16_777_215)
        self._around.setMinimumHeight(look.px(200 if beside else 280))
        self.teams.stand_tall(not beside)
