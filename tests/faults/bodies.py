"""Bodies that nobody in her right mind would write, inside signatures that are right: what a laptop of the workplace
could send if it were out of its mind, or another's.

Lines, ops, values, chains, heads and manifests are drawn wrong in every way that could be thought of, and right often
enough to reach the tables. Each file must be refused with a code, or take in what its laptop vouched for in its own
name and nothing else; within two seconds and half a gigabyte, and without an exception.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from alfdesk import directory, people, person_card, programmes, told
from alfdesk.attendance import reads
from alfdesk.exchange import container, lines, parcel, reading, reports, roster, status, tips
from alfdesk.exchange.words import TEXTS, Refused
from alfdesk.journal import history
from alfdesk.journal.digest import digest
from alfdesk.models.base import kinds
from alfdesk.questions.every import in_trial
from alfdesk.questions.every import every
from alfdesk.store import slots
from alfdesk.store.check import chain_problems, replayed_digest
from alfdesk.store.workplace import Place
from tests.core.scenes import by_keys
from tests.simulate import world
from tests.support import SetClock

from . import harness
from .harness import Proof

SECONDS, MEGABYTES = 2, 512
KNOWN = {*TEXTS, "GAP"}
WILD: list[Any] = [
    None, True, False, 0, 1, -1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**30, 1.5, 1e308, float("nan"),
    "", "x", "æøå", "\u0000", "\ud800", "x" * 5_000, "0" * 32, "A" * 32, "zz" * 16, "2026-11-22", "2026-02-30",
    "10000-01-01", "-1", "QUJD", "====", [], {}, [[[]]], {"a": None}, ["set"], [None] * 50,
]  # fmt: skip
DEEP = "[" * 3_000 + "]" * 3_000


@dataclass
class Hand:
    """The laptop that writes these files, with all that it knows: its own keys, and what everybody has."""

    keys: slots.Keys
    device: str
    office: str
    recipient: str
    group: str
    actor: str
    head: tuple[str, int, str]  # its newest own entry and its hash
    rows: list[str]  # ids that are there: people, facts, laptops, staff
    streams: list[str]
    genuine: list[bytes]  # lines of a real file
    tables: dict[str, dict[str, str]]  # table → field → the name of its column's type
    mad: float = 0  # how often something is drawn wrong in the file that is being made

    @classmethod
    def of(cls, farm: Place, office: Place) -> Hand:
        cursor = farm.cursor()
        keys = roster.own_keys(cursor)
        head = tips.own_head(cursor)
        assert keys and head
        rows = [r for t in kinds() for (r,) in cursor.execute(f"SELECT id FROM {t} ORDER BY id LIMIT 5").fetchall()]
        streams = [s for (s,) in cursor.execute("SELECT DISTINCT stream FROM entry ORDER BY stream").fetchall()]
        packed, _n, _size, _digest = parcel._body(cursor, reports.everything(tips.graph(cursor)).numbers(cursor), ())
        return cls(
            keys, roster.own(cursor).hex(), roster.own(office.cursor()).hex(),
            roster.laptops(cursor)[roster.own(office.cursor())].recipient,
            slots.read(farm.folder / "slots.json").database.hex(), farm.owner.hex(),
            (head[0][0].hex(), head[0][1], head[1].hex()), [r.hex() for r in rows], [s.hex() for s in streams],
            zlib.decompress(packed).splitlines(), {
                k.name: {f: type(k.model.__table__.columns[f].type).__name__ for f in k.fields}
                for k in kinds().values()
            },
        )  # fmt: skip

    # A file ----------------------------------------------------------------------------------------------------------

    def file(self, body: bytes, heads: Iterable[tuple[Any, ...]] = (), **other: Any) -> bytes:
        """A body in a file of its own, properly signed and sealed; `other` stands in the manifest instead."""
        packed = zlib.compress(body, 1)
        manifest = {
            "form": (container.MAJOR, container.MINOR), "group": self.group, "id": os.urandom(16).hex(),
            "made": 1_795_330_800_000, "sender": self.device, "letter": "B", "kind": "parcel",
            "receivers": [self.office], "head": self.head[:2], "report": container.Report([self.head[:2]], []),
            "heads": list(heads), "entries": body.count(b"\n"), "unpacked": len(body),
            "body": sha256(packed).hexdigest(), "program": "0", **other,
        }  # fmt: skip
        return container.seal(container.Manifest(**manifest), packed, self.keys, [self.recipient])

    def vouch(self, stream: bytes, seq: int, hash_: bytes) -> tuple[Any, ...]:
        signature = self.keys.sign(tips._signed(stream, seq, hash_))
        return stream.hex(), seq, hash_.hex(), self.device, signature.hex()

    # Drawn -----------------------------------------------------------------------------------------------------------

    def draw(self, rng: random.Random) -> bytes:
        """A file: sane, a little mad, or mad through and through."""
        self.mad = rng.choice((0, 0.01, 0.03, 0.2))
        made = self._stream(rng) if rng.random() < 0.9 else [self._line(rng) for _n in range(rng.randint(1, 4))]
        raw = [self._bytes(rng, one) for one in made]
        if rng.random() < 0.15:
            raw += rng.sample(self.genuine, rng.randint(1, 3))
        if rng.random() < 0.05:
            raw = [self._hurt(rng, one) for one in raw]
        heads = self._heads(rng, raw)
        body = b"".join(one + b"\n" for one in raw)
        other: dict[str, Any] = {}
        if rng.random() < 0.08:
            name = rng.choice([name for name in container.Manifest.__struct_fields__ if name != "form"])
            other[name] = self._wild(rng)
        if rng.random() < 0.05:
            spots = [[(self._id(rng), self._number(rng))] for _n in range(2)]
            other["report"] = container.Report(*spots)
        if rng.random() < 0.05:
            heads += [tuple(self._wild(rng) for _n in range(rng.choice((4, 5, 5, 5))))]
        try:
            return self.file(body, heads, **other)
        except (TypeError, ValueError, OverflowError, UnicodeError):  # not even JSON
            return self.file(body, [])

    def _stream(self, rng: random.Random) -> list[Any]:
        """A new stream of this laptop, whole as a rule, that says wild things."""
        stream, found = rng.randbytes(16).hex(), []
        parent, prev = (self.head[:2], self.head[2]) if rng.random() < 0.9 else (None, None)
        for seq in range(rng.randint(1, 3)):
            stamp = rng.choice((0, 2**60, 2**60 + 1, 2**63, -1)) if self._odd(rng) else 1_795_330_900_000
            ops = [(rng.randbytes(16).hex(), self._op(rng)) for _n in range(rng.randint(1, 3))]
            number = (None, 1) if seq else (0, stamp)
            line = [stream, self.device, self.actor, "x", 1, 0, None, None, None, *number, 0, prev, parent, ops]
            if self._odd(rng):
                line[rng.randrange(len(line))] = self._wild(rng)
            found.append(line)
            parent = prev = None
        return found

    def _line(self, rng: random.Random) -> Any:
        """Anything that might be taken for a line."""
        if rng.random() < 0.3:
            return self._wild(rng)
        return [
            self._id(rng), self._id(rng), self._id(rng), rng.choice(("x", "", "y" * 300)), self._number(rng),
            self._number(rng), rng.choice((None, self._id(rng))), rng.choice((None, "{}", "x" * 99)),
            rng.choice((None, "ab" * 64, self._id(rng))), self._number(rng), self._number(rng), self._number(rng),
            rng.choice((None, self._id(rng) * 2)), rng.choice((None, (self._id(rng), self._number(rng)))),
            [(rng.choice((None, self._id(rng))), self._op(rng)) for _n in range(rng.randint(0, 2))],
        ][: rng.choice((15, 15, 15, 14, 3))]  # fmt: skip

    def _op(self, rng: random.Random) -> Any:
        if self._odd(rng):
            return self._wild(rng)
        name = rng.choice((*self.tables, "later", "entry", "cell", "")) if not self._odd(rng) else self._wild(rng)
        fields = self.tables[name] if isinstance(name, str) and name in self.tables else {"name": "Text"}
        row = self._wild(rng) if self._odd(rng) else self._id(rng)
        what = rng.choice(("set", "fact", "void", "erase", "set", "fact", "tally"))
        if what == "set":
            over = self._wild(rng) if self._odd(rng) else rng.choice((0, 0, 1_795_330_800_000))
            field = rng.choice((*fields, *fields, "id", "voided", "entry", "x"))
            op = ["set", name, row, field, self._value(rng, fields.get(field, "Text")), over]
        elif what == "fact":
            person = rng.choice((None, self._id(rng), self._id(rng)))
            chosen = (*rng.sample(list(fields), rng.randint(0, len(fields))), *rng.choice(((), ("id",), ("x",))))
            op = ["fact", name, row, person, {f: self._value(rng, fields.get(f, "Text")) for f in chosen}]
        elif what == "void":
            op = ["void", name, row, rng.choice(("wrong", None, "x" * 999))]
        elif what == "erase":
            rows = rng.choice(("ab", {}, None, [[]])) if self._odd(rng) else [self._id(rng)] * rng.choice((0, 1, 3))
            op = ["erase", row, rows]
        else:
            op = rng.choice((["tally"], ["tally", 1, 2]))
            if self._odd(rng):
                op = rng.choice(([[]], [None], ["set"], ["fact", "person"]))
        if self._odd(rng):
            op = op[: rng.randrange(len(op) + 1)] + [self._wild(rng)] * rng.randint(0, 1)
        return op

    def _value(self, rng: random.Random, kind: str) -> Any:
        """Of the right kind, as a rule."""
        if self._odd(rng):
            return self._wild(rng)
        fitting: dict[str, tuple[Any, ...]] = {
            "Integer": (0, 1, -1, 60, 2**31, 2**63 - 1, -(2**63)), "Ident": (self._id(rng), self._id(rng), "0" * 32),
            "Date": ("2026-11-16", "0001-01-01", "9999-12-31"), "Bytes": ("QUJD", ""),
        }  # fmt: skip
        texts = (
            "x", "present", "cash", "hour", "day", "[]", "[[100, 2]]", "{}", "", "\u202e", "\x00", "x" * 9_000, "=1+1"
        )  # fmt: skip
        return rng.choice((*fitting.get(kind, texts), None))

    def _odd(self, rng: random.Random) -> bool:
        return rng.random() < self.mad

    def _wild(self, rng: random.Random) -> Any:
        return rng.choice(WILD)

    def _id(self, rng: random.Random) -> str:
        """Of something that is there, as a rule."""
        if rng.random() < 0.85 and not self._odd(rng):
            return rng.choice((*self.rows, *self.streams, self.device, self.office, self.actor))
        return rng.choice(("", "0", "g" * 32, "AB" * 16, " " * 32)) if self._odd(rng) else rng.randbytes(16).hex()

    def _number(self, rng: random.Random) -> int:
        return rng.choice((0, 0, 1, 1, 2, 7, -1, 2**31, 2**40, 2**60, 2**63, 2**64, 1_795_330_800_000))

    def _bytes(self, rng: random.Random, said: Any) -> bytes:
        text = json.dumps(said)
        if rng.random() < 0.005:
            text = text.replace("0", DEEP, 1)
        return text.encode()

    def _hurt(self, rng: random.Random, raw: bytes) -> bytes:
        at = rng.randrange(len(raw))
        return raw[:at] + rng.choice((b"", b"\xff", b"\x00", b"\r", b'"', raw[at : at + 40] * 3)) + raw[at + 1 :]

    def _heads(self, rng: random.Random, raw: list[bytes]) -> list[tuple[Any, ...]]:
        """Signed for what can be read of it: only what is vouched for comes as far as the tables."""
        try:
            last = {one.entry.stream: one for one in lines.read(raw)}
        except Refused:
            return []
        return [self.vouch(s, one.entry.seq, one.entry.hash) for s, one in last.items()] if rng.random() < 0.9 else []


@dataclass
class Pair:
    """The laptop whose files these are, and the one that reads them."""

    office: Place
    farm: Place
    hand: Hand

    def close(self) -> None:
        self.office.close()
        self.farm.close()


def pair(base: Path) -> Pair:
    founded = world.found(base / "founded")
    places = [by_keys(founded.folder / n, founded.keys, founded.owner, SetClock()) for n in world.NAMES[:2]]
    office, farm = places
    with farm.write() as work:
        people.register(work, call_name="Ola", phone="41 23 45 67")
    sent = parcel.make(farm, "Kontor", base)
    assert reading.read(office, sent.path).new
    return Pair(office, farm, Hand.of(farm, office))


def looked_at(place: Place) -> None:
    """What a person would open next, and what the night looks through."""
    in_trial(place.cursor())
    status.status(place)
    status.missing(place)
    today = date(2026, 11, 22)
    with place.read() as session:
        every(session)
        directory.people_counts(session, today)
        history.last_act(session)
        for person in list(people.everyone(session))[:6]:
            person_card.card_page(session, person, today)
            told.history_lines(session, person)
        for programme in programmes.everyone(session):
            reads.day_board(session, programme.id, today)
            reads.week_counts(session, programme.id, 2026, 47)


def read(place: Place, raw: bytes, *, preview: bool = False) -> reading.Taken:
    """Read a file that lies on a stick; an administrator has said yes to whatever it erases."""
    stick = world.Stick()
    stick.files["x.alf"] = raw
    return reading.read(place, place.folder / "x.alf", preview=preview, erase_many=True, disk=stick)


def drawn(base: Path, count: int, seed: int, name: str = "") -> Proof:
    """So many files, tried; every twelfth entry that counts is taken in for good, on a copy, and looked at."""
    proof = Proof(f"bodies inside valid signatures{name}")
    rng = harness.dice(seed, f"bodies{name}")
    codes: Counter[str] = Counter()
    slowest, came, kept = 0.0, 0, 0
    with world.cheap():
        two = pair(base)
        before = _all(two.office)
        for one in range(count):
            raw = two.hand.draw(rng)
            start = time.process_time()  # other proofs run beside this one
            try:
                taken = read(two.office, raw, preview=True)
                codes[taken.code or taken.status] += 1
                came += taken.new
                proof.expect(not taken.code or taken.code in KNOWN, f"file {one}: {taken.code} has no words")
                if taken.new and came % 12 < taken.new:
                    kept += _kept(proof, two, raw, base / "kept", one)
            except Exception as error:
                proof.wrong.append(f"file {one} of seed {seed}: {type(error).__name__}: {error}")
                two.office.let_go()
                two.office.broken = False
            spent = time.process_time() - start
            slowest = max(slowest, spent)
            proof.expect(spent < SECONDS, f"file {one}: {spent:.1f} s")
            if one % 100 == 0:
                proof.expect(_all(two.office) == before, f"file {one} or one of a hundred before it changed something")
        proof.expect(_all(two.office) == before, "something was changed")
        two.close()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    proof.expect(megabytes < MEGABYTES, f"{megabytes:.0f} MB")
    proof.expect(came > count / 100, f"only {came} entries reached the tables")
    counts = ", ".join(f"{n} {code}" for code, n in codes.most_common())
    proof.line = (
        f"{count} files: {counts}; {came} entries tried in their laptop's own name, "
        f"{kept} files kept for good and looked at; "
        f"slowest {1000 * slowest:.0f} ms of {SECONDS} s, {megabytes:.0f} MB of {MEGABYTES}"
    )
    return proof


def _all(place: Place) -> tuple[Any, ...]:
    cursor = place.cursor()
    counts = [cursor.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("entry", "waiting", "parcel")]
    return digest(cursor), *counts


def _kept(proof: Proof, two: Pair, raw: bytes, folder: Path, one: int) -> int:
    """Taken in on a copy. Returns whether anything came of it."""
    shutil.rmtree(folder, ignore_errors=True)
    two.office.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(two.office.folder, folder)
    keys, owner = two.office.keys, two.office.owner
    with by_keys(folder, keys, owner, SetClock()) as copy:
        try:
            taken = read(copy, raw)
            looked_at(copy)
            problems = chain_problems(copy.cursor())
            proof.expect(not problems, f"file {one}: {problems}")
            same = replayed_digest(copy, "hash") == digest(copy.cursor())
            proof.expect(same, f"file {one}: another order gives another state")
        except Exception as error:
            proof.wrong.append(f"file {one}, taken in: {type(error).__name__}: {error}")
        return bool(taken.new)


PARTS = 10  # processes that the many are divided among


def jobs(base: Path, seed: int, *, quick: bool = False) -> list[harness.Job]:
    """A sample, or a hundred thousand; and the heaviest ones."""
    from .heavy_bodies import heaviest

    if quick:
        return [partial(drawn, base / "drawn", 150, seed), partial(heaviest, base / "heavy")]
    many = [partial(drawn, base / f"drawn {n}", 100_000 // PARTS, seed + n, f", part {n + 1}") for n in range(PARTS)]
    return [*many, partial(heaviest, base / "heavy")]


if __name__ == "__main__":
    quick, seed = harness.asked(sys.argv[1:])
    with harness.scratch("bodies") as base:
        raise SystemExit(harness.show(jobs(base, seed, quick=quick), seed))
