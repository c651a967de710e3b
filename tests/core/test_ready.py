"""What is asked on every key is put together once: it answers as any other read does, and remembers nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import bindparam, func, select

from alfdesk import directory, people, programmes
from alfdesk.attendance import day_work, reads
from alfdesk.models.people import Message, Person, PersonNumber
from alfdesk.models.programmes import Enrolment
from alfdesk.store.session import Ready

from .desk import MONDAY, TODAY, TUESDAY, Desk


@pytest.fixture
def desk(place, tmp_path):
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme(cap=240, places=4)
    desk.ids = {name: desk.person(name, last_name="Vik") for name in ("Kari", "Ola", "Per", "Siri")}
    return desk


def both(desk, statement, *, voided=False, **values):
    """The same select as a Ready and as any other read."""
    with desk.place.read() as session:
        ordinary = session.execute(statement.execution_options(voided=voided), values).all()
        return [tuple(row) for row in Ready(statement, voided=voided)(session, **values)], [tuple(r) for r in ordinary]


NUMBERS = select(PersonNumber.person, PersonNumber.number).order_by(PersonNumber.id)
MESSAGES = select(Message.person, Message.until, Message.text).where(Message.until >= bindparam("day"))
THESE = select(Person.id, Person.call_name).where(Person.id.in_(bindparam("ids", expanding=True))).order_by(Person.id)


def test_it_leaves_out_what_every_read_leaves_out(desk):
    desk.do(people.renumber, person=desk.ids["Kari"], number=90)
    ready, ordinary = both(desk, NUMBERS)
    assert ready == ordinary
    assert len(both(desk, NUMBERS, voided=True)[0]) == len(ready) + 1
    with desk.place.write() as work:  # half there: an enrolment without its programme
        work.add(Enrolment(person=desk.ids["Ola"]))
    mine = select(Enrolment.person, func.count()).group_by(Enrolment.person)
    assert both(desk, mine)[0] == []
    assert len(both(desk, mine, voided=True)[0]) == 1


def test_days_come_and_go_as_days(desk):
    desk.do(people.leave_message, person=desk.ids["Per"], text="Ring", until=TODAY, today=TODAY)
    ready, ordinary = both(desk, MESSAGES, day=TODAY)
    assert ready == ordinary == [(desk.ids["Per"], TODAY, "Ring")]
    assert both(desk, MESSAGES, day=date(2027, 1, 1))[0] == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 9, 11, 501, 700])
def test_a_list_may_have_any_length(desk, count):
    known = list(desk.ids.values())
    wanted = [*known[:count], *(bytes([n % 256, n // 256]) * 8 for n in range(count - len(known)))]
    ready, ordinary = both(desk, THESE, ids=wanted)
    assert ready == ordinary
    assert len(ready) == min(count, 4)


def board(desk, day=MONDAY):
    return desk.ask(reads.day_board, desk.dagsverket, day)


CHANGES = {
    "a team": (lambda d: d.do(programmes.add_team, programme=d.dagsverket, name="Ute"), lambda b: b.teams),
    "a rule": (
        lambda d: d.do(programmes.rule, about=d.dagsverket, key="places", value=9, since=MONDAY), lambda b: b.places
    ),
    "a closed day": (
        lambda d: d.do(programmes.close_days, programme=None, first=MONDAY, last=TUESDAY, why="Frost"),
        lambda b: b.closed,
    ),
    "a name": (lambda d: d.do(people.change, person=d.ids["Kari"], call_name="Karin"), lambda b: b.rows[0].call_name),
    "a number": (lambda d: d.do(people.renumber, person=d.ids["Kari"], number=77), lambda b: b.rows[0].number),
    "a message": (
        lambda d: d.do(people.leave_message, person=d.ids["Kari"], text="Ring", until=TODAY, today=MONDAY),
        lambda b: b.rows[0].message,
    ),
    "the programme": (lambda d: d.do(programmes.change, programme=d.dagsverket, name="Køen"), lambda b: b.programme),
    "who came": (
        lambda d: d.do(day_work.arrive, person=d.ids["Ola"], programme=d.dagsverket, day=MONDAY, at_minute=490),
        lambda b: len(b.rows),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_the_board_shows_at_once_what_has_changed(desk, what):
    change, shown = CHANGES[what]
    desk.do(day_work.arrive, person=desk.ids["Kari"], programme=desk.dagsverket, day=MONDAY, at_minute=480)
    before = shown(board(desk))
    assert shown(board(desk)) == before
    change(desk)
    assert shown(board(desk)) != before


def test_a_list_of_people_shows_at_once_what_has_changed(desk):
    def found(text):
        return [(p.number, p.name) for p in desk.ask(directory.people_page, text=text, today=TODAY).rows]

    assert found("k") == [(1, "Kari V.")]
    desk.do(people.change, person=desk.ids["Ola"], call_name="Kåre")
    assert found("k") == [(1, "Kari V."), (2, "Kåre V.")]
    assert found("2") == [(2, "Kåre V.")]
    desk.do(people.renumber, person=desk.ids["Ola"], number=31)
    assert found("2") == []
    assert found("3") == [(3, "Per V."), (31, "Kåre V.")]


def test_of_many_alike_the_smallest_numbers_come_first(desk):
    """The search compares names among those who may be shown: what is alike at the edge is told apart by number."""
    for _ in range(12):
        desk.person("Berit", last_name="Moe")
    for limit in (1, 3, 11):
        found = desk.ask(people.search, "be", limit=limit)
        assert [p.number for p in found] == list(range(5, 5 + limit))
