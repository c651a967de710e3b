"""What a person's sum is made of: words to the left, kroner to the right, and under them what they come to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk import money
from alfdesk.i18n import gettext as _

from ... import formats
from ...widgets.layouts import Column, Line
from ...widgets.text import Text


def put_sum(column: Column, line: Any, said: Any, kind: str, total: str, gap: int = 12) -> None:
    """The rows of `said` (`own.explained`) in one kind of text, and what `line` comes to in another."""
    for words, ore in said.rows:
        column.put(_row(words, money.written(ore), kind, gap))
    column.put(_row(_("To pay"), formats.kroner(line.to_pay_ore), total, gap))


def _row(words: str, amount: str, kind: str, gap: int) -> QWidget:
    row, sum_ = QWidget(), Text(amount, kind)
    line = Line(gap=gap, parent=row)
    line.put(Text(words, kind, wrap=True), 1)
    line.put(sum_, align=Qt.AlignmentFlag.AlignTop)
    sum_.setMinimumWidth(sum_.sizeHint().width())
    return row
