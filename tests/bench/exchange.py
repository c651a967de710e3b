"""The figures of the parcels: made beside zlib and age alone, taken in beside the bare inserts of the same rows, and
how many bytes an entry takes on the stick and on the other laptop's disk."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage

from alfdesk import people, staff
from alfdesk.exchange import container, joining, laptops, parcel, reading, roster
from alfdesk.journal import entry as form
from alfdesk.journal import tables
from alfdesk.store import engine, slots, workplace
from alfdesk.store.workplace import Place
from tests.support import PASSPHRASE, Template

from .measure import Figure, in_turn, median, p95, spread, timed
from .worlds import AT_EIGHT, OUT, ROOT, Ticking, _Mix

LATER = AT_EIGHT + 1_000 * 86_400_000  # everything is older than what is sent again whatever was said
NAMES = ("Kontor", "Gården")
STICK_BYTES = 60


@dataclass(frozen=True)
class Carried:
    """An office with years behind it, and a farm that joined on the first day and has read nothing since."""

    folder: Path
    office: Template
    farm: Template

    def copy(self, name: str) -> Place:
        target = OUT / "work" / f"exchange-{name}"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder / name, target)
        return (self.office if name == NAMES[0] else self.farm).open(target, Ticking(LATER))


def carried(entries: int) -> Carried:
    """Kept in out/bench between runs. The office starts the program anew after each thousand entries."""
    folder = OUT / "kept" / f"exchange-{entries}-{_version()}"
    if not (folder / "done").exists():
        for old in folder.parent.glob(f"exchange-{entries}-*"):
            shutil.rmtree(old)
        stick = folder / "stick"
        stick.mkdir(parents=True)
        office = staff.found(
            folder / NAMES[0], organisation="Prøvegården", laptop=NAMES[0], name="Anne", passphrase_=PASSPHRASE,
            cost=slots.FLOOR, clock=Ticking(AT_EIGHT - 3_600_000),
        )  # fmt: skip
        asked = joining.request(folder / NAMES[1], NAMES[1], stick)
        welcome = laptops.welcome(office, asked.path, asked.code, stick)
        joining.join(
            folder / NAMES[1], welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=Ticking(AT_EIGHT)
        ).close()
        office.listen(lambda _written: setattr(office, "_journal", None))
        _Mix(office, 3_000, 400).write(entries)
        office.close()
        (folder / "done").touch()
    known = []
    for name in NAMES:
        with workplace.open(folder / name, name="Anne", passphrase=PASSPHRASE, clock=Ticking(AT_EIGHT)) as place:
            known.append(Template(folder / name, place.key, place.keys, place.owner))
    return Carried(folder, *known)


def _version() -> str:
    core = ROOT / "alfdesk"
    files = [f for room in ("journal", "models", "exchange") for f in sorted((core / room).glob("*.py"))]
    return sha256(b"".join(f.read_bytes() for f in [*files, Path(__file__)])).hexdigest()[:10]


def parcels(quick: bool) -> Iterator[Figure]:
    kept = carried(20_000 if quick else 200_000)
    office = kept.copy(NAMES[0])
    farm = next(o for o in roster.laptops(office.cursor()).values() if o.name == NAMES[1])
    raw, entries, _ident = parcel.build(office, [farm], kind="parcel")
    with kept.copy(NAMES[1]) as reader:
        keys = roster.own_keys(reader.cursor())
    assert keys
    plain = b"".join(line + b"\n" for line in container.unseal(raw, keys.identity).lines())
    yield _making(office, farm, plain, entries)
    yield from _taking_in(kept, raw, entries)
    yield _commits(office)
    office.close()


def _making(office: Place, farm: roster.Laptop, plain: bytes, entries: int) -> Figure:
    """All of it for the other laptop, beside packing and sealing the bytes that it comes to."""
    keys = [pyrage.x25519.Recipient.from_str(farm.recipient)]

    def packed() -> bytes:
        pack = parcel.packer()
        return bytes(pack.compress(plain) + pack.flush())

    def least(_no: int) -> float:
        return timed(lambda: pyrage.encrypt(packed(), keys))

    n = 3
    mine, bare = in_turn(n, lambda _no: timed(lambda: parcel.build(office, [farm], kind="parcel")), least)
    return Figure(
        f"a parcel of {entries:,} entries, made", median(mine), median(bare), "ms", "≤ 2 ×",
        median(mine) <= 2 * median(bare), n, spread(mine, bare), ["limit: zlib and age of the same bytes"],
    )  # fmt: skip


def _taking_in(kept: Carried, raw: bytes, entries: int) -> Iterator[Figure]:
    """From the stick to the commit, backup and all, beside putting the rows it comes to into an empty file."""
    file = OUT / "work" / "parcel.alf"
    file.write_bytes(raw)
    places: list[Place] = []

    def ours(_no: int) -> float:
        for old in places:
            old.close()
        places[:] = [kept.copy(NAMES[1])]
        places[0].acting()
        took = timed(lambda: reading.read(places[0], file))
        assert places[0].cursor().execute("SELECT count(*) FROM entry").fetchone()[0] >= entries
        return took

    found = [ours(0)]
    rows = _rows(places[0])
    fresh = OUT / "work" / "bare.db"

    def least(_no: int) -> float:
        engine.take_away(fresh)
        connection = workplace.make_file(fresh, places[0].key)
        cursor = connection.cursor()
        tables.disarm(cursor)
        took = timed(lambda: _insert(cursor, rows))
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return took

    n = 3
    mine, bare = in_turn(n - 1, ours, least)
    mine, bare = [*found, *mine], [least(0), *bare]
    yield Figure(
        f"a parcel of {entries:,} entries, taken in", median(mine), median(bare), "ms", "≤ 4 ×",
        median(mine) <= 4 * median(bare), n, spread(mine, bare),
        ["limit: bare inserts of the same rows, indexes and one commit"],
    )  # fmt: skip
    place = places[0]
    cursor = place.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    each, least_each = place.database.stat().st_size / entries, fresh.stat().st_size / entries
    yield Figure(
        "bytes on the stick per entry", len(raw) / entries, _random_bytes(cursor) / entries, "bytes",
        f"≤ {STICK_BYTES}", len(raw) / entries <= STICK_BYTES, entries,
        "limit: seeds of salts and the random part of ids, which nothing packs",
    )  # fmt: skip
    yield Figure(
        "bytes on the other laptop's disk per entry", each, least_each, "bytes", "≤ 900", each <= 900, entries,
        "limit: a file with the same rows and nothing else",
    )  # fmt: skip
    place.close()


def _rows(place: Place) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    cursor = place.cursor()
    found = {}
    for table in tables.names(cursor):
        columns = [row[1] for row in cursor.execute(f"PRAGMA table_info({table})").fetchall()]
        found[table] = (columns, cursor.execute(f"SELECT {','.join(columns)} FROM {table}").fetchall())
    return found


def _insert(cursor: Any, rows: dict[str, Any]) -> None:
    cursor.execute("BEGIN IMMEDIATE")
    for table, (columns, found) in rows.items():
        cursor.execute(f"DELETE FROM {table}")
        cursor.executemany(f"INSERT INTO {table}({','.join(columns)}) VALUES({','.join('?' * len(columns))})", found)
    cursor.execute("COMMIT")


def _random_bytes(cursor: Any) -> int:
    """16 of each entry's seed, 9 of each new id."""
    total = 0
    for (packed,) in cursor.execute("SELECT ops FROM entry"):
        total += 16 + 9 * sum(raw.startswith(b'["fact"') for _salt, raw in form.unpack(packed))
    return total


def _commits(office: Place) -> Figure:
    """One verb with all of that behind it, beside a bare row in the same file."""
    dice = random.Random(3)
    with office.read() as session:
        known = sorted(people.everyone(session))
    bare = office.cursor()
    tables.disarm(bare)
    bare.execute("CREATE TABLE IF NOT EXISTS bare(no INTEGER PRIMARY KEY, said BLOB)")

    def verb(no: int) -> float:
        def one() -> None:
            with office.write() as work:
                people.change(work, person=dice.choice(known), phone=f"413{no:05}")

        return timed(one)

    def row(_no: int) -> float:
        return timed(lambda: bare.execute("INSERT INTO bare(said) VALUES(randomblob(400))"))

    n = 200
    mine, least = in_turn(n, verb, row)
    return Figure(
        "one verb, durable, with all that in the file: p95", p95(mine), p95(least), "ms", "≤ 20 ms", p95(mine) <= 20,
        n, spread(mine, least),
    )  # fmt: skip


FIGURES: dict[str, Callable[[bool], Iterator[Figure]]] = {"exchange": parcels}
