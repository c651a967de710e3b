"""What stands on a card, and what is made of what a scanner types."""

from __future__ import annotations

import string
import subprocess
import sys

import pytest

from alfdesk import cards
from alfdesk.errors import UserFacingError


def test_a_code_is_read_back_whatever_its_case_and_the_blanks_around_it():
    for number in (0, 1, 94, 4711, 9999):
        code = cards.code(number)
        assert (len(code), code[:5]) == (6, f"P{number:04}")
        assert cards.read(f" {code.lower()}\n") == number
    for number in (-1, 10_000):
        with pytest.raises(UserFacingError, match="0 to 9999"):
            cards.code(number)


def test_one_wrong_sign_is_never_taken_for_somebody_else():
    code = cards.code(94)
    for place in range(1, 6):
        for sign in string.digits + string.ascii_uppercase:
            slip = code[:place] + sign + code[place + 1 :]
            if slip == code:
                continue
            if cards.looks_like_card(slip):
                with pytest.raises(UserFacingError, match="Scan it again"):
                    cards.read(slip)
            else:
                assert cards.read(slip) is None


@pytest.mark.parametrize("text", ["", "P", "Per", "P0094", "94", "Q00947", "P009477", "P0094 7", "P００９４7", "P0094å"])
def test_other_texts_are_no_card(text):
    assert (cards.looks_like_card(text), cards.read(text)) == (False, None)


def test_a_code_needs_no_database():
    said = "import sys; from alfdesk import cards, journal; cards.code(1); print('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True).stdout == "False\n"


def test_screens_get_undo_and_history_from_the_front_of_the_journal():
    from alfdesk import journal
    from alfdesk.journal import history, write

    for name in journal.__all__:
        assert getattr(journal, name) is getattr(write if name == "Acting" else history, name)
    with pytest.raises(AttributeError, match="no attribute 'rows'"):
        journal.rows  # noqa: B018
