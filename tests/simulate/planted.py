"""Faults planted in the program, to see that the schedules have teeth. They stand here and nowhere else.

Each is what somebody might well have written: the sender's word taken for the receiver's, a table applied in the order
things came, a number counted on after a restore. A schedule that does not break on one of them proves little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from alfdesk.exchange import admit, container, parcel, reading, reports, tips
from alfdesk.journal.write import Journal
from alfdesk.questions import listed
from alfdesk.sales import stock, till
from alfdesk.store.workplace import Place

Patch = tuple[Any, str, Any]


def ack_on_send() -> list[Patch]:
    """What was sent is taken for received."""
    send = parcel.send

    def sent(place: Place, raw: bytes, entries: int, ident: bytes, receivers: Any, *rest: Any) -> Any:
        made = send(place, raw, entries, ident, receivers, *rest)
        cursor = place.cursor()
        report = container.msgspec.json.encode(tips.graph(cursor).report()).decode()
        with parcel.opened(cursor):
            for one in receivers:
                cursor.execute("DELETE FROM report WHERE device=?", (one.id,))
                cursor.execute(
                    "INSERT INTO report(device, head_stream, head_seq, made, said, heard) VALUES(?,NULL,NULL,?,?,?)",
                    (one.id, place.clock(), report, place.clock()),
                )
        return made

    return [(parcel, "send", sent)]


def no_window() -> list[Patch]:
    """What was reported is never sent again."""
    return [(parcel, "DAYS", -10_000)]


def nobody_vouches() -> list[Patch]:
    """What hangs together counts, whoever changed it on its way."""
    def may(door: admit.Door, one: Any) -> bool:
        door.vouched.add((*one.place, one.entry.hash))
        return real(door, one)

    real = admit.Door._may
    return [(admit.Door, "_may", may)]


def _applied(change: Callable[[Any], Any]) -> list[Patch]:
    real = admit.apply
    return [(admit, "apply", lambda cursor, entries: real(cursor, [change(one) for one in entries]))]


def last_read_wins() -> list[Patch]:
    """A field is what was read last, not what was said last."""
    return _applied(lambda one: (*one[:3], 10**15 + one[0], one[4]))


def void_lost() -> list[Patch]:
    """A correction that comes in a file takes nothing away."""
    return _applied(lambda one: (*one[:4], [None if op and op[0] == "void" else op for op in one[4]]))


def unknown_dropped() -> list[Patch]:
    """What this version does not know is not kept."""
    row = admit._row

    def kept(no: int, one: Any, **more: Any) -> Any:
        known = admit.kinds()
        one.entry.ops = [
            packed for packed, op in zip(one.entry.ops, one.said, strict=True)
            if op is None or op[0] == "erase" or (len(op) > 1 and op[1] in known)
        ]  # fmt: skip
        return row(no, one, **more)

    return [(admit, "_row", kept)]


def twice_is_two() -> list[Patch]:
    """A file that is read twice counts twice."""
    let = admit.Door.let

    def again(door: admit.Door, received: Any, *more: Any) -> Any:
        received = list(received)
        known = [one for one in received if door._hash(one.place) == one.entry.hash]
        found = let(door, received, *more)
        for one in known:
            doubled = [[*op[:2], door.cursor.execute("SELECT hex(randomblob(16))").fetchone()[0].lower(), *op[3:]]
                       for op in one.said if op and op[0] == "fact" and op[1] in ("attendance", "message")]  # fmt: skip
            (no,) = door.cursor.execute("SELECT no FROM entry WHERE stream=? AND seq=?", one.place).fetchone()
            admit.apply(door.cursor, [(no, *one.place, one.entry.stamp, doubled)])
        return found

    return [(admit.Door, "let", again)]


def branch_ignored() -> list[Patch]:
    """Of a laptop's reports the newest stands alone, also when it was copied."""
    keep = reports.keep

    def one_only(cursor: Any, made: Any, manifest: Any, *more: Any) -> None:
        cursor.execute("DELETE FROM report WHERE device=?", (bytes.fromhex(manifest.sender),))
        keep(cursor, made, manifest, *more)

    return [(reports, "keep", one_only)]


def never_tried_again() -> list[Patch]:
    """What waits, waits for ever."""
    class Forgets:
        def __init__(self, cursor: Any) -> None:
            self._cursor = cursor

        def __getattr__(self, name: str) -> Any:
            return getattr(self._cursor, name)

        def execute(self, sql: str, *values: Any) -> Any:
            found = self._cursor.execute(sql, *values)
            return _Nothing() if sql.startswith("SELECT raw, received_from FROM waiting") else found

    class _Nothing:
        def fetchall(self) -> list[Any]:
            return []

    begin = admit.Door.__init__

    def forgetful(door: admit.Door, cursor: Any) -> None:
        begin(door, cursor)
        door.cursor = Forgets(cursor)

    return [(admit.Door, "__init__", forgetful)]


def clock_moved_by_a_peer() -> list[Patch]:
    """The newest stamp that was read moves this laptop's own."""
    after = reading._after

    def moved(place: Place, *rest: Any) -> None:
        after(place, *rest)
        (newest,) = place.cursor().execute("SELECT max(stamp) FROM entry").fetchone()
        journal = place._stream()
        journal.line = max(journal.line, newest)

    return [(reading, "_after", moved)]


def half_a_parcel() -> list[Patch]:
    """Taking in is many small transactions."""
    def loose(place: Place, act: Callable[[], object]) -> None:
        act()

    return [(Place, "transaction", loose)]


def number_counted_on() -> list[Patch]:
    """A laptop goes on in the stream of its disk, which may be an old one."""
    begin = Journal.__init__

    def go_on(journal: Journal, device: bytes, clock: Any) -> None:
        begin(journal, device, clock)
        journal.stream = device[::-1]

    def head(journal: Journal, cursor: Any) -> Any:
        found = real(journal, cursor)
        if found[0] and found[0][0] == journal.stream and journal.seq < found[0][1]:
            journal.seq, journal.last = found[0][1], found[1]
        return found

    real = Journal.head
    return [(Journal, "__init__", go_on), (Journal, "head", head)]


def erased_comes_back() -> list[Patch]:
    """What is said of somebody who is erased is kept when it comes late."""
    return [(admit.Door, "_strip", lambda door, one, gone: None)]


def preview_counts() -> list[Patch]:
    """A preview is not rolled back to the end."""
    read = reading.read

    def leaves_a_trace(place: Place, file: Any, **more: Any) -> Any:
        found = read(place, file, **more)
        if more.pop("preview", False) and found.status == "preview" and not found.code:
            read(place, file, **more)
        return found

    return [(reading, "read", leaves_a_trace)]


def both_arrivals() -> list[Patch]:
    """Whoever confirms a transfer brings its copies in, whether another has or it was taken back."""
    none = lambda _session, **_named: []  # noqa: E731
    return [(stock, "DOUBLED_AT", none), (stock, "DOUBLED", none)]


def voids_forgotten() -> list[Patch]:
    """What is voided after the till was settled does not come out of it."""
    return [(till, "VOIDED_MOVES", till.VOIDED_MOVES.rstrip() + " AND 0")]


def list_unasked() -> list[Patch]:
    """A paper list that two have read counts twice, and nobody is asked."""
    return [(listed, "_groups", lambda _asking: iter(()))]


FAULTS: dict[str, Callable[[], list[Patch]]] = {
    f.__name__: f
    for f in (
        ack_on_send, no_window, nobody_vouches, last_read_wins, void_lost, unknown_dropped, twice_is_two,
        branch_ignored, never_tried_again, clock_moved_by_a_peer, half_a_parcel, number_counted_on,
        erased_comes_back, preview_counts, both_arrivals, voids_forgotten, list_unasked,
    )
}  # fmt: skip


@contextmanager
def planted(name: str) -> Iterator[None]:
    """The program with this fault in it."""
    found = FAULTS[name]()
    before = [(owner, attribute, getattr(owner, attribute)) for owner, attribute, _new in found]
    for owner, attribute, new in found:
        setattr(owner, attribute, new)
    try:
        yield
    finally:
        for owner, attribute, old in before:
            setattr(owner, attribute, old)
