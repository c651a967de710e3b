"""What lies over a page and does several things: panels that say themselves what was done and what was refused, and forms
among them.

Ctrl+Z takes back the last act here as on the page. What is said at the foot of the window would be behind the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from .. import formats
from ..desk import REFUSED, Done
from .ask import RIM, Scrolled
from .overlay import Overlay
from ..widgets.buttons import Button
from ..widgets.choosing import DropDown, Labelled
from ..widgets.count_field import whole
from ..widgets.dates import DateField
from ..widgets.fields import Field
from ..widgets.layouts import Column, Flow
from ..widgets.notice import Surface
from ..widgets.row_table import RowTable
from ..widgets.scroll import Scroll
from ..widgets.text import IconText, Text

REASON = 200  # letters


class Panel(Overlay):
    """A panel over `page`. Put what it shows into `self.column`, and `self.told` where its sentences belong."""

    def __init__(self, page: Any, title: str, *, wide: int = 640, high: int = 0, rim: int = 0) -> None:
        super().__init__(page.shell, title, wide=wide, high=high, rim=rim)
        self.page, self.desk = page, page.desk
        self.told = IconText("", "", "strong", "mut", wrap=True)
        self.told.hide()
        self.desk.done.connect(self._done)
        self.desk.refused.connect(self._refused)
        self.desk.wrote.connect(self._wrote)

    def put_filled(self, *parts: QWidget, last: tuple[QWidget, ...]) -> None:
        """Parts, and under them what takes the room that is left; all of it scrolls where there is too little."""
        body = Scrolled(self.told, *parts)
        for part in last:
            body.inside.put(part, 1)
        self.column.put(body, 1)

    def show_again(self) -> None:
        """Something was written: read again."""

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """A sentence in the panel; an empty one takes it away."""
        self.told.show_as("alert-triangle-filled" if wrong else "circle-check-filled", sentence,
                          "danger" if wrong else "present")  # fmt: skip
        self.told.setVisible(bool(sentence))
        if sentence:
            QTimer.singleShot(0, self.told, self._told_into_sight)  # when it has got its place

    @property
    def stands(self) -> bool:
        """Whether nothing else lies over it."""
        over = [w for w in self.over.children() if isinstance(w, Overlay) and not w._gone and w.isVisible()]
        return not self._gone and bool(over) and over[-1] is self

    def open(self) -> Overlay:
        opened = super().open()
        self.over.follow_commands()  # type: ignore[attr-defined]
        return opened

    def _told_into_sight(self) -> None:
        around = self.told.parentWidget()
        while around is not None and not isinstance(around, Scroll):
            around = around.parentWidget()
        if around is not None and not self._gone:
            around.ensureWidgetVisible(self.told)

    def _done(self, done: Done) -> None:
        if not self._gone:  # also of what was done in a form over it, which goes now
            self.say(done.sentence)

    def _refused(self, sentence: str) -> None:
        if self.stands:
            self.say(sentence, wrong=True)

    def _wrote(self, _tables: frozenset[str]) -> None:
        if not self._gone:
            self.show_again()

    @staticmethod
    def is_enter(event: QKeyEvent) -> bool:
        """Enter, also with Ctrl; never one that is held down."""
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if held and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y):
            self.page.shell.undo() if event.key() == Qt.Key.Key_Z else self.page.shell.redo()
            event.accept()
            return
        super().keyPressEvent(event)


class FormPanel(Panel):
    """A sentence, fields, and one button; Enter does what the button does. What is wrong is said at the field.

    `write` of each form calls the verb, and answers REFUSED when it was not done.
    """

    write: Callable[[], Any]

    def __init__(self, page: Any, title: str, sentence: str, act: str, *parts: QWidget, icon: str = "check",
                 wide: int = 560) -> None:  # fmt: skip
        super().__init__(page, title, wide=wide, rim=RIM)
        self.parts = parts
        row = QWidget()
        Flow(*parts, gap=14, line_gap=12, top=True, parent=row)
        self.words = Text(sentence, "body", "mut", wrap=True)
        self.act = Button(act, icon, "primary", "Enter")
        self.cancel = Button(_("Cancel"), key="Esc")
        self.head(title)
        self.body = Scrolled(self.words, row, self.told)
        self.column.put(self.body, 1)
        foot = QWidget()
        Flow(self.act, self.cancel, gap=8, parent=foot)
        self.put_in_line(foot)
        self.act.clicked.connect(lambda _checked=False: self.send())
        self.cancel.clicked.connect(lambda _checked=False: self.leave())

    def start(self) -> QWidget | None:
        return next((p for p in self.parts if isinstance(p, Field) and not p.text()), self.parts[0])

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def summary(self) -> str:
        return f"{self.accessibleName()}. {self.words.text()}"

    def send(self) -> None:
        """Write it down, and leave when it is done."""
        if self.write() is not REFUSED:
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.send()
            event.accept()
            return
        super().keyPressEvent(event)

    # For those that ask for copies and why -----------------------------------------------------------------------

    def copies_in(self, field: Field, *, least: int = 1) -> int | None:
        """The number written there; None when it is none, which the field then says."""
        found = whole(field.text())
        if found is not None and found >= least:
            return found
        return self.wrong(field, _("Write a whole number."))

    def reason_in(self, field: Field) -> str | None:
        """What is written there; None when it is nothing, which the field then says."""
        return field.text().strip() or self.wrong(field, _("Write in a few words why."))

    def do_at(self, field: Field, verb: Callable[..., Any], said: Any, **values: Any) -> Any:
        """The verb; what it refuses stands at the field."""
        why: list[str] = []
        self.desk.refused.connect(why.append)
        try:
            done = self.desk.do(verb, said, **values)
        finally:
            self.desk.refused.disconnect(why.append)
        if done is REFUSED:
            self.say("")
            self.wrong(field, why[-1] if why else "")
        return done

    def day_in(self, field: DateField) -> date | None:
        """The day written there; None when it is none, which the field then says."""
        return field.day or self.wrong(field, field.error.words.text() or _("Write the first day."))

    def day_or_none(self, field: DateField) -> Any:
        """The day written there, None where nothing is; REFUSED when it is none, which the field then says."""
        if field.text().strip() and field.day is None:
            return self.wrong(field, field.error.words.text() or _("Write a day, or nothing.")) or REFUSED
        return field.day

    def ore_in(self, field: Field) -> int | None:
        """The kroner written there, in øre; None when they are none, which the field then says."""
        try:
            return formats.parse_kroner(field.text())
        except UserFacingError as error:
            return self.wrong(field, error.sentence)

    @staticmethod
    def wrong(field: Field, sentence: str) -> None:
        field.refuse(sentence)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()


class TakeBack(FormPanel):
    """Something that was written down does not count after all: ask why. `run` returns REFUSED when it was not done."""

    def __init__(self, page: Any, what: str, run: Callable[[str], object], *, title: str = "", act: str = "") -> None:
        self.reason = reason_field()
        self._run = run
        sentence = _("{act} It stays in the list, and counts no more.").format(act=what)
        super().__init__(page, title or _("Take back?"), sentence, act or _("Take back"), self.reason, icon="ban")

    def write(self) -> object:
        why = self.reason_in(self.reason)
        return REFUSED if why is None else self._run(why)


# Parts ---------------------------------------------------------------------------------------------------------------


def reason_field(hint: str = "", label: str = "") -> Field:
    field = Field(label or _("Reason"), hint=hint, width=420)
    field.edit.setMaxLength(REASON)
    return field


def choice_of(label: str, options: Sequence[tuple[object, str]], value: object = None) -> tuple[DropDown, Labelled]:
    """A drop-down and the same under its label."""
    box = DropDown(label, options, value)
    return box, Labelled(label, box)


def framed(table: RowTable) -> Surface:
    """A table in its own edge."""
    frame = Surface("surf", "line", 8)
    Column(table, margins=(2, 2, 2, 2), parent=frame)
    return frame
