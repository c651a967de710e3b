"""What lies where: at this outlet or at all; what is under way, and what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...dialogs.ask import RIM
from ...widgets.buttons import Button, Choice
from ...widgets.layouts import Flow
from ...widgets.notice import Band
from ...widgets.row_table import Cell, Column, RowTable
from . import panels, prints, words
from .over_desk import Panel, framed


class Stock(Panel):
    """Enter on a row sends of it; the buttons do the rest with the row that is marked."""

    def __init__(self, page: Any) -> None:
        # Elements
        super().__init__(page, _("Stock"), wide=1080, high=700, rim=RIM)
        name = page.shown.outlet.name
        self.which = Choice(_("Which outlets"), [("here", name), ("all", _("All outlets"))], "here")
        self.confirm_button = Button(_("Confirm"), "check").compact()
        self.waits = Band("tell", "", "", self.confirm_button)
        self.go_on = Button(_("Go on counting"), "list-numbers").compact()
        self.counting = Band("look", "", "", self.go_on)
        self.below = Band("look")
        self.table = RowTable(_("Stock"), self._columns(), spoken=_spoken, key=_key)
        self.receive_button = Button(_("Take in copies"), "package")
        self.send_button = Button(_("Send copies"), "arrow-right")
        self.out_button = Button(_("Take out copies"), "minus")
        self.count_button = Button(_("Count stock"), "list-numbers")
        self.moves_button = Button(_("Last moves"), "history")
        self.print_button = Button(_("Print"), "printer", key="Ctrl+P")
        # Assemble
        self.head(_("Stock"), self.which)
        self.put_filled(self.waits, self.counting, self.below, last=(framed(self.table),))
        foot = QWidget()
        Flow(self.receive_button, self.send_button, self.out_button, self.count_button, self.moves_button,
             self.print_button, gap=8, parent=foot)  # fmt: skip
        self.put_in_line(foot)
        # Connect
        self.which.chosen.connect(lambda _value: self.show_again())
        self.table.opened.connect(lambda _line: self.send())
        self.confirm_button.clicked.connect(lambda _checked=False: self.confirm())
        self.go_on.clicked.connect(lambda _checked=False: self.count())
        self.receive_button.clicked.connect(lambda _checked=False: panels.open_receive(self.page))
        self.send_button.clicked.connect(lambda _checked=False: self.send())
        self.out_button.clicked.connect(lambda _checked=False: self.take_out())
        self.count_button.clicked.connect(lambda _checked=False: self.count())
        self.moves_button.clicked.connect(lambda _checked=False: self.moves())
        self.print_button.clicked.connect(lambda _checked=False: prints.show_stock(self.page))
        self.show_again()

    def _columns(self) -> list[Column]:
        return [
            Column(_("Outlet"), lambda s: Cell(s.outlet, kind="name"), 190, 2),
            Column(_("Edition"), lambda s: f"{s.product} {s.edition}", 162, 2),
            Column(_("Papers"), _copies, 96, right=True),
            Column(_("On the way"), lambda s: formats.spaced(s.in_transit) if s.in_transit else "", 110, right=True,
                   drops=1),
            Column("", _remark, 125, 1),
        ]  # fmt: skip

    def start(self) -> QWidget:
        return self.table if self.table.rows.records else self.receive_button

    def summary(self) -> str:
        line = self.table.current()
        bands = [band.words.text() for band in (self.waits, self.counting, self.below)]
        said = [f"{self.accessibleName()}.", *bands, _spoken(line) if line is not None else ""]
        return " ".join(s for s in said if s)

    # Shown -------------------------------------------------------------------------------------------------------

    def show_again(self) -> None:
        from alfdesk.sales import counting, editions, stock

        day, here = self.desk.today(), self.page.outlet

        def read(session: Any) -> Any:
            outlet = here if self.which.value == "here" else None
            on_sale = {line.id for line in editions.editions(session, day)}
            lines = stock.stock(session, outlet=outlet, day=day)
            return (
                tuple(s for s in lines if s.copies or s.in_transit or s.edition_id in on_sale),
                stock.under_way(session, here), counting.open_counts(session, here),
            )  # fmt: skip

        lines, self.sendings, open_ = self.desk.read(read)
        self.table.show_records(lines)
        self.waits.say(sendings_words(self.sendings))
        meanwhile = _("The desk may sell meanwhile.") if open_ else ""
        self.counting.say(words.count_words(open_[-1] if open_ else None), meanwhile)
        self.count_button.setVisible(not open_)
        below = any(line.copies < 0 for line in lines)
        self.below.say(_("Below zero: the shelf has more than the book. Count it.") if below else "")

    @property
    def marked(self) -> tuple[bytes, str, bytes | None]:
        """Outlet, its name and edition of the marked row; else the page's own."""
        line = self.table.current()
        if line is None:
            return self.page.outlet, self.page.shown.outlet.name, self.page.edition
        return line.outlet_id, line.outlet, line.edition_id

    # Acts --------------------------------------------------------------------------------------------------------

    def send(self) -> None:
        from .stock_acts import Send

        outlet, _name, edition = self.marked
        Send(self.page, outlet, edition).open()

    def take_out(self) -> None:
        from .stock_acts import TakeOut

        TakeOut(self.page, *self.marked).open()

    def confirm(self) -> None:
        """What is on its way here: the one there is, or a list to choose in."""
        from .confirm import Confirm
        from .sendings import Sendings

        if len(self.sendings) == 1:
            Confirm(self.page, self.sendings[0]).open()
        elif self.sendings:
            Sendings(self.page).open()

    def count(self) -> None:
        """The button goes while the count goes on: the focus comes back to the table."""
        from .stock_count import count_stock

        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        count_stock(self.page)

    def moves(self) -> None:
        from .stock_moves import StockMoves

        outlet, name, _edition = self.marked
        StockMoves(self.page, outlet, name).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            prints.show_stock(self.page)
            event.accept()
            return
        super().keyPressEvent(event)


# In words ------------------------------------------------------------------------------------------------------------


def sendings_words(sendings: Any) -> str:
    """What is on its way here, in a sentence; nothing: none."""
    if len(sendings) == 1:
        return _("{copies} of {title} are on their way from {outlet}.").format(
            copies=words.copies(sendings[0].copies), title=sendings[0].title, outlet=sendings[0].from_outlet
        )
    if not sendings:
        return ""
    return ngettext("{count} sending is on its way here.", "{count} sendings are on their way here.",
                    len(sendings)).format(count=len(sendings))  # fmt: skip


def _key(line: Any) -> tuple[bytes, bytes]:
    return line.outlet_id, line.edition_id


def _copies(line: Any) -> Cell:
    return Cell(formats.spaced(line.copies), kind="strong", colour="later" if line.copies < 0 else "text")


def _remark(line: Any) -> Cell | str:
    """Below zero, or sold out: with a mark, and in words."""
    if line.copies < 0:
        return Cell(_("below zero"), "alert-triangle-filled", "later", "label")
    if line.sold_out:
        return Cell(_("sold out at {time}").format(time=line.sold_out), "clock", "later", "label")
    return ""


def _spoken(line: Any) -> str:
    parts = [line.outlet, f"{line.product} {line.edition}", words.copies(line.copies)]
    if line.copies < 0:
        parts.append(_("below zero"))
    if line.in_transit:
        parts.append(_("{count} on the way").format(count=formats.spaced(line.in_transit)))
    if line.sold_out:
        parts.append(_("sold out at {time}").format(time=line.sold_out))
    return formats.stopped(", ".join(parts))
