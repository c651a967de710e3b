"""Passphrases: what the program proposes, how little of it has to be typed, and what it does not accept."""

from __future__ import annotations

import hashlib
import math
import random
import re
from unicodedata import normalize as unicode_form

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfdesk.errors import Damaged, UserFacingError
from alfdesk.store import passphrase
from alfdesk.store.passphrase import bits, complete, completions, normalise, propose, require_strong, words

SIX = "tulipan regnbue kajakk ørken sjøfugl blåbær"
FOLD = str.maketrans("åøæ", "aoa")

# Words of the list, and text of any kind with some words and much white space in it.
listed = st.integers(0, 2047).map(lambda at: words()[at])
spaces = st.sampled_from(" \t\u00a0\u2003¨´")
anything = st.lists(st.one_of(listed, st.text(max_size=8), spaces), max_size=8).map(" ".join)


# The list


def test_the_list_is_2048_words_in_order_so_that_each_is_worth_11_bits():
    assert len(words()) == len(set(words())) == 2048
    assert list(words()) == sorted(words())
    assert math.log2(len(words())) == passphrase.BITS_PER_WORD


def test_every_word_has_four_to_eight_norwegian_letters():
    assert [word for word in words() if not re.fullmatch("[a-zæøå]{4,8}", word)] == []


def test_four_letters_tell_a_word_even_on_a_keyboard_without_å_ø_and_æ():
    assert len({word[:4].translate(FOLD) for word in words()}) == 2048


def test_spelling_å_as_aa_never_leads_to_another_word():
    for word in words():
        spelt = word.replace("å", "aa").replace("ø", "oe").replace("æ", "ae")
        assert complete(spelt) == word
        assert complete(spelt[:4]) in (word, None)


def test_the_list_never_changes_because_short_forms_of_passphrases_depend_on_it():
    digest = hashlib.sha256("\n".join(words()).encode()).hexdigest()
    assert digest == "be8e974df55302211163c63e9817f830ec39d64c08be78645853854b767a1126"


@pytest.mark.parametrize("content", [None, b"", b"tulipan\n", b"\xff\xfe", b"tulipan\n" * 2048])
def test_a_list_that_is_missing_or_not_whole_is_said_and_not_used(tmp_path, monkeypatch, content):
    if content is not None:
        (tmp_path / "nb.txt").write_bytes(content)
    monkeypatch.setattr(passphrase, "WORD_LIST", tmp_path / "nb.txt")
    with pytest.raises(Damaged):
        words.__wrapped__()


# The proposal


def test_a_proposal_is_six_different_words_with_one_space_between():
    chosen = propose().split(" ")
    assert len(set(chosen)) == 6
    assert set(chosen) <= set(words())


def test_a_proposal_has_66_bits_and_comes_through_normalising_as_it_is():
    for _ in range(100):
        proposal = propose()
        assert bits(proposal) == 66
        assert normalise(proposal) == proposal
        require_strong(proposal)


def test_a_proposal_follows_the_randomness_it_is_given():
    assert propose(random=random.Random(94)) == propose(random=random.Random(94))
    assert len({propose() for _ in range(50)}) == 50


def test_every_word_can_be_proposed():
    assert set(propose(2048).split()) == set(words())


# The field completes


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("tuli", "tulipan"),
        ("tulip", "tulipan"),
        ("tulipan", "tulipan"),
        ("TULI", "tulipan"),
        (" tuli ", "tulipan"),
        ("sjøf", "sjøfugl"),
        ("sjof", "sjøfugl"),  # a keyboard without ø
        ("sjöf", "sjøfugl"),  # a Swedish keyboard
        ("sjoef", "sjøfugl"),  # spelt out
        ("blaab", "blåbær"),
        ("tul", None),  # three letters are too few
        ("", None),
        ("tulu", None),  # no such word
        ("tulipaner", None),  # a word of the list begins it; it begins no word of the list
        ("tulipen", None),  # wrong after the fourth letter
    ],
)
def test_four_letters_are_enough_and_a_wrong_letter_is_not_guessed_away(typed, word):
    assert complete(typed) == word


def test_spelling_out_offers_nothing_for_certain_while_more_than_one_word_is_left():
    assert completions("blaa") == tuple(word for word in words() if word.startswith("blå"))
    assert complete("blaa") is None
    assert complete("blaabae") == "blåbær"


def test_the_field_offers_what_the_letters_begin():
    assert "tulipan" in completions("tu")
    assert completions("tuli") == ("tulipan",)
    assert completions("sjof") == completions("sjøf") == ("sjøfugl",)
    assert completions("") == completions("  ") == completions("xq") == ()


@settings(max_examples=60, deadline=None)
@given(listed, st.data())
def test_every_word_is_completed_from_any_beginning_of_four_letters_or_more(word, data):
    start = word[: data.draw(st.integers(4, len(word)))]
    assert complete(start) == complete(start.translate(FOLD)) == complete(start.upper()) == word
    assert completions(start) == (word,)


# What the key is derived from


@pytest.mark.parametrize(
    "typed",
    [
        SIX,
        "tuli regn kaja ørke sjøf blåb",
        "tuli regn kaja orke sjof blab",
        "TULIPAN Regnbue KAJA Ørken SJOFUGL blaabaer",
        "  tulipan \t regnbue\u00a0kajakk  ørken sjøfugl\nblåbær ",
        unicode_form("NFD", SIX),  # as a Mac may hand over å
    ],
)
def test_a_passphrase_from_the_list_opens_however_it_is_typed(typed):
    assert normalise(typed) == SIX


def test_a_passphrase_of_ones_own_keeps_its_letters_and_its_case():
    assert normalise("  Fjorten Tulipaner i  Vasken 94 ") == "Fjorten Tulipaner i Vasken 94"


def test_one_unknown_word_leaves_all_of_it_as_typed():
    assert normalise("Tuli regn kaja orke sjof Nilsen") == "Tuli regn kaja orke sjof Nilsen"


def test_three_words_are_taken_for_a_passphrase_of_ones_own():
    assert normalise("Tuli regn kaja") == "Tuli regn kaja"
    assert normalise("Tuli regn kaja orke") == "tulipan regnbue kajakk ørken"


def test_order_and_repetition_count():
    assert normalise("regn tuli kaja orke") != normalise("tuli regn kaja orke")
    assert normalise("tuli tuli tuli tuli") == "tulipan tulipan tulipan tulipan"


@settings(max_examples=60, deadline=None)
@given(anything)
def test_normalising_twice_changes_nothing_more(typed):
    once = normalise(typed)
    assert normalise(once) == once == normalise(unicode_form("NFD", typed)) == normalise(f" {typed}\n")


# How hard it is to guess


@pytest.mark.parametrize(
    ("typed", "strength"),
    [
        (SIX, 66),
        ("tuli regn kaja orke sjof blab", 66),
        ("tulipan regnbue kajakk ørken sjøfugl", 55),
        ("tulipan regnbue kajakk ørken", 44),
        ("Tulipan", 11),
        ("tuli regn", 22),
        ("tulipan tulipan tulipan tulipan tulipan tulipan", 11),
        ("", 0),
        ("   ", 0),
    ],
)
def test_words_of_the_list_are_11_bits_each_and_a_repeated_word_counts_once(typed, strength):
    assert bits(typed) == strength


def test_words_of_the_list_give_little_beside_other_text_too():
    assert bits("tulipan regnbue 94") < bits("tulixan regnbxe 94")


def test_names_an_attacker_knows_are_worth_little():
    assert bits("Vestlia Arbeidstrening 24") > bits("Vestlia Arbeidstrening 24", ["Vestlia Arbeidstrening AS"])


def test_a_very_long_passphrase_is_measured_by_its_beginning():
    sentence = "Femten grønne paraplyer danset baklengs over Holtebrua mens Kari-Anne telte dem høyt."
    assert len(sentence) > 72
    assert bits(sentence) == bits(sentence[:72]) > passphrase.FLOOR_BITS
    assert bits("a" * 5000) < 20


@settings(max_examples=40, deadline=None)
@given(anything)
def test_anything_at_all_has_a_strength(typed):
    assert 0 <= bits(typed, [typed, ""]) < 1000


# What is accepted


@pytest.mark.parametrize("typed", [SIX, "tuli regn kaja orke sjof", "Xq7-vRw2-mZp9-kLt4", "9 sure pærer p@ Hvalsmoen!"])
def test_a_passphrase_of_about_50_bits_or_more_is_accepted(typed):
    require_strong(typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "alfdesk", "Sommer2024!", "passord123", "tulipan", "qwertyuiop1234567890", "a" * 200]
)
def test_an_easy_one_is_refused_with_what_to_do(typed):
    with pytest.raises(UserFacingError, match="\\S") as refused:
        require_strong(typed)
    assert refused.value.facts == {}


def test_too_few_different_words_are_refused_in_other_words_than_an_easy_passphrase():
    with pytest.raises(UserFacingError) as few:
        require_strong("tulipan regnbue tulipan regnbue tulipan regnbue")
    with pytest.raises(UserFacingError) as easy:
        require_strong("Sommer2024!")
    assert few.value.sentence != easy.value.sentence


def test_the_name_of_the_workplace_is_refused():
    with pytest.raises(UserFacingError):
        require_strong("Vestlia Arbeidstrening 24", ["Vestlia Arbeidstrening"])


def test_a_refusal_says_nothing_of_what_was_typed():
    for typed in ("Hemmelig94", "tulipan regnbue kajakk"):
        with pytest.raises(UserFacingError) as refused:
            require_strong(typed, ["Hemmelig"])
        said = (str(refused.value) + repr(refused.value) + repr(refused.value.facts)).lower()
        assert not any(part in said for part in (*typed.lower().split(), "hemmelig", "94"))
        assert refused.value.__cause__ is None
