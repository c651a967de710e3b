"""Joining a workplace that is on another laptop already: ask with a file and a code, then open the welcome.

Between the two the program may be closed: the request waits in the profile, and the code is shown again. Nothing is
changed here until a whole, genuine welcome is opened with somebody's own passphrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from .. import session, tasks
from ..dialogs.files import ask_file, ask_folder
from ..messages import words_of
from ..plugged import Plugged
from ..widgets.buttons import ENTER, Button
from ..widgets.code import CodeShown
from ..widgets.fields import Field
from ..widgets.layouts import Column, Flow, Line
from ..widgets.text import IconText, Text
from .parts import Card, Gate, Rule

if TYPE_CHECKING:
    from alfdesk.store.workplace import Place

    from ..window import Window

WIDE = 720
NAME_LIMIT = 80


@dataclass
class Joining:
    """How far it has come. The code is read from the profile; the passphrase is never kept."""

    laptop: str = ""
    code: str = ""
    request: Path | None = None  # the file made in this run
    welcome: Path | None = None


class Join(Gate):
    """The frame around the three: asking, waiting with the code, opening the welcome."""

    def __init__(self, window: Window, so_far: Joining | None = None) -> None:
        # Elements
        super().__init__(window.prefs)
        self.host, self.so_far = window, so_far or Joining()
        self.card = Card(wide=WIDE)
        self.title, self.lead = Text("", "h1", wrap=True), Text("", "body", "mut", wrap=True)
        self.room = Column(gap=0)
        self.step: Ask | Wait | Open | None = None
        # Assemble
        self.card.column.put(Column(self.title, self.lead, gap=6))
        self.card.column.put(self.band)
        self.card.column.put(self.room)
        self.card.column.put(self.going)
        self.put_card(self.card)
        self.content.put(self.foot())
        # Connect
        self.does(self.back, "Escape")
        self.show_step()

    def again(self) -> Join:
        """The same screen in the language that is in use now."""
        if isinstance(self.step, Ask):
            self.so_far.laptop = self.step.name.text()
        return Join(self.host, self.so_far)

    def show_step(self) -> None:
        """The screen that comes next, by what there is."""
        s = self.so_far
        kind = Open if s.welcome is not None else Wait if s.code or session.has_asked(self.host.folder) else Ask
        if self.step is not None:
            self.room.removeWidget(self.step)
            self.step.hide()
            self.step.deleteLater()
        self.band.say("")
        self.step = step = kind(self)
        self.title.setText(step.title())
        self.lead.setText(step.lead())
        self.room.put(step)
        step.show()
        if self.isVisible():
            step.first().setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll.verticalScrollBar().setValue(0)

    def first(self) -> QWidget | None:
        return self.step.first() if self.step is not None else None

    def aloud(self) -> str:
        more = self.step.aloud() if self.step is not None else ""
        said = (self.going.text(), f"{self.title.text()}.", self.lead.text(), more, self.band.words.text())
        return " ".join(s for s in said if s)

    def at_fault(self) -> Field | None:
        return self.step.at_fault() if self.step is not None else None

    def back(self) -> None:
        """One screen back; from the first, and from waiting, to where it began."""
        if self.busy:
            return
        if self.so_far.welcome is not None:
            self.so_far.welcome = None
            self.show_step()
        elif not isinstance(self.step, Wait):
            self.host.show_start()

    # What takes its time ---------------------------------------------------------------------------------------------

    def ask_into(self, out: Path) -> None:
        """Make the request in this folder."""
        step, folder = self.step, self.host.folder
        laptop = step.name.text() if isinstance(step, Ask) else self.so_far.laptop
        self.so_far.laptop = laptop

        def done(made: tuple[Path, str]) -> None:
            self.busy = False
            self.wait("")
            self.so_far.request, self.so_far.code = made
            self.prefs.keep(laptop_folder=str(out))
            self.show_step()

        self._run(_("Makes the request …"), lambda: session.ask(folder, laptop, out), done, self.refuse_all)

    def read_code(self) -> None:
        """The code that waits in the profile."""
        folder = self.host.folder

        def done(found: tuple[str, str] | None) -> None:
            self.busy = False
            self.wait("")
            if found is None:  # it can't be read: begin anew
                session.ask_no_more(folder)
            else:
                self.so_far.laptop, self.so_far.code = found
            self.show_step()

        self._run(_("Reads the request …"), lambda: session.asked(folder), done, self.refuse_all)

    def ask_no_more(self) -> None:
        """Forget the request, and go back to where one begins."""
        if not self.busy:
            session.ask_no_more(self.host.folder)
            self.host.show_start()

    def join(self, welcome: Path, name: str, passphrase: str) -> None:
        host = self.host
        folder, clock = host.folder, host.clock
        self._run(_("Opens the welcome …"), lambda: session.join(folder, welcome, name, passphrase, clock),
                  self._joined, self._not_joined)  # fmt: skip

    def _joined(self, place: Place) -> None:
        from alfdesk.i18n import language

        self.prefs.keep(language=language())
        self.host.open_with(place)
        if self.host.work is not None:
            self.host.work.say(_("This laptop has joined. Everything is here."))

    def _not_joined(self, error: BaseException) -> None:
        from alfdesk.errors import WrongPassphrase

        if isinstance(error, WrongPassphrase):
            self.refuse(words_of(error))
        else:
            self.refuse_all(error)

    def refuse_all(self, error: BaseException) -> None:
        """A refusal that is about no field: the file, or the stick."""
        self.busy = False
        self.wait("")
        self.band.say(words_of(error), kind="wrong")

    def _run(self, label: str, work: Any, done: Any, failed: Any) -> None:
        if self.busy:
            return
        self.busy = True
        self.band.say("")
        task = tasks.run(self.host, label, lambda _going: work(), done, failed, cancel=False)
        task.slow.connect(lambda: task.running and self.wait(label))


class _Step(QWidget):
    """What stands on the card."""

    def __init__(self, frame: Join) -> None:
        super().__init__()
        self.frame = frame
        self.column = Column(gap=14, parent=self)
        self.build()

    def build(self) -> None:
        """Elements, assemble, connect."""

    def title(self) -> str:
        return ""

    def lead(self) -> str:
        return ""

    def first(self) -> QWidget:
        return self

    def aloud(self) -> str:
        return ""

    def at_fault(self) -> Field | None:
        return None

    def buttons(self, *buttons: Button) -> None:
        row = QWidget()
        Flow(*buttons, parent=row)
        self.column.put(row)


class Ask(_Step):
    """The laptop's name, and where the request goes."""

    def title(self) -> str:
        return _("Join a workplace")

    def lead(self) -> str:
        return _("It is on another laptop already. You get everything in a file from there.")

    def build(self) -> None:
        from .set_up_steps import laptop_name

        self.name = Field(_("Name of this laptop"), self.frame.so_far.laptop or laptop_name(),
                          hint=_("So that you can tell the laptops apart."))  # fmt: skip
        self.name.edit.setMaxLength(NAME_LIMIT)
        self.make = Button(_("Make request"), "usb", "primary", ENTER)
        self.not_now = Button(_("Back"), "arrow-left")
        self.places = Plugged()
        self.column.put(self.name)
        self.column.put(Text(_("Choose a memory stick or a folder for it. It holds no secrets."), "small", "mut",
                             wrap=True))  # fmt: skip
        self.column.put(self.places)
        self.buttons(self.make, self.not_now)
        self.places.chosen.connect(self.write_to)
        self.name.edit.returnPressed.connect(self.ask_where)
        self.make.clicked.connect(self.ask_where)
        self.not_now.clicked.connect(self.frame.back)

    def first(self) -> QWidget:
        return self.name

    def ask_where(self) -> None:
        """Ask for the folder, then write the request there."""
        if self._is_named():
            start = self.frame.prefs.get("laptop_folder")
            ask_folder(self, _("Write the request to"), start, self.frame.ask_into)

    def write_to(self, folder: Path) -> None:
        """Onto a stick that is plugged in."""
        if self._is_named():
            self.frame.ask_into(folder)

    def _is_named(self) -> bool:
        if self.frame.busy:
            return False
        if not self.name.text().strip():
            self.name.refuse(_("This must be filled in."))
            self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True


class Wait(_Step):
    """The code, large, and what to do with it. The program may be closed meanwhile."""

    def title(self) -> str:
        return _("Read the code aloud")

    def lead(self) -> str:
        name = self.frame.so_far.laptop
        return _("“{name}” has asked to join. Now an administrator lets it in.").format(name=name) if name else ""

    def build(self) -> None:
        s = self.frame.so_far
        self.code = CodeShown(s.code)
        self.open = Button(_("Choose welcome"), "folder", "primary", ENTER)
        self.once_more = Button(_("Make request again"), "usb")
        self.give_up = Button(_("Ask no more"), "x", "text")
        self.welcomes = Plugged(".alf")
        self.column.put(self.code)
        self.column.put(self.welcomes)
        self.buttons(self.open, self.once_more, self.give_up)
        for number, words in enumerate((
            _("Take the request to an administrator, on a laptop that is with you already."),
            _("There she opens Settings, Laptops, and chooses Add laptop."),
            _("Read her the code, or call her. She types it in."),
            _("She gives you a welcome. Choose it here."),
        ), 1):  # fmt: skip
            line = Line(gap=10)
            line.put(Text(f"{number}.", "strong", "prim"), align=Qt.AlignmentFlag.AlignTop)
            line.put(Text(words, wrap=True), 1)
            self.column.put(line)
        if s.request is not None:
            said = _("The request is written. You can take out the stick: {file}").format(file=s.request.name)
            self.column.put(IconText("circle-check-filled", said, "small", "present", wrap=True))
        self.column.put(Text(_("You can close Alfdesk meanwhile. The code stands here when you come back."), "small",
                             "mut", wrap=True))  # fmt: skip
        self.welcomes.chosen.connect(self.take_welcome)
        self.open.clicked.connect(self.ask_welcome)
        self.once_more.clicked.connect(self.ask_where)
        self.give_up.clicked.connect(self.frame.ask_no_more)
        self.code.setVisible(bool(s.code))
        if not s.code:
            self.frame.read_code()

    def first(self) -> QWidget:
        return self.open

    def aloud(self) -> str:
        return self.code.accessibleName()

    def ask_where(self) -> None:
        ask_folder(self, _("Write the request to"), self.frame.prefs.get("laptop_folder"), self.frame.ask_into)

    def ask_welcome(self) -> None:
        kinds = _("Welcomes") + " (*.alf)"
        start = self.frame.prefs.get("laptop_folder")
        ask_file(self, _("Choose welcome"), start, kinds, self.take_welcome)

    def take_welcome(self, file: Path) -> None:
        self.frame.so_far.welcome = file
        self.frame.show_step()


class Open(_Step):
    """Whoever will use the laptop opens the welcome with her own name and passphrase."""

    def title(self) -> str:
        return _("Open the welcome")

    def lead(self) -> str:
        return _("Write the name and the passphrase that you use on the other laptop.")

    def build(self) -> None:
        self.file = IconText("file-text", _named(self._welcome()))
        self.name = Field(_("Your name"))
        self.passphrase = Field(_("Passphrase"), secret=True)
        self.go = Button(_("Join"), "device-laptop", "primary", ENTER)
        self.other = Button(_("Another file"), "folder")
        self.not_now = Button(_("Back"), "arrow-left")
        for part in (self.file, Rule(), self.name, self.passphrase):
            self.column.put(part)
        self.buttons(self.go, self.other, self.not_now)
        self.name.edit.returnPressed.connect(partial(self.passphrase.edit.setFocus, Qt.FocusReason.TabFocusReason))
        self.passphrase.edit.returnPressed.connect(self.enter)
        self.go.clicked.connect(self.enter)
        self.other.clicked.connect(self.ask_other)
        self.not_now.clicked.connect(self.frame.back)

    def first(self) -> QWidget:
        return self.name

    def at_fault(self) -> Field:
        return self.passphrase

    def ask_other(self) -> None:
        ask_file(self, _("Choose welcome"), str(self._welcome().parent), _("Welcomes") + " (*.alf)", self.take_other)

    def take_other(self, file: Path) -> None:
        """Another file; what was written stays."""
        self.frame.so_far.welcome = file
        self.file.words.setText(_named(file))
        self.frame.band.say("")

    def enter(self) -> None:
        """Open it. What is missing is asked for first."""
        missing = ((self.name, _("This must be filled in.")), (self.passphrase, _("Write your passphrase.")))
        for field, sentence in missing:
            if not field.text().strip():
                field.refuse(sentence)
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.frame.join(self._welcome(), self.name.text(), self.passphrase.text())

    def _welcome(self) -> Path:
        assert self.frame.so_far.welcome is not None
        return self.frame.so_far.welcome


def _named(file: Path) -> str:
    return _("Welcome: {file}").format(file=file.name)
