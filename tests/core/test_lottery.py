"""The draw: the list's hash before the dice, and a result that anyone can repeat from the printed text."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from datetime import date

import pytest

from alfdesk import people, programmes
from alfdesk.attendance import day_work, lottery, reads
from alfdesk.errors import UserFacingError

from .desk import MONDAY, TUESDAY, Desk, text

DICE = "613254"


@pytest.fixture
def desk(place, tmp_path):
    """Dagsverket with two places, and four people in the queue on Monday: numbers 11, 12, 13 and 14."""
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme(places=2, cap=240)
    with desk.place.write() as work:
        desk.ids = [
            people.register(work, call_name=name, number=n) for n, name in enumerate(("Kari", "Ola", "Per", "Siri"), 11)
        ]
    queue(desk, MONDAY)
    return desk


def queue(desk, day, *numbers):
    for n in numbers or (14, 11, 13, 12):
        desk.do(day_work.arrive, person=desk.ids[n - 11], programme=desk.dagsverket, day=day, at_minute=480 + n)


def fix(desk, day=MONDAY):
    return desk.do(lottery.fix_list, programme=desk.dagsverket, day=day)


def draw(desk, dice=DICE, day=MONDAY):
    drawn = desk.do(lottery.draw, programme=desk.dagsverket, day=day, dice=dice)
    return [(desk.ids.index(person) + 11, got) for person, got in drawn]


def repeat(printed: str, dice: str) -> list[tuple[int, bool]]:
    """Anybody's own ten lines: from the printed text and the dice to (number, got a place), in the order drawn."""
    heading, *entrants = printed.splitlines()
    places = int(heading.split(" ")[-1])
    seed = hashlib.sha256(printed.encode()).hexdigest()
    keys = []
    for arrival, number, tickets in (line.split() for line in entrants):
        tried = [f"{seed}:{dice}:{arrival}:{ticket + 1}" for ticket in range(int(tickets))]
        keys.append((min(hashlib.sha256(t.encode()).hexdigest() for t in tried), int(number)))
    return [(number, rank < places) for rank, (_key, number) in enumerate(sorted(keys))]


def test_the_list_is_hashed_before_the_dice_and_bears_no_name(desk):
    digest = fix(desk)
    sheet = desk.ask(reads.draw_sheet, desk.dagsverket, MONDAY)
    assert (
        sheet.text
        == text("""
        List 1 16.11.2026 2
        1 14 1
        2 11 1
        3 13 1
        4 12 1
    """)
        + "\n"
    )
    assert digest == sheet.list_hash == hashlib.sha256(sheet.text.encode()).hexdigest()
    assert (sheet.dice, sheet.drawn, sheet.places) == (None, (), 2)
    assert [(e.no, e.name, e.tickets) for e in sheet.entrants] == [
        (1, "Siri", 1),
        (2, "Kari", 1),
        (3, "Per", 1),
        (4, "Ola", 1),
    ]
    assert "Dagsverket" not in repr(sheet)


@pytest.mark.parametrize("dice", [DICE, "1 1 1 1 1", "6,5-4.3;2"])
def test_anyone_can_repeat_the_draw_from_the_printed_text(desk, dice):
    fix(desk)
    drawn = draw(desk, dice)
    sheet = desk.ask(reads.draw_sheet, desk.dagsverket, MONDAY)
    thrown = "".join(c for c in dice if c.isdigit())
    assert sheet.dice == thrown
    assert drawn == repeat(sheet.text, thrown)
    assert [(d.rank, d.no, d.got_place) for d in sheet.drawn] == [
        (rank, {14: 1, 11: 2, 13: 3, 12: 4}[n], got) for rank, (n, got) in enumerate(drawn, 1)
    ]
    counts = desk.week(desk.dagsverket).splitlines()[0]
    assert counts == "2026-11-16  2  2  0  2"


def test_dice_are_at_least_five_and_from_one_to_six(desk):
    fix(desk)
    for dice in ("", "1234", "12347 ", "01234", "1" * 61, "12345a", "１２３４５", "six"):
        with pytest.raises(UserFacingError, match="at least 5 dice"):
            draw(desk, dice)


def test_there_is_no_draw_without_a_list_and_no_second_list_while_one_waits(desk):
    with pytest.raises(UserFacingError, match="Fix the list first"):
        draw(desk)
    fix(desk)
    with pytest.raises(UserFacingError, match="fixed already"):
        fix(desk)
    draw(desk)
    with pytest.raises(UserFacingError, match="Fix the list first"):
        draw(desk, "11111")
    with pytest.raises(UserFacingError, match="Nobody waits"):
        fix(desk)
    with pytest.raises(UserFacingError, match="Nobody waits"):
        fix(desk, TUESDAY)
    bare = desk.programme("Uten plasser")
    desk.do(day_work.arrive, person=desk.ids[0], programme=bare, day=MONDAY, at_minute=480)
    with pytest.raises(UserFacingError, match="how many places"):
        desk.do(lottery.fix_list, programme=bare, day=MONDAY)


def test_places_already_given_are_taken_from_those_drawn_for(desk):
    desk.do(day_work.place, person=desk.ids[0], programme=desk.dagsverket, day=MONDAY, team=None)
    fix(desk)
    sheet = desk.ask(reads.draw_sheet, desk.dagsverket, MONDAY)
    assert (sheet.places, [e.no for e in sheet.entrants]) == (1, [1, 3, 4])
    assert sum(got for _n, got in draw(desk)) == 1


def test_there_is_no_draw_over_an_outcome_given_by_hand_since(desk):
    fix(desk)
    desk.do(day_work.turn_away, person=desk.ids[1], programme=desk.dagsverket, day=MONDAY, reason="late")
    with pytest.raises(UserFacingError, match="settled since"):
        draw(desk)
    desk.undo()
    assert len(draw(desk)) == 4


def test_a_list_and_a_draw_can_be_undone_and_a_second_draw_is_for_those_who_came_later(desk):
    before = desk.board(desk.dagsverket)
    fix(desk)
    draw(desk)
    desk.undo()
    assert desk.board(desk.dagsverket) == before
    again = draw(desk, "11111")
    desk.undo()
    assert draw(desk, "11111") == again
    desk.do(programmes.rule, about=desk.dagsverket, key="places", value=3, since=MONDAY)
    late = desk.person("Åse")
    desk.do(day_work.arrive, person=late, programme=desk.dagsverket, day=MONDAY, at_minute=600)
    fix(desk)
    sheet = desk.ask(reads.draw_sheet, desk.dagsverket, MONDAY)
    assert ([e.no for e in sheet.entrants], sheet.places, sheet.dice) == ([5], 1, None)
    assert desk.do(lottery.draw, programme=desk.dagsverket, day=MONDAY, dice="22222") == [(late, True)]
    desk.undo()
    desk.undo()
    assert desk.ask(reads.draw_sheet, desk.dagsverket, MONDAY).dice == "11111"


def test_those_turned_away_last_time_weigh_more_when_the_setting_says_so(desk):
    when = {"programme": desk.dagsverket}
    for n, day, reason in ((11, 10, "full"), (12, 10, "late"), (13, 9, "full"), (13, 10, None), (14, 2, "full")):
        act = {"person": desk.ids[n - 11], "day": date(2026, 11, day)}
        desk.do(day_work.turn_away, reason=reason, **act, **when) if reason else desk.do(
            day_work.place, team=None, **act, **when
        )
    desk.do(programmes.rule, about=desk.dagsverket, key="lottery_weight", value=3, since=TUESDAY)
    queue(desk, TUESDAY)
    tickets = {}
    for day in (MONDAY, TUESDAY):
        fix(desk, day)
        printed = desk.ask(reads.draw_sheet, desk.dagsverket, day).text.splitlines()[1:]
        tickets[day] = {int(n): int(count) for _no, n, count in map(str.split, printed)}
        assert draw(desk, day=day) == repeat(desk.ask(reads.draw_sheet, desk.dagsverket, day).text, DICE)
    assert tickets[MONDAY] == {14: 1, 11: 1, 13: 1, 12: 1}
    turned_away_on_monday = {r.number for r in desk.ask(reads.day_board, desk.dagsverket, MONDAY).of("turned_away")}
    assert tickets[TUESDAY] == {n: 3 if n in turned_away_on_monday else 1 for n in (14, 11, 13, 12)}


def shares(entrants, rounds=3000):
    """How often each arrival number is drawn first."""
    rng = random.Random(5)
    first = Counter()
    for n in range(rounds):
        dice = "".join(rng.choice("123456") for _throw in range(6))
        first[lottery.result(hashlib.sha256(str(n).encode()).hexdigest(), dice, entrants)[0][0]] += 1
    return {no: first[no] / rounds for no, _tickets in entrants}


def test_everyone_is_drawn_equally_often_and_three_tickets_are_worth_three():
    for no, share in shares([(n, 1) for n in range(1, 6)]).items():
        assert 0.17 < share < 0.23, no
    weighted = shares([(1, 3), (2, 1), (3, 1), (4, 1)])
    assert 0.46 < weighted[1] < 0.54
    assert all(0.13 < weighted[n] < 0.20 for n in (2, 3, 4))


def test_the_rule_itself_never_changes():
    order = lottery.result("ab" * 32, "12345", [(1, 1), (2, 3), (3, 1)])
    assert [(no, key[:12]) for no, key in order] == [(2, "1ac38b4af6cb"), (1, "47881c1b7dec"), (3, "a13f649c2cca")]
