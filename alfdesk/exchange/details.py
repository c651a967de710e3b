"""What a file brings, person by person: asked for when somebody wants to see more than the lines of a preview.

    details.writers(place, file)     who wrote what is new in it
    details.parts(place, file)       for each line of the preview the people and subjects behind it, the foremost first

Both read the file again and change nothing; `parts` tries it as a preview does, and rolls back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..i18n import gettext as _
from ..i18n import ngettext
from ..journal.fits import SILENT
from ..models.base import kinds
from . import container, reading, said, tips
from .admit import Door, Let, count_op
from .lines import Received
from .stick import Disk
from .words import Refused

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ..store.workplace import Place

SHOWN = 8  # people or subjects of a line
EXAMPLES = 3  # of what is said of each
NAME = ("call_name", "first_name", "last_name")  # the fields of a person that are her name
NAMED = ("laptop", "staff", "programme", "team", "turn_away_reason")  # tables whose rows have a name of their own


@dataclass(frozen=True, slots=True)
class About:
    """Somebody, or something, that a line is about: how many changes, and the first of them in words."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a preview. `more` counts those that are not in `about`."""

    line: str
    about: tuple[About, ...]
    more: int


@dataclass(slots=True)
class _Sort:
    """What belongs to one line while it is gathered. `ops` holds a few for each subject."""

    let: Let = field(default_factory=Let)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    ops: dict[tuple[str, str], list[Any]] = field(default_factory=lambda: defaultdict(list))


def writers(place: Place, file: Path, *, disk: Disk | None = None) -> tuple[tuple[str, int], ...]:
    """Name and number of entries of everybody who wrote what is new in the file, those with most first.

    Of a file that brings nothing new: of all that is in it. Empty for one that is refused or has been taken in.
    """
    try:
        _manifest, received, _heads, _sender = _verified(place, file, disk)
    except Refused:
        return ()
    known = tips.graph(place.cursor())
    tops = {stream: one.top for stream, one in known.streams.items()}
    new = [o for o in received if o.entry.seq > tops.get(o.entry.stream, -1) or o.place in known.holes]
    received = new or received
    names = dict(place.cursor().execute("SELECT id, name FROM staff").fetchall())
    for one in received:  # somebody who came with this file is known by it alone
        for op in one.said:
            if op and op[:2] == ["set", "staff"] and op[3] == "name":
                names.setdefault(bytes.fromhex(op[2]), op[4])
    counts = Counter(names.get(one.entry.actor, "") for one in received)
    return tuple(sorted(((n, c) for n, c in counts.items() if n), key=lambda one: (-one[1], one[0])))


def parts(place: Place, file: Path, *, disk: Disk | None = None) -> tuple[Part, ...]:
    """The lines that `reading.read` gives of the file as a preview, each with what is behind it. Raises Refused."""
    manifest, received, heads, sender = _verified(place, file, disk)
    found: list[Part] = []

    def trial() -> None:
        cursor = place.cursor()
        with reading.opened(cursor):
            door = Door(cursor)
            door.let(received, heads, sender.id, manifest.report)
        today = datetime.fromtimestamp(place.clock() / 1000).date()
        with _session(cursor) as session:
            found.extend(_told(session, cursor, door.order, today))
        raise reading._Tried

    with suppress(reading._Tried):
        place.transaction(trial)
    return tuple(found)


def _verified(place: Place, file: Path, disk: Disk | None) -> reading.Checked:
    place.acting()
    return reading.verify(place, (disk or Disk()).read(file, container.FILE_LIMIT))


def _session(cursor: Any) -> Session:
    """A session in the transaction that the cursor is in."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from ..questions.every import _Lent
    from ..store import engine
    from ..store.session import sessions

    lent = _Lent(cursor.connection)
    made = create_engine("sqlite+pysqlite://", module=engine.driver, creator=lambda: lent, poolclass=StaticPool)
    return sessions(made)()


# Gathering -----------------------------------------------------------------------------------------------------------


def _told(session: Session, cursor: Any, order: list[Received], today: Any) -> list[Part]:
    sorts = _sorted(cursor, order)
    names = _Names(session, cursor, sorts.values())
    says = _Says(session, today)
    told: list[Part] = []
    whole = Let()
    for one in order:
        for op in one.said:
            if op is not None:
                count_op(whole, op)
    by_line = {said.lines(sort.let)[0]: sort for sort in sorts.values()}
    for line in said.lines(whole):
        sort = by_line.get(line, _Sort())
        about = [key for key in sort.counts if names.of(key)]
        about.sort(key=lambda key: (-sort.counts[key], names.of(key)))
        shown = tuple(
            About(names.of(key), sort.counts[key], says.of(sort.ops[key])) for key in about[:SHOWN]
        )  # fmt: skip
        told.append(Part(line, shown, max(0, len(about) - SHOWN)))
    return told


def _sorted(cursor: Any, order: list[Received]) -> dict[str, _Sort]:
    """What came, by the line it is counted in; of each row or fact the subject it is about."""
    sorts: dict[str, _Sort] = defaultdict(_Sort)
    people = _People(cursor)
    for one in order:
        for op in one.said:
            if op is None or (key := _line_of(op)) is None:
                continue
            sort = sorts[key]
            before = len(sort.let.rows[op[1]]) if op[0] == "set" else -1
            count_op(sort.let, op)
            about = people.of(op)
            # A row that is written field by field is one change; what goes beside a line of its own is told there.
            if op[0] != "set" or len(sort.let.rows[op[1]]) > before:
                sort.counts[about] += 1
            sort.ops[about].append(op) if len(sort.ops[about]) < 4 * EXAMPLES else None
    return sorts


def _line_of(op: Any) -> str | None:
    """Which line an op is counted in; None where it says nothing by itself."""
    if op[0] == "erase":
        return "erased"
    if op[0] == "set" and op[1] == SILENT:
        return None
    if op[0] not in ("set", "fact", "void") or op[1] not in kinds():
        return "unknown"
    if op[0] == "void":
        return "void"
    if op[1] in said.BESIDE:
        return None
    return str(op[1]) if op[1] in said.WORDS else "other"


class _People:
    """Whom an op is about: the table and the row, in hex. A row of somebody's is about her."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._known: dict[tuple[str, str], tuple[str, str]] = {}
        self._with_person = {
            name for name, kind in kinds().items() if kind.has_person or "person" in kind.fields
        }

    def of(self, op: Any) -> tuple[str, str]:
        if op[0] == "erase":
            return "erased", op[1]
        if op[0] not in ("set", "fact", "void") or op[1] not in kinds():
            return "", ""
        if op[0] == "fact":
            return ("person", op[3]) if op[3] else (op[1], op[2])
        key = (op[1], op[2])
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, table: str, row: str) -> tuple[str, str]:
        if table not in self._with_person:
            return table, row
        found = self._cursor.execute(f"SELECT person FROM {table} WHERE id=?", (bytes.fromhex(row),)).fetchone()
        return ("person", found[0].hex()) if found and found[0] else (table, row)


class _Names:
    """What each is called: people by their whole name, rows of other tables by their own."""

    def __init__(self, session: Session, cursor: Any, sorts: Any) -> None:
        from .. import people

        keys = {key for sort in sorts for key in sort.counts}
        ids = [bytes.fromhex(row) for table, row in keys if table == "person"]
        self._names = {
            ("person", i.hex()): " ".join(filter(None, (one.first_name or one.call_name, one.last_name)))
            for i, one in people.everyone(session, ids).items()
        }
        for table in NAMED:
            if any(key[0] == table for key in keys):
                rows = cursor.execute(f"SELECT id, name FROM {table}").fetchall()
                self._names |= {(table, i.hex()): name or "" for i, name in rows}

    def of(self, key: tuple[str, str]) -> str:
        return self._names.get(key, "")


class _Says:
    """A few words on what was said of somebody."""

    def __init__(self, session: Session, today: Any) -> None:
        from .. import programmes, told

        self._fact = told.fact_words(session, today)
        self._titles, self._value = told.field_titles(), told.value_words
        self._programmes = {p.id.hex(): p.name or "" for p in programmes.everyone(session)}

    def of(self, ops: list[Any]) -> tuple[str, ...]:
        """The first of what these say. Of somebody who is new her name is not said again."""
        new = any(op[:2] == ["set", "person"] and op[3] == "call_name" and not op[5] for op in ops)
        told = [op for op in ops if not (new and op[0] == "set" and op[3] in NAME)]
        words = ([_("new")] if new else []) + list(map(self._one, told))
        return tuple(list(dict.fromkeys(filter(None, words)))[:EXAMPLES])

    def _one(self, op: Any) -> str:
        if op[0] == "fact":
            return self._fact(op[1], op[4])
        if op[0] == "void":
            return str(op[3] or "")
        if op[0] == "set" and op[1] == "person" and op[3] in self._titles:
            return f"{self._titles[op[3]]}: {self._value(op[3], op[4])}"
        if op[0] == "set" and (op[1], op[3]) == ("enrolment", "programme"):
            return self._programmes.get(op[4] or "", "")
        return ""


def in_words(part: Part) -> tuple[tuple[str, str], ...]:
    """Name and words of everybody in a part, ready to be read: ("Kari Nordmann", "5: 16.11. Dagsverket: present")."""
    lines = []
    for about in part.about:
        words = " · ".join(about.examples)
        if about.count > len(about.examples):
            count = ngettext("{count} change", "{count} changes", about.count).format(count=about.count)
            words = _("{count}, among them {some}").format(count=count, some=words) if words else count
        lines.append((about.name, words))
    return tuple(lines)
