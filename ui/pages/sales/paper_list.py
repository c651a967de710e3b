"""The desk's paper list read in from a file: looked through first, then read in as one act that one undo takes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats, tasks
from ...desk import Done
from ...dialogs import working
from ...dialogs.ask import RIM, Scrolled
from ...dialogs.files import ask_file, dropped
from ...messages import words_of
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Band, Empty, Surface
from ...widgets.progress import Progress
from ...widgets.text import IconText, Text
from . import words
from .keys import ENTERS, STEPS
from .over_desk import Panel

if TYPE_CHECKING:
    from alfdesk.sales.records import DeskRead

    from ...tasks import Going
    from .page import Sales

SHOWN = 40  # lines that are refused, and as many that must be looked at


class ReadPaper(Panel):
    """Choose or drop a file, look, read in. Nothing is written before the last of them."""

    def __init__(self, page: Any, file: Path | None = None) -> None:
        # Elements
        super().__init__(page, _("Read in paper list"), wide=720, rim=RIM)
        self.file: Path | None = None
        self.preview: DeskRead | None = None
        self._last = ""  # the folder that the last file was chosen in
        self._looking: tasks.Task | None = None
        self._marks: list[QWidget] = []
        first = Button(_("Choose a file"), "folder-open", "primary")
        self.empty = Empty("package-import", _("Drop the list here, or choose a file: CSV or Excel."), first)
        self.columns = Text("", "small", "mut", wrap=True)
        self.source = QWidget()
        self.file_name = IconText("file-text", "", "strong", wrap=True)
        self.other_button = Button(_("Another file"), "folder-open", key="Ctrl+O")
        self.progress = Progress()
        self.wrong = Band("wrong")
        self.shown = Surface("surf", "line", 8)
        self.counts = Text("", "strong", wrap=True)
        self.sums = Text("", "body", wrap=True)
        self.lines = QWidget()
        self.still = Text(_("Nothing has changed yet."), "label", "mut", wrap=True)
        self.read_button = Button(_("Read in"), "package-import", "primary", "Enter")
        self.cancel = Button(_("Cancel"), key="Esc")
        # Assemble
        self.head(_("Read in paper list"))
        Flow(self.file_name, self.other_button, gap=12, parent=self.source)
        self._lines = Column(gap=6, parent=self.lines)
        Column(self.counts, self.sums, self.lines, self.still, gap=10, margins=(16, 12, 16, 12), parent=self.shown)
        self.body = Scrolled(self.told, self.source, self.progress, self.wrong, self.shown)
        self.body.inside.put(self.empty, 1)
        self.body.inside.put(self.columns)
        self.body.inside.put(0)
        self.column.put(self.body, 1)
        foot = QWidget()
        Flow(self.read_button, self.cancel, gap=8, parent=foot)
        self.put_in_line(foot)
        self.setAcceptDrops(True)
        # Connect
        first.clicked.connect(lambda _checked=False: self.choose_file())
        self.first = first
        self.other_button.clicked.connect(lambda _checked=False: self.choose_file())
        self.read_button.clicked.connect(lambda _checked=False: self.send())
        self.cancel.clicked.connect(lambda _checked=False: self.leave())
        self._say_columns()
        self._show()
        if file is not None:
            self.take(file)

    def start(self) -> QWidget | None:
        return self.first if self.file is None else self.other_button

    def summary(self) -> str:
        """What F8 reads."""
        if self.preview is None:
            return f"{self.accessibleName()}. {self.wrong.accessibleName() if self.wrong.isVisible() else ''}"
        parts = [self.counts.text(), self.sums.text(), *(w.accessibleName() for w in self._marks)]
        return " ".join(filter(None, (f"{self.accessibleName()}.", *parts, self.still.text())))

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    # Which file --------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        kinds = _("Lists") + " (*.csv *.xlsx *.txt *.tsv)"
        ask_file(self, _("Choose a file"), self._last, kinds, self.take)

    def take(self, file: Path) -> None:
        """Look through this file, beside the window."""
        from alfdesk.sales import paper

        self.file, self.preview, self._last = file, None, str(file.parent)
        if self._looking is not None:
            self._looking.cancel()
        self.wrong.say("")
        self._show()
        today = self.desk.today()

        def look(_going: Going) -> Any:
            return self.desk.read(paper.preview_desk, file=file, today=today)

        self._looking = tasks.run(self, _("Looks through the list"), look, self._looked, self._failed)
        self.progress.cancel.setEnabled(True)
        self.progress.follow(self._looking)
        self._looking.ended.connect(self._looked_at)

    def _looked_at(self) -> None:
        """What was cancelled is no file that is chosen."""
        if not self._gone and self._looking is not None and self._looking.stopped and not self._looking.running:
            self._looking, self.file = None, None
            self._show()

    def _looked(self, preview: DeskRead) -> None:
        self._looking, self.preview = None, preview
        self._show()
        self.page.shell.announcer.say(self.summary())
        target = self.other_button if self.read_button.isHidden() else self.read_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: BaseException) -> None:
        self._looking = None
        self.wrong.say(words_of(error), _("Nothing has changed."))
        self._show()
        self.page.shell.announcer.say(self.wrong.accessibleName())
        self.read_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        file = dropped(event)
        if file is not None:
            event.acceptProposedAction()
            self.take(file)

    # What it would do --------------------------------------------------------------------------------------------

    def _say_columns(self) -> None:
        from alfdesk.sales.paper_list import COLUMNS

        self.columns.setText(_("Columns: {names}.").format(names=", ".join(COLUMNS)))

    def _show(self) -> None:
        preview = self.preview
        self.source.setVisible(self.file is not None)
        self.file_name.words.setText(self.file.name if self.file else "")
        for part in (self.empty, self.columns):
            part.setVisible(self.file is None)
        self.shown.setVisible(preview is not None)
        new = preview.written if preview and not preview.refused else 0
        reading = ngettext("Read in {count} line", "Read in {count} lines", new).format(count=formats.spaced(new))
        self.read_button.say(reading if new else _("Look again"))
        self.read_button.setVisible(bool(new or (preview and preview.refused) or self.wrong.words.text()))
        if preview is not None:
            self._say(preview)
        QTimer.singleShot(0, self, self.fit)  # when the lines have got their height

    def _say(self, preview: DeskRead) -> None:
        self.counts.setText(_counted(preview))
        self.sums.setText("" if preview.refused else _sums(preview))
        self.sums.setVisible(bool(self.sums.text()))
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._marks = []
        rows = [("circle-x-filled", "danger", words_) for words_ in _numbered(preview.refused, SHOWN)]
        rows += [("alert-triangle-filled", "later", words_) for words_ in _numbered(preview.flagged, SHOWN)]
        if preview.new_outlets:
            names = _("New outlets: {names}.").format(names=", ".join(preview.new_outlets))
            rows.insert(0, ("info-circle-filled", "reported", names))
        for icon, colour, sentence in rows:
            line = IconText(icon, sentence, "body", colour, wrap=True)
            line.setAccessibleName(sentence)
            self._marks.append(line)
            self._lines.put(line)
        self.lines.setVisible(bool(rows))
        if preview.refused:
            still = _("Nothing has changed. Mend these lines in the list, and look again.")
        elif preview.flagged:
            still = _("Nothing has changed yet. Lines with a mark are read in too: the paper is right.")
        else:
            still = _("Nothing has changed yet.") if preview.written else _("The list is read in already.")
        self.still.setText(still)

    # Read in -----------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Read it in as one act, beside the window, which is covered meanwhile; look again where it can't be."""
        preview = self.preview
        if self.file is None:
            self.choose_file()
        elif preview.refused if preview else self.wrong.words.text():
            self.take(self.file)
        elif preview and preview.written:
            act = partial(_read_in, self.desk, self.file, self.desk.today())
            working.run(self.page, _("Reads in the list"), act, self._read, refused=self._refused_now,
                        cancelled=self._cancelled)  # fmt: skip

    def _read(self, done: DeskRead) -> None:
        self.leave()
        said = ngettext("{count} line is read in.", "{count} lines are read in.", done.written)
        self.desk.done.emit(Done(said.format(count=done.written), bool(done.written)))

    def _refused_now(self, sentence: str) -> None:
        """The file, or what stands, is another than the one that was looked at: say why, and look again."""
        if self.file is not None:
            self.take(self.file)
        self.wrong.say(sentence, _("Nothing has changed."))

    def _cancelled(self) -> None:
        self.wrong.say(_("Cancelled. Nothing has changed."))
        self.read_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_O and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.choose_file()
        elif event.key() in ENTERS:
            if not event.isAutoRepeat():
                self.send()
        elif event.key() in STEPS:
            bar = self.body.verticalScrollBar()
            bar.setValue(bar.value() + STEPS[Qt.Key(event.key())] * bar.singleStep())
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class Dropping(QObject):
    """A list that is dropped on the page is looked through."""

    def __init__(self, page: Sales) -> None:
        super().__init__(page)
        self.page = page
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            file = dropped(event)
            if file is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    ReadPaper(self.page, file).open()
            return True
        return False


# Private -------------------------------------------------------------------------------------------------------------


def _read_in(desk: Any, file: Path, today: Any, going: Going) -> Any:
    """Runs beside the window."""
    from alfdesk.sales import paper

    with desk.place.write(batch=True) as work:
        return paper.read_desk(work, file=file, today=today, going=going.step)


def _counted(preview: DeskRead) -> str:
    """ "12 new lines, 3 as before." """
    if preview.refused:
        many = len(preview.refused)
        said = ngettext("{count} of {all} lines is refused.", "{count} of {all} lines are refused.", many)
        return said.format(count=formats.spaced(many), all=formats.spaced(preview.lines))
    parts = [ngettext("{count} new line", "{count} new lines", preview.written).format(
        count=formats.spaced(preview.written))]  # fmt: skip
    if preview.unchanged:
        parts.append(ngettext("{count} as before", "{count} as before", preview.unchanged).format(
            count=formats.spaced(preview.unchanged)))  # fmt: skip
    return ", ".join(parts) + "."


def _sums(preview: DeskRead) -> str:
    """What the new lines come to, to be held against the paper."""
    if not preview.sold and not (preview.cash_ore or preview.vipps_ore or preview.credit_ore):
        return ""
    paid = [(_("cash {amount}"), preview.cash_ore), (_("Vipps {amount}"), preview.vipps_ore),
            (_("credit {amount}"), preview.credit_ore)]  # fmt: skip
    parts = [_("{copies} sold").format(copies=words.copies(preview.sold))]
    parts += [said.format(amount=words.money(ore)) for said, ore in paid if ore]
    return ", ".join(parts) + "."


def _numbered(lines: tuple[tuple[int, str], ...], most: int) -> list[str]:
    found = [_("Line {line}: {reason}").format(line=line, reason=why) for line, why in lines[:most]]
    rest = len(lines) - most
    if rest > 0:
        found.append(ngettext("{count} more line.", "{count} more lines.", rest).format(count=rest))
    return found

