"""Whose fault was it? A refusal goes to the page as a sentence; anything else goes to the log and the crash screen.

`install` once, early. From then on an exception in a slot, in a thread or on the way out, and every warning of Qt's,
leaves a line in the log without personal data (`alfdesk.log`). The first bug shows the crash screen; those after it are
only logged, so that a timer that fails each second does not bury the person in windows. The screen is a plain dialog
that asks nothing of themes, fonts or pages, since any of them may be what broke.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QThread, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from alfdesk import __version__, log
from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

EXIT = 70  # what the program ends with after a crash
MOST = 200  # lines of bugs and of Qt's remarks a process logs
_KINDS = {
    QtMsgType.QtWarningMsg: "warning", QtMsgType.QtCriticalMsg: "critical", QtMsgType.QtFatalMsg: "fatal",
}  # fmt: skip


class Crash(QObject):
    """What happens when something breaks. Made by `install`; lives as long as the process."""

    _refusal = Signal(str)
    _broken = Signal(str)

    def __init__(self, on_refused: Callable[[str], None] | None, before_restart: Callable[[], None] | None) -> None:
        super().__init__()
        self._on_refused, self._before_restart = on_refused, before_restart
        self.screen: CrashScreen | None = None
        self._shown = False
        self._lines = 0
        self._refusal.connect(self._refuse)
        self._broken.connect(self._show, Qt.ConnectionType.QueuedConnection)

    # What Python and Qt call

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """sys.excepthook: exceptions in slots, and those that end the program."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        try:
            self.happened(kind, error, trace)
        except Exception:  # nothing may come out of here: it would come back in
            self._log("bug in the crash screen")

    def thread_hook(self, args: threading.ExceptHookArgs) -> None:
        """threading.excepthook"""
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.hook(args.exc_type, args.exc_value, args.exc_traceback)

    def unraisable_hook(self, args: object) -> None:
        """sys.unraisablehook: what broke where nobody can be told, such as while an object went away. Logged only."""
        with suppress(Exception):
            if args.exc_value is not None and self._may_log():
                log.bug(args.exc_type, args.exc_value, args.exc_traceback)

    def qt_says(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        """qInstallMessageHandler: the function Qt names and the kind of remark; the rest may hold a path or a name."""
        with suppress(Exception):
            if kind in _KINDS:
                where = re.match(r"[A-Z]\w*(?:::\w+)+", text or "")
                self._log(f"qt {_KINDS[kind]} {where[0] if where else context.category or ''}".rstrip())
            if sys.stderr is not None and sys.stderr.isatty():
                print(text, file=sys.stderr)

    # What is done about it

    def happened(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A refusal is handed on, a bug is logged and shown. On any thread."""
        if isinstance(error, UserFacingError):
            if self._on_refused is not None and QGuiApplication.instance() is not None:
                self._refusal.emit(error.sentence)
            else:
                _complain(error.sentence)
            return
        if not self._may_log():
            return
        details = log.bug(kind, error, trace)
        if self._shown:
            return
        self._shown = True
        if not isinstance(QGuiApplication.instance(), QApplication):
            _complain(_explained())
        elif QThread.currentThread() is not self.thread() or self.thread().loopLevel() > 0:
            self._broken.emit(details)  # later: this may be the middle of painting
        else:
            self._show(details)
            if self.screen is not None:
                self.screen.exec()

    def restart(self) -> None:
        """Let go of everything, start the program anew and end this one."""
        if self._before_restart is not None:
            with suppress(Exception):
                self._before_restart()
        with suppress(Exception):
            import subprocess  # here, since every start would pay for it

            subprocess.Popen([sys.executable, *sys.orig_argv[1:]], close_fds=True)
        self.leave()

    def leave(self) -> None:
        """End this process at once: what is saved is on the disk, and what else runs is not to be trusted."""
        with suppress(Exception):
            sys.stdout.flush()
        os._exit(EXIT)

    # Private parts

    def _refuse(self, sentence: str) -> None:
        if self._on_refused is not None:
            self._on_refused(sentence)

    def _show(self, details: str) -> None:
        self.screen = CrashScreen(details, self)
        self.screen.open()
        self.screen.raise_()
        self.screen.activateWindow()

    def _may_log(self) -> bool:
        self._lines += 1
        return self._lines <= MOST

    def _log(self, words: str) -> None:
        if self._may_log():
            log.write(words)


class CrashScreen(QDialog):
    """Says what happened and that everything is saved, shows the details to whoever asks, starts again or closes."""

    def __init__(self, details: str, crash: Crash) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        # Elements
        self._crash = crash
        self.said = QLabel(_explained())
        self.details = QPlainTextEdit(f"Alfdesk {__version__}\n{details}")
        self.again = QPushButton(_("Start again"))
        self.more = QPushButton(_("Show details"))
        self.copy = QPushButton(_("Copy"))
        self.leave = QPushButton(_("Close Alfdesk"))

        # Assemble
        self.setWindowTitle("Alfdesk")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        font = self.font()
        font.setPixelSize(15)
        self.setFont(font)
        font.setPixelSize(19)
        self.said.setFont(font)
        self.said.setWordWrap(True)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(_("Technical details"))
        self.details.setMinimumHeight(120)
        self.details.hide()
        self.copy.hide()
        buttons = QHBoxLayout()
        for button in (self.again, self.leave, self.more, self.copy):
            button.setMinimumSize(button.sizeHint().width() + 24, 44)
            button.setAutoDefault(button is self.again)
            buttons.addWidget(button)
        buttons.addStretch()
        self.again.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(16)
        whole.addWidget(self.said)
        whole.addWidget(self.details, 1)
        whole.addStretch()
        whole.addLayout(buttons)
        self.setMinimumWidth(640)
        self.again.setFocus()

        # Connect
        self.again.clicked.connect(crash.restart)
        self.leave.clicked.connect(crash.leave)
        self.more.clicked.connect(self._show_details)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))

    def reject(self) -> None:
        """Esc: the program is not to be trusted any more, so there is no way back into it."""
        self._crash.leave()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        event.ignore()
        self._crash.leave()

    def _show_details(self) -> None:
        self.details.show()
        self.copy.show()
        self.more.hide()
        self.copy.setFocus()


def install(
    on_refused: Callable[[str], None] | None = None, before_restart: Callable[[], None] | None = None
) -> Crash:
    """Answer for everything that breaks from now on, on the thread that calls (the window's).

    `on_refused` gets the sentence of a UserFacingError that no page caught. `before_restart` lets go of the workplace
    and of the one-window lock, so that the program can start again.
    """
    crash = Crash(on_refused, before_restart)
    sys.excepthook = crash.hook
    threading.excepthook = crash.thread_hook
    sys.unraisablehook = crash.unraisable_hook
    qInstallMessageHandler(crash.qt_says)
    return crash


def uninstall() -> None:
    """As Python and Qt had it."""
    sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    sys.unraisablehook = sys.__unraisablehook__
    qInstallMessageHandler(None)


def _explained() -> str:
    return _("Something went wrong, and Alfdesk must restart. Everything you wrote is saved.")


def _complain(sentence: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(sentence, file=sys.stderr)
