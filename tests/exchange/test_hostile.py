"""What a known laptop may say that is not so: entries of others, acts of an administrator, bodies that are none."""

from __future__ import annotations

import os
import random
import time
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from alfdesk import told
from alfdesk.exchange import container, details, lines, roster, tips
from alfdesk.exchange.words import Refused
from alfdesk.journal import entry as form
from alfdesk.journal.clock import now
from alfdesk.questions.every import every
from tests.support import MORNING

from .carried import Carried, Laptop


class Liar:
    """The farm, taken over by somebody who knows the program: it says what it likes, with the farm's own keys."""

    def __init__(self, laptops: Carried) -> None:
        self.laptops = laptops
        self.farm, self.office = laptops.farm, laptops.office
        cursor = self.farm.place.cursor()
        self.keys = roster.own_keys(cursor)
        self.device = roster.own(cursor)
        self.head = tips.own_head(cursor)

    def entry(self, *ops: Any, **said: Any) -> form.Entry:
        """An entry in a stream of its own, with any header."""
        packed = [(os.urandom(16), op if isinstance(op, bytes) else form.body(op)) for op in ops]
        made: dict[str, Any] = {
            "stream": os.urandom(16), "seq": 0, "prev": None, "parent": None, "stamp": MORNING, "wall": MORNING,
            "device": self.device, "actor": self.farm.made.owner, "command": "people.change", "batch": None,
            "ops": packed,
        }  # fmt: skip
        one = form.Entry(**(made | said))
        one.hash = form.hash_of(one)
        return one

    def file(
        self, *entries: form.Entry, heads: bool = True, raw: bytes | None = None, more: Sequence[Any] = ()
    ) -> Path:
        """A parcel of the farm with these entries, each vouched for by the farm; `more` heads, as they stand there."""
        assert self.keys is not None
        body = raw
        if body is None:
            body = b"".join(lines.raw_line(lines.Received(e, [])) for e in entries)
        signed = list(more)
        for e in entries if heads else ():
            signature = self.keys.sign(tips._signed(e.stream, e.seq, e.hash))
            signed.append((e.stream.hex(), e.seq, e.hash.hex(), self.device.hex(), signature.hex()))
        packed = zlib.compress(body)
        found = self.template()
        manifest = msgspec.structs.replace(
            found, id=os.urandom(16).hex(), heads=signed, entries=body.count(b"\n"), unpacked=len(body),
            body=sha256(packed).hexdigest(),
        )  # fmt: skip
        to = roster.own_keys(self.office.place.cursor())
        assert to is not None
        path = self.laptops.stick / f"lie {os.urandom(4).hex()}.alf"
        path.write_bytes(container.seal(manifest, packed, self.keys, [to.recipient]))
        return path

    def template(self) -> container.Manifest:
        if not hasattr(self, "_made"):
            self._made = container.unseal(
                self.farm.sends("Kontor").read_bytes(), roster.own_keys(self.office.place.cursor()).identity
            ).manifest
        return self._made


@pytest.fixture
def liar(friends: Carried) -> Liar:
    return Liar(friends)


def ident() -> str:
    return os.urandom(16).hex()


def state(one: Laptop) -> tuple[str, int]:
    return one.digest, one.entries


def test_what_it_says_in_its_own_name_counts(liar: Liar):
    person = ident()
    taken = liar.office.reads(liar.file(liar.entry(["set", "person", person, "call_name", "Ola", 0])))
    assert (taken.status, taken.new) == ("taken", 1) and liar.office.names == ["Ola"]


def test_an_entry_in_the_name_of_another_laptop_waits_for_that_laptops_word(liar: Liar):
    before = state(liar.office)
    device = roster.own(liar.laptops.centre.place.cursor())
    forged = liar.entry(["set", "person", ident(), "call_name", "Ola", 0], device=device)
    taken = liar.office.reads(liar.file(forged))
    assert (taken.new, taken.waiting) == (0, 1) and state(liar.office) == before
    liar.laptops.hands_around()
    assert liar.office.names == []


def test_an_entry_of_no_known_laptop_waits(liar: Liar):
    before = state(liar.office)
    forged = liar.entry(["set", "person", ident(), "call_name", "Ola", 0], device=os.urandom(16))
    assert liar.office.reads(liar.file(forged)).waiting == 1
    assert state(liar.office) == before


def test_an_entry_that_nobody_vouches_for_waits(liar: Liar):
    before = state(liar.office)
    assert liar.office.reads(liar.file(liar.entry(["void", "message", ident(), "x"]), heads=False)).waiting == 1
    assert state(liar.office) == before


ADMINISTRATIVE = {
    "a role": ["fact", "staff_role", ident(), None, {"staff": ident(), "role": "administrator"}],
    "a laptop": ["fact", "laptop", ident(), None, {"name": "Tyvens", "letter": "Z"}],
    "a laptop's key": ["fact", "laptop_key", ident(), None, {"laptop": ident(), "recipient": "age1x"}],
    "a bar": ["fact", "laptop_revoked", ident(), None, {"laptop": ident(), "heads": "[]"}],
    "a name of staff": ["set", "staff", ident(), "name", "Tyv", 0],
    "a void of a role": ["void", "staff_role", ident(), "x"],
    "an erasure": ["erase", ident(), []],
}


@pytest.mark.parametrize("what", ADMINISTRATIVE)
@pytest.mark.parametrize("signed", [False, True])
def test_an_administrators_act_without_her_signature_never_counts(liar: Liar, what: str, signed: bool):
    before = state(liar.office)
    one = liar.entry(ADMINISTRATIVE[what])
    if signed:  # by the laptop, or by anybody but her
        assert liar.keys is not None
        one.signature = liar.keys.sign(one.hash)
    taken = liar.office.reads(liar.file(one))
    assert (taken.status, taken.new, taken.waiting) == ("taken", 0, 1)
    assert state(liar.office) == before and liar.office.is_whole


def test_a_void_that_names_another_kind_takes_nothing_away(liar: Liar):
    """An unsigned void of a "message" whose id is a role's: neither before the role comes, nor after."""
    office = liar.office
    (role,) = office.place.cursor().execute("SELECT id FROM staff_role").fetchone()
    office.reads(liar.file(liar.entry(["void", "message", role.hex(), "x"])))
    office.place.rebuild()
    assert office.place.acting().roles == {"administrator"}


def forged_after(liar: Liar, of: Laptop) -> form.Entry:
    """The next entry of a laptop, written by another before that laptop has written it."""
    spot = tips.own_head(of.place.cursor())
    assert spot is not None
    (stream, seq), hash_ = spot
    device = roster.own(of.place.cursor())
    body = ["set", "person", ident(), "call_name", "Ola", 0]
    return liar.entry(body, stream=stream, seq=seq + 1, prev=hash_, device=device)


@pytest.mark.parametrize("heads", [True, False], ids=["vouched for by the liar", "vouched for by nobody"])
def test_a_forged_entry_that_waits_makes_no_honest_file_a_forgery(liar: Liar, heads: bool):
    """It is handed on as all that waits is; and the laptop in whose name it stands, and whoever has heard of the true
    one, passes it over."""
    office, centre, farm = liar.office, liar.laptops.centre, liar.farm
    centre.writes("Kari")
    office.reads(centre.sends())
    office.reads(liar.file(forged_after(liar, centre), heads=heads))
    assert office.waits == 1
    centre.writes("Siv")
    farm.reads(centre.sends())
    for one in (centre, farm):
        taken = one.reads(office.sends())
        assert (taken.status, taken.code) == ("taken", "")
        assert one.names == ["Kari", "Siv"] and one.waits == 0 and one.is_whole
    assert office.reads(centre.sends()).status == "taken"
    assert office.names == ["Kari", "Siv"] and office.waits == 0
    assert office.digest == centre.digest == farm.digest


def test_what_is_forged_in_a_laptops_own_name_is_not_handed_on_by_it(liar: Liar):
    """Else the one who knows best that it is none would seem to say it."""
    office, centre = liar.office, liar.laptops.centre
    office.writes("Kari")
    office.reads(liar.file(forged_after(liar, office)))
    assert office.waits == 1
    for name in ("Siv", "Nora"):
        office.writes(name)
        taken = centre.reads(office.sends())
        assert (taken.status, taken.code) == ("taken", "")
    assert centre.names == ["Kari", "Nora", "Siv"] and centre.waits == 0 and centre.digest == office.digest


@pytest.mark.parametrize("ahead", [0, 1, 2**39])
def test_what_others_say_of_a_laptops_stream_never_stops_its_own_word(liar: Liar, ahead: int):
    office, centre = liar.office, liar.laptops.centre
    centre.writes("Kari")
    spot = tips.own_head(centre.place.cursor())
    assert spot is not None
    (stream, seq), hash_ = spot
    device = roster.own(centre.place.cursor())
    liar._made = msgspec.structs.replace(liar.template(), receivers=[device.hex(), liar.device.hex()])
    liar.office = centre  # whom the file is for
    centre.reads(liar.file(more=[(stream.hex(), seq + ahead, "11" * 32, device.hex(), "00" * 64)]))
    office.reads(centre.sends())
    assert office.names == ["Kari"] and office.waits == 0


@pytest.mark.parametrize("of", ["the centre", "the liar"])
def test_a_bad_signature_keeps_no_good_one_out(liar: Liar, of: str):
    """Whoever hands on what a laptop wrote, with a false word of it, does not hinder that it is handed on truly."""
    office, centre, farm = liar.office, liar.laptops.centre, liar.farm
    centre.writes("Kari")
    spot = tips.own_head(centre.place.cursor())
    assert spot is not None
    (stream, seq), hash_ = spot
    liar.template()
    said = (stream.hex(), seq, hash_.hex(), roster.own(centre.place.cursor()).hex(), "00" * 64)
    if of == "the liar":
        assert liar.keys is not None
        said = (*said[:3], liar.device.hex(), liar.keys.sign(tips._signed(stream, seq, hash_)).hex())
    office.reads(liar.file(more=[said]))
    office.reads(centre.sends("Kontor"))
    assert office.names == ["Kari"]
    farm.reads(office.sends())
    assert farm.names == ["Kari"] and farm.waits == 0


def test_two_entries_in_one_place_are_refused(liar: Liar):
    stream = os.urandom(16)
    one, other = (
        liar.entry(["set", "person", ident(), "call_name", name, 0], stream=stream) for name in ("Ola", "Siv")
    )
    liar.office.reads(liar.file(one))
    before = state(liar.office)
    for heads in (True, False):
        file = liar.file(other, heads=heads)
        with pytest.raises(Refused) as refused:
            details.parts(liar.office.place, file)
        assert refused.value.code == liar.office.reads(file).code == "FORK"
    assert state(liar.office) == before


WRONG: dict[str, Any] = {
    "no op": 7, "an empty op": [], "a number for a name": [1, 2], "too few": ["set", "person"],
    "an id that is none": ["set", "person", "xx", "call_name", "Ola", 0],
    "an id in capitals": ["set", "person", "AB" * 16, "call_name", "Ola", 0],
    "a number for a word": ["set", "person", ident(), "call_name", 7, 0],
    "a list for a word": ["set", "person", ident(), "call_name", ["Ola"], 0],
    "a word for a number": ["set", "person", ident(), "birth_year", "nitten", 0],
    "a fraction": ["set", "person", ident(), "birth_year", 1.5, 0],
    "a number past 64 bits": ["set", "person", ident(), "birth_year", 2**70, 0],
    "a day that is none": ["fact", "message", ident(), None, {"until": "2026-02-30"}],
    "a day in another form": ["fact", "message", ident(), None, {"until": "20260228"}],
    "a table that is a list": ["fact", ["message"], ident(), None, {}],
    "values that are a list": ["fact", "message", ident(), None, []],
    "a person that is none": ["fact", "message", ident(), "x", {}],
    "a picture that is none": ["fact", "photo", ident(), None, {"jpeg": "*"}],
    "JSON that is none": ["fact", "settlement", ident(), None, {"shown": "x"}],
    "JSON of another form": ["fact", "pay_line", ident(), None, {"days": "[[100, 2]]"}],
    "a day within JSON that is none": ["fact", "settlement", ident(), None, {"shown":
        '{"days":[["2026-02-30","sale",1,5,0,0,0,-1]]}'}],
    "a reason that is a list": ["void", "message", ident(), []],
    "a voids person that is none": ["void", "message", ident(), "x", "xx"],
    "a void of two people": ["void", "message", ident(), "x", ident(), ident()],
    "erased rows that are a number": ["erase", ident(), 3],
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_body_that_is_none_is_refused_whole(liar: Liar, what: str):
    before = state(liar.office)
    good = liar.entry(["set", "person", ident(), "call_name", "Ola", 0])
    taken = liar.office.reads(liar.file(good, liar.entry(WRONG[what])))
    assert (taken.status, taken.code) == ("refused", "DAMAGED")
    assert state(liar.office) == before


def test_what_fits_and_makes_no_sense_stops_nobody(liar: Liar):
    """An outcome that nobody has heard of, and a payout on the last day of the calendar: every page still opens."""
    office, person = liar.office, ident()
    (programme,) = office.place.cursor().execute("SELECT lower(hex(id)) FROM programme LIMIT 1").fetchone() or (ident(),)
    taken = office.reads(liar.file(liar.entry(
        ["set", "person", person, "call_name", "Ola", 0],
        ["fact", "attendance", ident(), person, {"programme": programme, "day": "2026-11-16", "outcome": "hour"}],
        *(["fact", "payout", ident(), person, {"programme": programme, "day": "9999-12-31", "amount_ore": 5}],) * 2,
    )))  # fmt: skip
    assert taken.status == "taken"
    with office.place.read() as session:
        every(session)
        assert told.history_lines(session, bytes.fromhex(person))


HEADERS: dict[str, dict[str, Any]] = {
    "a stamp at the end of time": {"stamp": 2**62}, "a negative number": {"seq": -1}, "a huge number": {"seq": 2**50},
    "no hash before": {"seq": 3}, "a hash before nothing": {"prev": b"1" * 32},
    "a parent without its hash": {"parent": (b"1" * 16, 1)}, "a long command": {"command": "x" * 1000},
}  # fmt: skip


@pytest.mark.parametrize("what", HEADERS)
def test_a_header_that_is_none_is_refused_whole(liar: Liar, what: str):
    before = state(liar.office)
    taken = liar.office.reads(liar.file(liar.entry(["void", "message", ident(), "x"], **HEADERS[what]), heads=False))
    assert (taken.status, taken.code) == ("refused", "DAMAGED")
    assert state(liar.office) == before


def test_what_this_version_does_not_know_is_kept_byte_for_byte_and_handed_on(liar: Liar):
    """Unknown kinds, fields and ops, and JSON written in another way than ours."""
    raw = b'["fact", "invoice.2", "' + ident().encode() + b'", null, {"sum":  1.0e3, "\\u00e5r": [1, {"x": null}]}]'
    person = ident()
    odd = liar.entry(
        raw, ["tell", {"deep": [[]]}], ["set", "person", person, "shoe_size", [44], 0],
        ["set", "person", person, "call_name", "Ola", 0], extra='{"future":1}', version=9, must_understand=1,
    )  # fmt: skip
    office, centre = liar.office, liar.laptops.centre
    taken = office.reads(liar.file(odd))
    assert taken.status == "taken" and "2 entries that this version does not know" in taken.lines
    assert office.names == ["Ola"]
    assert roster.unknown_kinds(office.place.cursor()) == ["invoice.2", "tell"]
    centre.reads(office.sends())
    for one in (office, centre):
        (packed,) = one.place.cursor().execute("SELECT ops FROM entry WHERE hash=?", (odd.hash,)).fetchone()
        assert form.unpack(packed) == odd.ops
        assert one.is_whole
    assert centre.digest == office.digest


# Generated bodies inside valid signatures ----------------------------------------------------------------------------

ATOMS: tuple[Any, ...] = (
    None, True, 0, -1, 7, 2**31, 2**63, 2**70, 1.5, 1e300, "", "x", "Ola", "\0", "æøå", "x" * 500, [], {}, [[]],
    {"a": 1},
    "person", "message", "attendance", "staff_role", "set", "fact", "void", "erase", "call_name", "day", "2026-11-22",
)  # fmt: skip


def value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.random()
    if depth > 3 or kind < 0.55:
        return chance.choice((*ATOMS, os.urandom(16).hex()))
    if kind < 0.8:
        return [value(chance, depth + 1) for _n in range(chance.randrange(6))]
    return {str(chance.choice(("a", "day", "text", "person", "role"))): value(chance, depth + 1) for _n in range(3)}


def body(chance: random.Random) -> Any:
    """Mostly near to an op, for what is far from one falls at the first look."""
    shape = chance.choice(("set", "fact", "void", "erase", "other"))
    if shape == "other":
        return value(chance)
    op: list[Any] = {
        "set": ["set", "person", ident(), "call_name", "Ola", 0],
        "fact": ["fact", "attendance", ident(), ident(), {"day": "2026-11-20", "outcome": "present"}],
        "void": ["void", "attendance", ident(), "x"],
        "erase": ["erase", ident(), [ident()]],
    }[shape]
    for _turn in range(chance.randrange(3)):
        op[chance.randrange(len(op))] = value(chance)
    if chance.random() < 0.2:
        op.append(value(chance))
    return op


def generated(liar: Liar, count: int, seed: int) -> int:
    """Read files with such bodies. Returns how many were refused; each in less than two seconds, none a crash."""
    chance, office, refused = random.Random(seed), liar.office, 0
    for number in range(count):
        if chance.random() < 0.15:
            line = lines.raw_line(lines.Received(liar.entry(["void", "message", ident(), "x"]), []))
            cut = bytearray(line)
            for _turn in range(chance.randrange(1, 4)):
                cut[chance.randrange(len(cut))] = chance.randrange(256)
            file = liar.file(raw=bytes(cut).replace(b"\n", b" ") + b"\n")
        else:
            file = liar.file(liar.entry(*(body(chance) for _n in range(chance.randrange(1, 4)))))
        before = state(office) if number % 25 == 0 else None
        start = now()
        taken = office.reads(file, preview=True)
        assert now() - start < 2_000 and taken.status in ("preview", "refused"), file
        refused += taken.status == "refused"
        assert before is None or state(office) == before
        file.unlink()
    return refused


def test_generated_bodies_crash_nothing(liar: Liar):
    before = state(liar.office)
    assert generated(liar, 150, seed=1) > 50
    assert state(liar.office) == before


@pytest.mark.faults_long
def test_many_generated_bodies_crash_nothing(liar: Liar):
    before, start = state(liar.office), time.monotonic()
    count = 20_000
    refused = generated(liar, count, seed=2)
    assert state(liar.office) == before
    print(f"bodies: {count} inside valid signatures, {refused} refused, 0 crashes; {time.monotonic() - start:.0f} s")
