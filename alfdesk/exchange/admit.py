"""Entries that came in a file: which of them are let in, and which have to wait.

An entry is let in when the one before it is there (or was declared lost), when its laptop has vouched for it by a
signed head, when no bar on that laptop stands against it, and, where it is administrative, when somebody who may has
signed it.
What lacks one of these waits, and is tried again each time something comes. So the set of entries that are let in is a
function of all that ever came, whatever the order; and the state is a function of that set.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..journal import entry as form
from ..journal.apply import CHUNK, apply, rebuild
from ..journal.fits import SILENT
from ..journal.tables import ENTRY_COLUMNS
from ..models.base import kinds
from . import healing, lines, roster, tips
from .container import Report
from .lines import Received
from .tips import Graph, Head, Spot, Stream
from .words import Refused

_INSERT = f"INSERT INTO entry({ENTRY_COLUMNS}) VALUES({','.join('?' * 18)})"


@dataclass(slots=True)
class Let:
    """What became of the entries of a file. `topics` are the tables that were touched."""

    new: int = 0
    known: int = 0
    waiting: int = 0
    facts: Counter[str] = field(default_factory=Counter)  # per table, those that are new
    rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # per table, the rows that changed
    voids: Counter[str] = field(default_factory=Counter)
    erased: set[str] = field(default_factory=set)  # people
    topics: set[str] = field(default_factory=set)
    unknown: Counter[str] = field(default_factory=Counter)  # kinds that this version does not know
    healed: int = 0  # entries that have their content again
    rebuilt: bool = False


class Door:
    """One taking in, inside the caller's transaction; the gate must be open around it."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.own = roster.own(cursor)
        self.signed = frozenset(k.name for k in kinds().values() if k.signed)
        self.founding: list[Any] = []  # what the founding entry says, where the journal is empty
        self.put_out: set[Spot] = set()
        self._begin()

    def _begin(self) -> None:
        self.made: Graph = tips.graph(self.cursor)
        self.signers = roster.signers(self.cursor)
        # With what validly signed entries say that are not in yet: enough to believe a laptop's word, not to let in.
        self.seen = roster.signers(self.cursor)
        for signers in (self.seen, self.signers):
            signers.learn(self.founding)
        self.hashes: dict[Spot, bytes] = {}  # of entries in the journal, as far as they were asked for
        self.there: dict[bytes, dict[int, list[Received]]] = defaultdict(dict)  # what knocks
        self.vouched: set[tuple[bytes, int, bytes]] = set()
        self.trusted: set[Head] = set()
        self.order: list[Received] = []  # let in, in the order it was
        self.onward: dict[Spot, list[bytes]] = defaultdict(list)  # which streams continue from an entry
        for name, stream in self.made.streams.items():
            if stream.parent:
                self.onward[stream.parent].append(name)

    def begin_with(self, one: Received) -> bool:
        """The founding entry of an empty journal: its own key is the one all others begin with. Whether it is one."""
        e = one.entry
        if e.seq or e.parent or e.signature is None or self.made.streams:
            return False
        self.founding = one.said
        self._begin()
        return self.signers.signed(e.actor, e.signature, e.hash)

    # Coming ----------------------------------------------------------------------------------------------------

    def let(
        self, received: Iterable[Received], heads: Iterable[Head], sender: bytes = b"", report: Report | None = None
    ) -> Let:
        """Take these in, and whatever waited for them. Raises Refused (FORK) when one stands against the journal that
        its own laptop says: by a signed head, or as the `sender`. What another one hands on that stands against it is
        passed over: it hands on whatever waits, and that may be forged. Raises Refused (DAMAGED) when the sender itself
        says what does not fit; handed on it comes in, as on the laptop that took it in before it knew the kind. Its
        `report` tells whether what it holds for erased is (healing.py)."""
        let, heads = Let(), list(heads)
        new: list[Received] = []
        known: list[Received] = []
        for one in received:
            here = self._hash(one.place)
            if here is None:
                if not one.fits and one.entry.device == sender:
                    raise Refused("DAMAGED")
                new.append(one)
            else:
                if here != one.entry.hash and one.entry.device == sender:
                    raise Refused("FORK")
                if here == one.entry.hash:
                    known.append(one)
        rows = self.cursor.execute("SELECT raw, received_from FROM waiting ORDER BY stream, seq").fetchall()
        waited = [next(lines.read([raw], from_ or "")) for raw, from_ in rows]
        bare = {one.place for one in (*waited, *new) if healing.is_bare(one)}
        self._knock((*waited, *new), heads)
        if self._erases_though_barred():
            # The bar came behind the erasure. Once written the content is gone, so all is weighed again, knowing of it.
            bars = self.signers.barred
            self._begin()
            for device, facts in bars.items():
                self.signers.barred[device].update(facts)
            self._knock((*waited, *new), heads)
        self._write(let)
        let.known = len(known)
        self._heal(let, known, bare, {one.place for one in waited}, report)
        self._keep_waiting(heads)
        (let.waiting,) = self.cursor.execute("SELECT count(*) FROM waiting").fetchone()
        return let

    def _heal(
        self, let: Let, known: list[Received], bare: set[Spot], waited: set[Spot], report: Report | None
    ) -> None:
        """Put back what was erased and is not any more; ask for what came `bare` by word of who may not know."""
        lacked = set() if report is None else set(tips.spots(report.holes))
        believed = cache(lambda: report is not None and not self._counts_more(report, lacked))
        bare &= {one.place for one in self.order} - self.put_out
        # What waited here was stripped here, or by whoever sent it then: in doubt where an erasure does not count.
        if bare & waited and not self._erasure_waits():
            bare -= waited
        healing.doubt(self.cursor, {p for p in bare if p in lacked or p in waited or not believed()})
        gone = self._gone()
        healed = healing.heal(
            self.cursor, known, lambda place: place not in lacked and believed(), lambda one: self._strip(one, gone)
        )
        let.healed = sum(not healing.is_bare(one) for one in healed)
        if healed:
            rebuild(self.cursor)
            let.rebuilt = True

    def _counts_more(self, report: Report, lacked: Collection[Spot]) -> bool:
        """Whether a laptop counts an entry that does not count here."""
        cover = self.made.cover(tips.spots(report.tips))
        streams = self.made.streams
        if any(stream not in streams or streams[stream].top < top for stream, top in cover.items()):
            return True
        had = ((s, q) for s, q in self.made.holes if q <= cover.get(s, -1) and (s, q) not in lacked)
        return any(self._hash(spot) is None for spot in had)

    def _erasure_waits(self) -> bool:
        rows = self.cursor.execute("SELECT raw FROM waiting").fetchall()
        said = (op for (raw,) in rows for op in next(lines.read([raw])).said)
        return any(op is not None and op[0] == "erase" for op in said)

    def _hash(self, spot: Spot) -> bytes | None:
        """The hash of an entry of the journal. A stream is looked up as a whole: its entries come together."""
        if spot not in self.hashes:
            stream = self.made.streams.get(spot[0])
            if stream is None or spot[1] > stream.top:
                return None
            low = max(0, spot[1] - 1)
            for seq, hash_ in self.cursor.execute(
                "SELECT seq, hash FROM entry WHERE stream=? AND seq>=? AND seq<?", (spot[0], low, low + 2_000)
            ):
                self.hashes[spot[0], seq] = hash_
        return self.hashes.get(spot)

    # Letting in ------------------------------------------------------------------------------------------------

    def _knock(self, ones: Iterable[Received], heads: list[Head]) -> None:
        """Let these in, as far as they may."""
        for one in ones:
            others = self.there[one.entry.stream].setdefault(one.entry.seq, [])
            if not others or all(one.entry.hash != other.entry.hash for other in others):
                others.append(one)
        kept = self.cursor.execute("SELECT stream, seq, hash, device, signature FROM signed_head").fetchall()
        self._let_in(heads, [Head(*row) for row in kept])

    def _erases_though_barred(self) -> bool:
        """Whether an erasure is among what was let in that does not count, by a bar that was let in after it."""
        erasing = (one for one in self.order if any(op and op[0] == "erase" for op in one.said))
        return any(self._beyond(one) for one in erasing)

    def _beyond(self, one: Received) -> bool:
        """Whether a bar on its laptop stands against it."""
        if one.entry.device == self.own or not self.signers.barred.get(one.entry.device):
            return False
        bound = self.signers.genuine(one.entry.device, self._all())
        return bound is not None and bound.get(one.entry.stream, -1) < one.entry.seq

    def _let_in(self, heads: list[Head], kept: list[Head]) -> None:
        """Round after round, until nothing more can come in: an entry may name the laptop or the person that vouches
        for another."""
        unread = [o for seqs in self.there.values() for ones in seqs.values() for o in ones if o.entry.signature]
        moved = True
        while moved:
            moved = False
            for one in list(unread):
                if self.seen.signed(one.entry.actor, one.entry.signature or b"", one.entry.hash):
                    self.seen.learn(one.said)
                    unread.remove(one)
                    moved = True
            for head in (*heads, *kept):
                if head not in self.trusted and head.holds(self.seen.laptops.get(head.device, ())):
                    self.trusted.add(head)
                    self._vouch(head, told=head in heads)
            moved |= self._follow_all()

    def _vouch(self, head: Head, *, told: bool) -> None:
        """A laptop's word for one entry holds for all behind it in its own streams. `told` in the file that is read:
        then Refused (FORK) is raised when it speaks of another entry than the one that stands here."""
        spot, hash_ = (head.stream, head.seq), head.hash
        while True:
            one = next((o for o in self._at(spot) if o.entry.hash == hash_), None)
            if one is None:
                here = self._hash(spot)
                if told and here is not None and here != hash_ and self.made.streams[spot[0]].device == head.device:
                    raise Refused("FORK")
                return
            if one.entry.device != head.device or (*spot, hash_) in self.vouched:
                return
            self.vouched.add((*spot, hash_))
            if one.entry.prev is None:
                return
            hash_ = one.entry.prev
            spot = (spot[0], spot[1] - 1) if one.entry.parent is None else one.entry.parent

    def _at(self, spot: Spot) -> list[Received]:
        return self.there.get(spot[0], {}).get(spot[1], [])

    def _follow_all(self) -> bool:
        """Let in what can be, each stream after the one it continues: a laptop that starts twice a day for years leaves
        a chain of thousands. Returns whether anything was."""
        behind: dict[Spot, list[bytes]] = defaultdict(list)
        for stream, seqs in self.there.items():
            for one in seqs.get(0, ()):
                if one.entry.parent:
                    behind[one.entry.parent].append(stream)
        # In the order they came: so the founding entry is the first one of a new laptop too.
        moved, following = False, deque(self.there)
        while following:
            stream, at = following.popleft(), len(self.order)
            if stream in self.there and self._follow(stream):
                moved = True
                following.extend(other for one in self.order[at:] for other in behind.pop(one.place, ()))
        return moved

    def _follow(self, stream: bytes) -> bool:
        """Let in what can be of one stream, in its order. Returns whether anything was."""
        moved = False
        for seq in sorted(self.there[stream]):
            one = next((o for o in self.there[stream][seq] if self._may(o)), None)
            if one is not None:
                self._enter(one)
                moved = True
        if not self.there[stream]:
            del self.there[stream]
        return moved

    def _may(self, one: Received) -> bool:
        e = one.entry
        if (*one.place, e.hash) not in self.vouched and not self._slots_in(one):
            return False
        known = self.made.streams.get(e.stream)
        if known and known.device != e.device:
            return False
        before = e.parent if e.parent else (e.stream, e.seq - 1) if e.seq else None
        if before is not None and (here := self._hash(before)) != e.prev:
            if here is not None or before not in self.signers.gaps.values():
                return False
        if self._beyond(one):
            return False
        if e.signature is not None:
            return self.signers.signed(e.actor, e.signature, e.hash)
        return not any(self._administrative(op) for op in one.said)

    def _administrative(self, op: Any) -> bool:
        return op is not None and (op[0] == "erase" or op[0] in ("set", "fact", "void") and op[1] in self.signed)

    def _slots_in(self, one: Received) -> bool:
        """A lost entry that turned up after all: the one after it says what its hash must be."""
        after = [(one.entry.stream, one.entry.seq + 1), *((stream, 0) for stream in self.onward.get(one.place, ()))]
        wanted = (one.entry.hash, one.entry.device)
        query = "SELECT parent_hash, device FROM entry WHERE stream=? AND seq=?"
        return any(self.cursor.execute(query, spot).fetchone() == wanted for spot in after)

    def _all(self) -> Graph:
        """The streams of the journal and of what knocks: a bar names places in both."""
        both = Graph(dict(self.made.streams))
        for stream, seqs in self.there.items():
            for one in seqs.get(0, ()):
                both.streams[stream] = Stream(max(seqs), one.entry.parent, one.entry.device)
        return both

    def _enter(self, one: Received) -> None:
        e = one.entry
        self.order.append(one)
        self.hashes[one.place] = e.hash
        del self.there[e.stream][e.seq]
        known = self.made.streams.get(e.stream)
        if known is None:
            self.made.streams[e.stream] = Stream(e.seq, e.parent, e.device)
        else:
            known.top = max(known.top, e.seq)
            known.parent = known.parent or e.parent
        if e.signature is not None:
            self.signers.learn(one.said)

    # Writing ---------------------------------------------------------------------------------------------------

    def _write(self, let: Let) -> None:
        """Into the journal and through its door. What is said of somebody who is erased is not even kept."""
        cursor = self.cursor
        gone, barred = self._gone(), dict(cursor.execute("SELECT id, 1 FROM laptop_revoked WHERE voided=0"))
        (no,) = cursor.execute("SELECT ifnull(max(no), 0) FROM entry").fetchone()
        for chunk in _chunks(self.order, CHUNK):
            rows, applied = [], []
            for one in chunk:
                no += 1
                self._strip(one, gone)
                rows.append(_row(no, one, keep_prev=one.entry.seq == 0 or self._lost_before(one)))
                applied.append((no, one.entry.stream, one.entry.seq, one.entry.stamp, one.said))
                for op in one.said:
                    if op is not None:
                        count_op(let, op)
            cursor.executemany(_INSERT, rows)
            let.topics |= apply(cursor, applied)
        let.new = len(self.order)
        # Its own entries come back to a laptop that was restored, or copied: it has not always known what it wrote.
        # Kept with it is the last entry that then was there: what it writes after that, it writes knowing all of it.
        if any(one.entry.device == self.own for one in self.order):
            cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES('branched', ?)", (str(no),))
        now = dict(cursor.execute("SELECT id, 1 FROM laptop_revoked WHERE voided=0"))
        if now != barred and self._put_out():
            rebuild(cursor)
            let.rebuilt = True

    def _lost_before(self, one: Received) -> bool:
        return self._hash((one.entry.stream, one.entry.seq - 1)) is None

    def _gone(self) -> set[str]:
        """Hex of every row that is erased, by the journal or by what comes in; and of her facts that come with it."""
        gone = {row.hex() for (row,) in self.cursor.execute("SELECT row FROM erased")}
        said = [op for one in self.order for op in one.said if op]
        for op in said:
            if op[0] == "erase":
                gone.update((op[1], *op[2]))
        return gone | {op[2] for op in said if op[0] == "fact" and op[3] in gone} if gone else gone

    def _strip(self, one: Received, gone: set[str]) -> None:
        if not gone:
            return
        for place, op in enumerate(one.said):
            if op and gone.intersection(form.about(op)):
                one.entry.ops[place] = (None, form.op_hash(one.entry.ops[place]))  # type: ignore[index]
                one.entry.seed = None  # it would give the salt back
                one.said[place] = None

    def _put_out(self) -> bool:
        """Entries of a barred laptop that lie beyond what is held for genuine wait from now on."""
        out = []
        for device in self.signers.barred:
            bound = self.signers.genuine(device, self.made)
            if bound is None or device == self.own:
                continue
            for row in self.cursor.execute(f"SELECT {lines.COLUMNS} FROM entry WHERE device=?", (device,)).fetchall():
                if bound.get(row[0], -1) < row[1]:
                    out.append(row)
        for row in out:
            raw = form.whole(lines.Writer().line(row, self._hash))
            self.cursor.execute(
                "INSERT OR IGNORE INTO waiting(stream, seq, hash, raw) VALUES(?,?,?,?)", (row[0], row[1], row[2], raw)
            )
        self.put_out.update((row[0], row[1]) for row in out)
        self.cursor.executemany("DELETE FROM entry WHERE stream=? AND seq=?", [(r[0], r[1]) for r in out])
        if any(healing.is_erasure(row[-1]) for row in out):
            healing.ask(self.cursor)
        if out:
            self.made = tips.graph(self.cursor)
            self.hashes.clear()
        return bool(out)

    def _keep_waiting(self, heads: list[Head]) -> None:
        """What could not come in waits; where one came in, nothing else waits for its place."""
        cursor, gone = self.cursor, self._gone()
        came = {one.place for one in self.order} - self.put_out
        waited = came.intersection(cursor.execute("SELECT stream, seq FROM waiting").fetchall())
        cursor.executemany("DELETE FROM waiting WHERE stream=? AND seq=?", waited)
        rows = []
        for one in (o for seqs in self.there.values() for ones in seqs.values() for o in ones):
            self._strip(one, gone)
            rows.append((*one.place, one.entry.hash, lines.raw_line(one), one.from_ or None))
        cursor.executemany(
            "INSERT OR REPLACE INTO waiting(stream, seq, hash, raw, received_from) VALUES(?,?,?,?,?)", rows
        )
        tips.keep_heads(cursor, self.made, heads, [head for head in heads if self._is_its_own(head)])

    def _is_its_own(self, head: Head) -> bool:
        """Whether it is the word of the laptop that wrote the entry."""
        if head not in self.trusted:
            return False
        spot = (head.stream, head.seq)
        if self._hash(spot) == head.hash:
            return self.made.streams[head.stream].device == head.device
        return (*spot, head.hash) in self.vouched


def _row(no: int, one: Received, *, keep_prev: bool) -> tuple[Any, ...]:
    e = one.entry
    up = e.parent or (None, None)
    return (
        no, e.stream, e.seq, e.hash, *up, e.prev if keep_prev else None, e.stamp, e.wall, e.device, e.actor, e.command,
        e.version, e.must_understand, e.batch, e.extra, e.signature, form.pack(e.ops, e.seed),
    )  # fmt: skip


def count_op(let: Let, op: Any) -> None:
    """Count one op of an entry among what is new."""
    if op[0] == "erase":
        let.erased.add(op[1])
    elif op[0] == "set" and op[1] == SILENT:
        return
    elif op[0] not in ("set", "fact", "void") or op[1] not in kinds():
        let.unknown[str(op[1] if op[0] in ("set", "fact", "void") else op[0])] += 1
    elif op[0] == "fact":
        let.facts[op[1]] += 1
    elif op[0] == "set":
        let.rows[op[1]].add(op[2])
    else:
        let.voids[op[1]] += 1


def _chunks(found: list[Received], size: int) -> Iterable[list[Received]]:
    return (found[at : at + size] for at in range(0, len(found), size))
