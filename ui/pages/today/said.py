"""What is said of one person's day: to the core, to the eye and to the ear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _
from alfdesk.weeks import clock

if TYPE_CHECKING:
    from .view import View


def what_stands(
    view: View, row: Any, outcome: str, from_minute: int | None, to_minute: int | None, note: str | None
) -> Any:
    """The day as it is now to be (a Said), with what the tile does not show (hours from a list, dirty hours, the team)
    kept from what stands. `note` None keeps the note."""
    from alfdesk.attendance import paper
    from alfdesk.attendance.record import Said

    before = Said(outcome)
    if row.outcome is not None:
        grid = view.desk.read(paper.paper_grid, view.page.programme, [view.page.day])
        stands = next((r.cells[0] for r in grid.rows if r.person == row.person), None)
        before = stands or before
    same = (before.outcome, before.from_minute, before.to_minute) == (outcome, from_minute, to_minute)
    return replace(
        before, outcome=outcome, from_minute=from_minute, to_minute=to_minute,
        reason=before.reason if before.outcome == outcome else None,
        said_minutes=before.said_minutes if same else None, note=before.note if note is None else note.strip() or None,
    )  # fmt: skip


def mark_several(work: Any, *, people: tuple[tuple[bytes, Any], ...], programme: bytes, day: date) -> int:
    """One status for several people: an entry each, one batch to take back. Returns how many changed."""
    from alfdesk.attendance import standing

    changed = 0
    for person, what in people:
        work.next()
        changed += standing.mark(work, person=person, programme=programme, day=day, what=what)
    return changed


def sentence(name: str, outcome: str, from_minute: int | None, to_minute: int | None) -> str:
    """What has become true, for the foot of the page."""
    time = to_minute if outcome == "went_home" else from_minute
    at = clock(time) if time is not None else ""
    if outcome == "present":
        said = _("{name} is present from {time}.") if at else _("{name} is present.")
    elif outcome == "coming_later":
        said = _("{name} is coming at {time}.") if at else _("{name} is coming later.")
    elif outcome == "reported_absent":
        said = _("{name} has reported absence.")
    elif outcome == "no_show":
        said = _("{name} did not come.")
    else:
        said = _("{name} went home at {time}.") if at else _("{name} went home.")
    return said.format(name=name, time=at)


def spoken(row: Any) -> str:
    """A tile for the ear: "Kari N., present, 08.05"."""
    from alfdesk.attendance.words import outcome_words

    minute = row.to_minute if row.outcome == "went_home" else row.from_minute
    parts = [row.name, outcome_words(row.outcome).lower()]
    if minute is not None:
        parts.append(clock(minute))
    if row.message:
        parts.append(_("message on the card"))
    return ", ".join(parts)
