"""A table's class is mapped when somebody first asks something of it: in whatever way, and in whatever thread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each in a program of its own, where nobody has asked anything yet.
BEGIN = """
import sys, threading
from sqlalchemy import inspect, select
from sqlalchemy.exc import UnboundExecutionError
from sqlalchemy.orm import Session, aliased
import alfdesk.models
from alfdesk.models.base import Unasked, kinds
from alfdesk.models.people import Message
from alfdesk.store.session import Ready

def asked():
    return sorted(name for name, kind in kinds().items() if type(kind.model) is not Unasked)
"""


def run(script: str) -> str:
    """What the script prints."""
    done = subprocess.run([sys.executable, "-c", BEGIN + script], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_class_is_mapped_when_it_is_asked_something_and_no_other_with_it():
    assert run("""
tables = {kind.model.__name__: kind.model for kind in kinds().values()}
print(asked())
for question in (
    "Team.id", "Setting.voided", "Enrolment.person", "select(Programme)", "aliased(ClosedDays)", "inspect(Person)",
    "Message(text='Post')", "Ready(select(Photo.jpeg)).put_together()", "Session().get_bind(Staff)",
):
    before = asked()
    try:
        eval(question, globals() | tables)
    except UnboundExecutionError:
        pass
    print(question, sorted(set(asked()) - set(before)))
""").splitlines() == [
        "[]",
        "Team.id ['team']",
        "Setting.voided ['setting']",
        "Enrolment.person ['enrolment']",
        "select(Programme) ['programme']",
        "aliased(ClosedDays) ['closed_days']",
        "inspect(Person) ['person']",
        "Message(text='Post') ['message']",
        "Ready(select(Photo.jpeg)).put_together() ['photo']",
        "Session().get_bind(Staff) ['staff']",
    ]


def test_what_the_journal_knows_of_a_table_asks_nothing():
    assert run("""
from alfdesk.journal.apply import shape
shape()
print(len(kinds()) > 30, kinds()["message"].fields.keys(), asked())
""") == "True dict_keys(['text', 'until']) []"


def test_a_field_that_is_no_column_is_refused():
    assert run("""
try:
    Message(words="Post")
except TypeError as error:
    print(error)
""") == "Message has no column words"


def test_threads_that_ask_of_the_same_classes_at_once_all_get_them_whole():
    assert run("""
sys.setswitchinterval(1e-6)
start, said = threading.Barrier(8), []

def ask():
    start.wait()
    try:
        said.append([str(select(*(getattr(k.model, name) for name in ("id", *k.fields)))) for k in kinds().values()])
    except BaseException as error:
        said.append(repr(error))

threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(said), all(one == said[0] for one in said), len(said[0]) == len(kinds()) == len(asked()))
if said[0] != said[-1] or isinstance(said[0], str):
    print(said)
""") == "8 True True"
