"""People: the verbs and the reads. A call name is all that is needed; what looks like a birth number is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from .errors import UserFacingError
from .i18n import gettext as _
from .journal import history as journal_history
from .journal.write import Work, cursor_of, verb
from .models.people import FOLD_TABLE, Message, Person, PersonNumber, Photo, fold
from .models.programmes import Enrolment
from .photos import small_photo
from .spreadsheets import a_text, has_birth_number

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NAME_LIMIT = 80  # characters in each name
TEXT_LIMIT = 200  # characters in a message
MESSAGE_DAYS = 60
MAX_NUMBER = 999_999  # the greatest that a list may bear
FIELDS = ("call_name", "first_name", "last_name", "birth_year", "phone", "payment_method")
METHODS = ("cash", "bank")


@dataclass(frozen=True, slots=True)
class Found:
    """One person as lists show her."""

    id: bytes
    number: int | None
    call_name: str
    first_name: str | None
    last_name: str | None

    @property
    def full_name(self) -> str:
        """First and last name where there are any, else the call name."""
        return " ".join(n for n in (self.first_name, self.last_name) if n) or self.call_name


@dataclass(frozen=True, slots=True)
class Card:
    """A person's own card."""

    found: Found
    birth_year: int | None
    phone: str | None
    payment_method: str | None
    photo: bytes | None  # JPEG
    messages: tuple[tuple[bytes, str, date | None], ...]  # id, text, last day shown
    enrolled: tuple[tuple[bytes, date | None, date | None], ...]  # programme, from, to


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("supervisor", "desk", "office", "manager")
def register(work: Work, *, number: int | None = None, today: date | None = None, **fields: Any) -> bytes:
    """A new person; the workplace gives her the next number unless one is named. Returns her id.

    `fields` are those of `FIELDS`. Raises UserFacingError when no name is given, when a text is too long or looks
    like a birth number, or when the number has ever been somebody's.
    """
    fields = tidy(fields, today)
    if not fields.get("call_name"):
        fields["call_name"] = fields.get("first_name") or fields.get("last_name")
    if not fields.get("call_name"):
        raise UserFacingError(_("Write a name first. A call name is enough."))
    number = _next_number(work.session) if number is None else _free_number(work.session, number)
    person = work.add(Person(**fields))
    work.add(PersonNumber(person=person, number=number))
    return person


@verb("supervisor", "desk", "office", "manager")
def change(work: Work, *, person: bytes, today: date | None = None, **fields: Any) -> bool:
    """New values for some of `FIELDS`; None empties one. Returns whether anything changed."""
    row = known(work.session, person)
    fields = tidy(fields, today)
    if "call_name" in fields and not fields["call_name"]:
        raise UserFacingError(_("Write a name first. A call name is enough."))
    return work.change(row, **fields)


@verb("office", "manager")
def renumber(work: Work, *, person: bytes, number: int) -> None:
    """Another number, where two people were given the same. The old one stays used for ever."""
    number = _free_number(work.session, number)
    for old in work.session.scalars(select(PersonNumber).where(PersonNumber.person == person)):
        work.void(old, reason="renumbered")
    work.add(PersonNumber(person=person, number=number))


@verb("supervisor", "desk", "office", "manager")
def set_photo(work: Work, *, person: bytes, picture: bytes) -> None:
    """A picture of the person, from any common format (≤ 20 MB); kept small and without metadata."""
    require(work, person)
    for old in work.session.scalars(select(Photo).where(Photo.person == person)):
        work.void(old, reason="replaced")
    work.add(Photo(person=person, jpeg=small_photo(picture)))


@verb("supervisor", "desk", "office", "manager")
def leave_message(work: Work, *, person: bytes, text: str, until: date, today: date) -> bytes:
    """A message to whoever meets the person next; shown to and with the day `until`, at most 60 days on."""
    text = plain_text(text, TEXT_LIMIT) or ""
    if not text:
        raise UserFacingError(_("Write a message first."))
    if not today <= until <= today + timedelta(MESSAGE_DAYS):
        raise UserFacingError(_("A message shows for at most {count} days. Choose a day.").format(count=MESSAGE_DAYS))
    require(work, person)
    return work.add(Message(person=person, text=text, until=until))


@verb("supervisor", "desk", "office", "manager")
def take_message(work: Work, *, message: bytes) -> None:
    """The message has been given."""
    row = work.session.get(Message, message)
    if row is None or row.voided:
        raise UserFacingError(_("The message is gone already."))
    work.void(row, reason="given")


@verb("administrator")
def erase(work: Work, *, person: bytes) -> None:
    """Erase a person for ever: names, messages, photo and every fact about her. Signed; can't be undone.

    Her numbers stay behind, tied to nobody: they are never given again.
    """
    # Whoever's registering was undone lies in the journal still, and can be erased too.
    there = select(Person.id).where(Person.id == person).execution_options(voided=True)
    if work.session.scalars(there).first() is None:
        raise UserFacingError(_("There is no such person. Nothing has changed."))
    rows = list(work.session.scalars(select(Enrolment.id).where(Enrolment.person == person)))
    hers = select(PersonNumber.number).where(PersonNumber.person == person).execution_options(voided=True)
    numbers = sorted({n for n in work.session.scalars(hers) if n is not None})
    work.erase(person, rows)
    for number in numbers:
        work.add(PersonNumber(number=number))


# Rules ---------------------------------------------------------------------------------------------------------------


def tidy(fields: dict[str, Any], today: date | None = None) -> dict[str, Any]:
    """The fields as they are kept: spaces trimmed, limits held. Raises UserFacingError with the reason."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a person: {sorted(unknown)}")
    out: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "birth_year":
            latest = (today or date.today()).year
            if value is not None and not 1900 <= value <= latest:
                raise UserFacingError(_("The birth year must be four digits, 1900 to {year}.").format(year=latest))
            out[name] = value
        elif name == "payment_method":
            if value is not None and value not in METHODS:
                raise UserFacingError(_("Payment is cash or bank."))
            out[name] = value
        elif name == "phone":
            out[name] = phone(value)
        else:
            out[name] = plain_text(value, NAME_LIMIT)
    return out


def phone(text: str | None) -> str | None:
    """A phone number as written, spaces tidied: 3 to 15 digits, eleven only with a country's + or 00."""
    if not text or not text.strip():
        return None
    text = " ".join(text.split())
    digits = re.sub(r"\D", "", text)
    abroad = text.startswith(("+", "00"))
    birth = has_birth_number(text) or (len(digits) == 11 and not abroad)
    birth = birth or bool(re.match(r"(\+|00)[ (]*0", text))  # no country's number begins with 0
    if not re.fullmatch(r"\+?[0-9 ()/-]+", text) or not 3 <= len(digits) <= 15 or birth:
        raise UserFacingError(_("This is not a phone number."))
    return text


def plain_text(text: str | None, limit: int) -> str | None:
    """A text as it is kept: spaces tidied, at most `limit` characters, nothing that looks like a birth number. None
    when nothing is left. Raises UserFacingError."""
    text = a_text(text, 1_000_000) or ""
    if len(text) > limit:
        raise UserFacingError(_("The text is longer than {limit} characters.").format(limit=limit))
    if has_birth_number(text):
        raise UserFacingError(_("Birth numbers must not be written here. The birth year is enough."))
    return text or None


def known(session: Session, person: bytes) -> Person:
    """The person's row, for verbs and other reads. Raises UserFacingError."""
    row = session.get(Person, person)
    if row is None:
        raise UserFacingError(_("There is no such person. Nothing has changed."))
    return row


def require(work: Work, person: bytes) -> None:
    """Raises UserFacingError unless the person is there, or has been registered in this very unit of work."""
    if person not in work.born:
        known(work.session, person)


def numbers_ever(session: Session) -> set[int]:
    """Every number that was ever anybody's."""
    taken = select(PersonNumber.number).execution_options(voided=True)
    return {n for n in session.scalars(taken) if n is not None}


def _next_number(session: Session) -> int:
    """One above the greatest; when that is the last there can be, the smallest that was never anybody's."""
    ever = numbers_ever(session)
    number = max(ever, default=0) + 1
    if number > MAX_NUMBER:
        number = next((n for n in range(1, MAX_NUMBER + 1) if n not in ever), number)
    return within_bounds(number)


def _free_number(session: Session, number: int) -> int:
    if number in numbers_ever(session):
        raise UserFacingError(_("Number {number} has been given before. Choose another.").format(number=number))
    return within_bounds(number)


def within_bounds(number: int) -> int:
    """The number, where anybody may have it. Raises UserFacingError."""
    if not 1 <= number <= MAX_NUMBER:
        raise UserFacingError(_("The number must be a whole number from 1 to {limit}.").format(limit=MAX_NUMBER))
    return number


def taken_back(session: Session, number: int) -> tuple[bytes, dict[str, Any]] | None:
    """Whose number this was, when her registering has been undone, and the names she had. A list that says the same
    names brings her back; for anyone else the number is used."""
    rows = session.execute(
        select(PersonNumber.person).where(PersonNumber.number == number).execution_options(voided=True)
    )
    for (person,) in rows:
        if person is None or session.get(Person, person) is not None:
            continue
        names = {
            c.field: c.after
            for c in history(session, person)
            if c.what == "set" and c.field in ("call_name", "first_name", "last_name") and c.after is not None
        }
        return person, names
    return None


def by_numbers(session: Session) -> dict[int, bytes]:
    """Person by number, for whoever has one now. Where two hold the same number, the one who had it first."""
    rows = session.execute(
        select(PersonNumber.number, PersonNumber.person)
        .join(Person, Person.id == PersonNumber.person)
        .order_by(PersonNumber.id.desc())
    )
    return {number: person for number, person in rows if number is not None and person is not None}


def everyone(session: Session, ids: Iterable[bytes] | None = None) -> dict[bytes, Found]:
    """People by id: all, or those of `ids`."""
    query = select(Person.id, Person.call_name, Person.first_name, Person.last_name)
    wanted: set[bytes] | None = None if ids is None else set(ids)
    if wanted is not None and len(wanted) <= 500:
        query = query.where(Person.id.in_(wanted))
        numbers = _numbers_of(session, list(wanted))
    else:  # for many, one look at all is quicker than a long list of ids
        numbers = _numbers_of(session, None)
    rows = session.execute(query)
    return {p: Found(p, numbers.get(p), c or "", f, n) for p, c, f, n in rows if wanted is None or p in wanted}


def _numbers_of(session: Session, ids: Sequence[bytes] | None) -> dict[bytes, int]:
    query = select(PersonNumber.person, PersonNumber.number).order_by(PersonNumber.id)
    if ids is not None:
        query = query.where(PersonNumber.person.in_(ids))
    return {p: n for p, n in session.execute(query) if p is not None and n is not None}


def search(session: Session, text: str, *, limit: int = 50, among: Set[bytes] | None = None) -> list[Found]:
    """People (of `among`, where that is given) whose names have a word that begins with each word typed, or whose
    number begins with the digits.

    From the first letter. An exact number first; then those seen in the last thirty days, newest first; then by name.
    """
    from .models.attendance import Attendance

    words = fold(text).split()
    if not words:
        return []
    # One statement, since this runs on every key: the newest day is one seek in the index (person, day) for each one
    # found, whatever the years before. Voided days are let count here: this is an order, not a sum.
    seen = (
        select(Attendance.day)
        .where(Attendance.person == Person.id)
        .order_by(Attendance.day.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    has_number = (PersonNumber.person == Person.id) & (PersonNumber.voided == 0)
    columns = (Person.id, PersonNumber.number, Person.call_name, Person.first_name, Person.last_name, seen)
    query = select(*columns).outerjoin(PersonNumber, has_number).where(Person.call_name.is_not(None))
    digits = words[0] if len(words) == 1 and words[0].isdigit() and len(words[0]) < 10 else ""
    if digits:
        query = query.where(func.substr(PersonNumber.number, 1, len(digits)) == digits)
    else:
        for word in words:
            # instr rather than LIKE: what is typed may hold % and _, and those are no wildcards here.
            query = query.where(func.instr(Person.search, f" {word}") > 0)
    rows = session.execute(query.execution_options(voided=True)).all()
    if among is not None:
        rows = [row for row in rows if row[0] in among]
    newest = max((day for *_rest, day in rows if day), default=date.min)
    lately = newest - timedelta(30) if newest > date.min + timedelta(30) else date.min

    def order(row: Any) -> tuple[Any, ...]:
        _id, number, call, first, last, day = row
        recent = -day.toordinal() if day and day >= lately else 0
        name = " ".join(n for n in (first, last) if n) or call
        return str(number) != digits, recent, sort_key(name), number or 0

    return [Found(i, n, c or "", f, last) for i, n, c, f, last, _day in sorted(rows, key=order)[:limit]]


@lru_cache(maxsize=16_384)
def sort_key(name: str) -> tuple[int, ...]:
    """Norwegian order: … z æ ø å, with aa as å and ä, ö among æ, ø."""
    plain = name.casefold().replace("aa", "å")
    order = {"æ": 0x110000, "ä": 0x110000, "ø": 0x110001, "ö": 0x110001, "å": 0x110002}
    return tuple(order.get(c) or ord(_unmarked(c)) for c in plain)


def _unmarked(letter: str) -> str:
    return FOLD_TABLE.get(letter, letter)[0]


def card(session: Session, person: bytes, today: date) -> Card:
    """Everything on a person's card. Raises UserFacingError."""
    row = known(session, person)
    photo = session.scalars(select(Photo.jpeg).where(Photo.person == person).order_by(Photo.id.desc())).first()
    enrolled = session.scalars(select(Enrolment).where(Enrolment.person == person).order_by(Enrolment.id))
    return Card(
        everyone(session, [person])[person],
        row.birth_year,
        row.phone,
        row.payment_method,
        photo,
        messages(session, person, today),
        tuple((e.programme or b"", e.from_day, e.to_day) for e in enrolled),
    )


def messages(session: Session, person: bytes, today: date) -> tuple[tuple[bytes, str, date | None], ...]:
    """What has been left for whoever meets her next and still shows: id, text, last day; oldest first."""
    rows = session.scalars(select(Message).where(Message.person == person).order_by(Message.id))
    return tuple((m.id, m.text or "", m.until) for m in rows if m.until is None or m.until >= today)


def by_number(session: Session, number: int) -> bytes:
    """The person with this number. Raises UserFacingError."""
    person = session.scalars(
        select(PersonNumber.person)
        .where(PersonNumber.number == number, PersonNumber.person.is_not(None))
        .order_by(PersonNumber.id)
    ).first()
    if person is None:
        raise UserFacingError(_("Nobody has number {number}. Nothing has changed.").format(number=number))
    return person


def history(session: Session, person: bytes) -> list[journal_history.Change]:
    """Who changed what, when, oldest first."""
    return journal_history.of_row(session, person)


def looked(session: Session, person: bytes) -> list[tuple[str, bytes, str]]:
    """Who has opened the card on this laptop: local time, member of staff, what was opened; newest first."""
    rows = cursor_of(session).execute(
        "SELECT wall, staff, what FROM looked WHERE person=? ORDER BY no DESC LIMIT 500", (person,)
    )
    return [(journal_history.local_time(w)[:16], s, t) for w, s, t in rows.fetchall()]


def short_names(people: Iterable[Found]) -> dict[bytes, str]:
    """What a wall may show: call name and the first letter of the last name; the number too where two are alike.

    A last name that stands in the call name is cut to its letter. Without a known last name, the last of several
    words is taken for one.
    """
    short: dict[bytes, str] = {}
    alike: dict[str, list[Found]] = {}
    for one in people:
        words, last = one.call_name.split(), (one.last_name or "").split()
        if not last and len(words) > 1:
            words, last = words[:-1], words[-1:]
        surnames = {w.casefold() for w in last}
        given = [w for w in words if w.casefold() not in surnames] or (one.first_name or "").split()
        name = " ".join([*given, *(w[0].upper() for w in last[:1])])
        short[one.id] = name
        alike.setdefault(name.casefold(), []).append(one)
    for group in alike.values():
        if len(group) > 1:
            for one in group:
                short[one.id] = f"{short[one.id]} ({one.number})"
    return short
