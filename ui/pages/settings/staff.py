"""Who signs in: names, roles, passphrases, and the recovery sheet."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ...dialogs.ask import Answer, Ask
from ...widgets.buttons import Button
from ...widgets.choosing import Check, Labelled
from ...widgets.fields import Field
from ...widgets.layouts import Column as Lines
from ...widgets.row_table import Cell, Column, RowTable
from .section import Section, fit_rows, work_on

ROLES = {
    "supervisor": marked("Supervisor"), "desk": marked("Desk"), "office": marked("Office"),
    "manager": marked("Manager"), "administrator": marked("Administrator"),
}  # fmt: skip


class StaffSection(Section):
    key, words, icon = "staff", marked("Staff"), "users"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.table = RowTable(_("Staff"), [
            Column(_("Name"), lambda m: Cell(m.name, "user", kind="name"), 200, 1),
            Column(_("Roles"), lambda m: ", ".join(worded(ROLES.get(r, r)) for r in m.roles), 220, 2),
        ], key=lambda m: m.id)  # fmt: skip
        self.add = Button(_("Add member"), "user-plus")
        self.remove = Button(_("Remove member"), "trash", "danger")
        self.passphrase = Button(_("Change my passphrase"), "key")
        self.sheet = Button(_("New recovery sheet"), "file-text")
        # Assemble
        boss = self.desk.may("administrator")
        self.heading(_("Staff"), "" if boss else _("Only an administrator adds and removes."))
        self.column.put(self.table)
        self.flow(self.add, self.remove)
        self.heading(_("Keys"), _("The sheet opens the workplace when every passphrase is lost. Keep it in a safe."))
        self.flow(self.passphrase, self.sheet)
        for button in (self.add, self.remove, self.sheet):
            button.setVisible(boss)
        # Connect
        self.add.clicked.connect(self.ask_new)
        self.remove.clicked.connect(self.ask_remove)
        self.passphrase.clicked.connect(self.ask_passphrase)
        self.sheet.clicked.connect(self.make_sheet)

    def refresh(self) -> None:
        from alfdesk import staff

        self.table.show_records(self.desk.read(staff.members))
        fit_rows(self.table, 10)

    def ask_new(self) -> Ask:
        """Name, roles and a proposed passphrase."""
        from alfdesk.store import passphrase

        name = Field(_("Name"))
        roles = {role: Check(worded(words), role == "supervisor") for role, words in ROLES.items() if role != "desk"}
        hint = _("Six words nobody guesses. Write them down for her.")
        words = Field(_("Passphrase"), passphrase.propose(), hint=hint)
        another = Button(_("Propose another"), "refresh")
        another.clicked.connect(lambda: words.set(passphrase.propose()))
        box = QWidget()
        boxes = Labelled(_("Roles"), box)
        Lines(*roles.values(), gap=0, parent=box)

        def make() -> bool:
            chosen = [r for r, check in roles.items() if check.isChecked()]
            if not name.text().strip():
                name.refuse(_("Write the name."))
            if not chosen:
                boxes.hint.setText(_("Choose at least one role."))
                boxes.hint.show()
            if not name.text().strip() or not chosen:
                return False
            self._add(name.text(), chosen, words.text())
            return True

        question = Ask(self.shell, _("Add member"), _("She signs in with her name and the passphrase."),
                       Answer(_("Add member"), make, "primary"), Answer(_("Cancel")),
                       parts=(name, boxes, words, another))  # fmt: skip
        question.open()
        return question

    def ask_remove(self) -> None:
        member = self.table.current()
        if member is None:
            return
        title = _("Remove {name}?").format(name=member.name)
        Ask(self.shell, title, _("She can't sign in any more. What she did stays. The file gets a new key."),
            Answer(_("Remove {name}").format(name=member.name), lambda: self._remove(member.name), "danger"),
            Answer(_("Cancel"))).open()  # fmt: skip

    def ask_passphrase(self) -> Ask:
        """The new passphrase twice over is not asked for: it can be shown."""
        from alfdesk.store import passphrase

        hint = _("Six words nobody guesses, or a long sentence of your own.")
        words = Field(_("New passphrase"), secret=True, hint=hint)
        propose = Button(_("Propose one"), "refresh")
        propose.clicked.connect(lambda: (words.set(passphrase.propose()), words.show_button.setChecked(True)))

        def change() -> bool:
            from alfdesk.errors import UserFacingError

            try:
                passphrase.require_strong(words.text(), (self.desk.organisation, self.desk.acting.name))
            except UserFacingError as error:
                words.refuse(error.sentence)
                return False
            self._change(words.text())
            return True

        question = Ask(self.shell, _("Change my passphrase"), _("The file gets a new key. It takes some seconds."),
                       Answer(_("Change passphrase"), change, "primary"), Answer(_("Cancel")),
                       parts=(words, propose))  # fmt: skip
        question.open()
        return question

    def make_sheet(self) -> None:
        """Made, shown, and in force once it is printed or saved."""
        from ...gate.recovery import make_sheet

        refusal = make_sheet(self.desk, self.shell)
        if refusal:
            self.shell.refuse(refusal)
        else:
            self.shell.say(_("The sheet is made and in force. Put it in the safe today."))

    # Slow parts: a key is derived, or the file written anew -----------------------------------------------------

    def _add(self, name: str, roles: list[str], passphrase: str) -> None:
        from alfdesk import staff

        said = _("{name} can sign in.").format(name=" ".join(name.split()))
        work_on(self.shell, _("Makes keys"),
                lambda: staff.add(self.desk.place, name=name, roles=roles, passphrase_=passphrase),
                self._told(said))  # fmt: skip

    def _remove(self, name: str) -> None:
        from alfdesk import staff

        today = self.desk.today()
        said = _("{name} can't sign in any more.").format(name=name)
        work_on(self.shell, _("Writes the file with a new key"),
                lambda: staff.remove(self.desk.place, name=name, today=today), self._told(said))  # fmt: skip

    def _change(self, passphrase: str) -> None:
        from alfdesk import staff

        work_on(self.shell, _("Writes the file with a new key"),
                lambda: staff.change_passphrase(self.desk.place, new=passphrase),
                self._told(_("The passphrase is changed. The file has a new key.")))  # fmt: skip

    def _told(self, said: str) -> Any:
        def done(_answer: object) -> None:
            self.refresh()
            self.shell.say(said)

        return done
