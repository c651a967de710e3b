"""A sale that is paid in several ways: cash, Vipps, credit and held money, which together are what it costs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from ... import formats
from ...dialogs.ask import RIM, Scrolled
from ...dialogs.overlay import Overlay
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Flow
from ...widgets.text import IconText, Text
from . import words

WAYS = ("vipps", "credit", "held", "cash")


class Divide(Overlay):
    """So many copies at `total` øre. What no field says is cash: the cash field follows until it is written in."""

    def __init__(self, page: Any, copies: int, total: int, before: Any) -> None:
        super().__init__(page.shell, _("Divide the payment"), wide=560, rim=RIM)
        self.page, self.copies, self.total, self.before = page, copies, total, before
        self.fields: dict[str, Field] = {}
        named = {way: worded(said) for way, said, _icon in words.WAYS}
        row = QWidget()
        flow = Flow(gap=12, line_gap=10, top=True, parent=row)
        for way in WAYS:
            if way == "held" and not before.held_ore:
                continue
            hint = _("{amount} is there").format(amount=words.money(before.held_ore)) if way == "held" else ""
            field = Field(named[way], hint=hint, numeric=True, width=150)
            field.edit.setMaxLength(14)
            field.edit.textEdited.connect(lambda _text, one=way: self._written(one))
            self.fields[way] = field
            flow.put(field)
        self._own_cash = False
        self.left_over = IconText("", "", "strong", "mut", wrap=True)
        self.sell_button = Button(_("Sell"), "check", "primary", "Enter")
        self.cancel = Button(_("Cancel"), key="Esc")
        self.head(_("Divide the payment"))
        sentence = _("{copies} cost {total}.").format(copies=words.copies(copies), total=words.money(total))
        self.body = Scrolled(Text(sentence, "body", wrap=True), row, self.left_over)
        self.column.put(self.body, 1)
        foot = QWidget()
        Flow(self.sell_button, self.cancel, gap=8, parent=foot)
        self.put_in_line(foot)
        self.sell_button.clicked.connect(lambda _checked=False: self.sell())
        self.cancel.clicked.connect(lambda _checked=False: self.leave())
        self._written("")

    def start(self) -> QWidget:
        return self.fields[WAYS[0]].edit

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def sell(self) -> None:
        """Sell as it is divided; what does not come to the total is said under the fields."""
        parts, wrong = self._parts()
        if wrong is not None:
            wrong[0].refuse(wrong[1])
            wrong[0].setFocus()
            return
        if sum(parts.values()) != self.total:
            self._tell()
            self.fields["cash"].setFocus()
            return
        sale = self.page.sale
        self.leave()
        sale.sell(self.copies, "split", parts=tuple((way, ore) for way, ore in parts.items() if ore))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.sell()
            event.accept()
            return
        super().keyPressEvent(event)

    def _parts(self) -> tuple[dict[str, int], tuple[Field, str] | None]:
        """Øre by way, and the first field that can't be read with what is wrong."""
        parts = {}
        for way, field in self.fields.items():
            text = field.text().strip()
            try:
                parts[way] = formats.parse_kroner(text) if text else 0
            except UserFacingError as error:
                return parts, (field, error.sentence)
        return parts, None

    def _written(self, way: str) -> None:
        self._own_cash = self._own_cash or way == "cash"
        if not self._own_cash:
            self.fields["cash"].set("")
            parts, wrong = self._parts()
            rest = self.total - sum(parts.values())
            if wrong is None and rest > 0:
                self.fields["cash"].set(formats.kroner(rest, short=True).removesuffix(f"{formats.NO_BREAK}kr"))
        self._tell()

    def _tell(self) -> None:
        parts, wrong = self._parts()
        rest = self.total - sum(parts.values())
        if wrong is not None:
            self.left_over.show_as("", "", "mut")
        elif rest > 0:
            self.left_over.show_as("", _("{amount} is left to pay.").format(amount=words.money(rest)), "danger")
        elif rest < 0:
            self.left_over.show_as("", _("{amount} too much.").format(amount=words.money(-rest)), "danger")
        else:
            self.left_over.show_as("", _("It comes to the total."), "present")
        icon = {True: "circle-check-filled", False: "alert-triangle-filled"}[rest == 0]
        self.left_over.picture.show_as(icon, "present" if rest == 0 else "danger")
        self.left_over.picture.setVisible(wrong is None)
