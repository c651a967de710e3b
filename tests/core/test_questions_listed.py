"""One paper list that was read in on laptops that did not know of one another: it counts twice until a person has said
that it is one, and then stock, till and accounts are as if it had been read once."""

from __future__ import annotations

import random
from datetime import date

import pytest

from alfdesk import money, people
from alfdesk.questions import answers
from alfdesk.sales import editions, outlets, sellers, selling, settling, stock

from .counting_house import OFFICE
from .desk import FRIDAY, TODAY, text
from .paper_desk import Stall
from .two_laptops import CAR, Laptop2, alike, another, carry, meet, pair

LIST = """
    20.11.2026 08.00;Hallvardsstuen;;Megafon;11/2026;100;mottatt;
    20.11.2026 08.04;Hallvardsstuen;;Megafon;11/2026;40;flyttet;Strax-huset
    20.11.2026 08.10;Hallvardsstuen;94;Megafon;11/2026;10;kontant;
    20.11.2026 08.10;Hallvardsstuen;94;Megafon;11/2026;10;kontant;
    20.11.2026 08.15;Strax-huset;118;Megafon;11/2026;4;kreditt;
    20.11.2026 08.20;Strax-huset;94;Megafon;11/2026;5;gratis;Startblader
    20.11.2026 08.30;Hallvardsstuen;118;Megafon;11/2026;2;retur;
    20.11.2026 08.40;Hallvardsstuen;;Megafon;11/2026;3;makulert;våte
"""
MORE = "20.11.2026 11.00;Strax-huset;118;Megafon;11/2026;6;vipps;\n"
ANOTHER = """
    20.11.2026 08.10;Hallvardsstuen;94;Megafon;11/2026;10;kontant;
    20.11.2026 09.00;Strax-huset;118;Megafon;11/2026;1;vipps;
"""
ONE_LIST, DIFFERENT = "One list", "Different lists"
# Copies at Hallvardsstuen and Strax-huset, under way; kroner in the two tills; seller 94 and 118: bought, returned,
# kroner paid, kroner owed.
ONCE = (39, 31, 0), (900, 0), (20, 0, 1000, 0), (4, 2, -100, 200)
TWICE = (78, 62, 0), (1800, 0), (40, 0, 2000, 0), (8, 4, -200, 400)
NOTHING = (0, 0, 0), (0, 0), (0, 0, 0, 0), (0, 0, 0, 0)


def scene(one: Laptop2) -> None:
    one.do(
        editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5000, cover_ore=10_000,
        since=date(2026, 11, 2),
    )  # fmt: skip
    for name in ("Hallvardsstuen", "Strax-huset"):
        one.do(outlets.found_outlet, name=name)
    for number in (94, 118):
        one.do(sellers.make_seller, person=one.do(people.register, call_name=f"Selger {number}"), number=number)


@pytest.fixture
def both(founded, place, tmp_path):
    office, farm = pair(founded, place, tmp_path, scene)
    yield office, farm
    farm.place.close()


@pytest.fixture
def three(founded, both, tmp_path):
    car = another(founded, both[0], tmp_path / "car", CAR)
    yield *both, car
    car.place.close()


def stall(one: Laptop2) -> Stall:
    """What it sells, on this laptop."""
    return Stall(one.place, one.folder)


def reads(one: Laptop2, lines: str, *, today: date = TODAY) -> int:
    """How many lines were new."""
    one.place.clock.forward(1)
    return stall(one).paper(lines, today).written


def plain(words: str) -> str:
    """As it is read: a no-break space is a space."""
    return words.replace("\u00a0", " ")


def sides(one: Laptop2) -> list[str]:
    (question,) = one.questions()
    return [plain(side.says) for side in question.sides]


def sums(*laptops: Laptop2):
    """As in ONCE; the same on each laptop."""
    found, names = set(), ("Hallvardsstuen", "Strax-huset")
    for one in map(stall, laptops):
        copies, tills = one.stock(), one.tills()
        found.add((
            (*(copies.get((name, "Megafon", "11/2026"), 0) for name in names), one.in_transit()),
            tuple(tills.get(name, 0) // 100 for name in names),
            *((*bought, paid // 100, owed // 100) for *bought, paid, owed in map(one.account, (94, 118))),
        ))  # fmt: skip
    (same,) = found
    return same


@pytest.mark.parametrize("back", [False, True], ids=["to the farm first", "to the office first"])
@pytest.mark.parametrize("who", [0, 1], ids=["the office answers", "the farm answers"])
@pytest.mark.parametrize(("answer", "then"), [(ONE_LIST, ONCE), (DIFFERENT, TWICE)])
def test_one_list_that_two_have_read(both, answer, then, who, back):
    office, farm = both
    assert reads(office, LIST) == reads(farm, LIST) == 8
    meet(*reversed(both)) if back else meet(*both)
    assert plain(farm.asked()) == text("""
        2 paper lists from Hallvardsstuen, Strax-huset, 20.11.2026, say the same. Are they one list?
            8 lines, 8 in common: 1 100 kr  Anne  Kontor
            8 lines, 8 in common: 1 100 kr  Anne  Gården
          →  One list: what is alike counts once | Different lists: all of it counts
    """)
    assert sums(*both) == TWICE
    both[who].say(answer)
    meet(*both)
    assert office.questions() == [] and sums(*both) == then
    # And whoever reads the list once more adds nothing, here or there.
    assert reads(office, LIST) == reads(farm, LIST) == 0


def test_after_the_answer_one_more_of_equal_lines_is_a_new_one(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    meet(*both)
    farm.say(ONE_LIST)
    assert reads(farm, LIST + "20.11.2026 08.10;Hallvardsstuen;94;Megafon;11/2026;10;kontant;") == 1
    meet(*both)
    assert office.questions() == [] and sums(*both)[2] == (30, 0, 1500, 0)


def test_who_got_the_list_before_she_read_it_is_not_asked(both):
    office, farm = both
    assert reads(office, LIST) == 8
    carry(office, farm)
    # The same list, a line later; and one more of two that are alike.
    assert reads(farm, f"{LIST.strip()}\n{MORE}20.11.2026 08.10;Hallvardsstuen;94;Megafon;11/2026;10;kontant;") == 2
    meet(*both)
    assert farm.questions() == []


def test_a_list_that_had_grown_counts_its_lines_once_and_the_new_ones(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST + MORE)
    meet(*both)
    assert sides(farm) == ["8 lines, 8 in common: 1 100 kr", "9 lines, 8 in common: 1 100 kr"]
    farm.say(ONE_LIST)
    meet(*both)
    first, tills, vigdis, (bought, back, paid, owed) = ONCE
    assert sums(*both) == ((first[0], first[1] - 6, 0), tills, vigdis, (bought + 6, back, paid + 300, owed))


@pytest.mark.parametrize(("answer", "sold"), [(ONE_LIST, 20), (DIFFERENT, 30)])
def test_two_lists_that_share_a_line(both, answer, sold):
    """The second of two equal lines has no fellow in the other list."""
    office, farm = both
    reads(office, LIST), reads(farm, ANOTHER)
    meet(*both)
    assert sides(farm) == ["6 lines, 1 in common: 500 kr", "1 line, 1 in common: 500 kr"]
    farm.say(answer)
    meet(*both)
    assert office.questions() == [] and sums(*both)[2][0] == sold


def test_lists_with_nothing_in_common_are_not_asked_about(both):
    office, farm = both
    reads(office, LIST), reads(farm, MORE)
    meet(*both)
    assert farm.questions() == []


def test_what_was_sold_at_the_desk_is_no_line_of_a_list(both):
    office, farm = both
    reads(office, ANOTHER)
    carry(office, farm)
    for one in both:
        seller, (outlet, *_others) = one.ask(sellers.person_of, 94), one.ask(stock.stock)
        one.do(selling.sell, outlet=outlet.outlet_id, person=seller, edition=outlet.edition_id, copies=10,
               day=FRIDAY, at_minute=490)  # fmt: skip
    meet(*both)
    assert farm.questions() == []


def test_whoever_voided_a_line_or_took_the_list_back_has_none_of_it_twice(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    office.undo()
    meet(*both)
    assert farm.questions() == [] and sums(*both) == ONCE


def test_a_line_that_one_voids_while_another_takes_the_list_back_stays_voided(both):
    """The voiding was first, by the clock: on each laptop the line does not come back with the list."""
    office, farm = both
    reads(office, LIST)
    meet(*both)
    (credit,) = farm.place.cursor().execute("SELECT id FROM purchase WHERE voided=0 AND credit_ore>0").fetchone()
    farm.do(selling.void_sale, purchase=credit, reason="feil")
    office.place.clock.forward(1)
    office.undo()
    meet(*both)
    assert [reads(one, LIST) for one in both] == [7, 7]


def settles(one: Laptop2, name: str = "Hallvardsstuen") -> int:
    """Counted to the øre; kroner that were taken out."""
    outlet = stall(one).outlet(name)
    ahead = one.ask(settling.ahead, outlet, TODAY)
    done = one.do(
        settling.settle, outlet=outlet, day=TODAY, at_minute=900, counts=money.fewest(max(0, ahead.expected_ore)),
        reason="talt",
    )  # fmt: skip
    return (done.counted_ore - done.float_ore) // 100


@pytest.mark.parametrize("who", [(0,), (1,)], ids=["the office settled", "the farm settled"])
def test_a_till_that_one_of_them_has_settled_comes_out_even(both, who):
    """Whichever line is kept: what was settled is what was sold."""
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    assert [settles(both[one]) for one in who] == [900]
    meet(*both)
    farm.say(ONE_LIST, "listed")
    meet(*both)
    assert office.questions() == [] and sums(*both)[1] == (0, 0)


def test_a_till_that_both_have_settled_is_asked_about_when_the_list_is_one(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    assert [settles(one) for one in both] == [900, 900]
    meet(*both)
    assert [q.kind for q in farm.questions()] == ["listed"] and sums(*both)[1] == (0, 0)
    farm.say(ONE_LIST)
    meet(*both)
    assert [q.kind for q in office.questions()] == ["settled"] and sums(*both)[1] == (-900, 0)
    office.say("K-0001 counts")
    meet(*both)
    assert farm.questions() == [] and sums(*both)[1] == (0, 0)


def test_both_answer_before_they_meet(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    meet(*both)
    office.say(ONE_LIST), farm.say(ONE_LIST)
    meet(*both)
    assert farm.questions() == [] and sums(*both) == ONCE


def test_an_answer_that_is_taken_back_is_asked_again(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    meet(*both)
    farm.say(ONE_LIST)
    for again in range(2):
        farm.place.clock.forward(1)
        farm.undo()
        meet(*both)
        assert len(office.questions("listed")) == 1 and sums(*both) == TWICE
        if not again:
            farm.place.clock.forward(1)
            farm.redo()
            meet(*both)
            assert office.questions() == [] and sums(*both) == ONCE
    office.say(ONE_LIST)
    meet(*both)
    assert farm.questions() == [] and sums(*both) == ONCE
    farm.place.clock.forward(1)


def test_whoever_takes_back_what_was_kept_may_read_the_list_again(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    meet(*both)
    farm.say(ONE_LIST)  # while the office, which reads first, takes its own back
    office.undo()
    meet(*both)
    assert sums(*both) == NOTHING
    assert reads(farm, LIST) == 8
    meet(*both)
    assert farm.questions() == [] and sums(*both) == ONCE


@pytest.mark.parametrize("seed", range(4))
def test_three_have_read_it(three, seed):
    rng = random.Random(seed)
    for one in rng.sample(three, 3):
        reads(one, LIST + MORE * rng.randrange(2))
    order = rng.sample(three, 3)
    for source, target in ((order[0], order[1]), (order[1], order[2]), (order[2], order[0]), (order[0], order[1])):
        carry(source, target, order=rng, one_by_one=True)
    alike(*three)
    (question,) = order[0].questions()
    assert question.words.startswith("3 paper lists") and len(question.sides) == 3
    order[1].say(ONE_LIST)
    for other in (order[0], order[2]):
        carry(order[1], other)
    alike(*three)
    bought = sums(*three)[3][0]
    assert order[0].questions() == [] and bought in (4, 10)
    assert sums(*three)[0][0] == ONCE[0][0] and sums(*three)[1:3] == ONCE[1:3]


def test_a_third_who_comes_after_the_answer_is_asked_about_alone(three):
    office, farm, car = three
    for one in three:
        reads(one, LIST)
    meet(office, farm)
    office.say(DIFFERENT)
    carry(office, farm), carry(office, car), carry(car, office), carry(car, farm)
    alike(*three)
    (question,) = car.questions()
    assert len(question.sides) == 3  # the car's has lines in common with each of them
    car.say(ONE_LIST)
    carry(car, office), carry(car, farm)
    alike(*three)
    assert car.questions() == [] and sums(*three) == TWICE


def test_two_who_answer_with_different_thirds_leave_one(three):
    """Each knows two of three lists, and answers; the first of all three is left."""
    office, farm, car = three
    for one in three:
        reads(one, LIST)
    carry(office, farm), carry(farm, car)  # the car has all three, the farm two, the office its own
    farm.say(ONE_LIST)
    car.say(ONE_LIST)
    for one, other in ((farm, office), (car, office), (office, farm), (office, car)):
        carry(one, other)
    alike(*three)
    assert office.questions() == [] and sums(*three) == ONCE


def test_a_seller_who_is_erased_before_anybody_answers(both):
    """Her copies leave the stock once, like everybody's; nobody is asked about her alone."""
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    meet(*both)
    vigdis = office.ask(sellers.person_of, 94)
    office.place.clock.forward(6 * 366 * 24 * 60)  # what was paid is kept for five years
    office.do(people.erase, person=vigdis)
    meet(*both)
    assert len(farm.questions()) == 1
    farm.say(ONE_LIST)
    meet(*both)
    assert farm.questions() == []
    (rows,) = farm.place.cursor().execute("SELECT count(*) FROM desk_move WHERE listed IS NOT NULL AND voided=0")
    assert rows == (8,)


def test_who_may_answer(both):
    office, farm = both
    reads(office, LIST), reads(farm, LIST)
    meet(*both)
    (question,) = farm.questions()
    from alfdesk.errors import NotAllowed
    from alfdesk.journal.write import Acting

    supervisor = Acting(OFFICE.id, "Berit", frozenset({"supervisor"}))
    with pytest.raises(NotAllowed):
        farm.acting(supervisor, answers.answer, question=question.id, choice="same")
    desk = Acting(OFFICE.id, "Berit", frozenset({"desk"}))
    farm.acting(desk, answers.answer, question=question.id, choice="same")
    assert farm.questions() == []


def test_a_list_of_more_lines_than_an_entry_holds_is_one_answer(both):
    office, farm = both
    lines = "\n".join(
        f"20.11.2026 {8 + at // 60:02}.{at % 60:02};Hallvardsstuen;94;Megafon;11/2026;1;kontant;" for at in range(450)
    )
    assert reads(office, lines) == reads(farm, lines) == 450
    meet(*both)
    farm.say(ONE_LIST)
    assert farm.questions() == [] and stall(farm).account(94)[0] == 450
    farm.undo()
    assert stall(farm).account(94)[0] == 900 and len(farm.questions()) == 1
