"""What the workplace says of itself: phone, closed days, reasons to turn someone away."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked

from ... import formats
from ...widgets.buttons import Button
from ...widgets.choosing import DropDown, Labelled
from ...widgets.dates import DateField
from ...widgets.fields import Field
from ...widgets.layouts import Column as Lines
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from .rules import RuleEditor
from .section import Section, fit_rows


class WorkplaceSection(Section):
    key, words, icon = "workplace", marked("The workplace"), "building"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.phone = Field(_("The office's phone"), hint=_("It stands at the foot of the lists."), width=280)
        self.programme = DropDown(_("Closed in"))
        self.first = DateField(_("First day closed"), self.desk.today)
        self.last = DateField(_("Last day closed"), self.desk.today, hint=_("Empty: the same day."))
        self.why = Field(_("Why"), hint=_("Everyone sees this."), width=280)
        self.close_days = Button(_("Close these days"), "calendar")
        self.closed = RowTable(_("Closed days"), [
            Column(_("Days"), lambda c: _days(c[0], c[1]), 220), Column(_("Where"), lambda c: self._name(c[2]), 160, 1),
            Column(_("Why"), lambda c: c[3], 160, 2),
        ], key=lambda c: c)  # fmt: skip
        self.none_closed = Text(_("No days are closed. Red days are known already."), "body", "mut", wrap=True)
        self.reason = Field(_("New reason"), hint=_("Only what everyone saw. Never health."), width=320)
        self.add_reason = Button(_("Add reason"), "plus")
        self.reasons = Lines(gap=4)
        self.rules = RuleEditor(self.shell)
        # Assemble
        self.heading(_("The workplace"), self.desk.organisation)
        self.flow(self.phone)
        self.phone.setEnabled(self.desk.may("administrator"))
        self.heading(_("Closed days"))
        self.flow(Labelled(_("Closed in"), self.programme), self.first, self.last, self.why, top=True, gap=16)
        self.flow(self.close_days)
        self.column.put(self.closed)
        self.column.put(self.none_closed)
        self.heading(_("Reasons to turn someone away"))
        self.column.put(self.reasons)
        self.flow(self.reason, top=True)
        self.flow(self.add_reason)
        self.heading(_("Payments"), _("A rule holds from a day on. What was before stands."))
        self.column.put(self.rules)
        # Connect
        self.phone.edit.editingFinished.connect(self._keep_phone)
        self.close_days.clicked.connect(self._close)
        self.add_reason.clicked.connect(self._add_reason)
        self.reason.edit.returnPressed.connect(self._add_reason)

    def refresh(self) -> None:
        from alfdesk import programmes, staff

        def read(session: Any) -> tuple[Any, ...]:
            named = [(p.id, p.name or "") for p in programmes.everyone(session)]
            phone = staff.office_phone_of(session)
            return phone, named, programmes.closures(session), programmes.reasons(session), staff.workplace_of(session)

        phone, named, closures, reasons, workplace = self.desk.read(read)
        self._names = dict(named)
        if not self.phone.edit.hasFocus():
            self.phone.set(phone)
        self._phone = phone
        self.programme.offer([(None, _("All programmes")), *named], self.programme.value)
        self.closed.show_records(closures)
        fit_rows(self.closed)
        self.none_closed.setVisible(not closures)
        while self.reasons.count():
            self.reasons.takeAt(0).widget().deleteLater()
        for words in reasons.values():
            self.reasons.put(Text(f"•  {words}", "body", wrap=True))
        self.rules.show_rules(workplace, of="workplace", name=self.desk.organisation)

    def _name(self, programme: bytes | None) -> Cell:
        return Cell(_("All programmes") if programme is None else self._names.get(programme, ""))

    def _keep_phone(self) -> None:
        from alfdesk import staff

        text = " ".join(self.phone.text().split())
        if text != self._phone:
            self._phone = text
            self.desk.do(staff.describe, _("The office's phone is changed."), office_phone=text)

    def _close(self) -> None:
        from alfdesk import programmes

        first = self.first.day
        if first is None:
            self.first.refuse(self.first.error.words.text() or _("Write the first day."))
            self.first.edit.setFocus()
            return
        last = self.last.day or first
        if not self.why.text().strip():
            self.why.refuse(_("Write why, in a word or two."))
            self.why.edit.setFocus()
            return
        said = _("Closed {days}.").format(days=_days(first, last))
        if self.desk.do(programmes.close_days, said, programme=self.programme.value, first=first, last=last,
                        why=self.why.text()):  # fmt: skip
            for field in (self.first, self.last):
                field.set_day(None)
            self.why.set("")

    def _add_reason(self) -> None:
        from alfdesk import programmes

        words = " ".join(self.reason.text().split())
        said = _("A new reason: {words}.").format(words=words)
        if self.desk.do(programmes.add_reason, said, code=words[:20], words=words):
            self.reason.set("")


def _days(first: date, last: date) -> str:
    return formats.day_short(first) if first == last else f"{formats.day_short(first)}–{formats.day_short(last)}"
