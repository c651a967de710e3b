"""What is done with copies at an outlet: sent to another, taken out."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from ...desk import REFUSED
from ...widgets.buttons import Choice
from ...widgets.choosing import Labelled
from . import words
from .over_desk import CountField, FormPanel, choice_of, edition_in, editions_to_choose, outlets_to_choose
from .over_desk import reason_field


class Send(FormPanel):
    """Copies of one edition from an outlet to another."""

    def __init__(self, page: Any, outlet: bytes, edition: bytes | None) -> None:
        every = outlets_to_choose(page)
        self.copies = CountField(_("Number of copies"))
        self.edition, what = choice_of(_("Edition"), editions_to_choose(page, all=True), edition)
        self.frm, frm = choice_of(_("From"), every, outlet)
        self.to, to = choice_of(_("To"), every, next((o for o, _n in every if o != outlet), None))
        sentence = _("They are on the way until the receiver says how many came.")
        super().__init__(page, _("Send copies"), sentence, _("Send"), self.copies, what, frm, to, icon="arrow-right")

    def write(self) -> Any:
        from alfdesk.sales import stock

        copies = self.copies_in(self.copies)
        edition = edition_in(self, self.edition) if copies is not None else None
        if copies is None or edition is None:
            return REFUSED
        if self.to.value is None:
            self.say(_("Choose another outlet to send to."), wrong=True)
            return REFUSED
        said = _("{copies} are on the way to {outlet}.").format(
            copies=words.copies(copies), outlet=self.to.currentText()
        )
        return self.desk.do(
            stock.send, said, frm=self.frm.value, to=self.to.value, edition=edition, copies=copies,
            day=self.desk.today(), at_minute=self.desk.minute(),
        )  # fmt: skip


class TakeOut(FormPanel):
    """Copies leave the stock and are not sold: pulped, lost, sent back, given away."""

    def __init__(self, page: Any, outlet: bytes, name: str, edition: bytes | None) -> None:
        from alfdesk.sales.stock import TAKEN_OUT
        from alfdesk.sales.words import MOVES

        self.outlet = outlet
        self.copies = CountField(_("Number of copies"))
        self.edition, edition_part = choice_of(_("Edition"), editions_to_choose(page, all=True), edition)
        self.what = Choice(_("What became of them"), [(code, worded(MOVES[code])) for code in TAKEN_OUT], TAKEN_OUT[0])
        self.reason = reason_field(_("In a few words. It is kept with the move."))
        sentence = _("They leave the stock of {outlet} and are not sold.").format(outlet=name)
        super().__init__(
            page, _("Take out copies"), sentence, _("Take out"), self.copies, edition_part,
            Labelled(_("What became of them"), self.what), self.reason, icon="package", wide=620,
        )  # fmt: skip

    def write(self) -> Any:
        from alfdesk.sales import stock

        copies = self.copies_in(self.copies)
        reason = self.reason_in(self.reason) if copies is not None else None
        edition = edition_in(self, self.edition) if reason is not None else None
        if copies is None or reason is None or edition is None:
            return REFUSED
        said = _("{copies} of {title} are taken out.").format(
            copies=words.copies(copies), title=self.edition.currentText()
        )
        return self.desk.do(
            stock.take_out, said, outlet=self.outlet, edition=edition, copies=copies, what=self.what.value,
            reason=reason, day=self.desk.today(), at_minute=self.desk.minute(),
        )  # fmt: skip
