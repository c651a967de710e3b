"""The rail: the places of the window, and at its foot what is always there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from .commands import Command
from .look import look
from .widgets.buttons import RailButton
from .widgets.layouts import Column
from .widgets.scroll import Scroll
from .widgets.text import IconText, Text

if TYPE_CHECKING:
    from .work import Work


class Rail(QWidget):
    """Its buttons come from the registry of commands."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.work = work
        self.places: dict[str, RailButton] = {}
        self.column = Column(gap=2, margins=(0, 8, 0, 8), parent=self)
        self.feet: list[RailButton] = []
        self.saved = IconText("circle-check", _("All is saved"), "label", "mut")
        where = work.prefs.get("workplace")  # where there are several
        self.practice = Text(_("PRACTICE"), "h2", "later") if work.desk.practice else Text(where, "h2", "prim")
        self.setAccessibleName(_("Places"))
        look.changed.connect(self.fit)

    def fill(self) -> None:
        """The buttons, from the registry."""
        work = self.work
        if self.practice.text():
            self.column.put(self.practice)
        inside = QWidget()
        self.inner = Column(gap=2, parent=inside)
        for kind in work.kinds:
            command = work.registry.find(f"go.{kind.key}")
            if command is not None and kind in work.places:
                self.places[kind.key] = self._button(command, place=True)
                self.inner.put(self.places[kind.key])
        self.inner.put(0)
        for ident in ("find", "go.settings", "lock"):
            command = work.registry.find(ident)
            if command is not None:
                button = self._button(command, place=ident == "go.settings")
                if ident == "go.settings":
                    self.places["settings"] = button
                self.feet.append(button)
                self.inner.put(button)
        self.column.put(Scroll(inside, sideways=False), 1)
        self.foot = QWidget()
        Column(self.saved, margins=(17, 8, 8, 4), parent=self.foot)
        self.column.put(self.foot)
        self.fit()

    def _button(self, command: Command, *, place: bool) -> RailButton:
        button = RailButton(command.text, command.icon, command.key, place=place)
        if command.run is not None:
            button.clicked.connect(partial(self.work._run, command.run))
        return button

    def rename(self) -> None:
        """What a place is called has changed."""
        for key, button in self.places.items():
            command = self.work.registry.find(f"go.{key}")
            if command is not None:
                button.rename(command.text, command.key)

    def show_front(self, key: str) -> None:
        for name, button in self.places.items():
            button.setChecked(name == key)

    def fill_saved(self) -> None:
        broken = self.work.desk.place.broken
        if broken:
            self.saved.show_as("alert-triangle-filled", _("The disk failed"), "danger")

    def fit(self) -> None:
        """From 150 % on: icons over words."""
        narrow = look.scale >= 1.5
        for button in (*self.places.values(), *self.feet):
            button.narrow = narrow
            button.updateGeometry()
        self.setFixedWidth(look.px(96 if narrow else 176))
        self.practice.kind = "strong" if narrow else "h2"
        self.practice.setAlignment(Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag.AlignLeft)
        self.practice.setIndent(0 if narrow else look.px(17))
        self.practice.restyle()
        if hasattr(self, "foot"):
            self.foot.setVisible(not narrow)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        QPainter(self).fillRect(self.rect(), look.colour("surf"))


