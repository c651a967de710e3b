"""Drawing lots: the list is fixed and its code shown, then a participant throws dice, then everyone sees the order.

Nobody can steer it: the code is written down or printed before the dice, and anyone can repeat it from the printout.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import Scrolled
from ...look import look
from ...widgets.buttons import Button
from ...widgets.focus_ring import FocusRing
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import Band
from ...widgets.row_table import Cell, RowTable
from ...widgets.row_table import Column as Heading
from ...widgets.text import Text
from . import queue_finding

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
        buttons = QWidget()
        Flow(self.primary, self.print_button, self.back, self.close_button, gap=8, parent=buttons)
        head = Line(gap=12)
        head.put(self.title)
        head.put(self.step, 1)
        column = Column(gap=14, margins=(24, 20, 24, 20), parent=self)
        middle = self.middle = Scrolled(self.words, self.more, self.wrong, self.code, self.dice, self.keypad)
        self._rest = QWidget()
        for part in (self.list, self.order, self._rest):
            middle.inside.put(part, 1)
        column.put(head)
        column.put(middle, 1)
        column.put(buttons)
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
        self._fit()
        self.refresh()

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
            (self._rest, "dice"),
        ):  # fmt: skip
            part.setVisible(self.stage in stages.split())
        self.wrong.say("")
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


class Code(QWidget):
    """The code of a list, large, in groups of four that can be read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_code(self, code: str) -> None:
        self._groups = [code[i : i + 4] for i in range(0, len(code), 4)]
        self.setAccessibleName(_("Code of the list: {code}").format(code=self.text()))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return " ".join(self._groups)

    def _across(self, width: int) -> int:
        """Groups on a line: 8, 4, 2 or 1, so that lines are alike."""
        cell = self._cell()
        return next((n for n in (8, 4, 2) if n * cell <= width - look.px(24)), 1)

    @staticmethod
    def _cell() -> int:
        return QFontMetrics(look.font("h1", 22)).horizontalAdvance("dddd") + look.px(22)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        lines = -(-len(self._groups) // self._across(width)) if self._groups else 0
        return lines * look.px(36) + look.px(16)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = 8 * self._cell() + look.px(24)
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._cell() + look.px(24), self.heightForWidth(self.width()))

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("prim"), 2))
        painter.setBrush(look.colour("surf"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(8), look.px(8))
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("h1", 22))
        across, cell = self._across(self.width()), self._cell()
        left = (self.width() - across * cell) / 2
        for place, group in enumerate(self._groups):
            box = QRectF(left + place % across * cell, look.px(8) + place // across * look.px(36), cell, look.px(36))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, group)


SPOTS = {
    "1": ((1, 1),), "2": ((0, 0), (2, 2)), "3": ((0, 0), (1, 1), (2, 2)), "4": ((0, 0), (2, 0), (0, 2), (2, 2)),
    "5": ((0, 0), (2, 0), (1, 1), (0, 2), (2, 2)), "6": ((0, 0), (2, 0), (0, 1), (2, 1), (0, 2), (2, 2)),
}  # fmt: skip


def paint_die(painter: QPainter, face: str, box: QRectF) -> None:
    """One die; an empty face is one that is still to be thrown."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = Qt.PenStyle.SolidLine if face else Qt.PenStyle.DashLine
    painter.setPen(QPen(look.colour("text" if face else "edge"), max(2, look.edge_width), style))
    painter.setBrush(look.colour("surf"))
    painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), look.px(8), look.px(8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("text"))
    spot = box.width() * 0.17
    for column, row in SPOTS.get(face, ()):
        x, y = (box.left() + box.width() * (0.26 + 0.24 * n) for n in (column, 0))
        y = box.top() + box.height() * (0.26 + 0.24 * row)
        painter.drawEllipse(QRectF(x - spot / 2, y - spot / 2, spot, spot))


class Die(Button):
    """A button for one face; the digit stands in its corner."""

    def __init__(self, face: str) -> None:
        super().__init__(face)
        self.face = face
        self.setAccessibleName(_("Die {face}").format(face=face))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(88), look.px(88))

    def _content(self, painter: QPainter, ink: Any) -> None:
        side = look.px(52)
        paint_die(painter, self.face, QRectF((self.width() - side) / 2, look.px(8), side, side))
        painter.setPen(ink)
        painter.setFont(look.font("key"))
        foot = QRectF(0, self.height() - look.px(25), self.width(), look.px(20))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self.face)


class Dice(QWidget):
    """What has been thrown, in order, and how many more it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.thrown, self.least = "", 5
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_dice(self, thrown: str, least: int) -> None:
        self.thrown, self.least = thrown, least
        words = ngettext("{count} die thrown: {dice}", "{count} dice thrown: {dice}", len(thrown))
        self.setAccessibleName(words.format(count=len(thrown), dice=" ".join(thrown)))
        self.updateGeometry()
        self.update()

    def _faces(self) -> list[str]:
        return [*self.thrown, *[""] * max(0, self.least - len(self.thrown))]

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        across = max(1, width // look.px(56))
        return -(-len(self._faces()) // across) * look.px(56)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(300), self.heightForWidth(max(self.width(), look.px(300))))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        cell, side = look.px(56), look.px(48)
        across = max(1, self.width() // cell)
        for place, face in enumerate(self._faces()):
            paint_die(painter, face, QRectF(place % across * cell, place // across * cell, side, side))
