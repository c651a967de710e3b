"""Passphrases: six words from a list that the field completes, or one of the person's own that is hard to guess.

The list is `resources/words/nb.txt`: 2,048 everyday words of 4 to 8 letters, so one word drawn at random is worth
log2(2048) = 11 bits, and six are worth 66. The first four letters of every word are its own, also when å, ø and æ are
typed as a, o and a, so a word is known from four letters on any keyboard.

Every strength here is in bits: the base-2 logarithm of the guesses an attacker who knows the list needs.

A key is derived from what `normalise` returns. The list and that function are therefore kept as they are for ever: a
word taken out would no longer be completed, and a passphrase typed in its short form would stop opening its slot.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cache
from math import log2
from pathlib import Path
from random import Random
from unicodedata import normalize

from alfdesk.errors import Damaged, UserFacingError
from alfdesk.i18n import gettext as _

WORD_LIST = Path(__file__).resolve().parent.parent.parent / "resources" / "words" / "nb.txt"
WORD_COUNT = 2048
BITS_PER_WORD = 11  # log2(WORD_COUNT)
PREFIX = 4  # letters that tell one word of the list from all others
SHORTEST_PHRASE = 4  # tokens; fewer words of the list are taken for a passphrase of one's own, and left as typed
FLOOR_BITS = 50  # with Argon2id in front of every guess, the least that holds against a stolen laptop

_SYSTEM = secrets.SystemRandom()
_FOLDED = str.maketrans("åøæäö", "aoaao")  # ä and ö: the same keys on a Swedish or Finnish keyboard
_SPELT_OUT = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})
_LONGEST_ESTIMATE = 72  # characters; zxcvbn refuses more, its time growing with the square of the length


@cache
def words() -> tuple[str, ...]:
    """The 2,048 words, in the order of the file. Raises Damaged when the file is missing or not that list."""
    try:
        listed = tuple(WORD_LIST.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(_not_whole()) from error
    if len(listed) != WORD_COUNT or len({_fold(word)[:PREFIX] for word in listed}) != WORD_COUNT:
        raise Damaged(_not_whole())
    return listed


def propose(count: int = 6, random: Random = _SYSTEM) -> str:
    """A new passphrase: `count` different words with single spaces between. Six are 66 bits (65.99)."""
    return " ".join(random.sample(words(), count))


def complete(typed: str) -> str | None:
    """The one word of the list that `typed` begins, from four letters on; None when there is none or more than one.

    å, ø and æ may be typed as a, o and a, as ä and ö, or spelt out as aa, oe and ae. The last counts only where the
    letters as they stand begin no word.
    """
    start = _fold(typed)
    if len(start) < PREFIX:
        return None
    word = _by_prefix().get(start[:PREFIX])
    if word is not None and _fold(word).startswith(start):
        return word
    spelt = [word for spelling, word in _spelt_out() if spelling.startswith(start)]
    return spelt[0] if len(spelt) == 1 else None


def completions(prefix: str) -> tuple[str, ...]:
    """The words that `prefix` begins, in the order of the list, for the field to offer; none while it is empty."""
    start = _fold(prefix)
    if not start:
        return ()
    plain = tuple(word for word in words() if _fold(word).startswith(start))
    return plain or tuple(word for spelling, word in _spelt_out() if spelling.startswith(start))


def normalise(passphrase: str) -> str:
    """What the key is derived from: the same text for the same passphrase, on every keyboard and system.

    Unicode NFKC, no white space at the ends and one space for each run of it between. Where there are at least four
    tokens and every one is a word of the list or begins one (`complete`), each becomes the whole word in lower case.
    Anything else keeps its letters and its case. Normalising twice changes nothing more.
    """
    tokens = normalize("NFKC", passphrase).split()
    if len(tokens) >= SHORTEST_PHRASE and (listed := _listed(tokens)) is not None:
        return " ".join(listed)
    return " ".join(tokens)


def bits(passphrase: str, user_inputs: Iterable[str] = ()) -> float:
    """How hard the passphrase is to guess, in bits.

    Words of the list only: 11 for each different word, a repeated word counting once. This is exact for a proposal;
    words a person picked from the list are worth less, which nothing can measure.

    Anything else: the estimate of zxcvbn (Wheeler, USENIX Security 2016), which is told the words of the list and
    `user_inputs` (the organisation, the names of the staff) as what an attacker tries first. Only the first 72
    characters count. zxcvbn knows English; a whole Norwegian sentence is weaker than it says.
    """
    phrase = normalise(passphrase)
    if not phrase:
        return 0.0
    if (listed := _listed(phrase.split())) is not None:
        return float(BITS_PER_WORD * len(set(listed)))

    from zxcvbn import zxcvbn  # reads its dictionaries on import, so only where somebody chooses a passphrase

    known = [part for text in user_inputs for part in (text, *text.split())]
    return log2(zxcvbn(phrase[:_LONGEST_ESTIMATE], user_inputs=[*known, *words()])["guesses"])


def require_strong(passphrase: str, user_inputs: Iterable[str] = ()) -> None:
    """Raises UserFacingError for a passphrase under 50 bits. The error bears no part and no measure of it."""
    if bits(passphrase, user_inputs) >= FLOOR_BITS:
        return
    tokens = normalise(passphrase).split()
    if len(tokens) > 1 and _listed(tokens) is not None:
        raise UserFacingError(_("The passphrase has too few different words. Take the six proposed words."))
    raise UserFacingError(
        _("The passphrase is too easy to guess. Take the six proposed words, or write a longer one of your own.")
    )


def _listed(tokens: list[str]) -> list[str] | None:
    """The tokens as whole words of the list, or None as soon as one is not."""
    listed = []
    for token in tokens:
        word = complete(token)
        if word is None:
            return None
        listed.append(word)
    return listed


def _fold(text: str) -> str:
    """Lower case, with a, o and a for å, ø and æ. Keeps the length of what is in the list."""
    return normalize("NFKC", text).strip().lower().translate(_FOLDED)


@cache
def _by_prefix() -> dict[str, str]:
    return {_fold(word)[:PREFIX]: word for word in words()}


@cache
def _spelt_out() -> tuple[tuple[str, str], ...]:
    """(spelling with aa, oe and ae, word) of the words that have å, ø or æ."""
    return tuple((spelling, word) for word in words() if (spelling := word.translate(_SPELT_OUT)) != word)


def _not_whole() -> str:
    return _("The program's word list is damaged. Install the program again; your data is untouched.")
