"""What there is to do: a line as long as something is missing, waits or ends soon, and no longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alfdesk import programmes, todo
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said

from .counting_house import House
from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, text

OFFICE = frozenset({"office"})
WEEK = timedelta(7)


@pytest.fixture
def desk(place, tmp_path):
    """Gården pays by the hour; Kari works there."""
    desk = House(place, tmp_path)
    rules = {"cap": 240, "rate": ["hour", 5000], "method": "cash", "cash_reason": "ingen konto"}
    desk.farm = desk.of = desk.programme("Gården", kind="standing", **rules)
    desk.kari = desk.person("Kari", last_name="Åsen")
    desk.enrolment = desk.do(programmes.enrol, person=desk.kari, programme=desk.farm, since=date(2026, 10, 1))
    return desk


def mark(desk, day, outcome="present", **more):
    desk.do(standing.mark, person=desk.kari, programme=desk.farm, day=day, what=Said(outcome, **more))


def shown(desk, today=TODAY, roles=OFFICE):
    return "\n".join(f"{t.group}: {t.words}" for t in desk.ask(todo.tasks, today, roles))


def test_an_empty_workplace_has_nothing_to_do(place):
    with place.read() as session:
        assert todo.tasks(session, TODAY, OFFICE) == ()
    assert todo.parcels(place) == ()


def test_a_roll_that_nobody_closed_is_missing_until_somebody_does(desk):
    mark(desk, MONDAY)
    assert shown(desk, MONDAY) == "", "the day is not over"
    assert shown(desk, TUESDAY, frozenset({"supervisor"})) == "Missing: Gården, 16.11.2026: the roll is not closed."
    assert shown(desk, TUESDAY, frozenset({"desk"})) == "", "others do that"
    assert shown(desk, MONDAY + timedelta(15), frozenset({"supervisor"})) == ""
    desk.do(standing.close_roll, programme=desk.farm, day=MONDAY)
    assert shown(desk, TUESDAY) == ""


def test_a_week_waits_for_its_next_step_until_it_is_paid(desk):
    mark(desk, FRIDAY, from_minute=480, to_minute=720)
    desk.do(standing.close_roll, programme=desk.farm, day=FRIDAY)
    assert shown(desk, TODAY) == "", "the week is not over"
    today = MONDAY + WEEK
    said = [shown(desk, today)]
    for step in ("prepare", "attest", "approve", "pay"):
        desk.step(step)
        said.append(shown(desk, today))
    assert "\n".join(said) == text("""
        Waits: Gården, week 47: not prepared yet.
        Waits: Gården, week 47: waits to be attested.
        Waits: Gården, week 47: waits to be approved.
        Waits: Gården, week 47: waits to be paid.
    """) + "\n"


def test_who_ends_within_a_fortnight_is_told(desk):
    last = TODAY + timedelta(14)
    desk.do(programmes.end_enrolment, enrolment=desk.enrolment, last=last)
    assert shown(desk, TODAY - timedelta(1)) == ""
    assert shown(desk) == f"Ends soon: Kari Å. ends in Gården on {last:%d.%m.%Y}."
    assert shown(desk, last + timedelta(1)) == ""


def test_whose_time_is_over_is_counted(desk):
    desk.do(programmes.change, programme=desk.farm, retention_months=6)
    desk.do(programmes.end_enrolment, enrolment=desk.enrolment, last=date(2026, 11, 1))
    assert shown(desk, date(2027, 5, 2)) == "Ends soon: 1 person is to be erased."
    assert shown(desk, date(2027, 5, 2), frozenset({"supervisor"})) == ""


def test_a_question_comes_first_with_what_each_side_says(desk):
    """Two of one name and one birth year: perhaps one person."""
    for _ in range(2):
        desk.person("Ola", last_name="Vik", birth_year=1990)
    (first, *_rest) = desk.ask(todo.tasks, TODAY, OFFICE)
    assert first.kind == "question" and "Ola" in first.words + first.more
