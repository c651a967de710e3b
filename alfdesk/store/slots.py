"""Who can open the file: `slots.json`, one slot for each member of staff and one for the paper.

The database's key (32 random bytes) is sealed to each slot's public key (age, X25519). A member's private keys lie in
her slot, wrapped under her passphrase (Argon2id, ChaCha20-Poly1305); the recovery identity's private key is on paper.
Sealing to public keys lets whoever has the file open give it a new key for everybody, which is what removing a member
or a leaked passphrase takes: taking the slot away alone would not stop an old copy.

No name stands here in clear: a slot is found by a hash of the name that is typed.
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from unicodedata import normalize

from ..errors import Damaged, TooNew, UserFacingError, WrongPassphrase
from ..i18n import gettext as _
from ..paths import replace_file
from ..record import Record, replace
from . import passphrase as phrases

FORMAT = 1
LIMIT = 256 * 1024  # bytes in slots.json


class Cost(Record):
    """What guessing one passphrase costs: memory in KiB, passes, lanes (Argon2id)."""

    memory: int
    passes: int
    lanes: int


FLOOR = Cost(64 * 1024, 3, 4)  # RFC 9106's second choice
USUAL = Cost(256 * 1024, 3, 2)
CEILING_MEMORY = 1024 * 1024  # KiB; a forged slot must not be able to take the machine's memory
CEILING_PASSES = 32


@dataclass(frozen=True, slots=True)  # no Record: whether one is left in memory has to be seen (test_cover)
class Keys:
    """A member's private halves, opened: an age identity (text) and an Ed25519 seed (32 bytes)."""

    identity: str
    seed: bytes

    @property
    def recipient(self) -> str:
        import pyrage

        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())

    @property
    def verify(self) -> bytes:
        """The public half of the signing key, 32 bytes."""
        return self._signer().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._signer().sign(message)

    def _signer(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


def fresh_keys() -> Keys:
    import pyrage

    return Keys(str(pyrage.x25519.Identity.generate()), os.urandom(32))


def paper_keys(secret: str) -> Keys:
    """The recovery identity from the text on the sheet. Raises WrongPassphrase when it is not one."""
    import pyrage
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    text = "".join(secret.split()).upper()
    try:
        pyrage.x25519.Identity.from_str(text)
    except Exception as error:  # pyrage's own kinds; bech32 has a checksum, so this is a slip of the pen
        raise WrongPassphrase(_("This is not a recovery key. Check each group against the sheet.")) from error
    # One secret on the sheet serves both to open and to sign: the signing key is derived from it.
    return Keys(text, HKDF(SHA256(), 32, None, b"alfdesk recovery signing key").derive(text.encode()))


class Slot(Record):
    """One way in. Staff slots have `label`, `cost`, `salt` and `wrapped`; the paper's has none of them."""

    kind: str  # "staff" or "recovery"
    owner: bytes  # id of the member of staff; of the recovery key for the paper
    recipient: str
    sealed: bytes  # the database's key, sealed to `recipient`
    label: str = ""
    cost: Cost | None = None
    salt: bytes = b""
    wrapped: bytes = b""  # nonce ‖ ciphertext of the private keys
    changed: int = 0  # when she chose the passphrase; of two slots of hers the later holds
    signature: bytes = b""  # her own, over what she chose: so nobody else changes it on another laptop

    def is_hers(self, database: bytes, verify: bytes) -> bool:
        """Whether she signed it, by the public half of her signing key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(verify).verify(self.signature, self._chosen(database))
        except (InvalidSignature, ValueError):
            return False
        return True

    def signed(self, database: bytes, keys: Keys) -> Slot:
        return replace(self, signature=keys.sign(self._chosen(database)))

    def _chosen(self, database: bytes) -> bytes:
        assert self.cost is not None
        said = (self.recipient, self.label, self.salt.hex(), self.wrapped.hex(), self.changed)
        return b"alfdesk-slot-v1" + _bound(database, self.owner, self.cost) + json.dumps(said).encode()


class Slots(Record):
    """The file, read. `database` is the random id of the workplace."""

    database: bytes
    slots: tuple[Slot, ...]

    def of(self, name: str) -> Slot | None:
        wanted = label(self.database, name)
        return next((s for s in self.slots if s.label == wanted), None)

    def only(self) -> Slot | None:
        """The one member's slot, where nobody else signs in: she need not give her name."""
        staff = [s for s in self.slots if s.kind == "staff"]
        return staff[0] if len(staff) == 1 else None

    def with_slot(self, slot: Slot) -> Slots:
        """The same with this slot put in, in place of the owner's old one (there is only one paper)."""
        others = tuple(
            s for s in self.slots if not (s.owner == slot.owner or (s.kind == slot.kind == "recovery"))
        )
        return replace(self, slots=(*others, slot))

    def without(self, owner: bytes) -> Slots:
        return replace(self, slots=tuple(s for s in self.slots if s.owner != owner))


def label(database: bytes, name: str) -> str:
    """What a slot is found by: a hash of the name, case and spaces apart, keyed with the workplace's id."""
    plain = " ".join(normalize("NFKC", name).casefold().split())
    return blake2b(plain.encode(), key=database, digest_size=16).hexdigest()


def calibrated(seconds: float = 1.0) -> Cost:
    """The cost that takes about a second on this machine: never under the floor, and never over twice the usual, since
    an old laptop has 4 GB."""
    start = time.perf_counter()
    _derive("calibration", b"\0" * 16, FLOOR)
    spent = max(time.perf_counter() - start, 0.001)
    memory = int(FLOOR.memory * seconds / spent) // 1024 * 1024
    return Cost(max(FLOOR.memory, min(memory, 2 * USUAL.memory)), USUAL.passes, FLOOR.lanes)


def staff_slot(
    database: bytes, owner: bytes, name: str, keys: Keys, passphrase: str, key: bytes, cost: Cost, *, changed: int = 0
) -> Slot:
    """A member's slot: her keys under her passphrase, and the database's key sealed to her. `changed` is when she chose
    it (milliseconds since 1970, UTC), and above that of the slot it takes the place of."""
    if cost.memory < FLOOR.memory or cost.passes < FLOOR.passes:
        raise ValueError("a guess must not cost less than the floor")
    salt = os.urandom(16)
    found = label(database, name)
    wrapped = _wrap(passphrase, salt, cost, _bound(database, owner, cost), json.dumps([keys.identity, keys.seed.hex()]))
    slot = Slot("staff", owner, keys.recipient, seal(key, keys.recipient), found, cost, salt, wrapped, changed)
    return slot.signed(database, keys)


def unlock(slots: Slots, slot: Slot, passphrase: str) -> Keys:
    """A member's keys by her passphrase. Raises WrongPassphrase."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if slot.cost is None:
        raise WrongPassphrase(wrong())
    secret = _derive(passphrase, slot.salt, slot.cost)
    bound = _bound(slots.database, slot.owner, slot.cost)
    try:
        plain = ChaCha20Poly1305(secret).decrypt(slot.wrapped[:12], slot.wrapped[12:], bound)
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase(wrong()) from error
    identity, seed = json.loads(plain)
    return Keys(identity, bytes.fromhex(seed))


def wrong() -> str:
    return _("The name or the passphrase isn't right. Check capital and small letters, and try again.")


def seal(key: bytes, recipient: str) -> bytes:
    import pyrage

    return pyrage.encrypt(key, [pyrage.x25519.Recipient.from_str(recipient)])


def unseal(sealed: bytes, keys: Keys) -> bytes:
    """The database's key. Raises Damaged: whoever has the right keys has not mistyped anything."""
    import pyrage

    try:
        return pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(keys.identity)])
    except pyrage.DecryptError as error:
        raise Damaged(_damaged()) from error


def resealed(slots: Slots, key: bytes, recipients: dict[bytes, str]) -> Slots:
    """All slots for a new database key. `recipients` are the owners' public keys *by the signed journal*, so that a
    recipient smuggled into the file gets nothing; a slot whose owner is not there is dropped."""
    kept: Iterable[Slot] = (s for s in slots.slots if recipients.get(s.owner) == s.recipient)
    return replace(slots, slots=tuple(replace(s, sealed=seal(key, s.recipient)) for s in kept))


# The file ------------------------------------------------------------------------------------------------------------


def encode(slots: Slots) -> bytes:
    rows = []
    for slot in slots.slots:
        row: dict[str, Any] = {"kind": slot.kind, "owner": slot.owner.hex(), "recipient": slot.recipient}
        row["key"] = _b64(slot.sealed)
        if slot.cost:
            kdf = {"name": "argon2id", "memory_kib": slot.cost.memory, "passes": slot.cost.passes}
            row |= {"label": slot.label, "kdf": kdf | {"lanes": slot.cost.lanes, "salt": _b64(slot.salt)}}
            row["private"] = _b64(slot.wrapped)
        if slot.signature:
            row |= {"changed": slot.changed, "signature": _b64(slot.signature)}
        rows.append(row)
    document = {"alfdesk_slots": FORMAT, "database": slots.database.hex(), "slots": rows}
    return (json.dumps(document, indent=1) + "\n").encode()


def decode(raw: bytes) -> Slots:
    """Raises Damaged or TooNew with a sentence; the costs in the file are held against the ceiling."""
    if len(raw) > LIMIT:
        raise Damaged(_damaged())
    try:
        document = json.loads(raw)
        form = document["alfdesk_slots"]
        if not isinstance(form, int):
            raise TypeError("not a number")
        if form > FORMAT:
            raise TooNew(_("This workplace was made by a newer Alfdesk. Update the program. Nothing has changed."))
        slots = tuple(_slot(row) for row in document["slots"])
        database = bytes.fromhex(document["database"])
        if len(database) != 16:
            raise ValueError("not an id")
        return Slots(database, slots)
    except UserFacingError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Damaged(_damaged()) from error


def _damaged() -> str:
    return _("The key file is damaged. Nothing has changed. Put back a backup, or ask the office.")


def _slot(row: dict[str, Any]) -> Slot:
    base = Slot(str(row["kind"]), bytes.fromhex(row["owner"]), str(row["recipient"]), _unb64(row["key"]))
    if base.kind != "staff":
        return base
    kdf = row["kdf"]
    cost = Cost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
    salt = _unb64(kdf["salt"])
    if not (8 * cost.lanes <= cost.memory <= CEILING_MEMORY and 1 <= cost.passes <= CEILING_PASSES):
        raise ValueError("cost out of bounds")
    if not 1 <= cost.lanes <= 16 or len(salt) != 16:
        raise ValueError("cost out of bounds")
    return replace(
        base, label=str(row["label"]), cost=cost, salt=salt, wrapped=_unb64(row["private"]),
        changed=int(row.get("changed", 0)), signature=_unb64(row.get("signature", "")),
    )  # fmt: skip


def read(path: Path) -> Slots:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise Damaged(_("The key file can't be read. Nothing has changed. Ask the office.")) from error


def write(path: Path, slots: Slots) -> None:
    """Atomic; the version before is gone after it. Raises OSError."""
    replace_file(path, encode(slots))


# Private -------------------------------------------------------------------------------------------------------------


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    argon = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return argon.derive(phrases.normalise(passphrase).encode())


def _wrap(passphrase: str, salt: bytes, cost: Cost, bound: bytes, plain: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(12)
    return nonce + ChaCha20Poly1305(_derive(passphrase, salt, cost)).encrypt(nonce, plain.encode(), bound)


def _bound(database: bytes, owner: bytes, cost: Cost) -> bytes:
    """What a wrapped secret is tied to: neither another's slot nor cheaper parameters open it."""
    return f"alfdesk slot staff {database.hex()} {owner.hex()} {cost.memory} {cost.passes} {cost.lanes}".encode()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
