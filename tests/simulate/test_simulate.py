"""Schedules of exchange on five laptops; `make simulate N=10000 SEED=1` plays as many as one likes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import alfdesk

from . import acts, planted, world
from .__main__ import play, prepared
from .schedule import MIXED

AT_ONCE, MANY = 10, 500  # schedules in a case, and in all
LONG = pytest.mark.faults_long
SHOW_SOON = ("ack_on_send", "void_lost", "twice_is_two")  # the others in the long form
ENOUGH = 100  # schedules, in which every fault has to show


@pytest.fixture(scope="module")
def laptops() -> Iterator[tuple[world.Founded, Path]]:
    with prepared() as found:
        yield found


@pytest.mark.parametrize("first", range(1, 1 + MANY, AT_ONCE))
def test_whatever_happens_to_laptops_and_files_all_agree_in_the_end(laptops: tuple[world.Founded, Path], first: int):
    for seed in range(first, first + AT_ONCE):
        _figures, wrong = play(*laptops, seed, lengths=MIXED)
        assert not wrong, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("fault", [
    pytest.param(fault, marks=() if fault in SHOW_SOON else LONG) for fault in planted.FAULTS
])  # fmt: skip
def test_a_fault_that_is_planted_shows(laptops: tuple[world.Founded, Path], fault: str):
    with planted.planted(fault):
        for seed in range(1, ENOUGH + 1):
            _figures, wrong = play(*laptops, seed)
            if wrong:
                # One that no longer fits the program falls over where it stands, and shows nothing.
                assert not wrong.startswith(("TypeError", "AttributeError", "NameError")), wrong
                print(f"{fault}: at seed {seed}, {wrong.splitlines()[0]}")
                return
    raise AssertionError(f"{fault} went unseen in {ENOUGH} schedules")


def test_there_are_twelve_faults_at_least():
    assert len(planted.FAULTS) >= 12


def test_no_verb_is_left_out():
    """Whoever writes a verb adds it to `acts.VERBS`: what is not played is not proved."""
    found = set()
    for info in pkgutil.walk_packages(alfdesk.__path__, "alfdesk."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        verbs = (c for c in vars(module).values() if callable(c) and isinstance(getattr(c, "command", None), str))
        found |= {verb.command for verb in verbs}
    played = {verb.command for verb in acts.VERBS}
    assert found - played == acts.ELSEWHERE
    assert played <= found
