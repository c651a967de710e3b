"""What is plugged in, proposed: a button for each stick, or for each file on them of the kind that is wanted.

    places = Plugged()                      chosen gives the folder of a stick
    files = Plugged(".alfask")              chosen gives a file; the newest first

It looks only while it is shown, and is not there at all while nothing is plugged in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from . import sticks
from .sticks import Stick, Sticks
from .widgets.buttons import Button
from .widgets.layouts import Column, Flow
from .widgets.text import Text

SHOWN = 4  # buttons; what is older is found by the dialog
MOST = 500  # files looked at on one stick

Offer = tuple[Path, str]  # what is chosen, and what stands on its button


class Plugged(QWidget):
    """Emits `chosen` with a Path. `without` is left out: it is chosen already."""

    chosen = Signal(object)
    find: Callable[[], tuple[Stick, ...]] = staticmethod(sticks.here)

    def __init__(self, ending: str = "") -> None:
        super().__init__()
        self.ending = ending
        self.without: Path | None = None
        self.allowed = True
        self.offers: tuple[Offer, ...] = ()
        self.buttons: list[Button] = []
        self.sticks = Sticks(self, type(self).find)
        self.sticks.look_in = partial(_files, ending) if ending else None
        self.label = Text(_("Found on a memory stick:") if ending else _("Write to a memory stick:"), "label", "mut")
        self.row = QWidget()
        self._flow = Flow(gap=8, line_gap=8, parent=self.row)
        self.shown = QWidget()
        Column(self.label, self.row, gap=4, parent=self.shown)
        Column(self.shown, parent=self)
        self.shown.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.sticks.changed.connect(self._looked)

    def allow(self, on: bool, without: Path | None = None) -> None:
        """Whether there is anything to be chosen now, and what is chosen already."""
        self.allowed, self.without = on, without
        self._looked()

    def _looked(self) -> None:
        found: tuple[Offer, ...] = self.sticks.inside or () if self.ending else tuple(
            (stick.root, stick.name) for stick in self.sticks.now
        )  # fmt: skip
        wanted = tuple(one for one in found if one[0] != self.without)[:SHOWN] if self.allowed else ()
        if wanted != self.offers:
            self._fill(wanted)

    def _fill(self, offers: tuple[Offer, ...]) -> None:
        """Other buttons; the focus stays at the one that has it."""
        had = next((path for (path, _name), b in zip(self.offers, self.buttons, strict=True) if b.hasFocus()), None)
        self.offers = offers
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for path, name in offers:
            button = Button(name, "file-text" if self.ending else "device-usb")
            button.clicked.connect(lambda _checked=False, path=path: self.chosen.emit(path))
            self.buttons.append(button)
            self._flow.put(button)
            button.show()
            if path == had:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.setVisible(bool(offers))
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.sticks.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.sticks.watch(False)


def _files(ending: str, found: tuple[Stick, ...]) -> tuple[Offer, ...]:
    """Files with that ending that lie openly on the sticks, the newest first. For another thread: a stick is slow."""
    files: list[tuple[int, Path, str]] = []
    for stick in found:
        try:
            lying = [p for p in stick.root.iterdir() if p.name.casefold().endswith(ending) and p.name[:2] != "._"]
            files += [(p.stat().st_mtime_ns, p, f"{p.name}, {stick.name}") for p in lying[:MOST]]
        except OSError:
            continue
    return tuple((path, name) for _when, path, name in sorted(files, key=lambda f: (-f[0], f[1]))[: SHOWN + 1])
