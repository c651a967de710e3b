"""Money counted by note and coin: how many of each, what each comes to, and all together. ↓ or Enter goes to the next."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk import money
from alfdesk.i18n import gettext as _

from ... import formats
from ...look import look
from ...widgets.buttons import Button
from ...widgets.fields import Edit
from ...widgets.layouts import Column, Flow, Line
from ...widgets.text import IconText, Text
from . import words

LIMIT = 4  # digits
COINS = 20  # kroner: the highest that is no note
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HowMany(Edit):
    """How many of one note or coin. `stepped` with 1 or −1; `past` when there is no next one."""

    stepped = Signal(int)

    def __init__(self, value: int, many: int) -> None:
        super().__init__(str(many) if many else "")
        self.setAccessibleName(_("How many of {value} kr").format(value=value))
        self.setMaxLength(LIMIT)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(lambda _text: self.refuse(""))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(92), look.size("field"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (*ENTERS, Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not (event.isAutoRepeat() and event.key() in ENTERS):
                self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            event.accept()
            return
        super().keyPressEvent(event)


class _Row(QWidget):
    """Note or coin, how many, and what that is."""

    def __init__(self, value: int, many: int) -> None:
        super().__init__()
        self.value = value
        self.label = Text(f"{formats.spaced(value)}\u00a0kr", "strong")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit = HowMany(value, many)
        self.sum = Text("", "body", "mut")
        said = formats.spaced(value)
        self.fewer = Button("", "minus").only_icon(_("One of {value} kr fewer").format(value=said))
        self.more = Button("", "plus").only_icon(_("One of {value} kr more").format(value=said))
        line = Line(gap=6, parent=self)
        for part in (self.label, self.fewer, self.edit, self.more, self.sum):
            line.put(part)
        for button, by in ((self.fewer, -1), (self.more, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has the field itself
            button.clicked.connect(lambda _checked=False, so_many=by: self.add(so_many))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()
        look.changed.connect(self.restyle)

    def add(self, by: int) -> None:
        """One more or fewer; what is no number is left to be put right."""
        text = self.edit.text().strip()
        if not text or _number(text):
            many = min(10**LIMIT - 1, max(0, int(text or 0) + by))
            self.edit.setText(str(many) if many else "")

    def restyle(self) -> None:
        self.label.setFixedWidth(look.px(78))
        self.edit.setFixedWidth(look.px(92))
        self.sum.setFixedWidth(look.px(96))


class NoteCount(QWidget):
    """Notes in one column, coins in another. `changed` with each that is written, `past` after the last."""

    changed = Signal()
    past = Signal()

    def __init__(self, counts: Mapping[int, int] | None = None) -> None:
        super().__init__()
        self.rows = {value: _Row(value, (counts or {}).get(value, 0)) for value in money.DENOMINATIONS}
        sides = QWidget()
        flow = Flow(gap=20, line_gap=6, top=True, parent=sides)
        for part in (True, False):
            side = QWidget()
            column = Column(gap=6, parent=side)
            for value, row in self.rows.items():
                if (value > COINS) is part:
                    column.put(row)
            flow.put(side)
        self.sum = Text("", "h2")
        self.wrong = IconText("alert-triangle-filled", "", "small", "danger", wrap=True)
        self.wrong.hide()
        Column(sides, self.wrong, self.sum, gap=10, parent=self)
        for value, row in self.rows.items():
            row.edit.textChanged.connect(lambda _text: self._written())
            row.edit.stepped.connect(lambda way, of=value: self.step(of, way))
        self.setFocusProxy(self.rows[money.DENOMINATIONS[0]].edit)
        self._written()

    @property
    def counts(self) -> dict[int, int]:
        """How many of each; what is no number is left out, and refused by `sound`."""
        return {value: int(text) for value, row in self.rows.items() if _number(text := row.edit.text().strip())}

    def write(self, counts: Mapping[int, int]) -> None:
        """So many of each, in place of what stands there."""
        for value, row in self.rows.items():
            row.edit.setText(str(counts.get(value) or ""))

    def sound(self) -> bool:
        """Whether every field can be read; the first that can't gets the focus, and the sentence says which."""
        wrong = [row for row in self.rows.values() if row.edit.text().strip() and not _number(row.edit.text().strip())]
        for row in wrong:
            row.edit.refuse(_("Write a whole number."))
        self.wrong.setVisible(bool(wrong))
        if wrong:
            said = _("How many of {value} kr must be a whole number.").format(value=formats.spaced(wrong[0].value))
            self.wrong.words.setText(said)
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            wrong[0].edit.selectAll()
        return not wrong

    def step(self, value: int, way: int) -> None:
        """To the next note or coin, or the one before."""
        place = money.DENOMINATIONS.index(value) + way
        if place >= len(money.DENOMINATIONS):
            self.past.emit()
        elif place >= 0:
            edit = self.rows[money.DENOMINATIONS[place]].edit
            edit.setFocus(Qt.FocusReason.TabFocusReason)
            edit.selectAll()

    def _written(self) -> None:
        self.wrong.hide()
        counts = self.counts
        for value, row in self.rows.items():
            row.sum.setText(words.money(value * counts[value] * money.KRONE) if counts.get(value) else "")
        self.sum.setText(_("Together {amount}").format(amount=words.money(money.counted(counts))))
        self.changed.emit()


def _number(text: str) -> bool:
    return text.isdecimal() and text.isascii()
