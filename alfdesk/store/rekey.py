"""A new key for the whole file: when a member of staff leaves, when a passphrase changes, when a sheet is replaced.

Taking a slot away is not revocation: an old copy of the key file and the old passphrase would still open. So the file
is written anew under a new key, opened and checked, and only then put in the old one's place.

Two files have to change together. Both new ones are made durable first; then the database is renamed, then the key
file. A crash between the two leaves the new key file beside (`slots.json.next`), and `finish` completes the step.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .. import paths
from ..errors import Damaged
from ..i18n import gettext as _
from ..journal.digest import digest
from . import engine, slots
from .check import pages_ok

if TYPE_CHECKING:
    from .workplace import Place

NEXT = paths.SLOTS + ".next"
FRESH = paths.DATABASE + ".next"


def rekey(place: Place, ring: slots.Slots, recipients: dict[bytes, str]) -> None:
    """Give the file of an open place a new key, sealed to `recipients` (owner → public key by the signed journal).

    `ring` holds the slots as they shall be, their seals not yet renewed. Raises StorageFailed or Damaged; then the
    old file and the old keys stand as before.
    """
    folder = place.folder
    key = os.urandom(32)
    fresh = folder / FRESH
    before = digest(place.cursor())
    place.let_go()
    try:
        fresh.unlink(missing_ok=True)
        old = engine.connect(place.database, place.key)
        engine.vacuum_into(old, fresh, key)
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        old.close()
        copy = engine.connect(fresh, key)
        same = pages_ok(copy) and digest(copy.cursor()) == before
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy.close()
        if not same:
            raise Damaged(_("The copy is not like the original. Nothing has changed. Check the disk."))
        with engine.translated():
            paths.sync_file(fresh)
            slots.write(folder / NEXT, slots.resealed(ring, key, recipients))
            _swap(folder)
    except BaseException:
        # Not swapped: the old pair stands. Swapped half-way: the next start completes it.
        if fresh.exists():
            (folder / NEXT).unlink(missing_ok=True)
            fresh.unlink(missing_ok=True)
        raise
    place.key = key


def recipients(place: Place) -> dict[bytes, str]:
    """Owner → public key, by the signed journal: the staff of today and the newest sheet."""
    cursor = place.cursor()
    found = dict(cursor.execute("SELECT staff, recipient FROM staff_key WHERE voided=0").fetchall())
    return found | dict(cursor.execute("SELECT id, recipient FROM recovery_key WHERE voided=0").fetchall())


def revoke_stale(place: Place, ring: slots.Slots) -> None:
    """A member was removed, or a sheet replaced, and the machine died before the key was changed: change it now."""
    valid = recipients(place)
    if any(valid.get(s.owner) != s.recipient for s in ring.slots):
        rekey(place, ring, valid)


def finish(folder: Path) -> None:
    """Complete, or clear away, a change of key that a crash cut off. The lock must be held."""
    with engine.translated():
        if (folder / NEXT).exists() and not (folder / FRESH).exists():
            os.replace(folder / NEXT, folder / paths.SLOTS)
            paths.sync_folder(folder)
        elif (folder / FRESH).exists():
            # The database was not renamed: the old pair is whole, and nobody was told of the new one.
            (folder / NEXT).unlink(missing_ok=True)
            for name in (FRESH, FRESH + "-wal", FRESH + "-shm"):
                (folder / name).unlink(missing_ok=True)


def _swap(folder: Path) -> None:
    for ending in ("-wal", "-shm"):
        (folder / (paths.DATABASE + ending)).unlink(missing_ok=True)
    os.replace(folder / FRESH, folder / paths.DATABASE)
    paths.sync_folder(folder)
    os.replace(folder / NEXT, folder / paths.SLOTS)
    paths.sync_folder(folder)
