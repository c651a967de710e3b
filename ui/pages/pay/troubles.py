"""The band over the list: what must be looked at, each with a button to what causes it. What stops stands apart.

Many of one kind are one line, whose button shows them in the list (or goes to the first of those days).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext, worded

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import BANDS, Surface
from ...widgets.text import IconText, Text
from .words import TROUBLE, TROUBLE_DAYS, people

FEW = 2  # of one kind that are still said one by one
MOST = 4  # lines in a band; the rest are in the list


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the band: one trouble, or `many` of a kind."""

    words: str
    trouble: Any
    many: int = 1


def gathered(troubles: tuple[Any, ...]) -> list[Said]:
    """Those about the whole programme and about days first; many of one kind as one."""
    found: list[Said] = []
    order = sorted(troubles, key=lambda t: (t.person is not None, t.kind))
    for kind, group in groupby(order, key=lambda t: t.kind):
        same = list(group)
        if len(same) <= FEW or kind not in {*TROUBLE, *TROUBLE_DAYS}:
            found += [Said(t.words, t) for t in same]
        elif kind in TROUBLE:
            who = people(len({t.person for t in same}))
            what = worded(TROUBLE[kind])
            found.append(Said(_("{people}: {what}.").format(people=who, what=what), same[0], len(same)))
        else:
            days = ngettext("{count} day", "{count} days", len(same)).format(count=len(same))
            what = worded(TROUBLE_DAYS[kind])
            found.append(Said(_("{people}: {what}.").format(people=days, what=what), same[0], len(same)))
    return found


class OneTrouble(QWidget):
    """A sentence and its button, as wide as both."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.words = Text(said.words, "body", wrap=True)
        self.button = Button(_("Correct") if said.trouble.stops else _("See")).compact()
        self.button.setAccessibleDescription(said.words)
        line = Line(gap=10, parent=self)
        line.put(self.words, 1)
        line.put(self.button)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802
        words = QFontMetrics(look.font("body")).horizontalAdvance(self.words.text()) + 4
        wide = min(words, look.px(520)) + look.px(10) + self.button.sizeHint().width()
        return QSize(wide, super().sizeHint().height())


class TroubleBand(Surface):
    """Those that stop the week, or those that don't. Emits the trouble, or that all who have one are asked for."""

    opened = Signal(object)
    all_asked = Signal()

    def __init__(self, *, stops: bool) -> None:
        icon, ink, fill = BANDS["wrong" if stops else "look"]
        super().__init__(fill, ink, 8)
        self.stops = stops
        self.heading = IconText(icon, "", "strong", ink)
        self.heading.setSizePolicy(self.heading.sizePolicy().Policy.Fixed, self.heading.sizePolicy().Policy.Preferred)
        self.all_button = Button("").compact()
        self.row = QWidget()
        self.flow = Flow(self.heading, gap=18, line_gap=6, parent=self.row)
        Column(self.row, margins=(14, 7, 10, 7), parent=self)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Minimum)
        self.all_button.clicked.connect(lambda _checked=False: self.all_asked.emit())
        self.all_button.setParent(self.row)
        self.all_button.hide()
        self.shown: tuple[Any, ...] = ()
        self.parts: list[OneTrouble] = []

    def show_troubles(self, troubles: tuple[Any, ...]) -> None:
        """Show these, those about a whole day first; none, no band."""
        self.setVisible(bool(troubles))
        if troubles == self.shown:
            return
        self.shown = troubles
        words = (
            ngettext("{count} stops the week", "{count} stop the week", len(troubles)) if self.stops
            else ngettext("{count} to look at", "{count} to look at", len(troubles))
        ).format(count=len(troubles))  # fmt: skip
        self.heading.words.setText(words)
        while self.flow.count() > 1:
            self.flow.takeAt(1)
        for part in self.parts:
            part.hide()
            part.deleteLater()
        self.parts = []
        lines = gathered(troubles)
        for said in lines[:MOST]:
            part = OneTrouble(said)
            part.button.clicked.connect(lambda _checked=False, one=said: self._pressed(one))
            self.flow.put(part)
            self.parts.append(part)
        more = len(lines) - MOST
        self.all_button.setVisible(more > 0)
        if more > 0:
            self.all_button.say(ngettext("{count} more", "{count} more", more).format(count=more))
            self.flow.put(self.all_button)
        self.setAccessibleName(f"{words}. " + " ".join(said.words for said in lines))
        self.row.updateGeometry()

    def _pressed(self, said: Said) -> None:
        if said.many > 1 and said.trouble.person is not None:
            self.all_asked.emit()
        else:
            self.opened.emit(said.trouble)
