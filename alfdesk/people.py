"""People: the verbs and the reads. A call name is all that is needed; what looks like a birth number is refused."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, timedelta
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, func, select, type_coerce

from . import bookkeeping, put_away
from .errors import UserFacingError
from .i18n import gettext as _
from .journal import history as journal_history
from .journal.write import Work, cursor_of, verb
from .models.people import FOLD_TABLE, Message, Person, PersonNumber, Photo, fold
from .models.programmes import Enrolment, Setting
from .models.sales import Seller, SellerNumber
from .person_fields import account_written, plain_text, tidy
from .photos import small_photo
from .record import Record, replace
from .store.session import Ready
from .weeks import written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TEXT_LIMIT = 200  # characters in a message
MESSAGE_DAYS = 60
MAX_NUMBER = 999_999  # the greatest that a list may bear

ALL = Ready(lambda: select(Person.id, Person.call_name, Person.first_name, Person.last_name))
THESE = Ready(
    lambda: select(Person.id, Person.call_name, Person.first_name, Person.last_name)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
NUMBERS = Ready(lambda: select(PersonNumber.person, PersonNumber.number).order_by(PersonNumber.id))
NUMBERS_OF = Ready(
    lambda: select(PersonNumber.person, PersonNumber.number)
    .where(PersonNumber.person.in_(bindparam("ids", expanding=True)))
    .order_by(PersonNumber.id)
)  # fmt: skip


class Found(Record):
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


class Card(Record):
    """A person's own card."""

    found: Found
    birth_year: int | None
    phone: str | None
    payment_method: str | None
    account: str | None  # eleven digits: whole for whoever edits it, else `account_written`
    photo: bytes | None  # JPEG
    messages: tuple[tuple[bytes, str, date | None], ...]  # id, text, last day shown
    enrolled: tuple[tuple[bytes, date | None, date | None], ...]  # programme, from, to


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("supervisor", "desk", "office", "manager")
def register(work: Work, *, number: int | None = None, today: date | None = None, **fields: Any) -> bytes:
    """A new person; the workplace gives her the next number unless one is named. Returns her id.

    `fields` are those of `person_fields`. Raises UserFacingError when no name is given, when a text is too long or looks
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
    """New values for some of the fields; None empties one. Returns whether anything changed."""
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
def remove_photo(work: Work, *, person: bytes) -> None:
    """No picture of the person any longer. The journal keeps what was, until she is erased."""
    pictures = list(work.session.scalars(select(Photo).where(Photo.person == person)))
    if not pictures:
        raise UserFacingError(_("There is no photo. Nothing has changed."))
    for picture in pictures:
        work.void(picture, reason="removed")


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

    Her numbers, a seller's too, stay behind, tied to nobody: they are never given again. What moved at the sales desk
    bears no name and stays. Refused while what she was paid or sold must be kept.
    """
    kept = bookkeeping.kept_until(work.session, person)
    if kept is not None and kept >= date.fromtimestamp(work.clock() / 1000):
        sentence = _("The payments must be kept until {day}. Nothing is erased.")
        raise UserFacingError(sentence.format(day=written(kept)))
    # Whoever's registering was undone lies in the journal still, and can be erased too.
    there = select(Person.id).where(Person.id == person).execution_options(voided=True)
    if work.session.scalars(there).first() is None:
        raise UserFacingError(_("There is no such person. Nothing has changed."))
    of_hers = (
        select(Enrolment.id).where(Enrolment.person == person), select(Seller.id).where(Seller.person == person),
        select(Setting.id).where(Setting.about == person).execution_options(voided=True),
    )  # fmt: skip
    rows = [row for query in of_hers for row in work.session.scalars(query)]
    numbers = {
        table: sorted({
            n for n in work.session.scalars(
                select(table.number).where(table.person == person).execution_options(voided=True)
            ) if n is not None
        })
        for table in (PersonNumber, SellerNumber)
    }  # fmt: skip
    work.erase(person, rows)
    for table, every in numbers.items():
        for number in every:
            work.add(table(number=number))


# Rules ---------------------------------------------------------------------------------------------------------------


def known(session: Session, person: bytes) -> Person:
    """The person's row, for verbs and other reads. Raises UserFacingError."""
    row = session.get(Person, person)
    if row is None:
        raise UserFacingError(_("There is no such person. Nothing has changed."))
    return row


def require(work: Work, person: bytes) -> None:
    """Raises UserFacingError unless the person is there, or has been registered in this very unit of work."""
    if person not in work.born and not THESE(work.session, ids=[person]):
        raise UserFacingError(_("There is no such person. Nothing has changed."))


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
    wanted: set[bytes] | None = None if ids is None else set(ids)
    if wanted is not None and len(wanted) <= 500:
        some = list(wanted)
        rows, pairs = THESE(session, ids=some), NUMBERS_OF(session, ids=some)
    else:  # for many, one look at all is quicker than a long list of ids
        rows, pairs = ALL(session), NUMBERS(session)
    numbers = {p: n for p, n in pairs if p is not None and n is not None}
    return {p: Found(p, numbers.get(p), c or "", f, n) for p, c, f, n in rows if wanted is None or p in wanted}


def search(
    session: Session, text: str, *, limit: int = 50, among: Set[bytes] | None = None, every: bool = False
) -> list[Found]:
    """People (of `among`, where that is given) whose names have a word that begins with each word typed, or whose
    number begins with the digits. Without either `among` or `every`, nobody who is put away.

    From the first letter. An exact number first; then those seen in the last thirty days, newest first; then by name.
    """
    words = fold(text).split()
    if not words:
        return []
    digits = words[0] if len(words) == 1 and words[0].isdigit() and len(words[0]) < 10 else ""
    if digits:
        rows = _found_by("number")(session, long=len(digits), digits=digits)
    else:
        rows = _found_by("name", len(words))(session, **{f"word{n}": f" {word}" for n, word in enumerate(words)})
    if among is not None:
        rows = [row for row in rows if row.id in among]
    elif rows and not every and (away := put_away.everyone(session)):
        rows = [row for row in rows if row.id not in away]
    newest_first = sorted({row.seen for row in rows if row.seen}, reverse=True)
    newest = date.fromisoformat(newest_first[0]).toordinal() if newest_first else 0
    lately = date.fromordinal(max(1, newest - 30)).isoformat()
    places = {day: place for place, day in enumerate(newest_first) if day >= lately}
    ranks = [places.get(row.seen, len(places)) for row in rows]
    if digits:
        ranks = [-1 if str(row.number) == digits else rank for rank, row in zip(ranks, rows, strict=True)]
    # Names are compared among those who may be shown, and no others.
    last = sorted(ranks)[limit - 1] if len(ranks) > limit else len(places)
    named = sorted(
        ((rank, sort_key(_full(row)), row) for rank, row in zip(ranks, rows, strict=True) if rank <= last), key=_two
    )
    if len(named) > limit:
        end = _two(named[limit - 1])
        named = [one for one in named if _two(one) <= end]
    numbers = {p: n for p, n in NUMBERS_OF(session, ids=[row.id for *_rest, row in named]) if n is not None}
    named.sort(key=lambda one: (*_two(one), numbers.get(one[2].id, 0)))
    return [
        Found(row.id, row.number if digits else numbers.get(row.id), row.call_name or "", row.first_name, row.last_name)
        for *_rest, row in named[:limit]
    ]


_two = itemgetter(0, 1)


def _full(row: Any) -> str:
    return " ".join(n for n in (row.first_name, row.last_name) if n) or row.call_name


@cache
def _found_by(what: str, words: int = 0) -> Ready:
    """One statement, since this runs on every key: the newest day is one seek in the index (person, day) for each one
    found, whatever the years before. Voided days are let count here: this is an order, not a sum."""
    from .models.attendance import Attendance

    seen = (
        select(Attendance.day)
        .where(Attendance.person == Person.id)
        .order_by(Attendance.day.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    day = type_coerce(seen, Text).label("seen")  # as it lies there: a date for each of thousands costs as much again
    names = (Person.id, Person.call_name, Person.first_name, Person.last_name, day)
    if what == "number":
        begins = func.substr(PersonNumber.number, 1, bindparam("long")) == bindparam("digits")
        query = select(*names, PersonNumber.number).join(PersonNumber, PersonNumber.person == Person.id)
        query = query.where(begins, PersonNumber.voided == 0)
    else:
        # instr rather than LIKE: what is typed may hold % and _, and those are no wildcards here.
        query = select(*names).where(*(func.instr(Person.search, bindparam(f"word{n}")) > 0 for n in range(words)))
    return Ready(query.where(Person.call_name.is_not(None)), voided=True)


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
        row.account,
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
    """Who changed what, when, oldest first. Of an account number only that it was changed."""
    return [
        replace(c, before=c.before and account_written(c.before), after=c.after and account_written(c.after))
        if c.field == "account" else c
        for c in journal_history.of_row(session, person)
    ]  # fmt: skip


def looked(session: Session, person: bytes) -> list[tuple[str, bytes, str]]:
    """Who has opened the card on this laptop: local time, member of staff, what was opened; newest first."""
    rows = cursor_of(session).execute(
        "SELECT wall, staff, what FROM looked WHERE person=? ORDER BY no DESC LIMIT 500", (person,)
    )
    return [(journal_history.local_time(w)[:16], s, t) for w, s, t in rows.fetchall()]


def short_names(people: Iterable[Found]) -> dict[bytes, str]:
    """What a wall may show: call name and initial, "Kari N."; the number too where two are alike, "Kari N. (17)".

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
        name = " ".join([*given, *(f"{w[0].upper()}." for w in last[:1])])
        short[one.id] = name
        alike.setdefault(name.casefold(), []).append(one)
    for group in alike.values():
        if len(group) > 1:
            for one in group:
                if one.number:
                    short[one.id] += f" ({one.number})"
    return short
