"""The sale as it is seen: seller, copies, sum, received and change, the ways to pay. What happens is `Sale`'s."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ...look import look
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow, Line
from ...widgets.notice import Band, Surface
from ...widgets.text import IconText, Text
from . import words
from .edition_choice import EditionChoice
from .large_edit import LargeEdit, Rule, Under
from .pay_buttons import Ways
from .seller_face import Facts, SellerFace

FIELDS = 212  # pixels at 100 %: the column of what is written in


class Amount(QWidget):
    """A sum that is read from the other side of the table, with its label and a few words beside."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = Text(label, "label", "mut")
        self.sum = Text("–", "huge")
        self.aside = Text("", "small", "mut")
        line = Line(gap=14)
        line.put(self.label)
        line.put(self.aside, 1)
        column = Column(line, self.sum, gap=2, parent=self)
        column.put(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(max(look.px(200), self.sum.sizeHint().width()), super().sizeHint().height())

    def tell(self, amount: str, aside: str = "", label: str = "", colour: str = "text") -> None:
        self.sum.setText(amount)
        self.sum.paint_as(colour)
        self.aside.setText(aside)
        if label:
            self.label.setText(label)
        self.setAccessibleName(f"{self.label.text()}: {amount} {aside}".strip())


class Counter(Surface):
    """Emits `stepped` with the copies' − and +, and `spoke` with what has just got something to say."""

    stepped = Signal(int)
    spoke = Signal(object)

    def __init__(self) -> None:
        # Elements
        super().__init__("surf", "line", 12)
        self.seller = LargeEdit(_("Seller no."))
        self.choose_seller = Button("", "users").only_icon(_("Choose a seller"))
        self.copies = LargeEdit(_("Number of copies"), limit=20)
        what = _("Number of copies")
        self.fewer = Button("", "minus").only_icon(_("{what}: one fewer").format(what=what))
        self.more = Button("", "plus").only_icon(_("{what}: one more").format(what=what))
        self.received = LargeEdit(_("Received"), high=48, size=20, limit=14)
        self.face = SellerFace()
        self.facts = Facts()
        self.anyway = Button(_("Sell anyway"), "shield-check").compact()
        self.stop = Band("look", "", "", self.anyway)
        self.note = Band("tell")
        self.editions = EditionChoice()
        self.to_pay = Amount(_("Sum to pay"))
        self.back = Amount(_("Back"))
        self.told = IconText("", "", "strong", "mut", wrap=True)
        self.ways = Ways()
        self.divide = Button(_("Divide"), "arrows-split", "text", words.key_of("split")).compact()
        self.typed_as = Text(words.typed_as(), "small", "mut")
        # Assemble
        self.seller_under = Under(_("Seller no."), _beside(self.seller, self.choose_seller), wide=FIELDS)
        self.copies_under = Under(_("Number of copies"), _beside(self.copies, self.fewer, self.more), wide=FIELDS)
        self.received_under = Under(_("Received"), self.received, wide=FIELDS)
        self.first = _row(self.seller_under, self.face)
        self.second = _row(self.copies_under, self.to_pay)
        self.third = _row(self.received_under, self.back)
        for under, edit in ((self.seller_under, self.seller), (self.copies_under, self.copies),
                            (self.received_under, self.received)):  # fmt: skip
            under.label.setBuddy(edit)
        self.foot = foot = QWidget()
        Flow(self.typed_as, self.divide, gap=12, line_gap=4, end=1, parent=foot)
        self.room: Callable[[], int] | None = None  # how high it may be before the page scrolls; None: as it likes
        self.column = column = Column(gap=8, margins=(24, 16, 24, 8), parent=self)
        for part in (
            self.first, self.facts, self.note, Rule(), self.editions,
            self.second, self.told, self.stop, self.third, Rule(),
            self.ways, foot,
        ):  # fmt: skip
            column.put(part)
        column.put(0)
        self.told.picture.hide()
        self.copies_under.line.hide()  # what is said of both stands in `told`
        self.received_under.line.hide()
        # Connect
        self.fewer.clicked.connect(lambda _checked=False: self.stepped.emit(-1))
        self.more.clicked.connect(lambda _checked=False: self.stepped.emit(1))
        self.restyle()
        look.changed.connect(self.restyle)

    # What is shown -----------------------------------------------------------------------------------------------

    def show_nobody(self) -> None:
        self.face.show_nobody()
        self.facts.show_nobody()
        self.stop.say("")
        self.note.say("")
        self.ways.pay.offer_held(False)

    def show_seller(self, before: Any, jpeg: bytes | None, publication: bytes | None) -> None:
        self.face.show_seller(before, jpeg)
        self.facts.show_seller(before, publication)
        warnings = [n.text for n in before.notes if n.warns]
        others = [n.text for n in before.notes if not n.warns]
        every = [*warnings, *others]
        self.note.say(every[0] if every else "", "  ·  ".join(every[1:]), "look" if warnings else "tell")
        self.ways.pay.offer_held(before.held_ore > 0)

    def say_stop(self, sentence: str, *, may_pass: bool) -> None:
        """Why it is not sold; no words, nothing stops it."""
        self.anyway.setVisible(may_pass)
        self.stop.buttons.setVisible(may_pass)
        self.stop.say(sentence)
        self.told.setVisible(not sentence)
        if sentence:
            self.spoke.emit(self.stop)

    def hint(self, sentence: str) -> None:
        self._tell("", sentence, "mut", "small")

    def ask(self, sentence: str) -> None:
        """A question, which a second Enter answers."""
        self._tell("help-circle", sentence, "later", "strong")

    def refuse(self, sentence: str) -> None:
        self._tell("alert-triangle-filled", sentence, "danger", "strong")
        self.copies.refuse(sentence)

    def good(self, sentence: str) -> None:
        self._tell("circle-check-filled", sentence, "present", "strong")

    def _tell(self, icon: str, sentence: str, colour: str, kind: str) -> None:
        self.told.words.kind = kind
        self.told.show_as(icon, sentence, colour)
        self.told.picture.setVisible(bool(icon))
        if sentence and icon:
            self.spoke.emit(self.told)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def fit(self) -> None:
        """The last line, which only teaches, goes first where there is no room for all."""
        if self.room is None or self.width() < look.px(200):
            return
        wide = self.width() - look.px(48)
        foot = self.foot.layout().heightForWidth(wide) + look.px(8)
        high = self.column.totalHeightForWidth(self.width()) - (foot if self.foot.isVisibleTo(self) else 0)
        show = high + foot <= self.room()
        if show != self.foot.isVisibleTo(self):
            self.foot.setVisible(show)

    def restyle(self) -> None:
        # A line of words is always kept free here: nothing below moves when there is something to say.
        self.told.setMinimumHeight(look.px(24))


def _beside(*parts: QWidget) -> QWidget:
    """An edit with the buttons that belong to it."""
    holder = QWidget()
    line = Line(gap=6, parent=holder)
    line.put(parts[0], 1)
    for part in parts[1:]:
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows and letters do the same; Tab goes to the next field
        line.put(part)
    return holder


def _row(left: QWidget, right: QWidget) -> QWidget:
    """A field, and what stands beside it while there is room."""
    holder = QWidget()
    Flow(left, right, gap=28, line_gap=10, top=True, parent=holder)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
