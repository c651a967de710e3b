"""The laptops of the workplace: who is with us, who is let in, who is barred and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ...dialogs.ask import Answer, Ask
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.notice import Band
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import IconText
from .let_in import LetIn
from .section import Section, fit_rows, work_on

if TYPE_CHECKING:
    from alfdesk.exchange.lives import Life, Step


class Laptops(Section):
    key, words, icon = "laptops", marked("Laptops"), "device-laptop"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.table = RowTable(_("Laptops"), [
            Column("", lambda o: Cell(o.now.letter, kind="strong"), 48),
            Column(_("Name"), lambda o: Cell(o.now.name, "device-laptop", kind="name"), 170, 1),
            Column(_("State"), _state, 200, 1),
            Column(_("With us since"), lambda o: Cell(_moment(o.came.at)[:10], aside=o.came.who), 190, drops=1),
            Column(_("Last heard from"), lambda o: _heard(o), 150, drops=2),
        ], key=lambda o: (o.now.letter, o.now.name), spoken=_spoken)  # fmt: skip
        self.about = Band("look")
        self.add = Button(_("Add laptop"), "plus")
        self.bar = Button(_("Bar laptop"), "ban", "danger")
        self.lift = Button(_("Lift the bar"), "arrow-back-up")
        self.elsewhere = Button(_("Switch workplace"), "building")
        # Assemble
        self.boss = self.desk.may("administrator")
        only = _("Only an administrator adds and bars.")
        self.heading(_("Laptops"), _("They share this workplace by carrying files. Nothing goes over a network.")
                     + ("" if self.boss else f" {only}"))  # fmt: skip
        self.column.put(self.table)
        self.column.put(self.about)
        self.flow(self.add, self.bar, self.lift)
        self.heading(_("Several workplaces"),
                     _("One laptop can have several, each in its own folder. One is open at a time."))  # fmt: skip
        self.flow(self.elsewhere)
        # Connect
        self.table.moved_to.connect(lambda _life: self._fit())
        self.add.clicked.connect(self.ask_new)
        self.bar.clicked.connect(self.ask_bar)
        self.lift.clicked.connect(self.ask_lift)
        self.elsewhere.clicked.connect(self.shell.elsewhere)

    def refresh(self) -> None:
        from alfdesk.exchange.lives import lives

        self.table.show_records(lives(self.desk.place))
        fit_rows(self.table, 10)
        self._fit()

    def _fit(self) -> None:
        """What can be said of the marked one, and done with it."""
        life = self.table.current()
        sentence, more = _about(life) if life is not None else ("", "")
        self.about.say(sentence, more, "wrong" if life is not None and life.now.barred else "look")
        self.add.setVisible(self.boss)
        self.bar.setVisible(self.boss and life is not None and not life.now.own and not life.now.barred)
        self.lift.setVisible(self.boss and life is not None and life.now.barred)

    # Adding, barring, and the way back -----------------------------------------------------------------------------

    def ask_new(self) -> LetIn:
        """A new laptop, by its request and its code."""
        panel = LetIn(self.shell)
        panel.left.connect(self.refresh)
        panel.open()
        return panel

    def ask_bar(self) -> Ask | None:
        """What barring means and does not, and why it is done."""
        life = self.table.current()
        if life is None or life.now.own:
            return None
        name = life.now.name
        why = _why(_("Stolen, lost, sold …"))
        lines = [
            IconText("circle-check", _("No parcels are made for it from now on."), wrap=True),
            IconText("circle-check", _("What we have from it counts. What it writes later is put aside."), wrap=True),
            IconText("alert-triangle", _("What lies on it already stays there, locked by passphrases."), wrap=True),
            IconText("alert-triangle", _("Other laptops trust it until they take in your next parcel."), wrap=True),
        ]  # fmt: skip

        def act() -> bool:
            if not why.text().strip():
                why.refuse(_("Write why. It stays in the journal."))
                return False
            self._bar(name, why.text().strip())
            return True

        question = Ask(self.shell, _("Bar {name}?").format(name=name), _("This is what it does, and does not."),
                       Answer(_("Bar laptop"), act, "danger", "ban"), Answer(_("Cancel")),
                       parts=(*lines, why))  # fmt: skip
        question.open()
        why.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        return question

    def ask_lift(self) -> Ask | None:
        """The bar is taken back."""
        life = self.table.current()
        if life is None:
            return None
        name, why = life.now.name, _why(_("Found again, or barred by mistake."))

        def act() -> bool:
            if not why.text().strip():
                why.refuse(_("Write why. It stays in the journal."))
                return False
            self._lift(name, why.text().strip())
            return True

        said = _("All that it wrote counts again, also what was put aside.")
        question = Ask(self.shell, _("Lift the bar on {name}?").format(name=name), said,
                       Answer(_("Lift the bar"), act, "primary"), Answer(_("Cancel")), parts=(why,))  # fmt: skip
        question.open()
        return question

    def _bar(self, name: str, why: str) -> None:
        from alfdesk.exchange import laptops

        def done(barred: Any) -> None:
            said = _("{name} is barred. Make a parcel for the others, so that they know.").format(name=name)
            count = ngettext("{count} entry is put aside.", "{count} entries are put aside.", barred.put_aside)
            self._told(f"{said} {count.format(count=barred.put_aside)}" if barred.put_aside else said)

        work_on(self.shell, _("Bars the laptop"), lambda: laptops.revoke(self.desk.place, name, why=why), done)

    def _lift(self, name: str, why: str) -> None:
        from alfdesk.exchange import laptops

        def done(entries: int) -> None:
            said = _("{name} is with us again. Make a parcel for the others.").format(name=name)
            count = ngettext("{count} entry came in.", "{count} entries came in.", entries).format(count=entries)
            self._told(f"{said} {count}" if entries else said)

        work_on(self.shell, _("Lifts the bar"), lambda: laptops.pardon(self.desk.place, name, why=why), done)

    def _told(self, said: str) -> None:
        self.refresh()
        self.shell.say(said)


def _why(hint: str) -> Field:
    field = Field(_("Why"), hint=hint)
    field.edit.setMaxLength(200)
    return field


# A laptop in words ---------------------------------------------------------------------------------------------------


def _moment(wall: int) -> str:
    """20.11.2026 13.44"""
    from alfdesk import told
    from alfdesk.journal import local

    return told.moment(local(wall).isoformat(" "))


def _heard(life: Life) -> str:
    if life.now.own:
        return "–"
    return _("never") if life.now.heard is None else _moment(life.now.heard)


def _state(life: Life) -> Cell:
    """How it is with a laptop: the gravest thing first."""
    now = life.now
    if now.barred:
        return Cell(_("Barred"), "ban", "danger")
    if now.branches > 1:
        return Cell(_("Copied or restored"), "alert-triangle-filled", "later")
    if now.own:
        return Cell(_("This laptop"), "home")
    if now.heard is None:
        return Cell(_("Not heard from yet"), "clock", "mut")
    if now.silent:
        return Cell(_("Silent for 14 days"), "alert-triangle-filled", "later")
    return Cell(_("With us"), "circle-check-filled", "present")


def _about(life: Life) -> tuple[str, str]:
    """A sentence, and what can be done about it; nothing where all is well."""
    now, name = life.now, life.now.name
    if now.barred:
        return _barred(life.barred, name), _("Nobody makes parcels for it. What it wrote afterwards is put aside.")
    if now.branches > 1:
        said = _("{name} seems to be copied, or restored from a backup.").format(name=name)
        return said, _("Nothing is lost. If there are two of it, set one up as a new laptop.")
    if now.own:
        return "", ""
    if now.heard is None:
        return (_("{name} has not been heard from yet.").format(name=name),
                _("It may not have opened its welcome. The same request makes a new one."))  # fmt: skip
    if now.silent:
        return (_("Nothing has come from {name} for 14 days.").format(name=name),
                _("Ask for a parcel. If it is lost, bar it."))  # fmt: skip
    return "", ""


def _barred(step: Step | None, name: str) -> str:
    if step is None:
        return _("{name} is barred.").format(name=name)
    said = _("{name} was barred {moment} by {who}: {why}")
    return said.format(name=name, moment=_moment(step.at), who=step.who, why=step.why)


def _spoken(life: Life) -> str:
    since = _("with us since {day}").format(day=_moment(life.came.at)[:10])
    heard = "" if life.now.own else _("last heard from {moment}").format(moment=_heard(life))
    return ", ".join(s for s in (life.now.name, life.now.letter, _state(life).text, since, heard) if s)
