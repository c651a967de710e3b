"""Backups: a whole copy under a key of its own, with that key beside it, sealed as the slots of the day are.

    Alfdesk 2026-11-22 181405 7Q2M.alfbak        the copy, written by VACUUM INTO, opened and checked before it counts
    Alfdesk 2026-11-22 181405 7Q2M.alfkeys       the slots as they were, and the copy's key wrapped under the file's key

So the folder alone, on an empty machine, opens with a passphrase that was valid that day, or with the paper. Every
copy has its own key (rather than one a month): taking away one small file ends one copy, and nothing has to remember
which month it was. Copies older than `KEEP_DAYS` are ended at the next backup into the same folder.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import Damaged, UserFacingError
from ..i18n import gettext as _
from ..journal import tables
from ..journal.digest import digest
from ..record import replace
from . import engine, rekey, slots, workplace
from .check import pages_ok
from .locking import lock

if TYPE_CHECKING:
    from ..journal.clock import Clock
    from .workplace import Place

COPY = ".alfbak"
KEYS = ".alfkeys"
FORMAT = 1
KEEP_DAYS = 62
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that was written, opened again and found equal. `size` in bytes."""

    path: Path
    entries: int
    digest: str
    size: int
    ended: int  # older copies that were taken away


def backup(place: Place, out: Path) -> Copy:
    """Write a checked copy into the folder `out`. Raises StorageFailed or Damaged; then no copy bears a final name."""
    moment = datetime.fromtimestamp(place.clock() / 1000)
    code = "".join(secrets.choice(LETTERS) for _n in range(4))
    stem = f"Alfdesk {moment:%Y-%m-%d %H%M%S} {code}"
    fresh, key = out / f"{stem}.part", os.urandom(32)
    with engine.translated():
        out.mkdir(parents=True, exist_ok=True)
        cursor = place.cursor()
        wanted = digest(cursor)
        (entries,) = cursor.execute("SELECT count(*) FROM entry").fetchone()
    keys_file = out / (stem + KEYS)
    try:
        engine.vacuum_into(cursor.connection, fresh, key)
        if not _is_whole(fresh, key, wanted):
            raise Damaged(_("The backup is not like the original and was taken away. Try another disk."))
        with engine.translated():
            paths.sync_file(fresh)
            ring = slots.read(place.folder / paths.SLOTS)
            paths.replace_file(keys_file, _keys_file(ring, key, place.key))
            os.replace(fresh, out / (stem + COPY))
            paths.sync_folder(out)
            ended = _end_old(out, moment)
    except BaseException:
        if fresh.exists():
            with suppress(OSError):
                keys_file.unlink(missing_ok=True)
        raise
    finally:
        engine.take_away(fresh)
    path = out / (stem + COPY)
    return Copy(path, entries, wanted, path.stat().st_size, ended)


def _is_whole(path: Path, key: bytes, wanted: str) -> bool:
    with engine.translated(), closing(engine.connect(path, key)) as copy:
        whole = pages_ok(copy) and digest(copy.cursor()) == wanted
        copy.execute("PRAGMA journal_mode=DELETE")
    return whole


def _keys_file(ring: slots.Slots, copy_key: bytes, file_key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(12)
    wrapped = nonce + ChaCha20Poly1305(file_key).encrypt(nonce, copy_key, b"alfdesk backup " + ring.database)
    document = {
        "alfdesk_backup": FORMAT,
        "key": wrapped.hex(),
        "slots": json.loads(slots.encode(ring)),
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _end_old(out: Path, now: datetime) -> int:
    """Take away the keys, then the copies, of backups past their time; and what a killed backup left yesterday."""
    ended = 0
    for part in out.glob("Alfdesk *.part*"):
        if now.timestamp() - part.stat().st_mtime > 86_400:
            part.unlink(missing_ok=True)
    for keys in sorted(out.glob(f"Alfdesk *{KEYS}")):
        try:
            made = datetime.strptime(keys.stem[8:25], "%Y-%m-%d %H%M%S")
        except ValueError:
            continue
        if now - made > timedelta(days=KEEP_DAYS):
            keys.unlink()
            keys.with_suffix(COPY).unlink(missing_ok=True)
            ended += 1
    return ended


def newest(where: Path) -> Path:
    """The copy itself, or the newest in a folder. Raises UserFacingError when there is none."""
    if where.is_dir():
        whole = [c for c in where.glob(f"*{COPY}") if c.with_suffix(KEYS).exists()]
        # The name says when, to the second; between two of one second the file's own time decides.
        copies = sorted(whole, key=lambda c: (c.name[:25], c.stat().st_mtime_ns))
        if not copies:
            raise UserFacingError(_("There is no backup in this folder. Nothing has changed."))
        return copies[-1]
    copy = where.with_suffix(COPY)
    if not copy.exists() or not copy.with_suffix(KEYS).exists():
        raise UserFacingError(_("The backup or its key file is not there. Nothing has changed. Both are needed."))
    return copy


@dataclass(frozen=True, slots=True)
class Opened:
    """What a way in gave: the slots of that day, the file's key, the person's or the paper's keys, and who."""

    ring: slots.Slots
    key: bytes
    copy_key: bytes
    keys: slots.Keys
    owner: bytes


def unlock(copy: Path, *, name: str = "", passphrase: str = "", paper: str = "") -> Opened:
    """Open the key file of a backup. Raises WrongPassphrase, Damaged or TooNew with a sentence."""
    if paper:
        return _unlocked(copy, lambda ring: workplace.by_paper(ring, paper))
    return _unlocked(copy, lambda ring: workplace.by_passphrase(ring, name, passphrase))


def _unlocked(copy: Path, way: workplace.Way) -> Opened:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        document: dict[str, Any] = json.loads(copy.with_suffix(KEYS).read_bytes())
        ring = slots.decode(json.dumps(document["slots"]).encode())
        wrapped = bytes.fromhex(document["key"])
    except OSError as error:
        raise engine.storage_failed(error) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged(_("The key file is damaged. Nothing has changed. Try an older backup.")) from error
    key, keys, owner = way(ring)
    try:
        copy_key = ChaCha20Poly1305(key).decrypt(wrapped[:12], wrapped[12:], b"alfdesk backup " + ring.database)
    except (InvalidTag, ValueError) as error:
        raise Damaged(_("The key file is damaged. Nothing has changed. Try an older backup.")) from error
    return Opened(ring, key, copy_key, keys, owner)


def put_back(place: Place, copy: Path) -> None:
    """The open place as it was when this copy of it was made. Whoever sits there stays signed in, and all others sign
    in as they did then. It goes on in a new stream and reuses no number.

    Raises Damaged, StorageFailed, or WrongPassphrase when hers has changed since; then it stands as before.
    """
    opened = unlock_known(place, copy)
    with engine.translated(), closing(engine.connect(copy, opened.copy_key, still=True)) as source:
        recipients = rekey.recipients_in(source.cursor())
    ring = slots.read(place.folder / paths.SLOTS)
    have = {s.recipient for s in ring.slots}
    for slot in opened.ring.slots:
        if recipients.get(slot.owner) == slot.recipient and slot.recipient not in have:
            ring = replace(ring, slots=(*ring.slots, slot))
    rekey.rekey(place, ring, recipients, instead=(copy, opened.copy_key))
    place.begin_anew()


def unlock_known(place: Place, copy: Path) -> Opened:
    """Open the key file of a backup of this place as whoever sits there. Raises as `unlock` does."""
    return _unlocked(copy, lambda ring: workplace.by_known(ring, workplace.Known(place.keys, place.owner)))


def restore(copy: Path, to: Path, opened: Opened, clock: Clock) -> workplace.Place:
    """The workplace of that day in the folder `to`, open. It goes on in a new stream and reuses no number.

    Raises UserFacingError when a workplace is there already, Damaged when the copy is not whole.
    """
    if workplace.is_there(to):
        raise UserFacingError(_("There is a workplace in this folder already. Nothing has changed. Choose another."))
    with engine.translated():
        to.mkdir(parents=True, exist_ok=True)
    held = lock(to)
    fresh = to / (paths.DATABASE + ".part")
    try:
        engine.take_away(fresh)
        with engine.translated(), closing(engine.connect(copy, opened.copy_key, still=True)) as source:
            if not pages_ok(source):
                raise Damaged(_("The backup is damaged. Nothing has changed. Try an older one."))
            wanted = digest(source.cursor())
            engine.vacuum_into(source, fresh, opened.key)
        if not _is_whole(fresh, opened.key, wanted):
            raise Damaged(_("The copy is not like the original. Nothing has changed. Check the disk."))
        with engine.translated():
            with closing(engine.connect(fresh, opened.key)) as made:
                tables.mark_restored(made)
                made.execute("PRAGMA journal_mode=DELETE")
            paths.sync_file(fresh)
            slots.write(to / paths.SLOTS, opened.ring)
            os.replace(fresh, to / paths.DATABASE)
            paths.sync_folder(to)
    except BaseException:
        engine.take_away(fresh)
        held.release()
        raise
    return workplace.Place(to, opened.key, opened.keys, opened.owner, held, clock)
