"""Money by note and coin: how many of each, and what that comes to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alfdesk import money
from alfdesk.i18n import gettext as _

from ... import formats
from ...look import look
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.text import Text

LIMIT = 5  # digits


class Counting(QWidget):
    """One field for each note and coin, the greatest first. `changed` comes with each that is written."""

    changed = Signal()

    def __init__(self, counts: dict[int, int] | None = None) -> None:
        super().__init__()
        self.fields: dict[int, Field] = {}
        row = QWidget()
        flow = Flow(gap=10, line_gap=8, top=True, parent=row)
        for value in money.DENOMINATIONS:
            many = (counts or {}).get(value, 0)
            field = Field(f"{formats.spaced(value)} kr", str(many) if many else "", numeric=True, width=78)
            field.edit.setMaxLength(LIMIT)
            field.edit.setAccessibleName(_("How many of {value} kr").format(value=value))
            field.edit.textChanged.connect(lambda _text: self._written())
            self.fields[value] = field
            flow.put(field)
        self.sum = Text("", "h2")
        Column(row, self.sum, gap=8, parent=self)
        self.setFocusProxy(self.fields[money.DENOMINATIONS[0]])
        look.changed.connect(self.updateGeometry)
        self._written()

    @property
    def counts(self) -> dict[int, int]:
        """How many of each; what is no number counts for nothing, and is refused."""
        return {value: int(text) for value, field in self.fields.items() if (text := field.text().strip()).isdecimal()}

    def sound(self) -> bool:
        """Whether every field can be read; those that can't say so."""
        wrong = [f for f in self.fields.values() if f.text().strip() and not f.text().strip().isdecimal()]
        for field in wrong:
            field.refuse(_("Write a whole number."))
        return not wrong

    def show_counts(self, counts: dict[int, int]) -> None:
        for value, field in self.fields.items():
            many = counts.get(value, 0)
            field.set(str(many) if many else "")

    def _written(self) -> None:
        self.sum.setText(_("Together {amount}").format(amount=formats.kroner(money.counted(self.counts))))
        self.changed.emit()
