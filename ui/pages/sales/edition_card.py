"""The edition that is sold: price, copies left of the print run. The day's copies, cash, Vipps and the till."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Filled, Flow, Line
from ...widgets.notice import Surface
from ...widgets.text import IconText, Text
from . import words
from .large_edit import Rule


class Share(QWidget):
    """How much of a whole is left: a filled line. Its name says it in words."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.whole = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def tell(self, left: int, whole: int, name: str) -> None:
        self.left, self.whole = max(0, min(left, whole)), whole
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), look.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.fillPath(shape, look.colour("alt"))
        if self.whole and self.left:
            painter.save()
            painter.setClipPath(shape)
            filled = QRectF(box.left(), box.top(), max(box.height(), box.width() * self.left / self.whole), box.height())
            bar = QPainterPath()
            bar.addRoundedRect(filled, box.height() / 2, box.height() / 2)
            painter.fillPath(bar, look.colour("prim"))
            painter.restore()
        painter.setPen(QPen(look.colour("edge"), look.edge_width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)


class Figure(QWidget):
    """A label, a number, and a fainter line."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = Text(label, "label", "mut")
        self.number = Text("–", "h2")
        self.more = Text("", "small", "mut")
        Column(self.label, self.number, self.more, gap=1, margins=(0, 0, 8, 0), parent=self)

    def tell(self, number: str, more: str = "") -> None:
        self.number.setText(number)
        self.more.setText(more)
        self.setAccessibleName(f"{self.label.text()}: {number}. {more}".strip())


class EditionCard(Surface):
    def __init__(self) -> None:
        # Elements
        super().__init__("surf", "line", 12)
        self.title = Text("", "h2")
        self.price = Text("", "h2")
        self.other = Button("", "books").only_icon(_("Other edition")).compact()
        self.left = Text("", "strong")
        self.of = Text("", "body")
        self.out = Text("", "small", "mut")
        self.share = Share()
        self.sold_out = IconText("alert-triangle-filled", "", "strong", "later", wrap=True)
        self.sold, self.cash, self.till = Figure(_("Sold today")), Figure(_("Cash")), Figure(_("In the till"))
        # Assemble
        head = Line(gap=12)
        head.put(self.title, 1)
        head.put(self.other)
        head.put(self.price)
        some = QWidget()
        Line(self.left, self.of, gap=5, parent=some)
        left = QWidget()
        Flow(some, self.out, gap=12, line_gap=2, end=1, parent=left)
        figures = QWidget()
        Filled(self.sold, self.cash, self.till, gap=12, parent=figures)
        column = Column(gap=9, margins=(20, 14, 20, 14), parent=self)
        column.put(head)
        for part in (left, self.share, self.sold_out, Rule(), figures):
            column.put(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_edition(self, one: Any, today: date) -> None:
        """An edition on sale with this outlet's stock; None: nothing is on sale."""
        for part in (self.price, self.left, self.of, self.out, self.share, self.sold_out):
            part.setVisible(one is not None)
        if one is None:
            self.title.setText(_("No edition is on sale today."))
            return
        edition = one.edition
        self.title.setText(edition.title)
        self.price.setText(formats.kroner(edition.price.buy_ore))
        self.left.setText(formats.spaced(one.copies))
        self.left.paint_as("danger" if one.copies < 0 else "text")
        words_left = _("copies left here")
        if edition.print_run:
            words_left = _("copies left of {count}").format(count=formats.spaced(edition.print_run))
        if one.in_transit:
            under_way = _("{count} on the way").format(count=formats.spaced(one.in_transit))
            words_left = f"{words_left}, {under_way}"
        self.of.setText(words_left)
        self.out.setText(words.out_words(one, today))
        self.share.setVisible(bool(edition.print_run))
        self.share.tell(one.copies, edition.print_run or 0, f"{self.left.text()} {words_left}")
        said = ""
        if edition.ended is not None:
            said = _("No longer on sale. Returns are paid at the last price.")
        elif one.copies < 0:
            said = _("The shelf has more than the book. Count the stock.")
        elif one.sold_out and one.copies <= 0:
            said = _("Sold out at {time}. Tell the office.").format(time=one.sold_out)
        self.sold_out.words.setText(said)
        self.sold_out.setVisible(bool(said))

    def show_figures(self, figures: Any, *, blind: bool) -> None:
        """The day so far. `blind`: somebody counts the till, so neither what it should hold nor the day's cash is told."""
        self.sold.tell(words.copies(figures.copies), words.money(figures.sold_ore))
        others = [
            _("Vipps {amount}").format(amount=words.money(figures.vipps_ore)),
            *([_("Credit {amount}").format(amount=words.money(figures.credit_ore))] if figures.credit_ore else []),
        ]
        self.cash.tell("•••" if blind else words.money(figures.cash_ore), "  ·  ".join(others))
        if blind:
            self.till.tell("•••", _("it is being counted"))
        elif figures.opened is None and not figures.float_ore:
            self.till.tell(words.money(figures.till_ore), _("not opened"))
        else:
            self.till.tell(words.money(figures.till_ore),
                           _("opened with {amount}").format(amount=words.money(figures.float_ore)))  # fmt: skip
