"""The short code that opens a covered screen again."""

from __future__ import annotations

import pytest

from alfdesk.errors import UserFacingError
from alfdesk.store.pin import Pin


def test_the_right_one_opens_and_gives_the_tries_back():
    pin = Pin.of(" 4711 ")
    assert [pin.matches(text) for text in ("4712", "", "471", "47111", "4711 ")] == [False] * 4 + [True]
    assert pin.left == 5


def test_five_wrong_ones_end_it():
    pin = Pin.of("83749201")
    assert not any(pin.matches("4711") for _try in range(5))
    assert pin.spent
    assert not pin.matches("83749201")


@pytest.mark.parametrize("digits", ["", "471", "123456789", "47a1", "４７１１", "4 711"])
def test_other_texts_are_no_pin(digits):
    with pytest.raises(UserFacingError, match="4 to 8 digits"):
        Pin.of(digits)


@pytest.mark.parametrize("digits", ["0000", "1111111", "1234", "4321", "7890", "345678", "1212", "474747"])
def test_what_anyone_would_try_first_is_refused(digits):
    with pytest.raises(UserFacingError, match="easy to guess"):
        Pin.of(digits)


def test_the_digits_are_kept_nowhere():
    pin = Pin.of("4711")
    assert all(b"4711" not in getattr(pin, name) for name in ("_hash", "_salt"))
