"""What stands on a card: a letter for what it is, digits, and a check character (ISO 7064, Mod 37,36).

A person's card is `P` and her number: "P00947". A seller's is `Q`, her seller number and the serial of the card, which
dies when the card is lost: "Q009401K". The check character finds every single slip of the pen and nearly every pair of
letters that changed places. A scanner types the code as if by hand.
"""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_37_36

from .errors import UserFacingError
from .i18n import gettext as _

GREATEST = 9999  # the number that four digits hold
LAST_SERIAL = 99
PERSON = "P"
SELLER = "Q"


def code(number: int) -> str:
    """The code on the card of the person with this number. Raises UserFacingError past four digits."""
    if not 0 <= number <= GREATEST:
        raise UserFacingError(_("A card takes a number from 0 to {limit}.").format(limit=GREATEST))
    return _checked(f"{PERSON}{number:04}")


def seller_code(number: int, serial: int) -> str:
    """The code on a seller's card. Raises UserFacingError where number or serial have no room in it."""
    if not 1 <= number <= GREATEST:
        raise UserFacingError(_("A seller number is a whole number from 1 to {limit}.").format(limit=GREATEST))
    if not 1 <= serial <= LAST_SERIAL:
        raise UserFacingError(_("A seller has at most {limit} cards.").format(limit=LAST_SERIAL))
    return _checked(f"{SELLER}{number:04}{serial:02}")


def looks_like_card(text: str) -> bool:
    """Whether this is the length and the signs of a person's card, whatever its check character."""
    return re.fullmatch(rf"{PERSON}[0-9]{{4}}[0-9A-Z]", _plain(text)) is not None


def looks_like_seller_card(text: str) -> bool:
    """Whether this is the length and the signs of a seller's card, whatever its check character."""
    return re.fullmatch(rf"{SELLER}[0-9]{{6}}[0-9A-Z]", _plain(text)) is not None


def read(text: str) -> int | None:
    """The number on a person's card; None when the text is no such code at all.

    Raises UserFacingError when the check character is wrong: better to scan again than to take somebody else.
    """
    return int(_digits(text)) if looks_like_card(text) else None


def read_seller(text: str) -> tuple[int, int] | None:
    """Seller number and serial on a seller's card; None when the text is no such code. Raises as `read` does.

    Whether the card is dead, the register says (`alfdesk.sales.sellers.holder`).
    """
    if not looks_like_seller_card(text):
        return None
    digits = _digits(text)
    return int(digits[:4]), int(digits[4:])


def _checked(plain: str) -> str:
    return plain + str(mod_37_36.calc_check_digit(plain))


def _digits(text: str) -> str:
    """What stands between the letter and the check character."""
    plain = _plain(text)
    if mod_37_36.calc_check_digit(plain[:-1]) != plain[-1]:
        raise UserFacingError(_("This card was not read right. Scan it again, or type the number."))
    return plain[1:-1]


def _plain(text: str) -> str:
    text = text.strip()
    return text.upper() if text.isascii() else ""
