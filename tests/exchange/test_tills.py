"""Tills on laptops that exchange real parcels: what a barred laptop wrote goes, and may come back; the sums follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfdesk import money
from alfdesk.exchange import laptops as roster
from alfdesk.sales import editions, outlets, sellers, selling, settling, till

from .carried import Carried, Laptop

FRIDAY = date(2026, 11, 20)


def does(one: Laptop, verb: Any, **values: Any) -> Any:
    one.clock.forward(1)
    with one.place.write() as work:
        return verb(work, **values)


def sells(one: Laptop, copies: int) -> None:
    with one.place.read() as session:
        person, edition = sellers.person_of(session, 94), editions.edition_named(session, "Megafon", "11/2026")
    does(one, selling.sell, outlet=at(one), person=person, edition=edition, copies=copies, day=FRIDAY, at_minute=600)


def at(one: Laptop) -> bytes:
    with one.place.read() as session:
        return outlets.outlets(session)[0].id


def settles(one: Laptop) -> tuple[str, int]:
    with one.place.read() as session:
        ore = till.unsettled_cash(session, outlets.outlets(session)[0].id)
    counts = money.fewest(max(0, ore))
    done = does(one, settling.settle, outlet=at(one), day=FRIDAY, at_minute=900, counts=counts, reason="talt")
    return done.number, done.expected_ore


def holds(one: Laptop) -> int:
    """Kroner unsettled: the quick sum, by day and in one, which is the plain one."""
    outlet, cursor = at(one), one.place.cursor()
    moved = cursor.execute("SELECT ifnull(sum(cash_ore), 0) FROM desk_move WHERE outlet=? AND voided=0", (outlet,))
    plain = moved.fetchone()[0]
    took = cursor.execute("SELECT ifnull(sum(moved_ore), 0) FROM settlement WHERE outlet=? AND voided=0", (outlet,))
    plain -= took.fetchone()[0]
    with one.place.read() as session:
        assert till.unsettled_cash(session, outlet) == plain
        days = till.unsettled(session, outlet).days
    assert sum(ore for day in days for _what, ore, _count in day.sums) == plain
    return plain // 100


def test_what_a_barred_laptop_sold_goes_out_of_the_till_and_comes_back_with_it(laptops: Carried) -> None:
    office, farm, centre = laptops.all
    person = office.writes("Kari")
    does(office, sellers.make_seller, person=person, number=94)
    does(office, editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5_000, cover_ore=10_000,
         since=date(2026, 11, 1))  # fmt: skip
    does(office, outlets.found_outlet, name="Hallvardsstuen")
    laptops.hands_around()
    sells(farm, 10)
    laptops.hands_around()
    sells(farm, 6)  # after it was stolen
    centre.reads(farm.sends())
    assert (holds(centre), holds(office)) == (800, 500)
    assert settles(centre) == ("KC-0001", 80_000)
    sells(centre, 1)
    assert holds(centre) == 50
    roster.revoke(office.place, "Gården", why="lost")
    centre.reads(office.sends())
    assert holds(centre) == -250  # what the thief sold was settled, and has gone
    office.reads(centre.sends())
    assert office.digest == centre.digest and holds(office) == -250
    sells(centre, 10)
    assert settles(centre) == ("KC-0002", 25_000)
    sells(centre, 2)
    assert holds(centre) == 100
    assert roster.pardon(centre.place, "Gården", why="found") > 0
    assert holds(centre) == 400
    office.reads(centre.sends())
    assert office.digest == centre.digest and holds(office) == 400
    assert settles(office) == ("K-0001", 40_000)
    laptops.hands_around(office, centre)
    assert [holds(one) for one in (office, centre)] == [0, 0]
    assert settles(centre) == ("KC-0003", 0)


def test_a_restored_laptop_reckons_rightly_and_goes_on_with_its_numbers(laptops: Carried) -> None:
    office, farm, _centre = laptops.all
    does(office, sellers.make_seller, person=office.writes("Kari"), number=94)
    does(office, editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5_000, cover_ore=10_000,
         since=date(2026, 11, 1))  # fmt: skip
    does(office, outlets.found_outlet, name="Hallvardsstuen")
    sells(office, 1)
    assert settles(office) == ("K-0001", 5_000)
    copy = office.backs_up()
    sells(office, 2)
    assert settles(office) == ("K-0002", 10_000)
    sells(office, 3)
    laptops.hands_around(office, farm)
    sells(farm, 4)
    office.is_restored(copy)
    assert holds(office) == 0
    office.reads(farm.sends())
    assert holds(office) == 350
    assert settles(office) == ("K-0003", 35_000)
    sells(office, 5)
    assert holds(office) == 250
