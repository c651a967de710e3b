"""A paper list of the desk, looked at line by line before anything is written: what each says, and what is wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import marked, worded
from ..journal import history
from ..journal.write import cursor_of
from ..models.people import Person
from ..models.sales import DeskMove, Purchase, SellerBreak, SellerNumber, Transfer
from ..spreadsheets import Cell, a_date, a_number, a_text, a_time, has_birth_number, read_table
from ..store.session import Ready
from ..weeks import written
from .accounts import balances, limits_on
from .editions import EDITIONS, PRODUCTS, these_editions
from .outlets import ALL, NAME_LIMIT, named, plain
from .records import EditionLine
from .rules import rules
from .selling import MOST
from .stock import LIMIT, copies_at

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = ("tid", "utsted", "selger", "produkt", "utgave", "antall", "betaling", "merknad")
NOTE_LIMIT = 200  # characters
# What a list may write. Lists are Norwegian, whatever language the screen has.
PAID = {"kontant": "cash", "vipps": "vipps", "kreditt": "credit"}
FREE = {"startblader": "starter", "gave": "gift", "kampanje": "campaign"}
STOCK = {"mottatt": "received", "flyttet": "sent", "makulert": "pulped", "svinn": "lost"}
KINDS = PAID | {"gratis": "free", "retur": "return"} | STOCK
FLAGS = {
    "break": marked("A break from selling"),
    "limit": marked("Above the credit limit"),
    "stock": marked("More than lay there by the book"),
    "ahead": marked("Still to come"),
}

_MOMENT = re.compile(r"(.+?)(?:,?\s+(?:kl\.?\s*)?|T)([0-9]{1,2}[.:]?[0-9]{2})(?:[.:][0-9]{2}(?:[.,][0-9]+)?)?")
_TAKEN_BACK = frozenset({
    history.undo.command, history.redo.command, "questions.answers.answer",  # type: ignore[attr-defined]
})  # fmt: skip

SELLERS = Ready(
    select(SellerNumber.number, SellerNumber.person)
    .join(Person, Person.id == SellerNumber.person)
    .order_by(SellerNumber.id.desc())
)
BREAKS = Ready(select(SellerBreak.person, SellerBreak.from_day, SellerBreak.to_day))
LISTED = Ready(
    select(
        DeskMove.id, DeskMove.day, DeskMove.at_minute, DeskMove.outlet, DeskMove.edition, DeskMove.what,
        DeskMove.copies, DeskMove.vipps_ore, DeskMove.credit_ore, DeskMove.reason, DeskMove.voided, Purchase.person,
        Purchase.reason.label("free"), Purchase.note, Transfer.to_outlet, DeskMove.listed,
    )
    .outerjoin(Purchase, Purchase.move == DeskMove.id)
    .outerjoin(Transfer, Transfer.id == DeskMove.source)
    .where(
        DeskMove.outlet == bindparam("outlet"), DeskMove.day >= bindparam("first"), DeskMove.day <= bindparam("last"),
        DeskMove.listed.is_not(None),
    ),
    voided=True,
)  # fmt: skip
# What was the first to void a move, and whether that was taken back since.
VOIDED_BY = """
    SELECT e.command, EXISTS(SELECT 1 FROM undone u WHERE u.stream=e.stream AND u.seq=e.seq AND u.voided=0)
    FROM void v JOIN entry e ON e.no=v.no WHERE v.fact=? AND v.kind='desk_move' AND v.person=x''
    ORDER BY e.stamp, e.stream, e.seq LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says. `kind` is cash, vipps, credit, free or return, or what moved of the stock; `outlet` and `to`
    are names as they are compared; `reason` says why it was free."""

    day: date
    at_minute: int
    outlet: str
    person: bytes | None
    edition: bytes
    kind: str
    copies: int
    reason: str | None
    note: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that is not there yet: of equal lines the nth, what a copy cost, and what lay at the outlet before it."""

    said: Line
    nth: int
    unit_ore: int
    there: int


@dataclass(slots=True)
class Plan:
    """What a list would do."""

    total: int
    refused: list[tuple[int, str]]
    new: list[NewLine] = field(default_factory=list)
    flagged: list[tuple[int, str]] = field(default_factory=list)  # line, code of FLAGS
    known: dict[str, bytes] = field(default_factory=dict)  # outlets by their names as they are compared
    outlets: dict[str, str] = field(default_factory=dict)  # new ones: the name as it is compared, and as it is written


def plan(session: Session, file: Path, today: date) -> Plan:
    """Each line of the file, held against what stands. Raises UserFacingError for the file."""
    table = read_table(file, needs=COLUMNS[:-1], knows=COLUMNS)
    made = Plan(len(table.rows) + len(table.refused), list(table.refused))
    known = _Known(session)
    made.known = known.outlets
    said: list[tuple[int, Line]] = []
    for at, cells in table.rows:
        try:
            said.append((at, _line(cells, known)))
        except (ValueError, UserFacingError) as error:
            made.refused.append((at, str(error)))
    if made.refused:
        return made
    standing, seen = _standing(session, known, said), Counter[Line]()
    for at, line in said:
        seen[line] += 1
        if (line, seen[line]) in standing:
            continue
        for name in (line.outlet, line.to):
            if name and name not in known.outlets:
                made.outlets[name] = known.spelled[name]
        made.new.append(NewLine(line, seen[line], known.unit(line), known.there(line.outlet, line.edition)))
        made.flagged += ((at, code) for code in _flags(line, known, today))
    return made


def a_moment(cell: Cell) -> tuple[date, int]:
    """A day and a time of day in minutes: 20.11.2026 08.01, 20.11.26 kl. 8:01, 2026-11-20 08:01, or a cell with both.
    Raises ValueError."""
    if isinstance(cell, datetime):
        cell += timedelta(milliseconds=500)  # spreadsheets keep 09.07 a few microseconds off
        if not cell.hour + cell.minute:
            raise ValueError(_no_moment())  # a cell with a day alone
        return a_date(cell), cell.hour * 60 + cell.minute
    return _moment(cell.strip() if isinstance(cell, str) else "")


def flag_words(code: str) -> str:
    """What a flag says."""
    return worded(FLAGS[code])


# Private -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _moment(text: str) -> tuple[date, int]:
    found = _MOMENT.fullmatch(text)
    minute = a_time(found[2]) if found else None
    if found is None or minute is None or minute >= 24 * 60:
        raise ValueError(_no_moment())
    return a_date(found[1]), minute


def _no_moment() -> str:
    return _("The time must be written like 20.11.2026 08.01.")


class _Known:
    """What the lines are held against, asked for once; and what the lines so far have come to."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.outlets = {plain(row.name): row.id for row in reversed(ALL(session)) if row.name}
        self.spelled: dict[str, str] = {}
        self.sellers = {row.number: row.person for row in SELLERS(session) if row.number}
        self.products = {plain(row.name): row.id for row in reversed(PRODUCTS(session))}
        self.editions = {(row.product, plain(row.name)): row.id for row in reversed(EDITIONS(session))}
        self.breaks: dict[bytes, list[Any]] = defaultdict(list)
        for row in BREAKS(session):
            self.breaks[row.person].append(row)
        self._on: dict[tuple[bytes, date], EditionLine] = {}
        self._rules: dict[bytes, Any] = {}
        self._there: dict[tuple[str, bytes], int] = {}
        self._owes: dict[bytes, dict[bytes, int]] = {}

    def edition(self, edition: bytes, day: date) -> EditionLine:
        """The edition as it is on that day."""
        if (edition, day) not in self._on:
            self._on[edition, day] = these_editions(self.session, [edition], day)[edition]
        return self._on[edition, day]

    def unit(self, line: Line) -> int:
        """What a copy cost, in øre; 0 where it cost nothing and has no price."""
        price = self.edition(line.edition, line.day).price
        return price.buy_ore if price and line.person else 0

    def bought_back(self, product: bytes, day: date) -> bool:
        if product not in self._rules:
            self._rules[product] = rules(self.session, product)
        return self._rules[product].on(day, "returns", True)

    def there(self, outlet: str, edition: bytes) -> int:
        """What lies at the outlet after the lines so far."""
        key = outlet, edition
        if key not in self._there:
            known = self.outlets.get(outlet)
            self._there[key] = copies_at(self.session, known, edition) if known else 0
        return self._there[key]

    def move(self, outlet: str, edition: bytes, copies: int) -> int:
        self._there[outlet, edition] = self.there(outlet, edition) + copies
        return self._there[outlet, edition]

    def owes(self, person: bytes, publication: bytes, more: int) -> int:
        """What she owes of a publication after the lines so far, and this much more."""
        if person not in self._owes:
            self._owes[person] = balances(self.session, person)[0]
        self._owes[person][publication] = self._owes[person].get(publication, 0) + more
        return self._owes[person][publication]


def _line(cells: tuple[Any, ...], known: _Known) -> Line:
    day, minute = a_moment(cells[0])
    outlet = _name(cells[1], known, _("The outlet is missing."))
    kind = KINDS.get(plain(a_text(cells[6], 40) or ""))
    if kind is None:
        raise ValueError(_("Payment must be one of: {words}.").format(words=", ".join(KINDS)))
    person = _seller(cells[2], kind, known)
    product, name = (a_text(cell, NAME_LIMIT) or "" for cell in cells[3:5])
    of = known.products.get(plain(product))
    if of is None:
        raise ValueError(_("There is no product called {name}.").format(name=product))
    edition = known.editions.get((of, plain(name)))
    if edition is None:
        raise ValueError(_("There is no edition {edition} of {product}.").format(edition=name, product=product))
    copies = _copies(cells[5], MOST if person else LIMIT)
    if kind == "return" and not known.bought_back(of, day):
        raise ValueError(_("{product} is not bought back.").format(product=product))
    if person and kind != "free" and known.edition(edition, day).price is None:
        sentence = _("{product} {edition} has no price on {day}.")
        raise ValueError(sentence.format(product=product, edition=name, day=written(day)))
    note = a_text(cells[7], NOTE_LIMIT)
    if note and has_birth_number(note):
        raise ValueError(_("Birth numbers must not be written here. The birth year is enough."))
    reason, to = None, None
    if kind == "free":
        reason = FREE.get(plain(note or ""), "other")
        note = note if reason == "other" else None
    elif kind == "sent":
        to, note = _name(note, known, _("Write in merknad which outlet the copies went to.")), None
        if to == outlet:
            raise ValueError(_("Choose another outlet to send to."))
    return Line(day, minute, outlet, person, edition, kind, copies, reason, note, to)


def _name(cell: Any, known: _Known, missing: str) -> str:
    """An outlet's name as it is compared."""
    text = a_text(cell, NAME_LIMIT)
    if text is None:
        raise ValueError(missing)
    key = plain(text)
    if key not in known.outlets and key not in known.spelled:
        known.spelled[key] = named(text)
    return key


def _seller(cell: Any, kind: str, known: _Known) -> bytes | None:
    typed = cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
    if kind in STOCK.values():
        if typed:
            raise ValueError(_("Copies that are received, moved, pulped or lost have no seller."))
        return None
    if not typed:
        raise ValueError(_("The seller's number is missing."))
    number = a_number(cell)
    if number not in known.sellers:
        raise ValueError(_("No seller has number {number}.").format(number=number))
    return known.sellers[number]


def _copies(cell: Any, most: int) -> int:
    try:
        copies = a_number(cell)
    except ValueError:
        copies = 0
    if not 1 <= copies <= most:
        raise ValueError(_("Copies must be a whole number from 1 to {limit}.").format(limit=most))
    return copies


def _flags(line: Line, known: _Known, today: date) -> list[str]:
    """What a new line passes over; reckons it in."""
    found = []
    if line.day > today:
        found.append("ahead")
    if line.kind in ("received", "return"):
        known.move(line.outlet, line.edition, line.copies)
    elif known.move(line.outlet, line.edition, -line.copies) < 0:
        found.append("stock")
    if line.to:
        known.move(line.to, line.edition, line.copies)
    if line.person is None:
        return found
    own = known.breaks.get(line.person, ())
    if line.kind != "return" and any(
        b.from_day and b.from_day <= line.day and (b.to_day is None or line.day <= b.to_day) for b in own
    ):
        found.append("break")
    if line.kind == "credit":
        publication = known.edition(line.edition, line.day).publication_id
        owes = known.owes(line.person, publication, line.copies * known.unit(line))
        limit = limits_on(known.session, line.person, [publication], line.day)[publication]
        if limit is not None and owes > limit:
            found.append("limit")
    return found


def _standing(session: Session, known: _Known, said: list[tuple[int, Line]]) -> set[tuple[Line, int]]:
    """What earlier lists have said of these outlets and days, each with its n of equal lines. What was voided since is
    among it, for it is not to come back; what an undo took back, or was one line read twice, is not, and where the
    voiding was taken back its copy is instead."""
    found: set[tuple[Line, int]] = set()
    named_ = {id_: name for name, id_ in known.outlets.items()}
    days = [line.day for _at, line in said]
    cursor = cursor_of(session)
    for outlet in {known.outlets[line.outlet] for _at, line in said if line.outlet in known.outlets}:
        for row in LISTED(session, outlet=outlet, first=min(days), last=max(days)):
            if row.voided:
                voided = cursor.execute(VOIDED_BY, (row.id,)).fetchone()
                if voided and (voided[0] in _TAKEN_BACK or voided[1]):
                    continue
            kind, reason, note, to = row.what, None, row.reason, None
            if row.what == "sale":
                kind, note = "credit" if row.credit_ore else "vipps" if row.vipps_ore else "cash", row.note
            elif row.what in ("free", "return"):
                reason, note = row.free if row.what == "free" else None, row.note
            elif row.what == "sent":
                to, note = named_.get(row.to_outlet), None
            line = Line(
                row.day, row.at_minute, named_[row.outlet], row.person, row.edition, kind, abs(row.copies or 0), reason,
                note, to,
            )  # fmt: skip
            found.add((line, row.listed))
    return found
