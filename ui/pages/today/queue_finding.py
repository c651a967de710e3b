"""Whom the box means: a number is a person's number, letters are the beginning of a name. No Qt.

Those of the day who wait come first, then everyone as the search has them (lately seen first).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

if TYPE_CHECKING:
    from ...desk import Desk

MOST = 8  # as many as an eye takes in


@dataclass(frozen=True, slots=True)
class Match:
    """One person the box may mean; `person` None is somebody new with the name that was written."""

    person: bytes | None
    number: int | None
    name: str
    status: str
    exact: bool = False  # the whole number was written


def find(desk: Desk, board: Any, text: str) -> list[Match]:
    """At most eight people, the likeliest first; the exact number before those that begin with it."""
    from alfdesk import people

    words = people.fold(text).split()
    if not words:
        return []
    rows = {row.person: row for row in board.rows}
    digits = words[0] if len(words) == 1 and words[0].isdigit() else ""
    first = [] if digits else [r for r in board.rows if r.arrival and r.outcome is None and _begins(r, words)]
    found = desk.read(people.search, text, limit=MOST)
    names = people.short_names(found)
    matches = [Match(r.person, r.number, r.name, status_words(r)) for r in first]
    known = {m.person for m in matches}
    for one in found:
        if one.id not in known:
            row = rows.get(one.id)
            name = row.name if row else names[one.id]
            matches.append(Match(one.id, one.number, name, status_words(row), digits == str(one.number)))
    return matches[:MOST]


def _begins(row: Any, words: list[str]) -> bool:
    from alfdesk.people import fold

    names = f" {fold(row.full_name)} {fold(row.call_name)}"
    return all(f" {word}" in names for word in words)


def status_words(row: Any) -> str:
    """Where somebody stands today, in words; None is somebody who has not come."""
    from alfdesk.attendance.words import outcome_words

    if row is None:
        return _("new today")
    if row.outcome is None:
        return _("Waits") if row.arrival else _("Expected")
    if row.outcome == "present":
        return _("Got a place")
    if row.outcome == "went_home":
        return {"left_early": _("Left early"), "sent_home": _("Sent home")}.get(row.reason) or outcome_words("went_home")
    return outcome_words(row.outcome)


def is_open(row: Any, teams: bool) -> bool:
    """Whether somebody still is to be given a place: she waits, or has a place in no team yet."""
    settled = row.outcome in ("present", "went_home", "turned_away")
    return bool((row.arrival and not settled) or (teams and row.outcome == "present" and row.team_id is None))


def came(row: Any) -> str:
    """When somebody stood in the queue: "08.03"."""
    return clock(row.at_minute) if row.at_minute is not None else ""


def proposed_team(board: Any, row: Any) -> Any:
    """The team with the most free places (the one said before, if it has one); None where no team has room."""
    open_teams = [t for t in board.teams if t.in_use and (t.places is None or t.used < t.places)]
    said = next((t for t in open_teams if t.id == row.team_id), None)
    # Without a number of places a team takes whoever comes, so those that have one are filled up first.
    return said or max(open_teams, key=lambda t: (t.places is not None, (t.places or 0) - t.used, -t.used), default=None)


def free_places(board: Any, row: Any = None) -> int | None:
    """How many places are left (for this person: those kept for others are not); None where none are set."""
    if board.places is None:
        return None
    used = sum(r.outcome in ("present", "went_home") for r in board.rows)
    if row is not None and row.outcome == "present":
        used -= 1
    kept = 0 if row is None or row.fixed else board.kept
    return max(0, board.places - used - kept)


def proposed(board: Any, row: Any) -> Any:
    """What Enter gives: a team's id, None for a place without team; False where there is no room."""
    if free_places(board, row) == 0:
        return False
    if not board.teams:
        return None
    team = proposed_team(board, row)
    return team.id if team is not None else False
