"""What is written about what is sold: a name, an edition, a price from a day on, another publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ... import formats
from ...desk import REFUSED
from ...dialogs.panels import FormPanel, choice_of, reason_field
from ...widgets.count_field import CountField, whole
from ...widgets.dates import DateField
from ...widgets.fields import Field

NAME = 80  # letters
AMOUNT = 14  # signs
KINDS = {"price": marked("Price"), "campaign": marked("Campaign"), "day": marked("Day price")}


class NameForm(FormPanel):
    """A name. `call` is given the form and the name, and returns REFUSED when it was not done."""

    def __init__(self, section: Any, title: str, act: str, call: Callable[[NameForm, str], Any], name: str = "") -> None:
        self.name, self._call = Field(_("Name"), name, width=330), call
        self.name.edit.setMaxLength(NAME)
        super().__init__(section, title, "", act, self.name)
        self.words.hide()

    def start(self) -> Any:
        self.name.edit.selectAll()
        return self.name.edit

    def write(self) -> Any:
        name = " ".join(self.name.text().split())
        return self._call(self, name) if name else self.wrong(self.name, _("Write its name.")) or REFUSED


class NewEdition(FormPanel):
    """A product and an edition, made where they are not, with a price from a day on."""

    def __init__(self, section: Any, line: Any) -> None:
        price = line.price if line is not None else None
        self.product = _named(_("Name of the paper"), line.product if line is not None else "",
                              _("The magazine, the Christmas book …"), 240)  # fmt: skip
        self.edition = _named(_("Edition"), "", _("Its number or month."), 160)
        self.buy = kroner_field(_("The seller pays"), price.buy_ore if price else None)
        self.cover = kroner_field(_("The customer pays"), price.cover_ore if price else None)
        self.since = DateField(_("On sale from"), section.desk.today, section.desk.today())
        self.until = DateField(_("Last day"), section.desk.today, hint=_("Empty: until the next one."))
        self.printed = CountField(_("Copies printed"), hint=_("Optional"))
        super().__init__(section, _("New edition"), _("A product that is not there is made with it."), _("Save edition"),
                         self.product, self.edition, self.buy, self.cover, self.since, self.until, self.printed)  # fmt: skip

    def write(self) -> Any:
        from alfdesk.sales import editions

        product, edition = (" ".join(field.text().split()) for field in (self.product, self.edition))
        for field, text in ((self.product, product), (self.edition, edition)):
            if not text:
                return self.wrong(field, _("Write its name.")) or REFUSED
        buy, cover = self.ore_in(self.buy), self.ore_in(self.cover)
        if buy is None or cover is None or self.day_in(self.since) is None:
            return REFUSED
        until = self.day_or_none(self.until)
        printed = whole(self.printed.text()) if self.printed.text().strip() else None
        if self.printed.text().strip() and printed is None:
            return self.wrong(self.printed, _("Write a whole number.")) or REFUSED
        if until is REFUSED:
            return REFUSED
        if until is not None and until < self.since.day:
            return self.wrong(self.until, _("The last day is before the first.")) or REFUSED
        said = _("{title} is on sale from {day}.").format(title=f"{product} {edition}",
                                                          day=formats.day_short(self.since.day))  # fmt: skip
        return self.do_at(self.buy, editions.set_edition, said, product=product, edition=edition, buy_ore=buy, cover_ore=cover,
                          since=self.since.day, until=until, print_run=printed)  # fmt: skip


class NewPrice(FormPanel):
    """Another price: from a day on, a campaign from–to, or for one day with a reason."""

    def __init__(self, section: Any, line: Any) -> None:
        self.line = line
        price = line.price
        self.kind, kind = choice_of(_("Kind"), [(k, worded(w)) for k, w in KINDS.items()], "price")
        self.buy = kroner_field(_("The seller pays"), price.buy_ore if price else None)
        self.cover = kroner_field(_("The customer pays"), price.cover_ore if price else None)
        self.since = DateField(_("From the day"), section.desk.today, section.desk.today())
        self.until = DateField(_("To and with"), section.desk.today)
        self.reason = reason_field()
        super().__init__(section, _("New price"), formats.stopped(line.title), _("Set price"), kind, self.buy, self.cover,
                         self.since, self.until, self.reason)  # fmt: skip
        self.kind.chosen.connect(lambda _kind: self.show_kind())
        self.show_kind()

    def start(self) -> Any:
        self.buy.edit.selectAll()
        return self.buy.edit

    def show_kind(self) -> None:
        """A day price is for one day and of what the seller pays; only a campaign has to have an end."""
        kind = self.kind.value
        self.cover.setVisible(kind != "day")
        self.until.setVisible(kind == "campaign")
        self.reason.setVisible(kind != "price")

    def write(self) -> Any:
        from alfdesk.sales import editions

        kind, buy = str(self.kind.value), self.ore_in(self.buy)
        since = self.day_in(self.since) if buy is not None else None
        if buy is None or since is None:
            return REFUSED
        fields = {"title": self.line.title, "amount": formats.kroner(buy, short=True), "day": formats.day_short(since)}
        if kind == "day":
            why = self.reason_in(self.reason)
            if why is None:
                return REFUSED
            said = _("{title} costs the seller {amount} on {day}.").format(**fields)
            return self.do_at(self.buy, editions.day_price, said, edition=self.line.id, day=since, buy_ore=buy, reason=why)
        cover = self.ore_in(self.cover)
        if cover is None:
            return REFUSED
        until = None
        if kind == "campaign":
            until = self.until.day or self.wrong(self.until, _("Write the last day."))
            if until is None:
                return REFUSED
            if until < since:
                return self.wrong(self.until, _("The last day is before the first.")) or REFUSED
        said = _("{title} costs the seller {amount} from {day}.").format(**fields)
        return self.do_at(self.buy, editions.set_edition, said, product=self.line.product, edition=self.line.name, buy_ore=buy,
                          cover_ore=cover, since=since, until=until, kind=kind,
                          reason=self.reason.text().strip() or None if kind == "campaign" else None)  # fmt: skip


class ChangeEdition(FormPanel):
    """Name, print run, last day."""

    def __init__(self, section: Any, line: Any) -> None:
        self.line = line
        self.edition = _named(_("Edition"), line.name, "", 240)
        self.printed = CountField(_("Copies printed"), "" if line.print_run is None else formats.spaced(line.print_run))
        self.last = DateField(_("Last day on sale"), section.desk.today, line.last_day, hint=_("Empty: while a price holds."))
        super().__init__(section, _("Edit edition"), formats.stopped(line.title), _("Save edition"), self.edition,
                         self.printed, self.last)  # fmt: skip

    def start(self) -> Any:
        return self.edition.edit

    def write(self) -> Any:
        from alfdesk.sales import editions

        name, text = " ".join(self.edition.text().split()), self.printed.text().strip()
        printed, last = whole(text) if text else None, self.day_or_none(self.last)
        if not name:
            return self.wrong(self.edition, _("Write its name.")) or REFUSED
        if text and printed is None:
            return self.wrong(self.printed, _("Write a whole number.")) or REFUSED
        if last is REFUSED:
            return REFUSED
        said = _("{title} is changed.").format(title=f"{self.line.product} {name}")
        if last is not None and self.line.first_day is not None and last < self.line.first_day:
            return self.wrong(self.last, _("The last day is before the first.")) or REFUSED
        return self.do_at(self.edition, editions.change_edition, said, edition=self.line.id, name=name, print_run=printed,
                          last_day=last)  # fmt: skip


class MoveProduct(FormPanel):
    """The publication a product belongs to: limits and accounts are reckoned there."""

    def __init__(self, section: Any, product: tuple[bytes, str], publications: list[tuple[object, str]], now: bytes) -> None:
        self.product = product
        self.publication, part = choice_of(_("Publication"), publications, now)
        sentence = _("Limits and accounts are reckoned for a publication.")
        super().__init__(section, _("Publication of {name}").format(name=product[1]), sentence, _("Move product"), part)

    def start(self) -> Any:
        return self.publication

    def write(self) -> Any:
        from alfdesk.sales import editions

        said = _("{product} belongs to {publication} now.").format(product=self.product[1],
                                                                   publication=self.publication.currentText())  # fmt: skip
        return self.desk.do(editions.move_product, said, product=self.product[0], publication=self.publication.value)


def kroner_field(label: str, ore: int | None) -> Field:
    written = "" if ore is None else formats.kroner(ore, short=True).removesuffix("kr").strip()
    field = Field(label, written, hint=_("kroner"), numeric=True, width=150)
    field.edit.setMaxLength(AMOUNT)
    return field


def _named(label: str, text: str, hint: str, width: int) -> Field:
    field = Field(label, text, hint=hint, width=width)
    field.edit.setMaxLength(NAME)
    return field
