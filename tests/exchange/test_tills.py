"""Tills on laptops that exchange real parcels: what a barred laptop wrote goes, and may come back; the sums follow.
Settlements of a laptop that was restored or copied are numbered in a series of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfdesk import money
from alfdesk.exchange import laptops as roster
from alfdesk.questions.every import every
from alfdesk.sales import editions, outlets, rules, sellers, selling, settling, till
from alfdesk.store import backup

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


# Numbers -------------------------------------------------------------------------------------------------------------


def stalls(laptops: Carried) -> tuple[Laptop, Laptop]:
    """The office, where somebody sells at 50 kr, and the farm, which knows of it."""
    office, farm, _centre = laptops.all
    does(office, sellers.make_seller, person=office.writes("Kari"), number=94)
    does(office, editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5_000, cover_ore=10_000,
         since=date(2026, 11, 1))  # fmt: skip
    does(office, outlets.found_outlet, name="Hallvardsstuen")
    laptops.hands_around(office, farm)
    return office, farm


def numbers(one: Laptop) -> list[str]:
    """Of every settlement there is, sorted."""
    with one.place.read() as session:
        return sorted(found.number for found in settling.settlements(session))


def asked(one: Laptop) -> list[str]:
    with one.place.read() as session:
        return [q.words for q in every(session) if q.kind == "numbered"]


def test_a_restored_laptop_reckons_rightly_and_goes_on_in_a_series_of_its_own(laptops: Carried) -> None:
    office, farm = stalls(laptops)
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
    assert settles(office) == ("K2-0001", 35_000)
    sells(office, 5)
    assert holds(office) == 250
    office.restarts()
    assert settles(office) == ("K2-0002", 25_000)
    laptops.hands_around(office, farm)
    assert numbers(farm) == numbers(office) == ["K-0001", "K-0002", "K2-0001", "K2-0002"]
    assert asked(farm) == asked(office) == []


def test_no_number_is_given_again_before_its_own_entries_come_back(laptops: Carried) -> None:
    office, farm = stalls(laptops)
    copy = office.backs_up()
    sells(office, 1)
    assert settles(office) == ("K-0001", 5_000)  # on paper; the copy knows nothing of it
    laptops.hands_around(office, farm)
    office.is_restored(copy)
    assert numbers(office) == []
    sells(office, 2)
    assert settles(office) == ("K2-0001", 10_000)
    laptops.hands_around(farm, office)
    assert [settles(office)[0] for _twice in range(2)] == ["K2-0002", "K2-0003"]
    assert numbers(office) == ["K-0001", "K2-0001", "K2-0002", "K2-0003"] and asked(office) == []


def test_a_laptop_that_is_put_back_to_one_copy_twice_takes_a_new_letter_each_time(laptops: Carried) -> None:
    office, farm = stalls(laptops)
    settles(office)
    copy = office.backs_up()
    for number in ("K2-0001", "K3-0001"):
        backup.put_back(office.place, copy)
        assert settles(office)[0] == number
        assert settles(office)[0] == number.replace("0001", "0002")
        farm.reads(office.sends())
    assert numbers(farm) == ["K-0001", "K2-0001", "K2-0002", "K3-0001", "K3-0002"]
    office.reads(farm.sends())
    assert settles(office)[0] == "K3-0003" and asked(office) == []


def test_a_copied_laptop_and_its_copy_part_when_they_hear_of_one_another(laptops: Carried) -> None:
    office, farm = stalls(laptops)
    settles(office)
    copy = office.is_copied("Kopi")
    assert settles(office)[0] == settles(copy)[0] == "K-0002"  # neither can know
    farm.reads(office.sends())
    farm.reads(copy.sends())
    assert asked(farm) == ["2 settlements are numbered K-0002. Which one counts?"]
    back = farm.sends()
    for one in (office, copy):
        one.reads(back)
        assert asked(one) == asked(farm)
    first, second = settles(office)[0], settles(copy)[0]
    assert {first, second} == {"K2-0001", "K3-0001"}
    for one in (office, copy):
        one.restarts()
    assert (settles(office)[0], settles(copy)[0]) == (first.replace("1", "2"), second.replace("1", "2"))
    laptops.hands_around(office, copy, farm)
    assert asked(farm) == asked(copy) == ["2 settlements are numbered K-0002. Which one counts?"]
    assert numbers(office) == numbers(copy) == [
        "K-0001", "K-0002", "K-0002", "K2-0001", "K2-0002", "K3-0001", "K3-0002"
    ]  # fmt: skip
    assert (settles(office)[0], settles(copy)[0]) == (first.replace("1", "3"), second.replace("1", "3"))
    copy.place.close()


def test_the_letter_of_the_settings_is_kept_and_a_restored_laptop_adds_a_figure_to_it(laptops: Carried) -> None:
    office, _farm = stalls(laptops)
    with office.place.read() as session:
        own = settling.own_laptop(session)
    settles(office)
    does(office, rules.rule, about=own, key="letter", value="HS", since=FRIDAY)
    assert settles(office)[0] == "HS-0002"  # one series of the laptop, whatever its letter
    copy = office.backs_up()
    office.is_restored(copy)
    assert settles(office)[0] == "HS2-0001"
    does(office, rules.rule, about=own, key="letter", value="B", since=FRIDAY)
    assert settles(office)[0] == "B2-0002"
    with office.place.read() as session:
        assert settling.numbered(session, "hs2-0001").number == "HS2-0001"
