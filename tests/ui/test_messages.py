"""One announcer for all that is said."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from alfdesk.errors import UserFacingError
from ui import messages
from ui.messages import Announcer, words_of


@pytest.fixture
def told(monkeypatch):
    """What a screen reader is given."""
    events = []
    monkeypatch.setattr(
        messages.QAccessible, "updateAccessibility", lambda event: events.append((event.message(), event.politeness()))
    )
    return events


def test_a_sentence_is_said_once_to_those_who_see_and_to_those_who_listen(qapp, told):
    window, said = QWidget(), []
    announcer = Announcer(window)
    announcer.said.connect(said.append)
    announcer.say("Kari N. is present from 08.06.")
    announcer.say("")
    announcer.say("Team 2 is full.", at_once=True)
    assert said == ["Kari N. is present from 08.06.", "Team 2 is full."]
    kinds = QAccessible.AnnouncementPoliteness
    assert told == list(zip(said, (kinds.Polite, kinds.Assertive), strict=True))
    assert announcer.kept() == tuple(said)
    announcer.forget()
    assert announcer.kept() == ()


def test_the_last_fifty_are_kept(qapp):
    announcer = Announcer()
    for number in range(70):
        announcer.say(f"{number}.")
    assert announcer.kept() == tuple(f"{number}." for number in range(20, 70))


def test_a_window_that_is_gone_hears_nothing(qapp, told):
    window = QWidget()
    announcer = Announcer(None)
    announcer.speak_for(window)
    delete(window)
    announcer.say("Saved.")
    assert told == []
    assert announcer.kept() == ("Saved.",)


def test_the_real_event_is_taken(qapp):
    window = QWidget()
    Announcer(window).say("Saved.")


def test_an_error_says_its_own_words_or_that_it_is_ours():
    assert words_of(UserFacingError("Team 2 is full.")) == "Team 2 is full."
    assert words_of(KeyError("Kari")) == (
        "Something went wrong, and that is our mistake. What was saved before is still there."
    )
