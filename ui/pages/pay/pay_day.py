"""A day paid out in cash, team by team: who has what coming, who has signed, and the notes and coins that it takes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ... import formats
from ...commands import Command
from ...desk import REFUSED
from ...dialogs.ask import Answer, Ask
from ...look import look
from ...page import Page
from ...widgets.buttons import Button
from ...widgets.choosing import DropDown
from ...widgets.fields import SearchBox
from ...widgets.layouts import Column as Lines
from ...widgets.layouts import Flow
from ...widgets.notice import Band, Empty, Surface
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from . import prints
from .finding import listen, matching
from .here import NoProgramme, programme_here
from .line_panel import ask_reason
from .table import TotalsRow
from .words import METHODS, hours, notes, people

if TYPE_CHECKING:
    from ...desk import Desk

CLOSED = ("approved", "paid", "locked")


class PayDay(Page):
    """Office and managers come here from the week; a supervisor has it in the rail."""

    key, words, icon, order = "pay_day", marked("Pay out"), "cash-banknote", 41
    number = 4  # as the week's, which whoever has this in the rail has not
    in_rail, belongs_to = False, "pay"
    roles = frozenset({"supervisor", "office", "manager"})
    follows = frozenset({
        "attendance", "person", "person_number", "programme", "team", "setting", "pay_week", "pay_step", "payout",
        "bag", "bag_move", "bag_count",
    })  # fmt: skip

    @classmethod
    def stands_in_rail(cls, desk: Desk) -> bool:
        return not desk.may("office", "manager")

    def build(self) -> None:
        # Elements
        self.programme: bytes | None = None
        self.day = self.desk.today()
        self.list: Any = None
        self.earlier = Button("", "chevron-left").only_icon(_("Day before"))
        self.later = Button("", "chevron-right").only_icon(_("Day after"))
        self.week_button = Button(_("The week"), "arrow-left")
        self.bag_button = Button(_("Cash bag"), "box")
        self.print_button = Button(_("Print"), "printer", key="Ctrl+P")
        self.search = SearchBox(_("Write a name or a number"))
        self.chooser = DropDown(_("Programme"))
        self.bag = DropDown(_("Paid from"))
        self.band = Band("look")
        self.table = RowTable(_("Payout of the day"), self._columns(), key=lambda n: n.person, dense=True,
                              spoken=_spoken)  # fmt: skip
        self.sums = TotalsRow(self.table)
        self.frame = Surface("surf", "line", 8)
        self.no_programme, self.empty = NoProgramme(self.shell), Empty("cash-banknote", "")
        self.need = Text("", "body", wrap=True)
        self.teams = Text("", "small", "mut", wrap=True)
        self.all_button = Button("", "cash-banknote", "primary", "Ctrl+Enter")
        self.hint = Text("", "body", "mut", wrap=True)
        # Assemble
        self.add_actions(self.earlier, self.later, self.week_button, self.bag_button, self.print_button)
        self.tools = QWidget()
        Flow(self.search, self.chooser, self.bag, gap=12, line_gap=8, parent=self.tools)
        Lines(self.table, self.sums, gap=0, margins=(2, 2, 2, 2), parent=self.frame)
        self.foot = QWidget()
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        Flow(self.all_button, self.hint, gap=16, line_gap=6, parent=self.foot)
        self.body_column.put(self.band)
        self.body_column.put(self.tools)
        self.body_column.put(self.frame, 1)
        for part in (self.no_programme, self.empty):
            self.body_column.put(part, 1)
        for part in (self.need, self.teams, self.foot):
            self.body_column.put(part)
        # Connect
        self.earlier.clicked.connect(partial(self.step_day, -1))
        self.later.clicked.connect(partial(self.step_day, 1))
        self.week_button.clicked.connect(self.to_week)
        self.bag_button.clicked.connect(lambda _checked=False: self.shell.go("cash_bag"))
        self.print_button.clicked.connect(self.print_list)
        self.chooser.chosen.connect(self.choose)
        self.search.textChanged.connect(lambda _text: self.show_lines())
        self.search.entered.connect(lambda _text: self.sign())
        self.search.left.connect(lambda: self.table.setFocus())
        listen(self.search, self.table, self.sign)
        self.table.opened.connect(lambda _line: self.sign())
        self.all_button.clicked.connect(self.pay_all)
        look.changed.connect(self.fit)
        self.fit()

    @staticmethod
    def _columns() -> list[Column]:
        return [
            Column(_("Team"), lambda n: Cell(n.team or "–", colour="mut"), 110, 1, drops=3),
            Column(_("No."), lambda n: Cell(str(n.number or ""), colour="mut"), 62, right=True, drops=5),
            Column(_("Name"), lambda n: Cell(n.name, kind="name"), 160, 3),
            Column(_("Hours"), lambda n: hours(n.minutes), 76, right=True, drops=4),
            Column(_("Earned"), lambda n: money.written(n.earned_ore), 104, right=True, drops=6),
            Column(_("Paid"), lambda n: Cell(money.written(n.handed_ore) if n.handed_ore else "–", colour="mut"), 96,
                   right=True, drops=7),
            Column(_("To pay"), lambda n: Cell(formats.kroner(n.to_pay_ore), kind="strong"), 124, right=True),
            Column(_("Paid in"), lambda n: worded(METHODS[n.method]), 114, drops=2),
            Column(_("Receipt"), _receipt, 150, 1, drops=1),
        ]  # fmt: skip

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alfdesk.pay import bag as bags
        from alfdesk.pay import payouts

        def read(session: Any) -> tuple[Any, ...]:
            every, here = programme_here(session, self.programme, self.shell.prefs)
            if here is None:
                return every, None, None, []
            return every, here, payouts.day_list(session, here, self.day), bags.open_bags(session, programme=here)

        every, self.programme, self.list, out = self.desk.read(read)
        today = self.desk.today()
        self.subtitle.setText(formats.capital(formats.day_heading(self.day, today)))
        self.later.setEnabled(self.day < today)
        self.chooser.offer(every, self.programme)
        self.chooser.setVisible(len(every) > 1)
        chosen = self.bag.value
        own = next((b.id for b in out if b.holder_id == self.desk.acting.id), None)
        self.bag.offer([(None, _("No bag")), *((b.id, _bag_words(b, today)) for b in out)],
                       chosen if chosen in {b.id for b in out} else own)  # fmt: skip
        self.bag.setVisible(bool(out))
        self.week_button.setVisible(self.desk.may("office", "manager"))
        self.print_button.setVisible(self.list is not None)
        self.show_lines()

    def show_lines(self) -> None:
        lines = self.list.lines if self.list is not None else ()
        shown = matching(lines, self.search.text())
        self.table.show_records(shown)
        self.frame.setVisible(bool(shown))
        self.no_programme.setVisible(self.list is None)
        self.empty.setVisible(self.list is not None and not shown)
        self.empty.words.setText(_("Nobody on the list fits.") if lines else _("Nobody has worked on this day yet."))
        self._show_sums(lines)

    def _show_sums(self, lines: Any) -> None:
        cash = [n for n in lines if n.method == "cash" and n.to_pay_ore]
        owed = sum(n.to_pay_ore for n in cash)
        closed = self.list is not None and self.list.status in CLOSED
        self.band.say(_("The week is approved. What is left is paid with the week.") if closed else "")
        for part in (self.need, self.teams, self.foot, self.tools):
            part.setVisible(bool(lines))
        if not lines:
            return
        by_team = [(team or _("No team"), list(rows)) for team, rows in groupby(lines, key=lambda n: n.team)]
        sums = {
            _("Hours"): hours(sum(n.minutes for n in lines)),
            _("To pay"): formats.kroner(sum(n.to_pay_ore for n in lines)),
        }  # fmt: skip
        handed = formats.kroner(sum(n.handed_ore for n in lines), short=True)
        self.sums.show_sums(_("Sum · {people}").format(people=people(len(lines))), sums,
                            _("handed out {amount}").format(amount=handed))  # fmt: skip
        self.teams.setVisible(len(by_team) > 1)
        self.teams.setText(" · ".join(
            f"{team} {formats.kroner(sum(n.to_pay_ore for n in rows if n.method == 'cash'), short=True)}"
            for team, rows in by_team
        ))  # fmt: skip
        need = self.list.cash_need
        self.need.setText(_("Notes and coins: {notes}").format(notes=notes(need)))
        self.need.setVisible(bool(cash) and not closed)
        self.all_button.setVisible(bool(cash) and not closed)
        words = _("Pay {amount} to {people}").format(amount=formats.kroner(owed), people=people(len(cash)))
        self.all_button.say(words)
        self.hint.setText("" if closed else _("Space signs for one. What is not signed for is not paid.") if cash
                          else _("Everyone who is paid in cash has signed."))  # fmt: skip

    def fit(self) -> None:
        self.search.setMinimumWidth(look.px(200))
        self.search.setMaximumWidth(look.px(300))
        self.frame.setMinimumHeight(look.px(200))

    # Which day ---------------------------------------------------------------------------------------------------

    def show_day(self, day: date, programme: bytes | None = None) -> None:
        """This day, in this programme."""
        self.day, self.programme = min(day, self.desk.today()), programme or self.programme
        self.search.clear()
        self.refresh()
        self.shell.follow_commands()
        target = self.start()
        if target is not None and self.shell.front is self:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_day(self, by: int, _checked: bool = False) -> None:
        self.show_day(self.day + timedelta(by))

    def choose(self, programme: object) -> None:
        if isinstance(programme, bytes):
            self.shell.prefs.keep(programme=programme.hex())
            self.show_day(self.day, programme)

    def to_week(self, _checked: bool = False) -> None:
        page: Any = self.shell.go("pay")
        page.show_week(self.day, self.programme)

    # Paid --------------------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """The marked person has been paid for the day, and has signed."""
        from alfdesk.pay import payouts

        line = self.table.current()
        if line is None or self.frame.isHidden():
            return
        said = _("{name} has been paid {amount}.").format(name=line.name, amount=formats.kroner(line.to_pay_ore))
        done = self.desk.do(payouts.pay_day, said, programme=self.programme, day=self.day, today=self.desk.today(),
                            persons=[line.person], bag=self.bag.value)  # fmt: skip
        if done is not REFUSED:
            self.search.clear()
            self.table.mark(line.person)
            self.table.step(1)

    def pay_all(self, _checked: bool = False) -> None:
        """Everyone who is paid in cash; money leaves the house, so it is asked once."""
        if self.list is None or self.all_button.isHidden():
            return
        cash = [n for n in self.list.lines if n.method == "cash" and n.to_pay_ore]
        amount = formats.kroner(sum(n.to_pay_ore for n in cash))
        Ask(
            self.shell, _("Pay {amount} to {people}").format(amount=amount, people=people(len(cash))),
            _("Each has been given the money, and has signed the list."),
            Answer(_("All have signed"), self._paid_all, "primary"), Answer(_("Cancel")),
        ).open()  # fmt: skip

    def _paid_all(self) -> bool:
        from alfdesk.pay import payouts

        def said(answer: tuple[int, int]) -> str:
            count, handed = answer
            words = _("Paid {amount} to {people}.")
            return words.format(people=people(count), amount=formats.kroner(handed))

        return self.desk.do(payouts.pay_day, said, programme=self.programme, day=self.day, today=self.desk.today(),
                            bag=self.bag.value) is not REFUSED  # fmt: skip

    def take_back(self) -> None:
        """The marked person was not paid after all."""
        from alfdesk.pay import payouts

        line = self.table.current()
        if line is None or not line.handed_ore:
            return

        def undo(reason: str) -> object:
            said = _("The payout to {name} is taken back.").format(name=line.name)
            return self.desk.do(payouts.take_back, said, programme=self.programme, person=line.person, day=self.day,
                                reason=reason)  # fmt: skip

        ask_reason(self.shell, _("Take payout back"), _("She was not paid after all. It stays to be paid."), undo)

    def print_list(self, _checked: bool = False) -> None:
        if self.programme is not None:
            prints.show_day(self.shell, "day", self.programme, self.day)

    def print_notes(self) -> None:
        if self.programme is not None:
            prints.show_day(self.shell, "notes", self.programme, self.day)

    # Keys --------------------------------------------------------------------------------------------------------

    def start(self) -> QWidget | None:
        if not self.frame.isHidden():
            return self.table
        return self.no_programme.button if self.list is None and self.no_programme.button else self.earlier

    def commands(self) -> list[Command]:
        week = [Command("day.week", marked("The week"), self.to_week, ("Ctrl+D",), "arrow-left")]
        return [
            Command("day.choose", marked("Choose person"), None, ("Up",), single=True, foot=marked("choose person"),
                    shown_keys="↑ ↓"),
            Command("day.sign", marked("Paid and signed"), self.sign, ("Space",), "check", single=True,
                    foot=marked("paid and signed")),
            Command("day.all", marked("Pay everyone"), self.pay_all, ("Ctrl+Return", "Ctrl+Enter"), "cash-banknote",
                    foot=marked("pay everyone")),
            Command("day.back", marked("Take payout back"), self.take_back, ("Ctrl+Backspace",), "arrow-back-up"),
            Command("day.print", marked("Print payout list"), self.print_list, ("Ctrl+P",), "printer",
                    foot=marked("print")),
            Command("day.notes", marked("Notes and coins"), self.print_notes, ("Ctrl+Shift+P",), "printer"),
            Command("day.before", marked("Day before"), partial(self.step_day, -1), ("Alt+Left",), "chevron-left"),
            Command("day.after", marked("Day after"), partial(self.step_day, 1), ("Alt+Right",), "chevron-right"),
            Command("day.bag", marked("Cash bag"), lambda: self.shell.go("cash_bag"), ("Ctrl+B",), "box"),
            *(week if self.desk.may("office", "manager") else []),
        ]  # fmt: skip

    def summary(self) -> str:
        said = [f"{self.title.text()}. {self.subtitle.text()}."]
        if self.list is None or not self.list.lines:
            return " ".join([*said, (self.empty if self.list is not None else self.no_programme).words.text()])
        owed = [n for n in self.list.lines if n.method == "cash" and n.to_pay_ore]
        amount = formats.kroner(sum(n.to_pay_ore for n in owed), short=True)
        said.append(_("To be paid in cash: {amount} to {people}.").format(people=people(len(owed)), amount=amount))
        return " ".join([*said, self.hint.text()])

    def marked_text(self) -> str:
        line = self.table.current()
        return formats.stopped(_spoken(line)) if line is not None and self.table.hasFocus() else ""


def _receipt(line: Any) -> Cell:
    if line.method != "cash":
        return Cell(_("with the week"), colour="mut", kind="label")
    if line.to_pay_ore:
        return Cell(_("not signed"), "circle-dashed", "mut", "label")
    if line.handed_ore:
        return Cell(_("signed"), "circle-check-filled", "present", "label")
    return Cell("–", colour="mut")


def _spoken(line: Any) -> str:
    said = [line.name, line.team or "", formats.kroner(line.to_pay_ore, short=True), worded(METHODS[line.method]),
            _receipt(line).text]  # fmt: skip
    return ", ".join(s for s in said if s and s != "–")


def _bag_words(bag: Any, today: date) -> str:
    return _("Bag of {holder}, {day}").format(holder=bag.holder, day=formats.day_near(bag.day, today))
