"""The cash bag: handed out with a count, topped up, counted blind when it comes back; a difference gets a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ... import formats
from ...commands import Command
from ...desk import REFUSED
from ...dialogs.ask import Answer, Ask
from ...look import look
from ...page import Page
from ...widgets.buttons import Button
from ...widgets.choosing import DropDown, Labelled
from ...widgets.dates import DateField
from ...widgets.layouts import Column as Lines
from ...widgets.layouts import Flow
from ...widgets.notice import Band, Empty, Surface
from ...widgets.row_table import Cell, Column, RowTable
from . import prints
from .counting import Counting
from .here import NoProgramme, programme_here
from .line_panel import ask_reason
from .words import notes, people

SHOWN = timedelta(28)  # bags of the last weeks; those that are out are shown whatever their age


class CashBag(Page):
    key, words, icon, order = "cash_bag", marked("Cash bag"), "box", 42
    in_rail, belongs_to = False, "pay_day"
    roles = frozenset({"supervisor", "office", "manager"})
    follows = frozenset({"bag", "bag_move", "bag_count", "bag_reason", "payout", "attendance", "programme", "setting",
                         "staff"})  # fmt: skip

    def build(self) -> None:
        # Elements
        self.programme: bytes | None = None
        self.proposed: Any = None
        self.staff: list[tuple[bytes, str]] = []
        self.day_button = Button(_("Pay out a day"), "cash-banknote")
        self.print_button = Button(_("Print"), "printer", key="Ctrl+P")
        self.chooser = DropDown(_("Programme"))
        self.tell = Band("tell")
        self.table = RowTable(_("Cash bags"), self._columns(), key=lambda b: b.id)
        self.frame = Surface("surf", "line", 8)
        self.hand_button = Button(_("Hand out bag"), "plus", "primary", "Ctrl+N")
        self.count_button = Button(_("Count bag"), "list-numbers")
        self.top_button = Button(_("Top up"), "plus")
        self.why_button = Button(_("Explain difference"), "message")
        self.no_programme, self.empty = NoProgramme(self.shell), Empty("box", _("No bag has been handed out lately."))
        # Assemble
        self.add_actions(self.day_button, self.print_button)
        self.body_column.put(self.chooser, align=Qt.AlignmentFlag.AlignLeft)
        self.body_column.put(self.tell)
        Lines(self.table, margins=(2, 2, 2, 2), parent=self.frame)
        self.body_column.put(self.frame, 1)
        for part in (self.no_programme, self.empty):
            self.body_column.put(part, 1)
        foot = QWidget()
        Flow(self.hand_button, self.count_button, self.top_button, self.why_button, gap=8, line_gap=8, parent=foot)
        self.body_column.put(foot)
        # Connect
        self.day_button.clicked.connect(lambda _checked=False: self.shell.go("pay_day"))
        self.print_button.clicked.connect(self.print_count)
        self.chooser.chosen.connect(self.choose)
        self.hand_button.clicked.connect(self.hand_out)
        self.count_button.clicked.connect(self.count)
        self.top_button.clicked.connect(self.top_up)
        self.why_button.clicked.connect(self.explain)
        self.table.opened.connect(lambda _bag: self.count())
        self.table.moved_to.connect(lambda _bag: self._fit_buttons())
        look.changed.connect(self.fit)
        self.fit()

    def _columns(self) -> list[Column]:
        return [
            Column(_("Day"), lambda b: formats.capital(formats.day_near(b.day, self.desk.today())), 120),
            Column(_("Holder"), lambda b: Cell(b.holder, kind="name"), 150, 2),
            Column(_("Handed out"), lambda b: formats.kroner(b.put_in_ore), 136, right=True, drops=3),
            # What was paid from a bag that is out would tell what should be in it: it is counted blind.
            Column(_("Paid"), lambda b: "–" if b.status == "out" else formats.kroner(b.paid_ore), 130, right=True,
                   drops=4),
            Column(_("Counted"), lambda b: "–" if b.counted_ore is None else formats.kroner(b.counted_ore), 130,
                   right=True, drops=2),
            Column(_("Difference"), _difference, 130, right=True, drops=1),
            Column("", _status, 190, 3),
        ]  # fmt: skip

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alfdesk import staff
        from alfdesk.pay import bag as bags

        today = self.desk.today()

        def read(session: Any) -> tuple[Any, ...]:
            every, here = programme_here(session, self.programme, self.shell.prefs)
            if here is None:
                return every, None, [], None, []
            shown = bags.bags(session, here, today - SHOWN, today + SHOWN)
            old = [b for b in bags.open_bags(session, programme=here) if b.id not in {s.id for s in shown}]
            members = sorted(staff.members(session), key=lambda m: "supervisor" not in m.roles)
            proposed = bags.propose(session, here, self.next_day())
            return every, here, [*old, *shown], proposed, [(m.id, m.name) for m in members]

        every, self.programme, lines, self.proposed, self.staff = self.desk.read(read)
        self.chooser.offer(every, self.programme)
        self.chooser.setVisible(len(every) > 1)
        order = {"out": 0, "unexplained": 1, "returned": 2}
        lines.sort(key=lambda b: (order[b.status], -b.day.toordinal()))
        self.table.show_records(lines)
        self.frame.setVisible(bool(lines))
        self.no_programme.setVisible(self.programme is None)
        self.empty.setVisible(self.programme is not None and not lines)
        self.tell.say(self._proposal())
        self.hand_button.setVisible(self.programme is not None and self.desk.may("office", "manager"))
        self._fit_buttons()

    def next_day(self) -> date:
        """The next day that is no Saturday or Sunday."""
        day = self.desk.today() + timedelta(1)
        while day.weekday() > 4:
            day += timedelta(1)
        return day

    def _proposal(self) -> str:
        found = self.proposed
        if found is None or not found.amount_ore or not self.desk.may("office", "manager"):
            return ""
        words = _("Next bag, {day}: {amount} for {people}. {notes}.")
        return words.format(day=formats.day_heading(found.day), amount=formats.kroner(found.amount_ore),
                            people=people(found.people), notes=notes(found.counts))  # fmt: skip

    def _fit_buttons(self) -> None:
        bag = self.table.current() if not self.frame.isHidden() else None
        status = bag.status if bag is not None else ""
        self.count_button.setVisible(status == "out")
        self.top_button.setVisible(status == "out" and self.desk.may("office", "manager"))
        self.why_button.setVisible(status == "unexplained")
        self.print_button.setVisible(bag is not None)

    def fit(self) -> None:
        self.frame.setMinimumHeight(look.px(180))

    def choose(self, programme: object) -> None:
        if isinstance(programme, bytes):
            self.programme = programme
            self.shell.prefs.keep(programme=programme.hex())
            self.refresh()

    # Done --------------------------------------------------------------------------------------------------------

    def hand_out(self, _checked: bool = False) -> None:
        """A bag for a day, with the proposal counted into it beforehand."""
        from alfdesk.pay import bag as bags

        if self.programme is None or self.hand_button.isHidden():
            return
        found = self.proposed
        holder = DropDown(_("Holder"), self.staff)
        day = DateField(_("Day"), self.desk.today, found.day)
        counting = Counting(found.counts if found.amount_ore else None)

        def hand(counts: dict[int, int]) -> object:
            if day.day is None:
                day.refuse(day.error.words.text() or _("Write the day."))
                return REFUSED
            said = _("A bag is handed out to {name}.").format(name=holder.currentText())
            return self.desk.do(bags.hand_out, said, programme=self.programme, day=day.day, holder=holder.value,
                                counts=counts)  # fmt: skip

        seen = ngettext("Reckoned from the last {count} day of that weekday.",
                        "Reckoned from the last {count} days of that weekday.", found.days_seen)  # fmt: skip
        sentence = seen.format(count=found.days_seen) if found.amount_ore else _("Count the money into the bag.")
        self._ask(_("Hand out bag"), sentence, counting, hand, Labelled(_("Holder"), holder), day)

    def top_up(self, _checked: bool = False) -> None:
        from alfdesk.pay import bag as bags

        bag = self.table.current()
        if bag is None or self.top_button.isHidden():
            return
        said = _("The bag of {name} is topped up.").format(name=bag.holder)
        self._ask(_("Top up"), _("Count what is put into the bag now."), Counting(),
                  lambda counts: self.desk.do(bags.top_up, said, bag=bag.id, counts=counts))  # fmt: skip

    def count(self, _checked: bool = False) -> None:
        """Blind: what should be in it is told afterwards."""
        from alfdesk.pay import bag as bags

        bag = self.table.current()
        if bag is None or self.count_button.isHidden():
            return

        def said(difference: int) -> str:
            if not difference:
                return _("The bag of {name} is counted, and it is right.").format(name=bag.holder)
            words = _("The bag of {name} is counted. The difference is {amount}.")
            return words.format(name=bag.holder, amount=formats.kroner(difference))

        def counted(counts: dict[int, int]) -> object:
            done = self.desk.do(bags.count, said, can_undo=False, bag=bag.id, counts=counts)
            if done is not REFUSED:
                self.table.mark(bag.id)
            return done

        self._ask(_("Count bag"), _("Count what is in the bag. What should be there is shown afterwards."), Counting(),
                  counted)  # fmt: skip

    def explain(self, _checked: bool = False) -> None:
        from alfdesk.pay import bag as bags

        bag = self.table.current()
        if bag is None or bag.status != "unexplained":
            return

        def explain(reason: str) -> object:
            said = _("The difference is explained.")
            return self.desk.do(bags.explain, said, can_undo=False, bag=bag.id, reason=reason)

        ask_reason(self.shell, _("Explain difference"), _("The count stands. Write why it differs."), explain)

    def print_count(self, _checked: bool = False) -> None:
        bag = self.table.current()
        if bag is not None and not self.frame.isHidden():
            prints.show_bag(self.shell, bag.id, bag.day)

    def _ask(self, title: str, sentence: str, counting: Counting, act: Callable[[dict[int, int]], object],
             *parts: QWidget) -> None:  # fmt: skip
        """Money by note and coin, and `act` with what was counted."""

        def go() -> bool:
            return counting.sound() and act(counting.counts) is not REFUSED

        question = Ask(self.shell, title, sentence, Answer(title, go, "primary"), Answer(_("Cancel")),
                       parts=(*parts, counting))  # fmt: skip
        question.open()

    # Keys --------------------------------------------------------------------------------------------------------

    def start(self) -> QWidget | None:
        if not self.frame.isHidden():
            return self.table
        if self.programme is None and self.no_programme.button is not None:
            return self.no_programme.button
        return self.day_button if self.hand_button.isHidden() else self.hand_button

    def commands(self) -> list[Command]:
        both = frozenset({"office", "manager"})
        return [
            Command("bag.choose", marked("Choose bag"), None, ("Up",), single=True, foot=marked("choose bag"),
                    shown_keys="↑ ↓"),
            Command("bag.count", marked("Count bag"), self.count, ("Return",), "list-numbers", single=True,
                    foot=marked("count bag")),
            Command("bag.hand", marked("Hand out bag"), self.hand_out, ("Ctrl+N",), "plus", both,
                    foot=marked("hand out")),
            Command("bag.top", marked("Top up"), self.top_up, ("Ctrl+O",), "plus", both),
            Command("bag.why", marked("Explain difference"), self.explain, ("Ctrl+E",), "message",
                    foot=marked("explain")),
            Command("bag.print", marked("Print count"), self.print_count, ("Ctrl+P",), "printer", foot=marked("print")),
            Command("bag.day", marked("Pay out a day"), lambda: self.shell.go("pay_day"), ("Ctrl+D",), "cash-banknote"),
        ]  # fmt: skip

    def summary(self) -> str:
        said = [f"{self.title.text()}.", self.tell.words.text()]
        out = [b for b in self.table.rows.records if b.status == "out"]
        if out:
            words = ngettext("{count} bag is out: {names}.", "{count} bags are out: {names}.", len(out))
            said.append(words.format(count=len(out), names=", ".join(b.holder for b in out)))
        elif self.frame.isHidden():
            said.append((self.empty if self.programme is not None else self.no_programme).words.text())
        return " ".join(s for s in said if s)

    def marked_text(self) -> str:
        bag = self.table.current()
        if bag is None or not self.table.hasFocus():
            return ""
        return formats.stopped(f"{bag.holder}, {formats.day_near(bag.day, self.desk.today())}, {_status(bag).text}")


def _difference(bag: Any) -> Cell:
    if bag.difference_ore is None:
        return Cell("–", colour="mut")
    return Cell(formats.kroner(bag.difference_ore), colour="danger" if bag.difference_ore else "text", kind="strong")


def _status(bag: Any) -> Cell:
    if bag.status == "out":
        return Cell(_("out"), "circle-dashed", "later", "label")
    if bag.status == "unexplained":
        return Cell(_("needs a reason"), "alert-triangle-filled", "danger", "label")
    return Cell(_("returned"), "circle-check-filled", "present", "label", bag.reason or "")
