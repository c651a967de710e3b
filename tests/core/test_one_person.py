"""Somebody registered twice: which registration is kept, what ends on the other, and what stays where it stands."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from alfdesk import directory, people, person_card, programmes, put_away
from alfdesk.attendance import day_work, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.pay import own, payouts, week
from alfdesk.questions import answers
from alfdesk.sales import sellers
from alfdesk.journal.history import last_act
from alfdesk.told import act_words, history_lines

from .counting_house import SUPERVISOR
from .desk import MONDAY, TODAY, TUESDAY, table, text
from .test_questions import both  # noqa: F401  a fixture
from .two_laptops import CAR, alike, another, carry, meet

YESTERDAY = TODAY - timedelta(1)


def twice(office, farm):
    """Siv, No. 3 at the office and No. 4 at the farm."""
    office.ids["Siv"] = office.person("Siv", last_name="Lie", birth_year=1980)
    farm.ids["Siv"] = farm.person("Siv", last_name="Lie", number=4, phone="41 00 00 04", birth_year=1980)
    meet(office, farm)
    for one in (office, farm):
        one.ids |= {"3": office.ids["Siv"], "4": farm.ids["Siv"]}


def keep(one, number):
    one.say(f"keep No. {number}", "person")


def enrolled(one, name):
    return [(e[1], e[2]) for e in one.ask(people.card, one.ids[name], TODAY).enrolled]


def numbers(one) -> dict[str, int | None]:
    found = one.ask(people.everyone)
    return {name: found[one.ids[name]].number for name in ("3", "4")}


def kept(one) -> dict[str, str]:
    names = {ident: name for name, ident in one.ids.items() if name in ("3", "4", "5")}
    return {names[a]: names[b] for a, b in one.ask(put_away.everyone).items()}


def state(one):
    return [enrolled(one, "3"), enrolled(one, "4"), numbers(one), kept(one)] + [
        (c.phone, c.birth_year) for c in (one.ask(people.card, one.ids[n], TODAY) for n in ("3", "4"))
    ]


# One answer ----------------------------------------------------------------------------------------------------------


def test_one_is_kept_and_the_other_put_away(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    crew = office.programme("Grønt", kind="standing")
    office.do(programmes.enrol, person=office.ids["4"], programme=crew)
    assert office.asked() == text("""
        Is Siv Lie registered twice?
            Siv Lie (3), born 1980  Anne  Kontor
            Siv Lie (4), born 1980, 41 00 00 04  Anne  Gården
          →  They are two people | They are one: keep No. 3 | They are one: keep No. 4
    """)
    assert office.questions()[0].follows.endswith("What stands, stays.")
    before = office.entries()
    keep(office, 3)
    meet(office, farm)
    assert office.entries() == before + 1
    assert state(farm) == [
        [], [(None, YESTERDAY)],
        {"3": 3, "4": None}, {"4": "3"},
        ("41 00 00 04", 1980), ("41 00 00 04", 1980),
    ]  # fmt: skip
    assert farm.ask(programmes.crew, crew, TODAY) == []
    assert farm.questions() == []


def test_the_void_says_whose_number_is_kept(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    keep(office, 3)
    told = office.ask(people.history, office.ids["4"])
    voids = [c.reason for c in told if c.what == "void" and c.table == "person_number"]
    assert voids == ["the same person as number 3"]


def test_a_number_is_never_given_again(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    keep(office, 3)
    with pytest.raises(UserFacingError, match="given before"):
        office.person("Per", number=4)
    per = office.person("Per")
    assert office.ask(people.everyone)[per].number == 5


def test_she_is_found_once_and_by_the_office_under_both(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    keep(office, 3)
    assert [f.number for f in office.ask(people.search, "siv")] == [3]
    assert office.ask(people.search, "4") == []
    page = office.ask(directory.people_page, text="siv", today=TODAY)
    assert sorted(line.number or 0 for line in page.rows) == [0, 3]
    missing = office.ask(directory.people_page, only="missing", today=TODAY)
    assert office.ids["4"] not in {line.id for line in missing.rows}
    card = office.ask(person_card.card_page, office.ids["4"], TODAY)
    assert card.kept is not None and (card.kept.id, card.kept.number) == (office.ids["3"], 3)
    assert office.ask(person_card.card_page, office.ids["3"], TODAY).kept is None


def test_what_was_done_reads_on_both_cards(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    keep(office, 3)
    with office.place.read() as session:
        assert act_words(session, last_act(session)) == "Siv L.: kept as number 3."
    told = {n: office.ask(history_lines, office.ids[n])[0] for n in ("3", "4")}
    assert table((n, line.act, ", ".join(line.says)) for n, line in told.items()) == text("""
        3  Question answered  Phone: 41 00 00 04, Number: 3
        4  Question answered  kept as number 3, Does not count: Number: 4
    """)


def test_hours_are_paid_where_they_stand(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    office.day("3", MONDAY, 120)
    office.day("4", TUESDAY, 60)
    meet(office, farm)
    keep(farm, 3)
    meet(office, farm)
    office.step("prepare", "attest", "approve")
    assert office.pay() == text("""
        approved  version 1
        Lie  120  100,00  –  –  –  –  –  100,00
        Lie  60  50,00  –  –  –  –  –  50,00
    """)
    office.step("pay")
    assert office.questions() == []


def test_what_was_printed_with_her_number_prints_alike(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    office.day("3", MONDAY, 120)
    office.day("4", MONDAY, 60)
    office.paid_out(MONDAY)
    office.step("prepare", "attest", "approve", "pay")
    before = papers(office)
    keep(office, 3)
    assert papers(office) == before
    assert office.pay().startswith("paid")


def papers(one):
    """Number and check of the week's sheet, of each slip, and of the list of Monday."""
    sheet, day = one.ask(week.sheet, one.of, MONDAY), one.ask(payouts.day_list, one.of, MONDAY)
    slips = one.ask(own.slips, one.of, MONDAY)
    assert {s.head.number[-2:] for s in slips} == {"-3", "-4"}
    return [(one.head.number, one.head.digest) for one in (sheet, day, *slips)]


def test_whoever_stands_in_the_queue_keeps_her_place(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    for name, minute in (("Kari", 470), ("4", 475), ("Ola", 480)):
        office.do(day_work.arrive, person=office.ids[name], programme=office.of, day=TODAY, at_minute=minute)
    keep(office, 3)
    waiting = office.place.cursor().execute("SELECT no, at_minute, person FROM arrival WHERE voided=0 ORDER BY no")
    names = {ident: name for name, ident in office.ids.items() if name != "Siv"}
    stand = [(no, at, names[who]) for no, at, who in waiting.fetchall()]
    assert stand == [(1, 470, "Kari"), (2, 475, "3"), (3, 480, "Ola")]


@pytest.mark.parametrize("also", ["placed", "both wait"])
def test_a_place_that_was_given_stays(both, also):  # noqa: F811
    office, farm = both
    twice(office, farm)
    office.do(day_work.arrive, person=office.ids["4"], programme=office.of, day=TODAY, at_minute=475)
    if also == "placed":
        office.do(day_work.place, person=office.ids["4"], programme=office.of, day=TODAY, team=None)
    else:
        office.do(day_work.arrive, person=office.ids["3"], programme=office.of, day=TODAY, at_minute=476)
    keep(office, 3)
    waiting = office.place.cursor().execute("SELECT person FROM arrival WHERE voided=0").fetchall()
    assert waiting == [(office.ids["4" if also == "placed" else "3"],)]


def test_a_stay_that_begins_today_never_was(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    crew = office.programme("Grønt", kind="standing")
    office.do(programmes.enrol, person=office.ids["4"], programme=crew, since=TODAY)
    keep(office, 3)
    assert office.ask(programmes.crew, crew, TODAY) == []
    assert office.ask(person_card.card_page, office.ids["4"], TODAY).programmes == ()


def test_a_seller_stays_one_under_her_number(both):  # noqa: F811
    """Her account hangs on it, and her card."""
    office, farm = both
    twice(office, farm)
    office.do(sellers.make_seller, person=office.ids["4"])
    keep(office, 3)
    assert office.ask(sellers.number_of, office.ids["4"]) == 1
    assert [s.name for s in office.ask(sellers.sellers, TODAY, text="siv")] != []


def test_who_may_say_that_two_are_one(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    (question,) = office.questions()
    for choice in question.choices[1:]:
        assert choice.roles == ("office", "manager")
        with pytest.raises(NotAllowed):
            office.acting(SUPERVISOR, answers.answer, question=question.id, choice=choice.key)
    office.acting(SUPERVISOR, answers.answer, question=question.id, choice="two")
    assert office.questions() == []


@pytest.mark.parametrize("number", [3, 4])
def test_taken_back_all_is_as_it_was(both, number):  # noqa: F811
    office, farm = both
    twice(office, farm)
    crew = office.programme("Grønt", kind="standing")
    for name in ("3", "4"):
        office.do(programmes.enrol, person=office.ids[name], programme=crew)
    meet(office, farm)
    before, asked = state(office), office.questions()
    keep(office, number)
    after = state(office)
    assert after != before
    for _again in range(2):
        office.place.clock.forward(1)
        office.undo()
        assert (state(office), office.questions()) == (before, asked)
        office.place.clock.forward(1)
        office.redo()
        assert (state(office), office.questions()) == (after, [])
    meet(office, farm)
    assert state(farm) == after and office.rebuilt() == farm.digest()


# Two answers ---------------------------------------------------------------------------------------------------------

ANSWERS = ["keep No. 3", "keep No. 4", "two people"]


@pytest.mark.parametrize("last", ANSWERS)
@pytest.mark.parametrize("first", range(2), ids=["the office first", "the farm first"])
@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (2, 1)], ids=["3 and 4", "3 and two", "two and 4"])
def test_two_answers_are_asked_about_again_and_the_last_one_holds(both, one, other, first, last):  # noqa: F811
    office, farm = both
    twice(office, farm)
    crew = office.programme("Grønt", kind="standing")
    for name in ("3", "4"):
        office.do(programmes.enrol, person=office.ids[name], programme=crew)
    meet(office, farm)
    before = state(office)
    said = [(office, ANSWERS[one]), (farm, ANSWERS[other])]
    for laptop, answer in reversed(said) if first else said:
        laptop.say(answer, "person")
        assert laptop.questions() == []
    meet(office, farm)
    (question,) = farm.questions()
    assert question.words == "Is Siv Lie registered twice? It was answered in two ways."
    assert {(s.says.removeprefix("They are ").removeprefix("one: "), s.laptop) for s in question.sides} == {
        (answer, "Kontor" if laptop is office else "Gården") for laptop, answer in said
    }
    farm.say(last, "person")
    meet(office, farm)
    assert office.questions() == []
    found = state(office)
    ended = [(None, YESTERDAY)]
    away = {"keep No. 3": "4", "keep No. 4": "3"}.get(last)
    assert found[:2] == [ended if away == name else [(None, None)] for name in ("3", "4")]
    assert found[2] == {name: None if away == name else int(name) for name in ("3", "4")}
    assert found[3] == ({away: "3" if away == "4" else "4"} if away else {})
    if away != "4":  # the phone is No. 4's alone
        assert found[4:] == before[4:]
    assert office.rebuilt() == farm.digest()


def test_the_same_answer_at_two_places_is_one(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    for one in both:
        keep(one, 3)
    meet(office, farm)
    assert office.questions() == [] and kept(farm) == {"4": "3"}
    assert numbers(farm) == {"3": 3, "4": None}


def test_answered_twice_in_two_ways_again(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    for _round in range(3):
        keep(office, 3)
        keep(farm, 4)
        meet(office, farm)
        assert len(office.questions()) == 1 and kept(office) == {}
    keep(office, 3)
    meet(office, farm)
    assert office.questions() == [] and kept(farm) == {"4": "3"} and numbers(farm) == {"3": 3, "4": None}


def test_another_name_by_now_does_not_hide_two_answers(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    keep(office, 3)
    keep(farm, 4)
    farm.do(people.change, person=farm.ids["4"], last_name="Moe")
    meet(office, farm)
    assert len(office.questions()) == 1


# Three ---------------------------------------------------------------------------------------------------------------


def three(office, farm):
    twice(office, farm)
    office.ids["5"] = office.person("Siv", last_name="Lie", birth_year=1980)
    meet(office, farm)
    farm.ids["5"] = office.ids["5"]


def answer(one, about, number):
    (question,) = [q for q in one.questions("person") if set(q.subject) == {one.ids[n] for n in about}]
    one.do(answers.answer, question=question.id, choice=one.choice(question, f"keep No. {number}"))


def test_of_three_the_card_leads_to_the_last(both):  # noqa: F811
    office, farm = both
    three(office, farm)
    assert len(office.questions()) == 3
    answer(office, "34", 3)
    assert [set(q.subject) for q in office.questions()] == [{office.ids["3"], office.ids["5"]}]
    answer(office, "35", 5)
    meet(office, farm)
    assert farm.questions() == [] and kept(farm) == {"3": "5", "4": "5"}
    office.undo()
    meet(office, farm)
    assert kept(farm) == {"4": "3"} and len(farm.questions()) == 1


def test_put_away_in_a_ring_on_three_laptops_nobody_is_lost(both, founded, tmp_path):  # noqa: F811
    office, farm = both
    three(office, farm)
    car = another(founded, office, tmp_path / "car", CAR)
    for one, about, number in ((office, "34", 3), (farm, "45", 4), (car, "35", 5)):
        answer(one, about, number)
    for one in (office, farm, car):
        for other in (office, farm, car):
            carry(one, other)
    alike(office, farm, car)
    assert kept(office) == {} and len(office.questions()) == 3
    answer(office, "35", 3)
    meet(office, farm)
    assert kept(farm) == {"4": "3", "5": "3"} and farm.questions() == []
    car.place.close()


@pytest.mark.parametrize("seed", range(6))
def test_any_order_leaves_every_laptop_alike(both, founded, tmp_path, seed):  # noqa: F811
    office, farm = both
    three(office, farm)
    crew = office.programme("Grønt", kind="standing")
    for name in "345":
        office.do(programmes.enrol, person=office.ids[name], programme=crew)
    carry(office, farm)
    car = another(founded, office, tmp_path / "car", CAR)
    dice, laptops = random.Random(seed), [office, farm, car]
    for _turn in range(30):
        one, other = dice.sample(laptops, 2)
        match dice.randrange(5):
            case 0 | 1:
                if open_ := one.questions("person"):
                    question = dice.choice(open_)
                    one.do(answers.answer, question=question.id, choice=dice.choice(question.choices).key)
            case 2:
                one.do(people.change, person=one.ids[dice.choice("345")], phone=f"41 00 00 {_turn:02}")
            case 3:
                carry(one, other, order=dice, one_by_one=dice.random() < 0.5)
            case _:
                one.place.clock.forward(1)
                if one.ask(last_act):
                    with suppress(UserFacingError):
                        one.undo()
    for one in laptops:
        for other in laptops:
            carry(one, other, order=dice, one_by_one=dice.random() < 0.5)
    alike(*laptops)
    assert office.rebuilt() == farm.digest()
    for _turn in range(20):
        if not office.questions():
            break
        question = dice.choice(office.questions())
        office.do(answers.answer, question=question.id, choice=dice.choice(question.choices).key)
    assert office.questions() == []
    assert len(kept(office)) < 3
    car.place.close()


def test_one_who_is_erased_keeps_nobody(both):  # noqa: F811
    office, farm = both
    twice(office, farm)
    keep(office, 3)
    office.do(people.erase, person=office.ids["3"])
    meet(office, farm)
    assert kept(farm) == {}
    assert farm.ask(person_card.card_page, farm.ids["4"], TODAY).kept is None


def test_marked_at_the_other_place_before_it_heard(both):  # noqa: F811
    """Her hours there stand, and are asked about by nobody: nothing is moved, nothing lost."""
    office, farm = both
    twice(office, farm)
    crew = office.programme("Grønt", kind="standing")
    carry(office, farm)
    keep(office, 3)
    farm.do(programmes.enrol, person=farm.ids["4"], programme=crew)
    farm.do(standing.mark, person=farm.ids["4"], programme=crew, day=TODAY, what=Said("present"))
    meet(office, farm)
    assert office.questions() == []
    assert office.board(crew, TODAY).startswith("–  Siv L.  present")
