"""A member changes her passphrase on one laptop: on each of the others from its next parcel on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from alfdesk import paths, staff
from alfdesk.errors import WrongPassphrase
from alfdesk.store import slots, workplace
from alfdesk.store.check import check
from tests.core.scenes import OTHER
from tests.support import PASSPHRASE

from .carried import Carried, Laptop
from .test_hostile import Liar

THIRD = "båt nål grå kopp regn sti"


def changes(one: Laptop, passphrase: str) -> None:
    one.clock.forward(1)
    staff.change_passphrase(one.place, new=passphrase, cost=slots.FLOOR)


def opened_by(folder: Path, passphrase: str) -> bool:
    try:
        workplace.derive(folder, name="Anne", passphrase=passphrase)
    except WrongPassphrase:
        return False
    return True


def which(one: Laptop) -> str:
    """Which of the three opens this laptop."""
    return " ".join(n for n, p in (("old", PASSPHRASE), ("new", OTHER), ("third", THIRD)) if opened_by(one.folder, p))


def test_after_a_parcel_the_old_passphrase_opens_no_more_and_the_new_one_does(laptops: Carried):
    office, farm, centre = laptops.all
    farm.writes("Kari")
    kept, before = (farm.folder / paths.SLOTS).read_bytes(), farm.place.key
    stale = centre.sends()
    changes(office, OTHER)
    assert [which(one) for one in laptops.all] == ["new", "old", "old"]  # nobody can have heard of it yet
    farm.reads(office.sends())
    assert [which(one) for one in laptops.all] == ["new", "new", "old"]
    # A copy of the key file that somebody kept, and the old passphrase: they open nothing of what stands there now.
    known = slots.unlock(slots.decode(kept), slots.decode(kept).of("Anne"), PASSPHRASE)
    assert slots.unseal(slots.decode(kept).of("Anne").sealed, known) == before != farm.place.key
    farm.restarts()
    assert farm.names == ["Kari"] and check(farm.place).ok
    farm.place.close()
    with workplace.open(farm.folder, name="Anne", passphrase=OTHER, clock=farm.clock) as place:
        assert place.acting().roles == {"administrator"}
    farm.place = farm._open()
    # What was sent before, and whoever has not heard of it, does not bring the old one back.
    for one in (office, farm):
        one.reads(stale)
        centre.writes("Ola")
        one.reads(centre.sends())
        assert which(one) == "new"
    centre.reads(farm.sends())
    assert which(centre) == "new"


def test_what_she_chose_last_holds_though_that_laptops_clock_is_behind(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    changes(office, OTHER)
    farm.reads(office.sends())
    farm.clock.now -= 3 * 365 * 86_400_000
    changes(farm, THIRD)
    office.reads(farm.sends())
    assert [which(one) for one in (office, farm)] == ["third", "third"]
    farm.reads(office.sends())
    assert which(farm) == "third"


def test_two_at_once_and_the_later_holds_everywhere(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    changes(office, OTHER)
    farm.clock.forward(5)
    changes(farm, THIRD)
    laptops.hands_around()
    assert [which(one) for one in laptops.all] == ["third"] * 3


@pytest.mark.parametrize("lie", ["unsigned", "signed by the laptop", "moved on", "another's"])
def test_nobody_else_changes_it(friends: Carried, lie: str):
    """The farm, taken over, sends another slot for her: she must neither be locked out nor another be let in."""
    liar, office = Liar(friends), friends.office
    staff.add(office.place, name="Berit", roles=["office"], passphrase_=THIRD, cost=slots.FLOOR)
    friends.hands_around()
    ring = slots.decode(liar.template().slots.encode())
    anne = ring.of("Anne")
    keys = slots.fresh_keys()
    false = slots.staff_slot(ring.database, anne.owner, "Anne", keys, OTHER, os.urandom(32), slots.FLOOR, changed=2**50)
    if lie == "unsigned":
        false = slots.Slot(**{**_fields(false), "recipient": anne.recipient, "signature": b""})
    elif lie == "signed by the laptop":
        false = slots.Slot(**{**_fields(false), "recipient": anne.recipient})
    elif lie == "moved on":
        false = slots.Slot(**{**_fields(anne), "changed": 2**50})
    else:
        false = slots.Slot(**{**_fields(ring.of("Berit")), "label": anne.label, "changed": 2**50})
    said = slots.encode(slots.Slots(ring.database, (false,))).decode()
    liar._made = msgspec.structs.replace(liar.template(), slots=said)
    before = json.loads((office.folder / paths.SLOTS).read_text())
    assert office.reads(liar.file(liar.entry(["void", "message", "07" * 16, "x"]))).status == "taken"
    assert json.loads((office.folder / paths.SLOTS).read_text()) == before
    assert which(office) == "old"


def _fields(slot: slots.Slot) -> dict[str, object]:
    return {name: getattr(slot, name) for name in slots.Slot.__slots__}
