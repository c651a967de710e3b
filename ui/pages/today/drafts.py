"""What has been typed from paper and is not put in yet. It is kept as long as the workplace stays open, also when the
window is made anew for another language, and goes with it: nothing of it is on the disk."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from ...desk import Desk

# Cells of one programme: (person, day) → alfdesk.attendance.record.Said.
Draft = dict[tuple[bytes, date], Any]

_kept: WeakKeyDictionary[Desk, dict[bytes, Draft]] = WeakKeyDictionary()


def draft_of(desk: Desk, programme: bytes) -> Draft:
    """The draft of a programme; change it in place."""
    return _kept.setdefault(desk, defaultdict(dict))[programme]


def cells_waiting(desk: Desk) -> int:
    """How many days wait to be put in, in all programmes."""
    return sum(len(draft) for draft in _kept.get(desk, {}).values())
