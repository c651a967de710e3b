"""Is everything that was written still there, and is it what was written?

Every page of the file is held against its authentication code, the chain of every stream against its hashes, every
administrative entry against its signature, and the tables against a rebuild from the journal in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from . import engine

if TYPE_CHECKING:
    from .workplace import Place


@dataclass(frozen=True, slots=True)
class Report:
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
        cursor = place.cursor()
        (entries,) = cursor.execute("SELECT count(*) FROM entry").fetchone()
        problems += chain_problems(cursor)
        equal = replayed_digest(place, order) == _digest(cursor)
        if not equal:
            problems.append(_("The tables are not what the journal says. Run “alfdesk rebuild”."))
    except (engine.driver.DatabaseError, UserFacingError, ValueError, KeyError, IndexError, TypeError):
        problems.append(_("The journal can't be read to its end. Put back the newest backup."))
    ok = not problems
    if ok and not cursor.execute("SELECT 1 FROM recovery_key WHERE voided=0 LIMIT 1").fetchone():
        problems.append(_("There is no recovery sheet yet. Print one with “alfdesk recovery”."))
    return Report(ok, entries, equal, pages, tuple(problems))


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
    apply.create(cursor)
    tables.arm(cursor)
    with tables.opened(cursor):
        apply.replay(cursor, apply.stored(source, order))
    found = _digest(cursor)
    scratch.close()
    return found


def chain_problems(cursor: Any) -> list[str]:
    """Sentences about broken chains and signatures; none where all is well."""
    from ..journal import entry as form

    problems: list[str] = []
    last: dict[bytes, tuple[int, bytes]] = {}
    places: dict[tuple[bytes, int], bytes] = {}
    unsigned = forged = broken = 0
    signers = _signers(cursor)
    signed_kinds = _signed_kinds()
    rows = cursor.execute(
        "SELECT stream, seq, hash, parent_stream, parent_seq, parent_hash, stamp, wall, device, actor, command, "
        "version, must_understand, batch, extra, signature, ops FROM entry ORDER BY no"
    )
    for row in rows:
        (stream, seq, said, up, up_seq, up_hash, stamp, wall, device, actor, command, version, must, batch, extra,
         signature, packed) = row  # fmt: skip
        before = last.get(stream)
        prev = up_hash if seq == 0 else before[1] if before else None
        ops = form.unpack(packed)
        one = form.Entry(
            stream, seq, prev, None if up is None else (up, up_seq), stamp, wall, device, actor, command, batch, ops,
            version, must, extra,
        )  # fmt: skip
        follows = seq == (before[0] + 1 if before else 0)
        from_parent = up is None or places.get((up, up_seq)) == up_hash
        broken += not (follows and from_parent and form.hash_of(one) == said)
        last[stream] = (seq, said)
        places[stream, seq] = said
        if signature is None:
            unsigned += any(_administrative(raw, signed_kinds) for salt, raw in ops if salt is not None)
        else:
            forged += not any(_verifies(k, signature, said) for k in signers.get(actor, ()))
    if broken:
        problems.append(_("The chain of entries is broken in {count} places.").format(count=broken))
    if unsigned or forged:
        problems.append(_("{count} administrative entries lack a valid signature.").format(count=unsigned + forged))
    return problems


def _administrative(raw: bytes, signed_kinds: frozenset[str]) -> bool:
    from ..journal import entry as form

    op = form.content(raw)
    return op[0] == "erase" or op[1] in signed_kinds


def _signed_kinds() -> frozenset[str]:
    from .. import models  # noqa: F401  declares the tables
    from ..models.base import kinds

    return frozenset(k.name for k in kinds().values() if k.signed)


def _signers(cursor: Any) -> dict[bytes, list[bytes]]:
    """Public keys by actor: members who are or were administrators, and the recovery identities (as themselves)."""
    found: dict[bytes, list[bytes]] = {}
    admins = {s for (s,) in cursor.execute("SELECT staff FROM staff_role WHERE role='administrator'")}
    for staff, verify in cursor.execute("SELECT staff, verify FROM staff_key"):
        if staff in admins:
            found.setdefault(staff, []).append(verify)
    for owner, verify in cursor.execute("SELECT id, verify FROM recovery_key"):
        found.setdefault(owner, []).append(verify)
    return found


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
