"""Copies that were sent here: how many came, and why there are not as many as were sent."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _

from ...desk import REFUSED
from . import words
from .over_desk import CountField, FormPanel, reason_field


class Confirm(FormPanel):
    def __init__(self, page: Any, transfer: Any) -> None:
        self.transfer = transfer
        self.copies = CountField(_("Copies that came"), str(transfer.copies))
        self.reason = reason_field(_("Only if the number is another."))
        sentence = _("{copies} of {title} were sent from {outlet}.").format(
            copies=words.copies(transfer.copies), title=transfer.title, outlet=transfer.from_outlet
        )
        super().__init__(page, _("Confirm the sending"), sentence, _("Confirm"), self.copies, self.reason)

    def start(self) -> Any:
        self.copies.edit.selectAll()
        return self.copies.edit

    def write(self) -> Any:
        from alfdesk.sales import stock

        copies = self.copies_in(self.copies, least=0)
        if copies is None:
            return REFUSED
        reason = None
        if copies != self.transfer.copies:
            reason = self.reason.text().strip()
            if not reason:
                self.wrong(self.reason, _("Write why the number is another."))
                return REFUSED
        said = _("{copies} of {title} have come.").format(copies=words.copies(copies), title=self.transfer.title)
        return self.desk.do(
            stock.confirm, said, transfer=self.transfer.id, copies=copies, day=self.desk.today(),
            at_minute=self.desk.minute(), reason=reason,
        )  # fmt: skip
