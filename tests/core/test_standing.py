"""A standing crew: five statuses, and a roll that the supervisor closes with her signature."""

from __future__ import annotations

import pytest

from alfdesk import programmes
from alfdesk.attendance import day_work, reads, record, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError

from .desk import MONDAY, TUESDAY, WEDNESDAY, Desk, text


@pytest.fixture
def desk(place, tmp_path):
    """Framnes, six hours a day, and five people who are enrolled."""
    desk = Desk(place, tmp_path)
    desk.framnes = desk.programme("Framnes", kind="standing", cap=360)
    names = ("Kari", "Ola", "Per", "Siri", "Åse")
    desk.ids = dict(zip(names, desk.crew(desk.framnes, *names), strict=True))
    return desk


def mark(desk, name, outcome, day=MONDAY, **more):
    what = Said(outcome, **more)
    return desk.do(standing.mark, person=desk.ids[name], programme=desk.framnes, day=day, what=what)


def test_the_whole_crew_stands_on_the_board_and_each_gets_one_of_five_statuses(desk):
    for name, outcome, more in (
        ("Kari", "present", {"dirty_minutes": 45}),
        ("Ola", "went_home", {"reason": "left_early", "from_minute": 540, "to_minute": 600}),
        ("Per", "reported_absent", {"note": "ringte"}),
        ("Siri", "coming_later", {}),
    ):
        assert mark(desk, name, outcome, **more) is True
        assert mark(desk, name, outcome, **more) is False
    assert desk.board(desk.framnes) == text("""
        –  Kari  present  –  –  360  45
        –  Ola  went_home  left_early  –  60  0
        –  Per  reported_absent  –  –  0  0
        –  Siri  coming_later  –  –  0  0
        –  Åse  –  –  –  0  0
    """)
    assert desk.week(desk.framnes).splitlines()[0] == "2026-11-16  2  0  1  –"


def test_what_is_no_status_or_no_reason_is_refused(desk):
    for outcome, more in (
        ("turned_away", {"reason": "full"}),
        ("sleeping", {}),
        ("went_home", {"reason": "sick"}),
        ("present", {"team": b"x" * 16}),
        ("present", {"note": "x" * 201}),
        ("present", {"said_minutes": 1441}),
        ("present", {"from_minute": 600, "to_minute": 540}),
    ):
        with pytest.raises(UserFacingError):
            mark(desk, "Kari", outcome, **more)


def test_marking_anew_keeps_the_old_mark_in_history(desk):
    from alfdesk import people

    mark(desk, "Kari", "coming_later")
    mark(desk, "Kari", "present")
    said = [
        (c.what, c.reason or c.after["outcome"])
        for c in desk.ask(people.history, desk.ids["Kari"])
        if c.table == "attendance"
    ]
    assert sorted(said[-2:]) == [("fact", "present"), ("void", "marked anew")]
    assert ("fact", "coming_later") in said


def test_closing_the_roll_says_that_the_rest_did_not_come_and_who_closed_it(desk):
    mark(desk, "Kari", "present")
    mark(desk, "Ola", "reported_absent")
    mark(desk, "Siri", "coming_later")
    before = desk.entries()
    assert desk.do(standing.close_roll, programme=desk.framnes, day=MONDAY) == 3
    assert desk.entries() == before + 1
    assert desk.board(desk.framnes) == text("""
        –  Kari  present  –  –  360  0
        –  Ola  reported_absent  –  –  0  0
        –  Per  no_show  –  –  0  0
        –  Siri  no_show  –  –  0  0
        –  Åse  no_show  –  –  0  0
    """)
    assert desk.ask(reads.day_board, desk.framnes, MONDAY).roll_closed_by == "Anne"
    assert desk.ask(reads.day_board, desk.framnes, TUESDAY).roll_closed_by is None
    with pytest.raises(UserFacingError, match="closed already"):
        desk.do(standing.close_roll, programme=desk.framnes, day=MONDAY)
    right = Said("present")
    desk.do(
        record.correct, person=desk.ids["Åse"], programme=desk.framnes, day=MONDAY, what=right, reason="Kom klokka ni"
    )
    assert desk.week(desk.framnes).splitlines()[0] == "2026-11-16  2  0  3  –"


def test_only_those_enrolled_that_day_are_on_the_roll(desk):
    desk.do(programmes.enrol_until, person=desk.ids["Kari"], programme=desk.framnes, since=None, last=MONDAY)
    assert [desk.do(standing.close_roll, programme=desk.framnes, day=day) for day in (MONDAY, TUESDAY)] == [5, 4]


def test_a_closed_roll_is_opened_by_undoing_it(desk):
    mark(desk, "Kari", "present", WEDNESDAY)
    before = desk.board(desk.framnes, WEDNESDAY)
    desk.do(standing.close_roll, programme=desk.framnes, day=WEDNESDAY)
    assert desk.board(desk.framnes, WEDNESDAY) != before
    desk.undo()
    assert desk.board(desk.framnes, WEDNESDAY) == before
    assert desk.do(standing.close_roll, programme=desk.framnes, day=WEDNESDAY) == 4


def test_day_work_is_closed_when_nobody_waits_and_nobody_is_called_absent(desk):
    dagsverket = desk.programme("Dagsverket")
    desk.do(programmes.enrol, person=desk.ids["Siri"], programme=dagsverket)
    when = {"programme": dagsverket, "day": MONDAY}
    desk.do(day_work.arrive, person=desk.ids["Kari"], at_minute=480, **when)
    with pytest.raises(UserFacingError, match="1 person in the queue still waits"):
        desk.do(standing.close_roll, **when)
    desk.do(day_work.turn_away, person=desk.ids["Kari"], **when)
    assert desk.do(standing.close_roll, **when) == 0
    with pytest.raises(UserFacingError, match="no such programme"):
        desk.do(standing.close_roll, programme=b"x" * 16, day=MONDAY)
