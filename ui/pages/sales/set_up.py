"""What has to be there before anything is sold: an outlet, and an edition with its price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ... import formats
from ...desk import REFUSED
from ...dialogs.panels import FormPanel
from ...widgets.count_field import CountField, whole
from ...widgets.dates import DateField
from ...widgets.fields import Field
from ...widgets.menu import Menu

NAME = 80  # letters


class Form(FormPanel):
    """Fields before the first sale; after them the desk is ready for it."""

    def send(self) -> None:
        if self.write() is not REFUSED:
            self.leave()
            self.page.to_field()


class NewOutlet(Form):
    def __init__(self, page: Any) -> None:
        self.name = Field(_("Name of the outlet"), width=330)
        self.name.edit.setMaxLength(NAME)
        sentence = _("An outlet has its own stock and its own till.")
        super().__init__(page, _("Add outlet"), sentence, _("Add outlet"), self.name)

    def write(self) -> Any:
        from alfdesk.sales import outlets

        name = self.name.text().strip()
        if not name:
            return self.wrong(self.name, _("Write its name.")) or REFUSED
        made = self.desk.do(outlets.found_outlet, _("{name} is an outlet now.").format(name=name), name=name)
        if made is not REFUSED:
            self.page.choose(made)
        return made


class NewEdition(Form):
    """An edition with its price from a day on; the name of one that stands gives it a new price."""

    def __init__(self, page: Any) -> None:
        one = page.on_sale
        product = one.edition.product if one is not None else ""
        self.product = Field(_("Name of the paper"), product, hint=_("The magazine, the Christmas book …"), width=240)
        self.edition = Field(_("Edition"), hint=_("Its number or month."), width=160)
        cover = formats.kroner(one.edition.price.cover_ore, short=True) if one is not None and one.edition.price else ""
        buy = formats.kroner(one.edition.price.buy_ore, short=True) if one is not None and one.edition.price else ""
        self.buy = Field(_("The seller pays"), buy, hint=_("kroner"), numeric=True, width=140)
        self.cover = Field(_("The customer pays"), cover, hint=_("kroner"), numeric=True, width=140)
        self.since = DateField(_("On sale from"), page.desk.today, page.desk.today())
        self.printed = CountField(_("Copies printed"), hint=_("Optional"))
        sentence = _("A known edition gets a new price from the day you write.")
        super().__init__(page, _("New edition"), sentence, _("Save edition"), self.product, self.edition, self.buy,
                         self.cover, self.since, self.printed)  # fmt: skip

    def write(self) -> Any:
        from alfdesk.sales import editions

        product, edition = self.product.text().strip(), self.edition.text().strip()
        if not product:
            return self.wrong(self.product, _("Write its name.")) or REFUSED
        if not edition:
            return self.wrong(self.edition, _("Write its name or number.")) or REFUSED
        amounts = {}
        for key, field in (("buy_ore", self.buy), ("cover_ore", self.cover)):
            try:
                amounts[key] = formats.parse_kroner(field.text())
            except UserFacingError as error:
                return self.wrong(field, error.sentence) or REFUSED
        if self.since.day is None:
            return self.wrong(self.since, _("Write the first day.")) or REFUSED
        printed = whole(self.printed.text()) if self.printed.text().strip() else None
        if self.printed.text().strip() and printed is None:
            return self.wrong(self.printed, _("Write a whole number.")) or REFUSED
        said = _("{title} is on sale from {day}.").format(
            title=f"{product} {edition}", day=formats.day_short(self.since.day)
        )
        made = self.desk.do(
            editions.set_edition, said, product=product, edition=edition, since=self.since.day,
            print_run=printed, **amounts,
        )  # fmt: skip
        if made is not REFUSED:
            self.page.sold_next(made)
        return made


def menu_of_outlets(page: Any, outlets: Sequence[Any]) -> None:
    """The outlets under the button, the one in use with a tick, and room for one more."""
    menu = Menu(page)
    for line in outlets:
        action = menu.addAction(line.name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(line.id == page.outlet)
        action.triggered.connect(lambda _checked=False, which=line.id: page.choose(which))
    menu.addSeparator()
    menu.addAction(_("Add outlet")).triggered.connect(lambda _checked=False: NewOutlet(page).open())
    menu.popup(page.choose_outlet.mapToGlobal(page.choose_outlet.rect().bottomLeft()))
