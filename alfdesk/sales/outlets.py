"""Outlets: where sellers buy. Each has its own stock and its own till."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import normalize

from sqlalchemy import select

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.write import Work, verb
from ..models.base import Edited, new_id
from ..models.sales import Outlet
from ..person_fields import plain_text
from ..store.session import Ready
from .records import OutletLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NAME_LIMIT = 80  # characters

ALL = Ready(select(Outlet.id, Outlet.name, Outlet.closed))


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def found_outlet(work: Work, *, name: str) -> bytes:
    """An outlet with this name; the one that stands where the name is taken, whatever case. Returns its id."""
    name = named(name)
    standing = by_name(work.session, name)
    if standing:
        return standing.id
    ident = ident_of(work, Outlet, name)
    return ident if ident in work.born else work.add(Outlet(id=ident, name=name))


@verb("office", "manager")
def change_outlet(work: Work, *, outlet: bytes, name: str | None = None, closed: bool | None = None) -> bool:
    """A new name, or whether it is closed. Returns whether anything changed. What still lies there is warned about."""
    row = work.session.get(Outlet, outlet)
    if row is None:
        raise UserFacingError(_("There is no such outlet. Nothing has changed."))
    fields: dict[str, str | int] = {}
    if name is not None:
        fields["name"] = named(name)
        standing = by_name(work.session, fields["name"])
        if standing and standing.id != outlet:
            raise UserFacingError(_("There is an outlet with that name already."))
    if closed is not None and closed != bool(row.closed):
        fields["closed"] = int(closed)
        from .stock import stock

        if closed and (copies := sum(line.copies for line in stock(work.session, outlet=outlet))):
            left = ngettext("{count} copy lies there still.", "{count} copies lie there still.", copies)
            work.warn(left.format(count=copies))
    return work.change(row, **fields)


# Reads ---------------------------------------------------------------------------------------------------------------


def outlets(session: Session, *, closed: bool = False) -> tuple[OutletLine, ...]:
    """The outlets by name; with `closed` those that are closed too."""
    lines = [OutletLine(row.id, row.name, bool(row.closed)) for row in ALL(session)]
    lines.sort(key=lambda o: (plain(o.name), o.id))
    return tuple(line for line in lines if closed or not line.closed)


def by_name(session: Session, name: str) -> OutletLine | None:
    """The outlet with this name, whatever case."""
    return next((o for o in outlets(session, closed=True) if same(o.name, name)), None)


# For verbs -----------------------------------------------------------------------------------------------------------


def require_outlet(work: Work, outlet: bytes, *, open_: bool = False) -> str:
    """The outlet's name ("" where this unit of work makes it). Raises UserFacingError where there is none, or when it
    has to be open and is closed."""
    if outlet in work.born:
        return ""
    row = next((o for o in ALL(work.session) if o.id == outlet), None)
    if row is None or row.name is None:
        raise UserFacingError(_("There is no such outlet. Nothing has changed."))
    if open_ and row.closed:
        raise UserFacingError(_("{name} is closed. Nothing has changed.").format(name=row.name))
    return row.name


def named(name: str) -> str:
    """A name as it is kept. Raises UserFacingError."""
    found = plain_text(name, NAME_LIMIT)
    if not found:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=NAME_LIMIT))
    return found


def same(one: str, other: str) -> bool:
    """Whether two names are one, case and spaces apart."""
    return plain(one) == plain(other)


def ident_of(work: Work, table: type[Edited], *names: str) -> bytes:
    """The id of a new row with this name. It follows from the name, so that two laptops that make the same outlet or
    edition apart have made one; a fresh one where a row that was renamed or undone has it."""
    said = "\n".join((table.__name__, *map(plain, names)))
    ident = sha256(said.encode()).digest()[:16]
    if ident in work.born:
        return ident
    taken = select(table.id).where(table.id == ident).execution_options(voided=True)
    return new_id(work.clock()) if work.session.scalars(taken).first() else ident


def plain(name: str) -> str:
    """A name as it is compared and sorted."""
    return " ".join(normalize("NFC", name).casefold().split())
