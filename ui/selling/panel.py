"""All there is about a seller, over whichever page she was opened from: number, card, breaks, notes, spots, account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from .. import formats
from ..dialogs.ask import RIM, Scrolled
from ..dialogs.panels import Panel
from ..look import look
from ..widgets.buttons import Button
from ..widgets.layouts import Column, Line
from . import account, cards, forms, words
from .lines import Lines
from .parts import Entry, Part, Sum

MAY = ("desk", "office", "manager")
SETTERS = ("office", "manager")
NARROW = 900  # pixels at 100 %: less than this, and the sides stand over each other


class SellerPanel(Panel):
    """One seller. Opened at the desk it serves her too: she stands there, and the panel goes."""

    def __init__(self, page: Any, person: bytes) -> None:
        # Elements
        super().__init__(page, _("Seller"), wide=1080, high=720, rim=RIM)
        self.person = person
        self.serves = hasattr(page, "serve")
        may, sets = self.desk.may(*MAY), self.desk.may(*SETTERS)
        self.serve_button = self._button(_("Serve"), "check", self.serve, role="primary")
        self.about_button = self._button(_("Edit"), "pencil", lambda: self._open(forms.About))
        self.new_card = self._button(_("New card"), "id-badge-2", lambda: self._open(cards.NewCard))
        self.print_a4 = self._button(_("Print card"), "printer", self.print_card)
        self.print_alone = self._button(_("Card printer"), "id-badge-2", self.print_on_card)
        self.lost_button = self._button(_("Report lost"), "ban", lambda: cards.report_lost(self.page, self.seller))
        self.break_button = self._button(_("Give break"), "hand-stop", lambda: self._open(forms.GiveBreak))
        self.note_button = self._button(_("Add note"), "note", lambda: self._open(forms.AddNote))
        self.spot_button = self._button(_("Give spot"), "map-pin", lambda: self._open(forms.TakeSpot))
        self.repay_button = self._button(_("Repay"), "coins", lambda: self._open(account.Repay, self.owing))
        self.pay_out_button = self._button(_("Pay out"), "cash-banknote", lambda: self._open(account.PayOut, self.held_ore))
        self.hold_button = self._button(_("Hold money"), "wallet", lambda: self._open(account.Hold, self.publications))
        self.set_off_button = self._button(
            _("Set off"), "arrows-exchange", lambda: self._open(account.SetOff, self.owing, self.held_ore)
        )
        self.write_off_button = self._button(_("Write off"), "ban", lambda: self._open(account.WriteOff, self.owing))
        self.limit_button = self._button(_("Own limit"), "credit-card", lambda: self._open(account.OwnLimit))
        self.lines_button = self._button(_("Statement"), "list-check", lambda: self._open(Lines))
        self.about = Part(_("The seller"), self.about_button)
        self.card = Part(_("Card"), self.print_a4, self.new_card, self.print_alone, self.lost_button)
        self.breaks = Part(_("Breaks from selling"), self.break_button)
        self.notes = Part(_("Notes at the desk"), self.note_button)
        self.spots = Part(_("Selling spots"), self.spot_button)
        self.account = Part(_("Account"), self.lines_button, self.repay_button, self.pay_out_button, self.hold_button,
                            self.set_off_button, self.write_off_button, self.limit_button)  # fmt: skip
        self.may, self.sets = may, sets
        # Assemble
        self.head(_("Seller"), *([self.serve_button] if self.serves else []))
        left, right = QWidget(), QWidget()
        Column(self.card, self.account, 0, gap=20, parent=left)
        Column(self.about, self.breaks, self.notes, self.spots, 0, gap=20, parent=right)
        both = QWidget()
        self._two = Line(gap=32, parent=both)
        self._two.put(left, 1)
        self._two.put(right, 1)
        self.body = Scrolled(self.told, both)
        self.body.inside.put(0)
        self.column.put(self.body, 1)
        # Connect
        self.show_again()
        self._stand()
        look.changed.connect(self._stand)

    def open(self) -> SellerPanel:
        """Show it. Each opening is noted."""
        super().open()
        self.desk.looked("seller", self.person)
        return self

    def start(self) -> QWidget | None:
        return self.serve_button if self.serves else self.print_a4 if not self.print_a4.isHidden() else self.lines_button

    def summary(self) -> str:
        said = [formats.stopped(self.title.text()), words.card_words(self.seller.cards, self.desk.today())]
        now = words.break_now(self.seller.breaks, self.desk.today())
        if now is not None:
            said.append(words.break_said(now))
        said.append(_("Owes {amount}.").format(amount=words.money(self.sums.owes_ore)))
        if self.held_ore:
            said.append(_("{amount} is held.").format(amount=words.money(self.held_ore)))
        return " ".join(said)

    # Shown -------------------------------------------------------------------------------------------------------

    def show_again(self) -> None:
        from alfdesk.sales import accounts, editions, sellers

        day = self.desk.today()

        def read(session: Any) -> Any:
            return (
                sellers.seller_page(session, self.person, day), accounts.account(session, self.person),
                accounts.owed(session, self.person, day), editions.publications(session),
            )  # fmt: skip

        try:
            self.seller, self.sums, owed, publications = self.desk.read(read)
        except UserFacingError:  # the number was taken back
            self.leave()
            return
        self.owing = tuple(o for o in owed if o.owes_ore > 0)
        self.held_ore = self.sums.held_for_ore
        self.publications = [(ident, name) for ident, name, _products in publications]
        title = _("{name}, seller {number}").format(name=self.seller.name, number=self.seller.number)
        self.title.setText(title)
        self.panel.setAccessibleName(title)
        self._show_about()
        self._show_card()
        self._show_breaks()
        self._show_notes()
        self._show_spots()
        self._show_account(owed)

    def _show_about(self) -> None:
        seller = self.seller
        signed = seller.rules_signed
        self.about.show_lines(
            Entry(seller.languages or _("Languages are not written down."), _("Languages") if seller.languages else ""),
            Entry(_("Signed the seller rules {day}.").format(day=formats.day_short(signed))) if signed else
            Entry(_("Has not signed the seller rules."), icon="alert-triangle", colour="later"),
        )  # fmt: skip
        self.about_button.setVisible(self.may)

    def _show_card(self) -> None:
        today, every = self.desk.today(), self.seller.cards
        bad = bool(every) and (every[0].lost is not None or every[0].valid_to < today)
        lines = [Entry(words.card_words(every, today), icon="alert-triangle-filled" if bad or not every else "id-badge-2",
                       colour="later" if bad or not every else "text")]  # fmt: skip
        lines += [
            Entry(words.card_words((card,), today) if card.lost is not None else
                  _("Card {serial} was replaced.").format(serial=f"{card.serial:02}"), "")
            for card in every[1:3]
        ]  # fmt: skip
        self.card.show_lines(*lines)
        valid = words.good(every, today) is not None and not bad
        self.print_a4.setVisible(valid)
        self.print_alone.setVisible(valid)
        self.new_card.setVisible(self.may)
        self.lost_button.setVisible(self.may and words.good(every, today) is not None)

    def _show_breaks(self) -> None:
        today = self.desk.today()
        now = words.break_now(self.seller.breaks, today)
        coming = [b for b in self.seller.breaks if b.to_day is None or b.to_day >= today]
        entries = [
            Entry(words.break_words(line), _("now") if line is now else "", icon="hand-stop",
                  colour="later" if line is now else "text",
                  button=self._compact(_("End"), partial(self.end_break, line.id)))
            for line in coming
        ]  # fmt: skip
        past = len(self.seller.breaks) - len(coming)
        if past:
            entries.append(Entry(ngettext("{count} earlier break", "{count} earlier breaks", past).format(count=past)))
        self.breaks.show_lines(*entries or [Entry(_("No breaks."))])
        self.break_button.setVisible(self.may)

    def _show_notes(self) -> None:
        self.notes.show_lines(*[
            Entry(note.text, _("Shown until {day}").format(day=formats.day_short(note.until)) if note.until else "",
                  icon="flag-filled" if note.warns else "note", colour="later" if note.warns else "text",
                  button=self._compact(_("Take away"), partial(self.end_note, note.id)))
            for note in self.seller.notes
        ] or [Entry(_("No notes."))])  # fmt: skip
        self.note_button.setVisible(self.may)

    def _show_spots(self) -> None:
        today = self.desk.today()
        self.spots.show_lines(*[
            Entry(words.spot_words(line), _spot_days(line, today), warning=forms.clash_words(line), icon="map-pin",
                  button=self._compact(_("Leave spot"), partial(self.leave_spot, line.id)))
            for line in self.seller.spots
        ] or [Entry(_("No spots."))])  # fmt: skip
        self.spot_button.setVisible(self.may)

    def _show_account(self, owed: Any) -> None:
        sums, own = self.sums, self.seller.credit_limit_ore
        lines: list[QWidget] = [
            Sum(_("Bought"), formats.spaced(sums.copies_bought)),
            *([Sum(_("Returned"), formats.spaced(sums.copies_returned))] if sums.copies_returned else []),
            Sum(_("Paid"), words.money(sums.paid_ore)),
        ]
        for one in owed:
            name, limit = one.publication or "–", one.limit_ore
            of = _("of {amount}").format(amount=words.money(limit)) if limit is not None else ""
            over = limit is not None and one.owes_ore > limit
            said = _("Owes of {publication}").format(publication=name)
            lines.append(Sum(said, words.money(one.owes_ore), of, "later" if over else "text"))
        if not owed:
            lines.append(Sum(_("Owes"), words.money(sums.owes_ore)))
        lines.append(Sum(_("Held for her"), words.money(sums.held_for_ore)))
        if own is not None:
            lines.append(Sum(_("Own credit limit"), words.money(own)))
        self.account.show_lines(*lines)
        owes, holds = bool(self.owing), self.held_ore > 0
        self.repay_button.setVisible(self.may and owes and bool(account.outlets_of(self.page)))
        self.pay_out_button.setVisible(self.may and holds)
        self.hold_button.setVisible(self.may and bool(self.publications))
        self.set_off_button.setVisible(self.may and owes and holds)
        self.write_off_button.setVisible(self.sets and owes)
        self.limit_button.setVisible(self.sets)

    # Acts --------------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """She stands at the desk; what lies over it goes."""
        for other in self.over.findChildren(Panel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            other.leave()
        self.page.serve(self.person)

    def print_card(self) -> None:
        cards.print_cards(self.page, [self.person], f"selgerkort-{self.desk.today().isoformat()}")

    def print_on_card(self) -> None:
        cards.print_alone(self.page, self.seller)

    def end_break(self, ident: bytes) -> None:
        from alfdesk.sales import sellers

        said = _("{name} sells again.").format(name=words.called(self.seller))
        self.desk.do(sellers.end_break, said, id=ident, day=self.desk.today())

    def end_note(self, ident: bytes) -> None:
        from alfdesk.sales import sellers

        self.desk.do(sellers.end_note, _("The note shows no more."), id=ident)

    def leave_spot(self, ident: bytes) -> None:
        from alfdesk.sales import spots

        self.desk.do(spots.leave_spot, _("The spot is free."), id=ident, day=self.desk.today())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            (self.print_card if not self.print_a4.isHidden() else self.lines_button.click)()
            event.accept()
            return
        super().keyPressEvent(event)

    # Private parts -----------------------------------------------------------------------------------------------

    def _open(self, form: Callable[..., Any], *more: Any) -> None:
        form(self.page, self.seller, *more).open()

    def _button(self, text: str, icon: str, act: Callable[[], object], *, role: str = "secondary") -> Button:
        button = Button(text, icon, role)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _compact(self, text: str, act: Callable[[], object]) -> Button | None:
        if not self.may:
            return None
        button = Button(text, "", "text").compact()
        button.clicked.connect(lambda _checked=False: act())
        return button

    def fit(self) -> None:
        super().fit()
        self._stand()

    def _stand(self) -> None:
        """Card and account beside the rest; over it where there is no room for both."""
        if not hasattr(self, "_two"):
            return
        beside = self.panel.width() >= look.px(NARROW)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._two.direction() != way:
            self._two.setDirection(way)


def _spot_days(line: Any, today: Any) -> str:
    """From when, where that is to come; until when, where there is an end."""
    said = []
    if line.from_day is not None and line.from_day > today:
        said.append(_("from {day}").format(day=formats.day_short(line.from_day)))
    if line.to_day is not None:
        said.append(_("until {day}").format(day=formats.day_short(line.to_day)))
    return " ".join(said)
