"""The file: a clear prefix with length and checksum, then one ordinary age file. Every byte is covered or absent.

     8  magic   2  major   2  minor   8  length of the rest   32  SHA-256 over the first 20 bytes and the rest
        age (X25519): each receiving laptop and the paper recovery key. In it:
     4  length | manifest (JSON) | 64  Ed25519 signature over SIGNED + manifest
     8  length | body: zlib of JSON lines, their ids by number (numbered.py) | zeroes up to a PADME size

Major 1 was the same with its ids in whole, and is read for ever.

The checksum is no security: it tells "the copy is not whole" from "this is not for this laptop". The signature inside
says who wrote it, for age does not; the receivers stand in the signed part, and nobody can wrap it anew for another.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from ..journal import entry as form
from ..store.slots import Keys
from .numbered import Whole
from .words import Refused

MAGIC = b"\x89ALF\r\n\x1a\n"
MAJOR, MINOR = 2, 0
SIGNED = b"alfdesk-bundle-v1"

FILE_LIMIT = 64 * 1024 * 1024  # bytes in a file
BODY_LIMIT = 512 * 1024 * 1024  # bytes in its body, unpacked
RATIO_LIMIT = 200  # unpacked bytes for each packed one
LINE_LIMIT = 2 * form.ENTRY_LIMIT  # bytes in a line of it
CHUNK = 256 * 1024  # bytes unpacked at a time: what packs well must not fill the memory
MANIFEST_LIMIT = 4 * 1024 * 1024
ENTRIES_LIMIT = 1_000_000
_FIRST = struct.Struct(">8sHHQ")
PREFIX = _FIRST.size + 32

Place = tuple[str, int]  # a stream (hex) and a number in it


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a laptop has: the newest entry of each line of streams, and the holes below them."""

    tips: list[Place]
    holes: list[Place]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The signed part. A newer minor version may say more, which is passed over."""

    form: tuple[int, int]
    group: str  # the workplace
    id: str
    made: int  # milliseconds since 1970 (UTC)
    sender: str  # the laptop
    letter: str
    kind: str  # "parcel" or "welcome"
    receivers: list[str]  # laptops
    head: Place | None  # the sender's own newest entry
    report: Report
    heads: list[tuple[str, int, str, str, str]]  # stream, seq, hash, laptop, its signature: see tips.py
    entries: int
    unpacked: int
    body: str  # SHA-256
    program: str
    slots: str = ""  # a welcome: the staff's own keys, each wrapped under her passphrase


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened; who wrote it has not been asked yet."""

    manifest: Manifest
    signed: bytes
    signature: bytes
    packed: bytes

    def verified_by(self, keys: Sequence[bytes]) -> bool:
        """Whether one of these public keys (Ed25519, 32 bytes) signed it."""
        return any(verifies(key, self.signature, SIGNED + self.signed) for key in keys)

    def lines(self) -> Iterator[bytes]:
        """The lines of the body, unpacked bit by bit and within bounds. Raises Refused: DAMAGED or TOO_BIG."""
        said = self.manifest
        if sha256(self.packed).hexdigest() != said.body:
            raise Refused("DAMAGED")
        if said.unpacked > min(BODY_LIMIT, RATIO_LIMIT * len(self.packed) + 65_536) or said.entries > ENTRIES_LIMIT:
            raise Refused("TOO_BIG")
        size, begun = 0, b""
        of = Whole() if said.form[0] > 1 else bytes
        for some in _unpacked(self.packed):
            size += len(some)
            whole, end, begun = (begun + some).rpartition(b"\n")
            if size > said.unpacked or len(begun) > LINE_LIMIT:
                raise Refused("DAMAGED")
            try:
                lines = of(whole).split(b"\n") if end else []
            except ValueError as error:
                raise Refused("DAMAGED") from error
            yield from lines
        if begun or size != said.unpacked:
            raise Refused("DAMAGED")


def _unpacked(packed: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for at in range(0, len(packed), CHUNK):
            left = packed[at : at + CHUNK]
            while left and not unpacker.eof:
                yield unpacker.decompress(left, CHUNK)
                left = unpacker.unconsumed_tail
            if left or (unpacker.eof and (unpacker.unused_data or at + CHUNK < len(packed))):
                raise Refused("DAMAGED")
    except zlib.error as error:
        raise Refused("DAMAGED") from error
    if not unpacker.eof:
        raise Refused("DAMAGED")


def seal(manifest: Manifest, packed: bytes, keys: Keys, recipients: Sequence[str]) -> bytes:
    """The bytes of a file, signed by the laptop's keys and sealed to these age recipients. Raises Refused: TOO_BIG."""
    import pyrage

    signed = msgspec.json.encode(manifest)
    plain = b"".join((
        len(signed).to_bytes(4, "big"), signed, keys.sign(SIGNED + signed), len(packed).to_bytes(8, "big"), packed,
    ))  # fmt: skip
    padded = plain.ljust(padme(len(plain)), b"\0")
    rest = pyrage.encrypt(padded, [pyrage.x25519.Recipient.from_str(r) for r in dict.fromkeys(recipients)])
    if PREFIX + len(rest) > FILE_LIMIT or len(signed) > MANIFEST_LIMIT:
        raise Refused("TOO_BIG")
    return framed(rest)


def framed(rest: bytes, magic: bytes = MAGIC, major: int = MAJOR) -> bytes:
    """The clear prefix before the rest."""
    first = _FIRST.pack(magic, major, MINOR, len(rest))
    return first + sha256(first + rest).digest() + rest


def padme(length: int) -> int:
    """The size that hides the length for at most 12 % more (Nikitin et al. 2019)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << max(free, 0)) - 1
    return (length + mask) & ~mask


def unframe(raw: bytes, magic: bytes = MAGIC) -> bytes:
    """What stands after the prefix. Raises Refused: EMPTY, NOT_ALFDESK, CUT_SHORT, TRAILING, DAMAGED, TOO_NEW or
    TOO_BIG."""
    if not raw:
        raise Refused("EMPTY")
    if len(raw) > FILE_LIMIT:
        raise Refused("TOO_BIG")
    if raw[: len(magic)] != magic[: len(raw)]:
        raise Refused("NOT_ALFDESK")
    if len(raw) < PREFIX:
        raise Refused("CUT_SHORT", have=0)
    _magic, major, _minor, length = _FIRST.unpack_from(raw)
    rest = raw[PREFIX:]
    if length > FILE_LIMIT:
        raise Refused("TOO_BIG")
    if len(rest) < length:
        raise Refused("CUT_SHORT", have=_kb(len(raw)), whole=_kb(PREFIX + length))
    if len(rest) > length:
        raise Refused("TRAILING")
    if sha256(raw[: _FIRST.size] + rest).digest() != raw[_FIRST.size : PREFIX]:
        raise Refused("DAMAGED")
    if major > MAJOR:
        raise Refused("TOO_NEW")
    return rest


def unseal(raw: bytes, identity: str) -> Opened:
    """Open a file with an age identity. Raises Refused, as `unframe` does, and NOT_FOR_US."""
    import pyrage

    rest = unframe(raw)
    try:
        plain = pyrage.decrypt(rest, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise Refused("NOT_FOR_US" if "No matching keys" in str(error) else "DAMAGED") from error
    signed, at = _take(plain, 0, 4, MANIFEST_LIMIT)
    signature = plain[at : at + 64]
    packed, end = _take(plain, at + 64, 8, FILE_LIMIT)
    if len(signature) != 64 or plain[end:].strip(b"\0") or len(plain) != padme(end):
        raise Refused("DAMAGED")
    try:
        manifest = _manifest(signed)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise Refused("DAMAGED") from error
    if raw[: _FIRST.size] != _FIRST.pack(MAGIC, *manifest.form, len(rest)):
        raise Refused("DAMAGED")
    return Opened(manifest, signed, signature, packed)


_manifest = msgspec.json.Decoder(Manifest).decode


def _take(plain: bytes, at: int, width: int, limit: int) -> tuple[bytes, int]:
    """A value after its length, and where it ends."""
    length = int.from_bytes(plain[at : at + width], "big")
    start = at + width
    if len(plain) < start + length or length > limit:
        raise Refused("DAMAGED")
    return plain[start : start + length], start + length


def _kb(size: int) -> int:
    """Whole kilobytes, at least one."""
    return max(1, round(size / 1000))


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this Ed25519 key made the signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
