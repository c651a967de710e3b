"""A backup that was chosen by hand is put back into the open workplace: what is lost is said first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alfdesk import i18n, people, staff
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.exchange import going_back
from alfdesk.store import slots, workplace
from tests.support import PASSPHRASE, Template

from .carried import Carried

OTHER = "seks gule biler kjører sakte hjem"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def test_what_is_lost_is_said_and_then_is_lost(friends: Carried) -> None:
    office = friends.office
    office.writes("Kari")
    copy = office.backs_up()
    then = office.digest
    office.writes("Ola")
    friends.farm.reads(office.sends("Gården"))
    office.reads(friends.farm.sends("Kontor"))  # which says that it has Ola
    office.writes("Per")
    before = office.everything()
    loss = going_back.loss(office.place, copy)
    assert office.everything() == before
    assert (loss.gone, loss.elsewhere, loss.back, loss.erased) == (2, 1, 0, 0)
    assert loss.lines == ("2 people new or changed",) and loss.writers == ("Anne",)
    now = office.digest
    kept = going_back.go_back(office.place, copy)
    assert office.digest == then and office.names == ["Kari"]
    assert (kept.digest, kept.path.parent.name) == (now, "before_parcel")
    assert office.is_whole


def test_what_others_have_comes_again_and_no_number_twice(friends: Carried) -> None:
    """It was written on after: nothing of it stands against what others have."""
    office, farm = friends.office, friends.farm
    copy = office.backs_up()
    office.writes("Ola")
    farm.reads(office.sends("Gården"))
    going_back.go_back(office.place, copy)
    office.writes("Per")
    farm.reads(office.sends("Gården"))
    assert farm.names == ["Ola", "Per"]
    office.reads(farm.sends("Kontor"))
    assert office.names == ["Ola", "Per"] and office.digest == farm.digest
    assert office.is_whole and farm.is_whole
    office.restarts()
    office.writes("Åse")
    farm.reads(office.sends("Gården"))
    assert office.digest == farm.digest


def test_the_way_back_is_the_same_way(friends: Carried) -> None:
    office = friends.office
    copy = office.backs_up()
    office.writes("Ola")
    now = office.digest
    kept = going_back.go_back(office.place, copy)
    loss = going_back.loss(office.place, kept.path)
    assert (loss.gone, loss.back) == (0, 1)
    going_back.go_back(office.place, kept.path)
    assert office.digest == now and office.names == ["Ola"]


def test_staff_who_came_since_are_gone_and_come_back_by_the_way_back(friends: Carried) -> None:
    office = friends.office
    copy = office.backs_up()
    staff.add(office.place, name="Sissel", roles=["desk"], passphrase_=OTHER, cost=slots.FLOOR)
    kept = going_back.go_back(office.place, copy)
    ring = slots.read(office.place.folder / "slots.json")
    assert ring.of("Sissel") is None and ring.of("Anne") is not None
    going_back.go_back(office.place, kept.path)
    office.place.close()
    with workplace.open(office.folder, name="Sissel", passphrase=OTHER, clock=office.clock) as place:
        assert place.acting().name == "Sissel"
    office.place = office._open()


def test_somebody_who_was_erased_since_is_told_of(friends: Carried) -> None:
    office = friends.office
    kari = office.writes("Kari")
    copy = office.backs_up()
    with office.place.write() as work:
        people.erase(work, person=kari)
    office.place.wipe()
    assert going_back.loss(office.place, copy).erased == 1


def test_only_an_administrator(friends: Carried) -> None:
    office = friends.office
    copy = office.backs_up()
    staff.add(office.place, name="Sissel", roles=["office"], passphrase_=OTHER, cost=slots.FLOOR)
    office.place.close()
    with workplace.open(office.folder, name="Sissel", passphrase=OTHER, clock=office.clock) as place:
        for act in (going_back.loss, going_back.go_back):
            with pytest.raises(NotAllowed):
                act(place, copy)
    office.place = office._open()


def test_a_copy_that_is_not_whole_or_anothers_changes_nothing(
    friends: Carried, founded: Template, tmp_path: Path
) -> None:
    office = friends.office
    copy = office.backs_up()
    before = office.digest
    broken = tmp_path / "broken"
    shutil.copytree(copy.parent, broken)
    raw = bytearray((broken / copy.name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (broken / copy.name).write_bytes(raw)
    with pytest.raises(UserFacingError, match="damaged"):
        going_back.go_back(office.place, broken / copy.name)
    (broken / copy.name).with_suffix(".alfkeys").unlink()
    with pytest.raises(UserFacingError, match="Both are needed"):
        going_back.loss(office.place, broken / copy.name)
    with pytest.raises(UserFacingError, match="no backup in this folder"):
        going_back.loss(office.place, tmp_path)
    other = tmp_path / "other"
    with staff.found(
        tmp_path / "else", organisation="En annen", laptop="X", name="Anne", passphrase_=PASSPHRASE, cost=slots.FLOOR
    ) as another:
        from alfdesk.store.backup import backup

        theirs = backup(another, other).path
    with pytest.raises(UserFacingError, match="another workplace"):
        going_back.loss(office.place, theirs)
    assert office.digest == before and office.is_whole


def test_the_copies_of_several_folders_newest_first(friends: Carried, tmp_path: Path) -> None:
    office = friends.office
    first = office.backs_up()
    office.clock.forward(60)
    second = office.backs_up()
    for ending in (".alfbak", ".alfkeys"):
        (first.parent / f"Alfdesk zbrev{ending}").write_bytes(b"")
    found = going_back.copies([first.parent, tmp_path / "gone"])
    assert [c.path for c in found] == [second, first]
    assert found[0].size == second.stat().st_size
    first.with_suffix(".alfkeys").unlink()
    assert [c.path for c in going_back.copies([first.parent])] == [second]
