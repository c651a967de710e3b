"""The rules of the sales desk: of a publication, a product, an outlet, this laptop, and the workplace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext

from ... import formats
from ...widgets.choosing import DropDown, Labelled
from ...widgets.text import Text
from .rule_words import YES_NO, Rule, of_options, read_count
from .rules import RuleEditor
from .section import Section


def read_found(text: str) -> str:
    """The words; nothing is the usual ones."""
    return " ".join(text.split())


def read_letter(text: str) -> str:
    """One to three capital letters. Raises UserFacingError."""
    letters = text.strip().upper()
    if not 1 <= len(letters) <= 3 or not letters.isalpha():
        raise UserFacingError(_("Write one to three letters."))
    return letters


def _found(words: str) -> str:
    return words or _("the usual words")


def _months(count: int) -> str:
    return ngettext("{count} month", "{count} months", count).format(count=count)


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


DESK_RULES: dict[str, Rule] = {
    "credit_limit": Rule(marked("Credit limit"), formats.kroner, formats.parse_kroner,
                         hint=marked("Kroner each seller may owe."), ended=marked("No limit")),
    "card_fee_ore": Rule(marked("Fee after a lost card"), formats.kroner, formats.parse_kroner, hint=marked("Kroner.")),
    "card_months": Rule(marked("Months a card is valid"), _months, read_count),
    "card_found": Rule(marked("Words to who finds a card"), _found, read_found,
                       hint=marked("At the foot of the card. Empty: the usual words.")),
    "returns": Rule(marked("Copies are bought back"), of_options(YES_NO), options=YES_NO),
    "return_days": Rule(marked("Days an old edition is bought back"), _days, read_count,
                        hint=marked("After its last day."), ended=marked("No end")),
    "starter_copies": Rule(marked("Starter copies"), formats.spaced, read_count,
                           hint=marked("Free copies of a new edition.")),
    "float_ore": Rule(marked("Float"), formats.kroner, formats.parse_kroner,
                      hint=marked("Kroner the till is opened with.")),
    "letter": Rule(marked("Letter of settlements"), str, read_letter, hint=marked("Before the number, as in K-0041.")),
}  # fmt: skip
OF = {
    "publication": ["credit_limit", "card_fee_ore", "card_months", "card_found"],
    "product": ["returns", "return_days", "starter_copies"], "outlet": ["float_ore"], "laptop": ["letter"],
    "workplace": ["card_found"],
}  # fmt: skip


class DeskRuleEditor(RuleEditor):
    known: ClassVar[Mapping[str, Rule]] = DESK_RULES

    @staticmethod
    def verb() -> Callable[..., Any]:
        from alfdesk.sales import rules

        return rules.rule


class DeskRules(Section):
    key, words, icon = "desk_rules", marked("Rules of the desk"), "list-check"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.about = DropDown(_("Rules for"))
        self.rules = DeskRuleEditor(self.shell)
        self.nothing = Text("", "body", "mut", wrap=True)
        # Assemble
        self.heading(_("Rules of the desk"), _("A rule holds from a day on. What was before stands."))
        self.flow(Labelled(_("Rules for"), self.about))
        self.column.put(self.nothing)
        self.column.put(self.rules)
        # Connect
        self.about.chosen.connect(lambda _about: self._show())

    def refresh(self) -> None:
        from alfdesk import staff
        from alfdesk.sales import editions, outlets, settling

        def read(session: Any) -> Any:
            publications = editions.publications(session)
            return (
                [(("publication", ident), name) for ident, name, _products in publications],
                [(("product", ident), name) for _id, _name, products in publications for ident, name in products],
                [(("outlet", line.id), line.name) for line in outlets.outlets(session)],
                settling.own_laptop(session), staff.workplace_of(session),
            )  # fmt: skip

        publications, products, places, laptop, workplace = self.desk.read(read)
        labelled: list[tuple[object, str]] = [
            *((about, _("The publication {name}").format(name=name)) for about, name in publications),
            *((about, _("The product {name}").format(name=name)) for about, name in products),
            *((about, _("The outlet {name}").format(name=name)) for about, name in places),
            (("laptop", laptop), _("This laptop")),
            (("workplace", workplace), _("The whole workplace")),
        ]
        kept = self.about.value
        self.about.offer(labelled, kept if any(about == kept for about, _w in labelled) else labelled[0][0])
        said = "" if publications else _("What is sold has limits, returns and cards of its own. Nothing is sold yet.")
        self.nothing.setText(said)
        self.nothing.setVisible(bool(said))
        self._show()

    def start(self) -> Any:
        return self.about

    def _show(self) -> None:
        chosen = self.about.value
        if isinstance(chosen, tuple):
            kind, ident = chosen
            self.rules.show_those(ident, OF[kind], self.about.currentText())
