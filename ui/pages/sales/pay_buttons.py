"""The ways to pay as buttons, each with its letter; and in the same place the reasons why copies cost nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Even
from . import words


class PayButtons(QWidget):
    """Cash and its siblings. `chosen` with the way."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        for way, said, icon in words.WAYS:
            button = Button(worded(said), icon, "primary" if way == "cash" else "secondary", words.key_of(way))
            button.clicked.connect(partial(self._pressed, way))
            self.buttons[way] = button
        Even(*self.buttons.values(), least=126, most=3, gap=8, parent=self)
        self.buttons["held"].hide()

    def offer_held(self, some: bool) -> None:
        """Whether there is money held for the seller to pay with."""
        self.buttons["held"].setVisible(some)

    def _pressed(self, way: str, _checked: bool = False) -> None:
        self.chosen.emit(way)


class FreeReasons(QWidget):
    """Why it costs nothing; 1–4 or a press chooses. `chosen` with the code, empty: back."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        from alfdesk.sales.words import FREE

        self.codes = list(FREE)
        buttons = []
        for number, (code, said) in enumerate(FREE.items(), 1):
            buttons.append(Button(worded(said), "", "secondary", str(number)))
            buttons[-1].clicked.connect(partial(self._pressed, code))
        buttons.append(Button(_("Back"), "", "text", "Esc"))
        buttons[-1].clicked.connect(partial(self._pressed, ""))
        self.buttons = buttons
        Even(*buttons, least=150, most=3, gap=8, parent=self)

    def of_digit(self, digit: str) -> str:
        """The code that a digit stands for; empty when none does."""
        place = int(digit) - 1 if digit.isdecimal() else -1
        return self.codes[place] if 0 <= place < len(self.codes) else ""

    def _pressed(self, code: str, _checked: bool = False) -> None:
        self.chosen.emit(code)


class Ways(QStackedWidget):
    """One of the two, in a place that never gets lower, so that nothing moves."""

    def __init__(self) -> None:
        super().__init__()
        self.pay, self.free = PayButtons(), FreeReasons()
        self.addWidget(self.pay)
        self.addWidget(self.free)
        look.changed.connect(self.fit)

    def ask(self, on: bool) -> None:
        self.setCurrentWidget(self.free if on else self.pay)

    @property
    def asking(self) -> bool:
        return self.currentWidget() is self.free

    def fit(self) -> None:
        """As high as the higher of the two at this width."""
        wide = max(self.width(), look.px(160))
        high = max(one.layout().heightForWidth(wide) if one.layout().hasHeightForWidth() else one.sizeHint().height()
                   for one in (self.pay, self.free))  # fmt: skip
        if high != self.minimumHeight():
            self.setFixedHeight(high)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()
