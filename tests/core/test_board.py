"""A day as the window shows it: the board, the programmes in a line each, one person's day; and fixed places."""

from __future__ import annotations

import pytest

from alfdesk import people, programmes
from alfdesk.attendance import day_work, lottery, newcomer, reads, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError

from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, Desk, table, text


@pytest.fixture
def desk(place, tmp_path):
    """Dagsverket with four places, and Kari, Ola, Per and Siri who may come."""
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme(cap=240, places=4, meeting_place="Torget", starts=540)
    desk.ids = {name: desk.person(name, last_name="Vik") for name in ("Kari", "Ola", "Per", "Siri")}
    return desk


def act(desk, verb, name, day=MONDAY, **values):
    return desk.do(verb, person=desk.ids[name], programme=desk.dagsverket, day=day, **values)


def board(desk, day=MONDAY):
    return desk.ask(reads.day_board, desk.dagsverket, day)


def counted(counts):
    names = ("present", "coming_later", "reported_absent", "no_show", "went_home", "turned_away", "waits", "expected")
    return " ".join(f"{n} {getattr(counts, n)}" for n in names if getattr(counts, n))


def fixed(desk, *names):
    desk.do(programmes.rule, about=desk.dagsverket, key="selection", value="fixed", since=MONDAY)
    for name in names:
        desk.do(programmes.enrol, person=desk.ids[name], programme=desk.dagsverket)


# The board -----------------------------------------------------------------------------------------------------------


def test_a_row_says_who_it_is_and_what_to_look_out_for(desk):
    act(desk, day_work.turn_away, "Kari")
    act(desk, day_work.turn_away, "Ola")
    act(desk, day_work.place, "Ola", day=TUESDAY, team=None)
    act(desk, day_work.turn_away, "Per", reason="late")
    desk.do(people.leave_message, person=desk.ids["Siri"], text="Ring hjem", until=TODAY, today=TODAY)
    for name in desk.ids:
        act(desk, day_work.arrive, name, day=FRIDAY, at_minute=480)
    rows = board(desk, FRIDAY).rows
    assert table((r.name, r.full_name, r.call_name, r.turned_away_last, r.message, r.fixed) for r in rows) == text("""
        Kari V.  Vik  Kari  True  False  False
        Ola V.  Vik  Ola  False  False  False
        Per V.  Vik  Per  False  False  False
        Siri V.  Vik  Siri  False  True  False
    """)
    desk.undo()
    assert [r.name for r in board(desk, FRIDAY).rows] == ["Kari V.", "Ola V.", "Per V."]


def test_the_head_of_the_board_counts_people_and_teams(desk):
    inne = desk.do(programmes.add_team, programme=desk.dagsverket, name="Inne")
    ute = desk.do(programmes.add_team, programme=desk.dagsverket, name="Ute")
    for key, value in (("places", 2), ("meeting_place", "Boden")):
        desk.do(programmes.rule, about=inne, key=key, value=value, since=MONDAY)
    desk.do(programmes.rule, about=ute, key="in_use", value=False, since=MONDAY)
    for name in ("Kari", "Ola", "Per"):
        act(desk, day_work.arrive, name, at_minute=480)
    act(desk, day_work.place, "Kari", team=inne)
    act(desk, day_work.leave, "Kari", at_minute=600)
    act(desk, day_work.turn_away, "Ola")
    shown = board(desk)
    assert table((t.name, t.meeting_place, t.places, t.in_use, t.used) for t in shown.teams) == text("""
        Inne  Boden  2  True  1
        Ute  –  –  False  0
    """)
    assert counted(shown.counts) == "went_home 1 turned_away 1 waits 1"
    assert (shown.places, shown.selection, shown.starts, shown.meeting_place) == (4, "arrival", 540, "Torget")
    assert (shown.rows[0].team_id, shown.programme_id, shown.kept) == (inne, desk.dagsverket, 0)
    desk.do(programmes.rule, about=desk.dagsverket, key="places", value=None or 0, since=TUESDAY)
    assert board(desk, TUESDAY).places == 0


def test_a_closed_roll_says_who_and_when(desk, clock):
    clock.forward(45)
    desk.do(standing.close_roll, programme=desk.dagsverket, day=MONDAY)
    at = desk.ask(lambda s: reads.day_board(s, desk.dagsverket, MONDAY)).roll_closed_at
    assert board(desk).roll_closed_by == "Anne"
    assert at is not None and at.endswith(".45")


def test_the_board_knows_how_far_the_lottery_has_come(desk):
    act(desk, day_work.arrive, "Kari", at_minute=480)
    assert board(desk).lottery is None
    digest = desk.do(lottery.fix_list, programme=desk.dagsverket, day=MONDAY)
    state = board(desk).lottery
    assert (state.hash, state.drawn, state.dice, state.entrants, state.places) == (digest, False, None, 1, 4)
    desk.do(lottery.draw, programme=desk.dagsverket, day=MONDAY, dice="1 2 3 4 5")
    assert (board(desk).lottery.drawn, board(desk).lottery.dice) == (True, "12345")


def test_every_programme_has_a_line_and_a_person_all_her_places(desk):
    farm = desk.programme("Gården", kind="standing")
    desk.do(programmes.enrol, person=desk.ids["Kari"], programme=farm)
    desk.do(programmes.enrol, person=desk.ids["Ola"], programme=farm, since=TUESDAY)
    act(desk, day_work.arrive, "Kari", at_minute=485)
    lines = desk.ask(reads.programmes_on, MONDAY)
    assert table((p.name, p.kind, p.meeting_place, p.places, counted(p.counts)) for p in lines) == text("""
        Dagsverket  day  Torget  4  waits 1
        Gården  standing  –  –  waits 1
    """)
    assert counted(desk.ask(reads.programmes_on, TUESDAY)[1].counts) == "waits 2"
    rows = desk.ask(reads.person_today, desk.ids["Kari"], MONDAY)
    assert table((r.programme, r.arrival, r.at_minute, r.outcome) for r in rows) == text("""
        Dagsverket  1  485  –
        Gården  –  –  –
    """)
    assert desk.ask(reads.person_today, desk.ids["Siri"], MONDAY) == ()


# Fixed places --------------------------------------------------------------------------------------------------------


def test_others_get_what_is_free_and_those_with_a_fixed_place_theirs(desk):
    desk.do(programmes.rule, about=desk.dagsverket, key="places", value=2, since=MONDAY)
    fixed(desk, "Kari")
    assert (board(desk).kept, counted(board(desk).counts)) == (1, "expected 1")
    act(desk, day_work.place, "Ola", team=None)
    with pytest.raises(UserFacingError, match="The last 1 place is kept for someone with a fixed place"):
        act(desk, day_work.place, "Per", team=None)
    act(desk, day_work.place, "Ola", team=None)
    act(desk, day_work.place, "Kari", team=None)
    with pytest.raises(UserFacingError, match="The day is full: 2 of 2"):
        act(desk, day_work.place, "Per", team=None)
    assert table((r.name, r.outcome, r.fixed) for r in board(desk).rows) == text("""
        Kari V.  present  True
        Ola V.  present  False
    """)
    assert board(desk).kept == 0


def test_a_place_is_let_go_by_an_absence_or_taken_with_a_reason(desk):
    desk.do(programmes.rule, about=desk.dagsverket, key="places", value=2, since=MONDAY)
    fixed(desk, "Kari", "Ola")
    with pytest.raises(UserFacingError, match="The last 2 places are kept"):
        act(desk, day_work.place, "Per", team=None)
    act(desk, standing.mark, "Kari", what=Said("coming_later"))
    assert board(desk).kept == 2
    act(desk, standing.mark, "Kari", what=Said("reported_absent"))
    act(desk, day_work.place, "Per", team=None)
    act(desk, day_work.place, "Siri", team=None, over="Klokka er ti")
    with pytest.raises(UserFacingError, match="The day is full"):
        act(desk, day_work.place, "Ola", team=None)
    assert [r.name for r in board(desk).rows] == ["Kari V.", "Per V.", "Siri V.", "Ola V."]


def test_closing_the_roll_says_who_left_a_fixed_place_empty(desk):
    fixed(desk, "Kari", "Ola")
    act(desk, day_work.place, "Kari", team=None)
    assert desk.do(standing.close_roll, programme=desk.dagsverket, day=MONDAY) == 1
    assert counted(board(desk).counts) == "present 1 no_show 1"


# The newcomer --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "row"), [("day", "1  Mona  –"), ("standing", "–  Mona  present")])
def test_somebody_new_is_taken_in_by_one_act_and_one_undo(desk, kind, row):
    there = desk.programme("Ny", kind=kind)
    before, entries = desk.digest(), desk.entries()
    person = desk.do(newcomer.first_time, call_name=" Mona ", programme=there, day=MONDAY, at_minute=490)
    shown = desk.ask(reads.day_board, there, MONDAY).rows
    assert table((r.arrival, r.name, r.outcome) for r in shown) == row
    assert (shown[0].person, shown[0].number, desk.entries()) == (person, 5, entries + 1)
    desk.undo()
    assert desk.ask(reads.day_board, there, MONDAY).rows == ()
    desk.redo()
    assert len(desk.ask(reads.day_board, there, MONDAY).rows) == 1
    assert before != desk.digest() == desk.rebuilt()
    for values in ({"call_name": " "}, {"programme": b"x" * 16}):
        with pytest.raises(UserFacingError):
            desk.do(newcomer.first_time, **{"call_name": "A", "programme": there, "day": MONDAY, "at_minute": 1} | values)
