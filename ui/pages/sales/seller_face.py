"""The seller at the desk: photograph, name, number and card; what she usually takes, has taken, owes and has to get."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...look import look
from ...widgets.layouts import Column, Filled, Line
from ...widgets.marks import Photo
from ...widgets.notice import Surface
from ...widgets.text import IconText, Text
from . import words


class SellerFace(QWidget):
    """Who stands there; before anybody does, what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.photo = Photo(wide=86, high=112)
        self.name = Text("", "h1", wrap=True)
        self.about = Text("", "body", "mut", wrap=True)
        self.card = IconText("", "", "body", "mut", wrap=True)
        said = Column(self.name, self.about, self.card, gap=2)
        said.put(0)
        line = Line(gap=18, parent=self)
        line.put(self.photo, align=Qt.AlignmentFlag.AlignTop)
        line.put(said, 1)
        self.show_nobody()

    def show_nobody(self) -> None:
        self.photo.set("", None)
        self.name.hide()
        self.card.hide()
        self.about.setText(_("Write the seller's number, or scan the card."))

    def show_seller(self, before: Any, jpeg: bytes | None) -> None:
        self.photo.set(_("Photo of {name}").format(name=before.name) if jpeg else "", jpeg)
        self.name.setText(before.name)
        self.name.show()
        self.about.setText(_("Seller no. {number}").format(number=before.number))
        bad = before.card_to is None or before.card_expired
        self.card.show_as("alert-triangle-filled" if bad else "", formats.capital(words.card_words(before)),
                          "later" if bad else "mut")  # fmt: skip
        self.card.picture.setVisible(bad)
        self.card.show()


class Fact(Surface):
    """One number with its word, on a quiet ground."""

    def __init__(self, words: str) -> None:
        super().__init__("alt", "", 8)
        self.words = Text(words, "label", "mut")
        self.number = Text("–", "strong")
        self.aside = Text("", "small", "mut")
        line = Line(gap=6)
        line.put(self.number)
        line.put(self.aside)
        line.put(0)
        Column(self.words, line, gap=2, margins=(12, 7, 10, 7), parent=self)
        self.restyle()
        look.changed.connect(self.restyle)

    def tell(self, number: str, aside: str = "", colour: str = "text") -> None:
        self.number.setText(number)
        self.number.paint_as(colour)
        self.aside.setText(aside)
        self.aside.setVisible(bool(aside))
        self.setAccessibleName(f"{self.words.text()}: {number} {aside}".strip())

    def restyle(self) -> None:
        # Sun and contrast have no ground of another colour: there it is the edge that holds the two together.
        self.edge = "line" if look.theme in ("sun", "contrast") else ""
        self.update()


class Facts(QWidget):
    """Usually, today, this week; what she owes and what is held for her where there is anything."""

    def __init__(self) -> None:
        super().__init__()
        self.usual, self.today, self.week = Fact(_("Usually")), Fact(_("Today")), Fact(_("This week"))
        self.owes, self.held = Fact(_("Owes")), Fact(_("Held for her"))
        Filled(self.usual, self.today, self.week, self.owes, self.held, gap=8, parent=self)
        self.show_nobody()

    def show_nobody(self) -> None:
        for fact in (self.usual, self.today, self.week):
            fact.tell("–")
        self.owes.hide()
        self.held.hide()

    def show_seller(self, before: Any, publication: bytes | None) -> None:
        self.usual.tell("–" if before.usual is None else formats.spaced(before.usual))
        self.today.tell(formats.spaced(before.today))
        self.week.tell(formats.spaced(before.week))
        owed = next((o for o in before.owed if o.publication_id == publication), None)
        others = sum(o.owes_ore for o in before.owed if o.publication_id != publication)
        owes = (owed.owes_ore if owed else 0) + others
        limit = owed.limit_ore if owed else None
        self.owes.setVisible(bool(owes) or limit is not None)
        near = limit is not None and owed is not None and owed.owes_ore >= limit
        most = _("of {amount}").format(amount=words.money(limit)) if limit is not None else ""
        self.owes.tell(words.money(owes), most, "later" if near else "text")
        self.held.setVisible(bool(before.held_ore))
        self.held.tell(words.money(before.held_ore))
