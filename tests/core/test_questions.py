"""Questions: what two laptops could not know of each other is asked, alike on both, until somebody has answered."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from alfdesk import people, programmes
from alfdesk.attendance import day_work, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal import tables
from alfdesk.questions import answers, every

from .counting_house import OFFICE, SUPERVISOR, WEEK48, staff
from .desk import MONDAY, TUESDAY, text
from .two_laptops import CAR, alike, another, carry, meet, pair


@pytest.fixture
def both(founded, place, tmp_path):
    """The office and the farm, with Kari and Ola in Dagsverket."""
    office, farm = pair(founded, place, tmp_path, lambda one: one.start("Kari", "Ola"))
    yield office, farm
    farm.place.close()


# A field -------------------------------------------------------------------------------------------------------------


def phone(one, number, name="Kari"):
    one.do(people.change, person=one.ids[name], phone=number)


def test_a_field_changed_at_two_places(both):
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    assert office.questions() == farm.questions() == []
    meet(office, farm)
    assert office.asked() == text("""
        Kari: Phone was changed at two places. Which is right?
            Phone: 41 00 00 01  Anne  Kontor
            Phone: 41 00 00 02  Anne  Gården
          →  Phone: 41 00 00 01 | Phone: 41 00 00 02
    """)
    farm.say("01")
    assert farm.questions() == []
    meet(office, farm)
    assert office.questions() == []
    assert office.ask(people.card, office.ids["Kari"], MONDAY).phone == "41 00 00 01"
    # Taken back, it is asked again.
    farm.undo()
    meet(office, farm)
    assert len(office.questions("field")) == 1


def test_one_who_has_seen_the_other_raises_no_question(both):
    office, farm = both
    phone(office, "41 00 00 01")
    carry(office, farm)
    phone(farm, "41 00 00 02")
    meet(office, farm)
    assert office.questions() == []


def test_the_same_said_twice_raises_no_question(both):
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 01")
    meet(office, farm)
    assert office.questions() == []


def test_a_second_change_at_one_place_does_not_hide_the_other(both):
    """The farm never saw the office's number, however often it wrote its own."""
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    phone(farm, "41 00 00 03")
    meet(office, farm)
    assert [s.says for s in office.questions()[0].sides] == ["Phone: 41 00 00 01", "Phone: 41 00 00 03"]
    office.say("03")
    meet(office, farm)
    assert farm.questions() == []


def test_whoever_wrote_one_and_has_seen_the_other_may_simply_write_it_anew(both):
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    meet(office, farm)
    phone(office, "41 00 00 04")
    meet(office, farm)
    assert farm.questions() == []


def test_three_places_one_question_and_a_late_fourth_value_is_asked_alone(both, founded, tmp_path):
    office, farm = both
    car = another(founded, office, tmp_path / "car", CAR)
    for one, number in ((office, "41 00 00 01"), (farm, "41 00 00 02"), (car, "41 00 00 03")):
        phone(one, number)
    meet(office, farm)
    first = office.ids_asked()
    carry(car, office)
    assert len(office.questions()[0].sides) == 3 and office.ids_asked() != first
    office.say("02")
    assert office.questions() == []
    phone(car, "41 00 00 05")
    carry(car, office)
    assert [s.says for s in office.questions()[0].sides] == ["Phone: 41 00 00 02", "Phone: 41 00 00 05"]
    car.place.close()


def test_an_account_number_is_never_told_whole(both):
    office, farm = both
    for one, account in ((office, "1234.56.78903"), (farm, "8601.11.17947")):
        one.do(people.change, person=one.ids["Kari"], account=account)
    meet(office, farm)
    assert "•••• 8903" in office.asked() and "78903" not in office.asked()


# A day ---------------------------------------------------------------------------------------------------------------


def test_a_day_said_otherwise_at_two_places(both):
    office, farm = both
    office.day("Kari", MONDAY, 0)
    farm.day("Kari", MONDAY, from_minute=485)
    meet(office, farm)
    assert office.asked() == text("""
        Kari on 16.11.2026: two places say otherwise. Which is right?
            did not come  Anne  Kontor
            present, from 08.05  Anne  Gården
          →  did not come | present, from 08.05
    """)
    office.say("present")
    meet(office, farm)
    assert farm.questions() == []
    assert farm.board(farm.of) == "–  Kari  present  –  –  240  0"


def test_the_same_day_said_alike_is_counted_once_and_not_asked_about(both):
    office, farm = both
    for one in both:
        one.day("Kari", MONDAY)
    meet(office, farm)
    assert office.questions() == []


def test_two_answers_that_differ_are_asked_about_and_nothing_is_lost(both):
    office, farm = both
    office.day("Kari", MONDAY, 0)
    farm.day("Kari", MONDAY, 60)
    meet(office, farm)
    office.say("did not come")
    farm.say("present")
    meet(office, farm)
    assert len(office.questions("day")) == 1 and len(office.questions("day")[0].sides) == 2
    farm.say("present")
    meet(office, farm)
    assert office.questions() == []


def test_the_same_hours_at_two_sites(both):
    office, farm = both
    other = office.programme("Grønt", kind="standing")
    carry(office, farm)
    office.day("Kari", MONDAY, from_minute=540, to_minute=720)
    farm.day("Kari", MONDAY, of=other, from_minute=700, to_minute=800)
    farm.day("Ola", MONDAY, from_minute=540, to_minute=720)
    office.day("Ola", MONDAY, of=other, from_minute=720, to_minute=800)
    meet(office, farm)
    assert office.asked() == text("""
        Kari on 16.11.2026: the same hours at two places. Where was it?
            Dagsverket: present, 09.00–12.00  Anne  Kontor
            Grønt: present, 11.40–13.20  Anne  Gården
          →  Dagsverket | Grønt
    """)
    office.say("Grønt")
    farm.say("Dagsverket")
    meet(office, farm)  # both answers stand: asked again rather than both gone
    assert len(office.questions("hours")) == 1
    farm.say("Grønt")
    meet(office, farm)
    assert office.questions() == []


def test_more_heads_than_places(founded, place, tmp_path):
    def scene(one):
        one.start("Kari", "Ola", "Siv", places=2)

    office, farm = pair(founded, place, tmp_path, scene)
    for one, name in ((office, "Kari"), (farm, "Ola"), (farm, "Siv")):
        one.do(day_work.place, person=one.ids[name], programme=one.of, day=MONDAY, team=None)
    meet(office, farm)
    assert office.asked() == text("""
        Dagsverket on 16.11.2026: 3 people on 2 places. Do all stay?
            Kari  Anne  Kontor
            Ola, Siv  Anne  Gården
          →  They all stay
    """)
    before = office.ids_asked()
    office.do(day_work.turn_away, person=office.ids["Kari"], programme=office.of, day=MONDAY)
    assert office.questions() == []
    office.undo()
    assert office.ids_asked() == before
    office.say("stay")
    meet(office, farm)
    assert farm.questions() == []
    farm.place.close()


def test_one_too_many_on_purpose_is_not_asked_about(founded, place, tmp_path):
    office, farm = pair(founded, place, tmp_path, lambda one: one.start("Kari", "Ola", places=1))
    farm.place.close()
    for name, over in (("Kari", None), ("Ola", "came a long way")):
        office.do(day_work.place, person=office.ids[name], programme=office.of, day=MONDAY, team=None, over=over)
    assert office.questions() == []


# People --------------------------------------------------------------------------------------------------------------


def test_the_same_person_registered_at_two_places(both):
    office, farm = both
    for one in both:
        one.person("Siv", last_name="Lie", birth_year=1980)
    meet(office, farm)
    assert office.asked() == text("""
        Is Siv Lie registered twice?
            Siv Lie (3), born 1980  Anne  Kontor
            Siv Lie (3), born 1980  Anne  Gården
          →  They are two people | They are one: keep the first | They are one: keep the second
        Number 3 belongs to 2 people. Who keeps it?
            Siv Lie  Anne  Kontor
            Siv Lie  Anne  Gården
          →  Siv Lie keeps it | Siv Lie keeps it
    """)
    office.say("two people", "person")
    meet(office, farm)
    assert [q.kind for q in farm.questions()] == ["number"]
    number = farm.questions()[0]
    farm.do(answers.answer, question=number.id, choice=number.choices[1].key)
    meet(office, farm)
    assert office.questions() == []
    office.undo()
    assert [q.kind for q in office.questions()] == ["person"]


@pytest.mark.parametrize(("one", "other", "asked"), [
    ({"call_name": "Kari", "birth_year": 1980}, {"call_name": "Kari", "birth_year": 1980}, False),
    ({"call_name": "Per", "phone": "41 23 45 67"}, {"call_name": "per", "phone": "+47 41234567"}, True),
    ({"call_name": "Per", "last_name": "Aas", "birth_year": 1980}, {"call_name": "Per", "last_name": "Ås",
      "birth_year": 1980}, True),
    ({"call_name": "Per", "last_name": "Aas", "birth_year": 1980, "phone": "41234567"},
     {"call_name": "Per", "last_name": "Aas", "birth_year": 1981, "phone": "41234567"}, False),
    ({"call_name": "Per", "last_name": "Aas"}, {"call_name": "Per", "last_name": "Aas"}, False),
])  # fmt: skip
def test_who_may_be_one_person_on_one_laptop_too(both, one, other, asked):
    office, _farm = both
    office.person(**one)
    office.person(**other)
    assert [q.kind for q in office.questions()] == (["person"] if asked else [])


# All alike -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_portion_raises_the_same(both, founded, tmp_path, seed):
    """Acts at three places, carried about at random: in the end each asks the same, word for word."""
    office, farm = both
    dice = random.Random(seed)
    laptops = [office, farm, another(founded, office, tmp_path / "car", CAR)]
    for turn in range(40):
        one = dice.choice(laptops)
        name, day = dice.choice(["Kari", "Ola"]), dice.choice([MONDAY, TUESDAY])
        match dice.randrange(6):
            case 0:
                phone(one, f"41 00 00 {turn:02}", name)
            case 1:
                one.day(name, day, dice.choice([0, 60, 120]))
            case 2:
                one.person(f"Siv{dice.randrange(3)}", last_name="Lie", birth_year=1980)
            case 3:
                answer_one(one, dice)
            case 4:
                other = dice.choice([o for o in laptops if o is not one])
                carry(one, other, order=dice, one_by_one=dice.random() < 0.5)
            case 5:
                one.questions()
    for one in laptops:
        for other in laptops:
            carry(one, other, order=dice, one_by_one=dice.random() < 0.5)
    alike(*laptops)
    assert office.rebuilt() == farm.digest()
    alike(*laptops)
    # Answered one by one, all of them end.
    for _turn in range(60):
        if not office.questions():
            break
        answer_one(office, dice)
    assert office.questions() == []
    laptops[2].place.close()


def answer_one(one, dice):
    open_ = [q for q in one.questions() if q.choices]
    if open_:
        question = dice.choice(open_)
        one.do(answers.answer, question=question.id, choice=dice.choice(question.choices).key)


# Who may, and what is no answer ----------------------------------------------------------------------------------------


def test_an_answer_that_is_none_changes_nothing(both):
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    meet(office, farm)
    (question,) = office.questions()
    before = office.digest()
    for ident, choice in (("00" * 16, question.choices[0].key), (question.id, "no-such"), (question.id, "")):
        with pytest.raises(UserFacingError):
            office.do(answers.answer, question=ident, choice=choice)
    office.say("02")
    with pytest.raises(UserFacingError):
        office.do(answers.answer, question=question.id, choice=question.choices[0].key)
    assert before != office.digest()


def test_roles(both):
    office, farm = both
    for one in both:
        one.person("Siv", last_name="Lie", birth_year=1980)
        one.day("Kari", MONDAY, 60 if one is office else 120)
    meet(office, farm)
    by_kind = {q.kind: q for q in office.questions()}
    for kind, who in (("day", staff("desk")), ("number", SUPERVISOR), ("number", staff("desk"))):
        with pytest.raises(NotAllowed):
            office.acting(who, answers.answer, question=by_kind[kind].id, choice=by_kind[kind].choices[0].key)
    for kind, who in (("day", SUPERVISOR), ("number", OFFICE), ("person", staff("desk"))):
        office.acting(who, answers.answer, question=by_kind[kind].id, choice=by_kind[kind].choices[0].key)
    assert office.questions() == []


def test_a_standing_crew_marked_at_two_places(both):
    office, farm = both
    crew = office.programme("Grønt", kind="standing")
    office.do(programmes.enrol, person=office.ids["Kari"], programme=crew)
    carry(office, farm)
    for one, outcome in ((office, "reported_absent"), (farm, "present")):
        one.do(standing.mark, person=one.ids["Kari"], programme=crew, day=MONDAY, what=Said(outcome))
    meet(office, farm)
    assert [q.kind for q in farm.questions()] == ["day"]


# What this version does not know ---------------------------------------------------------------------------------------


def test_while_something_is_unknown_no_week_is_prepared_and_nothing_paid(both):
    office, _farm = both
    office.day("Kari", MONDAY)
    office.step("prepare")
    with_unknown(office, "invoice.2")
    assert office.asked() == text("""
        Some entries need a newer Alfdesk. Update this laptop.
          →  –
    """).replace("→  –", "→  ")
    before = office.digest()
    for refused in (lambda: office.paid_out(MONDAY), lambda: office.step("prepare", monday=WEEK48)):
        with pytest.raises(UserFacingError, match="newer"):
            refused()
    office.step("attest")
    with pytest.raises(UserFacingError, match="newer"):
        office.step("approve")
    assert office.status() == "attested" and office.digest() != before
    without_unknown(office)  # the update came
    assert office.questions() == []
    office.paid_out(MONDAY)


def with_unknown(one, kind):
    """As `exchange.reading` notes it."""
    cursor = one.place.cursor()
    with tables.opened(cursor):
        cursor.execute("INSERT INTO local(key, value) VALUES('unknown ' || ?, 1)", (kind,))


def without_unknown(one):
    cursor = one.place.cursor()
    with tables.opened(cursor):
        cursor.execute("DELETE FROM local WHERE key LIKE 'unknown %'")


# Years cost nothing ----------------------------------------------------------------------------------------------------


def statements(one):
    """How many statements it takes to see what is asked."""
    with one.place.read() as session:
        driver = session.connection().connection.driver_connection
        said = []
        driver.set_trace_callback(said.append)
        every.every(session)
        driver.set_trace_callback(None)
    return len(said)


def test_a_look_after_an_act_costs_the_same_whatever_lies_behind(both):
    office, farm = both
    for one, name in ((office, "Kari"), (farm, "Ola")):
        for days in range(1, 40):
            one.day(name, MONDAY - timedelta(days), 0)
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    meet(office, farm)
    statements(office)
    costs = []
    for no in range(3):
        office.day("Kari", MONDAY + timedelta(no))
        costs.append(statements(office))
    assert len(set(costs)) == 1 and costs[0] < 40
    assert statements(office) < costs[0]
