"""The finished records of attendance: what screens show and what sheets print. No session, no SQL, no Qt.

Dates are `datetime.date`, times of day are whole minutes after midnight, `newest` is an ISO local time to the minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Foot:
    """What every sheet bears at its foot, so that a paper can be laid beside the journal later."""

    number: str  # list number, e.g. "2026-47-A"
    digest: str  # SHA-256 over what the sheet shows, 64 hex digits; sheets print the first 12
    newest: str | None  # local time of the newest entry behind the sheet, "2026-11-20 13:44"; None where there is none


@dataclass(frozen=True, slots=True)
class WallRow:
    name: str  # first name + initial; "" is an empty line to write on
    marks: tuple[str | None, ...]  # one a day: "present", "absent" (anything else than present) or None (an empty box)


@dataclass(frozen=True, slots=True)
class WallList:
    """The attendance list for the wall, or its blank (every mark None, empty rows at the end)."""

    list_name: str
    week: str  # "2026-W47"
    days: tuple[date, ...]
    closed: tuple[bool, ...]  # one a day: red or closed days are hatched and bear the word
    rows: tuple[WallRow, ...]
    team: str | None
    meeting_place: str | None
    phone: str | None
    signed_by: str | None  # who closed the roll, where someone has
    blank: bool
    practice: bool  # practice workplace: the sheet says so, large
    foot: Foot


@dataclass(frozen=True, slots=True)
class Entrant:
    no: int  # arrival number that day
    name: str  # first name + initial
    tickets: int


@dataclass(frozen=True, slots=True)
class Drawn:
    rank: int
    no: int
    name: str
    key: str  # 64 hex digits: the smallest of this entrant's ticket hashes
    got_place: bool


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """A lottery that anyone can repeat: the list and its hash came before the dice."""

    list_name: str
    day: date
    places: int
    text: str  # the exact text whose SHA-256 is `list_hash`; lines end with "\n"
    list_hash: str
    entrants: tuple[Entrant, ...]
    dice: str | None  # digits 1–6 in the order thrown; None before the draw
    drawn: tuple[Drawn, ...]  # empty before the draw
    practice: bool
    foot: Foot
