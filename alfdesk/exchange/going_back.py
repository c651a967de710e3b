"""A backup that somebody chose is put back into the open workplace: what that would lose, and the act itself.

    copies(folders)          the backups that lie there: no workplace is asked, so any thread may
    loss(place, copy)        what stands here and not in the copy; changes nothing
    go_back(place, copy)     a backup of what stands, then the copy in its place

What other laptops have of it comes again with their next parcels. What nobody else has is gone, but for that backup.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import NotAllowed, UserFacingError, WrongPassphrase
from ..i18n import gettext as _
from ..journal.write import Written
from ..models.base import kinds
from ..store import backup, engine, slots
from . import outgoing, reading, reports, roster, tips

if TYPE_CHECKING:
    from ..store.workplace import Place

MOST = 60  # copies of one folder, the newest first


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup as it lies there. `made` is the local moment in its name, `size` in bytes."""

    path: Path
    made: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What putting a copy back would lose. `gone` counts entries, `elsewhere` those of them that another laptop has.

    `lines` tells them sort by sort, `writers` who wrote them; `erased` counts people who would be here again, `back`
    entries of the copy that are not here now (it is newer, or of another branch).
    """

    gone: int
    elsewhere: int
    lines: tuple[str, ...]
    writers: tuple[str, ...]
    erased: int
    back: int


def copies(folders: list[Path]) -> tuple[Copy, ...]:
    """Whole backups in these folders, newest first. A folder that is gone has none."""
    found: dict[Path, Copy] = {}
    for folder in folders:
        try:
            files = sorted(folder.glob(f"Alfdesk *{backup.COPY}"), reverse=True)[:MOST]
        except OSError:
            continue
        for file in files:
            with suppress(OSError, ValueError):  # it went meanwhile, or has another name
                if file.with_suffix(backup.KEYS).exists():
                    found[file] = Copy(file, moment_of(file), file.stat().st_size)
    return tuple(sorted(found.values(), key=lambda c: (c.made, c.path.name), reverse=True))


def moment_of(copy: Path) -> datetime:
    """When it was made, local time, by its name. Raises ValueError for another name."""
    return datetime.strptime(copy.stem[8:25], "%Y-%m-%d %H%M%S")


def loss(place: Place, copy: Path) -> Loss:
    """What would be lost. Raises UserFacingError where the copy is damaged, another's, or not to be opened."""
    _require_allowed(place)
    opened = _opened(place, copy)
    with engine.translated(), closing(engine.connect(copy, opened.copy_key, still=True)) as source:
        then = source.cursor()
        tops = dict(then.execute("SELECT stream, max(seq) FROM entry GROUP BY stream").fetchall())
        erased_then = {row for (row,) in then.execute("SELECT row FROM erased").fetchall()}
        people_then = {row for (row,) in then.execute("SELECT id FROM person").fetchall()}
    cursor = place.cursor()
    made = tips.graph(cursor)
    above = {stream: tops.get(stream, -1) for stream in made.streams}
    gone = {stream: t.top - above[stream] for stream, t in made.streams.items() if t.top > above[stream]}
    erased_now = {row for (row,) in cursor.execute("SELECT row FROM erased").fetchall()}
    count = sum(gone.values())
    return Loss(
        count, _elsewhere(cursor, made, above), outgoing._told(cursor, above, []) if 0 < count <= 2_000 else (),
        _writers(cursor, gone, above), len((erased_now - erased_then) & people_then),
        sum(max(0, top - (made.streams[s].top if s in made.streams else -1)) for s, top in tops.items()),
    )  # fmt: skip


def go_back(place: Place, copy: Path) -> backup.Copy:
    """Put the copy in the place of what stands. Returns the backup of that, made before.

    Raises NotAllowed, UserFacingError, Damaged or StorageFailed; then nothing has changed.
    """
    _require_allowed(place)
    _opened(place, copy)
    kept = backup.backup(place, place.folder / reading.BEFORE)
    backup.put_back(place, copy)
    place.tell(Written((), None, frozenset(kinds())))
    return kept


def _require_allowed(place: Place) -> None:
    if "administrator" not in place.acting().roles:
        raise NotAllowed(_("Only an administrator may do this. Nothing has changed."))


def _opened(place: Place, copy: Path) -> backup.Opened:
    copy = backup.newest(copy)
    try:
        opened = backup.unlock_known(place, copy)
    except WrongPassphrase:
        raise UserFacingError(
            _("This copy is of another workplace, or from before your keys of today. Nothing has changed.")
        ) from None
    if opened.ring.database != slots.read(place.folder / paths.SLOTS).database:
        raise UserFacingError(_("This copy is of another workplace. Nothing has changed."))
    return opened


def _elsewhere(cursor: Any, made: tips.Graph, above: dict[bytes, int]) -> int:
    """How many of the entries above these places another laptop has said that it has."""
    me = roster.own(cursor)
    covers = [
        report.cover(made) for one in roster.laptops(cursor) if one != me for report in reports.of(cursor, one)
    ]
    return sum(
        max(0, min(t.top, max((cover.get(stream, -1) for cover in covers), default=-1)) - above[stream])
        for stream, t in made.streams.items()
    )


def _writers(cursor: Any, gone: dict[bytes, int], above: dict[bytes, int]) -> tuple[str, ...]:
    """Who wrote them, whoever wrote most first."""
    names = dict(cursor.execute("SELECT id, name FROM staff").fetchall())
    counts: Counter[str] = Counter()
    query = "SELECT actor, count(*) FROM entry WHERE stream=? AND seq>? GROUP BY actor"
    for stream in gone:
        for actor, count in cursor.execute(query, (stream, above[stream])).fetchall():
            counts[names.get(actor) or "?"] += count
    return tuple(name for name, _count in counts.most_common())
