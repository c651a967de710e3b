"""What must be seen: what was made or read in and the way back, what waits, who is silent, what was put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...widgets.buttons import Button
from ...widgets.layouts import Column, Flow
from ...widgets.notice import Band, Surface
from ...widgets.text import IconText, Text
from . import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Act = Callable[[], object]

SHOWN = 6


class After(QWidget):
    """Bands, each shown only while there is something to say."""

    def __init__(self, take_back: Act, order: Act, again: Act) -> None:
        # Elements
        super().__init__()
        self.take_back = Button(_("Take all of it back"), "arrow-back-up")
        self.order = Button(_("Save a request"), "device-floppy")
        self.again = Button(_("Try again"), "refresh")
        self.told = Band("good")
        self.taken = Band("good", "", "", self.take_back)
        self.waits = Band("look", "", "", self.order)
        self.unknown = Band("look")
        self.silent = Band("tell")
        self.aside = Surface("surf", "line", 12)
        self.aside_title = Text(_("Put aside"), "h2")
        self.aside_rows = QWidget()
        self._rows = Column(gap=6, parent=self.aside_rows)
        # Assemble
        row = QWidget()
        Flow(self.again, parent=row)
        Column(self.aside_title, self.aside_rows, row, gap=10, margins=(20, 14, 20, 14), parent=self.aside)
        Column(self.told, self.taken, self.waits, self.unknown, self.silent, self.aside, gap=8, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.aside.hide()
        # Connect
        self.take_back.clicked.connect(lambda _checked=False: take_back())
        self.order.clicked.connect(lambda _checked=False: order())
        self.again.clicked.connect(lambda _checked=False: again())

    def tell(self, sentence: str, more: str = "", kind: str = "good") -> None:
        """What has just become true, or why it did not; "" takes it away."""
        self.told.say(sentence, more, kind)
        self._fit()

    def show_taken(self, came: Any, today: date) -> None:
        """The newest parcel that was taken in, while it can be taken back."""
        if came is None:
            self.taken.say("")
        else:
            said = ngettext("{count} change read in.", "{count} changes read in.", came.new)
            more = _("From {sender}, {when}. Until something else is done, it can be taken back.")
            self.taken.say(said.format(count=formats.spaced(came.new)),
                           more.format(sender=came.sender, when=words.moment(came.at, today)))  # fmt: skip
        self._fit()

    def show_status(self, status: Any) -> None:
        self.waits.say(*self._waiting(status.waiting))
        unknown = _("Some of what came is not known to this version. Update the program.")
        self.unknown.say(unknown if status.unknown else "")
        names = [line.name for line in status.laptops if line.silent]
        silent = _("Nothing has come from {names} for more than 14 days.").format(names=words.listed(tuple(names)))
        self.silent.say(silent if names else "")
        self._fit()

    @staticmethod
    def _waiting(waiting: tuple[tuple[str, int], ...]) -> tuple[str, str]:
        if not waiting:
            return "", ""
        count = sum(n for _name, n in waiting)
        names = words.listed(tuple(name for name, _n in waiting))
        said = ngettext("{count} change waits: an earlier file from {sender} is missing.",
                        "{count} changes wait: an earlier file from {sender} is missing.", count)  # fmt: skip
        return (said.format(count=formats.spaced(count), sender=names),
                _("Save a request and take it along. The next file then brings what is missing."))  # fmt: skip

    def show_aside(self, files: tuple[Any, ...], today: date) -> None:
        """What was put aside, with the reason that holds now."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        wanted = [f for f in files if f.kind != "seen"]
        for lying in wanted[:SHOWN]:
            if lying.kind == "new":
                ready = _("{sender}, {when}: {changes} can be read in now.").format(
                    sender=lying.sender, when=words.moment(lying.made, today), changes=words.changes(lying.new)
                )
                self._rows.put(IconText("circle-check-filled", ready, "body", "present", wrap=True))
            else:
                self._rows.put(IconText("alert-triangle-filled", lying.text, "body", "later", wrap=True))
        if len(wanted) > SHOWN:
            more = ngettext("{count} more.", "{count} more.", len(wanted) - SHOWN).format(count=len(wanted) - SHOWN)
            self._rows.put(Text(more, "small", "mut"))
        self.aside.setVisible(bool(wanted))
        self._fit()

    def _fit(self) -> None:
        parts = (self.told, self.taken, self.waits, self.unknown, self.silent, self.aside)
        self.setVisible(any(not part.isHidden() for part in parts))

    def sentences(self) -> list[str]:
        """What F8 reads of it."""
        bands = (self.told, self.taken, self.waits, self.unknown, self.silent)
        return [band.accessibleName() for band in bands if not band.isHidden()]
