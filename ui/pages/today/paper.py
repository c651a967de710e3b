"""The paper list from the farm, typed in later: many days at once, put in as one act that one undo takes back.

The day of the work is the column's; the day it was typed in is today's, and the journal keeps it apart. What is typed
is a draft until it is put in: it is kept while the workplace is open, also when another page is shown.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext
from alfdesk.weeks import monday_of

from ... import formats
from ...commands import Command
from ...desk import REFUSED
from ...page import Page
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Column
from ...widgets.notice import Empty, Surface
from ...widgets.text import Text
from .drafts import Draft, draft_of
from .sheet import Sheet


class PaperList(Page):
    key, words, icon, order = "paper", marked("Paper list"), "keyboard", 15
    in_rail, belongs_to = False, "today"
    roles = frozenset({"supervisor", "office", "manager"})
    follows = frozenset({
        "attendance", "person", "person_number", "programme", "team", "setting", "closed_days", "enrolment",
    })  # fmt: skip

    def build(self) -> None:
        # Elements
        self.programme: bytes | None = None
        self.monday = monday_of(self.desk.today())
        self.grid: Any = None
        self.back_button = Button(_("Today"), "arrow-left")
        self.earlier = Button("", "chevron-left").only_icon(_("Week before"))
        self.later = Button("", "chevron-right").only_icon(_("Week after"))
        self.put_button = Button("", "", "primary", "Ctrl+Enter")
        self.about = Text("", "small", "mut", wrap=True)
        self.reason = Field(
            _("Reason for the corrections"), width=620,
            hint=_("Something else stands on these days already. It is kept."),
        )
        self.reason_box = Surface("later-tint", "later", 8)
        self.sheet = Sheet()
        self.frame = Surface("surf", "line", 6)
        self.empty = Empty("users", _("Nobody was on the list this week."))
        # Assemble
        self.add_actions(self.back_button, self.earlier, self.later, self.put_button)
        self.body_column.put(self.about)
        Column(self.reason, margins=(12, 8, 12, 8), parent=self.reason_box)
        self.body_column.put(self.reason_box)
        Column(self.sheet, margins=(2, 2, 2, 2), parent=self.frame)
        self.body_column.put(self.frame, 1)
        self.body_column.put(self.empty, 1)
        # Connect
        self.back_button.clicked.connect(self.back)
        self.earlier.clicked.connect(partial(self.step_week, -1))
        self.later.clicked.connect(partial(self.step_week, 1))
        self.put_button.clicked.connect(self.put_in)
        self.sheet.written.connect(self._written)
        self.sheet.refused.connect(self.shell.refuse)

    # Shown -------------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        assert self.programme is not None
        return draft_of(self.desk, self.programme)

    def refresh(self) -> None:
        from alfdesk.attendance import paper

        today = self.desk.today()
        if not self._choose():
            self.frame.hide()
            self.put_button.hide()
            self.reason_box.hide()
            self.empty.show()
            return
        assert self.programme is not None
        days = [self.monday + timedelta(n) for n in range(7)]
        self.grid = self.desk.read(paper.paper_grid, self.programme, days)
        # What somebody has put in meanwhile is no draft any more.
        for row in self.grid.rows:
            for day, stands in zip(days, row.cells, strict=True):
                if stands is not None and self.draft.get((row.person, day)) == stands:
                    del self.draft[row.person, day]
        self.title.setText(_("Paper list: {programme}").format(programme=self.grid.programme))
        first, last = days[0], days[6]
        span = f"{first.day}.{first.month}.–{formats.day_short(last)}"
        self.subtitle.setText(f"{formats.week_label(first, today)} · {span}")
        self.later.setEnabled(self.monday < monday_of(today))
        self.about.setText(
            _("Entered today, {date}. Write hours as 4, 4,5 or 8–12.").format(date=formats.day_short(today))
        )
        self.sheet.show_grid(self.grid, self.draft, today)
        self.frame.setVisible(bool(self.grid.rows))
        self.empty.setVisible(not self.grid.rows)
        self._show_draft()

    def _choose(self) -> bool:
        """The programme that I dag shows; else the first one."""
        from alfdesk.attendance import reads

        ids = [line.id for line in self.desk.read(reads.programmes_on, self.desk.today())]
        wanted = self.shell.prefs.get("programme")
        self.programme = next((i for i in ids if i.hex() == wanted), ids[0] if ids else None)
        return self.programme is not None

    def _show_draft(self) -> None:
        count = len(self.draft)
        words = ngettext("Put in {count} day", "Put in {count} days", count).format(count=count)
        self.put_button.say(words if count else _("Put in"))
        self.put_button.setEnabled(bool(count))
        self.put_button.show()
        self.reason_box.setVisible(bool(self.corrections()))

    def corrections(self) -> int:
        """How many cells of the draft change something that stands."""
        from alfdesk.attendance import paper

        if not self.draft or self.programme is None:
            return 0
        days = sorted({day for _person, day in self.draft})
        shown = set(self.grid.days)
        stands: dict[tuple[bytes, date], Any] = {}
        grids = [self.grid] if set(days) <= shown else [self.desk.read(paper.paper_grid, self.programme, days)]
        for grid in grids:
            for row in grid.rows:
                stands |= {(row.person, day): cell for day, cell in zip(grid.days, row.cells, strict=True)}
        return sum(stands.get(key) is not None for key in self.draft)

    # Commands ----------------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        one = partial(Command, single=True, run=None)
        return [
            one("paper.x", marked("Present"), keys=("x",), shown_keys="x", foot=marked("present"),
                more=marked("Space is the same.")),
            one("paper.missed", marked("Did not come"), keys=("-",), shown_keys="–", foot=marked("did not come")),
            one("paper.reported", marked("Absence reported"), keys=("m",), shown_keys="m",
                foot=marked("absence reported")),
            one("paper.hours", marked("Hours or times"), shown_keys="0–9", foot=marked("hours"),
                more=marked("Write 4, 4,5 or 8–12.30.")),
            one("paper.undo", marked("Take back what is typed"), keys=("Delete",), more=marked("Only this one day.")),
            Command("paper.put", marked("Put in"), self.put_in, ("Ctrl+Return", "Ctrl+Enter"), "check",
                    shown_keys="Ctrl+Enter", foot=marked("put in"), more=marked("All that is typed, as one act.")),
            Command("paper.before", marked("Week before"), partial(self.step_week, -1), ("Alt+Left",), "chevron-left"),
            Command("paper.after", marked("Week after"), partial(self.step_week, 1), ("Alt+Right",), "chevron-right"),
            Command("paper.back", marked("Back to today"), self.back, ("Alt+Home",), "arrow-left"),
        ]  # fmt: skip

    def step_week(self, by: int, _checked: bool = False) -> None:
        """Another week, this one at the latest. What is typed is kept."""
        self.monday = min(self.monday + timedelta(7 * by), monday_of(self.desk.today()))
        self.refresh()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self, _checked: bool = False) -> None:
        self.shell.go("today")

    def put_in(self, _checked: bool = False) -> None:
        """All that is typed, in all weeks, as one act."""
        from alfdesk.attendance import paper

        if self.programme is None or not self.draft:
            return
        reason = None
        if self.corrections():
            reason = self.reason.text().strip()
            if not reason:
                self.reason_box.show()
                self.reason.refuse(_("Write a short reason first."))
                self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        typed = dict(self.draft)
        done = self.desk.do(
            paper.type_days, _said, batch=True, programme=self.programme, days=typed, today=self.desk.today(),
            reason=reason,
        )  # fmt: skip
        if done is REFUSED:
            return
        for key in typed:
            self.draft.pop(key, None)
        self.reason.set("")
        self.refresh()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, where: tuple[bytes, date], what: Any) -> None:
        if what is None:
            self.draft.pop(where, None)
        else:
            self.draft[where] = what
        self.sheet.viewport().update()
        self._show_draft()

    def start(self) -> QWidget | None:
        return self.sheet if self.grid is not None and self.grid.rows else self.earlier

    def leave(self) -> None:
        count = len(self.draft) if self.programme is not None else 0
        if count:
            today = self.shell.made.get("today")
            if today is not None:
                today.stale = True  # its band says how many wait
            said = ngettext("{count} day is kept, but not put in.", "{count} days are kept, but not put in.", count)
            self.shell.say(said.format(count=count))

    def summary(self) -> str:
        count = len(self.draft) if self.programme is not None else 0
        waiting = ngettext("{count} day is not put in yet.", "{count} days are not put in yet.", count)
        return f"{super().summary()} {waiting.format(count=count)}"

    def marked_text(self) -> str:
        index = self.sheet.currentIndex()
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "") if index.isValid() else ""


def _said(typed: Any) -> str:
    """What putting in did, in words."""
    count = typed.written + typed.corrected
    said = ngettext("{count} day is put in.", "{count} days are put in.", count).format(count=count)
    if typed.corrected:
        more = ngettext("{count} of them is a correction.", "{count} of them are corrections.", typed.corrected)
        said += " " + more.format(count=typed.corrected)
    return said
