"""One person's week beside the list: what she gets, the sentence behind it, and every row that makes the sum up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ... import formats
from ...commands import Command
from ...desk import REFUSED
from ...dialogs.ask import Answer, Ask
from ...widgets.buttons import Button
from ...widgets.choosing import DropDown, Labelled
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Surface
from ...widgets.side_panel import SidePanel
from ...widgets.text import IconText, Text
from . import prints
from .sum_rows import put_sum
from .words import METHODS

if TYPE_CHECKING:
    from .page import Pay

KEPT = ("paid", "locked", "approved")  # nothing is held back from these any more


class LinePanel(SidePanel):
    """`person` is who it shows; another row in the list shows the next in the same panel."""

    def __init__(self, page: Pay, person: bytes) -> None:
        super().__init__(page, _("The week of one person"))
        self.pay, self.person = page, person
        self.line: Any = None
        self.body: QWidget | None = None
        self.acts: list[Button] = []
        self.show_again()

    def show_person(self, person: bytes) -> None:
        if person != self.person:
            self.person = person
            self.show_again()

    def show_again(self) -> None:
        from alfdesk.pay import own

        week = self.pay.week
        self.line = next((n for n in week.lines if n.person == self.person), None) if week is not None else None
        here = QApplication.focusWidget()
        had = self.body is not None and here is not None and self.body.isAncestorOf(here)
        if self.body is not None:
            self.parts.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
        self.body, self.acts = QWidget(), []
        column = Column(gap=10, parent=self.body)
        if self.line is None:
            column.put(Text(_("This person has nothing on the list this week."), "body", "mut", wrap=True))
        else:
            self._fill(column, week, own.explained(self.line))
        column.put(0)
        self.parts.put(self.body, 1)
        self.body.show()
        target = self.start()
        if had and target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> QWidget | None:
        return self.acts[0] if self.acts else self.close_button

    def spoken(self) -> str:
        return " ".join(t.text() for t in self.findChildren(Text) if t.isVisible() and t.text())

    # Shown -------------------------------------------------------------------------------------------------------

    def _fill(self, column: Column, week: Any, said: Any) -> None:
        line = self.line
        number = _("No. {number}").format(number=line.number or "–")
        column.put(Text(line.name, "h1", wrap=True))
        column.put(Text(f"{number} · {worded(METHODS[line.method])}{self._account()}", "body", "mut", wrap=True))
        for trouble in self.pay.table.troubles.get(line.person, ()):
            column.put(IconText("alert-triangle-filled", trouble.words, "body", "later", wrap=True))
        column.put(Text(formats.kroner(line.to_pay_ore), "huge"))
        if line.signed:
            column.put(IconText("circle-check-filled", _("Paid and signed for"), "strong", "present"))
        if said.sentence:
            column.put(Text(formats.stopped(said.sentence), "body", wrap=True))
        if said.rule:
            column.put(Text(formats.stopped(formats.capital(said.rule)), "small", "mut", wrap=True))
        column.put(self._rows(said))
        if line.absent:
            days = ", ".join(formats.weekday_name(d) for d in line.absent)
            column.put(Text(_("Did not come: {days}.").format(days=days), "small", "mut", wrap=True))
        buttons = QWidget()
        flow = Flow(gap=8, parent=buttons)
        for command in self.commands():
            button = Button.of(command)
            self.acts.append(button)
            flow.put(button)
        column.put(buttons)

    def _account(self) -> str:
        if self.line.method != "bank" or not self.line.account:
            return ""
        return f" ···· {self.line.account[-4:]}"

    def _rows(self, said: Any) -> QWidget:
        box = Surface("alt", "", 8)
        rows = Column(gap=6, margins=(14, 10, 14, 10), parent=box)
        put_sum(rows, self.line, said, "body", "strong")
        return box

    # Done --------------------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        week, line = self.pay.week, self.line
        if week is None or line is None:
            return []
        may_hold = self.desk.may("office", "manager") and week.status not in KEPT and line.due_ore > 0
        held = [d for d in line.deductions if d.id] if week.status not in KEPT else []
        return [
            *([Command("pay.line.sign", marked("Paid and signed"), self.pay.sign, icon="check")]
              if week.status == "approved" and not line.signed and line.due_ore > 0 else []),
            *([Command("pay.line.unsign", marked("Take payout back"), self.take_back, icon="arrow-back-up")]
              if week.status == "approved" and line.signed else []),
            Command("pay.line.mine", marked("Show my week"), self.my_week, ("Ctrl+U",), "eye",
                    more=marked("The screen turned to the person: her own week and nothing else.")),
            *([Command("pay.line.slip", marked("Pay slip"), self.slip, ("Ctrl+I",), "printer")]
              if week.status != "open" else []),
            *([Command("pay.line.deduct", marked("Hold back"), self.deduct, ("Ctrl+H",), "minus",
                       more=marked("A sum taken from what is paid, with its ground."))] if may_hold else []),
            *(Command(f"pay.line.undo.{n}", marked("Don't hold back"), partial(self.undo_deduction, d), icon="x")
              for n, d in enumerate(held)),
            Command("pay.line.card", marked("Open the card"), self.open_card, icon="id-badge-2"),
        ]  # fmt: skip

    def my_week(self) -> None:
        from .my_week import MyWeek

        MyWeek(self.shell, self.person, self.pay.monday).open()
        self.desk.looked("own week", self.person)

    def slip(self) -> None:
        assert self.pay.programme is not None
        prints.show(self.shell, "slips", self.pay.programme, self.pay.monday, (self.person,))

    def open_card(self) -> None:
        people: Any = self.shell.go("people")
        people.open_card(self.person)

    def deduct(self) -> None:
        """Something held back, with a ground."""
        from alfdesk.pay import steps
        from alfdesk.pay.records import GROUNDS

        amount = Field(_("Kroner"), hint=_("As in 200 or 200,50."))
        ground = DropDown(_("Ground"), [(key, worded(g.words)) for key, g in GROUNDS.items()], next(iter(GROUNDS)))
        words = Field(_("What it is for"))

        def hold() -> bool:
            from alfdesk.errors import UserFacingError

            try:
                ore = formats.parse_kroner(amount.text())
            except UserFacingError as error:
                amount.refuse(error.sentence)
                return False
            said = _("{amount} is held back from {name}.").format(amount=formats.kroner(ore), name=self.line.name)
            done = self.desk.do(
                steps.deduct, said, programme=self.pay.programme, monday=self.pay.monday, person=self.person,
                amount_ore=ore, ground=str(ground.value), words=words.text(),
            )  # fmt: skip
            if done is REFUSED:
                words.refuse(self.shell.strip.toast.words.text())
            return done is not REFUSED

        question = Ask(
            self.shell, _("Hold back from {name}").format(name=self.line.name),
            _("It is taken from what is paid, and stands on the slip."), Answer(_("Hold back"), hold, "primary"),
            Answer(_("Cancel")), parts=(amount, Labelled(_("Ground"), ground), words),
        )  # fmt: skip
        question.open()

    def undo_deduction(self, deduction: Any) -> None:
        from alfdesk.pay import steps

        def undo(reason: str) -> object:
            said = _("Nothing is held back for {words}.").format(words=deduction.words)
            return self.desk.do(steps.undo_deduction, said, deduction=deduction.id, reason=reason)

        ask_reason(self.shell, _("Don't hold back"), _("It does not count any more."), undo)

    def take_back(self) -> None:
        from alfdesk.pay import payouts

        def undo(reason: str) -> object:
            said = _("The payout to {name} is taken back.").format(name=self.line.name)
            return self.desk.do(payouts.take_back, said, programme=self.pay.programme, person=self.person,
                                monday=self.pay.monday, reason=reason)  # fmt: skip

        ask_reason(self.shell, _("Take payout back"), _("She was not paid after all. It stays to be paid."), undo)


def ask_reason(shell: Any, title: str, sentence: str, act: Any) -> Ask:
    """A question whose answer is a reason; `act` takes it and returns REFUSED where it was not enough."""
    field = Field(_("Reason"))

    def go() -> bool:
        if act(field.text()) is REFUSED:
            field.refuse(shell.strip.toast.words.text())
            return False
        return True

    question = Ask(shell, title, sentence, Answer(title, go, "primary"), Answer(_("Cancel")), parts=(field,))
    question.open()
    return question
