"""What is typed at the desk: copies with how they are paid, a seller's number, a scanned card. No Qt.

    10      cash        10v  Vipps       10k  credit      10t  with money held for her
    5g      free        10d  divided     −5   return      −5k  return that lowers what she owes
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

MOST = 999  # copies in one sale
GREATEST = 9999  # the highest seller number
LETTERS = {"v": "vipps", "k": "credit", "g": "free", "t": "held", "d": "split"}
KEYS = {way: letter for letter, way in LETTERS.items()} | {"cash": "Enter", "return": "−"}
SCANNED = "QP"  # the letters that a card begins with: no way of paying begins so

_COPIES = re.compile(r"([-−–]?)\s*([0-9]+)\s*([A-Za-zÆØÅæøå]?)\s*([-−–]?)")
_CARD = re.compile(r"Q[0-9]{6}[0-9A-Z]|P[0-9]{4}[0-9A-Z]", re.IGNORECASE)
_PIECE = re.compile(r"[QP][0-9]*|[0-9]+[A-Z]|[0-9]{5,}|0[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """So many copies, more than none, and the way: cash, vipps, credit, free, held, split, return or return_credit."""

    copies: int
    way: str


def read_copies(text: str) -> Typed:
    """What the field says. Raises UserFacingError: what can't be read, a part of a card, 0 or 1,000 copies."""
    text = text.strip()
    if not text:
        raise UserFacingError(_("Write how many copies."))
    match = _COPIES.fullmatch(text)
    if match is None or (match[1] and match[4]):
        raise UserFacingError(_("Write a number, as in 10, 10v, 5g or −5."))
    digits, letter, back = match[2], match[3].lower(), bool(match[1] or match[4])
    if len(digits) > 5 or (len(digits) > 1 and digits[0] == "0"):
        raise UserFacingError(_("This is a part of a card or a bar code. Write how many copies."))
    if not 1 <= int(digits) <= MOST:
        raise UserFacingError(_("A sale is from 1 to {most} copies.").format(most=MOST))
    way = LETTERS.get(letter, "") if letter else "cash"
    if not way:
        raise UserFacingError(_("The letter is not known. Use v, k, g, t or d."))
    if back:
        if way not in ("cash", "credit"):
            raise UserFacingError(_("A return is paid back in cash, or with k from what is owed."))
        way = "return" if way == "cash" else "return_credit"
    return Typed(int(digits), way)


def way_of(text: str) -> str:
    """The way that what is typed so far says, cash where it says none; never an error."""
    try:
        return read_copies(text).way
    except UserFacingError:
        return "cash"


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant: the code of a card, a seller's number, or letters of a name."""

    code: str = ""
    number: int = 0
    name: str = ""


def read_seller(text: str) -> Meant | None:
    """Who is meant by what the field holds at Enter; None when it is empty.

    The same card twice is that card. Raises UserFacingError for two cards, a part of one, and a number that is none.
    """
    text = text.strip()
    if not text:
        return None
    codes = list(dict.fromkeys(code.upper() for code in _CARD.findall(text)))
    if len(codes) > 1:
        raise UserFacingError(_("Two cards were read. Scan one at a time."))
    if codes:
        if _CARD.sub("", text[_CARD.search(text).start() :]).strip():  # type: ignore[union-attr]
            raise _cut_off()
        return Meant(code=codes[0])
    if text.isdecimal() and text.isascii():
        if not 1 <= int(text) <= GREATEST or len(text) > 4:
            raise UserFacingError(_("A seller number is from 1 to {greatest}.").format(greatest=GREATEST))
        return Meant(number=int(text))
    if _PIECE.fullmatch(text):
        raise _cut_off()
    return Meant(name=text)


def is_card(text: str) -> bool:
    """Whether this is the length and the signs of a card, whatever its check character."""
    return _CARD.fullmatch(text.strip()) is not None


def _cut_off() -> UserFacingError:
    return UserFacingError(_("Only a part of the card was read. Scan it again."))
