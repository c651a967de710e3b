"""The day was otherwise: what it should have been, and why. The old value stays in history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats
from ...desk import REFUSED
from ...widgets.buttons import Button, Choice
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.text import Text

if TYPE_CHECKING:
    from .day_work import DayWork

OUTCOMES = ("present", "went_home", "turned_away", "reported_absent", "no_show")


class Correction(QWidget):
    """What stands is filled in; a reason must be given."""

    kept = Signal()

    def __init__(self, view: DayWork, row: Any) -> None:
        # Elements
        from alfdesk.attendance.words import outcome_words

        super().__init__()
        self.view, self.person, self.note = view, row.person, row.note
        now = row.outcome if row.outcome in OUTCOMES else "present"
        self.outcome = Choice(_("It should be"), [(o, outcome_words(o)) for o in OUTCOMES], now)
        self.team = Choice(_("Team"), [(t.id, t.name) for t in view.board.teams], row.team_id)
        self.why_away = Choice(_("Turned away because"), list(view.reasons.items()), row.reason or "full")
        self.home = Choice(
            _("How"), [("left_early", _("Left early")), ("sent_home", _("Sent home"))], row.reason or "left_early"
        )
        self.start = Field(_("From"), _time(row.from_minute), width=120)
        self.end = Field(_("To"), _time(row.to_minute), width=120)
        self.reason = Field(_("Why is it corrected?"), hint=_("Keep health out of it."))
        self.save = Button(_("Correct"), "check", "primary")
        # Assemble
        self._times = QWidget()
        Flow(self.start, self.end, gap=12, parent=self._times)
        column = Column(gap=8, parent=self)
        column.put(Text(_("Correct the day"), "h2"))
        for part in (self.outcome, self.team, self.home, self.why_away, self._times, self.reason):
            column.put(part)
        column.put(self.save, align=Qt.AlignmentFlag.AlignLeft)
        # Connect
        self.outcome.chosen.connect(lambda _value: self._fit())
        self.reason.edit.returnPressed.connect(self.correct)
        self.save.clicked.connect(lambda _checked=False: self.correct())
        self._fit()

    def begin(self) -> None:
        self.outcome.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def correct(self) -> None:
        """Write it, or say under the field what is wrong."""
        from alfdesk.attendance import record

        outcome = str(self.outcome.value)
        there, row = outcome in ("present", "went_home"), self.view.row(self.person)
        why = {"turned_away": self.why_away.value, "went_home": self.home.value}.get(outcome)
        times: dict[str, int | None] = {}
        for key, field in (("from_minute", self.start), ("to_minute", self.end)):
            try:
                times[key] = formats.parse_minute(field.text()) if there and field.text().strip() else None
            except UserFacingError as error:
                field.refuse(error.sentence)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if not self.reason.text().strip():
            self.reason.refuse(_("Write a short reason for the correction. Keep health out of it."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        what = record.Said(
            outcome, why if isinstance(why, str) else None, self.team.value if there else None,  # type: ignore[arg-type]
            dirty_minutes=(row.dirty_minutes or None) if there else None, note=self.note, **times,
        )  # fmt: skip
        said = _("{name} is corrected.").format(name=row.name)
        if self.view.do(record.correct, said, person=self.person, what=what, reason=self.reason.text()) is not REFUSED:
            self.kept.emit()

    def _fit(self) -> None:
        """Only what goes with the outcome is asked for."""
        there = self.outcome.value in ("present", "went_home")
        self.team.setVisible(there and bool(self.view.board.teams))
        self._times.setVisible(there)
        self.home.setVisible(self.outcome.value == "went_home")
        self.why_away.setVisible(self.outcome.value == "turned_away")


def _time(minute: int | None) -> str:
    return "" if minute is None else clock(minute)
