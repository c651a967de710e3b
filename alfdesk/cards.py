"""What stands on a card: a letter for what it is, four digits, and a check character (ISO 7064, Mod 37,36).

A person's card is `P` and her number: "P00947". The check character finds every single slip of the pen and nearly every
pair of letters that changed places. A scanner types the code as if by hand.
"""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_37_36

from .errors import UserFacingError
from .i18n import gettext as _

GREATEST = 9999  # the number that four digits hold
PERSON = "P"


def code(number: int) -> str:
    """The code on the card of the person with this number. Raises UserFacingError past four digits."""
    if not 0 <= number <= GREATEST:
        raise UserFacingError(_("A card takes a number from 0 to {limit}.").format(limit=GREATEST))
    plain = f"{PERSON}{number:04}"
    return plain + mod_37_36.calc_check_digit(plain)


def looks_like_card(text: str) -> bool:
    """Whether this is the length and the signs of a person's card, whatever its check character."""
    return re.fullmatch(rf"{PERSON}[0-9]{{4}}[0-9A-Z]", _plain(text)) is not None


def read(text: str) -> int | None:
    """The number on a person's card; None when the text is no such code at all.

    Raises UserFacingError when the check character is wrong: better to scan again than to take somebody else.
    """
    if not looks_like_card(text):
        return None
    plain = _plain(text)
    if mod_37_36.calc_check_digit(plain[:-1]) != plain[-1]:
        raise UserFacingError(_("This card was not read right. Scan it again, or type the number."))
    return int(plain[1:-1])


def _plain(text: str) -> str:
    text = text.strip()
    return text.upper() if text.isascii() else ""
