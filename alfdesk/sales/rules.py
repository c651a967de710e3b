"""Rules of the desk with dates: limits, returns, floats, fees. What a rule is about is a 16-byte id.

`rules(session, outlet).on(day, "float_ore", 0)` is what holds that day; of several at once `dated.rules_of`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import money, programmes
from ..dated import TEXT_LIMIT, Rules, rules
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..spreadsheets import has_birth_number

__all__ = ["RULES", "Rules", "rule", "rules"]

# Every rule of the desk, and what its value looks like in JSON.
RULES = {
    "credit_limit": "øre a seller may owe (about a publication, or about a person: her own outranks it)",
    "returns": "whether copies are bought back: true or false (about a product; true where nothing is said)",
    "return_days": "days after its last day that an edition is bought back (about a product; no end where none)",
    "starter_copies": "copies a seller gets free of a new edition (about a product)",
    "float_ore": "øre the till is opened with (about an outlet)",
    "card_fee_ore": "øre a new card costs (about a publication)",
    "card_months": "months a card is valid (about a publication)",
    "letter": "the letter of the settlements made on a laptop (about the laptop)",
    "card_found": "what a card says to who finds it (about a publication, or the workplace)",
}
LIMITS = {
    "credit_limit": (0, money.LIMIT), "return_days": (0, 3660), "starter_copies": (0, 999),
    "float_ore": (0, money.LIMIT), "card_fee_ore": (0, money.LIMIT), "card_months": (1, 120),
}  # fmt: skip
# Those that can be taken away from a day on (None): no value says that there is no limit, and no end.
ENDS = frozenset({"credit_limit", "return_days"})
LETTERS = 3  # at most


@verb("office", "manager")
def rule(work: Work, *, about: bytes, key: str, value: Any, since: date) -> bool:
    """A rule has this value from the day `since` on. Returns whether that is new. Raises UserFacingError.

    Any order of dates; a second value for the same day takes the first one's place, and both stay in history. None
    takes one of `ENDS` away from that day on; where a person's own goes, the publication's holds for her again.
    """
    if key not in RULES:
        raise UserFacingError(_("There is no rule called {name}.").format(name=key))
    if not isinstance(about, bytes) or len(about) != 16:
        raise UserFacingError(_("Say what the rule is about. Nothing has changed."))
    if not _fine(key, value):
        raise UserFacingError(_("This value can't be used for {name}. Nothing has changed.").format(name=key))
    if value is None and rules(work.session, about).on(since, key) is None:
        return False
    return programmes.lay_down(work, about, key, value, since)


def _fine(key: str, value: Any) -> bool:
    if value is None:
        return key in ENDS
    if key in LIMITS:
        low, high = LIMITS[key]
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    if key == "returns":
        return isinstance(value, bool)
    if key == "letter":
        return isinstance(value, str) and 1 <= len(value) <= LETTERS and value.isalpha() and value == value.upper()
    return isinstance(value, str) and len(value) <= TEXT_LIMIT and not has_birth_number(value)
