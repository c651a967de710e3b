"""A parcel in: copied first, verified, tried, and taken as one transaction after a verified backup.

What can't be taken in is put aside under its code, and is tried again when the laptop, the file or the program that it
lacked has come. What was taken can be taken back whole, until the next entry or parcel.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..collector import paused
from ..errors import Damaged, UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.clock import local
from ..journal.tables import opened
from ..journal.write import Written
from ..models.base import kinds
from ..questions.every import in_trial
from ..record import Record, replace
from ..store import backup, engine, rekey, slots
from . import container, lines, parcel, reports, roster, said
from .admit import Door, Let
from .container import Manifest
from .lines import Received
from .stick import Disk, code
from .tips import Head
from .words import Refused

if TYPE_CHECKING:
    from ..store.workplace import Place

INBOX, QUARANTINE, BEFORE = paths.INBOX, paths.QUARANTINE, "before_parcel"
AGAIN = ("UNKNOWN_SENDER", "TOO_NEW")  # codes that time may heal
ASIDE = 30  # files that nothing will heal are kept so many, for whoever is asked about them
MANY = 3  # people erased by one file without being asked; and never more than one in fifty, but one


class Taken(Record):
    """What became of a file. `status`: "taken", "preview" or "refused"; `code` is "" where there is nothing to say."""

    status: str
    code: str = ""
    text: str = ""
    sender: str = ""
    made: int = 0  # milliseconds since 1970 (UTC)
    new: int = 0
    known: int = 0
    waiting: int = 0
    questions: int = 0  # open after it: in a preview, as they would be
    lines: tuple[str, ...] = ()
    again: int = 0  # files put aside earlier that could be taken in now


class _Tried(Exception):
    """The trial is over, and is rolled back."""


@paused()
def read(
    place: Place, file: Path, *, preview: bool = False, erase_many: bool = False, disk: Disk | None = None
) -> Taken:  # fmt: skip
    """Take a file in; or, as a `preview`, say what it would bring and change nothing.

    `erase_many`: an administrator has confirmed that many are erased. A refusal is an answer, not an exception; raises
    StorageFailed when this laptop's own disk fails.
    """
    place.acting()
    disk = disk or Disk()
    try:
        raw = disk.read(file, container.FILE_LIMIT)
    except FileNotFoundError as error:
        raise engine.storage_failed(error) from error
    except OSError:
        raise UserFacingError(_("The file can't be read. Nothing has changed. Try another stick.")) from None
    with engine.translated():
        box = place.folder / INBOX
        box.mkdir(exist_ok=True)
        for left in box.iterdir():
            left.unlink()
        copy = box / f"{code()}.alf"
        paths.replace_file(copy, raw)
    try:
        checked = verify(place, raw)
        if not preview:
            before = backup.backup(place, place.folder / BEFORE)
        taken = _take(place, checked, len(raw), file.name, preview=preview, erase_many=erase_many)
    except Refused as refused:
        if refused.code == "SEEN":
            return Taken("preview" if preview else "taken", "SEEN", refused.sentence)
        if not preview:
            _put_aside(place, raw, refused.code)
        return Taken("refused", refused.code, refused.sentence)
    finally:
        with suppress(OSError):
            copy.unlink()
    if not preview:
        taken = replace(taken, again=_again(place))
        _remember(place, before)
    return taken


Checked = tuple[Manifest, list[Received], list[Head], roster.Laptop]


def _take(place: Place, checked: Checked, size: int, name: str, *, preview: bool, erase_many: bool) -> Taken:
    """Raises Refused; then nothing has changed."""
    manifest, received, heads, sender = checked
    found: list[Let] = []
    asked: list[int] = []

    def trial() -> None:
        found.append(_let(place, manifest, received, heads, size, name))
        _guard(place, found[0], erase_many)
        asked.append(len(in_trial(place.cursor(), keep=not preview)))
        if preview:
            raise _Tried

    with suppress(_Tried):
        place.transaction(trial)
    let = found[0]
    if not preview:
        _after(place, let, manifest)
    text, gap = "", ""
    if let.waiting:
        gap = "GAP"
        text = ngettext(
            "{count} change waits: an earlier file from {sender} is missing.",
            "{count} changes wait: an earlier file from {sender} is missing.", let.waiting,
        ).format(count=let.waiting, sender=sender.name)  # fmt: skip
    status = "preview" if preview else "taken"
    return Taken(
        status, gap, text, sender.name, manifest.made, let.new, let.known, let.waiting, asked[0], said.lines(let)
    )  # fmt: skip


def verify(place: Place, raw: bytes) -> Checked:
    """Open a file and ask everything of it but the chain. Raises Refused."""
    cursor = place.cursor()
    keys = roster.own_keys(cursor)
    everyone = roster.laptops(cursor)
    me = everyone[roster.own(cursor)]
    if keys is None:
        container.unframe(raw)
        raise Refused("NOT_FOR_US", laptop=me.name)
    try:
        found = container.unseal(raw, keys.identity)
    except Refused as refused:
        raise Refused(refused.code, **({"laptop": me.name} | refused.facts)) from refused
    manifest = found.manifest
    if manifest.group != slots.read(place.folder / paths.SLOTS).database.hex():
        raise Refused("OTHER_GROUP")
    try:
        sender, ident = everyone.get(_id(manifest.sender)), _id(manifest.id)
    except ValueError as error:
        raise Refused("DAMAGED") from error
    if sender is None or not sender.keys:
        raise Refused("UNKNOWN_SENDER", sender=manifest.letter[:4] or "?")
    if not found.verified_by(sender.keys):
        raise Refused("BAD_SIGNATURE")
    if me.id.hex() not in manifest.receivers:
        raise Refused("REDIRECTED")
    if sender.barred is not None:
        row = cursor.execute("SELECT wall FROM entry WHERE no=?", (sender.barred,)).fetchone()
        raise Refused("REVOKED", sender=sender.name, day=_day(row[0]))
    seen = cursor.execute("SELECT wall FROM parcel WHERE id=?", (ident,)).fetchone()
    if seen:
        raise Refused("SEEN", day=_day(seen[0]))
    received, heads = contents(found)
    return manifest, received, heads, sender


def contents(found: container.Opened) -> tuple[list[Received], list[Head]]:
    """The entries and heads of a file. Raises Refused (DAMAGED, TOO_BIG)."""
    manifest = found.manifest
    received = list(lines.read(found.lines(), manifest.id))
    try:
        heads = [
            Head(_id(stream), seq, _id(hash_, 32), _id(device), _id(signature, 64))
            for stream, seq, hash_, device, signature in manifest.heads
        ]
        for stream, seq in (*manifest.report.tips, *manifest.report.holes, *([manifest.head] if manifest.head else [])):
            if not (len(_id(stream)) and 0 <= seq < 2**40):
                raise ValueError("not a place")
        if any(not 0 <= h.seq < 2**40 for h in heads) or not 0 <= manifest.made < 2**60:
            raise ValueError("a number out of bounds")
        _id(manifest.id)
        if manifest.slots:
            slots.decode(manifest.slots.encode())
    except (ValueError, Damaged) as error:
        raise Refused("DAMAGED") from error
    if len(received) != manifest.entries:
        raise Refused("DAMAGED")
    return received, heads


def _id(text: str, length: int = 16) -> bytes:
    raw = bytes.fromhex(text)
    if len(raw) != length:
        raise ValueError("not hex of that length")
    return raw


def _day(wall: int) -> str:
    return f"{local(wall):%d.%m.%Y}"


def _let(
    place: Place, manifest: Manifest, received: list[Received], heads: list[Head], size: int, name: str
) -> Let:  # fmt: skip
    """Everything a file does, inside the transaction: its entries, what its sender has, and a line in the log."""
    cursor = place.cursor()
    with opened(cursor):
        door = Door(cursor)
        let = door.let(received, heads, _id(manifest.sender), manifest.report)
        reports.keep(cursor, door.made, manifest, place.clock())
        _note_unknown(cursor, let)
    receivers = [one for one in roster.laptops(cursor).values() if one.id.hex() in manifest.receivers]
    parcel.log(
        cursor, _id(manifest.id), "in", place.clock(), manifest.made, _id(manifest.sender), name, size, let.new,
        receivers,
    )  # fmt: skip
    return let


def _note_unknown(cursor: Any, let: Let) -> None:
    """Kinds that this version does not know: weeks can't be paid while money may be among them."""
    for kind, count in let.unknown.items():
        cursor.execute(
            "INSERT INTO local(key, value) VALUES('unknown ' || ?, ?) "
            "ON CONFLICT(key) DO UPDATE SET value=value + excluded.value",
            (kind[:80], count),
        )


def _guard(place: Place, let: Let, erase_many: bool) -> None:
    """A file that erases many is asked about on each laptop: what spreads and deletes is a weapon too."""
    count = len(let.erased)
    (people,) = place.cursor().execute("SELECT count(*) FROM person").fetchone()
    many = count > MANY or (count > 1 and count * 50 > people + count)
    if many and not (erase_many and "administrator" in place.acting().roles):
        raise Refused("ERASES_MANY", count=count)


def settle(place: Place) -> Let:
    """Let in what waited and may come in now, after a bar or a lost entry was declared."""
    found: list[Let] = []

    def act() -> None:
        cursor = place.cursor()
        with opened(cursor):
            found.append(Door(cursor).let((), ()))
            _note_unknown(cursor, found[0])

    place.transaction(act)
    _after(place, found[0], None)
    return found[0]


# After the transaction -----------------------------------------------------------------------------------------------


def _after(place: Place, let: Let, manifest: Manifest | None) -> None:
    """What follows from what came: slots of staff, a new key where somebody left or was erased, word to the screens."""
    if let.rebuilt:
        place.let_go()
    if manifest is not None:
        _take_slots(place, manifest)
    rekey.revoke_stale(place, slots.read(place.folder / paths.SLOTS))
    if let.erased:
        place.wipe()
    place.tell(Written((), None, frozenset(let.topics)))


def _take_slots(place: Place, manifest: Manifest) -> None:
    """Staff who were added on another laptop sign in here too: her own keys came, wrapped under her passphrase. One who
    has chosen another since signs in with that one, and no copy of the key file opens with the old."""
    if not manifest.slots:
        return
    ring = slots.read(place.folder / paths.SLOTS)
    keys = place.cursor().execute("SELECT staff, recipient, verify FROM staff_key WHERE voided=0").fetchall()
    fresh, replaced = ring, False
    for slot in slots.decode(manifest.slots.encode()).slots:
        verify = next((v for owner, r, v in keys if (owner, r) == (slot.owner, slot.recipient)), None)
        if slot.kind != "staff" or verify is None:
            continue
        mine = next((s for s in ring.slots if s.recipient == slot.recipient), None)
        if mine is not None:
            held = mine.is_hers(ring.database, verify)
            if (held and slot.changed <= mine.changed) or not slot.is_hers(ring.database, verify):
                continue
            replaced = True
        fresh = fresh.with_slot(replace(slot, sealed=slots.seal(place.key, slot.recipient)))
    if replaced:
        rekey.rekey(place, fresh, rekey.recipients(place))
    elif fresh is not ring:
        with engine.translated():
            slots.write(place.folder / paths.SLOTS, fresh)


def _remember(place: Place, before: backup.Copy) -> None:
    """From which copy this parcel can be taken back, and until when. Not from the one with the newest name: the clock
    may have been set back since the parcel before."""
    copy = before.path
    for old in (place.folder / BEFORE).glob("Alfdesk *"):
        if old.stem != copy.stem:
            old.unlink()
    cursor = place.cursor()
    mark = json.dumps([copy.name, *_now(cursor)])
    with engine.translated(), opened(cursor):
        cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES('take_back', ?)", (mark,))


def _now(cursor: Any) -> list[int]:
    """How far the journal and the log of parcels have come."""
    newest = "SELECT (SELECT ifnull(max(no), 0) FROM entry), (SELECT ifnull(max(no), 0) FROM parcel)"
    return list(cursor.execute(newest).fetchone())


def can_take_back(place: Place) -> Path | None:
    """The copy that the last parcel can be taken back with; None when something was written, made or read since."""
    cursor = place.cursor()
    found = cursor.execute("SELECT value FROM local WHERE key='take_back'").fetchone()
    if found is None:
        return None
    name, *then = json.loads(found[0])
    copy = place.folder / BEFORE / name
    return copy if then == _now(cursor) and copy.exists() else None


def take_back(place: Place) -> None:
    """The workplace as it was before the last parcel. Raises UserFacingError when that is no longer so."""
    copy = can_take_back(place)
    if copy is None:
        raise UserFacingError(
            _("The parcel can't be taken back any more: something was done since. Nothing has changed.")
        )
    backup.put_back(place, copy)
    place.tell(Written((), None, frozenset(kinds())))


# What was put aside --------------------------------------------------------------------------------------------------


def _put_aside(place: Place, raw: bytes, code_: str) -> None:
    if len(raw) > container.FILE_LIMIT:
        return  # it was not read to its end
    with engine.translated():
        folder = place.folder / QUARANTINE
        folder.mkdir(exist_ok=True)
        paths.replace_file(folder / f"{code_} {sha256(raw).hexdigest()[:12]}.alf", raw)
        rest = [file for name, file in aside(place) if name not in AGAIN]
        for old in sorted(rest, key=lambda file: file.stat().st_mtime_ns)[:-ASIDE]:
            old.unlink()


def aside(place: Place) -> list[tuple[str, Path]]:
    """What was put aside: code and file."""
    found = sorted((place.folder / QUARANTINE).glob("*.alf"))
    return [(file.name.split(" ")[0], file) for file in found]


def _again(place: Place) -> int:
    """Try again what time may have healed. Returns how many files were taken in."""
    count = 0
    for code_, file in aside(place):
        if code_ not in AGAIN:
            continue
        if not file.exists():
            continue  # one before it erased somebody: no copy of a parcel is left
        raw = file.read_bytes()
        try:
            _take(place, verify(place, raw), len(raw), file.name, preview=False, erase_many=False)
            count += 1
        except Refused as refused:
            if refused.code == code_:
                continue
            if refused.code != "SEEN":
                _put_aside(place, raw, refused.code)
        file.unlink(missing_ok=True)
    return count


def again(place: Place) -> int:
    """Files that were put aside and can be taken in now: asked when the program starts. Returns how many were."""
    place.acting()
    if not any(code_ in AGAIN for code_, _file in aside(place)):
        return 0
    before = backup.backup(place, place.folder / BEFORE)
    count = _again(place)
    _remember(place, before)
    return count
