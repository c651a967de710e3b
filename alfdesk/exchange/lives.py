"""A laptop's life in the workplace: since when and by whom it is with us; since when, by whom and why it is barred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import staff
from . import roster
from . import status as now

if TYPE_CHECKING:
    from ..store.workplace import Place
    from .laptops import Request


@dataclass(frozen=True, slots=True)
class Step:
    """When (milliseconds since 1970, UTC) and who; `why` where a reason was asked for."""

    at: int
    who: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """A laptop as it is now, how it came, and how it was barred."""

    now: now.LaptopLine
    came: Step
    barred: Step | None


def lives(place: Place) -> tuple[Life, ...]:
    """Every laptop there ever was, in the order they came."""
    lines = now.status(place).laptops
    with place.read() as session:
        names = staff.names(session)
    cursor = place.cursor()
    came = _steps(cursor, names, "SELECT id, '', entry FROM laptop WHERE voided=0 ORDER BY id")
    bars: dict[bytes, Step] = {}
    for ident, step in _steps(
        cursor, names, "SELECT laptop, why, entry FROM laptop_revoked WHERE voided=0 ORDER BY entry"
    ):
        bars.setdefault(ident, step)
    # One that is let in at this moment, on another thread, is in the next answer.
    return tuple(Life(line, step, bars.get(ident)) for line, (ident, step) in zip(lines, came, strict=False))


def is_let_in(place: Place, asked: Request) -> bool:
    """Whether the laptop that asks is in the journal already, by its key."""
    verify = bytes.fromhex(asked.verify)
    return any(verify in one.keys for one in roster.laptops(place.cursor()).values())


# Private -------------------------------------------------------------------------------------------------------------


def _steps(cursor: Any, names: dict[bytes, str], query: str) -> list[tuple[bytes, Step]]:
    """What `query` (row, reason, number of the entry) finds, with the moment and the person of each entry."""
    steps = []
    for ident, why, entry in cursor.execute(query).fetchall():
        wall, actor = cursor.execute("SELECT wall, actor FROM entry WHERE no=?", (entry,)).fetchone() or (0, b"")
        steps.append((ident, Step(wall, names.get(actor, ""), why or "")))
    return steps
