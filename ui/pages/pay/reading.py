"""What is read before a week is attested or approved: the sum, what is unlike last week, the list. Enter goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext, worded

from ... import formats
from ...dialogs.ask import Scrolled
from ...dialogs.overlay import Overlay
from ...look import look
from ...widgets.buttons import ENTER, Button
from ...widgets.layouts import Column as Lines
from ...widgets.layouts import Flow
from ...widgets.notice import Band, Surface
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from . import acts
from .differences import differences
from .words import METHODS, STEPS, at, hours, people, remark, spoken, week_days

if TYPE_CHECKING:
    from ...work import Work


LIST = 190  # pixels at 100 %: the list is never lower


class Reading(Overlay):
    """The week over the page. `take` is what the button does; why it can't be done stands in a band instead."""

    def __init__(self, shell: Work, week: Any, before: Any, totals: Any, why_not: str,
                 take: Callable[[], object]) -> None:  # fmt: skip
        # Elements
        step = worded(STEPS[week.next_step])
        title = _("{step} week {week}").format(step=step, week=acts.number(week))
        super().__init__(shell, title, wide=980, high=4000, margins=(24, 16, 24, 16))
        self.week, self._take, self._may = week, take, not why_not
        self.sum = Text(formats.kroner(totals.to_pay_ore), "huge")
        self.said = Text("", "body", wrap=True)
        self.unlike = QWidget()
        self.why = Band("look", why_not)
        taken = " · ".join(f"{worded(STEPS[s.step])}: {at(s)}" for s in week.steps)
        self.steps = Text(taken, "small", "mut", wrap=True)
        self.table = RowTable(_("Pay this week"), self._columns(), key=lambda line: line.person, dense=True,
                              spoken=spoken)  # fmt: skip
        self.step_button = Button(acts.button_words(week, totals), "check", "primary", ENTER)
        self.close_button = Button(_("Close"), "", "secondary", "Esc")
        # Assemble
        self.head(title)
        days = sum(len(line.days) for line in week.lines)
        self.said.setText(" · ".join((
            week_days(week.monday, week.days), people(totals.people),
            ngettext("{count} day", "{count} days", days).format(count=formats.spaced(days)),
            _("cash {amount}").format(amount=formats.kroner(totals.cash_ore)),
            _("account {amount}").format(amount=formats.kroner(totals.bank_ore)),
        )))  # fmt: skip
        found = [f"{head}: {names}" for head, names in differences(before, week)]
        none = _("Nobody is new or gone, and nobody has two days more or less.")
        lines = [Text(words, "body", wrap=True) for words in found or [none]]
        heading = Text(_("Unlike week {week}").format(week=before.monday.isocalendar().week), "strong", wrap=True)
        Lines(heading, *lines, gap=2, margins=(14, 10, 14, 10), parent=self.unlike)
        box = Surface("alt", "", 8)
        Lines(self.unlike, parent=box)
        self.frame = Surface("surf", "line", 8)
        Lines(self.table, margins=(2, 2, 2, 2), parent=self.frame)
        self.body = Scrolled(self.sum, self.said, self.steps, self.why, box, self.frame)
        self.column.put(self.body, 1)
        self.why.say(why_not)
        foot = QWidget()
        Flow(self.step_button, self.close_button, gap=8, parent=foot)
        self.column.put(foot)
        self.table.show_records(week.lines)
        # Connect
        self.step_button.clicked.connect(self.go)
        self.table.first_refusal = self._enter  # a double press on a row takes no step
        self.close_button.clicked.connect(self.leave)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Name"), lambda line: Cell(line.name, kind="name"), 160, 3),
            Column(_("Days"), lambda line: str(len(line.days)), 66, right=True, drops=2),
            Column(_("Hours"), lambda line: hours(line.minutes), 76, right=True, drops=3),
            Column(_("To pay"), lambda line: Cell(formats.kroner(line.to_pay_ore), kind="strong"), 124, right=True),
            Column(_("Paid in"), lambda line: worded(METHODS[line.method]), 114, drops=1),
            Column(_("Remark"), lambda line: Cell(remark(line, ()), colour="mut", kind="small"), 120, 3, drops=4),
        ]

    def fit(self) -> None:
        """The list takes the room under what stands above it; where that is too little, all of it scrolls."""
        super().fit()
        if self._gone or not hasattr(self, "body"):
            return
        now = self.frame.minimumHeight()
        above = self.body.wanted(self.body.viewport().width()) - max(now, self.frame.minimumSizeHint().height())
        wanted = max(look.px(LIST), self.body.viewport().height() - above)
        if wanted != now:
            self.frame.setMinimumHeight(wanted)

    def start(self) -> QWidget | None:
        return self.table if self.week.lines else self.close_button

    def summary(self) -> str:
        unlike = ". ".join(t.text() for t in self.unlike.findChildren(Text))
        return f"{self.accessibleName()}. {self.sum.text()}, {self.said.text()}. {unlike}. {self.why.words.text()}"

    def go(self, _checked: bool = False) -> None:
        """Take the step; where she may not, the verb says why, and the list stays."""
        if self._take():
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.close_button.hasFocus() or not self._enter(event):
            super().keyPressEvent(event)
        else:
            event.accept()

    def _enter(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go()
            return True
        return False
