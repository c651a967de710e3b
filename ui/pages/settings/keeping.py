"""Backup, check, and whose time is over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ... import formats
from ...dialogs.ask import Answer, Ask
from ...dialogs.files import ask_folder
from ...widgets.buttons import Button
from ...widgets.notice import Band
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from .section import Section, fit_rows, work_on


class Keeping(Section):
    key, words, icon = "keeping", marked("Backup and erasure"), "shield-lock"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.backup = Button(_("Back up now"), "download")
        self.check = Button(_("Check the file"), "list-check")
        self.band = Band("good")
        self.due = RowTable(_("Due for erasure"), [
            Column(_("Name"), lambda d: Cell(d[1], "user", kind="name"), 200, 1),
            Column(_("Programme"), lambda d: d[2], 160, 1),
            Column(_("Last day"), lambda d: formats.day_short(d[0].last_day), 120),
            Column(_("Due"), lambda d: formats.day_short(d[0].due), 120),
        ], key=lambda d: (d[0].person, d[0].programme))  # fmt: skip
        self.none = Text(_("Nobody is due for erasure."), "body", "mut")
        self.erase = Button(_("Erase person"), "trash", "danger")
        # Assemble
        self.heading(_("Backup"), _("A copy in a folder or on a memory stick. It opens with the passphrases of today."))
        self.flow(self.backup, self.check)
        self.column.put(self.band)
        self.heading(_("Due for erasure"), _("Counted from the last day, with the months of the programme."))
        self.column.put(self.due)
        self.column.put(self.none)
        self.flow(self.erase)
        # Connect
        self.backup.clicked.connect(self.ask_where)
        self.check.clicked.connect(self.check_now)
        self.erase.clicked.connect(self.ask_erase)

    def refresh(self) -> None:
        from alfdesk import people, programmes, retention

        def read(session: Any) -> list[tuple[Any, str, str]]:
            named = {p.id: p.name or "" for p in programmes.everyone(session)}
            return [(d, people.card(session, d.person, self.desk.today()).found.full_name, named.get(d.programme, ""))
                    for d in retention.due(session, self.desk.today())]  # fmt: skip

        due = self.desk.read(read)
        self.due.show_records(due)
        fit_rows(self.due)
        self.none.setVisible(not due)
        self.erase.setVisible(bool(due) and self.desk.may("administrator"))

    # Backup and check --------------------------------------------------------------------------------------------

    def ask_where(self) -> None:
        """Ask for the folder, then back up into it."""
        ask_folder(self.shell, _("Back up into"), self.shell.prefs.get("backup_folder"), self.back_up_to)

    def back_up_to(self, folder: Path) -> None:
        from alfdesk.store.backup import backup

        def done(copy: Any) -> None:
            self.shell.prefs.keep(backup_folder=str(folder))
            self.band.say(_("The backup is saved and checked: {file}").format(file=copy.path), kind="good")
            self.shell.say(_("The backup is saved and checked."))

        work_on(self.shell, _("Writes the backup"), lambda: backup(self.desk.place, folder), done,
                lambda sentence: self.band.say(sentence, kind="wrong"))  # fmt: skip

    def check_now(self) -> None:
        """Look at every page and every entry."""
        from alfdesk.store.check import check

        def done(report: Any) -> None:
            if report.ok:
                count = ngettext("Everything is there: {count} entry.", "Everything is there: {count} entries.",
                                 report.entries)
                self.band.say(count.format(count=formats.spaced(report.entries)), " ".join(report.problems), "good")
            else:
                self.band.say(_("The file is not whole."), " ".join(report.problems), "wrong")
            self.shell.announcer.say(self.band.words.text())

        work_on(self.shell, _("Checks the file"), lambda: check(self.desk.place), done,
                lambda sentence: self.band.say(sentence, kind="wrong"))  # fmt: skip

    # Erasure -----------------------------------------------------------------------------------------------------

    def ask_erase(self) -> None:
        current = self.due.current()
        if current is None:
            return
        title = _("Erase {name} for ever?").format(name=current[1])
        Ask(self.shell, title, _("Everything about this person goes. This can't be undone."),
            Answer(_("Erase for ever"), lambda: self._erase(current[0].person), "danger", "trash"),
            Answer(_("Cancel"))).open()  # fmt: skip

    def _erase(self, person: bytes) -> None:
        from alfdesk import people
        from ...desk import REFUSED

        if self.desk.do(people.erase, "", person=person) is REFUSED:
            return
        said = _("The person is erased. Old backups end by their own time.")
        work_on(self.shell, _("Writes the file with a new key"), self.desk.place.wipe,
                lambda _none: self.shell.say(said))
