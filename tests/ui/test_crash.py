"""Refusals go to the page, bugs to the log and the crash screen; one screen, and nobody's name in the log."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton

from alfdesk import log
from alfdesk.errors import UserFacingError
from ui import crash
from ui.crash import CrashScreen

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "Something went wrong, and Alfdesk must restart. Everything you wrote is saved."


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "_file", tmp_path / "log.txt")
    return tmp_path / "log.txt"


@pytest.fixture
def left(monkeypatch):
    """How often the process would have ended, and what would have been started."""
    done = []
    monkeypatch.setattr(crash.os, "_exit", lambda code: done.append(code))
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_more: done.append(words))
    return done


@pytest.fixture
def installed(qapp, file, left):
    refused, ready = [], []
    watch = crash.install(refused.append, lambda: ready.append("closed"))
    watch.refused, watch.ready = refused, ready
    yield watch
    if watch.screen is not None:
        watch.screen.hide()
        watch.screen.deleteLater()
    crash.uninstall()


def fail(error: BaseException):
    def slot(*_args):
        raise error

    return slot


def press(qapp, slot) -> None:
    button = QPushButton()
    button.clicked.connect(slot)
    button.click()
    qapp.processEvents()


def loop(qapp, slot) -> None:
    """Let `slot` run inside the event loop, as in a running program, and leave the loop after it."""
    QTimer.singleShot(0, slot)
    QTimer.singleShot(100, lambda: qapp.exit(0))  # quit asks every window first, and this one refuses
    qapp.exec()


def test_a_refusal_in_a_slot_is_no_crash(qapp, installed, file):
    press(qapp, fail(UserFacingError("Team 2 is full.")))
    assert installed.refused == ["Team 2 is full."]
    assert installed.screen is None
    assert not file.exists()


def test_a_refusal_on_a_thread_reaches_the_page_on_its_own_thread(qapp, installed):
    where = []
    installed._on_refused = lambda sentence: where.append((sentence, threading.current_thread()))
    thread = threading.Thread(target=fail(UserFacingError("Full.")))
    thread.start()
    thread.join()
    qapp.processEvents()
    assert where == [("Full.", threading.main_thread())]


def test_a_bug_in_a_slot_is_logged_without_what_it_says_and_shown_once(qapp, installed, file):
    loop(qapp, lambda: press(qapp, fail(KeyError("Kari Nordmann"))))
    screen = installed.screen
    assert screen is not None
    assert screen.isVisible()
    assert screen.said.text() == SENTENCE
    assert "KeyError at test_crash.py" in file.read_text()
    for text in (file.read_text(), screen.details.toPlainText()):
        assert "Kari" not in text
    loop(qapp, lambda: press(qapp, fail(ZeroDivisionError())))
    assert installed.screen is screen
    assert "ZeroDivisionError" in file.read_text()


def test_a_bug_on_a_thread_is_shown_by_the_window_s_thread(qapp, installed, file):
    thread = threading.Thread(target=fail(RuntimeError("Kari")))
    thread.start()
    thread.join()
    assert installed.screen is None
    loop(qapp, lambda: None)
    assert installed.screen.isVisible()
    assert "RuntimeError" in file.read_text()


def test_before_the_event_loop_the_screen_waits_for_an_answer(qapp, installed):
    answers = []

    def answer():
        answers.append(installed.screen.isVisible())
        installed.screen.hide()

    QTimer.singleShot(50, answer)
    installed.hook(ValueError, ValueError("x"), None)
    assert answers == [True]


def test_details_copy_restart_and_close(qapp, installed, left):
    loop(qapp, lambda: press(qapp, fail(KeyError("x"))))
    screen = installed.screen
    assert not screen.details.isVisible()
    assert not screen.copy.isVisible()
    screen.more.click()
    assert screen.details.isVisible()
    screen.copy.click()
    assert QGuiApplication.clipboard().text() == screen.details.toPlainText()
    assert "KeyError at " in screen.details.toPlainText()
    screen.again.click()
    assert installed.ready == ["closed"]
    assert left == [[sys.executable, *sys.orig_argv[1:]], crash.EXIT]
    screen.leave.click()
    screen.reject()
    screen.close()
    assert left[2:] == [crash.EXIT] * 3
    assert screen.isVisible()


def test_a_workplace_that_will_not_close_is_no_hindrance(qapp, installed, left):
    installed._before_restart = fail(RuntimeError())
    installed.restart()
    assert left[-1] == crash.EXIT


def test_a_crash_screen_that_breaks_does_not_come_back(qapp, installed, monkeypatch, file):
    monkeypatch.setattr(CrashScreen, "__init__", fail(MemoryError()))
    loop(qapp, lambda: press(qapp, fail(KeyError("x"))))
    assert installed.screen is None
    kinds = [line.split()[3] for line in file.read_text().splitlines()]
    assert kinds == ["KeyError", "MemoryError"]


def test_a_slot_that_fails_for_ever_does_not_fill_the_disk(qapp, installed, file):
    installed._shown = True
    for _ in range(crash.MOST * 3):
        installed.hook(KeyError, KeyError("x"), None)
    assert len(file.read_text().splitlines()) == crash.MOST


def test_what_qt_says_is_logged_without_names(qapp, installed, file):
    qWarning("QFile::open: /home/kari/Kari Nordmann.pdf")
    qWarning("Kari Nordmann is not here")
    lines = [line.split(maxsplit=2)[2] for line in file.read_text().splitlines()]
    assert lines == ["qt warning QFile::open", "qt warning default"]


def test_what_breaks_while_an_object_goes_away_is_logged_only(qapp, installed, file):
    class Ends:
        def __del__(self):
            raise KeyError("Kari")

    Ends()
    assert "KeyError" in file.read_text()
    assert "Kari" not in file.read_text()
    assert installed.screen is None


def test_without_an_application_it_is_said_on_the_terminal(tmp_path):
    words = "from ui import crash; crash.install(); 1 / 0"
    ended = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Alfdesk" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_looks_like_a_window_that_can_be_read(qapp, installed):
    field = QLineEdit()  # nothing of the program's own look is needed
    screen = CrashScreen("KeyError at page.py:12 refresh", installed)
    screen.show()
    qapp.processEvents()
    assert screen.width() <= 1024
    assert screen.height() <= 640
    assert screen.again.hasFocus() or screen.again.isDefault()
    assert all(button.accessibleName() or button.text() for button in screen.findChildren(QPushButton))
    assert screen.grab().width() == screen.width()
    screen.hide()
    screen.deleteLater()
    field.deleteLater()
