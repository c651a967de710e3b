"""Utveksle, the half that takes parcels in: looked through first, read in whole, taken back whole."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import formats
from ...dialogs.ask import Answer, Ask
from ...dialogs.files import ask_file, dropped
from . import acts
from .review import Review
from .sending import Sending


class Receiving(Sending):
    """Parcels in."""

    def choose_file(self) -> None:
        where = self.out_card.where
        kinds = _("Alfdesk parcels") + " (*.alf)"
        ask_file(self.shell, _("Choose a file"), str(where.root) if where else "", kinds, self.look_through)

    def look_through(self, file: Path, *, erase_many: bool = False) -> None:
        """Say what the file would bring. Nothing is changed."""
        self.after.tell("")
        done = partial(self._previewed, file, erase_many)
        acts.look_through(self, file, done, self._refuse, erase_many=erase_many)

    def _previewed(self, file: Path, erase_many: bool, looked: acts.Looked) -> None:
        taken = looked.taken
        if taken.status == "refused":
            self.close_review()
            self._refuse(taken.text)
            self.sticks.look(later=True)
            if taken.code == "ERASES_MANY" and self.desk.may("administrator"):
                Ask(self.shell, _("Look through all the same?"), taken.text,
                    Answer(_("Look through"), lambda: self.look_through(file, erase_many=True), "secondary"),
                    Answer(_("Cancel"))).open()  # fmt: skip
            return
        self.close_review(back=False)
        self.review = review = Review(file, looked, self.desk.today(), erase_many=erase_many)
        review.read_in.connect(self.read_in)
        review.left.connect(self.close_review)
        review.asked_behind.connect(self._ask_behind)
        self.body_column.insertWidget(self.body_column.indexOf(self.after), review)
        self.in_card.mark(file)
        self._owner()
        review.start().setFocus(Qt.FocusReason.OtherFocusReason)
        self._into_sight(review, review.start())
        self.shell.announcer.say(review.summary())

    def _ask_behind(self, open_: Any) -> None:
        """What is behind the lines of the review: read once, shown line by line. `open_` shows the one asked for."""
        review = self.review
        if review is None:
            return

        def done(parts: Any) -> None:
            if self.review is review:
                review.show_parts(parts)
                open_()

        acts.behind(self, review.file, done, self._refuse)

    def close_review(self, *, back: bool = True) -> None:
        """Nothing has changed; the file lies where it lay."""
        if self.review is None:
            return
        review, self.review = self.review, None
        self.body_column.removeWidget(review)
        review.hide()
        review.deleteLater()
        self.in_card.mark(None)
        self._owner()
        if back:
            target = self.start()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _owner(self) -> None:
        """One primary button: the review's while there is one."""
        self.save_button.role = "secondary" if self.review is not None else "primary"
        self.save_button.updateGeometry()
        self.save_button.update()
        if self.shell.front is self:
            self.shell.follow_commands()

    def read_in(self) -> None:
        if self.review is None or self.review.go.isHidden():
            self.close_review()
            return
        review = self.review
        if not review.erase_many:
            acts.read_in(self, review.file, self._taken, self._refuse)
            return
        act = partial(acts.read_in, self, review.file, self._taken, self._refuse, erase_many=True)
        Ask(self.shell, _("Erase these people here too?"), _("What is erased on this laptop is gone for ever."),
            Answer(_("Read in"), act, "danger", "trash"), Answer(_("Cancel"))).open()  # fmt: skip

    def _taken(self, taken: Any) -> None:
        self.close_review(back=False)
        if taken.status == "refused":
            self._refuse(taken.text)
        else:
            said = ngettext("{count} change read in.", "{count} changes read in.", taken.new)
            said = said.format(count=formats.spaced(taken.new)) if taken.code != "SEEN" else taken.text
            more = ngettext("{count} file put aside earlier came in too.",
                            "{count} files put aside earlier came in too.", taken.again)  # fmt: skip
            more = more.format(count=taken.again) if taken.again else ""
            self.after.tell(more)
            self.shell.announcer.say(f"{said} {more}".strip())
        self.refresh()
        self.focus_after()

    def take_back(self) -> None:
        """All of the last parcel, as if it had not come."""
        acts.take_back(self, self._taken_back, self._refuse)

    def _taken_back(self, _none: Any) -> None:
        said = _("The parcel is taken back. All is as it was before.")
        self.after.tell(said)
        self.shell.announcer.say(said)
        self.refresh()
        self.focus_after()

    def try_again(self) -> None:
        acts.try_again(self, self._tried, self._refuse)

    def _tried(self, count: int) -> None:
        said = ngettext("{count} file was read in.", "{count} files were read in.", count).format(count=count)
        said = said if count else _("None of the files can be read in yet.")
        self.after.tell(said, kind="good" if count else "tell")
        self.shell.announcer.say(said)
        self.refresh()

    def focus_after(self) -> None:
        """To the way back while there is one, else to where the page begins."""
        back = self.after.take_back
        target = back if back.isVisible() else self.start()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._into_sight(self.after, target)

    def start(self) -> QWidget | None:
        if self.review is not None:
            return self.review.start()
        if self.in_card.rows:
            return self.in_card.rows[0].button
        return self.save_button if self.save_button.isEnabled() and self.save_button.isVisible() else self.choose_button

    # Dropped -----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped(event) is not None:
            event.acceptProposedAction()
            self.in_card.edge = "prim"
            self.in_card.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        self._plain()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        file = dropped(event)
        self._plain()
        if file is not None:
            event.acceptProposedAction()
            self.look_through(file)

    def _plain(self) -> None:
        self.in_card.edge = "line"
        self.in_card.update()
