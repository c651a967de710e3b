"""The one window. It shows set-up, sign-in, the work, or the cover; it has the key's life in its hands.

    show_start()      whatever this folder needs: set-up, sign-in, or the door to practice
    open_with(place)  the work
    cover()           hide everything behind the clock; the key stays in memory
    drop(why)         let go of the key: the place is closed, the work is gone, sign-in says why
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from alfdesk import i18n
from alfdesk.i18n import gettext as _
from alfdesk.i18n import language

from . import session, tokens
from .covering import other_reason
from .moving import Moving
from .prefs import Prefs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from alfdesk.store.workplace import Place

    from .gate.parts import Gate
    from .work import Work

LEAST = (1024, 640)  # logical pixels; a smaller screen is filled
USUAL = (1366, 768)
COUNTRIES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}  # how numbers and days are written in each language


class Window(Moving):
    """Everything of Alfdesk that can be seen, but for its dialogs.

    It is painted in the colour of its theme before anything is on it (`furnish`): what stands on it takes as long to
    load as Qt itself. The Qt namespace is not named in here outside functions: its 4,000 members cost 30 ms.
    """

    def __init__(self, folder: Path, prefs: Prefs, *, clock: Callable[[], int] | None = None) -> None:
        super().__init__(folder, prefs)
        self.clock = clock
        self.on_first_paint: Callable[[], object] | None = None
        self._one_member = self._furnished = False
        self.setWindowTitle("Alfdesk")
        self._fit_to_screen()
        self._first_colour()

    def furnish(self) -> None:
        """Everything that stands in the window; once."""
        if self._furnished:
            return
        self._furnished = True
        self.setPalette(QPalette())
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtWidgets import QStackedWidget

        from .widgets.focus_ring import FocusRing
        from .widgets.layouts import Column

        self.stack = QStackedWidget()
        self._behind = QWidget()
        Column(self.stack, gap=0, parent=self)
        self.ring = FocusRing(self)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    # What is shown -----------------------------------------------------------------------------------------------

    def show_start(self, why: str = "") -> None:
        """Set-up where there is no workplace yet, or the code where one has asked to join; the door where it is
        practice; else sign-in."""
        self.furnish()
        if self.choosing:
            self.show_workplaces()
        elif self.folder != self.home:
            self._show_door(why)
        elif session.is_there(self.folder):
            self._show_sign_in(why)
        elif session.has_asked(self.folder):
            self.show_join()
        else:
            self._show_set_up()

    def _show_sign_in(self, why: str = "") -> None:
        from .gate.sign_in import SignIn

        screen = SignIn(self.prefs, why, several=len(self.workplaces()) > 1)
        screen.entered.connect(self._sign_in)
        screen.paper.connect(self._show_recover)
        screen.elsewhere.connect(self.choose_workplace)
        if self._one_member:
            screen.may_be_nameless()
        self._show_gate(screen)

    def _show_recover(self) -> None:
        from .gate.recover import Recover

        screen = Recover(self.prefs)
        screen.entered.connect(self._recover)
        screen.back.connect(self.show_start)
        self._show_gate(screen)

    def _show_door(self, why: str = "") -> None:
        from .gate.door import Door

        screen = Door(self.prefs, can_leave=self.home != self.folder)
        screen.entered.connect(self.enter_practice)
        screen.back.connect(self.leave_practice)
        screen.band.say(why, kind="tell")
        self._show_gate(screen)

    def _show_set_up(self) -> None:
        from .gate.set_up import SetUp

        screen = SetUp(self)
        screen.language_chosen.connect(self.speak)
        self._show(screen)
        self.front = screen

    def show_join(self) -> None:
        """The way into a workplace that is on another laptop already."""
        from .gate.join import Join

        self._clear_front()
        self._show_gate(Join(self))

    def _show_gate(self, gate: Gate) -> None:
        gate.language_chosen.connect(self.speak)
        self._show(gate)
        self.gate = gate

    def _show(self, screen: QWidget) -> None:
        """Bring a screen to the front. A gate before it is gone; the work stays, hidden."""
        old, self.gate = self.gate, None
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        if old is not None:
            self._away(old)
        first = screen.first() if hasattr(screen, "first") else None
        if first is not None:
            first.setFocus(other_reason())

    def speak(self, wanted: object) -> None:
        """Another language, at once: whatever is shown is made anew in it."""
        busy = getattr(self.gate, "busy", False) or getattr(self.front, "busy", False)
        if wanted == language() or wanted not in COUNTRIES or busy:
            return
        use_language(str(wanted))
        self.prefs.keep(language=str(wanted))
        front, gate = self.front, self.gate
        if front is not None:
            self._remake_front(front)
            self._focus = None
        if gate is not None:
            self._remake_gate(gate)

    def _remake_front(self, front: QWidget) -> None:
        from .gate.set_up import SetUp

        if isinstance(front, SetUp):
            fresh: QWidget = front.again()
            fresh.language_chosen.connect(self.speak)  # type: ignore[attr-defined]
        else:
            fresh = self._make_work(self._page())
        covered = self.gate is not None
        self.front = fresh
        self.stack.addWidget(fresh)
        if not covered:
            self.stack.setCurrentWidget(fresh)
            self._start(fresh)
        self._away(front)

    def _remake_gate(self, gate: Gate) -> None:
        """The same screen; what was written in its fields comes along."""
        from .widgets.fields import Field

        texts = [f.text() for f in gate.findChildren(Field)]
        name = type(gate).__name__
        if name == "Workplaces":
            self.show_workplaces()
        elif name == "Join":
            self._show_gate(gate.again())  # type: ignore[attr-defined]
        elif name == "Cover":
            self._show_cover()
        elif name == "Recover":
            self._show_recover()
        elif name == "Door":
            self._show_door()
        else:
            self._show_sign_in()
        if self.gate is not None:
            for field, text in zip(self.gate.findChildren(Field), texts, strict=False):
                field.set(text)

    # The way in --------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Load the rest in the background; the passphrase is typed meanwhile."""
        from . import tasks

        tasks.run(self, "", lambda _going: session.warm(self.home), self._warmed, lambda _error: None)

    def use_language(self) -> None:
        """Speak the one in use."""
        use_language(language())

    def _warmed(self, one_member: bool) -> None:
        self._one_member = one_member
        if one_member and hasattr(self.gate, "may_be_nameless"):
            self.gate.may_be_nameless()

    def _sign_in(self, name: str, passphrase: str) -> None:
        folder, clock = self.folder, self.clock
        self._in_background(
            _("Opening the workplace …"), lambda: session.open_place(folder, name, passphrase, clock),
            self.open_with, self._refused,
        )  # fmt: skip

    def _recover(self, paper: str, name: str, passphrase: str) -> None:
        folder, clock = self.folder, self.clock
        self._in_background(
            _("Opening with the sheet …"), lambda: session.recover(folder, paper, name, passphrase, clock),
            self._recovered, self._refused,
        )  # fmt: skip

    def _recovered(self, place: Place) -> None:
        self.open_with(place)
        if self.work is not None:
            self.work.say(_("The new passphrase is in force. Print a new recovery sheet."))

    def practise(self) -> None:
        """To the practice workplace, which is made when it isn't there."""
        self.furnish()
        if self.desk is None:
            self._clear_front()
            self.folder = session.practice_of(self.root)
            self._show_door()
            self.enter_practice()

    def enter_practice(self) -> None:
        if self.gate is None or self.gate.busy:
            return
        self.gate.busy = True
        folder = self.folder
        self._in_background(
            _("The practice workplace is being made ready …"), lambda: session.practise(folder),
            self.open_with, self._refused,
        )  # fmt: skip

    def leave_practice(self) -> None:
        """Back to the workplace of one's own."""
        self.folder = self.home
        self.show_start()

    def founded(self, place: Place) -> None:
        """Set-up has made the workplace: it goes on with it open."""
        from .desk import Desk

        self.desk = Desk(place, self)
        self.prefs.keep(language=language())
        self._watch()
        self.front.founded(place)  # type: ignore[union-attr]

    def not_founded(self, error: BaseException) -> None:
        from .messages import words_of

        self.front.refuse(words_of(error))  # type: ignore[union-attr]

    def _in_background(
        self, label: str, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[BaseException], None]
    ) -> None:
        from . import tasks

        task = tasks.run(self, label, lambda _going: work(), done, failed, cancel=False)
        task.slow.connect(lambda: self.gate is not None and task.running and self.gate.wait(label))

    def _refused(self, error: BaseException) -> None:
        from .messages import words_of

        if self.gate is not None:
            self.gate.refuse(words_of(error))

    def open_with(self, place: Place) -> None:
        """The work begins."""
        from .desk import Desk

        self.furnish()
        self.desk = Desk(place, self)
        self.begin()

    def begin(self) -> None:
        """Show the work on the open desk: the page this person left last, or the one this laptop remembers."""
        desk = self.desk
        assert desk is not None
        key = self._last[1] if self._last and self._last[0] == desk.place.owner else self.prefs.get("page")
        set_up = self.front
        self._show(self._make_work(key))
        self.front = self.stack.currentWidget()
        if set_up is not None:
            self._away(set_up)
        work = self.work
        assert work is not None
        self._start(work)
        self._watch()
        if desk.place.warnings:
            work.refuse(" ".join(desk.place.warnings))

    def _make_work(self, key: str) -> Work:
        from .gate.recovery import put_reminder
        from .work import Work

        assert self.desk is not None
        work = Work(self.desk, self.prefs)
        work.lock.connect(self.cover)
        work.hide_screen.connect(self.cover)
        work.language_chosen.connect(self.speak)
        work.left.connect(self.leave)
        work.elsewhere.connect(self.choose_workplace)
        put_reminder(work)
        known = [k.key for k in work.kinds]
        first = next((k.key for k in work.kinds if k.first_for & self.desk.acting.roles), known[0])
        work.go(key if key in known else first)
        return work

    def _start(self, screen: QWidget) -> None:
        """Focus where the screen wants it, now that it is shown."""
        page = getattr(screen, "front", None)
        first = page.start() if page is not None else (screen.first() if hasattr(screen, "first") else None)
        if first is not None:
            first.setFocus(other_reason())

    # The window itself -------------------------------------------------------------------------------------------

    def let_go(self) -> None:
        """Close the workplace at once; the program is about to end or to start again."""
        if self.desk is not None:
            desk, self.desk = self.desk, None
            desk.close()

    def let_go_of(self, single: Any) -> Callable[[], None]:
        """What a restart does first: close the workplace, and be the one window no longer."""

        def both() -> None:
            self.let_go()
            single.close()

        return both

    def tell(self, sentence: str) -> None:
        """A refusal that nobody caught, where the person looks."""
        if self.work is not None and not self.covered:
            self.work.refuse(sentence)
        else:
            shown = self.gate or self.front
            if shown is not None:
                shown.tell(sentence)  # type: ignore[attr-defined]

    def come_forward(self) -> None:
        """Another start asked for this window."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _fit_to_screen(self) -> None:
        """The size it had, within the screen that is there."""
        room = self.screen().availableGeometry()
        self.setMinimumSize(min(LEAST[0], room.width()), min(LEAST[1], room.height()))
        self.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height()))
        kept = self.prefs.get("window")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode()))

    def _system_changed(self) -> None:
        from .look import look

        if look.choice == "system":
            look.apply()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.on_first_paint is not None:
            then, self.on_first_paint = self.on_first_paint, None
            QTimer.singleShot(0, then)

    def _first_colour(self) -> None:
        """The theme's background, as far as it can be told before the look is loaded."""
        palette = QPalette()
        chosen = self.prefs.get("theme", "system")
        if chosen not in tokens.THEMES:
            chosen = "light" if palette.window().color().lightness() > 127 else "dark"
        palette.setColor(QPalette.ColorRole.Window, QColor(tokens.COLOURS[chosen]["win"]))
        self.setPalette(palette)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._keep_page()
        self.prefs.keep(window=bytes(self.saveGeometry().toBase64().data()).decode())
        if self.idle is not None:
            self.idle.stop()
        from . import tasks

        under_way = tasks.running()
        if under_way:
            for task in under_way:
                task.cancel()
            from PySide6.QtCore import QThreadPool

            QThreadPool.globalInstance().waitForDone(30_000)
        self.let_go()
        super().closeEvent(event)


def use_language(wanted: str) -> None:
    """Speak it: our own words, and numbers and days as its country writes them."""
    from PySide6.QtCore import QLocale

    i18n.use(wanted)
    QLocale.setDefault(QLocale(COUNTRIES[wanted]))
