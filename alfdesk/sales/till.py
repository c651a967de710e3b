"""The till of an outlet: its float, money in and out, and what is not settled yet.

What a till has had is the sum of its moves, what was settled the sum of its settlements; what is unsettled is the
difference, day by day and kind by kind. It is reckoned from this laptop's own last settlement of the outlet, which knew
all that came before it, so that it does not grow with the years. A move or a settlement that is voided later is in the
difference from then on; of two laptops that settled the same apart, the next settlement takes the one back.

All that is unsettled lies in one drawer with the float, whatever its day, and only the drawer can be counted. A
settlement that leaves days open leaves their money in the drawer, and the float: the till goes on with both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import money, staff
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, cursor_of, verb
from ..models.sales import DeskMove, Settlement, TillOpened
from ..person_fields import plain_text
from ..store.session import Ready
from .editions import why
from .outlets import require_outlet
from .records import OpenDay, TillLine, Unsettled
from .rules import rules

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REASON_LIMIT = 200  # characters
MOST = 9_999  # of one note or coin in a count
# Moves that bear copies alone, and never money.
COPIES_ONLY = ("free", "received", "sent", "arrived", "pulped", "lost", "counted", "given_back")
# Moves that are told one by one, with who and why.
TOLD = ("repaid", "paid_out", "fee", "cash_in", "cash_out")

_OUTLET, _CUT = bindparam("outlet"), bindparam("cut")
OWN_LAST = Ready(
    select(Settlement.entry, Settlement.carried_ore, Settlement.shown)
    .where(Settlement.outlet == _OUTLET, Settlement.laptop == bindparam("laptop"))
    .order_by(Settlement.entry.desc())
    .limit(1)
)
LAST = Ready(
    select(Settlement.entry, Settlement.float_ore, Settlement.shown)
    .where(Settlement.outlet == _OUTLET)
    .order_by(Settlement.entry.desc())
    .limit(1)
)
OPENED = Ready(
    select(TillOpened.float_ore, TillOpened.day, TillOpened.at_minute)
    .where(TillOpened.outlet == _OUTLET, TillOpened.entry > _CUT)
    .order_by(TillOpened.entry.desc(), TillOpened.id.desc())
    .limit(1)
)
OPENED_LAST = Ready(
    select(TillOpened.counts, TillOpened.float_ore)
    .where(TillOpened.outlet == _OUTLET)
    .order_by(TillOpened.entry.desc(), TillOpened.id.desc())
    .limit(1)
)
CASH_SINCE = Ready(select(func.sum(DeskMove.cash_ore)).where(DeskMove.outlet == _OUTLET, DeskMove.entry > _CUT))
SETTLED_SINCE = Ready(
    select(func.sum(Settlement.moved_ore)).where(Settlement.outlet == _OUTLET, Settlement.entry > _CUT)
)
_AMOUNTS = (DeskMove.cash_ore, DeskMove.vipps_ore, DeskMove.credit_ore, DeskMove.held_ore, DeskMove.copies)
MOVES_SINCE = Ready(
    select(DeskMove.day, DeskMove.what, func.count(), *(func.sum(one) for one in _AMOUNTS))
    .where(DeskMove.outlet == _OUTLET, DeskMove.entry > _CUT, DeskMove.what.not_in(COPIES_ONLY))
    .group_by(DeskMove.day, DeskMove.what)
)
SETTLEMENTS_SINCE = Ready(
    select(Settlement.id, Settlement.day, Settlement.moved_ore, Settlement.shown)
    .where(Settlement.outlet == _OUTLET, Settlement.entry > _CUT)
)  # fmt: skip
_LINE = select(
    DeskMove.id, DeskMove.day, DeskMove.at_minute, DeskMove.what, DeskMove.cash_ore, DeskMove.reason, DeskMove.staff,
    DeskMove.entry,
)  # fmt: skip
TOLD_SINCE = Ready(_LINE.where(DeskMove.outlet == _OUTLET, DeskMove.entry > _CUT, DeskMove.what.in_(TOLD)))
THESE_MOVES = Ready(_LINE.where(DeskMove.id.in_(bindparam("ids", expanding=True))))
# This laptop, and the last entry at which what had come before was not all that it knew of.
OWN = """
    SELECT (SELECT unhex(value) FROM local WHERE key='device'), max(
        ifnull((SELECT CAST(value AS INTEGER) FROM local WHERE key='branched'), 0),
        ifnull((SELECT max(entry) FROM laptop_revoked), 0),
        ifnull((SELECT max(v.no) FROM laptop_revoked r JOIN void v ON v.fact=r.id AND v.kind='laptop_revoked'), 0))
"""
# What stood when the till was last settled, and has been voided since. Another laptop may say so too, later: the first
# to say it here is what counts.
_NOT_BEFORE = """
    AND NOT EXISTS(SELECT 1 FROM void b WHERE b.fact=v.fact AND b.kind=v.kind AND b.person=x'' AND b.no<v.no)
"""
VOIDED_MOVES = f"""
    SELECT m.day, m.what, 1, m.cash_ore, m.vipps_ore, m.credit_ore, m.held_ore, m.copies
    FROM void v CROSS JOIN desk_move m
    WHERE v.no>:cut AND v.kind='desk_move' AND v.person=x'' AND m.id=v.fact AND m.outlet=:outlet AND m.entry<=:cut
    {_NOT_BEFORE}
"""
VOIDED_SETTLEMENTS = f"""
    SELECT s.id, s.day, s.moved_ore, s.shown FROM void v CROSS JOIN settlement s
    WHERE v.no>:cut AND v.kind='settlement' AND v.person=x'' AND s.id=v.fact AND s.outlet=:outlet AND s.entry<=:cut
    {_NOT_BEFORE}
"""

# By day and what moved: how many, then øre in cash, by Vipps, on credit and of what is held, then copies.
Sums = dict[tuple[str, str], list[int]]


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def open_till(
    work: Work, *, outlet: bytes, day: date, at_minute: int, counts: Mapping[Any, Any], along: bool = False
) -> int:
    """The till begins with this, counted by note and coin. Opening it again before it is settled counts anew.

    The float alone was counted; or, with `along`, all that lies in the till, of which what is unsettled is no float.
    Returns the float in øre. Raises UserFacingError when less was counted than is unsettled.
    """
    require_outlet(work, outlet)
    said = counts_of(counts)
    amount = money.counted(said) - (unsettled_cash(work.session, outlet) if along else 0)
    if amount < 0:
        raise UserFacingError(
            _("There is {amount} kr less than what is not settled. Nothing has changed. Settle first.").format(
                amount=money.written(-amount)
            )
        )
    work.add(TillOpened(
        outlet=outlet, day=day, at_minute=at_minute, float_ore=amount, counts=packed(said), staff=work.acting.id,
    ))  # fmt: skip
    return amount


@verb("desk", "office", "manager")
def cash_in(work: Work, *, outlet: bytes, amount_ore: int, reason: str, day: date, at_minute: int) -> bytes:
    """Money into the till that is no sale: change from the bank. Returns the move's id."""
    return _cash(work, "cash_in", outlet, amount_ore, reason, day, at_minute)


@verb("desk", "office", "manager")
def cash_out(work: Work, *, outlet: bytes, amount_ore: int, reason: str, day: date, at_minute: int) -> bytes:
    """Money out of the till that is no payout: to the safe. Returns the move's id."""
    return _cash(work, "cash_out", outlet, -amount_ore, reason, day, at_minute)


def _cash(work: Work, what: str, outlet: bytes, ore: int, reason: str, day: date, at_minute: int) -> bytes:
    require_outlet(work, outlet)
    if not 0 < (ore if what == "cash_in" else -ore) <= money.LIMIT:
        raise UserFacingError(_("Write an amount above zero. Nothing has changed."))
    return work.add(DeskMove(
        outlet=outlet, what=what, day=day, at_minute=at_minute, cash_ore=ore, reason=why(reason), staff=work.acting.id,
    ))  # fmt: skip


# Reads ---------------------------------------------------------------------------------------------------------------


def should_hold(session: Session, outlet: bytes, day: date) -> int:
    """What the till should hold now, in øre: its float and all that is unsettled. For whoever may see it before the
    count."""
    return float_of(session, outlet, day) + unsettled_cash(session, outlet)


def unsettled_cash(session: Session, outlet: bytes) -> int:
    """Cash that moved at the outlet and is not settled, in øre."""
    cut, carried, _shown = _since(session, outlet)
    ((fresh,),), ((settled,),) = CASH_SINCE(session, outlet=outlet, cut=cut), SETTLED_SINCE(
        session, outlet=outlet, cut=cut
    )  # fmt: skip
    found = carried + (fresh or 0) - (settled or 0)
    if cut:
        found -= sum(row[3] or 0 for row in _voided(session, VOIDED_MOVES, outlet, cut))
        found += sum(row[2] or 0 for row in _voided(session, VOIDED_SETTLEMENTS, outlet, cut))
    return found


def float_of(session: Session, outlet: bytes, day: date) -> int:
    """What the till began with since it was last settled, in øre: as it was counted, or left by a settlement that
    carried days over, else as the rules say."""
    opened = opened_since(session, outlet)
    if opened:
        return opened[0]
    left = left_float(session, outlet)
    return left if left is not None else rules(session, outlet).on(day, "float_ore", 0)


def left_float(session: Session, outlet: bytes) -> int | None:
    """The float that the last settlement left in the till along with what it carried over; None when it carried
    nothing over: then all but the float of the day was taken out."""
    for row in LAST(session, outlet=outlet):
        return (row.float_ore or 0) if json.loads(row.shown or "{}").get("carried") else None
    return None


def opened_since(session: Session, outlet: bytes) -> tuple[int, date | None, int | None] | None:
    """The float, day and minute the till was opened with since it was last settled; None when it was not."""
    last = LAST(session, outlet=outlet)
    found = OPENED(session, outlet=outlet, cut=last[0].entry or 0 if last else 0)
    return (found[0].float_ore or 0, found[0].day, found[0].at_minute) if found else None


def counts_before(session: Session, outlet: bytes) -> dict[int, int]:
    """By note and coin the float that the till was opened with last, to be offered again; nothing where the float was
    counted along with what was unsettled."""
    for row in OPENED_LAST(session, outlet=outlet):
        found = {int(value): many for value, many in json.loads(row.counts or "{}").items()}
        return found if money.counted(found) == row.float_ore else {}
    return {}


def unsettled(
    session: Session, outlet: bytes, upto: date | None = None, *, day: date | None = None,
    carried: Collection[date] = (),
) -> Unsettled:  # fmt: skip
    """What a settlement would take up that carries over these days and those after `upto`. `day` says which rule of
    the float holds."""
    books, stays = reckoned(session, outlet), Stays(upto, carried)
    taken, _left = books.divided(stays)
    days: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for (on, what), sums in sorted(taken.items()):
        days[on].append((what, sums[1], sums[0]))
    return Unsettled(
        float_of(session, outlet, day or upto or date.max),
        tuple(OpenDay(_on(on), tuple(sums)) for on, sums in days.items()),
        tuple(line for line, _entry in lines_of(session, books, stays)),
    )


# For settling --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stays:
    """Which open days a settlement leaves open: those after `upto`, and those that are named."""

    upto: date | None = None
    named: Collection[date] = ()

    def __contains__(self, day: date) -> bool:
        return day in self.named or self.upto is not None and day > self.upto


@dataclass(slots=True)
class Books:
    """What is unsettled at an outlet: the sums, and the moves that are told one by one."""

    sums: Sums = field(default_factory=lambda: defaultdict(lambda: [0] * 6))
    lines: dict[bytes, Any] = field(default_factory=dict)

    def divided(self, stays: Stays) -> tuple[Sums, Sums]:
        """The sums of the days that are settled, and of those that stay open."""
        standing = {key: sums for key, sums in self.sums.items() if any(sums)}
        return (
            {key: sums for key, sums in standing.items() if _on(key[0]) not in stays},
            {key: sums for key, sums in standing.items() if _on(key[0]) in stays},
        )

    def add(self, rows: Iterable[Iterable[Any]], sign: int = 1) -> None:
        """Rows of day, what and six sums."""
        for day, what, *amounts in rows:
            on = day.isoformat() if isinstance(day, date) else day or ""
            total = self.sums[on, what or ""]
            for place, amount in enumerate(amounts):
                total[place] += sign * (amount or 0)


def reckoned(session: Session, outlet: bytes) -> Books:
    """All that is unsettled at the outlet, day by day and kind by kind."""
    cut, _carried, shown = _since(session, outlet)
    books = Books()
    books.add(shown.get("carried", ()))
    books.add(MOVES_SINCE(session, outlet=outlet, cut=cut))
    moves = {row.id: row for row in TOLD_SINCE(session, outlet=outlet, cut=cut)}
    before = [bytes.fromhex(one) for one in shown.get("carried_moves", ())]
    if cut:
        books.add(_voided(session, VOIDED_MOVES, outlet, cut), -1)
        for _id, day, ore, told in _voided(session, VOIDED_SETTLEMENTS, outlet, cut):
            rows, ids = took_up(day, ore, told)
            books.add(rows)
            before += ids
    for chunk in _chunks(before):
        moves |= {row.id: row for row in THESE_MOVES(session, ids=chunk)}
    for row in SETTLEMENTS_SINCE(session, outlet=outlet, cut=cut):
        rows, ids = took_up(row.day, row.moved_ore, row.shown)
        books.add(rows, -1)
        for one in ids:
            moves.pop(one, None)
    books.lines = moves
    return books


def lines_of(session: Session, books: Books, stays: Stays) -> Iterator[tuple[TillLine, int | None]]:
    """The moves of the days that are settled which are told one by one, by day and time, each with the number of its
    entry."""
    names = staff.names(session) if books.lines else {}
    for row in sorted(books.lines.values(), key=lambda r: (r.day or date.min, r.at_minute or 0, r.id)):
        if (row.day or date.min) not in stays:
            yield TillLine(
                row.id, row.day or date.min, row.at_minute or 0, row.what or "", row.cash_ore or 0, row.reason,
                names.get(row.staff or b"", ""),
            ), row.entry  # fmt: skip


def took_up(day: date | str | None, ore: int | None, shown: str | None) -> tuple[list[list[Any]], list[bytes]]:
    """What a settlement took up: day, what and six sums; and the moves that it told one by one."""
    told = json.loads(shown) if shown else {}
    rows = told.get("days")
    if rows is None:
        rows = [[day, "sale", 0, ore or 0, 0, 0, 0, 0]]
    return rows, [bytes.fromhex(line[0]) for line in told.get("lines", ())]


def counts_of(said: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> dict[int, int]:
    """A count by note and coin in kroner, as numbers or as typed. Raises UserFacingError for anything that is none."""
    pairs = list(said.items() if isinstance(said, Mapping) else said)
    counts: dict[int, int] = {}
    for typed, how_many in pairs:
        value = _whole(typed)
        if value not in money.DENOMINATIONS:
            sentence = _("{value} is no note or coin. Nothing has changed. Use {these}.")
            these = ", ".join(map(str, money.DENOMINATIONS))
            raise UserFacingError(sentence.format(value=plain_text(str(typed), 40) or "–", these=these))
        if value in counts:
            raise UserFacingError(_("{value} is counted twice. Nothing has changed.").format(value=value))
        count = _whole(how_many)
        if count is None or not 0 <= count <= MOST:
            sentence = _("How many of {value} must be a whole number from 0 to {most}. Nothing has changed.")
            raise UserFacingError(sentence.format(value=value, most=MOST))
        counts[value] = count
    return counts


def packed(counts: Mapping[int, int]) -> str:
    """A count as it is kept: highest first, nothing of which there was none."""
    return json.dumps({str(value): n for value, n in sorted(counts.items(), reverse=True) if n})


# Private -------------------------------------------------------------------------------------------------------------


def _on(day: str) -> date:
    return date.fromisoformat(day) if day else date.min


def _whole(typed: Any) -> int | None:
    if isinstance(typed, str):
        text = typed.strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
    return typed if type(typed) is int else None


def _since(session: Session, outlet: bytes) -> tuple[int, int, dict[str, Any]]:
    """From where to reckon: the entry of this laptop's last settlement here, what it carried over, what it showed.

    From the beginning, where that does not know all that came before it: a laptop whose own entries came in a parcel
    (it was restored, or copied) had them in another order than it wrote them in, and when a laptop is barred, what it
    wrote goes. The next settlement knows of it all.
    """
    device, since = cursor_of(session).execute(OWN).fetchone()
    last = OWN_LAST(session, outlet=outlet, laptop=device or b"")
    if not last or (last[0].entry or 0) <= since:
        return 0, 0, {}
    return last[0].entry or 0, last[0].carried_ore or 0, json.loads(last[0].shown or "{}")


def _voided(session: Session, sql: str, outlet: bytes, cut: int) -> list[tuple[Any, ...]]:
    return cursor_of(session).execute(sql, {"outlet": outlet, "cut": cut}).fetchall()


def _chunks(ids: list[bytes], size: int = 400) -> Iterator[list[bytes]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
