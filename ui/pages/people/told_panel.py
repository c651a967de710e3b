"""What has been written about a person, and who has looked at her card: lists to read, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column
from ...widgets.text import Text

if TYPE_CHECKING:
    from alfdesk.person_card import CardPage

    from .card_panel import CardPanel

AT_ONCE = 12  # lines shown, and how many more each time


class Line(QWidget):
    """One line: when and who, what, and what it says."""

    def __init__(self, head: str, act: str, says: Sequence[str] = (), reason: str | None = None) -> None:
        super().__init__()
        column = Column(Text(head, "small", "mut", wrap=True), gap=2, margins=(0, 8, 0, 8), parent=self)
        if act:
            column.put(Text(act, "strong", wrap=True))
        for one in says:
            column.put(Text(one, wrap=True))
        if reason:
            column.put(Text(_("Reason: {reason}").format(reason=reason), "body", "mut", wrap=True))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        painter.end()


class Told(QWidget):
    """Lines, some at a time. `older` shows more of them."""

    def __init__(self, panel: CardPanel, nothing: str) -> None:
        super().__init__()
        self.panel, self.desk = panel, panel.desk
        self.nothing = Text(nothing, "body", "mut", wrap=True)
        self.older_button = Button(_("Show older"), "chevron-down")
        self.older_button.clicked.connect(lambda _checked=False: self.older())
        self.column = Column(gap=0, parent=self)
        self.column.put(Text(panel.card.name if panel.card else "", "h2", wrap=True))
        self.column.put(self.nothing)
        self.lines = Column(gap=0)
        self.column.put(self.lines)
        self.column.put(12)
        self.column.put(self.older_button, align=Qt.AlignmentFlag.AlignLeft)
        self.column.put(0)
        self.shown = 0
        self.every: Sequence[tuple[str, str, Sequence[str], str | None]] = ()
        self._take(self.read())

    def start(self) -> QWidget:
        return self.older_button if self.shown < len(self.every) else self.panel.back_button

    def read(self) -> list[tuple[str, str, Sequence[str], str | None]]:
        """(when and who, act, what it says, reason), newest first."""
        return []

    def show_card(self, _card: CardPage) -> None:
        self._take(self.read())

    def older(self) -> None:
        """Some more; the focus goes on to where they begin."""
        had_focus = self.older_button.hasFocus()
        for line in self.every[self.shown : self.shown + AT_ONCE]:
            self.lines.put(Line(*line))
        self.shown = min(len(self.every), self.shown + AT_ONCE)
        self.older_button.setVisible(self.shown < len(self.every))
        if had_focus and self.older_button.isHidden():
            self.panel.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, every: list[tuple[str, str, Sequence[str], str | None]]) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.every, self.shown = every, 0
        self.nothing.setVisible(not every)
        self.older()


class History(Told):
    """Who wrote what, when, from what to what, and why."""

    def __init__(self, panel: CardPanel) -> None:
        super().__init__(panel, _("Nothing has been written."))

    def read(self) -> list[tuple[str, str, Sequence[str], str | None]]:
        from alfdesk import told

        lines = self.desk.read(told.history_lines, self.panel.person)
        return [(f"{line.at}  ·  {line.who}", line.act, line.says, line.reason) for line in lines]


class Looked(Told):
    """Who has opened the card or printed it on this laptop."""

    def __init__(self, panel: CardPanel) -> None:
        super().__init__(panel, _("Nobody has looked yet."))

    def read(self) -> list[tuple[str, str, Sequence[str], str | None]]:
        from alfdesk import person_card

        lines = self.desk.read(person_card.looked_lines, self.panel.person)
        return [(line.at, line.who, (line.what,), None) for line in lines]
