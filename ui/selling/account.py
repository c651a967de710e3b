"""A seller's money: what she pays back, what is held for her and paid out, what is written off; her own limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alfdesk.i18n import gettext as _

from .. import formats
from ..desk import REFUSED
from ..dialogs.panels import choice_of, reason_field
from ..widgets.choosing import Check, DropDown, Labelled
from ..widgets.dates import DateField
from ..widgets.fields import Field
from . import words
from .forms import OfSeller

AMOUNT = 14  # signs


class Amount(OfSeller):
    """An amount, and what it is about. `most` is proposed (øre)."""

    send_ore: Callable[[int], Any]  # each form's own verb

    def __init__(self, page: Any, seller: Any, title: str, sentence: str, act: str, most: int, *parts: Any, icon: str) -> None:
        written = formats.kroner(most, short=True).removesuffix("kr").strip() if most > 0 else ""
        self.amount = Field(_("Amount"), written, hint=_("kroner"), numeric=True, width=150)
        self.amount.edit.setMaxLength(AMOUNT)
        super().__init__(page, seller, title, sentence, act, self.amount, *parts, icon=icon)
        for part in parts:  # where there is but one, nothing is chosen
            if isinstance(part, Labelled) and isinstance(part.control, DropDown) and part.control.count() < 2:
                part.hide()

    def start(self) -> Any:
        self.amount.edit.selectAll()
        return self.amount.edit

    def write(self) -> Any:
        ore = self.ore_in(self.amount)
        return REFUSED if ore is None else self.send_ore(ore)

    def do(self, verb: Any, said: str, ore: int, **more: Any) -> Any:
        fields = {"name": words.called(self.seller), "amount": words.money(ore)}
        return self.do_at(self.amount, verb, said.format(**fields), person=self.person, amount_ore=ore,
                          day=self.desk.today(), at_minute=self.desk.minute(), **more)  # fmt: skip


class Repay(Amount):
    def __init__(self, page: Any, seller: Any, owed: Any) -> None:
        self.publication, of = publication_choice(owed)
        self.pay, pay = choice_of(_("How"), [("cash", _("in cash")), ("vipps", _("by Vipps"))], "cash")
        self.outlet, outlet = choice_of(_("At the outlet"), outlets_of(page))
        super().__init__(page, seller, _("Repay"), owes_words(owed), _("Repay"), owed[0].owes_ore,
                         of, pay, outlet, icon="coins")  # fmt: skip

    def send_ore(self, ore: int) -> Any:
        from alfdesk.sales import accounts

        return self.do(accounts.repay, _("{name} paid back {amount}."), ore, publication=self.publication.value,
                       pay=self.pay.value, outlet=self.outlet.value)  # fmt: skip


class Hold(Amount):
    """Money that customers paid to the organisation's account, and that is hers."""

    def __init__(self, page: Any, seller: Any, publications: Any) -> None:
        self.publication, of = choice_of(_("Of"), publications)
        self.reason = reason_field(_("How it came in, as in Vipps on Friday."))
        sentence = _("Money that customers paid to the organisation, and that is hers.")
        super().__init__(page, seller, _("Hold money"), sentence, _("Hold money"), 0,
                         of, self.reason, icon="wallet")  # fmt: skip

    def send_ore(self, ore: int) -> Any:
        from alfdesk.sales import accounts

        why = self.reason_in(self.reason)
        if why is None:
            return REFUSED
        return self.do(accounts.hold, _("{amount} is held for {name}."), ore, publication=self.publication.value, reason=why)


class PayOut(Amount):
    def __init__(self, page: Any, seller: Any, held_ore: int) -> None:
        here = outlets_of(page)
        ways = [*((ident, _("in cash at {outlet}").format(outlet=name)) for ident, name in here), (None, _("to the bank"))]
        self.pay, pay = choice_of(_("How"), ways, ways[0][0])
        sentence = _("{amount} is held. The oldest amounts are paid out first.").format(amount=words.money(held_ore))
        super().__init__(page, seller, _("Pay out"), sentence, _("Pay out"), held_ore, pay, icon="cash-banknote")

    def send_ore(self, ore: int) -> Any:
        from alfdesk.sales import accounts

        outlet = self.pay.value
        return self.do(accounts.pay_out, _("{amount} is paid out to {name}."), ore, outlet=outlet,
                       pay="bank" if outlet is None else "cash")  # fmt: skip


class SetOff(Amount):
    """What is held pays some of what she owes."""

    def __init__(self, page: Any, seller: Any, owed: Any, held_ore: int) -> None:
        self.publication, of = publication_choice(owed)
        sentence = owes_words(owed) + " " + _("{amount} is held.").format(amount=words.money(held_ore))
        super().__init__(page, seller, _("Set off"), sentence, _("Set off"), min(owed[0].owes_ore, held_ore),
                         of, icon="arrows-exchange")  # fmt: skip

    def send_ore(self, ore: int) -> Any:
        from alfdesk.sales import accounts

        said = _("{amount} of what is held paid the debt.")
        return self.do(accounts.set_off, said, ore, publication=self.publication.value)


class WriteOff(Amount):
    """What she owes is not asked for any longer, and why."""

    def __init__(self, page: Any, seller: Any, owed: Any) -> None:
        self.publication, of = publication_choice(owed)
        self.reason = reason_field()
        super().__init__(page, seller, _("Write off"), owes_words(owed), _("Write off"), owed[0].owes_ore,
                         of, self.reason, icon="ban")  # fmt: skip

    def send_ore(self, ore: int) -> Any:
        from alfdesk.sales import accounts

        why = self.reason_in(self.reason)
        if why is None:
            return REFUSED
        return self.do(accounts.write_off, _("{amount} of the debt is written off."), ore,
                       publication=self.publication.value, reason=why)  # fmt: skip


class OwnLimit(OfSeller):
    """The most she may owe of each publication, before the publication's own limit; or no longer one of her own."""

    def __init__(self, page: Any, seller: Any) -> None:
        now = seller.credit_limit_ore
        written = "" if now is None else formats.kroner(now, short=True).removesuffix("kr").strip()
        self.amount = Field(_("Own credit limit"), written, hint=_("kroner"), numeric=True, width=220)
        self.amount.edit.setMaxLength(AMOUNT)
        self.none = Check(_("No limit of her own"))
        self.since = DateField(_("From the day"), page.desk.today, page.desk.today())
        sentence = _("The most she may owe of each publication.")
        if now is not None:
            sentence += " " + _("Without it the publication's holds.")
        super().__init__(page, seller, _("Own credit limit"), sentence, _("Set limit"), self.amount, self.since,
                         self.none, icon="credit-card")  # fmt: skip
        self.none.setVisible(now is not None)
        self.none.toggled.connect(self._turn)

    def start(self) -> Any:
        self.amount.edit.selectAll()
        return self.amount.edit

    def write(self) -> Any:
        from alfdesk.sales import rules

        gone = self.none.isChecked()
        ore = None if gone else self.ore_in(self.amount)
        if (ore is None and not gone) or self.day_in(self.since) is None:
            return REFUSED
        said = _("{name} has no limit of her own. The publication's holds.") if gone else _("{name} may owe {amount}.")
        said = said.format(name=words.called(self.seller), amount=words.money(ore or 0))
        return self.do_at(self.since if gone else self.amount, rules.rule, said, about=self.person, key="credit_limit",
                          value=ore, since=self.since.day)  # fmt: skip

    def _turn(self, gone: bool) -> None:
        self.amount.edit.setEnabled(not gone)
        self.amount.refuse("")
        self.act.say(_("Remove limit") if gone else _("Set limit"))


# What is chosen among ----------------------------------------------------------------------------------------------


def outlets_of(page: Any) -> list[tuple[object, str]]:
    """Id and name of the open outlets, this one first: the desk's own, or the one this laptop used last."""
    from alfdesk.sales import outlets

    own, kept = getattr(page, "outlet", None), page.shell.prefs.get("sales_outlet")
    found: list[tuple[object, str]] = [(line.id, line.name) for line in page.desk.read(outlets.outlets)]
    return sorted(found, key=lambda one: one[0] != own and one[0].hex() != kept)  # type: ignore[attr-defined]


def publication_choice(owed: Any) -> Any:
    """Among those she owes of, with how much."""
    return choice_of(_("Of"), [(o.publication_id, f"{o.publication}, {words.money(o.owes_ore)}") for o in owed])


def owes_words(owed: Any) -> str:
    each = ", ".join(f"{words.money(o.owes_ore)} ({o.publication})" for o in owed)
    return _("Owes {amount}.").format(amount=each)
