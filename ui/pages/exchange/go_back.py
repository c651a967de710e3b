"""A backup is taken back: which one, what that would lose, whose passphrase; then the page does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats, tasks
from ...dialogs.ask import RIM, Scrolled
from ...dialogs.files import ask_file
from ...dialogs.overlay import Overlay
from ...look import look
from ...messages import words_of
from ...sticks import Beside
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Flow
from ...widgets.notice import Band
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import IconText, Text
from . import words

if TYPE_CHECKING:
    from .keeping import Keeping

ROWS = 4  # before the list scrolls


class GoBack(Overlay):
    """Emits `chosen` with the copy and its moment in words, once the passphrase was right."""

    chosen = Signal(object, str)

    def __init__(self, page: Keeping, folders: list[tuple[Path, str]]) -> None:
        """`folders` are where copies may lie, each with what it is called here."""
        # Elements
        super().__init__(page.shell, _("Restore a backup"), wide=720, rim=RIM)
        self.page, self.desk = page, page.desk
        self.folders = folders
        self.copy: Path | None = None  # whose loss is told
        self.when = ""
        self.loss: Any = None
        self._asked: Path | None = None
        self.lead = Text(_("All becomes as it was when the backup was made."), wrap=True)
        self.table = RowTable(_("Backups"), [
            Column(_("Made"), lambda c: Cell(self._moment(c), "shield-check", kind="name"), 195, 1),
            Column(_("Where"), lambda c: self._where(c.path), 265, 1),
            Column(_("Size"), lambda c: words.size(c.size), 90, drops=1),
        ], key=lambda c: str(c.path), spoken=lambda c: f"{self._moment(c)}, {self._where(c.path)}")  # fmt: skip
        self.none = Text("", "body", "mut", wrap=True)
        self.other = Button(_("Choose a file …"), "folder-open")
        self.file = IconText("file-text", "")
        self.lost = Band("look")
        self.lines = Text("", wrap=True)
        self.passphrase = Field(_("Your own passphrase"), secret=True)
        self.band = Band("wrong")
        self.go = Button(_("Restore"), "history", "danger")
        self.close_it = Button(_("Cancel"))
        self._beside = Beside(self)
        # Assemble
        self.body = Scrolled(self.lead, self.table, self.none, _row(self.other, self.file), self.lost, self.lines,
                             self.passphrase, self.band)  # fmt: skip
        self.head(_("Restore a backup"))
        self.column.put(self.body, 1)
        self.put_in_line(_row(self.go, self.close_it))
        self.none.setText(_("Looks for backups …"))
        for part in (self.table, self.file, self.lost, self.lines, self.passphrase, self.go):
            part.hide()
        # Connect
        self.table.moved_to.connect(lambda copy: copy is not None and self.table.hasFocus() and self._forget(copy.path))
        self.table.opened.connect(lambda copy: self.take(copy.path))
        self.table.pressed_row.connect(lambda copy: self.take(copy.path))
        self.other.clicked.connect(self.ask_other)
        self.passphrase.edit.returnPressed.connect(self.go_on)
        self.go.clicked.connect(self.go_on)
        self.close_it.clicked.connect(self.leave)
        self._beside.answered.connect(self._found)
        self.body.widget().installEventFilter(self)
        look.changed.connect(self._fit_table)

    def open(self) -> GoBack:
        super().open()
        from alfdesk.exchange import going_back

        folders = [folder for folder, _name in self.folders]
        self._beside.ask(lambda: going_back.copies(folders))
        return self

    def start(self) -> QWidget:
        return self.other

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def summary(self) -> str:
        shown = (self.lead, self.none, self.lost.words, self.lost.more, self.lines, self.band.words)
        said = (formats.stopped(t.text()) for t in shown if t.isVisible() and t.text())
        return " ".join([f"{self.accessibleName()}.", *said])

    # Which one -----------------------------------------------------------------------------------------------------

    def _found(self, copies: tuple[Any, ...]) -> None:
        """Another thread has looked into the folders."""
        self.table.show_records(copies)
        self.table.setVisible(bool(copies))
        self.none.setText(_("Choose one. Nothing changes yet.") if copies
                          else _("No backup is known here. Choose the file of one."))  # fmt: skip
        self._fit_table()
        if copies and self.other.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_other(self) -> None:
        kinds = _("Backups") + " (*.alfbak)"
        ask_file(self, _("Choose a backup"), self.page.shell.prefs.get("backup_folder"), kinds, self.take)

    def take(self, copy: Path) -> None:
        """Read what it would lose; nothing is changed."""
        self._forget(copy)
        self._asked = copy
        self.table.mark(str(copy))

        def read(_going: Any) -> Any:
            from alfdesk.exchange import going_back

            return going_back.loss(self.desk.place, copy)

        tasks.run(self, "", read, lambda loss: self._told(copy, loss), self._refused, cancel=False)

    def _forget(self, copy: Path) -> None:
        """The mark is on another one: what was told of the one before no longer holds."""
        if copy != self._asked:
            self._asked = self.copy = None
            for part in (self.file, self.lost, self.lines, self.passphrase, self.go):
                part.hide()
            self.band.say("")
            self.fit()

    def _told(self, copy: Path, loss: Any) -> None:
        if copy != self._asked:
            return
        self.copy, self.loss, self.when = copy, loss, self._named(copy)
        self.file.show_as("file-text", _("Backup: {file}").format(file=copy.name), "text")
        self.file.show()
        self.lost.say(*_sentences(loss), "look" if loss.gone or loss.erased else "tell")
        self.lines.setText(_listed(loss))
        self.lines.show()
        self.passphrase.setVisible(not self.desk.practice)
        self.go.show()
        self.fit()
        target = self.passphrase.edit if not self.desk.practice else self.close_it
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.body.ensureWidgetVisible(self.lost, 0, look.px(8)))
        self.page.shell.announcer.say(self.lost.accessibleName())

    # The act -------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """With the right passphrase the page does it."""
        if self.copy is None or not self.go.isEnabled():
            return
        if self.desk.practice:
            self._go()
            return
        if not self.passphrase.text():
            self._point(_("Write your passphrase."))
            return
        place, acting, text = self.desk.place, self.desk.acting, self.passphrase.text()
        self.go.setEnabled(False)

        def right(_going: Any) -> bool:
            from alfdesk.store import workplace

            return workplace.derive(place.folder, name=acting.name, passphrase=text).owner == place.owner

        tasks.run(self, "", right, self._was, self._refused, cancel=False)

    def _was(self, right: bool) -> None:
        self.go.setEnabled(True)
        if right:
            self._go()
        else:
            self._point(_wrong())

    def _go(self) -> None:
        copy, when = self.copy, self.when
        self.leave()
        self.chosen.emit(copy, when)

    def _refused(self, error: BaseException) -> None:
        from alfdesk.errors import WrongPassphrase

        self.go.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self._point(_wrong())
        else:
            self.band.say(words_of(error), kind="wrong")
            self.page.shell.announcer.say(words_of(error), at_once=True)
            self.fit()

    # Private parts -------------------------------------------------------------------------------------------------

    def _point(self, sentence: str) -> None:
        self.passphrase.refuse(sentence)
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.passphrase.edit.selectAll()

    def _today(self) -> date:
        return self.desk.today()

    def _moment(self, copy: Any) -> str:
        return formats.capital(words.moment(int(copy.made.timestamp() * 1000), self._today()))

    def _named(self, copy: Path) -> str:
        """Its moment within a sentence; a file with another name is called by that."""
        from alfdesk.exchange import going_back

        try:
            return words.moment(int(going_back.moment_of(copy).timestamp() * 1000), self._today())
        except ValueError:
            return copy.name

    def _where(self, path: Path) -> str:
        return next((name for folder, name in self.folders if folder == path.parent), path.parent.name)

    def _fit_table(self) -> None:
        count = len(self.table.rows.records)
        self.table.setFixedHeight(look.px(36) + look.size("row") * min(ROWS, max(1, count)) + look.px(4))
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What is told makes the panel higher."""
        if event.type() == QEvent.Type.LayoutRequest and watched is not self.over:
            QTimer.singleShot(0, self, self.fit)
        return super().eventFilter(watched, event)


def _sentences(loss: Any) -> tuple[str, str]:
    """What is lost, and what of it comes again."""
    if not loss.gone:
        more = ngettext("{count} change comes back.", "{count} changes come back.", loss.back) if loss.back else ""
        return _("Nothing has been written since. Nothing is lost."), more.format(count=formats.spaced(loss.back))
    lost = ngettext("{count} change since then goes from here.", "{count} changes since then go from here.", loss.gone)
    if loss.elsewhere >= loss.gone:
        again = _("Other laptops have all of it. It comes back with their next parcels.")
    elif loss.elsewhere:
        again = ngettext("Other laptops have {count} of them, which comes back with their next parcels.",
                         "Other laptops have {count} of them, which come back with their next parcels.",
                         loss.elsewhere).format(count=formats.spaced(loss.elsewhere))  # fmt: skip
    else:
        again = _("No other laptop is known to have it. What is not on paper is lost.")
    return lost.format(count=formats.spaced(loss.gone)), again


def _listed(loss: Any) -> str:
    """The rest that has to be known, a sentence a line."""
    said = []
    if loss.lines:
        said.append(_("Among it: {what}.").format(what=words.listed(loss.lines)))
    if loss.writers:
        said.append(_("Written by {names}.").format(names=words.listed(loss.writers)))
    if loss.erased:
        said.append(ngettext("{count} person who was erased is here again. Erase her once more.",
                             "{count} people who were erased are here again. Erase them once more.",
                             loss.erased).format(count=loss.erased))  # fmt: skip
    said.append(_("Who signs in, and the recovery sheet, are as they were then."))
    said.append(_("What stands here now is backed up first, on this laptop."))
    return "\n".join(said)


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    Flow(*parts, gap=12, line_gap=8, parent=row)
    return row


def _wrong() -> str:
    return _("The passphrase isn't right. Check capital and small letters, and try again.")
