"""An entry: what its bytes are, what its hash covers, and what is left of it when a person is erased."""

from __future__ import annotations

from dataclasses import fields, replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfdesk.journal import entry as form
from alfdesk.store.workplace import Place

from .scenes import a_day

SALT = bytes(range(16))
OPS = (
    (SALT, form.body(["set", "person", "01" * 16, "phone", "41 23 45 67", 1_795_330_800_000])),
    (SALT[::-1], form.body(["fact", "message", "02" * 16, "01" * 16, {"text": "Ring Åse", "until": "2026-12-01"}])),
    (SALT, form.body(["void", "message", "02" * 16, "given"])),
)
ENTRY = form.Entry(
    stream=b"s" * 16, seq=3, prev=b"p" * 32, parent=None, stamp=1_795_330_800_001, wall=1_795_330_800_000,
    device=b"d" * 16, actor=b"a" * 16, command="people.change", batch=None, ops=OPS,
)  # fmt: skip


def test_an_op_is_compact_json_in_the_order_it_was_said() -> None:
    assert [raw.decode() for _salt, raw in OPS] == [
        '["set","person","01010101010101010101010101010101","phone","41 23 45 67",1795330800000]',
        '["fact","message","02020202020202020202020202020202","01010101010101010101010101010101",'
        '{"text":"Ring Åse","until":"2026-12-01"}]',
        '["void","message","02020202020202020202020202020202","given"]',
    ]
    for _salt, raw in OPS:
        assert form.body(form.content(raw)) == raw


def test_the_form_is_the_same_for_ever() -> None:
    """A change of any byte here would break the chain of every workplace there is."""
    assert form.FORM == "alfdesk-entry-1"
    assert form.op_hash(OPS[0]) == sha256(SALT + OPS[0][1]).digest()
    assert form.hash_of(ENTRY).hex() == "22ffe891d937e534eda444f9d42be8f2743bef35e1cb3bc6693627403f640715"


OTHERWISE = {
    "stream": b"t" * 16, "seq": 4, "prev": b"q" * 32, "parent": (b"s" * 16, 2), "stamp": 1, "wall": 1,
    "device": b"e" * 16, "actor": b"b" * 16, "command": "people.register", "batch": b"l" * 16,
    "ops": OPS[:2], "version": 2, "must_understand": 1, "extra": "{}",
}  # fmt: skip


@pytest.mark.parametrize("name", [f.name for f in fields(form.Entry) if f.name not in ("hash", "signature", "seed")])
def test_the_hash_covers(name: str) -> None:
    assert form.hash_of(replace(ENTRY, **{name: OTHERWISE[name]})) != form.hash_of(ENTRY)


def test_the_hash_covers_the_order_of_the_ops_and_each_of_their_bytes() -> None:
    found = {form.hash_of(ENTRY), form.hash_of(replace(ENTRY, ops=OPS[::-1]))}
    salt, raw = OPS[1]
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        found.add(form.hash_of(replace(ENTRY, ops=(OPS[0], (salt, bytes(changed)), OPS[2]))))
    assert len(found) == 2 + len(raw)


def test_an_erased_op_keeps_its_hash_and_the_entry_its_own() -> None:
    erased = replace(ENTRY, ops=(OPS[0], (None, form.op_hash(OPS[1])), OPS[2]))
    assert form.hash_of(erased) == form.hash_of(ENTRY)
    packed = form.pack(erased.ops)
    assert form.hash_of(replace(ENTRY, ops=form.unpack(packed))) == form.hash_of(ENTRY)
    assert OPS[1][0] not in packed and "Åse".encode() not in packed


def test_the_same_words_said_twice_have_unlike_hashes() -> None:
    """Without its salt nobody can guess a short text from its hash."""
    assert form.op_hash((SALT, b'["x"]')) != form.op_hash((SALT[::-1], b'["x"]'))


SEED = bytes(range(16))


def test_the_salts_of_an_entry_follow_from_its_seed() -> None:
    """And are the same for ever: they are in the hashes of every workplace there is."""
    assert form.salts(SEED, 3) == [sha256(b"alfdesk-salt-1" + SEED + n).digest()[:16] for n in (b"\0\0", b"\0\1", b"\0\2")]


def test_where_an_op_is_erased_the_seed_goes_and_the_others_keep_their_salts() -> None:
    bodies = [raw for _salt, raw in OPS]
    whole = list(zip(form.salts(SEED, 3), bodies, strict=True))
    kept = form.pack([whole[0], (None, form.op_hash(whole[1])), whole[2]])
    assert form.seed_of(form.pack(whole, SEED)) == SEED
    assert form.seed_of(kept) is None and SEED not in kept and whole[1][0] not in kept
    assert [form.op_hash(op) for op in form.unpack(kept)] == [form.op_hash(op) for op in whole]
    with pytest.raises(ValueError, match="erased"):
        form.pack([whole[0], (None, form.op_hash(whole[1]))], SEED)


TEXTS = st.text(max_size=40) | st.sampled_from(["01" * 16, '"' + "ab" * 16 + '"', "AB" * 16, "@7", '"@7"', "ÿ" * 16])


@given(st.lists(st.lists(TEXTS, max_size=4), max_size=5), st.binary(min_size=16, max_size=16))
def test_bodies_come_back_from_the_database_byte_for_byte(said: list[list[str]], seed: bytes) -> None:
    """Ids take 16 bytes there; nothing else that looks like one, or like their mark, is changed."""
    ops = list(zip(form.salts(seed, len(said)), map(form.body, said), strict=True))
    packed = form.pack(ops, seed)
    assert form.unpack(packed) == ops and list(map(form.whole, form.bodies(packed))) == [raw for _salt, raw in ops]


def test_an_id_takes_sixteen_bytes_in_the_database() -> None:
    ident = "0123456789abcdef" * 2
    packed = form.pack([(form.salts(SEED, 1)[0], form.body(["fact", "message", ident, ident, {}]))], SEED)
    assert packed.count(bytes.fromhex(ident)) == 2 and ident.encode() not in packed


SALTS = st.binary(min_size=16, max_size=16)
KEPT = st.tuples(SALTS, st.binary(max_size=400))
ERASED = st.tuples(st.none(), st.binary(min_size=32, max_size=32))


@given(st.lists(KEPT | ERASED, max_size=6))
def test_ops_come_back_from_the_database_as_they_went_in(ops: list[form.Packed]) -> None:
    assert form.unpack(form.pack(ops)) == ops


VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)


@given(st.lists(VALUES | st.dictionaries(st.text(max_size=5), VALUES, max_size=3), max_size=6))
def test_an_op_comes_back_from_its_bytes_as_it_was(op: list[object]) -> None:
    assert form.content(form.body(op)) == op


def test_each_entry_holds_the_hash_of_the_one_before_it(place: Place) -> None:
    """The chain, read from the file: founding, then what this start of the program wrote, in a stream of its own."""
    a_day(place)
    columns = "stream, seq, hash, parent_stream, parent_seq, parent_hash"
    rows = place.cursor().execute(f"SELECT {columns} FROM entry ORDER BY no").fetchall()
    founding, first, *rest = rows
    assert founding[1:2] + founding[3:] == (0, None, None, None)
    assert first[1:2] + first[3:] == (0, founding[0], founding[1], founding[2])
    assert [r[1] for r in rest] == list(range(1, len(rest) + 1))
    assert {r[0] for r in rest} == {first[0]} and first[0] != founding[0]
