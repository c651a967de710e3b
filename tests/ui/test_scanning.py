"""Cards that are scanned, told from what is typed."""

from __future__ import annotations

import pytest

from alfdesk import cards
from alfdesk.errors import UserFacingError
from ui.scanning import Burst, Doubles, burst

KARI, OLA = cards.code(94), cards.code(17)


def wrong(code: str) -> str:
    """The same code with another check character."""
    return code[:-1] + ("A" if code[-1] != "A" else "B")


@pytest.mark.parametrize("typed", ["", "  ", "94", "0094", "00940", "kari", "P", "P0", "per", "Pål 94", "941234"])
def test_what_a_person_types_is_no_card(typed):
    assert burst(typed) is None


@pytest.mark.parametrize("scanned", [KARI, KARI.lower(), f" {KARI} ", f"{KARI}\t"])
def test_a_card_is_known_by_its_signs(scanned):
    assert burst(scanned) == Burst((94,))


def test_a_sellers_card_is_given_back_whole():
    seller = cards.seller_code(94, 1)
    assert burst(seller) == burst(seller.lower()) == Burst((seller,))
    assert burst(KARI + seller + OLA) == Burst((94, seller, 17))
    for wrong_one in (wrong(seller), seller[:-1], seller[:4], KARI + seller[:-1]):
        with pytest.raises(UserFacingError, match="Scan it again"):
            burst(wrong_one)


def test_two_cards_scanned_into_each_other_are_two():
    assert burst(KARI + OLA) == Burst((94, 17))
    assert burst(f"{OLA} {KARI}") == Burst((17, 94))
    assert burst(KARI + KARI + OLA + KARI) == Burst((94, 17))


def test_a_check_character_that_is_itself_a_p_cuts_nothing():
    ends_in_p = next(code for code in map(cards.code, range(10_000)) if code.endswith("P"))
    assert burst(ends_in_p + KARI) == Burst((cards.read(ends_in_p), 94))


def test_what_was_typed_before_the_scan_is_given_back():
    assert burst(f"el{KARI}") == Burst((94,), "el")
    assert burst(f"94 {OLA}") == Burst((17,), "94")


@pytest.mark.parametrize(
    "scanned", [wrong(KARI), KARI + wrong(OLA), wrong(KARI) + OLA, KARI[:-1], KARI + OLA[:-1], KARI + "x", KARI[:3]]
)
def test_a_wrong_or_half_read_card_counts_for_nobody(scanned):
    with pytest.raises(UserFacingError) as refused:
        burst(scanned)
    assert "Scan it again" in refused.value.sentence


def test_a_card_seen_twice_within_a_minute_has_come_once():
    doubles = Doubles()
    assert not doubles.is_double(94, 1000.0)
    assert not doubles.is_double(17, 1001.0)
    assert doubles.is_double(94, 1059.9)
    assert not doubles.is_double(17, 1061.0)
    assert doubles.is_double(94, 1100.0)  # it lay there all the while
    assert not doubles.is_double(94, 1160.0)


def test_an_arrival_that_is_undone_can_be_scanned_again_at_once():
    doubles = Doubles()
    assert not doubles.is_double(94, 0.0)
    doubles.forget(94)
    assert not doubles.is_double(94, 1.0)
    doubles.clear()
    assert not doubles.is_double(94, 2.0)


def test_a_long_day_is_not_remembered():
    doubles = Doubles()
    for number in range(5000):
        assert not doubles.is_double(number, number * 1.0)
    assert len(doubles._seen) <= 501
