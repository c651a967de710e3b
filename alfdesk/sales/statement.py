"""Reads for sheets about sellers: her own statement, and what stands on a card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .. import cards, people, staff
from ..attendance.records import Foot
from ..i18n import gettext as _
from ..i18n import worded
from ..journal.history import newest as newest_entry
from ..journal.write import digest_of
from ..models.people import Photo
from ..models.sales import AccountMove, Purchase
from ..models.staff import Workplace
from ..people import sort_key
from .accounts import account
from .acts import MOVED
from .desk import payment_of, void_reasons
from .editions import editions, publications, these_editions
from .outlets import outlets
from .records import CardFace, Statement, StatementLine
from .rules import rules
from .sellers import CARDS, good_card, require_seller
from .spots import spots_in_words, spots_of
from .words import FREE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def statement(session: Session, person: bytes, first: date, last: date) -> Statement:
    """What she bought, gave back and paid from first to last, and how her account is now. Raises UserFacingError."""
    number = require_seller(session, person)
    bought, moved = _rows(session, Purchase, person, first, last), _rows(session, AccountMove, person, first, last)
    lines = account_lines(session, person, first, last)
    own = account(session, person)
    sheet = f"{last.isoformat()}-{staff.letter_of(session)}-S{number}"
    shown = [f"{first} {last} {own}", *map(str, lines)]
    newest = newest_entry(session, [row.entry for row in (*bought, *moved)])
    return Statement(
        _first_name(session, person), number, first, last, lines, own, staff.is_practice(session),
        Foot(sheet, digest_of(sheet, *shown), newest), staff.organisation_of(session),
    )  # fmt: skip


def account_lines(session: Session, person: bytes, first: date, last: date) -> tuple[StatementLine, ...]:
    """Her purchases, returns and account moves from first to last, by day and time; what was taken back stands too."""
    bought, moved = _rows(session, Purchase, person, first, last), _rows(session, AccountMove, person, first, last)
    titles = these_editions(session, {row.edition for row in bought}, last)
    reasons = void_reasons(session, [(row.id, row.id) for row in (*bought, *moved) if row.voided])
    names = {outlet.id: outlet.name for outlet in outlets(session, closed=True)}

    def aside(row: Any, reason: str | None) -> dict[str, Any]:
        till = names.get(row.outlet, "") if row.cash_ore else ""
        return {"id": row.id, "reason": reason or "", "void_reason": reasons.get(row.id) or "", "till": till}

    lines = [
        (row.id, StatementLine(
            row.day, row.at_minute or 0, _words_of(row, titles), row.copies,
            sum(getattr(row, f"{way}_ore") or 0 for way in ("cash", "vipps", "credit", "held")), payment_of(row),
            bool(row.voided), bought=True, **aside(row, row.note or (None if row.what == "free" else row.reason)),
        ))
        for row in bought
    ]  # fmt: skip
    for row in moved:
        words = worded(MOVED.get(row.what or "", MOVED["repaid"]))
        if row.what == "paid_out" and not row.cash_ore:
            words = _("Paid to the bank")
        way = next((way for way in ("cash", "vipps") if getattr(row, f"{way}_ore")), "")
        ore = abs(row.owes_ore or row.held_ore or row.cash_ore or 0)
        lines.append((row.id, StatementLine(
            row.day, row.at_minute or 0, words, None, ore, way, bool(row.voided), **aside(row, row.reason),
        )))  # fmt: skip
    lines.sort(key=lambda one: (one[1].day, one[1].at_minute, one[0]))
    return tuple(line for _id, line in lines)


def card_faces(session: Session, persons: Iterable[bytes], day: date) -> tuple[CardFace, ...]:
    """The cards of these sellers, in their order; whoever has no card that is good on the day is left out."""
    publication, found = _card_of(session, day)
    faces = []
    for person in persons:
        valid_to, newest = good_card(session, person), CARDS(session, person=person)
        if valid_to is None or valid_to < day:
            continue
        number = require_seller(session, person)
        photo = select(Photo.jpeg).where(Photo.person == person).order_by(Photo.id.desc())
        spots = spots_in_words(line for line in spots_of(session, person, day) if line.from_day is None or line.from_day <= day)
        faces.append(CardFace(
            publication, _first_name(session, person), number, cards.seller_code(number, newest[0].serial), valid_to,
            session.scalars(photo).first(), found, spots, staff.is_practice(session),
        ))  # fmt: skip
    return tuple(faces)


# Private ---------------------------------------------------------------------------------------------------------


def _rows(session: Session, table: Any, person: bytes, first: date, last: date) -> list[Any]:
    """Her facts of these days, voided ones too."""
    query = select(table).where(table.person == person, table.day >= first, table.day <= last)
    return list(session.scalars(query.order_by(table.id).execution_options(voided=True)))


def _words_of(row: Any, titles: dict[bytes, Any]) -> str:
    title = titles[row.edition].title if row.edition in titles else "–"
    if row.what != "free":
        return title
    return f"{title} ({worded(FREE.get(row.reason, FREE['other'])).lower()})"


def _first_name(session: Session, person: bytes) -> str:
    """Her first name; of whoever has none the call name without what may be a surname."""
    row = people.known(session, person)
    if row.first_name:
        return row.first_name
    words, last = (row.call_name or "").split(), {w.casefold() for w in (row.last_name or "").split()}
    given = [word for word in words if word.casefold() not in last] or words
    return " ".join(given if row.last_name else given[:1])


def _card_of(session: Session, day: date) -> tuple[str, str]:
    """The publication that a card bears, and what it says to whoever finds it.

    Of what is on sale that day it is that whose product has most editions; of several the one that was sold first, then
    by name. Where nothing is on sale, of all there are.
    """
    every = {ident: name for ident, name, _products in publications(session)}
    lines = editions(session, day, all=True)
    often = Counter(line.product_id for line in lines)
    begun: dict[bytes, date] = {}
    for line in lines:
        first = line.first_day or date.max
        begun[line.publication_id] = min(first, begun.get(line.publication_id, first))
    ranked = [
        (-often[line.product_id], begun[line.publication_id], sort_key(every.get(line.publication_id, "")),
         line.publication_id)
        for line in editions(session, day) or lines
    ]  # fmt: skip
    sold = min(ranked)[-1] if ranked else next(iter(every), b"")
    workplace = session.scalars(select(Workplace.id)).first()
    own = (rules(session, about).on(day, "card_found") for about in (sold, workplace) if about)
    default = _("Found this card? Hand it in to {organisation}.").format(organisation=staff.organisation_of(session))
    return every.get(sold, ""), next((words for words in own if words), default)
