"""A new key for the whole file: when a member of staff leaves, when a passphrase changes, when a sheet is replaced.

Taking a slot away is not revocation: an old copy of the key file and the old passphrase would still open. So the file
is written anew under a new key, opened and checked, and only then put in the old one's place.

Two files have to change together. Both new ones are made durable first; then the database is renamed, then the key
file. A crash between the two leaves the new key file beside (`slots.json.next`), and `finish` completes the step.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import Damaged, StorageFailed, WrongPassphrase
from ..i18n import gettext as _
from ..journal import tables
from ..journal.digest import digest
from . import engine, slots
from .check import pages_ok

if TYPE_CHECKING:
    from .workplace import Place

NEXT = paths.SLOTS + ".next"
FRESH = paths.DATABASE + ".next"

_ERASED = "SELECT count(*) FROM erased"


def rekey(
    place: Place, ring: slots.Slots, recipients: dict[bytes, str], *, instead: tuple[Path, bytes] | None = None
) -> None:  # fmt: skip
    """Give the file of an open place a new key, sealed to `recipients` (owner → public key by the signed journal).

    `ring` holds the slots as they shall be, their seals not yet renewed. `instead` of what stands comes a copy of the
    file, and the key it has: an earlier state is put back. Raises StorageFailed or Damaged; then the old file and the
    old keys stand as before.
    """
    folder = place.folder
    key = os.urandom(32)
    fresh = folder / FRESH
    with engine.translated():
        # What comes from the keys of a copy has been held against that copy's journal, which may know of others.
        _require_known(place, ring if instead is None else slots.read(folder / paths.SLOTS))
        before = digest(place.cursor()) if instead is None else _digest_of(*instead)
        times = tables.restored(place.cursor())[0]
    with place.alone():
        try:
            with engine.translated():
                _clear(folder)
                with closing(engine.connect(place.database, place.key)) as old:
                    if instead is None:
                        engine.vacuum_into(old, fresh, key)
                    _emptied(old)
                if instead is not None:
                    with closing(engine.connect(*instead, still=True)) as copy:
                        engine.vacuum_into(copy, fresh, key)
                with closing(engine.connect(fresh, key)) as copy:
                    same = pages_ok(copy) and digest(copy.cursor()) == before
                    # In the copy itself, so that it comes into force with it: nothing erased so far lies in this file.
                    copy.execute(f"INSERT OR REPLACE INTO local(key, value) VALUES('wiped', ({_ERASED}))")
                    if instead is not None:
                        tables.mark_restored(copy, times)
                    _emptied(copy)
                if not same:
                    raise Damaged(_("The copy is not like the original. Nothing has changed. Check the disk."))
                paths.sync_file(fresh)
                slots.write(folder / NEXT, slots.resealed(ring, key, recipients))
                _swap(folder)
        except BaseException:
            # Not swapped: the old pair stands. Swapped half-way: the next start completes it.
            if fresh.exists():
                with suppress(OSError):
                    _clear(folder)
            elif (folder / NEXT).exists():
                place.broken, place.key = True, key
            raise
        place.key = key


def _digest_of(path: Path, key: bytes) -> str:
    with closing(engine.connect(path, key, still=True)) as copy:
        if not pages_ok(copy):
            raise Damaged(_("The backup is damaged. Nothing has changed. Try an older one."))
        return digest(copy.cursor())


def recipients(place: Place) -> dict[bytes, str]:
    """Owner → public key, by the signed journal: the staff of today and the newest sheet."""
    return recipients_in(place.cursor())


def recipients_in(cursor: Any) -> dict[bytes, str]:
    found = dict(cursor.execute("SELECT staff, recipient FROM staff_key WHERE voided=0").fetchall())
    return found | dict(cursor.execute("SELECT id, recipient FROM recovery_key WHERE voided=0").fetchall())


def revoke_stale(place: Place, ring: slots.Slots) -> None:
    """A member was removed, or a sheet replaced, and the machine died before the key was changed: change it now.

    Raises WrongPassphrase when it is the removed one herself who has just opened.
    """
    _require_known(place, ring)
    valid = recipients(place)
    if any(valid.get(s.owner) != s.recipient for s in ring.slots):
        rekey(place, ring, valid)
        if place.owner not in {s.owner for s in slots.read(place.folder / paths.SLOTS).slots}:
            raise WrongPassphrase(slots.wrong())


def wipe(place: Place) -> None:
    """The file anew under a new key, for somebody was erased. Copies of parcels go too: she may be in them."""
    with engine.translated():
        for folder in (paths.INBOX, paths.OUTBOX, paths.QUARANTINE):
            for file in (place.folder / folder).glob("*"):
                file.unlink(missing_ok=True)
    rekey(place, slots.read(place.folder / paths.SLOTS), recipients(place))


def wipe_stale(place: Place) -> None:
    """Somebody was erased, and the machine died before the file was written anew: write it now."""
    (erased, wiped) = place.cursor().execute(
        f"SELECT ({_ERASED}), (SELECT value FROM local WHERE key='wiped')"
    ).fetchone()
    if erased != int(wiped or 0):
        place.wipe()


def _require_known(place: Place, ring: slots.Slots) -> None:
    """Raises Damaged when a slot is of nobody who ever was in the signed journal. It would be dropped with the next
    key, and one wrong byte on the disk must not lock a person out for good."""
    cursor = place.cursor()
    known = {("staff", *row) for row in cursor.execute("SELECT staff, recipient FROM staff_key")}
    known |= {("recovery", *row) for row in cursor.execute("SELECT id, recipient FROM recovery_key")}
    if any((s.kind, s.owner, s.recipient) not in known for s in ring.slots):
        raise Damaged(_("The key file is damaged. Nothing has changed. Put back a backup, or ask the office."))


def finish(folder: Path) -> None:
    """Complete, or clear away, a change of key that a crash cut off. The lock must be held."""
    with engine.translated():
        if (folder / NEXT).exists() and not (folder / FRESH).exists():
            os.replace(folder / NEXT, folder / paths.SLOTS)
            paths.sync_folder(folder)
        elif (folder / FRESH).exists():
            # The database was not renamed: the old pair is whole, and nobody was told of the new one.
            _clear(folder)


def _clear(folder: Path) -> None:
    """Take away a new pair that never came into force. The database goes last: while it is there, the rest is known
    to be of no use."""
    for name in (NEXT, NEXT + ".new", FRESH + "-journal", FRESH + "-wal", FRESH + "-shm", FRESH):
        (folder / name).unlink(missing_ok=True)


def _emptied(connection: Any) -> None:
    """Everything from the log is in the file itself. Raises StorageFailed: a log that still holds something must not
    be taken away."""
    busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StorageFailed(_("Another program is using the file. Nothing has changed. Try again in a moment."))


def _swap(folder: Path) -> None:
    for ending in ("-wal", "-shm"):
        (folder / (paths.DATABASE + ending)).unlink(missing_ok=True)
    os.replace(folder / FRESH, folder / paths.DATABASE)
    paths.sync_folder(folder)
    os.replace(folder / NEXT, folder / paths.SLOTS)
    paths.sync_folder(folder)
