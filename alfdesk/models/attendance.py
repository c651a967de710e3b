"""Who came. Facts only: a correction voids the old one, with a reason, and adds a new one.

What was *said* is kept (from, to, hours on the list); minutes are reckoned when read, by the cap of the day's own
date, so that a rule that comes later, or by another laptop, gives the same answer everywhere.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import Fact, HexId, Json


class Arrival(Fact):
    """Somebody stood in the queue: the order and the time are kept whatever happens next."""

    __table_args__ = (Index("arrival_day", "programme", "day"),)
    person: Mapped[bytes | None]
    programme: Mapped[bytes | None]
    day: Mapped[date | None]
    no: Mapped[int | None]  # 1, 2, 3 … in the order they came
    at_minute: Mapped[int | None]  # after midnight


class Attendance(Fact):
    """The outcome of one person's day in one programme."""

    # The second holds all that is asked of somebody's earlier days, so that ten years of them are one short stretch.
    __table_args__ = (
        # Its last two find what was said late of a week that had been reckoned, among ten years of weeks.
        Index("attendance_day", "programme", "voided", "day", "entry"),
        Index("attendance_of", "person", "day", "programme", "outcome", "voided"),
    )
    person: Mapped[bytes | None]
    programme: Mapped[bytes | None]
    day: Mapped[date | None]
    outcome: Mapped[str | None]  # present, went_home, coming_later, reported_absent, no_show, turned_away
    reason: Mapped[str | None]  # turned_away: full, late, other or the office's own; went_home: left_early, sent_home
    team: Mapped[bytes | None]
    from_minute: Mapped[int | None]
    to_minute: Mapped[int | None]
    said_minutes: Mapped[int | None]  # hours written on a list; they outrank from–to
    dirty_minutes: Mapped[int | None]  # beside the minutes, not among them, and not capped
    note: Mapped[str | None]


class RollClosed(Fact):
    """The supervisor closed the roll: the rest did not come. This is her signature."""

    __table_args__ = (Index("roll_closed_day", "programme", "day"),)
    programme: Mapped[bytes | None]
    day: Mapped[date | None]
    staff: Mapped[bytes | None]


class LotteryList(Fact):
    """Who is in the draw, fixed and hashed before any dice are thrown."""

    __table_args__ = (Index("lottery_list_day", "programme", "day"),)
    programme: Mapped[bytes | None]
    day: Mapped[date | None]
    places: Mapped[int | None]
    entrants: Mapped[str | None] = mapped_column(Json(list[tuple[HexId, int, int]]))  # person, arrival no, tickets
    text: Mapped[str | None]  # what was hashed, as printed; numbers only, so that nobody's name lies in it
    hash: Mapped[str | None]  # SHA-256 of the text as printed, 64 hex digits


class LotteryDraw(Fact):
    """The dice of one draw, thrown by a participant. The result follows from the list's hash and the dice."""

    list: Mapped[bytes | None]
    dice: Mapped[str | None]  # digits 1–6
