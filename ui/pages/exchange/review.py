"""A file looked through: what it brings, in words, before anything has changed; then it is read in, or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...commands import key_name
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import Surface
from ...widgets.text import IconText, Text
from . import words
from .sorts import Sort

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from .acts import Looked

WRITERS = 3  # named; that there are more is said


class Rule(QWidget):
    """A thin line between two rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self) -> None:
        self.setFixedHeight(look.edge_width)

    def paintEvent(self, _event: object) -> None:  # noqa: N802
        from PySide6.QtGui import QPainter

        QPainter(self).fillRect(self.rect(), look.colour("line"))


class Review(Surface):
    """Emits `read_in` or `left`, and `asked_behind` with what opens the line that was asked about. Nothing has been
    changed while it is shown."""

    read_in = Signal()
    left = Signal()
    asked_behind = Signal(object)

    def __init__(self, file: Path, looked: Looked, today: date, *, erase_many: bool = False) -> None:
        # Elements
        super().__init__("surf", "edge", 12)
        self.file, self.taken, self.erase_many = file, looked.taken, erase_many
        self.sorts: list[Sort] = []
        taken = self.taken
        when = words.moment(taken.made, today) if taken.sender else ""
        name = _("Look through: {sender}, {when}").format(sender=taken.sender, when=when)
        self.title = Text(name if taken.sender else _("Look through: {file}").format(file=file.name), "h2", wrap=True)
        self.writers = Text(_written_by(looked.writers), "body", "mut", wrap=True)
        self.close_button = Button("", "x", "text").only_icon(_("Not now"))
        self.go = Button(self._verb(), "", "danger" if erase_many else "primary", "Enter")
        offers = taken.new or taken.waiting or taken.code == ""
        self.not_now = Button(_("Not now") if offers else _("Close"), "", "secondary", key_name("Escape"))
        self.still = Text(_("Nothing has changed yet."), "body", "mut", wrap=True)
        self.still.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self.title.text())
        # Assemble
        head = Line(gap=8)
        head.put(Column(self.title, self.writers, gap=2), 1)
        head.put(self.close_button, align=Qt.AlignmentFlag.AlignTop)
        column = Column(gap=8, margins=(24, 12, 20, 16), parent=self)
        column.put(head)
        for row in self._rows():
            column.put(Rule())
            column.put(row)
        foot = QWidget()
        Flow(self.go, self.not_now, self.still, gap=12, line_gap=8, parent=foot)
        column.put(4)
        column.put(foot)
        self.go.setVisible(bool(offers))
        self.writers.setVisible(bool(self.writers.text()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        # Connect
        self.go.clicked.connect(lambda _checked=False: self.read_in.emit())
        self.not_now.clicked.connect(lambda _checked=False: self.left.emit())
        self.close_button.clicked.connect(lambda _checked=False: self.left.emit())

    def _verb(self) -> str:
        if not self.taken.new:
            return _("Read in")
        words_ = ngettext("Read in {count} change", "Read in {count} changes", self.taken.new)
        return words_.format(count=formats.spaced(self.taken.new))

    def _rows(self) -> list[QWidget]:
        """A line for each sort, with its sign; what must be looked at last."""
        taken, rows = self.taken, []
        if taken.code == "SEEN":
            return [_line("info-circle-filled", taken.text, "reported")]
        rows += [self._sort(line) for line in taken.lines]
        if taken.known:
            known = ngettext("{count} change is here already.", "{count} changes are here already.", taken.known)
            rows.append(_line("circle-check", known.format(count=formats.spaced(taken.known)), "mut"))
        if taken.waiting:
            rows.append(_line("alert-triangle-filled", taken.text, "later", "strong"))
        if taken.questions:
            asked = ngettext("{count} must be answered afterwards.", "{count} must be answered afterwards.",
                             taken.questions)  # fmt: skip
            rows.append(_line("alert-triangle-filled", asked.format(count=taken.questions), "later", "strong"))
        if self.erase_many:
            never = _("Erasing can't be taken back on the other laptops.")
            rows.append(_line("alert-triangle-filled", never, "danger"))
        return rows

    def _sort(self, line: str) -> QWidget:
        """What is behind it can be shown where something is new."""
        if not self.taken.new:
            return _line("circle-check-filled", formats.capital(line), "present", "strong")
        sort = Sort(line)
        sort.asked.connect(lambda: self.asked_behind.emit(sort.turn))
        self.sorts.append(sort)
        return sort

    def show_parts(self, parts: list[tuple[Any, tuple[tuple[str, str], ...]]]) -> None:
        """What is behind each line, by the line."""
        found = {part.line: (lines, part.more) for part, lines in parts}
        for sort in self.sorts:
            if not sort.told:
                sort.show_behind(*found.get(sort.line, ((), 0)))

    def summary(self) -> str:
        """What F8 reads."""
        said = [self.title.text(), self.writers.text(), *(t for sort in self.sorts for t in sort.spoken())]
        lines = [r for r in self.findChildren(IconText) if not isinstance(r.parentWidget(), Sort)]
        said = [text for text in (*said, *(r.words.text() for r in lines), self.still.text()) if text]
        return " ".join(formats.stopped(text) for text in said)

    def start(self) -> QWidget:
        return self.not_now if self.go.isHidden() or self.erase_many else self.go

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def _written_by(writers: tuple[tuple[str, int], ...]) -> str:
    names = tuple(name for name, _count in writers)
    if not names:
        return ""
    if len(names) > WRITERS:
        names = (*names[:WRITERS], _("others"))
    return _("Written by {names}.").format(names=words.listed(names))


def _line(icon: str, words_: str, colour: str, kind: str = "body") -> IconText:
    row = IconText(icon, words_, kind, colour, wrap=True)
    row.words.paint_as("mut" if colour == "mut" else "text" if colour in ("present", "reported") else colour)
    return row
