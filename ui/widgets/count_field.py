"""A whole number that is written, or turned up and down with − and +."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer

from alfdesk.i18n import gettext as _

from .buttons import Button
from .fields import Field

DIGITS = 7  # of a number of copies
WIDE = 236  # pixels at 100 %
WAITS, APART = 400, 90  # milliseconds a button is held before it goes on, and between its steps
MANY = 10  # steps, and they become ten times as large


def whole(text: str) -> int | None:
    """A whole number as people write it ("1 200"); None when it is none."""
    digits = "".join(text.split()).replace("\u00a0", "")
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= DIGITS else None


class CountField(Field):
    """A number of copies: a field with − and + beside it, for whoever has no keyboard at hand. Held down they go on, in
    tens and then in hundreds. What is no number is left to be put right."""

    def __init__(self, label: str, text: str = "", hint: str = "", of: str = "") -> None:
        """`of`: what says, beside the label, which of several it is; heard, not seen."""
        super().__init__(label, text, hint=hint, numeric=True, width=WIDE)
        what = f"{label}, {of}" if of else label
        self.edit.setAccessibleName(what)
        self.edit.setMaxLength(DIGITS + 2)
        self.fewer = Button("", "minus").only_icon(_("{what}: one fewer").format(what=what))
        self.more = Button("", "plus").only_icon(_("{what}: one more").format(what=what))
        self._held, self._steps, self._way = QTimer(self), 0, 0
        self._held.timeout.connect(self._go_on)
        for button, way in ((self.fewer, -1), (self.more, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has the field itself
            button.pressed.connect(lambda by=way: self._press(by))
            button.released.connect(self._held.stop)
            button.clicked.connect(lambda _checked=False, by=way: self._click(by))
            self.line.put(button)

    def turn(self, by: int) -> None:
        """To the next number that `by` (1, 10, 100 or below zero) goes into; never below 0. Nothing written is 0."""
        text = self.edit.text().strip()
        now = whole(text) if text else 0
        if now is None:
            return
        size = abs(by)
        number = max(0, (now // size + 1) * size if by > 0 else -(-now // size) * size - size)
        if len(str(number)) <= DIGITS:
            self.edit.selectAll()
            self.edit.insert(str(number))  # as if it was typed: drafts and errors follow

    def _press(self, way: int) -> None:
        self._steps, self._way = 0, way
        self._held.start(WAITS)

    def _go_on(self) -> None:
        self._held.start(APART)
        self.turn(self._way * 10 ** min(2, self._steps // MANY))
        self._steps += 1

    def _click(self, way: int) -> None:
        """Let go; where it was held, that is no step of its own."""
        if not self._steps:
            self.turn(way)
