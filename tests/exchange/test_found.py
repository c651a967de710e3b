"""What the schedules and the invented bodies (`tests/simulate`, `tests/faults`) found, each as a story of its own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from alfdesk import people
from alfdesk.errors import UserFacingError
from alfdesk.exchange import container, lines, roster, tips
from alfdesk.exchange import laptops as roster_of
from alfdesk.exchange.status import missing
from alfdesk.journal import history
from alfdesk.questions.every import every
from alfdesk.store.check import check

from .carried import Carried, Laptop
from .test_hostile import Liar, ident, liar  # noqa: F401  the fixture
from .test_stories import lately, old_news


def with_said(liar: Liar, **said: object) -> Path:
    """A genuine parcel of the farm with something else in its manifest."""
    keys = roster.own_keys(liar.office.place.cursor())
    assert keys and liar.keys
    found = container.unseal(liar.farm.sends("Kontor").read_bytes(), keys.identity)
    path = liar.laptops.stick / "said.alf"
    manifest = msgspec.structs.replace(found.manifest, **said)
    path.write_bytes(container.seal(manifest, found.packed, liar.keys, [keys.recipient]))
    return path


@pytest.mark.parametrize("said", [{"sender": "nobody"}, {"id": "x"}, {"unpacked": -1}, {"slots": "{"}], ids=str)
def test_a_manifest_that_is_none_is_damaged(liar: Liar, said: dict[str, object]):  # noqa: F811
    assert liar.office.reads(with_said(liar, **said)).code == "DAMAGED"


@pytest.mark.parametrize("op", [["tally"], ["tally", [], 1], ["set", "later", "ab" * 16, "name", 1, 0]], ids=str)
def test_what_this_version_does_not_know_is_no_damage_and_is_not_undone(liar: Liar, op: list[object]):  # noqa: F811
    office = liar.office
    entry = liar.entry(op)
    assert office.reads(liar.file(entry)).new == 1
    assert check(office.place).ok
    with pytest.raises(UserFacingError, match="newer Alfdesk"), office.place.write(batch=True) as work:
        history.undo(work, stream=entry.stream, seq=0)


def test_what_is_said_of_a_programme_that_has_not_come_yet_stops_nobody(liar: Liar):  # noqa: F811
    office, programme, person = liar.office, ident(), ident()
    said = {"programme": programme, "day": "2026-11-16", "amount_ore": 5_000, "method": "cash"}
    week = {"programme": programme, "monday": "2026-11-16", "version": 1}
    facts = [["fact", "payout", ident(), person, said] for _twice in range(2)]
    weeks = [["fact", "pay_week", ident(), None, week] for _twice in range(2)]
    came = {"programme": programme, "day": "2026-11-16", "outcome": "present"}
    for one in (*facts, *weeks, ["fact", "attendance", ident(), person, came]):
        assert office.reads(liar.file(liar.entry(one))).status == "taken"
    with office.place.read() as session:
        every(session)
        people.everyone(session)


def test_a_laptop_that_was_started_thousands_of_times_is_read_in_a_moment(liar: Liar):  # noqa: F811
    """Each start is a stream that hangs on the one before; they come in the order of their random names."""
    liar.farm.writes("Ola")
    liar.office.reads(liar.farm.sends("Kontor"))
    head = tips.own_head(liar.farm.place.cursor())
    assert head
    entries, (parent, prev) = [], head
    for name in sorted((os.urandom(16) for _n in range(1_500)), reverse=True):
        entries.append(liar.entry(["tally"], stream=name, parent=parent, prev=prev))
        parent, prev = (name, 0), entries[-1].hash
    body = b"".join(lines.raw_line(lines.Received(e, [])) for e in entries)
    file = liar.file(entries[-1], raw=body)
    start = time.process_time()
    taken = liar.office.reads(file)
    spent = time.process_time() - start
    assert (taken.new, taken.waiting) == (1_500, 0)
    assert spent < 5


def test_a_restored_laptop_that_has_not_written_yet_is_given_what_it_lost(friends: Carried):
    """It speaks of an entry further back than it did before, but later: no old file, an old laptop."""
    office, farm = friends.office, friends.farm
    copy = farm.backs_up()
    for name in ("Ola", "Kari"):
        farm.writes(name)
    office.reads(farm.sends())
    friends.centre.reads(farm.sends())
    old_news(friends)
    farm.is_restored(copy)
    assert farm.names == []
    office.reads(farm.sends("Kontor"))
    farm.reads(office.sends("Gården"))
    assert farm.names == ["Kari", "Ola"]


def with_a_twin(friends: Carried, *, years: int) -> tuple[Laptop, Laptop, Laptop]:
    """The office, the farm, and a copy of the farm's disk on another machine whose clock goes wrong by so many years. It
    has written something of its own."""
    twin = friends.farm.is_copied("Tvillingen")
    friends.all.append(twin)
    twin.clock.now += years * 365 * 86_400_000
    twin.restarts()
    twin.writes("Kari")
    return friends.office, friends.farm, twin


def test_a_twin_with_a_clock_two_years_back_starves_nobody(friends: Carried):
    office, farm, twin = with_a_twin(friends, years=-2)
    office.reads(twin.sends())
    office.reads(farm.sends())
    office.reads(twin.sends())
    farm.reads(office.sends("Gården"))
    assert farm.names == ["Kari"]


def test_what_was_declared_lost_and_turns_up_reaches_all_though_its_whole_stream_was_gone(friends: Carried):
    office, farm, centre = friends.office, friends.farm, friends.centre
    before = [(one, one.backs_up()) for one in (office, farm)]
    farm.writes("Ola")
    farm.writes("Siv")
    first = farm.sends()
    office.reads(first)
    farm.reads(office.sends("Gården"))
    old_news(friends)
    farm.restarts()
    farm.writes("Kari")
    second = farm.sends("Kontor")
    for one, copy in before:
        one.is_restored(copy)
    office.reads(second)
    (lost,) = missing(office.place)
    roster_of.lost(office.place, lost.stream, lost.seq)
    assert office.names == ["Kari"]
    centre.reads(office.sends())
    centre.reads(first)  # an old stick turns up
    assert centre.names == ["Kari", "Ola", "Siv"]
    office.reads(centre.sends("Kontor"))
    assert office.names == ["Kari", "Ola", "Siv"]


def test_what_was_declared_lost_is_lacking_no_more_though_something_waits_for_it(friends: Carried):
    """Its laptop is barred: an administrator who was asked again would say the same for ever."""
    office, farm = friends.office, friends.farm
    farm.writes("Ola")
    first = farm.sends()
    old_news(friends)
    farm.writes("Siv")
    office.reads(lately(friends, first))
    roster_of.revoke(office.place, "Gården", why="lost")
    (gap,) = missing(office.place)
    assert roster_of.lost(office.place, gap.stream, gap.seq) == 0
    assert office.waits == 1 and missing(office.place) == []


@pytest.mark.parametrize("years", [2, -2])
def test_a_twin_with_a_clock_two_years_off_is_neither_forgotten_nor_held_for_silent(friends: Carried, years: int):
    """Ahead, when its word was said nobody can tell: it is not too old to count beside the other's. Behind, how long it
    was silent the listener's clock tells: by its own it has not spoken for two years, and just did."""
    office, farm, twin = with_a_twin(friends, years=years)
    farm.writes("Ola")
    old_news(friends)
    for one in (twin, farm):
        office.reads(one.sends())
    twin.reads(office.sends("Gården"))
    assert twin.names == ["Kari", "Ola"]


def test_a_twin_that_only_reads_is_given_what_comes(friends: Carried):
    """It has written nothing, so the other one's word seems to be its own, later one; until it says again what it has."""
    office, farm, centre = friends.office, friends.farm, friends.centre
    twin = farm.is_copied("Tvillingen")
    friends.all.append(twin)
    centre.writes("Kari")
    farm.writes("Ola")
    farm.reads(centre.sends())
    old_news(friends)
    office.reads(centre.sends())
    for minute, one in enumerate((farm, twin, farm)):
        one.clock.forward(10 * (minute + 1))
        office.reads(one.sends())
    twin.reads(office.sends("Gården"))
    assert twin.names == ["Kari", "Ola"]


def test_what_was_written_before_a_clock_was_set_back_comes_with_what_followed_it(friends: Carried):
    """The farm's clock falls back two years between Kari and Ola. The office answers for both and is set back to a copy
    from before; to the farm Kari is young and Ola old by then. Kari alone nobody could believe: the farm vouches for its
    newest entry, and from there the way to her leads past Ola."""
    farm, office, day = friends.farm, friends.office, 24 * 60
    copy = office.backs_up()
    farm.writes("Kari")
    farm.clock.forward(-730 * day)
    farm.restarts()
    farm.writes("Ola")
    office.reads(farm.sends())
    farm.reads(office.sends())
    office.is_restored(copy)
    farm.clock.forward(75 * day)
    farm.restarts()
    farm.writes("Per")
    office.reads(farm.sends("Kontor"))
    assert office.names == ["Kari", "Ola", "Per"] and office.waits == 0
