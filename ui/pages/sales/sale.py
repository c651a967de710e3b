"""What happens at the counter: who is served, what is typed, what is asked, and the sale itself.

Enter has one owner. In the seller's field it finds her, in Copies and Received it sells; a question stands in place and
the next Enter answers it. What is refused stays as it was written, selected, so that typing takes its place.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ... import formats
from ...desk import REFUSED
from . import words
from .finding import Finding
from .large_edit import LargeEdit
from .typed import MOST, Typed, read_copies, way_of

if TYPE_CHECKING:
    from .page import Sales

SUFFIX = 0.25  # seconds: an Enter so soon after a card was the scanner's own second one
RETURNS = ("return", "return_credit")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sale as it is about to be made: what is asked about is asked about exactly this."""

    person: bytes
    edition: bytes
    copies: int
    way: str
    total: int
    parts: tuple[tuple[str, int], ...]  # øre by way, where it is divided
    reason: str = ""

    @property
    def payment(self) -> Any:
        if self.way == "free":
            return "free"
        return dict(self.parts)


@dataclass(frozen=True, slots=True)
class Made:
    """The sale that was just made: its sums stay until the next seller is typed."""

    purchase: bytes
    sentence: str


class Sale:
    def __init__(self, page: Sales) -> None:
        self.page, self.counter, self.desk, self.shell = page, page.counter, page.desk, page.shell
        self.before: Any = None
        self.made: Made | None = None
        self.asked: Wanted | None = None  # a question stands: the same once more is yes
        self.passed: tuple[Wanted, str] | None = None  # what it is sold in spite of, and why
        self.finding = Finding(self)
        self.clock = time.monotonic
        self._kept: tuple[Any, str] | None = None  # who stood here, and the copies, while a card is being typed

    # Who ---------------------------------------------------------------------------------------------------------

    def enter_seller(self) -> None:
        """Enter in the seller's field: a number, a card, letters of a name; nothing when it is empty."""
        self.finding.enter(self.counter.seller.text())

    def serve(self, person: bytes) -> None:
        """This seller stands at the desk; the usual number is written, selected. Raises UserFacingError."""
        from alfdesk.sales import desk

        page, counter = self.page, self.counter
        if page.outlet is None:
            return
        page.on_new_day()
        before = self.desk.read(desk.before, person, page.edition, page.outlet, page.day)
        same = self.standing is not None and self.standing.person == person
        kept = self._kept[1] if self._kept is not None else counter.copies.text()
        self.before, self.made, self.asked, self.passed, self._kept = before, None, None, None, None
        counter.seller.setText(str(before.number))
        counter.seller_under.hint(_("A new number changes seller."))
        counter.seller.refuse("")
        counter.show_seller(before, self._photo(before), page.publication)
        counter.say_stop(words.break_words(before.on_break) if before.on_break else "", may_pass=page.may_pass)
        counter.ways.ask(False)
        if not same:
            counter.received.clear()
            counter.copies.setText(str(before.usual) if before.usual else "")
        else:
            counter.copies.setText(kept)
        self.show_sum()
        self._to(counter.copies)
        counter.copies.selectAll()

    @property
    def standing(self) -> Any:
        """Who stands at the desk, also while a card is being typed over her."""
        return self.before if self.before is not None else self._kept[0] if self._kept is not None else None

    def drop(self) -> None:
        """Nobody stands at the desk."""
        self.before, self.asked, self.passed, self._kept = None, None, None, None
        self.counter.show_nobody()
        self.counter.copies.clear()
        self.counter.received.clear()
        self.counter.ways.ask(False)
        self.counter.seller_under.hint("")

    def clear(self) -> None:
        """Esc: ready for the next seller."""
        self.drop()
        self.made = None
        self.counter.seller.clear()
        self.counter.seller.refuse("")
        self.show_sum()
        self._to(self.counter.seller)

    def seller_edited(self) -> None:
        """Somebody else is being written: whoever stood here goes, and so do the sums of the last sale."""
        self.counter.seller_under.hint("")
        if self._kept is not None:
            return
        if self.before is not None or self.made is not None:
            self.drop()
            self.made = None
            self.show_sum()

    def begin_card(self, letter: str) -> None:
        """A card begins with this letter while the focus is in another field: it is a seller, never copies."""
        if self.before is not None and self._kept is None:
            self._kept = (self.before, self.counter.copies.text())
        self.counter.seller.clear()
        self.counter.seller.type_here(letter)

    def back_from_card(self) -> bool:
        """Esc after a letter that was no card: whoever stood here stands here still."""
        if self._kept is None:
            return False
        before, copies = self._kept
        self._kept = None
        self.counter.seller.setText(str(before.number))
        self.counter.copies.setText(copies)
        self._to(self.counter.copies)
        self.counter.seller_under.hint(_("A new number changes seller."))
        self.counter.seller.refuse("")
        return True

    def refuse_seller(self, sentence: str) -> None:
        counter = self.counter
        counter.seller.refuse(sentence)
        counter.seller_under.refuse(sentence)
        self.shell.refuse(sentence)
        self._to(counter.seller)
        counter.seller.selectAll()

    def _photo(self, before: Any) -> bytes | None:
        if not before.has_photo:
            return None
        from alfdesk import people

        photo: bytes | None = self.desk.read(people.card, before.person, self.page.day).photo
        return photo

    # How many ----------------------------------------------------------------------------------------------------

    def copies_edited(self) -> None:
        self.asked = self.passed = None
        self.counter.copies.refuse("")
        if self.before is not None and not self.before.on_break:
            self.counter.say_stop("", may_pass=False)
        self.show_sum()

    def step(self, by: int) -> None:
        """One copy more or fewer, by the buttons or the arrows."""
        if self.before is None:
            return
        try:
            typed = read_copies(self.counter.copies.text())
            text, copies = self.counter.copies.text(), typed.copies
        except UserFacingError:
            text, copies = "0", 0
        number = max(1, min(MOST, copies + by))
        self.counter.copies.setText(text.replace(str(copies), str(number), 1))
        self._to(self.counter.copies)
        self.copies_edited()

    def show_sum(self) -> None:
        """What the copies that are written come to, and the change."""
        counter, page = self.counter, self.page
        if self.made is not None:
            return
        if self.before is None:
            counter.hint("")
            counter.to_pay.tell("–", "", _("Sum to pay"))
            counter.back.tell("–", "", _("Back"))
            return
        text = counter.copies.text()
        way, unit = way_of(text), page.unit_ore
        try:
            typed = read_copies(text)
        except UserFacingError:
            typed = None
        if typed is None or unit is None:
            counter.to_pay.tell("–", "", _("Sum to pay"))
            counter.back.tell("–", "", _("Back"))
            counter.hint("")
            return
        total = 0 if way == "free" else typed.copies * unit
        aside = f"{formats.spaced(typed.copies)} × {formats.kroner(unit)}"
        if way == "held":
            parts = dict(self._parts("held", total))
            aside = _("{held} is held for her, {rest} in cash").format(
                held=words.money(parts.get("held", 0)), rest=words.money(parts.get("cash", 0))
            )
        elif way not in ("cash", "return"):
            aside = f"{aside}  ·  {words.paid({'return_credit': 'credit', 'split': 'mixed'}.get(way, way))}"
        labels = {"return": _("To pay out"), "return_credit": _("Less owed"), "credit": _("To owe")}
        label = labels.get(way, _("Sum to pay"))
        counter.to_pay.tell(words.money(total), aside, label)
        if self.asked is None:
            usual = self.before.usual is not None and text == str(self.before.usual)
            counter.hint(_("The usual number is chosen.") if usual else "")
        change = self._change(total) if way in ("cash", "held") else None
        counter.back.tell(words.money(change) if change is not None and change >= 0 else "–", "", _("Back"))

    def _change(self, total: int) -> int | None:
        """What is given back; None where nothing that can be read is written as received."""
        text = self.counter.received.text().strip()
        if not text:
            return None
        try:
            return formats.parse_kroner(text) - total
        except UserFacingError:
            return None

    # The sale ----------------------------------------------------------------------------------------------------

    def enter(self, way: str = "") -> None:
        """Enter in Copies or Received, or a press on a way to pay: sell, or say why not."""
        counter = self.counter
        if self.before is None:
            self.enter_seller()
            return
        if not way and not counter.copies.isModified() and 0 <= self.clock() - self.finding.scanned < SUFFIX:
            return  # a scanner that sends two line ends has not said yes
        if not way and self.asked is not None:  # it is this that was asked about, however it came about
            self.sell(self.asked.copies, self.asked.way, reason=self.asked.reason, parts=self.asked.parts)
            return
        try:
            typed = read_copies(counter.copies.text())
        except UserFacingError as error:
            self.refuse_copies(error.sentence)
            return
        if way and not (way == "return" and typed.way in RETURNS):
            typed = Typed(typed.copies, way)
        if typed.way == "free":
            counter.ways.ask(True)
            counter.ask(_("Why is it free? Press a number."))
            self._to(counter.copies)
            return
        if typed.way == "split":
            self._split(typed.copies)
            return
        self.sell(typed.copies, typed.way)

    def free(self, reason: str) -> None:
        """The reason was chosen; empty: back to the ways to pay."""
        self.counter.ways.ask(False)
        self._to(self.counter.copies)
        self.show_sum()
        if reason:
            try:
                self.sell(read_copies(self.counter.copies.text()).copies, "free", reason=reason)
            except UserFacingError as error:
                self.refuse_copies(error.sentence)

    def sell(
        self, copies: int, way: str, *, reason: str = "", parts: tuple[tuple[str, int], ...] | None = None
    ) -> bool:  # fmt: skip
        """Sell, after what has to be asked. Returns whether it is done."""
        page, unit = self.page, self.page.unit_ore
        if page.edition is None or unit is None:
            self.refuse_copies(_("No edition is on sale today."))
            return False
        total = 0 if way == "free" else copies * unit
        try:
            change = self._received(total) if way in ("cash", "held") else 0
            parts = parts or self._parts(way, total)
            wanted = Wanted(self.before.person, page.edition, copies, way, total, parts, reason)
            if not self._let_through(wanted):
                return False
        except UserFacingError as error:
            self.refuse_copies(error.sentence)
            return False
        return self._write(wanted, change)

    def pass_over(self, why: str) -> None:
        """Sell in spite of what stops it, for this reason."""
        if self.asked is not None:
            wanted = self.asked
            self.passed = (wanted, why)
            self._write(wanted, max(0, self._change(wanted.total) or 0))

    def sell_anyway(self) -> None:
        """Ask why, where the one at the desk may pass over what stops the sale."""
        from .asking import ask_why

        if self.asked is None:
            self.enter()
        if self.asked is not None and self.before is not None:
            ask_why(self.page, self.counter.stop.words.text(), self.pass_over)

    def refuse_copies(self, sentence: str) -> None:
        """Nothing is lost: what is written stays, selected."""
        self.counter.refuse(sentence)
        self.shell.refuse(sentence)
        self._to(self.counter.copies)
        self.counter.copies.selectAll()

    # Private parts -----------------------------------------------------------------------------------------------

    def _received(self, total: int) -> int:
        """The change, in øre. Raises UserFacingError when less was received than is to be paid."""
        text = self.counter.received.text().strip()
        if not text:
            return 0
        got = formats.parse_kroner(text)
        if got < total:
            sentence = _("{got} is less than {total}. Write what was received.")
            raise UserFacingError(sentence.format(got=words.money(got), total=words.money(total)))
        return got - total

    def _parts(self, way: str, total: int) -> tuple[tuple[str, int], ...]:
        """Øre by way: what is held for her as far as it goes, the rest in cash."""
        if way == "held":
            from_held = min(total, self.before.held_ore)
            return tuple((w, ore) for w, ore in (("held", from_held), ("cash", total - from_held)) if ore)
        if way == "free":
            return ()
        return (({"return": "cash", "return_credit": "credit"}.get(way, way), total),)

    def _let_through(self, wanted: Wanted) -> bool:
        """Whether nothing stands against it, or it has been answered. Raises UserFacingError."""
        from alfdesk.sales import selling

        if self.asked == wanted and not self.counter.stop.isVisible():
            return True
        back = wanted.way in RETURNS
        found = self.desk.read(
            selling.problems, outlet=self.page.outlet, person=wanted.person, edition=wanted.edition,
            copies=-wanted.copies if back else wanted.copies, payment=wanted.payment, day=self.page.day,
        )  # fmt: skip
        stops = [p.sentence for p in found if p.blocks]
        asks = [p.sentence for p in found if not p.blocks]
        if stops:
            self.asked = wanted
            self.counter.say_stop(" ".join(stops), may_pass=self.page.may_pass)
            self.counter.hint("")
            self.shell.refuse(stops[0])
            self._take_focus()
            return False
        if asks:
            self.asked = wanted
            question = _("{copies}?").format(copies=words.copies(wanted.copies))
            said = " ".join((question, *asks, _("Press Enter once more.")))
            self.counter.ask(said)
            self.shell.announcer.say(said)
            self._take_focus()
            return False
        return True

    def _write(self, wanted: Wanted, change: int) -> bool:
        from alfdesk.sales import selling

        before, page = self.before, self.page
        over = self.passed[1] if self.passed is not None and self.passed[0] == wanted else None
        said = words.sold(before, wanted.copies, wanted.total, self._way_said(wanted), change)
        common: dict[str, Any] = {
            "outlet": page.outlet, "person": wanted.person, "edition": wanted.edition, "copies": wanted.copies,
            "day": self.desk.today(), "at_minute": self.desk.minute(), "over": over,
        }  # fmt: skip
        if wanted.way in RETURNS:
            done = self.desk.do(selling.give_back, said, pay="cash" if wanted.way == "return" else "credit", **common)
        else:
            done = self.desk.do(selling.sell, said, payment=wanted.payment, reason=wanted.reason or None, **common)
        if done is REFUSED:
            self._take_focus()
            return False
        self._after(done, wanted, change)
        return True

    @staticmethod
    def _way_said(wanted: Wanted) -> str:
        if wanted.way in ("split", "held") and len(wanted.parts) > 1:
            return "mixed"
        return wanted.parts[0][0] if wanted.parts and wanted.way not in RETURNS else wanted.way

    def _after(self, purchase: bytes, wanted: Wanted, change: int) -> None:
        """The sums stay large until the next seller is typed; the field is hers."""
        counter, before = self.counter, self.before
        back = wanted.way in RETURNS
        labels = {"return": _("Paid out"), "return_credit": _("Less owed"), "credit": _("Owed")}
        label = labels.get(wanted.way, _("Paid"))
        counter.to_pay.tell(words.money(wanted.total), words.paid(self._way_said(wanted)) if not back else "", label)
        counter.back.tell(words.money(change) if change or counter.received.text().strip() else "–", "", _("Back"))
        counted = 0 if wanted.way == "free" else -wanted.copies if back else wanted.copies
        shown = replace(before, today=before.today + counted, week=before.week + counted)
        counter.facts.show_seller(shown, self.page.publication)
        sentence = _("{copies} back from {name}.") if back else _("{copies} to {name}.")
        said = sentence.format(copies=words.copies(wanted.copies), name=before.name.rstrip("."))
        self.made = Made(purchase, said)
        self.before, self.asked, self.passed, self._kept = None, None, None, None
        counter.say_stop("", may_pass=False)
        counter.seller.clear()
        counter.copies.clear()
        counter.received.clear()
        counter.seller_under.hint("")
        counter.good(said)
        self._to(counter.seller)

    def _split(self, copies: int) -> None:
        from .divide import Divide

        unit = self.page.unit_ore
        if unit is not None:
            Divide(self.page, copies, copies * unit, self.before).open()

    def _take_focus(self) -> None:
        self._to(self.counter.copies)
        self.counter.copies.selectAll()

    def _to(self, edit: LargeEdit) -> None:
        """The focus to this field; never from what lies over the page."""
        has = QApplication.focusWidget()
        if has is None or self.page.isAncestorOf(has):
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
