"""Long work beside the window."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from alfdesk import log
from alfdesk.errors import UserFacingError
from ui import tasks


class Told:
    """What the window heard, and on which thread."""

    def __init__(self, qapp) -> None:
        self.qapp = qapp
        self.heard: list[tuple[str, object]] = []
        self.threads: set[threading.Thread] = set()

    def note(self, what: str, value: object = None) -> None:
        self.heard.append((what, value))
        self.threads.add(threading.current_thread())

    def run(self, work, parent=None, **more) -> tasks.Task:
        task = tasks.run(
            parent, "Reading", work, lambda result: self.note("done", result), lambda e: self.note("failed", e), **more
        )
        task.slow.connect(lambda: self.note("slow"))
        task.ended.connect(lambda: self.note("ended"))
        return task

    def wait(self, seconds: float = 5) -> None:
        end = time.monotonic() + seconds
        while ("ended", None) not in self.heard and time.monotonic() < end:
            self.qapp.processEvents()
            time.sleep(0.002)
        assert ("ended", None) in self.heard
        assert self.threads == {threading.main_thread()}
        assert tasks.running() == ()


@pytest.fixture
def told(qapp):
    return Told(qapp)


def test_the_result_comes_back_on_the_window_s_thread(told):
    task = told.run(lambda going: threading.current_thread().name)
    assert task.running
    assert tasks.running() == (task,)
    told.wait()
    (what, name), end = told.heard
    assert (what, end) == ("done", ("ended", None))
    assert name != threading.main_thread().name
    assert not task.running


def test_quick_work_shows_no_bar_and_slow_work_does(told):
    told.run(lambda going: time.sleep(0.05))
    told.wait()
    told.qapp.processEvents()
    assert [what for what, _value in told.heard] == ["done", "ended"]
    told.heard.clear()
    told.run(lambda going: time.sleep(0.7))
    told.wait()
    assert [what for what, _value in told.heard] == ["slow", "done", "ended"]


def test_a_refusal_comes_as_it_was_raised(told, tmp_path, monkeypatch):
    monkeypatch.setattr(log, "_file", tmp_path / "log.txt")

    def refuse(_going):
        raise UserFacingError("The disk is full.")

    told.run(refuse)
    told.wait()
    assert isinstance(told.heard[0][1], UserFacingError)
    assert not (tmp_path / "log.txt").exists()


def test_a_bug_is_logged_and_handed_over(told, tmp_path, monkeypatch):
    monkeypatch.setattr(log, "_file", tmp_path / "log.txt")

    def fail(_going):
        raise KeyError("Kari")

    told.run(fail)
    told.wait()
    assert isinstance(told.heard[0][1], KeyError)
    text = (tmp_path / "log.txt").read_text()
    assert "KeyError" in text
    assert "Kari" not in text


def test_steps_are_reported_but_not_each_of_them(told):
    steps, ran = [], threading.Event()
    task = told.run(lambda going: [going.step(n, 10_000) for n in range(1, 10_001)] and ran.set())
    assert ran.wait(5)  # it has ended before anybody listens, and is heard all the same
    task.stepped.connect(lambda done, total: steps.append((done, total, threading.current_thread())))
    told.wait()
    assert steps[-1] == (10_000, 10_000, threading.main_thread())
    assert len(steps) < 200


def test_cancelled_work_gives_nothing(told):
    begun, rolled_back = threading.Event(), threading.Event()

    def work(going):
        begun.set()
        try:
            while True:
                going.step(1)
                time.sleep(0.001)
        finally:
            rolled_back.set()

    task = told.run(work)
    assert begun.wait(5)
    task.cancel()
    told.wait()
    assert told.heard == [("ended", None)]
    assert rolled_back.is_set()


def test_work_that_may_not_be_cancelled_goes_on(told):
    task = told.run(lambda going: (time.sleep(0.05), going.cancelled)[1], cancel=False)
    task.cancel()
    told.wait()
    assert told.heard[0] == ("done", False)


def test_a_page_that_is_gone_is_not_called(told):
    page = QObject()
    told.run(lambda going: time.sleep(0.05), parent=page)
    delete(page)
    told.wait()
    assert told.heard == [("ended", None)]


def test_an_answer_that_fails_is_a_bug_and_the_bar_goes_all_the_same(told, monkeypatch):
    bugs, ended = [], []
    monkeypatch.setattr(tasks.sys, "excepthook", lambda kind, *_rest: bugs.append(kind))
    task = tasks.run(None, "x", lambda going: 0, lambda result: 1 / result, lambda error: None)
    task.ended.connect(lambda: ended.append(1))
    end = time.monotonic() + 5
    while not ended and time.monotonic() < end:
        told.qapp.processEvents()
    assert bugs == [ZeroDivisionError]
    assert ended == [1]


def test_many_at_once(told):
    results = []
    for n in range(200):
        tasks.run(None, "x", lambda going, n=n: n, results.append, lambda error: None)
    end = time.monotonic() + 10
    while len(results) < 200 and time.monotonic() < end:
        told.qapp.processEvents()
    assert sorted(results) == list(range(200))
