"""Utveksle, its backups: one more, and one that is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alfdesk.i18n import gettext as _

from ...dialogs.files import ask_folder
from ...sticks import Beside
from . import acts
from .go_back import GoBack
from .keep_card import KeepCard, copies_in
from .places import places
from .receiving import Receiving


class Keeping(Receiving):
    """Backups."""

    copies: Beside
    keep_card: KeepCard

    def _ask_copies(self) -> None:
        folder = self.shell.prefs.get("backup_folder")
        self.copies.ask(lambda: (copies_in(folder), folder), later=True)

    def _show_copies(self, found: tuple[tuple[float, ...], str]) -> None:
        self.keep_card.show_copies(*found, self.desk.today())

    def back_up(self) -> None:
        """Into the folder that is remembered, else ask for one."""
        folder = self.shell.prefs.get("backup_folder")
        if folder:
            self.back_up_to(folder)
        else:
            ask_folder(self.shell, _("Back up into"), "", lambda chosen: self.back_up_to(str(chosen)))

    def back_up_to(self, folder: str) -> None:
        def done(copy: Any) -> None:
            self.shell.prefs.keep(backup_folder=folder)
            self.after.tell(_("The backup is saved and checked: {file}").format(file=copy.path))
            self.shell.announcer.say(_("The backup is saved and checked."))
            self._ask_copies()

        acts.back_up(self, Path(folder), done, self._refuse)

    def choose_backup(self) -> GoBack:
        """Take back a backup: which one, what that would lose, and then the act."""
        from alfdesk.exchange import reading

        own = self.desk.place.folder / reading.BEFORE
        known = [(w.root, w.name) for w in places(self.sticks.now, self.shell.prefs.get("backup_folder"))]
        panel = GoBack(self, [*known, (own, _("By itself, on this laptop"))])
        panel.chosen.connect(self.go_back)
        panel.open()
        return panel

    def go_back(self, copy: Path, when: str) -> None:
        """This copy in the place of what stands."""
        roles = self.desk.acting.roles

        def done(_kept: Any) -> None:
            said = _("All is as it was {when}.").format(when=when)
            self.after.tell(said, _("What stood here is kept as a backup until the next parcel comes in."))
            self.shell.announcer.say(said)
            self.refresh()
            self._into_sight(self.after)
            if self.desk.acting.roles != roles:  # the pages are chosen by what she may do
                self.shell.left.emit()

        acts.go_back(self, copy, done, self._refuse)
