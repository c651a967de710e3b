"""Set-up: five short screens, the steps at the left. All but name and passphrase can be skipped and changed later."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ..look import look
from ..widgets.buttons import ENTER, Button
from ..widgets.layouts import Column, Flow, Line
from ..widgets.text import Picture, Text
from .parts import Gate, Rule

if TYPE_CHECKING:
    from alfdesk.store.workplace import Place

    from ..desk import Desk
    from ..window import Window
    from .set_up_steps import Step

STEPS = (
    marked("Name and language"), marked("Passphrase"), marked("Recovery sheet"), marked("Teams and places"),
    marked("People"),
)  # fmt: skip
READING = 720  # pixels at 100 %: how wide what is written in may be


@dataclass
class Answers:
    """What has been written so far. The passphrase is forgotten as soon as the workplace is founded."""

    at: int = 0
    organisation: str = ""
    name: str = ""
    laptop: str = ""
    passphrase: str = ""
    founded: bool = False
    has_sheet: bool = False
    programmes: list[Any] | None = None  # what stands on the fourth screen and isn't made yet
    made: list[str] = field(default_factory=list)  # programmes that are made
    read_in: int = 0


class SetUp(Gate):
    """The frame around the five. Founding runs in the background after the second."""

    def __init__(self, window: Window, answers: Answers | None = None) -> None:
        # Elements
        self.answers = answers or Answers()
        self.rail = Steps(self.answers.at)
        super().__init__(window.prefs, aside=self.rail)
        self.host = window
        self.step: Step | None = None
        self.count = Text("", "strong", "prim")
        self.title = Text("", "h1", wrap=True)
        self.lead = Text("", "body", "mut", wrap=True)
        self.body = QWidget()
        self.room = Column(gap=0, parent=self.body)
        self.next = Button(_("Next"), "", "primary", ENTER)
        self.skip = Button(_("Skip"))
        self.back = Button(_("Back"), "arrow-left")
        self.other_ways = QWidget()
        # Assemble
        middle = QWidget()
        inner = Column(gap=16, parent=middle)
        buttons = QWidget()
        Flow(self.next, self.skip, self.back, parent=buttons)
        inner.put(Column(self.count, self.title, self.lead, gap=6))
        for part in (self.band, self.body, self.going, buttons, self._other_ways()):
            inner.put(part)
        line = Line(gap=0, margins=(32, 0, 0, 0))
        line.put(middle, 100)
        line.put(0)
        self._middle = middle
        self.content.addStretch(1)
        self.content.put(line)
        self.content.addStretch(3)
        keys = self.foot(("Enter", _("next")))
        later = Text(_("Everything can be changed later."), "small", "mut")
        foot = Line(gap=12, margins=(32, 0, 0, 0))
        foot.put(keys, 1)
        foot.put(later)
        self.content.put(foot)
        # Connect
        self.next.clicked.connect(self.go_on)
        self.skip.clicked.connect(self._skip)
        self.back.clicked.connect(partial(self._to, -1))
        look.changed.connect(self._restyle)
        self._restyle()
        self.show_step()

    @property
    def desk(self) -> Desk | None:
        return self.host.desk

    def again(self) -> SetUp:
        """The same screen in the language that is in use now."""
        if self.step is not None:
            self.step.keep()
        return SetUp(self.host, self.answers)

    def show_step(self) -> None:
        """The screen of the step we are at."""
        from .set_up_steps import screens

        at = self.answers.at
        if self.step is not None:
            self.room.removeWidget(self.step)
            self.step.hide()
            self.step.deleteLater()
        self.step = step = screens()[at](self)
        self.room.put(step)
        self.rail.at = at
        self.rail.update()
        self.count.setText(_("{step} of {steps}").format(step=at + 1, steps=len(STEPS)))
        self.title.setText(worded(step.words))
        self.lead.setText(step.lead())
        self.next.say(step.next_words())
        self.skip.setVisible(step.may_skip)
        self.back.setVisible(at == 1 or at > 2)
        self.other_ways.setVisible(at == 0)
        self.band.say("")
        step.show()
        first = step.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll.verticalScrollBar().setValue(0)

    def first(self) -> QWidget | None:
        return self.step.first() if self.step is not None else None

    def aloud(self) -> str:
        return f"{self.count.text()}. {self.title.text()}. {self.lead.text()}"

    def go_on(self) -> None:
        """Next: what the step has to do, and then the one after it."""
        if not self.busy and self.step is not None:
            self.band.say("")
            self.step.go_on()

    def advance(self) -> None:
        """The step is done."""
        self._to(1)

    def found(self) -> None:
        """Make the workplace, in the background: the cost of a guess is measured on this machine first."""
        from .. import session, tasks

        a, folder = self.answers, self.host.folder
        self.busy = True
        words = {"organisation": a.organisation, "laptop": a.laptop, "name": a.name, "passphrase": a.passphrase}
        clock = self.host.clock
        label = _("The workplace is being made …")
        task = tasks.run(
            self.host, label, lambda _going: session.found(folder, **words, clock=clock), self.host.founded,
            self.host.not_founded, cancel=False,
        )  # fmt: skip
        task.slow.connect(lambda: task.running and self.wait(label))

    def founded(self, _place: Place) -> None:
        """The workplace stands, and is open."""
        self.busy = False
        self.wait("")
        self.answers.founded, self.answers.passphrase = True, ""
        self.advance()

    def _to(self, way: int) -> None:
        if self.busy:
            return
        if self.step is not None:
            self.step.keep()
        if self.answers.at + way >= len(STEPS):
            self.host.begin()
            return
        self.answers.at += way
        self.show_step()

    def _skip(self) -> None:
        if not self.busy and self.step is not None and self.step.may_skip:
            self._to(1)

    def _other_ways(self) -> QWidget:
        """On the first screen: the way into a workplace that is there already, and the way to practice."""
        join = Button(_("Join"), "device-laptop")
        join.clicked.connect(self.host.show_join)
        button = Button(_("Try practice"), "school")
        button.clicked.connect(self.host.practise)
        column = Column(gap=12, margins=(0, 8, 0, 0), parent=self.other_ways)
        column.put(Rule())
        column.put(_way("arrows-exchange", _("Is the workplace on another laptop already?"),
                        _("You get everything in a file from there."), join))  # fmt: skip
        column.put(_way("stack-2", _("Only want to see how it works?"),
                        _("Invented data lies in a folder of its own, with a striped border."), button))  # fmt: skip
        if self.host.workplaces():
            others = Button(_("Choose workplace"), "building")
            others.clicked.connect(self.host.choose_workplace)
            said = _("Each has its own folder, keys and people. Nothing passes between them.")
            column.put(_way("building", _("There are workplaces on this laptop already."), said, others))
        return self.other_ways

    def _restyle(self) -> None:
        self._middle.setMaximumWidth(look.px(READING + 160))


def _way(icon: str, sentence: str, more: str, button: Button) -> Line:
    """Another way than setting up here: what it is for, and its button."""
    words = Column(gap=2)
    words.put(Text(sentence, "strong", wrap=True))
    words.put(Text(more, "small", "mut", wrap=True))
    line = Line(gap=16)
    line.put(Picture(icon, 24, "mut"))
    line.put(words, 1)
    line.put(button)
    return line


class Steps(QWidget):
    """The five steps, on the colour of the primary button. At large text: the numbers alone."""

    def __init__(self, at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at = at
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(", ".join(worded(s) for s in STEPS))
        look.changed.connect(self.updateGeometry)

    def _narrow(self) -> bool:
        return look.scale >= 1.5

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(84 if self._narrow() else 320), look.px(400))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.sizeHint().width(), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bright = look.theme in ("dark", "contrast")  # there the colour of the button would glare
        back, ink = (look.colour(c) for c in (("alt", "text") if bright else ("prim", "on-prim")))
        painter.fillRect(self.rect(), back)
        painter.setPen(ink)
        narrow, left, side = self._narrow(), look.px(24 if self._narrow() else 48), look.px(36)
        top, gap = look.px(72 if narrow else 176), look.px(52 if narrow else 64)
        plain = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if not narrow:
            painter.setFont(look.font("h1"))
            painter.drawText(QRectF(left, look.px(56), self.width() - left, look.px(40)), plain, "Alfdesk")
            painter.setFont(look.font("small"))
            said = QRectF(left, look.px(96), self.width() - left - look.px(12), look.px(24))
            painter.drawText(said, plain, _("Attendance, day by day"))
        for number, words in enumerate(STEPS):
            y = top + number * gap
            ring = QRectF(left, y, side, side)
            painter.setPen(QPen(ink, look.px(2)))
            if number:
                middle = left + side / 2
                painter.drawLine(QPointF(middle, y - gap + side), QPointF(middle, y))
            painter.setBrush(ink if number == self.at else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring)
            painter.setPen(back if number == self.at else ink)
            painter.setFont(look.font("key"))
            mark = "✓" if number < self.at else str(number + 1)
            painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), mark)
            if not narrow:
                painter.setPen(ink)
                painter.setFont(look.font("strong" if number == self.at else "body"))
                room = QRectF(left + side + look.px(16), y, self.width() - left - side - look.px(24), side)
                painter.drawText(room, plain, worded(words))
        if not narrow and self.height() > top + 5 * gap + look.px(90):
            painter.setPen(ink)
            painter.setFont(look.font("small"))
            foot = QRectF(left, self.height() - look.px(84), self.width() - left - look.px(12), look.px(52))
            said = _("Everything stays on this laptop.") + "\n" + _("Alfdesk does not use the network.")
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), said)
