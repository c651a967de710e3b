"""Files that are small and want much: each is read in a process of its own, which tells what it took."""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from alfdesk.exchange import container, lines
from alfdesk.store.workplace import Place
from tests.simulate import world

from . import harness
from .bodies import MEGABYTES, SECONDS, Hand, Pair, pair, read
from .harness import Proof


def _line(hand: Hand, stream: str, seq: int, prev: str | None, parent: Any, ops: list[Any]) -> list[Any]:
    """What a line of the body is made of."""
    stamp = 1_795_330_900_000
    return [stream, hand.device, hand.actor, "x", 1, 0, None, None, None, seq, stamp, 0, prev, parent, ops]


def heavy(hand: Hand) -> dict[str, Callable[[], bytes]]:
    """Files that are small and want much."""

    def blank() -> bytes:
        return hand.file(b"\n" * 300_000_000 + os.urandom(2_000_000))

    def zeroes() -> bytes:
        return hand.file(b"0" * 400_000_000 + os.urandom(3_000_000))

    def said_more() -> bytes:
        return hand.file(b"x\n", unpacked=500_000_000, entries=999_999)

    def backwards() -> bytes:
        """A chain of streams, each hanging on the one before, drawn so that the last stands first."""
        names = sorted((os.urandom(16) for _n in range(3_000)), reverse=True)
        found: list[bytes] = []
        parent, prev = hand.head[:2], hand.head[2]
        for name in names:
            line = _line(hand, name.hex(), 0, prev, parent, [("ab" * 16, ["tally"])])
            raw = json.dumps(line, separators=(",", ":")).encode()
            one = next(lines.read([raw])).entry
            found.append(raw)
            parent, prev = (name.hex(), 0), one.hash.hex()
        body = b"".join(one + b"\n" for one in found)
        return hand.file(body, [hand.vouch(one.stream, 0, one.hash)])

    def waiting() -> bytes:
        """Thousands that hang on nothing anybody has."""
        line = _line(hand, os.urandom(16).hex(), 1, "ab" * 32, None, [])
        found = []
        for seq in range(1, 5_001):
            line[9], line[12] = seq * 2, os.urandom(32).hex()
            found.append(json.dumps(line, separators=(",", ":")).encode())
        return hand.file(b"".join(one + b"\n" for one in found))

    def fields() -> bytes:
        row = hand.rows[0]
        ops = [("ab" * 16, ["set", "person", row, f"later{n}", "x", 0]) for n in range(3_000)]
        line = _line(hand, os.urandom(16).hex(), 0, hand.head[2], hand.head[:2], ops)
        raw = json.dumps(line, separators=(",", ":")).encode()
        one = next(lines.read([raw])).entry
        return hand.file(raw + b"\n", [hand.vouch(one.stream, 0, one.hash)])

    def heads() -> bytes:
        said = [(os.urandom(16).hex(), n, "ab" * 32, hand.device, "cd" * 64) for n in range(10_000)]
        return hand.file(b"", said)

    def reports() -> bytes:
        return hand.file(b"", report=container.Report([(os.urandom(16).hex(), 2**40 - 1) for _n in range(40_000)], []))

    def holes() -> bytes:
        return hand.file(b"", report=container.Report([], [(hand.streams[0], n) for n in range(60_000)]))

    return {f.__name__: f for f in (blank, zeroes, said_more, backwards, waiting, fields, heads, reports, holes)}


def heaviest(base: Path, names: Iterable[str] | None = None) -> Proof:
    """Each read in a process of its own, which tells what it took."""
    proof = Proof("files that are small and want much")
    figures = []
    with world.cheap():
        two = pair(base)
        makers = heavy(two.hand)
        two.office.let_go()
        for name in names or makers:
            file = base / f"{name}.alf"
            made = harness.start(partial(_make, two, name, file))
            made.finish()
            if not proof.expect(file.exists(), f"{name} could not be made: {made.crash()[-400:]}"):
                continue
            child = harness.start(partial(_weigh, two.office, file))
            child.finish()
            if not proof.expect(child.said(), f"{name}: {child.crash()[-600:] or 'it died'}"):
                continue
            code, seconds, megabytes = child.said()[0].decode().split()
            proof.expect(float(seconds) < SECONDS, f"{name}: {code} after {seconds} s")
            proof.expect(float(megabytes) < MEGABYTES, f"{name}: {code} with {megabytes} MB")
            figures.append(f"{name} {code} {seconds} s {megabytes} MB")
        two.close()
    proof.line = "; ".join(figures)
    return proof


def _make(two: Pair, name: str, file: Path, _say: Any, ready: Callable[[], None]) -> None:
    ready()
    file.write_bytes(heavy(two.hand)[name]())


def _weigh(place: Place, file: Path, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """Read a file and say how it went; a process that wants far too much is stopped before the machine is."""
    place.acting()
    raw = file.read_bytes()
    limit = 4 * MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    ready()
    start = time.process_time()  # other proofs run beside this one
    taken = read(place, raw, preview=True)
    code = taken.code or taken.status
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say(f"{code} {seconds:.2f} {after / 1024:.0f}".encode())
