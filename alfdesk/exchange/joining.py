"""A new laptop: it asks with a file and a code, and is let in by a file with everything.

Between the two its private keys lie in the empty profile, readable by its owner alone; once it has joined they lie in
the encrypted file and nowhere else.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import Damaged, UserFacingError, WrongPassphrase
from ..i18n import gettext as _
from ..journal import clock as clocks
from ..journal.tables import opened
from ..record import replace
from ..store import engine, slots
from ..store import workplace as places
from ..store.locking import lock
from . import container, laptops, parcel, reading, reports, roster, stick
from .admit import Door
from .stick import Disk
from .words import Refused

if TYPE_CHECKING:
    from ..store.workplace import Place


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was written, and the code to read aloud."""

    path: Path
    code: str


def request(folder: Path, name: str, out: Path, *, disk: Disk | None = None) -> Asked:
    """Ask to join a workplace, from an empty profile. The same name again gives the same code.

    Raises UserFacingError when a workplace is there already, or for a name that is none; Refused for the stick.
    """
    name = " ".join(name.split())
    if not name or len(name) > laptops.NAME_LIMIT:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=laptops.NAME_LIMIT))
    if places.is_there(folder):
        raise UserFacingError(_("There is a workplace in this folder already. Nothing has changed."))
    with engine.translated():
        folder.mkdir(parents=True, exist_ok=True)
        before = _asked(folder)
        keys = before[1] if before and before[0] == name else slots.fresh_keys()
        _keep(folder, name, keys)
    raw, code = laptops.request_file(name, keys)
    return Asked(stick.put(disk or Disk(), out, f"Alfdesk request {stick.code()}.alfask", raw), code)


def asked(folder: Path) -> tuple[str, str] | None:
    """Name and code of the request that was made here, while it waits for its welcome."""
    found = _asked(folder)
    return found and (found[0], laptops.request_file(*found)[1])


def _asked(folder: Path) -> tuple[str, slots.Keys] | None:
    try:
        said = json.loads((folder / paths.ASKED).read_text("utf-8"))
        return str(said["name"]), slots.Keys(str(said["identity"]), bytes.fromhex(said["seed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(folder: Path, name: str, keys: slots.Keys) -> None:
    """Readable by the owner alone, from the first byte."""
    raw = json.dumps({"name": name, "identity": keys.identity, "seed": keys.seed.hex()}).encode()
    path = folder / paths.ASKED
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def give_up(folder: Path) -> None:
    """Ask no more: the keys go, and a welcome for them opens nothing."""
    _forget(folder)


def _forget(folder: Path) -> None:
    """Written over before it goes; a disk may keep more than that, which is why it must itself be encrypted."""
    path = folder / paths.ASKED
    with suppress(OSError):
        size = path.stat().st_size
        with open(path, "r+b") as file:
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)


def join(
    folder: Path, file: Path, *, name: str, passphrase_: str, clock: clocks.Clock = clocks.now, disk: Disk | None = None
) -> Place:  # fmt: skip
    """Join a workplace by its welcome. Returns it, open, with this member of staff signed in.

    Her own passphrase opens her signing key; her slot here holds this laptop's key, made now. Raises Refused,
    WrongPassphrase, UserFacingError or StorageFailed; then there is no workplace here.
    """
    if places.is_there(folder):
        raise UserFacingError(_("There is a workplace in this folder already. Nothing has changed."))
    asked = _asked(folder)
    if asked is None:
        raise UserFacingError(_("This laptop has not asked to join yet. Make a request first."))
    with engine.translated():
        raw = (disk or Disk()).read(file, container.FILE_LIMIT)
    try:
        found = container.unseal(raw, asked[1].identity)
    except Refused as refused:
        raise Refused(refused.code, **({"laptop": asked[0]} | refused.facts)) from refused
    if found.manifest.kind != "welcome":
        raise UserFacingError(_("This file is no welcome. Ask the office for one."))
    try:
        ring = slots.decode(found.manifest.slots.encode())
    except Damaged as error:
        raise Refused("DAMAGED") from error
    slot = ring.of(name)
    if slot is None or ring.database.hex() != found.manifest.group:
        raise WrongPassphrase(slots.wrong())
    mine = slots.unlock(ring, slot, passphrase_)
    held = lock(folder)
    fresh = folder / (paths.DATABASE + ".joining")
    try:
        engine.take_away(fresh)
        place = places.Place(folder, os.urandom(32), mine, slot.owner, held, clock)
        place.database_name = fresh.name
        places.make_file(fresh, place.key).close()
        try:
            _fill(place, found, asked[1], slot, len(raw), file.name)
            sealed = _sealed(place, ring)
            place.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            place.let_go()
        with engine.translated():
            slots.write(folder / paths.SLOTS, sealed)
            os.replace(fresh, folder / paths.DATABASE)
            paths.sync_folder(folder)
    except BaseException:
        engine.take_away(fresh)
        if not (folder / paths.DATABASE).exists():
            with suppress(OSError):
                (folder / paths.SLOTS).unlink(missing_ok=True)
        held.release()
        raise
    _forget(folder)
    place.database_name = paths.DATABASE
    return place


def _fill(
    place: Place, found: container.Opened, keys: slots.Keys, slot: slots.Slot, size: int, name: str
) -> None:  # fmt: skip
    """The whole journal into the empty file, and what is this laptop's own. Raises Refused."""
    manifest = found.manifest
    received, heads = reading.contents(found)

    def act() -> None:
        cursor = place.cursor()
        with opened(cursor):
            door = Door(cursor)
            if not received or not door.begin_with(received[0]):
                raise Refused("BAD_SIGNATURE")
            let = door.let(received, heads, report=manifest.report)
            everyone = roster.laptops(cursor)
            sender = everyone.get(bytes.fromhex(manifest.sender))
            me = next((o for o in everyone.values() if keys.verify in o.keys and o.recipient == keys.recipient), None)
            if sender is None or not found.verified_by(sender.keys) or sender.barred is not None:
                raise Refused("BAD_SIGNATURE")
            if me is None or me.id.hex() not in manifest.receivers:
                raise Refused("REDIRECTED")
            if not _is_hers(cursor, slot, place.keys):
                raise Refused("BAD_SIGNATURE")
            cursor.execute("INSERT INTO local(key, value) VALUES('device', ?)", (me.id.hex(),))
            roster.keep_own_keys(cursor, keys)
            reports.keep(cursor, door.made, manifest, place.clock())
        parcel.log(
            cursor, bytes.fromhex(manifest.id), "joined", place.clock(), manifest.made, sender.id, name, size, let.new,
            [me],
        )  # fmt: skip

    place.transaction(act)


def _is_hers(cursor: Any, slot: slots.Slot, keys: slots.Keys) -> bool:
    """Whether the keys that her passphrase opened are the ones the signed journal has for her."""
    query = "SELECT verify, recipient FROM staff_key WHERE staff=? AND voided=0"
    return (keys.verify, keys.recipient) in cursor.execute(query, (slot.owner,)).fetchall()


def _sealed(place: Place, ring: slots.Slots) -> slots.Slots:
    """The slots of this laptop: the staff's own keys as they came, this file's key sealed to each by the journal."""
    cursor = place.cursor()
    valid = dict(cursor.execute("SELECT staff, recipient FROM staff_key WHERE voided=0").fetchall())
    staff = tuple(
        replace(s, sealed=slots.seal(place.key, s.recipient))
        for s in ring.slots if s.kind == "staff" and valid.get(s.owner) == s.recipient
    )  # fmt: skip
    papers = cursor.execute("SELECT id, recipient FROM recovery_key WHERE voided=0").fetchall()
    paper = tuple(slots.Slot("recovery", ident, r, slots.seal(place.key, r)) for ident, r in papers)
    return slots.Slots(ring.database, (*staff, *paper))
