"""Staff: who signs in, what they may do, and how a workplace begins.

Each change is two things that must agree: a signed entry in the journal, and a slot in the key file. The entry comes
first. Died the machine in between, a new member is simply added again, and a removed one's key is taken at the next
start (`store.rekey.revoke_stale`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from . import paths
from .errors import UserFacingError
from .i18n import gettext as _
from .journal import clock as clocks
from .journal.write import ROLES, Acting, Work, cursor_of, verb
from .models.base import new_id
from .models.people import Person
from .models.staff import Laptop, RecoveryKey, Staff, StaffKey, StaffLeft, StaffRole, Workplace
from .record import Record
from .store import engine, passphrase, rekey, slots
from .store import workplace as places
from .store.locking import lock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from .store.workplace import Place

NAME_LIMIT = 80  # characters


class Member(Record):
    """A member of staff as the list shows her."""

    id: bytes
    name: str
    roles: tuple[str, ...]


class Paper(Record):
    """A fresh recovery identity. `secret` is printed and forgotten."""

    secret: str
    recipient: str
    organisation: str
    laptop: str
    made_on: date


# Founding ------------------------------------------------------------------------------------------------------------


def found(
    folder: Path, *, organisation: str, laptop: str, name: str, passphrase_: str,
    cost: slots.Cost | None = None, clock: clocks.Clock = clocks.now,
) -> Place:  # fmt: skip
    """Found a workplace in the folder; the person is its first administrator and may do everything.

    Raises UserFacingError when one is there, when a name is empty, or when the passphrase is too easy to guess.
    """
    organisation, laptop, name = _named(organisation), _named(laptop), _named(name)
    passphrase.require_strong(passphrase_, (organisation, laptop, name))
    with engine.translated():
        folder.mkdir(parents=True, exist_ok=True)
    held = lock(folder)
    fresh = folder / (paths.DATABASE + ".founding")
    try:
        # Keys beside a database that never got its name are what a founding leaves that was cut off: nobody was told of
        # it. Keys alone are something else: their database has been moved away, and is lost without them.
        cut_off = fresh.exists() and not (folder / paths.DATABASE).exists()
        if places.is_there(folder) and not cut_off:
            raise UserFacingError(_("There is a workplace in this folder already. Nothing has changed."))
        for name_ in (fresh.name, fresh.name + "-wal", fresh.name + "-shm", paths.SLOTS):
            (folder / name_).unlink(missing_ok=True)
        key, keys, database = os.urandom(32), slots.fresh_keys(), os.urandom(16)
        person = new_id(clock())
        slot = slots.staff_slot(database, person, name, keys, passphrase_, key, cost or slots.calibrated())
        places.make_file(fresh, key).close()
        place = places.Place(folder, key, keys, person, held, clock)
        place.database_name = fresh.name
        acting = Acting(person, name, frozenset({"administrator"}), keys.sign)
        with place.write(acting) as work:
            begin(work, place, organisation=organisation, laptop=laptop, name=name, keys=keys)
        place.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.let_go()
        with engine.translated():
            slots.write(folder / paths.SLOTS, slots.Slots(database, (slot,)))
            os.replace(fresh, folder / paths.DATABASE)
            paths.sync_folder(folder)
        place.database_name = paths.DATABASE
    except BaseException:
        held.release()
        raise
    return place


@verb("administrator")
def begin(work: Work, place: Place, *, organisation: str, laptop: str, name: str, keys: slots.Keys) -> None:
    """The founding entry: the workplace, its first laptop, its first administrator. Signed by her own key."""
    device = work.add(Laptop(name=laptop, letter="A"))
    place.be_laptop(device)
    work.add(Workplace(organisation=organisation))
    _add_member(work, work.acting.id, name, ("administrator",), keys)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=NAME_LIMIT))
    return name


def _add_member(work: Work, ident: bytes, name: str, roles: Sequence[str], keys: slots.Keys) -> None:
    work.add(Staff(id=ident, name=name))
    for role in roles:
        work.add(StaffRole(staff=ident, role=role))
    work.add(StaffKey(staff=ident, verify=keys.verify, recipient=keys.recipient))


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("administrator")
def add_member(work: Work, *, name: str, roles: Sequence[str], keys: slots.Keys) -> bytes:
    """A member of staff with these roles. Returns her id. Raises UserFacingError for a name taken or a wrong role."""
    unknown = [r for r in roles if r not in ROLES]
    if unknown or not roles:
        raise UserFacingError(_("Choose among these roles: {roles}.").format(roles=", ".join(ROLES)))
    ident = new_id(work.clock())
    _add_member(work, ident, name, tuple(dict.fromkeys(roles)), keys)
    return ident


@verb("administrator")
def describe(work: Work, *, office_phone: str | None = None, practice: bool | None = None) -> None:
    """What sheets say of the workplace: the office's phone; and whether it is an invented one, for practice."""
    row = work.session.scalars(select(Workplace)).one()
    fields = {"office_phone": office_phone, "practice": None if practice is None else int(practice)}
    work.change(row, **{k: v for k, v in fields.items() if v is not None})


@verb("administrator")
def also_person(work: Work, *, staff: bytes, person: bytes | None) -> bool:
    """This member of staff is on the lists herself, as this person: she attests no money of her own. None: she is not.
    Returns whether anything changed."""
    row = work.session.get(Staff, staff)
    if row is None:
        raise UserFacingError(_("There is no member of staff with that name. Nothing has changed."))
    if person is not None and work.session.get(Person, person) is None:
        raise UserFacingError(_("There is no such person. Nothing has changed."))
    return work.change(row, person=person)


@verb("administrator")
def renew_keys(work: Work, *, member: bytes, keys: slots.Keys) -> None:
    """New key pairs for a member whose private halves are lost."""
    for old in work.session.scalars(select(StaffKey).where(StaffKey.staff == member)):
        work.void(old, reason="renewed")
    work.add(StaffKey(staff=member, verify=keys.verify, recipient=keys.recipient))


@verb("administrator")
def remove_member(work: Work, *, member: bytes, today: date) -> None:
    """A member leaves. Raises UserFacingError for the last administrator, and for oneself."""
    if member == work.acting.id:
        raise UserFacingError(_("You can't remove yourself. Ask another administrator."))
    for role in work.session.scalars(select(StaffRole).where(StaffRole.staff == member)):
        work.void(role, reason="left")
    for key in work.session.scalars(select(StaffKey).where(StaffKey.staff == member)):
        work.void(key, reason="left")
    work.add(StaffLeft(staff=member, day=today))


@verb("administrator")
def add_recovery(work: Work, *, keys: slots.Keys) -> bytes:
    """A fresh recovery identity takes the place of the old one. Returns its id."""
    for old in work.session.scalars(select(RecoveryKey)):
        work.void(old, reason="replaced")
    return work.add(RecoveryKey(verify=keys.verify, recipient=keys.recipient))


# Verbs and slots together: what the front ends call ----------------------------------------------------------------


def add(place: Place, *, name: str, roles: Sequence[str], passphrase_: str, cost: slots.Cost | None = None) -> bytes:
    """Add a member of staff who signs in with this passphrase. Returns her id."""
    name = _named(name)
    with place.read() as session:
        organisation = organisation_of(session)
        others = {m.name.casefold() for m in members(session)}
    ring = slots.read(place.folder / paths.SLOTS)
    if name.casefold() in others and ring.of(name) is not None:
        raise UserFacingError(_("There is a member of staff with that name already. Choose another."))
    passphrase.require_strong(passphrase_, (organisation, name))
    keys = slots.fresh_keys()
    with place.write() as work:
        ident = _known_without_slot(work, name)
        if ident is None:
            ident = add_member(work, name=name, roles=roles, keys=keys)
        else:
            renew_keys(work, member=ident, keys=keys)
    _keep(place, ring.with_slot(_slot(place, ring, ident, name, keys, passphrase_, cost)))
    return ident


def _known_without_slot(work: Work, name: str) -> bytes | None:
    """A member whose slot was never written, because the machine died just then."""
    return next((m.id for m in members(work.session) if m.name.casefold() == name.casefold()), None)


def _slot(
    place: Place, ring: slots.Slots, owner: bytes, name: str, keys: slots.Keys, passphrase_: str,
    cost: slots.Cost | None,
) -> slots.Slot:  # fmt: skip
    before = max((s.changed for s in ring.slots if s.owner == owner), default=0)
    return slots.staff_slot(
        ring.database, owner, name, keys, passphrase_, place.key, cost or slots.calibrated(),
        changed=max(place.clock(), before + 1),
    )  # fmt: skip


def _keep(place: Place, ring: slots.Slots) -> None:
    with engine.translated():
        slots.write(place.folder / paths.SLOTS, ring)


def remove(place: Place, *, name: str, today: date) -> None:
    """Remove a member: signed entry, slot, and a new key for the file, so that an old copy opens nothing new."""
    with place.read() as session:
        member = find(session, name)
    with place.write() as work:
        remove_member(work, member=member.id, today=today)
    ring = slots.read(place.folder / paths.SLOTS)
    rekey.rekey(place, ring.without(member.id), rekey.recipients(place))


def change_passphrase(place: Place, *, new: str, cost: slots.Cost | None = None) -> None:
    """A new passphrase for whoever has the place open, and a new key for the file. On other laptops it holds, and the
    old one no more, from the next parcel on."""
    with place.read() as session:
        name = next((m.name for m in members(session) if m.id == place.owner), "")
        organisation = organisation_of(session)
    passphrase.require_strong(new, (organisation, name))
    ring = slots.read(place.folder / paths.SLOTS)
    slot = _slot(place, ring, place.owner, name, place.keys, new, cost)
    rekey.rekey(place, ring.with_slot(slot), rekey.recipients(place))


def new_recovery(place: Place, *, today: date, hand_over: Callable[[Paper], object] | None = None) -> Paper:
    """A fresh recovery identity, in force; the sheet before it opens nothing new.

    `hand_over` prints or saves the sheet, and comes first: were it last, a machine that died in between would have
    ended the old sheet and lost the secret of the new one. A sheet that was handed over in vain opens nothing.
    """
    import pyrage

    keys = slots.paper_keys(str(pyrage.x25519.Identity.generate()))
    with place.read() as session:
        laptop = session.scalars(select(Laptop).order_by(Laptop.id)).first()
        organisation = organisation_of(session)
    paper = Paper(keys.identity, keys.recipient, organisation, (laptop and laptop.name) or "", today)
    if hand_over:
        hand_over(paper)
    with place.write() as work:
        ident = add_recovery(work, keys=keys)
    ring = slots.read(place.folder / paths.SLOTS)
    slot = slots.Slot("recovery", ident, keys.recipient, slots.seal(place.key, keys.recipient))
    rekey.rekey(place, ring.with_slot(slot), rekey.recipients(place))
    return paper


def take_over(place: Place, *, name: str, passphrase_: str, cost: slots.Cost | None = None) -> None:
    """In a place opened with the paper: a member (the first administrator when no name is given) gets new keys and a
    new passphrase, and the file a new key. The entry is signed by the recovery identity, which an administrator put in
    force."""
    with place.read() as session:
        everyone = members(session)
        member = find(session, name) if name else next(m for m in everyone if "administrator" in m.roles)
        organisation = organisation_of(session)
    passphrase.require_strong(passphrase_, (organisation, member.name))
    keys = slots.fresh_keys()
    acting = Acting(place.owner, "", frozenset({"administrator"}), place.keys.sign)
    with place.write(acting) as work:
        renew_keys(work, member=member.id, keys=keys)
    ring = slots.read(place.folder / paths.SLOTS)
    slot = _slot(place, ring, member.id, member.name, keys, passphrase_, cost)
    rekey.rekey(place, ring.with_slot(slot), rekey.recipients(place))
    place.keys, place.owner = keys, member.id


# Reads ---------------------------------------------------------------------------------------------------------------


def members(session: Session) -> list[Member]:
    """The staff of today, in the order they came."""
    left = set(session.scalars(select(StaffLeft.staff)))
    roles: dict[bytes, list[str]] = {}
    for row in session.scalars(select(StaffRole)):
        if row.staff and row.role:
            roles.setdefault(row.staff, []).append(row.role)
    rows = session.scalars(select(Staff).order_by(Staff.id))
    order = {r: i for i, r in enumerate(ROLES)}
    return [
        Member(s.id, s.name or "", tuple(sorted(roles.get(s.id, ()), key=lambda r: order.get(r, 99))))
        for s in rows
        if s.id not in left
    ]


def find(session: Session, name: str) -> Member:
    """A member by name. Raises UserFacingError."""
    wanted = " ".join(name.casefold().split())
    for member in members(session):
        if member.name.casefold() == wanted:
            return member
    raise UserFacingError(_("There is no member of staff with that name. Nothing has changed."))


def names(session: Session) -> dict[bytes, str]:
    """Everybody who ever signed in, by id: history names them long after they left."""
    return {s.id: s.name or "" for s in session.scalars(select(Staff))}


def organisation_of(session: Session) -> str:
    return session.scalars(select(Workplace.organisation)).first() or ""


def office_phone_of(session: Session) -> str:
    return session.scalars(select(Workplace.office_phone)).first() or ""


def person_of(session: Session, staff: bytes) -> bytes | None:
    """The participant who is also this member of staff, if any."""
    return session.scalars(select(Staff.person).where(Staff.id == staff)).first()


def workplace_of(session: Session) -> bytes:
    """The workplace's own id, which its rules are about."""
    return session.scalars(select(Workplace.id)).one()


def letter_of(session: Session) -> str:
    """The letter of this laptop, by which its papers are told from another's."""
    cursor = cursor_of(session)
    own = cursor.execute("SELECT unhex(value) FROM local WHERE key='device'").fetchone()
    return letters(cursor).get(own[0] if own else b"", "A")


def letters(cursor: Any) -> dict[bytes, str]:
    """Every laptop's letter."""
    return told_apart(cursor.execute("SELECT id, letter FROM laptop ORDER BY id").fetchall())


def told_apart(given: Iterable[tuple[bytes, str | None]]) -> dict[bytes, str]:
    """No two laptops with one letter, though two administrators who let one in at the same time gave the same: of two,
    the later takes the next that nobody was given. By what the journal has, so alike everywhere; papers that were
    numbered before that was known keep theirs. `given` in the order the laptops came.
    """
    given = list(given)
    first = {letter: ident for ident, letter in reversed(given) if letter}
    found = {ident: letter for letter, ident in first.items()}
    free = free_letters(first)
    return {ident: found.get(ident) or next(free, "") for ident, _letter in given}


def free_letters(taken: Collection[str]) -> Iterator[str]:
    """A … Z, then AA …, but those taken: I and O look like figures."""
    plain = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    every = chain(plain, (first + second for first in plain for second in plain))
    return (letter for letter in every if letter not in taken)


def has_recovery(session: Session) -> bool:
    """Whether a recovery sheet is in force."""
    return session.scalars(select(RecoveryKey.id)).first() is not None


def is_practice(session: Session) -> bool:
    """Whether this is an invented workplace: then every sheet says so."""
    return bool(session.scalars(select(Workplace.practice)).first())
