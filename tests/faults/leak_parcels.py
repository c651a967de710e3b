"""Names in the files that laptops carry, and in what they leave behind: sticks, outbox, inbox, what was put aside.

Two laptops found, ask, join, write, exchange, are given damaged files and are killed; then every file of both and of
the stick is searched. What a parcel holds nobody reads who has no key, and after an erasure the laptops' own copies of
parcels hold the person no more. The private keys of a laptop that has joined are nowhere in clear.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alfdesk.exchange import container, laptops, roster
from alfdesk.exchange.words import Refused
from alfdesk.store import slots, workplace

from . import harness
from .harness import Proof
from .leak import ANNE, CANARIES, ERASED, PHRASE, Stage, _child, _lists
from .plain_names import Search

FARM = "Multegrenda"  # the new laptop: it stands in clear in its request alone, for the office to read
Say = Callable[[bytes], None]


@dataclass
class Pair(Stage):
    """Two laptops and the stick that goes between them."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stick, self.farm = self.base / "stick", self.base / "home" / "farm"
        self.stick.mkdir(exist_ok=True)

    def newest(self) -> str:
        return str(max(self.stick.glob("*.alf"), key=lambda p: p.stat().st_mtime_ns))


def _meet(pair: Pair, say: Say, ready: Callable[[], None]) -> None:
    """In a child: all of it, by the command line."""
    pair.move_in()
    ready()
    out = ["--out", str(pair.stick)]

    def line(*words: str, folder: Path | None = None, wanted: int = 0) -> None:
        code, err = pair.line(list(words), folder=folder)
        if code != wanted:
            say(f"exit {code}, not {wanted}: {' '.join(words)}: {err.strip()[-300:]}".encode())

    line("init", "--organisation", "Kvitveisgarden", "--laptop", "Ravnekontor", "--staff", ANNE)
    for name in ("Solsikkedrift", "Humlesveet"):
        rules = ["--kind", "standing", "--day", "40000", "--cap", "300", "--from", "2026-11-16"]
        line("programme", "set", name, *rules)
    line("people", "import", str(pair.brought / "people.csv"))
    line("people", "add", "--call-name", "Zoralinde", "--phone", "928 64 135")
    line("exchange", "request", "--laptop", FARM, *out, folder=pair.farm)
    asked = json.loads((pair.farm / "joining.json").read_text("utf-8"))
    say(f"keys {asked['identity']} {asked['seed']}".encode())
    keys = slots.Keys(asked["identity"], bytes.fromhex(asked["seed"]))
    code = laptops.Request(FARM, keys.verify.hex(), keys.recipient).code()
    line("exchange", "welcome", str(next(pair.stick.glob("*.alfask"))), "--code", code, *out)
    line("exchange", "join", pair.newest(), "--staff", ANNE, folder=pair.farm)
    line("people", "message", "14", "Plommebeskjed to", "--until", time.strftime("%Y-%m-%d"), folder=pair.farm)
    line("people", "change", "11", "--phone", "+47 91357246", folder=pair.farm)
    line("exchange", "make", "--to", "all", *out, folder=pair.farm)
    line("exchange", "read", pair.newest(), "--preview")
    hurt = pair.stick / "hurt.alf"
    raw = Path(pair.newest()).read_bytes()
    hurt.write_bytes(raw[:-9] + b"?" + raw[-8:])
    line("exchange", "read", str(hurt), wanted=3)
    hurt.write_bytes(raw[: len(raw) // 2])
    line("exchange", "read", str(hurt), wanted=3)
    hurt.unlink()
    line("exchange", "read", pair.newest())
    line("exchange", "read", pair.newest(), folder=pair.farm)
    line("exchange", "make", "--to", FARM, *out)
    line("exchange", "status")
    line("exchange", "questions")


def _carrying(pair: Pair, say: Say, ready: Callable[[], None]) -> None:
    """In a child: parcels out and in, over and over until it is killed."""
    pair.move_in()
    ready()
    while True:
        pair.line(["people", "add", "--call-name", "Ylvamor"], folder=pair.farm)
        pair.line(["exchange", "make", "--to", "all", "--out", str(pair.stick)], folder=pair.farm)
        pair.line(["exchange", "read", pair.newest()])


def _erase(pair: Pair, say: Say, ready: Callable[[], None]) -> None:
    """In a child: a person is erased at the office, and the farm hears of it."""
    pair.move_in()
    ready()
    for words, folder in (
        (["people", "erase", "14"], None), (["exchange", "make", "--to", "all", "--out", str(pair.stick)], None),
        (["exchange", "read"], pair.farm),
    ):  # fmt: skip
        code, err = pair.line([*words, pair.newest()] if words[-1] == "read" else words, folder=folder)
        if code:
            say(f"exit {code}: {' '.join(words)}: {err.strip()[-300:]}".encode())


def _said_in(file: Path, keys: list[slots.Keys]) -> Iterator[bytes]:
    """What a parcel says, to whoever holds a key that opens it."""
    for one in keys:
        try:
            yield from container.unseal(file.read_bytes(), one.identity).lines()
            return
        except Refused:
            continue


def parcels(base: Path, seed: int, kills: int) -> Proof:
    """The whole proof."""
    proof = Proof("plain names in parcels and what they leave behind")
    chance = harness.dice(seed, "leak parcels")
    pair = Pair(base / "two laptops")
    _lists(pair)
    secrets: list[str] = []
    for one in _child(lambda say, ready: _meet(pair, say, ready), proof, "the meeting"):
        secrets += one.split()[1:] if one.startswith("keys ") else []
        proof.expect(one.startswith("keys "), one)
    names = [c for group in CANARIES.values() for c in group]
    search, keys = Search([*names, *secrets, FARM]), Search(secrets)
    apart = (pair.brought, pair.asked)
    proof.expect(not (pair.farm / "joining.json").exists(), "the request's private keys lie there still")
    asked = list(pair.stick.glob("*.alfask"))
    keys.tree(pair.base, apart)
    for one in asked:  # it says the laptop's name, for the office to see whom it lets in
        proof.expect(FARM.encode() in one.read_bytes(), "the request does not say who asks: the proof proves nothing")
        one.unlink()
    search.tree(pair.base, apart)
    looks = 1
    for _one in range(kills):
        child = harness.start(lambda say, ready: _carrying(pair, say, ready))
        child.wait_ready()
        child.run_for(chance.uniform(0.1, 1.5))
        search.tree(pair.base, apart)
        looks += 1
    open_keys = []
    for folder in (pair.profile, pair.farm):
        place = workplace.open(folder, name=ANNE, passphrase=PHRASE)
        found = roster.own_keys(place.cursor())
        open_keys += [found] if found else []
        proof.expect(not (wrong := harness.is_clean(place)), f"after the kills: {wrong}")
        place.close()
    copies = [p for f in (pair.profile, pair.farm) for p in f.rglob("*.alf")]
    told = b"\n".join(line for p in copies for line in _said_in(p, open_keys))
    before = Search(ERASED[:1])
    before.text(told, "the copies")
    proof.expect(before.found, "nobody is told of in the copies of parcels: the proof proves nothing")
    proof.wrong += _child(lambda say, ready: _erase(pair, say, ready), proof, "the erasure")
    erased = Search(ERASED)
    left = [p for f in (pair.profile, pair.farm) for p in f.rglob("*.alf")]
    for file in left:
        erased.text(b"\n".join(_said_in(file, open_keys)), f"what {file.parent.name} of {file.parents[1].name} holds")
    search.tree(pair.base, apart)
    proof.wrong += [f"after the erasure {one}" for one in erased.found]
    proof.wrong += sorted({*search.found, *keys.found})
    proof.line = (
        f"{len(search.canaries)} canaries and keys, {kills} kills, {search.files:,} files and {search.size:,} bytes "
        f"searched in {looks + 2} looks, {len({*search.found, *keys.found})} found; {len(copies)} copies of parcels, "
        f"after an erasure {len(left)}, nothing of the erased person in any"
    )
    return proof
