"""The key file: who can open the workplace, what it costs to guess, and what is said when it is damaged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alfdesk import paths
from alfdesk.errors import Damaged, TooNew, UserFacingError, WrongPassphrase
from alfdesk.record import replace
from alfdesk.store import slots, workplace
from tests.support import PASSPHRASE, Template, template

KEY = bytes(range(32))
DATABASE = b"d" * 16

pytestmark = pytest.mark.usefixtures("true_floor")


@pytest.fixture(scope="module")
def founded(true_floor: None, tmp_path_factory: pytest.TempPathFactory) -> Template:
    return template(tmp_path_factory.mktemp("floor") / "workplace")


@pytest.fixture(scope="module")
def keys() -> slots.Keys:
    return slots.fresh_keys()


@pytest.fixture(scope="module")
def ring(true_floor: None, keys: slots.Keys) -> slots.Slots:
    """One slot at the floor, and the paper's."""
    paper = slots.fresh_keys()
    slot = slots.staff_slot(DATABASE, b"a" * 16, "Anne Åsheim", keys, PASSPHRASE, KEY, slots.FLOOR)
    return slots.Slots(DATABASE, (slot, slots.Slot("recovery", b"r" * 16, paper.recipient, slots.seal(KEY, paper.recipient))))


def test_a_passphrase_opens_the_slot_and_the_slot_the_file(ring: slots.Slots, keys: slots.Keys) -> None:
    again = slots.decode(slots.encode(ring))
    assert again == ring
    slot = again.of("  anne   ÅSHEIM ")
    assert slot is not None
    opened = slots.unlock(again, slot, f"  {PASSPHRASE} ".replace(" ", "  "))
    assert opened == keys and slots.unseal(slot.sealed, opened) == KEY


def test_no_guess_costs_less_than_the_floor(founded: Template, keys: slots.Keys) -> None:
    assert slots.FLOOR == slots.Cost(memory=65_536, passes=3, lanes=4)  # RFC 9106, second choice: 64 MiB
    for slot in slots.read(founded.folder / paths.SLOTS).slots:
        assert slot.cost == slots.FLOOR
    for cheap in (replace(slots.FLOOR, memory=65_535), replace(slots.FLOOR, passes=2), slots.Cost(8, 1, 1)):
        with pytest.raises(ValueError, match="floor"):
            slots.staff_slot(DATABASE, b"a" * 16, "Anne", keys, PASSPHRASE, KEY, cheap)
    found = slots.calibrated(0.0)  # a machine too slow for a second gets the floor all the same
    assert (found.memory, found.passes, found.lanes) == (65_536, 3, 4)


def test_a_wrong_passphrase_and_a_wrong_name_are_one_and_the_same(founded: Template, tmp_path: Path) -> None:
    said, spent = set(), []
    for name, passphrase in (("Anne", PASSPHRASE + " til"), ("Siv", PASSPHRASE)):
        start = time.perf_counter()
        with pytest.raises(WrongPassphrase) as refused:
            workplace.by_passphrase(slots.read(founded.folder / paths.SLOTS), name, passphrase)
        spent.append(time.perf_counter() - start)
        said.add((type(refused.value), refused.value.sentence, str(refused.value.facts)))
    assert said == {(WrongPassphrase, slots.wrong(), "{}")}
    assert max(spent) < 5 * min(spent)  # both derive a key; without that the one would be a thousand times quicker


def test_no_name_stands_in_the_key_file(founded: Template, ring: slots.Slots) -> None:
    for raw in ((founded.folder / paths.SLOTS).read_bytes(), slots.encode(ring)):
        for word in ("anne", "åsheim", "prøvegården", "kontor", *PASSPHRASE.split()):
            assert word.encode() not in raw.lower() and json.dumps(word)[1:-1].encode() not in raw.lower()


LABELS = """
    Anne        = anne        case apart
    Anne        = ANNE
    Åse Ød      = åse   ØD    spaces apart
    Åse         = Åse         one letter or two code points
    Anne        ≠ Anna
    Anne Lie    ≠ AnneLie
""".strip().splitlines()


@pytest.mark.parametrize("line", LABELS, ids=str.strip)
def test_a_slot_is_found_by_a_hash_of_the_name(line: str) -> None:
    alike = "=" in line
    one, rest = (part.strip() for part in line.split("=" if alike else "≠"))
    other = rest[:11].rstrip()
    assert (slots.label(DATABASE, one) == slots.label(DATABASE, other)) == alike


def test_the_same_name_has_another_label_in_another_workplace() -> None:
    assert slots.label(DATABASE, "Anne") != slots.label(b"e" * 16, "Anne")
    assert len(slots.label(DATABASE, "Anne")) == 32


def test_a_slot_opens_with_nothing_of_it_exchanged(ring: slots.Slots) -> None:
    """Neither another's slot nor a cheaper cost nor another workplace opens what is wrapped."""
    slot = ring.slots[0]
    assert slot.cost is not None
    forged = (
        (ring, replace(slot, owner=b"b" * 16)),
        (ring, replace(slot, cost=replace(slot.cost, passes=1, memory=64))),
        (replace(ring, database=b"e" * 16), slot),
    )
    for other, changed in forged:
        with pytest.raises(WrongPassphrase):
            slots.unlock(other, changed, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        slots.unlock(ring, ring.slots[1], PASSPHRASE)  # the paper's slot has no passphrase


# Damaged, forged, newer -------------------------------------------------------------------------------------------------


def changed(ring: slots.Slots, change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(slots.encode(ring))
    change(document)
    return json.dumps(document).encode()


def kdf(**values: Any) -> Callable[[dict[str, Any]], object]:
    return lambda d: d["slots"][0]["kdf"].update(values)


DAMAGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "memory over the ceiling": kdf(memory_kib=slots.CEILING_MEMORY + 1),
    "memory without end": kdf(memory_kib=float("inf")),
    "memory that is no number": kdf(memory_kib="mye"),
    "no memory": kdf(memory_kib=0),
    "too little memory for its lanes": kdf(memory_kib=8, lanes=16),
    "passes over the ceiling": kdf(passes=slots.CEILING_PASSES + 1),
    "no passes": kdf(passes=0),
    "lanes over the ceiling": kdf(lanes=17),
    "a short salt": kdf(salt="AAAA"),
    "no cost at all": lambda d: d["slots"][0].pop("kdf"),
    "no slots": lambda d: d.pop("slots"),
    "slots that are no list": lambda d: d.update(slots=7),
    "an owner that is no id": lambda d: d["slots"][0].update(owner="x"),
    "bytes that are none": lambda d: d["slots"][0].update(private="*"),
    "an id of the workplace too long": lambda d: d.update(database="00" * 65),
    "a form that is no number": lambda d: d.update(alfdesk_slots="1"),
    "no form": lambda d: d.pop("alfdesk_slots"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_or_forged_key_file_is_refused_with_one_sentence(ring: slots.Slots, what: str) -> None:
    with pytest.raises(Damaged, match="The key file is damaged"):
        slots.decode(changed(ring, DAMAGED[what]))


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 200_000, b" " * (slots.LIMIT + 1)],
    ids=lambda raw: f"{raw[:5]!r} of {len(raw)} bytes",
)
def test_what_is_no_key_file_at_all_is_refused_too(raw: bytes) -> None:
    with pytest.raises(Damaged, match="The key file is damaged"):
        slots.decode(raw)


def test_a_newer_key_file_is_said_to_be_newer(ring: slots.Slots) -> None:
    with pytest.raises(TooNew, match="newer Alfdesk"):
        slots.decode(changed(ring, lambda d: d.update(alfdesk_slots=slots.FORMAT + 1, slots="otherwise")))


def test_a_key_file_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="can't be read"):
        slots.read(tmp_path / "none")


def test_every_byte_that_is_flipped_or_cut_gives_a_sentence_or_changes_nothing_that_counts(
    ring: slots.Slots, keys: slots.Keys
) -> None:
    """Short of the passphrase itself: whatever is read is refused in words, or still opens with the right keys."""
    whole = slots.encode(ring)
    for at in range(0, len(whole), 7):
        for raw in (whole[:at], whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]):
            try:
                found = slots.decode(raw)
                if slot := found.of("Anne Åsheim"):
                    assert slots.unseal(slot.sealed, keys) == KEY
            except UserFacingError as refused:
                assert refused.sentence


def test_a_seal_that_is_damaged_is_no_wrong_passphrase(ring: slots.Slots, keys: slots.Keys) -> None:
    sealed = ring.slots[0].sealed
    for bad in (b"", sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), b"x" + sealed):
        with pytest.raises(Damaged, match="The key file is damaged"):
            slots.unseal(bad, keys)


# A new key ----------------------------------------------------------------------------------------------------------------


def test_a_new_key_goes_to_those_the_signed_journal_names_and_to_nobody_smuggled_in(
    ring: slots.Slots, keys: slots.Keys
) -> None:
    thief = slots.fresh_keys()
    smuggled = replace(ring.slots[0], recipient=thief.recipient)
    stranger = slots.Slot("recovery", b"x" * 16, thief.recipient, slots.seal(KEY, thief.recipient))
    valid = {s.owner: s.recipient for s in ring.slots}
    for forged in (replace(ring, slots=(smuggled, ring.slots[1])), replace(ring, slots=(*ring.slots, stranger))):
        fresh = slots.resealed(forged, b"n" * 32, valid)
        assert thief.recipient not in slots.encode(fresh).decode()
    fresh = slots.resealed(ring, b"n" * 32, valid)
    assert slots.unseal(fresh.slots[0].sealed, keys) == b"n" * 32


def test_there_is_one_paper_and_one_slot_for_each_member(ring: slots.Slots) -> None:
    anne, paper = ring.slots
    newer = replace(paper, owner=b"n" * 16)
    assert ring.with_slot(newer).slots == (anne, newer)
    assert ring.with_slot(replace(anne, label="x")).slots == (paper, replace(anne, label="x"))
    assert ring.without(anne.owner).slots == (paper,)


def test_a_slip_of_the_pen_on_the_sheet_is_told_from_a_wrong_sheet(keys: slots.Keys) -> None:
    secret = keys.identity
    grouped = " ".join(secret[i : i + 5] for i in range(0, len(secret), 5)).lower()
    assert slots.paper_keys(grouped) == slots.paper_keys(secret)
    assert slots.paper_keys(secret).verify != slots.paper_keys(slots.fresh_keys().identity).verify
    for wrong in (secret[:-1], secret[:-2] + "QQ", "hest skog", ""):
        with pytest.raises(WrongPassphrase, match="not a recovery key"):
            slots.paper_keys(wrong)
