"""What an erasure took that does not count any more: asked for, and put back.

An administrator's erasure that came from a laptop which is barred afterwards, beyond what is held for genuine, is taken
out again, like all that came from there. But the content is gone here. So the entries that lack some are told as holes
(tips.py), and whoever has them whole sends them once more; their hashes say that they are the same. That some of it is
erased for good is believed of a laptop that lacks nothing itself and counts no entry that does not count here: any of
those might be the erasure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from ..journal import entry as form
from .lines import Received

Spot = tuple[bytes, int]

_KEY = "lacks content"  # in `local`: there are such entries
_LACKS = -1  # in place of the moment when it was erased


def is_erasure(packed: bytes) -> bool:
    return any(salt is not None and form.content(raw)[:1] == ["erase"] for salt, raw in form.unpack(packed))


def is_bare(one: Received) -> bool:
    """Whether some of its content is gone."""
    return any(salt is None for salt, _raw in one.entry.ops)


def ask(cursor: Any) -> None:
    """From now on all that has been erased here is asked for. Who still holds it for erased says so in turn (`heal`)."""
    rows = cursor.execute("SELECT no, ops FROM entry WHERE substr(ops, 1, 1)<>x'02'").fetchall()
    lost = [(_LACKS, no) for no, packed in rows if any(salt is None for salt, _raw in form.unpack(packed))]
    cursor.executemany("UPDATE entry SET erased_at=? WHERE no=?", lost)
    _note(cursor, bool(lost))


def doubt(cursor: Any, places: Collection[Spot]) -> None:
    """These came without some of their content, by an erasure that may not count: from now on they are asked for."""
    cursor.executemany(
        "UPDATE entry SET erased_at=? WHERE stream=? AND seq=?", [(_LACKS, stream, seq) for stream, seq in places]
    )
    _note(cursor, bool(places))


def _note(cursor: Any, some: bool) -> None:
    if some:
        cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES(?, '1')", (_KEY,))


def lacking(cursor: Any) -> set[Spot]:
    """The entries whose content is asked for."""
    if not cursor.execute("SELECT 1 FROM local WHERE key=?", (_KEY,)).fetchone():
        return set()
    return set(cursor.execute("SELECT stream, seq FROM entry WHERE erased_at=?", (_LACKS,)))


def heal(
    cursor: Any, came: Iterable[Received], believed: Callable[[Spot], bool], strip: Callable[[Received], None]
) -> list[Received]:
    """Take these entries, which are here already, as they came: with their content, or without where the sender is
    `believed` that it is erased. `strip` takes away what is rightly erased here. Returns those that were asked for."""
    wanted, healed = lacking(cursor), list[Received]()
    for one in came:
        if one.place in wanted and (not is_bare(one) or believed(one.place)):
            strip(one)
            packed = form.pack(one.entry.ops, one.entry.seed)
            erased = 0 if is_bare(one) else None
            cursor.execute("UPDATE entry SET ops=?, erased_at=? WHERE stream=? AND seq=?", (packed, erased, *one.place))
            healed.append(one)
    if healed and wanted and not lacking(cursor):
        cursor.execute("DELETE FROM local WHERE key=?", (_KEY,))
    return healed
