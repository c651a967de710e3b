"""The files that lie there: from whom, when, how much is new; each can be looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Surface
from ...widgets.text import IconText, Text
from . import words
from .cards import Card

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SHOWN = 5  # files; more are there to be chosen one by one


class FileRow(Surface):
    """One file: sender, moment, count, and the button; the one that is open is marked."""

    asked = Signal(object)

    def __init__(self, lying: Any, today: date) -> None:
        super().__init__("surf", "", 8)
        self.lying, self.file = lying, lying.path
        self.sender, self.count = Text(lying.sender, "strong"), Text(words.changes(lying.new), "label")
        self.when = Text(words.moment(lying.made, today), "small", "mut")
        self.button = Button(_("Look through"))
        self.shown = IconText("eye", _("Shown below"), "label")
        name = _("Look through {sender}, {when}").format(sender=lying.sender, when=self.when.text())
        self.button.setAccessibleName(name)
        row = QWidget()
        Flow(self.sender, self.when, self.count, self.button, self.shown, gap=10, line_gap=8, end=1, parent=row)
        Column(0, row, 0, gap=0, margins=(12, 2, 12, 2), parent=self)
        self.shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.restyle()
        look.changed.connect(self.restyle)
        self.button.clicked.connect(lambda _checked=False: self.asked.emit(self.file))
        self.mark(False)

    def restyle(self) -> None:
        self.setMinimumHeight(look.size("button") + look.px(4))

    def mark(self, on: bool) -> None:
        """It is the one that lies open below."""
        self.button.setVisible(not on)
        self.shown.setVisible(on)
        self.fill = "sel" if on else "surf"
        ink = "on-sel" if on else "text"
        for part in (self.sender, self.count, self.shown.words):
            part.paint_as(ink)
        self.when.paint_as("on-sel" if on else "mut")
        self.shown.picture.show_as("eye", ink)
        self.update()

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.fill == "sel":
            from PySide6.QtGui import QPainter

            painter = QPainter(self)
            painter.fillRect(0, look.px(4), look.px(4), self.height() - look.px(8), look.colour("prim"))
            painter.end()


class InCard(Card):
    """Told what lies where by the page. `asked` gives the path of a file to look through."""

    asked = Signal(object)

    def __init__(self, choose: Button) -> None:
        super().__init__("package-import", _("In"))
        self.rows: list[FileRow] = []
        self.open: Path | None = None
        self.none = Text("", "body", "mut", wrap=True)
        self.lines = QWidget()
        self._lines = Column(gap=4, parent=self.lines)
        self.rest = QWidget()
        self._rest = Column(gap=6, parent=self.rest)
        row = QWidget()
        Flow(choose, gap=8, parent=row)
        self.put(self.none)
        self.column.put(self.lines)
        for part in (self.rest, 0, row):
            self.put(part)

    def show_files(self, places: tuple[tuple[Any, tuple[Any, ...]], ...], today: date) -> None:
        """The files of all places, new ones first."""
        every = [one for _where, files in places for one in files]
        new = sorted((f for f in every if f.kind == "new"), key=lambda f: (-f.made, f.path.name))
        self.lines.setVisible(bool(new))
        if [row.lying for row in self.rows] != new[:SHOWN]:
            self._fill(new[:SHOWN], today)
        self.mark(self.open)
        self._head(places, len(new))
        self._tell_rest(every, len(new), today)

    def _fill(self, files: list[Any], today: date) -> None:
        """Other rows; the focus stays at the file that has it."""
        had = next((row.file for row in self.rows if row.button.hasFocus()), None)
        _clear(self._lines)
        self.rows = []
        for lying in files:
            row = FileRow(lying, today)
            row.asked.connect(self.asked)
            self.rows.append(row)
            self._lines.put(row)
            row.show()  # now: it may be given the focus before the layouts have come to rest
            if row.file == had:
                row.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, file: Path | None) -> None:
        """This file lies open below; None: none does."""
        self.open = file
        for row in self.rows:
            row.mark(row.file == file)

    def _head(self, places: tuple[tuple[Any, tuple[Any, ...]], ...], new: int) -> None:
        count = ngettext("{count} new file", "{count} new files", new).format(count=new)
        names = [where.name for where, _files in places]
        self.say_beside(f"{names[0]} · {count}" if len(names) == 1 else count if names else "")
        self.none.setText(
            _("There is no new file here. Files can also be dropped on this page.") if places
            else _("Put in a memory stick, choose a file, or drop one here.")
        )  # fmt: skip
        self.none.setVisible(not new)

    def _tell_rest(self, every: list[Any], new: int, today: date) -> None:
        _clear(self._rest)
        if new > SHOWN:
            more = ngettext("{count} more new file lies there.", "{count} more new files lie there.", new - SHOWN)
            self._tell("stack-2", more.format(count=new - SHOWN))
        for lying in [f for f in every if f.kind == "refused"][:SHOWN]:
            self._tell("alert-triangle-filled", f"{lying.path.name}: {lying.text}", "danger")
        seen = sum(f.kind == "seen" for f in every)
        if seen:
            words_ = ngettext("{count} file has been read in before.", "{count} files have been read in before.", seen)
            self._tell("circle-check", words_.format(count=seen))
        for lying in [f for f in every if f.kind == "own"][:SHOWN]:
            to = words.listed(lying.receivers) or _("somebody who is gone")
            said = _("Made here {when} for {to}.").format(when=words.moment(lying.made, today), to=to)
            both = f"{said} " + (_("All have it: it can be deleted.") if lying.wipe else _("Not all have it yet."))
            self._tell("package-export", both)
        others = sum(f.kind == "others" for f in every)
        if others:
            words_ = ngettext("{count} file is for another laptop.", "{count} files are for other laptops.", others)
            self._tell("device-laptop", words_.format(count=others))
        self.rest.setVisible(bool(self._rest.count()))

    def _tell(self, icon: str, sentence: str, colour: str = "mut") -> None:
        self._rest.put(IconText(icon, sentence, "small", colour, wrap=True))

    def sentences(self) -> list[str]:
        """What F8 reads of it."""
        rows = [f"{r.sender.text()}, {r.when.text()}, {r.count.text()}." for r in self.rows]
        return rows or [self.none.text()]


def _clear(column: Column) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
