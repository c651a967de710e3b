"""The window's figures: a key to its durable row and repaint, a letter to its list, another look, memory and rest."""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..support import PASSPHRASE
from .figures import mix
from .measure import Figure, in_turn, median, p95, spread, timed
from .worlds import OUT, ROOT, World, world

if TYPE_CHECKING:
    from alfdesk.store.workplace import Place
    from tests.ui.hands import Hands
    from ui.work import Work

HERE = Path(__file__).parent
QUEUE = 40  # people on a morning of day work


def _work(place: Place, page: str) -> Work:
    """The window at work on this place, shown, with the page in front."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui import contact_sheets
    from ui.desk import Desk
    from ui.look import look
    from ui.prefs import Prefs
    from ui.work import Work

    contact_sheets.application()
    gc.disable()  # as in the program, where `ui.collecting` looks for rubbish between what a person does
    look.set(choice="light", zoom=100)
    work = Work(Desk(place), Prefs(OUT / "nowhere"))
    contact_sheets.show(work)
    work.go(page)
    _settle()
    return work


def _settle() -> None:
    from PySide6.QtWidgets import QApplication

    for _ in range(3):
        QApplication.processEvents()


def _end(work: Work) -> None:
    from ui import contact_sheets

    place = work.desk.place
    contact_sheets.dispose(work)
    place.close()
    gc.enable()


# A key, to its row on the disk and the tile on the screen --------------------------------------------------------------


def a_key(quick: bool) -> Iterator[Figure]:
    from PySide6.QtWidgets import QApplication

    from tests.ui.hands import Hands

    n = 60 if quick else 300
    short = _work(_crew(5_000).copy("key-short"), "today")
    long = _work(_crew(50_000).copy("key-long"), "today")

    def press(work: Work) -> float:
        work.activateWindow()
        target = work.front.start()
        target.setFocus()
        _settle()
        hands = Hands(work)
        outcome = work.front.view.tiles.current_tile().outcome
        key = "Space" if outcome is None else "4" if outcome == "reported_absent" else "3"
        before = work.desk.place.last
        took = timed(lambda: (hands.press(key), QApplication.processEvents()))
        assert work.desk.place.last is not None and work.desk.place.last is not before, "the key wrote nothing"
        return took

    for _ in range(10):
        press(short), press(long)
    ours, more = in_turn(n, lambda _no: press(short), lambda _no: press(long))
    _end(short), _end(long)
    yield Figure("key to durable row and repaint: p95", p95(ours), 50, "ms", "≤ 50 ms", p95(ours) <= 50, n,
                 spread(ours, []))  # fmt: skip
    yield Figure("the same with ten times the history: p95", p95(more), p95(ours), "ms", "≤ 1.5 ×",
                 p95(more) <= 1.5 * p95(ours), n, spread(more, ours))  # fmt: skip
    worlds = (world("short", entries=5_000, people=100, per_day=100), world("long", entries=50_000, people=100, per_day=100))
    short, long = (_yard(w.copy(f"queue-{w.days}")) for w in worlds)
    for person in range(1, 6):
        _queue(short, person), _queue(long, person)
    both = in_turn(QUEUE - 5, lambda no: _queue(short, no + 6), lambda no: _queue(long, no + 6))
    _end(short), _end(long)
    ours, more = ([took for pair in times for took in pair] for times in both)  # type: ignore[attr-defined]
    yield Figure("day work, a queue of up to 40, each key that writes: p95", p95(ours), 50, "ms", "≤ 50 ms",
                 p95(ours) <= 50, len(ours), spread(ours, []))  # fmt: skip
    yield Figure("the same with ten times the history: p95", p95(more), p95(ours), "ms", "≤ 1.5 ×",
                 p95(more) <= 1.5 * p95(ours), len(more), spread(more, ours))  # fmt: skip


def _crew(entries: int) -> World:
    """A standing crew of forty, as many as one screen holds, with so many entries behind it."""
    return world(f"crew{entries}", entries=entries, people=40, per_day=40)


def _yard(place: Place) -> Work:
    """The window at work on a programme of day work with four teams, beside the crew the place has already."""
    from alfdesk import programmes

    with place.write() as work:
        programme = programmes.found(work, name="Køen", kind="day")
    for name in ("Inne", "Ute 1", "Ute 2", "Verksted"):
        with place.write() as work:
            programmes.add_team(work, programme=programme, name=name)
    work = _work(place, "today")
    work.front.choose(programme)
    _settle()
    return work


def _queue(work: Work, number: int) -> tuple[float, float]:
    """Somebody comes, and gets a place: the two keys that write, in milliseconds each."""
    from tests.ui.hands import Hands

    work.activateWindow()
    work.front.start().setFocus()
    _settle()
    hands = Hands(work)
    hands.write(str(number))
    return _written(work, hands, "Enter"), _written(work, hands, str(number % 4 + 1))


def _written(work: Work, hands: Hands, key: str) -> float:
    before = work.desk.place.last
    took = timed(lambda: hands.press(key))
    assert work.desk.place.last is not before
    return took


# A letter in the box of Personer ---------------------------------------------------------------------------------------


def a_letter(quick: bool) -> Iterator[Figure]:
    from PySide6.QtWidgets import QApplication

    work = _work(mix(quick).copy("letter"), "people")
    box = work.front.search
    dice = random.Random(6)
    names = [n for (n,) in work.desk.place.cursor().execute("SELECT search FROM person WHERE search IS NOT NULL")]
    times = []
    for _ in range(40 if quick else 150):
        word = dice.choice(dice.choice(names).split())[: dice.randrange(1, 5)]
        box.clear()
        _settle()
        for letter in word:
            times.append(timed(lambda letter=letter: (box.insert(letter), QApplication.processEvents())))
    _end(work)
    yield Figure(f"letter to list, {len(names):,} people: p95", p95(times), 30, "ms", "≤ 30 ms", p95(times) <= 30,
                 len(times), spread(times, []))  # fmt: skip


# Another look, memory, rest ----------------------------------------------------------------------------------------------


def a_look(quick: bool) -> Iterator[Figure]:
    from PySide6.QtWidgets import QApplication

    from ui import page as pages
    from ui.look import look

    work = _work(world("short", entries=5_000, people=100, per_day=100).copy("look"), "today")
    for kind in pages.found():
        work.go(kind.key)
        _settle()
    times = []
    for turn in range(5 if quick else 20):
        work.go(("today", "people")[turn % 2])
        _settle()
        for change in ({"choice": "dark"}, {"zoom": 150}, {"zoom": 100}, {"choice": "light"}):
            times.append(timed(lambda change=change: (look.set(**change), QApplication.processEvents())))
    peak = _resident()
    rest = _cpu_at_rest(4 if quick else 15)
    _end(work)
    yield Figure("another theme or size, every page made: p95", p95(times), 150, "ms", "≤ 150 ms", p95(times) <= 150,
                 len(times), spread(times, []))  # fmt: skip
    yield Figure("memory, every page opened", peak, 250, "MB", "≤ 250 MB", peak <= 250, 1)
    yield Figure("processor while nobody touches it", rest, 0.2, "%", "≤ 0.2 %", rest <= 0.2, 1)


def _resident() -> float:
    """Megabytes this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _cpu_at_rest(seconds: float) -> float:
    """Per cent of one core while the event loop waits."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(2000, loop.quit)
    loop.exec()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    before = time.process_time()
    loop.exec()
    return (time.process_time() - before) / seconds * 100


# The start -------------------------------------------------------------------------------------------------------------


def the_start(quick: bool) -> Iterator[Figure]:
    kept = world("ten-years", entries=20_000 if quick else 200_000, people=400, per_day=8 if quick else 80)
    place = kept.copy("start")
    with place.read() as session:  # what a new version does to an old file once is no part of a start
        session.connection()
    place.close()
    clock = kept.clock_after().now
    n = 6 if quick else 20

    def bare(_no: int) -> float:
        return _until(str(HERE / "limits" / "bare_window.py"))["painted"]

    def ours(_no: int) -> float:
        found = _until("-m", "tests.bench.window_start", str(place.folder), PASSPHRASE, str(clock))
        opened.append(found["listed"] - found["entered"] - found["derived"])
        derived.append(found["derived"])
        ready.append(found["ready"])
        return found["painted"]

    opened: list[float] = []
    derived: list[float] = []
    ready: list[float] = []
    in_turn(1, ours, bare)
    opened.clear(), derived.clear(), ready.clear()
    mine, least = in_turn(n, ours, bare)
    yield Figure("start to the first painted window", median(mine), median(least), "ms", "≤ 1.15 ×",
                 median(mine) <= 1.15 * median(least), n, spread(mine, least),
                 [f"fields to write in stand there after {median(ready):.0f} ms"])  # fmt: skip
    yield Figure("Enter on the passphrase to a list to mark in", median(opened), median(least), "ms", "≤ 2 ×",
                 median(opened) <= 2 * median(least), n, spread(opened, least),
                 [f"less the key derivation, which took {median(derived):.0f} ms"])  # fmt: skip


def _until(*words: str) -> dict[str, float]:
    """Start a program that prints monotonic seconds; returns milliseconds since it was started, by name."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that has been started once is read from its bytecode
    start = time.monotonic()
    done = subprocess.run([sys.executable, *words], text=True, check=True, capture_output=True, env=env, cwd=ROOT)
    found = {}
    for line in done.stdout.split("\n"):
        name, _, at = line.rpartition(" ")
        if at:
            found[name or "painted"] = (float(at) - start) * 1000 if name != "derived" else float(at) * 1000
    return found


FIGURES = {"key": a_key, "letter": a_letter, "look": a_look, "window": the_start}
