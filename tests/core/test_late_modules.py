"""What our libraries import and seldom use comes when it is asked for something, and is the real thing then."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIBRARIES = "import alfdesk.reports, sys, sqlalchemy.orm; from sqlalchemy.dialects.sqlite import pysqlite\n"


def told(words: str, *, start: str = LIBRARIES) -> list[str]:
    """What a new process prints."""
    done = subprocess.run([sys.executable, "-c", start + words], capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout.splitlines()


def test_sqlalchemy_comes_without_loops_and_plug_ins():
    assert told("print([n for n in ('asyncio.events', 'importlib.metadata._meta', 'email') if n in sys.modules])") == ["[]"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("import asyncio; print(asyncio.run(asyncio.sleep(0, 'slept')))", "slept"),
        ("from asyncio import Queue; print(Queue.__module__)", "asyncio.queues"),
        ("import asyncio.queues; print(asyncio.queues.Queue.__name__)", "Queue"),
        ("import importlib.metadata as m; print(m.version('SQLAlchemy') == sqlalchemy.__version__)", "True"),
        ("import importlib; print(importlib.metadata.Distribution.__name__)", "Distribution"),
        ("from importlib.metadata import entry_points; print(callable(entry_points))", "True"),
        ("from sqlalchemy.util.concurrency import iscoroutine; print(iscoroutine(3))", "False"),
        ("from sqlalchemy.util.concurrency import is_exit_exception; print(is_exit_exception(OSError()))", "False"),
        ("from sqlalchemy.pool import QueuePool; print(QueuePool.__name__)", "QueuePool"),
        ("from PIL import Image; print(Image.new('L', (2, 3)).size)", "(2, 3)"),
        ("import PIL.Image; print(PIL.Image.new('L', (2, 3)).size)", "(2, 3)"),
        ("from PIL import ImageOps, Image; print(ImageOps.invert(Image.new('L', (2, 3))).getpixel((0, 0)))", "255"),
        ("from PIL.Image import Image; print(Image.__module__)", "PIL.Image"),
        ("from reportlab.lib.utils import ImageReader; from PIL import Image\n"
         "print(ImageReader(Image.new('RGB', (2, 3))).getSize())", "(2, 3)"),
        ("import asyncio\nprint(hasattr(asyncio, 'nothing_of_the_kind'))", "False"),
    ],
)
def test_asked_for_something_it_is_the_real_one(words: str, answer: str):
    assert told(words) == [answer]


def test_reportlab_comes_without_pictures():
    words = "from reportlab.pdfgen.canvas import Canvas; print('PIL._imaging' in sys.modules)"
    assert told(words) == ["False"]


def test_afterwards_the_real_one_stands_in_its_place():
    after = "import asyncio; asyncio.Queue; print(type(sys.modules['asyncio']).__name__)"
    assert told(after) == ["module"]


def test_what_is_there_already_stays():
    first = "import sys, asyncio, importlib.metadata as m; before = asyncio, m\nimport alfdesk\n"
    print_both = "import asyncio as a, importlib.metadata as b; print((a, b) == before)"
    assert told(print_both, start=first) == ["True"]


def test_threads_that_ask_at_once_get_the_same():
    ask = """
import asyncio, threading
stand_in, gate, found = asyncio, threading.Barrier(8), []
def ask():
    gate.wait()
    found.append(stand_in.Queue)
threads = [threading.Thread(target=ask) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
print(len(found), len(set(found)))
"""
    assert told(ask) == ["8 1"]
