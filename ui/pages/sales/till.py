"""The till: opened with a float by note and coin, money in and out with a reason, and what moved lately."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import RIM, Scrolled
from ...widgets.buttons import Button, Choice
from ...widgets.fields import Field
from ...widgets.layouts import Flow
from ...widgets.notice import Band, Empty
from ...widgets.text import Text
from . import panels, words
from .move_list import MoveTable, signed_money, take_back
from .note_count import NoteCount
from .over_desk import FormPanel, Panel, framed, reason_field


class Till(Panel):
    def __init__(self, page: Any) -> None:
        # Elements
        title = _("Till of {outlet}").format(outlet=page.shown.outlet.name)
        super().__init__(page, title, wide=900, high=620, rim=RIM)
        self.opened = Band("tell")
        self.table = MoveTable(_("Into and out of the till today"), self.desk.today, money=True)
        self.frame = framed(self.table)
        self.empty = Empty("cash-banknote", _("Nothing but sales went in or out today."))
        self.open_button = Button(_("Open the till"), "lock-open", "primary")
        self.in_button = Button(_("Money in"), "plus")
        self.out_button = Button(_("Money out"), "minus")
        self.back_button = Button(_("Take back"), "ban")
        self.settle_button = Button(_("Count the till"), "coins")
        self.earlier_button = Button(_("Earlier settlements"), "history")
        # Assemble
        self.head(title)
        self.put_filled(self.opened, last=(self.frame, self.empty))
        foot = QWidget()
        Flow(self.open_button, self.in_button, self.out_button, self.back_button, self.settle_button,
             self.earlier_button, gap=8, parent=foot)  # fmt: skip
        self.put_in_line(foot)
        # Connect
        self.table.opened.connect(lambda _move: self.take_back())
        self.table.moved_to.connect(lambda _move: self._fit())
        self.open_button.clicked.connect(lambda _checked=False: OpenTill(page).open())
        self.in_button.clicked.connect(lambda _checked=False: CashIn(page).open())
        self.out_button.clicked.connect(lambda _checked=False: CashOut(page).open())
        self.back_button.clicked.connect(lambda _checked=False: self.take_back())
        self.settle_button.clicked.connect(lambda _checked=False: self._settle())
        self.earlier_button.clicked.connect(lambda _checked=False: panels.open_settlements(page))
        self.show_again()

    def start(self) -> QWidget:
        return self.open_button if not self.is_open else self.in_button

    def summary(self) -> str:
        return f"{self.accessibleName()}. {self.opened.words.text()}"

    def show_again(self) -> None:
        from alfdesk.sales import moves, till

        day, outlet = self.desk.today(), self.page.outlet
        opened, left = self.desk.read(till.opened_since, outlet), self.desk.read(till.left_float, outlet)
        self.is_open = opened is not None or left is not None
        if opened is not None:
            said = _("The till was opened with {amount}.").format(amount=words.money(opened[0]))
            when = formats.capital(formats.day_near(opened[1], day)) if opened[1] else ""
            self.opened.say(said, f"{when} {clock(opened[2] or 0)}".strip(), "tell")
        else:
            amount = self.desk.read(till.float_of, outlet, day)
            more = _("It is reckoned with {amount} from the settings.").format(amount=words.money(amount))
            if left is None:
                self.opened.say(_("The till is not opened since it was settled."), more if amount else "", "look")
            else:
                said = _("The till goes on with a float of {amount}.").format(amount=words.money(left))
                self.opened.say(said, _("The last settlement left it there, with the days it carried over."), "tell")
        self.open_button.say(_("Open anew") if self.is_open else _("Open the till"))
        self.open_button.role, self.settle_button.role = (
            ("secondary", "primary") if self.is_open else ("primary", "secondary")
        )  # fmt: skip
        self.open_button.update()
        self.settle_button.update()
        self.table.show_records(self.desk.read(moves.till_moves, outlet, day))
        self._fit()

    def take_back(self) -> None:
        """The marked money did not go in or out: ask why."""
        take_back(self.page, self.table)

    def _settle(self) -> None:
        self.leave()
        panels.open_settle(self.page)

    def _fit(self) -> None:
        some, move = bool(self.table.rows.records), self.table.current()
        self.frame.setVisible(some)
        self.empty.setVisible(not some)
        self.back_button.setVisible(move is not None and not move.voided and move.what in ("cash_in", "cash_out"))


class OpenTill(Panel):
    """What lies in the till now, by note and coin; what it was last time is written beforehand."""

    def __init__(self, page: Any) -> None:
        from alfdesk.sales import till

        super().__init__(page, _("Open the till"), wide=880, rim=RIM)
        self.before = page.desk.read(till.counts_before, page.outlet)
        unsettled = page.desk.read(till.unsettled_cash, page.outlet)
        self.counting = NoteCount(self.before)
        self.open_days = Band("look")
        self.whole = Choice(_("What is counted"), [(False, _("The float alone")), (True, _("All in the till"))], False)
        self.words = Text(self._what(bool(self.before)), "body", "mut", wrap=True)
        self.act = Button(_("Open the till"), "check", "primary", "Ctrl+Enter")
        self.cancel = Button(_("Cancel"), key="Esc")
        self.head(_("Open the till"))
        self.body = Scrolled(self.open_days, self.whole, self.words, self.told, self.counting)
        self.column.put(self.body, 1)
        foot = QWidget()
        Flow(self.act, self.cancel, gap=8, parent=foot)
        self.put_in_line(foot)
        amount = signed_money(unsettled) if unsettled < 0 else words.money(unsettled)
        said = _("{amount} is not settled yet.").format(amount=amount)
        self.open_days.say(said if unsettled else "", _("Count the float alone, or all and let it be taken off."))
        self.whole.setVisible(bool(unsettled))
        self.whole.chosen.connect(lambda whole: self.count(bool(whole)))
        self.counting.past.connect(self.send)
        self.act.clicked.connect(lambda _checked=False: self.send())
        self.cancel.clicked.connect(lambda _checked=False: self.leave())

    def start(self) -> QWidget:
        return self.act if self.counting.counts else self.counting

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def summary(self) -> str:
        said = f"{self.open_days.words.text()} {self.words.text()}".strip()
        return f"{self.accessibleName()}. {said} {self.counting.sum.text()}."

    def count(self, whole: bool) -> None:
        """The float alone, of which last time's is written; or all that lies in the till, which nobody knows yet."""
        here, other = (self.before, {}) if not whole else ({}, self.before)
        if self.counting.counts == other:
            self.counting.write(here)
        self.words.setText(self._what(bool(here)))
        self.counting.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _what(written: bool) -> str:
        if written:
            return _("Count what lies in the till now. What was there last time is written already.")
        return _("Count what lies in the till now.")

    def send(self) -> None:
        from alfdesk.sales import till

        if not self.counting.sound():
            return
        done = self.desk.do(
            till.open_till, lambda ore: _("The till is opened with {amount}.").format(amount=words.money(ore)),
            outlet=self.page.outlet, day=self.desk.today(), at_minute=self.desk.minute(), counts=self.counting.counts,
            along=bool(self.whole.value),
        )  # fmt: skip
        if done is not REFUSED:
            self.leave()

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802
        if self.is_enter(event):
            self.send()
            event.accept()
            return
        super().keyPressEvent(event)


class _Cash(FormPanel):
    """An amount and why."""

    IN: bool

    def __init__(self, page: Any, title: str, sentence: str, act: str, example: str) -> None:
        self.amount = Field(_("Amount"), hint=_("kroner"), numeric=True, width=160)
        self.amount.edit.setMaxLength(14)
        self.reason = reason_field(example)
        super().__init__(page, title, sentence, act, self.amount, self.reason)

    def write(self) -> Any:
        from alfdesk.sales import till

        try:
            ore = formats.parse_kroner(self.amount.text())
        except UserFacingError as error:
            self.wrong(self.amount, error.sentence)
            return REFUSED
        if ore <= 0:
            self.wrong(self.amount, _("Write an amount above zero."))
            return REFUSED
        reason = self.reason_in(self.reason)
        if reason is None:
            return REFUSED
        said = _("{amount} is put into the till.") if self.IN else _("{amount} is taken out of the till.")
        return self.desk.do(
            till.cash_in if self.IN else till.cash_out, said.format(amount=words.money(ore)), outlet=self.page.outlet,
            amount_ore=ore, reason=reason, day=self.desk.today(), at_minute=self.desk.minute(),
        )  # fmt: skip


class CashIn(_Cash):
    IN = True

    def __init__(self, page: Any) -> None:
        super().__init__(page, _("Money into the till"), _("Money that is no sale."), _("Put in"),
                         _("Change from the bank, a mistake of yesterday …"))  # fmt: skip


class CashOut(_Cash):
    IN = False

    def __init__(self, page: Any) -> None:
        super().__init__(page, _("Money out of the till"), _("Money that is paid to no seller."), _("Take out"),
                         _("To the safe, coffee for the desk …"))  # fmt: skip
