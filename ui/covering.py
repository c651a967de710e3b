"""The half of the window that hides and locks: the cover, the PIN, the empty chair, the sleeping machine.

Loaded before the first paint: the Qt namespace is named inside functions only (see window.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from . import session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QStackedWidget

    from alfdesk.store.pin import Pin

    from .desk import Desk
    from .gate.cover import Cover
    from .gate.parts import Gate
    from .idle import Idle
    from .prefs import Prefs
    from .work import Work

IDLE = 5  # minutes without input before the screen is covered; the setting "idle"


class Covering(QWidget):
    """What hides and what locks. The rest of the window (window.py) stands on it, and gives it what is named here."""

    show_start: Callable[..., None]  # the way in, with why it stands there
    _show_gate: Callable[[Gate], None]
    _start: Callable[[QWidget], None]  # focus where the screen wants it
    _in_background: Callable[..., None]  # label, work, done(answer), failed(error)

    def __init__(self, folder: Path, prefs: Prefs) -> None:
        super().__init__()
        self.folder, self.prefs = folder, prefs
        self.desk: Desk | None = None
        self.front: QWidget | None = None  # the work, or set-up after founding: what the cover hides
        self.gate: Gate | None = None
        self.idle: Idle | None = None
        self.pin: Pin | None = None
        self.stack: QStackedWidget
        self._behind: QWidget  # where the work is while the screen is covered: a window that is never shown
        self._pin_offered = self._warned = False
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self._last: tuple[bytes, str] | None = None  # who was where, before the key was dropped

    @property
    def work(self) -> Work | None:
        """The work, shown or covered; None before and after it."""
        from .work import Work

        return self.front if isinstance(self.front, Work) else None

    @property
    def covered(self) -> bool:
        return self.desk is not None and self.gate is not None

    # The cover ---------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        """Nothing of the work can be seen or read by a screen reader; the key stays. Covered already: end it."""
        if self.desk is None or self.front is None:
            return
        if self.covered:
            self.drop()
            return
        self._focus = self.front.focusWidget()
        self._hide_dialogs()
        reader = getattr(self.front, "_reader", None)
        if reader is not None:
            reader.stop()
        self._keep_page()
        self._show_cover()
        # Out of the window altogether: what is merely hidden can still be walked by a screen reader.
        self.stack.removeWidget(self.front)
        self.front.setParent(self._behind)
        if self.idle is not None:
            self.idle.covered()

    def _show_cover(self) -> None:
        from .gate.cover import Cover
        from .gate.words import role_words

        assert self.desk is not None
        acting = self.desk.acting
        screen = Cover(
            self.prefs, who=acting.name, role=role_words(acting.roles), with_pin=self._pin_opens(),
            secret=not self.desk.practice, why=_("All is saved."),
        )  # fmt: skip
        screen.entered.connect(self._uncover)
        screen.lock.connect(self.drop)
        screen.switch.connect(self.leave)
        self._show_gate(screen)

    def _pin_opens(self) -> bool:
        return self.pin is not None and not self.pin.spent

    def _uncover(self, text: str) -> None:
        """A PIN is tried at once; whatever it isn't is tried as the passphrase, in the background."""
        desk = self.desk
        if desk is None:
            return
        if desk.practice:
            self._open_cover()
        elif self._pin_opens() and text.strip().isdecimal():
            self._try_pin(text)
        else:
            folder, owner, name = self.folder, desk.place.owner, desk.acting.name
            self._in_background(
                _("Checking the passphrase …"), lambda: session.is_owner(folder, owner, name, text),
                self._passphrase_was, self._wrong_passphrase,
            )  # fmt: skip

    def _try_pin(self, text: str) -> None:
        assert self.pin is not None
        cover: Cover = self.gate  # type: ignore[assignment]
        if self.pin.matches(text):
            self._open_cover()
        elif self.pin.spent:
            self.pin = None
            cover.only_passphrase()
            cover.refuse(_("The PIN isn't right. It is used up. Write the passphrase."))
        else:
            cover.refuse(_("The PIN isn't right. Try again, or use the passphrase."))

    def _passphrase_was(self, right: bool) -> None:
        if right:
            self._open_cover()
            if self.pin is None and not self._pin_offered:
                self._pin_offered = True
                self.choose_pin()
        else:
            self._wrong_passphrase(None)

    def _wrong_passphrase(self, error: BaseException | None) -> None:
        from alfdesk.errors import WrongPassphrase

        from .messages import words_of

        wrong = error is None or isinstance(error, WrongPassphrase)
        sentence = _("The passphrase isn't right. Check capital and small letters, and try again.")
        if self.covered and self.gate is not None:
            self.gate.refuse(sentence if wrong or error is None else words_of(error))

    def _open_cover(self) -> None:
        """What was hidden is there again, with the focus where it was."""
        front, gate = self.front, self.gate
        if front is None or gate is None or self.desk is None:
            return
        self.stack.addWidget(front)
        self.stack.setCurrentWidget(front)
        self.gate = None
        self._away(gate)
        if self._focus is not None and _alive(self._focus):
            self._focus.setFocus(other_reason())
        else:
            self._start(front)
        self._focus = None
        self._show_dialogs()
        if self.idle is not None:
            self.idle.opened()

    def choose_pin(self) -> None:
        """Offer a PIN for short pauses; the settings ask here too."""
        from .gate.choose_pin import ChoosePin

        if self.front is None or self.covered:
            return
        panel = ChoosePin(self.front)
        panel.chosen.connect(self._pin_chosen)
        panel.open()

    def _pin_chosen(self, pin: Pin) -> None:
        self.pin = pin
        if self.work is not None:
            self.work.say(_("The PIN opens the covered screen until you sign out."))

    def _hide_dialogs(self) -> None:
        """Menus go; dialogs are hidden and come back. One that somebody waits for in a loop ends as if closed."""
        from PySide6.QtCore import Qt

        self._hidden = []
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        for widget in QApplication.topLevelWidgets():
            if widget is self or not widget.isVisible() or not (self.isAncestorOf(widget) or _is_ours(widget, self)):
                continue
            if widget.windowModality() != Qt.WindowModality.ApplicationModal:
                self._hidden.append(widget)
            widget.hide()

    def _show_dialogs(self) -> None:
        hidden, self._hidden = self._hidden, []
        for widget in hidden:
            if _alive(widget):
                widget.show()

    # The key's end -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Sign out."""
        self.drop()

    def drop(self, why: str = "") -> None:
        """Let go of the key. Work under way in the background is ended first: it must not find the place closed."""
        if self.desk is None:
            return
        if not self.covered:
            self.cover()
        from . import tasks

        under_way = [t for t in tasks.running() if t.running]
        if under_way:
            for task in under_way:
                task.cancel()
            under_way[0].ended.connect(lambda: QTimer.singleShot(0, self, lambda: self.drop(why)))
            return
        desk, front = self.desk, self.front
        self.desk = self.front = self.pin = None
        self._pin_offered, self._focus = False, None
        for dialog in self._hidden:
            if _alive(dialog):
                dialog.deleteLater()
        self._hidden = []
        if self.idle is not None:
            self.idle.stop()
        desk.close()
        if front is not None:
            announcer = getattr(front, "announcer", None)
            if announcer is not None:
                announcer.forget()
            front.hide()
            front.deleteLater()
        desk.deleteLater()
        self.show_start(why)

    def _clear_front(self) -> None:
        front, self.front = self.front, None
        if front is not None:
            self._away(front)

    def _watch(self) -> None:
        """From now on an empty chair covers the screen, and a sleeping machine drops the key."""
        if self.idle is None:
            from .idle import Idle

            self.idle = Idle(QApplication.instance(), parent=self)
            self.idle.cover.connect(self._covered_by_itself)
            self.idle.drop.connect(self._dropped_by_itself)
            self.idle.slept.connect(self._slept)
            self.idle.warning.connect(self._warn)
            self.idle.listen_to_the_system()
        self.idle.set_minutes(self.prefs.number("idle", IDLE, 1, 60))
        self.idle.start()

    def _covered_by_itself(self) -> None:
        if not self.covered:
            self.cover()
            if self.gate is not None:
                said = _("The screen covered itself at {time}. All is saved.").format(time=self._time())
                self.gate.why.setText(said)  # type: ignore[attr-defined]

    def _dropped_by_itself(self) -> None:
        self.drop(_("The screen locked itself at {time}. All is saved.").format(time=self._time()))

    def _slept(self) -> None:
        said = _("The computer was asleep, so the screen locked itself at {time}. All is saved.")
        self.drop(said.format(time=self._time()))

    def _time(self) -> str:
        from datetime import datetime

        from .gate.parts import time_of

        return time_of(datetime.now())

    def _warn(self, seconds: int) -> None:
        """The last half minute before the cover, counted down at the foot; said aloud once."""
        work = self.work
        if work is None or self.covered:
            return
        if not seconds:
            work.strip.quiet()
            self._warned = False
            return
        sentence = ngettext(
            "The screen is covered in {count} second.", "The screen is covered in {count} seconds.", seconds
        ).format(count=seconds)
        work.strip.tell(sentence, can_undo=False)
        if not getattr(self, "_warned", False):
            self._warned = True
            work.announcer.say(sentence)

    # Private parts ---------------------------------------------------------------------------------------------

    def _away(self, screen: QWidget) -> None:
        screen.hide()
        self.stack.removeWidget(screen)
        screen.deleteLater()

    def _page(self) -> str:
        work = self.work
        return work.front.key if work is not None and work.front is not None else ""

    def _keep_page(self) -> None:
        if self._page() and self.desk is not None:
            self._last = (self.desk.place.owner, self._page())
            if not self.desk.practice and self.prefs.get("page") != self._page():
                self.prefs.keep(page=self._page())


def other_reason() -> Any:
    """Focus that neither Tab nor the pointer gave."""
    from PySide6.QtCore import Qt

    return Qt.FocusReason.OtherFocusReason


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(widget)


def _is_ours(widget: QWidget, window: QWidget) -> bool:
    """Whether a top-level widget belongs to the window, however far down: dialogs are children of pages."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        parent = parent.parentWidget()
    return parent is window
