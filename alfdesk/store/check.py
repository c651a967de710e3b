"""Is everything that was written still there, and is it what was written?

Every page of the file is held against its authentication code, the chain of every stream against its hashes, every
administrative entry against its signature, and the tables against a rebuild from the journal in memory. Tables of an
earlier form are made again first, as any read does.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..record import Record
from . import engine, slots

if TYPE_CHECKING:
    from .workplace import Place


class Report(Record):
    """`problems` are sentences. Warnings among them leave `ok` true."""

    ok: bool
    entries: int
    rebuild_equal: bool
    pages_ok: bool
    problems: tuple[str, ...]


def pages_ok(connection: Any) -> bool:
    """Every page bears its right authentication code, and the structure is whole. Needs a fresh connection: after
    one bad page the same connection reports many false ones."""
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except engine.driver.DatabaseError:
        return False


def check(place: Place, *, order: str = "no") -> Report:
    """Look at everything. `order` is the order in which the entries are replayed (an SQL expression; tests shuffle)."""
    problems: list[str] = []
    place.let_go()
    fresh = engine.connect(place.database, place.key)
    pages = pages_ok(fresh)
    fresh.close()
    if not pages:
        problems.append(_("The file has damaged pages. Put back the newest backup."))
    entries, equal = 0, False
    try:
        if pages:
            with place.read():  # brings the tables to the form of this version
                pass
        cursor = place.cursor()
        (entries,) = cursor.execute("SELECT count(*) FROM entry").fetchone()
        problems += chain_problems(cursor)
        equal = replayed_digest(place, order) == _digest(cursor)
        if not equal:
            problems.append(_("The tables are not what the journal says. Run “alfdesk rebuild”."))
    except (engine.driver.DatabaseError, UserFacingError, ValueError, KeyError, IndexError, TypeError):
        problems.append(_("The journal can't be read to its end. Put back the newest backup."))
    ok = not problems
    if ok and not _has_sheet(place):
        problems.append(_("There is no recovery sheet yet. Print one with “alfdesk recovery”."))
    return Report(ok, entries, equal, pages, tuple(problems))


def _has_sheet(place: Place) -> bool:
    """Whether a sheet opens the file: one that the journal has in force, and that has its slot."""
    rows = place.cursor().execute("SELECT id, recipient FROM recovery_key WHERE voided=0").fetchall()
    ring = slots.read(place.folder / paths.SLOTS)
    return any((s.owner, s.recipient) in rows for s in ring.slots if s.kind == "recovery")


def _digest(cursor: Any) -> str:
    from ..journal.digest import digest

    return digest(cursor)


def replayed_digest(place: Place, order: str = "no") -> str:
    """The digest of the state made anew in memory from the journal alone."""
    from .. import models  # noqa: F401  declares the tables
    from ..journal import apply, tables

    scratch = engine.connect(None, None)
    cursor = scratch.cursor()
    source = place.cursor().connection.cursor()
    for ddl in tables.OWN:
        cursor.execute(ddl)
    # What a tie between two equal stamps is decided by; no content.
    heads = source.execute(f"SELECT {tables.ENTRY_COLUMNS.removesuffix('ops')} x'' FROM entry")
    cursor.executemany(f"INSERT INTO entry({tables.ENTRY_COLUMNS}) VALUES({','.join('?' * 18)})", heads)
    apply.create(cursor)  # no gate: nobody else writes here
    apply.replay(cursor, apply.stored(source, order))
    found = _digest(cursor)
    scratch.close()
    return found


def chain_problems(cursor: Any) -> list[str]:
    """Sentences about broken chains and signatures; none where all is well."""
    from ..journal import entry as form
    from ..journal.fits import content

    problems: list[str] = []
    places: dict[tuple[bytes, int], bytes] = {}
    unsigned = forged = broken = 0
    signers = _Signers()
    signed_kinds = _signed_kinds()
    rows = cursor.execute(
        "SELECT stream, seq, hash, parent_stream, parent_seq, parent_hash, stamp, wall, device, actor, command, "
        "version, must_understand, batch, extra, signature, ops FROM entry ORDER BY no"
    )
    for row in rows:
        (stream, seq, said, up, up_seq, up_hash, stamp, wall, device, actor, command, version, must, batch, extra,
         signature, packed) = row  # fmt: skip
        behind = (stream, seq - 1) if seq else None if up is None else (up, up_seq)
        there = places.get(behind) if behind else None
        # The hash before stands by itself where a stream begins, and after an entry that was declared lost.
        prev = there if seq and up_hash is None else up_hash
        ops = form.unpack(packed)
        one = form.Entry(
            stream, seq, prev, None if up is None else (up, up_seq), stamp, wall, device, actor, command, batch, ops,
            version, must, extra,
        )  # fmt: skip
        follows = behind is None or (there == prev if there else behind in signers.lost and up_hash is not None)
        broken += not (follows and form.hash_of(one) == said)
        places[stream, seq] = said
        if signature is None:
            unsigned += any(_administrative(raw, signed_kinds) for salt, raw in ops if salt is not None)
        else:
            said_ops = [content(raw) for salt, raw in ops if salt is not None]
            if not places.keys() - {(stream, seq)}:
                signers.learn(said_ops)  # the founding entry: its own key is the one it begins with
            if any(_verifies(k, signature, said) for k in signers.of(actor)):
                signers.learn(said_ops)
            else:
                forged += 1
    if broken:
        problems.append(_("Breaks in the chain of entries: {count}. Put back the newest backup.").format(count=broken))
    if unsigned or forged:
        sentence = _("Administrative entries without a valid signature: {count}. Put back an older backup.")
        problems.append(sentence.format(count=unsigned + forged))
    return problems


def _administrative(raw: bytes, signed_kinds: frozenset[str]) -> bool:
    from ..journal.fits import content

    op = content(raw)
    return op[0] == "erase" or (op[0] in ("set", "fact", "void") and op[1] in signed_kinds)


def _signed_kinds() -> frozenset[str]:
    from .. import models  # noqa: F401  declares the tables
    from ..models.base import kinds

    return frozenset(k.name for k in kinds().values() if k.signed)


class _Signers:
    """Who may sign, as the signed entries so far have it: members who are or were administrators, and the recovery
    identities. Nobody becomes one by an entry that only she has signed."""

    def __init__(self) -> None:
        self.admins: set[bytes] = set()
        self.keys: dict[bytes, list[bytes]] = {}
        self.papers: set[bytes] = set()
        self.lost: set[tuple[bytes, int]] = set()  # entries that were declared lost

    def of(self, actor: bytes) -> list[bytes]:
        return self.keys.get(actor, []) if actor in self.admins or actor in self.papers else []

    def learn(self, ops: list[Any]) -> None:
        """Take in what an entry with a valid signature says of roles and keys."""
        for op in ops:
            if op[0] != "fact":
                continue
            values = op[4]
            if op[1] == "staff_role" and values.get("role") == "administrator":
                self.admins.add(_id(values, "staff"))
            elif op[1] == "staff_key":
                self.keys.setdefault(_id(values, "staff"), []).append(_key(values))
            elif op[1] == "gap":
                self.lost.add((_id(values, "stream"), values.get("seq") or 0))
            elif op[1] == "recovery_key":
                self.papers.add(bytes.fromhex(op[2]))
                self.keys.setdefault(bytes.fromhex(op[2]), []).append(_key(values))


def _id(values: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(values.get(name) or "")


def _key(values: dict[str, Any]) -> bytes:
    return base64.b64decode(values.get("verify") or "")


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
