"""Who is who: the laptops of the workplace with their keys, those that are barred, and who may sign for all."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .. import staff
from ..models.base import unknown_kinds
from ..store.slots import Keys
from .container import verifies
from .tips import Graph, Spot


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop of the workplace. `recipient` is empty while it has no keys; `barred` is the entry that barred it."""

    id: bytes
    name: str
    letter: str
    recipient: str
    keys: tuple[bytes, ...]  # Ed25519, newest first: what it signs is checked against these
    barred: int | None


def own(cursor: Any) -> bytes:
    """This laptop's own id; empty while it is joining."""
    found = cursor.execute("SELECT value FROM local WHERE key='device'").fetchone()
    return b"" if found is None else bytes.fromhex(found[0])


def own_keys(cursor: Any) -> Keys | None:
    """The private halves of this laptop's keys; None where it has none yet."""
    found = cursor.execute("SELECT value FROM local WHERE key='laptop_keys'").fetchone()
    return None if found is None else Keys(*_keys(found[0]))


def _keys(text: str) -> tuple[str, bytes]:
    identity, seed = text.split()
    return identity, bytes.fromhex(seed)


def keep_own_keys(cursor: Any, keys: Keys) -> None:
    """The gate must be open."""
    said = f"{keys.identity} {keys.seed.hex()}"
    cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES('laptop_keys', ?)", (said,))


def laptops(cursor: Any) -> dict[bytes, Laptop]:
    """Every laptop there ever was, in the order they came."""
    keys: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    for device, verify, recipient in cursor.execute(
        "SELECT laptop, verify, recipient FROM laptop_key WHERE voided=0 ORDER BY id DESC"
    ):
        if device and verify:
            keys[device].append((verify, recipient or ""))
    barred = dict(cursor.execute("SELECT laptop, min(entry) FROM laptop_revoked WHERE voided=0 GROUP BY laptop"))
    letters = staff.letters(cursor)
    rows = cursor.execute("SELECT id, name FROM laptop WHERE voided=0 ORDER BY id").fetchall()
    return {
        ident: Laptop(
            ident, name or "", letters[ident], keys[ident][0][1] if keys[ident] else "",
            tuple(verify for verify, _recipient in keys[ident]), barred.get(ident),
        )
        for ident, name in rows
    }  # fmt: skip


def paper(cursor: Any) -> list[str]:
    """The recovery key in force, as an age recipient: every file opens with the paper too."""
    return [r for (r,) in cursor.execute("SELECT recipient FROM recovery_key WHERE voided=0") if r]


@dataclass(slots=True)
class Signers:
    """Who may sign administrative entries: members who are or were administrators, and the recovery identities.
    Nobody becomes one by an entry that only she has signed. And the laptops' keys and what bars them, by those entries.
    """

    admins: set[bytes] = field(default_factory=set)
    keys: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    papers: set[bytes] = field(default_factory=set)
    laptops: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    # laptop → fact → heads
    barred: dict[bytes, dict[bytes, list[Spot]]] = field(default_factory=lambda: defaultdict(dict))
    gaps: dict[bytes, Spot] = field(default_factory=dict)
    voided: set[bytes] = field(default_factory=set)  # bars and gaps that were taken back, known here or not

    def signed(self, actor: bytes, signature: bytes, hash_: bytes) -> bool:
        """Whether the signature is one of hers, and she may sign."""
        keys = self.keys.get(actor, []) if actor in self.admins or actor in self.papers else []
        return any(verifies(key, signature, hash_) for key in keys)

    def learn(self, ops: list[Any]) -> None:
        """Take in what an entry with a valid signature says."""
        for op in ops:
            if op and op[0] == "void" and op[1] in ("laptop_revoked", "gap"):
                self._take_back(bytes.fromhex(op[2]))
            if not op or op[0] != "fact":
                continue
            fact, values = bytes.fromhex(op[2]), op[4]
            if fact in self.voided:
                continue
            if op[1] == "staff_role" and values.get("role") == "administrator":
                self.admins.add(_id(values, "staff"))
            elif op[1] == "staff_key":
                self.keys[_id(values, "staff")].append(_raw(values, "verify"))
            elif op[1] == "recovery_key":
                self.papers.add(fact)
                self.keys[fact].append(_raw(values, "verify"))
            elif op[1] == "laptop_key":
                self.laptops[_id(values, "laptop")].append(_raw(values, "verify"))
            elif op[1] == "laptop_revoked":
                self.barred[_id(values, "laptop")][fact] = heads_of(values.get("heads"))
            elif op[1] == "gap":
                self.gaps[fact] = (_id(values, "stream"), values.get("seq") or 0)

    def _take_back(self, fact: bytes) -> None:
        self.voided.add(fact)
        self.gaps.pop(fact, None)
        for facts in self.barred.values():
            facts.pop(fact, None)

    def genuine(self, device: bytes, made: Graph) -> dict[bytes, int] | None:
        """How far a barred laptop's entries count: stream → number. None: it is not barred."""
        facts = self.barred.get(device)
        return made.cover(spot for heads in facts.values() for spot in heads) if facts else None


def _id(values: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(values.get(name) or "")


def _raw(values: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(values.get(name) or "")


def heads_of(text: str | None) -> list[Spot]:
    """The places a bar names. What is not a list of places names none."""
    try:
        return [(bytes.fromhex(stream), int(seq)) for stream, seq in json.loads(text or "[]")]
    except (ValueError, TypeError):
        return []


def signers(cursor: Any) -> Signers:
    """As the journal has it now. Everything in these tables was signed before it was let in."""
    made = Signers()
    made.admins = {s for (s,) in cursor.execute("SELECT staff FROM staff_role WHERE role='administrator'")}
    made.papers = {s for (s,) in cursor.execute("SELECT id FROM recovery_key")}
    for owner, verify in (
        *cursor.execute("SELECT staff, verify FROM staff_key").fetchall(),
        *cursor.execute("SELECT id, verify FROM recovery_key").fetchall(),
    ):
        made.keys[owner].append(verify)
    for device, verify in cursor.execute("SELECT laptop, verify FROM laptop_key"):
        made.laptops[device].append(verify)
    for fact, device, heads in cursor.execute("SELECT id, laptop, heads FROM laptop_revoked WHERE voided=0"):
        made.barred[device][fact] = heads_of(heads)
    made.voided = {f for (f,) in cursor.execute("SELECT fact FROM void WHERE kind IN ('laptop_revoked', 'gap')")}
    for fact, stream, seq in cursor.execute("SELECT id, stream, seq FROM gap WHERE voided=0"):
        made.gaps[fact] = (stream, seq)
    return made
