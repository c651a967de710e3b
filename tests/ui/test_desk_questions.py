"""What two sales desks are asked, as cards on the exchange page: what each said, and the button that lets it stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.desk import text
from ui import contact_sheets

from .hands import Hands

SAYS = {
    "received": """
        38 copies came: Berit, Kontor  [This is right]
        40 copies came: Sissel, Strax-huset  [This is right]
    """,
    "recalled": """
        taken back: 25 sent: Berit, Kontor  [They were never sent]
        25 copies came: Sissel, Strax-huset  [This is right]
    """,
    "held": """
        Paid out to a seller, 300 kr: Berit, Kontor
        Paid out to a seller, 300 kr: Sissel, Strax-huset
        [Both were paid: take it off what is held next]
        [Never happened: 300 kr by Berit]
        [Never happened: 300 kr by Sissel]
    """,
    "settled": """
        K-…: Berit, Kontor  [This one counts]
        KB-…: Sissel, Strax-huset  [This one counts]
        [Both: the next settlement shows the difference]
    """,
    "seller": """
        Nils Vik (…): Berit, Kontor  [Nils Vik keeps it]
        Per Lie (…): Sissel, Strax-huset  [Per Lie keeps it]
    """,
    "restored": """
        brought back: Berit, Kontor
        brought back: Sissel, Strax-huset
        [Once: it counts once]
        [Twice: both count]
    """,
}


@pytest.fixture(params=["asked_copies", "asked_money"])
def work(stage: contact_sheets.Stage, request: pytest.FixtureRequest) -> Iterator[Any]:
    with contact_sheets.screens()[request.param](stage, "full") as work:
        yield work


def drawn(card: Any) -> str:
    """Each side with its button, then those that belong to none; without what the invented workplace numbers itself."""
    rows, foot = [], []
    for line in card.lines:
        own = [f"  [{b.text()}]" for b in card.buttons if b.accessibleName() == f"{b.text()}: {line}"]
        rows.append(line.rpartition(", today at")[0] + "".join(own))
    for button in card.buttons:
        if not any(button.accessibleName().endswith(f": {line}") for line in card.lines):
            foot.append(f"[{button.text()}]")
    plain = "\n".join([*rows, *foot]).replace("\u00a0", " ")
    return re.sub(r"(?<=-)[0-9]{4}, [−0-9 ]+ kr|(?<=\()[0-9]+", "…", plain)


def test_each_says_who_and_lets_one_be_right(work: Any) -> None:
    shown = {card.question.kind: drawn(card) for card in work.front.questions.cards}
    for kind in shown.keys() & SAYS.keys():
        assert shown[kind] == text(SAYS[kind])
    assert len(shown.keys() & SAYS.keys()) > 1


def test_the_answer_is_one_press(work: Any) -> None:
    cards = work.front.questions.cards
    first = cards[0].question.id
    Hands(work).click(cards[0].buttons[0])
    assert first not in {card.question.id for card in work.front.questions.cards}
    assert work.front.focusWidget() is work.front.questions.cards[0].buttons[0]


def test_what_was_answered_is_told_without_a_cut_line_at_twice_the_size(stage: contact_sheets.Stage) -> None:
    contact_sheets.look.set(zoom=200)
    try:
        with contact_sheets.screens()["asked_money"](stage, "full") as work:
            told = work.strip.toast.words
            while work.front.questions.cards:
                Hands(work).click(work.front.questions.cards[-1].buttons[0])
                assert told.heightForWidth(told.width()) <= told.height(), told.text()
    finally:
        contact_sheets.look.set(zoom=100)
