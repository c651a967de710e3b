"""The week's money: which week, how far it has come, what must be looked at first, the lines, and the one next step."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded
from alfdesk.weeks import monday_of

from ... import formats
from ...commands import Command
from ...desk import REFUSED
from ...look import look
from ...page import Page
from ...widgets.buttons import Button
from ...widgets.choosing import Check, DropDown
from ...widgets.fields import SearchBox
from ...widgets.layouts import Column, Flow
from ...widgets.menu import Menu
from ...widgets.notice import Empty, Surface
from ...widgets.text import Text
from . import acts, prints, questions
from .commands import commands_of
from .finding import listen, matching
from .here import NoProgramme, programme_here, to_programmes
from .steps_strip import StepsStrip, steps_of
from .table import TotalsRow, WeekTable
from .troubles import TroubleBand
from .week_step import WeekStep
from .words import hours, notes, people, spoken, week_days


class Pay(Page):
    key, words, icon, order, number = "pay", marked("Pay"), "cash-banknote", 40, 4
    roles = frozenset({"office", "manager"})
    follows = frozenset({
        "attendance", "roll_closed", "arrival", "person", "person_number", "programme", "setting", "enrolment",
        "pay_week", "pay_line", "pay_correction", "pay_step", "pay_deduction", "payout", "workplace", "staff",
    })  # fmt: skip

    def build(self) -> None:
        # Elements
        self.programme: bytes | None = None
        self.monday = monday_of(self.desk.today())
        self.week: Any = None
        self.totals: Any = None
        self.why = ""
        self.waits = self.monday  # the oldest week that is not paid
        self.signing = False  # a receipt is being written: nothing but receipts is read again
        self.week_step = WeekStep()
        self.read_button = Button(_("Read aloud"), "volume", key="F8")
        self.print_button = Button(_("Print"), "printer", key="Ctrl+P")
        self.steps = StepsStrip()
        self.stops, self.gaps = TroubleBand(stops=True), TroubleBand(stops=False)
        self.search = SearchBox(_("Write a name or a number"))
        self.chooser = DropDown(_("Programme"))
        self.only_missing = Check(_("Only those with something missing"))
        self.need = Text("", "small", "mut", wrap=True)
        self.table = WeekTable()
        self.sums = TotalsRow(self.table)
        self.frame = Surface("surf", "line", 8)
        self.empty = NoProgramme(self.shell)
        self.waiting_button = Button("", "arrow-left")
        self.nothing = Empty("cash-banknote", "", self.waiting_button)
        self.step_button = Button("", "", "primary", "Ctrl+Enter")
        self.hint = Text("", "body", "mut", wrap=True)
        self.back_button = Button(_("Send back"), "arrow-back-up")
        self.day_button = Button(_("Pay out a day"), "cash-banknote")
        self.bag_button = Button(_("Cash bag"), "box")
        # Assemble
        head = self.head.layout()
        assert isinstance(head, Flow)
        last = head.takeAt(1)
        head.put(self.week_step)
        if last is not None:
            head.addItem(last)
        self.add_actions(self.read_button, self.print_button)
        tools = QWidget()
        Flow(self.search, self.chooser, self.only_missing, self.day_button, self.bag_button, gap=12, line_gap=8,
             parent=tools)  # fmt: skip
        Column(self.table, self.sums, gap=0, margins=(2, 2, 2, 2), parent=self.frame)
        self.foot = QWidget()
        Flow(self.step_button, self.back_button, self.hint, gap=16, line_gap=6, parent=self.foot)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.tools = tools
        for part in (self.steps, self.stops, self.gaps, tools):
            self.body_column.put(part)
        self.body_column.put(self.frame, 1)
        for part in (self.nothing, self.empty):
            self.body_column.put(part, 1)
        self.body_column.put(self.need)
        self.body_column.put(self.foot)
        # Connect
        self.week_step.stepped.connect(self.step_week)
        self.week_step.asked.connect(partial(questions.ask_week, self))
        self.read_button.clicked.connect(lambda _checked=False: self.shell.read_aloud())
        self.print_button.clicked.connect(self.print_week)
        for band in (self.stops, self.gaps):
            band.opened.connect(self.to_cause)
            band.all_asked.connect(self.show_missing)
        self.chooser.chosen.connect(self.choose)
        self.only_missing.toggled.connect(lambda _on: self.show_lines())
        self.search.textChanged.connect(lambda _text: self.show_lines())
        self.search.entered.connect(lambda _text: self.open_marked())
        self.search.left.connect(lambda: self.close_panel() or self.table.setFocus())
        self.table.opened.connect(lambda line: self.open_line(line.person))
        listen(self.search, self.table, self.sign, self._sign_from_box)
        self.table.moved_to.connect(self._moved)
        self.step_button.clicked.connect(self.take_step)
        self.waiting_button.clicked.connect(lambda _checked=False: self.show_week(self.waits))
        self.back_button.clicked.connect(lambda _checked=False: questions.ask_back(self))
        self.day_button.clicked.connect(self.to_day)
        self.bag_button.clicked.connect(lambda _checked=False: self.shell.go("cash_bag"))
        look.changed.connect(self.fit)
        self.fit()

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        if self.signing:
            self._read_receipts()
            return
        from alfdesk import staff
        from alfdesk.pay import records, week

        def read(session: Any) -> tuple[Any, ...]:
            every, here = programme_here(session, self.programme, self.shell.prefs)
            if here is None:
                return every, None, None, None
            return every, here, week.read(session, here, self.monday), staff.person_of(session, self.desk.acting.id)

        before = self.week.status if self.week is not None else ""
        every, self.programme, self.week, self.own_person = self.desk.read(read)
        has = self.week is not None
        self.chooser.offer(every, self.programme)
        self.chooser.setVisible(len(every) > 1)
        self.empty.setVisible(not has)
        for part in (self.steps, self.tools, self.foot, self.print_button, self.week_step):
            part.setVisible(has)
        if not has:
            for part in (self.stops, self.gaps, self.frame, self.nothing, self.need):
                part.hide()
            return
        self.totals = records.totals(self.week.lines)
        self.why = acts.why_not(self.desk, self.week, self.own_person)
        self.week_step.show_week(self.monday, self.desk.today())
        self.subtitle.setText(week_days(self.monday, self.week.days))
        troubles = self.week.troubles
        self.stops.show_troubles(tuple(t for t in troubles if t.stops))
        self.gaps.show_troubles(tuple(t for t in troubles if not t.stops))
        self.steps.show_steps(steps_of(self.week))
        self.show_lines()
        self._show_waiting()
        self._show_sums()
        self._show_foot()
        if self.week.status != before and self.shell.front is self:
            self.shell.follow_commands()
        if self.panel is not None and hasattr(self.panel, "show_again"):
            self.panel.show_again()

    def _show_waiting(self) -> None:
        """An empty week points to the oldest one that waits to be paid."""
        from alfdesk.pay import week

        found = self.desk.read(week.waiting, self.programme, until=self.desk.today()) if not self.week.lines else []
        self.waiting_button.setVisible(bool(found))
        if found:
            self.waits = found[0]
            self.waiting_button.say(_("Show {week}").format(week=formats.week_label(found[0], self.desk.today())))

    def _read_receipts(self) -> None:
        from alfdesk.pay import week
        from alfdesk.record import replace

        done = self.desk.read(week.signed, self.programme, self.monday)
        lines = tuple(n if n.signed == (n.person in done) else replace(n, signed=not n.signed) for n in self.week.lines)
        self.week = replace(self.week, lines=lines)
        self.show_lines()
        self._show_foot()
        if self.panel is not None and hasattr(self.panel, "show_again"):
            self.panel.show_again()

    def show_lines(self, mark: bytes | None = None) -> None:
        """The lines that fit what is written and the filter."""
        if self.week is None:
            return
        lines = self.week.lines
        asked = {t.person for t in self.week.troubles}
        if self.week.status in ("approved", "paid"):  # the receipt is missing too
            asked |= {n.person for n in lines if n.due_ore > 0 and not n.signed}
        self.only_missing.setVisible(bool(asked - {None}))
        if self.only_missing.isChecked():
            lines = tuple(line for line in lines if line.person in asked)
        lines = matching(lines, self.search.text())
        self.table.show_week(self.week, lines, mark)
        self.frame.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.nothing.words.setText(
            _("Nobody has worked or been paid this week yet.") if not self.week.lines
            else _("Nobody on the list fits.")
        )  # fmt: skip

    def _show_sums(self) -> None:
        lines, totals = self.week.lines, self.totals
        came = {f"{formats.weekday_short(d)} {d.day}.": str(sum(any(x.day == d for x in n.days) for n in lines))
                for d in self.week.days}  # fmt: skip
        days = sum(len(line.days) for line in lines)
        sums = came | {
            _("Days"): formats.spaced(days), _("Hours"): hours(totals.minutes),
            _("To pay"): formats.kroner(totals.to_pay_ore),
        }  # fmt: skip
        cash, bank = (formats.kroner(n, short=True) for n in (totals.cash_ore, totals.bank_ore))
        aside = _("cash {cash} · account {bank}").format(cash=cash, bank=bank)
        self.sums.show_sums(_("Sum · {people}").format(people=people(totals.people)), sums, aside)

    def _show_foot(self) -> None:
        from alfdesk.pay import records

        week = self.week
        words = acts.button_words(week, self.totals)
        self.step_button.setVisible(bool(words) and bool(week.lines))
        self.step_button.say(words, acts.ACTS[week.next_step].icon if week.next_step else "")
        self.hint.setText((self.why or acts.hint(week)) if week.lines else "")
        self.hint.paint_as("later" if self.why or week.reopened else "mut")
        self.back_button.setVisible(week.status in ("prepared", "attested", "approved") and self.desk.may("manager"))
        cash = [n for n in week.lines if n.method == "cash" and n.to_pay_ore and not n.signed]
        shown = week.status == "approved" and bool(cash)
        self.need.setVisible(shown)
        if shown:
            need = notes(records.cash_need(tuple(cash)))
            words = _("Notes and coins for {people}: {notes}")
            self.need.setText(words.format(people=people(len(cash)), notes=need))

    def fit(self) -> None:
        """Where there is little room, what is in the menu and on keys too gives way to the list."""
        wide = look.scale < 1.2 and self.panel is None
        for part in (self.read_button, self.subtitle, self.day_button, self.bag_button):
            part.setVisible(wide)
        self.search.setMinimumWidth(look.px(150))
        self.search.setMaximumWidth(look.px(260))
        self.frame.setMinimumHeight(look.px(220))

    # Which week --------------------------------------------------------------------------------------------------

    def step_week(self, by: int, _checked: bool = False) -> None:
        self.show_week(self.monday + timedelta(7 * by))

    def to_this_week(self) -> None:
        self.show_week(self.desk.today())

    def show_week(self, day: date, programme: bytes | None = None) -> None:
        """The week that the day lies in; a panel that is open belongs to the week before it."""
        self.close_panel(back=False)
        self.monday = monday_of(day)
        self.programme = programme or self.programme
        self.search.clear()
        self.only_missing.setChecked(False)
        self.refresh()
        self.shell.follow_commands()
        self.to_list()

    def choose(self, programme: object) -> None:
        """Another programme, remembered on this laptop."""
        if isinstance(programme, bytes):
            self.shell.prefs.keep(programme=programme.hex())
            self.show_week(self.monday, programme)

    # What must be looked at --------------------------------------------------------------------------------------

    def to_cause(self, trouble: Any) -> None:
        """To the day, the card, the setting or the row that causes it."""
        if trouble.day is not None:
            today: Any = self.shell.go("today")
            if self.programme in {line.id for line in today._lines}:
                today.choose(self.programme)
            today.show_day(trouble.day)
        elif trouble.kind == "no_account":
            card: Any = self.shell.go("people")
            card.open_card(trouble.person)
        elif trouble.kind == "no_reason":
            to_programmes(self.shell)
        elif trouble.person is not None:
            self.only_missing.setChecked(False)
            self.search.clear()
            self.show_lines(trouble.person)
            self.open_line(trouble.person)

    def show_missing(self) -> None:
        """Only the lines that something is missing on, or all again."""
        self.only_missing.setChecked(not self.only_missing.isChecked())
        self.to_list()

    # The next step -----------------------------------------------------------------------------------------------

    def take_step(self, _checked: bool = False) -> None:
        """The next step. Attesting and approving are read first; paying asks, since money leaves the house."""
        if self.week is None or not self.week.lines or self.week.next_step is None:
            return
        step = self.week.next_step
        if step in ("attested", "approved"):
            questions.read_first(self)
        elif step == "paid" and not self.why:
            questions.ask_end(self)
        else:
            acts.take(self.desk, self.week)

    def sign(self) -> None:
        """The marked person has been paid and has signed."""
        from alfdesk.pay import payouts

        line = self.table.current()
        if line is None or self.week is None or self.week.status != "approved":
            return
        said = _("{name} has been paid {amount}.").format(name=line.name, amount=formats.kroner(line.to_pay_ore))
        self.signing = True
        try:
            done = self.desk.do(payouts.sign, said, programme=self.programme, monday=self.monday, person=line.person,
                                today=self.desk.today())  # fmt: skip
        finally:
            self.signing = False
        if done is not REFUSED:
            self.search.clear()
            self.table.mark(line.person)
            self.table.step(1)

    # Beside and over the list ------------------------------------------------------------------------------------

    def open_marked(self) -> None:
        line = self.table.current()
        if line is not None and not self.frame.isHidden():
            self.open_line(line.person)

    def open_line(self, person: bytes) -> None:
        """Her week, sum by sum, beside the list."""
        from .line_panel import LinePanel

        panel = LinePanel(self, person)
        panel.closed.connect(self.close_panel)
        self.open_panel(panel)
        panel.show()
        self.fit()
        self.shell.follow_commands()
        self.desk.looked("pay", person)

    def close_panel(self, *, back: bool = True) -> bool:
        closed = super().close_panel(back=back)
        if closed:
            self.fit()
            self.shell.follow_commands()
        return closed

    def print_week(self, _checked: bool = False) -> None:
        """The week's own sheet: hours where people are paid elsewhere, else the pay sheet."""
        if self.week is not None and self.programme is not None:
            which = "hours" if self.week.kind == "standing" else "pay"
            prints.show(self.shell, which, self.programme, self.monday)

    def menu_of_prints(self, _checked: bool = False) -> None:
        """The other sheets of the week."""
        if self.week is None or self.programme is None:
            return
        menu = Menu(self)
        for which, one in prints.PRINTS.items():
            show = partial(prints.show, self.shell, which, self.programme, self.monday)
            menu.addAction(worded(one.words)).triggered.connect(lambda _checked=False, act=show: act())
        menu.popup(self.print_button.mapToGlobal(self.print_button.rect().bottomLeft()))

    def to_day(self, _checked: bool = False) -> None:
        """The payout of a day: today's where it lies in the week, else the week's last day with people."""
        today, days = self.desk.today(), self.week.days if self.week is not None else ()
        worked = [d for d in days if d <= today and any(x.day == d for n in self.week.lines for x in n.days)]
        day = today if today in days else worked[-1] if worked else today
        page: Any = self.shell.go("pay_day")
        page.show_day(day, self.programme)

    # Keys --------------------------------------------------------------------------------------------------------

    def start(self) -> QWidget | None:
        if self.week is None:
            return self.empty.button
        return self.table if not self.frame.isHidden() else self.week_step.now

    def to_list(self) -> None:
        target = self.start()
        if target is not None and self.shell.front is self:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sign_from_box(self) -> bool:
        if self.week is None or self.week.status != "approved":
            return False
        self.sign()
        self.to_list()
        return True

    def _moved(self, line: Any) -> None:
        panel: Any = self.panel
        if panel is not None and line is not None and QApplication.focusWidget() is self.table:
            panel.show_person(line.person)

    def commands(self) -> list[Command]:
        return commands_of(self)

    def summary(self) -> str:
        if self.week is None:
            return f"{self.title.text()}. {self.empty.words.text()}"
        shown = self.totals
        count, amount = people(shown.people), formats.kroner(shown.to_pay_ore, short=True)
        words = _("Week {week}, {people}, {amount} to pay.")
        said = [words.format(week=acts.number(self.week), people=count, amount=amount)]
        said += [t.words for t in self.week.troubles]
        return " ".join([f"{self.title.text()}.", *said, self.hint.text()])

    def marked_text(self) -> str:
        line = self.table.current()
        if line is None or self.frame.isHidden() or not self.table.hasFocus():
            return ""
        return formats.stopped(spoken(line, self.table.troubles.get(line.person, ())))
