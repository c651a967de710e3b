"""A paper list of the desk that was read in on two laptops that did not know of one another: it counts twice until
somebody has said whether it is one list.

A line of a list is what it says, and of equal lines the first, the second … (`DeskMove.listed`). Who reads a list leaves
out the lines that stand, so that one which stands twice was read twice. The facts bear ids of their own all the same:
were the ids made of the line, whoever takes her reading back would take the other's back as well, what the two knew of
the price would hang on who came first, and out of a move's id one could guess a seller who was erased.

What is kept is what was read first, by the clocks: two who give the same answer apart have taken the same away.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import select

from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work
from ..models.sales import DeskMove, Purchase, SoldOut, Transfer, TransferReceived
from ..pay.words import kr
from ..weeks import written
from .asking import Asking
from .records import Choice, Question, ident, of_several

AN_ENTRY = 200  # lines whose voids go into one entry
_STANDS = "listed IS NOT NULL AND voided=0"
_SAME = ("outlet", "day", "at_minute", "edition", "what", "copies", "listed")
# What may be one line, with who bought and why, where it went, and which reading it came with.
_ROWS = f"""
    SELECT m.id, ifnull(e.batch, e.hash), m.entry, m.day, m.outlet,
        ifnull(m.cash_ore, 0)+ifnull(m.vipps_ore, 0)+ifnull(m.credit_ore, 0),
        m.at_minute, m.edition, m.what, m.copies, m.listed, m.vipps_ore<>0, m.credit_ore<>0, m.reason, p.person,
        p.reason, p.note, t.to_outlet
    FROM (
        SELECT {",".join(_SAME)} FROM desk_move WHERE {_STANDS} GROUP BY {",".join(_SAME)} HAVING count(*)>1
    ) twice CROSS JOIN desk_move m ON {" AND ".join(f"m.{one}=twice.{one}" for one in _SAME)}
    JOIN entry e ON e.no=m.entry LEFT JOIN purchase p ON p.move=m.id LEFT JOIN transfer t ON t.id=m.source
    WHERE m.listed IS NOT NULL AND m.voided=0
"""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that stands. `said` is what is compared; `hers` is False of a sale whose seller is erased."""

    move: bytes
    reading: bytes
    entry: int
    day: str
    outlet: bytes
    ore: int
    said: tuple[Any, ...]
    hers: bool


@dataclass(slots=True)
class _Group:
    """Readings that have lines in common, the first one first; and those lines, alike by alike."""

    readings: list[bytes]
    pairs: set[frozenset[bytes]]
    alike: list[list[_Line]]

    @property
    def about(self) -> tuple[bytes, ...]:
        return tuple(sorted(ident("listed", *pair) for pair in self.pairs))

    def doubles(self) -> Iterator[_Line]:
        """What goes when it is one list."""
        place = {reading: at for at, reading in enumerate(self.readings)}
        for lines in self.alike:
            kept: list[_Line] = []
            for line in sorted(lines, key=lambda one: (place[one.reading], one.move)):
                if any(frozenset((line.reading, other.reading)) in self.pairs for other in kept):
                    yield line
                else:
                    kept.append(line)


def listed(asking: Asking) -> Iterator[Question]:
    """Lists that have lines in common and were read by different people, or by one who had been set back between."""
    for group in _groups(asking):
        lines = [line for same in group.alike for line in same]
        days, outlets = sorted({line.day for line in lines}), {asking.outlet(line.outlet) for line in lines}
        words = _("{count} paper lists from {outlet}, {day}, say the same. Are they one list?").format(
            count=len(group.readings), outlet=", ".join(sorted(outlets)),
            day="–".join(written(date.fromisoformat(one)) for one in sorted({days[0], days[-1]})),
        )  # fmt: skip
        sides = []
        for reading in group.readings:
            own = [line for line in lines if line.reading == reading]
            every = _lines(asking, reading, {(line.outlet, line.day) for line in own})
            says = ngettext("{count} line, {common} in common", "{count} lines, {common} in common", every)
            says, ore = says.format(count=every, common=len(own)), sum(line.ore for line in own)
            sides.append(asking.side(min(line.entry for line in own), f"{says}: {kr(ore)}" if ore else says))
        choices = (
            Choice("same", _("One list: what is alike counts once")),
            Choice("both", _("Different lists: all of it counts")),
        )
        about = group.about
        yield Question(
            of_several("listed", about), "listed", words, tuple(sides), choices, about, day=date.fromisoformat(days[0])
        )


def say_listed(work: Work, asking: Asking, question: Question, _choice: str) -> None:
    """Of lines that are alike the one that was read first counts."""
    group = next((one for one in _groups(asking) if one.about == question.about), None)
    doubles = list(group.doubles()) if group else []
    if len(doubles) > AN_ENTRY:
        work.batch = work.batch or os.urandom(16)
    for at, line in enumerate(doubles):
        if at and at % AN_ENTRY == 0:
            work.next()
        _void(work, work.session.get_one(DeskMove, line.move))


def keys(asking: Asking) -> set[tuple[()]]:
    """One place to look: a list knows no bounds of day or outlet."""
    return {()} if asking.facts(f"SELECT 1 FROM desk_move WHERE {_STANDS} LIMIT 1") else set()


# Private -------------------------------------------------------------------------------------------------------------


def _groups(asking: Asking) -> Iterator[_Group]:
    by_said: dict[tuple[Any, ...], list[_Line]] = defaultdict(list)
    for move, reading, entry, day, outlet, ore, *said in asking.facts(_ROWS):
        hers = said[2] not in ("sale", "free", "return") or said[8] is not None
        line = _Line(move, reading, entry, day, outlet, ore, (day, outlet, *said), hers)
        by_said[line.said].append(line)
    alike = [lines for lines in by_said.values() if len({line.reading for line in lines}) > 1]
    pairs = {
        frozenset(pair)
        for lines in alike if lines[0].hers
        for pair in combinations({line.reading for line in lines}, 2)
    }  # fmt: skip
    pairs = {pair for pair in pairs if not asking.answered(ident("listed", *pair))}
    for readings in _joined(pairs):
        mine = [[line for line in lines if line.reading in readings] for lines in alike]
        mine = [lines for lines in mine if len({line.reading for line in lines}) > 1]
        first = {r: min(asking.order(line.entry) for lines in mine for line in lines if line.reading == r)
                 for r in readings}  # fmt: skip
        yield _Group(sorted(readings, key=lambda r: (first[r], r)), {p for p in pairs if p <= readings}, mine)


def _joined(pairs: Iterable[frozenset[bytes]]) -> list[set[bytes]]:
    """The readings that hang together."""
    found: list[set[bytes]] = []
    for pair in pairs:
        touched = [group for group in found if group & pair]
        found = [group for group in found if not group & pair] + [set(pair).union(*touched)]
    return found


def _lines(asking: Asking, reading: bytes, where: set[tuple[bytes, str]]) -> int:
    """How many lines of a reading stand, of these outlets and days."""
    sql = (
        "SELECT count(*) FROM desk_move m JOIN entry e ON e.no=m.entry WHERE m.outlet=? AND m.day=? "
        f"AND {_STANDS} AND ifnull(e.batch, e.hash)=?"
    )
    return sum(asking.facts(sql, outlet, day, reading)[0][0] for outlet, day in where)


def _void(work: Work, move: DeskMove) -> None:
    """What names another goes first, so that an undo brings the other back first."""
    why, session = _("read in twice"), work.session
    bought = session.scalars(select(Purchase).where(Purchase.move == move.id)).first()
    if bought is not None:
        work.void(bought, reason=why)
        for one in session.scalars(
            select(SoldOut).where(SoldOut.edition == move.edition, SoldOut.entry == move.entry)
        ):
            work.void(one, reason="sale")
    if move.what == "sent" and move.source:
        for came in session.scalars(select(TransferReceived).where(TransferReceived.transfer == move.source)):
            for arrived in session.scalars(select(DeskMove).where(DeskMove.source == came.id)):
                work.void(arrived, reason=why)
            work.void(came, reason=why)
    work.void(move, reason="sale" if bought is not None else why)  # what is written of a sale stands with hers
    if move.what == "sent" and move.source and (sent := session.get(Transfer, move.source)) is not None:
        work.void(sent, reason=why)
