"""A parcel out: what a laptop has not itself said it has, and the last 60 days besides.

What was sent is never taken for received. Making one writes this laptop's own log and nothing else.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__, paths
from ..collector import paused
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal import entry as form
from ..journal.tables import opened
from ..record import replace
from ..store import engine, slots
from . import container, lines, numbered, reports, roster, stick, tips
from .roster import Laptop
from .stick import Disk

if TYPE_CHECKING:
    from ..store.workplace import Place

DAYS = 60  # entries so young are sent again whatever was reported
DAY = 86_400_000  # milliseconds
OUTBOX = paths.OUTBOX
OUTBOX_DAYS = 30
ALL = "all"
AT_ONCE = 1_000  # entries


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written, read back and found equal. `size` in bytes."""

    path: Path
    entries: int
    size: int
    receivers: tuple[str, ...]


def make(place: Place, to: str, out: Path, *, disk: Disk | None = None, only_ask: bool = False) -> Made:
    """A parcel for the laptop of that name, or for ALL of them, into a folder.

    `only_ask`: no entries, only what this laptop has, so that the receiver's next parcel brings what is missing.
    Raises Refused or UserFacingError; then there is no file.
    """
    receivers = _receivers(place, to)
    raw, entries, ident = build(place, receivers, kind="parcel", only_ask=only_ask)
    return send(place, raw, entries, ident, receivers, out, disk or Disk(), "out")


def send(
    place: Place, raw: bytes, entries: int, ident: bytes, receivers: Sequence[Laptop], out: Path, disk: Disk, way: str
) -> Made:  # fmt: skip
    """Put a file that was built into a folder, and a copy into the outbox, and note it in the log."""
    me = roster.laptops(place.cursor())[roster.own(place.cursor())]
    moment = datetime.fromtimestamp(place.clock() / 1000)
    path = stick.put(disk, out, f"Alfdesk {me.letter} {moment:%Y-%m-%d %H%M} {stick.code()}.alf", raw)
    with engine.translated():
        box = place.folder / OUTBOX
        box.mkdir(exist_ok=True)
        _end_old(box, moment)
        paths.replace_file(box / path.name, raw)
    names = tuple(r.name for r in receivers)
    log(place.cursor(), ident, way, place.clock(), place.clock(), me.id, path.name, len(raw), entries, receivers)
    return Made(path, entries, len(raw), names)


def log(
    cursor: Any, ident: bytes, way: str, wall: int, made: int, device: bytes, name: str, size: int, entries: int,
    receivers: Sequence[Laptop] = (),
) -> None:  # fmt: skip
    """One line of this laptop's own log of parcels. Not an entry; it never travels."""
    with engine.translated(), opened(cursor):
        cursor.execute(
            "INSERT INTO parcel(id, way, wall, made, device, file, bytes, entries, receivers) "
            "VALUES(?,?,?,?,?,?,?,?,?)",
            (ident, way, wall, made, device, name, size, entries, json.dumps([r.id.hex() for r in receivers])),
        )


def _end_old(box: Path, now: datetime) -> None:
    for file in box.glob("Alfdesk *.alf"):
        try:
            made = datetime.strptime(" ".join(file.stem.split(" ")[-3:-1]), "%Y-%m-%d %H%M")
        except ValueError:
            continue
        if now - made > timedelta(days=OUTBOX_DAYS):
            file.unlink(missing_ok=True)


def _receivers(place: Place, to: str) -> list[Laptop]:
    me = roster.own(place.cursor())
    others = [
        one for one in roster.laptops(place.cursor()).values() if one.id != me and one.recipient and one.barred is None
    ]
    if not others:
        raise UserFacingError(_("There is no other laptop in this workplace yet. Add one first."))
    wanted = " ".join(to.casefold().split())
    chosen = others if wanted == ALL else [o for o in others if o.name.casefold() == wanted]
    if not chosen:
        names = ", ".join(o.name for o in others)
        raise UserFacingError(_("There is no laptop of that name. Choose among: {names}.").format(names=names))
    if roster.own_keys(place.cursor()) is None:
        raise UserFacingError(_("This laptop has no keys yet. An administrator must add a laptop here first."))
    return chosen


@paused()
def build(
    place: Place, receivers: Sequence[Laptop], *, kind: str, only_ask: bool = False
) -> tuple[bytes, int, bytes]:  # fmt: skip
    """The bytes of a file for these laptops, how many entries are in it, and its id. A welcome holds everything."""
    cursor = place.cursor()
    keys, me = roster.own_keys(cursor), roster.own(cursor)
    assert keys is not None
    everyone = roster.laptops(cursor)
    cursor.execute("BEGIN")  # one picture of the journal, whatever is written meanwhile
    try:
        made = tips.graph(cursor)
        if only_ask:
            wanted = reports.Wanted({})
        elif kind == "welcome":
            wanted = reports.everything(made)
        else:
            wanted = reports.lacking(cursor, made, [r.id for r in receivers], since=place.clock() - DAYS * DAY)
        packed, entries, size, digest = _body(
            cursor, wanted.numbers(cursor), [] if only_ask else _waiting(cursor, me, keys)
        )
        head = tips.own_head(cursor)
        heads = tips.heads(cursor, me, keys)
    finally:
        cursor.execute("COMMIT")
    ring = slots.read(place.folder / paths.SLOTS)
    ident = os.urandom(16)
    manifest = container.Manifest(
        form=(container.MAJOR, container.MINOR), group=ring.database.hex(), id=ident.hex(), made=place.clock(),
        sender=me.hex(), letter=everyone[me].letter, kind=kind, receivers=[*(r.id.hex() for r in receivers), me.hex()],
        head=head and (head[0][0].hex(), head[0][1]), report=made.report(),
        heads=[(h.stream.hex(), h.seq, h.hash.hex(), h.device.hex(), h.signature.hex()) for h in heads],
        entries=entries, unpacked=size, body=digest, program=__version__, slots=wrapped(ring),
    )  # fmt: skip
    # The sender too: restored from a backup, it gets back from its own files what it had sent.
    recipients = [*(r.recipient for r in receivers), keys.recipient, *roster.paper(cursor)]
    return container.seal(manifest, packed, keys, recipients), entries, ident


def wrapped(ring: slots.Slots) -> str:
    """The staff's own keys, each under her passphrase; without the key of this laptop's file."""
    staff = tuple(replace(s, sealed=b"") for s in ring.slots if s.kind == "staff")
    return slots.encode(slots.Slots(ring.database, staff)).decode()


def _waiting(cursor: Any, me: bytes, keys: slots.Keys) -> list[bytes]:
    """What waits, to be handed on; but nothing that can't be true: where another entry has the place, or one in this
    laptop's own name that it never vouched for."""
    vouched: dict[bytes, int] = {}
    for row in cursor.execute("SELECT stream, seq, hash, device, signature FROM signed_head WHERE device=?", (me,)):
        head = tips.Head(*row)
        if head.holds((keys.verify,)):
            vouched[head.stream] = max(head.seq, vouched.get(head.stream, -1))
    rows = cursor.execute(
        "SELECT stream, seq, raw FROM waiting w WHERE NOT EXISTS"
        "(SELECT 1 FROM entry e WHERE e.stream=w.stream AND e.seq=w.seq) ORDER BY stream, seq"
    ).fetchall()
    return [
        raw for stream, seq, raw in rows
        if vouched.get(stream, -1) >= seq or next(lines.read([raw])).entry.device != me
    ]  # fmt: skip


def packer() -> Any:
    """What packs a body. Salts and ids are chance: what seems to repeat in them for a few digits is told at a loss."""
    return zlib.compressobj(8, strategy=zlib.Z_FILTERED)


def _body(cursor: Any, numbers: Sequence[int], waiting: Sequence[bytes]) -> tuple[bytes, int, int, str]:
    """The entries of these numbers, in order, then what waits; packed, with count, size and hash."""
    pack, writer, shorten = packer(), lines.Writer(), numbered.Shorten()
    reader, looker = cursor.connection.cursor(), cursor.connection.cursor()

    def before(spot: tips.Spot) -> bytes | None:
        found = looker.execute("SELECT hash FROM entry WHERE stream=? AND seq=?", spot).fetchone()
        return found and found[0]

    packing: list[Future[bytes]] = []
    entries = size = 0
    # The next lines are put together while the last ones are packed.
    with ThreadPoolExecutor(1) as beside:
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            low, high, these = some[0], some[-1], set(some)
            rows = reader.execute(
                f"SELECT {lines.COLUMNS}, no FROM entry WHERE no BETWEEN ? AND ? ORDER BY no", (low, high)
            )
            text = shorten(b"".join([writer.line(row, before) for row in rows if row[-1] in these]))
            packing.append(beside.submit(pack.compress, text))
            entries, size = entries + len(some), size + len(text)
        for raw in waiting:
            text = shorten(form.with_marks(raw))
            packing.append(beside.submit(pack.compress, text))
            entries, size = entries + 1, size + len(text)
    packed = b"".join([one.result() for one in packing]) + pack.flush()
    return packed, entries, size, sha256(packed).hexdigest()
