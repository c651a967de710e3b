"""A file the program was started with, or a second start has handed over: shown as soon as somebody is in.

    handed = Handed(window)
    handed.take(path)        after sign-in, and from behind a cover or a dialog; where a laptop waits to join, at once
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from alfdesk.i18n import gettext as _

if TYPE_CHECKING:
    from .window import Window
    from .work import Work

AGAIN = 300  # milliseconds until it is tried again, while something else is open
PARCEL, REQUEST = ".alf", ".alfask"


class Handed(QObject):
    """Keeps the one file that came last until it can be shown."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.file: Path | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._try)
        window.stack.currentChanged.connect(lambda _index: self._timer.start(0))

    def take(self, file: Path) -> None:
        self.file = file
        self._try()

    def _try(self) -> None:
        window = self._window
        if self.file is None:
            return
        if window.work is None or window.covered:
            self._at_the_gate(self.file)
        elif _is_busy(window.work):
            self._timer.start(AGAIN)
        else:
            file, self.file = self.file, None
            show(window.work, file)

    def _at_the_gate(self, file: Path) -> None:
        """Nobody is in: say what waits. A laptop that has asked to join takes it for its welcome."""
        from .gate.cover import Cover
        from .gate.join import Join, Wait
        from .gate.sign_in import SignIn

        gate = self._window.gate
        if isinstance(gate, Join) and isinstance(gate.step, Wait) and is_parcel(file):
            self.file = None
            gate.step.take_welcome(file)
        elif isinstance(gate, SignIn | Cover):
            # Its name is not for everyone who passes a covered screen.
            waits, before = _("The file is shown when you are in."), gate.band.words.text()
            if before in ("", waits):
                gate.band.say(waits, kind="tell")
            else:
                gate.band.say(before, waits)


def _is_busy(work: Work) -> bool:
    """Whether something lies over the page, or has the workplace to itself."""
    from .dialogs.overlay import Overlay

    return any(not panel._gone for panel in work.findChildren(Overlay))


def is_parcel(file: Path) -> bool:
    return file.name.casefold().endswith(PARCEL)


def show(work: Work, file: Path) -> None:
    """Exchange, with what the file would bring; or why there is nothing to show."""
    sentence = why_not(work, file)
    if sentence:
        work.refuse(sentence)
        return
    page: Any = work.go("exchange")
    page.look_through(file)


def why_not(work: Work, file: Path) -> str:
    """The reason that the file can't be looked through here; "" where it can."""
    name = file.name
    if name.casefold().endswith(REQUEST):
        return _("“{file}” is a request. Choose it in Settings, Laptops, Add laptop.").format(file=name)
    if not is_parcel(file):
        return _("“{file}” is no parcel. The name of a parcel ends in .alf.").format(file=name)
    if not file.is_file():
        return _("“{file}” is not there. Perhaps the stick was taken out.").format(file=name)
    if not any(kind.key == "exchange" for kind in work.kinds):
        return _("Your role reads in no parcels. Ask the office.")
    return ""
