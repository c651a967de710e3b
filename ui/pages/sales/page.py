"""The sales desk: one outlet, one edition, one seller at a time.

Focus is in Seller or in Copies. What is typed while it is elsewhere comes back there; a card that is scanned anywhere on
the page is a seller. The word in the rail is the publication's own name where there is exactly one.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded

from ... import formats
from ...commands import Command
from ...desk import Desk
from ...look import look
from ...page import Page
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import Band, Empty
from . import commands, panels, spoken, words
from .counter import Counter
from .edition_card import EditionCard
from .keys import DeskKeys
from .last_sales import LAST, LastSales
from .old_editions import as_sold, open_menu
from .paper_list import Dropping
from .sale import Sale

NARROW = 590 + 16 + 400  # pixels at 100 %: less than this, and the sides stand over each other
SET_UP = frozenset({"publication", "product", "edition", "edition_price", "outlet"})
ABOUT_HER = frozenset({
    "seller", "seller_card", "card_lost", "seller_break", "seller_note", "account_move", "person", "setting",
})  # fmt: skip
SETTERS = ("office", "manager")


class Sales(Page):
    key, words, icon, order, number = "sales", marked("Paper sales"), "news", 50, 5
    roles = frozenset({"desk", "office", "manager"})
    first_for = frozenset({"desk"})
    named_after = frozenset({"publication"})
    follows = SET_UP | {
        "desk_move", "purchase", "transfer", "transfer_received", "count_begun", "stock_count", "sold_out",
        "seller_number", "seller", "seller_card", "card_lost", "seller_break", "seller_note", "account_move",
        "till_opened", "settlement", "setting", "person",
    }  # fmt: skip

    @classmethod
    def own_name(cls, desk: Desk) -> str:
        from alfdesk.sales import editions

        return names[0][1] if len(names := desk.read(editions.publications)) == 1 else cls.words

    def build(self) -> None:
        # Elements
        self.day: date = self.desk.today()
        self.outlet: bytes | None = None
        self.edition: bytes | None = None
        self.shown: Any = None
        self.blind = False
        self._old: Any = None  # an edition that is no longer on sale, chosen for a return
        self._outlets: tuple[Any, ...] | None = None  # None: read them again
        self._named = False  # whether the title is the publication's name as it is now
        self._bare = True  # no outlet: all there is to do is to add one
        self._voided: set[bytes] = set()  # among the last sales
        self._sellers = False  # whether there is one, as far as is known
        self.choose_outlet = Button("", "chevron-down", "text")
        self.sellers_button = Button(_("Sellers"), "users")
        self.stock_button = Button(_("Stock"), "stack-2")
        self.change_button = Button(_("Change edition"), "arrows-exchange")
        self.read_button = Button(_("Read aloud"), "volume", key="F8")
        self.receive_button = Button(_("Take in copies"), "package", key="Ctrl+N")
        self.settle_button = Button(_("Count the till"), "coins")
        self.till_button = Button(_("Till"), "cash-banknote")
        self.counter = Counter()
        self.card = EditionCard()
        self.last = LastSales()
        self.confirm = Button(_("Confirm"), "check").compact()
        self.waits = Band("tell", "", "", self.confirm)
        self.first_seller = Button(_("Sellers"), "users").compact()
        self.go_on = Button(_("Go on counting"), "list-numbers").compact()
        self.count_open = Band("look", "", "", self.go_on)
        self.drafts: dict[bytes, dict[bytes, str]] = {}  # what is typed in a count of the stock that is open
        self.nobody_yet = Band("tell", "", "", self.first_seller)
        self.set_up = Button(_("Add outlet"), "plus", "primary")
        self.empty = Empty("news", "", self.set_up)
        self.sale = Sale(self)
        self.keys = DeskKeys(self)
        self.dropping = Dropping(self)
        # Assemble
        titles = self.title.parentWidget().layout()
        assert isinstance(titles, QBoxLayout)
        titles.insertWidget(1, self.choose_outlet)
        self.add_actions(self.sellers_button, self.stock_button, self.change_button, self.read_button)
        foot = QWidget()
        Flow(self.receive_button, self.till_button, self.settle_button, gap=8, parent=foot)
        right = QWidget()
        self._right = Column(self.waits, self.count_open, self.nobody_yet, self.card, gap=12, parent=right)
        self._right.put(self.last, 1)
        self._right.put(foot)
        self.both = QWidget()
        self._two = Line(gap=16, margins=(0, 0, 0, 2), parent=self.both)
        self._two.put(self.counter, 60)
        self._two.put(right, 53)
        self.body_column.put(self.empty, 1)
        self.body_column.put(self.both, 1)
        # Connect
        self.choose_outlet.clicked.connect(lambda _checked=False: self.menu_of_outlets())
        self.sellers_button.clicked.connect(lambda _checked=False: panels.open_sellers(self))
        self.first_seller.clicked.connect(lambda _checked=False: panels.open_sellers(self))
        self.stock_button.clicked.connect(lambda _checked=False: panels.open_stock(self))
        self.change_button.clicked.connect(lambda _checked=False: panels.open_change_over(self))
        self.read_button.clicked.connect(lambda _checked=False: self.shell.read_aloud())
        self.receive_button.clicked.connect(lambda _checked=False: panels.open_receive(self))
        self.settle_button.clicked.connect(lambda _checked=False: panels.open_settle(self))
        self.go_on.clicked.connect(lambda _checked=False: panels.open_count(self))
        self.till_button.clicked.connect(lambda _checked=False: panels.open_till(self))
        self.set_up.clicked.connect(lambda _checked=False: self.begin())
        self.confirm.clicked.connect(lambda _checked=False: self.confirm_transfer())
        self.card.other.clicked.connect(lambda _checked=False: open_menu(self))
        self.last.all.clicked.connect(lambda _checked=False: self.all_sales())
        self.last.table.opened.connect(self.all_sales)
        self.last.table.arrived.connect(self._in_sight)
        self._connect_counter()
        self.desk.wrote.connect(self._written)
        look.changed.connect(self._stand)

    def _connect_counter(self) -> None:
        counter, sale = self.counter, self.sale
        counter.seller.first_refusal = self.keys.seller
        counter.copies.first_refusal = self.keys.copies
        counter.received.first_refusal = self.keys.received
        counter.seller.entered.connect(sale.enter_seller)
        counter.seller.textEdited.connect(lambda _text: sale.seller_edited())
        counter.choose_seller.clicked.connect(lambda _checked=False: sale.finding.choose())
        counter.copies.entered.connect(sale.enter)
        counter.copies.textEdited.connect(lambda _text: sale.copies_edited())
        counter.stepped.connect(sale.step)
        counter.received.entered.connect(sale.enter)
        counter.received.textEdited.connect(lambda _text: sale.copies_edited())
        counter.anyway.clicked.connect(lambda _checked=False: sale.sell_anyway())
        counter.ways.pay.chosen.connect(sale.enter)
        counter.ways.free.chosen.connect(sale.free)
        counter.room = self._room
        rows = (counter.first, counter.second, counter.third)
        for edit, part in zip((counter.seller, counter.copies, counter.received), rows, strict=True):
            edit.arrived.connect(partial(self._in_sight, part))
        counter.spoke.connect(self._in_sight)
        counter.divide.clicked.connect(lambda _checked=False: sale.enter("split"))
        counter.editions.chosen.connect(self.choose_edition)

    # What is shown -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.day = self.desk.today()
        if self._outlets is None:
            self._read_outlets()
        if not self._named:
            self._named = True
            self.title.setText(worded(self.own_name(self.desk)))
        self.subtitle.setText(formats.day_heading(self.day, self.day))
        if self.outlet is not None:
            from alfdesk.sales import desk

            self.shown = self.desk.read(desk.desk_page, self.outlet, self.day, last=LAST)
        self._show_places()
        if self.shown is None:
            return
        self._choose_among(self.shown.on_sale)
        self.counter.editions.offer([one.edition for one in self._sold()], self.edition)
        self.card.show_edition(self.on_sale, self.day)
        self.card.show_figures(self.shown.figures, blind=self.blind)
        self.last.show_sales(self.shown.last)
        self._show_waits()
        self.counter.typed_as.setText(words.typed_as())
        voided = {sale.move for sale in self.shown.last if sale.voided}
        if voided - self._voided:
            self.sale.finding.forget()
        self._voided = voided
        stand = {sale.purchase for sale in self.shown.last if not sale.voided}
        if self.sale.made is not None and self.sale.made.purchase not in stand:
            self.sale.clear()  # it was taken back: its sums no longer stand
        self.sale.show_sum()

    @property
    def on_sale(self) -> Any:
        """The edition that is sold, with this outlet's stock; None when nothing is."""
        if self.shown is None:
            return None
        return next((one for one in self._sold() if one.edition.id == self.edition), None)

    @property
    def unit_ore(self) -> int | None:
        """What a copy costs the seller now."""
        one = self.on_sale
        price: int | None = one.edition.price.buy_ore if one is not None and one.edition.price else None
        return price

    @property
    def publication(self) -> bytes | None:
        one = self.on_sale
        found: bytes | None = one.edition.publication_id if one is not None else None
        return found

    @property
    def may_pass(self) -> bool:
        """Whether whoever is at the desk may sell in spite of a limit or a break."""
        return self.desk.may(*SETTERS)

    def on_new_day(self) -> None:
        """After midnight the page is of the new day."""
        if self.day != self.desk.today():
            self.refresh()

    def count_blind(self, on: bool) -> None:
        """While somebody counts the till, what it should hold is not on the page."""
        self.blind = on
        if self.shown is not None:
            self.card.show_figures(self.shown.figures, blind=on)

    def _read_outlets(self) -> None:
        from alfdesk.sales import outlets

        found: tuple[Any, ...] = self.desk.read(outlets.outlets)
        self._outlets = found
        if self.outlet not in {o.id for o in found}:
            wanted = self.shell.prefs.get("sales_outlet")
            line = next((o for o in found if o.id.hex() == wanted), found[0] if found else None)
            self.outlet = line.id if line is not None else None
            self.shown = None

    def _show_places(self) -> None:
        """The desk, or what has to be there first."""
        sold = self.shown is not None and (self.shown.on_sale or self.shown.last or self._any_edition())
        ready = self.outlet is not None and bool(sold)
        if (self.outlet is None) != self._bare and self.shell.front is self:
            self.shell.follow_commands()
        self._bare = self.outlet is None
        self.both.setVisible(ready)
        self.empty.setVisible(not ready)
        self.choose_outlet.setVisible(self.outlet is not None)
        for button in (self.sellers_button, self.stock_button, self.change_button):
            button.setVisible(ready)
        if self.shown is not None:
            self.choose_outlet.say(self.shown.outlet.name)
            self.choose_outlet.setAccessibleName(_("Outlet: {name}").format(name=self.shown.outlet.name))
        if ready:
            return
        if self.outlet is None:
            self.empty.words.setText(_("There is no outlet yet. Sellers buy their copies at an outlet."))
            self.set_up.say(_("Add outlet"), "plus")
        else:
            self.empty.words.setText(_("There is no edition yet. Write its name, price and first day."))
            self.set_up.say(_("New edition"), "plus")

    def _sold(self) -> tuple[Any, ...]:
        """The editions on sale, and the old one that was chosen."""
        return (*self.shown.on_sale, *((self._old,) if self._old is not None else ()))

    def _any_edition(self) -> bool:
        from alfdesk.sales import editions

        return bool(self.desk.read(editions.editions, self.day, all=True))

    def _choose_among(self, on_sale: tuple[Any, ...]) -> None:
        """The edition that was chosen last on this laptop, while it is on sale; else the newest."""
        if self._old is not None:
            self._old = as_sold(self, self._old.edition)
        ids = [one.edition.id for one in self._sold()]
        if self.edition not in ids:
            wanted = self.shell.prefs.get("sales_edition")
            self.edition = next((i for i in ids if i.hex() == wanted), ids[0] if ids else None)

    def _show_waits(self) -> None:
        waits = self.shown.waits
        said = ""
        if len(waits) == 1:
            said = _("{copies} of {title} are on their way from {outlet}.").format(
                copies=words.copies(waits[0].copies), title=waits[0].title, outlet=waits[0].from_outlet
            )
        elif waits:
            sentence = ngettext("{count} sending is on its way here.", "{count} sendings are on their way here.", len(waits))
            said = sentence.format(count=len(waits))
        self.waits.say(said)
        self.count_open.say(words.count_words(self.shown.open_count))
        if not self._sellers and not self.shown.last:
            from alfdesk.sales import sellers

            self._sellers = bool(self.desk.read(sellers.numbers_ever))
        nobody = not self._sellers and not self.shown.last
        self.nobody_yet.say(_("Nobody has a seller number yet.") if nobody else "")

    # Acts --------------------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        return commands.of(self)

    def choose_edition(self, edition: bytes | None) -> None:
        """Sell this edition, remembered on this laptop."""
        if edition is None or edition == self.edition:
            self.to_field()
            return
        self.edition = edition
        if self._old is None or self._old.edition.id != edition:
            self._old = None
            self.shell.prefs.keep(sales_edition=edition.hex())
        self.counter.editions.offer([one.edition for one in self._sold()], edition)
        self.card.show_edition(self.on_sale, self.day)
        if self.sale.before is not None:
            text = self.counter.copies.text() if self.counter.copies.isModified() else ""  # written by hand: it stays
            person, self.sale.before = self.sale.before.person, None
            self.serve(person)
            if text:
                self.counter.copies.setText(text)
                self.counter.copies.setModified(True)
                self.sale.copies_edited()
        self.to_field()

    def choose_old(self, line: Any) -> None:
        """An edition that is no longer on sale, for what comes back of it; until another is chosen."""
        self._old = as_sold(self, line)
        if self._old is not None:
            self.choose_edition(line.id)

    def sold_next(self, edition: bytes) -> None:
        """An edition was made: it is the one that is sold, from its first day on."""
        self.shell.prefs.keep(sales_edition=edition.hex())
        self.edition = None
        self.refresh()
        self.to_field()

    def step_edition(self, way: int = 1) -> None:
        self.choose_edition(self.counter.editions.next(self.edition, way))

    def choose(self, outlet: bytes) -> None:
        """Another outlet, remembered on this laptop."""
        self.outlet, self.shown = outlet, None
        self.shell.prefs.keep(sales_outlet=outlet.hex())
        self.sale.clear()
        self.refresh()
        self.to_field()

    def serve(self, person: bytes) -> None:
        """This seller stands at the desk: chosen in a list elsewhere."""
        try:
            self.sale.serve(person)
        except UserFacingError as error:
            self.sale.refuse_seller(error.sentence)

    def begin(self) -> None:
        """What has to be there before anything can be sold."""
        from .set_up import NewEdition, NewOutlet

        (NewOutlet if self.outlet is None else NewEdition)(self).open()

    def lead_to(self, task: Any) -> None:
        """Open what a task of `alfdesk.todo` speaks of: somebody was sent here to do it."""
        from . import leading

        leading.lead_to(self, task)

    def menu_of_outlets(self) -> None:
        from .set_up import menu_of_outlets

        menu_of_outlets(self, self._outlets or ())

    def confirm_transfer(self) -> None:
        """Copies that were sent here: counted and taken in."""
        from .confirm import Confirm

        if self.shown is not None and self.shown.waits:
            Confirm(self, self.shown.waits[0]).open()

    def all_sales(self, sale: Any = None) -> None:
        from .all_sales import AllSales

        if self.outlet is not None:
            AllSales(self, sale.move if sale is not None else None).open()

    def to_field(self) -> None:
        """Focus where the next key belongs."""
        if (target := self.start()) is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> QWidget | None:
        if self.empty.isVisibleTo(self):
            return self.set_up
        return self.counter.copies if self.sale.before is not None else self.counter.seller

    def leave(self) -> None:
        self.sale.finding.forget()

    # Keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self.keys.elsewhere(event):
            super().keyPressEvent(event)

    # Read aloud --------------------------------------------------------------------------------------------------

    def summary(self) -> str:
        return spoken.summary(self)

    def marked_text(self) -> str:
        return spoken.nearest(self)

    # Private parts -----------------------------------------------------------------------------------------------

    def _written(self, tables: frozenset[str]) -> None:
        if not tables or tables & SET_UP:
            self._outlets, self._named = None, False
        if not tables or tables & {"seller_number"}:
            self._sellers = False
        if self.sale.before is not None and (not tables or tables & ABOUT_HER):
            self.serve(self.sale.before.person)
        if self.shell.front is self and self.stale is False and (not tables or tables & SET_UP):
            self.refresh()

    def _room(self) -> int:
        """How high the sale may be before the page scrolls; where the page is one column it scrolls anyway."""
        if self._two.direction() != QBoxLayout.Direction.LeftToRight:
            return 10_000
        return self._scroll.viewport().height() - self.head.height() - look.px(12 + 8 + 2)

    def _in_sight(self, part: QWidget) -> None:
        """Where the page scrolls, a field and its sum are seen while it is written in."""
        QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part, 0, look.px(8)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """The sale beside the day's figures; over them where there is no room for both."""
        if not hasattr(self, "_two"):
            return
        beside = self.width() >= look.px(NARROW + 32)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._two.direction() != way:
            self._two.setDirection(way)
        self.counter.fit()
