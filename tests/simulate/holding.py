"""What must hold after each step of a schedule, and in the end: `Holding` is the half of `Schedule` that looks on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from typing import Any

from alfdesk.exchange import laptops, lines, parcel, reports, tips
from alfdesk.exchange.status import missing
from alfdesk.journal import entry as form
from alfdesk.journal.digest import digest
from alfdesk.models.base import unknown_kinds
from alfdesk.questions.every import every
from alfdesk.sales import accounts, stock, till
from alfdesk.store.check import chain_problems, replayed_digest

from .acts import act
from .ledger import Ledger
from .world import Machine

ROUNDS = 6  # of exchange in the end, after the last entry that was declared lost

Spot = tuple[bytes, int]


class Broken(AssertionError):
    """Something that must hold does not. Its text is what, and everything that happened before."""


class Holding:
    """Everybody's laptops, and what is known of them beside the program."""

    rng: random.Random
    time: Any
    newer: str
    log: list[str]
    figures: Counter[str]
    machines: list[Machine]
    truth: dict[Spot, bytes]  # every entry that was ever acknowledged
    had: dict[bytes, set[Spot]]  # what each laptop has ever had
    stands: dict[int, dict[Spot, bytes]]  # what a machine must still have
    barred: dict[str, bytes]

    def broken(self, what: str) -> Broken:
        return Broken("\n".join([what, *self.log[-60:]]))

    def _name(self, machine: Machine) -> str:
        return f"{self.machines.index(machine)} {machine.name}"

    def _say(self, text: str) -> None:
        self.log[-1] += f": {text}"

    def _others(self, machine: Machine) -> list[Machine]:
        return [m for m in self.machines if m.name != machine.name]

    # What must hold --------------------------------------------------------------------------------------------------

    def _look(self, machine: Machine, *, fresh: bool = False) -> None:
        """After each step: every entry is one that was acknowledged, and none is gone (`fresh`: as it stands now)."""
        there = machine.entries()
        if not self.truth or not self.machines[0].place:
            self.truth.update(there)
        for spot, hash_ in there.items():
            if self.truth.get(spot) != hash_:
                raise self.broken(f"{self._name(machine)} has an entry at {spot[0].hex()} {spot[1]} that nobody wrote")
        before = self.stands.get(id(machine), {})
        if not fresh and not self.barred and not before.keys() <= there.keys():
            raise self.broken(f"{self._name(machine)} lost {len(before.keys() - there.keys())} entries")
        self.stands[id(machine)] = there
        self.had[machine.device].update(there)

    def _nothing_stuck(self, machine: Machine) -> None:
        """Nothing waits that has everything it could wait for."""
        if self.barred:
            return
        heads = dict(machine.ask("SELECT stream, max(seq) FROM signed_head GROUP BY stream"))
        rows = machine.ask("SELECT raw FROM waiting")
        for raw in rows:
            e = next(lines.read([raw])).entry
            spot = e.parent if e.parent else (e.stream, e.seq - 1)
            there = machine.ask("SELECT hash FROM entry WHERE stream=? AND seq=?", *spot)
            genuine = self.truth.get((e.stream, e.seq)) == e.hash and e.signature is None
            # Behind something forged a later word of its laptop does not reach back to it.
            vouched = heads.get(e.stream, -1) == e.seq or not self.figures["forged"]
            if genuine and there == [e.prev] and heads.get(e.stream, -1) >= e.seq and vouched:
                raise self.broken(f"{self._name(machine)}: an entry waits for nothing")

    def _only_what_they_said(self, machine: Machine) -> None:
        """Nobody is believed to have what she never had."""
        cursor = machine.place.cursor()
        made = tips.graph(cursor)
        for device in {m.device for m in self.machines} - {machine.device}:
            for said in reports.of(cursor, device):
                holes = set(tips.spots(said.report.holes))
                claimed = {(s, q) for s, top in said.cover(made).items() for q in range(top + 1)} - holes
                wrong = {spot for spot in claimed - self.had[device] if spot in self.truth}
                if wrong:
                    raise self.broken(f"{self._name(machine)} believes a laptop has {len(wrong)} entries it never had")

    # The end ---------------------------------------------------------------------------------------------------------

    def _finale(self) -> None:
        """All exchange until all have everything. A laptop that is still barred stands outside."""
        barred = {d for m in self.machines for d in m.ask("SELECT laptop FROM laptop_revoked WHERE voided=0")}
        honest = [m for m in self.machines if m.device not in barred]
        self.barred = {m.name: m.device for m in self.machines if m.device in barred}
        expected = {
            spot
            for m in honest
            for *spot_, device in m.ask("SELECT stream, seq, device FROM entry")
            for spot in [tuple(spot_)]
            if device not in barred
        }
        for machine in honest:
            self._nothing_stuck(machine)
            self._only_what_they_said(machine)
        # A laptop whose clock is wrong, or of which there are two, and that has written nothing since it was restored
        # or copied, can't be told from an old file of its own: work goes on there, as everywhere.
        names = Counter(m.name for m in honest)
        for machine in honest:
            alone = not machine.off_by and names[machine.name] == 1
            while not alone and not act(machine, self.rng, date.fromtimestamp(self.time.now / 1000))[1]:
                pass
            if not alone and machine.place.last:
                self._wrote(machine, list(machine.place.last.entries))
        turn = until = 0
        while turn <= until + ROUNDS:  # so many after the last that was declared lost
            hub = honest[turn % len(honest)]
            self.log.append(f"round {turn}, by {self._name(hub)}")
            self._round(hub, honest)
            turn += 1
            if self._equal(honest):
                break
            if turn > 2 and self._declare_lost(honest):
                until = turn
        self.figures["rounds"] += turn
        self._agree(honest, expected)

    def _bytes(self, machine: Machine) -> list[Any]:
        """Every entry, byte for byte."""
        return machine.ask("SELECT stream, seq, ops FROM entry ORDER BY stream, seq")

    def _questions(self, machine: Machine) -> list[Any]:
        """What the newer program wrote it knows, and asks nothing about."""
        return [q for q in _asked(machine) if q.kind != "unknown"]

    def _round(self, hub: Machine, honest: list[Machine]) -> None:
        """Everyone sends to the hub, and it to everyone. A copy of the hub's own disk reads what the others sent."""
        self.time.now += 3_600_000
        copies = [m for m in honest if m is not hub and m.name == hub.name]
        for one in honest:
            if one is not hub and one not in copies:
                made = self._make(one, parcel.ALL)
                for reader in (hub, *copies):
                    if made:
                        self._read(reader, made)
        for one in copies:
            made = self._make(one, parcel.ALL)
            if made:
                for reader in self._others(hub):
                    if reader in honest:
                        self._read(reader, made)
        made = self._make(hub, parcel.ALL)
        for reader in self._others(hub):
            if made and reader in honest:
                self._read(reader, made)

    def _equal(self, honest: list[Machine]) -> bool:
        first = honest[0].entries()
        return all(m.entries() == first for m in honest[1:]) and not any(m.ask("SELECT 1 FROM waiting") for m in honest)

    def _declare_lost(self, honest: list[Machine]) -> bool:
        """What nobody has any more is declared lost by an administrator. Whether there was any."""
        there = {spot for m in honest for spot in m.entries()}
        for machine in honest:
            for one in missing(machine.place):
                if (one.stream, one.seq) not in there:
                    laptops.lost(machine.place, one.stream, one.seq)
                    self.log.append(f"{self._name(machine)} declares {one.stream.hex()[:8]} {one.seq} lost")
                    self.figures["gaps"] += 1
                    self._after_roster(machine)
                    return True
        return False

    def _agree(self, honest: list[Machine], expected: set[Spot]) -> None:
        first = honest[0]
        for machine in honest:
            there = machine.entries()
            gone = expected - there.keys()
            if gone:
                raise self.broken(f"{self._name(machine)} lacks {len(gone)} entries that somebody had")
        if not self._equal(honest):
            counts = {self._name(m): (len(m.entries()), m.ask("SELECT count(*) FROM waiting")) for m in honest}
            if not self.barred and not self.figures["forged"]:
                raise self.broken(f"not the same everywhere (entries, waiting): {counts}")
            if any(m.entries() != first.entries() for m in honest):
                raise self.broken(f"not the same entries everywhere: {counts}")
        ops = [op for packed in first.ask("SELECT ops FROM entry") for op in form.unpack(packed)]
        said = [form.content(raw) for salt, raw in ops if salt]
        unknown = {word for op in said for word in op[:2] if word in ("later", "tally")}
        same: dict[str, Callable[[Machine], Any]] = {
            "digest": lambda m: digest(m.place.cursor()),
            "questions": self._questions,
            "unknown kinds, of which it knows": lambda m: m.name == self.newer or unknown <= _unknown(m),
            "bytes": self._bytes,
        }
        for what, of in same.items():
            found = [of(m) for m in honest]
            if any(one != found[0] for one in found):
                apart = [self._name(m) for m, one in zip(honest, found, strict=True) if one != found[0]]
                raise self.broken(f"{what} of {apart} is not that of {self._name(first)}")
        self.figures["questions"] += len(_asked(first))
        self._sums_of_the_desk(honest, Ledger(said))
        one = self.rng.choice(honest)
        problems = chain_problems(one.place.cursor())
        if problems:
            raise self.broken(f"{self._name(one)}: {problems}")
        if replayed_digest(one.place, "hash") != digest_of(one):
            raise self.broken(f"{self._name(one)}: another order gives another state")
        for machine in honest:
            self._only_what_they_said(machine)

    # The desk --------------------------------------------------------------------------------------------------------

    def _sums_of_the_desk(self, honest: list[Machine], ledger: Ledger) -> None:
        """Stock, transfers, tills and accounts are what the entries come to, on every laptop; no number is left out."""
        copies, tills, owed = ledger.copies(), ledger.tills(), ledger.accounts()
        for machine in honest:
            # What a barred laptop made goes with it: a transfer of an edition that is not there has no words.
            named = machine.ask(
                "SELECT lower(hex(e.id)) FROM edition e JOIN product p ON p.id=e.product "
                "WHERE e.name IS NOT NULL AND p.name IS NOT NULL AND p.publication IS NOT NULL"
            )
            with machine.place.read() as session:
                there = {pair: stock.copies_at(session, *map(bytes.fromhex, pair)) for pair in copies}
                kept = {one: till.unsettled_cash(session, bytes.fromhex(one)) for one in tills}
                days = {one: _by_day(session, bytes.fromhex(one)) for one in tills}
                sent = {one.id.hex() for one in stock.under_way(session)}
                found = {one: astuple(accounts.account(session, bytes.fromhex(one)))[1:] for one in owed}
            for what, ours, theirs in (
                ("stock", there, dict(copies)), ("till", kept, dict(tills)), ("till by day", days, dict(tills)),
                ("under way", sent, ledger.under_way(named)), ("accounts", found, owed),
            ):  # fmt: skip
                if ours != theirs:
                    ours, theirs = (set(one.items()) if isinstance(one, dict) else one for one in (ours, theirs))
                    apart = ours ^ theirs
                    raise self.broken(f"{self._name(machine)}, {what}: the entries come to something else: {apart}")
        again = {m.device.hex() for m in self.machines if m.set_back or self.figures["clones"]}
        for (laptop, letter), numbers in ledger.numbers().items():
            whole = [*range(1, numbers[-1] + 1)]
            lost, other = self.figures["gaps"] or self.barred, letter[-1].isdigit()
            once = laptop in again or len(set(numbers)) == len(numbers) and not other
            if not lost and sorted(set(numbers)) != whole or not once:
                raise self.broken(f"settlements of {laptop[:8]} are numbered {letter} {numbers}")
            self.figures["series after a copy"] += other
        for move, by in ledger.told_twice().items():
            laptops_ = Counter(ledger.every["settlement"][one]["laptop"] for one in by)
            if any(many > 1 and laptop not in again for laptop, many in laptops_.items()):
                raise self.broken(f"a laptop settled the move {move} twice: {by}")
        asked = any(q.kind == "listed" for q in _asked(honest[0]))
        answered = any(one["kind"] == "listed" for _ident, one in ledger.standing("answered"))
        if (twice := ledger.listed_twice()) and not (asked or answered) or asked and not twice:
            raise self.broken(f"lines of paper lists that were read twice, asked about: {asked}: {twice}")
        self.figures["lists read twice"] += bool(twice)
        self.figures["sales"] += sum(1 for _one in ledger.standing("purchase"))
        self.figures["settlements"] += sum(1 for _one in ledger.standing("settlement"))


def _by_day(session: Any, outlet: bytes) -> int:
    """What is unsettled, added up day by day."""
    return sum(ore for day in till.unsettled(session, outlet).days for _what, ore, _count in day.sums)


def _asked(machine: Machine) -> list[Any]:
    with machine.place.read() as session:
        return list(every(session))


def _unknown(machine: Machine) -> set[str]:
    return set(unknown_kinds(machine.place.cursor()))


def digest_of(machine: Machine) -> str:
    return digest(machine.place.cursor())
