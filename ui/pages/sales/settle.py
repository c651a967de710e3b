"""The day's settlement: the till is counted blind, then what should be there is shown; a difference gets a reason.

The whole drawer is counted. Of the days that are open each is settled, or carried over and left in the drawer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk import money
from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import RIM, Scrolled
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Filled, Flow
from ...widgets.notice import Band
from ...widgets.text import IconText, Text
from . import panels, prints, words
from .edition_card import Figure
from .move_list import signed_money
from .note_count import NoteCount
from .open_days import OpenDays
from .over_desk import Panel, reason_field

Z_NUMBER = 40  # letters
FEW = 2  # earlier days that are named in a sentence


class Settle(Panel):
    """Counting, and then the result. While it is open the page does not tell what the till should hold."""

    def __init__(self, page: Any) -> None:
        from alfdesk.sales import till

        # Elements
        title = _("Count the till")
        super().__init__(page, title, wide=880, rim=RIM)
        self.ahead: Any = None  # what it should come to, once the count is done
        day = self.desk.today()
        open_days = self.desk.read(till.unsettled, page.outlet).days
        earlier = [d for d in open_days if d.day < day]
        self.place = Text(f"{page.shown.outlet.name}, {formats.day_heading(day)}", "body", "mut", wrap=True)
        self.earlier = Band("look")
        self.days = OpenDays(open_days, day)
        self.words = Text("", "body", wrap=True)
        self.counting = NoteCount()
        self.should, self.counted = Figure(_("Should be in the till")), Figure(_("Counted"))
        self.difference = Figure(_("Difference"))
        self.figures = QWidget()
        self.verdict = IconText("", "", "strong", "mut", wrap=True)
        self.leaves = Text("", "body", wrap=True)
        self.reason = reason_field(_("What has happened, in a few words."))
        self.z_number = Field(_("Z report number"), hint=_("Optional"), width=200)
        self.z_total = Field(_("Z report total"), hint=_("kroner, optional"), numeric=True, width=200)
        self.register = QWidget()
        self.register_words = Text("", "small", "mut", wrap=True)
        self.show_button = Button(_("Show difference"), "check", "primary", "Ctrl+Enter")
        self.settle_button = Button(_("Settle"), "check", "primary", "Enter")
        self.again_button = Button(_("Count again"), "arrow-back-up")
        self.earlier_button = Button(_("Earlier settlements"), "history")
        self.cancel = Button(_("Cancel"), key="Esc")
        # Assemble
        self.head(title)
        Filled(self.should, self.counted, self.difference, gap=16, parent=self.figures)
        Flow(self.z_number, self.z_total, gap=14, line_gap=12, top=True, parent=self.register)
        self.z_number.edit.setMaxLength(Z_NUMBER)
        self.z_total.edit.setMaxLength(16)
        self.register_title = Text(_("The declared cash register"), "strong")
        self.body = Scrolled(
            self.place, self.earlier, self.days, self.told, self.words, self.counting, self.figures, self.verdict,
            self.leaves, self.reason, self.register_title, self.register, self.register_words,
        )  # fmt: skip
        self.column.put(self.body, 1)
        foot = QWidget()
        Flow(self.show_button, self.settle_button, self.again_button, self.cancel, self.earlier_button, gap=8,
             parent=foot)  # fmt: skip
        self.put_in_line(foot)
        # Connect
        self.counting.past.connect(self.show_result)
        self.show_button.clicked.connect(lambda _checked=False: self.show_result())
        self.settle_button.clicked.connect(lambda _checked=False: self.settle())
        self.again_button.clicked.connect(lambda _checked=False: self.count())
        self.earlier_button.clicked.connect(lambda _checked=False: panels.open_settlements(page))
        self.cancel.clicked.connect(lambda _checked=False: self.leave())
        self.z_total.edit.textEdited.connect(lambda _text: self._compare())
        self.days.changed.connect(lambda: self.say(""))
        several = len(open_days) > 1
        by_choice = _("Count all that is in the till, whatever its day. Untick a day to carry it over.")
        self.earlier.say(_open_words(earlier), by_choice if several else "")
        self.days.setVisible(several)
        if not open_days:
            self.earlier.say(_("Nothing has moved since it was settled last."), "", "tell")
        self.count()
        page.count_blind(True)

    def start(self) -> QWidget:
        return self.counting

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def leave(self) -> None:
        if not self._gone:
            self.page.count_blind(False)
        super().leave()

    def summary(self) -> str:
        if self.ahead is None:
            days = self.days.summary() if self.days.isVisibleTo(self) else ""
            told = f"{self.earlier.words.text()} {days} {self.words.text()} {self.counting.sum.text()}"
            return f"{self.accessibleName()}. {told}."
        told = ", ".join(f.accessibleName() for f in (self.should, self.counted, self.difference))
        return f"{self.accessibleName()}. {told} {self.verdict.words.text()}"

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        super().say(sentence, wrong=wrong)
        if sentence:
            QTimer.singleShot(0, self, lambda: self.body.ensureWidgetVisible(self.told))

    # Two steps ---------------------------------------------------------------------------------------------------

    def count(self) -> None:
        """The count, as it is written."""
        self.ahead = None
        self.words.setText(_("Count what is in the till. What should be there is shown afterwards."))
        self.days.tell(None)
        self._show_step()
        self.counting.setFocus(Qt.FocusReason.OtherFocusReason)
        self.counting.rows[money.DENOMINATIONS[0]].edit.selectAll()

    def show_result(self) -> None:
        """What should be there, what was counted, and the difference."""
        from alfdesk.sales import settling, till

        if not self.counting.sound():
            return
        if self.days.rows and not self.days.settled:
            self.say(_("Choose at least one open day to settle."), wrong=True)
            self.days.rows[-1].check.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say("")
        self.ahead = self.desk.read(
            settling.ahead, self.page.outlet, self.desk.today(), self.upto, self.days.carried
        )
        counted = money.counted(self.counting.counts)
        off = counted - self.ahead.expected_ore
        float_ore, carried = self.ahead.float_ore, self.ahead.carried_ore
        start = _("float {amount} in it").format(amount=words.money(float_ore)) if float_ore else ""
        left = _("{amount} carried over").format(amount=words.money(carried)) if self.days.carried else ""
        self.should.tell(words.money(self.ahead.expected_ore), "  ·  ".join(s for s in (start, left) if s))
        self.counted.tell(words.money(counted))
        self.difference.tell(signed_money(off))
        self.difference.number.paint_as("danger" if off else "text")
        self.verdict.show_as("circle-check-filled" if not off else "alert-triangle-filled", _verdict(off),
                             "danger" if off else "present")  # fmt: skip
        self.words.setText("")
        self.leaves.setText(self._leave_words())
        open_days = self.desk.read(till.unsettled, self.page.outlet).days
        self.days.tell({d.day: sum(ore for _what, ore, _count in d.sums) for d in open_days})
        self._compare()
        self._show_step()
        (self.reason.edit if off else self.settle_button).setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._show_figures)
        said = f"{self.difference.accessibleName()} {self.verdict.words.text()}"
        self.page.shell.announcer.say(said)

    def settle(self) -> None:
        """Make the settlement, and show its sheet to be printed."""
        from alfdesk.sales import settling

        off = money.counted(self.counting.counts) - self.ahead.expected_ore
        reason = self.reason.text().strip()
        if off and not reason:
            self.reason.refuse(_("Write in a few words why."))
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            total = self._z_total()
        except UserFacingError as error:
            self.z_total.refuse(error.sentence)
            self.z_total.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        made = self.desk.do(
            settling.settle, lambda one: _("Settlement {number} is made.").format(number=one.number), can_undo=False,
            outlet=self.page.outlet, day=self.desk.today(), at_minute=self.desk.minute(), counts=self.counting.counts,
            reason=reason or None, upto=self.upto, carried=self.days.carried,
            z_number=self.z_number.text().strip() or None, z_total_ore=total,
        )  # fmt: skip
        if made is not REFUSED:
            self.leave()
            prints.show_settlement(self.page, made.id, made.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.is_enter(event):
            self.show_result() if self.ahead is None else self.settle()
            event.accept()
            return
        super().keyPressEvent(event)

    # Private parts -----------------------------------------------------------------------------------------------

    @property
    def upto(self) -> date | None:
        """The past day that the settlement is made for; None: today."""
        today = self.desk.today()
        last = max(self.days.settled, default=today)
        return last if last < today else None

    def _leave_words(self) -> str:
        """What is to be left in the till where days are carried over."""
        left = self.ahead.float_ore + self.ahead.carried_ore
        out = money.counted(self.counting.counts) - left
        if not self.days.carried or left < 0 or out < 0:
            return ""
        said = _("Take out {out} and leave {left}: the float and what is carried over.")
        return said.format(out=words.money(out), left=words.money(left))

    def _show_figures(self) -> None:
        """The figures stand at the top where not all can be seen at once, and the reason that is asked for."""
        if self.ahead is not None:
            self.body.verticalScrollBar().setValue(self.figures.y())
            if self.reason.isVisible():
                self.body.ensureWidgetVisible(self.reason)

    def _show_step(self) -> None:
        done = self.ahead is not None
        off = done and money.counted(self.counting.counts) != self.ahead.expected_ore
        for part in (self.counting, self.show_button, self.earlier_button):
            part.setVisible(not done)
        for part in (self.figures, self.verdict, self.register_title, self.register, self.register_words,
                     self.settle_button, self.again_button):  # fmt: skip
            part.setVisible(done)
        self.reason.setVisible(off)
        self.earlier.setVisible(bool(self.earlier.words.text()) and not (done and self.days.isVisibleTo(self)))
        self.words.setVisible(bool(self.words.text()))
        self.leaves.setVisible(done and bool(self.leaves.text()))
        self.fit()

    def _z_total(self) -> int | None:
        text = self.z_total.text().strip()
        return formats.parse_kroner(text) if text else None

    def _compare(self) -> None:
        """What the desk has sold, and how much more or less the register has."""
        if self.ahead is None:
            return
        sold = _("By this count of the desk {amount} was sold, less returned.").format(
            amount=words.money(self.ahead.sold_ore)
        )
        try:
            total = self._z_total()
        except UserFacingError:
            total = None
        if total is None:
            self.register_words.setText(sold)
            return
        more = total - self.ahead.sold_ore
        said = _("The cash register has the same.")
        if more:
            said = _("The cash register has {amount} more.") if more > 0 else _("The cash register has {amount} less.")
        self.register_words.setText(f"{sold} {said.format(amount=words.money(abs(more)))}")


def _open_words(earlier: Any) -> str:
    """The days that are open from before, without what they came to: the count is blind."""
    if not earlier:
        return ""
    if len(earlier) > FEW:
        return ngettext("{count} earlier day is not settled.", "{count} earlier days are not settled.",
                        len(earlier)).format(count=len(earlier))  # fmt: skip
    days = ", ".join(formats.day_heading(d.day) for d in earlier)
    return _("Not settled from before: {days}.").format(days=days)


def _verdict(off: int) -> str:
    if not off:
        return _("The till is right.")
    short = words.money(abs(off))
    if off < 0:
        return _("The till has {amount} less than it should. Count again, or write what happened.").format(amount=short)
    return _("The till has {amount} more than it should. Count again, or write what happened.").format(amount=short)
