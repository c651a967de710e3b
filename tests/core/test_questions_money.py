"""Questions about money: late days, paid twice, prepared twice. The snapshot stands, every krone is counted once, and
each laptop reckons the same, whatever came first."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta

import pytest

from alfdesk.attendance import record
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.pay import payouts, steps
from alfdesk.questions import answers

from .counting_house import MANAGER, OFFICE, OTHER_MANAGER, WEEK48, WEEK49, staff
from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, WEDNESDAY, text
from .two_laptops import CAR, alike, another, carry, meet, pair

ALL = ("prepare", "attest", "approve", "pay", "lock")


def scene(one):
    one.start("Kari", "Ola")
    one.day("Kari", MONDAY)
    one.day("Kari", TUESDAY)
    one.day("Ola", MONDAY, 120)


@pytest.fixture
def both(founded, place, tmp_path):
    office, farm = pair(founded, place, tmp_path, scene)
    yield office, farm
    farm.place.close()


def paid_alike(*laptops):
    """Every week is the same on each."""
    alike(*laptops)
    for monday in (MONDAY, WEEK48, WEEK49):
        for one in laptops[1:]:
            assert one.pay(monday) == laptops[0].pay(monday)


# A late day ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [3, 4, 5])
def test_a_day_that_came_after_its_week_was_approved(both, done):
    office, farm = both
    farm.day("Ola", WEDNESDAY)
    farm.day("Ola", MONDAY, 0)
    office.step(*ALL[:done])
    stood = office.pay()
    meet(office, farm)
    assert office.asked() == text("""
        2 days of week 47 (Dagsverket) came after it was approved. Are they right?
            Ola on 16.11.2026: –; on the sheet: 02.00 hours, 100 kr  Anne  Gården
            Ola on 18.11.2026: 04.00 hours, 200 kr; on the sheet: –  Anne  Gården
          →  Right: settle it with the next week
    """).replace(" kr", "\u00a0kr")
    assert office.pay() == stood
    paid_alike(office, farm)
    assert "W47 100,00" in farm.pay(WEEK48)
    office.say("Right")
    meet(office, farm)
    assert farm.questions() == []
    # One more is asked about alone.
    farm.day("Kari", FRIDAY, 60) if done > 3 else None
    if done > 3:
        meet(office, farm)
        assert [len(q.sides) for q in office.questions()] == [1]


def test_what_the_office_corrects_itself_after_payment_is_not_asked_about(both):
    office, farm = both
    office.step(*ALL)
    office.day("Ola", WEDNESDAY)
    meet(office, farm)
    assert office.questions() == []
    paid_alike(office, farm)


def test_days_that_were_there_when_the_week_was_reckoned_are_not_asked_about(both):
    office, farm = both
    farm.day("Ola", WEDNESDAY)
    carry(farm, office)
    office.step(*ALL)
    meet(office, farm)
    assert office.questions() == []
    paid_alike(office, farm)


def test_a_day_taken_away_at_the_farm_when_the_week_was_approved(both):
    office, farm = both
    with farm.place.write() as work:
        (fact,) = record.standing(work.session, farm.of, MONDAY, farm.ids["Ola"])
        work.void(fact, reason="var ikke her")
    office.step("prepare", "attest", "approve")
    meet(office, farm)
    assert [len(q.sides) for q in farm.questions("late")] == [1]
    paid_alike(office, farm)
    assert "W47 −100,00" in office.pay(WEEK48)


def test_a_late_day_is_corrected_once_though_each_laptop_heard_of_it_at_another_time(both, founded, tmp_path):
    """The farm writes a day; the office, which has not heard, pays week 47 and 48 with a correction of its own for the
    same person. Who reckoned what, and which came first, must not matter to anybody."""
    office, farm = both
    office.step(*ALL)
    carry(office, farm)
    farm.day("Kari", WEDNESDAY)  # unheard of at the office for long
    office.day("Kari", FRIDAY, 60)
    office.day("Kari", WEEK48)
    office.step(*ALL, monday=WEEK48)
    car = another(founded, office, tmp_path / "car", CAR)
    meet(office, farm)
    carry(farm, car)
    paid_alike(office, farm, car)
    assert "W47 200,00" in office.pay(WEEK49)
    car.place.close()


def test_the_farm_prepared_and_the_office_counted(both, founded, tmp_path):
    """The same with the week reckoned at the farm, and its correction counted at the office."""
    office, farm = both
    farm.step(*ALL)
    carry(farm, office)
    office.day("Kari", FRIDAY, 60)
    office.step("prepare", monday=WEEK48)
    farm.day("Kari", WEDNESDAY)
    meet(office, farm)
    paid_alike(office, farm)
    office.step(*ALL[1:], monday=WEEK48)
    meet(office, farm)
    paid_alike(office, farm)
    car = another(founded, farm, tmp_path / "car", CAR)
    car.day("Kari", WEDNESDAY, 30)
    meet(office, car)
    carry(office, farm)
    paid_alike(office, farm, car)
    car.place.close()


def test_a_laptop_that_was_restored_has_not_always_known_what_it_wrote(both, founded, tmp_path):
    """The office prepares and pays, is put back to its backup of the day before, and writes a day in between. Its own
    week comes back to it from the farm."""
    office, farm = both
    (device,) = office.place.cursor().execute("SELECT unhex(value) FROM local WHERE key='device'").fetchone()
    restored = another(founded, office, tmp_path / "restored", device)
    office.step(*ALL)
    carry(office, farm)
    restored.day("Ola", WEDNESDAY)
    meet(restored, farm)
    paid_alike(restored, farm)
    assert [q.kind for q in farm.questions()] == ["late"]
    assert "W47 200,00" in restored.pay(WEEK48)
    restored.place.close()


# Paid twice ----------------------------------------------------------------------------------------------------------


def test_paid_twice_on_the_day(both):
    office, farm = both
    for one in both:
        assert one.paid_out(MONDAY) == (2, 30000)
    meet(office, farm)
    assert office.asked() == text("""
        2 people were paid twice for 16.11.2026. What is to happen?
            300 kr to 2 people  Anne  Kontor
            300 kr to 2 people  Anne  Gården
          →  Both were paid: settle it later | Never handed out: 300 kr by Anne | Never handed out: 300 kr by Anne
    """).replace(" kr", "\u00a0kr")
    paid_alike(office, farm)
    (question,) = office.questions()
    office.say("settle it later")
    meet(office, farm)
    assert farm.questions() == []
    office.undo()
    assert office.ids_asked() == [question.id]
    meet(office, farm)
    office.do(answers.answer, question=question.id, choice=question.choices[1].key)
    meet(office, farm)
    assert farm.questions() == []
    assert office.pay().splitlines()[1] == "Kari  480  400,00  –  –  –  200,00  –  200,00"


def test_a_day_paid_rest_and_corrected_at_one_place_is_not_paid_twice(both):
    office, farm = both
    office.day("Ola", MONDAY, 60)
    office.paid_out(MONDAY, "Ola")
    office.day("Ola", MONDAY, 120)
    office.paid_out(MONDAY, "Ola")
    office.day("Ola", MONDAY, 90)
    meet(office, farm)
    assert office.questions() == []


def test_a_line_paid_twice_is_held_back_from_the_next_week(both):
    office, farm = both
    office.step("prepare", "attest", "approve")
    carry(office, farm)
    for one in both:
        one.do(payouts.sign, programme=one.of, monday=MONDAY, person=one.ids["Ola"], today=TODAY)
    meet(office, farm)
    assert [q.kind for q in farm.questions()] == ["paid"]
    assert "Ola was paid twice for week 47." in farm.asked()
    office.step("pay", "lock")
    office.day("Ola", WEEK48)
    meet(office, farm)
    paid_alike(office, farm)
    assert farm.pay(WEEK48).splitlines()[1] == "Ola  240  200,00  –  –  −100,00  –  –  100,00"
    office.say("settle it later")
    meet(office, farm)
    assert farm.questions() == []


def test_paid_on_the_day_at_the_farm_and_again_with_the_week(both):
    office, farm = both
    farm.paid_out(MONDAY, "Ola")
    office.step(*ALL)
    meet(office, farm)
    assert [(q.kind, len(q.sides)) for q in farm.questions()] == [("paid", 2)]
    paid_alike(office, farm)
    office.day("Ola", WEEK48)
    assert "−100,00" in office.pay(WEEK48)


# A week prepared twice -----------------------------------------------------------------------------------------------


def test_a_week_prepared_twice(both):
    office, farm = both
    farm.day("Ola", WEDNESDAY)
    for one in (farm, office):
        one.step("prepare")
    meet(office, farm)
    assert office.asked("week") == text("""
        Week 47 of Dagsverket was prepared twice. Which one counts?
            700 kr, prepared  Berit  Gården
            500 kr, prepared  Berit  Kontor
          →  700 kr by Berit | 500 kr by Berit
    """).replace(" kr", "\u00a0kr")
    paid_alike(office, farm)
    office.say("700")
    meet(office, farm)
    assert farm.questions() == []
    assert office.status() == "prepared"
    paid_alike(office, farm)


def test_a_week_paid_twice_counts_both_boxes_and_one_sheet(both):
    office, farm = both
    for one in both:
        one.step(*ALL)
    meet(office, farm)
    assert sorted(q.kind for q in office.questions()) == ["paid", "week"]
    paid_alike(office, farm)
    office.day("Kari", WEEK48)
    assert office.pay(WEEK48).splitlines()[1] == "Kari  240  200,00  –  –  −400,00  –  –  –"
    carry(office, farm)
    paid_alike(office, farm)
    for kind, words in (("week", "Both were paid"), ("paid", "settle it later")):
        office.say(words, kind)
    meet(office, farm)
    assert farm.questions() == []


def test_sent_back_at_the_office_while_the_farm_paid_a_line(both):
    """What was handed out on a sheet that was sent back is out of the box all the same."""
    office, farm = both
    office.step("prepare", "attest", "approve")
    carry(office, farm)
    farm.do(payouts.sign, programme=farm.of, monday=MONDAY, person=farm.ids["Ola"], today=TODAY)
    office.acting(MANAGER, steps.send_back, programme=office.of, monday=MONDAY, reason="feil timer")
    office.step(*ALL)
    meet(office, farm)
    assert [q.kind for q in office.questions()] == ["paid"]
    office.day("Ola", WEEK48)
    carry(office, farm)
    paid_alike(office, farm)
    assert "−100,00" in office.pay(WEEK48)


def test_a_week_that_is_paid_is_the_one_that_counts(both):
    office, farm = both
    farm.step("prepare")
    office.step(*ALL)
    meet(office, farm)
    (question,) = office.questions("week")
    assert len(question.choices) == 1
    with pytest.raises(UserFacingError):
        office.acting(OFFICE, answers.answer, question=question.id, choice=question.choices[0].key)
    office.acting(OTHER_MANAGER, answers.answer, question=question.id, choice=question.choices[0].key)
    meet(office, farm)
    assert farm.questions() == [] and farm.status() == "locked"


# All alike -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.faults_long) for n in range(2, 8))])
def test_three_laptops_reckon_the_same_whatever_they_did_and_whoever_heard_first(both, founded, tmp_path, seed):
    dice = random.Random(seed)
    laptops = [*both, another(founded, both[0], tmp_path / "car", CAR)]
    for _turn in range(45):
        one, monday = dice.choice(laptops), dice.choice([MONDAY, MONDAY, WEEK48])
        day, name = monday + timedelta(dice.randrange(3)), dice.choice(["Kari", "Ola"])
        with contextlib.suppress(UserFacingError):
            match dice.randrange(7):
                case 0 | 1:
                    one.day(name, day, dice.choice([0, 60, 240]))
                case 2:
                    one.step(dice.choice(ALL), monday=monday)
                case 3:
                    one.step(*ALL[: dice.randrange(6)], monday=monday)
                case 4:
                    one.paid_out(day, name)
                case 5:
                    open_ = [q for q in one.questions() if q.choices]
                    question = dice.choice(open_ or [None])
                    if question:
                        one.do(answers.answer, question=question.id, choice=dice.choice(question.choices).key)
                case 6:
                    carry(one, dice.choice([o for o in laptops if o is not one]), order=dice)
    for one in laptops:
        for other in laptops:
            carry(one, other, order=dice, one_by_one=True)
    paid_alike(*laptops)
    laptops[2].place.rebuild()
    paid_alike(*laptops)
    laptops[2].place.close()


# Held back twice -----------------------------------------------------------------------------------------------------


def test_a_deduction_that_two_have_taken_away_and_brought_back(both):
    office, farm = both
    deducted = office.acting(
        OFFICE, steps.deduct, programme=office.of, monday=MONDAY, person=office.ids["Kari"], amount_ore=5000,
        ground="agreement", words="nøkkel",
    )  # fmt: skip
    meet(office, farm)
    for one in both:
        one.acting(OFFICE, steps.undo_deduction, deduction=deducted, reason="feil")
        one.place.clock.forward(1)
        one.undo()
    meet(office, farm)
    assert office.pay().splitlines()[1].split() == ["Kari", "480", "400,00", "–", "100,00", "–", "–", "–", "300,00"]
    assert farm.asked() == text("""
        Deduction added, Kari, 50 kr, 16.11.2026: voided, and brought back at two places. It counts twice now. How \
often did it happen?
            brought back  Anne  Kontor
            brought back  Anne  Gården
          →  Once: it counts once | Twice: both count
    """).replace(" kr", "\u00a0kr")
    assert {choice.roles for choice in farm.questions()[0].choices} == {("office", "manager")}
    with pytest.raises(NotAllowed):
        farm.acting(staff("desk"), answers.answer, question=farm.questions()[0].id, choice="one")
    farm.say("Once")
    meet(office, farm)
    paid_alike(office, farm)
    assert office.questions() == []
    assert office.pay().splitlines()[1].split() == ["Kari", "480", "400,00", "–", "50,00", "–", "–", "–", "350,00"]
