"""The morning of day work: a queue, places, teams, who is turned away and who goes home."""

from __future__ import annotations

import pytest

from alfdesk import people, programmes
from alfdesk.attendance import day_work, reads
from alfdesk.errors import UserFacingError

from .desk import MONDAY, TUESDAY, Desk, text

NINE = 9 * 60


@pytest.fixture
def desk(place, tmp_path):
    """Dagsverket with three places, two of them in Inne; work starts at nine and is capped at four hours."""
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme(cap=240, places=3, starts=NINE)
    desk.inne, desk.ute = (
        desk.do(programmes.add_team, programme=desk.dagsverket, name=name) for name in ("Inne", "Ute")
    )
    desk.do(programmes.rule, about=desk.inne, key="places", value=2, since=MONDAY)
    with desk.place.write() as work:
        desk.ids = {
            name: people.register(work, call_name=name, number=n)
            for n, name in enumerate(("Kari", "Ola", "Per", "Siri"), 1)
        }
    return desk


def act(desk, verb, name, day=MONDAY, **values):
    return desk.do(verb, person=desk.ids[name], programme=desk.dagsverket, day=day, **values)


def test_the_queue_keeps_the_order_and_the_time_whatever_happens_next(desk):
    assert [act(desk, day_work.arrive, name, at_minute=480 + n) for n, name in enumerate(("Siri", "Ola", "Kari"))] == [
        1,
        2,
        3,
    ]
    assert act(desk, day_work.arrive, "Siri", at_minute=500) == 1
    assert act(desk, day_work.arrive, "Siri", day=TUESDAY, at_minute=470) == 1
    act(desk, day_work.place, "Kari", team=desk.inne)
    act(desk, day_work.turn_away, "Ola", reason="late")
    act(desk, day_work.place, "Per", team=None)
    assert desk.board(desk.dagsverket) == text("""
        1  Siri  –  –  –  0  0
        2  Ola  turned_away  late  –  0  0
        3  Kari  present  –  Inne  240  0
        –  Per  present  –  –  240  0
    """)
    board = desk.ask(reads.day_board, desk.dagsverket, MONDAY)
    assert [r.at_minute for r in board.rows] == [480, 481, 482, None]
    assert [r.name for r in board.of(None)] == ["Siri"]


def test_a_full_team_and_a_full_day_are_refused_unless_a_reason_is_given(desk):
    act(desk, day_work.place, "Kari", team=desk.inne)
    act(desk, day_work.place, "Ola", team=desk.inne)
    before = desk.digest()
    with pytest.raises(UserFacingError, match="Inne is full: 2 of 2 places"):
        act(desk, day_work.place, "Per", team=desk.inne)
    act(desk, day_work.place, "Kari", team=desk.inne)
    assert desk.digest() == before
    act(desk, day_work.place, "Per", team=desk.ute)
    with pytest.raises(UserFacingError, match="The day is full: 3 of 3 places"):
        act(desk, day_work.place, "Siri", team=desk.ute)
    with pytest.raises(UserFacingError, match="short reason"):
        act(desk, day_work.place, "Siri", team=desk.ute, over="  ")
    assert act(desk, day_work.place, "Siri", team=desk.ute, over="Sjåføren er syk")
    assert desk.week(desk.dagsverket).splitlines()[0] == "2026-11-16  4  0  0  3"
    act(desk, day_work.place, "Siri", day=TUESDAY, team=desk.inne)


def test_places_follow_the_date_and_those_who_went_home_still_have_theirs(desk):
    desk.do(programmes.rule, about=desk.dagsverket, key="places", value=1, since=TUESDAY)
    act(desk, day_work.place, "Kari", day=TUESDAY, team=None)
    act(desk, day_work.leave, "Kari", day=TUESDAY, at_minute=NINE + 30)
    with pytest.raises(UserFacingError, match="1 of 1"):
        act(desk, day_work.place, "Ola", day=TUESDAY, team=None)
    desk.do(programmes.rule, about=desk.ute, key="in_use", value=False, since=MONDAY)
    with pytest.raises(UserFacingError, match="Ute does not work that day"):
        act(desk, day_work.place, "Ola", team=desk.ute)


def test_somebody_moves_to_another_team_with_her_times(desk):
    act(desk, day_work.place, "Kari", team=desk.inne)
    act(desk, day_work.place, "Ola", team=desk.inne)
    act(desk, day_work.place, "Per", team=desk.ute)
    act(desk, day_work.leave, "Per", at_minute=600)
    with pytest.raises(UserFacingError, match="Inne is full"):
        act(desk, day_work.move, "Per", team=desk.inne)
    act(desk, day_work.move, "Ola", team=desk.ute)
    act(desk, day_work.move, "Per", team=desk.inne)
    with pytest.raises(UserFacingError, match="no place that day"):
        act(desk, day_work.move, "Siri", team=desk.ute)
    with pytest.raises(UserFacingError, match="no such team"):
        act(desk, day_work.move, "Ola", team=b"x" * 16)
    assert desk.board(desk.dagsverket) == text("""
        –  Kari  present  –  Inne  240  0
        –  Ola  present  –  Ute  240  0
        –  Per  went_home  left_early  Inne  60  0
    """)


def test_going_home_counts_from_the_start_of_the_day_or_from_when_she_came(desk):
    for name in ("Kari", "Ola", "Per"):
        act(desk, day_work.place, name, team=None)
    act(desk, day_work.leave, "Kari", at_minute=NINE + 77)
    act(desk, day_work.leave, "Ola", at_minute=NINE - 30, kind="sent_home")
    act(desk, day_work.leave, "Per", at_minute=15 * 60)
    assert desk.board(desk.dagsverket) == text("""
        –  Kari  went_home  left_early  –  77  0
        –  Ola  went_home  sent_home  –  0  0
        –  Per  went_home  left_early  –  240  0
    """)
    other = desk.programme("Framnes", cap=240)
    when = {"person": desk.ids["Siri"], "programme": other, "day": MONDAY}
    desk.do(day_work.arrive, **when, at_minute=8 * 60 + 50)
    desk.do(day_work.place, **when, team=None)
    desk.do(day_work.leave, **when, at_minute=9 * 60)
    assert desk.board(other) == "1  Siri  went_home  left_early  –  10  0"
    for values in ({"kind": "vanished"}, {"at_minute": 25 * 60}):
        with pytest.raises(UserFacingError):
            desk.do(day_work.leave, **when | {"at_minute": 600} | values)


def test_nobody_unknown_gets_a_place_anywhere(desk):
    for values in ({"person": b"x" * 16}, {"programme": b"x" * 16}):
        when = {"person": desk.ids["Kari"], "programme": desk.dagsverket, "day": MONDAY} | values
        for verb, more in (
            (day_work.arrive, {"at_minute": 480}),
            (day_work.place, {"team": None}),
            (day_work.turn_away, {}),
        ):
            with pytest.raises(UserFacingError, match="There is no such"):
                desk.do(verb, **when, **more)


def test_every_act_of_the_morning_can_be_undone_and_done_again(desk):
    acts = [
        lambda: act(desk, day_work.arrive, "Kari", at_minute=480),
        lambda: act(desk, day_work.place, "Kari", team=desk.inne),
        lambda: act(desk, day_work.move, "Kari", team=desk.ute),
        lambda: act(desk, day_work.leave, "Kari", at_minute=600),
        lambda: act(desk, day_work.turn_away, "Kari", reason="late"),
    ]
    boards = []
    for one in acts:
        boards.append(desk.board(desk.dagsverket))
        one()
    last = desk.board(desk.dagsverket)
    while boards:
        desk.undo()
        assert desk.board(desk.dagsverket) == boards.pop()
    for _act in acts:
        desk.redo()
    assert desk.board(desk.dagsverket) == last
