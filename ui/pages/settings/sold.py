"""What is sold: editions with their prices from a day on, and the products and publications they are of."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ... import formats
from ...dialogs.panels import TakeBack
from ...widgets.buttons import Button
from ...widgets.layouts import Flow
from ...widgets.row_table import Cell, Column, RowTable
from ...widgets.text import Text
from .section import Section, fit_rows
from .sold_forms import KINDS, ChangeEdition, MoveProduct, NameForm, NewEdition, NewPrice


class Sold(Section):
    key, words, icon = "sold", marked("What is sold"), "news"
    roles = frozenset({"office", "manager"})

    def build(self) -> None:
        # Elements
        self.today = self.desk.today()
        self.editions = RowTable(_("Editions"), self._edition_columns(), key=lambda e: e.id, spoken=self._spoken)
        nothing = _("Nothing is sold yet. Write the first edition, its price and its first day.")
        self.none = Text(nothing, "body", "mut", wrap=True)
        self.new = self._button(_("New edition"), "plus", lambda: NewEdition(self, self.editions.current()).open())
        self.change = self._button(_("Edit edition"), "pencil", lambda: ChangeEdition(self, self.editions.current()).open())
        self.prices = RowTable(_("Prices"), self._price_columns(), key=lambda p: p.id)
        self.prices_of = Text("", "h2", wrap=True)
        self.new_price = self._button(_("New price"), "plus", lambda: NewPrice(self, self.editions.current()).open())
        self.end_price = self._button(_("End price"), "ban", self.ask_end)
        self.products = RowTable(_("Publications"), [
            Column(_("Publication"), lambda p: Cell(p[1], kind="name"), 130, 1), Column(_("Product"), lambda p: p[3], 130, 1),
        ], key=lambda p: p[2], spoken=lambda p: f"{p[1]}, {p[3]}")  # fmt: skip
        self.rename_publication = self._button(_("Rename publication"), "pencil", lambda: self.ask_name(publication=True))
        self.rename_product = self._button(_("Rename product"), "pencil", lambda: self.ask_name(publication=False))
        self.move_product = self._button(_("Move product"), "arrows-exchange", self.ask_move)
        # Assemble
        self.heading(_("What is sold"), _("A price holds from a day on. What was sold stands."))
        self.column.put(self.editions)
        self.column.put(self.none)
        self.flow(self.new, self.change)
        self.of_edition = self._together(self.prices_of, self.prices, self.new_price, self.end_price)
        self.of_products = self._together(
            Text(_("Publications and products"), "h2", wrap=True), self.products, self.rename_publication, self.rename_product,
            self.move_product,
        )  # fmt: skip
        # Connect
        self.editions.moved_to.connect(lambda _line: self._show_prices())
        self.editions.opened.connect(lambda _line: self.new_price.click())
        self.prices.moved_to.connect(lambda _line: self._fit())

    def _together(self, heading: Text, table: RowTable, *buttons: Button) -> tuple[QWidget, ...]:
        self.column.put(8)
        self.column.put(heading)
        self.column.put(table)
        row = QWidget()
        Flow(*buttons, gap=8, parent=row)
        self.column.put(row)
        return heading, table, row

    def _button(self, text: str, icon: str, act: Any) -> Button:
        button = Button(text, icon)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _edition_columns(self) -> list[Column]:
        return [
            Column(_("Edition"), lambda e: Cell(e.title, kind="name"), 150, 2),
            Column(_("On sale"), self._days, 220, 1, drops=2),
            Column(_("The seller pays"), lambda e: _money(e.price and e.price.buy_ore), 150, right=True, drops=1),
            Column(_("The customer pays"), lambda e: _money(e.price and e.price.cover_ore), 150, right=True, drops=3),
            Column(_("Printed"), lambda e: "" if e.print_run is None else formats.spaced(e.print_run), 90, right=True, drops=4),
        ]

    def _price_columns(self) -> list[Column]:
        return [
            Column(_("Kind"), self._kind, 100, drops=3),
            Column(_("Days"), lambda p: _span(p.from_day, p.to_day), 190, 1),
            Column(_("The seller pays"), lambda p: _money(p.buy_ore), 140, right=True, drops=1),
            Column(_("The customer pays"), lambda p: _money(p.cover_ore), 150, right=True, drops=5),
            Column(_("Why"), lambda p: Cell(p.reason or "", colour="mut"), 110, 1, drops=4),
            Column("", lambda p: Cell(_("Now"), "circle-check-filled", "present") if self._now(p) else "", 84, drops=2),
        ]

    def start(self) -> QWidget:
        return self.editions if self.editions.rows.records else self.new

    # Shown -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alfdesk.sales import editions

        self.today = self.desk.today()

        def read(session: Any) -> Any:
            return editions.editions(session, self.today, all=True), editions.publications(session)

        lines, publications = self.desk.read(read)
        self.editions.show_records(lines)
        fit_rows(self.editions, 7)
        self.none.setVisible(not lines)
        self.change.setVisible(bool(lines))
        self.publications = [(ident, name) for ident, name, _products in publications]
        self.products.show_records([(pub, name, *product) for pub, name, products in publications for product in products])
        fit_rows(self.products, 5)
        for part in self.of_products[::2]:
            part.setVisible(bool(publications))
        self.move_product.setVisible(len(self.publications) > 1)
        self._show_prices()

    def _show_prices(self) -> None:
        from alfdesk.sales import editions

        line = self.editions.current()
        for part in self.of_edition[::2]:
            part.setVisible(line is not None)
        if line is not None:
            self.prices_of.setText(_("Prices of {title}").format(title=line.title))
        self.prices.show_records(self.desk.read(editions.prices, line.id) if line is not None else [])
        fit_rows(self.prices, 5)
        self._fit()

    def _fit(self) -> None:
        self.end_price.setVisible(self.prices.current() is not None)

    def _kind(self, price: Any) -> Cell:
        return Cell(worded(KINDS.get(price.kind, KINDS["price"])), kind="strong" if self._now(price) else "body")

    def _now(self, price: Any) -> bool:
        line = self.editions.current()
        return line is not None and line.price is not None and bool(line.price.id == price.id)

    def _days(self, line: Any) -> Cell:
        if line.first_day is None:
            return Cell(_("no price"), "alert-triangle", "later")
        if line.price is None:
            coming = line.first_day > self.today
            if coming:
                return Cell(_("from {day}").format(day=formats.day_short(line.first_day)), "clock", "mut")
            return Cell(_span(line.first_day, line.ended or line.last_day), colour="mut")
        return Cell(_span(line.first_day, line.last_day), "circle-check", "present")

    def _spoken(self, line: Any) -> str:
        said = [line.title, self._days(line).text]
        if line.price is not None:
            said.append(_("The seller pays") + f" {_money(line.price.buy_ore)}")
        return ", ".join(said)

    # Acts --------------------------------------------------------------------------------------------------------

    def ask_end(self) -> None:
        """The marked price does not count any longer: ask why. What was sold for it stands."""
        from alfdesk.sales import editions

        price = self.prices.current()
        if price is None:
            return

        def end(reason: str) -> object:
            return self.desk.do(editions.end_price, _("The price is ended."), price=price.id, reason=reason)

        what = _("{amount} a copy, {days}. What was sold for it stands.").format(
            amount=_money(price.buy_ore), days=_span(price.from_day, price.to_day)
        )
        EndPrice(self, what, end, title=_("End price?"), act=_("End price")).open()

    def ask_name(self, *, publication: bool) -> None:
        """Another name for the marked publication or product."""
        from alfdesk.sales import editions

        line = self.products.current()
        if line is None:
            return
        pub, pub_name, product, product_name = line
        old = pub_name if publication else product_name

        def call(form: NameForm, name: str) -> Any:
            said = _("{old} is called {new} now.").format(old=old, new=name)
            if publication:
                return form.do_at(form.name, editions.rename_publication, said, publication=pub, name=name)
            return form.do_at(form.name, editions.rename_product, said, product=product, name=name)

        NameForm(self, _("Rename {name}").format(name=old), _("Rename"), call, old).open()

    def ask_move(self) -> None:
        line = self.products.current()
        if line is not None:
            pub, _name, product, name = line
            MoveProduct(self, (product, name), self.publications, pub).open()


class EndPrice(TakeBack):
    """Why a price is ended."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.words.setText(args[1])


def _money(ore: int | None) -> str:
    return "" if ore is None else formats.kroner(ore, short=True)


def _span(first: Any, last: Any) -> str:
    """ "02.11.2026–", "02.11.2026–30.11.2026", or the one day."""
    if last == first:
        return formats.day_short(first)
    return f"{formats.day_short(first)}–{formats.day_short(last) if last else ''}"
