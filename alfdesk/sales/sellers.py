"""Who sells: the number that is never given twice, cards and their serials, breaks and notes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import cards, people
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.people import Person
from ..models.sales import (
    AccountMove,
    CardLost,
    DeskMove,
    Publication,
    Purchase,
    Seller,
    SellerBreak,
    SellerCard,
    SellerNote,
    SellerNumber,
)
from ..store.session import Ready
from ..weeks import add_months, written
from .records import BreakLine, CardLine, NoteLine, SellerLine, SellerPage
from .rules import rules
from .spots import spots_of
from .words import BREAKS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NOTE_LIMIT = 200  # characters
LANGUAGES_LIMIT = 80
MONTHS = 12  # that a card is valid where no rule says otherwise

_PERSON = bindparam("person")
BY_NUMBER = Ready(
    select(SellerNumber.person)
    .join(Person, Person.id == SellerNumber.person)
    .where(SellerNumber.number == bindparam("number"))
    .order_by(SellerNumber.id)
)
NUMBER_OF = Ready(select(SellerNumber.number).where(SellerNumber.person == _PERSON).order_by(SellerNumber.id))
CARDS = Ready(
    select(SellerCard.serial, SellerCard.day, SellerCard.valid_to)
    .where(SellerCard.person == _PERSON)
    .order_by(SellerCard.serial.desc(), SellerCard.id.desc())
)
LOST = Ready(select(CardLost.serial, CardLost.day).where(CardLost.person == _PERSON).order_by(CardLost.id.desc()))
BREAKS_OF = Ready(
    select(SellerBreak.id, SellerBreak.from_day, SellerBreak.to_day, SellerBreak.reason)
    .where(SellerBreak.person == _PERSON)
    .order_by(SellerBreak.from_day.desc(), SellerBreak.id.desc())
)
NOTES = Ready(
    select(SellerNote.id, SellerNote.text, SellerNote.warns, SellerNote.until)
    .where(SellerNote.person == _PERSON)
    .order_by(SellerNote.id)
)

# For the list of sellers: all of them at once, or those that were searched for.
_numbers = select(SellerNumber.person, SellerNumber.number).order_by(SellerNumber.id)
_bought = select(
    Purchase.person, func.sum(Purchase.credit_ore).label("owes"), func.sum(Purchase.held_ore).label("held"),
    func.max(Purchase.day).label("day"),
).group_by(Purchase.person)  # fmt: skip
_moved = select(
    AccountMove.person, func.sum(AccountMove.owes_ore).label("owes"), func.sum(AccountMove.held_ore).label("held")
).group_by(AccountMove.person)
_THESE = bindparam("persons", expanding=True)
EVERY = (Ready(_numbers), Ready(_bought), Ready(_moved))
SOME = (Ready(_bought.where(Purchase.person.in_(_THESE))), Ready(_moved.where(AccountMove.person.in_(_THESE))))
CARDS_OF = Ready(
    select(SellerCard.person, SellerCard.serial, SellerCard.valid_to)
    .where(SellerCard.person.in_(_THESE))
    .order_by(SellerCard.serial, SellerCard.id)
)
LOST_OF = Ready(select(CardLost.person, CardLost.serial).where(CardLost.person.in_(_THESE)))
ON_BREAK = Ready(
    select(SellerBreak.person).where(
        SellerBreak.person.in_(_THESE), SellerBreak.from_day <= bindparam("day"),
        SellerBreak.to_day.is_(None) | (SellerBreak.to_day >= bindparam("day")),
    )
)  # fmt: skip


# Verbs: the seller -----------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def make_seller(work: Work, *, person: bytes, number: int | None = None) -> int:
    """The person sells from now on, under this number or the next one. Returns the number; the one she has when none is
    named. Raises UserFacingError when it was ever another's, or when she has another."""
    people.require(work, person)
    own = number_of(work.session, person)
    if own is not None:
        if number in (None, own):
            return own
        raise UserFacingError(_("She is seller {number} already. Nothing has changed.").format(number=own))
    others = numbers_ever(work.session, but=person)
    number = next_number(numbers_ever(work.session)) if number is None else free_number(others, number)
    work.add(SellerNumber(person=person, number=number))
    return number


@verb("office", "manager")
def renumber(work: Work, *, person: bytes, number: int) -> None:
    """Another seller number, where two were given the same on two laptops. Cards with the old one are dead."""
    require_seller(work.session, person)
    number = free_number(numbers_ever(work.session), number)
    for old in work.session.scalars(select(SellerNumber).where(SellerNumber.person == person)):
        work.void(old, reason="renumbered")
    work.add(SellerNumber(person=person, number=number))


@verb("desk", "office", "manager")
def change_seller(work: Work, *, person: bytes, **fields: Any) -> bool:
    """New values for `languages` or `rules_signed` (a date); None empties one. Returns whether anything changed."""
    require_seller(work.session, person)
    if set(fields) - {"languages", "rules_signed"}:
        raise TypeError(str(fields))
    if "languages" in fields:
        fields["languages"] = people.plain_text(fields["languages"], LANGUAGES_LIMIT)
    row = work.session.scalars(select(Seller).where(Seller.person == person).order_by(Seller.id)).first()
    if row is not None:
        return work.change(row, **fields)
    if any(value is not None for value in fields.values()):
        work.add(Seller(person=person, **fields))
        return True
    return False


# Verbs: cards ----------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def give_card(
    work: Work, *, person: bytes, day: date, valid_to: date | None = None, outlet: bytes | None = None,
    at_minute: int | None = None,
) -> int:  # fmt: skip
    """A new card; the one before is no longer good. Returns its serial.

    The card after a lost one costs the fee that the rules set: paid in cash into the till of `outlet`, or without one
    added to what she owes.
    """
    number = require_seller(work.session, person)
    given = select(SellerCard.serial).where(SellerCard.person == person).execution_options(voided=True)
    serials = [s for s in work.session.scalars(given) if s]
    serial = max(serials, default=0) + 1
    cards.seller_code(number, serial)
    months, _publication = of_any_publication(work.session, "card_months", day) or (MONTHS, None)
    valid_to = valid_to or add_months(day, months)
    if valid_to < day:
        raise UserFacingError(_("The last day is before the first."))
    newest = CARDS(work.session, person=person)
    lost = {row.serial for row in LOST(work.session, person=person)}
    work.add(SellerCard(person=person, serial=serial, day=day, valid_to=valid_to))
    fee, publication = of_any_publication(work.session, "card_fee_ore", day) or (0, None)
    if fee and newest and newest[0].serial in lost:
        _charge(work, person, publication, fee, outlet, day, at_minute)
    return serial


@verb("desk", "office", "manager")
def card_lost(work: Work, *, person: bytes, serial: int, day: date) -> None:
    """The card is lost: its code is refused from this moment."""
    if serial not in {row.serial for row in CARDS(work.session, person=person)}:
        raise UserFacingError(_("There is no such card. Nothing has changed."))
    if serial in {row.serial for row in LOST(work.session, person=person)}:
        raise UserFacingError(_("This card has been reported lost already."))
    work.add(CardLost(person=person, serial=serial, day=day))


# Verbs: breaks and notes -----------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def give_break(work: Work, *, person: bytes, since: date, until: date | None, reason: str) -> bytes:
    """A break from selling, `since` to `until` (None: until it is ended). Returns its id."""
    require_seller(work.session, person)
    if reason not in BREAKS:
        raise UserFacingError(_("Choose a reason from the list."))
    if until is not None and until < since:
        raise UserFacingError(_("The last day is before the first."))
    made = SellerBreak(person=person, from_day=since, to_day=until, reason=reason, staff=work.acting.id)
    return work.add(made)


@verb("desk", "office", "manager")
def end_break(work: Work, *, id: bytes, day: date) -> None:  # noqa: A002  the promise's word
    """She sells again from `day` on."""
    row = work.session.get(SellerBreak, id)
    if row is None or row.voided:
        raise UserFacingError(_("There is no such break. Nothing has changed."))
    if row.to_day is not None and row.to_day < day:
        raise UserFacingError(_("This break has ended already."))
    work.void(row, reason="ended")
    last = day - timedelta(1)
    if row.from_day and last >= row.from_day:
        work.add(SellerBreak(
            person=row.person, from_day=row.from_day, to_day=last, reason=row.reason, staff=work.acting.id
        ))  # fmt: skip


@verb("desk", "office", "manager")
def note(work: Work, *, person: bytes, text: str, warns: bool = False, until: date | None = None) -> bytes:
    """A note beside the sale, shown to and with `until` (None: until it is ended). Returns its id."""
    require_seller(work.session, person)
    words = people.plain_text(text, NOTE_LIMIT)
    if not words:
        raise UserFacingError(_("Write the note first."))
    return work.add(SellerNote(person=person, text=words, warns=int(warns), until=until))


@verb("desk", "office", "manager")
def end_note(work: Work, *, id: bytes) -> None:  # noqa: A002  the promise's word
    """The note is no longer shown."""
    row = work.session.get(SellerNote, id)
    if row is None or row.voided:
        raise UserFacingError(_("The note is gone already."))
    work.void(row, reason="ended")


# Reads -----------------------------------------------------------------------------------------------------------


def number_of(session: Session, person: bytes) -> int | None:
    """Her seller number; None when she does not sell."""
    rows = NUMBER_OF(session, person=person)
    return rows[-1].number if rows else None


def person_of(session: Session, number: int) -> bytes | None:
    """Who has this seller number; of two who were given it apart the first."""
    rows = BY_NUMBER(session, number=number)
    return rows[0].person if rows else None


def require_seller(session: Session, person: bytes) -> int:
    """Her seller number. Raises UserFacingError when there is no such person, or she has none."""
    number = number_of(session, person)
    if number is not None:
        return number
    if not people.THESE(session, ids=[person]):
        raise UserFacingError(_("There is no such person. Nothing has changed."))
    raise UserFacingError(_("This person has no seller number. Give her one first."))


def scan(session: Session, code: str, day: date) -> bytes:
    """Who holds the card at the sales desk. Raises UserFacingError when the code was misread, is nobody's, or the card
    is lost, replaced or expired."""
    person = holder(session, code)
    read = cards.read_seller(code)
    if read is not None:
        valid_to = next(row.valid_to for row in CARDS(session, person=person) if row.serial == read[1])
        if valid_to is not None and valid_to < day:
            raise UserFacingError(_("The card expired {day}. Make a new one.").format(day=written(valid_to)))
    return person


def holder(session: Session, code: int | str) -> bytes:
    """Whose card this is, a person's (its code, or the number on it) or a seller's: what every page asks that reads
    cards. Raises UserFacingError as `scan` does; a card that expired still says who she is."""
    number = code if isinstance(code, int) else cards.read(code)
    if number is not None:
        return people.by_number(session, number)
    read = cards.read_seller(str(code))
    if read is None:
        raise UserFacingError(_("This card was not read right. Scan it again, or type the number."))
    number, serial = read
    person = person_of(session, number)
    if person is None:
        raise UserFacingError(_("Nobody has seller number {number}. Nothing has changed.").format(number=number))
    lost = next((row for row in LOST(session, person=person) if row.serial == serial), None)
    if lost is not None:
        when = written(lost.day) if lost.day else ""
        raise UserFacingError(_("This card was reported lost {day}. Keep it here.").format(day=when))
    given = [row.serial for row in CARDS(session, person=person)]
    if serial not in given:
        raise UserFacingError(_("This card is not known. Type the number instead."))
    if serial != given[0]:
        raise UserFacingError(_("This card has been replaced. Ask for the new one."))
    return person


def good_card(session: Session, person: bytes) -> date | None:
    """The last day of her card: the newest one, unless it is lost. None when she has none."""
    newest = CARDS(session, person=person)
    if not newest or newest[0].serial in {row.serial for row in LOST(session, person=person)}:
        return None
    return newest[0].valid_to


def break_on(session: Session, person: bytes, day: date) -> BreakLine | None:
    """The break that holds that day."""
    for row in BREAKS_OF(session, person=person):
        if (row.from_day is None or row.from_day <= day) and (row.to_day is None or day <= row.to_day):
            return BreakLine(*row)
    return None


def notes_on(session: Session, person: bytes, day: date) -> tuple[NoteLine, ...]:
    """The notes that show that day, those with a warning mark first."""
    rows = [row for row in NOTES(session, person=person) if row.until is None or row.until >= day]
    return tuple(
        NoteLine(row.id, row.text or "", bool(row.warns), row.until) for row in sorted(rows, key=lambda r: not r.warns)
    )


def sellers(session: Session, day: date, *, text: str = "") -> tuple[SellerLine, ...]:
    """Those who sell, by number; with `text` those whose seller number begins so, or whose name has the words. One with
    that very number comes first."""
    numbers: dict[bytes, int]
    if not text.strip():
        numbers, bought, moved = (rows(session) for rows in EVERY)
        numbers = dict(numbers)
    else:
        digits = text.strip()
        every = dict(EVERY[0](session))
        if digits.isdigit():
            numbers = {p: n for p, n in every.items() if str(n).startswith(digits)}
        else:
            wanted = people.search(session, text, among=every.keys())
            numbers = {one.id: every[one.id] for one in wanted}
        bought, moved = (rows(session, persons=list(numbers)) for rows in SOME) if numbers else ([], [])
    found = people.everyone(session, numbers)
    short = people.short_names(found.values())
    of, own = {row.person: row for row in bought}, {row.person: row for row in moved}
    persons = list(found)
    newest = {row.person: (row.serial, row.valid_to) for row in CARDS_OF(session, persons=persons)}
    lost = {(row.person, row.serial) for row in LOST_OF(session, persons=persons)}
    cards_to = {p: valid_to for p, (serial, valid_to) in newest.items() if (p, serial) not in lost}
    on_break = {row.person for row in ON_BREAK(session, persons=persons, day=day)}
    lines = []
    for person, number in numbers.items():
        if person not in found:
            continue
        sums, put = of.get(person), own.get(person)
        lines.append(SellerLine(
            person, number, short[person], cards_to.get(person), person in on_break,
            ((sums and sums.owes) or 0) + ((put and put.owes) or 0),
            ((put and put.held) or 0) - ((sums and sums.held) or 0), sums and sums.day,
        ))  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (str(one.number) != text.strip(), one.number)))


def seller_page(session: Session, person: bytes, day: date) -> SellerPage:
    """Everything there is about her as a seller. Raises UserFacingError."""
    number = require_seller(session, person)
    found = people.everyone(session, [person])
    row = session.scalars(select(Seller).where(Seller.person == person).order_by(Seller.id)).first()
    lost = {one.serial: one.day for one in LOST(session, person=person)}
    return SellerPage(
        person, number, people.short_names(found.values())[person], (row and row.languages) or "",
        row and row.rules_signed, rules(session, person).on(day, "credit_limit"),
        tuple(
            CardLine(one.serial, one.day, one.valid_to, lost.get(one.serial), cards.seller_code(number, one.serial))
            for one in CARDS(session, person=person)
        ),
        tuple(BreakLine(*one) for one in BREAKS_OF(session, person=person)),
        notes_on(session, person, day), spots_of(session, person, day),
    )  # fmt: skip


def numbers_ever(session: Session, *, but: bytes | None = None) -> set[int]:
    """Every seller number that was ever anybody's, or anybody's `but` hers."""
    taken = select(SellerNumber.number, SellerNumber.person).execution_options(voided=True)
    return {n for n, p in session.execute(taken) if n is not None and (but is None or p != but)}


def next_number(ever: set[int]) -> int:
    """One above the greatest; when that is the last there can be, the smallest that was never anybody's."""
    number = max(ever, default=0) + 1
    if number > cards.GREATEST:
        number = next((n for n in range(1, cards.GREATEST + 1) if n not in ever), number)
    return within_bounds(number)


def free_number(ever: set[int], number: int) -> int:
    """The number, where nobody ever had it. Raises UserFacingError."""
    if number in ever:
        sentence = _("Seller number {number} has been given before. Choose another.")
        raise UserFacingError(sentence.format(number=number))
    return within_bounds(number)


def within_bounds(number: int) -> int:
    """The number, where it may be a seller's. Raises UserFacingError."""
    if not 1 <= number <= cards.GREATEST:
        sentence = _("A seller number is a whole number from 1 to {limit}.")
        raise UserFacingError(sentence.format(limit=cards.GREATEST))
    return number


def of_any_publication(session: Session, key: str, day: date) -> tuple[Any, bytes] | None:
    """What a rule about publications says that day, and of which: a card is good for all of them, so the first that has
    the rule counts."""
    for publication in session.scalars(select(Publication.id).order_by(Publication.id)):
        value = rules(session, publication).on(day, key)
        if value is not None:
            return value, publication
    return None


# Private ---------------------------------------------------------------------------------------------------------


def _charge(
    work: Work, person: bytes, publication: bytes | None, fee: int, outlet: bytes | None, day: date,
    at_minute: int | None,
) -> None:  # fmt: skip
    """The fee for a card: into the till, or onto what she owes."""
    paid = {"cash_ore": fee} if outlet else {"owes_ore": fee}
    move = work.add(AccountMove(
        person=person, publication=publication, what="fee", day=day, at_minute=at_minute, outlet=outlet,
        staff=work.acting.id, **paid,
    ))  # fmt: skip
    if outlet:
        work.add(DeskMove(
            outlet=outlet, what="fee", day=day, at_minute=at_minute, cash_ore=fee, source=move, staff=work.acting.id
        ))  # fmt: skip
