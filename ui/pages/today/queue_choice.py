"""The surface under the teams: what is proposed, the choice for whoever is marked, and why somebody is turned away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import Surface
from ...widgets.text import Picture, Text
from . import queue_finding, queue_words

if TYPE_CHECKING:
    from .day_work import DayWork


@dataclass(frozen=True, slots=True)
class Option:
    """A button of the surface: its words, the key that does the same, and what it does."""

    words: str
    key: str
    run: Callable[[], object]
    icon: str = ""
    role: str = "secondary"
    more: str = ""  # said besides: "Full"

    def looks(self) -> tuple[str, str, str, str, str]:
        return self.words, self.key, self.icon, self.role, self.more


class Suggestion(Surface):
    """One sentence, a fainter one, and buttons: made when first needed, and given other words from then on."""

    def __init__(self) -> None:
        # Elements
        super().__init__("surf", "edge", 12)
        self.picture = Picture("check", 24, "prim")
        self.words = Text("", "strong", wrap=True)
        self.more = Text("", "body", "mut", wrap=True)
        self.options: list[Option] = []
        self._narrow = False
        self.buttons: list[Button] = []  # those in sight, in order
        self._row, self._end = QWidget(), QWidget()
        self._made: list[Button] = []
        self._beside = self._button(-1)
        # Assemble
        self._flow = Flow(gap=8, parent=self._row)
        Line(self._beside, parent=self._end)
        text = Line(gap=16)
        text.put(self.picture, align=Qt.AlignmentFlag.AlignVCenter)
        text.put(Column(self.words, self.more, gap=2), 1)
        text.put(self._end)
        column = Column(gap=10, margins=(18, 12, 14, 12), parent=self)
        column.put(text)
        column.put(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._show_options()

    def say(self, icon: str, words: str, more: str, options: list[Option]) -> None:
        """Show this. The last option stands beside the words, the others on lines of their own under them."""
        self.picture.show_as(icon, "prim")
        self.words.setText(words)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setAccessibleName(f"{words} {more}".strip())
        same = [o.looks() for o in options] == [o.looks() for o in self.options]
        self.options = options
        if not same:
            self._show_options()
        self.update()

    def show_for(self, view: DayWork) -> None:
        """As things stand: the proposal, the choice for one person, or the reasons."""
        board, row = view.board, view.row(view.choosing)
        if row is None:
            marked_row = view.row(view.marked)
            following = marked_row if marked_row is not None and view.is_open(marked_row) else view.following()
            icon, words, more = queue_words.proposal(board, following)
            give = [Option(_("Give place"), "Enter", view.next, "check")] if following is not None else []
            self.say(icon, words, more, give)
            return
        if view.asking:
            reasons = [Option(words, str(n + 1), partial(view.turn_away, code)) for n, (code, words) in
                       enumerate(view.reasons.items())]  # fmt: skip
            back = Option(_("Back"), "Esc", view.back, role="text")
            self.say("ban", _("Why is {name} turned away?").format(name=row.name), "", [*reasons, back])
            return
        proposed = queue_finding.proposed(board, row)
        options = []
        for team in (t for t in view.columns if t.id != queue_words.UNPLACED):
            best = proposed is not False and team.id == proposed
            full = team.free == 0
            words = team.name if board.teams else _("Give place")
            key = "Enter" if best else team.key
            name = _("{team}, full").format(team=words) if full else words
            options.append(Option(name, key, partial(view.give, team.id), "check" if best else "",
                                  "primary" if best else "secondary"))  # fmt: skip
        options += [
            Option(_("Turn away"), "0", partial(view.turn_away, "full"), "ban"),
            Option(_("Other reason"), "-", view.ask_reason, role="text"),
            Option(_("Let wait"), "Esc", view.let_wait, role="text"),
        ]
        waiting = row.outcome != "present"
        words = _("Where does {name} go?") if board.teams else _("Does {name} get a place?")
        more = _("Number {no}, came {time}.").format(no=row.arrival, time=queue_finding.came(row)) if row.arrival else ""
        if waiting and row.turned_away_last:
            more = " ".join(s for s in (more, _("Was turned away last time.")) if s)
        self.say("user", words.format(name=row.name), more, options)

    def _show_options(self) -> None:
        if self.isAncestorOf(QApplication.focusWidget() or self.window()):
            # No key may do what its button did not say.
            self._row.hide()
            self._end.hide()
        in_row = len(self.options) - (0 if self._narrow else 1)
        while len(self._made) < in_row:
            self._made.append(self._button(len(self._made)))
            self._flow.put(self._made[-1])
        self.buttons = [*self._made[: max(0, in_row)], *([self._beside] if self.options and not self._narrow else [])]
        for button, option in zip(self.buttons, self.options, strict=True):
            button.role = option.role
            button.say(option.words, option.icon)
            button.show_key(option.key)
            button.setAccessibleName(f"{option.words} {option.more}".strip())
            button.update()
        for place, button in enumerate(self._made):
            button.setVisible(place < in_row)
        self._row.setVisible(in_row > 0)
        self._end.setVisible(bool(self.options) and not self._narrow)

    def _button(self, place: int) -> Button:
        button = Button("")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # pressing it leaves the box its focus
        # The option of now, not of then: the words may stay while the person is another.
        button.clicked.connect(lambda _checked=False: self.options[place].run())
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        narrow = self.width() < look.px(480)
        if narrow != self._narrow:
            self._narrow = narrow
            self._show_options()
