"""Questions, never silence, by real parcels: what two laptops said without knowing of each other, asked alike on all of
them. Each kind by itself is tried in tests/core/test_questions.py."""

from __future__ import annotations

from datetime import date

from alfdesk import people, programmes
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said
from alfdesk.models.people import Person
from alfdesk.questions import answers
from alfdesk.questions.every import every
from alfdesk.questions.records import Question

from .carried import Carried, Laptop

MONDAY = date(2026, 11, 16)
YEAR = date(2026, 1, 1)


def asked(one: Laptop) -> list[Question]:
    with one.place.read() as session:
        return list(every(session))


def told(one: Laptop) -> list[str]:
    return [f"{q.kind}: " + " / ".join(f"{s.laptop} {s.says}" for s in q.sides) for q in asked(one)]


def both(laptops: Carried) -> tuple[Laptop, Laptop]:
    return laptops.office, laptops.farm


def test_a_field_changed_at_two_places_is_asked_about_until_somebody_answers(laptops: Carried):
    office, farm = both(laptops)
    kari = office.writes("Kari")
    laptops.hands_around()
    office.changes(kari, phone="41 23 45 67")
    farm.clock.forward(5)
    farm.changes(kari, phone="98 76 54 32")
    seen = office.reads(farm.sends(), preview=True)
    assert (seen.questions, asked(office)) == (1, [])
    assert office.reads(farm.sends()).questions == 1
    laptops.hands_around()
    assert told(office) == ["field: Kontor Phone: 41 23 45 67 / Gården Phone: 98 76 54 32"]
    assert asked(office) == asked(farm) == asked(laptops.centre)
    (question,) = asked(farm)
    farm.clock.forward(5)
    with farm.place.write() as work:  # neither of them: somebody writes what it is
        answers.answer(work, question=question.id, choice="other", value="22 33 44 55")
    laptops.hands_around()
    assert [p.phone for p in (card(office, kari), card(laptops.centre, kari))] == ["22 33 44 55"] * 2
    assert asked(office) == asked(farm) == []


def test_the_same_value_said_twice_is_no_question(laptops: Carried):
    office, farm = both(laptops)
    kari = office.writes("Kari")
    laptops.hands_around()
    for one in (office, farm):
        one.changes(kari, phone="41 23 45 67")
    laptops.hands_around()
    assert asked(office) == []


def test_one_after_the_other_is_no_question(laptops: Carried):
    office, farm = both(laptops)
    kari = office.writes("Kari")
    laptops.hands_around()
    for one, phone in ((office, "41 23 45 67"), (farm, "98 76 54 32"), (office, "22 33 44 55")):
        one.changes(kari, phone=phone)
        laptops.hands_around()
    assert asked(office) == asked(farm) == []


def card(one: Laptop, person: bytes) -> people.Card:
    with one.place.read() as session:
        return people.card(session, person, MONDAY)


def yard(one: Laptop, *names: str) -> list[bytes]:
    found = []
    for name in names:
        with one.place.write() as work:
            found.append(programmes.found(work, name=name, kind="standing"))
    return found


def mark(one: Laptop, person: bytes, programme: bytes, said: Said) -> None:
    one.clock.forward(1)
    with one.place.write() as work:
        standing.mark(work, person=person, programme=programme, day=MONDAY, what=said)


def crew(laptops: Carried) -> tuple[bytes, list[bytes]]:
    kari = laptops.office.writes("Kari")
    found = yard(laptops.office, "Fjøs", "Verksted")
    for programme in found:
        with laptops.office.place.write() as work:
            programmes.enrol(work, person=kari, programme=programme)
    laptops.hands_around()
    return kari, found


def test_a_day_said_at_two_places_is_asked_about(laptops: Carried):
    office, farm = both(laptops)
    kari, (barn, _shop) = crew(laptops)
    mark(office, kari, barn, Said("no_show"))
    mark(farm, kari, barn, Said("present", from_minute=485, to_minute=720))
    laptops.hands_around()
    (question,) = asked(office)
    assert (question.kind, question.subject) == ("day", (kari,))
    sides = [(s.who, s.laptop, s.says) for s in question.sides]
    assert sides == [("Anne", "Kontor", "did not come"), ("Anne", "Gården", "present, 08.05–12.00")]
    assert asked(farm) == asked(office)


def test_one_person_at_two_places_in_the_same_hours_is_asked_about(laptops: Carried):
    office, farm = both(laptops)
    kari, (barn, shop) = crew(laptops)
    mark(office, kari, barn, Said("present", from_minute=480, to_minute=600))
    mark(farm, kari, shop, Said("present", from_minute=600, to_minute=720))
    laptops.hands_around()
    assert asked(office) == []  # first here, then there
    other = office.writes("Ola")
    for programme in (barn, shop):
        with office.place.write() as work:
            programmes.enrol(work, person=other, programme=programme)
    laptops.hands_around()
    mark(office, other, barn, Said("present", from_minute=480, to_minute=601))
    mark(farm, other, shop, Said("present", from_minute=600, to_minute=720))
    laptops.hands_around()
    assert [(q.kind, q.subject) for q in asked(farm)] == [("hours", (other,))]
    assert asked(farm) == asked(office)


def test_one_person_registered_at_two_places_is_asked_about(laptops: Carried):
    office, farm = both(laptops)
    for one in (office, farm):
        with one.place.write() as work:
            people.register(work, call_name="Kari", last_name="Nordmann", birth_year=1991)
    farm.writes("Kari")  # another one, of whom nothing more is known
    laptops.hands_around()
    question = next(q for q in asked(office) if q.kind == "person")
    assert {s.laptop for s in question.sides} == {"Kontor", "Gården"}
    assert asked(farm) == asked(office)


def test_a_list_that_says_a_field_twice_is_no_question(laptops: Carried):
    office = laptops.office
    kari = office.writes("Kari")
    with office.place.write(batch=True) as work:
        row = work.session.get_one(Person, kari)
        work.change(row, phone="41234567")
        work.next("people.change")
        work.change(row, phone="98765432")
    assert asked(office) == []
