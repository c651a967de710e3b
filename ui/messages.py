"""What the program says in words: one announcer for the foot line, the toast and the screen reader.

Nothing is announced that is not committed. So the announcer takes finished sentences only, has no "about to" and no way
to take a sentence back: call `say` after the `with place.write()` block has ended, never inside it.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from alfdesk import log
from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

KEPT = 50


class Announcer(QObject):
    """Says each sentence once: to those who see (`said`) and to a screen reader, in its own time (polite)."""

    said = Signal(str)

    def __init__(self, widget: QWidget | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent or widget)
        self._widget = widget
        self._kept: deque[str] = deque(maxlen=KEPT)

    def speak_for(self, widget: QWidget) -> None:
        """The window that a screen reader hears the sentences from."""
        self._widget = widget

    def say(self, sentence: str, *, at_once: bool = False) -> None:
        """Announce what is done. `at_once` breaks into what a screen reader is saying: for refusals only."""
        if not sentence:
            return
        self._kept.append(sentence)
        self.said.emit(sentence)
        if self._widget is not None and isValid(self._widget):
            event = QAccessibleAnnouncementEvent(self._widget, sentence)
            kinds = QAccessible.AnnouncementPoliteness
            event.setPoliteness(kinds.Assertive if at_once else kinds.Polite)
            QAccessible.updateAccessibility(event)

    def kept(self) -> tuple[str, ...]:
        """The last 50 sentences, the oldest first."""
        return tuple(self._kept)

    def forget(self) -> None:
        """The workplace was locked: names are not kept past that."""
        self._kept.clear()


def words_of(error: BaseException) -> str:
    """The sentence for a person: an error made to be shown says its own, any other that it is our mistake.

    A mistake of ours goes into the log too (places in the code, no values): it must not end with the sentence.
    """
    if isinstance(error, UserFacingError):
        return error.sentence
    log.bug(type(error), error, error.__traceback__)
    return _("Something went wrong, and that is our mistake. What was saved before is still there.")
