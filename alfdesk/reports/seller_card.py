"""The seller's card (ID-1): photo, first name, a large number and a QR code; ten on an A4 to cut out, or one alone.

Anybody on the street may read it: no surname, no birth date, nothing of the person but what her customers need. Nothing
that counts stands nearer than 3 mm to the edge of a card.
"""

from __future__ import annotations

from collections.abc import Sequence

import segno

from alfdesk.i18n import gettext as _
from alfdesk.reports.page_style import FILL, SMALL, Sheet, cut, day_in_words, width_of
from alfdesk.sales.records import CardFace

WIDE, HIGH = 85.6, 54.0  # mm, ID-1
SAFE = 3.0  # mm
PHOTO = (25.0, 32.0)  # mm
NAME, NUMBER = 17.0, 38.0  # points
QR = 17.4  # mm with its quiet zone: 29 modules of 0.6 mm
QUIET = 4  # modules

_ACROSS, _DOWN = 2, 5
_TOP = 9.5  # mm above the first row of cards
_MARK = 3.2  # mm, the length of a cut mark
_BAND = 9.0  # mm
_DARK = (0.043, 0.31, 0.361)  # as dark as black on a printer without colours
_WORDS = 32.2  # mm from the left edge of a card: right of the photo


def seller_cards(faces: Sequence[CardFace]) -> bytes:
    """Cards as a PDF in portrait A4, ten to a page in the order given, with marks to cut by."""
    paper = Sheet(_("Seller cards"))
    left = (paper.width - _ACROSS * WIDE) / 2
    on_page = _ACROSS * _DOWN
    for number, face in enumerate(faces):
        place = number % on_page
        if place == 0:
            paper.new_page()
            _marks(paper, left, min(on_page, len(faces) - number))
        x, y = left + place % _ACROSS * WIDE, _TOP + place // _ACROSS * HIGH
        _card(paper, face, x, y)
        paper.box(x, y, WIDE, HIGH, weight=0.25)
    if not faces:
        paper.new_page()
        paper.paragraph(paper.left, 21, _("Nobody has a card to print."), room=paper.right - paper.left)
    return paper.finish(None, foot_lines=_how_to_print if faces else None)


def seller_card(face: CardFace) -> bytes:
    """One card as a PDF whose page is the card, for a card printer."""
    paper = Sheet(_("Seller card"), size=(WIDE, HIGH))
    paper.new_page()
    _card(paper, face, 0, 0)
    return paper.finish(None, numbered=False)


def modules(code: str) -> list[list[bool]]:
    """The QR code's modules, True for dark. A Micro QR would be smaller, and most telephones cannot read it."""
    made = segno.make(code, error="m", micro=False)
    return [[bool(dark) for dark in row] for row in made.matrix]


def _marks(paper: Sheet, left: float, cards: int) -> None:
    """Short lines outside the cards, where a guillotine is set."""
    rows = -(-cards // _ACROSS)
    foot = _TOP + rows * HIGH
    right = left + min(cards, _ACROSS) * WIDE
    for column in range(min(cards, _ACROSS) + 1):
        x = left + column * WIDE
        paper.stroke(x, _TOP - 1 - _MARK, x, _TOP - 1)
        paper.stroke(x, foot + 1, x, foot + 1 + _MARK)
    for row in range(rows + 1):
        y = _TOP + row * HIGH
        paper.stroke(left - 1 - _MARK, y, left - 1, y)
        paper.stroke(right + 1, y, right + 1 + _MARK, y)


def _how_to_print(paper: Sheet, _number: int) -> None:
    with paper.tag("P"):
        words = _("Print at 100 %. A card is 85.6 mm wide when it is cut.")
        paper.text(paper.left + 20, paper.height - 11, words, SMALL)


def _card(paper: Sheet, face: CardFace, x: float, y: float) -> None:
    """One card with its upper left corner at (x, y) mm."""
    if face.practice:
        paper.pale(_("PRACTICE"), x + 49.5, y + 29, 34, 20)
    with paper.tag("Sect"):
        _publication(paper, face, x, y)
        _photo(paper, face, x + SAFE + 1, y + _BAND + 2)
        _who(paper, face, x + _WORDS, y)
        _code(paper, face, x + WIDE - SAFE + 1.8 - QR, y + 17.4)
        _found(paper, face, x + SAFE + 1, y)


def _publication(paper: Sheet, face: CardFace, x: float, y: float) -> None:
    """The dark band with the publication's name, and what this card is."""
    paper.box(x, y, WIDE, _BAND, weight=0, fill=_DARK)
    what = _("PRACTICE – not for real use") if face.practice else _("Seller card")
    aside = width_of(what, SMALL)
    with paper.tag("P"):
        room = WIDE - 2 * (SAFE + 1) - aside - 3
        paper.text(x + SAFE + 1, y + 6.3, face.publication, 14, bold=True, room=room, ink=1)
    with paper.tag("P"):
        paper.text(x + WIDE - SAFE - 1, y + 6, what, SMALL, align="right", ink=1)


def _photo(paper: Sheet, face: CardFace, x: float, y: float) -> None:
    """The photo, or the place where one of this size is glued on."""
    wide, high = PHOTO
    if face.jpeg:
        with paper.tag("Figure", alt=_("Photo of {name}").format(name=face.first_name)):
            paper.photo(x, y, wide, high, face.jpeg)
        return
    paper.box(x, y, wide, high, weight=0, fill=FILL)
    with paper.tag("P"):
        paper.text(x + wide / 2, y + high / 2 - 1, _("Photo"), SMALL, align="centre", room=wide - 1)
        size = _("{wide} × {high} mm").format(wide=round(wide), high=round(high))
        paper.text(x + wide / 2, y + high / 2 + 3, size, SMALL, align="centre")


def _who(paper: Sheet, face: CardFace, x: float, y: float) -> None:
    """First name, number, how long the card is good, and where she stands."""
    room = WIDE - SAFE - _WORDS
    with paper.tag("H1"):
        paper.text(x, y + 15.6, face.first_name, NAME, bold=True, room=room)
    with paper.tag("P"):
        paper.text(x, y + 20.1, _("Seller no."), SMALL)
    with paper.tag("P"):
        paper.text(x - 0.6, y + 31.2, str(face.number), NUMBER, bold=True)
    with paper.tag("P"):
        words = _("Valid to {date}").format(date=day_in_words(face.valid_to))
        paper.text(x, y + 36.2, words, 9, room=room)
    lines = [line for spot in face.spots for line in cut(spot, SMALL, room, 1)]
    if len(lines) > 2:
        lines = cut(" · ".join(face.spots), SMALL, room, 2)
    if lines:
        with paper.tag("P"):
            paper.lines(x, y + 39.9, lines, SMALL, apart=3.3)


def _code(paper: Sheet, face: CardFace, x: float, y: float) -> None:
    """The code on white, with the quiet zone that a reader looks for; the zone may lie in the edge of the card."""
    rows = modules(face.code)
    side = QR / (len(rows) + 2 * QUIET)
    with paper.tag("Figure", alt=_("QR code {code}").format(code=face.code)):
        paper.box(x, y, QR, QR, weight=0, fill=1)
        paper.squares(x + QUIET * side, y + QUIET * side, side, rows)


def _found(paper: Sheet, face: CardFace, x: float, y: float) -> None:
    lines = cut(face.found, SMALL, WIDE - 2 * (SAFE + 1), 2)
    if lines:
        with paper.tag("P"):
            paper.lines(x, y + (47.2 if len(lines) > 1 else 49), lines, SMALL, apart=3.2)
