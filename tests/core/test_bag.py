"""The cash bag: what went in is what was paid, what came back, and a difference that somebody has explained."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from alfdesk import money, people, programmes, staff
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.pay import bag, payouts
from alfdesk.store import slots
from alfdesk.store.workplace import Place
from tests.support import SetClock

from .desk import MONDAY, TUESDAY, Desk, table, text

OTHER = "katt tolv grønn hylle busk melk"


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


class Day:
    """A standing crew paid 50 kr an hour in cash, and Jonas who has the bag."""

    def __init__(self, desk: Desk, *names: str) -> None:
        self.desk = desk
        self.programme = desk.programme("Gården", "standing", rate=["hour", 5000], cap=240, method="cash")
        self.people = desk.crew(self.programme, *(names or ("Kari", "Ola", "Siv")))
        self.jonas = staff.add(
            desk.place, name="Jonas", roles=["supervisor"], passphrase_=OTHER, cost=slots.FLOOR
        )

    def came(self, *minutes: int, day: date = MONDAY) -> None:
        with self.desk.place.write(batch=True) as work:
            for person, worked in zip(self.people, minutes, strict=False):
                work.next()
                what = Said("present", said_minutes=worked)
                standing.mark(work, person=person, programme=self.programme, day=day, what=what)

    def out(self, counts: dict[int, int], day: date = MONDAY) -> bytes:
        return self.desk.do(bag.hand_out, programme=self.programme, day=day, holder=self.jonas, counts=counts)

    def pay(self, of: bytes, *persons: bytes, day: date = MONDAY) -> tuple[int, int]:
        return self.desk.do(
            payouts.pay_day, programme=self.programme, day=day, today=day, persons=persons or None, bag=of
        )

    def as_(self, *roles: str):  # type: ignore[no-untyped-def]
        return self.desk.place.write(Acting(self.jonas, "Jonas", frozenset(roles)))


@pytest.fixture
def day(desk: Desk) -> Day:
    return Day(desk)


def told(line) -> str:  # type: ignore[no-untyped-def]
    moves = [(m.what, m.who, money.written(m.amount_ore).replace("\u00a0", " ")) for m in line.moves]
    sums = (line.status, line.put_in_ore, line.paid_ore, line.counted_ore, line.difference_ore, line.reason)
    return table([*moves, sums])


def test_a_bag_from_morning_to_count(desk: Desk, day: Day) -> None:
    day.came(240, 225, 60)
    one = day.out({200: 2, 50: 1})
    desk.do(bag.top_up, bag=one, counts={5: 1, 1: 5})
    assert day.pay(one) == (3, 43_800)  # 187,50 is 188 in the hand
    assert desk.do(bag.count, bag=one, counts={20: 1, 1: 1}) == -100
    assert told(desk.ask(bag.of, one)) == text("""
        handed_out  Anne  450,00
        topped_up  Anne  10,00
        payout  Kari  −200,00
        payout  Ola  −188,00
        payout  Siv  −50,00
        counted  Anne  −21,00
        unexplained  46000  43800  2100  -100  –
        """)
    desk.do(bag.explain, bag=one, reason="  a krone fell  into the snow ")
    assert told(desk.ask(bag.of, one)).splitlines()[-1] == (
        "returned  46000  43800  2100  -100  a krone fell into the snow"
    )
    assert desk.rebuilt() == desk.digest()


def test_what_was_paid_from_a_bag_stands_when_the_person_is_erased(desk: Desk, day: Day, clock: SetClock) -> None:
    day.came(240, 225)
    one = day.out({200: 2})
    day.pay(one)
    desk.do(bag.count, bag=one, counts={10: 1})
    clock.forward(6 * 366 * 24 * 60)  # the payments need not be kept any longer
    desk.do(people.erase, person=day.people[0])
    assert told(desk.ask(bag.of, one)) == text("""
        handed_out  Anne  400,00
        payout  Ola  −188,00
        counted  Anne  −10,00
        unexplained  40000  38800  1000  -200  –
        """)


def test_each_refusal_says_why_and_changes_nothing(desk: Desk, day: Day) -> None:
    day.came(240)
    one = day.out({100: 1})
    before = desk.digest()

    def refused(verb, sentence: str, **values) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(UserFacingError) as said:
            desk.do(verb, **values)
        assert str(said.value) == sentence
        assert desk.digest() == before

    hand_out = {"programme": day.programme, "day": MONDAY, "holder": day.jonas}
    refused(bag.hand_out, "This bag is out already. Top it up instead.", counts={50: 1}, **hand_out)
    nobody = {**hand_out, "holder": b"n" * 16}
    refused(bag.hand_out, "There is no member of staff with that name. Nothing has changed.", counts={50: 1}, **nobody)
    refused(bag.hand_out, "There is no such programme. Nothing has changed.", counts={50: 1},
            **{**hand_out, "programme": b"n" * 16})  # fmt: skip
    refused(bag.hand_out, "Count the money into the bag first.", counts={}, **{**hand_out, "day": TUESDAY})
    refused(bag.top_up, "This is no note or coin. Nothing has changed.", bag=one, counts={25: 1})
    refused(bag.top_up, "This is no note or coin. Nothing has changed.", bag=one, counts={20: -1})
    refused(bag.top_up, "This is more than a bag can hold. Count again.", bag=one, counts={1000: 5000})
    refused(bag.explain, "Count the bag first.", bag=one, reason="lost")
    refused(bag.count, "There is no such cash bag. Nothing has changed.", bag=b"n" * 16, counts={})
    not_enough = "There is not so much in the cash bag. Nothing has changed. Top it up first."
    pay = {"programme": day.programme, "day": MONDAY, "today": MONDAY}
    refused(payouts.pay_day, not_enough, bag=one, **pay)
    desk.do(bag.count, bag=one, counts={100: 1})
    before = desk.digest()
    refused(bag.explain, "The count was right. There is nothing to explain.", bag=one, reason="all there")
    closed = "The cash bag has been counted. Nothing has changed. Use another bag."
    refused(bag.count, closed, bag=one, counts={100: 1})
    refused(bag.top_up, closed, bag=one, counts={100: 1})
    refused(payouts.pay_day, closed, bag=one, **pay)


def test_an_unexplained_difference_asks_for_words(desk: Desk, day: Day) -> None:
    one = day.out({100: 1})
    assert desk.do(bag.count, bag=one, counts={}) == -10_000
    for empty in ("", " \n"):
        with pytest.raises(UserFacingError, match=r"^Write in a few words why the count differs\.$"):
            desk.do(bag.explain, bag=one, reason=empty)
    desk.do(bag.explain, bag=one, reason="stolen from the car")
    desk.do(bag.explain, bag=one, reason="found under the seat, put in the till")
    line = desk.ask(bag.of, one)
    assert (line.difference_ore, line.reason) == (-10_000, "found under the seat, put in the till")


def test_undo_takes_back_what_nothing_leans_on(desk: Desk, day: Day) -> None:
    day.came(240)
    one = day.out({200: 1})
    desk.do(bag.top_up, bag=one, counts={50: 1})
    desk.undo()
    assert desk.ask(bag.of, one).put_in_ore == 20_000
    day.pay(one)
    with pytest.raises(UserFacingError, match="not so much in the cash bag"):
        with desk.place.write() as work:
            work.command = "test"
            for move in work.session.scalars(bag.select(bag.BagMove)):
                work.void(move, reason="undone")
    desk.undo()
    assert [desk.ask(bag.of, one).paid_ore, desk.ask(bag.left, one)] == [0, 20_000]
    desk.redo()
    desk.do(bag.count, bag=one, counts={})
    with pytest.raises(UserFacingError, match="This step can't be undone"):
        desk.undo()
    with pytest.raises(UserFacingError, match="has been counted"):
        desk.do(payouts.take_back, programme=day.programme, person=day.people[0], day=MONDAY, reason="not so")
    assert desk.ask(bag.of, one).status == "returned"


def test_a_bag_handed_out_by_mistake_is_undone_whole(desk: Desk, day: Day) -> None:
    day.out({200: 1})
    desk.undo()
    assert desk.ask(bag.open_bags) == []
    day.out({50: 1})
    assert [b.put_in_ore for b in desk.ask(bag.open_bags)] == [5_000]


@pytest.mark.parametrize(
    "verb, allowed",
    [("hand_out", "office manager administrator"), ("top_up", "office manager administrator"),
     ("count", "supervisor office manager administrator"), ("explain", "supervisor office manager administrator")],
)  # fmt: skip
def test_who_may(desk: Desk, day: Day, verb: str, allowed: str) -> None:
    for number, role in enumerate(("supervisor", "desk", "office", "manager", "administrator")):
        when = MONDAY + timedelta(number)
        one = day.out({50: 1}, when)
        if verb == "explain":
            desk.do(bag.count, bag=one, counts={})
        values = {
            "hand_out": {"programme": day.programme, "day": TUESDAY, "holder": desk.place.owner, "counts": {50: 1}},
            "explain": {"bag": one, "reason": "lost"},
        }.get(verb, {"bag": one, "counts": {50: 1}})
        values |= {"day": when} if verb == "hand_out" else {}
        if role in allowed.split():
            with day.as_(role) as work:
                getattr(bag, verb)(work, **values)
        else:
            with pytest.raises(NotAllowed), day.as_(role) as work:
                getattr(bag, verb)(work, **values)


def test_bags_are_found_by_holder_programme_and_day(desk: Desk, day: Day) -> None:
    monday, tuesday = day.out({50: 1}), day.out({100: 1}, TUESDAY)
    assert [b.id for b in desk.ask(bag.open_bags, holder=day.jonas)] == [monday, tuesday]
    assert desk.ask(bag.open_bags, holder=desk.place.owner) == []
    assert [b.holder for b in desk.ask(bag.open_bags, programme=day.programme)] == ["Jonas", "Jonas"]
    desk.do(bag.count, bag=monday, counts={50: 1})
    assert [b.id for b in desk.ask(bag.open_bags)] == [tuesday]
    assert [b.id for b in desk.ask(bag.bags, day.programme, MONDAY, MONDAY)] == [monday]
    sheet = desk.ask(bag.sheet, monday)
    assert (sheet.head.number, sheet.head.list_name, sheet.bag.id) == ("2026-11-16-A1-K1", "List 1", monday)


# Tomorrow's bag ------------------------------------------------------------------------------------------------------


def test_the_bag_is_proposed_from_the_last_open_days_of_that_weekday(desk: Desk) -> None:
    day = Day(desk, *(f"P{n}" for n in range(12)))
    tuesdays = [TUESDAY - timedelta(7 * n) for n in range(1, 13)]
    came = [3, 5, 12, 11, 6, 5, 4, 9, 3, 2, 10, 12]  # newest first; the third is closed: ten reach back to the eleventh
    for tuesday, count in zip(tuesdays, came, strict=True):
        day.came(*[240] * count, day=tuesday)
    desk.do(programmes.close_days, programme=None, first=tuesdays[2], last=tuesdays[2], why="frost")
    day.came(*[240] * 11, day=MONDAY)
    found = desk.ask(bag.propose, day.programme, TUESDAY)
    # 2 3 3 4 5 5 6 9 10 11: the ninth of ten, so that one day in ten may want more
    assert (found.days_seen, found.people, found.each_ore, found.amount_ore) == (10, 10, 20_000, 200_000)
    assert money.counted(found.counts) == 200_000 and found.counts[200] == 10
    for person in day.people[9:]:
        desk.do(standing.mark, person=person, programme=day.programme, day=tuesdays[3], what=Said("no_show"))
    assert desk.ask(bag.propose, day.programme, TUESDAY).people == 9


def test_the_proposal_takes_the_rates_of_its_own_day(desk: Desk) -> None:
    day = Day(desk)
    day.came(240, 240, day=MONDAY)
    monday = MONDAY + timedelta(7)
    for value, wanted in ((["hour", 5333], 21_300), (["day", 17_550], 17_600), (["hour", 0], 0)):
        desk.do(programmes.rule, about=day.programme, key="rate", value=value, since=monday)
        assert desk.ask(bag.propose, day.programme, monday).each_ore == wanted
    nothing = desk.ask(bag.propose, day.programme, monday + timedelta(1))
    assert (nothing.days_seen, nothing.people, nothing.amount_ore) == (0, 0, 0)
