"""Closing the roll: the question in the place of the box, and in the header who closed it."""

from __future__ import annotations

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ...widgets.buttons import ENTER, Button
from ...widgets.notice import Band
from ...widgets.text import IconText


class CloseQuestion(Band):
    """How many are still open, and what becomes of them. Enter closes, Esc leaves it open."""

    def __init__(self) -> None:
        self.yes = Button(_("Close roll"), "", "primary", ENTER)
        self.no = Button(_("Cancel"), "", "secondary", "Esc")
        super().__init__("look", "", "", self.yes, self.no)

    def ask(self, waits: int, later: int, name: str) -> None:
        left = waits + later
        if left == 0:
            first = _("Everyone is marked.")
        elif later:
            first = ngettext(
                "{count} person waits or is coming later.", "{count} people wait or are coming later.", left
            )
        else:
            first = ngettext("{count} person is still waiting.", "{count} people are still waiting.", left)
        second = _("They'll be marked as not come. You can undo this all day.") if left else ""
        self.say(first.format(count=left), second or _("You sign the roll as {name}.").format(name=name))

    @staticmethod
    def done(marked: int) -> str:
        """What has become true."""
        if not marked:
            return _("The roll is closed.")
        said = ngettext(
            "The roll is closed. {count} person did not come.", "The roll is closed. {count} people did not come.",
            marked,
        )  # fmt: skip
        return said.format(count=marked)


class ClosedRoll(IconText):
    """The signature: who closed the roll, and when."""

    def __init__(self) -> None:
        super().__init__("lock-filled", "", "strong", "present")
        self.hide()

    def sign(self, by: str | None, at: str | None) -> None:
        """Say it; nobody, and it goes."""
        words = _("Closed by {name} {time}").format(name=by, time=at or "").rstrip() if by else ""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(by))
