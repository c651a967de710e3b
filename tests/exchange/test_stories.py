"""Sticks that go between laptops, as it happens: late, twice, lost, out of order; copied, restored, lost laptops."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfdesk import people, programmes, staff
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.exchange import joining, parcel, reading
from alfdesk.exchange import laptops as roster
from alfdesk.exchange.status import missing, status
from alfdesk.pay import week
from alfdesk.store import slots, workplace
from tests.core.scenes import OTHER
from tests.support import PASSPHRASE, SetClock

from .carried import Carried, Laptop, add_staff


# A day's work --------------------------------------------------------------------------------------------------------


def test_a_day_on_the_farm_comes_to_the_office_and_back(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    kari = office.writes("Kari")
    farm.writes("Ola")
    assert farm.reads(office.sends("Gården")).new > 0
    assert farm.names == ["Kari", "Ola"]
    farm.changes(kari, phone="41 23 45 67")
    taken = office.reads(farm.sends("kontor"))
    assert (taken.status, taken.new, taken.waiting, taken.sender) == ("taken", 2, 0, "Gården")
    assert office.phone(kari) == "41 23 45 67"
    assert office.digest == farm.digest
    assert office.is_whole and farm.is_whole


def test_a_preview_says_what_comes_and_changes_nothing(laptops: Carried):
    laptops.farm.writes("Ola")
    file, office = laptops.farm.sends(), laptops.office
    before = office.everything()
    seen = office.reads(file, preview=True)
    assert (seen.status, seen.lines) == ("preview", ("1 person new or changed",))
    assert office.everything() == before
    taken = office.reads(file)
    assert (seen.new, seen.known, seen.lines) == (taken.new, taken.known, taken.lines)


def test_the_same_file_twice_is_once(laptops: Carried):
    laptops.farm.writes("Ola")
    file, office = laptops.farm.sends(), laptops.office
    office.reads(file)
    before = office.digest
    again = office.reads(file)
    assert (again.status, again.code, again.new) == ("taken", "SEEN", 0)
    assert office.digest == before


def test_making_reading_and_joining_never_change_the_digest(laptops: Carried, tmp_path: Path):
    office, farm = laptops.office, laptops.farm
    laptops.hands_around()
    before = office.digest
    for _turn in range(2):
        farm.reads(office.sends())
        office.reads(farm.sends())
    assert office.digest == farm.digest == before
    asked = joining.request(tmp_path / "new", "Bilen", laptops.stick)
    welcome = roster.welcome(office.place, asked.path, asked.code, laptops.stick)
    welcomed = office.digest
    assert welcomed != before  # the roster entry, written before its file
    joined = joining.join(tmp_path / "new", welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=SetClock())
    with joined:
        from alfdesk.journal.digest import digest

        assert digest(joined.cursor()) == welcomed == office.digest


def test_a_parcel_can_be_taken_back_whole_until_something_is_done(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    office.writes("Kari")
    before = office.digest
    farm.writes("Ola")
    file = farm.sends()
    office.reads(file)
    assert office.names == ["Kari", "Ola"]
    reading.take_back(office.place)
    assert office.digest == before and office.is_whole
    assert office.reads(file).new > 0  # and it can be taken in again
    office.writes("Siv")
    with pytest.raises(UserFacingError, match="something was done since"):
        reading.take_back(office.place)
    assert office.names == ["Kari", "Ola", "Siv"]


def test_a_clock_set_back_between_two_parcels_takes_nothing_else_away(laptops: Carried):
    """The copy from before the first parcel has the newer name then, and is not the one to go back to."""
    office, farm = laptops.office, laptops.farm
    farm.writes("Ola")
    office.reads(farm.sends())
    office.writes("Kari")
    office.clock.now -= 2 * 365 * 86_400_000
    farm.writes("Siv")
    before = office.digest
    office.reads(farm.sends())
    reading.take_back(office.place)
    assert office.names == ["Kari", "Ola"] and office.digest == before


def test_a_parcel_made_since_ends_the_taking_back_too(laptops: Carried):
    laptops.farm.writes("Ola")
    laptops.office.reads(laptops.farm.sends())
    assert reading.can_take_back(laptops.office.place)
    laptops.office.sends()
    assert reading.can_take_back(laptops.office.place) is None


# Late, lost, in the wrong order --------------------------------------------------------------------------------------


def old_news(laptops: Carried, days: int = 70) -> None:
    """What was written is no longer young: only what a laptop has reported spares it."""
    for one in laptops.all:
        one.clock.forward(days * 24 * 60)


def test_a_file_that_came_before_its_predecessor_waits_and_then_counts(friends: Carried):
    office, farm = friends.office, friends.farm
    farm.writes("Ola")
    first = farm.sends()
    old_news(friends)
    farm.writes("Siv")
    second = lately(friends, first)
    taken = office.reads(second)
    assert (taken.new, taken.waiting, taken.code) == (0, 1, "GAP")
    assert taken.text == "1 change waits: an earlier file from Gården is missing."
    assert office.names == []
    assert [m.behind for m in missing(office.place)] == [1]
    taken = office.reads(first)
    assert (taken.new, taken.waiting, taken.code) == (2, 0, "")
    assert office.names == ["Ola", "Siv"] and office.is_whole


def lately(laptops: Carried, first: Path) -> Path:
    """A parcel from the farm to the office that leaves out what was in the first file, as after a true report of it:
    the office takes it in, reports, and is set back to before."""
    office, farm = laptops.office, laptops.farm
    copy = office.backs_up()
    office.reads(first)
    farm.reads(office.sends())
    office.is_restored(copy)
    return farm.sends("Kontor")


def test_what_waits_can_be_asked_for(friends: Carried):
    office, farm = friends.office, friends.farm
    farm.writes("Ola")
    first = farm.sends()
    old_news(friends)
    farm.writes("Siv")
    office.reads(lately(friends, first))
    first.unlink()
    assert office.names == []
    office.writes("Kari")
    asked = parcel.make(office.place, "Gården", friends.stick, only_ask=True)
    assert asked.entries == 0
    farm.reads(asked.path)
    office.reads(farm.sends())
    assert office.names == ["Kari", "Ola", "Siv"]


def test_what_is_lost_everywhere_can_be_declared_lost_and_may_still_turn_up(friends: Carried):
    office, farm, centre = friends.all
    farm.writes("Ola")
    first = farm.sends()
    old_news(friends)
    farm.writes("Siv")
    office.reads(lately(friends, first))
    (gap,) = missing(office.place)
    assert roster.lost(office.place, gap.stream, gap.seq) == 1
    assert office.names == ["Siv"] and office.waits == 0 and office.is_whole
    # Others hear of it, and of the hole.
    centre.reads(office.sends())
    assert centre.names == ["Siv"] and centre.is_whole and centre.digest == office.digest
    # And then the file lay in a drawer after all.
    for one in (office, centre):
        one.reads(first)
        assert one.names == ["Ola", "Siv"] and one.is_whole
    friends.hands_around()
    assert office.digest == centre.digest == farm.digest


def test_a_lost_stick_is_made_good_by_the_next_parcel(friends: Carried):
    friends.farm.writes("Ola")
    friends.farm.sends().unlink()
    friends.farm.writes("Siv")
    friends.office.reads(friends.farm.sends())
    assert friends.office.names == ["Ola", "Siv"]


def test_what_was_sent_is_not_taken_for_received(friends: Carried):
    friends.farm.writes("Ola")
    old_news(friends)
    counts = [parcel.make(friends.farm.place, "Kontor", friends.stick).entries for _turn in range(3)]
    assert counts == [1, 1, 1]  # until the office says that it has it
    friends.office.reads(friends.farm.sends("Kontor"))
    friends.farm.reads(friends.office.sends("Gården"))
    assert parcel.make(friends.farm.place, "Kontor", friends.stick).entries == 0


def test_the_farms_work_reaches_the_office_by_way_of_the_centre(friends: Carried):
    friends.farm.writes("Ola")
    friends.centre.reads(friends.farm.sends("Senteret"))
    taken = friends.office.reads(friends.centre.sends("Kontor"))
    assert taken.status == "taken" and friends.office.names == ["Ola"]
    assert friends.office.is_whole


# Copied, restored, wrong clock ---------------------------------------------------------------------------------------


def test_a_restored_laptop_goes_on_and_gets_back_what_others_have(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    farm.writes("Ola")
    copy = farm.backs_up()
    farm.writes("Siv")
    office.reads(farm.sends())
    farm.is_restored(copy)
    farm.writes("Kari")
    laptops.hands_around()
    assert farm.names == office.names == ["Kari", "Ola", "Siv"]
    assert farm.digest == office.digest and farm.is_whole
    (line,) = [one for one in status(office.place).laptops if one.name == "Gården"]
    assert line.branches == 2


def test_a_copied_laptop_is_two_branches_and_nobody_loses_anything(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    farm.writes("Ola")
    twin = farm.is_copied("Tvillingen")
    laptops.all.append(twin)
    farm.writes("Siv")
    twin.writes("Kari")
    laptops.hands_around(office, farm)
    laptops.hands_around(office, twin)
    farm.reads(office.sends())
    assert office.names == farm.names == twin.names == ["Kari", "Ola", "Siv"]
    assert office.digest == farm.digest == twin.digest
    places = office.place.cursor().execute("SELECT stream, seq, count(*) FROM entry GROUP BY 1, 2 HAVING count(*) > 1")
    assert places.fetchall() == []


def test_a_restored_laptop_gets_back_from_its_own_stick_what_it_had_sent(laptops: Carried):
    farm = laptops.farm
    copy = farm.backs_up()
    farm.writes("Siv")
    file = farm.sends()
    assert farm.reads(file).code == "SEEN"
    farm.is_restored(copy)
    assert farm.names == []
    assert farm.reads(file).status == "taken"
    assert farm.names == ["Siv"]


def test_what_only_one_of_two_copies_has_is_sent_again(friends: Carried):
    """The twin said that it has all; the farm, which bears the same name, has not."""
    office, farm = friends.office, friends.farm
    twin = farm.is_copied("Tvillingen")
    friends.all.append(twin)
    farm.writes("Siv")
    twin.writes("Kari")
    office.writes("Ola")
    office.reads(farm.sends())
    twin.reads(office.sends())
    office.reads(twin.sends())
    old_news(friends)
    farm.reads(office.sends("Gården"))
    assert farm.names == ["Kari", "Ola", "Siv"]


@pytest.mark.parametrize("years", [2, -2])
def test_a_clock_that_is_years_off_stops_nobody(laptops: Carried, years: int):
    office, farm = laptops.office, laptops.farm
    kari = office.writes("Kari")
    farm.reads(office.sends())
    farm.clock.now += years * 365 * 86_400_000
    farm.restarts()
    farm.changes(kari, phone="41 23 45 67")
    office.reads(farm.sends())
    assert office.phone(kari) == "41 23 45 67"  # an edit made after seeing a value beats that value
    office.changes(kari, phone="98 76 54 32")
    farm.reads(office.sends())
    assert farm.phone(kari) == "98 76 54 32"
    laptops.hands_around()
    assert office.digest == farm.digest == laptops.centre.digest


def test_papers_of_two_laptops_bear_two_letters(laptops: Carried):
    numbers = []
    for one in (laptops.office, laptops.farm):
        with one.place.write() as work:
            programme = programmes.found(work, name="Gården", kind="standing")
        with one.place.read() as session:
            numbers += [week.head(session, programme, "2026-W47", []).number, staff.letter_of(session)]
    assert numbers == ["2026-W47-A1", "A", "2026-W47-B1", "B"]


@pytest.mark.parametrize("turn", [0, *(pytest.param(n, marks=pytest.mark.faults_long) for n in (1, 2, 3))])
def test_a_laptop_that_joins_late_gets_all_that_others_wrote_and_stands_by_itself(
    laptops: Carried, tmp_path: Path, turn: int
):
    """Streams of three laptops, each beginning with nothing behind it; the founding entry is the first all the same."""
    for one in laptops.all:
        for name in ("Ola", "Siv"):
            one.writes(f"{name} {turn}")
            one.restarts()
    laptops.hands_around()
    asked = joining.request(tmp_path / "new", "Bilen", laptops.stick)
    welcome = roster.welcome(laptops.farm.place, asked.path, asked.code, laptops.stick)
    joining.join(tmp_path / "new", welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=SetClock()).close()
    new = Laptop(tmp_path / "new", laptops.made, laptops.stick, SetClock())
    laptops.all.append(new)
    assert new.digest == laptops.farm.digest and new.is_whole
    new.writes("Kari")
    laptops.hands_around()
    assert {one.digest for one in laptops.all} == {new.digest} and all(one.is_whole for one in laptops.all)


# New, lost, leaving --------------------------------------------------------------------------------------------------


def test_a_lost_laptop_is_barred_and_its_later_work_waits(laptops: Carried):
    office, farm, centre = laptops.all
    farm.writes("Ola")
    laptops.hands_around()
    farm.writes("Tyv")  # after it was stolen
    stolen = farm.sends()
    centre.reads(stolen)
    assert centre.names == ["Ola", "Tyv"]
    barred = roster.revoke(office.place, "Gården", why="lost")
    assert barred.put_aside == 0
    refused = office.reads(stolen)
    assert (refused.status, refused.code) == ("refused", "REVOKED")
    # The centre had taken it for genuine: with the word of the bar it counts no more, and both agree.
    centre.reads(office.sends())
    assert centre.names == office.names == ["Ola"]
    assert centre.waits == 1 and centre.is_whole
    office.reads(centre.sends())
    assert office.digest == centre.digest
    assert "Gården" not in parcel.make(office.place, "all", laptops.stick).receivers
    # It turns up in a drawer, and the work was honest: the bar is taken back.
    assert roster.pardon(centre.place, "Gården", why="found") == 1
    office.reads(centre.sends())
    assert office.names == centre.names == ["Ola", "Tyv"] and office.digest == centre.digest


def test_a_member_added_at_the_office_signs_in_on_the_farm_by_the_next_parcel(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    add_staff(office, "Berit", OTHER, "supervisor")
    farm.reads(office.sends())
    farm.place.close()
    with workplace.open(farm.folder, name="Berit", passphrase=OTHER, clock=farm.clock) as place:
        assert place.acting().roles == {"supervisor"}
        with place.write() as work:
            people.register(work, call_name="Ola")
    farm.place = farm._open()
    office.reads(farm.sends())
    assert office.names == ["Ola"]
    staff.remove(office.place, name="Berit", today=people.date(2026, 11, 22))
    farm.reads(office.sends())
    assert slots.read(farm.folder / "slots.json").of("Berit") is None


def test_only_an_administrator_lets_a_laptop_in_or_bars_one(laptops: Carried, tmp_path: Path):
    office = laptops.office
    add_staff(office, "Berit", OTHER, "supervisor", "office", "manager")
    asked = joining.request(tmp_path / "new", "Bilen", laptops.stick)
    office.place.close()
    with workplace.open(office.folder, name="Berit", passphrase=OTHER, clock=office.clock) as place:
        before = place.cursor().execute("SELECT count(*) FROM entry").fetchone()
        for act in (
            lambda: roster.welcome(place, asked.path, asked.code, laptops.stick),
            lambda: roster.revoke(place, "Gården", why="lost"),
            lambda: roster.lost(place, b"1" * 16, 0),
        ):
            with pytest.raises(NotAllowed):
                act()
        assert place.cursor().execute("SELECT count(*) FROM entry").fetchone() == before
    office.place = office._open()


def test_an_erased_person_is_erased_everywhere_and_cannot_come_back(laptops: Carried):
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    laptops.hands_around()
    farm.changes(kari, phone="41 23 45 67")
    late = farm.sends()
    with office.place.write() as work:
        people.erase(work, person=kari)
    office.place.wipe()
    centre.reads(office.sends())
    assert centre.names == []
    for one in (centre, office):
        one.reads(late)
        assert one.names == [] and one.is_whole
        raw = b"".join(ops for (ops,) in one.place.cursor().execute("SELECT ops FROM entry"))
        assert b"Kari" not in raw and b"41 23 45 67" not in raw
    laptops.hands_around()
    assert office.digest == centre.digest == farm.digest
    assert farm.names == []
