"""A list of people read in: pasted, or from a file. What it would do is shown first; then all of it in one act.

Used beside the list of people and in the set-up; it knows the desk and nothing of what is around it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QSizePolicy, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ..desk import REFUSED, Desk
from ..look import look
from ..widgets.buttons import Button, Choice
from ..widgets.fields import Paper
from ..widgets.layouts import Column, Flow
from ..widgets.notice import Band, Surface
from ..widgets.text import IconText, Text

if TYPE_CHECKING:
    from alfdesk.attendance.lists import Preview

PAUSE = 250  # ms after the last key before the preview is made
REFUSED_SHOWN = 8


class ReadPeople(QWidget):
    """Paste or choose, look, read in. Emits `read_in` with the ReadIn after the commit."""

    read_in = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        # Elements
        super().__init__(parent)
        self.desk = desk
        self.file: Path | None = None
        self.preview: Preview | None = None
        self.label = Text(_("Paste the list here"), "label", "mut")
        self.paste = Paper()
        self.paste.setAccessibleName(_("Paste the list here"))
        self.paste.setTabChangesFocus(True)
        self.paste.setLineWrapMode(Paper.LineWrapMode.NoWrap)
        self.hint = Text(_("One person a line, or cells from a spreadsheet. A name is enough."), "small", "mut",
                         wrap=True)  # fmt: skip
        self.file_button = Button(_("Choose a file"), "folder")
        self.file_name = IconText("file-text", "")
        self.drop_button = Button(_("Another way"), "", "text")
        options: list[tuple[object, str]] = [(None, _("none")), *self.desk.read(_programmes)]
        self.programme = Choice(_("Enrol all in"), options, None)
        self.wrong = Band("wrong")
        self.shown = Surface("surf", "line", 8)
        self.counts = Text("", "strong", wrap=True)
        self.names = Text("", "body", "mut", wrap=True)
        self.refused = QWidget()
        self.still = Text(_("Nothing has changed yet."), "label", "mut", wrap=True)
        self.read_button = Button(_("Read in"), "package-import", "primary")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        # Assemble
        file = QWidget()
        Flow(self.file_button, self.file_name, self.drop_button, gap=8, parent=file)
        enrol = QWidget()
        Column(Text(_("Enrol all in"), "label", "mut"), self.programme, gap=6, parent=enrol)
        self.refused_lines = Column(gap=6, parent=self.refused)
        Column(self.counts, self.names, self.refused, self.still, gap=8, margins=(16, 12, 16, 12), parent=self.shown)
        self.shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        buttons = QWidget()
        Flow(self.read_button, gap=8, parent=buttons)
        column = Column(self.label, self.paste, self.hint, file, gap=8, parent=self)
        for part in (enrol, self.wrong, self.shown, buttons):
            column.put(part)
        column.put(0)
        enrol.setVisible(len(options) > 1)
        self.wrong.say("")
        self.shown.hide()
        self._show_source()
        # Connect
        self.paste.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self.look_at_it)
        self.file_button.clicked.connect(lambda _checked=False: self.choose_file())
        self.drop_button.clicked.connect(lambda _checked=False: self.take_file(None))
        self.programme.chosen.connect(lambda _value: self.look_at_it())
        self.read_button.clicked.connect(lambda _checked=False: self.send())
        self.restyle()
        look.changed.connect(self.restyle)

    def start(self) -> QWidget:
        return self.paste

    def restyle(self) -> None:
        self.paste.setFont(look.font("body"))
        self.paste.setFixedHeight(look.px(132))

    # Where it comes from -----------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        kinds = _("Lists") + " (*.csv *.xlsx *.txt *.tsv)"
        dialog = QFileDialog(self, _("Choose a file"), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, path: str | None) -> None:
        """The list is this file; None: it is pasted after all."""
        self.file = Path(path) if path else None
        self._show_source()
        self.look_at_it()

    def _show_source(self) -> None:
        has = self.file is not None
        self.file_name.words.setText(self.file.name if self.file else "")
        self.file_name.setVisible(has)
        self.drop_button.setVisible(has)
        for part in (self.label, self.paste, self.hint, self.file_button):
            part.setVisible(not has)

    def _source(self) -> dict[str, Any]:
        which: dict[str, Any] = {"file": self.file} if self.file else {"text": self.paste.toPlainText()}
        return which | {"today": self.desk.today(), "programme": self.programme.value}

    # What it would do --------------------------------------------------------------------------------------------

    def look_at_it(self) -> None:
        """Show what reading it in would do; nothing is written."""
        from alfdesk.attendance import lists

        self._timer.stop()
        self.preview = None
        self.wrong.say("")
        if self.file is None and not self.paste.toPlainText().strip():
            self.shown.hide()
            self._say_button()
            return
        try:
            self.preview = self.desk.read(lists.preview_people, **self._source())
        except UserFacingError as error:
            self.wrong.say(error.sentence, _("Nothing has changed."))
        self.shown.setVisible(self.preview is not None)
        if self.preview is not None:
            self._show(self.preview)
        self._say_button()

    def _show(self, preview: Preview) -> None:
        parts = [ngettext("{count} new person", "{count} new people", preview.new).format(count=preview.new)]
        if preview.changed:
            parts.append(ngettext("{count} changed", "{count} changed", preview.changed).format(count=preview.changed))
        if preview.unchanged:
            words = ngettext("{count} as before", "{count} as before", preview.unchanged)
            parts.append(words.format(count=preview.unchanged))
        if preview.refused:
            count = len(preview.refused)
            parts.append(ngettext("{count} line refused", "{count} lines refused", count).format(count=count))
        self.counts.setText(", ".join(parts) + ".")
        names = ", ".join(preview.names)
        self.names.setText(names + (" …" if preview.new + preview.changed > len(preview.names) else ""))
        self.names.setVisible(bool(names))
        self._show_lines([*[_("Line {line}: {reason}").format(line=n, reason=why) for n, why in preview.refused]],
                         list(preview.warnings))  # fmt: skip

    def _show_lines(self, refused: list[str], warnings: list[str]) -> None:
        while (item := self.refused_lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for sentence in refused[:REFUSED_SHOWN]:
            self.refused_lines.put(IconText("circle-x-filled", sentence, "body", "danger", wrap=True))
        rest = len(refused) - REFUSED_SHOWN
        if rest > 0:
            words = ngettext("{count} more line refused.", "{count} more lines refused.", rest)
            self.refused_lines.put(Text(words.format(count=rest), "body", "danger", wrap=True))
        for sentence in warnings:
            self.refused_lines.put(IconText("alert-triangle-filled", sentence, "body", "later", wrap=True))
        self.refused.setVisible(bool(refused or warnings))

    @property
    def _new(self) -> int:
        return self.preview.new + self.preview.changed if self.preview else 0

    def _say_button(self) -> None:
        words = ngettext("Read in {count} person", "Read in {count} people", self._new).format(count=self._new)
        clean = self._new and self.preview is not None and not self.preview.refused
        self.read_button.say(words if clean else _("Read in"))

    # Read in -----------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Read it in as one act, or say why not."""
        from alfdesk.attendance import lists

        self.look_at_it()
        if self.preview is None:
            if self.wrong.isHidden():
                self.wrong.say(_("There is no list yet."), _("Paste one, or choose a file."))
                self.paste.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.preview.refused:
            # The box below says that nothing has changed.
            self.wrong.say(_("Mend the refused lines first, or take them out."))
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            done = self.desk.do(lists.read_people, _said, batch=True, **self._source())
        finally:
            QApplication.restoreOverrideCursor()
        if done is not REFUSED:
            self.paste.clear()
            self.file = None
            self._show_source()
            self.look_at_it()
            self.read_in.emit(done)


def _programmes(session: Any) -> list[tuple[object, str]]:
    from alfdesk import programmes

    return [(p.id, p.name or "") for p in programmes.everyone(session)]


def _said(done: Any) -> str:
    words = ngettext("{count} person is read in.", "{count} people are read in.", done.written)
    return words.format(count=done.written) if done.written else _("The list says what stands already.")


