"""Copies: a transfer that two have confirmed, or one took back and another confirmed; a shelf counted twice by two who
did not know of one another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work
from ..models.sales import DeskMove, StockCount, Transfer, TransferReceived
from ..weeks import written
from .asking import Asking
from .records import Choice, Question, ident

# Transfers -----------------------------------------------------------------------------------------------------------


def received(asking: Asking, transfer: bytes) -> Iterator[Question]:
    """Two receptions of one transfer: the first counts until a person has said which. A transfer that was taken back,
    and that somebody has received: what came counts when a person says that it came."""
    came = _receptions(asking, transfer)
    sent = asking.facts("SELECT edition, to_outlet, copies, day, entry, voided FROM transfer WHERE id=?", transfer)
    lost = not sent
    if lost and came:
        sent = asking.facts(
            "SELECT edition, outlet, NULL, day, entry, 0 FROM desk_move WHERE source=? AND what='arrived'", came[0][0]
        )
    if not sent or not came or len(came) < 2 and not sent[0][5]:
        return
    edition, outlet, copies, day, no, voided = sent[0]
    named = {"title": asking.edition(edition), "outlet": asking.outlet(outlet), "day": _day(day)}
    kind = "recalled" if voided else "received"
    about = (ident(kind, transfer, *(one[0] for one in came)),)
    sides, choices = [], []
    if voided:
        says = _("taken back: {count} sent").format(count=copies or 0)
        sides.append(asking.side(asking.voided_by(transfer) or no, says, "stayed"))
        choices.append(Choice("stayed", _("They were never sent")))
    for ident_, count, entry in sorted(came, key=lambda one: asking.order(one[2])):
        side = asking.side(entry, _arrived(count), keeping(ident_))
        sides.append(side)
        words = _("{copies} came, says {who}") if len(came) > 1 or not voided else _("{copies} came")
        choices.append(Choice(keeping(ident_), words.format(copies=_copies(count), who=side.who)))
    words = (
        _("{title} to {outlet}, sent {day}, was taken back and confirmed. Did the copies come?") if voided
        else _("{title} to {outlet} was confirmed twice, and nobody has what was sent. Which one counts?") if lost
        else _("{title} to {outlet}, sent {day}, was confirmed twice. Which one counts?")
    )  # fmt: skip
    yield Question(about[0].hex(), kind, words.format(**named), tuple(sides), tuple(choices), about, day=_on(day))


def say_received(work: Work, asking: Asking, question: Question, choice: str) -> None:
    """The other receptions do not count; a transfer that was taken back is said anew where copies came."""
    for (transfer,) in [*_doubled(asking), *_recalled(asking)]:
        found = next(received(asking, transfer), None)
        if found and found.id == question.id:
            break
    else:
        return
    came = _receptions(asking, transfer)
    chosen = next((one for one in came if keeping(one[0]) == choice), None)
    for ident_, _count, _entry in came:
        if question.kind == "recalled" or ident_ != (chosen and chosen[0]):
            _take_back(work, TransferReceived, ident_)
    if question.kind == "recalled" and chosen:
        _say_again(work, transfer, chosen[0])


def keeping(fact: bytes) -> str:
    """The choice that this one counts."""
    return f"keep-{ident('choice', fact).hex()[:8]}"


def _receptions(asking: Asking, transfer: bytes) -> list[tuple[Any, ...]]:
    """Id, copies and entry, the one that counts first."""
    return asking.facts(
        "SELECT id, copies, entry FROM transfer_received WHERE transfer=? AND voided=0 ORDER BY id", transfer
    )


def _take_back(work: Work, table: type[TransferReceived] | type[StockCount], fact: bytes) -> None:
    """The moves that belong to it go first, so that an undo brings it back before them."""
    for move in work.session.query(DeskMove).filter(DeskMove.source == fact):
        work.void(move, reason=_("said at two places"))
    work.void(work.session.get_one(table, fact), reason=_("said at two places"))


def _say_again(work: Work, transfer: bytes, received_: bytes) -> None:
    """What was taken back, and what came of it, as facts of their own."""
    rows = {
        table: work.session.query(table).filter(table.id == ident_).execution_options(voided=True).one()
        for table, ident_ in ((Transfer, transfer), (TransferReceived, received_))
    }  # fmt: skip
    sent, came = rows[Transfer], rows[TransferReceived]
    anew = work.add(Transfer(
        from_outlet=sent.from_outlet, to_outlet=sent.to_outlet, edition=sent.edition, copies=sent.copies, day=sent.day,
        at_minute=sent.at_minute, staff=sent.staff,
    ))  # fmt: skip
    work.add(DeskMove(
        outlet=sent.from_outlet, edition=sent.edition, what="sent", copies=-(sent.copies or 0), day=sent.day,
        at_minute=sent.at_minute, source=anew, staff=sent.staff,
    ))  # fmt: skip
    there = work.add(TransferReceived(
        transfer=anew, copies=came.copies, day=came.day, at_minute=came.at_minute, reason=came.reason, staff=came.staff,
    ))  # fmt: skip
    work.add(DeskMove(
        outlet=sent.to_outlet, edition=sent.edition, what="arrived", copies=came.copies, day=came.day,
        at_minute=came.at_minute, source=there, reason=came.reason, staff=came.staff,
    ))  # fmt: skip


def received_keys(asking: Asking) -> set[tuple[bytes]]:
    return {*_doubled(asking), *_recalled(asking)}


def _doubled(asking: Asking) -> list[Any]:
    return asking.facts(
        "SELECT transfer FROM transfer_received WHERE voided=0 AND transfer IS NOT NULL "
        "GROUP BY transfer HAVING count(*)>1"
    )


def _recalled(asking: Asking) -> list[Any]:
    return asking.facts(
        "SELECT DISTINCT t.id FROM transfer t JOIN transfer_received r ON r.transfer=t.id AND r.voided=0 "
        "WHERE t.voided=1"
    )


# Counts --------------------------------------------------------------------------------------------------------------


def counted(asking: Asking, outlet: bytes, edition: bytes) -> Iterator[Question]:
    """Counts of one edition at one outlet that both found a difference and did not know of one another: both have been
    added to the stock. Each count says which it knew of, so the days between them do not matter."""
    rows = {row[0]: row for row in _counts(asking, outlet, edition)}
    apart = _apart(asking, list(rows.values()))
    for group in _together(apart):
        about = (ident("counted", *group),)
        if asking.answered(about[0]):
            continue
        words = _("{title} at {outlet} was counted twice, on laptops that had not met. Which count is right?")
        sides, choices = [], []
        for ident_, copies, no, _day_, difference, _knew in sorted(
            (rows[one] for one in group), key=lambda row: asking.order(row[2])
        ):
            off = f"{difference:+}".replace("-", "−")
            says = _("{count} counted, {difference} to the book").format(count=copies, difference=off)
            side = asking.side(no, says, keeping(ident_))
            sides.append(side)
            choices.append(Choice(keeping(ident_), _("{count} by {who}").format(count=copies, who=side.who)))
        choices.append(Choice("both", _("Both: one knew of the other")))
        yield Question(
            about[0].hex(), "counted", words.format(title=asking.edition(edition), outlet=asking.outlet(outlet)),
            tuple(sides), tuple(choices), about, day=_on(min(rows[one][3] for one in group)),
        )  # fmt: skip


def say_counted(work: Work, asking: Asking, question: Question, choice: str) -> None:
    """The counts that did not know of this one, and their differences, do not count. Those that it knew of, or that
    knew of it, go on from one another."""
    for outlet, edition in counted_keys(asking):
        if all(one.id != question.id for one in counted(asking, outlet, edition)):
            continue
        apart = _apart(asking, _counts(asking, outlet, edition))
        for kept in [one for one in apart if keeping(one) == choice]:
            for other in sorted(apart[kept]):
                _take_back(work, StockCount, other)


def _apart(asking: Asking, rows: list[tuple[Any, ...]]) -> dict[bytes, set[bytes]]:
    """By count those that it did not know of and that did not know of it, where there are any."""
    found: dict[bytes, set[bytes]] = {}
    behind = _behind(asking, rows) if len({asking.spoken(row[2]).device for row in rows}) > 1 else {}
    for one, other in combinations(rows, 2):
        linked = one[0] in behind.get(other[0], ()) or other[0] in behind.get(one[0], ())
        if behind and not linked and asking.apart(one[2], other[2]):
            found.setdefault(one[0], set()).add(other[0])
            found.setdefault(other[0], set()).add(one[0])
    return found


def _behind(asking: Asking, rows: list[tuple[Any, ...]]) -> dict[bytes, set[bytes]]:
    """By count all that it knew of, and that those knew of in turn; ones that were taken back among them."""
    knew: dict[bytes, list[bytes]] = {row[0]: _ids(row[5]) for row in rows}
    waiting = [one for named in knew.values() for one in named]
    while waiting:
        one = waiting.pop()
        if one not in knew:
            said = asking.facts("SELECT knew FROM stock_count WHERE id=?", one)
            knew[one] = _ids(said[0][0]) if said else []
            waiting += knew[one]
    found: dict[bytes, set[bytes]] = {}
    for row in rows:
        reached: set[bytes] = set()
        waiting = list(knew[row[0]])
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting += knew[one]
        found[row[0]] = reached
    return found


def _ids(said: str | None) -> list[bytes]:
    return [bytes.fromhex(one) for one in json.loads(said or "[]")]


def _together(apart: dict[bytes, set[bytes]]) -> list[list[bytes]]:
    """Those that are apart, with those that are apart from them, and so on."""
    groups: list[list[bytes]] = []
    left = set(apart)
    for first in sorted(apart):
        if first not in left:
            continue
        group, waiting = set(), [first]
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting += apart[one]
        left -= group
        groups.append(sorted(group))
    return groups


def _counts(asking: Asking, outlet: bytes, edition: bytes) -> list[tuple[Any, ...]]:
    """Id, copies, entry, the day it was begun, the difference and what it knew of, of those that differed."""
    return asking.facts(
        "SELECT c.id, c.copies, c.entry, b.day, c.copies-c.expected, c.knew FROM desk_move m "
        "JOIN stock_count c ON c.id=m.source AND c.voided=0 "
        "JOIN count_begun b ON b.id=c.begun AND b.voided=0 AND b.day IS NOT NULL "
        "WHERE m.edition=? AND m.outlet=? AND m.voided=0 AND m.what='counted' ORDER BY c.id",
        edition, outlet,
    )  # fmt: skip


def counted_keys(asking: Asking) -> set[tuple[bytes, bytes]]:
    return set(asking.facts(
        "SELECT b.outlet, c.edition FROM stock_count c JOIN count_begun b ON b.id=c.begun AND b.voided=0 "
        "JOIN entry e ON e.no=c.entry WHERE c.voided=0 AND c.copies<>c.expected AND b.outlet IS NOT NULL "
        "AND c.edition IS NOT NULL GROUP BY b.outlet, c.edition HAVING count(DISTINCT e.device)>1"
    ))  # fmt: skip


# Private -------------------------------------------------------------------------------------------------------------


def _copies(count: int | None) -> str:
    return ngettext("{copies} copy", "{copies} copies", count or 0).format(copies=count or 0)


def _arrived(count: int | None) -> str:
    return _("{copies} came").format(copies=_copies(count))


def _on(day: str | None) -> date:
    return date.fromisoformat(day) if day else date.min


def _day(day: str | None) -> str:
    return written(_on(day)) if day else "–"
