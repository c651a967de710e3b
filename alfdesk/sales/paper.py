"""The desk's paper list read in: what was sold, bought back, given away, received and moved, line by line.

All or nothing, each line an entry of its own in one batch, as with other lists (`attendance.lists`). A paper list
records what happened: a limit, a break or an empty stock is told of, and refuses nothing. Of lines that are alike the
nth is the nth: what an earlier reading brought in is not brought in again, also when it has been voided since; what an
undo took back is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..attendance.lists import refuse, which_lines
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.sales import Transfer, TransferReceived
from .outlets import found_outlet
from .paper_list import COLUMNS, FLAGS, NewLine, Plan, flag_words, plan
from .records import DeskRead
from .selling import record
from .stock import move

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["COLUMNS", "preview_desk", "read_desk"]


@verb("desk", "office", "manager")
def read_desk(
    work: Work, *, file: Path, today: date, going: Callable[[int, int], object] = lambda _done, _all: None
) -> DeskRead:
    """Read a paper list in. Outlets that aren't there are made. `going` hears how many lines are done, of how many, and
    raises to stop.

    Raises ListRefused with (line, reason) for each line, or UserFacingError for the file. Needs a batch.
    """
    made = plan(work.session, file, today)
    refuse(made.refused)
    outlets = dict(made.known)
    for name, written in made.outlets.items():
        work.next()
        outlets[name] = found_outlet(work, name=written)
    for at, one in enumerate(made.new, 1):
        work.next()
        _write(work, one, outlets)
        going(at, len(made.new))
    return _told(made)


def preview_desk(session: Session, *, file: Path, today: date) -> DeskRead:
    """What reading the list in would do. Raises UserFacingError when the file can't be read at all."""
    made = plan(session, file, today)
    return replace(_told(made), refused=tuple(sorted(made.refused)))


# Private -------------------------------------------------------------------------------------------------------------


def _write(work: Work, new: NewLine, outlets: Mapping[str, bytes]) -> None:
    line, outlet = new.said, outlets[new.said.outlet]
    if line.person is not None:
        copies = _copies(new)
        paid = "cash" if line.kind == "return" else line.kind
        record(
            work, outlet=outlet, person=line.person, edition=line.edition,
            what=line.kind if line.kind in ("free", "return") else "sale", copies=copies,
            unit=new.unit_ore, parts={} if paid == "free" else {paid: copies * new.unit_ore}, day=line.day,
            at_minute=line.at_minute, reason=line.reason, note=line.note, listed=new.nth,
            there=None if copies < 0 else new.there,
        )  # fmt: skip
        return
    at = {"day": line.day, "at_minute": line.at_minute}
    copies = line.copies if line.kind == "received" else -line.copies
    moved = move(work, outlet, line.edition, line.kind, copies, **at, reason=line.note)
    moved.listed = new.nth
    if line.to is not None:
        to = outlets[line.to]
        moved.source = work.add(Transfer(
            from_outlet=outlet, to_outlet=to, edition=line.edition, copies=line.copies, staff=work.acting.id, **at
        ))  # fmt: skip
        work.add(moved)
        arrived = work.add(
            TransferReceived(transfer=moved.source, copies=line.copies, staff=work.acting.id, **at)
        )
        moved = move(work, to, line.edition, "arrived", line.copies, **at, source=arrived)
    work.add(moved)


def _told(made: Plan) -> DeskRead:
    by: dict[str, list[int]] = defaultdict(list)
    for at, code in made.flagged:
        by[code].append(at)
    warnings = [
        _("{what}: {lines}.").format(what=flag_words(code), lines=which_lines(by[code])) for code in FLAGS if code in by
    ]
    if made.outlets:
        warnings.insert(0, _("New outlets: {names}.").format(names=", ".join(made.outlets.values())))
    flagged = tuple((at, flag_words(code)) for at, code in made.flagged)
    ore: Counter[str] = Counter()
    for new in made.new:
        ore["cash" if new.said.kind == "return" else new.said.kind] += _copies(new) * new.unit_ore
    return DeskRead(
        made.total, len(made.new), made.total - len(made.new), flagged, tuple(warnings),
        new_outlets=tuple(made.outlets.values()), sold=sum(_copies(n) for n in made.new if n.said.kind != "free"),
        cash_ore=ore["cash"], vipps_ore=ore["vipps"], credit_ore=ore["credit"],
    )  # fmt: skip


def _copies(new: NewLine) -> int:
    """What a seller bought; below zero what came back, and 0 where it was no seller."""
    if new.said.person is None:
        return 0
    return -new.said.copies if new.said.kind == "return" else new.said.copies
