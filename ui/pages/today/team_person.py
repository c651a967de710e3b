"""One person's day, over the page: another team, home early, turned away, corrected with a reason, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats
from ...look import look
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow, Line
from ...widgets.marks import Status
from ...widgets.notice import Surface
from ...widgets.scroll import Scroll
from ...widgets.text import Text
from . import queue_words
from .team_correction import Correction

if TYPE_CHECKING:
    from .day_work import DayWork

TOLD = 5  # acts of the history shown


class PersonPanel(Surface):
    """Big buttons for all that can be done with one person today. Esc closes it."""

    def __init__(self, view: DayWork, row: Any) -> None:
        # Elements
        super().__init__("surf", "line", 0)
        self.view, self.person = view, row.person
        self.row = row
        self.name = Text("", "h1")
        self.close_button = Button("", "x", "text").only_icon(_("Close"))
        self.status = Status(None, "")
        self.came = Text("", "body", "mut", wrap=True)
        self.correction: Correction | None = None
        self.acts: list[Button] = []
        inside = QWidget()
        self._acts = QWidget()
        self.time = Field(_("Time home"), hint=_("As 10.30 or 1030."), width=180, parent=self._acts)
        self._fix = QWidget()
        self._history = QWidget()
        # Assemble
        self._acts_column = Column(gap=8, parent=self._acts)
        self._fix_column = Column(gap=8, parent=self._fix)
        self._history_column = Column(gap=6, parent=self._history)
        head = Line(gap=8)
        head.put(self.name, 1)
        head.put(self.close_button)
        column = Column(gap=12, margins=(20, 14, 20, 20), parent=inside)
        for part in (head, self.status, self.came, self._acts, self._fix, self._history):
            column.put(part)
        column.put(0)
        Column(Scroll(inside, sideways=False), margins=(1, 1, 1, 1), parent=self)
        # Connect
        self.close_button.clicked.connect(lambda _checked=False: view.page.close_panel())
        self.show_row(row)

    def begin(self) -> None:
        """The focus to the first thing that can be done."""
        (self.acts[0] if self.acts else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_row(self, row: Any) -> None:
        """Her day as it stands now."""
        view, self.row = self.view, row
        had = any(b.hasFocus() for b in self.acts)
        self.name.setText(row.name)
        words = queue_words.outcome_in_full(row, view.reasons)
        self.status.set(row.outcome, f"{words}: {row.team}" if row.team else words)
        lines = []
        if row.arrival:
            lines.append(_("Number {no}, came {time}.").format(no=row.arrival, time=clock(row.at_minute or 0)))
        if row.from_minute is not None and row.to_minute is not None:
            lines.append(formats.span(row.from_minute, row.to_minute))
        if row.note:
            lines.append(row.note)
        self.came.setText(" ".join(lines))
        self.came.setVisible(bool(lines))
        self.setAccessibleName(f"{formats.stopped(row.name)} {words}")
        self._show_acts()
        self._show_history()
        if had:
            self.begin()

    # What can be done --------------------------------------------------------------------------------------------

    def _show_acts(self) -> None:
        self._empty(self._acts_column, keep=self.time)
        self.acts = []
        view, row = self.view, self.row
        placed = row.outcome in ("present", "went_home")
        teams = [t for t in queue_words.team_views(view.board) if t.id != queue_words.UNPLACED and t.id != row.team_id]
        if placed and not view.board.teams:
            teams = []
        if teams:
            heading = _("Move to") if placed and row.team_id else _("Give a place in") if view.board.teams else ""
            options: list[tuple[str, str, Callable[[], object]]] = []
            for team in teams:
                words = team.name if view.board.teams else _("Give place")
                words = _("{team}, full").format(team=words) if team.free == 0 else words
                options.append((words, "arrows-exchange" if placed else "check", partial(self._give, team.id)))
            self._group(heading, options)
        self.time.setVisible(placed)
        if placed:
            if not self.time.text():
                self.time.set(clock(row.to_minute if row.to_minute is not None else view.desk.minute()))
            self._acts_column.put(self.time)
            self._group("", [(_("Left early"), "logout", partial(self._leave, "left_early")),
                             (_("Sent home"), "door-exit", partial(self._leave, "sent_home"))])  # fmt: skip
        else:
            self._group(_("Turn away"), [
                (formats.capital(words), "ban", partial(self._turn_away, code)) for code, words in view.reasons.items()
                if (row.outcome, row.reason) != ("turned_away", code)
            ])  # fmt: skip
        if self.correction is None:
            self._group("", [(_("Correct …"), "pencil", self.correct)])

    def _group(self, heading: str, options: list[tuple[str, str, Callable[[], object]]]) -> None:
        if heading:
            self._acts_column.put(Text(heading, "label", "mut"))
        holder = QWidget()
        flow = Flow(gap=8, parent=holder)
        for words, icon, run in options:
            button = BigButton(words, icon)
            button.clicked.connect(lambda _checked=False, run=run: run())
            flow.put(button)
            self.acts.append(button)
        self._acts_column.put(holder)

    def _give(self, team: bytes | None) -> None:
        self._close_if(self.view.give(team, self.person))

    def _turn_away(self, reason: str) -> None:
        self._close_if(self.view.turn_away(reason, self.person))

    def _leave(self, kind: str) -> None:
        try:
            minute = formats.parse_minute(self.time.text())
        except UserFacingError as error:
            self.time.refuse(error.sentence)
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._close_if(self.view.leave(kind, minute, self.person))

    def _close_if(self, done: bool) -> None:
        """What is done shows in the row; what was refused leaves the panel for another try."""
        if done:
            self.view.page.close_panel()

    def correct(self) -> None:
        """Open the correction: what it should have been, and why."""
        if self.correction is None:
            self.correction = Correction(self.view, self.row)
            self.correction.kept.connect(lambda: self._close_if(True))
            self._fix_column.put(self.correction)
            self._show_acts()
        self.correction.begin()

    # What was done -----------------------------------------------------------------------------------------------

    def _show_history(self) -> None:
        from alfdesk import told

        self._empty(self._history_column)
        lines = self.view.desk.read(told.history_lines, self.person)[:TOLD]
        if lines:
            self._history_column.put(Text(_("What was done"), "h2"))
        for line in lines:
            says = "; ".join(line.says)
            if not (line.of_day and says):
                says = ": ".join(part for part in (line.act, says) if part)
            why = f" ({line.reason})" if line.reason else ""
            self._history_column.put(Text(f"{says}{why}", "body", wrap=True))
            self._history_column.put(Text(f"{line.at} · {line.who}", "small", "mut", wrap=True))

    @staticmethod
    def _empty(column: Column, keep: QWidget | None = None) -> None:
        while (item := column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not keep:
                widget.hide()
                widget.deleteLater()


class BigButton(Button):
    """As tall as a hand in a glove needs it, in the glove view."""

    def _high(self) -> int:
        return look.px(88) if look.glove else look.size("button")
