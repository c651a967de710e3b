"""The recovery sheet: the one way into a workplace when every passphrase is gone. It exists on paper only.

The secret is drawn and returned, never written to disk, logged or put in the title, and no error here repeats it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import segno

from alfdesk.i18n import gettext as _
from alfdesk.reports.page_style import BODY, HEADING, SMALL, Sheet, day_in_words

PREFIX = "AGE-SECRET-KEY-1"
# 58 signs of Bech32, which leaves out 1, B, I and O because they are mistaken for others.
SECRET = re.compile(re.escape(PREFIX) + "[AC-HJ-NP-Z02-9]{58}")
GROUP = 5  # signs in a group; 58 signs make twelve groups, four to a line
QR = 60.0  # mm, quiet zone included


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet shows; `repr` leaves the secret out, so that a traceback or a log cannot carry it."""

    organisation: str
    laptop: str
    made_on: date
    secret: str  # an age identity, "AGE-SECRET-KEY-1…", 74 signs
    recipient: str  # its public half, "age1…", 62 signs
    practice: bool

    def __repr__(self) -> str:
        return f"RecoverySheet({self.organisation!r}, {self.laptop!r}, {self.made_on}, {self.recipient!r})"


def recovery_sheet(sheet: RecoverySheet) -> bytes:
    """One page in portrait A4: what it is, the secret as text and QR code, how it is used, and room for signatures.

    Raises ValueError when the secret is not an age identity.
    """
    if not SECRET.fullmatch(sheet.secret):
        raise ValueError("not an age identity in capital letters, 74 signs")
    paper = Sheet(_("Recovery sheet"), practice=sheet.practice)
    paper.new_page()
    made = _("made {date}").format(date=day_in_words(sheet.made_on))
    y = paper.head([" · ".join([sheet.organisation, sheet.laptop, made])], []) + 3
    left, room = paper.left, paper.right - paper.left

    y = paper.paragraph(
        left, y, room=room,
        text=_("This sheet opens the workplace when the passphrases are lost. Whoever holds it can read everything."),
    )
    y = paper.paragraph(
        left, y + 1.5, room=room,
        text=_("Only the two who have signed below may use it, and only together."),
    )

    y = _secret(paper, sheet, y + 1)
    _how(paper, y + 11)
    _signatures(paper, 233.0)
    return paper.finish(None)


def _secret(paper: Sheet, sheet: RecoverySheet, y: float) -> float:
    """The framed QR code and, beside it, the secret in groups that can be typed. Returns where the frame ends (mm).

    Each line is one piece of text: groups set in columns are copied out of some viewers column by column.
    """
    left, right = paper.left, paper.right
    paper.box(left, y, right - left, QR + 6, weight=1, fill=1)
    with paper.tag("Figure", alt=_("QR code with the same secret as the text beside it")):
        rows = _modules(sheet.secret)
        side = QR / (len(rows) + 8)  # mm; four modules of quiet on each side
        paper.squares(left + 3 + 4 * side, y + 3 + 4 * side, side, rows)
    x = left + QR + 8
    rest = sheet.secret[len(PREFIX) :]
    groups = [rest[at : at + GROUP] for at in range(0, len(rest), GROUP)]
    lines = [PREFIX, *("   ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))]
    with paper.tag("P"):
        for number, line in enumerate(lines):
            paper.text(x, y + 14 + number * 10, line, 16.5, bold=True, room=right - x - 3)
    with paper.tag("P"):
        for number, line in enumerate(
            (
                _("Spaces and new lines mean nothing. Dashes belong to it."),
                _("After the first line there is no letter O, I or B and no 1: a round sign is zero."),
            )
        ):
            paper.text(x, y + 57 + number * 4.6, line, 9, room=right - x - 3)
    y += QR + 6
    with paper.tag("P"):
        words = _("Belongs to {recipient}").format(recipient=sheet.recipient)
        paper.text(left, y + 5.5, words, SMALL, room=right - left)
    return y + 5.5


def _modules(secret: str) -> list[list[bool]]:
    """The QR code's modules, True for dark. Version, mask and error level are fixed: always the same size and bytes.

    Level Q still reads with a quarter of the code worn away by folding.
    """
    code = segno.make(secret, micro=False, version=5, error="q", mask=2, boost_error=False, mode="alphanumeric")
    return [[bool(dark) for dark in row] for row in code.matrix]


def _how(paper: Sheet, y: float) -> None:
    left, room = paper.left, paper.right - paper.left
    y = _heading(paper, y, _("How it is used"))
    steps = (
        _("Fetch the sheet together. Let nobody photograph it, and never send it."),
        _("Start Alfdesk and choose to open the workplace with the recovery sheet."),
        _("Read the QR code with a scanner, or type the text."),
        _("Choose new passphrases, and print a new sheet."),
    )
    with paper.tag("L"):
        for number, step in enumerate(steps, 1):
            with paper.tag("LI"), paper.tag("LBody"):
                paper.text(left, y, f"{number}.", bold=True)
                y = paper.paragraph(left + 7, y, step, room=room - 7, role=None)
    y = _heading(paper, y + 6, _("Two sheets, two safes"))
    y = paper.paragraph(
        left, y, room=room,
        text=_(
            "Print two, and keep them in safes at two addresses. "
            "Nothing else opens the workplace if both are lost."
        ),
    )
    paper.paragraph(
        left, y + 1.5, room=room,
        text=_("An older sheet is dead once a new one is made: it no longer opens the workplace. Shred it."),
    )


def _heading(paper: Sheet, y: float, words: str) -> float:
    with paper.tag("H2"):
        paper.text(paper.left, y, words, HEADING, bold=True)
    return y + 6


def _signatures(paper: Sheet, y: float) -> None:
    """Two lines to sign on and one for the telephone, at y (mm) and below."""
    half = (paper.right - paper.left - 10) / 2
    for number, x in enumerate((paper.left, paper.left + half + 10), 1):
        paper.rule(x, y + 10, x + half, weight=0.7)
        with paper.tag("P"):
            paper.text(x, y + 14.4, _("{number}. Date, signature, name in capitals").format(number=number), 9)
    with paper.tag("P"):
        wide = paper.text(paper.left, y + 28, _("Telephone to the office"), BODY)
    paper.rule(paper.left + wide + 4, y + 28.6, paper.left + half, weight=0.7)
    with paper.tag("P"):
        wide = paper.text(paper.left + half + 10, y + 28, _("Safe"), BODY)
    paper.rule(paper.left + half + 14 + wide, y + 28.6, paper.right, weight=0.7)
