"""The laptops of a workplace: the first one's keys, a new one by its request and a typed code, a lost one barred."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from .. import staff
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.tables import opened
from ..journal.write import Work, cursor_of, verb
from ..models.exchange import Gap, LaptopKey, LaptopRevoked
from ..models.staff import Laptop
from ..store import slots
from . import container, parcel, roster, tips
from .stick import Disk, require_folder
from .words import Refused

if TYPE_CHECKING:
    from ..store.workplace import Place

REQUEST = b"\x89ALQ\r\n\x1a\n"  # what a request file begins with
SIGNED = b"alfdesk-request-v1"
CODED = b"alfdesk-request-code-v1"
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O or U
CODE_LENGTH = 20  # five bits each: 100 bits
SLIPS = 4  # so many wrong letters are a slip of the pen; more are another file's code
REQUEST_LIMIT = 16 * 1024  # bytes
NAME_LIMIT = 80


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a new laptop asks with: its name and the public halves of its keys."""

    name: str
    verify: str  # Ed25519, hex
    recipient: str  # age

    def code(self) -> str:
        """Twenty letters that only these keys have: read aloud, and typed by whoever lets the laptop in."""
        number = int.from_bytes(sha256(CODED + msgspec.json.encode(self)).digest()[:13], "big") >> 4
        letters = [CODE_LETTERS[number >> 5 * place & 31] for place in reversed(range(CODE_LENGTH))]
        return " ".join("".join(letters[at : at + 4]) for at in range(0, CODE_LENGTH, 4))


def request_file(name: str, keys: slots.Keys) -> tuple[bytes, str]:
    """The request of a new laptop with these keys, as a file, and its code."""
    asked = Request(name, keys.verify.hex(), keys.recipient)
    said = msgspec.json.encode(asked)
    return container.framed(keys.sign(SIGNED + said) + said, REQUEST), asked.code()


def read_request(raw: bytes) -> Request:
    """Raises Refused (as `container.unframe`, and BAD_SIGNATURE)."""
    import pyrage

    if len(raw) > REQUEST_LIMIT:
        raise Refused("TOO_BIG")
    rest = container.unframe(raw, REQUEST)
    try:
        asked = msgspec.json.decode(rest[64:], type=Request)
        pyrage.x25519.Recipient.from_str(asked.recipient)
        genuine = container.verifies(bytes.fromhex(asked.verify), rest[:64], SIGNED + rest[64:])
    except (msgspec.MsgspecError, ValueError, RecursionError, pyrage.RecipientError) as error:
        raise Refused("DAMAGED") from error
    if not genuine:
        raise Refused("BAD_SIGNATURE")
    return asked


def require_code(asked: Request, typed: str) -> None:
    """Raises UserFacingError unless it is the request's own code; a slip is told by its group of four."""
    plain = "".join(typed.upper().replace("-", " ").split())
    plain = plain.translate(str.maketrans("ILO", "110"))
    right = asked.code().replace(" ", "")
    if plain == right:
        return
    if len(plain) != CODE_LENGTH:
        sentence = _("The code has {count} letters and digits. Nothing has changed.")
        raise UserFacingError(sentence.format(count=CODE_LENGTH))
    wrong = [place for place in range(CODE_LENGTH) if plain[place] != right[place]]
    if len(wrong) <= SLIPS:
        sentence = _("The code is not right. Look at group {group} again. Nothing has changed.")
        raise UserFacingError(sentence.format(group=wrong[0] // 4 + 1))
    raise UserFacingError(_("This is not the code of that file. Nothing has changed. Ask the new laptop again."))


# Verbs ---------------------------------------------------------------------------------------------------------------


@verb("administrator")
def give_keys(work: Work, *, laptop: bytes, verify: bytes, recipient: str) -> bytes:
    """The public halves of a laptop's keys, in force from now on."""
    return work.add(LaptopKey(laptop=laptop, verify=verify, recipient=recipient))


@verb("administrator")
def add(work: Work, *, name: str, verify: bytes, recipient: str) -> bytes:
    """A new laptop in the roster, with the next letter. Returns its id. Raises UserFacingError for a name taken."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise UserFacingError(_("Write a name of at most {count} letters.").format(count=NAME_LIMIT))
    everyone = work.session.scalars(select(Laptop).execution_options(voided=True)).all()
    if any((o.name or "").casefold() == name.casefold() for o in everyone) or name.casefold() == parcel.ALL:
        raise UserFacingError(_("There is a laptop with that name already. Choose another."))
    taken = {*(o.letter for o in everyone), *staff.letters(cursor_of(work.session)).values()}
    letter = next(staff.free_letters(taken))
    ident = work.add(Laptop(name=name, letter=letter))
    give_keys(work, laptop=ident, verify=verify, recipient=recipient)
    return ident


@verb("administrator")
def bar(work: Work, *, laptop: bytes, heads: list[tips.Spot], why: str) -> bytes:
    """A laptop is lost: what it wrote beyond `heads` does not count, and nobody writes for it any more."""
    said = json.dumps([[stream.hex(), seq] for stream, seq in heads])
    return work.add(LaptopRevoked(laptop=laptop, heads=said, why=why))


@verb("administrator")
def unbar(work: Work, *, laptop: bytes, why: str) -> int:
    """The bar is taken back: all that the laptop wrote counts. Returns how many bars there were."""
    bars = work.session.scalars(select(LaptopRevoked).where(LaptopRevoked.laptop == laptop)).all()
    for one in bars:
        work.void(one, reason=why)
    return len(bars)


@verb("administrator")
def declare_lost(work: Work, *, stream: bytes, seq: int) -> bytes:
    """An entry is lost everywhere; those that wait for it need wait no longer."""
    return work.add(Gap(stream=stream, seq=seq))


# Verbs and files together: what the front ends call ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Barred:
    """A laptop that was barred: how many of its entries count no more."""

    name: str
    put_aside: int


def ready(place: Place) -> None:
    """See to it that this laptop has keys. Raises NotAllowed when it has none and she is no administrator."""
    cursor = place.cursor()
    if roster.own_keys(cursor) is not None:
        return
    keys = slots.fresh_keys()
    with place.write() as work:
        give_keys(work, laptop=roster.own(cursor), verify=keys.verify, recipient=keys.recipient)
        mine = cursor_of(work.session)
        with opened(mine):
            roster.keep_own_keys(mine, keys)


def welcome(place: Place, file: Path, code: str, out: Path, *, disk: Disk | None = None) -> parcel.Made:
    """Let a new laptop in: its roster entry, then the file with everything. The same request again gives a new file.

    Raises Refused, UserFacingError or NotAllowed; before the entry is written nothing has changed.
    """
    disk = disk or Disk()
    asked = read_request(disk.read(file, REQUEST_LIMIT))
    require_code(asked, code)
    require_folder(out)
    verify = bytes.fromhex(asked.verify)
    there = _with_key(place, verify)
    ready(place)
    if there is None:
        with place.write() as work:
            there = add(work, name=asked.name, verify=verify, recipient=asked.recipient)
    laptop = roster.laptops(place.cursor())[there]
    if laptop.barred is not None:
        raise UserFacingError(_("This laptop is barred. Nothing has changed."))
    raw, entries, ident = parcel.build(place, [laptop], kind="welcome")
    return parcel.send(place, raw, entries, ident, [laptop], out, disk, "welcome")


def _with_key(place: Place, verify: bytes) -> bytes | None:
    everyone = roster.laptops(place.cursor())
    return next((o.id for o in everyone.values() if verify in o.keys), None)


def find(place: Place, name: str) -> roster.Laptop:
    """A laptop by its name. Raises UserFacingError."""
    wanted = " ".join(name.casefold().split())
    everyone = list(roster.laptops(place.cursor()).values())
    found = next((o for o in everyone if o.name.casefold() == wanted), None)
    if found is None:
        names = ", ".join(o.name for o in everyone)
        raise UserFacingError(_("There is no laptop of that name. Choose among: {names}.").format(names=names))
    return found


def revoke(place: Place, name: str, *, why: str) -> Barred:
    """Bar a lost laptop. What this laptop has of it so far is held for genuine.

    Raises UserFacingError for this laptop itself; NotAllowed.
    """
    from . import reading

    laptop, cursor = find(place, name), place.cursor()
    if laptop.id == roster.own(cursor):
        raise UserFacingError(_("You can't bar the laptop you sit at. Do it from another one."))
    genuine = tips.graph(cursor).tips_of(laptop.id)
    (before,) = cursor.execute("SELECT count(*) FROM entry").fetchone()
    with place.write() as work:
        bar(work, laptop=laptop.id, heads=genuine, why=why)
    reading.settle(place)
    (after,) = place.cursor().execute("SELECT count(*) FROM entry").fetchone()
    return Barred(laptop.name, before + 1 - after)


def pardon(place: Place, name: str, *, why: str) -> int:
    """Take a bar back. Returns how many entries that waited came in. Raises NotAllowed."""
    from . import reading

    laptop = find(place, name)
    with place.write() as work:
        unbar(work, laptop=laptop.id, why=why)
    return reading.settle(place).new


def lost(place: Place, stream: bytes, seq: int) -> int:
    """Declare an entry lost. Returns how many entries that waited came in. Raises NotAllowed."""
    from . import reading

    with place.write() as work:
        declare_lost(work, stream=stream, seq=seq)
    return reading.settle(place).new
