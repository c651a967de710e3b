"""A parcel out: where to, for whom, what is in it, and the one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ...widgets.buttons import Button, Choice
from ...widgets.choosing import DropDown
from ...widgets.layouts import Column, Flow, Line
from ...widgets.text import Picture, Text
from . import words
from .cards import Card
from .places import Where

SIDE_BY_SIDE = 2  # receivers; more are chosen from a list


class OutCard(Card):
    """Knows nothing of the workplace: the page says what to show. `where` and `to` are what is chosen."""

    chosen_to = Signal(str)
    chosen_where = Signal(object)

    def __init__(self, save: Button, folder: Button, what: Button, other: Button) -> None:
        # Elements
        super().__init__("package-export", _("Out"))
        self._places: tuple[Where, ...] = ()
        self.where: Where | None = None
        self.to = ""
        self.save, self.folder, self.what, self.other = save, folder, what, other
        self.place_icon = Picture("device-usb", 20)
        self.place_name = Text("", "strong", wrap=True)
        self.free = Text("", "small", "mut")
        self.drop = DropDown(_("Save in"))
        self.none = Text(_("Put in a memory stick, or choose a folder."), "body", "mut", wrap=True)
        self.since = Text("", "body", wrap=True)
        self.to_label = Text(_("To"), "label", "mut")
        self.holder = QWidget()
        self._options: list[tuple[str, str]] = []
        self.chooser: Choice | DropDown | None = None
        self.alone = Text(_("No other laptop has joined this workplace yet."), "body", wrap=True)
        self.place = QWidget()
        # Assemble
        line = Line(gap=10, parent=self.place)
        line.put(self.place_icon)
        for part, share in ((self.place_name, 1), (self.none, 1), (self.drop, 1), (self.free, 0), (folder, 0)):
            line.put(part, share)
        self._to = QWidget()
        row = Line(gap=12, parent=self._to)
        row.put(self.to_label, align=Qt.AlignmentFlag.AlignVCenter)
        row.put(self.holder, 1)
        self._holding = Column(parent=self.holder)
        self._buttons = QWidget()
        Flow(save, what, gap=8, line_gap=6, parent=self._buttons)
        self._join = QWidget()
        Flow(other, gap=12, parent=self._join)
        for part in (self.place, self.since, self._to, self.alone, 0, self._buttons, self._join):
            self.put(part)
        # Connect
        self.drop.chosen.connect(self._choose_place)
        self.show_places((), None)

    # Shown -------------------------------------------------------------------------------------------------------

    def show_receivers(self, names: tuple[str, ...], everyone: str, to: str) -> None:
        """Whom a parcel can be made for; several are also to be had as `everyone`."""
        alone = not names
        self.save.setEnabled(self.where is not None)
        for part in (self.place, self._to, self.since, self._buttons):
            part.setVisible(not alone)
        self.alone.setVisible(alone)
        self._join.setVisible(alone and self.other.isEnabled())
        options = [(name, name) for name in names] + ([(everyone, _("All"))] if len(names) > 1 else [])
        self.to = to if any(to == value for value, _text in options) else options[0][0] if options else ""
        if self.chooser is not None and options == self._options:
            self.chooser.choose(self.to)
            return
        self._options, before = options, self.chooser
        large = len(options) > SIDE_BY_SIDE
        self.chooser = DropDown(_("To"), options, self.to) if large else Choice(_("To"), list(options), self.to)
        self.chooser.chosen.connect(self._choose_to)
        if before is not None:
            self._holding.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._holding.put(self.chooser)

    def show_places(self, places: tuple[Where, ...], chosen: Where | None) -> None:
        """Where it can be saved."""
        self._places, self.where = places, chosen
        one = len(places) == 1
        for part in (self.place_icon, self.place_name):
            part.setVisible(one)
        self.free.setVisible(one and places[0].free is not None)
        self.drop.setVisible(len(places) > 1)
        self.none.setVisible(not places)
        self.save.setEnabled(chosen is not None)
        if chosen is not None:
            self.place_icon.show_as("device-usb" if chosen.free is not None else "folder", "text")
            self.place_name.setText(chosen.name)
            self.free.setText("" if chosen.free is None else _("{size} free").format(size=words.size(chosen.free)))
        self.drop.offer([(str(w.root), self._written(w)) for w in places], str(chosen.root) if chosen else None)

    @staticmethod
    def _written(where: Where) -> str:
        if where.free is None:
            return where.name
        return _("{place}, {size} free").format(place=where.name, size=words.size(where.free))

    def show_since(self, sentence: str) -> None:
        self.since.setText(sentence)

    # Slots -------------------------------------------------------------------------------------------------------

    def _choose_to(self, value: object) -> None:
        self.to = str(value)
        self.chosen_to.emit(self.to)

    def _choose_place(self, root: object) -> None:
        found = next((w for w in self._places if str(w.root) == root), None)
        if found is not None:
            self.chosen_where.emit(found)
