"""Parts of the change-over: an outlet with its two fields, who owes, and who gets starter copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ... import formats
from ...look import look
from ...widgets.buttons import Button
from ...widgets.choosing import Check
from ...widgets.layouts import Column, Even, Flow
from ...widgets.notice import Surface
from ...widgets.text import Text
from . import words
from .over_desk import CountField, whole


class AtOutlet(Surface):
    """What an outlet has of both editions, how many of the old were found, how many of the new are sent."""

    def __init__(self, line: Any) -> None:
        super().__init__("surf", "line", 8)
        self.line = line
        self.found = CountField(_("Old copies found"), hint=_("Empty: as the book says"), of=line.outlet)
        self.send = CountField(_("New copies out"), of=line.outlet)
        inside = QWidget()
        Flow(_Book(line), self.found, self.send, gap=18, line_gap=10, top=True, parent=inside)
        Column(inside, margins=(14, 10, 14, 10), parent=self)


class _Book(QWidget):
    """The outlet, and what the book says of both editions."""

    def __init__(self, line: Any) -> None:
        super().__init__()
        column = Column(gap=4, parent=self)
        column.put(Text(line.outlet, "strong", wrap=True))
        column.put(Text(_told(line), "small", "mut", wrap=True))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(300), super().sizeHint().height())


def _told(line: Any) -> str:
    parts = [_("old {count} by the book").format(count=formats.spaced(line.old))]
    if line.old_in_transit:
        parts.append(_("{count} old on the way").format(count=formats.spaced(line.old_in_transit)))
    parts.append(_("new {count}").format(count=formats.spaced(line.new)))
    if line.new_in_transit:
        parts.append(_("{count} new on the way").format(count=formats.spaced(line.new_in_transit)))
    return ", ".join(part.replace(" ", formats.NO_BREAK) for part in parts)  # no number by itself on a line


class Owing(QWidget):
    """Who owes of the publication, the most first. Each is a button: `opened` with the person."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Text("", "body", wrap=True)
        self.row = QWidget()
        self.flow = Flow(gap=8, line_gap=8, parent=self.row)
        self.buttons: dict[bytes, Button] = {}
        Column(self.sentence, self.row, gap=8, parent=self)

    def offer(self, owe: Sequence[Any]) -> None:
        for button in self.buttons.values():
            self.flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {one.person: Button(f"{one.number} {one.name} {words.money(one.owes_ore)}") for one in owe}
        for person, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, who=person: self.opened.emit(who))
            self.flow.put(button)
            button.show()
        self.row.setVisible(bool(owe))
        total = words.money(sum(one.owes_ore for one in owe))
        said = _("Together {amount}. Press a seller to settle what is owed.").format(amount=total)
        self.sentence.setText(said if owe else _("Nobody owes anything."))


class Starters(QWidget):
    """Sellers who have had none of the new edition, to be chosen, and how many each gets."""

    def __init__(self) -> None:
        super().__init__()
        self.copies = CountField(_("Copies each"))
        self.all_button = Button(_("Choose all"), "check")
        self.none_button = Button(_("Choose none"), "x")
        self.sentence = Text("", "body", "mut", wrap=True)
        self.checks: dict[bytes, Check] = {}
        self.list = QWidget()
        self.even = Even(least=200, most=4, gap=6, parent=self.list)
        top = QWidget()
        Flow(self.copies, self.all_button, self.none_button, gap=12, parent=top)
        self.top = top
        Column(self.sentence, top, self.list, gap=8, parent=self)
        self.all_button.clicked.connect(lambda _checked=False: self._choose(True))
        self.none_button.clicked.connect(lambda _checked=False: self._choose(False))

    def offer(self, sellers: Sequence[Any], each: int | None) -> None:
        for check in self.checks.values():
            self.even.removeWidget(check)
            check.hide()
            check.deleteLater()
        self.checks = {one.person: Check(f"{one.number} {one.name}") for one in sellers}
        for check in self.checks.values():
            self.even.put(check)
            check.show()
        if each and not self.copies.text():
            self.copies.set(str(each))
        some = bool(sellers)
        for part in (self.top, self.list):
            part.setVisible(some)
        said = _("Choose who is given some now. They are free, and taken from where the new is sent from.")
        self.sentence.setText(said if some else _("No seller waits for starter copies."))

    @property
    def chosen(self) -> list[bytes]:
        return [person for person, check in self.checks.items() if check.isChecked()]

    @property
    def each(self) -> int | None:
        return whole(self.copies.text()) or None

    def _choose(self, on: bool) -> None:
        for check in self.checks.values():
            check.setChecked(on)
