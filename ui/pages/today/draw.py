"""Drawing lots: the list is fixed and its code shown, then a participant throws dice, then everyone sees the order.

Nobody can steer it: the code is written down or printed before the dice, and anyone can repeat it from the printout.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import RIM, Scrolled
from ...look import look
from ...widgets.buttons import Button
from ...widgets.focus_ring import FocusRing
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import Band, Surface
from ...widgets.row_table import Cell, RowTable
from ...widgets.row_table import Column as Heading
from ...widgets.text import Text
from . import queue_finding
from .dice import Code, Dice, Die

if TYPE_CHECKING:
    from .day_work import DayWork


class Draw(QDialog):
    """Three steps, one at a time: the list, the dice, the order. Whoever closes it in between goes on where it stands."""

    def __init__(self, view: DayWork) -> None:
        # Elements
        super().__init__(view.shell)
        self.view, self.desk, self.shell = view, view.desk, view.shell
        self.thrown = ""
        self.setWindowTitle(_("Draw lots"))
        self.title = Text(_("Draw lots"), "h1")
        self.step = Text("", "body", "mut")
        self.words = Text("", "strong", wrap=True)
        self.more = Text("", "body", "mut", wrap=True)
        self.wrong = Band("wrong")
        self.code = Code()
        self.dice = Dice()
        self.keypad = QWidget()
        self.list = RowTable(_("Who is in the draw"), self._list_columns(), key=lambda e: e.no, dense=True)
        self.order = RowTable(_("The order drawn"), self._order_columns(), key=lambda d: d.no, dense=True)
        self.primary = Button("", "", "primary", "Enter")
        self.print_button = Button(_("Print"), "printer", key="Ctrl+P")
        self.back = Button(_("Take back die"), "arrow-back-up", key="Backspace")
        self.close_button = Button(_("Close"), "x", key="Esc")
        # Assemble
        keys = Flow(gap=8, parent=self.keypad)
        for face in "123456":
            key = Die(face)
            key.clicked.connect(partial(self._throw, face))
            keys.put(key)
        self.buttons = buttons = QWidget()
        Flow(self.primary, self.print_button, self.back, self.close_button, gap=8, parent=buttons)
        self.head = head = Line(gap=12, margins=(RIM, 0, RIM, 0))
        head.put(self.title)
        head.put(self.step, 1)
        self.middle = Scrolled(self.words, self.more, self.wrong, self.code, self.dice, self.keypad)
        self.frame = Surface("surf", "line", 6)
        Column(self.list, self.order, margins=(2, 2, 2, 2), parent=self.frame)
        column = Column(gap=14, margins=(24 - RIM, 20, 24 - RIM, 20), parent=self)
        column.put(head)
        column.put(self.middle, 100)
        column.put(Column(self.frame, margins=(RIM, 0, RIM, 0)), 100)
        column.put(0)
        column.put(Column(buttons, margins=(RIM, 0, RIM, 0)))
        self._ring = FocusRing(self)
        # Connect
        self.primary.clicked.connect(lambda _checked=False: self._go_on())
        self.print_button.clicked.connect(lambda _checked=False: self.print())
        self.back.clicked.connect(lambda _checked=False: self._take_back())
        self.close_button.clicked.connect(self.reject)
        for table in (self.list, self.order):
            table.first_refusal = self._key
        self.finished.connect(self.deleteLater)
        self.desk.refused.connect(self._refused)
        look.changed.connect(self._fit)
        self.refresh()
        self._fit()

    def refresh(self) -> None:
        """The step that things stand at."""
        from alfdesk.attendance import lottery, reads

        state = self.view.board.lottery
        waits = [r for r in self.view.board.rows if r.arrival and r.outcome is None]
        # A draw that is done and newer people who wait: the next list may be fixed.
        self.stage = "list" if state is None or (state.drawn and waits and not self.thrown) else "code"
        self.sheet = None
        if self.stage == "code":
            self.sheet = self.desk.read(reads.draw_sheet, self.view.page.programme, self.view.page.day,
                                        practice=self.desk.practice)  # fmt: skip
            self.stage = "order" if state.drawn else "dice" if self.stage_dice else "code"
        self.least = lottery.DICE
        getattr(self, f"_show_{self.stage}")(waits)
        for part, stages in (
            (self.code, "code dice"), (self.dice, "dice"), (self.keypad, "dice"), (self.list, "list code"),
            (self.order, "order"), (self.print_button, "code order"), (self.back, "dice"),
            (self.frame, "list code order"),
        ):  # fmt: skip
            part.setVisible(self.stage in stages.split())
        self.frame.setVisible(not self.frame.isHidden() and bool(self._table.rows.records))
        self.wrong.say("")
        self._share()
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._to_dice)

    stage_dice = False  # the code has been seen

    # The steps ---------------------------------------------------------------------------------------------------

    def _show_list(self, waits: list[Any]) -> None:
        self.step.setText(_("1 of 3: the list"))
        free = queue_finding.free_places(self.view.board)
        sentence = ngettext("{count} person is in the draw.", "{count} people are in the draw.", len(waits))
        words = sentence.format(count=len(waits))
        if free is not None:
            sentence = ngettext("{count} place is free.", "{count} places are free.", free)
            words = f"{words} {sentence.format(count=free)}"
        self.words.setText(words)
        self.more.setText(_("Nobody can be put on or taken off once the list is fixed."))
        weight = self._weight()
        self.list.show_records([_Entrant(r.arrival, r.name, weight if r.turned_away_last else 1) for r in waits])
        self.primary.say(_("Fix the list"), "lock")

    def _show_code(self, _waits: list[Any]) -> None:
        self.step.setText(_("1 of 3: the list"))
        self.words.setText(_("This is the code of the list. Write it down or print it now."))
        self.more.setText(_("When everyone has seen it, a participant throws the dice."))
        self.code.show_code(self.sheet.list_hash)
        self.list.show_records(self.sheet.entrants)
        self.primary.say(_("Throw the dice"), "dice-5")

    def _show_dice(self, _waits: list[Any]) -> None:
        self.step.setText(_("2 of 3: the dice"))
        self.words.setText(_("A participant throws. Press each die, or type it."))
        self.more.setText(_("At least {count} dice.").format(count=self.least))
        self.code.show_code(self.sheet.list_hash)
        self.dice.show_dice(self.thrown, self.least)
        self.primary.say(_("Draw"), "dice-5")

    def _show_order(self, _waits: list[Any]) -> None:
        self.step.setText(_("3 of 3: the order"))
        got = sum(d.got_place for d in self.sheet.drawn)
        sentence = ngettext("{count} got a place.", "{count} got a place.", got)
        self.words.setText(sentence.format(count=got))
        self.more.setText(_("Dice {dice}. The printout shows how anyone can repeat it.").format(
            dice=" ".join(self.sheet.dice or ""))
        )  # fmt: skip
        self.order.show_records(self.sheet.drawn)
        self.primary.say(_("Close"), "check")
        self.close_button.hide()

    def _go_on(self) -> None:
        """What the primary button does now."""
        from alfdesk.attendance import lottery

        if self.stage == "list":
            said = _("The list is fixed.")
            if self.view.do(lottery.fix_list, said) is not REFUSED:
                self.stage_dice = False
                self.refresh()
        elif self.stage == "code":
            self.stage_dice = True
            self.refresh()
        elif self.stage == "dice":
            said = ngettext("{count} got a place by lot.", "{count} got a place by lot.", self.sheet.places)
            said = said.format(count=min(self.sheet.places, len(self.sheet.entrants)))
            if self.view.do(lottery.draw, said, dice=self.thrown) is not REFUSED:
                self.refresh()
        else:
            self.accept()

    def _throw(self, face: str, _checked: bool = False) -> None:
        from alfdesk.attendance import lottery

        if len(self.thrown) < lottery.DICE_LIMIT:
            self.thrown += face
        self.dice.show_dice(self.thrown, self.least)
        self.wrong.say("")

    def _take_back(self) -> None:
        self.thrown = self.thrown[:-1]
        self.dice.show_dice(self.thrown, self.least)

    def _refused(self, sentence: str) -> None:
        if self.isVisible():
            self.wrong.say(sentence)
            QTimer.singleShot(0, self, lambda: self.middle.ensureWidgetVisible(self.wrong, 0, look.px(8)))

    def print(self) -> None:
        """The draw as it stands, before or after the dice."""
        from alfdesk.attendance import reads

        programme, day = self.view.page.programme, self.view.page.day

        def make() -> bytes:
            from alfdesk.reports import draw

            sheet = self.desk.read(reads.draw_sheet, programme, day, practice=self.desk.practice)
            made: bytes = draw.draw_sheet(sheet)
            return made

        title = _("The draw, {day}").format(day=formats.day_short(day))
        self.shell.preview(title, make, f"{day.isoformat()}.pdf", "draw")

    # Keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and key == Qt.Key.Key_P:
            if self.print_button.isVisible():
                self.print()
        elif event.isAutoRepeat():
            return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        elif self.stage == "dice" and len(text) == 1 and text in "123456":
            self._throw(text)
        elif self.stage == "dice" and key == Qt.Key.Key_Backspace:
            self._take_back()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            has = self.focusWidget()
            if isinstance(has, Button) and has is not self.primary:
                has.click()
            else:
                self._go_on()
        else:
            return False
        return True

    # Private parts -----------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """As large as it likes to be, within the window behind it."""
        room = self.view.shell.size()
        self.resize(min(look.px(760), room.width()), min(look.px(680), room.height()))
        self._share()

    @property
    def _table(self) -> RowTable:
        return self.order if self.stage == "order" else self.list

    def _share(self) -> None:
        """One thing scrolls at a time: the words are as high as they need to be, and the table has the rest.

        The code must be seen whole: where there is no room for both, the list that was shown before it steps aside.
        """
        row = look.px(30) if not look.glove else look.size("row")
        wanted = self.middle.wanted(max(1, self.middle.viewport().width()))
        self.middle.setMaximumHeight(wanted)
        self.frame.setMaximumHeight(look.px(36 + 4) + row * len(self._table.rows.records) + look.px(6))
        least = min(self.frame.maximumHeight(), look.px(36 + 4) + 3 * row)
        self.frame.setMinimumHeight(least)
        if self.stage == "code":
            room = self.buttons.y() - self.head.geometry().bottom() - 3 * self.layout().spacing()
            self.frame.setVisible(bool(self.list.rows.records) and wanted + least <= room)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and hasattr(self, "stage"):
            self._share()
        return super().event(event)

    def _to_dice(self) -> None:
        """At large text the dice lie below the code; they are what is needed now."""
        self.middle.verticalScrollBar().setValue(self.dice.y() if self.stage == "dice" else 0)

    def _weight(self) -> int:
        """Tickets of whoever was turned away last time."""
        from alfdesk import programmes

        rules = self.desk.read(programmes.rules, self.view.page.programme)
        return int(rules.on(self.view.page.day, "lottery_weight", 1))

    @staticmethod
    def _list_columns() -> list[Heading]:
        def tickets(entrant: Any) -> Cell:
            count = ngettext("{count} ticket", "{count} tickets", entrant.tickets).format(count=entrant.tickets)
            again = [_("turned away last time")] if entrant.tickets > 1 else []
            return Cell(" · ".join([count, *again]), colour="mut", kind="label")

        return [Heading(_("No."), lambda e: str(e.no), 64, right=True),
                Heading(_("Name"), lambda e: Cell(e.name, kind="strong"), 160, 1),
                Heading(_("Tickets"), tickets, 250)]  # fmt: skip

    @staticmethod
    def _order_columns() -> list[Heading]:
        def result(drawn: Any) -> Cell:
            if drawn.got_place:
                return Cell(_("Got a place"), "circle-check-filled", "present", "label")
            return Cell(_("Turned away, full"), "circle-x-filled", "missed", "label")

        return [Heading(_("Drawn"), lambda d: f"{d.rank}.", 96, right=True),
                Heading(_("Name"), lambda d: Cell(d.name, kind="strong" if d.got_place else "body"), 160, 1),
                Heading(_("No."), lambda d: Cell(str(d.no), colour="mut"), 64, right=True),
                Heading(_("Result"), result, 200)]  # fmt: skip


class _Entrant:
    """As alfdesk.attendance.records.Entrant, before the list is fixed."""

    def __init__(self, no: int, name: str, tickets: int) -> None:
        self.no, self.name, self.tickets = no, name, tickets
