"""What is on the five screens of set-up. Each step checks what was written and does its part when Next is pressed."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from shiboken6 import isValid

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked
from alfdesk.i18n import ngettext


from ..widgets.buttons import Button
from ..widgets.fields import Field
from ..widgets.layouts import Column, Flow
from ..widgets.notice import Band
from ..widgets.text import IconText
from .new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from .set_up import SetUp

FIELD = 560


class Step(QWidget):
    """One screen. `keep` puts what was written into the answers; `go_on` calls `frame.advance()`, or says why not."""

    words: ClassVar[str]  # the title, a msgid
    may_skip: ClassVar[bool] = True

    def __init__(self, frame: SetUp) -> None:
        super().__init__()
        self.frame, self.answers = frame, frame.answers
        self.column = Column(gap=16, parent=self)
        self.build()

    def lead(self) -> str:
        return ""

    def next_words(self) -> str:
        return _("Next")

    def build(self) -> None:
        """Elements, assemble, connect."""

    def first(self) -> QWidget | None:
        return None

    def keep(self) -> None:
        """Put what was written into the answers."""

    def go_on(self) -> None:
        self.frame.advance()


class NameStep(Step):
    words = marked("Welcome to Alfdesk")
    may_skip = False

    def lead(self) -> str:
        return _("Three names, and the workplace is on its way.")

    def build(self) -> None:
        a = self.answers
        self.organisation = Field(_("Name of the organisation"), a.organisation, width=FIELD)
        self.name = Field(_("Your name"), a.name, width=FIELD,
                          hint=_("You sign in with it. You may do everything here."))  # fmt: skip
        self.laptop = Field(_("Name of this laptop"), a.laptop or laptop_name(), width=FIELD,
                            hint=_("So that you can tell the laptops apart."))  # fmt: skip
        self.fields = (self.organisation, self.name, self.laptop)
        for part in self.fields:
            self.column.put(part)
            part.edit.setMaxLength(80)
            part.edit.returnPressed.connect(self.frame.go_on)

    def first(self) -> QWidget:
        return next((f for f in self.fields if not f.text().strip()), self.organisation)

    def keep(self) -> None:
        a = self.answers
        a.organisation, a.name, a.laptop = (" ".join(f.text().split()) for f in self.fields)

    def go_on(self) -> None:
        """Enter goes to the next line that is empty, and on when none is."""
        here = next((f for f in self.fields if f.edit.hasFocus()), None)
        missing = [f for f in self.fields if not f.text().strip()]
        after = self.fields[self.fields.index(here) + 1 :] if here is not None and here.text().strip() else self.fields
        if not missing:
            self.frame.advance()
            return
        target = next((f for f in after if f in missing), missing[0])
        if target is here or here is None or here.text().strip() == "":
            missing[0].refuse(_("This must be filled in."))
            target = missing[0]
        target.edit.setFocus(Qt.FocusReason.TabFocusReason)


class PassphraseStep(Step):
    words = marked("Your passphrase")
    may_skip = False

    def lead(self) -> str:
        return _("It locks everything on this laptop. Six words are easy to write and hard to guess.")

    def build(self) -> None:
        a = self.answers
        self.new = NewPassphrase(lambda: (a.organisation, a.laptop, a.name), a.passphrase)
        self.new.phrase.setMaximumWidth(100_000)
        self.column.put(self.new)
        self.new.entered.connect(self.frame.go_on)

    def first(self) -> QWidget:
        return self.new.phrase

    def keep(self) -> None:
        self.answers.passphrase = "" if self.answers.founded else self.new.text()

    def go_on(self) -> None:
        if self.new.check():
            self.keep()
            self.frame.found()


class RecoveryStep(Step):
    words = marked("The recovery sheet")

    def lead(self) -> str:
        return _("It is the only way in when every passphrase is lost. Print it, and put it in the safe.")

    def build(self) -> None:
        self.done = Band("good")
        self.make = Button(_("Make the sheet"), "printer")
        self.note = IconText("info-circle", _("If you skip this, a reminder stands until it is done."), "small", "mut",
                             wrap=True)  # fmt: skip
        row = QWidget()
        Flow(self.make, parent=row)
        for part in (self.done, row, self.note):
            self.column.put(part)
        self.make.clicked.connect(self._make)
        self._show()

    def first(self) -> QWidget:
        return self.frame.next if self.answers.has_sheet else self.make

    def next_words(self) -> str:
        return _("Next") if self.answers.has_sheet else _("Make the sheet")

    def go_on(self) -> None:
        if self.answers.has_sheet:
            self.frame.advance()
        else:
            self._make()

    def _make(self) -> None:
        from .recovery import make_sheet

        if self.frame.desk is None or self.frame.busy:
            return
        sentence = make_sheet(self.frame.desk, self.frame)
        if not isValid(self) or self.frame.desk is None:
            return
        self.answers.has_sheet = self.answers.has_sheet or not sentence
        self.frame.band.say(sentence)
        self._show()

    def _show(self) -> None:
        made = self.answers.has_sheet
        self.done.say(_("The sheet is made and in force. Put it in the safe today.") if made else "")
        self.note.setVisible(not made)
        self.make.setVisible(made)
        self.make.say(_("Make another") if made else _("Make the sheet"))
        self.frame.next.say(self.next_words())
        self.frame.next.setFocus(Qt.FocusReason.OtherFocusReason)


class PeopleStep(Step):
    words = marked("People")

    def lead(self) -> str:
        return _("Paste names or a list with headings, read a file, or leave it for later.")

    def next_words(self) -> str:
        return _("Start working")

    def build(self) -> None:
        from ..dialogs.read_people import ReadPeople

        assert self.frame.desk is not None
        self._going_on = False
        self.reading = ReadPeople(self.frame.desk)
        self.reading.read_button.role = "secondary"  # the way on is the main thing here
        self.done = Band("good")
        self.column.put(self.done)
        self.column.put(self.reading)
        self.reading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.reading.read_in.connect(self._read_in)
        self._told()

    def first(self) -> QWidget:
        return self.reading.start()

    def go_on(self) -> None:
        """What is pasted and not read in yet is read in first."""
        if self.reading.paste.toPlainText().strip() or self.reading.file is not None:
            self._going_on = True
            self.reading.send()
        else:
            self.frame.advance()

    def _read_in(self, done: Any) -> None:
        self.answers.read_in += done.written
        self._told()
        if self._going_on:
            self.frame.advance()

    def _told(self) -> None:
        count = self.answers.read_in
        sentence = ngettext("{count} person is on the list.", "{count} people are on the list.", count)
        self.done.say(sentence.format(count=count) if count else "")


def laptop_name() -> str:
    """The name the machine has, as a proposal."""
    return platform.node().split(".")[0][:80]


def screens() -> tuple[type[Step], ...]:
    from .set_up_teams import TeamsStep

    return (NameStep, PassphraseStep, RecoveryStep, TeamsStep, PeopleStep)


