"""Utveksle, the half that makes parcels: whom for, where to, what is in it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from alfdesk.i18n import gettext as _

from ...dialogs.files import ask_folder
from ...look import look
from ...page import Page
from ...sticks import Sticks
from ...widgets.buttons import Button
from . import acts, words
from .after import After
from .in_card import InCard
from .out_card import OutCard
from .places import Inside, Look, Where, places
from .review import Review
from .what_panel import WhatPanel

EVERYONE = "all"  # as alfdesk.exchange.parcel has it


class Sending(Page):
    """Parcels out. The rest of the page (receiving.py, keeping.py, page.py) stands on it, and gives it what is named
    here."""

    out: Any  # what a parcel would bring
    sticks: Sticks
    after: After
    out_card: OutCard
    in_card: InCard
    save_button: Button
    choose_button: Button
    review: Review | None

    def _read_outgoing(self) -> None:
        from alfdesk.errors import UserFacingError
        from alfdesk.exchange import outgoing

        self.out = None
        if not self.out_card.to:
            return
        try:
            self.out = outgoing.outgoing(self.desk.place, self.out_card.to)
        except UserFacingError as error:
            self.out_card.show_since(error.sentence)
            return
        if not self.out.new:
            self.out_card.show_since(_("Nothing is new since last time."))
        else:
            what = words.briefly(self.out.lines) or words.changes(self.out.new)
            self.out_card.show_since(_("Since last time: {what}.").format(what=what))

    def _looked(self) -> None:
        """Another thread has looked into all places."""
        today, inside = self.desk.today(), self.sticks.inside or Inside()
        here = places(self.sticks.now, self.shell.prefs.get("parcel_folder"))
        fallback = self.choose_button.hasFocus() and not self.save_button.isEnabled()
        self.out_card.show_places(here, self._wanted(here))
        self.in_card.show_files(inside.places, today)
        self.after.show_aside(inside.aside, today)
        target = self.start() if fallback and self.review is None else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._into_sight(target)

    def _into_sight(self, *parts: QWidget) -> None:
        """Scroll to these, when the layouts have come to rest; the last one counts most."""

        def scroll() -> None:
            for part in parts:
                if isValid(part) and self.body.isAncestorOf(part):
                    self._scroll.ensureWidgetVisible(part, 0, look.px(24))

        QTimer.singleShot(0, self, scroll)

    def _wanted(self, here: tuple[Where, ...]) -> Where | None:
        """The place that was used last if it is there, else a stick, else the folder."""
        last = self.shell.prefs.get("parcel_where")
        return next((w for w in here if str(w.root) == last), here[0] if here else None)

    def _choose_to(self, to: str) -> None:
        self.shell.prefs.keep(parcel_to=to)
        self._read_outgoing()

    def _choose_where(self, where: Where) -> None:
        self.shell.prefs.keep(parcel_where=str(where.root))
        self._looked()

    def choose_folder(self) -> None:
        """Any folder, remembered."""
        begin = self.shell.prefs.get("parcel_folder")
        ask_folder(self.shell, _("Save in"), begin, lambda folder: self.use_folder(str(folder)))

    def use_folder(self, folder: str) -> None:
        self.shell.prefs.keep(parcel_folder=folder, parcel_where=folder)
        if isinstance(self.sticks.look_in, Look):
            self.sticks.look_in.folder = folder
        self._looked()
        self.sticks.look(later=True)

    def show_what(self) -> None:
        """What a parcel would hold, beside the page."""
        if self.out is not None:
            panel = WhatPanel(self, self.out)
            self.open_panel(panel)
            panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self, to: str = "", *, only_ask: bool = False) -> None:
        """Make the parcel. Only when it has been read back does the page say that the stick can be taken out."""
        where = self.out_card.where
        if where is None or not self.out_card.to:
            self._refuse(self.out_card.alone.text() if not self.out_card.to else self.out_card.none.text())
            return
        done = partial(self._made, where, only_ask)
        acts.make(self, to or self.out_card.to, where, done, self._refuse, only_ask=only_ask)

    def _made(self, where: Where, only_ask: bool, made: Any) -> None:
        self.shell.prefs.keep(parcel_where=str(where.root), parcel_to=self.out_card.to)
        said = _("The request is saved and checked.") if only_ask else _("The parcel is saved and checked.")
        out = _("You can take out the memory stick.") if where.free is not None else ""
        what = _("{changes}, {size}, to {names}: {file}").format(
            changes=words.changes(made.entries), size=words.size(made.size), names=words.listed(made.receivers),
            file=made.path.name,
        )  # fmt: skip
        self.after.tell(f"{said} {out}".strip(), what)
        self.shell.announcer.say(f"{said} {out}".strip())
        self.refresh()
        self._into_sight(self.after)

    def order_missing(self) -> None:
        """Ask the others for what is missing: a file without entries, that says what this laptop has."""
        self.save(EVERYONE, only_ask=True)

    def _refuse(self, sentence: str) -> None:
        """In one line; nothing has changed."""
        self.after.tell(sentence, kind="wrong")
        self.shell.announcer.say(sentence, at_once=True)
        self._into_sight(self.after)
