"""The day's settlement of an outlet: what the till should hold, what was counted, and why they differ.

The drawer is counted whole. Each open day is settled or carried over: what is carried over should lie in the drawer
with the float, is not settled by this, and stays there for the next.

Numbered in the laptop's own series over all outlets, without gaps; voided, and never deleted or made again. `shown`
keeps what it says, so that it prints the same for ever, and what it took up and carried over by day and kind, from
which the next one is reckoned (see `till`).

    days           [[day, what, how many, øre in cash, Vipps, credit, held, copies], …]   what it took up
    carried        the same, of days that stay open; carried_moves: those of them that are told one by one
    lines          [[move, "2026-11-20 10.12", what, øre, reason, who], …]
    outlet, at, who, practice, foot
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import money, staff
from ..attendance.records import Foot
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.history import newest as newest_entry
from ..journal.own_line import own_line
from ..journal.write import Work, cursor_of, digest_of, verb
from ..models.sales import DeskMove, Settlement
from ..person_fields import plain_text
from ..store.session import Ready
from ..weeks import clock
from .editions import why
from .outlets import require_outlet
from .records import Ahead, Settled
from .rules import rules
from .till import REASON_LIMIT, Books, Stays, counts_of, float_of, lines_of, packed, reckoned
from .words import MOVES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Z_LIMIT = 40  # characters of the declared register's number

_COLUMNS = (
    Settlement.id, Settlement.outlet, Settlement.letter, Settlement.number, Settlement.day, Settlement.float_ore,
    Settlement.moved_ore, Settlement.carried_ore, Settlement.counted_ore, Settlement.counts, Settlement.reason,
    Settlement.z_number, Settlement.z_total_ore, Settlement.shown, Settlement.voided,
)  # fmt: skip
_NEWEST_FIRST = (Settlement.entry.desc(), Settlement.id.desc())
ONE = Ready(select(*_COLUMNS).where(Settlement.id == bindparam("id")), voided=True)
NEWEST = Ready(select(*_COLUMNS).order_by(*_NEWEST_FIRST).limit(bindparam("most")), voided=True)
NEWEST_AT = Ready(
    select(*_COLUMNS)
    .where(Settlement.outlet == bindparam("outlet"))
    .order_by(*_NEWEST_FIRST)
    .limit(bindparam("most")),
    voided=True,
)
GIVEN = """
    SELECT s.letter, s.number, e.stream, e.seq FROM settlement s CROSS JOIN entry e ON e.no=s.entry WHERE s.laptop=?
    ORDER BY s.entry
"""
HIGHEST = Ready(select(func.max(Settlement.number)).where(Settlement.laptop == bindparam("laptop")), voided=True)
NEWEST_MOVE = Ready(select(func.max(DeskMove.entry)).where(DeskMove.outlet == bindparam("outlet")))


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def settle(
    work: Work, *, outlet: bytes, day: date, at_minute: int, counts: Mapping[Any, Any], reason: str | None = None,
    upto: date | None = None, carried: Collection[date] = (), z_number: str | None = None,
    z_total_ore: int | None = None,
) -> Settled:  # fmt: skip
    """Settle what the outlet's till has had since it was last settled, against all that was counted in it.

    `upto` settles a past day: what moved after it is carried over to the next, and so are the days that are named in
    `carried`. Raises UserFacingError, and takes no number, for a count that is none, for a difference without a reason,
    and where every open day is carried over.
    """
    session = work.session
    name = require_outlet(work, outlet)
    if upto is not None and upto >= day:
        upto = None
    said = counts_of(counts)
    counted = money.counted(said)
    reason = plain_text(reason, REASON_LIMIT)
    z_number = plain_text(z_number, Z_LIMIT)
    if z_total_ore is not None and (type(z_total_ore) is not int or abs(z_total_ore) > money.LIMIT):
        raise UserFacingError(_("The register's total can't be right. Nothing has changed."))
    books, stays = reckoned(session, outlet), Stays(upto, carried)
    taken, left = books.divided(stays)
    if left and not taken:
        raise UserFacingError(_("Choose at least one open day to settle. Nothing has changed."))
    moved, kept = (sum(sums[1] for sums in some.values()) for some in (taken, left))
    start = float_of(session, outlet, upto or day)
    difference = counted - start - moved - kept
    if difference and not reason:
        raise UserFacingError(
            _("The count differs by {amount} kr. Write in a few words why, and settle again.").format(
                amount=money.written(difference)
            )
        )
    laptop = own_laptop(session)
    letter, number = _next_number(session, laptop, rules(session, laptop).on(day, "letter") or _letter(session))
    shown = _shown(work, books, stays, outlet=name, at=f"{day.isoformat()} {clock(at_minute).replace('.', ':')}")
    shown["foot"] = _foot(session, outlet, _numbered(letter, number), [
        name, (upto or day).isoformat(), f"{start} {moved} {kept} {counted} {packed(said)}", reason or "",
        f"{z_number} {z_total_ore}", json.dumps(shown["days"]), json.dumps(shown["lines"], ensure_ascii=False),
        json.dumps(shown["carried"]),
    ])  # fmt: skip
    row = Settlement(
        outlet=outlet, laptop=laptop, letter=letter, number=number, day=upto or day, at_minute=at_minute,
        float_ore=start, moved_ore=moved, carried_ore=kept, counted_ore=counted, counts=packed(said), reason=reason,
        z_number=z_number, z_total_ore=z_total_ore, shown=json.dumps(shown, ensure_ascii=False), staff=work.acting.id,
    )  # fmt: skip
    row.id = work.add(row)
    return _settled(row, None)


@verb("desk", "office", "manager")
def void_settlement(work: Work, *, settlement: bytes, reason: str) -> None:
    """The settlement does not count: what it took up is unsettled again. It keeps its number, and stays to be seen."""
    row = work.session.get(Settlement, settlement)
    if row is None or row.voided:
        raise UserFacingError(_("There is no such settlement. Nothing has changed."))
    work.void(row, reason=why(reason))


# Reads ---------------------------------------------------------------------------------------------------------------


def ahead(
    session: Session, outlet: bytes, day: date, upto: date | None = None, carried: Collection[date] = ()
) -> Ahead:
    """What a settlement made now would find that settles all that is unsettled, but the days after `upto` and those in
    `carried`."""
    upto = upto if upto is not None and upto < day else None
    taken, left = reckoned(session, outlet).divided(Stays(upto, carried))
    start = float_of(session, outlet, upto or day)
    sold = sum(sum(sums[1:5]) for (_day, what), sums in taken.items() if what in ("sale", "return"))
    moved, kept = (sum(sums[1] for sums in some.values()) for some in (taken, left))
    return Ahead(start, start + moved + kept, sold, kept)


def settlements(session: Session, outlet: bytes | None = None, *, limit: int = 50) -> tuple[Settled, ...]:
    """The newest settlements, of all outlets or of one, voided ones among them."""
    rows = NEWEST_AT(session, outlet=outlet, most=limit) if outlet else NEWEST(session, most=limit)
    return tuple(_settled(row, _void_reason(session, row)) for row in rows)


def settlement(session: Session, id: bytes) -> Settled:  # noqa: A002  the word for it
    """One settlement, as it was first printed. Raises UserFacingError."""
    for row in ONE(session, id=id):
        return _settled(row, _void_reason(session, row))
    raise UserFacingError(_("There is no such settlement. Nothing has changed."))


def numbered(session: Session, number: str) -> Settled:
    """The settlement with this number ("K-0041"), whatever case. Raises UserFacingError."""
    letter, _dash, digits = number.strip().upper().rpartition("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= 9:
        found = select(Settlement.id).where(Settlement.letter == letter, Settlement.number == int(digits))
        for (id_,) in session.execute(found.order_by(Settlement.entry).execution_options(voided=True)):
            return settlement(session, id_)
    raise UserFacingError(_("There is no settlement numbered {number}. Nothing has changed.").format(number=number))


# Private -------------------------------------------------------------------------------------------------------------


def _numbered(letter: str | None, number: int | None) -> str:
    return f"{letter or ''}-{number or 0:04}"


def own_laptop(session: Session) -> bytes:
    """The id of this laptop, whose letter stands before its settlements."""
    found = cursor_of(session).execute("SELECT unhex(value) FROM local WHERE key='device'").fetchone()
    return found[0] if found else b""


def _next_number(session: Session, laptop: bytes, letter: str) -> tuple[str, int]:
    """The letter and number of the next settlement of this laptop.

    Once it was copied, or put back to an earlier state, it may have given numbers that are on paper and that it does
    not know of: its line of what it wrote goes on in a series of its own, K2-0001, K3-0001. It is told from the rest by
    what is known of the other lines; where two took the same all the same, a person is asked (`questions.tills`).
    """
    cursor = cursor_of(session)
    if not cursor.execute("SELECT 1 FROM local WHERE key IN ('branched', 'restored')").fetchone():
        ((highest,),) = HIGHEST(session, laptop=laptop)
        return letter, (highest or 0) + 1
    line = own_line(cursor)
    given = [
        (_series(old), number or 0, line.alone((stream, seq)))
        for old, number, stream, seq in cursor.execute(GIVEN, (laptop,)).fetchall()
    ]
    others = {1} | {series for series, _number, alone in given if not alone}
    mine = [(series, number) for series, number, alone in given if alone and series not in others]
    if mine:
        series = mine[-1][0]
        return f"{letter}{series}", max(number for other, number in mine if other == series) + 1
    free = (n for n in count(max(2, line.times + 1)) if n not in others)
    return f"{letter}{next(islice(free, line.among, None))}", 1


def _series(letter: str | None) -> int:
    """Which series of a laptop a letter says: "K" the first, "K2" the second."""
    digits = "".join(filter(str.isdigit, letter or ""))
    return int(digits or 1)


def _letter(session: Session) -> str:
    """The series of this laptop where no rule names it: two laptops never share one."""
    own = staff.letter_of(session)
    return "K" if own == "A" else f"K{own}"


def _shown(work: Work, books: Books, stays: Stays, **head: str) -> dict[str, Any]:
    taken, left = books.divided(stays)
    told = [line for line, _entry in lines_of(work.session, books, stays)]
    here = {line.move for line in told}
    return head | {
        "who": work.acting.name,
        "organisation": staff.organisation_of(work.session),
        "practice": staff.is_practice(work.session),
        "days": [[*key, *sums] for key, sums in sorted(taken.items())],
        "lines": [
            [t.move.hex(), f"{t.day.isoformat()} {clock(t.at_minute)}", t.what, t.cash_ore, t.reason or "", t.who]
            for t in told
        ],
        "carried": [[*key, *sums] for key, sums in sorted(left.items())],
        "carried_moves": [move.hex() for move in sorted(books.lines) if move not in here],
    }


def _foot(session: Session, outlet: bytes, number: str, shown: list[str]) -> list[str | None]:
    ((entry,),) = NEWEST_MOVE(session, outlet=outlet)
    return [number, digest_of(number, *shown), newest_entry(session, [entry])]


def _void_reason(session: Session, row: Any) -> str | None:
    """Why it was voided: what the entry that did so says."""
    if not row.voided:
        return None
    from ..journal.history import of_row

    return next((c.reason for c in of_row(session, row.id) if c.what == "void"), None) or ""


def _by_day(rows: Iterable[list[Any]]) -> tuple[tuple[date, int], ...]:
    """Øre in cash of each day."""
    days: Counter[str] = Counter()
    for day, _what, _count, cash, *_rest in rows:
        days[day] += cash
    return tuple((date.fromisoformat(day) if day else date.min, ore) for day, ore in sorted(days.items()))


def _settled(row: Any, void_reason: str | None) -> Settled:
    told = json.loads(row.shown or "{}")
    sums: dict[str, list[int]] = {what: [0, 0] for what in MOVES}
    vipps = credit = held = sold = copies = 0
    for _day, what, count, cash, by_vipps, on_credit, of_held, moved in told.get("days", ()):
        total = sums.setdefault(what, [0, 0])
        total[0] += cash
        total[1] += count
        vipps, credit, held, copies = vipps + by_vipps, credit + on_credit, held + of_held, copies - moved
        if what in ("sale", "return"):
            sold += cash + by_vipps + on_credit + of_held
    counts = Counter({int(value): n for value, n in json.loads(row.counts or "{}").items()})
    number, digest, newest = told.get("foot") or (_numbered(row.letter, row.number), "", None)
    return Settled(
        id=row.id, number=_numbered(row.letter, row.number), outlet=told.get("outlet", ""), day=row.day or date.min,
        at=told.get("at", ""), who=told.get("who", ""), float_ore=row.float_ore or 0,
        sums=tuple((what, ore, count) for what, (ore, count) in sums.items() if ore or count),
        lines=tuple((at, what, ore, reason, who) for _move, at, what, ore, reason, who in told.get("lines", ())),
        vipps_ore=vipps, credit_ore=credit, held_ore=held, sold_ore=sold, copies=copies,
        expected_ore=(row.float_ore or 0) + (row.moved_ore or 0) + (row.carried_ore or 0),
        counted_ore=row.counted_ore or 0, settles=_by_day(told.get("days", ())),
        carried=_by_day(told.get("carried", ())),
        counts=tuple(sorted(counts.items(), reverse=True)), carried_ore=row.carried_ore or 0, reason=row.reason,
        z_number=row.z_number, z_total_ore=row.z_total_ore, voided=bool(row.voided), void_reason=void_reason,
        practice=bool(told.get("practice")), foot=Foot(number, digest, newest),
        organisation=told.get("organisation", ""),
    )  # fmt: skip
