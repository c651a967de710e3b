"""Copies come from the printer."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _

from ...desk import REFUSED
from . import words
from .over_desk import CountField, FormPanel, choice_of, edition_in, editions_to_choose, reason_field


class Receive(FormPanel):
    def __init__(self, page: Any) -> None:
        self.copies = CountField(_("Number of copies"))
        self.edition, edition = choice_of(_("Edition"), editions_to_choose(page), page.edition)
        self.note = reason_field(_("Optional: the delivery note, the parcel number."), _("Note"))
        sentence = _("Copies from the printer to {outlet}.").format(outlet=page.shown.outlet.name)
        super().__init__(page, _("Take in copies"), sentence, _("Take in"), self.copies, edition, self.note,
                         icon="package")  # fmt: skip

    def write(self) -> Any:
        from alfdesk.sales import stock

        copies = self.copies_in(self.copies)
        edition = edition_in(self, self.edition) if copies is not None else None
        if copies is None or edition is None:
            return REFUSED
        said = _("{copies} of {title} are taken in.").format(
            copies=words.copies(copies), title=self.edition.currentText()
        )
        return self.desk.do(
            stock.receive, said, outlet=self.page.outlet, edition=edition, copies=copies,
            day=self.desk.today(), at_minute=self.desk.minute(), reason=self.note.text().strip() or None,
        )  # fmt: skip
