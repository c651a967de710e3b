"""A process that does one thing and ends without being taken apart."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from alfdesk.cli import frame

BEGUN = """
import atexit, gc, sys, threading
from alfdesk import short_run
over = short_run.begun()
atexit.register(print, "a duty")
"""
SAID = """
threading.Timer(0.2, print, ["the last thread"]).start()
print("looks for rubbish:", gc.isenabled())
sys.exit(over(3))
"""
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}  # as a person starts it


def run(words: str) -> tuple[int, list[str], str]:
    done = subprocess.run([sys.executable, "-c", BEGUN + words], capture_output=True, text=True, check=False, env=ENV)
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_the_run_ends_with_its_code_when_threads_and_duties_are_done_and_all_is_written():
    assert run(SAID) == (3, ["looks for rubbish: False", "the last thread", "a duty"], "")


def test_a_run_that_breaks_before_it_says_its_code_ends_as_any_other():
    code, lines, error = run("raise ValueError('broken')")
    assert (code, lines) == (1, ["a duty"])
    assert error.endswith("ValueError: broken\n")


@pytest.mark.skipif(sys.platform == "win32", reason="/dev/full is Linux's")
def test_a_full_disk_behind_the_output_is_not_passed_over():
    words = [sys.executable, "-c", BEGUN + "over(0)"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False, env=ENV)
    assert done.returncode == 120
    assert b"No space left" in done.stderr


def test_a_command_called_from_python_comes_back():
    assert frame.main(["people", "nonsense"]) == 2
