"""The days that are not settled, each with what moved: settled with this settlement, or carried over by choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext, worded

from ... import formats
from ...widgets.choosing import Check
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Surface
from ...widgets.text import IconText, Text
from . import words


class _Day(QWidget):
    """One day: a tick for "settled with this", what moved, and in words which of the two it is."""

    def __init__(self, one: Any, today: date) -> None:
        super().__init__()
        self.day = one.day
        name = formats.capital(formats.day_heading(one.day, today))
        if one.day == today:
            name = _("Today, {day}").format(day=formats.day_heading(one.day))
        self.check = Check(name, True)
        self.moved = Text(_moved(one), "small", "mut", wrap=True)
        self.fate = IconText("", "", "label", "text")
        self.fate.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # so it stands at the right
        head = QWidget()
        Flow(self.check, self.fate, gap=16, end=1, parent=head)
        under = QWidget()
        Column(self.moved, gap=0, margins=(36, 0, 0, 0), parent=under)
        Column(head, under, gap=0, parent=self)
        self.check.toggled.connect(lambda _on: self.tell(None))
        self.tell(None)

    def tell(self, ore: int | None) -> None:
        """Which of the two, and what it came to once the count is done."""
        with_this = self.check.isChecked()
        said = _("With this settlement") if with_this else _("Carried over")
        if ore is not None:
            said = f"{said}  ·  {words.money(ore)}"
        self.fate.show_as("check" if with_this else "arrow-right", said, "text" if with_this else "later")
        self.check.setAccessibleDescription(f"{said}. {self.moved.text()}")


class OpenDays(Surface):
    """Oldest first. What they came to is not told while the count is blind. `changed` with each that is chosen."""

    changed = Signal()

    def __init__(self, days: Sequence[Any], today: date) -> None:
        super().__init__("surf", "line", 8)
        self.setAccessibleName(_("Days that are not settled"))
        self.rows = [_Day(one, today) for one in days]
        title = Text(_("Settle these days"), "label", "mut")
        Column(title, *self.rows, gap=4, margins=(14, 10, 14, 12), parent=self)
        for row in self.rows:
            row.check.toggled.connect(lambda _on: self.changed.emit())

    @property
    def settled(self) -> list[date]:
        return [row.day for row in self.rows if row.check.isChecked()]

    @property
    def carried(self) -> list[date]:
        return [row.day for row in self.rows if not row.check.isChecked()]

    def choose(self, day: date, on: bool) -> None:
        for row in self.rows:
            if row.day == day:
                row.check.setChecked(on)

    def tell(self, came_to: Mapping[date, int] | None) -> None:
        """Øre in cash by day, once the count is done; until then None, and the days can be chosen."""
        for row in self.rows:
            row.check.setEnabled(came_to is None)
            row.tell(None if came_to is None else came_to.get(row.day, 0))

    def summary(self) -> str:
        return " ".join(
            formats.stopped(f"{row.check.accessibleName()}: {row.moved.text()}, {row.fate.words.text()}")
            for row in self.rows
        )


def _moved(one: Any) -> str:
    """How often there was what, without amounts: "Sold 4 times · Money into the till once"."""
    from alfdesk.sales.words import MOVES

    said = [
        ngettext("{what} once", "{what} {count} times", count).format(what=worded(MOVES[what]), count=count)
        for what, _ore, count in one.sums if count > 0
    ]  # fmt: skip
    if any(count <= 0 for _what, _ore, count in one.sums):
        said.append(_("Corrected afterwards"))
    return "  ·  ".join(said)
