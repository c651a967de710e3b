"""Standing crew: a tile for each person in a fixed place, one key a person.

Space marks present and goes to the next who waits; 2–5 are the exceptions, and act only while the box is empty. Letters
find: the others grow faint, Enter marks the one found. There is no way to mark everyone present: presence is pay.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext
from alfdesk.weeks import clock

from ...commands import Command
from ...desk import REFUSED
from ...look import look
from ...scanning import Doubles
from ...widgets.buttons import Button
from ...widgets.layouts import Column
from ...widgets.notice import Empty
from ...widgets.tiles import Tile, Tiles
from . import crew_groups, finding
from .counts import Counts
from .crew_box import CrewBox
from .roll import ClosedRoll, CloseQuestion
from .said import mark_several, sentence, spoken, what_stands
from .status_buttons import KEYS, StatusButtons
from .status_panel import StatusPanel


class Crew(CrewBox):
    def build(self) -> None:
        # Elements
        self.rows: dict[bytes, Any] = {}
        self.doubles = Doubles()
        self.seconds = time.monotonic
        self._of: Any = None  # programme and day of what is shown
        self._by_team = False
        self._asking = False  # whether the question of closing stands
        self._own = False  # whether what is being written now is ours, and the mark is ours to move
        self._mark_before: bytes | None = None  # where the mark stood when the box began to be written in
        self.box_width = 320
        self.beside = self.counted = Counts()
        self.tiles = Tiles(_("People of the day"))
        self.question = CloseQuestion()
        self.closed = ClosedRoll()
        self.close_button = Button(_("Close roll"), "", "primary")
        self.bar = StatusButtons(least=150, undo=True)
        self.other_day = Button(_("Day before"), "chevron-left")
        self.add_person = Button(_("Add person"), "user-plus")
        self.empty = Empty("users", "", self.other_day, self.add_person)
        self.suggestions = finding.Suggestions(self.page)
        # Assemble
        Column(self.question, gap=8, parent=self)
        column = self.layout()
        assert isinstance(column, Column)
        column.put(self.tiles, 1)
        column.put(self.empty, 1)
        column.put(self.bar)
        # Connect
        self.tiles.first_refusal = self.takes_key
        self.tiles.pressed_tile.connect(self._pressed)
        self.tiles.held_tile.connect(lambda tile: self.open_panel(tile.key))
        self.tiles.pressed_heading.connect(lambda tile: self.own_team(tile.key))
        self.tiles.moved_to.connect(self._moved)
        self.close_button.clicked.connect(lambda _checked=False: self.close_roll())
        self.question.yes.clicked.connect(lambda _checked=False: self._close())
        self.question.no.clicked.connect(lambda _checked=False: self._asked(False))
        self.bar.chosen.connect(self.mark)
        self.bar.undo.connect(self.shell.undo)
        self.other_day.clicked.connect(partial(self.page.step_day, -1))
        self.add_person.clicked.connect(self._to_box)
        self.suggestions.added.connect(self._add_other)
        self.suggestions.new.connect(self._add_new)
        look.changed.connect(self._fit)
        self.destroyed.connect(self.suggestions.deleteLater)
        self.question.hide()
        self._fit()

    def actions(self) -> list[QWidget]:
        return [self.closed, self.close_button]

    def start(self) -> QWidget | None:
        if self.board is not None and not self.board.rows:
            return self.other_day
        return self.tiles

    def commands(self) -> list[Command]:
        one = partial(Command, single=True)
        teams = [
            Command("team", marked("Choose own team"), lambda: crew_groups.menu(self), ("Ctrl+T",), "users",
                    more=marked("It stands first on this laptop. Pressing its heading does the same.")),
        ] if crew_groups.by_team(self.board) else []  # fmt: skip
        return [
            *teams,
            one("present", marked("Present"), partial(self.mark, "present"), ("Space",), "circle-check",
                foot=marked("present"), more=marked("Marks one person, and goes to the next who waits.")),
            one("later", marked("Coming later"), partial(self.mark, "coming_later"), ("2",), "clock",
                foot=marked("later"), more=marked("Write the time in the panel, if you know it.")),
            one("reported", marked("Absence reported"), partial(self.mark, "reported_absent"), ("3",), "mail",
                foot=marked("absence reported"), more=marked("Works for several who are selected.")),
            one("missed", marked("Did not come"), partial(self.mark, "no_show"), ("4",), "circle-x-filled",
                foot=marked("did not come"), more=marked("Works for several who are selected.")),
            one("home", marked("Went home"), partial(self.mark, "went_home"), ("5",), "logout",
                foot=marked("gone home"), more=marked("From now; another time is written in the panel.")),
            one("panel", marked("Status, times and note"), self.open_panel, ("Return",), "pencil",
                more=marked("Opens the panel of somebody who is marked already.")),
            one("new", marked("New person by name"), self._new_from_box, (), "user-plus", shown_keys="Ctrl+Enter",
                more=marked("Write the name in the box first.")),
            Command("close", marked("Close roll"), self.close_roll, ("Ctrl+Return", "Ctrl+Enter"), "lock",
                    shown_keys="Ctrl+Enter", more=marked("Those who wait are marked as not come. You sign it.")),
        ]  # fmt: skip

    # Shown -------------------------------------------------------------------------------------------------------

    def show_board(self, board: Any) -> None:
        from alfdesk.attendance.words import outcome_words

        if crew_groups.by_team(board) != self._by_team:
            self._by_team = not self._by_team
            self.board = board
            self.shell.follow_commands()
        before, same = self.rows, self._of == (board.programme_id, board.day)
        self.rows, self._of = {row.person: row for row in board.rows}, (board.programme_id, board.day)
        if not same:
            self.doubles.clear()
            self._asked(False, back=False)
        self.tiles.show_tiles(self._tiles(board))
        changed = [p for p, row in self.rows.items() if same and row != before.get(p)]
        if changed and not self._own:  # an undo, or another part of the window: the mark goes to what changed
            self.tiles.mark(changed[0])
        elif not same:
            self._to_first()
        c = board.counts
        pairs = [(c.present, "present"), (c.coming_later, "coming_later"), (c.reported_absent, "reported_absent"),
                 (c.no_show, "no_show"), (c.went_home, "went_home"), (c.waits, None)]  # fmt: skip
        self.counted.show_pairs(
            tuple((n, outcome_words(o).lower()) for n, o in pairs if n or o in ("present", None)) if board.rows else ()
        )
        self.closed.sign(board.roll_closed_by, board.roll_closed_at)
        self.close_button.setVisible(board.roll_closed_by is None and bool(board.rows))
        self.tiles.setVisible(bool(board.rows))
        self.empty.setVisible(not board.rows)
        today = _("Nobody is set up today. Choose another day, or add a person.")
        other = _("Nobody is set up this day. Choose another, or add a person.")
        self.empty.words.setText(today if self.is_today else other)
        self._fit()
        self._panel_follows()

    def _tiles(self, board: Any) -> list[Tile]:
        if crew_groups.by_team(board):
            return crew_groups.grouped(board, self.shell.prefs.get("team"), self._tile)
        return [self._tile(row) for row in board.rows]

    def own_team(self, team: bytes) -> None:
        """This team stands first on this laptop from now on."""
        if not team or not crew_groups.by_team(self.board):
            return
        self.shell.prefs.keep(team=team.hex())
        self.tiles.show_tiles(self._tiles(self.board))
        mine = [row for row in self.board.rows if row.crew_team == team]
        first = next((row for row in mine if row.outcome is None), mine[0] if mine else None)
        if first is not None:
            self.tiles.mark(first.person)
        self.tiles.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tiles.verticalScrollBar().setValue(0)
        name = next((t.name for t in self.board.teams if t.id == team), "")
        self.shell.say(_("{team} stands first on this laptop.").format(team=name))

    @staticmethod
    def _tile(row: Any) -> Tile:
        from alfdesk.attendance.words import outcome_words

        minute = row.to_minute if row.outcome == "went_home" else row.from_minute
        at = clock(minute) if minute is not None else ""
        return Tile(
            row.person, row.name, row.outcome, outcome_words(row.outcome), at, message=row.message, spoken=spoken(row)
        )  # fmt: skip

    def _fit(self) -> None:
        """Glove view: the box hides while it is empty, the statuses stand at the foot."""
        text = self.page.search.text()
        self.page.search.setVisible(not look.glove or bool(text) or not self.rows)
        self.bar.setVisible(look.glove and bool(self.rows))
        self.tiles.stand_tall(self.page.low)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.tiles.stand_tall(self.page.low)
        if self.page.low:  # what is marked stays in sight, once all lies where it will
            QTimer.singleShot(0, self, self._see_marked)

    def summary(self) -> str:
        said = f"{self.counted.text()}." if self.counted.pairs else self.empty.words.text()
        after = self.tiles.current_tile()
        if after is not None and after.outcome is None:
            said += " " + _("{name} is next.").format(name=after.name)
        return said

    def marked_text(self) -> str:
        tile = self.tiles.current_tile()
        return tile.spoken if tile is not None else ""

    # Keys --------------------------------------------------------------------------------------------------------

    def takes_key(self, event: QKeyEvent) -> bool:
        key, text = event.key(), self.page.search.text()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._asking and (enter or key == Qt.Key.Key_Escape):
            if not event.isAutoRepeat():
                self._close() if enter else self._asked(False)
            return True
        if enter and control and text.strip():
            self._new_from_box()
            return True
        if text:
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.page.search.hasFocus():
                self._step_found(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key == Qt.Key.Key_Escape and not self.page.search.hasFocus():
                self._empty_box()
                return True
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Space:
            self.mark("present")
        elif enter and self.tiles.hasFocus():
            self._main()
        elif event.text() in KEYS and not self.page.search.hasFocus():
            self.mark(KEYS[event.text()])
        else:
            return False
        return True

    def _main(self) -> None:
        """Enter on a tile: present for somebody who waits, the panel for somebody who is marked."""
        tile = self.tiles.current_tile()
        if tile is not None:
            self.mark("present") if tile.outcome is None else self.open_panel(tile.key)

    def _pressed(self, tile: Tile) -> None:
        """A tap marks somebody who waits as present. Somebody who is marked gets the panel: never a silent un-mark."""
        if tile.outcome is None:
            self._present(self.rows[tile.key])
        else:
            self.open_panel(tile.key)

    # Marking -----------------------------------------------------------------------------------------------------

    def mark(self, outcome: str) -> None:
        """The key of a status: for whoever is marked, and 2–5 for all who are selected."""
        rows = [self.rows[t.key] for t in self.tiles.selected_tiles() if t.key in self.rows]
        if not rows:
            return
        if len(rows) > 1:
            self._mark_several(rows, outcome)
        elif outcome == "present":
            self._present(rows[0])
        elif not self.is_today and rows[0].outcome is not None:
            self.open_panel(rows[0].person, outcome)
        elif outcome == "went_home" and rows[0].outcome not in ("present", "went_home"):
            self.shell.refuse(_("{name} is not present. Mark present first.").format(name=rows[0].name))
        else:
            row, now = rows[0], self.desk.minute() if self.is_today else None
            if row.outcome == outcome:
                self.shell.say(sentence(row.name, outcome, row.from_minute, row.to_minute))
                self._go_on()
                return
            begin = row.from_minute if outcome == "went_home" else None
            self.act(row, outcome, from_minute=begin, to_minute=now if outcome == "went_home" else None)

    def _present(self, row: Any, *, go_on: bool = True) -> bool:
        """Present from now. Somebody who is present already stays so, from the time she came."""
        if row.outcome == "present":
            self.shell.say(_("{name} is present already.").format(name=row.name))
            if go_on:
                self._go_on()
            return True
        if not self.is_today and row.outcome is not None:
            self.open_panel(row.person, "present")
            return False
        back = row.outcome == "went_home" and row.from_minute is not None
        now = self.desk.minute() if self.is_today else None
        return self.act(row, "present", from_minute=row.from_minute if back else now, go_on=go_on)

    def act(
        self, row: Any, outcome: str, *, from_minute: int | None = None, to_minute: int | None = None,
        note: str | None = None, reason: str = "", go_on: bool = True,
    ) -> bool:  # fmt: skip
        """One status for one person. Something that stands from an earlier day is corrected, with the reason. Returns
        whether it was done; the mark goes on to the next who waits."""
        from alfdesk.attendance import record, standing

        what = what_stands(self, row, outcome, from_minute, to_minute, note)
        said = sentence(row.name, outcome, what.from_minute, what.to_minute)
        self._own = True
        try:
            if not self.is_today and row.outcome is not None:
                answer = self.do(record.correct, said, person=row.person, what=what, reason=reason)
            else:
                answer = self.do(standing.mark, said, person=row.person, what=what)
        finally:
            self._own = False
        if answer is REFUSED:
            return False
        if go_on:
            self._go_on()
        return True

    def _mark_several(self, rows: Sequence[Any], outcome: str) -> None:
        from alfdesk.attendance.words import outcome_words

        if outcome == "present":
            self.shell.refuse(_("Present is marked one person at a time."))
            return
        if not self.is_today and any(row.outcome is not None for row in rows):
            self.shell.refuse(_("What stands from an earlier day is corrected one person at a time."))
            return
        if outcome == "went_home" and any(row.outcome not in ("present", "went_home") for row in rows):
            self.shell.refuse(_("Only those who are present can go home."))
            return
        now = self.desk.minute() if self.is_today and outcome == "went_home" else None
        people = []
        for row in rows:
            begin = row.from_minute if outcome == "went_home" else None
            people.append((row.person, what_stands(self, row, outcome, begin, now, None)))
        said = ngettext("{count} person: {status}.", "{count} people: {status}.", len(people))
        said = said.format(count=len(people), status=outcome_words(outcome).lower())
        self._own = True
        try:
            done = self.do(mark_several, said, batch=True, people=tuple(people))
        finally:
            self._own = False
        if done is not REFUSED:
            self._go_on()

    def _go_on(self) -> None:
        """The mark goes to the next who waits, and the selection is that one alone."""
        if self.tiles.mark_next(lambda tile: tile.outcome is None) is None and self.tiles.current_tile() is not None:
            self.tiles.mark(self.tiles.current_tile().key)  # type: ignore[union-attr]

    def _to_first(self) -> None:
        """The mark on the first who waits."""
        tiles = [t for t in self.tiles.tile_model.tiles if not t.heading]
        first = next((t for t in tiles if t.outcome is None), tiles[0] if tiles else None)
        if first is not None:
            self.tiles.mark(first.key)

    # The panel ---------------------------------------------------------------------------------------------------

    def open_panel(self, person: bytes | None = None, wanted: str = "") -> None:
        """The panel of one person; with `wanted`, that status waits for its reason."""
        tile = self.tiles.current_tile()
        key = person or (tile.key if tile is not None else None)
        if key is None or key not in self.rows:
            return
        self.tiles.mark(key)
        self.tiles.setFocus(Qt.FocusReason.OtherFocusReason)
        panel = StatusPanel(self, self.rows[key])
        self.page.open_panel(panel, over=True, spot=self._spot)
        panel.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        if wanted:
            panel.choose(wanted)

    def _see_marked(self) -> None:
        self.page.show_spot(self.tiles.viewport(), self.tiles.visualRect(self.tiles.currentIndex()))

    def _spot(self) -> QRect:
        """Where the marked tile lies on the page."""
        at = self.tiles.visualRect(self.tiles.currentIndex())
        return QRect(self.tiles.viewport().mapTo(self.page, at.topLeft()), at.size())

    def _panel_follows(self) -> None:
        panel = self.page.panel
        if isinstance(panel, StatusPanel):
            row = self.rows.get(panel.row.person)
            if row is None:
                self.page.close_panel()
            elif row != panel.row:
                panel.show_row(row)

    def _moved(self, tile: Tile | None) -> None:
        """The panel follows the mark."""
        panel = self.page.panel
        if isinstance(panel, StatusPanel) and tile is not None and tile.key in self.rows and not self._own:
            if tile.key != panel.row.person:
                panel.show_row(self.rows[tile.key])
                self.page.place_panel()
        self.bar.stand(tile.outcome if tile is not None else None)
        if tile is not None:
            self._see_marked()

    # The roll ----------------------------------------------------------------------------------------------------

    def close_roll(self) -> None:
        """Ask once, in the place of the box; the second key closes."""
        if self.board is None or not self.board.rows:
            return
        if self.board.roll_closed_by is not None:
            self.shell.refuse(_("The roll for this day is closed already. You can still correct a person."))
            return
        self.page.search.clear()
        self.question.ask(self.board.counts.waits, self.board.counts.coming_later, self.desk.acting.name)
        self._asked(True)

    def _asked(self, on: bool, *, back: bool = True) -> None:
        if on == self._asking:
            return
        self._asking = on
        self.question.setVisible(on)
        self.page.bar_holder.setVisible(not on)
        self.close_button.setEnabled(not on)
        if on:
            self.question.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        elif back:
            self.page.to_view()

    def _close(self) -> None:
        from alfdesk.attendance import standing

        self._asked(False)
        self._own = True
        try:
            self.do(standing.close_roll, self.question.done)
        finally:
            self._own = False
