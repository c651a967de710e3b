"""Somebody is erased on one laptop while another, which has not heard of it, goes on writing about her."""

from __future__ import annotations

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
    office.reads(centre.sends())
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
