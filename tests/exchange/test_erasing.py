"""Somebody is erased on one laptop while another, which has not heard of it, goes on writing about her."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from alfdesk import people, programmes
from alfdesk.attendance import record, standing
from alfdesk.attendance.record import Said
from alfdesk.exchange import healing
from alfdesk.exchange import laptops as roster_of
from alfdesk.journal import entry as form
from alfdesk.journal import history

from .carried import Carried, Laptop

MONDAY = date(2026, 11, 16)


def farm_of(one: Laptop) -> bytes:
    with one.place.write() as work:
        return programmes.found(work, name="Gården", kind="standing")


def erased(one: Laptop, person: bytes) -> None:
    with one.place.write() as work:
        people.erase(work, person=person)
    one.place.wipe()


def written(one: Laptop) -> bytes:
    """Every word of the journal, and of what waits to join it."""
    cursor = one.place.cursor()
    ops = [raw for (packed,) in cursor.execute("SELECT ops FROM entry") for _salt, raw in form.unpack(packed)]
    return b"".join((*ops, *(raw for (raw,) in cursor.execute("SELECT raw FROM waiting"))))


def corrected(one: Laptop, person: bytes, programme: bytes) -> None:
    one.clock.forward(1)
    with one.place.write() as work:
        record.correct(
            work, person=person, programme=programme, day=MONDAY, what=Said("no_show"), reason="Kari ringte"
        )  # fmt: skip


def taken_back(one: Laptop) -> None:
    one.clock.forward(1)
    with one.place.write(batch=True) as work:
        act = history.last_act(work.session)
        assert act is not None
        history.undo(work, stream=act.stream, seq=act.seq)


@pytest.mark.parametrize("how", ["the fact was known", "the fact came late too"])
def test_why_a_fact_of_hers_did_not_count_is_erased_too(laptops: Carried, how: str) -> None:
    office, farm, centre = laptops.all
    kari, programme = office.writes("Kari"), farm_of(office)
    with office.place.write() as work:
        programmes.enrol(work, person=kari, programme=programme)
    laptops.hands_around()
    if how == "the fact came late too":
        erased(office, kari)
    farm.clock.forward(1)
    with farm.place.write() as work:
        standing.mark(work, person=kari, programme=programme, day=MONDAY, what=Said("present"))
    office.reads(farm.sends())
    if how == "the fact was known":
        erased(office, kari)
    centre.reads(office.sends())  # it has never seen the fact itself
    corrected(farm, kari, programme)
    assert b"Kari ringte" in written(farm)
    late = farm.sends()
    for one in (office, centre):
        one.reads(late)
        assert b"Kari ringte" not in written(one) and one.is_whole
    laptops.hands_around()
    assert office.digest == farm.digest == centre.digest
    assert not any(b"Kari" in written(one) for one in laptops.all)


def test_that_a_fact_of_hers_was_taken_back_is_erased_too(laptops: Carried) -> None:
    office, farm = laptops.office, laptops.farm
    kari = office.writes("Kari")
    laptops.hands_around()
    farm.clock.forward(1)
    with farm.place.write() as work:
        message = people.leave_message(work, person=kari, text="ring Kari", until=MONDAY, today=MONDAY)
    laptops.hands_around()
    erased(office, kari)
    taken_back(farm)
    office.reads(farm.sends())
    assert message.hex().encode() not in written(office) and office.is_whole
    laptops.hands_around()
    assert not any(message.hex().encode() in written(one) for one in laptops.all)


# An erasure that does not count ------------------------------------------------------------------------------------


def lately(laptops: Carried) -> None:
    """Two months later: nothing is sent again only because it is young."""
    for one in laptops.all:
        one.clock.forward(61 * 24 * 60)


def test_who_was_erased_from_a_laptop_that_is_barred_comes_back(laptops: Carried) -> None:
    """Whoever took the farm erased Kari, and the office took it in before it heard that the farm is barred.

        farm      erases Kari ──▶ office
        centre    bars the farm ────────▶ office    has nothing of hers any more, and asks
        office    ──▶ centre ──▶ office             Kari is there again
    """
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    office.changes(kari, phone="55551234")
    laptops.hands_around()
    lately(laptops)
    erased(farm, kari)
    office.reads(farm.sends("Kontor"))
    assert office.names == [] and b"55551234" not in written(office)
    roster_of.revoke(centre.place, "Gården", why="stolen")
    office.reads(centre.sends())
    assert office.names == [] and office.digest != centre.digest
    centre.reads(office.sends())
    # Her registration and her phone.
    assert office.reads(centre.sends()).lines == ("2 erased changes are back, with their content",)
    assert office.names == centre.names == ["Kari"] and office.phone(kari) == "55551234"
    assert office.digest == centre.digest and office.is_whole
    # It asks no longer, and nothing is sent again for ever.
    centre.reads(office.sends())
    office.reads(centre.sends())
    assert [healing.lacking(one.place.cursor()) for one in (office, centre)] == [set(), set()]


def test_who_was_rightly_erased_stays_erased_though_another_comes_back(laptops: Carried) -> None:
    office, farm, centre = laptops.all
    kari, siv = office.writes("Kari"), office.writes("Siv")
    laptops.hands_around()
    erased(office, siv)
    laptops.hands_around()
    lately(laptops)
    erased(farm, kari)
    office.reads(farm.sends("Kontor"))
    roster_of.revoke(centre.place, "Gården", why="stolen")
    laptops.hands_around(office, centre)
    laptops.hands_around(office, centre)
    assert office.names == centre.names == ["Kari"] and office.digest == centre.digest
    assert b"Siv" not in written(office) + written(centre) and office.is_whole and centre.is_whole
    assert healing.lacking(office.place.cursor()) == set()


@pytest.fixture
def behind(laptops: Carried) -> Iterator[tuple[Carried, Laptop, bytes]]:
    """The centre has heard that Kari is erased. A copy of it has also her new phone number, or would have. And the
    office, which has heard of neither, bars the farm."""
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    laptops.hands_around()
    erased(farm, kari)
    centre.reads(farm.sends("Senteret"))
    twin = centre.is_copied("Senteret i dag")
    office.changes(kari, phone="55551234")
    twin.reads(office.sends())
    assert twin.names == [] and b"55551234" not in written(twin)
    roster_of.revoke(office.place, "Gården", why="stolen")
    yield laptops, twin, kari
    twin.place.close()


@pytest.mark.parametrize("first", ["the office", "the copy"])
def test_who_has_not_heard_of_the_bar_can_not_say_that_somebody_stays_erased(
    behind: tuple[Carried, Laptop, bytes], first: str
) -> None:
    """The copy hands on what it holds for erased. The centre asks on, until it hears from one who counts what it counts.

        office    bars the farm ──▶ centre    asks for all that is erased here
        copy      the change, bare ──▶ centre    does not believe it, whether the change is new to it or not
        office    ──▶ centre                     has all of it
    """
    laptops, twin, kari = behind
    office, _farm, centre = laptops.all
    if first == "the copy":
        centre.reads(twin.sends())
        assert centre.names == [] and centre.is_whole
    centre.reads(office.sends())
    if first == "the office":
        centre.reads(twin.sends())
    lately(laptops)
    laptops.hands_around(office, centre)
    laptops.hands_around(office, centre)
    assert centre.names == ["Kari"] and centre.phone(kari) == "55551234"
    twin.clock.forward(61 * 24 * 60)
    twin.writes("Siv")  # or its files can't be told from the centre's own old ones
    for _turn in range(3):
        laptops.hands_around(office, centre, twin)
    assert office.digest == centre.digest == twin.digest and centre.is_whole and twin.is_whole
    assert not any(healing.lacking(one.place.cursor()) for one in (office, centre, twin))


def hears_of_it_bare(laptops: Carried, twin: Laptop, kari: bytes) -> None:
    """Kari gets a new number. The centre bars the farm, which has erased her, and hears of the number from its copy
    alone, where she is erased."""
    office, farm, centre = laptops.all
    office.changes(kari, phone="55551234")
    twin.reads(farm.sends("Senteret"))
    twin.reads(office.sends())
    roster_of.revoke(centre.place, "Gården", why="stolen")
    centre.reads(twin.sends())


def test_a_change_that_comes_bare_after_the_bar_is_asked_for(laptops: Carried) -> None:
    """The centre has barred the farm itself, and hears of the change from the copy alone. The office, which has it
    whole, hears of the bar and of the erasure in one file: it loses nothing by that."""
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    laptops.hands_around()
    erased(farm, kari)
    twin = centre.is_copied("Senteret i dag")
    hears_of_it_bare(laptops, twin, kari)
    assert centre.names == ["Kari"] and centre.phone(kari) is None and centre.is_whole
    lately(laptops)
    for _turn in range(2):
        office.reads(centre.sends())
        centre.reads(office.sends())
    assert office.names == centre.names == ["Kari"] and centre.phone(kari) == "55551234"
    assert office.digest == centre.digest and centre.is_whole
    twin.place.close()


def test_a_change_that_waited_bare_is_asked_for_when_the_erasure_goes_out(laptops: Carried) -> None:
    """It came before the one that it follows, while Kari was erased here, and comes in when she is not any more."""
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    laptops.hands_around()
    twin = office.is_copied("Kontoret i går")
    office.writes("Ola")
    first = office.sends("Senteret")
    lately(laptops)
    office.changes(kari, phone="55551234")
    before = centre.backs_up()
    centre.reads(first)
    office.reads(centre.sends())
    centre.is_restored(before)
    second = office.sends("Senteret")  # without what was in the first
    erased(farm, kari)
    centre.reads(farm.sends("Senteret"))
    assert centre.reads(second).waiting == 1 and b"55551234" not in written(centre)
    roster_of.revoke(twin.place, "Gården", why="stolen")
    centre.reads(twin.sends("Senteret"))
    centre.reads(first)
    assert "Ola" in centre.names and centre.waits == 1  # the erasure
    for _turn in range(2):
        office.reads(centre.sends())
        centre.reads(office.sends())
    assert office.names == centre.names == ["Kari", "Ola"] and centre.phone(kari) == "55551234"
    assert office.digest == centre.digest and centre.is_whole
    twin.place.close()


def test_what_a_laptop_lacks_itself_it_hands_on_as_lacking(laptops: Carried) -> None:
    """A second copy of the centre hears of the change, and of the bar, from the centre alone, which has it bare."""
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    laptops.hands_around()
    erased(farm, kari)
    twin, other = centre.is_copied("Senteret i dag"), centre.is_copied("Senteret i morgen")
    hears_of_it_bare(laptops, twin, kari)
    other.writes("Siv")  # or its files can't be told from the centre's own
    other.reads(centre.sends())
    assert other.phone(kari) is None and healing.lacking(other.place.cursor())
    for one in (*laptops.all, other):
        one.clock.forward(61 * 24 * 60)
    for _turn in range(2):
        office.reads(other.sends())
        other.reads(office.sends())
    assert other.phone(kari) == "55551234" and other.digest == office.digest and other.is_whole
    twin.place.close()
    other.place.close()


@pytest.mark.parametrize("what", ["an erasure", "a name"])
def test_what_waited_and_is_barred_by_the_file_it_waited_for(laptops: Carried, what: str) -> None:
    """The thief's last entry waits at the office for the one before. That one comes together with the bar: so the last
    goes on waiting, and nothing of Kari's is lost, not even what the office alone had."""
    office, farm, centre = laptops.all
    kari = office.writes("Kari")
    laptops.hands_around()
    farm.writes("Ola")
    first = farm.sends()
    centre.reads(first)
    lately(laptops)
    before = office.backs_up()
    office.reads(first)
    farm.reads(office.sends("Gården"))
    office.is_restored(before)
    if what == "an erasure":
        erased(farm, kari)
    else:
        farm.writes("Tyv")
    assert office.reads(farm.sends("Kontor")).waiting == 1
    office.changes(kari, phone="55551234")
    roster_of.revoke(centre.place, "Gården", why="stolen")
    office.reads(centre.sends())
    assert office.names == ["Kari", "Ola"] and office.phone(kari) == "55551234"
    assert office.waits == 1 and office.is_whole and not healing.lacking(office.place.cursor())
