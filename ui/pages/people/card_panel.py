"""The card, beside the list. One thing at a time is in it: the card, its fields, or one act; Esc goes one back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.text import Text
from .card_parts import KeptBand, MessageBand, Row, Who, dates, today_words
from ...widgets.side_panel import SidePanel
from .seller_part import SellerPart
from .weeks_grid import Legend, WeeksGrid

if TYPE_CHECKING:
    from alfdesk.person_card import CardPage

    from .page import People


class CardPanel(SidePanel):
    """One person's card. `card` is what is shown now."""

    def __init__(self, page: People, person: bytes) -> None:
        super().__init__(page, _("Person card"))
        self.person = person
        self.card: CardPage | None = None
        self.part: QWidget | None = None  # what is shown in place of the card: fields, a form, history
        self.view: QWidget | None = None
        self.seller: SellerPart | None = None
        self.edit_button = Button(_("Edit"), "pencil", "secondary", "F2")
        self.edit_button.clicked.connect(lambda: self.edit())
        self.back_button = Button(_("Back"), "arrow-left", "secondary", "Esc")
        self.back_button.clicked.connect(lambda: self.step_back())
        self.head_flow.put(self.back_button)
        self.head_flow.put(self.edit_button)
        self.back_button.hide()
        self.show_again()

    # Shown -------------------------------------------------------------------------------------------------------

    def show_again(self) -> None:
        """Read the card again. A person who is no longer there closes it."""
        from alfdesk import person_card

        try:
            card = self.desk.read(person_card.card_page, self.person, self.desk.today())
        except UserFacingError:
            self.card = None
            self.page.close_panel()
            return
        if self.seller is not None:
            self.seller.show_again()
        if card == self.card:
            return
        self.card = card
        again = getattr(self.part, "show_card", None)
        if again is not None:
            again(card)
        self._fill()

    def _fill(self) -> None:
        had_focus = self.view is not None and self.view.isAncestorOf(QApplication.focusWidget() or self)
        old, self.view = self.view, self._card(self.card)
        self.parts.put(self.view)
        self.view.setVisible(self.part is None)
        if old is not None:
            if had_focus:
                self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.parts.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _card(self, card: CardPage) -> QWidget:
        from alfdesk.person_fields import account_written

        view = QWidget()
        column = Column(gap=12, parent=view)
        column.put(Who(card))
        if card.kept is not None:
            show = Button(_("Open card"), "", "text").compact()
            show.clicked.connect(lambda _checked=False, kept=card.kept.id: self.page.open_card(kept))
            column.put(KeptBand(card, show))
        today = self.desk.today()
        for ident, text, until in card.card.messages:
            take = Button(_("Take away"), "", "text").compact()
            take.setAccessibleDescription(text)
            take.clicked.connect(partial(self.take_message, ident))
            column.put(MessageBand(text, until, today, take))
        acts = QWidget()
        flow = Flow(gap=8, parent=acts)
        flow.put(self._button(_("Leave message"), "flag", self.leave_message, "Ctrl+M"))
        if self.may_enrol and card.kept is None:
            flow.put(self._button(_("Enrol"), "plus", self.enrol))
        column.put(acts)
        column.put(self._weeks(card))
        rows = Column(gap=0)
        for one in card.programmes:
            buttons = []
            if one.to_day is None and one.has_teams and self.may_enrol:
                buttons.append((Button(_("Team"), "", "text").compact(), self.choose_team))
            if one.to_day is None and self.may_end:
                buttons.append((Button(_("End"), "", "text").compact(), self.end))
            for button, act in buttons:
                button.setAccessibleDescription(one.programme)
                button.clicked.connect(partial(act, one.id))
            where = f"{one.programme}, {one.team}" if one.team else one.programme
            more = dates(one.from_day, one.to_day) or _("since before the lists began")
            first = one is card.programmes[0]
            rows.put(Row(_("Programmes") if first else "", where, more, *(b for b, _act in buttons)))
        if not card.programmes:
            rows.put(Row(_("Programmes"), _("In no programme")))
        methods = {"cash": _("cash"), "bank": _("bank"), None: _("as the programme")}
        rows.put(Row(_("Payment"), methods[card.card.payment_method], account_written(card.card.account)))
        self.seller = SellerPart(self)
        rows.put(self.seller)
        column.put(rows)
        column.put(self._foot(card))
        column.put(0)
        return view

    def _weeks(self, card: CardPage) -> QWidget:
        weeks = card.weeks
        part = QWidget()
        came = ""
        if weeks.expected:
            came = _("came {count} of {days} days").format(count=weeks.present, days=weeks.expected)
        grid = WeeksGrid()
        grid.show_weeks(weeks)
        heading = Line(gap=8)
        heading.put(Text(_("Last 12 weeks"), "strong"), 1)
        heading.put(Text(came, "label", "mut"))
        Column(heading, grid, Legend(weeks), gap=6, parent=part)
        return part

    def _foot(self, card: CardPage) -> QWidget:
        foot = QWidget()
        column = Column(gap=4, parent=foot)
        if card.changed_at:
            said = _("Last changed {day} by {name}").format(day=card.changed_at, name=card.changed_by)
            column.put(Text(said, "small", "mut", wrap=True))
        links = QWidget()
        flow = Flow(gap=4, parent=links)
        flow.put(self._button(_("History"), "history", self.history, role="text"))
        flow.put(self._button(_("Who has looked"), "eye", self.looked, role="text"))
        if self.desk.may("administrator"):
            flow.put(self._button(_("Erase personal data"), "trash", self.erase, role="text"))
        column.put(links)
        return foot

    @staticmethod
    def _button(text: str, icon: str, act: object, key: str = "", role: str = "secondary") -> Button:
        button = Button(text, icon, role, key)
        button.clicked.connect(lambda _checked=False: act())  # type: ignore[operator]
        return button

    @property
    def may_enrol(self) -> bool:
        return self.desk.may("supervisor", "office", "manager")

    @property
    def may_end(self) -> bool:
        return self.desk.may("office", "manager")

    def spoken(self) -> str:
        """The card in a few sentences."""
        if self.card is None:
            return ""
        card = self.card
        said = [formats.stopped(card.name), *(f"{today_words(row)}." for row in card.today)]
        said += [_("Message") + f": {text}" for _id, text, _until in card.card.messages]
        weeks = card.weeks
        if weeks.expected:
            words = ngettext("Came {count} of {days} day.", "Came {count} of {days} days.", weeks.expected)
            said.append(words.format(count=weeks.present, days=weeks.expected))
        return " ".join(said)

    # One thing at a time -----------------------------------------------------------------------------------------

    def show_part(self, part: QWidget, title: str) -> None:
        """Show `part` in place of the card. Its `start()` gets the focus."""
        self._drop_part()
        self.part = part
        self.parts.put(part)
        part.show()
        if self.view is not None:
            self.view.hide()
        self.title.setText(title)
        self.back_button.show()
        self.edit_button.hide()
        self.scroll.verticalScrollBar().setValue(0)
        target = part.start() if hasattr(part, "start") else self.back_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if self.part is None:
            return False
        here = self.isAncestorOf(QApplication.focusWidget() or self)
        if here:  # what was written in a field is saved when the focus leaves it, and that while the field still stands
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop_part()
        self.title.setText(_("Person card"))
        self.edit_button.show()
        if here:
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.back_button.hide()
        if self.view is not None:
            self.view.show()
        self.scroll.verticalScrollBar().setValue(0)
        return True

    def _drop_part(self) -> None:
        part, self.part = self.part, None
        if part is not None:
            self.parts.removeWidget(part)
            part.hide()
            part.deleteLater()

    def start(self) -> QWidget:
        return self.edit_button

    # What can be done --------------------------------------------------------------------------------------------

    def edit(self) -> None:
        from .card_edit import CardEdit

        if not isinstance(self.part, CardEdit):
            self.show_part(CardEdit(self), _("Edit the card"))

    def leave_message(self) -> None:
        from .card_acts import MessageForm

        self.show_part(MessageForm(self), _("Message"))

    def take_message(self, message: bytes, _checked: bool = False) -> None:
        from alfdesk import people

        assert self.card is not None
        said = _("The message to {name} is taken away.").format(name=self.card.name)
        self.desk.do(people.take_message, said, message=message)

    def enrol(self) -> None:
        from .card_acts import EnrolForm

        self.show_part(EnrolForm(self), _("Enrol"))

    def end(self, enrolment: bytes, _checked: bool = False) -> None:
        from .card_acts import EndForm

        self.show_part(EndForm(self, enrolment), _("End"))

    def choose_team(self, enrolment: bytes, _checked: bool = False) -> None:
        from .card_acts import TeamForm

        self.show_part(TeamForm(self, enrolment), _("Team"))

    def open_seller(self) -> None:
        if self.seller is not None:
            self.seller.act()

    def renumber(self) -> None:
        from .card_acts import NumberForm

        self.show_part(NumberForm(self), _("New number"))

    def history(self) -> None:
        from .told_panel import History

        self.desk.looked("history", self.person)
        self.show_part(History(self), _("History"))

    def looked(self) -> None:
        from .told_panel import Looked

        self.show_part(Looked(self), _("Who has looked"))

    def erase(self) -> None:
        from .erase import Erase

        self.show_part(Erase(self), _("Erase personal data"))
