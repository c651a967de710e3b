"""The recovery sheet: made, handed over, then in force. Until there is one, a reminder stands over the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QWidget

from shiboken6 import isValid

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ..widgets.buttons import Button
from ..widgets.notice import Band

if TYPE_CHECKING:
    from ..desk import Desk
    from ..work import Work


class _NotTaken(UserFacingError):
    """The sheet was closed without being printed or saved."""


def make_sheet(desk: Desk, parent: QWidget) -> str:
    """Make a fresh sheet, show it, and put it in force once it was printed or saved.

    Returns an empty string when it is in force, else a sentence. The sheet before it opens nothing new afterwards.
    """
    from alfdesk import staff

    try:
        staff.new_recovery(desk.place, today=desk.today(), hand_over=lambda paper: _hand_over(desk, parent, paper))
    except UserFacingError as error:
        return error.sentence
    return ""


def _hand_over(desk: Desk, parent: QWidget, paper: Any) -> None:
    """Show the sheet until it is printed or saved; one that is only closed is not in force."""
    from alfdesk.reports.recovery_sheet import RecoverySheet, recovery_sheet

    from ..dialogs.preview import Preview

    sheet = RecoverySheet(
        organisation=paper.organisation, laptop=paper.laptop, made_on=paper.made_on, secret=paper.secret,
        recipient=paper.recipient, practice=desk.practice,
    )  # fmt: skip
    pdf = recovery_sheet(sheet)
    preview = Preview(parent, _("Recovery sheet"), lambda: pdf, _("recovery-sheet"), desk=desk)
    wait = QEventLoop()
    preview.left.connect(wait.quit)
    preview.destroyed.connect(wait.quit)  # the key was dropped meanwhile
    preview.open()
    wait.exec()
    if not preview.handed_over or not desk.place.key:
        raise _NotTaken(_("The sheet was neither printed nor saved. It is not in force."))


def put_reminder(work: Work) -> None:
    """Over the pages of an administrator, until there is a recovery sheet."""
    desk = work.desk
    if not desk.practice and desk.may("administrator") and not desk.read(_in_force):
        work.put_band(RecoveryReminder(work))


class RecoveryReminder(Band):
    """Stands until a sheet is in force."""

    def __init__(self, work: Work) -> None:
        make = Button(_("Make the sheet"), "printer")
        sentence, more = _("There is no recovery sheet yet."), _("Without it, lost passphrases mean lost data.")
        super().__init__("look", sentence, more, make)
        self.work = work
        make.clicked.connect(self._make)
        work.desk.wrote.connect(self._wrote)

    def _make(self) -> None:
        sentence = make_sheet(self.work.desk, self.work)
        if not isValid(self):
            return
        if sentence:
            self.work.refuse(sentence)
        else:
            self.work.say(_("The sheet is made and in force. Put it in the safe today."))

    def _wrote(self, tables: frozenset[str]) -> None:
        if "recovery_key" in tables:
            self.setVisible(not self.work.desk.read(_in_force))


def _in_force(session: Any) -> bool:
    from alfdesk import staff

    return staff.has_recovery(session)
