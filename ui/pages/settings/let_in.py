"""Letting a new laptop in: its request, its code typed by hand, and a file with everything for it to open.

The right code is never shown here, so that it cannot be clicked past. Whoever lets a laptop in gives it a full copy;
the panel says so by the laptop's name, and asks for her own passphrase.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError, WrongPassphrase
from alfdesk.i18n import gettext as _

from ... import tasks
from ...dialogs.ask import RIM, Scrolled
from ...dialogs.files import ask_file, ask_folder
from ...dialogs.overlay import Overlay
from ...messages import words_of
from ...plugged import Plugged
from ...widgets.buttons import Button
from ...widgets.code import CodeField
from ...widgets.fields import Field
from ...widgets.layouts import Flow
from ...widgets.notice import Band
from ...widgets.progress import Progress
from ...widgets.text import IconText, Text

if TYPE_CHECKING:
    from alfdesk.exchange.laptops import Request
    from alfdesk.exchange.parcel import Made

    from ...work import Work

CODE = 20  # letters and digits
PIECE = 1 << 18  # bytes written between two looks at whether to go on


class LetIn(Overlay):
    """The request, the code, where the welcome goes; then what is left to do at the new laptop."""

    def __init__(self, shell: Work) -> None:
        # Elements
        super().__init__(shell, _("Add laptop"), wide=680, rim=RIM)
        self.shell, self.desk = shell, shell.desk
        self.request: Path | None = None
        self.folder: Path | None = None
        self.asked: Request | None = None  # what is in it
        self.task: tasks.Task | None = None
        self.made: Made | None = None
        self.done = False
        self.lead = Text(_("The new laptop has made a request and shows a code. Have both at hand."), wrap=True)
        self.file = IconText("file-text", "")
        self.requests, self.places = Plugged(".alfask"), Plugged()
        self.choose = Button(_("Choose request"), "folder")
        self.full_copy = Band("look")
        hint = _("From the new laptop itself, or by phone. Never from a message with the file.")
        self.code = CodeField(_("Code of the new laptop"), CODE, hint=hint)
        self.passphrase = Field(_("Your own passphrase"), secret=True)
        self.where = IconText("folder", "")
        self.other = Button(_("Another folder"), "folder")
        self.band = Band("wrong")
        self.progress = Progress()
        self.give = Button(_("Give full copy"), "device-laptop", "primary")
        self.close_it = Button(_("Cancel"))
        # Assemble
        self.body = Scrolled(self.lead, self.requests, _row(self.choose, self.file), self.full_copy, self.code,
                             self.passphrase, self.where, self.places, _row(self.other), self.band,
                             self.progress)  # fmt: skip
        self.head(_("Add laptop"))
        self.column.put(self.body, 1)
        self.put_in_line(_row(self.give, self.close_it))
        # Connect
        self.requests.chosen.connect(self.take_request)
        self.places.chosen.connect(self.take_folder)
        self.choose.clicked.connect(self.ask_request)
        self.other.clicked.connect(self.ask_where)
        self.give.clicked.connect(self.go_on)
        self.close_it.clicked.connect(self.leave)
        self.code.edit.returnPressed.connect(self._next)
        self.passphrase.edit.returnPressed.connect(self.go_on)
        self.body.widget().installEventFilter(self)
        self._fit()

    def start(self) -> QWidget:
        return self.choose

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def summary(self) -> str:
        shown = (self.lead, self.full_copy.words, self.where.words, self.band.words)
        return ". ".join([self.accessibleName(), *(t.text() for t in shown if t.isVisible() and t.text())])

    # The request ---------------------------------------------------------------------------------------------------

    def ask_request(self) -> None:
        kinds = _("Requests") + " (*.alfask)"
        ask_file(self, _("Choose request"), self.shell.prefs.get("laptop_folder"), kinds, self.take_request)

    def take_request(self, file: Path) -> None:
        """Look at it; what it says it is called stands in the panel from now on."""
        def read(_going: Any) -> Request:
            from alfdesk.exchange import laptops
            from alfdesk.exchange.stick import Disk
            from alfdesk.store import engine

            with engine.translated():
                raw = Disk().read(file, laptops.REQUEST_LIMIT)
            return laptops.read_request(raw)

        def done(asked: Request) -> None:
            self.request, self.asked = file, asked
            self.folder = self.folder or file.parent
            self.shell.prefs.keep(laptop_folder=str(file.parent))
            self._fit()
            self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)

        self.band.say("")
        tasks.run(self, "", read, done, self._refused, cancel=False)

    def ask_where(self) -> None:
        ask_folder(self, _("Write the welcome to"), str(self.folder or ""), self.take_folder)

    def take_folder(self, folder: Path) -> None:
        self.folder = folder
        self._fit()

    # The welcome ---------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Check what can be checked here, then write the welcome beside the window."""
        from alfdesk.exchange import laptops

        if self.task is not None or self.request is None or self.asked is None or self.folder is None:
            return
        self.band.say("")
        try:
            laptops.require_code(self.asked, self.code.text())
        except UserFacingError as error:
            _point_at(self.code, error.sentence)
            return
        if not self.passphrase.text() and not self.desk.practice:
            _point_at(self.passphrase, _("Write your passphrase."))
        else:
            self._write(self.request, self.code.text(), self.passphrase.text(), self.folder)

    def _write(self, request: Path, code: str, passphrase: str, folder: Path) -> None:
        place, acting = self.desk.place, self.desk.acting
        certain = self.desk.practice

        def act(going: tasks.Going) -> Any:
            from alfdesk.exchange import laptops
            from alfdesk.store import workplace

            if not certain:
                known = workplace.derive(place.folder, name=acting.name, passphrase=passphrase)
                if known.owner != place.owner:
                    raise WrongPassphrase(_wrong())
            going.check()
            self.made = laptops.welcome(place, request, code, folder, disk=_watched(going))
            return self.made

        self.made = None
        self.task = tasks.run(self, _("Writes the welcome"), act, self._written, self._refused)
        self.progress.cancel.setEnabled(True)
        self.progress.follow(self.task)
        self.task.ended.connect(self._ended)
        self._fit()

    def _written(self, made: Any) -> None:
        """Say what is left to do, at the other laptop."""
        self._enable(True)
        self.passphrase.set("")
        for part in (self.requests, self.places, self.choose, self.code, self.passphrase, self.other, self.full_copy,
                     self.give):  # fmt: skip
            part.hide()
        self.done = True
        self.title.setText(_("The welcome is ready"))
        self.lead.setText(_("Put the stick into {name}, and choose the welcome there.").format(name=self._name())
                          + " " + _("Whoever will use it signs in with her own name and passphrase."))  # fmt: skip
        self.file.show_as("file-text", _("Welcome: {file}").format(file=made.path.name), "text")
        self.where.show_as("folder", _("In the folder {folder}").format(folder=made.path.parent), "text")
        said = _("The welcome is written and checked. You can take out the stick.")
        self.band.say(said, kind="good")
        self.close_it.say(_("Done"))
        self.close_it.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shell.announcer.say(said)
        self.fit()

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        if isinstance(error, WrongPassphrase):
            _point_at(self.passphrase, _wrong())
        else:
            self.band.say(words_of(error), self._half_way(), "wrong")
        self.shell.announcer.say(words_of(error), at_once=True)

    def _ended(self) -> None:
        """Also after Cancel, when nobody else is told."""
        if self.made is not None and not self.done:  # stopped when it was written already
            self._written(self.made)
        elif self.task is not None and self.task.stopped:
            self.band.say(_("Stopped. No file was written."), self._half_way(), "tell")
        self.task = None
        self._fit()
        if self.panel.hasFocus():
            self.give.setFocus(Qt.FocusReason.OtherFocusReason)

    def _half_way(self) -> str:
        """The laptop comes into the journal before its file: what that means when there is no file."""
        from alfdesk.exchange import lives

        if self.task is not None and self.asked is not None and lives.is_let_in(self.desk.place, self.asked):
            return _("{name} is in the list already. The same request makes a new welcome.").format(name=self._name())
        return ""

    # Private parts -------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        if self.passphrase.isVisible() and not self.passphrase.text():
            self.passphrase.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.go_on()

    def _fit(self) -> None:
        """What stands there is what can be done next."""
        if self.done:
            return
        asked, busy = self.request is not None, self.task is not None
        if self.request is not None:
            self.file.show_as("file-text", _("Request: {file}").format(file=self.request.name), "text")
            self.full_copy.say(_("You give “{name}” a full copy of this workplace.").format(name=self._name()),
                               _("Do it only when you know who is asking."))  # fmt: skip
            said = _("The welcome is written to {folder}").format(folder=self.folder)
            self.where.show_as("folder", said, "text")
        self.file.setVisible(asked)
        self.full_copy.setVisible(asked)
        self.choose.role = "secondary" if asked else "primary"
        self.choose.say(_("Another request") if asked else _("Choose request"))
        for part in (self.code, self.give, self.where, self.places, self.other):
            part.setVisible(asked)
        self.requests.setVisible(not asked)
        self.places.allow(asked, self.folder)
        self.passphrase.setVisible(asked and not self.desk.practice)
        self._enable(not busy)
        self.fit()

    def _enable(self, on: bool) -> None:
        """While it is written nothing else can be done here but to stop; the keys still come here."""
        if not on:
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
        for control in (self.requests, self.places, self.choose, self.code, self.passphrase, self.other, self.give,
                        self.close_it):  # fmt: skip
            control.setEnabled(on)

    def _name(self) -> str:
        return self.asked.name if self.asked is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What is told makes the panel higher."""
        if event.type() == QEvent.Type.LayoutRequest and watched is not self.over:
            QTimer.singleShot(0, self, self.fit)
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Stops what is under way, and else leaves."""
        if self.task is not None:
            self.task.cancel()
        else:
            super().leave()


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    Flow(*parts, gap=12, line_gap=8, parent=row)
    return row


def _point_at(field: Field, sentence: str) -> None:
    field.refuse(sentence)
    field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    field.edit.selectAll()


def _wrong() -> str:
    return _("The passphrase isn't right. Check capital and small letters, and try again.")


def _watched(going: tasks.Going) -> Any:
    """The disk, a piece at a time: it tells how far it is, and stops when the person has had enough."""
    import os

    from alfdesk.exchange.stick import Disk

    class Watched(Disk):
        def write(self, path: Path, content: bytes) -> None:
            with open(path, "xb") as file:
                for start in range(0, len(content), PIECE):
                    going.step(start, len(content))
                    file.write(content[start : start + PIECE])
                file.flush()
                os.fsync(file.fileno())

        def rename(self, path: Path, to: Path) -> None:
            going.check()
            super().rename(path, to)

    return Watched()
