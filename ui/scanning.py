"""Cards that are scanned: a scanner is a keyboard that types a code and Enter. No Qt; time is handed in.

A scan is known by its pattern, never by its speed: a card is a letter, digits and a check character, so digits typed by
hand are no card, and a slow scanner's code is. What the box holds at Enter is given to `burst`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

TOGETHER = 60.0  # seconds within which a card that is seen again has not come again

# What stands on a card by its signs alone; whether it is one, its check character says (`alfdesk.cards`).
_CARD = re.compile(r"P[0-9]{4}[0-9A-Z]|Q[0-9]{6}[0-9A-Z]", re.IGNORECASE)
_CUT_OFF = re.compile(r"P[0-9]{2,4}|Q[0-9]{2,6}", re.IGNORECASE)


@dataclass(frozen=True)
class Burst:
    """What was scanned, in order, each once: the number on a person's card, the whole code on a seller's; and what
    somebody had typed before the scanner. Whose each is, `alfdesk.sales.sellers.holder` says."""

    numbers: tuple[int | str, ...]
    typed: str = ""


def burst(text: str) -> Burst | None:
    """The cards in what the box held at Enter; None when a person typed it (a name, a number, nothing).

    Two cards scanned into each other ("P0094KP0017X") are two. Raises UserFacingError when a check character is wrong
    or a code is cut off; then no card of the burst counts.
    """
    from alfdesk import cards

    text = text.strip()
    first = _CARD.search(text)
    if first is None:
        if _CUT_OFF.fullmatch(text):
            raise _cut_off()
        return None
    numbers: list[int | str] = []
    at = first.start()
    while at < len(text):
        match = _CARD.match(text, at)
        if match is None:
            raise _cut_off()
        number = cards.read(match[0])
        if number is not None:
            numbers.append(number)
        elif cards.read_seller(match[0]):
            numbers.append(match[0].upper())
        at = match.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return Burst(tuple(dict.fromkeys(numbers)), text[: first.start()].rstrip())


def _cut_off() -> UserFacingError:
    return UserFacingError(_("Only a part of the card was read. Scan it again."))


class Doubles:
    """Cards that were just seen: one that is held up for long, or twice within 60 seconds, has arrived once."""

    def __init__(self) -> None:
        self._seen: dict[int | str, float] = {}

    def is_double(self, code: int | str, now: float) -> bool:
        """Whether this card was seen less than 60 s before `now` (seconds of a clock that only goes forward).

        It counts as seen either way: a card that lies under the scanner does not arrive anew each minute.
        """
        before = self._seen.get(code)
        if len(self._seen) > 500:
            self._seen = {card: at for card, at in self._seen.items() if now - at < TOGETHER}
        self._seen[code] = now
        return before is not None and now - before < TOGETHER

    def forget(self, code: int | str) -> None:
        """The arrival was undone: the next time this card is seen it arrives."""
        self._seen.pop(code, None)

    def clear(self) -> None:
        """Another day or another list."""
        self._seen.clear()
